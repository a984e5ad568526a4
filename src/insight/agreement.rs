//! What the panel needs to settle a person: which scores can be accepted as rated, when a reason is owed, who speaks
//! when, and whether the person had better be parked. Nothing here decides; it says what a decision would have to carry.

use crate::edit::Edit;
use crate::model::{Agreed, Manager, Outcome, Person, PersonId, Placement, RaterId, Session, SkillId};

use super::effective::{Basis, Subject, View};
use super::placing;
use super::points::meets;
use super::status::Grounds;

/// Why a reason is owed for an agreed score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owed {
    /// It changes a gate, a doubt about the level, or the status.
    ChangesGate,
    /// It differs from what the own manager gave.
    DiffersFromManager,
    /// It lies a point or more from the middle of the marks.
    FarFromMiddle,
    /// There is no agreement: the views are to be recorded.
    NoAgreement,
}

impl Owed {
    /// Why, as it reads after "Owed here:".
    pub fn words(self) -> &'static str {
        match self {
            Self::ChangesGate => "it decides a gate",
            Self::DiffersFromManager => "it differs from the manager’s score",
            Self::FarFromMiddle => "it lies a point or more from the middle of the marks",
            Self::NoAgreement => "record the views",
        }
    }
}

impl View<'_> {
    /// The score that a rater gave first: the blind one, or a later one where they came late.
    pub fn first_score(&self, column: usize) -> Option<u8> {
        self.score(column, Basis::Blind).or_else(|| self.score(column, Basis::Effective))
    }
}

impl Subject<'_> {
    /// Why a reason is owed for an outcome, the weightiest first; empty where none is. It is compared with what raters
    /// gave first: a mark that was revised in the room changed too, and why it did is what nobody could say later.
    pub fn reasons_owed(&self, skill: &SkillId, outcome: Outcome) -> Vec<Owed> {
        let Some(column) = self.session.rubric.column(skill) else { return Vec::new() };
        let score = match outcome {
            Outcome::NoAgreement => return vec![Owed::NoAgreement],
            // What is accepted as rated is what the raters gave.
            Outcome::AsRated(_) => return Vec::new(),
            Outcome::Score(score) => f64::from(score),
        };
        let mut owed = Vec::new();
        if self.changes_verdict(column, score) {
            owed.push(Owed::ChangesGate);
        }
        if self.manager_score(column).is_some_and(|own| (f64::from(own) - score).abs() > 1e-6) {
            owed.push(Owed::DiffersFromManager);
        }
        if self.middle(column).is_some_and(|middle| meets((middle - score).abs(), 1.0)) {
            owed.push(Owed::FarFromMiddle);
        }
        owed
    }

    /// Whether an agreed score comes to something else than the marks by themselves.
    fn changes_verdict(&self, column: usize, score: f64) -> bool {
        let settled = self.effective();
        let as_marked = settled.with(column, self.marks_mean(column));
        let agreed = settled.with(column, Some(score));
        let verdict = |scores| self.verdict(Grounds { scores, basis: Basis::Effective, without: None });
        verdict(&as_marked) != verdict(&agreed)
    }

    /// The mean of the raters' last marks.
    pub fn marks_mean(&self, column: usize) -> Option<f64> {
        let marks: Vec<f64> =
            self.views.iter().filter_map(|view| view.score(column, Basis::Effective)).map(f64::from).collect();
        (!marks.is_empty()).then(|| marks.iter().sum::<f64>() / marks.len() as f64)
    }

    /// The middle of the marks that raters gave first: the median.
    pub fn middle(&self, column: usize) -> Option<f64> {
        let mut marks: Vec<u8> = self.views.iter().filter_map(|view| view.first_score(column)).collect();
        marks.sort_unstable();
        let half = marks.len() / 2;
        match marks.len() {
            0 => None,
            odd if odd % 2 == 1 => Some(f64::from(marks[half])),
            _ => Some((f64::from(marks[half - 1]) + f64::from(marks[half])) / 2.0),
        }
    }

    /// What the person's own manager gave first.
    pub fn manager_score(&self, column: usize) -> Option<u8> {
        let Manager::Panel(manager) = &self.person.manager else { return None };
        self.views.iter().find(|view| view.rater == manager)?.first_score(column)
    }

    /// The skills that can be accepted as rated: asked, scored, not settled, and not contested where it decides. With
    /// the mean that would be settled, in column order.
    pub fn acceptable(&self) -> Vec<(SkillId, f64)> {
        let decided: Vec<SkillId> = self
            .spreads()
            .into_iter()
            .filter(|spread| spread.contested && spread.decides)
            .map(|spread| spread.skill)
            .collect();
        let skills = self.session.rubric.skills.iter().enumerate().filter(|(column, _)| self.asks(*column));
        let open = skills.filter(|(_, skill)| !decided.contains(&skill.id) && self.agreed(&skill.id).is_none());
        open.filter_map(|(column, skill)| Some((skill.id.clone(), self.marks_mean(column)?))).collect()
    }

    /// The edits that accept all the rest as rated.
    pub fn accept_as_rated(&self) -> Vec<Edit> {
        let accept = |(skill, mean): (SkillId, f64)| Edit::SetAgreed {
            person: self.person.id.clone(),
            skill,
            before: None,
            after: Some(Agreed { outcome: Outcome::AsRated(mean), reason: String::new() }),
        };
        self.acceptable().into_iter().map(accept).collect()
    }

    /// What the panel settled for a skill.
    pub fn agreed(&self, skill: &SkillId) -> Option<&Agreed> {
        self.session.decisions.agreed.get(&(self.person.id.clone(), skill.clone()))
    }

    /// The agreed scores whose reason is owed and missing, in column order.
    pub fn reasons_missing(&self) -> Vec<(SkillId, Vec<Owed>)> {
        let skills = self.session.rubric.skills.iter();
        let missing = skills.filter_map(|skill| {
            let agreed = self.agreed(&skill.id).filter(|agreed| agreed.reason.trim().is_empty())?;
            let owed = self.reasons_owed(&skill.id, agreed.outcome);
            (!owed.is_empty()).then(|| (skill.id.clone(), owed))
        });
        missing.collect()
    }

    /// The views on a skill as they are recorded where there is no agreement: how many gave which score, without names.
    pub fn views_in_words(&self, column: usize) -> String {
        let mut marks: Vec<u8> = self.views.iter().filter_map(|view| view.score(column, Basis::Effective)).collect();
        marks.sort_unstable();
        let each = marks.chunk_by(|a, b| a == b).filter_map(|same| {
            Some(match same.len() {
                1 => format!("one sees {}", same.first()?),
                many => format!("{} see {}", super::points::count(many, "", "").trim(), same.first()?),
            })
        });
        super::points::capital(&each.collect::<Vec<_>>().join(", "))
    }
}

/// What a placement still lacks, as it reads after "Still owed:"; empty where it is complete.
pub fn placement_lacks(placement: &Placement) -> Vec<&'static str> {
    let words = |owed| match owed {
        placing::Owed::Reason => "a reason",
        placing::Owed::Owner => "an owner",
        placing::Owed::Until => "a date",
        placing::Owed::StepOwner => "an owner of the next step",
        placing::Owed::StepDate => "a date of the next step",
    };
    placing::owed(placement).into_iter().map(words).collect()
}

/// Why a person had better be parked: nobody is there who could speak for the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParkAdvice {
    /// The own manager is absent.
    ManagerAbsent(RaterId),
    /// The only rater is absent.
    OnlyRaterAbsent(RaterId),
}

impl ParkAdvice {
    /// The advice as a sentence. It names who is absent, which the room sees for itself; it says nothing about marks.
    pub fn words(&self, session: &Session) -> String {
        match self {
            Self::ManagerAbsent(rater) => {
                format!("{}, the own manager, is absent: better park.", session.rater_name(rater))
            }
            Self::OnlyRaterAbsent(_) => "The only rater is absent: better park.".into(),
        }
    }
}

/// Whether a person had better be parked for who is absent.
pub fn park_advice(session: &Session, person: &Person) -> Option<ParkAdvice> {
    if let Manager::Panel(manager) = &person.manager
        && session.meeting.is_absent(manager)
    {
        return Some(ParkAdvice::ManagerAbsent(manager.clone()));
    }
    match &raters_of(session, &person.id)[..] {
        [only] if session.meeting.is_absent(only) => Some(ParkAdvice::OnlyRaterAbsent(only.clone())),
        _ => None,
    }
}

/// Those who scored a person and are not set aside, by name.
fn raters_of(session: &Session, person: &PersonId) -> Vec<RaterId> {
    let Some(row) = session.people.place(person) else { return Vec::new() };
    let scored = |rater: &RaterId| {
        session.ratings.sheet(rater).is_some_and(|sheet| sheet.row(row).iter().any(|byte| !matches!(byte, 0 | 255)))
    };
    let raters = session.raters().into_iter().map(|rater| rater.id.clone());
    raters.filter(|rater| scored(rater) && !session.is_recused(rater, person)).collect()
}

/// Who speaks when about a person: those who are there and rated them, the own manager last. Somebody else begins with
/// every person, so that it is not always the same voice that sets the tone.
pub fn speaking_order(session: &Session, person: &Person) -> Vec<RaterId> {
    let present = raters_of(session, &person.id).into_iter().filter(|rater| !session.meeting.is_absent(rater));
    let is_manager = |rater: &RaterId| person.manager == Manager::Panel(rater.clone());
    let (last, mut order): (Vec<RaterId>, Vec<RaterId>) = present.partition(is_manager);
    if !order.is_empty() {
        let first = session.people.place(&person.id).unwrap_or_default() % order.len();
        order.rotate_left(first);
    }
    order.extend(last);
    order
}

#[cfg(test)]
#[path = "agreement_tests.rs"]
mod tests;
