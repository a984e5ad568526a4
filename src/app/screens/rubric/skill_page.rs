//! One skill: what it is, what it looks like at each point, and who asks it. To read aloud in a meeting; with fields in
//! the same places when it is edited.

use egui::accesskit::Role;
use egui::{Frame, Margin, Sense, Stroke, Ui, vec2};

use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, CONTROL_RADIUS, Size, Theme, Weight};
use crate::app::widgets::{Button, IconButton, Select, TextField, switch, text};
use crate::insight::gate_words;
use crate::insight::points::list;
use crate::model::{Rubric, Skill, SkillId, TierId};

use super::desk::Desk;

/// Shows the skill.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, id: &SkillId, editing: bool, chosen: &mut Option<SkillId>) {
    let Some(place) = desk.rubric.column(id) else { return };
    let theme = Theme::of(ui);
    let tier = desk.rubric.tier_place(&desk.rubric.skills[place].tier).unwrap_or_default();
    ui.spacing_mut().item_spacing.y = 6.0;
    if editing {
        fields(ui, desk, place, chosen);
    } else {
        head(ui, &desk.rubric, &desk.rubric.skills[place], tier);
    }
    ui.add_space(8.0);
    let Some(place) = desk.rubric.column(id) else { return };
    let points: Vec<(String, String)> =
        desk.rubric.scale.points.iter().map(|point| (point.name.clone(), point.meaning.clone())).collect();
    let skill = &mut desk.rubric.skills[place];
    for (at, (name, meaning)) in points.iter().enumerate() {
        let Some(anchor) = skill.anchors.get_mut(at) else { continue };
        anchor_card(ui, &theme, (at, points.len()), (name, meaning), anchor, editing);
    }
    ui.add_space(10.0);
    asked_by(ui, &desk.rubric, &desk.rubric.skills[place]);
}

fn head(ui: &mut Ui, rubric: &Rubric, skill: &Skill, tier: usize) {
    let theme = Theme::of(ui);
    let tier_name = rubric.tiers.get(tier).map_or("", |tier| tier.name.as_str());
    let kind = match (skill.retired, skill.depth) {
        (true, _) => " · retired: asked of nobody, its ratings stay",
        (_, true) => " · depth skill: counts only in its gate",
        _ => "",
    };
    ui.label(theme.rich(Size::Body, Weight::Medium, format!("{tier_name}{kind}")).color(theme.tier(tier).text));
    let shown = ui.label(theme.rich(Size::Title, Weight::SemiBold, skill.name.as_str()));
    ui.ctx().accesskit_node_builder(shown.id, |node| {
        node.set_role(Role::Heading);
        node.set_level(2);
        node.set_label(skill.name.as_str());
    });
    if !skill.description.is_empty() {
        ui.label(theme.rich(Size::Section, Weight::Regular, skill.description.as_str()).color(theme.text_second));
    }
}

/// Name, tier, description and what can be done with the skill.
fn fields(ui: &mut Ui, desk: &mut Desk, place: usize, chosen: &mut Option<SkillId>) {
    let tiers: Vec<(TierId, String)> =
        desk.rubric.tiers.iter().map(|tier| (tier.id.clone(), tier.name.clone())).collect();
    let known = desk.base().skill(&desk.rubric.skills[place].id).is_some();
    let last = desk.rubric.skills.len() - 1;
    let skill = &mut desk.rubric.skills[place];
    ui.columns(2, |columns| {
        TextField::new("Name", &mut skill.name).show(&mut columns[0]);
        TextField::new("Short name, for narrow columns", &mut skill.short_name).hint(&skill.name).show(&mut columns[1]);
    });
    TextField::new("Description", &mut skill.description).lines(2).show(ui);
    let (mut moved, mut removed) = (None, false);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let width = Theme::of(ui).scaled(180.0);
        Select::new("Tier").label_hidden().width(width).show(ui, &mut skill.tier, &tiers);
        switch(ui, &mut skill.depth, "Counts only in its gate (depth)");
        if ui.add_enabled(place > 0, IconButton::new(Icon::ArrowUp, "Move up").small()).clicked() {
            moved = Some(place - 1);
        }
        if ui.add_enabled(place < last, IconButton::new(Icon::ArrowDown, "Move down").small()).clicked() {
            moved = Some(place + 1);
        }
        if known {
            let words = if skill.retired { "Bring back" } else { "Retire" };
            let hint = "A retired skill is asked of nobody. Its ratings stay, and count again when it comes back.";
            if ui.add(Button::secondary(words).small()).on_hover_text(hint).clicked() {
                skill.retired = !skill.retired;
            }
        } else if ui.add(Button::danger("Remove").small()).on_hover_text("It is new in this draft").clicked() {
            removed = true;
        }
    });
    if let Some(to) = moved {
        desk.rubric.skills.swap(place, to);
    }
    if removed {
        let gone = desk.rubric.skills.remove(place);
        forget_skill(&mut desk.rubric, &gone.id);
        *chosen = None;
    }
}

/// Takes a skill out of all that names it.
pub(super) fn forget_skill(rubric: &mut Rubric, id: &SkillId) {
    for level in &mut rubric.levels {
        level.not_asked.remove(id);
        level.gates.retain(|gate| gate.skills().all(|skill| skill != *id));
        for entry in level.from.values_mut() {
            entry.not_asked.remove(id);
            entry.gates.retain(|gate| gate.skills().all(|skill| skill != *id));
        }
    }
}

/// One point: its figure on the colour of the score, its name, and what the skill looks like there.
fn anchor_card(
    ui: &mut Ui,
    theme: &Theme,
    (place, points): (usize, usize),
    (name, meaning): (&str, &str),
    anchor: &mut String,
    editing: bool,
) {
    let frame = Frame::new()
        .fill(theme.surface)
        .stroke(Stroke::new(1.0, theme.line))
        .corner_radius(CARD_RADIUS)
        .inner_margin(Margin::symmetric(14, 10));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let side = theme.scaled(30.0).round();
            let (rect, figure) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
            let score = (place + 1) as f32;
            let points = points as u8;
            ui.painter().rect_filled(rect, CONTROL_RADIUS, theme.score_fill(score, points));
            let font = theme.font(Size::Section, Weight::SemiBold);
            let colour = theme.score_text(score, points);
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, (place + 1).to_string(), font, colour);
            figure.on_hover_text(meaning);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                ui.label(theme.rich(Size::Body, Weight::SemiBold, name)).on_hover_text(meaning);
                if editing {
                    let label = format!("Anchor at {}", place + 1);
                    TextField::new(&label, anchor)
                        .label_hidden()
                        .hint("What somebody could have seen")
                        .lines(2)
                        .show(ui);
                } else if anchor.is_empty() {
                    text::hint(ui, if meaning.is_empty() { "No anchor yet" } else { meaning });
                } else {
                    ui.label(theme.rich(Size::Section, Weight::Regular, anchor.as_str()));
                }
            });
        });
    });
}

/// Which levels ask the skill, and which gates look at it.
fn asked_by(ui: &mut Ui, rubric: &Rubric, skill: &Skill) {
    let Some(column) = rubric.column(&skill.id) else { return };
    let asks = |level: &&crate::model::Level| rubric.asked_by(level, None).get(column).copied().unwrap_or(false);
    let names: Vec<String> = rubric.levels.iter().filter(asks).map(|level| level.name.clone()).collect();
    text::label(ui, "Asked by");
    text::body(ui, if names.is_empty() { "No level".to_owned() } else { list(&names) });
    let gates = rubric.levels.iter().flat_map(|level| level.gates.iter().map(move |gate| (level, gate)));
    let gates: Vec<String> = gates
        .filter(|(_, gate)| gate.skills().any(|id| id == skill.id))
        .map(|(level, gate)| format!("{}: {}", level.name, gate_words(rubric, gate)))
        .collect();
    if !gates.is_empty() {
        ui.add_space(4.0);
        text::label(ui, "Gates that look at it");
        gates.into_iter().for_each(|gate| drop(text::body(ui, gate)));
    }
}
