//! Looking back over the meeting: did the standard move while it went on, which early cases would be judged otherwise by
//! the later standard, and who was judged on one month alone. It reads when scores were agreed, so it needs the history;
//! it says what could be looked at again and changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::edit::{Edit, Entry, History, Step};
use crate::model::{Agreed, Outcome, PersonId, Session, SkillId, StepId};

use super::agenda::one_month;
use super::effective::{Basis, Subject};
use super::index::Index;

/// As many scores as this must have been agreed in each half before anything is said about the standard.
const ENOUGH_SCORES: usize = 4;
/// From here on a difference is worth words, in points of the scale.
const WORTH_WORDS: f64 = 0.4;

/// What there is to look back on.
#[derive(Clone, Debug, PartialEq)]
pub struct LookBack {
    /// How the standard moved; none where too few scores were agreed to say.
    pub drift: Option<Drift>,
    /// People of the first half whose agreed scores lie off the standard of the second, the furthest first.
    pub early_cases: Vec<EarlyCase>,
    /// People all of whose evidence lies in one month, by name.
    pub one_month: Vec<PersonId>,
    /// How many scores were agreed one by one.
    pub agreed: usize,
}

/// How the agreed scores lay to the middle of the blind marks, in the first half of the meeting and in the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// On average in the first half, in points of the scale.
    pub early: f64,
    /// In the second half.
    pub late: f64,
    /// How many scores of the first half.
    pub early_scores: usize,
    /// How many of the second.
    pub late_scores: usize,
}

impl Drift {
    /// How far the standard moved: positive where the panel became more generous.
    pub fn moved(&self) -> f64 {
        self.late - self.early
    }

    /// Whether it moved far enough to be worth a look.
    pub fn is_notable(&self) -> bool {
        self.moved().abs() >= WORTH_WORDS
    }

    /// The same in a sentence or two.
    pub fn words(&self) -> String {
        let at = |value: f64| match (value * 10.0).round() as i64 {
            0 => "at the middle of the marks".to_owned(),
            tenths if tenths > 0 => format!("{:.1} above the middle of the marks", value),
            _ => format!("{:.1} under the middle of the marks", -value),
        };
        let lay = format!(
            "Agreed scores lay {} in the first half, on average, and {} in the second.",
            at(self.early),
            at(self.late)
        );
        let verdict = match self.is_notable() {
            false => "The standard held.",
            true if self.moved() > 0.0 => "The panel became more generous: look at the early cases again.",
            true => "The panel became stricter: look at the early cases again.",
        };
        format!("{verdict} {lay}")
    }
}

/// Somebody who was judged early, by another standard than those who came later.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlyCase {
    /// Who.
    pub person: PersonId,
    /// How far their agreed scores lie off the later standard, in points: negative where they were judged more strictly.
    pub off: f64,
    /// The skills that were agreed one by one.
    pub skills: Vec<SkillId>,
}

impl EarlyCase {
    /// The same in a sentence.
    pub fn words(&self) -> String {
        let (by, how) = (self.off.abs(), if self.off < 0.0 { "more strictly" } else { "more generously" });
        format!("Judged {how} than those who came later, by {by:.1} points on average.")
    }
}

/// One score that the panel agreed on.
struct Judgement {
    at: Timestamp,
    person: PersonId,
    skill: SkillId,
    /// How far it lies off the middle of the blind marks.
    off: f64,
}

/// What there is to look back on now.
pub fn look_back(session: &Session, index: &Index, history: &History) -> LookBack {
    let mut judgements = judgements(session, index, history);
    judgements.sort_by(|a, b| (a.at, &a.person, &a.skill).cmp(&(b.at, &b.person, &b.skill)));
    let mut one: Vec<PersonId> = session
        .people
        .iter()
        .filter(|person| Subject::new(session, index, &person.id).is_some_and(|subject| one_month(&subject).is_some()))
        .map(|person| person.id.clone())
        .collect();
    one.sort_by_cached_key(|person| session.name(person));
    let (drift, early_cases) = drift(&judgements);
    LookBack { drift, early_cases, one_month: one, agreed: judgements.len() }
}

/// The meeting is halved by its people: half of them came first.
fn drift(judgements: &[Judgement]) -> (Option<Drift>, Vec<EarlyCase>) {
    let mut order: Vec<&PersonId> = Vec::new();
    for judgement in judgements {
        if !order.contains(&&judgement.person) {
            order.push(&judgement.person);
        }
    }
    let first: BTreeSet<&PersonId> = order.iter().take(order.len() / 2).copied().collect();
    let (early, late): (Vec<&Judgement>, Vec<&Judgement>) =
        judgements.iter().partition(|judgement| first.contains(&judgement.person));
    if early.len() < ENOUGH_SCORES || late.len() < ENOUGH_SCORES {
        return (None, Vec::new());
    }
    let mean = |these: &[&Judgement]| these.iter().map(|one| one.off).sum::<f64>() / these.len() as f64;
    let drift = Drift { early: mean(&early), late: mean(&late), early_scores: early.len(), late_scores: late.len() };
    if !drift.is_notable() {
        return (Some(drift), Vec::new());
    }
    let mut of: BTreeMap<&PersonId, Vec<&Judgement>> = BTreeMap::new();
    early.iter().for_each(|judgement| of.entry(&judgement.person).or_default().push(judgement));
    let mut cases: Vec<EarlyCase> = of
        .into_iter()
        .map(|(person, these)| EarlyCase {
            person: person.clone(),
            off: mean(&these) - drift.late,
            skills: these.iter().map(|judgement| judgement.skill.clone()).collect(),
        })
        .filter(|case| case.off.abs() >= WORTH_WORDS)
        .collect();
    cases.sort_by(|a, b| b.off.abs().total_cmp(&a.off.abs()).then_with(|| a.person.cmp(&b.person)));
    (Some(drift), cases)
}

/// The scores that stand now and were agreed one by one, each with the moment at which it was last set.
fn judgements(session: &Session, index: &Index, history: &History) -> Vec<Judgement> {
    let moments = moments(history);
    let mut subjects: BTreeMap<&PersonId, Option<Subject>> = BTreeMap::new();
    let agreed = session.decisions.agreed.iter();
    let of = |((person, skill), agreed): (&'_ (PersonId, SkillId), &Agreed)| match agreed.outcome {
        Outcome::Score(score) => Some((person.clone(), skill.clone(), score)),
        _ => None,
    };
    let scores: Vec<_> = agreed.filter_map(of).collect();
    let mut judgements = Vec::new();
    for (person, skill, score) in scores {
        let Some(entry) = session.people.get(&person) else { continue };
        let subject = subjects.entry(&entry.id).or_insert_with(|| Subject::new(session, index, &entry.id));
        let (Some(subject), Some(column)) = (subject, session.rubric.column(&skill)) else { continue };
        let marks: Vec<f64> =
            subject.views.iter().filter_map(|view| view.score(column, Basis::Blind)).map(f64::from).collect();
        let Some(at) = moments.get(&(person.clone(), skill.clone())).filter(|_| !marks.is_empty()) else { continue };
        let middle = marks.iter().sum::<f64>() / marks.len() as f64;
        judgements.push(Judgement { at: *at, person, skill, off: f64::from(score) - middle });
    }
    judgements
}

/// When each agreed score was last set, undone or redone.
fn moments(history: &History) -> BTreeMap<(PersonId, SkillId), Timestamp> {
    let mut moments = BTreeMap::new();
    let mut note = |step: &Step, at: Timestamp| {
        for edit in &step.edits {
            if let Edit::SetAgreed { person, skill, .. } = edit {
                moments.insert((person.clone(), skill.clone()), at);
            }
        }
    };
    let step = |id: &StepId| history.step(id);
    for entry in history.entries() {
        match &**entry {
            Entry::Done(step) => note(step, step.at),
            // Taken back, the score before stands again since it was first set; its moment is near enough.
            Entry::Undone { .. } => {}
            Entry::Redone { step: id, at, .. } => {
                if let Some(step) = step(id) {
                    note(step, *at);
                }
            }
        }
    }
    moments
}

#[cfg(test)]
#[path = "look_back_tests.rs"]
mod tests;
