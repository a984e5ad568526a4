//! `plumbline reveal`: opens everybody's cells, for good.

use std::path::PathBuf;

use clap::Args;

use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::visibility::may_reveal;
use crate::model::Phase;

use super::access::Access;
use super::session::{open_to_change, save};
use super::{Done, Failure, counted, say};

/// Open everybody's scores to all, which can't be undone.
///
/// Moves the session to Calibrate and reveals everybody who is not revealed yet. It stands in the history. In a meeting
/// people are revealed one by one, in the window.
#[derive(Debug, Args)]
pub(super) struct Reveal {
    /// The session
    session: PathBuf,
    #[command(flatten)]
    access: Access,
}

impl Reveal {
    pub(super) fn run(self) -> Done {
        let mut document = open_to_change(&self.session, &self.access)?;
        let before = document.session().about.phase;
        if before < Phase::Calibrate {
            let edit = Edit::SetPhase { before, after: Phase::Calibrate };
            apply(&mut document, Gesture::Phase, vec![edit])?;
        }
        let session = document.session();
        let closed = session.people.iter().filter(|person| !session.is_revealed(&person.id));
        let closed: Vec<_> = closed.map(|person| person.id.clone()).collect();
        for person in &closed {
            if let Err(sentence) = may_reveal(session, person) {
                document.discard();
                return Err(Failure::input(sentence));
            }
        }
        let revealed = closed.len();
        let edits: Vec<Edit> = closed.into_iter().map(|person| Edit::Reveal { person }).collect();
        if !edits.is_empty() {
            apply(&mut document, Gesture::Reveal, edits)?;
        }
        save(document)?;
        say(&format!("{} revealed.", counted(revealed, "person", "people")));
        Ok(())
    }
}

fn apply(document: &mut crate::workspace::Document, gesture: Gesture, edits: Vec<Edit>) -> Done {
    let change = Change::new(Actor::Facilitator, gesture, edits);
    document.apply(change).map(|_| ()).map_err(|refused| Failure::input(format!("{refused}.")))
}
