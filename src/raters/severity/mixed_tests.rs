//! The model by elimination against the same model written out in full.

use super::*;
use crate::raters::sorted::Sorted;
use crate::raters::{RatingTable, Settings};

/// A sparse panel with gaps.
fn panel(seed: u64, raters: usize, people: usize, skills: usize) -> RatingTable {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut table = RatingTable::default();
    for person in 0..people {
        for rater in 0..raters {
            if random.f64() < 0.3 && rater != person % raters {
                continue;
            }
            let view = random.f64() - 0.5;
            for skill in 0..skills {
                if random.f64() < 0.2 {
                    continue;
                }
                let score = 3.0 + (person % 5) as f64 / 3.0 + (rater % 3) as f64 / 4.0 + view + 2.0 * random.f64();
                let ids = (format!("R{rater}"), format!("P{person}"), format!("K{skill}"));
                table.push(&ids.0, &ids.1, &ids.2, score.round()).expect("each cell once");
            }
        }
    }
    table
}

/// The model written out: `V` of all ratings, over the residual variance.
struct Dense {
    rows: Vec<Row>,
    variance: DMatrix<f64>,
    fixed: DMatrix<f64>,
    scores: DVector<f64>,
}

impl Dense {
    fn new(rows: &[Row], ratios: Ratios, skills: usize) -> Self {
        let share = |same: bool, ratio: f64| if same { ratio } else { 0.0 };
        let variance = DMatrix::from_fn(rows.len(), rows.len(), |at, to| {
            let (a, b) = (&rows[at], &rows[to]);
            let person = a.person == b.person;
            share(at == to, 1.0)
                + share(person, ratios.person)
                + share(a.rater == b.rater, ratios.rater)
                + share(person && a.rater == b.rater, ratios.person_rater)
                + share(person && a.skill == b.skill, ratios.person_skill)
        });
        // Sum-to-zero contrasts: the middle, then each skill but the last, which is minus one in all of them.
        let fixed = DMatrix::from_fn(rows.len(), skills, |at, column| match (column, rows[at].skill) {
            (0, _) => 1.0,
            (column, skill) if skill == skills - 1 => {
                if column > 0 {
                    -1.0
                } else {
                    0.0
                }
            }
            (column, skill) => f64::from(u8::from(skill == column - 1)),
        });
        let scores = DVector::from_iterator(rows.len(), rows.iter().map(|row| row.score));
        Self { rows: rows.to_vec(), variance, fixed, scores }
    }

    /// `−2ℓ_R`, and the best linear unbiased predictions of raters and of μ + person.
    fn solve(&self, ratios: Ratios, raters: usize, people: usize) -> (f64, Vec<f64>, Vec<f64>) {
        let factor = self.variance.clone().cholesky().expect("positive definite");
        let weighed = factor.solve(&self.fixed);
        let normal = self.fixed.tr_mul(&weighed).cholesky().expect("full rank");
        let effects = normal.solve(&weighed.tr_mul(&self.scores));
        let left = &self.scores - &self.fixed * &effects;
        let solved = factor.solve(&left);
        let freedom = (self.rows.len() - self.fixed.ncols()) as f64;
        let criterion = factor.ln_determinant()
            + normal.ln_determinant()
            + freedom * (1.0 + (2.0 * PI * left.dot(&solved) / freedom).ln());
        let sum = |take: &dyn Fn(&Row) -> bool| -> f64 {
            self.rows.iter().zip(solved.iter()).filter(|(row, _)| take(row)).map(|(_, value)| value).sum()
        };
        let of_raters = (0..raters).map(|rater| ratios.rater * sum(&|row| row.rater == rater)).collect();
        let of_people =
            (0..people).map(|person| effects[0] + ratios.person * sum(&|row| row.person == person)).collect();
        (criterion, of_raters, of_people)
    }
}

#[test]
fn elimination_gives_what_the_full_matrices_give() {
    for seed in 0..6 {
        let (raters, people, skills) = (3 + seed as usize % 3, 7, 2 + seed as usize % 4);
        let table = panel(seed, raters, people, skills);
        let sorted = Sorted::new(&table);
        let model = Model::new(&sorted.rows, raters, table.skills().len());
        for (person, rater, person_rater, person_skill) in [
            (1.0, 0.5, 0.3, 0.2),
            (0.0, 0.5, 0.0, 0.2),
            (2.0, 0.0, 0.7, 0.0),
            (0.0, 0.0, 0.0, 0.0),
            (50.0, 9.0, 5.0, 30.0),
        ] {
            let ratios = Ratios { person, rater, person_rater, person_skill };
            let dense = Dense::new(&sorted.rows, ratios, table.skills().len());
            let (criterion, of_raters, of_people) = dense.solve(ratios, raters, people);
            let ours = Mixed::of(&model, Prior::None, ratios, &sorted.order).expect("it can be solved");
            let close = |one: f64, other: f64| assert!((one - other).abs() < 1e-7, "{seed} {ratios:?}: {one}, {other}");
            close(ours.reml_criterion, criterion);
            ours.raters.iter().zip(&of_raters).for_each(|(one, other)| close(one.value, *other));
            ours.people.iter().zip(&of_people).for_each(|(one, other)| close(one.value, *other));
        }
    }
}

/// What is expected of a rating, its residual over its variance and all: `y − ŷ = V⁻¹(y − Xβ)`, over the residual
/// variance.
#[test]
fn residuals_are_those_of_the_full_matrices() {
    let table = panel(11, 4, 8, 4);
    let sorted = Sorted::new(&table);
    let model = Model::new(&sorted.rows, 4, 4);
    let ratios = Ratios { person: 0.9, rater: 0.4, person_rater: 0.3, person_skill: 0.2 };
    let dense = Dense::new(&sorted.rows, ratios, 4);
    let factor = dense.variance.clone().cholesky().expect("positive definite");
    let weighed = factor.solve(&dense.fixed);
    let normal = dense.fixed.tr_mul(&weighed).cholesky().expect("full rank");
    let effects = normal.solve(&weighed.tr_mul(&dense.scores));
    let solved = factor.solve(&(&dense.scores - &dense.fixed * effects));
    let ours = Mixed::of(&model, Prior::None, ratios, &sorted.order).expect("it can be solved");
    for (at, place) in sorted.order.iter().enumerate() {
        let residual = table.rows()[*place].score - ours.fitted[*place];
        assert!((residual - solved[at]).abs() < 1e-9, "{residual}, {}", solved[at]);
    }
}

#[test]
fn the_fit_is_a_lowest_point_and_the_prior_keeps_it_off_zero() {
    for seed in 20..26 {
        let table = panel(seed, 4, 9, 4);
        let sorted = Sorted::new(&table);
        let model = Model::new(&sorted.rows, 4, 4);
        for prior in [Prior::None, Prior::AwayFromZero] {
            let criterion = |ratios| {
                let solved = model.solve(ratios).expect("it can be solved");
                model.criterion(prior, &solved).expect("it is finite")
            };
            let best = model.fit(prior, None).expect("there are enough scores");
            let lowest = criterion(best.ratios);
            let again = model.fit(prior, Some(&best)).expect("there are enough scores");
            let second = criterion(again.ratios);
            assert!((lowest - second).abs() < 1e-6, "{seed} {prior:?}: {lowest} and {second}");
            for factor in [0.5, 0.9, 1.1, 2.0] {
                for which in 0..4 {
                    let mut other = best.ratios;
                    let ratio = [&mut other.person, &mut other.rater, &mut other.person_rater, &mut other.person_skill];
                    let ratio = ratio.into_iter().nth(which).expect("one of four");
                    *ratio = (*ratio * factor).max(if prior == Prior::None { 1e-4 } else { 1e-12 });
                    let value = criterion(other);
                    assert!(value >= lowest - 1e-6, "{seed} {prior:?} {which} × {factor}: {value} under {lowest}");
                }
            }
            if prior == Prior::AwayFromZero {
                assert!(best.ratios.deviations().iter().all(|deviation| *deviation > 0.01), "{:?}", best.ratios);
            }
        }
    }
    assert!(Settings::default().people_for_severity > 5, "three raters and five people are too little data");
}
