//! How long a roster of 10,000 rows takes from file to preview, against what reading the workbook
//! alone takes. Run by hand, when nothing else is running:
//! `cargo test --profile bench --no-default-features --test roster_speed -- --ignored --nocapture`.

use std::hint::black_box;
use std::io::Cursor;
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx};
use plumbline::exchange::roster::{Reading, Roster, read_tables};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const ROWS: u32 = 10_000;

fn large_workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let headers = [
        "Employee ID",
        "Worker",
        "Email",
        "Business Title",
        "Job Level",
        "Worker's Manager",
        "Department",
        "Location",
        "Hire Date",
        "Status",
        "2024 Completed Performance Rating",
        "Notes",
    ];
    sheet.write_row(0, 0, headers).expect("the sheet can be filled");
    let day_format = Format::new().set_num_format("yyyy-mm-dd");
    for row in 1..=ROWS {
        let manager = (row / 9).max(1);
        sheet.write_string(row, 0, format!("{row:06}")).expect("the sheet can be filled");
        sheet.write_string(row, 1, format!("Person{row} Family{}", row % 700)).expect("the sheet can be filled");
        sheet.write_string(row, 2, format!("person{row}@example.org")).expect("the sheet can be filled");
        sheet
            .write_string(row, 3, ["Product Manager", "Senior Product Manager"][row as usize % 2])
            .expect("the sheet can be filled");
        sheet.write_string(row, 4, format!("L{}", row % 7)).expect("the sheet can be filled");
        sheet
            .write_string(row, 5, format!("Person{manager} Family{}", manager % 700))
            .expect("the sheet can be filled");
        sheet.write_string(row, 6, format!("Department {}", row % 40)).expect("the sheet can be filled");
        sheet.write_string(row, 7, format!("City {}", row % 25)).expect("the sheet can be filled");
        let day = ExcelDateTime::from_ymd(2010 + (row % 15) as u16, 1 + (row % 12) as u8, 1 + (row % 28) as u8)
            .expect("the sheet can be filled");
        sheet.write_datetime_with_format(row, 8, &day, &day_format).expect("the sheet can be filled");
        sheet.write_string(row, 9, "Active").expect("the sheet can be filled");
        sheet.write_string(row, 10, ["Strong", "Solid", "Leading"][row as usize % 3]).expect("the sheet can be filled");
        sheet
            .write_string(row, 11, format!("Worked on product line {} this year", row % 300))
            .expect("the sheet can be filled");
    }
    book.save_to_buffer().expect("the workbook can be written")
}

fn timed(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2]
}

#[test]
#[ignore = "a measurement, meaningful only in a release build on a quiet machine"]
fn ten_thousand_rows_to_preview_take_at_most_half_more_than_the_workbook_alone() {
    let bytes = large_workbook();
    let mut rounds = Vec::new();
    // One after the other in each round, so that a busy moment slows both.
    for _ in 0..15 {
        let alone = timed(|| {
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes[..])).expect("the workbook can be read");
            black_box(book.worksheet_range("Sheet1").expect("the sheet can be read"));
        });
        let mut again = Duration::ZERO;
        let preview = timed(|| {
            let read = read_tables(&bytes, "staff.xlsx").expect("the workbook can be read");
            let sheet = &read.sheets[read.best_sheet()];
            let reading = Reading::propose(sheet);
            again = timed(|| {
                black_box(Roster::read(sheet, &reading).expect("the sheet is a roster"));
            });
        });
        rounds.push((alone, preview, again));
    }
    let alone = median(rounds.iter().map(|round| round.0));
    let preview = median(rounds.iter().map(|round| round.1));
    let again = median(rounds.iter().map(|round| round.2));
    let ratio = preview.as_secs_f64() / alone.as_secs_f64();
    println!("Workbook alone {alone:?}, to preview {preview:?} ({ratio:.2} times); read again {again:?}");
    assert!(ratio <= 1.5, "{ratio:.2}");
}
