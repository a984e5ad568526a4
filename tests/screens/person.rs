//! The Person screen: what waits, what opens with the reveal and to whom, and the way around.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use plumbline::app::command::Command;
use plumbline::app::view::{Action, Screen};
use plumbline::edit::{Actor, Change, Edit};
use plumbline::model::{Closeness, Outcome, Phase, Place, Ratings, ScalePoint};

use super::desk::{Desk, everything_said, id_of, in_phase, rater_of, sample_session, says, sized, tall, window, write};

const AMARA: &str = "Amara Okafor";

fn revealed(name: &str) -> Desk {
    let mut desk = Desk::person(sample_session(), name);
    let person = id_of(&desk.session, name);
    desk.edit(vec![Edit::Reveal { person }]);
    desk
}

fn click(harness: &mut Harness<'_, Desk>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

#[test]
fn before_calibrate_only_the_name_and_why_it_waits_are_shown() {
    let rated = in_phase(sample_session(), Phase::Rate);
    let mut blank = rated.clone();
    blank.ratings = Ratings::default();
    let (with, without) = (window(Desk::person(rated, AMARA)), window(Desk::person(blank, AMARA)));
    assert_eq!(everything_said(&with), everything_said(&without), "what is shown depends on what was rated");
    with.get_by_label("This person's pyramid waits until everybody has rated");
    assert!(!says(&with, "Strategy") && !says(&with, "P&L"));
}

#[test]
fn the_pyramid_is_said_tier_by_tier_against_either_levels_bars() {
    let mut harness = window(Desk::person(sample_session(), AMARA));
    assert!(says(&harness, "Director · Platform · reports to Dana Whitfield · target VP · rated by 5"));
    let image = "Strategy: 4.0 of 3.0 · next level, home tier";
    assert!(says(&harness, image), "{:?}", everything_said(&harness));
    assert!(says(&harness, "Nearly ready for VP"));
    click(&mut harness, "Bars of Director");
    assert!(!says(&harness, image) && says(&harness, "Strategy: 4.0 of 2.0"));
}

#[test]
fn every_gate_says_whether_it_is_met_and_why() {
    let harness = window(revealed(AMARA));
    harness.get_by_label("Business head, open");
    harness.get_by_label("Own level held, met");
    assert!(says(&harness, "VP: P&L and revenue drivers 2.6 of 3"), "{:?}", everything_said(&harness));
}

#[test]
fn before_the_reveal_a_gate_says_how_it_stands_and_not_by_which_marks() {
    let harness = tall(Desk::person(sample_session(), AMARA));
    harness.get_by_label("Business head, open");
    assert!(
        says(&harness, "Director: Market 4.2 of 3.5"),
        "tiers stand in the pyramid: {:?}",
        everything_said(&harness)
    );
    for secret in ["2.6 of 3", "P&L and revenue drivers 2.6", "1 to 4", "rooms changed"] {
        assert!(!says(&harness, secret), "“{secret}” shows before the reveal");
    }
    assert!(says(&harness, "What it rests on opens with the reveal."));
}

#[test]
fn marks_notes_and_evidence_open_with_the_reveal_and_not_before() {
    let mut harness = window(Desk::person(sample_session(), AMARA));
    let secrets = ["Could not say what billing costs us.", "Shipped the usage meter", "marks 3", "5 marks", "score "];
    for secret in secrets {
        assert!(!says(&harness, secret), "“{secret}” shows before the reveal");
    }
    let person = id_of(&harness.state().session, AMARA);
    harness.state_mut().edit(vec![Edit::Reveal { person }]);
    harness.run();
    assert!(says(&harness, "5 marks") && says(&harness, "Shipped the usage meter"));
}

#[test]
fn a_skill_opens_with_who_said_what() {
    let mut harness = window(revealed(AMARA));
    assert!(!says(&harness, "Could not say what billing costs us."));
    harness.get_by_label_contains("P&L and revenue drivers, score 2.6").click();
    harness.run();
    assert!(says(&harness, "“Could not say what billing costs us.”"));
    assert!(says(&harness, "own manager") && says(&harness, "3 reads: "));
}

#[test]
fn the_reveal_is_asked_for_and_can_be_declined() {
    let mut harness = window(Desk::person(sample_session(), AMARA));
    click(&mut harness, "Reveal scores…");
    assert!(says(&harness, "This can't be undone."));
    click(&mut harness, "Cancel");
    assert!(harness.state_mut().asked().is_empty());
    click(&mut harness, "Reveal scores…");
    click(&mut harness, "Reveal scores");
    let asked = harness.state_mut().asked();
    let person = id_of(&harness.state().session, AMARA);
    let reveals = |action: &Action| matches!(action, Action::Change(change) if change.edits == [Edit::Reveal { person: person.clone() }]);
    assert!(asked.iter().any(reveals), "{asked:?}");
    harness.state_mut().edit(vec![Edit::Reveal { person: person.clone() }]);
    harness.run();
    assert!(harness.query_by_label("Reveal scores…").is_none(), "once is for good");
}

#[test]
fn a_session_that_is_read_only_reveals_nobody() {
    let mut desk = Desk::person(sample_session(), AMARA);
    desk.read_only = Some("Open on another machine.");
    let mut harness = window(desk);
    click(&mut harness, "Reveal scores…");
    assert!(!says(&harness, "This can't be undone.") && harness.state_mut().asked().is_empty());
}

#[test]
fn a_rater_reads_the_person_from_the_reveal_on() {
    let mut desk = Desk::person(sample_session(), AMARA);
    desk.acting = Some(rater_of(&desk.session, "Dana Whitfield"));
    let rater = desk.session.panel.get(&rater_of(&desk.session, "Ines Duarte")).expect("on the panel").id.clone();
    desk.acting = Some(rater);
    let mut harness = window(desk);
    harness.get_by_label("This person's pyramid opens with the reveal");
    assert!(!says(&harness, "Nearly ready"));
    let person = id_of(&harness.state().session, AMARA);
    harness.state_mut().edit(vec![Edit::Reveal { person }]);
    harness.run();
    assert!(says(&harness, "Nearly ready for VP") && says(&harness, "5 marks"));
    assert!(harness.query_by_label("Reveal scores…").is_none());
}

#[test]
fn a_rater_who_is_set_aside_reads_nothing() {
    let mut desk = revealed("Yusuf Demir");
    let recused =
        desk.session.decisions.recusals.keys().next().map(|(_, rater)| rater.clone()).expect("one is recused");
    desk.acting = Some(recused);
    let harness = window(desk);
    assert!(!says(&harness, "5 marks") && !says(&harness, "Skills"));
    harness.get_by_label("This person's pyramid opens with the reveal");
}

#[test]
fn keys_and_buttons_lead_to_the_next_person_and_back() {
    let mut harness = window(Desk::person(sample_session(), "Celeste Bauer"));
    let next = |harness: &mut Harness<'_, Desk>| {
        harness.state_mut().asked().into_iter().find_map(|action| match action {
            Action::Go(Screen::Person(person)) => Some(person),
            _ => None,
        })
    };
    let gabriel = id_of(&harness.state().session, "Gabriel Herrera");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run();
    assert_eq!(next(&mut harness), Some(gabriel.clone()), "VPs follow the CPO, by name");
    click(&mut harness, "Next person");
    assert_eq!(next(&mut harness), Some(gabriel));
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    click(&mut harness, "Previous person");
    assert_eq!(next(&mut harness), None, "nobody stands before the CPO");
    click(&mut harness, "Back");
    assert!(harness.state_mut().asked().iter().any(|action| matches!(action, Action::Command(Command::Back))));
}

#[test]
fn growth_is_read_against_the_last_cycle() {
    let harness = window(Desk::person(sample_session(), AMARA));
    harness.get_by_label("Since H1 2026");
    assert!(says(&harness, "3.6 to 4.0") && says(&harness, "+0.4"));
}

#[test]
fn somebody_who_left_is_said_to_be_gone() {
    let mut desk = Desk::person(sample_session(), AMARA);
    desk.shown = super::desk::Shown::Person(Default::default(), "nobody".into());
    let mut harness = window(desk);
    harness.get_by_label("This person is not in the session any more");
    click(&mut harness, "Go to Team");
    assert!(harness.state_mut().asked().iter().any(|action| matches!(action, Action::Command(Command::GoTeam))));
}

#[test]
fn three_and_seven_points_and_small_windows_show_the_same() {
    for points in [3_usize, 7] {
        let mut desk = revealed(AMARA);
        let mut rubric = (*desk.session.rubric).clone();
        let point = |number: usize| ScalePoint { name: format!("Point {number}"), meaning: String::new() };
        rubric.scale.points = (1..=points).map(point).collect();
        rubric.skills.iter_mut().for_each(|skill| skill.anchors = vec![String::new(); points]);
        desk.session.rubric = Arc::new(rubric);
        desk.edit(Vec::new());
        let mut harness = sized(desk, 906.0, 553.0);
        assert!(says(&harness, "Nearly ready for VP") && says(&harness, "5 marks"));
        harness.set_size(egui::vec2(1440.0, 900.0));
        harness.run();
        assert!(says(&harness, "Nearly ready for VP") && says(&harness, "5 marks"));
    }
}

/// Who changed what, of the changes that were asked for.
fn edits(changes: &[Change]) -> Vec<&Edit> {
    changes.iter().flat_map(|change| &change.edits).collect()
}

#[test]
fn a_flag_leads_to_the_skill_and_the_evidence_behind_it() {
    let mut harness = tall(revealed(AMARA));
    assert!(says(&harness, "A contested skill decides") && says(&harness, "Already useful in the room above"));
    assert!(!says(&harness, "Could not say what billing costs us."));
    let skill = harness.get_all_by_role_and_label(Role::Button, "P&L and revenue drivers").next();
    skill.expect("the flag leads there").click();
    harness.run();
    assert!(says(&harness, "“Could not say what billing costs us.”"), "its marks are open");
}

#[test]
fn before_the_reveal_nothing_leads_to_evidence() {
    let harness = tall(Desk::person(sample_session(), AMARA));
    assert!(says(&harness, "Already useful in the room above"));
    assert!(!says(&harness, "piece of evidence") && !says(&harness, "pieces of evidence"));
}

#[test]
fn the_facilitator_alone_reads_the_status_without_each_rater() {
    let mut harness = tall(Desk::person(sample_session(), AMARA));
    assert!(says(&harness, "Hinges on P&L and revenue drivers: hear both examples."));
    assert!(!says(&harness, "Without Marcus Lindqvist"));
    click(&mut harness, "Show the raters' names…");
    assert!(says(&harness, "Without Marcus Lindqvist") && says(&harness, "Without Dana Whitfield"));
    let mut desk = revealed(AMARA);
    desk.acting = Some(rater_of(&desk.session, "Ines Duarte"));
    let harness = tall(desk);
    assert!(says(&harness, "Hinges on P&L") && harness.query_by_label("Show the raters' names…").is_none());
}

#[test]
fn growing_in_level_is_placed_at_once_and_anything_else_owes_its_reason() {
    let mut harness = tall(Desk::person(sample_session(), AMARA));
    click(&mut harness, "Growing in level");
    let (changes, _) = harness.state_mut().take_changes();
    let amara = id_of(&harness.state().session, AMARA);
    assert_eq!(changes.len(), 1);
    assert_eq!(harness.state().session.decisions.placements[&amara].place, Place::Growing);
    harness.run();
    assert!(says(&harness, "ratings read nearly"), "the decision departs from what the ratings read");

    click(&mut harness, "Recommend for VP");
    assert!(says(&harness, "subject to role and budget"));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    assert!(says(&harness, "A placement owes its reason, except growing in level."));
    assert!(harness.state_mut().take_changes().0.is_empty(), "nothing is recorded without it");
    harness.get_by_role_and_label(Role::MultilineTextInput, "Why?").type_text("Ran the billing bet.");
    write(&mut harness, Role::TextInput, "Next step", "Own the plan with finance");
    write(&mut harness, Role::TextInput, "By", "31 Mar");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.run();
    let (changes, _) = harness.state_mut().take_changes();
    assert_eq!(changes[0].reason, "Ran the billing bet.");
    let placed = harness.state().session.decisions.placements[&amara].clone();
    assert_eq!((placed.place, placed.reason.as_str()), (Place::Recommend, "Ran the billing bet."));
    let step = placed.next_step.expect("there is a next step");
    assert_eq!(
        (step.text.as_str(), step.owner.as_str(), step.by),
        ("Own the plan with finance", "Dana Whitfield", Some(date(2027, 3, 31))),
        "her manager sees to it until somebody else is named"
    );
    harness.run();
    assert!(says(&harness, "Next step: Own the plan with finance. Dana Whitfield, by 31 Mar 2027."));
}

#[test]
fn somebody_parked_has_an_owner_and_a_day() {
    let mut harness = tall(Desk::person(sample_session(), AMARA));
    click(&mut harness, "Park");
    write(&mut harness, Role::MultilineTextInput, "Why?", "Her manager is away.");
    click(&mut harness, "Record placement");
    assert!(says(&harness, "Write the day like"));
    assert!(harness.state_mut().take_changes().0.is_empty());
    write(&mut harness, Role::TextInput, "Until", "15 Jan");
    click(&mut harness, "Record placement");
    harness.state_mut().take_changes();
    harness.run();
    assert!(says(&harness, "Parked with Dana Whitfield until 15 Jan 2027."));
}

#[test]
fn nobody_but_the_facilitator_places() {
    let mut desk = revealed(AMARA);
    desk.acting = Some(rater_of(&desk.session, "Ines Duarte"));
    let mut harness = tall(desk);
    click(&mut harness, "Growing in level");
    assert!(harness.state_mut().take_changes().0.is_empty());
}

#[test]
fn the_sandbox_says_what_a_score_would_move_and_leaves_the_session_alone_until_it_is_taken() {
    let mut harness = tall(revealed(AMARA));
    let before = harness.state().session.clone();
    click(&mut harness, "What if…");
    assert!(says(&harness, "Nothing is recorded until you take them."));
    let group = harness.get_by_role_and_label(Role::RadioGroup, "P&L and revenue drivers");
    group.get_by_label("3").click();
    harness.run();
    harness.get_by_label("If P&L and revenue drivers were 3");
    assert!(says(&harness, "Ready for VP instead of Nearly ready for VP"), "{:?}", everything_said(&harness));
    assert!(says(&harness, "Business head: met instead of open"));
    assert!(harness.state_mut().take_changes().0.is_empty());
    assert_eq!(harness.state().session, before);

    click(&mut harness, "Take as agreed…");
    click(&mut harness, "Record as agreed");
    assert!(says(&harness, "owes its reason"));
    write(&mut harness, Role::MultilineTextInput, "Why?", "Both examples heard.");
    click(&mut harness, "Record as agreed");
    let (changes, _) = harness.state_mut().take_changes();
    let [Edit::SetAgreed { skill, after: Some(agreed), .. }] = edits(&changes)[..] else { panic!("{changes:?}") };
    assert_eq!((skill.as_str(), agreed.outcome), ("profit-and-loss", Outcome::Score(3)));
    assert_eq!(agreed.reason, "Both examples heard.");
    harness.run();
    assert!(says(&harness, "Ready for VP") && !says(&harness, "What if?"));
}

#[test]
fn the_sandbox_waits_for_the_reveal_as_trying_scores_would_tell_the_cells() {
    let mut harness = tall(Desk::person(sample_session(), AMARA));
    assert!(harness.query_by_label("What if…").is_none());
    harness.key_press(Key::W);
    harness.run();
    assert!(!says(&harness, "Take as agreed…"));
}

#[test]
fn a_closed_session_and_a_rater_take_nothing_from_the_sandbox() {
    let mut closed = revealed(AMARA);
    closed.session = in_phase(closed.session, Phase::Close);
    let mut rater = revealed(AMARA);
    rater.acting = Some(rater_of(&rater.session, "Ines Duarte"));
    for desk in [closed, rater] {
        let mut harness = tall(desk);
        harness.key_press(Key::W);
        harness.run();
        let group = harness.get_by_role_and_label(Role::RadioGroup, "P&L and revenue drivers");
        group.get_by_label("3").click();
        harness.run();
        assert!(says(&harness, "Ready for VP instead of Nearly ready for VP"));
        click(&mut harness, "Take as agreed…");
        assert!(harness.query_by_label("Record as agreed").is_none());
    }
}

#[test]
fn the_facilitator_writes_evidence_down_for_whoever_saw_it() {
    let mut harness = tall(revealed(AMARA));
    harness.key_press(Key::E);
    harness.run();
    assert!(says(&harness, "Evidence about Amara Okafor"));
    write(&mut harness, Role::MultilineTextInput, "What happened", "Settled the price with finance.");
    click(&mut harness, "Save evidence");
    assert!(says(&harness, "Choose who saw it: evidence has an author."));
    harness.get_by_role_and_label(Role::ComboBox, "Seen by").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Keiko Tanaka").click();
    harness.run();
    click(&mut harness, "Save evidence");
    let (changes, _) = harness.state_mut().take_changes();
    let [Edit::PutEvidence { before: None, after: Some(item), .. }] = edits(&changes)[..] else {
        panic!("{changes:?}")
    };
    assert_eq!(item.author, rater_of(&harness.state().session, "Keiko Tanaka"));
    assert_eq!(changes[0].actor, Actor::Facilitator);
    harness.run();
    assert!(says(&harness, "Settled the price with finance."));
}

#[test]
fn evidence_is_changed_and_removed_where_it_may_be_read() {
    let mut harness = tall(revealed("Wei Lin"));
    let count = harness.state().session.evidence.len();
    harness
        .get_all_by(|node| node.label().is_some_and(|label| label.starts_with("Remove: ")))
        .next()
        .expect("one")
        .click();
    harness.run();
    let (changes, others) = harness.state_mut().take_changes();
    assert!(matches!(edits(&changes)[..], [Edit::PutEvidence { after: None, .. }]), "{changes:?}");
    assert!(others.iter().any(|action| matches!(action, Action::Tell(_))));
    assert_eq!(harness.state().session.evidence.len(), count - 1);
    harness.run();
    harness
        .get_all_by(|node| node.label().is_some_and(|label| label.starts_with("Change: ")))
        .next()
        .expect("one")
        .click();
    harness.run();
    assert!(says(&harness, "Change evidence about Wei Lin"));
}

#[test]
fn a_rater_finds_their_own_evidence_traits_and_closeness_before_the_reveal_and_nobody_elses() {
    let mut desk = Desk::person(in_phase(sample_session(), Phase::Rate), AMARA);
    desk.acting = Some(rater_of(&desk.session, "Ravi Menon"));
    let ravi = desk.acting.clone().expect("he sits there");
    let amara = id_of(&desk.session, AMARA);
    let theirs = |own: bool| {
        let items = desk.session.evidence.values().filter(|item| item.person == amara);
        items.filter(|item| (item.author == ravi) == own).map(|item| item.text.clone()).collect::<Vec<_>>()
    };
    let (own, others) = (theirs(true), theirs(false));
    assert!(!own.is_empty() && !others.is_empty());
    let mut harness = tall(desk);
    own.iter().for_each(|text| assert!(says(&harness, text), "“{text}” is their own"));
    others.iter().for_each(|text| assert!(!says(&harness, text), "“{text}” is somebody else's"));
    assert!(says(&harness, "How closely you work with Amara Okafor"));
    harness.get_by_role_and_label(Role::RadioButton, "Daily").click();
    harness.run();
    let (changes, _) = harness.state_mut().take_changes();
    assert!(matches!(edits(&changes)[..], [Edit::SetCloseness { after: Some(Closeness::Daily), .. }]), "{changes:?}");
    assert_eq!(changes[0].actor, Actor::Rater(ravi));
}

#[test]
fn the_panel_agrees_on_a_trait_with_what_it_saw() {
    let mut harness = tall(revealed("Mei-Ling Chen"));
    assert!(says(&harness, "Ready to lead?") && says(&harness, "Yes: Dana Whitfield"));
    let group = harness.get_by_role_and_label(Role::RadioGroup, "Ties across teams, agreed");
    group.get_by_label("The panel agrees").click();
    harness.run();
    write(&mut harness, Role::TextInput, "What the panel saw", "Brought risk and billing together.");
    click(&mut harness, "Record agreement");
    let (changes, _) = harness.state_mut().take_changes();
    let [Edit::SetAgreedTrait { after: Some(agreed), .. }] = edits(&changes)[..] else { panic!("{changes:?}") };
    assert!(agreed.met && agreed.reason == "Brought risk and billing together.");
    harness.run();
    assert!(says(&harness, "Ready for Director"), "it was the only gate that was open");
}

#[test]
fn what_the_evidence_covers_is_said_and_attendance_counts_nothing() {
    let harness = tall(revealed("Ola Brandt"));
    assert!(says(&harness, "What the evidence covers") && says(&harness, "Attendance alone counts nothing."));
    let harness = tall(revealed("Quentin Tremblay"));
    assert!(
        says(&harness, "Not seen: Teams") || says(&harness, "Not seen: Customers"),
        "{:?}",
        everything_said(&harness)
    );
    assert!(says(&harness, "One-sided people sense"));
}

#[test]
fn on_what_raters_differ_and_by_how_much_opens_with_the_reveal() {
    let session = sample_session();
    let amara = id_of(&session, "Amara Okafor");
    let mut harness = window(Desk::person(session, "Amara Okafor"));
    assert!(says(&harness, "Raters differ where it decides. On what, and by how much, opens with the reveal."));
    assert!(!says(&harness, "(2 to 5)") && !says(&harness, "(1 to 4)"));
    harness.state_mut().edit(vec![Edit::Reveal { person: amara }]);
    harness.run();
    assert!(says(&harness, "Executive influence (2 to 5)") && says(&harness, "P&L and revenue drivers (1 to 4)"));
}
