//! "What the pyramid says", in the panel at the right: figures with their sentence, how strong each tier is, and the
//! thinnest skills.

use egui::accesskit::Role;
use egui::{ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Hue, bar_row, focus_ring, hairline, key_value, line_of_text, section_heading, text};
use crate::insight::points::{count, score_words};
use crate::insight::{ENOUGH_PEOPLE, Mean, TeamReading};

/// How many of the thinnest skills are shown.
const THINNEST: usize = 4;

/// Shows the panel; says which figure was clicked, by its place among the sentences.
pub fn show(ui: &mut Ui, view: &View<'_>, says: &TeamReading) -> Option<usize> {
    let mut clicked = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        // Room for the scroll bar beside the figures.
        ui.set_max_width(ui.available_width() - 8.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        section_heading(ui, "What the pyramid says");
        ui.add_space(10.0);
        for (place, (number, sentence, below)) in says.sentences().iter().enumerate() {
            let below = if *number == 0 { "" } else { below.as_str() };
            if figure(ui, *number, sentence, below) {
                clicked = Some(place);
            }
        }
        ui.add_space(26.0);
        strength(ui, view, says);
        ui.add_space(22.0);
        thinnest(ui, view, says);
    });
    clicked
}

/// A figure with its sentence beside it and a line below; those with somebody behind them can be clicked.
fn figure(ui: &mut Ui, number: usize, sentence: &str, below: &str) -> bool {
    let theme = Theme::of(ui);
    let sense = if number > 0 { Sense::click() } else { Sense::hover() };
    let shown = ui.scope_builder(UiBuilder::new().sense(sense), |ui| {
        let hovered = number > 0 && ui.response().hovered();
        ui.set_width(ui.available_width());
        ui.add_space(9.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            paint_figure(ui, &theme, number);
            let colour = if hovered { theme.accent.text } else { theme.text };
            let words = theme.rich(Size::Body, Weight::Regular, sentence).color(colour);
            ui.add(egui::Label::new(words).wrap().selectable(false));
        });
        if !below.is_empty() {
            ui.add_space(1.0);
            let words = theme.rich(Size::Small, Weight::Regular, below).color(theme.text_second);
            ui.add(egui::Label::new(words).wrap().selectable(false));
        }
        ui.add_space(10.0);
    });
    let response = shown.response;
    let role = if number > 0 { Role::Button } else { Role::Label };
    let words = [format!("{number} {sentence}"), below.to_owned()];
    let words = words.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    response.widget_info(|| WidgetInfo::labeled(role, true, words.as_str()));
    focus_ring(ui, &response, response.rect, 6.0);
    hairline(ui);
    let clicked = number > 0 && response.clicked();
    if number > 0 {
        response.on_hover_text("Show who");
    }
    clicked
}

fn paint_figure(ui: &mut Ui, theme: &Theme, number: usize) {
    let font = theme.font(Size::Title, Weight::SemiBold);
    let words = line_of_text(ui.painter(), &number.to_string(), font, theme.text, f32::INFINITY);
    let (rect, _) = ui.allocate_exact_size(vec2(words.size().x, words.size().y), Sense::hover());
    ui.painter().galley(rect.min, words, theme.text);
}

fn strength(ui: &mut Ui, view: &View<'_>, says: &TeamReading) {
    let rubric = &view.session.rubric;
    section_heading(ui, "Strength by tier");
    ui.add_space(6.0);
    let top = f32::from(rubric.scale.top());
    for (tier, crowd) in says.tiers.iter().enumerate().rev() {
        let name = rubric.tier(&crowd.tier).map_or("", |tier| tier.name.as_str());
        match crowd.strength {
            Some(mean) => {
                let words = score_words(mean.mean);
                bar_row(ui, name, mean.mean as f32, top, &words, Hue::Tier(tier)).on_hover_text(of_people(mean));
            }
            None => {
                bar_row(ui, name, 0.0, top, "–", Hue::Tier(tier)).on_hover_text("Nobody has been seen enough here.");
            }
        }
    }
}

fn thinnest(ui: &mut Ui, view: &View<'_>, says: &TeamReading) {
    section_heading(ui, "Thinnest skills");
    ui.add_space(2.0);
    for (skill, mean) in says.thinnest.iter().take(THINNEST) {
        let name = view.session.rubric.skill(skill).map_or_else(|| skill.to_string(), |skill| skill.name.clone());
        key_value(ui, &name, &score_words(mean.mean)).on_hover_text(format!("{name}: {}", of_people(*mean)));
    }
    if says.thinnest.is_empty() {
        text::hint(ui, format!("A skill shows here once it is scored for {ENOUGH_PEOPLE} people."));
    }
}

fn of_people(mean: Mean) -> String {
    format!("Mean of {}", count(mean.people, "person", "people"))
}
