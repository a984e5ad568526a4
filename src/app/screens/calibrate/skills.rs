//! The right column: the skills that decide first, each on its strip with everybody's marks, what the panel agreed at
//! the right; below them the rest, accepted as rated by one key, and folded open where one of them is to be talked
//! about all the same.

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::case::{Case, Rest, Row};
use crate::app::command::Command;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{
    AgreedBox, Button, Chip, Hue, ScoreStrip, focus_ring_inside, hairline, line_of_text, paint_agreed, section_heading,
    text,
};
use crate::insight::points::{bar_words, capital, count, score_words};
use crate::model::{Agreed, Outcome, SkillId};

/// What somebody asked for in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Talk about this skill.
    Select(SkillId),
    /// Accept the rest as rated.
    AcceptRest,
    /// Fold the rest open or shut.
    Fold,
}

/// How the list is shown.
pub(super) struct List<'a> {
    pub view: &'a View<'a>,
    pub case: &'a Case,
    /// The skill under discussion.
    pub selected: Option<&'a SkillId>,
    /// Whether the rest is folded open.
    pub folded_open: bool,
    /// Whether scores can be agreed now.
    pub usable: bool,
}

impl List<'_> {
    /// The name of the list, and what a filled mark means.
    pub fn head(&self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if self.case.open && self.case.skills.iter().any(|row| row.strip.iter().any(|mark| mark.filled)) {
                    ui.add(Chip::new("own manager").hue(Hue::Accent).dot());
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                    section_heading(ui, &self.case.heading);
                });
            });
        });
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme.scaled(24.0).round()), Sense::hover());
        let (name, strip, agreed) = split(&theme, rect);
        let painter = ui.painter();
        let label = |x: f32, centred: f32, words: &str| {
            let words = line_of_text(painter, words, theme.font(Size::Label, Weight::Regular), theme.text_second, 90.0);
            let at = pos2(x - words.size().x * centred, rect.center().y - words.size().y / 2.0);
            painter.galley(at, words, theme.text_second);
        };
        label(name.left(), 0.0, "Skill");
        label(agreed.right(), 1.0, "Agreed");
        if self.case.open {
            let points = self.view.session.rubric.scale.top();
            for point in 1..=points {
                label(ScoreStrip::place(strip, points, f32::from(point)), 0.5, &point.to_string());
            }
        }
        painter.hline(rect.x_range().expand(6.0), rect.bottom() - 0.5, Stroke::new(1.0, theme.line));
    }

    /// The skills; the selected one is brought into view where the keyboard went there.
    pub fn rows(&self, ui: &mut Ui, height: f32, follow: bool) -> Option<Asked> {
        let mut asked = None;
        let leading = &self.case.skills[..self.case.leading];
        for row in leading {
            asked = self.row(ui, row, height, follow).or(asked);
        }
        if leading.is_empty() {
            ui.add_space(10.0);
            text::second(ui, self.nothing_leads());
            ui.add_space(10.0);
            hairline(ui);
        }
        if self.folded_open {
            for row in &self.case.skills[self.case.leading..] {
                asked = self.row(ui, row, height, follow).or(asked);
            }
        }
        asked
    }

    fn nothing_leads(&self) -> &'static str {
        match (self.case.skills.is_empty(), self.case.open) {
            (true, _) => "Nothing is asked. A level, set on Team, says what to ask.",
            (false, false) => "No skill is contested, and none decides a gate.",
            (false, true) if self.case.skills.iter().all(|row| row.case.marks.is_empty()) => {
                "Nobody has scored a skill: hear examples, or park."
            }
            (false, true) => "No skill is contested, and none decides.",
        }
    }

    /// The rest: how many, what they are, and the key that accepts them.
    pub fn rest(&self, ui: &mut Ui, rest: &Rest) -> Option<Asked> {
        let others = self.case.skills.len() - self.case.leading;
        if others == 0 && rest.places.is_empty() {
            return None;
        }
        let theme = Theme::of(ui);
        let mut asked = None;
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                if !rest.places.is_empty() && self.case.open {
                    let key = Command::AcceptRest.keys(ui.ctx()).unwrap_or_default();
                    let button = Button::secondary("Accept as rated").key(key).tooltip(Command::AcceptRest.tooltip());
                    if ui.add_enabled(self.usable, button).clicked() {
                        asked = Some(Asked::AcceptRest);
                    }
                }
                if others > 0 {
                    let label = if self.folded_open { "Hide" } else { "Show" };
                    if ui.add(Button::quiet(label).tooltip("The skills that don't lead").small()).clicked() {
                        asked = Some(Asked::Fold);
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                    let words = theme.rich(Size::Body, Weight::Regular, self.rest_words(rest, others));
                    text::truncated(ui, words.color(theme.text_second));
                });
            });
        });
        asked
    }

    fn rest_words(&self, rest: &Rest, others: usize) -> String {
        if !self.case.open {
            return capital(&format!("{}, none contested, none decides", count(others, "other skill", "other skills")));
        }
        if !rest.places.is_empty() {
            return capital(&rest.words);
        }
        let rows = &self.case.skills[self.case.leading..];
        let unseen = rows.iter().filter(|row| row.case.marks.is_empty() && row.case.agreed.is_none()).count();
        let lone = rows.iter().filter(|row| row.case.rests_on_own_manager() && row.case.agreed.is_none()).count();
        let mut words = capital(&count(others, "other skill", "other skills"));
        let left = [(unseen, "nobody scored"), (lone, "only the own manager scored")];
        let left: Vec<String> = left.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        if left.is_empty() {
            words.push_str(", settled");
        } else {
            words.push_str(&format!(", of which {}", left.join(" and ")));
        }
        words
    }

    fn row(&self, ui: &mut Ui, row: &Row, height: f32, follow: bool) -> Option<Asked> {
        let theme = Theme::of(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
        let selected = self.selected == Some(&row.case.skill);
        let owed = row.owes;
        if selected && follow {
            response.scroll_to_me(None);
        }
        let spoken = self.spoken(row);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &spoken));
        if !ui.is_rect_visible(rect) {
            return response.clicked().then(|| Asked::Select(row.case.skill.clone()));
        }
        let band = rect.expand2(vec2(6.0, 0.0));
        if selected || response.hovered() {
            let fill = if selected { theme.accent.soft } else { theme.text.gamma_multiply(0.03) };
            ui.painter().rect_filled(band, if selected { 6 } else { 0 }, fill);
        }
        let (name_room, strip_room, agreed_room) = split(&theme, rect);
        let cut = self.words(ui, &theme, name_room, row);
        if self.case.open {
            self.strip(row).paint(ui.painter(), &theme, strip_room);
        }
        let figure = row.case.agreed.as_ref().and_then(figure);
        let agreed = match (&row.case.agreed, &figure) {
            (Some(_), Some(figure)) => AgreedBox::Settled(figure),
            (Some(_), None) => AgreedBox::NoAgreement,
            (None, _) => AgreedBox::Open,
        };
        paint_agreed(ui.painter(), &theme, agreed_room, agreed, owed);
        ui.painter().hline(band.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.line));
        focus_ring_inside(ui, &response, band, 6.0);
        let clicked = response.clicked();
        self.hover(ui, &theme, response, row, strip_room, cut);
        clicked.then(|| Asked::Select(row.case.skill.clone()))
    }

    fn strip<'a>(&'a self, row: &'a Row) -> ScoreStrip<'a> {
        let rubric = &self.view.session.rubric;
        ScoreStrip {
            marks: &row.strip,
            tier: row.tier,
            points: rubric.scale.top(),
            bar: row.case.bar.map(|bar| bar as f32),
            contested: rubric.rules.contested_range,
        }
    }

    /// Name, and below it the evidence as dots and what to know; whether something was cut.
    fn words(&self, ui: &Ui, theme: &Theme, room: Rect, row: &Row) -> bool {
        let painter = ui.painter();
        let width = room.width() - 8.0;
        let title = line_of_text(painter, &row.name, theme.font(Size::Body, Weight::Medium), theme.text, width);
        let about = about(row);
        let dots = row.evidence.min(5) as f32;
        let pitch = theme.scaled(9.0);
        let dots_room = if dots > 0.0 { dots * pitch + 3.0 } else { 0.0 };
        let font = theme.font(Size::Label, Weight::Regular);
        let detail = line_of_text(painter, &about, font, theme.text_second, width - dots_room);
        let cut = title.elided || detail.elided;
        let second = detail.size().y.max(theme.scaled(12.0));
        let has_second = dots > 0.0 || !about.is_empty();
        let top = room.center().y - (title.size().y + if has_second { second } else { 0.0 }) / 2.0;
        let below = top + title.size().y;
        painter.galley(pos2(room.left(), top), title, theme.text);
        if has_second {
            let tone = theme.tier(row.tier);
            for dot in 0..row.evidence.min(5) {
                let centre = pos2(room.left() + theme.scaled(3.5) + dot as f32 * pitch, below + second / 2.0);
                painter.circle_filled(centre, theme.scaled(3.0), tone.colour);
            }
            let at = pos2(room.left() + dots_room, below + (second - detail.size().y) / 2.0);
            painter.galley(at, detail, theme.text_second);
        }
        cut
    }

    fn hover(&self, ui: &Ui, theme: &Theme, response: Response, row: &Row, strip: Rect, cut: bool) {
        let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|_| response.hovered());
        let mark = pointer.and_then(|at| self.strip(row).mark_at(theme, strip, at));
        if let Some(place) = mark.filter(|_| self.case.open) {
            response.on_hover_text(mark_words(row, place));
        } else if pointer.is_some_and(|at| strip.contains(at)) && self.case.open && row.case.marks.len() > 8 {
            response.on_hover_text(spread_words(row));
        } else if cut {
            response.on_hover_text(format!("{}\n{}", row.name, about(row)));
        }
    }

    fn spoken(&self, row: &Row) -> String {
        let mut parts = vec![row.name.clone()];
        let about = about(row);
        if !about.is_empty() {
            parts.push(about);
        }
        match row.case.agreed.as_ref().map(|agreed| (agreed.outcome, figure(agreed))) {
            Some((Outcome::NoAgreement, _)) => parts.push("no agreement".into()),
            Some((Outcome::AsRated(_), Some(figure))) => parts.push(format!("accepted as rated at {figure}")),
            Some((_, Some(figure))) => parts.push(format!("agreed {figure}")),
            _ => parts.push("not settled".into()),
        }
        if self.case.open {
            let marks = (0..row.case.marks.len()).map(|place| mark_words(row, place));
            let marks: Vec<String> = marks.collect();
            parts.push(if marks.is_empty() { "no marks".into() } else { marks.join("; ") });
        }
        if let Some(bar) = row.case.bar {
            parts.push(format!("asks {}", bar_words(bar)));
        }
        if row.evidence > 0 {
            parts.push(count(row.evidence, "piece of evidence", "pieces of evidence"));
        }
        parts.join(", ")
    }
}

/// The rooms of a row: name, strip, box.
fn split(theme: &Theme, rect: Rect) -> (Rect, Rect, Rect) {
    let box_width = theme.scaled(54.0);
    let name_width = (rect.width() * 0.4).clamp(theme.scaled(120.0), theme.scaled(196.0));
    let agreed = Rect::from_min_max(pos2(rect.right() - box_width, rect.top()), rect.max);
    let name = Rect::from_min_size(rect.min, vec2(name_width, rect.height()));
    (name, Rect::from_min_max(name.right_top(), agreed.left_bottom()), agreed)
}

/// What stands below the name of a skill.
fn about(row: &Row) -> String {
    let mut parts = Vec::new();
    if row.owes {
        parts.push("reason owed".to_owned());
    }
    if row.case.contested {
        parts.push("contested".to_owned());
    }
    if row.case.turns {
        parts.push("decides a gate".to_owned());
    }
    if row.case.rests_on_own_manager() {
        parts.push("own manager alone".to_owned());
    }
    if row.case.could_not_see > 0 {
        parts.push(format!("{} could not see it", row.case.could_not_see));
    }
    if row.case.no_chance_yet > 0 {
        parts.push(format!("{} no chance yet", row.case.no_chance_yet));
    }
    parts.join(" · ")
}

/// One rater's mark in words: "Dana Whitfield 3, own manager", "Marcus Lindqvist 2, was 1".
pub(super) fn mark_words(row: &Row, place: usize) -> String {
    let (mark, said) = (&row.case.marks[place], &row.said[place]);
    let mut words = format!("{} {}", said.name, mark.score);
    if mark.own_manager {
        words.push_str(", own manager");
    }
    match mark.before {
        Some(crate::insight::Before::Score(before)) => words.push_str(&format!(", {before} before the reveal")),
        Some(crate::insight::Before::NoScore) => words.push_str(", no score before the reveal"),
        None => {}
    }
    words
}

/// How many marks stand on each point: "1: 3, 2: 14".
fn spread_words(row: &Row) -> String {
    let (low, high) = row.case.range().unwrap_or_default();
    let on = |point: u8| row.case.marks.iter().filter(|mark| mark.score == point).count();
    let points = (low..=high).map(|point| format!("{point}: {}", on(point)));
    points.collect::<Vec<_>>().join(", ")
}

/// What stands in the box; nothing where there is no agreement.
pub(super) fn figure(agreed: &Agreed) -> Option<String> {
    match agreed.outcome {
        Outcome::Score(score) => Some(score.to_string()),
        Outcome::AsRated(mean) => Some(score_words(mean)),
        Outcome::NoAgreement => None,
    }
}
