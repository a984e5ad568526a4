//! The Log and Close screens, and the warm-up, as somebody uses them: by what they say and by clicks.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::figures::Figures;
use plumbline::app::screens::{close::CloseScreen, log::LogScreen, rate::RateScreen};
use plumbline::app::theme::{self, ThemeChoice};
use plumbline::app::view::{Action, ReportKind, Screen, View};
use plumbline::edit::{Actor, Change, Edit, Gesture, History, MeetingEdit};
use plumbline::insight::Readings;
use plumbline::model::{Agreed, Outcome, PersonId, Phase, Place, Placement, RaterId, Session};
use plumbline::testing::START;
use plumbline::workspace::warm_up_cases;

use super::desk::{everything_said, id_of, rater_of, sample_session, says};

enum Shown {
    Log(LogScreen),
    Close(CloseScreen),
    Rate(Box<RateScreen>),
}

/// A session at work: what a screen asks for is done, as the window does it.
struct Desk {
    session: Session,
    history: History,
    readings: Readings,
    figures: Figures,
    revision: u64,
    acting: Option<RaterId>,
    asked: Vec<Action>,
    shown: Shown,
}

impl Desk {
    fn new(session: Session, shown: Shown) -> Self {
        let readings = Readings::new(&session);
        Self {
            session,
            history: History::default(),
            readings,
            figures: Figures::default(),
            revision: 0,
            acting: None,
            asked: Vec::new(),
            shown,
        }
    }

    fn apply(&mut self, change: Change) {
        let id = format!("step-{}", self.revision);
        let step = change.at(id.as_str().into(), START);
        let touched = step.apply(&mut self.session).expect("the step fits");
        self.history.record(step);
        self.readings.update(&self.session, &touched);
        self.revision += 1;
    }

    fn decide(&mut self, gesture: Gesture, edits: Vec<Edit>) {
        self.apply(Change::new(Actor::Facilitator, gesture, edits));
    }

    fn show(&mut self, ui: &mut egui::Ui) {
        let number = self.revision;
        let new_id = || format!("new-{number}");
        let mut actions = Vec::new();
        let view = View {
            session: &self.session,
            readings: &self.readings,
            figures: &self.figures,
            acting: self.acting.as_ref(),
            revision: self.revision,
            read_only: None,
            now: START,
            new_id: &new_id,
        };
        match &mut self.shown {
            Shown::Log(screen) => screen.show(ui, &view, &self.history, &mut actions),
            Shown::Close(screen) => screen.show(ui, &view, &self.history, &mut actions),
            Shown::Rate(screen) => screen.show(ui, &view, &mut actions),
        }
        for action in actions {
            match action {
                Action::Change(change) => self.apply(change),
                Action::SitDown(rater) => self.acting = rater,
                other => self.asked.push(other),
            }
        }
    }
}

fn window<'a>(desk: Desk) -> Harness<'a, Desk> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1440.0, 900.0))
        .with_context_setup(|context| theme::install(context, ThemeChoice::Light, 1.0))
        .build_ui_state(|ui, desk: &mut Desk| desk.show(ui), desk);
    harness.run_steps(4);
    harness
}

fn click(harness: &mut Harness<'_, Desk>, role: Role, label: &str) {
    if role == Role::ListBoxOption {
        // A long list scrolls.
        harness.query_all_by_role_and_label(role, label).for_each(|option| option.scroll_to_me());
        harness.run_steps(4);
    }
    let found = harness.query_all_by_role_and_label(role, label).next();
    found.unwrap_or_else(|| panic!("there is no “{label}” in {:?}", everything_said(harness))).click();
    harness.run_steps(4);
}

fn type_into(harness: &mut Harness<'_, Desk>, label: &str, words: &str) {
    let field = harness
        .query_all_by_label(label)
        .find(|node| matches!(node.accesskit_node().role(), Role::TextInput | Role::MultilineTextInput));
    let field = field.unwrap_or_else(|| panic!("there is no field “{label}” in {:?}", everything_said(harness)));
    field.focus();
    harness.run_steps(2);
    harness
        .query_all_by_label(label)
        .find(|node| matches!(node.accesskit_node().role(), Role::TextInput | Role::MultilineTextInput))
        .expect("it is still there")
        .type_text(words);
    harness.run_steps(3);
}

fn placement(place: Place, reason: &str) -> Placement {
    Placement { place, reason: reason.into(), ..Placement::default() }
}

fn place(desk: &mut Desk, person: &PersonId, to: Place, reason: &str) {
    let before = desk.session.decisions.placements.get(person).cloned().map(Box::new);
    let after = Some(Box::new(placement(to, reason)));
    desk.decide(Gesture::Place, vec![Edit::SetPlacement { person: person.clone(), before, after }]);
}

fn closed(mut desk: Desk) -> Desk {
    let before = desk.session.about.phase;
    desk.decide(Gesture::Phase, vec![Edit::SetPhase { before, after: Phase::Close }]);
    desk
}

const AMARA: &str = "Amara Okafor";

#[test]
fn the_log_says_who_what_from_to_and_why_and_filters_by_person_and_kind() {
    let mut desk = Desk::new(sample_session(), Shown::Log(LogScreen::default()));
    let (amara, other) = (id_of(&desk.session, AMARA), id_of(&desk.session, "Jamal Carter"));
    place(&mut desk, &amara, Place::Nearly, "One gate is open.");
    place(&mut desk, &other, Place::Growing, "");
    let mut harness = window(desk);
    assert!(says(&harness, "Facilitator: Placement, Amara Okafor: from Undecided to Nearly. One gate is open."));
    assert!(says(&harness, "two changes"));
    click(&mut harness, Role::ComboBox, "Person");
    click(&mut harness, Role::ListBoxOption, "Jamal Carter");
    assert!(says(&harness, "Jamal Carter: from Undecided to Growing in level"));
    let left: Vec<String> =
        everything_said(&harness).into_iter().filter(|words| words.contains("One gate is open.")).collect();
    assert_eq!(left, Vec::<String>::new());
    click(&mut harness, Role::Button, "Show all");
    click(&mut harness, Role::ComboBox, "Kind of change");
    click(&mut harness, Role::ListBoxOption, "Scores");
    assert!(says(&harness, "Nothing fits"));
}

#[test]
fn a_long_log_lays_out_only_the_lines_that_are_seen() {
    let mut desk = Desk::new(sample_session(), Shown::Log(LogScreen::default()));
    let amara = id_of(&desk.session, AMARA);
    for number in 0..400 {
        let to = if number % 2 == 0 { Place::Nearly } else { Place::Growing };
        place(&mut desk, &amara, to, &format!("Reason {number}."));
    }
    let harness = window(desk);
    let rows = harness.query_all_by_role(Role::Row).count();
    assert!((10..60).contains(&rows), "{rows} rows are laid out");
    assert!(says(&harness, "Reason 399.") && !says(&harness, "Reason 3."));
}

#[test]
fn the_minutes_are_asked_for_in_the_log() {
    let mut harness = window(Desk::new(sample_session(), Shown::Log(LogScreen::default())));
    click(&mut harness, Role::Button, "Minutes…");
    assert!(matches!(harness.state().asked[..], [Action::Report(ReportKind::Minutes)]));
}

#[test]
fn what_is_open_comes_first_and_leads_to_the_person() {
    let mut desk = Desk::new(sample_session(), Shown::Close(CloseScreen::default()));
    let amara = id_of(&desk.session, AMARA);
    place(&mut desk, &amara, Place::Parked, "Dana is away.");
    let mut harness = window(desk);
    assert!(says(&harness, "Contested without a decision") && says(&harness, "Parked without an owner and a date."));
    click(&mut harness, Role::Button, AMARA);
    let asked = &harness.state().asked;
    assert!(asked.iter().any(|action| matches!(action, Action::Go(Screen::Person(person)) if *person == amara)));
    click(&mut harness, Role::Button, "Lock the session…");
    assert!(matches!(harness.state().asked.last(), Some(Action::GoToPhase(Phase::Close))));
}

#[test]
fn nothing_of_closing_is_shown_while_raters_rate_alone() {
    let mut desk = Desk::new(sample_session(), Shown::Close(CloseScreen::default()));
    let before = desk.session.about.phase;
    desk.decide(Gesture::Phase, vec![Edit::SetPhase { before, after: Phase::Rate }]);
    let harness = window(desk);
    assert!(says(&harness, "Closing waits until everybody has rated") && !says(&harness, "Contested"));
}

#[test]
fn a_closed_session_takes_an_amendment_with_who_and_why() {
    let desk = closed(Desk::new(sample_session(), Shown::Close(CloseScreen::default())));
    let amara = id_of(&desk.session, AMARA);
    let mut harness = window(desk);
    assert!(says(&harness, "Back to Calibrate…"));
    click(&mut harness, Role::Tab, "Amendments and appeals");
    click(&mut harness, Role::Button, "Amend a decision…");
    click(&mut harness, Role::ComboBox, "Person");
    click(&mut harness, Role::ListBoxOption, AMARA);
    let nearly = harness.query_all_by_label("Nearly").next().expect("it can be chosen");
    nearly.click();
    harness.run_steps(3);
    type_into(&mut harness, "Decided by", "Greta Holm");
    type_into(&mut harness, "Why", "The launch was left out.");
    click(&mut harness, Role::Button, "Amend");
    let session = &harness.state().session;
    assert_eq!(session.decisions.placements.get(&amara).map(|placement| placement.place), Some(Place::Nearly));
    let amendment = session.meeting.amendments.values().next().expect("it was recorded");
    assert_eq!((amendment.by.as_str(), amendment.why.as_str()), ("Greta Holm", "The launch was left out."));
    assert!(says(&harness, "The launch was left out."));
}

#[test]
fn an_appeal_has_a_reviewer_from_outside_and_an_outcome() {
    let mut harness = window(closed(Desk::new(sample_session(), Shown::Close(CloseScreen::default()))));
    click(&mut harness, Role::Tab, "Amendments and appeals");
    click(&mut harness, Role::Button, "Record an appeal…");
    click(&mut harness, Role::ComboBox, "Person");
    click(&mut harness, Role::ListBoxOption, AMARA);
    type_into(&mut harness, "What it says", "The launch was left out.");
    type_into(&mut harness, "Reviewer", "Dana Whitfield");
    assert!(says(&harness, "Dana Whitfield sat on the panel; name somebody from outside it."));
    type_into(&mut harness, "Reviewer", " Senior");
    click(&mut harness, Role::Button, "Record");
    assert!(says(&harness, "Reviewer: Dana Whitfield Senior."));
    assert!(says(&harness, "Amendments and appeals (1 open)"));
    click(&mut harness, Role::Button, "Outcome…");
    let stands = harness.query_all_by_label("The decision stands").next().expect("it can be chosen");
    stands.click();
    harness.run_steps(3);
    type_into(&mut harness, "Why", "It was counted.");
    click(&mut harness, Role::Button, "Record");
    assert!(says(&harness, "The decision stands") && !says(&harness, "(1 open)"));
}

/// Somebody managed from the panel, with a score that the panel changed.
fn changed_score() -> (Desk, PersonId) {
    let mut desk = Desk::new(sample_session(), Shown::Close(CloseScreen::default()));
    let amara = id_of(&desk.session, AMARA);
    let dana = rater_of(&desk.session, "Dana Whitfield");
    let skill = desk.session.rubric.skills.iter().map(|skill| skill.id.clone()).find(|skill| {
        desk.session.last_mark(&dana, &amara, skill).and_then(|mark| mark.score()).is_some_and(|score| score > 1)
    });
    let after = Some(Agreed { outcome: Outcome::Score(1), reason: "Marcus saw no launch of theirs.".into() });
    let skill = skill.expect("Dana rated Amara");
    desk.decide(Gesture::Agree, vec![Edit::SetAgreed { person: amara.clone(), skill, before: None, after }]);
    (desk, amara)
}

#[test]
fn talking_points_say_what_the_panel_changed_and_no_raw_reason_leaves() {
    let (desk, amara) = changed_score();
    let mut harness = window(desk);
    click(&mut harness, Role::Tab, "Follow-up");
    click(&mut harness, Role::ComboBox, "Manager");
    click(&mut harness, Role::ListBoxOption, "Dana Whitfield");
    click(&mut harness, Role::ComboBox, "Report");
    click(&mut harness, Role::ListBoxOption, AMARA);
    assert!(says(&harness, "the panel agreed on 1, because [say why, in your own words]."));
    assert!(says(&harness, "Marcus saw no launch of theirs."), "the reason stands beside, for whoever words it");
    assert!(says(&harness, "It still says “[say why, in your own words]”."));
    type_into(&mut harness, "Talking points, a line each", " Marcus saw no launch of theirs.");
    assert!(says(&harness, "stands there word for word"));
    click(&mut harness, Role::Button, "Keep these words");
    let kept = harness.state().session.meeting.follow_up.get(&amara).and_then(|words| words.talking_points.clone());
    assert!(kept.is_some_and(|kept| kept.contains("Marcus saw no launch of theirs.")));
}

#[test]
fn everybody_rates_the_warm_up_first_and_it_is_compared_without_names() {
    let mut session = sample_session();
    Arc::make_mut(&mut session.about).phase = Phase::Rate;
    for rater in session.raters().iter().map(|rater| rater.id.clone()).collect::<Vec<_>>() {
        let mut after = (**session.panel.get(&rater).expect("they are there")).clone();
        let before = session.panel.get(&rater).cloned();
        after.submitted = None;
        let edit = Edit::PutRater { id: rater, before, after: Some(Arc::new(after)) };
        super::desk::change(&mut session, vec![edit]);
    }
    let mut desk = Desk::new(session, Shown::Rate(Box::default()));
    let cases = warm_up_cases(&desk.session.rubric);
    desk.decide(Gesture::WarmUp, vec![MeetingEdit::SetWarmUpCases { before: Vec::new(), after: cases.clone() }.into()]);
    let raters: Vec<RaterId> = desk.session.raters().iter().map(|rater| rater.id.clone()).collect();
    for (number, rater) in raters.iter().enumerate().skip(1) {
        let cells = cases.iter().flat_map(|case| {
            case.skills.iter().map(move |skill| (case.id.clone(), skill.clone(), None, Some(2 + (number % 3) as u8)))
        });
        let edit = MeetingEdit::SetWarmUpScores { rater: rater.clone(), cells: cells.collect() };
        desk.decide(Gesture::WarmUp, vec![edit.into()]);
    }
    desk.acting = Some(raters[0].clone());
    let before = (desk.session.people.clone(), desk.session.ratings.clone());
    let mut harness = window(desk);
    assert!(says(&harness, "Robin Ashdown") && says(&harness, "Does not exist") && !says(&harness, AMARA));
    for case in &cases {
        for skill in &case.skills {
            let name = harness.state().session.rubric.skill(skill).expect("it is there").name.clone();
            let group = format!("{}: {name}", case.name);
            let group = harness.query_all_by_label(group.as_str()).next().expect("it can be rated");
            group.query_all_by_label("5").next().expect("there is a five").scroll_to_me();
            harness.run_steps(4);
            let group = format!("{}: {name}", case.name);
            let group = harness.query_all_by_label(group.as_str()).next().expect("it can be rated");
            group.query_all_by_label("5").next().expect("there is a five").click();
            harness.run_steps(2);
        }
    }
    let left: Vec<String> =
        everything_said(&harness).into_iter().filter(|words| words.contains("Robin Ashdown")).collect();
    assert_eq!(left, Vec::<String>::new(), "the real grid follows");
    assert_eq!((harness.state().session.people.clone(), harness.state().session.ratings.clone()), before);
    harness.state_mut().acting = None;
    harness.run_steps(3);
    click(&mut harness, Role::Button, "See how standards differ");
    assert!(says(&harness, "gave 5") && says(&harness, "How standards differ"));
    let names: Vec<String> = harness.state().session.panel.iter().map(|rater| rater.name.clone()).collect();
    let words = everything_said(&harness);
    let named = names.iter().find(|name| words.iter().any(|said| said.contains(name.as_str())));
    assert_eq!(named, None, "a rater is named in the comparison");
}
