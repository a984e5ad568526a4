//! The people of a session as JSON: what is read of each by the panel's scores, and what it rests on.

use serde_json::{Map, Value, json};

use crate::insight::flags::{RaisedFlag, raised};
use crate::insight::gates::GateReading;
use crate::insight::{Basis, Index, PersonReading, Robustness, Subject, TierReading};
use crate::model::{PersonId, Session};

/// Everybody, by id.
pub(super) fn of(session: &Session) -> Value {
    let index = Index::new(session);
    let person = |id: &PersonId| {
        let subject = Subject::new(session, &index, id)?;
        let reading = PersonReading::of(&subject, subject.effective());
        Some((id.to_string(), read(session, &subject, reading)))
    };
    Value::Object(session.people.iter().filter_map(|one| person(&one.id)).collect())
}

fn read(session: &Session, subject: &Subject, reading: PersonReading) -> Value {
    let robustness = subject.robustness();
    let revealed = session.is_revealed(&subject.person.id);
    let as_read = |flag: RaisedFlag| if revealed { flag } else { flag.before_the_reveal() };
    let flags: Vec<RaisedFlag> = raised(subject, &reading, &robustness).into_iter().map(as_read).collect();
    let reading = if revealed { reading } else { reading.before_the_reveal() };
    let flags = flags.iter().map(|flag| {
        json!({
            "flag": flag.slug,
            "name": flag.name,
            "reason": flag.reason,
            "for_facilitator": flag.for_facilitator,
            "skills": flag.skills.iter().map(|skill| skill.as_str()).collect::<Vec<_>>(),
        })
    });
    json!({
        "name": subject.person.name,
        "level": subject.person.level.as_ref().map(|level| level.as_str()),
        "target": subject.person.target.as_ref().map(|target| target.as_str()),
        "status": reading.status.words(),
        "why": reading.why,
        "tiers": reading.tiers.iter().map(|one| (one.tier.to_string(), tier(one))).collect::<Map<_, _>>(),
        "gates": reading.gates.iter().map(gate).collect::<Vec<_>>(),
        "flags": flags.collect::<Vec<_>>(),
        "robustness": robust(session, subject, &robustness),
    })
}

fn tier(tier: &TierReading) -> Value {
    json!({
        "score": tier.score,
        "seen": tier.seen,
        "asked": tier.asked,
        "own_bar": tier.own_bar,
        "target_bar": tier.target_bar,
        "words": tier.words(),
    })
}

fn gate(gate: &GateReading) -> Value {
    json!({
        "gate": gate.name,
        "state": gate.state.word(),
        "sentence": gate.words(),
        "skills": gate.skills.iter().map(|skill| skill.as_str()).collect::<Vec<_>>(),
    })
}

/// The status by blind scores, and again without each rater who scored the person.
fn robust(session: &Session, subject: &Subject, robustness: &Robustness) -> Value {
    let status = robustness.status.words();
    let scored = subject
        .views
        .iter()
        .filter(|view| session.rubric.skills.iter().enumerate().any(|(at, _)| view.score(at, Basis::Blind).is_some()))
        .map(|view| view.rater);
    let without = |rater: &crate::model::RaterId| {
        let hinge = robustness.hinges.iter().find(|hinge| hinge.rater == *rater);
        let reads = match (robustness.raters, hinge) {
            (..=1, _) => Value::Null,
            (_, Some(hinge)) => hinge.without.words().into(),
            (_, None) => status.into(),
        };
        (rater.to_string(), reads)
    };
    json!({
        "status": status,
        "raters": robustness.raters,
        "robust": robustness.is_robust(),
        "words": robustness.room_words(&session.rubric),
        "without": scored.map(without).collect::<Map<_, _>>(),
    })
}
