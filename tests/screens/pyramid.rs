//! The Pyramid screen: what waits, who stands where and how, filters, lists, and very small and very large teams.

use std::sync::Arc;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use plumbline::app::command::Command;
use plumbline::app::view::{Action, Screen};
use plumbline::edit::Edit;
use plumbline::model::{PersonId, Phase, Ratings, ScalePoint, Session};
use plumbline::testing;

use super::desk::{Desk, change, everything_said, id_of, in_phase, rater_of, sample_session, says, sized, window};

fn opened(desk: &mut Desk) -> Option<PersonId> {
    desk.asked().into_iter().find_map(|action| match action {
        Action::Go(Screen::Person(person)) => Some(person),
        _ => None,
    })
}

fn asks(desk: &mut Desk, command: Command) -> bool {
    desk.asked().iter().any(|action| matches!(action, Action::Command(asked) if *asked == command))
}

fn choose(harness: &mut Harness<'_, Desk>, select: &str, entry: &str) {
    harness.get_by_role_and_label(Role::ComboBox, select).click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, entry).click();
    harness.run();
}

/// A session of the test rubric in Calibrate, with everybody handed in.
fn calibrated(people: usize) -> Session {
    let mut session = testing::rated_session(people, 3, 6);
    let facilitators: Vec<_> = session.panel.iter().cloned().collect();
    for rater in facilitators {
        let mut after = (*rater).clone();
        after.submitted = Some(testing::START);
        let edit = Edit::PutRater { id: rater.id.clone(), before: Some(rater), after: Some(Arc::new(after)) };
        change(&mut session, vec![edit]);
    }
    in_phase(session, Phase::Calibrate)
}

#[test]
fn before_calibrate_it_says_why_it_waits_and_shows_nobody() {
    for phase in [Phase::Prepare, Phase::Rate] {
        let rated = in_phase(sample_session(), phase);
        let mut blank = rated.clone();
        blank.ratings = Ratings::default();
        let names: Vec<String> = rated.people.iter().map(|person| person.name.clone()).collect();
        let (with, without) = (window(Desk::pyramid(rated)), window(Desk::pyramid(blank)));
        let said = everything_said(&with);
        assert_eq!(said, everything_said(&without), "what is shown depends on what was rated");
        assert!(said.iter().any(|words| words.starts_with("The pyramid")), "{said:?}");
        for name in names {
            assert!(said.iter().all(|words| !words.contains(&name)), "{name} is shown in {phase:?}");
        }
    }
}

#[test]
fn the_waiting_screen_leads_on() {
    let mut harness = window(Desk::pyramid(in_phase(sample_session(), Phase::Rate)));
    harness.get_by_label("Go on to Calibrate…").click();
    harness.run();
    assert!(asks(harness.state_mut(), Command::NextPhase));
    harness.get_by_label("Go to Rate").click();
    harness.run();
    assert!(asks(harness.state_mut(), Command::GoRate));
}

#[test]
fn what_was_open_is_gone_when_a_rater_sits_down() {
    let session = sample_session();
    let rater = rater_of(&session, "Ines Duarte");
    let mut harness = window(Desk::pyramid(session));
    assert!(says(&harness, "Priya Raman"));
    harness.state_mut().acting = Some(rater);
    harness.run();
    assert!(!says(&harness, "Priya Raman") && !says(&harness, "Strength by tier"));
    harness.get_by_label("Hand the laptop back").click();
    harness.run();
    assert!(harness.state_mut().asked().iter().any(|action| matches!(action, Action::SitDown(None))));
}

#[test]
fn a_facilitator_who_rates_waits_for_their_own_scores() {
    let mut session = sample_session();
    let dana = session.panel.get(&rater_of(&session, "Ines Duarte")).cloned().expect("on the panel");
    let mut after = (*dana).clone();
    (after.facilitates, after.submitted) = (true, None);
    let edit = Edit::PutRater { id: dana.id.clone(), before: Some(dana), after: Some(Arc::new(after)) };
    change(&mut session, vec![edit]);
    let harness = window(Desk::pyramid(session));
    assert!(says(&harness, "The pyramid waits for Ines Duarte"));
    assert!(!says(&harness, "Priya Raman"));
}

#[test]
fn everybody_stands_in_the_tier_of_their_title_as_they_were_read() {
    let harness = window(Desk::pyramid(sample_session()));
    harness.get_by_label("Where the team stands");
    harness.get_by_role_and_label(Role::Heading, "Strategy · VPs · 3");
    harness.get_by_role_and_label(Role::Heading, "Business vision · CPO · 1");
    harness.get_by_role_and_label(Role::Button, "Priya Raman, shows the next level");
    harness.get_by_role_and_label(Role::Button, "Wei Lin, level not yet evidenced");
    harness.get_by_role_and_label(Role::Button, "Gabriel Herrera, stands at the level");
    assert!(says(&harness, "35 people at their title's level"));
    assert!(says(&harness, "2 at a level not yet evidenced"));
}

#[test]
fn a_click_or_enter_opens_the_person() {
    let mut harness = window(Desk::pyramid(sample_session()));
    let (priya, wei) = (id_of(&harness.state().session, "Priya Raman"), id_of(&harness.state().session, "Wei Lin"));
    harness.get_by_label("Priya Raman, shows the next level").click();
    harness.run();
    assert_eq!(opened(harness.state_mut()), Some(priya));
    harness.get_by_label("Wei Lin, level not yet evidenced").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(opened(harness.state_mut()), Some(wei));
}

#[test]
fn level_and_team_narrow_the_pyramid_and_what_it_says() {
    let mut harness = window(Desk::pyramid(sample_session()));
    choose(&mut harness, "Level", "VPs");
    harness.get_by_label("Strategy · VPs · 3");
    assert!(says(&harness, "3 people at their title's level") && !says(&harness, "Amara Okafor"));
    choose(&mut harness, "Team", "Commerce");
    harness.get_by_label("Strategy · VP · 1");
    assert!(says(&harness, "Priya Raman") && !says(&harness, "Wei Lin"));
    choose(&mut harness, "Level", "Directors");
    harness.get_by_label("Nobody is of this team and level");
    harness.get_by_label("Show everybody").click();
    harness.run();
    assert!(says(&harness, "35 people at their title's level"));
}

#[test]
fn a_figure_opens_the_list_of_those_behind_it() {
    let mut harness = window(Desk::pyramid(sample_session()));
    harness.get_by_label_contains("2 at a level not yet evidenced").click();
    harness.run();
    harness.get_by_label("At a level not yet evidenced");
    harness.get_by_label_contains("Giulia Romano, PM · Logistics").click();
    harness.run();
    let giulia = id_of(&harness.state().session, "Giulia Romano");
    assert_eq!(opened(harness.state_mut()), Some(giulia));
    assert!(harness.query_by_label("At a level not yet evidenced").is_none(), "the list closes");
}

#[test]
fn each_team_has_its_pyramid_and_the_last_cycle_its_changes() {
    let mut harness = window(Desk::pyramid(sample_session()));
    harness.get_by_label("By team").click();
    harness.run();
    harness.get_by_label("Billing");
    let luis = id_of(&harness.state().session, "Luis Ferreira");
    harness.get_by_label_contains("Luis Ferreira,").click();
    harness.run();
    assert_eq!(opened(harness.state_mut()), Some(luis));
    harness.get_by_label_contains("Since ").click();
    harness.run();
    assert!(says(&harness, "Tier scores then and now"));
    assert!(says(&harness, "+0."), "somebody has grown");
}

#[test]
fn an_empty_session_says_what_to_do_first() {
    let mut harness = window(Desk::pyramid(calibrated(0)));
    harness.get_by_label("Nobody is here yet");
    harness.get_by_label("Go to Team").click();
    harness.run();
    assert!(asks(harness.state_mut(), Command::GoTeam));
}

#[test]
fn those_without_a_level_are_counted_and_led_to_the_team() {
    let mut session = calibrated(2);
    let person = session.people.iter().next().cloned().expect("somebody");
    let mut after = (*person).clone();
    (after.level, after.target) = (None, None);
    let edit = Edit::PutPerson { id: person.id.clone(), before: Some(person), after: Some(Arc::new(after)) };
    change(&mut session, vec![edit]);
    let mut harness = window(Desk::pyramid(session));
    assert!(says(&harness, "One person has no level and stands nowhere in the pyramid."));
    harness.get_by_label("Set levels on Team").click();
    harness.run();
    assert!(asks(harness.state_mut(), Command::GoTeam));
}

#[test]
fn ten_thousand_people_show_as_counted_dots_and_open_a_list_to_search() {
    let nodes = |people| {
        let harness = window(Desk::pyramid(calibrated(people)));
        everything_said(&harness).len()
    };
    assert!(nodes(10_000) <= nodes(60), "a large team shows more than a small one");
    let mut harness = window(Desk::pyramid(calibrated(10_000)));
    harness.get_by_label_contains("Market · PMs · 10000:").click();
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Find by name");
    field.focus();
    field.type_text("Person 9876");
    harness.run();
    harness.get_by_label_contains("Person 9876,").click();
    harness.run();
    assert_eq!(opened(harness.state_mut()), Some("p09876".into()));
}

#[test]
fn three_and_seven_points_fit_and_so_do_small_windows() {
    for points in [3_usize, 7] {
        let mut session = calibrated(5);
        let mut rubric = (*session.rubric).clone();
        let point = |number: usize| ScalePoint { name: format!("Point {number}"), meaning: String::new() };
        rubric.scale.points = (1..=points).map(point).collect();
        rubric.skills.iter_mut().for_each(|skill| skill.anchors = vec![String::new(); points]);
        session.rubric = Arc::new(rubric);
        for (width, height) in [(1280.0, 720.0), (906.0, 553.0)] {
            let harness = sized(Desk::pyramid(session.clone()), width, height);
            assert!(says(&harness, "Market: ") && says(&harness, "Person 1,"));
        }
    }
}
