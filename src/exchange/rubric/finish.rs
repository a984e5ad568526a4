//! From a draft to a rubric. What the file does not tell is taken from another rubric, the default one as a rule: tiers,
//! horizons, traits, rooms, functions and rules, and the levels too where the file has none.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Entry, Gate, Level, LevelId, Rubric, Scale, ScalePoint, Skill, SkillId, Tier, TierId};

use super::draft::{DraftSkill, RubricDraft, slug, word};

/// A rubric made from a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// The rubric; it can be used as it is.
    pub rubric: Rubric,
    /// What was carried over or left out, in sentences: somebody should look at it.
    pub notes: Vec<String>,
}

/// Names that a sentence lists before it only counts.
const NAMES_LISTED: usize = 3;

impl RubricDraft {
    /// Makes the rubric. `base` gives what the file does not tell.
    ///
    /// # Errors
    /// What must still be said, in sentences.
    pub fn finish(&self, base: &Rubric) -> Result<Finished, Vec<String>> {
        let on_own_tiers = self.tiers.as_ref().map(|tiers| with_tiers(base, tiers));
        let base = on_own_tiers.as_ref().unwrap_or(base);
        let taken: Vec<(usize, &DraftSkill)> =
            self.skills.iter().enumerate().filter(|(_, skill)| skill.taken).collect();
        let without: Vec<&str> = taken
            .iter()
            .filter(|(_, skill)| skill.tier.as_ref().is_none_or(|tier| base.tier(tier).is_none()))
            .map(|(_, skill)| skill.name.as_str())
            .collect();
        if !without.is_empty() {
            let listed = without.iter().take(NAMES_LISTED).map(|name| format!("“{name}”")).collect::<Vec<_>>();
            let more = without.len().saturating_sub(NAMES_LISTED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            return Err(vec![format!(
                "These skills have no tier: {}{more}. Assign each to a tier, or leave it out.",
                listed.join(", ")
            )]);
        }
        let mut maker = Maker { draft: self, base, ids: BTreeMap::new(), notes: Vec::new() };
        let rubric = maker.rubric(&taken);
        let problems = rubric.problems();
        if problems.is_empty() { Ok(Finished { rubric, notes: maker.notes }) } else { Err(problems) }
    }
}

struct Maker<'a> {
    draft: &'a RubricDraft,
    base: &'a Rubric,
    /// Ids by the skill's place in the draft.
    ids: BTreeMap<usize, SkillId>,
    notes: Vec<String>,
}

impl Maker<'_> {
    fn rubric(&mut self, taken: &[(usize, &DraftSkill)]) -> Rubric {
        let mut slugs = BTreeSet::new();
        let mut skills = Vec::new();
        for (place, skill) in taken {
            // A skill of the base with the same id or name is the same skill: its ratings go on.
            let same_id = self.base.skills.iter().find(|known| known.id.as_str() == skill.id);
            let same_name = || self.base.skills.iter().find(|known| word(&known.name) == word(&skill.name));
            let known = same_id.or_else(same_name).filter(|known| slugs.insert(known.id.to_string()));
            let id = known.map_or_else(
                || SkillId::new(slug(if skill.id.is_empty() { &skill.name } else { &skill.id }, &mut slugs)),
                |known| known.id.clone(),
            );
            self.ids.insert(*place, id.clone());
            skills.push(Skill {
                id,
                tier: skill.tier.clone().unwrap_or_else(|| TierId::new("")),
                name: skill.name.clone(),
                short_name: match known {
                    Some(known) if skill.short_name.is_empty() => known.short_name.clone(),
                    _ => skill.short_name.clone(),
                },
                description: skill.description.clone(),
                anchors: skill.anchors.clone(),
                depth: skill.depth.unwrap_or_else(|| known.is_some_and(|known| known.depth)),
                retired: skill.retired,
            });
        }
        let levels = if self.draft.has_own_levels() { self.own_levels(taken) } else { self.base_levels(taken) };
        // The rubric of the same name is the same rubric, with the meanings of its points.
        let same = word(&self.base.name) == word(&self.draft.name);
        let meaning = |name: &str| {
            let known = self.base.scale.points.iter().find(|point| point.name == name);
            known.map_or_else(String::new, |point| point.meaning.clone())
        };
        let point = |name: &String| ScalePoint { name: name.clone(), meaning: meaning(name) };
        Rubric {
            id: if same { self.base.id.clone() } else { slug(&self.draft.name, &mut BTreeSet::new()) },
            name: if same { self.base.name.clone() } else { self.draft.name.clone() },
            edition: if same { self.base.edition } else { 1 },
            description: if same { self.base.description.clone() } else { String::new() },
            scale: Scale::of(self.draft.points.iter().map(point)),
            skills,
            levels,
            ..self.base.clone()
        }
    }

    /// The levels of the base, with bars on the new scale and without gates for skills that are gone.
    fn base_levels(&mut self, taken: &[(usize, &DraftSkill)]) -> Vec<Level> {
        let (old, new) = (self.base.scale.points.len(), self.draft.points.len());
        if old != new {
            self.notes.push(format!(
                "The bars of the levels were carried over from a scale of {old} points to one of {new}; look at them."
            ));
        }
        let levels = self.base.levels.clone().into_iter().map(|mut level| {
            level.bars.retain(|tier, _| taken.iter().any(|(_, skill)| skill.tier.as_ref() == Some(tier)));
            level.bars.values_mut().for_each(|bar| *bar = rescaled(*bar, old, new));
            level.gates = self.kept_gates(&level.name, &level.gates);
            level.not_asked.retain(|skill| self.ids.values().any(|id| id == skill));
            for (from, entry) in std::mem::take(&mut level.from) {
                let mut not_asked = entry.not_asked;
                not_asked.retain(|skill| self.ids.values().any(|id| id == skill));
                let gates = self.kept_gates(&level.name, &entry.gates);
                level.from.insert(from, Entry { not_asked, gates });
            }
            self.leave_out(&mut level, taken);
            level
        });
        levels.collect()
    }

    fn kept_gates(&mut self, level: &str, gates: &[Gate]) -> Vec<Gate> {
        let (old, new) = (self.base.scale.points.len(), self.draft.points.len());
        let mut kept = Vec::new();
        for gate in gates {
            let lost: Vec<SkillId> = gate.skills().filter(|skill| !self.ids.values().any(|id| id == skill)).collect();
            if let Some(skill) = lost.first() {
                let name = self.base.skill(skill).map_or(skill.as_str(), |skill| &skill.name);
                self.notes.push(format!(
                    "A gate of {level} was left out, as the rubric has no skill “{name}”; add one of your own if you \
                     need it."
                ));
                continue;
            }
            let mut gate = gate.clone();
            match &mut gate {
                Gate::Floor { at_least, .. } | Gate::Depth { at_least, .. } => {
                    *at_least = rescaled(*at_least, old, new)
                }
                Gate::BusinessHead { floors, .. } => {
                    floors.iter_mut().for_each(|(_, floor)| *floor = rescaled(*floor, old, new));
                }
                Gate::Traits | Gate::CustomerLearning { .. } => {}
            }
            kept.push(gate);
        }
        kept
    }

    /// Skills that were assigned to other levels are not asked by this one.
    fn leave_out(&self, level: &mut Level, taken: &[(usize, &DraftSkill)]) {
        for (place, skill) in taken {
            let elsewhere = skill.levels.as_ref().is_some_and(|levels| !levels.contains(&level.id));
            if elsewhere && let Some(id) = self.ids.get(place) {
                level.not_asked.insert(id.clone());
            }
        }
    }

    /// The levels of the file: a bar is the mean of what the level asks of a tier's skills.
    fn own_levels(&mut self, taken: &[(usize, &DraftSkill)]) -> Vec<Level> {
        let mut slugs = BTreeSet::new();
        let named: Vec<LevelId> =
            self.draft.levels.iter().map(|level| LevelId::new(slug(&level.name, &mut slugs))).collect();
        let lowest = self.base.tiers.first().map_or_else(|| TierId::new(""), |tier| tier.id.clone());
        let mut homeless = Vec::new();
        let mut levels = Vec::new();
        for (place, level) in self.draft.levels.iter().enumerate() {
            if level.home.is_none() {
                homeless.push(level.name.clone());
            }
            let home = level.home.clone().unwrap_or_else(|| lowest.clone());
            let horizon = self.base.tier(&home).map(|tier| tier.horizon.clone());
            let mut asked: BTreeMap<TierId, Vec<f64>> = BTreeMap::new();
            let mut not_asked = BTreeSet::new();
            for (at, skill) in taken {
                match (level.asks.get(at), &skill.tier, self.ids.get(at)) {
                    (Some(score), Some(tier), _) => asked.entry(tier.clone()).or_default().push(f64::from(*score)),
                    (None, _, Some(id)) => {
                        not_asked.insert(id.clone());
                    }
                    _ => {}
                }
            }
            let mean = |scores: Vec<f64>| quarter(scores.iter().sum::<f64>() / scores.len() as f64);
            let mut made = Level {
                id: named[place].clone(),
                name: level.name.clone(),
                plural: level.name.clone(),
                home,
                horizon: horizon.unwrap_or_else(|| "".into()),
                next: named.get(place + 1).cloned().into_iter().collect(),
                bars: asked.into_iter().map(|(tier, scores)| (tier, mean(scores))).collect(),
                not_asked,
                gates: Vec::new(),
                from: BTreeMap::new(),
                carries_business: false,
                entering: false,
            };
            self.leave_out(&mut made, taken);
            levels.push(made);
        }
        if !homeless.is_empty() {
            let tier = self.base.tiers.first().map_or("", |tier| &tier.name);
            self.notes.push(format!("These levels were put at home in {tier}: {}; look at them.", homeless.join(", ")));
        }
        levels
    }
}

/// A rubric on other tiers: what lay in a tier lies in the one as far up in the new pyramid.
fn with_tiers(base: &Rubric, tiers: &[Tier]) -> Rubric {
    let (old, new) = (base.tiers.len().saturating_sub(1).max(1), tiers.len().saturating_sub(1));
    let moved = |tier: &TierId| {
        let place = (base.tier_place(tier).unwrap_or(0) * new + old / 2) / old;
        tiers.get(place.min(new)).map_or_else(|| tier.clone(), |tier| tier.id.clone())
    };
    let mut rubric = Rubric { tiers: tiers.to_vec(), ..base.clone() };
    rubric.skills.iter_mut().for_each(|skill| skill.tier = moved(&skill.tier));
    rubric.rooms.iter_mut().for_each(|room| room.tier = moved(&room.tier));
    for level in &mut rubric.levels {
        level.home = moved(&level.home);
        let mut bars: BTreeMap<TierId, f64> = BTreeMap::new();
        for (tier, bar) in std::mem::take(&mut level.bars) {
            // Where two tiers become one, the higher bar holds.
            let place = bars.entry(moved(&tier)).or_insert(bar);
            *place = place.max(bar);
        }
        level.bars = bars;
    }
    rubric
}

/// A score on a scale of other length, to the nearest quarter of a point.
fn rescaled(score: f64, old: usize, new: usize) -> f64 {
    if old == new || old < 2 {
        return score;
    }
    quarter(1.0 + (score - 1.0) * (new as f64 - 1.0) / (old as f64 - 1.0))
}

fn quarter(score: f64) -> f64 {
    (score * 4.0).round() / 4.0
}
