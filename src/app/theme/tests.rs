//! What somebody would see of the themes: everything can be read, and figures line up.

use egui::{Color32, FontFamily, FontId};

use super::*;

fn both() -> [Theme; 2] {
    [Theme::light(1.0), Theme::dark(1.0)]
}

fn name(theme: &Theme) -> &'static str {
    if theme.dark { "dark" } else { "light" }
}

/// Every text and ground that widgets put together.
fn pairs(theme: &Theme) -> Vec<(String, Color32, Color32)> {
    let grounds = [
        ("background", theme.background),
        ("surface", theme.surface),
        ("raised", theme.raised),
        ("accent soft", theme.accent.soft),
    ];
    let words = [("text", theme.text), ("second text", theme.text_second), ("third text", theme.text_third)];
    let mut tones = vec![
        ("accent".to_owned(), theme.accent),
        ("good".to_owned(), theme.good),
        ("watch".to_owned(), theme.watch),
        ("bad".to_owned(), theme.bad),
    ];
    tones.extend((0..10).map(|tier| (format!("tier {tier}"), theme.tier(tier))));
    let mut pairs = Vec::new();
    for (ground, colour) in grounds {
        for (word, text) in words {
            pairs.push((format!("{word} on {ground}"), text, colour));
        }
        for (tone, part) in &tones {
            pairs.push((format!("{tone} on {ground}"), part.text, colour));
        }
    }
    for (tone, part) in &tones {
        pairs.push((format!("{tone} on its soft twin"), part.text, part.soft));
        pairs.push((format!("text on {tone} itself"), part.on, part.colour));
        pairs.push((format!("text on {tone} soft"), theme.text, part.soft));
    }
    for points in 3..=7 {
        for score in 1..=points {
            let score = f32::from(score);
            pairs.push((
                format!("{score} of {points}"),
                theme.score_text(score, points),
                theme.score_fill(score, points),
            ));
        }
    }
    pairs
}

#[test]
fn every_text_reads_on_every_ground_it_is_put_on() {
    for theme in both() {
        for (pair, text, ground) in pairs(&theme) {
            let found = contrast(text, ground);
            assert!(found >= AA, "{}: {pair}: {found:.2}", name(&theme));
        }
    }
}

#[test]
fn scales_of_every_length_run_from_the_first_fill_to_the_last() {
    for theme in both() {
        for points in 3..=7 {
            assert_eq!(theme.score_fill(1.0, points), theme.scores[0]);
            assert_eq!(theme.score_fill(f32::from(points), points), theme.scores[4]);
        }
        assert_eq!(theme.score_fill(2.0, 3), theme.scores[2]);
        for (score, fill) in theme.scores.iter().enumerate() {
            assert_eq!(theme.score_fill(score as f32 + 1.0, 5), *fill);
        }
    }
}

#[test]
fn tiers_beyond_the_fourth_still_differ_from_all_before_them() {
    for theme in both() {
        let colours: Vec<Color32> = (0..8).map(|tier| theme.tier(tier).colour).collect();
        for (place, colour) in colours.iter().enumerate() {
            assert!(!colours[..place].contains(colour), "tier {place} repeats");
        }
    }
}

#[test]
fn a_theme_file_with_an_unknown_colour_says_which() {
    let source =
        include_str!("../../../assets/themes/light.ron").replace("background: \"paper\"", "background: \"papyrus\"");
    let error = tokens::read(&source).expect_err("papyrus is nowhere");
    assert!(error.contains("papyrus"), "{error}");
}

fn themed() -> Context {
    let context = Context::default();
    install(&context, ThemeChoice::Light, 1.0);
    context
}

/// Draws one frame and lets go of what it would have put on the screen.
fn draw(context: &Context, content: impl FnMut(&mut Ui)) {
    let mut output = context.run_ui(egui::RawInput::default(), content);
    output.textures_delta.clear();
}

fn width(context: &Context, text: &str, weight: Weight) -> f32 {
    let mut width = 0.0;
    draw(context, |ui| {
        let font = FontId::new(100.0, weight.family());
        let galley = ui.painter().layout_no_wrap(text.to_owned(), font, Color32::BLACK);
        width = galley.size().x;
    });
    width
}

#[test]
fn figures_line_up_in_every_weight() {
    let context = themed();
    for weight in [Weight::Regular, Weight::Medium, Weight::SemiBold] {
        let zeros = width(&context, "0000000000", weight);
        for digits in ["1111111111", "1234567890", "7171717171", "4444444444"] {
            let found = width(&context, digits, weight);
            assert!((found - zeros).abs() < 1.5, "{weight:?} {digits}: {found} not {zeros}");
        }
    }
}

#[test]
fn weights_are_different_fonts_and_pairs_are_kerned() {
    let context = themed();
    let plain = width(&context, "Readiness", Weight::Regular);
    let medium = width(&context, "Readiness", Weight::Medium);
    let semi_bold = width(&context, "Readiness", Weight::SemiBold);
    assert!(plain < medium && medium < semi_bold, "{plain} {medium} {semi_bold}");
    let apart = width(&context, "A", Weight::Regular) + width(&context, "V", Weight::Regular);
    assert!(width(&context, "AV", Weight::Regular) < apart - 2.0);
}

#[test]
fn latin_greek_and_cyrillic_names_are_in_the_font() {
    let context = themed();
    draw(&context, |ui| {
        for family in [Weight::Regular, Weight::Medium, Weight::SemiBold].map(Weight::family) {
            let font = FontId::new(13.0, family);
            for text in [
                "Søren Østergård",
                "Tomás Ibáñez",
                "Nguyễn Thị Minh",
                "Łukasz Żak",
                "Σωκράτης",
                "Наталья",
                "±−·…→↗⏎⌫✓≥“”",
            ] {
                let all = ui.fonts_mut(|fonts| fonts.has_glyphs(&font, text));
                assert!(all, "{text} has a glyph that is not in {font:?}");
            }
        }
    });
}

#[test]
fn the_type_grows_with_the_text_scale_and_the_theme_follows() {
    let context = Context::default();
    install(&context, ThemeChoice::Dark, 1.5);
    draw(&context, |ui| {
        let theme = Theme::of(ui);
        assert!(theme.dark);
        assert_eq!(theme.font(Size::Body, Weight::Regular), FontId::new(19.5, FontFamily::Proportional));
        assert_eq!(
            ui.text_style_height(&egui::TextStyle::Body),
            ui.fonts_mut(|fonts| fonts.row_height(&theme.font(Size::Body, Weight::Regular)))
        );
        apply(ui, &Theme::light(2.0));
        let inner = Theme::of(ui);
        assert!(!inner.dark);
        assert_eq!(inner.text_scale, 2.0);
    });
}

#[test]
fn nothing_blinks_or_moves_by_itself() {
    for theme in both() {
        let style = style::style(&theme);
        assert!(!style.visuals.text_cursor.blink);
        assert_eq!(style.animation_time, 0.0);
    }
}

#[test]
fn no_grey_of_egui_is_left_in_the_style() {
    for (theme, default) in both().into_iter().zip([egui::Visuals::light(), egui::Visuals::dark()]) {
        let ours = style::style(&theme).visuals;
        let pairs = [
            (&ours.widgets.noninteractive, &default.widgets.noninteractive),
            (&ours.widgets.inactive, &default.widgets.inactive),
            (&ours.widgets.hovered, &default.widgets.hovered),
            (&ours.widgets.active, &default.widgets.active),
            (&ours.widgets.open, &default.widgets.open),
        ];
        for (ours, default) in pairs {
            assert_ne!(ours.bg_fill, default.bg_fill);
            assert_ne!(ours.weak_bg_fill, default.weak_bg_fill);
            assert_ne!(ours.bg_stroke, default.bg_stroke);
            assert_ne!(ours.fg_stroke.color, default.fg_stroke.color);
        }
        assert_ne!(ours.panel_fill, default.panel_fill);
        assert_ne!(ours.window_fill, default.window_fill);
        assert_ne!(ours.selection.bg_fill, default.selection.bg_fill);
    }
}
