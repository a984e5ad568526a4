//! The Rate screen: one rater's grid of people by asked skills, with the anchors of the selected cell beside it. There
//! is nothing on it of any other rater: all ratings are read through [`seat::Seat`], which knows one sheet only.

pub(super) mod answers;
mod block;
mod cursor;
mod grid;
mod keys;
mod measures;
mod menu;
mod note;
mod paint;
mod panel;
mod presses;
mod rows;
pub(super) mod seat;
mod seating;
mod spoken;
mod submit_sheet;
mod title;
mod warm_up;

use std::collections::BTreeSet;

use egui::{Frame, Margin, Rect, Ui, UiBuilder, pos2};

use super::super::command::Command;
use super::super::theme::Theme;
use super::super::view::{Action, View};
use super::super::widgets::{EmptyState, Wanted};
use crate::app::icons::Icon;
use crate::app::screens::evidence_sheet::{self, EvidenceSheet};
use crate::app::view::Screen;
use crate::model::{Cell, PersonId, Phase, RaterId, SessionId, SkillId};

use answers::{Answers, Pending};
use cursor::{Cursor, Shape, Spot};
use grid::{Grid, grid_id};
use measures::Measures;
use paint::Scene;
use panel::Panel;
use rows::Rows;
use seat::Seat;
use seating::Seating;
use submit_sheet::SubmitSheet;
use warm_up::WarmUpPage;

/// Around the grid and its title.
const PADDING: f32 = 20.0;

/// The Rate screen between frames.
#[derive(Default)]
pub struct RateScreen {
    seating: Seating,
    warm_up: WarmUpPage,
    /// Whose state all of the below is. Nothing of it outlives a change of seats.
    seated: Option<(SessionId, RaterId)>,
    desk: Desk,
    /// Commands that came by menu, palette or shortcut since the last frame.
    commands: Vec<Command>,
    /// A cell to go to.
    wanted: Option<(Option<PersonId>, Option<SkillId>)>,
}

/// What belongs to the rater who sits there.
#[derive(Default)]
struct Desk {
    rows: Rows,
    filter: String,
    cursor: Cursor,
    grid: Grid,
    panel: Panel,
    /// Whether the panel is wanted; where nothing was said it is there when there is room.
    panel_wanted: Option<bool>,
    panel_shown: bool,
    /// Cells that are not asked and were opened to be rated.
    opened: BTreeSet<Cell>,
    /// Where the last "not observed" went, which a W that follows is about.
    just_not_observed: Option<Spot>,
    /// The person whose closeness the last key changed.
    turning_closeness: Option<PersonId>,
    /// What to say under the grid.
    message: Option<String>,
    sheet: Option<Over>,
    pending: Pending,
    /// The cell that the cursor was on in the last frame, to find it again among other rows.
    selected: Option<Cell>,
}

/// What lies over the grid.
enum Over {
    Evidence(Box<EvidenceSheet>),
    Submit(SubmitSheet),
}

impl RateScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let before = actions.len();
        self.screen(ui, view, actions);
        self.commands.clear();
        if actions.len() > before {
            ui.ctx().request_repaint();
        }
    }

    /// Does what a command says, in the next frame.
    pub fn perform(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Selects a person's cell of a skill, in the next frame; what is not given stays as it is.
    pub fn select(&mut self, person: Option<PersonId>, skill: Option<SkillId>) {
        self.wanted = Some((person, skill));
    }

    /// Makes a step of what was typed and is none yet: before the screen is left.
    pub fn finish(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(seat) = seat_of(view) else { return };
        if self.is_seated(view, &seat) {
            self.desk.finish(seat, actions);
        }
    }

    fn is_seated(&self, view: &View<'_>, seat: &Seat<'_>) -> bool {
        let seated = self.seated.as_ref();
        seated.is_some_and(|(session, rater)| *session == view.session.id && *rater == seat.rater.id)
    }

    fn screen(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        if view.session.about.phase == Phase::Prepare {
            return waiting(ui, actions);
        }
        let Some(seat) = seat_of(view) else {
            self.seated = None;
            self.desk = Desk::default();
            if self.warm_up.comparing {
                return self.warm_up.compare(ui, view);
            }
            return self.seating.show(ui, view, &mut self.warm_up, actions);
        };
        if !self.is_seated(view, &seat) {
            self.desk = Desk::default();
            self.seating = Seating::default();
            self.seated = Some((view.session.id.clone(), seat.rater.id.clone()));
        }
        if self.commands.contains(&Command::NextRater) {
            self.desk.finish(seat, actions);
            self.seating.hand_over();
            self.seated = None;
            self.desk = Desk::default();
            actions.push(Action::SitDown(None));
            // Not one frame more of this grid.
            return self.seating.show(ui, view, &mut self.warm_up, actions);
        }
        if self.warm_up.is_due(view.session, seat.rater) {
            return self.warm_up.show(ui, view, seat.rater, actions);
        }
        if self.desk.update(&seat, self.wanted.take()) {
            self.desk.show(ui, view, seat, &self.commands, actions);
        } else {
            nobody_to_rate(ui, &seat, actions);
        }
    }
}

fn seat_of<'a>(view: &View<'a>) -> Option<Seat<'a>> {
    let rater = view.session.panel.get(view.acting?)?;
    rater.rates.then_some(Seat { session: view.session, rater, read_only: view.read_only })
}

/// Prepare: the grid waits.
fn waiting(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space((ui.available_height() * 0.15).round());
    let title = "Rating has not begun";
    let sentence = "The session is in Prepare: roster, rubric and panel are still being put together. \
                    Once they stand, go on to Rate and the first rater can sit down.";
    let shown = EmptyState::new(Icon::Rate, title, sentence).button("Go on to Rate…").show(ui);
    if shown == Wanted::First {
        actions.push(Action::Command(Command::NextPhase));
    }
}

fn nobody_to_rate(ui: &mut Ui, seat: &Seat<'_>, actions: &mut Vec<Action>) {
    ui.add_space((ui.available_height() * 0.15).round());
    let (title, sentence) = match seat.session.people.is_empty() {
        true => ("Nobody to rate yet", "The roster is empty. Take in the team, or add people one by one.".to_owned()),
        false => (
            "Nobody is assigned to you yet",
            format!("Say on the Team screen, under “Who rates whom”, whom {} rates.", seat.rater.name),
        ),
    };
    let state = EmptyState::new(Icon::Team, title, &sentence).button("Show the team").second_button("Next rater…");
    match state.show(ui) {
        Wanted::First => actions.push(Action::Go(Screen::Team)),
        Wanted::Second => actions.push(Action::Command(Command::NextRater)),
        Wanted::Nothing => {}
    }
}

impl Desk {
    /// Brings rows and cursor up to the session. Returns whether there is anybody to rate.
    fn update(&mut self, seat: &Seat<'_>, wanted: Option<(Option<PersonId>, Option<SkillId>)>) -> bool {
        self.pending = Pending::default();
        let moved = self.rows.update(seat, &self.filter);
        let target = match (wanted, moved) {
            (Some((person, skill)), _) => {
                let wanted_person = person.as_ref().is_some_and(|id| self.rows.row_of(seat.session, id).is_none());
                if wanted_person && !self.filter.is_empty() {
                    self.filter.clear();
                    self.rows.update(seat, "");
                }
                self.grid.reveal();
                let (at_person, at_skill) = self.selected.clone().unzip();
                (person.or(at_person), skill.or(at_skill))
            }
            (None, true) => self.selected.clone().unzip(),
            (None, false) => (None, None),
        };
        let row = target.0.and_then(|id| self.rows.row_of(seat.session, &id));
        let column = target.1.and_then(|id| self.rows.column_of(seat.session, &id));
        if row.is_some() || column.is_some() {
            let at = self.cursor.at;
            self.cursor.go(Spot::new(row.unwrap_or(at.row), column.unwrap_or(at.column)), false);
        }
        if moved {
            self.with_shape(seat, |cursor, shape| cursor.keep_inside(shape));
        }
        self.rows.is_anybody_there()
    }

    /// Moves the cursor in a grid of the present shape.
    fn with_shape<T>(&mut self, seat: &Seat<'_>, act: impl FnOnce(&mut Cursor, &Shape<'_>) -> T) -> T {
        let rows = &self.rows;
        let is_asked = |spot: Spot| {
            let open = rows.asked(spot.row).get(spot.column).copied().unwrap_or(false);
            let set_aside = |row| {
                let person = rows.person(seat.session, row);
                person.is_some_and(|person| seat.session.is_recused(&seat.rater.id, &person.id))
            };
            open && !set_aside(spot.row)
        };
        let shape = Shape { rows: rows.len(), columns: rows.columns().len(), page: self.grid.page(), asked: &is_asked };
        act(&mut self.cursor, &shape)
    }

    fn finish(&mut self, seat: Seat<'_>, actions: &mut Vec<Action>) {
        let mut answers = Answers { seat, pending: &mut self.pending, actions };
        if let Some(problem) = self.panel.note.commit(&mut answers) {
            answers.actions.push(Action::Warn(problem));
        }
    }

    fn cell_at(&self, seat: &Seat<'_>, spot: Spot) -> Option<Cell> {
        let person = self.rows.person(seat.session, spot.row)?;
        let skill = self.rows.skill(seat.session, spot.column)?;
        Some((person.id.clone(), skill.id.clone()))
    }

    fn show(&mut self, ui: &mut Ui, view: &View<'_>, seat: Seat<'_>, commands: &[Command], actions: &mut Vec<Action>) {
        self.take_keyboard(ui);
        self.take_commands(ui, view, seat, commands, actions);
        self.take_presses(ui, view, seat, actions);
        let theme = Theme::of(ui);
        let whole = ui.available_rect_before_wrap();
        let needed = Measures::least_width(&theme, self.rows.columns().len()) + 2.0 * PADDING;
        // Where a narrower panel lets the whole grid stand beside it, it is narrower.
        let fitting = (whole.width() - needed).clamp(theme.scaled(panel::NARROWEST), theme.scaled(panel::WIDTH));
        let panel_width = fitting.floor().min(whole.width() * 0.45);
        let has_panel = self.has_panel(&theme, whole.width(), needed, panel_width);
        self.panel_shown = has_panel;
        let split = if has_panel { whole.right() - panel_width } else { whole.right() };
        let main = Rect::from_min_max(whole.min, pos2(split, whole.bottom())).shrink(PADDING);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(main).id_salt("rate main"));
        inside.set_clip_rect(ui.clip_rect());
        self.main(&mut inside, view, seat, has_panel, actions);
        if has_panel {
            let beside = Rect::from_min_max(pos2(split, whole.top()), whole.max);
            self.side(ui, view, seat, beside, actions);
        }
        ui.advance_cursor_after_rect(whole);
        self.show_over(ui, view, seat, actions);
        self.selected = self.cell_at(&seat, self.cursor.at);
    }

    /// The grid has the keyboard whenever nothing else wants it.
    fn take_keyboard(&self, ui: &Ui) {
        let idle = ui.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        if idle && self.sheet.is_none() && !self.grid.has_menu() && !egui::Popup::is_any_open(ui.ctx()) {
            ui.memory_mut(|memory| memory.request_focus(grid_id()));
            ui.ctx().request_repaint();
        }
    }

    /// Whether the panel is shown: as was said, else where it fits, or where folding it would not make the grid fit.
    fn has_panel(&self, theme: &Theme, width: f32, needed: f32, panel: f32) -> bool {
        self.panel_wanted.unwrap_or(width - panel >= needed || (width < needed && width - panel >= theme.scaled(620.0)))
    }

    fn main(&mut self, ui: &mut Ui, view: &View<'_>, seat: Seat<'_>, has_panel: bool, actions: &mut Vec<Action>) {
        ui.spacing_mut().item_spacing.y = 8.0;
        let totals = self.rows.totals(&seat, view.revision);
        let wish = title::show(ui, &seat, &totals, &mut self.filter, has_panel);
        self.take_title(wish, ui, seat, actions);
        ui.add_space(6.0);
        if self.rows.len() == 0 {
            let sentence = "Nobody's name, team or level has that in it.";
            let shown = EmptyState::new(Icon::Search, "Nobody found", sentence).button("Show everybody").show(ui);
            if shown == Wanted::First {
                self.filter.clear();
            }
            return;
        }
        let foot = title::foot_height(ui, seat.session.rubric.scale.top());
        let room = Rect::from_min_max(ui.cursor().min, ui.max_rect().max - egui::vec2(0.0, foot));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(room).id_salt("rate grid"));
        inside.set_clip_rect(ui.clip_rect());
        let scene = Scene {
            seat,
            rows: &self.rows,
            cursor: self.cursor,
            opened: &self.opened,
            focused: ui.memory(|memory| memory.has_focus(grid_id())),
            totals,
        };
        let wishes = self.grid.show(&mut inside, &scene);
        ui.advance_cursor_after_rect(inside.min_rect());
        for wish in wishes {
            self.take_wish(ui, view, seat, wish, actions);
        }
        title::foot(ui, &seat, self.message.as_deref());
    }

    fn side(&mut self, ui: &mut Ui, view: &View<'_>, seat: Seat<'_>, beside: Rect, actions: &mut Vec<Action>) {
        let theme = Theme::of(ui);
        ui.painter().rect_filled(beside, 0, theme.surface);
        ui.painter().vline(beside.left() + 0.5, beside.y_range(), egui::Stroke::new(1.0, theme.line));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(beside).id_salt("rate side"));
        inside.set_clip_rect(beside.intersect(ui.clip_rect()));
        let at = self.cursor.at;
        let (Some(person), Some(skill)) =
            (self.rows.person(seat.session, at.row), self.rows.skill(seat.session, at.column))
        else {
            return;
        };
        let cell = (person.id.clone(), skill.id.clone());
        let is_asked = self.rows.asked(at.row).get(at.column).copied().unwrap_or(false) || self.opened.contains(&cell);
        let mut answers = Answers { seat, pending: &mut self.pending, actions };
        let panel = &mut self.panel;
        let wishes = Frame::new()
            .inner_margin(Margin { left: 18, right: 6, top: 18, bottom: 0 })
            .show(&mut inside, |ui| panel.show(ui, (person, skill), is_asked, view.revision, &mut answers));
        for wish in wishes.inner {
            self.take_panel_wish(ui, view, seat, wish, actions);
        }
    }

    fn show_over(&mut self, ui: &Ui, view: &View<'_>, seat: Seat<'_>, actions: &mut Vec<Action>) {
        match &mut self.sheet {
            None => {}
            Some(Over::Evidence(sheet)) => match sheet.show(ui.ctx(), seat.session) {
                evidence_sheet::Outcome::Open => {}
                evidence_sheet::Outcome::Cancelled => self.sheet = None,
                evidence_sheet::Outcome::Saved(before, after) => {
                    let mut answers = Answers { seat, pending: &mut self.pending, actions };
                    answers.put_evidence(before.map(|item| *item), Some(*after));
                    self.sheet = None;
                }
            },
            Some(Over::Submit(sheet)) => {
                let totals = self.rows.totals(&seat, view.revision);
                let missing = self.rows.unanswered(&seat, submit_sheet::MOST_NAMED + 1);
                match sheet.show(ui.ctx(), seat.rater, &totals, &missing, view.new_id) {
                    submit_sheet::Outcome::Open => {}
                    submit_sheet::Outcome::Cancelled => self.sheet = None,
                    submit_sheet::Outcome::Submit(pin) => {
                        actions.push(submit_sheet::seal(seat.rater, Some(view.now), pin));
                        self.sheet = None;
                    }
                }
            }
        }
    }
}
