//! XLSX workbooks as tables of text: what a person sees in the cells. Formulas stand by their value,
//! dates as "2020-01-31", numbers as they were meant, and a merged cell's text in all its places.

use std::fmt::Write;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::RosterError;
use super::package::{self, PackageFault};
use super::table::{Allowance, MOST_COLUMNS, Sheet, SheetBuilder, TooMuch, Workbook};

/// More merged cells than a person would ever make; beyond it they are not filled.
const MOST_MERGED: usize = 20_000;

/// Reads all sheets of a workbook.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Workbook, RosterError> {
    // The workbook's reader checks less than it should: some damaged files make it panic rather
    // than answer. Nothing is shared with it, so a caught panic leaves nothing behind.
    let read = catch_unwind(AssertUnwindSafe(|| read_checked(bytes, file)));
    read.unwrap_or_else(|_| Err(RosterError::damaged("The workbook", file)))
}

fn read_checked(bytes: &[u8], file: &str) -> Result<Workbook, RosterError> {
    let facts = package::inspect(bytes).map_err(|fault| match fault {
        PackageFault::Damaged => RosterError::damaged("The workbook", file),
        PackageFault::Locked => RosterError::Locked { file: file.to_owned() },
        PackageFault::Bomb => RosterError::Unfolds { file: file.to_owned() },
        PackageFault::Other(kind) => RosterError::wrong_kind(kind, file),
    })?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => RosterError::Locked { file: file.to_owned() },
        _ => RosterError::damaged("The workbook", file),
    })?;
    let mut allowance = Allowance::for_file(bytes.len());
    let mut sheets = Vec::new();
    for listed in workbook.sheets_metadata().to_vec() {
        if listed.typ != SheetType::WorkSheet {
            continue;
        }
        let merged = if facts.has_merged_cells {
            workbook.merge_cells_by_sheet_name(&listed.name).unwrap_or_default()
        } else {
            Vec::new()
        };
        let mut builder = SheetBuilder::new(&listed.name, file, "row");
        builder.set_position(sheets.len());
        if listed.visible != SheetVisible::Visible {
            builder.hide();
        }
        sheets.push(read_sheet(&mut workbook, &listed.name, merged, builder, &mut allowance, file)?);
    }
    if sheets.is_empty() {
        return Err(RosterError::NoRows { place: format!("“{file}”") });
    }
    let description = match sheets.len() {
        1 => "Excel workbook".to_owned(),
        count => format!("Excel workbook, {count} sheets"),
    };
    Ok(Workbook { description, sheets, notes: Vec::new() })
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    merged: Vec<Dimensions>,
    mut builder: SheetBuilder,
    allowance: &mut Allowance,
    file: &str,
) -> Result<Sheet, RosterError> {
    let damaged = |_| RosterError::damaged(&format!("Sheet “{name}”"), file);
    let unfolds = |_| RosterError::Unfolds { file: file.to_owned() };
    let mut cells = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let padding: Vec<usize> = cells.styles().iter().map(zeros_kept).collect();
    let mut merged = MergedCells::new(merged, &mut builder);
    let mut current = None;
    let mut rows_left_out = false;
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = cell.get_position();
        if current != Some(row) {
            if let Some(row) = current {
                merged.fill(row, &mut builder, allowance).map_err(unfolds)?;
                builder.end_row(row as usize + 1, allowance).map_err(unfolds)?;
            }
            if current.is_some_and(|last| row < last) {
                return Err(RosterError::damaged(&format!("Sheet “{name}”"), file));
            }
            if builder.is_full() {
                rows_left_out = true;
                current = None;
                break;
            }
            current = Some(row);
        }
        let zeros = padding.get(style).copied().unwrap_or(0);
        put_value(&mut builder, column as usize, cell.get_value(), zeros);
    }
    if let Some(row) = current {
        merged.fill(row, &mut builder, allowance).map_err(unfolds)?;
        builder.end_row(row as usize + 1, allowance).map_err(unfolds)?;
    }
    Ok(builder.finish(rows_left_out))
}

/// How many digits a number format such as "00000" always shows.
fn zeros_kept(style: &calamine::Style) -> usize {
    let code = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
    let only_zeros = code.len() <= 32 && code.bytes().all(|b| b == b'0');
    if only_zeros { code.len() } else { 0 }
}

fn put_value(builder: &mut SheetBuilder, column: usize, value: &DataRef<'_>, zeros: usize) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) => builder.put(column, text),
        DataRef::SharedString(text) => builder.put(column, text),
        DataRef::DateTimeIso(text) => {
            builder.put(column, text.strip_suffix("T00:00:00").unwrap_or(text));
        }
        DataRef::DurationIso(text) => builder.put(column, text),
        DataRef::Bool(yes) => builder.put(column, if *yes { "TRUE" } else { "FALSE" }),
        DataRef::Error(error) => builder.put_with(column, |text| append(text, format_args!("{error}"))),
        DataRef::Int(number) => {
            builder.put_with(column, |text| append(text, format_args!("{number:0zeros$}")));
        }
        DataRef::Float(number) => {
            builder.put_with(column, |text| append_number(text, *number, zeros));
        }
        DataRef::DateTime(moment) => builder.put_with(column, |text| append_moment(text, moment)),
    }
}

fn append(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = text.write_fmt(arguments);
}

/// A number as it is shown: whole ones without a point, others to the fifteen digits that a
/// workbook keeps.
fn append_number(text: &mut String, number: f64, zeros: usize) {
    if number.fract() == 0.0 && number.abs() < 1e18 {
        return append(text, format_args!("{:0zeros$}", number as i64));
    }
    let kept: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    append(text, format_args!("{kept}"));
}

fn append_moment(text: &mut String, moment: &ExcelDateTime) {
    if moment.is_duration() {
        let minutes = (moment.as_f64() * 24.0 * 60.0).round();
        return append(text, format_args!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs()));
    }
    let (year, month, day, hour, minute, _, _) = moment.to_ymd_hms_milli();
    if moment.as_f64() < 1.0 {
        return append(text, format_args!("{hour:02}:{minute:02}"));
    }
    append(text, format_args!("{year:04}-{month:02}-{day:02}"));
    if (hour, minute) != (0, 0) {
        append(text, format_args!(" {hour:02}:{minute:02}"));
    }
}

/// Puts the text of a merged cell into all the places that it covers, in rows that hold something
/// of their own: a merged note that runs on below a table makes no further people.
struct MergedCells {
    /// By first row, the last ones first.
    waiting: Vec<Dimensions>,
    /// For each column the last row of the merged cell over it, and the number of its text.
    covering: Vec<Option<(u32, usize)>>,
    texts: Vec<String>,
}

impl MergedCells {
    fn new(mut merged: Vec<Dimensions>, builder: &mut SheetBuilder) -> Self {
        if merged.len() > MOST_MERGED {
            builder.note(format!(
                "The sheet has {} merged cells; their text was left in the first place of each.",
                merged.len()
            ));
            merged.clear();
        }
        merged.sort_by_key(|area| std::cmp::Reverse(area.start));
        Self { waiting: merged, covering: vec![None; MOST_COLUMNS], texts: Vec::new() }
    }

    fn fill(&mut self, row: u32, builder: &mut SheetBuilder, allowance: &mut Allowance) -> Result<(), TooMuch> {
        while let Some(area) = self.waiting.pop_if(|area| area.start.0 <= row) {
            if area.start.0 == row {
                self.cover(area, builder, allowance)?;
            }
        }
        if self.texts.is_empty() || builder.row_is_blank() {
            return Ok(());
        }
        for column in 0..MOST_COLUMNS {
            let Some((last_row, text)) = self.covering[column] else { continue };
            if last_row >= row && builder.put_so_far(column).is_empty() {
                builder.put(column, &self.texts[text]);
            }
        }
        Ok(())
    }

    fn cover(&mut self, area: Dimensions, builder: &SheetBuilder, allowance: &mut Allowance) -> Result<(), TooMuch> {
        let text = builder.put_so_far(area.start.1 as usize);
        if text.is_empty() {
            return Ok(());
        }
        allowance.take(text.len())?;
        self.texts.push(text.to_owned());
        let last = (area.end.1 as usize).min(MOST_COLUMNS - 1);
        for column in area.start.1 as usize..=last {
            self.covering[column] = Some((area.end.0, self.texts.len() - 1));
        }
        Ok(())
    }
}
