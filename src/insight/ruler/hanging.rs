//! What hangs on the ruler: skills on which raters lie far apart, and people whose status would read differently
//! without one rater. Both are counted for everybody; which marks stand behind them opens with each person's reveal.

use crate::insight::effective::Subject;
use crate::insight::status::Status;
use crate::insight::{Hinge, Spread};
use crate::model::PersonId;

/// How far apart the raters' blind marks lie, over all people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contested {
    /// Asked skills of people that were scored by two raters or more.
    pub compared: usize,
    /// How many of them are contested.
    pub contested: usize,
    /// How many of those decide: a gate looks at them, or something turns on them.
    pub deciding: usize,
    /// The people with a contested skill, those with the most deciding ones first; then by the order of their ids.
    pub people: Vec<ContestedPerson>,
}

/// The contested skills of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct ContestedPerson {
    /// Who.
    pub person: PersonId,
    /// Their contested skills, in column order.
    pub spreads: Vec<Spread>,
}

impl ContestedPerson {
    /// How many of the contested skills decide.
    pub fn deciding(&self) -> usize {
        self.spreads.iter().filter(|spread| spread.decides).count()
    }
}

impl Contested {
    pub(super) fn add(&mut self, subject: &Subject<'_>) {
        let shared = subject.spreads().into_iter().filter(|spread| spread.raters > 1);
        let (contested, plain): (Vec<Spread>, Vec<Spread>) = shared.partition(|spread| spread.contested);
        self.compared += contested.len() + plain.len();
        self.contested += contested.len();
        self.deciding += contested.iter().filter(|spread| spread.decides).count();
        if !contested.is_empty() {
            self.people.push(ContestedPerson { person: subject.person.id.clone(), spreads: contested });
        }
    }

    pub(super) fn sort(&mut self) {
        // Stable: those who are alike stay in the order of their ids.
        self.people.sort_by_key(|person| std::cmp::Reverse((person.deciding(), person.spreads.len())));
    }
}

/// A person whose status by blind marks would be another without one of several raters.
#[derive(Clone, Debug, PartialEq)]
pub struct Resting {
    /// Who.
    pub person: PersonId,
    /// The status by all blind marks.
    pub status: Status,
    /// The raters without whom it would be another: for the facilitator only.
    pub hinges: Vec<Hinge>,
}

impl Resting {
    pub(super) fn of(subject: &Subject<'_>) -> Option<Self> {
        let robustness = subject.robustness();
        (!robustness.hinges.is_empty()).then(|| Self {
            person: subject.person.id.clone(),
            status: robustness.status,
            hinges: robustness.hinges,
        })
    }
}
