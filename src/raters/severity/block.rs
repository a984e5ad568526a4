//! One person's part of the mixed model. Given the person, raters and skills, the scores of different people are
//! independent, so each person is eliminated by themselves: what is left is a Gram matrix over all raters and skills.
//!
//! Within a person, with everything divided by the residual variance, `V = I + ψ_p 11' + ψ_pr E_r E_r' + ψ_ps E_s E_s'`,
//! where `E_r` and `E_s` say which rater and which skill a score belongs to and `N = E_r'E_s` which rater scored which
//! skill. It is inverted term by term (Woodbury), and no step divides by a variance, so that zero is a legal value:
//!
//! 1. Skills: `V₁ = I + ψ_ps E_s E_s'` is diagonal by skill, with `g = ψ_ps h`, `h = 1 / (1 + ψ_ps n_s)`:
//!    `E_r'V₁⁻¹E_r = A = diag(n_r) − N diag(g) N'`, `E_r'V₁⁻¹E_s = G = N diag(h)`.
//! 2. Raters: `V₂ = V₁ + ψ_pr E_r E_r'`, with `B = I + ψ_pr A`: `E_r'V₂⁻¹E_r = B⁻¹A`, `E_r'V₂⁻¹E_s = B⁻¹G`,
//!    `E_s'V₂⁻¹E_s = diag(n_s h) − ψ_pr G'B⁻¹G`.
//! 3. The person: `V = V₂ + ψ_p 11'` takes `ψ_p / d` times the outer product of `q = E'V₂⁻¹1` off everything, with
//!    `d = 1 + ψ_p 1'V₂⁻¹1`.
//!
//! People whom the same raters scored on the same skills share all of it but for their scores, and one block.
//!
//! Steps 1 and 2 are most of the work, and the variance of people enters only in step 3, that of raters not at all: so
//! what the first two leave is kept ([`Halfway`]) for as long as neither interaction's variance changes.

use std::collections::HashMap;

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::super::table::Row;

/// Variances over the residual one. Zero is legal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ratios {
    pub person: f64,
    pub rater: f64,
    pub person_rater: f64,
    pub person_skill: f64,
}

/// People whom the same raters scored on the same skills.
pub(super) struct Block {
    /// Places of the raters in the table, and of the skills among those that occur.
    pub raters: Vec<usize>,
    pub skills: Vec<usize>,
    /// `N`: 1 where the rater scored the skill, and the same turned round.
    scored: DMatrix<f64>,
    turned: DMatrix<f64>,
    /// `n_r` and `n_s`.
    of_rater: DVector<f64>,
    of_skill: DVector<f64>,
    /// How many skills have so many ratings.
    skills_by_ratings: Vec<(f64, f64)>,
    /// Places among the people, one a column of the sums below.
    pub members: Vec<usize>,
    /// `E_r'y` and `E_s'y` of each member.
    pub by_rater: DMatrix<f64>,
    pub by_skill: DMatrix<f64>,
    /// The members' sums, added up, and their `y'y`.
    total: Sums,
    squares: f64,
}

/// `E_r'y` and `E_s'y`.
#[derive(Clone)]
pub(super) struct Sums {
    pub by_rater: DVector<f64>,
    pub by_skill: DVector<f64>,
}

/// What is left over all raters (first) and skills when the people are eliminated.
#[derive(Clone)]
pub(super) struct Gram {
    /// `E'V⁻¹E`; the part with skills above raters is not filled in.
    pub whole: DMatrix<f64>,
    /// `E'V⁻¹y`.
    pub with_scores: DVector<f64>,
    /// `y'V⁻¹y`.
    pub scores: f64,
    /// `log |V|`.
    pub log_determinant: f64,
}

/// A block at certain variances. With `B = LL'`, `X = [A G]'L⁻ᵀ` has a row for each rater and skill, so that what step 2
/// takes off is `ψ_pr XX'`.
pub(super) struct Eliminated {
    /// `g` and `h`.
    gain: DVector<f64>,
    kept: DVector<f64>,
    /// `A`.
    inner: DMatrix<f64>,
    /// `B`.
    middle: Cholesky<f64, Dyn>,
    /// `X`.
    rows: DMatrix<f64>,
    /// `L⁻¹1`.
    ones: DVector<f64>,
    /// `q`: raters first, then skills.
    pub q: DVector<f64>,
    /// `1'V₂⁻¹1`.
    of_ones: f64,
    person_rater: f64,
}

/// A person's scores (or residuals) times `V⁻¹`: `1'V⁻¹y`, `E_r'V⁻¹y`, `E_s'V⁻¹y`.
pub(super) struct Weighed {
    pub whole: f64,
    pub by_rater: DVector<f64>,
    pub by_skill: DVector<f64>,
}

/// The people as blocks. `skill` gives the place of a row's skill, `centered` the score that counts.
pub(super) fn blocks(people: &[Vec<Row>], skill: impl Fn(&Row) -> usize, centered: impl Fn(&Row) -> f64) -> Vec<Block> {
    let mut alike: Vec<Vec<(usize, Vec<Score>)>> = Vec::new();
    let mut places: HashMap<Vec<(usize, usize)>, usize> = HashMap::new();
    for (place, rows) in people.iter().enumerate() {
        let scores: Vec<Score> = rows.iter().map(|row| (row.rater, skill(row), centered(row))).collect();
        let pattern: Vec<(usize, usize)> = scores.iter().map(|(rater, skill, _)| (*rater, *skill)).collect();
        let block = *places.entry(pattern).or_insert_with(|| {
            alike.push(Vec::new());
            alike.len() - 1
        });
        alike[block].push((place, scores));
    }
    alike.iter().filter_map(|members| Block::new(members)).collect()
}

/// Rater, skill, and what was scored.
type Score = (usize, usize, f64);

impl Block {
    fn new(members: &[(usize, Vec<Score>)]) -> Option<Self> {
        let (_, pattern) = members.first()?;
        let distinct = |of: fn(&Score) -> usize| {
            let mut places: Vec<usize> = pattern.iter().map(of).collect();
            places.sort_unstable();
            places.dedup();
            places
        };
        let (raters, skills) = (distinct(|score| score.0), distinct(|score| score.1));
        let place = |list: &[usize], of: usize| list.binary_search(&of).unwrap_or_default();
        let places = |score: &Score| (place(&raters, score.0), place(&skills, score.1));
        let mut scored = DMatrix::zeros(raters.len(), skills.len());
        pattern.iter().for_each(|score| scored[places(score)] = 1.0);
        let mut by_rater = DMatrix::zeros(raters.len(), members.len());
        let mut by_skill = DMatrix::zeros(skills.len(), members.len());
        let mut squares = 0.0;
        for (column, (_, scores)) in members.iter().enumerate() {
            for score in scores {
                let (rater, skill) = places(score);
                by_rater[(rater, column)] += score.2;
                by_skill[(skill, column)] += score.2;
                squares += score.2 * score.2;
            }
        }
        let of_skill = scored.row_sum_tr();
        let mut skills_by_ratings: Vec<(f64, f64)> = Vec::new();
        for ratings in of_skill.iter() {
            match skills_by_ratings.iter_mut().find(|(of, _)| of == ratings) {
                Some((_, skills)) => *skills += 1.0,
                None => skills_by_ratings.push((*ratings, 1.0)),
            }
        }
        Some(Self {
            of_rater: scored.column_sum(),
            of_skill,
            skills_by_ratings,
            turned: scored.transpose(),
            total: Sums { by_rater: by_rater.column_sum(), by_skill: by_skill.column_sum() },
            members: members.iter().map(|(place, _)| *place).collect(),
            raters,
            skills,
            scored,
            by_rater,
            by_skill,
            squares,
        })
    }

    /// What is left within people when raters and skills are taken off as if nothing were missing: squares, and degrees of
    /// freedom.
    pub fn interaction(&self) -> (f64, f64) {
        let (ratings, members) = (self.of_rater.sum(), self.members.len() as f64);
        let between = |sums: &DMatrix<f64>, ratings: &DVector<f64>| -> f64 {
            sums.column_iter().map(|sums| sums.component_mul(&sums).component_div(ratings).sum()).sum()
        };
        let whole: f64 = self.by_rater.row_sum().iter().map(|sum| sum * sum / ratings).sum();
        let squares = self.squares - between(&self.by_rater, &self.of_rater) - between(&self.by_skill, &self.of_skill);
        let effects = (self.raters.len() + self.skills.len()) as f64 - 1.0;
        (squares + whole, members * (ratings - effects))
    }

    /// Each member's mean.
    pub fn means(&self) -> impl Iterator<Item = f64> {
        let ratings = self.of_rater.sum();
        self.by_rater.column_iter().map(move |sums| sums.sum() / ratings)
    }

    /// What is left of a member's sums when effects of all raters and skills are taken off every score.
    pub fn without(&self, member: usize, of_raters: &DVector<f64>, of_skills: &DVector<f64>) -> Sums {
        let raters = DVector::from_iterator(self.raters.len(), self.raters.iter().map(|at| of_raters[*at]));
        let skills = DVector::from_iterator(self.skills.len(), self.skills.iter().map(|at| of_skills[*at]));
        Sums {
            by_rater: self.by_rater.column(member) - self.of_rater.component_mul(&raters) - &self.scored * &skills,
            by_skill: self.by_skill.column(member) - self.of_skill.component_mul(&skills) - self.scored.tr_mul(&raters),
        }
    }

    /// Steps 1 and 2, and `q`, for what does not depend on scores. None where a matrix is not positive definite, which
    /// only numbers beyond reason can do.
    pub fn eliminate(&self, ratios: Ratios) -> Option<Eliminated> {
        let (raters, skills) = (self.raters.len(), self.skills.len());
        let kept = self.of_skill.map(|ratings| 1.0 / (1.0 + ratios.person_skill * ratings));
        let gain = &kept * ratios.person_skill;
        let mut rows = DMatrix::zeros(raters + skills, raters);
        let mut across = rows.rows_mut(raters, skills);
        across.copy_from(&self.turned);
        across.column_iter_mut().for_each(|mut column| column.component_mul_assign(&kept));
        // G is N diag(h), and N diag(g) = ψ_ps G.
        let mut inner = DMatrix::from_diagonal(&self.of_rater);
        inner.gemm(-ratios.person_skill, &self.scored, &across, 1.0);
        rows.rows_mut(0, raters).copy_from(&inner);
        let mut middle = &inner * ratios.person_rater;
        (0..raters).for_each(|at| middle[(at, at)] += 1.0);
        let middle = Cholesky::new(middle)?;
        let mut ones = DVector::from_element(raters, 1.0);
        if !middle.l_dirty().solve_lower_triangular_mut(&mut ones) {
            return None;
        }
        over_root(&mut rows, middle.l_dirty());
        let q = &rows * &ones;
        let of_ones = q.rows(0, raters).sum();
        Some(Eliminated { gain, kept, inner, middle, rows, ones, q, of_ones, person_rater: ratios.person_rater })
    }

    /// Adds the block to the Gram matrix, but for what step 2 takes off it: those rows go to `taken`, a column each, over
    /// all raters and skills. Returns what step 3 will take off.
    fn add_to(&self, gram: &mut Gram, taken: &mut Taken, ratios: Ratios) -> Option<LastStep> {
        let part = self.eliminate(ratios)?;
        let (members, raters) = (self.members.len() as f64, self.raters.len());
        let all_raters = gram.whole.ncols() - taken.skills;
        let skills = self.skills.iter().map(|skill| all_raters + skill);
        let places: Vec<usize> = self.raters.iter().copied().chain(skills).collect();
        for (column, to) in self.raters.iter().enumerate() {
            let mut sums = gram.whole.column_mut(*to);
            let (sums, values) = (sums.as_mut_slice(), part.inner.column(column));
            self.raters.iter().zip(values.as_slice()).for_each(|(at, value)| sums[*at] += members * value);
        }
        for (skill, to) in places[raters..].iter().enumerate() {
            let mut sums = gram.whole.column_mut(*to);
            let (sums, scored) = (sums.as_mut_slice(), self.scored.column(skill));
            let weight = members * part.kept[skill];
            self.raters.iter().zip(scored.as_slice()).for_each(|(at, scored)| sums[*at] += weight * scored);
            sums[*to] += weight * self.of_skill[skill];
        }
        let weighed = part.weigh(self, &self.total);
        let of_scores = weighed.by_rater.iter().chain(weighed.by_skill.iter());
        places.iter().zip(of_scores).for_each(|(at, sum)| gram.with_scores[*at] += sum);
        let (squares, whole_squares) = part.squares(self);
        gram.scores += squares;
        let of_skills = |(ratings, skills): &(f64, f64)| skills * (ratios.person_skill * ratings).ln_1p();
        let of_skills: f64 = self.skills_by_ratings.iter().map(of_skills).sum();
        gram.log_determinant += members * (of_skills + part.middle.ln_determinant());
        let of_views = (members * ratios.person_rater).sqrt();
        part.rows.column_iter().for_each(|row| taken.push(gram, &places, row.as_slice(), of_views));
        Some(LastStep { members, of_ones: part.of_ones, whole: weighed.whole, whole_squares, places, q: part.q })
    }
}

/// `[A G]'` to `[A G]'L⁻ᵀ`: column by column, less those before.
fn over_root(rows: &mut DMatrix<f64>, root: &DMatrix<f64>) {
    let height = rows.nrows();
    for column in 0..rows.ncols() {
        let (before, from) = rows.as_mut_slice().split_at_mut(column * height);
        let here = &mut from[..height];
        for (at, other) in before.chunks_exact(height).enumerate() {
            let share = root[(column, at)];
            here.iter_mut().zip(other).for_each(|(value, other)| *value -= share * other);
        }
        let pivot = root[(column, column)];
        here.iter_mut().for_each(|value| *value /= pivot);
    }
}

/// Rows whose outer products are taken off the Gram matrix, gathered so that a few large products do it.
struct Taken {
    columns: DMatrix<f64>,
    used: usize,
    skills: usize,
}

impl Taken {
    /// As many as fit a processor's cache.
    const AT_ONCE: usize = 256;

    fn new(all: usize, skills: usize) -> Self {
        Self { columns: DMatrix::zeros(all, Self::AT_ONCE), used: 0, skills }
    }

    fn push(&mut self, gram: &mut Gram, places: &[usize], values: &[f64], weight: f64) {
        if self.used == Self::AT_ONCE {
            self.take_off(gram);
        }
        let mut column = self.columns.column_mut(self.used);
        let column = column.as_mut_slice();
        if places.len() == column.len() {
            // All raters and all skills, in their order.
            column.iter_mut().zip(values).for_each(|(to, value)| *to = weight * value);
        } else {
            column.fill(0.0);
            places.iter().zip(values).for_each(|(at, value)| column[*at] = weight * value);
        }
        self.used += 1;
    }

    fn take_off(&mut self, gram: &mut Gram) {
        let columns = self.columns.columns(0, self.used);
        gram.whole.gemm(-1.0, &columns, &columns.transpose(), 1.0);
        self.used = 0;
    }
}

impl Eliminated {
    /// `E_r'V₁⁻¹y` of scores added up, one a column.
    fn after_skills(&self, block: &Block, by_rater: &DMatrix<f64>, by_skill: &DMatrix<f64>) -> DMatrix<f64> {
        let mut weighed = by_skill.clone();
        weighed.column_iter_mut().for_each(|mut column| column.component_mul_assign(&self.gain));
        by_rater - &block.scored * weighed
    }

    /// `ψ_p / d`.
    pub fn share(&self, person: f64) -> f64 {
        person / (1.0 + person * self.of_ones)
    }

    /// Scores times `V₂⁻¹`.
    fn weigh(&self, block: &Block, sums: &Sums) -> Weighed {
        let mut half = &sums.by_rater - &block.scored * self.gain.component_mul(&sums.by_skill);
        self.middle.l_dirty().solve_lower_triangular_mut(&mut half);
        // G'B⁻¹a is XL⁻¹a, over the skills.
        let across = self.rows.rows(block.raters.len(), block.skills.len()) * &half;
        self.middle.l_dirty().tr_solve_lower_triangular_mut(&mut half);
        Weighed {
            whole: half.sum(),
            by_rater: half,
            by_skill: self.kept.component_mul(&sums.by_skill) - across * self.person_rater,
        }
    }

    /// Scores times `V⁻¹`, at a variance of people.
    pub fn weigh_whole(&self, block: &Block, sums: &Sums, person: f64) -> Weighed {
        let raters = block.raters.len();
        let mut weighed = self.weigh(block, sums);
        let taken = self.share(person) * weighed.whole;
        weighed.by_rater.axpy(-taken, &self.q.rows(0, raters), 1.0);
        weighed.by_skill.axpy(-taken, &self.q.rows(raters, block.skills.len()), 1.0);
        weighed.whole /= 1.0 + person * self.of_ones;
        weighed
    }

    /// `y'V₂⁻¹y` and the square of `1'V₂⁻¹y`, each added up over the members.
    fn squares(&self, block: &Block) -> (f64, f64) {
        let mut left = self.after_skills(block, &block.by_rater, &block.by_skill);
        // Lower triangular with a positive diagonal: it can be solved.
        self.middle.l_dirty().solve_lower_triangular_mut(&mut left);
        let whole = left.tr_mul(&self.ones);
        let of_skill = |column: nalgebra::DVectorView<'_, f64>| {
            column.iter().zip(self.gain.iter()).map(|(sum, gain)| gain * sum * sum).sum::<f64>()
        };
        let by_skill: f64 = block.by_skill.column_iter().map(of_skill).sum();
        (block.squares - by_skill - self.person_rater * left.norm_squared(), whole.norm_squared())
    }
}

/// What step 3 takes off for one block.
struct LastStep {
    members: f64,
    /// `1'V₂⁻¹1`.
    of_ones: f64,
    /// `1'V₂⁻¹y`, added up over the members, and its squares added up.
    whole: f64,
    whole_squares: f64,
    /// `q`, and where it belongs among all raters and skills.
    places: Vec<usize>,
    q: DVector<f64>,
}

/// Everybody after steps 1 and 2.
pub(super) struct Halfway {
    gram: Gram,
    last: Vec<LastStep>,
    skills: usize,
}

impl Halfway {
    /// Steps 1 and 2 for everybody. They do not ask for the variances of people and of raters.
    pub fn new(blocks: &[Block], raters: usize, skills: usize, ratios: Ratios) -> Option<Self> {
        let all = raters + skills;
        let mut gram = Gram {
            whole: DMatrix::zeros(all, all),
            with_scores: DVector::zeros(all),
            scores: 0.0,
            log_determinant: 0.0,
        };
        let mut taken = Taken::new(all, skills);
        let last = blocks.iter().map(|block| block.add_to(&mut gram, &mut taken, ratios)).collect::<Option<_>>()?;
        taken.take_off(&mut gram);
        Some(Self { gram, last, skills })
    }

    /// Step 3 at a variance of people.
    pub fn eliminated(&self, person: f64) -> Gram {
        let mut gram = self.gram.clone();
        let mut taken = Taken::new(gram.whole.ncols(), self.skills);
        for step in &self.last {
            let d = 1.0 + person * step.of_ones;
            let share = person / d;
            step.places.iter().zip(step.q.iter()).for_each(|(at, q)| gram.with_scores[*at] -= share * step.whole * q);
            gram.scores -= share * step.whole_squares;
            gram.log_determinant += step.members * d.ln();
            taken.push(&mut gram, &step.places, step.q.as_slice(), (step.members * share).sqrt());
        }
        taken.take_off(&mut gram);
        gram
    }
}
