//! Krippendorff's α (Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*):
//! `α = 1 − (n − 1) Σ o_ck δ² / Σ n_c n_k δ²` over the `n` ratings of units with at least two, where
//! `o_ck = Σ_u n_uc (n_uk − [c = k]) / (m_u − 1)`.
//!
//! The ordinal `δ² = (Σ_{g=c..k} n_g − (n_c + n_k)/2)²` is the interval `δ²` on midranks: `Σ_{g≤k} n_g − n_k/2` is the
//! middle rank of category `k`, and the difference of two of them is the sum in brackets. So both are worked out with
//! sums of squares, and no table of category by category is held. Where all ratings are the same, 0/0 is undefined.

use std::collections::BTreeMap;

use super::super::figure::{Figure, Interval, Undefined};
use super::super::settings::Settings;
use super::super::sorted::Sorted;

/// α at three levels of measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alpha {
    /// Scores as names.
    pub nominal: Figure,
    /// Scores as ranks: the headline.
    pub ordinal: Figure,
    /// Scores as numbers.
    pub interval: Figure,
    /// 95 % interval of the ordinal one: a percentile bootstrap that draws people, not cells, since the scores of one
    /// person hang together.
    pub ordinal_interval: Figure<Interval>,
}

/// People it takes for the bootstrap.
const PEOPLE_TO_DRAW: usize = 5;

impl Alpha {
    pub(super) fn new(sorted: &Sorted, settings: &Settings, nothing: Undefined) -> Self {
        let people = by_person(sorted);
        let mut all = Coincidences::default();
        people.iter().for_each(|person| all.add(person));
        let categories = &sorted.categories;
        let of = |level| all.alpha(level, categories, nothing);
        let ordinal = of(Level::Ordinal);
        Self {
            nominal: of(Level::Nominal),
            ordinal,
            interval: of(Level::Interval),
            ordinal_interval: ordinal.and_then(|_| bootstrap(&people, categories.len(), settings)),
        }
    }
}

/// The ordinal α of each skill by itself, by place.
pub(super) fn ordinal_by_skill(sorted: &Sorted, nothing: Undefined) -> Vec<Figure> {
    let mut skills = vec![Coincidences::default(); sorted.table.skills().len()];
    for unit in sorted.units() {
        skills[sorted.rows[unit.start].skill].add_unit(&sorted.category[unit.clone()]);
    }
    skills.iter().map(|skill| skill.alpha(Level::Ordinal, &sorted.categories, nothing)).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Nominal,
    Ordinal,
    Interval,
}

/// What α is worked out from, sparse: categories by place.
#[derive(Clone, Debug, Default)]
struct Coincidences {
    /// `n_c`: ratings of each category in units with at least two.
    counts: BTreeMap<usize, f64>,
    /// `o_ck + o_kc` of two different categories, the lower first.
    apart: BTreeMap<(usize, usize), f64>,
}

fn by_person(sorted: &Sorted) -> Vec<Coincidences> {
    let mut people: Vec<(usize, Coincidences)> = Vec::new();
    for unit in sorted.units() {
        let person = sorted.rows[unit.start].person;
        if people.last().is_none_or(|(last, _)| *last != person) {
            people.push((person, Coincidences::default()));
        }
        if let Some((_, of_person)) = people.last_mut() {
            of_person.add_unit(&sorted.category[unit.clone()]);
        }
    }
    people.into_iter().map(|(_, person)| person).collect()
}

impl Coincidences {
    fn add_unit(&mut self, scores: &[usize]) {
        let weight = 2.0 / (scores.len() as f64 - 1.0);
        for (at, one) in scores.iter().enumerate() {
            *self.counts.entry(*one).or_default() += 1.0;
            for other in scores[at + 1..].iter().filter(|other| *other != one) {
                *self.apart.entry((*one.min(other), *one.max(other))).or_default() += weight;
            }
        }
    }

    fn add(&mut self, other: &Self) {
        other.counts.iter().for_each(|(category, count)| *self.counts.entry(*category).or_default() += count);
        other.apart.iter().for_each(|(pair, weight)| *self.apart.entry(*pair).or_default() += weight);
    }

    fn alpha(&self, level: Level, categories: &[f64], nothing: Undefined) -> Figure {
        if self.counts.is_empty() {
            return Err(nothing);
        }
        let places: Vec<usize> = self.counts.keys().copied().collect();
        let counts: Vec<f64> = self.counts.values().copied().collect();
        let values: Vec<f64> = match level {
            Level::Ordinal => midranks(&counts),
            Level::Nominal | Level::Interval => places.iter().map(|place| categories[*place]).collect(),
        };
        let at = |category: usize| values[places.binary_search(&category).unwrap_or_default()];
        let observed = self.apart.iter().map(|((low, high), weight)| match level {
            Level::Nominal => *weight,
            Level::Ordinal | Level::Interval => weight * (at(*high) - at(*low)).powi(2),
        });
        let expected = match level {
            Level::Nominal => {
                let total: f64 = counts.iter().sum();
                total * total - counts.iter().map(|count| count * count).sum::<f64>()
            }
            Level::Ordinal | Level::Interval => squared_differences(&counts, &values),
        };
        one_minus(observed.sum(), expected, counts.iter().sum()).ok_or(Undefined::NoVariation)
    }
}

/// The middle rank of each category.
fn midranks(counts: &[f64]) -> Vec<f64> {
    let mut below = 0.0;
    let ranks = counts.iter().map(|count| {
        below += count;
        below - count / 2.0
    });
    ranks.collect()
}

/// `Σ_c Σ_k n_c n_k (v_c − v_k)²`.
fn squared_differences(counts: &[f64], values: &[f64]) -> f64 {
    let total: f64 = counts.iter().sum();
    let center = counts.iter().zip(values).map(|(count, value)| count * value).sum::<f64>() / total;
    2.0 * total * counts.iter().zip(values).map(|(count, value)| count * (value - center).powi(2)).sum::<f64>()
}

fn one_minus(observed: f64, expected: f64, ratings: f64) -> Option<f64> {
    (expected > 0.0).then(|| 1.0 - (ratings - 1.0) * observed / expected)
}

/// The middle 95 % of the ordinal α over draws of as many people as there are.
fn bootstrap(people: &[Coincidences], categories: usize, settings: &Settings) -> Figure<Interval> {
    if people.len() < PEOPLE_TO_DRAW || settings.bootstrap == 0 {
        let what = "people with a skill that was scored twice";
        return Err(Undefined::TooFew { what, have: people.len(), need: PEOPLE_TO_DRAW });
    }
    // Pairs of categories by place, so that a draw only adds up.
    let mut pairs: Vec<(usize, usize)> = people.iter().flat_map(|person| person.apart.keys().copied()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let place = |pair: &(usize, usize)| pairs.binary_search(pair).unwrap_or_default();
    type Summands = Vec<(usize, f64)>;
    let people: Vec<(Summands, Summands)> = people
        .iter()
        .map(|person| {
            let counts = person.counts.iter().map(|(category, count)| (*category, *count)).collect();
            (counts, person.apart.iter().map(|(pair, weight)| (place(pair), *weight)).collect())
        })
        .collect();
    let mut random = fastrand::Rng::with_seed(settings.seed);
    let mut alphas: Vec<f64> = Vec::with_capacity(settings.bootstrap);
    let mut drawn = vec![0.0; people.len()];
    let (mut counts, mut apart) = (vec![0.0; categories], vec![0.0; pairs.len()]);
    let add_up = |sums: &mut [f64], of_person: &[(usize, f64)], times: f64| {
        of_person.iter().for_each(|(place, value)| sums[*place] += times * value);
    };
    for _ in 0..settings.bootstrap {
        drawn.fill(0.0);
        counts.fill(0.0);
        apart.fill(0.0);
        (0..people.len()).for_each(|_| drawn[random.usize(..people.len())] += 1.0);
        for ((of_counts, of_apart), times) in people.iter().zip(&drawn).filter(|(_, times)| **times > 0.0) {
            add_up(&mut counts, of_counts, *times);
            add_up(&mut apart, of_apart, *times);
        }
        let ranks = midranks(&counts);
        let differences = pairs.iter().map(|(low, high)| (ranks[*high] - ranks[*low]).powi(2));
        let observed = apart.iter().zip(differences).map(|(weight, squared)| weight * squared).sum();
        let expected = squared_differences(&counts, &ranks);
        alphas.extend(one_minus(observed, expected, counts.iter().sum()));
    }
    if alphas.is_empty() {
        return Err(Undefined::NoVariation);
    }
    alphas.sort_unstable_by(f64::total_cmp);
    Ok(Interval { low: quantile(&alphas, 0.025), high: quantile(&alphas, 0.975) })
}

/// The quantile of sorted values, interpolated (Hyndman and Fan 1996, type 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() as f64 - 1.0);
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}
