//! Leadership traits. A trait is met when the panel agrees it; without a decision, when enough raters say yes and each
//! of them has dated evidence about the person. The session knows one rater in a person's reporting line, their
//! manager, so two raters are never of one line.

use super::{Case, Cause, GateKind, GateReading, Shortfall};
use crate::insight::points::list;
use crate::model::{LeadershipTrait, TraitAnswer};

const NAME: &str = "Leadership traits";

pub(super) fn read(case: &Case) -> GateReading {
    let traits = &case.subject.session.rubric.traits;
    if traits.is_empty() {
        return GateReading::not_asked(GateKind::Traits, NAME, "The rubric has no traits.");
    }
    let readings: Vec<(&LeadershipTrait, Answer)> = traits.iter().map(|one| (one, answer(case, one))).collect();
    let with = |wanted: fn(&Answer) -> bool| -> Vec<String> {
        readings.iter().filter(|(_, answer)| wanted(answer)).map(|(one, _)| one.name.clone()).collect()
    };
    let mut parts = Vec::new();
    for (names, verdict) in [
        (with(|answer| *answer == Answer::Agreed), "agreed"),
        (with(|answer| *answer == Answer::Seen), "seen by enough raters"),
        (with(|answer| *answer == Answer::AgreedNot), "not yet, as the panel agreed"),
        (with(|answer| *answer == Answer::Missing(0)), "not seen with dated evidence yet"),
    ] {
        if !names.is_empty() {
            parts.push(format!("{}: {verdict}", list(&names)));
        }
    }
    let asked = case.subject.session.rubric.rules.trait_raters;
    for (one, answer) in &readings {
        if let Answer::Missing(yes @ 1..) = answer {
            parts.push(format!("{}: {yes} of {asked} raters", one.name));
        }
    }
    let open = readings.iter().filter(|(_, answer)| matches!(answer, Answer::AgreedNot | Answer::Missing(_)));
    let short = open.map(|(one, _)| Shortfall { cause: Cause::Trait(one.id.clone()), missing: 1.0, one_step: true });
    GateReading::asked(GateKind::Traits, NAME, format!("{}.", parts.join("; ")), short.collect())
}

#[derive(Clone, Copy, PartialEq)]
enum Answer {
    Agreed,
    AgreedNot,
    /// Without a decision, by enough raters.
    Seen,
    /// So many raters say yes with dated evidence, and more are asked.
    Missing(usize),
}

fn answer(case: &Case, one: &LeadershipTrait) -> Answer {
    let subject = case.subject;
    let key = (subject.person.id.clone(), one.id.clone());
    if let Some(agreed) = subject.session.decisions.traits.get(&key) {
        return if agreed.met { Answer::Agreed } else { Answer::AgreedNot };
    }
    let yes = subject.views.iter().filter(|view| {
        Some(view.rater) != case.without
            && view.sheet.traits().get(&key) == Some(&TraitAnswer::Yes)
            && subject.evidence.iter().any(|item| item.author == *view.rater)
    });
    let yes = yes.count();
    let enough = subject.session.rubric.rules.trait_raters as usize;
    if yes >= enough.max(1) { Answer::Seen } else { Answer::Missing(yes) }
}
