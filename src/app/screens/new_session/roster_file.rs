//! The roster file of a new session: read on a thread, and read again whenever a column, sheet or date order is
//! corrected.

use std::path::{Path, PathBuf};

use crate::app::sheets::places::Awaited;
use crate::exchange::roster::{LARGEST_FILE, Reading, Roster, RosterError, Workbook, read_tables};

/// A roster file, on its way or read.
pub struct RosterFile {
    path: PathBuf,
    awaited: Option<Awaited<Result<Workbook, String>>>,
    read: Result<Read, String>,
    fresh: bool,
}

/// A roster file that could be read as tables.
pub struct Read {
    /// Its tables.
    pub workbook: Workbook,
    /// How the chosen one is read.
    pub reading: Reading,
    /// What came of it.
    pub roster: Result<Roster, RosterError>,
}

impl RosterFile {
    /// Starts to read a file.
    pub fn open(context: &egui::Context, path: &Path) -> Self {
        let file = path.to_owned();
        let awaited = Awaited::start(context, move || load(&file));
        Self { path: path.to_owned(), awaited: Some(awaited), read: Err(String::new()), fresh: false }
    }

    /// Picks up what the thread read; true once whenever the roster is another one than before.
    pub fn pick_up(&mut self) -> bool {
        if let Some(answer) = self.awaited.as_ref().and_then(Awaited::take) {
            self.awaited = None;
            self.read =
                answer.unwrap_or_else(|()| Err("The file could not be read to its end.".into())).map(Read::first);
            self.fresh = true;
        }
        std::mem::take(&mut self.fresh)
    }

    /// Whether it is still being read.
    pub fn is_under_way(&self) -> bool {
        self.awaited.is_some()
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its name without the folder.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// What was read, or why nothing could be.
    pub fn read(&self) -> Result<&Read, &str> {
        self.read.as_ref().map_err(String::as_str)
    }

    /// The people, where the file has them.
    pub fn roster(&self) -> Option<&Roster> {
        self.read.as_ref().ok()?.roster.as_ref().ok()
    }

    /// Reads the file again, in a corrected way.
    pub fn correct(&mut self, reading: Reading) {
        if let Ok(read) = &mut self.read {
            read.again(reading);
            self.fresh = true;
        }
    }
}

impl Read {
    fn first(workbook: Workbook) -> Self {
        let sheet = workbook.best_sheet();
        let reading = Reading::propose(&workbook.sheets[sheet]);
        let roster = Roster::read(&workbook.sheets[sheet], &reading);
        Self { workbook, reading, roster }
    }

    fn again(&mut self, reading: Reading) {
        if let Some(sheet) = self.workbook.sheets.get(reading.sheet) {
            self.roster = Roster::read(sheet, &reading);
            self.reading = reading;
        }
    }
}

fn load(path: &Path) -> Result<Workbook, String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let unreadable =
        |error: std::io::Error| format!("The file can't be read ({error}); check that it is there: {name}");
    // A file beyond all rosters is refused by its size, before it fills the memory.
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST_FILE as u64 {
        return Err(RosterError::TooLarge { file: name }.to_string());
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    read_tables(&bytes, &name).map_err(|problem| problem.to_string())
}
