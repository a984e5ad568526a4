//! CSV, one row a rating: what one rater said about one skill of one person, and beside it what the panel settled.
//! Ids stand beside names, so that ratings find their way back when two people have one name.

use crate::model::{Mark, Outcome, Session};

use super::marks::why_not_words;
use super::outgoing::Outgoing;
use super::rows::{RatingRow, each_rating};
use super::text::guarded;
use super::{ExportError, ExportOptions};

/// The columns, in their order. The sheet "Ratings" of a workbook has the same.
pub(super) const COLUMNS: [&str; 16] = [
    "person_id",
    "employee_id",
    "person",
    "rater_id",
    "rater",
    "skill_id",
    "skill",
    "score",
    "not_observed",
    "note",
    "revised_score",
    "revised_not_observed",
    "agreed",
    "agreed_score",
    "agreed_reason",
    "level",
];

/// The byte order mark that tells spreadsheets that a file is UTF-8.
pub(super) const MARK: &[u8] = "\u{FEFF}".as_bytes();

pub(super) fn write(session: &Session, options: &ExportOptions) -> Result<Vec<u8>, ExportError> {
    let outgoing = Outgoing::of(session, options)?;
    let mut writer = csv::Writer::from_writer(MARK.to_vec());
    writer.write_record(COLUMNS).map_err(failed)?;
    each_rating(&outgoing.session, |row| {
        let cells = cells(&outgoing.session, &row);
        writer.write_record(cells.iter().map(Cell::text)).map_err(failed)
    })?;
    writer.into_inner().map_err(|error| ExportError::Failed(error.to_string()))
}

pub(super) fn failed(error: csv::Error) -> ExportError {
    ExportError::Failed(error.to_string())
}

/// One cell: a text that somebody typed, or something of ours.
pub(super) enum Cell<'a> {
    /// Text that a spreadsheet must not run.
    Typed(&'a str),
    /// Words of our own.
    Word(&'a str),
    /// A mark or an agreed score.
    Number(f64),
    /// Nothing.
    Blank,
}

impl Cell<'_> {
    fn text(&self) -> String {
        match self {
            Self::Typed(text) => guarded(text).into_owned(),
            Self::Word(word) => (*word).to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Blank => String::new(),
        }
    }
}

/// The cells of a row, in the order of the columns.
pub(super) fn cells<'a>(session: &'a Session, row: &RatingRow<'a>) -> [Cell<'a>; COLUMNS.len()] {
    let (score, not_observed) = mark_cells(row.blind);
    let (revised, revised_not_observed) = mark_cells(row.revised);
    let (agreed, agreed_score) = match row.agreed.map(|agreed| agreed.outcome) {
        None => (Cell::Blank, Cell::Blank),
        Some(Outcome::Score(score)) => (Cell::Word("agreed"), Cell::Number(f64::from(score))),
        Some(Outcome::AsRated(mean)) => (Cell::Word("as rated"), Cell::Number(mean)),
        Some(Outcome::NoAgreement) => (Cell::Word("no agreement"), Cell::Blank),
    };
    let level = row.person.level.as_ref().and_then(|level| session.rubric.level(level));
    [
        Cell::Typed(row.person.id.as_str()),
        Cell::Typed(&row.person.employee_id),
        Cell::Typed(&row.person.name),
        Cell::Typed(row.rater.map_or("", |rater| rater.id.as_str())),
        Cell::Typed(row.rater.map_or("", |rater| &rater.name)),
        Cell::Typed(row.skill.id.as_str()),
        Cell::Typed(&row.skill.name),
        score,
        not_observed,
        Cell::Typed(row.note),
        revised,
        revised_not_observed,
        agreed,
        agreed_score,
        Cell::Typed(row.agreed.map_or("", |agreed| &agreed.reason)),
        Cell::Typed(level.map_or("", |level| &level.name)),
    ]
}

fn mark_cells(mark: Option<Mark>) -> (Cell<'static>, Cell<'static>) {
    match mark {
        None => (Cell::Blank, Cell::Blank),
        Some(Mark::Score(score)) => (Cell::Number(f64::from(score)), Cell::Blank),
        Some(Mark::NotObserved(why)) => (Cell::Blank, Cell::Word(why_not_words(why))),
    }
}
