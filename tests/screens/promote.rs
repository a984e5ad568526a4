//! The Promote screen: what waits, where everybody stands, moving cards by mouse and keyboard, succession and look-alikes.

use std::sync::Arc;
use std::time::Instant;

use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::view::{Action, Screen};
use plumbline::edit::{Change, Edit};
use plumbline::model::{PersonId, Phase, Place, Placement, Ratings, Session};
use plumbline::testing;

use super::desk::{
    Desk, change, everything_said, id_of, in_phase, rater_of, sample_session, says, sized, window, write,
};

fn placed(session: &Session, name: &str) -> Option<Place> {
    session.decisions.placements.get(&id_of(session, name)).map(|placement| placement.place)
}

/// The card of somebody.
fn card<'a>(harness: &'a Harness<'_, Desk>, name: &str) -> egui_kittest::Node<'a> {
    let starts = format!("{name}, ");
    let found = harness.query_all_by(move |node| {
        node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(&starts))
    });
    found.into_iter().next().unwrap_or_else(|| panic!("{name} has no card"))
}

fn place(desk: &mut Desk, name: &str, place: Place, reason: &str) {
    let person = id_of(&desk.session, name);
    let before = desk.session.decisions.placements.get(&person).cloned().map(Box::new);
    let after = Placement { place, reason: reason.into(), ..Placement::default() };
    desk.edit(vec![Edit::SetPlacement { person, before, after: Some(Box::new(after)) }]);
}

#[test]
fn before_calibrate_it_says_why_it_waits_and_shows_nobody() {
    for phase in [Phase::Prepare, Phase::Rate] {
        let rated = in_phase(sample_session(), phase);
        let mut blank = rated.clone();
        blank.ratings = Ratings::default();
        let names: Vec<String> = rated.people.iter().map(|person| person.name.clone()).collect();
        let (with, without) = (window(Desk::promote(rated)), window(Desk::promote(blank)));
        let said = everything_said(&with);
        assert_eq!(said, everything_said(&without), "what is shown depends on what was rated");
        assert!(said.iter().any(|words| words.starts_with("The board")), "{said:?}");
        assert!(names.iter().all(|name| said.iter().all(|words| !words.contains(name))));
    }
}

#[test]
fn it_is_not_for_a_rater_who_sits_at_the_laptop() {
    let mut desk = Desk::promote(sample_session());
    desk.acting = Some(rater_of(&desk.session, "Ines Duarte"));
    let harness = window(desk);
    assert!(!says(&harness, "Undecided") && !says(&harness, "Amara Okafor"));
}

#[test]
fn all_start_undecided_with_what_the_ratings_read_beside_them() {
    let harness = window(Desk::promote(sample_session()));
    harness.get_by_label("Placements");
    harness.get_by_role_and_label(Role::Group, "Undecided, 35");
    for place in ["Growing in level", "Nearly", "Recommend", "Parked"] {
        harness.get_by_role_and_label(Role::Group, &format!("{place}, 0"));
    }
    assert!(says(&harness, "Amara Okafor, Director · to VP. Reads nearly. Open: Business head. Ratings read nearly."));
}

#[test]
fn the_selected_person_is_spelt_out_beside_the_board() {
    let mut harness = window(Desk::promote(sample_session()));
    card(&harness, "Amara Okafor").click();
    harness.run();
    assert!(says(&harness, "Director · Platform · target VP"));
    harness.get_by_label("Business head, open");
    assert!(says(&harness, "Hinges on P&L and revenue drivers: hear both examples."));
    harness.get_by_label("Since H1 2026");
    harness.key_press(Key::Enter);
    harness.run();
    let amara = id_of(&harness.state().session, "Amara Okafor");
    let (_, others) = harness.state_mut().take_changes();
    assert!(others.iter().any(|action| matches!(action, Action::Go(Screen::Person(person)) if *person == amara)));
}

#[test]
fn a_card_that_is_dragged_asks_why_and_records_it() {
    let mut harness = window(Desk::promote(sample_session()));
    let from = card(&harness, "Amara Okafor").rect().center();
    let to = harness.get_by_role_and_label(Role::Group, "Nearly, 0").rect().center();
    drag(&mut harness, from, to);
    assert!(says(&harness, "Amara Okafor: nearly"), "{:?}", everything_said(&harness));
    assert!(harness.state_mut().take_changes().0.is_empty(), "nothing is recorded yet");
    write(&mut harness, Role::MultilineTextInput, "Why?", "One gate, one step away.");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    harness.state_mut().take_changes();
    harness.run();
    assert_eq!(placed(&harness.state().session, "Amara Okafor"), Some(Place::Nearly));
    harness.get_by_role_and_label(Role::Group, "Nearly, 1");
    assert!(says(&harness, "Amara Okafor, Director · to VP. One gate, one step away."));
    assert!(!says(&harness, "One gate, one step away. Ratings read"), "the decision is what the ratings suggest");
}

fn drag(harness: &mut Harness<'_, Desk>, from: egui::Pos2, to: egui::Pos2) {
    let pointer = |harness: &mut Harness<'_, Desk>, at: egui::Pos2| {
        harness.event(egui::Event::PointerMoved(at));
        harness.step();
    };
    let button = |harness: &mut Harness<'_, Desk>, at: egui::Pos2, pressed| {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        harness.step();
    };
    pointer(harness, from);
    button(harness, from, true);
    pointer(harness, pos2((from.x + to.x) / 2.0, (from.y + to.y) / 2.0));
    pointer(harness, to);
    button(harness, to, false);
    harness.run();
}

/// Where a card stands on the screen.
fn top_of(harness: &Harness<'_, Desk>, name: &str) -> f32 {
    card(harness, name).rect().top()
}

#[test]
fn a_card_that_is_held_at_an_edge_scrolls_its_column() {
    let mut harness = sized(Desk::promote(sample_session()), 1280.0, 720.0);
    let from = card(&harness, "Priya Raman").rect().center();
    let resting = top_of(&harness, "Priya Raman");
    let pointer = |harness: &mut Harness<'_, Desk>, at: egui::Pos2| {
        harness.event(egui::Event::PointerMoved(at));
        harness.step();
    };
    let press = |harness: &mut Harness<'_, Desk>, pos: egui::Pos2, pressed| {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        harness.step();
    };
    pointer(&mut harness, from);
    press(&mut harness, from, true);
    pointer(&mut harness, pos2(from.x + 10.0, 400.0));
    harness.step();
    assert_eq!(top_of(&harness, "Priya Raman"), resting, "in the middle nothing moves");
    let column = harness.get_by_role_and_label(Role::Group, "Undecided, 35").rect();
    pointer(&mut harness, pos2(from.x + 10.0, column.bottom() - 6.0));
    (0..500).for_each(|_| harness.step());
    let top = top_of(&harness, "Priya Raman");
    assert!(top < resting - 500.0, "the card that is held is still there, above: {top}, {resting}");
    assert!(says(&harness, "Lucía Navarro, "), "the end of the column was not reached: {top}, {resting}");
}

#[test]
fn comparison_scores_stand_on_the_cards_and_beside_the_board_when_they_are_asked_for() {
    let desk = Desk::promote(sample_session());
    let mut harness = window(desk);
    let without = card(&harness, "Priya Raman").rect().height();
    assert!(!says(&harness, "likely"));
    harness.state().figures.compare(true);
    harness.run();
    assert!(says(&harness, "Comparison scores stand beside the raw ones: a view for you."));
    let spoken = card(&harness, "Priya Raman").accesskit_node().label().unwrap_or_default();
    assert!(
        spoken.contains("Strategy compared: ") && spoken.contains(", likely ") && spoken.contains("(raw "),
        "{spoken}"
    );
    assert!(card(&harness, "Priya Raman").rect().height() > without);
    card(&harness, "Priya Raman").click();
    harness.run();
    harness.get_by_label("Comparison scores");
    // A rater at the laptop sees nothing of it.
    let mut seated = Desk::promote(sample_session());
    seated.figures.compare(true);
    seated.acting = Some(rater_of(&seated.session, "Ines Duarte"));
    assert!(!says(&window(seated), "likely"));
}

#[test]
fn growing_in_level_is_recorded_at_once_and_back_to_undecided_too() {
    let mut harness = window(Desk::promote(sample_session()));
    card(&harness, "Gabriel Herrera").click();
    harness.run();
    harness.key_press(Key::Num2);
    harness.run();
    harness.state_mut().take_changes();
    harness.run();
    assert_eq!(placed(&harness.state().session, "Gabriel Herrera"), Some(Place::Growing));
    harness.key_press(Key::Num1);
    harness.run();
    harness.state_mut().take_changes();
    assert_eq!(placed(&harness.state().session, "Gabriel Herrera"), None);
}

#[test]
fn with_the_keyboard_cards_are_walked_and_moved() {
    let mut harness = window(Desk::promote(sample_session()));
    card(&harness, "Celeste Bauer").focus();
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert!(says(&harness, "VP · "), "the next one is selected");
    harness.key_press(Key::ArrowUp);
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    let (changes, _) = harness.state_mut().take_changes();
    assert_eq!(changes.len(), 1, "growing in level owes nothing");
    harness.run();
    assert_eq!(placed(&harness.state().session, "Celeste Bauer"), Some(Place::Growing));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    assert!(says(&harness, "Celeste Bauer: nearly"), "the card keeps the keyboard, and the next place asks why");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.state_mut().take_changes().0.is_empty());
    harness.run();
    harness.key_press(Key::ArrowLeft);
    harness.run();
    assert!(harness.state_mut().asked().is_empty(), "arrows alone move nothing");
}

#[test]
fn where_decision_and_ratings_differ_it_stays_visible() {
    let mut desk = Desk::promote(sample_session());
    place(&mut desk, "Amara Okafor", Place::Recommend, "The board wants it.");
    place(&mut desk, "Priya Raman", Place::Recommend, "Every gate is met.");
    let harness = window(desk);
    assert!(says(&harness, "Amara Okafor, Director · to VP. The board wants it. Ratings read nearly."));
    assert!(says(&harness, "Priya Raman, VP · to CPO. Every gate is met. "));
    assert!(!says(&harness, "Every gate is met. Ratings read ready"));
}

#[test]
fn level_and_team_narrow_the_board() {
    let mut harness = window(Desk::promote(sample_session()));
    harness.get_by_role_and_label(Role::ComboBox, "Level").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "VPs").click();
    harness.run();
    harness.get_by_role_and_label(Role::Group, "Undecided, 3");
    harness.get_by_role_and_label(Role::ComboBox, "Team").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Billing").click();
    harness.run();
    harness.get_by_label("Nobody is of this team and level");
    harness.get_by_label("Show everybody").click();
    harness.run();
    harness.get_by_role_and_label(Role::Group, "Undecided, 35");
}

#[test]
fn a_session_that_is_read_only_moves_nobody() {
    let mut desk = Desk::promote(sample_session());
    desk.read_only = Some("Open on another machine.");
    let mut harness = window(desk);
    card(&harness, "Gabriel Herrera").click();
    harness.run();
    harness.key_press(Key::Num2);
    harness.run();
    let from = card(&harness, "Gabriel Herrera").rect().center();
    let to = harness.get_by_role_and_label(Role::Group, "Growing in level, 0").rect().center();
    drag(&mut harness, from, to);
    assert!(harness.state_mut().take_changes().0.is_empty());
}

#[test]
fn succession_says_who_is_on_the_way_what_they_hold_and_what_they_miss() {
    let mut harness = window(Desk::promote(sample_session()));
    harness.get_by_label("Succession").click();
    harness.run();
    harness.get_by_label("One more open seat: VP").click();
    harness.run();
    let (changes, _) = harness.state_mut().take_changes();
    assert!(seats(&changes), "{changes:?}");
    harness.run();
    harness.get_by_label_contains("VP, 1 open").click();
    harness.run();
    harness.get_by_label("On the way to VP");
    let amara = harness.get_by_label_contains("Amara Okafor, Director · Platform. Nearly ready for VP.");
    assert!(amara.accesskit_node_label().contains("Misses: Business head."));
    amara.click();
    harness.run();
    let id = id_of(&harness.state().session, "Amara Okafor");
    let (_, others) = harness.state_mut().take_changes();
    assert!(others.iter().any(|action| matches!(action, Action::Go(Screen::Person(person)) if *person == id)));
}

fn seats(changes: &[Change]) -> bool {
    let edits = changes.iter().flat_map(|change| &change.edits);
    edits.into_iter().any(|edit| matches!(edit, Edit::SetOpenSeats { before: None, after: Some(1), .. }))
}

trait LabelOf {
    fn accesskit_node_label(&self) -> String;
}

impl LabelOf for egui_kittest::Node<'_> {
    fn accesskit_node_label(&self) -> String {
        use egui_kittest::kittest::NodeT as _;
        self.accesskit_node().label().unwrap_or_default()
    }
}

#[test]
fn look_alikes_placed_differently_are_held_side_by_side() {
    let mut harness = window(Desk::promote(sample_session()));
    harness.get_by_label("Look-alikes").click();
    harness.run();
    assert!(says(&harness, "Emil Hansen and Ruth Oduya"), "{:?}", everything_said(&harness));
    assert!(says(&harness, "Emil Hansen: Recommend, Ruth Oduya: Growing in level, in H1 2026."));
    let sides: Vec<PersonId> = ["Emil Hansen", "Ruth Oduya"].map(|name| id_of(&harness.state().session, name)).into();
    harness.get_all_by_label("Side by side").next().expect("a pair").click();
    harness.run();
    let (_, others) = harness.state_mut().take_changes();
    assert!(others.iter().any(|action| matches!(action, Action::Go(Screen::Compare(people)) if *people == sides)));
}

/// A session of so many people in Calibrate, with everybody handed in.
fn calibrated(people: usize) -> Session {
    let mut session = in_phase(testing::rated_session(people, 3, 6), Phase::Calibrate);
    let raters: Vec<_> = session.panel.iter().cloned().collect();
    for rater in raters {
        let mut after = (*rater).clone();
        after.submitted = Some(testing::START);
        let (id, after) = (rater.id.clone(), Some(Arc::new(after)));
        change(&mut session, vec![Edit::PutRater { id, before: Some(rater), after }]);
    }
    session
}

#[test]
fn ten_thousand_people_lay_out_no_more_cards_than_sixty() {
    let said = |people| everything_said(&window(Desk::promote(calibrated(people)))).len();
    assert!(said(10_000) <= said(60) + 4, "a large board lays out more than a small one");
}

/// `cargo test --profile bench --test screens a_frame_of_the_board -- --ignored --nocapture`
#[test]
#[ignore = "a measurement, for a release build on a quiet machine"]
fn a_frame_of_the_board_costs_the_same_for_ten_thousand_as_for_sixty() {
    let median = |people| {
        let mut harness = window(Desk::promote(calibrated(people)));
        let mut times: Vec<_> = (0..121)
            .map(|_| {
                let begun = Instant::now();
                harness.step();
                begun.elapsed()
            })
            .collect();
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1e3
    };
    let (few, many) = (median(60), median(10_000));
    println!("60 people: {few:.2} ms, 10,000: {many:.2} ms, ratio {:.2}", many / few);
    assert!(many <= few * 1.25);
}

#[test]
fn small_windows_show_the_same() {
    for (width, height) in [(1280.0, 720.0), (906.0, 553.0)] {
        let harness = sized(Desk::promote(sample_session()), width, height);
        harness.get_by_role_and_label(Role::Group, "Undecided, 35");
        harness.get_by_role_and_label(Role::Group, "Parked, 0");
        card(&harness, "Celeste Bauer");
    }
}
