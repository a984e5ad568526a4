//! Files that are dragged over the window: what would become of them is said before they are let go.

use std::path::PathBuf;

use egui::{Align2, Context, Id, LayerId, Order, Stroke, StrokeKind, vec2};

use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};

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
    let painter = context.layer_painter(LayerId::new(Order::Foreground, Id::unique("drop a file")));
    let window = context.content_rect();
    painter.rect_filled(window, 0, theme.scrim);
    let (title, sentence) = words(hovering.as_deref().map(files::is_session));
    let title = painter.layout_no_wrap(title.into(), theme.font(Size::Title, Weight::SemiBold), theme.text);
    let sentence = painter.layout_no_wrap(sentence.into(), theme.font(Size::Body, Weight::Regular), theme.text_second);
    let side = theme.scaled(28.0).round();
    let size = vec2(title.size().x.max(sentence.size().x) + 96.0, side + title.size().y + sentence.size().y + 80.0);
    let card = Align2::CENTER_CENTER.align_size_within_rect(size.round(), window);
    painter.rect(card, CARD_RADIUS, theme.surface, Stroke::new(2.0, theme.accent.colour), StrokeKind::Inside);
    let middle = card.center().x;
    let icon =
        egui::Rect::from_center_size(egui::pos2(middle, card.top() + 28.0 + side / 2.0), egui::Vec2::splat(side));
    Icon::File.paint(&painter, icon, theme.accent.text);
    let mut top = icon.bottom() + 12.0;
    for line in [title, sentence] {
        let height = line.size().y;
        painter.galley(egui::pos2(middle - line.size().x / 2.0, top), line, theme.text);
        top += height + 8.0;
    }
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
