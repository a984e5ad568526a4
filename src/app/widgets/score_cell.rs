//! One cell of a grid of scores: filled by its score, always with the figure. Painting only: the
//! grid is one widget and says its cells itself.

use egui::{Painter, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::look::line_of_text;
use crate::app::theme::{Size, Theme, Weight};

/// What a cell holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Score {
    /// Asked, no answer yet.
    #[default]
    Empty,
    /// Not asked of this person.
    NotAsked,
    /// Answered: could not be observed.
    NotObserved,
    /// A score on the scale.
    Given(u8),
}

/// How a cell is drawn besides its score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScoreCell {
    /// What it holds.
    pub score: Score,
    /// How many points the scale has.
    pub points: u8,
    /// It has a note: a dot in its corner.
    pub note: bool,
    /// The cursor is on it: a ring in the accent.
    pub selected: bool,
    /// The pointer is on it.
    pub hovered: bool,
}

/// Paints a cell into `rect`.
///
/// ```ignore
/// paint_score_cell(ui.painter(), &theme, rect, &ScoreCell { score: Score::Given(4), points: 5, ..Default::default() });
/// ```
pub fn paint_score_cell(painter: &Painter, theme: &Theme, rect: Rect, cell: &ScoreCell) {
    let corners = 5;
    let line = if cell.hovered { theme.text_third } else { theme.line };
    match cell.score {
        Score::NotAsked => {
            painter.circle_filled(rect.center(), 1.5, theme.line_strong);
        }
        Score::Empty => {
            painter.rect(rect, corners, theme.surface, Stroke::new(1.0, line), StrokeKind::Inside);
        }
        Score::NotObserved => {
            painter.rect_filled(rect, corners, theme.surface);
            hatch(painter, theme, rect);
            painter.rect_stroke(rect, corners, Stroke::new(1.0, line), StrokeKind::Inside);
            let mut font = theme.font(Size::Tiny, Weight::Regular);
            font.size = font.size.min(rect.width() * 0.34);
            let words = line_of_text(painter, "n/o", font, theme.text_second, f32::INFINITY);
            let ground = Rect::from_center_size(rect.center(), words.size() + vec2(2.0, -2.0));
            painter.rect_filled(ground, 2, theme.surface);
            painter.galley(rect.center() - words.size() / 2.0, words, theme.text_second);
        }
        Score::Given(score) => {
            let fill = theme.score_fill(f32::from(score), cell.points);
            painter.rect(rect, corners, fill, Stroke::new(1.0, line), StrokeKind::Inside);
            let text = theme.score_text(f32::from(score), cell.points);
            let mut font = theme.font(Size::Section, Weight::SemiBold);
            font.size = font.size.min(rect.height() * 0.6);
            let words = line_of_text(painter, figure(score), font, text, f32::INFINITY);
            painter.galley(rect.center() - words.size() / 2.0, words, text);
        }
    }
    if cell.note {
        painter.circle_filled(pos2(rect.right() - 6.5, rect.top() + 6.5), 2.5, theme.text_second);
    }
    if cell.selected {
        let stroke = Stroke::new(2.0, theme.accent.colour);
        painter.rect_stroke(rect, corners, stroke, StrokeKind::Inside);
    }
}

/// Slanted stripes across a cell, within its border.
fn hatch(painter: &Painter, theme: &Theme, rect: Rect) {
    let within = painter.with_clip_rect(rect.shrink(1.0).intersect(painter.clip_rect()));
    let stroke = Stroke::new(2.6, theme.line.gamma_multiply(0.65));
    let pitch = 8.0;
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        let ends = [pos2(x, rect.top()), pos2(x + rect.height(), rect.bottom())];
        within.add(Shape::line_segment(ends, stroke));
        x += pitch;
    }
}

fn figure(score: u8) -> &'static str {
    const FIGURES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    FIGURES.get(usize::from(score)).copied().unwrap_or("?")
}
