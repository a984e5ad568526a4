//! Comparing scores with bars, and writing them down. Scores are means, so that 2.9999999 must meet 3; and a score that
//! misses its bar must not be written as if it met it.

/// How far apart two scores may lie and still be the same, in points of the scale.
pub const TOLERANCE: f64 = 1e-6;

/// Whether a score reaches a bar.
pub fn meets(score: f64, bar: f64) -> bool {
    score >= bar - TOLERANCE
}

/// A bar or a settled score as it is read: "3", "2.5".
pub fn bar_words(bar: f64) -> String {
    let text = format!("{bar:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A score as it is read: "3.6".
pub fn score_words(score: f64) -> String {
    format!("{score:.1}")
}

/// A score beside its bar: "3.6 of 3". A score under the bar never rounds up to it.
pub fn of_bar(score: f64, bar: f64) -> String {
    format!("{} of {}", score_beside(score, bar), bar_words(bar))
}

/// A score that is read beside a bar: with as many digits as it takes to tell the two apart.
pub fn score_beside(score: f64, bar: f64) -> String {
    let rounded = (score * 10.0).round() / 10.0;
    if !meets(score, bar) && meets(rounded, bar) {
        format!("{:.2}", (score * 100.0).floor() / 100.0)
    } else {
        score_words(score)
    }
}

/// "one item", "3 items": a count with its noun, spelt out up to twelve where it begins no sentence.
pub fn count(number: usize, one: &str, many: &str) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let noun = if number == 1 { one } else { many };
    WORDS.get(number).map_or_else(|| format!("{number} {noun}"), |word| format!("{word} {noun}"))
}

/// "P&L", "P&L and Capital", "P&L, Capital and Vision".
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The same sentence with a capital first letter.
pub fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_that_misses_by_rounding_alone_meets_its_bar() {
        assert!(meets(2.999_999_9, 3.0) && meets(3.0, 3.0) && meets(3.000_000_1, 3.0));
        assert!(!meets(2.999, 3.0));
        assert!(meets([2.7, 3.3, 3.0, 2.9, 3.1].iter().sum::<f64>() / 5.0, 3.0));
    }

    #[test]
    fn a_score_under_its_bar_is_never_written_as_the_bar() {
        assert_eq!(of_bar(3.64, 3.0), "3.6 of 3");
        assert_eq!(of_bar(2.96, 3.0), "2.96 of 3");
        assert_eq!(of_bar(2.999, 3.0), "2.99 of 3");
        assert_eq!(of_bar(2.999_999_9, 3.0), "3.0 of 3");
        assert_eq!(of_bar(3.46, 3.5), "3.46 of 3.5");
        assert_eq!(of_bar(2.4, 2.25), "2.4 of 2.25");
    }

    #[test]
    fn counts_and_lists_read_as_sentences() {
        assert_eq!(count(1, "item", "items"), "one item");
        assert_eq!(count(13, "item", "items"), "13 items");
        assert_eq!(list(&["A".into(), "B".into(), "C".into()]), "A, B and C");
        assert_eq!(capital("éclair"), "Éclair");
        assert_eq!(capital(""), "");
    }
}
