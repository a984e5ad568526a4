//! The lowest point of a smooth function of a few numbers, by BFGS (Nocedal and Wright 2006, *Numerical Optimization*,
//! algorithm 6.1) with differences for slopes. It is our own: of the optimisers there are as crates, those that need no
//! derivatives take several times as many evaluations, and the others bring a framework for what is one page here.

use nalgebra::{DMatrix, DVector};

/// A lowest point.
#[derive(Clone, Debug)]
pub(super) struct Minimum {
    pub at: Vec<f64>,
    pub value: f64,
    /// How the function bends there, as far as the way down has shown.
    pub bend: DMatrix<f64>,
}

const STEPS: usize = 100;
/// The longest step in any direction, for numbers up to 1; for larger ones as many times as long.
const REACH: f64 = 2.0;
/// How far apart values are compared for a slope, as a share of a number.
const WIDTH: f64 = 1e-4;

/// A place, with what is known of the function there.
struct Place {
    at: DVector<f64>,
    value: f64,
    slope: DVector<f64>,
}

/// Walks down from a start until no more than `least` can be gained. Where the function is infinite it is not walked.
pub(super) fn minimise(function: &mut impl FnMut(&[f64]) -> f64, start: &[f64], least: f64) -> Minimum {
    let at = DVector::from_column_slice(start);
    let value = function(start);
    let (slope, bend) = both_sides(function, &at, value);
    walk_down(function, Place { at, value, slope }, bend, least)
}

/// The same where it is known about how the function bends at the start.
pub(super) fn minimise_bent(
    function: &mut impl FnMut(&[f64]) -> f64,
    start: &[f64],
    bend: DMatrix<f64>,
    least: f64,
) -> Minimum {
    let at = DVector::from_column_slice(start);
    let value = function(start);
    let slope = one_side(function, &at, value, &bend);
    walk_down(function, Place { at, value, slope }, bend, least)
}

fn walk_down(function: &mut impl FnMut(&[f64]) -> f64, mut here: Place, mut bend: DMatrix<f64>, least: f64) -> Minimum {
    let mut measured = false;
    for _ in 0..STEPS {
        let Some(mut step) = bend.clone().cholesky().map(|bend| -bend.solve(&here.slope)) else { break };
        let gain = -step.dot(&here.slope) / 2.0;
        if gain.is_nan() || gain < least {
            break;
        }
        step *= (REACH * here.at.amax().max(1.0) / step.amax()).min(1.0);
        // So near, slopes to one side say too little.
        let next = if measured || !is_short(&here.at, &step) { walk(function, &here, &step) } else { None };
        let Some((next, lower)) = next else {
            // Slope and bend that lead nowhere are measured anew, once.
            if std::mem::replace(&mut measured, true) {
                break;
            }
            (here.slope, bend) = both_sides(function, &here.at, here.value);
            continue;
        };
        let next = Place { slope: one_side(function, &next, lower, &bend), at: next, value: lower };
        update(&mut bend, &here.at, &(&next.at - &here.at), &(&next.slope - &here.slope));
        here = next;
        measured = false;
    }
    Minimum { at: here.at.as_slice().to_vec(), value: here.value, bend }
}

fn width(number: f64) -> f64 {
    WIDTH * number.abs().max(0.1)
}

/// The slope by differences to both sides, and how the function bends. Where it does not curve upwards along a number, as
/// on a ridge, that number is taken by itself, with what makes a step as long as the slope is steep; and where it does
/// not curve upwards in every direction, each of them is.
fn both_sides(function: &mut impl FnMut(&[f64]) -> f64, at: &DVector<f64>, value: f64) -> (DVector<f64>, DMatrix<f64>) {
    let numbers = at.len();
    let mut slope = at.clone();
    let mut bend = DMatrix::zeros(numbers, numbers);
    // Wider than for slopes alone, as curvature is a difference of differences.
    let widths = at.map(|number| 10.0 * width(number));
    let mut above = at.clone();
    let mut place = at.clone();
    for number in 0..numbers {
        place[number] = at[number] - widths[number];
        let below = function(place.as_slice());
        place[number] = at[number] + widths[number];
        above[number] = function(place.as_slice());
        slope[number] = (above[number] - below) / (2.0 * widths[number]);
        let curved = (above[number] - 2.0 * value + below) / (widths[number] * widths[number]);
        let curves = curved > 1e-6;
        bend[(number, number)] = if curves { curved } else { slope[number].abs().max(1.0) };
        for other in (0..number).filter(|_| curves) {
            place[other] = at[other] + widths[other];
            let both = function(place.as_slice());
            place[other] = at[other];
            let across = (both - above[number] - above[other] + value) / (widths[number] * widths[other]);
            (bend[(number, other)], bend[(other, number)]) = (across, across);
        }
        place[number] = at[number];
    }
    if bend.clone().cholesky().is_none() {
        bend = DMatrix::from_diagonal(&bend.diagonal());
    }
    (slope, bend)
}

/// The slope by differences to one side, put right by how the function bends.
fn one_side(
    function: &mut impl FnMut(&[f64]) -> f64,
    at: &DVector<f64>,
    value: f64,
    bend: &DMatrix<f64>,
) -> DVector<f64> {
    let mut place = at.clone();
    let slope = (0..at.len()).map(|number| {
        let width = width(at[number]);
        place[number] = at[number] + width;
        let above = function(place.as_slice());
        place[number] = at[number];
        (above - value) / width - bend[(number, number)] * width / 2.0
    });
    DVector::from_iterator(at.len(), slope)
}

/// The first of ever shorter steps that goes down by enough.
fn walk(function: &mut impl FnMut(&[f64]) -> f64, from: &Place, step: &DVector<f64>) -> Option<(DVector<f64>, f64)> {
    let descent = step.dot(&from.slope);
    let mut length = 1.0;
    while length > 1e-6 {
        let next = &from.at + step * length;
        let lower = function(next.as_slice());
        if lower <= from.value + 1e-4 * length * descent {
            return Some((next, lower));
        }
        length /= 2.0;
    }
    None
}

/// Whether a step from a place is shorter than what slopes are read from.
fn is_short(from: &DVector<f64>, step: &DVector<f64>) -> bool {
    from.iter().zip(step.iter()).all(|(from, step)| step.abs() < width(*from))
}

/// Brings the bend up to date by how the slope turned along a step from a place. Where it did not turn upwards, the step
/// says nothing that could be used; nor where it is shorter than what slopes are read from.
fn update(bend: &mut DMatrix<f64>, from: &DVector<f64>, moved: &DVector<f64>, turned: &DVector<f64>) {
    let along = moved.dot(turned);
    if along <= 1e-12 || is_short(from, moved) {
        return;
    }
    let was = &*bend * moved;
    *bend += turned * turned.transpose() / along - &was * was.transpose() / moved.dot(&was);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_the_bottom_of_a_bent_valley() {
        // Rosenbrock 1960, *The Computer Journal* 3:175.
        let mut valley = |at: &[f64]| 100.0 * (at[1] - at[0] * at[0]).powi(2) + (1.0 - at[0]).powi(2);
        let bottom = minimise(&mut valley, &[-1.2, 1.0], 1e-9);
        assert!(bottom.value < 1e-7 && (bottom.at[0] - 1.0).abs() < 1e-3, "{bottom:?}");
    }

    #[test]
    fn it_stays_where_the_function_is_finite() {
        let mut function = |at: &[f64]| if at[0] <= 0.0 { f64::INFINITY } else { at[0] - at[0].ln() };
        let bottom = minimise(&mut function, &[0.1], 1e-9);
        assert!((bottom.at[0] - 1.0).abs() < 1e-4, "{bottom:?}");
    }

    #[test]
    fn a_start_at_the_bottom_is_the_answer() {
        let bottom = minimise(&mut |at: &[f64]| at[0] * at[0] + at[1] * at[1], &[0.0, 0.0], 1e-9);
        assert_eq!((bottom.at, bottom.value), (vec![0.0, 0.0], 0.0));
    }

    #[test]
    fn what_is_known_of_the_bend_leads_to_the_same_place_in_fewer_steps() {
        let asked = std::cell::Cell::new(0);
        let mut bowl = |at: &[f64]| {
            asked.set(asked.get() + 1);
            (at[0] - 1.0).powi(4) + (at[0] - at[1]).powi(2) + at[1].abs().powi(3)
        };
        let first = minimise(&mut bowl, &[3.0, -2.0], 1e-12);
        let asked_first = asked.replace(0);
        let again = minimise_bent(&mut bowl, &first.at, first.bend.clone(), 1e-12);
        assert!((first.value - again.value).abs() < 1e-9, "{first:?} {again:?}");
        assert!((1..asked_first).contains(&asked.get()), "{} after {asked_first}", asked.get());
    }
}
