//! The window's frame: the open document, the screens and sheets over it, and the one place where what they ask for is
//! done. A screen never changes a session itself: it returns actions, and here they are applied.

mod dropping;
mod files;
mod guard;
mod leaving;
mod over;
mod perform;
mod present;
mod safety;
mod top_bar;

use std::path::{Path, PathBuf};

use egui::{CentralPanel, Frame, Ui};

use crate::insight::Readings;
use crate::model::{PersonId, RaterId, Session};
use crate::storage::{Preferences, SaveFault, WindowPlace};
use crate::workspace::{Document, Event, Rescue, Surroundings};

use super::command::{self, Command};
use super::figures::Figures;
use super::presenter::{Mode, Presenter};
use super::screens::calibrate::CalibrateScreen;
use super::screens::close::CloseScreen;
use super::screens::home::{self, LostRow, RecentSession};
use super::screens::log::LogScreen;
use super::screens::{compare::CompareScreen, new_session::NewSessionScreen, person::PersonScreen};
use super::screens::{promote::PromoteScreen, pyramid::PyramidScreen};
use super::screens::{rate::RateScreen, raters::RatersScreen, rubric::RubricScreen, team::TeamScreen};
use super::theme;
use super::view::{Action, Screen, View};
use super::widgets::{Hue, Toasts};

use guard::Guard;
use leaving::Leaving;
use over::Over;
use top_bar::Opened;

/// An open session, and what is worked out from it.
struct Open {
    document: Document,
    readings: Readings,
    figures: Figures,
    /// The rater who sits at the laptop.
    acting: Option<RaterId>,
    read_only: Option<String>,
}

impl Open {
    /// What a screen is given to show.
    fn view<'a>(&'a self, now: jiff::Timestamp, new_id: &'a dyn Fn() -> String) -> View<'a> {
        View {
            session: self.document.session(),
            readings: &self.readings,
            figures: &self.figures,
            acting: self.acting.as_ref(),
            revision: self.document.revision(),
            read_only: self.read_only.as_deref(),
            now,
            new_id,
        }
    }
}

/// What the window was started for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin {
    /// Nothing in particular.
    Home,
    /// This session.
    Open(PathBuf),
    /// The sample session.
    Sample,
}

/// All that the window holds.
pub struct Shell {
    context: egui::Context,
    around: Surroundings,
    preferences: Preferences,
    open: Option<Open>,
    screen: Screen,
    visited: Vec<Screen>,
    over: Option<Over>,
    /// What is to happen once the open session is safe.
    leaving: Option<Leaving>,
    toasts: Toasts<Command>,
    shown_title: String,
    recents: Vec<RecentSession>,
    /// Sessions that were never saved and whose program ended without closing them.
    lost: Vec<LostRow>,
    /// Locks an encrypted session.
    guard: Guard,
    /// Whether the user is waiting to hear that the session is saved.
    asked_to_save: bool,
    /// What can be saved of a damaged file, while it is asked where to.
    rescue: Option<Rescue>,
    /// The file that a copy is made of, while it is asked where to.
    copied: Option<PathBuf>,
    /// The person whose data are written, while it is asked where to.
    held: Option<PersonId>,
    may_close: bool,
    /// Until when, in the window's seconds, the second click of a double click is caught.
    caught_until: f64,
    new_session: NewSessionScreen,
    team: TeamScreen,
    rate: RateScreen,
    calibrate: CalibrateScreen,
    pyramid: PyramidScreen,
    promote: PromoteScreen,
    raters: RatersScreen,
    person: PersonScreen,
    compare: CompareScreen,
    presenter: Presenter,
    presenting: present::Presenting,
    log: LogScreen,
    close: CloseScreen,
    rubric: RubricScreen,
}

impl Shell {
    /// A window that begins so.
    pub fn new(context: &egui::Context, around: Surroundings, preferences: Preferences, begin: Begin) -> Self {
        theme::install(context, preferences.theme(), preferences.text_scale());
        let mut shell = Self {
            context: context.clone(),
            recents: Vec::new(),
            lost: Vec::new(),
            guard: Guard::default(),
            asked_to_save: false,
            rescue: None,
            copied: None,
            held: None,
            around,
            preferences,
            open: None,
            screen: Screen::Home,
            visited: Vec::new(),
            over: None,
            leaving: None,
            toasts: Toasts::default(),
            shown_title: String::new(),
            may_close: false,
            caught_until: 0.0,
            new_session: NewSessionScreen::default(),
            team: TeamScreen::default(),
            rate: RateScreen::default(),
            calibrate: CalibrateScreen::default(),
            pyramid: PyramidScreen::default(),
            promote: PromoteScreen::default(),
            raters: RatersScreen::default(),
            person: PersonScreen::default(),
            compare: CompareScreen::default(),
            presenter: Presenter::default(),
            presenting: present::Presenting::default(),
            log: LogScreen::default(),
            close: CloseScreen::default(),
            rubric: RubricScreen::default(),
        };
        shell.remember_recents();
        shell.look_for_lost();
        match begin {
            Begin::Home => {}
            Begin::Open(path) => shell.open_path(&path),
            Begin::Sample => shell.open_sample(),
        }
        shell
    }

    /// The open session, for tests.
    pub fn session(&self) -> Option<&Session> {
        self.open.as_ref().map(|open| open.document.session())
    }

    /// What the window is called, for tests.
    pub fn title(&self) -> &str {
        &self.shown_title
    }

    /// Whether the window was asked to close and nothing keeps it, for tests.
    pub fn is_leaving(&self) -> bool {
        self.may_close
    }

    /// Draws one frame and does what was asked for in it.
    pub fn ui(&mut self, ui: &mut Ui) {
        let context = ui.ctx().clone();
        let mut actions = Vec::new();
        if self.locked(ui) {
            self.keep(&context);
            return self.keep_room(&context);
        }
        self.take_input(&context, &mut actions);
        if self.presenter.mode() == Mode::Here {
            self.room_here(ui, &mut actions);
        } else {
            self.frame(ui, &mut actions);
        }
        self.show_over(ui, &mut actions);
        if self.takes_drops(&context) {
            dropping::show(&context);
        }
        // What is told is for whoever runs the meeting; in front of the room it waits.
        if self.presenter.mode() != Mode::Here
            && let Some(command) = self.toasts.show(&context)
        {
            actions.push(Action::Command(command));
        }
        if !actions.is_empty() {
            // What they changed is drawn at once, also where no key or click brings the next frame.
            context.request_repaint();
        }
        for action in actions {
            self.act(&context, action);
        }
        self.catch_second_click(&context);
        self.keep(&context);
        self.keep_room(&context);
    }

    /// Whether the window is locked; then only the lock is drawn, and closing the window is all that goes past it.
    fn locked(&mut self, ui: &mut Ui) -> bool {
        let context = ui.ctx().clone();
        let Some(seal) = self.open.as_ref().and_then(|open| open.document.seal().cloned()) else { return false };
        // While the room is shown something, people are there, and one of them may speak for long.
        let minutes = if self.presenter.mode() == Mode::Off { self.preferences.lock_after() } else { 0 };
        if let Some(left) = self.guard.watch(&context, minutes) {
            context.request_repaint_after(left);
        }
        if !self.guard.is_locked() {
            return false;
        }
        if context.input(|input| input.viewport().close_requested()) && !self.may_close {
            // Without the passphrase nothing can be asked; what can't be saved stays in the journal.
            match self.open.as_mut().map(|open| open.document.save()) {
                Some(Err(_)) => context.send_viewport_cmd(egui::ViewportCommand::CancelClose),
                _ => self.may_close = true,
            }
        }
        self.guard.show(ui, &seal);
        true
    }

    /// Whether the window is locked: whatever else shows the session must not.
    pub fn is_locked(&self) -> bool {
        self.guard.is_locked() && self.open.as_ref().is_some_and(|open| open.document.seal().is_some())
    }

    /// Keys, dropped files, and the window's own close button.
    fn take_input(&mut self, context: &egui::Context, actions: &mut Vec<Action>) {
        if self.over.is_none() {
            let pressed = command::pressed(context, self.open.is_some(), self.screen == Screen::Calibrate);
            let here = self.presenter.mode() == Mode::Here;
            // A list or a sheet over the room's view would show the room what is not for it.
            let pressed = pressed.into_iter().filter(|command| !here || present::is_for_the_room(*command));
            actions.extend(pressed.map(Action::Command));
        }
        if self.presenter.mode() == Mode::Here {
            return self.close_asked(context, actions);
        }
        if self.takes_drops(context) {
            actions.extend(dropping::dropped(context).map(Action::OpenFile));
        }
        self.close_asked(context, actions);
    }

    fn close_asked(&self, context: &egui::Context, actions: &mut Vec<Action>) {
        if context.input(|input| input.viewport().close_requested()) && !self.may_close {
            context.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            actions.push(Action::Command(Command::Quit));
        }
    }

    /// Many open a file with a double click. The first has opened it, and the second must not choose something on the
    /// screen that has come up under the pointer.
    fn catch_second_click(&self, context: &egui::Context) {
        let rest = self.caught_until - context.input(|input| input.time);
        if rest <= 0.0 {
            return;
        }
        let window = context.content_rect();
        let area = egui::Area::new(egui::Id::unique("second click")).order(egui::Order::Foreground);
        area.fixed_pos(window.min).show(context, |ui| ui.allocate_rect(window, egui::Sense::click()));
        context.request_repaint_after(std::time::Duration::from_secs_f64(rest));
    }

    /// Files are taken while no sheet waits for an answer.
    fn takes_drops(&self, context: &egui::Context) -> bool {
        self.over.is_none() && context.memory(|memory| memory.top_modal_layer().is_none())
    }

    fn frame(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let actor = self.actor();
        let saved = self.saved_words();
        // A draft of the rubric has an undo of its own, before that of the session.
        let (draft_undo, draft_redo) = self.draft_undo();
        let edit = |can: bool| can.then_some("an edit of the rubric's draft");
        let opened = self.open.as_ref().map(|open| Opened {
            session: open.document.session(),
            saved: &saved,
            encrypted: open.document.seal().is_some(),
            undo: edit(draft_undo).or_else(|| open.document.can_undo(&actor)),
            redo: edit(draft_redo).or_else(|| open.document.can_redo(&actor)),
            presents: (self.presenter.mode() == Mode::Window).then_some(self.presenter.black),
        });
        top_bar::top_bar(ui, opened.as_ref(), actions);
        if self.open.is_some() && !matches!(self.screen, Screen::Home | Screen::NewSession) {
            top_bar::rail(ui, &self.screen, actions);
        }
        let background = theme::Theme::of(ui).background;
        CentralPanel::default().frame(Frame::new().fill(background)).show(ui, |ui| self.screen(ui, actions));
    }

    fn screen(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        self.calibrate.cover(self.over.is_some());
        let now = (self.around.now)();
        let new_id = || (self.around.new_id)();
        if self.screen == Screen::NewSession {
            let open = self.open.as_ref().map(|open| open.document.session());
            return self.new_session.show(ui, open, now, &new_id, actions);
        }
        let Some(open) = &self.open else { return home::show(ui, &self.recents, &self.lost, actions) };
        let view = open.view(now, &new_id);
        match &self.screen {
            Screen::Home | Screen::NewSession => home::show(ui, &self.recents, &self.lost, actions),
            Screen::Team => self.team.show(ui, &view, actions),
            Screen::Rate => self.rate.show(ui, &view, actions),
            Screen::Calibrate => self.calibrate.show(ui, &view, actions),
            Screen::Pyramid => self.pyramid.show(ui, &view, actions),
            Screen::Promote => self.promote.show(ui, &view, actions),
            Screen::Raters => self.raters.show(ui, &view, actions),
            Screen::Person(person) => self.person.show(ui, &view, person, actions),
            Screen::Compare(people) => self.compare.show(ui, &view, people, actions),
            Screen::Log => self.log.show(ui, &view, open.document.history(), actions),
            Screen::Close => self.close.show(ui, &view, open.document.history(), actions),
            Screen::Rubric => self.rubric.show(ui, &view, actions),
        }
    }

    /// Makes a step of what is still being typed: before the screen or the session is left.
    fn finish_typing(&mut self) {
        let Some(open) = &self.open else { return };
        let new_id = || (self.around.new_id)();
        let mut actions = Vec::new();
        let view = open.view((self.around.now)(), &new_id);
        match self.screen {
            Screen::Rate => self.rate.finish(&view, &mut actions),
            Screen::Calibrate => self.calibrate.finish(&view, &mut actions),
            Screen::Close => self.close.finish(&view, &mut actions),
            _ => {}
        }
        for action in actions {
            if let Action::Change(change) = action {
                self.change(change);
            }
        }
    }

    /// Saves by itself after a rest, keeps the title true, and asks for the next frame where one is due.
    fn keep(&mut self, context: &egui::Context) {
        let mut failed = None;
        if let Some(open) = &mut self.open {
            let ticked = open.document.tick();
            for event in ticked.events {
                match event {
                    Event::Saved if std::mem::take(&mut self.asked_to_save) => self.toasts.say(Hue::Good, "Saved."),
                    Event::Saved => {}
                    Event::SaveFailed(problem) => failed = Some(problem),
                    Event::Unprotected(problem) => self.toasts.say(Hue::Watch, problem),
                }
            }
            if let Some(rest) = ticked.again_in {
                context.request_repaint_after(rest);
            }
        }
        if let Some(problem) = failed {
            self.asked_to_save = false;
            // A question may be open already; the toast says it until then.
            if self.over.is_none() || problem.fault != SaveFault::ChangedUnderneath {
                self.save_failed(&problem);
            } else {
                self.toasts.say(Hue::Bad, problem.to_string());
            }
        }
        let title = self.window_title();
        if title != self.shown_title {
            context.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.shown_title = title;
        }
    }

    fn window_title(&self) -> String {
        let Some(open) = self.open.as_ref().filter(|_| !self.is_locked()) else { return "Plumbline".into() };
        let about = &open.document.session().about;
        let saved = if open.document.is_saved() { "" } else { " (not saved)" };
        format!("{} · {}{saved} · Plumbline", about.title, about.period.name)
    }

    fn saved_words(&self) -> String {
        match &self.open {
            None => String::new(),
            Some(open) if open.read_only.is_some() => "Read only".into(),
            Some(open) if open.document.path().is_none() => "No file yet".into(),
            Some(open) if open.document.is_saved() => "Saved".into(),
            Some(_) => "Not saved yet".into(),
        }
    }

    /// Writes down what the window remembers. That it can't be written is no reason to trouble anybody in a meeting.
    fn remember(&self) {
        let _ = self.preferences.save(&*self.around.files, &self.around.folders);
    }

    /// Notes where the window is, for the next start.
    pub fn note_window(&mut self, place: WindowPlace) {
        if self.preferences.window() != Some(place) {
            self.preferences.set_window(place);
            self.remember();
        }
    }

    fn remember_recents(&mut self) {
        let zone = jiff::tz::TimeZone::system();
        self.recents = self
            .preferences
            .recents()
            .iter()
            .map(|recent| RecentSession {
                title: match recent.encrypted {
                    false => format!("{} · {}", recent.title, recent.period),
                    true => recent.path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
                },
                encrypted: recent.encrypted,
                opened: recent.opened.to_zoned(zone.clone()).strftime("%-d %B %Y").to_string(),
                missing: !recent.path.exists(),
                path: recent.path.clone(),
            })
            .collect();
    }

    /// Where the file sheets begin.
    fn folder(&self) -> PathBuf {
        let of_document = self.open.as_ref().and_then(|open| open.document.path()).and_then(Path::parent);
        let last = || self.preferences.last_folder().map(Path::to_owned);
        of_document.map(Path::to_owned).or_else(last).unwrap_or_else(super::sheets::places::home_folder)
    }
}
