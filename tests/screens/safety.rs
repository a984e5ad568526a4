//! What keeps a session safe, as somebody at the window sees it: the passphrase, the lock, a damaged file, a session
//! that was never saved, keeping and erasing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::shell::{Begin, Shell};
use plumbline::edit::{Actor, Change, Edit, Gesture};
use plumbline::storage::{Passphrase, Preferences, Seal};
use plumbline::testing;
use plumbline::workspace::{Document, Surroundings};

use super::desk::{everything_said, says};

const PASSPHRASE: &str = "four words do well";

struct Window {
    around: Surroundings,
    begin: Begin,
    shell: Option<Shell>,
}

fn window<'a>(home: &Path, begin: Begin) -> Harness<'a, Window> {
    let (around, _) = testing::surroundings(home);
    let window = Window { around, begin, shell: None };
    let mut harness = Harness::builder().with_size(egui::vec2(1280.0, 720.0)).build_ui_state(
        |ui, window: &mut Window| {
            let Window { around, begin, shell } = window;
            let make = || Shell::new(ui.ctx(), around.clone(), Preferences::default(), begin.clone());
            shell.get_or_insert_with(make).ui(ui);
        },
        window,
    );
    harness.run_steps(3);
    harness
}

/// A session of four people in a file, encrypted or not.
fn saved(home: &Path, encrypted: bool) -> PathBuf {
    let (around, _) = testing::surroundings(home);
    let path = home.join("a.plumbline");
    let seal = encrypted.then(|| Arc::new(Seal::new(Passphrase::new(PASSPHRASE), 1)));
    let document = Document::create_at(&path, testing::rated_session(4, 2, 3), seal, around).expect("saved");
    document.close().map_err(|not_closed| not_closed.error).expect("closed");
    path
}

/// Draws frames until something is said: a worker may have to say it first.
fn wait_until(harness: &mut Harness<'_, Window>, words: &str) {
    let begun = Instant::now();
    while !says(harness, words) {
        assert!(begun.elapsed() < Duration::from_secs(20), "nobody says “{words}”: {:#?}", everything_said(harness));
        std::thread::sleep(Duration::from_millis(10));
        harness.run_steps(2);
    }
}

/// Types into the field of this name.
fn type_into(harness: &mut Harness<'_, Window>, field: &str, words: &str) {
    let node = harness.get_all_by_label(field).find(|node| is_field(node)).unwrap_or_else(|| panic!("no {field}"));
    node.focus();
    harness.run_steps(2);
    harness.event(egui::Event::Text(words.to_owned()));
    harness.run_steps(2);
}

fn is_field(node: &egui_kittest::Node<'_>) -> bool {
    use egui::accesskit::Role;
    matches!(node.accesskit_node().role(), Role::TextInput | Role::PasswordInput | Role::MultilineTextInput)
}

fn press(harness: &mut Harness<'_, Window>, key: Key) {
    harness.key_press(key);
    harness.run_steps(3);
}

fn click(harness: &mut Harness<'_, Window>, button: &str) {
    harness.get_by_role_and_label(egui::accesskit::Role::Button, button).click();
    harness.run_steps(3);
}

fn session_is_open(harness: &Harness<'_, Window>) -> bool {
    harness.state().shell.as_ref().is_some_and(|shell| shell.session().is_some())
}

#[test]
fn an_encrypted_session_asks_says_when_it_is_wrong_and_opens() {
    let home = tempfile::tempdir().expect("a folder");
    let path = saved(home.path(), true);
    let mut harness = window(home.path(), Begin::Open(path));
    assert!(says(&harness, "“a.plumbline” is encrypted.") && !session_is_open(&harness));
    type_into(&mut harness, "Passphrase", "something else");
    press(&mut harness, Key::Enter);
    wait_until(&mut harness, "That is not the passphrase. Try again, and mind capitals.");
    assert!(!session_is_open(&harness));
    type_into(&mut harness, "Passphrase", PASSPHRASE);
    press(&mut harness, Key::Enter);
    wait_until(&mut harness, "Encrypted");
    assert!(session_is_open(&harness));
}

fn unlocked<'a>(home: &Path) -> Harness<'a, Window> {
    let path = saved(home, true);
    let mut harness = window(home, Begin::Open(path));
    type_into(&mut harness, "Passphrase", PASSPHRASE);
    press(&mut harness, Key::Enter);
    wait_until(&mut harness, "Product org");
    harness
}

#[test]
fn a_locked_window_says_nothing_of_the_session_until_the_passphrase_is_typed() {
    let home = tempfile::tempdir().expect("a folder");
    let mut harness = unlocked(home.path());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    harness.run_steps(4);
    assert!(says(&harness, "Locked"));
    for words in ["Product org", "Person 1", "Rater 1", "H2 2025"] {
        assert!(!says(&harness, words), "{words} is said under the lock");
    }
    // No key goes past it.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    assert!(!says(&harness, "Find a person or action"));
    type_into(&mut harness, "Passphrase", "something else");
    press(&mut harness, Key::Enter);
    assert!(says(&harness, "That is not the passphrase"));
    type_into(&mut harness, "Passphrase", PASSPHRASE);
    press(&mut harness, Key::Enter);
    assert!(says(&harness, "Product org"));
}

#[test]
fn the_first_save_asks_for_a_passphrase_and_writes_an_encrypted_file() {
    let home = tempfile::tempdir().expect("a folder");
    let mut harness = window(home.path(), Begin::Sample);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    harness.run_steps(4);
    assert!(says(&harness, "With a passphrase") && says(&harness, "Plain"));
    let path = home.path().join("sample.plumbline");
    let field = harness.get_all_by_label("File").find(|node| is_field(node)).expect("the path");
    field.focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text(path.display().to_string()));
    harness.run_steps(2);
    click(&mut harness, "Save");
    assert!(says(&harness, "Type a passphrase twice, or choose “Plain”.") && !path.exists());
    type_into(&mut harness, "Passphrase", PASSPHRASE);
    type_into(&mut harness, "Once more", "four words do wel");
    click(&mut harness, "Save");
    assert!(says(&harness, "The two are not the same.") && !path.exists());
    type_into(&mut harness, "Once more", "l");
    click(&mut harness, "Save");
    wait_until(&mut harness, "Saved");
    assert!(std::fs::read(&path).expect("the file").starts_with(b"age-encryption.org/v1\n-> scrypt "));
}

#[test]
fn a_session_that_was_never_saved_is_offered_on_home() {
    let home = tempfile::tempdir().expect("a folder");
    let (around, _) = testing::surroundings(home.path());
    let mut document = Document::create(testing::session(4, 2, 3), around);
    let edit = Edit::Reveal { person: "p00001".into() };
    let _ = document.apply(Change::new(Actor::Facilitator, Gesture::Reveal, vec![edit]));
    drop(document);
    let mut harness = window(home.path(), Begin::Home);
    assert!(says(&harness, "Never saved") && says(&harness, "Product org"));
    click(&mut harness, "Bring it back");
    assert!(session_is_open(&harness));
}

#[test]
fn a_damaged_file_says_where_and_gives_back_what_it_holds() {
    let home = tempfile::tempdir().expect("a folder");
    let path = saved(home.path(), false);
    let text = std::fs::read_to_string(&path).expect("the session");
    std::fs::write(&path, text.replacen("name:\"Person 3\"", "name:Person 3", 1)).expect("written");
    let mut harness = window(home.path(), Begin::Open(path));
    assert!(says(&harness, "The file is damaged in the roster, at line"));
    assert!(says(&harness, "Earlier versions…"));
    click(&mut harness, "See what can be saved…");
    assert!(says(&harness, "4 people and what is said about them can be saved"), "{:#?}", everything_said(&harness));
    assert!(says(&harness, "One person can't be read."));
}

#[test]
fn a_person_is_erased_after_a_question_and_a_hold_blocks_it() {
    let home = tempfile::tempdir().expect("a folder");
    let path = saved(home.path(), false);
    let mut harness = window(home.path(), Begin::Open(path.clone()));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    harness.event(egui::Event::Text("keeping and erasing".into()));
    harness.run_steps(3);
    press(&mut harness, Key::Enter);
    assert!(says(&harness, "Legal hold: nothing may be erased or deleted"));
    let erase = harness.get_by_role_and_label(egui::accesskit::Role::Button, "Erase for good…");
    assert!(erase.accesskit_node().is_disabled(), "nobody is chosen yet");
}
