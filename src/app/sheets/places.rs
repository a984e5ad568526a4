//! Looking into folders and asking the desktop's own file dialog, without ever making the window wait: both happen on
//! threads of their own, and what they found is picked up by a later frame.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// How many entries of a folder are listed.
const MOST_ENTRIES: usize = 500;

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Files come after folders.
    pub is_file: bool,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Something that a thread is finding out.
pub struct Awaited<T>(Receiver<T>);

impl<T: Send + 'static> Awaited<T> {
    /// Starts finding out; the window draws a frame when it is done.
    pub fn start(context: &egui::Context, find_out: impl FnOnce() -> T + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        let context = context.clone();
        thread::spawn(move || {
            // Nobody waits any more where the sheet was closed meanwhile.
            let _ = sender.send(find_out());
            context.request_repaint();
        });
        Self(receiver)
    }

    /// What was found, once; `Err` where the thread ended without an answer.
    pub fn take(&self) -> Option<Result<T, ()>> {
        match self.0.try_recv() {
            Ok(found) => Some(Ok(found)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(())),
        }
    }
}

/// The folders of a folder and its files with one of the endings, hidden ones left out, sorted.
///
/// # Errors
/// When the folder can't be read, in words.
pub fn list(folder: &Path, endings: &[&str]) -> Result<Vec<Entry>, String> {
    let found = std::fs::read_dir(folder).map_err(|error| format!("The folder can't be read: {error}."))?;
    let mut entries: Vec<Entry> = found
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_file = !path.is_dir();
            let wanted = !name.starts_with('.') && (!is_file || has_ending(&path, endings));
            wanted.then_some(Entry { is_file, name, path })
        })
        .take(MOST_ENTRIES)
        .collect();
    entries.sort_by_key(|a| (a.is_file, a.name.to_lowercase()));
    Ok(entries)
}

/// Whether a file has one of the endings; every file has where there are none.
pub fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    endings.is_empty() || ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// The path that somebody typed: blanks around it and quotes dropped, `~` for their own folder.
pub fn typed_path(text: &str) -> PathBuf {
    let text = text.trim().trim_matches('"').trim_matches('\'');
    match text.strip_prefix('~') {
        Some(rest) => home_folder().join(rest.trim_start_matches(['/', '\\'])),
        None => PathBuf::from(text),
    }
}

/// The user's own folder, or the present one where there is none.
pub fn home_folder() -> PathBuf {
    directories::UserDirs::new().map_or_else(|| PathBuf::from("."), |dirs| dirs.home_dir().to_owned())
}

/// Asks the desktop's file dialog. It answers `None` both for "cancelled" and for "there is no dialog here", and may
/// never answer at all, so nothing may depend on it.
pub fn browse(
    context: &egui::Context,
    title: &str,
    folder: &Path,
    name: Option<&str>,
    kinds: &str,
    endings: &[&str],
) -> Awaited<Option<PathBuf>> {
    let mut dialog = rfd::AsyncFileDialog::new().set_title(title).set_directory(folder);
    if !endings.is_empty() {
        dialog = dialog.add_filter(kinds, endings);
    }
    // The dialog is made here, on the thread of the window, and awaited on another.
    match name {
        Some(name) => {
            let answer = dialog.set_file_name(name).save_file();
            Awaited::start(context, move || pollster::block_on(answer).map(|file| file.path().to_owned()))
        }
        None => {
            let answer = dialog.pick_file();
            Awaited::start(context, move || pollster::block_on(answer).map(|file| file.path().to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_paths_lose_quotes_and_know_home() {
        assert_eq!(typed_path("  \"/a b/c.csv\" "), PathBuf::from("/a b/c.csv"));
        assert_eq!(typed_path("~/x.plumbline"), home_folder().join("x.plumbline"));
    }

    #[test]
    fn folders_come_first_and_other_files_are_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.csv", "A.CSV", "c.txt", ".hidden.csv"] {
            std::fs::write(folder.path().join(name), "").expect("a file");
        }
        std::fs::create_dir(folder.path().join("zoo")).expect("a folder");
        let names: Vec<_> =
            list(folder.path(), &["csv"]).expect("readable").into_iter().map(|entry| entry.name).collect();
        assert_eq!(names, ["zoo", "A.CSV", "b.csv"]);
    }

    #[test]
    fn a_missing_folder_is_said_in_words() {
        let problem = list(Path::new("/no/such/folder"), &[]).expect_err("missing");
        assert!(problem.starts_with("The folder can't be read"), "{problem}");
    }
}
