//! An open session at work. A [`Document`] holds the session, its history, its file and its journal; it is the one place
//! where changes are applied, undone, saved and recovered. It knows no window: whatever shows it calls
//! [`Document::tick`] now and then, and learns from what comes back what to tell the user.

mod document;
mod draft;
mod past;
mod rules;
mod sample;
mod saving;
mod surroundings;

pub use draft::{Draft, DraftRater, DraftRow, assign, proposed_period};
pub use document::{Document, Event, NotClosed, Opened, Tick};
pub use rules::Refused;
pub use sample::{DEFAULT_RUBRIC, default_rubric, sample};
pub use surroundings::Surroundings;
