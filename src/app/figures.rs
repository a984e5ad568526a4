//! What is worked out beside the window, for all screens of an open session: the worker, and the last answers that
//! several screens show. What one screen alone shows is kept by that screen, in a [`Latest`](crate::workspace::Latest)
//! of its own.

use crate::workspace::Worker;

/// The worker of an open session, and what came of its work. It ends with the session.
#[derive(Default)]
pub struct Figures {
    /// Does heavy work; within the asking by default, as tests want it.
    pub worker: Worker,
}

impl Figures {
    /// Figures that are worked out on a thread, which wakes the window whenever something is there.
    pub fn on_a_thread(context: &egui::Context) -> Self {
        let context = context.clone();
        // By name: a presenter's window must not be drawn again for what only the main one shows.
        let wake = move || context.request_repaint_of(egui::ViewportId::ROOT);
        Self { worker: Worker::start(wake) }
    }
}
