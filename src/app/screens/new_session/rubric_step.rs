//! The second step: what people will be rated on. A rubric out of a file is looked at and assigned in the view that the
//! Rubric screen uses too.

use std::path::Path;

use egui::{ScrollArea, Ui};

use crate::app::rubric_file::{Loaded, RubricFileView, overview};
use crate::app::widgets::{Answer, Banner, Button, Hue, section_heading, text};

use super::{NewSessionScreen, Wanted, count};

impl NewSessionScreen {
    pub(super) fn rubric_step(&mut self, ui: &mut Ui) {
        if let Some(problem) = self.rubric_problem.clone() {
            let _ = Banner::new(Hue::Bad, &problem).show(ui);
            ui.add_space(12.0);
        }
        if let Some(file) = &mut self.rubric_file {
            match file.show(ui) {
                Loaded::Nothing => {}
                Loaded::Rubric(rubric, notes) => {
                    self.rubric_file = None;
                    self.rubric_notes = notes;
                    self.set_rubric(*rubric);
                }
                Loaded::OtherFile => self.ask_for(Wanted::Rubric),
                Loaded::Leave => self.rubric_file = None,
            }
            return;
        }
        let rubric = self.rubric();
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
        let (tiers, points) = (rubric.tiers.len(), rubric.scale.top());
        let words = format!("{} {skills} in {tiers} tiers, {levels}, a scale of {points} points.", rubric.description);
        text::second(ui, words.trim_start());
        ui.add_space(12.0);
        if !self.rubric_notes.is_empty() {
            let words = self.rubric_notes.join(" ");
            if Banner::new(Hue::Watch, &words).closable().show(ui) == Answer::Close {
                self.rubric_notes.clear();
            }
            ui.add_space(12.0);
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| overview(ui, &rubric));
    }

    /// Starts to read a rubric file. What it does not tell comes from the default rubric.
    pub fn load_rubric(&mut self, context: &egui::Context, path: &Path) {
        match crate::workspace::default_rubric() {
            Ok(base) => {
                self.rubric_problem = None;
                self.rubric_file = Some(RubricFileView::open(context, path, std::sync::Arc::new(base)));
            }
            Err(problem) => self.rubric_problem = Some(problem),
        }
    }
}
