//! Plumbline is for the meeting in which managers agree how product managers stand. The library holds everything: the
//! session and how it changes (`model`, `edit`), how raters behave (`raters`), and, in the rooms below, what is read from
//! it and done with it. Each room uses only those before it; ARCHITECTURE.md tells the way of the data.

#[cfg(feature = "window")]
pub mod app;
pub mod cli;
pub mod edit;
pub mod exchange;
pub mod insight;
pub mod model;
pub mod raters;
pub mod storage;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod workspace;
