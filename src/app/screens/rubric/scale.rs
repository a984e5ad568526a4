//! Name and purpose of the rubric, the points of its scale, its tiers and its horizons.

use egui::Ui;

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{Button, Card, IconButton, Select, TextField, section_heading, text};
use crate::exchange::rubric::slug;
use crate::model::{Horizon, HorizonId, Rubric, Scale, ScalePoint, Tier, TierId};

use super::desk::Desk;
use super::figures::whole;
use super::lists::{Adding, entry};

/// Shows all of it.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, editing: bool, adding: &mut Adding) {
    ui.spacing_mut().item_spacing.y = 12.0;
    if editing {
        Card::new().show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            TextField::new("Name of the rubric", &mut desk.rubric.name).show(ui);
            TextField::new("What it is for", &mut desk.rubric.description).lines(2).show(ui);
        });
    } else if !desk.rubric.description.is_empty() {
        let theme = Theme::of(ui);
        let words = theme.rich(Size::Section, Weight::Regular, desk.rubric.description.as_str());
        ui.label(words.color(theme.text_second));
    }
    Card::new().show(ui, |ui| points(ui, &mut desk.rubric, editing));
    Card::new().show(ui, |ui| tiers(ui, desk, editing, adding));
    Card::new().show(ui, |ui| horizons(ui, desk, editing, adding));
}

fn points(ui: &mut Ui, rubric: &mut Rubric, editing: bool) {
    let theme = Theme::of(ui);
    section_heading(ui, "Scale");
    ui.spacing_mut().item_spacing.y = 8.0;
    let count = rubric.scale.points.len();
    let mut removed = None;
    for (place, point) in rubric.scale.points.iter_mut().enumerate() {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let side = theme.scaled(28.0).round();
            let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(side), egui::Sense::hover());
            let (score, points) = ((place + 1) as f32, count as u8);
            ui.painter().rect_filled(rect, 6, theme.score_fill(score, points));
            let colour = theme.score_text(score, points);
            let font = theme.font(Size::Body, Weight::SemiBold);
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, (place + 1).to_string(), font, colour);
            if editing {
                let name = format!("Name of point {}", place + 1);
                TextField::new(&name, &mut point.name).label_hidden().width(theme.scaled(150.0)).show(ui);
                let meaning = format!("Meaning of point {}", place + 1);
                let width = (ui.available_width() - theme.scaled(40.0)).max(theme.scaled(160.0));
                TextField::new(&meaning, &mut point.meaning).label_hidden().hint("What it means").width(width).show(ui);
                let remove = IconButton::new(Icon::Trash, format!("Remove point {}", place + 1)).small();
                let fits = count > Scale::FEWEST;
                if ui.add_enabled(fits, remove).on_disabled_hover_text("A scale has 3 points or more").clicked() {
                    removed = Some(place);
                }
            } else {
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    text::strong(ui, &point.name);
                    if !point.meaning.is_empty() {
                        text::second(ui, &point.meaning);
                    }
                });
            }
        });
    }
    if let Some(place) = removed {
        rubric.scale.points.remove(place);
        rubric.skills.iter_mut().filter(|skill| place < skill.anchors.len()).for_each(|skill| {
            skill.anchors.remove(place);
        });
    }
    if editing {
        let add =
            ui.add_enabled(count < Scale::MOST, Button::quiet("Another point at the top").icon(Icon::Plus).small());
        if add.on_disabled_hover_text("A scale has 7 points or fewer").clicked() {
            rubric.scale.points.push(ScalePoint { name: format!("Point {}", count + 1), meaning: String::new() });
            rubric.skills.iter_mut().for_each(|skill| skill.anchors.push(String::new()));
        }
        text::hint(ui, "Bars and floors are in points of the scale: look at the levels when its length changes.");
    }
    for earlier in &rubric.scale.earlier {
        let became = earlier.points.iter().zip(&earlier.became).enumerate();
        let became: Vec<String> = became.map(|(place, (_, to))| format!("{} became {to}", place + 1)).collect();
        text::hint(
            ui,
            format!(
                "Until edition {} the scale had {} points: {}.",
                earlier.edition,
                earlier.points.len(),
                became.join(", ")
            ),
        );
    }
}

fn tiers(ui: &mut Ui, desk: &mut Desk, editing: bool, adding: &mut Adding) {
    let theme = Theme::of(ui);
    section_heading(ui, "Tiers");
    text::hint(ui, "From the top of the pyramid to its bottom.");
    ui.spacing_mut().item_spacing.y = 8.0;
    let horizons: Vec<(HorizonId, String)> =
        desk.rubric.horizons.iter().map(|horizon| (horizon.id.clone(), horizon.name.clone())).collect();
    let last = desk.rubric.tiers.len().saturating_sub(1);
    let (mut moved, mut removed) = (None, None);
    for place in (0..desk.rubric.tiers.len()).rev() {
        let used = tier_in_use(&desk.rubric, &desk.rubric.tiers[place].id);
        let tier = &mut desk.rubric.tiers[place];
        ui.push_id(tier.id.as_str().to_owned(), |ui| {
            if !editing {
                let horizon = horizons.iter().find(|(id, _)| *id == tier.horizon).map_or("", |(_, name)| name);
                let tone = theme.tier(place);
                ui.label(
                    theme.rich(Size::Body, Weight::SemiBold, format!("{} · {horizon}", tier.name)).color(tone.text),
                );
                text::second(ui, &tier.description);
                return;
            }
            ui.horizontal(|ui| {
                let name = format!("Name of tier {}", place + 1);
                TextField::new(&name, &mut tier.name).label_hidden().width(theme.scaled(150.0)).show(ui);
                let select = format!("Horizon of tier {}", place + 1);
                Select::new(&select).label_hidden().width(theme.scaled(110.0)).show(ui, &mut tier.horizon, &horizons);
                let width = (ui.available_width() - theme.scaled(110.0)).max(theme.scaled(140.0));
                let about = format!("What tier {} is about", place + 1);
                TextField::new(&about, &mut tier.description).label_hidden().width(width).show(ui);
                if ui.add_enabled(place < last, IconButton::new(Icon::ArrowUp, "Move the tier up").small()).clicked() {
                    moved = Some((place, place + 1));
                }
                if ui.add_enabled(place > 0, IconButton::new(Icon::ArrowDown, "Move the tier down").small()).clicked() {
                    moved = Some((place, place - 1));
                }
                let remove = IconButton::new(Icon::Trash, format!("Remove {}", tier.name)).small();
                let why = "Skills, levels or rooms belong to it; move them first";
                if ui.add_enabled(!used && last > 0, remove).on_disabled_hover_text(why).clicked() {
                    removed = Some(place);
                }
            });
        });
    }
    if let Some((from, to)) = moved {
        desk.rubric.tiers.swap(from, to);
    }
    if let Some(place) = removed {
        let gone = desk.rubric.tiers.remove(place);
        for level in &mut desk.rubric.levels {
            level.bars.remove(&gone.id);
        }
    }
    if editing && let Some(name) = entry(ui, "Name of the new tier", "Another tier, on top", &mut adding.tier) {
        let known = desk.rubric.tiers.iter().chain(&desk.base().tiers);
        let id = TierId::new(slug(&name, &mut known.map(|tier| tier.id.to_string()).collect()));
        let horizon = desk.rubric.horizons.last().map_or_else(|| "".into(), |horizon| horizon.id.clone());
        desk.rubric.tiers.push(Tier { id, name, horizon, description: String::new() });
    }
}

fn tier_in_use(rubric: &Rubric, id: &TierId) -> bool {
    rubric.skills.iter().any(|skill| skill.tier == *id)
        || rubric.levels.iter().any(|level| level.home == *id)
        || rubric.rooms.iter().any(|room| room.tier == *id)
}

fn horizons(ui: &mut Ui, desk: &mut Desk, editing: bool, adding: &mut Adding) {
    let theme = Theme::of(ui);
    section_heading(ui, "Horizons");
    ui.spacing_mut().item_spacing.y = 8.0;
    let mut removed = None;
    for place in 0..desk.rubric.horizons.len() {
        let id = desk.rubric.horizons[place].id.clone();
        let used = desk.rubric.tiers.iter().any(|tier| tier.horizon == id)
            || desk.rubric.levels.iter().any(|level| level.horizon == id);
        let horizon = &mut desk.rubric.horizons[place];
        if !editing {
            text::body(ui, format!("{}, from {} months", horizon.name, horizon.months));
            continue;
        }
        ui.horizontal(|ui| {
            let name = format!("Name of horizon {}", place + 1);
            TextField::new(&name, &mut horizon.name).label_hidden().width(theme.scaled(150.0)).show(ui);
            text::second(ui, "from");
            whole(ui, &format!("Months of {}", horizon.name), &mut horizon.months, 1..=240);
            text::second(ui, "months");
            let remove = IconButton::new(Icon::Trash, format!("Remove {}", horizon.name)).small();
            if ui.add_enabled(!used, remove).on_disabled_hover_text("Tiers or levels have it").clicked() {
                removed = Some(place);
            }
        });
    }
    if let Some(place) = removed {
        desk.rubric.horizons.remove(place);
    }
    if editing && let Some(name) = entry(ui, "Name of the new horizon", "Another horizon", &mut adding.horizon) {
        let known = desk.rubric.horizons.iter().chain(&desk.base().horizons);
        let id = HorizonId::new(slug(&name, &mut known.map(|horizon| horizon.id.to_string()).collect()));
        let months = desk.rubric.horizons.last().map_or(3, |horizon| horizon.months + 12);
        desk.rubric.horizons.push(Horizon { id, name, months });
    }
}
