//! Placing a person: the choice of a place, the reason that it owes, who takes somebody parked up again, and the next
//! step. One piece for every screen that places people: as a card among others, or as a sheet over a board.

use egui::{Context, Id, Key, Modifiers, Ui};
use jiff::civil::Date;

use crate::app::screens::dates;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, View};
use crate::app::widgets::{Button, Segmented, Sheet, TextField, dot, text};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::placing::{Owed, departs, owed, place_words, ratings_read};
use crate::insight::visibility::Viewer;
use crate::insight::{Status, points};
use crate::model::{
    LevelId, Manager, NextStep, Period, Person, PersonId, Phase, Place, Placement, Rubric, Session, day_words,
};

use super::summary::status_hue;

/// The places, in the order in which they are offered.
pub const PLACES: [Place; 5] = [Place::Undecided, Place::Growing, Place::Nearly, Place::Recommend, Place::Parked];

/// Whether a placement can be recorded now.
///
/// # Errors
/// Why not, and what to do about it, in a sentence.
pub fn may_place(view: &View<'_>) -> Result<(), String> {
    if let Some(why) = view.read_only {
        return Err(why.to_owned());
    }
    if view.viewer() != Viewer::Facilitator {
        return Err("Placements are recorded by whoever runs the meeting; hand the laptop back first.".into());
    }
    match view.session.about.phase {
        Phase::Prepare | Phase::Rate => Err("Placements are recorded in the meeting; go on to Calibrate first.".into()),
        Phase::Calibrate => Ok(()),
        Phase::Close => Err("The session is closed: a placement is amended now, with who and why.".into()),
    }
}

/// The places with the words that choose them, for somebody with this target.
pub fn choices(rubric: &Rubric, target: Option<&LevelId>) -> [(Place, String); 5] {
    PLACES.map(|place| match place {
        Place::Parked => (place, "Park".to_owned()),
        _ => (place, place_words(rubric, place, target)),
    })
}

/// Where somebody is placed.
pub fn place_of(session: &Session, person: &PersonId) -> Place {
    session.decisions.placements.get(person).map(|placement| placement.place).unwrap_or_default()
}

/// The change that places somebody so, or takes their placement away. Words for the person that were written before
/// are kept.
pub fn place(session: &Session, person: &PersonId, after: Option<Placement>) -> Change {
    let before = session.decisions.placements.get(person).cloned();
    let reason = after.as_ref().map(|after| after.reason.clone()).unwrap_or_default();
    let (before, after) = (before.map(Box::new), after.map(Box::new));
    let edit = Edit::SetPlacement { person: person.clone(), before, after };
    Change::new(Actor::Facilitator, Gesture::Place, vec![edit]).because(reason)
}

/// What choosing a place comes to.
pub enum Chosen {
    /// Nothing is owed: it can be recorded at once.
    AtOnce(Change),
    /// Something is asked first.
    Asks(PlacementDraft),
}

/// Chooses a place for somebody. Growing in level and undecided owe nothing and are recorded at once.
pub fn choose(session: &Session, person: &Person, chosen: Place) -> Chosen {
    match chosen {
        Place::Undecided => Chosen::AtOnce(place(session, &person.id, None)),
        Place::Growing => {
            let draft = PlacementDraft::new(session, person, chosen);
            Chosen::AtOnce(place(session, &person.id, Some(draft.placement(session))))
        }
        _ => Chosen::Asks(PlacementDraft::new(session, person, chosen)),
    }
}

/// A placement being written.
pub struct PlacementDraft {
    person: PersonId,
    place: Place,
    reason: String,
    owner: String,
    until: String,
    step: String,
    step_owner: String,
    step_by: String,
    /// Whether recording was tried, so that what is missing is said.
    tried: bool,
    /// Not shown yet: the first field takes the keyboard.
    fresh: bool,
}

impl PlacementDraft {
    /// A draft that moves somebody to a place; what was said of a placement before is there to be changed. Who sees to
    /// something is their manager until somebody else is named.
    pub fn new(session: &Session, person: &Person, place: Place) -> Self {
        let before = session.decisions.placements.get(&person.id);
        let manager = manager_name(session, person);
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let step = before.and_then(|before| before.next_step.clone());
        // The reason of another place is none for this one.
        let same = before.filter(|before| before.place == place);
        let or_manager = |name: Option<&String>| name.filter(|name| !name.is_empty()).unwrap_or(&manager).clone();
        Self {
            person: person.id.clone(),
            place,
            reason: same.map(|same| same.reason.clone()).unwrap_or_default(),
            owner: or_manager(same.map(|same| &same.owner)),
            until: day(same.and_then(|same| same.until)),
            step_owner: or_manager(step.as_ref().map(|step| &step.owner)),
            step_by: day(step.as_ref().and_then(|step| step.by)),
            step: step.map(|step| step.text).unwrap_or_default(),
            tried: false,
            fresh: true,
        }
    }

    /// Whom it is about.
    pub fn person(&self) -> &PersonId {
        &self.person
    }

    /// The place that they are moved to.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The placement as it is written so far.
    fn placement(&self, session: &Session) -> Placement {
        let period = &session.about.period;
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let parked = self.place == Place::Parked;
        let step = line(&self.step);
        let next_step = (!step.is_empty()).then(|| NextStep {
            text: step,
            owner: line(&self.step_owner),
            by: dates::read_ahead(&self.step_by, period),
        });
        let before = session.decisions.placements.get(&self.person);
        Placement {
            place: self.place,
            reason: line(&self.reason),
            owner: if parked { line(&self.owner) } else { String::new() },
            until: dates::read_ahead(&self.until, period).filter(|_| parked),
            next_step,
            words: before.map(|before| before.words.clone()).unwrap_or_default(),
        }
    }

    fn owed(&self, session: &Session) -> Vec<Owed> {
        owed(&self.placement(session))
    }

    /// The change that records it; none while something is owed, which is said below its field from now on.
    pub fn finish(&mut self, session: &Session) -> Option<Change> {
        self.tried = true;
        if !self.owed(session).is_empty() {
            return None;
        }
        let after = (self.place != Place::Undecided).then(|| self.placement(session));
        Some(place(session, &self.person, after))
    }

    /// The fields: the reason, for somebody parked who and until when, and the next step.
    pub fn fields(&mut self, ui: &mut Ui, session: &Session, status: Status) {
        let period = &session.about.period;
        let owed = if self.tried { self.owed(session) } else { Vec::new() };
        let wrong = |what: Owed, words: &'static str| owed.contains(&what).then_some(words);
        let hint = if departs(status, self.place) {
            format!("The {}: say why it is decided otherwise", ratings_read(status))
        } else {
            "What the panel saw, in a sentence or two".to_owned()
        };
        TextField::new("Why?", &mut self.reason)
            .hint(&hint)
            .lines(2)
            .error(wrong(Owed::Reason, "A placement owes its reason, except growing in level."))
            .focus(std::mem::take(&mut self.fresh))
            .show(ui);
        if self.place == Place::Parked {
            let (owner, until) = (&mut self.owner, &mut self.until);
            beside(
                ui,
                |ui, width| {
                    TextField::new("Who takes it up again", owner)
                        .error(wrong(Owed::Owner, "Say who takes it up again."))
                        .width(width)
                        .show(ui);
                },
                |ui, width| day(ui, "Until", until, period, wrong(Owed::Until, NO_DAY), width),
            );
        }
        TextField::new("Next step", &mut self.step).hint("Such as: lead the billing review with two teams").show(ui);
        if !self.step.trim().is_empty() {
            let (owner, by) = (&mut self.step_owner, &mut self.step_by);
            beside(
                ui,
                |ui, width| {
                    TextField::new("Who sees to it", owner)
                        .error(wrong(Owed::StepOwner, "Say who sees to it."))
                        .width(width)
                        .show(ui);
                },
                |ui, width| day(ui, "By", by, period, wrong(Owed::StepDate, NO_DAY), width),
            );
        }
    }
}

const NO_DAY: &str = "Write the day like 2027-03-31 or 31 Mar.";

/// A field for a day to come, which says below it what was read.
fn day(ui: &mut Ui, label: &str, text: &mut String, period: &Period, wrong: Option<&str>, width: f32) {
    let read = dates::read_ahead(text, period).map(day_words).unwrap_or_default();
    TextField::new(label, text).hint("31 Mar").help(&read).error(wrong).width(width).show(ui);
}

/// Two fields beside each other.
fn beside(ui: &mut Ui, left: impl FnOnce(&mut Ui, f32), right: impl FnOnce(&mut Ui, f32)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let half = (ui.available_width() - 12.0) / 2.0;
        ui.allocate_ui(egui::vec2(half, 0.0), |ui| left(ui, half));
        ui.allocate_ui(egui::vec2(half, 0.0), |ui| right(ui, half));
    });
}

/// The name of somebody's manager, empty where there is none.
pub fn manager_name(session: &Session, person: &Person) -> String {
    match &person.manager {
        Manager::Nobody => String::new(),
        Manager::Panel(rater) => session.rater_name(rater),
        Manager::Person(person) => session.name(person),
        Manager::Outside(name) => name.clone(),
    }
}

/// The placement among other cards: the choice, what it owes while it is written, and what was recorded.
#[derive(Default)]
pub struct PlacementCard {
    draft: Option<PlacementDraft>,
}

impl PlacementCard {
    /// Whether a placement is being written, which has the keyboard.
    pub fn is_writing(&self) -> bool {
        self.draft.is_some()
    }

    /// Records what is being written, as its button does.
    pub fn record(&mut self, session: &Session, actions: &mut Vec<Action>) {
        let Some(draft) = &mut self.draft else { return };
        if let Some(change) = draft.finish(session) {
            actions.push(Action::Change(change));
            self.draft = None;
        }
    }

    /// Shows the choice for a person of this status.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, status: Status, actions: &mut Vec<Action>) {
        if self.draft.as_ref().is_some_and(|draft| draft.person != person.id) {
            self.draft = None;
        }
        let (session, refused) = (view.session, may_place(view).err());
        ui.spacing_mut().item_spacing.y = 8.0;
        text::label(ui, "Placement");
        let recorded = place_of(session, &person.id);
        let mut chosen = self.draft.as_ref().map_or(recorded, |draft| draft.place);
        let choices = choices(&session.rubric, person.target.as_ref());
        let options = choices.each_ref().map(|(place, words)| (*place, words.as_str()));
        let shown = ui.add_enabled_ui(refused.is_none(), |ui| {
            Segmented::new("Placement").show(ui, &mut chosen, &options).changed()
        });
        if let Some(why) = &refused {
            shown.response.on_disabled_hover_text(why);
        }
        if shown.inner {
            self.take(session, person, recorded, chosen, actions);
        }
        match &self.draft {
            Some(_) => self.write(ui, session, status, actions),
            None => self.recorded(ui, view, person, status),
        }
    }

    /// Begins what was chosen, or goes back to what is recorded.
    fn take(&mut self, session: &Session, person: &Person, recorded: Place, chosen: Place, actions: &mut Vec<Action>) {
        self.draft = None;
        if chosen == recorded {
            return;
        }
        match choose(session, person, chosen) {
            Chosen::AtOnce(change) => actions.push(Action::Change(change)),
            Chosen::Asks(draft) => self.draft = Some(draft),
        }
    }

    fn write(&mut self, ui: &mut Ui, session: &Session, status: Status, actions: &mut Vec<Action>) {
        let Some(draft) = &mut self.draft else { return };
        let mut record = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let mut cancel = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        draft.fields(ui, session, status);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            record |= ui.add(Button::primary("Record placement").key("Ctrl Enter")).clicked();
            cancel |= ui.add(Button::secondary("Cancel")).clicked();
            if draft.place == Place::Recommend {
                text::small(ui, SUBJECT);
            }
        });
        if cancel {
            self.draft = None;
        } else if record {
            self.record(session, actions);
            ui.ctx().request_repaint();
        }
    }

    fn recorded(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, status: Status) {
        let session = view.session;
        let Some(placement) = session.decisions.placements.get(&person.id) else { return };
        recorded(ui, session, placement, status);
        if may_place(view).is_ok() && ui.add(Button::secondary("Change reason or next step…").small()).clicked() {
            self.draft = Some(PlacementDraft::new(session, person, placement.place));
        }
    }
}

/// What stands beside every recommendation.
pub const SUBJECT: &str = "subject to role and budget";

/// What was recorded: the reason, who and until when, the next step, and where it departs from the ratings.
pub fn recorded(ui: &mut Ui, session: &Session, placement: &Placement, status: Status) {
    if placement.place == Place::Recommend {
        text::small(ui, points::capital(SUBJECT));
    }
    if departs(status, placement.place) {
        departs_mark(ui, status);
    }
    if !placement.reason.is_empty() {
        text::body(ui, placement.reason.as_str());
    }
    if let Some(words) = parked_words(session, placement) {
        text::second(ui, words);
    }
    if let Some(step) = &placement.next_step {
        text::second(ui, step_words(session, step));
    }
}

/// A dot with what the ratings read, where the decision is another.
pub fn departs_mark(ui: &mut Ui, status: Status) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let tone = status_hue(status).tone(&theme);
        dot(ui, tone.colour);
        ui.label(theme.rich(Size::Small, Weight::Regular, ratings_read(status)).color(tone.text));
    });
}

/// "Parked with Dana Whitfield until 15 Jan 2027."
pub fn parked_words(session: &Session, placement: &Placement) -> Option<String> {
    if placement.place != Place::Parked {
        return None;
    }
    let until = placement.until.map(|day| format!(" until {}", dates::words(day, &session.about.period)));
    let owner = if placement.owner.is_empty() { "nobody" } else { &placement.owner };
    Some(format!("Parked with {owner}{}.", until.unwrap_or_default()))
}

/// "Next step: lead the billing review. Dana Whitfield, by 31 Mar 2027."
pub fn step_words(session: &Session, step: &NextStep) -> String {
    let by = step.by.map(|day| format!("by {}", dates::words(day, &session.about.period)));
    let who: Vec<String> =
        [Some(step.owner.clone()), by].into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let end = if step.text.ends_with(['.', '!', '?']) { "" } else { "." };
    let who = if who.is_empty() { String::new() } else { format!(" {}.", who.join(", ")) };
    format!("Next step: {}{end}{who}", step.text)
}

/// A placement written on a sheet over the screen, for a card that was moved.
pub struct PlacementSheet {
    draft: PlacementDraft,
    record: bool,
}

/// What became of the sheet in a frame.
pub enum Written {
    /// It stays open.
    Open,
    /// It was closed; nothing is recorded.
    Cancelled,
    /// Record this.
    Recorded(Change),
}

impl PlacementSheet {
    /// A sheet for what was begun.
    pub fn new(draft: PlacementDraft) -> Self {
        Self { draft, record: false }
    }

    /// Records in the next frame, as its button does.
    pub fn ask_to_record(&mut self) {
        self.record = true;
    }

    /// Shows the sheet. `reads` says in a sentence what the ratings read.
    pub fn show(&mut self, context: &Context, session: &Session, status: Status, reads: &str) -> Written {
        let draft = &mut self.draft;
        let Some(person) = session.people.get(&draft.person) else { return Written::Cancelled };
        let place = place_words(&session.rubric, draft.place, person.target.as_ref());
        let title = format!("{}: {}", person.name, uncapital(&place));
        self.record |= context.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let mut record = self.record;
        let shown = Sheet::new(&title).id(Id::unique("placement sheet")).width(520.0).show(context, |sheet| {
            sheet.body(|ui| {
                text::second(ui, reads);
                draft.fields(ui, session, status);
                if draft.place == Place::Recommend {
                    text::small(ui, "A recommendation is always subject to role and budget.");
                }
            });
            sheet.footer(|ui| {
                record |= ui.add(Button::primary("Record placement").key("Ctrl Enter")).clicked();
                ui.add(Button::secondary("Cancel")).clicked()
            })
        });
        self.record = false;
        if shown.closed || shown.inner {
            return Written::Cancelled;
        }
        if record {
            if let Some(change) = self.draft.finish(session) {
                return Written::Recorded(change);
            }
            context.request_repaint();
        }
        Written::Open
    }
}

/// The same words with a small first letter.
fn uncapital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
