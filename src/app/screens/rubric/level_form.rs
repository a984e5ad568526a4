//! One level: where it is at home, where it leads, what it asks besides its bars, and what differs for those who come
//! from a certain level.

use egui::{Frame, Margin, Stroke, Ui};

use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, Theme};
use crate::app::widgets::{Button, Chip, IconButton, Select, TextField, section_heading, switch, text};
use crate::insight::gate_words;
use crate::insight::points::list;
use crate::model::{Entry, HorizonId, LevelId, Rubric, SkillId, TierId};

use super::desk::Desk;
use super::gates;
use super::levels::next_words;

/// Shows the level in a card of its own.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, id: &LevelId, editing: bool, chosen: &mut Option<LevelId>) {
    let Some(place) = desk.rubric.rank(id) else { return };
    let theme = Theme::of(ui);
    let frame = Frame::new()
        .fill(theme.surface)
        .stroke(Stroke::new(1.0, theme.line))
        .corner_radius(CARD_RADIUS)
        .inner_margin(Margin::symmetric(20, 16));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        section_heading(ui, &desk.rubric.levels[place].name.clone());
        if editing {
            edit(ui, desk, place, chosen);
        } else {
            read(ui, &desk.rubric, place);
        }
    });
}

fn read(ui: &mut Ui, rubric: &Rubric, place: usize) {
    let level = &rubric.levels[place];
    let home = rubric.tier(&level.home).map_or("", |tier| tier.name.as_str());
    let horizon = rubric.horizon(&level.horizon).map_or("", |horizon| horizon.name.as_str());
    let mut words = format!("At home in {home}; horizon {horizon}; leads to {}.", next_words(rubric, level));
    if level.next.is_empty() {
        words = format!("At home in {home}; horizon {horizon}.");
    }
    if level.carries_business {
        words.push_str(" Carries a business.");
    }
    if level.entering {
        words.push_str(" Not product managers yet.");
    }
    text::second(ui, words);
    ui.add_space(6.0);
    text::label(ui, "Asks besides its bars");
    if level.gates.is_empty() {
        text::body(ui, "Nothing.");
    }
    for gate in &level.gates {
        text::body(ui, gate_words(rubric, gate));
    }
    if !level.not_asked.is_empty() {
        ui.add_space(6.0);
        text::label(ui, "Not asked of its tiers");
        text::body(ui, skill_names(rubric, level.not_asked.iter()));
    }
    for (from, entry) in &level.from {
        ui.add_space(6.0);
        let name = rubric.level(from).map_or(from.as_str(), |from| from.name.as_str());
        text::label(ui, format!("For those who come from {name}"));
        for gate in &entry.gates {
            text::body(ui, gate_words(rubric, gate));
        }
        if !entry.not_asked.is_empty() {
            text::body(ui, format!("Not asked: {}", skill_names(rubric, entry.not_asked.iter())));
        }
    }
}

fn skill_names<'a>(rubric: &Rubric, ids: impl Iterator<Item = &'a SkillId>) -> String {
    let names: Vec<String> =
        ids.map(|id| rubric.skill(id).map_or_else(|| id.to_string(), |skill| skill.name.clone())).collect();
    list(&names)
}

fn edit(ui: &mut Ui, desk: &mut Desk, place: usize, chosen: &mut Option<LevelId>) {
    let tiers: Vec<(TierId, String)> =
        desk.rubric.tiers.iter().map(|tier| (tier.id.clone(), tier.name.clone())).collect();
    let horizons: Vec<(HorizonId, String)> =
        desk.rubric.horizons.iter().map(|horizon| (horizon.id.clone(), horizon.name.clone())).collect();
    let last = desk.rubric.levels.len() - 1;
    let level = &mut desk.rubric.levels[place];
    ui.columns(4, |columns| {
        TextField::new("Name", &mut level.name).show(&mut columns[0]);
        TextField::new("Several are called", &mut level.plural).show(&mut columns[1]);
        Select::new("Home").show(&mut columns[2], &mut level.home, &tiers);
        Select::new("Horizon").show(&mut columns[3], &mut level.horizon, &horizons);
    });
    let (mut moved, mut removed) = (None, false);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        switch(ui, &mut level.carries_business, "Carries a business");
        switch(ui, &mut level.entering, "Not product managers yet");
        if ui.add_enabled(place < last, IconButton::new(Icon::ArrowUp, "More senior").small()).clicked() {
            moved = Some(place + 1);
        }
        if ui.add_enabled(place > 0, IconButton::new(Icon::ArrowDown, "More junior").small()).clicked() {
            moved = Some(place - 1);
        }
        let hint = "Whoever holds it gets another level, which you choose before the draft is taken";
        if ui.add_enabled(last > 0, Button::danger("Remove").small()).on_hover_text(hint).clicked() {
            removed = true;
        }
    });
    ui.add_space(6.0);
    leads_to(ui, &mut desk.rubric, place);
    ui.add_space(6.0);
    text::label(ui, "Asks besides its bars");
    let mut own = std::mem::take(&mut desk.rubric.levels[place].gates);
    gates::edit(ui, &desk.rubric, &mut own, "level");
    desk.rubric.levels[place].gates = own;
    ui.add_space(6.0);
    text::label(ui, "Skills of its tiers that it does not ask");
    let mut excused = std::mem::take(&mut desk.rubric.levels[place].not_asked);
    excused_chips(ui, &desk.rubric, place, &mut excused, "level");
    desk.rubric.levels[place].not_asked = excused;
    ui.add_space(6.0);
    entries(ui, &mut desk.rubric, place);
    if let Some(to) = moved {
        desk.rubric.levels.swap(place, to);
    }
    if removed {
        let gone = desk.rubric.levels.remove(place);
        for level in &mut desk.rubric.levels {
            level.next.retain(|next| *next != gone.id);
            level.from.remove(&gone.id);
        }
        *chosen = None;
    }
}

/// The levels that this one leads to, switched on and off.
fn leads_to(ui: &mut Ui, rubric: &mut Rubric, place: usize) {
    let others: Vec<(LevelId, String)> = rubric
        .levels
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != place)
        .map(|(_, level)| (level.id.clone(), level.name.clone()))
        .collect();
    let next = &mut rubric.levels[place].next;
    text::label(ui, "Leads to");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for (id, name) in others {
            let on = next.contains(&id);
            if ui.add(Chip::new(name).clickable(on)).clicked() {
                if on {
                    next.retain(|other| *other != id);
                } else {
                    next.push(id);
                }
            }
        }
    });
}

/// Skills of the tiers with a bar, switched off and on.
fn excused_chips(
    ui: &mut Ui,
    rubric: &Rubric,
    place: usize,
    excused: &mut std::collections::BTreeSet<SkillId>,
    salt: &str,
) {
    let level = &rubric.levels[place];
    let asked = |tier: &TierId| level.bars.contains_key(tier) || level.bars.is_empty() && level.home == *tier;
    let skills = rubric.live_skills().filter(|skill| excused.contains(&skill.id) || asked(&skill.tier) && !skill.depth);
    let skills: Vec<(SkillId, String)> = skills.map(|skill| (skill.id.clone(), skill.name.clone())).collect();
    ui.push_id(salt, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
            for (id, name) in skills {
                let off = excused.contains(&id);
                if ui.add(Chip::new(name).clickable(off)).clicked() && !excused.remove(&id) {
                    excused.insert(id);
                }
            }
        });
    });
}

/// What differs for those who come from a certain level.
fn entries(ui: &mut Ui, rubric: &mut Rubric, place: usize) {
    let mut from = std::mem::take(&mut rubric.levels[place].from);
    let mut gone = None;
    for (id, entry) in &mut from {
        let name = rubric.level(id).map_or_else(|| id.to_string(), |level| level.name.clone());
        ui.horizontal(|ui| {
            text::label(ui, format!("For those who come from {name}"));
            if ui.add(IconButton::new(Icon::Close, format!("Ask the same of those from {name}")).small()).clicked() {
                gone = Some(id.clone());
            }
        });
        gates::edit(ui, rubric, &mut entry.gates, id.as_str());
        excused_chips(ui, rubric, place, &mut entry.not_asked, id.as_str());
        ui.add_space(4.0);
    }
    if let Some(gone) = gone {
        from.remove(&gone);
    }
    let ways = rubric.levels.iter().filter(|level| level.next.contains(&rubric.levels[place].id));
    let ways: Vec<(LevelId, String)> = ways
        .filter(|level| !from.contains_key(&level.id))
        .map(|level| (level.id.clone(), level.name.clone()))
        .collect();
    ui.horizontal_wrapped(|ui| {
        for (id, name) in ways {
            if ui.add(Button::quiet(format!("Differ for those from {name}")).icon(Icon::Plus).small()).clicked() {
                from.insert(id, Entry::default());
            }
        }
    });
    rubric.levels[place].from = from;
}
