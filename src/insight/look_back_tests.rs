use jiff::SignedDuration;
use jiff::civil::date;

use crate::edit::{Actor, Change, Gesture};
use crate::insight::kit::{Desk, now};
use crate::model::EvidenceKind;

use super::*;

/// People whom all rate 3 in everything.
fn desk(people: &[&str]) -> Desk {
    let mut desk = Desk::new(&["ann", "bea"]);
    for person in people {
        desk.person(person, "pm", "");
        for rater in ["ann", "bea"] {
            desk.rate_tier(rater, person, "market", &[3, 3, 3, 3, 3]);
        }
    }
    desk
}

/// Agrees on two skills of each person, one person after the other.
fn meeting(desk: &mut Desk, scores: &[(&str, u8)]) -> History {
    let mut history = History::default();
    for (minute, (person, score)) in scores.iter().enumerate() {
        for skill in ["customer-insight", "data-judgement"] {
            let after = Some(Agreed { outcome: Outcome::Score(*score), reason: "Heard.".into() });
            let edit = Edit::SetAgreed { person: (*person).into(), skill: skill.into(), before: None, after };
            let id = format!("{person}-{skill}");
            let at = now() + SignedDuration::from_mins(minute as i64);
            let step = Change::new(Actor::Facilitator, Gesture::Agree, vec![edit]).at(id.as_str().into(), at);
            step.apply(&mut desk.session).expect("the step fits");
            history.record(step);
        }
    }
    history
}

fn read(desk: &Desk, history: &History) -> LookBack {
    look_back(&desk.session, &Index::new(&desk.session), history)
}

#[test]
fn a_panel_that_grew_stricter_is_told_which_early_cases_to_look_at() {
    let mut desk = desk(&["kim", "lea", "max", "noa"]);
    let history = meeting(&mut desk, &[("noa", 4), ("max", 3), ("lea", 2), ("kim", 3)]);
    let read = read(&desk, &history);
    let drift = read.drift.expect("eight scores are enough");
    assert_eq!((drift.early, drift.late, read.agreed), (0.5, -0.5, 8));
    assert!(drift.words().starts_with("The panel became stricter"), "{}", drift.words());
    let early: Vec<(&str, f64)> = read.early_cases.iter().map(|case| (case.person.as_str(), case.off)).collect();
    assert_eq!(early, [("noa", 1.5), ("max", 0.5)]);
    assert_eq!(
        read.early_cases[0].words(),
        "Judged more generously than those who came later, by 1.5 points on average."
    );
}

#[test]
fn a_standard_that_held_is_said_to_have_held() {
    let mut desk = desk(&["kim", "lea", "max", "noa"]);
    let history = meeting(&mut desk, &[("noa", 3), ("max", 4), ("lea", 4), ("kim", 3)]);
    let read = read(&desk, &history);
    assert!(read.drift.is_some_and(|drift| drift.words().starts_with("The standard held.")));
    assert_eq!(read.early_cases, []);
}

#[test]
fn nothing_is_said_of_too_few_scores_nor_of_what_was_accepted_as_rated() {
    let mut desk = desk(&["kim", "lea"]);
    let history = meeting(&mut desk, &[("kim", 5)]);
    desk.agree("lea", "data-judgement", Outcome::AsRated(3.0));
    let read = read(&desk, &history);
    assert_eq!((read.drift, read.agreed), (None, 2));
}

#[test]
fn people_with_evidence_of_one_month_are_listed() {
    let mut desk = desk(&["kim", "lea"]);
    for day in [3, 20] {
        desk.evidence("ann", "lea", date(2026, 9, day), EvidenceKind::Outcome, &["customer-insight"], |_| {});
    }
    assert_eq!(read(&desk, &History::default()).one_month, ["lea".into()]);
}
