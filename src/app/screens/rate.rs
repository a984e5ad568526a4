//! The Rate screen.

use crate::app::command::Command;
use crate::app::view::{Action, View};
use crate::model::{PersonId, SkillId};

/// The Rate screen.
#[derive(Default)]
pub struct RateScreen {}

impl RateScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut egui::Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let _ = (view, actions);
        crate::app::widgets::page_title(ui, "Rate", "");
    }

    /// Does what a command says, on this screen.
    pub fn perform(&mut self, command: Command) {
        let _ = command;
    }

    /// Selects a cell: the person or skill that is left out stays as it is.
    pub fn select(&mut self, person: Option<PersonId>, skill: Option<SkillId>) {
        let _ = (person, skill);
    }
}
