//! "Since H1": who came to another level since the previous cycle, and how everybody's tiers have grown.

use egui::{ScrollArea, Ui};

use super::standing::Since;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Column, Table, line_of_text, text};
use crate::insight::points::{count, score_words};
use crate::model::PersonId;

/// Shows the table; says whose row was clicked.
pub fn show(ui: &mut Ui, view: &View<'_>, period: &str, since: &[Since]) -> Option<PersonId> {
    let moved = since.iter().filter(|one| one.came_from.is_some()).count();
    let known = count(since.len(), "person was", "people were");
    let came = count(moved, "has come to another level", "have come to another level");
    text::second(ui, format!("Of those who are here, {known} in {period}; {came} since. Tier scores then and now."));
    ui.add_space(8.0);
    let tiers = &view.session.rubric.tiers;
    let mut columns = vec![Column::rest("Person", 170.0), Column::rest("Level", 150.0)];
    columns.extend(tiers.iter().map(|tier| Column::fixed(&tier.name, 106.0).right()));
    let mut clicked = None;
    ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
        // Room for the scroll bar beside the last figures.
        ui.set_max_width(ui.available_width() - 12.0);
        let table = Table::new(ui, &columns);
        ui.spacing_mut().item_spacing.y = 0.0;
        table.head(ui);
        let height = table.row_height(ui);
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, height, since.len(), |ui, rows| {
            for one in &since[rows] {
                if row(ui, view, &table, one).clicked() {
                    clicked = Some(one.person.clone());
                }
            }
        });
    });
    clicked
}

fn row(ui: &mut Ui, view: &View<'_>, table: &Table<'_>, one: &Since) -> egui::Response {
    let response = table.row(ui, false, |row| {
        row.cell(|ui| {
            let theme = Theme::of(ui);
            text::truncated(ui, theme.rich(Size::Body, Weight::SemiBold, one.name.as_str())).on_hover_text(&one.name);
        });
        row.cell(|ui| {
            let words = match &one.came_from {
                Some(before) => format!("{}, was {before}", one.standing),
                None => one.standing.clone(),
            };
            text::truncated(ui, words.as_str());
        });
        for tier in &view.session.rubric.tiers {
            row.cell(|ui| change(ui, one, &tier.id));
        }
    });
    response.on_hover_text(format!("Open {}", one.name))
}

/// "3.4 → 3.9": a gain in the good colour, a loss in the bad one, each with its sign.
fn change(ui: &mut Ui, one: &Since, tier: &crate::model::TierId) {
    let theme = Theme::of(ui);
    let Some(change) = one.growth.tiers.iter().find(|change| change.of == *tier) else {
        text::hint(ui, "–").on_hover_text("Not scored in both");
        return;
    };
    let words = change.words();
    let colour = match words.chars().next() {
        Some('+') => theme.good.text,
        Some('−') => theme.bad.text,
        _ => theme.text_second,
    };
    let gain = theme.rich(Size::Body, Weight::SemiBold, words).color(colour);
    // From the right: the gain, then what it was and is.
    let width =
        line_of_text(ui.painter(), "+0.0", theme.font(Size::Body, Weight::SemiBold), colour, f32::INFINITY).size().x;
    ui.allocate_ui_with_layout(
        egui::vec2(width, ui.available_height()),
        egui::Layout::right_to_left(egui::Align::Center),
        |ui| {
            ui.label(gain);
        },
    );
    text::hint(ui, score_words(change.now)).on_hover_text(format!("{} then", score_words(change.before)));
}
