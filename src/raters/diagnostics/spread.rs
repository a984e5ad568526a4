//! How a rater spreads scores over the scale, against others on the very same cells: one who scores even people evenly
//! is not restricted.

use super::super::figure::{Figure, Undefined};
use super::super::settings::Settings;
use super::super::sorted::Sorted;
use super::{CentralTendency, Restriction};

/// What one rater's cells say that others scored too.
#[derive(Clone, Copy, Default)]
pub(super) struct Spread {
    cells: usize,
    /// Sums of squares about the mean, over every other rater with the cells they share: the rater's own, the other's.
    own: f64,
    others: f64,
    degrees_of_freedom: f64,
    /// Cells on the middle of the scale, and the share of the others there, cell by cell.
    own_middle: f64,
    others_middle: f64,
}

/// One rater with another.
#[derive(Clone, Copy, Default)]
struct Shared {
    cells: f64,
    own: (f64, f64),
    other: (f64, f64),
}

pub(super) fn spreads(sorted: &Sorted) -> Vec<Spread> {
    let raters = sorted.table.raters().len();
    let mut spreads = vec![Spread::default(); raters];
    let mut shared = vec![Shared::default(); raters * raters];
    let origin = sorted.categories.first().copied().unwrap_or_default();
    // Half a point around the middle: one point of an odd scale, two of an even one.
    let middle = sorted.table.scale().map_or(0.0, |scale| (scale.low + scale.high) / 2.0);
    let in_middle = |score: f64| f64::from(u8::from((score - middle).abs() <= 0.5 + 1e-9));
    for unit in sorted.units() {
        let rows = &sorted.rows[unit.clone()];
        let all_middle: f64 = rows.iter().map(|row| in_middle(row.score)).sum();
        for own in rows {
            let spread = &mut spreads[own.rater];
            spread.cells += 1;
            spread.own_middle += in_middle(own.score);
            spread.others_middle += (all_middle - in_middle(own.score)) / (rows.len() as f64 - 1.0);
            for other in rows.iter().filter(|other| other.rater != own.rater) {
                let (a, b) = (own.score - origin, other.score - origin);
                let pair = &mut shared[own.rater * raters + other.rater];
                pair.cells += 1.0;
                pair.own = (pair.own.0 + a, pair.own.1 + a * a);
                pair.other = (pair.other.0 + b, pair.other.1 + b * b);
            }
        }
    }
    for (at, pair) in shared.iter().enumerate().filter(|(_, pair)| pair.cells > 1.0) {
        let about_mean = |(sum, squares): (f64, f64)| (squares - sum * sum / pair.cells).max(0.0);
        let spread = &mut spreads[at / raters];
        spread.own += about_mean(pair.own);
        spread.others += about_mean(pair.other);
        spread.degrees_of_freedom += pair.cells - 1.0;
    }
    spreads
}

impl Spread {
    /// The rater's spread against others'; `counts` has how often the rater gave each score that occurs.
    pub fn restriction(&self, counts: &[usize], settings: &Settings) -> Figure<Restriction> {
        if self.degrees_of_freedom <= 0.0 {
            return Err(Undefined::NobodyElse);
        }
        if self.others <= 1e-12 {
            return Err(Undefined::NoVariation);
        }
        let deviation = |squares: f64| (squares / self.degrees_of_freedom).sqrt();
        let ratio = (self.own / self.others).sqrt();
        Ok(Restriction {
            sd: deviation(self.own),
            others_sd: deviation(self.others),
            ratio,
            points_used: counts.iter().filter(|count| **count > 0).count(),
            restricted: ratio < settings.restricted_ratio && self.cells >= settings.restricted_ratings,
        })
    }

    /// The rater's use of the middle against others'.
    pub fn central_tendency(&self, settings: &Settings) -> Figure<CentralTendency> {
        if self.cells == 0 {
            return Err(Undefined::NobodyElse);
        }
        let cells = self.cells as f64;
        let (share, others_share) = (self.own_middle / cells, self.others_middle / cells);
        let suspected = share - others_share >= settings.central_excess && self.cells >= settings.restricted_ratings;
        Ok(CentralTendency { share, others_share, suspected })
    }
}
