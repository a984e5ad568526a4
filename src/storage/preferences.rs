//! What the program remembers from one start to the next: how it looks (in the config folder) and which sessions were
//! open last (in the state folder). Losing either is no harm, so a damaged file reads as if there were none, and a
//! start never fails over it.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::faults::{SaveError, SaveFault};
use super::files::FileLayer;
use super::folders::Folders;

/// So many recent sessions are remembered.
const RECENTS: usize = 12;

/// Minutes after which an encrypted session is locked, unless another time is chosen.
const LOCK_AFTER: u32 = 10;

/// A file of preferences is never longer than this.
const LONGEST: u64 = 1024 * 1024;

/// Which look somebody wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the desktop says; light where it says nothing.
    #[default]
    System,
}

/// Where the window was, in points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// Its left upper corner, where the desktop tells.
    pub corner: Option<(f32, f32)>,
    /// Its width and height.
    pub size: (f32, f32),
    /// Whether it filled the screen.
    pub maximized: bool,
}

impl WindowPlace {
    /// Whether a window can be put there.
    fn is_sane(&self) -> bool {
        let (width, height) = self.size;
        let (x, y) = self.corner.unwrap_or_default();
        (100.0..=20_000.0).contains(&width)
            && (100.0..=20_000.0).contains(&height)
            && x.abs() <= 50_000.0
            && y.abs() <= 50_000.0
    }
}

/// A session that was open lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Its file.
    pub path: PathBuf,
    /// Its title.
    pub title: String,
    /// The name of its review period.
    pub period: String,
    /// When it was opened or saved last.
    pub opened: Timestamp,
    /// Whether it is encrypted; then no title is remembered.
    #[serde(default)]
    pub encrypted: bool,
}

/// What the program remembers.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Preferences {
    look: Look,
    recents: Vec<Recent>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Look {
    theme: ThemeChoice,
    text_scale: f32,
    window: Option<WindowPlace>,
    last_folder: Option<PathBuf>,
    lock_after: u32,
}

impl Default for Look {
    fn default() -> Self {
        Self { theme: ThemeChoice::default(), text_scale: 1.0, window: None, last_folder: None, lock_after: LOCK_AFTER }
    }
}

impl Preferences {
    /// What was remembered; the defaults for what can't be read.
    pub fn load(files: &dyn FileLayer, folders: &Folders) -> Self {
        let mut look: Look = read(files, &look_file(folders)).unwrap_or_default();
        look.text_scale = sane_scale(look.text_scale);
        look.window = look.window.filter(WindowPlace::is_sane);
        let mut recents: Vec<Recent> = read(files, &recents_file(folders)).unwrap_or_default();
        recents.truncate(RECENTS);
        Self { look, recents }
    }

    /// Remembers everything.
    ///
    /// # Errors
    /// When a file can't be written. There is no need to trouble the user with it.
    pub fn save(&self, files: &dyn FileLayer, folders: &Folders) -> Result<(), SaveError> {
        write(files, &look_file(folders), &self.look)?;
        write(files, &recents_file(folders), &self.recents)
    }

    /// The look.
    pub fn theme(&self) -> ThemeChoice {
        self.look.theme
    }

    /// Chooses a look.
    pub fn set_theme(&mut self, theme: ThemeChoice) {
        self.look.theme = theme;
    }

    /// The size of text: 1 is the design, 0.5 to 3.
    pub fn text_scale(&self) -> f32 {
        self.look.text_scale
    }

    /// Chooses the size of text; what is out of range is brought into it.
    pub fn set_text_scale(&mut self, scale: f32) {
        self.look.text_scale = sane_scale(scale);
    }

    /// Where the window was.
    pub fn window(&self) -> Option<WindowPlace> {
        self.look.window
    }

    /// Notes where the window is; a place where no window can be is not taken.
    pub fn set_window(&mut self, window: WindowPlace) {
        if window.is_sane() {
            self.look.window = Some(window);
        }
    }

    /// The folder that was used last.
    pub fn last_folder(&self) -> Option<&Path> {
        self.look.last_folder.as_deref()
    }

    /// Notes the folder that is used.
    pub fn set_last_folder(&mut self, folder: Option<&Path>) {
        self.look.last_folder = folder.map(Path::to_owned);
    }

    /// Minutes after which an encrypted session is locked when nobody touches it; 0 is never.
    pub fn lock_after(&self) -> u32 {
        self.look.lock_after
    }

    /// Chooses after how many minutes.
    pub fn set_lock_after(&mut self, minutes: u32) {
        self.look.lock_after = minutes;
    }

    /// Sessions that were open lately, the last first.
    pub fn recents(&self) -> &[Recent] {
        &self.recents
    }

    /// Notes that a session was opened or saved.
    pub fn note_recent(&mut self, path: &Path, title: &str, period: &str, opened: Timestamp) {
        let (title, period) = (title.to_owned(), period.to_owned());
        self.put_recent(Recent { path: path.to_owned(), title, period, opened, encrypted: false });
    }

    /// Notes that an encrypted session was opened or saved: nothing that stands in it.
    pub fn note_encrypted_recent(&mut self, path: &Path, opened: Timestamp) {
        let (title, period) = (String::new(), String::new());
        self.put_recent(Recent { path: path.to_owned(), title, period, opened, encrypted: true });
    }

    fn put_recent(&mut self, recent: Recent) {
        self.forget_recent(&recent.path.clone());
        self.recents.insert(0, recent);
        self.recents.truncate(RECENTS);
    }

    /// Forgets a session, as one whose file is gone.
    pub fn forget_recent(&mut self, path: &Path) {
        self.recents.retain(|recent| recent.path != path);
    }
}

fn sane_scale(scale: f32) -> f32 {
    if scale.is_finite() { scale.clamp(0.5, 3.0) } else { 1.0 }
}

fn look_file(folders: &Folders) -> PathBuf {
    folders.config.join("preferences.ron")
}

fn recents_file(folders: &Folders) -> PathBuf {
    folders.state.join("recents.ron")
}

fn read<T: DeserializeOwned>(files: &dyn FileLayer, path: &Path) -> Option<T> {
    ron::de::from_bytes(&files.read(path, LONGEST).ok()?).ok()
}

fn write<T: Serialize>(files: &dyn FileLayer, path: &Path, value: &T) -> Result<(), SaveError> {
    let fault = |error: std::io::Error| SaveFault::from(error).at(path);
    let text = ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::new().depth_limit(2).new_line("\n"))
        .map_err(|error| SaveFault::Unwritable(error.to_string()).at(path))?;
    if let Some(folder) = path.parent() {
        files.make_folder(folder).map_err(fault)?;
    }
    let mut file = files.replace(path).map_err(fault)?;
    file.write_all(text.as_bytes()).map_err(fault)?;
    file.commit().map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::RealFiles;
    use crate::testing::START;

    #[test]
    fn what_was_chosen_is_there_after_the_next_start() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        let mut preferences = Preferences::load(&RealFiles, &folders);
        assert_eq!(preferences, Preferences::default(), "a first start has the defaults");
        preferences.set_theme(ThemeChoice::Dark);
        preferences.set_text_scale(1.6);
        preferences.set_window(WindowPlace { corner: Some((-5.0, 20.0)), size: (1280.0, 720.0), maximized: true });
        preferences.set_last_folder(Some(Path::new("/somewhere")));
        preferences.note_recent(Path::new("/somewhere/a.plumbline"), "Product org", "H2 2026", START);
        preferences.save(&RealFiles, &folders).unwrap();
        assert_eq!(Preferences::load(&RealFiles, &folders), preferences);
    }

    #[test]
    fn damaged_preferences_never_stop_a_start() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders::under(home.path());
        for damage in ["", "(theme:", "\u{0}\u{0}\u{0}", "(theme: Purple)", "[1, 2]"] {
            for file in [look_file(&folders), recents_file(&folders)] {
                RealFiles.make_folder(file.parent().unwrap()).unwrap();
                std::fs::write(&file, damage).unwrap();
            }
            assert_eq!(Preferences::load(&RealFiles, &folders), Preferences::default(), "after {damage:?}");
        }
        let nonsense = "(theme: Dark, text_scale: inf, window: Some((corner: None, size: (0, 9), maximized: false)))";
        std::fs::write(look_file(&folders), nonsense).unwrap();
        let preferences = Preferences::load(&RealFiles, &folders);
        assert_eq!(preferences.theme(), ThemeChoice::Dark, "what makes sense is kept");
        assert_eq!((preferences.text_scale(), preferences.window()), (1.0, None));
    }

    #[test]
    fn a_session_stands_once_among_the_recents_and_the_last_one_first() {
        let mut preferences = Preferences::default();
        for number in 0..20 {
            preferences.note_recent(Path::new(&format!("/{number}")), "Title", "H1", START);
        }
        preferences.note_recent(Path::new("/15"), "New title", "H1", START);
        let paths: Vec<_> = preferences.recents().iter().map(|recent| recent.path.display().to_string()).collect();
        assert_eq!(paths.len(), RECENTS);
        assert_eq!(paths[..3], ["/15", "/19", "/18"]);
        assert_eq!(preferences.recents()[0].title, "New title");
        preferences.forget_recent(Path::new("/15"));
        assert_eq!(preferences.recents()[0].path, Path::new("/19"));
    }
}
