//! Plausible re-ratings: what the same raters might as well have scored on another day. Each draw is what the model
//! expects plus a residual drawn from those there are (a residual bootstrap: Davison and Hinkley 1997, *Bootstrap Methods
//! and their Application*, §6.3), so that whoever knows how a status is worked out can see how often it stays the same.

use super::severity::Mixed;
use super::table::RatingTable;

/// Calls back with so many draws: a score for each rating, in the order of [`RatingTable::rows`], on the points of the
/// table's scale where its scores are points one apart, else as they come. The same seed gives the same draws.
pub fn plausible_scores(table: &RatingTable, fit: &Mixed, seed: u64, draws: usize, mut each: impl FnMut(&[f64])) {
    let rows = table.rows();
    let (Some(scale), true) = (table.scale(), rows.len() == fit.fitted.len()) else { return };
    let residuals = residuals(table, fit);
    let whole = rows.iter().all(|row| (row.score - scale.low).fract() == 0.0);
    let on_scale = |score: f64| {
        let score = if whole { scale.low + (score - scale.low).round() } else { score };
        score.clamp(scale.low, scale.high)
    };
    let mut random = fastrand::Rng::with_seed(seed);
    let mut scores = vec![0.0; rows.len()];
    for _ in 0..draws {
        for (score, expected) in scores.iter_mut().zip(&fit.fitted) {
            *score = on_scale(expected + residuals[random.usize(..residuals.len())]);
        }
        each(&scores);
    }
}

/// Residuals about zero, as wide as the model says: those of a fit are narrower, as it leans on the same scores.
fn residuals(table: &RatingTable, fit: &Mixed) -> Vec<f64> {
    let mut residuals: Vec<f64> =
        table.rows().iter().zip(&fit.fitted).map(|(row, fitted)| row.score - fitted).collect();
    let count = residuals.len() as f64;
    let center = residuals.iter().sum::<f64>() / count;
    let spread = (residuals.iter().map(|residual| (residual - center).powi(2)).sum::<f64>() / count).sqrt();
    let wider = if spread > 0.0 { fit.sd.residual / spread } else { 0.0 };
    residuals.iter_mut().for_each(|residual| *residual = (*residual - center) * wider);
    residuals
}
