//! Which rows of a sheet are people. Exports carry more: titles above the headers, totals and dates
//! below the people, the headers again on every page.

use super::headers::Field;
use super::names;
use super::problems::{Problems, Severity};
use super::reading::Reading;
use super::table::Sheet;
use crate::exchange::{fold, is_blank_text, tidy};

/// Words, folded, that start a row which sums up or describes the ones above, and is nobody.
const SUMS: [&str; 23] = [
    "total",
    "totals",
    "grand total",
    "sub total",
    "subtotal",
    "sum",
    "count",
    "total count",
    "record count",
    "row count",
    "headcount",
    "employee count",
    "total employees",
    "number of rows",
    "number of records",
    "summe",
    "gesamt",
    "gesamtsumme",
    "anzahl",
    "somme",
    "total general",
    "suma",
    "totale",
];
/// Words that start a remark about the export, and are followed by more.
const REMARKS: [&str; 12] = [
    "generated",
    "exported",
    "printed",
    "created on",
    "run on",
    "run date",
    "report date",
    "as of",
    "end of report",
    "end of file",
    "erstellt am",
    "stand",
];
/// What may follow a word of a sum in the same cell.
const AFTER_SUM: [&str; 12] = [
    "of",
    "employees",
    "people",
    "records",
    "rows",
    "headcount",
    "persons",
    "workers",
    "entries",
    "mitarbeiter",
    "personen",
    "for",
];

/// The rows of a sheet that may be people. What is passed over is said.
pub(super) fn people_rows(sheet: &Sheet, reading: &Reading, problems: &mut Problems) -> Vec<usize> {
    note_titles(sheet, reading, problems);
    let known = reading.columns.iter().filter(|field| **field != Field::Ignore).count();
    let has_header = |column: &usize| reading.header_row.is_some_and(|row| !is_blank_text(sheet.cell(row, *column)));
    let name_columns = (0..sheet.columns()).filter(|column| is_name_column(reading, *column) && has_header(column));
    let name_columns: Vec<usize> = name_columns.collect();
    let mut rows: Vec<usize> = (reading.first_row()..sheet.rows()).collect();
    let end = rows.len() - trailing_remarks(sheet, reading, known, &rows);
    for row in rows.drain(end..) {
        note_left_out(sheet, row, "stands below the people", problems);
    }
    rows.retain(|row| {
        let reason = if is_header_again(sheet, reading.header_row, &name_columns, *row) {
            "repeats the headers"
        } else if is_footer(sheet, known, *row) {
            "is a total or a remark"
        } else {
            return true;
        };
        note_left_out(sheet, *row, reason, problems);
        false
    });
    rows
}

fn note_titles(sheet: &Sheet, reading: &Reading, problems: &mut Problems) {
    let header_row = reading.header_row.unwrap_or(0);
    if header_row == 0 {
        return;
    }
    let titles: Vec<String> = (0..header_row).map(|row| format!("“{}”", first_text(sheet, row))).collect();
    let shown = titles[..titles.len().min(3)].join(", ");
    let more = if titles.len() > 3 { ", …" } else { "" };
    problems.about_sheet(Severity::Note, format!("What stands above the headers is left out: {shown}{more}."));
}

fn note_left_out(sheet: &Sheet, row: usize, reason: &str, problems: &mut Problems) {
    let text = first_text(sheet, row);
    problems.note(sheet.line(row), format!("“{text}” {reason} and is left out."));
}

fn first_text(sheet: &Sheet, row: usize) -> String {
    let text = sheet.row(row).map(tidy).find(|text| !text.is_empty()).unwrap_or_default();
    shortened(&text)
}

/// A text cut to what fits into a sentence.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// How many rows at the end hold a single cell that is no name.
fn trailing_remarks(sheet: &Sheet, reading: &Reading, known_columns: usize, rows: &[usize]) -> usize {
    if sheet.columns() < 3 {
        return 0;
    }
    let is_remark = |row: usize| {
        let mut filled = sheet.row(row).enumerate().filter(|(_, cell)| !is_blank_text(cell));
        let (Some((column, text)), None) = (filled.next(), filled.next()) else { return false };
        let is_name = is_name_column(reading, column) && names::looks_like_name(text);
        !is_name
    };
    rows.iter().rev().take_while(|row| is_remark(**row) || is_footer(sheet, known_columns, **row)).count()
}

fn is_name_column(reading: &Reading, column: usize) -> bool {
    let field = reading.columns.get(column);
    matches!(field, Some(Field::FullName | Field::FirstName | Field::LastName))
}

/// Whether a row holds the headers once more: the same names of columns, and nothing else.
fn is_header_again(sheet: &Sheet, header_row: Option<usize>, name_columns: &[usize], row: usize) -> bool {
    let Some(header_row) = header_row else { return false };
    let same = |column| tidy(sheet.cell(row, column)) == tidy(sheet.cell(header_row, column));
    !name_columns.is_empty()
        && name_columns.iter().copied().all(same)
        && sheet.row(row).enumerate().all(|(column, _)| same(column))
}

/// Whether a row sums up or describes the others. One with more than a few cells is a person, whatever
/// the first of them starts with.
fn is_footer(sheet: &Sheet, known_columns: usize, row: usize) -> bool {
    let mut cells = sheet.row(row).filter(|cell| !is_blank_text(cell));
    let Some(first) = cells.next() else { return true };
    let filled = 1 + cells.count();
    if filled > 3 && filled * 3 > known_columns {
        return false;
    }
    let first = tidy(&first[..first.floor_char_boundary(200)]);
    let first = fold(&first);
    let is_remark =
        |word: &&str| first.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']));
    SUMS.iter().any(|word| sums_up(&first, word)) || REMARKS.iter().any(is_remark)
}

/// Whether a cell is a word of a sum alone, or followed by a number or what is counted.
fn sums_up(cell: &str, word: &str) -> bool {
    let Some(rest) = cell.strip_prefix(word) else { return false };
    let value = rest.trim_start_matches([' ', ':', '=', '(', '-', '.']);
    if value.is_empty() {
        return true;
    }
    let is_apart = value.len() < rest.len();
    let next_word = value.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    is_apart && (next_word.starts_with(|c: char| c.is_ascii_digit()) || AFTER_SUM.contains(&next_word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_told_from_people() {
        let any = |cell: &str| SUMS.iter().any(|word| sums_up(cell, word));
        for cell in ["total", "total:", "count: 93", "total (93)", "total employees", "count of name"] {
            assert!(any(cell), "{cell}");
        }
        for cell in ["totalenergies", "count basie", "basie, count", "summer, donna", "counting"] {
            assert!(!any(cell), "{cell}");
        }
    }
}
