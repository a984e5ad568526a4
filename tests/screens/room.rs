//! The whole window while the room is shown something: in a second window, or in this one. The meeting goes on under
//! either, and neither shows the room what is not for it.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{By, Queryable as _};
use plumbline::model::{Agreed, Rater, Session, SkillId};
use plumbline::testing;

use super::desk::{id_of, sample_session};
use super::window::Window;

const AMARA: &str = "Amara Okafor";

/// The sample with everybody's marks handed in.
fn handed_in() -> Session {
    let mut session = sample_session();
    let submitted = |rater: &Arc<Rater>| Rater { submitted: Some(testing::START), ..(**rater).clone() };
    session.panel = Arc::new(plumbline::model::Panel::new(session.panel.iter().map(submitted).collect::<Vec<_>>()));
    session
}

/// Amara is under discussion, her marks open, her P&L selected.
fn amara() -> Window {
    let mut window = Window::open(handed_in());
    window.ctrl(Key::K);
    window.type_keys("amara");
    window.key(Key::Enter);
    window.key(Key::V);
    assert!(window.session().is_revealed(&id_of(window.session(), AMARA)));
    let row = By::new().predicate(|node| {
        node.label().is_some_and(|label| label.starts_with("P&L and revenue drivers") && label.contains("settled"))
    });
    window.harness.get(row).click();
    window.run();
    window
}

fn agreed(window: &Window) -> Option<Agreed> {
    let session = window.session();
    session.decisions.agreed.get(&(id_of(session, AMARA), SkillId::from("profit-and-loss"))).cloned()
}

fn type_text(window: &mut Window, words: &str) {
    window.harness.event(egui::Event::Text(words.into()));
    window.run();
}

#[test]
fn the_second_window_comes_and_goes_and_the_meeting_stays_where_it_was() {
    let mut window = amara();
    window.assert_silent("For the room");
    window.key(Key::F5);
    window.assert_says("Amara Okafor");
    window.assert_says("Presenting");
    window.key(Key::Num4);
    assert!(agreed(&window).is_some(), "the meeting goes on");
    window.key(Key::F8);
    window.assert_says("Black. B shows it again.");
    window.key(Key::F8);
    window.assert_silent("Black. B shows it again.");
    window.key(Key::F5);
    window.assert_silent("Presenting");
    window.assert_says("P&L and revenue drivers");
    assert!(agreed(&window).is_some() && window.has(Role::Group, "Discussion of P&L and revenue drivers"));
}

#[test]
fn in_one_window_a_reason_is_written_that_the_room_may_read_and_a_name_in_it_is_not_shown() {
    let mut window = amara();
    window.keys(Modifiers::SHIFT, Key::F5);
    window.assert_silent("Agenda");
    assert!(!window.has(Role::TextInput, "P&L and revenue drivers: why 4?"), "nothing is to be written yet");
    window.key(Key::Num4);
    assert!(window.has(Role::TextInput, "P&L and revenue drivers: why 4?"), "{:#?}", window.everything_said());
    type_text(&mut window, "Rebuilt the pricing case");
    window.assert_says("The room reads along.");
    type_text(&mut window, ", says Marcus");
    window.assert_silent("Marcus");
    window.assert_says("It names somebody else");
    window.harness.run_steps(45);
    assert_eq!(
        agreed(&window).expect("agreed").reason,
        "Rebuilt the pricing case, says Marcus",
        "it is recorded whole"
    );
    window.assert_silent("Marcus");
    window.key(Key::Escape);
    window.assert_silent("P&L and revenue drivers: why 4?");
    window.assert_silent("Agenda");
    window.key(Key::G);
    assert!(window.session().decisions.placements.contains_key(&id_of(window.session(), AMARA)), "keys are keys again");
    window.key(Key::Escape);
    window.assert_says("Agenda");
}

#[test]
fn in_one_window_the_reason_of_a_placement_is_written_too_and_going_on_leads_to_the_next_person() {
    let mut window = amara();
    window.keys(Modifiers::SHIFT, Key::F5);
    window.key(Key::N);
    type_text(&mut window, "One gate is open");
    window.harness.run_steps(45);
    let placed = &window.session().decisions.placements[&id_of(window.session(), AMARA)];
    assert_eq!(placed.reason, "One gate is open");
    window.key(Key::F8);
    window.assert_silent("One gate is open");
    window.assert_silent("why?");
}
