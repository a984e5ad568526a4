//! A question with a few answers, asked only where something could be lost or can't be taken back.

use egui::Ui;

use crate::app::widgets::{Button, text};

use super::{foot, sheet};

/// A question. The first answer is the one that Enter gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question<A> {
    /// What is asked, in a few words.
    pub title: String,
    /// What happens with each answer.
    pub sentence: String,
    /// What a button says, and what it stands for.
    pub answers: Vec<(String, A)>,
}

impl<A: Clone> Question<A> {
    /// Shows the question; `Some(None)` where it was closed without an answer.
    pub fn show(&self, ui: &mut Ui) -> Option<Option<A>> {
        self.ask(ui, false)
    }

    /// Shows a question whose answer can't be taken back: it is not given by Enter alone.
    pub fn show_for_good(&self, ui: &mut Ui) -> Option<Option<A>> {
        self.ask(ui, true)
    }

    fn ask(&self, ui: &mut Ui, for_good: bool) -> Option<Option<A>> {
        let (answer, close) = sheet(ui, &self.title, 440.0, |ui| {
            text::second(ui, &self.sentence);
            let mut answer = None;
            foot(ui, |ui| {
                for (place, (label, meaning)) in self.answers.iter().enumerate() {
                    let button = match place {
                        0 if for_good => Button::danger(label),
                        0 => Button::primary(label),
                        _ => Button::secondary(label),
                    };
                    let shown = ui.add(button);
                    if place == 0 && !for_good && ui.memory(|memory| memory.focused().is_none()) {
                        shown.request_focus();
                    }
                    if shown.clicked() {
                        answer = Some(Some(meaning.clone()));
                    }
                }
                let cancel = ui.add(Button::quiet("Cancel"));
                if for_good && ui.memory(|memory| memory.focused().is_none()) {
                    cancel.request_focus();
                }
                if cancel.clicked() {
                    answer = Some(None);
                }
            });
            answer
        });
        answer.or(close.then_some(None))
    }
}
