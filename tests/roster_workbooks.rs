//! Workbooks as rosters: what cells hold, and what damaged and hostile files do not do.

use std::io::{Cursor, Read, Write};

use jiff::civil::date;
use plumbline::exchange::roster::{Reading, Roster, RosterError, Sheet, read_tables};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn workbook(fill: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet()).expect("the sheet can be filled");
    workbook.save_to_buffer().expect("the workbook can be written")
}

fn sheet_of(bytes: &[u8]) -> Sheet {
    read_tables(bytes, "staff.xlsx").expect("the workbook can be read").sheets.remove(0)
}

fn row(sheet: &Sheet, row: usize) -> Vec<&str> {
    sheet.row(row).collect()
}

fn roster(bytes: &[u8]) -> Roster {
    let read = read_tables(bytes, "staff.xlsx").expect("the workbook can be read");
    let sheet = &read.sheets[read.best_sheet()];
    Roster::read(sheet, &Reading::propose(sheet)).expect("the sheet is a roster")
}

fn team() -> Vec<u8> {
    workbook(|sheet| {
        sheet.write_row(0, 0, ["Employee ID", "Name", "Title", "Hire Date"])?;
        for (at, name) in (1..).zip(["Ana Silva", "Ben Okri", "Cleo Ruiz"]) {
            sheet.write_row(at, 0, [format!("00{at}").as_str(), name, "Product Manager"])?;
            let day = ExcelDateTime::from_ymd(2020, 1, at as u8)?;
            sheet.write_datetime_with_format(at, 3, &day, &Format::new().set_num_format("dd/mm/yyyy"))?;
        }
        Ok(())
    })
}

#[test]
fn cells_read_as_they_are_seen() {
    let bytes = workbook(|sheet| {
        sheet.write_row(0, 0, ["text", "whole", "broken", "padded", "date", "moment", "yes", "formula", "failed"])?;
        sheet.write_string(1, 0, "007")?;
        sheet.write_number(1, 1, 103_175)?;
        sheet.write_number(1, 2, 0.1 + 0.2)?;
        sheet.write_number_with_format(1, 3, 42, &Format::new().set_num_format("00000"))?;
        let day = ExcelDateTime::from_ymd(2020, 1, 31)?;
        sheet.write_datetime_with_format(1, 4, &day, &Format::new().set_num_format("mmm d, yy"))?;
        let moment = ExcelDateTime::from_ymd(2020, 1, 31)?.and_hms(8, 30, 0)?;
        sheet.write_datetime_with_format(1, 5, &moment, &Format::new().set_num_format("yyyy-mm-dd hh:mm"))?;
        sheet.write_boolean(1, 6, true)?;
        sheet.write_formula(1, 7, Formula::new("=A2&\"x\"").set_result("007x"))?;
        sheet.write_formula(1, 8, Formula::new("=1/0").set_result("#DIV/0!"))?;
        Ok(())
    });
    assert_eq!(
        row(&sheet_of(&bytes), 1),
        ["007", "103175", "0.3", "00042", "2020-01-31", "2020-01-31 08:30", "TRUE", "007x", "#DIV/0!"]
    );
}

#[test]
fn real_dates_and_ids_reach_the_roster() {
    let roster = roster(&team());
    let first = &roster.rows[0];
    assert_eq!((first.line, first.employee_id.as_str(), first.hired), (2, "001", Some(date(2020, 1, 1))));
    assert_eq!(roster.line_word, "row");
}

#[test]
fn merged_cells_are_filled_across_and_down_but_make_nobody() {
    let bytes = workbook(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 2, "Staff list", &plain)?;
        sheet.write_row(1, 0, ["Department", "Name", "Title"])?;
        sheet.merge_range(2, 0, 4, 0, "Core", &plain)?;
        sheet.write_row(2, 1, ["Ana Silva", "PM"])?;
        sheet.write_row(3, 1, ["Ben Okri", "PM"])?;
        Ok(())
    });
    let sheet = sheet_of(&bytes);
    assert_eq!(row(&sheet, 0), ["Staff list", "Staff list", "Staff list"]);
    let roster = roster(&bytes);
    let people: Vec<_> = roster.rows.iter().map(|row| (row.name.as_str(), row.department.as_str())).collect();
    assert_eq!(people, [("Ana Silva", "Core"), ("Ben Okri", "Core")]);
}

#[test]
fn the_sheet_of_people_is_found_among_others() {
    let mut book = Workbook::new();
    let cover = book.add_worksheet().set_name("Cover").expect("the sheet can be filled");
    cover.write_row(0, 0, ["Talent review", "2026"]).expect("the sheet can be filled");
    let codes = book.add_worksheet().set_name("Codes").expect("the sheet can be filled");
    codes.write_row(0, 0, ["Department", "Location", "Status", "Title"]).expect("the sheet can be filled");
    codes.write_row(1, 0, ["Core", "Porto", "Active", "PM"]).expect("the sheet can be filled");
    let old = book.add_worksheet().set_name("Old").expect("the sheet can be filled").set_hidden(true);
    old.write_row(0, 0, ["Name", "Title", "Email"]).expect("the sheet can be filled");
    old.write_row(1, 0, ["Old Person", "PM", "o@x.org"]).expect("the sheet can be filled");
    let people = book.add_worksheet().set_name("People").expect("the sheet can be filled");
    people.write_row(3, 1, ["Name", "Title"]).expect("the sheet can be filled");
    people.write_row(4, 1, ["Ana Silva", "PM"]).expect("the sheet can be filled");
    let read = read_tables(&book.save_to_buffer().expect("the workbook can be written"), "staff.xlsx")
        .expect("the workbook can be read");
    assert_eq!(read.description, "Excel workbook, 4 sheets");
    assert_eq!(read.sheets[read.best_sheet()].name(), "People");
    assert!(read.sheets[2].is_hidden());
    let sheet = &read.sheets[3];
    let roster = Roster::read(sheet, &Reading::propose(sheet)).expect("the sheet is a roster");
    assert_eq!((roster.rows[0].name.as_str(), roster.rows[0].line), ("Ana Silva", 5));
}

#[test]
fn a_workbook_cut_anywhere_is_damaged_and_says_so() {
    let whole = team();
    for length in [4, 30, 200, whole.len() / 2, whole.len() - 30, whole.len() - 1] {
        let error = read_tables(&whole[..length], "staff.xlsx").expect_err("this is refused");
        assert!(matches!(error, RosterError::Damaged { .. }), "{length}: {error}");
    }
}

#[test]
fn other_office_files_are_named() {
    let mut bytes = team();
    let from = b"xl/workbook.xml";
    let places: Vec<usize> = (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    for at in places {
        bytes[at..at + from.len()].copy_from_slice(b"xl/workbook.bin");
    }
    let error = read_tables(&bytes, "staff.xlsb").expect_err("this is refused").to_string();
    assert!(error.contains("XLSB"), "{error}");
}

fn never_panics(bytes: &[u8], name: &str) {
    let Ok(read) = read_tables(bytes, name) else { return };
    let best = read.best_sheet();
    for sheet in &read.sheets {
        let mut reading = Reading::propose(sheet);
        let _ = Roster::read(sheet, &reading);
        reading.header_row = None;
        let _ = Roster::read(sheet, &reading);
    }
    assert!(best < read.sheets.len());
}

/// A workbook whose parts were changed one by one, whole again as an archive.
fn changed_inside(workbook: &[u8], mut change: impl FnMut(usize, &mut Vec<u8>)) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).expect("the workbook is an archive");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut content = Vec::new();
        let mut entry = archive.by_index(index).expect("the part is there");
        entry.read_to_end(&mut content).expect("the part can be read");
        change(index, &mut content);
        let name = entry.name().expect("the part has a name").into_owned();
        writer.start_file(name, SimpleFileOptions::default()).expect("a part can be begun");
        writer.write_all(&content).expect("a part can be written");
    }
    writer.finish().expect("the archive can be written").into_inner()
}

fn replaced(content: &mut Vec<u8>, from: &str, to: &str) {
    let text = String::from_utf8_lossy(content).replace(from, to);
    *content = text.into_bytes();
}

#[test]
fn places_and_counts_that_cannot_be_are_damage_and_take_no_memory() {
    let far = changed_inside(&team(), |_, content| replaced(content, "r=\"B2\"", "r=\"ZZZZZZZZZZ99999999999\""));
    never_panics(&far, "staff.xlsx");
    let wide = changed_inside(&team(), |_, content| replaced(content, "A1:D4", "A1:XFD1048576"));
    assert_eq!(roster(&wide).rows.len(), 3);
    let many = changed_inside(&team(), |_, content| replaced(content, "uniqueCount=\"", "uniqueCount=\"99999999"));
    let error = read_tables(&many, "staff.xlsx").expect_err("this is refused");
    assert!(matches!(error, RosterError::Damaged { .. }), "{error}");
}

#[test]
fn a_workbook_that_unfolds_without_end_is_refused() {
    let bomb = changed_inside(&team(), |_, content| {
        replaced(content, "</sheetData>", &format!("{}</sheetData>", "<row><c><v>1</v></c></row>".repeat(1 << 20)));
    });
    let sentence = read_tables(&bomb, "staff.xlsx").expect_err("this is refused").to_string();
    assert!(sentence.starts_with("The file unfolds to many times its size"), "{sentence}");
}

/// Few, to be quick; `PROPTEST_CASES=100000` for a long run.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        never_panics(&bytes, "a.csv");
        never_panics(&bytes, "a.ron");
    }

    #[test]
    fn arbitrary_tables_never_panic(text in "(Name|Email|Manager|ID|Hire Date|Total|[a-z,;\"\t\n@/.0-9é]{0,9}|[,;\n]){0,80}") {
        never_panics(text.as_bytes(), "a.csv");
        never_panics(format!("[{text}").as_bytes(), "a.ron");
    }

    #[test]
    fn changed_workbooks_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = team();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        never_panics(&bytes, "a.xlsx");
    }

    #[test]
    fn workbooks_changed_inside_never_panic(
        part in 0_usize..12,
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(&b"0123456789<>\"/=abcABZrst &;:\xFF\0"[..])), 1..5),
    ) {
        let bytes = changed_inside(&team(), |index, content| {
            for (at, value) in changes.iter().filter(|_| index == part) {
                let at = at.index(content.len());
                content[at] = *value;
            }
        });
        never_panics(&bytes, "a.xlsx");
    }
}
