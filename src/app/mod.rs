//! The window: what somebody sees of a session and what they can do with it.
//! It draws and asks; nothing is worked out here.

mod anchors;
pub mod command;
mod digits;
pub mod figures;
pub mod icons;
pub mod presenter;
mod run;
pub mod screens;
pub mod sheets;
pub mod shell;
pub mod theme;
pub mod view;
pub mod widgets;

pub use run::run;
