//! score = μ + skill + person + rater + person×rater + person×skill + what is left; skills fixed and summing to zero, the
//! rest random, by restricted maximum likelihood (Patterson and Thompson 1971, *Biometrika* 58:545). Person×rater is not
//! optional: twenty skills scored by one manager are not twenty independent observations.
//!
//! `−2ℓ_R = log|V| + log|X'V⁻¹X| + (n − p)(1 + log(2π r² / (n − p)))`, the residual variance profiled out: the criterion
//! of lme4 (Bates et al. 2015, *Journal of Statistical Software* 67(1), eq. 41), whose columns of `X` are sum-to-zero
//! contrasts. Here `X` says which skill a score belongs to; the change of columns multiplies `|X'V⁻¹X|` by the number of
//! skills squared. People are eliminated by [`Block`]; raters and skills are what is left.
//!
//! Estimates are best linear unbiased predictions, and standard errors come from the full inverse of the mixed-model
//! equations (Henderson 1975, *Biometrics* 31:423), not from the conditional variance alone: they know that the middle
//! and the other effects are estimated too.

use std::f64::consts::PI;

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use super::super::distributions::standard_errors_95;
use super::super::figure::{Estimate, Figure, Undefined};
use super::super::table::Row;
use super::block::{Block, Gram, Halfway, Ratios, blocks};
use super::minimum::{Minimum, minimise, minimise_bent};

/// The mixed model, fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixed {
    /// −2 log restricted likelihood, with lme4's constant.
    pub reml_criterion: f64,
    /// The middle of all skills.
    pub mu: Estimate,
    /// Standard deviations of what the scores are made of.
    pub sd: Spread,
    /// How much higher each rater scores on the same people (best linear unbiased prediction), by place.
    pub raters: Vec<Estimate>,
    /// Each person's comparison score: μ + person, by place.
    pub people: Vec<Estimate>,
    /// How much higher each skill is scored than the mean skill, by place.
    pub skills: Vec<Estimate>,
    /// Degrees of freedom of the raters' views of people, which standard errors rest on: pairs of a rater and a person,
    /// less raters, less people, plus one; at least 1.
    pub degrees_of_freedom: f64,
    /// Standard errors to either side of a 95 % interval, of t with these degrees of freedom.
    pub standard_errors: f64,
    /// For each rating, in the order of [`RatingTable::rows`](crate::raters::RatingTable::rows), what the model expects.
    pub fitted: Vec<f64>,
}

/// Standard deviations, in points. One that the ratings can't tell from others is undefined; zero is a legal answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Of people.
    pub person: f64,
    /// Of raters: severity.
    pub rater: f64,
    /// Of a rater's view of one person, over all skills.
    pub person_rater: Figure,
    /// Of a person's skills: their profile.
    pub person_skill: Figure,
    /// Of what is left.
    pub residual: f64,
}

/// Whether spreads are kept off zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prior {
    /// Plain restricted maximum likelihood.
    None,
    /// Every standard deviation but the residual one gets a gamma(2, λ) prior, so that its estimate is never zero but
    /// stays within about one standard error of it (Chung et al. 2013, *Psychometrika* 78:685): `−2 log σ + 2 λ σ` is
    /// added.
    AwayFromZero,
}

/// The ratings, ready to be fitted.
pub(super) struct Model {
    blocks: Vec<Block>,
    /// The rows of each person of the table.
    people: Vec<Vec<Row>>,
    raters: usize,
    /// For each skill of the table, its place among those that occur, and the mean score that is taken off it
    /// beforehand: skills are fixed, so nothing else changes.
    skills: Vec<Option<(usize, f64)>>,
    fixed: f64,
    ratings: f64,
    /// Sum of squares of what is left when the skills' means are taken off.
    squares: f64,
    separable: Separable,
}

/// Whether the ratings can tell these spreads from others.
#[derive(Clone, Copy)]
struct Separable {
    person_rater: bool,
    person_skill: bool,
}

/// The equations at certain variances.
struct Solved {
    gram: Gram,
    ratios: Ratios,
    /// `I + ψ_r E_r'V⁻¹E_r` over raters.
    raters: Cholesky<f64, Dyn>,
    /// `X'V⁻¹X` over skills, severity included in `V`.
    skills: Cholesky<f64, Dyn>,
    /// What each skill's mean is off by.
    effects: DVector<f64>,
    /// `r²`.
    rest: f64,
    log_determinant: f64,
}

/// What was left halfway the last time, for as long as it serves: of the four variances two are needed to get there.
#[derive(Default)]
struct Kept(Option<(f64, f64, Halfway)>);

impl Kept {
    fn gram(&mut self, model: &Model, ratios: Ratios) -> Option<Gram> {
        let serves = |kept: &(f64, f64, Halfway)| (kept.0, kept.1) == (ratios.person_rater, ratios.person_skill);
        if !self.0.as_ref().is_some_and(serves) {
            self.0 = model.halfway(ratios).map(|halfway| (ratios.person_rater, ratios.person_skill, halfway));
        }
        self.0.as_ref().map(|(_, _, halfway)| halfway.eliminated(ratios.person))
    }
}

/// The variances that fit best, and how the criterion bends there over the standard deviations that are estimated.
pub(super) struct Best {
    pub ratios: Ratios,
    bend: DMatrix<f64>,
}

/// The fit ends when the criterion can be lowered by no more than this: the plain one is compared with other programs'.
const PLAIN_GAIN: f64 = 1e-9;
const SHOWN_GAIN: f64 = 1e-6;
/// The prior's λ, per residual standard deviation. The limit of 0, which the paper takes, has no lowest point with two
/// raters; this is as good as 0 with more.
const RATE: f64 = 0.05;
/// A standard deviation so many times the residual one is only reached where nothing is left unexplained.
const NOTHING_UNEXPLAINED: f64 = 200.0;
/// A share of the scores' squares that is zero but for rounding.
const NO_VARIATION: f64 = 1e-18;

impl Model {
    /// The model of rows that are sorted by person.
    pub fn new(rows: &[Row], raters: usize, skills: usize) -> Self {
        let (mut sums, mut counts) = (vec![0.0; skills], vec![0.0; skills]);
        for row in rows {
            sums[row.skill] += row.score;
            counts[row.skill] += 1.0;
        }
        let mut occurring = 0;
        let places = sums.iter().zip(&counts).map(|(sum, count)| {
            occurring += usize::from(*count > 0.0);
            (*count > 0.0).then(|| (occurring - 1, sum / count))
        });
        let skills: Vec<Option<(usize, f64)>> = places.collect();
        let people: Vec<Vec<Row>> = rows.chunk_by(|a, b| a.person == b.person).map(<[Row]>::to_vec).collect();
        let place = |row: &Row| skills[row.skill].map_or(0, |(place, _)| place);
        let centered = |row: &Row| skills[row.skill].map_or(0.0, |(_, mean)| row.score - mean);
        Self {
            blocks: blocks(&people, place, centered),
            squares: rows.iter().map(|row| centered(row).powi(2)).sum(),
            separable: Separable {
                person_rater: sees_two_skills(&people),
                person_skill: skills_are_seen_twice(&people),
            },
            people,
            raters,
            fixed: occurring as f64,
            ratings: rows.len() as f64,
            skills,
        }
    }

    /// The variances that fit best, starting from those of another fit where there is one.
    pub fn fit(&self, prior: Prior, start: Option<&Best>) -> Figure<Best> {
        if self.degrees_of_freedom(prior) < 1.0 {
            return Err(Undefined::NothingLeftOver);
        }
        let scale = self.skills.iter().flatten().map(|(_, mean)| mean * mean).fold(1.0, f64::max);
        if self.squares <= NO_VARIATION * scale * self.ratings {
            return Err(Undefined::NoVariation);
        }
        // With the prior, logarithms of standard deviations are free, as the prior keeps them finite. Without it,
        // standard deviations themselves are, with either sign: the criterion is even in them, so that zero is an
        // ordinary minimum, which would be at minus infinity among the logarithms.
        let deviations = start.map_or_else(|| self.guess(), |best| best.ratios.deviations());
        let deviations = deviations.map(|deviation| deviation.max(LEAST));
        let start_at = self.free(deviations);
        let spread = |at: f64| if prior == Prior::None { at.abs() } else { at.exp() };
        let ratios = |free: &[f64]| self.ratios(&free.iter().map(|at| spread(*at)).collect::<Vec<_>>());
        let mut kept = Kept::default();
        let mut criterion = |free: &[f64]| {
            let ratios = ratios(free);
            let solved = kept.gram(self, ratios).and_then(|gram| self.solve_with(gram, ratios));
            solved.and_then(|solved| self.criterion(prior, &solved)).unwrap_or(f64::INFINITY)
        };
        let best = match (prior, start) {
            (Prior::None, _) => {
                let best = minimise(&mut criterion, &start_at, PLAIN_GAIN);
                at_zero_or_not(&mut criterion, best)
            }
            // By the chain rule, as the slope is nothing where the other fit ended.
            (Prior::AwayFromZero, Some(best)) if start_at.iter().all(|deviation| *deviation > LEAST) => {
                let bend = best.bend.map_with_location(|row, column, bend| bend * start_at[row] * start_at[column]);
                minimise_bent(&mut criterion, &logarithms(&start_at), bend, SHOWN_GAIN)
            }
            (Prior::AwayFromZero, _) => minimise(&mut criterion, &logarithms(&start_at), SHOWN_GAIN),
        };
        let share = |at: usize| if prior == Prior::None { best.at[at].signum() } else { 1.0 / best.at[at].exp() };
        let bend = best.bend.map_with_location(|row, column, bend| bend * share(row) * share(column));
        let ratios = ratios(&best.at);
        let unbounded = ratios.deviations().into_iter().any(|deviation| deviation > NOTHING_UNEXPLAINED);
        if unbounded { Err(Undefined::NothingUnexplained) } else { Ok(Best { ratios, bend }) }
    }

    /// Where a fit starts: standard deviations over the residual one. That of people is read from their means, as they
    /// differ by more than all else and starting far below costs most steps.
    fn guess(&self) -> [f64; 4] {
        let mut rest = (0.0, 0.0);
        let mut people = (0.0, 0.0, 0.0);
        for block in &self.blocks {
            let (squares, degrees_of_freedom) = block.interaction();
            rest = (rest.0 + squares, rest.1 + degrees_of_freedom);
            block.means().for_each(|mean| people = (people.0 + 1.0, people.1 + mean, people.2 + mean * mean));
        }
        let between = (people.2 - people.1 * people.1 / people.0) / (people.0 - 1.0);
        let ratio = (between / (rest.0 / rest.1)).sqrt();
        [if ratio.is_finite() { ratio.min(MOST) } else { USUAL }, USUAL, USUAL, USUAL]
    }

    /// Residual degrees of freedom; the prior on the standard deviations takes one off for each.
    fn degrees_of_freedom(&self, prior: Prior) -> f64 {
        let spreads = self.free([0.0; 4]).len() as f64;
        self.ratings - self.fixed - if prior == Prior::None { 0.0 } else { spreads }
    }

    /// Those of person, rater, person×rater and person×skill that are estimated.
    fn free(&self, all: [f64; 4]) -> Vec<f64> {
        let [person, rater, person_rater, person_skill] = all;
        let mut free = vec![person, rater];
        free.extend(self.separable.person_rater.then_some(person_rater));
        free.extend(self.separable.person_skill.then_some(person_skill));
        free
    }

    /// The other way: ratios from the standard deviations that are estimated.
    fn ratios(&self, free: &[f64]) -> Ratios {
        let mut squares = free.iter().map(|deviation| deviation * deviation);
        let mut next = |estimated: bool| if estimated { squares.next().unwrap_or_default() } else { 0.0 };
        Ratios {
            person: next(true),
            rater: next(true),
            person_rater: next(self.separable.person_rater),
            person_skill: next(self.separable.person_skill),
        }
    }

    fn halfway(&self, ratios: Ratios) -> Option<Halfway> {
        Halfway::new(&self.blocks, self.raters, self.fixed as usize, ratios)
    }

    fn solve(&self, ratios: Ratios) -> Option<Solved> {
        self.solve_with(self.halfway(ratios)?.eliminated(ratios.person), ratios)
    }

    /// The equations, once people are eliminated.
    fn solve_with(&self, gram: Gram, ratios: Ratios) -> Option<Solved> {
        let skills = self.fixed as usize;
        let across = gram.whole.view((0, self.raters), (self.raters, skills));
        let (of_raters, of_skills) =
            (gram.with_scores.rows(0, self.raters), gram.with_scores.rows(self.raters, skills));
        let mut raters = gram.whole.view((0, 0), (self.raters, self.raters)) * ratios.rater;
        (0..self.raters).for_each(|at| raters[(at, at)] += 1.0);
        let raters = Cholesky::new(raters)?;
        let solved = raters.solve(&across) * ratios.rater;
        let left = gram.whole.view((self.raters, self.raters), (skills, skills)) - across.tr_mul(&solved);
        let right = of_skills - solved.tr_mul(&of_raters);
        let scores = gram.scores - ratios.rater * raters.solve(&of_raters).dot(&of_raters);
        let skills = Cholesky::new(left)?;
        let effects = skills.solve(&right);
        let log_determinant = gram.log_determinant + raters.ln_determinant();
        let rest = (scores - right.dot(&effects)).max(0.0);
        Some(Solved { gram, ratios, raters, skills, effects, rest, log_determinant })
    }

    /// −2 log restricted likelihood, and the prior where there is one.
    fn criterion(&self, prior: Prior, solved: &Solved) -> Option<f64> {
        let degrees_of_freedom = self.ratings - self.fixed;
        let of_skills = solved.skills.ln_determinant() + 2.0 * self.fixed.ln();
        let constant = degrees_of_freedom * (2.0 * PI).ln();
        let scaled = self.degrees_of_freedom(prior);
        let variance = solved.rest / scaled;
        let criterion = solved.log_determinant + of_skills + constant + scaled * (1.0 + variance.ln());
        let prior = match prior {
            Prior::None => 0.0,
            Prior::AwayFromZero => {
                let of = |ratio: &f64| ratio.ln() - 2.0 * RATE * ratio.sqrt();
                self.free(solved.ratios.all()).iter().map(of).sum()
            }
        };
        Some(criterion - prior).filter(|criterion| criterion.is_finite())
    }
}

impl Ratios {
    fn all(self) -> [f64; 4] {
        [self.person, self.rater, self.person_rater, self.person_skill]
    }

    fn deviations(self) -> [f64; 4] {
        self.all().map(f64::sqrt)
    }
}

/// Whether somebody scored two skills of one person; else a rater's view of a person is no more than one score.
fn sees_two_skills(people: &[Vec<Row>]) -> bool {
    let sees = |rows: &Vec<Row>| {
        let mut raters: Vec<usize> = rows.iter().map(|row| row.rater).collect();
        raters.sort_unstable();
        raters.windows(2).any(|pair| pair[0] == pair[1])
    };
    people.iter().any(sees)
}

/// Whether two skills of one person were scored, one of them twice; else a profile can't be told from what is left, or
/// from the person.
fn skills_are_seen_twice(people: &[Vec<Row>]) -> bool {
    let seen = |rows: &Vec<Row>| {
        let mut skills = rows.chunk_by(|a, b| a.skill == b.skill);
        rows.iter().any(|row| row.skill != rows[0].skill) && skills.any(|cell| cell.len() > 1)
    };
    people.iter().any(seen)
}

fn logarithms(deviations: &[f64]) -> Vec<f64> {
    deviations.iter().map(|deviation| deviation.ln()).collect()
}

/// A fit starts from standard deviations between these, and from this one where nothing is known.
const LEAST: f64 = 0.1;
const MOST: f64 = 5.0;
const USUAL: f64 = 0.5;
/// A standard deviation this close to zero is tried at zero.
const NEAR_ZERO: f64 = 1e-2;

/// Standard deviations that came near zero: zero exactly where that fits as well; moved away where zero is a saddle.
fn at_zero_or_not(criterion: &mut impl FnMut(&[f64]) -> f64, mut best: Minimum) -> Minimum {
    for place in 0..best.at.len() {
        if best.at[place].abs() > NEAR_ZERO {
            continue;
        }
        let mut away = best.at.clone();
        away[place] = 0.1;
        let other = minimise(criterion, &away, PLAIN_GAIN);
        if other.value < best.value - 1e-7 && other.at[place].abs() > NEAR_ZERO {
            best = other;
            continue;
        }
        let mut zero = best.at.clone();
        zero[place] = 0.0;
        let value = criterion(&zero);
        if value <= best.value + 1e-7 {
            best = Minimum { at: zero, value, ..best };
        }
    }
    best
}

impl Mixed {
    /// What the model says at certain variances, for rows sorted by person; `order` has the place of each in the table.
    pub(super) fn of(model: &Model, prior: Prior, ratios: Ratios, order: &[usize]) -> Figure<Self> {
        let solved = model.solve(ratios).ok_or(Undefined::NothingUnexplained)?;
        let variance = solved.rest / model.degrees_of_freedom(prior);
        let inverse = Inverse::new(&solved);
        let skills = model.fixed;
        let deviation = |variance: f64| variance.max(0.0).sqrt();
        let error = |of: f64| deviation(variance * of);
        let of_skill = |(place, mean): &(usize, f64)| solved.effects[*place] + mean;
        let mu = model.skills.iter().flatten().map(of_skill).sum::<f64>() / skills;
        let even = DVector::from_element(solved.effects.len(), 1.0 / skills);
        let skill = |of: &(usize, f64)| {
            let mut contrast = -even.clone();
            contrast[of.0] += 1.0;
            Estimate::new(of_skill(of) - mu, error(contrast.dot(&(&inverse.skills * &contrast))))
        };
        let rater = |at: usize| Estimate::new(inverse.effects[at], error(inverse.raters[(at, at)]));
        let people = model.people(&solved, &inverse);
        let mut fitted = vec![0.0; order.len()];
        let mut order = order.iter();
        for (rows, person) in model.people.iter().zip(&people) {
            for row in rows {
                let place = model.skills[row.skill].map_or(0.0, |of| of_skill(&of));
                let Some(to) = order.next() else { continue };
                fitted[*to] = place + inverse.effects[row.rater] + person.expects(row);
            }
        }
        let told = |separable: bool, ratio: f64| separable.then(|| error(ratio)).ok_or(Undefined::NotSeparable);
        let degrees_of_freedom = model.views_less_effects();
        Ok(Self {
            reml_criterion: model.criterion(Prior::None, &solved).ok_or(Undefined::NothingUnexplained)?,
            mu: Estimate::new(mu, error(even.dot(&(&inverse.skills * &even)))),
            sd: Spread {
                person: error(ratios.person),
                rater: error(ratios.rater),
                person_rater: told(model.separable.person_rater, ratios.person_rater),
                person_skill: told(model.separable.person_skill, ratios.person_skill),
                residual: deviation(variance),
            },
            raters: (0..model.raters).map(rater).collect(),
            people: people.iter().map(|person| Estimate::new(mu + person.effect, error(person.variance))).collect(),
            skills: model.skills.iter().flatten().map(skill).collect(),
            degrees_of_freedom,
            standard_errors: standard_errors_95(Some(degrees_of_freedom)),
            fitted,
        })
    }
}

/// The part of the inverse of the mixed-model equations that belongs to raters and skills, but for the residual
/// variance, and the raters' effects.
struct Inverse {
    raters: DMatrix<f64>,
    raters_skills: DMatrix<f64>,
    skills: DMatrix<f64>,
    effects: DVector<f64>,
}

impl Inverse {
    fn new(solved: &Solved) -> Self {
        let (gram, ratio) = (&solved.gram, solved.ratios.rater);
        let alone = solved.raters.inverse() * ratio;
        let skills = solved.skills.inverse();
        let (count, others) = (alone.nrows(), skills.nrows());
        let between = gram.whole.view((0, count), (count, others));
        let across = &alone * between;
        let raters_skills = -&across * &skills;
        let raters = &alone - &raters_skills * across.transpose();
        let effects = &alone * (gram.with_scores.rows(0, count) - between * &solved.effects);
        Self { raters, raters_skills, skills, effects }
    }

    /// The variance of a combination of raters and skills.
    fn of(&self, raters: &DVector<f64>, skills: &DVector<f64>) -> f64 {
        raters.dot(&(&self.raters * raters))
            + 2.0 * raters.dot(&(&self.raters_skills * skills))
            + skills.dot(&(&self.skills * skills))
    }
}

/// One person's predictions.
#[derive(Clone, Default)]
struct PersonEffects {
    effect: f64,
    /// Of the comparison score, over the residual variance.
    variance: f64,
    /// person×rater and person×skill, by place in the table.
    by_rater: Vec<(usize, f64)>,
    by_skill: Vec<(usize, f64)>,
}

impl PersonEffects {
    fn expects(&self, row: &Row) -> f64 {
        let of = |list: &[(usize, f64)], place: usize| {
            list.binary_search_by_key(&place, |(at, _)| *at).map_or(0.0, |found| list[found].1)
        };
        self.effect + of(&self.by_rater, row.rater) + of(&self.by_skill, row.skill)
    }
}

impl Model {
    /// Everybody's predictions, in the order of `people`.
    fn people(&self, solved: &Solved, inverse: &Inverse) -> Vec<PersonEffects> {
        let mut people = vec![PersonEffects::default(); self.people.len()];
        let ratios = solved.ratios;
        let mut table_skill = vec![0; self.fixed as usize];
        for (skill, (place, _)) in self.skills.iter().enumerate().filter_map(|(at, of)| Some((at, (*of)?))) {
            table_skill[place] = skill;
        }
        for block in &self.blocks {
            let Some(part) = block.eliminate(ratios) else { continue };
            let share = part.share(ratios.person);
            let mut of_raters = DVector::zeros(self.raters);
            let mut of_skills = DVector::from_element(self.fixed as usize, 1.0 / self.fixed);
            let mut q = part.q.iter();
            block.raters.iter().zip(&mut q).for_each(|(at, q)| of_raters[*at] -= share * q);
            block.skills.iter().zip(&mut q).for_each(|(at, q)| of_skills[*at] -= share * q);
            let variance = share + inverse.of(&of_raters, &of_skills);
            for (member, place) in block.members.iter().enumerate() {
                let left = block.without(member, &inverse.effects, &solved.effects);
                let weighed = part.weigh_whole(block, &left, ratios.person);
                let by_rater = block.raters.iter().zip(weighed.by_rater.iter());
                let by_skill = block.skills.iter().zip(weighed.by_skill.iter());
                people[*place] = PersonEffects {
                    effect: ratios.person * weighed.whole,
                    variance,
                    by_rater: by_rater.map(|(at, sum)| (*at, ratios.person_rater * sum)).collect(),
                    by_skill: by_skill.map(|(at, sum)| (table_skill[*at], ratios.person_skill * sum)).collect(),
                };
            }
        }
        people
    }

    /// Pairs of a rater and a person, less raters, less people, plus one; at least 1.
    fn views_less_effects(&self) -> f64 {
        let views: usize = self.blocks.iter().map(|block| block.members.len() * block.raters.len()).sum();
        (views as f64 - self.raters as f64 - self.people.len() as f64 + 1.0).max(1.0)
    }
}

/// Each rater's effect on some of the skills alone, with the variances of the fit over all of them.
pub(super) fn effects_with(rows: &[Row], raters: usize, skills: usize, fit: &Mixed) -> Figure<Vec<Estimate>> {
    let model = Model::new(rows, raters, skills);
    let residual = fit.sd.residual * fit.sd.residual;
    let ratio = |sd: f64| sd * sd / residual;
    let ratios = Ratios {
        person: ratio(fit.sd.person),
        rater: ratio(fit.sd.rater),
        person_rater: ratio(fit.sd.person_rater.unwrap_or_default()),
        person_skill: ratio(fit.sd.person_skill.unwrap_or_default()),
    };
    let solved = model.solve(ratios).ok_or(Undefined::NothingUnexplained)?;
    let inverse = Inverse::new(&solved);
    let error = |at: usize| (residual * inverse.raters[(at, at)]).max(0.0).sqrt();
    Ok((0..raters).map(|at| Estimate::new(inverse.effects[at], error(at))).collect())
}

#[cfg(test)]
#[path = "mixed_tests.rs"]
mod tests;
