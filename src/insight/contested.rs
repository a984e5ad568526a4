//! How far the raters' blind marks lie apart, skill by skill, and whether it matters: a skill decides when a gate, a
//! doubt about the level or the status would change between its lowest mark and its highest.

use crate::model::{SkillId, TierId};

use super::effective::{Basis, Scores, Subject};
use super::gates::{GateKind, GateState};
use super::status::{Grounds, Status};

/// The marks of one asked skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// Which skill.
    pub skill: SkillId,
    /// How many raters scored it.
    pub raters: usize,
    /// The lowest blind mark.
    pub low: u8,
    /// The highest blind mark.
    pub high: u8,
    /// Whether they lie far enough apart to be contested, by the rubric's rules.
    pub contested: bool,
    /// Whether something that is read of the person differs between the lowest mark and the highest.
    pub decides: bool,
}

/// What a set of scores comes to, for telling whether another comes to the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The status.
    pub status: Status,
    /// Each gate toward the target with its state.
    pub gates: Vec<(GateKind, GateState)>,
    /// Tiers of the own level in doubt.
    pub doubted: Vec<TierId>,
}

impl Subject<'_> {
    /// What certain scores come to, toward the target or without one.
    pub fn verdict(&self, grounds: Grounds) -> Verdict {
        let assessment = self.assess(grounds, self.target);
        let gates = assessment.gates.into_iter().map(|gate| (gate.kind, gate.state)).collect();
        Verdict { status: assessment.status, gates, doubted: assessment.doubted }
    }

    /// Whether a score, agreed for one skill, would change a gate, a doubt or the status.
    pub fn would_change(&self, skill: &SkillId, score: f64) -> bool {
        let scores = self.effective();
        let Some(column) = self.session.rubric.column(skill) else { return false };
        let changed = scores.with(column, Some(score));
        let verdict = |scores| self.verdict(Grounds { scores, basis: Basis::Effective, without: None });
        verdict(&scores) != verdict(&changed)
    }

    /// The marks of every asked skill that somebody scored, in column order.
    pub fn spreads(&self) -> Vec<Spread> {
        let blind = self.blind(None);
        let rubric = &self.session.rubric;
        let asked = rubric.skills.iter().enumerate().filter(|(column, _)| self.asks(*column));
        asked
            .filter_map(|(column, skill)| {
                let marks = || self.views.iter().filter_map(|view| view.score(column, Basis::Blind));
                let (low, high) = (marks().min()?, marks().max()?);
                Some(Spread {
                    skill: skill.id.clone(),
                    raters: marks().count(),
                    low,
                    high,
                    contested: high - low >= rubric.rules.contested_range.max(1),
                    decides: high > low && self.decides(&blind, column, low, high),
                })
            })
            .collect()
    }

    fn decides(&self, blind: &Scores, column: usize, low: u8, high: u8) -> bool {
        let at = |mark: u8| {
            let scores = blind.with(column, Some(f64::from(mark)));
            self.verdict(Grounds { scores: &scores, basis: Basis::Blind, without: None })
        };
        at(low) != at(high)
    }
}

#[cfg(test)]
mod tests {
    use crate::insight::Index;
    use crate::insight::kit::Desk;

    use super::*;

    fn spread(desk: &Desk, skill: &str) -> Spread {
        let index = Index::new(&desk.session);
        let subject = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there");
        subject.spreads().into_iter().find(|spread| spread.skill.as_str() == skill).expect("the skill was scored")
    }

    #[test]
    fn a_skill_is_contested_from_two_points_and_decides_when_a_gate_turns_on_it() {
        let mut desk = Desk::new(&["ann", "bea"]);
        desk.person("kim", "pm", "senior-pm");
        for rater in ["ann", "bea"] {
            desk.rate_tier(rater, "kim", "market", &[4, 4, 4, 4, 3]);
            desk.rate_tier(rater, "kim", "people", &[3, 3, 3, 3, 3]);
        }
        assert!(!spread(&desk, "wins-in-market").contested);
        desk.rate("ann", "kim", "wins-in-market", 2);
        assert_eq!((spread(&desk, "wins-in-market").contested, spread(&desk, "wins-in-market").decides), (false, true));
        desk.rate("bea", "kim", "wins-in-market", 4);
        let wins = spread(&desk, "wins-in-market");
        assert_eq!((wins.low, wins.high, wins.raters, wins.contested, wins.decides), (2, 4, 2, true, true));
        desk.rate("ann", "kim", "data-judgement", 5);
        desk.rate("bea", "kim", "data-judgement", 3);
        let judgement = spread(&desk, "data-judgement");
        assert!(judgement.contested && !judgement.decides, "market stays over its bar either way");
        desk.revise("bea", "kim", "data-judgement", 5);
        assert!(spread(&desk, "data-judgement").contested, "talking does not unmake what was contested");
    }

    #[test]
    fn a_score_that_turns_a_gate_is_known_before_it_is_agreed() {
        let mut desk = Desk::new(&["ann", "bea"]);
        desk.person("kim", "pm", "senior-pm");
        desk.settle("kim", "market", &[4.0, 4.0, 4.0, 4.0, 3.0]);
        desk.settle("kim", "people", &[3.0, 3.0, 3.0, 3.0, 3.0]);
        let index = Index::new(&desk.session);
        let subject = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there");
        assert!(subject.would_change(&"wins-in-market".into(), 2.0));
        assert!(!subject.would_change(&"wins-in-market".into(), 4.0));
        assert!(!subject.would_change(&"data-judgement".into(), 3.0));
    }
}
