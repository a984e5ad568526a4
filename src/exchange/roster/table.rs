//! Tables as text: what every roster file becomes before anybody asks what its columns mean. A sheet
//! keeps all its cells in one text with the place where each cell ends, so that a large file costs
//! little more memory than its own characters, and it counts what it takes, so that a small hostile
//! file cannot unfold without end.

use std::fmt;

use super::reading::Reading;
use crate::exchange::is_blank_text;

/// Rows that are read from one sheet; what follows is left out, and said so.
pub const MOST_ROWS: usize = 50_000;
/// Columns that are read from one sheet; what follows is left out, and said so.
pub const MOST_COLUMNS: usize = 512;

/// A roster file as tables of text, before any column has a meaning.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// How the file was read, in words for the screen: "Windows-1252, semicolons".
    pub description: String,
    /// The tables in the order of the file; never empty.
    pub sheets: Vec<Sheet>,
    /// What could not be read as it stands, one sentence each.
    pub notes: Vec<String>,
}

impl Workbook {
    /// The sheet that looks most like a list of people: one with a column of names before one
    /// without, then the one with more known columns, with rows, visible, and nearer the front.
    #[must_use]
    pub fn best_sheet(&self) -> usize {
        if self.sheets.len() < 2 {
            return 0;
        }
        let rank = |sheet: &Sheet| {
            let reading = Reading::propose(sheet);
            let rows = reading.rows_below(sheet);
            (reading.has_names(), rows > 0, !sheet.is_hidden(), reading.known_columns(), rows)
        };
        let ranked = self.sheets.iter().map(rank).enumerate();
        ranked.rev().max_by_key(|(_, rank)| *rank).map_or(0, |(position, _)| position)
    }
}

/// One table of a file. Rows and columns count from 0; rows in which every cell is blank are not
/// kept, and [`Sheet::line`] tells where a row stands in the file.
#[derive(Clone, Default)]
pub struct Sheet {
    name: String,
    file: String,
    line_word: &'static str,
    position: usize,
    hidden: bool,
    notes: Vec<String>,
    text: String,
    ends: Vec<u32>,
    rows: Vec<RowPlace>,
    width: usize,
}

#[derive(Debug, Clone, Copy)]
struct RowPlace {
    line: u32,
    first: u32,
    cells: u32,
}

impl Sheet {
    /// The sheet's name; for files that hold a single table, the file's.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The sheet's place among the sheets of its workbook.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// Whether the sheet is hidden from somebody who opens the workbook.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// What [`Sheet::line`] counts: "line", "row" or "record".
    #[must_use]
    pub fn line_word(&self) -> &'static str {
        self.line_word
    }

    /// What was left out or changed while this sheet was read, one sentence each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The number of rows that hold anything.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The number of columns of the widest row.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.width
    }

    /// The text of a cell as the file has it, blanks at its ends included; empty where there is none.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let Some(place) = self.rows.get(row) else { return "" };
        if column >= place.cells as usize {
            return "";
        }
        let index = place.first as usize + column;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start as usize..self.ends[index] as usize]
    }

    /// The cells of a row, up to its last one that is not blank.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.get(row).map_or(0, |place| place.cells as usize);
        (0..cells).map(move |column| self.cell(row, column))
    }

    /// Where a row stands in the file, counted from 1.
    #[must_use]
    pub fn line(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |place| place.line as usize)
    }

    /// The sheet as a person would point at it: "“staff.csv”", "sheet “People” of “staff.xlsx”".
    #[must_use]
    pub fn place(&self) -> String {
        if self.name == self.file {
            return format!("“{}”", self.file);
        }
        format!("sheet “{}” of “{}”", self.name, self.file)
    }
}

/// Names the sheet and its size, never its cells: they are people's data.
impl fmt::Debug for Sheet {
    fn fmt(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, columns) = (self.rows(), self.columns());
        write!(words, "Sheet({:?}, {rows} rows, {columns} columns)", self.name)
    }
}

/// How much memory a file may still take while it is read.
pub(super) struct Allowance {
    left: usize,
}

/// A file wants more memory than its size can justify.
#[derive(Debug)]
pub(super) struct TooMuch;

impl Allowance {
    /// Eight times the file, and for small files enough that no honest one is refused.
    pub(super) fn for_file(bytes: usize) -> Self {
        Self { left: bytes.saturating_mul(8).max(16 << 20) }
    }

    pub(super) fn take(&mut self, bytes: usize) -> Result<(), TooMuch> {
        self.left = self.left.checked_sub(bytes).ok_or(TooMuch)?;
        Ok(())
    }
}

/// Collects a sheet row by row.
pub(super) struct SheetBuilder {
    sheet: Sheet,
    row_text: String,
    row_cells: Vec<(u32, u32)>,
    columns_left_out: bool,
}

impl SheetBuilder {
    pub(super) fn new(name: &str, file: &str, line_word: &'static str) -> Self {
        let sheet = Sheet { name: name.to_owned(), file: file.to_owned(), line_word, ..Sheet::default() };
        Self { sheet, row_text: String::new(), row_cells: Vec::new(), columns_left_out: false }
    }

    pub(super) fn hide(&mut self) {
        self.sheet.hidden = true;
    }

    pub(super) fn set_position(&mut self, position: usize) {
        self.sheet.position = position;
    }

    pub(super) fn note(&mut self, note: String) {
        self.sheet.notes.push(note);
    }

    /// Whether no further row is wanted.
    pub(super) fn is_full(&self) -> bool {
        self.sheet.rows.len() >= MOST_ROWS
    }

    /// Puts text into a cell of the row being built. The last text for a cell stays.
    pub(super) fn put(&mut self, column: usize, text: &str) {
        self.put_with(column, |row_text| row_text.push_str(text));
    }

    /// Like [`SheetBuilder::put`], for text that is still to be written.
    pub(super) fn put_with(&mut self, column: usize, write: impl FnOnce(&mut String)) {
        if column >= MOST_COLUMNS {
            self.columns_left_out = true;
            return;
        }
        let start = self.row_text.len();
        write(&mut self.row_text);
        if self.row_cells.len() <= column {
            self.row_cells.resize(column + 1, (0, 0));
        }
        self.row_cells[column] = (start as u32, self.row_text.len() as u32);
    }

    /// The text that a cell of the row being built holds so far.
    pub(super) fn put_so_far(&self, column: usize) -> &str {
        let Some((start, end)) = self.row_cells.get(column) else { return "" };
        &self.row_text[*start as usize..*end as usize]
    }

    /// Whether the row being built is blank so far.
    pub(super) fn row_is_blank(&self) -> bool {
        (0..self.row_cells.len()).all(|column| is_blank_text(self.put_so_far(column)))
    }

    /// Ends the row being built, which stands at `line` of the file. A blank row is dropped.
    pub(super) fn end_row(&mut self, line: usize, allowance: &mut Allowance) -> Result<(), TooMuch> {
        let place = self.store_row(line, allowance)?;
        self.sheet.rows.extend(place);
        Ok(())
    }

    /// Ends the row being built and makes it the sheet's first row.
    pub(super) fn end_row_in_front(&mut self, allowance: &mut Allowance) -> Result<(), TooMuch> {
        if let Some(place) = self.store_row(0, allowance)? {
            self.sheet.rows.insert(0, place);
        }
        Ok(())
    }

    fn store_row(&mut self, line: usize, allowance: &mut Allowance) -> Result<Option<RowPlace>, TooMuch> {
        while self
            .row_cells
            .last()
            .is_some_and(|(start, end)| is_blank_text(&self.row_text[*start as usize..*end as usize]))
        {
            self.row_cells.pop();
        }
        let cells = self.row_cells.len();
        let place = RowPlace {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            first: u32::try_from(self.sheet.ends.len()).map_err(|_| TooMuch)?,
            cells: cells as u32,
        };
        for (start, end) in self.row_cells.drain(..) {
            let text = &self.row_text[start as usize..end as usize];
            allowance.take(text.len() + size_of::<u32>())?;
            self.sheet.text.push_str(text);
            let end = u32::try_from(self.sheet.text.len()).map_err(|_| TooMuch)?;
            self.sheet.ends.push(end);
        }
        self.row_text.clear();
        self.sheet.width = self.sheet.width.max(cells);
        if cells == 0 {
            return Ok(None);
        }
        allowance.take(size_of::<RowPlace>())?;
        Ok(Some(place))
    }

    pub(super) fn finish(mut self, rows_left_out: bool) -> Sheet {
        let word = self.sheet.line_word;
        if rows_left_out {
            let last = self.sheet.rows.last().map_or(0, |place| place.line);
            self.sheet.notes.push(format!(
                "Only the first {MOST_ROWS} rows were read; everything after {word} {last} is left out."
            ));
        }
        if self.columns_left_out {
            self.sheet.notes.push(format!("Only the first {MOST_COLUMNS} columns were read; the others are left out."));
        }
        self.sheet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(rows: &[&[&str]]) -> Sheet {
        let mut allowance = Allowance::for_file(0);
        let mut builder = SheetBuilder::new("People", "staff.xlsx", "row");
        for (index, row) in rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                builder.put(column, cell);
            }
            builder.end_row(index + 1, &mut allowance).expect("the rows are few");
        }
        builder.finish(false)
    }

    #[test]
    fn cells_come_back_by_place_and_blank_rows_are_dropped() {
        let sheet = build(&[&["Name", "", "Title"], &["", " "], &[" Ana ", "x", ""]]);
        assert_eq!((sheet.rows(), sheet.columns()), (2, 3));
        assert_eq!((sheet.cell(0, 2), sheet.cell(1, 0), sheet.cell(1, 2)), ("Title", " Ana ", ""));
        assert_eq!((sheet.line(1), sheet.line(9)), (3, 0));
        assert_eq!(sheet.row(1).collect::<Vec<_>>(), [" Ana ", "x"]);
        assert_eq!(sheet.place(), "sheet “People” of “staff.xlsx”");
    }

    #[test]
    fn columns_beyond_the_limit_are_left_out_and_said_so() {
        let mut allowance = Allowance::for_file(0);
        let mut builder = SheetBuilder::new("a", "a", "line");
        builder.put(0, "Name");
        builder.put(MOST_COLUMNS, "too far");
        builder.end_row(1, &mut allowance).expect("the rows are few");
        let sheet = builder.finish(false);
        assert_eq!(sheet.columns(), 1);
        assert_eq!(sheet.notes(), ["Only the first 512 columns were read; the others are left out."]);
    }

    #[test]
    fn a_file_cannot_take_more_than_its_allowance() {
        let mut allowance = Allowance::for_file(0);
        let mut builder = SheetBuilder::new("a", "a", "line");
        let long = "x".repeat(1 << 20);
        let rows = (0..32).take_while(|row| {
            builder.put(0, &long);
            builder.end_row(*row, &mut allowance).is_ok()
        });
        assert_eq!(rows.count(), 15);
    }
}
