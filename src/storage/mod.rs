//! Files of our own: session files and their versions, the atomic save, the journal that survives a crash, the lock,
//! preferences and recents. Everything that touches a disk goes through [`FileLayer`], so that a full disk or a power
//! cut can be played in a test; every folder comes from [`Folders`], so that no test touches a real home.

mod digest;
mod faults;
mod files;
mod folders;
mod history_text;
mod journal;
mod lock;
mod preferences;
mod recovery;
mod session_file;
mod session_store;
mod v1;

pub use faults::{OpenError, OpenFault, SaveError, SaveFault};
pub use files::{FileLayer, Growing, RealFiles, Replacing};
pub use folders::Folders;
pub use history_text::HistoryText;
pub use journal::{Base, Journal};
pub use lock::{Lock, OpenedAs};
pub use preferences::{Preferences, Recent, ThemeChoice, WindowPlace};
pub use recovery::{LostSession, Recovered, Unsaved, forget, look_for_unsaved, lost_session, lost_sessions};
pub use session_file::{Contents, ENDING, FORMAT, Header, HistorySummary, write};
pub use session_store::{Fingerprint, Loaded, load, read_header, store, write_file};
