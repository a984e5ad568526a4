//! Comparison scores beside the raw ones: tier scores with the raters' severity taken out, as a view that whoever runs
//! the meeting can ask for. They always come with their interval and the raw score, nothing is sorted or decided by
//! them, and they are in no file.

use egui::Ui;

use crate::app::command::Command;
use crate::app::view::{Action, View};
use crate::app::widgets::{Answer, Banner, Card, Chip, Hue, hairline, section_heading, text};
use crate::insight::points::score_words;
use crate::insight::ruler::{ComparisonScore, Ruler};
use crate::model::PersonId;

/// Says above a screen that comparison scores are shown; a click shows them no longer.
pub fn banner(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    if view.figures.compared(view).is_none() {
        return;
    }
    let sentence = "Comparison scores stand beside the raw ones: a view for you. Nothing is adjusted by them, and no file \
                    has them.";
    if Banner::new(Hue::Accent, sentence).action("Raw scores only").show(ui) == Answer::Action {
        actions.push(Action::Command(Command::Comparison));
    }
    ui.add_space(12.0);
}

/// The comparison score of the tier in which somebody is at home, in words; none where they are not asked for, or where
/// there is too little to compare.
pub fn at_home(view: &View<'_>, person: &PersonId) -> Option<String> {
    let ruler = view.figures.compared(view)?;
    let (name, score) = home(&ruler, view, person)?;
    Some(in_words(name, score))
}

/// The tier in which somebody is at home, and its comparison score.
fn home<'a>(ruler: &'a Ruler, view: &'a View<'_>, person: &PersonId) -> Option<(&'a str, &'a ComparisonScore)> {
    let tier = ruler.home_of(view.session, person)?;
    Some((&view.session.rubric.tiers.get(tier)?.name, ruler.comparison.of(person, tier)?))
}

fn in_words(name: &str, score: &ComparisonScore) -> String {
    format!("{name} compared: {}", score.words)
}

/// The same for a card that has little room: what it says in two short lines, and all of it.
pub struct Brief {
    /// "Market compared: 3.4", and "likely 3.0–3.8, raw 3.1".
    pub lines: [String; 2],
    /// All of it.
    pub words: String,
}

/// What stands on somebody's card where comparison scores are asked for.
pub fn brief(ruler: &Ruler, view: &View<'_>, person: &PersonId) -> Brief {
    let Some((name, score)) = home(ruler, view, person) else {
        return Brief { lines: ["Not compared".into(), String::new()], words: ruler.why_no_comparison() };
    };
    let (likely, figure) = (score.score.interval, score_words(score.score.value));
    let (low, high) = (score_words(likely.low), score_words(likely.high));
    let likely = format!("likely {low}–{high}, raw {}", score_words(score.raw));
    Brief { lines: [format!("{name} compared: {figure}"), likely], words: in_words(name, score) }
}

/// Shows the comparison scores of somebody who stands beside others, where they are asked for.
pub fn rows(ui: &mut Ui, view: &View<'_>, person: &PersonId) {
    let Some(ruler) = view.figures.compared(view) else { return };
    hairline(ui);
    text::strong(ui, "Comparison scores");
    tiers(ui, view, &ruler, person);
}

/// Shows a person's comparison scores in a card of their own, where they are asked for.
pub fn card(ui: &mut Ui, view: &View<'_>, person: &PersonId) {
    let Some(ruler) = view.figures.compared(view) else { return };
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            section_heading(ui, "Comparison scores");
            ui.add(Chip::new("A view: nothing is adjusted").hue(Hue::Accent));
        });
        text::small(ui, "Tier scores with the raters’ severity taken out, from scores given before the reveal.");
        ui.add_space(2.0);
        tiers(ui, view, &ruler, person);
    });
}

fn tiers(ui: &mut Ui, view: &View<'_>, ruler: &Ruler, person: &PersonId) {
    let rubric = &view.session.rubric;
    let known: Vec<_> = (0..rubric.tiers.len())
        .rev()
        .filter_map(|place| Some((&rubric.tiers[place].name, ruler.comparison.of(person, place)?)))
        .collect();
    if known.is_empty() {
        text::second(ui, ruler.why_no_comparison());
        return;
    }
    for (name, score) in known {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            // Lines of text alone: no row needs the height of a control.
            ui.spacing_mut().interact_size.y = 0.0;
            text::strong(ui, name.as_str());
            text::body(ui, score.words.as_str());
        });
    }
    if let Some(words) = ruler.apart_words(view.session, person) {
        hairline(ui);
        text::second(ui, words);
    }
}
