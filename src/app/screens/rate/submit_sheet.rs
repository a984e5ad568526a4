//! Submitting and sealing: it asks first, says what is still unanswered, and offers a PIN.

use std::sync::Arc;

use egui::{Context, Id, Key, Modifiers, Ui};

use crate::app::view::Action;
use crate::app::widgets::{Button, Sheet, TextField, checkbox, text};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::model::{Pin, Rater};

use super::rows::Totals;

/// People with something missing that are named.
pub(super) const MOST_NAMED: usize = 6;

/// The question before sealing.
#[derive(Default)]
pub(super) struct SubmitSheet {
    pin: String,
    again: String,
    drop_pin: bool,
    tried: bool,
    go_on: bool,
}

/// What became of the sheet in a frame.
pub(super) enum Outcome {
    /// It stays open.
    Open,
    /// Not submitted.
    Cancelled,
    /// Submit, with the PIN that guards the grid from now on.
    Submit(Option<Pin>),
}

impl SubmitSheet {
    /// Submits in the next frame, as its button does.
    pub fn ask_to_go_on(&mut self) {
        self.go_on = true;
    }

    /// Shows the question. `missing` names people with something unanswered, and how many answers each lacks.
    pub fn show(
        &mut self,
        context: &Context,
        rater: &Rater,
        totals: &Totals,
        missing: &[(&str, usize)],
        new_id: &dyn Fn() -> String,
    ) -> Outcome {
        self.go_on |= context.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let sheet = Sheet::new("Submit and seal?").id(Id::unique("rate submit")).width(460.0);
        let shown = sheet.show(context, |sheet| {
            sheet.body(|ui| self.body(ui, rater, totals, missing));
            sheet.footer(|ui| {
                self.go_on |= ui.add(Button::primary("Submit and seal").key("Ctrl Enter")).clicked();
                ui.add(Button::secondary("Cancel")).clicked()
            })
        });
        if shown.closed || shown.inner {
            return Outcome::Cancelled;
        }
        if std::mem::take(&mut self.go_on) {
            self.tried = true;
            if self.problem().is_none() {
                return Outcome::Submit(self.pin(rater, new_id));
            }
            context.request_repaint();
        }
        Outcome::Open
    }

    fn body(&mut self, ui: &mut Ui, rater: &Rater, totals: &Totals, missing: &[(&str, usize)]) {
        text::body(ui, unanswered_words(totals));
        if !missing.is_empty() {
            text::second(ui, names_words(missing));
            text::second(ui, "What is missing stays missing: it never counts as a low score.");
        }
        text::second(ui, "Nobody sees a score before the reveal. You can reopen your grid until then.");
        if rater.pin.is_some() {
            checkbox(ui, &mut self.drop_pin, "Take my PIN away");
            if !self.drop_pin {
                return;
            }
        }
        let problem = if self.tried { self.problem() } else { None };
        TextField::new("PIN for this laptop (optional)", &mut self.pin)
            .secret()
            .help("Asked before your grid is shown again. Nobody can read it back to you.")
            .error(problem)
            .id(Id::unique("rate new pin"))
            .show(ui);
        if !self.pin.is_empty() {
            TextField::new("PIN again", &mut self.again).secret().id(Id::unique("rate new pin again")).show(ui);
        }
    }

    fn problem(&self) -> Option<&'static str> {
        if self.pin.is_empty() {
            None
        } else if self.pin.chars().count() < Pin::FEWEST {
            Some("A PIN has four characters or more.")
        } else if self.pin != self.again {
            Some("The two PINs differ. Type it again.")
        } else {
            None
        }
    }

    fn pin(&self, rater: &Rater, new_id: &dyn Fn() -> String) -> Option<Pin> {
        if !self.pin.is_empty() {
            return Some(Pin::new(new_id(), &self.pin));
        }
        rater.pin.clone().filter(|_| !self.drop_pin)
    }
}

/// How much is unanswered, such as "38 of 300 answers are missing."
fn unanswered_words(totals: &Totals) -> String {
    let asked = totals.answers.asked;
    match asked - totals.answers.answered {
        0 => format!("All {asked} answers are there."),
        1 => format!("1 of {asked} answers is missing."),
        missing => format!("{missing} of {asked} answers are missing."),
    }
}

fn names_words(missing: &[(&str, usize)]) -> String {
    let named = missing.iter().take(MOST_NAMED).map(|(name, count)| format!("{name} ({count})"));
    let named = named.collect::<Vec<_>>().join(", ");
    if missing.len() > MOST_NAMED { format!("{named} and others.") } else { format!("{named}.") }
}

/// The change that submits a rater's grid, or opens it again.
pub(super) fn seal(rater: &Arc<Rater>, submitted: Option<jiff::Timestamp>, pin: Option<Pin>) -> Action {
    let after = Rater { submitted, pin, ..(**rater).clone() };
    let gesture = if submitted.is_some() { Gesture::Submit } else { Gesture::Unseal };
    let edit = Edit::PutRater { id: rater.id.clone(), before: Some(rater.clone()), after: Some(Arc::new(after)) };
    Action::Change(Change::new(Actor::Rater(rater.id.clone()), gesture, vec![edit]))
}

/// The change by which a late rater only comments, or rates after all.
pub(super) fn only_comment(rater: &Arc<Rater>, only: bool) -> Action {
    let after = Rater { comments_only: only, ..(**rater).clone() };
    let edit = Edit::PutRater { id: rater.id.clone(), before: Some(rater.clone()), after: Some(Arc::new(after)) };
    Action::Change(Change::new(Actor::Rater(rater.id.clone()), Gesture::OnlyComment, vec![edit]))
}
