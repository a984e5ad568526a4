//! The measures of the grid: how wide its columns are in a window, how high its head is, and which cell lies where.

use egui::{Painter, Pos2, Rect, Vec2, pos2, vec2};

use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::line_of_text;
use crate::model::Session;

use super::cursor::Spot;
use super::rows::Rows;

/// Narrowest and widest cell, in points.
const NARROWEST: f32 = 28.0;
const WIDEST: f32 = 38.0;
/// Between cells.
const GAP: Vec2 = vec2(2.0, 3.0);

/// How large everything in the grid is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measures {
    /// Width of the pinned names.
    pub names: f32,
    /// Width of the progress behind the cells.
    pub done: f32,
    /// Height of the pinned head.
    pub head: f32,
    /// Height of the tiers in it, their line included.
    pub band: f32,
    /// A cell.
    pub cell: Vec2,
    rows: usize,
    columns: usize,
}

/// What lies at a point of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A cell.
    Cell(Spot),
    /// A person's name.
    Name(usize),
    /// The line under the name.
    Closeness(usize),
    /// The progress of a person.
    Done(usize),
    /// The head of a column.
    Column(usize),
    /// The tier over a column.
    Tier(usize),
}

/// A grid in its place on the screen, scrolled.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub measures: Measures,
    pub area: Rect,
    pub offset: Vec2,
}

/// The longest name that a column's head has room for.
fn longest_head(theme: &Theme) -> f32 {
    theme.scaled(150.0)
}

impl Measures {
    /// The measures in so much width.
    pub fn new(painter: &Painter, theme: &Theme, session: &Session, rows: &Rows, width: f32) -> Self {
        let scaled = |points: f32| theme.scaled(points).round();
        let columns = rows.columns().len();
        let names = scaled(176.0).min(width * 0.5);
        let done = scaled(52.0);
        // Larger type needs a wider column for the names that stand upright over it.
        let least = NARROWEST.max(theme.scaled(16.0)).ceil();
        let room = ((width - names - done) / columns.max(1) as f32).floor() - GAP.x;
        let font = theme.font(Size::Label, Weight::Medium);
        let heads = (0..columns).filter_map(|column| rows.skill(session, column)).map(|skill| {
            line_of_text(painter, skill.column_name(), font.clone(), theme.text, longest_head(theme)).size().x
        });
        let head = heads.fold(scaled(40.0), f32::max).ceil();
        let band = scaled(18.0) + 7.0;
        Self {
            names,
            done,
            head: band + scaled(12.0) + head + 6.0,
            band,
            cell: vec2(room.clamp(least, WIDEST.max(least)), scaled(38.0)),
            rows: rows.len(),
            columns,
        }
    }

    /// The narrowest width in which nothing has to scroll sideways.
    pub fn least_width(theme: &Theme, columns: usize) -> f32 {
        let least = NARROWEST.max(theme.scaled(16.0)).ceil() + GAP.x;
        theme.scaled(176.0).round() + theme.scaled(52.0).round() + columns as f32 * least
    }

    /// From one cell to the next.
    pub fn pitch(&self) -> Vec2 {
        self.cell + GAP
    }

    /// What scroll bars of a width take of a room: beside the grid where it is too high, under it where it is too wide.
    pub fn bars(&self, room: Vec2, bar: f32) -> Vec2 {
        let whole = self.whole();
        let taken = |is: bool| if is { bar } else { 0.0 };
        let beside = taken(whole.y > room.y);
        let under = taken(whole.x > room.x - beside);
        vec2(taken(whole.y > room.y - under), under)
    }

    /// Everything, as if there were no window.
    pub fn whole(&self) -> Vec2 {
        let pitch = self.pitch();
        vec2(self.names + self.columns as f32 * pitch.x + self.done, self.head + self.rows as f32 * pitch.y)
    }
}

impl Placed {
    /// Where the cells show through, between the pinned names and the pinned head.
    pub fn body(&self) -> Rect {
        Rect::from_min_max(self.area.min + vec2(self.measures.names, self.measures.head), self.area.max)
    }

    /// Where the heads of the columns show through.
    pub fn heads(&self) -> Rect {
        let min = self.area.min + vec2(self.measures.names, 0.0);
        Rect::from_min_max(min, pos2(self.area.right(), self.body().top()))
    }

    /// Where the names show through.
    pub fn names(&self) -> Rect {
        let min = self.area.min + vec2(0.0, self.measures.head);
        Rect::from_min_max(min, pos2(self.body().left(), self.area.bottom()))
    }

    /// A cell.
    pub fn cell(&self, spot: Spot) -> Rect {
        let pitch = self.measures.pitch();
        let corner = self.body().min + vec2(spot.column as f32 * pitch.x, spot.row as f32 * pitch.y) - self.offset;
        Rect::from_min_size(corner, self.measures.cell)
    }

    /// A person's name with the line under it.
    pub fn name(&self, row: usize) -> Rect {
        let cell = self.cell(Spot::new(row, 0));
        let size = vec2(self.measures.names - 8.0, cell.height());
        Rect::from_min_size(pos2(self.area.left(), cell.top()), size)
    }

    /// The line under a person's name.
    pub fn closeness(&self, row: usize) -> Rect {
        let name = self.name(row);
        Rect::from_min_max(pos2(name.left(), name.top() + name.height() * 0.56), name.max)
    }

    /// The progress of a person.
    pub fn done(&self, row: usize) -> Rect {
        let cell = self.cell(Spot::new(row, self.measures.columns));
        Rect::from_min_size(cell.min, vec2(self.measures.done, cell.height()))
    }

    /// The head of a column, without its tier.
    pub fn column(&self, column: usize) -> Rect {
        let left = self.cell(Spot::new(0, column)).left();
        let top = self.area.top() + self.measures.band;
        Rect::from_min_max(pos2(left, top), pos2(left + self.measures.cell.x, self.body().top()))
    }

    /// The band over a run of columns.
    pub fn band(&self, columns: std::ops::Range<usize>) -> Rect {
        let left = self.cell(Spot::new(0, columns.start)).left();
        let right = self.cell(Spot::new(0, columns.end.saturating_sub(1))).right();
        Rect::from_min_max(pos2(left, self.area.top()), pos2(right, self.area.top() + self.measures.band))
    }

    /// The rows that can be seen, in part or whole.
    pub fn visible_rows(&self) -> std::ops::Range<usize> {
        let pitch = self.measures.pitch().y;
        let first = (self.offset.y / pitch).floor().max(0.0) as usize;
        let last = ((self.offset.y + self.body().height()) / pitch).ceil().max(0.0) as usize;
        first.min(self.measures.rows)..last.min(self.measures.rows)
    }

    /// The columns that can be seen, in part or whole.
    pub fn visible_columns(&self) -> std::ops::Range<usize> {
        let pitch = self.measures.pitch().x;
        let first = (self.offset.x / pitch).floor().max(0.0) as usize;
        let last = ((self.offset.x + self.body().width()) / pitch).ceil().max(0.0) as usize;
        first.min(self.measures.columns)..last.min(self.measures.columns)
    }

    /// How many rows can be seen as a whole.
    pub fn page(&self) -> usize {
        (self.body().height() / self.measures.pitch().y).floor().max(1.0) as usize
    }

    /// The offset at which a cell can be seen as a whole, changed as little as possible.
    pub fn offset_showing(&self, spot: Spot) -> Vec2 {
        let pitch = self.measures.pitch();
        let room = self.body().size();
        let least = vec2((spot.column + 1) as f32 * pitch.x - room.x, (spot.row + 1) as f32 * pitch.y - room.y);
        let most = vec2(spot.column as f32 * pitch.x, spot.row as f32 * pitch.y);
        self.offset.max(least).min(most).max(Vec2::ZERO)
    }

    /// What lies at a point.
    pub fn target(&self, point: Pos2) -> Option<Target> {
        if !self.area.contains(point) {
            return None;
        }
        let pitch = self.measures.pitch();
        let inside = point - self.body().min + self.offset;
        let row = (inside.y / pitch.y).floor();
        let column = (inside.x / pitch.x).floor();
        let row = (row >= 0.0 && (row as usize) < self.measures.rows).then_some(row as usize);
        let in_columns = column >= 0.0 && (column as usize) < self.measures.columns;
        let column = in_columns.then_some(column as usize);
        if point.y < self.body().top() {
            let column = column.filter(|_| point.x >= self.body().left())?;
            let in_band = point.y < self.area.top() + self.measures.band;
            return Some(if in_band { Target::Tier(column) } else { Target::Column(column) });
        }
        let row = row?;
        if point.x < self.body().left() {
            let line = self.closeness(row).contains(point);
            return Some(if line { Target::Closeness(row) } else { Target::Name(row) });
        }
        match column {
            Some(column) => Some(Target::Cell(Spot::new(row, column))),
            None => Some(Target::Done(row)),
        }
    }

    /// The cell nearest to a point, for a drag that leaves the grid.
    pub fn nearest(&self, point: Pos2) -> Spot {
        let pitch = self.measures.pitch();
        let inside = point - self.body().min + self.offset;
        let place = |at: f32, count: usize| (at.floor().max(0.0) as usize).min(count.saturating_sub(1));
        Spot::new(place(inside.y / pitch.y, self.measures.rows), place(inside.x / pitch.x, self.measures.columns))
    }
}
