//! A block of scores pasted from a spreadsheet: rows by line, cells by tab.

use crate::model::{Mark, WhyNot};

use super::marks::parse_mark;

/// What one cell of a pasted block asks for: nothing (leave what is there), or a mark. The inner `None` is never
/// made, as a blank leaves what is there; it is what clearing a cell looks like to those who take blocks in.
pub type BlockCell = Option<Option<Mark>>;

/// Reads a block of scores on a scale up to `top`. A blank leaves what is there; 0, `n/o` and "not observed" are not
/// observed. Shorter rows are filled up with blanks, so that every row is as long as the longest.
///
/// # Errors
/// One sentence that names the first cell that could not be read, by row and column counted from 1; nothing of the
/// block is taken then.
pub fn parse_block(text: &str, top: u8) -> Result<Vec<Vec<BlockCell>>, String> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).enumerate();
    let mut rows = Vec::new();
    for (row, line) in lines {
        let cells = line.split('\t').enumerate().map(|(column, cell)| {
            parse_cell(cell, top)
                .map_err(|wrong| format!("Row {}, column {} of what was pasted: {wrong}.", row + 1, column + 1))
        });
        rows.push(cells.collect::<Result<Vec<BlockCell>, String>>()?);
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    rows.iter_mut().for_each(|row| row.resize(width, None));
    Ok(rows)
}

fn parse_cell(cell: &str, top: u8) -> Result<BlockCell, String> {
    let cell = cell.trim();
    // Spreadsheets put quotes around a cell that has a line end or a quote in it.
    let cell = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell);
    if cell.trim() == "0" {
        return Ok(Some(Some(Mark::NotObserved(WhyNot::CouldNotSee))));
    }
    Ok(parse_mark(cell, top)?.map(Some))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn score(score: u8) -> BlockCell {
        Some(Some(Mark::Score(score)))
    }

    const NOT_OBSERVED: BlockCell = Some(Some(Mark::NotObserved(WhyNot::CouldNotSee)));

    #[test]
    fn a_block_keeps_its_shape() {
        let block = parse_block("3\t\t5\r\n0\tn/o\r\n\r\n4\r\n", 5).unwrap();
        assert_eq!(
            block,
            [
                vec![score(3), None, score(5)],
                vec![NOT_OBSERVED, NOT_OBSERVED, None],
                vec![None; 3],
                vec![score(4), None, None],
            ]
        );
        assert_eq!(parse_block("", 5).unwrap(), [[None]]);
    }

    #[test]
    fn what_can_not_be_read_is_named_by_row_and_column() {
        let wrong = |text| parse_block(text, 5).unwrap_err();
        assert_eq!(
            wrong("3\t4\n2\t6"),
            "Row 2, column 2 of what was pasted: “6” is not on the scale, which goes from 1 to 5."
        );
        assert_eq!(wrong("Ana\t4"), "Row 1, column 1 of what was pasted: “Ana” is neither a score nor n/o.");
    }

    proptest! {
        #[test]
        fn any_text_gives_a_block_or_a_sentence(text in "\\PC{0,20}([\t\n\r0-9]{0,12})") {
            match parse_block(&text, 5) {
                Ok(rows) => prop_assert!(rows.iter().all(|row| row.len() == rows[0].len())),
                Err(sentence) => prop_assert!(sentence.starts_with("Row ") && sentence.ends_with('.')),
            }
        }
    }
}
