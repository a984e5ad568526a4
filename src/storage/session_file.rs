//! The session file: a sequence of RON values, so that a person can read it and a change shows in a diff. The header
//! comes first and can be read alone; then rubric, roster, panel, ratings, evidence, decisions, previous cycle and
//! meeting; then
//! the history, one entry a line, which is kept as text until something asks for it. The format's number is read before
//! anything else; each format has a module of its own (`v1`) that goes on reading its files for ever.

use ron::de::Deserializer;
use serde::{Deserialize, Serialize};

use crate::model::{Period, Phase, Session, SessionId};

use super::faults::OpenFault;
use super::history_text::HistoryText;
use super::sealing::{self, JournalKey};
use super::v1;

/// The ending of session files, without the dot.
pub const ENDING: &str = "plumbline";

/// The format that is written.
pub const FORMAT: u32 = 1;

/// The first value of the file: what a list of recent sessions shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Plumbline")]
pub struct Header {
    /// The format of the rest.
    pub format: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// The session.
    pub session: SessionId,
    /// Its title.
    pub title: String,
    /// Its review period.
    pub period: Period,
    /// Where it stands.
    pub phase: Phase,
    /// How many people.
    pub people: usize,
    /// How many on the panel.
    pub panel: usize,
    /// How many skills.
    pub skills: usize,
    /// How many pieces of evidence.
    pub evidence: usize,
    /// About the history.
    pub history: HistorySummary,
    /// In an encrypted session, the key of its journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<JournalKey>,
}

/// What a header says of the history: damage shows when it no longer fits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistorySummary {
    /// How many entries.
    pub entries: usize,
    /// How many of them can't be read any more.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub damaged: usize,
    /// A digest of their lines.
    pub digest: u64,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Header {
    /// The header of a session.
    pub fn of(session: &Session, history: &HistoryText) -> Self {
        Self {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").into(),
            session: session.id.clone(),
            title: session.about.title.clone(),
            period: session.about.period.clone(),
            phase: session.about.phase,
            people: session.people.len(),
            panel: session.panel.len(),
            skills: session.rubric.skills.len(),
            evidence: session.evidence.len(),
            history: history.summary(),
            key: None,
        }
    }
}

/// What a session file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Contents {
    /// The session; every invariant holds.
    pub session: Session,
    /// Its history, not parsed yet.
    pub history: HistoryText,
    /// What was lost, as sentences. The session itself is whole.
    pub warnings: Vec<String>,
    /// In an encrypted session, the key of its journal.
    pub key: Option<JournalKey>,
}

/// The text of a session file.
///
/// # Errors
/// When a value can't be written as text, which none of a session is.
pub fn write(session: &Session, history: &HistoryText) -> Result<String, ron::Error> {
    v1::write(session, history, None)
}

/// The text of a session file that is about to be encrypted, with the key of the journal in it.
///
/// # Errors
/// As [`write`] has them.
pub(crate) fn write_with_key(session: &Session, history: &HistoryText, key: JournalKey) -> Result<String, ron::Error> {
    v1::write(session, history, Some(key))
}

/// Reads a session file.
///
/// # Errors
/// When it is not one, comes from a later version, is damaged, or does not hold together.
pub fn read(bytes: Vec<u8>) -> Result<Contents, OpenFault> {
    let mut text = text_of(bytes)?;
    let (session, header, history) = {
        let mut reader = Reader::new(&text)?;
        reader.version()?;
        let (session, header) = v1::read(&mut reader)?;
        (session, header, text.len() - reader.rest.trim_start().len())
    };
    if let Some(problem) = session.problems().into_iter().next() {
        return Err(OpenFault::Broken { problem });
    }
    // Only the history is kept.
    text.drain(..history);
    text.shrink_to_fit();
    let (history, warnings) = HistoryText::read(text, &header.history);
    Ok(Contents { session, history, warnings, key: header.key })
}

/// Reads the header from the beginning of a file.
///
/// # Errors
/// When it is no session file or comes from a later version.
pub(crate) fn header(bytes: Vec<u8>) -> Result<Header, OpenFault> {
    let text = text_of(first_lines(bytes))?;
    let mut reader = Reader::new(&text)?;
    reader.version()?;
    reader.next("the header")
}

/// Without the last line, which may have been cut in the middle of a letter.
fn first_lines(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n') {
        bytes.truncate(end);
    }
    bytes
}

/// Text that may be a session; what is surely something else is told apart first.
fn text_of(bytes: Vec<u8>) -> Result<String, OpenFault> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(OpenFault::Empty);
    }
    if sealing::is_sealed(&bytes) {
        return Err(OpenFault::Encrypted);
    }
    let start = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii_start();
    if !start.starts_with(b"Plumbline") {
        return Err(OpenFault::Foreign);
    }
    String::from_utf8(bytes).map_err(|error| {
        let whole = error.utf8_error().valid_up_to();
        OpenFault::NotText { line: line_at(error.as_bytes(), whole) }
    })
}

/// The line of a place in a text, from 1.
fn line_at(bytes: &[u8], place: usize) -> usize {
    bytes[..place].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Reads one value after the other and knows the line of each.
pub(crate) struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
}

#[derive(Deserialize)]
#[serde(rename = "Plumbline")]
struct Version {
    format: u32,
    #[serde(default)]
    program: String,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Result<Self, OpenFault> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Ok(Self { text, rest: text })
    }

    /// Looks at the version, and stays where it is.
    fn version(&self) -> Result<(), OpenFault> {
        let Version { format, program } = Self { text: self.text, rest: self.rest }.next("the header")?;
        match format {
            FORMAT => Ok(()),
            0 => Err(OpenFault::Foreign),
            _ => Err(OpenFault::Newer { format, program }),
        }
    }

    /// The next value.
    pub(crate) fn next<T: Deserialize<'a>>(&mut self, part: &'static str) -> Result<T, OpenFault> {
        let before = self.text.len() - self.rest.len();
        let damaged = |error: ron::error::SpannedError| {
            let line = line_at(self.text.as_bytes(), before) + error.span.end.line - 1;
            if is_cut(&error.code) {
                OpenFault::Cut { part, line }
            } else {
                OpenFault::Damaged { part, line, what: lower(&error.code.to_string()) }
            }
        };
        if self.rest.trim_start().is_empty() {
            return Err(OpenFault::Cut { part, line: line_at(self.text.as_bytes(), before) });
        }
        let mut deserializer = Deserializer::from_str(self.rest).map_err(damaged)?;
        let value = T::deserialize(&mut deserializer).map_err(|error| damaged(deserializer.span_error(error)))?;
        self.rest = deserializer.remainder();
        Ok(value)
    }

    /// Whether the next value begins with these letters.
    pub(crate) fn comes(&self, letters: &str) -> bool {
        self.rest.trim_start().starts_with(letters)
    }

    /// The line of a piece of text that was borrowed from the file.
    pub(crate) fn line_of(&self, piece: &str) -> usize {
        let place = (piece.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if place <= self.text.len() { line_at(self.text.as_bytes(), place) } else { 1 }
    }
}

fn is_cut(error: &ron::Error) -> bool {
    matches!(error, ron::Error::Eof | ron::Error::ExpectedStringEnd | ron::Error::UnclosedBlockComment)
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_session_comes_back_from_its_file_as_it_was() {
        let session = testing::rated_session(7, 3, 5);
        let text = write(&session, &HistoryText::default()).unwrap();
        let contents = read(text.into_bytes()).unwrap();
        assert_eq!(contents.session, session);
        assert_eq!(contents.warnings, Vec::<String>::new());
    }
}
