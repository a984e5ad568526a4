//! What the ratings say about people, and who may see it: effective scores, tier scores against the bars, gates, status,
//! flags, robustness, the team's pyramid. All are pure functions over a session; nothing here decides anything, and no
//! function gives one number for a person. [`visibility`] says what of it is open to whom in which phase.

pub mod visibility;

#[cfg(test)]
mod kit;
