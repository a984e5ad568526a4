//! Figures that may be undefined. An undefined figure says why; it is never 0, 1 or NaN.

use serde::Serialize;

/// A figure, or why there is none.
pub type Figure<T = f64> = Result<T, Undefined>;

/// Why a figure is undefined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// Nothing was rated.
    #[error("nobody has scored anything yet")]
    NoRatings,
    /// There is nobody to compare a rater with.
    #[error("only one rater has scored")]
    OneRater,
    /// No skill of a person was scored by two raters.
    #[error("no skill of a person was scored by two raters")]
    NothingShared,
    /// Nobody else scored the same.
    #[error("nobody else scored the same people")]
    NobodyElse,
    /// All scores are the same, so that there is nothing to explain.
    #[error("all scores are the same")]
    NoVariation,
    /// Raters and people fall into parts that share nobody.
    #[error("the raters fall into {parts} groups that share nobody, so they can't be compared")]
    NotLinked {
        /// How many parts.
        parts: usize,
    },
    /// Fewer than it takes.
    #[error("it takes {need} {what} and there are {have}")]
    TooFew {
        /// What is counted, in the plural, such as "people rated by two raters".
        what: &'static str,
        /// How many there are.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// Some rater has not scored everybody, which this figure asks for.
    #[error("not every rater scored every person")]
    Gaps,
    /// The ratings can't tell this source of variation from another.
    #[error("the scores can't tell this from other variation")]
    NotSeparable,
    /// As many figures are estimated as there are scores.
    #[error("there are no more scores than figures to estimate")]
    NothingLeftOver,
    /// The fit leaves no residual, on which standard errors rest.
    #[error("raters, people and skills explain the scores without any rest")]
    NothingUnexplained,
    /// Whose report somebody is was not given, or none of the rater's own reports was shared.
    #[error("none of the rater's own reports was scored by others too")]
    NoOwnReports,
    /// When scores were given is not known.
    #[error("when the scores were given is not known")]
    NoTimes,
    /// A group is so small that its figures would show single people.
    #[error("a group of fewer than {least} people is not shown")]
    Hidden {
        /// The smallest group that is shown.
        least: usize,
    },
}

/// From the lower to the upper end, of a 95 % interval where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// So much to either side of a value.
    pub fn around(value: f64, margin: f64) -> Self {
        Self { low: value - margin, high: value + margin }
    }

    /// Whether a value lies within, ends included.
    pub fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Whether two intervals share a point: what they belong to cannot be told apart.
    pub fn overlaps(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// An estimate with its standard error, in points of the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub se: Figure,
}

impl Estimate {
    /// An estimate whose standard error is known.
    pub fn new(value: f64, se: f64) -> Self {
        Self { value, se: Ok(se) }
    }

    /// The estimate and so many standard errors to either side.
    ///
    /// # Errors
    /// Why the standard error is undefined.
    pub fn interval(self, standard_errors: f64) -> Figure<Interval> {
        self.se.map(|se| Interval::around(self.value, standard_errors * se))
    }
}

/// The mean of some values; none of no values.
pub(super) fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.into_iter().fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// The variance of some values, with one taken off their number; none of fewer than two.
pub(super) fn variance(values: &[f64]) -> Option<f64> {
    let center = mean(values.iter().copied()).filter(|_| values.len() > 1)?;
    Some(values.iter().map(|value| (value - center).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0))
}
