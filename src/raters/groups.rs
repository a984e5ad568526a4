//! Do groups come out alike? For afterwards, never during the meeting, and no legal advice. Counts come first; with few
//! people, shares and tests say little, and a difference is never a reason to change a placement.

use statrs::distribution::{Discrete, Hypergeometric};

use super::distributions::{standard_errors_95, welch};
use super::figure::{Figure, Interval, Undefined, mean};
use super::settings::Settings;

/// A table of two groups, selected and not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoByTwo {
    /// Of the first group: selected, not selected.
    pub first: (u64, u64),
    /// Of the second group.
    pub second: (u64, u64),
}

/// Probabilities that are equal but for rounding, as R's `fisher.test` takes them.
const SAME_PROBABILITY: f64 = 1.0 + 1e-7;

impl TwoByTwo {
    /// Share selected of the first group.
    ///
    /// # Errors
    /// When the group is empty.
    pub fn first_rate(self) -> Figure {
        rate(self.first)
    }

    /// Share selected of the second group.
    ///
    /// # Errors
    /// When the group is empty.
    pub fn second_rate(self) -> Figure {
        rate(self.second)
    }

    /// The lower rate over the higher one (29 CFR 1607.4D).
    ///
    /// # Errors
    /// When a group is empty or nobody was selected.
    pub fn impact_ratio(self) -> Figure {
        let (first, second) = (self.first_rate()?, self.second_rate()?);
        let higher = first.max(second);
        if higher > 0.0 { Ok(first.min(second) / higher) } else { Err(Undefined::NoVariation) }
    }

    /// Whether the lower rate is under four fifths of the higher one (29 CFR 1607.4D).
    ///
    /// # Errors
    /// As [`TwoByTwo::impact_ratio`].
    pub fn below_four_fifths(self) -> Figure<bool> {
        self.impact_ratio().map(|ratio| ratio < 0.8)
    }

    /// Fisher's exact test, two-sided: the probability, all margins given, of tables no more likely than this one
    /// (Fisher 1935, *The Design of Experiments*; Agresti 1992, *Statistical Science* 7:131).
    pub fn fisher(self) -> f64 {
        let here = self.probability(self.first.0);
        let likely = self.selections().map(|selected| self.probability(selected));
        likely.filter(|probability| *probability <= here * SAME_PROBABILITY).sum::<f64>().min(1.0)
    }

    /// The probability of as many or fewer selected in the first group.
    pub fn fisher_less(self) -> f64 {
        let fewer = self.selections().filter(|selected| *selected <= self.first.0);
        fewer.map(|selected| self.probability(selected)).sum::<f64>().min(1.0)
    }

    /// The probability of as many or more selected in the first group.
    pub fn fisher_greater(self) -> f64 {
        let more = self.selections().filter(|selected| *selected >= self.first.0);
        more.map(|selected| self.probability(selected)).sum::<f64>().min(1.0)
    }

    /// Fisher's test less half the probability of tables exactly as likely as this one: mid-P, two-sided (Lancaster 1961,
    /// *Journal of the American Statistical Association* 56:223).
    pub fn mid_p(self) -> f64 {
        let here = self.probability(self.first.0);
        let likely = self.selections().map(|selected| self.probability(selected));
        let alike =
            |probability: &f64| *probability <= here * SAME_PROBABILITY && *probability * SAME_PROBABILITY >= here;
        self.fisher() - likely.filter(alike).sum::<f64>() / 2.0
    }

    /// Whether the difference rests on one person: one place going from the group with the higher rate to the other makes
    /// the rates the same or turns them around.
    pub fn rests_on_one_person(self) -> bool {
        let Ok((first, second)) = self.first_rate().and_then(|first| Ok((first, self.second_rate()?))) else {
            return false;
        };
        let (high, low) = if first >= second { (self.first, self.second) } else { (self.second, self.first) };
        if first == second || high.0 == 0 || low.1 == 0 {
            return first == second;
        }
        let moved = (high.0 - 1) as f64 / size(high) as f64 - (low.0 + 1) as f64 / size(low) as f64;
        moved <= 1e-12
    }

    fn selections(self) -> std::ops::RangeInclusive<u64> {
        let selected = self.first.0 + self.second.0;
        selected.saturating_sub(size(self.second))..=selected.min(size(self.first))
    }

    /// The hypergeometric probability of so many selected in the first group.
    fn probability(self, selected: u64) -> f64 {
        let all = size(self.first) + size(self.second);
        let of = Hypergeometric::new(all, self.first.0 + self.second.0, size(self.first));
        of.map_or(1.0, |distribution| distribution.pmf(selected))
    }
}

fn size(group: (u64, u64)) -> u64 {
    group.0 + group.1
}

fn rate(group: (u64, u64)) -> Figure {
    if size(group) == 0 { Err(Undefined::NoRatings) } else { Ok(group.0 as f64 / size(group) as f64) }
}

/// The 95 % interval of a share (Wilson 1927, *Journal of the American Statistical Association* 22:209).
///
/// # Errors
/// When there is nobody.
pub fn wilson(selected: u64, of: u64) -> Figure<Interval> {
    if of == 0 {
        return Err(Undefined::NoRatings);
    }
    let (z, count) = (standard_errors_95(None), of as f64);
    let share = selected as f64 / count;
    let shrunk = 1.0 + z * z / count;
    let center = (share + z * z / (2.0 * count)) / shrunk;
    let margin = z * (share * (1.0 - share) / count + z * z / (4.0 * count * count)).sqrt() / shrunk;
    // At the ends, the interval ends there too, but for rounding.
    let low = if selected == 0 { 0.0 } else { center - margin };
    let high = if selected >= of { 1.0 } else { center + margin };
    Ok(Interval { low, high })
}

/// One person in a group check.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The value of the attribute, such as the name of a team.
    pub group: String,
    /// Comparison score, where there is one.
    pub score: Option<f64>,
    /// Whether the person was selected, where that was decided.
    pub selected: Option<bool>,
}

/// What one attribute shows.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupCheck {
    /// Each group by name.
    pub groups: Vec<GroupReading>,
}

/// One group against everybody else.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupReading {
    /// The value of the attribute.
    pub name: String,
    /// People in it. All that is read of a group that is too small to show, with the reason in the figures.
    pub people: Figure<usize>,
    /// Comparison scores.
    pub difference: Figure<Difference>,
    /// Who was selected.
    pub selection: Figure<Selection>,
}

/// Mean comparison score of a group less that of everybody else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// People with a score, in the group and outside.
    pub people: (usize, usize),
    /// Points.
    pub value: f64,
    /// Its 95 % interval over people (Welch 1947).
    pub interval: Figure<Interval>,
    /// Two-sided p of a permutation test over people: all splits into groups of these sizes are drawn from with a seed
    /// (Phipson and Smyth 2010, *Statistical Applications in Genetics and Molecular Biology* 9(1):39, so that p is never
    /// 0).
    pub p: f64,
}

/// Selection of a group and of everybody else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selection {
    /// The counts: the group first.
    pub table: TwoByTwo,
    /// 95 % intervals of both rates (Wilson).
    pub intervals: (Interval, Interval),
    /// Lower rate over higher.
    pub impact_ratio: Figure,
    /// Fisher's exact test, two-sided.
    pub fisher: f64,
    /// The same as mid-P.
    pub mid_p: f64,
    /// Whether it rests on one person.
    pub fragile: bool,
}

impl GroupCheck {
    /// Checks every group against everybody else. Who has no value in the attribute is left out.
    pub fn new(members: &[Member], settings: &Settings) -> Self {
        let members: Vec<&Member> = members.iter().filter(|member| !member.group.is_empty()).collect();
        let mut names: Vec<&String> = members.iter().map(|member| &member.group).collect();
        names.sort_unstable();
        names.dedup();
        let read = |name: &&String| {
            let (inside, outside): (Vec<&Member>, Vec<&Member>) =
                members.iter().copied().partition(|member| member.group == **name);
            let people = shown(inside.len(), settings);
            // One small group beside a large one is told by the difference of what is shown: both must be large enough.
            let both = people.and(shown(outside.len(), settings));
            GroupReading {
                name: (*name).clone(),
                people,
                difference: both.and_then(|_| Difference::new(&inside, &outside, settings)),
                selection: both.and_then(|_| Selection::new(&inside, &outside, settings)),
            }
        };
        Self { groups: names.iter().map(read).collect() }
    }
}

fn shown(people: usize, settings: &Settings) -> Figure<usize> {
    if people < settings.group_size { Err(Undefined::Hidden { least: settings.group_size }) } else { Ok(people) }
}

impl Difference {
    fn new(inside: &[&Member], outside: &[&Member], settings: &Settings) -> Figure<Self> {
        let scores = |members: &[&Member]| members.iter().filter_map(|member| member.score).collect::<Vec<f64>>();
        let (inside, outside) = (scores(inside), scores(outside));
        let people = (shown(inside.len(), settings)?, shown(outside.len(), settings)?);
        let of = |values: &[f64]| mean(values.iter().copied()).unwrap_or_default();
        let value = of(&inside) - of(&outside);
        Ok(Self {
            people,
            value,
            interval: welch(&inside, &outside).map(|margin| Interval::around(value, margin)),
            p: permutation(&inside, &outside, value, settings),
        })
    }
}

/// The share of splits whose difference is as large as the one there is, this one counted.
fn permutation(inside: &[f64], outside: &[f64], value: f64, settings: &Settings) -> f64 {
    let mut scores: Vec<f64> = inside.iter().chain(outside).copied().collect();
    let (count, others) = (inside.len() as f64, outside.len() as f64);
    let total: f64 = scores.iter().sum();
    let mut random = fastrand::Rng::with_seed(settings.seed);
    let mut as_large = 0_usize;
    for _ in 0..settings.permutations {
        // Only the group has to be drawn: the first places of a shuffle.
        for place in 0..inside.len() {
            let other = random.usize(place..scores.len());
            scores.swap(place, other);
        }
        let sum: f64 = scores[..inside.len()].iter().sum();
        let difference = sum / count - (total - sum) / others;
        as_large += usize::from(difference.abs() >= value.abs() - 1e-12);
    }
    (as_large + 1) as f64 / (settings.permutations + 1) as f64
}

impl Selection {
    fn new(inside: &[&Member], outside: &[&Member], settings: &Settings) -> Figure<Self> {
        let count = |members: &[&Member], selected: bool| {
            members.iter().filter(|member| member.selected == Some(selected)).count()
        };
        let of = |members: &[&Member]| (count(members, true) as u64, count(members, false) as u64);
        let table = TwoByTwo { first: of(inside), second: of(outside) };
        shown(size(table.first) as usize, settings)?;
        shown(size(table.second) as usize, settings)?;
        Ok(Self {
            table,
            intervals: (wilson(table.first.0, size(table.first))?, wilson(table.second.0, size(table.second))?),
            impact_ratio: table.impact_ratio(),
            fisher: table.fisher(),
            mid_p: table.mid_p(),
            fragile: table.rests_on_one_person(),
        })
    }
}

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
