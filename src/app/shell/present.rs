//! What the room sees while the meeting goes on: gathered where something changed, handed to the other window, or drawn
//! in this one while its screen is shared.

use std::sync::Arc;

use egui::{CentralPanel, Frame, Key, Modifiers, Ui};

use crate::app::command::Command;
use crate::app::presenter::{self, Mode, Moment, Presented, Said, Wanted};
use crate::app::view::{Action, Screen};
use crate::app::widgets::Hue;
use crate::insight::visibility::{Viewer, sees_aggregates};
use crate::model::{PersonId, SkillId};

use super::Shell;

/// What was gathered for the room, and what it was gathered from.
#[derive(Default)]
pub(super) struct Presenting {
    presented: Arc<Presented>,
    from: Option<From>,
    /// Whether something was being written before the room in the last frame.
    writes: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct From {
    revision: u64,
    person: Option<PersonId>,
    skill: Option<SkillId>,
    names: bool,
}

/// Whether a command may be given while the room looks at this window.
pub(super) fn is_for_the_room(command: Command) -> bool {
    matches!(
        command,
        Command::Present | Command::PresentHere | Command::Black | Command::ShowNames | Command::Undo | Command::Redo
    )
}

impl Shell {
    /// Shows the room something so, or no longer where it is shown so already.
    pub(super) fn present(&mut self, mode: Mode) {
        let Some(open) = &self.open else { return };
        if !sees_aggregates(open.document.session(), &Viewer::Facilitator) {
            let words = "The room's view comes with Calibrate, once whoever runs the meeting has handed in.";
            return self.toasts.say(Hue::Watch, words);
        }
        let on = if self.presenter.mode() == mode { Mode::Off } else { mode };
        self.presenter.set_mode(on);
        if on != Mode::Off {
            self.go(Screen::Calibrate);
        }
    }

    pub(super) fn turn_black(&mut self) {
        if self.presenter.mode() != Mode::Off {
            self.presenter.black = !self.presenter.black;
        }
    }

    pub(super) fn turn_names(&mut self) {
        if self.presenter.mode() != Mode::Off {
            self.presenter.names_shown = !self.presenter.names_shown;
        }
    }

    /// The room's view in this window. The keys of the meeting go on working; Escape leads back.
    pub(super) fn room_here(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let escaped = self.over.is_none() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        // Where something is being written, Escape puts that away first.
        let back = escaped && !std::mem::take(&mut self.presenting.writes);
        let now = (self.around.now)();
        let new_id = || (self.around.new_id)();
        if let Some(open) = self.open.as_ref().filter(|_| self.over.is_none() && !back) {
            let view = open.view(now, &new_id);
            let person = self.calibrate.discussed().0.cloned();
            let black = self.presenter.black;
            let names = self.presenter.names(view.session);
            let hides = |text: &str| person.as_ref().is_none_or(|person| names.are_in(text, person));
            let hides: Option<&dyn Fn(&str) -> bool> = if black { None } else { Some(&hides) };
            self.calibrate.show_alone(ui, &view, hides, actions);
            self.presenting.writes = self.calibrate.writes_alone(ui);
        }
        let moment = self.gather_for_room(ui.ctx());
        let presented = self.presenting.presented.clone();
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| presenter::show(ui, &presented, &moment));
        if back || presenter::way_back(ui, &moment) {
            self.presenter.set_mode(Mode::Off);
        }
    }

    /// Keeps the other window true, and does what somebody did there.
    pub(super) fn keep_room(&mut self, context: &egui::Context) {
        for said in self.presenter.heard() {
            match said {
                Said::Black => self.turn_black(),
                Said::Closed if self.presenter.mode() == Mode::Window => self.presenter.set_mode(Mode::Off),
                Said::Closed => {}
            }
        }
        if self.presenter.mode() != Mode::Window {
            return;
        }
        let moment = self.gather_for_room(context);
        self.presenter.keep(context, &self.presenting.presented, &moment);
    }

    /// Gathers what the room is shown, where anything that it rests on changed.
    fn gather_for_room(&mut self, context: &egui::Context) -> Moment {
        let Some(open) = &self.open else { return Moment::default() };
        let new_id = || (self.around.new_id)();
        let view = open.view((self.around.now)(), &new_id);
        let (person, skill) = self.calibrate.discussed();
        // A name that was shown is shown for this person alone.
        let turned = self.presenting.from.as_ref().is_some_and(|from| from.person.as_ref() != person);
        if turned {
            self.presenter.names_shown = false;
        }
        let from = From {
            revision: view.revision,
            person: person.cloned(),
            skill: skill.cloned(),
            names: self.presenter.names_shown,
        };
        if self.presenting.from.as_ref() != Some(&from) {
            let names = self.presenter.names(view.session);
            let wanted = Wanted {
                session: view.session,
                index: view.readings.index(),
                names,
                person,
                skill,
                names_shown: from.names,
            };
            let presented = Presented::new(&wanted);
            if *self.presenting.presented != presented {
                self.presenting.presented = Arc::new(presented);
            }
            self.presenting.from = Some(from);
        }
        Moment {
            // Under the lock the room sees nothing either.
            black: self.presenter.black || self.is_locked(),
            dark: context.theme() == egui::Theme::Dark,
            clock: self.calibrate.clock_words(&view),
            silent: self.calibrate.silent(context.input(|input| input.time)),
        }
    }
}
