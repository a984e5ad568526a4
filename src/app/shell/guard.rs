//! The lock screen: an encrypted session that nobody touched for a while, or that somebody locked, shows nothing until
//! its passphrase is typed. It goes on being saved meanwhile. What was under the lock is not drawn at all.

use std::time::Duration;

use egui::{Align, CentralPanel, Frame, Layout, Ui};
use zeroize::Zeroizing;

use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::widgets::{Button, TextField, text};
use crate::storage::{Passphrase, Seal};

/// Watches whether anybody is there.
#[derive(Default)]
pub struct Guard {
    locked: bool,
    /// When somebody last was, in the window's seconds; not known before the first frame.
    touched: Option<f64>,
    typed: Zeroizing<String>,
    problem: Option<&'static str>,
    shown_before: bool,
}

impl Guard {
    /// Whether the window is locked.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// Locks it now.
    pub fn lock(&mut self) {
        *self = Self { locked: true, ..Self::default() };
    }

    /// Notes what comes in, and locks the window after so many minutes without anything; 0 never. Tells how long there
    /// is until then.
    pub fn watch(&mut self, context: &egui::Context, minutes: u32) -> Option<Duration> {
        let (touched, now) = context.input(|input| (input.events.iter().any(is_touch), input.time));
        let since = if touched || self.locked { now } else { self.touched.unwrap_or(now) };
        self.touched = Some(since);
        if minutes == 0 || self.locked {
            return None;
        }
        let left = f64::from(minutes) * 60.0 - (now - since);
        if left <= 0.0 {
            self.lock();
            return None;
        }
        Some(Duration::from_secs_f64(left))
    }

    /// Draws the lock screen; the passphrase takes it away.
    pub fn show(&mut self, ui: &mut Ui, seal: &Seal) {
        let theme = Theme::of(ui);
        CentralPanel::default().frame(Frame::new().fill(theme.background)).show(ui, |ui| {
            let width = theme.scaled(320.0);
            ui.add_space((ui.available_height() * 0.3).max(24.0));
            ui.vertical_centered(|ui| {
                ui.set_max_width(width);
                ui.spacing_mut().item_spacing.y = 12.0;
                Icon::Lock.show(ui, 28.0, theme.text_second);
                text::section(ui, "Locked");
                text::second(ui, "Everything is kept. The passphrase of the session opens it again.");
                ui.with_layout(Layout::top_down(Align::Min), |ui| self.fields(ui, seal));
            });
        });
    }

    fn fields(&mut self, ui: &mut Ui, seal: &Seal) {
        let first = !std::mem::replace(&mut self.shown_before, true);
        let shown = TextField::new("Passphrase", &mut self.typed).secret().focus(first).error(self.problem).show(ui);
        if shown.changed() {
            self.problem = None;
        }
        let entered = ui.input(|input| input.key_pressed(egui::Key::Enter));
        let pressed = ui.add_enabled(!self.typed.is_empty(), Button::primary("Unlock")).clicked();
        if (entered || pressed) && !self.typed.is_empty() {
            let typed = Passphrase::new(std::mem::take(&mut *self.typed));
            if seal.opens_with(&typed) {
                *self = Self::default();
            } else {
                self.problem = Some("That is not the passphrase. Try again, and mind capitals.");
                self.shown_before = false;
            }
        }
    }
}

/// Whether an event shows that somebody is there.
fn is_touch(event: &egui::Event) -> bool {
    use egui::Event;
    matches!(
        event,
        Event::Key { .. }
            | Event::Text(_)
            | Event::Paste(_)
            | Event::PointerMoved(_)
            | Event::PointerButton { .. }
            | Event::MouseWheel { .. }
            | Event::Touch { .. }
            | Event::Ime(_)
    )
}
