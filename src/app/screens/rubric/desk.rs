//! The rubric on the desk: edited as a draft, with its own undo, while the session keeps the one it has. What the draft
//! would change is worked out by the worker, from a snapshot of the session.

use std::sync::Arc;

use egui::Ui;
use jiff::Timestamp;

use crate::app::view::View;
use crate::edit::{Actor, Change, Gesture, RubricMatch};
use crate::insight::visibility::Viewer;
use crate::insight::{RubricEffect, rubric_changes};
use crate::model::{Rubric, Session};
use crate::workspace::{Job, Latest, Shown, Signal, try_rubric};

/// Edits that follow each other within this time are one for undo, in seconds.
const ONE_EDIT: f64 = 1.0;
/// How far back the draft's own undo goes.
const MOST_PAST: usize = 200;

/// Works out what a draft would change.
struct Trial {
    session: Session,
    matched: RubricMatch,
    viewer: Viewer,
    now: Timestamp,
}

impl Job for Trial {
    /// The session's revision, the draft's serial number, and who looks.
    type Key = (u64, u64, Viewer);
    type Answer = Result<RubricEffect, String>;

    fn run(self, signal: &Signal) -> Option<Self::Answer> {
        let outdated = || signal.is_outdated();
        try_rubric(&self.session, &self.matched, &self.viewer, self.now, &outdated).transpose()
    }
}

/// A draft of the rubric.
pub(super) struct Desk {
    /// The session's rubric that the draft began with.
    base: Arc<Rubric>,
    /// The rubric as it is on the desk.
    pub rubric: Rubric,
    /// The draft beside the session, with what somebody answered about it.
    pub matched: RubricMatch,
    /// The draft as it was noted last.
    noted: Rubric,
    past: Vec<Rubric>,
    future: Vec<Rubric>,
    /// When something was noted last, in seconds.
    noted_at: f64,
    serial: u64,
    /// What was changed, in sentences.
    pub changes: Vec<String>,
    /// Another rubric came into the session while the draft was open.
    pub stale: bool,
    /// The draft was handed over to be taken.
    handed_over: bool,
    trial: Latest<Trial>,
}

impl Desk {
    pub fn new(session: &Session) -> Self {
        let rubric = (*session.rubric).clone();
        Self {
            base: Arc::clone(&session.rubric),
            matched: RubricMatch::propose(session, rubric.clone()),
            noted: rubric.clone(),
            rubric,
            past: Vec::new(),
            future: Vec::new(),
            noted_at: f64::NEG_INFINITY,
            serial: 0,
            changes: Vec::new(),
            stale: false,
            handed_over: false,
            trial: Latest::default(),
        }
    }

    /// Whether the draft differs from the session's rubric.
    pub fn is_draft(&self) -> bool {
        self.noted != *self.base
    }

    /// Whether a skill, level or the like stands in the session's rubric, and not in the draft alone.
    pub fn base(&self) -> &Rubric {
        &self.base
    }

    /// Follows the session: an untouched desk shows what the session has.
    pub fn keep(&mut self, session: &Session) {
        if Arc::ptr_eq(&self.base, &session.rubric) || *self.base == *session.rubric {
            self.base = Arc::clone(&session.rubric);
            return;
        }
        if self.handed_over || !self.is_draft() {
            *self = Self { serial: self.serial + 1, ..Self::new(session) };
        } else {
            self.stale = true;
        }
    }

    /// Notes what was edited in this frame, for undo and for what it would change.
    pub fn note(&mut self, ui: &Ui, session: &Session) {
        if self.rubric == self.noted {
            return;
        }
        let now = ui.input(|input| input.time);
        if now - self.noted_at > ONE_EDIT || self.past.is_empty() {
            self.past.push(std::mem::replace(&mut self.noted, self.rubric.clone()));
            let over = self.past.len().saturating_sub(MOST_PAST);
            self.past.drain(..over);
        } else {
            self.noted = self.rubric.clone();
        }
        self.noted_at = now;
        self.future.clear();
        self.changed(session);
    }

    /// Puts another rubric on the desk, out of a file.
    pub fn load(&mut self, rubric: Rubric, session: &Session) {
        self.past.push(std::mem::replace(&mut self.noted, rubric.clone()));
        self.rubric = rubric;
        self.future.clear();
        self.noted_at = f64::NEG_INFINITY;
        self.changed(session);
    }

    /// Drops the draft.
    pub fn drop_draft(&mut self, session: &Session) {
        *self = Self { serial: self.serial + 1, ..Self::new(session) };
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Takes back the last edit of the draft.
    pub fn undo(&mut self, session: &Session) {
        if let Some(before) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.noted, before.clone()));
            self.turn_to(before, session);
        }
    }

    /// Makes the edit again that was taken back last.
    pub fn redo(&mut self, session: &Session) {
        if let Some(after) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.noted, after.clone()));
            self.turn_to(after, session);
        }
    }

    fn turn_to(&mut self, rubric: Rubric, session: &Session) {
        self.rubric = rubric;
        self.noted_at = f64::NEG_INFINITY;
        self.changed(session);
    }

    /// Somebody answered what becomes of a skill, level or point.
    pub fn answered(&mut self) {
        self.serial += 1;
    }

    fn changed(&mut self, session: &Session) {
        self.serial += 1;
        let answers = std::mem::replace(&mut self.matched, RubricMatch::propose(session, self.rubric.clone()));
        keep_answers(&answers, &mut self.matched);
        self.changes = rubric_changes(&self.base, &self.matched.adopted(session));
    }

    /// What is wrong with the draft, in sentences.
    pub fn problems(&self, session: &Session) -> Vec<String> {
        self.matched.problems(session)
    }

    /// What the draft would change, as far as it is worked out; asks for it where it is not.
    pub fn effect(&self, view: &View<'_>) -> Shown<Result<RubricEffect, String>> {
        let viewer = view.viewer();
        self.trial.ask(&view.figures.worker, (view.revision, self.serial, viewer.clone()), || Trial {
            session: view.session.clone(),
            matched: self.matched.clone(),
            viewer,
            now: view.now,
        })
    }

    /// The change that takes the draft, as one step.
    pub fn take(&mut self, session: &Session, reason: &str) -> Change {
        self.handed_over = true;
        Change::new(Actor::Facilitator, Gesture::Rubric, self.matched.edits(session)).because(reason.trim())
    }
}

/// What was answered stays answered while the draft goes on to be edited.
fn keep_answers(before: &RubricMatch, after: &mut RubricMatch) {
    for skill in &mut after.skills {
        if let Some(known) = before.skills.iter().find(|known| known.skill == skill.skill) {
            let there = known.becomes.as_ref().is_none_or(|id| after.rubric.skill(id).is_some());
            if there {
                skill.becomes.clone_from(&known.becomes);
            }
        }
    }
    for level in &mut after.levels {
        if let Some(known) = before.levels.iter().find(|known| known.level == level.level) {
            let there = known.becomes.as_ref().is_none_or(|id| after.rubric.level(id).is_some());
            if there {
                level.becomes.clone_from(&known.becomes);
            }
        }
    }
    if before.rubric.scale.points.len() == after.rubric.scale.points.len()
        && before.points.is_some()
        && after.points.is_some()
    {
        after.points.clone_from(&before.points);
    }
}
