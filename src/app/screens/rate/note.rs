//! The note to the selected cell while it is written. What was typed becomes a step after half a second of rest and on
//! leaving the field; one stay in the field is one undo.

use egui::{Id, Ui};

use crate::app::widgets::TextField;
use crate::model::Cell;

use super::answers::Answers;

/// Rest after which what was typed becomes a step, in seconds.
const REST: f64 = 0.5;

/// A note being written.
#[derive(Default)]
pub(super) struct NoteDraft {
    cell: Option<Cell>,
    text: String,
    /// When something was typed that is no step yet, in the window's seconds.
    typed_at: Option<f64>,
    /// Whether this stay in the field has made a step already.
    goes_on: bool,
}

/// What the field is called inside egui.
pub(super) fn note_id() -> Id {
    Id::unique("rate note")
}

impl NoteDraft {
    /// Shows the note of a cell. Returns a problem to tell.
    pub fn show(&mut self, ui: &mut Ui, cell: &Cell, answers: &mut Answers<'_>) -> Option<String> {
        let mut problem = self.turn_to(Some(cell), answers);
        let response = TextField::new("Note", &mut self.text)
            .hint("What you saw, for yourself and the panel")
            .lines(2)
            .id(note_id())
            .show(ui);
        let now = ui.input(|input| input.time);
        if response.changed() {
            self.typed_at = Some(now);
        }
        let rests_for = self.typed_at.map(|at| REST - (now - at));
        let rested = rests_for.is_some_and(|rest| rest <= 0.0);
        if let Some(rest) = rests_for.filter(|rest| *rest > 0.0) {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(rest));
        }
        // A command is on its way that may leave this screen, save, or close the window.
        let commanded = ui.input(|input| input.modifiers.command);
        if rested || commanded || response.lost_focus() {
            problem = problem.or(self.commit(answers));
        }
        if response.lost_focus() {
            self.goes_on = false;
        }
        problem
    }

    /// Makes a step of what was typed into the cell so far and turns to another. Returns a problem to tell.
    pub fn turn_to(&mut self, cell: Option<&Cell>, answers: &mut Answers<'_>) -> Option<String> {
        let mut problem = None;
        if self.cell.as_ref() != cell {
            problem = self.commit(answers);
            self.cell = cell.cloned();
            self.goes_on = false;
            self.text.clear();
        }
        if let (Some((person, skill)), None) = (cell, self.typed_at) {
            let stored = answers.seat.note(person, skill);
            if stored != self.text.trim() {
                stored.clone_into(&mut self.text);
            }
        }
        problem
    }

    /// Makes a step of what was typed so far. Returns a problem to tell.
    pub fn commit(&mut self, answers: &mut Answers<'_>) -> Option<String> {
        let cell = self.cell.clone()?;
        self.typed_at.take()?;
        let result = answers.set_note(&cell, &self.text, self.goes_on);
        self.goes_on = true;
        result.err()
    }
}
