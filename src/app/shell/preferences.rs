//! What the window remembers.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::app::theme::ThemeChoice;

/// A recent session.
pub struct Recent {
    /// Title.
    pub title: String,
    /// When.
    pub opened: Timestamp,
    /// Where.
    pub path: PathBuf,
}

/// What the window remembers.
#[derive(Default)]
pub struct Preferences {
    theme: ThemeChoice,
    scale: Option<f32>,
    folder: Option<PathBuf>,
    recents: Vec<Recent>,
}

#[allow(missing_docs)]
impl Preferences {
    pub fn theme(&self) -> ThemeChoice {
        self.theme
    }
    pub fn set_theme(&mut self, theme: ThemeChoice) {
        self.theme = theme;
    }
    pub fn text_scale(&self) -> f32 {
        self.scale.unwrap_or(1.0)
    }
    pub fn set_text_scale(&mut self, scale: f32) {
        self.scale = Some(scale);
    }
    pub fn last_folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }
    pub fn set_last_folder(&mut self, folder: Option<&Path>) {
        self.folder = folder.map(Path::to_owned);
    }
    pub fn recents(&self) -> &[Recent] {
        &self.recents
    }
    pub fn note_recent(&mut self, path: &Path, title: &str, opened: Timestamp) {
        self.recents.retain(|recent| recent.path != path);
        self.recents.insert(0, Recent { title: title.into(), opened, path: path.into() });
    }
}
