//! How one rater rates, always against others on the same people. Each sign is a question to the rater, not a verdict.

mod cells;
mod differences;
mod halo;
mod spread;

pub use cells::Cell;

pub(super) use cells::cells;
pub(super) use differences::{Differences, panel_drift};

use super::Undefined;
use super::figure::{Estimate, Figure, Interval, mean, variance};
use super::linkage::Linkage;
use super::settings::Settings;
use super::sorted::Sorted;
use super::table::Row;

/// What is read of one rater.
#[derive(Clone, Debug, PartialEq)]
pub struct RaterReading {
    /// Ratings given.
    pub ratings: usize,
    /// People scored.
    pub people: usize,
    /// People whom somebody else scored too.
    pub shared_people: usize,
    /// Mean of the scores. It is not severity: people differ.
    pub mean: f64,
    /// Standard deviation of the scores.
    pub sd: Figure,
    /// How often each score was given, beside [`Analysis::categories`](super::Analysis::categories).
    pub counts: Vec<usize>,
    /// Spread of the scores.
    pub restriction: Figure<Restriction>,
    /// Use of the middle of the scale.
    pub central_tendency: Figure<CentralTendency>,
    /// Whether one impression colours all skills.
    pub halo: Figure<Halo>,
    /// Own reports against the rest.
    pub own_reports: Figure<OwnReports>,
    /// Whether the standard moved while rating.
    pub drift: Figure<Drift>,
}

/// Spread of a rater's scores against others' on the same cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Restriction {
    /// Standard deviation on the cells that others scored too.
    pub sd: f64,
    /// That of the others there.
    pub others_sd: f64,
    /// The first over the second.
    pub ratio: f64,
    /// Points of the scale that the rater used at all.
    pub points_used: usize,
    /// Whether the ratio is under the cut-off and the ratings are enough.
    pub restricted: bool,
}

/// Use of the middle of the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CentralTendency {
    /// Share of the rater's scores on the middle point (on the middle two of an even scale), on cells that others
    /// scored too.
    pub share: f64,
    /// That of the others there.
    pub others_share: f64,
    /// Whether it exceeds the others' by the cut-off and the range is restricted too.
    pub suspected: bool,
}

/// Spread across skills within a person, against others on the same people and skills. Small spread can't be told from
/// people who truly are even: it is a question, not a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halo {
    /// Shared people it rests on.
    pub people: usize,
    /// Standard deviation across a person's skills: the root of the mean variance over people.
    pub spread: f64,
    /// That of the others.
    pub others_spread: f64,
    /// The first over the second.
    pub ratio: f64,
    /// The same once both are divided by how far all of the rater's, and all of the others', scores lie apart: a rater
    /// who uses little of the scale has even profiles for that reason.
    pub relative_ratio: Figure,
    /// Mean correlation of two skills over people.
    pub correlation: Figure,
    /// That of the others.
    pub others_correlation: Figure,
    /// Whether to ask.
    pub suspected: bool,
}

/// The rater's residual on own reports against their residual on the rest: both once severity is taken off, against
/// others on the same skills of the same people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnReports {
    /// Own reports whom others scored too.
    pub own_people: usize,
    /// Other shared people.
    pub other_people: usize,
    /// Mean residual on own reports.
    pub own: f64,
    /// Mean residual on the rest.
    pub rest: f64,
    /// The first less the second: positive where own reports are scored higher.
    pub difference: f64,
    /// Its 95 % interval (Welch), where there are two people on either side.
    pub interval: Figure<Interval>,
}

/// Residual against time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// People it rests on.
    pub people: usize,
    /// How much higher the scores are at the end than at the start, against others on the same people.
    pub change: Estimate,
    /// Its 95 % interval (t).
    pub interval: Figure<Interval>,
}

/// Reads every rater, by place.
pub(super) fn read_raters(
    sorted: &Sorted,
    linkage: &Linkage,
    differences: Figure<&Differences>,
    settings: &Settings,
) -> Vec<RaterReading> {
    let mut rows: Vec<Vec<Row>> = vec![Vec::new(); sorted.table.raters().len()];
    let mut counts = vec![vec![0; sorted.categories.len()]; rows.len()];
    for (row, category) in sorted.rows.iter().zip(&sorted.category) {
        rows[row.rater].push(*row);
        counts[row.rater][*category] += 1;
    }
    let spreads = spread::spreads(sorted);
    let halos = halo::halos(sorted, settings);
    let raters = rows.iter().zip(counts).enumerate().map(|(rater, (rows, counts))| {
        let scores: Vec<f64> = rows.iter().map(|row| row.score).collect();
        let mut people: Vec<usize> = rows.iter().map(|row| row.person).collect();
        people.dedup();
        let too_few = Undefined::TooFew { what: "scores", have: scores.len(), need: 2 };
        RaterReading {
            ratings: rows.len(),
            people: people.len(),
            shared_people: linkage.shared_people[rater],
            mean: mean(scores.iter().copied()).unwrap_or_default(),
            sd: variance(&scores).map(f64::sqrt).ok_or(too_few),
            restriction: spreads[rater].restriction(&counts, settings),
            central_tendency: spreads[rater].central_tendency(settings),
            halo: halos[rater],
            own_reports: differences.and_then(|differences| differences.own_reports(rater, settings)),
            drift: differences.and_then(|differences| differences.drift(rater, settings)),
            counts,
        }
    });
    raters.collect()
}
