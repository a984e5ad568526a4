//! The skills behind a person's pyramid: effective scores by tier, how many marks they rest on, and, once the person is
//! revealed, the marks themselves.

use egui::{Sense, Ui, vec2};

use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Score, ScoreCell, hairline, paint_score_cell, text};
use crate::insight::{EffectiveScore, PersonReading, Source};
use crate::model::{Mark, Person, Skill, Tier, WhyNot};

use super::{open, side_heading};

/// What raters said of one skill.
#[derive(Default)]
struct Said {
    scores: Vec<u8>,
    not_seen: usize,
    no_chance: usize,
}

/// Shows the skills, from the top of the pyramid down.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, person: &Person, reading: &PersonReading) {
    side_heading(ui, "Skills");
    let is_open = open(view, person);
    text::second(
        ui,
        if is_open {
            "The score that counts, and the marks behind it."
        } else {
            "The score that counts. The marks behind it open with the reveal."
        },
    );
    let session = view.session;
    let asked = session.asked_of(person);
    for (place, tier) in session.rubric.tiers.iter().enumerate().rev() {
        let columns: Vec<usize> = session
            .rubric
            .skills
            .iter()
            .enumerate()
            .filter(|(column, skill)| {
                let scored = reading.scores.at(*column).is_some();
                skill.tier == tier.id && (asked.get(*column).copied().unwrap_or_default() || scored)
            })
            .map(|(column, _)| column)
            .collect();
        if columns.is_empty() {
            continue;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(18.0);
        tier_head(ui, tier, place);
        for column in columns {
            let skill = &session.rubric.skills[column];
            row(ui, view, person, skill, reading.scores.at(column), is_open);
        }
    }
}

fn tier_head(ui: &mut Ui, tier: &Tier, place: usize) {
    let theme = Theme::of(ui);
    ui.label(theme.rich(Size::Body, Weight::SemiBold, &tier.name).color(theme.tier(place).text));
    ui.add_space(4.0);
    hairline(ui);
}

fn row(ui: &mut Ui, view: &View<'_>, person: &Person, skill: &Skill, score: Option<EffectiveScore>, is_open: bool) {
    let theme = Theme::of(ui);
    let said = said(view, person, skill, is_open);
    let height = theme.scaled(34.0).round();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let value = score.map_or_else(|| "no score".to_owned(), |score| format!("{:.1}", score.value));
    let rests = rests_on(score, &said, is_open);
    let words = format!("{}: {value}, {rests}", skill.name);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &words));
    let painter = ui.painter();
    let points = view.session.rubric.scale.top();
    let middle = rect.center().y;
    let value_at = egui::pos2(rect.right() - theme.scaled(34.0), middle);
    let font = theme.font(Size::Body, Weight::SemiBold);
    let shown = if score.is_some() { value } else { "–".to_owned() };
    painter.text(egui::pos2(rect.right(), middle), egui::Align2::RIGHT_CENTER, shown, font, theme.text);
    let side = theme.scaled(20.0);
    let mut left = value_at.x;
    for score in said.scores.iter().rev().take(8) {
        left -= side + 3.0;
        let at = egui::Rect::from_min_size(egui::pos2(left, middle - side / 2.0), vec2(side, side));
        let cell = ScoreCell { score: Score::Given(*score), points, note: false, selected: false, hovered: false };
        paint_score_cell(painter, &theme, at, &cell);
    }
    let room = (left - rect.left() - 8.0).max(40.0);
    let line = |words: &str, size, colour| {
        let font = theme.font(size, Weight::Regular);
        crate::app::widgets::line_of_text(painter, words, font, colour, room)
    };
    let name = line(&skill.name, Size::Body, theme.text);
    let below = line(&rests, Size::Label, theme.text_third);
    let top = middle - (name.size().y + below.size().y) / 2.0;
    let name_height = name.size().y;
    painter.galley(egui::pos2(rect.left(), top), name, theme.text);
    painter.galley(egui::pos2(rect.left(), top + name_height), below, theme.text_third);
    painter.hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, theme.line));
    response.on_hover_text(format!("{words}\n{}", skill.description));
}

/// What those whose answers may be seen said, recused raters left out.
fn said(view: &View<'_>, person: &Person, skill: &Skill, is_open: bool) -> Said {
    let mut said = Said::default();
    if !is_open {
        return said;
    }
    for rater in view.session.raters() {
        if view.session.is_recused(&rater.id, &person.id) {
            continue;
        }
        match view.session.last_mark(&rater.id, &person.id, &skill.id) {
            Some(Mark::Score(score)) => said.scores.push(score),
            Some(Mark::NotObserved(WhyNot::CouldNotSee)) => said.not_seen += 1,
            Some(Mark::NotObserved(WhyNot::NoChanceYet)) => said.no_chance += 1,
            None => {}
        }
    }
    said.scores.sort_unstable();
    said
}

fn rests_on(score: Option<EffectiveScore>, said: &Said, is_open: bool) -> String {
    let mut parts = Vec::new();
    match score.map(|score| score.source) {
        Some(Source::Marks(1)) => parts.push("one mark".to_owned()),
        Some(Source::Marks(marks)) => parts.push(format!("{marks} marks")),
        Some(source) if source.is_settled() => parts.push("agreed".to_owned()),
        Some(_) => parts.push("carried from the last cycle".to_owned()),
        None => parts.push("not scored".to_owned()),
    }
    if is_open && said.not_seen > 0 {
        parts.push(format!("{} could not see it", said.not_seen));
    }
    if is_open && said.no_chance > 0 {
        parts.push(format!("{} say no chance yet", said.no_chance));
    }
    parts.join(" · ")
}
