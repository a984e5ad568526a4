//! Is the status robust? It is worked out again with each rater left out, from blind marks alone: what was agreed after
//! talking is no evidence that the raters saw the same. The room reads which skill it hinges on; who it hinges on is
//! for the facilitator.

use std::collections::BTreeSet;

use crate::model::{RaterId, Rubric, Session, SkillId, Tier, TierId};

use super::effective::{Basis, Scores, Subject, View};
use super::gates::Cause;
use super::points::list;
use super::status::{Grounds, Status};

/// The status by blind marks, and what changes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Robustness {
    /// The status by blind marks.
    pub status: Status,
    /// How many raters it rests on.
    pub raters: usize,
    /// The raters without whom it would be another, in the order of their ids. Not worked out for a single rater, on
    /// whom everything hinges.
    pub hinges: Vec<Hinge>,
    /// The status with each rater left out, in the order of their ids; empty for a single rater. For the facilitator
    /// only, as it names raters.
    pub left_out: Vec<(RaterId, Status)>,
}

/// A rater without whom the status would be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hinge {
    /// Who: for the facilitator only.
    pub rater: RaterId,
    /// The status without them.
    pub without: Status,
    /// The skills on which it turns, each by itself, in column order.
    pub skills: Vec<SkillId>,
    /// Where no skill turns it by itself: the tiers on which it does, bottom to top. Empty too where it turns on answers
    /// about traits.
    pub tiers: Vec<TierId>,
}

impl Robustness {
    /// Whether the status is the same whichever rater is left out.
    pub fn is_robust(&self) -> bool {
        self.raters > 1 && self.hinges.is_empty()
    }

    /// The skills that the status hinges on, each once.
    pub fn skills(&self) -> Vec<SkillId> {
        let mut skills: Vec<SkillId> = Vec::new();
        for skill in self.hinges.iter().flat_map(|hinge| &hinge.skills) {
            if !skills.contains(skill) {
                skills.push(skill.clone());
            }
        }
        skills
    }

    /// What the room reads: no name of a rater.
    pub fn room_words(&self, rubric: &Rubric) -> String {
        if self.raters == 0 {
            return "Nobody has scored this person yet.".into();
        }
        if self.raters == 1 {
            return "Rests on one view: ask for a second.".into();
        }
        if self.hinges.is_empty() {
            return "The same whichever rater is left out.".into();
        }
        let skills = self.skills();
        let skills = skills.iter().filter_map(|skill| rubric.skill(skill)).map(|skill| skill.name.clone());
        let hinges_on = |tier: &&Tier| self.hinges.iter().any(|hinge| hinge.tiers.contains(&tier.id));
        let tiers = rubric.tiers.iter().filter(hinges_on).map(|tier| tier.name.clone());
        let names: Vec<String> = skills.chain(tiers).collect();
        if names.is_empty() {
            return "Hinges on the leadership traits: hear both examples.".into();
        }
        format!("Hinges on {}: hear both examples.", list(&names))
    }

    /// What the facilitator reads besides: who it hinges on.
    pub fn facilitator_words(&self, session: &Session) -> String {
        let words = self
            .hinges
            .iter()
            .map(|hinge| format!("Without {} it reads “{}”.", session.rater_name(&hinge.rater), hinge.without.words()));
        words.collect::<Vec<_>>().join(" ")
    }
}

impl Subject<'_> {
    /// The status again with each rater left out.
    pub fn robustness(&self) -> Robustness {
        let skills = self.session.rubric.skills.len();
        let scored = |view: &&View| (0..skills).any(|at| view.score(at, Basis::Blind).is_some());
        let raters: Vec<&RaterId> = self.views.iter().filter(scored).map(|view| view.rater).collect();
        let all = self.blind(None);
        let status = self.blind_status(&all, None);
        let (mut hinges, mut left_out) = (Vec::new(), Vec::new());
        for rater in raters.iter().filter(|_| raters.len() > 1) {
            let less = self.blind(Some(rater));
            let without = self.blind_status(&less, Some(rater));
            left_out.push(((*rater).clone(), without));
            if without != status {
                let skills = self.hinge_skills(&all, &less, status);
                let tiers = if skills.is_empty() { self.hinge_tiers(&all, &less, rater) } else { Vec::new() };
                hinges.push(Hinge { rater: (*rater).clone(), without, skills, tiers });
            }
        }
        Robustness { status, raters: raters.len(), hinges, left_out }
    }

    fn blind_status(&self, scores: &Scores, without: Option<&RaterId>) -> Status {
        self.assess(Grounds { scores, basis: Basis::Blind, without }, self.target).status
    }

    /// The skills that turn the status by themselves, when they alone are read without a rater.
    fn hinge_skills(&self, all: &Scores, less: &Scores, status: Status) -> Vec<SkillId> {
        let skills = self.session.rubric.skills.iter().enumerate();
        let moved = skills.filter(|(at, _)| self.asks(*at) && all.value(*at) != less.value(*at));
        let turns = |at: usize| self.blind_status(&all.with(at, less.value(at)), None) != status;
        moved.filter(|(at, _)| turns(*at)).map(|(_, skill)| skill.id.clone()).collect()
    }

    /// The tiers that read differently without a rater: short of a bar, in doubt, or not enough seen in one case only.
    fn hinge_tiers(&self, all: &Scores, less: &Scores, rater: &RaterId) -> Vec<TierId> {
        let with = self.open_tiers(Grounds { scores: all, basis: Basis::Blind, without: None });
        let without = self.open_tiers(Grounds { scores: less, basis: Basis::Blind, without: Some(rater) });
        let tiers = self.session.rubric.tiers.iter().map(|tier| &tier.id);
        tiers.filter(|tier| with.contains(*tier) != without.contains(*tier)).cloned().collect()
    }

    fn open_tiers(&self, grounds: Grounds) -> BTreeSet<TierId> {
        let assessment = self.assess(grounds, self.target);
        let causes = assessment.gates.into_iter().flat_map(|gate| gate.shortfalls).map(|short| short.cause);
        let short = causes.filter_map(|cause| if let Cause::Tier(tier) = cause { Some(tier) } else { None });
        short.chain(assessment.doubted).chain(self.unseen(grounds.scores, self.target)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::Index;
    use crate::insight::kit::Desk;
    use crate::model::{Outcome, TraitAnswer};

    fn robustness(desk: &Desk) -> Robustness {
        let index = Index::new(&desk.session);
        Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there").robustness()
    }

    fn words(desk: &Desk) -> (String, String) {
        let read = robustness(desk);
        (read.room_words(&desk.session.rubric), read.facilitator_words(&desk.session))
    }

    /// A PM on the way to Senior PM, of whom three raters think alike.
    fn agreed_on() -> Desk {
        let mut desk = Desk::new(&["ann", "bea", "cid"]);
        desk.person("kim", "pm", "senior-pm");
        for rater in ["ann", "bea", "cid"] {
            desk.rate_tier(rater, "kim", "market", &[4, 4, 4, 4, 3]);
            desk.rate_tier(rater, "kim", "people", &[3, 3, 3, 3, 3]);
        }
        desk.two_occasions("kim", "customer-insight");
        desk
    }

    #[test]
    fn raters_who_see_the_same_make_a_robust_status() {
        let desk = agreed_on();
        let read = robustness(&desk);
        assert_eq!((read.status, read.raters, read.is_robust()), (Status::Ready, 3, true));
        assert_eq!(words(&desk), ("The same whichever rater is left out.".into(), String::new()));
    }

    #[test]
    fn the_room_reads_the_skill_and_the_facilitator_the_rater() {
        let mut desk = agreed_on();
        desk.rate("cid", "kim", "wins-in-market", 1);
        let read = robustness(&desk);
        assert_eq!((read.status, read.is_robust()), (Status::Nearly, false));
        let cid = read.hinges.iter().find(|hinge| hinge.rater.as_str() == "cid").expect("it hinges on Cid");
        assert_eq!((cid.without, cid.skills.clone()), (Status::Ready, vec!["wins-in-market".into()]));
        let (room, facilitator) = words(&desk);
        assert_eq!(room, "Hinges on Wins in market: hear both examples.");
        assert_eq!(facilitator, "Without CID it reads “Ready”.");
        assert!(!room.contains("CID"));
    }

    #[test]
    fn the_status_is_told_with_each_rater_left_out() {
        let mut desk = agreed_on();
        desk.rate("cid", "kim", "wins-in-market", 1);
        let told: Vec<(String, Status)> =
            robustness(&desk).left_out.iter().map(|(rater, status)| (rater.to_string(), *status)).collect();
        let nearly = Status::Nearly;
        assert_eq!(told, [("ann".into(), nearly), ("bea".into(), nearly), ("cid".into(), Status::Ready)]);
    }

    #[test]
    fn neither_agreed_nor_revised_scores_make_a_status_robust() {
        let mut desk = agreed_on();
        desk.rate("cid", "kim", "wins-in-market", 1);
        let before = robustness(&desk);
        desk.revise("cid", "kim", "wins-in-market", 3);
        desk.agree("kim", "wins-in-market", Outcome::Score(3));
        assert_eq!(desk.read("kim").status, Status::Ready);
        assert_eq!(robustness(&desk), before);
    }

    #[test]
    fn a_rater_who_is_set_aside_is_not_left_out_a_second_time() {
        let mut desk = agreed_on();
        desk.rate("cid", "kim", "wins-in-market", 1);
        desk.recuse("cid", "kim");
        let read = robustness(&desk);
        assert_eq!((read.raters, read.is_robust()), (2, true));
    }

    #[test]
    fn one_view_is_not_robust_and_none_says_so() {
        let mut desk = Desk::new(&["ann"]);
        desk.person("kim", "pm", "");
        assert_eq!(words(&desk).0, "Nobody has scored this person yet.");
        desk.rate_tier("ann", "kim", "market", &[3, 3, 3, 3, 3]);
        assert!(!robustness(&desk).is_robust());
        assert_eq!(words(&desk).0, "Rests on one view: ask for a second.");
    }

    #[test]
    fn a_status_can_hinge_on_who_saw_a_trait() {
        let mut desk = Desk::new(&["ann", "bea"]);
        desk.person("kim", "senior-pm", "director");
        for rater in ["ann", "bea"] {
            for (tier, score) in [("market", 4), ("people", 3), ("strategy", 2)] {
                desk.rate_tier(rater, "kim", tier, &[score; 5]);
            }
            desk.answer_trait(rater, "kim", "ties", TraitAnswer::Yes);
        }
        for one in ["platform", "customers"] {
            desk.agree_trait("kim", one, true);
        }
        desk.two_occasions("kim", "people-sense");
        let read = robustness(&desk);
        assert_eq!(read.status, Status::Ready);
        assert_eq!(read.hinges.len(), 2);
        assert!(read.hinges.iter().all(|hinge| hinge.without == Status::Nearly));
        assert!(read.hinges.iter().all(|hinge| hinge.skills.is_empty() && hinge.tiers.is_empty()));
        assert_eq!(words(&desk).0, "Hinges on the leadership traits: hear both examples.");
    }

    #[test]
    fn many_small_differences_name_the_tier() {
        let mut desk = Desk::new(&["ann", "bea", "cid"]);
        desk.person("kim", "senior-pm", "");
        for rater in ["ann", "bea"] {
            desk.rate_tier(rater, "kim", "people", &[2, 2, 2, 2, 2]);
        }
        desk.rate_tier("ann", "kim", "market", &[5, 4, 4, 4, 4]);
        desk.rate_tier("bea", "kim", "market", &[2, 2, 2, 3, 2]);
        desk.rate_tier("cid", "kim", "market", &[2, 2, 2, 2, 2]);
        let read = robustness(&desk);
        assert_eq!(read.status, Status::HoldsLevelWell);
        let ann = read.hinges.iter().find(|hinge| hinge.rater.as_str() == "ann").expect("it hinges on Ann");
        assert_eq!(ann.without, Status::LevelNotYetEvidenced);
        assert_eq!((ann.skills.len(), ann.tiers.clone()), (0, vec!["market".into()]));
        assert_eq!(words(&desk).0, "Hinges on Market: hear both examples.");
    }
}
