//! What the ratings say about people, and who may see it: effective scores, tier scores against the bars, gates, status,
//! flags, robustness, the team's pyramid. All are pure functions over a session; nothing here decides anything, and no
//! function gives one number for a person. [`visibility`] says what of it is open to whom in which phase.

pub mod agenda;
pub mod agreement;
mod benchmark;
mod case;
pub mod clock;
mod contested;
pub mod coverage;
mod demand;
mod effective;
pub mod flags;
pub mod follow_up;
pub mod gates;
mod growth;
mod index;
pub mod look_alikes;
pub mod look_back;
pub mod open_questions;
pub mod placing;
pub mod plausible;
pub mod points;
mod reading;
mod readings;
mod robust;
mod same_ruler;
mod status;
pub mod succession;
pub mod suppose;
mod team;
mod tiers;
pub mod visibility;

pub use benchmark::{Benchmark, BenchmarkOf, benchmark};
pub use case::{Before, CaseMark, CaseSkill};
pub use contested::{Spread, Verdict};
pub use demand::{Demand, Demands, TierDemand};
pub use effective::{Basis, EffectiveScore, Scores, Source, Subject, View};
pub use growth::{Change, Growth, growth};
pub use index::Index;
pub use reading::{PersonReading, ShownLevel};
pub use readings::Readings;
pub use robust::{Hinge, Robustness};
pub use same_ruler::{ScoreTimes, rating_table, score_times, statistics_settings};
pub use status::{Assessment, Grounds, Status};
pub use team::{ENOUGH_PEOPLE, Filter, Glance, Mean, TeamReading, TierCrowd, Token, TokenState};
pub use tiers::{Standing, TierReading, TierScore};

#[cfg(test)]
mod kit;
