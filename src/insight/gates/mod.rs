//! Gates toward a target: each is met, open or not asked by itself, and says in a plain sentence why. Nothing is
//! averaged or counted over them into a score. Each gate is a small file of its own; this one holds what they share.

mod business_head;
mod customer_learning;
mod depth;
mod floor;
mod horizon;
mod next_level;
mod occasions;
mod own_level;
mod traits;

use jiff::civil::Date;

use crate::model::{EvidenceId, Gate, RaterId, SkillId, TierId, TraitId};

use super::demand::Demand;
use super::effective::{Scores, Subject};
use super::points::{bar_words, meets, of_bar};

/// What stands for a sentence that rests on cells which are not open yet.
pub(super) const LATER: &str = "What it rests on opens with the reveal.";

/// What one gate reads.
#[derive(Clone, Debug, PartialEq)]
pub struct GateReading {
    /// Which gate.
    pub kind: GateKind,
    /// Its name, such as "Own level held".
    pub name: String,
    /// Met, open or not asked.
    pub state: GateState,
    /// Why, in a sentence or two.
    pub sentence: String,
    /// What is missing; empty unless the gate is open.
    pub shortfalls: Vec<Shortfall>,
    /// The skills that it looks at.
    pub skills: Vec<SkillId>,
    /// The evidence that it rests on.
    pub evidence: Vec<EvidenceId>,
}

/// The gates that there are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GateKind {
    /// The person stands at their own level.
    OwnLevel,
    /// The person shows the skills of the target.
    NextLevel,
    /// Shown more than once, and some time apart.
    Occasions,
    /// A skill must reach a score.
    Floor(SkillId),
    /// Traits that show readiness to lead.
    Traits,
    /// Runs a business.
    BusinessHead,
    /// Commercial or technical depth.
    Depth,
    /// Product work shown before the title.
    CustomerLearning,
    /// Thinks as far ahead as the target does.
    Horizon,
}

/// How a gate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GateState {
    /// Met.
    Met,
    /// Open.
    Open,
    /// Not asked of this person.
    NotAsked,
}

impl GateState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Open => "open",
            Self::NotAsked => "not asked",
        }
    }
}

/// One thing that keeps a gate open.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// What it is.
    pub cause: Cause,
    /// How much is missing: points of the scale for tiers and skills, else occasions or traits. Infinite where nothing
    /// was seen.
    pub missing: f64,
    /// Whether it is one step away: half a tier point, one skill point, one occasion or one trait, by the rubric's rules.
    pub one_step: bool,
}

/// What can keep gates open. The same cause may keep several open, and then counts once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A tier's score.
    Tier(TierId),
    /// A skill's score.
    Skill(SkillId),
    /// A trait.
    Trait(TraitId),
    /// Something that is to happen, and to be recorded, once more.
    Occasion(Occasion),
}

/// What evidence may be missing for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occasion {
    /// The target's home tier.
    HomeTier,
    /// A bet at the target's horizon, revisited.
    Horizon,
    /// A business case with its money result.
    BusinessCase,
    /// An outcome that speaks to a depth skill.
    DepthOutcome,
    /// Customer learning.
    CustomerLearning,
}

/// Somebody on the way to a level, as certain scores have it.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Who.
    pub subject: &'a Subject<'a>,
    /// The scores that count.
    pub scores: &'a Scores,
    /// What is asked of them on the way to the level.
    pub demand: &'a Demand,
    /// A rater whose answers about traits are left out, as their scores already are.
    pub without: Option<&'a RaterId>,
}

/// All gates toward a level, in the order in which they are read.
pub fn gates(case: &Case) -> Vec<GateReading> {
    let mut gates = vec![own_level::read(case), next_level::read(case), occasions::read(case)];
    gates.extend(case.demand.gates.iter().map(|gate| match gate {
        Gate::Floor { skill, at_least } => floor::read(case, skill, *at_least),
        Gate::Traits => traits::read(case),
        Gate::BusinessHead { floors, business_case } => business_head::read(case, floors, *business_case),
        Gate::Depth { skills, at_least } => depth::read(case, skills, *at_least),
        Gate::CustomerLearning { items, quarters } => customer_learning::read(case, *items, *quarters),
    }));
    gates.push(horizon::read(case));
    gates
}

/// Whether the skills of a level are shown: the gate "next level shown" alone.
pub fn shows_level(case: &Case) -> bool {
    next_level::read(case).state == GateState::Met
}

impl GateReading {
    /// The gate as it reads before the person's reveal: how it stands is known by then. The scores of single skills,
    /// what was answered and what was seen are, with few raters, somebody's own, and open with the reveal; the scores of
    /// the own level's tiers stand in the pyramid already.
    pub fn before_the_reveal(mut self) -> Self {
        if self.state != GateState::NotAsked && self.kind != GateKind::OwnLevel {
            self.sentence = LATER.into();
            self.shortfalls.clear();
            self.evidence.clear();
        }
        self
    }

    /// The sentence with the gate's name before it, where it does not begin with it anyway.
    pub fn words(&self) -> String {
        if self.sentence.starts_with(&self.name) {
            self.sentence.clone()
        } else {
            format!("{}: {}", self.name, self.sentence)
        }
    }

    fn not_asked(kind: GateKind, name: impl Into<String>, sentence: impl Into<String>) -> Self {
        let (name, sentence) = (name.into(), sentence.into());
        let (shortfalls, skills, evidence) = Default::default();
        Self { kind, name, state: GateState::NotAsked, sentence, shortfalls, skills, evidence }
    }

    /// Met where nothing is missing, else open.
    fn asked(kind: GateKind, name: impl Into<String>, sentence: impl Into<String>, shortfalls: Vec<Shortfall>) -> Self {
        let state = if shortfalls.is_empty() { GateState::Met } else { GateState::Open };
        let (skills, evidence) = Default::default();
        Self { kind, name: name.into(), state, sentence: sentence.into(), shortfalls, skills, evidence }
    }

    fn on_skills(mut self, skills: impl IntoIterator<Item = SkillId>) -> Self {
        self.skills = skills.into_iter().collect();
        self
    }

    fn on_evidence(mut self, evidence: impl IntoIterator<Item = EvidenceId>) -> Self {
        self.evidence = evidence.into_iter().collect();
        self
    }
}

impl Shortfall {
    fn occasions(of: Occasion, missing: usize) -> Self {
        Self { cause: Cause::Occasion(of), missing: missing as f64, one_step: missing <= 1 }
    }
}

/// A skill against a floor: the words for it, and what is missing.
struct Floor {
    words: String,
    shortfall: Option<Shortfall>,
}

impl<'a> Case<'a> {
    fn floor(&self, skill: &SkillId, at_least: f64) -> Floor {
        let (name, score) = (self.skill_name(skill), self.skill_score(skill));
        let Some(score) = score else {
            let shortfall = Shortfall { cause: Cause::Skill(skill.clone()), missing: f64::INFINITY, one_step: false };
            return Floor {
                words: format!("{name} not scored, {} asked", bar_words(at_least)),
                shortfall: Some(shortfall),
            };
        };
        let shortfall = (!meets(score, at_least)).then(|| self.skill_shortfall(skill, at_least - score));
        Floor { words: format!("{name} {}", of_bar(score, at_least)), shortfall }
    }

    fn skill_shortfall(&self, skill: &SkillId, missing: f64) -> Shortfall {
        let one_step = meets(self.subject.session.rubric.rules.skill_step, missing);
        Shortfall { cause: Cause::Skill(skill.clone()), missing, one_step }
    }

    fn tier_shortfall(&self, place: usize, missing: f64) -> Shortfall {
        let rubric = &self.subject.session.rubric;
        let one_step = meets(rubric.rules.tier_step, missing);
        Shortfall { cause: Cause::Tier(rubric.tiers[place].id.clone()), missing, one_step }
    }

    /// The score of a skill.
    fn skill_score(&self, skill: &SkillId) -> Option<f64> {
        self.subject.session.rubric.column(skill).and_then(|column| self.scores.value(column))
    }

    /// Whether the skill is asked on this way.
    fn asks(&self, skill: &SkillId) -> bool {
        self.demand.asks(&self.subject.session.rubric, skill)
    }

    fn skill_name(&self, skill: &SkillId) -> &'a str {
        self.subject.session.rubric.skill(skill).map_or("A skill", |skill| skill.name.as_str())
    }

    fn level_name(&self) -> &'a str {
        let rubric = &self.subject.session.rubric;
        rubric.level(&self.demand.level).map_or("The level", |level| level.name.as_str())
    }

    /// The bars of a level, each with its score: "Market 3.9 of 3, People 3.1 of 2".
    fn bars_in_words(&self, demand: &Demand) -> String {
        let rubric = &self.subject.session.rubric;
        let words = demand.bars().map(|(place, tier, bar)| {
            let (name, read) = (&rubric.tiers[place].name, self.subject.tier_score(self.scores, place, tier));
            match read.score {
                None => format!("{name} not seen enough ({} of {} skills)", read.seen, read.asked),
                Some(score) if !meets(score, bar) && meets(score, bar - rubric.rules.at_the_bar) => {
                    format!("{name} {} (at the bar: the panel judges)", of_bar(score, bar))
                }
                Some(score) => format!("{name} {}", of_bar(score, bar)),
            }
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// How many days lie between two days; negative where the second is earlier.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
