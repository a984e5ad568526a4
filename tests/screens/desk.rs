//! A session on the desk, one screen shown of it, and what the screen asked for.

use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use plumbline::app::figures::Figures;
use plumbline::app::screens::{
    compare::CompareScreen, person::PersonScreen, promote::PromoteScreen, pyramid::PyramidScreen, raters::RatersScreen,
    rubric::RubricScreen,
};
use plumbline::app::theme::{self, ThemeChoice};
use plumbline::app::view::{Action, View};
use plumbline::edit::{Actor, Change, Edit, Gesture};
use plumbline::insight::Readings;
use plumbline::model::{PersonId, Phase, RaterId, Session};
use plumbline::testing::START;
use plumbline::workspace::sample;

/// The screen on the desk.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, in a test")]
pub enum Shown {
    Pyramid(PyramidScreen),
    Person(PersonScreen, PersonId),
    Promote(PromoteScreen),
    Compare(CompareScreen, Vec<PersonId>),
    Raters(RatersScreen),
    Rubric(RubricScreen),
    #[cfg(feature = "snapshots")]
    Rate(plumbline::app::screens::rate::RateScreen),
    #[cfg(feature = "snapshots")]
    Team(plumbline::app::screens::team::TeamScreen),
}

pub struct Desk {
    pub session: Session,
    pub readings: Readings,
    pub figures: Figures,
    pub revision: u64,
    pub acting: Option<RaterId>,
    pub read_only: Option<&'static str>,
    pub actions: Vec<Action>,
    pub shown: Shown,
}

impl Desk {
    pub fn pyramid(session: Session) -> Self {
        Self::new(session, Shown::Pyramid(PyramidScreen::default()))
    }

    pub fn raters(session: Session) -> Self {
        Self::new(session, Shown::Raters(RatersScreen::default()))
    }

    pub fn rubric(session: Session) -> Self {
        Self::new(session, Shown::Rubric(RubricScreen::default()))
    }

    pub fn person(session: Session, name: &str) -> Self {
        let person = id_of(&session, name);
        Self::new(session, Shown::Person(PersonScreen::default(), person))
    }

    pub fn promote(session: Session) -> Self {
        Self::new(session, Shown::Promote(PromoteScreen::default()))
    }

    pub fn compare(session: Session, names: &[&str]) -> Self {
        let people = names.iter().map(|name| id_of(&session, name)).collect();
        Self::new(session, Shown::Compare(CompareScreen::default(), people))
    }

    pub fn new(session: Session, shown: Shown) -> Self {
        let readings = Readings::new(&session);
        let figures = Figures::default();
        Self { session, readings, figures, revision: 0, acting: None, read_only: None, actions: Vec::new(), shown }
    }

    pub fn edit(&mut self, edits: Vec<Edit>) {
        change(&mut self.session, edits);
        self.readings = Readings::new(&self.session);
        self.revision += 1;
    }

    /// Applies the changes that the screen asked for, as the window does.
    pub fn take(&mut self) {
        for action in self.asked() {
            if let Action::Change(change) = action {
                change.at("taken".into(), START).apply(&mut self.session).expect("the change fits");
                self.readings = Readings::new(&self.session);
                self.revision += 1;
            }
        }
    }

    /// What the screen asked for since this was called last.
    pub fn asked(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.actions)
    }

    /// Does what the screen asked to change since this was called last, and hands over what else it asked for.
    pub fn take_changes(&mut self) -> (Vec<Change>, Vec<Action>) {
        let (mut changes, mut others) = (Vec::new(), Vec::new());
        for action in self.asked() {
            match action {
                Action::Change(asked) => {
                    let number = self.revision;
                    let step = asked.clone().at(format!("step-{number}").as_str().into(), START);
                    step.apply(&mut self.session).expect("what the screen asks for fits");
                    self.readings = Readings::new(&self.session);
                    self.revision += 1;
                    changes.push(asked);
                }
                other => others.push(other),
            }
        }
        (changes, others)
    }

    pub fn show(&mut self, ui: &mut egui::Ui) {
        let new_id = || "new".to_owned();
        let view = View {
            session: &self.session,
            readings: &self.readings,
            figures: &self.figures,
            acting: self.acting.as_ref(),
            revision: self.revision,
            read_only: self.read_only,
            now: START,
            new_id: &new_id,
        };
        match &mut self.shown {
            Shown::Pyramid(screen) => screen.show(ui, &view, &mut self.actions),
            Shown::Raters(screen) => screen.show(ui, &view, &mut self.actions),
            Shown::Person(screen, person) => screen.show(ui, &view, person, &mut self.actions),
            Shown::Promote(screen) => screen.show(ui, &view, &mut self.actions),
            Shown::Compare(screen, people) => screen.show(ui, &view, people, &mut self.actions),
            Shown::Rubric(screen) => screen.show(ui, &view, &mut self.actions),
            #[cfg(feature = "snapshots")]
            Shown::Rate(screen) => screen.show(ui, &view, &mut self.actions),
            #[cfg(feature = "snapshots")]
            Shown::Team(screen) => screen.show(ui, &view, &mut self.actions),
        }
    }
}

/// Applies edits of the facilitator.
pub fn change(session: &mut Session, edits: Vec<Edit>) {
    let step = Change::new(Actor::Facilitator, Gesture::Reveal, edits).at("step".into(), START);
    step.apply(session).expect("the step fits");
}

/// The sample session, in Calibrate with one person revealed.
pub fn sample_session() -> Session {
    let (mut session, steps) = sample().expect("the sample can be read");
    steps.iter().for_each(|step| {
        step.apply(&mut session).expect("the step fits");
    });
    session
}

/// The same in another phase.
pub fn in_phase(mut session: Session, after: Phase) -> Session {
    let before = session.about.phase;
    change(&mut session, vec![Edit::SetPhase { before, after }]);
    session
}

pub fn id_of(session: &Session, name: &str) -> PersonId {
    let found = session.people.iter().find(|person| person.name == name);
    found.unwrap_or_else(|| panic!("{name} is not in the session")).id.clone()
}

pub fn rater_of(session: &Session, name: &str) -> RaterId {
    let found = session.panel.iter().find(|rater| rater.name == name);
    found.unwrap_or_else(|| panic!("{name} is not on the panel")).id.clone()
}

/// A window of 1440 × 900 points.
pub fn window<'a>(desk: Desk) -> Harness<'a, Desk> {
    sized(desk, 1440.0, 900.0)
}

pub fn sized<'a>(desk: Desk, width: f32, height: f32) -> Harness<'a, Desk> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(width, height))
        // A thread that has found something out asks for more frames when it likes.
        .with_max_steps(20)
        .with_context_setup(|context| theme::install(context, ThemeChoice::Light, 1.0))
        .build_ui_state(|ui, desk: &mut Desk| desk.show(ui), desk);
    harness.run();
    harness
}

/// A window high enough for everything that would scroll.
pub fn tall<'a>(desk: Desk) -> Harness<'a, Desk> {
    sized(desk, 1440.0, 3600.0)
}

/// Types into the field of this role and name.
pub fn write(harness: &mut Harness<'_, Desk>, role: egui::accesskit::Role, field: &str, words: &str) {
    harness.get_by_role_and_label(role, field).focus();
    harness.run();
    harness.get_by_role_and_label(role, field).type_text(words);
    harness.run();
}

/// Everything that a screen reader could say: labels, values and descriptions.
pub fn everything_said<S>(harness: &Harness<'_, S>) -> Vec<String> {
    let nodes = harness.query_all(By::new().predicate(|_| true));
    let words = nodes.flat_map(|node| {
        let node = node.accesskit_node();
        [node.label(), node.value(), node.description()]
    });
    words.flatten().filter(|words| !words.is_empty()).collect()
}

/// Whether some of what is said holds these words.
pub fn says<S>(harness: &Harness<'_, S>, words: &str) -> bool {
    everything_said(harness).iter().any(|said| said.contains(words))
}
