//! The screens as somebody uses them: by what they say, by mouse and by keyboard.
#![cfg(feature = "window")]

mod desk;
mod person;
mod pyramid;
