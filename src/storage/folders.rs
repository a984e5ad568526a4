//! Where files of our own lie. Nothing else in the program knows a folder of the user's home.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The folders for what the program keeps besides session files. They are made when first needed, for the owner only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Preferences.
    pub config: PathBuf,
    /// Things the user made here, such as rubrics of their own.
    pub data: PathBuf,
    /// Journals, locks and recents: what belongs to this machine.
    pub state: PathBuf,
}

impl Folders {
    /// The folders of whoever runs the program. Somebody without a home gets a folder beside where they are.
    pub fn of_user() -> Self {
        let Some(dirs) = ProjectDirs::from("", "", "plumbline") else {
            return Self::under(Path::new(".plumbline"));
        };
        Self {
            config: dirs.config_dir().to_owned(),
            data: dirs.data_local_dir().to_owned(),
            // macOS and Windows have no state folder.
            state: dirs.state_dir().map_or_else(|| dirs.data_local_dir().join("state"), Path::to_owned),
        }
    }

    /// All of them under one folder, as tests and portable installations have it.
    pub fn under(folder: &Path) -> Self {
        Self { config: folder.join("config"), data: folder.join("data"), state: folder.join("state") }
    }
}
