//! Plumbline.

#[cfg(feature = "window")]
pub mod app;
