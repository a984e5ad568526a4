//! Blocks of cells as text, the way spreadsheets copy and paste them: rows by line, cells by tab.

use crate::model::{Mark, WhyNot};

/// What a cell of a pasted block asks for; none leaves what is there.
pub(super) type Pasted = Option<Mark>;

/// A block as text. Cells without an answer stay blank.
pub(super) fn write(rows: &[Vec<Option<Mark>>]) -> String {
    let cell = |mark: &Option<Mark>| match mark {
        None => String::new(),
        Some(Mark::Score(score)) => score.to_string(),
        Some(Mark::NotObserved(WhyNot::CouldNotSee)) => "n/o".into(),
        Some(Mark::NotObserved(WhyNot::NoChanceYet)) => "no chance yet".into(),
    };
    let line = |row: &Vec<Option<Mark>>| row.iter().map(cell).collect::<Vec<_>>().join("\t");
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads a block of scores on a scale up to `top`. A blank leaves what is there; 0, "n/o" and "not observed" are not
/// observed.
///
/// # Errors
/// One sentence that names the first cell that could not be read, by row and column counted from 1.
pub(super) fn read(text: &str, top: u8) -> Result<Vec<Vec<Pasted>>, String> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let mut rows = Vec::new();
    for (row, line) in text.split('\n').enumerate() {
        let cells = line.trim_end_matches('\r').split('\t').enumerate();
        let cells = cells.map(|(column, cell)| {
            read_cell(cell, top)
                .map_err(|wrong| format!("Row {}, column {} of what was pasted: {wrong}.", row + 1, column + 1))
        });
        rows.push(cells.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(rows)
}

fn read_cell(cell: &str, top: u8) -> Result<Pasted, String> {
    let cell = cell.trim().trim_matches('"').trim();
    let shown = || cell.chars().take(40).collect::<String>();
    match cell.to_lowercase().as_str() {
        "" => return Ok(None),
        "0" | "n/o" | "no" | "not observed" => return Ok(Some(Mark::NotObserved(WhyNot::CouldNotSee))),
        "no chance yet" | "no chance" => return Ok(Some(Mark::NotObserved(WhyNot::NoChanceYet))),
        _ => {}
    }
    let off_scale = || Err(format!("“{}” is not on the scale, which goes from 1 to {top}", shown()));
    match cell.replace(',', ".").parse::<f64>() {
        // Spreadsheets write 3 as 3.0 now and then.
        Ok(number) if number.fract() == 0.0 && (1.0..=f64::from(top)).contains(&number) => {
            Ok(Some(Mark::Score(number as u8)))
        }
        Ok(_) => off_scale(),
        Err(_) => Err(format!("“{}” is neither a score nor n/o", shown())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_comes_back_as_it_was_copied() {
        let block = vec![
            vec![Some(Mark::Score(3)), None, Some(Mark::NotObserved(WhyNot::CouldNotSee))],
            vec![Some(Mark::NotObserved(WhyNot::NoChanceYet)), Some(Mark::Score(5)), None],
        ];
        assert_eq!(write(&block), "3\t\tn/o\nno chance yet\t5\t");
        assert_eq!(read(&write(&block), 5), Ok(block));
    }

    #[test]
    fn spreadsheets_write_cells_in_many_ways() {
        let score = |score| Some(Mark::Score(score));
        assert_eq!(read("3\t 4 \r\n\"5\"\t2.0\r\n", 5), Ok(vec![vec![score(3), score(4)], vec![score(5), score(2)]]));
        assert_eq!(read("0\tN/O", 5).map(|rows| rows[0].len()), Ok(2));
    }

    #[test]
    fn what_can_not_be_read_is_named_by_row_and_column() {
        let wrong = |text: &str| read(text, 5).expect_err("unreadable");
        assert_eq!(
            wrong("3\t4\n2\t6"),
            "Row 2, column 2 of what was pasted: “6” is not on the scale, which goes from 1 to 5."
        );
        assert_eq!(wrong("3.5"), "Row 1, column 1 of what was pasted: “3.5” is not on the scale, which goes from 1 to 5.");
        assert_eq!(wrong("Ana\t4"), "Row 1, column 1 of what was pasted: “Ana” is neither a score nor n/o.");
        assert!(wrong("NaN").contains("NaN") && wrong("inf").contains("inf"));
    }
}
