//! Earlier versions of a session: what the last saves wrote, kept in the user's data folder by the session's id, byte for
//! byte, so that a version of an encrypted session is as encrypted as its file. The newest few stay, then one an hour,
//! then one a day, and never more than fits a fixed room.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::model::SessionId;

use super::files::FileLayer;
use super::folders::Folders;
use super::journal::file_stem;
use super::sealing;
use super::session_file::ENDING;
use super::session_store::read_header;

/// So many of the newest saves are kept, however fast they came.
const NEWEST: usize = 5;

/// One an hour is kept for so long.
const HOURLY: SignedDuration = SignedDuration::from_hours(12);

/// One a day is kept for so long.
const DAILY: SignedDuration = SignedDuration::from_hours(24 * 14);

/// All versions of one session take no more room than this, except that the newest always stays.
const ROOM: u64 = 256 * 1024 * 1024;

/// How a version's moment stands in its name.
const MOMENT: &str = "%Y-%m-%dT%H-%M-%S%.3f";

/// An earlier version of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Where it lies.
    pub path: PathBuf,
    /// When it was saved.
    pub saved: Timestamp,
    /// Bytes.
    pub length: u64,
    /// Whether it is encrypted.
    pub encrypted: bool,
}

/// The earlier versions of one session, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The file that they were written to last.
    pub file: PathBuf,
    /// Its title; none where the session is encrypted or can't be read.
    pub title: Option<String>,
    /// The versions, newest first.
    pub versions: Vec<Version>,
}

/// What is noted beside the versions of a session.
#[derive(Serialize, Deserialize)]
struct Note {
    file: PathBuf,
}

fn folder_of_all(folders: &Folders) -> PathBuf {
    folders.data.join("versions")
}

fn folder(folders: &Folders, session: &SessionId) -> PathBuf {
    folder_of_all(folders).join(file_stem(session))
}

/// Keeps what was just written to a session's file, and lets old versions go.
///
/// # Errors
/// When it can't be written. The session itself is saved all the same.
pub(crate) fn keep(
    files: &dyn FileLayer,
    folders: &Folders,
    session: &SessionId,
    file: &Path,
    bytes: &[u8],
    now: Timestamp,
) -> io::Result<()> {
    let folder = folder(folders, session);
    files.make_folder(&folder_of_all(folders))?;
    files.make_folder(&folder)?;
    let note = ron::ser::to_string(&Note { file: file.to_owned() }).map_err(io::Error::other)?;
    let note_path = folder.join("file.ron");
    if files.read(&note_path, 64 * 1024).map_or(true, |old| old != note.as_bytes()) {
        put(files, &note_path, note.as_bytes())?;
    }
    // Two saves in one moment are told apart.
    let free = (0..1000).map(|more| now + SignedDuration::from_millis(more)).map(|at| folder.join(name(at)));
    let place = free.into_iter().find(|path| files.length(path).is_err()).ok_or(io::ErrorKind::AlreadyExists)?;
    put(files, &place, bytes)?;
    for version in too_many(of_folder(files, &folder)?, now) {
        // One that can't be removed is found again with the next save.
        let _ = files.remove(&version.path);
    }
    Ok(())
}

fn put(files: &dyn FileLayer, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = files.replace(path)?;
    file.write_all(bytes)?;
    file.commit()
}

fn name(at: Timestamp) -> String {
    format!("{}.{ENDING}", at.strftime(MOMENT))
}

fn moment(path: &Path) -> Option<Timestamp> {
    let name = path.file_name()?.to_str()?.strip_suffix(&format!(".{ENDING}"))?;
    DateTime::strptime(MOMENT, name).ok()?.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

/// The versions in a folder, newest first.
fn of_folder(files: &dyn FileLayer, folder: &Path) -> io::Result<Vec<Version>> {
    let version = |path: PathBuf| {
        let (saved, length) = (moment(&path)?, files.length(&path).ok()?);
        let encrypted = files.read(&path, 64).is_ok_and(|bytes| sealing::is_sealed(&bytes));
        Some(Version { path, saved, length, encrypted })
    };
    let mut versions: Vec<_> = files.list(folder)?.into_iter().filter_map(version).collect();
    versions.sort_by_key(|version| std::cmp::Reverse(version.saved));
    Ok(versions)
}

/// Those of the versions, newest first, that need not stay.
fn too_many(versions: Vec<Version>, now: Timestamp) -> Vec<Version> {
    let mut hours = BTreeSet::new();
    let mut days = BTreeSet::new();
    let mut room = 0;
    let mut gone = Vec::new();
    for (place, version) in versions.into_iter().enumerate() {
        let age = now.duration_since(version.saved);
        let (hour, day) = (version.saved.as_second() / 3600, version.saved.as_second() / 86_400);
        let wanted = place < NEWEST
            || (age < HOURLY && !hours.contains(&hour))
            || (age < DAILY && !days.contains(&day) && age >= HOURLY);
        room += version.length;
        if place > 0 && (!wanted || room > ROOM) {
            room -= version.length;
            gone.push(version);
        } else {
            hours.insert(hour);
            days.insert(day);
        }
    }
    gone
}

/// The earlier versions of a session, newest first.
pub fn versions_of(files: &dyn FileLayer, folders: &Folders, session: &SessionId) -> Vec<Version> {
    of_folder(files, &folder(folders, session)).unwrap_or_default()
}

/// The earlier versions of every session, by file.
pub fn all_versions(files: &dyn FileLayer, folders: &Folders) -> Vec<Versions> {
    let of = |folder: PathBuf| {
        let versions = of_folder(files, &folder).ok()?;
        let newest = versions.first()?;
        let title = read_header(files, &newest.path).ok().map(|header| header.title);
        let note = files.read(&folder.join("file.ron"), 64 * 1024).ok();
        let note = note.and_then(|bytes| ron::de::from_bytes::<Note>(&bytes).ok());
        let file = note.map_or_else(|| folder.clone(), |note| note.file);
        Some(Versions { file, title, versions })
    };
    let folders = files.list(&folder_of_all(folders)).unwrap_or_default();
    let mut all: Vec<_> = folders.into_iter().filter_map(of).collect();
    all.sort_by(|a, b| a.file.cmp(&b.file));
    all
}

/// The earlier versions of what was saved to a file, newest first: for one that can't be opened any more.
pub fn versions_of_file(files: &dyn FileLayer, folders: &Folders, file: &Path) -> Vec<Version> {
    let mut found: Vec<_> = all_versions(files, folders)
        .into_iter()
        .filter(|versions| versions.file == file)
        .flat_map(|versions| versions.versions)
        .collect();
    found.sort_by_key(|version| std::cmp::Reverse(version.saved));
    found
}

/// Removes all earlier versions of a session.
///
/// # Errors
/// When one of them stays.
pub(crate) fn forget(files: &dyn FileLayer, folders: &Folders, session: &SessionId) -> io::Result<()> {
    let folder = folder(folders, session);
    for path in files.list(&folder)? {
        files.remove(&path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::RealFiles;
    use crate::testing::START;

    fn versions(ages: &[SignedDuration]) -> Vec<Version> {
        let version =
            |age: &SignedDuration| Version { path: PathBuf::new(), saved: START - *age, length: 1, encrypted: false };
        ages.iter().map(version).collect()
    }

    #[test]
    fn the_newest_stay_then_one_an_hour_then_one_a_day() {
        // A save a minute for three days.
        let ages: Vec<_> = (0..3 * 24 * 60).map(SignedDuration::from_mins).collect();
        let all = versions(&ages);
        let gone = too_many(all.clone(), START);
        let kept: Vec<_> = all.iter().filter(|version| !gone.contains(version)).collect();
        assert!((5 + 11..=5 + 12 + 4).contains(&kept.len()), "{}", kept.len());
        assert!(kept[..5].iter().zip(&all).all(|(kept, version)| *kept == version));
        let oldest = START.duration_since(kept[kept.len() - 1].saved);
        assert!(oldest > SignedDuration::from_hours(48), "{oldest}");
    }

    #[test]
    fn a_month_later_only_the_newest_few_are_left() {
        let ages: Vec<_> = (0..20).map(|days| SignedDuration::from_hours(24 * (30 + days))).collect();
        assert_eq!(too_many(versions(&ages), START).len(), 20 - NEWEST);
    }

    #[test]
    fn versions_never_fill_the_disk() {
        let mut large = versions(&(0..5).map(SignedDuration::from_mins).collect::<Vec<_>>());
        large.iter_mut().for_each(|version| version.length = ROOM);
        assert_eq!(too_many(large, START).len(), 4, "the newest always stays");
    }

    #[test]
    fn what_was_kept_is_found_by_session_and_by_file_until_it_is_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let (one, file) = (SessionId::new("one"), home.path().join("a.plumbline"));
        for text in ["first", "second"] {
            keep(&RealFiles, &folders, &one, &file, text.as_bytes(), START).unwrap();
        }
        let found = versions_of(&RealFiles, &folders, &one);
        let texts: Vec<_> = found.iter().map(|version| std::fs::read_to_string(&version.path).unwrap()).collect();
        assert_eq!(texts, ["second", "first"]);
        assert_eq!(versions_of_file(&RealFiles, &folders, &file), found);
        assert_eq!(versions_of(&RealFiles, &folders, &SessionId::new("two")), []);
        forget(&RealFiles, &folders, &one).unwrap();
        assert_eq!(all_versions(&RealFiles, &folders), []);
    }
}
