//! How far a rater's scores of a person lie from what others gave the same skills of the same person, once everybody's
//! severity is taken off: what is left of a rater's view of one person. Own reports and drift are read from it, a person
//! at a time, since the skills of one person are not independent.

use super::super::distributions::{standard_errors_95, welch};
use super::super::figure::{Estimate, Figure, Interval, Undefined, mean};
use super::super::settings::Settings;
use super::super::sorted::Sorted;
use super::{Drift, OwnReports};

/// One rater's view of one person against others.
#[derive(Clone, Copy)]
struct View {
    rater: usize,
    person: usize,
    cells: f64,
    /// Mean over the cells that others scored too: own less the mean of the others, severity taken off.
    residual: f64,
    own_report: bool,
    /// Mean moment of the own scores and of the others', where all are known.
    moments: Option<(f64, f64)>,
}

/// All views.
pub(in crate::raters) struct Differences {
    views: Vec<View>,
    raters: usize,
    /// Seconds from the first score to the last.
    span: f64,
}

impl Differences {
    /// `effects` has how much higher each rater scores.
    pub fn new(sorted: &Sorted, effects: &[f64]) -> Self {
        let mut views: Vec<View> = Vec::new();
        for person in &sorted.people {
            let start = views.len();
            let cells = sorted.rows[person.clone()].chunk_by(|a, b| a.skill == b.skill).filter(|cell| cell.len() > 1);
            for cell in cells {
                let others = cell.len() as f64 - 1.0;
                let all: f64 = cell.iter().map(|row| row.score - effects[row.rater]).sum();
                let moments: Option<f64> = cell.iter().map(|row| row.at).sum();
                for row in cell {
                    let own = row.score - effects[row.rater];
                    let residual = own - (all - own) / others;
                    let moments = moments.zip(row.at).map(|(all, own)| (own, (all - own) / others));
                    match views[start..].iter_mut().find(|view| view.rater == row.rater) {
                        Some(view) => view.add(residual, moments),
                        None => views.push(View {
                            rater: row.rater,
                            person: row.person,
                            cells: 1.0,
                            residual,
                            own_report: row.own_report,
                            moments,
                        }),
                    }
                }
            }
        }
        let moments = || sorted.rows.iter().filter_map(|row| row.at);
        let span = moments().fold(f64::NEG_INFINITY, f64::max) - moments().fold(f64::INFINITY, f64::min);
        Self { views, raters: sorted.table.raters().len(), span }
    }

    fn of(&self, rater: usize) -> impl Iterator<Item = &View> {
        self.views.iter().filter(move |view| view.rater == rater)
    }

    /// Own reports against the rest.
    pub fn own_reports(&self, rater: usize, settings: &Settings) -> Figure<OwnReports> {
        let residuals = |own: bool| -> Vec<f64> {
            self.of(rater).filter(|view| view.own_report == own).map(|view| view.residual).collect()
        };
        let (own, rest) = (residuals(true), residuals(false));
        let people = own.len() + rest.len();
        if people == 0 {
            return Err(Undefined::NobodyElse);
        }
        let Some(of_own) = mean(own.iter().copied()) else { return Err(Undefined::NoOwnReports) };
        let what = "people scored by others too, some of them no own reports";
        let too_few = Undefined::TooFew { what, have: people, need: settings.shared_people };
        let of_rest = mean(rest.iter().copied()).filter(|_| people >= settings.shared_people).ok_or(too_few)?;
        let difference = of_own - of_rest;
        Ok(OwnReports {
            own_people: own.len(),
            other_people: rest.len(),
            own: of_own,
            rest: of_rest,
            difference,
            interval: welch(&own, &rest).map(|margin| Interval::around(difference, margin)),
        })
    }

    /// Residual against time.
    pub fn drift(&self, rater: usize, settings: &Settings) -> Figure<Drift> {
        let points: Option<Vec<(f64, f64)>> =
            self.of(rater).map(|view| Some((view.moments?.0, view.residual))).collect();
        let points = points.ok_or(Undefined::NoTimes)?;
        let Some(middle) = mean(points.iter().map(|(at, _)| *at)) else { return Err(Undefined::NobodyElse) };
        enough_people(points.len(), settings)?;
        let ends = points
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (at, _)| (low.min(*at), high.max(*at)));
        let center = mean(points.iter().map(|(_, residual)| *residual)).unwrap_or_default();
        let centered = points.iter().map(|(at, residual)| (at - middle, residual - center));
        slope(&centered.collect::<Vec<_>>(), points.len(), 2.0, ends.1 - ends.0)
    }
}

/// Whether the whole panel's standard moved: whoever scored a person later than others scores them higher, or lower. What
/// is common to all who score in the same order can't be told from the order of strong and weak people.
pub(in crate::raters) fn panel_drift(differences: &Differences, settings: &Settings) -> Figure<Drift> {
    let views = &differences.views;
    if views.is_empty() {
        return Err(Undefined::NobodyElse);
    }
    let points: Option<Vec<(f64, f64)>> =
        views.iter().map(|view| view.moments.map(|(own, others)| (own - others, view.residual))).collect();
    let points = points.ok_or(Undefined::NoTimes)?;
    let mut people: Vec<usize> = views.iter().map(|view| view.person).collect();
    people.dedup();
    enough_people(people.len(), settings)?;
    // The views of one person sum to about nothing: one of them is no news. So are the raters' severities.
    slope(&points, people.len(), (people.len() + differences.raters) as f64, differences.span)
}

impl View {
    fn add(&mut self, residual: f64, moments: Option<(f64, f64)>) {
        let share = 1.0 / (self.cells + 1.0);
        let shift = |mean: f64, value: f64| mean + (value - mean) * share;
        self.residual = shift(self.residual, residual);
        self.moments = self.moments.zip(moments).map(|(mean, new)| (shift(mean.0, new.0), shift(mean.1, new.1)));
        self.cells += 1.0;
    }
}

fn enough_people(have: usize, settings: &Settings) -> Figure<()> {
    let need = settings.shared_people.max(3);
    let what = "people scored by others too";
    if have < need { Err(Undefined::TooFew { what, have, need }) } else { Ok(()) }
}

/// The least-squares line of centered points, over a span, with its t interval.
fn slope(points: &[(f64, f64)], people: usize, estimated: f64, span: f64) -> Figure<Drift> {
    let squares: f64 = points.iter().map(|(at, _)| at * at).sum();
    if squares <= 0.0 {
        return Err(Undefined::NoVariation);
    }
    let slope = points.iter().map(|(at, residual)| at * residual).sum::<f64>() / squares;
    let left: f64 = points.iter().map(|(at, residual)| (residual - slope * at).powi(2)).sum();
    let degrees_of_freedom = points.len() as f64 - estimated;
    let change = slope * span;
    let se = match degrees_of_freedom {
        df if df < 1.0 => Err(Undefined::NothingLeftOver),
        df => Ok((left / df / squares).sqrt() * span),
    };
    let margin = se.map(|se| se * standard_errors_95(Some(degrees_of_freedom)));
    Ok(Drift {
        people,
        change: Estimate { value: change, se },
        interval: margin.map(|margin| Interval::around(change, margin)),
    })
}
