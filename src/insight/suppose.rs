//! What if: how a person would read if the panel agreed on certain scores. Nothing of the session is touched; it is
//! the same reading over other scores, and the difference in words.

use std::collections::BTreeMap;

use crate::model::{SkillId, TierId};

use super::effective::{Scores, Subject};
use super::gates::{GateKind, GateState};
use super::reading::PersonReading;
use super::status::Status;

/// Scores that are supposed, by skill, on points of the scale.
pub type Supposed = BTreeMap<SkillId, u8>;

/// What would be another with certain scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The status now and then, where it would be another.
    pub status: Option<(Status, Status)>,
    /// Tiers whose score would be another, bottom to top.
    pub tiers: Vec<TierShift>,
    /// Gates toward the target that would open or be met, in the order in which they are read.
    pub gates: Vec<GateShift>,
}

/// A tier whose score would be another.
#[derive(Clone, Debug, PartialEq)]
pub struct TierShift {
    /// Which tier.
    pub tier: TierId,
    /// The score now, in points of the scale; none where not enough was seen.
    pub before: Option<f64>,
    /// The score that it would be.
    pub after: Option<f64>,
}

/// A gate that would stand differently.
#[derive(Clone, Debug, PartialEq)]
pub struct GateShift {
    /// Which gate.
    pub kind: GateKind,
    /// Its name.
    pub name: String,
    /// How it stands now.
    pub before: GateState,
    /// How it would stand.
    pub after: GateState,
    /// Why, then.
    pub sentence: String,
}

impl Difference {
    /// Whether nothing would be another.
    pub fn is_nothing(&self) -> bool {
        self.status.is_none() && self.tiers.is_empty() && self.gates.is_empty()
    }
}

impl Subject<'_> {
    /// The effective scores with these agreed in place of what they are.
    pub fn supposing(&self, supposed: &Supposed) -> Scores {
        let column = |skill| self.session.rubric.column(skill);
        let values = supposed.iter().filter_map(|(skill, score)| Some((column(skill)?, f64::from(*score))));
        self.effective().settled(values)
    }
}

/// What is another between two readings of a person.
pub fn difference(before: &PersonReading, after: &PersonReading) -> Difference {
    let tiers = before.tiers.iter().zip(&after.tiers).filter(|(before, after)| before.score != after.score);
    let tiers =
        tiers.map(|(before, after)| TierShift { tier: before.tier.clone(), before: before.score, after: after.score });
    let gates = after.gates.iter().filter_map(|after| {
        let before = before.gates.iter().find(|before| before.kind == after.kind)?;
        (before.state != after.state).then(|| GateShift {
            kind: after.kind.clone(),
            name: after.name.clone(),
            before: before.state,
            after: after.state,
            sentence: after.sentence.clone(),
        })
    });
    Difference {
        status: (before.status != after.status).then_some((before.status, after.status)),
        tiers: tiers.collect(),
        gates: gates.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::Index;
    use crate::insight::kit::Desk;
    use crate::model::Outcome;

    /// A PM on the way to Senior PM whose only open gate is the win.
    fn desk() -> Desk {
        let mut desk = Desk::new(&["ann", "bea"]);
        desk.person("kim", "pm", "senior-pm");
        desk.settle("kim", "market", &[4.0, 4.0, 4.0, 4.0, 2.0]);
        desk.settle("kim", "people", &[3.0, 3.0, 3.0, 3.0, 3.0]);
        desk.two_occasions("kim", "customer-insight");
        desk
    }

    fn suppose(desk: &Desk, supposed: &[(&str, u8)]) -> Difference {
        let index = Index::new(&desk.session);
        let subject = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there");
        let supposed = supposed.iter().map(|(skill, score)| ((*skill).into(), *score)).collect();
        let now = PersonReading::of(&subject, subject.effective());
        difference(&now, &PersonReading::of(&subject, subject.supposing(&supposed)))
    }

    #[test]
    fn a_supposed_score_says_what_it_would_move() {
        let desk = desk();
        let session = desk.session.clone();
        let moved = suppose(&desk, &[("wins-in-market", 3)]);
        assert_eq!(moved.status, Some((Status::Nearly, Status::Ready)));
        let [market] = &moved.tiers[..] else { panic!("{:?}", moved.tiers) };
        assert_eq!((market.tier.as_str(), market.before, market.after), ("market", Some(3.6), Some(3.8)));
        let [wins] = &moved.gates[..] else { panic!("{:?}", moved.gates) };
        assert_eq!((wins.name.as_str(), wins.before, wins.after), ("Wins in market", GateState::Open, GateState::Met));
        assert_eq!(desk.session, session, "the session is untouched");
    }

    #[test]
    fn supposing_what_is_there_moves_nothing() {
        let desk = desk();
        assert!(suppose(&desk, &[]).is_nothing());
        assert!(suppose(&desk, &[("customer-insight", 4), ("wins-in-market", 2)]).is_nothing());
        assert!(suppose(&desk, &[("no-such-skill", 5)]).is_nothing());
    }

    #[test]
    fn what_was_supposed_and_then_agreed_reads_the_same() {
        let mut desk = desk();
        let index = Index::new(&desk.session);
        let subject = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there");
        let supposed = Supposed::from([("data-judgement".into(), 1), ("wins-in-market".into(), 5)]);
        let would_be = PersonReading::of(&subject, subject.supposing(&supposed));
        desk.agree("kim", "data-judgement", Outcome::Score(1));
        desk.agree("kim", "wins-in-market", Outcome::Score(5));
        assert_eq!(desk.read("kim"), would_be);
    }
}
