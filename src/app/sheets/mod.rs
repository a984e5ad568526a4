//! Sheets: what lies over a screen while something is asked. Each is a small state of its own that says what came of
//! it; Escape closes the one on top.

pub mod describe;
pub mod export;
pub mod file_sheet;
pub mod incoming;
pub mod keeping;
pub mod palette;
pub mod passphrase;
pub mod phase;
pub mod places;
pub mod previous;
pub mod protect;
pub mod question;
pub mod report;
pub mod shortcuts;
pub mod versions;

use egui::{Frame, Id, Modal, Stroke, Ui};

use super::theme::{CARD_RADIUS, Theme};
use super::widgets::text;

/// Shows a sheet over the window. `content` draws everything under the title. Returns what it returned, and whether
/// Escape or a click beside it asked for it to be closed.
pub fn sheet<R>(ui: &mut Ui, title: &str, width: f32, content: impl FnOnce(&mut Ui) -> R) -> (R, bool) {
    let theme = Theme::of(ui);
    let frame = Frame::new()
        .fill(theme.surface)
        .stroke(Stroke::new(1.0, theme.line_strong))
        .corner_radius(CARD_RADIUS)
        .inner_margin(24);
    let room = ui.ctx().content_rect();
    let shown =
        Modal::new(Id::unique(("sheet", title))).frame(frame).backdrop_color(theme.scrim).show(ui.ctx(), |ui| {
            ui.set_width(theme.scaled(width).min(room.width() - 80.0));
            ui.set_max_height(room.height() - 120.0);
            ui.spacing_mut().item_spacing.y = 12.0;
            text::section(ui, title);
            content(ui)
        });
    let close = shown.should_close();
    (shown.inner, close)
}

/// The foot of a sheet: buttons from the right, the one to press first.
pub fn foot<R>(ui: &mut Ui, buttons: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(4.0);
    let height = Theme::of(ui).control_height();
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.allocate_ui_with_layout(egui::vec2(ui.available_width(), height), layout, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        buttons(ui)
    })
    .inner
}

/// An error's words as a sentence of their own.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let start = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    let end = if words.ends_with('.') { "" } else { "." };
    format!("{start}{}{end}", letters.as_str())
}
