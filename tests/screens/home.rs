//! Home: the ways in, by mouse, key and file, and what was open before.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use plumbline::app::shell::Begin;
use plumbline::model::Phase;
use plumbline::testing;

use super::window::Window;

#[test]
fn three_ways_in_by_mouse_and_by_key() {
    let mut window = Window::new(Begin::Home);
    assert_eq!(window.title(), "Plumbline");
    window.assert_says("Sessions that you open appear here.");
    window.click_role(Role::Button, "New session");
    window.assert_says("Who is to be rated?");
    window.click("Cancel");
    window.click_role(Role::Button, "Open a session");
    assert!(window.has(Role::TextInput, "File"));
    window.key(Key::Escape);
    window.click_role(Role::Button, "Look at the sample");
    assert!(window.title().contains("Plumbline") && window.has_session());

    let mut window = Window::new(Begin::Home);
    window.ctrl(Key::N);
    window.assert_says("Who is to be rated?");
    window.ctrl(Key::O);
    assert!(window.has(Role::TextInput, "File"));
}

#[test]
fn everything_on_home_is_reached_with_tab_and_pressed_with_enter() {
    let mut window = Window::new(Begin::Home);
    let names = ["New session", "Open a session", "Look at the sample"];
    let mut reached = Vec::new();
    for _ in 0..12 {
        window.key(Key::Tab);
        let focused = |name: &&str| window.harness.get_by_role_and_label(Role::Button, name).is_focused();
        reached.extend(names.into_iter().find(focused));
        if reached.last() == Some(&"Look at the sample") {
            break;
        }
    }
    assert_eq!(reached, names, "in the order in which they stand");
    window.key(Key::Enter);
    assert!(window.has_session());
}

#[test]
fn the_sample_opens_where_its_work_stands_and_asks_nothing_when_it_is_left() {
    let mut window = Window::new(Begin::Sample);
    assert_eq!(window.session().about.phase, Phase::Calibrate);
    window.assert_says("Where the team stands");
    window.assert_says("No file yet");
    window.ctrl(Key::W);
    window.assert_says("Managers rate alone, then agree how product managers stand, and why.");
    assert!(!window.has_session());
}

#[test]
fn a_session_that_was_open_is_among_the_recents_and_opens_with_a_click() {
    let mut window = Window::open(testing::session(4, 2, 6));
    window.ctrl(Key::W);
    assert!(!window.has_session());
    let mut window = window.start_again(Begin::Home);
    window.click_role(Role::Button, "Product org · H2 2025");
    assert_eq!(window.session().people.len(), 4);
}

#[test]
fn the_second_click_of_a_double_click_on_a_recent_chooses_nothing_behind_it() {
    let mut window = Window::open(testing::session(4, 8, 6));
    window.ctrl(Key::W);
    let mut window = window.start_again(Begin::Home);
    window.double_click("Product org · H2 2025");
    window.assert_says("Who is rating?");
}

#[test]
fn a_recent_that_is_gone_is_said_to_be_and_can_be_taken_off_the_list() {
    let mut window = Window::open(testing::session(4, 2, 6));
    window.ctrl(Key::W);
    std::fs::remove_file(window.path("session.plumbline")).expect("the file was there");
    let mut window = window.start_again(Begin::Home);
    window.assert_says("Not found: ");
    // Twice, as somebody does who thinks that the first click went astray.
    for _ in 0..2 {
        window.click_role(Role::Button, "Product org · H2 2025");
    }
    assert!(!window.has_session());
    let told: Vec<_> = window.everything_said().into_iter().filter(|said| said.contains("session.plumbline")).collect();
    assert!(told.iter().any(|said| !said.starts_with("Not found: ")), "it is not said what happened: {told:?}");
    window.click("Take Product org · H2 2025 off the list");
    window.assert_says("Sessions that you open appear here.");
    window.start_again(Begin::Home).assert_says("Sessions that you open appear here.");
}

#[test]
fn a_dropped_session_opens_and_a_dropped_roster_begins_a_new_one() {
    let mut window = Window::open(testing::session(4, 2, 6));
    window.ctrl(Key::W);
    let session = window.path("session.plumbline");
    window.drop_file(&session);
    assert_eq!(window.session().people.len(), 4);
    let roster = window.file("people.csv", "Employee ID,Worker,Business Title\n001,Ada Ember,Product Manager\n");
    window.drop_file(&roster);
    window.wait_for("Ada Ember");
    assert!(window.has(Role::ComboBox, "Column Worker"));
    assert_eq!(window.session().people.len(), 4, "what was open stays open until the new one is made");
}

#[test]
fn while_a_file_hovers_it_is_said_what_would_become_of_it_and_a_sheet_takes_none() {
    let mut window = Window::open(testing::session(4, 2, 6));
    let roster = window.file("people.csv", "Worker\nAda Ember\n");
    let session = window.path("session.plumbline");
    for (path, words) in [(&roster, "Drop it to begin a new session"), (&session, "Drop it to open this session")] {
        window.hover_file(Some(path));
        window.assert_says(words);
    }
    window.hover_file(None);
    window.assert_silent("Drop it");
    window.ctrl(Key::K);
    window.hover_file(Some(&roster));
    window.assert_silent("Drop it");
    window.hover_file(None);
    window.drop_file(&roster);
    assert!(!window.says("Reading people.csv") && !window.has(Role::ComboBox, "Column Worker"));
}

#[test]
fn what_cannot_be_opened_is_said_in_the_sheet_and_nothing_is_lost() {
    let mut window = Window::open(testing::session(4, 2, 6));
    for (name, content) in [("empty.plumbline", ""), ("other.plumbline", "PK\u{3}\u{4}"), ("cut.plumbline", "(format:")]
    {
        let path = window.file(name, content);
        window.ctrl(Key::O);
        window.give_path(&path, "Open");
        window.wait_for(name);
        assert!(window.has(Role::TextInput, "File"), "the sheet stays for another file");
        window.key(Key::Escape);
        assert_eq!(window.session().people.len(), 4, "after {name}");
    }
    window.ctrl(Key::O);
    window.give_path(&window.path("nowhere.plumbline"), "Open");
    window.assert_says("There is no such file.");
}
