//! Opening a session to change it: with its lock and journal, as the window does.

use std::path::Path;

use crate::workspace::{Document, Opened, Surroundings};

use super::access::Access;
use super::{Done, Failure, complain};

/// Opens a session that is to be changed.
pub(super) fn open_to_change(path: &Path, access: &Access) -> Result<Document, Failure> {
    let around = Surroundings::of_user();
    let opened = match access.passphrase(path)? {
        Some(passphrase) => Document::open_encrypted(path, &passphrase, around),
        None => Document::open(path, around),
    };
    let Opened { document, warnings, recovery, read_only, .. } = opened.map_err(Failure::input)?;
    if let Some(sentence) = read_only {
        return Err(Failure::input(format!("{sentence} Close it there first: {}", path.display())));
    }
    if recovery.is_some() {
        return Err(Failure::input(format!(
            "The session has changes from last time that were never saved; open it in the window and decide about them \
             first: {}",
            path.display()
        )));
    }
    warnings.iter().for_each(|warning| complain(warning));
    Ok(document)
}

/// Saves and closes.
pub(super) fn save(mut document: Document) -> Done {
    if let Err(error) = document.save() {
        document.discard();
        return Err(Failure::input(error));
    }
    document.close().map_err(|not_closed| Failure::input(not_closed.error))
}
