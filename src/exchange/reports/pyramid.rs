//! A person's pyramid for paper: the same shape as in the window, in words and numbers that a page or a picture can
//! draw. Colours are those of the light theme.

use crate::insight::points::{bar_words, of_bar, score_words};
use crate::insight::{PersonReading, TierReading};
use crate::model::Session;

/// A person's pyramid.
#[derive(Clone, Debug, PartialEq)]
pub struct Pyramid {
    /// Whose.
    pub name: String,
    /// Bottom to top.
    pub bands: Vec<Band>,
}

/// One tier of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The tier.
    pub name: String,
    /// What it reads: "3.6 of 3.0".
    pub words: String,
    /// How far it is filled, 0 to 1; none where not enough was seen.
    pub filled: Option<f32>,
    /// Where the bar stands, 0 to 1; none where the tier is not asked.
    pub bar: Option<f32>,
    /// Whether the target, or without one the own level, is at home here.
    pub home: bool,
}

/// The top of the pyramid as a part of its base, and its height likewise.
pub(super) const TOP: f32 = 0.143;
pub(super) const HEIGHT: f32 = 0.62;
/// The gap between bands, as a part of the base.
pub(super) const GAP: f32 = 0.012;

/// Full and soft colours of the tiers, bottom to top; more tiers begin again.
pub(super) const COLOURS: [([u8; 3], [u8; 3]); 4] = [
    ([0x1f, 0x8a, 0x7d], [0xd9, 0xee, 0xea]),
    ([0xd9, 0x8a, 0x1f], [0xfa, 0xeb, 0xd2]),
    ([0x55, 0x66, 0xd6], [0xe2, 0xe5, 0xfa]),
    ([0xb8, 0x47, 0x8c], [0xf6, 0xe0, 0xee]),
];

impl Pyramid {
    /// The pyramid of a person against the bars of their target or, without one, of their own level.
    pub fn of(session: &Session, reading: &PersonReading) -> Self {
        let top = f64::from(session.rubric.scale.top());
        let part = |score: f64| ((score / top) as f32).clamp(0.0, 1.0);
        let targeted = reading.tiers.iter().any(|tier| tier.home_of_target);
        let band = |tier: &TierReading| {
            let bar = if targeted { tier.target_bar } else { tier.own_bar };
            let words = match (tier.score, bar) {
                (Some(score), Some(bar)) => of_bar(score, bar),
                (Some(score), None) => format!("{} · not asked", score_words(score)),
                (None, Some(bar)) => format!("Not enough seen, asks {}", bar_words(bar)),
                (None, None) => "Not asked".into(),
            };
            Band {
                name: session.rubric.tier(&tier.tier).map_or_else(|| tier.tier.to_string(), |tier| tier.name.clone()),
                words,
                filled: tier.score.map(part),
                bar: bar.map(part),
                home: if targeted { tier.home_of_target } else { tier.home_of_own },
            }
        };
        Self { name: session.name(&reading.person), bands: reading.tiers.iter().map(band).collect() }
    }

    /// The corners of a band and how far along its width to go for a part of it: lower left, lower right, upper right,
    /// upper left, for a base of this width whose lower left corner is the origin and y grows upwards.
    pub(super) fn corners(&self, band: usize, base: f32) -> [(f32, f32); 4] {
        let bands = self.bands.len().max(1) as f32;
        let height = base * HEIGHT;
        let gap = base * GAP;
        let step = (height + gap) / bands;
        let half = |y: f32| base / 2.0 * (1.0 - (1.0 - TOP) * (y / height));
        let (low, high) = (step * band as f32, step * (band as f32 + 1.0) - gap);
        let middle = base / 2.0;
        [(middle - half(low), low), (middle + half(low), low), (middle + half(high), high), (middle - half(high), high)]
    }
}

/// A point of a band so far from its left edge to its right one, at its foot and at its head.
pub(super) fn across(corners: [(f32, f32); 4], part: f32) -> [(f32, f32); 2] {
    let [low_left, low_right, high_right, high_left] = corners;
    // Upright, as in the window: measured along the longer, lower side and cut off by the slopes.
    let x = low_left.0 + (low_right.0 - low_left.0) * part;
    let slope = |left: (f32, f32), right: (f32, f32)| x.clamp(left.0, right.0);
    [(slope(low_left, low_right), low_left.1), (slope(high_left, high_right), high_left.1)]
}

/// The pyramid as an SVG picture with its words, 640 units wide.
pub fn svg(pyramid: &Pyramid) -> String {
    const BASE: f32 = 360.0;
    let height = BASE * HEIGHT;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 {:.0}\" role=\"img\" \
         font-family=\"Inter, sans-serif\">\n<title>{}</title>\n",
        height + 16.0,
        xml(&pyramid.name)
    );
    let place = |(x, y): (f32, f32)| format!("{:.1},{:.1}", x + 8.0, height - y + 8.0);
    let polygon = |points: &[(f32, f32)], fill: [u8; 3], more: &str| {
        let points: Vec<String> = points.iter().map(|point| place(*point)).collect();
        let [r, g, b] = fill;
        format!("<polygon points=\"{}\" fill=\"#{r:02x}{g:02x}{b:02x}\"{more}/>\n", points.join(" "))
    };
    for (at, band) in pyramid.bands.iter().enumerate() {
        let corners = pyramid.corners(at, BASE);
        let (full, soft) = COLOURS[at % COLOURS.len()];
        let outline = if band.home { " stroke=\"#1d1c19\" stroke-width=\"1.5\"" } else { "" };
        out.push_str(&polygon(&corners, soft, outline));
        if let Some(part) = band.filled {
            let [low, high] = across(corners, part);
            out.push_str(&polygon(&[corners[0], low, high, corners[3]], full, ""));
        }
        if let Some(part) = band.bar {
            let [low, high] = across(corners, part);
            let (low, high) = (place(low), place(high));
            out.push_str(&format!(
                "<polyline points=\"{low} {high}\" stroke=\"#1d1c19\" stroke-width=\"1.5\" stroke-dasharray=\"3 2\" \
                 fill=\"none\"/>\n"
            ));
        }
        let middle = height - (corners[0].1 + corners[2].1) / 2.0 + 8.0;
        let [r, g, b] = full;
        out.push_str(&format!(
            "<text x=\"388\" y=\"{:.1}\" font-size=\"13\" font-weight=\"600\" fill=\"#{r:02x}{g:02x}{b:02x}\">{}</text>\n\
             <text x=\"388\" y=\"{:.1}\" font-size=\"12\" fill=\"#66625a\">{}</text>\n",
            middle - 3.0,
            xml(&band.name),
            middle + 13.0,
            xml(&band.words)
        ));
    }
    out.push_str("</svg>\n");
    out
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
