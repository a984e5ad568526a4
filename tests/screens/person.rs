//! The Person screen: what waits, what opens with the reveal and to whom, and the way around.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use plumbline::app::command::Command;
use plumbline::app::view::{Action, Screen};
use plumbline::edit::Edit;
use plumbline::model::{Phase, Ratings, ScalePoint};

use super::desk::{Desk, everything_said, id_of, in_phase, rater_of, sample_session, says, sized, window};

const AMARA: &str = "Amara Okafor";

fn revealed(name: &str) -> Desk {
    let mut desk = Desk::person(sample_session(), name);
    let person = id_of(&desk.session, name);
    desk.edit(vec![Edit::Reveal { person }]);
    desk
}

fn click(harness: &mut Harness<'_, Desk>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

#[test]
fn before_calibrate_only_the_name_and_why_it_waits_are_shown() {
    let rated = in_phase(sample_session(), Phase::Rate);
    let mut blank = rated.clone();
    blank.ratings = Ratings::default();
    let (with, without) = (window(Desk::person(rated, AMARA)), window(Desk::person(blank, AMARA)));
    assert_eq!(everything_said(&with), everything_said(&without), "what is shown depends on what was rated");
    with.get_by_label("This person's pyramid waits until everybody has rated");
    assert!(!says(&with, "Strategy") && !says(&with, "P&L"));
}

#[test]
fn the_pyramid_is_said_tier_by_tier_against_either_levels_bars() {
    let mut harness = window(Desk::person(sample_session(), AMARA));
    assert!(says(&harness, "Director · Platform · reports to Dana Whitfield · target VP · rated by 5"));
    let image = "Strategy: 4.0 of 3.0 · next level, home tier";
    assert!(says(&harness, image), "{:?}", everything_said(&harness));
    assert!(says(&harness, "Nearly ready for VP"));
    click(&mut harness, "Bars of Director");
    assert!(!says(&harness, image) && says(&harness, "Strategy: 4.0 of 2.0"));
}

#[test]
fn a_gate_says_whether_it_is_met_and_why() {
    let mut harness = window(Desk::person(sample_session(), AMARA));
    assert!(everything_said(&harness).iter().any(|said| said.starts_with("open: ") && said.contains("P&L")));
    click(&mut harness, "Business head");
    assert!(says(&harness, "Business head, open."));
}

#[test]
fn marks_notes_and_evidence_open_with_the_reveal_and_not_before() {
    let mut harness = window(Desk::person(sample_session(), AMARA));
    let secrets = ["Could not say what billing costs us.", "Shipped the usage meter", "marks 3", "5 marks", "score "];
    for secret in secrets {
        assert!(!says(&harness, secret), "“{secret}” shows before the reveal");
    }
    let person = id_of(&harness.state().session, AMARA);
    harness.state_mut().edit(vec![Edit::Reveal { person }]);
    harness.run();
    assert!(says(&harness, "5 marks") && says(&harness, "Shipped the usage meter"));
}

#[test]
fn a_skill_opens_with_who_said_what() {
    let mut harness = window(revealed(AMARA));
    assert!(!says(&harness, "Could not say what billing costs us."));
    harness.get_by_label_contains("P&L and revenue drivers, score 2.6").click();
    harness.run();
    assert!(says(&harness, "“Could not say what billing costs us.”"));
    assert!(says(&harness, "own manager") && says(&harness, "3 reads: "));
}

#[test]
fn the_reveal_is_asked_for_and_can_be_declined() {
    let mut harness = window(Desk::person(sample_session(), AMARA));
    click(&mut harness, "Reveal scores…");
    assert!(says(&harness, "This can't be undone."));
    click(&mut harness, "Cancel");
    assert!(harness.state_mut().asked().is_empty());
    click(&mut harness, "Reveal scores…");
    click(&mut harness, "Reveal scores");
    let asked = harness.state_mut().asked();
    let person = id_of(&harness.state().session, AMARA);
    let reveals = |action: &Action| matches!(action, Action::Change(change) if change.edits == [Edit::Reveal { person: person.clone() }]);
    assert!(asked.iter().any(reveals), "{asked:?}");
    harness.state_mut().edit(vec![Edit::Reveal { person: person.clone() }]);
    harness.run();
    assert!(harness.query_by_label("Reveal scores…").is_none(), "once is for good");
}

#[test]
fn a_session_that_is_read_only_reveals_nobody() {
    let mut desk = Desk::person(sample_session(), AMARA);
    desk.read_only = Some("Open on another machine.");
    let mut harness = window(desk);
    click(&mut harness, "Reveal scores…");
    assert!(!says(&harness, "This can't be undone.") && harness.state_mut().asked().is_empty());
}

#[test]
fn a_rater_reads_the_person_from_the_reveal_on() {
    let mut desk = Desk::person(sample_session(), AMARA);
    desk.acting = Some(rater_of(&desk.session, "Dana Whitfield"));
    let rater = desk.session.panel.get(&rater_of(&desk.session, "Ines Duarte")).expect("on the panel").id.clone();
    desk.acting = Some(rater);
    let mut harness = window(desk);
    harness.get_by_label("This person's pyramid opens with the reveal");
    assert!(!says(&harness, "Nearly ready"));
    let person = id_of(&harness.state().session, AMARA);
    harness.state_mut().edit(vec![Edit::Reveal { person }]);
    harness.run();
    assert!(says(&harness, "Nearly ready for VP") && says(&harness, "5 marks"));
    assert!(harness.query_by_label("Reveal scores…").is_none());
}

#[test]
fn a_rater_who_is_set_aside_reads_nothing() {
    let mut desk = revealed("Yusuf Demir");
    let recused =
        desk.session.decisions.recusals.keys().next().map(|(_, rater)| rater.clone()).expect("one is recused");
    desk.acting = Some(recused);
    let harness = window(desk);
    assert!(!says(&harness, "5 marks") && !says(&harness, "Skills"));
    harness.get_by_label("This person's pyramid opens with the reveal");
}

#[test]
fn keys_and_buttons_lead_to_the_next_person_and_back() {
    let mut harness = window(Desk::person(sample_session(), "Celeste Bauer"));
    let next = |harness: &mut Harness<'_, Desk>| {
        harness.state_mut().asked().into_iter().find_map(|action| match action {
            Action::Go(Screen::Person(person)) => Some(person),
            _ => None,
        })
    };
    let gabriel = id_of(&harness.state().session, "Gabriel Herrera");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run();
    assert_eq!(next(&mut harness), Some(gabriel.clone()), "VPs follow the CPO, by name");
    click(&mut harness, "Next person");
    assert_eq!(next(&mut harness), Some(gabriel));
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    click(&mut harness, "Previous person");
    assert_eq!(next(&mut harness), None, "nobody stands before the CPO");
    click(&mut harness, "Back");
    assert!(harness.state_mut().asked().iter().any(|action| matches!(action, Action::Command(Command::Back))));
}

#[test]
fn growth_is_read_against_the_last_cycle() {
    let harness = window(Desk::person(sample_session(), AMARA));
    harness.get_by_label("Since H1 2026");
    assert!(says(&harness, "3.6 to 4.0") && says(&harness, "+0.4"));
}

#[test]
fn somebody_who_left_is_said_to_be_gone() {
    let mut desk = Desk::person(sample_session(), AMARA);
    desk.shown = super::desk::Shown::Person(Default::default(), "nobody".into());
    let mut harness = window(desk);
    harness.get_by_label("This person is not in the session any more");
    click(&mut harness, "Go to Team");
    assert!(harness.state_mut().asked().iter().any(|action| matches!(action, Action::Command(Command::GoTeam))));
}

#[test]
fn three_and_seven_points_and_small_windows_show_the_same() {
    for points in [3_usize, 7] {
        let mut desk = revealed(AMARA);
        let mut rubric = (*desk.session.rubric).clone();
        let point = |number: usize| ScalePoint { name: format!("Point {number}"), meaning: String::new() };
        rubric.scale.points = (1..=points).map(point).collect();
        rubric.skills.iter_mut().for_each(|skill| skill.anchors = vec![String::new(); points]);
        desk.session.rubric = Arc::new(rubric);
        desk.edit(Vec::new());
        let mut harness = sized(desk, 906.0, 553.0);
        assert!(says(&harness, "Nearly ready for VP") && says(&harness, "5 marks"));
        harness.set_size(egui::vec2(1440.0, 900.0));
        harness.run();
        assert!(says(&harness, "Nearly ready for VP") && says(&harness, "5 marks"));
    }
}
