//! The window's frame: the open document, the screens and sheets over it, and the one place where what they ask for is
//! done. A screen never changes a session itself: it returns actions, and here they are applied.

mod files;
mod leaving;
mod over;
mod perform;
mod present;
mod top_bar;

use std::path::{Path, PathBuf};

use egui::{CentralPanel, Frame, Ui};

use crate::insight::Readings;
use crate::model::{RaterId, Session};
use crate::storage::{Preferences, WindowPlace};
use crate::workspace::{Document, Event, Surroundings};

use super::command::{self, Command};
use super::figures::Figures;
use super::presenter::{Mode, Presenter};
use super::screens::calibrate::CalibrateScreen;
use super::screens::home::{self, RecentSession};
use super::screens::{compare::CompareScreen, new_session::NewSessionScreen, person::PersonScreen};
use super::screens::{promote::PromoteScreen, pyramid::PyramidScreen};
use super::screens::{rate::RateScreen, team::TeamScreen};
use super::theme;
use super::view::{Action, Screen, View};
use super::widgets::{Hue, Toasts};

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
    may_close: bool,
    new_session: NewSessionScreen,
    team: TeamScreen,
    rate: RateScreen,
    calibrate: CalibrateScreen,
    pyramid: PyramidScreen,
    promote: PromoteScreen,
    person: PersonScreen,
    compare: CompareScreen,
    presenter: Presenter,
    presenting: present::Presenting,
}

impl Shell {
    /// A window that begins so.
    pub fn new(context: &egui::Context, around: Surroundings, preferences: Preferences, begin: Begin) -> Self {
        theme::install(context, preferences.theme(), preferences.text_scale());
        let mut shell = Self {
            context: context.clone(),
            recents: Vec::new(),
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
            new_session: NewSessionScreen::default(),
            team: TeamScreen::default(),
            rate: RateScreen::default(),
            calibrate: CalibrateScreen::default(),
            pyramid: PyramidScreen::default(),
            promote: PromoteScreen::default(),
            person: PersonScreen::default(),
            compare: CompareScreen::default(),
            presenter: Presenter::default(),
            presenting: present::Presenting::default(),
        };
        shell.remember_recents();
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

    /// Draws one frame and does what was asked for in it.
    pub fn ui(&mut self, ui: &mut Ui) {
        let context = ui.ctx().clone();
        let mut actions = Vec::new();
        self.take_input(&context, &mut actions);
        if self.presenter.mode() == Mode::Here {
            self.room_here(ui, &mut actions);
        } else {
            self.frame(ui, &mut actions);
        }
        self.show_over(ui, &mut actions);
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
        self.keep(&context);
        self.keep_room(&context);
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
        let dropped = context.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        actions.extend(dropped.map(Action::OpenFile));
        self.close_asked(context, actions);
    }

    fn close_asked(&self, context: &egui::Context, actions: &mut Vec<Action>) {
        if context.input(|input| input.viewport().close_requested()) && !self.may_close {
            context.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            actions.push(Action::Command(Command::Quit));
        }
    }

    fn frame(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let actor = self.actor();
        let saved = self.saved_words();
        let opened = self.open.as_ref().map(|open| Opened {
            session: open.document.session(),
            saved: &saved,
            undo: open.document.can_undo(&actor),
            redo: open.document.can_redo(&actor),
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
        let now = (self.around.now)();
        let new_id = || (self.around.new_id)();
        if self.screen == Screen::NewSession {
            return self.new_session.show(ui, now, &new_id, actions);
        }
        let Some(open) = &self.open else { return home::show(ui, &self.recents, actions) };
        let view = open.view(now, &new_id);
        match &self.screen {
            Screen::Home | Screen::NewSession => home::show(ui, &self.recents, actions),
            Screen::Team => self.team.show(ui, &view, actions),
            Screen::Rate => self.rate.show(ui, &view, actions),
            Screen::Calibrate => self.calibrate.show(ui, &view, actions),
            Screen::Pyramid => self.pyramid.show(ui, &view, actions),
            Screen::Promote => self.promote.show(ui, &view, actions),
            Screen::Person(person) => self.person.show(ui, &view, person, actions),
            Screen::Compare(people) => self.compare.show(ui, &view, people, actions),
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
        if let Some(open) = &mut self.open {
            let ticked = open.document.tick();
            for event in ticked.events {
                match event {
                    Event::Saved => {}
                    Event::SaveFailed(problem) => self.toasts.say(Hue::Bad, problem.to_string()),
                    Event::Unprotected(problem) => self.toasts.say(Hue::Watch, problem),
                }
            }
            if let Some(rest) = ticked.again_in {
                context.request_repaint_after(rest);
            }
        }
        let title = self.window_title();
        if title != self.shown_title {
            context.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.shown_title = title;
        }
    }

    fn window_title(&self) -> String {
        let Some(open) = &self.open else { return "Plumbline".into() };
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
                title: format!("{} · {}", recent.title, recent.period),
                opened: recent.opened.to_zoned(zone.clone()).strftime("%-d %B %Y").to_string(),
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
