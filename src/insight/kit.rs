//! A session to test with: the default rubric, a panel, and short words for what people do.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::{Index, PersonReading};
use crate::edit::{Actor, Change, Edit, Gesture, Step, Touched};
use crate::model::{
    About, Agreed, AgreedTrait, Evidence, EvidenceKind, Mark, Outcome, Period, Person, PersonId, Phase, Rater, RaterId,
    Round, Rubric, Session, SkillId, TraitAnswer,
};

/// The default rubric.
pub fn rubric() -> Rubric {
    ron::from_str(include_str!("../../assets/rubric.ron")).expect("the default rubric can be read")
}

/// The day that counts as today: the last of the period.
pub fn today() -> Date {
    date(2026, 12, 31)
}

pub fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).expect("a moment")
}

/// A session under way. What is done to it goes through steps, as in the program.
pub struct Desk {
    pub session: Session,
    steps: usize,
}

impl Desk {
    /// A session in Calibrate with these raters, all of whom have submitted.
    pub fn new(raters: &[&str]) -> Self {
        let about = About {
            title: "Product org".into(),
            period: Period::half_year_of(today()),
            phase: Phase::Calibrate,
            created: now(),
            salt: "salt".into(),
            keeping: Default::default(),
        };
        let mut desk = Self { session: Session::new("s".into(), about, rubric()), steps: 0 };
        for rater in raters {
            desk.put_rater(rater, |rater| rater.submitted = None);
        }
        desk
    }

    /// Applies edits as one step of the facilitator.
    pub fn edit(&mut self, edits: Vec<Edit>) -> Touched {
        self.step(edits).apply(&mut self.session).expect("the step fits")
    }

    pub fn step(&mut self, edits: Vec<Edit>) -> Step {
        self.steps += 1;
        let id = format!("step-{}", self.steps);
        Change::new(Actor::Facilitator, Gesture::Rate, edits).at(id.as_str().into(), now())
    }

    pub fn put_rater(&mut self, id: &str, change: impl FnOnce(&mut Rater)) -> Touched {
        let before = self.session.panel.get(&id.into()).cloned();
        let mut after = before.as_deref().cloned().unwrap_or_else(|| Rater::named(id.into(), id.to_uppercase()));
        change(&mut after);
        self.edit(vec![Edit::PutRater { id: id.into(), before, after: Some(Arc::new(after)) }])
    }

    pub fn put_person(&mut self, id: &str, change: impl FnOnce(&mut Person)) -> Touched {
        let before = self.session.people.get(&id.into()).cloned();
        let mut after = before.as_deref().cloned().unwrap_or_else(|| Person::named(id.into(), id.to_uppercase()));
        change(&mut after);
        self.edit(vec![Edit::PutPerson { id: id.into(), before, after: Some(Arc::new(after)) }])
    }

    /// A person of this level and target ("" for none).
    pub fn person(&mut self, id: &str, level: &str, target: &str) -> Touched {
        let level_of = |slug: &str| (!slug.is_empty()).then(|| slug.into());
        self.put_person(id, |person| {
            person.level = level_of(level);
            person.target = level_of(target);
        })
    }

    pub fn mark(&mut self, rater: &str, person: &str, skill: &str, round: Round, after: Option<Mark>) -> Touched {
        let (rater, person, skill): (RaterId, PersonId, SkillId) = (rater.into(), person.into(), skill.into());
        let before = self.session.mark(&rater, &person, &skill, round);
        self.edit(vec![Edit::SetScores { rater, round, cells: vec![(person, skill, before, after)] }])
    }

    pub fn rate(&mut self, rater: &str, person: &str, skill: &str, score: u8) -> Touched {
        self.mark(rater, person, skill, Round::Blind, Some(Mark::Score(score)))
    }

    pub fn revise(&mut self, rater: &str, person: &str, skill: &str, score: u8) -> Touched {
        self.mark(rater, person, skill, Round::Revised, Some(Mark::Score(score)))
    }

    /// One score a skill of a tier, in the rubric's order; 0 leaves a skill without an answer.
    pub fn rate_tier(&mut self, rater: &str, person: &str, tier: &str, scores: &[u8]) {
        let skills = self.skills_of(tier);
        for (skill, score) in skills.iter().zip(scores).filter(|(_, score)| **score > 0) {
            self.rate(rater, person, skill, *score);
        }
    }

    /// Scores of a tier, in the rubric's order, given by Ann and Bea and accepted as rated at exactly these values; 0
    /// leaves a skill out.
    pub fn settle(&mut self, person: &str, tier: &str, scores: &[f64]) {
        let skills = self.skills_of(tier);
        for (skill, score) in skills.iter().zip(scores).filter(|(_, score)| **score > 0.0) {
            for rater in ["ann", "bea"] {
                self.rate(rater, person, skill, score.round() as u8);
            }
            self.agree(person, skill, Outcome::AsRated(*score));
        }
    }

    /// Two dated outcomes that speak to a skill, more than 60 days apart.
    pub fn two_occasions(&mut self, person: &str, skill: &str) {
        for (rater, day) in [("ann", date(2026, 8, 3)), ("bea", date(2026, 11, 20))] {
            self.evidence(rater, person, day, EvidenceKind::Outcome, &[skill], |_| {});
        }
    }

    pub fn read(&self, person: &str) -> PersonReading {
        PersonReading::new(&self.session, &Index::new(&self.session), &person.into()).expect("the person is there")
    }

    pub fn skills_of(&self, tier: &str) -> Vec<String> {
        let skills = self.session.rubric.skills.iter().filter(|skill| skill.tier.as_str() == tier);
        skills.map(|skill| skill.id.to_string()).collect()
    }

    pub fn column(&self, skill: &str) -> usize {
        self.session.rubric.column(&skill.into()).expect("the skill is there")
    }

    pub fn agree(&mut self, person: &str, skill: &str, outcome: Outcome) -> Touched {
        let cell = (person.into(), skill.into());
        let before = self.session.decisions.agreed.get(&cell).cloned();
        let after = Some(Agreed { outcome, reason: "Heard both examples.".into() });
        self.edit(vec![Edit::SetAgreed { person: cell.0, skill: cell.1, before, after }])
    }

    pub fn agree_trait(&mut self, person: &str, one: &str, met: bool) -> Touched {
        self.edit(vec![Edit::SetAgreedTrait {
            person: person.into(),
            leadership_trait: one.into(),
            before: None,
            after: Some(AgreedTrait { met, reason: String::new() }),
        }])
    }

    pub fn answer_trait(&mut self, rater: &str, person: &str, one: &str, answer: TraitAnswer) -> Touched {
        let (rater, person) = (rater.into(), person.into());
        self.edit(vec![Edit::SetTrait {
            rater,
            person,
            leadership_trait: one.into(),
            before: None,
            after: Some(answer),
        }])
    }

    pub fn recuse(&mut self, rater: &str, person: &str) -> Touched {
        let after = Some("Related.".into());
        self.edit(vec![Edit::SetRecusal { rater: rater.into(), person: person.into(), before: None, after }])
    }

    pub fn reveal(&mut self, person: &str) -> Touched {
        self.edit(vec![Edit::Reveal { person: person.into() }])
    }

    pub fn phase(&mut self, after: Phase) -> Touched {
        let before = self.session.about.phase;
        self.edit(vec![Edit::SetPhase { before, after }])
    }

    /// Evidence by a rater, about these skills; what else is known of it is for `more` to say.
    pub fn evidence(
        &mut self,
        rater: &str,
        person: &str,
        day: Date,
        kind: EvidenceKind,
        skills: &[&str],
        more: impl FnOnce(&mut Evidence),
    ) -> Touched {
        let id = format!("e{}", self.steps);
        let mut item = Evidence::plain(id.as_str().into(), person.into(), rater.into(), day, kind, "It happened.");
        item.skills = skills.iter().map(|skill| (*skill).into()).collect();
        more(&mut item);
        self.edit(vec![Edit::PutEvidence { id: item.id.clone(), before: None, after: Some(Box::new(item)) }])
    }

    pub fn rubric(&mut self, change: impl FnOnce(&mut Rubric)) -> Touched {
        let before = self.session.rubric.clone();
        let mut after = (*before).clone();
        change(&mut after);
        self.edit(vec![Edit::PutRubric { before, after: Arc::new(after) }])
    }
}
