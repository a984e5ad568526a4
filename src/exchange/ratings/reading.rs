//! Ratings files as rows: our own long CSV, workbook, RON and JSON, and anybody's table with a person, a rater, a skill
//! and a score in each row.

use crate::exchange::{decode, folded, roster};
use crate::model::{Mark, Session};

use super::incoming::{Collector, Incoming, Named, Said};
use super::marks::{parse_flag, parse_mark};
use super::text::unguarded;
use super::whole::{self, Notation};

/// Rows at the top of a table in which its header is looked for.
pub(super) const ROWS_ABOVE: usize = 20;

/// What is wrong with a file as a whole: what, where and what to do, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// Reads a file of ratings against a session. What kind of file it is shows in its content; `file` is its name, for
/// sentences.
///
/// # Errors
/// When nothing of the file can be read. What is wrong with single lines is in [`Incoming::problems`].
pub fn read_ratings(session: &Session, file: &str, bytes: &[u8]) -> Result<Incoming, Unreadable> {
    if bytes.starts_with(b"PK") {
        let mut collector = Collector::new(session, "row");
        read_workbook(&mut collector, session, file, bytes)?;
        return Ok(collector.finish());
    }
    let decoded = decode(bytes);
    let notation = notation_of(&decoded.text);
    let mut collector = Collector::new(session, if notation.is_some() { "rating" } else { "line" });
    match notation {
        Some(notation) => read_whole(&mut collector, file, &decoded.text, notation)?,
        None => read_text(&mut collector, session, file, &decoded.text)?,
    }
    Ok(collector.finish())
}

/// Whether a text looks like RON or JSON rather than a table.
pub fn notation_of(text: &str) -> Option<Notation> {
    match text.trim_start().chars().next()? {
        '{' => Some(Notation::Json),
        '(' => Some(Notation::Ron),
        '#' if text.trim_start().starts_with("#![") => Some(Notation::Ron),
        _ => None,
    }
}

fn read_whole(collector: &mut Collector<'_>, file: &str, text: &str, notation: Notation) -> Result<(), Unreadable> {
    let ratings = whole::ratings(text, notation).map_err(|problem| Unreadable(format!("{problem} File: “{file}”.")))?;
    for (at, rating) in ratings.iter().enumerate() {
        let by_id = |id| Named { id, ..Named::default() };
        collector.take(Said {
            line: at + 1,
            person: by_id(rating.person.as_str()),
            rater: by_id(rating.rater.as_str()),
            skill: by_id(rating.skill.as_str()),
            blind: rating.blind(),
            revised: rating.revised(),
            note: &rating.note,
        });
    }
    Ok(())
}

fn read_text(collector: &mut Collector<'_>, session: &Session, file: &str, text: &str) -> Result<(), Unreadable> {
    let header_with =
        |separator| find_columns(records(text, separator).take(ROWS_ABOVE)).map(|header| (separator, header));
    let found = [b',', b';', b'\t', b'|'].into_iter().find_map(header_with);
    let Some((separator, (header, columns))) = found else { return Err(no_columns(file)) };
    let top = session.rubric.scale.top();
    for (line, record) in records(text, separator).skip(header + 1) {
        columns.take(collector, line, top, |column| unguarded(record.get(column).unwrap_or_default()));
    }
    Ok(())
}

/// The records of a text with the lines where they begin.
pub(super) fn records(text: &str, separator: u8) -> impl Iterator<Item = (usize, csv::StringRecord)> + '_ {
    let reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    // The text is whole UTF-8 and rows may have any length, so no record can fail.
    reader.into_records().flatten().map(|record| {
        let line = record.position().map_or(0, |position| position.line() as usize);
        (line, record)
    })
}

fn read_workbook(collector: &mut Collector<'_>, session: &Session, file: &str, bytes: &[u8]) -> Result<(), Unreadable> {
    let workbook = roster::read_tables(bytes, file).map_err(|error| Unreadable(error.to_string()))?;
    let top = session.rubric.scale.top();
    for sheet in &workbook.sheets {
        let rows = (0..sheet.rows().min(ROWS_ABOVE)).map(|row| (row, sheet.row(row).collect::<csv::StringRecord>()));
        let Some((header, columns)) = find_columns(rows) else { continue };
        if let Some(note) = sheet.notes().first() {
            return Err(Unreadable(format!("{note} Use a CSV file instead of {}.", sheet.place())));
        }
        for row in header + 1..sheet.rows() {
            columns.take(collector, sheet.line(row), top, |column| sheet.cell(row, column));
        }
        return Ok(());
    }
    Err(no_columns(file))
}

fn no_columns(file: &str) -> Unreadable {
    Unreadable(format!(
        "“{file}” has no ratings that can be read back: it needs columns for the person, the rater, the skill and the \
         score, one row a rating. One row a person is for other systems only."
    ))
}

/// Which column holds what.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub person: NameColumns,
    pub rater: NameColumns,
    pub skill: NameColumns,
    pub score: Option<usize>,
    pub not_observed: Option<usize>,
    note: Option<usize>,
    revised: Option<usize>,
    revised_not_observed: Option<usize>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct NameColumns {
    id: Option<usize>,
    /// The company's own id, which is taken where the other is blank.
    company_id: Option<usize>,
    email: Option<usize>,
    name: Option<usize>,
}

impl NameColumns {
    fn is_there(&self) -> bool {
        self.id.or(self.company_id).or(self.email).or(self.name).is_some()
    }

    pub fn named<'c>(&self, cell: &impl Fn(usize) -> &'c str) -> Named<'c> {
        let text = |column: Option<usize>| column.map_or("", cell);
        let id = [text(self.id), text(self.company_id)].into_iter().find(|id| !id.trim().is_empty());
        Named { id: id.unwrap_or_default(), email: text(self.email), name: text(self.name) }
    }
}

/// Finds the header among the first records: its place and its columns.
pub(super) fn find_columns(records: impl Iterator<Item = (usize, csv::StringRecord)>) -> Option<(usize, Columns)> {
    let mut headers = records.map(|(_, record)| Columns::of(record.iter())).enumerate();
    headers.find(|(_, columns)| columns.are_enough())
}

impl Columns {
    fn of<'h>(headers: impl Iterator<Item = &'h str>) -> Self {
        let mut columns = Self::default();
        for (at, header) in headers.enumerate() {
            let key: String = folded(header).filter(|letter| letter.is_alphanumeric()).take(40).collect();
            if let Some(place) = columns.place_of(&key) {
                // Of two columns with one meaning the first counts.
                place.get_or_insert(at);
            }
        }
        columns
    }

    fn place_of(&mut self, key: &str) -> Option<&mut Option<usize>> {
        Some(match key {
            "personid" | "subjectid" | "rateeid" => &mut self.person.id,
            "employeeid" | "employeenumber" | "personemployeeid" => &mut self.person.company_id,
            "personemail" | "subjectemail" | "employeeemail" | "email" => &mut self.person.email,
            "person" | "subject" | "ratee" | "employee" | "name" | "personname" | "subjectname" | "employeename" => {
                &mut self.person.name
            }
            "raterid" | "reviewerid" => &mut self.rater.id,
            "rateremployeeid" => &mut self.rater.company_id,
            "rateremail" | "revieweremail" => &mut self.rater.email,
            "rater" | "reviewer" | "manager" | "ratername" | "reviewername" => &mut self.rater.name,
            "skillid" | "itemid" => &mut self.skill.id,
            "skill" | "item" | "skillname" | "itemname" | "criterion" => &mut self.skill.name,
            "score" | "rating" | "mark" | "blindscore" => &mut self.score,
            "notobserved" => &mut self.not_observed,
            "note" | "notes" | "comment" => &mut self.note,
            "revisedscore" | "revised" => &mut self.revised,
            "revisednotobserved" => &mut self.revised_not_observed,
            _ => return None,
        })
    }

    fn are_enough(&self) -> bool {
        self.person.is_there() && self.rater.is_there() && self.skill.is_there() && self.score.is_some()
    }

    fn take<'c>(&self, collector: &mut Collector<'_>, line: usize, top: u8, cell: impl Fn(usize) -> &'c str) {
        let text = |column: Option<usize>| column.map_or("", &cell);
        let blind = mark(text(self.score), text(self.not_observed), top);
        let revised = mark(text(self.revised), text(self.revised_not_observed), top);
        match (blind, revised) {
            (Ok(blind), Ok(revised)) => collector.take(Said {
                line,
                person: self.person.named(&cell),
                rater: self.rater.named(&cell),
                skill: self.skill.named(&cell),
                blind,
                revised,
                note: text(self.note),
            }),
            (blind, revised) => {
                let wrong = [blind.err(), revised.err()];
                wrong.into_iter().flatten().for_each(|wrong| collector.problem(line, format!("{wrong}.")));
            }
        }
    }
}

/// A mark from its two columns.
fn mark(score: &str, not_observed: &str, top: u8) -> Result<Option<Mark>, String> {
    let said = parse_mark(score, top)?;
    let Some(why) = parse_flag(not_observed)? else { return Ok(said) };
    match said {
        Some(Mark::Score(score)) => {
            Err(format!("It has the score {score} and says not observed; leave one of the two"))
        }
        _ => Ok(Some(Mark::NotObserved(why))),
    }
}
