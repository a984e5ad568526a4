//! Small marks: chips, badges and dots.

use std::borrow::Cow;

use egui::accesskit::Role;
use egui::{Color32, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, Widget, WidgetInfo, pos2, vec2};

use super::Hue;
use super::look::{focus_ring, line_of_text, shade, whole_on_hover};
use crate::app::icons::Icon;
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight};

/// A word or two on a soft ground with round ends.
///
/// ```ignore
/// ui.add(Chip::new("Nearly ready for VP").hue(Hue::Watch));
/// ui.add(Chip::new("Own level held").hue(Hue::Good).icon(Icon::Check));
/// ui.add(Chip::new("Business head").hue(Hue::Watch).icon(Icon::Open).outlined());
/// if ui.add(Chip::new("Directors").clickable(chosen)).clicked() { … }
/// ```
#[must_use = "put it into a Ui with ui.add(…)"]
pub struct Chip<'a> {
    label: Cow<'a, str>,
    hue: Hue,
    icon: Option<Icon>,
    dot: bool,
    outlined: bool,
    chosen: Option<bool>,
}

impl<'a> Chip<'a> {
    /// A chip that says `label`.
    pub fn new(label: impl Into<Cow<'a, str>>) -> Self {
        Self { label: label.into(), hue: Hue::Neutral, icon: None, dot: false, outlined: false, chosen: None }
    }

    /// What its colour says.
    pub fn hue(mut self, hue: Hue) -> Self {
        self.hue = hue;
        self
    }

    /// An icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// A dot in its colour before the words.
    pub fn dot(mut self) -> Self {
        self.dot = true;
        self
    }

    /// A border in its colour instead of a soft ground: for what is still open.
    pub fn outlined(mut self) -> Self {
        self.outlined = true;
        self
    }

    /// Makes it a switch that can be clicked, chosen or not: for filters.
    pub fn clickable(mut self, chosen: bool) -> Self {
        self.chosen = Some(chosen);
        self
    }
}

impl Widget for Chip<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let tone = if self.chosen == Some(true) { theme.accent } else { self.hue.tone(&theme) };
        let padding = theme.scaled(9.0).round();
        let mark = if self.icon.is_some() {
            theme.scaled(12.0).round()
        } else if self.dot {
            theme.scaled(8.0).round()
        } else {
            0.0
        };
        let gap = if mark > 0.0 { theme.scaled(4.0).round() } else { 0.0 };
        let room = ui.available_width() - 2.0 * padding - mark - gap;
        let neutral_outline = self.outlined && self.hue == Hue::Neutral || self.dot;
        let text = if neutral_outline { theme.text } else { tone.text };
        let words = line_of_text(ui.painter(), &self.label, theme.font(Size::Label, Weight::Medium), text, room);
        let size = vec2((words.size().x + mark + gap + 2.0 * padding).ceil(), theme.scaled(20.0).round());
        let sense = if self.chosen.is_some() { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let enabled = ui.is_enabled();
        response.widget_info(|| match self.chosen {
            Some(chosen) => WidgetInfo::selected(Role::Button, enabled, chosen, &self.label),
            None => WidgetInfo::labeled(Role::Label, enabled, &self.label),
        });
        let radius = rect.height() / 2.0;
        let painter = ui.painter();
        if self.outlined || self.dot {
            let line = if neutral_outline { theme.line_strong } else { tone.colour };
            painter.rect(rect, radius, theme.surface, Stroke::new(1.0, line), StrokeKind::Inside);
        } else {
            painter.rect_filled(rect, radius, shade(&theme, &response, tone.soft));
        }
        let middle = rect.center().y;
        if let Some(icon) = self.icon {
            let square =
                Rect::from_center_size(pos2(rect.left() + padding + mark / 2.0 - 1.0, middle), Vec2::splat(mark));
            icon.paint(painter, square, tone.text);
        } else if self.dot {
            painter.circle_filled(pos2(rect.left() + padding + mark / 2.0, middle), mark / 2.0, tone.colour);
        }
        let words_at = pos2(rect.left() + padding + mark + gap, middle - words.size().y / 2.0);
        painter.galley(words_at, words.clone(), text);
        focus_ring(ui, &response, rect, radius);
        whole_on_hover(response, &words, &self.label)
    }
}

/// A figure in a small square, before a line that explains it: `badge(ui, "2", Hue::Bad)`.
pub fn badge(ui: &mut Ui, figure: &str, hue: Hue) -> Response {
    let theme = Theme::of(ui);
    let tone = hue.tone(&theme);
    let font = theme.font(Size::Small, Weight::SemiBold);
    let words = line_of_text(ui.painter(), figure, font, tone.text, f32::INFINITY);
    let side = theme.scaled(24.0).round();
    let size = vec2((words.size().x + theme.scaled(8.0)).max(side).ceil(), side);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, figure));
    ui.painter().rect_filled(rect, CONTROL_RADIUS, tone.soft);
    ui.painter().galley(rect.center() - words.size() / 2.0, words, tone.text);
    response
}

/// Like [`badge`], with an icon: `icon_badge(ui, Icon::ArrowUpRight, Hue::Accent)`.
pub fn icon_badge(ui: &mut Ui, icon: Icon, hue: Hue) -> Response {
    let theme = Theme::of(ui);
    let tone = hue.tone(&theme);
    let side = theme.scaled(24.0).round();
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    ui.painter().rect_filled(rect, CONTROL_RADIUS, tone.soft);
    let square = Rect::from_center_size(rect.center(), Vec2::splat(theme.scaled(14.0).round()));
    icon.paint(ui.painter(), square, tone.text);
    response
}

/// A dot in the flow of a line, 8 points wide: `dot(ui, theme.good.colour)`. It only repeats what
/// words beside it say.
pub fn dot(ui: &mut Ui, colour: Color32) -> Response {
    let theme = Theme::of(ui);
    let side = theme.scaled(8.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    ui.painter().circle_filled(rect.center(), side / 2.0, colour);
    response
}
