//! What a journal can give back. At opening, the journals of the session are held against its file: what the file has
//! already is passed over, what fits is offered, and what belongs to another version of the file is put aside, never
//! thrown away.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::edit::{Entry, Gesture};
use crate::model::{Session, SessionId};

use super::backups;
use super::faults::{OpenError, OpenFault};
use super::files::FileLayer;
use super::folders::Folders;
use super::history_text::{HistoryText, entry};
use super::journal::{self, ENDING, JOURNAL_FORMAT, JournalHeader, file_stem, journal_folder, record_text, records};
use super::lock;
use super::sealing::{self, Seal};
use super::session_file::{self, Contents};
use super::session_store::write_file;

/// Changes that a journal holds and the file does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsaved {
    /// The changes, oldest first.
    pub entries: Vec<Entry>,
}

impl Unsaved {
    /// When the last one was made.
    pub fn last(&self) -> Option<Timestamp> {
        self.entries.last().map(Entry::at)
    }
}

/// What the journals of a session hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recovered {
    /// Changes that fit the file and are not in it.
    pub unsaved: Option<Unsaved>,
    /// What was put aside, as sentences.
    pub warnings: Vec<String>,
}

/// A session that was never saved and whose program ended without closing it.
#[derive(Clone, Debug, PartialEq)]
pub struct LostSession {
    /// Its journal.
    pub journal: PathBuf,
    /// Its title.
    pub title: String,
    /// How many people it has.
    pub people: usize,
    /// When it was last changed, or made.
    pub last: Timestamp,
}

/// A journal as it was read.
struct Held {
    header: JournalHeader,
    start: Option<Box<Contents>>,
    lines: Vec<String>,
    entries: Vec<Entry>,
}

fn held(files: &dyn FileLayer, path: &Path, seal: Option<&Seal>) -> Option<Held> {
    let bytes = files.read(path, u64::MAX).ok()?;
    let mut records = records(&bytes).into_iter().map_while(|record| record_text(record, seal));
    let header: JournalHeader = ron::from_str(&records.next()?).ok()?;
    if header.format != JOURNAL_FORMAT {
        return None;
    }
    let start = match header.start {
        true => Some(Box::new(session_file::read(records.next()?.into_owned().into_bytes()).ok()?)),
        false => None,
    };
    let lines = records.flat_map(|record| record.lines().map(str::to_owned).collect::<Vec<_>>());
    let (lines, entries) = lines.map_while(|line| entry(&line).map(|entry| (line, entry))).unzip();
    Some(Held { header, start, lines, entries })
}

enum Fit {
    /// The file has all of it.
    Nothing,
    /// These changes can be made to the file as it is.
    Unsaved(Vec<Entry>),
    /// It was made to something else.
    Misfit,
}

impl Held {
    fn fit(self, session: &Session, history: &HistoryText) -> Fit {
        if history.digest_at(self.header.entries) != Some(self.header.digest) {
            return Fit::Misfit;
        }
        // A crash between saving and clearing the journal leaves changes in it that the file has.
        let in_file = history.lines().skip(self.header.entries).zip(&self.lines);
        let known = in_file.take_while(|(line, journaled)| line == journaled).count();
        let rest: Vec<Entry> = self.entries.into_iter().skip(known).collect();
        if rest.is_empty() {
            return Fit::Nothing;
        }
        let (mut session, mut history) = (session.clone(), history.parse());
        let fits = rest.iter().all(|entry| history.replay(&mut session, Arc::new(entry.clone())).is_ok());
        if fits && session.problems().is_empty() { Fit::Unsaved(rest) } else { Fit::Misfit }
    }
}

/// Looks through the journals of a session for changes that its file does not have. What is found stays where it is,
/// as the session's journal.
pub fn look_for_unsaved(
    files: &dyn FileLayer,
    folders: &Folders,
    session: &Session,
    history: &HistoryText,
    seal: Option<&Seal>,
) -> Recovered {
    let mut recovered = Recovered::default();
    finish_erasing(files, folders, &session.id, history);
    let stem = file_stem(&session.id);
    let journal = journal_folder(folders).join(&stem).with_extension(ENDING);
    for path in journals(files, folders).into_iter().filter(|path| belongs_to(path, &stem)) {
        let Some(held) = held(files, &path, seal).filter(|held| held.header.session == session.id) else {
            // A later version may be able to read it.
            if path == journal {
                put_aside(files, &path);
            }
            continue;
        };
        let made_to = held.header.path.clone();
        let held_last = held.entries.last().map(Entry::at);
        match held.fit(session, history) {
            Fit::Nothing => {
                let _ = files.remove(&path);
            }
            Fit::Unsaved(entries) if recovered.unsaved.is_none() => {
                // A journal that can't be moved stays where it is, to be found again.
                let in_place = path == journal || files.rename(&path, &journal).is_ok();
                recovered.unsaved = in_place.then_some(Unsaved { entries });
            }
            // What was to be done before somebody was erased may hold them: it is not put aside.
            _ if erased_after(history, held_last) => drop(files.remove(&path)),
            _ if path == journal => {
                put_aside(files, &path);
                recovered.warnings.push(format!(
                    "Unsaved changes of this session belong to another version of its file and were put aside; they \
                     are offered when that version is opened: {}",
                    made_to.unwrap_or_default()
                ));
            }
            _ => {}
        }
    }
    recovered
}

/// When somebody was last erased from a session.
fn last_erasure(history: &HistoryText) -> Option<Timestamp> {
    // Few sessions have one, and reading a long history takes its time.
    if !history.text().contains("gesture:Erase") {
        return None;
    }
    let history = history.parse();
    let erasure = |entry: &Arc<Entry>| match &**entry {
        Entry::Done(step) if step.gesture == Gesture::Erase => Some(step.at),
        _ => None,
    };
    history.entries().iter().rev().find_map(erasure)
}

fn erased_after(history: &HistoryText, last: Option<Timestamp>) -> bool {
    last_erasure(history).is_some_and(|erased| last.is_none_or(|last| last <= erased))
}

/// Removes earlier versions from before the last erasure, which an interrupted one left behind.
fn finish_erasing(files: &dyn FileLayer, folders: &Folders, session: &SessionId, history: &HistoryText) {
    let Some(erased) = last_erasure(history) else { return };
    for version in backups::versions_of(files, folders, session).into_iter().filter(|version| version.saved < erased) {
        // One that stays is found again at the next opening.
        let _ = files.remove(&version.path);
    }
}

/// The sessions that were never saved and that nobody has open, last changed first.
pub fn lost_sessions(files: &dyn FileLayer, folders: &Folders) -> Vec<LostSession> {
    let lost = |path: PathBuf| {
        let held = held(files, &path, None)?;
        let session = held.start?.session;
        if lock::is_held(folders, &held.header.session) {
            return None;
        }
        let last = held.entries.last().map_or(session.about.created, Entry::at);
        Some(LostSession { journal: path, title: session.about.title.clone(), people: session.people.len(), last })
    };
    let mut sessions: Vec<_> = journals(files, folders).into_iter().filter_map(lost).collect();
    sessions.sort_by(|a, b| b.last.cmp(&a.last).then_with(|| a.journal.cmp(&b.journal)));
    sessions
}

/// The beginning of a session that was never saved, and the changes made to it.
///
/// # Errors
/// When the journal can't be read.
pub fn lost_session(files: &dyn FileLayer, journal: &Path) -> Result<(Contents, Unsaved), OpenError> {
    let damaged = || OpenFault::Damaged { part: "the journal", line: 1, what: "no session in it".into() };
    let held = held(files, journal, None).ok_or_else(|| damaged().at(journal))?;
    let start = held.start.ok_or_else(|| damaged().at(journal))?;
    Ok((*start, Unsaved { entries: held.entries }))
}

fn journals(files: &dyn FileLayer, folders: &Folders) -> Vec<PathBuf> {
    let is_journal = |path: &PathBuf| path.extension().is_some_and(|ending| ending == ENDING);
    let mut paths = files.list(&journal_folder(folders)).unwrap_or_default();
    paths.retain(is_journal);
    // The session's own journal comes before those that were put aside.
    paths.sort_by_key(|path| (path.as_os_str().len(), path.clone()));
    paths
}

/// Whether a journal is the session's own or was put aside: `stem.journal` or `stem.2.journal`.
fn belongs_to(path: &Path, stem: &str) -> bool {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let rest = name.strip_prefix(stem);
    rest.is_some_and(|rest| {
        rest.is_empty() || rest.strip_prefix('.').is_some_and(|number| number.parse::<u32>().is_ok())
    })
}

fn put_aside(files: &dyn FileLayer, path: &Path) {
    let place = |number: u32| path.with_extension(format!("{number}.{ENDING}"));
    let free = (2..1000).map(place).find(|path| files.length(path).is_err());
    if let Some(free) = free {
        // Where it can't be put aside the next change would replace it; that is no worse than not looking.
        let _ = files.rename(path, &free);
    }
}

/// Forgets what a session's journals hold.
pub fn forget(files: &dyn FileLayer, folders: &Folders, session: &SessionId) {
    let stem = file_stem(session);
    for path in journals(files, folders).into_iter().filter(|path| belongs_to(path, &stem)) {
        let _ = files.remove(&path);
    }
}

/// Encrypts what was put aside of a session's journals while it was plain, so that nothing of it stays readable. What
/// can't be encrypted is removed: it was never asked for, and would tell what the file no longer does.
pub(crate) fn seal_put_aside(files: &dyn FileLayer, folders: &Folders, session: &SessionId, seal: &Seal) {
    let stem = file_stem(session);
    let own = journal_folder(folders).join(&stem).with_extension(ENDING);
    let aside = |path: &PathBuf| belongs_to(path, &stem) && *path != own;
    for path in journals(files, folders).into_iter().filter(aside) {
        if seal_journal(files, &path, seal).is_none() {
            let _ = files.remove(&path);
        }
    }
}

fn seal_journal(files: &dyn FileLayer, path: &Path, seal: &Seal) -> Option<()> {
    let bytes = files.read(path, u64::MAX).ok()?;
    let records = records(&bytes);
    if records.iter().all(|record| sealing::is_sealed(record)) {
        return Some(());
    }
    let mut sealed = Vec::new();
    for record in records {
        journal::put_record(&mut sealed, &record_text(record, Some(seal))?, Some(seal)).ok()?;
    }
    write_file(files, path, &sealed).ok()
}

/// Forgets what was put aside of a session's journals.
///
/// # Errors
/// When one of them stays.
pub(crate) fn forget_put_aside(files: &dyn FileLayer, folders: &Folders, session: &SessionId) -> io::Result<()> {
    let stem = file_stem(session);
    let own = journal_folder(folders).join(&stem).with_extension(ENDING);
    for path in journals(files, folders).into_iter().filter(|path| belongs_to(path, &stem) && *path != own) {
        files.remove(&path)?;
    }
    Ok(())
}
