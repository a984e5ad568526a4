use jiff::civil::date;

use crate::edit::MeetingEdit;
use crate::insight::Index;
use crate::insight::kit::Desk;
use crate::model::{Attendance, Place};

use super::*;

/// A PM on the way to Senior PM, managed by Ann; Ann, Bea and Cid rated them.
fn desk() -> Desk {
    let mut desk = Desk::new(&["ann", "bea", "cid"]);
    desk.person("kim", "pm", "senior-pm");
    desk.put_person("kim", |person| person.manager = Manager::Panel("ann".into()));
    for rater in ["ann", "bea", "cid"] {
        desk.rate_tier(rater, "kim", "market", &[4, 4, 4, 4, 3]);
        desk.rate_tier(rater, "kim", "people", &[3, 3, 3, 3, 3]);
    }
    desk
}

fn with<T>(desk: &Desk, read: impl FnOnce(&Subject) -> T) -> T {
    let index = Index::new(&desk.session);
    read(&Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there"))
}

fn owed(desk: &Desk, skill: &str, score: u8) -> Vec<Owed> {
    with(desk, |subject| subject.reasons_owed(&skill.into(), Outcome::Score(score)))
}

#[test]
fn nothing_is_owed_for_what_all_gave() {
    let desk = desk();
    assert_eq!(owed(&desk, "customer-insight", 4), []);
    assert_eq!(with(&desk, |subject| subject.reasons_owed(&"customer-insight".into(), Outcome::AsRated(4.0))), []);
}

#[test]
fn a_reason_is_owed_for_another_score_than_the_managers() {
    let mut desk = desk();
    desk.rate("ann", "kim", "customer-insight", 5);
    assert_eq!(owed(&desk, "customer-insight", 4), [Owed::DiffersFromManager]);
    assert_eq!(owed(&desk, "customer-insight", 5), [Owed::FarFromMiddle], "the middle of 4, 4 and 5 is 4");
    desk.reveal("kim");
    desk.revise("ann", "kim", "customer-insight", 4);
    assert_eq!(owed(&desk, "customer-insight", 4), [Owed::DiffersFromManager], "why it was revised is what is asked");
}

#[test]
fn a_reason_is_owed_a_point_from_the_middle_and_not_for_half_of_one() {
    let mut desk = desk();
    desk.put_person("kim", |person| person.manager = Manager::Nobody);
    assert_eq!(owed(&desk, "customer-insight", 3), [Owed::FarFromMiddle]);
    desk.mark("cid", "kim", "customer-insight", crate::model::Round::Blind, None);
    desk.rate("bea", "kim", "customer-insight", 3);
    assert_eq!(owed(&desk, "customer-insight", 4), [], "the middle of 3 and 4 is half a point away");
}

#[test]
fn a_reason_is_owed_for_what_changes_a_gate() {
    let desk = desk();
    assert_eq!(owed(&desk, "wins-in-market", 2), [Owed::ChangesGate, Owed::DiffersFromManager, Owed::FarFromMiddle]);
    let mut agreed = desk;
    agreed.agree("kim", "wins-in-market", Outcome::Score(2));
    assert_eq!(owed(&agreed, "wins-in-market", 2)[0], Owed::ChangesGate, "and goes on being owed once it is agreed");
}

#[test]
fn without_agreement_the_views_are_owed() {
    let mut desk = desk();
    assert_eq!(
        with(&desk, |subject| subject.reasons_owed(&"wins-in-market".into(), Outcome::NoAgreement)),
        [Owed::NoAgreement]
    );
    desk.rate("ann", "kim", "wins-in-market", 1);
    let column = desk.column("wins-in-market");
    assert_eq!(with(&desk, |subject| subject.views_in_words(column)), "One sees 1, two see 3");
}

#[test]
fn the_rest_is_accepted_as_rated_but_not_what_is_contested_where_it_decides() {
    let mut desk = desk();
    desk.rate("ann", "kim", "wins-in-market", 1);
    desk.agree("kim", "data-judgement", Outcome::Score(4));
    let accepted = with(&desk, |subject| subject.acceptable());
    assert_eq!(accepted.len(), 8);
    assert!(!accepted.iter().any(|(skill, _)| matches!(skill.as_str(), "wins-in-market" | "data-judgement")));
    let edits = with(&desk, |subject| subject.accept_as_rated());
    desk.edit(edits);
    assert_eq!(with(&desk, |subject| subject.acceptable()), []);
    assert_eq!(with(&desk, |subject| subject.reasons_missing()), []);
}

#[test]
fn a_missing_reason_is_found() {
    let mut desk = desk();
    let after = Some(Agreed { outcome: Outcome::Score(2), reason: "  ".into() });
    let (person, skill) = (PersonId::from("kim"), SkillId::from("customer-insight"));
    desk.edit(vec![Edit::SetAgreed { person, skill: skill.clone(), before: None, after }]);
    assert_eq!(with(&desk, |subject| subject.reasons_missing()).first().map(|(skill, _)| skill.clone()), Some(skill));
}

#[test]
fn a_placement_says_why_and_a_parked_one_who_and_until_when() {
    let mut placement = Placement { place: Place::Growing, ..Placement::default() };
    assert_eq!(placement_lacks(&placement), Vec::<&str>::new());
    placement.place = Place::Nearly;
    assert_eq!(placement_lacks(&placement), ["a reason"]);
    placement.place = Place::Parked;
    assert_eq!(placement_lacks(&placement), ["a reason", "an owner", "a date"]);
    placement.reason = "Dana is away.".into();
    placement.owner = "Dana".into();
    placement.until = Some(date(2027, 1, 15));
    assert_eq!(placement_lacks(&placement), Vec::<&str>::new());
}

fn absent(desk: &mut Desk, rater: &str) {
    let after = Some(Attendance::Absent);
    desk.edit(vec![MeetingEdit::SetAttendance { rater: rater.into(), before: None, after }.into()]);
}

#[test]
fn whoever_lacks_their_manager_or_their_only_rater_is_better_parked() {
    let mut desk = desk();
    let advice = |desk: &Desk| {
        let kim = desk.session.people.get(&"kim".into()).expect("Kim is there");
        park_advice(&desk.session, kim).map(|advice| advice.words(&desk.session))
    };
    absent(&mut desk, "bea");
    assert_eq!(advice(&desk), None);
    absent(&mut desk, "ann");
    assert_eq!(advice(&desk), Some("ANN, the own manager, is absent: better park.".into()));
    let mut lone = Desk::new(&["ann", "bea"]);
    lone.person("kim", "pm", "");
    lone.rate("bea", "kim", "wins-in-market", 3);
    absent(&mut lone, "bea");
    assert_eq!(advice(&lone), Some("The only rater is absent: better park.".into()));
}

#[test]
fn the_manager_speaks_last_and_who_is_absent_not_at_all() {
    let mut desk = desk();
    let order = |desk: &Desk| {
        let kim = desk.session.people.get(&"kim".into()).expect("Kim is there");
        speaking_order(&desk.session, kim).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(order(&desk), ["bea", "cid", "ann"]);
    desk.person("abe", "pm", "");
    assert_eq!(order(&desk), ["cid", "bea", "ann"], "another person in front of Kim, another first voice");
    absent(&mut desk, "cid");
    assert_eq!(order(&desk), ["bea", "ann"]);
}
