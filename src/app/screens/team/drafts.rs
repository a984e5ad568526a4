//! What is being typed into the fields of the side panel. A draft becomes a change after half a second of rest, or when
//! the field is left; what is typed on after a rest goes on with the same step, so that one undo takes all of it back.
//! A text that can't be taken over stays in its field, with the reason.

use std::collections::BTreeMap;

use egui::{Response, Ui};

use crate::app::view::{Action, View};
use crate::app::widgets::TextField;
use crate::edit::{Change, Edit, Gesture};

use super::changes::change;

/// How long nothing is typed before a draft is taken over, in seconds.
const REST: f64 = 0.5;

/// A field of the side panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Field {
    Name,
    EmployeeId,
    Email,
    Title,
    Team,
    Location,
    Manager,
    Hired,
    LevelSince,
    LeaveFrom(usize),
    LeaveTo(usize),
}

struct Draft {
    text: String,
    /// When it was last changed, in seconds.
    at: f64,
    /// Whether it still has to be taken over.
    waits: bool,
    /// Why it can't be.
    wrong: Option<String>,
}

/// The fields being typed into, all about one person or panel member.
#[derive(Default)]
pub(super) struct Drafts {
    about: Option<String>,
    drafts: BTreeMap<Field, Draft>,
    /// The field that was taken over last, and the revision which that made.
    taken: Option<(Field, u64)>,
    /// Whether one of the fields had the keyboard in the last frame.
    pub typing: bool,
}

/// How a field looks.
#[derive(Clone, Copy, Default)]
pub(super) struct Looks<'a> {
    pub label: &'a str,
    pub hint: &'a str,
    pub help: &'a str,
    pub focus: bool,
}

impl Drafts {
    /// Begins with the fields of somebody else, unless they are about this one already.
    pub fn about(&mut self, id: &str) {
        if self.about.as_deref() != Some(id) {
            *self = Self { about: Some(id.to_owned()), ..Self::default() };
        }
    }

    /// Whom the drafts are about.
    pub fn subject(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// The texts that still have to be taken over: for somebody who is no longer shown.
    pub fn waiting(&mut self) -> Vec<(Field, String)> {
        let waiting = self.drafts.iter().filter(|(_, draft)| draft.waits);
        let texts = waiting.map(|(field, draft)| (*field, draft.text.trim().to_owned())).collect();
        *self = Self::default();
        texts
    }

    /// Shows a field. Returns its response, and the text where it is to be taken over now. `judge` says why a text
    /// can't be.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        field: Field,
        looks: Looks<'_>,
        current: &str,
        judge: impl Fn(&str) -> Result<(), String>,
    ) -> (Response, Option<String>) {
        let draft = self.drafts.get(&field);
        // What was taken over and then changed elsewhere, by undo for instance, is not a draft any more.
        let stale = draft.is_some_and(|draft| !draft.waits && draft.text.trim() != current);
        let mut text = match draft {
            Some(draft) if !stale => draft.text.clone(),
            _ => current.to_owned(),
        };
        let wrong = draft.and_then(|draft| draft.wrong.clone());
        if stale {
            self.drafts.remove(&field);
        }
        let response = ui
            .push_id(("draft", field), |ui| {
                TextField::new(looks.label, &mut text)
                    .hint(looks.hint)
                    .help(looks.help)
                    .error(wrong.as_deref())
                    .focus(looks.focus)
                    .show(ui)
            })
            .inner;
        self.typing |= response.has_focus();
        let now = ui.input(|input| input.time);
        if response.changed() {
            self.drafts.insert(field, Draft { text, at: now, waits: true, wrong: None });
        }
        let taken = self.take_over(ui, field, now, response.has_focus(), current, judge);
        (response, taken)
    }

    fn take_over(
        &mut self,
        ui: &Ui,
        field: Field,
        now: f64,
        focused: bool,
        current: &str,
        judge: impl Fn(&str) -> Result<(), String>,
    ) -> Option<String> {
        let draft = self.drafts.get_mut(&field)?;
        if !draft.waits || draft.wrong.is_some() {
            if !focused && draft.wrong.is_none() {
                self.drafts.remove(&field);
            }
            return None;
        }
        let rested = now - draft.at;
        // Ctrl S and the like mean what is on the screen.
        let command = ui.input(|input| input.modifiers.command);
        if focused && rested < REST && !command {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(REST - rested));
            return None;
        }
        let text = draft.text.trim().to_owned();
        if text == current {
            draft.waits = false;
            return None;
        }
        match judge(&text) {
            Err(wrong) => {
                draft.wrong = Some(wrong);
                ui.ctx().request_repaint();
                None
            }
            Ok(()) => {
                draft.waits = false;
                Some(text)
            }
        }
    }

    /// Hands over what a field changes; one undo takes it back with what was typed into the field just before.
    pub fn hand_over(
        &mut self,
        view: &View<'_>,
        field: Field,
        gesture: Gesture,
        edit: Option<Edit>,
        actions: &mut Vec<Action>,
    ) {
        let Some(edit) = edit else { return };
        let continues = self.taken == Some((field, view.revision));
        self.taken = Some((field, view.revision + 1));
        actions.push(Action::Change(Change { continues, ..change(gesture, vec![edit]) }));
    }

    /// Drops the drafts of the fields for times away, whose numbers have changed.
    pub fn drop_leaves(&mut self) {
        self.drafts.retain(|field, _| !matches!(field, Field::LeaveFrom(_) | Field::LeaveTo(_)));
    }

    /// Drops a draft: its field was set by other means.
    pub fn drop(&mut self, field: Field) {
        self.drafts.remove(&field);
    }

    /// What is typed into a field at the moment.
    pub fn typed(&self, field: Field) -> Option<&str> {
        self.drafts.get(&field).map(|draft| draft.text.as_str())
    }
}
