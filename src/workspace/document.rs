//! The document: the one place where a session is changed. How it is opened stands in `opening`, how it is saved in
//! `saving`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::edit::{Actor, Change, Edit, Entry, History, Touched};
use crate::model::{Session, StepId};
use crate::storage::{Fingerprint, HistoryText, Journal, Lock, OpenNote, Seal, Unsaved};

use super::past::Past;
use super::rules::{self, Refused};
use super::saving::{Due, Event, SaveInProgress};
use super::surroundings::Surroundings;

/// An open session with its history and its file.
#[derive(Debug)]
pub struct Document {
    pub(super) session: Session,
    pub(super) past: Past,
    pub(super) around: Surroundings,
    pub(super) path: Option<PathBuf>,
    /// What the file was when it was last read or written.
    pub(super) fingerprint: Option<Fingerprint>,
    /// What encrypts the file and the journal; none for a plain session.
    pub(super) seal: Option<Arc<Seal>>,
    pub(super) revision: u64,
    pub(super) saved_revision: Option<u64>,
    pub(super) saved_at: Option<Timestamp>,
    pub(super) changed_at: Option<Timestamp>,
    /// When the file is to be rewritten by itself.
    pub(super) due: Option<Due>,
    pub(super) saving: Option<SaveInProgress>,
    pub(super) read_only: Option<String>,
    /// Changes from last time that nobody has decided about yet.
    pub(super) unsaved: Option<Unsaved>,
    /// What is to be told with the next tick.
    pub(super) news: Vec<Event>,
    /// Keeps every change safe from a crash; there is none for a session that can only be read.
    pub(super) journal: Option<Journal>,
    /// Whether the journal begins with the first change.
    pub(super) journal_waits: bool,
    /// Let go of last, when the journal has written everything.
    pub(super) lock: Option<Lock>,
    /// Tells other machines that the file is open here.
    pub(super) note: Option<OpenNote>,
    /// Whether it was told that the journal waits for a slow disk.
    pub(super) told_slow: bool,
    /// Whether it was told that earlier versions can't be kept.
    pub(super) told_unkept: bool,
}

impl Document {
    /// The sample session, as a document without a file. There is nothing to lose in it until something is changed.
    ///
    /// # Errors
    /// When the shipped sample can't be read, which a test rules out.
    pub fn sample(around: Surroundings) -> Result<Document, String> {
        let (mut session, steps) = super::sample::sample()?;
        let mut history = HistoryText::default();
        for step in steps {
            step.apply(&mut session).map_err(|conflict| format!("The sample can't be made: {conflict}."))?;
            history.push(&Entry::Done(step)).map_err(|error| format!("The sample can't be made: {error}."))?;
        }
        let mut document = Self::new(session, Past::from_file(history), around);
        document.protect_from_others();
        document.saved_revision = Some(document.revision);
        document.journal_waits = true;
        Ok(document)
    }

    /// Starts the journal of a session that was nothing to lose until now, before its first change.
    fn begin_journal(&mut self) {
        if std::mem::take(&mut self.journal_waits) {
            self.keep_journal(self.past.fresh().to_vec());
        }
    }

    pub(super) fn new(session: Session, past: Past, around: Surroundings) -> Self {
        Self {
            session,
            past,
            around,
            path: None,
            fingerprint: None,
            seal: None,
            revision: 0,
            saved_revision: None,
            saved_at: None,
            changed_at: None,
            due: None,
            saving: None,
            read_only: None,
            unsaved: None,
            news: Vec::new(),
            journal: None,
            journal_waits: false,
            lock: None,
            note: None,
            told_slow: false,
            told_unkept: false,
        }
    }

    /// The session as it is.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The session as it is now, to keep: no part is copied.
    pub fn snapshot(&self) -> Session {
        self.session.clone()
    }

    /// Counts changes, undos and redos; what was worked out for another revision is stale.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What the session is called.
    pub fn title(&self) -> &str {
        let title = self.session.about.title.trim();
        if title.is_empty() { "Untitled" } else { title }
    }

    /// The file, where there is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether the file holds everything.
    pub fn is_saved(&self) -> bool {
        self.saved_revision == Some(self.revision)
    }

    /// When the file was last written here.
    pub fn saved_at(&self) -> Option<Timestamp> {
        self.saved_at
    }

    /// Why the session can only be read, as a sentence.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// What encrypts the session; none where it is plain.
    pub fn seal(&self) -> Option<&Arc<Seal>> {
        self.seal.as_ref()
    }

    /// Everything that happened. The first call may have to wait until a long history is read.
    pub fn history(&self) -> &History {
        self.past.history()
    }

    /// Makes a change: one step, all of it or nothing.
    ///
    /// # Errors
    /// When the session can't be changed now, or the change does not fit it.
    pub fn apply(&mut self, mut change: Change) -> Result<Touched, Refused> {
        self.may_change()?;
        rules::allow(&self.session, &change)?;
        if change.edits.is_empty() {
            return Ok(Touched::default());
        }
        self.begin_journal();
        change.continues &= self.past.may_continue(&change.actor);
        let step = change.at(StepId::new((self.around.new_id)()), (self.around.now)());
        let touched = step.apply(&mut self.session)?;
        let moves_phase = step.edits.iter().any(|edit| matches!(edit, Edit::SetPhase { .. }));
        let entry = self.past.record(step);
        self.keep(vec![entry]);
        self.changed(moves_phase);
        Ok(touched)
    }

    /// Takes back the last step of an actor. Returns what was touched and what was undone, in words.
    ///
    /// # Errors
    /// When there is nothing to undo, something later is in the way, or the session can't be changed now.
    pub fn undo(&mut self, actor: &Actor) -> Result<(Touched, &'static str), Refused> {
        self.may_change()?;
        rules::allow_undo(&self.session, actor)?;
        self.begin_journal();
        let words = self.past.history().undoable(actor).map_or("", |step| step.gesture.words());
        let phase = self.session.about.phase;
        let (touched, entries) = self.past.undo(&mut self.session, actor, (self.around.now)())?;
        self.keep(entries);
        self.changed(phase != self.session.about.phase);
        Ok((touched, words))
    }

    /// Does again what an actor took back last. Returns what was touched and what was redone, in words.
    ///
    /// # Errors
    /// When there is nothing to redo, something later is in the way, or the session can't be changed now.
    pub fn redo(&mut self, actor: &Actor) -> Result<(Touched, &'static str), Refused> {
        self.may_change()?;
        rules::allow_undo(&self.session, actor)?;
        self.begin_journal();
        let words = self.past.history().redoable(actor).map_or("", |step| step.gesture.words());
        let phase = self.session.about.phase;
        let (touched, entries) = self.past.redo(&mut self.session, actor, (self.around.now)())?;
        self.keep(entries);
        self.changed(phase != self.session.about.phase);
        Ok((touched, words))
    }

    /// What an actor would undo next, in words. Nothing while a long history is still being read.
    pub fn can_undo(&self, actor: &Actor) -> Option<&'static str> {
        self.may_change().and_then(|()| rules::allow_undo(&self.session, actor)).ok()?;
        self.past.at_hand()?.undoable(actor).map(|step| step.gesture.words())
    }

    /// What an actor would redo next, in words. Nothing while a long history is still being read.
    pub fn can_redo(&self, actor: &Actor) -> Option<&'static str> {
        self.may_change().and_then(|()| rules::allow_undo(&self.session, actor)).ok()?;
        self.past.at_hand()?.redoable(actor).map(|step| step.gesture.words())
    }

    fn keep(&self, entries: Vec<Arc<Entry>>) {
        if let Some(journal) = &self.journal {
            journal.append(entries);
        }
    }

    pub(super) fn may_change(&self) -> Result<(), Refused> {
        match &self.read_only {
            Some(sentence) => Err(Refused::ReadOnly(sentence.clone())),
            None if self.unsaved.is_some() => Err(Refused::RecoveryPending),
            None => Ok(()),
        }
    }

    /// After somebody was erased: what a session without a file holds is not in any file.
    pub(super) fn changed_by_erasing(&mut self) {
        self.changed_at = Some((self.around.now)());
    }

    pub(super) fn changed(&mut self, save_now: bool) {
        self.revision += 1;
        if let Some(seal) = self.seal.as_ref().filter(|_| self.path.is_some()) {
            seal.prepare();
        }
        let since = (self.around.now)();
        self.changed_at = Some(since);
        self.due = Some(if save_now || self.due == Some(Due::Now) { Due::Now } else { Due::AfterRest { since } });
    }
}
