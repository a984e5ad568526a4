//! The second step: what people will be rated on.

use std::path::Path;

use egui::{ScrollArea, Ui};

use crate::app::theme::Theme;
use crate::app::widgets::{Banner, Button, Card, Hue, section_heading, text};
use crate::model::{Level, Rubric};

use super::{NewSessionScreen, Wanted, count};

impl NewSessionScreen {
    pub(super) fn rubric_step(&mut self, ui: &mut Ui) {
        let rubric = self.rubric();
        if let Some(problem) = self.rubric_problem.clone() {
            Banner::new(Hue::Bad, &problem).show(ui);
            ui.add_space(12.0);
        }
        ui.horizontal(|ui| {
            section_heading(ui, &rubric.name);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.add(Button::secondary("Load another…")).clicked() {
                    self.ask_for(Wanted::Rubric);
                }
            });
        });
        let skills = count(rubric.live_skills().count(), "skill", "skills");
        let levels = count(rubric.levels.len(), "level", "levels");
        let points = rubric.scale.top();
        text::second(
            ui,
            format!(
                "{} {skills} in {} tiers, {levels}, a scale of {points} points.",
                rubric.description,
                rubric.tiers.len()
            ),
        );
        ui.add_space(12.0);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| overview(ui, &rubric));
    }

    pub(super) fn load_rubric(&mut self, path: &Path) {
        match read(path) {
            Ok(rubric) => self.set_rubric(rubric),
            Err(problem) => self.rubric_problem = Some(problem),
        }
    }
}

fn read(path: &Path) -> Result<Rubric, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("The file can't be read: {error}."))?;
    let rubric: Rubric = ron::from_str(&text).map_err(|error| format!("The file is no rubric: {error}."))?;
    match rubric.problems().into_iter().next() {
        None => Ok(rubric),
        Some(problem) => Err(problem),
    }
}

/// Tiers from the top of the pyramid, with their skills and levels.
fn overview(ui: &mut Ui, rubric: &Rubric) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = 12.0;
    for (place, tier) in rubric.tiers.iter().enumerate().rev() {
        Card::new().padding(16).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            let horizon = rubric.horizon(&tier.horizon).map_or("", |horizon| horizon.name.as_str());
            let at_home: Vec<String> =
                rubric.levels.iter().filter(|level| level.home == tier.id).map(|level| asks(rubric, level)).collect();
            let title = egui::RichText::new(&tier.name).color(theme.tier(place).text);
            ui.horizontal(|ui| {
                ui.label(title.font(theme.font(crate::app::theme::Size::Section, crate::app::theme::Weight::SemiBold)));
                text::second(ui, horizon);
            });
            if !tier.description.is_empty() {
                text::second(ui, &tier.description);
            }
            let skills: Vec<&str> =
                rubric.live_skills().filter(|skill| skill.tier == tier.id).map(|skill| skill.name.as_str()).collect();
            text::body(ui, skills.join(" · "));
            for level in at_home {
                text::small(ui, level);
            }
        });
    }
}

/// What a level asks, in a line: "Director: Market 3.5, People 3, Strategy 2".
fn asks(rubric: &Rubric, level: &Level) -> String {
    let bars: Vec<String> = rubric
        .tiers
        .iter()
        .filter_map(|tier| level.bars.get(&tier.id).map(|bar| format!("{} {bar}", tier.name)))
        .collect();
    if bars.is_empty() {
        format!("{}: nothing asked yet", level.name)
    } else {
        format!("{}: {}", level.name, bars.join(", "))
    }
}
