//! What the room sees: a second window for the projector, or the main window itself while the screen is shared. Both
//! draw the same [`Presented`], which holds nothing that is not for everybody's eyes. The second window is a viewport of
//! its own that is drawn apart from the main one; what it is to draw lies between the two, and what somebody does in it
//! comes back by a channel. Closing or losing it disturbs nothing.

mod draw;
mod names;
mod presented;

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Key, Modifiers, Ui, ViewportBuilder, ViewportCommand, ViewportId};

pub use draw::{Moment, clock_words, show, way_back};
pub use names::Names;
pub use presented::{Opened, Presented, PresentedPerson, PresentedSkill, Wanted};

/// How the room is shown something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Not at all.
    #[default]
    Off,
    /// In a window of its own.
    Window,
    /// In the main window, while that is shared.
    Here,
}

/// What somebody did in the window for the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Cover it, or show it again.
    Black,
    /// It was closed.
    Closed,
}

/// What both windows share.
struct Shared {
    drawn: Mutex<(Arc<Presented>, Moment)>,
    said: Sender<Said>,
}

/// The room's view, and the window for it.
pub struct Presenter {
    mode: Mode,
    /// Everything is covered.
    pub black: bool,
    /// Raters' names are shown. Switched off by the next person.
    pub names_shown: bool,
    shared: Arc<Shared>,
    heard: Receiver<Said>,
    names: Names,
}

impl Default for Presenter {
    fn default() -> Self {
        let (said, heard) = mpsc::channel();
        let drawn = Mutex::new((Arc::default(), Moment::default()));
        let shared = Arc::new(Shared { drawn, said });
        Self { mode: Mode::Off, black: false, names_shown: false, shared, heard, names: Names::default() }
    }
}

impl Presenter {
    /// The window for the room.
    pub fn viewport() -> ViewportId {
        ViewportId::from_hash_of("plumbline for the room")
    }

    /// How the room is shown something.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Shows it so from now on; nothing is covered then, and no name shown.
    pub fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
        self.black = false;
        self.names_shown = false;
    }

    /// What somebody did in the other window since this was asked last.
    pub fn heard(&self) -> Vec<Said> {
        self.heard.try_iter().collect()
    }

    /// The names of the session, as of now.
    pub fn names(&mut self, session: &crate::model::Session) -> &Names {
        if !self.names.are_of(session) {
            self.names = Names::new(session);
        }
        &self.names
    }

    /// Keeps the other window open, and has it drawn again where there is something new to draw.
    pub fn keep(&self, context: &egui::Context, presented: &Arc<Presented>, moment: &Moment) {
        if self.mode != Mode::Window {
            return;
        }
        {
            let mut drawn = self.shared.drawn.lock().unwrap_or_else(PoisonError::into_inner);
            if !Arc::ptr_eq(&drawn.0, presented) || drawn.1 != *moment {
                *drawn = (presented.clone(), moment.clone());
                context.request_repaint_of(Self::viewport());
            }
        }
        let shared = self.shared.clone();
        let builder = ViewportBuilder::default()
            .with_title("For the room · Plumbline")
            .with_app_id("plumbline")
            .with_inner_size([1280.0, 720.0])
            .with_min_inner_size([480.0, 300.0]);
        context.show_viewport_deferred(Self::viewport(), builder, move |ui, _| window(ui, &shared));
    }
}

/// One frame of the other window.
fn window(ui: &mut Ui, shared: &Shared) {
    let (presented, moment) = shared.drawn.lock().unwrap_or_else(PoisonError::into_inner).clone();
    show(ui, &presented, &moment);
    let context = ui.ctx().clone();
    let (black, full, leave, closed, is_full) = context.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        let black = pressed(Key::B) | pressed(Key::F8) | pressed(Key::Period);
        let (full, leave) = (pressed(Key::F11) | pressed(Key::F), pressed(Key::Escape));
        let viewport = input.viewport();
        (black, full, leave, viewport.close_requested(), viewport.fullscreen.unwrap_or(false))
    });
    if full || leave && is_full {
        context.send_viewport_cmd(ViewportCommand::Fullscreen(full && !is_full));
    }
    for (happened, said) in [(black, Said::Black), (closed, Said::Closed)] {
        if happened {
            // Where nobody listens any more the program is ending.
            let _ = shared.said.send(said);
            context.request_repaint_of(ViewportId::ROOT);
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::{Context, Event, RawInput, ViewportEvent};

    use super::*;

    /// One frame of the room's window, in which somebody presses a key or its close button.
    fn frame(context: &Context, shared: &Shared, key: Option<Key>, closes: bool) {
        let mut input = RawInput::default();
        let press =
            |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
        input.events.extend(key.map(press));
        if closes && let Some(viewport) = input.viewports.get_mut(&input.viewport_id) {
            viewport.events.push(ViewportEvent::Close);
        }
        let mut output = context.run_ui(input, |ui| window(ui, shared));
        // egui wants to be told that the font's picture is dropped on purpose.
        output.textures_delta.clear();
    }

    #[test]
    fn what_is_done_in_the_rooms_window_is_told_and_changes_nothing_by_itself() {
        let (context, mut presenter) = (Context::default(), Presenter::default());
        crate::app::theme::install(&context, crate::app::theme::ThemeChoice::Dark, 1.0);
        presenter.set_mode(Mode::Window);
        frame(&context, &presenter.shared, None, false);
        assert_eq!(presenter.heard(), []);
        for key in [Key::B, Key::F8, Key::Period] {
            frame(&context, &presenter.shared, Some(key), false);
            assert_eq!(presenter.heard(), [Said::Black], "{key:?}");
        }
        frame(&context, &presenter.shared, Some(Key::V), false);
        assert_eq!(presenter.heard(), [], "no other key means anything there");
        frame(&context, &presenter.shared, None, true);
        assert_eq!(presenter.heard(), [Said::Closed]);
        assert_eq!((presenter.mode(), presenter.black), (Mode::Window, false), "the main window decides");
    }

    #[test]
    fn a_window_that_outlives_the_meeting_disturbs_nobody() {
        let (context, presenter) = (Context::default(), Presenter::default());
        crate::app::theme::install(&context, crate::app::theme::ThemeChoice::Light, 1.0);
        let shared = presenter.shared.clone();
        drop(presenter);
        frame(&context, &shared, Some(Key::B), true);
    }

    #[test]
    fn shown_anew_nothing_is_covered_and_nobody_named() {
        let mut presenter = Presenter::default();
        presenter.set_mode(Mode::Window);
        (presenter.black, presenter.names_shown) = (true, true);
        presenter.set_mode(Mode::Off);
        presenter.set_mode(Mode::Here);
        assert_eq!((presenter.black, presenter.names_shown), (false, false));
    }
}
