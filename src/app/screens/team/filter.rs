//! Which people a list shows, and in which order. The order is worked out once for every revision, filter and sorting.

use std::sync::Arc;

use egui::Ui;

use crate::app::widgets::{Chip, Hue, Select, TextField};
use crate::insight::coverage::RATERS_A_PERSON;
use crate::model::{LevelId, Manager, Person, PersonId, Session};

use super::facts::Facts;

/// Which people a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Words that must all occur in name, title, team, e-mail or employee id.
    text: String,
    level: OfLevel,
    team: Option<String>,
    /// Only those whom fewer rate than is advised.
    thin: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum OfLevel {
    #[default]
    Any,
    None,
    Is(LevelId),
}

/// What people are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Key {
    #[default]
    Name,
    Level,
    Target,
    Team,
    Manager,
    Raters,
}

/// A sorting: by what, and whether upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sorting {
    pub key: Key,
    pub upwards: bool,
}

impl Default for Sorting {
    fn default() -> Self {
        Self { key: Key::Name, upwards: true }
    }
}

impl Sorting {
    /// Sorts by another key, or the other way round where it is this one already.
    pub fn choose(&mut self, key: Key) {
        let upwards = self.key != key || !self.upwards;
        *self = Self { key, upwards };
    }
}

impl Filter {
    /// Shows the filter in a row.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, facts: &Facts) {
        let wide = ui.available_width() > crate::app::theme::Theme::of(ui).scaled(560.0);
        let width = |share: f32| crate::app::theme::Theme::of(ui).scaled(if wide { share } else { share * 0.72 });
        let (text, level, team) = (width(200.0), width(150.0), width(150.0));
        TextField::new("Filter people", &mut self.text)
            .hint("Filter by name, title, team…")
            .label_hidden()
            .width(text)
            .show(ui);
        let mut levels = vec![(OfLevel::Any, "All levels")];
        levels.extend(session.rubric.levels.iter().map(|level| (OfLevel::Is(level.id.clone()), level.name.as_str())));
        levels.push((OfLevel::None, "No level yet"));
        Select::new("Show level").label_hidden().width(level).show(ui, &mut self.level, &levels);
        let mut teams = vec![(None, "All teams")];
        teams.extend(facts.teams.iter().map(|team| (Some(team.clone()), team.as_str())));
        Select::new("Show team").label_hidden().width(team).show(ui, &mut self.team, &teams);
        let thin = session.people.len() - facts.coverage.covered();
        if thin > 0 || self.thin {
            let words = format!("{thin} under {RATERS_A_PERSON} raters");
            if ui.add(Chip::new(words).hue(Hue::Watch).clickable(self.thin)).clicked() {
                self.thin = !self.thin;
            }
        }
    }

    fn lets_through(&self, person: &Person, place: usize, words: &[String], facts: &Facts) -> bool {
        let level = match &self.level {
            OfLevel::Any => true,
            OfLevel::None => person.level.is_none(),
            OfLevel::Is(level) => person.level.as_ref() == Some(level),
        };
        level
            && self.team.as_ref().is_none_or(|team| *team == person.team)
            && (!self.thin || facts.coverage.raters_of(place) < RATERS_A_PERSON)
            && facts.words.get(place).is_none_or(|in_person| words.iter().all(|word| in_person.contains(word)))
    }
}

/// The people that a list shows, in its order.
#[derive(Default)]
pub(super) struct Order {
    of: Option<(u64, Filter, Sorting)>,
    ids: Vec<PersonId>,
}

impl Order {
    /// The people, worked out anew where session, filter or sorting changed.
    pub fn of(
        &mut self,
        session: &Session,
        revision: u64,
        facts: &Facts,
        filter: &Filter,
        sorting: Sorting,
    ) -> &[PersonId] {
        let now = (revision, filter.clone(), sorting);
        if self.of.as_ref() != Some(&now) {
            self.ids = ordered(session, facts, filter, sorting);
            self.of = Some(now);
        }
        &self.ids
    }

    /// The people as they were last worked out.
    pub fn ids(&self) -> &[PersonId] {
        &self.ids
    }
}

fn ordered(session: &Session, facts: &Facts, filter: &Filter, sorting: Sorting) -> Vec<PersonId> {
    let words: Vec<String> = filter.text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let shown = |(place, person): &(usize, &Arc<Person>)| filter.lets_through(person, *place, &words, facts);
    let mut people: Vec<(usize, &Arc<Person>)> = session.people.iter().enumerate().filter(shown).collect();
    let rank = |level: &Option<LevelId>| {
        let rank = level.as_ref().and_then(|level| session.rubric.rank(level)).map_or(0, |rank| rank + 1);
        (rank, String::new())
    };
    people.sort_by_cached_key(|(place, person)| {
        let key = match sorting.key {
            Key::Name => (0, String::new()),
            Key::Level => rank(&person.level),
            Key::Target => rank(&person.target),
            Key::Team => (0, person.team.to_lowercase()),
            Key::Manager => (0, manager_name(session, &person.manager).to_lowercase()),
            Key::Raters => (facts.coverage.raters_of(*place), String::new()),
        };
        (key, person.name.to_lowercase(), *place)
    });
    if !sorting.upwards {
        people.reverse();
    }
    people.into_iter().map(|(_, person)| person.id.clone()).collect()
}

/// The name of a manager; empty where there is none.
pub(super) fn manager_name(session: &Session, manager: &Manager) -> String {
    match manager {
        Manager::Nobody => String::new(),
        Manager::Panel(rater) => session.rater_name(rater),
        Manager::Person(person) => session.name(person),
        Manager::Outside(name) => name.clone(),
    }
}

/// The name of a level; empty where there is none.
pub(super) fn level_name<'a>(session: &'a Session, level: &Option<LevelId>) -> &'a str {
    level.as_ref().and_then(|level| session.rubric.level(level)).map_or("", |level| level.name.as_str())
}
