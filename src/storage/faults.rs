//! What can go wrong with files, in plain sentences: what happened, where, and what to do about it. The path comes last.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file was not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault}: {}", path.display())]
pub struct OpenError {
    /// What is wrong.
    pub fault: OpenFault,
    /// With which file.
    pub path: PathBuf,
}

/// What can be wrong with a file that is to be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// Nothing there.
    #[error("There is no such file; it may have been moved or renamed, so look for it with Open")]
    Missing,
    /// Not ours to read.
    #[error("You may not read this file; ask its owner, or copy it to a folder of your own")]
    Forbidden,
    /// A folder or a device.
    #[error("This is not a file; choose a session file, which ends in .plumbline")]
    NotAFile,
    /// Something else.
    #[error("This is not a Plumbline session; choose a file that ends in .plumbline")]
    Foreign,
    /// Nothing in it.
    #[error("The file is empty, as after a broken copy; fetch it again or open an earlier copy")]
    Empty,
    /// Encrypted, and no passphrase was given.
    #[error("The file is encrypted; it opens with its passphrase")]
    Encrypted,
    /// Encrypted under another passphrase.
    #[error("That is not the passphrase of this file; try again, and mind capitals and the keyboard's language")]
    WrongPassphrase,
    /// Not as it was encrypted.
    #[error("The encrypted file was changed or damaged after it was written; open an earlier version")]
    Tampered,
    /// Encrypted to a key.
    #[error("The file is encrypted to a key and has no passphrase; decrypt it with age first")]
    NoPassphrase,
    /// Encrypted, and then written as text.
    #[error("The encrypted file is written as text (age's armor); decrypt it with age first")]
    Armored,
    /// Encrypted so that opening it would stop the machine.
    #[error("Opening this file would take hours and all memory, which Plumbline never asks for; do not trust it")]
    TooMuchWork,
    /// Encrypted in a way that is not known yet.
    #[error("The file is encrypted in a newer way; update Plumbline to open it")]
    NewerEncryption,
    /// From a later version.
    #[error("The file was written by a newer Plumbline ({program}, format {format}); update Plumbline to open it")]
    Newer {
        /// The format of the file.
        format: u32,
        /// The version that wrote it.
        program: String,
    },
    /// Not text.
    #[error("The file is damaged at line {line}, where it stops being text; open an earlier copy")]
    NotText {
        /// The first line that is not text.
        line: usize,
    },
    /// Ends too early.
    #[error("The file was cut off in {part}, at line {line}; fetch it again or open an earlier copy")]
    Cut {
        /// Which part.
        part: &'static str,
        /// The last line.
        line: usize,
    },
    /// Something in it can't be read.
    #[error("The file is damaged in {part}, at line {line} ({what}); open an earlier copy")]
    Damaged {
        /// Which part.
        part: &'static str,
        /// Where.
        line: usize,
        /// What was expected.
        what: String,
    },
    /// It can be read, and makes no sense.
    #[error("The session in the file does not hold together: {problem} Open an earlier copy")]
    Broken {
        /// The first problem, as a sentence.
        problem: String,
    },
    /// The disk or the network.
    #[error("The file can't be read ({0}); try again, or copy it to another folder first")]
    Unreadable(String),
}

impl OpenFault {
    /// The fault with the file that it is about.
    pub fn at(self, path: &Path) -> OpenError {
        OpenError { fault: self, path: path.to_owned() }
    }
}

impl From<io::Error> for OpenFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Forbidden,
            io::ErrorKind::IsADirectory | io::ErrorKind::InvalidInput => Self::NotAFile,
            _ => Self::Unreadable(plain(&error)),
        }
    }
}

/// Why a file was not saved. Whatever was there before is whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault}{}", path.as_ref().map(|path| format!(": {}", path.display())).unwrap_or_default())]
pub struct SaveError {
    /// What is wrong.
    pub fault: SaveFault,
    /// With which file, where there is one.
    pub path: Option<PathBuf>,
}

/// What can be wrong with saving.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveFault {
    /// No room.
    #[error("The disk is full, so nothing was saved; free some space, or save to another disk")]
    DiskFull,
    /// A disk that can't be written.
    #[error("This disk can only be read, so nothing was saved; save to another folder")]
    ReadOnlyDisk,
    /// A folder or file that is not ours.
    #[error("You may not write here, so nothing was saved; save to another folder")]
    Forbidden,
    /// No such folder.
    #[error("The folder is gone, so nothing was saved; save to another folder")]
    FolderGone,
    /// A folder of this name.
    #[error("There is a folder of this name, so nothing was saved; choose another name")]
    IsAFolder,
    /// A name that the disk can't hold.
    #[error("The file name is too long for this disk, so nothing was saved; choose a shorter one")]
    NameTooLong,
    /// Somebody else wrote the file.
    #[error(
        "The file was changed by somebody else since it was opened, so it was not overwritten; save under another \
         name, or overwrite it on purpose"
    )]
    ChangedUnderneath,
    /// Never saved so far.
    #[error("The session has no file yet; choose where to save it")]
    NoFile,
    /// Opened for reading only.
    #[error("{0} Save a copy instead")]
    ReadOnly(String),
    /// Nobody has said yet what is to become of changes from last time.
    #[error("There are unsaved changes from last time; first bring them back or leave them out")]
    Undecided,
    /// Anything else.
    #[error("The file can't be written ({0}), so nothing was saved; try again, or save to another folder")]
    Unwritable(String),
}

impl SaveFault {
    /// The fault with the file that it is about.
    pub fn at(self, path: &Path) -> SaveError {
        SaveError { fault: self, path: Some(path.to_owned()) }
    }
}

impl SaveFault {
    /// What is wrong in a few words, for a sentence about something else than the session's own file.
    pub(crate) fn why(&self) -> String {
        match self {
            Self::DiskFull => "the disk is full".into(),
            Self::ReadOnlyDisk => "the disk can only be read".into(),
            Self::Forbidden => "the folder may not be written".into(),
            Self::FolderGone => "the folder is gone".into(),
            Self::Unwritable(what) => what.clone(),
            other => other.to_string(),
        }
    }
}

impl From<SaveFault> for SaveError {
    fn from(fault: SaveFault) -> Self {
        SaveError { fault, path: None }
    }
}

impl From<io::Error> for SaveFault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyDisk,
            io::ErrorKind::PermissionDenied => Self::Forbidden,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::FolderGone,
            io::ErrorKind::IsADirectory => Self::IsAFolder,
            io::ErrorKind::InvalidFilename => Self::NameTooLong,
            _ => Self::Unwritable(plain(&error)),
        }
    }
}

/// What the system says, without the number that it ends in.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
