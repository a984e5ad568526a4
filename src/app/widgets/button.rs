//! Buttons: one that stands out on a screen (primary), ordinary ones with a border (secondary),
//! quiet ones without, and buttons that are only an icon. Each can show the key that does the same.

use std::borrow::Cow;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Color32, Galley, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, Widget, WidgetInfo, pos2, vec2};

use super::look::{focus_ring, line_of_text, shade, veil, whole_on_hover};
use crate::app::icons::Icon;
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight, mix, readable};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Primary,
    Secondary,
    Quiet,
    Danger,
}

/// A button with words.
///
/// ```ignore
/// if ui.add(Button::primary("Submit and seal")).clicked() { … }
/// ui.add(Button::secondary("Add evidence").key("E"));
/// ui.add_enabled(can_undo, Button::quiet("Undo").icon(Icon::Undo));
/// ```
#[must_use = "put it into a Ui with ui.add(…)"]
pub struct Button<'a> {
    kind: Kind,
    label: Cow<'a, str>,
    icon: Option<Icon>,
    key: Option<Cow<'a, str>>,
    tooltip: Option<Cow<'a, str>>,
    opens: bool,
    small: bool,
    least_width: f32,
}

impl<'a> Button<'a> {
    /// The one thing to do next on a screen.
    pub fn primary(label: impl Into<Cow<'a, str>>) -> Self {
        Self::new(Kind::Primary, label)
    }

    /// Any other thing to do.
    pub fn secondary(label: impl Into<Cow<'a, str>>) -> Self {
        Self::new(Kind::Secondary, label)
    }

    /// A thing to do that should not draw the eye: no border until the pointer is on it.
    pub fn quiet(label: impl Into<Cow<'a, str>>) -> Self {
        Self::new(Kind::Quiet, label)
    }

    /// A thing to do that takes something away.
    pub fn danger(label: impl Into<Cow<'a, str>>) -> Self {
        Self::new(Kind::Danger, label)
    }

    fn new(kind: Kind, label: impl Into<Cow<'a, str>>) -> Self {
        Self {
            kind,
            label: label.into(),
            icon: None,
            key: None,
            tooltip: None,
            opens: false,
            small: false,
            least_width: 0.0,
        }
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The key that does the same, e.g. "E" or "Ctrl ⏎".
    pub fn key(mut self, key: impl Into<Cow<'a, str>>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// More words, on hover; also shown while the button is off, where they say why.
    pub fn tooltip(mut self, tooltip: impl Into<Cow<'a, str>>) -> Self {
        self.tooltip = Some(tooltip.into());
        self
    }

    /// A caret after the words: it opens a list.
    pub fn opens(mut self) -> Self {
        self.opens = true;
        self
    }

    /// Less high, with smaller type.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// At least this wide, in points.
    pub fn least_width(mut self, width: f32) -> Self {
        self.least_width = width;
        self
    }

    fn colours(&self, theme: &Theme, response: &Response) -> (Color32, Color32, Color32) {
        match self.kind {
            Kind::Primary => (shade(theme, response, theme.accent.colour), Color32::TRANSPARENT, theme.accent.on),
            Kind::Secondary => (shade(theme, response, theme.surface), theme.line_strong, theme.text),
            Kind::Quiet => (veil(theme, response), Color32::TRANSPARENT, theme.text_second),
            Kind::Danger => (shade(theme, response, theme.surface), theme.bad.colour, theme.bad.text),
        }
    }
}

/// The words of a button laid out, and the room they take.
struct Layout {
    label: Arc<Galley>,
    key: Option<Arc<Galley>>,
    icon: f32,
    caret: f32,
    padding: f32,
    gap: f32,
    /// Room on both sides of the key inside its cap.
    cap: f32,
    size: Vec2,
}

impl Button<'_> {
    fn lay_out(&self, ui: &Ui, theme: &Theme) -> Layout {
        let size = if self.small { Size::Small } else { Size::Body };
        let gap = theme.scaled(6.0).round();
        let padding = theme.scaled(if self.small { 8.0 } else { 12.0 }).round();
        let icon = self.icon.map_or(0.0, |_| theme.scaled(16.0).round());
        let caret = if self.opens { theme.scaled(14.0).round() } else { 0.0 };
        let capped = self.kind != Kind::Primary;
        let cap = if capped { theme.scaled(5.0).round() } else { 0.0 };
        let key_size = if capped { Size::Label } else { size };
        let placeholder = Color32::PLACEHOLDER;
        let key = self.key.as_ref().map(|key| {
            line_of_text(ui.painter(), key, theme.font(key_size, Weight::Regular), placeholder, f32::INFINITY)
        });
        let key_room = key.as_ref().map_or(0.0, |key| key.size().x + 2.0 * cap + gap);
        let icon_room = if icon > 0.0 { icon + gap } else { 0.0 };
        let caret_room = if caret > 0.0 { caret + gap - 2.0 } else { 0.0 };
        let extras = 2.0 * padding + icon_room + caret_room + key_room;
        let room = ui.available_width().max(theme.scaled(40.0)) - extras;
        let label = line_of_text(ui.painter(), &self.label, theme.font(size, Weight::Medium), placeholder, room);
        let height = if self.small { theme.scaled(24.0).round() } else { theme.control_height() };
        let width = (label.size().x + extras).ceil().max(self.least_width);
        Layout { label, key, icon, caret, padding, gap, cap, size: vec2(width, height) }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let layout = self.lay_out(ui, &theme);
        let (rect, response) = ui.allocate_exact_size(layout.size, Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &self.label));
        if let Some(key) = &self.key {
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_keyboard_shortcut(key.as_ref());
            });
        }
        if ui.is_rect_visible(rect) {
            self.paint(ui, &theme, &layout, rect, &response);
        }
        let response = whole_on_hover(response, &layout.label, &self.label);
        match self.tooltip {
            Some(tooltip) => response.on_hover_text(tooltip.as_ref()).on_disabled_hover_text(tooltip.as_ref()),
            None => response,
        }
    }
}

impl Button<'_> {
    fn paint(&self, ui: &Ui, theme: &Theme, layout: &Layout, rect: Rect, response: &Response) {
        let (fill, line, text) = self.colours(theme, response);
        let painter = ui.painter();
        painter.rect(rect, CONTROL_RADIUS, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        focus_ring(ui, response, rect, f32::from(CONTROL_RADIUS));

        let middle = rect.center().y;
        let content = layout.size.x - 2.0 * layout.padding;
        let mut x = rect.center().x - content.min(rect.width() - 2.0 * layout.padding) / 2.0;
        // A button wider than its words keeps them in the middle.
        let words = layout.size.x.max(self.least_width);
        if self.least_width > 0.0 && words > content {
            let used = self.used(layout);
            x = rect.center().x - used / 2.0;
        }
        if let Some(icon) = self.icon {
            let square = Rect::from_center_size(pos2(x + layout.icon / 2.0, middle), Vec2::splat(layout.icon));
            icon.paint(painter, square, text);
            x += layout.icon + layout.gap;
        }
        let label_at = pos2(x, middle - layout.label.size().y / 2.0);
        painter.galley(label_at, Arc::clone(&layout.label), text);
        x += layout.label.size().x + layout.gap;
        if let Some(key) = &layout.key {
            let wide = key.size().x + 2.0 * layout.cap;
            let square =
                Rect::from_center_size(pos2(x + wide / 2.0, middle), vec2(wide, key.size().y + theme.scaled(3.0)));
            if layout.cap > 0.0 {
                painter.rect(square, 3, theme.surface, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
                painter.galley(pos2(x + layout.cap, middle - key.size().y / 2.0), Arc::clone(key), theme.text_second);
            } else {
                let quieter = readable(mix(theme.accent.on, theme.accent.colour, 0.25), &[theme.accent.colour]);
                painter.galley(pos2(x, middle - key.size().y / 2.0), Arc::clone(key), quieter);
            }
            x += wide + layout.gap;
        }
        if layout.caret > 0.0 {
            let square = Rect::from_center_size(pos2(x - 2.0 + layout.caret / 2.0, middle), Vec2::splat(layout.caret));
            Icon::ChevronDown.paint(painter, square, theme.text_second);
        }
    }

    /// The width of what the button shows, without its padding.
    fn used(&self, layout: &Layout) -> f32 {
        let icon = if layout.icon > 0.0 { layout.icon + layout.gap } else { 0.0 };
        let key = layout.key.as_ref().map_or(0.0, |key| key.size().x + 2.0 * layout.cap + layout.gap);
        let caret = if layout.caret > 0.0 { layout.caret + layout.gap - 2.0 } else { 0.0 };
        layout.label.size().x + icon + key + caret
    }
}

/// A button that is only an icon; its name shows on hover and is what screen readers say.
///
/// ```ignore
/// ui.add(IconButton::new(Icon::Undo, "Undo").key("Ctrl Z"));
/// ```
#[must_use = "put it into a Ui with ui.add(…)"]
pub struct IconButton<'a> {
    icon: Icon,
    name: Cow<'a, str>,
    key: Option<Cow<'a, str>>,
    selected: Option<bool>,
    small: bool,
}

impl<'a> IconButton<'a> {
    /// A button with `icon` that is called `name`.
    pub fn new(icon: Icon, name: impl Into<Cow<'a, str>>) -> Self {
        Self { icon, name: name.into(), key: None, selected: None, small: false }
    }

    /// The key that does the same; shown with the name on hover.
    pub fn key(mut self, key: impl Into<Cow<'a, str>>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Makes it a switch that is on or off.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// Less large: for rows of a list.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }
}

impl Widget for IconButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let side = if self.small { theme.scaled(24.0).round() } else { theme.control_height() };
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| match self.selected {
            Some(on) => WidgetInfo::selected(Role::Button, enabled, on, &self.name),
            None => WidgetInfo::labeled(Role::Button, enabled, &self.name),
        });
        let on = self.selected == Some(true);
        let (fill, colour) = if on {
            (shade(&theme, &response, theme.accent.soft), theme.accent.text)
        } else {
            (veil(&theme, &response), theme.text_second)
        };
        let painter = ui.painter();
        painter.rect_filled(rect, CONTROL_RADIUS, fill);
        let icon = theme.scaled(if self.small { 14.0 } else { 16.0 }).round();
        self.icon.paint(painter, Rect::from_center_size(rect.center(), Vec2::splat(icon)), colour);
        focus_ring(ui, &response, rect, f32::from(CONTROL_RADIUS));
        let hint = match &self.key {
            Some(key) => format!("{} ({key})", self.name),
            None => self.name.into_owned(),
        };
        response.on_hover_text(&hint).on_disabled_hover_text(&hint)
    }
}

/// A key as it looks on a keyboard, in the flow of a line: `keycap(ui, "Ctrl K")`.
pub fn keycap(ui: &mut Ui, key: &str) -> Response {
    let theme = Theme::of(ui);
    let font = theme.font(Size::Label, Weight::Regular);
    let galley = line_of_text(ui.painter(), key, font, theme.text_second, f32::INFINITY);
    let size = vec2(
        (galley.size().x + theme.scaled(10.0)).max(theme.scaled(18.0)).ceil(),
        (galley.size().y + theme.scaled(4.0)).ceil(),
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, key));
    let painter = ui.painter();
    painter.rect(rect, 4, theme.surface, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
    painter.galley(rect.center() - galley.size() / 2.0, galley, theme.text_second);
    response
}
