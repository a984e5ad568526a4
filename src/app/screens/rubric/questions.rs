//! What another rubric leaves open: which of its skills and levels is which of the session's, and what becomes of each
//! point of the scale. Proposals stand in the fields; nothing is taken before the draft is.

use egui::Ui;

use crate::app::theme::Theme;
use crate::app::widgets::{Select, section_heading, text};
use crate::edit::RubricMatch;
use crate::model::{LevelId, Session, SkillId};

/// Shows the questions; true where one was answered differently.
pub(super) fn show(ui: &mut Ui, matched: &mut RubricMatch, session: &Session) -> bool {
    let mut changed = points(ui, matched, session);
    changed |= skills(ui, matched, session);
    changed | levels(ui, matched, session)
}

fn points(ui: &mut Ui, matched: &mut RubricMatch, session: &Session) -> bool {
    let Some(points) = &mut matched.points else { return false };
    section_heading(ui, "What becomes of each point");
    text::hint(ui, "Every score goes over with its point. The scores as they were given stay in the history.");
    let new: Vec<(u8, String)> = matched
        .rubric
        .scale
        .points
        .iter()
        .enumerate()
        .map(|(place, point)| (place as u8 + 1, format!("{} {}", place + 1, point.name)))
        .collect();
    let mut changed = false;
    for (place, (old, becomes)) in session.rubric.scale.points.iter().zip(points.iter_mut()).enumerate() {
        let name = format!("{} {} becomes", place + 1, old.name);
        changed |= question(ui, &name, |ui, name| Select::new(name).label_hidden().show(ui, becomes, &new).changed());
    }
    if points.windows(2).any(|pair| pair[0] > pair[1]) {
        text::hint(ui, "A higher point becomes a lower one: is the order meant?");
    }
    ui.add_space(10.0);
    changed
}

fn skills(ui: &mut Ui, matched: &mut RubricMatch, session: &Session) -> bool {
    if matched.skills.is_empty() {
        return false;
    }
    section_heading(ui, "Skills it does not have");
    text::hint(ui, "Proposed by name. A skill that is none of the new ones retires with its ratings.");
    let known = |id: &SkillId| session.rubric.skill(id).is_some();
    let new: Vec<(SkillId, String)> = matched
        .rubric
        .skills
        .iter()
        .filter(|skill| !known(&skill.id))
        .map(|skill| (skill.id.clone(), skill.name.clone()))
        .collect();
    let mut changed = false;
    for one in &mut matched.skills {
        let name = session.rubric.skill(&one.skill).map_or_else(|| one.skill.to_string(), |skill| skill.name.clone());
        let none = if one.in_use { "none: retires" } else { "none: goes" };
        let mut options: Vec<(Option<SkillId>, String)> = vec![(None, none.into())];
        options.extend(new.iter().map(|(id, name)| (Some(id.clone()), name.clone())));
        let words = format!("{name} is");
        changed |= question(ui, &words, |ui, name| {
            Select::new(name).label_hidden().show(ui, &mut one.becomes, &options).changed()
        });
    }
    ui.add_space(10.0);
    changed
}

fn levels(ui: &mut Ui, matched: &mut RubricMatch, session: &Session) -> bool {
    if matched.levels.is_empty() {
        return false;
    }
    section_heading(ui, "Levels it does not have");
    let mut options: Vec<(Option<LevelId>, String)> = vec![(None, "no level".into())];
    options.extend(matched.rubric.levels.iter().map(|level| (Some(level.id.clone()), level.name.clone())));
    let mut changed = false;
    for one in &mut matched.levels {
        let name = session.rubric.level(&one.level).map_or_else(|| one.level.to_string(), |level| level.name.clone());
        let people = if one.people == 1 { "1 person".to_owned() } else { format!("{} people", one.people) };
        let words = format!("{name} ({people}) becomes");
        changed |= question(ui, &words, |ui, name| {
            Select::new(name).label_hidden().show(ui, &mut one.becomes, &options).changed()
        });
    }
    ui.add_space(10.0);
    changed
}

/// A question at the left, its answer at the right.
fn question(ui: &mut Ui, words: &str, answer: impl FnOnce(&mut Ui, &str) -> bool) -> bool {
    let theme = Theme::of(ui);
    let half = ((ui.available_width() - 8.0) / 2.0).floor();
    let height = theme.control_height();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.allocate_ui(egui::vec2(half, height), |ui| {
            ui.set_width(half);
            text::truncated(ui, words);
        });
        ui.allocate_ui(egui::vec2(half, height), |ui| answer(ui, words)).inner
    })
    .inner
}
