//! A rubric that is not one yet: skills with their anchors as a table had them, waiting for tiers and levels.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::{folded, tidy};
use crate::model::{LevelId, Rubric, Tier, TierId};

/// Skills with anchors, and what is still to be said about them. A screen changes the fields and then finishes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RubricDraft {
    /// Name of the rubric, from the file's.
    pub name: String,
    /// Names of the points of the scale, lowest first.
    pub points: Vec<String>,
    /// The skills, in the order of the file.
    pub skills: Vec<DraftSkill>,
    /// The levels that the file tells of, most junior first; empty where it tells of none.
    pub levels: Vec<DraftLevel>,
    /// What was guessed or left out while the file was read, in sentences.
    pub notes: Vec<String>,
    /// The tiers that the skills are assigned to; none for those of the rubric that the draft is finished with.
    pub tiers: Option<Vec<Tier>>,
    /// Whether the levels of the file are left aside for those of the rubric that the draft is finished with.
    pub base_levels: bool,
}

/// One skill of a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftSkill {
    /// Where it stands in the file, counted from 1.
    pub line: usize,
    /// Name.
    pub name: String,
    /// Its slug, where the file was written by Plumbline.
    pub id: String,
    /// A shorter name for narrow columns; empty where the file has none.
    pub short_name: String,
    /// What it is.
    pub description: String,
    /// Whether it counts only in its gate; none where the file does not say.
    pub depth: Option<bool>,
    /// Whether it is retired: kept with its ratings and asked of nobody.
    pub retired: bool,
    /// One for each point of the scale, lowest first; blank where the file has none.
    pub anchors: Vec<String>,
    /// The tier or category as the file has it.
    pub tier_text: String,
    /// Whether the rubric is to have it.
    pub taken: bool,
    /// The tier it is assigned to.
    pub tier: Option<TierId>,
    /// The levels that ask it; none for every level that asks its tier.
    pub levels: Option<BTreeSet<LevelId>>,
}

/// One level of a draft.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DraftLevel {
    /// Name.
    pub name: String,
    /// The score that it asks of a skill, by the skill's place in the draft.
    pub asks: BTreeMap<usize, u8>,
    /// The tier where it is at home.
    pub home: Option<TierId>,
}

/// A point of the scale for which a skill has no anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankAnchor {
    /// Name of the skill.
    pub skill: String,
    /// Name of the point.
    pub point: String,
}

impl RubricDraft {
    /// The anchors that are blank, of the skills that are taken: they stay blank, and somebody should know.
    pub fn blank_anchors(&self) -> Vec<BlankAnchor> {
        let mut blanks = Vec::new();
        for skill in self.skills.iter().filter(|skill| skill.taken) {
            for (point, _) in self.points.iter().zip(&skill.anchors).filter(|(_, anchor)| anchor.is_empty()) {
                blanks.push(BlankAnchor { skill: skill.name.clone(), point: point.clone() });
            }
        }
        blanks
    }

    /// Assigns every skill whose category has the name or id of a tier; what is assigned stays. Returns how many skills
    /// that are taken have no tier after it.
    pub fn assign_by_name(&mut self, tiers: &[Tier]) -> usize {
        for skill in self.skills.iter_mut().filter(|skill| skill.tier.is_none()) {
            let written = word(&skill.tier_text);
            let named = tiers.iter().find(|tier| word(&tier.name) == written || word(tier.id.as_str()) == written);
            skill.tier = named.filter(|_| !written.is_empty()).map(|tier| tier.id.clone());
        }
        self.skills.iter().filter(|skill| skill.taken && skill.tier.is_none()).count()
    }

    /// The groups that the file's tier column names, in its order.
    pub fn groups(&self) -> Vec<String> {
        let mut groups: Vec<String> = Vec::new();
        for skill in self.skills.iter().filter(|skill| !skill.tier_text.is_empty()) {
            if !groups.iter().any(|group| word(group) == word(&skill.tier_text)) {
                groups.push(skill.tier_text.clone());
            }
        }
        groups
    }

    /// Makes the groups of the file the tiers, the first one at the bottom, with the horizons of the tiers that lie as
    /// far up in `base`. What was assigned to other tiers is assigned anew.
    pub fn take_groups(&mut self, base: &Rubric) {
        let groups = self.groups();
        let last = base.tiers.len().saturating_sub(1);
        let mut slugs = BTreeSet::new();
        let tier = |(place, group): (usize, &String)| {
            let like = base.tiers.get(place * last / groups.len().saturating_sub(1).max(1));
            let horizon = like.map_or_else(|| "".into(), |tier| tier.horizon.clone());
            let id = TierId::new(slug(group, &mut slugs));
            Tier { id, name: group.clone(), horizon, description: String::new() }
        };
        let tiers: Vec<Tier> = groups.iter().enumerate().map(tier).collect();
        self.skills.iter_mut().for_each(|skill| skill.tier = None);
        self.assign_by_name(&tiers);
        self.tiers = Some(tiers);
    }

    /// Goes back to the tiers of the rubric that the draft is finished with.
    pub fn leave_groups(&mut self, base: &Rubric) {
        self.tiers = None;
        self.skills.iter_mut().for_each(|skill| skill.tier = None);
        self.assign_by_name(&base.tiers);
    }

    /// The tiers that skills are assigned to.
    pub fn tiers_with<'a>(&'a self, base: &'a Rubric) -> &'a [Tier] {
        self.tiers.as_deref().unwrap_or(&base.tiers)
    }

    /// Whether the levels of the file are taken.
    pub fn has_own_levels(&self) -> bool {
        !self.levels.is_empty() && !self.base_levels
    }

    /// Moves a point of the scale to another place, and every anchor and asked score with it.
    pub fn move_point(&mut self, from: usize, to: usize) {
        if from >= self.points.len() || to >= self.points.len() {
            return;
        }
        let point = self.points.remove(from);
        self.points.insert(to, point);
        for skill in &mut self.skills {
            let anchor = skill.anchors.remove(from);
            skill.anchors.insert(to, anchor);
        }
        let mut places: Vec<usize> = (0..self.points.len()).collect();
        let moved = places.remove(from);
        places.insert(to, moved);
        for score in self.levels.iter_mut().flat_map(|level| level.asks.values_mut()) {
            let place = places.iter().position(|old| old + 1 == usize::from(*score));
            *score = place.map_or(*score, |place| place as u8 + 1);
        }
    }
}

/// A word reduced to its letters and digits, to compare it.
pub(super) fn word(text: &str) -> String {
    folded(text).filter(|letter| letter.is_alphanumeric()).collect()
}

/// A slug that a person can read in a file: "Data judgement" becomes "data-judgement". `taken` keeps slugs apart.
pub fn slug(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut slug = String::new();
    for letter in folded(&tidy(name)).take(60) {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = match slug.trim_end_matches('-') {
        "" => "unnamed",
        slug => slug,
    };
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    let free = std::iter::once(slug.to_owned()).chain(numbered).find(|slug| !taken.contains(slug));
    let free = free.unwrap_or_default();
    taken.insert(free.clone());
    free
}
