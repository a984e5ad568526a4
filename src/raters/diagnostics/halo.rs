//! Whether one impression colours all skills of a person (Thorndike 1920, *Journal of Applied Psychology* 4:25). Two
//! signs, against others on the same people: how far a person's skills lie apart (Saal, Downey and Lahey 1980,
//! *Psychological Bulletin* 88:413), as a share of how far all scores do, so that a rater who uses little of the scale is
//! not taken for one; and how alike two skills rise and fall over people.

use super::super::figure::{Figure, Undefined, mean};
use super::super::settings::Settings;
use super::super::sorted::Sorted;
use super::Halo;

/// People it takes for the correlation of two skills.
const PEOPLE_TO_CORRELATE: f64 = 3.0;

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

fn grids(sorted: &Sorted) -> Vec<Grid> {
    let skills = sorted.table.skills().len();
    let empty = || Grid { skills, scores: vec![f64::NAN; sorted.people.len() * skills] };
    let mut grids: Vec<Grid> = (0..sorted.table.raters().len()).map(|_| empty()).collect();
    let origin = sorted.categories.first().copied().unwrap_or_default();
    for row in &sorted.rows {
        grids[row.rater].scores[row.person * skills + row.skill] = row.score - origin;
    }
    grids
}

/// Scores, their sum and the sum of their squares.
#[derive(Clone, Copy, Default)]
struct Sums {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Sums {
    fn add(&mut self, score: f64) {
        *self = Self { count: self.count + 1.0, sum: self.sum + score, squares: self.squares + score * score };
    }

    fn join(&mut self, other: Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// Squares about the mean.
    fn about_mean(self) -> f64 {
        (self.squares - self.sum * self.sum / self.count.max(1.0)).max(0.0)
    }
}

/// Squares within people and over all, of the rater (first) and of the others (second) on the same cells.
#[derive(Default)]
struct Squares {
    within: (f64, f64),
    all: (f64, f64),
    degrees_of_freedom: f64,
}

fn halo(grids: &[Grid], rater: usize, people: usize, settings: &Settings) -> Figure<Halo> {
    let mut squares = Squares::default();
    let mut shared_people = vec![false; people];
    let (mut own_alike, mut others_alike) = (Vec::new(), Vec::new());
    for other in (0..grids.len()).filter(|other| *other != rater) {
        let both = squares.take_in(&grids[rater], &grids[other], people);
        both.iter().for_each(|person| shared_people[*person] = true);
        // As a person counts once for each other rater, so does a correlation.
        own_alike.extend(correlation(&grids[rater], &grids[other], &both));
        others_alike.extend(correlation(&grids[other], &grids[rater], &both));
    }
    let people = shared_people.iter().filter(|shared| **shared).count();
    if people < settings.shared_people {
        let what = "people whose skills others scored too";
        return Err(Undefined::TooFew { what, have: people, need: settings.shared_people });
    }
    let Squares { within, all, degrees_of_freedom } = squares;
    if within.1 <= 1e-12 {
        return Err(Undefined::NoVariation);
    }
    let too_few =
        Undefined::TooFew { what: "people with the same two skills", have: people, need: PEOPLE_TO_CORRELATE as usize };
    let deviation = |squares: f64| (squares / degrees_of_freedom).sqrt();
    let relative_ratio =
        if all.0 > 1e-12 { Ok(((within.0 / all.0) / (within.1 / all.1)).sqrt()) } else { Err(Undefined::NoVariation) };
    let (correlation, others_correlation) = (mean(own_alike).ok_or(too_few), mean(others_alike).ok_or(too_few));
    let less_alike = correlation.is_ok_and(|own| others_correlation.is_ok_and(|others| own < others));
    Ok(Halo {
        people,
        spread: deviation(within.0),
        others_spread: deviation(within.1),
        ratio: (within.0 / within.1).sqrt(),
        relative_ratio,
        correlation,
        others_correlation,
        suspected: relative_ratio.is_ok_and(|ratio| ratio < settings.halo_ratio) && !less_alike,
    })
}

impl Squares {
    /// Adds the cells that a rater shares with another, and says whose they are.
    fn take_in(&mut self, own: &Grid, other: &Grid, people: usize) -> Vec<usize> {
        let mut both = Vec::new();
        let (mut all_own, mut all_other) = (Sums::default(), Sums::default());
        for person in 0..people {
            let (mut of_own, mut of_other) = (Sums::default(), Sums::default());
            let cells = own.row(person).iter().zip(other.row(person));
            for (a, b) in cells.filter(|(a, b)| !a.is_nan() && !b.is_nan()) {
                of_own.add(*a);
                of_other.add(*b);
            }
            if of_own.count < 2.0 {
                continue;
            }
            self.within.0 += of_own.about_mean();
            self.within.1 += of_other.about_mean();
            self.degrees_of_freedom += of_own.count - 1.0;
            all_own.join(of_own);
            all_other.join(of_other);
            both.push(person);
        }
        self.all.0 += all_own.about_mean();
        self.all.1 += all_other.about_mean();
        both
    }
}

/// The mean correlation of two skills over people whom another rater scored on them as well: the mean product of two
/// standardised scores of one person, which is the mean of Pearson's correlations where nothing is missing.
fn correlation(own: &Grid, other: &Grid, people: &[usize]) -> Option<f64> {
    let there = |person: usize, skill: usize| {
        let score = own.row(person)[skill];
        (!score.is_nan() && !other.row(person)[skill].is_nan()).then_some(score)
    };
    let of_skill = |skill: usize| {
        let mut sums = Sums::default();
        people.iter().filter_map(|person| there(*person, skill)).for_each(|score| sums.add(score));
        let variance = sums.about_mean() / sums.count.max(1.0);
        (sums.count >= PEOPLE_TO_CORRELATE && variance > 1e-9).then(|| (sums.sum / sums.count, variance.sqrt()))
    };
    let skills: Vec<Option<(f64, f64)>> = (0..own.skills).map(of_skill).collect();
    let (mut products, mut pairs) = (0.0, 0.0);
    for person in people {
        let mut sums = Sums::default();
        for (skill, of) in skills.iter().enumerate() {
            if let (Some((mean, deviation)), Some(score)) = (of, there(*person, skill)) {
                sums.add((score - mean) / deviation);
            }
        }
        // Twice the products of two different ones.
        products += sums.sum * sums.sum - sums.squares;
        pairs += sums.count * (sums.count - 1.0);
    }
    (pairs > 0.0).then(|| products / pairs)
}
