//! The gates toward the target: as rows, each with the plain sentence on why it is met, open or not asked, and what is
//! behind it; or as chips, where there is little room.

use egui::accesskit::Role;
use egui::{Ui, UiBuilder, vec2};

use super::lead::{self, Lead};
use super::reading::Reading;
use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::view::View;
use crate::app::widgets::{Chip, Hue, hairline, text};
use crate::insight::gates::{GateReading, GateState};
use crate::insight::points::capital;

/// Shows a row a gate. With `behind` each leads to the skills and the evidence that it rests on.
pub fn rows(ui: &mut Ui, view: &View<'_>, gates: &[GateReading], behind: Option<&Reading>) -> Option<Lead> {
    let mut lead = None;
    ui.spacing_mut().item_spacing.y = 8.0;
    for (place, gate) in gates.iter().enumerate() {
        if place > 0 {
            hairline(ui);
        }
        let builder = UiBuilder::new().accessibility_role(Role::Group).accessibility_label(format!(
            "{}, {}",
            gate.name,
            gate.state.word()
        ));
        ui.scope_builder(builder, |ui| {
            row(ui, gate, |ui| {
                if let Some(reading) = behind.filter(|_| gate.state != GateState::NotAsked) {
                    let found = lead::links(ui, view, reading, short_skills(gate), &gate.evidence);
                    lead = lead.take().or(found);
                }
            });
        });
    }
    lead
}

/// The skills behind an open gate; those behind one that is met are no question any more.
fn short_skills(gate: &GateReading) -> &[crate::model::SkillId] {
    if gate.state == GateState::Open { &gate.skills } else { &[] }
}

fn row(ui: &mut Ui, gate: &GateReading, behind: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let (icon, colour) = match gate.state {
            GateState::Met => (Icon::Check, theme.good.colour),
            GateState::Open => (Icon::Open, theme.watch.colour),
            GateState::NotAsked => (Icon::Minus, theme.text_third),
        };
        ui.add_space(1.0);
        ui.vertical(|ui| {
            ui.add_space(2.0);
            icon.show(ui, 13.0, colour);
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            let name = if gate.state == GateState::NotAsked {
                format!("{} · not asked", gate.name)
            } else {
                gate.name.clone()
            };
            text::strong(ui, name);
            text::small(ui, gate.sentence.as_str());
            behind(ui);
        });
    });
}

/// A chip a gate; one that is clicked says why below. `chosen` is the place of the one that does.
pub fn chips(ui: &mut Ui, gates: &[GateReading], chosen: &mut Option<usize>) {
    if gates.is_empty() {
        return;
    }
    let builder = UiBuilder::new().accessibility_role(Role::Group).accessibility_label("Gates toward the target");
    ui.scope_builder(builder, |ui| {
        // Chips are lower than a control, and so are their rows.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for (place, gate) in gates.iter().enumerate() {
                chip(ui, place, gate, chosen);
            }
        });
    });
    if let Some(gate) = chosen.and_then(|place| gates.get(place)) {
        text::body(ui, format!("{}, {}. {}", gate.name, gate.state.word(), gate.sentence));
    }
}

fn chip(ui: &mut Ui, place: usize, gate: &GateReading, chosen: &mut Option<usize>) {
    let on = *chosen == Some(place);
    let chip = Chip::new(gate.name.as_str()).clickable(on);
    let chip = match gate.state {
        GateState::Met => chip.hue(Hue::Good).icon(Icon::Check),
        GateState::Open => chip.hue(Hue::Watch).icon(Icon::Open).outlined(),
        GateState::NotAsked => chip,
    };
    let response = ui.add(chip);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(format!("{}: {}", gate.state.word(), gate.sentence));
    });
    if response.clicked() {
        *chosen = (!on).then_some(place);
    }
    response.on_hover_text(format!("{}. {}", capital(gate.state.word()), gate.sentence));
}
