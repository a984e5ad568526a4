//! Leaving a session: to quit, to go home, to open another. It is saved first where it has a file; a question comes
//! only where it has none, or where saving failed.

use std::path::PathBuf;

use crate::app::sheets::question::Question;
use crate::app::view::Screen;
use crate::model::Session;

use super::Shell;
use super::over::Over;

/// What is to happen once the open session is safe.
#[derive(Debug)]
pub enum Leaving {
    /// Close the window.
    Quit,
    /// Go home.
    Home,
    /// Open this file.
    Open(PathBuf),
    /// Open the sample.
    Sample,
    /// Go on with a session that was just made.
    Create(Box<Session>),
    /// Bring back what this journal holds of a session that was never saved.
    BringBack(PathBuf),
}

/// What somebody says about a session that is not safe yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Farewell {
    /// Save it to a file.
    Save,
    /// Let it go.
    Discard,
}

/// What somebody says about a draft of the rubric that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftAnswer {
    /// Look at it again.
    Look,
    /// Let it go.
    Drop,
}

impl Shell {
    /// Leaves the open session, as soon as it is safe.
    pub(super) fn leave(&mut self, context: &egui::Context, leaving: Leaving) {
        self.finish_typing();
        if self.open.is_some() && self.rubric.has_draft() {
            self.leaving = Some(leaving);
            self.over = Some(Over::RubricDraft(draft_question()));
            return;
        }
        let Some(open) = &mut self.open else { return self.go_on(context, leaving) };
        if open.document.is_saved() || open.read_only.is_some() {
            return self.go_on(context, leaving);
        }
        let problem = match open.document.path() {
            None => None,
            Some(_) => match open.document.save() {
                Ok(()) => return self.go_on(context, leaving),
                Err(problem) => Some(problem.to_string()),
            },
        };
        self.leaving = Some(leaving);
        self.over = Some(Over::Farewell(farewell(&open.document.session().about.title, problem)));
    }

    /// Does what was waiting for the session to be safe.
    pub(super) fn go_on(&mut self, context: &egui::Context, leaving: Leaving) {
        match leaving {
            Leaving::Quit => {
                self.may_close = true;
                self.close_document();
                context.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            Leaving::Home => self.close_document(),
            Leaving::Open(path) => self.open_path(&path),
            Leaving::Sample => self.open_sample(),
            Leaving::Create(session) => self.take_in(*session),
            Leaving::BringBack(journal) => self.open_lost(&journal),
        }
    }

    /// What becomes of the rubric's draft, which is in no file.
    pub(super) fn answer_draft(&mut self, context: &egui::Context, answer: Option<DraftAnswer>) {
        let leaving = self.leaving.take();
        match answer {
            None => {}
            Some(DraftAnswer::Look) => self.go(Screen::Rubric),
            Some(DraftAnswer::Drop) => {
                self.rubric = Default::default();
                if let Some(leaving) = leaving {
                    self.leave(context, leaving);
                }
            }
        }
    }

    pub(super) fn answer_farewell(&mut self, context: &egui::Context, answer: Option<Farewell>) {
        match answer {
            None => self.leaving = None,
            Some(Farewell::Save) => self.ask_where_to_save(),
            Some(Farewell::Discard) => {
                if let Some(open) = self.open.take() {
                    open.document.discard();
                }
                if let Some(leaving) = self.leaving.take() {
                    self.go_on(context, leaving);
                }
            }
        }
    }
}

fn draft_question() -> Question<DraftAnswer> {
    let answers = vec![("Look at it".into(), DraftAnswer::Look), ("Drop the draft".into(), DraftAnswer::Drop)];
    Question {
        title: "Leave the draft of the rubric?".into(),
        sentence: "It was edited and not taken, so the session does not have it.".into(),
        answers,
    }
}

fn farewell(title: &str, problem: Option<String>) -> Question<Farewell> {
    let (title, sentence) = match problem {
        None => (format!("Save “{title}”?"), "It has no file yet. Without one, what was entered is gone.".to_owned()),
        Some(problem) => ("The session could not be saved".to_owned(), problem),
    };
    let answers = vec![("Save as…".into(), Farewell::Save), ("Don't save".into(), Farewell::Discard)];
    Question { title, sentence, answers }
}
