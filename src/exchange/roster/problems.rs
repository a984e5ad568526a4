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

/// Problems that are kept; a file with more is not read one by one by anybody.
const MOST_PROBLEMS: usize = 2_000;

/// Collects problems while a roster is read.
pub(super) struct Problems {
    found: Vec<Problem>,
    not_listed: usize,
    line_word: &'static str,
}

impl Problems {
    /// `line_word` is what lines are called: "line", "row" or "record".
    pub(super) fn counting(line_word: &'static str) -> Self {
        Self { found: Vec::new(), not_listed: 0, line_word }
    }

    /// Another place of the file inside a sentence: "in row 7".
    pub(super) fn place(&self, line: usize) -> String {
        format!("in {} {line}", self.line_word)
    }

    pub(super) fn error(&mut self, line: usize, message: String) {
        self.add(Some(line), Severity::Error, message);
    }

    pub(super) fn warning(&mut self, line: usize, message: String) {
        self.add(Some(line), Severity::Warning, message);
    }

    pub(super) fn note(&mut self, line: usize, message: String) {
        self.add(Some(line), Severity::Note, message);
    }

    pub(super) fn about_sheet(&mut self, severity: Severity, message: String) {
        self.found.push(Problem { line: None, severity, message });
    }

    fn add(&mut self, line: Option<usize>, severity: Severity, message: String) {
        if self.found.len() < MOST_PROBLEMS {
            self.found.push(Problem { line, severity, message });
        } else {
            self.not_listed += 1;
        }
    }

    /// By place, what is about the whole sheet first, and within a row what matters most.
    pub(super) fn sorted(mut self) -> Vec<Problem> {
        if self.not_listed > 0 {
            let message = format!(
                "{} more problems are not listed; mend the ones that are, and read the file again.",
                self.not_listed
            );
            self.about_sheet(Severity::Warning, message);
        }
        self.found.sort_by_key(|problem| (problem.line, problem.severity));
        self.found
    }
}
