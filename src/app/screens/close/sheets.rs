//! The sheets of what comes after closing: amending a decision, recording an appeal, and its outcome.

use egui::Ui;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app::sheets::{foot, sheet};
use crate::app::view::View;
use crate::app::widgets::{Button, Segmented, Select, TextField, text};
use crate::edit::{Actor, Change, Edit, Gesture, MeetingEdit};
use crate::model::{
    Agreed, Amendment, AmendmentId, Appeal, AppealId, AppealOutcome, Outcome, PersonId, Place, SkillId,
};

/// What came of a sheet: nothing yet, closed, or a change.
type Answered = Option<Option<Change>>;

fn today(view: &View<'_>) -> Date {
    view.now.to_zoned(TimeZone::system()).date()
}

/// Everybody, by name.
fn people(view: &View<'_>) -> Vec<(Option<PersonId>, String)> {
    let mut people: Vec<(Option<PersonId>, String)> =
        view.session.people.iter().map(|person| (Some(person.id.clone()), person.name.clone())).collect();
    people.sort_by(|a, b| a.1.cmp(&b.1));
    people
}

/// A day as it is typed, or what is wrong with it.
fn day(typed: &str) -> Result<Date, &'static str> {
    typed.trim().parse().map_err(|_| "Write a day as 2026-12-31.")
}

/// The buttons: whether to take it, or to close.
fn buttons(ui: &mut Ui, label: &str, ready: bool) -> Option<bool> {
    foot(ui, |ui| {
        let take = ui.add_enabled(ready, Button::primary(label)).clicked();
        let cancel = ui.add(Button::quiet("Cancel")).clicked();
        if take { Some(true) } else { cancel.then_some(false) }
    })
}

/// Amending a placement or an agreed score.
#[derive(Default)]
pub(super) struct Amend {
    person: Option<PersonId>,
    /// The skill whose agreed score changes; none where the placement does.
    skill: Option<SkillId>,
    place: Option<Place>,
    score: Option<u8>,
    day: Option<String>,
    by: String,
    why: String,
}

impl Amend {
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) -> Answered {
        let (answer, close) = sheet(ui, "Amend a decision", 520.0, |ui| {
            Select::new("Person").placeholder("Choose somebody").show(ui, &mut self.person, &people(view));
            self.what(ui, view);
            let typed = self.day.get_or_insert_with(|| today(view).to_string());
            let wrong = day(typed).err();
            ui.columns(2, |columns| {
                TextField::new("Decided on", typed).error(wrong).show(&mut columns[0]);
                TextField::new("Decided by", &mut self.by).hint("Names").show(&mut columns[1]);
            });
            TextField::new("Why", &mut self.why).lines(2).hint("It stands in the log and in the minutes").show(ui);
            let change = self.change(view);
            match buttons(ui, "Amend", change.is_some())? {
                true => change.map(Some),
                false => Some(None),
            }
        });
        answer.or(close.then_some(None))
    }

    fn what(&mut self, ui: &mut Ui, view: &View<'_>) {
        let rubric = &view.session.rubric;
        let mut skills: Vec<(Option<SkillId>, String)> = vec![(None, "Placement".into())];
        let asked = self.person.as_ref().and_then(|id| view.session.people.get(id));
        let asked = asked.map(|person| view.session.asked_of(person)).unwrap_or_default();
        skills.extend(
            rubric
                .skills
                .iter()
                .zip(asked)
                .filter(|(_, asked)| *asked)
                .map(|(skill, _)| (Some(skill.id.clone()), format!("Score: {}", skill.name))),
        );
        Select::new("What changes").show(ui, &mut self.skill, &skills);
        let Some(person) = &self.person else { return };
        match &self.skill {
            None => {
                let before = view.session.decisions.placements.get(person).map(|placement| placement.place);
                text::hint(ui, format!("Now: {}.", before.unwrap_or_default().words()));
                let places = [Place::Growing, Place::Nearly, Place::Recommend, Place::Parked];
                let places = places.map(|place| (Some(place), place.words()));
                Segmented::new("New placement").show(ui, &mut self.place, &places);
            }
            Some(skill) => {
                let before = view.session.decisions.agreed.get(&(person.clone(), skill.clone()));
                let before = before.map_or_else(
                    || "nothing agreed".to_owned(),
                    |agreed| crate::exchange::ratings::outcome_words(agreed.outcome),
                );
                text::hint(ui, format!("Now: {before}."));
                let scores: Vec<(Option<u8>, String)> =
                    (1..=rubric.scale.top()).map(|score| (Some(score), score.to_string())).collect();
                let scores: Vec<(Option<u8>, &str)> = scores.iter().map(|(at, words)| (*at, words.as_str())).collect();
                Segmented::new("New score").show(ui, &mut self.score, &scores);
            }
        }
    }

    fn change(&self, view: &View<'_>) -> Option<Change> {
        let person = self.person.clone()?;
        let date = day(self.day.as_deref()?).ok()?;
        let (by, why) = (self.by.trim().to_owned(), self.why.trim().to_owned());
        if by.is_empty() || why.is_empty() {
            return None;
        }
        let edit = match &self.skill {
            None => {
                let before = view.session.decisions.placements.get(&person).cloned();
                let mut after = before.clone().unwrap_or_default();
                after.place = self.place.filter(|place| *place != after.place)?;
                after.reason = why.clone();
                let (before, after) = (before.map(Box::new), Some(Box::new(after)));
                Edit::SetPlacement { person: person.clone(), before, after }
            }
            Some(skill) => {
                let before = view.session.decisions.agreed.get(&(person.clone(), skill.clone())).cloned();
                let outcome = Outcome::Score(self.score?);
                if before.as_ref().is_some_and(|agreed| agreed.outcome == outcome) {
                    return None;
                }
                let after = Some(Agreed { outcome, reason: why.clone() });
                Edit::SetAgreed { person: person.clone(), skill: skill.clone(), before, after }
            }
        };
        let amendment = Amendment { person, date, by, why: why.clone(), appeal: None };
        let id = AmendmentId::new((view.new_id)());
        let amends = MeetingEdit::PutAmendment { id, before: None, after: Some(Box::new(amendment)) };
        Some(Change::new(Actor::Facilitator, Gesture::Amend, vec![amends.into(), edit]).because(why))
    }
}

/// Recording an appeal.
#[derive(Default)]
pub(super) struct RecordAppeal {
    person: Option<PersonId>,
    day: Option<String>,
    about: String,
    reviewer: String,
}

impl RecordAppeal {
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) -> Answered {
        let (answer, close) = sheet(ui, "Record an appeal", 520.0, |ui| {
            Select::new("Person").placeholder("Choose somebody").show(ui, &mut self.person, &people(view));
            TextField::new("What it says", &mut self.about).lines(2).hint("In a sentence or two").show(ui);
            let typed = self.day.get_or_insert_with(|| today(view).to_string());
            let wrong = day(typed).err();
            let reviewer = self.reviewer.trim().to_lowercase();
            let sat = view.session.panel.iter().find(|rater| rater.name.trim().to_lowercase() == reviewer);
            let sat = sat.map(|rater| format!("{} sat on the panel; name somebody from outside it.", rater.name));
            ui.columns(2, |columns| {
                TextField::new("Came in on", typed).error(wrong).show(&mut columns[0]);
                TextField::new("Reviewer", &mut self.reviewer)
                    .hint("From outside the panel")
                    .error(sat.as_deref())
                    .show(&mut columns[1]);
            });
            let change = self.change(view).filter(|_| sat.is_none());
            match buttons(ui, "Record", change.is_some())? {
                true => change.map(Some),
                false => Some(None),
            }
        });
        answer.or(close.then_some(None))
    }

    fn change(&self, view: &View<'_>) -> Option<Change> {
        let (about, reviewer) = (self.about.trim().to_owned(), self.reviewer.trim().to_owned());
        if about.is_empty() || reviewer.is_empty() {
            return None;
        }
        let (person, date) = (self.person.clone()?, day(self.day.as_deref()?).ok()?);
        let appeal = Appeal { person, date, about, reviewer, outcome: None };
        let id = AppealId::new((view.new_id)());
        let edit = MeetingEdit::PutAppeal { id, before: None, after: Some(Box::new(appeal)) };
        Some(Change::new(Actor::Facilitator, Gesture::Appeal, vec![edit.into()]))
    }
}

/// Recording what came of an appeal.
pub(super) struct DecideAppeal {
    id: AppealId,
    upheld: Option<bool>,
    day: Option<String>,
    words: String,
}

impl DecideAppeal {
    pub fn new(id: AppealId) -> Self {
        Self { id, upheld: None, day: None, words: String::new() }
    }

    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) -> Answered {
        let (answer, close) = sheet(ui, "Outcome of the appeal", 520.0, |ui| {
            let outcomes = [(Some(true), "The decision stands"), (Some(false), "The decision changes")];
            Segmented::new("Outcome").show(ui, &mut self.upheld, &outcomes);
            if self.upheld == Some(false) {
                text::hint(ui, "What changes is an amendment: make it next.");
            }
            TextField::new("Why", &mut self.words).lines(2).hint("In words that the person may read").show(ui);
            let typed = self.day.get_or_insert_with(|| today(view).to_string());
            let wrong = day(typed).err();
            TextField::new("Decided on", typed).error(wrong).show(ui);
            let change = self.change(view);
            match buttons(ui, "Record", change.is_some())? {
                true => change.map(Some),
                false => Some(None),
            }
        });
        answer.or(close.then_some(None))
    }

    fn change(&self, view: &View<'_>) -> Option<Change> {
        let words = self.words.trim().to_owned();
        let before = view.session.meeting.appeals.get(&self.id).cloned()?;
        if words.is_empty() {
            return None;
        }
        let date = day(self.day.as_deref()?).ok()?;
        let mut after = before.clone();
        after.outcome = Some(AppealOutcome { date, upheld: self.upheld?, words });
        let (before, after) = (Some(Box::new(before)), Some(Box::new(after)));
        let edit = MeetingEdit::PutAppeal { id: self.id.clone(), before, after };
        Some(Change::new(Actor::Facilitator, Gesture::Appeal, vec![edit.into()]))
    }
}
