//! Interval dots: a row for each of several, with a dot at its value, a line over its interval, and behind all of them
//! the band in which nothing is worth a mark. Uncertainty is seen as soon as the value is.

use egui::accesskit::Role;
use egui::{Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::look::{focus_ring_inside, line_of_text};
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight, mix};

/// One row of [`IntervalDots`].
#[derive(Clone, Debug, Default)]
pub struct IntervalDot<'a> {
    /// Whose value it is; empty where no name may show.
    pub name: &'a str,
    /// The value.
    pub value: f32,
    /// The ends of its interval, where one is known.
    pub interval: Option<(f32, f32)>,
    /// The value as it is read, such as "+0.42".
    pub figure: &'a str,
    /// Whether it stands out: drawn in the colour of what is to be looked at.
    pub marked: bool,
    /// All of it in words, for the hover and for screen readers.
    pub words: &'a str,
}

/// Rows of dots with their intervals over a band of normal variation.
///
/// ```ignore
/// let clicked = IntervalDots::new(&rows, 0.5).selected(chosen).show(ui);
/// ```
#[must_use = "call show"]
pub struct IntervalDots<'a> {
    rows: &'a [IntervalDot<'a>],
    band: f32,
    selected: Option<usize>,
    clickable: bool,
}

impl<'a> IntervalDots<'a> {
    /// Rows over a band that reaches so far to either side of nothing.
    pub fn new(rows: &'a [IntervalDot<'a>], band: f32) -> Self {
        Self { rows, band, selected: None, clickable: true }
    }

    /// The row that is chosen.
    pub fn selected(mut self, selected: Option<usize>) -> Self {
        self.selected = selected;
        self
    }

    /// Rows that lead nowhere.
    pub fn quiet(mut self) -> Self {
        self.clickable = false;
        self
    }

    /// Shows them; says which row was clicked.
    pub fn show(self, ui: &mut Ui) -> Option<usize> {
        let theme = Theme::of(ui);
        let measures = Measures::new(ui, &theme, &self);
        let height = theme.scaled(if self.rows.len() > 12 { 28.0 } else { 38.0 }).round();
        let top = ui.cursor().top();
        let whole = Rect::from_min_size(
            pos2(measures.chart.0, top),
            vec2(measures.chart.1 - measures.chart.0, height * self.rows.len() as f32),
        );
        self.ground(ui, &theme, &measures, whole);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut clicked = None;
        for (place, row) in self.rows.iter().enumerate() {
            if self.row(ui, &theme, &measures, height, place, row).clicked() {
                clicked = Some(place);
            }
        }
        self.scale(ui, &theme, &measures);
        clicked
    }

    /// The band and the line at nothing.
    fn ground(&self, ui: &Ui, theme: &Theme, measures: &Measures, whole: Rect) {
        let band = Rect::from_x_y_ranges(measures.x(-self.band)..=measures.x(self.band), whole.y_range());
        ui.painter().rect_filled(band, 0.0, mix(theme.surface, theme.text, 0.06));
        ui.painter().vline(measures.x(0.0), whole.y_range(), Stroke::new(1.5, theme.line_strong));
    }

    fn row(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        measures: &Measures,
        height: f32,
        place: usize,
        row: &IntervalDot<'_>,
    ) -> Response {
        let sense = if self.clickable { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
        let selected = self.selected == Some(place);
        response.widget_info(|| match self.clickable {
            true => WidgetInfo::selected(Role::Button, true, selected, row.words),
            false => WidgetInfo::labeled(Role::Label, true, row.words),
        });
        let painter = ui.painter();
        if selected || self.clickable && response.hovered() {
            // Over the band, which stays seen through it.
            let veil = theme.accent.colour.gamma_multiply(if selected { 0.10 } else { 0.05 });
            painter.rect_filled(rect.expand2(vec2(8.0, 0.0)), CONTROL_RADIUS, veil);
        }
        let (line, text) = if row.marked { (theme.watch.colour, theme.watch.text) } else { (theme.text, theme.text) };
        let middle = rect.center().y;
        if let Some((low, high)) = row.interval {
            let ends = measures.clamped(low)..=measures.clamped(high);
            painter.hline(ends, middle, Stroke::new(theme.scaled(2.5), mix(theme.surface, line, 0.9)));
        }
        painter.circle_filled(pos2(measures.clamped(row.value), middle), theme.scaled(5.5), line);
        let name =
            line_of_text(painter, row.name, theme.font(Size::Body, Weight::SemiBold), theme.text, measures.names);
        painter.galley(pos2(rect.left(), middle - name.size().y / 2.0), name, theme.text);
        let figure = line_of_text(painter, row.figure, theme.font(Size::Body, Weight::SemiBold), text, f32::INFINITY);
        painter.galley(pos2(rect.right() - figure.size().x, middle - figure.size().y / 2.0), figure, text);
        focus_ring_inside(ui, &response, rect.expand2(vec2(8.0, 0.0)), f32::from(CONTROL_RADIUS));
        response.on_hover_text(row.words)
    }

    /// What the edges of the band are, below it.
    fn scale(&self, ui: &mut Ui, theme: &Theme, measures: &Measures) {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme.scaled(18.0)), Sense::hover());
        for at in [-self.band, 0.0, self.band] {
            let font = theme.font(Size::Tiny, Weight::Regular);
            let words = if at == 0.0 { "0".to_owned() } else { signed(f64::from(at), 1) };
            let words = line_of_text(ui.painter(), &words, font, theme.text_third, f32::INFINITY);
            let corner = pos2(measures.x(at) - words.size().x / 2.0, rect.bottom() - words.size().y);
            ui.painter().galley(corner, words, theme.text_third);
        }
    }
}

/// A difference as it is read: "+0.4", "−0.4", "0.0".
pub fn signed(value: f64, digits: usize) -> String {
    let size = format!("{:.digits$}", value.abs());
    let is_zero = !size.contains(|digit: char| ('1'..='9').contains(&digit));
    match (is_zero, value > 0.0) {
        (true, _) => size,
        (false, true) => format!("+{size}"),
        (false, false) => format!("−{size}"),
    }
}

/// Where things stand across a row.
struct Measures {
    /// The room for names.
    names: f32,
    /// Left and right end of the chart.
    chart: (f32, f32),
    /// What the chart reaches to either side of nothing.
    reach: f32,
}

impl Measures {
    fn new(ui: &Ui, theme: &Theme, dots: &IntervalDots<'_>) -> Self {
        let area = ui.available_rect_before_wrap();
        let widest = |words: &mut dyn Iterator<Item = &str>, weight| {
            let font = theme.font(Size::Body, weight);
            let width = |words| line_of_text(ui.painter(), words, font.clone(), theme.text, f32::INFINITY).size().x;
            words.map(width).fold(0.0, f32::max)
        };
        let names = widest(&mut dots.rows.iter().map(|row| row.name), Weight::SemiBold).min(area.width() * 0.34).ceil();
        let figures = widest(&mut dots.rows.iter().map(|row| row.figure), Weight::SemiBold).ceil();
        let gap = theme.scaled(16.0);
        let left = area.left() + names + if names > 0.0 { gap } else { 0.0 };
        let ends = dots.rows.iter().flat_map(|row| {
            let (low, high) = row.interval.unwrap_or((row.value, row.value));
            [low.abs(), high.abs(), row.value.abs()]
        });
        // An interval from next to nothing may be wider than the scale: the dots still have to be told apart.
        let reach = ends.filter(|end| end.is_finite()).fold(dots.band * 1.5, f32::max).min(dots.band * 4.0);
        Self { names, chart: (left, (area.right() - figures - gap).max(left + 1.0)), reach: reach * 1.06 }
    }

    fn x(&self, value: f32) -> f32 {
        let (left, right) = self.chart;
        left + (right - left) * (0.5 + 0.5 * value / self.reach)
    }

    /// The place of a value, at the end of the chart where it lies beyond.
    fn clamped(&self, value: f32) -> f32 {
        self.x(value.clamp(-self.reach, self.reach))
    }
}

#[cfg(test)]
mod tests {
    use super::signed;

    #[test]
    fn differences_have_their_sign_and_nothing_has_none() {
        assert_eq!(signed(0.42, 2), "+0.42");
        assert_eq!(signed(-0.61, 1), "−0.6");
        assert_eq!(signed(-0.04, 1), "0.0");
    }
}
