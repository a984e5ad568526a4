//! The sheets that take in a person or a panel member. Nobody on the panel is rated: somebody who would be both is moved
//! from one to the other, in one step, where the user wants that.

use egui::{Key, Ui};

use crate::app::sheets::{foot, sheet};
use crate::app::theme::Theme;
use crate::app::view::View;
use crate::app::widgets::{Button, Select, TextField, problem, switch, text};
use crate::edit::Change;
use crate::model::{LevelId, Manager, Person, PersonId, Rater, RaterId};

use super::changes::{add_person, add_rater, goes_with_people, goes_with_rater, move_to_panel, move_to_roster};
use super::fields::{on_panel, on_roster};
use super::person_form::level_options;

/// What came of a sheet.
pub(super) enum Answer<I> {
    Waiting,
    Closed,
    /// Make this change, and select who came.
    Take(Change, I),
}

/// Somebody in the other list, and what would happen to them.
enum Clash<I> {
    /// In the same list already.
    Here(String),
    /// In the other one: moving them is possible.
    There(I, String),
}

/// What is being typed about somebody new.
#[derive(Default)]
struct Typed {
    name: String,
    title: String,
    email: String,
    employee_id: String,
    team: String,
    level: Option<LevelId>,
    shown_before: bool,
}

impl Typed {
    fn texts(&mut self, ui: &mut Ui, with_team: bool) {
        let first = !std::mem::replace(&mut self.shown_before, true);
        TextField::new("Name", &mut self.name).hint("Given name and family name").focus(first).show(ui);
        TextField::new("Title", &mut self.title).show(ui);
        ui.columns(2, |columns| {
            TextField::new("E-mail", &mut self.email).show(&mut columns[0]);
            TextField::new("Employee id", &mut self.employee_id).show(&mut columns[1]);
        });
        if with_team {
            TextField::new("Team", &mut self.team).show(ui);
        }
    }

    fn name(&self) -> &str {
        self.name.trim()
    }
}

/// The sheet that takes in a person.
#[derive(Default)]
pub(super) struct AddPerson {
    typed: Typed,
    manager: Option<RaterId>,
}

impl AddPerson {
    /// Shows the sheet.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) -> Answer<PersonId> {
        let (answer, close) = sheet(ui, "Add a person", 460.0, |ui| {
            self.typed.texts(ui, true);
            let levels = level_options(view, "No level yet");
            Select::new("Level").show(ui, &mut self.typed.level, &levels);
            let mut managers = vec![(None, "Nobody on the panel".to_owned())];
            let mut panel: Vec<_> = view.session.panel.iter().collect();
            panel.sort_by_key(|rater| rater.name.to_lowercase());
            managers.extend(panel.into_iter().map(|rater| (Some(rater.id.clone()), rater.name.clone())));
            Select::new("Reports to").show(ui, &mut self.manager, &managers);
            if self.manager.as_ref().and_then(|id| view.session.panel.get(id)).is_some_and(|rater| rater.rates) {
                text::hint(ui, "Will be asked to rate them, too.");
            }
            self.end(ui, view)
        });
        if close { Answer::Closed } else { answer }
    }

    fn end(&self, ui: &mut Ui, view: &View<'_>) -> Answer<PersonId> {
        let session = view.session;
        let (id, email) = (self.typed.employee_id.as_str(), self.typed.email.as_str());
        let clash = if let Some(person) = on_roster(session, id, email) {
            Some(Clash::Here(format!(
                "{} has this e-mail or employee id and is in the roster already.",
                session.name(&person)
            )))
        } else {
            on_panel(session, id, email).map(|rater| {
                let goes =
                    goes_with_rater(session, &rater).map(|goes| format!(" Their {goes} would go.")).unwrap_or_default();
                let name = session.rater_name(&rater);
                let words = format!("{name} is on the panel, and nobody on the panel is rated.{goes}");
                Clash::There(rater, words)
            })
        };
        let pressed = end(ui, self.typed.name(), clash.as_ref(), "Add person", "Move from the panel");
        if pressed == Pressed::Cancel {
            return Answer::Closed;
        }
        if pressed == Pressed::Nothing {
            return Answer::Waiting;
        }
        let person = self.person(view);
        let id = person.id.clone();
        match clash {
            None => Answer::Take(add_person(session, person), id),
            Some(Clash::There(rater, _)) => Answer::Take(move_to_roster(session, &rater, person), id),
            Some(Clash::Here(_)) => Answer::Waiting,
        }
    }

    fn person(&self, view: &View<'_>) -> Person {
        let typed = &self.typed;
        let mut person = Person::named(PersonId::new((view.new_id)()), typed.name());
        person.title = typed.title.trim().to_owned();
        person.email = typed.email.trim().to_owned();
        person.employee_id = typed.employee_id.trim().to_owned();
        person.team = typed.team.trim().to_owned();
        person.level = typed.level.clone();
        person.manager = self.manager.clone().map_or(Manager::Nobody, Manager::Panel);
        person
    }
}

/// The sheet that takes somebody into the panel.
pub(super) struct AddRater {
    typed: Typed,
    rates: bool,
    facilitates: bool,
}

impl Default for AddRater {
    fn default() -> Self {
        Self { typed: Typed::default(), rates: true, facilitates: false }
    }
}

impl AddRater {
    /// Shows the sheet.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) -> Answer<RaterId> {
        let (answer, close) = sheet(ui, "Add to the panel", 460.0, |ui| {
            self.typed.texts(ui, false);
            let levels = level_options(view, "Not in this rubric");
            Select::new("Own level").show(ui, &mut self.typed.level, &levels);
            switch(ui, &mut self.rates, "Rates people");
            switch(ui, &mut self.facilitates, "Runs the meeting");
            self.end(ui, view)
        });
        if close { Answer::Closed } else { answer }
    }

    fn end(&self, ui: &mut Ui, view: &View<'_>) -> Answer<RaterId> {
        let session = view.session;
        let (id, email) = (self.typed.employee_id.as_str(), self.typed.email.as_str());
        let clash = if let Some(rater) = on_panel(session, id, email) {
            Some(Clash::Here(format!(
                "{} has this e-mail or employee id and is on the panel already.",
                session.rater_name(&rater)
            )))
        } else {
            on_roster(session, id, email).map(|person| {
                let gone = goes_with_people(session, &[person.clone()].into());
                let goes = gone.map(|goes| format!(" {goes} about them would go.")).unwrap_or_default();
                let name = session.name(&person);
                let words = format!("{name} is among the people rated, and nobody on the panel is rated.{goes}");
                Clash::There(person, words)
            })
        };
        let pressed = end(ui, self.typed.name(), clash.as_ref(), "Add to the panel", "Move to the panel");
        if pressed == Pressed::Cancel {
            return Answer::Closed;
        }
        if pressed == Pressed::Nothing {
            return Answer::Waiting;
        }
        let rater = self.rater(view);
        let id = rater.id.clone();
        match clash {
            None => Answer::Take(add_rater(rater), id),
            Some(Clash::There(person, _)) => Answer::Take(move_to_panel(session, &person, rater), id),
            Some(Clash::Here(_)) => Answer::Waiting,
        }
    }

    fn rater(&self, view: &View<'_>) -> Rater {
        let typed = &self.typed;
        let mut rater = Rater::named(RaterId::new((view.new_id)()), typed.name());
        rater.title = typed.title.trim().to_owned();
        rater.email = typed.email.trim().to_owned();
        rater.employee_id = typed.employee_id.trim().to_owned();
        rater.level = typed.level.clone();
        rater.rates = self.rates;
        rater.facilitates = self.facilitates;
        rater
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pressed {
    Nothing,
    Cancel,
    Take,
}

/// What is wrong, and the buttons. Enter takes somebody in, but never moves anybody.
fn end<I>(ui: &mut Ui, name: &str, clash: Option<&Clash<I>>, add: &str, shift: &str) -> Pressed {
    let theme = Theme::of(ui);
    if let Some(Clash::Here(words) | Clash::There(_, words)) = clash {
        problem(ui, &theme, words);
    }
    foot(ui, |ui| {
        let (label, possible) = match clash {
            None => (add, true),
            Some(Clash::There(..)) => (shift, true),
            Some(Clash::Here(_)) => (add, false),
        };
        let ready = possible && !name.is_empty();
        let clicked =
            ui.add_enabled(ready, Button::primary(label)).on_disabled_hover_text("Everybody needs a name").clicked();
        let enter = clash.is_none() && ui.input(|input| input.key_pressed(Key::Enter)) && ui.ctx().text_edit_focused();
        let entered = enter || (clash.is_none() && lost_to_enter(ui));
        if ui.add(Button::quiet("Cancel")).clicked() {
            return Pressed::Cancel;
        }
        if ready && (clicked || entered) { Pressed::Take } else { Pressed::Nothing }
    })
}

/// Enter takes the keyboard out of a text field before anybody can ask.
fn lost_to_enter(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(Key::Enter)) && ui.memory(|memory| memory.focused().is_none())
}
