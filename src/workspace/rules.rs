//! When a change is refused before it is tried: a session opened for reading, a phase in which it has no place, a
//! closed session, somebody else's sheet. What an edit itself can't do is [`Conflict`]'s to say.

use crate::edit::{Actor, Change, Conflict, Edit, Gesture, MeetingEdit, UndoError};
use crate::model::{Phase, RaterId, Round, Session};

/// Why a change was not made. Nothing was touched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It does not fit the session.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// Nothing to undo, or something later is in the way.
    #[error(transparent)]
    Undo(#[from] UndoError),
    /// The session is open for reading only.
    #[error("{0} Save a copy to make changes in")]
    ReadOnly(String),
    /// There are changes to recover, and nobody has said yet whether they are wanted.
    #[error("There are unsaved changes from last time; first recover them or leave them out")]
    RecoveryPending,
    /// The session is closed.
    #[error("The session is closed; a change now is an amendment, which says who decided it and why")]
    Closed,
    /// Undo by somebody else in a closed session.
    #[error("The session is closed; only the facilitator takes something back now")]
    ClosedUndo,
    /// Decisions before the meeting.
    #[error("Decisions are made in the meeting; move the session to Calibrate first")]
    BeforeTheMeeting,
    /// A revised score before the reveal.
    #[error("The scores of {0} are not revealed yet; a score is revised only after the reveal")]
    BeforeTheReveal(String),
    /// Somebody else's scores or evidence.
    #[error("Only {0} changes their own scores and evidence")]
    NotYours(String),
}

/// Whether the phase and the actor allow a change.
pub(crate) fn allow(session: &Session, change: &Change) -> Result<(), Refused> {
    if session.about.phase == Phase::Close && !fits_closed(change) {
        return Err(Refused::Closed);
    }
    let before_the_meeting = session.about.phase < Phase::Calibrate;
    for edit in &change.edits {
        if before_the_meeting && decides(edit) && !carries(change, edit) {
            return Err(Refused::BeforeTheMeeting);
        }
        if let Some(name) = revises_too_early(session, edit).filter(|_| change.gesture != Gesture::ImportRatings) {
            return Err(Refused::BeforeTheReveal(name));
        }
        if let Actor::Rater(actor) = &change.actor
            && let Some(other) = sheet_of(edit).into_iter().find(|rater| *rater != actor)
        {
            return Err(Refused::NotYours(session.rater_name(other)));
        }
    }
    Ok(())
}

/// Whether a change has its place in a closed session: an amendment together with what it changes, an appeal, words for
/// follow-up; and, with the reason, going back or taking somebody out for good.
fn fits_closed(change: &Change) -> bool {
    let amends = |edit: &Edit| matches!(edit, Edit::Meeting(MeetingEdit::PutAmendment { after: Some(_), .. }));
    let afterwards =
        |edit: &Edit| matches!(edit, Edit::Meeting(MeetingEdit::PutAppeal { .. } | MeetingEdit::SetFollowUp { .. }));
    let moves = |edit: &Edit| matches!(edit, Edit::SetPhase { .. });
    let explained = !change.reason.trim().is_empty();
    change.edits.iter().any(amends)
        || change.edits.iter().all(afterwards)
        || (explained && change.edits.iter().all(moves))
        || (explained && matches!(change.gesture, Gesture::RemovePeople | Gesture::Keep))
}

/// Whether the phase allows this actor to undo and redo. In a closed session the facilitator's last steps are the
/// closing and what came after it; a rater's are from before.
pub(crate) fn allow_undo(session: &Session, actor: &Actor) -> Result<(), Refused> {
    let closed = session.about.phase == Phase::Close;
    if closed && *actor != Actor::Facilitator { Err(Refused::ClosedUndo) } else { Ok(()) }
}

/// Whether an edit records a decision. Taking one away is no decision: it goes with a person who leaves.
fn decides(edit: &Edit) -> bool {
    match edit {
        Edit::Reveal { .. } => true,
        Edit::SetAgreed { after, .. } => after.is_some(),
        Edit::SetAgreedTrait { after, .. } => after.is_some(),
        Edit::SetPlacement { after, .. } => after.is_some(),
        _ => false,
    }
}

/// Whether an edit only carries what was decided over to another scale.
fn carries(change: &Change, edit: &Edit) -> bool {
    let decided = matches!(edit, Edit::SetAgreed { before: Some(_), after: Some(_), .. });
    decided && change.edits.iter().any(|edit| matches!(edit, Edit::PutRubric { .. }))
}

fn revises_too_early(session: &Session, edit: &Edit) -> Option<String> {
    let Edit::SetScores { round: Round::Revised, cells, .. } = edit else { return None };
    let early = cells.iter().find(|(person, _, _, after)| after.is_some() && !session.is_revealed(person));
    early.map(|(person, ..)| session.name(person))
}

/// The raters whose own things an edit changes.
fn sheet_of(edit: &Edit) -> Vec<&RaterId> {
    match edit {
        Edit::SetScores { rater, .. }
        | Edit::SetNote { rater, .. }
        | Edit::SetCloseness { rater, .. }
        | Edit::SetTrait { rater, .. } => vec![rater],
        Edit::PutEvidence { before, after, .. } => before.iter().chain(after).map(|item| &item.author).collect(),
        _ => Vec::new(),
    }
}
