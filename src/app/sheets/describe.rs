//! What the session is called and the months under review.

use egui::Ui;
use jiff::civil::Date;

use crate::app::widgets::{Button, TextField};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::model::{About, Period};

use super::{foot, sheet};

/// The sheet while it is open: what has been typed so far.
pub struct Describe {
    before: About,
    title: String,
    period: String,
    from: String,
    to: String,
    shown_before: bool,
}

impl Describe {
    /// A sheet for a session that is described so.
    pub fn new(about: &About) -> Self {
        Self {
            before: about.clone(),
            title: about.title.clone(),
            period: about.period.name.clone(),
            from: about.period.from.to_string(),
            to: about.period.to.to_string(),
            shown_before: false,
        }
    }

    /// Shows the sheet: `Some(None)` where it was closed, else the change that was asked for.
    pub fn show(&mut self, ui: &mut Ui) -> Option<Option<Change>> {
        let (answer, close) = sheet(ui, "Name and period", 420.0, |ui| {
            let first = !std::mem::replace(&mut self.shown_before, true);
            TextField::new("Title", &mut self.title).hint("Product org").focus(first).show(ui);
            TextField::new("Period", &mut self.period).hint("H2 2026").show(ui);
            let problem = |text: &str| text.trim().parse::<Date>().is_err().then_some("Write a day as 2026-12-31.");
            let (from_problem, to_problem) = (problem(&self.from), problem(&self.to));
            ui.columns(2, |columns| {
                TextField::new("From", &mut self.from).error(from_problem).show(&mut columns[0]);
                TextField::new("To", &mut self.to).error(to_problem).show(&mut columns[1]);
            });
            let after = self.after();
            foot(ui, |ui| {
                let take = ui.add_enabled(after.is_some(), Button::primary("Take over")).clicked();
                let enter = ui.input(|input| input.key_pressed(egui::Key::Enter));
                let cancel = ui.add(Button::quiet("Cancel")).clicked();
                match after {
                    Some(after) if take || enter => Some(self.change(after)),
                    _ => cancel.then_some(None),
                }
            })
        });
        answer.or(close.then_some(None))
    }

    fn after(&self) -> Option<About> {
        let (from, to) = (self.from.trim().parse().ok()?, self.to.trim().parse().ok()?);
        let title = self.title.trim();
        if title.is_empty() || from > to {
            return None;
        }
        let period = Period { name: self.period.trim().to_owned(), from, to };
        Some(About { title: title.to_owned(), period, ..self.before.clone() })
    }

    fn change(&self, after: About) -> Option<Change> {
        let edit = Edit::SetAbout { before: Box::new(self.before.clone()), after: Box::new(after.clone()) };
        (after != self.before).then(|| Change::new(Actor::Facilitator, Gesture::Describe, vec![edit]))
    }
}
