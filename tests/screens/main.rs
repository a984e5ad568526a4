//! The screens as somebody uses them: by what they say, by mouse and by keyboard.
#![cfg(feature = "window")]

mod calibrate;
mod compare;
mod desk;
mod person;
mod presenter;
mod promote;
mod pyramid;
