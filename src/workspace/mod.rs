//! An open session at work. A [`Document`] holds the session, its history, its file and its journal; it is the one place
//! where changes are applied, undone, saved and recovered. It knows no window: whatever shows it calls
//! [`Document::tick`] now and then, and learns from what comes back what to tell the user.

mod document;
mod draft;
mod jobs;
mod joining;
mod keeping;
mod opening;
mod past;
mod previous;
mod rescue;
mod rules;
mod sample;
mod saving;
mod surroundings;
#[cfg(test)]
mod tests;
mod trial;
mod warm_up;
mod worker;

pub use document::Document;
pub use draft::{Draft, DraftRater, DraftRow, assign, proposed_period};
pub use jobs::{GroupJob, RulerJob};
pub use joining::Joining;
pub use keeping::NotErased;
pub use opening::{Opened, Recovery};
pub use previous::{Earlier, Match, PreviousDraft};
pub use rescue::{NotCopied, Rescue, copy_session};
pub use rules::Refused;
pub use sample::{DEFAULT_RUBRIC, default_rubric, sample};
pub use saving::{Event, NotClosed, Tick};
pub use surroundings::Surroundings;
pub use trial::try_rubric;
pub use warm_up::warm_up_cases;
pub use worker::{Job, Latest, Shown, Signal, Standing, Worker};
