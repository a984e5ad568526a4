//! What keeps a session safe, as somebody at the window sees it: the passphrase, the lock, a damaged file, a session
//! that was never saved, keeping and erasing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::shell::{Begin, Shell};
use plumbline::edit::{Actor, Change, Edit, Gesture};
use plumbline::model::{PersonId, Phase, Rater, RaterId, Session, SkillId};
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
    matches!(node.accesskit_node().role(), Role::TextInput | Role::PasswordInput | Role::MultilineTextInput)
}

fn press(harness: &mut Harness<'_, Window>, key: Key) {
    harness.key_press(key);
    harness.run_steps(3);
}

fn click(harness: &mut Harness<'_, Window>, button: &str) {
    harness.get_by_role_and_label(Role::Button, button).click();
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

/// Opens what the list of commands calls so.
fn command(harness: &mut Harness<'_, Window>, words: &str) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    harness.event(egui::Event::Text(words.into()));
    harness.run_steps(3);
    press(harness, Key::Enter);
}

/// Chooses in a list that folds out.
fn choose(harness: &mut Harness<'_, Window>, list: &str, entry: &str) {
    // A sheet lies over the screen, which may have a list of the same name.
    harness.get_all_by_role_and_label(Role::ComboBox, list).last().expect("a list").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::ListBoxOption, entry).scroll_to_me();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::ListBoxOption, entry).click();
    harness.run_steps(3);
}

fn is_enabled(harness: &Harness<'_, Window>, button: &str) -> bool {
    !harness.get_by_role_and_label(Role::Button, button).accesskit_node().is_disabled()
}

fn open_session<'a>(harness: &'a Harness<'_, Window>) -> &'a Session {
    harness.state().shell.as_ref().and_then(Shell::session).expect("a session is open")
}

/// A note of the first rater, in the file.
fn with_note(home: &Path, about: &str, words: &str) -> PathBuf {
    let path = saved(home, false);
    let (around, _) = testing::surroundings(home);
    let mut document = Document::open(&path, around).expect("opened").document;
    let (rater, person, skill): (RaterId, PersonId, SkillId) = ("r01".into(), about.into(), "skill-01".into());
    let edit = Edit::SetNote { rater: rater.clone(), person, skill, before: None, after: Some(words.into()) };
    document.apply(Change::new(Actor::Rater(rater), Gesture::Note, vec![edit])).expect("noted");
    document.close().map_err(|not_closed| not_closed.error).expect("closed");
    path
}

#[test]
fn a_person_is_erased_after_a_question_and_a_hold_blocks_it() {
    let home = tempfile::tempdir().expect("a folder");
    let path = with_note(home.path(), "p00003", "This Person helped, as Person 2 did.");
    let mut harness = window(home.path(), Begin::Open(path.clone()));
    command(&mut harness, "keeping and erasing");
    assert!(says(&harness, "Legal hold: nothing may be erased or deleted"));
    assert!(!is_enabled(&harness, "Erase for good…"), "nobody is chosen yet");
    choose(&mut harness, "Person", "Person 2");
    click(&mut harness, "Erase for good…");
    assert!(says(&harness, "Erase Person 2 for good?") && says(&harness, "Nobody can take it back."));
    assert!(says(&harness, "One text about others has a part of the name alone"), "{:#?}", everything_said(&harness));
    assert!(!says(&harness, "This Person helped"), "a note is not read before the reveal");
    click(&mut harness, "Cancel");
    assert_eq!(open_session(&harness).people.len(), 4, "cancel erases nobody");

    command(&mut harness, "keeping and erasing");
    choose(&mut harness, "Person", "Person 2");
    click(&mut harness, "Erase for good…");
    click(&mut harness, "Erase for good");
    assert!(says(&harness, "Erased for good. One text that named them says “[erased]” now."));
    assert!(open_session(&harness).people.iter().all(|person| person.name != "Person 2"));
    let file = std::fs::read_to_string(&path).expect("the session");
    assert!(!file.contains("Person 2\"") && !file.contains("p00002") && file.contains("as [erased] did"));

    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num7);
    harness.run_steps(3);
    assert!(says(&harness, "Erased somebody for good"), "{:#?}", everything_said(&harness));

    command(&mut harness, "keeping and erasing");
    harness.get_by_role_and_label(Role::CheckBox, "Legal hold: nothing may be erased or deleted").click();
    harness.run_steps(3);
    assert!(!is_enabled(&harness, "Take over"), "a hold needs its reason");
    type_into(&mut harness, "Why, and who said so", "Case 12, counsel");
    click(&mut harness, "Take over");
    command(&mut harness, "keeping and erasing");
    choose(&mut harness, "Person", "Person 3");
    assert!(!is_enabled(&harness, "Erase for good…") && !is_enabled(&harness, "Delete this session…"));
    assert!(says(&harness, "Case 12, counsel"), "it says why");
}

#[test]
fn the_name_of_somebody_on_the_panel_is_erased_and_their_marks_stay() {
    let home = tempfile::tempdir().expect("a folder");
    let path = with_note(home.path(), "p00003", "Asked Rater 2 about it.");
    let mut harness = window(home.path(), Begin::Open(path.clone()));
    let marks = |session: &Session| {
        let people = session.people.iter().map(|person| person.id.clone());
        let skill = SkillId::from("skill-01");
        people.map(|person| session.last_mark(&"r02".into(), &person, &skill)).collect::<Vec<_>>()
    };
    let before = marks(open_session(&harness));
    command(&mut harness, "keeping and erasing");
    choose(&mut harness, "Person", "Rater 2 · panel");
    assert!(!is_enabled(&harness, "Everything held about them…"));
    click(&mut harness, "Erase for good…");
    assert!(says(&harness, "What they rated stays under “Former rater”"));
    click(&mut harness, "Erase for good");
    assert!(says(&harness, "Erased for good. One text that named them says “[erased]” now."));
    let session = open_session(&harness);
    assert_eq!((session.rater_name(&"r02".into()).as_str(), marks(session)), ("Former rater", before));
    let file = std::fs::read_to_string(&path).expect("the session");
    assert!(!file.contains("Rater 2") && file.contains("Asked [erased] about it."));
}

#[test]
fn an_encrypted_session_that_nobody_touches_locks_itself() {
    let home = tempfile::tempdir().expect("a folder");
    let mut harness = unlocked(home.path());
    let pass = |harness: &mut Harness<'_, Window>, minutes: f64| {
        harness.input_mut().time = Some(harness.ctx.input(|input| input.time) + minutes * 60.0);
        harness.run_steps(2);
    };
    pass(&mut harness, 9.0);
    assert!(says(&harness, "Product org") && !says(&harness, "Locked"));
    harness.event(egui::Event::PointerMoved(egui::pos2(300.0, 300.0)));
    harness.run_steps(2);
    pass(&mut harness, 9.0);
    assert!(!says(&harness, "Locked"), "whoever moves the pointer is there");
    pass(&mut harness, 1.5);
    assert!(says(&harness, "Locked") && !says(&harness, "Product org") && !says(&harness, "Person 1"));
    type_into(&mut harness, "Passphrase", "four words do wel");
    click(&mut harness, "Unlock");
    assert!(says(&harness, "That is not the passphrase") && !says(&harness, "Product org"));
    type_into(&mut harness, "Passphrase", PASSPHRASE);
    click(&mut harness, "Unlock");
    assert!(says(&harness, "Product org"));
    pass(&mut harness, 9.0);
    assert!(!says(&harness, "Locked"), "the ten minutes begin anew");
}

#[test]
fn a_plain_session_never_locks() {
    let home = tempfile::tempdir().expect("a folder");
    let path = saved(home.path(), false);
    let mut harness = window(home.path(), Begin::Open(path));
    harness.input_mut().time = Some(36_000.0);
    harness.run_steps(3);
    assert!(!says(&harness, "Locked") && says(&harness, "Product org"));
}

/// A window over a file that somebody else changed since, with a change that can't be saved over it unasked.
fn changed_underneath<'a>(home: &Path) -> (Harness<'a, Window>, PathBuf) {
    let path = saved(home, false);
    let mut harness = window(home, Begin::Open(path.clone()));
    let theirs = std::fs::read_to_string(&path).expect("the session").replacen("Person 3", "Their person", 1);
    std::fs::write(&path, theirs).expect("written");
    command(&mut harness, "name and period");
    harness.run_steps(2);
    type_into(&mut harness, "Title", " mine");
    press(&mut harness, Key::Enter);
    assert!(open_session(&harness).about.title.ends_with("mine"), "{:#?}", everything_said(&harness));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    wait_until(&mut harness, "The file was changed by somebody else");
    (harness, path)
}

#[test]
fn a_file_that_somebody_else_changed_is_overwritten_only_when_that_is_said_and_theirs_is_kept() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut harness, path) = changed_underneath(home.path());
    assert!(std::fs::read_to_string(&path).expect("theirs").contains("Their person"), "nothing is overwritten yet");
    click(&mut harness, "Put mine in its place");
    wait_until(&mut harness, "Saved; theirs is among the earlier versions.");
    let mine = std::fs::read_to_string(&path).expect("mine");
    assert!(mine.contains("mine") && !mine.contains("Their person"));
    command(&mut harness, "earlier versions");
    assert!(says(&harness, "Earlier versions"));
    let (around, _) = testing::surroundings(home.path());
    let versions = plumbline::storage::versions_of(&*around.files, &around.folders, &open_session(&harness).id);
    let kept = versions
        .iter()
        .any(|version| std::fs::read_to_string(&version.path).expect("a version").contains("Their person"));
    assert!(kept, "theirs is kept");
}

#[test]
fn both_versions_of_a_file_can_be_kept_beside_each_other() {
    let home = tempfile::tempdir().expect("a folder");
    let (mut harness, path) = changed_underneath(home.path());
    click(&mut harness, "Keep both…");
    let field = harness.get_all_by_label("File").find(|node| is_field(node)).expect("the path");
    assert!(field.value().is_some_and(|value| value.ends_with("a (mine).plumbline")), "{:?}", field.value());
    click(&mut harness, "Save");
    wait_until(&mut harness, "Saved");
    let beside = std::fs::read_to_string(path.with_file_name("a (mine).plumbline")).expect("mine");
    assert!(beside.contains(" mine\"") && !beside.contains("Their person"));
    assert!(std::fs::read_to_string(&path).expect("theirs").contains("Their person"));
}

#[test]
fn a_session_that_is_open_elsewhere_can_be_looked_at_or_copied() {
    let home = tempfile::tempdir().expect("a folder");
    let path = saved(home.path(), false);
    let (around, _) = testing::surroundings(home.path());
    let there = Document::open(&path, around).expect("opened").document;
    let mut harness = window(home.path(), Begin::Open(path.clone()));
    assert!(says(&harness, "Somebody has this session open") && says(&harness, "open elsewhere ("));
    assert!(!says(&harness, "Nobody works there any more"), "on this machine the lock is right");
    click(&mut harness, "Look at it");
    assert!(says(&harness, "Read only") && session_is_open(&harness));
    drop(harness);

    let mut harness = window(home.path(), Begin::Open(path.clone()));
    click(&mut harness, "Work on a copy…");
    let field = harness.get_all_by_label("File").find(|node| is_field(node)).expect("the path");
    assert!(field.value().is_some_and(|value| value.ends_with("a copy.plumbline")), "{:?}", field.value());
    click(&mut harness, "Save");
    assert!(!says(&harness, "Read only") && says(&harness, "Saved"), "{:#?}", everything_said(&harness));
    assert!(path.with_file_name("a copy.plumbline").exists());
    assert_ne!(open_session(&harness).id, there.session().id, "a copy is a session of its own");
}

#[test]
fn a_session_that_another_laptop_left_open_can_be_worked_on_all_the_same() {
    let home = tempfile::tempdir().expect("a folder");
    let path = saved(home.path(), false);
    let note = format!("(who:\"bo@laptop\",since:\"{0}\",seen:\"{0}\")", testing::START);
    std::fs::write(home.path().join(".a.plumbline.open"), note).expect("a note");
    let mut harness = window(home.path(), Begin::Open(path));
    assert!(says(&harness, "bo@laptop since 2026-01-01"), "{:#?}", everything_said(&harness));
    click(&mut harness, "Nobody works there any more");
    assert!(!says(&harness, "Read only") && session_is_open(&harness));
}

#[test]
fn a_plain_export_of_an_encrypted_session_warns_first() {
    let home = tempfile::tempdir().expect("a folder");
    let (around, _) = testing::surroundings(home.path());
    let path = home.path().join("a.plumbline");
    let seal = Some(Arc::new(Seal::new(Passphrase::new(PASSPHRASE), 1)));
    let mut document = Document::create_at(&path, testing::rated_session(4, 2, 3), seal, around).expect("saved");
    let phase = Edit::SetPhase { before: Phase::Rate, after: Phase::Calibrate };
    let mut edits = vec![phase];
    for rater in document.session().panel.iter() {
        let after = Rater { submitted: Some(testing::START), ..(**rater).clone() };
        let (before, after) = (Some(rater.clone()), Some(Arc::new(after)));
        edits.push(Edit::PutRater { id: rater.id.clone(), before, after });
    }
    document.apply(Change::new(Actor::Facilitator, Gesture::Phase, edits)).expect("on to the meeting");
    let reveal = Edit::Reveal { person: "p00001".into() };
    document.apply(Change::new(Actor::Facilitator, Gesture::Reveal, vec![reveal])).expect("revealed");
    document.close().map_err(|not_closed| not_closed.error).expect("closed");
    let mut harness = window(home.path(), Begin::Open(path));
    type_into(&mut harness, "Passphrase", PASSPHRASE);
    press(&mut harness, Key::Enter);
    wait_until(&mut harness, "Product org");
    command(&mut harness, "export ratings");
    assert!(says(&harness, "Write it unencrypted"), "{:#?}", everything_said(&harness));
    let target = home.path().join("out.csv");
    let field = harness.get_all_by_label("File").find(|node| is_field(node)).expect("the path");
    field.focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text(target.display().to_string()));
    harness.run_steps(2);
    click(&mut harness, "Export");
    assert!(says(&harness, "Tick “Write it unencrypted” first, or cancel.") && !target.exists());
    harness.get_by_role_and_label(Role::CheckBox, "Write it unencrypted").click();
    harness.run_steps(2);
    click(&mut harness, "Export");
    assert!(target.exists(), "{:#?}", everything_said(&harness));
}

#[test]
fn the_last_cycle_is_taken_in_from_an_encrypted_session() {
    let home = tempfile::tempdir().expect("a folder");
    let (around, _) = testing::surroundings(home.path());
    let mut last = testing::rated_session(4, 2, 3);
    last.id = "last".into();
    let about = Arc::make_mut(&mut last.about);
    about.period = plumbline::model::Period::half_year_of(jiff::civil::date(2025, 6, 30));
    let last_path = home.path().join("last.plumbline");
    let seal = Some(Arc::new(Seal::new(Passphrase::new(PASSPHRASE), 1)));
    let document = Document::create_at(&last_path, last, seal, around).expect("saved");
    document.close().map_err(|not_closed| not_closed.error).expect("closed");
    let path = saved(home.path(), false);
    let mut harness = window(home.path(), Begin::Open(path));
    command(&mut harness, "take in the previous cycle");
    let field = harness.get_all_by_label("File").find(|node| is_field(node)).expect("the path");
    field.focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text(last_path.display().to_string()));
    harness.run_steps(2);
    press(&mut harness, Key::Enter);
    assert!(says(&harness, "“last.plumbline” is encrypted."), "{:#?}", everything_said(&harness));
    type_into(&mut harness, "Passphrase", "another");
    press(&mut harness, Key::Enter);
    wait_until(&mut harness, "That is not the passphrase.");
    type_into(&mut harness, "Passphrase", PASSPHRASE);
    press(&mut harness, Key::Enter);
    wait_until(&mut harness, "Four people were found by id.");
    // The sheet comes to stand where it stays.
    harness.run_steps(3);
    assert!(says(&harness, "The last session is encrypted and this one is not"));
    click(&mut harness, "Take in four people");
    let taken = open_session(&harness).previous.as_ref().map(|previous| previous.people.len());
    assert_eq!(taken, Some(4), "{:#?}", everything_said(&harness));
}
