//! Looking at ratings that were read from a file before they are taken in: what is new, what changes, and what could
//! not be read, line by line.

use std::path::Path;

use egui::{ScrollArea, Ui};

use crate::app::theme::Theme;
use crate::app::widgets::{Button, text};
use crate::edit::{Actor, Change, Gesture};
use crate::exchange::ratings::{Incoming, read_ratings};
use crate::model::Session;

use super::{foot, sheet};

/// Files larger than this are not ratings of one session.
const LARGEST_FILE: u64 = 512 * 1024 * 1024;

/// The sheet while it is open.
pub struct IncomingSheet {
    name: String,
    incoming: Incoming,
}

impl IncomingSheet {
    /// Reads a file.
    ///
    /// # Errors
    /// When it can't be read as ratings, in a sentence.
    pub fn read(session: &Session, path: &Path) -> Result<Self, String> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let size = std::fs::metadata(path).map_err(|error| format!("The file can't be read: {error}."))?.len();
        if size > LARGEST_FILE {
            return Err("The file is larger than ratings of one session can be; check that it is the right one.".into());
        }
        let bytes = std::fs::read(path).map_err(|error| format!("The file can't be read: {error}."))?;
        let incoming = read_ratings(session, &name, &bytes).map_err(|problem| problem.to_string())?;
        Ok(Self { name, incoming })
    }

    /// Shows the sheet: `Some(None)` where it was closed, else the change that takes the ratings in.
    pub fn show(&mut self, ui: &mut Ui) -> Option<Option<Change>> {
        let Incoming { edits, new, changed, same, problems } = &self.incoming;
        let (answer, close) = sheet(ui, "Take in ratings", 560.0, |ui| {
            text::body(ui, format!("{}: {new} new, {changed} changed, {same} as they are.", self.name));
            text::second(ui, "Blanks erase nothing. One undo takes all of it back.");
            if !problems.is_empty() {
                let theme = Theme::of(ui);
                let lines = if problems.len() == 1 { "One line".into() } else { format!("{} lines", problems.len()) };
                ui.label(egui::RichText::new(format!("{lines} can't be taken in:")).color(theme.bad.text));
                ScrollArea::vertical().max_height(220.0).auto_shrink([false, true]).show(ui, |ui| {
                    for problem in problems.iter().take(500) {
                        text::small(ui, format!("Line {}: {}", problem.line, problem.sentence));
                    }
                });
            }
            foot(ui, |ui| {
                let label = if problems.is_empty() { "Take them in" } else { "Take in the rest" };
                if ui.add_enabled(!edits.is_empty(), Button::primary(label)).clicked() {
                    let change = Change::new(Actor::Facilitator, Gesture::ImportRatings, edits.clone());
                    return Some(Some(change.because(format!("From {}", self.name))));
                }
                ui.add(Button::quiet("Cancel")).clicked().then_some(None)
            })
        });
        answer.or(close.then_some(None))
    }
}
