//! The skills: the list by tier at the left, one skill to read or edit at the right.

use egui::accesskit::Role;
use egui::{Align, Id, Layout, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::app::list::{self as keys, ListKey};
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight};
use crate::app::widgets::{Button, Select, TextField, focus_ring_inside, line_of_text, text};
use crate::exchange::rubric::slug;
use crate::model::{Skill, SkillId, TierId};

use super::desk::Desk;
use super::lists::Adding;
use super::skill_page;

/// How wide the list is, in points before text scaling.
const LIST: f32 = 272.0;

/// Shows list and skill in all the room there is.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, editing: bool, chosen: &mut Option<SkillId>, adding: &mut Adding) {
    let order = in_order(desk);
    if chosen.as_ref().is_none_or(|id| desk.rubric.skill(id).is_none()) {
        *chosen = order.first().cloned();
    }
    let theme = Theme::of(ui);
    let room = ui.available_size();
    let width = theme.scaled(LIST).min(room.x * 0.4).round();
    ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
        ui.spacing_mut().item_spacing.x = 24.0;
        ui.allocate_ui_with_layout(vec2(width, room.y), Layout::top_down(Align::LEFT), |ui| {
            ui.set_width(width);
            list(ui, desk, &order, chosen, editing, adding);
        });
        ui.allocate_ui_with_layout(vec2(room.x - width - 24.0, room.y), Layout::top_down(Align::LEFT), |ui| {
            let Some(id) = chosen.clone() else { return };
            ScrollArea::vertical().id_salt(("skill page", &id)).auto_shrink(false).show(ui, |ui| {
                ui.set_max_width((ui.available_width() - 12.0).min(theme.scaled(720.0)));
                skill_page::show(ui, desk, &id, editing, chosen);
                ui.add_space(16.0);
            });
        });
    });
}

/// The skills as they are listed: by tier from the bottom, retired ones at the end.
fn in_order(desk: &Desk) -> Vec<SkillId> {
    let rubric = &desk.rubric;
    let of_tier = |tier: &TierId| {
        let skills = rubric.live_skills().filter(|skill| skill.tier == *tier);
        skills.map(|skill| skill.id.clone()).collect::<Vec<_>>()
    };
    let live = rubric.tiers.iter().flat_map(|tier| of_tier(&tier.id));
    let retired = rubric.skills.iter().filter(|skill| skill.retired).map(|skill| skill.id.clone());
    live.chain(retired).collect()
}

fn list(
    ui: &mut Ui,
    desk: &mut Desk,
    order: &[SkillId],
    chosen: &mut Option<SkillId>,
    editing: bool,
    adding: &mut Adding,
) {
    let whole = keys::list(
        ui,
        Id::unique("rubric skills"),
        ui.available_rect_before_wrap(),
        Role::ListBox,
        "Skills of the rubric",
    );
    let mut reveal = false;
    if whole.has_focus() {
        for key in keys::pressed(ui, 12) {
            if let ListKey::Move(by, _) = key {
                let here = chosen.as_ref().and_then(|id| order.iter().position(|other| other == id));
                if let Some(to) = keys::moved(here, by, order.len()) {
                    *chosen = Some(order[to].clone());
                    reveal = true;
                }
            }
        }
    }
    let mut clicked = false;
    // What adds a skill stays in view below the list.
    let foot = if editing { Theme::of(ui).scaled(132.0) } else { 0.0 };
    let room = (ui.available_height() - foot).max(80.0);
    ScrollArea::vertical().id_salt("rubric skills").max_height(room).auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 12.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let rubric = &desk.rubric;
        for (place, tier) in rubric.tiers.iter().enumerate() {
            let horizon = rubric.horizon(&tier.horizon).map_or("", |horizon| horizon.name.as_str());
            tier_head(ui, place, &tier.name, horizon);
            let skills: Vec<&Skill> = rubric.live_skills().filter(|skill| skill.tier == tier.id).collect();
            if skills.is_empty() {
                text::hint(ui, "No skill yet");
            }
            for skill in skills {
                clicked |= row(ui, skill, chosen, reveal);
            }
            ui.add_space(10.0);
        }
        if rubric.skills.iter().any(|skill| skill.retired) {
            text::label(ui, "Retired");
            for skill in rubric.skills.iter().filter(|skill| skill.retired) {
                clicked |= row(ui, skill, chosen, reveal);
            }
            ui.add_space(10.0);
        }
        ui.add_space(16.0);
    });
    if editing {
        ui.add_space(8.0);
        add(ui, desk, chosen, adding);
    }
    if clicked {
        whole.request_focus();
    }
}

/// Name and horizon of a tier over a line in its colour, as in the rating grid.
fn tier_head(ui: &mut Ui, place: usize, name: &str, horizon: &str) {
    let theme = Theme::of(ui);
    let tone = theme.tier(place);
    let shown = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        text::truncated(ui, theme.rich(Size::Body, Weight::SemiBold, name).color(tone.text));
        text::truncated(ui, theme.rich(Size::Small, Weight::Regular, horizon).color(theme.text_third));
    });
    let rect = shown.response.rect;
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 4.0), Sense::hover());
    ui.painter().hline(rect.left()..=line.right(), line.top() + 1.0, Stroke::new(2.0, tone.colour));
}

fn row(ui: &mut Ui, skill: &Skill, chosen: &mut Option<SkillId>, reveal: bool) -> bool {
    let theme = Theme::of(ui);
    let selected = chosen.as_ref() == Some(&skill.id);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme.scaled(28.0).round()), Sense::CLICK);
    let words = if skill.depth { format!("{}, counts only in its gate", skill.name) } else { skill.name.clone() };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, &words));
    if selected {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, theme.accent.soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, CONTROL_RADIUS, theme.text.gamma_multiply(0.04));
    }
    if selected && reveal {
        response.scroll_to_me(None);
    }
    let colour = match (selected, skill.retired) {
        (true, _) => theme.accent.text,
        (_, true) => theme.text_third,
        _ => theme.text,
    };
    let weight = if selected { Weight::Medium } else { Weight::Regular };
    let mark = if skill.depth { theme.scaled(44.0) } else { 0.0 };
    let name =
        line_of_text(ui.painter(), &skill.name, theme.font(Size::Body, weight), colour, rect.width() - 16.0 - mark);
    ui.painter().galley(pos2(rect.left() + 8.0, rect.center().y - name.size().y / 2.0), name, colour);
    if skill.depth {
        let depth =
            line_of_text(ui.painter(), "depth", theme.font(Size::Label, Weight::Regular), theme.text_third, mark);
        let at = pos2(rect.right() - 8.0 - depth.size().x, rect.center().y - depth.size().y / 2.0);
        ui.painter().galley(at, depth, theme.text_third);
    }
    focus_ring_inside(ui, &response, Rect::from_min_max(rect.min, rect.max), f32::from(CONTROL_RADIUS));
    let clicked = response.on_hover_text(skill.description.as_str()).clicked();
    if clicked {
        *chosen = Some(skill.id.clone());
    }
    clicked
}

/// A new skill: its name and tier first; anchors are written on its page.
fn add(ui: &mut Ui, desk: &mut Desk, chosen: &mut Option<SkillId>, adding: &mut Adding) {
    text::label(ui, "Add a skill");
    ui.spacing_mut().item_spacing.y = 6.0;
    TextField::new("Name of the new skill", &mut adding.skill).label_hidden().hint("Its name").show(ui);
    let tiers: Vec<(Option<TierId>, &str)> =
        desk.rubric.tiers.iter().map(|tier| (Some(tier.id.clone()), tier.name.as_str())).collect();
    if adding.skill_tier.as_ref().is_none_or(|tier| desk.rubric.tier(tier).is_none()) {
        adding.skill_tier = desk.rubric.tiers.first().map(|tier| tier.id.clone());
    }
    Select::new("Tier of the new skill").label_hidden().show(ui, &mut adding.skill_tier, &tiers);
    let name = adding.skill.trim().to_owned();
    let Some(tier) = adding.skill_tier.clone() else { return };
    if ui.add_enabled(!name.is_empty(), Button::secondary("Add")).clicked() {
        let known = desk.rubric.skills.iter().chain(&desk.base().skills);
        let id = SkillId::new(slug(&name, &mut known.map(|skill| skill.id.to_string()).collect()));
        let anchors = vec![String::new(); desk.rubric.scale.points.len()];
        // It stands after the last skill of its tier, so that the tier's columns stay together.
        let last = desk.rubric.skills.iter().rposition(|skill| skill.tier == tier);
        let place = last.map_or(desk.rubric.skills.len(), |last| last + 1);
        let skill = Skill {
            id: id.clone(),
            tier,
            name,
            short_name: String::new(),
            description: String::new(),
            anchors,
            depth: false,
            retired: false,
        };
        desk.rubric.skills.insert(place, skill);
        *chosen = Some(id);
        adding.skill.clear();
    }
}
