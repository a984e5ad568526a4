//! The evidence about the person, on the calendar and as a list, to be added to, changed and removed; what it covers;
//! and how the person has grown since the last cycle.

use std::collections::BTreeSet;

use egui::{Align, Frame, Layout, Margin, Rect, Ui, pos2, vec2};

use super::calendar;
use super::reading::Reading;
use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Button, Card, IconButton, dot, hairline, section_heading, text};
use crate::insight::Growth;
use crate::insight::points::score_words;
use crate::insight::visibility::{self, Viewer};
use crate::model::{Evidence, EvidenceId, Phase, Side, day_words};

/// How many pieces are listed before somebody asks for the others.
const FIRST: usize = 8;

/// What the card keeps between frames.
#[derive(Default)]
pub struct Listed {
    /// Whether the whole list is shown.
    all: bool,
    /// The pieces that something led to.
    marked: BTreeSet<EvidenceId>,
    /// Whether the first of them is to be brought into view.
    bring: bool,
}

impl Listed {
    /// Marks pieces of evidence and brings them into view.
    pub fn lead_to(&mut self, evidence: BTreeSet<EvidenceId>) {
        *self = Self { all: true, marked: evidence, bring: true };
    }
}

/// Something that was asked of the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Record a piece of evidence.
    Add,
    /// Change one.
    Edit(EvidenceId),
    /// Remove one.
    Remove(EvidenceId),
}

/// Whether evidence can be recorded now: while people rate and in the meeting.
pub fn may_record(view: &View<'_>) -> bool {
    let sits = match view.viewer() {
        Viewer::Facilitator => !view.session.panel.is_empty(),
        Viewer::Rater(_) => true,
        Viewer::Room => false,
    };
    view.read_only.is_none() && sits && matches!(view.session.about.phase, Phase::Rate | Phase::Calibrate)
}

/// Whether a piece of evidence can be changed or removed now: by its author, and by the facilitator who may read it.
pub fn may_change(view: &View<'_>, item: &Evidence) -> bool {
    let whose = match view.viewer() {
        Viewer::Facilitator => visibility::sees_evidence(view.session, &Viewer::Facilitator, item),
        Viewer::Rater(rater) => rater == item.author,
        Viewer::Room => false,
    };
    may_record(view) && whose
}

/// Shows the evidence.
pub fn show(ui: &mut Ui, view: &View<'_>, reading: &Reading, listed: &mut Listed) -> Option<Wish> {
    let mut wish = None;
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        wish = head(ui, view, "Evidence");
        if !reading.open && reading.evidence.is_empty() {
            text::second(ui, "What raters wrote down opens with the reveal.");
            return;
        }
        if let Some(clicked) = calendar::show(ui, view, &reading.evidence) {
            listed.lead_to(BTreeSet::from([clicked]));
        }
        if reading.evidence.is_empty() {
            text::second(ui, "Nobody has recorded any. A score without evidence is a claim; ask for an example.");
            return;
        }
        let shown = if listed.all { reading.evidence.len() } else { FIRST };
        for item in reading.evidence.iter().rev().take(shown) {
            ui.add_space(2.0);
            hairline(ui);
            ui.add_space(2.0);
            let found = marked_piece(ui, view, item, listed);
            wish = wish.take().or(found);
        }
        let more = reading.evidence.len().saturating_sub(shown);
        if more > 0 && ui.add(Button::quiet(format!("Show {more} earlier"))).clicked() {
            listed.all = true;
        }
    });
    wish
}

/// The heading, and beside it the way to record some.
pub fn head(ui: &mut Ui, view: &View<'_>, title: &str) -> Option<Wish> {
    let height = Theme::of(ui).control_height();
    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), Layout::left_to_right(Align::Center), |ui| {
        section_heading(ui, title);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let add = Button::secondary("Add evidence…").key("E").small();
            (may_record(view) && ui.add(add).clicked()).then_some(Wish::Add)
        })
        .inner
    })
    .inner
}

/// A piece, with a bar in the accent at its left where something led to it.
fn marked_piece(ui: &mut Ui, view: &View<'_>, item: &Evidence, listed: &mut Listed) -> Option<Wish> {
    let theme = Theme::of(ui);
    let shown = ui.scope(|ui| piece(ui, view, item));
    if listed.marked.contains(&item.id) {
        let rect = shown.response.rect;
        let bar = Rect::from_min_max(pos2(rect.left() - 11.0, rect.top()), pos2(rect.left() - 8.0, rect.bottom()));
        ui.painter().rect_filled(bar, 1, theme.accent.colour);
        if std::mem::take(&mut listed.bring) {
            shown.response.scroll_to_me(Some(Align::Center));
        }
    }
    shown.inner
}

/// One piece of evidence: day, kind, skills and author, the sentence, and what else is known.
pub fn piece(ui: &mut Ui, view: &View<'_>, item: &Evidence) -> Option<Wish> {
    let theme = Theme::of(ui);
    let session = view.session;
    // Lines of text alone: no row needs the height of a control.
    ui.spacing_mut().interact_size.y = theme.scaled(18.0);
    ui.spacing_mut().item_spacing = vec2(6.0, 3.0);
    let title = format!("{}, {}", item.kind.words(), day_words(item.date));
    let wish = ui
        .horizontal_top(|ui| {
            let buttons = if may_change(view, item) { theme.scaled(52.0) } else { 0.0 };
            let room = ui.available_width() - buttons;
            ui.allocate_ui_with_layout(vec2(room, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(room);
                ui.horizontal_wrapped(|ui| {
                    dot(ui, calendar::hue_of(session, item).tone(&theme).colour);
                    ui.label(theme.rich(Size::Body, Weight::SemiBold, day_words(item.date)));
                    let skills = item.skills.iter().filter_map(|skill| session.rubric.skill(skill));
                    let mut about: Vec<&str> = vec![item.kind.words()];
                    about.extend(skills.map(|skill| skill.name.as_str()));
                    let author = session.rater_name(&item.author);
                    about.push(&author);
                    text::small(ui, about.join(" · "));
                });
            });
            if buttons == 0.0 {
                return None;
            }
            let mut wish = None;
            ui.spacing_mut().item_spacing.x = 0.0;
            if ui.add(IconButton::new(Icon::Edit, format!("Change: {title}")).small()).clicked() {
                wish = Some(Wish::Edit(item.id.clone()));
            }
            if ui.add(IconButton::new(Icon::Trash, format!("Remove: {title}")).small()).clicked() {
                wish = Some(Wish::Remove(item.id.clone()));
            }
            wish
        })
        .inner;
    text::body(ui, item.text.as_str());
    more(ui, view, item);
    wish
}

/// What else is known of a piece, a line each.
fn more(ui: &mut Ui, view: &View<'_>, item: &Evidence) {
    let rubric = &view.session.rubric;
    let room = rubric.rooms.iter().find(|room| Some(&room.id) == item.room.as_ref()).map(|room| room.name.clone());
    let functions = rubric.functions.iter().filter(|function| item.functions.contains(&function.id));
    let functions: Vec<&str> = functions.map(|function| function.name.as_str()).collect();
    let side = item.side.map(|side| side_word(side).to_owned());
    let horizon = item.horizon.as_ref().and_then(|horizon| rubric.horizon(horizon)).map(|horizon| {
        let again = item.revisited.map(|day| format!(", looked at again on {}", day_words(day)));
        format!("{}{}", horizon.name, again.unwrap_or_else(|| ", not looked at again yet".into()))
    });
    let read_by = match (item.read_by.is_empty(), item.acted_on) {
        (true, false) => String::new(),
        (true, true) => "acted on".into(),
        (false, acted) => format!("{}{}", item.read_by, if acted { ", and acted on" } else { "" }),
    };
    for (label, words) in [
        ("Room", room.unwrap_or_default()),
        ("Changed", item.changed.clone()),
        ("Money result", item.money_result.clone()),
        ("Functions moved", functions.join(", ")),
        ("Side", side.unwrap_or_default()),
        ("Bet ahead", horizon.unwrap_or_default()),
        ("Read by", read_by),
        ("More", item.link.clone()),
    ] {
        if !words.is_empty() {
            text::small(ui, format!("{label}: {words}"));
        }
    }
}

fn side_word(side: Side) -> &'static str {
    match side {
        Side::Customers => "customers, outside",
        Side::Teams => "teams, inside",
    }
}

/// Shows what the evidence covers: both sides of people sense, the functions that were moved, and the rooms where
/// something changed. What is not there is named too: absence counts against nobody, and may be worth a question.
pub fn covered(ui: &mut Ui, view: &View<'_>, reading: &Reading) {
    if reading.evidence.is_empty() {
        return;
    }
    let rubric = &view.session.rubric;
    let evidence = &reading.evidence;
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        section_heading(ui, "What the evidence covers");
        let sides = [(Side::Customers, "Customers"), (Side::Teams, "Teams")];
        let side = |(side, name): (Side, &str)| {
            (name.to_owned(), evidence.iter().filter(|item| item.side == Some(side)).count())
        };
        coverage(ui, "Sides of people sense", sides.map(side).to_vec());
        let function = |function: &crate::model::Function| {
            (function.name.clone(), evidence.iter().filter(|item| item.functions.contains(&function.id)).count())
        };
        coverage(ui, "Functions moved", rubric.functions.iter().map(function).collect());
        let useful = |item: &&Evidence| !item.changed.trim().is_empty();
        let room = |room: &crate::model::Room| {
            let there = evidence.iter().filter(|item| item.room.as_ref() == Some(&room.id));
            (room.name.clone(), there.filter(useful).count())
        };
        coverage(ui, "Rooms where something changed", rubric.rooms.iter().map(room).collect());
        let attended = evidence.iter().filter(|item| item.room.is_some() && !useful(item)).count();
        if attended > 0 {
            text::hint(ui, format!("Attended without a change: {attended}. Attendance alone counts nothing."));
        }
    });
}

/// One line of what is covered, and what is not seen yet.
fn coverage(ui: &mut Ui, label: &str, counts: Vec<(String, usize)>) {
    if counts.is_empty() {
        return;
    }
    let seen: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name} {count}")).collect();
    let unseen: Vec<&str> = counts.iter().filter(|(_, count)| *count == 0).map(|(name, _)| name.as_str()).collect();
    Frame::new().inner_margin(Margin::ZERO).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        text::label(ui, label);
        text::body(ui, if seen.is_empty() { "None yet".to_owned() } else { seen.join(" · ") });
        if !unseen.is_empty() && !seen.is_empty() {
            text::hint(ui, format!("Not seen: {}", unseen.join(", ")));
        }
    });
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
