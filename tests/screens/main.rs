//! The screens as somebody uses them: by what they say, by mouse and by keyboard.
#![cfg(feature = "window")]

mod compare;
mod desk;
mod home;
mod leaving;
mod new_session;
mod person;
#[cfg(feature = "snapshots")]
mod pictures;
mod promote;
mod pyramid;
mod rate;
mod team;
mod window;
