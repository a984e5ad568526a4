//! Tier scores: the mean of a tier's asked skills, shown against the bars of the person's own level and of their
//! target. Too little seen is said, never turned into a number that looks sure.

use jiff::civil::Date;

use crate::model::{TierId, day_words};

use super::demand::TierDemand;
use super::effective::{Scores, Source, Subject};
use super::points::{meets, of_bar, score_words};

/// A tier's score over certain skills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TierScore {
    /// In points of the scale; none where not enough was seen.
    pub score: Option<f64>,
    /// Skills that have a score.
    pub seen: usize,
    /// Skills that are asked.
    pub asked: usize,
    /// The day of an earlier session that some of it is carried over from.
    pub carried_from: Option<Date>,
}

/// What one tier of a person's pyramid reads.
#[derive(Clone, Debug, PartialEq)]
pub struct TierReading {
    /// The tier.
    pub tier: TierId,
    /// The score, in points of the scale; none where not enough was seen. It is the mean over what the target asks of
    /// the tier, else what the own level asks, else whatever was scored without being asked.
    pub score: Option<f64>,
    /// Skills that have a score.
    pub seen: usize,
    /// Skills that are asked; all of the tier's where none is.
    pub asked: usize,
    /// The bar of the own level; none where it does not ask the tier.
    pub own_bar: Option<f64>,
    /// The bar of the target; none without a target, or where it does not ask the tier.
    pub target_bar: Option<f64>,
    /// Whether the own level is at home here.
    pub home_of_own: bool,
    /// Whether the target is at home here.
    pub home_of_target: bool,
    /// How the score stands to the bar.
    pub standing: Standing,
    /// The day of an earlier session that some of the score is carried over from.
    pub carried_from: Option<Date>,
}

/// How a tier's score stands to its bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// There is no bar.
    NotAsked,
    /// There is a bar, and too little was seen to say.
    NotEnoughSeen,
    /// Under the bar.
    Under,
    /// A little under the bar: the panel judges.
    AtTheBar,
    /// At the bar or over it.
    Met,
}

impl Standing {
    /// How a score stands to a bar, where up to `slack` points under it is still at the bar.
    pub fn of(score: Option<f64>, bar: Option<f64>, slack: f64) -> Self {
        match (score, bar) {
            (_, None) => Self::NotAsked,
            (None, Some(_)) => Self::NotEnoughSeen,
            (Some(score), Some(bar)) if meets(score, bar) => Self::Met,
            (Some(score), Some(bar)) if meets(score, bar - slack) => Self::AtTheBar,
            _ => Self::Under,
        }
    }
}

impl TierReading {
    /// The bar that the score is read against: the target's, else the own level's.
    pub fn bar(&self) -> Option<f64> {
        self.target_bar.or(self.own_bar)
    }

    /// The tier in words, without its name: "3.6 of 3, next level", "2.3, not asked", "Not enough seen: 2 of 5
    /// skills".
    pub fn words(&self) -> String {
        let mut words = match (self.score, self.bar()) {
            (Some(score), Some(bar)) => of_bar(score, bar),
            (Some(score), None) => format!("{}, not asked", score_words(score)),
            (None, None) => "Not asked".into(),
            (None, Some(_)) => {
                format!("Not enough seen: {} of {} skills", self.seen, self.asked)
            }
        };
        if self.standing == Standing::AtTheBar {
            words.push_str(", at the bar: the panel judges");
        } else if self.home_of_target && !self.home_of_own {
            words.push_str(", next level");
        }
        if let Some(day) = self.carried_from {
            words.push_str(&format!(", carried over from {}", day_words(day)));
        }
        words
    }
}

impl Subject<'_> {
    /// The score of the tier at a place over what a level asks of it. Nothing asked is nothing scored.
    pub fn tier_score(&self, scores: &Scores, place: usize, demand: &TierDemand) -> TierScore {
        let mut tier = self.mean(scores, &demand.columns);
        if !self.is_enough(tier.seen, tier.asked) {
            tier.score = None;
            if let Some((score, day)) = scores.carried_tier(place).filter(|_| tier.asked > 0) {
                (tier.score, tier.carried_from) = (Some(score), Some(day));
            }
        }
        tier
    }

    fn mean(&self, scores: &Scores, columns: &[usize]) -> TierScore {
        let (mut sum, mut seen, mut carried_from) = (0.0, 0, None);
        for score in columns.iter().filter_map(|column| scores.at(*column)) {
            sum += score.value;
            seen += 1;
            if let Source::Carried(day) = score.source {
                carried_from = Some(day);
            }
        }
        let score = (seen > 0).then(|| sum / seen as f64);
        TierScore { score, seen, asked: columns.len(), carried_from }
    }

    /// The person's pyramid, bottom to top.
    pub fn tiers(&self, scores: &Scores) -> Vec<TierReading> {
        let rubric = &self.session.rubric;
        let slack = rubric.rules.at_the_bar;
        let read = |(place, tier): (usize, &crate::model::Tier)| {
            let own = self.own.map(|own| &own.tiers[place]);
            let target = self.target.map(|target| &target.tiers[place]);
            let asked = [target, own].into_iter().flatten().find(|demand| !demand.columns.is_empty());
            let score = match asked {
                Some(demand) => self.tier_score(scores, place, demand),
                None => self.mean(scores, &self.index.tier_columns[place]),
            };
            let (own_bar, target_bar) = (own.and_then(|own| own.bar), target.and_then(|target| target.bar));
            TierReading {
                tier: tier.id.clone(),
                score: score.score,
                seen: score.seen,
                asked: score.asked,
                own_bar,
                target_bar,
                home_of_own: self.own.is_some_and(|own| own.home == place),
                home_of_target: self.target.is_some_and(|target| target.home == place),
                standing: Standing::of(score.score, target_bar.or(own_bar), slack),
                carried_from: score.carried_from,
            }
        };
        rubric.tiers.iter().enumerate().map(read).collect()
    }
}

#[cfg(test)]
#[path = "tiers_tests.rs"]
mod tests;
