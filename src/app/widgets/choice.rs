//! Yes or no, and one of a few: check boxes, radio buttons and switches.

use egui::accesskit::Role;
use egui::{Color32, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::look::{focus_ring, line_of_text, shade, whole_on_hover};
use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};

/// A check box with its words: `checkbox(ui, &mut recused, "Recused")`.
pub fn checkbox(ui: &mut Ui, on: &mut bool, label: &str) -> Response {
    let mark = |ui: &Ui, theme: &Theme, response: &Response, square: Rect, on: bool| {
        let painter = ui.painter();
        if on {
            painter.rect_filled(square, 4, shade(theme, response, theme.accent.colour));
            Icon::Check.paint(painter, square.shrink(theme.scaled(2.0)), theme.accent.on);
        } else {
            let line = Stroke::new(1.0, outline(theme, response));
            painter.rect(square, 4, theme.surface, line, StrokeKind::Inside);
        }
        focus_ring(ui, response, square, 4.0);
    };
    let mut response = row(ui, Role::CheckBox, 1.0, *on, label, mark);
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response
}

/// One of several choices below each other: `radio(ui, &mut side, Side::Customers, "Customers")`.
pub fn radio<V: PartialEq>(ui: &mut Ui, value: &mut V, choice: V, label: &str) -> Response {
    let mark = |ui: &Ui, theme: &Theme, response: &Response, square: Rect, on: bool| {
        let painter = ui.painter();
        let radius = square.width() / 2.0;
        if on {
            painter.circle_filled(square.center(), radius, shade(theme, response, theme.accent.colour));
            painter.circle_filled(square.center(), radius * 0.38, theme.accent.on);
        } else {
            painter.circle(square.center(), radius - 0.5, theme.surface, Stroke::new(1.0, outline(theme, response)));
        }
        focus_ring(ui, response, square, radius);
    };
    let mut response = row(ui, Role::RadioButton, 1.0, *value == choice, label, mark);
    if response.clicked() && *value != choice {
        *value = choice;
        response.mark_changed();
    }
    response
}

/// A switch for what takes effect at once: `switch(ui, &mut named, "Show raters' names")`.
pub fn switch(ui: &mut Ui, on: &mut bool, label: &str) -> Response {
    let mark = |ui: &Ui, theme: &Theme, response: &Response, square: Rect, on: bool| {
        let painter = ui.painter();
        let radius = square.height() / 2.0;
        let fill = if on { theme.accent.colour } else { outline(theme, response) };
        painter.rect_filled(square, radius, shade(theme, response, fill));
        let x = if on { square.right() - radius } else { square.left() + radius };
        let knob = if on { theme.accent.on } else { theme.surface };
        painter.circle_filled(pos2(x, square.center().y), radius - theme.scaled(2.5), knob);
        focus_ring(ui, response, square, radius);
    };
    let mut response = row(ui, Role::Switch, 1.75, *on, label, mark);
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response
}

/// The border of what is off: strong enough to be found (3:1 against its ground).
fn outline(theme: &Theme, response: &Response) -> Color32 {
    if response.hovered() { theme.text_second } else { theme.text_third }
}

/// A mark, `breadth` times as wide as high, with words that wrap beside it.
fn row(
    ui: &mut Ui,
    role: Role,
    breadth: f32,
    on: bool,
    label: &str,
    mark: impl Fn(&Ui, &Theme, &Response, Rect, bool),
) -> Response {
    let theme = Theme::of(ui);
    let side = theme.scaled(16.0).round();
    let mark_size = vec2((side * breadth).round(), side);
    let gap = if label.is_empty() { 0.0 } else { theme.scaled(8.0).round() };
    let room = (ui.available_width() - mark_size.x - gap).max(theme.scaled(40.0));
    let font = theme.font(Size::Body, Weight::Regular);
    let words = ui.painter().layout(label.to_owned(), font.clone(), theme.text, room);
    let first_line = line_of_text(ui.painter(), "x", font, theme.text, room).size().y;
    let height = words.size().y.max(theme.scaled(24.0));
    let size = vec2(mark_size.x + gap + words.size().x, height.round());
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(role, enabled, on, label));
    let top = rect.center().y - words.size().y / 2.0;
    let line_middle = if label.is_empty() { rect.center().y } else { top + first_line / 2.0 };
    let square = Rect::from_center_size(pos2(rect.left() + mark_size.x / 2.0, line_middle), mark_size);
    mark(ui, &theme, &response, square, on);
    ui.painter().galley(pos2(rect.left() + mark_size.x + gap, top), words.clone(), theme.text);
    whole_on_hover(response, &words, label)
}
