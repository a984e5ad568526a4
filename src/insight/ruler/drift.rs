//! Did the standard drift in the course of the meeting? For each person in the order of their reveal: how far what was
//! agreed lies from what the raters had said on their own. It says how the panel agreed over time, and nothing about
//! any rater: scores after talking are no evidence of how somebody rates.

use jiff::Timestamp;

use crate::model::{Outcome, PersonId, Session};

use crate::insight::effective::{Source, Subject};

/// How many people a half of the meeting needs before the two are held against each other.
pub const ENOUGH_A_HALF: usize = 3;

/// How far agreed scores lie from the raters' own, in the order of the reveals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift {
    /// The people with agreed scores, in the order in which they were revealed.
    pub people: Vec<DriftPoint>,
}

/// One person of the meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct DriftPoint {
    /// Who.
    pub person: PersonId,
    /// When they were revealed.
    pub at: Timestamp,
    /// Mean of the agreed scores less the means of the blind marks on the same skills, in points of the scale.
    pub shift: f64,
    /// Over how many skills.
    pub skills: usize,
}

impl Drift {
    pub(super) fn add(&mut self, session: &Session, subject: &Subject<'_>) {
        let id = &subject.person.id;
        let Some(at) = session.decisions.revealed.get(id) else { return };
        let blind = subject.blind(None);
        let first = (id.clone(), crate::model::SkillId::new(""));
        let agreed = session.decisions.agreed.range(first..).take_while(|((person, _), _)| person == id);
        let shifts: Vec<f64> = agreed
            .filter_map(|((_, skill), agreed)| {
                // What was accepted as rated was not talked about.
                let Outcome::Score(score) = agreed.outcome else { return None };
                let rated = blind.at(session.rubric.column(skill)?)?;
                matches!(rated.source, Source::Marks(_)).then_some(f64::from(score) - rated.value)
            })
            .collect();
        if let Some(shift) = mean(&shifts) {
            self.people.push(DriftPoint { person: id.clone(), at: *at, shift, skills: shifts.len() });
        }
    }

    pub(super) fn sort(&mut self) {
        self.people.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.person.cmp(&b.person)));
    }

    /// The mean shift of the first and of the second half of the people; none while either is too short.
    pub fn halves(&self) -> Option<(f64, f64)> {
        let (first, second) = self.people.split_at(self.people.len() / 2);
        if first.len() < ENOUGH_A_HALF {
            return None;
        }
        let shift = |people: &[DriftPoint]| mean(&people.iter().map(|point| point.shift).collect::<Vec<_>>());
        Some((shift(first)?, shift(second)?))
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
