//! The Rubric screen: read it aloud, edit it, load another, and see what that would change before it is taken. Edits are
//! a draft on the desk; the session keeps its rubric until the draft is taken, in one step.

mod desk;
mod effect_side;
mod figures;
mod gates;
mod level_form;
mod levels;
mod lists;
mod questions;
mod rules;
mod scale;
mod skill_page;
mod skills;

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use crate::app::rubric_file::{self, Loaded, RubricFileView};
use crate::app::sheets::file_sheet::{Answer, FileSheet, Purpose, file_name};
use crate::app::sheets::places;
use crate::app::theme::Theme;
use crate::app::view::{Action, View};
use crate::app::widgets::{Banner, Button, Hue, page_title, tabs, text};
use crate::exchange::rubric::{RubricFormat, write_rubric};
use crate::model::{LevelId, Rubric, SkillId};
use crate::storage::{RealFiles, write_file};

use desk::Desk;

/// The parts of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Skills,
    Levels,
    Scale,
    Lists,
    Rules,
}

const TABS: [(Tab, &str); 5] = [
    (Tab::Skills, "Skills"),
    (Tab::Levels, "Levels"),
    (Tab::Scale, "Scale and tiers"),
    (Tab::Lists, "Traits and rooms"),
    (Tab::Rules, "Rules and flags"),
];

/// What a chosen file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Load,
    Export,
}

/// The Rubric screen.
#[derive(Default)]
pub struct RubricScreen {
    desk: Option<Desk>,
    tab: Tab,
    editing: bool,
    skill: Option<SkillId>,
    level: Option<LevelId>,
    /// Names being typed for what is to be added.
    adding: lists::Adding,
    side: effect_side::Side,
    file: Option<RubricFileView>,
    /// What was carried over or left out when a file was taken.
    notes: Vec<String>,
    choosing: Option<(FileSheet, Wanted)>,
}

impl RubricScreen {
    /// Whether there is a draft that was not taken.
    pub fn has_draft(&self) -> bool {
        self.desk.as_ref().is_some_and(Desk::is_draft)
    }

    /// Whether the draft has an edit to take back, and one to make again.
    pub fn can_undo(&self) -> (bool, bool) {
        self.desk.as_ref().map_or((false, false), |desk| (desk.can_undo(), desk.can_redo()))
    }

    /// Takes back the draft's last edit, or makes it again.
    pub fn undo(&mut self, session: &crate::model::Session, again: bool) {
        if let Some(desk) = &mut self.desk {
            if again { desk.redo(session) } else { desk.undo(session) }
        }
    }

    /// Opens the levels for a what-if: figures can be changed, and what they would change is read beside them.
    pub fn what_if(&mut self) {
        self.tab = Tab::Levels;
        self.editing = true;
    }

    /// Looks at a rubric file that was dropped on the screen.
    pub fn open_file(&mut self, context: &egui::Context, path: &std::path::Path, session: &crate::model::Session) {
        self.file = Some(RubricFileView::open(context, path, std::sync::Arc::clone(&session.rubric)));
    }

    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let session = view.session;
        self.desk.get_or_insert_with(|| Desk::new(session)).keep(session);
        if view.read_only.is_some() {
            self.editing = false;
        }
        let theme = Theme::of(ui);
        if self.file.is_some() {
            let frame = Frame::new().fill(theme.background).inner_margin(Margin::symmetric(24, 20));
            CentralPanel::default().frame(frame).show(ui, |ui| self.file_view(ui, view));
        } else {
            if self.editing || self.has_draft() {
                self.side(ui, view, actions);
            }
            let margin = Margin { left: 20, right: 20, top: 18, bottom: 12 };
            let frame = Frame::new().fill(theme.background).inner_margin(margin);
            CentralPanel::default().frame(frame).show(ui, |ui| self.content(ui, view));
        }
        if let Some(desk) = &mut self.desk {
            desk.note(ui, session);
        }
        self.choose(ui, view, actions);
    }

    fn file_view(&mut self, ui: &mut Ui, view: &View<'_>) {
        let Some(file) = &mut self.file else { return };
        match file.show(ui) {
            Loaded::Nothing => {}
            Loaded::Rubric(rubric, notes) => {
                self.file = None;
                self.notes = notes;
                self.skill = None;
                self.level = None;
                if let Some(desk) = &mut self.desk {
                    desk.load(*rubric, view.session);
                }
            }
            Loaded::OtherFile => self.ask_for(Wanted::Load),
            Loaded::Leave => self.file = None,
        }
    }

    fn side(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(desk) = &mut self.desk else { return };
        let theme = Theme::of(ui);
        let width = theme.scaled(340.0).min(ui.available_width() * 0.4).round();
        let frame = Frame::new().fill(theme.surface).inner_margin(Margin { left: 18, right: 8, top: 18, bottom: 0 });
        let panel = Panel::right("rubric side").exact_size(width).resizable(false).frame(frame);
        let shown = panel.show_separator_line(false).show(ui, |ui| self.side.show(ui, view, desk, actions));
        let rect = shown.response.rect;
        ui.painter().vline(rect.left(), rect.y_range(), egui::Stroke::new(1.0, theme.line));
    }

    fn content(&mut self, ui: &mut Ui, view: &View<'_>) {
        self.title(ui, view);
        ui.add_space(6.0);
        if let Some(why) = view.read_only {
            let _ = Banner::new(Hue::Watch, why).show(ui);
            ui.add_space(6.0);
        }
        if !self.notes.is_empty() {
            let words = self.notes.join(" ");
            if Banner::new(Hue::Watch, &words).closable().show(ui) == crate::app::widgets::Answer::Close {
                self.notes.clear();
            }
            ui.add_space(6.0);
        }
        tabs(ui, "Parts of the rubric", &mut self.tab, &TABS);
        ui.add_space(10.0);
        let Some(desk) = &mut self.desk else { return };
        let editing = self.editing;
        match self.tab {
            Tab::Skills => skills::show(ui, desk, editing, &mut self.skill, &mut self.adding),
            Tab::Levels => levels::show(ui, desk, editing, &mut self.level, &mut self.adding),
            Tab::Scale => scroll(ui, "scale", |ui| scale::show(ui, desk, editing, &mut self.adding)),
            Tab::Lists => scroll(ui, "lists", |ui| lists::show(ui, desk, view.session, editing, &mut self.adding)),
            Tab::Rules => scroll(ui, "rules", |ui| rules::show(ui, &mut desk.rubric, editing)),
        }
    }

    fn title(&mut self, ui: &mut Ui, view: &View<'_>) {
        let Some(desk) = &self.desk else { return };
        let (name, subtitle) = (desk.rubric.name.clone(), subtitle(&desk.rubric, desk.is_draft()));
        ui.horizontal_top(|ui| {
            ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let free = view.read_only.is_none();
                let edit = if self.editing { Button::primary("Done editing") } else { Button::secondary("Edit") };
                let hint = "What you edit is a draft: the session changes when you take it";
                if ui.add_enabled(free, edit).on_hover_text(hint).clicked() {
                    self.editing = !self.editing;
                }
                if ui.add_enabled(free, Button::secondary("Load another…")).clicked() {
                    self.ask_for(Wanted::Load);
                }
                if ui.add(Button::quiet("Export…")).clicked() {
                    self.ask_for(Wanted::Export);
                }
                ui.with_layout(Layout::top_down(Align::LEFT), |ui| page_title(ui, &name, &subtitle));
            });
        });
    }

    fn ask_for(&mut self, wanted: Wanted) {
        let purpose = match wanted {
            Wanted::Load => rubric_file::purpose(),
            Wanted::Export => Purpose {
                title: "Export the rubric",
                verb: "Export",
                kinds: "Rubrics",
                endings: &["ron", "csv", "xlsx"],
                writes: Some(
                    self.desk.as_ref().map_or_else(String::new, |desk| format!("{}.ron", file_name(&desk.rubric.name))),
                ),
            },
        };
        let before = self.file.as_ref().and_then(|file| file.path().parent()).map(ToOwned::to_owned);
        let sheet = FileSheet::new(purpose, &before.unwrap_or_else(places::home_folder), Vec::new());
        self.choosing = Some((sheet, wanted));
    }

    fn choose(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some((mut sheet, wanted)) = self.choosing.take() else { return };
        let answer = sheet.show(ui, |ui, _| {
            if wanted == Wanted::Export {
                text::hint(ui, ".ron holds all of it; .csv and .xlsx hold the skills with their anchors, a row each.");
            }
        });
        match (answer, wanted) {
            (Answer::Waiting, _) => self.choosing = Some((sheet, wanted)),
            (Answer::Cancelled, _) => {}
            (Answer::Chosen(path), Wanted::Load) => {
                self.open_file(ui.ctx(), &path, view.session);
            }
            (Answer::Chosen(path), Wanted::Export) => {
                let Some(desk) = &self.desk else { return };
                let name = path.to_string_lossy();
                let written = RubricFormat::of(&name)
                    .ok_or_else(|| "Choose a name that ends in .ron, .csv or .xlsx.".to_owned())
                    .and_then(|format| write_rubric(&desk.rubric, format))
                    .and_then(|bytes| write_file(&RealFiles, &path, &bytes).map_err(|problem| problem.to_string()));
                match written {
                    Ok(()) => actions.push(Action::Tell(format!("Exported to {}.", path.display()))),
                    Err(problem) => {
                        sheet.refuse(problem);
                        self.choosing = Some((sheet, wanted));
                    }
                }
            }
        }
    }
}

/// What a rubric has, in a line.
fn subtitle(rubric: &Rubric, draft: bool) -> String {
    let skills = rubric.live_skills().count();
    let retired = rubric.skills.len() - skills;
    let retired = if retired > 0 { format!(" and {retired} retired") } else { String::new() };
    let draft = if draft { "Draft" } else { "Edition" };
    let edition = if draft == "Draft" { String::new() } else { format!(" {}", rubric.edition) };
    format!(
        "{draft}{edition} · {skills} skills{retired} in {} tiers · {} levels · {} points",
        rubric.tiers.len(),
        rubric.levels.len(),
        rubric.scale.top()
    )
}

fn scroll(ui: &mut Ui, salt: &str, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(("rubric", salt)).auto_shrink(false).show(ui, |ui| {
        ui.set_max_width((ui.available_width() - 12.0).min(Theme::of(ui).scaled(980.0)));
        content(ui);
        ui.add_space(16.0);
    });
}
