//! A note beside a session file that says who has it open. The lock in the user's state folder is not seen by another
//! laptop; a file in a synced folder is, sooner or later. So the note keeps nobody out, it tells: whoever opens the
//! session elsewhere reads it only, unless they decide otherwise. Should both write all the same, the changed file is
//! noticed before it is overwritten.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::files::{FileLayer, RealFiles, put_note};
use super::lock::user_at_host;

/// A note that was not renewed for so long was left behind by a crash. It is renewed with every save.
const STALE: SignedDuration = SignedDuration::from_hours(24);

/// A note is never longer than this.
const LONGEST: u64 = 4096;

/// Who has a session open on another machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenElsewhere {
    /// Who, as user@host.
    pub who: String,
    /// Since when.
    pub since: Timestamp,
    /// When they saved last, or opened it.
    pub seen: Timestamp,
}

/// Our own note; it goes when it is dropped.
#[derive(Debug)]
pub struct OpenNote {
    place: PathBuf,
    file: PathBuf,
    since: Timestamp,
}

impl OpenNote {
    /// Leaves a note that the file is open here. In a folder where that can't be done there is none, and no harm.
    pub fn leave(file: &Path, now: Timestamp) -> Option<Self> {
        let note = Self { place: place(file)?, file: file.to_owned(), since: now };
        note.renew(now).then_some(note)
    }

    /// Says that it still is.
    pub fn renew(&self, now: Timestamp) -> bool {
        let holder = OpenElsewhere { who: user_at_host(), since: self.since, seen: now };
        let Ok(text) = ron::ser::to_string(&holder) else { return false };
        put_note(&self.place, &text).is_ok()
    }

    /// The file that it is about.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Who else left a note beside a file, unless it is stale.
    pub fn of_others(file: &Path, now: Timestamp) -> Option<OpenElsewhere> {
        let bytes = RealFiles.read(&place(file)?, LONGEST).ok()?;
        let holder: OpenElsewhere = ron::de::from_bytes(&bytes).ok()?;
        // On this machine the lock tells, and a note without one is from a crash.
        let fresh = now.duration_since(holder.seen) < STALE;
        (fresh && holder.who != user_at_host()).then_some(holder)
    }
}

impl Drop for OpenNote {
    fn drop(&mut self) {
        // Whoever opened the session all the same left a note of their own in its place.
        if OpenNote::of_others(&self.file, self.since).is_none() {
            let _ = fs::remove_file(&self.place);
        }
    }
}

/// Where the note about a file lies: beside it, hidden.
fn place(file: &Path) -> Option<PathBuf> {
    // A file that is opened by way of a link is the same file.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let name = file.file_name()?.to_str()?;
    Some(file.with_file_name(format!(".{name}.open")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::START;

    #[test]
    fn a_note_is_for_others_and_goes_with_its_file() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a.plumbline");
        let note = OpenNote::leave(&file, START).unwrap();
        let place = home.path().join(".a.plumbline.open");
        assert!(place.exists());
        assert_eq!(OpenNote::of_others(&file, START), None, "our own note is no news");
        let theirs = OpenElsewhere { who: "bo@laptop".into(), since: START, seen: START };
        let text = ron::ser::to_string(&theirs).unwrap();
        drop(note);
        assert!(!place.exists());
        fs::write(&place, &text).unwrap();
        assert_eq!(OpenNote::of_others(&file, START), Some(theirs));
        assert_eq!(OpenNote::of_others(&file, START + STALE), None, "left behind by a crash");
        for damage in ["", "(who:", "\u{0}"] {
            fs::write(&place, damage).unwrap();
            assert_eq!(OpenNote::of_others(&file, START), None);
        }
    }

    #[test]
    fn where_no_note_can_be_left_there_is_none() {
        assert!(OpenNote::leave(Path::new("/no/such/folder/a.plumbline"), START).is_none());
    }
}
