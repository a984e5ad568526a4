//! Texts about others in which somebody may be meant by a part of their name alone, such as a first name. Such a word is
//! often an ordinary one, or somebody else's name, so that erasing leaves it; whoever erases looks first. What the
//! facilitator may not read yet is counted and not shown.

use crate::edit::{History, traces_of};
use crate::insight::visibility::{Viewer, sees_evidence, sees_note, sees_reading_of};
use crate::model::{PersonId, Session, SkillId};
use crate::storage::with_name_replaced;

/// The least letters of a part that is looked for.
const SHORTEST: usize = 2;

/// Texts that hold a part of somebody's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Where each stands, and what it says; those that may be read now.
    pub open: Vec<(String, String)>,
    /// How many more are not open yet.
    pub closed: usize,
}

impl Mentions {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.open.len() + self.closed
    }
}

/// Finds the texts about others that hold a part of a person's name by itself. Full names are left out: erasing
/// replaces them.
pub fn named_in_part(session: &Session, history: &History, person: &PersonId) -> Mentions {
    let names = traces_of(session, history, person).unwrap_or_default().names;
    let mut finder = Finder {
        person,
        parts: names.iter().flat_map(|name| parts(name)).collect(),
        names,
        found: Mentions::default(),
    };
    finder.ratings(session);
    finder.decisions(session);
    finder.meeting(session);
    finder.found
}

/// The words of a name of several: those that begin with a capital, or are of a script that has none.
fn parts(name: &str) -> Vec<String> {
    let words: Vec<&str> =
        name.split(|letter: char| letter.is_whitespace() || letter == ',').filter(|word| !word.is_empty()).collect();
    let is_name = |word: &&&str| {
        let first = word.chars().next();
        word.chars().count() >= SHORTEST && first.is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
    };
    if words.len() < 2 { Vec::new() } else { words.iter().filter(is_name).map(|word| (*word).to_owned()).collect() }
}

/// Whether a text holds a word by itself, written just so.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, found)| {
        let before = text[..start].chars().next_back();
        let after = text[start + found.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

struct Finder<'a> {
    person: &'a PersonId,
    names: Vec<String>,
    parts: Vec<String>,
    found: Mentions,
}

impl Finder<'_> {
    fn look<'t>(&mut self, open: bool, place: impl FnOnce() -> String, texts: impl IntoIterator<Item = &'t str>) {
        let telling: Vec<&str> = texts.into_iter().filter(|text| self.is_named(text)).collect();
        match (telling.is_empty(), open) {
            (true, _) => {}
            (false, false) => self.found.closed += 1,
            (false, true) => self.found.open.push((place(), telling.join(" "))),
        }
    }

    fn is_named(&self, text: &str) -> bool {
        let rest = self.names.iter().fold(text.to_owned(), |text, name| with_name_replaced(&text, name, "\u{0}"));
        self.parts.iter().any(|part| has_word(&rest, part))
    }

    fn ratings(&mut self, session: &Session) {
        let own = self.person;
        for (rater, sheet) in session.ratings.sheets() {
            for ((about, skill), note) in sheet.notes().iter().filter(|((about, _), _)| about != own) {
                let place = || {
                    format!("{} on {}, {}", session.rater_name(rater), session.name(about), skill_name(session, skill))
                };
                self.look(sees_note(session, &Viewer::Facilitator, rater, about), place, [note.as_str()]);
            }
        }
        for item in session.evidence.values().filter(|item| item.person != *own) {
            let texts = [&item.text, &item.money_result, &item.changed, &item.read_by].map(String::as_str);
            let place = || format!("Evidence about {}, {}", session.name(&item.person), item.date);
            self.look(sees_evidence(session, &Viewer::Facilitator, item), place, texts);
        }
    }

    fn decisions(&mut self, session: &Session) {
        let own = self.person;
        let decisions = &session.decisions;
        let open = |about: &PersonId| sees_reading_of(session, &Viewer::Facilitator, about);
        for ((about, skill), agreed) in decisions.agreed.iter().filter(|((about, _), _)| about != own) {
            let place = || format!("Reason for {}, {}", session.name(about), skill_name(session, skill));
            self.look(open(about), place, [agreed.reason.as_str()]);
        }
        for ((about, _), agreed) in decisions.traits.iter().filter(|((about, _), _)| about != own) {
            self.look(open(about), || format!("Trait of {}", session.name(about)), [agreed.reason.as_str()]);
        }
        for ((about, _), reason) in decisions.recusals.iter().filter(|((about, _), _)| about != own) {
            self.look(true, || format!("Recusal for {}", session.name(about)), [reason.as_str()]);
        }
        for (about, placement) in decisions.placements.iter().filter(|(about, _)| *about != own) {
            let step = placement.next_step.iter().flat_map(|step| [step.text.as_str(), step.owner.as_str()]);
            let texts =
                [&placement.reason, &placement.owner, &placement.words].map(String::as_str).into_iter().chain(step);
            self.look(open(about), || format!("Placement of {}", session.name(about)), texts);
        }
    }

    fn meeting(&mut self, session: &Session) {
        let own = self.person;
        let meeting = &session.meeting;
        for amendment in meeting.amendments.values().filter(|amendment| amendment.person != *own) {
            let place = || format!("Amendment about {}", session.name(&amendment.person));
            self.look(true, place, [amendment.by.as_str(), amendment.why.as_str()]);
        }
        for appeal in meeting.appeals.values().filter(|appeal| appeal.person != *own) {
            let words = appeal.outcome.iter().map(|outcome| outcome.words.as_str());
            let texts = [appeal.about.as_str(), appeal.reviewer.as_str()].into_iter().chain(words);
            self.look(true, || format!("Appeal of {}", session.name(&appeal.person)), texts);
        }
        for (about, words) in meeting.follow_up.iter().filter(|(about, _)| *about != own) {
            let texts = words.talking_points.iter().chain(&words.page).map(String::as_str);
            self.look(true, || format!("Words about {}", session.name(about)), texts);
        }
    }
}

fn skill_name(session: &Session, id: &SkillId) -> String {
    session.rubric.skill(id).map_or_else(|| id.to_string(), |skill| skill.name.clone())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::exchange::ratings::fixture;
    use crate::model::EvidenceId;

    /// The notes of the second rater on person 3, and a reason for person 2, name the first person by the first name.
    fn session() -> Session {
        let mut session = fixture::session();
        let decisions = Arc::make_mut(&mut session.decisions);
        let reason = &mut decisions.agreed.get_mut(&(fixture::person(2), "insight".into())).unwrap().reason;
        *reason = "As with Ana’s study; Anabel disagreed.".into();
        let item = Arc::make_mut(&mut session.evidence).get_mut(&EvidenceId::from("e2")).unwrap();
        item.text = "Silva reviewed it.".into();
        session
    }

    #[test]
    fn parts_of_a_name_are_found_as_words_of_their_own() {
        let found = named_in_part(&session(), &History::default(), &fixture::person(1));
        assert_eq!(
            found.open,
            [("Reason for -Lin, Bo, Customer insight".into(), "As with Ana’s study; Anabel disagreed.".into())]
        );
        assert_eq!(found.closed, 1, "evidence about somebody who is not revealed is counted and not read");
        assert_eq!(found.count(), 2);
    }

    #[test]
    fn full_names_and_texts_about_the_person_are_no_question() {
        let mut session = session();
        let reasons = Arc::make_mut(&mut session.decisions);
        reasons.agreed.get_mut(&(fixture::person(2), "insight".into())).unwrap().reason =
            "Ana \"Nita\" Silva saw it".into();
        Arc::make_mut(&mut session.evidence).get_mut(&EvidenceId::from("e2")).unwrap().text = "In an analysis".into();
        assert_eq!(named_in_part(&session, &History::default(), &fixture::person(1)), Mentions::default());
        assert_eq!(
            named_in_part(&session, &History::default(), &fixture::person(3)).count(),
            0,
            "one word is the full name"
        );
    }
}
