//! The screens as somebody uses them: by what they say, by mouse and by keyboard.
#![cfg(feature = "window")]

mod blind;
mod calibrate;
mod closing;
mod compare;
mod desk;
mod home;
mod leaving;
mod new_session;
mod person;
#[cfg(feature = "snapshots")]
mod pictures;
mod presenter;
mod promote;
mod pyramid;
mod rate;
mod raters;
mod room;
mod rubric;
mod safety;
mod team;
mod window;
