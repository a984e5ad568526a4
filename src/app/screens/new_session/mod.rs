//! A new session in three steps: roster, rubric, panel and raters. Nothing is taken in before the last button; until
//! then every column, level and rater can be corrected, and going back loses nothing. The first step alone takes a
//! roster into the session that is open.

mod panel_step;
mod roster_file;
mod roster_step;
mod rubric_step;

use std::path::Path;
use std::sync::Arc;

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Ui};
use jiff::Timestamp;

use crate::app::rubric_file::{self, RubricFileView};
use crate::app::sheets::file_sheet::{Answer, FileSheet, Purpose};
use crate::app::sheets::places;
use crate::app::theme::Theme;
use crate::app::view::{Action, Screen};
use crate::app::widgets::{Button, Step, panel, phase_step, text};
use crate::exchange::roster::TitleWords;
use crate::model::{Period, Rubric, Session};
use crate::workspace::{Draft, Joining, default_rubric, proposed_period};

use roster_file::RosterFile;

/// The steps, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    #[default]
    Roster,
    Rubric,
    Panel,
}

impl At {
    const ALL: [(At, &'static str); 3] =
        [(At::Roster, "1  Roster"), (At::Rubric, "2  Rubric"), (At::Panel, "3  Panel and raters")];
}

/// What a chosen file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Roster,
    Rubric,
}

/// The screen of a new session.
#[derive(Default)]
pub struct NewSessionScreen {
    at: At,
    file: Option<RosterFile>,
    draft: Option<Draft>,
    rubric: Option<Arc<Rubric>>,
    /// A rubric file that is looked at and not taken yet.
    rubric_file: Option<RubricFileView>,
    /// What was carried over or left out when the rubric was taken, in sentences.
    rubric_notes: Vec<String>,
    rubric_problem: Option<String>,
    added_name: String,
    words: TitleWords,
    choosing: Option<(FileSheet, Wanted)>,
    begin_with: Option<std::path::PathBuf>,
    /// Whether the roster joins the open session, of which this is the rubric.
    joins: Option<Arc<Rubric>>,
}

impl NewSessionScreen {
    /// Begins with this roster.
    pub fn take_roster(&mut self, path: &Path) {
        *self = Self { begin_with: Some(path.to_owned()), ..Self::default() };
    }

    /// Whether a file that is dropped now is a rubric rather than a roster.
    pub fn wants_rubric(&self) -> bool {
        self.at == At::Rubric
    }

    /// Begins to take a roster into a session that is open.
    pub fn join(&mut self, session: &Session) {
        let rubric = Arc::clone(&session.rubric);
        *self = Self { joins: Some(Arc::clone(&rubric)), rubric: Some(rubric), ..Self::default() };
        self.ask_for(Wanted::Roster);
    }

    /// Shows the screen; `open` is the session that is open, where one is.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        open: Option<&Session>,
        now: Timestamp,
        new_id: &dyn Fn() -> String,
        actions: &mut Vec<Action>,
    ) {
        let context = ui.ctx().clone();
        if let Some(path) = self.begin_with.take() {
            self.file = Some(RosterFile::open(&context, &path));
        }
        self.pick_up(now);
        let theme = Theme::of(ui);
        self.foot(ui, &theme, open, now, new_id, actions);
        self.side(ui, &theme);
        let frame = Frame::new().inner_margin(Margin::symmetric(24, 20));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            self.head(ui);
            ui.add_space(16.0);
            match self.at {
                At::Roster => self.roster_step(ui, now),
                At::Rubric => self.rubric_step(ui),
                At::Panel => self.panel_step(ui),
            }
        });
        self.choose(ui);
    }

    /// Makes the draft anew when a roster has been read, or read in another way.
    fn pick_up(&mut self, now: Timestamp) {
        let rubric = self.rubric();
        let Some(file) = &mut self.file else { return };
        if !file.pick_up() {
            return;
        }
        let before = self.draft.take();
        self.draft = file.roster().map(|roster| {
            let mut draft = Draft::propose(roster, rubric, &self.words, period_at(now));
            if let Some(before) = before {
                keep_choices(&before, &mut draft);
            }
            draft
        });
    }

    fn rubric(&mut self) -> Arc<Rubric> {
        if let Some(rubric) = &self.rubric {
            return Arc::clone(rubric);
        }
        match default_rubric() {
            Ok(rubric) => {
                let rubric = Arc::new(rubric);
                self.rubric = Some(Arc::clone(&rubric));
                rubric
            }
            Err(problem) => {
                self.rubric_problem = Some(problem);
                Arc::new(empty_rubric())
            }
        }
    }

    fn head(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            if self.joins.is_some() {
                text::title(ui, "Import a roster");
                ui.add_space(8.0);
                text::second(ui, "Whoever is new joins the session; whoever is in it stays as they are.");
                return;
            }
            text::title(ui, "New session");
            ui.add_space(16.0);
            ui.spacing_mut().item_spacing.x = 4.0;
            for (at, name) in At::ALL {
                let step = match at.cmp(&self.at) {
                    std::cmp::Ordering::Less => Step::Done,
                    std::cmp::Ordering::Equal => Step::Here,
                    std::cmp::Ordering::Greater => Step::Ahead,
                };
                let shown = ui.add_enabled_ui(self.can_go(at), |ui| phase_step(ui, name, step)).inner;
                if shown.clicked() {
                    self.at = at;
                }
            }
        });
    }

    /// A step opens once the ones before it have what they need.
    fn can_go(&self, at: At) -> bool {
        at == At::Roster || self.draft.is_some() && (at == At::Rubric || self.rubric_file.is_none())
    }

    fn foot(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        open: Option<&Session>,
        now: Timestamp,
        new_id: &dyn Fn() -> String,
        actions: &mut Vec<Action>,
    ) {
        let frame = Frame::new().fill(theme.surface).inner_margin(Margin::symmetric(24, 10));
        let shown =
            Panel::bottom("new session foot").resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 8.0;
                    match (self.at, open.filter(|_| self.joins.is_some())) {
                        (_, Some(session)) => self.take_in(ui, session, new_id, actions),
                        (At::Roster, None) => self.next(ui, "Next: rubric", At::Rubric),
                        (At::Rubric, None) => {
                            let open = self.rubric_file.is_some();
                            let why = "Use the rubric of the file, or leave it, first";
                            let scope =
                                ui.add_enabled_ui(!open, |ui| self.next(ui, "Next: panel and raters", At::Panel));
                            scope.response.on_disabled_hover_text(why);
                        }
                        (At::Panel, None) => self.create(ui, now, new_id, actions),
                    }
                    let back = At::ALL.iter().rev().find(|(at, _)| *at < self.at);
                    if let Some((back, _)) = back
                        && ui.add(Button::secondary("Back")).clicked()
                    {
                        self.at = *back;
                    }
                    if ui.add(Button::quiet("Cancel")).clicked() {
                        // Back to where it began: Home, or the session that is still open.
                        actions.push(Action::Go(if open.is_some() { Screen::Team } else { Screen::Home }));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| self.summary(ui));
                });
            });
        let rect = shown.response.rect;
        ui.painter().hline(rect.x_range(), rect.top(), egui::Stroke::new(1.0, theme.line));
    }

    /// The button that takes the roster into the open session.
    fn take_in(&mut self, ui: &mut Ui, session: &Session, new_id: &dyn Fn() -> String, actions: &mut Vec<Action>) {
        let chosen = self.draft.as_ref().map_or(0, |draft| draft.rows.iter().filter(|row| row.rated).count());
        let label =
            if chosen == 0 { "Take them in".into() } else { format!("Take in {}", count(chosen, "person", "people")) };
        if !ui.add_enabled(chosen > 0, Button::primary(&label)).clicked() {
            return;
        }
        let Some(draft) = &self.draft else { return };
        let Joining { change, new, known } = draft.join(session, new_id);
        let here = match known {
            0 => String::new(),
            1 => " One was here already.".into(),
            known => format!(" {known} were here already."),
        };
        match change {
            Some(change) => {
                actions.push(Action::Change(change));
                actions.push(Action::Tell(format!("Took in {}.{here}", count(new, "person", "people"))));
            }
            None => actions.push(Action::Tell(format!("Nobody is new.{here}"))),
        }
        actions.push(Action::Go(Screen::Team));
    }

    fn summary(&self, ui: &mut Ui) {
        if let Some(draft) = self.draft.as_ref().filter(|_| self.joins.is_none()) {
            let (rated, raters) = (draft.rated().len(), draft.panel.iter().filter(|rater| rater.rates).count());
            let words = format!("{} to be rated, {} on the panel who rate", count(rated, "person", "people"), raters);
            text::second(ui, words);
        }
    }

    fn next(&mut self, ui: &mut Ui, label: &str, at: At) {
        if ui.add_enabled(self.can_go(at), Button::primary(label)).clicked() {
            self.at = at;
        }
    }

    fn create(&mut self, ui: &mut Ui, now: Timestamp, new_id: &dyn Fn() -> String, actions: &mut Vec<Action>) {
        let ready = self.draft.as_ref().is_some_and(|draft| !draft.title.trim().is_empty());
        if !ui.add_enabled(ready, Button::primary("Create session")).clicked() {
            return;
        }
        let Some(draft) = &self.draft else { return };
        match draft.session(now, new_id) {
            Ok(session) => actions.push(Action::Create(Box::new(session))),
            Err(problem) => actions.push(Action::Warn(format!("The session can't be made: {problem}."))),
        }
    }

    fn side(&mut self, ui: &mut Ui, theme: &Theme) {
        let Some(file) = self.file.as_ref().filter(|_| self.at == At::Roster) else { return };
        let width = theme.scaled(300.0).min(ui.available_width() * 0.35);
        let shown = Panel::right("new session side")
            .exact_size(width)
            .resizable(false)
            .show_separator_line(false)
            .frame(panel(theme));
        let shown = shown.show(ui, |ui| roster_step::findings(ui, file));
        let rect = shown.response.rect;
        ui.painter().vline(rect.left(), rect.y_range(), egui::Stroke::new(1.0, theme.line));
    }

    fn ask_for(&mut self, wanted: Wanted) {
        let purpose = match wanted {
            Wanted::Roster => Purpose {
                title: "Choose a roster",
                verb: "Read it",
                kinds: "Rosters",
                endings: &["xlsx", "xlsm", "csv", "tsv", "txt", "ron"],
                writes: None,
            },
            Wanted::Rubric => rubric_file::purpose(),
        };
        let folder = self.file.as_ref().and_then(|file| file.path().parent()).map(Path::to_owned);
        let folder = folder.unwrap_or_else(places::home_folder);
        self.choosing = Some((FileSheet::new(purpose, &folder, Vec::new()), wanted));
    }

    fn choose(&mut self, ui: &mut Ui) {
        let Some((mut sheet, wanted)) = self.choosing.take() else { return };
        match sheet.show(ui, |_, _| {}) {
            Answer::Waiting => self.choosing = Some((sheet, wanted)),
            Answer::Cancelled => {}
            Answer::Chosen(path) => match wanted {
                Wanted::Roster => self.file = Some(RosterFile::open(ui.ctx(), &path)),
                Wanted::Rubric => self.load_rubric(ui.ctx(), &path),
            },
        }
    }

    fn set_rubric(&mut self, rubric: Rubric) {
        let rubric = Arc::new(rubric);
        self.rubric = Some(Arc::clone(&rubric));
        self.rubric_problem = None;
        if let Some(draft) = &mut self.draft {
            draft.set_rubric(rubric, &self.words);
        }
    }
}

/// The review period proposed at a moment, by the calendar where the program runs.
fn period_at(now: Timestamp) -> Period {
    proposed_period(now.to_zoned(jiff::tz::TimeZone::system()).date())
}

/// What was chosen for a line stays chosen when the roster is read in another way.
fn keep_choices(before: &Draft, draft: &mut Draft) {
    draft.title.clone_from(&before.title);
    draft.period.clone_from(&before.period);
    let by_line: std::collections::BTreeMap<usize, _> = before.rows.iter().map(|row| (row.row.line, row)).collect();
    for row in &mut draft.rows {
        let same = by_line.get(&row.row.line).filter(|before| before.row.title == row.row.title);
        if let Some(before) = same {
            row.rated = before.rated;
            row.level.clone_from(&before.level);
        }
    }
}

fn empty_rubric() -> Rubric {
    Rubric {
        id: String::new(),
        name: String::new(),
        edition: 0,
        description: String::new(),
        scale: crate::model::Scale::of([]),
        horizons: Vec::new(),
        tiers: Vec::new(),
        skills: Vec::new(),
        levels: Vec::new(),
        traits: Vec::new(),
        rooms: Vec::new(),
        functions: Vec::new(),
        rules: crate::model::Rules::default(),
    }
}

/// A number and what it counts: "1 person", "2 people".
fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
