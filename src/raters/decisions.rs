//! What the figures mean for a decision: how sure a person's score is, and what another rater would bring.

use super::distributions::{cumulative, standard_errors_95};
use super::figure::{Estimate, Figure, Undefined};
use super::severity::{Mixed, Spread};
use super::sorted::Sorted;

/// The additive fit again with one rater's ratings left out.
#[derive(Clone, Debug, PartialEq)]
pub struct WithoutRater {
    /// Each person's mean (grand mean + person), by place; undefined for whom nobody else scored.
    pub people: Figure<Vec<Figure>>,
}

/// Intraclass correlations of a person's score (the mean over skills) by variance components, which gaps do not harm
/// (McGraw and Wong 1996, *Psychological Methods* 1:30; Brennan 2001, *Generalizability Theory*, ch. 3, skills fixed).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GapsIcc {
    /// One rater, severity counted as error: beside ICC(2,1).
    pub agreement_single: Figure,
    /// As many raters as a person has.
    pub agreement_average: Figure,
    /// One rater, severity taken off: beside ICC(3,1).
    pub consistency_single: Figure,
    /// As many raters as a person has.
    pub consistency_average: Figure,
    /// Raters of a person: their harmonic mean.
    pub raters: f64,
}

/// What more raters would bring (a D-study: Brennan 2001, ch. 4, skills fixed).
#[derive(Clone, Debug, PartialEq)]
pub struct RatersNeeded {
    /// One to ten raters a person.
    pub panels: Vec<PanelSize>,
}

/// A panel in which everybody is scored by so many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PanelSize {
    /// Raters a person.
    pub raters: usize,
    /// Half of the 95 % interval of a comparison score, in points: what raters see differently in one person, and what
    /// is left, over raters and skills.
    pub margin: f64,
    /// Eρ²: how well people are told apart, severity taken off.
    pub generalizability: Figure,
    /// Φ: the same with severity counted as error.
    pub dependability: Figure,
}

/// The most raters a person that is looked at.
const MOST_RATERS: usize = 10;

impl RatersNeeded {
    pub(super) fn new(sorted: &Sorted, fit: &Mixed) -> Self {
        let parts = Parts::new(sorted, fit.sd);
        let panel = |raters: usize| {
            let count = raters as f64;
            PanelSize {
                raters,
                margin: standard_errors_95(None) * (parts.view / count).sqrt(),
                generalizability: parts.consistency(count),
                dependability: parts.agreement(count),
            }
        };
        Self { panels: (1..=MOST_RATERS).map(panel).collect() }
    }

    /// Half of the interval with so many raters.
    pub fn margin(&self, raters: usize) -> Option<f64> {
        self.panels.iter().find(|panel| panel.raters == raters).map(|panel| panel.margin)
    }
}

impl GapsIcc {
    pub(super) fn new(sorted: &Sorted, fit: &Mixed) -> Self {
        let parts = Parts::new(sorted, fit.sd);
        let of_person = |range: &std::ops::Range<usize>| {
            let mut raters: Vec<usize> = sorted.rows[range.clone()].iter().map(|row| row.rater).collect();
            raters.sort_unstable();
            raters.dedup();
            1.0 / raters.len() as f64
        };
        let raters = sorted.people.len() as f64 / sorted.people.iter().map(of_person).sum::<f64>();
        Self {
            agreement_single: parts.agreement(1.0),
            agreement_average: parts.agreement(raters),
            consistency_single: parts.consistency(1.0),
            consistency_average: parts.consistency(raters),
            raters,
        }
    }
}

/// Variances of a person's score by one rater, the mean over skills.
struct Parts {
    /// Of people: with the skills fixed, their profiles count.
    person: f64,
    /// Of severity.
    rater: f64,
    /// Of what a rater sees in one person, and of what is left.
    view: f64,
}

impl Parts {
    /// By the spreads of a fit, and the harmonic mean of how many skills a rater scores of a person.
    fn new(sorted: &Sorted, sd: Spread) -> Self {
        let mut views: Vec<(usize, usize)> = sorted.rows.iter().map(|row| (row.person, row.rater)).collect();
        views.sort_unstable();
        let (mut count, mut inverse) = (0.0, 0.0);
        for view in views.chunk_by(|a, b| a == b) {
            count += 1.0;
            inverse += 1.0 / view.len() as f64;
        }
        let skills = count / inverse;
        let square = |sd: Figure| sd.map_or(0.0, |sd| sd * sd);
        Self {
            person: sd.person.powi(2) + square(sd.person_skill) / skills,
            rater: sd.rater.powi(2),
            view: square(sd.person_rater) + sd.residual.powi(2) / skills,
        }
    }

    fn consistency(&self, raters: f64) -> Figure {
        share(self.person, self.view / raters)
    }

    fn agreement(&self, raters: f64) -> Figure {
        share(self.person, (self.rater + self.view) / raters)
    }
}

fn share(of_people: f64, of_error: f64) -> Figure {
    let whole = of_people + of_error;
    if whole > 0.0 { Ok(of_people / whole) } else { Err(Undefined::NoVariation) }
}

/// `P(score ≥ bar) = Φ((score − bar) / SE)`; by t with these degrees of freedom where raters are few.
///
/// # Errors
/// Why the standard error is undefined.
pub fn probability_at_least(score: Estimate, bar: f64, degrees_of_freedom: Option<f64>) -> Figure {
    let se = score.se?;
    Ok(cumulative(score.value - bar, se, degrees_of_freedom))
}
