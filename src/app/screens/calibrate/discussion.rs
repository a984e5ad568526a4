//! The card of the skill under discussion: the anchors that the marks lie between, who speaks in which order with what
//! they wrote, the evidence that speaks to it, and below it the panel's score with its reason. The own manager speaks
//! last and can't settle a score alone; a rater whose mind was changed revises, and the blind mark stays beside it.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Galley, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::case::{Case, Row};
use super::typing::{Typed, Typing};
use crate::app::anchors;
use crate::app::command::Command;
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{
    Banner, Button, Card, Chip, Hue, MenuItem, Segmented, TextField, dot, focus_ring, line_of_text, menu, text,
};
use crate::insight::Before;
use crate::insight::points::{capital, count};
use crate::model::{Agreed, Cell, Evidence, Outcome, RaterId};

/// How many pieces of evidence are shown before somebody asks for the others.
const EVIDENCE: usize = 2;
/// The room inside the card's border.
const PADDING: i8 = 14;
/// How many raters are shown one by one.
const SPEAKERS: usize = 14;

/// What somebody did in the card.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Did {
    /// Agreed on this score.
    Score(u8),
    /// Took back what was agreed.
    Clear,
    /// Recorded that there is no agreement.
    NoAgreement,
    /// Typed the reason.
    Reason(Typed<Cell>),
    /// A rater has another score now; without one, the blind one counts again.
    Revise(RaterId, Option<u8>),
    /// On to what comes next.
    Next,
    /// All evidence, or some of it.
    AllEvidence,
}

/// The card.
pub(super) struct Discussion<'a> {
    pub view: &'a View<'a>,
    pub case: &'a Case,
    pub row: &'a Row,
    /// Why a reason is owed for what was agreed; none where none is.
    pub owed: Option<&'a str>,
    /// What is wrong with the reason: it is owed and missing, and somebody wanted to go on.
    pub missing: bool,
    /// What is said where somebody wanted to go on and this skill is still contested.
    pub left_open: Option<&'a str>,
    /// Whether scores can be agreed now.
    pub usable: bool,
    /// What comes next: "Agree and next", "Next person".
    pub next: &'a str,
    pub all_evidence: bool,
    /// Puts the keyboard into the reason.
    pub focus_reason: bool,
}

/// What the field for the reason is called inside egui.
pub(super) fn reason_id() -> egui::Id {
    egui::Id::unique("calibrate reason")
}

impl Discussion<'_> {
    /// Shows the card.
    pub fn show(&self, ui: &mut Ui, reason: &mut Typing<Cell>) -> Vec<Did> {
        let mut did = Vec::new();
        let builder = UiBuilder::new()
            .accessibility_role(Role::Group)
            .accessibility_label(format!("Discussion of {}", self.row.name));
        ui.scope_builder(builder, |ui| {
            let room = ui.available_height();
            Card::raised().padding(PADDING).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 8.0;
                if !self.case.open {
                    self.head(ui);
                    self.anchor_cards(ui);
                    return;
                }
                // What is decided stays in sight; what is talked about scrolls where there is more than fits.
                let measured = ui.scope_id().with("decide");
                let decide = ui.data(|data| data.get_temp::<f32>(measured)).unwrap_or(124.0);
                let most = (room - decide - 2.0 * f32::from(PADDING) - 10.0).max(96.0);
                let salt = ("talk", self.row.case.skill.as_str());
                let scroll = ScrollArea::vertical().id_salt(salt).max_height(most).auto_shrink([false, true]);
                scroll.show(ui, |ui| {
                    ui.set_max_width(ui.available_width() - 4.0);
                    ui.spacing_mut().item_spacing.y = 8.0;
                    self.head(ui);
                    if let Some(score) = self.anchor_cards(ui) {
                        did.push(Did::Score(score));
                    }
                    self.speakers(ui, &mut did);
                    self.notes(ui);
                    self.evidence(ui, &mut did);
                });
                let height = ui.scope(|ui| self.decide(ui, reason, &mut did)).response.rect.height();
                if (height - decide).abs() > 0.5 {
                    ui.data_mut(|data| data.insert_temp(measured, height));
                    ui.ctx().request_repaint();
                }
            });
        });
        did
    }

    fn agreed(&self) -> Option<&Agreed> {
        self.row.case.agreed.as_ref()
    }

    fn agreed_score(&self) -> Option<u8> {
        match self.agreed()?.outcome {
            Outcome::Score(score) => Some(score),
            Outcome::AsRated(_) | Outcome::NoAgreement => None,
        }
    }

    fn head(&self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let chip = self.range_words();
            let room = ui.available_width() - theme.scaled(96.0);
            ui.scope(|ui| {
                ui.set_max_width(room.max(60.0));
                text::truncated(ui, theme.rich(Size::Section, Weight::SemiBold, self.row.name.as_str()));
            });
            if let Some(words) = chip {
                let hue = if self.row.case.contested { Hue::Bad } else { Hue::Neutral };
                ui.add(Chip::new(words).hue(hue));
            }
        });
    }

    fn range_words(&self) -> Option<String> {
        let (low, high) = self.row.case.range()?;
        Some(match (self.row.case.marks.len(), low == high) {
            (1, _) => format!("one mark, {low}"),
            (_, true) => format!("all {low}"),
            (_, false) => format!("{low} to {high}"),
        })
    }

    /// The anchors beside each other; a click on one agrees on its point.
    fn anchor_cards(&self, ui: &mut Ui) -> Option<u8> {
        let theme = Theme::of(ui);
        let rubric = &self.view.session.rubric;
        let skill = rubric.skill(&self.row.case.skill)?;
        let chosen = self.agreed_score();
        let points = anchors::to_show(rubric.scale.top(), chosen, self.row.case.range(), self.row.case.bar);
        let gap = 8.0;
        let width = ((ui.available_width() - gap * (points.len() - 1) as f32) / points.len() as f32).floor();
        let padding = theme.scaled(9.0).round();
        let laid: Vec<(u8, String, Arc<Galley>)> = points
            .into_iter()
            .map(|point| {
                let words = anchors::words(rubric, skill, point);
                let font = theme.font(Size::Small, Weight::Regular);
                let galley = ui.painter().layout(words.clone(), font, theme.text_second, width - 2.0 * padding);
                (point, words, galley)
            })
            .collect();
        let head = theme.scaled(19.0);
        let tallest = laid.iter().map(|(_, _, galley)| galley.size().y).fold(0.0, f32::max);
        let height = (tallest + head + 2.0 * padding).ceil();
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let mut clicked = None;
        for (place, (point, words, galley)) in laid.into_iter().enumerate() {
            let left = rect.left() + place as f32 * (width + gap);
            let card = Rect::from_min_size(pos2(left, rect.top()), vec2(width, height));
            let sense = if self.usable { Sense::click() } else { Sense::hover() };
            let response = ui.interact(card, ui.scope_id().with(("anchor", place)), sense);
            let on = chosen == Some(point);
            let name = format!("{point}: {words}");
            if self.usable {
                response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, &name));
            } else {
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
            }
            let (fill, line) = match (on, self.usable && response.hovered()) {
                (true, _) => (theme.accent.soft, theme.accent.colour),
                (false, true) => (theme.surface, theme.line_strong),
                (false, false) => (theme.surface, theme.line),
            };
            let painter = ui.painter();
            painter.rect(card, CONTROL_RADIUS, fill, Stroke::new(1.0, line), StrokeKind::Inside);
            let font = theme.font(Size::Body, Weight::SemiBold);
            let figure = line_of_text(painter, &point.to_string(), font, theme.text, width);
            painter.galley(card.min + vec2(padding, padding - 1.0), figure, theme.text);
            painter.galley(card.min + vec2(padding, padding + head), galley, theme.text_second);
            focus_ring(ui, &response, card, f32::from(CONTROL_RADIUS));
            if response.clicked() {
                clicked = Some(point);
            }
        }
        clicked
    }

    /// Who speaks in which order, each with their mark. A click revises it.
    fn speakers(&self, ui: &mut Ui, did: &mut Vec<Did>) {
        let order = &self.row.turns;
        if order.is_empty() {
            text::second(ui, self.nobody());
            return;
        }
        let own_last = order.last().is_some_and(|last| self.row.case.marks[*last].own_manager);
        let builder = UiBuilder::new().accessibility_role(Role::Group).accessibility_label("Speaking order");
        ui.scope_builder(builder, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
                ui.spacing_mut().interact_size.y = 0.0;
                text::small(ui, "Speak:");
                // The own manager stays in sight however many speak before.
                let more = order.len().saturating_sub(SPEAKERS);
                let shown = order.iter().enumerate();
                for (turn, place) in
                    shown.filter(|(turn, _)| more == 0 || *turn < SPEAKERS || *turn + 1 == order.len() && own_last)
                {
                    if turn > 0 && turn + 1 == order.len() && own_last {
                        if more > 1 {
                            text::small(ui, format!("and {} more", more - 1));
                        }
                        text::small(ui, "last");
                    }
                    self.speaker(ui, *place, did);
                }
                if more > 0 && !own_last {
                    text::small(ui, format!("and {more} more"));
                }
            });
        });
    }

    fn nobody(&self) -> String {
        let case = &self.row.case;
        match (case.could_not_see, case.no_chance_yet) {
            (0, 0) => "Nobody has scored it.".into(),
            (_, 0) => "Nobody could see it.".into(),
            (0, _) => "There was no chance to show it yet: the company's task.".into(),
            _ => "Nobody could see it, or there was no chance yet.".into(),
        }
    }

    fn speaker(&self, ui: &mut Ui, place: usize, did: &mut Vec<Did>) {
        let (mark, said) = (&self.row.case.marks[place], &self.row.said[place]);
        let mut words = format!("{} {}", said.short, mark.score);
        match mark.before {
            Some(Before::Score(before)) => words.push_str(&format!(", was {before}")),
            Some(Before::NoScore) => words.push_str(", new"),
            None => {}
        }
        if self.row.absent[place] {
            words.push_str(", absent");
        }
        let chip = Chip::new(words).hue(if mark.own_manager { Hue::Tier(self.row.tier) } else { Hue::Neutral });
        if !self.usable {
            ui.add(chip);
            return;
        }
        let response = ui.add(chip.clickable(false));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description("Revise this mark"));
        let response =
            response.on_hover_text(format!("{}: click to revise", super::skills::mark_words(self.row, place)));
        let top = self.view.session.rubric.scale.top();
        menu(&response, |ui| {
            for score in 1..=top {
                let label = format!("{} revises to {score}", said.short);
                if ui.add(MenuItem::new(label).checked(score == mark.score)).clicked() && score != mark.score {
                    did.push(Did::Revise(mark.rater.clone(), Some(score)));
                }
            }
            if mark.before.is_some() {
                let label = match mark.before {
                    Some(Before::Score(before)) => format!("Back to the blind {before}"),
                    _ => "Back to no score".to_owned(),
                };
                if ui.add(MenuItem::new(label)).clicked() {
                    did.push(Did::Revise(mark.rater.clone(), None));
                }
            }
        });
    }

    /// What raters wrote, in the order in which they speak.
    fn notes(&self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        for place in &self.row.turns {
            let (mark, said) = (&self.row.case.marks[*place], &self.row.said[*place]);
            if said.note.is_empty() {
                continue;
            }
            let mut job = egui::text::LayoutJob::default();
            let part = |weight| egui::text::TextFormat::simple(theme.font(Size::Body, weight), theme.text);
            job.append(&format!("{} · {} ", said.short, mark.score), 0.0, part(Weight::SemiBold));
            job.append(&format!("“{}”", said.note), 0.0, part(Weight::Regular));
            ui.add(egui::Label::new(job).wrap());
        }
    }

    /// The evidence that speaks to the skill, the latest first.
    fn evidence(&self, ui: &mut Ui, did: &mut Vec<Did>) {
        let theme = Theme::of(ui);
        let about: Vec<&Evidence> =
            self.case.evidence.iter().rev().filter(|item| item.skills.contains(&self.row.case.skill)).collect();
        if about.is_empty() && !self.row.case.marks.is_empty() {
            text::small(ui, "No evidence speaks to it: ask for an example.");
            return;
        }
        let shown = if self.all_evidence { about.len() } else { EVIDENCE };
        for item in about.iter().take(shown) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                ui.spacing_mut().interact_size.y = theme.scaled(16.0);
                dot(ui, theme.tier(self.row.tier).colour);
                let words =
                    format!("{}, {}: {}", item.date.strftime("%-d %b"), item.kind.words().to_lowercase(), item.text);
                let words = theme.rich(Size::Small, Weight::Regular, words).color(theme.text_second);
                ui.add(egui::Label::new(words).wrap());
            });
        }
        let more = about.len().saturating_sub(shown);
        if more > 0 || self.all_evidence && about.len() > EVIDENCE {
            let label = if more > 0 { format!("Show {more} earlier") } else { "Show less".to_owned() };
            if ui.add(Button::quiet(label).small()).clicked() {
                did.push(Did::AllEvidence);
            }
        }
    }

    /// The reason, the score, and on.
    fn decide(&self, ui: &mut Ui, reason: &mut Typing<Cell>, did: &mut Vec<Did>) {
        let stored = self.agreed().map_or("", |agreed| agreed.reason.as_str());
        let cell = (self.case.person.clone(), self.row.case.skill.clone());
        did.extend(reason.turn_to(&cell, stored).map(Did::Reason));
        if let Some(why) = self.why_not_alone() {
            text::small(ui, why);
        }
        let hint = match (self.owed, self.agreed().map(|agreed| agreed.outcome)) {
            (Some(owed), _) => format!("Why this score? Owed here: {owed}"),
            (None, None) => "Why this score? Once one is agreed".to_owned(),
            (None, Some(Outcome::NoAgreement)) => "Why this score? The views, and what would settle it".to_owned(),
            (None, Some(_)) => "Why this score? No reason is owed".to_owned(),
        };
        let missing = self.missing.then_some("A reason is owed here; it is what the person will be told.");
        let decided = self.agreed().is_some();
        let enabled = self.usable && decided;
        let (_, typed) = ui
            .add_enabled_ui(enabled, |ui| {
                reason.show(ui, |ui, value| {
                    let field = TextField::new(&hint, value).label_hidden().hint(&hint).lines(2).id(reason_id());
                    field.error(missing).focus(self.focus_reason).show(ui)
                })
            })
            .inner;
        did.extend(typed.map(Did::Reason));
        // Where there is no room for all three in a row, the key is left to the shortcut sheet.
        let roomy = ui.available_width() > Theme::of(ui).scaled(412.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            self.score_buttons(ui, did);
            self.no_agreement(ui, did);
            let next = Button::primary(self.next);
            let next = if roomy { next.key(enter_key(ui)) } else { next };
            if ui.add(next).clicked() {
                did.push(Did::Next);
            }
        });
        if let Some(words) = self.left_open {
            Banner::new(Hue::Watch, words).show(ui);
        }
    }

    fn why_not_alone(&self) -> Option<&'static str> {
        (self.row.case.rests_on_own_manager() && self.agreed().is_none()).then_some(
            "Only the own manager scored it, and can't settle it alone: hear a second view and enter it, or record no \
             agreement.",
        )
    }

    fn score_buttons(&self, ui: &mut Ui, did: &mut Vec<Did>) {
        let top = self.view.session.rubric.scale.top();
        let labels: Vec<String> = (1..=top).map(|score| score.to_string()).collect();
        let options: Vec<(u8, &str)> = (1..=top).zip(labels.iter().map(String::as_str)).collect();
        let mut score = self.agreed_score();
        let alone = self.row.case.rests_on_own_manager();
        let response = ui
            .add_enabled_ui(self.usable && !alone, |ui| {
                Segmented::new("Agreed score").solid().segment_width(28.0).show_optional(ui, &mut score, &options)
            })
            .inner;
        if response.changed() {
            did.push(score.map_or(Did::Clear, Did::Score));
        }
    }

    fn no_agreement(&self, ui: &mut Ui, did: &mut Vec<Did>) {
        let on = self.agreed().is_some_and(|agreed| agreed.outcome == Outcome::NoAgreement);
        let label = if on { "No agreement recorded" } else { "No agreement" };
        let button = Button::secondary(label).tooltip(Command::NoAgreement.tooltip());
        let response: Response = ui.add_enabled(self.usable, button);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(on));
        if response.clicked() {
            did.push(if on { Did::Clear } else { Did::NoAgreement });
        }
    }
}

/// The key that goes on, as it is written on a button: short.
pub(super) fn enter_key(ui: &Ui) -> String {
    Command::AgreeAndNext.keys(ui.ctx()).unwrap_or_default().replace("Enter", "⏎")
}

/// "Reveal opens five marks" and the like, for what stands in the card's place before the reveal.
pub(super) fn waiting_words(late: &[String]) -> String {
    if late.is_empty() {
        return "Marks, notes and evidence open together.".into();
    }
    let raters = capital(&count(late.len(), "rater has", "raters have"));
    format!("{raters} not handed in: {}.", crate::insight::points::list(late))
}
