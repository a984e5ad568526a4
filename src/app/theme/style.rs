//! egui's own style, so that what egui draws itself (text fields, menus, scroll bars, tooltips)
//! looks like the rest. Lines instead of shadows, no animation, no blinking: an idle window draws
//! nothing.

use std::collections::BTreeMap;

use egui::style::{
    HandleShape, Interaction, ScrollAnimation, ScrollStyle, Selection, Spacing, TextCursorStyle, WidgetVisuals, Widgets,
};
use egui::{Color32, CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, Visuals, vec2};

use super::{CARD_RADIUS, CONTROL_RADIUS, Size, Theme, Weight, mix};

/// The egui style of a theme.
pub(super) fn style(theme: &Theme) -> Style {
    Style {
        text_styles: text_styles(theme),
        spacing: spacing(theme),
        interaction: Interaction { tooltip_delay: 0.35, selectable_labels: false, ..Interaction::default() },
        visuals: visuals(theme),
        animation_time: 0.0,
        scroll_animation: ScrollAnimation::none(),
        ..Style::default()
    }
}

fn text_styles(theme: &Theme) -> BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Small, Size::Label, Weight::Regular),
        (TextStyle::Body, Size::Body, Weight::Regular),
        (TextStyle::Button, Size::Body, Weight::Medium),
        (TextStyle::Heading, Size::Title, Weight::SemiBold),
        (TextStyle::Monospace, Size::Body, Weight::Regular),
    ]
    .into_iter()
    .map(|(style, size, weight)| (style, theme.font(size, weight)))
    .collect()
}

fn spacing(theme: &Theme) -> Spacing {
    Spacing {
        item_spacing: vec2(8.0, 8.0),
        window_margin: Margin::same(16),
        menu_margin: Margin::symmetric(8, 6),
        button_padding: vec2(10.0, 4.0),
        indent: 20.0,
        interact_size: vec2(28.0, theme.control_height()),
        combo_width: 120.0,
        text_edit_width: 240.0,
        icon_width: theme.scaled(16.0).round(),
        icon_width_inner: theme.scaled(10.0).round(),
        icon_spacing: 8.0,
        tooltip_width: 320.0,
        menu_width: 320.0,
        menu_spacing: 2.0,
        combo_height: 320.0,
        scroll: scroll_bars(),
        ..Spacing::default()
    }
}

/// Thin bars that lie over the content and show while the pointer is there.
fn scroll_bars() -> ScrollStyle {
    let mut bars = ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        handle_min_length: 28.0,
        bar_inner_margin: 2.0,
        bar_outer_margin: 2.0,
        foreground_color: false,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: 0.6,
        active_handle_opacity: 1.0,
        interact_handle_opacity: 1.0,
        ..ScrollStyle::floating()
    };
    bars.fade.strength = 0.0;
    bars
}

fn visuals(theme: &Theme) -> Visuals {
    let base = if theme.dark { Visuals::dark() } else { Visuals::light() };
    let card = CornerRadius::same(CARD_RADIUS);
    Visuals {
        dark_mode: theme.dark,
        override_text_color: None,
        weak_text_color: Some(theme.text_third),
        widgets: widgets(theme),
        selection: Selection {
            bg_fill: mix(theme.surface, theme.accent.colour, 0.25),
            stroke: Stroke::new(2.0, theme.accent.colour),
        },
        hyperlink_color: theme.accent.text,
        faint_bg_color: theme.raised,
        extreme_bg_color: theme.surface,
        text_edit_bg_color: Some(theme.surface),
        code_bg_color: theme.raised,
        warn_fg_color: theme.watch.text,
        error_fg_color: theme.bad.text,
        window_corner_radius: card,
        window_shadow: Shadow::NONE,
        window_fill: theme.surface,
        window_stroke: Stroke::new(1.0, theme.line_strong),
        menu_corner_radius: CornerRadius::same(8),
        panel_fill: theme.background,
        popup_shadow: Shadow::NONE,
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(1.5, theme.accent.colour),
            blink: false,
            ..TextCursorStyle::default()
        },
        button_frame: true,
        collapsing_header_frame: false,
        indent_has_left_vline: false,
        striped: false,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        disabled_alpha: 0.45,
        ..base
    }
}

fn widgets(theme: &Theme) -> Widgets {
    let look = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: CornerRadius::same(CONTROL_RADIUS),
        fg_stroke: Stroke::new(1.5, text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: look(theme.surface, theme.line, theme.text),
        inactive: WidgetVisuals {
            // Also the colour of a scroll bar's handle.
            bg_fill: theme.line_strong,
            ..look(theme.surface, theme.line_strong, theme.text)
        },
        hovered: WidgetVisuals {
            bg_fill: mix(theme.line_strong, theme.text, 0.2),
            ..look(theme.raised, mix(theme.line_strong, theme.text, 0.2), theme.text)
        },
        active: WidgetVisuals {
            bg_fill: mix(theme.line_strong, theme.text, 0.3),
            ..look(theme.accent.soft, theme.accent.colour, theme.text)
        },
        open: look(theme.accent.soft, theme.accent.colour, theme.text),
    }
}
