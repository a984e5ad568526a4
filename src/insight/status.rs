//! Status: what the gates come to toward a target, or how the own level is held without one. It is a reading for the
//! panel, never a decision.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Gate, LevelId, RaterId, Rubric, TierId, day_words};

use super::demand::{Demand, TierDemand};
use super::effective::{Basis, Scores, Source, Subject};
use super::gates::{Case, Cause, GateKind, GateReading, GateState, Shortfall, days_between, gates};
use super::points::meets;

/// What the ratings read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Every gate toward the target is met.
    Ready,
    /// The own level is held; few gates are open, each one step away.
    Nearly,
    /// The own level is held.
    Building,
    /// The own level is not held yet.
    NotYet,
    /// Without a target: holds the level well, a good outcome.
    HoldsLevelWell,
    /// Without a target: well under a bar of the own level.
    LevelNotYetEvidenced,
    /// Too little of what is asked was seen to say.
    NotEnoughSeen,
    /// New at the level, away, or just back from leave.
    TooEarly,
}

impl Status {
    /// The words for it: "Ready".
    pub fn words(self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::Nearly => "Nearly ready",
            Self::Building => "Building",
            Self::NotYet => "Not yet",
            Self::HoldsLevelWell => "Holds level well",
            Self::LevelNotYetEvidenced => "Level not yet evidenced",
            Self::NotEnoughSeen => "Not enough seen",
            Self::TooEarly => "Too early to say",
        }
    }

    /// The words with the target, where they speak of one: "Nearly ready for VP".
    pub fn words_toward(self, rubric: &Rubric, target: Option<&LevelId>) -> String {
        let level = target.and_then(|target| rubric.level(target)).map(|level| &level.name);
        match (self, level) {
            (Self::Ready | Self::Nearly, Some(level)) => format!("{} for {level}", self.words()),
            (Self::Building, Some(level)) => format!("Building toward {level}"),
            (Self::NotYet, Some(level)) => format!("Not yet for {level}"),
            _ => self.words().into(),
        }
    }
}

/// A status with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The status.
    pub status: Status,
    /// The gates toward the target; empty without one.
    pub gates: Vec<GateReading>,
    /// Tiers that lie well under a bar of the own level, by enough raters, bottom to top.
    pub doubted: Vec<TierId>,
}

/// Which answers an assessment rests on.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    /// The scores.
    pub scores: &'a Scores,
    /// Where they come from.
    pub basis: Basis,
    /// A rater whose scores they leave out.
    pub without: Option<&'a RaterId>,
}

impl Subject<'_> {
    /// What certain scores come to, toward a level or without one.
    pub fn assess(&self, grounds: Grounds, toward: Option<&Demand>) -> Assessment {
        let doubted = self.doubted_tiers(grounds);
        let gates = toward.map_or_else(Vec::new, |demand| gates(&self.case(grounds, demand)));
        let status = if self.too_early().is_some() {
            Status::TooEarly
        } else if !self.unseen(grounds.scores, toward).is_empty() || self.own.is_none() && toward.is_none() {
            Status::NotEnoughSeen
        } else if let Some(demand) = toward {
            self.toward_target(grounds.scores, demand, &gates)
        } else if doubted.is_empty() {
            Status::HoldsLevelWell
        } else {
            Status::LevelNotYetEvidenced
        };
        Assessment { status, gates, doubted }
    }

    /// Whether the own level or the target asks the leadership traits.
    pub fn asks_traits(&self) -> bool {
        let gates = [self.own, self.target].into_iter().flatten().flat_map(|demand| &demand.gates);
        gates.into_iter().any(|gate| matches!(gate, Gate::Traits))
    }

    /// Somebody on the way to a level, as certain scores have it.
    pub fn case<'a>(&'a self, grounds: Grounds<'a>, demand: &'a Demand) -> Case<'a> {
        Case { subject: self, scores: grounds.scores, demand, without: grounds.without }
    }

    fn toward_target(&self, scores: &Scores, toward: &Demand, gates: &[GateReading]) -> Status {
        let open: Vec<&GateReading> = gates.iter().filter(|gate| gate.state == GateState::Open).collect();
        if open.is_empty() {
            return Status::Ready;
        }
        if open.iter().any(|gate| gate.kind == GateKind::OwnLevel) {
            return Status::NotYet;
        }
        let lifts = self.lifts(&open);
        let mut causes: BTreeSet<&Cause> = BTreeSet::new();
        for gate in open {
            let steps: Vec<&Shortfall> =
                gate.shortfalls.iter().filter(|short| !self.is_explained(scores, toward, short, &lifts)).collect();
            // The floors of a business head gate alone; of any other gate one step is one thing.
            let alone = gate.kind == GateKind::BusinessHead;
            if steps.iter().any(|step| !step.one_step) || (!alone && steps.len() > 1) {
                return Status::Building;
            }
            causes.extend(steps.iter().map(|step| &step.cause));
        }
        if causes.len() <= self.session.rubric.rules.nearly_gates as usize { Status::Nearly } else { Status::Building }
    }

    /// The skills that keep gates open, with what each of them is short of at most: column and points.
    fn lifts(&self, open: &[&GateReading]) -> BTreeMap<usize, f64> {
        let mut lifts = BTreeMap::new();
        for shortfall in open.iter().flat_map(|gate| &gate.shortfalls).filter(|short| short.missing.is_finite()) {
            if let Cause::Skill(skill) = &shortfall.cause
                && let Some(column) = self.session.rubric.column(skill)
            {
                let lift: &mut f64 = lifts.entry(column).or_default();
                *lift = lift.max(shortfall.missing);
            }
        }
        lifts
    }

    /// Whether a tier would reach its bar once its skills that keep gates open were where they should be: then it is
    /// the same cause, and counts once.
    fn is_explained(
        &self,
        scores: &Scores,
        toward: &Demand,
        shortfall: &Shortfall,
        lifts: &BTreeMap<usize, f64>,
    ) -> bool {
        let Cause::Tier(tier) = &shortfall.cause else { return false };
        let Some(place) = self.session.rubric.tier_place(tier) else { return false };
        let columns = &toward.tiers[place].columns;
        let seen = columns.iter().filter(|column| scores.value(**column).is_some()).count();
        let lift: f64 = columns.iter().filter_map(|column| lifts.get(column)).sum();
        seen > 0 && meets(lift / seen as f64, shortfall.missing)
    }

    /// The tiers with a bar, of the own level or on the way, of which too little was seen to show a score.
    pub fn unseen(&self, scores: &Scores, toward: Option<&Demand>) -> Vec<TierId> {
        let unseen = |place: usize, tier: &TierDemand| self.tier_score(scores, place, tier).score.is_none();
        let demands = [self.own, toward].into_iter().flatten();
        let mut places: Vec<usize> = demands
            .flat_map(|demand| demand.bars())
            .filter(|(place, tier, _)| unseen(*place, tier))
            .map(|(place, ..)| place)
            .collect();
        // Where nothing has a bar, the home tier is talked about all the same.
        if toward.is_none()
            && let Some(own) = self.own.filter(|own| own.bars().next().is_none())
            && unseen(own.home, &own.tiers[own.home])
        {
            places.push(own.home);
        }
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| self.session.rubric.tiers[place].id.clone()).collect()
    }

    /// Tiers well under a bar of the own level, in the view of enough raters. What the panel agreed on counts as every
    /// rater's view.
    pub fn doubted_tiers(&self, grounds: Grounds) -> Vec<TierId> {
        let Some(own) = self.own else { return Vec::new() };
        let rules = &self.session.rubric.rules;
        let doubted = own.bars().filter(|(place, tier, bar)| {
            let line = bar - rules.level_doubt;
            let under = |score: f64| meets(line, score);
            self.tier_score(grounds.scores, *place, tier).score.is_some_and(under)
                && self.views_of(grounds, tier).filter(|view| under(*view)).count() >= rules.level_doubt_raters as usize
        });
        doubted.map(|(place, ..)| self.session.rubric.tiers[place].id.clone()).collect()
    }

    /// The tier as each rater who scored any of it sees it.
    fn views_of<'a>(&'a self, grounds: Grounds<'a>, tier: &'a TierDemand) -> impl Iterator<Item = f64> + 'a {
        let heard = self.views.iter().filter(move |view| Some(view.rater) != grounds.without);
        heard.filter_map(move |view| {
            tier.columns.iter().find(|column| view.score(**column, grounds.basis).is_some())?;
            let (mut sum, mut seen) = (0.0, 0);
            for column in &tier.columns {
                let settled = grounds.scores.at(*column).filter(|score| score.source == Source::Agreed);
                let own = || view.score(*column, grounds.basis).map(f64::from);
                if let Some(score) = settled.map(|score| score.value).or_else(own) {
                    sum += score;
                    seen += 1;
                }
            }
            Some(sum / f64::from(seen))
        })
    }

    /// Why it is too early to say, in a sentence; none where it is not.
    pub fn too_early(&self) -> Option<String> {
        let (today, days) = (self.today(), self.session.rubric.rules.too_early_days);
        let short = |since| i64::from(days_between(since, today)) < i64::from(days);
        let level = self.own.and_then(|own| self.session.rubric.level(&own.level));
        if let (Some(since), Some(level)) = (self.person.level_since.filter(|since| short(*since)), level) {
            return Some(format!("{} since {}: under {days} days.", level.name, day_words(since)));
        }
        let leave = self.person.leaves.iter().filter(|leave| leave.from <= today);
        leave.into_iter().find_map(|leave| match leave.to {
            Some(to) if to < today => {
                short(to).then(|| format!("Back from leave since {}: under {days} days.", day_words(to)))
            }
            _ => Some(format!("On leave since {}.", day_words(leave.from))),
        })
    }
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
