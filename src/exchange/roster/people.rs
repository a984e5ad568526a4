//! A sheet read as a roster: one row a person, what each column was read as, and every problem by
//! row. Reading again after a correction costs about as much as looking at each cell once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::Date;

use super::RosterError;
use super::dates::{self, DateDecision, DateOrder};
use super::directory::Directory;
use super::headers::Field;
use super::managers::{self, ManagerLink, ManagerTexts, OutsideManager};
use super::names;
use super::problems::{Problem, Problems, Severity};
use super::reading::{Reading, header_labels};
use super::rows::{people_rows, shortened};
use super::table::Sheet;
use crate::exchange::{fold, is_blank_text, tidy};

/// A roster as a preview shows it. Nothing of it is taken in yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// How each column was read, in the order of the sheet.
    pub columns: Vec<ColumnRead>,
    /// Everybody, in the order of the sheet.
    pub rows: Vec<RosterRow>,
    /// What is wrong or worth knowing, by line; what is about the whole sheet comes first.
    pub problems: Vec<Problem>,
    /// Which part of a date was taken to come first, and why.
    pub date_order: DateDecision,
    /// Managers without a row of their own, by name.
    pub outside_managers: Vec<OutsideManager>,
    /// What the lines of rows and problems count: "line", "row" or "record".
    pub line_word: &'static str,
}

/// How a column was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRead {
    /// The header as found, tidied; repeated headers are numbered, blank ones named by column.
    pub header: String,
    /// What the column was read as.
    pub field: Field,
    /// The first value that is not blank, shortened; empty where there is none.
    pub sample: String,
    /// How many people have a value here.
    pub filled: usize,
}

/// One person. Texts are tidied, and empty where the file is blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// Where the person stands in the file, counted from 1.
    pub line: usize,
    /// The company's id, exactly as written.
    pub employee_id: String,
    /// The name as it is spoken: "Mia Brown" also where the file has "Brown, Mia".
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The job title.
    pub title: String,
    /// The company's own grade or level.
    pub level_text: String,
    /// The manager as the file gives them.
    pub manager_text: String,
    /// The manager, if they were found.
    pub manager: ManagerLink,
    /// Department, team or division.
    pub department: String,
    /// Place of work.
    pub location: String,
    /// The day the person joined; none where it is blank or cannot be read.
    pub hired: Option<Date>,
    /// Employed, on leave, left.
    pub status: String,
    /// A rating from an earlier review.
    pub earlier_rating: String,
    /// What else is kept, by header; blank values are not listed.
    pub attributes: Vec<(String, String)>,
    /// False where a problem of severity [`Severity::Error`] keeps the row out.
    pub can_be_taken_in: bool,
}

impl RosterRow {
    /// The name, or words for its absence.
    pub(super) fn shown_name(&self) -> &str {
        if self.name.is_empty() { "somebody without a name" } else { &self.name }
    }
}

impl Roster {
    /// Reads a sheet the given way.
    ///
    /// # Errors
    /// A sentence for the screen when no column holds names, no row holds a person, or the reading
    /// was made for another sheet.
    pub fn read(sheet: &Sheet, reading: &Reading) -> Result<Self, RosterError> {
        check_reading(sheet, reading)?;
        let mut problems = Problems::counting(sheet.line_word());
        for note in sheet.notes() {
            problems.about_sheet(Severity::Warning, note.clone());
        }
        let labels = header_labels(sheet, reading.header_row);
        let lines = people_rows(sheet, reading, &mut problems);
        if lines.is_empty() {
            return Err(RosterError::NoRows { place: sheet.place() });
        }
        let date_order = decide_dates(sheet, reading, &labels, &lines);
        if !date_order.is_certain {
            let message = format!("{} Check the hire dates.", date_order.why);
            problems.about_sheet(Severity::Warning, message);
        }
        let columns = read_columns(sheet, reading, &labels, &lines);
        let reader = RowReader { sheet, labels: &labels, fields: Fields::of(reading), order: date_order.order };
        let mut manager_texts = Vec::with_capacity(lines.len());
        let mut rows: Vec<RosterRow> = Vec::with_capacity(lines.len());
        for row in lines {
            rows.push(reader.row(row, &mut problems));
            manager_texts.push(reader.manager(row));
        }
        if reader.counts_days(&rows) {
            problems.about_sheet(
                Severity::Note,
                "Hire dates given as plain numbers were read as a spreadsheet’s day counts.".to_owned(),
            );
        }
        check_ids(&mut rows, !reader.fields.employee_id.is_empty(), &mut problems);
        check_emails(&rows, &mut problems);
        let directory = Directory::of(&rows);
        check_same_names(&directory, &mut problems);
        let found = managers::find_all(&rows, &manager_texts, &directory, &mut problems);
        let outside_managers = managers::link(&mut rows, &manager_texts, &found, &mut problems);
        for (row, texts) in rows.iter_mut().zip(manager_texts) {
            texts.shown().clone_into(&mut row.manager_text);
        }
        let line_word = sheet.line_word();
        Ok(Self { columns, rows, problems: problems.sorted(), date_order, outside_managers, line_word })
    }

    /// The people who can be taken in as they are.
    pub fn people(&self) -> impl Iterator<Item = &RosterRow> {
        self.rows.iter().filter(|row| row.can_be_taken_in)
    }

    /// How many problems there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// The problems of one line of the file.
    pub fn problems_at(&self, line: usize) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |problem| problem.line == Some(line))
    }
}

fn check_reading(sheet: &Sheet, reading: &Reading) -> Result<(), RosterError> {
    if sheet.rows() == 0 {
        return Err(RosterError::NoRows { place: sheet.place() });
    }
    let header_is_outside = reading.header_row.is_some_and(|row| row >= sheet.rows());
    if reading.columns.len() != sheet.columns() || reading.sheet != sheet.position() || header_is_outside {
        return Err(RosterError::OtherSheet { place: sheet.place() });
    }
    if reading.has_names() {
        return Ok(());
    }
    let labels = header_labels(sheet, reading.header_row);
    let mut shown: Vec<String> = labels.iter().take(20).map(|label| format!("“{}”", shortened(label))).collect();
    if labels.len() > shown.len() {
        shown.push(format!("and {} more", labels.len() - shown.len()));
    }
    Err(RosterError::NoNames { columns: shown.join(", "), place: sheet.place() })
}

fn decide_dates(sheet: &Sheet, reading: &Reading, labels: &[String], lines: &[usize]) -> DateDecision {
    if let Some(order) = reading.date_order {
        let why = match order {
            DateOrder::DayFirst => "The day comes first, as chosen.",
            DateOrder::MonthFirst => "The month comes first, as chosen.",
        };
        return DateDecision { order, is_certain: true, why: why.to_owned() };
    }
    let hire_columns = reading.columns_of(Field::HireDate);
    let hired = lines.iter().flat_map(|row| hire_columns.iter().map(|column| sheet.cell(*row, *column)));
    let asked = if hire_columns.is_empty() { 0 } else { lines.len().min(200) };
    let others = lines[..asked]
        .iter()
        .flat_map(|row| labels.iter().enumerate().map(|(column, label)| (label.as_str(), sheet.cell(*row, column))));
    dates::decide(hired, others)
}

fn read_columns(sheet: &Sheet, reading: &Reading, labels: &[String], lines: &[usize]) -> Vec<ColumnRead> {
    let column_read = |(column, header): (usize, &String)| {
        let cells = lines.iter().map(|row| sheet.cell(*row, column));
        let mut filled = cells.filter(|cell| !is_blank_text(cell));
        let first = filled.next();
        ColumnRead {
            header: header.clone(),
            field: reading.columns[column],
            sample: first.map_or_else(String::new, |cell| shortened(&tidy(cell))),
            filled: filled.count() + usize::from(first.is_some()),
        }
    };
    labels.iter().enumerate().map(column_read).collect()
}

/// The columns of each field, looked up once.
struct Fields {
    employee_id: Vec<usize>,
    full_name: Vec<usize>,
    first_name: Vec<usize>,
    last_name: Vec<usize>,
    email: Vec<usize>,
    title: Vec<usize>,
    level: Vec<usize>,
    manager: Vec<usize>,
    manager_id: Vec<usize>,
    manager_email: Vec<usize>,
    department: Vec<usize>,
    location: Vec<usize>,
    hired: Vec<usize>,
    status: Vec<usize>,
    earlier_rating: Vec<usize>,
    attributes: Vec<usize>,
}

impl Fields {
    fn of(reading: &Reading) -> Self {
        Self {
            employee_id: reading.columns_of(Field::EmployeeId),
            full_name: reading.columns_of(Field::FullName),
            first_name: reading.columns_of(Field::FirstName),
            last_name: reading.columns_of(Field::LastName),
            email: reading.columns_of(Field::Email),
            title: reading.columns_of(Field::Title),
            level: reading.columns_of(Field::Level),
            manager: reading.columns_of(Field::Manager),
            manager_id: reading.columns_of(Field::ManagerId),
            manager_email: reading.columns_of(Field::ManagerEmail),
            department: reading.columns_of(Field::Department),
            location: reading.columns_of(Field::Location),
            hired: reading.columns_of(Field::HireDate),
            status: reading.columns_of(Field::Status),
            earlier_rating: reading.columns_of(Field::EarlierRating),
            attributes: reading.columns_of(Field::Attribute),
        }
    }
}

/// Words that people and programs write where there is nothing.
const NOTHING: [&str; 12] =
    ["-", "--", "–", "—", "n/a", "na", "none", "null", "nil", "(blank)", "not available", "nan"];
const LONGEST_NOTHING: usize = 13;
/// What a spreadsheet shows in place of a value that it could not work out.
const FAILED: [&str; 8] = ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!"];

fn is_failed_formula(cell: &str) -> bool {
    cell.starts_with('#') && FAILED.contains(&cell.trim_end())
}

struct RowReader<'a> {
    sheet: &'a Sheet,
    labels: &'a [String],
    fields: Fields,
    order: DateOrder,
}

impl RowReader<'_> {
    /// The text of a field: the last of its columns that is not blank.
    fn text(&self, row: usize, columns: &[usize]) -> Cow<'_, str> {
        let texts = columns.iter().rev().map(|column| tidy(self.sheet.cell(row, *column)));
        let mut texts = texts.filter(|text| !text.is_empty() && !is_failed_formula(text));
        texts.next().unwrap_or_default()
    }

    /// Like [`RowReader::text`], where "N/A" and its like mean that there is nothing.
    fn value(&self, row: usize, columns: &[usize]) -> String {
        let text = self.text(row, columns);
        let is_nothing = text.len() <= LONGEST_NOTHING && NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word));
        if is_nothing { String::new() } else { text.into_owned() }
    }

    fn row(&self, row: usize, problems: &mut Problems) -> RosterRow {
        let line = self.sheet.line(row);
        self.warn_of_failed_formulas(row, line, problems);
        let name = self.name(row);
        if name.is_empty() {
            problems.error(line, "The name is missing; this row cannot be taken in.".to_owned());
        }
        RosterRow {
            line,
            employee_id: self.text(row, &self.fields.employee_id).into_owned(),
            can_be_taken_in: !name.is_empty(),
            name,
            email: self.value(row, &self.fields.email),
            title: self.value(row, &self.fields.title),
            level_text: self.value(row, &self.fields.level),
            manager_text: String::new(),
            manager: ManagerLink::None,
            department: self.text(row, &self.fields.department).into_owned(),
            location: self.text(row, &self.fields.location).into_owned(),
            hired: self.hired(row, line, problems),
            status: self.text(row, &self.fields.status).into_owned(),
            earlier_rating: self.value(row, &self.fields.earlier_rating),
            attributes: self.attributes(row),
        }
    }

    fn name(&self, row: usize) -> String {
        let whole = names::spoken(&self.text(row, &self.fields.full_name));
        if !whole.is_empty() {
            return whole;
        }
        let first = self.text(row, &self.fields.first_name);
        let last = self.text(row, &self.fields.last_name);
        tidy(&format!("{first} {last}")).into_owned()
    }

    fn manager(&self, row: usize) -> ManagerTexts {
        ManagerTexts {
            id: self.value(row, &self.fields.manager_id),
            email: self.value(row, &self.fields.manager_email),
            name: names::spoken(&self.value(row, &self.fields.manager)),
        }
    }

    fn hired(&self, row: usize, line: usize, problems: &mut Problems) -> Option<Date> {
        let text = self.value(row, &self.fields.hired);
        if text.is_empty() {
            return None;
        }
        let date = dates::parse(&text, self.order);
        if date.is_none() {
            let text = shortened(&text);
            problems.warning(line, format!("The hire date “{text}” cannot be read and is left blank."));
        }
        date
    }

    fn attributes(&self, row: usize) -> Vec<(String, String)> {
        let kept = self
            .fields
            .attributes
            .iter()
            .map(|column| (self.labels[*column].clone(), tidy(self.sheet.cell(row, *column)).into_owned()));
        kept.filter(|(_, text)| !text.is_empty()).collect()
    }

    fn warn_of_failed_formulas(&self, row: usize, line: usize, problems: &mut Problems) {
        for (column, cell) in self.sheet.row(row).enumerate() {
            if is_failed_formula(cell) {
                let header = &self.labels[column];
                problems.warning(line, format!("“{header}” holds {}, which is taken as blank.", cell.trim()));
            }
        }
    }

    /// Whether a hire date was given as the plain number behind a date.
    fn counts_days(&self, rows: &[RosterRow]) -> bool {
        let hired = rows.iter().filter(|row| row.hired.is_some()).count();
        let columns = &self.fields.hired;
        let rows = 0..self.sheet.rows();
        let is_count = |row: usize| columns.iter().any(|column| dates::is_day_count(self.sheet.cell(row, *column)));
        hired > 0 && rows.into_iter().any(is_count)
    }
}

fn check_ids(rows: &mut [RosterRow], has_ids: bool, problems: &mut Problems) {
    if !has_ids {
        return;
    }
    let mut first_with: HashMap<&str, usize> = HashMap::new();
    let mut repeated = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if row.employee_id.is_empty() {
            if row.can_be_taken_in {
                problems.warning(row.line, format!("{} has no employee id.", row.name));
            }
            continue;
        }
        if let Some(first) = first_with.get(row.employee_id.as_str()) {
            repeated.push((index, *first));
        } else {
            first_with.insert(&row.employee_id, index);
        }
    }
    for (index, first) in repeated {
        let (line, id) = (rows[index].line, &rows[index].employee_id);
        problems.error(
            line,
            format!(
                "The employee id “{}” is already {}’s, {}; this row cannot be taken in.",
                shortened(id),
                rows[first].shown_name(),
                problems.place(rows[first].line)
            ),
        );
        rows[index].can_be_taken_in = false;
    }
}

fn check_same_names(directory: &Directory<'_>, problems: &mut Problems) {
    for (row, first) in directory.namesakes() {
        let (name, at) = (&row.name, problems.place(first.line));
        if row.employee_id.is_empty() || first.employee_id.is_empty() {
            problems.warning(
                row.line,
                format!("{name} is also {at}, and no employee id tells whether they are two people; both are kept."),
            );
        } else {
            problems.note(row.line, format!("{name} is also {at}, with another employee id: two people."));
        }
    }
}

fn check_emails(rows: &[RosterRow], problems: &mut Problems) {
    let mut first_with: HashMap<Cow<'_, str>, &RosterRow> = HashMap::with_capacity(rows.len());
    for row in rows.iter().filter(|row| row.can_be_taken_in && !row.email.is_empty()) {
        if !row.email.contains('@') {
            problems.warning(row.line, format!("“{}” is no e-mail address.", shortened(&row.email)));
            continue;
        }
        match first_with.entry(fold(&row.email)) {
            Entry::Vacant(entry) => {
                entry.insert(row);
            }
            Entry::Occupied(first) => {
                let (name, at) = (first.get().shown_name(), problems.place(first.get().line));
                problems.warning(row.line, format!("The e-mail address is also {name}’s, {at}."));
            }
        }
    }
}
