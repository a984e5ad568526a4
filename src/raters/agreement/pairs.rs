//! Every pair of raters on the cells that both scored.

use std::collections::BTreeMap;

use super::super::figure::{Figure, Undefined};
use super::super::settings::Settings;
use super::super::sorted::Sorted;
use super::ONE_POINT;

/// Two raters on the same cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairAgreement {
    /// The two, by place, the lower first.
    pub raters: (usize, usize),
    /// Cells that both scored.
    pub cells: usize,
    /// People with such cells.
    pub people: usize,
    /// Share with the same score.
    pub exact: f64,
    /// Share at most one point apart.
    pub within_one: f64,
    /// Mean of the first one's score minus the second one's.
    pub mean_difference: f64,
    /// Quadratic-weighted κ, where they share enough.
    pub kappa: Figure,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    cells: usize,
    people: usize,
    last_person: Option<usize>,
    same: usize,
    near: usize,
    /// Sums of both raters' scores and of their squares, less the first score, so that nothing is lost to rounding.
    first: (f64, f64),
    second: (f64, f64),
    squared_differences: f64,
}

pub(super) fn pairwise(sorted: &Sorted, settings: &Settings) -> Vec<PairAgreement> {
    let origin = sorted.categories.first().copied().unwrap_or_default();
    let mut sums: BTreeMap<(usize, usize), Sums> = BTreeMap::new();
    for unit in sorted.units() {
        let rows = &sorted.rows[unit.clone()];
        for (at, a) in rows.iter().enumerate() {
            for b in &rows[at + 1..] {
                let pair = sums.entry((a.rater, b.rater)).or_default();
                pair.people += usize::from(pair.last_person.replace(a.person) != Some(a.person));
                pair.add(a.score - origin, b.score - origin);
            }
        }
    }
    sums.into_iter().map(|(raters, sums)| sums.read(raters, settings)).collect()
}

impl Sums {
    fn add(&mut self, a: f64, b: f64) {
        let apart = (a - b).abs();
        self.cells += 1;
        self.same += usize::from(apart == 0.0);
        self.near += usize::from(apart <= ONE_POINT);
        self.first = (self.first.0 + a, self.first.1 + a * a);
        self.second = (self.second.0 + b, self.second.1 + b * b);
        self.squared_differences += apart * apart;
    }

    fn read(self, raters: (usize, usize), settings: &Settings) -> PairAgreement {
        let cells = self.cells as f64;
        PairAgreement {
            raters,
            cells: self.cells,
            people: self.people,
            exact: self.same as f64 / cells,
            within_one: self.near as f64 / cells,
            mean_difference: (self.first.0 - self.second.0) / cells,
            kappa: self.kappa(settings),
        }
    }

    /// `κ_w = 1 − Σ (x − y)² p_xy / Σ (x − y)² p_x p_y` (Cohen 1968, *Psychological Bulletin* 70:213). The lower sum is
    /// the mean squared difference of scores drawn apart: both variances and the squared difference of the means.
    fn kappa(self, settings: &Settings) -> Figure {
        if self.cells < settings.pair_ratings {
            let what = "skills of people that both scored";
            return Err(Undefined::TooFew { what, have: self.cells, need: settings.pair_ratings });
        }
        let cells = self.cells as f64;
        let moments = |(sum, squares): (f64, f64)| (sum / cells, squares / cells - (sum / cells).powi(2));
        let ((mean_a, variance_a), (mean_b, variance_b)) = (moments(self.first), moments(self.second));
        let by_chance = variance_a + variance_b + (mean_a - mean_b).powi(2);
        if by_chance <= 1e-12 {
            return Err(Undefined::NoVariation);
        }
        Ok(1.0 - self.squared_differences / cells / by_chance)
    }
}
