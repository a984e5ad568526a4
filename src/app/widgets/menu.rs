//! Menus and selects: lists that open below a button. Up, Down, Home, End and Escape work in them.

use std::borrow::Cow;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Color32, InnerResponse, Popup, PopupCloseBehavior, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2,
    Widget, WidgetInfo, pos2, vec2,
};

use super::look::{focus_ring, focus_ring_inside, line_of_text, shade, whole_on_hover};
use super::text;
use crate::app::icons::Icon;
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight};

/// Opens a menu below the button that `button` is the response of; a click on an entry closes it.
///
/// ```ignore
/// let more = ui.add(IconButton::new(Icon::More, "More"));
/// menu(&more, |ui| {
///     if ui.add(MenuItem::new("Rename…").key("F2")).clicked() { … }
/// });
/// ```
pub fn menu<R>(button: &Response, content: impl FnOnce(&mut Ui) -> R) -> Option<InnerResponse<R>> {
    Popup::menu(button).gap(4.0).show(|ui| {
        ui.set_min_width(160.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        content(ui)
    })
}

/// Opens a menu at the pointer on a right click on `response`.
pub fn context_menu<R>(response: &Response, content: impl FnOnce(&mut Ui) -> R) -> Option<InnerResponse<R>> {
    Popup::context_menu(response).show(|ui| {
        ui.set_min_width(160.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        content(ui)
    })
}

/// An entry of a menu.
///
/// ```ignore
/// ui.add(MenuItem::new("Undo").icon(Icon::Undo).key("Ctrl Z"));
/// ui.add(MenuItem::new("Show names").checked(true));
/// ```
#[must_use = "put it into a Ui with ui.add(…)"]
pub struct MenuItem<'a> {
    label: Cow<'a, str>,
    icon: Option<Icon>,
    key: Option<Cow<'a, str>>,
    checked: Option<bool>,
    danger: bool,
    role: Role,
}

impl<'a> MenuItem<'a> {
    /// An entry that says `label`.
    pub fn new(label: impl Into<Cow<'a, str>>) -> Self {
        Self { label: label.into(), icon: None, key: None, checked: None, danger: false, role: Role::MenuItem }
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The key that does the same.
    pub fn key(mut self, key: impl Into<Cow<'a, str>>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Makes it a choice that is taken or not, with a check mark.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// Takes something away.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

impl Widget for MenuItem<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let side = theme.scaled(16.0).round();
        let sign = if self.icon.is_some() || self.checked.is_some() { side + 8.0 } else { 0.0 };
        let padding = theme.scaled(10.0).round();
        let colour = if self.danger { theme.bad.text } else { theme.text };
        let painter = ui.painter().clone();
        let key = self.key.as_ref().map(|key| {
            line_of_text(&painter, key, theme.font(Size::Label, Weight::Regular), theme.text_third, f32::INFINITY)
        });
        let key_room = key.as_ref().map_or(0.0, |key| key.size().x + 24.0);
        let most = theme.scaled(420.0).min(ui.ctx().content_rect().width() - 48.0);
        let words = line_of_text(&painter, &self.label, theme.font(Size::Body, Weight::Regular), colour, most);
        let natural = (words.size().x + sign + key_room + 2.0 * padding).ceil();
        let width = natural.max(ui.available_width().min(ui.min_rect().width())).max(ui.min_size().x);
        let (rect, response) = ui.allocate_at_least(vec2(width, theme.control_height()), Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| match self.checked {
            Some(checked) => WidgetInfo::selected(self.role, enabled, checked, &self.label),
            None => WidgetInfo::labeled(self.role, enabled, &self.label),
        });
        if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, CONTROL_RADIUS, theme.accent.soft);
        }
        let middle = rect.center().y;
        let square = Rect::from_center_size(pos2(rect.left() + padding + side / 2.0, middle), Vec2::splat(side));
        if self.checked == Some(true) {
            Icon::Check.paint(&painter, square, theme.accent.text);
        } else if let Some(icon) = self.icon {
            icon.paint(&painter, square, if self.danger { colour } else { theme.text_second });
        }
        painter.galley(pos2(rect.left() + padding + sign, middle - words.size().y / 2.0), Arc::clone(&words), colour);
        if let Some(key) = key {
            let at = pos2(rect.right() - padding - key.size().x, middle - key.size().y / 2.0);
            painter.galley(at, key, theme.text_third);
        }
        focus_ring_inside(ui, &response, rect, f32::from(CONTROL_RADIUS));
        whole_on_hover(response, &words, &self.label)
    }
}

/// A line between groups of entries.
pub fn menu_line(ui: &mut Ui) {
    ui.add_space(3.0);
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_at_least(vec2(ui.min_rect().width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rect, 0, theme.line);
    ui.add_space(3.0);
}

/// A labelled choice from a list.
///
/// ```ignore
/// Select::new("Level").show(ui, &mut level, &[(0, "PM"), (1, "Senior PM")]);
/// ```
#[must_use = "call show"]
pub struct Select<'a> {
    label: &'a str,
    label_hidden: bool,
    placeholder: &'a str,
    width: Option<f32>,
}

impl<'a> Select<'a> {
    /// A choice called `label`.
    pub fn new(label: &'a str) -> Self {
        Self { label, label_hidden: false, placeholder: "Choose…", width: None }
    }

    /// Leaves the label to screen readers.
    pub fn label_hidden(mut self) -> Self {
        self.label_hidden = true;
        self
    }

    /// What stands there while nothing that is in the list is chosen.
    pub fn placeholder(mut self, placeholder: &'a str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// How wide, in points; otherwise all there is room for.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Shows the choice; the response is `changed` when another entry was taken.
    pub fn show<V: PartialEq + Clone, L: AsRef<str>>(self, ui: &mut Ui, value: &mut V, options: &[(V, L)]) -> Response {
        if self.label_hidden {
            return self.control(ui, value, options);
        }
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.vertical(|ui| {
                text::label(ui, self.label);
                self.control(ui, value, options)
            })
            .inner
        })
        .inner
    }

    fn control<V: PartialEq + Clone, L: AsRef<str>>(&self, ui: &mut Ui, value: &mut V, options: &[(V, L)]) -> Response {
        let theme = Theme::of(ui);
        let taken = options.iter().find(|(option, _)| option == value).map(|(_, label)| label.as_ref());
        let width = self.width.unwrap_or_else(|| ui.available_width()).min(ui.available_width());
        let (rect, mut response) = ui.allocate_exact_size(vec2(width, theme.control_height()), Sense::click());
        self.paint(ui, &theme, rect, &response, taken);
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(taken.unwrap_or_default().to_owned()),
            ..WidgetInfo::labeled(Role::ComboBox, enabled, self.label)
        });
        let list = Popup::menu(&response).gap(4.0).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
            ui.set_min_width(width - 18.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            let height = theme.scaled(320.0);
            ScrollArea::vertical().max_height(height).show(ui, |ui| list(ui, value, options)).inner
        });
        if let Some(new) = list.and_then(|list| list.inner) {
            *value = new;
            response.mark_changed();
        }
        response
    }

    fn paint(&self, ui: &Ui, theme: &Theme, rect: Rect, response: &Response, taken: Option<&str>) {
        let painter = ui.painter();
        let fill = shade(theme, response, theme.surface);
        painter.rect(rect, CONTROL_RADIUS, fill, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
        let side = theme.scaled(14.0).round();
        let colour = if taken.is_some() { theme.text } else { theme.text_third };
        let words = taken.unwrap_or(self.placeholder);
        let room = rect.width() - side - 26.0;
        let galley = line_of_text(painter, words, theme.font(Size::Body, Weight::Regular), Color32::PLACEHOLDER, room);
        painter.galley(pos2(rect.left() + 10.0, rect.center().y - galley.size().y / 2.0), galley, colour);
        let square = Rect::from_center_size(pos2(rect.right() - 8.0 - side / 2.0, rect.center().y), Vec2::splat(side));
        Icon::ChevronDown.paint(painter, square, theme.text_second);
        focus_ring(ui, response, rect, f32::from(CONTROL_RADIUS));
    }
}

fn list<V: PartialEq + Clone, L: AsRef<str>>(ui: &mut Ui, value: &V, options: &[(V, L)]) -> Option<V> {
    let mut new = None;
    for (option, label) in options {
        let item = MenuItem { role: Role::ListBoxOption, ..MenuItem::new(label.as_ref()).checked(option == value) };
        if ui.add(item).clicked() && option != value {
            new = Some(option.clone());
        }
    }
    new
}
