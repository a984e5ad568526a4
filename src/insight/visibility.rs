//! Who may see what, and when. In Rate everybody sees their own answers and nothing else; entering Calibrate opens what
//! is added up to the facilitator; a person's cells open to all, at once, by their reveal. Screens, undo, the log and
//! every export ask here and nowhere else, so that the promise is kept in one place.

use crate::edit::{Actor, Edit, MeetingEdit, Step};
use crate::model::{Evidence, PersonId, Phase, Rater, RaterId, Session};

/// Through whose eyes something is looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Viewer {
    /// Whoever runs the session, when not at a grid of their own.
    Facilitator,
    /// A rater at their own grid.
    Rater(RaterId),
    /// Everybody in front of the projector.
    Room,
}

impl From<&Actor> for Viewer {
    fn from(actor: &Actor) -> Self {
        match actor {
            Actor::Facilitator => Self::Facilitator,
            Actor::Rater(rater) => Self::Rater(rater.clone()),
        }
    }
}

impl Viewer {
    /// Whether this viewer reads raters' names beside marks, and who a status hinges on. The room reads neither,
    /// unless the facilitator shows a name there.
    pub fn reads_raters_names(&self) -> bool {
        *self == Self::Facilitator
    }

    /// Whether succession is for this viewer.
    pub fn sees_succession(&self, session: &Session) -> bool {
        *self == Self::Facilitator && sees_aggregates(session, self)
    }
}

/// Whether what is added up over people and raters is open: the Pyramid, Promote, tier scores, the agenda, and every
/// count of agreement. Never before Calibrate, and never to a facilitator who rates and has not submitted.
pub fn sees_aggregates(session: &Session, viewer: &Viewer) -> bool {
    match viewer {
        Viewer::Facilitator | Viewer::Room => is_calibrated(session) && late_facilitator(session).is_none(),
        Viewer::Rater(_) => false,
    }
}

/// Whether what others said of a person is open: from the person's reveal on. A rater hands in before they see it, and
/// one who is set aside for the person does not see it at their own grid.
pub fn sees_cells_of(session: &Session, viewer: &Viewer, person: &PersonId) -> bool {
    if !is_calibrated(session) || !session.is_revealed(person) {
        return false;
    }
    match viewer {
        Viewer::Facilitator | Viewer::Room => late_facilitator(session).is_none(),
        Viewer::Rater(rater) => {
            session.panel.get(rater).is_some_and(|rater| !is_late(rater)) && !session.is_recused(rater, person)
        }
    }
}

/// Whether a rater's answers about a person may be seen: scores, traits, and how closely they work together. One's own
/// always.
pub fn sees_mark(session: &Session, viewer: &Viewer, rater: &RaterId, person: &PersonId) -> bool {
    is_own(viewer, rater) || sees_cells_of(session, viewer, person)
}

/// Whether a rater's notes on a person may be seen. The room never reads them: a note is recognised by its words.
pub fn sees_note(session: &Session, viewer: &Viewer, rater: &RaterId, person: &PersonId) -> bool {
    *viewer != Viewer::Room && sees_mark(session, viewer, rater, person)
}

/// Whether a piece of evidence may be seen: by its author always, by others from the reveal on.
pub fn sees_evidence(session: &Session, viewer: &Viewer, evidence: &Evidence) -> bool {
    sees_mark(session, viewer, &evidence.author, &evidence.person)
}

/// Whether what the ratings add up to for one person may be seen: tier scores, gates, flags, status, agreed scores and
/// placement. By the facilitator with the other aggregates, by everybody else from the reveal on.
pub fn sees_reading_of(session: &Session, viewer: &Viewer, person: &PersonId) -> bool {
    match viewer {
        Viewer::Facilitator => sees_aggregates(session, viewer),
        Viewer::Rater(_) | Viewer::Room => sees_cells_of(session, viewer, person),
    }
}

/// Whether the picture of a rater's severity may be seen with their name: by the facilitator, and by the rater
/// themselves once they have handed in. What the room sees has no names: [`sees_aggregates`].
pub fn sees_severity_of(session: &Session, viewer: &Viewer, rater: &RaterId) -> bool {
    match viewer {
        Viewer::Facilitator => sees_aggregates(session, viewer),
        Viewer::Rater(own) => {
            own == rater && is_calibrated(session) && session.panel.get(own).is_some_and(|own| !is_late(own))
        }
        Viewer::Room => false,
    }
}

/// Whether an edit may be read in the log or in the words of an undo: whatever it holds must be open to the viewer.
pub fn sees_edit(session: &Session, viewer: &Viewer, edit: &Edit) -> bool {
    let facilitator = *viewer == Viewer::Facilitator;
    match edit {
        Edit::SetScores { rater, cells, .. } => {
            cells.iter().all(|(person, ..)| sees_mark(session, viewer, rater, person))
        }
        Edit::SetNote { rater, person, .. } => sees_note(session, viewer, rater, person),
        Edit::SetCloseness { rater, person, .. } | Edit::SetTrait { rater, person, .. } => {
            sees_mark(session, viewer, rater, person)
        }
        Edit::PutEvidence { before, after, .. } => {
            before.iter().chain(after).all(|item| sees_evidence(session, viewer, item))
        }
        Edit::SetAgreed { person, .. } | Edit::SetAgreedTrait { person, .. } | Edit::SetPlacement { person, .. } => {
            facilitator && sees_reading_of(session, viewer, person)
        }
        Edit::PutPrevious { .. } => facilitator && sees_aggregates(session, viewer),
        Edit::PutRater { id, .. } => facilitator || is_own(viewer, id),
        Edit::SetOpenSeats { .. } => viewer.sees_succession(session),
        Edit::SetAbout { .. }
        | Edit::SetPhase { .. }
        | Edit::PutRubric { .. }
        | Edit::PutPerson { .. }
        | Edit::SetRecusal { .. }
        | Edit::Reveal { .. } => facilitator,
        Edit::Meeting(meeting) => sees_meeting_edit(session, viewer, meeting),
    }
}

fn sees_meeting_edit(session: &Session, viewer: &Viewer, edit: &MeetingEdit) -> bool {
    match edit {
        MeetingEdit::SetWarmUpScores { rater, .. } => is_own(viewer, rater),
        MeetingEdit::PutAmendment { .. } | MeetingEdit::SetFollowUp { .. } => {
            *viewer == Viewer::Facilitator && sees_aggregates(session, viewer)
        }
        _ => *viewer == Viewer::Facilitator,
    }
}

/// Whether what everybody gave in the warm-up may be laid side by side, without names: once all who rate are through,
/// and in the meeting. The people in it do not exist, so that it may be looked at before anybody real is rated.
pub fn sees_warm_up(session: &Session) -> bool {
    let warm_up = &session.meeting.warm_up;
    let through = || session.raters().iter().all(|rater| warm_up.is_complete(&rater.id));
    !warm_up.cases.is_empty() && (is_calibrated(session) || (session.about.phase == Phase::Rate && through()))
}

/// Whether a step stands in the log of this viewer. Raters read their own steps and no others; the facilitator reads
/// those of which every edit is open; the room has no log.
pub fn sees_step(session: &Session, viewer: &Viewer, step: &Step) -> bool {
    match viewer {
        Viewer::Facilitator => step.edits.iter().all(|edit| sees_edit(session, viewer, edit)),
        Viewer::Rater(rater) => step.actor == Actor::Rater(rater.clone()),
        Viewer::Room => false,
    }
}

/// Whether a file with scores may be written. The marks of people who are not revealed stay out of it all the same:
/// ask [`sees_cells_of`] for each.
///
/// # Errors
/// Why not, and what to do about it, in a sentence.
pub fn may_export_scores(session: &Session, viewer: &Viewer) -> Result<(), String> {
    if *viewer != Viewer::Facilitator {
        return Err("Only the facilitator exports scores; ask whoever runs the session.".into());
    }
    aggregates_open(session, "Scores can't be exported")
}

/// Whether the statistics about raters, and what the ratings add up to, may be read.
///
/// # Errors
/// Why not, and what to do about it, in a sentence.
pub fn may_read_statistics(session: &Session, viewer: &Viewer) -> Result<(), String> {
    if *viewer != Viewer::Facilitator {
        return Err("Only the facilitator reads how raters rate; ask whoever runs the session.".into());
    }
    aggregates_open(session, "How raters rate can't be read")
}

/// Whether a person's cells may be opened to all now.
///
/// # Errors
/// Why not, and what to do about it, in a sentence.
pub fn may_reveal(session: &Session, person: &PersonId) -> Result<(), String> {
    let name = session.name(person);
    if !session.people.contains(person) {
        return Err(format!("{name} is not in this session; choose somebody from the agenda."));
    }
    if session.about.phase == Phase::Close {
        return Err(format!("{name} can't be revealed in a closed session; go back to Calibrate first."));
    }
    aggregates_open(session, &format!("{name} can't be revealed"))
}

fn aggregates_open(session: &Session, what: &str) -> Result<(), String> {
    if !is_calibrated(session) {
        return Err(format!("{what} while raters are still rating alone; move the session to Calibrate first."));
    }
    match late_facilitator(session) {
        None => Ok(()),
        Some(rater) => Err(format!(
            "{what} yet: {} runs the meeting and also rates, so they submit their own scores first.",
            rater.name
        )),
    }
}

fn is_own(viewer: &Viewer, rater: &RaterId) -> bool {
    matches!(viewer, Viewer::Rater(own) if own == rater)
}

fn is_calibrated(session: &Session) -> bool {
    session.about.phase >= Phase::Calibrate
}

/// Rates and has not handed in. Somebody who only comments has nothing to hand in; whoever runs the meeting can't get
/// around being blind that way.
fn is_late(rater: &Rater) -> bool {
    let only_comments = rater.comments_only && !rater.facilitates;
    rater.rates && !only_comments && rater.submitted.is_none()
}

/// The facilitator who also rates and is as blind as the others, having not submitted.
fn late_facilitator(session: &Session) -> Option<&Rater> {
    session.panel.iter().map(|rater| &**rater).find(|rater| rater.facilitates && is_late(rater))
}

#[cfg(test)]
#[path = "visibility_tests.rs"]
mod tests;
