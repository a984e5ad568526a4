//! score = grand mean + person + rater + skill, each set summing to zero, by least squares (Searle 1971, *Linear
//! Models*, ch. 7): exact, and explained in a sentence. "On the same people, 0.7 higher."
//!
//! People are eliminated from the normal equations one by one, which leaves as many as there are raters and skills:
//! `K = X'X − Σ_p k_p k_p' / n_p` where `k_p` counts a person's ratings by rater and by skill. `K` maps "all raters the
//! same" and "all skills the same" to nothing; adding their outer products makes it regular, and the answer sums to zero
//! by itself.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::super::figure::{Estimate, Figure, Undefined};
use super::super::sorted::Sorted;
use super::super::table::Row;
use super::positive::positive_definite;

/// The additive fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Additive {
    /// The middle of all: raters, people and skills counting alike.
    pub grand_mean: f64,
    /// Residual standard deviation.
    pub sigma: Figure,
    /// Residual degrees of freedom.
    pub degrees_of_freedom: usize,
    /// How much higher each rater scores than the mean rater, by place.
    pub raters: Vec<Estimate>,
    /// Each person's mean: grand mean + person, by place.
    pub people: Vec<Estimate>,
    /// How much higher each skill is scored than the mean skill, by place.
    pub skills: Vec<Estimate>,
}

impl Additive {
    pub(in crate::raters) fn new(sorted: &Sorted) -> Figure<Self> {
        let equations = Equations::new(sorted, None);
        let solution = equations.solve()?;
        let (people, raters, skills) = (equations.people.len(), equations.raters.count, equations.skills.count);
        let degrees_of_freedom = sorted.rows.len().saturating_sub(people + raters + skills - 2);
        let expects = |row: &Row| {
            solution.people[row.person].unwrap_or_default()
                + solution.effects[row.rater]
                + solution.effects[raters + row.skill]
        };
        let squares: f64 = sorted.rows.iter().map(|row| (row.score - expects(row)).powi(2)).sum();
        let sigma = match degrees_of_freedom {
            0 => Err(Undefined::NothingLeftOver),
            df => Ok((squares / df as f64).sqrt()),
        };
        let covariance = solution.covariance(raters, skills);
        let with_error =
            |value, variance: f64| Estimate { value, se: sigma.map(|sigma| sigma * variance.max(0.0).sqrt()) };
        let effect = |at: usize| with_error(solution.effects[at], covariance[(at, at)]);
        let person = |person: &PersonSums| {
            let share = person.counts(raters + skills) / person.ratings;
            let variance = 1.0 / person.ratings + share.dot(&(&covariance * &share));
            with_error(solution.people[person.place].unwrap_or_default(), variance)
        };
        Ok(Self {
            grand_mean: solution.people.iter().flatten().sum::<f64>() / people as f64,
            sigma,
            degrees_of_freedom,
            raters: (0..raters).map(effect).collect(),
            people: equations.people.iter().map(person).collect(),
            skills: (raters..raters + skills).map(effect).collect(),
        })
    }
}

/// Each person's mean with the ratings of one rater left out, by place; none for whom nobody else scored.
pub(in crate::raters) fn means_without(sorted: &Sorted, rater: usize) -> Figure<Vec<Option<f64>>> {
    Ok(Equations::new(sorted, Some(rater)).solve()?.people)
}

/// Those of a list who occur, numbered.
struct Places {
    of: Vec<Option<usize>>,
    count: usize,
}

impl Places {
    fn new(length: usize, occurring: impl Iterator<Item = usize>) -> Self {
        let mut of = vec![None; length];
        occurring.for_each(|place| of[place] = Some(0));
        let mut count = 0;
        for place in of.iter_mut().flatten() {
            *place = count;
            count += 1;
        }
        Self { of, count }
    }

    fn at(&self, place: usize) -> usize {
        self.of[place].unwrap_or_default()
    }
}

/// One person's ratings, added up.
struct PersonSums {
    place: usize,
    ratings: f64,
    sum: f64,
    /// `k_p`, sparse: unknowns (raters, then skills) and how many ratings bear on each.
    counts: Vec<(usize, f64)>,
}

impl PersonSums {
    fn counts(&self, unknowns: usize) -> DVector<f64> {
        let mut counts = DVector::zeros(unknowns);
        self.counts.iter().for_each(|(at, count)| counts[*at] = *count);
        counts
    }
}

/// The normal equations, people eliminated.
struct Equations {
    raters: Places,
    skills: Places,
    people: Vec<PersonSums>,
    all_people: usize,
    /// `K`.
    left: DMatrix<f64>,
    right: DVector<f64>,
    /// Taken off every score, so that nothing is lost to rounding.
    origin: f64,
}

impl Equations {
    fn new(sorted: &Sorted, without: Option<usize>) -> Self {
        let kept = || sorted.rows.iter().filter(|row| Some(row.rater) != without);
        let raters = Places::new(sorted.table.raters().len(), kept().map(|row| row.rater));
        let skills = Places::new(sorted.table.skills().len(), kept().map(|row| row.skill));
        let unknowns = raters.count + skills.count;
        let (mut left, mut right) = (DMatrix::zeros(unknowns, unknowns), DVector::zeros(unknowns));
        let origin = sorted.rows.first().map_or(0.0, |row| row.score);
        let mut people = Vec::with_capacity(sorted.people.len());
        let mut counts = vec![0.0; unknowns];
        for (place, range) in sorted.people.iter().enumerate() {
            let (mut ratings, mut sum) = (0.0, 0.0);
            counts.fill(0.0);
            for row in sorted.rows[range.clone()].iter().filter(|row| Some(row.rater) != without) {
                let (rater, skill) = (raters.at(row.rater), raters.count + skills.at(row.skill));
                let score = row.score - origin;
                (ratings, sum) = (ratings + 1.0, sum + score);
                for at in [rater, skill] {
                    counts[at] += 1.0;
                    right[at] += score;
                    left[(at, at)] += 1.0;
                }
                left[(skill, rater)] += 1.0;
            }
            if ratings == 0.0 {
                continue;
            }
            let sparse: Vec<(usize, f64)> =
                counts.iter().copied().enumerate().filter(|(_, count)| *count > 0.0).collect();
            for (column, (at, count)) in sparse.iter().enumerate() {
                right[*at] -= count * sum / ratings;
                for (below, other) in &sparse[column..] {
                    left[(*below, *at)] -= count * other / ratings;
                }
            }
            people.push(PersonSums { place, ratings, sum, counts: sparse });
        }
        Self { raters, skills, people, all_people: sorted.people.len(), left, right, origin }
    }

    fn solve(&self) -> Figure<Solution> {
        if self.raters.count < 2 {
            return Err(if self.raters.count == 1 { Undefined::OneRater } else { Undefined::NoRatings });
        }
        let (raters, unknowns) = (self.raters.count, self.right.len());
        // As heavy as the equations are, so that neither drowns the other.
        let weight = self.people.iter().map(|person| person.ratings).sum::<f64>() / unknowns as f64;
        let mut regular = self.left.clone();
        for column in 0..unknowns {
            let same = if column < raters { column..raters } else { column..unknowns };
            same.for_each(|row| regular[(row, column)] += weight);
        }
        let regular = positive_definite(regular).ok_or(Undefined::NotSeparable)?;
        let effects = regular.solve(&self.right);
        let mut people = vec![None; self.all_people];
        for person in &self.people {
            let through_others: f64 = person.counts.iter().map(|(at, count)| count * effects[*at]).sum();
            people[person.place] = Some(self.origin + (person.sum - through_others) / person.ratings);
        }
        Ok(Solution { effects, people, regular, weight })
    }
}

struct Solution {
    /// Raters, then skills.
    effects: DVector<f64>,
    people: Vec<Option<f64>>,
    regular: Cholesky<f64, Dyn>,
    weight: f64,
}

impl Solution {
    /// The covariance of the effects, but for σ²: the inverse less what was added to make it regular.
    fn covariance(&self, raters: usize, skills: usize) -> DMatrix<f64> {
        let mut covariance = self.regular.inverse();
        for (from, count) in [(0, raters), (raters, skills)] {
            let added = 1.0 / (self.weight * (count * count) as f64);
            covariance.view_mut((from, from), (count, count)).add_scalar_mut(-added);
        }
        covariance
    }
}
