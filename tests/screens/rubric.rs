//! The Rubric screen: read it, edit it as a draft, see what that would change, take it or drop it, and load another.

use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use plumbline::app::view::Action;
use plumbline::edit::{Edit, Gesture};
use plumbline::model::{Phase, Session};

use super::desk::{Desk, everything_said, in_phase, sample_session, says, sized, window};

fn click(harness: &mut Harness<'_, Desk>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

/// A field for text or a figure, told from its own label by its role.
fn field<'a>(harness: &'a Harness<'_, Desk>, label: &'a str) -> Node<'a> {
    let takes_text = [Role::TextInput, Role::MultilineTextInput, Role::SpinButton];
    harness.get(By::new().label(label).predicate(move |node| takes_text.contains(&node.role())))
}

fn type_into(harness: &mut Harness<'_, Desk>, label: &str, words: &str) {
    field(harness, label).click();
    harness.run();
    field(harness, label).type_text(words);
    harness.run();
}

/// Types over what stands in a field or figure.
fn type_over(harness: &mut Harness<'_, Desk>, label: &str, words: &str) {
    field(harness, label).click();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    field(harness, label).type_text(words);
    harness.run();
    harness.key_press(Key::Tab);
    harness.run();
}

fn level_bar(session: &Session, level: &str, tier: &str) -> Option<f64> {
    session.rubric.level(&level.into()).and_then(|level| level.bars.get(tier)).copied()
}

#[test]
fn the_rubric_is_read_skill_by_skill_with_the_keyboard_too() {
    let mut harness = window(Desk::rubric(sample_session()));
    assert!(says(&harness, "Product leadership") && says(&harness, "22 skills in 4 tiers · 7 levels · 5 points"));
    assert!(says(&harness, "Repeats what sales or support say that customers want"));
    assert!(says(&harness, "Sets the bar"));
    harness.get_by_label("Skills of the rubric").focus();
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    assert!(says(&harness, "Lists what rivals offer, without saying why customers buy it"));
    assert!(!says(&harness, "Repeats what sales or support say that customers want"));
    // Nothing can be typed before somebody asks to edit.
    assert!(harness.query_by_label("Anchor at 1").is_none());
}

#[test]
fn levels_say_their_bars_and_what_they_ask_besides() {
    let mut harness = window(Desk::rubric(sample_session()));
    click(&mut harness, "Levels");
    assert!(says(&harness, "Director: Market 3.5, People 3, Strategy 2, Business vision not asked"));
    assert!(says(&harness, "Business head: P&L and revenue drivers at 4 or more"), "{:?}", everything_said(&harness));
    click(&mut harness, "Senior PM: Market 3, People 2, Strategy not asked, Business vision not asked");
    assert!(says(&harness, "Wins in market at 3 or more"));
}

#[test]
fn a_bar_is_a_draft_that_says_whose_status_it_would_change_and_is_taken_in_one_step() {
    let mut harness = window(Desk::rubric(sample_session()));
    click(&mut harness, "Levels");
    click(&mut harness, "Edit");
    assert!(says(&harness, "What if?"));
    type_over(&mut harness, "People bar of Director", "3.75");
    assert!(says(&harness, "Director: the People bar is 3.75 instead of 3."), "{:?}", everything_said(&harness));
    assert!(says(&harness, "status changes.") || says(&harness, "statuses change."), "{:?}", everything_said(&harness));
    assert_eq!(level_bar(&harness.state().session, "director", "people"), Some(3.0), "the session is untouched");
    type_into(&mut harness, "Reason", "Agreed in September");
    click(&mut harness, "Take the draft");
    let asked = harness.state_mut().asked();
    let [Action::Change(change)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(
        (change.gesture, change.reason.as_str(), change.edits.len()),
        (Gesture::Rubric, "Agreed in September", 1)
    );
    harness.state_mut().actions = asked;
    harness.state_mut().take();
    harness.run();
    assert_eq!(level_bar(&harness.state().session, "director", "people"), Some(3.75));
    assert!(says(&harness, "Edition 2") && says(&harness, "What if?"), "the desk follows the session");
}

#[test]
fn a_dropped_draft_leaves_nothing_behind_and_edits_can_be_taken_back_one_by_one() {
    let mut harness = window(Desk::rubric(sample_session()));
    click(&mut harness, "Edit");
    type_over(&mut harness, "Name", "Insight");
    assert!(says(&harness, "“Customer insight” is called “Insight”."));
    click(&mut harness, "Take back the edit");
    assert!(!says(&harness, "is called “Insight”"));
    click(&mut harness, "Retire");
    assert!(says(&harness, "“Customer insight” retires; its ratings stay."));
    click(&mut harness, "Drop it");
    assert!(harness.state_mut().asked().is_empty());
    assert!(says(&harness, "What if?") && says(&harness, "22 skills in 4 tiers"));
}

#[test]
fn a_skill_that_is_known_retires_and_a_new_one_can_be_removed() {
    let mut harness = window(Desk::rubric(sample_session()));
    click(&mut harness, "Edit");
    type_into(&mut harness, "Name of the new skill", "Ethics");
    click(&mut harness, "Add");
    assert!(says(&harness, "“Ethics” is new."));
    assert!(harness.query_by_label("Retire").is_none());
    click(&mut harness, "Remove");
    assert!(!says(&harness, "“Ethics” is new."));
    assert!(harness.query_by_label("Remove").is_none() && harness.query_by_label("Retire").is_some());
}

#[test]
fn an_invalid_draft_says_what_is_wrong_and_cannot_be_taken() {
    let mut harness = window(Desk::rubric(sample_session()));
    click(&mut harness, "Edit");
    type_over(&mut harness, "Name", "Data judgement");
    assert!(says(&harness, "Two skills are called “Data judgement”."), "{:?}", everything_said(&harness));
    assert!(harness.get_by_label("Take the draft").accesskit_node().is_disabled());
}

#[test]
fn before_calibrate_no_status_is_told_and_what_is_said_does_not_depend_on_the_scores() {
    let rated = in_phase(sample_session(), Phase::Rate);
    let mut blank = rated.clone();
    blank.ratings = Default::default();
    let said = |session: Session| {
        let mut harness = window(Desk::rubric(session));
        click(&mut harness, "Levels");
        click(&mut harness, "Edit");
        type_over(&mut harness, "People bar of Director", "3.75");
        click(&mut harness, "Do not ask Strategy of Director");
        everything_said(&harness)
    };
    let with = said(rated);
    assert_eq!(with, said(blank));
    assert!(with.iter().any(|words| words.contains("opens to the facilitator in Calibrate")), "{with:?}");
    assert!(with.iter().any(|words| words.contains("no longer asked")), "{with:?}");
}

#[test]
fn another_point_asks_what_becomes_of_each_and_carries_the_scores() {
    let mut harness = window(Desk::rubric(sample_session()));
    click(&mut harness, "Scale and tiers");
    click(&mut harness, "Edit");
    click(&mut harness, "Another point at the top");
    assert!(says(&harness, "What becomes of each point"));
    assert!(says(&harness, "The scale has 6 points instead of 5."));
    let before = harness.state().session.clone();
    click(&mut harness, "Take the draft");
    let asked = harness.state_mut().asked();
    let [Action::Change(change)] = &asked[..] else { panic!("{asked:?}") };
    assert!(change.edits.iter().any(|edit| matches!(edit, Edit::SetScores { .. })));
    let undo = change.clone().at("s".into(), plumbline::testing::START).inverse().expect("a way back");
    harness.state_mut().actions = asked;
    harness.state_mut().take();
    harness.run();
    assert_eq!(harness.state().session.rubric.scale.top(), 6);
    assert!(says(&harness, "Until edition 1 the scale had 5 points"));
    let session = &mut harness.state_mut().session;
    undo.apply(session).expect("it can be undone");
    assert!(*session == before);
}

#[test]
fn a_closed_session_keeps_its_rubric_and_still_answers_what_if() {
    let mut harness = window(Desk::rubric(in_phase(sample_session(), Phase::Close)));
    click(&mut harness, "Levels");
    click(&mut harness, "Edit");
    type_over(&mut harness, "People bar of Director", "3.75");
    assert!(says(&harness, "status changes.") || says(&harness, "statuses change."), "{:?}", everything_said(&harness));
    assert!(harness.get_by_label("Take the draft").accesskit_node().is_disabled());
}

#[test]
fn a_session_that_is_only_read_is_not_edited() {
    let mut desk = Desk::rubric(sample_session());
    desk.read_only = Some("It is open in another window.");
    let harness = window(desk);
    assert!(says(&harness, "It is open in another window."));
    assert!(harness.get_by_label("Edit").accesskit_node().is_disabled());
    assert!(!harness.get_by_label("Export…").accesskit_node().is_disabled());
}

#[test]
fn every_part_is_shown_at_every_width_without_a_panic() {
    for (width, height) in [(1440.0, 900.0), (1280.0, 720.0), (900.0, 600.0)] {
        let mut harness = sized(Desk::rubric(sample_session()), width, height);
        for edit in [false, true] {
            if edit {
                click(&mut harness, "Edit");
            }
            for tab in ["Levels", "Scale and tiers", "Traits and rooms", "Rules and flags"] {
                click(&mut harness, tab);
            }
        }
        assert!(says(&harness, "Flags"));
    }
}

/// Waits until a file that is read on a thread is there.
fn wait_for(harness: &mut Harness<'_, Desk>, words: &str) {
    let until = Instant::now() + Duration::from_secs(20);
    while !says(harness, words) {
        assert!(Instant::now() < until, "{words} does not come: {:?}", everything_said(harness));
        std::thread::sleep(Duration::from_millis(10));
        harness.run();
    }
}

fn load(harness: &mut Harness<'_, Desk>, path: &std::path::Path) {
    click(harness, "Load another…");
    type_over(harness, "File", &path.display().to_string());
    click(harness, "Read it");
}

#[test]
fn a_table_is_assigned_many_at_once_by_keyboard_and_taken_into_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("our skills.csv");
    let table = "Skill,Awareness,Working,Practitioner,Expert\n\
        Customer insight,a,b,c,d\nData judgment,a,b,c,d\nNegotiation,a,,c,d\nFacilitation,a,b,c,d\n";
    std::fs::write(&path, table).unwrap();
    let mut harness = window(Desk::rubric(sample_session()));
    load(&mut harness, &path);
    wait_for(&mut harness, "4 skills, 4 points, no levels of its own. 4 still need a tier.");
    assert!(harness.get_by_label("Use this rubric").accesskit_node().is_disabled());
    harness.get_by_label("Skills of the file").focus();
    harness.run();
    for _ in 0..2 {
        harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
        harness.run();
    }
    assert!(says(&harness, "2 selected"), "{:?}", everything_said(&harness));
    harness.key_press(Key::Num1);
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.key_press(Key::Num2);
    harness.run();
    wait_for(&mut harness, "Every kept skill has a tier.");
    click(&mut harness, "Blank anchors (1)");
    assert!(says(&harness, "Negotiation: Working"));
    click(&mut harness, "Use this rubric");
    // On the screen it is a draft that asks what becomes of the session's skills and points.
    assert!(says(&harness, "Skills it does not have") && says(&harness, "What becomes of each point"));
    let session = harness.state().session.clone();
    click(&mut harness, "Take the draft");
    harness.state_mut().take();
    harness.run();
    let after = &harness.state().session;
    assert_eq!(after.problems(), Vec::<String>::new());
    assert_eq!((after.rubric.live_skills().count(), after.rubric.scale.top()), (4, 4));
    assert_eq!(after.rubric.skill(&"data-judgement".into()).unwrap().name, "Data judgment", "matched by its name");
    let answers = |session: &Session| session.ratings.sheets().map(|(_, sheet)| sheet.revised().len()).sum::<usize>();
    assert_eq!(answers(after), answers(&session));
}

#[test]
fn a_file_that_is_no_rubric_is_refused_with_what_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ladder.md");
    std::fs::write(&path, "---\ntitle: Ladder\n---\n# Prose\n").unwrap();
    let mut harness = window(Desk::rubric(sample_session()));
    load(&mut harness, &path);
    wait_for(&mut harness, "is a Markdown document, which is no form of rubric that can be read");
    click(&mut harness, "Leave it");
    assert!(says(&harness, "22 skills in 4 tiers"));
}
