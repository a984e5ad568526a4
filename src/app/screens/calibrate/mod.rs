//! The Calibrate screen: the meeting. The agenda at the left, the person under discussion in the middle, the skills that
//! decide at the right. It is driven by keys that need no eyes on the keyboard: one accepts the rest, a digit agrees on
//! a contested score, a letter places, Ctrl+Enter goes on; everything is there for the mouse too.

mod agenda;
mod alone;
mod case;
mod changes;
mod columns;
mod discussion;
mod doing;
mod keys;
mod meeting;
mod person;
mod placement;
mod skills;
mod typing;

use egui::Ui;

use crate::app::command::Command;
use crate::app::sheets::question::Question;
use crate::app::view::{Action, View};
use crate::edit::Touched;
use crate::insight::Benchmark;
use crate::insight::clock::clock_words;
use crate::insight::visibility;
use crate::model::{Cell, PersonId, SkillId};

use super::person::{reading::Reading, summary};
use super::waiting;
use case::Case;
use keys::Press;
use meeting::{Known, Meeting};
use placement::PlacementDraft;
use typing::Typing;

/// How long the silent read is, in seconds.
const SILENT_READ: f64 = 60.0;

/// What keeps somebody from going on, once they wanted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    /// The reason for the selected skill.
    Reason,
    /// A score for the selected skill, which is contested where it decides.
    Skill,
    /// A place.
    Place,
    /// What a placement owes.
    Owed,
}

/// Where the keyboard is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    Reason,
    Placement,
}

/// Whose marks are opened by an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opens {
    /// Those of the person under discussion.
    Person,
    /// Those of everybody who was agreed before.
    AgreedBefore,
}

/// The Calibrate screen.
#[derive(Default)]
pub struct CalibrateScreen {
    /// Who is under discussion.
    person: Option<PersonId>,
    /// The skill under discussion.
    skill: Option<SkillId>,
    /// What a discussion of each could change.
    known: Known,
    meeting: Option<Meeting>,
    case: Option<Case>,
    reading: Option<Reading>,
    benchmark: Option<Benchmark>,
    choice: summary::Choice,
    reason: Typing<Cell>,
    placement: PlacementDraft,
    /// Whether the skills that don't lead are shown too.
    folded_open: bool,
    all_evidence: bool,
    /// Whether the agenda lies over the rest, where it is folded away.
    agenda_over: bool,
    /// When the silent read ends, in the window's seconds.
    silent_until: Option<f64>,
    missing: Option<Missing>,
    focus: Option<Focus>,
    /// Whether the selected skill is to be brought into view.
    follow: bool,
    /// Whether the field that has the keyboard lets go of it: what comes next is no text.
    release: bool,
    /// Whether the agenda is to be scrolled to the person.
    scroll: bool,
    /// Asked for by name, or left over from the last frame.
    presses: Vec<Press>,
    /// Whether a sheet lies over the screen, which then has the keys.
    covered: bool,
    /// The height of what the placement held in the last frame.
    placement_height: f32,
    /// Asks before somebody is revealed whose raters are not all there.
    question: Option<Question<Opens>>,
}

impl CalibrateScreen {
    /// Does what a command of the meeting says, in the next frame.
    pub fn perform(&mut self, command: Command) {
        self.presses.push(Press::Command(command));
    }

    /// Takes up a person.
    pub fn take_up(&mut self, person: PersonId) {
        self.turn_to(person);
        self.scroll = true;
    }

    /// Says whether a sheet lies over the screen; its keys are not the meeting's.
    pub fn cover(&mut self, covered: bool) {
        self.covered = covered;
    }

    /// Notes what a step touched, and the revision that it led to.
    pub fn touched(&mut self, touched: &Touched, revision: u64) {
        self.known.touched(touched, revision);
    }

    /// Who is under discussion, and which of their skills.
    pub fn discussed(&self) -> (Option<&PersonId>, Option<&SkillId>) {
        (self.person.as_ref(), self.skill.as_ref())
    }

    /// The seconds left of the silent read, while there is one.
    pub fn silent(&self, now: f64) -> Option<u32> {
        self.silent_until.map(|until| (until - now).max(0.0).ceil() as u32)
    }

    /// The clock of the person under discussion, such as "3:12 / 5:00"; empty where none runs.
    pub fn clock_words(&self, view: &View<'_>) -> String {
        let (Some(person), Some(meeting)) = (&self.person, &self.meeting) else { return String::new() };
        let clock = meeting.clock_of(view, person);
        if clock.runs {
            format!("{} / {}", clock_words(clock.spent), clock_words(clock.planned))
        } else {
            String::new()
        }
    }

    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        if !self.gather(view) {
            self.forget();
            return waiting::show(ui, view, "The meeting", None, actions);
        }
        self.take_keys(ui, view, actions);
        // Whoever was turned to by a key is shown in this frame already.
        self.gather(view);
        self.columns(ui, view, actions);
        self.ask(ui, view, actions);
        self.tick(ui, view);
    }

    /// Makes a step of what was typed and is none yet: before the screen or the session is left.
    pub fn finish(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        if let Some(typed) = self.reason.leave() {
            self.typed_reason(view, typed, actions);
        }
        if let Some(placed) = self.placement.take(view) {
            self.placed(view, placed, actions);
        }
    }

    /// Gathers what is shown, where anything changed. False where nothing may be shown.
    fn gather(&mut self, view: &View<'_>) -> bool {
        let viewer = view.viewer();
        if !visibility::sees_aggregates(view.session, &viewer) {
            return false;
        }
        if self.meeting.as_ref().is_none_or(|meeting| !meeting.is_fresh(view))
            && let Some(outlooks) = self.known.get(view)
        {
            self.meeting = Some(Meeting::new(view, outlooks));
        }
        if self.person.as_ref().is_none_or(|person| !view.session.people.contains(person)) {
            self.person = None;
            if let Some(first) = self.meeting.as_ref().and_then(|meeting| meeting.first(view.session)) {
                self.turn_to(first);
                self.scroll = true;
            }
        }
        let Some(id) = self.person.clone() else {
            (self.case, self.reading) = (None, None);
            return true;
        };
        if self.case.as_ref().is_none_or(|case| !case.is_fresh(view, &id)) {
            self.case = Case::new(view, &id);
            self.reading = Reading::new(view, &id);
            self.benchmark = crate::insight::benchmark(view.session, view.readings, &id);
            self.choose_skill();
        }
        true
    }

    /// Keeps the selected skill where there still is one; else the first that is to be talked about.
    fn choose_skill(&mut self) {
        let Some(case) = &self.case else { return };
        if self.skill.as_ref().is_some_and(|skill| case.row(skill).is_some()) {
            return;
        }
        let first = case.next_open(None).or((case.leading > 0).then_some(0));
        self.skill = first.and_then(|place| case.skills.get(place)).map(|row| row.case.skill.clone());
    }

    fn forget(&mut self) {
        (self.meeting, self.case, self.reading, self.benchmark, self.question) = (None, None, None, None, None);
    }

    /// Another person: what was opened for the one before is closed.
    fn turn_to(&mut self, person: PersonId) {
        if self.person.as_ref() == Some(&person) {
            return;
        }
        self.person = Some(person);
        self.release = true;
        (self.skill, self.case, self.reading) = (None, None, None);
        self.choice.gate = None;
        (self.folded_open, self.all_evidence, self.agenda_over) = (false, false, false);
        (self.silent_until, self.missing, self.focus, self.question) = (None, None, None, None);
    }

    /// The next frame, where a clock runs: on the next full second.
    fn tick(&self, ui: &Ui, view: &View<'_>) {
        let now = ui.input(|input| input.time);
        if let Some(left) = self.silent_until.map(|until| until - now).filter(|left| *left > 0.0) {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left - (left.ceil() - 1.0) + 0.005));
        }
        if let Some(rest) = meeting::next_tick(view) {
            ui.ctx().request_repaint_after(rest);
        }
    }

    fn ask(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(question) = &self.question else { return };
        let Some(answer) = question.show(ui) else { return };
        self.question = None;
        match answer {
            None => {}
            Some(Opens::Person) => self.reveal_now(view, actions),
            Some(Opens::AgreedBefore) => self.confirm_now(view, actions),
        }
    }
}
