//! Text in the cells of a CSV file. A spreadsheet runs a cell that starts with `=`, `+`, `-` or `@`, even after a tab
//! or a line end that it drops. Such a text gets one apostrophe in front, and so does one that already has
//! apostrophes before such a character; reading takes one off by the same rule. What was written is what is read.

use std::borrow::Cow;

/// What no text may start with in a spreadsheet. The wide signs count too: some spreadsheets make them narrow.
const STARTERS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet might run the text, were it not for apostrophes in front.
pub fn might_run(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(STARTERS)
}

/// The text as it is written into a cell.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if might_run(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that a cell was written from.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if might_run(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_held_back_and_other_text_is_left_alone() {
        assert_eq!(guarded("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(guarded("-2"), "'-2");
        assert_eq!(guarded("\t=1"), "'\t=1");
        assert_eq!(guarded("'=1"), "''=1");
        assert_eq!(guarded("＝1"), "'＝1");
        assert_eq!(guarded("'tis fine"), "'tis fine");
        assert_eq!(guarded("Ana-María"), "Ana-María");
        assert_eq!(unguarded("'tis fine"), "'tis fine");
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@\t\r\n-]{0,4}\\PC{0,6}") {
            let cell = guarded(&text).into_owned();
            prop_assert!(!cell.starts_with(STARTERS));
            prop_assert_eq!(unguarded(&cell), text);
        }
    }
}
