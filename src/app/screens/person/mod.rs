//! All about one person: the pyramid against the bars, the status with every gate and its sentence, the skills behind
//! it, the evidence on a calendar, and growth since the last cycle. What raters said shows once the person is revealed.

mod evidence;
mod skills;

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::sheets::question::Question;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{
    Button, Card, Chip, EmptyState, Hue, IconButton, PersonPyramid, TierBand, Wanted, hairline, panel, section_heading,
    text,
};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::gates::{GateReading, GateState};
use crate::insight::visibility::{sees_cells_of, sees_reading_of};
use crate::insight::{PersonReading, Standing, Status, TierReading, growth};
use crate::model::{Manager, Person, PersonId, Phase, Session};

use super::waiting;

/// The Person screen.
#[derive(Default)]
pub struct PersonScreen {
    asking: Option<Question<PersonId>>,
    /// What was worked out, for whom and at which revision.
    kept: Option<(PersonId, u64, PersonReading)>,
}

impl PersonScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, person: &PersonId, actions: &mut Vec<Action>) {
        let Some(entry) = view.session.people.get(person) else { return gone(ui, actions) };
        if !sees_reading_of(view.session, &view.viewer(), person) {
            self.kept = None;
            let what = format!("The pyramid of {}", entry.name);
            return waiting::show(ui, view, &what, Some(entry), actions);
        }
        let Some(reading) = self.reading(view, person) else { return gone(ui, actions) };
        let theme = Theme::of(ui);
        let width = theme.scaled(460.0).min(ui.available_width() * 0.46);
        let side = Panel::right("person side").exact_size(width).resizable(false).show_separator_line(false);
        let shown = side.frame(panel(&theme)).show(ui, |ui| {
            ScrollArea::vertical().id_salt("person side").auto_shrink(false).show(ui, |ui| {
                skills::show(ui, view, entry, &reading);
            });
        });
        let rect = shown.response.rect;
        ui.painter().vline(rect.left(), rect.y_range(), egui::Stroke::new(1.0, theme.line));
        let frame = Frame::new().inner_margin(Margin::symmetric(24, 20));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ScrollArea::vertical().id_salt("person").auto_shrink(false).show(ui, |ui| {
                self.head(ui, view, entry, actions);
                ui.add_space(12.0);
                Card::new().show(ui, |ui| standing(ui, view, entry, &reading));
                ui.add_space(12.0);
                Card::new().show(ui, |ui| evidence::show(ui, view, entry));
                ui.add_space(12.0);
            });
        });
        self.answer(ui, actions);
    }

    fn reading(&mut self, view: &View<'_>, person: &PersonId) -> Option<PersonReading> {
        let fresh = self.kept.as_ref().is_some_and(|(id, revision, _)| id == person && *revision == view.revision);
        if !fresh {
            let reading = view.readings.person(view.session, person)?;
            self.kept = Some((person.clone(), view.revision, reading));
        }
        self.kept.as_ref().map(|(_, _, reading)| reading.clone())
    }

    fn head(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, actions: &mut Vec<Action>) {
        ui.horizontal(|ui| {
            let back = IconButton::new(Icon::ArrowLeft, "Back").key(Command::Back.keys(ui.ctx()).unwrap_or_default());
            if ui.add(back).clicked() {
                actions.push(Action::Command(Command::Back));
            }
            text::truncated(ui, Theme::of(ui).rich(Size::Title, Weight::SemiBold, &person.name));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                for (icon, label, by) in
                    [(Icon::ChevronRight, "Next person", 1), (Icon::ChevronLeft, "Person before", -1)]
                {
                    let key = if by > 0 { "Alt Down" } else { "Alt Up" };
                    let arrow = if by > 0 { egui::Key::ArrowDown } else { egui::Key::ArrowUp };
                    let pressed = ui.input_mut(|input| input.consume_key(egui::Modifiers::ALT, arrow));
                    let clicked = ui.add(IconButton::new(icon, label).key(key)).clicked();
                    if let Some(other) = (clicked || pressed).then(|| neighbour(view.session, person, by)).flatten() {
                        actions.push(Action::Go(Screen::Person(other)));
                    }
                }
                self.reveal_button(ui, view, person);
            });
        });
        text::second(ui, line(view.session, person));
    }

    /// Opens the person's cells to all, after asking.
    fn reveal_button(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person) {
        let session = view.session;
        let may = session.about.phase == Phase::Calibrate && view.acting.is_none() && view.read_only.is_none();
        if session.is_revealed(&person.id) {
            ui.add(Chip::new("Revealed").hue(Hue::Good).icon(Icon::Eye));
        } else if may && ui.add(Button::secondary("Reveal scores…").icon(Icon::Eye)).clicked() {
            self.asking = Some(Question {
                title: format!("Reveal the scores of {}?", person.name),
                sentence: "Everybody's marks, notes and evidence about this person open to the panel, all at once. It \
                           can't be undone; from then on raters can only add revised scores."
                    .into(),
                answers: vec![("Reveal".into(), person.id.clone())],
            });
        }
    }

    fn answer(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let Some(answer) = self.asking.as_ref().and_then(|question| question.show(ui)) else { return };
        self.asking = None;
        if let Some(person) = answer {
            let edits = vec![Edit::Reveal { person }];
            actions.push(Action::Change(Change::new(Actor::Facilitator, Gesture::Reveal, edits)));
        }
    }
}

fn gone(ui: &mut Ui, actions: &mut Vec<Action>) {
    let state = EmptyState::new(Icon::Team, "Nobody here", "This person is no longer in the session.");
    if state.button("Go to Team").show(ui) == Wanted::First {
        actions.push(Action::Command(Command::GoTeam));
    }
}

/// The person before or after in the order of the team: by level from the top, then by name.
fn neighbour(session: &Session, person: &Person, by: isize) -> Option<PersonId> {
    let mut people: Vec<_> = session.people.iter().collect();
    let rank = |person: &Person| person.level.as_ref().and_then(|level| session.rubric.rank(level));
    people.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)));
    let here = people.iter().position(|other| other.id == person.id)?;
    Some(people.get(here.checked_add_signed(by)?)?.id.clone())
}

/// Level, team, manager, target and raters in a line.
fn line(session: &Session, person: &Person) -> String {
    let mut parts = vec![session.standing(person)];
    let manager = match &person.manager {
        Manager::Nobody => None,
        Manager::Panel(rater) => Some(session.rater_name(rater)),
        Manager::Person(manager) => Some(session.name(manager)),
        Manager::Outside(name) => Some(name.clone()),
    };
    parts.extend(manager.map(|manager| format!("reports to {manager}")));
    let target = person.target.as_ref().and_then(|target| session.rubric.level(target));
    parts.push(target.map_or_else(|| "growing in level".into(), |target| format!("target {}", target.name)));
    let raters = session.panel.iter().filter(|rater| session.progress(&rater.id, person).answered > 0).count();
    parts.push(format!("rated by {raters}"));
    parts.join(" · ")
}

/// The pyramid, the status and what it rests on.
fn standing(ui: &mut Ui, view: &View<'_>, person: &Person, reading: &PersonReading) {
    ui.spacing_mut().item_spacing.y = 8.0;
    pyramid(ui, view.session, &person.name, reading);
    ui.add_space(4.0);
    hairline(ui);
    ui.add_space(4.0);
    let rubric = &view.session.rubric;
    ui.horizontal_wrapped(|ui| {
        let words = reading.status.words_toward(rubric, person.target.as_ref());
        ui.add(Chip::new(&words).hue(hue_of(reading.status)));
        if person.target.is_some() {
            text::hint(ui, "subject to role and budget");
        }
    });
    text::body(ui, &reading.why);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for gate in &reading.gates {
            gate_chip(ui, gate);
        }
    });
    let Some(grown) = growth(view.session, view.readings.index(), reading) else { return };
    ui.add_space(4.0);
    hairline(ui);
    let since = view.session.previous.as_ref().map_or("the last cycle", |cycle| cycle.period.name.as_str());
    text::label(ui, format!("Since {since}"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        for change in &grown.tiers {
            let name = rubric.tier(&change.of).map_or("", |tier| tier.name.as_str());
            text::second(ui, format!("{name} {}", change.words()));
        }
    });
}

fn pyramid(ui: &mut Ui, session: &Session, name: &str, reading: &PersonReading) {
    let rubric = &session.rubric;
    let notes: Vec<String> = reading.tiers.iter().map(note).collect();
    let bands: Vec<TierBand<'_>> = reading
        .tiers
        .iter()
        .zip(&notes)
        .map(|(tier, note)| TierBand {
            name: rubric.tier(&tier.tier).map_or("", |tier| tier.name.as_str()),
            score: tier.score.map(|score| score as f32),
            bar: tier.bar().map(|bar| bar as f32),
            home: if reading.gates.is_empty() { tier.home_of_own } else { tier.home_of_target },
            asked: tier.bar().is_some(),
            note,
        })
        .collect();
    let width = (ui.available_width() / Theme::of(ui).text_scale - 190.0).clamp(180.0, 310.0);
    PersonPyramid::new(name, &bands, rubric.scale.top()).width(width).show(ui);
}

/// What is to be said of a tier beside its score and bar.
fn note(tier: &TierReading) -> String {
    let carried = tier.carried_from.map(|day| format!("carried from {day}"));
    match tier.standing {
        Standing::NotEnoughSeen => format!("not enough seen: {} of {} skills", tier.seen, tier.asked),
        Standing::AtTheBar => "at the bar: the panel judges".into(),
        _ if carried.is_some() => carried.unwrap_or_default(),
        _ if tier.home_of_target => "next level".into(),
        _ => String::new(),
    }
}

fn hue_of(status: Status) -> Hue {
    match status {
        Status::Ready | Status::HoldsLevelWell => Hue::Good,
        Status::Nearly | Status::LevelNotYetEvidenced => Hue::Watch,
        Status::Building => Hue::Accent,
        Status::NotYet | Status::NotEnoughSeen | Status::TooEarly => Hue::Neutral,
    }
}

/// A gate, with its sentence on hover and for screen readers.
fn gate_chip(ui: &mut Ui, gate: &GateReading) {
    let chip = match gate.state {
        GateState::Met => Chip::new(&gate.name).hue(Hue::Good).icon(Icon::Check),
        GateState::Open => Chip::new(&gate.name).hue(Hue::Watch).icon(Icon::Open).outlined(),
        GateState::NotAsked => Chip::new(&gate.name).hue(Hue::Neutral).icon(Icon::Minus),
    };
    let words = gate.words();
    let shown = ui.add(chip);
    ui.ctx().accesskit_node_builder(shown.id, |node| node.set_description(words.as_str()));
    shown.on_hover_text(words);
}

/// Whether others' marks about a person are open to whoever looks.
fn open(view: &View<'_>, person: &Person) -> bool {
    sees_cells_of(view.session, &view.viewer(), &person.id)
}

/// A heading with a line below it, as the side panel has them.
fn side_heading(ui: &mut Ui, words: &str) {
    section_heading(ui, words);
    ui.add_space(4.0);
}
