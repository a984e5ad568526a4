//! The Promote screen: the board of placements. All start undecided, with what the ratings read beside them; moving a
//! card records a decision and asks why. Beside the board succession and look-alikes, for the facilitator. It opens with
//! Calibrate.

mod alike;
mod board;
mod card;
mod columns;
mod seats;
mod side;

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Ui, vec2};

use super::filters::Choices;
use super::person::placement::{Chosen, PlacementSheet, Written, choose, may_place, place_of};
use super::{comparison, waiting};
use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{EmptyState, Segmented, Wanted, page_title, panel, text};
use crate::insight::{Filter, visibility};
use crate::model::{PersonId, Place};

use alike::Alike;
use board::Board;
use columns::{Asked, Columns};
use seats::Seats;
use side::Side;

/// What the screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Look {
    #[default]
    Board,
    Succession,
    Alike,
}

/// The Promote screen.
#[derive(Default)]
pub struct PromoteScreen {
    look: Look,
    filter: Filter,
    board: Option<(Board, Choices)>,
    columns: Columns,
    selected: Option<PersonId>,
    side: Side,
    seats: Seats,
    alike: Alike,
    /// The reason for a card that was moved, while it is written, and whose it is.
    sheet: Option<(PersonId, PlacementSheet)>,
    /// What was asked for by its keys outside the fields.
    record: bool,
}

impl PromoteScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        if !visibility::sees_aggregates(view.session, &view.viewer()) {
            self.forget();
            return waiting::show(ui, view, "The board", None, actions);
        }
        if view.session.people.is_empty() {
            return nobody(ui, actions);
        }
        let (mut board, choices) = self.work_out(view);
        if self.selected.as_ref().is_none_or(|selected| board.find(selected).is_none()) {
            self.selected = board.first().cloned();
        }
        if std::mem::take(&mut self.record) {
            match &mut self.sheet {
                Some((_, sheet)) => sheet.ask_to_record(),
                None => self.side.record(view, actions),
            }
        }
        if self.look == Look::Board && !board.is_empty() {
            self.panel(ui, view, actions);
        }
        let frame = Frame::new().inner_margin(Margin { left: 24, right: 24, top: 20, bottom: 16 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            self.title(ui, view, &choices);
            ui.add_space(12.0);
            if self.look != Look::Succession {
                comparison::banner(ui, view, actions);
            }
            match self.look {
                Look::Board => self.board(ui, view, &mut board, actions),
                Look::Succession => self.seats.show(ui, view, actions),
                Look::Alike => self.alike.show(ui, view, actions),
            }
        });
        self.board = Some((board, choices));
        self.ask(ui, view, actions);
    }

    /// Does what a command says, in the next frame.
    pub fn perform(&mut self, command: Command) {
        self.record |= command == Command::Submit;
    }

    /// Nobody here may look at it now: nothing of it stays.
    fn forget(&mut self) {
        *self = Self { filter: std::mem::take(&mut self.filter), ..Self::default() };
    }

    fn work_out(&mut self, view: &View<'_>) -> (Board, Choices) {
        let fresh = |(board, _): &(Board, Choices)| board.revision == view.revision && board.filter == self.filter;
        if let Some(kept) = self.board.take().filter(fresh) {
            return kept;
        }
        let choices = Choices::new(view.session, view.readings);
        choices.mend(&mut self.filter);
        (Board::new(view, &self.filter), choices)
    }

    fn panel(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(person) = self.selected.as_ref().and_then(|id| view.session.people.get(id)) else { return };
        let theme = Theme::of(ui);
        let width = theme.scaled(300.0).min(ui.available_width() * 0.4);
        let side = Panel::right("selected person").exact_size(width).resizable(false).show_separator_line(false);
        let shown = side.frame(panel(&theme)).show(ui, |ui| self.side.show(ui, view, person, actions));
        let rect = shown.response.rect;
        ui.painter().vline(rect.left(), rect.y_range(), egui::Stroke::new(1.0, theme.line));
    }

    fn title(&mut self, ui: &mut Ui, view: &View<'_>, choices: &Choices) {
        let theme = Theme::of(ui);
        let (title, subtitle) = match self.look {
            Look::Board => (
                "Placements",
                "What the panel decided. The ratings only suggest; moving a card records a decision and asks why.",
            ),
            Look::Succession => ("Succession", "Who could take which seat. For whoever runs the meeting only."),
            Look::Alike => ("Look-alikes", "Nearly the same profile, placed differently."),
        };
        let height = theme.control_height();
        let wide = ui.available_width() > theme.scaled(760.0);
        if wide {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
            let builder = egui::UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center));
            let mut row = ui.new_child(builder);
            page_title(&mut row, title, "");
            row.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                self.looks(ui, view);
                if self.look == Look::Board {
                    choices.show(ui, &mut self.filter);
                }
            });
            ui.add_space(4.0);
            text::second(ui, subtitle).on_hover_text(columns::hint());
        } else {
            page_title(ui, title, subtitle);
            ui.add_space(8.0);
            ui.horizontal_wrapped(|ui| {
                self.looks(ui, view);
                if self.look == Look::Board {
                    choices.show(ui, &mut self.filter);
                }
            });
        }
    }

    fn looks(&mut self, ui: &mut Ui, view: &View<'_>) {
        if !view.viewer().sees_succession(view.session) {
            self.look = Look::Board;
            return;
        }
        let looks = [(Look::Board, "Board"), (Look::Succession, "Succession"), (Look::Alike, "Look-alikes")];
        Segmented::new("Look").show(ui, &mut self.look, &looks);
    }

    fn board(&mut self, ui: &mut Ui, view: &View<'_>, board: &mut Board, actions: &mut Vec<Action>) {
        if board.is_empty() {
            return self.nobody_fits(ui);
        }
        let may_move = may_place(view).is_ok();
        let asked = self.columns.show(ui, view, board, self.selected.as_ref(), may_move);
        self.take(view, asked, actions);
    }

    fn take(&mut self, view: &View<'_>, asked: Asked, actions: &mut Vec<Action>) {
        if let Some(selected) = asked.select {
            self.selected = Some(selected);
        }
        if let Some(person) = asked.open {
            actions.push(Action::Go(Screen::Person(person)));
        }
        if let Some((person, place)) = asked.moved {
            self.move_to(view, &person, place, actions);
        }
    }

    /// Moves somebody to a place: at once where nothing is owed, else after asking.
    fn move_to(&mut self, view: &View<'_>, id: &PersonId, place: Place, actions: &mut Vec<Action>) {
        let Some(person) = view.session.people.get(id) else { return };
        if place_of(view.session, id) == place || may_place(view).is_err() {
            return;
        }
        match choose(view.session, person, place) {
            Chosen::AtOnce(change) => {
                actions.push(Action::Change(change));
                self.columns.go_to(id.clone());
            }
            Chosen::Asks(draft) => self.sheet = Some((id.clone(), PlacementSheet::new(draft))),
        }
    }

    fn ask(&mut self, ui: &Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some((id, sheet)) = &mut self.sheet else { return };
        let Some(reading) = view.readings.person(view.session, id) else {
            self.sheet = None;
            return;
        };
        match sheet.show(ui.ctx(), view.session, reading.status, &board::reads(&reading)) {
            Written::Open => return,
            Written::Cancelled => {}
            Written::Recorded(change) => actions.push(Action::Change(change)),
        }
        // The card keeps the keyboard, wherever it went.
        let id = id.clone();
        self.columns.go_to(id);
        self.sheet = None;
    }

    fn nobody_fits(&mut self, ui: &mut Ui) {
        ui.add_space((ui.available_height() * 0.2).max(8.0));
        let state = EmptyState::new(Icon::Filter, "Nobody is of this team and level", "Choose another team or level.");
        if state.button("Show everybody").show(ui) == Wanted::First {
            self.filter = Filter::default();
        }
    }
}

fn nobody(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space((ui.available_height() * 0.16).max(8.0));
    let sentence = "The board shows everybody whom the panel may place. Bring in a roster first.";
    if EmptyState::new(Icon::Team, "Nobody is here yet", sentence).button("Go to Team").show(ui) == Wanted::First {
        actions.push(Action::Command(Command::GoTeam));
    }
}
