//! Files of our own: session files and their versions, encryption, the atomic save, the journal that survives a crash,
//! earlier versions, the lock, preferences and recents. Everything that touches a disk goes through [`FileLayer`], so that a full disk or a power
//! cut can be played in a test; every folder comes from [`Folders`], so that no test touches a real home.

mod backups;
mod digest;
mod erasing;
mod faults;
mod files;
mod folders;
mod history_text;
mod journal;
mod lock;
mod open_note;
mod preferences;
mod recovery;
mod salvage;
mod sealing;
mod session_file;
mod session_store;
mod v1;

pub use backups::{Version, Versions, all_versions, versions_of, versions_of_file};
pub(crate) use backups::{forget as forget_versions, keep as keep_version};
pub use erasing::with_name_replaced;
pub(crate) use erasing::{Erased, erase, erase_rater};
pub use faults::{OpenError, OpenFault, SaveError, SaveFault};
pub use files::{FileLayer, Growing, RealFiles, Replacing};
pub use folders::Folders;
pub use history_text::HistoryText;
pub use journal::{Base, Journal};
pub use lock::{Lock, OpenedAs};
pub use open_note::{OpenElsewhere, OpenNote};
pub use preferences::{Preferences, Recent, ThemeChoice, WindowPlace};
pub use recovery::{LostSession, Recovered, Unsaved, forget, look_for_unsaved, lost_session, lost_sessions};
pub(crate) use recovery::{forget_put_aside, seal_put_aside};
pub(crate) use salvage::reads_back;
pub use salvage::{Salvaged, can_be_salvaged, salvage};
pub(crate) use sealing::is_sealed;
pub use sealing::{JournalKey, Passphrase, SHORTEST_PASSPHRASE, Seal, WORK};
pub(crate) use session_file::write_with_key;
pub use session_file::{Contents, ENDING, FORMAT, Header, HistorySummary, write};
pub use session_store::{Fingerprint, Loaded, is_encrypted, load, load_sealed, read_header, store, write_file};
