//! Tables: a head with names that can be clicked to sort, rows with hairlines, cells that say
//! what they are. The caller decides which rows to show; together with
//! `ScrollArea::show_rows(ui, table.row_height(ui), …)` only what is seen is laid out.

use egui::accesskit::{Role, SortDirection};
use egui::{Align, Frame, Layout, Margin, Rect, Response, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2};

use super::look::{focus_ring_inside, line_of_text, whole_on_hover};
use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};

/// The card that a table stands on.
pub fn table_frame(theme: &Theme) -> Frame {
    Frame::new()
        .fill(theme.surface)
        .stroke(Stroke::new(1.0, theme.line))
        .corner_radius(CARD_RADIUS)
        .inner_margin(Margin::symmetric(8, 6))
}

/// One column of a [`Table`].
#[derive(Clone, Debug)]
pub struct Column<'a> {
    name: &'a str,
    width: f32,
    takes_rest: bool,
    right: bool,
    sorted: Option<bool>,
}

impl<'a> Column<'a> {
    /// A column of a fixed width, in points before text scaling.
    pub fn fixed(name: &'a str, width: f32) -> Self {
        Self { name, width, takes_rest: false, right: false, sorted: None }
    }

    /// A column that takes a share of what the fixed ones leave, and at least `width` points.
    pub fn rest(name: &'a str, width: f32) -> Self {
        Self { takes_rest: true, ..Self::fixed(name, width) }
    }

    /// Sets name and cells to the right: for figures.
    pub fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// Shows that rows are sorted by this column, upwards or downwards.
    pub fn sorted(mut self, upwards: Option<bool>) -> Self {
        self.sorted = upwards;
        self
    }
}

/// A table with its columns laid out for a width.
///
/// ```ignore
/// let table = Table::new(ui, &[Column::rest("Person", 160.0), Column::fixed("Raters", 64.0).right()]);
/// if let Some(column) = table.head(ui) { … sort … }
/// for person in people {
///     let row = table.row(ui, person.selected, |row| {
///         row.cell(|ui| { text::truncated(ui, &person.name); });
///         row.cell(|ui| { text::body(ui, person.raters.to_string()); });
///     });
///     if row.clicked() { … }
/// }
/// ```
pub struct Table<'a> {
    columns: &'a [Column<'a>],
    widths: Vec<f32>,
    one_stop: bool,
}

/// The room between the edge of a cell and its content.
const PADDING: f32 = 8.0;

impl<'a> Table<'a> {
    /// Lays `columns` out in the width that `ui` has.
    pub fn new(ui: &Ui, columns: &'a [Column<'a>]) -> Self {
        let theme = Theme::of(ui);
        let least: f32 = columns.iter().map(|column| theme.scaled(column.width)).sum();
        let resting = columns.iter().filter(|column| column.takes_rest).count().max(1) as f32;
        let share = ((ui.available_width() - least) / resting).max(0.0);
        let widths = columns
            .iter()
            .map(|column| theme.scaled(column.width) + if column.takes_rest { share } else { 0.0 })
            .map(f32::floor)
            .collect();
        Self { columns, widths, one_stop: false }
    }

    /// Leaves the keyboard to the table as a whole: rows can be clicked, but Tab does not stop at each of them.
    pub fn one_stop(mut self) -> Self {
        self.one_stop = true;
        self
    }

    /// The height of a row, its hairline included.
    pub fn row_height(&self, ui: &Ui) -> f32 {
        Theme::of(ui).scaled(36.0).round()
    }

    /// The width of all columns.
    pub fn width(&self) -> f32 {
        self.widths.iter().sum()
    }

    /// Shows the head; returns the column whose name was clicked.
    pub fn head(&self, ui: &mut Ui) -> Option<usize> {
        let theme = Theme::of(ui);
        let size = vec2(self.width(), theme.scaled(28.0).round());
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let mut clicked = None;
        for (place, column) in self.columns.iter().enumerate() {
            if self.head_cell(ui, &theme, rect, place, column).clicked() {
                clicked = Some(place);
            }
        }
        line_below(ui, &theme, rect);
        clicked
    }

    fn head_cell(&self, ui: &mut Ui, theme: &Theme, row: Rect, place: usize, column: &Column<'_>) -> Response {
        let cell = self.cell_rect(row, place);
        let response = ui.interact(cell, ui.scope_id().with(("head", place)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.name));
        let sorted = column.sorted.map(|upwards| match upwards {
            true => (SortDirection::Ascending, Icon::ArrowUp),
            false => (SortDirection::Descending, Icon::ArrowDown),
        });
        if let Some((direction, _)) = sorted {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_sort_direction(direction));
        }
        let colour = if response.hovered() { theme.text } else { theme.text_third };
        let side = if sorted.is_some() { theme.scaled(12.0) } else { 0.0 };
        let room = cell.width() - 2.0 * PADDING - side;
        let font = theme.font(Size::Label, Weight::Medium);
        let words = line_of_text(ui.painter(), column.name, font, colour, room);
        let left = if column.right { cell.right() - PADDING - side - words.size().x } else { cell.left() + PADDING };
        let words_end = left + words.size().x;
        ui.painter().galley(pos2(left, cell.center().y - words.size().y / 2.0), words.clone(), colour);
        if let Some((_, icon)) = sorted {
            let square = Rect::from_center_size(pos2(words_end + side / 2.0 + 2.0, cell.center().y), Vec2::splat(side));
            icon.paint(ui.painter(), square, colour);
        }
        focus_ring_inside(ui, &response, cell, 4.0);
        whole_on_hover(response, &words, column.name)
    }

    /// Shows a row; call [`TableRow::cell`] once for every column. The row can be clicked and
    /// reached with Tab.
    pub fn row(&self, ui: &mut Ui, selected: bool, cells: impl FnOnce(&mut TableRow<'_>)) -> Response {
        let theme = Theme::of(ui);
        let size = vec2(self.width(), self.row_height(ui));
        let sense = if self.one_stop { Sense::CLICK } else { Sense::click() };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let builder = UiBuilder::new().max_rect(rect).accessibility_role(Role::Row);
        if selected {
            ui.painter().rect_filled(rect, 0, theme.accent.soft);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0, theme.text.gamma_multiply(0.03));
        }
        let mut inside = ui.new_child(builder);
        let mut row = TableRow { ui: &mut inside, table: self, rect, next: 0 };
        cells(&mut row);
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, ""));
        line_below(ui, &theme, rect);
        focus_ring_inside(ui, &response, rect, 0.0);
        response
    }

    fn cell_rect(&self, row: Rect, place: usize) -> Rect {
        let left: f32 = row.left() + self.widths[..place].iter().sum::<f32>();
        Rect::from_min_size(pos2(left, row.top()), vec2(self.widths[place], row.height()))
    }
}

/// A row that is being filled.
pub struct TableRow<'a> {
    ui: &'a mut Ui,
    table: &'a Table<'a>,
    rect: Rect,
    next: usize,
}

impl TableRow<'_> {
    /// Fills the next cell; its content stands in the middle of the row's height. Cells beyond the
    /// last column are not shown.
    pub fn cell(&mut self, content: impl FnOnce(&mut Ui)) {
        let place = self.next;
        self.next += 1;
        let Some(column) = self.table.columns.get(place) else {
            return;
        };
        let rect = self.table.cell_rect(self.rect, place).shrink2(vec2(PADDING, 1.0));
        let layout =
            if column.right { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
        let builder = UiBuilder::new()
            .max_rect(rect)
            .layout(layout)
            .accessibility_role(Role::Cell)
            .accessibility_label(column.name);
        let mut cell = self.ui.new_child(builder);
        cell.shrink_clip_rect(rect.expand2(vec2(PADDING, 0.0)));
        content(&mut cell);
    }
}

fn line_below(ui: &Ui, theme: &Theme, rect: Rect) {
    let line = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
    ui.painter().rect_filled(line, 0, theme.line);
}
