//! The middle column: who is under discussion and how long already, the reveal, the pyramid against the bars with what
//! it comes to, what to look at before anything is decided, the evidence on its calendar, and a benchmark of the same
//! level without a name.

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use jiff::SignedDuration;

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::screens::comparison;
use crate::app::screens::person::{calendar, flags, lead::Lead, reading::Reading, summary};
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Button, Card, Hue, focus_ring, hairline, icon_badge, line_of_text, section_heading, text};
use crate::insight::clock::clock_words;
use crate::insight::points::score_words;
use crate::insight::{Benchmark, BenchmarkOf};
use crate::model::{Person, SkillId};

/// What somebody did in the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Did {
    /// Begin the silent read.
    SilentRead,
    /// Open the marks.
    Reveal,
    /// Start or hold the clock.
    Clock,
    /// Park the person.
    Park,
    /// Discuss somebody who was agreed before.
    Discuss,
    /// Show the agenda, which is folded away.
    Agenda,
    /// Show all about the person.
    Person,
}

/// The clock of the person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clock {
    /// How long the person was discussed in all.
    pub spent: SignedDuration,
    /// How long they may be.
    pub planned: SignedDuration,
    /// Whether it runs.
    pub runs: bool,
}

/// What stands above everything in the column.
pub(super) struct Head<'a> {
    pub person: &'a Person,
    pub standing: &'a str,
    pub clock: &'a Clock,
    /// Whether the agenda is folded away.
    pub folded: bool,
}

impl Head<'_> {
    /// Name, line and clock.
    pub fn show(&self, ui: &mut Ui) -> Option<Did> {
        let theme = Theme::of(ui);
        let mut did = None;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme.scaled(50.0)), Sense::hover());
        let clock = self.clock(ui, &theme, rect);
        if clock.clicked() {
            did = Some(Did::Clock);
        }
        let left = Rect::from_min_max(rect.min, pos2(clock.rect.left() - 12.0, rect.bottom()));
        let builder = UiBuilder::new().max_rect(left).layout(Layout::top_down(Align::Min));
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing = vec2(10.0, 2.0);
            ui.spacing_mut().interact_size.y = theme.scaled(24.0);
            ui.horizontal(|ui| {
                if self.folded && ui.add(Button::secondary("Agenda").small()).clicked() {
                    did = Some(Did::Agenda);
                }
                let name = theme.rich(Size::Title, Weight::SemiBold, self.person.name.as_str());
                let response = ui.add(egui::Label::new(name).truncate().sense(Sense::click()));
                let response = response.on_hover_text(format!("All about {}", self.person.name));
                if response.clicked() {
                    did = Some(Did::Person);
                }
            });
            let line = theme.rich(Size::Body, Weight::Regular, self.standing).color(theme.text_second);
            text::truncated(ui, line).on_hover_text(self.standing);
        });
        did
    }

    /// The clock in its frame, at the right end of the head; a click starts or holds it.
    fn clock(&self, ui: &Ui, theme: &Theme, head: Rect) -> Response {
        let over = self.clock.spent > self.clock.planned;
        let (spent, planned) = (clock_words(self.clock.spent), format!("/ {}", clock_words(self.clock.planned)));
        let ink = match (self.clock.runs, over) {
            (_, true) => theme.watch.text,
            (true, false) => theme.text,
            (false, false) => theme.text_second,
        };
        let painter = ui.painter();
        let lay = |words: &str, weight, ink| {
            line_of_text(painter, words, theme.font(Size::Section, weight), ink, f32::INFINITY)
        };
        let spent_laid = lay(&spent, Weight::SemiBold, ink);
        let planned_laid = lay(&planned, Weight::Regular, theme.text_second);
        let (padding, sign) = (theme.scaled(12.0), theme.scaled(14.0));
        // The room for the sign stays when the clock runs, so that nothing jumps.
        let width = 2.0 * padding + sign + 6.0 + spent_laid.size().x + 5.0 + planned_laid.size().x;
        let size = vec2(width.ceil(), theme.scaled(34.0).round());
        let rect = Rect::from_min_size(pos2(head.right() - size.x, head.top()), size);
        let response = ui.interact(rect, ui.scope_id().with("clock"), Sense::click());
        let name = if self.clock.runs { "Hold the clock" } else { "Start the clock" };
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(format!("{spent} of {}", clock_words(self.clock.planned))),
            ..WidgetInfo::labeled(Role::Button, true, name)
        });
        let line = if response.hovered() { theme.line_strong } else { theme.line };
        painter.rect(rect, 8, theme.surface, Stroke::new(1.0, line), StrokeKind::Inside);
        let square = Rect::from_center_size(
            pos2(rect.left() + padding + sign / 2.0, rect.center().y),
            egui::Vec2::splat(theme.scaled(13.0)),
        );
        let icon = if self.clock.runs { Icon::Pause } else { Icon::Play };
        icon.paint(painter, square, theme.text_third);
        let mut at = pos2(rect.left() + padding + sign + 6.0, rect.center().y - spent_laid.size().y / 2.0);
        let spent_width = spent_laid.size().x;
        painter.galley(at, spent_laid, ink);
        at.x += spent_width + 5.0;
        painter.galley(at, planned_laid, theme.text_second);
        focus_ring(ui, &response, rect, 8.0);
        let key = Command::Clock.keys(ui.ctx()).unwrap_or_default();
        response.on_hover_text(format!("{name} ({key})"))
    }
}

/// What stands in place of the cells before the reveal: the silent read, and the reveal.
pub(super) struct Closed<'a> {
    /// Seconds left of the silent read, while there is one.
    pub silent: Option<u32>,
    /// Why the marks can't be opened now.
    pub refused: Option<&'a str>,
    /// Who has not handed in and the like, in a sentence.
    pub waiting: &'a str,
}

impl Closed<'_> {
    /// Shows it.
    pub fn show(&self, ui: &mut Ui) -> Option<Did> {
        let theme = Theme::of(ui);
        let mut did = None;
        Card::new().padding(16).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 8.0;
                    let key = |command: Command| command.keys(ui.ctx()).unwrap_or_default();
                    let (reveal_key, read_key) = (key(Command::Reveal), key(Command::SilentRead));
                    let reveal = Button::primary("Reveal scores").key(reveal_key);
                    let reveal = reveal.tooltip(self.refused.unwrap_or(Command::Reveal.tooltip()));
                    if ui.add_enabled(self.refused.is_none(), reveal).clicked() {
                        did = Some(Did::Reveal);
                    }
                    let label = if self.silent.is_some() { "Stop reading" } else { "Silent read" };
                    let read = Button::secondary(label).key(read_key).tooltip(Command::SilentRead.tooltip());
                    if ui.add_enabled(self.refused.is_none(), read).clicked() {
                        did = Some(Did::SilentRead);
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| match self.silent {
                        Some(left) => {
                            let words = crate::app::presenter::clock_words(left);
                            ui.label(theme.rich(Size::Title, Weight::SemiBold, words));
                            text::second(ui, if left == 0 { "Everybody has read" } else { "Read in silence" });
                        }
                        None => {
                            icon_badge(ui, Icon::Lock, Hue::Neutral);
                            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Wrap);
                            text::second(ui, self.waiting);
                        }
                    });
                });
            });
        });
        did
    }
}

/// The cards about the person. Returns the skill that a click on a flag leads to.
pub(super) fn cards(
    ui: &mut Ui,
    view: &View<'_>,
    person: &Person,
    reading: &Reading,
    hinges_on: &str,
    benchmark: Option<&Benchmark>,
    choice: &mut summary::Choice,
) -> Option<SkillId> {
    ui.spacing_mut().item_spacing.y = 12.0;
    choice.chips = true;
    summary::show(ui, view, person, reading, choice);
    comparison::card(ui, view, &person.id);
    let mut lead = None;
    if !reading.flags.is_empty() {
        lead = Card::new().show(ui, |ui| flags::show(ui, view, reading)).inner;
    }
    if !hinges_on.is_empty() {
        Card::new().padding(14).show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                icon_badge(ui, Icon::EyeOff, Hue::Neutral);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    text::strong(ui, "For you alone");
                    text::small(ui, hinges_on);
                });
            });
        });
    }
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        section_heading(ui, "Evidence");
        if !reading.open && reading.evidence.is_empty() {
            text::second(ui, "What raters wrote down opens with the reveal.");
        } else {
            calendar::show(ui, view, &reading.evidence);
            if reading.evidence.is_empty() {
                text::second(ui, "Nobody has recorded any: ask for examples.");
            }
        }
        if let Some(benchmark) = benchmark {
            ui.add_space(4.0);
            hairline(ui);
            ui.add_space(4.0);
            show_benchmark(ui, view, person, reading, benchmark);
        }
    });
    match lead {
        Some(Lead::Skill(skill)) => Some(skill),
        Some(Lead::Evidence(_)) | None => None,
    }
}

/// Somebody of the same level, without a name, tier by tier beside the person.
fn show_benchmark(ui: &mut Ui, view: &View<'_>, person: &Person, reading: &Reading, benchmark: &Benchmark) {
    let theme = Theme::of(ui);
    let rubric = &view.session.rubric;
    let level = person.level.as_ref().and_then(|level| rubric.level(level));
    let level_name = level.map_or("", |level| level.name.as_str());
    let words = match benchmark.of {
        BenchmarkOf::Settled(place) => format!("Another {level_name}, placed: {}", place.words().to_lowercase()),
        BenchmarkOf::Middle(others) => format!("The middle of {others} others: {level_name}"),
    };
    text::label(ui, "Benchmark of the same level");
    text::body(ui, words);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        for (tier, score) in benchmark.tiers.iter().rev() {
            let (Some(place), Some(named)) = (rubric.tier_place(tier), rubric.tier(tier)) else { continue };
            let own = reading.person.tiers.get(place).and_then(|tier| tier.score);
            let own = own.map_or_else(|| "–".to_owned(), score_words);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let name = theme.rich(Size::Small, Weight::Medium, named.name.as_str());
                ui.label(name.color(theme.tier(place).text));
                text::small(ui, format!("{}, here {own}", score_words(*score)));
            });
        }
    });
}
