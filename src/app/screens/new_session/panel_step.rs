//! The third step: what the session is called, and who sits on the panel.

use egui::{ScrollArea, Ui};

use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::widgets::{
    Banner, Button, Card, Column, Hue, IconButton, Select, Table, TextField, ended_with_enter, section_heading, text,
};
use crate::workspace::{Draft, DraftRater};

use super::{NewSessionScreen, count};

impl NewSessionScreen {
    pub(super) fn panel_step(&mut self, ui: &mut Ui) {
        let Some(draft) = &mut self.draft else { return };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 12.0;
            Card::new().padding(16).show(ui, |ui| describe(ui, draft));
            left_out(ui, draft);
            ui.horizontal(|ui| {
                section_heading(ui, "Panel");
                let raters = draft.panel.iter().filter(|rater| rater.rates).count();
                text::second(
                    ui,
                    format!(
                        "{} rate. Proposed: the managers of those who are rated.",
                        count(raters, "person", "people")
                    ),
                );
            });
            members(ui, draft);
            add(ui, draft, &mut self.added_name);
        });
    }
}

fn describe(ui: &mut Ui, draft: &mut Draft) {
    ui.columns(3, |columns| {
        TextField::new("Session", &mut draft.title).hint("Product org").show(&mut columns[0]);
        TextField::new("Review period", &mut draft.period.name).hint("H2 2026").show(&mut columns[1]);
        let ui = &mut columns[2];
        text::label(ui, "From and to");
        text::body(ui, format!("{} to {}", draft.period.from, draft.period.to));
    });
    text::hint(
        ui,
        "The days can be changed later under “Name and period”. Everything is worked out as of the period's end.",
    );
}

/// Nobody on the panel is rated, and that is said.
fn left_out(ui: &mut Ui, draft: &Draft) {
    let names = draft.left_out_for_the_panel();
    if names.is_empty() {
        return;
    }
    let shown = names.iter().take(6).copied().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(6);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let verb = if names.len() == 1 { "sits" } else { "sit" };
    let words = format!("{shown}{more} {verb} on the panel and so will not be rated in this session.");
    Banner::new(Hue::Accent, &words).show(ui);
}

fn members(ui: &mut Ui, draft: &mut Draft) {
    let reports: Vec<usize> = draft.panel.iter().map(|rater| reports_of(draft, rater)).collect();
    let columns = [
        Column::rest("Name", 180.0),
        Column::rest("Title", 180.0),
        Column::fixed("Reports", 80.0).right(),
        Column::fixed("In this session", 170.0),
        Column::fixed("Runs it", 80.0),
        Column::fixed("", 48.0),
    ];
    let table = Table::new(ui, &columns);
    ui.spacing_mut().item_spacing.y = 0.0;
    table.head(ui);
    let mut gone = None;
    for (place, rater) in draft.panel.iter_mut().enumerate() {
        table.row(ui, false, |cells| {
            cells.cell(|ui| drop(text::truncated(ui, &rater.name)));
            cells.cell(|ui| drop(text::truncated(ui, &rater.title)));
            cells.cell(|ui| drop(text::body(ui, reports[place].to_string())));
            cells.cell(|ui| {
                let name = format!("Part of {}", rater.name);
                let parts = [(true, "Rates"), (false, "Only sits in")];
                Select::new(&name).label_hidden().show(ui, &mut rater.rates, &parts);
            });
            cells.cell(|ui| {
                let name = format!("{} runs the meeting", rater.name);
                let icon = if rater.facilitates { Icon::Check } else { Icon::Minus };
                if ui.add(IconButton::new(icon, name).selected(rater.facilitates).small()).clicked() {
                    rater.facilitates = !rater.facilitates;
                }
            });
            cells.cell(|ui| {
                let name = format!("Take {} off the panel", rater.name);
                if ui.add(IconButton::new(Icon::Close, name).small()).clicked() {
                    gone = Some(place);
                }
            });
        });
    }
    if let Some(place) = gone {
        draft.panel.remove(place);
    }
    if draft.panel.is_empty() {
        ui.add_space(8.0);
        text::second(ui, "Nobody yet. Add those who rate by name; they can also be added later, on the Team screen.");
    }
    ui.spacing_mut().item_spacing.y = 12.0;
    ui.add_space(4.0);
}

fn reports_of(draft: &Draft, rater: &DraftRater) -> usize {
    let reports_to = |row: &&crate::workspace::DraftRow| match (row.manager, rater.row) {
        (Some(manager), Some(own)) => manager == own,
        (None, None) => row.row.manager_text == rater.name,
        _ => false,
    };
    draft.rows.iter().filter(|row| row.rated).filter(reports_to).count()
}

/// Adds somebody by name; who is in the roster under that name is taken from there.
fn add(ui: &mut Ui, draft: &mut Draft, name: &mut String) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        let field = TextField::new("Add somebody to the panel", name)
            .label_hidden()
            .hint("Add by name")
            .width(theme.scaled(260.0));
        let shown = field.show(ui);
        let entered = ended_with_enter(ui, &shown);
        let wanted = name.trim().to_owned();
        let fits = !wanted.is_empty() && draft.panel.iter().all(|rater| rater.name != wanted);
        let clicked = ui.add_enabled(fits, Button::secondary("Add")).clicked();
        if fits && (clicked || entered) {
            let row = draft.rows.iter().position(|row| row.row.name.eq_ignore_ascii_case(&wanted));
            let rater = row.map_or_else(|| DraftRater::named(wanted.as_str()), |place| draft.rater_of(place));
            draft.panel.push(rater);
            name.clear();
        }
    });
}
