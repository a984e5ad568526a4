//! What lies over the screens: one sheet at a time.

use std::path::PathBuf;

use egui::Ui;

use crate::app::command::Command;
use crate::app::sheets::describe::Describe;
use crate::app::sheets::export::ExportSheet;
use crate::app::sheets::file_sheet::{Answer, FileSheet};
use crate::app::sheets::incoming::IncomingSheet;
use crate::app::sheets::keeping::KeepingSheet;
use crate::app::sheets::palette::{Palette, Pick};
use crate::app::sheets::passphrase::{PassphraseSheet, Wanted};
use crate::app::sheets::phase::PhaseSheet;
use crate::app::sheets::previous::PreviousSheet;
use crate::app::sheets::protect::ProtectSheet;
use crate::app::sheets::question::Question;
use crate::app::sheets::report::ReportSheet;
use crate::app::sheets::shortcuts;
use crate::app::sheets::versions::VersionsSheet;
use crate::app::view::{Action, Screen};
use crate::app::widgets::Hue;
use crate::storage;

use super::leaving::{DraftAnswer, Farewell, Leaving};
use super::safety::{Changed, Damage, Elsewhere, Erasing};
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
    /// Take in what the last session said.
    Previous,
    /// Save what could be saved of a damaged session there.
    Rescue,
    /// Save a copy of a session there, and open it.
    Copy,
    /// Write what is held about a person there.
    Held,
}

/// The sheet that lies over the screens.
pub enum Over {
    /// A file is chosen.
    File(Box<FileSheet>, FileUse),
    /// Ratings are written.
    Export(Box<ExportSheet>),
    /// Ratings that were read are looked at before they are taken in.
    Incoming(Box<IncomingSheet>),
    /// The last session is looked at before it is taken in.
    Previous(Box<PreviousSheet>),
    /// Something is searched.
    Palette(Box<Palette>),
    /// The keys are shown.
    Shortcuts,
    /// The session is named.
    Describe(Box<Describe>),
    /// A session is left that is not safe yet.
    Farewell(Question<Farewell>),
    /// The rubric has a draft that was not taken.
    RubricDraft(Question<DraftAnswer>),
    /// Work was found that had not been saved.
    Recovery(Question<Recover>),
    /// The phase is changed.
    Phase(Box<PhaseSheet>),
    /// Something for people to read is written.
    Report(Box<ReportSheet>),
    /// A passphrase is asked for.
    Passphrase(Box<PassphraseSheet>),
    /// The session gets another protection.
    Protect(Box<ProtectSheet>),
    /// Earlier versions are looked at.
    Versions(Box<VersionsSheet>),
    /// How long the session is kept, and erasing.
    Keeping(Box<KeepingSheet>),
    /// Something is to be erased for good.
    Erasing(Question<Erasing>),
    /// A file can't be read.
    Damage(Question<Damage>),
    /// What can be saved of one is offered.
    Rescue(Question<()>),
    /// Somebody else changed the file.
    Changed(Question<Changed>),
    /// Somebody else has the session open.
    Elsewhere(Question<Elsewhere>),
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
            Over::Previous(mut sheet) => match self.session().and_then(|session| sheet.show(ui, session)) {
                None => Some(Over::Previous(sheet)),
                Some(change) => {
                    actions.extend(change.map(Action::Change));
                    None
                }
            },
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
            Over::RubricDraft(question) => match question.show(ui) {
                None => Some(Over::RubricDraft(question)),
                Some(answer) => {
                    self.answer_draft(&context, answer);
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
            Over::Phase(mut sheet) => match sheet.show(ui) {
                None => Some(Over::Phase(sheet)),
                Some(answer) => {
                    if let Some((phase, why)) = answer {
                        self.set_phase(phase, why);
                    }
                    None
                }
            },
            Over::Report(mut sheet) => match sheet.show(ui) {
                None => Some(Over::Report(sheet)),
                Some(written) => {
                    if let Some(path) = written {
                        self.preferences.set_last_folder(path.parent());
                        self.toasts.say(Hue::Good, format!("Written to {}.", path.display()));
                    }
                    None
                }
            },
            safety => self.show_safety(ui, safety),
        };
    }

    /// The sheets that have to do with keeping the session safe.
    fn show_safety(&mut self, ui: &mut Ui, over: Over) -> Option<Over> {
        let context = ui.ctx().clone();
        match over {
            Over::Passphrase(mut sheet) => {
                let Some(found) = sheet.show(ui, &self.around) else { return Some(Over::Passphrase(sheet)) };
                if let Some(found) = found {
                    self.take_found(&context, found);
                }
            }
            Over::Protect(mut sheet) => {
                let Some(protected) = sheet.show(ui, &self.around) else { return Some(Over::Protect(sheet)) };
                self.set_lock_after(sheet.lock_after());
                if let Some(protected) = protected {
                    self.protect(protected);
                }
            }
            Over::Versions(mut sheet) => {
                let Some(version) = sheet.show(ui) else { return Some(Over::Versions(sheet)) };
                if let Some(version) = version {
                    self.ask_where_to_copy(&version);
                }
            }
            Over::Keeping(mut sheet) => {
                let Some(wish) = sheet.show(ui) else { return Some(Over::Keeping(sheet)) };
                if let Some(wish) = wish {
                    self.grant(wish);
                }
            }
            Over::Erasing(question) => {
                let Some(answer) = question.show_for_good(ui) else { return Some(Over::Erasing(question)) };
                if let Some(erasing) = answer {
                    self.erase(erasing);
                }
            }
            Over::Damage(question) => {
                let Some(answer) = question.show(ui) else { return Some(Over::Damage(question)) };
                if let Some(damage) = answer {
                    self.answer_damage(damage);
                }
            }
            Over::Rescue(question) => {
                let Some(answer) = question.show(ui) else { return Some(Over::Rescue(question)) };
                if answer.is_some() {
                    self.ask_where_to_rescue();
                }
            }
            Over::Changed(question) => {
                let Some(answer) = question.show(ui) else { return Some(Over::Changed(question)) };
                if let Some(changed) = answer {
                    self.answer_changed(changed);
                }
            }
            Over::Elsewhere(question) => {
                let Some(answer) = question.show(ui) else { return Some(Over::Elsewhere(question)) };
                if let Some(elsewhere) = answer {
                    self.answer_elsewhere(elsewhere);
                }
            }
            other => return Some(other),
        }
        self.over.take()
    }

    fn show_file_sheet(&mut self, ui: &mut Ui, mut sheet: Box<FileSheet>, purpose: FileUse) -> Option<Over> {
        let answer = sheet.show(ui, |_, _| {});
        match answer {
            Answer::Waiting => Some(Over::File(sheet, purpose)),
            Answer::Cancelled => {
                self.leaving = None;
                None
            }
            Answer::Chosen(path) => match self.use_chosen(ui.ctx(), &mut sheet, purpose, path) {
                Ok(()) => self.over.take(),
                Err(problem) => {
                    sheet.refuse(problem);
                    Some(Over::File(sheet, purpose))
                }
            },
        }
    }

    fn use_chosen(
        &mut self,
        context: &egui::Context,
        sheet: &mut FileSheet,
        purpose: FileUse,
        path: PathBuf,
    ) -> Result<(), String> {
        let seal = sheet.seal(self.around.work)?;
        match (purpose, seal) {
            (FileUse::Save, Some(seal)) => {
                let open = self.open.as_mut().ok_or("No session is open.")?;
                open.document.save_protected(&path, Some(seal)).map_err(|problem| problem.to_string())?;
                self.saved_to(context, &path);
                Ok(())
            }
            _ => self.use_file(context, purpose, path),
        }
    }

    fn saved_to(&mut self, context: &egui::Context, path: &std::path::Path) {
        self.preferences.set_last_folder(path.parent());
        self.note_recent();
        self.toasts.say(Hue::Good, "Saved.");
        if let Some(leaving) = self.leaving.take() {
            self.go_on(context, leaving);
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
                self.saved_to(context, &path);
                Ok(())
            }
            FileUse::Previous => {
                let session = self.session().ok_or("No session is open.")?;
                if storage::is_encrypted(&*self.around.files, &path) {
                    let sheet = PassphraseSheet::new(&path, Wanted::Previous);
                    self.over = Some(Over::Passphrase(Box::new(sheet)));
                    return Ok(());
                }
                let sheet = PreviousSheet::read(session, &*self.around.files, &path)?;
                self.over = Some(Over::Previous(Box::new(sheet)));
                Ok(())
            }
            FileUse::Ratings => {
                let session = self.session().ok_or("No session is open.")?;
                let sheet = IncomingSheet::read(session, &path)?;
                self.over = Some(Over::Incoming(Box::new(sheet)));
                Ok(())
            }
            FileUse::Rescue => self.write_rescue(context, path),
            FileUse::Copy => self.write_copy(context, path),
            FileUse::Held => self.write_held(&path),
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
        Command::GoRaters => Some(Screen::Raters),
        Command::GoLog => Some(Screen::Log),
        Command::GoClose => Some(Screen::Close),
        Command::GoRubric => Some(Screen::Rubric),
        _ => None,
    }
}
