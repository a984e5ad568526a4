//! The cursor of the grid and the block that it spans, and how keys move them, as in a spreadsheet. Rows and columns
//! here are places on the screen; what stands in them is not known here.

use std::ops::RangeInclusive;

/// A cell by its place in the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub row: usize,
    pub column: usize,
}

impl Spot {
    /// The cell in this row and column.
    pub fn new(row: usize, column: usize) -> Self {
        Self { row, column }
    }
}

/// The size of the grid, and which cells are asked.
pub(super) struct Shape<'a> {
    pub rows: usize,
    pub columns: usize,
    /// Rows that a page up or down goes.
    pub page: usize,
    pub asked: &'a dyn Fn(Spot) -> bool,
}

/// A move of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Left,
    Right,
    Up,
    Down,
    /// To the first column.
    RowStart,
    /// To the last column.
    RowEnd,
    PageUp,
    PageDown,
    /// To the first cell of the grid.
    First,
    /// To the last cell of the grid.
    Last,
    /// To the top of the column.
    Top,
    /// To its bottom.
    Bottom,
}

/// Where the cursor is, and where the block began that it ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    pub at: Spot,
    from: Option<Spot>,
}

impl Cursor {
    /// Puts the cursor on a cell; with `extend` the block goes on to there.
    pub fn go(&mut self, to: Spot, extend: bool) {
        self.from = if extend { self.from.or(Some(self.at)) } else { None };
        self.at = to;
        if self.from == Some(self.at) {
            self.from = None;
        }
    }

    /// Keeps the cell, drops the block. Returns whether there was one.
    pub fn collapse(&mut self) -> bool {
        self.from.take().is_some()
    }

    /// Selects the whole grid; the cursor stays in its first cell.
    pub fn select_all(&mut self, shape: &Shape<'_>) {
        if shape.rows > 0 && shape.columns > 0 {
            self.at = Spot::default();
            self.from = Some(Spot::new(shape.rows - 1, shape.columns - 1)).filter(|end| *end != self.at);
        }
    }

    /// Rows and columns of the block; of the one cell where there is none.
    pub fn block(&self) -> (RangeInclusive<usize>, RangeInclusive<usize>) {
        let from = self.from.unwrap_or(self.at);
        let range = |a: usize, b: usize| a.min(b)..=a.max(b);
        (range(from.row, self.at.row), range(from.column, self.at.column))
    }

    /// Whether more than one cell is selected.
    pub fn is_block(&self) -> bool {
        self.from.is_some()
    }

    /// Keeps the cursor and the block inside a grid that became smaller.
    pub fn keep_inside(&mut self, shape: &Shape<'_>) {
        let (last_row, last_column) = (shape.rows.saturating_sub(1), shape.columns.saturating_sub(1));
        self.at = Spot::new(self.at.row.min(last_row), self.at.column.min(last_column));
        let inside = |from: Spot| Spot::new(from.row.min(last_row), from.column.min(last_column));
        self.from = self.from.map(inside).filter(|from| *from != self.at);
    }

    /// Moves as a key says.
    pub fn step(&mut self, to: Move, extend: bool, shape: &Shape<'_>) {
        if shape.rows == 0 || shape.columns == 0 {
            return;
        }
        let Spot { row, column } = self.at;
        let (last_row, last_column) = (shape.rows - 1, shape.columns - 1);
        let spot = match to {
            Move::Left => Spot::new(row, column.saturating_sub(1)),
            Move::Right => Spot::new(row, (column + 1).min(last_column)),
            Move::Up => Spot::new(row.saturating_sub(1), column),
            Move::Down => Spot::new((row + 1).min(last_row), column),
            Move::RowStart => Spot::new(row, 0),
            Move::RowEnd => Spot::new(row, last_column),
            Move::PageUp => Spot::new(row.saturating_sub(shape.page.max(1)), column),
            Move::PageDown => Spot::new((row + shape.page.max(1)).min(last_row), column),
            Move::First => Spot::default(),
            Move::Last => Spot::new(last_row, last_column),
            Move::Top => Spot::new(0, column),
            Move::Bottom => Spot::new(last_row, column),
        };
        self.go(spot, extend);
    }

    /// On to the next asked cell: of this person, then of the next. Returns whether there was one.
    pub fn next_asked(&mut self, shape: &Shape<'_>) -> bool {
        let Spot { row, column } = self.at;
        let rest = (column + 1..shape.columns).map(|column| Spot::new(row, column));
        let below = (row + 1..shape.rows).flat_map(|row| (0..shape.columns).map(move |column| Spot::new(row, column)));
        self.go_to_asked(rest.chain(below), shape)
    }

    /// Back to the asked cell before this one. Returns whether there was one.
    pub fn previous_asked(&mut self, shape: &Shape<'_>) -> bool {
        let Spot { row, column } = self.at;
        let rest = (0..column).rev().map(|column| Spot::new(row, column));
        let above = (0..row).rev().flat_map(|row| (0..shape.columns).rev().map(move |column| Spot::new(row, column)));
        self.go_to_asked(rest.chain(above), shape)
    }

    fn go_to_asked(&mut self, mut spots: impl Iterator<Item = Spot>, shape: &Shape<'_>) -> bool {
        let found = spots.find(|spot| (shape.asked)(*spot));
        if let Some(spot) = found {
            self.go(spot, false);
        }
        found.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three people and five skills, of which the last two are not asked of the first person.
    fn shape<T>(test: impl FnOnce(&Shape<'_>) -> T) -> T {
        let asked = |spot: Spot| spot.row > 0 || spot.column < 3;
        test(&Shape { rows: 3, columns: 5, page: 2, asked: &asked })
    }

    fn at(row: usize, column: usize) -> Cursor {
        let mut cursor = Cursor::default();
        cursor.go(Spot::new(row, column), false);
        cursor
    }

    #[test]
    fn keys_move_and_stop_at_the_edges() {
        let cases = [
            ((0, 0), Move::Left, (0, 0)),
            ((0, 0), Move::Right, (0, 1)),
            ((2, 4), Move::Right, (2, 4)),
            ((0, 1), Move::Up, (0, 1)),
            ((0, 1), Move::Down, (1, 1)),
            ((2, 1), Move::Down, (2, 1)),
            ((1, 3), Move::RowStart, (1, 0)),
            ((1, 3), Move::RowEnd, (1, 4)),
            ((0, 3), Move::PageDown, (2, 3)),
            ((1, 3), Move::PageUp, (0, 3)),
            ((1, 3), Move::First, (0, 0)),
            ((1, 3), Move::Last, (2, 4)),
            ((1, 3), Move::Top, (0, 3)),
            ((1, 3), Move::Bottom, (2, 3)),
        ];
        shape(|shape| {
            for ((row, column), to, after) in cases {
                let mut cursor = at(row, column);
                cursor.step(to, false, shape);
                assert_eq!((cursor.at.row, cursor.at.column), after, "{to:?} from {row}, {column}");
            }
        });
    }

    #[test]
    fn the_next_cell_is_the_next_asked_one_and_then_the_next_person() {
        shape(|shape| {
            let mut cursor = at(0, 1);
            let mut seen = Vec::new();
            while cursor.next_asked(shape) {
                seen.push((cursor.at.row, cursor.at.column));
            }
            let rest = [(0, 2), (1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (2, 0), (2, 1), (2, 2), (2, 3), (2, 4)];
            assert_eq!(seen, rest);
            let mut cursor = at(1, 0);
            assert!(cursor.previous_asked(shape));
            assert_eq!(cursor.at, Spot::new(0, 2), "back over the cells that are not asked");
        });
    }

    #[test]
    fn shift_spans_a_block_from_where_it_began() {
        shape(|shape| {
            let mut cursor = at(1, 1);
            cursor.step(Move::Right, true, shape);
            cursor.step(Move::Down, true, shape);
            assert_eq!(cursor.block(), (1..=2, 1..=2));
            cursor.step(Move::Up, true, shape);
            cursor.step(Move::Left, true, shape);
            assert!(!cursor.is_block(), "back where it began");
            cursor.step(Move::Up, true, shape);
            cursor.step(Move::Left, true, shape);
            assert_eq!(cursor.block(), (0..=1, 0..=1));
            cursor.step(Move::Down, false, shape);
            assert_eq!(cursor.block(), (1..=1, 0..=0));
            cursor.select_all(shape);
            assert_eq!(cursor.block(), (0..=2, 0..=4));
        });
    }

    #[test]
    fn a_grid_that_shrinks_takes_the_cursor_along() {
        let asked = |_| true;
        let mut cursor = at(9, 9);
        cursor.go(Spot::new(7, 7), true);
        cursor.keep_inside(&Shape { rows: 3, columns: 2, page: 1, asked: &asked });
        assert_eq!(cursor.at, Spot::new(2, 1));
        assert!(!cursor.is_block());
        cursor.keep_inside(&Shape { rows: 0, columns: 0, page: 1, asked: &asked });
        assert_eq!(cursor.at, Spot::default());
    }
}
