//! Making and opening documents, and deciding about what a crash left behind.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::edit::Entry;
use crate::model::Session;
use crate::storage::{
    self, Base, Journal, Loaded, Lock, LostSession, OpenError, OpenNote, OpenedAs, Passphrase, SaveError, Seal, Unsaved,
};

use super::document::Document;
use super::past::Past;
use super::saving::Event;
use super::surroundings::Surroundings;

/// A document that was opened, and what the user should know about it.
#[derive(Debug)]
pub struct Opened {
    /// The document.
    pub document: Document,
    /// What is not as it should be, as sentences.
    pub warnings: Vec<String>,
    /// Changes from last time that were never saved. Until [`Document::recover`] or [`Document::leave_out_unsaved`]
    /// is called, nothing can be changed.
    pub recovery: Option<Recovery>,
    /// Why it can only be read, as a sentence.
    pub read_only: Option<String>,
    /// Whether that is because of another machine, and [`Document::write_all_the_same`] would help.
    pub elsewhere: bool,
}

impl Recovery {
    fn of(unsaved: &Unsaved) -> Self {
        let mut what: Vec<(&'static str, usize)> = Vec::new();
        for entry in &unsaved.entries {
            let words = match entry {
                Entry::Done(step) => step.gesture.words(),
                Entry::Undone { .. } => "undo",
                Entry::Redone { .. } => "redo",
            };
            match what.iter_mut().find(|(known, _)| *known == words) {
                Some((_, times)) => *times += 1,
                None => what.push((words, 1)),
            }
        }
        what.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        Self { changes: unsaved.entries.len(), last: unsaved.last(), what }
    }

    /// What would be recovered, in words, the most frequent first: "rating (12 times), evidence". Never whose: that
    /// would tell how far a rater is.
    pub fn words(&self) -> String {
        let times = |times: usize| if times == 1 { String::new() } else { format!(" ({times} times)") };
        let mut parts: Vec<String> =
            self.what.iter().take(4).map(|(words, number)| format!("{words}{}", times(*number))).collect();
        if self.what.len() > 4 {
            parts.push("and more".into());
        }
        parts.join(", ")
    }
}

/// What could be recovered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// How many changes.
    pub changes: usize,
    /// When the last one was made.
    pub last: Option<Timestamp>,
    /// What was done, and how often, the most frequent first.
    pub what: Vec<(&'static str, usize)>,
}

impl Document {
    /// A session that has no file yet. It is kept safe from a crash all the same.
    pub fn create(session: Session, around: Surroundings) -> Document {
        let mut document = Self::new(session, Past::default(), around);
        document.protect_from_others();
        document.keep_journal(Vec::new());
        document
    }

    /// A session that has its file, and its protection, from the beginning: nothing of it was ever on the disk plain.
    ///
    /// # Errors
    /// When the file can't be written; nothing is left of it then.
    pub fn create_at(
        path: &Path,
        session: Session,
        seal: Option<Arc<Seal>>,
        around: Surroundings,
    ) -> Result<Document, SaveError> {
        let mut document = Self::new(session, Past::default(), around);
        document.protect_from_others();
        document.save_protected(path, seal)?;
        document.keep_journal(Vec::new());
        Ok(document)
    }

    /// Opens a session file. Where somebody else has it open, it can only be read.
    ///
    /// # Errors
    /// When there is no such file, it can't be read as a session, or it is encrypted.
    pub fn open(path: &Path, around: Surroundings) -> Result<Opened, OpenError> {
        let loaded = storage::load(&*around.files, path)?;
        Ok(Self::opened(path, loaded, around))
    }

    /// Opens a session file that is encrypted; a plain one opens whatever the passphrase. It takes a second and more:
    /// the window has a worker do it.
    ///
    /// # Errors
    /// As [`Document::open`] has them, or when it is another passphrase.
    pub fn open_encrypted(path: &Path, passphrase: &Passphrase, around: Surroundings) -> Result<Opened, OpenError> {
        let loaded = storage::load_sealed(&*around.files, path, passphrase, around.work)?;
        Ok(Self::opened(path, loaded, around))
    }

    fn opened(path: &Path, loaded: Loaded, around: Surroundings) -> Opened {
        let mut warnings = loaded.contents.warnings;
        let mut document = Self::new(loaded.contents.session, Past::from_file(loaded.contents.history), around);
        document.path = Some(path.to_owned());
        document.fingerprint = Some(loaded.fingerprint);
        document.seal = loaded.seal;
        document.saved_revision = Some(0);
        warnings.extend(document.take_lock().err());
        let elsewhere = document.read_only.is_none() && document.is_open_elsewhere(path);
        if document.read_only.is_none() {
            warnings.extend(document.look_for_unsaved());
            document.tell_others();
        }
        let recovery = document.unsaved.as_ref().map(Recovery::of);
        let read_only = document.read_only.clone();
        Opened { document, warnings, recovery, read_only, elsewhere }
    }

    /// Looks for a note of another machine beside the file.
    fn is_open_elsewhere(&mut self, path: &Path) -> bool {
        let Some(other) = OpenNote::of_others(path, (self.around.now)()) else { return false };
        let moment = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M UTC").to_string();
        self.read_only = Some(format!(
            "This session is open on another machine ({} since {}, last saved {}), so it can only be read.",
            other.who,
            moment(other.since),
            moment(other.seen)
        ));
        true
    }

    /// Goes on with a session that another machine has open, because the user says that nobody works on it there.
    /// Returns what the user should know, and what could be recovered.
    pub fn write_all_the_same(&mut self) -> (Vec<String>, Option<Recovery>) {
        if self.lock.is_none() {
            return (Vec::new(), None);
        }
        self.read_only = None;
        let warnings = self.look_for_unsaved();
        self.tell_others();
        (warnings, self.unsaved.as_ref().map(Recovery::of))
    }

    /// Opens a session that was never saved, with all changes made to it.
    ///
    /// # Errors
    /// When its journal can't be read.
    pub fn open_lost(lost: &LostSession, around: Surroundings) -> Result<Opened, OpenError> {
        let (start, unsaved) = storage::lost_session(&*around.files, &lost.journal)?;
        let mut warnings = start.warnings;
        let mut document = Self::new(start.session, Past::from_file(start.history), around);
        warnings.extend(document.take_lock().err());
        document.unsaved = Some(unsaved);
        warnings.extend(document.recover());
        let read_only = document.read_only.clone();
        Ok(Opened { document, warnings, recovery: None, read_only, elsewhere: false })
    }

    /// The sessions that were never saved and whose program ended without closing them, last changed first.
    pub fn lost_sessions(around: &Surroundings) -> Vec<LostSession> {
        storage::lost_sessions(&*around.files, &around.folders)
    }

    /// Keeps other windows from writing the session; where that can't be done it is told with the next tick.
    pub(super) fn protect_from_others(&mut self) {
        if let Err(sentence) = self.take_lock() {
            self.news.push(Event::Unprotected(sentence));
        }
    }

    /// Keeps others from changing the session, or notes who does. The error is a sentence on why there is no lock.
    fn take_lock(&mut self) -> Result<(), String> {
        match Lock::take(&self.around.folders, &self.session.id, (self.around.now)()) {
            Ok(OpenedAs::Writer(lock)) => self.lock = Some(lock),
            Ok(OpenedAs::ReadOnly { by, since }) => {
                let since = since.map(|since| format!(" since {}", since.strftime("%Y-%m-%d %H:%M UTC")));
                let since = since.unwrap_or_default();
                self.read_only = Some(format!("This session is open elsewhere ({by}{since}), so it can only be read."));
            }
            Err(error) => {
                return Err(format!(
                    "Nothing keeps a second window from opening this session too, because the folder for locks can't \
                     be written ({error})"
                ));
            }
        }
        Ok(())
    }

    /// Finds what the journals have that the file does not, and starts the journal. Returns warnings.
    fn look_for_unsaved(&mut self) -> Vec<String> {
        let Surroundings { files, folders, .. } = &self.around;
        let recovered =
            storage::look_for_unsaved(&**files, folders, &self.session, self.past.text(), self.seal.as_deref());
        self.unsaved = recovered.unsaved;
        if self.unsaved.is_none() {
            self.keep_journal(Vec::new());
        }
        recovered.warnings
    }

    /// Starts the journal; `already` are the changes since the file that it holds.
    pub(super) fn keep_journal(&mut self, already: Vec<Arc<Entry>>) {
        if self.read_only.is_none() {
            let Surroundings { files, folders, .. } = &self.around;
            self.journal = Some(Journal::start(files.clone(), folders, self.base(), already));
        }
    }

    /// What the journal's changes are made to.
    pub(super) fn base(&self) -> Base {
        match &self.path {
            Some(path) => Base::in_file(&self.session.id, path, self.past.text(), self.seal.clone()),
            None => Base::without_file(self.session.clone(), self.past.text().clone()),
        }
    }

    /// Makes the changes from last time that were never saved. The file stays as it is until the next save. Returns a
    /// sentence where not all of them could be made.
    pub fn recover(&mut self) -> Option<String> {
        let unsaved = self.unsaved.take()?;
        let base = self.base();
        let all = unsaved.entries.len();
        let mut done = Vec::new();
        for entry in unsaved.entries {
            match self.past.replay(&mut self.session, entry) {
                Ok(entry) => done.push(entry),
                Err(_) => break,
            }
        }
        let recovered = done.len();
        if self.read_only.is_none() {
            let Surroundings { files, folders, .. } = &self.around;
            self.journal = Some(Journal::start(files.clone(), folders, base, done));
        }
        if recovered > 0 {
            self.changed(false);
        }
        (recovered < all).then(|| format!("{recovered} of {all} changes could be recovered; the others do not fit."))
    }

    /// Leaves out the changes from last time; they are gone for good.
    pub fn leave_out_unsaved(&mut self) {
        if self.unsaved.take().is_some() {
            self.keep_journal(Vec::new());
            if let Some(journal) = &self.journal {
                journal.remove();
            }
        }
    }
}
