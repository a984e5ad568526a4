//! The rubric: scale, tiers, skills with their anchors, levels with their bars, traits, rooms and gates. It is data,
//! not code: a company can replace all of it, so nothing outside this file knows the name of a skill or a level.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::ids::{FunctionId, HorizonId, LevelId, RoomId, SkillId, TierId, TraitId};

/// What people are rated on, and what each level asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    /// Slug of the rubric, kept by its later editions.
    pub id: String,
    /// Name as it is shown.
    pub name: String,
    /// Edition, counted up by every change; ballots carry it.
    pub edition: u32,
    /// What the rubric is for, in a sentence or two.
    #[serde(default)]
    pub description: String,
    /// The scale that every skill is rated on.
    pub scale: Scale,
    /// Horizons, from near to far.
    pub horizons: Vec<Horizon>,
    /// Tiers, from the bottom of the pyramid to its top.
    pub tiers: Vec<Tier>,
    /// Skills, in the order of the columns. Retired ones stay, with their ratings.
    pub skills: Vec<Skill>,
    /// Levels, from the most junior to the most senior.
    pub levels: Vec<Level>,
    /// Traits that show readiness to lead.
    #[serde(default)]
    pub traits: Vec<LeadershipTrait>,
    /// Rooms where decisions are made, from the nearest to the furthest.
    #[serde(default)]
    pub rooms: Vec<Room>,
    /// Functions that a product leader moves without authority.
    #[serde(default)]
    pub functions: Vec<Function>,
    /// The cut-offs that tier scores, gates and statuses are worked out with.
    #[serde(default)]
    pub rules: Rules,
}

/// The points of the scale, lowest first: 3 to 7 of them, scored from 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The points; the first one is scored 1.
    pub points: Vec<ScalePoint>,
    /// The scales that scores of this session were given on before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierScale>,
}

/// A scale that was given up for another one, and what became of the scores given on it. The scores as they were given
/// stand in the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierScale {
    /// The last edition of the rubric that had it.
    pub edition: u32,
    /// Its points, lowest first.
    pub points: Vec<ScalePoint>,
    /// For each of its points, lowest first, the point of the scale that came after it.
    pub became: Vec<u8>,
}

impl Scale {
    /// Fewest points a scale may have.
    pub const FEWEST: usize = 3;
    /// Most points a scale may have.
    pub const MOST: usize = 7;

    /// A scale of these points that no other one came before.
    pub fn of(points: impl IntoIterator<Item = ScalePoint>) -> Self {
        Self { points: points.into_iter().collect(), earlier: Vec::new() }
    }

    /// The highest score.
    pub fn top(&self) -> u8 {
        u8::try_from(self.points.len()).unwrap_or(u8::MAX)
    }

    /// Whether a score is on the scale.
    pub fn holds(&self, score: u8) -> bool {
        (1..=self.top()).contains(&score)
    }
}

/// One point of the scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScalePoint {
    /// Its name, such as "Proficient".
    pub name: String,
    /// What it means whatever the skill.
    #[serde(default)]
    pub meaning: String,
}

/// How far ahead somebody thinks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Horizon {
    /// Slug.
    pub id: HorizonId,
    /// Name, such as "Quarter".
    pub name: String,
    /// Its least length, in months.
    pub months: u32,
}

/// A layer of the pyramid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Slug.
    pub id: TierId,
    /// Name, such as "Business vision".
    pub name: String,
    /// The horizon of those whose home it is.
    pub horizon: HorizonId,
    /// What the tier is about, in a sentence.
    #[serde(default)]
    pub description: String,
}

/// One thing that people are rated on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// Slug.
    pub id: SkillId,
    /// The one tier it belongs to.
    pub tier: TierId,
    /// Name as it is read aloud.
    pub name: String,
    /// A shorter name for narrow columns; the name where empty.
    #[serde(default)]
    pub short_name: String,
    /// What it is, in a sentence.
    pub description: String,
    /// One behavioural sentence for each point of the scale, lowest first; blank where a company has none.
    pub anchors: Vec<String>,
    /// A depth skill counts only in its gate, never in its tier's score.
    #[serde(default)]
    pub depth: bool,
    /// Retired: no longer asked, kept with its ratings.
    #[serde(default)]
    pub retired: bool,
}

impl Skill {
    /// The name for a narrow column.
    pub fn column_name(&self) -> &str {
        if self.short_name.is_empty() { &self.name } else { &self.short_name }
    }
}

/// A title band: where it is at home, what it asks, and where it leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Slug.
    pub id: LevelId,
    /// Name, such as "Senior PM".
    pub name: String,
    /// Name of several, such as "Senior PMs".
    pub plural: String,
    /// The tier where the level is at home.
    pub home: TierId,
    /// How far ahead the level thinks.
    pub horizon: HorizonId,
    /// The levels it leads to.
    #[serde(default)]
    pub next: Vec<LevelId>,
    /// The tier scores that one must have shown to stand here. A tier that is left out is not asked.
    #[serde(default)]
    pub bars: BTreeMap<TierId, f64>,
    /// Skills of an asked tier that this level does not ask.
    #[serde(default)]
    pub not_asked: BTreeSet<SkillId>,
    /// What the level asks besides its bars, from everybody who comes to it.
    #[serde(default)]
    pub gates: Vec<Gate>,
    /// What differs for those who come from a certain level.
    #[serde(default)]
    pub from: BTreeMap<LevelId, Entry>,
    /// Whether the level carries a business: a holder under its business-head gate is a visible risk.
    #[serde(default)]
    pub carries_business: bool,
    /// Not product managers yet: shown and rated, but no product title.
    #[serde(default)]
    pub entering: bool,
}

/// How a level is entered from a certain other level.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Skills that are not asked of those who come this way.
    #[serde(default)]
    pub not_asked: BTreeSet<SkillId>,
    /// What is asked of those who come this way, besides the level's own gates.
    #[serde(default)]
    pub gates: Vec<Gate>,
}

/// One thing that a level asks besides its bars. Each is met or open by itself; nothing is averaged over them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Gate {
    /// A skill's effective score must reach this.
    Floor {
        /// The skill.
        skill: SkillId,
        /// The least score, in points of the scale.
        at_least: f64,
    },
    /// Every trait of the rubric is met.
    Traits,
    /// Runs a business: every floor by itself and, where asked, a business case whose money result is recorded.
    BusinessHead {
        /// Skill and least score.
        floors: Vec<(SkillId, f64)>,
        /// Whether one business case with its money result is asked too.
        #[serde(default)]
        business_case: bool,
    },
    /// Real depth: one of the skills at the score, with an outcome in evidence that speaks to that skill.
    Depth {
        /// The skills, of which one is enough.
        skills: Vec<SkillId>,
        /// The least score.
        at_least: f64,
    },
    /// Product work shown before the title: customer-learning items, read by another team, one acted on.
    CustomerLearning {
        /// How many items.
        items: u32,
        /// Over how many quarters, at least.
        quarters: u32,
    },
}

/// A trait that shows readiness to lead. Raters answer yes, not yet or not seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadershipTrait {
    /// Slug.
    pub id: TraitId,
    /// Short name, such as "Ties across teams".
    pub name: String,
    /// The question that a rater answers.
    pub question: String,
    /// What a yes looks like.
    #[serde(default)]
    pub yes_looks_like: String,
}

/// A room where decisions are made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    /// Slug.
    pub id: RoomId,
    /// Name, such as "Portfolio review".
    pub name: String,
    /// The tier whose discussions it holds.
    pub tier: TierId,
    /// What being useful there looks like.
    #[serde(default)]
    pub useful: String,
}

/// A function that a product leader moves without a reporting line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Slug.
    pub id: FunctionId,
    /// Name, such as "Marketing".
    pub name: String,
}

/// Cut-offs for tier scores, gates and statuses. Scores and distances are in points of the scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Share of a tier's asked skills that must be scored before its score is shown, 0 to 1.
    pub enough_seen: f64,
    /// How far under a bar still reads "at the bar: the panel judges".
    pub at_the_bar: f64,
    /// How far an asked skill of the target's home tier may lie under the bar.
    pub skill_slack: f64,
    /// Occasions asked in the target's home tier.
    pub occasions: u32,
    /// Days between the first and the last of them.
    pub occasion_days: u32,
    /// Gates that may be open in "nearly".
    pub nearly_gates: u32,
    /// A tier score this far under its bar is one step away.
    pub tier_step: f64,
    /// A skill this far under its floor is one step away.
    pub skill_step: f64,
    /// A tier this far under the bar of the person's own level reads "level not yet evidenced".
    pub level_doubt: f64,
    /// By at least this many raters.
    pub level_doubt_raters: u32,
    /// Days at a level, or since leave, under which a person reads "too early".
    pub too_early_days: u32,
    /// Yes answers, with dated evidence, from raters outside one reporting line that meet a trait without a decision.
    pub trait_raters: u32,
    /// Range of marks from which a cell is contested.
    pub contested_range: u8,
    /// How far the tier scores of two people may lie apart for them to look alike.
    pub look_alike: f64,
    /// The flags as this rubric defines them, by their slug; a flag that is not named is as it comes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub flags: BTreeMap<String, FlagRule>,
}

/// How a rubric defines one flag: its name, when it is raised, and the figures for that. What is left out is as the flag
/// comes; a flag reads those figures that it has a use for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FlagRule {
    /// Its name as it is read; as it comes where empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// When it is raised, in a sentence; as it comes where empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub meaning: String,
    /// Never raised.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub off: bool,
    /// In points of the scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<f64>,
    /// How many items, skills or raters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// In days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// A share, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            enough_seen: 0.6,
            at_the_bar: 0.25,
            skill_slack: 1.0,
            occasions: 2,
            occasion_days: 60,
            nearly_gates: 2,
            tier_step: 0.5,
            skill_step: 1.0,
            level_doubt: 0.5,
            level_doubt_raters: 2,
            too_early_days: 90,
            trait_raters: 2,
            contested_range: 2,
            look_alike: 0.25,
            flags: BTreeMap::new(),
        }
    }
}

impl Rubric {
    /// The skill of this id, retired or not.
    pub fn skill(&self, id: &SkillId) -> Option<&Skill> {
        self.skills.iter().find(|skill| skill.id == *id)
    }

    /// The column of a skill: its place among all skills, retired ones included.
    pub fn column(&self, id: &SkillId) -> Option<usize> {
        self.skills.iter().position(|skill| skill.id == *id)
    }

    /// The level of this id.
    pub fn level(&self, id: &LevelId) -> Option<&Level> {
        self.levels.iter().find(|level| level.id == *id)
    }

    /// How senior a level is: its place among the levels, 0 for the most junior.
    pub fn rank(&self, id: &LevelId) -> Option<usize> {
        self.levels.iter().position(|level| level.id == *id)
    }

    /// The tier of this id.
    pub fn tier(&self, id: &TierId) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.id == *id)
    }

    /// A tier's place, 0 for the bottom of the pyramid.
    pub fn tier_place(&self, id: &TierId) -> Option<usize> {
        self.tiers.iter().position(|tier| tier.id == *id)
    }

    /// The horizon of this id.
    pub fn horizon(&self, id: &HorizonId) -> Option<&Horizon> {
        self.horizons.iter().find(|horizon| horizon.id == *id)
    }

    /// The skills in use, in column order.
    pub fn live_skills(&self) -> impl Iterator<Item = &Skill> {
        self.skills.iter().filter(|skill| !skill.retired)
    }

    /// Which columns a level asks of somebody who holds it (`from` is `None`) or comes to it from another level:
    /// the skills of the tiers that have a bar, less those that are not asked, and whatever its gates look at.
    /// One flag a skill, in column order.
    pub fn asked_by(&self, level: &Level, from: Option<&LevelId>) -> Vec<bool> {
        let entry = from.and_then(|from| level.from.get(from));
        let gates = level.gates.iter().chain(entry.iter().flat_map(|entry| &entry.gates));
        let mut gated = BTreeSet::new();
        for gate in gates {
            gate.skills().for_each(|skill| {
                gated.insert(skill);
            });
        }
        let excused = |skill: &SkillId| {
            level.not_asked.contains(skill) || entry.is_some_and(|entry| entry.not_asked.contains(skill))
        };
        // A level without any bar still needs something to talk about: its home tier.
        let tier_asked =
            |tier: &TierId| level.bars.contains_key(tier) || (level.bars.is_empty() && level.home == *tier);
        self.skills
            .iter()
            .map(|skill| {
                let by_tier = tier_asked(&skill.tier) && !skill.depth;
                !skill.retired && !excused(&skill.id) && (by_tier || gated.contains(&skill.id))
            })
            .collect()
    }

    /// Which columns are asked of somebody at this level with this target: those of the level and those of the
    /// target. Nothing is asked of somebody without a level.
    pub fn asked_of(&self, level: Option<&LevelId>, target: Option<&LevelId>) -> Vec<bool> {
        let mut asked = vec![false; self.skills.len()];
        let own = level.and_then(|id| self.level(id)).map(|own| self.asked_by(own, None));
        let next = target.and_then(|id| self.level(id)).map(|next| self.asked_by(next, level));
        // Somebody who is not a product manager yet is rated for the way in, where there is one.
        let entering = level.and_then(|id| self.level(id)).is_some_and(|own| own.entering);
        let own = if entering && next.is_some() { None } else { own };
        for flags in [own, next].into_iter().flatten() {
            asked.iter_mut().zip(flags).for_each(|(asked, flag)| *asked |= flag);
        }
        asked
    }

    /// What is wrong with the rubric, in plain sentences; empty when it can be used.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if !(Scale::FEWEST..=Scale::MOST).contains(&self.scale.points.len()) {
            problems.push(format!(
                "The scale has {} points; it needs {} to {}.",
                self.scale.points.len(),
                Scale::FEWEST,
                Scale::MOST
            ));
        }
        for earlier in &self.scale.earlier {
            let whole = earlier.became.len() == earlier.points.len() && !earlier.became.contains(&0);
            if !whole {
                problems.push(format!(
                    "The scale that was given up after edition {} does not say what became of each of its points.",
                    earlier.edition
                ));
            }
        }
        for (what, ids) in [
            ("tier", self.tiers.iter().map(|tier| tier.id.as_str()).collect::<Vec<_>>()),
            ("skill", self.skills.iter().map(|skill| skill.id.as_str()).collect()),
            ("level", self.levels.iter().map(|level| level.id.as_str()).collect()),
            ("horizon", self.horizons.iter().map(|horizon| horizon.id.as_str()).collect()),
            ("trait", self.traits.iter().map(|one| one.id.as_str()).collect()),
            ("room", self.rooms.iter().map(|room| room.id.as_str()).collect()),
            ("function", self.functions.iter().map(|one| one.id.as_str()).collect()),
        ] {
            let mut seen = BTreeSet::new();
            for id in ids {
                if id.is_empty() {
                    problems.push(format!("A {what} has no id."));
                } else if !seen.insert(id) {
                    problems.push(format!("Two {what}s have the id “{id}”."));
                }
            }
        }
        if self.tiers.is_empty() {
            problems.push("The rubric has no tier.".into());
        }
        if self.live_skills().next().is_none() {
            problems.push("The rubric has no skill in use.".into());
        }
        if self.levels.is_empty() {
            problems.push("The rubric has no level.".into());
        }
        for tier in self.tiers.iter().filter(|tier| self.horizon(&tier.horizon).is_none()) {
            problems.push(format!("Tier “{}” has the unknown horizon “{}”.", tier.name, tier.horizon));
        }
        for skill in &self.skills {
            self.skill_problems(skill, &mut problems);
        }
        for level in &self.levels {
            self.level_problems(level, &mut problems);
        }
        for room in self.rooms.iter().filter(|room| self.tier(&room.tier).is_none()) {
            problems.push(format!("Room “{}” has the unknown tier “{}”.", room.name, room.tier));
        }
        problems
    }

    /// What should not be in a rubric that somebody writes, although a session with it would hold together: names left
    /// blank, two things of one name, figures that no score can reach. In plain sentences.
    pub fn oversights(&self) -> Vec<String> {
        let mut oversights = Vec::new();
        for (what, names) in [
            ("point of the scale", self.scale.points.iter().map(|point| point.name.as_str()).collect::<Vec<_>>()),
            ("tier", self.tiers.iter().map(|tier| tier.name.as_str()).collect()),
            ("skill", self.live_skills().map(|skill| skill.name.as_str()).collect()),
            ("level", self.levels.iter().map(|level| level.name.as_str()).collect()),
            ("trait", self.traits.iter().map(|one| one.name.as_str()).collect()),
            ("room", self.rooms.iter().map(|room| room.name.as_str()).collect()),
        ] {
            let mut seen = BTreeSet::new();
            for name in names.into_iter().map(str::trim) {
                if name.is_empty() {
                    oversights.push(format!("A {what} has no name."));
                } else if !seen.insert(name.to_lowercase()) {
                    oversights.push(
                        format!("Two {what}s are called “{name}”.")
                            .replace("point of the scales", "points of the scale"),
                    );
                }
            }
        }
        let top = f64::from(self.scale.top());
        for level in &self.levels {
            let gates = level.gates.iter().chain(level.from.values().flat_map(|entry| &entry.gates));
            for figure in gates.flat_map(Gate::figures).filter(|figure| !(1.0..=top).contains(figure)) {
                oversights.push(format!("A gate of {} asks {figure}, which is not between 1 and {top}.", level.name));
            }
        }
        oversights
    }

    fn skill_problems(&self, skill: &Skill, problems: &mut Vec<String>) {
        if self.tier(&skill.tier).is_none() {
            problems.push(format!("Skill “{}” has the unknown tier “{}”.", skill.name, skill.tier));
        }
        if skill.anchors.len() != self.scale.points.len() {
            problems.push(format!(
                "Skill “{}” has {} anchors; the scale has {} points.",
                skill.name,
                skill.anchors.len(),
                self.scale.points.len()
            ));
        }
    }

    fn level_problems(&self, level: &Level, problems: &mut Vec<String>) {
        let mut wrong = |what: &str, id: &str| {
            problems.push(format!("Level “{}” has the unknown {what} “{id}”.", level.name));
        };
        if self.tier(&level.home).is_none() {
            wrong("home tier", level.home.as_str());
        }
        if self.horizon(&level.horizon).is_none() {
            wrong("horizon", level.horizon.as_str());
        }
        for next in level.next.iter().chain(level.from.keys()).filter(|id| self.level(id).is_none()) {
            wrong("level", next.as_str());
        }
        for tier in level.bars.keys().filter(|id| self.tier(id).is_none()) {
            wrong("tier", tier.as_str());
        }
        let entries = level.from.values();
        let gates = level.gates.iter().chain(entries.clone().flat_map(|entry| &entry.gates));
        let named = gates.flat_map(|gate| gate.skills().collect::<Vec<_>>());
        let excused = level.not_asked.iter().chain(entries.flat_map(|entry| &entry.not_asked)).cloned();
        for skill in named.chain(excused).filter(|id| self.skill(id).is_none()) {
            wrong("skill", skill.as_str());
        }
        let top = f64::from(self.scale.top());
        for bar in level.bars.values().filter(|bar| !(1.0..=top).contains(*bar)) {
            problems.push(format!("Level “{}” has the bar {bar}, which is not between 1 and {top}.", level.name));
        }
    }
}

impl Gate {
    /// The scores that the gate asks for.
    pub fn figures(&self) -> Vec<f64> {
        match self {
            Gate::Floor { at_least, .. } | Gate::Depth { at_least, .. } => vec![*at_least],
            Gate::BusinessHead { floors, .. } => floors.iter().map(|(_, floor)| *floor).collect(),
            Gate::Traits | Gate::CustomerLearning { .. } => Vec::new(),
        }
    }

    /// The skills that the gate looks at.
    pub fn skills(&self) -> impl Iterator<Item = SkillId> {
        let skills: Vec<SkillId> = match self {
            Gate::Floor { skill, .. } => vec![skill.clone()],
            Gate::BusinessHead { floors, .. } => floors.iter().map(|(skill, _)| skill.clone()).collect(),
            Gate::Depth { skills, .. } => skills.clone(),
            Gate::Traits | Gate::CustomerLearning { .. } => Vec::new(),
        };
        skills.into_iter()
    }
}
