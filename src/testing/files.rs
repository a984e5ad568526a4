//! Files that fail when told to, and files that forget what was not synced.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::storage::{FileLayer, Growing, RealFiles, Replacing};

use super::Dice;

/// Where [`FailingFiles`] fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    /// Beginning to write, as in a folder that may not be written.
    Begin(io::ErrorKind),
    /// Writing, after so many bytes, as on a full disk.
    Write(io::ErrorKind, usize),
    /// Putting the new file in the place of the old one: its sync, or the rename.
    Commit(io::ErrorKind),
    /// Waiting until a growing file is on the disk.
    Sync(io::ErrorKind),
    /// Giving a file another name.
    Rename(io::ErrorKind),
    /// Nothing fails, but every write takes no more than so many bytes.
    Short(usize),
    /// The operation after so many more, whatever it is, and all that follow.
    From(io::ErrorKind, usize),
}

/// Real files, of which every write fails while a fault is set.
#[derive(Clone, Debug, Default)]
pub struct FailingFiles(Arc<Mutex<Fault>>);

#[derive(Debug, Default)]
struct Fault {
    failing: Option<Failing>,
    /// Operations since the fault was set.
    operations: usize,
}

impl FailingFiles {
    /// Fails from now on, or no longer.
    pub fn fail(&self, failing: Option<Failing>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Fault { failing, operations: 0 };
    }

    /// How many operations there were since then.
    pub fn operations(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).operations
    }

    /// One more operation; the fault that is set, unless it is this one's turn to fail by counting.
    fn failing(&self) -> io::Result<Option<Failing>> {
        let mut fault = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        fault.operations += 1;
        match fault.failing {
            Some(Failing::From(kind, operations)) if fault.operations > operations => Err(kind.into()),
            failing => Ok(failing),
        }
    }
}

impl FileLayer for FailingFiles {
    fn read(&self, path: &Path, at_most: u64) -> io::Result<Vec<u8>> {
        RealFiles.read(path, at_most)
    }

    fn length(&self, path: &Path) -> io::Result<u64> {
        RealFiles.length(path)
    }

    fn replace(&self, path: &Path) -> io::Result<Box<dyn Replacing>> {
        match self.failing()? {
            Some(Failing::Begin(kind)) => Err(kind.into()),
            failing => {
                let (file, files) = (RealFiles.replace(path)?, self.clone());
                Ok(Box::new(FailingFile { file, files, failing, written: 0 }))
            }
        }
    }

    fn grow(&self, path: &Path) -> io::Result<Box<dyn Growing>> {
        if let Some(Failing::Begin(kind)) = self.failing()? {
            return Err(kind.into());
        }
        Ok(Box::new(FailingGrowth { file: RealFiles.grow(path)?, files: self.clone() }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        match self.failing()? {
            Some(Failing::Rename(kind)) => Err(kind.into()),
            _ => RealFiles.rename(from, to),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.failing()?;
        RealFiles.remove(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        RealFiles.list(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        RealFiles.make_folder(folder)
    }
}

struct FailingFile {
    file: Box<dyn Replacing>,
    files: FailingFiles,
    failing: Option<Failing>,
    written: usize,
}

impl Write for FailingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.files.failing()?;
        let room = match self.failing {
            Some(Failing::Short(most)) => most,
            Some(Failing::Write(kind, room)) if self.written >= room => return Err(kind.into()),
            Some(Failing::Write(_, room)) => room - self.written,
            _ => bytes.len(),
        };
        let written = self.file.write(&bytes[..bytes.len().min(room)])?;
        self.written += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Replacing for FailingFile {
    fn commit(self: Box<Self>) -> io::Result<()> {
        self.files.failing()?;
        match self.failing {
            Some(Failing::Commit(kind)) => Err(kind.into()),
            _ => self.file.commit(),
        }
    }
}

struct FailingGrowth {
    file: Box<dyn Growing>,
    files: FailingFiles,
}

impl Write for FailingGrowth {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.files.failing()? {
            Some(Failing::Short(most)) => self.file.write(&bytes[..bytes.len().min(most)]),
            Some(Failing::Write(kind, room)) => {
                // Some of it gets there, as on a real disk.
                let _ = self.file.write(&bytes[..bytes.len().min(room)])?;
                Err(kind.into())
            }
            Some(Failing::Begin(kind) | Failing::Commit(kind)) => Err(kind.into()),
            _ => self.file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Growing for FailingGrowth {
    fn sync(&mut self) -> io::Result<()> {
        match self.files.failing()? {
            Some(Failing::Sync(kind)) => Err(kind.into()),
            _ => self.file.sync(),
        }
    }
}

/// Files in memory, on a machine whose power can go: what was not synced may then be lost, whole or in part.
#[derive(Clone, Debug, Default)]
pub struct ForgetfulFiles(Arc<Mutex<Disk>>);

#[derive(Debug, Default)]
struct Disk {
    /// As programs see it.
    seen: BTreeMap<PathBuf, Vec<u8>>,
    /// As it surely is after a power cut.
    synced: BTreeMap<PathBuf, Vec<u8>>,
    /// Operations until the power goes; it does not go by itself where absent.
    left: Option<usize>,
}

impl Disk {
    /// One more operation, unless the power is gone.
    fn work(&mut self) -> io::Result<()> {
        match &mut self.left {
            Some(0) => Err(io::Error::other("the power is gone")),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl ForgetfulFiles {
    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the power go after so many more operations.
    pub fn power_goes_after(&self, operations: usize) {
        self.disk().left = Some(operations);
    }

    /// Whether the power is still there.
    pub fn has_power(&self) -> bool {
        self.disk().left != Some(0)
    }

    /// Starts the machine again: of what was not synced, the dice decide what is left.
    pub fn start_again(&self, dice: &mut Dice) {
        let mut disk = self.disk();
        let paths: Vec<PathBuf> = disk.seen.keys().chain(disk.synced.keys()).cloned().collect();
        let mut left = BTreeMap::new();
        for path in paths {
            let (seen, synced) = (disk.seen.get(&path), disk.synced.get(&path));
            let kept = match (seen, synced) {
                (Some(seen), Some(synced)) if seen.starts_with(synced) => {
                    Some(seen[..synced.len() + dice.below(seen.len() - synced.len() + 1)].to_vec())
                }
                (seen, synced) if dice.below(2) == 0 => seen.or(synced).cloned(),
                (_, synced) => synced.cloned(),
            };
            if let Some(bytes) = kept {
                left.insert(path, bytes);
            }
        }
        (disk.seen, disk.synced, disk.left) = (left.clone(), left, None);
    }
}

impl FileLayer for ForgetfulFiles {
    fn read(&self, path: &Path, at_most: u64) -> io::Result<Vec<u8>> {
        let disk = self.disk();
        let bytes = disk.seen.get(path).ok_or(io::ErrorKind::NotFound)?;
        let end = bytes.len().min(usize::try_from(at_most).unwrap_or(usize::MAX));
        Ok(bytes[..end].to_vec())
    }

    fn length(&self, path: &Path) -> io::Result<u64> {
        Ok(self.disk().seen.get(path).ok_or(io::ErrorKind::NotFound)?.len() as u64)
    }

    fn replace(&self, path: &Path) -> io::Result<Box<dyn Replacing>> {
        self.disk().work()?;
        Ok(Box::new(NewFile { files: self.clone(), path: path.to_owned(), bytes: Vec::new() }))
    }

    fn grow(&self, path: &Path) -> io::Result<Box<dyn Growing>> {
        let mut disk = self.disk();
        disk.work()?;
        disk.seen.entry(path.to_owned()).or_default();
        Ok(Box::new(OldFile { files: self.clone(), path: path.to_owned() }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        disk.work()?;
        let bytes = disk.seen.remove(from).ok_or(io::ErrorKind::NotFound)?;
        disk.seen.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut disk = self.disk();
        disk.work()?;
        disk.seen.remove(path);
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        Ok(self.disk().seen.keys().filter(|path| path.parent() == Some(folder)).cloned().collect())
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

struct NewFile {
    files: ForgetfulFiles,
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.files.disk().work()?;
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Replacing for NewFile {
    fn commit(self: Box<Self>) -> io::Result<()> {
        let Self { files, path, bytes } = *self;
        let mut disk = files.disk();
        disk.work()?;
        disk.synced.insert(path.clone(), bytes.clone());
        disk.seen.insert(path, bytes);
        Ok(())
    }
}

struct OldFile {
    files: ForgetfulFiles,
    path: PathBuf,
}

impl Write for OldFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut disk = self.files.disk();
        disk.work()?;
        disk.seen.entry(self.path.clone()).or_default().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Growing for OldFile {
    fn sync(&mut self) -> io::Result<()> {
        let mut disk = self.files.disk();
        disk.work()?;
        if let Some(bytes) = disk.seen.get(&self.path).cloned() {
            disk.synced.insert(self.path.clone(), bytes);
        }
        Ok(())
    }
}
