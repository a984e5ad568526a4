//! The few things that are done with files, as a trait, so that tests can play a full disk, a folder that may not be
//! written or a power cut. [`RealFiles`] does them for real: whole files are replaced by a rename after everything was
//! synced, and nobody but the owner can read what is written.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use atomic_write_file::AtomicWriteFile;

/// What is done with files. Everything is for the owner only.
pub trait FileLayer: fmt::Debug + Send + Sync {
    /// The bytes of a file from its beginning, no more than so many. Only of a plain file: a pipe or a device would
    /// be read for ever.
    ///
    /// # Errors
    /// As the system says; [`io::ErrorKind::InvalidInput`] for what is not a file.
    fn read(&self, path: &Path, at_most: u64) -> io::Result<Vec<u8>>;

    /// How many bytes a file has.
    ///
    /// # Errors
    /// As the system says; [`io::ErrorKind::NotFound`] where there is none.
    fn length(&self, path: &Path) -> io::Result<u64>;

    /// Begins to replace a file as a whole. Until it is committed the old one stays, and it stays when the new one is
    /// dropped.
    ///
    /// # Errors
    /// As the system says.
    fn replace(&self, path: &Path) -> io::Result<Box<dyn Replacing>>;

    /// Opens a file to add at its end; makes it where it is missing.
    ///
    /// # Errors
    /// As the system says.
    fn grow(&self, path: &Path) -> io::Result<Box<dyn Growing>>;

    /// Gives a file another name in the same folder.
    ///
    /// # Errors
    /// As the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file; one that is not there is no error.
    ///
    /// # Errors
    /// As the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// The files in a folder, sorted; none where there is no folder.
    ///
    /// # Errors
    /// As the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// Makes a folder of our own, with those above it.
    ///
    /// # Errors
    /// As the system says.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
}

/// A file that is about to take the place of another.
pub trait Replacing: Write {
    /// Puts it there, synced to the disk.
    ///
    /// # Errors
    /// As the system says; the old file is whole then.
    fn commit(self: Box<Self>) -> io::Result<()>;
}

/// A file that grows at its end.
pub trait Growing: Write + Send {
    /// Waits until everything written is on the disk.
    ///
    /// # Errors
    /// As the system says.
    fn sync(&mut self) -> io::Result<()>;
}

/// The files of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealFiles;

impl FileLayer for RealFiles {
    fn read(&self, path: &Path, at_most: u64) -> io::Result<Vec<u8>> {
        let about = fs::metadata(path)?;
        if !about.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let expected = usize::try_from(about.len().min(at_most)).unwrap_or_default();
        let mut bytes = Vec::with_capacity(expected.saturating_add(1));
        File::open(path)?.take(at_most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn length(&self, path: &Path) -> io::Result<u64> {
        Ok(fs::metadata(path)?.len())
    }

    fn replace(&self, path: &Path) -> io::Result<Box<dyn Replacing>> {
        // A rename would put a file in the place of a link; the file that it points to is the one that is meant.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&path) {
            Ok(about) if about.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            // A rename would replace a file that somebody made read-only all the same.
            Ok(about) if about.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
            _ => {}
        }
        let mut options = AtomicWriteFile::options();
        owner_only::of_replacement(&mut options);
        Ok(Box::new(Replacement(options.open(path)?)))
    }

    fn grow(&self, path: &Path) -> io::Result<Box<dyn Growing>> {
        let mut options = fs::OpenOptions::new();
        options.append(true).create(true);
        owner_only::of_file(&mut options);
        Ok(Box::new(Grown(options.open(path)?)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        owner_only::of_folder(&mut builder);
        builder.create(folder)
    }
}

struct Replacement(AtomicWriteFile);

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Replacing for Replacement {
    fn commit(self: Box<Self>) -> io::Result<()> {
        // A full disk may show only now; failing before the commit leaves no temporary file behind.
        self.0.sync_all()?;
        self.0.commit()
    }
}

struct Grown(File);

impl Write for Grown {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Growing for Grown {
    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_data()
    }
}

/// Replaces a small file that tells others what is going on just now. After a power cut it means nothing any more, so
/// nobody waits until it is on the disk.
///
/// # Errors
/// As the system says; the old file is whole then.
pub(crate) fn put_note(path: &Path, text: &str) -> io::Result<()> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(format!(".{}", std::process::id()));
    let fresh = PathBuf::from(fresh);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    owner_only::of_file(&mut options);
    let written = options.open(&fresh).and_then(|mut file| file.write_all(text.as_bytes()));
    written.and_then(|()| fs::rename(&fresh, path)).inspect_err(|_| {
        // What is half written is of no use to anybody.
        let _ = fs::remove_file(&fresh);
    })
}

#[cfg(unix)]
pub(crate) mod owner_only {
    //! Modes that let nobody but the owner in.

    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};

    pub(crate) fn of_replacement(options: &mut atomic_write_file::OpenOptions) {
        use atomic_write_file::unix::OpenOptionsExt;
        // Without this an old file's mode would be kept, whatever it was.
        options.mode(0o600).preserve_mode(false);
    }

    pub(crate) fn of_file(options: &mut std::fs::OpenOptions) {
        options.mode(0o600);
    }

    pub(crate) fn of_folder(builder: &mut std::fs::DirBuilder) {
        builder.mode(0o700);
    }
}

#[cfg(not(unix))]
pub(crate) mod owner_only {
    //! Elsewhere the user's own folders keep others out.

    pub(crate) fn of_replacement(_: &mut atomic_write_file::OpenOptions) {}

    pub(crate) fn of_file(_: &mut std::fs::OpenOptions) {}

    pub(crate) fn of_folder(_: &mut std::fs::DirBuilder) {}
}
