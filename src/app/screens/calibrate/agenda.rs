//! The left column: the agenda in blocks by level, with who was discussed, what makes somebody worth discussing, and
//! how the time stands; those who were agreed before the meeting, to be confirmed in one go; those who are parked, at
//! the end. Only what is seen is laid out.

use std::ops::Range;

use egui::accesskit::Role;
use egui::{
    Align, CursorIcon, Id, Layout, Rect, Response, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{
    Button, Progress, TierBand, focus_ring_inside, line_of_text, paint_person_pyramid, section_heading, text,
};
use crate::model::PersonId;

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    /// The head of a block: its words, and whether its people can be confirmed in one go.
    Head { words: String, confirms: bool },
    /// Somebody.
    Person(Entry),
}

/// Somebody on the agenda.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// "Director · Hinges on one skill".
    pub about: String,
    /// All that makes them worth discussing, for the hover.
    pub all: Vec<String>,
    /// How far they are.
    pub state: State,
}

/// How far somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not discussed yet.
    Waiting,
    /// Marks are open, not placed yet.
    Open,
    /// Placed, or confirmed.
    Settled,
    /// Taken up again later.
    Parked,
}

impl State {
    fn words(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Settled => "settled",
            Self::Parked => "parked",
        }
    }
}

/// What somebody did in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Did {
    /// Take up this person.
    Select(PersonId),
    /// Confirm those who were agreed before the meeting.
    ConfirmAll,
    /// Move somebody so many places.
    Move(PersonId, isize),
    /// Fold the agenda away.
    Hide,
}

/// What the column shows.
pub(super) struct Column<'a> {
    pub view: &'a View<'a>,
    pub lines: &'a [Line],
    pub selected: Option<&'a PersonId>,
    /// "34 min left, 10 kept for the look back".
    pub time: &'a str,
    /// The part that is done, 0 to 1.
    pub part: f32,
    /// Whether something can be changed.
    pub usable: bool,
    /// Whether it lies over the others and can be hidden.
    pub over: bool,
    /// Whether the selected person is to be scrolled to.
    pub reveal: bool,
    /// Whether the agenda is still being worked out.
    pub working: bool,
}

const HEAD: f32 = 30.0;
const ROW: f32 = 44.0;

impl Column<'_> {
    /// Shows the column.
    pub fn show(&self, ui: &mut Ui) -> Option<Did> {
        let theme = Theme::of(ui);
        let mut did = None;
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if self.over && ui.add(Button::quiet("Hide").small()).clicked() {
                    did = Some(Did::Hide);
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| section_heading(ui, "Agenda"));
            });
        });
        Progress::new(self.part, self.time).show(ui);
        ui.add_space(6.0);
        if self.working {
            text::second(ui, "Working out the agenda…");
            return did;
        }
        let (head, row) = (theme.scaled(HEAD).round(), theme.scaled(ROW).round());
        let mut tops = Vec::with_capacity(self.lines.len() + 1);
        let mut height = 0.0;
        for line in self.lines {
            tops.push(height);
            height += if matches!(line, Line::Head { .. }) { head } else { row };
        }
        tops.push(height);
        let mut scroll = ScrollArea::vertical().id_salt("agenda").auto_shrink(false);
        if let Some(place) = self.place().filter(|_| self.reveal) {
            let room = ui.available_height();
            let middle = tops[place] - (room - row) / 2.0;
            scroll = scroll.vertical_scroll_offset(middle.clamp(0.0, (height - room).max(0.0)));
        }
        let builder = UiBuilder::new().accessibility_role(Role::List).accessibility_label("Agenda");
        ui.scope_builder(builder, |ui| {
            scroll.show_viewport(ui, |ui, seen| {
                ui.set_height(height);
                ui.set_width(ui.available_width());
                let origin = ui.max_rect().min;
                for place in visible(&tops, seen.min.y, seen.max.y) {
                    let top = origin.y + tops[place];
                    let rect = Rect::from_min_max(
                        pos2(origin.x, top),
                        pos2(origin.x + ui.available_width() - 6.0, origin.y + tops[place + 1]),
                    );
                    did = self.line(ui, &theme, rect, &self.lines[place]).or(did.take());
                }
            });
        });
        did
    }

    fn place(&self) -> Option<usize> {
        let selected = self.selected?;
        self.lines.iter().position(|line| matches!(line, Line::Person(entry) if entry.person == *selected))
    }

    fn line(&self, ui: &mut Ui, theme: &Theme, rect: Rect, line: &Line) -> Option<Did> {
        match line {
            Line::Head { words, confirms } => self.head(ui, theme, rect, words, *confirms),
            Line::Person(entry) => self.entry(ui, theme, rect, entry),
        }
    }

    fn head(&self, ui: &mut Ui, theme: &Theme, rect: Rect, words: &str, confirms: bool) -> Option<Did> {
        let painter = ui.painter();
        let font = theme.font(Size::Small, Weight::Regular);
        let laid = line_of_text(painter, words, font, theme.text_second, rect.width());
        let at = pos2(rect.left(), rect.bottom() - laid.size().y - 5.0);
        let words_rect = Rect::from_min_size(at, laid.size());
        painter.galley(at, laid, theme.text_second);
        let label = ui.interact(words_rect, ui.scope_id().with(("head", words)), Sense::hover());
        label.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
        if !confirms || !self.usable {
            return None;
        }
        let link = line_of_text(
            ui.painter(),
            "· confirm all",
            theme.font(Size::Small, Weight::Medium),
            theme.accent.text,
            rect.right() - words_rect.right() - 4.0,
        );
        let link_rect = Rect::from_min_size(pos2(words_rect.right() + 4.0, at.y), link.size());
        let response = ui.interact(link_rect.expand(3.0), ui.scope_id().with("confirm all"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Confirm all"));
        ui.painter().galley(link_rect.min, link, theme.accent.text);
        focus_ring_inside(ui, &response, link_rect.expand(3.0), 4.0);
        let words = "Open the marks of each of them and accept every skill as rated; placing stays with you";
        response.on_hover_text(words).clicked().then_some(Did::ConfirmAll)
    }

    fn entry(&self, ui: &mut Ui, theme: &Theme, rect: Rect, entry: &Entry) -> Option<Did> {
        let sense = if self.usable { Sense::click_and_drag() } else { Sense::click() };
        let id = Id::unique(("agenda entry", entry.person.as_str()));
        let response = ui.interact(rect, id, sense);
        let selected = self.selected == Some(&entry.person);
        response.widget_info(|| {
            let words = format!("{}, {}, {}", entry.name, entry.about, entry.state.words());
            WidgetInfo::selected(Role::ListItem, true, selected, words)
        });
        let band = Rect::from_min_max(pos2(rect.left() - 20.0, rect.top()), pos2(rect.right() + 20.0, rect.bottom()));
        let clip = ui.clip_rect();
        let painter = ui.painter().with_clip_rect(Rect::from_min_max(
            pos2(clip.left() - 20.0, clip.top()),
            pos2(clip.right() + 20.0, clip.bottom()),
        ));
        if selected {
            painter.rect_filled(band, 0, theme.accent.soft);
        } else if response.hovered() {
            painter.rect_filled(band, 0, theme.text.gamma_multiply(0.03));
        }
        self.pyramid(ui, theme, rect, &entry.person);
        let cut = words(ui, theme, rect, entry);
        dot(ui, theme, rect, entry.state, selected);
        focus_ring_inside(ui, &response, rect.expand2(vec2(6.0, 0.0)), 6.0);
        let moved = self.dragged(ui, theme, rect, &response, entry);
        let clicked = response.clicked();
        if cut || entry.all.len() > 1 {
            response.on_hover_text(format!("{}\n{}", entry.name, entry.all.join("\n")));
        }
        moved.or(clicked.then(|| Did::Select(entry.person.clone())))
    }

    fn pyramid(&self, ui: &Ui, theme: &Theme, rect: Rect, person: &PersonId) {
        let Some(glance) = self.view.readings.glance(person) else { return };
        let toward = glance.tiers.iter().any(|tier| tier.home_of_target);
        let bands: Vec<TierBand<'_>> = glance
            .tiers
            .iter()
            .map(|tier| {
                let home = if toward { tier.home_of_target } else { tier.home_of_own };
                TierBand {
                    name: "",
                    score: tier.score.map(|score| score as f32),
                    bar: tier.bar().map(|bar| bar as f32),
                    home,
                    asked: tier.bar().is_some() || home,
                    note: "",
                }
            })
            .collect();
        let size = vec2(theme.scaled(24.0), theme.scaled(22.0)).round();
        let square = Rect::from_min_size(pos2(rect.left(), (rect.center().y - size.y / 2.0).round()), size);
        paint_person_pyramid(ui.painter(), theme, square, &bands, self.view.session.rubric.scale.top());
    }

    /// A line where somebody who is dragged would come to stand; and where they were let go.
    fn dragged(&self, ui: &Ui, theme: &Theme, rect: Rect, response: &Response, entry: &Entry) -> Option<Did> {
        if !response.dragged() && !response.drag_stopped() {
            return None;
        }
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        let pointer = response.interact_pointer_pos()?;
        let by = ((pointer.y - rect.center().y) / rect.height()).round() as isize;
        if response.drag_stopped() {
            return (by != 0).then(|| Did::Move(entry.person.clone(), by));
        }
        if by != 0 {
            let edge = if by > 0 { rect.bottom() } else { rect.top() };
            let y = edge + (by as f32 - by.signum() as f32) * rect.height();
            ui.painter().hline(rect.x_range(), y, Stroke::new(2.0, theme.accent.colour));
        }
        None
    }
}

/// Name and what is said of somebody; whether either was cut.
fn words(ui: &Ui, theme: &Theme, rect: Rect, entry: &Entry) -> bool {
    let painter = ui.painter();
    let left = rect.left() + theme.scaled(36.0);
    let width = rect.right() - left - theme.scaled(18.0);
    let name = line_of_text(painter, &entry.name, theme.font(Size::Body, Weight::Medium), theme.text, width);
    let about = line_of_text(painter, &entry.about, theme.font(Size::Small, Weight::Regular), theme.text_second, width);
    let cut = name.elided || about.elided;
    let top = rect.center().y - (name.size().y + about.size().y) / 2.0;
    let below = top + name.size().y;
    painter.galley(pos2(left, top), name, theme.text);
    painter.galley(pos2(left, below), about, theme.text_second);
    cut
}

/// The dot at the right: hollow while waiting, half while open, filled when settled, a bar when parked.
fn dot(ui: &Ui, theme: &Theme, rect: Rect, state: State, selected: bool) {
    let painter = ui.painter();
    let centre = pos2(rect.right() - theme.scaled(6.0), rect.center().y);
    let radius = theme.scaled(4.0);
    match state {
        State::Waiting if selected => {
            painter.circle_filled(centre, radius, theme.accent.colour);
        }
        State::Waiting => {
            painter.circle_filled(centre, radius, theme.line_strong);
        }
        State::Open => {
            painter.circle_stroke(centre, radius - 0.5, Stroke::new(2.0, theme.accent.colour));
        }
        State::Settled => {
            painter.circle_filled(centre, radius, theme.good.colour);
        }
        State::Parked => {
            let bars = [-2.0_f32, 2.0].map(|x| {
                Rect::from_center_size(centre + vec2(theme.scaled(x), 0.0), vec2(theme.scaled(2.0), theme.scaled(8.0)))
            });
            bars.into_iter().for_each(|bar| {
                painter.rect_filled(bar, 1, theme.watch.colour);
            });
        }
    }
}

/// The places of the lines between two heights.
fn visible(tops: &[f32], from: f32, to: f32) -> Range<usize> {
    let lines = tops.len() - 1;
    let first = tops.partition_point(|top| *top <= from).saturating_sub(1);
    let last = tops.partition_point(|top| *top < to).min(lines);
    first.min(lines)..last
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn only_the_lines_that_are_seen_are_laid_out() {
        let tops = [0.0, 30.0, 74.0, 118.0, 148.0];
        assert_eq!(visible(&tops, 0.0, 40.0), 0..2);
        assert_eq!(visible(&tops, 30.0, 74.0), 1..2);
        assert_eq!(visible(&tops, 80.0, 1000.0), 2..4);
        assert_eq!(visible(&[0.0], 0.0, 100.0), 0..0);
    }
}
