//! The lowest point of a smooth function of a few numbers, by BFGS (Nocedal and Wright 2006, *Numerical Optimization*,
//! algorithm 6.1) with differences for slopes. It is our own: of the optimisers there are as crates, those that need no
//! derivatives take several times as many evaluations, and the others bring a framework for what is one page here.

use nalgebra::{DMatrix, DVector};

/// A lowest point.
#[derive(Clone, Debug)]
pub(super) struct Minimum {
    pub at: Vec<f64>,
    pub value: f64,
}

/// It ends when no more than this can be gained.
const GAIN: f64 = 1e-9;
const STEPS: usize = 100;
/// The longest step in any direction.
const REACH: f64 = 2.0;

/// Walks down from a start. Where the function is infinite it is not walked.
pub(super) fn minimise(function: &mut impl FnMut(&[f64]) -> f64, start: &[f64]) -> Minimum {
    let mut at = DVector::from_column_slice(start);
    let mut value = function(start);
    let (mut slope, mut inverse) = slope(function, &at, value);
    for _ in 0..STEPS {
        let mut step = -(&inverse * &slope);
        let gain = -step.dot(&slope) / 2.0;
        if gain.is_nan() || gain < GAIN {
            break;
        }
        step *= (REACH / step.amax()).min(1.0);
        let Some((next, lower)) = walk(function, &at, value, &step, step.dot(&slope)) else { break };
        let (next_slope, diagonal) = self::slope(function, &next, lower);
        let (moved, turned) = (&next - &at, &next_slope - &slope);
        inverse = updated(&inverse, &moved, &turned).unwrap_or(diagonal);
        (at, value, slope) = (next, lower, next_slope);
    }
    Minimum { at: at.as_slice().to_vec(), value }
}

/// The slope by central differences, and the inverse of the curvature along each number by itself.
fn slope(function: &mut impl FnMut(&[f64]) -> f64, at: &DVector<f64>, value: f64) -> (DVector<f64>, DMatrix<f64>) {
    let mut slope = DVector::zeros(at.len());
    let mut inverse = DMatrix::identity(at.len(), at.len());
    let mut place = at.clone();
    for number in 0..at.len() {
        let width = 1e-3 * at[number].abs().max(0.1);
        place[number] = at[number] + width;
        let above = function(place.as_slice());
        place[number] = at[number] - width;
        let below = function(place.as_slice());
        place[number] = at[number];
        slope[number] = (above - below) / (2.0 * width);
        let curvature = (above - 2.0 * value + below) / (width * width);
        // Where it curves the other way, as on a ridge, a step as long as the slope is steep.
        inverse[(number, number)] = 1.0 / if curvature > 1e-6 { curvature } else { slope[number].abs().max(1.0) };
    }
    (slope, inverse)
}

/// The first of ever shorter steps that goes down by enough.
fn walk(
    function: &mut impl FnMut(&[f64]) -> f64,
    at: &DVector<f64>,
    value: f64,
    step: &DVector<f64>,
    descent: f64,
) -> Option<(DVector<f64>, f64)> {
    let mut length = 1.0;
    while length > 1e-6 {
        let next = at + step * length;
        let lower = function(next.as_slice());
        if lower <= value + 1e-4 * length * descent {
            return Some((next, lower));
        }
        length /= 2.0;
    }
    None
}

/// The inverse curvature, brought up to date by how the slope turned along a step; none where it did not turn upwards.
fn updated(inverse: &DMatrix<f64>, moved: &DVector<f64>, turned: &DVector<f64>) -> Option<DMatrix<f64>> {
    let along = moved.dot(turned);
    if along <= 1e-12 {
        return None;
    }
    let bent = inverse * turned;
    let weight = (1.0 + turned.dot(&bent) / along) / along;
    Some(inverse + moved * moved.transpose() * weight - (&bent * moved.transpose() + moved * bent.transpose()) / along)
}
