//! Writing ratings to a file: which format, about whom, with what left out, and where.

use std::path::{Path, PathBuf};

use egui::Ui;

use crate::app::widgets::{Select, checkbox, text};
use crate::edit::History;
use crate::exchange::ratings::{Chosen, ExportOptions, Format, export};
use crate::insight::visibility::Viewer;
use crate::model::Session;
use crate::storage::{RealFiles, write_file};

use super::file_sheet::{Answer, FileSheet, Purpose, file_name};
use super::sentence;

/// The sheet while it is open.
pub struct ExportSheet {
    file: FileSheet,
    format: Format,
    redact: bool,
    notes: bool,
    raters: bool,
    attributes: bool,
}

impl ExportSheet {
    /// A sheet for a session, beginning in a folder.
    pub fn new(session: &Session, folder: &Path) -> Self {
        let format = Format::ALL[0];
        let title = format!("{} {} ratings", session.about.title, session.about.period.name);
        Self {
            file: FileSheet::new(purpose(&title, format), folder, Vec::new()),
            format,
            redact: false,
            notes: true,
            raters: true,
            // What tells groups apart leaves only when it is chosen.
            attributes: false,
        }
    }

    /// Warns that the file will not be encrypted although the session is.
    pub fn warn_unencrypted(&mut self) {
        self.file.warn_unencrypted();
    }

    /// Shows the sheet: `Some(None)` where it was closed, else the file that was written.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        history: &History,
        viewer: &Viewer,
    ) -> Option<Option<PathBuf>> {
        let Self { file, format, redact, notes, raters, attributes } = self;
        let answer = file.show(ui, |ui, file| {
            let before = *format;
            let formats: Vec<(Format, &str)> = Format::ALL.into_iter().map(|format| (format, format.words())).collect();
            Select::new("Format").show(ui, format, &formats);
            if before != *format {
                file.set_ending(&format!(".{}", before.ending()), &format!(".{}", format.ending()));
            }
            text::hint(ui, format.description());
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 16.0;
                checkbox(ui, redact, "Pseudonyms instead of names");
                checkbox(ui, notes, "Notes");
                checkbox(ui, raters, "Who rated");
                checkbox(ui, attributes, "Team, place and other attributes");
            });
        });
        match answer {
            Answer::Waiting => None,
            Answer::Cancelled => Some(None),
            Answer::Chosen(path) => {
                let options = ExportOptions {
                    people: Chosen::All,
                    redact: *redact,
                    notes: *notes,
                    raters: *raters,
                    attributes: *attributes,
                    viewer: viewer.clone(),
                };
                let written = export(session, history, *format, &options)
                    .map_err(|problem| sentence(&problem.to_string()))
                    .and_then(|bytes| write_file(&RealFiles, &path, &bytes).map_err(|problem| problem.to_string()));
                match written {
                    Ok(()) => Some(Some(path)),
                    Err(problem) => {
                        file.refuse(problem);
                        None
                    }
                }
            }
        }
    }
}

fn purpose(title: &str, format: Format) -> Purpose {
    Purpose {
        title: "Export ratings",
        verb: "Export",
        kinds: "Ratings",
        endings: &["csv", "xlsx", "ron", "json"],
        writes: Some(format!("{}.{}", file_name(title), format.ending())),
    }
}
