//! Short news at the foot of the window that goes away by itself: what was done, with a way back.
//! News of something wrong stays until it is closed. Nothing moves, so an idle window draws
//! nothing: one frame is asked for when the next toast is due to go.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Align, Align2, Area, Context, Frame, Id, Layout, Margin, Order, Stroke, Ui, UiBuilder, vec2};

use super::Hue;
use super::button::{Button, IconButton};
use super::notice::announce;
use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};

/// How long a toast stays.
const STAYS: Duration = Duration::from_secs(6);

/// How wide they are, in points before text scaling.
const WIDTH: f32 = 440.0;

/// At most this many are shown; the oldest makes room.
const MOST: usize = 4;

/// The toasts of a window; `A` says what a toast's button does.
///
/// ```ignore
/// toasts.say(Hue::Good, "Saved.");
/// toasts.offer(Hue::Neutral, "Amara Okafor moved to Nearly.", "Undo", Command::Undo);
/// if let Some(command) = toasts.show(ctx) { … }
/// ```
pub struct Toasts<A> {
    toasts: Vec<Toast<A>>,
    named: u64,
}

struct Toast<A> {
    name: u64,
    hue: Hue,
    sentence: String,
    action: Option<(String, A)>,
    /// When it goes, in the window's seconds; set when it is first shown.
    goes: Option<f64>,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self { toasts: Vec::new(), named: 0 }
    }
}

impl<A> Toasts<A> {
    /// Says a sentence.
    pub fn say(&mut self, hue: Hue, sentence: impl Into<String>) {
        self.add(hue, sentence.into(), None);
    }

    /// Says a sentence with a button.
    pub fn offer(&mut self, hue: Hue, sentence: impl Into<String>, label: impl Into<String>, action: A) {
        self.add(hue, sentence.into(), Some((label.into(), action)));
    }

    /// Takes all of them away.
    pub fn clear(&mut self) {
        self.toasts.clear();
    }

    fn add(&mut self, hue: Hue, sentence: String, action: Option<(String, A)>) {
        // What is said again is said once.
        self.toasts.retain(|toast| toast.sentence != sentence);
        if self.toasts.len() == MOST {
            self.toasts.remove(0);
        }
        self.named += 1;
        self.toasts.push(Toast { name: self.named, hue, sentence, action, goes: None });
    }

    /// Shows the toasts and returns the action of the one whose button was clicked.
    pub fn show(&mut self, context: &Context) -> Option<A> {
        if self.toasts.is_empty() {
            return None;
        }
        let now = context.input(|input| input.time);
        for toast in &mut self.toasts {
            toast.goes.get_or_insert(now + STAYS.as_secs_f64());
        }
        self.toasts.retain(|toast| toast.hue == Hue::Bad || toast.goes.is_none_or(|goes| goes > now));
        let next = self
            .toasts
            .iter()
            .filter(|toast| toast.hue != Hue::Bad)
            .filter_map(|toast| toast.goes)
            .fold(f64::INFINITY, f64::min);
        if next.is_finite() {
            context.request_repaint_after(Duration::from_secs_f64((next - now).max(0.0)));
        }
        let mut taken = None;
        Area::new(Id::unique("toasts")).order(Order::Foreground).anchor(Align2::CENTER_BOTTOM, vec2(0.0, -20.0)).show(
            context,
            |ui| {
                for (place, toast) in self.toasts.iter().enumerate() {
                    match toast.show(ui) {
                        Some(Press::Action) => taken = Some((place, true)),
                        Some(Press::Close) => taken = Some((place, false)),
                        None => {}
                    }
                }
            },
        );
        let (place, wanted) = taken?;
        let toast = self.toasts.remove(place);
        context.request_repaint();
        toast.action.filter(|_| wanted).map(|(_, action)| action)
    }
}

enum Press {
    Action,
    Close,
}

impl<A> Toast<A> {
    fn show(&self, ui: &mut Ui) -> Option<Press> {
        let theme = Theme::of(ui);
        let tone = self.hue.tone(&theme);
        let icon = match self.hue {
            Hue::Good => Icon::Check,
            Hue::Watch | Hue::Bad => Icon::Warning,
            _ => Icon::Info,
        };
        let role = if self.hue == Hue::Bad { Role::Alert } else { Role::Status };
        let builder =
            UiBuilder::new().id_salt(self.name).accessibility_role(role).accessibility_label(self.sentence.as_str());
        let mut press = None;
        let shown = ui.scope_builder(builder, |ui| {
            let frame = Frame::new()
                .fill(theme.surface)
                .stroke(Stroke::new(1.0, theme.line_strong))
                .corner_radius(CARD_RADIUS)
                .inner_margin(Margin::symmetric(12, 8));
            frame.show(ui, |ui| {
                ui.set_width(theme.scaled(WIDTH).min(ui.ctx().content_rect().width() - 80.0));
                ui.horizontal(|ui| {
                    icon.show(ui, 16.0, tone.text);
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        press = self.buttons(ui);
                        ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                            ui.label(theme.rich(Size::Body, Weight::Regular, self.sentence.as_str()));
                        });
                    });
                });
            });
        });
        announce(ui, &shown.response, self.hue);
        press
    }

    /// From the right: the way to close it, then the way back.
    fn buttons(&self, ui: &mut Ui) -> Option<Press> {
        if ui.add(IconButton::new(Icon::Close, "Close").small()).clicked() {
            return Some(Press::Close);
        }
        let (label, _) = self.action.as_ref()?;
        let button = Button::secondary(label.as_str()).small();
        ui.add(button).clicked().then_some(Press::Action)
    }
}
