//! One person's pyramid: a band for each tier, the bottom tier widest, filled from the left to the
//! tier score, with a broken line at the bar that is asked and the home tier outlined. Small it
//! stands in lists, large it leads a screen with its words beside it.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, Galley, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::look::line_of_text;
use crate::app::theme::{Size, Theme, Weight, contrast};

/// The top of the pyramid as a part of its base.
const TOP: f32 = 0.143;
/// Its height as a part of its base.
const HEIGHT: f32 = 0.675;

/// Between the pyramid and its words, and how many lines these may take.
const BESIDE: f32 = 14.0;
const MOST_LINES: usize = 3;

/// One tier of somebody's pyramid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TierBand<'a> {
    /// What the tier is called.
    pub name: &'a str,
    /// The tier score, where enough was seen for one.
    pub score: Option<f32>,
    /// The tier score that is asked, where one is.
    pub bar: Option<f32>,
    /// The home tier of the level that is looked at.
    pub home: bool,
    /// Whether the tier is asked at all.
    pub asked: bool,
    /// What else to say of it, e.g. "next level"; may be empty.
    pub note: &'a str,
}

/// A bar as it was set: with a second digit where it has one.
fn bar_words(bar: f32) -> String {
    let tenths = bar * 10.0;
    if (tenths - tenths.round()).abs() < 0.01 { format!("{bar:.1}") } else { format!("{bar:.2}") }
}

impl TierBand<'_> {
    /// The words beside the band: "3.6 of 3.0 · next level", "2.3 · not asked", "Not enough seen".
    pub fn words(&self) -> String {
        let mut words = match (self.score, self.bar.filter(|_| self.asked)) {
            (Some(score), Some(bar)) => format!("{score:.1} of {}", bar_words(bar)),
            (Some(score), None) if self.asked => format!("{score:.1}"),
            (Some(score), None) => format!("{score:.1} · not asked"),
            (None, Some(bar)) => format!("Not enough seen, asks {}", bar_words(bar)),
            (None, None) if self.asked => "Not enough seen".to_owned(),
            (None, None) => "Not asked".to_owned(),
        };
        if !self.note.is_empty() {
            words.push_str(" · ");
            words.push_str(self.note);
        }
        words
    }
}

/// A person's pyramid.
///
/// ```ignore
/// PersonPyramid::new("Amara Okafor", &tiers, 5).width(310.0).show(ui);
/// PersonPyramid::new("Amara Okafor", &tiers, 5).show_small(ui);
/// ```
#[must_use = "call show or show_small"]
pub struct PersonPyramid<'a> {
    name: &'a str,
    tiers: &'a [TierBand<'a>],
    points: u8,
    width: f32,
}

impl<'a> PersonPyramid<'a> {
    /// `tiers` from the bottom up; scores and bars are on a scale of 1 to `points`.
    pub fn new(name: &'a str, tiers: &'a [TierBand<'a>], points: u8) -> Self {
        Self { name, tiers, points, width: 310.0 }
    }

    /// The width of its base, in points; less where there is no room beside its words.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows it large, with the name and the words of every tier at its right.
    pub fn show(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let room = ui.available_width();
        let words_room = theme.scaled(150.0);
        let base = self.width.min(room - words_room).max(80.0);
        let labels: Vec<Label> = self
            .tiers
            .iter()
            .enumerate()
            .map(|(tier, band)| Label::new(ui, tier, band, room - base - BESIDE))
            .collect();
        // The words must fit beside every band.
        let least = labels.iter().map(Label::height).fold(0.0, f32::max) + 8.0;
        let size = vec2(room, (base * HEIGHT).max(least * self.tiers.len() as f32).round());
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        self.describe(&response);
        let body = Rect::from_min_size(rect.min, vec2(base, rect.height()));
        paint_person_pyramid(ui.painter(), &theme, body, self.tiers, self.points);
        let bands = Bands::new(ui.painter(), body, self.tiers.len());
        for (tier, label) in labels.iter().enumerate() {
            label.paint(ui.painter(), pos2(body.right() + BESIDE, bands.rect(tier).center().y));
        }
        if labels.iter().any(Label::is_cut) {
            let words = self.tiers.iter().rev().map(|tier| format!("{}: {}", tier.name, tier.words()));
            return response.on_hover_text(words.collect::<Vec<_>>().join("\n"));
        }
        response
    }

    /// Shows it small enough for a row of a list: 26 points wide and 24 high before text scaling.
    pub fn show_small(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let size = vec2(theme.scaled(26.0), theme.scaled(24.0)).round();
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        self.describe(&response);
        paint_person_pyramid(ui.painter(), &theme, rect, self.tiers, self.points);
        response
    }

    fn describe(&self, response: &Response) {
        response.widget_info(|| {
            let tiers: Vec<String> = self
                .tiers
                .iter()
                .map(|tier| format!("{}: {}{}", tier.name, tier.words(), if tier.home { ", home tier" } else { "" }))
                .collect();
            WidgetInfo::labeled(Role::Image, true, format!("{}. {}", self.name, tiers.join("; ")))
        });
    }
}

/// Paints a pyramid without words into `rect`; [`PersonPyramid`] also says it.
pub fn paint_person_pyramid(painter: &Painter, theme: &Theme, rect: Rect, tiers: &[TierBand<'_>], points: u8) {
    let bands = Bands::new(painter, rect, tiers.len());
    let small = rect.height() < 60.0;
    for (tier, band) in tiers.iter().enumerate() {
        paint_band(painter, theme, &bands, tier, band, points, small);
    }
}

fn paint_band(
    painter: &Painter,
    theme: &Theme,
    bands: &Bands,
    tier: usize,
    band: &TierBand<'_>,
    points: u8,
    small: bool,
) {
    let tone = theme.tier(tier);
    let corners = bands.corners(tier);
    fill(painter, corners.to_vec(), tone.soft);
    let place = |score: f32| bands.place(tier, score, points);
    let filled_to = band.score.map(place);
    if let Some(x) = filled_to {
        fill(painter, left_of(&corners, x), tone.colour);
    }
    if band.home {
        let width = if small { 1.0 } else { 1.5 };
        painter.add(Shape::closed_line(corners.to_vec(), Stroke::new(width, theme.text)));
    }
    if let Some(bar) = band.bar.filter(|_| band.asked) {
        let x = place(bar);
        let under = if filled_to.is_some_and(|end| end > x) { tone.colour } else { tone.soft };
        let ink = line_on(theme, under);
        let y = bands.rect(tier).y_range();
        if small {
            painter.vline(x, y, Stroke::new(2.0, ink));
        } else {
            let ends = [pos2(x, y.min), pos2(x, y.max)];
            painter.extend(Shape::dashed_line(&ends, Stroke::new(2.0, ink), 3.0, 2.0));
        }
    }
}

/// A line that can be made out on `under`: the text colour where it stands off enough.
fn line_on(theme: &Theme, under: Color32) -> Color32 {
    if contrast(theme.text, under) >= 3.0 { theme.text } else { theme.background }
}

/// The name and the words of a tier, laid out.
struct Label {
    name: Arc<Galley>,
    words: Arc<Galley>,
}

impl Label {
    fn new(ui: &Ui, tier: usize, band: &TierBand<'_>, room: f32) -> Self {
        let (theme, painter) = (Theme::of(ui), ui.painter());
        let colour = theme.tier(tier).text;
        let name = line_of_text(painter, band.name, theme.font(Size::Body, Weight::SemiBold), colour, room);
        let format = TextFormat::simple(theme.font(Size::Small, Weight::Regular), theme.text_second);
        let mut job = LayoutJob::single_section(band.words(), format);
        job.wrap = TextWrapping {
            max_width: room.max(1.0),
            max_rows: MOST_LINES,
            break_anywhere: false,
            overflow_character: Some('…'),
        };
        Self { name, words: painter.layout_job(job) }
    }

    fn height(&self) -> f32 {
        self.name.size().y + self.words.size().y
    }

    fn is_cut(&self) -> bool {
        self.name.elided || self.words.elided
    }

    /// Paints it with its middle at a height.
    fn paint(&self, painter: &Painter, at: Pos2) {
        let top = (at.y - self.height() / 2.0).round();
        painter.galley(pos2(at.x, top), self.name.clone(), Color32::PLACEHOLDER);
        painter.galley(pos2(at.x, top + self.name.size().y), self.words.clone(), Color32::PLACEHOLDER);
    }
}

fn fill(painter: &Painter, corners: Vec<Pos2>, colour: Color32) {
    if corners.len() >= 3 {
        painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
    }
}

/// The bands of a pyramid in a rectangle, on whole pixels, with gaps between them.
struct Bands {
    rect: Rect,
    height: f32,
    gap: f32,
    /// The height of all bands with their gaps.
    total: f32,
}

impl Bands {
    fn new(painter: &Painter, rect: Rect, count: usize) -> Self {
        let pixels = painter.pixels_per_point();
        let snap = |value: f32| (value * pixels).round() / pixels;
        let count = count.max(1) as f32;
        let gap = snap((rect.height() * 0.02).clamp(2.0, 4.0));
        let height = ((rect.height() - gap * (count - 1.0)) / count).max(1.0);
        let height = (height * pixels).floor() / pixels;
        Self {
            rect: Rect::from_min_max(pos2(snap(rect.left()), snap(rect.top())), rect.max),
            height,
            gap,
            total: count * (height + gap) - gap,
        }
    }

    /// The rectangle around a band, the bottom one being 0.
    fn rect(&self, tier: usize) -> Rect {
        let bottom = self.rect.top() + self.total - tier as f32 * (self.height + self.gap);
        let half = self.half(bottom);
        Rect::from_min_max(
            pos2(self.rect.center().x - half, bottom - self.height),
            pos2(self.rect.center().x + half, bottom),
        )
    }

    /// Half the width of the pyramid at a height.
    fn half(&self, y: f32) -> f32 {
        let part = ((y - self.rect.top()) / self.total).clamp(0.0, 1.0);
        self.rect.width() / 2.0 * (TOP + (1.0 - TOP) * part)
    }

    /// Top left, top right, bottom right, bottom left.
    fn corners(&self, tier: usize) -> [Pos2; 4] {
        let rect = self.rect(tier);
        let half = self.half(rect.top());
        let middle = rect.center().x;
        [pos2(middle - half, rect.top()), pos2(middle + half, rect.top()), rect.right_bottom(), rect.left_bottom()]
    }

    /// Where a score stands along a band: the first point of the scale at the left end of its
    /// foot, the last at the right.
    fn place(&self, tier: usize, score: f32, points: u8) -> f32 {
        let span = f32::from(points.max(2) - 1);
        let part = ((score - 1.0) / span).clamp(0.0, 1.0);
        let rect = self.rect(tier);
        rect.left() + rect.width() * part
    }
}

/// What lies left of a vertical line of a convex shape.
fn left_of(corners: &[Pos2], x: f32) -> Vec<Pos2> {
    let mut kept = Vec::with_capacity(corners.len() + 1);
    for (place, here) in corners.iter().enumerate() {
        let next = corners[(place + 1) % corners.len()];
        if here.x <= x {
            kept.push(*here);
        }
        if (here.x - x) * (next.x - x) < 0.0 {
            let part = (x - here.x) / (next.x - here.x);
            kept.push(pos2(x, here.y + (next.y - here.y) * part));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> [Pos2; 4] {
        [pos2(0.0, 0.0), pos2(10.0, 0.0), pos2(10.0, 4.0), pos2(0.0, 4.0)]
    }

    fn area(corners: &[Pos2]) -> f32 {
        (0..corners.len())
            .map(|place| {
                let (here, next) = (corners[place], corners[(place + 1) % corners.len()]);
                here.x * next.y - next.x * here.y
            })
            .sum::<f32>()
            .abs()
            / 2.0
    }

    #[test]
    fn what_is_left_of_a_line_is_cut_there() {
        assert_eq!(area(&left_of(&square(), 2.5)), 10.0);
        assert_eq!(area(&left_of(&square(), 12.0)), 40.0);
        assert!(left_of(&square(), -1.0).is_empty());
    }

    #[test]
    fn the_words_say_what_the_band_shows() {
        let band = TierBand {
            name: "Strategy",
            score: Some(3.6),
            bar: Some(3.0),
            asked: true,
            note: "next level",
            ..TierBand::default()
        };
        assert_eq!(band.words(), "3.6 of 3.0 · next level");
        let not_asked = TierBand { score: Some(2.3), ..TierBand::default() };
        assert_eq!(not_asked.words(), "2.3 · not asked");
        let unseen = TierBand { bar: Some(3.5), asked: true, ..TierBand::default() };
        assert_eq!(unseen.words(), "Not enough seen, asks 3.5");
    }
}
