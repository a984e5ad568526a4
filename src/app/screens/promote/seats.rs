//! Succession, for the facilitator: the levels with their open seats, and for one of them who is on the way, which gates
//! they hold and what they miss.

use std::collections::BTreeMap;

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::icons::Icon;
use crate::app::screens::person::summary::status_hue;
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{IconButton, focus_ring_inside, line_of_text, section_heading, text};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::gates::GateState;
use crate::insight::points::{count, list};
use crate::insight::succession::{LevelSuccession, succession, toward};
use crate::model::{LevelId, PersonId, Phase};

/// Most seats that can be said to be open.
const MOST_SEATS: u32 = 99;

/// What is kept between frames.
#[derive(Default)]
pub struct Seats {
    levels: Option<(u64, Vec<LevelSuccession>)>,
    chosen: Option<LevelId>,
    /// What the rows that were seen say.
    rows: BTreeMap<PersonId, Row>,
}

/// What a candidate's row says.
#[derive(Clone)]
struct Row {
    name: String,
    standing: String,
    status: crate::insight::Status,
    status_words: String,
    holds: String,
    misses: String,
}

impl Seats {
    /// Shows the levels and the candidates of the chosen one.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let theme = Theme::of(ui);
        let kept = self.levels.take().filter(|(revision, _)| *revision == view.revision);
        let (revision, levels) = kept.unwrap_or_else(|| {
            self.rows.clear();
            (view.revision, succession(view.session, view.readings))
        });
        let is_there = |chosen: &LevelId| levels.iter().any(|level| level.level == *chosen);
        if !self.chosen.as_ref().is_some_and(is_there) {
            // Where a seat is open, somebody is looked for; else where somebody is on the way.
            let open = levels.iter().find(|level| level.open_seats > 0);
            let open = open.or_else(|| levels.iter().find(|level| !level.candidates.is_empty()));
            self.chosen = open.or(levels.first()).map(|level| level.level.clone());
        }
        let side = theme.scaled(300.0);
        let height = ui.available_height() - 8.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            ui.allocate_ui_with_layout(vec2(side, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(side);
                ScrollArea::vertical().id_salt("levels").auto_shrink(false).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 8.0;
                    levels.iter().for_each(|level| self.level(ui, view, level, actions));
                });
            });
            let room = ui.available_width();
            ui.allocate_ui_with_layout(vec2(room, height), Layout::top_down(Align::Min), |ui| {
                ui.set_width(room);
                if let Some(level) = levels.iter().find(|level| Some(&level.level) == self.chosen.as_ref()) {
                    self.candidates(ui, view, level, actions);
                }
            });
        });
        self.levels = Some((revision, levels));
    }

    fn level(&mut self, ui: &mut Ui, view: &View<'_>, level: &LevelSuccession, actions: &mut Vec<Action>) {
        let Some(known) = view.session.rubric.level(&level.level) else { return };
        let chosen = self.chosen.as_ref() == Some(&level.level);
        let on_the_way = count(level.candidates.len(), "on the way", "on the way");
        let name = format!("{}, {} open, {on_the_way}", known.name, level.open_seats);
        let theme = Theme::of(ui);
        let size = vec2(ui.available_width() - 10.0, theme.scaled(64.0).round());
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &name));
        let (width, line) = match (chosen, response.hovered()) {
            (true, _) => (2.0, theme.accent.colour),
            (false, true) => (1.0, theme.line_strong),
            (false, false) => (1.0, theme.line),
        };
        ui.painter().rect(rect, CARD_RADIUS, theme.surface, Stroke::new(width, line), StrokeKind::Inside);
        focus_ring_inside(ui, &response, rect, f32::from(CARD_RADIUS));
        let inner = UiBuilder::new().max_rect(rect.shrink(12.0)).layout(Layout::right_to_left(Align::Center));
        let mut inside = ui.new_child(inner);
        inside.spacing_mut().item_spacing.x = 2.0;
        seats(&mut inside, view, level, &known.name, actions);
        inside.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            text::truncated(ui, theme.rich(Size::Body, Weight::SemiBold, known.name.as_str()));
            let holders = count(level.holders, "holds it", "hold it");
            let words = theme.rich(Size::Small, Weight::Regular, format!("{holders} · {on_the_way}"));
            text::truncated(ui, words.color(theme.text_second));
        });
        if response.clicked() {
            self.chosen = Some(level.level.clone());
            self.rows.clear();
        }
    }

    fn candidates(&mut self, ui: &mut Ui, view: &View<'_>, level: &LevelSuccession, actions: &mut Vec<Action>) {
        let name = view.session.rubric.level(&level.level).map_or("", |level| level.name.as_str());
        section_heading(ui, &format!("On the way to {name}"));
        text::small(
            ui,
            "Those with it as their target, and those who show its skills without one. Nobody is chosen here.",
        );
        ui.add_space(6.0);
        if level.candidates.is_empty() {
            text::second(
                ui,
                "Nobody is on the way. A target, set on Team, or skills that are shown put somebody here.",
            );
            return;
        }
        let theme = Theme::of(ui);
        let height = theme.scaled(78.0).round();
        ui.spacing_mut().item_spacing.y = 0.0;
        let rows = level.candidates.len();
        ScrollArea::vertical().id_salt(("candidates", &level.level)).auto_shrink(false).show_rows(
            ui,
            height,
            rows,
            |ui, shown| {
                for place in shown {
                    let person = &level.candidates[place];
                    if let Some(row) = self.row(view, person, &level.level)
                        && candidate(ui, &theme, height, row)
                    {
                        actions.push(Action::Go(Screen::Person(person.clone())));
                    }
                }
            },
        );
    }

    fn row(&mut self, view: &View<'_>, id: &PersonId, level: &LevelId) -> Option<&Row> {
        if !self.rows.contains_key(id) {
            let person = view.session.people.get(id)?;
            let assessed = toward(view.session, view.readings, id, level)?;
            let named = |state| {
                let gates = assessed.gates.iter().filter(|gate| gate.state == state);
                list(&gates.map(|gate| gate.name.clone()).collect::<Vec<String>>())
            };
            let is_target = person.target.as_ref() == Some(level);
            let standing = view.session.standing(person);
            let row = Row {
                name: person.name.clone(),
                standing: if is_target { standing } else { format!("{standing} · no target") },
                status: assessed.status,
                status_words: assessed.status.words_toward(&view.session.rubric, Some(level)),
                holds: named(GateState::Met),
                misses: named(GateState::Open),
            };
            self.rows.insert(id.clone(), row);
        }
        self.rows.get(id)
    }
}

/// How many seats are open, and one more or less.
fn seats(ui: &mut Ui, view: &View<'_>, level: &LevelSuccession, name: &str, actions: &mut Vec<Action>) {
    let open = level.open_seats;
    let may = view.read_only.is_none() && view.session.about.phase != Phase::Close;
    let more = IconButton::new(Icon::Plus, format!("One more open seat: {name}")).small();
    if ui.add_enabled(may && open < MOST_SEATS, more).clicked() {
        actions.push(set_seats(view, &level.level, open + 1));
    }
    text::body(ui, format!("{open} open"));
    let less = IconButton::new(Icon::Minus, format!("One open seat less: {name}")).small();
    if ui.add_enabled(may && open > 0, less).clicked() {
        actions.push(set_seats(view, &level.level, open - 1));
    }
}

fn set_seats(view: &View<'_>, level: &LevelId, seats: u32) -> Action {
    let before = view.session.decisions.open_seats.get(level).copied();
    let after = (seats > 0).then_some(seats);
    let edit = Edit::SetOpenSeats { level: level.clone(), before, after };
    Action::Change(Change::new(Actor::Facilitator, Gesture::Seats, vec![edit]))
}

/// One candidate: name and standing, what the ratings read toward the level, and which gates are held and missed.
fn candidate(ui: &mut Ui, theme: &Theme, height: f32, row: &Row) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let [holds, misses] = [&row.holds, &row.misses].map(|words| if words.is_empty() { "nothing" } else { words });
    let spoken = format!("{}, {}. {}. Holds: {holds}. Misses: {misses}.", row.name, row.standing, row.status_words);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, CARD_RADIUS, theme.accent.soft);
    }
    let inner = rect.shrink2(vec2(10.0, 8.0));
    let line =
        |words: &str, size, weight, colour, room| line_of_text(painter, words, theme.font(size, weight), colour, room);
    let tone = status_hue(row.status).tone(theme);
    let status = line(&row.status_words, Size::Small, Weight::Medium, tone.text, inner.width() * 0.45);
    let name = line(&row.name, Size::Body, Weight::SemiBold, theme.text, inner.width() * 0.4);
    let (name_width, first) = (name.size().x, name.size().y);
    let room = inner.width() - name_width - status.size().x - 24.0;
    let standing = line(&row.standing, Size::Small, Weight::Regular, theme.text_second, room.max(0.0));
    painter.galley(inner.min, name, theme.text);
    painter.galley(pos2(inner.left() + name_width + 8.0, inner.top() + 1.0), standing, theme.text_second);
    painter.galley(pos2(inner.right() - status.size().x, inner.top() + 1.0), status, tone.text);
    let mut top = inner.top() + first + theme.scaled(4.0);
    let lines = [(Icon::Check, theme.good.colour, &row.holds), (Icon::Open, theme.watch.colour, &row.misses)];
    for (icon, colour, words) in lines.into_iter().filter(|line| !line.2.is_empty()) {
        let side = theme.scaled(12.0);
        let square = Rect::from_min_size(pos2(inner.left(), top + 2.0), vec2(side, side));
        icon.paint(painter, square, colour);
        let left = square.right() + 6.0;
        let words = line(words, Size::Small, Weight::Regular, theme.text, inner.right() - left);
        let step = words.size().y;
        painter.galley(pos2(left, top), words, theme.text);
        top += step + 2.0;
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.line));
    focus_ring_inside(ui, &response, rect, f32::from(CARD_RADIUS));
    let clicked = response.clicked();
    response.on_hover_text(spoken);
    clicked
}
