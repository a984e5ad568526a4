//! Session files on a disk: loading with a fingerprint, and storing as a whole or not at all. The fingerprint is what
//! the file was when this program last read or wrote it; a file that is no longer that was changed by somebody else,
//! and is not overwritten unasked.

use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::faults::{OpenError, OpenFault, SaveError, SaveFault};
use super::files::FileLayer;
use super::sealing::{self, Passphrase, Seal};
use super::session_file::{self, Contents, Header};

/// The header fits into so many bytes.
const HEADER_BYTES: u64 = 64 * 1024;

/// What a file was when it was last read or written. It is compared while the program runs and never written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    length: u64,
    digest: u64,
}

impl Fingerprint {
    fn of(bytes: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        Self { length: bytes.len() as u64, digest: hasher.finish() }
    }
}

/// A session file that was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What it holds.
    pub contents: Contents,
    /// What it was.
    pub fingerprint: Fingerprint,
    /// What encrypts it; none for a plain file.
    pub seal: Option<Arc<Seal>>,
}

/// Reads the header of a session file, and no more than its beginning.
///
/// # Errors
/// When there is no such file, or it is no session of this version.
pub fn read_header(files: &dyn FileLayer, path: &Path) -> Result<Header, OpenError> {
    let bytes = files.read(path, HEADER_BYTES).map_err(|error| OpenFault::from(error).at(path))?;
    session_file::header(bytes).map_err(|fault| fault.at(path))
}

/// Reads a plain session file.
///
/// # Errors
/// When there is no such file, or it is not one, damaged, encrypted or from a later version.
pub fn load(files: &dyn FileLayer, path: &Path) -> Result<Loaded, OpenError> {
    let bytes = read_whole(files, path)?;
    let fingerprint = Fingerprint::of(&bytes);
    let contents = session_file::read(bytes).map_err(|fault| fault.at(path))?;
    Ok(Loaded { contents, fingerprint, seal: None })
}

/// Reads a session file that may be encrypted; a plain one opens whatever the passphrase. It takes a second and more.
/// `work` is how hard the passphrase will be to guess once the session is saved again: [`WORK`](super::WORK), or less
/// in tests.
///
/// # Errors
/// As [`load`] has them, or when it is another passphrase.
pub fn load_sealed(files: &dyn FileLayer, path: &Path, passphrase: &Passphrase, work: u8) -> Result<Loaded, OpenError> {
    let bytes = read_whole(files, path)?;
    let fingerprint = Fingerprint::of(&bytes);
    if !sealing::is_sealed(&bytes) {
        let contents = session_file::read(bytes).map_err(|fault| fault.at(path))?;
        return Ok(Loaded { contents, fingerprint, seal: None });
    }
    let plain = sealing::unseal(&bytes, passphrase).map_err(|fault| fault.at(path))?;
    drop(bytes);
    let contents = session_file::read(plain).map_err(|fault| fault.at(path))?;
    let seal = Seal::of_file(passphrase.clone(), contents.key.as_ref(), work);
    Ok(Loaded { contents, fingerprint, seal: Some(Arc::new(seal)) })
}

/// Whether a file is encrypted; one that can't be read is not known to be.
pub fn is_encrypted(files: &dyn FileLayer, path: &Path) -> bool {
    files.read(path, 64).is_ok_and(|bytes| sealing::is_sealed(&bytes))
}

fn read_whole(files: &dyn FileLayer, path: &Path) -> Result<Vec<u8>, OpenError> {
    files.read(path, u64::MAX).map_err(|error: io::Error| OpenFault::from(error).at(path))
}

/// Replaces a file as a whole. `known` is what it was when last read or written; a file that is no longer that is left
/// alone. Without `known` whatever is there is overwritten.
///
/// # Errors
/// When it can't be written; what was there before is whole then.
pub fn store(
    files: &dyn FileLayer,
    path: &Path,
    bytes: &[u8],
    known: Option<&Fingerprint>,
) -> Result<Fingerprint, SaveError> {
    if let Some(known) = known
        && was_changed(files, path, known)
    {
        return Err(SaveFault::ChangedUnderneath.at(path));
    }
    write_file(files, path, bytes)?;
    Ok(Fingerprint::of(bytes))
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
