//! The screens as somebody uses them: by what they say, by mouse and by keyboard.
#![cfg(feature = "window")]

mod calibrate;
mod compare;
mod blind;
mod closing;
mod desk;
mod person;
mod presenter;
mod promote;
mod pyramid;
mod raters;
