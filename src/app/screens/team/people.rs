//! The table of people: sorted by its heads, filtered, with one or several selected. One stop for Tab; arrows move in it.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Align, Id, Layout, Ui};

use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Column, EmptyState, Table, Wanted as Pressed, focus_ring_inside, table_frame, text};
use crate::insight::coverage::RATERS_A_PERSON;
use crate::model::{Person, PersonId};

use super::facts::Facts;
use super::filter::{Filter, Key, Order, Sorting, level_name, manager_name};
use super::keys::{self, ListKey};

/// What was asked of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Put the keyboard into the fields of the selected person.
    Edit,
    /// Remove who is selected.
    Remove,
}

/// The table of people.
#[derive(Default)]
pub(super) struct PeopleTable {
    pub filter: Filter,
    sorting: Sorting,
    order: Order,
    pub selected: BTreeSet<PersonId>,
    /// The row that the keyboard is on.
    cursor: Option<PersonId>,
    /// Where a selection of several rows began.
    anchor: Option<PersonId>,
    reveal: bool,
    /// Take the keyboard.
    pub focus: bool,
    page: usize,
}

const KEYS: [(Key, &str); 6] = [
    (Key::Name, "Name"),
    (Key::Level, "Level"),
    (Key::Target, "Target"),
    (Key::Team, "Team"),
    (Key::Manager, "Reports to"),
    (Key::Raters, "Raters"),
];

/// What the table is called inside egui.
fn table_id() -> Id {
    Id::unique("team people")
}

impl PeopleTable {
    /// Selects one person and shows their row.
    pub fn select(&mut self, person: PersonId) {
        self.selected = BTreeSet::from([person.clone()]);
        self.anchor = Some(person.clone());
        self.cursor = Some(person);
        self.reveal = true;
    }

    /// Forgets who is not there any more.
    pub fn keep(&mut self, view: &View<'_>) {
        let people = &view.session.people;
        self.selected.retain(|id| people.contains(id));
        self.cursor = self.cursor.take().filter(|id| people.contains(id));
        self.anchor = self.anchor.take().filter(|id| people.contains(id));
    }

    /// Shows the table in all the room there is.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, facts: &Facts) -> Option<Wanted> {
        self.order.of(view.session, view.revision, facts, &self.filter, self.sorting);
        if self.order.ids().is_empty() {
            self.nobody_fits(ui);
            return None;
        }
        let theme = Theme::of(ui);
        let room = ui.available_rect_before_wrap();
        let whole = keys::list(ui, table_id(), room, Role::Table, "People");
        whole.ctx.accesskit_node_builder(whole.id, |node| node.set_row_count(self.order.ids().len() + 1));
        if std::mem::take(&mut self.focus) {
            whole.request_focus();
        }
        let wanted = if whole.has_focus() { self.keys(ui) } else { None };
        let frame = table_frame(&theme);
        let shown = frame.show(ui, |ui| self.table(ui, view, facts));
        focus_ring_inside(ui, &whole, shown.response.rect, f32::from(CARD_RADIUS));
        if shown.inner {
            whole.request_focus();
        }
        wanted
    }

    fn nobody_fits(&mut self, ui: &mut Ui) {
        let state = EmptyState::new(Icon::Filter, "Nobody fits the filter", "Other words, another level or team may.");
        if state.button("Show everybody").show(ui) == Pressed::First {
            self.filter = Filter::default();
        }
    }

    /// Head and rows; returns whether a row was clicked.
    fn table(&mut self, ui: &mut Ui, view: &View<'_>, facts: &Facts) -> bool {
        ui.spacing_mut().item_spacing.y = 0.0;
        let room = ui.available_width() / Theme::of(ui).text_scale;
        let shown: Vec<(Key, &str)> = KEYS
            .into_iter()
            .filter(|(key, _)| *key != Key::Manager || room > 640.0)
            .filter(|(key, _)| *key != Key::Team || room > 540.0)
            .collect();
        let columns = shown.iter().map(|(key, name)| self.column(*key, name, room));
        // The last one is the lane of the scroll bar.
        let columns: Vec<Column<'_>> = columns.chain([Column::fixed("", 8.0)]).collect();
        let table = Table::new(ui, &columns).one_stop();
        if let Some((key, _)) = table.head(ui).and_then(|place| shown.get(place)) {
            self.sorting.choose(*key);
            self.reveal = true;
        }
        let height = table.row_height(ui);
        let reveal = std::mem::take(&mut self.reveal).then(|| self.cursor_place()).flatten();
        let mut clicked = None;
        let session = view.session;
        let ids = self.order.ids();
        let page = keys::rows(ui, "people", ids.len(), height, reveal, |ui, row| {
            let Some((place, person)) =
                session.people.place(&ids[row]).and_then(|place| Some((place, session.people.at(place)?)))
            else {
                return;
            };
            let selected = self.selected.contains(&person.id);
            let raters = facts.coverage.raters_of(place);
            let response = ui.push_id(person.id.as_str(), |ui| {
                table.row(ui, selected, |cells| {
                    for (key, _) in &shown {
                        cells.cell(|ui| cell(ui, view, person, *key, raters));
                    }
                })
            });
            let response = response.inner;
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_label(person.name.as_str());
                node.set_row_index(row + 1);
            });
            if response.clicked() {
                clicked = Some(person.id.clone());
            }
        });
        self.page = page;
        let Some(person) = clicked else { return false };
        let (shift, command) = ui.input(|input| (input.modifiers.shift, input.modifiers.command));
        self.point(person, shift, command);
        true
    }

    fn column<'a>(&self, key: Key, name: &'a str, room: f32) -> Column<'a> {
        let column = match key {
            Key::Name => Column::rest(name, if room > 640.0 { 150.0 } else { 110.0 }),
            Key::Level | Key::Target => Column::fixed(name, if room > 540.0 { 112.0 } else { 90.0 }),
            Key::Team | Key::Manager => Column::rest(name, 96.0),
            Key::Raters => Column::fixed(name, 84.0).right(),
        };
        column.sorted((self.sorting.key == key).then_some(self.sorting.upwards))
    }

    fn cursor_place(&self) -> Option<usize> {
        let cursor = self.cursor.as_ref()?;
        self.order.ids().iter().position(|id| id == cursor)
    }

    /// A click on a row: alone, going on to it, or adding it.
    fn point(&mut self, person: PersonId, shift: bool, command: bool) {
        if shift {
            self.cursor = Some(person);
            self.select_to_cursor();
        } else if command {
            if !self.selected.remove(&person) {
                self.selected.insert(person.clone());
            }
            self.anchor = Some(person.clone());
            self.cursor = Some(person);
        } else {
            self.select(person);
            self.reveal = false;
        }
    }

    fn select_to_cursor(&mut self) {
        let ids = self.order.ids();
        let place = |id: &Option<PersonId>| id.as_ref().and_then(|id| ids.iter().position(|other| other == id));
        let Some(to) = place(&self.cursor) else { return };
        let from = place(&self.anchor).unwrap_or(to);
        self.selected = ids[from.min(to)..=from.max(to)].iter().cloned().collect();
        self.anchor = Some(ids[from].clone());
    }

    fn keys(&mut self, ui: &Ui) -> Option<Wanted> {
        let mut wanted = None;
        for key in keys::pressed(ui, self.page) {
            match key {
                ListKey::Move(by, on) => self.step(by, on),
                ListKey::All => self.selected = self.order.ids().iter().cloned().collect(),
                ListKey::Open if !self.selected.is_empty() => wanted = Some(Wanted::Edit),
                ListKey::Remove if !self.selected.is_empty() => wanted = Some(Wanted::Remove),
                ListKey::Toggle => {
                    if let Some(cursor) = self.cursor.clone() {
                        self.point(cursor, false, true);
                    }
                }
                _ => {}
            }
        }
        wanted
    }

    fn step(&mut self, by: isize, on: bool) {
        let ids = self.order.ids();
        let Some(to) = keys::moved(self.cursor_place(), by, ids.len()) else { return };
        let person = ids[to].clone();
        self.reveal = true;
        if on {
            self.cursor = Some(person);
            self.select_to_cursor();
        } else {
            self.select(person);
        }
    }
}

fn cell(ui: &mut Ui, view: &View<'_>, person: &Person, key: Key, raters: usize) {
    let theme = Theme::of(ui);
    let session = view.session;
    let quiet = |ui: &mut Ui, words: &str| {
        text::truncated(ui, theme.rich(Size::Body, Weight::Regular, words).color(theme.text_third));
    };
    match key {
        Key::Name => drop(text::truncated(ui, theme.rich(Size::Body, Weight::SemiBold, person.name.as_str()))),
        Key::Level => match level_name(session, &person.level) {
            "" => quiet(ui, "No level yet"),
            level => drop(text::truncated(ui, level)),
        },
        Key::Target => match level_name(session, &person.target) {
            "" => quiet(ui, "–"),
            target => drop(text::truncated(ui, target)),
        },
        Key::Team => drop(text::truncated(ui, person.team.as_str())),
        Key::Manager => drop(text::truncated(ui, manager_name(session, &person.manager))),
        Key::Raters => raters_cell(ui, &theme, raters),
    }
}

fn raters_cell(ui: &mut Ui, theme: &Theme, raters: usize) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if raters >= RATERS_A_PERSON {
            text::body(ui, raters.to_string());
            return;
        }
        let words = theme.rich(Size::Body, Weight::Medium, raters.to_string()).color(theme.watch.text);
        let hover = format!("{raters} of {RATERS_A_PERSON} advised");
        ui.label(words).on_hover_text(hover);
        Icon::Warning.show(ui, 13.0, theme.watch.text);
    });
}
