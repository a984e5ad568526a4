//! What is worked out beside the window, for all screens of an open session: the worker, and the last answers that
//! several screens show. What one screen alone shows is kept by that screen, in a [`Latest`] of its own.

use std::cell::Cell;
use std::sync::Arc;

use crate::insight::ruler::Ruler;
use crate::insight::visibility::{self, Viewer};
use crate::workspace::{Latest, RulerJob, Shown, Worker};

use super::view::View;

/// The worker of an open session, and what came of its work. It ends with the session.
#[derive(Default)]
pub struct Figures {
    /// Does heavy work; within the asking by default, as tests want it.
    pub worker: Worker,
    ruler: Latest<RulerJob>,
    /// Whether comparison scores are asked for.
    comparison: Cell<bool>,
}

impl Figures {
    /// Figures that are worked out on a thread, which wakes the window whenever something is there.
    pub fn on_a_thread(context: &egui::Context) -> Self {
        let context = context.clone();
        // By name: a presenter's window must not be drawn again for what only the main one shows.
        let wake = move || context.request_repaint_of(egui::ViewportId::ROOT);
        Self { worker: Worker::start(wake), ..Self::default() }
    }

    /// How the panel rates, as far as it is known now. Whether the viewer may see any of it is for the caller to ask
    /// first.
    pub fn ruler(&self, view: &View<'_>) -> Shown<Ruler> {
        self.ruler.ask(&self.worker, view.revision, || RulerJob(view.session.clone()))
    }

    /// Forgets how the panel rates: nobody may look at it now.
    pub fn forget(&self) {
        self.ruler.forget();
    }

    /// Whether comparison scores are asked for.
    pub fn is_comparing(&self) -> bool {
        self.comparison.get()
    }

    /// Shows comparison scores beside the raw ones from now on, or no longer.
    pub fn compare(&self, on: bool) {
        self.comparison.set(on);
    }

    /// The figures whose comparison scores are to stand beside the raw ones: only where whoever runs the meeting has
    /// asked for them and looks at the screen. They are a view; nothing takes them up.
    pub fn compared(&self, view: &View<'_>) -> Option<Arc<Ruler>> {
        let viewer = view.viewer();
        let open = viewer == Viewer::Facilitator && visibility::sees_aggregates(view.session, &viewer);
        if !self.is_comparing() || !open {
            return None;
        }
        self.ruler(view).answer
    }
}
