//! The journal: every change on the disk within moments of being made, so that a crash loses nothing. It lies in the
//! user's state folder, by the session's id, and holds the changes since the session file was last written; a session
//! without a file has its beginning in there too. A thread of its own does the writing, so that a slow disk slows
//! nobody.
//!
//! The file is a row of records, each with its length and a digest before it: whatever a crash tore at the end is
//! noticed and left out. What was done in one go is one record, so that it is there as a whole or not at all. Should a
//! record not get onto the disk, the whole journal is written anew with the next one, or after a while. The records of
//! an encrypted session, the first included, are age messages to the key in its file.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
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
use super::sealing::{self, Seal};
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
    /// What encrypts the journal, where the file is encrypted.
    pub seal: Option<Arc<Seal>>,
}

impl Base {
    /// A session with its file.
    pub fn in_file(session: &SessionId, path: &Path, history: &HistoryText, seal: Option<Arc<Seal>>) -> Self {
        let summary = history.summary();
        let (entries, digest) = (summary.entries, summary.digest);
        Self { session: session.clone(), path: Some(path.to_owned()), entries, digest, start: None, seal }
    }

    /// A session that has no file yet.
    pub fn without_file(session: Session, history: Arc<HistoryText>) -> Self {
        let summary = history.summary();
        let (entries, digest) = (summary.entries, summary.digest);
        Self { session: session.id.clone(), path: None, entries, digest, start: Some((session, history)), seal: None }
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
    /// Appends that the thread has not finished with.
    waiting: Arc<AtomicUsize>,
}

#[derive(Debug)]
enum Message {
    Append(Vec<Arc<Entry>>),
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
        let waiting = Arc::new(AtomicUsize::new(0));
        let mut writer = Writer {
            files,
            folder,
            path,
            base,
            entries: already,
            file: None,
            length: 0,
            behind: writes_at_once,
            trouble: trouble.clone(),
            waiting: waiting.clone(),
        };
        let thread = thread::spawn(move || writer.work(&inbox));
        Self { messages: Some(messages), thread: Some(thread), trouble, waiting }
    }

    /// Takes in what was just done in one go.
    pub fn append(&self, entries: Vec<Arc<Entry>>) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        self.send(Message::Append(entries));
    }

    /// Whether some of what was taken in is still on its way to the disk.
    pub fn is_waiting(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
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
    /// How long the journal is, as this program wrote it.
    length: u64,
    /// Whether the disk holds less than it should.
    behind: bool,
    trouble: Arc<Mutex<Option<String>>>,
    waiting: Arc<AtomicUsize>,
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
                Ok(Message::Append(entries)) => {
                    self.append(entries);
                    self.waiting.fetch_sub(1, Ordering::Relaxed);
                }
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

    fn append(&mut self, entries: Vec<Arc<Entry>>) {
        self.entries.extend(entries.iter().cloned());
        // A journal that was removed or replaced would go on growing where nobody finds it.
        let in_place = self.files.length(&self.path).is_ok_and(|length| length == self.length);
        let written = match &mut self.file {
            Some(file) if !self.behind && in_place => grow(&mut **file, &entries, self.base.seal.as_deref()),
            _ => return self.rewrite(),
        };
        match written {
            Ok(length) => self.length += length,
            Err(error) => self.failed(error),
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
            Ok((file, length)) => {
                (self.file, self.length, self.behind) = (Some(file), length, false);
                *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
            }
            Err(error) => self.failed(error),
        }
    }

    fn try_rewrite(&self) -> io::Result<(Box<dyn Growing>, u64)> {
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
        let seal = self.base.seal.as_deref();
        put_record(&mut bytes, &ron::ser::to_string(&header).map_err(io::Error::other)?, seal)?;
        if let Some((session, history)) = &self.base.start {
            put_record(&mut bytes, &session_file::write(session, history).map_err(io::Error::other)?, seal)?;
        }
        for entry in &self.entries {
            put_record(&mut bytes, &entry_text(entry).map_err(io::Error::other)?, seal)?;
        }
        file.write_all(&bytes)?;
        file.commit()?;
        Ok((self.files.grow(&self.path)?, bytes.len() as u64))
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

/// Adds a record, and tells how long it is.
fn grow(file: &mut dyn Growing, entries: &[Arc<Entry>], seal: Option<&Seal>) -> io::Result<u64> {
    let lines = entries.iter().map(|entry| entry_text(entry)).collect::<Result<Vec<_>, _>>();
    let mut bytes = Vec::new();
    put_record(&mut bytes, &lines.map_err(io::Error::other)?.join("\n"), seal)?;
    file.write_all(&bytes)?;
    file.sync()?;
    Ok(bytes.len() as u64)
}

/// Length and digest, then the text, encrypted where there is a seal.
pub(crate) fn put_record(out: &mut Vec<u8>, text: &str, seal: Option<&Seal>) -> io::Result<()> {
    let sealed = seal.map(|seal| seal.seal_record(text.as_bytes())).transpose()?;
    let bytes = sealed.as_deref().unwrap_or(text.as_bytes());
    out.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    out.extend_from_slice(&Digest::of(bytes).value().to_le_bytes());
    out.extend_from_slice(bytes);
    Ok(())
}

/// The records of a journal up to the first that is torn, as they stand on the disk.
pub(crate) fn records(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut records = Vec::new();
    while let Some((record, rest)) = record(bytes) {
        records.push(record);
        bytes = rest;
    }
    records
}

fn record(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let (digest, rest) = rest.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (text, rest) = rest.split_at_checked(length)?;
    (Digest::of(text).value() == u64::from_le_bytes(*digest)).then_some((text, rest))
}

/// The text of a record; nothing where it is encrypted and there is no key to it, or it is no text.
pub(crate) fn record_text<'a>(record: &'a [u8], seal: Option<&Seal>) -> Option<Cow<'a, str>> {
    if sealing::is_sealed(record) {
        return String::from_utf8(seal?.open_record(record)?).ok().map(Cow::Owned);
    }
    std::str::from_utf8(record).ok().map(Cow::Borrowed)
}
