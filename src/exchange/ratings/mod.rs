//! Ratings files: what leaves a session for spreadsheets and other systems, and what comes back.
//!
//! | Format | Ending | Can be read back |
//! |---|---|---|
//! | CSV, one row a rating | `.csv` | yes |
//! | CSV, one row a person | `.wide.csv` | no: it has what the marks add up to, not the marks |
//! | Excel workbook | `.xlsx` | yes, its sheet "Ratings" |
//! | RON, JSON | `.ron`, `.json` | yes; they also open as a session of their own |
//!
//! CSV files are UTF-8 with a byte order mark, without which spreadsheets take names in other scripts apart. How a cell
//! is kept from being run as a formula is told in [`text`]; who sees what, in [`outgoing`].

mod block;
#[cfg(test)]
pub(crate) mod fixture;
mod incoming;
mod log;
mod long;
mod marks;
mod outgoing;
mod pseudonym;
mod reading;
mod rows;
mod standing;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod whole;
mod wide;
mod workbook;

use std::path::Path;

use crate::edit::History;
use crate::model::{PersonId, Session};

pub use crate::insight::visibility::Viewer;
pub use block::{BlockCell, parse_block};
pub use incoming::{Incoming, Problem, find_person, find_rater};
pub use log::{LogLine, LogValue, line_of_erasing, lines_of, outcome_words, single_cells};
pub(crate) use pseudonym::Pseudonyms;
pub use reading::{Unreadable, notation_of, read_ratings};
pub use table::read_rating_table;
pub(crate) use text::{guarded, unguarded};
pub use whole::{Fresh, Notation, is_export, open as open_export};

use outgoing::Outgoing;

/// The formats that a session is exported in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// CSV, one row a rating.
    CsvLong,
    /// CSV, one row a person; it can't give ratings back.
    CsvWide,
    /// An Excel workbook.
    Xlsx,
    /// The whole session, for programs.
    Ron,
    /// The whole session, for programs.
    Json,
}

impl Format {
    /// All, in the order in which they are offered.
    pub const ALL: [Format; 5] = [Self::CsvLong, Self::CsvWide, Self::Xlsx, Self::Ron, Self::Json];

    /// The format that a file's ending asks for: `.csv` is one row a rating, `.wide.csv` one row a person.
    ///
    /// # Errors
    /// When there is no such format.
    pub fn of(path: &Path) -> Result<Self, ExportError> {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let by_length = [Self::CsvWide, Self::CsvLong, Self::Xlsx, Self::Ron, Self::Json];
        let found = by_length.into_iter().find(|format| name.ends_with(&format!(".{}", format.ending())));
        found.ok_or(ExportError::Ending(name))
    }

    /// The ending, without its dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::CsvLong => "csv",
            Self::CsvWide => "wide.csv",
            Self::Xlsx => "xlsx",
            Self::Ron => "ron",
            Self::Json => "json",
        }
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::CsvLong => "CSV, one row a rating",
            Self::CsvWide => "CSV, one row a person",
            Self::Xlsx => "Excel workbook",
            Self::Ron => "RON, the whole session",
            Self::Json => "JSON, the whole session",
        }
    }

    /// What it is for, and what it can't do.
    pub fn description(self) -> &'static str {
        match self {
            Self::CsvLong => "Every rating with its note, and what was agreed. Can be read back.",
            Self::CsvWide => "For HR systems: scores, tiers and placement. Can't give ratings back.",
            Self::Xlsx => "Summary, agreed scores, ratings, evidence, decisions and log. Ratings can be read back.",
            Self::Ron | Self::Json => "For programs. Opens as a session of its own, without its history.",
        }
    }

    /// Whether the ratings in it can be read back.
    pub fn gives_ratings_back(self) -> bool {
        self != Self::CsvWide
    }
}

/// Who is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Everybody.
    All,
    /// These.
    Only(Vec<PersonId>),
}

/// The choices on every export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// Who is exported.
    pub people: Chosen,
    /// Pseudonyms instead of names; e-mail addresses, ids, titles, days and everything that somebody typed stay out.
    pub redact: bool,
    /// Whether raters' notes go along.
    pub notes: bool,
    /// Whether raters go along, and with them who gave which mark. Without them only what was agreed is left.
    pub raters: bool,
    /// Whether team, place of work and the other things that tell groups apart go along.
    pub attributes: bool,
    /// Who exports: nothing leaves that they may not see.
    pub viewer: Viewer,
}

impl ExportOptions {
    /// Everything that this viewer may see.
    pub fn for_viewer(viewer: Viewer) -> Self {
        Self { people: Chosen::All, redact: false, notes: true, raters: true, attributes: true, viewer }
    }
}

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The ending belongs to no format.
    #[error("“{0}” has no ending that says its format; use .csv, .wide.csv, .xlsx, .ron or .json")]
    Ending(String),
    /// Scores are closed to the viewer.
    #[error("{0}")]
    NotYet(String),
    /// Nobody's cells are open.
    #[error(
        "nobody who was chosen has been revealed, so there are no scores to export; reveal them in Calibrate first"
    )]
    NothingOpen,
    /// Somebody who is not there.
    #[error("“{0}” is not in this session; choose somebody who is")]
    Unknown(String),
    /// A text that no cell of a workbook can hold.
    #[error("{0} is longer than a cell of a workbook can be; export CSV, RON or JSON instead")]
    TooLong(String),
    /// More rows than a workbook can hold.
    #[error("the sheet “{0}” would have more rows than a workbook can hold; export CSV, RON or JSON instead")]
    TooManyRows(&'static str),
    /// The library that writes the format failed.
    #[error("the file could not be put together ({0}); try another format")]
    Failed(String),
}

/// The bytes of an export. The history is only read for the log of a workbook.
///
/// # Errors
/// When scores are closed to the viewer, or the format can't hold them; the sentence says what to do.
pub fn export(
    session: &Session,
    history: &History,
    format: Format,
    options: &ExportOptions,
) -> Result<Vec<u8>, ExportError> {
    match format {
        Format::CsvLong => long::write(session, options),
        Format::CsvWide => wide::write(session, options),
        Format::Xlsx => workbook::write(session, history, options),
        Format::Ron => whole_session(session, options, Notation::Ron),
        Format::Json => whole_session(session, options, Notation::Json),
    }
}

fn whole_session(session: &Session, options: &ExportOptions, notation: Notation) -> Result<Vec<u8>, ExportError> {
    let outgoing = Outgoing::of(session, options)?;
    whole::write(&outgoing.session, outgoing.redacted, notation).map_err(ExportError::Failed)
}
