//! How the meeting runs, as edits: what undo does with them, what is refused, and what a file brings back.

use std::sync::Arc;

use jiff::civil::date;

use crate::edit::{
    Actor, Change, Conflict, Edit, Gesture, History, MeetingEdit, Step, Touched, begin_discussion, end_discussion,
};
use crate::insight::visibility::{Viewer, sees_edit, sees_warm_up};
use crate::model::{
    Amendment, Appeal, AppealOutcome, Attendance, FollowUpWords, Mark, PersonId, Phase, RaterId, Round, Session,
    WarmUp, WarmUpCase,
};
use crate::storage::{self, HistoryText, RealFiles};
use crate::testing;

fn step(session: &Session, number: usize, edits: Vec<Edit>) -> (Session, Result<Touched, Conflict>, Step) {
    let mut after = session.clone();
    let id = format!("m{number}");
    let step = Change::new(Actor::Facilitator, Gesture::Discuss, edits).at(id.as_str().into(), testing::START);
    let result = step.apply(&mut after);
    (after, result, step)
}

fn applied(session: &mut Session, history: &mut History, edits: Vec<Edit>) {
    let (after, result, step) = step(session, history.entries().len(), edits);
    result.expect("the step fits");
    *session = after;
    history.record(step);
}

fn first_person(session: &Session) -> PersonId {
    session.people.at(0).expect("there is somebody").id.clone()
}

fn first_rater(session: &Session) -> RaterId {
    session.panel.at(0).expect("there is somebody").id.clone()
}

#[test]
fn undo_passes_over_the_time_that_a_discussion_took() {
    let mut session = testing::rated_session(2, 2, 3);
    let mut history = History::default();
    let (person, rater) = (first_person(&session), first_rater(&session));
    let absent = MeetingEdit::SetAttendance { rater, before: None, after: Some(Attendance::Absent) };
    applied(&mut session, &mut history, vec![absent.into()]);
    let edits = begin_discussion(&session, &person, testing::START);
    applied(&mut session, &mut history, edits);
    history.undo(&mut session, &Actor::Facilitator, testing::START).expect("attendance can be taken back");
    assert!(session.meeting.attendance.is_empty());
    assert_eq!(session.meeting.under_discussion(), Some(&person));
    let edits = end_discussion(&session, testing::START);
    applied(&mut session, &mut history, edits);
    history.redo(&mut session, &Actor::Facilitator, testing::START).expect("and given again");
    assert_eq!(session.meeting.attendance.len(), 1);
    assert_eq!(session.meeting.under_discussion(), None);
}

#[test]
fn the_warm_up_lies_on_a_sheet_of_its_own_that_nothing_counts() {
    let mut session = testing::rated_session(2, 2, 3);
    let mut history = History::default();
    let before = session.clone();
    let (rater, skill) = (first_rater(&session), session.rubric.skills[0].id.clone());
    let case = WarmUpCase {
        id: "case".into(),
        name: "Nobody".into(),
        level: None,
        facts: Vec::new(),
        skills: vec![skill.clone()],
    };
    let put = MeetingEdit::SetWarmUpCases { before: Vec::new(), after: vec![case.clone()] };
    applied(&mut session, &mut history, vec![put.into()]);
    let cells = vec![("case".into(), skill, None, Some(5))];
    applied(&mut session, &mut history, vec![MeetingEdit::SetWarmUpScores { rater, cells }.into()]);
    assert_eq!(session.meeting.warm_up.marks.len(), 1);
    let without = Session { meeting: before.meeting.clone(), ..session.clone() };
    assert!(without == before, "people, panel, ratings and decisions are as they were");
    let gone = MeetingEdit::SetWarmUpCases { before: vec![case], after: Vec::new() };
    let (_, refused, _) = step(&session, 9, vec![gone.into()]);
    assert_eq!(refused, Err(Conflict::InUse("The warm-up".into())), "a case that was rated stays");
}

#[test]
fn a_warm_up_score_is_its_raters_alone_until_all_are_through() {
    let mut session = testing::rated_session(2, 2, 3);
    Arc::make_mut(&mut session.about).phase = Phase::Rate;
    let (rater, skill) = (first_rater(&session), session.rubric.skills[0].id.clone());
    let cells = vec![("case".into(), skill.clone(), None, Some(5))];
    let edit: Edit = MeetingEdit::SetWarmUpScores { rater: rater.clone(), cells }.into();
    assert!(sees_edit(&session, &Viewer::Rater(rater), &edit));
    assert!(!sees_edit(&session, &Viewer::Facilitator, &edit) && !sees_edit(&session, &Viewer::Room, &edit));
    let case =
        WarmUpCase { id: "case".into(), name: "N".into(), level: None, facts: vec![], skills: vec![skill.clone()] };
    let mut marks = std::collections::BTreeMap::new();
    for rater in session.raters() {
        let mut partly = session.clone();
        Arc::make_mut(&mut partly.meeting).warm_up = WarmUp { cases: vec![case.clone()], marks: marks.clone() };
        assert!(!sees_warm_up(&partly));
        marks.insert(rater.id.clone(), [(("case".into(), skill.clone()), 3)].into());
    }
    Arc::make_mut(&mut session.meeting).warm_up = WarmUp { cases: vec![case], marks };
    assert!(sees_warm_up(&session));
}

#[test]
fn whoever_only_comments_scores_nobody() {
    let mut session = testing::rated_session(2, 2, 3);
    Arc::make_mut(&mut session.about).phase = Phase::Calibrate;
    let rater = session.panel.at(0).cloned().expect("there is somebody");
    let mut after = (*rater).clone();
    after.comments_only = true;
    after.submitted = None;
    let mut history = History::default();
    let change = Edit::PutRater { id: rater.id.clone(), before: Some(rater.clone()), after: Some(Arc::new(after)) };
    applied(&mut session, &mut history, vec![change]);
    let (person, skill) = (first_person(&session), session.rubric.skills[0].id.clone());
    for round in [Round::Blind, Round::Revised] {
        let before = session.mark(&rater.id, &person, &skill, round);
        let cells = vec![(person.clone(), skill.clone(), before, Some(Mark::Score(2)))];
        let (_, refused, _) = step(&session, 7, vec![Edit::SetScores { rater: rater.id.clone(), round, cells }]);
        assert!(matches!(refused, Err(Conflict::OnlyComments(_))), "{refused:?}");
    }
}

#[test]
fn an_appeal_is_looked_at_by_somebody_from_outside_the_panel() {
    let session = testing::rated_session(2, 2, 3);
    let panel = session.panel.at(0).expect("there is somebody").name.to_uppercase();
    let appeal = |reviewer: &str| Appeal {
        person: first_person(&session),
        date: date(2027, 1, 20),
        about: "The launch was left out.".into(),
        reviewer: reviewer.into(),
        outcome: Some(AppealOutcome { date: date(2027, 2, 1), upheld: true, words: "It was counted.".into() }),
    };
    let put = |reviewer: &str| {
        let after = Some(Box::new(appeal(reviewer)));
        step(&session, 0, vec![MeetingEdit::PutAppeal { id: "a".into(), before: None, after }.into()])
    };
    let refusal = put(&format!(" {panel} ")).1.expect_err("it is refused").to_string();
    assert!(refusal.contains("sat on the panel"), "{refusal}");
    assert!(put("  ").1.is_err());
    let (after, result, _) = put("Greta Holm");
    assert!(result.is_ok() && after.meeting.appeals.len() == 1);
}

#[test]
fn an_amendment_says_who_and_why() {
    let session = testing::rated_session(2, 2, 3);
    let put = |by: &str, why: &str| {
        let (by, why) = (by.into(), why.into());
        let amendment = Amendment { person: first_person(&session), date: date(2027, 1, 20), by, why, appeal: None };
        let edit = MeetingEdit::PutAmendment { id: "a".into(), before: None, after: Some(Box::new(amendment)) };
        step(&session, 0, vec![edit.into()]).1
    };
    assert!(put("", "The launch was left out.").is_err());
    assert!(put("Greta Holm", " ").is_err());
    assert!(put("Greta Holm", "The launch was left out.").is_ok());
}

#[test]
fn what_is_noted_about_somebody_goes_with_them_and_comes_back_by_undo() {
    let mut session = testing::rated_session(2, 2, 3);
    let mut history = History::default();
    let (person, rater) = (first_person(&session), first_rater(&session));
    let edits = begin_discussion(&session, &person, testing::START);
    applied(&mut session, &mut history, edits);
    let words = FollowUpWords { talking_points: Some("- Well done.".into()), page: None };
    let edits: Vec<Edit> = vec![
        MeetingEdit::SetFollowUp { person: person.clone(), before: None, after: Some(Box::new(words)) }.into(),
        MeetingEdit::SetAttendance { rater: rater.clone(), before: None, after: Some(Attendance::Present) }.into(),
    ];
    applied(&mut session, &mut history, edits);
    let whole = session.clone();
    let edits = crate::edit::remove_person(&session, &person);
    applied(&mut session, &mut history, edits);
    let edits = crate::edit::remove_rater(&session, &rater);
    applied(&mut session, &mut history, edits);
    assert!(!session.meeting.speaks_of(&person) && session.meeting.attendance.is_empty());
    assert_eq!(session.problems(), Vec::<String>::new());
    for _ in 0..2 {
        history.undo(&mut session, &Actor::Facilitator, testing::START).expect("it can be taken back");
    }
    assert!(session == whole);
}

#[test]
fn the_meeting_comes_back_from_a_file() {
    let mut session = testing::rated_session(2, 2, 3);
    let mut history = History::default();
    let person = first_person(&session);
    let edits = begin_discussion(&session, &person, testing::START);
    applied(&mut session, &mut history, edits);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbline");
    let text = storage::write(&session, &HistoryText::default()).expect("it can be written");
    assert!(text.contains("Meeting("));
    std::fs::write(&path, text).expect("it can be written");
    let opened = storage::load(&RealFiles, &path).expect("it opens").contents.session;
    assert!(opened == session);
}
