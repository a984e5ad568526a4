//! What is kept of everybody's reading while a session is open. One change reads again the people whom it touched and
//! shifts the sums by the difference; everybody else's stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::edit::Touched;
use crate::model::{LevelId, PersonId, Session};

use super::index::Index;
use super::reading::PersonReading;
use super::team::{Filter, Glance, Group, Shift, Tally, TeamReading, Token};

/// Everybody's reading at a glance, with the look-ups and sums that go with it.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    index: Index,
    people: BTreeMap<PersonId, (Arc<Group>, Glance)>,
    /// Sums by team and level.
    groups: BTreeMap<Arc<Group>, Tally>,
    /// The same over all teams, so that the whole team is read from a few sums.
    levels: BTreeMap<Option<LevelId>, Tally>,
    edition: u64,
}

impl Readings {
    /// Reads everybody.
    pub fn new(session: &Session) -> Self {
        let mut readings = Self { index: Index::new(session), ..Self::default() };
        for person in session.people.iter() {
            readings.read(session, &person.id);
        }
        readings
    }

    /// Reads again whom a step touched.
    pub fn update(&mut self, session: &Session, touched: &Touched) {
        let edition = self.edition + 1;
        if touched.everything {
            *self = Self::new(session);
        } else {
            self.index.update(session, touched);
            for person in &touched.people {
                self.read(session, person);
            }
        }
        self.edition = edition;
    }

    /// Counted up by every update: what was drawn from an older edition is to be drawn again.
    pub fn edition(&self) -> u64 {
        self.edition
    }

    /// The look-ups.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// What is kept of a person.
    pub fn glance(&self, person: &PersonId) -> Option<&Glance> {
        self.people.get(person).map(|(_, glance)| glance)
    }

    /// The full reading of a person, worked out now.
    pub fn person(&self, session: &Session, person: &PersonId) -> Option<PersonReading> {
        PersonReading::new(session, &self.index, person)
    }

    /// What the team's pyramid says of those whom the filter takes.
    pub fn team(&self, session: &Session, filter: &Filter) -> TeamReading {
        if filter.team.is_none() {
            let levels = self.levels.iter().filter(|(level, _)| filter.takes_level(level.as_ref()));
            return TeamReading::new(&session.rubric, levels.map(|(level, tally)| (level.as_ref(), tally)));
        }
        let groups = self.groups.iter().filter(|(group, _)| filter.takes(group));
        TeamReading::new(&session.rubric, groups.map(|(group, tally)| (group.level.as_ref(), tally)))
    }

    /// The people of each tier, bottom to top: those not yet evidenced first, those who show the next level last, by
    /// name. It walks over everybody: draw it again only for another [`edition`](Self::edition).
    pub fn tokens(&self, session: &Session, filter: &Filter) -> Vec<Vec<Token>> {
        let rubric = &session.rubric;
        let mut tiers = vec![Vec::new(); rubric.tiers.len()];
        for person in session.people.iter() {
            let Some((group, glance)) = self.people.get(&person.id) else { continue };
            let level = group.level.as_ref().and_then(|level| rubric.level(level));
            let home = level.and_then(|level| rubric.tier_place(&level.home));
            if let Some(home) = home.filter(|_| filter.takes(group)) {
                let token = Token { person: person.id.clone(), state: glance.state(), next: glance.shows_next.clone() };
                tiers[home].push((token.state, person.name.as_str(), token));
            }
        }
        let sorted = tiers.into_iter().map(|mut tier: Vec<(_, &str, Token)>| {
            tier.sort_by(|a, b| (a.0, a.1, &a.2.person).cmp(&(b.0, b.1, &b.2.person)));
            tier.into_iter().map(|(.., token)| token).collect()
        });
        sorted.collect()
    }

    /// The teams that somebody belongs to, by name.
    pub fn teams(&self) -> Vec<String> {
        let teams: BTreeSet<&String> = self.groups.keys().map(|group| &group.team).collect();
        let teams = teams.into_iter().filter(|team| !team.is_empty());
        teams.cloned().collect()
    }

    /// Reads one person, and shifts the sums by the difference. Somebody who left is taken out of them.
    fn read(&mut self, session: &Session, id: &PersonId) {
        if let Some((group, glance)) = self.people.remove(id) {
            self.shift(&group, &glance, Shift::Remove);
        }
        let Some(person) = session.people.get(id) else { return };
        let Some(reading) = PersonReading::new(session, &self.index, id) else { return };
        let glance = Glance::of(&reading);
        let group = Group { team: person.team.clone(), level: person.level.clone() };
        let group = self.groups.get_key_value(&group).map_or_else(|| Arc::new(group.clone()), |(key, _)| key.clone());
        self.shift(&group, &glance, Shift::Add);
        self.people.insert(id.clone(), (group, glance));
    }

    fn shift(&mut self, group: &Arc<Group>, glance: &Glance, by: Shift) {
        let (of_group, of_level) =
            (self.groups.entry(group.clone()).or_default(), self.levels.entry(group.level.clone()).or_default());
        of_group.shift(glance, by);
        of_level.shift(glance, by);
        if of_group.people == 0 {
            self.groups.remove(group);
        }
        if of_level.people == 0 {
            self.levels.remove(&group.level);
        }
    }
}

#[cfg(test)]
#[path = "readings_tests.rs"]
mod tests;
