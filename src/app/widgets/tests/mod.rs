//! What somebody can do with the widgets: by mouse, by keyboard and through a screen reader.

mod charts;
mod controls;
mod surfaces;

use egui::{Key, Ui, vec2};
use egui_kittest::Harness;

use crate::app::theme::{self, ThemeChoice};

/// A window of 800 × 600 points in the light theme.
fn window<'a, State: 'a>(state: State, content: impl FnMut(&mut Ui, &mut State) + 'a) -> Harness<'a, State> {
    let mut harness = Harness::builder()
        .with_size(vec2(800.0, 600.0))
        .with_context_setup(|context| theme::install(context, ThemeChoice::Light, 1.0))
        .build_ui_state(content, state);
    harness.run();
    harness
}

/// Presses a key and lets the window settle.
fn press<State>(harness: &mut Harness<'_, State>, key: Key) {
    harness.key_press(key);
    harness.run();
}
