//! What every widget shares: the focus ring, the shades of hover and press, and one line of text
//! that is cut where there is no room for it.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Galley, Painter, Rect, Response, Stroke, StrokeKind, Ui};

use crate::app::theme::{Theme, mix};

/// The width of the ring around what the keyboard is on.
const RING: f32 = 2.0;

/// Paints the ring around `rect` while `response` has the keyboard, a point away from it.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: f32) {
    if response.has_focus() {
        let stroke = Stroke::new(RING, Theme::of(ui).accent.colour);
        ui.painter().rect_stroke(rect.expand(1.0), radius + 1.0, stroke, StrokeKind::Outside);
    }
}

/// Like [`focus_ring`], but within `rect`: for rows and cells that touch their neighbours.
pub fn focus_ring_inside(ui: &Ui, response: &Response, rect: Rect, radius: f32) {
    if response.has_focus() {
        let stroke = Stroke::new(RING, Theme::of(ui).accent.colour);
        ui.painter().rect_stroke(rect, radius, stroke, StrokeKind::Inside);
    }
}

/// `rest` as it looks under the pointer and while pressed.
pub(super) fn shade(theme: &Theme, response: &Response, rest: Color32) -> Color32 {
    if response.is_pointer_button_down_on() {
        mix(rest, theme.text, 0.10)
    } else if response.hovered() {
        mix(rest, theme.text, 0.04)
    } else {
        rest
    }
}

/// What a see-through control shows under the pointer and while pressed.
pub(super) fn veil(theme: &Theme, response: &Response) -> Color32 {
    if response.is_pointer_button_down_on() {
        theme.text.gamma_multiply(0.10)
    } else if response.hovered() {
        theme.text.gamma_multiply(0.05)
    } else {
        Color32::TRANSPARENT
    }
}

/// `text` on one line of at most `width` points, ended with "…" where it is longer. Line breaks in
/// it become blanks. [`Galley::elided`] tells whether it was cut.
pub fn line_of_text(painter: &Painter, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    let one_line;
    let text = if text.contains(['\n', '\r']) {
        one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        &one_line
    } else {
        text
    };
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, colour));
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    painter.layout_job(job)
}

/// Says the whole of a text on hover where `galley` had to cut it.
pub(super) fn whole_on_hover(response: Response, galley: &Galley, text: &str) -> Response {
    if galley.elided { response.on_hover_text(text) } else { response }
}
