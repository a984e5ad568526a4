//! What can be saved of a damaged session file. A file is written with one thing a line and a blank line between its
//! parts, so most damage costs a line: each is read by itself here, what can't be read is left out and counted, and what
//! pointed to it is mended. The file is never touched; what was saved becomes a session of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::model::{
    About, Cell, Decisions, Evidence, Keeping, Manager, Mark, Panel, People, Period, Person, PersonId, Phase, Rater,
    RaterId, Rubric, Session, SessionId, Sheet, SkillId, WhyNot,
};

use super::faults::{OpenError, OpenFault};
use super::files::FileLayer;
use super::history_text::{HistoryText, entry};
use super::sealing::{self, Passphrase};
use super::session_file::{self, FORMAT, Header};

/// What was saved of a damaged file.
#[derive(Clone, Debug)]
pub struct Salvaged {
    /// The session; every invariant holds. Its id is the file's, where that could be read.
    pub session: Session,
    /// Its history, up to and around the damage.
    pub history: HistoryText,
    /// What is lost, as sentences.
    pub lost: Vec<String>,
}

/// Saves what can be saved of a session file. `rubric` stands in where the file's own can't be read.
///
/// # Errors
/// When it is no damaged session, or too little of it is left.
pub fn salvage(
    files: &dyn FileLayer,
    path: &Path,
    passphrase: Option<&Passphrase>,
    rubric: Option<&Rubric>,
) -> Result<Salvaged, OpenError> {
    let bytes = files.read(path, u64::MAX).map_err(|error| OpenFault::from(error).at(path))?;
    let plain = match passphrase {
        Some(passphrase) if sealing::is_sealed(&bytes) => {
            sealing::unseal_beginning(&bytes, passphrase).map_err(|fault| fault.at(path))?
        }
        _ if sealing::is_sealed(&bytes) => return Err(OpenFault::Encrypted.at(path)),
        _ => bytes,
    };
    of_text(&String::from_utf8_lossy(&plain), rubric).map_err(|fault| fault.at(path))
}

fn of_text(text: &str, rubric: Option<&Rubric>) -> Result<Salvaged, OpenFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parts = Parts::of(text);
    let header: Option<Header> = parts.header.and_then(|part| ron::from_str(part.strip_prefix("Plumbline")?).ok());
    if let Some(Header { format, program, .. }) = &header
        && *format > FORMAT
    {
        return Err(OpenFault::Newer { format: *format, program: program.clone() });
    }
    let mut lost = Vec::new();
    let own: Option<Rubric> = parts.rubric.and_then(|part| ron::from_str(part).ok());
    let rubric = match (own, rubric) {
        (Some(own), _) if own.problems().is_empty() => own,
        (_, Some(other)) if parts.fits(other) => {
            lost.push("The rubric can't be read; the default rubric, whose skills fit, stands in for it.".into());
            other.clone()
        }
        _ => {
            let what = "nothing can be saved without it".into();
            return Err(OpenFault::Damaged { part: "the rubric", line: parts.rubric_line, what });
        }
    };
    let mut session = Session::new(id_of(header.as_ref()), about(&parts, header.as_ref(), &mut lost), rubric);
    let (people, unread) = rows::<Person>(parts.people());
    tell(&mut lost, unread, "person", "people");
    let (panel, unread) = rows::<Rater>(parts.panel);
    tell(&mut lost, unread, "panel member", "panel members");
    session.people = Arc::new(People::new(people));
    session.panel = Arc::new(Panel::new(panel));
    ratings(&mut session, parts.ratings, &mut lost);
    let (evidence, unread) = rows::<Evidence>(parts.evidence);
    tell(&mut lost, unread, "piece of evidence", "pieces of evidence");
    session.evidence = Arc::new(evidence.into_iter().map(|item| (item.id.clone(), item)).collect());
    session.decisions = Arc::new(decisions(parts.decisions, &mut lost));
    session.previous = match parts.previous.map(ron::from_str) {
        Some(Ok(previous)) => previous,
        _ => {
            lost.push("The previous cycle can't be read.".into());
            None
        }
    };
    if let Some(part) = parts.meeting {
        match ron::from_str(part) {
            Ok(meeting) => session.meeting = Arc::new(meeting),
            Err(_) => lost.push("Attendance, agenda and what came after closing can't be read.".into()),
        }
    }
    mend(&mut session, &mut lost);
    if !session.problems().is_empty() && !session.meeting.is_blank() {
        // It speaks of somebody who is lost.
        session.meeting = Arc::default();
        lost.push("Attendance, agenda and what came after closing speak of people who are lost.".into());
    }
    if let Some(problem) = session.problems().into_iter().next() {
        return Err(OpenFault::Broken { problem });
    }
    let history = history(&parts, header.as_ref(), &mut lost);
    if session.people.is_empty() && session.panel.is_empty() {
        let what = "nobody is left in it".into();
        return Err(OpenFault::Damaged { part: "the roster", line: parts.rubric_line, what });
    }
    Ok(Salvaged { session, history, lost })
}

fn id_of(header: Option<&Header>) -> SessionId {
    header.map_or_else(|| SessionId::new("salvaged"), |header| header.session.clone())
}

/// The parts of a file, as far as they are there.
#[derive(Default)]
struct Parts<'a> {
    header: Option<&'a str>,
    rubric: Option<&'a str>,
    rubric_line: usize,
    roster: Option<&'a str>,
    panel: Option<&'a str>,
    ratings: Option<&'a str>,
    evidence: Option<&'a str>,
    decisions: Option<&'a str>,
    previous: Option<&'a str>,
    meeting: Option<&'a str>,
    history: Vec<&'a str>,
}

impl<'a> Parts<'a> {
    /// Blank lines stand between the parts and nowhere else.
    fn of(text: &'a str) -> Self {
        let mut parts = Self { rubric_line: 1, ..Self::default() };
        let mut lists = Vec::new();
        let mut line = 1;
        for block in text.split("\n\n") {
            let start = block.trim_start();
            let is_entry = |line: &str| ["Done(", "Undone(", "Redone("].iter().any(|word| line.starts_with(word));
            if start.starts_with("Plumbline") {
                parts.header = Some(start);
            } else if start.starts_with("Rubric") {
                (parts.rubric, parts.rubric_line) = (Some(start), line);
            } else if start.starts_with("Roster") {
                parts.roster = Some(start);
            } else if start.starts_with("Decisions") {
                parts.decisions = Some(start);
            } else if start.starts_with("Meeting") {
                parts.meeting = Some(start);
            } else if is_entry(start) || parts.previous.is_some() {
                parts.history.push(block);
            } else if start.starts_with("Some(") || start.starts_with("None") || parts.decisions.is_some() {
                parts.previous = Some(start);
            } else {
                lists.push(start);
            }
            line += block.matches('\n').count() + 2;
        }
        for list in lists {
            // The three lists come in this order; one that lost its beginning is told by what its lines begin with.
            let has = |word: &str| list.lines().any(|line| line.starts_with(word));
            if has("(rater:") || list == "[\n]" && parts.panel.is_some() && parts.ratings.is_none() {
                parts.ratings = Some(list);
            } else if list.contains(",author:") || parts.ratings.is_some() {
                parts.evidence = Some(list);
            } else {
                parts.panel = Some(list);
            }
        }
        parts
    }

    /// The lines of people.
    fn people(&self) -> Option<&'a str> {
        let roster = self.roster?;
        Some(roster.split_once("people:").map_or(roster, |(_, people)| people))
    }

    /// Whether another rubric has as many skills as the sheets have columns.
    fn fits(&self, rubric: &Rubric) -> bool {
        let rows = self.ratings.into_iter().flat_map(str::lines).filter_map(row);
        let mut widths = rows.map(|(_, marks)| marks.len()).peekable();
        widths.peek().is_some() && widths.all(|width| width == rubric.skills.len())
    }
}

/// Every line that can be read as one row, and how many can't.
fn rows<T: DeserializeOwned>(part: Option<&str>) -> (Vec<T>, usize) {
    let mut rows = Vec::new();
    let mut unread = 0;
    for line in part.unwrap_or_default().lines() {
        let line = line.trim().trim_start_matches('[').trim_end_matches(',');
        if line.is_empty() || line.chars().all(|letter| "[](){},".contains(letter)) {
            continue;
        }
        match ron::from_str(line) {
            Ok(row) => rows.push(row),
            Err(_) => unread += 1,
        }
    }
    (rows, unread)
}

fn tell(lost: &mut Vec<String>, number: usize, one: &str, many: &str) {
    match number {
        0 => {}
        1 => lost.push(format!("One {one} can't be read.")),
        number => lost.push(format!("{number} {many} can't be read.")),
    }
}

fn about(parts: &Parts<'_>, header: Option<&Header>, lost: &mut Vec<String>) -> About {
    let written = parts.roster.and_then(|roster| {
        let text = roster.strip_prefix("Roster(about:")?.split_once(",people:")?.0;
        ron::from_str(text).ok()
    });
    written.unwrap_or_else(|| {
        lost.push("Title and dates of the session can't be read in full; look at them again.".into());
        let epoch = jiff::civil::date(2026, 1, 1);
        About {
            title: header.map_or_else(|| "Rescued session".into(), |header| header.title.clone()),
            period: header.map_or_else(|| Period::half_year_of(epoch), |header| header.period.clone()),
            phase: header.map_or(Phase::Prepare, |header| header.phase),
            created: Timestamp::UNIX_EPOCH,
            salt: String::new(),
            keeping: Keeping::default(),
        }
    })
}

/// A person and their marks, from a line of a sheet.
fn row(line: &str) -> Option<(PersonId, String)> {
    let line = line.trim().trim_end_matches(',');
    let row: BTreeMap<PersonId, String> = ron::from_str(&format!("{{{line}}}")).ok()?;
    row.into_iter().next()
}

fn entries<K: DeserializeOwned + Ord, V: DeserializeOwned>(line: &str) -> Option<(K, V)> {
    let line = line.trim().trim_end_matches(',');
    let map: BTreeMap<K, V> = ron::from_str(&format!("{{{line}}}")).ok()?;
    map.into_iter().next()
}

fn ratings(session: &mut Session, part: Option<&str>, lost: &mut Vec<String>) {
    let Some(part) = part else {
        return lost.push("The ratings can't be read.".into());
    };
    let mut sheets: BTreeMap<RaterId, Loose> = BTreeMap::new();
    let mut unread = 0;
    let mut sheet: Option<RaterId> = None;
    let mut kind = "rows";
    for line in part.lines() {
        if let Some(rest) = line.strip_prefix("(rater:") {
            sheet = rest.split('"').nth(1).map(RaterId::new);
            kind = "rows";
            continue;
        }
        let content = line.trim_start_matches(['}', ',']);
        if let Some(name) = content.strip_suffix(":{") {
            kind = name;
            continue;
        }
        if content.trim().is_empty() || content.chars().all(|letter| "[](){},".contains(letter)) {
            continue;
        }
        let Some(rater) = &sheet else {
            unread += 1;
            continue;
        };
        let known = sheets.entry(rater.clone()).or_default().take(kind, content);
        unread += usize::from(!known);
    }
    // Whoever is spoken of was there, even where their own line is lost.
    let mut missing = BTreeSet::new();
    for loose in sheets.values() {
        missing.extend(loose.rows.iter().map(|(person, _)| person).filter(|id| !session.people.contains(id)).cloned());
    }
    let nameless = |id: &PersonId| Person::named(id.clone(), format!("Name lost ({id})"));
    let people = session.people.iter().map(|person| Person::clone(person)).chain(missing.iter().map(nameless));
    session.people = Arc::new(People::new(people));
    let unknown = sheets.keys().filter(|id| !session.panel.contains(id));
    let nameless = |id: &RaterId| Rater::named(id.clone(), format!("Name lost ({id})"));
    let panel: Vec<Rater> =
        session.panel.iter().map(|rater| Rater::clone(rater)).chain(unknown.map(nameless)).collect();
    session.panel = Arc::new(Panel::new(panel));
    for (rater, loose) in sheets {
        let (sheet, odd) = loose.sheet(session);
        unread += odd;
        if !sheet.is_blank() {
            session.ratings.0.insert(rater, Arc::new(sheet));
        }
    }
    tell(lost, unread, "line of the ratings", "lines of the ratings");
}

/// The lines of one sheet that could be read.
#[derive(Default)]
struct Loose {
    rows: Vec<(PersonId, String)>,
    revised: BTreeMap<Cell, Mark>,
    notes: BTreeMap<Cell, String>,
    closeness: BTreeMap<PersonId, crate::model::Closeness>,
    traits: BTreeMap<(PersonId, crate::model::TraitId), crate::model::TraitAnswer>,
}

impl Loose {
    /// Takes a line in; tells whether it could be read.
    fn take(&mut self, kind: &str, line: &str) -> bool {
        match kind {
            "rows" => row(line).map(|row| self.rows.push(row)).is_some(),
            "revised" => entries(line).map(|(key, value)| self.revised.insert(key, value)).is_some(),
            "notes" => entries(line).map(|(key, value)| self.notes.insert(key, value)).is_some(),
            "closeness" => entries(line).map(|(key, value)| self.closeness.insert(key, value)).is_some(),
            "traits" => entries(line).map(|(key, value)| self.traits.insert(key, value)).is_some(),
            _ => false,
        }
    }

    /// The sheet, and how many rows did not fit.
    fn sheet(self, session: &Session) -> (Sheet, usize) {
        let skills = &session.rubric.skills;
        let mut sheet = Sheet::new(session.people.len(), skills.len());
        let mut odd = 0;
        for (person, marks) in self.rows {
            let Some(place) = session.people.place(&person).filter(|_| marks.len() == skills.len()) else {
                odd += 1;
                continue;
            };
            for (column, letter) in marks.bytes().enumerate() {
                let mark = match letter {
                    b'1'..=b'9' if session.rubric.scale.holds(letter - b'0') => Some(Mark::Score(letter - b'0')),
                    b'n' => Some(Mark::NotObserved(WhyNot::CouldNotSee)),
                    b'c' => Some(Mark::NotObserved(WhyNot::NoChanceYet)),
                    _ => None,
                };
                let cell = (person.clone(), skills[column].id.clone());
                sheet.set_blind(place, column, &cell, mark);
            }
        }
        let known = |(person, skill): &Cell| session.people.contains(person) && session.rubric.column(skill).is_some();
        let on_scale = |mark: &Mark| mark.score().is_none_or(|score| session.rubric.scale.holds(score));
        sheet.revised = self.revised.into_iter().filter(|(cell, mark)| known(cell) && on_scale(mark)).collect();
        sheet.notes = self.notes.into_iter().filter(|(cell, _)| known(cell)).collect();
        sheet.closeness = self.closeness.into_iter().filter(|(id, _)| session.people.contains(id)).collect();
        sheet.traits = self.traits.into_iter().filter(|((id, _), _)| session.people.contains(id)).collect();
        (sheet, odd)
    }
}

fn decisions(part: Option<&str>, lost: &mut Vec<String>) -> Decisions {
    let Some(part) = part else {
        lost.push("The decisions can't be read.".into());
        return Decisions::default();
    };
    if let Ok(decisions) = ron::from_str(part) {
        return decisions;
    }
    let mut decisions = Decisions::default();
    let mut unread = 0;
    let mut kind = "";
    for line in part.lines().skip(1) {
        let content = line.trim();
        if let Some((name, rest)) = content.split_once(": {").filter(|_| !content.starts_with(['"', '('])) {
            kind = name;
            if rest.trim_end_matches(',') == "}" || rest.is_empty() {
                continue;
            }
        }
        if content.chars().all(|letter| "[](){},".contains(letter)) {
            continue;
        }
        let known = match kind {
            "revealed" => entries(content).map(|(key, value)| decisions.revealed.insert(key, value)).is_some(),
            "recusals" => entries(content).map(|(key, value)| decisions.recusals.insert(key, value)).is_some(),
            "agreed" => entries(content).map(|(key, value)| decisions.agreed.insert(key, value)).is_some(),
            "traits" => entries(content).map(|(key, value)| decisions.traits.insert(key, value)).is_some(),
            "placements" => entries(content).map(|(key, value)| decisions.placements.insert(key, value)).is_some(),
            _ => false,
        };
        unread += usize::from(!known);
    }
    tell(lost, unread, "decision", "decisions");
    decisions
}

/// Lets go of what points to something that was lost, so that the session holds together.
fn mend(session: &mut Session, lost: &mut Vec<String>) {
    let people: BTreeSet<PersonId> = session.people.iter().map(|person| person.id.clone()).collect();
    let raters: BTreeSet<RaterId> = session.panel.iter().map(|rater| rater.id.clone()).collect();
    let rubric = session.rubric.clone();
    let mended = session.people.iter().map(|person| {
        let mut person = Person::clone(person);
        person.level = person.level.filter(|level| rubric.level(level).is_some());
        person.target = person.target.filter(|level| rubric.level(level).is_some());
        let there = match &person.manager {
            Manager::Panel(id) => raters.contains(id),
            Manager::Person(id) => people.contains(id),
            Manager::Nobody | Manager::Outside(_) => true,
        };
        if !there {
            person.manager = Manager::Nobody;
        }
        if person.name.trim().is_empty() {
            person.name = format!("Name lost ({})", person.id);
        }
        person
    });
    session.people = Arc::new(People::new(mended.collect::<Vec<_>>()));
    let mended = session.panel.iter().map(|rater| {
        let mut rater = Rater::clone(rater);
        rater.level = rater.level.filter(|level| rubric.level(level).is_some());
        rater.rated_people.retain(|id| people.contains(id));
        if rater.name.trim().is_empty() {
            rater.name = format!("Name lost ({})", rater.id);
        }
        rater
    });
    session.panel = Arc::new(Panel::new(mended.collect::<Vec<_>>()));
    let known = |skill: &SkillId| rubric.column(skill).is_some();
    let evidence = Arc::make_mut(&mut session.evidence);
    let before = evidence.len();
    evidence.retain(|_, item| {
        people.contains(&item.person) && raters.contains(&item.author) && item.skills.iter().all(known)
    });
    let orphans = before - evidence.len();
    tell(lost, orphans, "piece of evidence about somebody who is lost", "pieces of evidence about people who are lost");
    let decisions = Arc::make_mut(&mut session.decisions);
    decisions.recusals.retain(|(person, rater), _| people.contains(person) && raters.contains(rater));
    decisions.agreed.retain(|(person, skill), _| people.contains(person) && known(skill));
    decisions.traits.retain(|(person, _), _| people.contains(person));
    decisions.placements.retain(|person, _| people.contains(person));
}

fn history(parts: &Parts<'_>, header: Option<&Header>, lost: &mut Vec<String>) -> HistoryText {
    let mut history = HistoryText::default();
    let mut unread = 0;
    for line in parts.history.iter().flat_map(|block| block.lines()).map(str::trim).filter(|line| !line.is_empty()) {
        if entry(line).is_some() {
            history.push_line(line);
        } else {
            unread += 1;
        }
    }
    let expected = header.map_or(0, |header| header.history.entries);
    let missing = expected.saturating_sub(history.entries()).max(unread);
    tell(lost, missing, "step of the history", "steps of the history");
    history
}

/// Whether a fault is one that something can be saved of.
pub fn can_be_salvaged(fault: &OpenFault) -> bool {
    matches!(
        fault,
        OpenFault::NotText { .. }
            | OpenFault::Cut { .. }
            | OpenFault::Damaged { .. }
            | OpenFault::Broken { .. }
            | OpenFault::Tampered
    )
}

/// Whether a salvaged session reads back as it was saved: asked before it is offered.
pub(crate) fn reads_back(salvaged: &Salvaged) -> bool {
    let text = session_file::write(&salvaged.session, &salvaged.history);
    text.is_ok_and(|text| session_file::read(text.into_bytes()).is_ok_and(|read| read.session == salvaged.session))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Dice};

    fn whole() -> (Session, String) {
        let session = testing::rated_session(6, 3, 4);
        let text = session_file::write(&session, &HistoryText::default()).unwrap();
        (session, text)
    }

    #[test]
    fn a_whole_file_comes_back_whole() {
        let (session, text) = whole();
        let salvaged = of_text(&text, None).unwrap();
        assert!(salvaged.session == session, "{:?}", salvaged.lost);
        assert_eq!(salvaged.lost, Vec::<String>::new());
    }

    #[test]
    fn a_damaged_person_costs_their_name_and_no_mark() {
        let (session, text) = whole();
        let damaged = text.replacen("name:\"Person 3\"", "name:Person 3", 1);
        assert!(session_file::read(damaged.clone().into_bytes()).is_err());
        let salvaged = of_text(&damaged, None).unwrap();
        assert_eq!(salvaged.lost, ["One person can't be read."]);
        assert_eq!(salvaged.session.people.len(), 6);
        assert_eq!(salvaged.session.name(&"p00003".into()), "Name lost (p00003)");
        assert_eq!(salvaged.session.ratings, session.ratings);
    }

    #[test]
    fn a_damaged_line_of_marks_costs_that_line() {
        let (session, text) = whole();
        let sheet = text.find("(rater:\"r02\"").unwrap();
        let line = sheet + text[sheet..].find("\"p00002\":").unwrap();
        let mut damaged = text.clone();
        damaged.replace_range(line..line + 3, "((p");
        let salvaged = of_text(&damaged, None).unwrap();
        assert_eq!(salvaged.lost, ["One line of the ratings can't be read."]);
        let (left, all) = (&salvaged.session.ratings, &session.ratings);
        assert_eq!(left.sheet(&"r01".into()), all.sheet(&"r01".into()));
        assert!(left.sheet(&"r02".into()).is_some());
    }

    #[test]
    fn a_cut_file_gives_what_comes_before_the_cut() {
        let (_, text) = whole();
        let cut = text.find("\n\nDecisions").unwrap();
        let salvaged = of_text(&text[..cut], None).unwrap();
        assert_eq!(salvaged.session.people.len(), 6);
        assert!(salvaged.lost.iter().any(|lost| lost == "The decisions can't be read."), "{:?}", salvaged.lost);
    }

    #[test]
    fn another_rubric_stands_in_only_where_it_fits() {
        let (session, text) = whole();
        let damaged = text.replacen("Rubric(", "Rubric[", 1);
        assert!(matches!(of_text(&damaged, None), Err(OpenFault::Damaged { part: "the rubric", .. })));
        assert!(of_text(&damaged, Some(&testing::rubric(5))).is_err());
        let salvaged = of_text(&damaged, Some(&session.rubric)).unwrap();
        assert!(salvaged.session == session);
    }

    #[test]
    fn whatever_the_damage_what_is_saved_holds_together() {
        let (_, text) = whole();
        let mut saved = 0;
        for seed in 0..400 {
            let mut dice = Dice::new(seed);
            let mut bytes = text.clone().into_bytes();
            for _ in 0..1 + dice.below(3) {
                let place = dice.below(bytes.len());
                let end = (place + dice.below(200)).min(bytes.len());
                match dice.below(3) {
                    0 => bytes[place] = dice.below(256) as u8,
                    1 => drop(bytes.drain(place..end)),
                    _ => bytes.truncate(bytes.len() - dice.below(bytes.len() / 3)),
                }
            }
            if let Ok(salvaged) = of_text(&String::from_utf8_lossy(&bytes), Some(&testing::rubric(4))) {
                assert!(salvaged.session.problems().is_empty(), "seed {seed}");
                assert!(reads_back(&salvaged), "seed {seed}");
                saved += 1;
            }
        }
        assert!(saved > 300, "only {saved} of 400 damaged files gave something back");
    }
}
