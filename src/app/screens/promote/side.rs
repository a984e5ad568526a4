//! The selected person beside the board: gates, how sure we are, the placement with its next step, and what has grown
//! since the last cycle.

use egui::{ScrollArea, Ui};

use crate::app::screens::comparison;
use crate::app::screens::person::gates;
use crate::app::screens::person::placement::PlacementCard;
use crate::app::screens::person::reading::Reading;
use crate::app::screens::person::sureness::{self, Sureness};
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Button, hairline, key_value, page_title, section_heading, text};
use crate::insight::Growth;
use crate::model::{Person, PersonId};

/// What the panel keeps between frames.
#[derive(Default)]
pub struct Side {
    reading: Option<(PersonId, Reading)>,
    placement: PlacementCard,
    sureness: Sureness,
}

impl Side {
    /// Records what is being written, as its button does.
    pub fn record(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        self.placement.record(view.session, actions);
    }

    /// Shows the selected person.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, actions: &mut Vec<Action>) {
        let fresh = |(id, reading): &(PersonId, Reading)| *id == person.id && reading.revision == view.revision;
        if self.reading.as_ref().is_some_and(|(id, _)| *id != person.id) {
            self.sureness.hide();
        }
        let kept = self.reading.take().filter(fresh).map(|(_, reading)| reading);
        let Some(reading) = kept.or_else(|| Reading::new(view, &person.id)) else { return };
        ScrollArea::vertical().id_salt(("selected", &person.id)).auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 10.0);
            ui.spacing_mut().item_spacing.y = 6.0;
            head(ui, view, person, actions);
            ui.add_space(8.0);
            if reading.person.gates.is_empty() {
                text::strong(ui, reading.person.status.words());
                text::small(ui, reading.person.why.as_str());
            } else {
                ui.scope(|ui| gates::rows(ui, view, &reading.person.gates, None));
            }
            if view.figures.is_comparing() {
                ui.add_space(8.0);
            }
            ui.scope(|ui| comparison::rows(ui, view, &person.id));
            ui.add_space(8.0);
            ui.scope(|ui| sureness::show(ui, view, &reading, &mut self.sureness));
            ui.add_space(8.0);
            hairline(ui);
            ui.add_space(4.0);
            ui.scope(|ui| self.placement.show(ui, view, person, reading.person.status, actions));
            if let Some(growth) = &reading.growth {
                ui.add_space(8.0);
                since(ui, view, growth);
            }
            ui.add_space(12.0);
        });
        self.reading = Some((person.id.clone(), reading));
    }
}

fn head(ui: &mut Ui, view: &View<'_>, person: &Person, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    text::small(ui, "Selected");
    ui.scope(|ui| {
        ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
        page_title(ui, &person.name, "");
    });
    let target = person.target.as_ref().and_then(|target| view.session.rubric.level(target));
    let standing = view.session.standing(person);
    let words = match target {
        Some(target) => format!("{standing} · target {}", target.name),
        None => format!("{standing} · no target"),
    };
    ui.label(theme.rich(Size::Body, Weight::Regular, words).color(theme.text_second));
    ui.horizontal(|ui| {
        if ui.add(Button::secondary("Open person").key("Enter").small()).clicked() {
            actions.push(Action::Go(Screen::Person(person.id.clone())));
        }
        if ui.add(Button::secondary("Compare…").small()).clicked() {
            actions.push(Action::Go(Screen::Compare(vec![person.id.clone()])));
        }
    });
}

fn since(ui: &mut Ui, view: &View<'_>, growth: &Growth) {
    section_heading(ui, &format!("Since {}", growth.since));
    if growth.tiers.is_empty() {
        text::second(ui, "No tier was seen enough in both.");
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for change in growth.tiers.iter().rev() {
        let name = view.session.rubric.tier(&change.of).map_or("", |tier| tier.name.as_str());
        key_value(ui, name, &change.words());
    }
}
