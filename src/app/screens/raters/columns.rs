//! Cards side by side, as high as the highest of them.

use egui::{Id, Layout, Rect, Sense, Ui, UiBuilder, pos2, vec2};

use crate::app::theme::Theme;
use crate::app::widgets::Card;

/// The gap between cards.
pub const GAP: f32 = 16.0;

/// Shows so many cards of one width side by side; below each other where one would be narrower than `least` points
/// before text scaling. `name` tells this row from others on the screen.
pub fn cards(ui: &mut Ui, name: &str, count: usize, least: f32, mut content: impl FnMut(&mut Ui, usize)) {
    let theme = Theme::of(ui);
    let room = ui.available_width();
    let width = (room - GAP * (count as f32 - 1.0)) / count as f32;
    if width < theme.scaled(least) {
        for place in 0..count {
            Card::new().show(ui, |ui| content(ui, place));
        }
        return;
    }
    // What the highest needed last time; one that grows has the frame drawn again before anybody sees it.
    let id = Id::unique(("cards", name));
    let known: f32 = ui.ctx().data(|data| data.get_temp(id)).unwrap_or(0.0);
    let corner = ui.cursor().min;
    let mut needed: f32 = 0.0;
    let mut bottom = corner.y;
    for place in 0..count {
        let left = corner.x + place as f32 * (width + GAP);
        let rect = Rect::from_min_size(pos2(left, corner.y), vec2(width, ui.available_height().max(known)));
        let builder = UiBuilder::new().max_rect(rect).layout(Layout::top_down(egui::Align::Min));
        let mut cell = ui.new_child(builder);
        let shown = Card::new().show(&mut cell, |ui| {
            let natural = ui.scope(|ui| content(ui, place)).response.rect.height();
            ui.add_space((known - natural).max(0.0));
            natural
        });
        needed = needed.max(shown.inner);
        bottom = bottom.max(shown.response.rect.bottom());
    }
    ui.allocate_rect(Rect::from_min_max(corner, pos2(corner.x + room, bottom)), Sense::hover());
    if (needed - known).abs() > 0.5 {
        ui.ctx().data_mut(|data| data.insert_temp(id, needed));
        ui.ctx().request_discard("cards of one height");
    }
}
