//! The points of a file's scale and its levels: their names, their order, and where each level is at home.

use egui::{ScrollArea, Ui};

use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::widgets::{Card, IconButton, Segmented, Select, TextField, hairline, text};
use crate::exchange::rubric::RubricDraft;
use crate::model::{Rubric, TierId};

use super::parts::{asks, counted};

/// The points of the scale, lowest first; true where something was changed.
pub(super) fn points(ui: &mut Ui, draft: &mut RubricDraft) -> bool {
    text::second(ui, "The points of the scale, from the lowest to the highest. Anchors move with their point.");
    ui.add_space(8.0);
    let (mut changed, mut moved) = (false, None);
    let last = draft.points.len().saturating_sub(1);
    ScrollArea::vertical().id_salt("points of the file").auto_shrink(false).show(ui, |ui| {
        Card::new().padding(16).show(ui, |ui| {
            ui.set_max_width(Theme::of(ui).scaled(560.0));
            ui.spacing_mut().item_spacing.y = 8.0;
            for (place, point) in draft.points.iter_mut().enumerate() {
                ui.horizontal(|ui| {
                    text::strong(ui, (place + 1).to_string());
                    let name = format!("Name of point {}", place + 1);
                    let width = Theme::of(ui).scaled(280.0);
                    changed |= TextField::new(&name, point).label_hidden().width(width).show(ui).changed();
                    moved = move_buttons(ui, &format!("point {}", place + 1), place, last).or(moved);
                });
            }
        });
    });
    if let Some((from, to)) = moved {
        draft.move_point(from, to);
    }
    changed || moved.is_some()
}

/// Two buttons that move a thing up and down; returns from where to where.
fn move_buttons(ui: &mut Ui, what: &str, place: usize, last: usize) -> Option<(usize, usize)> {
    let up = ui.add_enabled(place > 0, IconButton::new(Icon::ArrowUp, format!("Move {what} up")).small());
    let down = ui.add_enabled(place < last, IconButton::new(Icon::ArrowDown, format!("Move {what} down")).small());
    if up.clicked() {
        return Some((place, place - 1));
    }
    down.clicked().then_some((place, place + 1))
}

/// The levels: those of the file with their homes, or those that are carried over; true where something was changed.
pub(super) fn levels(ui: &mut Ui, draft: &mut RubricDraft, base: &Rubric) -> bool {
    let mut changed = false;
    if !draft.levels.is_empty() {
        let base_words = format!("Those of {}", base.name);
        let options = [(false, "Those of the file"), (true, base_words.as_str())];
        changed |= Segmented::new("Which levels").show(ui, &mut draft.base_levels, &options).changed();
        ui.add_space(10.0);
    }
    ScrollArea::vertical().id_salt("levels of the file").auto_shrink(false).show(ui, |ui| {
        if draft.has_own_levels() {
            changed |= own_levels(ui, draft, base);
            ui.add_space(12.0);
        } else {
            let why = if draft.levels.is_empty() { "The file has no levels. " } else { "" };
            text::second(
                ui,
                format!("{why}The levels of {} are carried over; correct them on the Rubric screen.", base.name),
            );
            ui.add_space(8.0);
        }
        outcome(ui, draft, base);
    });
    changed
}

fn own_levels(ui: &mut Ui, draft: &mut RubricDraft, base: &Rubric) -> bool {
    let homes: Vec<(Option<TierId>, String)> = std::iter::once((None, "choose a tier".to_owned()))
        .chain(draft.tiers_with(base).iter().map(|tier| (Some(tier.id.clone()), tier.name.clone())))
        .collect();
    let (mut changed, mut moved) = (false, None);
    let last = draft.levels.len().saturating_sub(1);
    text::second(
        ui,
        "From the most junior to the most senior. A bar is the mean of what the level asks of a tier's skills.",
    );
    ui.add_space(8.0);
    Card::new().padding(16).show(ui, |ui| {
        ui.set_max_width(Theme::of(ui).scaled(760.0));
        ui.spacing_mut().item_spacing.y = 8.0;
        for (place, level) in draft.levels.iter_mut().enumerate() {
            let name = level.name.clone();
            ui.horizontal(|ui| {
                let theme = Theme::of(ui);
                let field = format!("Name of level {}", place + 1);
                changed |= TextField::new(&field, &mut level.name)
                    .label_hidden()
                    .width(theme.scaled(240.0))
                    .show(ui)
                    .changed();
                let select = format!("Home of {name}");
                let shown =
                    Select::new(&select).label_hidden().width(theme.scaled(170.0)).show(ui, &mut level.home, &homes);
                changed |= shown.changed();
                text::second(ui, format!("asks {}", counted(level.asks.len(), "skill", "skills")));
                moved = move_buttons(ui, &name, place, last).or(moved);
            });
        }
    });
    if let Some((from, to)) = moved {
        draft.levels.swap(from, to);
    }
    changed || moved.is_some()
}

/// What the levels come to with the tiers as they are assigned now.
fn outcome(ui: &mut Ui, draft: &RubricDraft, base: &Rubric) {
    let finished = match draft.finish(base) {
        Ok(finished) => finished,
        Err(problems) => {
            text::second(ui, problems.first().cloned().unwrap_or_default());
            return;
        }
    };
    text::label(ui, "What they ask then");
    ui.add_space(4.0);
    for level in finished.rubric.levels.iter().rev() {
        text::body(ui, asks(&finished.rubric, level));
    }
    if !finished.notes.is_empty() {
        ui.add_space(10.0);
        hairline(ui);
        ui.add_space(6.0);
        for note in &finished.notes {
            text::second(ui, note);
        }
    }
}
