//! Rate: one rater's blind grid, by keyboard and mouse, from sitting down to the seal.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use plumbline::edit::set_scores;
use plumbline::model::{Closeness, Mark, PersonId, Phase, RaterId, Round, Session, SkillId, WhyNot};
use plumbline::testing;

use super::desk::change;
use super::window::Window;

/// Rater 1 sits at the grid of four people and six skills. The third is considered for Director and is asked all six.
fn seated() -> Window {
    seated_as(testing::session(4, 2, 6), "Rater 1")
}

fn seated_as(session: Session, rater: &str) -> Window {
    let mut window = Window::open(session);
    sit_down(&mut window, rater);
    window
}

fn sit_down(window: &mut Window, rater: &str) {
    window.click_part(&format!("{rater}, 4 people,"));
}

fn cell(skill: usize, person: usize) -> String {
    format!("Skill {skill}, Person {person}")
}

fn said_of(window: &Window, skill: usize, person: usize) -> String {
    window.value_of(Role::Cell, &cell(skill, person))
}

fn select(window: &mut Window, skill: usize, person: usize) {
    window.click_role(Role::Cell, &cell(skill, person));
}

#[test]
fn a_digit_scores_and_moves_on_to_the_next_asked_cell() {
    let mut window = seated();
    window.type_keys("4");
    assert_eq!(window.mark("r01", "p00001", 1), Some(4));
    assert_eq!(said_of(&window, 1, 1), "4, Strong");
    // A PM is asked three skills: the fourth digit goes to the next person.
    window.type_keys("255");
    assert_eq!(
        [1, 2, 3, 4].map(|skill| window.mark("r01", "p00001", skill)),
        [Some(4), Some(2), Some(5), None],
        "a skill that is not asked was passed over"
    );
    assert_eq!(window.mark("r01", "p00002", 1), Some(5));
    window.type_keys("9");
    window.assert_says("The scale goes from 1 to 5.");
    assert_eq!(window.mark("r01", "p00002", 2), None);
}

#[test]
fn zero_is_not_observed_and_w_says_why() {
    let mut window = seated();
    window.type_keys("0");
    assert_eq!(said_of(&window, 1, 1), "not observed");
    window.type_keys("w");
    assert_eq!(said_of(&window, 1, 1), "not observed, no chance yet");
    window.assert_says("Skill 1, Person 1: no chance yet.");
    select(&mut window, 1, 1);
    window.click_role(Role::RadioButton, "Could not see it");
    assert_eq!(said_of(&window, 1, 1), "not observed");
    window.click_role(Role::RadioButton, "No chance yet");
    let mark = window.session().mark(&"r01".into(), &"p00001".into(), &"skill-01".into(), Round::Blind);
    assert_eq!(mark, Some(Mark::NotObserved(WhyNot::NoChanceYet)));
}

#[test]
fn the_anchors_of_the_selected_cell_are_in_view_wherever_it_is() {
    let mut window = seated();
    for (skill, person) in [(1, 1), (3, 4), (6, 3)] {
        select(&mut window, skill, person);
        assert!(window.has(Role::Heading, &format!("Skill {skill}")));
        for point in 1..=5 {
            window.assert_says(&format!("Skill {skill} as it is seen at point {point}."));
        }
    }
    // Typing moves on, and the anchors with it.
    select(&mut window, 1, 2);
    window.type_keys("3");
    assert!(window.has(Role::Heading, "Skill 2"));
    window.assert_says("Skill 2 as it is seen at point 3.");
}

#[test]
fn an_anchor_that_is_clicked_is_the_score() {
    let mut window = seated();
    select(&mut window, 2, 4);
    window.click_role(Role::RadioButton, "3, Proficient");
    assert_eq!(window.mark("r01", "p00004", 2), Some(3));
    window.click_role(Role::RadioButton, "0, Not observed");
    assert_eq!(window.mark("r01", "p00004", 2), Some(0));
}

#[test]
fn arrows_move_delete_clears_and_a_dot_is_opened_with_a() {
    let mut window = seated();
    window.key(Key::ArrowDown);
    window.key(Key::ArrowRight);
    window.type_keys("2");
    let rows: Vec<_> = window.session().people.iter().map(|person| person.id.clone()).collect();
    let at = |window: &Window| {
        let marked = |person: &&PersonId| {
            window.session().mark(&"r01".into(), person, &"skill-02".into(), Round::Blind).is_some()
        };
        rows.iter().find(marked).cloned()
    };
    let person = at(&window).expect("the second skill of the second row was scored");
    window.key(Key::ArrowLeft);
    window.key(Key::Delete);
    assert_eq!(at(&window), None, "{person} still has the answer");

    select(&mut window, 5, 1);
    window.type_keys("4");
    window.assert_says("Skill 5 is not asked of Person 1. Press A to rate it all the same.");
    assert_eq!(window.mark("r01", "p00001", 5), None);
    window.type_keys("a4");
    assert_eq!(window.mark("r01", "p00001", 5), Some(4));
}

#[test]
fn a_block_from_a_spreadsheet_is_one_step() {
    let mut window = seated();
    window.paste("3\t4\t0\n\t5\t2\n");
    window.assert_says("Pasted 5 answers.");
    assert_eq!([1, 2, 3].map(|skill| window.mark("r01", "p00001", skill)), [Some(3), Some(4), Some(0)]);
    assert_eq!([1, 2, 3].map(|skill| window.mark("r01", "p00002", skill)), [None, Some(5), Some(2)]);
    window.ctrl(Key::Z);
    assert_eq!(window.mark("r01", "p00001", 1), None, "one undo takes the block back");
    window.ctrl(Key::Y);
    assert_eq!(window.mark("r01", "p00002", 2), Some(5));
}

#[test]
fn a_block_that_does_not_fit_or_is_no_scores_changes_nothing() {
    let mut window = seated();
    for (block, words) in [("3\tgreat", "great"), ("3\t6", "6"), ("1\n1\n1\n1\n1", "Nothing was pasted.")] {
        window.paste(block);
        window.assert_says(words);
        assert_eq!(window.mark("r01", "p00001", 1), None, "after {block:?}");
    }
}

#[test]
fn n_writes_a_note_in_which_digits_are_text() {
    let mut window = seated();
    window.type_keys("n3 calls with Initech");
    assert_eq!(window.mark("r01", "p00001", 1), None, "a digit in a note never scores");
    window.harness.run_steps(60);
    let note = |window: &Window| {
        let sheet = window.session().ratings.sheet(&"r01".into())?;
        sheet.notes().get(&(PersonId::new("p00001"), SkillId::new("skill-01"))).cloned()
    };
    assert_eq!(note(&window).as_deref(), Some("3 calls with Initech"));
    window.key(Key::Escape);
    window.type_keys("3");
    assert_eq!(window.mark("r01", "p00001", 1), Some(3), "out of the note a digit scores again");
}

#[test]
fn e_records_evidence_and_says_what_is_missing() {
    let mut window = seated();
    window.type_keys("e");
    window.click_part("Save evidence");
    window.assert_says("Say in a sentence what happened.");
    let field = window.harness.get_by_role_and_label(Role::MultilineTextInput, "What happened");
    field.focus();
    field.type_text("Closed the renewal with 2 calls.");
    window.run();
    window.click_part("Save evidence");
    let session = window.session();
    let item = session.evidence.values().next().expect("a piece of evidence");
    assert_eq!(item.text, "Closed the renewal with 2 calls.");
    assert_eq!((item.author.as_str(), item.person.as_str()), ("r01", "p00001"));
    assert_eq!(item.skills, ["skill-01".into()], "it speaks to the selected skill");
    window.assert_says("Closed the renewal with 2 calls.");
    window.ctrl(Key::Z);
    assert!(window.session().evidence.is_empty());
}

#[test]
fn c_says_how_closely_they_work_and_traits_are_asked_where_they_gate() {
    let mut window = seated();
    window.type_keys("cc");
    let said = |window: &Window| {
        let sheet = window.session().ratings.sheet(&"r01".into())?;
        sheet.closeness().get(&PersonId::new("p00001")).copied()
    };
    assert_eq!(said(&window), Some(Closeness::Weekly));
    window.click_role(Role::RadioButton, "Rarely");
    assert_eq!(said(&window), Some(Closeness::Rarely));
}

#[test]
fn progress_is_said_per_person_and_over_all() {
    let mut window = seated();
    window.assert_says("0 of 4 people complete");
    let of_person = |window: &Window| window.value_of(Role::RowHeader, "Person 1");
    assert!(of_person(&window).contains("0 of 3 answered"), "{}", of_person(&window));
    select(&mut window, 1, 1);
    window.type_keys("304");
    assert!(of_person(&window).contains("3 of 3 answered"), "not observed is an answer: {}", of_person(&window));
    window.assert_says("1 of 4 people complete");
    window.assert_says("3 of 15 answers");
}

#[test]
fn the_filter_finds_people_and_the_cursor_stays_with_its_person() {
    let mut window = seated();
    select(&mut window, 2, 4);
    window.write("Filter people", "Person 4");
    assert!(!window.has(Role::RowHeader, "Person 1"));
    assert!(window.has(Role::RowHeader, "Person 4"));
    window.write("Filter people", "nobody at all");
    window.assert_says("Nobody found");
    window.click("Show everybody");
    assert!(window.has(Role::RowHeader, "Person 1"));
}

#[test]
fn submitting_says_what_is_missing_and_seals() {
    let mut window = seated();
    window.type_keys("345");
    window.ctrl(Key::Enter);
    window.assert_says("12 of 15 answers are missing.");
    window.assert_says("What is missing stays missing: it never counts as a low score.");
    assert!(window.session().panel.get(&"r01".into()).is_some_and(|rater| rater.submitted.is_none()), "it asks first");
    window.ctrl(Key::Enter);
    assert!(window.session().panel.get(&"r01".into()).is_some_and(|rater| rater.submitted.is_some()));
    window.assert_says("Your scores are sealed; reopen your grid to change them.");
    select(&mut window, 1, 2);
    window.type_keys("1");
    assert_eq!(window.mark("r01", "p00002", 1), None);
    window.assert_says("You have submitted. Reopen your grid to change an answer.");
    window.click("Reopen");
    select(&mut window, 1, 2);
    window.type_keys("1");
    assert_eq!(window.mark("r01", "p00002", 1), Some(1));
}

#[test]
fn a_pin_guards_the_grid_and_nobody_can_read_it() {
    let mut window = seated();
    window.type_keys("5");
    window.ctrl(Key::Enter);
    let pin = |window: &mut Window, field: &str, text: &str| {
        let node = window.harness.get_by_role_and_label(Role::PasswordInput, field);
        node.focus();
        node.type_text(text);
        window.run();
    };
    pin(&mut window, "PIN for this laptop (optional)", "12");
    window.ctrl(Key::Enter);
    window.assert_says("A PIN has four characters or more.");
    pin(&mut window, "PIN for this laptop (optional)", "34");
    pin(&mut window, "PIN again", "1243");
    window.ctrl(Key::Enter);
    window.assert_says("The two PINs differ. Type it again.");
    let again = window.harness.get_by_role_and_label(Role::PasswordInput, "PIN again");
    again.focus();
    window.run();
    window.ctrl(Key::A);
    pin(&mut window, "PIN again", "1234");
    window.ctrl(Key::Enter);
    assert!(window.session().panel.get(&"r01".into()).is_some_and(|rater| rater.pin.is_some()));

    window.ctrl(Key::J);
    window.assert_says("Nothing that anybody entered is shown now.");
    window.key(Key::Enter);
    sit_down(&mut window, "Rater 1");
    window.assert_silent("Rate as Rater 1");
    pin(&mut window, "PIN", "0000");
    window.key(Key::Enter);
    window.assert_says("That is not the PIN. Try again.");
    pin(&mut window, "PIN", "1234");
    window.key(Key::Enter);
    window.assert_says("Rate as Rater 1");
    window.ctrl(Key::S);
    let file = std::fs::read_to_string(window.path("session.plumbline")).expect("the session file");
    assert!(!file.contains("1234"), "the PIN is in the file");
}

#[test]
fn undo_takes_back_only_what_the_acting_rater_did() {
    let mut window = seated();
    window.type_keys("3");
    window.ctrl(Key::J);
    window.key(Key::Enter);
    sit_down(&mut window, "Rater 2");
    window.ctrl(Key::Z);
    assert_eq!(window.mark("r01", "p00001", 1), Some(3), "the second rater took back what the first did");
    window.type_keys("5");
    window.ctrl(Key::Z);
    assert_eq!(window.mark("r02", "p00001", 1), None);
    assert_eq!(window.mark("r01", "p00001", 1), Some(3));
    // Nor does the facilitator, who is at the laptop on every other screen.
    window.ctrl(Key::Num1);
    window.ctrl(Key::Z);
    assert_eq!(window.mark("r01", "p00001", 1), Some(3));
}

/// Two sessions that differ in what Rater 1 entered look the same to everybody else, on every screen and sheet.
#[test]
fn in_rate_nobody_sees_what_another_rater_entered() {
    let rated = testing::rated_session(4, 2, 6);
    let mut other = rated.clone();
    // The same cells are answered, so that progress, which may be seen, is the same.
    for rater in ["r01", "r02"].map(RaterId::new) {
        let people = rated.people.iter().map(|person| person.id.clone());
        let cells =
            people.flat_map(|person| rated.rubric.skills.iter().map(move |skill| (person.clone(), skill.id.clone())));
        let marks = cells.map(|cell| (cell, Some(Mark::Score(1)))).collect();
        let edits = set_scores(&other, &rater, Round::Blind, marks);
        change(&mut other, edits.into_iter().collect());
    }
    assert!(other != rated);
    let walk = |session: Session| -> Vec<Vec<String>> {
        let mut window = Window::open(session);
        let mut said = vec![window.everything_said()];
        for key in [Key::Num1, Key::Num2, Key::Num3] {
            window.ctrl(key);
            said.push(window.everything_said());
        }
        window.ctrl(Key::K);
        window.harness.get_by_role_and_label(Role::SearchInput, "Find").type_text("Person 1");
        window.run();
        said.push(window.everything_said());
        window.key(Key::Enter);
        said.push(window.everything_said());
        window.ctrl(Key::E);
        said.push(window.everything_said());
        said
    };
    let (one, two) = (walk(rated), walk(other));
    for (place, (one, two)) in one.iter().zip(&two).enumerate() {
        assert_eq!(one, two, "what is said in step {place} depends on what was rated");
    }
}

#[test]
fn before_rate_and_without_anybody_the_screen_says_what_to_do() {
    let mut session = testing::session(4, 2, 6);
    std::sync::Arc::make_mut(&mut session.about).phase = Phase::Prepare;
    let mut window = Window::open(session);
    window.ctrl(Key::Num2);
    window.assert_says("Rating has not begun");
    window.click("Go on to Rate…");
    window.click_role(Role::Button, "Go to Rate");
    assert_eq!(window.session().about.phase, Phase::Rate);
    window.assert_says("Who is rating?");

    let mut nobody = Window::open(testing::session(0, 1, 3));
    nobody.click_part("Rater 1, 0 people");
    nobody.assert_says("Nobody to rate yet");
    let mut no_raters = Window::open(testing::session(3, 0, 3));
    no_raters.assert_says("Nobody rates yet");
    no_raters.click("Add to the panel…");
    no_raters.assert_says("Runs the meeting");
}

#[test]
fn a_rater_who_was_set_aside_can_answer_nothing_about_that_person() {
    let mut session = testing::session(4, 2, 6);
    session.decisions = {
        let mut decisions = (*session.decisions).clone();
        decisions.recusals.insert(("p00001".into(), "r01".into()), "Relatives".into());
        std::sync::Arc::new(decisions)
    };
    let mut window = Window::open(session);
    window.click_part("Rater 1, 3 people,");
    select(&mut window, 1, 1);
    window.type_keys("3");
    assert_eq!(window.mark("r01", "p00001", 1), None);
    window.assert_says("You are set aside for Person 1: nothing is asked of you.");
}

#[test]
fn shift_arrows_mark_a_block_and_a_digit_still_goes_to_one_cell() {
    let mut window = seated();
    select(&mut window, 1, 1);
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.keys(Modifiers::SHIFT, Key::ArrowDown);
    // One mark on the clipboard goes to every asked cell of the block.
    window.paste("4");
    let marks = |window: &Window| {
        let people: Vec<_> = window.session().people.iter().map(|person| person.id.to_string()).collect();
        people.iter().flat_map(|person| [1, 2].map(|skill| window.mark("r01", person, skill))).flatten().count()
    };
    assert_eq!(marks(&window), 4);
    window.key(Key::Delete);
    assert_eq!(marks(&window), 0);
}

#[test]
fn a_rater_to_whom_nobody_was_assigned_is_told_so_and_shown_nobody() {
    let mut session = testing::session(4, 2, 6);
    let panel = session.panel.iter().map(|rater| {
        let mut rater = (**rater).clone();
        if rater.name == "Rater 2" {
            rater.rated_people.clear();
        }
        rater
    });
    session.panel = std::sync::Arc::new(plumbline::model::Panel::new(panel.collect::<Vec<_>>()));
    let mut window = Window::open(session);
    window.click_part("Rater 2, 0 people");
    window.assert_says("Nobody is assigned to you yet");
    assert!(!window.has(Role::RowHeader, "Person 1"));
    window.click("Next rater…");
    window.key(Key::Enter);
    sit_down(&mut window, "Rater 1");
    assert!(window.has(Role::RowHeader, "Person 1"));
}
