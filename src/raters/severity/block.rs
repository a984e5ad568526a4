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
    /// `N`: 1 where the rater scored the skill.
    scored: DMatrix<f64>,
    /// `n_r` and `n_s`.
    of_rater: DVector<f64>,
    of_skill: DVector<f64>,
    pub members: Vec<Member>,
    /// The members' sums, added up.
    total: Sums,
}

/// One person of a block.
pub(super) struct Member {
    /// Place among the people.
    pub place: usize,
    pub sums: Sums,
    /// `y'y`.
    squares: f64,
}

/// `E_r'y` and `E_s'y`.
#[derive(Clone)]
pub(super) struct Sums {
    pub by_rater: DVector<f64>,
    pub by_skill: DVector<f64>,
}

/// Everything over all raters and skills that is left when the people are eliminated: `E'V⁻¹E`, `E'V⁻¹y`, `y'V⁻¹y`, and
/// `log |V|`.
pub(super) struct Gram {
    pub raters: DMatrix<f64>,
    pub raters_skills: DMatrix<f64>,
    pub skills: DMatrix<f64>,
    pub raters_scores: DVector<f64>,
    pub skills_scores: DVector<f64>,
    pub scores: f64,
    pub log_determinant: f64,
}

/// A block at certain variances.
pub(super) struct Eliminated {
    /// `g` and `h`.
    gain: DVector<f64>,
    kept: DVector<f64>,
    /// `B`, `G` and `B⁻¹G`.
    middle: Cholesky<f64, Dyn>,
    across: DMatrix<f64>,
    solved: DMatrix<f64>,
    /// `B⁻¹1`.
    ones: DVector<f64>,
    /// `E_r'V₂⁻¹1` and `E_s'V₂⁻¹1`.
    pub q_raters: DVector<f64>,
    pub q_skills: DVector<f64>,
    /// `d`.
    pub d: f64,
    ratios: Ratios,
}

/// A person's scores (or residuals) times `V⁻¹`: `1'V⁻¹y`, `E_r'V⁻¹y`, `E_s'V⁻¹y`.
pub(super) struct Weighed {
    pub whole: f64,
    pub by_rater: DVector<f64>,
    pub by_skill: DVector<f64>,
}

/// The people as blocks. `skill` gives the place of a row's skill, `centered` the score that counts.
pub(super) fn blocks(people: &[Vec<Row>], skill: impl Fn(&Row) -> usize, centered: impl Fn(&Row) -> f64) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut places: HashMap<Vec<(usize, usize)>, usize> = HashMap::new();
    for (place, rows) in people.iter().enumerate() {
        let scores: Vec<Score> = rows.iter().map(|row| (row.rater, skill(row), centered(row))).collect();
        let pattern: Vec<(usize, usize)> = scores.iter().map(|(rater, skill, _)| (*rater, *skill)).collect();
        let block = *places.entry(pattern).or_insert_with(|| {
            blocks.push(Block::of(&scores));
            blocks.len() - 1
        });
        blocks[block].take_in(place, &scores);
    }
    blocks
}

/// Rater, skill, and what was scored.
type Score = (usize, usize, f64);

impl Block {
    fn of(scores: &[Score]) -> Self {
        let distinct = |of: fn(&Score) -> usize| {
            let mut places: Vec<usize> = scores.iter().map(of).collect();
            places.sort_unstable();
            places.dedup();
            places
        };
        let (raters, skills) = (distinct(|score| score.0), distinct(|score| score.1));
        let mut block = Self {
            scored: DMatrix::zeros(raters.len(), skills.len()),
            of_rater: DVector::zeros(raters.len()),
            of_skill: DVector::zeros(skills.len()),
            total: Sums { by_rater: DVector::zeros(raters.len()), by_skill: DVector::zeros(skills.len()) },
            members: Vec::new(),
            raters,
            skills,
        };
        for (rater, skill, _) in scores {
            let (rater, skill) = block.places(*rater, *skill);
            block.scored[(rater, skill)] = 1.0;
            block.of_rater[rater] += 1.0;
            block.of_skill[skill] += 1.0;
        }
        block
    }

    fn places(&self, rater: usize, skill: usize) -> (usize, usize) {
        let place = |list: &[usize], of: usize| list.binary_search(&of).unwrap_or_default();
        (place(&self.raters, rater), place(&self.skills, skill))
    }

    fn take_in(&mut self, place: usize, scores: &[Score]) {
        let mut sums =
            Sums { by_rater: DVector::zeros(self.raters.len()), by_skill: DVector::zeros(self.skills.len()) };
        for (rater, skill, score) in scores {
            let (rater, skill) = self.places(*rater, *skill);
            sums.by_rater[rater] += score;
            sums.by_skill[skill] += score;
        }
        self.total.by_rater += &sums.by_rater;
        self.total.by_skill += &sums.by_skill;
        let squares = scores.iter().map(|(.., score)| score * score).sum();
        self.members.push(Member { place, sums, squares });
    }

    /// What is left of a member's sums when effects of all raters and skills are taken off every score.
    pub fn without(&self, sums: &Sums, of_raters: &DVector<f64>, of_skills: &DVector<f64>) -> Sums {
        let raters = DVector::from_iterator(self.raters.len(), self.raters.iter().map(|at| of_raters[*at]));
        let skills = DVector::from_iterator(self.skills.len(), self.skills.iter().map(|at| of_skills[*at]));
        Sums {
            by_rater: &sums.by_rater - self.of_rater.component_mul(&raters) - &self.scored * &skills,
            by_skill: &sums.by_skill - self.of_skill.component_mul(&skills) - self.scored.tr_mul(&raters),
        }
    }

    /// Steps 1 to 3 for what does not depend on scores. None where a matrix is not positive definite, which only numbers
    /// beyond reason can do.
    pub fn eliminate(&self, ratios: Ratios) -> Option<(Eliminated, DMatrix<f64>)> {
        let kept = self.of_skill.map(|ratings| 1.0 / (1.0 + ratios.person_skill * ratings));
        let gain = &kept * ratios.person_skill;
        let mut weighed = self.scored.clone();
        weighed.column_iter_mut().zip(gain.iter()).for_each(|(mut column, gain)| column *= *gain);
        let mut inner = -&weighed * self.scored.transpose();
        (0..self.raters.len()).for_each(|at| inner[(at, at)] += self.of_rater[at]);
        let mut across = self.scored.clone();
        across.column_iter_mut().zip(kept.iter()).for_each(|(mut column, kept)| column *= *kept);
        let mut middle = &inner * ratios.person_rater;
        (0..self.raters.len()).for_each(|at| middle[(at, at)] += 1.0);
        let middle = Cholesky::new(middle)?;
        let solved = middle.solve(&across);
        let ones = middle.solve(&DVector::from_element(self.raters.len(), 1.0));
        middle.solve_mut(&mut inner);
        let q_raters = inner.column_sum();
        let q_skills = solved.row_sum_tr();
        let d = 1.0 + ratios.person * q_raters.sum();
        Some((Eliminated { gain, kept, middle, across, solved, ones, q_raters, q_skills, d, ratios }, inner))
    }

    /// Adds the block to the Gram matrices.
    pub fn add_to(&self, gram: &mut Gram, ratios: Ratios) -> Option<()> {
        let (part, inner) = self.eliminate(ratios)?;
        let members = self.members.len() as f64;
        let shrink = ratios.person / part.d;
        let mut skills = part.across.tr_mul(&part.solved) * -ratios.person_rater;
        (0..self.skills.len()).for_each(|at| skills[(at, at)] += self.of_skill[at] * part.kept[at]);
        let weighed = part.weigh(self, &self.total);
        for (column, to) in self.raters.iter().enumerate() {
            for (row, at) in self.raters.iter().enumerate() {
                let own = inner[(row, column)] - shrink * part.q_raters[row] * part.q_raters[column];
                gram.raters[(*at, *to)] += members * own;
            }
            gram.raters_scores[*to] += weighed.by_rater[column];
        }
        for (column, to) in self.skills.iter().enumerate() {
            let q = shrink * part.q_skills[column];
            for (row, at) in self.raters.iter().enumerate() {
                gram.raters_skills[(*at, *to)] += members * (part.solved[(row, column)] - q * part.q_raters[row]);
            }
            for (row, at) in self.skills.iter().enumerate() {
                gram.skills[(*at, *to)] += members * (skills[(row, column)] - q * part.q_skills[row]);
            }
            gram.skills_scores[*to] += weighed.by_skill[column];
        }
        gram.scores += self.members.iter().map(|member| part.squares(self, member)).sum::<f64>();
        let of_skills: f64 = part.kept.iter().map(|kept| -kept.ln()).sum();
        gram.log_determinant += members * (of_skills + part.middle.ln_determinant() + part.d.ln());
        Some(())
    }
}

impl Eliminated {
    /// `E_r'V₁⁻¹y`.
    fn after_skills(&self, block: &Block, sums: &Sums) -> DVector<f64> {
        &sums.by_rater - &block.scored * self.gain.component_mul(&sums.by_skill)
    }

    /// Scores times `V⁻¹`.
    pub fn weigh(&self, block: &Block, sums: &Sums) -> Weighed {
        let solved = self.middle.solve(&self.after_skills(block, sums));
        let whole = solved.sum();
        let by_skill = self.kept.component_mul(&sums.by_skill) - self.across.tr_mul(&solved) * self.ratios.person_rater;
        let shrink = self.ratios.person * whole / self.d;
        Weighed {
            whole: whole / self.d,
            by_rater: solved - &self.q_raters * shrink,
            by_skill: by_skill - &self.q_skills * shrink,
        }
    }

    /// `y'V⁻¹y` of one person.
    fn squares(&self, block: &Block, member: &Member) -> f64 {
        let left = self.after_skills(block, &member.sums);
        let by_skill: f64 = self.gain.iter().zip(member.sums.by_skill.iter()).map(|(gain, sum)| gain * sum * sum).sum();
        let whole = self.ones.dot(&left);
        let by_rater = self.middle.solve(&left).dot(&left);
        member.squares - by_skill - self.ratios.person_rater * by_rater - self.ratios.person / self.d * whole * whole
    }
}

impl Gram {
    pub fn new(blocks: &[Block], raters: usize, skills: usize, ratios: Ratios) -> Option<Self> {
        let mut gram = Self {
            raters: DMatrix::zeros(raters, raters),
            raters_skills: DMatrix::zeros(raters, skills),
            skills: DMatrix::zeros(skills, skills),
            raters_scores: DVector::zeros(raters),
            skills_scores: DVector::zeros(skills),
            scores: 0.0,
            log_determinant: 0.0,
        };
        blocks.iter().try_for_each(|block| block.add_to(&mut gram, ratios))?;
        Some(gram)
    }
}
