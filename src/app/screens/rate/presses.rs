//! What happens when a key, a click or a command comes to the grid.

use egui::{FocusDirection, Ui};

use crate::app::command::Command;
use crate::app::screens::dates;
use crate::app::screens::evidence_sheet::EvidenceSheet;
use crate::app::view::{Action, Screen, View};
use crate::edit::Gesture;
use crate::model::{Cell, Closeness, EvidenceId, Mark, WhyNot};

use super::answers::Answers;
use super::cursor::{Cursor, Shape, Spot};
use super::grid::{Wish, grid_id};
use super::keys::{self, Press};
use super::note::note_id;
use super::seat::{Access, Seat};
use super::submit_sheet::{self, SubmitSheet};
use super::{Desk, Over, block, panel, title};

impl Desk {
    /// Does what was asked by menu, palette or shortcut.
    pub(super) fn take_commands(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        seat: Seat<'_>,
        commands: &[Command],
        actions: &mut Vec<Action>,
    ) {
        for command in commands {
            match (command, &mut self.sheet) {
                (Command::Submit, Some(Over::Evidence(sheet))) => sheet.ask_to_save(),
                (Command::Submit, Some(Over::Submit(sheet))) => sheet.ask_to_go_on(),
                (_, Some(_)) => {}
                (Command::Submit, None) => self.ask_to_submit(seat),
                (command, None) => self.take_press(ui, view, seat, Press::Command(*command), actions),
            }
        }
    }

    /// Takes the keys out of the input where the grid has the keyboard.
    pub(super) fn take_presses(&mut self, ui: &Ui, view: &View<'_>, seat: Seat<'_>, actions: &mut Vec<Action>) {
        let has_keyboard = ui.memory(|memory| memory.has_focus(grid_id()));
        if !has_keyboard || self.sheet.is_some() || self.rows.len() == 0 {
            return;
        }
        let everything = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(grid_id(), everything));
        for press in ui.input_mut(keys::take) {
            self.take_press(ui, view, seat, press, actions);
        }
    }

    pub(super) fn take_title(&mut self, wish: Option<title::Wish>, ui: &Ui, seat: Seat<'_>, actions: &mut Vec<Action>) {
        match wish {
            None => {}
            Some(title::Wish::NextRater) => actions.push(Action::Command(Command::NextRater)),
            Some(title::Wish::Submit) => self.ask_to_submit(seat),
            Some(title::Wish::ShowPanel) => self.panel_wanted = Some(true),
            Some(title::Wish::OnlyComment(only)) => actions.push(submit_sheet::only_comment(seat.rater, only)),
            Some(title::Wish::Reopen) => {
                actions.push(submit_sheet::seal(seat.rater, None, seat.rater.pin.clone()));
                ui.memory_mut(|memory| memory.request_focus(grid_id()));
            }
        }
    }

    pub(super) fn take_panel_wish(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        seat: Seat<'_>,
        wish: panel::Wish,
        actions: &mut Vec<Action>,
    ) {
        let person = self.rows.person(seat.session, self.cursor.at.row).map(|person| person.id.clone());
        let mut answers = Answers { seat, pending: &mut self.pending, actions };
        let result = match wish {
            panel::Wish::Answer(mark) => return self.take_wish(ui, view, seat, Wish::Answer(mark), actions),
            panel::Wish::Press(press) => return self.take_press(ui, view, seat, press, actions),
            panel::Wish::Closeness(said) => person.map(|person| answers.set_closeness(&person, said, false)),
            panel::Wish::Trait(id, said) => {
                let asked = seat.session.rubric.traits.iter().find(|one| one.id == id);
                person.zip(asked).map(|(person, asked)| answers.set_trait(&person, asked, said))
            }
            panel::Wish::EditEvidence(id) => {
                let sheet = seat.session.evidence.get(&id).map(EvidenceSheet::edit);
                self.sheet = sheet.map(|sheet| Over::Evidence(Box::new(sheet)));
                None
            }
            panel::Wish::RemoveEvidence(id) => {
                answers.put_evidence(seat.session.evidence.get(&id).cloned(), None);
                None
            }
            panel::Wish::Fold => {
                self.panel_wanted = Some(false);
                None
            }
            panel::Wish::Warn(problem) => Some(Err(problem)),
        };
        self.message = result.and_then(Result::err);
    }

    pub(super) fn take_wish(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        seat: Seat<'_>,
        wish: Wish,
        actions: &mut Vec<Action>,
    ) {
        match wish {
            Wish::Select { spot, extend } => {
                self.settle();
                self.cursor.go(spot, extend);
                self.grid.reveal();
            }
            Wish::Press(press) => self.take_press(ui, view, seat, press, actions),
            Wish::Answer(mark) => {
                self.settle();
                ui.memory_mut(|memory| memory.request_focus(grid_id()));
                if let Some(cell) = self.open_cell(seat, true) {
                    self.with_answers(seat, actions, |answers| answers.answer(&cell, mark));
                }
            }
            Wish::Closeness(person, said) => {
                self.settle();
                self.with_answers(seat, actions, |answers| answers.set_closeness(&person, said, false));
            }
            Wish::OpenPerson(person) => actions.push(Action::Go(Screen::Person(person))),
        }
    }

    fn take_press(&mut self, ui: &Ui, view: &View<'_>, seat: Seat<'_>, press: Press, actions: &mut Vec<Action>) {
        let after_zero = self.just_not_observed.take().filter(|_| press == Press::Command(Command::WhyNotObserved));
        let turning = self.turning_closeness.take().filter(|_| press == Press::Command(Command::Closeness));
        self.message = None;
        match press {
            Press::Move { to, extend } => self.go(seat, |cursor, shape| cursor.step(to, extend, shape)),
            Press::Next => self.tab(ui, seat, FocusDirection::Next),
            Press::Previous => self.tab(ui, seat, FocusDirection::Previous),
            Press::Score(score) => self.score(seat, score, actions),
            Press::NotObserved => {
                let at = self.cursor.at;
                if self.answer_and_go(seat, Mark::NotObserved(WhyNot::default()), actions) {
                    self.just_not_observed = Some(at);
                }
            }
            Press::Command(Command::WhyNotObserved) => self.turn_why(seat, after_zero, actions),
            Press::Command(Command::Closeness) => self.turn_closeness(seat, turning.is_some(), actions),
            Press::Command(Command::Note) => self.write_note(ui, seat),
            Press::Command(Command::Evidence) => self.add_evidence(view, seat),
            Press::Command(Command::RateAnyway) => self.rate_anyway(seat),
            Press::Command(Command::ClearCells) => self.clear(seat, actions),
            Press::Command(_) => {}
            Press::Copy => self.copy(ui, seat, actions),
            Press::Cut => {
                self.copy(ui, seat, actions);
                self.clear(seat, actions);
            }
            Press::Paste(text) => self.paste(seat, &text, actions),
            Press::SelectAll => self.with_shape(&seat, |cursor, shape| cursor.select_all(shape)),
            Press::Menu => self.grid.open_menu(),
            Press::Escape => {
                self.cursor.collapse();
            }
            Press::Leave => ui.memory_mut(|memory| memory.move_focus(FocusDirection::Next)),
        }
    }

    /// Forgets what the last key was about.
    fn settle(&mut self) {
        self.just_not_observed = None;
        self.turning_closeness = None;
        self.message = None;
    }

    fn go(&mut self, seat: Seat<'_>, step: impl FnOnce(&mut Cursor, &Shape<'_>)) {
        self.with_shape(&seat, step);
        self.grid.reveal();
    }

    /// Tab goes from asked cell to asked cell, and out of the grid at its ends.
    fn tab(&mut self, ui: &Ui, seat: Seat<'_>, direction: FocusDirection) {
        let moved = self.with_shape(&seat, |cursor, shape| match direction {
            FocusDirection::Previous => cursor.previous_asked(shape),
            _ => cursor.next_asked(shape),
        });
        if moved {
            self.grid.reveal();
        } else {
            ui.memory_mut(|memory| memory.move_focus(direction));
        }
    }

    fn score(&mut self, seat: Seat<'_>, score: u8, actions: &mut Vec<Action>) {
        let scale = &seat.session.rubric.scale;
        if scale.holds(score) {
            self.answer_and_go(seat, Mark::Score(score), actions);
        } else {
            self.message = Some(format!("The scale goes from 1 to {}.", scale.top()));
        }
    }

    /// Answers the selected cell and goes on to the next asked one. Returns whether it could.
    fn answer_and_go(&mut self, seat: Seat<'_>, mark: Mark, actions: &mut Vec<Action>) -> bool {
        self.grid.reveal();
        let Some(cell) = self.open_cell(seat, false) else { return false };
        let done = self.with_answers(seat, actions, |answers| answers.answer(&cell, mark)).is_some();
        if done {
            self.with_shape(&seat, |cursor, shape| {
                cursor.collapse();
                cursor.next_asked(shape);
            });
        }
        done
    }

    /// The selected cell where it takes an answer: it is asked, has one already, or was opened. `opens` opens it.
    fn open_cell(&mut self, seat: Seat<'_>, opens: bool) -> Option<Cell> {
        let at = self.cursor.at;
        let cell = self.cell_at(&seat, at)?;
        let asked = self.rows.asked(at.row).get(at.column).copied().unwrap_or(false);
        let taken = asked || self.opened.contains(&cell) || seat.shown_mark(&cell.0, &cell.1).is_some();
        if !taken && opens {
            self.opened.insert(cell.clone());
        } else if !taken {
            self.message = Some(self.not_asked_words(seat, &cell));
            return None;
        }
        Some(cell)
    }

    fn not_asked_words(&self, seat: Seat<'_>, (person, skill): &Cell) -> String {
        let name = seat.session.name(person);
        let skill = seat.session.rubric.skill(skill).map_or("This skill", |skill| skill.name.as_str());
        format!("{skill} is not asked of {name}. Press A to rate it all the same.")
    }

    /// Makes changes; what stands against them is said under the grid.
    fn with_answers<T>(
        &mut self,
        seat: Seat<'_>,
        actions: &mut Vec<Action>,
        change: impl FnOnce(&mut Answers<'_>) -> Result<T, String>,
    ) -> Option<T> {
        let result = change(&mut Answers { seat, pending: &mut self.pending, actions });
        match result {
            Ok(value) => Some(value),
            Err(problem) => {
                self.message = Some(problem);
                None
            }
        }
    }

    /// Turns the reason around: of this cell, or of the one that a 0 has just left behind.
    fn turn_why(&mut self, seat: Seat<'_>, after_zero: Option<Spot>, actions: &mut Vec<Action>) {
        let Some(cell) = self.cell_at(&seat, after_zero.unwrap_or(self.cursor.at)) else { return };
        let Some(why) = self.with_answers(seat, actions, |answers| answers.other_why(&cell)) else { return };
        let skill = seat.session.rubric.skill(&cell.1).map_or("", |skill| skill.name.as_str());
        let words = match why {
            WhyNot::CouldNotSee => "could not see it",
            WhyNot::NoChanceYet => "no chance yet",
        };
        self.message = Some(format!("{skill}, {}: {words}.", seat.session.name(&cell.0)));
        self.just_not_observed = after_zero;
    }

    /// Daily, weekly, monthly, rarely, not said, and round again.
    fn turn_closeness(&mut self, seat: Seat<'_>, continues: bool, actions: &mut Vec<Action>) {
        let Some(person) = self.rows.person(seat.session, self.cursor.at.row).map(|person| person.id.clone()) else {
            return;
        };
        let said = self.with_answers(seat, actions, |answers| {
            let next = match answers.closeness(&person) {
                None => Some(Closeness::Daily),
                Some(Closeness::Daily) => Some(Closeness::Weekly),
                Some(Closeness::Weekly) => Some(Closeness::Monthly),
                Some(Closeness::Monthly) => Some(Closeness::Rarely),
                Some(Closeness::Rarely) => None,
            };
            answers.set_closeness(&person, next, continues).map(|()| next)
        });
        if let Some(said) = said {
            let word = said.map_or("not said", Closeness::word);
            self.message = Some(format!("You work with {}: {word}.", seat.session.name(&person)));
            self.turning_closeness = Some(person);
        }
    }

    fn write_note(&mut self, ui: &Ui, seat: Seat<'_>) {
        let Some((person, _)) = self.cell_at(&seat, self.cursor.at) else { return };
        if let Access::Closed(closed) = seat.access(&person) {
            self.message = Some(seat.why_closed(closed, &person));
            return;
        }
        if !self.panel_shown {
            self.panel_wanted = Some(true);
        }
        ui.memory_mut(|memory| memory.request_focus(note_id()));
    }

    fn add_evidence(&mut self, view: &View<'_>, seat: Seat<'_>) {
        let at = self.cursor.at;
        let (Some(person), skill) = (self.rows.person(seat.session, at.row), self.rows.skill(seat.session, at.column))
        else {
            return;
        };
        if !seat.may_record_evidence() {
            self.message = Some("Evidence is recorded in Rate and Calibrate.".into());
            return;
        }
        let id = EvidenceId::new((view.new_id)());
        let today = dates::today(view.now, &seat.session.about.period);
        let sheet = EvidenceSheet::new(id, person, &seat.rater.id, skill.map(|skill| &skill.id), today);
        self.sheet = Some(Over::Evidence(Box::new(sheet)));
    }

    fn rate_anyway(&mut self, seat: Seat<'_>) {
        let at = self.cursor.at;
        let Some(cell) = self.cell_at(&seat, at) else { return };
        if self.rows.asked(at.row).get(at.column).copied().unwrap_or(false) {
            self.message = Some("This skill is asked already. Go to a cell with a dot first.".into());
        } else if let Access::Closed(closed) = seat.access(&cell.0) {
            self.message = Some(seat.why_closed(closed, &cell.0));
        } else {
            self.opened.insert(cell);
        }
    }

    /// Every selected cell that is in the block.
    fn block_cells(&self, seat: Seat<'_>) -> Vec<Vec<(Spot, Cell)>> {
        let (rows, columns) = self.cursor.block();
        let row = |row| {
            let cell = |column| {
                let spot = Spot::new(row, column);
                self.cell_at(&seat, spot).map(|cell| (spot, cell))
            };
            columns.clone().filter_map(cell).collect()
        };
        rows.map(row).collect()
    }

    fn clear(&mut self, seat: Seat<'_>, actions: &mut Vec<Action>) {
        let cells = self.block_cells(seat);
        let marks: Vec<_> = cells
            .into_iter()
            .flatten()
            .filter(|(_, cell)| seat.shown_mark(&cell.0, &cell.1).is_some())
            .map(|(_, cell)| (cell, None))
            .collect();
        for (cell, _) in &marks {
            self.opened.remove(cell);
        }
        self.with_answers(seat, actions, |answers| answers.put(Gesture::Clear, &marks));
    }

    fn copy(&mut self, ui: &Ui, seat: Seat<'_>, actions: &mut Vec<Action>) {
        let cells = self.block_cells(seat);
        let answers = Answers { seat, pending: &mut self.pending, actions };
        let row = |row: Vec<(Spot, Cell)>| row.iter().map(|(_, (person, skill))| answers.mark(person, skill)).collect();
        let rows: Vec<Vec<Option<Mark>>> = cells.into_iter().map(row).collect();
        ui.ctx().copy_text(block::write(&rows));
    }

    fn paste(&mut self, seat: Seat<'_>, text: &str, actions: &mut Vec<Action>) {
        match self.pasted_marks(seat, text) {
            Err(problem) => self.message = Some(problem),
            Ok(marks) => {
                let Some(count) = self.with_answers(seat, actions, |answers| answers.put(Gesture::Paste, &marks))
                else {
                    return;
                };
                let word = if count == 1 { "answer" } else { "answers" };
                self.message = Some(format!("Pasted {count} {word}."));
                self.grid.reveal();
            }
        }
    }

    /// What a pasted block gives to which cells: from the upper left of the selection on, or one mark to all of it.
    fn pasted_marks(&mut self, seat: Seat<'_>, text: &str) -> Result<Vec<(Cell, Option<Mark>)>, String> {
        let pasted = block::read(text, seat.session.rubric.scale.top())?;
        let (rows, columns) = self.cursor.block();
        if let [row] = pasted.as_slice()
            && let [Some(mark)] = row.as_slice()
        {
            let asked = |spot: &Spot| {
                let asked = self.rows.asked(spot.row).get(spot.column).copied().unwrap_or(false);
                asked || !self.cursor.is_block()
            };
            let cells = self.block_cells(seat).into_iter().flatten();
            return Ok(cells.filter(|(spot, _)| asked(spot)).map(|(_, cell)| (cell, Some(*mark))).collect());
        }
        let (first_row, first_column) = (*rows.start(), *columns.start());
        let width = pasted.iter().map(Vec::len).max().unwrap_or(0);
        let beyond = |what: &str, count: usize, room: usize| {
            Err(format!("The block has {count} {what}, and there are {room} from here on. Nothing was pasted."))
        };
        if first_row + pasted.len() > self.rows.len() {
            return beyond("rows", pasted.len(), self.rows.len() - first_row);
        }
        if first_column + width > self.rows.columns().len() {
            return beyond("columns", width, self.rows.columns().len() - first_column);
        }
        let mut marks = Vec::new();
        for (row, line) in pasted.iter().enumerate() {
            for (column, mark) in line.iter().enumerate() {
                let cell = self.cell_at(&seat, Spot::new(first_row + row, first_column + column));
                marks.extend(cell.zip(*mark).map(|(cell, mark)| (cell, Some(mark))));
            }
        }
        let end = Spot::new(first_row + pasted.len() - 1, first_column + width.max(1) - 1);
        self.cursor.go(end, false);
        self.cursor.go(Spot::new(first_row, first_column), true);
        Ok(marks)
    }

    fn ask_to_submit(&mut self, seat: Seat<'_>) {
        self.settle();
        if seat.may_submit() {
            self.sheet = Some(Over::Submit(SubmitSheet::default()));
        } else if seat.rater.submitted.is_some() {
            self.message = Some("You have submitted already.".into());
        } else {
            self.message = Some("Submitting is for Rate and Calibrate.".into());
        }
    }
}
