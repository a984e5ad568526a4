//! Who rates whom, as a grid: people down, raters across. A cell is asked or not; the arrows move, Space asks, R sets a
//! rater aside. At the end of a row stands how many rate the person, at the foot of a column how much the rater has to
//! do. One stop for Tab; only the cells that are seen are laid out.

use egui::accesskit::Role;
use egui::{Id, Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

use crate::app::theme::Theme;
use crate::app::view::View;
use crate::insight::coverage::judges_upwards;
use crate::model::{Manager, Person, PersonId, Rater, RaterId, Session};

use super::facts::Facts;
use super::filter::{Filter, Order, Sorting};
use super::keys::{self, ListKey};
use super::plan_paint::{self, Measures};

/// What was asked of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Ask the rater to rate the person, or no longer.
    Toggle(RaterId, PersonId),
    /// Set the rater aside for the person, or no longer.
    SetAside(RaterId, PersonId),
}

/// The grid of who rates whom.
#[derive(Default)]
pub(super) struct Plan {
    pub filter: Filter,
    order: Order,
    /// The cell that the keyboard is on.
    cursor: Option<(PersonId, RaterId)>,
    reveal: bool,
    /// Take the keyboard.
    pub focus: bool,
    page: usize,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellState {
    pub asked: bool,
    pub aside: bool,
    pub own_manager: bool,
    pub upwards: bool,
}

impl CellState {
    /// What stands between a rater and a person.
    pub fn of(session: &Session, rater: &Rater, person: &Person) -> Self {
        Self {
            asked: rater.rated_people.contains(&person.id),
            aside: session.is_recused(&rater.id, &person.id),
            own_manager: matches!(&person.manager, Manager::Panel(manager) if *manager == rater.id),
            upwards: judges_upwards(session, rater, person),
        }
    }

    /// The same in words, after "Dana and Amara: ".
    pub fn words(self) -> String {
        let mut words = vec![match (self.aside, self.asked) {
            (true, _) => "set aside",
            (false, true) => "asked to rate",
            (false, false) => "not asked",
        }];
        if self.own_manager {
            words.push("own manager");
        }
        if self.upwards {
            words.push("at or above the rater’s own level");
        }
        words.join(", ")
    }
}

/// What the grid is called inside egui.
fn grid_id() -> Id {
    Id::unique("team plan")
}

impl Plan {
    /// The selected cell.
    pub fn cursor(&self) -> Option<&(PersonId, RaterId)> {
        self.cursor.as_ref()
    }

    /// Selects a rater, in the row that is selected.
    pub fn select_rater(&mut self, session: &Session, rater: &RaterId) {
        let first =
            || session.people.iter().min_by_key(|person| person.name.to_lowercase()).map(|person| person.id.clone());
        let person = self.cursor.take().map(|(person, _)| person).or_else(first);
        self.cursor = person.map(|person| (person, rater.clone()));
        self.reveal = true;
    }

    /// Forgets who is not there any more.
    pub fn keep(&mut self, view: &View<'_>) {
        let session = view.session;
        let there = |(person, rater): &(PersonId, RaterId)| {
            session.people.contains(person) && session.panel.get(rater).is_some_and(|rater| rater.rates)
        };
        self.cursor = self.cursor.take().filter(there);
    }

    /// Works out which people are shown; returns how many.
    pub fn prepare(&mut self, view: &View<'_>, facts: &Facts) -> usize {
        self.order.of(view.session, view.revision, facts, &self.filter, Sorting::default()).len()
    }

    /// Shows the grid in all the room there is, less where it needs less.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, facts: &Facts, locked: bool) -> Vec<Wanted> {
        let theme = Theme::of(ui);
        let raters = view.session.raters();
        let people = self.order.ids().len();
        let room = ui.available_rect_before_wrap();
        let measures = Measures::new(ui, &theme, &raters, people, room);
        ui.advance_cursor_after_rect(measures.area);
        let whole = keys::list(ui, grid_id(), measures.area, Role::Grid, "Who rates whom");
        whole.ctx.accesskit_node_builder(whole.id, |node| {
            node.set_row_count(people + 1);
            node.set_column_count(raters.len() + 2);
            node.set_description("Arrows move, Space asks or no longer asks, R sets a rater aside.");
        });
        if std::mem::take(&mut self.focus) {
            whole.request_focus();
        }
        let mut wanted = Vec::new();
        if whole.has_focus() {
            self.keys(ui, &raters, &mut wanted);
        }
        let offset = self.scroll(ui, &measures, &raters);
        let scene = plan_paint::Scene {
            view,
            facts,
            raters: &raters,
            people: self.order.ids(),
            measures: &measures,
            offset,
            cursor: self.cursor.as_ref(),
            focused: whole.has_focus(),
        };
        plan_paint::paint(ui, &theme, &scene);
        let clicked = cells(ui, &scene, locked);
        if let Some((person, rater, twice)) = clicked {
            whole.request_focus();
            self.cursor = Some((person.clone(), rater.clone()));
            wanted.push(if twice { Wanted::SetAside(rater, person) } else { Wanted::Toggle(rater, person) });
        }
        if locked { Vec::new() } else { wanted }
    }

    /// Lets egui scroll the rows, and returns how far they are scrolled.
    fn scroll(&mut self, ui: &mut Ui, measures: &Measures, raters: &[&std::sync::Arc<Rater>]) -> Vec2 {
        let reveal = std::mem::take(&mut self.reveal).then(|| self.places(raters)).flatten();
        // The bar that scrolls up and down has a lane beside the cells.
        let lane = vec2(12.0, 0.0);
        let room = Rect::from_min_size(measures.body.min, measures.body.size() + lane);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(room));
        let area = ScrollArea::both().id_salt("plan").auto_shrink(false);
        let shown = area.show_viewport(&mut inside, |ui, viewport| {
            ui.set_min_size(measures.content() + lane);
            if let Some((row, column)) = reveal {
                let rect = measures.cell_in_content(row, column).translate(ui.max_rect().min.to_vec2());
                ui.scroll_to_rect_animation(rect, None, egui::style::ScrollAnimation::none());
            }
            viewport.min.to_vec2()
        });
        self.page = (measures.body.height() / measures.row) as usize;
        // What scrolls less than a pixel blurs the text.
        let pixel = ui.ctx().pixels_per_point();
        (shown.inner * pixel).round() / pixel
    }

    fn places(&self, raters: &[&std::sync::Arc<Rater>]) -> Option<(usize, usize)> {
        let (person, rater) = self.cursor.as_ref()?;
        let row = self.order.ids().iter().position(|id| id == person)?;
        let column = raters.iter().position(|other| other.id == *rater)?;
        Some((row, column))
    }

    fn keys(&mut self, ui: &Ui, raters: &[&std::sync::Arc<Rater>], wanted: &mut Vec<Wanted>) {
        for key in keys::pressed(ui, self.page) {
            match key {
                ListKey::Move(by, _) => self.step(raters, by, 0),
                ListKey::Side(by) => self.step(raters, 0, by),
                ListKey::Toggle | ListKey::Open => {
                    wanted.extend(self.cursor.clone().map(|(person, rater)| Wanted::Toggle(rater, person)));
                }
                ListKey::Letter('r') => {
                    wanted.extend(self.cursor.clone().map(|(person, rater)| Wanted::SetAside(rater, person)));
                }
                _ => {}
            }
        }
    }

    fn step(&mut self, raters: &[&std::sync::Arc<Rater>], down: isize, right: isize) {
        let ids = self.order.ids();
        let here = self.places(raters);
        // The first key only shows the cursor.
        let (down, right) = if here.is_some() { (down, right) } else { (0, 0) };
        let row = keys::moved(here.map(|(row, _)| row), down, ids.len());
        let column = keys::moved(here.map(|(_, column)| column), right, raters.len());
        if let (Some(row), Some(column)) = (row, column) {
            self.cursor = Some((ids[row].clone(), raters[column].id.clone()));
            self.reveal = true;
        }
    }
}

/// Makes the cells that are seen clickable and readable; returns the one that was clicked, and whether with the other
/// button.
fn cells(ui: &mut Ui, scene: &plan_paint::Scene<'_>, locked: bool) -> Option<(PersonId, RaterId, bool)> {
    let mut clicked = None;
    let (rows, columns) = (scene.rows(), scene.columns());
    for row in rows {
        let Some(person) = scene.person(row) else { continue };
        for column in columns.clone() {
            let rater = scene.raters[column];
            let rect = scene.cell(row, column).intersect(scene.measures.body);
            if !rect.is_positive() {
                continue;
            }
            let state = CellState::of(scene.view.session, rater, person);
            let id = grid_id().with((person.id.as_str(), rater.id.as_str()));
            let response = ui.interact(rect, id, Sense::CLICK);
            response.widget_info(|| {
                let words = format!("{} and {}: {}", rater.name, person.name, state.words());
                WidgetInfo::selected(Role::CheckBox, !locked, state.asked && !state.aside, words)
            });
            if response.hovered() {
                response.clone().on_hover_ui(|ui| plan_paint::cell_hover(ui, scene.view, rater, person, state));
            }
            if response.clicked() || response.secondary_clicked() {
                clicked = Some((person.id.clone(), rater.id.clone(), response.secondary_clicked()));
            }
        }
    }
    clicked
}

/// The square of `side` in the middle of `rect`.
pub(super) fn square(rect: Rect, side: f32) -> Rect {
    Rect::from_center_size(pos2(rect.center().x, rect.center().y), vec2(side, side))
}
