//! How far raters agree: shares that anybody can check, and coefficients that take chance into account. A unit is a
//! person × skill cell with at least two ratings.

mod alpha;
mod gwet;
mod icc;
mod pairs;

pub use alpha::Alpha;
pub use gwet::Gwet;
pub use icc::Icc;
pub use pairs::PairAgreement;

use super::figure::{Figure, Undefined};
use super::settings::Settings;
use super::sorted::Sorted;

/// How far the panel agrees.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Cells with at least two ratings.
    pub units: usize,
    /// Pairs of ratings in one cell.
    pub pairs: usize,
    /// People with such cells.
    pub people: usize,
    /// Share of pairs with the same score.
    pub exact: Figure,
    /// Share of pairs at most one point apart.
    pub within_one: Figure,
    /// Krippendorff's α.
    pub alpha: Alpha,
    /// Gwet's AC1 and AC2.
    pub gwet: Gwet,
    /// Each skill by itself, by place.
    pub by_skill: Vec<SkillAgreement>,
    /// Every pair of raters who share a cell, by place.
    pub pairwise: Vec<PairAgreement>,
    /// Intraclass correlations, where every rater scored everybody.
    pub icc: Figure<Icc>,
}

/// How far raters agree on one skill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SkillAgreement {
    /// People whose skill was scored by two raters or more.
    pub units: usize,
    /// Share of pairs with the same score.
    pub exact: Figure,
    /// Share of pairs at most one point apart.
    pub within_one: Figure,
    /// Krippendorff's α, ordinal.
    pub alpha_ordinal: Figure,
}

impl Agreement {
    pub(super) fn new(sorted: &Sorted, settings: &Settings) -> Self {
        let nothing = why_nothing(sorted);
        let shares = Shares::of(sorted, |_| true);
        let mut people: Vec<usize> = sorted.units().map(|unit| sorted.rows[unit.start].person).collect();
        people.dedup();
        Self {
            units: sorted.units().count(),
            pairs: shares.pairs,
            people: people.len(),
            exact: shares.exact(nothing),
            within_one: shares.within_one(nothing),
            alpha: Alpha::new(sorted, settings, nothing),
            gwet: Gwet::new(sorted, nothing),
            by_skill: by_skill(sorted, nothing),
            pairwise: pairs::pairwise(sorted, settings),
            icc: Icc::new(sorted),
        }
    }
}

/// Why there is nothing to compare, should there be nothing.
fn why_nothing(sorted: &Sorted) -> Undefined {
    match sorted.table.raters().len() {
        0 => Undefined::NoRatings,
        1 => Undefined::OneRater,
        _ => Undefined::NothingShared,
    }
}

fn by_skill(sorted: &Sorted, nothing: Undefined) -> Vec<SkillAgreement> {
    let alphas = alpha::ordinal_by_skill(sorted, nothing);
    let of_skill = |(skill, alpha_ordinal): (usize, Figure)| {
        let shares = Shares::of(sorted, |of| of == skill);
        SkillAgreement {
            units: shares.units,
            exact: shares.exact(nothing),
            within_one: shares.within_one(nothing),
            alpha_ordinal,
        }
    };
    alphas.into_iter().enumerate().map(of_skill).collect()
}

/// Pairs of ratings in one cell, counted.
#[derive(Clone, Copy, Debug, Default)]
struct Shares {
    units: usize,
    pairs: usize,
    same: usize,
    near: usize,
}

/// Scores that are a point apart, but for rounding.
const ONE_POINT: f64 = 1.0 + 1e-9;

impl Shares {
    fn of(sorted: &Sorted, of_skill: impl Fn(usize) -> bool) -> Self {
        let mut shares = Self::default();
        for unit in sorted.units().filter(|unit| of_skill(sorted.rows[unit.start].skill)) {
            shares.units += 1;
            let rows = &sorted.rows[unit.clone()];
            for (at, a) in rows.iter().enumerate() {
                for b in &rows[at + 1..] {
                    let apart = (a.score - b.score).abs();
                    shares.pairs += 1;
                    shares.same += usize::from(apart == 0.0);
                    shares.near += usize::from(apart <= ONE_POINT);
                }
            }
        }
        shares
    }

    fn exact(self, nothing: Undefined) -> Figure {
        self.share(self.same).ok_or(nothing)
    }

    fn within_one(self, nothing: Undefined) -> Figure {
        self.share(self.near).ok_or(nothing)
    }

    fn share(self, count: usize) -> Option<f64> {
        (self.pairs > 0).then(|| count as f64 / self.pairs as f64)
    }
}
