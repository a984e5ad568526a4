//! How a sheet is read: which row holds the headers, what each column means, which part of a date
//! comes first. The first guess looks at headers and at values; all of it can be corrected, and the
//! sheet is then read again.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::dates::{self, DateOrder};
use super::headers::{self, Field, HeaderMatch};
use super::names;
use super::table::Sheet;
use crate::exchange::{fold, is_blank_text, tidy};

/// Rows that may stand above the headers: titles, dates of export, blank lines.
const MOST_TITLE_ROWS: usize = 30;
/// Cells of a column that are looked at to learn what it holds.
const SAMPLE: usize = 200;

/// How a sheet is read. Everything in it may be corrected before the sheet is read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The sheet's place in its workbook.
    pub sheet: usize,
    /// The row of the sheet (from 0) that holds the headers; none where the first row is a person.
    pub header_row: Option<usize>,
    /// What each column is read as. Where several columns are the same field, a row takes the last
    /// one that is not blank.
    pub columns: Vec<Field>,
    /// Which part of a date in figures comes first; none lets the file decide.
    pub date_order: Option<DateOrder>,
}

impl Reading {
    /// The first guess for a sheet.
    #[must_use]
    pub fn propose(sheet: &Sheet) -> Self {
        Self::propose_below(sheet, find_header_row(sheet))
    }

    /// The first guess for a sheet whose header row is known.
    #[must_use]
    pub fn propose_below(sheet: &Sheet, header_row: Option<usize>) -> Self {
        let columns = Proposal::new(sheet, header_row).columns();
        Self { sheet: sheet.position(), header_row, columns, date_order: None }
    }

    /// Whether any column holds names.
    #[must_use]
    pub fn has_names(&self) -> bool {
        let names = [Field::FullName, Field::FirstName, Field::LastName];
        self.columns.iter().any(|field| names.contains(field))
    }

    /// The first row of the sheet that may be a person.
    #[must_use]
    pub fn first_row(&self) -> usize {
        self.header_row.map_or(0, |row| row + 1)
    }

    /// The number of rows below the headers.
    #[must_use]
    pub fn rows_below(&self, sheet: &Sheet) -> usize {
        sheet.rows().saturating_sub(self.first_row())
    }

    /// The number of columns that are read as something.
    #[must_use]
    pub fn known_columns(&self) -> usize {
        let kept = |field: &&Field| !matches!(field, Field::Attribute | Field::Ignore);
        self.columns.iter().filter(kept).count()
    }

    /// The columns that are read as a field.
    pub(super) fn columns_of(&self, field: Field) -> Vec<usize> {
        let columns = self.columns.iter().enumerate().filter(|(_, found)| **found == field);
        columns.map(|(column, _)| column).collect()
    }
}

/// The headers of a sheet as they are shown: tidied, the blank ones named by their column, repeated
/// ones numbered.
#[must_use]
pub fn header_labels(sheet: &Sheet, header_row: Option<usize>) -> Vec<String> {
    let mut seen: HashSet<String> = HashSet::new();
    let label = |column: usize| {
        let found = header_row.map_or("", |row| sheet.cell(row, column));
        let header = match tidy(found) {
            blank if blank.is_empty() => format!("Column {}", column_letters(column)),
            text => text.into_owned(),
        };
        let mut label = header.clone();
        let mut repeat = 2;
        while !seen.insert(fold(&label).into_owned()) {
            label = format!("{header} ({repeat})");
            repeat += 1;
        }
        label
    };
    (0..sheet.columns()).map(label).collect()
}

/// A column's letters in a spreadsheet: A, B, …, Z, AA.
fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The row with the most headers that are known. Where none is known, the first row, unless it
/// already looks like a person.
fn find_header_row(sheet: &Sheet) -> Option<usize> {
    let candidates = 0..sheet.rows().min(MOST_TITLE_ROWS);
    let known = candidates.map(|row| (headers::known_among(sheet.row(row)), row));
    let best = known.rev().max_by_key(|(known, _)| *known)?;
    match best {
        (0, _) => first_row_without_names(sheet),
        (1, row) if sheet.columns() > 2 && filled_cells(sheet, row) < 2 => first_row_without_names(sheet),
        (_, row) => Some(row),
    }
}

fn first_row_without_names(sheet: &Sheet) -> Option<usize> {
    let is_person = sheet.row(0).any(|cell| names::looks_like_name(cell) || cell.contains('@'));
    let has_people = Facts::all(sheet, 1).iter().any(Facts::look_like_names);
    if is_person && has_people { None } else { Some(0) }
}

fn filled_cells(sheet: &Sheet, row: usize) -> usize {
    sheet.row(row).filter(|cell| !is_blank_text(cell)).count()
}

/// What the cells of a column look like.
#[derive(Debug, Default)]
struct Facts {
    filled: usize,
    emails: usize,
    all_digits: usize,
    with_digit: usize,
    dates: usize,
    names: usize,
    several_words: usize,
    different: usize,
}

impl Facts {
    fn all(sheet: &Sheet, first_row: usize) -> Vec<Self> {
        (0..sheet.columns()).map(|column| Self::of(sheet, column, first_row)).collect()
    }

    fn of(sheet: &Sheet, column: usize, first_row: usize) -> Self {
        let mut facts = Self::default();
        let mut different = HashSet::new();
        for text in sample(sheet, column, first_row) {
            facts.filled += 1;
            facts.emails += usize::from(looks_like_email(text));
            facts.all_digits += usize::from(text.bytes().all(|b| b.is_ascii_digit()));
            let has_digit = text.bytes().any(|b| b.is_ascii_digit());
            facts.with_digit += usize::from(has_digit);
            facts.dates += usize::from(has_digit && dates::looks_like_date(text));
            facts.names += usize::from(names::looks_like_name(text));
            facts.several_words += usize::from(text.contains([' ', ',']));
            different.insert(text);
        }
        facts.different = different.len();
        facts
    }

    fn mostly(&self, count: usize) -> bool {
        count * 2 > self.filled
    }

    /// Without a header to say so, only a column of many different names is taken for names.
    fn look_like_names(&self) -> bool {
        self.filled > 0 && self.names * 10 >= self.filled * 8 && self.different * 10 >= self.filled * 9
    }

    fn is_blank(&self) -> bool {
        self.filled == 0
    }
}

/// The first cells of a column that are not blank, spread over few enough rows to stay quick.
fn sample(sheet: &Sheet, column: usize, first_row: usize) -> impl Iterator<Item = &str> {
    let rows = first_row..sheet.rows().min(first_row + 10 * SAMPLE);
    let cells = rows.map(move |row| sheet.cell(row, column).trim_matches(crate::exchange::is_blank));
    cells.filter(|text| !text.is_empty()).take(SAMPLE)
}

fn looks_like_email(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(' '))
}

/// The guess for the columns of a sheet below a header row.
struct Proposal<'a> {
    sheet: &'a Sheet,
    first_row: usize,
    matches: Vec<Vec<HeaderMatch>>,
    headers: Vec<String>,
    facts: Vec<Facts>,
    fields: Vec<Option<Field>>,
}

impl<'a> Proposal<'a> {
    fn new(sheet: &'a Sheet, header_row: Option<usize>) -> Self {
        let first_row = header_row.map_or(0, |row| row + 1);
        let header = |column| header_row.map_or("", |row| sheet.cell(row, column));
        let headers: Vec<String> = (0..sheet.columns()).map(|column| fold(header(column)).into_owned()).collect();
        Self {
            sheet,
            first_row,
            matches: (0..sheet.columns()).map(|column| headers::matches(header(column))).collect(),
            headers,
            facts: Facts::all(sheet, first_row),
            fields: vec![None; sheet.columns()],
        }
    }

    fn columns(mut self) -> Vec<Field> {
        for field in [
            Field::FullName,
            Field::FirstName,
            Field::LastName,
            Field::EmployeeId,
            Field::Email,
            Field::Title,
            Field::Level,
            Field::Department,
            Field::Location,
            Field::HireDate,
            Field::Status,
            Field::EarlierRating,
        ] {
            self.give_best(field, field);
        }
        self.settle_names();
        for kind in [Field::Manager, Field::ManagerId, Field::ManagerEmail] {
            self.give_best(Field::Manager, kind);
        }
        self.widen_management_chain();
        (0..self.fields.len()).map(|column| self.field_or_rest(column)).collect()
    }

    /// Reads the best of the columns whose header says `listed` as `field`.
    fn give_best(&mut self, listed: Field, field: Field) {
        let best = (0..self.fields.len())
            .filter(|column| self.fields[*column].is_none() && self.fits(*column, field))
            .filter_map(|column| {
                let found = self.matches[column].iter().filter(|found| found.field == listed).min()?;
                Some((self.facts[column].is_blank(), *found, column))
            })
            .min();
        if let Some((_, _, column)) = best {
            self.fields[column] = Some(field);
        }
    }

    /// Whether the values of a column allow it to be the field.
    fn fits(&self, column: usize, field: Field) -> bool {
        let facts = &self.facts[column];
        if facts.is_blank() && !is_manager(field) {
            return true;
        }
        match field {
            Field::FullName => self.can_be_names(column) && !self.holds_only_surnames(column),
            Field::FirstName | Field::LastName => !facts.mostly(facts.all_digits) && !facts.mostly(facts.emails),
            Field::EmployeeId => !facts.mostly(facts.names) && !self.holds_dates(column),
            Field::Title => !facts.mostly(facts.all_digits),
            Field::Email => facts.mostly(facts.emails),
            Field::HireDate => facts.mostly(facts.dates),
            Field::EarlierRating => !self.holds_dates(column),
            Field::Manager | Field::ManagerId | Field::ManagerEmail => self.manager_kind(column) == field,
            _ => true,
        }
    }

    /// Names may hold figures ("Person 12"); single words with figures are ids, unless the header
    /// says that they are names.
    fn can_be_names(&self, column: usize) -> bool {
        let facts = &self.facts[column];
        let says_name = ["name", "nom"].iter().any(|word| self.headers[column].contains(word));
        let look_like_ids = facts.mostly(facts.with_digit) && !facts.mostly(facts.several_words);
        !facts.mostly(facts.all_digits) && !facts.mostly(facts.emails) && (says_name || !look_like_ids)
    }

    /// Eight-figure ids can be read as dates, so only texts that are not all figures count.
    fn holds_dates(&self, column: usize) -> bool {
        let facts = &self.facts[column];
        facts.mostly(facts.dates) && !facts.mostly(facts.all_digits)
    }

    /// "Name" beside "First name" is the family name where it never holds two words.
    fn holds_only_surnames(&self, column: usize) -> bool {
        let has = |field| self.matches.iter().flatten().any(|found| found.field == field);
        self.facts[column].several_words == 0 && has(Field::FirstName) && !has(Field::LastName)
    }

    fn settle_names(&mut self) {
        let place = |fields: &[Option<Field>], field| fields.iter().position(|found| *found == Some(field));
        let full = place(&self.fields, Field::FullName);
        let first = place(&self.fields, Field::FirstName);
        let last = place(&self.fields, Field::LastName);
        match (full, first, last) {
            (None, Some(_), None) => {
                let surname = (0..self.fields.len()).find(|column| {
                    self.matches[*column].iter().any(|found| found.field == Field::FullName)
                        && self.holds_only_surnames(*column)
                });
                match surname {
                    Some(column) => self.fields[column] = Some(Field::LastName),
                    None => self.whole_name_if_several_words(first),
                }
            }
            (None, None, Some(_)) => self.whole_name_if_several_words(last),
            (None, None, None) => self.name_by_look(),
            _ => {}
        }
    }

    /// "Nombre" or "Nom" alone is the whole name where it holds several words.
    fn whole_name_if_several_words(&mut self, column: Option<usize>) {
        let Some(column) = column else { return };
        if self.facts[column].mostly(self.facts[column].several_words) {
            self.fields[column] = Some(Field::FullName);
        }
    }

    /// Where no header is known, a column that looks like nothing but names is taken for them.
    fn name_by_look(&mut self) {
        if self.matches.iter().any(|found| !found.is_empty()) {
            return;
        }
        let names = self.facts.iter().position(Facts::look_like_names);
        let emails = self.facts.iter().position(|facts| facts.filled > 0 && facts.mostly(facts.emails));
        if let Some(column) = names {
            self.fields[column] = Some(Field::FullName);
            emails.into_iter().for_each(|column| self.fields[column] = Some(Field::Email));
        }
    }

    /// Whether a column names managers, or gives their ids or e-mail addresses. The values decide;
    /// the header does where there are none or they could be either.
    fn manager_kind(&self, column: usize) -> Field {
        let facts = &self.facts[column];
        let header = &self.headers[column];
        if facts.is_blank() {
            return match () {
                () if header.contains("mail") => Field::ManagerEmail,
                () if header_means_id(header) => Field::ManagerId,
                () => Field::Manager,
            };
        }
        if facts.mostly(facts.emails) {
            return Field::ManagerEmail;
        }
        if facts.mostly(facts.several_words) {
            return Field::Manager;
        }
        let is_id = facts.mostly(facts.with_digit) || header_means_id(header) || self.holds_ids(column);
        if is_id { Field::ManagerId } else { Field::Manager }
    }

    /// Whether most values of a column are ids of people in the sheet.
    fn holds_ids(&self, column: usize) -> bool {
        let is_id = |field: &Option<Field>| *field == Some(Field::EmployeeId);
        let Some(id_column) = self.fields.iter().position(is_id) else { return false };
        let rows = self.first_row..self.sheet.rows();
        let ids: HashSet<&str> = rows.map(|row| self.sheet.cell(row, id_column).trim()).collect();
        let found = sample(self.sheet, column, self.first_row).filter(|text| ids.contains(text));
        self.facts[column].mostly(found.count())
    }

    /// Where only a chain of managers is given, one column a rank, the lowest one that is filled is
    /// the manager: all of the chain is read, and the last column that is not blank counts.
    fn widen_management_chain(&mut self) {
        let manager = self.fields.iter().position(|field| *field == Some(Field::Manager));
        let Some(manager) = manager else { return };
        let link =
            |column: usize| self.matches[column].iter().find(|found| found.field == Field::Manager && found.numbered);
        let Some(rank) = link(manager).map(|found| found.rank) else { return };
        let chain: Vec<usize> =
            (0..self.fields.len()).filter(|column| link(*column).is_some_and(|found| found.rank == rank)).collect();
        chain.into_iter().for_each(|column| self.fields[column] = Some(Field::Manager));
    }

    fn field_or_rest(&self, column: usize) -> Field {
        if let Some(field) = self.fields[column] {
            return field;
        }
        let is_private = self.matches[column].iter().any(|found| found.field == Field::Ignore);
        if is_private || self.facts[column].is_blank() { Field::Ignore } else { Field::Attribute }
    }
}

fn is_manager(field: Field) -> bool {
    matches!(field, Field::Manager | Field::ManagerId | Field::ManagerEmail)
}

fn header_means_id(folded_header: &str) -> bool {
    let header = folded_header.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '#');
    ["id", "number", "#", " no", "nummer"].iter().any(|ending| header.ends_with(ending))
}
