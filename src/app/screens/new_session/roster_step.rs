//! The first step: what each column was taken for, who is in the file, and what is wrong with it.

use egui::{ScrollArea, Ui, vec2};
use jiff::Timestamp;

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{
    self, Banner, Button, Card, Column, EmptyState, Hue, IconButton, Select, Table, icon_badge, section_heading, text,
};
use crate::exchange::roster::{DateOrder, Field, Reading, Severity, header_labels};
use crate::model::LevelId;
use crate::workspace::Draft;

use super::roster_file::{Read, RosterFile};
use super::{NewSessionScreen, Wanted, count, period_at};

/// How wide a column of the preview is, in points before text scaling.
const COLUMN: f32 = 168.0;

impl NewSessionScreen {
    pub(super) fn roster_step(&mut self, ui: &mut Ui, now: Timestamp) {
        let Some(file) = &self.file else { return self.no_roster(ui, now) };
        if file.is_under_way() {
            text::second(ui, format!("Reading {}…", file.name()));
            return;
        }
        let problem = match file.read() {
            Err(problem) => Some(problem.to_owned()),
            Ok(read) => read.roster.as_ref().err().map(ToString::to_string),
        };
        if let Some(problem) = &problem {
            let answer = Banner::new(Hue::Bad, problem).action("Choose another file…").show(ui);
            if answer == widgets::Answer::Action {
                return self.ask_for(Wanted::Roster);
            }
            ui.add_space(12.0);
        }
        let corrected = match file.read() {
            Ok(read) => how_it_was_read(ui, &file.name(), read),
            Err(_) => return,
        };
        match corrected {
            Some(Correction::Reading(reading)) => {
                if let Some(file) = &mut self.file {
                    file.correct(reading);
                }
            }
            Some(Correction::OtherFile) => self.ask_for(Wanted::Roster),
            None => {}
        }
        if let Some(draft) = &mut self.draft {
            if self.joins.is_some() {
                // The session has its panel; this roster proposes none.
                draft.panel.clear();
            }
            ui.add_space(16.0);
            people(ui, draft);
        }
    }

    fn no_roster(&mut self, ui: &mut Ui, now: Timestamp) {
        ui.add_space((ui.available_height() * 0.1).round());
        let sentence = "A CSV, a workbook or whatever your HR system exports. You see how it was read, and can correct \
                        it, before anybody is taken in. You can also drop the file on this window.";
        let state = EmptyState::new(Icon::Team, "Who is to be rated?", sentence).button("Choose a roster…");
        let state = if self.joins.is_some() { state } else { state.second_button("Start without one") };
        let wanted = state.show(ui);
        match wanted {
            widgets::Wanted::First => self.ask_for(Wanted::Roster),
            widgets::Wanted::Second => self.start_without(now),
            widgets::Wanted::Nothing => {}
        }
    }

    /// An empty session: people and panel are typed in on the Team screen.
    fn start_without(&mut self, now: Timestamp) {
        let rubric = self.rubric();
        let period = period_at(now);
        let draft = Draft { title: "Product org".into(), period, rubric, rows: Vec::new(), panel: Vec::new() };
        self.draft = Some(draft);
        self.at = super::At::Panel;
    }
}

enum Correction {
    Reading(Reading),
    OtherFile,
}

/// The card that says what the file is and what its columns were taken for.
fn how_it_was_read(ui: &mut Ui, name: &str, read: &Read) -> Option<Correction> {
    let mut corrected = None;
    let mut reading = read.reading.clone();
    Card::new().padding(16).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        ui.horizontal(|ui| {
            text::strong(ui, name);
            text::second(ui, &read.workbook.description);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.add(Button::secondary("Another file…")).clicked() {
                    corrected = Some(Correction::OtherFile);
                }
            });
        });
        choices(ui, read, &mut reading);
        columns(ui, read, &mut reading);
    });
    if reading != read.reading {
        corrected = Some(Correction::Reading(reading));
    }
    corrected
}

/// Sheet, header row and date order, where there is a choice.
fn choices(ui: &mut Ui, read: &Read, reading: &mut Reading) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        if read.workbook.sheets.len() > 1 {
            let sheets: Vec<(usize, &str)> =
                read.workbook.sheets.iter().map(|sheet| (sheet.position(), sheet.name())).collect();
            let mut chosen = reading.sheet;
            ui.vertical(|ui| Select::new("Sheet").width(200.0).show(ui, &mut chosen, &sheets));
            if let Some(sheet) = read.workbook.sheets.get(chosen).filter(|_| chosen != reading.sheet) {
                *reading = Reading::propose(sheet);
            }
        }
        let Some(sheet) = read.workbook.sheets.get(reading.sheet) else { return };
        let mut rows = vec![(None, "none: the first row is a person".to_owned())];
        rows.extend((0..sheet.rows().min(30)).map(|row| {
            let cells: Vec<&str> = sheet.row(row).filter(|cell| !cell.is_empty()).take(3).collect();
            (Some(row), format!("{} {}: {}", sheet.line_word(), sheet.line(row), cells.join(", ")))
        }));
        let mut header = reading.header_row;
        ui.vertical(|ui| Select::new("Headers are in").width(240.0).show(ui, &mut header, &rows));
        if header != reading.header_row {
            *reading = Reading::propose_below(sheet, header);
        }
        if reading.columns.contains(&Field::HireDate) {
            let decided = read.roster.as_ref().map(|roster| roster.date_order.order).unwrap_or(DateOrder::DayFirst);
            let mut order = reading.date_order.unwrap_or(decided);
            let orders =
                [(DateOrder::DayFirst, "day first: 31/12/2026"), (DateOrder::MonthFirst, "month first: 12/31/2026")];
            let shown = ui.vertical(|ui| Select::new("Dates").width(180.0).show(ui, &mut order, &orders)).inner;
            if shown.changed() {
                reading.date_order = Some(order);
            }
        }
    });
}

/// One column of the preview each: the header as found, what it is taken for, and a value.
fn columns(ui: &mut Ui, read: &Read, reading: &mut Reading) {
    let Some(sheet) = read.workbook.sheets.get(reading.sheet) else { return };
    let labels = header_labels(sheet, reading.header_row);
    let fields: Vec<(Field, &str)> = Field::ALL.into_iter().map(|field| (field, field.label())).collect();
    let theme = Theme::of(ui);
    let width = theme.scaled(COLUMN);
    ScrollArea::horizontal().auto_shrink([false, true]).id_salt("columns").show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            for (column, field) in reading.columns.iter_mut().enumerate() {
                let label = labels.get(column).map_or("", String::as_str);
                ui.allocate_ui(vec2(width, 0.0), |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        ui.spacing_mut().item_spacing.y = 4.0;
                        let known = !matches!(field, Field::Attribute | Field::Ignore);
                        let colour = if known { theme.text } else { theme.text_third };
                        text::truncated(ui, theme.rich(Size::Small, Weight::SemiBold, label).color(colour));
                        let name = format!("Column {label}");
                        Select::new(&name).label_hidden().width(width).show(ui, field, &fields);
                        let sample = (reading.header_row.map_or(0, |row| row + 1)..sheet.rows())
                            .take(50)
                            .map(|row| sheet.cell(row, column))
                            .find(|cell| !cell.is_empty())
                            .unwrap_or("blank");
                        text::truncated(ui, theme.rich(Size::Small, Weight::Regular, sample).color(theme.text_second));
                    });
                });
            }
        });
        ui.add_space(8.0);
    });
}

/// Everybody in the file: whether they are rated, and their level.
fn people(ui: &mut Ui, draft: &mut Draft) {
    let others = draft.rows.iter().filter(|row| row.level.is_none()).count();
    let leveled = draft.rows.len() - others;
    ui.horizontal(|ui| {
        section_heading(ui, &count(draft.rows.len(), "person", "people"));
        text::second(ui, format!("{leveled} with a product title"));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let label = format!("Leave out the {others} without a level");
            let anybody = leveled > 0 && draft.rows.iter().any(|row| row.rated && row.level.is_none());
            let hint = "Whoever is moving to product: give them that level first, and they stay";
            if ui.add_enabled(anybody, Button::secondary(&label)).on_hover_text(hint).clicked() {
                draft.leave_out_others();
                draft.propose_panel();
            }
            if ui.add(Button::quiet("Rate everybody")).clicked() {
                draft.rows.iter_mut().for_each(|row| row.rated = true);
            }
        });
    });
    if leveled == 0 && !draft.rows.is_empty() {
        ui.add_space(8.0);
        let words = "No title here is a product title of this rubric. Choose the column that holds the titles, give \
                     levels below, or rate everybody without one: what is asked of each can be set on the Team screen.";
        Banner::new(Hue::Watch, words).show(ui);
    }
    ui.add_space(8.0);
    let mut levels: Vec<(Option<LevelId>, String)> = vec![(None, "No level".into())];
    levels.extend(draft.rubric.levels.iter().map(|level| (Some(level.id.clone()), level.name.clone())));
    let columns = [
        Column::fixed("Rated", 64.0),
        Column::rest("Name", 150.0),
        Column::fixed("Level", 190.0),
        Column::rest("Title", 150.0),
        Column::rest("Manager", 120.0),
        Column::rest("Team", 110.0),
    ];
    let table = Table::new(ui, &columns);
    table.head(ui);
    let height = table.row_height(ui);
    let panel: Vec<bool> = (0..draft.rows.len()).map(|place| draft.is_on_panel(place)).collect();
    let mut changed = false;
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).id_salt("people").show_rows(ui, height, draft.rows.len(), |ui, shown| {
        for place in shown {
            let row = &mut draft.rows[place];
            table.row(ui, false, |cells| {
                cells.cell(|ui| {
                    let name = format!("Rate {}", row.row.name);
                    changed |= hidden_checkbox(ui, &mut row.rated, &name);
                });
                // Who is not rated stands back.
                let colour = if row.rated && !panel[place] { theme.text } else { theme.text_third };
                let words = |words: &str| theme.rich(Size::Body, Weight::Regular, words).color(colour);
                cells.cell(|ui| {
                    if panel[place] {
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                            ui.add(widgets::Chip::new("Panel"));
                            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                                text::truncated(ui, words(&row.row.name));
                            });
                        });
                    } else {
                        text::truncated(ui, words(&row.row.name));
                    }
                });
                cells.cell(|ui| {
                    let name = format!("Level of {}", row.row.name);
                    let chosen = Select::new(&name).label_hidden().show(ui, &mut row.level, &levels);
                    changed |= chosen.changed();
                });
                cells.cell(|ui| drop(text::truncated(ui, words(&row.row.title))));
                cells.cell(|ui| drop(text::truncated(ui, words(&row.row.manager_text))));
                cells.cell(|ui| drop(text::truncated(ui, words(&row.row.department))));
            });
        }
    });
    if changed {
        draft.propose_panel();
    }
}

/// A check mark whose words are for screen readers and the hover.
fn hidden_checkbox(ui: &mut Ui, on: &mut bool, name: &str) -> bool {
    let icon = if *on { Icon::Check } else { Icon::Minus };
    let shown = ui.add(IconButton::new(icon, name).selected(*on).small());
    if shown.clicked() {
        *on = !*on;
    }
    shown.clicked()
}

/// What is wrong with the file, or worth knowing.
pub(super) fn findings(ui: &mut Ui, file: &RosterFile) {
    section_heading(ui, "What was found");
    ui.add_space(8.0);
    let Some(roster) = file.roster() else {
        text::second(
            ui,
            if file.is_under_way() { "Still reading." } else { "Nothing can be taken in from this file." },
        );
        return;
    };
    let taken = roster.people().count();
    widgets::key_value(ui, "Can be taken in", &taken.to_string());
    widgets::key_value(ui, "Kept out", &(roster.rows.len() - taken).to_string());
    widgets::key_value(ui, "Managers without a row", &roster.outside_managers.len().to_string());
    ui.add_space(8.0);
    text::small(ui, &roster.date_order.why);
    ui.add_space(12.0);
    if roster.problems.is_empty() {
        text::second(ui, "No problems.");
        return;
    }
    let theme = Theme::of(ui);
    // The bar floats over the margin.
    let beside = egui::Margin { right: 14, ..egui::Margin::ZERO };
    ScrollArea::vertical().auto_shrink(false).id_salt("findings").content_margin(beside).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        for problem in roster.problems.iter().take(300) {
            ui.horizontal_top(|ui| {
                let (icon, hue) = match problem.severity {
                    Severity::Error => (Icon::Warning, Hue::Bad),
                    Severity::Warning => (Icon::Warning, Hue::Watch),
                    Severity::Note => (Icon::Info, Hue::Neutral),
                };
                icon_badge(ui, icon, hue);
                let place = problem.line.map(|line| format!("{} {line}: ", capital(roster.line_word)));
                let words = format!("{}{}", place.unwrap_or_default(), problem.message);
                ui.add(egui::Label::new(theme.rich(Size::Small, Weight::Regular, words)).wrap());
            });
        }
        if roster.problems.len() > 300 {
            text::hint(ui, format!("and {} more", roster.problems.len() - 300));
        }
    });
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
