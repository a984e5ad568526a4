//! Group checks, for after the meeting: were groups of people rated or placed differently? Nothing is checked by
//! itself: whoever runs the session chooses what to check by, from what the roster kept or from a file for this check
//! alone. Small groups are hidden, and what chance alone would do stands beside every difference.

use egui::Ui;

use super::group_file::Attributes;
use super::{being_updated, broke_off};
use crate::app::theme::Theme;
use crate::app::view::{Action, View};
use crate::app::widgets::{Answer, Banner, Button, Card, Column, Hue, Select, Table, section_heading, text};
use crate::insight::coverage::listed;
use crate::insight::points::{capital, count};
use crate::insight::ruler::{Attribute, GroupQuestion, GroupsRead};
use crate::workspace::{GroupJob, Latest, Standing};

/// The group checks between frames.
#[derive(Default)]
pub struct Groups {
    chosen: Option<Choice>,
    attributes: Attributes,
    latest: Latest<GroupJob>,
    /// What can be chosen, for a revision and a number of files read.
    offered: Option<(u64, usize, Choices)>,
}

/// What can be chosen, with its words.
type Choices = Vec<(Option<Choice>, String)>;

/// What people are told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    /// Something that the session has.
    Kept(Attribute),
    /// A column of the file that was read for this check.
    FromFile(usize),
}

const CAUTION: &str = "A check says where to look closer, and is never a reason to change one person’s placement. Groups \
                       under five people are hidden. It is no legal advice: look at it together with counsel.";

impl Groups {
    /// Forgets what was chosen, read and found.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Shows the checks.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        if self.attributes.show(ui, view.session) {
            self.chosen = Some(Choice::FromFile(0));
            if let Some((name, file)) = &self.attributes.file {
                actions.push(Action::Tell(format!("Read {name} for {}; it is not kept.", people(file.matched))));
            }
        }
        ui.spacing_mut().item_spacing.y = 16.0;
        Card::new().show(ui, |ui| self.choose(ui, view));
        match self.chosen.clone() {
            None => {
                Card::new().show(ui, |ui| {
                    text::second(
                        ui,
                        "Nothing is checked until you choose what to check by. What you choose stays on this machine and \
                         is in no export.",
                    );
                });
            }
            Some(choice) => self.checked(ui, view, &choice),
        }
    }

    fn choose(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.spacing_mut().item_spacing.y = 8.0;
        section_heading(ui, "Check by");
        text::second(ui, CAUTION);
        let choices = self.offer(view);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let width = Theme::of(ui).scaled(240.0);
            let height = Theme::of(ui).control_height();
            ui.allocate_ui(egui::vec2(width, height), |ui| {
                Select::new("Check by").label_hidden().width(width).show(ui, &mut self.chosen, &choices);
            });
            let reading = self.attributes.is_reading();
            let button = Button::secondary("From a file…").tooltip(
                "A table with ids, e-mail addresses or names, and the attributes; used for this check, not kept",
            );
            if ui.add_enabled(!reading, button).clicked() {
                self.attributes.choose();
            }
            if reading {
                text::hint(ui, "Reading…");
            }
        });
        if let Some(problem) = &self.attributes.problem {
            let _: Answer = Banner::new(Hue::Bad, problem).show(ui);
        }
        if let Some((name, file)) = &self.attributes.file {
            let mut words = format!("{name}: {} found.", people(file.matched));
            if !file.unmatched.is_empty() {
                let rows = count(file.unmatched.len(), "row belongs", "rows belong");
                words.push_str(&format!(" {} to nobody here: {}.", capital(&rows), listed(file.unmatched.clone())));
            }
            text::small(ui, words);
        }
    }

    /// What can be chosen: what the session has, then the columns of the file.
    fn offer(&mut self, view: &View<'_>) -> Vec<(Option<Choice>, String)> {
        let stamp = (view.revision, self.attributes.read);
        if let Some((revision, read, choices)) = &self.offered
            && (*revision, *read) == stamp
        {
            return choices.clone();
        }
        let mut choices = vec![(None, "Choose…".to_owned())];
        for attribute in Attribute::of(view.session) {
            let name = attribute.name();
            choices.push((Some(Choice::Kept(attribute)), name));
        }
        if let Some((file_name, file)) = &self.attributes.file {
            let columns = file.columns.iter().enumerate();
            choices.extend(
                columns.map(|(place, column)| {
                    (Some(Choice::FromFile(place)), format!("{} (from {file_name})", column.name))
                }),
            );
        }
        if !choices.iter().any(|(choice, _)| *choice == self.chosen) {
            self.chosen = None;
        }
        self.offered = Some((stamp.0, stamp.1, choices.clone()));
        choices
    }

    fn question(&self, view: &View<'_>, choice: &Choice) -> GroupQuestion {
        match choice {
            Choice::Kept(attribute) => attribute.question(view.session),
            Choice::FromFile(place) => {
                let columns = self.attributes.file.as_ref().map(|(_, file)| file.columns.as_slice());
                let column = columns.and_then(|columns| columns.get(*place)).cloned();
                column.map_or_else(GroupQuestion::default, |column| GroupQuestion {
                    attribute: column.name,
                    groups: column.groups,
                })
            }
        }
    }

    fn checked(&mut self, ui: &mut Ui, view: &View<'_>, choice: &Choice) {
        let name = match choice {
            Choice::Kept(attribute) => format!("kept: {}", attribute.name()),
            Choice::FromFile(place) => format!("file {}: {place}", self.attributes.read),
        };
        let job = || GroupJob { session: view.session.clone(), question: self.question(view, choice) };
        let shown = self.latest.ask(&view.figures.worker, (view.revision, name), job);
        if shown.standing == Standing::Failed {
            broke_off(ui);
        }
        match &shown.answer {
            None => {
                text::second(ui, "Working it out…");
            }
            Some(check) => show_check(ui, check, shown.standing),
        }
    }
}

fn people(number: usize) -> String {
    count(number, "person", "people")
}

fn show_check(ui: &mut Ui, check: &GroupsRead, standing: Standing) {
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.horizontal(|ui| {
            section_heading(ui, &check.attribute);
            being_updated(ui, standing);
        });
        text::second(ui, check.coverage_sentence());
        if !check.groups.is_empty() {
            counts(ui, check);
        }
    });
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        section_heading(ui, "Recommended");
        for sentence in check.selection_sentences() {
            text::second(ui, sentence);
        }
    });
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        section_heading(ui, "Scores");
        for sentence in check.score_sentences() {
            text::second(ui, sentence);
        }
    });
    ui.add_space(4.0);
}

/// Counts come first, before any ratio.
fn counts(ui: &mut Ui, check: &GroupsRead) {
    let columns = [
        Column::rest("Group", 140.0),
        Column::fixed("People", 70.0).right(),
        Column::fixed("Recommended", 110.0).right(),
        Column::fixed("Share, likely", 150.0).right(),
    ];
    let table = Table::new(ui, &columns);
    ui.spacing_mut().item_spacing.y = 0.0;
    table.head(ui);
    for group in &check.groups {
        table.row(ui, false, |row| {
            row.cell(|ui| {
                text::truncated(ui, group.name.as_str());
            });
            row.cell(|ui| {
                text::body(ui, group.people.map_or_else(|_| String::new(), |people| people.to_string()));
            });
            row.cell(|ui| {
                text::body(ui, group.recommended().map_or_else(|| "–".to_owned(), |number| number.to_string()));
            });
            row.cell(|ui| {
                text::body(ui, group.share_words());
            });
        });
    }
}
