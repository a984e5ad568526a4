//! What lies over the Team screen: sheets that take somebody in, questions before somebody goes, and the reason why a
//! rater is set aside.

use std::collections::BTreeSet;

use egui::{Key, Ui};

use crate::app::sheets::question::Question;
use crate::app::sheets::{foot, sheet};
use crate::app::view::View;
use crate::app::widgets::{Button, TextField, text};
use crate::edit::Change;
use crate::model::{PersonId, RaterId, Session};

use super::add::{AddPerson, AddRater, Answer};
use super::changes::{counted, goes_with_people, goes_with_rater, leave_panel, remove, set_aside};

/// The sheet over the screen.
pub(super) enum Over {
    AddPerson(Box<AddPerson>),
    AddRater(Box<AddRater>),
    RemovePeople(Question<()>, BTreeSet<PersonId>),
    RemoveRater(Question<()>, RaterId),
    SetAside(SetAside),
}

/// What came of the sheet in this frame.
pub(super) enum Came {
    Nothing,
    /// It was closed.
    Closed,
    /// A change, with the words that say so.
    Change(Change, Option<String>),
    Person(Change, PersonId),
    Rater(Change, RaterId),
}

impl Over {
    /// The question before people go; nothing is asked, and the change comes back, where nothing was said about them.
    pub fn before_people_go(session: &Session, people: BTreeSet<PersonId>) -> Result<(Change, String), Over> {
        let who = who(session, &people);
        match goes_with_people(session, &people) {
            None => Ok((remove(session, &people), format!("Removed {who}. Undo brings them back."))),
            Some(goes) => {
                let about = if people.len() == 1 { "about them" } else { "about these people" };
                let question = Question {
                    title: format!("Remove {who}?"),
                    sentence: format!("{goes} {about} go, too. Undo brings everything back."),
                    answers: vec![("Remove".into(), ())],
                };
                Err(Over::RemovePeople(question, people))
            }
        }
    }

    /// The same before somebody leaves the panel.
    pub fn before_rater_goes(session: &Session, rater: RaterId) -> Result<(Change, String), Over> {
        let name = shortened(&session.rater_name(&rater));
        match goes_with_rater(session, &rater) {
            None => {
                Ok((leave_panel(session, &rater), format!("Removed {name} from the panel. Undo brings them back.")))
            }
            Some(goes) => {
                let question = Question {
                    title: format!("Remove {name} from the panel?"),
                    sentence: format!("Their {goes} go, too. Undo brings everything back."),
                    answers: vec![("Remove".into(), ())],
                };
                Err(Over::RemoveRater(question, rater))
            }
        }
    }

    /// Shows the sheet.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) -> Came {
        let session = view.session;
        match self {
            Over::AddPerson(sheet) => match sheet.show(ui, view) {
                Answer::Waiting => Came::Nothing,
                Answer::Closed => Came::Closed,
                Answer::Take(change, person) => Came::Person(change, person),
            },
            Over::AddRater(sheet) => match sheet.show(ui, view) {
                Answer::Waiting => Came::Nothing,
                Answer::Closed => Came::Closed,
                Answer::Take(change, rater) => Came::Rater(change, rater),
            },
            Over::RemovePeople(question, people) => match question.show(ui) {
                None => Came::Nothing,
                Some(None) => Came::Closed,
                Some(Some(())) => {
                    let words = format!("Removed {}. Undo brings them back.", who(session, people));
                    Came::Change(remove(session, people), Some(words))
                }
            },
            Over::RemoveRater(question, rater) => match question.show(ui) {
                None => Came::Nothing,
                Some(None) => Came::Closed,
                Some(Some(())) => {
                    let words = format!("Removed {} from the panel. Undo brings them back.", session.rater_name(rater));
                    Came::Change(leave_panel(session, rater), Some(words))
                }
            },
            Over::SetAside(sheet) => sheet.show(ui, view),
        }
    }
}

/// One name, or how many people.
fn who(session: &Session, people: &BTreeSet<PersonId>) -> String {
    match people.first() {
        Some(person) if people.len() == 1 => shortened(&session.name(person)),
        _ => counted(people.len(), "person", "people"),
    }
}

/// A name that fits into a title.
fn shortened(name: &str) -> String {
    let start: String = name.chars().take(60).collect();
    if start.len() < name.len() { format!("{start}…") } else { start }
}

/// Asks why a rater is set aside for a person.
pub(super) struct SetAside {
    rater: RaterId,
    person: PersonId,
    reason: String,
    shown_before: bool,
}

impl SetAside {
    /// The sheet for a rater and a person.
    pub fn new(rater: RaterId, person: PersonId) -> Self {
        Self { rater, person, reason: String::new(), shown_before: false }
    }

    fn show(&mut self, ui: &mut Ui, view: &View<'_>) -> Came {
        let session = view.session;
        let (came, close) = sheet(ui, "Set a rater aside", 440.0, |ui| {
            let (rater, person) = (session.rater_name(&self.rater), session.name(&self.person));
            text::second(
                ui,
                format!(
                    "Scores by {} for {} no longer count. They stay visible as set aside.",
                    shortened(&rater),
                    shortened(&person)
                ),
            );
            let first = !std::mem::replace(&mut self.shown_before, true);
            TextField::new("Why?", &mut self.reason)
                .hint("A relative, a dispute, a rival for the same role")
                .focus(first)
                .show(ui);
            foot(ui, |ui| {
                let reason = self.reason.trim();
                let button = Button::primary("Set aside");
                let clicked = ui.add_enabled(!reason.is_empty(), button).clicked();
                let enter = ui.input(|input| input.key_pressed(Key::Enter));
                if ui.add(Button::quiet("Cancel")).clicked() {
                    return Came::Closed;
                }
                if reason.is_empty() || !(clicked || enter) {
                    return Came::Nothing;
                }
                match set_aside(session, &self.rater, &self.person, Some(reason.to_owned())) {
                    Some(change) => Came::Change(change.because(reason), None),
                    None => Came::Closed,
                }
            })
        });
        if close { Came::Closed } else { came }
    }
}
