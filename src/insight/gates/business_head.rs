//! Business head: runs a business. Every floor gates by itself, and where the level asks for it, a business case whose
//! money result is recorded.

use super::{Case, GateKind, GateReading, Occasion, Shortfall};
use crate::model::{EvidenceKind, SkillId};

const NAME: &str = "Business head";

pub(super) fn read(case: &Case, floors: &[(SkillId, f64)], business_case: bool) -> GateReading {
    let asked: Vec<&(SkillId, f64)> = floors.iter().filter(|(skill, _)| case.asks(skill)).collect();
    let read: Vec<_> = asked.iter().map(|(skill, at_least)| case.floor(skill, *at_least)).collect();
    let mut words: Vec<String> = read.iter().map(|floor| floor.words.clone()).collect();
    let mut shortfalls: Vec<Shortfall> = read.into_iter().filter_map(|floor| floor.shortfall).collect();
    let mut evidence = Vec::new();
    if business_case {
        let of_kind = || case.subject.evidence.iter().filter(|item| item.kind == EvidenceKind::BusinessCase);
        let with_result: Vec<_> = of_kind().filter(|item| !item.money_result.trim().is_empty()).collect();
        words.push(match (with_result.first(), of_kind().next()) {
            (Some(_), _) => "a business case with its money result".into(),
            (None, Some(_)) => "a business case, without its money result".into(),
            (None, None) => "no business case yet".into(),
        });
        if with_result.is_empty() {
            shortfalls.push(Shortfall::occasions(Occasion::BusinessCase, 1));
        }
        evidence.extend(with_result.iter().map(|item| item.id.clone()));
    }
    if words.is_empty() {
        let sentence = format!("{} asks for none on this way.", case.level_name());
        return GateReading::not_asked(GateKind::BusinessHead, NAME, sentence);
    }
    let sentence = format!("{}: {}.", case.level_name(), words.join(", "));
    GateReading::asked(GateKind::BusinessHead, NAME, sentence, shortfalls)
        .on_skills(asked.iter().map(|(skill, _)| skill.clone()))
        .on_evidence(evidence)
}
