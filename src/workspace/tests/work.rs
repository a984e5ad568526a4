//! Changes, undo and what is refused.

use jiff::civil::date;

use super::*;
use crate::edit::{MeetingEdit, UndoError};
use crate::model::{Agreed, Amendment, Outcome, Phase, Place, Placement};
use crate::workspace::Refused;

fn move_to(document: &mut Document, after: Phase) {
    let before = document.session().about.phase;
    let change = Change::new(Actor::Facilitator, Gesture::Phase, vec![Edit::SetPhase { before, after }]);
    document.apply(change.because("agreed")).unwrap();
}

fn agree(skill: SkillId) -> Change {
    let after = Some(Agreed { outcome: Outcome::Score(3), reason: String::new() });
    let edit = Edit::SetAgreed { person: person(1), skill, before: None, after };
    Change::new(Actor::Facilitator, Gesture::Agree, vec![edit])
}

#[test]
fn each_actor_takes_back_their_own_steps() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    let (me, facilitator) = (Actor::Rater(rater(1)), Actor::Facilitator);
    assert_eq!((document.can_undo(&me), document.can_redo(&me)), (None, None));
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.apply(rename(document.session(), "New title")).unwrap();
    assert_eq!(document.can_undo(&me), Some("rating"));
    assert_eq!(document.can_undo(&facilitator), Some("renaming the session"));
    let (touched, words) = document.undo(&me).unwrap();
    assert_eq!((words, touched.people.len(), mark(&document, 1)), ("rating", 1, None));
    assert_eq!(document.title(), "New title", "somebody else's step stays");
    assert_eq!((document.can_undo(&me), document.can_redo(&me)), (None, Some("rating")));
    assert_eq!(document.undo(&me).unwrap_err(), Refused::Undo(UndoError::Nothing("undo")));
    assert_eq!(document.redo(&me).unwrap().1, "rating");
    assert_eq!(mark(&document, 1), Some(4));
    assert_eq!(document.revision(), 4, "two changes, an undo and a redo");
}

#[test]
fn typing_is_taken_back_as_one_step_and_never_with_what_was_undone() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    let me = Actor::Rater(rater(1));
    let typed = |document: &mut Document, score_to_be| {
        let mut change = score(document.session(), 1, score_to_be);
        change.continues = true;
        document.apply(change).unwrap();
    };
    document.apply(score(document.session(), 2, 5)).unwrap();
    document.apply(score(document.session(), 1, 1)).unwrap();
    typed(&mut document, 2);
    typed(&mut document, 3);
    document.undo(&me).unwrap();
    assert_eq!((mark(&document, 1), mark(&document, 2)), (None, Some(5)));
    document.redo(&me).unwrap();
    assert_eq!(mark(&document, 1), Some(3));
    document.undo(&me).unwrap();
    typed(&mut document, 4);
    document.undo(&me).unwrap();
    assert_eq!((mark(&document, 1), mark(&document, 2)), (None, Some(5)), "typing after an undo begins anew");
}

#[test]
fn a_change_that_does_not_fit_touches_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    let before = document.snapshot();
    let off_scale = score(document.session(), 1, 9);
    let sentence = document.apply(off_scale).unwrap_err().to_string();
    assert_eq!(sentence, "9 is not on the scale, which goes from 1 to 5");
    assert_eq!((document.session(), document.revision(), document.is_saved()), (&before, 0, true));
    let nothing = Change::new(Actor::Facilitator, Gesture::Rate, Vec::new());
    document.apply(nothing).unwrap();
    assert_eq!((document.history().entries().len(), document.is_saved()), (0, true), "nothing is no step");
}

#[test]
fn decisions_wait_for_the_meeting_and_revised_scores_for_the_reveal() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    assert_eq!(document.apply(agree(skill(1))), Err(Refused::BeforeTheMeeting));
    let reveal = Change::new(Actor::Facilitator, Gesture::Reveal, vec![Edit::Reveal { person: person(1) }]);
    assert_eq!(document.apply(reveal.clone()), Err(Refused::BeforeTheMeeting));
    let marks = [((person(1), skill(1)), Some(Mark::Score(2)))].into();
    let edits = set_scores(document.session(), &rater(1), Round::Revised, marks).into_iter().collect();
    let revise = Change::new(Actor::Rater(rater(1)), Gesture::Rate, edits);
    assert_eq!(document.apply(revise.clone()), Err(Refused::BeforeTheReveal("Person 1".into())));
    move_to(&mut document, Phase::Calibrate);
    document.apply(agree(skill(1))).unwrap();
    document.apply(reveal).unwrap();
    document.apply(revise).unwrap();
    assert_eq!(mark(&document, 1), Some(2));
}

#[test]
fn nobody_changes_somebody_elses_sheet() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    let change = Change { actor: Actor::Rater(rater(2)), ..score(document.session(), 1, 4) };
    assert_eq!(document.apply(change), Err(Refused::NotYours("Rater 1".into())));
}

#[test]
fn a_closed_session_takes_amendments_with_their_reason() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    move_to(&mut document, Phase::Close);
    let placement = Placement { place: Place::Growing, ..Placement::default() };
    let edit = Edit::SetPlacement { person: person(1), before: None, after: Some(Box::new(placement)) };
    let change = Change::new(Actor::Facilitator, Gesture::Place, vec![edit]);
    assert_eq!(document.apply(change.clone()), Err(Refused::Closed));
    assert_eq!(document.apply(change.clone().because("a slip in the minutes")), Err(Refused::Closed), "by whom?");
    let amendment = Amendment {
        person: person(1),
        date: date(2026, 1, 5),
        by: "Greta Holm".into(),
        why: "A slip in the minutes.".into(),
        appeal: None,
    };
    let amends = MeetingEdit::PutAmendment { id: "a1".into(), before: None, after: Some(Box::new(amendment)) };
    let mut amended = change;
    amended.edits.push(amends.into());
    document.apply(amended).unwrap();
    assert_eq!(document.session().meeting.amendments.len(), 1);
    assert_eq!(document.undo(&Actor::Rater(rater(1))).unwrap_err(), Refused::ClosedUndo);
    assert_eq!(document.can_undo(&Actor::Rater(rater(1))), None);
    assert_eq!(document.undo(&Actor::Facilitator).unwrap().1, "a placement");
    assert_eq!(document.undo(&Actor::Facilitator).unwrap().1, "changing the phase");
    assert_eq!(document.session().about.phase, Phase::Rate, "closing by mistake is taken back too");
}
