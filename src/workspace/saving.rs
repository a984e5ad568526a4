//! Saving from a snapshot: what is to be written is put together when the save begins, and can be carried out by a
//! worker while the session goes on changing. Only the revision that was written counts as saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::Timestamp;

use crate::model::Session;
use crate::storage::{self, FileLayer, Fingerprint, HistoryText, Journal, SaveError, SaveFault};

use super::document::Document;
use super::past::Unwritten;

/// How long after the last edit the file is rewritten by itself.
const REST: Duration = Duration::from_secs(30);

/// How often a running save is looked after.
const LOOK: Duration = Duration::from_millis(100);

/// How long after a change the journal is looked after.
const SETTLE: Duration = Duration::from_secs(1);

/// When the file is to be rewritten by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Due {
    Now,
    AfterRest { since: Timestamp },
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
    /// Changes are not kept safe from a crash just now, as a sentence.
    Unprotected(String),
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

/// One save, ready to be carried out.
pub(crate) struct SaveOrder {
    pub(crate) session: Session,
    pub(crate) past: Unwritten,
    pub(crate) path: PathBuf,
    /// What the file was when last read or written; whatever is there is overwritten without it.
    pub(crate) known: Option<Fingerprint>,
    pub(crate) revision: u64,
    pub(crate) files: Arc<dyn FileLayer>,
}

/// A save that went well.
pub(crate) struct Written {
    pub(crate) path: PathBuf,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) revision: u64,
    /// The history with all that was written of it.
    pub(crate) text: Arc<HistoryText>,
}

impl SaveOrder {
    /// Writes the file, or leaves it as it was.
    pub(crate) fn carry_out(self) -> Result<Written, SaveError> {
        let Self { session, past, path, known, revision, files } = self;
        let unwritable = |error: ron::Error| SaveFault::Unwritable(error.to_string()).at(&path);
        let text = past.as_text().map_err(unwritable)?;
        let whole = storage::write(&session, &text).map_err(unwritable)?;
        let fingerprint = storage::store(&*files, &path, &whole, known.as_ref())?;
        Ok(Written { path, fingerprint, revision, text })
    }
}

/// A save that a worker carries out.
#[derive(Debug)]
pub(crate) struct SaveInProgress(JoinHandle<Result<Written, SaveError>>);

impl SaveInProgress {
    pub(crate) fn start(order: SaveOrder) -> Self {
        Self(thread::spawn(move || order.carry_out()))
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    /// Waits for the end.
    pub(crate) fn finish(self) -> Result<Written, SaveError> {
        let stopped = |_| Err(SaveFault::Unwritable("the worker stopped".into()).into());
        self.0.join().unwrap_or_else(stopped)
    }
}

impl Document {
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
        // A journal whose changes nobody has decided about stays as it is.
        if let (Some(journal), None) = (&self.journal, &self.unsaved) {
            journal.rebase(self.base(), self.past.fresh().to_vec());
        }
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
        let mut events = std::mem::take(&mut self.news);
        events.extend(self.journal.as_ref().and_then(Journal::trouble).map(Event::Unprotected));
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
        let wait = if self.saving.is_some() { Some(LOOK) } else { wait };
        let again_in = [wait, self.wait_for_journal()].into_iter().flatten().min();
        Tick { events, again_in }
    }

    /// Whether a change got into the journal shows within a second.
    fn wait_for_journal(&self) -> Option<Duration> {
        let since = self.changed_at?;
        let passed = Duration::try_from((self.around.now)().duration_since(since)).unwrap_or(SETTLE);
        SETTLE.checked_sub(passed).filter(|left| !left.is_zero())
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

    /// Waits until every change is in the journal on the disk.
    pub fn flush(&self) {
        if let Some(journal) = &self.journal {
            journal.flush();
        }
    }

    /// Closes the document without saving: what was changed since the last save is gone for good.
    pub fn discard(self) {
        if let Some(journal) = &self.journal {
            journal.remove();
        }
    }

    /// Closes the document, saved where it has a file. A session that has none is offered as a lost session next time,
    /// unless it is discarded.
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
