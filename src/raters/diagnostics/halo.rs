//! Whether one impression colours all skills of a person (Thorndike 1920, *Journal of Applied Psychology* 4:25). Two
//! signs, against others on the same people: how far a person's skills lie apart (Saal, Downey and Lahey 1980,
//! *Psychological Bulletin* 88:413), and how alike two skills rise and fall over people.

use super::super::figure::{Figure, Undefined, mean};
use super::super::settings::Settings;
use super::super::sorted::Sorted;
use super::Halo;

/// People it takes for the correlation of two skills.
const PEOPLE_TO_CORRELATE: usize = 3;

/// Scores of one rater, a row a person and a column a skill; NaN where there is none.
struct Grid {
    skills: usize,
    scores: Vec<f64>,
}

impl Grid {
    fn row(&self, person: usize) -> &[f64] {
        &self.scores[person * self.skills..(person + 1) * self.skills]
    }
}

pub(super) fn halos(sorted: &Sorted, settings: &Settings) -> Vec<Figure<Halo>> {
    let grids = grids(sorted);
    (0..grids.len()).map(|rater| halo(&grids, rater, sorted.people.len(), settings)).collect()
}

/// What skills are scored in the middle is taken off, so that a hard skill makes nobody's profile uneven.
fn grids(sorted: &Sorted) -> Vec<Grid> {
    let skills = sorted.table.skills().len();
    let (mut sums, mut counts) = (vec![0.0; skills], vec![0.0; skills]);
    for row in &sorted.rows {
        sums[row.skill] += row.score;
        counts[row.skill] += 1.0;
    }
    let empty = || Grid { skills, scores: vec![f64::NAN; sorted.people.len() * skills] };
    let mut grids: Vec<Grid> = (0..sorted.table.raters().len()).map(|_| empty()).collect();
    for row in &sorted.rows {
        grids[row.rater].scores[row.person * skills + row.skill] = row.score - sums[row.skill] / counts[row.skill];
    }
    grids
}

fn halo(grids: &[Grid], rater: usize, people: usize, settings: &Settings) -> Figure<Halo> {
    let (mut own, mut others, mut degrees_of_freedom) = (0.0, 0.0, 0.0);
    let mut shared_people = vec![false; people];
    let (mut own_alike, mut others_alike) = (Vec::new(), Vec::new());
    for other in (0..grids.len()).filter(|other| *other != rater) {
        let mut both = Vec::new();
        for (person, shared) in shared_people.iter_mut().enumerate() {
            let (a, b) = (grids[rater].row(person), grids[other].row(person));
            let (mut skills, mut of_a, mut of_b) = (0.0, (0.0, 0.0), (0.0, 0.0));
            for (a, b) in a.iter().zip(b).filter(|(a, b)| !a.is_nan() && !b.is_nan()) {
                skills += 1.0;
                of_a = (of_a.0 + a, of_a.1 + a * a);
                of_b = (of_b.0 + b, of_b.1 + b * b);
            }
            if skills < 2.0 {
                continue;
            }
            *shared = true;
            own += (of_a.1 - of_a.0 * of_a.0 / skills).max(0.0);
            others += (of_b.1 - of_b.0 * of_b.0 / skills).max(0.0);
            degrees_of_freedom += skills - 1.0;
            both.push(person);
        }
        // As a person counts once for each other rater, so does a correlation.
        own_alike.extend(correlation(&grids[rater], &grids[other], &both));
        others_alike.extend(correlation(&grids[other], &grids[rater], &both));
    }
    let people = shared_people.iter().filter(|shared| **shared).count();
    if people < settings.shared_people {
        let what = "people whose skills others scored too";
        return Err(Undefined::TooFew { what, have: people, need: settings.shared_people });
    }
    if others <= 1e-12 {
        return Err(Undefined::NoVariation);
    }
    let too_few =
        Undefined::TooFew { what: "people with the same two skills", have: people, need: PEOPLE_TO_CORRELATE };
    let deviation = |squares: f64| (squares / degrees_of_freedom).sqrt();
    let ratio = (own / others).sqrt();
    Ok(Halo {
        people,
        spread: deviation(own),
        others_spread: deviation(others),
        ratio,
        correlation: mean(own_alike).ok_or(too_few),
        others_correlation: mean(others_alike).ok_or(too_few),
        suspected: ratio < settings.halo_ratio,
    })
}

/// The mean correlation of two skills over people whom another rater scored on both as well.
fn correlation(own: &Grid, other: &Grid, people: &[usize]) -> Option<f64> {
    if people.len() < PEOPLE_TO_CORRELATE {
        return None;
    }
    // A column a skill, so that two of them lie beside each other.
    let columns: Vec<Vec<f64>> = (0..own.skills)
        .map(|skill| {
            let score =
                |person: &usize| if other.row(*person)[skill].is_nan() { f64::NAN } else { own.row(*person)[skill] };
            people.iter().map(score).collect()
        })
        .collect();
    let pairs = (0..columns.len()).flat_map(|a| (a + 1..columns.len()).map(move |b| (a, b)));
    mean(pairs.filter_map(|(a, b)| pearson(&columns[a], &columns[b])))
}

/// Pearson's correlation where both are there; none of too few or of no variation.
fn pearson(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mut count, mut of_a, mut of_b, mut together) = (0.0, (0.0, 0.0), (0.0, 0.0), 0.0);
    for (a, b) in a.iter().zip(b).filter(|(a, b)| !a.is_nan() && !b.is_nan()) {
        count += 1.0;
        of_a = (of_a.0 + a, of_a.1 + a * a);
        of_b = (of_b.0 + b, of_b.1 + b * b);
        together += a * b;
    }
    let about_mean = |(sum, squares): (f64, f64)| squares - sum * sum / count;
    let scale = about_mean(of_a) * about_mean(of_b);
    let defined = count >= PEOPLE_TO_CORRELATE as f64 && about_mean(of_a) > 1e-9 && about_mean(of_b) > 1e-9;
    defined.then(|| (together - of_a.0 * of_b.0 / count) / scale.sqrt())
}
