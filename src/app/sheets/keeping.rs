//! Keeping and erasing: until when the session is kept, a legal hold, what is held about one person, erasing one person,
//! the name of somebody on the panel, or all of it. A hold blocks erasing.

use std::sync::Arc;

use egui::Ui;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::app::theme::Theme;
use crate::app::widgets::{Button, Select, TextField, checkbox, hairline, problem, text};
use crate::model::{Hold, Keeping, PersonId, Rater, RaterId, Session};

use super::{foot, sheet};

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Keep the session so.
    Keep(Keeping),
    /// Write everything that is held about a person.
    Held(PersonId),
    /// Erase a person, after asking.
    Erase(PersonId),
    /// Erase the name of somebody on the panel, after asking.
    EraseRater(RaterId),
    /// Delete the session, after asking.
    Delete,
}

/// Somebody whom the session holds something about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Somebody {
    Person(PersonId),
    Rater(RaterId),
}

/// The sheet while it is open.
pub struct KeepingSheet {
    until: String,
    held: bool,
    reason: String,
    before: Keeping,
    people: Vec<(Option<Somebody>, String)>,
    chosen: Option<Somebody>,
    now: Timestamp,
}

impl KeepingSheet {
    /// A sheet for a session.
    pub fn new(session: &Session, now: Timestamp) -> Self {
        let keeping = &session.about.keeping;
        let mut people: Vec<_> =
            session.people.iter().map(|one| (Some(Somebody::Person(one.id.clone())), one.name.clone())).collect();
        people.sort_by(|a, b| a.1.cmp(&b.1));
        let rater = |one: &Arc<Rater>| (Some(Somebody::Rater(one.id.clone())), format!("{} · panel", one.name));
        let mut panel: Vec<_> = session.panel.iter().map(rater).collect();
        panel.sort_by(|a, b| a.1.cmp(&b.1));
        people.extend(panel);
        Self {
            until: keeping.until.map(|until| until.to_string()).unwrap_or_default(),
            held: keeping.hold.is_some(),
            reason: keeping.hold.as_ref().map(|hold| hold.reason.clone()).unwrap_or_default(),
            before: keeping.clone(),
            people,
            chosen: None,
            now,
        }
    }

    /// Shows the sheet: `Some(None)` where it was closed, else what was asked for.
    pub fn show(&mut self, ui: &mut Ui) -> Option<Option<Wish>> {
        let (answer, close) = sheet(ui, "Keeping and erasing", 520.0, |ui| {
            self.keep(ui);
            hairline(ui);
            let wish = self.person(ui).or(self.whole(ui));
            let after = self.after();
            foot(ui, |ui| {
                let changed = after.as_ref().is_ok_and(|after| *after != self.before);
                if ui.add_enabled(changed, Button::primary("Take over")).clicked() {
                    return after.ok().map(|after| Some(Wish::Keep(after)));
                }
                ui.add(Button::quiet("Close")).clicked().then_some(None)
            })
            .or(wish.map(Some))
        });
        answer.or(close.then_some(None))
    }

    fn keep(&mut self, ui: &mut Ui) {
        let wrong = (self.day().is_err()).then_some("Write a day as 2027-12-31, or nothing.");
        TextField::new("Keep until", &mut self.until)
            .hint("2027-12-31")
            .help("On that day, and after, opening the session says that it is due. Nothing goes by itself.")
            .error(wrong)
            .show(ui);
        checkbox(ui, &mut self.held, "Legal hold: nothing may be erased or deleted");
        if self.held {
            TextField::new("Why, and who said so", &mut self.reason).hint("Case, counsel, date").show(ui);
            if self.reason.trim().is_empty() {
                let theme = Theme::of(ui);
                problem(ui, &theme, "A hold needs its reason.");
            }
        }
    }

    fn day(&self) -> Result<Option<Date>, ()> {
        let typed = self.until.trim();
        if typed.is_empty() { Ok(None) } else { typed.parse().map(Some).map_err(|_| ()) }
    }

    fn after(&self) -> Result<Keeping, ()> {
        let until = self.day()?;
        if !self.held {
            return Ok(Keeping { until, hold: None });
        }
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(());
        }
        let since = self.before.hold.as_ref().map_or(self.now, |hold| hold.since);
        Ok(Keeping { until, hold: Some(Hold { reason, since }) })
    }

    fn person(&mut self, ui: &mut Ui) -> Option<Wish> {
        text::medium(ui, "One person");
        Select::new("Person").label_hidden().placeholder("Choose a person").show(ui, &mut self.chosen, &self.people);
        let blocked = self.before.refusal();
        let mut wish = None;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let person = match &self.chosen {
                Some(Somebody::Person(person)) => Some(person.clone()),
                _ => None,
            };
            let held = ui.add_enabled(person.is_some(), Button::secondary("Everything held about them…"));
            let held = held
                .on_hover_text("A file for the person to read, with everybody else masked")
                .on_disabled_hover_text("A file about somebody who is rated");
            let may = self.chosen.is_some() && blocked.is_none();
            let erase = ui.add_enabled(may, Button::danger("Erase for good…"));
            if let Some(person) = person.filter(|_| held.clicked()) {
                wish = Some(Wish::Held(person));
            } else if erase.clicked() {
                wish = self.chosen.clone().map(|chosen| match chosen {
                    Somebody::Person(person) => Wish::Erase(person),
                    Somebody::Rater(rater) => Wish::EraseRater(rater),
                });
            }
        });
        wish
    }

    fn whole(&self, ui: &mut Ui) -> Option<Wish> {
        hairline(ui);
        text::medium(ui, "The whole session");
        let blocked = self.before.refusal();
        let delete = ui.add_enabled(blocked.is_none(), Button::danger("Delete this session…"));
        if let Some(refusal) = blocked {
            text::hint(ui, format!("{refusal}."));
        }
        delete.clicked().then_some(Wish::Delete)
    }
}
