//! Saving from a snapshot: what is to be written is put together when the save begins, and can be carried out by a
//! worker while the session goes on changing. Only the revision that was written counts as saved.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::Timestamp;

use crate::model::{Session, SessionId};
use crate::storage::{
    self, FileLayer, Fingerprint, Folders, HistoryText, Journal, OpenNote, SaveError, SaveFault, Seal,
};

use super::document::Document;
use super::past::Unwritten;
use super::surroundings::Surroundings;

/// How long after the last edit the file is rewritten by itself.
const REST: Duration = Duration::from_secs(30);

/// How often a running save is looked after.
const LOOK: Duration = Duration::from_millis(100);

/// How long after a change the journal is looked after.
const SETTLE: Duration = Duration::from_secs(1);

/// A disk that has not taken a change after so long is slow.
const SLOW: Duration = Duration::from_secs(3);

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
    /// What encrypts the file.
    pub(crate) seal: Option<Arc<Seal>>,
    pub(crate) versions: Option<KeepVersions>,
}

/// Where and how earlier versions are kept.
pub(crate) struct KeepVersions {
    pub(crate) folders: Folders,
    pub(crate) now: Timestamp,
    /// Whether what is in the file's place now is kept too: somebody else wrote it.
    pub(crate) theirs: bool,
    /// Whether the versions so far go: they are plain, or hold somebody who was erased.
    pub(crate) anew: bool,
}

/// A save that went well.
pub(crate) struct Written {
    pub(crate) path: PathBuf,
    pub(crate) fingerprint: Fingerprint,
    pub(crate) revision: u64,
    pub(crate) seal: Option<Arc<Seal>>,
    /// The history with all that was written of it.
    pub(crate) text: Arc<HistoryText>,
    /// Why earlier versions were not kept, or not let go.
    pub(crate) unkept: Option<String>,
}

impl SaveOrder {
    /// Writes the file, or leaves it as it was.
    pub(crate) fn carry_out(self) -> Result<Written, SaveError> {
        let Self { session, past, path, known, revision, files, seal, versions } = self;
        let unwritable = |error: ron::Error| SaveFault::Unwritable(error.to_string()).at(&path);
        let text = past.as_text().map_err(unwritable)?;
        let bytes = match &seal {
            None => storage::write(&session, &text).map_err(unwritable)?.into_bytes(),
            Some(seal) => {
                let plain = storage::write_with_key(&session, &text, seal.key()).map_err(unwritable)?;
                seal.seal(plain.as_bytes()).map_err(|error| SaveFault::from(error).at(&path))?
            }
        };
        if let Some(versions) = versions.as_ref().filter(|versions| versions.theirs) {
            versions.keep_theirs(&*files, &session.id, &path, seal.as_deref())?;
        }
        let fingerprint = storage::store(&*files, &path, &bytes, known.as_ref())?;
        let kept = versions.map_or(Ok(()), |versions| versions.keep(&*files, &session.id, &path, &bytes));
        let unkept = kept.err().map(|error| SaveFault::from(error).why());
        Ok(Written { path, fingerprint, revision, seal, text, unkept })
    }
}

impl KeepVersions {
    /// Keeps what somebody else wrote, before it is overwritten.
    fn keep_theirs(
        &self,
        files: &dyn FileLayer,
        session: &SessionId,
        path: &Path,
        seal: Option<&Seal>,
    ) -> Result<(), SaveError> {
        let fault = |error: io::Error| SaveFault::from(error).at(path);
        let theirs = match files.read(path, u64::MAX) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            theirs => theirs.map_err(fault)?,
        };
        // A session that is encrypted here leaves nothing plain, whoever wrote it.
        let theirs = match seal.filter(|_| !storage::is_sealed(&theirs)) {
            Some(seal) => seal.seal(&theirs).map_err(fault)?,
            None => theirs,
        };
        let kept = storage::keep_version(files, &self.folders, session, path, &theirs, self.now);
        // They must not be lost: without room for them nothing is overwritten.
        kept.map_err(|error| SaveFault::from(error).at(&self.folders.data))
    }

    fn keep(&self, files: &dyn FileLayer, session: &SessionId, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.anew {
            storage::forget_versions(files, &self.folders, session)?;
        }
        storage::keep_version(files, &self.folders, session, path, bytes, self.now)
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

    /// Has a worker save the file; the next [`Document::tick`]s tell what came of it.
    ///
    /// # Errors
    /// When there is no file yet, or the session can only be read.
    pub fn start_saving(&mut self) -> Result<(), SaveError> {
        self.may_save()?;
        if self.path.is_none() {
            return Err(SaveFault::NoFile.into());
        }
        // A save under way holds an older revision: another follows it.
        self.due = Some(Due::Now);
        Ok(())
    }

    /// Saves the file even where somebody else changed it. What they wrote is kept among the earlier versions.
    ///
    /// # Errors
    /// As [`Document::save`] has them.
    pub fn save_over(&mut self) -> Result<(), SaveError> {
        self.may_save()?;
        // Whatever became of a save under way, it is made good now.
        let _ = self.finish_saving();
        let path = self.path.clone().ok_or(SaveFault::NoFile)?;
        let mut order = self.order(path, None);
        order.versions = Some(KeepVersions { theirs: true, ..self.versions() });
        let written = order.carry_out()?;
        self.was_saved(written);
        Ok(())
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

    /// Saves under this name with another protection: with a passphrase, with another one, or with none. Earlier
    /// versions and journals that the new passphrase does not protect are gone then.
    ///
    /// # Errors
    /// When it can't be written; everything stays as it was then.
    pub fn save_protected(&mut self, path: &Path, seal: Option<Arc<Seal>>) -> Result<(), SaveError> {
        self.may_save()?;
        if self.unsaved.is_some() {
            // Their journal would stay as it is, in the old protection.
            return Err(SaveFault::Undecided.into());
        }
        let _ = self.finish_saving();
        let mut order = self.order(path.to_owned(), self.fingerprint.filter(|_| self.path.as_deref() == Some(path)));
        order.versions = Some(KeepVersions { anew: seal.is_some(), ..self.versions() });
        order.seal = seal;
        let written = order.carry_out()?;
        self.was_saved(written);
        Ok(())
    }

    /// Writes a copy, and stays with its own file. A file of that name is replaced. The copy is a session of its own:
    /// it can be open while this one is, and has its own journal and versions.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn save_copy(&self, path: &Path) -> Result<(), SaveError> {
        let mut order = self.order(path.to_owned(), None);
        order.session.id = SessionId::new((self.around.new_id)());
        order.versions = None;
        order.carry_out().map(|_| ())
    }

    fn may_save(&self) -> Result<(), SaveError> {
        match &self.read_only {
            Some(sentence) => Err(SaveFault::ReadOnly(sentence.clone()).into()),
            None => Ok(()),
        }
    }

    pub(super) fn versions(&self) -> KeepVersions {
        let (folders, now) = (self.around.folders.clone(), (self.around.now)());
        KeepVersions { folders, now, theirs: false, anew: false }
    }

    pub(super) fn order(&self, path: PathBuf, known: Option<Fingerprint>) -> SaveOrder {
        SaveOrder {
            session: self.session.clone(),
            past: self.past.unwritten(),
            path,
            known,
            revision: self.revision,
            files: self.around.files.clone(),
            seal: self.seal.clone(),
            versions: Some(self.versions()),
        }
    }

    fn save_at(&mut self, path: PathBuf, known: Option<Fingerprint>) -> Result<(), SaveError> {
        let written = self.order(path, known).carry_out()?;
        self.was_saved(written);
        Ok(())
    }

    pub(super) fn was_saved(&mut self, written: Written) {
        let protected = match (&self.seal, &written.seal) {
            (None, Some(_)) => true,
            (Some(before), Some(after)) => !Arc::ptr_eq(before, after),
            (_, None) => false,
        };
        let Surroundings { files, folders, .. } = &self.around;
        if let Some(seal) = written.seal.as_ref().filter(|_| protected) {
            storage::seal_put_aside(&**files, folders, &self.session.id, seal);
        }
        self.seal = written.seal;
        self.path = Some(written.path);
        self.fingerprint = Some(written.fingerprint);
        self.saved_revision = Some(written.revision);
        self.saved_at = Some((self.around.now)());
        self.past.written(written.text);
        if let Some(why) = written.unkept.filter(|_| !std::mem::replace(&mut self.told_unkept, true)) {
            let sentence = format!("The session is saved, but earlier versions of it can't be kept: {why}");
            self.news.push(Event::Unprotected(sentence));
        }
        self.tell_others();
        // A journal whose changes nobody has decided about stays as it is.
        if let (Some(journal), None) = (&self.journal, &self.unsaved) {
            journal.rebase(self.base(), self.past.fresh().to_vec());
        }
        if self.is_saved() {
            self.due = None;
        }
    }

    /// Leaves or renews the note beside the file that it is open here.
    pub(super) fn tell_others(&mut self) {
        let now = (self.around.now)();
        let (Some(path), None) = (&self.path, &self.read_only) else { return };
        match &self.note {
            Some(note) if note.file() == path => drop(note.renew(now)),
            _ => self.note = OpenNote::leave(path, now),
        }
    }

    /// Waits for a save under way.
    pub(super) fn finish_saving(&mut self) -> Result<(), SaveError> {
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
        events.extend(self.slow_disk());
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

    /// Whether a change got into the journal shows within a second; while it has not, it is looked after.
    fn wait_for_journal(&self) -> Option<Duration> {
        let passed = self.rested()?;
        let waiting = self.journal.as_ref().is_some_and(Journal::is_waiting);
        SETTLE.checked_sub(passed).filter(|left| !left.is_zero()).or(waiting.then_some(SETTLE))
    }

    /// How long nothing was changed.
    fn rested(&self) -> Option<Duration> {
        // A clock that was set back tells nothing.
        Some(Duration::try_from((self.around.now)().duration_since(self.changed_at?)).unwrap_or(SETTLE))
    }

    /// Says once that the disk takes too long to keep changes safe.
    fn slow_disk(&mut self) -> Option<Event> {
        if !self.journal.as_ref().is_some_and(Journal::is_waiting) {
            self.told_slow = false;
            return None;
        }
        if self.rested()? < SLOW || std::mem::replace(&mut self.told_slow, true) {
            return None;
        }
        let sentence = "The disk is slow: the last changes are not safe from a crash yet. Nothing is lost while the \
                        program runs";
        Some(Event::Unprotected(sentence.into()))
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
