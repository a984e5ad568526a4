//! Saving, leaving and coming back: nothing is lost by closing, and a session comes back as it was.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use plumbline::app::shell::Begin;
use plumbline::testing;

use super::window::Window;

/// The first rater of a saved session has given one score.
fn scored() -> Window {
    let mut window = Window::open(testing::session(4, 2, 6));
    window.click_part("Rater 1, 4 people,");
    window.type_keys("4");
    window
}

/// A new session without a roster, with one person in it and no file.
fn unsaved() -> Window {
    let mut window = Window::new(Begin::Home);
    window.ctrl(Key::N);
    window.click("Start without one");
    window.click("Create session");
    window.key(Key::Escape);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    window.write("Name", "Ada Ember");
    window.click_role(Role::Button, "Add person");
    assert_eq!(window.session().people.len(), 1);
    window
}

#[test]
fn the_title_says_what_is_open_and_whether_it_is_saved() {
    let mut window = Window::open(testing::session(4, 2, 6));
    assert_eq!(window.title(), "Product org · H2 2025 · Plumbline");
    window.click_part("Rater 1, 4 people,");
    window.type_keys("4");
    assert_eq!(window.title(), "Product org · H2 2025 (not saved) · Plumbline");
    window.assert_says("Not saved yet");
    window.ctrl(Key::S);
    window.wait_for("Saved");
    assert_eq!(window.title(), "Product org · H2 2025 · Plumbline");
}

#[test]
fn closing_the_window_saves_what_has_a_file_without_a_question() {
    let mut window = scored();
    window.ask_to_close();
    assert!(window.is_leaving());
    let saved = window.on_disk("session.plumbline");
    let mark = saved.mark(&"r01".into(), &"p00001".into(), &"skill-01".into(), plumbline::model::Round::Blind);
    assert_eq!(mark.and_then(|mark| mark.score()), Some(4));
}

#[test]
fn what_is_being_typed_is_kept_when_the_window_closes() {
    let mut window = scored();
    window.type_keys("nhalf a th");
    window.ask_to_close();
    assert!(window.is_leaving());
    let saved = window.on_disk("session.plumbline");
    let sheet = saved.ratings.sheet(&"r01".into()).expect("a sheet");
    assert_eq!(sheet.notes().values().collect::<Vec<_>>(), ["half a th"]);
}

#[test]
fn a_session_without_a_file_asks_before_it_is_left() {
    let mut window = unsaved();
    window.ask_to_close();
    assert!(!window.is_leaving());
    window.assert_says("It has no file yet. Without one, what was entered is gone.");
    window.click("Cancel");
    assert!(!window.is_leaving() && window.session().people.len() == 1, "cancel stays");

    window.ctrl(Key::Q);
    window.click("Save as…");
    let path = window.path("kept.plumbline");
    window.give_path(&path, "Save");
    assert!(window.is_leaving(), "saved, it goes on to what was asked for");
    assert_eq!(window.on_disk("kept.plumbline").people.len(), 1);
}

#[test]
fn cancelling_the_file_sheet_stays_and_forgets_that_somebody_wanted_to_leave() {
    let mut window = unsaved();
    window.ctrl(Key::Q);
    window.click("Save as…");
    window.key(Key::Escape);
    assert!(window.has_session() && !window.is_leaving());
    window.ctrl(Key::S);
    let path = window.path("kept.plumbline");
    window.give_path(&path, "Save");
    assert!(window.has_session() && !window.is_leaving(), "this time it was only to be saved");
}

#[test]
fn what_is_discarded_is_gone_and_not_offered_again() {
    let mut window = unsaved();
    window.ctrl(Key::W);
    window.click("Don't save");
    assert!(!window.has_session());
    let window = window.start_again(Begin::Home);
    window.assert_silent("Ada Ember");
    window.assert_silent("Bring back unsaved work?");
}

#[test]
fn opening_another_session_first_makes_the_open_one_safe() {
    let mut window = scored();
    window.ctrl(Key::N);
    window.click("Start without one");
    window.click("Create session");
    window.key(Key::Escape);
    assert!(window.session().people.is_empty());
    let saved = window.on_disk("session.plumbline");
    assert!(saved.ratings.sheet(&"r01".into()).is_some(), "the score of before is in its file");
    let before = window.path("session.plumbline");
    window.drop_file(&before);
    // The new one has no file, and nothing in it to lose but itself.
    if !window.has_session() || window.session().people.is_empty() {
        window.click("Don't save");
    }
    assert_eq!(window.session().people.len(), 4);
}

#[test]
fn saving_as_goes_on_in_the_new_file_and_asks_before_it_replaces_one() {
    let mut window = scored();
    let taken = window.file("taken.plumbline", "somebody else's");
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.give_path(&taken, "Save");
    window.assert_says("“taken.plumbline” is there already. Press Save again to replace it.");
    assert_eq!(std::fs::read_to_string(&taken).expect("the file"), "somebody else's");
    window.click_role(Role::Button, "Replace");
    window.type_keys("2");
    window.assert_says("Not saved yet");
    window.ctrl(Key::S);
    // A worker writes the file.
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while window.says("Not saved yet") && std::time::Instant::now() < end {
        window.run();
    }
    let marks = |name: &str| {
        let session = window.on_disk(name);
        let skills = ["skill-01", "skill-02"]
            .map(|skill| session.mark(&"r01".into(), &"p00001".into(), &skill.into(), plumbline::model::Round::Blind));
        skills.into_iter().flatten().count()
    };
    assert_eq!((marks("taken.plumbline"), marks("session.plumbline")), (2, 0));
}

#[test]
fn where_saving_fails_the_session_stays_open_and_says_why() {
    let mut window = unsaved();
    window.ctrl(Key::S);
    let nowhere = window.path("no/such/folder/kept.plumbline");
    window.give_path(&nowhere, "Save");
    assert!(window.has(Role::TextInput, "File"), "the sheet stays for another place");
    assert_eq!(window.session().people.len(), 1);
    let kept = window.path("kept.plumbline");
    window.give_path(&kept, "Save");
    assert_eq!(window.on_disk("kept.plumbline").people.len(), 1);
}

#[test]
fn a_session_comes_back_as_it_was_and_undo_reaches_over_it() {
    let mut window = scored();
    window.type_keys("25");
    let before = window.session().clone();
    window.ask_to_close();
    let mut window = {
        let path = window.path("session.plumbline");
        window.start_again(Begin::Open(path))
    };
    assert!(*window.session() == before, "another session came back");
    assert_eq!(window.title(), "Product org · H2 2025 · Plumbline");
    window.click_part("Rater 1, 4 people,");
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert_eq!([1, 2, 3].map(|skill| window.mark("r01", "p00001", skill)), [Some(4), None, None]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.mark("r01", "p00001", 2), Some(2));
}

#[test]
fn after_a_crash_the_unsaved_work_is_offered_and_comes_back() {
    let mut window = scored();
    // The journal is a thread of its own and syncs within a second.
    std::thread::sleep(std::time::Duration::from_millis(1_200));
    window.run();
    let home = tempfile::tempdir().expect("a folder");
    copy(window.home.path(), home.path());
    let saved = home.path().join("session.plumbline");
    let mut after = Window::at(home, Begin::Open(saved));
    after.assert_says("Bring back unsaved work?");
    after.key(Key::Escape);
    after.assert_says("Bring back unsaved work?");
    after.click("Bring it back");
    assert_eq!(after.mark("r01", "p00001", 1), Some(4));
}

/// A folder as it lies there at this moment: what a crash leaves.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).expect("a folder").filter_map(Result::ok) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}

#[test]
fn exports_wait_in_rate_and_a_rater_takes_their_own_along() {
    let mut window = Window::open(testing::rated_session(4, 2, 6));
    window.ctrl(Key::E);
    window.assert_says("Scores can't be exported while raters are still rating alone");
    window.click_part("Rater 1, 4 people,");
    window.ctrl(Key::E);
    let file = window.path("mine.csv");
    window.give_path(&file, "Export");
    let written = std::fs::read_to_string(&file).expect("an export");
    assert!(written.contains("Rater 1") && !written.contains("Rater 2"), "{written}");
}

#[test]
fn what_was_exported_comes_in_again_and_one_undo_takes_it_back() {
    let mut window = scored();
    window.type_keys("25");
    window.ctrl(Key::E);
    let file = window.path("mine.csv");
    window.give_path(&file, "Export");
    for _ in 0..3 {
        window.ctrl(Key::Z);
    }
    assert_eq!([1, 2, 3].map(|skill| window.mark("r01", "p00001", skill)), [None; 3]);
    window.ctrl(Key::Num1);
    window.ctrl(Key::I);
    window.give_path(&file, "Look at it");
    window.assert_says("mine.csv: 3 new, 0 changed, 0 as they are.");
    window.click("Take them in");
    assert_eq!([1, 2, 3].map(|skill| window.mark("r01", "p00001", skill)), [Some(4), Some(2), Some(5)]);
    window.ctrl(Key::Z);
    assert_eq!([1, 2, 3].map(|skill| window.mark("r01", "p00001", skill)), [None; 3]);
}
