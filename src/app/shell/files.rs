//! Which files the window asks for, and what becomes of the one that is chosen.

use std::path::Path;

use crate::app::sheets::file_sheet::{Purpose, file_name};

/// Ending of session files, without the dot.
pub const SESSION_ENDING: &str = "plumbline";

/// A session to open.
pub fn open_session() -> Purpose {
    Purpose {
        title: "Open a session",
        verb: "Open",
        kinds: "Plumbline session",
        endings: &[SESSION_ENDING],
        writes: None,
    }
}

/// Where to save a session.
pub fn save_session(title: &str) -> Purpose {
    Purpose {
        title: "Save the session",
        verb: "Save",
        kinds: "Plumbline session",
        endings: &[SESSION_ENDING],
        writes: Some(format!("{}.{SESSION_ENDING}", file_name(title))),
    }
}

/// Where a copy of a session goes.
pub fn save_copy(title: &str) -> Purpose {
    Purpose { title: "Save a copy", ..save_session(title) }
}

/// A file of ratings to take in.
pub fn ratings() -> Purpose {
    Purpose {
        title: "Take in ratings",
        verb: "Look at it",
        kinds: "Ratings",
        endings: &["csv", "xlsx", "ron", "json"],
        writes: None,
    }
}

/// The file of the last session.
pub fn previous() -> Purpose {
    Purpose {
        title: "Take in the previous cycle",
        verb: "Look at it",
        kinds: "Plumbline session",
        endings: &[SESSION_ENDING],
        writes: None,
    }
}

/// Whether a dropped or double-clicked file is a session; anything else is taken for a roster.
pub fn is_session(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(SESSION_ENDING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_known_by_their_ending() {
        assert!(is_session(Path::new("/x/H2.Plumbline")));
        assert!(!is_session(Path::new("/x/people.csv")));
    }
}
