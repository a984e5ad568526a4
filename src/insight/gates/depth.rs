//! Depth: one of certain skills at a high score, with an outcome in evidence that speaks to it.

use super::{Case, GateKind, GateReading, Occasion, Shortfall};
use crate::insight::points::list;
use crate::model::{Evidence, EvidenceKind, SkillId};

const NAME: &str = "Depth";

pub(super) fn read(case: &Case, skills: &[SkillId], at_least: f64) -> GateReading {
    let asked: Vec<SkillId> = skills.iter().filter(|skill| case.asks(skill)).cloned().collect();
    if asked.is_empty() {
        let sentence = format!("{} asks for none on this way.", case.level_name());
        return GateReading::not_asked(GateKind::Depth, NAME, sentence);
    }
    let mut readings: Vec<Reading> = asked.iter().map(|skill| Reading::of(case, skill, at_least)).collect();
    readings.sort_by(|a, b| a.distance().total_cmp(&b.distance()));
    let words: Vec<String> = readings.iter().map(|reading| reading.words.clone()).collect();
    let nearest = readings.swap_remove(0);
    let sentence = if nearest.shortfalls.is_empty() {
        format!("{}: {}.", case.level_name(), nearest.words)
    } else {
        let one_of = if words.len() > 1 { " (one is enough)" } else { "" };
        format!("{}: {}{one_of}.", case.level_name(), list(&words))
    };
    GateReading::asked(GateKind::Depth, NAME, sentence, nearest.shortfalls)
        .on_skills(asked)
        .on_evidence(nearest.outcomes.iter().map(|item| item.id.clone()))
}

/// One of the skills, with its score and its outcomes.
struct Reading<'a> {
    words: String,
    shortfalls: Vec<Shortfall>,
    outcomes: Vec<&'a Evidence>,
}

impl<'a> Reading<'a> {
    fn of(case: &Case<'a>, skill: &SkillId, at_least: f64) -> Self {
        let floor = case.floor(skill, at_least);
        let outcomes: Vec<&Evidence> = case
            .subject
            .evidence
            .iter()
            .copied()
            .filter(|item| is_outcome(item) && item.skills.contains(skill))
            .collect();
        let mut shortfalls: Vec<Shortfall> = floor.shortfall.into_iter().collect();
        let with = if outcomes.is_empty() {
            shortfalls.push(Shortfall::occasions(Occasion::DepthOutcome, 1));
            "without an outcome"
        } else {
            "with an outcome"
        };
        Self { words: format!("{} {with}", floor.words), shortfalls, outcomes }
    }

    fn distance(&self) -> f64 {
        self.shortfalls.iter().map(|shortfall| shortfall.missing).sum()
    }
}

/// Whether something came of it, in the field or in money.
fn is_outcome(item: &Evidence) -> bool {
    match item.kind {
        EvidenceKind::Outcome => true,
        EvidenceKind::BusinessCase => !item.money_result.trim().is_empty(),
        _ => false,
    }
}
