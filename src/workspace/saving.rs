//! Saving from a snapshot: what is to be written is put together when the save begins, and can be carried out by a
//! worker while the session goes on changing. Only the revision that was written counts as saved.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use crate::model::Session;
use crate::storage::{self, FileLayer, Fingerprint, HistoryText, SaveError, SaveFault};

use super::past::Unwritten;

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
