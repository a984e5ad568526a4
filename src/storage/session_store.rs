//! Session files on a disk: loading with a fingerprint, and storing as a whole or not at all. The fingerprint is what
//! the file was when this program last read or wrote it; a file that is no longer that was changed by somebody else,
//! and is not overwritten unasked.

use std::io;
use std::path::Path;

use super::digest::Digest;
use super::faults::{OpenError, OpenFault, SaveError, SaveFault};
use super::files::FileLayer;
use super::session_file::{self, Contents, Header};

/// The header fits into so many bytes.
const HEADER_BYTES: u64 = 64 * 1024;

/// What a file was when it was last read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    length: u64,
    digest: Digest,
}

impl Fingerprint {
    fn of(bytes: &[u8]) -> Self {
        Self { length: bytes.len() as u64, digest: Digest::of(bytes) }
    }
}

/// A session file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// What it holds.
    pub contents: Contents,
    /// What it was.
    pub fingerprint: Fingerprint,
}

/// Reads the header of a session file, and no more than its beginning.
///
/// # Errors
/// When there is no such file, or it is no session of this version.
pub fn read_header(files: &dyn FileLayer, path: &Path) -> Result<Header, OpenError> {
    let bytes = files.read(path, HEADER_BYTES).map_err(|error| OpenFault::from(error).at(path))?;
    session_file::header(bytes).map_err(|fault| fault.at(path))
}

/// Reads a session file.
///
/// # Errors
/// When there is no such file, or it is not one, damaged or from a later version.
pub fn load(files: &dyn FileLayer, path: &Path) -> Result<Loaded, OpenError> {
    let fault = |error: io::Error| OpenFault::from(error).at(path);
    let bytes = files.read(path, u64::MAX).map_err(fault)?;
    let fingerprint = Fingerprint::of(&bytes);
    let contents = session_file::read(bytes).map_err(|fault| fault.at(path))?;
    Ok(Loaded { contents, fingerprint })
}

/// Replaces a file as a whole. `known` is what it was when last read or written; a file that is no longer that is left
/// alone. Without `known` whatever is there is overwritten.
///
/// # Errors
/// When it can't be written; what was there before is whole then.
pub fn store(
    files: &dyn FileLayer,
    path: &Path,
    text: &str,
    known: Option<&Fingerprint>,
) -> Result<Fingerprint, SaveError> {
    if let Some(known) = known
        && was_changed(files, path, known)
    {
        return Err(SaveFault::ChangedUnderneath.at(path));
    }
    let fault = |error: io::Error| SaveFault::from(error).at(path);
    let mut file = files.replace(path).map_err(fault)?;
    file.write_all(text.as_bytes()).map_err(fault)?;
    file.commit().map_err(fault)?;
    Ok(Fingerprint::of(text.as_bytes()))
}

/// Whether somebody else wrote the file. Times are not looked at: a copy to and fro changes them, and a synced folder
/// may keep them. One that is gone was not changed: there is nothing to overwrite.
fn was_changed(files: &dyn FileLayer, path: &Path, known: &Fingerprint) -> bool {
    match files.length(path) {
        Err(_) => false,
        Ok(length) if length != known.length => true,
        Ok(_) => files.read(path, u64::MAX).is_ok_and(|bytes| Fingerprint::of(&bytes) != *known),
    }
}

/// Writes a file as a whole, readable by the owner only; what was there before stays until all of it is written.
///
/// # Errors
/// When it can't be written; the old file is whole then.
pub fn write_file(files: &dyn FileLayer, path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let fault = |error| SaveFault::from(error).at(path);
    let mut file = files.replace(path).map_err(fault)?;
    file.write_all(bytes).map_err(fault)?;
    file.commit().map_err(fault)
}
