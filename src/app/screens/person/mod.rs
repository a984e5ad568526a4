//! The Person screen: all about one person. The pyramid against the bars, status and gates with their reasons, the
//! skills, the evidence on its calendar, and growth. It opens to the facilitator with Calibrate; marks, notes and the
//! evidence of others open with the person's reveal.

pub mod calendar;
pub mod evidence;
pub mod flags;
pub mod gates;
pub mod lead;
mod own;
pub mod placement;
pub mod reading;
mod sandbox;
mod skills;
pub mod summary;
pub mod sureness;
pub mod traits;

use egui::{Align, CentralPanel, Frame, Key, Layout, Margin, Modifiers, Panel, ScrollArea, Sense, Ui, UiBuilder, vec2};

use super::dates;
use super::evidence_sheet::{self, EvidenceSheet};
use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::sheets::question::Question;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Button, Card, EmptyState, IconButton, Wanted, page_title, panel, section_heading, text};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::points::{capital, count, list};
use crate::insight::visibility::{self, Viewer};
use crate::model::{Evidence, EvidenceId, Person, PersonId, Session};

use super::{comparison, waiting};
use evidence::{Listed, Wish};
use lead::Lead;
use placement::PlacementCard;
use reading::Reading;
use sandbox::Sandbox;
use skills::Opened;
use summary::Choice;
use sureness::Sureness;
use traits::TraitsCard;

/// The Person screen.
#[derive(Default)]
pub struct PersonScreen {
    reading: Option<Reading>,
    /// The people by level from the top, for the keys that lead to the next one; with the revision that they are of.
    order: Option<(u64, Vec<PersonId>)>,
    /// Whom what follows is about.
    shown: Option<PersonId>,
    choice: Choice,
    skill: Opened,
    listed: Listed,
    placement: PlacementCard,
    traits: TraitsCard,
    sandbox: Option<Sandbox>,
    sureness: Sureness,
    /// Asks before the cells are opened.
    question: Option<Question<()>>,
    evidence: Option<Box<EvidenceSheet>>,
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
        if !self.is_asking() {
            self.take_keys(ui, view, person, actions);
        }
        let viewer = view.viewer();
        if visibility::sees_reading_of(view.session, &viewer, id) {
            self.open(ui, view, person, viewer, actions);
        } else {
            self.forget();
            self.closed(ui, view, person, actions);
        }
        self.show_evidence_sheet(ui, view, actions);
    }

    /// Does what a command says.
    pub fn perform(&mut self, command: Command, session: &Session, actions: &mut Vec<Action>) {
        if command == Command::Submit {
            match &mut self.evidence {
                Some(sheet) => sheet.ask_to_save(),
                None => self.placement.record(session, actions),
            }
        }
    }

    /// Whether something over the screen, or in it, has the keyboard.
    fn is_asking(&self) -> bool {
        let sandbox = self.sandbox.as_ref().is_some_and(Sandbox::is_writing);
        self.question.is_some() || self.evidence.is_some() || sandbox
    }

    fn open(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, viewer: Viewer, actions: &mut Vec<Action>) {
        let supposed = self.sandbox.as_ref().map(|sandbox| sandbox.supposed.clone());
        let fresh = |reading: &Reading| {
            reading.revision == view.revision
                && reading.viewer == viewer
                && reading.difference.is_some() == supposed.is_some()
                && supposed.as_ref().is_none_or(|supposed| *supposed == reading.supposed)
        };
        let kept = self.reading.take().filter(fresh);
        let is_open = supposed.is_some();
        let read = || Reading::supposing(view, &person.id, supposed.clone().unwrap_or_default(), is_open);
        let Some(reading) = kept.or_else(read) else { return };
        // Other scores would tell what the single cells are: the sandbox waits for the reveal.
        if !reading.open {
            self.sandbox = None;
        }
        self.content(ui, view, person, &reading, actions);
        self.reading = Some(reading);
        self.ask(ui, view, &person.id, actions);
    }

    /// Another person: what was opened for the one before is closed. Whose bars are shown stays.
    fn begin(&mut self, id: &PersonId) {
        self.shown = Some(id.clone());
        self.reading = None;
        self.choice.gate = None;
        self.skill = Opened::default();
        self.listed = Listed::default();
        self.placement = PlacementCard::default();
        self.traits = TraitsCard::default();
        self.sandbox = None;
        self.sureness.hide();
        self.question = None;
        self.evidence = None;
    }

    /// Nobody here may look at it now: nothing of it stays.
    fn forget(&mut self) {
        self.reading = None;
        self.question = None;
        self.placement = PlacementCard::default();
        self.traits = TraitsCard::default();
        self.sandbox = None;
        self.sureness.hide();
    }

    fn take_keys(&mut self, ui: &Ui, view: &View<'_>, person: &Person, actions: &mut Vec<Action>) {
        let pressed = |modifiers, key| ui.ctx().input_mut(|input| input.consume_key(modifiers, key));
        for (key, by) in [(Key::ArrowUp, -1), (Key::ArrowDown, 1)] {
            if pressed(Modifiers::ALT, key)
                && let Some(neighbour) = self.neighbour(view, &person.id, by)
            {
                actions.push(Action::Go(Screen::Person(neighbour)));
            }
        }
        if ui.ctx().text_edit_focused() {
            return;
        }
        if evidence::may_record(view) && pressed(Modifiers::NONE, Key::E) {
            self.add_evidence(view, person);
        }
        let revealed = visibility::sees_cells_of(view.session, &view.viewer(), &person.id);
        if revealed && pressed(Modifiers::NONE, Key::W) {
            self.turn_sandbox();
        }
        if self.sandbox.is_some() && pressed(Modifiers::NONE, Key::Escape) {
            self.sandbox = None;
        }
    }

    /// Opens the sandbox, or leaves it.
    fn turn_sandbox(&mut self) {
        self.sandbox = if self.sandbox.is_some() { None } else { Some(Sandbox::default()) };
    }

    fn add_evidence(&mut self, view: &View<'_>, person: &Person) {
        let id = EvidenceId::new((view.new_id)());
        let today = dates::today(view.now, &view.session.about.period);
        let sheet = match view.acting {
            Some(author) => EvidenceSheet::new(id, person, author, None, today),
            None => EvidenceSheet::for_an_author(id, person, view.session, today),
        };
        self.evidence = Some(Box::new(sheet));
    }

    fn take_wish(&mut self, view: &View<'_>, person: &Person, wish: Option<Wish>, actions: &mut Vec<Action>) {
        match wish {
            None => {}
            Some(Wish::Add) => self.add_evidence(view, person),
            Some(Wish::Edit(id)) => {
                let item = view.session.evidence.get(&id).filter(|item| evidence::may_change(view, item));
                self.evidence = item.map(|item| Box::new(EvidenceSheet::edit(item)));
            }
            Some(Wish::Remove(id)) => {
                let item = view.session.evidence.get(&id).filter(|item| evidence::may_change(view, item));
                if let Some(item) = item {
                    put_evidence(view, Some(item.clone()), None, actions);
                    actions.push(Action::Tell("Removed the evidence. Undo brings it back.".into()));
                }
            }
        }
    }

    fn show_evidence_sheet(&mut self, ui: &Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(sheet) = &mut self.evidence else { return };
        match sheet.show(ui.ctx(), view.session) {
            evidence_sheet::Outcome::Open => return,
            evidence_sheet::Outcome::Cancelled => {}
            evidence_sheet::Outcome::Saved(before, after) => {
                put_evidence(view, before.map(|before| *before), Some(*after), actions);
            }
        }
        self.evidence = None;
    }

    /// Shows what something led to.
    fn follow(&mut self, lead: Option<Lead>) {
        match lead {
            None => {}
            Some(Lead::Skill(skill)) => {
                self.sandbox = None;
                self.skill.lead_to(skill);
            }
            Some(Lead::Evidence(evidence)) => self.listed.lead_to(evidence),
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
                    self.skills(ui, view, reading);
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
                self.cards(ui, view, person, reading, beside, actions);
                ui.add_space(8.0);
            });
        });
    }

    /// The marks; in the sandbox the scores to try.
    fn skills(&mut self, ui: &mut Ui, view: &View<'_>, reading: &Reading) {
        match &mut self.sandbox {
            Some(sandbox) => sandbox.panel(ui, view, reading),
            None => skills::show(ui, view, reading, &mut self.skill),
        }
    }

    fn cards(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        person: &Person,
        reading: &Reading,
        beside: bool,
        actions: &mut Vec<Action>,
    ) {
        if let Some(mut sandbox) = self.sandbox.take() {
            let leave = sandbox.result(ui, view, person, reading);
            self.sandbox = (!leave).then_some(sandbox);
        }
        summary::show(ui, view, person, reading, &mut self.choice);
        comparison::card(ui, view, &person.id);
        let mut lead = self.gates_card(ui, view, person, reading);
        if !reading.flags.is_empty() {
            let found = Card::new().show(ui, |ui| flags::show(ui, view, reading)).inner;
            lead = lead.or(found);
        }
        let status = reading.person.status;
        if self.sandbox.is_none() {
            Card::new().show(ui, |ui| self.placement.show(ui, view, person, status, actions));
        }
        Card::new().show(ui, |ui| sureness::show(ui, view, reading, &mut self.sureness));
        if !beside {
            Card::new().show(ui, |ui| self.skills(ui, view, reading));
        }
        let wish = evidence::show(ui, view, reading, &mut self.listed);
        evidence::covered(ui, view, reading);
        self.traits.show(ui, view, &person.id, reading, actions);
        let own = own::show(ui, view, person, false, actions);
        if let Some(growth) = &reading.growth {
            evidence::growth(ui, view, growth);
        }
        self.take_wish(view, person, wish.or(own), actions);
        self.follow(lead);
    }

    fn gates_card(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, reading: &Reading) -> Option<Lead> {
        let target = person.target.as_ref().and_then(|target| view.session.rubric.level(target))?;
        Card::new()
            .show(ui, |ui| {
                section_heading(ui, &format!("Gates toward {}", target.name));
                ui.add_space(4.0);
                gates::rows(ui, view, &reading.person.gates, Some(reading))
            })
            .inner
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
            if reading.is_some() {
                self.more_buttons(ui, view, person, actions);
            }
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

    /// The sandbox, once the cells are open, and others to hold the person against.
    fn more_buttons(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, actions: &mut Vec<Action>) {
        if visibility::sees_cells_of(view.session, &view.viewer(), &person.id) {
            let tooltip = "Try other scores and see what they would change; nothing is recorded";
            if ui.add(Button::secondary("What if…").key("W").tooltip(tooltip)).clicked() {
                self.turn_sandbox();
            }
        }
        if view.viewer() == Viewer::Facilitator && view.session.people.len() > 1 {
            let compare = Button::secondary("Compare…").tooltip("Hold two to four people side by side");
            if ui.add(compare).clicked() {
                actions.push(Action::Go(Screen::Compare(vec![person.id.clone()])));
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
        if let Some(sandbox) = &mut self.sandbox
            && sandbox.ask(ui.ctx(), view, id, actions)
        {
            self.sandbox = None;
        }
        let Some(question) = &self.question else { return };
        let Some(answer) = question.show(ui) else { return };
        self.question = None;
        if answer.is_some() && visibility::may_reveal(view.session, id).is_ok() {
            let edit = Edit::Reveal { person: id.clone() };
            actions.push(Action::Change(Change::new(Actor::Facilitator, Gesture::Reveal, vec![edit])));
        }
    }

    /// The person is known, and what is said of them is not for this viewer, or not yet. A rater finds here what they
    /// themselves say.
    fn closed(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, actions: &mut Vec<Action>) {
        Frame::new().inner_margin(Margin { left: 20, right: 20, top: 16, bottom: 0 }).show(ui, |ui| {
            self.closed_head(ui, view, person, actions);
            ui.add_space(12.0);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                ui.set_max_width((ui.available_width() - 10.0).min(Theme::of(ui).scaled(760.0)));
                let wish = own::show(ui, view, person, true, actions);
                self.take_wish(view, person, wish, actions);
                waiting::show(ui, view, "This person's pyramid", Some(person), actions);
            });
        });
    }

    fn closed_head(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, actions: &mut Vec<Action>) {
        ui.horizontal(|ui| {
            let keys = Command::Back.keys(ui.ctx()).unwrap_or_default();
            if ui.add(IconButton::new(Icon::ArrowLeft, "Back").key(keys)).clicked() {
                actions.push(Action::Command(Command::Back));
            }
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                // What a facilitator writes down for somebody else is theirs until the reveal.
                let writes = view.acting.is_none() && evidence::may_record(view);
                let tooltip = "Write down what somebody on the panel saw; only they see it until the reveal";
                let add = Button::secondary("Add evidence…").key("E").tooltip(tooltip);
                if writes && ui.add(add).clicked() {
                    self.add_evidence(view, person);
                }
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                    page_title(ui, &person.name, &view.session.standing(person));
                });
            });
        });
    }
}

/// Records a piece of evidence, changes it, or removes it.
fn put_evidence(view: &View<'_>, before: Option<Evidence>, after: Option<Evidence>, actions: &mut Vec<Action>) {
    let Some(id) = after.as_ref().or(before.as_ref()).map(|item| item.id.clone()) else { return };
    if before == after {
        return;
    }
    let gesture = if after.is_some() { Gesture::Evidence } else { Gesture::RemoveEvidence };
    let edit = Edit::PutEvidence { id, before: before.map(Box::new), after: after.map(Box::new) };
    actions.push(Action::Change(Change::new(view.actor(), gesture, vec![edit])));
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

fn gone(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space((ui.available_height() * 0.16).max(8.0));
    let sentence = "They were taken out of the roster. Undo brings them back.";
    let state = EmptyState::new(Icon::User, "This person is not in the session any more", sentence);
    if state.button("Go to Team").show(ui) == Wanted::First {
        actions.push(Action::Command(Command::GoTeam));
    }
}
