//! Gwet's AC1 and AC2 (Gwet 2008, *British Journal of Mathematical and Statistical Psychology* 61:29; Gwet 2014,
//! *Handbook of Inter-Rater Reliability*, ch. 5), for panels with little spread, where α misleads:
//! `(p_a − p_e) / (1 − p_e)` with `p_e = T_w Σ π_k (1 − π_k) / (q (q − 1))`. The categories are those that occur.

use super::super::figure::{Figure, Undefined};
use super::super::sorted::Sorted;

/// AC1, and AC2 by three sets of weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gwet {
    /// Only the same score agrees.
    pub ac1: Figure,
    /// `1 − |x − y| / range`.
    pub linear: Figure,
    /// `1 − (x − y)² / range²`.
    pub quadratic: Figure,
    /// `1 − C(|k − l| + 1, 2) / C(q, 2)`, by ranks.
    pub ordinal: Figure,
}

#[derive(Clone, Copy)]
enum Weights {
    Identity,
    Linear,
    Quadratic,
    Ordinal,
}

impl Gwet {
    pub(super) fn new(sorted: &Sorted, nothing: Undefined) -> Self {
        let of = |weights| coefficient(sorted, weights, nothing);
        Self {
            ac1: of(Weights::Identity),
            linear: of(Weights::Linear),
            quadratic: of(Weights::Quadratic),
            ordinal: of(Weights::Ordinal),
        }
    }
}

fn coefficient(sorted: &Sorted, weights: Weights, nothing: Undefined) -> Figure {
    let values = &sorted.categories;
    if sorted.units().next().is_none() {
        return Err(nothing);
    }
    if values.len() < 2 {
        return Err(Undefined::NoVariation);
    }
    let categories = values.len() as f64;
    let chance = weights.total(values) * variety(sorted) / (categories * (categories - 1.0));
    if chance >= 1.0 {
        return Err(Undefined::NoVariation);
    }
    Ok((agreement(sorted, weights) - chance) / (1.0 - chance))
}

/// `p_a`: the mean weight of two ratings of a unit, over units with at least two.
fn agreement(sorted: &Sorted, weights: Weights) -> f64 {
    let (mut sum, mut units) = (0.0, 0.0);
    for unit in sorted.units() {
        let scores = &sorted.category[unit.clone()];
        let mut of_unit = 0.0;
        for (at, one) in scores.iter().enumerate() {
            of_unit +=
                scores[at + 1..].iter().map(|other| weights.between(&sorted.categories, *one, *other)).sum::<f64>();
        }
        sum += 2.0 * of_unit / (scores.len() * (scores.len() - 1)) as f64;
        units += 1.0;
    }
    sum / units
}

/// `Σ π_k (1 − π_k)`, where `π_k` is the mean share of category k over all cells, those with one rating included.
fn variety(sorted: &Sorted) -> f64 {
    let mut shares = vec![0.0; sorted.categories.len()];
    for cell in &sorted.cells {
        sorted.category[cell.clone()].iter().for_each(|category| shares[*category] += 1.0 / cell.len() as f64);
    }
    let cells = sorted.cells.len() as f64;
    shares.iter().map(|share| share / cells * (1.0 - share / cells)).sum()
}

impl Weights {
    /// The weight of two categories, by place.
    fn between(self, values: &[f64], one: usize, other: usize) -> f64 {
        let range = values[values.len() - 1] - values[0];
        let apart = (values[one] - values[other]).abs() / range;
        match self {
            Self::Identity => f64::from(u8::from(one == other)),
            Self::Linear => 1.0 - apart,
            Self::Quadratic => 1.0 - apart * apart,
            Self::Ordinal => 1.0 - pairs_up_to(one.abs_diff(other) + 1) / pairs_up_to(values.len()),
        }
    }

    /// `T_w`: the sum of the weights of all pairs of categories, without walking over them.
    fn total(self, values: &[f64]) -> f64 {
        let categories = values.len() as f64;
        let range = values[values.len() - 1] - values[0];
        match self {
            Self::Identity => categories,
            Self::Linear => {
                // In order, value i is the higher one of i pairs and the lower one of q − 1 − i.
                let place = |(at, value): (usize, &f64)| value * (2.0 * at as f64 - categories + 1.0);
                let apart: f64 = values.iter().enumerate().map(place).sum();
                categories * categories - 2.0 * apart / range
            }
            Self::Quadratic => {
                let center = values.iter().sum::<f64>() / categories;
                let squares: f64 = values.iter().map(|value| (value - center).powi(2)).sum();
                categories * categories - 2.0 * categories * squares / (range * range)
            }
            Self::Ordinal => {
                let of_distance = |apart: usize| 2.0 * (values.len() - apart) as f64 * pairs_up_to(apart + 1);
                let apart: f64 = (1..values.len()).map(of_distance).sum();
                categories * categories - apart / pairs_up_to(values.len())
            }
        }
    }
}

/// `C(n, 2)`.
fn pairs_up_to(number: usize) -> f64 {
    let number = number as f64;
    number * (number - 1.0) / 2.0
}
