//! What the ratings say about people, and who may see it: effective scores, tier scores against the bars, gates, status,
//! flags, robustness, the team's pyramid. All are pure functions over a session; nothing here decides anything, and no
//! function gives one number for a person. [`visibility`] says what of it is open to whom in which phase.

pub mod coverage;
mod demand;
mod effective;
mod index;
pub mod points;
mod tiers;
pub mod visibility;

pub use demand::{Demand, Demands, TierDemand};
pub use effective::{Basis, EffectiveScore, Scores, Source, Subject, View};
pub use index::Index;
pub use tiers::{Standing, TierReading, TierScore};

#[cfg(test)]
mod kit;
