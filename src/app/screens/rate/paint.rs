//! Painting the grid: tiers and skills over the columns, names beside the rows, the cells, and each person's progress.
//! Only what shows through is laid out.

use std::collections::BTreeSet;
use std::ops::Range;

use egui::epaint::TextShape;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{Score, ScoreCell, line_of_text, paint_score_cell};
use crate::model::{Cell, Closeness, Mark, Person, Progress, SkillId};

use super::cursor::{Cursor, Spot};
use super::measures::Placed;
use super::rows::{Rows, Totals};
use super::seat::Seat;

/// All that the grid shows.
pub(super) struct Scene<'a> {
    pub seat: Seat<'a>,
    pub rows: &'a Rows,
    pub cursor: Cursor,
    /// Cells that are not asked and were opened to be rated.
    pub opened: &'a BTreeSet<Cell>,
    /// Whether the grid has the keyboard.
    pub focused: bool,
    /// How far the rater is with everybody.
    pub totals: Totals,
}

/// One person's row, read once for all its cells.
pub(super) struct RowContent<'a> {
    pub person: &'a Person,
    pub asked: &'a [bool],
    pub progress: Progress,
    pub closeness: Option<Closeness>,
    pub revealed: bool,
    pub set_aside: bool,
    bytes: &'a [u8],
    /// Revised marks and notes of the person, by the skill's place in the rubric.
    revised: Vec<(usize, Mark)>,
    notes: Vec<usize>,
}

impl<'a> Scene<'a> {
    /// What stands in a row.
    pub fn row(&self, row: usize) -> Option<RowContent<'a>> {
        let session = self.seat.session;
        let person = self.rows.person(session, row)?;
        let sheet = session.ratings.sheet(&self.seat.rater.id);
        let revealed = session.is_revealed(&person.id);
        let first = (person.id.clone(), SkillId::new(""));
        let place = |skill: &SkillId| session.rubric.column(skill);
        let notes = sheet.into_iter().flat_map(|sheet| sheet.notes().range(first.clone()..));
        let notes = notes.take_while(|((id, _), _)| *id == person.id).filter_map(|((_, skill), _)| place(skill));
        let revised = sheet.into_iter().flat_map(|sheet| sheet.revised().range(first.clone()..));
        let revised = revised.take_while(|((id, _), _)| revealed && *id == person.id);
        Some(RowContent {
            person,
            asked: self.rows_asked(row),
            progress: self.rows.progress(sheet, row),
            closeness: sheet.and_then(|sheet| sheet.closeness().get(&person.id).copied()),
            revealed,
            set_aside: session.is_recused(&self.seat.rater.id, &person.id),
            bytes: sheet_row(sheet, session.people.place(&person.id)),
            notes: notes.collect(),
            revised: revised.filter_map(|((_, skill), mark)| Some((place(skill)?, *mark))).collect(),
        })
    }

    fn rows_asked(&self, row: usize) -> &'a [bool] {
        let rows: &'a Rows = self.rows;
        rows.asked(row)
    }

    /// What a cell holds.
    pub fn score(&self, content: &RowContent<'_>, column: usize) -> Score {
        let Some(place) = self.rows.columns().get(column).map(|column| column.place) else { return Score::NotAsked };
        if let Some(mark) = content.revised(place) {
            return score_of(mark);
        }
        match content.bytes.get(place) {
            None | Some(0) if self.is_open(content, column) => Score::Empty,
            None | Some(0) => Score::NotAsked,
            Some(255) => Score::NotObserved,
            Some(score) => Score::Given(*score),
        }
    }

    /// Whether an empty cell waits for an answer: it is asked, or was opened.
    fn is_open(&self, content: &RowContent<'_>, column: usize) -> bool {
        if content.set_aside {
            return false;
        }
        content.asked.get(column).copied().unwrap_or(false)
            || (!self.opened.is_empty()
                && self
                    .rows
                    .skill(self.seat.session, column)
                    .is_some_and(|skill| self.opened.contains(&(content.person.id.clone(), skill.id.clone()))))
    }
}

fn sheet_row(sheet: Option<&std::sync::Arc<crate::model::Sheet>>, place: Option<usize>) -> &[u8] {
    match (sheet, place) {
        (Some(sheet), Some(place)) => sheet.row(place),
        _ => &[],
    }
}

fn score_of(mark: Mark) -> Score {
    match mark {
        Mark::Score(score) => Score::Given(score),
        Mark::NotObserved(_) => Score::NotObserved,
    }
}

impl RowContent<'_> {
    fn revised(&self, place: usize) -> Option<Mark> {
        self.revised.iter().find(|(at, _)| *at == place).map(|(_, mark)| *mark)
    }

    /// Whether the skill at this place of the rubric has a note.
    pub fn has_note(&self, place: usize) -> bool {
        self.notes.contains(&place)
    }

    /// The blind score under a revised mark, as a figure.
    fn blind_under(&self, place: usize) -> Option<String> {
        self.revised(place)?;
        match self.bytes.get(place)? {
            0 => None,
            255 => Some("n/o".into()),
            score => Some(score.to_string()),
        }
    }

    /// Level, closeness and what else is to be known, as the line under the name.
    pub fn line(&self, seat: &Seat<'_>) -> String {
        let level = seat.level_words(self.person);
        if self.set_aside {
            return format!("{level} · set aside");
        }
        let closeness = self.closeness.map_or("how closely?", Closeness::word);
        let revealed = if self.revealed { " · revealed" } else { "" };
        format!("{level} · {closeness}{revealed}")
    }
}

/// Paints the whole grid.
pub(super) fn paint(painter: &Painter, theme: &Theme, scene: &Scene<'_>, placed: &Placed, hovered: Option<Spot>) {
    let columns = placed.visible_columns();
    paint_heads(&painter.with_clip_rect(placed.heads()), theme, scene, placed, columns.clone());
    paint_corner(painter, theme, placed);
    let body = painter.with_clip_rect(placed.body());
    let names = painter.with_clip_rect(placed.names());
    for row in placed.visible_rows() {
        let Some(content) = scene.row(row) else { continue };
        for column in columns.clone() {
            let spot = Spot::new(row, column);
            paint_cell(&body, theme, scene, placed, &content, spot, hovered == Some(spot));
        }
        paint_done(&body, theme, placed.done(row), content.progress);
        paint_name(&names, theme, scene, placed, row, &content);
    }
    paint_block(&body, theme, scene, placed);
}

fn paint_cell(
    painter: &Painter,
    theme: &Theme,
    scene: &Scene<'_>,
    placed: &Placed,
    content: &RowContent<'_>,
    spot: Spot,
    hovered: bool,
) {
    let Some(place) = scene.rows.columns().get(spot.column).map(|column| column.place) else { return };
    let rect = placed.cell(spot);
    let selected = scene.cursor.at == spot;
    let cell = ScoreCell {
        score: scene.score(content, spot.column),
        points: scene.seat.session.rubric.scale.top(),
        note: content.has_note(place),
        selected,
        hovered,
    };
    paint_score_cell(painter, theme, rect, &cell);
    if let Some(blind) = content.blind_under(place) {
        let format = TextFormat {
            strikethrough: Stroke::new(1.0, theme.text_second),
            ..TextFormat::simple(theme.font(Size::Tiny, Weight::Regular), theme.text_second)
        };
        let galley = painter.layout_job(LayoutJob::single_section(blind, format));
        painter.galley(rect.min + vec2(4.0, 1.0), galley, theme.text_second);
    }
    if selected && scene.focused && cell.score == Score::NotAsked {
        // A dot alone would leave the cursor without a ground.
        painter.rect_stroke(rect, 5, Stroke::new(2.0, theme.accent.colour), StrokeKind::Inside);
    }
}

fn paint_block(painter: &Painter, theme: &Theme, scene: &Scene<'_>, placed: &Placed) {
    if !scene.cursor.is_block() {
        return;
    }
    let (rows, columns) = scene.cursor.block();
    let first = placed.cell(Spot::new(*rows.start(), *columns.start()));
    let last = placed.cell(Spot::new(*rows.end(), *columns.end()));
    let rect = first.union(last).expand(1.0);
    painter.rect(
        rect,
        6,
        theme.accent.colour.gamma_multiply(0.12),
        Stroke::new(1.5, theme.accent.colour),
        StrokeKind::Inside,
    );
}

fn paint_done(painter: &Painter, theme: &Theme, rect: Rect, progress: Progress) {
    if progress.asked == 0 {
        return;
    }
    let height = theme.scaled(6.0);
    let width = rect.width() - theme.scaled(12.0);
    let bar = Rect::from_min_size(pos2(rect.left() + 4.0, rect.center().y - height / 2.0), vec2(width, height));
    painter.rect_filled(bar, height / 2.0, theme.line);
    if progress.answered > 0 {
        let part = progress.answered as f32 / progress.asked as f32;
        let filled = Rect::from_min_size(bar.min, vec2((width * part).max(height), height));
        painter.rect_filled(filled, height / 2.0, theme.good.colour);
    }
}

fn paint_name(
    painter: &Painter,
    theme: &Theme,
    scene: &Scene<'_>,
    placed: &Placed,
    row: usize,
    content: &RowContent<'_>,
) {
    let rect = placed.name(row);
    let colour = match (scene.cursor.at.row == row, content.set_aside) {
        (true, _) => theme.accent.text,
        (false, true) => theme.text_third,
        (false, false) => theme.text,
    };
    let name = line_of_text(
        painter,
        &content.person.name,
        theme.font(Size::Section, Weight::SemiBold),
        colour,
        rect.width() - 2.0,
    );
    let line = line_of_text(
        painter,
        &content.line(&scene.seat),
        theme.font(Size::Label, Weight::Regular),
        theme.text_second,
        rect.width() - 2.0,
    );
    let height = name.size().y + line.size().y - 1.0;
    let top = rect.center().y - height / 2.0;
    let line_at = pos2(rect.left() + 2.0, top + name.size().y - 1.0);
    painter.galley(pos2(rect.left() + 2.0, top), name, colour);
    painter.galley(line_at, line, theme.text_second);
}

fn paint_corner(painter: &Painter, theme: &Theme, placed: &Placed) {
    let words = line_of_text(
        painter,
        "Person · how closely you work",
        theme.font(Size::Label, Weight::Medium),
        theme.text_second,
        placed.measures.names - 8.0,
    );
    let at = pos2(placed.area.left() + 2.0, placed.body().top() - words.size().y - 5.0);
    painter.galley(at, words, theme.text_second);
}

fn paint_heads(painter: &Painter, theme: &Theme, scene: &Scene<'_>, placed: &Placed, columns: Range<usize>) {
    for (tier, run) in tier_runs(scene.rows) {
        if run.end > columns.start && run.start < columns.end {
            paint_band(painter, theme, scene, placed.band(run), tier);
        }
    }
    let font = theme.font(Size::Label, Weight::Medium);
    for column in columns {
        let Some(skill) = scene.rows.skill(scene.seat.session, column) else { continue };
        let rect = placed.column(column);
        let colour = if scene.cursor.at.column == column { theme.text } else { theme.text_second };
        let galley = line_of_text(painter, skill.column_name(), font.clone(), colour, theme.scaled(150.0));
        // Turned a quarter to the left about its start, which stands at the foot of the head.
        let at = pos2(rect.center().x - galley.size().y / 2.0, rect.bottom() - 5.0);
        painter.add(TextShape::new(at, galley, colour).with_angle(-std::f32::consts::FRAC_PI_2));
    }
    let done = placed.done(0);
    let words =
        line_of_text(painter, "Done", theme.font(Size::Label, Weight::Regular), theme.text_second, done.width());
    painter.galley(pos2(done.left() + 4.0, placed.body().top() - words.size().y - 5.0), words, theme.text_second);
}

/// Neighbouring columns of one tier.
pub(super) fn tier_runs(rows: &Rows) -> Vec<(usize, Range<usize>)> {
    let mut runs: Vec<(usize, Range<usize>)> = Vec::new();
    for (column, tier) in rows.columns().iter().map(|column| column.tier).enumerate() {
        match runs.last_mut() {
            Some((last, run)) if *last == tier => run.end = column + 1,
            _ => runs.push((tier, column..column + 1)),
        }
    }
    runs
}

/// A tier and its horizon in words.
pub(super) fn tier_words(seat: &Seat<'_>, tier: usize) -> (String, String) {
    let rubric = &seat.session.rubric;
    let Some(tier) = rubric.tiers.get(tier) else { return Default::default() };
    let horizon = rubric.horizon(&tier.horizon).map(|horizon| horizon.name.clone()).unwrap_or_default();
    (tier.name.clone(), horizon)
}

fn paint_band(painter: &Painter, theme: &Theme, scene: &Scene<'_>, rect: Rect, tier: usize) {
    let tone = theme.tier(tier);
    let (name, horizon) = tier_words(&scene.seat, tier);
    let mut job = LayoutJob::default();
    let format = |weight, colour: Color32| TextFormat::simple(theme.font(Size::Body, weight), colour);
    job.append(&name, 0.0, format(Weight::SemiBold, tone.text));
    if !horizon.is_empty() {
        job.append(&format!(" · {horizon}"), 0.0, format(Weight::Regular, theme.text_second));
    }
    job.wrap = TextWrapping::truncate_at_width(rect.width());
    let galley = painter.layout_job(job);
    let line = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 3.0), rect.max);
    painter.galley(pos2(rect.left() + 1.0, line.top() - galley.size().y - 4.0), galley, tone.text);
    painter.rect_filled(line, 0, tone.colour);
}
