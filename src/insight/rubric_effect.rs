//! What another rubric would change: which cells come to be asked and which go, and, where what is added up may be seen,
//! whose status, gates and flags read differently. Two sessions are compared, as it is and as it would be; neither is
//! touched.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{PersonId, RaterId, Session, SkillId};

use super::effective::Subject;
use super::flags;
use super::gates::GateState;
use super::index::Index;
use super::points::{count, list};
use super::reading::PersonReading;
use super::status::Status;
use super::visibility::{Viewer, sees_aggregates, sees_reading_of};

/// What another rubric would change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RubricEffect {
    /// The skills that come to be asked of somebody, or that are asked no longer.
    pub skills: Vec<SkillEffect>,
    /// What reads differently about people. Nothing where what is added up is not open to the viewer.
    pub readings: Option<ReadingEffect>,
}

/// What would change in who is asked for a skill: cells of one rater and one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkillEffect {
    /// The skill.
    pub skill: SkillId,
    /// Its name.
    pub name: String,
    /// Cells that come to be asked.
    pub come: usize,
    /// Cells that are asked no longer.
    pub go: usize,
}

/// What would read differently.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadingEffect {
    /// The people about whom something reads differently: a changed status first, then by name.
    pub people: Vec<PersonEffect>,
    /// Answers that were given and would not be asked any more. They stay, and count again should they be asked again.
    pub set_aside: usize,
    /// Answers that were given without being asked and would count.
    pub counted: usize,
}

/// What would read differently about one person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonEffect {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The status as it is and as it would be, in words, where it changes.
    pub status: Option<(String, String)>,
    /// Gates that would be met, that are open now.
    pub met: Vec<String>,
    /// Gates that would be open, that are met now or not asked.
    pub opened: Vec<String>,
    /// Gates that would not be asked any more.
    pub dropped: Vec<String>,
    /// Flags that would be raised.
    pub raised: Vec<String>,
    /// Flags that would not be raised any more.
    pub lowered: Vec<String>,
}

impl RubricEffect {
    /// Compares a session with what it would be under another rubric, through somebody's eyes; nothing once `outdated`
    /// says that nobody waits for it any more.
    pub fn between(now: &Session, then: &Session, viewer: &Viewer, outdated: &dyn Fn() -> bool) -> Option<Self> {
        let skills = skills(now, then, outdated)?;
        if !sees_aggregates(now, viewer) {
            return Some(Self { skills, readings: None });
        }
        Some(Self { skills, readings: Some(ReadingEffect::between(now, then, viewer, outdated)?) })
    }

    /// Cells that come to be asked, and cells that are asked no longer.
    pub fn cells(&self) -> (usize, usize) {
        self.skills.iter().fold((0, 0), |(come, go), skill| (come + skill.come, go + skill.go))
    }

    /// The cells in a sentence: "12 cells come to be asked, 3 go."
    pub fn cells_words(&self) -> String {
        match self.cells() {
            (0, 0) => "Raters are asked for the same cells as now.".into(),
            (come, 0) => format!("{} come to be asked.", super::points::capital(&count(come, "cell", "cells"))),
            (0, go) => format!("{} no longer asked.", super::points::capital(&count(go, "cell is", "cells are"))),
            (come, go) => format!(
                "{} come to be asked, {} no longer.",
                super::points::capital(&count(come, "cell", "cells")),
                count(go, "is", "are")
            ),
        }
    }
}

impl ReadingEffect {
    fn between(now: &Session, then: &Session, viewer: &Viewer, outdated: &dyn Fn() -> bool) -> Option<Self> {
        let (index_now, index_then) = (Index::new(now), Index::new(then));
        let mut people = Vec::new();
        for person in now.people.iter().filter(|person| sees_reading_of(now, viewer, &person.id)) {
            if outdated() {
                return None;
            }
            people.extend(person_effect((now, &index_now), (then, &index_then), &person.id));
        }
        people.sort_by(|a, b| {
            let key = |one: &PersonEffect| (one.status.is_none(), one.name.clone(), one.person.clone());
            key(a).cmp(&key(b))
        });
        let (set_aside, counted) = answers(now, then, outdated)?;
        Some(Self { people, set_aside, counted })
    }
}

impl PersonEffect {
    /// What changes besides the status, in a sentence or two; empty where nothing else does.
    pub fn words(&self) -> String {
        let mut sentences = Vec::new();
        for (before, names) in [("Met", &self.met), ("Open", &self.opened), ("Not asked any more", &self.dropped)] {
            if !names.is_empty() {
                sentences.push(format!("{before}: {}.", list(names)));
            }
        }
        let quoted = |flags: &[String]| list(&flags.iter().map(|flag| format!("“{flag}”")).collect::<Vec<_>>());
        for (verb, flags) in [("Raises", &self.raised), ("No longer raises", &self.lowered)] {
            if !flags.is_empty() {
                sentences.push(format!("{verb} {}.", quoted(flags)));
            }
        }
        sentences.join(" ")
    }
}

/// What a person reads like, for comparing.
struct Read {
    status: Status,
    words: String,
    gates: BTreeMap<String, GateState>,
    /// By slug, as the name may be another one then.
    flags: BTreeMap<&'static str, String>,
}

fn read(session: &Session, index: &Index, person: &PersonId) -> Option<Read> {
    let subject = Subject::new(session, index, person)?;
    let reading = PersonReading::of(&subject, subject.effective());
    let flags = flags::raised(&subject, &reading, &subject.robustness());
    Some(Read {
        status: reading.status,
        words: reading.status.words_toward(&session.rubric, subject.person.target.as_ref()),
        gates: reading.gates.iter().map(|gate| (gate.name.clone(), gate.state)).collect(),
        flags: flags.into_iter().map(|flag| (flag.slug, flag.name)).collect(),
    })
}

fn person_effect(now: (&Session, &Index), then: (&Session, &Index), person: &PersonId) -> Option<PersonEffect> {
    let before = read(now.0, now.1, person)?;
    let after = read(then.0, then.1, person)?;
    let mut effect = PersonEffect {
        person: person.clone(),
        name: now.0.name(person),
        status: (before.status != after.status || before.words != after.words).then_some((before.words, after.words)),
        met: Vec::new(),
        opened: Vec::new(),
        dropped: Vec::new(),
        raised: only_in(&after.flags, &before.flags),
        lowered: only_in(&before.flags, &after.flags),
    };
    let names: BTreeSet<&String> = before.gates.keys().chain(after.gates.keys()).collect();
    for name in names {
        let state = |gates: &BTreeMap<String, GateState>| gates.get(name).copied().unwrap_or(GateState::NotAsked);
        let list = match (state(&before.gates), state(&after.gates)) {
            (was, is) if was == is => continue,
            (_, GateState::Met) => &mut effect.met,
            (_, GateState::Open) => &mut effect.opened,
            (_, GateState::NotAsked) => &mut effect.dropped,
        };
        list.push(name.clone());
    }
    let changed = effect.status.is_some()
        || !(effect.met.is_empty() && effect.opened.is_empty() && effect.dropped.is_empty())
        || !(effect.raised.is_empty() && effect.lowered.is_empty());
    changed.then_some(effect)
}

/// The names of the flags that are raised in one reading and not in another.
fn only_in(one: &BTreeMap<&'static str, String>, other: &BTreeMap<&'static str, String>) -> Vec<String> {
    one.iter().filter(|(slug, _)| !other.contains_key(*slug)).map(|(_, name)| name.clone()).collect()
}

/// Every skill with the cells of one rater and person that come to be asked and that go.
fn skills(now: &Session, then: &Session, outdated: &dyn Fn() -> bool) -> Option<Vec<SkillEffect>> {
    let raters = raters_of(now);
    let mut cells: BTreeMap<&SkillId, (usize, usize)> = BTreeMap::new();
    for person in now.people.iter() {
        if outdated() {
            return None;
        }
        let raters = raters.get(&person.id).map_or(0, Vec::len);
        for (skill, was, is) in asked(now, then, &person.id) {
            let (come, go) = cells.entry(skill).or_default();
            *come += if is && !was { raters } else { 0 };
            *go += if was && !is { raters } else { 0 };
        }
    }
    let order =
        then.rubric.skills.iter().chain(now.rubric.skills.iter().filter(|one| then.rubric.skill(&one.id).is_none()));
    let changed = order.filter_map(|skill| {
        let (come, go) = cells.get(&skill.id).copied().filter(|cells| *cells != (0, 0))?;
        Some(SkillEffect { skill: skill.id.clone(), name: skill.name.clone(), come, go })
    });
    Some(changed.collect())
}

/// Each skill of either rubric: whether it is asked of a person now, and then.
fn asked<'a>(now: &'a Session, then: &'a Session, person: &PersonId) -> Vec<(&'a SkillId, bool, bool)> {
    let flags =
        |session: &Session| session.people.get(person).map(|person| session.asked_of(person)).unwrap_or_default();
    let (was, is) = (flags(now), flags(then));
    let at = |session: &Session, flags: &[bool], skill: &SkillId| {
        session.rubric.column(skill).and_then(|column| flags.get(column)).copied().unwrap_or(false)
    };
    let skills: BTreeSet<&SkillId> =
        now.rubric.skills.iter().chain(&then.rubric.skills).map(|skill| &skill.id).collect();
    skills.into_iter().map(|skill| (skill, at(now, &was, skill), at(then, &is, skill))).collect()
}

/// Who is asked to rate whom, less those who are set aside.
fn raters_of(session: &Session) -> BTreeMap<PersonId, Vec<RaterId>> {
    let mut raters: BTreeMap<PersonId, Vec<RaterId>> = BTreeMap::new();
    for rater in session.panel.iter().filter(|rater| rater.rates) {
        for person in rater.rated_people.iter().filter(|person| !session.is_recused(&rater.id, person)) {
            raters.entry(person.clone()).or_default().push(rater.id.clone());
        }
    }
    raters
}

/// Answers that would not be asked any more, and answers that would be asked for the first time.
fn answers(now: &Session, then: &Session, outdated: &dyn Fn() -> bool) -> Option<(usize, usize)> {
    let (mut set_aside, mut counted) = (0, 0);
    for (row, person) in now.people.iter().enumerate() {
        if outdated() {
            return None;
        }
        let answered = |skill: &SkillId| {
            let Some(column) = now.rubric.column(skill) else { return 0 };
            now.ratings.sheets().filter(|(_, sheet)| sheet.row(row).get(column).is_some_and(|byte| *byte != 0)).count()
        };
        for (skill, was, is) in asked(now, then, &person.id).into_iter().filter(|(_, was, is)| was != is) {
            let place = if was && !is { &mut set_aside } else { &mut counted };
            *place += answered(skill);
        }
    }
    Some((set_aside, counted))
}

#[cfg(test)]
#[path = "rubric_effect_tests.rs"]
mod tests;
