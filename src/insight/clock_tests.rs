use crate::edit::{Edit, MeetingEdit, begin_discussion, end_discussion};
use crate::insight::agenda::Outlooks;
use crate::insight::index::Index;
use crate::insight::kit::{Desk, now};
use crate::model::Manager;

use super::*;

fn after(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

fn plan() -> MeetingPlan {
    MeetingPlan { began: Some(now()), ..MeetingPlan::default() }
}

#[test]
fn the_look_back_is_kept_free_and_the_clock_says_so() {
    let plan = plan();
    let at = |minutes| Clock::at(&plan, after(minutes));
    assert_eq!(at(0).left_for_people(), SignedDuration::from_mins(65));
    assert_eq!(at(10).left_for_people(), SignedDuration::from_mins(65), "the opening takes its fifteen minutes");
    assert_eq!(at(56).left_for_people(), SignedDuration::from_mins(24));
    assert_eq!(at(56).words(), "34 min left, 10 kept for the look back");
    assert!(!at(79).is_time_to_look_back() && at(80).is_time_to_look_back());
    assert_eq!(at(82).words(), "8 min left: time to look back");
    assert_eq!(at(82).left_for_people(), SignedDuration::ZERO);
    assert_eq!(at(93).words(), "3 min over time");
    assert_eq!((at(45).share_used(), at(200).share_used()), (0.5, 1.0));
    let not_begun = MeetingPlan::default();
    assert_eq!(Clock::at(&not_begun, after(500)).words(), "90 min planned, 10 kept for the look back");
    assert_eq!(Clock::at(&plan, after(-5)).elapsed(), SignedDuration::ZERO, "a clock that was set back");
}

#[test]
fn everybody_gets_their_time_or_their_share_of_what_is_left() {
    let mut desk = Desk::new(&["ann", "bea"]);
    for person in ["kim", "lea", "max", "noa"] {
        desk.person(person, "pm", "senior-pm");
        desk.rate("ann", person, "wins-in-market", 3);
    }
    let agenda = Agenda::new(&desk.session, &Outlooks::new(&desk.session, &Index::new(&desk.session)));
    let plan = plan();
    let planned = |minutes| Clock::at(&plan, after(minutes)).planned_for(&agenda, &"kim".into());
    assert_eq!(planned(20), SignedDuration::from_mins(3));
    assert_eq!(planned(71), SignedDuration::from_secs(135), "nine minutes for four people");
    assert_eq!(planned(79), SignedDuration::from_mins(1), "never shorter than a minute");
    assert_eq!(planned(300), SignedDuration::from_mins(1));
}

#[test]
fn time_is_noted_by_person_and_read_by_level_and_manager() {
    let mut desk = Desk::new(&["ann", "bea"]);
    desk.person("kim", "pm", "");
    desk.person("lea", "director", "");
    desk.put_person("kim", |person| person.manager = Manager::Panel("ann".into()));
    let steps: [(&str, i64); 3] = [("kim", 0), ("lea", 3), ("kim", 4)];
    for (person, minute) in steps {
        let edits = begin_discussion(&desk.session, &person.into(), after(minute));
        desk.edit(edits);
        assert_eq!(begin_discussion(&desk.session, &person.into(), after(minute)), Vec::<Edit>::new());
    }
    assert_eq!(desk.session.meeting.under_discussion(), Some(&"kim".into()));
    let (open, all) = on_person(&desk.session, &"kim".into(), after(6));
    assert_eq!((clock_words(open), clock_words(all)), ("2:00".into(), "5:00".into()));
    let edits = end_discussion(&desk.session, after(6));
    desk.edit(edits);
    assert_eq!(desk.session.meeting.under_discussion(), None);
    let given = time_given(&desk.session, after(60));
    assert_eq!(given.people[0], ("kim".into(), SignedDuration::from_mins(5)));
    let level = |at: usize| (given.levels[at].0.as_ref().map(ToString::to_string), given.levels[at].1.time.as_mins());
    assert_eq!((level(0), level(1)), ((Some("director".into()), 1), (Some("pm".into()), 5)));
    let managers: Vec<&str> = given.managers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(managers, ["ANN", "No manager known"]);
}

#[test]
fn a_clock_that_was_set_back_ends_no_spell_before_it_began() {
    let mut desk = Desk::new(&["ann"]);
    desk.person("kim", "pm", "");
    let edits = begin_discussion(&desk.session, &"kim".into(), after(10));
    desk.edit(edits);
    let edits = end_discussion(&desk.session, after(5));
    desk.edit(edits);
    assert_eq!(on_person(&desk.session, &"kim".into(), after(20)).1, SignedDuration::ZERO);
}

#[test]
fn the_clock_reads_as_clocks_do() {
    let words = |seconds| clock_words(SignedDuration::from_secs(seconds));
    assert_eq!(
        (words(192), words(5), words(3725), words(-65)),
        ("3:12".into(), "0:05".into(), "1:02:05".into(), "−1:05".into())
    );
    let edit: Edit = MeetingEdit::SetDiscussed { person: "kim".into(), before: Vec::new(), after: Vec::new() }.into();
    assert_eq!(edit.inverse(), Some(edit));
}
