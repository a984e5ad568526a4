//! Team: the roster and the panel at any time, and who rates whom.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use plumbline::model::{Manager, PersonId, Phase, Session};
use plumbline::testing;

use super::window::Window;

/// The Team screen of four people and two raters who have rated everybody.
fn team() -> Window {
    of(testing::rated_session(4, 2, 6))
}

fn of(session: Session) -> Window {
    let mut window = Window::open(session);
    window.ctrl(Key::Num1);
    window
}

fn name_of(window: &Window, person: &str) -> String {
    window.session().people.get(&person.into()).map(|person| person.name.clone()).unwrap_or_default()
}

#[test]
fn a_person_is_added_with_level_and_manager_and_undo_takes_them_back() {
    let mut window = team();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    assert!(!window.is_enabled(Role::Button, "Add person"), "everybody needs a name");
    window.write("Name", "Zoë Ångström");
    window.write("Title", "Product manager");
    window.write("Employee id", "007");
    window.choose("Level", "PM");
    window.choose("Reports to", "Rater 2");
    window.assert_says("Will be asked to rate them, too.");
    window.click_role(Role::Button, "Add person");
    let session = window.session();
    let zoe = session.people.iter().find(|person| person.name == "Zoë Ångström").expect("added");
    assert_eq!((zoe.employee_id.as_str(), zoe.level.clone()), ("007", Some("pm".into())));
    assert_eq!(zoe.manager, Manager::Panel("r02".into()));
    assert!(session.panel.get(&"r02".into()).is_some_and(|rater| rater.rated_people.contains(&zoe.id)));
    window.ctrl(Key::Z);
    assert_eq!(window.session().people.len(), 4);
}

#[test]
fn the_same_employee_id_twice_is_refused_in_the_sheet() {
    let mut window = team();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    window.write("Name", "Somebody");
    window.write("Employee id", "000001");
    window.assert_says("Person 1 has this e-mail or employee id and is in the roster already.");
    assert!(!window.is_enabled(Role::Button, "Add person"));
}

#[test]
fn a_person_is_edited_beside_the_table_and_a_wrong_date_is_said() {
    let mut window = team();
    window.click_role(Role::Row, "Person 2");
    window.write("Name", "Person Two");
    window.key(Key::Enter);
    assert_eq!(name_of(&window, "p00002"), "Person Two");
    window.choose("Level", "Director");
    assert_eq!(
        window.session().people.get(&"p00002".into()).and_then(|person| person.level.clone()),
        Some("director".into())
    );
    let before = window.session().people.get(&"p00002".into()).and_then(|person| person.hired);
    window.write("Hired", "soonish");
    window.key(Key::Enter);
    assert_eq!(window.session().people.get(&"p00002".into()).and_then(|person| person.hired), before);
    window.write("Hired", "2024-05-06");
    window.key(Key::Enter);
    let hired = window.session().people.get(&"p00002".into()).and_then(|person| person.hired);
    assert_eq!(hired, Some(jiff::civil::date(2024, 5, 6)));
}

#[test]
fn a_target_is_chosen_among_the_next_levels() {
    let mut window = team();
    window.click_role(Role::Row, "Person 1");
    window.choose("Target", "Director");
    let target =
        |window: &Window| window.session().people.get(&"p00001".into()).and_then(|person| person.target.clone());
    assert_eq!(target(&window), Some("director".into()));
    window.choose("Target", "None: growing in level");
    assert_eq!(target(&window), None);
}

#[test]
fn somebody_rated_goes_only_after_a_question_and_comes_back_with_everything() {
    let mut window = team();
    let before = window.session().clone();
    window.click_role(Role::Row, "Person 3");
    window.click("Remove…");
    window.assert_says("Remove Person 3?");
    window.click("Cancel");
    assert_eq!(window.session().people.len(), 4);
    window.click("Remove…");
    window.click_role(Role::Button, "Remove");
    assert_eq!(window.session().people.len(), 3);
    window.assert_says("Removed Person 3. Undo brings them back.");
    window.ctrl(Key::Z);
    assert!(*window.session() == before, "undo brings back every score and note");
}

#[test]
fn several_people_are_selected_and_get_a_level_in_one_step() {
    let mut window = team();
    window.click_role(Role::Row, "Person 1");
    window.keys(Modifiers::SHIFT, Key::ArrowDown);
    window.choose("Level", "Director");
    let directors = |window: &Window| {
        window.session().people.iter().filter(|person| person.level == Some("director".into())).count()
    };
    assert_eq!(directors(&window), 2);
    window.ctrl(Key::Z);
    assert_eq!(directors(&window), 0);
}

#[test]
fn the_filter_finds_people_by_name_and_says_when_nobody_fits() {
    let mut window = team();
    let field = window.harness.get_by_role(Role::TextInput);
    field.focus();
    field.type_text("person 4");
    window.run();
    assert!(window.has(Role::Row, "Person 4") && !window.has(Role::Row, "Person 1"));
}

#[test]
fn the_panel_grows_and_shrinks_after_rating_began() {
    let mut window = team();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    window.write("Name", "Rater 3");
    window.click_role(Role::Button, "Add to the panel");
    assert_eq!(window.session().panel.len(), 3);
    let before = window.session().clone();
    window.click_role(Role::Row, "Rater 1");
    window.click("Remove from the panel…");
    window.assert_says("Remove Rater 1 from the panel?");
    window.click_role(Role::Button, "Remove");
    assert_eq!(window.session().panel.len(), 2);
    assert!(window.session().ratings.sheet(&"r01".into()).is_none());
    window.ctrl(Key::Z);
    assert!(*window.session() == before, "undo brings their scores back");
}

#[test]
fn nobody_is_rated_and_on_the_panel_at_once() {
    let mut window = team();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    window.write("Name", "Person 1");
    window.write("Employee id", "000001");
    window.assert_says("Person 1 is among the people rated, and nobody on the panel is rated.");
    window.click("Move to the panel");
    let session = window.session();
    assert_eq!((session.people.len(), session.panel.len()), (3, 3));
    assert!(session.problems().is_empty(), "{:?}", session.problems());
    window.ctrl(Key::Z);
    assert_eq!((window.session().people.len(), window.session().panel.len()), (4, 2));
}

#[test]
fn who_rates_whom_is_a_click_with_coverage_beside_it() {
    let mut window = team();
    window.click("Who rates whom");
    window.assert_says("0 of 4");
    window.assert_says("3 raters a person is the advice: with fewer, one view decides.");
    window.click_part("Rater 1 and Person 1: asked to rate");
    let asked = |window: &Window| {
        window
            .session()
            .panel
            .get(&"r01".into())
            .is_some_and(|rater| rater.rated_people.contains(&PersonId::new("p00001")))
    };
    assert!(!asked(&window));
    window.assert_says("Rater 1 and Person 1: not asked");
    window.ctrl(Key::Z);
    assert!(asked(&window));
}

#[test]
fn a_rater_is_set_aside_with_a_reason_and_taken_back() {
    let mut window = team();
    window.click("Who rates whom");
    window.click_part("Rater 2 and Person 4: asked to rate");
    window.click_part("Rater 2 and Person 4: not asked");
    window.type_keys("r");
    window.assert_says("Set a rater aside");
    assert!(!window.is_enabled(Role::Button, "Set aside"), "without a reason nobody is set aside");
    window.write("Why?", "They are related");
    window.click_role(Role::Button, "Set aside");
    assert!(window.session().is_recused(&"r02".into(), &"p00004".into()));
    window.assert_says("Set aside: They are related");
    window.click("No longer set aside");
    assert!(!window.session().is_recused(&"r02".into(), &"p00004".into()));
}

#[test]
fn proposing_asks_until_three_rate_each() {
    let mut window = of(testing::session(6, 4, 3));
    window.click("Who rates whom");
    window.click_role(Role::Button, "Clear");
    window.assert_says("Nobody is asked to rate anybody now.");
    window.click_role(Role::Button, "Propose");
    let session = window.session();
    for person in session.people.iter() {
        let raters = session.panel.iter().filter(|rater| rater.rated_people.contains(&person.id)).count();
        assert!(raters >= 3, "{} is rated by {raters}", person.name);
    }
}

#[test]
fn a_closed_session_shows_its_team_and_takes_no_change() {
    let mut session = testing::rated_session(4, 2, 6);
    std::sync::Arc::make_mut(&mut session.about).phase = Phase::Close;
    let mut window = of(session);
    window.assert_says("The session is closed: the team stays as it was.");
    assert!(!window.is_enabled(Role::Button, "Add a person…"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
    assert!(!window.has(Role::Button, "Add person"));
}

#[test]
fn names_of_any_length_and_script_stand_in_the_table() {
    let mut session = testing::session(4, 2, 3);
    let names = ["名前".to_owned(), "שם משפחה".to_owned(), "x".repeat(500), "O'Neil-Łukasiewicz, Jr.".to_owned()];
    let people = session.people.iter().zip(&names).map(|(person, name)| {
        let mut person = (**person).clone();
        person.name.clone_from(name);
        person
    });
    session.people = std::sync::Arc::new(plumbline::model::People::new(people.collect::<Vec<_>>()));
    let window = of(session);
    for name in &names {
        assert!(window.has(Role::Row, name), "{name}");
    }
}

#[test]
fn a_roster_joins_the_session_and_one_undo_takes_everybody_back() {
    let mut window = team();
    let text = "Employee ID,Worker,Business Title,Worker's Manager\n000001,Person 1,PM,\n901,Ada Ember,PM,Rater 2\n";
    let roster = window.file("more.csv", text);
    window.ctrl(Key::K);
    window.harness.get_by_role_and_label(Role::SearchInput, "Find").type_text("import a roster");
    window.run();
    window.key(Key::Enter);
    window.give_path(&roster, "Read it");
    window.wait_for("Ada Ember");
    window.assert_says("Whoever is new joins the session; whoever is in it stays as they are.");
    window.click("Take in 2 people");
    window.assert_says("Took in 1 person. One was here already.");
    assert_eq!(window.session().people.len(), 5);
    window.assert_says("The team");
    window.ctrl(Key::Z);
    assert_eq!(window.session().people.len(), 4);
}

#[test]
fn the_coverage_stands_beside_the_plan_and_inside_the_window() {
    let mut window = Window::new(plumbline::app::shell::Begin::Sample);
    window.ctrl(Key::Num1);
    window.click("Who rates whom");
    let beside = window.harness.get_by_role_and_label(Role::Heading, "Coverage").rect();
    assert!(beside.left() > 1000.0 && beside.right() < 1440.0, "{beside:?}");
    let button = window.harness.get_by_role_and_label(Role::Button, "Add a person…").rect();
    assert!(button.right() < beside.left(), "{button:?} {beside:?}");
}
