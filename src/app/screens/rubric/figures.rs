//! Figures that can be changed by typing, by arrows and by pulling, and small fields in rows.

use std::ops::RangeInclusive;

use egui::{DragValue, Response, Ui, vec2};

use crate::app::theme::Theme;

/// How far one arrow key moves a score.
pub(super) const SCORE_STEP: f64 = 0.25;

/// A figure in a field called `name`.
pub(super) fn figure(ui: &mut Ui, name: &str, value: &mut f64, range: RangeInclusive<f64>, step: f64) -> Response {
    let theme = Theme::of(ui);
    let drag = DragValue::new(value).range(range).speed(step).max_decimals(2).update_while_editing(false);
    let response = ui.add_sized(vec2(theme.scaled(56.0), theme.control_height()), drag);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
    response
}

/// A whole number in a field called `name`.
pub(super) fn whole(ui: &mut Ui, name: &str, value: &mut u32, range: RangeInclusive<u32>) -> Response {
    let theme = Theme::of(ui);
    let drag = DragValue::new(value).range(range).speed(0.2).update_while_editing(false);
    let response = ui.add_sized(vec2(theme.scaled(56.0), theme.control_height()), drag);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
    response
}
