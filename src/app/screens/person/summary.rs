//! The card that leads the screen: the person's pyramid against the bars, and what the gates come to.

use egui::{Ui, vec2};

use super::gates;
use super::reading::Reading;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Card, Chip, Hue, PersonPyramid, Segmented, TierBand, hairline, text};
use crate::insight::points::meets;
use crate::insight::{Standing, Status, TierReading};
use crate::model::{LevelId, Person, day_words};

/// Whose bars the pyramid is read against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bars {
    /// Those of the target, where there is one.
    #[default]
    Target,
    /// Those of the person's own level.
    Own,
}

/// What is chosen in the card.
#[derive(Default)]
pub struct Choice {
    /// The bars.
    pub bars: Bars,
    /// Whether the gates stand in this card, as chips.
    pub chips: bool,
    /// The gate whose sentence is shown, by its place.
    pub gate: Option<usize>,
}

/// Shows the card.
pub fn show(ui: &mut Ui, view: &View<'_>, person: &Person, reading: &Reading, choice: &mut Choice) {
    let theme = Theme::of(ui);
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let room = ui.available_width();
        let pyramid_room = theme.scaled(522.0);
        if room < pyramid_room + theme.scaled(250.0) {
            pyramid(ui, view, person, reading, choice);
            ui.add_space(14.0);
            hairline(ui);
            ui.add_space(14.0);
            return status(ui, view, person, reading, choice);
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 24.0;
            column(ui, pyramid_room, |ui| pyramid(ui, view, person, reading, choice));
            column(ui, room - pyramid_room - 24.0, |ui| status(ui, view, person, reading, choice));
        });
    });
}

/// A column of a width of its own, as high as what is in it.
fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
        ui.set_width(width);
        content(ui);
    });
}

fn pyramid(ui: &mut Ui, view: &View<'_>, person: &Person, reading: &Reading, choice: &mut Choice) {
    let rubric = &view.session.rubric;
    let level = |id: Option<&LevelId>| id.and_then(|id| rubric.level(id));
    let (own, target) = (level(person.level.as_ref()), level(person.target.as_ref()));
    if let (Some(own), Some(target)) = (own, target) {
        let (own, target) = (format!("Bars of {}", own.name), format!("Bars of {}", target.name));
        Segmented::new("Bars").show(ui, &mut choice.bars, &[(Bars::Target, &target), (Bars::Own, &own)]);
        ui.add_space(14.0);
    }
    let toward = target.is_some() && choice.bars == Bars::Target;
    let notes = notes(view, &reading.person.tiers, toward);
    let bands = bands(view, &reading.person.tiers, &notes, toward);
    PersonPyramid::new(&person.name, &bands, rubric.scale.top()).width(Theme::of(ui).scaled(270.0)).show(ui);
}

/// What else there is to say of each tier.
pub fn notes(view: &View<'_>, tiers: &[TierReading], toward: bool) -> Vec<String> {
    let slack = view.session.rubric.rules.at_the_bar;
    tiers.iter().map(|tier| note(tier, toward, slack)).collect()
}

/// The tiers as a pyramid is drawn from them: against the bars of the target (`toward`), else against those of the own
/// level. `notes` stand beside them; there may be fewer.
pub fn bands<'a>(view: &View<'a>, tiers: &[TierReading], notes: &'a [String], toward: bool) -> Vec<TierBand<'a>> {
    let rubric = &view.session.rubric;
    let band = |(place, tier): (usize, &TierReading)| {
        let bar = if toward { tier.target_bar } else { tier.own_bar };
        let home = if toward { tier.home_of_target } else { tier.home_of_own };
        TierBand {
            name: rubric.tier(&tier.tier).map_or("", |tier| tier.name.as_str()),
            score: tier.score.map(|score| shown(score, bar)),
            bar: bar.map(|bar| bar as f32),
            home,
            asked: bar.is_some() || home,
            note: notes.get(place).map_or("", String::as_str),
        }
    };
    tiers.iter().enumerate().map(band).collect()
}

/// The score as it may be written beside the bar: one that misses it never rounds up to it.
fn shown(score: f64, bar: Option<f64>) -> f32 {
    let rounds_up = bar.is_some_and(|bar| !meets(score, bar) && meets((score * 10.0).round() / 10.0, bar));
    (if rounds_up { (score * 10.0).floor() / 10.0 } else { score }) as f32
}

/// What else there is to say of a tier.
fn note(tier: &TierReading, toward: bool, slack: f64) -> String {
    let bar = if toward { tier.target_bar } else { tier.own_bar };
    match Standing::of(tier.score, bar, slack) {
        Standing::NotEnoughSeen => format!("{} of {} skills", tier.seen, tier.asked),
        Standing::AtTheBar => "at the bar: the panel judges".into(),
        _ if toward && tier.home_of_target && !tier.home_of_own => "next level".into(),
        _ => tier.carried_from.map_or_else(String::new, |day| format!("carried over from {}", day_words(day))),
    }
}

fn status(ui: &mut Ui, view: &View<'_>, person: &Person, reading: &Reading, choice: &mut Choice) {
    let (theme, rubric) = (Theme::of(ui), &view.session.rubric);
    ui.spacing_mut().item_spacing.y = 8.0;
    let status = reading.person.status;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.add(Chip::new(status.words_toward(rubric, person.target.as_ref())).hue(status_hue(status)));
        if matches!(status, Status::Ready | Status::Nearly) {
            text::small(ui, "subject to role and budget");
        }
    });
    ui.label(theme.rich(Size::Body, Weight::Regular, reading.person.why.as_str()));
    if person.target.is_none() && person.level.is_some() {
        text::small(ui, "No target: growing in level.");
    }
    text::second(ui, reading.robust.as_str());
    if choice.chips {
        gates::chips(ui, &reading.person.gates, &mut choice.gate);
    }
}

/// The colour of a status.
pub fn status_hue(status: Status) -> Hue {
    match status {
        Status::Ready | Status::HoldsLevelWell => Hue::Good,
        Status::Nearly | Status::LevelNotYetEvidenced => Hue::Watch,
        Status::Building => Hue::Accent,
        Status::NotYet | Status::NotEnoughSeen | Status::TooEarly => Hue::Neutral,
    }
}
