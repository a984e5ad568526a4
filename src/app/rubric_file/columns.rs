//! How a table of skills was read: the sheet, the row of headers, and what each column was taken for. Each can be
//! corrected, and the table is read again.

use egui::{ScrollArea, Ui, vec2};

use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{Banner, Card, Hue, Select, section_heading, text};
use crate::exchange::rubric::{RubricField, RubricReading, RubricTable};

/// How wide a column of the preview is, in points before text scaling.
const COLUMN: f32 = 184.0;
/// Columns that are shown; the rest of a very wide table is left out.
const MOST_COLUMNS: usize = 60;
/// Rows of which a value is shown.
const SAMPLE_ROWS: usize = 50;

/// Shows it; true where the reading was corrected.
pub(super) fn show(ui: &mut Ui, table: &mut RubricTable) -> bool {
    if let Err(problem) = table.draft() {
        let _ = Banner::new(Hue::Bad, problem).show(ui);
        ui.add_space(8.0);
    }
    let mut reading = table.reading().clone();
    Card::new().padding(16).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 10.0;
        text::second(ui, &table.workbook().description);
        choices(ui, table, &mut reading);
        columns(ui, table, &mut reading);
    });
    ui.add_space(12.0);
    let notes: Vec<String> = table.draft().as_ref().map(|draft| draft.notes.clone()).unwrap_or_default();
    section_heading(ui, "What was left out or guessed");
    ui.add_space(6.0);
    if notes.is_empty() {
        text::second(ui, "Nothing.");
    }
    ScrollArea::vertical().id_salt("rubric notes").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for note in notes.iter().take(300) {
            text::body(ui, note);
        }
        if notes.len() > 300 {
            text::hint(ui, format!("and {} more", notes.len() - 300));
        }
    });
    let corrected = reading != *table.reading();
    if corrected {
        table.correct(reading);
    }
    corrected
}

/// Sheet and row of headers, where there is a choice.
fn choices(ui: &mut Ui, table: &RubricTable, reading: &mut RubricReading) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        let sheets = &table.workbook().sheets;
        if sheets.len() > 1 {
            let names: Vec<(usize, &str)> = sheets.iter().enumerate().map(|(at, sheet)| (at, sheet.name())).collect();
            let mut chosen = reading.sheet;
            ui.vertical(|ui| Select::new("Sheet").width(200.0).show(ui, &mut chosen, &names));
            if let Some(sheet) = sheets.get(chosen).filter(|_| chosen != reading.sheet) {
                *reading = RubricReading::of(chosen, sheet, 0);
            }
        }
        let Some(sheet) = sheets.get(reading.sheet) else { return };
        let rows: Vec<(usize, String)> = (0..sheet.rows().min(20))
            .map(|row| {
                let cells: Vec<&str> = sheet.row(row).filter(|cell| !cell.is_empty()).take(3).collect();
                (row, format!("{} {}: {}", sheet.line_word(), sheet.line(row), cells.join(", ")))
            })
            .collect();
        let mut header = reading.header_row;
        ui.vertical(|ui| Select::new("Headers are in").width(260.0).show(ui, &mut header, &rows));
        if header != reading.header_row {
            *reading = RubricReading::of(reading.sheet, sheet, header);
        }
    });
}

/// Each column: the header as found, what it is taken for, and a value.
fn columns(ui: &mut Ui, table: &RubricTable, reading: &mut RubricReading) {
    let Some(sheet) = table.workbook().sheets.get(reading.sheet) else { return };
    let fields: Vec<(RubricField, &str)> = RubricField::ALL.into_iter().map(|field| (field, field.label())).collect();
    let theme = Theme::of(ui);
    let width = theme.scaled(COLUMN);
    let mut corrected = None;
    ScrollArea::horizontal().auto_shrink([false, true]).id_salt("rubric columns").show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            for (column, field) in reading.columns.iter().enumerate().take(MOST_COLUMNS) {
                let header = sheet.cell(reading.header_row, column).trim();
                let header = if header.is_empty() { format!("Column {}", column + 1) } else { header.to_owned() };
                let mut chosen = *field;
                ui.allocate_ui(vec2(width, 0.0), |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        ui.spacing_mut().item_spacing.y = 4.0;
                        let colour = if *field == RubricField::Ignore { theme.text_third } else { theme.text };
                        text::truncated(ui, theme.rich(Size::Small, Weight::SemiBold, &header).color(colour));
                        let name = format!("Column {header}");
                        Select::new(&name).label_hidden().width(COLUMN).show(ui, &mut chosen, &fields);
                        let sample = (reading.header_row + 1..sheet.rows())
                            .take(SAMPLE_ROWS)
                            .map(|row| sheet.cell(row, column).trim())
                            .find(|cell| !cell.is_empty())
                            .unwrap_or("blank");
                        let sample = sample.lines().next().unwrap_or_default();
                        text::truncated(ui, theme.rich(Size::Small, Weight::Regular, sample).color(theme.text_second));
                    });
                });
                if chosen != *field {
                    corrected = Some((column, chosen));
                }
            }
        });
        ui.add_space(8.0);
    });
    if let Some((column, field)) = corrected {
        reading.set(column, field);
    }
}
