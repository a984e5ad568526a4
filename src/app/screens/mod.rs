//! The screens. Each is a state of its own and a function that shows it: it is given a [`View`](super::view::View) and
//! hands back [`Action`](super::view::Action)s.

pub mod calibrate;
pub mod close;
pub mod compare;
mod comparison;
mod dates;
mod evidence_sheet;
mod filters;
pub mod home;
pub mod log;
pub mod new_session;
pub mod person;
pub mod promote;
pub mod pyramid;
pub mod rate;
pub mod raters;
pub mod rubric;
pub mod team;
mod waiting;
