//! The Person screen.

use crate::app::view::{Action, View};
use crate::model::PersonId;

/// The Person screen.
#[derive(Default)]
pub struct PersonScreen {}

impl PersonScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut egui::Ui, view: &View<'_>, person: &PersonId, actions: &mut Vec<Action>) {
        let _ = actions;
        crate::app::widgets::page_title(ui, &view.session.name(person), "");
    }
}
