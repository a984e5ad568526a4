//! One card of the board: the small pyramid, name and standing, why it stands there, and what the ratings read where
//! that is something else. It can be clicked, dragged, and reached with the keyboard.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Galley, Id, Painter, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::board::{Card, Spot};
use crate::app::screens::person::summary::status_hue;
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};
use crate::app::widgets::{TierBand, focus_ring, line_of_text, paint_person_pyramid};
use crate::insight::placing::ratings_read;
use crate::insight::points;
use crate::model::PersonId;

/// Between the border of a card and what is on it.
const PADDING: f32 = 12.0;

/// How many lines of words a card has at most.
const MOST_LINES: usize = 2;

/// What a card is called inside egui, for as long as its person is on the board.
pub fn card_id(person: &PersonId) -> Id {
    Id::unique(("placement card", person))
}

/// How high a card is. `lines` is how many lines of words are on it.
pub fn height(theme: &Theme, lines: usize, marked: bool) -> f32 {
    let words = lines as f32 * line_height(theme);
    let mark = if marked { theme.scaled(24.0) } else { 0.0 };
    (2.0 * PADDING + theme.scaled(36.0) + theme.scaled(6.0) + words + mark).round()
}

fn line_height(theme: &Theme) -> f32 {
    theme.scaled(18.0).round()
}

/// How many lines somebody's words take on a card of this width.
pub fn lines(painter: &Painter, theme: &Theme, words: &str, width: f32) -> usize {
    self::words(painter, theme, words, width).rows.len().clamp(1, MOST_LINES)
}

fn words(painter: &Painter, theme: &Theme, words: &str, width: f32) -> Arc<Galley> {
    let format = TextFormat {
        line_height: Some(line_height(theme)),
        ..TextFormat::simple(theme.font(Size::Small, Weight::Regular), theme.text)
    };
    let mut job = LayoutJob::single_section(words.to_owned(), format);
    job.wrap = TextWrapping {
        max_width: width - 2.0 * PADDING,
        max_rows: MOST_LINES,
        break_anywhere: false,
        overflow_character: Some('…'),
    };
    painter.layout_job(job)
}

/// Shows a card in its place.
pub fn show(ui: &Ui, rect: Rect, spot: &Spot, card: &Card, tier_names: &[String], selected: bool) -> Response {
    let theme = Theme::of(ui);
    let response = ui.interact(rect, card_id(&spot.person), Sense::click_and_drag());
    let spoken = spoken(card, spot, tier_names);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &spoken));
    let away = response.dragged();
    let painter = ui.painter();
    let cut = paint(painter, &theme, rect, spot, card, selected, if away { 0.4 } else { 1.0 });
    if response.hovered() && !selected {
        painter.rect_stroke(rect, CARD_RADIUS, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
    }
    focus_ring(ui, &response, rect, f32::from(CARD_RADIUS));
    if cut { response.on_hover_text(format!("{}\n{}\n{}", card.name, card.standing, card.words)) } else { response }
}

/// What a screen reader says of it.
fn spoken(card: &Card, spot: &Spot, tier_names: &[String]) -> String {
    let tiers = card.tiers.iter().zip(tier_names).filter_map(|((score, bar, _), name)| {
        let (score, bar) = ((*score)?, (*bar)?);
        Some(format!("{name} {score:.1} of {bar:.1}"))
    });
    let tiers: Vec<String> = tiers.collect();
    let mark = if spot.marked { format!(" {}.", points::capital(ratings_read(spot.status))) } else { String::new() };
    let words = card.words.trim_end_matches('.');
    format!("{}, {}. {words}.{mark} {}", card.name, card.standing, tiers.join(", ")).trim_end().to_owned()
}

/// Paints a card; whether something on it was cut.
pub fn paint(
    painter: &Painter,
    theme: &Theme,
    rect: Rect,
    spot: &Spot,
    card: &Card,
    selected: bool,
    opacity: f32,
) -> bool {
    let mut painter = painter.clone();
    painter.set_opacity(opacity);
    let stroke = if selected { Stroke::new(2.0, theme.accent.colour) } else { Stroke::new(1.0, theme.line) };
    painter.rect(rect, CARD_RADIUS, theme.surface, stroke, StrokeKind::Inside);
    let inner = rect.shrink(PADDING);
    let pyramid = Rect::from_min_size(inner.min, vec2(theme.scaled(36.0), theme.scaled(34.0)).round());
    let band = |(score, bar, home): &(Option<f32>, Option<f32>, bool)| TierBand {
        score: *score,
        bar: *bar,
        home: *home,
        asked: bar.is_some() || *home,
        ..TierBand::default()
    };
    let bands: Vec<TierBand<'_>> = card.tiers.iter().map(band).collect();
    paint_person_pyramid(&painter, theme, pyramid, &bands, card.points);
    let left = pyramid.right() + theme.scaled(10.0);
    let room = inner.right() - left;
    let line = |words: &str, weight, colour| {
        let size = if weight == Weight::Regular { Size::Small } else { Size::Body };
        line_of_text(&painter, words, theme.font(size, weight), colour, room)
    };
    let name = line(&card.name, Weight::SemiBold, theme.text);
    let standing = line(&card.standing, Weight::Regular, theme.text_second);
    let words = words(&painter, theme, &card.words, rect.width());
    let cut = name.elided || standing.elided || words.elided;
    let beside = pyramid.center().y;
    painter.galley(pos2(left, beside - name.size().y), name, theme.text);
    painter.galley(pos2(left, beside + 1.0), standing, theme.text_second);
    let top = inner.top() + theme.scaled(36.0) + theme.scaled(6.0);
    painter.galley(pos2(inner.left(), top), words, theme.text);
    if spot.marked {
        mark(&painter, theme, inner, spot);
    }
    cut
}

/// What the ratings read, at the foot of the card.
fn mark(painter: &Painter, theme: &Theme, inner: Rect, spot: &Spot) {
    let tone = status_hue(spot.status).tone(theme);
    let middle = inner.bottom() - theme.scaled(8.0);
    let radius = theme.scaled(3.5);
    painter.circle_filled(pos2(inner.left() + radius, middle), radius, tone.colour);
    let font = theme.font(Size::Label, Weight::Regular);
    let left = inner.left() + 2.0 * radius + theme.scaled(6.0);
    let words = line_of_text(painter, ratings_read(spot.status), font, tone.text, inner.right() - left);
    painter.galley(pos2(left, middle - words.size().y / 2.0), words, tone.text);
}
