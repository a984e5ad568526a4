//! Everything that a session holds about one person, for that person to read: as text, or as JSON for programs. Everybody
//! else in it is masked by the pseudonyms of redacted exports. What raters said is in it only once the person was
//! revealed; before that it is closed to everybody, and the file says so instead of leaving it out silently.

use std::fmt::Write as _;

use serde_json::json;

use crate::edit::{Actor, Entry, History, concerns};
use crate::insight::visibility::{Viewer, sees_edit};
use crate::model::{
    Evidence, Mark, Outcome, Person, PersonId, Round, Session, Sheet, SkillId, TraitAnswer, WhyNot, day_words,
};
use crate::storage::with_name_replaced;

use super::ratings::Pseudonyms;

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeldFormat {
    /// Headings and lines, as Markdown.
    Text,
    /// For programs.
    Json,
}

impl HeldFormat {
    /// The format that a file's ending asks for: JSON for `.json`, text for everything else.
    pub fn of(name: &str) -> Self {
        if name.to_lowercase().ends_with(".json") { Self::Json } else { Self::Text }
    }
}

/// One heading with what stands under it.
struct Section {
    title: &'static str,
    lines: Vec<(String, String)>,
}

/// Everything held about a person.
///
/// # Errors
/// When the session does not have them, as a sentence.
pub fn held_about(
    session: &Session,
    history: &History,
    person: &PersonId,
    format: HeldFormat,
) -> Result<String, String> {
    let known = session.people.get(person).ok_or("This person is not in the session; choose somebody who is.")?;
    let held = Held { session, person: known, names: Pseudonyms::of(session) };
    let sections = held.sections(history);
    Ok(match format {
        HeldFormat::Text => as_text(&known.name, session, &sections),
        HeldFormat::Json => as_json(&known.name, session, &sections),
    })
}

fn as_text(name: &str, session: &Session, sections: &[Section]) -> String {
    let mut text = format!(
        "# What “{}, {}” holds about {name}\n\nOther people are masked by pseudonyms.\n",
        session.about.title, session.about.period.name
    );
    for Section { title, lines } in sections {
        // Writing into a text never fails.
        let _ = write!(text, "\n## {title}\n\n");
        for (label, value) in lines {
            let value = value.replace('\n', "\n  ");
            let _ = writeln!(text, "- {label}: {value}");
        }
        if lines.is_empty() {
            text.push_str("Nothing.\n");
        }
    }
    text
}

fn as_json(name: &str, session: &Session, sections: &[Section]) -> String {
    let section = |section: &Section| {
        let lines: Vec<_> =
            section.lines.iter().map(|(label, value)| json!({ "what": label, "value": value })).collect();
        json!({ "title": section.title, "held": lines })
    };
    let whole = json!({
        "about": name,
        "session": session.about.title,
        "period": session.about.period.name,
        "sections": sections.iter().map(section).collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}

struct Held<'a> {
    session: &'a Session,
    person: &'a Person,
    names: Pseudonyms,
}

impl Held<'_> {
    fn sections(&self, history: &History) -> Vec<Section> {
        let mut sections = vec![Section { title: "Who they are", lines: self.fields() }];
        if self.session.is_revealed(&self.person.id) {
            sections.push(Section { title: "What raters said", lines: self.ratings() });
            sections.push(Section { title: "Evidence", lines: self.evidence() });
        } else {
            let closed = "Held, and closed to everybody until the person is revealed".to_owned();
            sections.push(Section {
                title: "What raters said, and evidence",
                lines: vec![("Ratings, notes and evidence".into(), closed)],
            });
        }
        sections.push(Section { title: "What was decided", lines: self.decisions() });
        sections.push(Section { title: "The meeting and afterwards", lines: self.meeting() });
        sections.push(Section { title: "The previous cycle", lines: self.previous() });
        if self.session.is_revealed(&self.person.id) {
            sections.push(Section { title: "In texts about others", lines: self.named_elsewhere() });
        }
        sections.push(Section { title: "What happened, and when", lines: self.history(history) });
        sections
    }

    /// A text without the names of others.
    fn masked(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        for other in self.session.people.iter().filter(|other| other.id != self.person.id) {
            masked = with_name_replaced(&masked, &other.name, self.names.person(&other.id).unwrap_or("Somebody"));
        }
        for rater in self.session.panel.iter() {
            masked = with_name_replaced(&masked, &rater.name, self.names.rater(&rater.id).unwrap_or("Somebody"));
        }
        masked
    }

    fn fields(&self) -> Vec<(String, String)> {
        let person = self.person;
        let level = |id: &Option<crate::model::LevelId>| {
            id.as_ref()
                .map(|id| self.session.rubric.level(id).map_or_else(|| id.to_string(), |level| level.name.clone()))
        };
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let manager = match &person.manager {
            crate::model::Manager::Nobody => None,
            crate::model::Manager::Panel(id) => self.names.rater(id).map(str::to_owned),
            crate::model::Manager::Person(id) => self.names.person(id).map(str::to_owned),
            crate::model::Manager::Outside(_) => Some("Somebody outside the session".to_owned()),
        };
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let fields = [
            ("Name", Some(person.name.clone())),
            ("Employee id", said(&person.employee_id)),
            ("E-mail", said(&person.email)),
            ("Title", said(&person.title)),
            ("Level", level(&person.level)),
            ("Target", level(&person.target)),
            ("Team", said(&person.team)),
            ("Place of work", said(&person.location)),
            ("Manager", manager),
            ("First day in the company", day(person.hired)),
            ("First day at the level", day(person.level_since)),
        ];
        let mut lines: Vec<_> =
            fields.into_iter().filter_map(|(label, value)| Some((label.to_owned(), value?))).collect();
        for leave in &person.leaves {
            let until = leave.to.map_or_else(|| "now".to_owned(), day_words);
            lines.push(("Away".into(), format!("{} to {until}", day_words(leave.from))));
        }
        lines.extend(person.attributes.iter().map(|(name, value)| (name.clone(), self.masked(value))));
        let asked: Vec<&str> = self
            .session
            .panel
            .iter()
            .filter(|rater| rater.rated_people.contains(&person.id))
            .filter_map(|rater| self.names.rater(&rater.id))
            .collect();
        if !asked.is_empty() {
            lines.push(("Asked to rate them".into(), asked.join(", ")));
        }
        lines
    }

    fn skill(&self, id: &SkillId) -> String {
        self.session.rubric.skill(id).map_or_else(|| id.to_string(), |skill| skill.name.clone())
    }

    fn ratings(&self) -> Vec<(String, String)> {
        let id = &self.person.id;
        let mut lines = Vec::new();
        for (rater, sheet) in self.session.ratings.sheets() {
            let by = self.names.rater(rater).unwrap_or("Somebody");
            for skill in &self.session.rubric.skills {
                let cell = (id.clone(), skill.id.clone());
                let mark = |round| self.session.mark(rater, id, &skill.id, round).map(words_of_mark);
                let mut parts: Vec<String> = mark(Round::Blind).into_iter().collect();
                parts.extend(mark(Round::Revised).map(|mark| format!("revised to {mark}")));
                parts.extend(sheet.notes().get(&cell).map(|note| format!("“{}”", self.masked(note))));
                if !parts.is_empty() {
                    lines.push((format!("{by} on {}", skill.name), parts.join(", ")));
                }
            }
            self.beside_the_marks(by, sheet, &mut lines);
        }
        lines
    }

    fn beside_the_marks(&self, by: &str, sheet: &Sheet, lines: &mut Vec<(String, String)>) {
        let id = &self.person.id;
        if let Some(closeness) = sheet.closeness().get(id) {
            lines.push((format!("{by} works with them"), closeness.word().to_owned()));
        }
        for ((_, leadership_trait), answer) in sheet.traits().iter().filter(|((person, _), _)| person == id) {
            let name = self.session.rubric.traits.iter().find(|known| known.id == *leadership_trait);
            let name = name.map_or_else(|| leadership_trait.to_string(), |known| known.name.clone());
            let answer = match answer {
                TraitAnswer::Yes => "yes",
                TraitAnswer::NotYet => "not yet",
                TraitAnswer::NotSeen => "not seen",
            };
            lines.push((format!("{by} on {name}"), answer.to_owned()));
        }
    }

    fn evidence(&self) -> Vec<(String, String)> {
        let about = |item: &&Evidence| item.person == self.person.id;
        let line = |item: &Evidence| {
            let by = self.names.rater(&item.author).unwrap_or("Somebody");
            let more = [&item.money_result, &item.changed, &item.read_by, &item.link];
            let mut parts = vec![self.masked(&item.text)];
            parts.extend(more.into_iter().filter(|text| !text.is_empty()).map(|text| self.masked(text)));
            let skills: Vec<String> = item.skills.iter().map(|skill| self.skill(skill)).collect();
            if !skills.is_empty() {
                parts.push(format!("speaks to {}", skills.join(", ")));
            }
            (format!("{}, {}, by {by}", day_words(item.date), item.kind.words()), parts.join(" · "))
        };
        let mut items: Vec<&Evidence> = self.session.evidence.values().filter(about).collect();
        items.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.id.cmp(&b.id)));
        items.into_iter().map(line).collect()
    }

    fn decisions(&self) -> Vec<(String, String)> {
        let (id, decisions) = (&self.person.id, &self.session.decisions);
        let mut lines = Vec::new();
        if let Some(at) = decisions.revealed.get(id) {
            lines.push(("Revealed".into(), at.to_string()));
        }
        for ((_, skill), agreed) in decisions.agreed.iter().filter(|((person, _), _)| person == id) {
            let outcome = match agreed.outcome {
                Outcome::Score(score) => format!("agreed on {score}"),
                Outcome::AsRated(mean) => format!("accepted as rated, {mean:.2}"),
                Outcome::NoAgreement => "no agreement".into(),
            };
            lines.push((self.skill(skill), because(outcome, &self.masked(&agreed.reason))));
        }
        for ((_, leadership_trait), agreed) in decisions.traits.iter().filter(|((person, _), _)| person == id) {
            let met = if agreed.met { "met" } else { "not met" };
            lines.push((leadership_trait.to_string(), because(met.into(), &self.masked(&agreed.reason))));
        }
        for ((_, rater), reason) in decisions.recusals.iter().filter(|((person, _), _)| person == id) {
            let by = self.names.rater(rater).unwrap_or("Somebody");
            lines.push((format!("{by} set aside"), self.masked(reason)));
        }
        if let Some(placement) = decisions.placements.get(id) {
            let place = placement.place.words().to_owned();
            lines.push(("Placement".into(), because(place, &self.masked(&placement.reason))));
            if let Some(next) = &placement.next_step {
                lines.push(("Next step".into(), self.masked(&next.text)));
            }
            if !placement.words.is_empty() {
                lines.push(("Words for the person".into(), self.masked(&placement.words)));
            }
        }
        lines
    }

    fn meeting(&self) -> Vec<(String, String)> {
        let (id, meeting) = (&self.person.id, &self.session.meeting);
        let mut lines = Vec::new();
        for spell in meeting.discussed.get(id).into_iter().flatten() {
            let to = spell.to.map_or_else(|| "now".to_owned(), |to| to.to_string());
            lines.push(("Discussed".into(), format!("{} to {to}", spell.from)));
        }
        for amendment in meeting.amendments.values().filter(|amendment| amendment.person == *id) {
            lines.push((format!("Amended on {}", day_words(amendment.date)), self.masked(&amendment.why)));
        }
        for appeal in meeting.appeals.values().filter(|appeal| appeal.person == *id) {
            lines.push((format!("Appeal of {}", day_words(appeal.date)), self.masked(&appeal.about)));
            if let Some(outcome) = &appeal.outcome {
                lines.push((format!("Decided on {}", day_words(outcome.date)), self.masked(&outcome.words)));
            }
        }
        if let Some(words) = meeting.follow_up.get(id) {
            let written = words.talking_points.iter().chain(&words.page);
            lines.extend(written.map(|text| ("Words that go out".to_owned(), self.masked(text))));
        }
        lines
    }

    fn previous(&self) -> Vec<(String, String)> {
        let Some(previous) = &self.session.previous else { return Vec::new() };
        let mut lines = Vec::new();
        for known in previous.people.iter().filter(|known| known.person == self.person.id) {
            lines.push(("From".into(), format!("{}, {}", previous.title, previous.period.name)));
            lines.extend(known.scores.iter().map(|(skill, score)| (self.skill(skill), format!("{score:.2}"))));
            lines.extend(known.tiers.iter().map(|(tier, score)| (format!("Tier {tier}"), format!("{score:.2}"))));
            lines.push(("Placement".into(), known.place.words().to_owned()));
        }
        lines
    }

    /// Notes and evidence about other people who were revealed that name this one.
    fn named_elsewhere(&self) -> Vec<(String, String)> {
        let name = &self.person.name;
        let names_them = |text: &str| with_name_replaced(text, name, "\u{0}") != text;
        let open = |other: &PersonId| *other != self.person.id && self.session.is_revealed(other);
        let mut lines = Vec::new();
        for (rater, sheet) in self.session.ratings.sheets() {
            let by = self.names.rater(rater).unwrap_or("Somebody");
            for ((other, _), note) in sheet.notes().iter().filter(|((other, _), note)| open(other) && names_them(note))
            {
                let about = self.names.person(other).unwrap_or("somebody");
                lines.push((format!("A note by {by} about {about}"), self.masked(note)));
            }
        }
        for item in self.session.evidence.values().filter(|item| open(&item.person) && names_them(&item.text)) {
            let about = self.names.person(&item.person).unwrap_or("somebody");
            lines.push((format!("Evidence about {about}, {}", day_words(item.date)), self.masked(&item.text)));
        }
        lines
    }

    fn history(&self, history: &History) -> Vec<(String, String)> {
        let viewer = Viewer::Facilitator;
        let mut lines = Vec::new();
        for entry in history.entries() {
            let Entry::Done(step) = &**entry else { continue };
            let about = |edit: &&crate::edit::Edit| concerns(edit, &self.person.id);
            let edits: Vec<_> = step.edits.iter().filter(about).collect();
            if edits.is_empty() || !edits.iter().all(|edit| sees_edit(self.session, &viewer, edit)) {
                continue;
            }
            let by = match &step.actor {
                Actor::Facilitator => "the facilitator",
                Actor::Rater(rater) => self.names.rater(rater).unwrap_or("somebody"),
            };
            let what = because(step.gesture.words().to_owned(), &self.masked(&step.reason));
            lines.push((step.at.to_string(), format!("{what}, by {by}")));
        }
        lines
    }
}

fn because(what: String, why: &str) -> String {
    if why.trim().is_empty() { what } else { format!("{what} (“{why}”)") }
}

fn words_of_mark(mark: Mark) -> String {
    match mark {
        Mark::Score(score) => score.to_string(),
        Mark::NotObserved(WhyNot::CouldNotSee) => "not observed, could not see it".into(),
        Mark::NotObserved(WhyNot::NoChanceYet) => "not observed, no chance yet".into(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::exchange::ratings::fixture;

    fn revealed() -> Session {
        let mut session = fixture::session();
        let decisions = Arc::make_mut(&mut session.decisions);
        for person in session.people.iter() {
            decisions.revealed.insert(person.id.clone(), jiff::Timestamp::UNIX_EPOCH);
        }
        session
    }

    #[test]
    fn nobody_else_is_named_in_what_is_held_about_a_person() {
        let session = revealed();
        for person in session.people.iter() {
            for format in [HeldFormat::Text, HeldFormat::Json] {
                let held = held_about(&session, &History::default(), &person.id, format).unwrap();
                let name = match format {
                    HeldFormat::Text => person.name.clone(),
                    HeldFormat::Json => json!(person.name).to_string(),
                };
                assert!(held.contains(&name));
                let others = session.people.iter().filter(|other| other.id != person.id).map(|other| &other.name);
                let raters = session.panel.iter().map(|rater| &rater.name);
                for other in others.chain(raters) {
                    assert!(!held.contains(other.as_str()), "{other} in what is held about {}", person.name);
                }
            }
        }
    }

    #[test]
    fn what_raters_said_waits_for_the_reveal_and_the_file_says_so() {
        let mut session = revealed();
        let person = fixture::person(1);
        let open = held_about(&session, &History::default(), &person, HeldFormat::Text).unwrap();
        assert!(open.contains("## What raters said\n") && open.contains("Rater "));
        Arc::make_mut(&mut session.decisions).revealed.clear();
        let closed = held_about(&session, &History::default(), &person, HeldFormat::Text).unwrap();
        assert!(closed.contains("closed to everybody until the person is revealed"), "{closed}");
        assert!(!closed.contains(" on Skill"), "{closed}");
    }

    #[test]
    fn the_json_can_be_read_by_programs() {
        let session = revealed();
        let held = held_about(&session, &History::default(), &fixture::person(1), HeldFormat::Json).unwrap();
        let value: serde_json::Value = serde_json::from_str(&held).unwrap();
        assert!(value["sections"].as_array().is_some_and(|sections| sections.len() >= 5));
        assert_eq!(HeldFormat::of("x.JSON"), HeldFormat::Json);
        assert_eq!(HeldFormat::of("x.md"), HeldFormat::Text);
    }
}
