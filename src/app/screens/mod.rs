//! The screens. Each is a state of its own and a function that shows it: it is given a [`View`](super::view::View) and
//! hands back [`Action`](super::view::Action)s.

pub mod calibrate;
pub mod compare;
mod dates;
mod evidence_sheet;
mod filters;
pub mod home;
pub mod new_session;
pub mod person;
pub mod promote;
pub mod pyramid;
pub mod rate;
pub mod team;
mod waiting;
