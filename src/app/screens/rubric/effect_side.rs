//! Beside a draft: what was changed, what is still to be said, and what it would change, before it is taken.

use egui::{Align, Layout, ScrollArea, Ui};

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Answer, Banner, Button, Hue, IconButton, TextField, section_heading, text};
use crate::insight::points::{capital, count};
use crate::insight::visibility::sees_aggregates;
use crate::insight::{PersonEffect, RubricEffect};
use crate::model::Phase;
use crate::workspace::Standing;

use super::desk::Desk;
use super::questions;

/// Lines that are listed before a list only counts.
const LISTED: usize = 12;
/// People that are listed.
const PEOPLE_LISTED: usize = 60;

/// What the side keeps between frames.
#[derive(Default)]
pub(super) struct Side {
    reason: String,
    all_changes: bool,
}

impl Side {
    /// Shows the side.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, desk: &mut Desk, actions: &mut Vec<Action>) {
        if desk.is_draft() {
            let height = Theme::of(ui).scaled(92.0);
            let room = egui::vec2(ui.available_width(), (ui.available_height() - height).max(120.0));
            ui.allocate_ui(room, |ui| {
                ui.set_min_height(room.y);
                self.scrolled(ui, view, desk, actions);
            });
            self.foot(ui, view, desk, actions);
        } else {
            self.scrolled(ui, view, desk, actions);
        }
    }

    fn scrolled(&mut self, ui: &mut Ui, view: &View<'_>, desk: &mut Desk, actions: &mut Vec<Action>) {
        ScrollArea::vertical().id_salt("rubric side").auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 12.0);
            ui.spacing_mut().item_spacing.y = 6.0;
            if !desk.is_draft() {
                section_heading(ui, "What if?");
                text::second(
                    ui,
                    "Change a bar, a floor, a rule or anything else, and read here whose status, gates and flags would \
                     read differently. The session stays as it is until you take the draft.",
                );
                return;
            }
            self.changes(ui, desk);
            ui.add_space(10.0);
            if desk.stale {
                let words = "The session's rubric was changed meanwhile; this draft began with the one before.";
                if Banner::new(Hue::Watch, words).action("Drop the draft").show(ui) == Answer::Action {
                    desk.drop_draft(view.session);
                    return;
                }
            }
            let problems = desk.problems(view.session);
            for problem in problems.iter().take(LISTED) {
                let _ = Banner::new(Hue::Bad, problem).show(ui);
            }
            if questions::show(ui, &mut desk.matched, view.session) {
                desk.answered();
            }
            if problems.is_empty() {
                would_change(ui, view, desk, actions);
            }
            ui.add_space(16.0);
        });
    }

    fn changes(&mut self, ui: &mut Ui, desk: &mut Desk) {
        let changes = desk.changes.len();
        ui.horizontal(|ui| {
            section_heading(ui, &capital(&count(changes, "change", "changes")));
        });
        let listed = if self.all_changes { changes } else { changes.min(LISTED) };
        for change in &desk.changes[..listed] {
            text::body(ui, change);
        }
        if changes > LISTED {
            let words =
                if self.all_changes { "Show fewer".to_owned() } else { format!("Show {} more", changes - LISTED) };
            if ui.add(Button::quiet(words).small()).clicked() {
                self.all_changes = !self.all_changes;
            }
        }
    }

    fn foot(&mut self, ui: &mut Ui, view: &View<'_>, desk: &mut Desk, actions: &mut Vec<Action>) {
        ui.set_max_width(ui.available_width() - 12.0);
        ui.spacing_mut().item_spacing.y = 8.0;
        let closed = view.session.about.phase == Phase::Close;
        TextField::new("Reason", &mut self.reason).label_hidden().hint("Why, for the log").show(ui);
        let ready = desk.problems(view.session).is_empty() && !desk.stale && !closed && view.read_only.is_none();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let take = ui.add_enabled(ready, Button::primary("Take the draft"));
            let why = if closed {
                "The session is closed and keeps the rubric that it was decided with; go back to Calibrate first"
            } else {
                "Look at what is wrong first"
            };
            if take.on_hover_text("One step, which undo takes back").on_disabled_hover_text(why).clicked() {
                actions.push(Action::Change(desk.take(view.session, &self.reason)));
                self.reason.clear();
                self.all_changes = false;
            }
            if ui.add(Button::quiet("Drop it")).clicked() {
                desk.drop_draft(view.session);
            }
            let redo = IconButton::new(Icon::Redo, "Do the edit again").small();
            if ui.add_enabled(desk.can_redo(), redo).clicked() {
                desk.redo(view.session);
            }
            let undo = IconButton::new(Icon::Undo, "Take back the edit").small();
            if ui.add_enabled(desk.can_undo(), undo).clicked() {
                desk.undo(view.session);
            }
        });
    }
}

fn would_change(ui: &mut Ui, view: &View<'_>, desk: &Desk, actions: &mut Vec<Action>) {
    section_heading(ui, "What it would change");
    let effect = desk.effect(view);
    match (effect.answer.as_deref(), effect.standing) {
        (_, Standing::Failed) => drop(text::second(ui, "It could not be worked out; edit something to try again.")),
        (None, _) => drop(text::second(ui, "Working it out…")),
        (Some(Err(problem)), _) => {
            let words = format!("It can't be taken: {problem}.");
            let _ = Banner::new(Hue::Bad, &words).show(ui);
        }
        (Some(Ok(effect)), standing) => {
            if standing == Standing::Updating {
                text::hint(ui, "Being brought up to date…");
            }
            cells(ui, effect);
            ui.add_space(8.0);
            readings(ui, effect, view, actions);
        }
    }
}

/// Who is asked for what.
fn cells(ui: &mut Ui, effect: &RubricEffect) {
    text::body(ui, effect.cells_words());
    for skill in effect.skills.iter().take(LISTED) {
        let words = match (skill.come, skill.go) {
            (come, 0) => format!("{}: {come} come", skill.name),
            (0, go) => format!("{}: {go} go", skill.name),
            (come, go) => format!("{}: {come} come, {go} go", skill.name),
        };
        text::second(ui, words);
    }
    if effect.skills.len() > LISTED {
        text::hint(ui, format!("and {} more skills", effect.skills.len() - LISTED));
    }
}

fn readings(ui: &mut Ui, effect: &RubricEffect, view: &View<'_>, actions: &mut Vec<Action>) {
    // Asked again here: what is shown may be from before somebody sat down, or from before the phase changed.
    let open = sees_aggregates(view.session, &view.viewer());
    let Some(readings) = effect.readings.as_ref().filter(|_| open) else {
        text::hint(ui, "What it does to statuses and gates opens to the facilitator in Calibrate.");
        return;
    };
    if readings.set_aside > 0 {
        let words = capital(&count(readings.set_aside, "answer that was given is", "answers that were given are"));
        text::second(ui, format!("{words} no longer asked. They stay, and count again when they are."));
    }
    if readings.counted > 0 {
        let words = capital(&count(readings.counted, "answer that was given", "answers that were given"));
        text::second(ui, format!("{words} unasked would count."));
    }
    if readings.people.is_empty() {
        text::body(ui, "Nobody's status, gates or flags would read differently.");
        return;
    }
    let statuses = readings.people.iter().filter(|person| person.status.is_some()).count();
    let words = match statuses {
        0 => "Nobody's status changes.".to_owned(),
        statuses => capital(&count(statuses, "status changes.", "statuses change.")),
    };
    text::strong(ui, words);
    for person in readings.people.iter().take(PEOPLE_LISTED) {
        ui.add_space(4.0);
        one(ui, person, view, actions);
    }
    if readings.people.len() > PEOPLE_LISTED {
        text::hint(ui, format!("and {} more people", readings.people.len() - PEOPLE_LISTED));
    }
}

/// One person: the name leads to them; the status as it is and as it would be.
fn one(ui: &mut Ui, person: &PersonEffect, view: &View<'_>, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let name = theme.rich(Size::Body, Weight::SemiBold, person.name.as_str()).color(theme.text);
    let shown = ui.add(egui::Label::new(name).truncate().sense(egui::Sense::click()));
    ui.ctx().accesskit_node_builder(shown.id, |node| {
        node.set_role(egui::accesskit::Role::Link);
        node.set_label(person.name.as_str());
    });
    let known = view.session.people.contains(&person.person);
    if shown.on_hover_text("Show the person").clicked() && known {
        actions.push(Action::Go(Screen::Person(person.person.clone())));
    }
    if let Some((before, after)) = &person.status {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(theme.rich(Size::Body, Weight::Regular, before.as_str()).color(theme.text_second));
            Icon::ArrowRight.show(ui, 12.0, theme.text_third);
            ui.label(theme.rich(Size::Body, Weight::Medium, after.as_str()).color(theme.accent.text));
        });
    }
    let words = person.words();
    if !words.is_empty() {
        text::second(ui, words);
    }
}
