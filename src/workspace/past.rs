//! The history of an open document: lines of text that came from the file, and entries made since. The text is parsed
//! when something first asks for it; a long one is parsed by a thread that starts with the opening, so that the first
//! undo has not long to wait.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};

use jiff::Timestamp;

use crate::edit::{Actor, Conflict, Entry, History, Step, Touched, UndoError};
use crate::model::Session;
use crate::storage::HistoryText;

/// Text up to this length is parsed at once: a few milliseconds.
const SHORT: usize = 64 * 1024;

#[derive(Debug, Default)]
pub(crate) struct Past {
    /// What was read from the file or written to it.
    text: Arc<HistoryText>,
    /// What came since.
    fresh: Vec<Arc<Entry>>,
    /// All of it, once parsed.
    history: OnceLock<History>,
    reading: Mutex<Option<JoinHandle<History>>>,
    /// The thread that reads it stops when a document is closed before: nobody holds this any more then.
    wanted: Arc<()>,
    /// Actors whose last entry is a step that typing may go on from.
    continuing: BTreeSet<Actor>,
}

/// What a save writes: the text so far, and the entries that are to be added to it.
#[derive(Clone, Debug)]
pub(crate) struct Unwritten {
    pub(crate) text: Arc<HistoryText>,
    pub(crate) fresh: Vec<Arc<Entry>>,
}

impl Unwritten {
    pub(crate) fn as_text(&self) -> Result<Arc<HistoryText>, ron::Error> {
        if self.fresh.is_empty() {
            return Ok(self.text.clone());
        }
        let mut text = HistoryText::clone(&self.text);
        self.fresh.iter().try_for_each(|entry| text.push(entry))?;
        Ok(Arc::new(text))
    }
}

impl Past {
    /// The history that a file ended in.
    pub(crate) fn from_file(text: HistoryText) -> Self {
        let past = Self { text: Arc::new(text), ..Self::default() };
        if past.text.text().len() <= SHORT {
            past.history();
        } else {
            let (text, wanted) = (past.text.clone(), Arc::downgrade(&past.wanted));
            let read = move || text.parse_while(|| wanted.strong_count() > 0);
            *past.reading.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::spawn(read));
        }
        past
    }

    /// The history; waits until it is parsed.
    pub(crate) fn history(&self) -> &History {
        self.history.get_or_init(|| {
            let reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner).take();
            let mut history = reading.and_then(|thread| thread.join().ok()).unwrap_or_else(|| self.text.parse());
            self.fresh.iter().for_each(|entry| history.append(entry.clone()));
            history
        })
    }

    fn change_history<T>(&mut self, change: impl FnOnce(&mut History) -> T) -> T {
        self.history();
        let mut history = self.history.take().unwrap_or_default();
        let result = change(&mut history);
        self.history = OnceLock::from(history);
        result
    }

    /// The history, where asking for it takes no time.
    pub(crate) fn at_hand(&self) -> Option<&History> {
        let reading = || self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = self.history.get().is_none() && reading().as_ref().is_some_and(|thread| !thread.is_finished());
        (!waits).then(|| self.history())
    }

    /// Puts a step at the end that was just applied.
    pub(crate) fn record(&mut self, step: Step) -> Arc<Entry> {
        if step.reveals() {
            self.continuing.remove(&step.actor);
        } else {
            self.continuing.insert(step.actor.clone());
        }
        let entry = Arc::new(Entry::Done(step));
        self.append(entry.clone());
        entry
    }

    fn append(&mut self, entry: Arc<Entry>) {
        if let Some(history) = self.history.get_mut() {
            history.append(entry.clone());
        }
        self.fresh.push(entry);
    }

    /// Makes the change of an entry and puts it at the end.
    pub(crate) fn replay(&mut self, session: &mut Session, entry: Entry) -> Result<Arc<Entry>, Conflict> {
        let entry = Arc::new(entry);
        self.change_history(|history| history.replay(session, entry.clone()))?;
        self.fresh.push(entry.clone());
        Ok(entry)
    }

    /// Whether the actor's next step may go on from their last one.
    pub(crate) fn may_continue(&self, actor: &Actor) -> bool {
        self.continuing.contains(actor)
    }

    pub(crate) fn undo(
        &mut self,
        session: &mut Session,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<(Touched, Vec<Arc<Entry>>), UndoError> {
        let (touched, entries) = self.change_history(|history| history.undo(session, actor, at))?;
        self.continuing.remove(actor);
        self.fresh.extend(entries.iter().cloned());
        Ok((touched, entries))
    }

    pub(crate) fn redo(
        &mut self,
        session: &mut Session,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<(Touched, Vec<Arc<Entry>>), UndoError> {
        let (touched, entries) = self.change_history(|history| history.redo(session, actor, at))?;
        self.continuing.remove(actor);
        self.fresh.extend(entries.iter().cloned());
        Ok((touched, entries))
    }

    /// What a save has to write now.
    pub(crate) fn unwritten(&self) -> Unwritten {
        Unwritten { text: self.text.clone(), fresh: self.fresh.clone() }
    }

    /// A save wrote this text; what came after it stays fresh.
    pub(crate) fn written(&mut self, text: Arc<HistoryText>) {
        let added = text.entries().saturating_sub(self.text.entries()).min(self.fresh.len());
        self.fresh.drain(..added);
        self.text = text;
    }

    /// The entries that no file holds yet.
    pub(crate) fn fresh(&self) -> &[Arc<Entry>] {
        &self.fresh
    }

    /// What the file holds.
    pub(crate) fn text(&self) -> &Arc<HistoryText> {
        &self.text
    }
}
