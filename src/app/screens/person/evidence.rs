//! The evidence about the person, on the calendar and as a list; and how the person has grown since the last cycle.

use egui::Ui;

use super::calendar;
use super::reading::Reading;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Button, Card, dot, hairline, section_heading, text};
use crate::insight::Growth;
use crate::insight::points::score_words;
use crate::model::Evidence;

/// How many pieces are listed before somebody asks for the others.
const FIRST: usize = 8;

/// Shows the evidence; `all` is whether the whole list is shown.
pub fn show(ui: &mut Ui, view: &View<'_>, reading: &Reading, all: &mut bool) {
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        section_heading(ui, "Evidence");
        if !reading.open && reading.evidence.is_empty() {
            text::second(ui, "What raters wrote down opens with the reveal.");
            return;
        }
        calendar::show(ui, view, &reading.evidence);
        if reading.evidence.is_empty() {
            text::second(ui, "Nobody has recorded any. A score without evidence is a claim; ask for an example.");
            return;
        }
        let shown = if *all { reading.evidence.len() } else { FIRST };
        for item in reading.evidence.iter().rev().take(shown) {
            ui.add_space(2.0);
            hairline(ui);
            ui.add_space(2.0);
            ui.scope(|ui| piece(ui, view, item));
        }
        let more = reading.evidence.len().saturating_sub(shown);
        if more > 0 && ui.add(Button::quiet(format!("Show {more} earlier"))).clicked() {
            *all = true;
        }
    });
}

fn piece(ui: &mut Ui, view: &View<'_>, item: &Evidence) {
    let theme = Theme::of(ui);
    let session = view.session;
    // Lines of text alone: no row needs the height of a control.
    ui.spacing_mut().interact_size.y = theme.scaled(18.0);
    ui.spacing_mut().item_spacing = egui::vec2(6.0, 3.0);
    ui.horizontal_wrapped(|ui| {
        dot(ui, calendar::hue_of(session, item).tone(&theme).colour);
        ui.label(theme.rich(Size::Body, Weight::SemiBold, calendar::day_words(item.date)));
        let skills =
            item.skills.iter().filter_map(|skill| session.rubric.skill(skill)).map(|skill| skill.name.as_str());
        let mut about: Vec<&str> = vec![item.kind.words()];
        about.extend(skills);
        let author = session.rater_name(&item.author);
        about.push(&author);
        text::small(ui, about.join(" · "));
    });
    text::body(ui, item.text.as_str());
    for (label, words) in [("Changed", &item.changed), ("Money result", &item.money_result), ("Read by", &item.read_by)]
    {
        if !words.is_empty() {
            text::small(ui, format!("{label}: {words}"));
        }
    }
}

/// Shows how the tiers have grown.
pub fn growth(ui: &mut Ui, view: &View<'_>, growth: &Growth) {
    let theme = Theme::of(ui);
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        section_heading(ui, &format!("Since {}", growth.since));
        if let Some(level) = growth.level_before.as_ref().and_then(|level| view.session.rubric.level(level)) {
            text::small(ui, format!("{} then · {}", level.name, growth.place_before.words()));
        }
        if growth.tiers.is_empty() {
            text::second(ui, "No tier was seen enough in both.");
        }
        egui::Grid::new("growth").num_columns(3).spacing([24.0, 6.0]).min_row_height(theme.scaled(20.0)).show(
            ui,
            |ui| {
                for change in growth.tiers.iter().rev() {
                    let place = view.session.rubric.tier_place(&change.of).unwrap_or_default();
                    let name = view.session.rubric.tier(&change.of).map_or("", |tier| tier.name.as_str());
                    ui.label(theme.rich(Size::Body, Weight::Medium, name).color(theme.tier(place).text));
                    text::second(ui, format!("{} to {}", score_words(change.before), score_words(change.now)));
                    text::strong(ui, change.words());
                    ui.end_row();
                }
            },
        );
    });
}
