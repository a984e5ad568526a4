//! What a screen is given, and what it may ask for. A screen looks at the session and hands back [`Action`]s; it never
//! changes a session itself.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::edit::{Actor, Change};
use crate::insight::Readings;
use crate::insight::visibility::Viewer;
use crate::model::{PersonId, Phase, RaterId, Session, SkillId};

use super::command::Command;
use super::figures::Figures;

/// The screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Recent sessions, new, open, sample.
    Home,
    /// A new session, in three steps.
    NewSession,
    /// Roster, panel, who rates whom.
    Team,
    /// One rater's grid.
    Rate,
    /// The meeting.
    Calibrate,
    /// The team's pyramid.
    Pyramid,
    /// The board of placements.
    Promote,
    /// All about one person.
    Person(PersonId),
    /// Two to four people side by side.
    Compare(Vec<PersonId>),
}

/// What a screen is given to show.
pub struct View<'a> {
    /// The open session.
    pub session: &'a Session,
    /// What the ratings say, kept up to date. Screens show of it what the viewer may see.
    pub readings: &'a Readings,
    /// Work beside the window, and what came of it last.
    pub figures: &'a Figures,
    /// The rater who sits at the laptop, if one does; else the facilitator does. It decides what may be seen, and
    /// whose steps undo takes back.
    pub acting: Option<&'a RaterId>,
    /// Counts every change, for what a screen keeps between frames.
    pub revision: u64,
    /// Whether nothing can be changed, and why.
    pub read_only: Option<&'a str>,
    /// The present moment.
    pub now: Timestamp,
    /// Makes a new opaque id.
    pub new_id: &'a dyn Fn() -> String,
}

impl View<'_> {
    /// The actor of what is done at the laptop now.
    pub fn actor(&self) -> Actor {
        self.acting.map_or(Actor::Facilitator, |rater| Actor::Rater(rater.clone()))
    }

    /// Through whose eyes the session is looked at.
    pub fn viewer(&self) -> Viewer {
        self.acting.map_or(Viewer::Facilitator, |rater| Viewer::Rater(rater.clone()))
    }
}

/// What a screen asks for.
#[derive(Clone, Debug)]
pub enum Action {
    /// Change the session.
    Change(Change),
    /// Go to a phase, forward or back, after asking.
    GoToPhase(Phase),
    /// Do what the command says.
    Command(Command),
    /// Show a screen.
    Go(Screen),
    /// Discuss a person in the meeting.
    TakeUp(PersonId),
    /// Let this rater sit down at the laptop, or nobody.
    SitDown(Option<RaterId>),
    /// Select a cell in the rating grid and show it.
    SelectCell(Option<PersonId>, Option<SkillId>),
    /// Open a file that was chosen or dropped.
    OpenFile(PathBuf),
    /// Take in a new session, made in the three steps.
    Create(Box<Session>),
    /// Say that something was done.
    Tell(String),
    /// Say that something went wrong, and what to do.
    Warn(String),
}
