//! What is wrong with a roster, by row, for the preview.

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The row cannot be taken in as it is.
    Error,
    /// Something is missing or doubtful; the row is taken in without it.
    Warning,
    /// Worth knowing; nothing is lost.
    Note,
}

/// One thing that is wrong or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where in the file, counted from 1; none where it is about the whole sheet.
    pub line: Option<usize>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, as a sentence for the screen.
    pub message: String,
}

/// Collects problems while a roster is read.
pub(super) struct Problems {
    found: Vec<Problem>,
    line_word: &'static str,
}

impl Problems {
    /// `line_word` is what lines are called: "line", "row" or "record".
    pub(super) fn counting(line_word: &'static str) -> Self {
        Self { found: Vec::new(), line_word }
    }

    /// Another place of the file inside a sentence: "in row 7".
    pub(super) fn place(&self, line: usize) -> String {
        format!("in {} {line}", self.line_word)
    }

    pub(super) fn error(&mut self, line: usize, message: String) {
        self.found.push(Problem { line: Some(line), severity: Severity::Error, message });
    }

    pub(super) fn warning(&mut self, line: usize, message: String) {
        self.found.push(Problem { line: Some(line), severity: Severity::Warning, message });
    }

    pub(super) fn note(&mut self, line: usize, message: String) {
        self.found.push(Problem { line: Some(line), severity: Severity::Note, message });
    }

    pub(super) fn about_sheet(&mut self, severity: Severity, message: String) {
        self.found.push(Problem { line: None, severity, message });
    }

    /// By place, what is about the whole sheet first, and within a row what matters most.
    pub(super) fn sorted(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|problem| (problem.line, problem.severity));
        self.found
    }
}
