//! Ratings that come in: what a file says, laid against a session, as edits. Nothing is changed here. The counts are
//! the dry run that a user sees first; the edits are applied as one step by whoever asked.
//!
//! A blank never erases. Blind scores of somebody who was revealed count as revised, and those of a rater who submitted
//! are a problem, as sealed scores only change when their grid is opened again.

use std::collections::{BTreeMap, HashMap};

use crate::edit::{Edit, set_scores};
use crate::exchange::same_name;
use crate::insight::points::capital;
use crate::model::{Cell, Mark, PersonId, RaterId, Round, Session, SkillId};

use super::marks::shortened;

const PEOPLE: &str = "the people of this session";
const RATERS: &str = "the raters of this session";
const SKILLS: &str = "the skills of the rubric";

/// What a file of ratings would change in a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// The changes, to be applied as one step.
    pub edits: Vec<Edit>,
    /// Ratings of which the session had nothing.
    pub new: usize,
    /// Ratings that differ from the session's.
    pub changed: usize,
    /// Ratings that the session has already.
    pub same: usize,
    /// What could not be taken in, in the order of the lines.
    pub problems: Vec<Problem>,
}

/// One thing in a file that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it stands in the file, counted from 1.
    pub line: usize,
    /// What is counted: "line", "row" or "rating".
    pub line_word: &'static str,
    /// What is wrong and what to do about it, in a sentence.
    pub sentence: String,
}

/// One rating as a file says it.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    /// Where it stands in the file.
    pub line: usize,
    pub person: Named<'a>,
    pub rater: Named<'a>,
    pub skill: Named<'a>,
    pub blind: Option<Mark>,
    pub revised: Option<Mark>,
    pub note: &'a str,
}

/// How a file names somebody or something. Blank is not said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Named<'a> {
    pub id: &'a str,
    pub email: &'a str,
    /// A name, or whatever the file has in a column that may be anything.
    pub name: &'a str,
}

impl Named<'_> {
    fn shown(&self) -> String {
        let said = [self.name, self.id, self.email].into_iter().find(|text| !text.trim().is_empty());
        shortened(said.unwrap_or_default().trim())
    }
}

/// Lays ratings against a session one by one.
pub(super) struct Collector<'a> {
    session: &'a Session,
    line_word: &'static str,
    people: Directory<PersonId>,
    raters: Directory<RaterId>,
    skills: Directory<SkillId>,
    said: BTreeMap<RaterId, BTreeMap<Cell, Collected>>,
    problems: Vec<Problem>,
}

struct Collected {
    line: usize,
    blind: Option<Mark>,
    revised: Option<Mark>,
    note: String,
}

impl<'a> Collector<'a> {
    pub(super) fn new(session: &'a Session, line_word: &'static str) -> Self {
        let mut people = Directory::default();
        for person in session.people.iter() {
            people.add(&person.id, [person.id.as_str(), &person.employee_id], &person.email, &[&person.name]);
        }
        let mut raters = Directory::default();
        for rater in session.panel.iter().filter(|rater| rater.rates) {
            raters.add(&rater.id, [rater.id.as_str(), &rater.employee_id], &rater.email, &[&rater.name]);
        }
        let mut skills = Directory::default();
        for skill in &session.rubric.skills {
            let names = [skill.id.as_str(), skill.name.as_str(), skill.short_name.as_str()];
            skills.add(&skill.id, [skill.id.as_str(), ""], "", &names);
        }
        Self { session, line_word, people, raters, skills, said: BTreeMap::new(), problems: Vec::new() }
    }

    /// Notes what is wrong with a line.
    pub(super) fn problem(&mut self, line: usize, sentence: impl Into<String>) {
        self.problems.push(Problem { line, line_word: self.line_word, sentence: sentence.into() });
    }

    /// Takes in one rating. A line that says nothing is passed over.
    pub(super) fn take(&mut self, said: Said<'_>) {
        if said.blind.is_none() && said.revised.is_none() && said.note.is_empty() {
            return;
        }
        let person = self.people.find(&said.person, PEOPLE);
        let rater = self.raters.find(&said.rater, RATERS);
        let skill = self.skills.find(&said.skill, SKILLS);
        match (person, rater, skill) {
            (Ok(person), Ok(rater), Ok(skill)) => self.put(said, rater, (person, skill)),
            (person, rater, skill) => {
                let wrong = [person.err(), rater.err(), skill.err()];
                wrong.into_iter().flatten().for_each(|sentence| self.problem(said.line, sentence));
            }
        }
    }

    fn put(&mut self, said: Said<'_>, rater: RaterId, cell: Cell) {
        let top = self.session.rubric.scale.top();
        let scores = [said.blind, said.revised].into_iter().flatten().filter_map(Mark::score);
        if let Some(score) = scores.into_iter().find(|score| !self.session.rubric.scale.holds(*score)) {
            return self.problem(said.line, format!("{score} is not on the scale, which goes from 1 to {top}."));
        }
        let Said { line, blind, revised, note, .. } = said;
        let of_rater = self.said.entry(rater.clone()).or_default();
        let Some(first) = of_rater.get(&cell) else {
            of_rater.insert(cell, Collected { line, blind, revised, note: note.to_owned() });
            return;
        };
        if (first.blind, first.revised, first.note.as_str()) != (blind, revised, note) {
            let first = first.line;
            let (person, skill) = (self.session.name(&cell.0), cell.1);
            let (rater, word) = (self.session.rater_name(&rater), self.line_word);
            self.problem(
                line,
                format!(
                    "{rater} has another rating of {person} on “{skill}” in {word} {first}; leave only one of them."
                ),
            );
        }
    }

    /// The edits, counts and problems.
    pub(super) fn finish(mut self) -> Incoming {
        let mut incoming = Incoming::default();
        for (rater, cells) in std::mem::take(&mut self.said) {
            self.weigh(rater, cells, &mut incoming);
        }
        self.problems.sort();
        incoming.problems = self.problems;
        incoming
    }

    fn weigh(&mut self, rater: RaterId, cells: BTreeMap<Cell, Collected>, incoming: &mut Incoming) {
        let session = self.session;
        let sealed = session.panel.get(&rater).is_some_and(|rater| rater.submitted.is_some());
        let sheet = session.ratings.sheet(&rater);
        let (mut blind, mut revised, mut notes) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for (cell, said) in cells {
            let held = Held::of(session, &rater, &cell);
            let note = sheet.and_then(|sheet| sheet.notes().get(&cell));
            let (put_blind, put_revised) = held.changes(said.blind, said.revised, session.is_revealed(&cell.0));
            if put_blind.is_some() && sealed {
                let name = session.rater_name(&rater);
                self.problem(
                    said.line,
                    format!("{name} has submitted and sealed their scores; open their grid again, then repeat this."),
                );
                continue;
            }
            let put_note = (!said.note.is_empty() && note != Some(&said.note)).then_some(said.note);
            let empty = held.blind.is_none() && held.revised.is_none() && note.is_none();
            match (put_blind.is_some() || put_revised.is_some() || put_note.is_some(), empty) {
                (false, _) => incoming.same += 1,
                (true, true) => incoming.new += 1,
                (true, false) => incoming.changed += 1,
            }
            if let Some(after) = put_note {
                notes.push(Edit::SetNote {
                    rater: rater.clone(),
                    person: cell.0.clone(),
                    skill: cell.1.clone(),
                    before: note.cloned(),
                    after: Some(after),
                });
            }
            if let Some(mark) = put_blind {
                blind.insert(cell.clone(), Some(mark));
            }
            if let Some(mark) = put_revised {
                revised.insert(cell, Some(mark));
            }
        }
        incoming.edits.extend(set_scores(session, &rater, Round::Blind, blind));
        incoming.edits.extend(set_scores(session, &rater, Round::Revised, revised));
        incoming.edits.extend(notes);
    }
}

/// What a session holds for a cell.
struct Held {
    blind: Option<Mark>,
    revised: Option<Mark>,
}

impl Held {
    fn of(session: &Session, rater: &RaterId, (person, skill): &Cell) -> Self {
        let mark = |round| session.mark(rater, person, skill, round);
        Self { blind: mark(Round::Blind), revised: mark(Round::Revised) }
    }

    /// The blind and the revised mark to be set.
    fn changes(&self, blind: Option<Mark>, revised: Option<Mark>, revealed: bool) -> (Option<Mark>, Option<Mark>) {
        let differs = |said: Option<Mark>, held: Option<Mark>| said.filter(|said| held != Some(*said));
        if !revealed {
            return (differs(blind, self.blind), differs(revised, self.revised));
        }
        // A file written before the revision still says the blind score: that is nothing new.
        let late = blind.filter(|blind| self.blind != Some(*blind));
        (None, differs(revised.or(late), self.revised))
    }
}

/// Finds people, raters and skills by what files call them: by id first, then e-mail, then name.
struct Directory<Id> {
    /// Own ids, company ids, e-mail addresses, names.
    kinds: [HashMap<String, Found<Id>>; 4],
}

enum Found<Id> {
    One(Id),
    Several,
}

impl<Id> Default for Directory<Id> {
    fn default() -> Self {
        Self { kinds: Default::default() }
    }
}

impl<Id: Clone + PartialEq> Directory<Id> {
    fn add(&mut self, id: &Id, ids: [&str; 2], email: &str, names: &[&str]) {
        let turned = names.iter().filter_map(|name| turned(name));
        let names: Vec<String> =
            names.iter().map(|name| same_name(name)).chain(turned.map(|name| same_name(&name))).collect();
        let [own, company] = ids.map(|id| id.trim().to_owned());
        let keys = [(0, own), (1, company), (2, email.trim().to_lowercase())];
        for (kind, key) in keys.into_iter().chain(names.into_iter().map(|name| (3, name))) {
            if key.is_empty() {
                continue;
            }
            self.kinds[kind]
                .entry(key)
                .and_modify(|found| {
                    if !matches!(found, Found::One(one) if one == id) {
                        *found = Found::Several;
                    }
                })
                .or_insert_with(|| Found::One(id.clone()));
        }
    }

    /// The one that is meant, or why nobody can say.
    fn find(&self, named: &Named<'_>, among: &str) -> Result<Id, String> {
        let said = [named.id, named.email, named.name].map(str::trim);
        if said.iter().all(|text| text.is_empty()) {
            return Err(format!("The line does not say which of {among} it means."));
        }
        for (kind, entries) in self.kinds.iter().enumerate() {
            for text in said.iter().filter(|text| !text.is_empty()) {
                let found = match kind {
                    0 | 1 => entries.get(*text),
                    2 => entries.get(&text.to_lowercase()),
                    _ => entries.get(&same_name(text)).or_else(|| entries.get(&same_name(&turned(text)?))),
                };
                match found {
                    Some(Found::One(id)) => return Ok(id.clone()),
                    Some(Found::Several) => {
                        return Err(format!(
                            "“{}” is several of {among}; add a column with their ids.",
                            shortened(text)
                        ));
                    }
                    None => {}
                }
            }
        }
        Err(format!("“{}” is not among {among}.", named.shown()))
    }
}

/// "Silva, Ana" as "Ana Silva".
fn turned(name: &str) -> Option<String> {
    let (last, first) = name.split_once(',')?;
    Some(format!("{} {}", first.trim(), last.trim()))
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", capital(self.line_word), self.line, self.sentence)
    }
}

/// The person that a text means: an id, an e-mail address or a name.
///
/// # Errors
/// Why nobody or not only one is meant, in a sentence.
pub fn find_person(session: &Session, text: &str) -> Result<PersonId, String> {
    Collector::new(session, "line").people.find(&Named { name: text, ..Named::default() }, PEOPLE)
}

/// The rater that a text means: an id, an e-mail address or a name.
///
/// # Errors
/// Why nobody or not only one is meant, in a sentence.
pub fn find_rater(session: &Session, text: &str) -> Result<RaterId, String> {
    Collector::new(session, "line").raters.find(&Named { name: text, ..Named::default() }, RATERS)
}
