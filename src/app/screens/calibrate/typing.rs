//! A text while it is typed. It becomes a step after half a second of rest and on leaving the field; one stay in the
//! field is one undo. Enter never leaves the field, so that what is typed after it is text still.

use std::time::Duration;

use egui::{Response, Ui};

/// Rest after which what was typed becomes a step, in seconds.
const REST: f64 = 0.5;

/// A text being typed for what `K` stands for.
#[derive(Debug)]
pub(super) struct Typing<K> {
    key: Option<K>,
    /// The text as it stands in the field.
    pub text: String,
    /// When something was typed that is no step yet, in the window's seconds.
    typed_at: Option<f64>,
    /// Whether this stay in the field has made a step already.
    goes_on: bool,
}

/// What was typed and is to become a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed<K> {
    /// For what.
    pub key: K,
    /// The text, without blanks around it.
    pub text: String,
    /// Whether it goes on from the step before.
    pub goes_on: bool,
}

impl<K> Default for Typing<K> {
    fn default() -> Self {
        Self { key: None, text: String::new(), typed_at: None, goes_on: false }
    }
}

impl<K: Clone + PartialEq> Typing<K> {
    /// Turns to what `key` stands for, of which `stored` is known. Returns what was typed for another.
    #[must_use]
    pub fn turn_to(&mut self, key: &K, stored: &str) -> Option<Typed<K>> {
        let left = if self.key.as_ref() == Some(key) { None } else { self.leave() };
        if self.key.as_ref() != Some(key) {
            self.key = Some(key.clone());
            self.text.clear();
        }
        if self.typed_at.is_none() && self.text.trim() != stored {
            stored.clone_into(&mut self.text);
        }
        left
    }

    /// Shows the field, which `field` draws. Returns its response and what was typed, once it rests.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        field: impl FnOnce(&mut Ui, &mut String) -> Response,
    ) -> (Response, Option<Typed<K>>) {
        let response = field(ui, &mut self.text);
        let now = ui.input(|input| input.time);
        if response.changed() {
            self.typed_at = Some(now);
        }
        let rests_for = self.typed_at.map(|at| REST - (now - at));
        if let Some(rest) = rests_for.filter(|rest| *rest > 0.0) {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(rest));
        }
        // A command is on its way that may leave this screen, save, or close the window.
        let commanded = ui.input(|input| input.modifiers.command);
        let rested = rests_for.is_some_and(|rest| rest <= 0.0);
        let typed = if rested || commanded || response.lost_focus() { self.take() } else { None };
        if response.lost_focus() {
            self.goes_on = false;
        }
        (response, typed)
    }

    /// What was typed so far and is no step yet.
    #[must_use]
    pub fn take(&mut self) -> Option<Typed<K>> {
        self.typed_at.take()?;
        let key = self.key.clone()?;
        let goes_on = std::mem::replace(&mut self.goes_on, true);
        Some(Typed { key, text: self.text.trim().to_owned(), goes_on })
    }

    /// Leaves it; returns what is no step yet.
    #[must_use]
    pub fn leave(&mut self) -> Option<Typed<K>> {
        let typed = self.take();
        (self.key, self.goes_on) = (None, false);
        typed
    }
}
