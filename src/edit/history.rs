//! What happened, in order, for ever. History only grows: an undo is an entry of its own. Each actor undoes their own
//! steps: a rater at the laptop never takes back, or learns of, what another rater did.
//!
//! A step is undone by applying its inverse to the session as it is now. Steps of two raters touch different sheets, so
//! they can be undone in any order; where a later step changed the same thing, undo says so and changes nothing.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Session, StepId};

use super::{Actor, Conflict, Step, Touched};

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Entry {
    /// Something was done.
    Done(Step),
    /// A step was taken back.
    Undone {
        /// When.
        at: Timestamp,
        /// By whom.
        actor: Actor,
        /// Which step.
        step: StepId,
    },
    /// A step that was taken back was done again.
    Redone {
        /// When.
        at: Timestamp,
        /// By whom.
        actor: Actor,
        /// Which step.
        step: StepId,
    },
}

impl Entry {
    /// When it happened.
    pub fn at(&self) -> Timestamp {
        match self {
            Entry::Done(step) => step.at,
            Entry::Undone { at, .. } | Entry::Redone { at, .. } => *at,
        }
    }

    /// Who did it.
    pub fn actor(&self) -> &Actor {
        match self {
            Entry::Done(step) => &step.actor,
            Entry::Undone { actor, .. } | Entry::Redone { actor, .. } => actor,
        }
    }
}

/// Why nothing was undone or redone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UndoError {
    /// There is nothing left.
    #[error("there is nothing to {0}")]
    Nothing(&'static str),
    /// A later step is in the way.
    #[error("{0}")]
    Conflict(#[from] Conflict),
}

/// The history of a session, and what each actor can undo and redo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    entries: Vec<Arc<Entry>>,
    places: HashMap<StepId, usize>,
    stacks: BTreeMap<Actor, Stack>,
}

/// Places in the history of steps that can be undone and redone; the last is next.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stack {
    undo: Vec<usize>,
    redo: Vec<usize>,
}

impl History {
    /// The history of these entries, as they were written.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut history = Self::default();
        for entry in entries {
            history.push(entry);
        }
        history
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// Puts a step that was just applied at the end.
    pub fn record(&mut self, step: Step) -> Arc<Entry> {
        self.push(Entry::Done(step))
    }

    /// Puts an entry at the end whose change the session already holds.
    pub fn append(&mut self, entry: Arc<Entry>) {
        match &*entry {
            Entry::Done(step) => {
                let stack = self.stacks.entry(step.actor.clone()).or_default();
                // What only tells the time stands in nobody's way.
                if !step.only_tells_time() {
                    stack.redo.clear();
                }
                // A reveal can't be undone: it is passed over, and what came before it still can be.
                if step.can_be_undone() {
                    stack.undo.push(self.entries.len());
                }
                self.places.insert(step.id.clone(), self.entries.len());
            }
            Entry::Undone { actor, step, .. } => self.shift(actor, step, true),
            Entry::Redone { actor, step, .. } => self.shift(actor, step, false),
        }
        self.entries.push(entry);
    }

    /// Applies an entry to a session and puts it at the end: how a journal is read on.
    ///
    /// # Errors
    /// When the entry does not fit the session.
    pub fn replay(&mut self, session: &mut Session, entry: Arc<Entry>) -> Result<Touched, Conflict> {
        let known = |id: &StepId| self.step(id).ok_or_else(|| Conflict::Unknown(format!("The step “{id}”")));
        let touched = match &*entry {
            Entry::Done(step) => step.apply(session)?,
            Entry::Undone { step: id, .. } => {
                let unknown = || Conflict::Unknown(format!("A way back from the step “{id}”"));
                known(id)?.inverse().ok_or_else(unknown)?.apply(session)?
            }
            Entry::Redone { step: id, .. } => known(id)?.apply(session)?,
        };
        self.append(entry);
        Ok(touched)
    }

    /// The step of this id.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.done_at(*self.places.get(id)?)
    }

    /// The step that this actor would undo next.
    pub fn undoable(&self, actor: &Actor) -> Option<&Step> {
        self.stacks.get(actor)?.undo.last().and_then(|place| self.done_at(*place))
    }

    /// The step that this actor would redo next.
    pub fn redoable(&self, actor: &Actor) -> Option<&Step> {
        self.stacks.get(actor)?.redo.last().and_then(|place| self.done_at(*place))
    }

    /// Takes back this actor's last step, with those that it goes on from. Returns what was touched and the new
    /// entries.
    ///
    /// # Errors
    /// When there is nothing to undo, or a later step changed the same thing.
    pub fn undo(
        &mut self,
        session: &mut Session,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<(Touched, Vec<Arc<Entry>>), UndoError> {
        let stack = self.stacks.get(actor).map(|stack| stack.undo.as_slice()).unwrap_or_default();
        let mut chain = Vec::new();
        for step in stack.iter().rev().filter_map(|place| self.done_at(*place)) {
            chain.push(step.inverse().ok_or(UndoError::Nothing("undo"))?);
            if !step.continues {
                break;
            }
        }
        if chain.is_empty() {
            return Err(UndoError::Nothing("undo"));
        }
        let touched = apply_all(&chain, session)?;
        let entry = |step: Step| self.push(Entry::Undone { at, actor: actor.clone(), step: step.id });
        Ok((touched, chain.into_iter().map(entry).collect()))
    }

    /// Does again what this actor took back last.
    ///
    /// # Errors
    /// When there is nothing to redo, or a later step changed the same thing.
    pub fn redo(
        &mut self,
        session: &mut Session,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<(Touched, Vec<Arc<Entry>>), UndoError> {
        let stack = self.stacks.get(actor).map(|stack| stack.redo.as_slice()).unwrap_or_default();
        let mut chain: Vec<Step> = Vec::new();
        for step in stack.iter().rev().filter_map(|place| self.done_at(*place)) {
            if !chain.is_empty() && !step.continues {
                break;
            }
            chain.push(step.clone());
        }
        if chain.is_empty() {
            return Err(UndoError::Nothing("redo"));
        }
        let touched = apply_all(&chain, session)?;
        let entry = |step: Step| self.push(Entry::Redone { at, actor: actor.clone(), step: step.id });
        Ok((touched, chain.into_iter().map(entry).collect()))
    }

    fn done_at(&self, place: usize) -> Option<&Step> {
        match &**self.entries.get(place)? {
            Entry::Done(step) => Some(step),
            _ => None,
        }
    }

    fn push(&mut self, entry: Entry) -> Arc<Entry> {
        let entry = Arc::new(entry);
        self.append(entry.clone());
        entry
    }

    /// Moves a step from one of the actor's stacks to the other. Should the step not be the next one, because lines of
    /// the history were lost, then those above it can't be taken back in order any more, and go.
    fn shift(&mut self, actor: &Actor, step: &StepId, undone: bool) {
        let Some(&place) = self.places.get(step) else { return };
        let stack = self.stacks.entry(actor.clone()).or_default();
        let (from, to) = if undone { (&mut stack.undo, &mut stack.redo) } else { (&mut stack.redo, &mut stack.undo) };
        // Steps that can be undone lie in the order in which they were made, those that can be redone the other way
        // round.
        let at = from.binary_search_by(|other| if undone { other.cmp(&place) } else { place.cmp(other) });
        if let Ok(at) = at {
            from.truncate(at);
            to.push(place);
        }
    }
}

/// Applies steps one after the other, all or none.
fn apply_all(steps: &[Step], session: &mut Session) -> Result<Touched, Conflict> {
    if let [step] = steps {
        return step.apply(session);
    }
    let mut trial = session.clone();
    let mut touched = Touched::default();
    for step in steps {
        touched.merge(step.apply(&mut trial)?);
    }
    *session = trial;
    Ok(touched)
}
