//! The journal: every change on the disk within moments of being made, so that a crash loses nothing. It lies in the
//! user's state folder, by the session's id, and holds the changes since the session file was last written; a session
//! without a file has its beginning in there too. A thread of its own does the writing, so that a slow disk slows
//! nobody.
//!
//! The file is a row of records, each with its length and a digest before it: whatever a crash tore at the end is
//! noticed and left out. Should a record not get onto the disk, the whole journal is written anew with the next one,
//! or after a while.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::edit::Entry;
use crate::model::{Session, SessionId};

use super::digest::Digest;
use super::faults::SaveFault;
use super::files::{FileLayer, Growing};
use super::folders::Folders;
use super::history_text::{HistoryText, entry_text};
use super::session_file;

/// After a failure the journal is tried again this often.
const AGAIN: Duration = Duration::from_secs(5);

/// The ending of journals, without the dot.
pub(crate) const ENDING: &str = "journal";

/// What the changes of a journal were made to.
#[derive(Clone, Debug)]
pub struct Base {
    /// The session.
    pub session: SessionId,
    /// Its file, where there is one.
    pub path: Option<PathBuf>,
    /// How many entries of history the file holds.
    pub entries: usize,
    /// Their digest.
    pub digest: u64,
    /// The session itself, where there is no file to go on from.
    pub start: Option<(Session, Arc<HistoryText>)>,
}

impl Base {
    /// A session with its file.
    pub fn in_file(session: &SessionId, path: &Path, history: &HistoryText) -> Self {
        let summary = history.summary();
        let (entries, digest) = (summary.entries, summary.digest);
        Self { session: session.clone(), path: Some(path.to_owned()), entries, digest, start: None }
    }

    /// A session that has no file yet.
    pub fn without_file(session: Session, history: Arc<HistoryText>) -> Self {
        let summary = history.summary();
        let (entries, digest) = (summary.entries, summary.digest);
        Self { session: session.id.clone(), path: None, entries, digest, start: Some((session, history)) }
    }
}

/// The first record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct JournalHeader {
    pub(crate) format: u32,
    pub(crate) session: SessionId,
    pub(crate) path: Option<String>,
    pub(crate) entries: usize,
    pub(crate) digest: u64,
    /// Whether the next record is a whole session file to go on from.
    pub(crate) start: bool,
}

/// The format of journals.
pub(crate) const JOURNAL_FORMAT: u32 = 1;

/// Where the journals lie.
pub(crate) fn journal_folder(folders: &Folders) -> PathBuf {
    folders.state.join("journals")
}

/// A name for files about a session. The id comes from a file, so whatever could lead elsewhere is not taken over.
pub(crate) fn file_stem(session: &SessionId) -> String {
    let id = session.as_str();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !id.is_empty() && id.len() <= 64 && id.bytes().all(plain) {
        return id.to_owned();
    }
    format!("other-{:016x}", Digest::of(id.as_bytes()).value())
}

/// The journal of a session that is being worked on.
#[derive(Debug)]
pub struct Journal {
    messages: Option<Sender<Message>>,
    thread: Option<JoinHandle<()>>,
    trouble: Arc<Mutex<Option<String>>>,
}

#[derive(Debug)]
enum Message {
    Append(Arc<Entry>),
    Rebase(Base, Vec<Arc<Entry>>),
    Remove,
    Flush(Sender<()>),
}

impl Journal {
    /// A journal that goes on from `base`. `already` are changes since then that a journal on the disk holds.
    pub fn start(files: Arc<dyn FileLayer>, folders: &Folders, base: Base, already: Vec<Arc<Entry>>) -> Self {
        let (messages, inbox) = mpsc::channel();
        let trouble = Arc::new(Mutex::new(None));
        let folder = journal_folder(folders);
        let path = folder.join(file_stem(&base.session)).with_extension(ENDING);
        let writes_at_once = base.start.is_some() && already.is_empty();
        let mut writer = Writer {
            files,
            folder,
            path,
            base,
            entries: already,
            file: None,
            behind: writes_at_once,
            trouble: trouble.clone(),
        };
        let thread = thread::spawn(move || writer.work(&inbox));
        Self { messages: Some(messages), thread: Some(thread), trouble }
    }

    /// Takes in a change that was just made.
    pub fn append(&self, entry: Arc<Entry>) {
        self.send(Message::Append(entry));
    }

    /// The file was written: the journal goes on from there, with the changes since.
    pub fn rebase(&self, base: Base, since: Vec<Arc<Entry>>) {
        self.send(Message::Rebase(base, since));
    }

    /// Removes the journal from the disk: nothing in it is wanted any more.
    pub fn remove(&self) {
        self.send(Message::Remove);
    }

    /// Waits until everything taken in is on the disk, or was found not to get there.
    pub fn flush(&self) {
        let (done, wait) = mpsc::channel();
        self.send(Message::Flush(done));
        // The thread drops the other end when it stops; then there is nothing to wait for.
        let _ = wait.recv();
    }

    /// Why changes are not getting onto the disk, once for each time that it starts.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn send(&self, message: Message) {
        if let Some(messages) = &self.messages {
            // It can't fail: the thread takes messages for as long as this end exists.
            let _ = messages.send(message);
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.messages = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct Writer {
    files: Arc<dyn FileLayer>,
    folder: PathBuf,
    path: PathBuf,
    base: Base,
    /// The changes since the base: all that the journal is to hold.
    entries: Vec<Arc<Entry>>,
    /// The journal, open at its end, where it holds all but what comes next.
    file: Option<Box<dyn Growing>>,
    /// Whether the disk holds less than it should.
    behind: bool,
    trouble: Arc<Mutex<Option<String>>>,
}

impl Writer {
    fn work(&mut self, inbox: &Receiver<Message>) {
        self.catch_up();
        loop {
            let message = if self.behind {
                inbox.recv_timeout(AGAIN)
            } else {
                inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match message {
                Ok(Message::Append(entry)) => self.append(entry),
                Ok(Message::Rebase(base, since)) => self.rebase(base, since),
                Ok(Message::Remove) => self.remove(),
                Ok(Message::Flush(done)) => {
                    self.catch_up();
                    // Nobody may be waiting any more.
                    let _ = done.send(());
                }
                Err(RecvTimeoutError::Timeout) => self.catch_up(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.catch_up();
    }

    fn append(&mut self, entry: Arc<Entry>) {
        self.entries.push(entry.clone());
        let written = match &mut self.file {
            Some(file) if !self.behind => grow(&mut **file, &entry),
            _ => return self.rewrite(),
        };
        if let Err(error) = written {
            self.failed(error);
        }
    }

    fn rebase(&mut self, base: Base, since: Vec<Arc<Entry>>) {
        (self.base, self.entries, self.file) = (base, since, None);
        if self.entries.is_empty() && self.base.start.is_none() {
            self.remove();
        } else {
            self.rewrite();
        }
    }

    fn remove(&mut self) {
        (self.file, self.behind) = (None, false);
        self.entries.clear();
        // A journal that stays is found to hold nothing new.
        let _ = self.files.remove(&self.path);
    }

    fn catch_up(&mut self) {
        if self.behind {
            self.rewrite();
        }
    }

    /// Writes the journal as a whole.
    fn rewrite(&mut self) {
        match self.try_rewrite() {
            Ok(file) => {
                (self.file, self.behind) = (Some(file), false);
                *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
            }
            Err(error) => self.failed(error),
        }
    }

    fn try_rewrite(&self) -> io::Result<Box<dyn Growing>> {
        self.files.make_folder(&self.folder)?;
        let mut file = self.files.replace(&self.path)?;
        let mut bytes = Vec::new();
        let header = JournalHeader {
            format: JOURNAL_FORMAT,
            session: self.base.session.clone(),
            path: self.base.path.as_ref().map(|path| path.display().to_string()),
            entries: self.base.entries,
            digest: self.base.digest,
            start: self.base.start.is_some(),
        };
        put_record(&mut bytes, &ron::ser::to_string(&header).map_err(io::Error::other)?);
        if let Some((session, history)) = &self.base.start {
            put_record(&mut bytes, &session_file::write(session, history).map_err(io::Error::other)?);
        }
        for entry in &self.entries {
            put_record(&mut bytes, &entry_text(entry).map_err(io::Error::other)?);
        }
        file.write_all(&bytes)?;
        file.commit()?;
        self.files.grow(&self.path)
    }

    fn failed(&mut self, error: io::Error) {
        if !self.behind {
            let sentence = format!(
                "Changes are not safe from a crash just now: {}. Save the session",
                match SaveFault::from(error) {
                    SaveFault::DiskFull => "the disk with the user's folders is full".to_owned(),
                    SaveFault::ReadOnlyDisk | SaveFault::Forbidden =>
                        "the folder for journals may not be written".to_owned(),
                    SaveFault::Unwritable(what) => what,
                    _ => "the folder for journals is gone".to_owned(),
                }
            );
            *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(sentence);
        }
        (self.file, self.behind) = (None, true);
    }
}

fn grow(file: &mut dyn Growing, entry: &Entry) -> io::Result<()> {
    let mut bytes = Vec::new();
    put_record(&mut bytes, &entry_text(entry).map_err(io::Error::other)?);
    file.write_all(&bytes)?;
    file.sync()
}

/// Length and digest, then the text.
fn put_record(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&(text.len() as u64).to_le_bytes());
    out.extend_from_slice(&Digest::of(text.as_bytes()).value().to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

/// The records of a journal up to the first that is torn.
pub(crate) fn records(mut bytes: &[u8]) -> Vec<&str> {
    let mut records = Vec::new();
    while let Some((record, rest)) = record(bytes) {
        records.push(record);
        bytes = rest;
    }
    records
}

fn record(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let (digest, rest) = rest.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (text, rest) = rest.split_at_checked(length)?;
    if Digest::of(text).value() != u64::from_le_bytes(*digest) {
        return None;
    }
    Some((std::str::from_utf8(text).ok()?, rest))
}
