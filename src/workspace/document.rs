//! The document: the one place where a session is changed, and where it is opened, saved and closed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use crate::edit::{Actor, Change, Edit, History, Touched};
use crate::model::{Session, StepId};
use crate::storage::{self, Fingerprint, OpenError, SaveError, SaveFault};

use super::past::Past;
use super::rules::{self, Refused};
use super::saving::{SaveInProgress, SaveOrder, Written};
use super::surroundings::Surroundings;

/// How long after the last edit the file is rewritten by itself.
const REST: Duration = Duration::from_secs(30);

/// How often a running save is looked after.
const LOOK: Duration = Duration::from_millis(100);

/// An open session with its history and its file.
#[derive(Debug)]
pub struct Document {
    session: Session,
    past: Past,
    around: Surroundings,
    path: Option<PathBuf>,
    /// What the file was when it was last read or written.
    fingerprint: Option<Fingerprint>,
    revision: u64,
    saved_revision: Option<u64>,
    saved_at: Option<Timestamp>,
    /// When the file is to be rewritten by itself.
    due: Option<Due>,
    saving: Option<SaveInProgress>,
    read_only: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Due {
    Now,
    AfterRest { since: Timestamp },
}

/// A document that was opened, and what the user should know about it.
#[derive(Debug)]
pub struct Opened {
    /// The document.
    pub document: Document,
    /// What is not as it should be, as sentences.
    pub warnings: Vec<String>,
    /// Why it can only be read, as a sentence.
    pub read_only: Option<String>,
}

/// What happened since the last look, and when to look again.
#[derive(Debug, Default)]
pub struct Tick {
    /// What happened.
    pub events: Vec<Event>,
    /// When to call again, at the latest; nothing is under way where absent.
    pub again_in: Option<Duration>,
}

/// Something that happened by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The file was rewritten.
    Saved,
    /// The file could not be rewritten. It is tried again after the next change.
    SaveFailed(SaveError),
}

/// A document that could not be saved and so stays open.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct NotClosed {
    /// The document, as it was.
    pub document: Box<Document>,
    /// Why.
    pub error: SaveError,
}

impl Document {
    /// A session that has no file yet.
    pub fn create(session: Session, around: Surroundings) -> Document {
        Self::new(session, Past::default(), around)
    }

    /// Opens a session file.
    ///
    /// # Errors
    /// When there is no such file, or it can't be read as a session.
    pub fn open(path: &Path, around: Surroundings) -> Result<Opened, OpenError> {
        let loaded = storage::load(&*around.files, path)?;
        let mut document = Self::new(loaded.contents.session, Past::from_file(loaded.contents.history), around);
        document.path = Some(path.to_owned());
        document.fingerprint = Some(loaded.fingerprint);
        document.saved_revision = Some(0);
        Ok(Opened { document, warnings: loaded.contents.warnings, read_only: None })
    }

    /// The sample session, as a document without a file. There is nothing to lose in it until something is changed.
    ///
    /// # Errors
    /// When the shipped sample can't be read, which a test rules out.
    pub fn sample(around: Surroundings) -> Result<Document, String> {
        let (session, steps) = super::sample::sample()?;
        let mut document = Self::create(session, around);
        for step in steps {
            step.apply(&mut document.session).map_err(|conflict| format!("The sample can't be made: {conflict}."))?;
            document.past.record(step);
        }
        document.saved_revision = Some(document.revision);
        Ok(document)
    }

    fn new(session: Session, past: Past, around: Surroundings) -> Self {
        Self {
            session,
            past,
            around,
            path: None,
            fingerprint: None,
            revision: 0,
            saved_revision: None,
            saved_at: None,
            due: None,
            saving: None,
            read_only: None,
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
        change.continues &= self.past.may_continue(&change.actor);
        let step = change.at(StepId::new((self.around.new_id)()), (self.around.now)());
        let touched = step.apply(&mut self.session)?;
        let moves_phase = step.edits.iter().any(|edit| matches!(edit, Edit::SetPhase { .. }));
        self.past.record(step);
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
        let words = self.past.history().undoable(actor).map_or("", |step| step.gesture.words());
        let phase = self.session.about.phase;
        let (touched, _) = self.past.undo(&mut self.session, actor, (self.around.now)())?;
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
        let words = self.past.history().redoable(actor).map_or("", |step| step.gesture.words());
        let phase = self.session.about.phase;
        let (touched, _) = self.past.redo(&mut self.session, actor, (self.around.now)())?;
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

    fn may_change(&self) -> Result<(), Refused> {
        match &self.read_only {
            Some(sentence) => Err(Refused::ReadOnly(sentence.clone())),
            None => Ok(()),
        }
    }

    fn changed(&mut self, save_now: bool) {
        self.revision += 1;
        let since = (self.around.now)();
        self.due = Some(if save_now || self.due == Some(Due::Now) { Due::Now } else { Due::AfterRest { since } });
    }

    /// Saves the file, and waits until it is written.
    ///
    /// # Errors
    /// When there is no file yet, somebody else changed it, or it can't be written. The old file is whole, and the
    /// session stays open and unsaved.
    pub fn save(&mut self) -> Result<(), SaveError> {
        self.may_save()?;
        // Should a save under way fail, this one may still go well.
        let _ = self.finish_saving();
        let path = self.path.clone().ok_or(SaveFault::NoFile)?;
        self.save_at(path, self.fingerprint)
    }

    /// Saves the file even where somebody else changed it.
    ///
    /// # Errors
    /// As [`Document::save`] has them.
    pub fn save_over(&mut self) -> Result<(), SaveError> {
        self.may_save()?;
        // Whatever became of a save under way, it is made good now.
        let _ = self.finish_saving();
        let path = self.path.clone().ok_or(SaveFault::NoFile)?;
        self.save_at(path, None)
    }

    /// Saves under another name and goes on there. A file of that name is replaced.
    ///
    /// # Errors
    /// When it can't be written; the document stays with its old file then.
    pub fn save_as(&mut self, path: &Path) -> Result<(), SaveError> {
        self.may_save()?;
        let _ = self.finish_saving();
        self.save_at(path.to_owned(), None)
    }

    /// Writes a copy, and stays with its own file. A file of that name is replaced.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn save_copy(&self, path: &Path) -> Result<(), SaveError> {
        self.order(path.to_owned(), None).carry_out().map(|_| ())
    }

    fn may_save(&self) -> Result<(), SaveError> {
        match &self.read_only {
            Some(sentence) => Err(SaveFault::ReadOnly(sentence.clone()).into()),
            None => Ok(()),
        }
    }

    fn order(&self, path: PathBuf, known: Option<Fingerprint>) -> SaveOrder {
        SaveOrder {
            session: self.session.clone(),
            past: self.past.unwritten(),
            path,
            known,
            revision: self.revision,
            files: self.around.files.clone(),
        }
    }

    fn save_at(&mut self, path: PathBuf, known: Option<Fingerprint>) -> Result<(), SaveError> {
        let written = self.order(path, known).carry_out()?;
        self.was_saved(written);
        Ok(())
    }

    fn was_saved(&mut self, written: Written) {
        self.path = Some(written.path);
        self.fingerprint = Some(written.fingerprint);
        self.saved_revision = Some(written.revision);
        self.saved_at = Some((self.around.now)());
        self.past.written(written.text);
        if self.is_saved() {
            self.due = None;
        }
    }

    /// Waits for a save under way.
    fn finish_saving(&mut self) -> Result<(), SaveError> {
        if let Some(saving) = self.saving.take() {
            let written = saving.finish()?;
            self.was_saved(written);
        }
        Ok(())
    }

    /// To be called now and then: notices what workers have done, and rewrites the file by itself after a rest. Tells
    /// what happened and when to call again.
    pub fn tick(&mut self) -> Tick {
        let mut events = Vec::new();
        if self.saving.as_ref().is_some_and(SaveInProgress::is_finished) {
            events.push(match self.finish_saving() {
                Ok(()) => Event::Saved,
                Err(error) => Event::SaveFailed(error),
            });
        }
        let wait = self.wait_for_save();
        if wait == Some(Duration::ZERO)
            && self.saving.is_none()
            && let Some(path) = self.path.clone()
        {
            self.due = None;
            self.saving = Some(SaveInProgress::start(self.order(path, self.fingerprint)));
        }
        let again_in = if self.saving.is_some() { Some(LOOK) } else { wait };
        Tick { events, again_in }
    }

    /// How long until the file is rewritten by itself.
    fn wait_for_save(&self) -> Option<Duration> {
        if self.path.is_none() || self.is_saved() {
            return None;
        }
        match self.due? {
            Due::Now => Some(Duration::ZERO),
            Due::AfterRest { since } => {
                // A clock that was set back must not put the save off.
                let rested = Duration::try_from((self.around.now)().duration_since(since)).unwrap_or(REST);
                Some(REST.saturating_sub(rested))
            }
        }
    }

    /// Closes the document, saved where it has a file.
    ///
    /// # Errors
    /// When it could not be saved; the document comes back, still open.
    pub fn close(mut self) -> Result<(), NotClosed> {
        let may_save = self.path.is_some() && self.read_only.is_none();
        let _ = self.finish_saving();
        let saved = if may_save && !self.is_saved() { self.save() } else { Ok(()) };
        saved.map_err(|error| NotClosed { document: Box::new(self), error })
    }
}
