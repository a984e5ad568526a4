//! The history as it stands in a file: one entry a line, as text. It is kept as text and parsed only when something
//! asks for it (undo, the log), as most openings of a long history never do. Saving adds lines; what was there before
//! is written again as it was, damaged lines included.

use crate::edit::{Entry, History};

use super::digest::Digest;
use super::session_file::HistorySummary;

/// The lines of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryText {
    text: String,
    entries: usize,
    damaged: usize,
    digest: Digest,
}

impl Default for HistoryText {
    fn default() -> Self {
        Self { text: String::new(), entries: 0, damaged: 0, digest: Digest::EMPTY }
    }
}

impl HistoryText {
    /// The history that a file ends in, checked against what the file's header says of it. What was lost comes back as
    /// sentences.
    pub(crate) fn read(text: String, summary: &HistorySummary) -> (Self, Vec<String>) {
        let mut history = Self { text, damaged: summary.damaged, ..Self::default() };
        for line in lines(&history.text) {
            history.entries += 1;
            history.digest = history.digest.and(line.as_bytes()).and(b"\n");
        }
        let mut warnings = Vec::new();
        if history.summary() != *summary {
            // Somebody wrote in the file, or it is damaged: only now is it worth looking at every line.
            history.damaged = lines(&history.text).filter(|line| entry(line).is_none()).count();
            if history.entries < summary.entries {
                let lost = summary.entries - history.entries;
                warnings.push(format!(
                    "The last {} of the history {} missing from the file; the session itself is whole.",
                    count(lost, "step", "steps"),
                    if lost == 1 { "is" } else { "are" },
                ));
            }
        }
        if history.damaged > 0 {
            warnings.push(format!(
                "{} of the history can't be read and {} left out of undo and the log; the session itself is whole.",
                count(history.damaged, "line", "lines"),
                if history.damaged == 1 { "is" } else { "are" },
            ));
        }
        (history, warnings)
    }

    /// Adds an entry at the end.
    ///
    /// # Errors
    /// When it can't be written as text, which no entry of this program is.
    pub fn push(&mut self, entry: &Entry) -> Result<(), ron::Error> {
        let line = entry_text(entry)?;
        self.push_line(&line);
        Ok(())
    }

    pub(crate) fn push_line(&mut self, line: &str) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(line);
        self.text.push('\n');
        self.entries += 1;
        self.digest = self.digest.and(line.as_bytes()).and(b"\n");
    }

    /// All lines.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines, oldest first.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        lines(&self.text)
    }

    /// How many entries, damaged ones included.
    pub fn entries(&self) -> usize {
        self.entries
    }

    /// A digest of the first so many lines; none where there are fewer.
    pub(crate) fn digest_at(&self, entries: usize) -> Option<u64> {
        if entries == self.entries {
            return Some(self.digest.value());
        }
        let digest = |digest: Digest, line: &str| digest.and(line.as_bytes()).and(b"\n");
        (entries < self.entries).then(|| self.lines().take(entries).fold(Digest::EMPTY, digest).value())
    }

    /// What the header of a file says of it.
    pub fn summary(&self) -> HistorySummary {
        HistorySummary { entries: self.entries, damaged: self.damaged, digest: self.digest.value() }
    }

    /// The history itself, without the lines that can't be read.
    pub fn parse(&self) -> History {
        self.parse_while(|| true)
    }

    /// The same, for as long as somebody wants it: what is read so far where nobody does any more.
    pub(crate) fn parse_while(&self, is_wanted: impl Fn() -> bool) -> History {
        History::new(self.lines().take_while(|_| is_wanted()).filter_map(entry))
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// An entry from its line.
pub(crate) fn entry(line: &str) -> Option<Entry> {
    ron::from_str(line).ok()
}

/// The line of an entry.
pub(crate) fn entry_text(entry: &Entry) -> Result<String, ron::Error> {
    ron::ser::to_string(entry)
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
