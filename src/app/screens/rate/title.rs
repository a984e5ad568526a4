//! Over and under the grid: whose it is and what it is for, the way on, a filter, and the keys.

use std::sync::Arc;

use egui::accesskit::Live;
use egui::{Align, Galley, Id, Layout, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::screens::dates;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{Answer, Banner, Button, Hue, IconButton, TextField, line_of_text, text};
use crate::model::Phase;

use super::rows::Totals;
use super::seat::Seat;

/// Something that was asked of the title row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Let the next rater sit down.
    NextRater,
    /// Submit and seal.
    Submit,
    /// Open what was sealed.
    Reopen,
    /// Only comment from now on, or rate after all.
    OnlyComment(bool),
    /// Bring the panel back.
    ShowPanel,
}

/// Shows the title row, what the grid is for, and how it stands.
pub(super) fn show(
    ui: &mut Ui,
    seat: &Seat<'_>,
    totals: &Totals,
    filter: &mut String,
    has_panel: bool,
) -> Option<Wish> {
    let mut wish = None;
    let theme = Theme::of(ui);
    let height = theme.scaled(30.0);
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        wish = buttons(ui, seat, totals, filter, has_panel);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let words = theme.rich(Size::Title, Weight::SemiBold, format!("Rate as {}", seat.rater.name));
            let shown = text::truncated(ui, words);
            ui.ctx().accesskit_node_builder(shown.id, |node| {
                node.set_role(egui::accesskit::Role::Heading);
                node.set_level(1);
                node.set_label(format!("Rate as {}", seat.rater.name));
            });
        });
    });
    ui.add_space(-4.0);
    text::second(ui, subtitle(seat));
    if seat.rater.comments_only {
        let banner = Banner::new(Hue::Watch, "You only comment: you see what is revealed, and give no scores.");
        let banner = if seat.read_only.is_none() { banner.action("Rate after all") } else { banner };
        if banner.show(ui) == Answer::Action {
            wish = Some(Wish::OnlyComment(false));
        }
    } else if let Some(sentence) = standing(seat) {
        let banner = Banner::new(Hue::Good, &sentence);
        let banner = if seat.may_reopen() { banner.action("Reopen") } else { banner };
        if banner.show(ui) == Answer::Action {
            wish = Some(Wish::Reopen);
        }
    }
    wish
}

fn buttons(ui: &mut Ui, seat: &Seat<'_>, totals: &Totals, filter: &mut String, has_panel: bool) -> Option<Wish> {
    let mut wish = None;
    if !has_panel && ui.add(IconButton::new(Icon::ChevronLeft, "Show the anchors")).clicked() {
        wish = Some(Wish::ShowPanel);
    }
    if seat.may_submit() {
        let keys = Command::Submit.keys(ui.ctx()).unwrap_or_default();
        let tooltip = format!("{} ({keys})", Command::Submit.tooltip());
        if ui.add(Button::primary("Submit and seal").tooltip(tooltip)).clicked() {
            wish = Some(Wish::Submit);
        }
    }
    if seat.may_only_comment() {
        let tooltip = "You came late: give no scores, and see what is revealed";
        if ui.add(Button::quiet("Only comment").tooltip(tooltip)).clicked() {
            wish = Some(Wish::OnlyComment(true));
        }
    }
    let keys = Command::NextRater.keys(ui.ctx()).unwrap_or_default();
    let tooltip = format!("{} ({keys})", Command::NextRater.tooltip());
    if ui.add(Button::secondary(Command::NextRater.label()).tooltip(tooltip)).clicked() {
        wish = Some(Wish::NextRater);
    }
    if totals.people > 1 || !filter.is_empty() {
        let theme = Theme::of(ui);
        // In a row that is filled from the right a field would start there too.
        ui.allocate_ui_with_layout(
            vec2(theme.scaled(150.0), theme.control_height()),
            Layout::left_to_right(Align::Center),
            |ui| {
                TextField::new("Filter people", filter)
                    .hint("Name, team or level")
                    .label_hidden()
                    .width(theme.scaled(150.0))
                    .id(Id::unique("rate filter"))
                    .show(ui);
            },
        );
    }
    wish
}

fn subtitle(seat: &Seat<'_>) -> &'static str {
    match (seat.session.about.phase, seat.rater.submitted.is_some()) {
        (Phase::Calibrate, true) => {
            "People who were revealed take revised scores; your blind score stays beside it, struck through."
        }
        (Phase::Calibrate, false) if seat.rater.comments_only => "What is revealed opens on the Person screen.",
        (Phase::Calibrate, false) => {
            "The meeting has begun. Hand in sealed for people not revealed yet, or only comment."
        }
        (Phase::Close, _) => "The session is closed. This is what you said.",
        _ => {
            "Only what each person’s own and next level ask. Sealed when you submit: nobody sees a score before the \
             reveal."
        }
    }
}

/// How the grid stands, where that is not plain.
fn standing(seat: &Seat<'_>) -> Option<String> {
    let at = dates::moment_words(seat.rater.submitted?);
    Some(if seat.may_reopen() {
        format!("Submitted {at}. Your scores are sealed; reopen your grid to change them.")
    } else {
        format!("Submitted {at}. Your blind scores are sealed.")
    })
}

/// One key with what it does.
struct Hint {
    keys: Vec<Arc<Galley>>,
    words: Arc<Galley>,
    width: f32,
}

const HINT_GAP: f32 = 14.0;
const KEY_GAP: f32 = 5.0;
const DASH: f32 = 6.0;

fn hints(ui: &Ui, theme: &Theme, top: u8) -> Vec<Hint> {
    let top = top.to_string();
    let undo = Command::Undo.keys(ui.ctx()).unwrap_or_default();
    let paste = undo.replace('Z', "V");
    let all: [(&[&str], &str); 8] = [
        (&["1", &top], "rate"),
        (&["0"], "not observed"),
        (&["N"], "note"),
        (&["E"], "evidence"),
        (&["C"], "how closely"),
        (&["Del"], "clear"),
        (&[&undo], "undo"),
        (&[&paste], "paste from a spreadsheet"),
    ];
    let line = |words: &str, size, colour| {
        line_of_text(ui.painter(), words, theme.font(size, Weight::Regular), colour, f32::INFINITY)
    };
    let hint = |(keys, words): (&[&str], &str)| {
        let keys: Vec<_> = keys.iter().map(|key| line(key, Size::Label, theme.text_second)).collect();
        let words = line(words, Size::Small, theme.text_second);
        let caps: f32 = keys.iter().map(|key| cap_width(theme, key) + KEY_GAP).sum();
        // A dash between the first and the last score.
        let dash = if keys.len() > 1 { DASH + KEY_GAP } else { 0.0 };
        Hint { width: caps + dash + words.size().x, keys, words }
    };
    all.into_iter().map(hint).collect()
}

fn cap_width(theme: &Theme, key: &Galley) -> f32 {
    (key.size().x + theme.scaled(10.0)).max(theme.scaled(18.0)).ceil()
}

/// Where the hints break into lines of this width: the first hint of each line.
fn lines(hints: &[Hint], width: f32) -> Vec<usize> {
    let mut starts = vec![0];
    let mut used = 0.0;
    for (place, hint) in hints.iter().enumerate() {
        if used > 0.0 && used + hint.width > width {
            starts.push(place);
            used = 0.0;
        }
        used += hint.width + HINT_GAP;
    }
    starts
}

fn line_height(theme: &Theme) -> f32 {
    theme.scaled(24.0).round()
}

/// How high the foot is in the width there is.
pub(super) fn foot_height(ui: &Ui, top: u8) -> f32 {
    let theme = Theme::of(ui);
    lines(&hints(ui, &theme, top), ui.available_width()).len() as f32 * line_height(&theme) + 12.0
}

/// Shows the keys, or what there is to say instead.
pub(super) fn foot(ui: &mut Ui, seat: &Seat<'_>, message: Option<&str>) {
    let theme = Theme::of(ui);
    let top = seat.session.rubric.scale.top();
    if let Some(message) = message {
        let shown = ui.horizontal(|ui| {
            Icon::Info.show(ui, 15.0, theme.watch.text);
            text::truncated(ui, theme.rich(Size::Body, Weight::Medium, message).color(theme.watch.text))
        });
        ui.ctx().accesskit_node_builder(shown.inner.id, |node| node.set_live(Live::Polite));
        return;
    }
    let hints = hints(ui, &theme, top);
    let width = ui.available_width();
    let starts = lines(&hints, width);
    let (rect, _) =
        ui.allocate_exact_size(vec2(width, starts.len() as f32 * line_height(&theme)), egui::Sense::hover());
    for (line, start) in starts.iter().enumerate() {
        let end = starts.get(line + 1).copied().unwrap_or(hints.len());
        let mut x = rect.left() + 2.0;
        let middle = rect.top() + (line as f32 + 0.5) * line_height(&theme);
        for hint in &hints[*start..end] {
            paint_hint(ui, &theme, hint, x, middle);
            x += hint.width + HINT_GAP;
        }
    }
}

fn paint_hint(ui: &Ui, theme: &Theme, hint: &Hint, mut x: f32, middle: f32) {
    let painter = ui.painter();
    for (place, key) in hint.keys.iter().enumerate() {
        if place > 0 {
            let stroke = Stroke::new(1.0, theme.text_second);
            painter.line_segment([pos2(x, middle), pos2(x + DASH, middle)], stroke);
            x += DASH + KEY_GAP;
        }
        let width = cap_width(theme, key);
        let cap = Rect::from_min_size(pos2(x, middle - theme.scaled(9.0)), vec2(width, theme.scaled(18.0)));
        painter.rect(cap, 4, theme.surface, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
        painter.galley(cap.center() - key.size() / 2.0, Arc::clone(key), theme.text_second);
        x += width + KEY_GAP;
    }
    painter.galley(pos2(x, middle - hint.words.size().y / 2.0), Arc::clone(&hint.words), theme.text_second);
}
