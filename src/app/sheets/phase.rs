//! Going to another phase: what it means, what each phase allows, and, on the way back, why. The way back out of a
//! closed session needs its reason.

use egui::{Key, Ui};

use crate::app::widgets::{Banner, Button, Hue, TextField, text};
use crate::insight::points::count;
use crate::model::Phase;

use super::{foot, sheet};

/// The sheet while it is open.
pub struct PhaseSheet {
    here: Phase,
    there: Phase,
    open: usize,
    why: String,
    shown_before: bool,
}

impl PhaseSheet {
    /// A sheet for going from one phase to another. `open`: how many questions are open, for closing.
    pub fn new(here: Phase, there: Phase, open: usize) -> Self {
        Self { here, there, open, why: String::new(), shown_before: false }
    }

    fn goes_back(&self) -> bool {
        self.there < self.here
    }

    /// Whether a reason is needed.
    fn needs_reason(&self) -> bool {
        self.here == Phase::Close
    }

    /// Shows the sheet: `Some(None)` where it was closed, else the phase and why.
    pub fn show(&mut self, ui: &mut Ui) -> Option<Option<(Phase, String)>> {
        let word = self.there.word();
        let title = if self.goes_back() { format!("Go back to {word}?") } else { format!("Go on to {word}?") };
        let first = !std::mem::replace(&mut self.shown_before, true);
        let (answer, close) = sheet(ui, &title, 460.0, |ui| {
            text::second(ui, what_it_means(self.there));
            if self.there == Phase::Close && self.open > 0 {
                let open = count(self.open, "question is open", "questions are open");
                let sentence =
                    format!("{}; they stay listed on the Close screen.", crate::insight::points::capital(&open));
                let _ = Banner::new(Hue::Watch, &sentence).show(ui);
            }
            if self.goes_back() {
                let hint = if self.needs_reason() { "Needed: it stands in the log" } else { "It stands in the log" };
                TextField::new("Why", &mut self.why).hint(hint).focus(first).show(ui);
            }
            let ready = !self.needs_reason() || !self.why.trim().is_empty();
            foot(ui, |ui| {
                let button = ui.add_enabled(ready, Button::primary(format!("Go to {word}")));
                if first && !self.goes_back() {
                    button.request_focus();
                }
                let enter = self.goes_back() && ui.input(|input| input.key_pressed(Key::Enter));
                let cancel = ui.add(Button::quiet("Cancel")).clicked();
                if ready && (button.clicked() || enter) {
                    return Some(Some((self.there, self.why.trim().to_owned())));
                }
                cancel.then_some(None)
            })
        });
        answer.or(close.then_some(None))
    }
}

/// What a phase allows.
fn what_it_means(phase: Phase) -> &'static str {
    match phase {
        Phase::Prepare => "Rating waits until you go on again. Nothing that was entered is lost.",
        Phase::Rate => "Each rater sees only their own cells. The pyramid and exports of scores wait.",
        Phase::Calibrate => {
            "What the ratings add up to opens to you; each person's cells open to all with their reveal. Who is late \
             hands in sealed, or only comments."
        }
        Phase::Close => {
            "The session is locked. Later changes are amendments with date, who and why. Going back is possible, and \
             logged with its reason."
        }
    }
}
