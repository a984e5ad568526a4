//! Two to four people side by side.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use plumbline::app::view::{Action, Screen};
use plumbline::edit::Edit;
use plumbline::model::Phase;

use super::desk::{Desk, id_of, in_phase, sample_session, says, window, write};

#[test]
fn people_stand_side_by_side_with_status_gates_and_skills() {
    let mut desk = Desk::compare(sample_session(), &["Emil Hansen", "Ruth Oduya"]);
    for name in ["Emil Hansen", "Ruth Oduya"] {
        let person = id_of(&desk.session, name);
        desk.edit(vec![Edit::Reveal { person }]);
    }
    let harness = window(desk);
    harness.get_by_role_and_label(Role::Group, "Emil Hansen");
    harness.get_by_role_and_label(Role::Group, "Ruth Oduya");
    assert!(says(&harness, "Nearly ready for Senior PM") && says(&harness, "Own level held, met"));
    assert!(says(&harness, "Customer insight"));
}

#[test]
fn somebody_is_added_by_name_and_left_out_again() {
    let mut harness = window(Desk::compare(sample_session(), &["Emil Hansen"]));
    write(&mut harness, Role::TextInput, "Add a person", "ruth");
    harness.get_by_label_contains("Ruth Oduya, PM").click();
    harness.run();
    let people = ["Emil Hansen", "Ruth Oduya"].map(|name| id_of(&harness.state().session, name));
    let goes_to = |asked: Vec<Action>| {
        asked.into_iter().find_map(|action| match action {
            Action::Go(Screen::Compare(people)) => Some(people),
            _ => None,
        })
    };
    assert_eq!(goes_to(harness.state_mut().asked()), Some(people.to_vec()));
    // By keyboard alone: Enter takes the first that is offered.
    write(&mut harness, Role::TextInput, "Add a person", "ruth");
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert_eq!(goes_to(harness.state_mut().asked()), Some(people.to_vec()));
    let mut harness = window(Desk::compare(sample_session(), &["Emil Hansen", "Ruth Oduya"]));
    harness.get_by_label("Leave out Emil Hansen").click();
    harness.run();
    assert_eq!(goes_to(harness.state_mut().asked()), Some(vec![people[1].clone()]));
}

#[test]
fn before_the_reveal_no_skill_shows_a_score() {
    let harness = window(Desk::compare(sample_session(), &["Emil Hansen", "Ruth Oduya"]));
    assert!(says(&harness, "Skills of people who are not revealed yet"));
    let harness = window(Desk::compare(in_phase(sample_session(), Phase::Rate), &["Emil Hansen"]));
    assert!(says(&harness, "The comparison waits") && !says(&harness, "Emil Hansen"));
}

#[test]
fn comparison_scores_stand_beside_the_raw_ones_when_they_are_asked_for() {
    let mut harness = window(Desk::compare(sample_session(), &["Emil Hansen", "Ruth Oduya"]));
    assert!(!says(&harness, "likely"));
    harness.state().figures.compare(true);
    harness.run();
    assert!(says(&harness, "Comparison scores stand beside the raw ones: a view for you."));
    assert_eq!(harness.query_all_by_label("Comparison scores").count(), 2, "one for each");
    assert!(says(&harness, ", likely ") && says(&harness, "(raw "));
}
