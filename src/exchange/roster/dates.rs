//! Dates as people and programs write them. Whether 3/4/2020 is in March or in April is decided once
//! for a whole file, by the dates that can only be read one way, and said.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::exchange::folded;

/// Which of the two comes first where a date is written in figures, such as 3/4/2020.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateOrder {
    /// 3/4/2020 is in April.
    DayFirst,
    /// 3/4/2020 is in March.
    MonthFirst,
}

/// The date order that a roster was read with, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateDecision {
    /// The order used.
    pub order: DateOrder,
    /// Whether the file leaves no doubt, or somebody chose the order.
    pub is_certain: bool,
    /// What the order rests on, as a sentence for the screen.
    pub why: String,
}

/// A year of two figures from here on is in the last century.
const PIVOT: i16 = 50;
/// Years in which somebody at work today, or about to start, can have been hired.
const YEARS: std::ops::RangeInclusive<i16> = 1940..=2099;
/// Day counts of a spreadsheet that fall into 1950 to 2099.
const DAY_COUNTS: std::ops::RangeInclusive<i64> = 18_264..=73_050;

const MONTHS: [(&str, i8); 36] = [
    ("jan", 1),
    ("ene", 1),
    ("gen", 1),
    ("feb", 2),
    ("fev", 2),
    ("fevrier", 2),
    ("mar", 3),
    ("marz", 3),
    ("mrz", 3),
    ("maerz", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("mag", 5),
    ("jun", 6),
    ("juin", 6),
    ("giu", 6),
    ("jul", 7),
    ("juil", 7),
    ("lug", 7),
    ("aug", 8),
    ("aou", 8),
    ("aout", 8),
    ("ago", 8),
    ("sep", 9),
    ("set", 9),
    ("oct", 10),
    ("okt", 10),
    ("ott", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("dic", 12),
    ("des", 12),
];

/// What a date in figures gives away about the order of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// It can only be read with this order.
    Only(DateOrder),
    /// Both orders give a date, and not the same one; with points it is far more likely day first.
    Either { points: bool },
    /// The order makes no difference.
    Indifferent,
}

/// What a text gives away about the order of dates; nothing where it is no date.
pub(super) fn evidence(text: &str) -> Option<Evidence> {
    let text = text.trim();
    if plain_iso(text).is_some() {
        return Some(Evidence::Indifferent);
    }
    let parts = figures(without_time(text))?;
    if parts.year_first {
        return date(parts.year, parts.first, parts.second).map(|_| Evidence::Indifferent);
    }
    let day_first = date(parts.year, parts.second, parts.first);
    let month_first = date(parts.year, parts.first, parts.second);
    match (day_first, month_first) {
        (Some(one), Some(other)) if one == other => Some(Evidence::Indifferent),
        (Some(_), Some(_)) => Some(Evidence::Either { points: parts.points }),
        (Some(_), None) => Some(Evidence::Only(DateOrder::DayFirst)),
        (None, Some(_)) => Some(Evidence::Only(DateOrder::MonthFirst)),
        (None, None) => None,
    }
}

/// Whether a text is a date in any order.
pub(super) fn looks_like_date(text: &str) -> bool {
    parse(text, DateOrder::DayFirst).is_some() || parse(text, DateOrder::MonthFirst).is_some()
}

/// Whether a text is the plain number that a spreadsheet keeps for a date.
pub(super) fn is_day_count(text: &str) -> bool {
    let text = text.trim();
    text.len() == 5 && text.parse().is_ok_and(|days: i64| DAY_COUNTS.contains(&days))
}

/// Reads a date: figures with `-`, `/`, `.` or blanks between them, eight figures, a month in
/// words, or a spreadsheet's day count. A time after it is left aside.
pub(super) fn parse(text: &str, order: DateOrder) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    if is_day_count(text) {
        let days: i64 = text.parse().ok()?;
        return Date::constant(1899, 12, 30).checked_add(days.days()).ok();
    }
    if let Some(date) = plain_iso(text) {
        return Some(date);
    }
    let text = without_time(text);
    match figures(text) {
        Some(parts) if parts.year_first || order == DateOrder::MonthFirst => {
            date(parts.year, parts.first, parts.second)
        }
        Some(parts) => date(parts.year, parts.second, parts.first),
        None => with_month_in_words(text),
    }
}

/// "2020-01-31", as nearly all dates of workbooks are.
fn plain_iso(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
        return None;
    }
    date(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
}

struct Figures {
    year: i16,
    first: i8,
    second: i8,
    year_first: bool,
    points: bool,
}

fn figures(text: &str) -> Option<Figures> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let (year, first, second) = (&text[..4], &text[4..6], &text[6..]);
        return Some(Figures {
            year: year.parse().ok()?,
            first: first.parse().ok()?,
            second: second.parse().ok()?,
            year_first: true,
            points: false,
        });
    }
    let separator = |c: char| matches!(c, '-' | '/' | '.' | ' ');
    let mut parts = text.split(separator).filter(|part| !part.is_empty());
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    let in_figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || ![a, b, c].into_iter().all(in_figures) {
        return None;
    }
    let points = text.contains('.');
    if a.len() == 4 {
        let (year, first, second) = (a.parse().ok()?, b.parse().ok()?, c.parse().ok()?);
        return Some(Figures { year, first, second, year_first: true, points });
    }
    if a.len() > 2 || b.len() > 2 {
        return None;
    }
    Some(Figures { year: full_year(c)?, first: a.parse().ok()?, second: b.parse().ok()?, year_first: false, points })
}

fn full_year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 => Some(year),
        2 if year < PIVOT => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|date| YEARS.contains(&date.year()))
}

fn with_month_in_words(text: &str) -> Option<Date> {
    let separator = |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',');
    let words: Vec<&str> = text.split(separator).filter(|word| !word.is_empty()).collect();
    let month_at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words[month_at])?;
    let mut numbers = words.iter().enumerate().filter_map(|(at, word)| {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º');
        let is_number = at != month_at && !digits.is_empty();
        is_number.then_some(digits)
    });
    let (one, other) = (numbers.next()?, numbers.next()?);
    if numbers.next().is_some() {
        return None;
    }
    let (day, year) = if one.len() == 4 { (other, one) } else { (one, other) };
    date(full_year(year)?, month, day.parse().ok()?)
}

/// The month that a word names in English, German, French, Spanish, Italian or Dutch, in full or
/// shortened.
fn month(word: &str) -> Option<i8> {
    let word: String = folded(word).collect();
    if word.len() < 3 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let known = MONTHS.iter().filter(|(start, _)| word.starts_with(start));
    known.max_by_key(|(start, _)| start.len()).map(|(_, month)| *month)
}

fn without_time(text: &str) -> &str {
    let is_time = |rest: &str| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&digits) && rest[digits..].starts_with(':')
    };
    let cut = text
        .char_indices()
        .find(|(at, c)| matches!(c, 'T' | ' ' | ',') && is_time(text[at + c.len_utf8()..].trim_start()));
    cut.map_or(text, |(at, _)| text[..at].trim_end())
}

/// Decides the order for a file from all the texts that should be dates, then from other columns of
/// dates, given with their headers.
pub(super) fn decide<'a>(
    hired: impl Iterator<Item = &'a str>,
    others: impl Iterator<Item = (&'a str, &'a str)>,
) -> DateDecision {
    let mut votes = Votes::default();
    hired.for_each(|text| votes.count(text));
    if let Some(decision) = votes.decision() {
        return decision;
    }
    for (header, text) in others {
        if let Some(Evidence::Only(order)) = evidence(text) {
            let why = format!("{}, as in column “{header}” (“{}”).", words(order), text.trim());
            return DateDecision { order, is_certain: true, why };
        }
    }
    votes.guess()
}

fn words(order: DateOrder) -> &'static str {
    match order {
        DateOrder::DayFirst => "The day comes first",
        DateOrder::MonthFirst => "The month comes first",
    }
}

#[derive(Default)]
struct Votes {
    day_first: usize,
    month_first: usize,
    either: usize,
    points: usize,
    day_sample: String,
    month_sample: String,
}

impl Votes {
    fn count(&mut self, text: &str) {
        match evidence(text) {
            Some(Evidence::Only(DateOrder::DayFirst)) => {
                self.day_first += 1;
                text.trim().clone_into(&mut self.day_sample);
            }
            Some(Evidence::Only(DateOrder::MonthFirst)) => {
                self.month_first += 1;
                text.trim().clone_into(&mut self.month_sample);
            }
            Some(Evidence::Either { points }) => {
                self.either += 1;
                self.points += usize::from(points);
            }
            Some(Evidence::Indifferent) | None => {}
        }
    }

    fn decision(&self) -> Option<DateDecision> {
        let (order, count, against, sample) = if self.day_first >= self.month_first {
            (DateOrder::DayFirst, self.day_first, self.month_first, &self.day_sample)
        } else {
            (DateOrder::MonthFirst, self.month_first, self.day_first, &self.month_sample)
        };
        if count == 0 {
            return None;
        }
        let first = words(order);
        let why = match against {
            0 => format!("{first}: dates such as “{sample}” can be read in no other way."),
            _ => format!("{first} in {count} dates; {against} others can only be read the other way round."),
        };
        Some(DateDecision { order, is_certain: against == 0, why })
    }

    fn guess(&self) -> DateDecision {
        let (is_certain, why) = match (self.either, self.points) {
            (0, _) => (true, "No date depends on whether the day or the month comes first.".to_owned()),
            (either, points) if either == points => {
                (true, "The day comes first, as it does in dates with points.".to_owned())
            }
            (either, _) => {
                (false, format!("The day is taken to come first, but {either} dates could be read both ways."))
            }
        };
        DateDecision { order: DateOrder::DayFirst, is_certain, why }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::{DayFirst, MonthFirst};
    use jiff::civil::date as day;

    #[test]
    fn dates_are_read_however_they_are_written() {
        let expected = Some(day(2020, 3, 25));
        for text in [
            "2020-03-25",
            "2020/3/25",
            "20200325",
            "25.03.2020",
            "25/3/2020",
            "25-03-20",
            "25.3.20",
            "25 March 2020",
            "25-Mar-20",
            "Mar 25, 2020",
            "March 25th, 2020",
            "25. März 2020",
            "25 mars 2020",
            "25 marzo 2020",
            "2020-03-25 00:00:00",
            "2020-03-25T08:30:00Z",
            "25/03/2020 9:15",
            "2020 Mar 25",
            "43915",
            " 25/03/2020 ",
        ] {
            assert_eq!(parse(text, DayFirst), expected, "{text}");
        }
        assert_eq!(parse("3/25/2020 12:00:00 AM", MonthFirst), expected);
        assert_eq!(parse("3/4/2020", DayFirst), Some(day(2020, 4, 3)));
        assert_eq!(parse("3/4/2020", MonthFirst), Some(day(2020, 3, 4)));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "31/02/2020",
            "2020",
            "2020-13-01",
            "25/13/2020",
            "1/1/1",
            "0000-00-00",
            "12345678901",
            "9999-12-31",
            "1/2/3/4",
            "3 - 5 Years",
            "Q1 2020",
            "March 2020",
        ] {
            assert_eq!(parse(text, DayFirst), None, "{text}");
        }
    }

    #[test]
    fn years_of_two_figures_turn_at_fifty() {
        assert_eq!(parse("01.02.49", DayFirst), Some(day(2049, 2, 1)));
        assert_eq!(parse("01.02.50", DayFirst), Some(day(1950, 2, 1)));
        assert_eq!(parse("01.02.99", DayFirst), Some(day(1999, 2, 1)));
    }

    #[test]
    fn the_order_is_decided_by_dates_that_leave_no_choice() {
        let months = decide(["1/2/2020", "9/29/2014"].into_iter(), [].into_iter());
        assert_eq!((months.order, months.is_certain), (MonthFirst, true));
        assert!(months.why.contains("9/29/2014"));
        let days = decide(["1/2/2020", "29/9/2014", ""].into_iter(), [].into_iter());
        assert_eq!((days.order, days.is_certain), (DayFirst, true));
        let mixed = decide(["29/9/2014", "9/29/2014", "28/9/2014"].into_iter(), [].into_iter());
        assert_eq!((mixed.order, mixed.is_certain), (DayFirst, false));
    }

    #[test]
    fn another_column_may_decide_and_a_guess_says_that_it_is_one() {
        let other = decide(["1/2/2020"].into_iter(), [("DOB", "11/24/87")].into_iter());
        assert_eq!((other.order, other.is_certain), (MonthFirst, true));
        assert!(other.why.contains("DOB"));
        let guess = decide(["1/2/2020"].into_iter(), [].into_iter());
        assert_eq!((guess.order, guess.is_certain), (DayFirst, false));
        let points = decide(["01.02.2020"].into_iter(), [].into_iter());
        assert!(points.is_certain && points.order == DayFirst);
        let none = decide(["2020-01-02", "1/1/2020"].into_iter(), [].into_iter());
        assert!(none.is_certain);
    }
}
