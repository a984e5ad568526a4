//! Blocks of cells as text, the way spreadsheets copy and paste them: rows by line, cells by tab.

use crate::exchange::ratings::parse_block;
use crate::model::{Mark, WhyNot};

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

/// Reads a block of scores on a scale up to `top`; a blank leaves what is there.
///
/// # Errors
/// One sentence that names the first cell that could not be read.
pub(super) fn read(text: &str, top: u8) -> Result<Vec<Vec<Option<Mark>>>, String> {
    let rows = parse_block(text, top)?;
    Ok(rows.into_iter().map(|row| row.into_iter().map(Option::flatten).collect()).collect())
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
}
