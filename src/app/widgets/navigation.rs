//! Getting about: the rail of screens, the phases along the top, and the box that finds things.

use egui::accesskit::Role;
use egui::{Color32, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::look::{focus_ring, focus_ring_inside, line_of_text, shade, veil};
use crate::app::icons::Icon;
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight};

/// The width of the rail that [`nav_item`]s stand in, in points before text scaling.
pub const RAIL_WIDTH: f32 = 64.0;

/// A screen in the rail: its icon over its name, as wide as there is room.
///
/// ```ignore
/// if nav_item(ui, Icon::Pyramid, "Pyramid", screen == Screen::Pyramid).clicked() { … }
/// ```
pub fn nav_item(ui: &mut Ui, icon: Icon, name: &str, selected: bool) -> Response {
    let theme = Theme::of(ui);
    let size = vec2(ui.available_width(), theme.scaled(46.0).round());
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    tab_info(ui, &response, name, selected);
    let (fill, colour, weight) = if selected {
        (theme.accent.soft, theme.accent.text, Weight::SemiBold)
    } else {
        (veil(&theme, &response), theme.text_second, Weight::Regular)
    };
    let painter = ui.painter();
    painter.rect_filled(rect, 8, fill);
    let side = theme.scaled(18.0).round();
    let icon_at = pos2(rect.center().x, rect.top() + theme.scaled(8.0) + side / 2.0);
    icon.paint(painter, Rect::from_center_size(icon_at, Vec2::splat(side)), colour);
    let words = line_of_text(painter, name, theme.font(Size::Tiny, weight), colour, rect.width());
    let words_at = pos2(rect.center().x - words.size().x / 2.0, rect.bottom() - theme.scaled(5.0) - words.size().y);
    painter.galley(words_at, words, colour);
    focus_ring_inside(ui, &response, rect, 8.0);
    response
}

/// How far a phase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Behind us: a check mark.
    Done,
    /// Where we are.
    Here,
    /// To come.
    Ahead,
}

/// One phase along the top; put several into a horizontal row.
///
/// ```ignore
/// ui.horizontal(|ui| {
///     phase_step(ui, "Prepare", Step::Done);
///     phase_step(ui, "Rate", Step::Here);
/// });
/// ```
pub fn phase_step(ui: &mut Ui, name: &str, step: Step) -> Response {
    let theme = Theme::of(ui);
    let here = step == Step::Here;
    let weight = if here { Weight::SemiBold } else { Weight::Regular };
    let colour = if here { theme.accent.text } else { theme.text_second };
    let words = line_of_text(ui.painter(), name, theme.font(Size::Body, weight), colour, f32::INFINITY);
    let padding = theme.scaled(if here { 12.0 } else { 10.0 }).round();
    let check = if step == Step::Done { theme.scaled(14.0).round() } else { 0.0 };
    let gap = if check > 0.0 { 4.0 } else { 0.0 };
    let size = vec2((words.size().x + check + gap + 2.0 * padding).ceil(), theme.scaled(26.0).round());
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    tab_info(ui, &response, name, here);
    if step == Step::Done {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description("Done"));
    }
    let painter = ui.painter();
    let fill = if here { theme.accent.soft } else { veil(&theme, &response) };
    painter.rect_filled(rect, CONTROL_RADIUS, fill);
    if check > 0.0 {
        let square =
            Rect::from_center_size(pos2(rect.left() + padding + check / 2.0, rect.center().y), Vec2::splat(check));
        Icon::Check.paint(painter, square, theme.good.colour);
    }
    let words_at = pos2(rect.left() + padding + check + gap, rect.center().y - words.size().y / 2.0);
    painter.galley(words_at, words, colour);
    focus_ring(ui, &response, rect, f32::from(CONTROL_RADIUS));
    response
}

/// A row of tabs with a line below the one that is open.
///
/// ```ignore
/// tabs(ui, "About", &mut tab, &[(Tab::Gates, "Gates"), (Tab::Growth, "Growth")]);
/// ```
pub fn tabs<V: PartialEq + Clone>(ui: &mut Ui, name: &str, value: &mut V, options: &[(V, &str)]) -> Response {
    let theme = Theme::of(ui);
    let builder = egui::UiBuilder::new().accessibility_role(Role::TabList).accessibility_label(name);
    let mut shown = ui.scope_builder(builder, |ui| {
        let mut changed = false;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            for (option, label) in options {
                let open = option == value;
                if tab(ui, &theme, label, open).clicked() && !open {
                    *value = option.clone();
                    changed = true;
                }
            }
        });
        changed
    });
    if shown.inner {
        shown.response.mark_changed();
    }
    shown.response
}

fn tab(ui: &mut Ui, theme: &Theme, label: &str, open: bool) -> Response {
    let weight = if open { Weight::SemiBold } else { Weight::Regular };
    let font = theme.font(Size::Body, weight);
    let words = line_of_text(ui.painter(), label, font, Color32::PLACEHOLDER, ui.available_width());
    let size = vec2(words.size().x, theme.scaled(32.0).round());
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    tab_info(ui, &response, label, open);
    let colour = if open {
        theme.accent.text
    } else if response.hovered() {
        theme.text
    } else {
        theme.text_second
    };
    let painter = ui.painter();
    painter.galley(rect.center() - words.size() / 2.0, words, colour);
    if open {
        painter.hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(2.0, theme.accent.colour));
    }
    focus_ring(ui, &response, rect.shrink2(vec2(-4.0, 4.0)), 4.0);
    response
}

fn tab_info(ui: &Ui, response: &Response, name: &str, selected: bool) {
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, enabled, name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(selected));
}

/// What looks like a search field and opens the palette: `search_button(ui, "Find a person or
/// action", "Ctrl K", 230.0)`. The width is in points before text scaling.
pub fn search_button(ui: &mut Ui, words: &str, key: &str, width: f32) -> Response {
    let theme = Theme::of(ui);
    let width = theme.scaled(width).min(ui.available_width());
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme.control_height()), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, words));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(key));
    let painter = ui.painter();
    painter.rect(
        rect,
        CONTROL_RADIUS,
        shade(&theme, &response, theme.raised),
        Stroke::new(1.0, theme.line_strong),
        StrokeKind::Inside,
    );
    let key_words = line_of_text(painter, key, theme.font(Size::Label, Weight::Regular), theme.text_second, width);
    let cap = Rect::from_center_size(
        pos2(rect.right() - theme.scaled(11.0) - key_words.size().x / 2.0 - 2.0, rect.center().y),
        key_words.size() + vec2(theme.scaled(12.0), theme.scaled(3.0)),
    );
    let room = cap.left() - rect.left() - theme.scaled(18.0);
    if room < theme.scaled(60.0) {
        // No room for words and key: the sign alone.
        let square = Rect::from_center_size(rect.center(), Vec2::splat(theme.scaled(16.0)));
        Icon::Search.paint(painter, square, theme.text_second);
        focus_ring(ui, &response, rect, f32::from(CONTROL_RADIUS));
        return response.on_hover_text(format!("{words} ({key})"));
    }
    let hint = line_of_text(painter, words, theme.font(Size::Body, Weight::Regular), theme.text_third, room);
    painter.rect(cap, 4, theme.surface, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
    painter.galley(cap.center() - key_words.size() / 2.0, key_words, theme.text_second);
    painter.galley(
        pos2(rect.left() + theme.scaled(10.0), rect.center().y - hint.size().y / 2.0),
        hint,
        theme.text_third,
    );
    focus_ring(ui, &response, rect, f32::from(CONTROL_RADIUS));
    response
}
