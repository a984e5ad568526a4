//! What a screen says when there is nothing to show yet, or something to know.

use egui::accesskit::{Live, Role};
use egui::{Align, Frame, Layout, Margin, Response, Stroke, Ui, UiBuilder};

use super::button::{Button, IconButton};
use super::{Hue, text};
use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};

/// An empty place that says what belongs there and how to get it.
///
/// ```ignore
/// let wanted = EmptyState::new(Icon::Team, "Nobody here yet", "A roster brings in the people to be rated.")
///     .button("Import a roster…")
///     .show(ui);
/// ```
#[must_use = "call show"]
pub struct EmptyState<'a> {
    icon: Icon,
    title: &'a str,
    sentence: &'a str,
    button: Option<&'a str>,
    second_button: Option<&'a str>,
}

/// Which button of an [`EmptyState`] was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Neither.
    Nothing,
    /// The one that stands out.
    First,
    /// The other.
    Second,
}

impl<'a> EmptyState<'a> {
    /// What is missing, and a sentence on what to do next.
    pub fn new(icon: Icon, title: &'a str, sentence: &'a str) -> Self {
        Self { icon, title, sentence, button: None, second_button: None }
    }

    /// The button that does it.
    pub fn button(mut self, label: &'a str) -> Self {
        self.button = Some(label);
        self
    }

    /// Another way.
    pub fn second_button(mut self, label: &'a str) -> Self {
        self.second_button = Some(label);
        self
    }

    /// Shows it in the middle of the available width.
    pub fn show(self, ui: &mut Ui) -> Wanted {
        let theme = Theme::of(ui);
        let mut wanted = Wanted::Nothing;
        ui.vertical_centered(|ui| {
            ui.set_max_width(theme.scaled(420.0));
            ui.add_space(32.0);
            self.icon.show(ui, 32.0, theme.text_third);
            ui.add_space(4.0);
            text::section(ui, self.title);
            text::second(ui, self.sentence);
            ui.add_space(8.0);
            if let Some(label) = self.button
                && ui.add(Button::primary(label)).clicked()
            {
                wanted = Wanted::First;
            }
            if let Some(label) = self.second_button
                && ui.add(Button::quiet(label)).clicked()
            {
                wanted = Wanted::Second;
            }
            ui.add_space(32.0);
        });
        wanted
    }
}

/// A sentence across the width that somebody should know, with what can be done about it.
///
/// ```ignore
/// match Banner::new(Hue::Watch, "This session is open on another machine.").action("Open a copy").show(ui) {
///     Answer::Action => …,
///     _ => {}
/// }
/// ```
#[must_use = "call show"]
pub struct Banner<'a> {
    hue: Hue,
    sentence: &'a str,
    action: Option<&'a str>,
    closable: bool,
}

/// What somebody did with a [`Banner`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    None,
    /// Clicked its action.
    Action,
    /// Closed it.
    Close,
}

impl<'a> Banner<'a> {
    /// A banner; `hue` is accent for something to know, watch or bad for something to look at.
    pub fn new(hue: Hue, sentence: &'a str) -> Self {
        Self { hue, sentence, action: None, closable: false }
    }

    /// What can be done about it.
    pub fn action(mut self, label: &'a str) -> Self {
        self.action = Some(label);
        self
    }

    /// Can be closed.
    pub fn closable(mut self) -> Self {
        self.closable = true;
        self
    }

    /// Shows it as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Answer {
        let theme = Theme::of(ui);
        let tone = self.hue.tone(&theme);
        let role = if self.hue == Hue::Bad { Role::Alert } else { Role::Status };
        let builder = UiBuilder::new().accessibility_role(role).accessibility_label(self.sentence);
        let mut answer = Answer::None;
        let shown = ui.scope_builder(builder, |ui| {
            let frame = Frame::new()
                .fill(tone.soft)
                .corner_radius(CARD_RADIUS)
                .stroke(Stroke::new(1.0, crate::app::theme::mix(tone.soft, tone.colour, 0.35)))
                .inner_margin(Margin::symmetric(12, 8));
            frame.show(ui, |ui| answer = self.parts(ui, &theme));
        });
        announce(ui, &shown.response, self.hue);
        answer
    }

    fn parts(&self, ui: &mut Ui, theme: &Theme) -> Answer {
        let tone = self.hue.tone(theme);
        let icon = match self.hue {
            Hue::Good => Icon::Check,
            Hue::Watch | Hue::Bad => Icon::Warning,
            _ => Icon::Info,
        };
        let mut answer = Answer::None;
        ui.horizontal(|ui| {
            icon.show(ui, 16.0, tone.text);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if self.closable && ui.add(IconButton::new(Icon::Close, "Close").small()).clicked() {
                    answer = Answer::Close;
                }
                if let Some(label) = self.action
                    && ui.add(Button::secondary(label).small()).clicked()
                {
                    answer = Answer::Action;
                }
                ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                    ui.label(theme.rich(Size::Body, Weight::Medium, self.sentence));
                });
            });
        });
        answer
    }
}

/// Has screen readers say a part of the screen when it appears.
pub(super) fn announce(ui: &Ui, response: &Response, hue: Hue) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(if hue == Hue::Bad { Live::Assertive } else { Live::Polite });
    });
}
