//! The Pyramid screen.

use crate::app::command::Command;
use crate::app::view::{Action, View};

/// The Pyramid screen.
#[derive(Default)]
pub struct PyramidScreen {}

impl PyramidScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut egui::Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let _ = (view, actions);
        crate::app::widgets::page_title(ui, "Pyramid", "");
    }

    /// Does what a command says, on this screen.
    pub fn perform(&mut self, command: Command) {
        let _ = command;
    }
}
