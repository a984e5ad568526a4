//! The Person screen: all about one person. The pyramid against the bars, status and gates with their reasons, the
//! skills, the evidence on its calendar, and growth. It opens to the facilitator with Calibrate; marks, notes and the
//! evidence of others open with the person's reveal.

mod calendar;
mod evidence;
mod reading;
mod skills;
mod strip;
mod summary;

use egui::{Align, CentralPanel, Frame, Key, Layout, Margin, Modifiers, Panel, ScrollArea, Sense, Ui, UiBuilder, vec2};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::sheets::question::Question;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Button, Card, EmptyState, IconButton, Wanted, page_title, panel, text};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::points::{capital, count, list};
use crate::insight::visibility::{self, Viewer};
use crate::model::{Person, PersonId, Session, SkillId};

use super::waiting;
use reading::Reading;
use summary::Choice;

/// The Person screen.
#[derive(Default)]
pub struct PersonScreen {
    reading: Option<Reading>,
    /// The people by level from the top, for the keys that lead to the next one; with the revision that they are of.
    order: Option<(u64, Vec<PersonId>)>,
    /// Whom what follows is about.
    shown: Option<PersonId>,
    choice: Choice,
    skill: Option<SkillId>,
    all_evidence: bool,
    /// Asks before the cells are opened.
    question: Option<Question<()>>,
}

impl PersonScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, id: &PersonId, actions: &mut Vec<Action>) {
        if self.shown.as_ref() != Some(id) {
            self.begin(id);
        }
        let Some(person) = view.session.people.get(id) else {
            return gone(ui, actions);
        };
        let viewer = view.viewer();
        if !visibility::sees_reading_of(view.session, &viewer, id) {
            self.forget();
            return closed(ui, view, person, actions);
        }
        if self.question.is_none() {
            self.take_keys(ui, view, id, actions);
        }
        let fresh = |reading: &Reading| reading.revision == view.revision && reading.viewer == viewer;
        let kept = self.reading.take().filter(fresh);
        let Some(reading) = kept.or_else(|| Reading::new(view, id)) else { return };
        self.content(ui, view, person, &reading, actions);
        self.reading = Some(reading);
        self.ask(ui, view, id, actions);
    }

    /// Another person: what was opened for the one before is closed. Whose bars are shown stays.
    fn begin(&mut self, id: &PersonId) {
        self.shown = Some(id.clone());
        self.reading = None;
        self.choice.gate = None;
        self.skill = None;
        self.all_evidence = false;
        self.question = None;
    }

    /// Nobody here may look at it now: nothing of it stays.
    fn forget(&mut self) {
        self.reading = None;
        self.question = None;
    }

    fn take_keys(&mut self, ui: &Ui, view: &View<'_>, id: &PersonId, actions: &mut Vec<Action>) {
        let pressed = |key| ui.ctx().input_mut(|input| input.consume_key(Modifiers::ALT, key));
        for (key, by) in [(Key::ArrowUp, -1), (Key::ArrowDown, 1)] {
            if pressed(key)
                && let Some(neighbour) = self.neighbour(view, id, by)
            {
                actions.push(Action::Go(Screen::Person(neighbour)));
            }
        }
    }

    /// The one before or after somebody, in the order of the levels.
    fn neighbour(&mut self, view: &View<'_>, id: &PersonId, by: isize) -> Option<PersonId> {
        let order = self.order.take().filter(|(revision, _)| *revision == view.revision);
        let (revision, order) = order.unwrap_or_else(|| (view.revision, by_level(view.session)));
        let place = order.iter().position(|other| other == id)?;
        let neighbour = place.checked_add_signed(by).and_then(|place| order.get(place)).cloned();
        self.order = Some((revision, order));
        neighbour
    }

    fn content(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, reading: &Reading, actions: &mut Vec<Action>) {
        let theme = Theme::of(ui);
        let beside = ui.available_width() > theme.scaled(1000.0);
        if beside {
            let width = (ui.available_width() * 0.35).clamp(theme.scaled(380.0), theme.scaled(460.0));
            let side =
                Panel::right("skills of the person").exact_size(width).resizable(false).show_separator_line(false);
            let shown = side.frame(panel(&theme)).show(ui, |ui| {
                let scroll = ScrollArea::vertical().id_salt("skills").auto_shrink(false);
                scroll.show(ui, |ui| {
                    ui.set_max_width(ui.available_width() - 10.0);
                    skills::show(ui, view, reading, &mut self.skill);
                });
            });
            let rect = shown.response.rect;
            ui.painter().vline(rect.left(), rect.y_range(), egui::Stroke::new(1.0, theme.line));
        }
        let frame = Frame::new().inner_margin(Margin { left: 20, right: 14, top: 16, bottom: 0 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            self.head(ui, view, person, Some(reading), actions);
            ui.add_space(12.0);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - 10.0);
                ui.spacing_mut().item_spacing.y = 14.0;
                summary::show(ui, view, person, reading, &mut self.choice);
                summary::flags(ui, reading);
                if !beside {
                    Card::new().show(ui, |ui| skills::show(ui, view, reading, &mut self.skill));
                }
                evidence::show(ui, view, reading, &mut self.all_evidence);
                if let Some(growth) = &reading.growth {
                    evidence::growth(ui, view, growth);
                }
                ui.add_space(8.0);
            });
        });
    }

    /// Back, the name with the standing below it, the way to the next, and the reveal.
    fn head(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        person: &Person,
        reading: Option<&Reading>,
        actions: &mut Vec<Action>,
    ) {
        let theme = Theme::of(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme.control_height()), Sense::hover());
        let mut row = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
        row.spacing_mut().item_spacing.x = 8.0;
        let keys = Command::Back.keys(row.ctx()).unwrap_or_default();
        if row.add(IconButton::new(Icon::ArrowLeft, "Back").key(keys)).clicked() {
            actions.push(Action::Command(Command::Back));
        }
        row.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            self.next_and_previous(ui, view, &person.id, actions);
            self.reveal_button(ui, view, person);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                page_title(ui, &person.name, "");
            });
        });
        if let Some(reading) = reading {
            ui.add_space(2.0);
            let words = theme.rich(Size::Body, Weight::Regular, reading.standing.as_str()).color(theme.text_second);
            text::truncated(ui, words).on_hover_text(&reading.standing);
        }
    }

    fn next_and_previous(&mut self, ui: &mut Ui, view: &View<'_>, id: &PersonId, actions: &mut Vec<Action>) {
        let ways =
            [(Icon::ChevronDown, "Next person", "Alt Down", 1), (Icon::ChevronUp, "Previous person", "Alt Up", -1)];
        for (icon, name, keys, by) in ways {
            let neighbour = self.neighbour(view, id, by);
            let button = IconButton::new(icon, name).key(keys);
            if ui.add_enabled(neighbour.is_some(), button).clicked()
                && let Some(neighbour) = neighbour
            {
                actions.push(Action::Go(Screen::Person(neighbour)));
            }
        }
    }

    fn reveal_button(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person) {
        let session = view.session;
        if session.is_revealed(&person.id) || view.viewer() != Viewer::Facilitator {
            return;
        }
        let refused = visibility::may_reveal(session, &person.id).err().or(view.read_only.map(str::to_owned));
        let button = Button::primary("Reveal scores…").icon(Icon::Eye);
        let button = match &refused {
            Some(why) => button.tooltip(why.as_str()),
            None => button.tooltip("Open everybody's marks, notes and evidence about this person, all at once"),
        };
        if ui.add_enabled(refused.is_none(), button).clicked() {
            self.question = Some(reveal_question(session, person));
        }
    }

    fn ask(&mut self, ui: &mut Ui, view: &View<'_>, id: &PersonId, actions: &mut Vec<Action>) {
        let Some(question) = &self.question else { return };
        let Some(answer) = question.show(ui) else { return };
        self.question = None;
        if answer.is_some() && visibility::may_reveal(view.session, id).is_ok() {
            let edit = Edit::Reveal { person: id.clone() };
            actions.push(Action::Change(Change::new(Actor::Facilitator, Gesture::Reveal, vec![edit])));
        }
    }
}

/// Asks whether to open somebody's cells; says who has not handed in yet.
fn reveal_question(session: &Session, person: &Person) -> Question<()> {
    let late = session.raters().into_iter().filter(|rater| {
        let asked = rater.rated_people.contains(&person.id) && !session.is_recused(&rater.id, &person.id);
        asked && rater.submitted.is_none()
    });
    let late: Vec<String> = late.map(|rater| rater.name.clone()).collect();
    let name = &person.name;
    let mut sentence = format!(
        "Every mark, note and piece of evidence about {name} opens to the whole panel at once. This can't be undone."
    );
    if !late.is_empty() {
        let raters = count(late.len(), "rater has", "raters have");
        sentence.push_str(&format!(" {} not handed in yet: {}.", capital(&raters), list(&late)));
    }
    Question { title: format!("Reveal {name}'s scores?"), sentence, answers: vec![("Reveal scores".into(), ())] }
}

/// Everybody, by level from the top and then by name.
fn by_level(session: &Session) -> Vec<PersonId> {
    let mut people: Vec<&Person> = session.people.iter().map(|person| &**person).collect();
    let rank = |person: &Person| person.level.as_ref().and_then(|level| session.rubric.rank(level));
    people.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| (&a.name, &a.id).cmp(&(&b.name, &b.id))));
    people.into_iter().map(|person| person.id.clone()).collect()
}

/// The person is known, and what is said of them is not for this viewer, or not yet.
fn closed(ui: &mut Ui, view: &View<'_>, person: &Person, actions: &mut Vec<Action>) {
    Frame::new().inner_margin(Margin { left: 20, right: 20, top: 16, bottom: 0 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let keys = Command::Back.keys(ui.ctx()).unwrap_or_default();
            if ui.add(IconButton::new(Icon::ArrowLeft, "Back").key(keys)).clicked() {
                actions.push(Action::Command(Command::Back));
            }
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            page_title(ui, &person.name, &view.session.standing(person));
        });
    });
    waiting::show(ui, view, "This person's pyramid", Some(person), actions);
}

fn gone(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space((ui.available_height() * 0.16).max(8.0));
    let sentence = "They were taken out of the roster. Undo brings them back.";
    let state = EmptyState::new(Icon::User, "This person is not in the session any more", sentence);
    if state.button("Go to Team").show(ui) == Wanted::First {
        actions.push(Action::Command(Command::GoTeam));
    }
}
