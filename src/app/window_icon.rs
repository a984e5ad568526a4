//! The mark of the program in the task bar and the window list: a plumb line on a light tile, drawn here in the same
//! shape as in the window.

use egui::{Color32, IconData, Pos2, pos2};

use super::icons::Icon;
use super::theme::Theme;

/// Pixels along a side.
const SIDE: usize = 64;
/// Units along a side of the drawing, as the icons have it, with a margin around.
const UNITS: f32 = 30.0;
/// Samples along a side of each pixel, for smooth edges.
const SAMPLES: usize = 4;

/// The icon, as the window system takes it.
pub fn window_icon() -> IconData {
    let theme = Theme::light(1.0);
    let mut rgba = Vec::with_capacity(SIDE * SIDE * 4);
    for pixel in 0..SIDE * SIDE {
        let mut sum = [0_u32; 4];
        for sample in 0..SAMPLES * SAMPLES {
            let along = |pixel: usize, sample: usize| {
                (pixel as f32 + (sample as f32 + 0.5) / SAMPLES as f32) * UNITS / SIDE as f32
            };
            let at = pos2(along(pixel % SIDE, sample % SAMPLES), along(pixel / SIDE, sample / SAMPLES));
            let colour = colour_at(at, &theme).to_array();
            sum.iter_mut().zip(colour).for_each(|(sum, part)| *sum += u32::from(part));
        }
        // Colours of what is half seen through are weighed by how much of it is there.
        let seen = sum[3] / 255;
        let part = |sum: u32| (sum / seen.max(1)).min(255) as u8;
        let alpha = (sum[3] / (SAMPLES * SAMPLES) as u32) as u8;
        rgba.extend([part(sum[0]), part(sum[1]), part(sum[2]), alpha]);
    }
    IconData { rgba, width: SIDE as u32, height: SIDE as u32 }
}

fn colour_at(at: Pos2, theme: &Theme) -> Color32 {
    let middle = UNITS / 2.0;
    let (half, radius) = (middle - 1.0, 6.0);
    let from_corner =
        egui::vec2(((at.x - middle).abs() - half + radius).max(0.0), ((at.y - middle).abs() - half + radius).max(0.0));
    if from_corner.length() > radius {
        return Color32::TRANSPARENT;
    }
    match Icon::logo_part_at(at - egui::Vec2::splat((UNITS - 24.0) / 2.0)) {
        Some(true) => theme.accent.colour,
        Some(false) => theme.text,
        None => theme.surface,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_on_a_light_tile_with_clear_corners() {
        let icon = window_icon();
        let pixel = |x: usize, y: usize| &icon.rgba[(y * SIDE + x) * 4..][..4];
        let theme = Theme::light(1.0);
        assert_eq!(icon.rgba.len(), SIDE * SIDE * 4);
        assert_eq!(pixel(0, 0)[3], 0, "the corner is cut off");
        assert_eq!(pixel(10, 32), theme.surface.to_array(), "the tile");
        assert_eq!(pixel(32, 24), theme.text.to_array(), "the line");
        assert_eq!(pixel(32, 50), theme.accent.colour.to_array(), "the bob");
    }
}
