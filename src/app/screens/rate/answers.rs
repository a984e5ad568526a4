//! Turning what a rater does into changes of the session. Several keys can fall into one frame, before the session
//! knows of the first; what was asked for already is remembered here, so that each change begins where the last ended.

use std::collections::BTreeMap;

use crate::app::view::Action;
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::model::{Cell, Closeness, Evidence, LeadershipTrait, Mark, PersonId, Round, SkillId, TraitAnswer, WhyNot};

use super::seat::{Access, Seat};

/// What this frame has asked for so far.
#[derive(Default)]
pub(in crate::app::screens) struct Pending {
    marks: BTreeMap<(Cell, Round), Option<Mark>>,
    closeness: BTreeMap<PersonId, Option<Closeness>>,
}

/// Where a rater's changes go.
pub(in crate::app::screens) struct Answers<'a> {
    pub seat: Seat<'a>,
    pub pending: &'a mut Pending,
    pub actions: &'a mut Vec<Action>,
}

impl Answers<'_> {
    /// The mark that a cell holds, with what this frame has asked for.
    pub fn mark(&self, person: &PersonId, skill: &SkillId) -> Option<Mark> {
        match self.seat.access(person) {
            Access::Open(Round::Revised) => self
                .mark_in(Round::Revised, person, skill)
                .or_else(|| self.seat.session.mark(&self.seat.rater.id, person, skill, Round::Blind)),
            Access::Open(Round::Blind) => self.mark_in(Round::Blind, person, skill),
            Access::Closed(_) => self.seat.shown_mark(person, skill),
        }
    }

    fn mark_in(&self, round: Round, person: &PersonId, skill: &SkillId) -> Option<Mark> {
        let cell = ((person.clone(), skill.clone()), round);
        match self.pending.marks.get(&cell) {
            Some(mark) => *mark,
            None => self.seat.session.mark(&self.seat.rater.id, person, skill, round),
        }
    }

    /// Gives cells these marks, in one step. Returns how many changed.
    ///
    /// # Errors
    /// Where one of the rows is closed, in a sentence; nothing is changed then.
    pub fn put(&mut self, gesture: Gesture, marks: &[(Cell, Option<Mark>)]) -> Result<usize, String> {
        let mut blind = Vec::new();
        let mut revised = Vec::new();
        for ((person, skill), after) in marks {
            let round = self.round(person)?;
            let before = self.mark_in(round, person, skill);
            if before == *after {
                continue;
            }
            let cells = if round == Round::Blind { &mut blind } else { &mut revised };
            cells.push((person.clone(), skill.clone(), before, *after));
        }
        let count = blind.len() + revised.len();
        let rater = &self.seat.rater.id;
        let mut edits = Vec::new();
        for (round, cells) in [(Round::Blind, blind), (Round::Revised, revised)] {
            for (person, skill, _, after) in &cells {
                self.pending.marks.insert(((person.clone(), skill.clone()), round), *after);
            }
            if !cells.is_empty() {
                edits.push(Edit::SetScores { rater: rater.clone(), round, cells });
            }
        }
        self.push(gesture, edits, false);
        Ok(count)
    }

    /// Gives one cell a mark.
    ///
    /// # Errors
    /// Where the row is closed.
    pub fn answer(&mut self, cell: &Cell, mark: Mark) -> Result<usize, String> {
        self.put(Gesture::Rate, &[(cell.clone(), Some(mark))])
    }

    /// Turns the reason of a cell that was not observed around.
    ///
    /// # Errors
    /// Where the cell is not "not observed", or the row is closed.
    pub fn other_why(&mut self, cell: &Cell) -> Result<WhyNot, String> {
        self.round(&cell.0)?;
        let why = match self.mark(&cell.0, &cell.1) {
            Some(Mark::NotObserved(WhyNot::CouldNotSee)) => WhyNot::NoChanceYet,
            Some(Mark::NotObserved(WhyNot::NoChanceYet)) => WhyNot::CouldNotSee,
            _ => return Err("Press 0 first: the reason belongs to “not observed”.".into()),
        };
        self.answer(cell, Mark::NotObserved(why))?;
        Ok(why)
    }

    /// Says how closely the rater works with a person. `continues` makes one step of several turns.
    ///
    /// # Errors
    /// Where the row is closed.
    pub fn set_closeness(
        &mut self,
        person: &PersonId,
        after: Option<Closeness>,
        continues: bool,
    ) -> Result<(), String> {
        self.round(person)?;
        let before = self.closeness(person);
        if before != after {
            self.pending.closeness.insert(person.clone(), after);
            let rater = self.seat.rater.id.clone();
            let edit = Edit::SetCloseness { rater, person: person.clone(), before, after };
            self.push(Gesture::Closeness, vec![edit], continues);
        }
        Ok(())
    }

    /// How closely the rater works with a person, with what this frame has asked for.
    pub fn closeness(&self, person: &PersonId) -> Option<Closeness> {
        self.pending.closeness.get(person).copied().unwrap_or_else(|| self.seat.closeness(person))
    }

    /// Answers a trait.
    ///
    /// # Errors
    /// Where the row is closed.
    pub fn set_trait(
        &mut self,
        person: &PersonId,
        asked: &LeadershipTrait,
        after: Option<TraitAnswer>,
    ) -> Result<(), String> {
        self.round(person)?;
        let before = self.seat.trait_answer(person, asked);
        let rater = self.seat.rater.id.clone();
        let (person, leadership_trait) = (person.clone(), asked.id.clone());
        let edit = Edit::SetTrait { rater, person, leadership_trait, before, after };
        self.push(Gesture::Trait, vec![edit], false);
        Ok(())
    }

    /// Writes a note to a cell. `continues` makes one step of what was typed without leaving the field.
    ///
    /// # Errors
    /// Where the row is closed.
    pub fn set_note(&mut self, cell: &Cell, text: &str, continues: bool) -> Result<(), String> {
        self.round(&cell.0)?;
        let as_stored = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let before = Some(self.seat.note(&cell.0, &cell.1).to_owned()).filter(|note| !note.is_empty());
        let after = as_stored(text);
        if before != after {
            let rater = self.seat.rater.id.clone();
            let (person, skill) = cell.clone();
            self.push(Gesture::Note, vec![Edit::SetNote { rater, person, skill, before, after }], continues);
        }
        Ok(())
    }

    /// Records a piece of evidence, changes it, or removes it.
    pub fn put_evidence(&mut self, before: Option<Evidence>, after: Option<Evidence>) {
        let Some(id) = after.as_ref().or(before.as_ref()).map(|item| item.id.clone()) else { return };
        if before == after {
            return;
        }
        let gesture = if after.is_some() { Gesture::Evidence } else { Gesture::RemoveEvidence };
        let edit = Edit::PutEvidence { id, before: before.map(Box::new), after: after.map(Box::new) };
        self.push(gesture, vec![edit], false);
    }

    fn round(&self, person: &PersonId) -> Result<Round, String> {
        match self.seat.access(person) {
            Access::Open(round) => Ok(round),
            Access::Closed(closed) => Err(self.seat.why_closed(closed, person)),
        }
    }

    fn push(&mut self, gesture: Gesture, edits: Vec<Edit>, continues: bool) {
        if edits.is_empty() {
            return;
        }
        let mut change = Change::new(Actor::Rater(self.seat.rater.id.clone()), gesture, edits);
        change.continues = continues;
        self.actions.push(Action::Change(change));
    }
}
