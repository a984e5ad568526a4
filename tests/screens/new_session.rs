//! A new session in its three steps, from a roster to the Team screen, with every reading corrected on the way.

use egui::Key;
use egui::accesskit::Role;
use plumbline::app::shell::Begin;
use plumbline::model::{Manager, Person, Phase, Session};

use super::window::Window;

/// Seven rows: four with a product title, an engineer on the way to product, one of another trade, and their manager.
const ROSTER: &str = "\
Employee ID,Worker,Business Title,Worker's Manager,Department,Hire Date,Shoe size
001,Ada Ember,Product Manager,Max Field,Payments,03/02/2020,38
002,\"Frost, Ben\",Senior Product Manager,Max Field,Payments,14/02/2021,44
003,Cem Gold,Director of Product,Max Field,Growth,01/06/2019,41
004,Dina Hale,Associate Product Manager,Cem Gold,Growth,01/09/2024,39
005,Eli Ingram,Software Engineer,Tess Moor,Growth,01/09/2022,43
006,Fay Jones,Accountant,Tess Moor,Finance,01/09/2018,37
900,Max Field,General Manager,,Leadership,01/01/2015,45
";

/// The steps with a roster that was read.
fn begun(roster: &str) -> Window {
    let mut window = Window::new(Begin::Home);
    let path = window.file("people.csv", roster);
    window.ctrl(Key::N);
    window.click("Choose a roster…");
    window.give_path(&path, "Read it");
    window.wait_for("Another file…");
    window
}

fn named<'a>(session: &'a Session, name: &str) -> Option<&'a Person> {
    session.people.iter().find(|person| person.name == name).map(|person| &**person)
}

fn go_on(window: &mut Window) {
    window.click("Next: rubric");
    window.click("Next: panel and raters");
}

#[test]
fn each_column_says_what_it_was_taken_for() {
    let window = begun(ROSTER);
    for (column, field) in [
        ("Employee ID", "Employee id"),
        ("Worker", "Full name"),
        ("Business Title", "Title"),
        ("Worker's Manager", "Manager"),
        ("Department", "Department"),
        ("Hire Date", "Hire date"),
    ] {
        let read = window.value_of(Role::ComboBox, &format!("Column {column}"));
        assert_eq!(read, field, "{column}");
    }
    let shoes = window.value_of(Role::ComboBox, "Column Shoe size");
    assert!(shoes != "Title" && shoes != "Level", "{shoes}");
    window.assert_says("7 people");
    window.assert_says("Ben Frost");
}

#[test]
fn from_a_roster_to_the_team_in_three_steps() {
    let mut window = begun(ROSTER);
    assert_eq!(window.value_of(Role::ComboBox, "Level of Ada Ember"), "PM");
    assert_eq!(window.value_of(Role::ComboBox, "Level of Ben Frost"), "Senior PM");
    assert_eq!(window.value_of(Role::ComboBox, "Level of Cem Gold"), "Director");
    // Who is moving to product is marked first, and stays when the others go.
    window.choose("Level of Eli Ingram", "Moving to product");
    window.click("Leave out the 2 without a level");
    window.click("Next: rubric");
    window.assert_says("Customer insight");
    window.click("Next: panel and raters");
    assert!(window.has(Role::ComboBox, "Part of Max Field"));
    window.write("Session", "Autumn round");
    window.click("Create session");
    assert_eq!(window.session().about.title, "Autumn round");
    assert_eq!(window.session().about.phase, Phase::Prepare);
    // By the clock of the window, which stands at the beginning of 2026.
    assert_eq!(window.session().about.period.name, "H2 2025");
    assert!(window.has(Role::TextInput, "File"), "it asks for a file at once");
    let path = window.path("autumn.plumbline");
    window.give_path(&path, "Save");
    let session = window.on_disk("autumn.plumbline");
    let names: Vec<_> = session.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    let ben = named(&session, "Ben Frost").expect("the name was turned");
    assert_eq!((ben.employee_id.as_str(), ben.team.as_str()), ("002", "Payments"));
    assert_eq!(ben.hired, Some(jiff::civil::date(2021, 2, 14)));
    assert!(matches!(&ben.manager, Manager::Panel(_)));
    let eli = named(&session, "Eli Ingram").expect("moving to product");
    assert_eq!(eli.level, Some("moving".into()));
    assert!(named(&session, "Fay Jones").is_none() && named(&session, "Max Field").is_none());
    window.assert_says("The team");
}

#[test]
fn whoever_is_proposed_to_rate_is_not_rated_and_that_is_said_and_corrected() {
    let mut window = begun(ROSTER);
    window.click("Leave out the 3 without a level");
    go_on(&mut window);
    window.assert_says("Cem Gold sits on the panel and so will not be rated in this session.");
    window.click("Take Cem Gold off the panel");
    window.assert_silent("sits on the panel");
    window.write("Add somebody to the panel", "Nora Quist");
    window.click_role(Role::Button, "Add");
    window.choose("Part of Nora Quist", "Only sits in");
    window.click("Nora Quist runs the meeting");
    window.click("Create session");
    let session = window.session();
    assert!(named(session, "Cem Gold").is_some());
    let nora = session.panel.iter().find(|rater| rater.name == "Nora Quist").expect("on the panel");
    assert!(!nora.rates && nora.facilitates);
    let max = session.panel.iter().find(|rater| rater.name == "Max Field").expect("proposed");
    assert!(max.rates && max.rated_people.len() == 4, "who rates alone rates everybody");
}

#[test]
fn a_column_can_be_read_as_something_else_and_choices_stay() {
    let mut window = begun(ROSTER);
    window.choose("Level of Ada Ember", "Senior PM");
    window.choose("Column Department", "Location");
    assert_eq!(window.value_of(Role::ComboBox, "Level of Ada Ember"), "Senior PM");
    go_on(&mut window);
    window.click("Back");
    window.click("Back");
    assert_eq!(window.value_of(Role::ComboBox, "Column Department"), "Location");
    go_on(&mut window);
    window.click("Create session");
    let ada = named(window.session(), "Ada Ember").expect("in the roster");
    assert_eq!((ada.location.as_str(), ada.team.as_str()), ("Payments", ""));
    assert_eq!(ada.level, Some("senior-pm".into()));
}

#[test]
fn one_person_is_left_out_or_taken_in_again_with_a_click() {
    let mut window = begun(ROSTER);
    window.click("Rate Fay Jones");
    window.click("Rate Eli Ingram");
    window.click("Rate Eli Ingram");
    go_on(&mut window);
    window.click("Create session");
    assert!(named(window.session(), "Fay Jones").is_none() && named(window.session(), "Eli Ingram").is_some());
}

#[test]
fn dates_that_could_be_either_way_can_be_turned() {
    let roster = "Name,Title,Hire Date\nAda Ember,Product Manager,03/02/2020\nBen Frost,Product Manager,04/05/2021\n";
    let mut window = begun(roster);
    window.choose("Dates", "month first: 12/31/2026");
    go_on(&mut window);
    window.click("Create session");
    assert_eq!(named(window.session(), "Ada Ember").expect("there").hired, Some(jiff::civil::date(2020, 3, 2)));
}

#[test]
fn a_file_that_is_no_roster_is_refused_with_what_is_missing() {
    for (text, words) in [
        ("Empleado,Puesto\n", "name"),
        ("Id;Puesto;Area\n1;Gerente;Ventas\n2;Analista;Ventas\n", "name"),
        ("", "empty"),
    ] {
        let mut window = Window::new(Begin::Home);
        let path = window.file("people.csv", text);
        window.drop_file(&path);
        window.wait_for("Choose another file…");
        let said = window.everything_said().join("\n").to_lowercase();
        assert!(said.contains(words), "{text:?}: {said}");
        assert!(!window.is_enabled(Role::Button, "Next: rubric"), "nothing can be taken in from {text:?}");
    }
}

#[test]
fn a_file_that_was_refused_gives_way_to_another() {
    let mut window = Window::new(Begin::Home);
    let wrong = window.file("wrong.csv", "");
    let right = window.file("right.csv", ROSTER);
    window.drop_file(&wrong);
    window.wait_for("Choose another file…");
    window.click("Choose another file…");
    window.give_path(&right, "Read it");
    window.wait_for("Ada Ember");
    assert!(window.is_enabled(Role::Button, "Next: rubric"));
}

#[test]
fn rows_that_are_wrong_are_said_by_line_and_kept_out() {
    let window = begun("Employee ID,Name,Title\n1,Ada Ember,PM\n1,Ben Frost,PM\n2,Cem Gold,PM\n,,\n");
    window.assert_says("Line 3");
    window.assert_says("Cem Gold");
}

#[test]
fn without_a_roster_people_are_typed_in_later() {
    let mut window = Window::new(Begin::Home);
    window.ctrl(Key::N);
    window.click("Start without one");
    assert_eq!(window.value_of(Role::TextInput, "Review period"), "H2 2025");
    window.write("Session", " ");
    assert!(!window.is_enabled(Role::Button, "Create session"), "a session has a name");
    window.write("Session", "Autumn round");
    window.click("Create session");
    window.key(Key::Escape);
    window.assert_says("Nobody to rate yet");
    assert_eq!(window.session().about.title, "Autumn round");
}

#[test]
fn cancel_leaves_everything_as_it_was() {
    let mut window = begun(ROSTER);
    window.click("Cancel");
    assert!(!window.has_session());
    window.assert_says("Managers rate alone, then agree how product managers stand, and why.");
}

#[test]
fn the_tiers_of_the_rubric_stand_close_below_each_other() {
    let mut window = begun(ROSTER);
    window.click("Next: rubric");
    let (first, second) = (window.top_of("Business vision"), window.top_of("Strategy"));
    assert!(first < 250.0 && (60.0..300.0).contains(&(second - first)), "{first} and {second}");
}

/// The real exports beside the project, through the window: what is proposed is what somebody would choose.
#[test]
fn real_rosters_come_in_as_somebody_would_choose() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/rosters");
    if !folder.is_dir() {
        println!("the reference data is not beside the project: real rosters were not tried");
        return;
    }
    let open = |name: &str| {
        let mut window = Window::new(Begin::Home);
        window.drop_file(&folder.join(name));
        window
    };
    let mut window = open("workday_people_list.xlsx");
    window.wait_for("92 people");
    window.assert_says("42 with a product title");
    window.click("Leave out the 50 without a level");
    go_on(&mut window);
    window.click("Create session");
    let session = window.session();
    assert!(session.people.len() <= 42 && !session.panel.is_empty());
    assert!(session.people.iter().all(|person| person.level.is_some()));

    let mut window = open("hr_core_310.csv");
    window.wait_for("310 people");
    window.assert_says("0 with a product title");
    window.assert_says("No title here is a product title of this rubric.");
    window.assert_says("The manager “Webster Butler” has several ids: 39, 22.");
    assert!(window.is_enabled(Role::Button, "Next: rubric"), "everybody can be rated without a level");
    go_on(&mut window);
    window.click("Create session");
    assert_eq!((window.session().people.len(), window.session().panel.len()), (290, 21));

    // Names of columns in German, and nobody's manager: the panel is typed in afterwards.
    let mut window = open("mitarbeiter_de.csv");
    window.wait_for("Can be taken in");
    go_on(&mut window);
    window.click("Create session");
    assert!(window.session().people.len() > 1 && window.session().panel.is_empty());

    for odd in ["edge_merged_cells.xlsx", "edge_missing_columns.xlsx", "edge_spaces.xlsx", "edge_unicode.xlsx"] {
        let mut window = open(odd);
        window.wait_for("Can be taken in");
        go_on(&mut window);
        window.click("Create session");
        assert!(!window.session().people.is_empty(), "{odd}");
    }

    for refused in ["empleados_no_names_es.csv", "edge_empty.xlsx"] {
        let mut window = open(refused);
        window.wait_for("Choose another file…");
        assert!(!window.is_enabled(Role::Button, "Next: rubric"), "{refused}");
    }
}
