//! Asking for the passphrase of a file. Making a key of it takes a second and more, so a worker does it, and whatever was
//! to be done with the file besides, while the window goes on.

use std::path::{Path, PathBuf};

use egui::Ui;
use zeroize::Zeroizing;

use crate::app::widgets::{Button, TextField, text};
use crate::model::Session;
use crate::storage::{self, OpenError, OpenFault, Passphrase};
use crate::workspace::{Document, NotCopied, Opened, Rescue, Surroundings, copy_session};

use super::places::Awaited;
use super::{foot, sheet};

/// What is to be done with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Open it.
    Open,
    /// See what can be saved of it.
    Rescue,
    /// Make a session of its own of it, here.
    CopyTo(PathBuf),
    /// Take in what it said of the last cycle.
    Previous,
}

/// What came of it.
pub enum Found {
    /// The session, or why it can't be opened.
    Opened(Box<Result<Opened, OpenError>>),
    /// What can be saved, or that nothing can.
    Rescue(Box<Result<Rescue, OpenError>>),
    /// The copy, or why there is none.
    Copied(PathBuf, Result<(), NotCopied>),
    /// The session of the last cycle, or why it can't be read.
    Previous(Box<Result<Session, OpenError>>),
}

/// The sheet while it is open.
pub struct PassphraseSheet {
    path: PathBuf,
    wanted: Wanted,
    typed: Zeroizing<String>,
    problem: Option<String>,
    working: Option<Awaited<Found>>,
    shown_before: bool,
}

impl PassphraseSheet {
    /// A sheet that asks for the passphrase of a file.
    pub fn new(path: &Path, wanted: Wanted) -> Self {
        Self {
            path: path.to_owned(),
            wanted,
            typed: Zeroizing::default(),
            problem: None,
            working: None,
            shown_before: false,
        }
    }

    /// The file that it is about.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Shows the sheet: `Some(None)` where it was closed, else what came of it.
    pub fn show(&mut self, ui: &mut Ui, around: &Surroundings) -> Option<Option<Found>> {
        if let Some(answer) = self.working.as_ref().and_then(Awaited::take) {
            self.working = None;
            match answer {
                Ok(found) if found.wrong_passphrase() => {
                    self.problem = Some("That is not the passphrase. Try again, and mind capitals.".into());
                    self.shown_before = false;
                }
                Ok(found) => return Some(Some(found)),
                Err(()) => self.problem = Some("Opening it stopped half-way. Try again.".into()),
            }
        }
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (answer, close) = sheet(ui, "Passphrase", 420.0, |ui| {
            text::second(ui, format!("“{name}” is encrypted."));
            let first = !std::mem::replace(&mut self.shown_before, true);
            let waits = self.working.is_some();
            let shown = ui.add_enabled_ui(!waits, |ui| {
                TextField::new("Passphrase", &mut self.typed)
                    .secret()
                    .focus(first)
                    .error(self.problem.as_deref())
                    .show(ui)
            });
            if shown.inner.changed() {
                self.problem = None;
            }
            if waits {
                ui.horizontal(|ui| {
                    ui.add(egui::Spinner::new().size(14.0));
                    text::hint(ui, "Making the key takes a second.");
                });
            }
            let entered = ui.input(|input| input.key_pressed(egui::Key::Enter));
            foot(ui, |ui| {
                let ready = !waits && !self.typed.is_empty();
                let pressed = ui.add_enabled(ready, Button::primary("Unlock")).clicked();
                if ready && (pressed || entered) {
                    self.begin(ui.ctx(), around);
                }
                ui.add(Button::quiet("Cancel")).clicked().then_some(None)
            })
        });
        answer.or(close.then_some(None))
    }

    fn begin(&mut self, context: &egui::Context, around: &Surroundings) {
        let passphrase = Passphrase::new(std::mem::take(&mut *self.typed));
        let (path, around, wanted) = (self.path.clone(), around.clone(), self.wanted.clone());
        self.working = Some(Awaited::start(context, move || match wanted {
            Wanted::Open => Found::Opened(Box::new(Document::open_encrypted(&path, &passphrase, around))),
            Wanted::Rescue => Found::Rescue(Box::new(Rescue::look_at(&path, Some(&passphrase), &around))),
            Wanted::CopyTo(to) => {
                let copied = copy_session(&path, Some(&passphrase), &to, &around);
                Found::Copied(to, copied)
            }
            Wanted::Previous => {
                let loaded = storage::load_sealed(&*around.files, &path, &passphrase, around.work);
                Found::Previous(Box::new(loaded.map(|loaded| loaded.contents.session)))
            }
        }));
    }
}

impl Found {
    fn wrong_passphrase(&self) -> bool {
        let fault = match self {
            Self::Opened(opened) => opened.as_ref().as_ref().err().map(|error| &error.fault),
            Self::Rescue(rescue) => rescue.as_ref().as_ref().err().map(|error| &error.fault),
            Self::Copied(_, Err(NotCopied::Open(error))) => Some(&error.fault),
            Self::Copied(..) => None,
            Self::Previous(session) => session.as_ref().as_ref().err().map(|error| &error.fault),
        };
        fault == Some(&OpenFault::WrongPassphrase)
    }
}
