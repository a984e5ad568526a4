//! Fields for text: a label above, a hint inside, and below what is wrong or what helps.

use egui::{Align2, Frame, Id, Key, Margin, Response, RichText, Stroke, TextEdit, Ui};

use super::text;
use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};

/// A labelled text field.
///
/// ```ignore
/// TextField::new("Why this score?", &mut reason)
///     .hint("Owed here: it decides a gate")
///     .lines(2)
///     .error(problem.as_deref())
///     .show(ui);
/// ```
#[must_use = "call show"]
pub struct TextField<'a> {
    label: &'a str,
    value: &'a mut String,
    hint: &'a str,
    help: &'a str,
    error: Option<&'a str>,
    lines: usize,
    secret: bool,
    label_hidden: bool,
    width: Option<f32>,
    id: Option<Id>,
    focus: bool,
}

impl<'a> TextField<'a> {
    /// A field called `label` for `value`.
    pub fn new(label: &'a str, value: &'a mut String) -> Self {
        Self {
            label,
            value,
            hint: "",
            help: "",
            error: None,
            lines: 1,
            secret: false,
            label_hidden: false,
            width: None,
            id: None,
            focus: false,
        }
    }

    /// What to write, shown while the field is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What helps, below the field; an error takes its place.
    pub fn help(mut self, help: &'a str) -> Self {
        self.help = help;
        self
    }

    /// What is wrong and what to do, below the field.
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// More than one line: Enter starts a new one.
    pub fn lines(mut self, lines: usize) -> Self {
        self.lines = lines.max(1);
        self
    }

    /// Shows dots instead of letters.
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Leaves the label to screen readers, where the place says what the field is for.
    pub fn label_hidden(mut self) -> Self {
        self.label_hidden = true;
        self
    }

    /// How wide, in points; otherwise all there is room for.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// A lasting id, for asking about its focus.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    /// Puts the keyboard here now.
    pub fn focus(mut self, focus: bool) -> Self {
        self.focus = focus;
        self
    }

    /// Shows the field; the response is that of the text itself.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.vertical(|ui| self.parts(ui, &theme)).inner
        })
        .inner
    }

    fn parts(self, ui: &mut Ui, theme: &Theme) -> Response {
        if !self.label_hidden {
            text::label(ui, self.label);
        }
        let wrong = self.error.is_some();
        let name = self.label;
        let help = self.error.unwrap_or(self.help);
        let (focus, error, quiet_help) = (self.focus, self.error, self.help);
        let response = ui.scope(|ui| self.edit(ui, theme, wrong)).inner;
        if focus {
            response.request_focus();
        }
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_label(name);
            if !help.is_empty() {
                node.set_description(help);
            }
            if wrong {
                node.set_invalid(egui::accesskit::Invalid::True);
            }
        });
        if let Some(error) = error {
            problem(ui, theme, error);
        } else if !quiet_help.is_empty() {
            text::hint(ui, quiet_help);
        }
        response
    }

    fn edit(self, ui: &mut Ui, theme: &Theme, wrong: bool) -> Response {
        if wrong {
            let visuals = ui.visuals_mut();
            let line = Stroke::new(1.0, theme.bad.colour);
            visuals.widgets.inactive.bg_stroke = line;
            visuals.widgets.hovered.bg_stroke = line;
            visuals.selection.stroke = Stroke::new(2.0, theme.bad.colour);
        }
        let width = self.width.unwrap_or(f32::INFINITY);
        let edit = if self.lines > 1 {
            TextEdit::multiline(self.value).desired_rows(self.lines).margin(Margin::symmetric(10, 7))
        } else {
            TextEdit::singleline(self.value)
                .password(self.secret)
                .align(Align2::LEFT_CENTER)
                .margin(Margin::symmetric(10, 4))
        };
        let hint = RichText::new(self.hint).font(theme.font(Size::Body, Weight::Regular)).color(theme.text_third);
        let mut edit = edit.hint_text(hint).desired_width(width);
        if let Some(id) = self.id {
            edit = edit.id(id);
        }
        ui.add(edit)
    }
}

/// Whether Enter ended the typing in a field.
pub fn ended_with_enter(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// A sentence on what is wrong, with its sign: `problem(ui, &theme, "No file of this name.")`.
pub fn problem(ui: &mut Ui, theme: &Theme, sentence: &str) -> Response {
    Frame::new()
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                Icon::Warning.show(ui, 14.0, theme.bad.text);
                let words = theme.rich(Size::Small, Weight::Regular, sentence);
                text::wrapped(ui, words.color(theme.bad.text))
            })
            .inner
        })
        .inner
}
