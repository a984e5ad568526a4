//! Files that are dragged over the window: what would become of them is said before they are let go.

use std::path::PathBuf;

use egui::{Align2, Area, Context, Frame, Id, LayerId, Margin, Order, Stroke};

use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, Theme};
use crate::app::widgets::text;

use super::files;

/// The file that was let go over the window in this frame; the first where there are several.
pub fn dropped(context: &Context) -> Option<PathBuf> {
    context.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()))
}

/// While a file hovers, covers the window with what would become of it.
pub fn show(context: &Context) {
    let Some(hovering) = context.input(|input| input.raw.hovered_files.first().map(|file| file.path.clone())) else {
        return;
    };
    let theme = Theme::of_context(context);
    let veil = context.layer_painter(LayerId::new(Order::Foreground, Id::unique("drop veil")));
    veil.rect_filled(context.content_rect(), 0, theme.scrim);
    let frame = Frame::new()
        .fill(theme.surface)
        .stroke(Stroke::new(2.0, theme.accent.colour))
        .corner_radius(CARD_RADIUS)
        .inner_margin(Margin::symmetric(40, 28));
    let (title, sentence) = words(hovering.as_deref().map(files::is_session));
    let card =
        Area::new(Id::unique("drop a file")).order(Order::Tooltip).anchor(Align2::CENTER_CENTER, egui::Vec2::ZERO);
    card.interactable(false).show(context, |ui| {
        frame.show(ui, |ui| {
            ui.set_max_width(theme.scaled(460.0));
            ui.vertical_centered(|ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                Icon::File.show(ui, 28.0, theme.accent.text);
                text::title(ui, title);
                text::second(ui, sentence);
            });
        });
    });
}

/// What becomes of the file; not every desktop says which one it is before it is let go.
fn words(is_session: Option<bool>) -> (&'static str, &'static str) {
    match is_session {
        Some(true) => ("Drop it to open this session", "What is open now is saved first."),
        Some(false) => {
            ("Drop it to begin a new session", "The file is read as a roster; nothing is taken in before you say so.")
        }
        None => ("Drop the file here", "A session is opened; anything else is read as the roster of a new one."),
    }
}
