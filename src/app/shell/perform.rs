//! Doing what screens, sheets and commands ask for.

use std::path::Path;
use std::sync::Arc;

use crate::app::command::{Command, Scope};
use crate::app::figures::Figures;
use crate::app::presenter::Mode;
use crate::app::sheets::describe::Describe;
use crate::app::sheets::export::ExportSheet;
use crate::app::sheets::file_sheet::{FileSheet, Purpose, Recent};
use crate::app::sheets::phase::PhaseSheet;
use crate::app::sheets::question::Question;
use crate::app::sheets::report::ReportSheet;
use crate::app::sheets::sentence;
use crate::app::theme::{self, ThemeChoice};
use crate::app::view::{Action, ReportKind, Screen};
use crate::app::widgets::Hue;
use crate::edit::{Actor, Change, Edit, Gesture, Touched};
use crate::insight::Readings;
use crate::insight::open_questions::open_questions;
use crate::insight::visibility::{Viewer, may_export_scores, sees_aggregates};
use crate::model::{Phase, Session};
use crate::storage;
use crate::workspace::{Document, Opened, Recovery, Refused};

use super::leaving::Leaving;
use super::over::{FileUse, Over, Recover, screen_of};
use super::safety::Elsewhere;
use super::{Open, Shell, files};

/// Steps of the text size: a projector wants large type, and everything holds up to twice the design.
const TEXT_SCALES: [f32; 6] = [0.9, 1.0, 1.15, 1.3, 1.6, 2.0];

/// How long after a click the second of a double click may come, in seconds.
const DOUBLE_CLICK: f64 = 0.4;

impl Open {
    pub(super) fn new(document: Document, figures: Figures) -> Self {
        let readings = Readings::new(document.session());
        Self { document, readings, figures, acting: None, read_only: None }
    }

    /// Whether a file can be opened as a session.
    pub(super) fn try_path(path: &Path) -> Result<(), String> {
        match storage::load(&storage::RealFiles, path) {
            Err(problem) if !has_help(&problem.fault) => Err(problem.to_string()),
            _ => Ok(()),
        }
    }

    /// Through whose eyes the session is looked at.
    pub(super) fn viewer(&self) -> Viewer {
        self.acting.clone().map_or(Viewer::Facilitator, Viewer::Rater)
    }

    fn actor(&self) -> Actor {
        self.acting.clone().map_or(Actor::Facilitator, Actor::Rater)
    }

    /// How many questions are open before the session is closed; none that the facilitator may not know of yet.
    fn open_questions(&self) -> usize {
        let session = self.document.session();
        if !sees_aggregates(session, &Viewer::Facilitator) {
            return 0;
        }
        open_questions(session, self.readings.index()).len()
    }

    pub(super) fn refresh(&mut self, touched: &Touched) {
        self.readings.update(self.document.session(), touched);
        let gone = |rater| !self.document.session().panel.contains(rater);
        if self.acting.as_ref().is_some_and(gone) {
            self.acting = None;
        }
    }
}

/// Whether more is done about what is wrong with a file than to say it: a passphrase is asked for, or what can be saved
/// is offered.
fn has_help(fault: &storage::OpenFault) -> bool {
    *fault == storage::OpenFault::Encrypted || storage::can_be_salvaged(fault)
}

impl Shell {
    /// Whose steps are made and taken back: the rater's in their grid and on a person, elsewhere the facilitator's.
    pub(super) fn actor(&self) -> Actor {
        match &self.open {
            Some(open) if matches!(self.screen, Screen::Rate | Screen::Person(_)) => open.actor(),
            _ => Actor::Facilitator,
        }
    }

    /// Does one action.
    pub(super) fn act(&mut self, context: &egui::Context, action: Action) {
        match action {
            Action::Change(change) => self.change(change),
            Action::GoToPhase(phase) => self.ask_phase(phase),
            Action::Command(command) => self.perform(context, command),
            Action::Go(screen) => self.go(screen),
            Action::TakeUp(person) => {
                self.go(Screen::Calibrate);
                self.calibrate.take_up(person);
            }
            Action::SitDown(rater) => {
                if let Some(open) = &mut self.open {
                    open.acting = rater;
                }
            }
            Action::SelectCell(person, skill) => {
                self.rate.select(person, skill);
                self.go(Screen::Rate);
            }
            Action::OpenFile(path) if files::is_session(&path) => {
                if context.input(|input| input.pointer.any_released()) {
                    self.caught_until = context.input(|input| input.time) + DOUBLE_CLICK;
                }
                self.leave(context, Leaving::Open(path));
            }
            Action::OpenFile(path) if self.screen == Screen::Rubric && self.open.is_some() => {
                if let Some(open) = &self.open {
                    self.rubric.open_file(context, &path, open.document.session());
                }
            }
            Action::OpenFile(path) if self.screen == Screen::NewSession && self.new_session.wants_rubric() => {
                self.new_session.load_rubric(context, &path);
            }
            Action::OpenFile(path) => {
                self.new_session.take_roster(&path);
                self.go(Screen::NewSession);
            }
            Action::ForgetRecent(path) => {
                self.preferences.forget_recent(&path);
                self.remember();
                self.remember_recents();
            }
            Action::Create(session) => self.leave(context, Leaving::Create(session)),
            Action::Report(kind) => self.ask_report(&kind),
            Action::BringBack(journal) => self.leave(context, Leaving::BringBack(journal)),
            Action::Tell(words) => self.toasts.say(Hue::Good, words),
            Action::Warn(words) => self.toasts.say(Hue::Bad, words),
        }
    }

    fn perform(&mut self, context: &egui::Context, command: Command) {
        if let Some(screen) = screen_of(command) {
            return self.go(screen);
        }
        match command {
            Command::NewSession => {
                self.new_session = Default::default();
                self.go(Screen::NewSession);
            }
            Command::Open => self.ask_file(files::open_session(), FileUse::Open),
            Command::OpenSample => self.leave(context, Leaving::Sample),
            Command::Save => self.save(),
            Command::SaveAs => self.ask_where_to_save(),
            Command::Protect => self.ask_protection(),
            Command::LockNow => self.lock_now(),
            Command::Versions => self.show_versions(),
            Command::Keeping => self.ask_keeping(),
            Command::CloseSession => self.leave(context, Leaving::Home),
            Command::ImportRoster => self.import_roster(),
            Command::ImportRatings => self.ask_file(files::ratings(), FileUse::Ratings),
            Command::Export => self.ask_export(),
            Command::Previous => self.ask_file(files::previous(), FileUse::Previous),
            Command::Quit => self.leave(context, Leaving::Quit),
            Command::Minutes => self.ask_report(&ReportKind::Minutes),
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::Palette => self.over = Some(Over::Palette(Box::default())),
            Command::Shortcuts => self.over = Some(Over::Shortcuts),
            Command::Back => {
                if let Some(screen) = self.visited.pop() {
                    self.screen = screen;
                }
            }
            Command::Comparison => self.toggle_comparison(),
            Command::TextLarger => self.step_text(context, 1),
            Command::TextSmaller => self.step_text(context, -1),
            Command::TextReset => self.set_text_scale(context, 1.0),
            Command::ThemeLight => self.set_theme(context, ThemeChoice::Light),
            Command::ThemeDark => self.set_theme(context, ThemeChoice::Dark),
            Command::ThemeSystem => self.set_theme(context, ThemeChoice::System),
            Command::NextPhase => self.step_phase(1),
            Command::PreviousPhase => self.step_phase(-1),
            Command::Describe => {
                if let Some(session) = self.session() {
                    self.over = Some(Over::Describe(Box::new(Describe::new(&session.about))));
                }
            }
            Command::WhatIfRubric => {
                self.go(Screen::Rubric);
                self.rubric.what_if();
            }
            Command::AddPerson | Command::AddRater => {
                self.go(Screen::Team);
                self.team.perform(command);
            }
            Command::Submit if matches!(self.screen, Screen::Person(_)) => self.record_on_screen(context),
            Command::Submit if self.screen == Screen::Promote => self.promote.perform(command),
            Command::NextRater | Command::Submit => {
                self.go(Screen::Rate);
                self.rate.perform(command);
            }
            Command::Present => self.present(Mode::Window),
            Command::PresentHere => self.present(Mode::Here),
            Command::Black => self.turn_black(),
            Command::ShowNames => self.turn_names(),
            command if command.scope() == Scope::Meeting => {
                self.go(Screen::Calibrate);
                self.calibrate.perform(command);
            }
            // The grid takes these itself, where it has the keyboard.
            _ => self.rate.perform(command),
        }
    }

    /// Records what is being written on the screen, where the keyboard is outside its fields.
    fn record_on_screen(&mut self, context: &egui::Context) {
        let Some(open) = &self.open else { return };
        let mut actions = Vec::new();
        self.person.perform(Command::Submit, open.document.session(), &mut actions);
        for action in actions {
            self.act(context, action);
        }
    }

    pub(super) fn go(&mut self, screen: Screen) {
        let needs_session = !matches!(screen, Screen::Home | Screen::NewSession);
        self.finish_typing();
        if screen != self.screen && !(needs_session && self.open.is_none()) {
            self.visited.push(std::mem::replace(&mut self.screen, screen));
        }
    }

    pub(super) fn change(&mut self, change: Change) {
        let Some(open) = &mut self.open else { return };
        match open.document.apply(change) {
            Ok(touched) => {
                open.refresh(&touched);
                self.calibrate.touched(&touched, open.document.revision());
            }
            Err(refused) => self.toasts.say(Hue::Bad, sentence(&refused.to_string())),
        }
    }

    /// Whether the draft on the Rubric screen has an edit to take back, and one to make again.
    pub(super) fn draft_undo(&self) -> (bool, bool) {
        if self.screen == Screen::Rubric { self.rubric.can_undo() } else { (false, false) }
    }

    fn undo(&mut self) {
        if self.draft_undo().0
            && let Some(open) = &self.open
        {
            return self.rubric.undo(open.document.session(), false);
        }
        let actor = self.actor();
        let Some(open) = &mut self.open else { return };
        let undone = open.document.undo(&actor);
        self.after_undo("Undid", undone);
    }

    fn redo(&mut self) {
        if self.draft_undo().1
            && let Some(open) = &self.open
        {
            return self.rubric.undo(open.document.session(), true);
        }
        let actor = self.actor();
        let Some(open) = &mut self.open else { return };
        let redone = open.document.redo(&actor);
        self.after_undo("Did again:", redone);
    }

    fn after_undo(&mut self, verb: &str, result: Result<(Touched, &'static str), Refused>) {
        let Some(open) = &mut self.open else { return };
        match result {
            Ok((touched, words)) => {
                open.refresh(&touched);
                self.calibrate.touched(&touched, open.document.revision());
                self.toasts.say(Hue::Neutral, format!("{verb} {words}."));
            }
            Err(problem) => self.toasts.say(Hue::Neutral, sentence(&problem.to_string())),
        }
    }

    fn save(&mut self) {
        self.finish_typing();
        let Some(open) = &mut self.open else { return };
        if open.document.path().is_none() {
            return self.ask_where_to_save();
        }
        // A worker writes it: a slow disk must not stop the meeting. `keep` says what came of it.
        match open.document.start_saving() {
            Ok(()) => self.asked_to_save = true,
            Err(problem) => self.toasts.say(Hue::Bad, problem.to_string()),
        }
    }

    pub(super) fn ask_where_to_save(&mut self) {
        let Some(session) = self.session() else { return };
        let name = format!("{} {}", session.about.title, session.about.period.name);
        self.ask_file(files::save_session(&name), FileUse::Save);
        // How it is protected is asked with the first save, and has a sheet of its own afterwards.
        let first = self.open.as_ref().is_some_and(|open| open.document.path().is_none());
        if let (true, Some(Over::File(sheet, _))) = (first, &mut self.over) {
            sheet.ask_protection();
        }
    }

    fn ask_file(&mut self, purpose: Purpose, file_use: FileUse) {
        let recents = match file_use {
            FileUse::Open | FileUse::Previous => {
                let recent =
                    |recent: &super::RecentSession| Recent { title: recent.title.clone(), path: recent.path.clone() };
                self.recents.iter().map(recent).collect()
            }
            _ => Vec::new(),
        };
        let sheet = FileSheet::new(purpose, &self.folder(), recents);
        self.over = Some(Over::File(Box::new(sheet), file_use));
    }

    fn ask_export(&mut self) {
        let Some(open) = &self.open else { return };
        // A rater takes their own ratings along at any time; the others' wait.
        let viewer = open.viewer();
        let may = may_export_scores(open.document.session(), &viewer);
        if let (Viewer::Facilitator, Err(why)) = (viewer, may) {
            return self.toasts.say(Hue::Watch, sentence(&why));
        }
        let mut sheet = ExportSheet::new(open.document.session(), &self.folder());
        if open.document.seal().is_some() {
            sheet.warn_unencrypted();
        }
        self.over = Some(Over::Export(Box::new(sheet)));
    }

    /// Whoever joins is seen on the Team screen; a session that takes no change takes no roster either.
    fn import_roster(&mut self) {
        let Some(open) = &self.open else { return };
        let closed = open.document.session().about.phase == Phase::Close;
        let closed = closed.then_some("The session is closed: going back a phase opens it again.");
        if let Some(why) = open.read_only.as_deref().or(closed) {
            let why = why.to_owned();
            return self.toasts.say(Hue::Watch, why);
        }
        self.new_session.join(open.document.session());
        self.go(Screen::NewSession);
    }

    fn step_phase(&mut self, by: isize) {
        let Some(session) = self.session() else { return };
        let here = Phase::ALL.iter().position(|phase| *phase == session.about.phase).unwrap_or(0);
        if let Some(phase) = here.checked_add_signed(by).and_then(|there| Phase::ALL.get(there)) {
            self.ask_phase(*phase);
        }
    }

    fn ask_phase(&mut self, phase: Phase) {
        let Some(session) = self.session() else { return };
        let here = session.about.phase;
        if phase == here {
            return;
        }
        let open = match phase {
            Phase::Close => self.open.as_ref().map_or(0, Open::open_questions),
            _ => 0,
        };
        self.over = Some(Over::Phase(Box::new(PhaseSheet::new(here, phase, open))));
    }

    pub(super) fn set_phase(&mut self, after: Phase, why: String) {
        let Some(before) = self.session().map(|session| session.about.phase) else { return };
        self.finish_typing();
        let edit = Edit::SetPhase { before, after };
        self.change(Change::new(Actor::Facilitator, Gesture::Phase, vec![edit]).because(why));
        if after == Phase::Close && self.session().is_some_and(|session| session.about.phase == after) {
            self.go(Screen::Close);
        }
    }

    /// Asks where to write something for people to read, or says what stands in the way.
    fn ask_report(&mut self, kind: &ReportKind) {
        self.finish_typing();
        let Some(open) = &self.open else { return };
        if open.viewer() != Viewer::Facilitator {
            return self.toasts.say(Hue::Watch, "Only the facilitator writes these; hand the laptop back first.");
        }
        let (session, history) = (open.document.session(), open.document.history());
        let made = ReportSheet::new(session, open.readings.index(), history, (self.around.now)(), kind, &self.folder());
        match made {
            Ok(mut sheet) => {
                if open.document.seal().is_some() {
                    sheet.warn_unencrypted();
                }
                self.over = Some(Over::Report(Box::new(sheet)));
            }
            Err(why) => self.toasts.say(Hue::Watch, why),
        }
    }

    /// Comparison scores beside the raw ones, or no longer; for whoever runs the meeting, once they may see them.
    fn toggle_comparison(&mut self) {
        let Some(open) = &self.open else { return };
        let viewer = open.viewer();
        if viewer != Viewer::Facilitator || !sees_aggregates(open.document.session(), &viewer) {
            let words = "Comparison scores are for whoever runs the meeting, and come with Calibrate.";
            return self.toasts.say(Hue::Watch, words);
        }
        let on = !open.figures.is_comparing();
        open.figures.compare(on);
        let words = if on { "Comparison scores stand beside the raw ones." } else { "Raw scores only." };
        self.toasts.say(Hue::Neutral, words);
    }

    fn step_text(&mut self, context: &egui::Context, by: isize) {
        let here = self.preferences.text_scale();
        let place = TEXT_SCALES.iter().position(|scale| *scale >= here - 0.01).unwrap_or(1);
        if let Some(scale) = place.checked_add_signed(by).and_then(|place| TEXT_SCALES.get(place)) {
            self.set_text_scale(context, *scale);
        }
    }

    fn set_text_scale(&mut self, context: &egui::Context, scale: f32) {
        self.preferences.set_text_scale(scale);
        self.remember();
        theme::install(context, self.preferences.theme(), scale);
    }

    fn set_theme(&mut self, context: &egui::Context, choice: ThemeChoice) {
        self.preferences.set_theme(choice);
        self.remember();
        theme::install(context, choice, self.preferences.text_scale());
    }

    /// Opens a session file, or says why it can't be opened.
    pub(super) fn open_path(&mut self, path: &Path) {
        match Document::open(path, self.around.clone()) {
            Ok(opened) => self.show_opened(opened),
            Err(problem) => self.can_not_open(&problem),
        }
    }

    pub(super) fn open_document(&self, document: Document) -> Open {
        Open::new(document, Figures::on_a_thread(&self.context))
    }

    pub(super) fn show_opened(&mut self, opened: Opened) {
        let Opened { document, warnings, recovery, read_only, elsewhere } = opened;
        for warning in warnings {
            self.toasts.say(Hue::Watch, warning);
        }
        let has_file = document.path().is_some();
        self.show(Open { read_only: read_only.clone(), ..self.open_document(document) });
        self.note_recent();
        if let Some(recovery) = recovery {
            self.over = Some(Over::Recovery(recovery_question(&recovery)));
        } else if let Some(sentence) = read_only.filter(|_| has_file) {
            self.over = Some(Over::Elsewhere(elsewhere_question(sentence, elsewhere)));
        }
        self.remind_of_keeping();
    }

    pub(super) fn recover(&mut self, answer: Recover) {
        let Some(open) = &mut self.open else { return };
        match answer {
            Recover::TakeBack => {
                if let Some(problem) = open.document.recover() {
                    self.toasts.say(Hue::Watch, problem);
                }
                open.readings = Readings::new(open.document.session());
            }
            Recover::LeaveOut => open.document.leave_out_unsaved(),
        }
    }

    pub(super) fn open_sample(&mut self) {
        match Document::sample(self.around.clone()) {
            Ok(document) => self.show(self.open_document(document)),
            Err(problem) => self.toasts.say(Hue::Bad, problem),
        }
    }

    /// Goes on with a session that was just made.
    pub(super) fn take_in(&mut self, session: Session) {
        let document = Document::create(session, self.around.clone());
        self.show(self.open_document(document));
        self.screen = Screen::Team;
        self.ask_where_to_save();
    }

    pub(super) fn show(&mut self, open: Open) {
        self.close_document();
        self.screen = match open.document.session().about.phase {
            Phase::Prepare => Screen::Team,
            Phase::Rate => Screen::Rate,
            Phase::Calibrate => Screen::Calibrate,
            Phase::Close => Screen::Close,
        };
        self.open = Some(open);
    }

    pub(super) fn close_document(&mut self) {
        if let Some(open) = self.open.take()
            && let Err(not_closed) = open.document.close()
        {
            self.toasts.say(Hue::Bad, not_closed.to_string());
        }
        self.screen = Screen::Home;
        self.remember_recents();
        self.visited.clear();
        self.guard = Default::default();
        self.forget_screens();
        self.look_for_lost();
    }

    /// Forgets what the screens keep of a session.
    pub(super) fn forget_screens(&mut self) {
        self.team = Default::default();
        self.rate = Default::default();
        self.calibrate = Default::default();
        self.presenter.set_mode(Mode::Off);
        self.presenting = Default::default();
        self.pyramid = Default::default();
        self.promote = Default::default();
        self.raters = Default::default();
        self.person = Default::default();
        self.compare = Default::default();
        self.log = Default::default();
        self.close = Default::default();
        self.rubric = Default::default();
    }

    /// Puts the open session at the top of the recents.
    pub(super) fn note_recent(&mut self) {
        let Some(open) = &self.open else { return };
        let about = Arc::clone(&open.document.session().about);
        if let Some(path) = open.document.path() {
            let now = (self.around.now)();
            match open.document.seal() {
                Some(_) => self.preferences.note_encrypted_recent(path, now),
                None => self.preferences.note_recent(path, &about.title, &about.period.name, now),
            }
            self.remember();
            self.remember_recents();
        }
    }
}

fn elsewhere_question(sentence: String, another_machine: bool) -> Question<Elsewhere> {
    let mut answers = vec![("Look at it".into(), Elsewhere::Read), ("Work on a copy…".into(), Elsewhere::Copy)];
    if another_machine {
        answers.push(("Nobody works there any more".into(), Elsewhere::Write));
    }
    Question { title: "Somebody has this session open".into(), sentence, answers }
}

pub(super) fn recovery_question(recovery: &Recovery) -> Question<Recover> {
    let zone = jiff::tz::TimeZone::system();
    let last = recovery.last.map(|last| last.to_zoned(zone).strftime(", the last on %-d %B %Y at %H:%M").to_string());
    let changes =
        if recovery.changes == 1 { "One change was".into() } else { format!("{} changes were", recovery.changes) };
    Question {
        title: "Bring back unsaved work?".into(),
        sentence: format!(
            "{changes} made and never saved{}: {}. The saved file stays as it is until you save.",
            last.unwrap_or_default(),
            recovery.words()
        ),
        answers: vec![("Bring it back".into(), Recover::TakeBack), ("Leave it out for good".into(), Recover::LeaveOut)],
    }
}
