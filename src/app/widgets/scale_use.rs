//! How often each point of a scale was used: small bars side by side, one group for each of several, all drawn to the
//! same height, so that they can be held against each other.

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::look::{focus_ring_inside, line_of_text};
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight, mix};

/// One group of [`ScaleUses`].
#[derive(Clone, Debug, Default)]
pub struct ScaleUse<'a> {
    /// Whose scores they are; empty where no name may show.
    pub name: &'a str,
    /// The share of each point of the scale, 0 to 1, lowest point first.
    pub shares: &'a [f32],
    /// All of it in words, for the hover and for screen readers.
    pub words: &'a str,
}

/// Groups of bars, in as many rows as they need.
///
/// ```ignore
/// let clicked = ScaleUses::new(&groups).selected(chosen).show(ui);
/// ```
#[must_use = "call show"]
pub struct ScaleUses<'a> {
    groups: &'a [ScaleUse<'a>],
    selected: Option<usize>,
    clickable: bool,
    height: f32,
}

impl<'a> ScaleUses<'a> {
    /// These groups.
    pub fn new(groups: &'a [ScaleUse<'a>]) -> Self {
        Self { groups, selected: None, clickable: true, height: 120.0 }
    }

    /// The group that is chosen.
    pub fn selected(mut self, selected: Option<usize>) -> Self {
        self.selected = selected;
        self
    }

    /// Groups that lead nowhere.
    pub fn quiet(mut self) -> Self {
        self.clickable = false;
        self
    }

    /// How high the tallest bar is, in points before text scaling.
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// Shows them; says which group was clicked.
    pub fn show(self, ui: &mut Ui) -> Option<usize> {
        let theme = Theme::of(ui);
        let points = self.groups.iter().map(|group| group.shares.len()).max().unwrap_or(0).max(1);
        let least = theme.scaled(16.0 + 12.0 * points as f32);
        let per_row = ((ui.available_width() / least) as usize).clamp(1, self.groups.len().max(1));
        let rows = self.groups.len().div_ceil(per_row).max(1);
        // Rows of about the same length, so that no group stands alone in the last one.
        let per_row = self.groups.len().div_ceil(rows).max(1);
        let width = (ui.available_width() / per_row as f32).floor().min(least * 2.2);
        let tallest = self.groups.iter().flat_map(|group| group.shares).fold(0.0_f32, |most, share| most.max(*share));
        let bars = if rows > 1 { self.height * 0.6 } else { self.height };
        let mut clicked = None;
        ui.spacing_mut().item_spacing = vec2(0.0, theme.scaled(8.0));
        for (row, groups) in self.groups.chunks(per_row).enumerate() {
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                for (place, group) in groups.iter().enumerate() {
                    let place = row * per_row + place;
                    if self.group(ui, &theme, (width, bars), tallest, place, group).clicked() {
                        clicked = Some(place);
                    }
                }
            });
        }
        clicked
    }

    fn group(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        (width, bars): (f32, f32),
        tallest: f32,
        place: usize,
        group: &ScaleUse<'_>,
    ) -> Response {
        let foot = theme.scaled(if group.name.is_empty() { 18.0 } else { 40.0 });
        let sense = if self.clickable { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, theme.scaled(bars) + foot), sense);
        let selected = self.selected == Some(place);
        response.widget_info(|| match self.clickable {
            true => WidgetInfo::selected(Role::Button, true, selected, group.words),
            false => WidgetInfo::labeled(Role::Image, true, group.words),
        });
        let painter = ui.painter();
        if selected || self.clickable && response.hovered() {
            painter.rect_filled(
                rect,
                CONTROL_RADIUS,
                mix(theme.surface, theme.accent.soft, if selected { 1.0 } else { 0.5 }),
            );
        }
        let inner = rect.shrink2(vec2(theme.scaled(8.0), 0.0));
        let step = inner.width() / group.shares.len().max(1) as f32;
        let base = inner.top() + theme.scaled(bars);
        for (point, share) in group.shares.iter().enumerate() {
            let part = if tallest > 0.0 { share / tallest } else { 0.0 };
            let centre = inner.left() + step * (point as f32 + 0.5);
            let top = base - (theme.scaled(bars) - 4.0) * part;
            let bar = Rect::from_x_y_ranges(centre - step * 0.42..=centre + step * 0.42, top..=base);
            if *share > 0.0 {
                painter.rect_filled(bar, 2.0, mix(theme.surface, theme.accent.colour, 0.72));
            }
            let font = theme.font(Size::Tiny, Weight::Regular);
            let point = line_of_text(painter, &(point + 1).to_string(), font, theme.text_third, f32::INFINITY);
            painter.galley(pos2(centre - point.size().x / 2.0, base + theme.scaled(3.0)), point, theme.text_third);
        }
        painter.hline(inner.x_range(), base, egui::Stroke::new(1.0, theme.line));
        if !group.name.is_empty() {
            let font = theme.font(Size::Small, Weight::SemiBold);
            let name = line_of_text(painter, group.name, font, theme.text, rect.width() - 4.0);
            let corner = pos2(rect.center().x - name.size().x / 2.0, base + theme.scaled(19.0));
            painter.galley(corner, name, theme.text);
        }
        focus_ring_inside(ui, &response, rect, f32::from(CONTROL_RADIUS));
        response.on_hover_text(group.words)
    }
}
