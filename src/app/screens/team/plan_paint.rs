//! Painting the grid of who rates whom: raters' names upright over the columns, people beside the rows, cells, counts.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::TextShape;
use egui::{Color32, Painter, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, accesskit::Role, pos2, vec2};

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{line_of_text, text};
use crate::insight::coverage::RATERS_A_PERSON;
use crate::model::{Person, PersonId, Rater, RaterId};

use super::facts::Facts;
use super::plan::{CellState, square};

/// Where everything lies.
pub(super) struct Measures {
    /// All of it.
    pub area: Rect,
    /// The cells that are seen.
    pub body: Rect,
    pub row: f32,
    column: f32,
    rows: usize,
    columns: usize,
    /// The width of the names at the left.
    names: f32,
    /// The width of the counts at the right.
    counts: f32,
}

impl Measures {
    /// Lays the grid out in `room`.
    pub fn new(ui: &Ui, theme: &Theme, raters: &[&Arc<Rater>], rows: usize, room: Rect) -> Self {
        let row = theme.scaled(36.0).round();
        let column = theme.scaled(38.0).round();
        let names = theme.scaled(210.0).min(room.width() * 0.34).round();
        let counts = theme.scaled(112.0).round();
        let foot = theme.scaled(30.0).round();
        let longest = raters.iter().map(|rater| upright(ui.painter(), theme, &rater.name).size().x).fold(0.0, f32::max);
        let head = (longest + theme.scaled(16.0)).max(theme.scaled(40.0)).round();
        let columns = raters.len();
        let width = (columns as f32 * column).min((room.width() - names - counts).max(column));
        // Room for the bar that scrolls sideways.
        let bar = if width < columns as f32 * column { theme.scaled(10.0) } else { 0.0 };
        let height = (rows as f32 * row + bar).min((room.height() - head - foot).max(row));
        let body = Rect::from_min_size(room.min + vec2(names, head), vec2(width, height));
        let area = Rect::from_min_max(room.min, body.max + vec2(counts, foot));
        Self { area, body, row, column, rows, columns, names, counts }
    }

    /// The size of all cells.
    pub fn content(&self) -> Vec2 {
        vec2(self.columns as f32 * self.column, self.rows as f32 * self.row)
    }

    /// Where a cell lies among all cells.
    pub fn cell_in_content(&self, row: usize, column: usize) -> Rect {
        let min = pos2(column as f32 * self.column, row as f32 * self.row);
        Rect::from_min_size(min, vec2(self.column, self.row))
    }

    fn head(&self) -> Rect {
        Rect::from_x_y_ranges(self.body.x_range(), self.area.top()..=self.body.top())
    }

    fn foot(&self) -> Rect {
        Rect::from_x_y_ranges(self.body.x_range(), self.body.bottom()..=self.area.bottom())
    }

    fn left(&self) -> Rect {
        Rect::from_x_y_ranges(self.area.left()..=self.body.left(), self.body.y_range())
    }

    fn right(&self) -> Rect {
        Rect::from_x_y_ranges(self.body.right()..=self.body.right() + self.counts, self.body.y_range())
    }
}

/// A rater's name as it stands over a column; long ones are cut.
fn upright(painter: &Painter, theme: &Theme, name: &str) -> Arc<egui::Galley> {
    line_of_text(painter, name, theme.font(Size::Label, Weight::Regular), Color32::PLACEHOLDER, theme.scaled(120.0))
}

/// All that the grid shows.
pub(super) struct Scene<'a> {
    pub view: &'a View<'a>,
    pub facts: &'a Facts,
    pub raters: &'a [&'a Arc<Rater>],
    pub people: &'a [PersonId],
    pub measures: &'a Measures,
    pub offset: Vec2,
    pub cursor: Option<&'a (PersonId, RaterId)>,
    pub focused: bool,
}

impl Scene<'_> {
    /// The rows that are seen.
    pub fn rows(&self) -> Range<usize> {
        seen(self.offset.y, self.measures.body.height(), self.measures.row, self.people.len())
    }

    /// The columns that are seen.
    pub fn columns(&self) -> Range<usize> {
        seen(self.offset.x, self.measures.body.width(), self.measures.column, self.raters.len())
    }

    /// The person of a row.
    pub fn person(&self, row: usize) -> Option<&Arc<Person>> {
        self.view.session.people.get(self.people.get(row)?)
    }

    /// Where a cell is painted.
    pub fn cell(&self, row: usize, column: usize) -> Rect {
        self.measures.cell_in_content(row, column).translate(self.measures.body.min.to_vec2() - self.offset)
    }
}

fn seen(offset: f32, room: f32, one: f32, count: usize) -> Range<usize> {
    let first = (offset / one).floor().max(0.0) as usize;
    let last = ((offset + room) / one).ceil().max(0.0) as usize;
    first.min(count)..last.min(count)
}

/// Paints everything.
pub(super) fn paint(ui: &mut Ui, theme: &Theme, scene: &Scene<'_>) {
    heads(ui, theme, scene);
    names(ui, theme, scene);
    body(ui, theme, scene);
    counts(ui, theme, scene);
    loads(ui, theme, scene);
}

fn heads(ui: &Ui, theme: &Theme, scene: &Scene<'_>) {
    let head = scene.measures.head();
    let painter = ui.painter_at(head);
    for column in scene.columns() {
        let rater = scene.raters[column];
        let here = scene.cursor.is_some_and(|(_, id)| *id == rater.id);
        let colour = if here { theme.accent.text } else { theme.text_second };
        let galley = upright(ui.painter(), theme, &rater.name);
        let cell = scene.cell(0, column);
        let place = Rect::from_x_y_ranges(cell.x_range(), head.y_range());
        let at = pos2(cell.center().x - galley.size().y / 2.0, head.bottom() - theme.scaled(8.0));
        let elided = galley.elided;
        painter.add(
            TextShape::new(at, galley, colour)
                .with_override_text_color(colour)
                .with_angle(-std::f32::consts::FRAC_PI_2),
        );
        let response = ui.interact(place.intersect(head), ui.scope_id().with(("rater", column)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &rater.name));
        if elided {
            response.on_hover_text(&rater.name);
        }
    }
    let corner = pos2(scene.measures.area.left(), head.bottom() - theme.scaled(20.0));
    let font = theme.font(Size::Label, Weight::Regular);
    let words = line_of_text(
        ui.painter(),
        "Person · level and team",
        font.clone(),
        theme.text_third,
        scene.measures.names - 8.0,
    );
    ui.painter().galley(corner, words, theme.text_third);
    let words = line_of_text(ui.painter(), "Rated by", font, theme.text_third, scene.measures.counts);
    ui.painter().galley(pos2(scene.measures.body.right() + theme.scaled(12.0), corner.y), words, theme.text_third);
}

fn names(ui: &Ui, theme: &Theme, scene: &Scene<'_>) {
    let left = scene.measures.left();
    let painter = ui.painter_at(left);
    for row in scene.rows() {
        let Some(person) = scene.person(row) else { continue };
        let cell = scene.cell(row, 0);
        let place = Rect::from_x_y_ranges(left.x_range(), cell.y_range());
        let room = left.width() - theme.scaled(12.0);
        let here = scene.cursor.is_some_and(|(id, _)| *id == person.id);
        let colour = if here { theme.accent.text } else { theme.text };
        let name = line_of_text(&painter, &person.name, theme.font(Size::Body, Weight::SemiBold), colour, room);
        let standing = scene.view.session.standing(person);
        let second =
            line_of_text(&painter, &standing, theme.font(Size::Label, Weight::Regular), theme.text_second, room);
        let high = name.size().y + if standing.is_empty() { 0.0 } else { second.size().y };
        let top = place.center().y - high / 2.0;
        let (name_high, cut) = (name.size().y, name.elided || second.elided);
        painter.galley(pos2(left.left(), top), name, colour);
        if !standing.is_empty() {
            painter.galley(pos2(left.left(), top + name_high), second, theme.text_second);
        }
        let id = ui.scope_id().with(("person", person.id.as_str()));
        let response = ui.interact(place.intersect(left), id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, &person.name));
        if cut {
            response.on_hover_text(format!("{}\n{standing}", person.name));
        }
    }
}

fn body(ui: &Ui, theme: &Theme, scene: &Scene<'_>) {
    let painter = ui.painter_at(scene.measures.body.expand(1.0));
    for row in scene.rows() {
        let Some(person) = scene.person(row) else { continue };
        for column in scene.columns() {
            let rater = scene.raters[column];
            let state = CellState::of(scene.view.session, rater, person);
            let place = scene.cell(row, column).shrink(theme.scaled(2.0));
            cell(&painter, theme, place, state);
            if scene.cursor.is_some_and(|(id, other)| *id == person.id && *other == rater.id) {
                let colour = if scene.focused { theme.accent.colour } else { theme.line_strong };
                painter.rect_stroke(place, 5, Stroke::new(2.0, colour), StrokeKind::Inside);
            }
        }
    }
}

fn cell(painter: &Painter, theme: &Theme, place: Rect, state: CellState) {
    let (fill, line) = match (state.aside, state.asked) {
        (true, _) => (theme.bad.soft, theme.bad.soft),
        (false, true) => (theme.accent.soft, theme.accent.soft),
        (false, false) => (theme.surface, theme.line),
    };
    painter.rect(place, 5, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    let middle = square(place, theme.scaled(15.0).round());
    if state.aside {
        Icon::Close.paint(painter, middle, theme.bad.text);
    } else if state.asked {
        Icon::Check.paint(painter, middle, theme.accent.text);
    }
    if state.own_manager {
        let at = pos2(place.left() + theme.scaled(6.0), place.top() + theme.scaled(6.0));
        painter.circle_filled(at, theme.scaled(2.5), theme.text);
    }
    if state.upwards && state.asked {
        let side = theme.scaled(11.0).round();
        let corner = Rect::from_min_size(pos2(place.right() - side - 2.0, place.top() + 2.0), Vec2::splat(side));
        Icon::Warning.paint(painter, corner, theme.watch.text);
    }
}

/// How many rate a person, in words where they are too few.
pub(super) fn count_words(raters: usize) -> String {
    match raters {
        0 => "nobody yet".into(),
        few if few < RATERS_A_PERSON => format!("{few}: {} short", RATERS_A_PERSON - few),
        enough => enough.to_string(),
    }
}

fn counts(ui: &Ui, theme: &Theme, scene: &Scene<'_>) {
    let right = scene.measures.right();
    let painter = ui.painter_at(right);
    for row in scene.rows() {
        let Some(place) = scene.people.get(row).and_then(|id| scene.view.session.people.place(id)) else { continue };
        let raters = scene.facts.coverage.raters_of(place);
        let cell = Rect::from_x_y_ranges(right.x_range(), scene.cell(row, 0).y_range());
        let few = raters < RATERS_A_PERSON;
        let colour = if few { theme.watch.text } else { theme.text };
        let weight = if few { Weight::Medium } else { Weight::Regular };
        let words = count_words(raters);
        let mut left = cell.left() + theme.scaled(12.0);
        if few {
            let side = theme.scaled(13.0).round();
            let sign = Rect::from_min_size(pos2(left, cell.center().y - side / 2.0), Vec2::splat(side));
            Icon::Warning.paint(&painter, sign, colour);
            left += side + theme.scaled(5.0);
        }
        let galley = line_of_text(&painter, &words, theme.font(Size::Small, weight), colour, cell.right() - left);
        painter.galley(pos2(left, cell.center().y - galley.size().y / 2.0), galley, colour);
        let response = ui.interact(cell.intersect(right), ui.scope_id().with(("count", place)), Sense::hover());
        let name = scene.person(row).map(|person| person.name.as_str()).unwrap_or_default();
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, format!("{name} is rated by {words}")));
    }
}

fn loads(ui: &Ui, theme: &Theme, scene: &Scene<'_>) {
    let foot = scene.measures.foot();
    let painter = ui.painter_at(foot);
    let font = theme.font(Size::Small, Weight::SemiBold);
    for column in scene.columns() {
        let rater = scene.raters[column];
        let load = scene.facts.coverage.load(&rater.id);
        let cell = Rect::from_x_y_ranges(scene.cell(0, column).x_range(), foot.y_range());
        let galley = line_of_text(&painter, &load.to_string(), font.clone(), theme.text, f32::INFINITY);
        painter.galley(cell.center() - galley.size() / 2.0, galley, theme.text);
        let response = ui.interact(cell.intersect(foot), ui.scope_id().with(("load", column)), Sense::hover());
        let people = super::changes::counted(load, "person", "people");
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, format!("{} rates {people}", rater.name)));
    }
    let words = line_of_text(
        ui.painter(),
        "People a rater has",
        theme.font(Size::Label, Weight::Regular),
        theme.text_third,
        scene.measures.names,
    );
    let at = pos2(scene.measures.area.left(), foot.center().y - words.size().y / 2.0);
    ui.painter().galley(at, words, theme.text_third);
}

/// What hovering over a cell says.
pub(super) fn cell_hover(ui: &mut Ui, view: &View<'_>, rater: &Rater, person: &Person, state: CellState) {
    text::body(ui, format!("{} and {}: {}.", rater.name, person.name, state.words()));
    if let Some(reason) = view.session.decisions.recusals.get(&(person.id.clone(), rater.id.clone())) {
        text::small(ui, reason.as_str());
    }
}
