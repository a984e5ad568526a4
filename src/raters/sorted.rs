//! The ratings sorted by person, skill and rater, with what every figure asks for: the cells, the people, the scores
//! that occur.

use std::ops::Range;

use super::table::{RatingTable, Row};

/// The ratings in order.
pub(super) struct Sorted<'a> {
    pub table: &'a RatingTable,
    /// By person, then skill, then rater.
    pub rows: Vec<Row>,
    /// The place of each of them in the table.
    pub order: Vec<usize>,
    /// The scores that occur, from low to high.
    pub categories: Vec<f64>,
    /// For each row, the place of its score in `categories`.
    pub category: Vec<usize>,
    /// The rows of each person.
    pub people: Vec<Range<usize>>,
    /// The rows of each person and skill that was rated.
    pub cells: Vec<Range<usize>>,
}

impl<'a> Sorted<'a> {
    pub fn new(table: &'a RatingTable) -> Self {
        let mut order: Vec<usize> = (0..table.rows().len()).collect();
        order.sort_unstable_by_key(|at| {
            let row = &table.rows()[*at];
            (row.person, row.skill, row.rater)
        });
        let rows: Vec<Row> = order.iter().map(|at| table.rows()[*at]).collect();
        let mut categories: Vec<f64> = rows.iter().map(|row| row.score).collect();
        categories.sort_unstable_by(f64::total_cmp);
        categories.dedup_by(|a, b| a == b);
        let place = |score: f64| categories.partition_point(|category| *category < score);
        let category = rows.iter().map(|row| place(row.score)).collect();
        let people = ranges(&rows, |a, b| a.person == b.person);
        let cells = ranges(&rows, |a, b| a.person == b.person && a.skill == b.skill);
        Self { table, rows, order, categories, category, people, cells }
    }

    /// The cells with at least two ratings.
    pub fn units(&self) -> impl Iterator<Item = &Range<usize>> {
        self.cells.iter().filter(|cell| cell.len() > 1)
    }
}

/// The runs of rows that belong together.
fn ranges(rows: &[Row], together: impl Fn(&Row, &Row) -> bool) -> Vec<Range<usize>> {
    let mut from = 0;
    let runs = rows.chunk_by(together).map(|run| {
        let range = from..from + run.len();
        from = range.end;
        range
    });
    runs.collect()
}
