//! What lies over the screens: one sheet at a time.

use std::path::PathBuf;

use egui::Ui;

use crate::app::command::Command;
use crate::app::sheets::describe::Describe;
use crate::app::sheets::export::ExportSheet;
use crate::app::sheets::file_sheet::{Answer, FileSheet};
use crate::app::sheets::incoming::IncomingSheet;
use crate::app::sheets::palette::{Palette, Pick};
use crate::app::sheets::question::Question;
use crate::app::sheets::shortcuts;
use crate::app::view::{Action, Screen};
use crate::app::widgets::Hue;
use crate::model::Phase;

use super::leaving::{Farewell, Leaving};
use super::{Open, Shell};

/// What somebody says about work that was found after a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recover {
    /// Bring it back.
    TakeBack,
    /// Go on without it.
    LeaveOut,
}

/// What a chosen file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileUse {
    /// Open it as a session.
    Open,
    /// Save the session there.
    Save,
    /// Take in ratings from it.
    Ratings,
}

/// The sheet that lies over the screens.
pub enum Over {
    /// A file is chosen.
    File(Box<FileSheet>, FileUse),
    /// Ratings are written.
    Export(Box<ExportSheet>),
    /// Ratings that were read are looked at before they are taken in.
    Incoming(Box<IncomingSheet>),
    /// Something is searched.
    Palette(Box<Palette>),
    /// The keys are shown.
    Shortcuts,
    /// The session is named.
    Describe(Box<Describe>),
    /// A session is left that is not safe yet.
    Farewell(Question<Farewell>),
    /// Work was found that had not been saved.
    Recovery(Question<Recover>),
    /// The phase is changed.
    Phase(Question<Phase>),
}

impl Shell {
    /// Shows the sheet that is open, and takes its answer.
    pub(super) fn show_over(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let context = ui.ctx().clone();
        let Some(over) = self.over.take() else { return };
        self.over = match over {
            Over::File(sheet, purpose) => self.show_file_sheet(ui, sheet, purpose),
            Over::Export(sheet) => self.show_export(ui, sheet),
            Over::Incoming(sheet) => self.show_incoming(ui, sheet, actions),
            Over::Palette(mut palette) => match palette.show(ui, self.session()) {
                None => Some(Over::Palette(palette)),
                Some(pick) => {
                    let in_meeting = self.screen == Screen::Calibrate;
                    actions.extend(pick.map(|pick| pick_action(pick, in_meeting)));
                    None
                }
            },
            Over::Shortcuts => (!shortcuts::show(ui)).then_some(Over::Shortcuts),
            Over::Describe(mut sheet) => match sheet.show(ui) {
                None => Some(Over::Describe(sheet)),
                Some(change) => {
                    actions.extend(change.map(Action::Change));
                    None
                }
            },
            Over::Farewell(question) => match question.show(ui) {
                None => Some(Over::Farewell(question)),
                Some(answer) => {
                    self.answer_farewell(&context, answer);
                    self.over.take()
                }
            },
            Over::Recovery(question) => match question.show(ui) {
                None => Some(Over::Recovery(question)),
                // Closed without an answer, the question stays: nothing can be changed before it is answered.
                Some(None) => Some(Over::Recovery(question)),
                Some(Some(answer)) => {
                    self.recover(answer);
                    None
                }
            },
            Over::Phase(question) => match question.show(ui) {
                None => Some(Over::Phase(question)),
                Some(answer) => {
                    if let Some(phase) = answer {
                        self.set_phase(phase);
                    }
                    None
                }
            },
        };
    }

    fn show_file_sheet(&mut self, ui: &mut Ui, mut sheet: Box<FileSheet>, purpose: FileUse) -> Option<Over> {
        match sheet.show(ui, |_, _| {}) {
            Answer::Waiting => Some(Over::File(sheet, purpose)),
            Answer::Cancelled => {
                self.leaving = None;
                None
            }
            Answer::Chosen(path) => match self.use_file(ui.ctx(), purpose, path) {
                Ok(()) => self.over.take(),
                Err(problem) => {
                    sheet.refuse(problem);
                    Some(Over::File(sheet, purpose))
                }
            },
        }
    }

    fn use_file(&mut self, context: &egui::Context, purpose: FileUse, path: PathBuf) -> Result<(), String> {
        self.preferences.set_last_folder(path.parent());
        match purpose {
            FileUse::Open => {
                // What is wrong with the file is said in the sheet, before the open session is left.
                Open::try_path(&path)?;
                self.leave(context, Leaving::Open(path));
                Ok(())
            }
            FileUse::Save => {
                let open = self.open.as_mut().ok_or("No session is open.")?;
                open.document.save_as(&path).map_err(|problem| problem.to_string())?;
                self.note_recent();
                self.toasts.say(Hue::Good, "Saved.");
                if let Some(leaving) = self.leaving.take() {
                    self.go_on(context, leaving);
                }
                Ok(())
            }
            FileUse::Ratings => {
                let session = self.session().ok_or("No session is open.")?;
                let sheet = IncomingSheet::read(session, &path)?;
                self.over = Some(Over::Incoming(Box::new(sheet)));
                Ok(())
            }
        }
    }

    fn show_export(&mut self, ui: &mut Ui, mut sheet: Box<ExportSheet>) -> Option<Over> {
        let open = self.open.as_ref()?;
        let viewer = open.viewer();
        match sheet.show(ui, open.document.session(), open.document.history(), &viewer) {
            None => Some(Over::Export(sheet)),
            Some(written) => {
                if let Some(path) = written {
                    self.preferences.set_last_folder(path.parent());
                    self.toasts.say(Hue::Good, format!("Exported to {}.", path.display()));
                }
                None
            }
        }
    }

    fn show_incoming(&mut self, ui: &mut Ui, mut sheet: Box<IncomingSheet>, actions: &mut Vec<Action>) -> Option<Over> {
        match sheet.show(ui) {
            None => Some(Over::Incoming(sheet)),
            Some(change) => {
                actions.extend(change.map(Action::Change));
                None
            }
        }
    }
}

/// What a pick asks for. Somebody who is looked for in the meeting is taken up there.
fn pick_action(pick: Pick, in_meeting: bool) -> Action {
    match pick {
        Pick::Command(command) => Action::Command(command),
        Pick::Person(person) if in_meeting => Action::TakeUp(person),
        Pick::Person(person) => Action::Go(Screen::Person(person)),
        Pick::Skill(skill) => Action::SelectCell(None, Some(skill)),
    }
}

/// What is shown after a command from the list of commands that leads to a screen.
pub(super) fn screen_of(command: Command) -> Option<Screen> {
    match command {
        Command::GoTeam => Some(Screen::Team),
        Command::GoRate => Some(Screen::Rate),
        Command::GoCalibrate => Some(Screen::Calibrate),
        Command::GoPyramid => Some(Screen::Pyramid),
        Command::GoPromote => Some(Screen::Promote),
        _ => None,
    }
}
