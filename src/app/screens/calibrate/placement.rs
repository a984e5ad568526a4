//! Placing the person under discussion: where, why, what happens next with whom and when, and the words for the person.
//! What is typed becomes part of the placement after half a second of rest.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Id, Ui, UiBuilder};

use crate::app::theme::Theme;
use crate::app::view::View;
use crate::app::widgets::{Segmented, TextField, text};
use crate::insight::points::list;
use crate::model::{NextStep, PersonId, Place, Placement};

use crate::app::screens::dates;
use crate::app::screens::person::placement::{choices, place_of};

/// Rest after which what was typed becomes a step, in seconds.
const REST: f64 = 0.5;

/// Whoever is placed, and what is being typed about it.
#[derive(Default)]
pub(super) struct PlacementDraft {
    person: Option<PersonId>,
    fields: Fields,
    typed_at: Option<f64>,
    goes_on: bool,
    /// A date that was typed and can't be read.
    bad_date: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Fields {
    reason: String,
    step: String,
    owner: String,
    by: String,
    words: String,
}

/// What is to be placed, and whether it goes on from the step before.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub person: PersonId,
    pub placement: Option<Placement>,
    pub goes_on: bool,
}

/// What the panel looks at while it places.
pub(super) struct Shown<'a> {
    pub view: &'a View<'a>,
    pub person: &'a PersonId,
    /// What is still owed: "a reason", "an owner", "a date".
    pub owed: &'a [&'a str],
    /// Whether somebody wanted to go on while it is missing.
    pub missing: bool,
    /// Whether something can be decided now.
    pub usable: bool,
    /// Whether the marks are open: before that somebody can only be parked.
    pub open: bool,
    /// Puts the keyboard into the reason.
    pub focus: bool,
}

/// What the field for the reason is called inside egui.
pub(super) fn reason_id() -> Id {
    Id::unique("calibrate placement reason")
}

impl PlacementDraft {
    /// Turns to a person. Returns what was typed for another.
    pub fn turn_to(&mut self, view: &View<'_>, person: &PersonId) -> Option<Placed> {
        let mut left = None;
        if self.person.as_ref() != Some(person) {
            left = self.take(view);
            *self = Self { person: Some(person.clone()), ..Self::default() };
        }
        if self.typed_at.is_none() && !self.bad_date {
            let stored = view.session.decisions.placements.get(person);
            let fields = stored.map_or_else(Fields::default, Fields::of);
            // What is typed may have blanks at its end that are not kept.
            if self.fields.trimmed() != fields {
                self.fields = fields;
            }
        }
        left
    }

    /// What was typed and is no step yet.
    pub fn take(&mut self, view: &View<'_>) -> Option<Placed> {
        self.typed_at.take()?;
        let person = self.person.clone()?;
        let stored = view.session.decisions.placements.get(&person)?;
        let placement = self.fields.onto(view, stored);
        let goes_on = std::mem::replace(&mut self.goes_on, true);
        Some(Placed { person, placement: Some(placement), goes_on })
    }

    /// Where somebody is placed by a key or a click, with what was typed before kept.
    pub fn place(&mut self, view: &View<'_>, person: &PersonId, place: Place) -> Option<Placed> {
        let stored = view.session.decisions.placements.get(person).cloned().unwrap_or_default();
        if stored.place == place {
            return None;
        }
        self.typed_at = None;
        self.goes_on = false;
        let placement = Placement { place, ..self.fields.onto(view, &stored) };
        Some(Placed {
            person: person.clone(),
            placement: Some(placement).filter(|placement| *placement != Placement::default()),
            goes_on: false,
        })
    }

    /// Shows the reason and nothing else. Tells whether it is hidden, as it names somebody, and what was typed.
    pub fn reason_alone(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        person: &PersonId,
        focus: bool,
        names: &dyn Fn(&str) -> bool,
    ) -> (bool, Vec<Placed>) {
        let mut placed: Vec<Placed> = self.turn_to(view, person).into_iter().collect();
        let hidden = names(&self.fields.reason);
        let place = place_of(view.session, person).words();
        let label = format!("{place}: why?");
        let field = TextField::new(&label, &mut self.fields.reason).id(reason_id()).focus(focus);
        let response = if hidden { field.secret().show(ui) } else { field.show(ui) };
        placed.extend(self.after(ui, view, &[response]));
        (hidden, placed)
    }

    /// Shows the places, and once there is one its fields.
    pub fn show(&mut self, ui: &mut Ui, shown: &Shown<'_>) -> Vec<Placed> {
        let mut placed: Vec<Placed> = self.turn_to(shown.view, shown.person).into_iter().collect();
        let builder = UiBuilder::new().accessibility_role(Role::Group).accessibility_label("Placement");
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            text::label(ui, "Placement");
            placed.extend(self.places(ui, shown));
            let stored = shown.view.session.decisions.placements.get(shown.person);
            if let Some(stored) = stored {
                ui.add_space(2.0);
                placed.extend(ui.add_enabled_ui(shown.usable, |ui| self.fields(ui, shown, stored.place)).inner);
            }
        });
        placed
    }

    fn places(&mut self, ui: &mut Ui, shown: &Shown<'_>) -> Option<Placed> {
        let session = shown.view.session;
        let person = session.people.get(shown.person)?;
        let words = choices(&session.rubric, person.target.as_ref());
        let offered = |place: &Place| shown.open || matches!(place, Place::Undecided | Place::Parked);
        let options = words.iter().filter(|(place, _)| offered(place)).map(|(place, words)| (*place, words.as_str()));
        let options: Vec<(Place, &str)> = options.collect();
        let mut place = place_of(session, shown.person);
        let response =
            ui.add_enabled_ui(shown.usable, |ui| Segmented::new("Placement").show(ui, &mut place, &options)).inner;
        if response.changed() { self.place(shown.view, shown.person, place) } else { None }
    }

    fn fields(&mut self, ui: &mut Ui, shown: &Shown<'_>, place: Place) -> Option<Placed> {
        let theme = Theme::of(ui);
        let parked = place == Place::Parked;
        let hint = match place {
            Place::Growing | Place::Undecided => "Why this placement? No reason is owed",
            Place::Parked => "Why this placement? Owed here, with who takes it up and until when",
            Place::Nearly | Place::Recommend => "Why this placement? Owed here: it is what the person will be told",
        };
        let owed: Vec<String> = shown.owed.iter().map(|owed| (*owed).to_owned()).collect();
        let missing = format!("Still owed: {}.", list(&owed));
        let missing = (shown.missing && !owed.is_empty()).then_some(missing.as_str());
        let mut responses = Vec::new();
        let reason = TextField::new(hint, &mut self.fields.reason).label_hidden().hint(hint);
        responses.push(reason.lines(2).error(missing).id(reason_id()).focus(shown.focus).show(ui));
        let room = ui.available_width();
        let (owner_width, by_width) = (theme.scaled(112.0), theme.scaled(92.0));
        let bad_date = self.bad_date.then_some("Such as 14 Oct");
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let step_hint = if parked { "What is missing" } else { "Next step" };
            let step = TextField::new("Next step", &mut self.fields.step).label_hidden().hint(step_hint);
            responses.push(step.width((room - owner_width - by_width - 16.0).max(80.0)).show(ui));
            let owner = TextField::new("Owner of the next step", &mut self.fields.owner).label_hidden().hint("Owner");
            responses.push(owner.width(owner_width).show(ui));
            let by = TextField::new("By when", &mut self.fields.by).label_hidden().hint("By").error(bad_date);
            responses.push(by.width(by_width).show(ui));
        });
        let words = TextField::new("Words for the person", &mut self.fields.words).label_hidden();
        responses.push(words.hint("Words for the person").show(ui));
        self.after(ui, shown.view, &responses)
    }

    /// What was typed becomes a step once it rests, and on leaving a field.
    fn after(&mut self, ui: &Ui, view: &View<'_>, fields: &[egui::Response]) -> Option<Placed> {
        let now = ui.input(|input| input.time);
        if fields.iter().any(egui::Response::changed) {
            self.typed_at = Some(now);
        }
        let rests_for = self.typed_at.map(|at| REST - (now - at));
        if let Some(rest) = rests_for.filter(|rest| *rest > 0.0) {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(rest));
        }
        let commanded = ui.input(|input| input.modifiers.command);
        let left = fields.iter().any(egui::Response::lost_focus);
        let rested = rests_for.is_some_and(|rest| rest <= 0.0);
        let placed = if rested || commanded || left { self.take(view) } else { None };
        if left {
            let by = self.fields.by.trim();
            self.bad_date = !by.is_empty() && dates::read_ahead(by, &view.session.about.period).is_none();
            self.goes_on = false;
        }
        placed
    }
}

impl Fields {
    fn of(placement: &Placement) -> Self {
        let step = placement.next_step.as_ref();
        let parked = placement.place == Place::Parked;
        let by = step.and_then(|step| step.by).or(placement.until.filter(|_| parked));
        Self {
            reason: placement.reason.clone(),
            step: step.map_or_else(String::new, |step| step.text.clone()),
            owner: step
                .map(|step| step.owner.clone())
                .filter(|owner| !owner.is_empty())
                .unwrap_or_else(|| placement.owner.clone()),
            by: by.map_or_else(String::new, |day| day.strftime("%-d %b %Y").to_string()),
            words: placement.words.clone(),
        }
    }

    fn trimmed(&self) -> Self {
        let trim = |text: &String| text.trim().to_owned();
        Self {
            reason: trim(&self.reason),
            step: trim(&self.step),
            owner: trim(&self.owner),
            by: trim(&self.by),
            words: trim(&self.words),
        }
    }

    /// A placement with these words. Somebody parked has an owner and a day of their own, which are the same here.
    fn onto(&self, view: &View<'_>, stored: &Placement) -> Placement {
        let fields = self.trimmed();
        let by = dates::read_ahead(&fields.by, &view.session.about.period);
        let parked = stored.place == Place::Parked;
        let has_step = !fields.step.is_empty() || !fields.owner.is_empty() || by.is_some();
        Placement {
            place: stored.place,
            reason: fields.reason,
            owner: if parked { fields.owner.clone() } else { String::new() },
            until: by.filter(|_| parked),
            next_step: has_step.then_some(NextStep { text: fields.step, owner: fields.owner, by }),
            words: fields.words,
        }
    }
}
