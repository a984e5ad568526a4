//! The score strip: one skill on one row, every rater's mark at its point of the scale, the own manager's filled, a line
//! from the lowest to the highest that turns red where they are contested, and the bar as a broken line.

use egui::{Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::reading::MarkReading;
use crate::app::theme::{Size, Theme, Weight, mix};
use crate::app::widgets::line_of_text;

/// What a strip is drawn from.
pub struct Strip<'a> {
    /// The marks.
    pub marks: &'a [MarkReading],
    /// Place of the skill's tier.
    pub tier: usize,
    /// Points of the scale.
    pub points: u8,
    /// The bar of the tier, where one is asked.
    pub bar: Option<f64>,
    /// From how many points between the lowest and the highest mark it is contested.
    pub contested: u8,
}

/// Where a score stands along a strip.
pub fn place(rect: Rect, points: u8, score: f32) -> f32 {
    let span = f32::from(points.max(2) - 1);
    let inner = rect.shrink2(vec2(12.0, 0.0));
    inner.left() + inner.width() * ((score - 1.0) / span).clamp(0.0, 1.0)
}

/// Paints a strip.
pub fn paint(painter: &Painter, theme: &Theme, rect: Rect, strip: &Strip<'_>) {
    let middle = rect.center().y;
    for point in 1..=strip.points {
        let x = place(rect, strip.points, f32::from(point));
        painter.vline(x, middle - 8.0..=middle + 8.0, Stroke::new(1.0, theme.line));
    }
    if let Some(bar) = strip.bar {
        let x = place(rect, strip.points, bar as f32);
        let ends = [pos2(x, rect.top() + 3.0), pos2(x, rect.bottom() - 3.0)];
        painter.extend(Shape::dashed_line(&ends, Stroke::new(1.5, theme.text), 3.0, 2.0));
    }
    let scores = || strip.marks.iter().map(|mark| mark.score);
    let (Some(low), Some(high)) = (scores().min(), scores().max()) else { return };
    let ends = [low, high].map(|score| place(rect, strip.points, f32::from(score)));
    let contested = high - low >= strip.contested.max(1);
    let colour = if contested { mix(theme.surface, theme.bad.colour, 0.7) } else { theme.line_strong };
    painter.hline(ends[0]..=ends[1], middle, Stroke::new(if contested { 2.5 } else { 1.5 }, colour));
    for score in low..=high {
        crowd(painter, theme, rect, strip, score);
    }
}

/// The marks on one point, side by side around it; three or more in two rows, so that each letter can be read.
fn crowd(painter: &Painter, theme: &Theme, rect: Rect, strip: &Strip<'_>, score: u8) {
    let here: Vec<&MarkReading> = strip.marks.iter().filter(|mark| mark.score == score).collect();
    let pitch = (rect.width() - 24.0) / f32::from(strip.points.max(2) - 1);
    let rows = if here.len() > 2 { 2 } else { 1 };
    let per_row = here.len().div_ceil(rows).max(1);
    let apart = (pitch * 0.8 / per_row as f32).min(theme.scaled(14.0));
    let centre = place(rect, strip.points, f32::from(score));
    for (row, marks) in here.chunks(per_row).enumerate() {
        let y = rect.center().y + (row as f32 - (rows - 1) as f32 / 2.0) * theme.scaled(16.0);
        // The own manager comes first and is drawn last, on top.
        for (at, mark) in marks.iter().enumerate().rev() {
            let x = centre + (at as f32 - (marks.len() - 1) as f32 / 2.0) * apart;
            dot(painter, theme, pos2(x, y), strip.tier, mark);
        }
    }
}

fn dot(painter: &Painter, theme: &Theme, centre: Pos2, tier: usize, mark: &MarkReading) {
    let tone = theme.tier(tier);
    let (fill, ink) = if mark.own_manager { (tone.colour, tone.on) } else { (theme.surface, theme.text) };
    painter.circle(centre, theme.scaled(7.5), fill, Stroke::new(1.5, tone.colour));
    let letter: String = mark.rater.chars().find(|letter| letter.is_alphanumeric()).into_iter().collect();
    let mut font = theme.font(Size::Tiny, Weight::SemiBold);
    font.size *= 0.85;
    let letter = line_of_text(painter, &letter.to_uppercase(), font, ink, f32::INFINITY);
    painter.galley(centre - letter.size() / 2.0, letter, ink);
}
