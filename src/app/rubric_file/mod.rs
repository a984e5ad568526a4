//! A rubric out of a file, on screen: how its columns were read, which skills are kept and in which tier each belongs,
//! the points of its scale, its levels, and the anchors that it leaves blank. Nothing is taken before "Use this rubric".
//! A new session and the Rubric screen both load rubrics through here.

mod assigning;
mod columns;
mod levels;
mod parts;
mod skills;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Align, Layout, ScrollArea, Ui};

use crate::app::sheets::file_sheet::Purpose;
use crate::app::sheets::places::Awaited;
use crate::app::theme::Theme;
use crate::app::widgets::{self, Banner, Button, Hue, section_heading, tabs, text};
use crate::exchange::rubric::{OpenedRubric, RubricDraft, RubricTable, open_rubric};
use crate::model::Rubric;

use skills::SkillsTable;

pub use parts::overview;

/// The largest file that is read, in bytes.
const LARGEST: u64 = crate::exchange::roster::LARGEST_FILE as u64;

/// The file sheet's words for choosing a rubric.
pub fn purpose() -> Purpose {
    Purpose {
        title: "Choose a rubric",
        verb: "Read it",
        kinds: "Rubrics",
        endings: &["ron", "csv", "xlsx", "xlsm", "tsv", "txt"],
        writes: None,
    }
}

/// What came of the view in this frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Loaded {
    /// Nothing yet.
    Nothing,
    /// The rubric is to be used; with what was carried over or left out, in sentences.
    Rubric(Box<Rubric>, Vec<String>),
    /// Another file is wanted.
    OtherFile,
    /// The file is left as it is.
    Leave,
}

/// The parts of the view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Skills,
    Columns,
    Scale,
    Levels,
    Blanks,
}

/// A rubric file on its way or read, and what was made of it so far.
pub struct RubricFileView {
    path: PathBuf,
    base: Arc<Rubric>,
    awaited: Option<Awaited<Result<OpenedRubric, Vec<String>>>>,
    opened: Result<Option<OpenedRubric>, Vec<String>>,
    part: Part,
    skills: SkillsTable,
    /// Why it can't be used yet, after somebody tried.
    problems: Vec<String>,
}

impl RubricFileView {
    /// Starts to read a file. `base` gives what the file does not tell: tiers, levels, traits, rules.
    pub fn open(context: &egui::Context, path: &Path, base: Arc<Rubric>) -> Self {
        let file = path.to_owned();
        Self {
            path: path.to_owned(),
            base,
            awaited: Some(Awaited::start(context, move || load(&file))),
            opened: Ok(None),
            part: Part::default(),
            skills: SkillsTable::default(),
            problems: Vec::new(),
        }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Shows what there is in all the room there is.
    pub fn show(&mut self, ui: &mut Ui) -> Loaded {
        self.pick_up();
        let mut answer = self.head(ui);
        ui.add_space(12.0);
        if self.awaited.is_some() {
            text::second(ui, format!("Reading {}…", self.name()));
            return answer;
        }
        let mut problems: Vec<String> = self.problems.clone();
        if let Err(refused) = &self.opened {
            problems.extend(refused.iter().take(12).cloned());
            let more = refused.len().saturating_sub(12);
            problems.extend((more > 0).then(|| format!("And {more} more like these.")));
        }
        for problem in &problems {
            if Banner::new(Hue::Bad, problem).action("Another file…").show(ui) == widgets::Answer::Action {
                answer = Loaded::OtherFile;
            }
            ui.add_space(8.0);
        }
        match &mut self.opened {
            Ok(Some(OpenedRubric::Whole(rubric))) => {
                ScrollArea::vertical().id_salt("whole rubric").auto_shrink(false).show(ui, |ui| overview(ui, rubric));
            }
            Ok(Some(OpenedRubric::Table(table))) => {
                let again = table_view(ui, table, &self.base, &mut self.part, &mut self.skills);
                if again {
                    self.problems.clear();
                }
            }
            Ok(None) | Err(_) => {}
        }
        answer
    }

    fn pick_up(&mut self) {
        let Some(answer) = self.awaited.as_ref().and_then(Awaited::take) else { return };
        self.awaited = None;
        let cut = || Err(vec!["The file could not be read to its end.".into()]);
        self.opened = answer.unwrap_or_else(|()| cut()).map(Some);
        if let Ok(Some(OpenedRubric::Table(table))) = &mut self.opened {
            self.part = if table.draft().is_ok() { Part::Skills } else { Part::Columns };
        }
    }

    /// The file, what it holds, and what can be done with it.
    fn head(&mut self, ui: &mut Ui) -> Loaded {
        let mut answer = Loaded::Nothing;
        let ready = match &self.opened {
            Ok(Some(OpenedRubric::Whole(_))) => true,
            Ok(Some(OpenedRubric::Table(table))) => table.draft().as_ref().is_ok_and(is_ready),
            Ok(None) | Err(_) => false,
        };
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let why = "Keep at least one skill, and give each that is kept a tier";
            let used = ui.add_enabled(ready, Button::primary("Use this rubric")).on_disabled_hover_text(why);
            if used.clicked() {
                answer = self.finish();
            }
            if ui.add(Button::secondary("Another file…")).clicked() {
                answer = Loaded::OtherFile;
            }
            if ui.add(Button::quiet("Leave it")).clicked() {
                answer = Loaded::Leave;
            }
            ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
                ui.spacing_mut().item_spacing.y = 4.0;
                section_heading(ui, &self.name());
                text::second(ui, self.summary());
            });
        });
        answer
    }

    fn summary(&self) -> String {
        match &self.opened {
            Ok(Some(OpenedRubric::Whole(rubric))) => format!("A whole rubric: {}", parts::summary(rubric)),
            Ok(Some(OpenedRubric::Table(table))) => match table.draft() {
                Ok(draft) => parts::draft_summary(draft),
                Err(_) => table.workbook().description.clone(),
            },
            Ok(None) if self.awaited.is_some() => "Still reading.".into(),
            Ok(None) | Err(_) => "Nothing can be taken in from this file.".into(),
        }
    }

    fn finish(&mut self) -> Loaded {
        match &self.opened {
            Ok(Some(OpenedRubric::Whole(rubric))) => Loaded::Rubric(rubric.clone(), Vec::new()),
            Ok(Some(OpenedRubric::Table(table))) => {
                match table.draft().as_ref().map(|draft| draft.finish(&self.base)) {
                    Ok(Ok(finished)) => Loaded::Rubric(Box::new(finished.rubric), finished.notes),
                    Ok(Err(problems)) => {
                        self.problems = problems;
                        Loaded::Nothing
                    }
                    Err(_) => Loaded::Nothing,
                }
            }
            Ok(None) | Err(_) => Loaded::Nothing,
        }
    }
}

/// Whether every skill that is kept has a tier, and one is kept at all.
fn is_ready(draft: &RubricDraft) -> bool {
    let mut kept = draft.skills.iter().filter(|skill| skill.taken).peekable();
    kept.peek().is_some() && kept.all(|skill| skill.tier.is_some())
}

/// The parts of a table; true where something was changed.
fn table_view(ui: &mut Ui, table: &mut RubricTable, base: &Rubric, part: &mut Part, skills: &mut SkillsTable) -> bool {
    let (kept, blanks, notes) = match table.draft() {
        Ok(draft) => (draft.skills.len(), draft.blank_anchors().len(), draft.notes.len()),
        Err(_) => (0, 0, 0),
    };
    let names = [
        (Part::Skills, format!("Skills ({kept})")),
        (Part::Columns, if notes == 0 { "How it was read".to_owned() } else { format!("How it was read ({notes})") }),
        (Part::Scale, "Scale".to_owned()),
        (Part::Levels, "Levels".to_owned()),
        (Part::Blanks, format!("Blank anchors ({blanks})")),
    ];
    let names: Vec<(Part, &str)> = names.iter().map(|(part, name)| (*part, name.as_str())).collect();
    tabs(ui, "Parts of the file", part, &names);
    ui.add_space(10.0);
    if *part == Part::Columns {
        return columns::show(ui, table);
    }
    let Some(draft) = table.draft_mut() else {
        text::second(ui, "Say under “How it was read” which column holds the skills and which their anchors.");
        return false;
    };
    match part {
        Part::Skills | Part::Columns => skills.show(ui, draft, base),
        Part::Scale => levels::points(ui, draft),
        Part::Levels => levels::levels(ui, draft, base),
        Part::Blanks => blanks_list(ui, draft),
    }
}

/// The anchors that the file leaves blank: they stay blank until somebody writes them.
fn blanks_list(ui: &mut Ui, draft: &RubricDraft) -> bool {
    let blanks = draft.blank_anchors();
    if blanks.is_empty() {
        text::second(ui, "Every kept skill has an anchor for every point.");
        return false;
    }
    text::second(
        ui,
        "These stay blank. Whoever rates sees the point's own meaning there; write them on the Rubric screen.",
    );
    ui.add_space(8.0);
    let height = Theme::of(ui).scaled(31.0).round();
    ScrollArea::vertical().id_salt("blank anchors").auto_shrink(false).show_rows(
        ui,
        height,
        blanks.len(),
        |ui, rows| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_max_width(Theme::of(ui).scaled(640.0));
            for blank in &blanks[rows] {
                widgets::key_value(ui, &blank.skill, &blank.point);
            }
        },
    );
    false
}

fn load(path: &Path) -> Result<OpenedRubric, Vec<String>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let unreadable =
        |error: std::io::Error| vec![format!("The file can't be read ({error}); check that it is there: {name}")];
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        return Err(vec![format!("“{name}” is larger than 100 MB, which no rubric is; save only the skills.")]);
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    open_rubric(&name, &bytes)
}
