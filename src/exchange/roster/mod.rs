//! Rosters: whatever an HR system or a spreadsheet gave, read in two stages. [`read_tables`] turns
//! the bytes of a file into tables of text. [`Reading::propose`] guesses what the columns of a table
//! mean, and [`Roster::read`] reads the table that way: people, their managers, and every problem by
//! row. Nothing is guessed silently: a screen shows the reading, lets somebody change it, and the
//! table is read again before anybody is taken in.

use thiserror::Error;

mod dates;
mod directory;
mod groups;
mod headers;
mod managers;
mod names;
mod package;
mod people;
mod problems;
mod reading;
mod records;
mod rows;
mod spreadsheet;
mod table;
mod text;
mod titles;

pub use dates::{DateDecision, DateOrder};
pub use groups::{GroupColumn, GroupFile, GroupFileError, read_groups};
pub use headers::Field;
pub use managers::{ManagerLink, OutsideManager};
pub use people::{ColumnRead, Roster, RosterRow};
pub use problems::{Problem, Severity};
pub use reading::{Reading, header_labels};
pub use table::{MOST_COLUMNS, MOST_ROWS, Sheet, Workbook};
pub use titles::{TitleRule, TitleWords, title_level};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 100 << 20;

/// Why a roster was not read. Nothing of the file was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RosterError {
    /// The file holds no bytes, or nothing but blanks.
    #[error("The file is empty; export the roster again: {file}")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// The file is larger than any roster.
    #[error("The file is larger than 100 MB, which no roster is; export only the people: {file}")]
    TooLarge {
        /// The file's name.
        file: String,
    },
    /// The file is something else than a table of people.
    #[error("The file is {kind}, not a roster; save the roster as XLSX or CSV and choose that: {file}")]
    WrongKind {
        /// What the file is.
        kind: String,
        /// The file's name.
        file: String,
    },
    /// The workbook is protected with a password.
    #[error("The workbook is protected with a password; save a copy without one and choose that: {file}")]
    Locked {
        /// The file's name.
        file: String,
    },
    /// The file is cut, or its content contradicts itself.
    #[error("{part} is damaged or cut off; open and save the file again, or export it anew: {file}")]
    Damaged {
        /// The part that cannot be read.
        part: String,
        /// The file's name.
        file: String,
    },
    /// The file unfolds to many times its size.
    #[error(
        "The file unfolds to many times its size, as damaged and harmful files do; copy the people into a new workbook, or save them as CSV: {file}"
    )]
    Unfolds {
        /// The file's name.
        file: String,
    },
    /// A line has so many cells that it cannot be a table.
    #[error(
        "{place} has more cells than a table of people can have; check that each person has a line and export the roster again."
    )]
    TooWide {
        /// The line and the file.
        place: String,
    },
    /// A RON file is not a list of people records.
    #[error(
        "The list of people records cannot be read at line {line}, column {column}: {fault}; mend it there: {file}"
    )]
    BadRecords {
        /// The line of the fault, from 1.
        line: usize,
        /// The column of the fault, from 1.
        column: usize,
        /// What is wrong.
        fault: String,
        /// The file's name.
        file: String,
    },
    /// The table has no person.
    #[error("There are no people in {place}: no row below the headers holds anything; choose another sheet or file.")]
    NoRows {
        /// The sheet and the file.
        place: String,
    },
    /// No column holds names.
    #[error(
        "There is no column with names in {place}, and a roster needs one; its columns are {columns}. Add a column of names, or choose which column holds them."
    )]
    NoNames {
        /// The columns that were found.
        columns: String,
        /// The sheet and the file.
        place: String,
    },
    /// The reading was made for another sheet.
    #[error("The reading does not fit {place}; start again from the proposed one.")]
    OtherSheet {
        /// The sheet and the file.
        place: String,
    },
}

impl RosterError {
    fn damaged(part: &str, file: &str) -> Self {
        Self::Damaged { part: part.to_owned(), file: file.to_owned() }
    }

    fn wrong_kind(kind: &str, file: &str) -> Self {
        Self::WrongKind { kind: kind.to_owned(), file: file.to_owned() }
    }
}

/// Reads a roster file as tables of text: CSV, TSV, XLSX, or a list of records in RON, told by its
/// content. `file_name` is used in sentences, and its ending where the content could be either.
///
/// # Errors
/// A sentence for the screen when the file is empty, too large, of another kind, protected with a
/// password, damaged, or unfolds to far more than its size.
pub fn read_tables(bytes: &[u8], file_name: &str) -> Result<Workbook, RosterError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(RosterError::Empty { file: file_name.to_owned() });
    }
    if bytes.len() > LARGEST_FILE {
        return Err(RosterError::TooLarge { file: file_name.to_owned() });
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return spreadsheet::read(bytes, file_name);
    }
    if let Some(error) = known_as_other(bytes, file_name) {
        return Err(error);
    }
    let ending = file_name.rsplit('.').next().unwrap_or_default();
    if ending.eq_ignore_ascii_case("ron") || records::looks_like_records(bytes) {
        return records::read(bytes, file_name);
    }
    text::read(bytes, file_name)
}

/// Kinds of files that people mistake for a roster, told by how they begin.
fn known_as_other(bytes: &[u8], file: &str) -> Option<RosterError> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        return Some(match memchr::memmem::find(bytes, &package) {
            Some(_) => RosterError::Locked { file: file.to_owned() },
            None => RosterError::wrong_kind("a document of an old Office format (XLS)", file),
        });
    }
    let kind = if bytes.starts_with(b"%PDF") {
        "a PDF document"
    } else if bytes.starts_with(b"{\\rtf") {
        "a text document (RTF)"
    } else if bytes.starts_with(b"age-encryption.org") {
        "encrypted"
    } else if is_web_page(bytes) {
        "a web page, whatever its ending says"
    } else {
        return None;
    };
    Some(RosterError::wrong_kind(kind, file))
}

fn is_web_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let start = text[..text.len().min(512)].to_ascii_lowercase();
    let tags: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head"];
    tags.iter().any(|tag| start.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        read_tables(bytes, "team.xlsx").expect_err("this is refused").to_string()
    }

    #[test]
    fn files_of_other_kinds_are_named_with_a_remedy() {
        for (start, kind) in [
            (&b"%PDF-1.7 ..."[..], "a PDF document"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 workbook", "an old Office format"),
            (b"  <html><table>", "a web page"),
            (b"age-encryption.org/v1\n", "encrypted"),
        ] {
            let sentence = refused(start);
            assert!(sentence.contains(kind), "{sentence}");
            assert!(sentence.contains("save the roster as XLSX or CSV"), "{sentence}");
            assert!(sentence.ends_with(": team.xlsx"), "{sentence}");
        }
    }

    #[test]
    fn a_password_is_said_to_be_one() {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(refused(&bytes).starts_with("The workbook is protected with a password"));
    }

    #[test]
    fn empty_and_cut_files_are_said_to_be_so() {
        assert!(refused(b"").starts_with("The file is empty"));
        assert!(refused(b" \r\n\r\n").starts_with("The file is empty"));
        assert!(refused(b"PK\x03\x04\x14\x00 cut").starts_with("The workbook is damaged or cut off"));
    }
}
