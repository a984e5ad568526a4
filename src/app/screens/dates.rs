//! Dates as people type and read them.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::model::Period;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads "2026-10-14", "14.10.2026", "14 Oct 2026" or "14 Oct", whose year is the latest one that does not lie beyond
/// the period. Month and day as bare figures with a slash are not read: two halves of the world mean two days by them.
pub(in crate::app::screens) fn read(text: &str, period: &Period) -> Option<Date> {
    let year = period.to.year();
    read_with(text, |month, day| {
        let mut dates = [year, year - 1].into_iter().filter_map(|year| Date::new(year, month, day).ok());
        dates.find(|date| *date <= period.to)
    })
}

/// The same for a day to come: without a year it is the first such day after the period's end.
pub(in crate::app::screens) fn read_ahead(text: &str, period: &Period) -> Option<Date> {
    let year = period.to.year();
    read_with(text, |month, day| {
        let mut dates = [year, year + 1].into_iter().filter_map(|year| Date::new(year, month, day).ok());
        dates.find(|date| *date > period.to)
    })
}

/// Reads a day; one that is written without its year gets it from `with_year`, which is given month and day.
fn read_with(text: &str, with_year: impl Fn(i8, i8) -> Option<Date>) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let day: i8 = parts.first()?.parse().ok()?;
    let month = month(parts.get(1)?)?;
    match parts.get(2..)? {
        [] => with_year(month, day),
        [year] if year.len() == 4 => Date::new(year.parse().ok()?, month, day).ok(),
        _ => None,
    }
}

fn month(word: &str) -> Option<i8> {
    let place = match word.parse::<i8>() {
        Ok(number) => return (1..=12).contains(&number).then_some(number),
        Err(_) => {
            let word = word.to_lowercase();
            MONTHS.iter().position(|month| word.starts_with(month))?
        }
    };
    i8::try_from(place + 1).ok()
}

/// A day as it is read: "14 Oct", with its year where it is not one of the period's.
pub(in crate::app::screens) fn words(date: Date, period: &Period) -> String {
    let known = (period.from.year()..=period.to.year()).contains(&date.year());
    let pattern = if known { "%-d %b" } else { "%-d %b %Y" };
    date.strftime(pattern).to_string()
}

/// A moment as it is read here: "14 Oct 2026, 16:05".
pub(in crate::app::screens) fn moment_words(moment: Timestamp) -> String {
    moment.to_zoned(TimeZone::system()).strftime("%-d %b %Y, %H:%M").to_string()
}

/// The day that something new is taken to have happened on: today, or the nearest day of the period.
pub(in crate::app::screens) fn today(now: Timestamp, period: &Period) -> Date {
    now.to_zoned(TimeZone::system()).date().clamp(period.from, period.to.max(period.from))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let period = Period::half_year_of(date(2026, 9, 1));
        let october = Some(date(2026, 10, 14));
        for text in ["2026-10-14", "14.10.2026", "14 Oct 2026", "14 october", " 14 Oct ", "14. Oct. 2026", "14.10."] {
            assert_eq!(read(text, &period), october, "{text}");
        }
        for text in ["", "Oct 14", "10/14/2026", "14.10.26", "32 Oct", "14 Foo", "yesterday"] {
            assert_eq!(read(text, &period), None, "{text}");
        }
        let spring = Period::half_year_of(date(2026, 3, 1));
        assert_eq!(read("14 Oct", &spring), Some(date(2025, 10, 14)), "the last October before the period's end");
    }

    #[test]
    fn a_day_to_come_lies_after_the_period() {
        let period = Period::half_year_of(date(2026, 9, 1));
        assert_eq!(read_ahead("31 March", &period), Some(date(2027, 3, 31)));
        assert_eq!(read_ahead("1 Nov", &period), Some(date(2027, 11, 1)));
        assert_eq!(read_ahead("1 Nov 2026", &period), Some(date(2026, 11, 1)));
        assert_eq!(read_ahead("soon", &period), None);
    }

    #[test]
    fn a_year_is_said_where_it_is_another() {
        let period = Period::half_year_of(date(2026, 9, 1));
        assert_eq!(words(date(2026, 10, 14), &period), "14 Oct");
        assert_eq!(words(date(2025, 3, 2), &period), "2 Mar 2025");
    }
}
