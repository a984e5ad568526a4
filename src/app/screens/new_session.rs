//! A new session in three steps.

use std::path::Path;

use jiff::Timestamp;

use crate::app::view::Action;

/// The screen of a new session.
#[derive(Default)]
pub struct NewSessionScreen {}

impl NewSessionScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut egui::Ui, now: Timestamp, new_id: &dyn Fn() -> String, actions: &mut Vec<Action>) {
        let _ = (now, new_id, actions);
        crate::app::widgets::page_title(ui, "New session", "");
    }

    /// Begins with this roster.
    pub fn take_roster(&mut self, path: &Path) {
        let _ = path;
    }
}
