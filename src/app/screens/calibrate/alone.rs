//! The meeting while the room's view stands in its window: the keys go on working, and what is owed can be written in a
//! strip below. The room reads along, so that it holds the one text that is being written and no more; once that names
//! somebody else it is shown as dots, as the room's view would leave it out.

use egui::{Panel, Ui};

use crate::app::theme::Theme;
use crate::app::view::{Action, View};
use crate::app::widgets::{TextField, text};
use crate::insight::points::list;
use crate::model::Outcome;

use super::{CalibrateScreen, Focus, discussion, doing, placement};

impl CalibrateScreen {
    /// Takes the keys, and shows the strip where something is to be written. `names` says whether a text names somebody
    /// that the room is not shown; without it everything is black, and nothing is written. A question that would name
    /// somebody is not asked here; it waits for the key to be pressed again in the meeting's own view.
    pub fn show_alone(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        names: Option<&dyn Fn(&str) -> bool>,
        actions: &mut Vec<Action>,
    ) {
        if !self.gather(view) {
            return;
        }
        self.take_keys(ui, view, actions);
        self.question = None;
        self.gather(view);
        match (self.to_write(ui, view), names) {
            // What a key asked for is done first.
            _ if !actions.is_empty() && self.focus.is_some() => ui.ctx().request_repaint(),
            (None, _) | (_, None) => {
                self.focus = None;
                self.finish(view, actions);
            }
            (Some(what), Some(names)) => {
                let theme = Theme::of(ui);
                let frame = egui::Frame::new().fill(theme.raised).inner_margin(egui::Margin::symmetric(20, 12));
                Panel::bottom("written before the room").resizable(false).frame(frame).show(ui, |ui| {
                    self.strip(ui, view, what, names, actions);
                });
            }
        }
        self.tick(ui, view);
    }

    /// Whether something is being written here, which has the keyboard.
    pub fn writes_alone(&self, ui: &Ui) -> bool {
        ui.memory(|memory| memory.has_focus(discussion::reason_id()) || memory.has_focus(placement::reason_id()))
    }

    /// What the keyboard is to write, or writes.
    fn to_write(&self, ui: &Ui, view: &View<'_>) -> Option<Focus> {
        let has = |id| ui.memory(|memory| memory.has_focus(id));
        let wanted = self.focus.or(has(discussion::reason_id()).then_some(Focus::Reason));
        let wanted = wanted.or(has(placement::reason_id()).then_some(Focus::Placement))?;
        let there = match wanted {
            Focus::Reason => {
                let cell = self.cell()?;
                view.session.decisions.agreed.contains_key(&cell)
            }
            Focus::Placement => view.session.decisions.placements.contains_key(self.person.as_ref()?),
        };
        (there && self.usable(view)).then_some(wanted)
    }

    fn strip(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        what: Focus,
        names: &dyn Fn(&str) -> bool,
        actions: &mut Vec<Action>,
    ) {
        ui.spacing_mut().item_spacing.y = 4.0;
        let missing = self.missing.is_some();
        let (hidden, owed) = match what {
            Focus::Reason => self.write_reason(ui, view, names, actions),
            Focus::Placement => self.write_placement(ui, view, names, actions),
        };
        let key = discussion::enter_key(ui);
        text::small(
            ui,
            match (hidden, missing && !owed.is_empty()) {
                (true, _) => "It names somebody else, so that it is shown as dots here and left out above.".to_owned(),
                (false, true) => owed,
                (false, false) => format!("The room reads along. {key} goes on, Esc puts it away."),
            },
        );
    }

    fn write_reason(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        names: &dyn Fn(&str) -> bool,
        actions: &mut Vec<Action>,
    ) -> (bool, String) {
        let Some(cell) = self.cell() else { return Default::default() };
        let agreed = view.session.decisions.agreed.get(&cell);
        let left = self.reason.turn_to(&cell, agreed.map_or("", |agreed| agreed.reason.as_str()));
        if let Some(typed) = left {
            self.typed_reason(view, typed, actions);
        }
        let skill = view.session.rubric.skill(&cell.1).map_or("", |skill| skill.name.as_str());
        let label = match agreed.map(|agreed| agreed.outcome) {
            Some(Outcome::NoAgreement) => format!("{skill}: no agreement. The views, and what would settle it"),
            Some(Outcome::Score(score)) => format!("{skill}: why {score}?"),
            _ => format!("{skill}: why?"),
        };
        let hidden = names(&self.reason.text);
        let focus = self.focus.take() == Some(Focus::Reason);
        let (_, typed) = self.reason.show(ui, |ui, value| {
            let field = TextField::new(&label, value).id(discussion::reason_id()).focus(focus);
            if hidden { field.secret().show(ui) } else { field.show(ui) }
        });
        if let Some(typed) = typed {
            self.typed_reason(view, typed, actions);
        }
        (hidden, "A reason is owed here; it is what the person will be told.".into())
    }

    fn write_placement(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        names: &dyn Fn(&str) -> bool,
        actions: &mut Vec<Action>,
    ) -> (bool, String) {
        let Some(person) = self.person.clone() else { return Default::default() };
        let focus = self.focus.take() == Some(Focus::Placement);
        let (hidden, placed) = self.placement.reason_alone(ui, view, &person, focus, names);
        for placed in placed {
            self.placed(view, placed, actions);
        }
        let owed: Vec<String> = doing::still_owed(view, &person).into_iter().map(str::to_owned).collect();
        if owed.is_empty() {
            return (hidden, String::new());
        }
        // Owner and day are no business of the room: they are written in the meeting's own view.
        (hidden, format!("Still owed: {}. What is not the reason is written in the meeting's own view.", list(&owed)))
    }
}
