//! What the ratings of one person add up to, as the room `insight` works it out: effective scores and tier scores.

use crate::insight::{EffectiveScore, Index, Source, Subject, TierReading};
use crate::model::{Outcome, Person, Session, SkillId, day_words};

/// Effective and tier scores of one person.
pub(super) struct Standing {
    /// By column of the rubric.
    pub skills: Vec<Option<EffectiveScore>>,
    /// Bottom to top.
    pub tiers: Vec<TierReading>,
}

impl Standing {
    /// Works them out; none for somebody who is not in the session.
    pub(super) fn of(session: &Session, index: &Index, person: &Person) -> Option<Self> {
        let subject = Subject::new(session, index, &person.id)?;
        let scores = subject.effective();
        Some(Self { tiers: subject.tiers(&scores), skills: scores.columns().to_vec() })
    }
}

/// What an effective score rests on; empty where there is neither a score nor a decision.
pub(super) fn basis_words(
    session: &Session,
    person: &Person,
    skill: &SkillId,
    score: Option<EffectiveScore>,
) -> String {
    let cell = (person.id.clone(), skill.clone());
    let agreed = session.decisions.agreed.get(&cell);
    if agreed.is_some_and(|agreed| agreed.outcome == Outcome::NoAgreement) {
        return "no agreement".into();
    }
    match score.map(|score| score.source) {
        None => String::new(),
        Some(Source::Agreed) => "agreed".into(),
        Some(Source::AsRated) => "as rated".into(),
        Some(Source::Marks(1)) => "one mark".into(),
        Some(Source::Marks(raters)) => format!("mean of {raters} marks"),
        Some(Source::Carried(day)) => format!("carried over from {}", day_words(day)),
    }
}

/// A score as it is written into a table: with four digits at most, so that it can be read.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}
