//! The team in its pyramid: who sits where, who shows the next level, whose level is not yet evidenced, how strong each
//! tier is and which skills are thinnest. It is added up by team and level, and each person is added and taken away
//! exactly, so that one change costs the same in a team of sixty and of ten thousand.

use std::num::NonZeroU32;

use crate::model::{LevelId, PersonId, Rubric, SkillId, TierId};

use super::points::count;
use super::reading::{PersonReading, ShownLevel};
use super::status::Status;
use super::tiers::TierReading;

/// Whom the pyramid shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// One team only.
    pub team: Option<String>,
    /// One level only.
    pub level: Option<LevelId>,
}

impl Filter {
    pub(super) fn takes(&self, group: &Group) -> bool {
        self.team.as_ref().is_none_or(|team| *team == group.team) && self.takes_level(group.level.as_ref())
    }

    pub(super) fn takes_level(&self, level: Option<&LevelId>) -> bool {
        self.level.is_none() || self.level.as_ref() == level
    }
}

/// The people of one team and level.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Group {
    pub team: String,
    pub level: Option<LevelId>,
}

/// How a person is drawn in the team's pyramid, in the order in which they stand in their tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenState {
    /// Dashed: the current level is not yet evidenced.
    NotEvidenced,
    /// Plain.
    Plain,
    /// Filled with the colour of the next tier: the next level is shown.
    ShowsNext,
}

/// A person in the team's pyramid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Who.
    pub person: PersonId,
    /// How they are drawn.
    pub state: TokenState,
    /// The next level that is shown.
    pub next: Option<ShownLevel>,
}

/// What lists and the pyramid show of a person, kept for everybody: a small part of the full reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Glance {
    /// The person's pyramid, bottom to top.
    pub tiers: Box<[TierReading]>,
    /// What the gates come to.
    pub status: Status,
    /// The next level that is shown.
    pub shows_next: Option<ShownLevel>,
    /// Whether the current level is not yet evidenced.
    pub not_evidenced: bool,
    /// Whether the person is new at the level, away, or just back.
    pub too_early: bool,
    /// How many asked skills rest on one rater.
    pub on_one_rater: usize,
    /// Effective scores by column, in millionths of a point: whole numbers, so that sums can be taken apart again.
    values: Box<[Option<NonZeroU32>]>,
}

impl Glance {
    /// The part of a reading that is kept.
    pub fn of(reading: &PersonReading) -> Self {
        let values = reading.scores.columns().iter().map(|score| millionths(score.as_ref()?.value));
        Self {
            tiers: reading.tiers.clone().into_boxed_slice(),
            status: reading.status,
            shows_next: reading.shows_next.clone(),
            not_evidenced: !reading.doubted.is_empty(),
            too_early: reading.too_early,
            on_one_rater: reading.on_one_rater.len(),
            values: values.collect(),
        }
    }

    /// The effective score in a column, in points of the scale.
    pub fn value(&self, column: usize) -> Option<f64> {
        self.values.get(column)?.map(|millionths| f64::from(millionths.get()) / MILLION)
    }

    /// How the person is drawn.
    pub fn state(&self) -> TokenState {
        match (self.not_evidenced, &self.shows_next) {
            (true, _) => TokenState::NotEvidenced,
            (false, Some(_)) => TokenState::ShowsNext,
            (false, None) => TokenState::Plain,
        }
    }
}

const MILLION: f64 = 1e6;

fn millionths(points: f64) -> Option<NonZeroU32> {
    NonZeroU32::new((points * MILLION).round() as u32)
}

/// A mean and how many people it is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// In points of the scale.
    pub mean: f64,
    /// How many people.
    pub people: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sum {
    millionths: i64,
    people: usize,
}

impl Sum {
    fn shift(&mut self, value: Option<NonZeroU32>, by: Shift) {
        let Some(value) = value else { return };
        let value = i64::from(value.get());
        self.millionths = if by == Shift::Add { self.millionths + value } else { self.millionths - value };
        by.shift(&mut self.people, 1);
    }

    fn join(&mut self, other: &Self) {
        self.millionths += other.millionths;
        self.people += other.people;
    }

    fn mean(&self) -> Option<Mean> {
        let mean = self.millionths as f64 / MILLION / self.people as f64;
        (self.people > 0).then_some(Mean { mean, people: self.people })
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shift {
    Add,
    Remove,
}

impl Shift {
    fn shift(self, total: &mut usize, by: usize) {
        *total = if self == Self::Add { *total + by } else { total.saturating_sub(by) };
    }
}

/// What is added up over the people of a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub people: usize,
    not_evidenced: usize,
    new_in_level: usize,
    shows_next: usize,
    ready: usize,
    on_one_rater: usize,
    tiers: Vec<Sum>,
    skills: Vec<Sum>,
}

impl Tally {
    /// Adds a person, or takes one away.
    pub fn shift(&mut self, glance: &Glance, by: Shift) {
        let state = glance.state();
        by.shift(&mut self.people, 1);
        by.shift(&mut self.not_evidenced, usize::from(glance.not_evidenced));
        by.shift(&mut self.new_in_level, usize::from(glance.not_evidenced && glance.too_early));
        by.shift(&mut self.shows_next, usize::from(state == TokenState::ShowsNext));
        let ready = state == TokenState::ShowsNext && glance.shows_next.as_ref().is_some_and(|shown| shown.ready);
        by.shift(&mut self.ready, usize::from(ready));
        by.shift(&mut self.on_one_rater, glance.on_one_rater);
        self.tiers.resize(self.tiers.len().max(glance.tiers.len()), Sum::default());
        self.skills.resize(self.skills.len().max(glance.values.len()), Sum::default());
        for (sum, tier) in self.tiers.iter_mut().zip(&glance.tiers) {
            sum.shift(tier.score.and_then(millionths), by);
        }
        for (sum, value) in self.skills.iter_mut().zip(&glance.values) {
            sum.shift(*value, by);
        }
    }

    pub fn join(&mut self, other: &Self) {
        self.people += other.people;
        self.not_evidenced += other.not_evidenced;
        self.new_in_level += other.new_in_level;
        self.shows_next += other.shows_next;
        self.ready += other.ready;
        self.on_one_rater += other.on_one_rater;
        self.tiers.resize(self.tiers.len().max(other.tiers.len()), Sum::default());
        self.skills.resize(self.skills.len().max(other.skills.len()), Sum::default());
        self.tiers.iter_mut().zip(&other.tiers).for_each(|(sum, other)| sum.join(other));
        self.skills.iter_mut().zip(&other.skills).for_each(|(sum, other)| sum.join(other));
    }
}

/// What the team's pyramid says.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamReading {
    /// How many people, those without a level included.
    pub people: usize,
    /// How many have no level, and so no place in the pyramid.
    pub without_level: usize,
    /// The tiers, bottom to top.
    pub tiers: Vec<TierCrowd>,
    /// How many show the next level's skills.
    pub shows_next: usize,
    /// How many of those have every gate met.
    pub ready: usize,
    /// How many stand at a level that is not yet evidenced.
    pub not_evidenced: usize,
    /// How many of those are new at it, away, or just back.
    pub new_in_level: usize,
    /// How many scores of asked skills rest on one rater.
    pub on_one_rater: usize,
    /// Skills by their mean effective score, thinnest first; those that were scored for enough people to say.
    pub thinnest: Vec<(SkillId, Mean)>,
}

/// One tier of the team's pyramid.
#[derive(Clone, Debug, PartialEq)]
pub struct TierCrowd {
    /// The tier.
    pub tier: TierId,
    /// Levels at home here that somebody holds, the most junior first.
    pub levels: Vec<LevelId>,
    /// How many people hold them.
    pub people: usize,
    /// How many of them stand at a level that is not yet evidenced.
    pub not_evidenced: usize,
    /// How many of them show the next level's skills.
    pub shows_next: usize,
    /// The mean of the tier scores of all who have one, wherever they are at home.
    pub strength: Option<Mean>,
}

/// How many people a skill must be scored for before it is called thin.
pub const ENOUGH_PEOPLE: usize = 3;

impl TeamReading {
    pub(super) fn new<'a>(rubric: &Rubric, groups: impl Iterator<Item = (Option<&'a LevelId>, &'a Tally)>) -> Self {
        let crowd = |tier: &crate::model::Tier| TierCrowd {
            tier: tier.id.clone(),
            levels: Vec::new(),
            people: 0,
            not_evidenced: 0,
            shows_next: 0,
            strength: None,
        };
        let mut tiers: Vec<TierCrowd> = rubric.tiers.iter().map(crowd).collect();
        let (mut all, mut without_level) = (Tally::default(), 0);
        for (level, tally) in groups {
            all.join(tally);
            let level = level.and_then(|level| rubric.level(level));
            let Some((level, home)) = level.and_then(|level| Some((level, rubric.tier_place(&level.home)?))) else {
                without_level += tally.people;
                continue;
            };
            let crowd = &mut tiers[home];
            crowd.people += tally.people;
            crowd.not_evidenced += tally.not_evidenced;
            crowd.shows_next += tally.shows_next;
            if !crowd.levels.contains(&level.id) {
                crowd.levels.push(level.id.clone());
            }
        }
        for (crowd, sum) in tiers.iter_mut().zip(&all.tiers) {
            crowd.strength = sum.mean();
            crowd.levels.sort_by_key(|level| rubric.rank(level));
        }
        Self {
            people: all.people,
            without_level,
            tiers,
            shows_next: all.shows_next,
            ready: all.ready,
            not_evidenced: all.not_evidenced,
            new_in_level: all.new_in_level,
            on_one_rater: all.on_one_rater,
            thinnest: thinnest(rubric, &all),
        }
    }

    /// What the pyramid says, as figures with their sentence and what stands below it.
    pub fn sentences(&self) -> Vec<(usize, String, String)> {
        let verb = |number, one: &str, many: &str| if number == 1 { one.to_owned() } else { many.to_owned() };
        let open = self.shows_next - self.ready.min(self.shows_next);
        let by_evidence = self.not_evidenced - self.new_in_level.min(self.not_evidenced);
        vec![
            (
                self.shows_next,
                verb(self.shows_next, "shows the next level's skills", "show the next level's skills"),
                format!("{} ready, {open} with a gate open", self.ready),
            ),
            (
                self.not_evidenced,
                "at a level not yet evidenced".into(),
                format!("{by_evidence} by what was seen, {} new in level or back", self.new_in_level),
            ),
            (
                self.on_one_rater,
                verb(self.on_one_rater, "skill rests on one rater", "skills rest on one rater"),
                "ask for a second view".into(),
            ),
        ]
    }

    /// The pyramid in words, for those who do not see it.
    pub fn words(&self, rubric: &Rubric) -> String {
        let tiers = self.tiers.iter().rev().filter_map(|crowd| {
            let name = &rubric.tier(&crowd.tier)?.name;
            let people = count(crowd.people, "person", "people");
            Some(format!(
                "{name}: {people}, {} showing the next level, {} at a level not yet evidenced.",
                crowd.shows_next, crowd.not_evidenced
            ))
        });
        tiers.collect::<Vec<_>>().join(" ")
    }
}

fn thinnest(rubric: &Rubric, all: &Tally) -> Vec<(SkillId, Mean)> {
    let live = rubric.skills.iter().zip(&all.skills).filter(|(skill, _)| !skill.retired);
    let mut skills: Vec<(SkillId, Mean)> = live
        .filter_map(|(skill, sum)| Some((skill.id.clone(), sum.mean()?)))
        .filter(|(_, mean)| mean.people >= ENOUGH_PEOPLE)
        .collect();
    // Skills of the same mean stay in column order.
    skills.sort_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    skills
}
