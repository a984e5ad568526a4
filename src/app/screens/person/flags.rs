//! What to look at before anything is decided: each flag with its reason, and the marks or the evidence behind it.

use egui::Ui;

use super::lead::{self, Lead};
use super::reading::Reading;
use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Hue, icon_badge, section_heading, text};
use crate::insight::flags::{RaisedFlag, Tone};

/// Shows the flags of a person, with their heading; nothing where none was raised. A click leads to what is behind one.
pub fn show(ui: &mut Ui, view: &View<'_>, reading: &Reading) -> Option<Lead> {
    if reading.flags.is_empty() {
        return None;
    }
    ui.spacing_mut().item_spacing.y = 10.0;
    section_heading(ui, "Before you decide");
    let mut lead = None;
    for flag in &reading.flags {
        let found = one(ui, view, reading, flag);
        lead = lead.or(found);
    }
    lead
}

fn one(ui: &mut Ui, view: &View<'_>, reading: &Reading, flag: &RaisedFlag) -> Option<Lead> {
    let theme = Theme::of(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let (icon, hue) = sign(flag.tone);
        icon_badge(ui, icon, hue);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            text::strong(ui, flag.name.as_str());
            ui.label(theme.rich(Size::Small, Weight::Regular, flag.reason.as_str()).color(theme.text_second));
            lead::links(ui, view, reading, &flag.skills, &flag.evidence)
        })
        .inner
    })
    .inner
}

/// The sign of a flag that is meant so.
pub fn sign(tone: Tone) -> (Icon, Hue) {
    match tone {
        Tone::Good => (Icon::ArrowUpRight, Hue::Good),
        Tone::Plain => (Icon::Info, Hue::Accent),
        Tone::Watch => (Icon::Eye, Hue::Watch),
        Tone::Risk => (Icon::Warning, Hue::Bad),
    }
}
