//! Rubrics from files. A rubric in RON is taken as it is, with what is wrong in it. A table that a company has, one row
//! a skill with a column an anchor, or one row a skill and level, says less than a rubric: it becomes a
//! [`RubricDraft`], whose skills somebody assigns to tiers and levels before it is one.
//!
//! Headers are matched without regard to case, spaces and punctuation:
//!
//! | Form | Columns |
//! |---|---|
//! | wide | skill name · description · tier (or category) · an anchor for each point, lowest first, named by words such as Awareness, Working, Practitioner, Expert, or by numbers |
//! | long | skill name · skill level · what that level looks like · description · tier · role level with its description |

mod draft;
mod finish;
mod reading;
mod table;
#[cfg(test)]
mod tests;
mod write;

pub use draft::{BlankAnchor, DraftLevel, DraftSkill, RubricDraft, slug};
pub use finish::Finished;
pub use reading::{RubricField, RubricReading};
pub use table::RubricTable;
pub use write::{RubricFormat, write_rubric};

use crate::exchange::{decode, roster};
use crate::model::Rubric;

/// What a rubric file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum RubricFile {
    /// A whole rubric that can be used.
    Whole(Box<Rubric>),
    /// Skills and anchors that are still to be assigned to tiers and levels.
    Draft(RubricDraft),
}

/// A rubric file whose reading can still be corrected.
#[derive(Clone, Debug)]
pub enum OpenedRubric {
    /// A whole rubric that can be used.
    Whole(Box<Rubric>),
    /// A table, in which skills may or may not have been found.
    Table(Box<RubricTable>),
}

/// Reads a rubric file as far as its headers propose; `file` is its name, for sentences.
///
/// # Errors
/// What is wrong, in sentences that name the file and the place. Nothing of the file is taken then.
pub fn read_rubric(file: &str, bytes: &[u8]) -> Result<RubricFile, Vec<String>> {
    match open_rubric(file, bytes)? {
        OpenedRubric::Whole(rubric) => Ok(RubricFile::Whole(rubric)),
        OpenedRubric::Table(table) => {
            table.draft().clone().map(RubricFile::Draft).map_err(|problem| vec![shortened(problem)])
        }
    }
}

/// Opens a rubric file for somebody who looks at how it was read and corrects it; `file` is its name, for sentences.
///
/// # Errors
/// What is wrong, in sentences that name the file and the place, where there is no table to be read in another way.
pub fn open_rubric(file: &str, bytes: &[u8]) -> Result<OpenedRubric, Vec<String>> {
    if bytes.len() > roster::LARGEST_FILE {
        return Err(vec![format!("“{file}” is larger than 100 MB, which no rubric is; save only the skills.")]);
    }
    if !bytes.starts_with(b"PK") {
        let text = decode(bytes).text;
        let start = text.trim_start();
        if start.starts_with('(') || start.starts_with("#![") || start.starts_with("//") {
            return whole(file, &text).map(|rubric| OpenedRubric::Whole(Box::new(rubric)));
        }
        if let Some(kind) = unsupported(file, start) {
            return Err(vec![format!(
                "“{file}” is {kind}, which is no form of rubric that can be read; save it as a CSV or XLSX table with \
                 one row a skill and a column for each point of the scale."
            )]);
        }
    }
    let workbook = roster::read_tables(bytes, file).map_err(|error| vec![table_error(file, &error)])?;
    Ok(OpenedRubric::Table(Box::new(RubricTable::new(file, workbook))))
}

/// A sentence that quotes a whole page of a file, without the middle of it.
fn shortened(sentence: String) -> String {
    const START: usize = 400;
    const END: usize = 200;
    let letters = sentence.chars().count();
    if letters <= START + END {
        return sentence;
    }
    let (start, end): (String, String) =
        (sentence.chars().take(START).collect(), sentence.chars().skip(letters - END).collect());
    format!("{start}…{end}")
}

/// Forms that rubrics are published in and that are no tables.
fn unsupported(file: &str, start: &str) -> Option<&'static str> {
    let ending = file.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "md" | "markdown" => Some("a Markdown document"),
        "yaml" | "yml" => Some("a YAML document"),
        "json" => Some("a JSON document"),
        _ if start.starts_with("---") => Some("a YAML document"),
        _ if start.starts_with('{') => Some("a JSON document"),
        _ => None,
    }
}

/// The words for a file that is no table, which the reader of rosters found out.
fn table_error(file: &str, error: &roster::RosterError) -> String {
    match error {
        roster::RosterError::WrongKind { kind, .. } => {
            format!("“{file}” is {kind}, not a rubric; save the rubric as RON, CSV or XLSX.")
        }
        roster::RosterError::Empty { .. } => format!("“{file}” is empty; save the rubric again."),
        other => other.to_string(),
    }
}

fn whole(file: &str, text: &str) -> Result<Rubric, Vec<String>> {
    let rubric: Rubric = ron::from_str(text).map_err(|error| {
        let (line, column) = (error.span.start.line, error.span.start.col);
        vec![format!("“{file}”, line {line}, column {column}: {}; mend the rubric there.", error.code)]
    })?;
    let problems = rubric.problems();
    if problems.is_empty() {
        return Ok(rubric);
    }
    Err(problems.into_iter().map(|problem| located(file, text, &problem)).collect())
}

/// A problem with the line where the id or name that it quotes first stands.
fn located(file: &str, text: &str, problem: &str) -> String {
    let quoted = problem.split_once('“').and_then(|(_, rest)| rest.split_once('”')).map(|(quoted, _)| quoted);
    let place = quoted.and_then(|quoted| {
        let quoted = format!("\"{quoted}\"");
        text.lines().position(|line| line.contains(&quoted))
    });
    match place {
        Some(line) => format!("“{file}”, line {}: {problem}", line + 1),
        None => format!("“{file}”: {problem}"),
    }
}
