//! Attributes for a group check from a file of its own. It is chosen in a sheet, read on a thread, and kept as long as
//! the check is looked at: nothing of it becomes part of the session.

use std::path::{Path, PathBuf};

use egui::Ui;

use crate::app::sheets::file_sheet::{Answer, FileSheet, Purpose};
use crate::app::sheets::places::{Awaited, home_folder};
use crate::exchange::roster::{GroupFile, LARGEST_FILE, RosterError, read_groups};
use crate::model::Session;

/// A file of attributes: being chosen, being read, or read.
#[derive(Default)]
pub struct Attributes {
    sheet: Option<FileSheet>,
    reading: Option<(String, Awaited<Result<GroupFile, String>>)>,
    /// What was read, with the file's name.
    pub file: Option<(String, GroupFile)>,
    /// Why nothing was.
    pub problem: Option<String>,
    /// Counts the files that were read, so that two of one name are told apart.
    pub read: usize,
}

impl Attributes {
    /// Opens the sheet to choose a file in.
    pub fn choose(&mut self) {
        self.sheet = Some(FileSheet::new(purpose(), &home_folder(), Vec::new()));
    }

    /// Whether a file is being read.
    pub fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Shows the sheet while it is open, and picks up what was read; true once when there is a new file.
    pub fn show(&mut self, ui: &mut Ui, session: &Session) -> bool {
        if let Some(sheet) = &mut self.sheet {
            match sheet.show(ui, |_, _| {}) {
                Answer::Waiting => {}
                Answer::Cancelled => self.sheet = None,
                Answer::Chosen(path) => {
                    self.sheet = None;
                    self.read(ui.ctx(), session, path);
                }
            }
        }
        let Some(answer) = self.reading.as_ref().and_then(|(_, awaited)| awaited.take()) else { return false };
        let name = self.reading.take().map(|(name, _)| name).unwrap_or_default();
        match answer.unwrap_or_else(|()| Err("The file could not be read to its end.".into())) {
            Ok(file) => {
                self.read += 1;
                self.file = Some((name, file));
                true
            }
            Err(problem) => {
                self.problem = Some(problem);
                false
            }
        }
    }

    fn read(&mut self, context: &egui::Context, session: &Session, path: PathBuf) {
        self.problem = None;
        let session = session.clone();
        let name = name_of(&path);
        self.reading = Some((name, Awaited::start(context, move || load(&session, &path))));
    }
}

fn purpose() -> Purpose {
    Purpose {
        title: "Attributes for this check",
        verb: "Read it",
        kinds: "Roster",
        endings: &["csv", "tsv", "xlsx", "ron"],
        writes: None,
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn load(session: &Session, path: &Path) -> Result<GroupFile, String> {
    let name = name_of(path);
    let unreadable =
        |error: std::io::Error| format!("The file can't be read ({error}); check that it is there: {name}");
    // A file beyond all rosters is refused by its size, before it fills the memory.
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST_FILE as u64 {
        return Err(RosterError::TooLarge { file: name }.to_string());
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    read_groups(session, &bytes, &name).map_err(|problem| problem.to_string())
}
