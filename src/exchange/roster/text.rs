//! CSV and TSV files as tables of text. Nobody writes down which letters and which separator such a
//! file uses, so both are found in its content and reported in words.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::RosterError;
use super::headers;
use super::table::{Allowance, SheetBuilder, Workbook};
use crate::exchange::decode;

/// A line of more separators than this is no table, whatever it is.
const MOST_SEPARATORS: usize = 16_384;
/// Text that is looked at to find the separator.
const SAMPLE: usize = 64 << 10;
/// A cell of more lines than this has swallowed rows.
const MOST_LINES_IN_CELL: usize = 200;
/// Separates nothing: the file is a single column.
const NO_SEPARATOR: u8 = 0x1F;

const SEPARATORS: [(u8, &str); 4] = [(b',', "commas"), (b';', "semicolons"), (b'\t', "tabs"), (b'|', "vertical bars")];

/// Reads a text file with separators as one sheet.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Workbook, RosterError> {
    let decoded = decode(bytes);
    let mut notes = Vec::new();
    if decoded.unreadable > 0 {
        let count = counted(decoded.unreadable, "character", "characters");
        notes.push(format!("{count} could not be read, shown as “\u{FFFD}”; save the file as UTF-8 to keep them."));
    }
    let mut text = decoded.text;
    if !looks_like_text(&text) {
        return Err(RosterError::wrong_kind("not a table of text", file));
    }
    let nulls = memchr::memchr_iter(0, text.as_bytes()).count();
    if nulls > 0 {
        text = text.replace('\0', "").into();
        notes.push(format!("{} in the text left out.", counted(nulls, "zero byte", "zero bytes")));
    }
    if !text.contains('\n') && text.contains('\r') {
        text = text.replace('\r', "\n").into();
    }
    let (body, skipped, named) = named_separator(&text);
    let separator = named.unwrap_or_else(|| find_separator(body));
    check_width(body, separator, skipped, file)?;
    let description = format!("{}, {}", decoded.encoding, separator_words(separator));
    let sheet = read_rows(body, separator, skipped, bytes.len(), file)?;
    Ok(Workbook { description, sheets: vec![sheet], notes })
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

fn separator_words(separator: u8) -> &'static str {
    let known = SEPARATORS.iter().find(|(byte, _)| *byte == separator);
    known.map_or("a single column", |(_, words)| words)
}

/// Text has letters and lines; other files have control characters all over.
fn looks_like_text(text: &str) -> bool {
    let strange = |c: &char| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\0' | '\u{85}');
    let zeros = text.chars().take(SAMPLE).filter(|c| *c == '\0').count();
    let found = text.chars().take(SAMPLE).filter(strange).count();
    let seen = text.chars().take(SAMPLE).count();
    found * 200 <= seen && zeros * 10 <= seen
}

/// Excel writes and obeys a first line "sep=;". Gives the rest, the lines skipped and the separator.
fn named_separator(text: &str) -> (&str, usize, Option<u8>) {
    let Some((line, rest)) = text.split_once('\n') else { return (text, 0, None) };
    let line = line.trim().trim_matches('"');
    let value = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="));
    let single = value.map(str::as_bytes).filter(|value| value.len() == 1 && value.is_ascii());
    match single {
        Some(separator) => (rest, 1, Some(separator[0])),
        None if line == "sep=" => (rest, 1, Some(b'\t')),
        None => (text, 0, None),
    }
}

fn reader(text: &str, separator: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The separator that finds the most headers that are known, then the one that gives the most even
/// table.
fn find_separator(text: &str) -> u8 {
    let sample = sample_of(text);
    let scored = SEPARATORS.iter().map(|(separator, _)| (score(sample, *separator), *separator));
    let best = scored.rev().max_by_key(|(score, _)| *score);
    best.filter(|(score, _)| score.1 > 0).map_or(NO_SEPARATOR, |(_, separator)| separator)
}

fn sample_of(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let mut end = SAMPLE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].rfind('\n').map_or(&text[..end], |line_end| &text[..line_end])
}

fn score(sample: &str, separator: u8) -> (usize, usize) {
    let mut reader = reader(sample, separator);
    let mut record = StringRecord::new();
    let mut widths = Vec::new();
    let (mut known, mut header_width) = (0, 0);
    while widths.len() < 200 && matches!(reader.read_record(&mut record), Ok(true)) {
        let found = headers::known_among(record.iter().take(512));
        if found > known {
            (known, header_width) = (found, record.len());
        }
        widths.push(record.len());
    }
    let usual = most_frequent(&widths);
    let even = widths.iter().filter(|width| **width == usual).count();
    let is_list_of_names = known > 0 && header_width == 1;
    if usual < 2 || is_list_of_names {
        return (known, 0);
    }
    (known, even * 1000 / widths.len() + usual.min(100))
}

/// Of widths that are as frequent as each other, the widest.
fn most_frequent(widths: &[usize]) -> usize {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let runs = sorted.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| (run.len(), run[0])).map_or(0, |run| run[0])
}

fn check_width(text: &str, separator: u8, skipped: usize, file: &str) -> Result<(), RosterError> {
    for (index, line) in text.split('\n').enumerate() {
        if line.len() > MOST_SEPARATORS && memchr::memchr_iter(separator, line.as_bytes()).count() > MOST_SEPARATORS {
            let place = format!("Line {} of “{file}”", index + 1 + skipped);
            return Err(RosterError::TooWide { place });
        }
    }
    Ok(())
}

fn read_rows(
    text: &str,
    separator: u8,
    skipped: usize,
    file_size: usize,
    file: &str,
) -> Result<super::Sheet, RosterError> {
    let mut allowance = Allowance::for_file(file_size);
    let mut builder = SheetBuilder::new(file, file, "line");
    let mut reader = reader(text, separator);
    let mut record = StringRecord::new();
    let mut swallowed = None;
    while !builder.is_full() {
        let more = reader.read_record(&mut record);
        if !more.map_err(|_| RosterError::damaged("The text", file))? {
            break;
        }
        let line = record.position().map_or(0, |position| first_line(text, position)) + skipped;
        for (column, cell) in record.iter().enumerate() {
            if !cell.is_empty() {
                builder.put(column, cell);
            }
            if cell.len() > MOST_LINES_IN_CELL && cell.matches('\n').count() > MOST_LINES_IN_CELL {
                swallowed.get_or_insert(line);
            }
        }
        let unfolds = |_| RosterError::Unfolds { file: file.to_owned() };
        builder.end_row(line, &mut allowance).map_err(unfolds)?;
    }
    if let Some(line) = swallowed {
        builder.note(format!(
            "A quotation mark on line {line} opens a cell of more than {MOST_LINES_IN_CELL} lines; \
             if it was never closed, the rows after it are missing here."
        ));
    }
    let rows_left_out = builder.is_full() && matches!(reader.read_record(&mut record), Ok(true));
    Ok(builder.finish(rows_left_out))
}

/// The line on which a record stands. The reader's own position lies before blank lines above it.
fn first_line(text: &str, position: &csv::Position) -> usize {
    let rest = text.as_bytes().get(position.byte() as usize..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() as usize + blank.filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Workbook {
        read(text.as_bytes(), "staff.csv").expect("the text is a table")
    }

    fn cells(workbook: &Workbook) -> Vec<Vec<String>> {
        let sheet = &workbook.sheets[0];
        (0..sheet.rows()).map(|row| sheet.row(row).map(str::to_owned).collect()).collect()
    }

    #[test]
    fn the_separator_is_found_by_content() {
        for (separator, words) in SEPARATORS {
            let text = "Name,Title,Note\nAna,PM,a\nBen,PM,b\n".replace(',', &char::from(separator).to_string());
            let workbook = read_text(&text);
            assert_eq!(workbook.description, format!("UTF-8, {words}"));
            assert_eq!(cells(&workbook)[2], ["Ben", "PM", "b"]);
        }
    }

    #[test]
    fn commas_in_every_name_do_not_make_columns() {
        let semicolons = read_text("Nom;Poste\nDupont, Anne;PM\nPetit, Jean;PM\nRoux, Zoé;PM\n");
        assert_eq!(semicolons.description, "UTF-8, semicolons");
        let one_column = read_text("Name\nDupont, Anne\nPetit, Jean\n");
        assert_eq!(one_column.description, "UTF-8, a single column");
        assert_eq!(cells(&one_column)[1], ["Dupont, Anne"]);
    }

    #[test]
    fn unknown_headers_are_separated_by_how_even_the_table_is() {
        let workbook = read_text("Qui|Quoi|Libre\nA|b,c|x,y,z\nD|e|f,g\n");
        assert_eq!(workbook.description, "UTF-8, vertical bars");
    }

    #[test]
    fn excel_may_name_the_separator() {
        let workbook = read_text("sep=;\nName;Title\nAna;Lead, Growth\n");
        assert_eq!(cells(&workbook), [vec!["Name", "Title"], vec!["Ana", "Lead, Growth"]]);
        assert_eq!(workbook.sheets[0].line(1), 3);
    }

    #[test]
    fn lines_are_counted_in_the_file_even_across_cells_of_many_lines() {
        let workbook = read_text("Name,Note\nAna,\"one\ntwo\"\n\nBen,x\n");
        let sheet = &workbook.sheets[0];
        assert_eq!((sheet.line(1), sheet.line(2)), (2, 5));
        assert_eq!(sheet.cell(1, 1), "one\ntwo");
    }

    #[test]
    fn old_line_ends_and_zero_bytes_are_read() {
        let workbook = read_text("Name,Title\rAna\0,PM\rBen,PM\r");
        assert_eq!(cells(&workbook).len(), 3);
        assert_eq!(cells(&workbook)[1], ["Ana", "PM"]);
        assert_eq!(workbook.notes, ["1 zero byte in the text left out."]);
        assert_eq!(workbook.sheets[0].line(2), 3);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let rubbish: Vec<u8> = (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let error = read(&rubbish, "photo.csv").expect_err("this is refused").to_string();
        assert!(error.contains("not a table of text"), "{error}");
    }

    #[test]
    fn a_huge_line_is_refused_or_kept_but_never_in_the_way() {
        let commas = ",".repeat(10 << 20);
        let error = read(format!("Name,Title\n{commas}").as_bytes(), "a.csv").expect_err("this is refused").to_string();
        assert!(error.starts_with("Line 2 of “a.csv”"), "{error}");
        let letters = "x".repeat(10 << 20);
        let workbook = read_text(&format!("Name,Note\nAna,{letters}\nBen,y\n"));
        assert_eq!(cells(&workbook)[2], ["Ben", "y"]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_said() {
        let workbook = read_text(&format!("Name,Note\nAna,\"open\n{}", "Ben,x\n".repeat(300)));
        assert!(workbook.sheets[0].notes()[0].starts_with("A quotation mark on line 2"));
    }

    #[test]
    fn rows_beyond_the_limit_are_left_out_and_said_so() {
        let workbook = read_text(&format!("Name,Title\n{}", "A,b\n".repeat(50_005)));
        let sheet = &workbook.sheets[0];
        assert_eq!(sheet.rows(), super::super::MOST_ROWS);
        assert_eq!(sheet.notes(), ["Only the first 50000 rows were read; everything after line 50000 is left out."]);
    }
}
