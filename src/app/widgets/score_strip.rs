//! The score strip: one skill on one row, every mark at its point of the scale, the own manager's filled, a line from
//! the lowest to the highest that turns red where they are contested, the bar as a broken line; and the box with what
//! was agreed at the row's end. Marks on one point stand beside each other, then in two rows; a crowd becomes a count.

use std::sync::Arc;

use egui::{Color32, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::look::line_of_text;
use crate::app::theme::{Size, Theme, Weight, mix};

/// The radius of a mark, in points before text scaling.
const RADIUS: f32 = 7.5;
/// More marks than this on one point are counted instead of drawn one by one.
const CROWD: usize = 8;
/// From so many marks on a strip on, letters are no help any more, and more than a few on one point are counted.
const MANY: usize = 16;
const FEW: usize = 3;

/// One mark on a strip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StripMark {
    /// The point of the scale, from 1.
    pub score: u8,
    /// One or two letters in the mark; empty where nobody is to be told by it.
    pub letters: String,
    /// Drawn filled: the own manager's.
    pub filled: bool,
    /// Where the mark was before it was revised.
    pub before: Option<u8>,
}

/// What a strip is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct ScoreStrip<'a> {
    /// The marks, in the order in which they stand beside each other.
    pub marks: &'a [StripMark],
    /// Place of the skill's tier.
    pub tier: usize,
    /// Points of the scale.
    pub points: u8,
    /// The score that is asked, where one is.
    pub bar: Option<f32>,
    /// From how many points between the lowest and the highest mark it is contested.
    pub contested: u8,
}

/// Where something is drawn on a strip.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Spot {
    /// The mark of this place in the list.
    Mark(usize, Pos2),
    /// So many marks on one point, and whether a filled one is among them.
    Crowd { centre: Pos2, count: usize, filled: bool },
}

impl ScoreStrip<'_> {
    /// Where a score stands along a strip.
    pub fn place(rect: Rect, points: u8, score: f32) -> f32 {
        let span = f32::from(points.max(2) - 1);
        let inner = rect.shrink2(vec2(12.0, 0.0));
        inner.left() + inner.width() * ((score - 1.0) / span).clamp(0.0, 1.0)
    }

    /// The lowest and the highest mark.
    fn ends(&self) -> Option<(u8, u8)> {
        let scores = || self.marks.iter().map(|mark| mark.score);
        Some((scores().min()?, scores().max()?))
    }

    /// Paints the strip.
    pub fn paint(&self, painter: &Painter, theme: &Theme, rect: Rect) {
        let middle = rect.center().y;
        let tick = theme.scaled(8.0);
        for point in 1..=self.points {
            let x = Self::place(rect, self.points, f32::from(point));
            painter.vline(x, middle - tick..=middle + tick, Stroke::new(1.0, theme.line));
        }
        if let Some((low, high)) = self.ends() {
            let ends = [low, high].map(|score| Self::place(rect, self.points, f32::from(score)));
            let contested = high - low >= self.contested.max(1);
            let colour = if contested { mix(theme.surface, theme.bad.colour, 0.7) } else { theme.line_strong };
            painter.hline(ends[0]..=ends[1], middle, Stroke::new(if contested { 2.5 } else { 1.5 }, colour));
        }
        if let Some(bar) = self.bar {
            let x = Self::place(rect, self.points, bar);
            let ends = [pos2(x, rect.top() + 3.0), pos2(x, rect.bottom() - 3.0)];
            painter.extend(Shape::dashed_line(&ends, Stroke::new(1.5, theme.text), 3.0, 2.0));
        }
        self.paint_before(painter, theme, rect);
        // The first mark of a point is drawn last, on top.
        for spot in self.spots(theme, rect).into_iter().rev() {
            match spot {
                Spot::Mark(place, centre) => self.paint_mark(painter, theme, centre, &self.marks[place]),
                Spot::Crowd { centre, count, filled } => self.paint_crowd(painter, theme, centre, count, filled),
            }
        }
    }

    /// The place in the list of the mark under the pointer.
    pub fn mark_at(&self, theme: &Theme, rect: Rect, pointer: Pos2) -> Option<usize> {
        self.spots(theme, rect).into_iter().find_map(|spot| match spot {
            Spot::Mark(place, centre) if centre.distance(pointer) <= theme.scaled(RADIUS) => Some(place),
            _ => None,
        })
    }

    fn spots(&self, theme: &Theme, rect: Rect) -> Vec<Spot> {
        let Some((low, high)) = self.ends() else { return Vec::new() };
        let pitch = (rect.width() - 24.0) / f32::from(self.points.max(2) - 1);
        let crowd = if self.marks.len() > MANY { FEW } else { CROWD };
        let mut spots = Vec::with_capacity(self.marks.len());
        for score in low..=high {
            let here: Vec<usize> = (0..self.marks.len()).filter(|place| self.marks[*place].score == score).collect();
            let centre = pos2(Self::place(rect, self.points, f32::from(score)), rect.center().y);
            if here.len() > crowd {
                let filled = here.iter().any(|place| self.marks[*place].filled);
                spots.push(Spot::Crowd { centre, count: here.len(), filled });
                continue;
            }
            // Two rows where one would cover the letters, as far as the row is high enough for them.
            let apart = theme.scaled(14.5);
            let high_enough = rect.height() >= theme.scaled(4.0 * RADIUS + 3.0);
            let rows = if high_enough && here.len() as f32 * apart > pitch * 1.05 && here.len() > 2 { 2 } else { 1 };
            let in_row = here.len().div_ceil(rows).max(1);
            let apart = (pitch * 0.92 / in_row as f32).min(apart);
            for (row, places) in here.chunks(in_row).enumerate() {
                let y = centre.y + (row as f32 - (rows - 1) as f32 / 2.0) * theme.scaled(15.5);
                for (at, place) in places.iter().enumerate() {
                    let x = centre.x + (at as f32 - (places.len() - 1) as f32 / 2.0) * apart;
                    spots.push(Spot::Mark(*place, pos2(x, y)));
                }
            }
        }
        spots
    }

    /// A small ring where a revised mark stood before, with an arrow's shaft to where it stands now.
    fn paint_before(&self, painter: &Painter, theme: &Theme, rect: Rect) {
        let below = rect.center().y + theme.scaled(RADIUS + 4.0);
        for mark in self.marks {
            let Some(before) = mark.before else { continue };
            let [from, to] = [before, mark.score].map(|score| Self::place(rect, self.points, f32::from(score)));
            let stroke = Stroke::new(1.0, theme.text_third);
            painter.line_segment([pos2(from, below), pos2(to, below)], stroke);
            painter.circle(pos2(from, below), theme.scaled(2.5), theme.surface, stroke);
        }
    }

    fn paint_mark(&self, painter: &Painter, theme: &Theme, centre: Pos2, mark: &StripMark) {
        let tone = theme.tier(self.tier);
        let (fill, ink) = if mark.filled { (tone.colour, tone.on) } else { (theme.surface, theme.text) };
        painter.circle(centre, theme.scaled(RADIUS), fill, Stroke::new(1.5, tone.colour));
        let small = if mark.letters.chars().count() > 1 { 0.7 } else { 0.85 };
        paint_centred(painter, theme, centre, &mark.letters, small, ink);
    }

    fn paint_crowd(&self, painter: &Painter, theme: &Theme, centre: Pos2, count: usize, filled: bool) {
        let tone = theme.tier(self.tier);
        let (fill, ink) = if filled { (tone.colour, tone.on) } else { (theme.surface, theme.text) };
        let size = vec2(theme.scaled(28.0), theme.scaled(2.0 * RADIUS + 2.0));
        let pill = Rect::from_center_size(centre, size);
        painter.rect(pill, size.y / 2.0, fill, Stroke::new(1.5, tone.colour), StrokeKind::Middle);
        paint_centred(painter, theme, centre, &format!("× {count}"), 0.9, ink);
    }
}

fn paint_centred(painter: &Painter, theme: &Theme, centre: Pos2, words: &str, small: f32, ink: Color32) {
    if words.is_empty() {
        return;
    }
    let mut font = theme.font(Size::Tiny, Weight::SemiBold);
    font.size *= small;
    let words = line_of_text(painter, words, font, ink, f32::INFINITY);
    painter.galley(centre - words.size() / 2.0, words, ink);
}

/// What stands in the box at the end of a strip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AgreedBox<'a> {
    /// Nothing yet.
    Open,
    /// Settled, at this figure.
    Settled(&'a str),
    /// Talked about, without agreement.
    NoAgreement,
}

/// Paints the box at the right end of a row; `owed` where a reason is still owed.
pub fn paint_agreed(painter: &Painter, theme: &Theme, room: Rect, agreed: AgreedBox<'_>, owed: bool) {
    let size = vec2(theme.scaled(32.0), theme.scaled(26.0)).round();
    let square = Rect::from_center_size(pos2(room.right() - size.x / 2.0, room.center().y), size);
    let (words, ink) = match agreed {
        AgreedBox::Open => ("–", theme.text_third),
        AgreedBox::Settled(figure) => (figure, theme.surface),
        AgreedBox::NoAgreement => ("≠", theme.watch.text),
    };
    match agreed {
        AgreedBox::Open => dashed_box(painter, square, Stroke::new(1.0, theme.line_strong)),
        AgreedBox::Settled(_) => {
            painter.rect_filled(square, 5, theme.text);
        }
        AgreedBox::NoAgreement => {
            painter.rect(square, 5, theme.watch.soft, Stroke::new(1.0, theme.watch.colour), StrokeKind::Inside);
        }
    }
    let font = theme.font(Size::Body, Weight::SemiBold);
    let words: Arc<Galley> = line_of_text(painter, words, font, ink, f32::INFINITY);
    painter.galley(square.center() - words.size() / 2.0, words, ink);
    if owed {
        painter.circle(square.right_top(), theme.scaled(4.0), theme.watch.colour, Stroke::new(1.5, theme.surface));
    }
}

fn dashed_box(painter: &Painter, rect: Rect, stroke: Stroke) {
    let rect = rect.shrink(0.5);
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    painter.extend(Shape::dashed_line(&corners, stroke, 3.0, 2.5));
}

/// One or two letters for each name, by which marks are told apart: the first letter, and that of the last name too
/// where two names begin alike.
///
/// ```ignore
/// assert_eq!(mark_letters(&["Dana Whitfield", "Marcus Lindqvist", "Mona Ek"]), ["D", "ML", "ME"]);
/// ```
pub fn mark_letters(names: &[&str]) -> Vec<String> {
    let first = |name: &str| -> String {
        let letter = name.chars().find(|letter| letter.is_alphanumeric());
        letter.into_iter().flat_map(char::to_uppercase).collect()
    };
    let firsts: Vec<String> = names.iter().map(|name| first(name)).collect();
    let shared = |letter: &String| firsts.iter().filter(|other| *other == letter).count() > 1;
    names
        .iter()
        .zip(&firsts)
        .map(|(name, letter)| if shared(letter) { super::initials(name) } else { letter.clone() })
        .collect()
}

#[cfg(test)]
mod tests {
    use egui::Context;

    use super::*;

    fn mark(score: u8) -> StripMark {
        StripMark { score, letters: "A".into(), ..StripMark::default() }
    }

    fn strip(marks: &[StripMark], points: u8) -> ScoreStrip<'_> {
        ScoreStrip { marks, tier: 0, points, bar: Some(3.0), contested: 2 }
    }

    const ROOM: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(208.0, 46.0) };

    #[test]
    fn every_mark_stands_at_its_point_and_none_covers_another() {
        let theme = Theme::light(1.0);
        for points in 3..=7 {
            for crowd in 1..=CROWD {
                let marks: Vec<StripMark> = (0..crowd).map(|_| mark(2)).chain([mark(points)]).collect();
                let strip = strip(&marks, points);
                let spots = strip.spots(&theme, ROOM);
                assert_eq!(spots.len(), marks.len());
                let centres: Vec<Pos2> = spots
                    .iter()
                    .filter_map(|spot| match spot {
                        Spot::Mark(_, centre) => Some(*centre),
                        Spot::Crowd { .. } => None,
                    })
                    .collect();
                let here = ScoreStrip::place(ROOM, points, 2.0);
                let pitch = 184.0 / f32::from(points - 1);
                for (place, centre) in centres.iter().enumerate().take(crowd) {
                    assert!((centre.x - here).abs() < pitch / 2.0, "{points} points, {crowd} marks: {centre:?}");
                    for other in &centres[place + 1..] {
                        let apart = centre.distance(*other);
                        assert!(apart > 5.0, "{points} points, {crowd} marks lie {apart} apart");
                    }
                }
            }
        }
    }

    #[test]
    fn a_crowd_on_one_point_is_counted() {
        let theme = Theme::light(1.0);
        let mut marks: Vec<StripMark> = (0..40).map(|_| mark(3)).collect();
        marks[7].filled = true;
        let spots = strip(&marks, 5).spots(&theme, ROOM);
        assert!(matches!(spots[..], [Spot::Crowd { count: 40, filled: true, .. }]), "{spots:?}");
    }

    #[test]
    fn forty_marks_all_over_the_scale_are_counted_point_by_point() {
        let theme = Theme::light(1.0);
        let marks: Vec<StripMark> = (0..40).map(|at| mark(1 + at % 5)).collect();
        let spots = strip(&marks, 5).spots(&theme, ROOM);
        let counts: Vec<usize> = spots
            .iter()
            .map(|spot| match spot {
                Spot::Crowd { count, .. } => *count,
                Spot::Mark(..) => 0,
            })
            .collect();
        assert_eq!(counts, [8; 5]);
    }

    #[test]
    fn the_pointer_finds_the_mark_under_it() {
        let theme = Theme::light(1.0);
        let marks = [mark(1), mark(4)];
        let strip = strip(&marks, 5);
        let at = pos2(ScoreStrip::place(ROOM, 5, 4.0), 23.0);
        assert_eq!(strip.mark_at(&theme, ROOM, at), Some(1));
        assert_eq!(strip.mark_at(&theme, ROOM, at + vec2(0.0, 20.0)), None);
    }

    #[test]
    fn a_line_is_red_from_two_points_up_only() {
        let theme = Theme::light(1.0);
        let red = mix(theme.surface, theme.bad.colour, 0.7);
        let painted = |marks: &[StripMark]| {
            let mut found = false;
            let mut output = Context::default().run_ui(egui::RawInput::default(), |ui| {
                strip(marks, 5).paint(ui.painter(), &theme, ROOM);
            });
            for clipped in output.shapes.drain(..) {
                if let Shape::LineSegment { stroke, .. } = clipped.shape {
                    found |= stroke.color == red;
                }
            }
            // egui wants to be told that the font's picture is dropped on purpose.
            output.textures_delta.clear();
            found
        };
        assert!(!painted(&[mark(2), mark(3)]) && painted(&[mark(2), mark(4)]) && !painted(&[]));
    }

    #[test]
    fn letters_tell_raters_apart() {
        assert_eq!(mark_letters(&["Dana Whitfield", "Marcus Lindqvist", "Mona Ek"]), ["D", "ML", "ME"]);
        assert_eq!(mark_letters(&["山田 太郎", " (x) "]), ["山", "X"]);
        assert_eq!(mark_letters(&[]), Vec::<String>::new());
    }
}
