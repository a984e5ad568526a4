//! A few choices side by side, one of which is taken. Each is reached with Tab or the arrows and
//! taken with Space. Where they don't fit beside each other they go on in the next row.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Color32, CornerRadius, Galley, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::look::{focus_ring_inside, line_of_text, shade, whole_on_hover};
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight};

/// A segmented control. `name` is what screen readers call the group.
///
/// ```ignore
/// Segmented::new("View").show(ui, &mut view, &[(View::Level, "By level"), (View::Team, "By team")]);
/// Segmented::new("Agreed score").solid().show_optional(ui, &mut score, &[(1, "1"), (2, "2")]);
/// ```
#[must_use = "call show or show_optional"]
pub struct Segmented<'a> {
    name: &'a str,
    solid: bool,
    segment_width: Option<f32>,
}

/// [`Segmented`] in its ordinary look.
pub fn segmented<V: PartialEq + Clone>(ui: &mut Ui, name: &str, value: &mut V, options: &[(V, &str)]) -> Response {
    Segmented::new(name).show(ui, value, options)
}

impl<'a> Segmented<'a> {
    /// A control that is called `name`.
    pub fn new(name: &'a str) -> Self {
        Self { name, solid: false, segment_width: None }
    }

    /// Fills the choice with the accent itself, for choices that are one figure.
    pub fn solid(mut self) -> Self {
        self.solid = true;
        self
    }

    /// Makes every segment this wide, in points before text scaling.
    pub fn segment_width(mut self, width: f32) -> Self {
        self.segment_width = Some(width);
        self
    }

    /// Shows the choices; the response is `changed` when another one was taken.
    pub fn show<V: PartialEq + Clone>(self, ui: &mut Ui, value: &mut V, options: &[(V, &str)]) -> Response {
        let taken = options.iter().position(|(option, _)| option == value);
        let labels: Vec<&str> = options.iter().map(|(_, label)| *label).collect();
        let (mut response, clicked) = self.segments(ui, &labels, taken);
        if let Some(clicked) = clicked.filter(|clicked| Some(*clicked) != taken) {
            *value = options[clicked].0.clone();
            response.mark_changed();
        }
        response
    }

    /// Like [`Segmented::show`] where nothing may be taken yet; a click on the choice that is
    /// taken gives it back.
    pub fn show_optional<V: PartialEq + Clone>(
        self,
        ui: &mut Ui,
        value: &mut Option<V>,
        options: &[(V, &str)],
    ) -> Response {
        let taken = options.iter().position(|(option, _)| Some(option) == value.as_ref());
        let labels: Vec<&str> = options.iter().map(|(_, label)| *label).collect();
        let (mut response, clicked) = self.segments(ui, &labels, taken);
        if let Some(clicked) = clicked {
            *value = (Some(clicked) != taken).then(|| options[clicked].0.clone());
            response.mark_changed();
        }
        response
    }

    fn segments(&self, ui: &mut Ui, labels: &[&str], taken: Option<usize>) -> (Response, Option<usize>) {
        let theme = Theme::of(ui);
        let builder = UiBuilder::new().accessibility_role(Role::RadioGroup).accessibility_label(self.name);
        let shown = ui.scope_builder(builder, |ui| {
            let mut clicked = None;
            ui.spacing_mut().item_spacing.y = theme.scaled(4.0);
            for row in self.rows(ui, &theme, labels, taken) {
                if let Some(index) = self.row(ui, &theme, labels, &row, taken) {
                    clicked = Some(index);
                }
            }
            clicked
        });
        (shown.response, shown.inner)
    }

    /// The segments, each with its laid out label and width, split into the rows that fit.
    fn rows(&self, ui: &Ui, theme: &Theme, labels: &[&str], taken: Option<usize>) -> Vec<Vec<Segment>> {
        let room = ui.available_width();
        let padding = theme.scaled(24.0);
        let words_room = room - padding - 1.0;
        let mut rows: Vec<Vec<Segment>> = vec![Vec::new()];
        let mut used = 0.0;
        for (index, label) in labels.iter().enumerate() {
            let weight = if taken == Some(index) && !self.solid { Weight::SemiBold } else { Weight::Regular };
            let widest = line_of_text(
                ui.painter(),
                label,
                theme.font(Size::Body, Weight::SemiBold),
                Color32::PLACEHOLDER,
                words_room,
            );
            let galley =
                line_of_text(ui.painter(), label, theme.font(Size::Body, weight), Color32::PLACEHOLDER, words_room);
            let natural = widest.size().x + padding;
            let width = self
                .segment_width
                .map_or(natural, |width| theme.scaled(width).max(galley.size().x + theme.scaled(8.0)))
                .ceil();
            if used + width > room && used > 0.0 {
                rows.push(Vec::new());
                used = 0.0;
            }
            used += width;
            if let Some(row) = rows.last_mut() {
                row.push(Segment { index, galley, width });
            }
        }
        rows
    }

    fn row(&self, ui: &mut Ui, theme: &Theme, labels: &[&str], row: &[Segment], taken: Option<usize>) -> Option<usize> {
        let width: f32 = row.iter().map(|segment| segment.width).sum();
        let (rect, _) = ui.allocate_exact_size(vec2(width, theme.control_height()), Sense::hover());
        let painter = ui.painter().clone();
        painter.rect_filled(rect, CONTROL_RADIUS, theme.surface);
        let mut clicked = None;
        let mut left = rect.left();
        let mut responses = Vec::with_capacity(row.len());
        for (place, segment) in row.iter().enumerate() {
            let area = Rect::from_min_size(pos2(left, rect.top()), vec2(segment.width, rect.height()));
            left = area.right();
            let id = ui.scope_id().with((self.name, segment.index));
            let response = ui.interact(area, id, Sense::click());
            let on = taken == Some(segment.index);
            let enabled = ui.is_enabled();
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, on, labels[segment.index]));
            if response.clicked() {
                clicked = Some(segment.index);
            }
            let response = whole_on_hover(response, &segment.galley, labels[segment.index]);
            let (rest, text) = match (on, self.solid) {
                (true, true) => (theme.accent.colour, theme.accent.on),
                (true, false) => (theme.accent.soft, theme.accent.text),
                (false, _) => (theme.surface, theme.text),
            };
            let corners = corners(place == 0, place + 1 == row.len());
            painter.rect_filled(area, corners, shade(theme, &response, rest));
            painter.galley(area.center() - segment.galley.size() / 2.0, Arc::clone(&segment.galley), text);
            if place > 0 {
                painter.vline(area.left(), area.y_range(), Stroke::new(1.0, theme.line_strong));
            }
            responses.push((response, area, corners));
        }
        painter.rect_stroke(rect, CONTROL_RADIUS, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
        for (response, area, _) in &responses {
            focus_ring_inside(ui, response, *area, f32::from(CONTROL_RADIUS));
        }
        clicked
    }
}

struct Segment {
    index: usize,
    galley: Arc<Galley>,
    width: f32,
}

fn corners(first: bool, last: bool) -> CornerRadius {
    let left = if first { CONTROL_RADIUS } else { 0 };
    let right = if last { CONTROL_RADIUS } else { 0 };
    CornerRadius { nw: left, sw: left, ne: right, se: right }
}
