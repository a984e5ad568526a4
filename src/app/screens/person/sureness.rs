//! How sure are we? Whether the status is the same whichever rater is left out, in words without names; and for the
//! facilitator, behind a button, the status without each of them by name.

use std::sync::Arc;

use egui::Ui;

use super::reading::Reading;
use crate::app::theme::Theme;
use crate::app::view::View;
use crate::app::widgets::{Button, section_heading, text};
use crate::insight::Index;
use crate::insight::plausible::{Fitted, Plausible};
use crate::model::{PersonId, Session};
use crate::workspace::{Job, Latest, Signal, Standing};

/// Fits the model of how raters rate.
struct Fit(Session);

impl Job for Fit {
    type Key = u64;
    type Answer = Option<Arc<Fitted>>;

    fn run(self, _: &Signal) -> Option<Self::Answer> {
        Some(Fitted::new(&self.0).map(Arc::new))
    }
}

/// Works out in how many plausible re-ratings somebody's status stays.
struct Rerate {
    session: Session,
    person: PersonId,
    fitted: Arc<Fitted>,
}

impl Job for Rerate {
    type Key = (u64, PersonId);
    type Answer = Option<Plausible>;

    fn run(self, _: &Signal) -> Option<Self::Answer> {
        Some(self.fitted.plausible(&self.session, &Index::new(&self.session), &self.person))
    }
}

/// What the card keeps between frames.
#[derive(Default)]
pub struct Sureness {
    /// Whether the facilitator has asked for names.
    details: bool,
    fit: Latest<Fit>,
    rerated: Latest<Rerate>,
}

impl Sureness {
    /// Hides the names again: for another person, or when nobody here may look at them.
    pub fn hide(&mut self) {
        self.details = false;
    }

    /// How often the status stays in plausible re-ratings, in a sentence. It is worked out beside the window.
    fn plausibly(&self, view: &View<'_>, person: &PersonId) -> String {
        let fit = self.fit.ask(&view.figures.worker, view.revision, || Fit(view.session.clone()));
        let Some(fit) = fit.answer.filter(|_| fit.standing == Standing::Fresh) else { return WORKING.into() };
        let Some(fitted) = &*fit else { return TOO_FEW.into() };
        let key = (view.revision, person.clone());
        let rerated = self.rerated.ask(&view.figures.worker, key, || Rerate {
            session: view.session.clone(),
            person: person.clone(),
            fitted: Arc::clone(fitted),
        });
        let Some(rerated) = rerated.answer.filter(|_| rerated.standing == Standing::Fresh) else {
            return WORKING.into();
        };
        rerated.map_or_else(|| TOO_FEW.into(), Plausible::words)
    }
}

const WORKING: &str = "Plausible re-ratings are being worked out…";
const TOO_FEW: &str = "There are too few ratings, or too few shared ones, to draw plausible re-ratings.";

/// Shows it.
pub fn show(ui: &mut Ui, view: &View<'_>, reading: &Reading, state: &mut Sureness) {
    ui.spacing_mut().item_spacing.y = 6.0;
    section_heading(ui, "How sure are we?");
    text::second(ui, reading.robust.as_str());
    if reading.left_out.is_empty() && reading.flags.iter().all(|flag| flag.for_facilitator.is_empty()) {
        return;
    }
    let label = if state.details { "Hide the raters' names" } else { "Show the raters' names…" };
    let tooltip = "Names raters: for whoever runs the meeting, not for the projector";
    if ui.add(Button::secondary(label).small().tooltip(tooltip)).clicked() {
        state.details = !state.details;
    }
    if state.details {
        left_out(ui, reading);
        text::second(ui, state.plausibly(view, &reading.person.person));
    }
}

fn left_out(ui: &mut Ui, reading: &Reading) {
    let theme = Theme::of(ui);
    for flag in reading.flags.iter().filter(|flag| !flag.for_facilitator.is_empty()) {
        text::body(ui, flag.for_facilitator.as_str());
    }
    if reading.left_out.is_empty() {
        return;
    }
    let grid = egui::Grid::new("left out").num_columns(2).spacing([24.0, 4.0]).min_row_height(theme.scaled(20.0));
    grid.show(ui, |ui| {
        for (rater, status) in &reading.left_out {
            text::body(ui, format!("Without {rater}"));
            text::strong(ui, status.words());
            ui.end_row();
        }
    });
    text::hint(ui, "By blind marks alone: what was agreed after talking is no evidence that raters saw the same.");
}
