//! Encrypting a session: the passphrase, typed twice, or none. The same fields stand in the sheet that first saves a
//! session and in the one that changes how it is protected later.

use std::sync::Arc;

use egui::Ui;
use zeroize::Zeroizing;

use crate::app::widgets::{Button, Segmented, Select, TextField, ended_with_enter, text};
use crate::storage::{Passphrase, Seal};
use crate::workspace::Surroundings;

use super::places::Awaited;
use super::{foot, sheet};

/// What there is no way back from.
const FORGOTTEN: &str = "Nobody can open the session without it: write it down where such things are kept.";

/// A choice of protection, while it is being made.
pub struct Protection {
    encrypted: bool,
    typed: Zeroizing<String>,
    again: Zeroizing<String>,
    problem: Option<String>,
}

impl Protection {
    /// With a passphrase, until something else is chosen.
    pub fn new(encrypted: bool) -> Self {
        Self { encrypted, typed: Zeroizing::default(), again: Zeroizing::default(), problem: None }
    }

    /// Shows the choice and the fields; `focus` puts the keyboard into the first. True where Enter ended typing.
    pub fn show(&mut self, ui: &mut Ui, focus: bool) -> bool {
        let choices = [(true, "With a passphrase"), (false, "Plain")];
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            text::label(ui, "Protection");
            Segmented::new("Protection").show(ui, &mut self.encrypted, &choices);
        });
        if !self.encrypted {
            text::hint(ui, "Whoever gets at the file can read it: names, scores, notes.");
            return false;
        }
        let entered = ui.columns(2, |columns| {
            let field = TextField::new("Passphrase", &mut self.typed).secret().focus(focus);
            let first = field.show(&mut columns[0]);
            let second = TextField::new("Once more", &mut self.again).secret().show(&mut columns[1]);
            if first.changed() || second.changed() {
                self.problem = None;
            }
            ended_with_enter(&columns[0], &first) || ended_with_enter(&columns[1], &second)
        });
        match &self.problem {
            Some(problem) => {
                let theme = crate::app::theme::Theme::of(ui);
                crate::app::widgets::problem(ui, &theme, problem);
            }
            None => drop(text::hint(ui, FORGOTTEN)),
        }
        entered
    }

    /// Leaves it to somebody else to say what is missing.
    pub fn say_nothing(&mut self) {
        self.problem = None;
    }

    /// The passphrase that was chosen, or none; an error says what is missing, and is shown.
    pub fn chosen(&mut self) -> Result<Option<Passphrase>, String> {
        if !self.encrypted {
            return Ok(None);
        }
        let passphrase = Passphrase::new(self.typed.to_string());
        let problem = if self.typed.is_empty() {
            Some("Type a passphrase twice, or choose “Plain”.".to_owned())
        } else if *self.typed != *self.again {
            Some("The two are not the same. Type them again.".to_owned())
        } else {
            passphrase.weakness()
        };
        self.problem.clone_from(&problem);
        problem.map_or(Ok(Some(passphrase)), Err)
    }
}

/// How a session is protected from now on.
pub enum Protected {
    /// By this, whose key is made already.
    With(Arc<Seal>),
    /// By nothing.
    Plain,
}

/// Minutes after which an encrypted session is locked when nobody touches it; 0 is never.
const LOCK_AFTER: [(u32, &str); 6] = [
    (0, "Never"),
    (2, "After 2 minutes"),
    (5, "After 5 minutes"),
    (10, "After 10 minutes"),
    (30, "After 30 minutes"),
    (60, "After an hour"),
];

/// The sheet while it is open.
pub struct ProtectSheet {
    was_encrypted: bool,
    protection: Protection,
    lock_after: u32,
    working: Option<Awaited<Arc<Seal>>>,
    shown_before: bool,
}

impl ProtectSheet {
    /// A sheet for a session that is encrypted now, or not.
    pub fn new(was_encrypted: bool, lock_after: u32) -> Self {
        Self { was_encrypted, protection: Protection::new(true), lock_after, working: None, shown_before: false }
    }

    /// The minutes that are chosen.
    pub fn lock_after(&self) -> u32 {
        self.lock_after
    }

    /// Shows the sheet: `Some(None)` where it was closed, else the new protection.
    pub fn show(&mut self, ui: &mut Ui, around: &Surroundings) -> Option<Option<Protected>> {
        if let Some(Ok(seal)) = self.working.as_ref().and_then(Awaited::take) {
            return Some(Some(Protected::With(seal)));
        }
        let (answer, close) = sheet(ui, "Protection", 480.0, |ui| {
            let now = if self.was_encrypted {
                "The session is encrypted. Another passphrase takes the place of the present one; earlier versions, which \
                 the old one opens, are removed."
            } else {
                "The session is plain. Encrypted, it is an age file: journal and earlier versions are encrypted with it, \
                 and the plain ones are removed. Copies and exports elsewhere stay as they are."
            };
            text::second(ui, now);
            let first = !std::mem::replace(&mut self.shown_before, true);
            let entered = self.protection.show(ui, first);
            Select::new("Lock the window when nobody touches it").show(ui, &mut self.lock_after, &LOCK_AFTER);
            let waits = self.working.is_some();
            if waits {
                ui.horizontal(|ui| {
                    ui.add(egui::Spinner::new().size(14.0));
                    text::hint(ui, "Making the key takes a second.");
                });
            }
            foot(ui, |ui| {
                let label = match (self.protection.encrypted, self.was_encrypted) {
                    (true, true) => "Change the passphrase",
                    (true, false) => "Encrypt",
                    (false, true) => "Remove the passphrase",
                    (false, false) => "Leave it plain",
                };
                let pressed = ui.add_enabled(!waits, Button::primary(label)).clicked();
                if pressed || entered && !waits {
                    match self.protection.chosen() {
                        Ok(Some(passphrase)) => self.begin(ui.ctx(), passphrase, around.work),
                        Ok(None) if self.was_encrypted => return Some(Some(Protected::Plain)),
                        Ok(None) => return Some(None),
                        Err(_) => {}
                    }
                }
                ui.add(Button::quiet("Close")).clicked().then_some(None)
            })
        });
        answer.or(close.then_some(None))
    }

    fn begin(&mut self, context: &egui::Context, passphrase: Passphrase, work: u8) {
        self.working = Some(Awaited::start(context, move || Arc::new(Seal::ready(passphrase, work))));
    }
}
