//! One person as they are talked about: the asked skills, those that decide first, with every mark, the bar that each
//! skill is read against, and who speaks in which order. It holds cells: who may see them is for
//! [`visibility`](super::visibility) to say.

use crate::model::{Agreed, Gate, Manager, Mark, RaterId, Round, SkillId, TierId, WhyNot};

use super::demand::Demand;
use super::effective::Subject;

/// One asked skill as it is talked about.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseSkill {
    /// Which skill.
    pub skill: SkillId,
    /// Its column.
    pub column: usize,
    /// Its tier.
    pub tier: TierId,
    /// What it is read against: the floor that a gate toward the target asks, else the bar of its tier.
    pub bar: Option<f64>,
    /// Whether a gate looks at it, or something turns on it.
    pub decides: bool,
    /// Whether the blind marks lie far enough apart.
    pub contested: bool,
    /// Whether something that is read of the person differs between the lowest blind mark and the highest.
    pub turns: bool,
    /// The marks that count, the own manager's first, then in the order of the raters' ids.
    pub marks: Vec<CaseMark>,
    /// How many could not see it.
    pub could_not_see: usize,
    /// How many say that there was no chance yet.
    pub no_chance_yet: usize,
    /// What the panel settled.
    pub agreed: Option<Agreed>,
}

/// One rater's mark as it counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseMark {
    /// Who.
    pub rater: RaterId,
    /// The last score.
    pub score: u8,
    /// The blind mark, where it was another one. Without a score: not observed, or no answer.
    pub before: Option<Before>,
    /// Whether the person reports to this rater.
    pub own_manager: bool,
}

/// What a rater had answered before the reveal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Another score.
    Score(u8),
    /// No score.
    NoScore,
}

impl CaseSkill {
    /// Whether it is to be talked about by itself, and not accepted with the rest.
    pub fn leads(&self) -> bool {
        self.decides || self.contested
    }

    /// The mean of the marks, at which it would be accepted as rated.
    pub fn mean(&self) -> Option<f64> {
        let sum: f64 = self.marks.iter().map(|mark| f64::from(mark.score)).sum();
        (!self.marks.is_empty()).then(|| sum / self.marks.len() as f64)
    }

    /// Whether all that is known of it comes from the own manager, who can't settle it alone.
    pub fn rests_on_own_manager(&self) -> bool {
        !self.marks.is_empty() && self.marks.iter().all(|mark| mark.own_manager)
    }

    /// The lowest and the highest mark that counts.
    pub fn range(&self) -> Option<(u8, u8)> {
        let scores = || self.marks.iter().map(|mark| mark.score);
        Some((scores().min()?, scores().max()?))
    }

    /// The places of the marks in the order in which their raters speak, where `order` is that of the person: where it is
    /// contested one from each end first, whoever of the two comes first in that order; then the others; then those who
    /// are not in it, being absent. The own manager comes last.
    pub fn speaking_order(&self, order: &[RaterId]) -> Vec<usize> {
        let turn = |place: &usize| {
            let mark = &self.marks[*place];
            let turn = order.iter().position(|rater| *rater == mark.rater);
            (mark.own_manager, turn.unwrap_or(order.len()), *place)
        };
        let mut places: Vec<usize> = (0..self.marks.len()).collect();
        places.sort_by_key(turn);
        let speaks = |place: &usize| !self.marks[*place].own_manager && order.contains(&self.marks[*place].rater);
        let others: Vec<usize> = places.iter().copied().filter(speaks).collect();
        let score = |place: &usize| self.marks[*place].score;
        let (Some(low), Some(high)) = (others.iter().map(score).min(), others.iter().map(score).max()) else {
            return places;
        };
        if !self.contested || low == high {
            return places;
        }
        let end = |wanted: u8| others.iter().copied().find(|place| score(place) == wanted);
        let mut ends: Vec<usize> = [end(low), end(high)].into_iter().flatten().collect();
        ends.sort_by_key(turn);
        places.retain(|place| !ends.contains(place));
        ends.into_iter().chain(places).collect()
    }
}

impl Subject<'_> {
    /// The asked skills: those that decide first, then those that are contested, then the others, each in column order.
    /// Skills that nobody scored are among the others.
    pub fn case_skills(&self) -> Vec<CaseSkill> {
        let spreads = self.spreads();
        let rubric = &self.session.rubric;
        let asked = rubric.skills.iter().enumerate().filter(|(column, skill)| self.asks(*column) && !skill.retired);
        let mut skills: Vec<CaseSkill> = asked
            .map(|(column, skill)| {
                let spread = spreads.iter().find(|spread| spread.skill == skill.id);
                let mut case = CaseSkill {
                    skill: skill.id.clone(),
                    column,
                    tier: skill.tier.clone(),
                    bar: self.bar_of(column),
                    decides: spread.is_some_and(|spread| spread.decides),
                    contested: spread.is_some_and(|spread| spread.contested),
                    turns: spread.is_some_and(|spread| spread.turns),
                    marks: Vec::new(),
                    could_not_see: 0,
                    no_chance_yet: 0,
                    agreed: self.session.decisions.agreed.get(&(self.person.id.clone(), skill.id.clone())).cloned(),
                };
                self.gather_marks(&mut case);
                case
            })
            .collect();
        skills.sort_by_key(|skill| (!skill.decides, !skill.contested && !skill.decides, skill.column));
        skills
    }

    /// What a skill is read against: the highest floor that a gate toward the target, or of the own level, asks of it;
    /// else the bar of its tier.
    pub fn bar_of(&self, column: usize) -> Option<f64> {
        let skill = self.session.rubric.skills.get(column)?;
        let place = self.session.rubric.tier_place(&skill.tier)?;
        let of = |demand: &Demand| {
            let floors = demand.gates.iter().flat_map(floors_of).filter(|(id, _)| *id == skill.id);
            let floor = floors.map(|(_, at_least)| at_least).max_by(f64::total_cmp);
            floor.or_else(|| demand.tiers.get(place).and_then(|tier| tier.bar).filter(|_| demand.asked[column]))
        };
        self.target.and_then(of).or_else(|| self.own.and_then(of))
    }

    fn gather_marks(&self, case: &mut CaseSkill) {
        for view in &self.views {
            let (session, person) = (self.session, &self.person.id);
            let score = match session.last_mark(view.rater, person, &case.skill) {
                None => continue,
                Some(Mark::Score(score)) => score,
                Some(Mark::NotObserved(WhyNot::CouldNotSee)) => {
                    case.could_not_see += 1;
                    continue;
                }
                Some(Mark::NotObserved(WhyNot::NoChanceYet)) => {
                    case.no_chance_yet += 1;
                    continue;
                }
            };
            let revised = session.mark(view.rater, person, &case.skill, Round::Revised).is_some();
            let blind = session.mark(view.rater, person, &case.skill, Round::Blind).and_then(Mark::score);
            let before = blind.map_or(Before::NoScore, Before::Score);
            case.marks.push(CaseMark {
                rater: view.rater.clone(),
                score,
                before: (revised && blind != Some(score)).then_some(before),
                own_manager: self.is_own_manager(view.rater),
            });
        }
        case.marks.sort_by_key(|mark| !mark.own_manager);
    }

    /// Whether the person reports to a rater.
    pub fn is_own_manager(&self, rater: &RaterId) -> bool {
        matches!(&self.person.manager, Manager::Panel(manager) if manager == rater)
    }
}

fn floors_of(gate: &Gate) -> Vec<(SkillId, f64)> {
    match gate {
        Gate::Floor { skill, at_least } => vec![(skill.clone(), *at_least)],
        Gate::BusinessHead { floors, .. } => floors.clone(),
        Gate::Depth { skills, at_least } => skills.iter().map(|skill| (skill.clone(), *at_least)).collect(),
        Gate::Traits | Gate::CustomerLearning { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::insight::Index;
    use crate::insight::kit::Desk;
    use crate::model::Outcome;

    use super::*;

    fn skills(desk: &Desk) -> Vec<CaseSkill> {
        let index = Index::new(&desk.session);
        Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there").case_skills()
    }

    fn skill(desk: &Desk, id: &str) -> CaseSkill {
        skills(desk).into_iter().find(|skill| skill.skill.as_str() == id).expect("it is asked")
    }

    fn managed_by_ann() -> Desk {
        let mut desk = Desk::new(&["ann", "bea", "cid", "dov"]);
        desk.person("kim", "pm", "senior-pm");
        desk.put_person("kim", |kim| kim.manager = Manager::Panel("ann".into()));
        desk
    }

    #[test]
    fn what_decides_comes_first_then_what_is_contested_then_the_rest() {
        let mut desk = managed_by_ann();
        for rater in ["ann", "bea"] {
            desk.rate_tier(rater, "kim", "market", &[4, 4, 4, 4, 3]);
            desk.rate_tier(rater, "kim", "people", &[3, 3, 3, 3, 3]);
        }
        desk.rate("bea", "kim", "honest-feedback", 5);
        let skills = skills(&desk);
        let ranks: Vec<(bool, bool)> = skills.iter().map(|skill| (skill.decides, skill.contested)).collect();
        let first_other = ranks.iter().position(|rank| *rank == (false, false)).expect("some do not lead");
        assert!(ranks[..first_other].iter().all(|(decides, contested)| *decides || *contested));
        assert!(ranks[first_other..].iter().all(|rank| *rank == (false, false)));
        assert!(skills[0].decides && skill(&desk, "honest-feedback").contested);
    }

    #[test]
    fn a_skill_is_read_against_its_floor_else_against_its_tiers_bar() {
        let desk = managed_by_ann();
        assert_eq!(skill(&desk, "wins-in-market").bar, Some(3.0), "the floor for a Senior PM");
        assert_eq!(skill(&desk, "honest-feedback").bar, Some(2.0), "the people bar of a Senior PM");
        let mut desk = managed_by_ann();
        desk.person("kim", "director", "vp");
        assert_eq!(skill(&desk, "profit-and-loss").bar, Some(3.0));
        assert_eq!(skill(&desk, "capital-allocation").bar, Some(2.0));
    }

    #[test]
    fn the_ends_of_a_contested_skill_speak_first_and_the_own_manager_last() {
        let mut desk = managed_by_ann();
        for (rater, score) in [("ann", 1), ("bea", 3), ("cid", 5), ("dov", 2)] {
            desk.rate(rater, "kim", "wins-in-market", score);
        }
        let wins = skill(&desk, "wins-in-market");
        let order = |raters: &[&str]| {
            let raters: Vec<RaterId> = raters.iter().map(RaterId::new).collect();
            let places = wins.speaking_order(&raters);
            places.into_iter().map(|place| wins.marks[place].rater.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(order(&["bea", "cid", "dov", "ann"]), ["cid", "dov", "bea", "ann"], "also with the lowest mark");
        assert_eq!(order(&["dov", "bea", "cid", "ann"]), ["dov", "cid", "bea", "ann"], "not always the same end first");
        assert_eq!(order(&["bea", "dov", "ann"]), ["bea", "dov", "cid", "ann"], "who is absent speaks for nobody");
        assert_eq!(wins.marks[0].rater.as_str(), "ann", "on the strip the own manager comes first");
    }

    #[test]
    fn a_revised_mark_counts_and_the_blind_one_is_kept_beside_it() {
        let mut desk = managed_by_ann();
        desk.rate("bea", "kim", "wins-in-market", 1);
        desk.revise("bea", "kim", "wins-in-market", 3);
        desk.revise("cid", "kim", "wins-in-market", 4);
        let wins = skill(&desk, "wins-in-market");
        let read: Vec<_> = wins.marks.iter().map(|mark| (mark.rater.as_str(), mark.score, mark.before)).collect();
        assert_eq!(read, [("bea", 3, Some(Before::Score(1))), ("cid", 4, Some(Before::NoScore))]);
        assert_eq!(wins.mean(), Some(3.5));
    }

    #[test]
    fn what_only_the_own_manager_saw_rests_on_them() {
        let mut desk = managed_by_ann();
        assert!(!skill(&desk, "wins-in-market").rests_on_own_manager(), "nobody scored it");
        desk.rate("ann", "kim", "wins-in-market", 4);
        assert!(skill(&desk, "wins-in-market").rests_on_own_manager());
        desk.rate("bea", "kim", "wins-in-market", 4);
        assert!(!skill(&desk, "wins-in-market").rests_on_own_manager());
    }

    #[test]
    fn what_was_agreed_stands_beside_the_marks() {
        let mut desk = managed_by_ann();
        desk.rate("bea", "kim", "wins-in-market", 4);
        assert_eq!(skill(&desk, "wins-in-market").agreed, None);
        desk.agree("kim", "wins-in-market", Outcome::Score(3));
        let agreed = skill(&desk, "wins-in-market").agreed.expect("it was agreed");
        assert_eq!(agreed.outcome, Outcome::Score(3));
    }
}
