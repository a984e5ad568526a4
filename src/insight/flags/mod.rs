//! Flags: what the panel should look at before it decides. Each has a definition in the rubric's data (its name, when it
//! is raised, its figures), a reason in words, and the skills and evidence behind it. A flag is one entry of one of the lists in the files here;
//! nothing else has to know of it.

mod of_evidence;
mod of_raters;
mod of_scores;

use crate::model::{EvidenceId, FlagRule, Rubric, Session, SkillId};

use super::effective::Subject;
use super::gates::LATER;
use super::reading::PersonReading;
use super::robust::Robustness;

/// A flag that can be raised.
#[derive(Debug)]
pub struct Flag {
    /// Slug: the rubric changes the flag's figures under this name.
    pub slug: &'static str,
    /// Its name, as it is read.
    pub name: &'static str,
    /// When it is raised, in a sentence.
    pub meaning: &'static str,
    /// How it is meant.
    pub tone: Tone,
    /// The figures that it comes with; those that are zero it has no use for.
    pub figures: Figures,
    find: fn(&Ground, &Figures) -> Option<Found>,
}

/// How a flag is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// A strength that should not be overlooked.
    Good,
    /// Something to know.
    Plain,
    /// Something to watch.
    Watch,
    /// A risk.
    Risk,
}

/// The figures that a flag is raised by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// In points of the scale.
    pub points: f64,
    /// How many items, skills or raters.
    pub count: usize,
    /// In days.
    pub days: u32,
    /// A share, 0 to 1.
    pub share: f64,
}

impl Figures {
    const NONE: Self = Self { points: 0.0, count: 0, days: 0, share: 0.0 };

    fn changed_by(self, rule: &FlagRule) -> Self {
        Self {
            points: rule.points.unwrap_or(self.points),
            count: rule.count.map_or(self.count, |count| count as usize),
            days: rule.days.unwrap_or(self.days),
            share: rule.share.unwrap_or(self.share),
        }
    }
}

/// A flag raised for a person.
#[derive(Clone, Debug, PartialEq)]
pub struct RaisedFlag {
    /// Slug of the flag.
    pub slug: &'static str,
    /// Its name, as the rubric has it.
    pub name: String,
    /// How it is meant.
    pub tone: Tone,
    /// Why, in words that the room may read: no rater's name, and nothing quoted from evidence.
    pub reason: String,
    /// What the facilitator reads besides; empty for most.
    pub for_facilitator: String,
    /// The skills behind it, in column order.
    pub skills: Vec<SkillId>,
    /// The evidence behind it, by date. Who may open it is for `visibility` to say.
    pub evidence: Vec<EvidenceId>,
}

impl RaisedFlag {
    /// The flag as it reads before the person's reveal. That it is raised is known by then; which skills and evidence
    /// are behind it, and by how much, are raters' own words and marks, and open with the reveal.
    pub fn before_the_reveal(mut self) -> Self {
        if self.slug == of_raters::CONTESTED {
            self.reason = "Raters differ where it decides. On what, and by how much, opens with the reveal.".into();
        } else if !(self.skills.is_empty() && self.evidence.is_empty()) {
            self.reason = LATER.into();
        }
        self.skills.clear();
        self.evidence.clear();
        self
    }
}

/// What a flag found.
#[derive(Default)]
struct Found {
    reason: String,
    for_facilitator: String,
    skills: Vec<SkillId>,
    evidence: Vec<EvidenceId>,
}

impl Found {
    fn because(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), ..Self::default() }
    }
}

/// What flags look at.
struct Ground<'a> {
    subject: &'a Subject<'a>,
    reading: &'a PersonReading,
    robustness: &'a Robustness,
}

impl<'a> Ground<'a> {
    fn session(&self) -> &'a Session {
        self.subject.session
    }

    fn rubric(&self) -> &'a Rubric {
        &self.subject.session.rubric
    }

    fn skill_name(&self, skill: &SkillId) -> String {
        self.rubric().skill(skill).map_or_else(|| skill.to_string(), |skill| skill.name.clone())
    }

    fn skill_names(&self, skills: &[SkillId]) -> Vec<String> {
        skills.iter().map(|skill| self.skill_name(skill)).collect()
    }

    /// The columns that are asked of the person.
    fn asked(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.rubric().skills.len()).filter(|column| self.subject.asks(*column))
    }
}

/// Every flag that there is, in the order in which they are read.
pub fn all() -> impl Iterator<Item = &'static Flag> {
    of_scores::FLAGS.iter().chain(of_evidence::FLAGS).chain(of_raters::FLAGS)
}

/// The figures of a flag under a rubric; none where the rubric has turned it off.
pub fn figures(rubric: &Rubric, flag: &Flag) -> Option<Figures> {
    match rubric.rules.flags.get(flag.slug) {
        Some(rule) if rule.off => None,
        Some(rule) => Some(flag.figures.changed_by(rule)),
        None => Some(flag.figures),
    }
}

/// A flag's name under a rubric.
pub fn name<'a>(rubric: &'a Rubric, flag: &Flag) -> &'a str {
    let own = rubric.rules.flags.get(flag.slug).map(|rule| rule.name.trim());
    own.filter(|name| !name.is_empty()).unwrap_or(flag.name)
}

/// When a flag is raised under a rubric, in a sentence.
pub fn meaning<'a>(rubric: &'a Rubric, flag: &Flag) -> &'a str {
    let own = rubric.rules.flags.get(flag.slug).map(|rule| rule.meaning.trim());
    own.filter(|meaning| !meaning.is_empty()).unwrap_or(flag.meaning)
}

/// The flags that a rubric changes and that do not exist: a slug misspelt.
pub fn unknown(rubric: &Rubric) -> Vec<String> {
    rubric.rules.flags.keys().filter(|slug| !all().any(|flag| flag.slug == **slug)).cloned().collect()
}

/// The flags raised for a person, in the order of [`all`].
pub fn raised(subject: &Subject, reading: &PersonReading, robustness: &Robustness) -> Vec<RaisedFlag> {
    let ground = Ground { subject, reading, robustness };
    let raise = |flag: &Flag| {
        let found = (flag.find)(&ground, &figures(ground.rubric(), flag)?)?;
        Some(RaisedFlag {
            slug: flag.slug,
            name: name(ground.rubric(), flag).to_owned(),
            tone: flag.tone,
            reason: found.reason,
            for_facilitator: found.for_facilitator,
            skills: found.skills,
            evidence: found.evidence,
        })
    };
    all().filter_map(raise).collect()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
