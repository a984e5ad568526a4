//! Who stands where: the people whom a filter takes, in the bands of the pyramid, with the words around them. Worked out
//! once for a revision and a filter, so that a frame costs the same whether there are sixty people or ten thousand.

use std::collections::BTreeMap;

use crate::insight::points::list;
use crate::insight::{Filter, Growth, Readings, TeamReading, Token, TokenState, growth};
use crate::model::{Level, LevelId, Person, PersonId, Session};

/// One band: its headings, and its people in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Band {
    /// "People · Directors and Principal PMs · 7".
    pub heading: String,
    /// "People · 7", where there is little room.
    pub short_heading: String,
    /// Those whose level is not yet evidenced first, those who show the next one last; by name.
    pub people: Vec<Token>,
    /// How many of them are at a level not yet evidenced.
    pub not_evidenced: usize,
    /// How many show the next level.
    pub shows_next: usize,
}

/// The pyramid of one team.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TeamStanding {
    /// The team's name as it is shown.
    pub name: String,
    /// How many people stand in it.
    pub people: usize,
    /// Bottom to top.
    pub bands: Vec<Band>,
}

/// Who stands where, under a filter.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Bottom to top.
    pub bands: Vec<Band>,
    /// The same for each team, by name.
    pub teams: Vec<TeamStanding>,
    /// What it comes to.
    pub says: TeamReading,
}

impl Standing {
    /// Puts the people whom the filter takes in their places.
    pub fn new(session: &Session, readings: &Readings, filter: &Filter) -> Self {
        let says = readings.team(session, filter);
        let tokens = readings.tokens(session, filter);
        let teams = teams(session, &tokens);
        let bands = tokens.into_iter().enumerate().map(|(tier, people)| band(session, tier, people));
        Self { bands: bands.collect(), teams, says }
    }

    /// Where somebody stands: band and place.
    pub fn place(&self, person: &PersonId) -> Option<(usize, usize)> {
        self.bands.iter().enumerate().find_map(|(tier, band)| {
            let place = band.people.iter().position(|token| token.person == *person)?;
            Some((tier, place))
        })
    }

    /// Everybody drawn so, bottom to top.
    pub fn drawn(&self, state: TokenState) -> Vec<PersonId> {
        let tokens = self.bands.iter().flat_map(|band| &band.people);
        tokens.filter(|token| token.state == state).map(|token| token.person.clone()).collect()
    }

    /// Everybody, bottom to top.
    pub fn everybody(&self) -> impl Iterator<Item = &PersonId> {
        self.bands.iter().flat_map(|band| &band.people).map(|token| &token.person)
    }
}

fn band(session: &Session, tier: usize, people: Vec<Token>) -> Band {
    let (name, count) = (&session.rubric.tiers[tier].name, people.len());
    Band {
        heading: format!("{name} · {} · {count}", level_words(session, tier, &people)),
        short_heading: format!("{name} · {count}"),
        not_evidenced: count_of(&people, TokenState::NotEvidenced),
        shows_next: count_of(&people, TokenState::ShowsNext),
        people,
    }
}

fn count_of(people: &[Token], state: TokenState) -> usize {
    people.iter().filter(|token| token.state == state).count()
}

/// The levels that stand in a band, such as "Directors and Principal PMs"; all that belong there where nobody does.
fn level_words(session: &Session, tier: usize, people: &[Token]) -> String {
    let mut held: BTreeMap<&LevelId, usize> = BTreeMap::new();
    let level_of = |token: &Token| session.people.get(&token.person)?.level.as_ref();
    people.iter().filter_map(level_of).for_each(|level| *held.entry(level).or_default() += 1);
    let home = &session.rubric.tiers[tier].id;
    let at_home = session.rubric.levels.iter().filter(|level| level.home == *home);
    let shown = at_home.filter(|level| held.is_empty() || held.contains_key(&level.id));
    let name = |level: &Level| if held.get(&level.id) == Some(&1) { level.name.clone() } else { level.plural.clone() };
    let names: Vec<String> = shown.map(name).collect();
    if names.is_empty() { "no level".into() } else { list(&names) }
}

fn teams(session: &Session, tokens: &[Vec<Token>]) -> Vec<TeamStanding> {
    let mut teams: BTreeMap<&str, Vec<Vec<Token>>> = BTreeMap::new();
    for (tier, people) in tokens.iter().enumerate() {
        for token in people {
            let team = session.people.get(&token.person).map_or("", |person| person.team.as_str());
            teams.entry(team).or_insert_with(|| vec![Vec::new(); tokens.len()])[tier].push(token.clone());
        }
    }
    let standing = |(name, tokens): (&str, Vec<Vec<Token>>)| TeamStanding {
        name: if name.is_empty() { "No team".into() } else { name.into() },
        people: tokens.iter().map(Vec::len).sum(),
        bands: tokens.into_iter().enumerate().map(|(tier, people)| band(session, tier, people)).collect(),
    };
    teams.into_iter().map(standing).collect()
}

/// Somebody then and now.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Level and team now.
    pub standing: String,
    /// The level then, where it was another one.
    pub came_from: Option<String>,
    /// What has changed.
    pub growth: Growth,
}

/// What has changed since the previous cycle for those it knows: people who came to another level first, then by name.
pub fn since(session: &Session, readings: &Readings, standing: &Standing) -> Vec<Since> {
    let known = |id: &PersonId| {
        let person: &Person = session.people.get(id)?;
        let growth = growth(session, readings.index(), &readings.person(session, id)?)?;
        let before = growth.level_before.as_ref().filter(|before| Some(*before) != person.level.as_ref());
        let came_from =
            before.map(|before| session.rubric.level(before).map_or_else(|| before.to_string(), |l| l.name.clone()));
        Some(Since {
            person: id.clone(),
            name: person.name.clone(),
            standing: session.standing(person),
            came_from,
            growth,
        })
    };
    let mut all: Vec<Since> = standing.everybody().filter_map(known).collect();
    all.sort_by(|a, b| (a.came_from.is_none(), &a.name, &a.person).cmp(&(b.came_from.is_none(), &b.name, &b.person)));
    all
}
