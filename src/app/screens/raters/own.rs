//! A rater's own picture: how their scores lie to those of the others on the same people, once they have handed in.
//! Nobody else's name, figure or cell is on it.

use egui::{ScrollArea, Ui};

use super::{being_updated, side};
use crate::app::theme::Theme;
use crate::app::view::View;
use crate::app::widgets::{
    Card, IntervalDot, IntervalDots, ScaleUse, ScaleUses, page_title, section_heading, signed, text,
};
use crate::insight::ruler::{RaterPicture, Ruler};
use crate::model::RaterId;
use crate::workspace::Standing;

/// Shows the picture of one rater.
pub fn show(ui: &mut Ui, view: &View<'_>, ruler: &Ruler, rater: &RaterId, standing: Standing) {
    let name = view.session.rater_name(rater);
    page_title(ui, "Your own ruler", "");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        text::second(
            ui,
            format!("{name}: only you see this. It is from your scores before the reveal, and adjusts nothing."),
        );
        being_updated(ui, standing);
    });
    ui.add_space(14.0);
    let Some(rater) = ruler.rater(rater) else {
        text::second(ui, "You have not scored anybody, so there is nothing to show.");
        return;
    };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width((ui.available_width() - 8.0).min(Theme::of(ui).scaled(760.0)));
        ui.spacing_mut().item_spacing.y = 16.0;
        Card::new().show(ui, |ui| severity(ui, ruler, rater));
        Card::new().show(ui, |ui| use_of_scale(ui, rater));
        Card::new().show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            section_heading(ui, "Other signs");
            text::small(ui, "Each has more than one explanation. They are for you to think about.");
            ui.add_space(4.0);
            side::other_signs(ui, rater);
            side::by_tier(ui, view.session, rater);
        });
        ui.add_space(4.0);
    });
}

fn severity(ui: &mut Ui, ruler: &Ruler, rater: &RaterPicture) {
    ui.spacing_mut().item_spacing.y = 4.0;
    section_heading(ui, "Severity");
    side::severity_chip(ui, rater);
    text::second(ui, rater.rests_on("You"));
    if let Some(severity) = rater.severity.filter(|_| !rater.too_little_data) {
        ui.add_space(8.0);
        let (figure, words) = (signed(severity.value, 2), format!("You: {}", severity.words()));
        let dot = IntervalDot {
            name: "You",
            value: severity.value as f32,
            interval: Some((severity.interval.low as f32, severity.interval.high as f32)),
            figure: &figure,
            marked: rater.is_marked,
            words: &words,
        };
        IntervalDots::new(&[dot], ruler.settings.marked_severity as f32).quiet().show(ui);
        text::small(ui, "Points above or below the others on the same people. Inside the band nothing is marked.");
    }
}

fn use_of_scale(ui: &mut Ui, rater: &RaterPicture) {
    ui.spacing_mut().item_spacing.y = 4.0;
    section_heading(ui, "Use of the scale");
    text::small(ui, "How often you used each score. Teams differ, so this is not leniency.");
    ui.add_space(8.0);
    let (shares, words) = (rater.shares(), format!("You scored {}.", rater.shares_words()));
    ScaleUses::new(&[ScaleUse { name: "", shares: &shares, words: &words }]).quiet().show(ui);
}
