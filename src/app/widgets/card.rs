//! Grounds and heads: cards, panels, titles, and rows with a hairline below.

use egui::accesskit::Role;
use egui::{
    CornerRadius, Frame, InnerResponse, Margin, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2,
};

use super::look::{line_of_text, whole_on_hover};
use super::text;
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};

/// A card: content on its own ground with a border.
///
/// ```ignore
/// Card::new().show(ui, |ui| text::body(ui, "Holds Director."));
/// Card::raised().padding(12).selected(true).show(ui, |ui| { … });
/// ```
#[must_use = "call show"]
pub struct Card {
    raised: bool,
    selected: bool,
    padding: i8,
}

impl Default for Card {
    fn default() -> Self {
        Self::new()
    }
}

impl Card {
    /// A card on the surface colour with 20 points of padding.
    pub fn new() -> Self {
        Self { raised: false, selected: false, padding: 20 }
    }

    /// A card on the raised colour: for a card on a white panel, or a column of cards.
    pub fn raised() -> Self {
        Self { raised: true, ..Self::new() }
    }

    /// Other padding, in points.
    pub fn padding(mut self, padding: i8) -> Self {
        self.padding = padding;
        self
    }

    /// Draws the border in the accent, twice as thick.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = selected;
        self
    }

    /// Shows `content` as wide as there is room. The response covers the whole card.
    pub fn show<R>(self, ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
        let theme = Theme::of(ui);
        let fill = if self.raised { theme.raised } else { theme.surface };
        let shown = Frame::new().fill(fill).corner_radius(CARD_RADIUS).inner_margin(self.padding).show(ui, |ui| {
            ui.set_width(ui.available_width());
            // Not the layout around the card: columns would stretch the words in it.
            ui.vertical(content).inner
        });
        let stroke = if self.selected { Stroke::new(2.0, theme.accent.colour) } else { Stroke::new(1.0, theme.line) };
        ui.painter().rect_stroke(shown.response.rect, CARD_RADIUS, stroke, StrokeKind::Inside);
        shown
    }

    /// Like [`Card::show`], and the card as a whole can be clicked and reached with Tab; `name` is
    /// what screen readers call it. Buttons inside keep their own clicks.
    pub fn show_clickable<R>(self, ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
        let builder = UiBuilder::new().sense(Sense::click()).accessibility_role(Role::Button).accessibility_label(name);
        let shown = ui.scope_builder(builder, |ui| {
            let hovered = ui.response().hovered();
            let card = self.show(ui, content);
            if hovered {
                let theme = Theme::of(ui);
                ui.painter().rect_stroke(
                    card.response.rect,
                    CARD_RADIUS,
                    Stroke::new(1.0, theme.line_strong),
                    StrokeKind::Inside,
                );
            }
            card.inner
        });
        // The node was made before the card knew how large it is.
        let rect = shown.response.rect;
        ui.ctx().accesskit_node_builder(shown.response.id, |node| {
            node.set_bounds(egui::accesskit::Rect {
                x0: rect.min.x.into(),
                y0: rect.min.y.into(),
                x1: rect.max.x.into(),
                y1: rect.max.y.into(),
            });
        });
        super::look::focus_ring(ui, &shown.response, shown.response.rect, f32::from(CARD_RADIUS));
        shown
    }
}

/// The frame of a panel beside the content: surface colour, 20 points of padding. Give it to
/// `egui::Panel::frame`.
pub fn panel(theme: &Theme) -> Frame {
    Frame::new().fill(theme.surface).inner_margin(Margin::same(20))
}

/// A hairline across the available width, with nothing around it.
pub fn hairline(ui: &mut Ui) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::ZERO, theme.line);
    response
}

/// The title of a screen with a line that explains it.
///
/// ```ignore
/// page_title(ui, "Placements", "What the panel decided.");
/// ```
pub fn page_title(ui: &mut Ui, title: &str, subtitle: &str) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let shown = text::title(ui, title);
        heading(ui, &shown, 1);
        if !subtitle.is_empty() {
            text::second(ui, subtitle);
        }
    });
}

/// The head of a section: 15, semi-bold, a heading for screen readers.
pub fn section_heading(ui: &mut Ui, title: &str) -> Response {
    let shown = text::section(ui, title);
    heading(ui, &shown, 2);
    shown
}

fn heading(ui: &Ui, response: &Response, level: usize) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Heading);
        node.set_level(level);
        if let Some(words) = node.value().map(str::to_owned) {
            node.set_label(words);
        }
    });
}

/// A row with a name on the left, a value in semi-bold on the right and a hairline below.
///
/// ```ignore
/// key_value(ui, "Capital allocation", "1.7");
/// ```
pub fn key_value(ui: &mut Ui, key: &str, value: &str) -> Response {
    let theme = Theme::of(ui);
    let painter = ui.painter().clone();
    let width = ui.available_width();
    let value_text = line_of_text(&painter, value, theme.font(Size::Body, Weight::SemiBold), theme.text, width);
    let room = width - value_text.size().x - 12.0;
    let key_text = line_of_text(&painter, key, theme.font(Size::Body, Weight::Regular), theme.text, room);
    let height = theme.scaled(31.0).round();
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(Role::Label, true, format!("{key}: {value}")));
    let middle = rect.center().y;
    painter.galley(pos2(rect.left(), middle - key_text.size().y / 2.0), key_text.clone(), theme.text);
    let value_at = pos2(rect.right() - value_text.size().x, middle - value_text.size().y / 2.0);
    painter.galley(value_at, value_text, theme.text);
    let below = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
    painter.rect_filled(below, CornerRadius::ZERO, theme.line);
    whole_on_hover(response, &key_text, key)
}
