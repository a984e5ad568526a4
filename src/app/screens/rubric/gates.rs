//! Gates with their figures: changed, added and removed one by one.

use egui::Ui;

use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::widgets::{Button, IconButton, MenuItem, Select, menu, switch, text};
use crate::model::{Gate, Rubric, SkillId};

use super::figures::{SCORE_STEP, figure, whole};

/// Shows a list of gates with fields for what they ask. `salt` keeps lists apart.
pub(super) fn edit(ui: &mut Ui, rubric: &Rubric, gates: &mut Vec<Gate>, salt: &str) {
    let skills: Vec<(SkillId, String)> = rubric
        .skills
        .iter()
        .filter(|skill| !skill.retired)
        .map(|skill| (skill.id.clone(), skill.name.clone()))
        .collect();
    let top = f64::from(rubric.scale.top());
    let mut gone = None;
    ui.push_id(("gates", salt), |ui| {
        for (place, gate) in gates.iter_mut().enumerate() {
            ui.push_id(place, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
                    if ui.add(IconButton::new(Icon::Close, format!("Do not ask: {}", kind(gate))).small()).clicked() {
                        gone = Some(place);
                    }
                    one(ui, gate, &skills, top);
                });
            });
        }
        if let Some(place) = gone {
            gates.remove(place);
        }
        add(ui, gates, &skills, top);
    });
}

fn kind(gate: &Gate) -> &'static str {
    match gate {
        Gate::Floor { .. } => "a floor",
        Gate::Traits => "leadership traits",
        Gate::BusinessHead { .. } => "business head",
        Gate::Depth { .. } => "depth",
        Gate::CustomerLearning { .. } => "customer learning",
    }
}

fn one(ui: &mut Ui, gate: &mut Gate, skills: &[(SkillId, String)], top: f64) {
    match gate {
        Gate::Floor { skill, at_least } => {
            skill_select(ui, "Skill of the floor", skill, skills);
            text::second(ui, "at least");
            figure(ui, "Floor", at_least, 1.0..=top, SCORE_STEP);
        }
        Gate::Traits => drop(text::body(ui, "Every leadership trait")),
        Gate::BusinessHead { floors, business_case } => {
            text::body(ui, "Business head:");
            let mut gone = None;
            for (place, (skill, floor)) in floors.iter_mut().enumerate() {
                ui.push_id(place, |ui| {
                    skill_select(ui, "Skill of the business head", skill, skills);
                    figure(ui, "Floor of the business head", floor, 1.0..=top, SCORE_STEP);
                    if ui.add(IconButton::new(Icon::Minus, "Leave this floor out").small()).clicked() {
                        gone = Some(place);
                    }
                });
            }
            if let Some(place) = gone.filter(|_| floors.len() > 1) {
                floors.remove(place);
            }
            if let Some((skill, _)) = skills.first()
                && ui.add(IconButton::new(Icon::Plus, "Another floor of the business head").small()).clicked()
            {
                floors.push((skill.clone(), top.min(3.0)));
            }
            switch(ui, business_case, "and a business case");
        }
        Gate::Depth { skills: named, at_least } => {
            text::body(ui, "One of");
            for (place, skill) in named.iter_mut().enumerate() {
                ui.push_id(place, |ui| skill_select(ui, "Depth skill", skill, skills));
            }
            text::second(ui, "at least");
            figure(ui, "Depth", at_least, 1.0..=top, SCORE_STEP);
            text::second(ui, "with an outcome");
        }
        Gate::CustomerLearning { items, quarters } => {
            whole(ui, "Customer learnings", items, 1..=20);
            text::second(ui, "customer learnings over");
            whole(ui, "Quarters", quarters, 1..=12);
            text::second(ui, "quarters");
        }
    }
}

fn skill_select(ui: &mut Ui, name: &str, skill: &mut SkillId, skills: &[(SkillId, String)]) {
    let width = Theme::of(ui).scaled(200.0);
    Select::new(name).label_hidden().placeholder("a retired skill").width(width).show(ui, skill, skills);
}

fn add(ui: &mut Ui, gates: &mut Vec<Gate>, skills: &[(SkillId, String)], top: f64) {
    let Some((first, _)) = skills.first().cloned() else { return };
    let button = ui.add(Button::quiet("Ask something more").icon(Icon::Plus).opens().small());
    let middle = ((1.0 + top) / 2.0).round();
    menu(&button, |ui| {
        let kinds = [
            ("A skill at a score", Gate::Floor { skill: first.clone(), at_least: middle }),
            ("Every leadership trait", Gate::Traits),
            ("Business head", Gate::BusinessHead { floors: vec![(first.clone(), middle)], business_case: false }),
            ("Depth", Gate::Depth { skills: vec![first.clone()], at_least: middle }),
            ("Customer learning", Gate::CustomerLearning { items: 3, quarters: 2 }),
        ];
        for (words, gate) in kinds {
            if ui.add(MenuItem::new(words)).clicked() {
                gates.push(gate);
            }
        }
    });
}
