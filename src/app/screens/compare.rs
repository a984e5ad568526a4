//! Two to four people side by side: pyramids, status, gates, flags and placement, and below them every skill that one of
//! them is asked. It compares; it ranks nobody and adds nothing up.

use egui::accesskit::Role;
use egui::{Align, Frame, Layout, Margin, ScrollArea, Ui, UiBuilder, vec2};

use super::person::placement::recorded;
use super::person::reading::Reading;
use super::person::summary::{bands, notes, status_hue};
use super::{comparison, waiting};
use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{
    Button, Card, Chip, IconButton, PersonPyramid, TextField, ended_with_enter, hairline, page_title, section_heading,
    text,
};
use crate::insight::gates::GateState;
use crate::insight::points::score_words;
use crate::insight::visibility;
use crate::model::{Person, PersonId};

/// How many people are compared at most.
pub const MOST: usize = 4;

/// How many names are offered while one is looked for.
const OFFERED: usize = 6;

/// The Compare screen.
#[derive(Default)]
pub struct CompareScreen {
    readings: Vec<Reading>,
    wanted: String,
    /// Whether the field for a name has had the keyboard.
    asked: bool,
}

impl CompareScreen {
    /// Shows these people side by side; those who are gone are left out.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, people: &[PersonId], actions: &mut Vec<Action>) {
        if !visibility::sees_aggregates(view.session, &view.viewer()) {
            *self = Self::default();
            return waiting::show(ui, view, "The comparison", None, actions);
        }
        let people: Vec<&Person> =
            people.iter().take(MOST).filter_map(|id| view.session.people.get(id)).map(|person| &**person).collect();
        self.read(view, &people);
        Frame::new().inner_margin(Margin { left: 20, right: 14, top: 16, bottom: 0 }).show(ui, |ui| {
            self.head(ui, view, &people, actions);
            ui.add_space(12.0);
            comparison::banner(ui, view, actions);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - 10.0);
                self.columns(ui, view, &people, actions);
                ui.add_space(14.0);
                self.skills(ui, view, &people);
                ui.add_space(12.0);
            });
        });
    }

    /// Keeps the readings of these people up to date.
    fn read(&mut self, view: &View<'_>, people: &[&Person]) {
        let fresh = self.readings.len() == people.len()
            && self
                .readings
                .iter()
                .zip(people)
                .all(|(reading, person)| reading.revision == view.revision && reading.person.person == person.id);
        if !fresh {
            self.readings = people.iter().filter_map(|person| Reading::new(view, &person.id)).collect();
        }
    }

    fn head(&mut self, ui: &mut Ui, view: &View<'_>, people: &[&Person], actions: &mut Vec<Action>) {
        ui.horizontal(|ui| {
            let keys = Command::Back.keys(ui.ctx()).unwrap_or_default();
            if ui.add(IconButton::new(Icon::ArrowLeft, "Back").key(keys)).clicked() {
                actions.push(Action::Command(Command::Back));
            }
            page_title(ui, "Side by side", "Two to four people. Nothing here is added up or ranked.");
        });
        if people.len() >= MOST {
            return;
        }
        ui.add_space(8.0);
        let width = Theme::of(ui).scaled(320.0);
        // Somebody alone is there to be held beside another.
        let asks = people.len() < 2 && !std::mem::replace(&mut self.asked, true);
        let field = TextField::new("Add a person", &mut self.wanted)
            .label_hidden()
            .hint("Add a person by name")
            .width(width)
            .focus(asks)
            .show(ui);
        let mut entered = ended_with_enter(ui, &field);
        let wanted = self.wanted.trim().to_lowercase();
        if wanted.is_empty() {
            return;
        }
        let shown = |id: &PersonId| people.iter().any(|person| person.id == *id);
        let found = view
            .session
            .people
            .iter()
            .filter(|person| person.name.to_lowercase().contains(&wanted) && !shown(&person.id));
        ui.horizontal_wrapped(|ui| {
            let mut none = true;
            for person in found.take(OFFERED) {
                none = false;
                let label = format!("{}, {}", person.name, view.session.standing(person));
                let clicked = ui.add(Button::secondary(label).icon(Icon::Plus).small()).clicked();
                // Enter takes the first, and the next name can be typed.
                if clicked || std::mem::take(&mut entered) {
                    field.request_focus();
                    let ids = people.iter().map(|person| person.id.clone()).chain([person.id.clone()]);
                    actions.push(Action::Go(Screen::Compare(ids.collect())));
                    self.wanted.clear();
                }
            }
            if none {
                text::hint(ui, "Nobody else has that in their name.");
            }
        });
    }

    fn columns(&self, ui: &mut Ui, view: &View<'_>, people: &[&Person], actions: &mut Vec<Action>) {
        let count = people.len().max(2) as f32;
        let gap = 14.0;
        let width = ((ui.available_width() - gap * (count - 1.0)) / count).floor();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for (person, reading) in people.iter().zip(&self.readings) {
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    let builder =
                        UiBuilder::new().accessibility_role(Role::Group).accessibility_label(person.name.as_str());
                    ui.scope_builder(builder, |ui| {
                        Card::new().padding(16).show(ui, |ui| one(ui, view, people, person, reading, actions));
                    });
                });
            }
            if people.len() < 2 {
                ui.vertical(|ui| text::second(ui, "Add somebody by name to hold beside."));
            }
        });
    }

    /// Every skill that one of them is asked or scored on, tier by tier from the top.
    fn skills(&self, ui: &mut Ui, view: &View<'_>, people: &[&Person]) {
        let theme = Theme::of(ui);
        if self.readings.iter().any(|reading| !reading.open) {
            text::hint(ui, "Skills of people who are not revealed yet show what was settled, and nothing else.");
        }
        Card::new().show(ui, |ui| {
            section_heading(ui, "Skills");
            ui.add_space(6.0);
            let rubric = &view.session.rubric;
            let column = theme.scaled(110.0);
            let name_room = (ui.available_width() - column * people.len() as f32).max(theme.scaled(120.0));
            let cell = |ui: &mut Ui, words: egui::RichText| {
                let size = vec2(column, theme.scaled(22.0));
                ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                    text::truncated(ui, words);
                });
            };
            let row = |ui: &mut Ui, name: egui::RichText, words: Vec<egui::RichText>| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    let size = vec2(name_room, theme.scaled(22.0));
                    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                        ui.set_width(name_room);
                        text::truncated(ui, name);
                    });
                    words.into_iter().for_each(|words| cell(ui, words));
                });
            };
            for (place, tier) in rubric.tiers.iter().enumerate().rev() {
                let skills: Vec<_> = rubric
                    .skills
                    .iter()
                    .filter(|skill| skill.tier == tier.id && self.readings.iter().any(|read| read.has(&skill.id)))
                    .collect();
                if skills.is_empty() {
                    continue;
                }
                ui.add_space(6.0);
                let names = people.iter().map(|person| theme.rich(Size::Small, Weight::Medium, person.name.as_str()));
                let heading = theme.rich(Size::Body, Weight::SemiBold, tier.name.as_str());
                row(ui, heading.color(theme.tier(place).text), names.collect());
                for skill in skills {
                    hairline(ui);
                    let words = self
                        .readings
                        .iter()
                        .map(|reading| theme.rich(Size::Body, Weight::Medium, reading.score_of(&skill.id)));
                    let name = theme.rich(Size::Body, Weight::Regular, skill.name.as_str());
                    row(ui, name, words.collect());
                }
            }
        });
    }
}

/// One person's column.
fn one(
    ui: &mut Ui,
    view: &View<'_>,
    people: &[&Person],
    person: &Person,
    reading: &Reading,
    actions: &mut Vec<Action>,
) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = 8.0;
    ui.horizontal(|ui| {
        let room = ui.available_width() - theme.scaled(60.0);
        ui.allocate_ui_with_layout(vec2(room, theme.control_height()), Layout::left_to_right(Align::Center), |ui| {
            text::truncated(ui, theme.rich(Size::Section, Weight::SemiBold, person.name.as_str()));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let out = IconButton::new(Icon::Close, format!("Leave out {}", person.name)).small();
            if ui.add_enabled(people.len() > 1, out).clicked() {
                let rest = people.iter().filter(|other| other.id != person.id).map(|other| other.id.clone());
                actions.push(Action::Go(Screen::Compare(rest.collect())));
            }
            let open = IconButton::new(Icon::ArrowUpRight, format!("Open {}", person.name)).small();
            if ui.add(open).clicked() {
                actions.push(Action::Go(Screen::Person(person.id.clone())));
            }
        });
    });
    text::small(ui, reading.standing.as_str());
    let toward = person.target.is_some();
    let notes = notes(view, &reading.person.tiers, toward);
    let bands = bands(view, &reading.person.tiers, &notes, toward);
    let top = view.session.rubric.scale.top();
    PersonPyramid::new(&person.name, &bands, top).width(theme.scaled(150.0)).show(ui);
    comparison::rows(ui, view, &person.id);
    let status = reading.person.status;
    let words = status.words_toward(&view.session.rubric, person.target.as_ref());
    ui.add(Chip::new(words).hue(status_hue(status)));
    text::small(ui, reading.robust.as_str());
    // Lines of text alone: no row needs the height of a control.
    ui.spacing_mut().interact_size.y = theme.scaled(18.0);
    for gate in &reading.person.gates {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let (icon, colour) = match gate.state {
                GateState::Met => (Icon::Check, theme.good.colour),
                GateState::Open => (Icon::Open, theme.watch.colour),
                GateState::NotAsked => (Icon::Minus, theme.text_third),
            };
            icon.show(ui, 12.0, colour);
            let words = format!("{}, {}", gate.name, gate.state.word());
            text::truncated(ui, theme.rich(Size::Small, Weight::Regular, words)).on_hover_text(&gate.sentence);
        });
    }
    if !reading.flags.is_empty() {
        hairline(ui);
        for flag in &reading.flags {
            let shown = text::truncated(ui, theme.rich(Size::Small, Weight::Medium, flag.name.as_str()));
            shown.on_hover_text(&flag.reason);
        }
    }
    if let Some(placement) = view.session.decisions.placements.get(&person.id) {
        hairline(ui);
        text::strong(ui, placement.place.words());
        ui.scope(|ui| recorded(ui, view.session, placement, status));
    }
}

impl Reading {
    /// Whether a skill is asked or scored.
    fn has(&self, skill: &crate::model::SkillId) -> bool {
        self.skills.iter().any(|read| read.skill == *skill)
    }

    /// The score of a skill as it may be read: "3.4", "–" where there is none or it is not open, "not asked".
    fn score_of(&self, skill: &crate::model::SkillId) -> String {
        match self.skills.iter().find(|read| read.skill == *skill) {
            None => "not asked".into(),
            Some(read) => read.score.map_or_else(|| "–".into(), |score| score_words(score.value)),
        }
    }
}
