//! The cut-offs that tier scores, gates and statuses are worked out with, and the flags with their figures.

use egui::{Align, Layout, Ui};

use crate::app::theme::Theme;
use crate::app::widgets::{Card, TextField, hairline, key_value, section_heading, switch, text};
use crate::insight::flags::{self, Figures, Flag};
use crate::insight::{RULE_FIGURES, Unit};
use crate::model::{FlagRule, Rubric};

use super::figures::figure;

/// Shows all of it.
pub(super) fn show(ui: &mut Ui, rubric: &mut Rubric, editing: bool) {
    ui.spacing_mut().item_spacing.y = 12.0;
    Card::new().show(ui, |ui| cut_offs(ui, rubric, editing));
    Card::new().show(ui, |ui| {
        section_heading(ui, "Flags");
        text::hint(ui, "What the panel should look at before it decides. A flag decides nothing.");
        ui.spacing_mut().item_spacing.y = 6.0;
        for flag in flags::all() {
            ui.add_space(4.0);
            ui.push_id(flag.slug, |ui| flag_row(ui, rubric, flag, editing));
            ui.add_space(4.0);
            hairline(ui);
        }
    });
}

fn cut_offs(ui: &mut Ui, rubric: &mut Rubric, editing: bool) {
    section_heading(ui, "Rules");
    let top = f64::from(rubric.scale.top());
    ui.spacing_mut().item_spacing.y = if editing { 6.0 } else { 0.0 };
    for rule in RULE_FIGURES {
        let value = (rule.get)(&rubric.rules);
        if !editing {
            key_value(ui, rule.words, &rule.unit.words(value));
            continue;
        }
        let theme = Theme::of(ui);
        let size = egui::vec2(ui.available_width(), theme.control_height());
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            let (unit, range, step) = match rule.unit {
                Unit::Points => ("", 0.0..=top, 0.25),
                Unit::Share => ("%", 0.0..=100.0, 5.0),
                Unit::Days => ("days", 0.0..=1000.0, 5.0),
                Unit::Count => ("", 0.0..=20.0, 1.0),
            };
            let factor = if rule.unit == Unit::Share { 100.0 } else { 1.0 };
            let room = egui::vec2(theme.scaled(32.0), theme.control_height());
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(room.x);
                text::second(ui, unit);
            });
            let mut shown = value * factor;
            if figure(ui, rule.words, &mut shown, range, step).changed() {
                let whole = matches!(rule.unit, Unit::Days | Unit::Count);
                (rule.set)(&mut rubric.rules, if whole { shown.round() } else { shown / factor });
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| text::truncated(ui, rule.words));
        });
    }
}

/// One figure of a flag: its unit, its value, and where the rubric changes it.
struct FlagFigure {
    unit: Unit,
    words: &'static str,
    get: fn(&Figures) -> f64,
    set: fn(&mut FlagRule, f64),
}

const FLAG_FIGURES: [FlagFigure; 4] = [
    FlagFigure {
        unit: Unit::Points,
        words: "points",
        get: |figures| figures.points,
        set: |rule, value| rule.points = Some(value),
    },
    FlagFigure {
        unit: Unit::Count,
        words: "at least",
        get: |figures| figures.count as f64,
        set: |rule, value| rule.count = Some(value.round() as u32),
    },
    FlagFigure {
        unit: Unit::Days,
        words: "within",
        get: |figures| f64::from(figures.days),
        set: |rule, value| rule.days = Some(value.round() as u32),
    },
    FlagFigure {
        unit: Unit::Share,
        words: "share",
        get: |figures| figures.share,
        set: |rule, value| rule.share = Some(value),
    },
];

fn flag_row(ui: &mut Ui, rubric: &mut Rubric, flag: &Flag, editing: bool) {
    let figures = flags::figures(rubric, flag);
    let shown = figures.unwrap_or(flag.figures);
    let used = |figure: &&FlagFigure| (figure.get)(&flag.figures) != 0.0;
    if !editing {
        let state = if figures.is_none() { ": off" } else { "" };
        text::strong(ui, format!("{}{state}", flags::name(rubric, flag)));
        text::second(ui, flags::meaning(rubric, flag));
        let words: Vec<String> = FLAG_FIGURES
            .iter()
            .filter(used)
            .map(|figure| match figure.unit {
                Unit::Points => format!("{} points", figure.unit.words((figure.get)(&shown))),
                _ => format!("{} {}", figure.words, figure.unit.words((figure.get)(&shown))),
            })
            .collect();
        if !words.is_empty() {
            text::hint(ui, words.join(" · "));
        }
        return;
    }
    let mut on = figures.is_some();
    let top = f64::from(rubric.scale.top());
    let name_now = flags::name(rubric, flag).to_owned();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if switch(ui, &mut on, &name_now).changed() {
            rule_of(rubric, flag).off = !on;
            tidy(rubric, flag);
        }
        for figure_of in FLAG_FIGURES.iter().filter(used) {
            let factor = if figure_of.unit == Unit::Share { 100.0 } else { 1.0 };
            let range = match figure_of.unit {
                Unit::Points => 0.0..=top,
                Unit::Share => 0.0..=100.0,
                Unit::Days => 0.0..=1000.0,
                Unit::Count => 1.0..=50.0,
            };
            let step = if figure_of.unit == Unit::Points { 0.25 } else { 1.0 };
            let mut value = (figure_of.get)(&shown) * factor;
            let name = format!("{name_now}: {}", figure_of.words);
            text::second(ui, figure_of.words);
            ui.add_enabled_ui(on, |ui| {
                if figure(ui, &name, &mut value, range, step).changed() {
                    (figure_of.set)(rule_of(rubric, flag), value / factor);
                }
            });
            match figure_of.unit {
                Unit::Share => drop(text::second(ui, "%")),
                Unit::Days => drop(text::second(ui, "days")),
                Unit::Points | Unit::Count => {}
            }
        }
    });
    // As it is being typed, with the blank at its end; what reads it takes that off.
    let own = |text: fn(&FlagRule) -> &String, comes: &str| {
        let own = rubric.rules.flags.get(flag.slug).map(text).filter(|text| !text.is_empty());
        own.cloned().unwrap_or_else(|| comes.to_owned())
    };
    let (mut name, mut meaning) = (own(|rule| &rule.name, flag.name), own(|rule| &rule.meaning, flag.meaning));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let label = format!("Name of the flag {name_now}");
        let width = Theme::of(ui).scaled(200.0);
        if TextField::new(&label, &mut name).label_hidden().width(width).show(ui).changed() {
            rule_of(rubric, flag).name = name;
        }
        let label = format!("When {name_now} is raised");
        if TextField::new(&label, &mut meaning).label_hidden().show(ui).changed() {
            rule_of(rubric, flag).meaning = meaning;
        }
    });
}

fn rule_of<'a>(rubric: &'a mut Rubric, flag: &Flag) -> &'a mut FlagRule {
    rubric.rules.flags.entry(flag.slug.to_owned()).or_default()
}

/// A flag that is as it comes is not named by the rubric.
fn tidy(rubric: &mut Rubric, flag: &Flag) {
    if rubric.rules.flags.get(flag.slug) == Some(&FlagRule::default()) {
        rubric.rules.flags.remove(flag.slug);
    }
}
