//! Files of our own: session files and their versions, the atomic save, the journal that survives a crash, the lock,
//! preferences and recents. Everything that touches a disk goes through [`FileLayer`], so that a full disk or a power
//! cut can be played in a test; every folder comes from [`Folders`], so that no test touches a real home.

mod digest;
mod faults;
mod files;
mod folders;
mod history_text;
mod session_file;
mod session_store;
mod v1;

pub use faults::{OpenError, OpenFault, SaveError, SaveFault};
pub use files::{FileLayer, Growing, RealFiles, Replacing, Stamp};
pub use folders::Folders;
pub use history_text::HistoryText;
pub use session_file::{Contents, ENDING, FORMAT, Header, HistorySummary, write};
pub use session_store::{Fingerprint, Loaded, load, read_header, store};
