//! The Raters screen: what waits, what each of its three views says and never says, and what a figure leads to.

use std::sync::Arc;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::command::Command;
use plumbline::app::view::{Action, Screen};
use plumbline::edit::Edit;
use plumbline::model::{Mark, Panel, Phase, Rater, RaterId, Ratings, Round, Session};
use plumbline::testing::{START, rated_session};
use plumbline::workspace::Worker;

use super::desk::{Desk, change, everything_said, id_of, in_phase, rater_of, sample_session, says, sized, window};

const RATERS: [&str; 6] =
    ["Dana Whitfield", "Ines Duarte", "Keiko Tanaka", "Marcus Lindqvist", "Oliver Grant", "Ravi Menon"];

/// The sample in Calibrate, with every rater's scores handed in.
fn handed_in() -> Session {
    all_submitted(in_phase(sample_session(), Phase::Calibrate))
}

fn all_submitted(mut session: Session) -> Session {
    let panel = session.panel.iter().map(|rater| Rater { submitted: Some(START), ..(**rater).clone() });
    session.panel = Arc::new(Panel::new(panel.collect::<Vec<_>>()));
    session
}

fn seated(name: &str) -> Desk {
    let session = handed_in();
    let acting = Some(rater_of(&session, name));
    Desk { acting, ..Desk::raters(session) }
}

fn click(harness: &mut Harness<'_, Desk>, label: &str) {
    // What is under the pointer may be said a second time, in its tooltip.
    let found = harness.query_all_by_label(label).next().unwrap_or_else(|| panic!("nothing is called “{label}”"));
    found.click();
    harness.run();
}

/// The one thing said that holds these words.
fn said(harness: &Harness<'_, Desk>, words: &str) -> String {
    let all = everything_said(harness);
    all.iter().find(|said| said.contains(words)).unwrap_or_else(|| panic!("nobody says “{words}”: {all:#?}")).clone()
}

#[test]
fn in_rate_nobody_sees_anything_of_it() {
    for acting in [None, Some("Ines Duarte")] {
        let rated = in_phase(sample_session(), Phase::Rate);
        let mut blank = rated.clone();
        blank.ratings = Ratings::default();
        let [with, without] = [rated, blank].map(|session| {
            let acting = acting.map(|name| rater_of(&session, name));
            let desk = Desk { acting, ..Desk::raters(session) };
            everything_said(&window(desk))
        });
        assert_eq!(with, without, "what is shown depends on what was rated");
        assert!(with.iter().any(|said| said.contains("waits until everybody has rated")), "{with:?}");
        assert!(!with.iter().any(|said| said.contains("Agreement") || said.contains("Severity")));
    }
}

#[test]
fn the_facilitator_reads_agreement_contested_scores_and_what_rests_on_one_rater() {
    let harness = window(Desk::raters(handed_in()));
    let agreement = said(&harness, "Agreement: 0.");
    assert!(agreement.contains("Likely 0.") && agreement.contains("The same score 4"), "{agreement}");
    assert!(agreement.contains("within one point 9") && agreement.contains("Too low to rank by"), "{agreement}");
    let contested = said(&harness, "Contested scores: ");
    assert!(contested.contains("differ by two points or more"), "{contested}");
    let resting = said(&harness, "Resting on one rater: ");
    assert!(resting.contains("people’s status would read differently without one manager’s scores"), "{resting}");
    said(&harness, "All six managers are linked through shared people. The weakest link is ");
    said(&harness, "1480 scores given before the reveal");
    assert!(!everything_said(&harness).iter().any(|said| said.contains("harsh") || said.contains("lenient")));
}

/// What was planted in the sample, as its README tells it, read from the screen.
#[test]
fn the_sample_reads_as_it_was_planted() {
    let mut harness = window(Desk::raters(handed_in()));
    let severity =
        |harness: &Harness<'_, Desk>, name: &str| said(harness, &format!("{name}: on the same people, scores"));
    let marcus = severity(&harness, "Marcus Lindqvist");
    assert!(marcus.contains("0.6 lower than the group (0."), "{marcus}");
    let ines = severity(&harness, "Ines Duarte");
    assert!(ines.contains("0.5 higher than the group (0."), "{ines}");
    for plain in ["Dana Whitfield", "Keiko Tanaka", "Oliver Grant", "Ravi Menon"] {
        let words = severity(&harness, plain);
        assert!(
            words.contains("which may be chance") || words.contains("like the group"),
            "the interval holds 0: {words}"
        );
    }
    for (name, chip, sign) in [
        ("Marcus Lindqvist", "Scores about 0.6 lower", "Uses 4 of 5 points: 1 to 4."),
        ("Ines Duarte", "Scores about 0.5 higher", "Skills vary within a person as they do for others."),
        ("Keiko Tanaka", "Scores ", "does one impression colour the rest?"),
        ("Oliver Grant", "Scores ", "as far as the others’ on the same people."),
        ("Ravi Menon", "Scores ", "Own reports are scored about 0.5 higher"),
    ] {
        let dot = said(&harness, &format!("{name}: on the same people"));
        click(&mut harness, &dot);
        said(&harness, chip);
        said(&harness, sign);
        click(&mut harness, &dot);
    }
    let oliver = said(&harness, "Oliver Grant: on the same people");
    click(&mut harness, &oliver);
    said(&harness, "Uses 3 of 5 points: 2 to 4. Scores spread 5");
    said(&harness, "Weakly linked: without Oliver Grant");
}

#[test]
fn a_rater_is_selected_by_keyboard_and_the_panel_says_what_it_rests_on() {
    let mut harness = window(Desk::raters(handed_in()));
    said(&harness, "Signs, not verdicts");
    let dot = said(&harness, "Marcus Lindqvist: on the same people");
    harness.get_by_role_and_label(Role::Button, &dot).focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    said(&harness, "people also rated by others. Likely between 0.");
    said(&harness, "What it would change");
    let change = said(&harness, "would read differently on comparison scores");
    assert!(change.contains("Nothing is adjusted."), "{change}");
    assert!(!harness.state().session.people.iter().any(|person| change.contains(&person.name)), "never who: {change}");
    said(&harness, "By tier");
    let (strategy, market) = (said(&harness, "Strategy: −"), said(&harness, "Market: −"));
    let points = |words: &str| words.rsplit('−').next().and_then(|points| points.parse::<f64>().ok()).expect("points");
    assert!(points(&strategy) > points(&market), "most in strategy: {strategy}, {market}");
}

#[test]
fn a_click_on_somebody_behind_a_figure_leads_to_them() {
    let mut harness = window(Desk::raters(handed_in()));
    let resting = said(&harness, "Resting on one rater: ");
    click(&mut harness, &resting);
    let kwame = said(&harness, "Kwame Osei, ");
    assert!(kwame.contains("without Ines Duarte “"), "{kwame}");
    click(&mut harness, &kwame);
    let wanted = id_of(&harness.state().session, "Kwame Osei");
    let asked = harness.state_mut().asked();
    assert!(asked.iter().any(|action| matches!(action, Action::Go(Screen::Person(person)) if *person == wanted)));
    assert!(!says(&harness, "without Ines Duarte"), "the list closes");
}

#[test]
fn before_the_reveal_only_counts_stand_behind_a_contested_score() {
    let session = handed_in();
    let hidden = "P&L and revenue drivers 1 to 4";
    let amara = id_of(&session, "Amara Okafor");
    assert!(!session.is_revealed(&amara));
    let mut harness = window(Desk::raters(session));
    let card = said(&harness, "Contested scores: ");
    click(&mut harness, &card);
    let row = said(&harness, "Amara Okafor, ");
    assert!(row.contains("contested skills") && row.contains("not revealed"), "{row}");
    assert!(!says(&harness, hidden));
    click(&mut harness, "Close");
    harness.state_mut().edit(vec![Edit::Reveal { person: amara }]);
    harness.run();
    let card = said(&harness, "Contested scores: ");
    click(&mut harness, &card);
    assert!(said(&harness, "Amara Okafor, ").contains(hidden));
}

#[test]
fn the_cells_furthest_from_the_others_show_for_revealed_people_alone() {
    let session = handed_in();
    let revealed: Vec<String> = session.decisions.revealed.keys().map(|person| session.name(person)).collect();
    let mut harness = window(Desk::raters(session));
    let dot = said(&harness, "Marcus Lindqvist: on the same people");
    click(&mut harness, &dot);
    let far: Vec<String> = everything_said(&harness)
        .into_iter()
        .filter(|said| said.contains(" against ") && said.contains(" by others"))
        .collect();
    assert!(far.iter().all(|cell| revealed.iter().any(|name| cell.starts_with(name.as_str()))), "{far:?}");
    let amara = id_of(&harness.state().session, "Amara Okafor");
    harness.state_mut().edit(vec![Edit::Reveal { person: amara }]);
    harness.run();
    said(&harness, "Amara Okafor · P&L and revenue drivers, 1 against 3.0 by others");
}

#[test]
fn the_room_reads_no_raters_name_and_nothing_that_leads_to_one() {
    let mut harness = window(Desk::raters(handed_in()));
    click(&mut harness, "For the room, unnamed");
    said(&harness, "One manager scored 1: ");
    said(&harness, "On the same people, scores");
    let all = everything_said(&harness);
    for name in RATERS.iter().flat_map(|name| name.split(' ')) {
        assert!(!all.iter().any(|said| said.contains(name)), "{name} is named to the room");
    }
    for person in harness.state().session.people.iter() {
        assert!(!all.iter().any(|said| said.contains(&person.name)), "{} is named to the room", person.name);
    }
    let figures = ["Agreement: ", "Contested scores: ", "Resting on one rater: "].map(|words| said(&harness, words));
    for figure in figures {
        click(&mut harness, &figure);
        harness.get_by_label("For the room, unnamed");
        assert!(harness.query_by_label("Close").is_none(), "{figure} leads somewhere");
    }
}

/// What the charts in front of the room say, in their order on the screen.
fn in_the_room(session: Session) -> Vec<String> {
    let mut harness = window(Desk::raters(session));
    click(&mut harness, "For the room, unnamed");
    let found = harness.query_all_by(|node| {
        let label = node.label().unwrap_or_default();
        node.role() == Role::Image && label.starts_with("One manager scored ")
    });
    let mut groups: Vec<(i64, i64, String)> = found
        .map(|node| {
            let corner = node.rect().min;
            (corner.y as i64, corner.x as i64, node.accesskit_node().label().unwrap_or_default())
        })
        .collect();
    groups.sort();
    groups.into_iter().map(|(_, _, words)| words).collect()
}

fn with_salt(mut session: Session, salt: &str) -> Session {
    let mut about = (*session.about).clone();
    about.salt = salt.into();
    session.about = Arc::new(about);
    session
}

/// The order of the groups in front of the room depends on the session's own salt, and on nothing that is known of a
/// rater: neither on names, nor on the order of the panel, nor on what is changed later.
#[test]
fn the_order_in_the_room_tells_nobody_apart() {
    let session = handed_in();
    let orders = ["a", "b", "c", "d"].map(|salt| in_the_room(with_salt(session.clone(), salt)));
    let sorted = orders.clone().map(|mut order| {
        order.sort();
        order
    });
    assert!(sorted.iter().all(|order| *order == sorted[0] && order.len() == RATERS.len()), "{sorted:?}");
    assert!(orders.iter().any(|order| *order != orders[0]), "the order is the same for every salt: {orders:?}");
    // Other names in the other order leave everybody in their place.
    let mut renamed = session.clone();
    let names: Vec<String> = session.panel.iter().map(|rater| rater.name.clone()).rev().collect();
    let panel = session.panel.iter().zip(names).map(|(rater, name)| Rater { name, ..(**rater).clone() });
    renamed.panel = Arc::new(Panel::new(panel.collect::<Vec<_>>()));
    assert_eq!(in_the_room(renamed), in_the_room(session.clone()));
    // A later revision in which one rater's scores are others changes what is said of one group, where it stood.
    let mut later = in_phase(sample_session(), Phase::Calibrate);
    let (rater, person) = (rater_of(&later, "Ravi Menon"), id_of(&later, "Ivo Lukács"));
    let skills = later.rubric.skills.iter().take(5);
    let cells = skills.map(|skill| (person.clone(), skill.id.clone(), None, Some(Mark::Score(2)))).collect();
    change(&mut later, vec![Edit::SetScores { rater, round: Round::Blind, cells }]);
    let later = all_submitted(later);
    let (before, after) = (in_the_room(session), in_the_room(later));
    let differ = before.iter().zip(&after).filter(|(before, after)| before != after).count();
    assert_eq!(differ, 1, "{before:?} {after:?}");
}

/// Whom the facilitator looked at is not marked in front of the room.
#[test]
fn the_room_does_not_see_who_was_selected() {
    let pictured = |selects: bool| {
        let mut harness = window(Desk::raters(handed_in()));
        if selects {
            let marcus = said(&harness, "Marcus Lindqvist: on the same people");
            click(&mut harness, &marcus);
        }
        click(&mut harness, "For the room, unnamed");
        harness.hover_at(egui::pos2(4.0, 4.0));
        harness.run();
        let shapes = &harness.output().shapes;
        shapes.iter().map(|shape| format!("{:?}", shape.shape)).collect::<Vec<_>>()
    };
    assert_eq!(pictured(true), pictured(false));
}

#[test]
fn with_two_managers_the_room_is_shown_nothing_of_either() {
    let mut harness = window(Desk::raters(calibrated(20, 2)));
    click(&mut harness, "For the room, unnamed");
    said(&harness, "With fewer than three managers everybody can tell who is who");
    assert!(!says(&harness, "One manager"));
}

#[test]
fn a_raters_own_picture_holds_nobody_elses_name() {
    let harness = window(seated("Marcus Lindqvist"));
    said(&harness, "Your own ruler");
    said(&harness, "Scores about 0.6 lower");
    said(&harness, "You: likely between 0.");
    let all = everything_said(&harness);
    let others = RATERS.iter().filter(|name| **name != "Marcus Lindqvist");
    for name in others.flat_map(|name| name.split(' ')) {
        assert!(!all.iter().any(|said| said.contains(name)), "{name} is named to Marcus");
    }
    for person in harness.state().session.people.iter() {
        assert!(!all.iter().any(|said| said.contains(&person.name)), "{} is named", person.name);
    }
    for words in ["Agreement", "Contested", "For the room", "Who can be compared"] {
        assert!(!all.iter().any(|said| said.contains(words)), "{words} is for whoever runs the meeting");
    }
}

#[test]
fn a_rater_who_has_not_handed_in_waits_for_their_picture() {
    let session = in_phase(sample_session(), Phase::Calibrate);
    let acting = Some(rater_of(&session, "Dana Whitfield"));
    let mut harness = window(Desk { acting, ..Desk::raters(session) });
    said(&harness, "Dana Whitfield, your picture comes when you have submitted");
    assert!(!says(&harness, "Severity"));
    click(&mut harness, "Go to Rate");
    let asked = harness.state_mut().asked();
    assert!(asked.iter().any(|action| matches!(action, Action::Command(Command::GoRate))));
}

/// A made-up session in Calibrate, everybody rated by everybody.
fn calibrated(people: usize, raters: usize) -> Session {
    all_submitted(in_phase(rated_session(people, raters, 6), Phase::Calibrate))
}

/// A session in which each rater rated only the people for whom `rates` says so.
fn partly(people: usize, raters: usize, rates: impl Fn(usize, usize) -> bool) -> Session {
    let mut session = rated_session(people, raters, 6);
    let mut edits = Vec::new();
    for (number, rater) in session.panel.iter().map(|rater| rater.id.clone()).enumerate() {
        let mut cells = Vec::new();
        let left_out = session.people.iter().enumerate().filter(|(place, _)| !rates(number, *place));
        for (_, person) in left_out {
            for skill in &session.rubric.skills {
                let before = session.mark(&rater, &person.id, &skill.id, Round::Blind);
                cells.push((person.id.clone(), skill.id.clone(), before, None::<Mark>));
            }
        }
        edits.push(Edit::SetScores { rater, round: Round::Blind, cells });
    }
    change(&mut session, edits);
    all_submitted(in_phase(session, Phase::Calibrate))
}

#[test]
fn groups_that_share_nobody_are_not_compared_and_it_says_so() {
    let harness = window(Desk::raters(partly(24, 4, |rater, person| (rater < 2) == (person < 12))));
    said(&harness, "Not compared: Rater 1 and Rater 2 share nobody with Rater 3 and Rater 4.");
    said(&harness, "Have one person rated by a manager of each to link them.");
    assert!(!everything_said(&harness).iter().any(|said| said.contains("than the group")), "somebody is compared");
}

#[test]
fn an_empty_session_one_rater_and_raters_without_shared_people_say_what_to_do() {
    let mut harness = window(Desk::raters(calibrated(0, 0)));
    said(&harness, "Nobody is here yet");
    click(&mut harness, "Go to Team");
    assert!(harness.state_mut().asked().iter().any(|action| matches!(action, Action::Command(Command::GoTeam))));
    let harness = window(Desk::raters(partly(8, 3, |_, _| false)));
    said(&harness, "Nobody has scored yet");
    let harness = window(Desk::raters(calibrated(8, 1)));
    said(&harness, "One manager has scored. A second one on the same people");
    said(&harness, "there is nobody to compare with");
    let mut harness = window(Desk::raters(partly(8, 2, |rater, person| rater == person % 2)));
    said(&harness, "No two managers have scored the same person.");
    click(&mut harness, "Plan who rates whom");
    assert!(harness.state_mut().asked().iter().any(|action| matches!(action, Action::Command(Command::GoTeam))));
}

#[test]
fn under_ten_people_rated_twice_there_are_shares_and_no_overall_figure() {
    let harness = window(Desk::raters(calibrated(9, 3)));
    let agreement = said(&harness, "Agreement: ");
    assert!(
        agreement.contains(" %. The same score") && agreement.contains("too few for one overall figure"),
        "{agreement}"
    );
    let harness = window(Desk::raters(calibrated(10, 3)));
    assert!(said(&harness, "Agreement: ").contains("Likely "));
}

#[test]
fn while_figures_are_worked_out_the_last_ones_stay_and_say_so() {
    let mut desk = Desk::raters(handed_in());
    desk.figures.worker = Worker::by_hand();
    let mut harness = window(desk);
    said(&harness, "Working out how the panel rates…");
    harness.state().figures.worker.work_off();
    harness.run();
    let before = said(&harness, "Marcus Lindqvist: on the same people");
    assert!(!says(&harness, "updating…"));
    harness.state_mut().revision += 1;
    harness.run();
    assert_eq!(said(&harness, "Marcus Lindqvist: on the same people"), before);
    harness.get_by_label("updating…");
    harness.state().figures.worker.work_off();
    harness.run();
    assert!(!says(&harness, "updating…"));
}

#[test]
fn forty_raters_long_names_and_small_windows_fit() {
    let mut session = partly(40, 40, |rater, person| (person + 40 - rater) % 40 < 3);
    let panel = session
        .panel
        .iter()
        .map(|rater| Rater { name: format!("{} {}", rater.name, "x".repeat(400)), ..(**rater).clone() });
    session.panel = Arc::new(Panel::new(panel.collect::<Vec<_>>()));
    for (width, height) in [(1440.0, 900.0), (1280.0, 720.0), (906.0, 553.0)] {
        let harness = sized(Desk::raters(session.clone()), width, height);
        assert!(says(&harness, "Severity") && says(&harness, "Who can be compared"));
    }
}

#[test]
fn comparison_scores_come_on_request_with_interval_and_raw_score() {
    let mut harness = window(Desk::person(handed_in(), "Amara Okafor"));
    assert!(!says(&harness, "Comparison scores"));
    let before = harness.state().session.clone();
    harness.state().figures.compare(true);
    harness.run();
    said(&harness, "A view: nothing is adjusted");
    let strategy = said(&harness, ", likely ");
    assert!(strategy.contains("(raw "), "{strategy}");
    said(&harness, "cannot be told apart");
    assert_eq!(harness.state().session, before, "nothing is written");
    // A rater at the laptop has no such view, whatever was asked for.
    let amara = id_of(&harness.state().session, "Amara Okafor");
    harness.state_mut().edit(vec![Edit::Reveal { person: amara }]);
    let marcus: RaterId = rater_of(&harness.state().session, "Marcus Lindqvist");
    harness.state_mut().acting = Some(marcus);
    harness.run();
    assert!(!says(&harness, "Comparison scores"));
}

#[test]
fn the_pyramid_says_that_comparison_scores_are_on_and_how_to_be_rid_of_them() {
    let desk = Desk::pyramid(handed_in());
    desk.figures.compare(true);
    let mut harness = window(desk);
    said(&harness, "Comparison scores stand beside the raw ones: a view for you.");
    click(&mut harness, "Raw scores only");
    assert!(harness.state_mut().asked().iter().any(|action| matches!(action, Action::Command(Command::Comparison))));
}

fn closed() -> Harness<'static, Desk> {
    let mut harness = window(Desk::raters(in_phase(handed_in(), Phase::Close)));
    click(&mut harness, "Group checks");
    harness
}

fn choose(harness: &mut Harness<'_, Desk>, choice: &str) {
    harness.get_by_role_and_label(Role::ComboBox, "Check by").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, choice).click();
    harness.run();
}

#[test]
fn group_checks_come_after_the_meeting_and_only_on_request() {
    let harness = window(Desk::raters(handed_in()));
    assert!(harness.query_by_label("Group checks").is_none());
    let mut harness = closed();
    said(&harness, "no legal advice");
    said(&harness, "never a reason to change one person’s placement");
    said(&harness, "Nothing is checked until you choose");
    choose(&mut harness, "Time in the company");
    said(&harness, "Nobody is placed yet");
    assert!(!says(&harness, "Nothing is checked until you choose"));
}

#[test]
fn groups_under_five_are_hidden_in_a_check() {
    let mut harness = closed();
    choose(&mut harness, "Team");
    let session = &harness.state().session;
    let mut sizes = std::collections::BTreeMap::new();
    for person in session.people.iter() {
        *sizes.entry(person.team.clone()).or_insert(0) += 1;
    }
    said(&harness, "hidden");
    for (team, size) in sizes {
        assert_eq!(harness.query_all_by_label(&team).count() > 0, size >= 5, "{team}: {size}");
    }
}
