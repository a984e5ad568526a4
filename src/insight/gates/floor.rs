//! Floors: one skill that must reach a score, whatever the tier's mean.

use super::{Case, GateKind, GateReading};
use crate::insight::points::{bar_words, score_beside};
use crate::model::SkillId;

pub(super) fn read(case: &Case, skill: &SkillId, at_least: f64) -> GateReading {
    let (kind, name) = (GateKind::Floor(skill.clone()), case.skill_name(skill));
    if !case.asks(skill) {
        return GateReading::not_asked(
            kind,
            name,
            format!("{name} is not asked on this way to {}.", case.level_name()),
        );
    }
    let floor = case.floor(skill, at_least);
    let stands = case
        .skill_score(skill)
        .map_or_else(|| "was not scored".into(), |score| format!("stands at {}", score_beside(score, at_least)));
    let sentence = format!("{name} {stands} and {} asks for {}.", case.level_name(), bar_words(at_least));
    GateReading::asked(kind, name, sentence, floor.shortfall.into_iter().collect()).on_skills([skill.clone()])
}
