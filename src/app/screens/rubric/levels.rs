//! The levels: a table of their bars, one row a level, and below it all that the chosen level asks.

use std::collections::BTreeMap;

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{Button, IconButton, TextField, focus_ring_inside, line_of_text, table_frame, text};
use crate::exchange::rubric::slug;
use crate::insight::points::{bar_words, list};
use crate::model::{Level, LevelId, Rubric, TierId};

use super::desk::Desk;
use super::figures::{SCORE_STEP, figure};
use super::level_form;
use super::lists::Adding;

/// Widths in points before text scaling.
const NAME: f32 = 170.0;
const TIER: f32 = 104.0;
const HORIZON: f32 = 92.0;

/// Shows table and chosen level in all the room there is.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, editing: bool, chosen: &mut Option<LevelId>, adding: &mut Adding) {
    if chosen.as_ref().is_none_or(|id| desk.rubric.level(id).is_none()) {
        *chosen = desk.rubric.levels.last().map(|level| level.id.clone());
    }
    ScrollArea::vertical().id_salt("rubric levels").auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 12.0);
        table(ui, &mut desk.rubric, editing, chosen);
        ui.add_space(6.0);
        text::hint(
            ui,
            "Bars are the tier scores that one must have shown to stand at a level. A coloured cell is its home.",
        );
        if editing {
            ui.add_space(8.0);
            add(ui, desk, chosen, adding);
        }
        ui.add_space(16.0);
        if let Some(id) = chosen.clone() {
            level_form::show(ui, desk, &id, editing, chosen);
        }
        ui.add_space(16.0);
    });
}

fn table(ui: &mut Ui, rubric: &mut Rubric, editing: bool, chosen: &mut Option<LevelId>) {
    let theme = Theme::of(ui);
    let frame = table_frame(&theme);
    frame.show(ui, |ui| {
        ScrollArea::horizontal().id_salt("level table").auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let tiers = rubric.tiers.len();
            let fixed = theme.scaled(NAME + HORIZON) + theme.scaled(TIER) * tiers as f32;
            let rest = (ui.available_width() - fixed).max(theme.scaled(150.0));
            let widths: Vec<f32> = std::iter::once(theme.scaled(NAME))
                .chain(std::iter::repeat_n(theme.scaled(TIER), tiers))
                .chain([theme.scaled(HORIZON), rest])
                .collect();
            let names: Vec<&str> = std::iter::once("Level")
                .chain(rubric.tiers.iter().map(|tier| tier.name.as_str()))
                .chain(["Horizon", "Leads to"])
                .collect();
            head(ui, &widths, &names, tiers);
            // The most senior level stands on top, as in the pyramid.
            for place in (0..rubric.levels.len()).rev() {
                row(ui, rubric, place, &widths, editing, chosen);
            }
        });
    });
}

fn head(ui: &mut Ui, widths: &[f32], names: &[&str], tiers: usize) {
    let theme = Theme::of(ui);
    let height = theme.scaled(30.0).round();
    let (rect, _) = ui.allocate_exact_size(vec2(widths.iter().sum(), height), Sense::hover());
    let mut left = rect.left();
    for (place, (width, name)) in widths.iter().zip(names).enumerate() {
        let is_tier = (1..=tiers).contains(&place);
        let colour = if is_tier { theme.tier(place - 1).text } else { theme.text_third };
        let font = theme.font(Size::Label, if is_tier { Weight::SemiBold } else { Weight::Medium });
        let words = line_of_text(ui.painter(), name, font, colour, width - 16.0);
        let at = if is_tier { left + (width - words.size().x) / 2.0 } else { left + 8.0 };
        let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(*width, height));
        let response = ui.interact(cell, ui.scope_id().with(("level head", place)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, *name));
        response.on_hover_text(*name);
        ui.painter().galley(pos2(at, rect.center().y - words.size().y / 2.0), words, colour);
        left += width;
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.line));
}

fn row(ui: &mut Ui, rubric: &mut Rubric, place: usize, widths: &[f32], editing: bool, chosen: &mut Option<LevelId>) {
    let theme = Theme::of(ui);
    let level = &rubric.levels[place];
    let (id, selected) = (level.id.clone(), chosen.as_ref() == Some(&level.id));
    let said = spoken(rubric, level);
    let height = theme.scaled(38.0).round();
    let (rect, response) = ui.allocate_exact_size(vec2(widths.iter().sum(), height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, &said));
    if selected {
        ui.painter().rect_filled(rect, 4, theme.accent.soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 4, theme.text.gamma_multiply(0.03));
    }
    if response.clicked() {
        *chosen = Some(id);
    }
    let mut left = rect.left();
    let cells: Vec<Rect> = widths
        .iter()
        .map(|width| {
            let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(*width, height));
            left += width;
            cell
        })
        .collect();
    let line = |ui: &Ui, words: &str, weight: Weight, colour, cell: Rect| {
        let words = line_of_text(ui.painter(), words, theme.font(Size::Body, weight), colour, cell.width() - 16.0);
        ui.painter().galley(pos2(cell.left() + 8.0, cell.center().y - words.size().y / 2.0), words, colour);
    };
    let name_colour = if selected { theme.accent.text } else { theme.text };
    line(ui, &level.name, Weight::SemiBold, name_colour, cells[0]);
    let tiers: Vec<TierId> = rubric.tiers.iter().map(|tier| tier.id.clone()).collect();
    for (tier, cell) in cells.iter().skip(1).take(tiers.len()).enumerate() {
        if rubric.levels[place].home == tiers[tier] {
            ui.painter().rect_filled(cell.shrink2(vec2(4.0, 3.0)), 6, theme.tier(tier).soft);
        }
        bar_cell(ui, rubric, place, (tier, &tiers[tier]), *cell, editing);
    }
    let level = &rubric.levels[place];
    let horizon = rubric.horizon(&level.horizon).map_or("", |horizon| horizon.name.as_str());
    line(ui, horizon, Weight::Regular, theme.text_second, cells[tiers.len() + 1]);
    line(ui, &next_words(rubric, level), Weight::Regular, theme.text_second, cells[tiers.len() + 2]);
    if place > 0 {
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.line));
    }
    focus_ring_inside(ui, &response, rect, 4.0);
}

/// A bar: the figure, or that the tier is not asked; with what changes it while editing.
fn bar_cell(ui: &mut Ui, rubric: &mut Rubric, place: usize, (at, tier): (usize, &TierId), cell: Rect, editing: bool) {
    let theme = Theme::of(ui);
    let top = f64::from(rubric.scale.top());
    let tier_name = rubric.tiers[at].name.clone();
    let level = &mut rubric.levels[place];
    if !editing {
        let (words, colour) = match level.bars.get(tier) {
            Some(bar) => (bar_words(*bar), theme.text),
            None => ("–".to_owned(), theme.text_third),
        };
        let font = theme.font(Size::Body, Weight::SemiBold);
        ui.painter().text(cell.center(), egui::Align2::CENTER_CENTER, words, font, colour);
        return;
    }
    let layout = Layout::left_to_right(Align::Center);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(cell.shrink2(vec2(8.0, 0.0))).layout(layout));
    inside.spacing_mut().item_spacing.x = 2.0;
    let name = format!("{tier_name} bar of {}", level.name);
    let mut gone = false;
    match level.bars.get_mut(tier) {
        Some(bar) => {
            figure(&mut inside, &name, bar, 1.0..=top, SCORE_STEP);
            let not_asked = format!("Do not ask {tier_name} of {}", level.name);
            gone = inside.add(IconButton::new(Icon::Close, not_asked).small()).clicked();
        }
        None => {
            let ask = format!("Ask {tier_name} of {}", level.name);
            let shown = inside.add(Button::quiet("not asked").small());
            inside.ctx().accesskit_node_builder(shown.id, |node| node.set_label(ask.as_str()));
            if shown.on_hover_text(&ask).clicked() {
                let nearest = level.bars.values().copied().fold(f64::INFINITY, f64::min);
                let bar = if nearest.is_finite() { nearest } else { (1.0 + top) / 2.0 };
                level.bars.insert(tier.clone(), bar);
            }
        }
    }
    if gone {
        level.bars.remove(tier);
    }
}

/// What a row says to a screen reader.
fn spoken(rubric: &Rubric, level: &Level) -> String {
    let bars = rubric.tiers.iter().map(|tier| match level.bars.get(&tier.id) {
        Some(bar) => format!("{} {}", tier.name, bar_words(*bar)),
        None => format!("{} not asked", tier.name),
    });
    format!("{}: {}", level.name, bars.collect::<Vec<_>>().join(", "))
}

pub(super) fn next_words(rubric: &Rubric, level: &Level) -> String {
    let names: Vec<String> =
        level.next.iter().filter_map(|next| rubric.level(next)).map(|next| next.name.clone()).collect();
    if names.is_empty() { "–".into() } else { list(&names) }
}

fn add(ui: &mut Ui, desk: &mut Desk, chosen: &mut Option<LevelId>, adding: &mut Adding) {
    ui.horizontal(|ui| {
        let width = Theme::of(ui).scaled(220.0);
        let field = TextField::new("Name of the new level", &mut adding.level);
        field.label_hidden().hint("Another level").width(width).show(ui);
        let name = adding.level.trim().to_owned();
        let hint = "It comes after the chosen level, with that level's bars";
        if ui.add_enabled(!name.is_empty(), Button::secondary("Add")).on_hover_text(hint).clicked() {
            let known = desk.rubric.levels.iter().chain(&desk.base().levels);
            let id = LevelId::new(slug(&name, &mut known.map(|level| level.id.to_string()).collect()));
            let place =
                chosen.as_ref().and_then(|id| desk.rubric.rank(id)).map_or(desk.rubric.levels.len(), |at| at + 1);
            let like = place.checked_sub(1).and_then(|before| desk.rubric.levels.get(before)).cloned();
            let Some(like) = like else { return };
            let level = Level {
                id: id.clone(),
                plural: format!("{name}s"),
                name,
                next: Vec::new(),
                gates: Vec::new(),
                from: BTreeMap::new(),
                entering: false,
                ..like
            };
            desk.rubric.levels.insert(place, level);
            *chosen = Some(id);
            adding.level.clear();
        }
    });
}
