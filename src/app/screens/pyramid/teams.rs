//! "By team": a small pyramid for every team, in a grid of which only the rows that are seen are laid out.

use egui::{ScrollArea, Ui, UiBuilder, vec2};

use super::bands_of;
use super::standing::TeamStanding;
use crate::app::theme::Theme;
use crate::app::view::View;
use crate::app::widgets::{Card, Clicked, TeamPyramid, section_heading, text};
use crate::insight::Readings;

/// What somebody clicked in the grid: a team by its place, and what in its pyramid.
pub type ClickedInTeam = (usize, Clicked);

/// Shows the grid.
pub fn show(ui: &mut Ui, view: &View<'_>, readings: &Readings, teams: &[TeamStanding]) -> Option<ClickedInTeam> {
    let theme = Theme::of(ui);
    let gap = 16.0;
    let room = ui.available_width() - 8.0;
    let columns = ((room + gap) / (theme.scaled(290.0) + gap)).floor().max(1.0);
    let width = ((room - gap * (columns - 1.0)) / columns).floor();
    let columns = columns as usize;
    let height = card_height(&theme, view.session.rubric.tiers.len());
    let rows = teams.len().div_ceil(columns);
    let mut clicked = None;
    ui.spacing_mut().item_spacing = vec2(gap, gap);
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, height, rows, |ui, shown| {
        for row in shown {
            ui.horizontal_top(|ui| {
                for (place, team) in teams.iter().enumerate().skip(row * columns).take(columns) {
                    ui.allocate_ui(vec2(width, height), |ui| {
                        ui.set_min_size(vec2(width, height));
                        if let Some(found) = card(ui, view, readings, team, place) {
                            clicked = Some((place, found));
                        }
                    });
                }
            });
        }
    });
    clicked
}

fn pyramid_height(theme: &Theme, tiers: usize) -> f32 {
    tiers as f32 * theme.scaled(88.0)
}

fn card_height(theme: &Theme, tiers: usize) -> f32 {
    (pyramid_height(theme, tiers) + theme.scaled(30.0) + 36.0).round()
}

fn card(ui: &mut Ui, view: &View<'_>, readings: &Readings, team: &TeamStanding, place: usize) -> Option<Clicked> {
    let theme = Theme::of(ui);
    let shown = Card::new().padding(16).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        ui.horizontal(|ui| {
            let room = ui.available_width() - theme.scaled(90.0);
            ui.allocate_ui(vec2(room, theme.scaled(20.0)), |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                section_heading(ui, &team.name).on_hover_text(&team.name);
            });
            text::small(ui, format!("{} {}", team.people, if team.people == 1 { "person" } else { "people" }));
        });
        let builder = UiBuilder::new().id_salt(("team", place));
        ui.scope_builder(builder, |ui| {
            let bands = bands_of(&team.bands, true);
            let person = |tier: usize, at: usize| super::team_person(view, readings, &team.bands[tier].people[at]);
            TeamPyramid::new(&bands, &person).height(pyramid_height(&theme, bands.len())).show(ui).1
        })
        .inner
    });
    shown.inner
}
