//! Where the scores of one person's skill lie apart.

use super::super::figure::{Figure, Undefined, variance};
use super::super::settings::Settings;
use super::super::sorted::Sorted;

/// One person and skill that at least two scored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Place of the person.
    pub person: usize,
    /// Place of the skill.
    pub skill: usize,
    /// Ratings.
    pub ratings: usize,
    /// Lowest score.
    pub low: f64,
    /// Highest score.
    pub high: f64,
    /// Distance of lowest and highest once every rater's severity is taken off.
    pub adjusted_range: Figure,
    /// Agreement within the cell, r_wg (James, Demaree and Wolf 1984, *Journal of Applied Psychology* 69:85): 1 less the
    /// variance over that of scores drawn evenly from the scale. Not cut at 0.
    pub within_group_agreement: Figure,
    /// Whether the cell is contested.
    pub contested: bool,
}

/// Distances but for rounding.
const ROUNDING: f64 = 1e-9;

/// Every cell with at least two ratings; `effects` has how much higher each rater scores.
pub(in crate::raters) fn cells(sorted: &Sorted, effects: Figure<&[f64]>, settings: &Settings) -> Vec<Cell> {
    let even = sorted.table.scale().map_or(0.0, |scale| {
        let points = scale.high - scale.low + 1.0;
        (points * points - 1.0) / 12.0
    });
    let cell = |unit: &std::ops::Range<usize>| {
        let rows = &sorted.rows[unit.clone()];
        let scores: Vec<f64> = rows.iter().map(|row| row.score).collect();
        let (low, high) = ends(&scores);
        let adjusted_range = effects.map(|effects| {
            let adjusted: Vec<f64> = rows.iter().map(|row| row.score - effects[row.rater]).collect();
            let (low, high) = ends(&adjusted);
            high - low
        });
        let wide = |range: f64, bound: f64| range >= bound - ROUNDING;
        let agreement = variance(&scores).filter(|_| even > 0.0).map(|variance| 1.0 - variance / even);
        Cell {
            person: rows[0].person,
            skill: rows[0].skill,
            ratings: rows.len(),
            low,
            high,
            adjusted_range,
            within_group_agreement: agreement.ok_or(Undefined::NoVariation),
            contested: wide(high - low, settings.contested_range)
                || adjusted_range.is_ok_and(|range| wide(range, settings.contested_adjusted)),
        }
    };
    sorted.units().map(cell).collect()
}

fn ends(values: &[f64]) -> (f64, f64) {
    let first = values.first().copied().unwrap_or_default();
    values.iter().fold((first, first), |(low, high), value| (low.min(*value), high.max(*value)))
}
