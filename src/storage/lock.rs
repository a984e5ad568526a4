//! Who has a session open. The lock is a file beside the journal, in the user's state folder and by the session's id: a
//! lock on the session file itself would be lost with the first save, which puts another file in its place. The system
//! lets go of it when a program ends, however it ends, so a lock can't be left behind; the note that says who has it
//! can, and then nobody asks for it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::SessionId;

use super::files::{FileLayer, RealFiles, owner_only, put_note};
use super::folders::Folders;
use super::journal::file_stem;

/// How a session was opened.
#[derive(Debug)]
pub enum OpenedAs {
    /// Nobody else has it; it stays so until the lock is dropped.
    Writer(Lock),
    /// Somebody else has it open.
    ReadOnly {
        /// Who, as user@host.
        by: String,
        /// Since when, where the note beside the lock can be read.
        since: Option<Timestamp>,
    },
}

/// Keeps others from opening the session for changes.
#[derive(Debug)]
pub struct Lock {
    note: PathBuf,
    /// Closing it lets go.
    _file: File,
}

#[derive(Serialize, Deserialize)]
struct Holder {
    who: String,
    since: Timestamp,
}

impl Lock {
    /// Opens a session for changes, unless somebody else has it.
    ///
    /// # Errors
    /// When there can't be a lock, as in a home that may not be written.
    pub fn take(folders: &Folders, session: &SessionId, now: Timestamp) -> io::Result<OpenedAs> {
        let (lock, note) = places(folders, session);
        let file = open(&lock)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(&note).ok().and_then(|text| ron::from_str::<Holder>(&text).ok());
                return Ok(match holder {
                    Some(Holder { who, since }) => OpenedAs::ReadOnly { by: who, since: Some(since) },
                    None => OpenedAs::ReadOnly { by: "another window".into(), since: None },
                });
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let holder = Holder { who: user_at_host(), since: now };
        let text = ron::ser::to_string(&holder).map_err(io::Error::other)?;
        put_note(&note, &text)?;
        Ok(OpenedAs::Writer(Lock { note, _file: file }))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A note without a lock means nothing.
        let _ = fs::remove_file(&self.note);
    }
}

/// Whether somebody has the session open.
pub fn is_held(folders: &Folders, session: &SessionId) -> bool {
    let (lock, _) = places(folders, session);
    File::open(lock).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn places(folders: &Folders, session: &SessionId) -> (PathBuf, PathBuf) {
    let stem = folders.state.join("locks").join(file_stem(session));
    (stem.with_extension("lock"), stem.with_extension("holder"))
}

fn open(lock: &Path) -> io::Result<File> {
    if let Some(folder) = lock.parent() {
        RealFiles.make_folder(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    owner_only::of_file(&mut options);
    options.open(lock)
}

/// Who runs the program, and where.
pub(crate) fn user_at_host() -> String {
    let variable =
        |names: [&str; 2]| names.iter().find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()));
    let user = variable(["USER", "USERNAME"]).unwrap_or_else(|| "somebody".into());
    let kernel = || fs::read_to_string("/proc/sys/kernel/hostname").ok().map(|name| name.trim().to_owned());
    let host = kernel().or_else(|| variable(["HOSTNAME", "COMPUTERNAME"])).unwrap_or_else(|| "this machine".into());
    format!("{user}@{host}")
}
