//! The side panel on one person: everything the roster knows of them.

use std::sync::Arc;

use egui::{Label, Ui};

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, View};
use crate::app::widgets::{Button, MenuItem, Select, hairline, key_value, section_heading, text};
use crate::edit::Gesture;
use crate::model::{LevelId, Manager, Person, PersonId};

use super::changes::{can_be_target, edit_person, set_level, set_target};
use super::drafts::{Drafts, Field, Looks};
use super::fields::set_person;
use super::filter::{level_name, manager_name};

/// How many names are offered while a manager is typed.
const OFFERED: usize = 6;

/// The side panel on one person.
#[derive(Default)]
pub(super) struct PersonForm {
    /// Put the keyboard into the first field.
    pub focus: bool,
    /// A time away is being added to so many.
    new_leave: Option<usize>,
    /// The names that fit what is typed as the manager are shown, with the place where they stood.
    offering: Option<egui::Rect>,
}

impl PersonForm {
    /// Shows the panel; returns whether the person is to be removed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        drafts: &mut Drafts,
        view: &View<'_>,
        person: &Arc<Person>,
        actions: &mut Vec<Action>,
    ) -> bool {
        if drafts.subject() != Some(person.id.as_str()) {
            flush(drafts, view, actions);
            self.new_leave = None;
            self.offering = None;
        }
        drafts.about(person.id.as_str());
        let mut form = Form { ui, drafts, view, person, actions };
        form.head();
        let focus = std::mem::take(&mut self.focus);
        form.text(Field::Name, Looks { label: "Name", focus, ..Looks::default() }, &person.name);
        form.text(Field::Title, Looks { label: "Title", ..Looks::default() }, &person.title);
        form.levels();
        form.text(Field::Team, Looks { label: "Team", ..Looks::default() }, &person.team);
        self.manager(&mut form);
        form.text(Field::Email, Looks { label: "E-mail", ..Looks::default() }, &person.email);
        form.text(Field::EmployeeId, Looks { label: "Employee id", ..Looks::default() }, &person.employee_id);
        form.text(Field::Location, Looks { label: "Location", ..Looks::default() }, &person.location);
        form.days();
        self.leaves(&mut form);
        form.attributes();
        form.ui.add_space(8.0);
        form.ui.add(Button::danger("Remove…").icon(Icon::Trash).key("Del")).clicked()
    }

    /// The manager is typed as a name; the names that fit are offered below.
    fn manager(&mut self, form: &mut Form<'_, '_>) {
        let person = form.person;
        let session = form.view.session;
        let name = manager_name(session, &person.manager);
        let help = match &person.manager {
            Manager::Nobody => "",
            Manager::Panel(_) => "On the panel.",
            Manager::Person(_) => "Is rated too.",
            Manager::Outside(_) => "Not in this session.",
        };
        let looks = Looks { label: "Reports to", hint: "Nobody", help, ..Looks::default() };
        let response = form.text(Field::Manager, looks, &name);
        let pointed = |rect: egui::Rect, ui: &Ui| ui.rect_contains_pointer(rect);
        let open = response.has_focus() || self.offering.is_some_and(|rect| pointed(rect, form.ui));
        if !open {
            self.offering = None;
            return;
        }
        let typed = form.drafts.typed(Field::Manager).unwrap_or_default().to_lowercase();
        let offers = offers(form.view, &person.id, &typed, &person.manager);
        if offers.is_empty() {
            self.offering = None;
            return;
        }
        let shown = form.ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut chosen = None;
            for (manager, label) in &offers {
                if ui.add(MenuItem::new(label.as_str()).icon(Icon::User)).clicked() {
                    chosen = Some(manager.clone());
                }
            }
            chosen
        });
        self.offering = Some(shown.response.rect);
        if let Some(manager) = shown.inner {
            self.offering = None;
            form.drafts.drop(Field::Manager);
            let edit = edit_person(person, |after| after.manager = manager);
            form.drafts.hand_over(form.view, Field::Manager, Gesture::EditPeople, edit, form.actions);
        }
    }

    fn leaves(&mut self, form: &mut Form<'_, '_>) {
        let person = form.person;
        text::label(form.ui, "Times away");
        let count = person.leaves.len();
        self.new_leave = self.new_leave.filter(|before| *before == count);
        for place in 0..count + usize::from(self.new_leave.is_some()) {
            let leave = person.leaves.get(place);
            let from = leave.map(|leave| leave.from.to_string()).unwrap_or_default();
            let to = leave.and_then(|leave| leave.to).map(|day| day.to_string()).unwrap_or_default();
            let first = Looks { label: "First day away", hint: "2026-12-31", ..Looks::default() };
            let last = Looks { label: "Last day away", hint: "Still away", ..Looks::default() };
            let gone = form.pair(|form, right| match right {
                false => drop(form.text(Field::LeaveFrom(place), first, &from)),
                true => drop(form.text(Field::LeaveTo(place), last, &to)),
            });
            if gone && leave.is_none() {
                self.new_leave = None;
                form.drafts.drop_leaves();
            } else if gone {
                form.drafts.drop_leaves();
                let edit = edit_person(person, |after| {
                    after.leaves.remove(place);
                });
                form.drafts.hand_over(form.view, Field::LeaveFrom(place), Gesture::EditPeople, edit, form.actions);
            }
        }
        if self.new_leave.is_none() && form.ui.add(Button::quiet("Add a time away").icon(Icon::Plus).small()).clicked()
        {
            self.new_leave = Some(count);
        }
    }
}

/// Takes over what was typed about somebody who is no longer shown, as far as it can be.
pub(super) fn flush(drafts: &mut Drafts, view: &View<'_>, actions: &mut Vec<Action>) {
    let session = view.session;
    let Some(subject) = drafts.subject().map(str::to_owned) else { return };
    let waiting = drafts.waiting();
    let edit = match (
        session.people.get(&PersonId::new(&subject)),
        session.panel.get(&crate::model::RaterId::new(&subject)),
    ) {
        (Some(person), _) => edit_person(person, |after| {
            for (field, text) in waiting {
                // What can't be read is left out: the field it stood in is gone.
                let _ = set_person(session, after, field, &text);
            }
        })
        .map(|edit| (Gesture::EditPeople, edit)),
        (None, Some(rater)) => super::changes::edit_rater(rater, |after| {
            for (field, text) in waiting {
                let _ = super::fields::set_rater(session, after, field, &text);
            }
        })
        .map(|edit| (Gesture::EditPanel, edit)),
        (None, None) => None,
    };
    actions.extend(edit.map(|(gesture, edit)| Action::Change(super::changes::change(gesture, vec![edit]))));
}

/// The managers who fit what is typed: the panel first, then people.
fn offers(view: &View<'_>, own: &PersonId, typed: &str, current: &Manager) -> Vec<(Manager, String)> {
    let session = view.session;
    let fits = |name: &str| name.to_lowercase().contains(typed) && name.to_lowercase() != typed;
    let panel = session.panel.iter().filter(|rater| fits(&rater.name));
    let mut panel: Vec<_> = panel.map(|rater| (Manager::Panel(rater.id.clone()), rater.name.clone())).collect();
    panel.sort_by_key(|(_, name)| name.to_lowercase());
    let people = session.people.iter().filter(|person| person.id != *own && !typed.is_empty() && fits(&person.name));
    let people = people.take(OFFERED).map(|person| {
        let standing = session.standing(person);
        let label = if standing.is_empty() { person.name.clone() } else { format!("{} · {standing}", person.name) };
        (Manager::Person(person.id.clone()), label)
    });
    panel.extend(people);
    panel.retain(|(manager, _)| manager != current);
    panel.truncate(OFFERED);
    panel
}

/// What the fields of the panel share.
struct Form<'a, 'v> {
    ui: &'a mut Ui,
    drafts: &'a mut Drafts,
    view: &'a View<'v>,
    person: &'a Arc<Person>,
    actions: &'a mut Vec<Action>,
}

impl Form<'_, '_> {
    fn head(&mut self) {
        head(self.ui, &self.view.session.standing(self.person), &self.person.name);
    }

    fn text(&mut self, field: Field, looks: Looks<'_>, current: &str) -> egui::Response {
        let (session, person) = (self.view.session, self.person);
        let judge = |text: &str| set_person(session, &mut (**person).clone(), field, text);
        let (response, taken) = self.drafts.show(self.ui, field, looks, current, judge);
        if let Some(text) = taken {
            let edit = edit_person(person, |after| {
                // It was judged a moment ago.
                let _ = set_person(session, after, field, &text);
            });
            self.drafts.hand_over(self.view, field, Gesture::EditPeople, edit, self.actions);
        }
        response
    }

    fn levels(&mut self) {
        let session = self.view.session;
        let levels = level_options(self.view, "No level yet");
        let mut level = self.person.level.clone();
        if Select::new("Level").show(self.ui, &mut level, &levels).changed() {
            let change = set_level(session, [&self.person.id], level.as_ref());
            self.actions.extend(change.map(Action::Change));
        }
        let mut target = self.person.target.clone();
        let mut targets = vec![(None, "None: growing in level".to_owned())];
        let next = session.rubric.levels.iter().filter(|level| {
            can_be_target(session, self.person, &level.id) || self.person.target.as_ref() == Some(&level.id)
        });
        targets.extend(next.map(|level| (Some(level.id.clone()), level.name.clone())));
        if Select::new("Target").show(self.ui, &mut target, &targets).changed() {
            let (change, _) = set_target(session, [&self.person.id], target.as_ref());
            self.actions.extend(change.map(Action::Change));
        }
        if targets.len() == 1 {
            let own = level_name(session, &self.person.level);
            let words = if own.is_empty() {
                "A target needs a level first.".to_owned()
            } else {
                format!("{own} leads to no further level.")
            };
            text::hint(self.ui, words);
        }
    }

    fn days(&mut self) {
        let hired = self.person.hired.map(|day| day.to_string()).unwrap_or_default();
        let since = self.person.level_since.map(|day| day.to_string()).unwrap_or_default();
        self.ui.spacing_mut().item_spacing.y = 10.0;
        let looks = |label| Looks { label, hint: "2026-12-31", ..Looks::default() };
        self.text(Field::Hired, looks("Hired"), &hired);
        self.text(Field::LevelSince, looks("At this level since"), &since);
    }

    /// Two fields below each other with a button that takes both away; returns whether it was clicked.
    fn pair(&mut self, mut field: impl FnMut(&mut Form<'_, '_>, bool)) -> bool {
        let Form { ui, drafts, view, person, actions } = self;
        let mut part = |ui: &mut Ui, right| {
            field(&mut Form { ui, drafts, view, person, actions }, right);
        };
        part(ui, false);
        part(ui, true);
        let gone = ui.add(Button::quiet("Remove this time away").icon(Icon::Close).small()).clicked();
        hairline(ui);
        gone
    }

    fn attributes(&mut self) {
        if self.person.attributes.is_empty() {
            return;
        }
        text::label(self.ui, "From the roster");
        for (name, value) in &self.person.attributes {
            key_value(self.ui, name, value);
        }
    }
}

/// The head of the side panel: what somebody is, over their name on one line.
pub(super) fn head(ui: &mut Ui, standing: &str, name: &str) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = 10.0;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        if !standing.is_empty() {
            let words = theme.rich(Size::Small, Weight::Regular, standing).color(theme.text_second);
            ui.add(Label::new(words).truncate());
        }
        ui.add(Label::new(theme.rich(Size::Section, Weight::SemiBold, name)).truncate());
    });
}

/// All levels of the rubric, with a first choice for none.
pub(super) fn level_options(view: &View<'_>, none: &str) -> Vec<(Option<LevelId>, String)> {
    let mut levels = vec![(None, none.to_owned())];
    levels.extend(view.session.rubric.levels.iter().map(|level| (Some(level.id.clone()), level.name.clone())));
    levels
}

/// The side panel while nobody is selected.
pub(super) fn nobody(ui: &mut Ui, title: &str, words: &str) {
    section_heading(ui, title);
    text::second(ui, words);
}
