//! How well one colour reads on another, after WCAG 2.2, and the nearest colour that reads well
//! enough. Tier colours are chosen to be told apart as areas; as text many of them are too light
//! for their own soft twin, so text takes the nearest readable shade instead.

use egui::{Color32, Rgba, lerp};

/// The least contrast that text of ordinary size must have (WCAG AA, success criterion 1.4.3).
pub const AA: f32 = 4.5;

/// Steps from a colour towards black or white that are tried when one is made readable.
const STEPS: u16 = 64;

/// The contrast of two opaque colours, 1 (the same) to 21 (black on white).
pub fn contrast(first: Color32, second: Color32) -> f32 {
    let (first, second) = (luminance(first), luminance(second));
    (first.max(second) + 0.05) / (first.min(second) + 0.05)
}

/// The shade of `wanted` closest to it that reads at [`AA`] on every one of `grounds`:
/// `wanted` itself where it does, else darkened or lightened, whichever gets there sooner.
///
/// Where no shade of it reads on all of them, black or white, whichever reads better.
pub fn readable(wanted: Color32, grounds: &[Color32]) -> Color32 {
    let reads = |colour| worst_contrast(colour, grounds) >= AA;
    for step in 0..=STEPS {
        let part = f32::from(step) / f32::from(STEPS);
        let shades = [mix(wanted, Color32::BLACK, part), mix(wanted, Color32::WHITE, part)];
        if let Some(shade) = shades.into_iter().find(|shade| reads(*shade)) {
            return shade;
        }
    }
    let black_reads_better = worst_contrast(Color32::BLACK, grounds) >= worst_contrast(Color32::WHITE, grounds);
    if black_reads_better { Color32::BLACK } else { Color32::WHITE }
}

/// Text on a solid colour: white where it is good enough, as it looks calmer on a strong colour,
/// else near-black, else black. One of them always reads at [`AA`].
pub fn text_on(fill: Color32) -> Color32 {
    let ink = Color32::from_rgb(0x14, 0x15, 0x17);
    [Color32::WHITE, ink].into_iter().find(|text| contrast(*text, fill) >= AA).unwrap_or(Color32::BLACK)
}

/// `part` (0 to 1) of the way from one colour to another, in the gamma space designers pick in.
pub fn mix(from: Color32, to: Color32, part: f32) -> Color32 {
    let channel = |from: u8, to: u8| lerp(f32::from(from)..=f32::from(to), part.clamp(0.0, 1.0)).round() as u8;
    Color32::from_rgb(channel(from.r(), to.r()), channel(from.g(), to.g()), channel(from.b(), to.b()))
}

fn worst_contrast(colour: Color32, grounds: &[Color32]) -> f32 {
    grounds.iter().map(|ground| contrast(colour, *ground)).fold(f32::INFINITY, f32::min)
}

fn luminance(colour: Color32) -> f32 {
    let linear = Rgba::from(colour);
    0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_matches_the_published_ends_and_a_known_pair() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(Color32::RED, Color32::RED) - 1.0).abs() < 0.01);
        // #777777 on white is the textbook near miss: 4.48.
        let grey = contrast(Color32::from_gray(0x77), Color32::WHITE);
        assert!((grey - 4.48).abs() < 0.01, "{grey}");
    }

    #[test]
    fn a_readable_colour_stays_as_it_is() {
        let ink = Color32::from_rgb(0x1D, 0x1C, 0x19);
        assert_eq!(readable(ink, &[Color32::WHITE]), ink);
    }

    #[test]
    fn a_pale_colour_darkens_on_white_and_a_dark_one_lightens_on_black() {
        let amber = Color32::from_rgb(0xD9, 0x8A, 0x1F);
        let on_white = readable(amber, &[Color32::WHITE]);
        assert!(contrast(on_white, Color32::WHITE) >= AA);
        assert!(on_white.r() < amber.r());
        let navy = Color32::from_rgb(0x10, 0x20, 0x60);
        let on_black = readable(navy, &[Color32::BLACK]);
        assert!(contrast(on_black, Color32::BLACK) >= AA);
        assert!(on_black.b() > navy.b());
    }
}
