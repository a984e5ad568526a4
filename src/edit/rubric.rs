//! Another rubric for a session under way, as the edits of one step. What has the same id is the same thing; for the rest
//! somebody says which skill, level and point is meant, and what nobody claims retires with its ratings. Proposals go by
//! likeness of names and are no more than that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Gate, Level, LevelId, Rubric, Session, Skill, SkillId};

use super::{Edit, scale};

/// From which likeness of two names on one is proposed for the other.
const ALIKE: f64 = 0.5;

/// Another rubric beside the one of a session, and what is to become of what it does not have.
#[derive(Clone, Debug, PartialEq)]
pub struct RubricMatch {
    /// The other rubric, with its own ids.
    pub rubric: Rubric,
    /// The skills of the session that it does not have by id, and that something hangs on or that are in use.
    pub skills: Vec<SkillMatch>,
    /// The levels that somebody holds or aims at and that it does not have by id.
    pub levels: Vec<LevelMatch>,
    /// For each point of the session's scale the point that it becomes; none where scores stay as they are.
    pub points: Option<Vec<u8>>,
}

/// A skill of the session that the other rubric does not have by id.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillMatch {
    /// The skill of the session.
    pub skill: SkillId,
    /// Whether an answer, note, evidence or decision hangs on it: then it retires where nothing becomes of it.
    pub in_use: bool,
    /// The skill of the other rubric that it is the same as; none where there is no such skill.
    pub becomes: Option<SkillId>,
}

/// A level that somebody holds or aims at and that the other rubric does not have by id.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelMatch {
    /// The level of the session.
    pub level: LevelId,
    /// How many people hold it or aim at it, panel members included.
    pub people: usize,
    /// The level that they have then; none for no level.
    pub becomes: Option<LevelId>,
}

impl RubricMatch {
    /// What is proposed for a rubric. Nothing is taken by it.
    pub fn propose(session: &Session, rubric: Rubric) -> Self {
        let old = &session.rubric;
        let mut free: BTreeSet<&SkillId> =
            rubric.skills.iter().map(|skill| &skill.id).filter(|id| old.skill(id).is_none()).collect();
        let mut skills = Vec::new();
        for skill in old.skills.iter().filter(|skill| rubric.skill(&skill.id).is_none()) {
            let in_use = session.has_traces_of_skill(&skill.id);
            if skill.retired && !in_use {
                continue;
            }
            let candidates = rubric.skills.iter().filter(|other| free.contains(&other.id));
            let alike = candidates.map(|other| (likeness(&skill.name, &other.name), &other.id));
            let best = alike.filter(|(alike, _)| *alike >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((_, id)) = best {
                free.remove(id);
            }
            let becomes = best.map(|(_, id)| id.clone());
            skills.push(SkillMatch { skill: skill.id.clone(), in_use, becomes });
        }
        let levels = held_levels(session).into_iter().filter(|(id, _)| rubric.level(id).is_none());
        let levels = levels
            .map(|(level, people)| {
                let name = old.level(&level).map_or(level.as_str(), |level| level.name.as_str());
                let alike = rubric.levels.iter().map(|other| (likeness(name, &other.name), &other.id));
                let best = alike.filter(|(alike, _)| *alike >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0));
                LevelMatch { people, becomes: best.map(|(_, id)| id.clone()), level }
            })
            .collect();
        let points =
            other_scale(session, &rubric).then(|| scale::proposed_points(&old.scale.points, &rubric.scale.points));
        Self { rubric, skills, levels, points }
    }

    /// Whether something is to be said before the rubric can be taken: a skill, level or point that it does not have.
    pub fn asks(&self) -> bool {
        !self.skills.is_empty() || !self.levels.is_empty() || self.points.is_some()
    }

    /// What is wrong with the answers, in sentences; empty when the rubric can be taken.
    pub fn problems(&self, session: &Session) -> Vec<String> {
        let mut problems = self.rubric.problems();
        problems.extend(self.rubric.oversights());
        let name = |id: &SkillId| self.rubric.skill(id).map_or_else(|| id.to_string(), |skill| skill.name.clone());
        let mut claimed = BTreeSet::new();
        for becomes in self.skills.iter().filter_map(|skill| skill.becomes.as_ref()) {
            if !claimed.insert(becomes) {
                problems.push(format!("Two skills would become “{}”; ratings of one skill stay one.", name(becomes)));
            } else if session.rubric.skill(becomes).is_some() {
                problems.push(format!("“{}” is a skill of the session already.", name(becomes)));
            }
        }
        let top = self.rubric.scale.top();
        for (place, point) in self.points.iter().flatten().enumerate().filter(|(_, point)| !(1..=top).contains(*point))
        {
            problems.push(format!("Point {} becomes {point}, which the new scale does not have.", place + 1));
        }
        problems
    }

    /// The rubric as the session will have it: with the session's ids for what is the same, and the skills, rooms and
    /// functions that something hangs on kept.
    pub fn adopted(&self, session: &Session) -> Rubric {
        let old = &session.rubric;
        let mut rubric = self.rubric.clone();
        rubric.edition = old.edition.max(self.rubric.edition) + 1;
        rubric.scale.earlier = match &self.points {
            Some(became) => scale::remembered(session, became),
            None => old.scale.earlier.clone(),
        };
        let ids: BTreeMap<SkillId, SkillId> =
            self.skills.iter().filter_map(|skill| Some((skill.becomes.clone()?, skill.skill.clone()))).collect();
        rename_skills(&mut rubric, &ids);
        for kept in self.skills.iter().filter(|skill| skill.in_use && skill.becomes.is_none()) {
            if let Some(skill) = old.skill(&kept.skill) {
                let retired = self.retired(old, skill, &rubric);
                rubric.skills.push(retired);
            }
        }
        let used = |wanted: &dyn Fn(&crate::model::Evidence) -> bool| session.evidence.values().any(wanted);
        for room in old.rooms.iter().filter(|room| self.rubric.rooms.iter().all(|other| other.id != room.id)) {
            if used(&|item| item.room.as_ref() == Some(&room.id)) {
                let tier = same_place(old.tier_place(&room.tier), old.tiers.len(), &rubric);
                rubric.rooms.push(crate::model::Room { tier, ..room.clone() });
            }
        }
        for function in old.functions.iter().filter(|one| self.rubric.functions.iter().all(|other| other.id != one.id))
        {
            if used(&|item| item.functions.contains(&function.id)) {
                rubric.functions.push(function.clone());
            }
        }
        rubric
    }

    /// A skill of the session as it stays in another rubric: retired, in a tier that is there, with an anchor for every
    /// point of the scale.
    fn retired(&self, old: &Rubric, skill: &Skill, rubric: &Rubric) -> Skill {
        let tier = match rubric.tier(&skill.tier) {
            Some(tier) => tier.id.clone(),
            None => same_place(old.tier_place(&skill.tier), old.tiers.len(), rubric),
        };
        let mut anchors = skill.anchors.clone();
        if let Some(became) = &self.points {
            anchors = carried_anchors(&skill.anchors, became, rubric.scale.points.len());
        }
        anchors.resize(rubric.scale.points.len(), String::new());
        Skill { tier, anchors, retired: true, ..skill.clone() }
    }

    /// The edits that put the rubric in place, as one step: the levels that people have then, every score on the new
    /// scale, and the rubric.
    pub fn edits(&self, session: &Session) -> Vec<Edit> {
        let levels = self.levels.iter().map(|level| (level.level.clone(), level.becomes.clone())).collect();
        change_rubric(session, self.adopted(session), self.points.as_deref(), &levels)
    }
}

/// The edits that put a rubric in place that has the session's ids already. `became` says what becomes of each point of
/// the scale where scores are carried over; the rubric then remembers the scale given up. `levels` says which level
/// comes in the place of one that is gone.
pub fn change_rubric(
    session: &Session,
    mut rubric: Rubric,
    became: Option<&[u8]>,
    levels: &BTreeMap<LevelId, Option<LevelId>>,
) -> Vec<Edit> {
    if let Some(became) = became
        && rubric.scale.earlier.len() == session.rubric.scale.earlier.len()
    {
        rubric.scale.earlier = scale::remembered(session, became);
    }
    rubric.edition = rubric.edition.max(session.rubric.edition + 1);
    let mut edits = level_edits(session, levels);
    let put = Edit::PutRubric { before: session.rubric.clone(), after: Arc::new(rubric.clone()) };
    let carried = became.map(|became| scale::carry(session, became)).unwrap_or_default();
    // Scores must be on the scale that is there at every moment: the longer of the two is.
    if rubric.scale.points.len() >= session.rubric.scale.points.len() {
        edits.push(put);
        edits.extend(carried);
    } else {
        edits.extend(carried);
        edits.push(put);
    }
    edits
}

/// Whether scores that were given may not stand for the same points under another rubric: another number of points, the
/// same names in another order, or other names throughout.
fn other_scale(session: &Session, rubric: &Rubric) -> bool {
    if !session.has_scores() {
        return false;
    }
    let (old, new) = (&session.rubric.scale.points, &rubric.scale.points);
    let place = |name: &str| new.iter().position(|point| point.name == name);
    let moved = old.iter().enumerate().any(|(at, point)| place(&point.name).is_some_and(|there| there != at));
    old.len() != new.len() || moved || old.iter().all(|point| place(&point.name).is_none())
}

/// The levels that somebody holds or aims at, in the rubric's order, with how many do.
fn held_levels(session: &Session) -> Vec<(LevelId, usize)> {
    let mut held: BTreeMap<LevelId, usize> = BTreeMap::new();
    let of_people = session.people.iter().map(|person| [person.level.as_ref(), person.target.as_ref()]);
    let of_panel = session.panel.iter().map(|rater| [rater.level.as_ref(), None]);
    for levels in of_people.chain(of_panel) {
        let levels: BTreeSet<&LevelId> = levels.into_iter().flatten().collect();
        levels.into_iter().for_each(|level| *held.entry(level.clone()).or_default() += 1);
    }
    let mut held: Vec<(LevelId, usize)> = held.into_iter().collect();
    held.sort_by_key(|(level, _)| session.rubric.rank(level));
    held
}

fn level_edits(session: &Session, levels: &BTreeMap<LevelId, Option<LevelId>>) -> Vec<Edit> {
    let mapped = |level: &Option<LevelId>| match level.as_ref().and_then(|level| levels.get(level)) {
        Some(becomes) => becomes.clone(),
        None => level.clone(),
    };
    let mut edits = Vec::new();
    for person in session.people.iter() {
        let (level, target) = (mapped(&person.level), mapped(&person.target));
        if (&level, &target) != (&person.level, &person.target) {
            // Nobody aims at the level that they hold.
            let target = target.filter(|target| level.as_ref() != Some(target));
            let after = Some(Arc::new(crate::model::Person { level, target, ..(**person).clone() }));
            edits.push(Edit::PutPerson { id: person.id.clone(), before: Some(person.clone()), after });
        }
    }
    for rater in session.panel.iter() {
        let level = mapped(&rater.level);
        if level != rater.level {
            let after = Some(Arc::new(crate::model::Rater { level, ..(**rater).clone() }));
            edits.push(Edit::PutRater { id: rater.id.clone(), before: Some(rater.clone()), after });
        }
    }
    edits
}

/// Gives skills other ids, wherever the rubric names them.
fn rename_skills(rubric: &mut Rubric, ids: &BTreeMap<SkillId, SkillId>) {
    let renamed = |id: &SkillId| ids.get(id).unwrap_or(id).clone();
    rubric.skills.iter_mut().for_each(|skill| skill.id = renamed(&skill.id));
    let gates = |gates: &mut Vec<Gate>| {
        for gate in gates {
            match gate {
                Gate::Floor { skill, .. } => *skill = renamed(skill),
                Gate::BusinessHead { floors, .. } => floors.iter_mut().for_each(|(skill, _)| *skill = renamed(skill)),
                Gate::Depth { skills, .. } => skills.iter_mut().for_each(|skill| *skill = renamed(skill)),
                Gate::Traits | Gate::CustomerLearning { .. } => {}
            }
        }
    };
    for Level { not_asked, gates: own, from, .. } in &mut rubric.levels {
        *not_asked = not_asked.iter().map(renamed).collect();
        gates(own);
        for entry in from.values_mut() {
            entry.not_asked = entry.not_asked.iter().map(renamed).collect();
            gates(&mut entry.gates);
        }
    }
}

/// The tier that lies as far up as one of another pyramid.
fn same_place(place: Option<usize>, of: usize, rubric: &Rubric) -> crate::model::TierId {
    let last = rubric.tiers.len().saturating_sub(1);
    let place = place.unwrap_or(0) * last / of.saturating_sub(1).max(1);
    rubric.tiers.get(place.min(last)).map_or_else(|| "".into(), |tier| tier.id.clone())
}

/// Anchors by what their points became; where two points become one, both sentences stand there.
fn carried_anchors(anchors: &[String], became: &[u8], points: usize) -> Vec<String> {
    let mut carried = vec![String::new(); points];
    for (anchor, point) in anchors.iter().zip(became).filter(|(anchor, _)| !anchor.is_empty()) {
        let Some(place) = carried.get_mut(usize::from(*point).wrapping_sub(1)) else { continue };
        if !place.is_empty() {
            place.push('\n');
        }
        place.push_str(anchor);
    }
    carried
}

/// How alike two names are, from 0 to 1: the share of neighbouring pairs of letters that both have (Dice's coefficient),
/// without regard to case, blanks and punctuation.
pub fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |name: &str| {
        let letters: Vec<char> =
            name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let mut pairs: BTreeMap<[char; 2], usize> = BTreeMap::new();
        letters.windows(2).for_each(|pair| *pairs.entry([pair[0], pair[1]]).or_default() += 1);
        pairs
    };
    let (one, other) = (pairs(one), pairs(other));
    let all: usize = one.values().chain(other.values()).sum();
    let both: usize = one.iter().map(|(pair, count)| (*count).min(other.get(pair).copied().unwrap_or(0))).sum();
    if all == 0 { 0.0 } else { 2.0 * both as f64 / all as f64 }
}

#[cfg(test)]
#[path = "rubric_tests.rs"]
mod tests;
