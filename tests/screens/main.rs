//! The screens as somebody uses them: by what they say, by mouse and by keyboard.
#![cfg(feature = "window")]

mod compare;
mod desk;
mod person;
mod promote;
mod pyramid;
mod safety;
