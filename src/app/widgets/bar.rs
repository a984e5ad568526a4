//! How much of something: progress, and bars with a value.

use egui::accesskit::Role;
use egui::{Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::look::{line_of_text, whole_on_hover};
use super::{Hue, text};
use crate::app::theme::{Size, Theme, Weight};

/// A thin bar under the words that say what it shows.
///
/// ```ignore
/// Progress::new(0.22, "34 min left, 10 kept for the look back").show(ui);
/// Progress::new(0.4, "12 of 30 scored").hue(Hue::Good).bar_only().width(40.0).show(ui);
/// ```
#[must_use = "call show"]
pub struct Progress<'a> {
    part: f32,
    words: &'a str,
    hue: Hue,
    bar_only: bool,
    width: Option<f32>,
    thickness: f32,
}

impl<'a> Progress<'a> {
    /// `part` is 0 to 1; the words say it for everybody.
    pub fn new(part: f32, words: &'a str) -> Self {
        Self { part: part.clamp(0.0, 1.0), words, hue: Hue::Accent, bar_only: false, width: None, thickness: 3.0 }
    }

    /// What its colour says.
    pub fn hue(mut self, hue: Hue) -> Self {
        self.hue = hue;
        self
    }

    /// Leaves the words to the hover and to screen readers, and makes the bar a little thicker.
    pub fn bar_only(mut self) -> Self {
        self.bar_only = true;
        self.thickness = 6.0;
        self
    }

    /// How wide the bar is, in points; otherwise all there is room for.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Shows it.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        if !self.bar_only {
            text::small(ui, self.words);
        }
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let (rect, response) = ui.allocate_exact_size(vec2(width, theme.scaled(self.thickness)), Sense::hover());
        response.widget_info(|| WidgetInfo {
            value: Some(f64::from(self.part * 100.0).round()),
            ..WidgetInfo::labeled(Role::ProgressIndicator, true, self.words)
        });
        paint(ui, rect, self.part, self.hue.tone(&theme).colour);
        if self.bar_only {
            return response.on_hover_text(self.words);
        }
        response
    }
}

/// A row with a name, a bar for `value` out of `most`, and the value as words.
///
/// ```ignore
/// bar_row(ui, "Strategy", 2.4, 5.0, "2.4", Hue::Tier(2));
/// ```
pub fn bar_row(ui: &mut Ui, name: &str, value: f32, most: f32, words: &str, hue: Hue) -> Response {
    let theme = Theme::of(ui);
    let painter = ui.painter().clone();
    let width = ui.available_width();
    let figure = line_of_text(&painter, words, theme.font(Size::Body, Weight::SemiBold), theme.text, width);
    let name_room = (width * 0.42).min(theme.scaled(140.0));
    let label = line_of_text(&painter, name, theme.font(Size::Body, Weight::Regular), theme.text, name_room);
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme.scaled(26.0).round()), Sense::hover());
    let middle = rect.center().y;
    response.widget_info(|| WidgetInfo {
        value: Some(f64::from(value)),
        ..WidgetInfo::labeled(Role::Meter, true, format!("{name}: {words}"))
    });
    painter.galley(pos2(rect.left(), middle - label.size().y / 2.0), label.clone(), theme.text);
    let figure_at = pos2(rect.right() - figure.size().x, middle - figure.size().y / 2.0);
    let figure_room = figure.size().x.max(theme.scaled(24.0)) + 8.0;
    painter.galley(figure_at, figure, theme.text);
    let bar = Rect::from_min_max(
        pos2(rect.left() + name_room + 8.0, middle - theme.scaled(4.5)),
        pos2(rect.right() - figure_room, middle + theme.scaled(4.5)),
    );
    if bar.width() > 8.0 {
        let part = if most > 0.0 { (value / most).clamp(0.0, 1.0) } else { 0.0 };
        paint(ui, bar, part, hue.tone(&theme).colour);
    }
    whole_on_hover(response, &label, name)
}

fn paint(ui: &Ui, rect: Rect, part: f32, colour: egui::Color32) {
    let theme = Theme::of(ui);
    let radius = rect.height() / 2.0;
    let painter = ui.painter();
    painter.rect_filled(rect, radius, Hue::Neutral.tone(&theme).soft);
    if part > 0.0 {
        let width = (rect.width() * part).max(rect.height());
        painter.rect_filled(Rect::from_min_size(rect.min, vec2(width, rect.height())), radius, colour);
    }
}
