//! How marks are spelled in files and in what is pasted from a spreadsheet.

use crate::model::{Mark, WhyNot};

/// Not observed, as it stands in a score's place.
pub const NOT_OBSERVED: &str = "n/o";

/// Why a skill was not observed, in the words of the files.
pub fn why_not_words(why: WhyNot) -> &'static str {
    match why {
        WhyNot::CouldNotSee => "could not see",
        WhyNot::NoChanceYet => "no chance yet",
    }
}

/// A mark as one text: the score, or why it was not observed.
pub fn mark_words(mark: Mark) -> String {
    match mark {
        Mark::Score(score) => score.to_string(),
        Mark::NotObserved(why) => format!("not observed: {}", why_not_words(why)),
    }
}

/// Reads a mark; blank is none.
///
/// # Errors
/// What is wrong, in words that go on from the place of the cell.
pub fn parse_mark(text: &str, top: u8) -> Result<Option<Mark>, String> {
    let word = text.trim();
    if word.is_empty() {
        return Ok(None);
    }
    if let Some(why) = parse_not_observed(word) {
        return Ok(Some(Mark::NotObserved(why)));
    }
    let off_scale = || format!("“{}” is not on the scale, which goes from 1 to {top}", shortened(word));
    match word.replace(',', ".").parse::<f64>() {
        // Spreadsheets write 3 as 3.0 now and then.
        Ok(number) if number.fract() == 0.0 && (1.0..=f64::from(top)).contains(&number) => {
            Ok(Some(Mark::Score(number as u8)))
        }
        Ok(number) if number.is_finite() && number.fract() != 0.0 => {
            Err(format!("“{}” is between two points of the scale; a rating is a whole one", shortened(word)))
        }
        Ok(0.0) => Err(format!("{}; write {NOT_OBSERVED} for not observed", off_scale())),
        Ok(_) => Err(off_scale()),
        Err(_) => Err(format!("“{}” is neither a score nor {NOT_OBSERVED}", shortened(word))),
    }
}

/// Reads what a column of its own says about not observed: why, or a plain yes; blank and no are none.
///
/// # Errors
/// When it is something else.
pub fn parse_flag(text: &str) -> Result<Option<WhyNot>, String> {
    let word = text.trim();
    match word.to_lowercase().as_str() {
        "" | "no" | "false" | "0" => Ok(None),
        "yes" | "true" | "1" | "x" => Ok(Some(WhyNot::CouldNotSee)),
        _ => parse_not_observed(word)
            .map(Some)
            .ok_or_else(|| format!("“{}” does not say why a skill was not observed", shortened(word))),
    }
}

fn parse_not_observed(word: &str) -> Option<WhyNot> {
    let word = word.to_lowercase();
    let word = word.strip_prefix("not observed:").map_or(word.as_str(), str::trim);
    match word {
        NOT_OBSERVED | "n.o." | "not observed" | "not_observed" | "not seen" | "could not see" | "could not see it" => {
            Some(WhyNot::CouldNotSee)
        }
        "no chance yet" | "no chance" => Some(WhyNot::NoChanceYet),
        _ => None,
    }
}

/// A text short enough for a sentence.
pub fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST + 1).collect();
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_and_not_observed_are_read_as_people_write_them() {
        for text in ["3", " 3 ", "3.0", "3,0"] {
            assert_eq!(parse_mark(text, 5), Ok(Some(Mark::Score(3))));
        }
        for text in ["n/o", "N/O", "Not observed", "could not see"] {
            assert_eq!(parse_mark(text, 5), Ok(Some(Mark::NotObserved(WhyNot::CouldNotSee))));
        }
        assert_eq!(parse_mark("No chance yet", 5), Ok(Some(Mark::NotObserved(WhyNot::NoChanceYet))));
        assert_eq!(parse_mark("  ", 5), Ok(None));
    }

    #[test]
    fn what_is_no_mark_is_refused_with_the_reason() {
        let wrong = |text| parse_mark(text, 5).unwrap_err();
        assert_eq!(wrong("6"), "“6” is not on the scale, which goes from 1 to 5");
        assert_eq!(wrong("0"), "“0” is not on the scale, which goes from 1 to 5; write n/o for not observed");
        assert_eq!(wrong("3.5"), "“3.5” is between two points of the scale; a rating is a whole one");
        assert_eq!(wrong("good"), "“good” is neither a score nor n/o");
        assert_eq!(wrong("NaN"), "“NaN” is not on the scale, which goes from 1 to 5");
        assert_eq!(wrong("1e999"), "“1e999” is not on the scale, which goes from 1 to 5");
    }

    #[test]
    fn every_mark_can_be_read_from_its_words() {
        for mark in [Mark::Score(4), Mark::NotObserved(WhyNot::CouldNotSee), Mark::NotObserved(WhyNot::NoChanceYet)] {
            assert_eq!(parse_mark(&mark_words(mark), 5), Ok(Some(mark)));
        }
    }
}
