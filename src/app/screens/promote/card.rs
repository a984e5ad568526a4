//! One card of the board: the small pyramid, name and standing, why it stands there, and what the ratings read where
//! that is something else. It can be clicked, dragged, and reached with the keyboard.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Galley, Id, Painter, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::board::{Card, Spot};
use crate::app::screens::comparison::Brief;
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

/// How high a card is. `lines` is how many lines of words are on it; `compared` whether comparison scores are asked for.
pub fn height(theme: &Theme, lines: usize, marked: bool, compared: bool) -> f32 {
    let words = lines as f32 * line_height(theme);
    let mark = if marked { theme.scaled(24.0) } else { 0.0 };
    let compared = if compared { compared_height(theme) } else { 0.0 };
    (2.0 * PADDING + theme.scaled(36.0) + theme.scaled(6.0) + words + mark + compared).round()
}

/// Two lines of a comparison score, with what sets them apart.
fn compared_height(theme: &Theme) -> f32 {
    2.0 * line_height(theme) + theme.scaled(8.0)
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

/// What is on a card beside its person's own: what the ratings read, and the comparison score where it is asked for.
#[derive(Clone, Copy)]
pub struct Face<'a> {
    /// Who stands where.
    pub spot: &'a Spot,
    /// What the card says.
    pub card: &'a Card,
    /// The comparison score, as a view beside the raw ones.
    pub compared: Option<&'a Brief>,
}

/// Shows a card in its place.
pub fn show(ui: &Ui, rect: Rect, face: Face<'_>, tier_names: &[String], selected: bool) -> Response {
    let theme = Theme::of(ui);
    let (spot, card) = (face.spot, face.card);
    let response = ui.interact(rect, card_id(&spot.person), Sense::click_and_drag());
    let spoken = spoken(face, tier_names);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &spoken));
    let away = response.dragged();
    let painter = ui.painter();
    let cut = paint(painter, &theme, rect, face, selected, if away { 0.4 } else { 1.0 });
    if response.hovered() && !selected {
        painter.rect_stroke(rect, CARD_RADIUS, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
    }
    focus_ring(ui, &response, rect, f32::from(CARD_RADIUS));
    let mut whole = if cut { vec![&*card.name, &card.standing, &card.words] } else { Vec::new() };
    whole.extend(face.compared.map(|compared| &*compared.words));
    if whole.is_empty() { response } else { response.on_hover_text(whole.join("\n")) }
}

/// What a screen reader says of it.
fn spoken(face: Face<'_>, tier_names: &[String]) -> String {
    let (spot, card) = (face.spot, face.card);
    let tiers = card.tiers.iter().zip(tier_names).filter_map(|((score, bar, _), name)| {
        let (score, bar) = ((*score)?, (*bar)?);
        Some(format!("{name} {score:.1} of {bar:.1}"))
    });
    let tiers: Vec<String> = tiers.collect();
    let mark = if spot.marked { format!(" {}.", points::capital(ratings_read(spot.status))) } else { String::new() };
    let words = card.words.trim_end_matches('.');
    let said = format!("{}, {}. {words}.{mark} {}", card.name, card.standing, tiers.join(", "));
    match face.compared {
        Some(compared) => format!("{}. {}", said.trim_end(), compared.words),
        None => said.trim_end().to_owned(),
    }
}

/// Paints a card; whether something on it was cut.
pub fn paint(painter: &Painter, theme: &Theme, rect: Rect, face: Face<'_>, selected: bool, opacity: f32) -> bool {
    let (spot, card) = (face.spot, face.card);
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
    let below = top + words.rows.len().clamp(1, MOST_LINES) as f32 * line_height(theme);
    painter.galley(pos2(inner.left(), top), words, theme.text);
    if let Some(compared) = face.compared {
        self::compared(&painter, theme, inner, below, compared);
    }
    if spot.marked {
        mark(&painter, theme, inner, spot);
    }
    cut
}

/// The comparison score, apart from what counts by a line.
fn compared(painter: &Painter, theme: &Theme, inner: Rect, top: f32, compared: &Brief) {
    let line = top + theme.scaled(4.0);
    painter.hline(inner.x_range(), line.round() + 0.5, Stroke::new(1.0, theme.line));
    for (place, words) in compared.lines.iter().enumerate() {
        let words =
            line_of_text(painter, words, theme.font(Size::Small, Weight::Regular), theme.accent.text, inner.width());
        let top = line + theme.scaled(4.0) + place as f32 * line_height(theme);
        painter.galley(pos2(inner.left(), top), words, theme.accent.text);
    }
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
