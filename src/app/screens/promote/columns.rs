//! The columns of the board, with the cards that are seen in them; and moving cards, by dragging and by keyboard. A card
//! that is held at an edge scrolls what lies under it.

use std::sync::Arc;

use egui::style::ScrollAnimation;
use egui::{
    DragAndDrop, EventFilter, Key, LayerId, Modifiers, Order, Rangef, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, Vec2, pos2, vec2,
};

use super::board::{Board, Heights};
use super::card::{self, Face};
use crate::app::screens::comparison;
use crate::app::screens::person::placement::{PLACES, SUBJECT};
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{line_of_text, text};
use crate::insight::Filter;
use crate::insight::ruler::Ruler;
use crate::model::{PersonId, Place};

/// Between cards, and between columns.
const GAP: f32 = 10.0;

/// A column is no narrower than this; where they don't fit, the board scrolls across.
const LEAST_WIDTH: f32 = 160.0;

/// How wide the column of those parked is while nobody is.
const SLIM: f32 = 92.0;

/// A card that is held so near to an edge scrolls, the faster the nearer, and at most at so many points a second.
const EDGE: f32 = 56.0;
const FASTEST: f32 = 900.0;

/// From so many people on, every card is given room for all the lines it may have: laying out the words of thousands
/// only to know their heights would cost more than the few empty lines.
const MANY: usize = 400;

/// The card that is being dragged.
#[derive(Clone)]
struct Dragged(PersonId);

/// What somebody did on the board.
#[derive(Default)]
pub struct Asked {
    /// Selected somebody.
    pub select: Option<PersonId>,
    /// Opened somebody.
    pub open: Option<PersonId>,
    /// Moved somebody to a place.
    pub moved: Option<(PersonId, Place)>,
}

/// What the columns keep between frames.
#[derive(Default)]
pub struct Columns {
    /// Heights of the cards, for a revision, a width, a filter, and whether comparison scores stand on them.
    heights: Vec<Heights>,
    measured: Option<(u64, u32, Filter, bool)>,
    /// The figures whose comparison scores are to stand on the cards.
    compared: Option<Arc<Ruler>>,
    /// The card that is to take the keyboard and be brought into view.
    go_to: Option<PersonId>,
    /// Whose card had the keyboard in the last frame.
    keyboard: Option<PersonId>,
}

impl Columns {
    /// Brings somebody's card into view, with the keyboard.
    pub fn go_to(&mut self, person: PersonId) {
        self.go_to = Some(person);
    }

    /// Shows the columns in the room that is left.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        board: &mut Board,
        selected: Option<&PersonId>,
        may_move: bool,
    ) -> Asked {
        let theme = Theme::of(ui);
        let mut asked = Asked::default();
        self.compared = view.figures.compared(view);
        self.take_keys(ui, board, may_move, &mut asked);
        let width = self.width(ui, board);
        // Somebody parked is the exception: while nobody is, the column is a strip to drop on.
        let slim = theme.scaled(SLIM);
        let width_of = |board: &Board, column: usize| if is_slim(board, column) { slim } else { width };
        let height = ui.available_height() - 4.0;
        let across = ScrollArea::horizontal().id_salt("board").auto_shrink(false);
        let window = ui.available_rect_before_wrap();
        across.show(ui, |ui| {
            if let Some(by) = held(ui, may_move).map(|at| toward(at.x, window.x_range())) {
                scroll(ui, vec2(by, 0.0));
            }
            ui.spacing_mut().item_spacing.x = GAP;
            self.measure(ui, view, board, width);
            ui.horizontal_top(|ui| {
                for (column, place) in PLACES.into_iter().enumerate() {
                    let size = vec2(width_of(board, column), height);
                    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                    let words = format!("{}, {}", place.words(), board.columns[column].len());
                    let builder = UiBuilder::new()
                        .max_rect(rect)
                        .id_salt(("column", column))
                        .accessibility_role(egui::accesskit::Role::Group)
                        .accessibility_label(words);
                    let mut inside = ui.new_child(builder);
                    self.column(&mut inside, view, board, (column, may_move), selected, &mut asked);
                    ui.ctx().accesskit_node_builder(inside.unique_id(), |node| node.set_bounds(bounds(rect)));
                }
            });
        });
        self.ghost(ui, view, board, width);
        asked
    }

    /// How wide a column is.
    fn width(&self, ui: &Ui, board: &Board) -> f32 {
        let theme = Theme::of(ui);
        let slim = (0..PLACES.len()).filter(|column| is_slim(board, *column)).count();
        let wide = (PLACES.len() - slim) as f32;
        let gaps = GAP * (PLACES.len() - 1) as f32;
        let room = ui.available_width() - gaps - theme.scaled(SLIM) * slim as f32;
        (room / wide).max(theme.scaled(LEAST_WIDTH)).floor()
    }

    /// How high every card is at this width.
    fn measure(&mut self, ui: &Ui, view: &View<'_>, board: &mut Board, width: f32) {
        let theme = Theme::of(ui);
        let compared = self.compared.is_some();
        let key = (board.revision, width.to_bits(), board.filter.clone(), compared);
        if self.measured.as_ref() == Some(&key) {
            return;
        }
        let few = board.len() <= MANY;
        let inner = width - 2.0 * GAP;
        self.heights = (0..PLACES.len())
            .map(|column| {
                let spots = board.columns[column].clone();
                let height = |spot: &super::board::Spot| {
                    let words = board.card(view, &spot.person).filter(|_| few).map(|card| card.words.clone());
                    let lines = words.map_or(2, |words| card::lines(ui.painter(), &theme, &words, inner));
                    card::height(&theme, lines, spot.marked, compared)
                };
                let heights: Vec<f32> = if few {
                    spots.iter().map(height).collect()
                } else {
                    spots.iter().map(|spot| card::height(&theme, 2, spot.marked, compared)).collect()
                };
                Heights::new(heights.into_iter(), GAP)
            })
            .collect();
        self.measured = Some(key);
    }

    fn column(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        board: &mut Board,
        (column, may_move): (usize, bool),
        selected: Option<&PersonId>,
        asked: &mut Asked,
    ) {
        let (theme, place) = (Theme::of(ui), PLACES[column]);
        let rect = ui.max_rect();
        let dragged = DragAndDrop::payload::<Dragged>(ui.ctx()).filter(|_| may_move);
        let pointer = ui.ctx().pointer_interact_pos();
        let over = dragged.is_some() && pointer.is_some_and(|pointer| rect.contains(pointer));
        let (fill, line) = if over { (theme.accent.soft, theme.accent.colour) } else { (theme.raised, theme.line) };
        ui.painter().rect(rect, CARD_RADIUS, fill, Stroke::new(1.0, line), StrokeKind::Inside);
        let top = self.head(ui, rect, place, board.columns[column].len());
        let body = Rect::from_min_max(pos2(rect.left(), top), rect.right_bottom() - vec2(0.0, 1.0));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(body).id_salt("cards"));
        self.cards(&mut inside, view, board, (column, may_move), selected, asked);
        // Taken from the drag only by the column that it ends on.
        if over
            && ui.input(|input| input.pointer.any_released())
            && let Some(dropped) = DragAndDrop::take_payload::<Dragged>(ui.ctx())
        {
            asked.select = Some(dropped.0.clone());
            asked.moved = Some((dropped.0.clone(), place));
        }
    }

    /// The name of the place and how many stand there; below a recommendation, what it is always subject to. Returns
    /// where the cards begin.
    fn head(&self, ui: &Ui, rect: Rect, place: Place, count: usize) -> f32 {
        let theme = Theme::of(ui);
        let painter = ui.painter();
        let inner = rect.shrink(12.0);
        let count = count.to_string();
        let count = line_of_text(painter, &count, theme.font(Size::Body, Weight::Regular), theme.text_second, 80.0);
        let room = inner.width() - count.size().x - 8.0;
        let name = line_of_text(painter, place.words(), theme.font(Size::Section, Weight::SemiBold), theme.text, room);
        let height = name.size().y;
        painter.galley(pos2(inner.right() - count.size().x, inner.top() + 2.0), count, theme.text_second);
        painter.galley(inner.min, name, theme.text);
        let top = inner.top() + height + theme.scaled(8.0);
        if place != Place::Recommend {
            return top;
        }
        let font = theme.font(Size::Label, Weight::Regular);
        let words = line_of_text(painter, SUBJECT, font, theme.text_second, inner.width());
        let below = words.size().y;
        painter.galley(pos2(inner.left(), inner.top() + height), words, theme.text_second);
        top + below - theme.scaled(2.0)
    }

    fn cards(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        board: &mut Board,
        (column, may_move): (usize, bool),
        selected: Option<&PersonId>,
        asked: &mut Asked,
    ) {
        let tier_names: Vec<String> = view.session.rubric.tiers.iter().map(|tier| tier.name.clone()).collect();
        let wanted = self.go_to.as_ref().and_then(|person| board.find(person)).filter(|(at, _)| *at == column);
        let window = ui.max_rect();
        let cards = ScrollArea::vertical().id_salt(("cards", column)).auto_shrink(false);
        cards.show_viewport(ui, |ui, viewport| {
            let total = self.heights[column].total();
            ui.set_height(total);
            if let Some(at) = held(ui, may_move).filter(|at| window.x_range().contains(at.x)) {
                scroll(ui, vec2(0.0, toward(at.y, window.y_range())));
            }
            if board.columns[column].is_empty() && !is_slim(board, column) {
                ui.add_space(4.0);
                ui.horizontal(|ui| {
                    ui.add_space(GAP);
                    text::hint(ui, "Nobody yet");
                });
            }
            let origin = ui.max_rect().min;
            let place_of = |heights: &Heights, place: usize| {
                let top = origin.y + heights.top(place);
                let bottom = origin.y + heights.top(place + 1) - GAP;
                Rect::from_min_max(pos2(origin.x + GAP, top), pos2(ui.max_rect().right() - GAP, bottom))
            };
            let mut shown: Vec<usize> = self.heights[column].between(viewport.min.y, viewport.max.y).collect();
            // The card that is dragged stays there while it is scrolled away, or egui would let go of it.
            let dragged = DragAndDrop::payload::<Dragged>(ui.ctx()).and_then(|dragged| board.find(&dragged.0));
            shown.extend(dragged.filter(|at| at.0 == column && !shown.contains(&at.1)).map(|at| at.1));
            // The card that is to take the keyboard is there before it is seen, or egui would let go of it.
            if let Some((_, place)) = wanted {
                if !shown.contains(&place) {
                    shown.push(place);
                }
                let rect = place_of(&self.heights[column], place).expand(GAP);
                ui.scroll_to_rect_animation(rect, None, ScrollAnimation::none());
            }
            for place in shown {
                let Some(spot) = board.at((column, place)).cloned() else { continue };
                let rect = place_of(&self.heights[column], place);
                let is_selected = selected == Some(&spot.person);
                let Some(card) = board.card(view, &spot.person) else { continue };
                let compared = self.compared.as_ref().map(|ruler| comparison::brief(ruler, view, &spot.person));
                let face = Face { spot: &spot, card, compared: compared.as_ref() };
                let response = card::show(ui, rect, face, &tier_names, is_selected);
                if wanted.is_some_and(|(_, wanted)| wanted == place) {
                    response.request_focus();
                    self.go_to = None;
                }
                if response.clicked() || response.drag_started() {
                    response.request_focus();
                    asked.select = Some(spot.person.clone());
                }
                // Asked of the memory, as the response does not know yet what was asked for a moment ago.
                if ui.memory(|memory| memory.has_focus(response.id)) {
                    self.keyboard = Some(spot.person.clone());
                    let arrows =
                        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
                    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
                    if !is_selected {
                        asked.select = Some(spot.person.clone());
                    }
                }
                if response.double_clicked() {
                    asked.open = Some(spot.person.clone());
                }
                if may_move {
                    response.dnd_set_drag_payload(Dragged(spot.person));
                }
            }
        });
    }

    /// The card under the pointer while it is dragged.
    fn ghost(&self, ui: &Ui, view: &View<'_>, board: &mut Board, width: f32) {
        let Some(dragged) = DragAndDrop::payload::<Dragged>(ui.ctx()) else { return };
        let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
        let theme = Theme::of(ui);
        let Some(spot) = board.find(&dragged.0).and_then(|at| board.at(at)).cloned() else { return };
        let Some(card) = board.card(view, &dragged.0) else { return };
        let layer = LayerId::new(Order::Tooltip, egui::Id::unique("dragged placement card"));
        let painter = ui.ctx().layer_painter(layer);
        let inner = width - 2.0 * GAP;
        let lines = card::lines(&painter, &theme, &card.words, inner);
        let compared = self.compared.as_ref().map(|ruler| comparison::brief(ruler, view, &spot.person));
        let size = vec2(inner, card::height(&theme, lines, spot.marked, compared.is_some()));
        let rect = Rect::from_min_size(pointer - vec2(inner / 2.0, theme.scaled(24.0)), size);
        let face = Face { spot: &spot, card, compared: compared.as_ref() };
        card::paint(&painter, &theme, rect, face, true, 0.92);
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    }

    /// The keys of the card that has the keyboard: arrows lead to other cards, with Shift they move this one, digits
    /// put it into a column, Enter opens the person.
    fn take_keys(&mut self, ui: &Ui, board: &Board, may_move: bool, asked: &mut Asked) {
        let has_keyboard = |person: &PersonId| ui.memory(|memory| memory.has_focus(card::card_id(person)));
        let Some(person) = self.keyboard.take().filter(has_keyboard) else { return };
        let Some(at) = board.find(&person) else { return };
        let Some(spot) = board.at(at) else { return };
        let pressed = |modifiers, key| ui.ctx().input_mut(|input| input.consume_key(modifiers, key));
        if may_move {
            for (key, by) in [(Key::ArrowLeft, -1), (Key::ArrowRight, 1)] {
                if pressed(Modifiers::SHIFT, key)
                    && let Some(place) = at.0.checked_add_signed(by).and_then(|column| PLACES.get(column))
                {
                    asked.moved = Some((spot.person.clone(), *place));
                }
            }
            let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
            for (key, place) in digits.into_iter().zip(PLACES) {
                if pressed(Modifiers::NONE, key) {
                    asked.moved = Some((spot.person.clone(), place));
                }
            }
        }
        for (key, across, down) in
            [(Key::ArrowUp, 0, -1), (Key::ArrowDown, 0, 1), (Key::ArrowLeft, -1, 0), (Key::ArrowRight, 1, 0)]
        {
            if pressed(Modifiers::NONE, key)
                && let Some(next) = board.step(at, across, down).and_then(|next| board.at(next))
            {
                asked.select = Some(next.person.clone());
                self.go_to = Some(next.person.clone());
            }
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            asked.open = Some(spot.person.clone());
        }
    }
}

/// Where a card is held over the board; nowhere while none is.
fn held(ui: &Ui, may_move: bool) -> Option<egui::Pos2> {
    let holds = may_move && DragAndDrop::has_payload_of_type::<Dragged>(ui.ctx());
    ui.ctx().pointer_interact_pos().filter(|_| holds)
}

/// How fast to scroll, −1 to 1, for something that is held at a place of a range: not at all but near its ends.
fn toward(at: f32, range: Rangef) -> f32 {
    // Of a short range the middle half still lies still.
    let edge = EDGE.min(range.span() / 4.0).max(1.0);
    let (before, after) = ((range.min + edge - at) / edge, (at - range.max + edge) / edge);
    after.clamp(0.0, 1.0) - before.clamp(0.0, 1.0)
}

/// Scrolls what is shown here, and goes on in the next frame.
fn scroll(ui: &Ui, speed: Vec2) {
    if speed == Vec2::ZERO {
        return;
    }
    // After a rest the first frame says nothing about how long one takes.
    let seconds = ui.input(|input| input.stable_dt).min(0.05);
    ui.scroll_with_delta_animation(-speed * FASTEST * seconds, ScrollAnimation::none());
    ui.ctx().request_repaint();
}

/// Whether a column is no more than a strip now.
fn is_slim(board: &Board, column: usize) -> bool {
    PLACES[column] == Place::Parked && board.columns[column].is_empty()
}

/// A place on the screen, as screen readers are told it.
fn bounds(rect: Rect) -> egui::accesskit::Rect {
    egui::accesskit::Rect {
        x0: rect.left().into(),
        y0: rect.top().into(),
        x1: rect.right().into(),
        y1: rect.bottom().into(),
    }
}

/// How the columns' cards stand in a line: what somebody who does not see them is told first.
pub fn hint() -> &'static str {
    "Drag a card, or with the keyboard: arrows lead from card to card, Shift with an arrow or 1 to 5 moves one, Enter \
     opens the person."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_scrolls_near_the_ends_alone_and_the_faster_the_nearer() {
        let range = Rangef::new(100.0, 500.0);
        assert_eq!([200.0, 300.0, 440.0].map(|at| toward(at, range)), [0.0; 3]);
        assert!(toward(110.0, range) < toward(140.0, range) && toward(140.0, range) < 0.0);
        assert_eq!([toward(20.0, range), toward(600.0, range)], [-1.0, 1.0], "beyond the end it goes on");
        assert_eq!(toward(105.0, Rangef::new(100.0, 110.0)), 0.0, "a short one has a middle too");
    }
}
