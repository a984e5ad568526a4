//! The six intraclass correlations (Shrout and Fleiss 1979, *Psychological Bulletin* 86:420; McGraw and Wong 1996,
//! *Psychological Methods* 1:30), for panels in which every rater scored everybody. The score of a person by a rater is
//! the mean over skills. Where somebody was not scored by everybody they are undefined, and nobody is dropped to make
//! them so: [`GapsIcc`](crate::raters::GapsIcc) has them by variance components.

use super::super::figure::{Figure, Undefined, mean};
use super::super::sorted::Sorted;

/// The six forms, and the mean squares that they come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Icc {
    /// ICC(1,1): other raters for each person.
    pub one_single: Figure,
    /// ICC(2,1): agreement of one of these raters with another.
    pub two_single: Figure,
    /// ICC(3,1): the same, were severity taken off.
    pub three_single: Figure,
    /// ICC(1,k).
    pub one_average: Figure,
    /// ICC(2,k): agreement of the mean of all raters with that of another such panel.
    pub two_average: Figure,
    /// ICC(3,k).
    pub three_average: Figure,
    /// Mean square between people (BMS).
    pub between_people: f64,
    /// Mean square within people (WMS).
    pub within_people: f64,
    /// Mean square between raters (JMS).
    pub between_raters: f64,
    /// Residual mean square (EMS).
    pub residual: f64,
}

impl Icc {
    pub(super) fn new(sorted: &Sorted) -> Figure<Self> {
        let (people, raters) = (sorted.people.len(), sorted.table.raters().len());
        if people == 0 {
            return Err(Undefined::NoRatings);
        }
        if raters < 2 {
            return Err(Undefined::OneRater);
        }
        if people < 2 {
            return Err(Undefined::TooFew { what: "people", have: people, need: 2 });
        }
        let scores = means_over_skills(sorted).ok_or(Undefined::Gaps)?;
        Ok(Self::of(&scores))
    }

    /// From one score of every person (outer) by every rater (inner).
    fn of(scores: &[Vec<f64>]) -> Self {
        let (n, k) = (scores.len() as f64, scores[0].len() as f64);
        let of_person: Vec<f64> = scores.iter().map(|row| row.iter().sum::<f64>() / k).collect();
        let of_rater: Vec<f64> =
            (0..scores[0].len()).map(|rater| scores.iter().map(|row| row[rater]).sum::<f64>() / n).collect();
        let grand = of_person.iter().sum::<f64>() / n;
        let squares = |values: &[f64]| values.iter().map(|value| (value - grand).powi(2)).sum::<f64>();
        let people = k * squares(&of_person);
        let raters = n * squares(&of_rater);
        let within: f64 =
            scores.iter().zip(&of_person).flat_map(|(row, mean)| row.iter().map(move |y| (y - mean).powi(2))).sum();
        let bms = people / (n - 1.0);
        let wms = within / (n * (k - 1.0));
        let jms = raters / (k - 1.0);
        // Taking one sum off the other can leave a trace under zero.
        let ems = ((within - raters) / ((n - 1.0) * (k - 1.0))).max(0.0);
        // Mean squares that are rounding errors beside the scores are no variation.
        let least = 1e-20 * (1.0 + grand * grand);
        let share = |part: f64, whole: f64| if whole > least { Ok(part / whole) } else { Err(Undefined::NoVariation) };
        Self {
            one_single: share(bms - wms, bms + (k - 1.0) * wms),
            two_single: share(bms - ems, bms + (k - 1.0) * ems + k * (jms - ems) / n),
            three_single: share(bms - ems, bms + (k - 1.0) * ems),
            one_average: share(bms - wms, bms),
            two_average: share(bms - ems, bms + (jms - ems) / n),
            three_average: share(bms - ems, bms),
            between_people: bms,
            within_people: wms,
            between_raters: jms,
            residual: ems,
        }
    }
}

/// The mean score of every person by every rater; none where one has not scored the other.
fn means_over_skills(sorted: &Sorted) -> Option<Vec<Vec<f64>>> {
    let raters = sorted.table.raters().len();
    let of_person = |rows: &std::ops::Range<usize>| {
        let mut scores = vec![Vec::new(); raters];
        sorted.rows[rows.clone()].iter().for_each(|row| scores[row.rater].push(row.score));
        scores.into_iter().map(mean).collect()
    };
    sorted.people.iter().map(of_person).collect()
}
