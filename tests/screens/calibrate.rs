//! The meeting as somebody runs it: by keys and by mouse, from the reveal to the next person, and back again by undo.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{By, Queryable as _};
use plumbline::app::command::Command;
use plumbline::app::figures::Figures;
use plumbline::app::screens::calibrate::CalibrateScreen;
use plumbline::app::theme::{self, ThemeChoice};
use plumbline::app::view::{Action, View};
use plumbline::edit::{Actor, Change, Edit, Gesture, Touched};
use plumbline::insight::Readings;
use plumbline::model::{
    Agreed, Mark, Outcome, PersonId, Phase, Place, Placement, RaterId, Round, ScalePoint, Session, SkillId,
};
use plumbline::testing::{self, Clock};
use plumbline::workspace::Document;
use tempfile::TempDir;

use super::desk::{everything_said, id_of, rater_of, says};

const AMARA: &str = "Amara Okafor";
const PROFIT: &str = "profit-and-loss";

/// The screen over a real document: what it asks for is done, as the window does it.
struct Room {
    _folder: TempDir,
    document: Document,
    readings: Readings,
    screen: CalibrateScreen,
    figures: Figures,
    clock: Clock,
    acting: Option<RaterId>,
    read_only: Option<&'static str>,
    /// What was told or warned of.
    told: Vec<String>,
    /// Whatever else was asked for.
    asked: Vec<Action>,
}

impl Room {
    fn of(make: impl FnOnce(plumbline::workspace::Surroundings) -> Document) -> Self {
        let folder = TempDir::new().expect("a folder");
        let (around, clock) = testing::surroundings(folder.path());
        let document = make(around);
        let readings = Readings::new(document.session());
        Self {
            _folder: folder,
            document,
            readings,
            screen: CalibrateScreen::default(),
            figures: Figures::default(),
            clock,
            acting: None,
            read_only: None,
            told: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// The sample, in which everybody has handed in.
    fn sample() -> Self {
        let mut room = Self::of(|around| Document::sample(around).expect("the sample can be read"));
        room.hand_in();
        room
    }

    /// The sample with this person under discussion.
    fn with(name: &str) -> Self {
        let mut room = Self::sample();
        let person = id_of(room.session(), name);
        room.screen.take_up(person);
        room
    }

    fn of_session(session: Session) -> Self {
        let mut room = Self::of(|around| Document::create(session, around));
        room.hand_in();
        room
    }

    fn hand_in(&mut self) {
        let raters: Vec<_> = self.session().panel.iter().cloned().collect();
        for rater in raters.into_iter().filter(|rater| rater.rates && rater.submitted.is_none()) {
            let mut after = (*rater).clone();
            after.submitted = Some(testing::START);
            let edit = Edit::PutRater { id: rater.id.clone(), before: Some(rater), after: Some(after.into()) };
            self.apply(Change::new(Actor::Facilitator, Gesture::Submit, vec![edit]));
        }
        let before = self.session().about.phase;
        if before != Phase::Calibrate {
            let edit = Edit::SetPhase { before, after: Phase::Calibrate };
            self.apply(Change::new(Actor::Facilitator, Gesture::Phase, vec![edit]));
        }
    }

    fn session(&self) -> &Session {
        self.document.session()
    }

    fn apply(&mut self, change: Change) {
        match self.document.apply(change) {
            Ok(touched) => self.keep(&touched),
            Err(refused) => self.told.push(refused.to_string()),
        }
    }

    fn undo(&mut self) -> &'static str {
        let (touched, words) = self.document.undo(&Actor::Facilitator).expect("something to undo");
        self.keep(&touched);
        words
    }

    fn keep(&mut self, touched: &Touched) {
        self.readings.update(self.document.session(), touched);
        self.screen.touched(touched, self.document.revision());
    }

    fn agreed(&self, name: &str, skill: &str) -> Option<Agreed> {
        let cell = (id_of(self.session(), name), SkillId::from(skill));
        self.session().decisions.agreed.get(&cell).cloned()
    }

    fn settled(&self, name: &str) -> usize {
        let person = id_of(self.session(), name);
        self.session().decisions.agreed.keys().filter(|(other, _)| *other == person).count()
    }

    fn placed(&self, name: &str) -> Option<Placement> {
        self.session().decisions.placements.get(&id_of(self.session(), name)).cloned()
    }

    fn discussed(&self) -> String {
        let (person, _) = self.screen.discussed();
        person.map_or_else(String::new, |person| self.session().name(person))
    }

    fn skill(&self) -> String {
        let (_, skill) = self.screen.discussed();
        skill.map_or_else(String::new, |skill| skill.to_string())
    }

    fn show(&mut self, ui: &mut egui::Ui) {
        let new_id = || "new".to_owned();
        let mut actions = Vec::new();
        let view = View {
            session: self.document.session(),
            readings: &self.readings,
            figures: &self.figures,
            acting: self.acting.as_ref(),
            revision: self.document.revision(),
            read_only: self.read_only,
            now: self.clock.now(),
            new_id: &new_id,
        };
        self.screen.show(ui, &view, &mut actions);
        for action in actions {
            match action {
                Action::Change(change) => self.apply(change),
                Action::Tell(words) | Action::Warn(words) => self.told.push(words),
                other => self.asked.push(other),
            }
        }
    }
}

type Window<'a> = Harness<'a, Room>;

fn window<'a>(room: Room) -> Window<'a> {
    sized(room, 1384.0, 853.0)
}

fn sized<'a>(room: Room, width: f32, height: f32) -> Window<'a> {
    let mut window = Harness::builder()
        .with_size(egui::vec2(width, height))
        .with_context_setup(|context| theme::install(context, ThemeChoice::Light, 1.0))
        .build_ui_state(|ui, room: &mut Room| room.show(ui), room);
    settle(&mut window);
    window
}

/// A few frames: what was asked for is done, and what it changed is drawn.
fn settle(window: &mut Window<'_>) {
    window.run_steps(4);
}

/// Long enough for what was typed to rest.
fn rest(window: &mut Window<'_>) {
    window.run_steps(45);
}

fn press(window: &mut Window<'_>, key: Key) {
    window.key_press(key);
    settle(window);
}

fn go_on(window: &mut Window<'_>) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    settle(window);
}

fn write(window: &mut Window<'_>, words: &str) {
    window.event(egui::Event::Text(words.to_owned()));
    settle(window);
}

fn click(window: &mut Window<'_>, label: &str) {
    window.get_by_label(label).click();
    settle(window);
}

fn click_what(window: &mut Window<'_>, meant: impl Fn(&str) -> bool) {
    window.get(By::new().predicate(|node| node.label().is_some_and(|label| meant(&label)))).click();
    settle(window);
}

/// Amara's marks are open.
fn revealed<'a>() -> Window<'a> {
    let mut window = window(Room::with(AMARA));
    press(&mut window, Key::V);
    assert!(window.state().session().is_revealed(&id_of(window.state().session(), AMARA)));
    window
}

#[test]
fn nothing_of_the_cells_shows_before_the_reveal() {
    let window = window(Room::with(AMARA));
    assert!(says(&window, AMARA) && says(&window, "Executive influence"), "what is to be talked about is known");
    for secret in
        ["Could not say what billing costs us.", "Shipped the usage meter", "Marcus Lindqvist 1", "1 to 4", "2.6 of 3"]
    {
        assert!(!says(&window, secret), "“{secret}” shows before the reveal");
    }
    assert!(window.query_by_label("Agreed score").is_none(), "nothing can be agreed");
}

#[test]
fn the_reveal_opens_all_marks_at_once_and_stays_open() {
    let mut window = revealed();
    assert!(says(&window, "Marcus Lindqvist 1") && says(&window, "Dana Whitfield 3, own manager"));
    click_skill(&mut window, "P&L and revenue drivers");
    assert!(says(&window, "“Could not say what billing costs us.”"), "{:?}", everything_said(&window));
    press(&mut window, Key::A);
    assert!(window.state().settled(AMARA) > 5);
    let undone = window.state_mut().undo();
    settle(&mut window);
    assert_eq!((undone, window.state().settled(AMARA)), ("agreeing on scores", 0));
    assert!(says(&window, "Marcus Lindqvist 1"), "a reveal is for good");
}

#[test]
fn who_has_not_handed_in_is_asked_about_before_the_reveal() {
    let mut room = Room::of(|around| Document::sample(around).expect("the sample can be read"));
    let amara = id_of(room.session(), AMARA);
    room.screen.take_up(amara.clone());
    let mut window = window(room);
    press(&mut window, Key::V);
    assert!(says(&window, "This can't be undone.") && !window.state().session().is_revealed(&amara));
    click(&mut window, "Cancel");
    assert!(!window.state().session().is_revealed(&amara));
    press(&mut window, Key::V);
    window.get_all_by_label("Reveal scores").last().expect("the answer").click();
    settle(&mut window);
    assert!(window.state().session().is_revealed(&amara));
}

#[test]
fn the_silent_read_counts_down() {
    let mut window = window(Room::with(AMARA));
    press(&mut window, Key::S);
    assert!(says(&window, "Read in silence") && says(&window, "1:00") || says(&window, "0:59"));
    window.run_steps(120);
    assert!(!says(&window, "1:00"));
    press(&mut window, Key::S);
    assert!(!says(&window, "Read in silence"), "again ends it");
}

#[test]
fn the_first_contested_skill_is_selected_and_arrows_lead_on() {
    let mut window = revealed();
    let first = window.state().skill();
    press(&mut window, Key::ArrowDown);
    let second = window.state().skill();
    assert_ne!(first, second);
    press(&mut window, Key::ArrowUp);
    assert_eq!(window.state().skill(), first);
}

#[test]
fn a_digit_agrees_and_leads_to_the_next_contested_skill() {
    let mut window = revealed();
    assert_eq!(window.state().skill(), "executive-influence");
    press(&mut window, Key::Num4);
    let agreed = window.state().agreed(AMARA, "executive-influence").expect("agreed");
    assert_eq!(agreed.outcome, Outcome::Score(4));
    window.state_mut().undo();
    settle(&mut window);
    assert_eq!(window.state().agreed(AMARA, "executive-influence"), None);
}

#[test]
fn where_a_reason_is_owed_it_is_asked_for_before_going_on() {
    let mut window = revealed();
    click_skill(&mut window, "P&L and revenue drivers");
    press(&mut window, Key::Num4);
    assert_eq!(window.state().skill(), PROFIT, "it stays until the reason is given");
    assert!(says(&window, "Owed here"), "{:?}", everything_said(&window));
    go_on(&mut window);
    assert_eq!(window.state().skill(), PROFIT);
    assert!(says(&window, "A reason is owed here"));
    write(&mut window, "Rebuilt the pricing case 2 times");
    go_on(&mut window);
    let agreed = window.state().agreed(AMARA, PROFIT).expect("agreed");
    assert_eq!((agreed.outcome, agreed.reason.as_str()), (Outcome::Score(4), "Rebuilt the pricing case 2 times"));
    let next = window.state().skill();
    assert_ne!(next, PROFIT, "now it goes on");
    press(&mut window, Key::Num3);
    assert_eq!(window.state().agreed(AMARA, &next).map(|agreed| agreed.outcome), Some(Outcome::Score(3)), "no text");
}

fn click_skill(window: &mut Window<'_>, name: &str) {
    click_what(window, |label| label.starts_with(name) && label.contains("settled"));
}

#[test]
fn what_is_typed_into_a_reason_is_text_and_nothing_else() {
    let mut window = revealed();
    click_skill(&mut window, "P&L and revenue drivers");
    press(&mut window, Key::Num4);
    for (key, text) in [(Key::Num1, "1"), (Key::A, "a"), (Key::G, "g"), (Key::V, "v")] {
        window.key_press(key);
        write(&mut window, text);
    }
    press(&mut window, Key::Enter);
    press(&mut window, Key::Num2);
    write(&mut window, "2");
    rest(&mut window);
    let agreed = window.state().agreed(AMARA, PROFIT).expect("agreed");
    assert_eq!((agreed.outcome, agreed.reason.as_str()), (Outcome::Score(4), "1agv\n2"));
    assert_eq!((window.state().settled(AMARA), window.state().placed(AMARA)), (1, None));
    assert_eq!((window.state().skill().as_str(), window.state().discussed().as_str()), (PROFIT, AMARA));
}

#[test]
fn a_sheet_over_the_screen_has_the_keys() {
    let mut window = revealed();
    window.state_mut().screen.cover(true);
    for key in [Key::A, Key::Num3, Key::G, Key::D] {
        press(&mut window, key);
    }
    assert_eq!((window.state().settled(AMARA), window.state().placed(AMARA)), (0, None));
    window.state_mut().screen.cover(false);
    press(&mut window, Key::G);
    assert!(window.state().placed(AMARA).is_some());
}

#[test]
fn what_is_typed_at_once_after_a_score_is_its_reason() {
    let mut window = revealed();
    click_skill(&mut window, "P&L and revenue drivers");
    window.key_press(Key::Num4);
    window.step();
    // In the very next frame, before anything else could have taken the keyboard.
    window.key_press(Key::R);
    window.event(egui::Event::Text("R".into()));
    window.step();
    rest(&mut window);
    assert_eq!(window.state().placed(AMARA), None);
    assert_eq!(window.state().agreed(AMARA, PROFIT).map(|agreed| agreed.reason), Some("R".into()));
}

#[test]
fn one_key_accepts_what_is_not_contested_and_leaves_what_is() {
    let mut window = revealed();
    let contested = ["executive-influence", PROFIT];
    press(&mut window, Key::A);
    let first = window.state().settled(AMARA);
    press(&mut window, Key::A);
    let both = window.state().settled(AMARA);
    assert!(both > first, "the second time takes those that decide and nobody contests");
    for skill in contested {
        assert_eq!(window.state().agreed(AMARA, skill), None, "{skill}");
    }
    let amara = id_of(window.state().session(), AMARA);
    for ((person, skill), agreed) in &window.state().session().decisions.agreed {
        assert_eq!(*person, amara);
        let Outcome::AsRated(mean) = agreed.outcome else { panic!("{skill}: {:?}", agreed.outcome) };
        let marks = window
            .state()
            .session()
            .raters()
            .into_iter()
            .filter_map(|rater| window.state().session().last_mark(&rater.id, person, skill).and_then(Mark::score));
        let marks: Vec<f64> = marks.map(f64::from).collect();
        assert!((mean - marks.iter().sum::<f64>() / marks.len() as f64).abs() < 1e-9, "{skill}");
    }
    press(&mut window, Key::A);
    assert_eq!(window.state().settled(AMARA), both, "nothing is left to accept");
}

#[test]
fn no_agreement_is_recorded_with_the_views_and_the_marks_go_on_counting() {
    let mut window = revealed();
    click_skill(&mut window, "P&L and revenue drivers");
    press(&mut window, Key::D);
    write(&mut window, "Two saw the margin, two did not");
    rest(&mut window);
    let agreed = window.state().agreed(AMARA, PROFIT).expect("recorded");
    assert_eq!(agreed.outcome, Outcome::NoAgreement);
    assert!(agreed.reason.starts_with("One sees 1") && agreed.reason.ends_with("two did not"), "{}", agreed.reason);
    assert!(says(&window, "no agreement"));
    window.state_mut().undo();
    window.state_mut().undo();
    settle(&mut window);
    assert_eq!(window.state().agreed(AMARA, PROFIT), None);
}

#[test]
fn a_rater_revises_after_the_reveal_and_the_blind_mark_stays() {
    let mut window = revealed();
    click_skill(&mut window, "P&L and revenue drivers");
    click(&mut window, "Marcus 1");
    click(&mut window, "Marcus revises to 3");
    let room = window.state();
    let (marcus, amara) = (rater_of(room.session(), "Marcus Lindqvist"), id_of(room.session(), AMARA));
    let mark = |round| room.session().mark(&marcus, &amara, &PROFIT.into(), round);
    assert_eq!((mark(Round::Blind), mark(Round::Revised)), (Some(Mark::Score(1)), Some(Mark::Score(3))));
    assert!(says(&window, "Marcus Lindqvist 3, 1 before the reveal"), "{:?}", everything_said(&window));
    click(&mut window, "Marcus 3, was 1");
    click(&mut window, "Back to the blind 1");
    let room = window.state();
    assert_eq!(room.session().mark(&marcus, &amara, &PROFIT.into(), Round::Revised), None);
    window.state_mut().undo();
    settle(&mut window);
    assert!(says(&window, "Marcus Lindqvist 3, 1 before the reveal"));
}

#[test]
fn a_placement_is_one_key_and_its_reason_is_asked_for_where_it_is_owed() {
    let mut window = revealed();
    press(&mut window, Key::G);
    assert_eq!(window.state().placed(AMARA).map(|placed| placed.place), Some(Place::Growing));
    press(&mut window, Key::N);
    assert_eq!(window.state().placed(AMARA).map(|placed| placed.place), Some(Place::Nearly));
    write(&mut window, "One gate is open");
    rest(&mut window);
    let placed = window.state().placed(AMARA).expect("placed");
    assert_eq!((placed.place, placed.reason.as_str()), (Place::Nearly, "One gate is open"));
    window.state_mut().undo();
    window.state_mut().undo();
    settle(&mut window);
    assert_eq!(window.state().placed(AMARA).map(|placed| placed.place), Some(Place::Growing));
}

#[test]
fn a_next_step_has_an_owner_and_a_day_to_come() {
    let mut window = revealed();
    press(&mut window, Key::G);
    for (field, words) in
        [("Next step", "Own one line of the P&L"), ("Owner of the next step", "Dana"), ("By when", "14 Mar")]
    {
        window.get_by_label(field).focus();
        settle(&mut window);
        write(&mut window, words);
        rest(&mut window);
    }
    let step = window.state().placed(AMARA).and_then(|placed| placed.next_step).expect("a next step");
    assert_eq!((step.text.as_str(), step.owner.as_str()), ("Own one line of the P&L", "Dana"));
    let by = step.by.expect("a day");
    assert_eq!((by.month(), by.day()), (3, 14));
    assert!(by >= testing::START.to_zoned(jiff::tz::TimeZone::UTC).date(), "{by} is to come");
}

#[test]
fn going_on_leads_through_what_is_contested_to_the_placement_and_the_next_person() {
    let mut window = revealed();
    press(&mut window, Key::A);
    press(&mut window, Key::A);
    let mut skills = Vec::new();
    for _ in 0..6 {
        if window.state().discussed() != AMARA {
            break;
        }
        let skill = window.state().skill();
        if window.state().agreed(AMARA, &skill).is_none() {
            press(&mut window, Key::Num3);
            skills.push(skill);
            if window.state().skill() == skills[skills.len() - 1] && says(&window, "Owed here") {
                write(&mut window, "Heard both examples");
            }
        }
        go_on(&mut window);
        if says(&window, "Still undecided") {
            break;
        }
    }
    assert!(skills.contains(&PROFIT.to_owned()) && skills.contains(&"executive-influence".to_owned()), "{skills:?}");
    assert!(says(&window, "Still undecided"), "it asks for the placement");
    press(&mut window, Key::G);
    go_on(&mut window);
    assert_ne!(window.state().discussed(), AMARA);
    window.key_press(Key::PageUp);
    window.step();
    assert_eq!(window.state().discussed(), AMARA, "and back");
    assert!(says(&window, "target VP"), "shown at once, with nothing in between");
}

#[test]
fn everything_is_there_for_the_mouse_too() {
    let mut window = window(Room::with(AMARA));
    click(&mut window, "Reveal scores");
    click(&mut window, "Accept as rated");
    assert!(window.state().settled(AMARA) > 5);
    click_skill(&mut window, "P&L and revenue drivers");
    let scores = window.get_by_label("Agreed score");
    scores.get_by_label("2").click();
    settle(&mut window);
    assert_eq!(window.state().agreed(AMARA, PROFIT).map(|agreed| agreed.outcome), Some(Outcome::Score(2)));
    window.get_by_label("Agreed score").get_by_label("2").click();
    settle(&mut window);
    assert_eq!(window.state().agreed(AMARA, PROFIT), None, "a second click takes it back");
    window.get_by_label_contains("No agreement").click();
    settle(&mut window);
    assert_eq!(window.state().agreed(AMARA, PROFIT).map(|agreed| agreed.outcome), Some(Outcome::NoAgreement));
    window.get_by_role_and_label(egui::accesskit::Role::RadioButton, "Growing in level").click();
    settle(&mut window);
    assert_eq!(window.state().placed(AMARA).map(|placed| placed.place), Some(Place::Growing));
    let someone = "Søren Østergård";
    click_what(&mut window, |label| label.starts_with(someone));
    assert_eq!(window.state().discussed(), someone);
}

#[test]
fn an_anchor_that_is_clicked_is_agreed_on() {
    let mut window = revealed();
    click_skill(&mut window, "P&L and revenue drivers");
    click_what(&mut window, |label| label.starts_with("3: "));
    assert_eq!(window.state().agreed(AMARA, PROFIT).map(|agreed| agreed.outcome), Some(Outcome::Score(3)));
}

/// Somebody who reports to the first of so many raters, of whom only so many scored.
fn small(raters: usize, scoring: usize) -> Session {
    let mut session = testing::session(2, raters, 6);
    let rated = testing::rated_session(2, raters, 6);
    for rater in rated.panel.iter().filter(|rater| rater.rates).take(scoring) {
        for person in rated.people.iter() {
            for skill in rated.rubric.live_skills() {
                let mark = Some(Mark::Score(3));
                let cells = vec![(person.id.clone(), skill.id.clone(), None, mark)];
                let edit = Edit::SetScores { rater: rater.id.clone(), round: Round::Blind, cells };
                super::desk::change(&mut session, vec![edit]);
            }
        }
    }
    session
}

#[test]
fn the_own_manager_does_not_settle_a_score_alone() {
    // Person 2 reports to rater 1, who alone has scored.
    let mut room = Room::of_session(small(2, 1));
    let manager_of = |person: &plumbline::model::Person| person.manager.clone();
    let first = room.session().panel.iter().next().expect("a rater").id.clone();
    let report = room
        .session()
        .people
        .iter()
        .find(|person| manager_of(person) == plumbline::model::Manager::Panel(first.clone()));
    let report = report.expect("somebody reports to them").clone();
    room.screen.take_up(report.id.clone());
    let mut window = window(room);
    press(&mut window, Key::V);
    press(&mut window, Key::A);
    assert_eq!(window.state().settled(&report.name), 0, "nothing is accepted on the own manager's word");
    click(&mut window, "Show");
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Num3);
    assert_eq!(window.state().settled(&report.name), 0);
    assert!(
        window.state().told.iter().any(|words| words.contains("can't settle it alone")),
        "{:?}",
        window.state().told
    );
}

#[test]
fn a_rater_at_the_laptop_sees_no_agenda() {
    let mut room = Room::with(AMARA);
    room.acting = Some(rater_of(room.session(), "Ines Duarte"));
    let window = window(room);
    assert!(!says(&window, "Agenda") && !says(&window, AMARA), "{:?}", everything_said(&window));
    window.get_by_label("Hand the laptop back");
}

#[test]
fn in_a_session_that_is_only_read_nothing_is_decided() {
    let mut room = Room::with(AMARA);
    room.read_only = Some("Open on another machine.");
    let mut window = window(room);
    for key in [Key::V, Key::A, Key::Num3, Key::G, Key::D] {
        press(&mut window, key);
    }
    let room = window.state();
    assert!(!room.session().is_revealed(&id_of(room.session(), AMARA)));
    assert_eq!((room.settled(AMARA), room.placed(AMARA)), (0, None));
}

#[test]
fn an_empty_session_says_what_to_do() {
    let mut window = window(Room::of_session(testing::session(0, 2, 4)));
    assert!(says(&window, "Nobody to discuss yet") && !says(&window, "Agenda"), "said once");
    window.get_by_label("Go to Team").click();
    settle(&mut window);
    let asks = |action: &Action| matches!(action, Action::Command(Command::GoTeam));
    assert!(window.state().asked.iter().any(asks));
}

#[test]
fn nobody_rated_one_rater_and_forty_raters_are_shown() {
    for (raters, rated) in [(2, false), (1, true), (40, true)] {
        let session = if rated { testing::rated_session(3, raters, 8) } else { testing::session(3, raters, 8) };
        let mut window = window(Room::of_session(session));
        press(&mut window, Key::V);
        let person = window.state().discussed();
        assert!(says(&window, &person), "{raters} raters");
        press(&mut window, Key::A);
        press(&mut window, Key::A);
        if !rated {
            assert!(
                says(&window, "Nobody has scored") || says(&window, "nobody scored"),
                "{:?}",
                everything_said(&window)
            );
            assert_eq!(window.state().settled(&person), 0);
        }
    }
}

/// Everybody in a session says the same, so that nobody has to be talked about.
fn everybody_agrees() -> Session {
    small(3, 3)
}

#[test]
fn who_was_agreed_before_the_meeting_is_confirmed_in_one_go() {
    let mut window = window(Room::of_session(everybody_agrees()));
    assert!(says(&window, "Agreed before the meeting"), "{:?}", everything_said(&window));
    click(&mut window, "Confirm all");
    let room = window.state();
    let people: Vec<_> = room.session().people.iter().map(|person| person.name.clone()).collect();
    for name in &people {
        assert!(room.session().is_revealed(&id_of(room.session(), name)), "{name}");
        assert_eq!(room.settled(name), 3, "{name}: every skill that is asked is accepted as rated");
        assert_eq!(room.placed(name), None, "placing stays with the panel");
    }
    assert!(room.told.iter().any(|words| words.starts_with("Two people confirmed as rated")), "{:?}", room.told);
    let agreed = room.agreed(&people[0], "skill-01").expect("agreed");
    assert_eq!((agreed.outcome, agreed.reason.as_str()), (Outcome::AsRated(3.0), ""), "and owes no reason");
    while window.state().document.can_undo(&Actor::Facilitator) == Some("agreeing on scores") {
        window.state_mut().undo();
    }
    settle(&mut window);
    assert!(people.iter().all(|name| window.state().settled(name) == 0), "undo takes back what was accepted");
}

#[test]
fn confirming_asks_first_where_somebody_has_not_handed_in() {
    let mut room = Room::of(|around| Document::create(everybody_agrees(), around));
    let before = room.session().about.phase;
    let edit = Edit::SetPhase { before, after: Phase::Calibrate };
    // The facilitator has handed in, and one of the others has not.
    let raters: Vec<_> = room.session().panel.iter().take(2).cloned().collect();
    let hands_in = raters.into_iter().map(|rater| {
        let after = plumbline::model::Rater { submitted: Some(testing::START), ..(*rater).clone() };
        Edit::PutRater { id: rater.id.clone(), before: Some(rater), after: Some(after.into()) }
    });
    let edits = hands_in.chain([edit]).collect();
    room.apply(Change::new(Actor::Facilitator, Gesture::Phase, edits));
    let mut window = window(room);
    click(&mut window, "Confirm all");
    assert!(says(&window, "One rater has not handed in yet: Rater 3."), "{:?}", everything_said(&window));
    click(&mut window, "Cancel");
    assert!(window.state().session().decisions.revealed.is_empty() && window.state().settled("Person 1") == 0);
    click(&mut window, "Confirm all");
    click(&mut window, "Reveal and confirm");
    assert_eq!((window.state().session().decisions.revealed.len(), window.state().settled("Person 1")), (2, 3));
}

#[test]
fn other_scales_and_small_windows_hold() {
    for points in [3_u8, 7] {
        let mut session = testing::rated_session(4, 5, 8);
        let mut rubric = (*session.rubric).clone();
        let point = |number: u8| ScalePoint { name: format!("Point {number}"), meaning: String::new() };
        rubric.scale.points = (1..=points).map(point).collect();
        rubric.skills.iter_mut().for_each(|skill| skill.anchors = vec![String::new(); usize::from(points)]);
        session.rubric = rubric.into();
        if points == 3 {
            session = clamp(session, 3);
        }
        let mut window = sized(Room::of_session(session), 904.0, 553.0);
        press(&mut window, Key::V);
        window.get_by_label("Agenda");
        press(&mut window, Key::ArrowDown);
        press(&mut window, Key::Num3);
        let person = window.state().discussed();
        assert!(window.state().settled(&person) <= 1 && says(&window, &person));
        press(&mut window, Key::Num9);
        assert!(window.state().told.is_empty(), "a digit off the scale is no score: {:?}", window.state().told);
    }
}

/// No score over the top.
fn clamp(mut session: Session, top: u8) -> Session {
    let raters: Vec<RaterId> = session.ratings.sheets().map(|(rater, _)| rater.clone()).collect();
    let people: Vec<PersonId> = session.people.iter().map(|person| person.id.clone()).collect();
    let skills: Vec<SkillId> = session.rubric.skills.iter().map(|skill| skill.id.clone()).collect();
    for rater in &raters {
        let mut cells = Vec::new();
        for person in &people {
            for skill in &skills {
                if let Some(Mark::Score(score)) = session.mark(rater, person, skill, Round::Blind)
                    && score > top
                {
                    cells.push((person.clone(), skill.clone(), Some(Mark::Score(score)), Some(Mark::Score(top))));
                }
            }
        }
        let edit = Edit::SetScores { rater: rater.clone(), round: Round::Blind, cells };
        super::desk::change(&mut session, vec![edit]);
    }
    session
}
