//! Who stands in which column of the board, and where: worked out once for a revision and a filter, so that a frame
//! costs the same whether there are sixty people or ten thousand. What a card says is worked out when it is seen.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::app::screens::person::placement::{self, PLACES};
use crate::app::screens::person::summary;
use crate::app::view::View;
use crate::insight::gates::GateState;
use crate::insight::placing::departs;
use crate::insight::{Filter, PersonReading, Status};
use crate::model::{Person, PersonId, Place, Placement, Session};

/// The board.
pub struct Board {
    /// The revision that it is of.
    pub revision: u64,
    /// Whom it shows.
    pub filter: Filter,
    /// A column a place, in the order of [`PLACES`].
    pub columns: Vec<Vec<Spot>>,
    /// What the cards that were seen say.
    cards: BTreeMap<PersonId, Card>,
}

/// A card in its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Whose.
    pub person: PersonId,
    /// What the ratings read.
    pub status: Status,
    /// Whether what the ratings read stands on it: while it is undecided, and where the decision departs from them.
    pub marked: bool,
}

/// What a card says.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The name.
    pub name: String,
    /// "Director · to VP".
    pub standing: String,
    /// Why it stands where it does, in a line or two.
    pub words: String,
    /// The person's pyramid: score, bar and whether it is home, for each tier, bottom to top.
    pub tiers: Vec<(Option<f32>, Option<f32>, bool)>,
    /// Points of the scale.
    pub points: u8,
}

impl Board {
    /// Puts everybody whom the filter takes into their columns: by level from the top, then those who read nearest to
    /// it, then by name.
    pub fn new(view: &View<'_>, filter: &Filter) -> Self {
        let session = view.session;
        let mut columns: Vec<Vec<(_, Spot)>> = PLACES.map(|_| Vec::new()).into();
        for person in session.people.iter().filter(|person| takes(filter, person)) {
            let Some(glance) = view.readings.glance(&person.id) else { continue };
            let place = placement::place_of(session, &person.id);
            let marked = place == Place::Undecided || departs(glance.status, place);
            let spot = Spot { person: person.id.clone(), status: glance.status, marked };
            let rank = person.level.as_ref().and_then(|level| session.rubric.rank(level));
            let key = (std::cmp::Reverse(rank), glance.status, person.name.as_str());
            if let Some(column) = PLACES.iter().position(|other| *other == place) {
                columns[column].push((key, spot));
            }
        }
        let sorted = columns.into_iter().map(|mut column| {
            column.sort_by(|a, b| (&a.0, &a.1.person).cmp(&(&b.0, &b.1.person)));
            column.into_iter().map(|(_, spot)| spot).collect()
        });
        Self { revision: view.revision, filter: filter.clone(), columns: sorted.collect(), cards: BTreeMap::new() }
    }

    /// Whether nobody stands on it.
    pub fn is_empty(&self) -> bool {
        self.columns.iter().all(Vec::is_empty)
    }

    /// How many stand on it.
    pub fn len(&self) -> usize {
        self.columns.iter().map(Vec::len).sum()
    }

    /// Where somebody stands: column and place.
    pub fn find(&self, person: &PersonId) -> Option<(usize, usize)> {
        self.columns
            .iter()
            .enumerate()
            .find_map(|(column, spots)| Some((column, spots.iter().position(|spot| spot.person == *person)?)))
    }

    /// The one at a place.
    pub fn at(&self, (column, place): (usize, usize)) -> Option<&Spot> {
        self.columns.get(column)?.get(place)
    }

    /// The first card of the board.
    pub fn first(&self) -> Option<&PersonId> {
        self.columns.iter().flatten().next().map(|spot| &spot.person)
    }

    /// Where a step from somebody leads: up and down within the column, left and right to the nearest column with
    /// somebody in it.
    pub fn step(&self, from: (usize, usize), across: isize, down: isize) -> Option<(usize, usize)> {
        let (column, place) = from;
        if across == 0 {
            let place = place.checked_add_signed(down)?;
            return self.at((column, place)).map(|_| (column, place));
        }
        let mut next = column;
        loop {
            next = next.checked_add_signed(across)?;
            let spots = self.columns.get(next)?;
            if !spots.is_empty() {
                return Some((next, place.min(spots.len() - 1)));
            }
        }
    }

    /// What somebody's card says.
    pub fn card(&mut self, view: &View<'_>, person: &PersonId) -> Option<&Card> {
        if !self.cards.contains_key(person) {
            let card = Card::new(view, person)?;
            self.cards.insert(person.clone(), card);
        }
        self.cards.get(person)
    }
}

fn takes(filter: &Filter, person: &Person) -> bool {
    filter.team.as_ref().is_none_or(|team| *team == person.team)
        && (filter.level.is_none() || filter.level == person.level)
}

impl Card {
    fn new(view: &View<'_>, id: &PersonId) -> Option<Self> {
        let session = view.session;
        let person = session.people.get(id)?;
        let reading = view.readings.person(session, id)?;
        let toward = person.target.is_some();
        let bands = summary::bands(view, &reading.tiers, &[], toward);
        let placement = session.decisions.placements.get(id);
        Some(Self {
            name: person.name.clone(),
            standing: standing(session, person),
            words: placement.and_then(|placement| decided(session, placement)).unwrap_or_else(|| reads(&reading)),
            tiers: bands.iter().map(|band| (band.score, band.bar.filter(|_| band.asked), band.home)).collect(),
            points: session.rubric.scale.top(),
        })
    }
}

/// "Director · to VP"; the title where there is no level.
fn standing(session: &Session, person: &Person) -> String {
    let name = |id| session.rubric.level(id).map(|level| level.name.as_str());
    let level = person.level.as_ref().and_then(name).unwrap_or(&person.title);
    match person.target.as_ref().and_then(name) {
        Some(target) => format!("{level} · to {target}"),
        None => level.to_owned(),
    }
}

/// What was decided, in the words of the decision.
fn decided(session: &Session, placement: &Placement) -> Option<String> {
    let parked = placement::parked_words(session, placement);
    let reason = Some(placement.reason.clone()).filter(|reason| !reason.is_empty());
    match (parked, reason) {
        (Some(parked), Some(reason)) => Some(format!("{parked} {reason}")),
        (parked, reason) => parked.or(reason),
    }
}

/// What the ratings read, short enough for a card: "Reads nearly: Business head", "Holds level well".
pub fn reads(reading: &PersonReading) -> String {
    let open = || {
        let open = reading.gates.iter().filter(|gate| gate.state == GateState::Open);
        open.map(|gate| gate.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    match reading.status {
        Status::Ready => "Every gate is met".into(),
        Status::Nearly => format!("Reads nearly. Open: {}", open()),
        Status::Building => format!("Reads building. Open: {}", open()),
        Status::NotYet => format!("Own level not held yet. Open: {}", open()),
        Status::HoldsLevelWell => "Holds level well".into(),
        Status::LevelNotYetEvidenced => format!("Level not yet evidenced. {}", reading.why),
        Status::NotEnoughSeen | Status::TooEarly => reading.why.clone(),
    }
}

/// Where the cards of a column stand, from its top: each is as high as what is on it.
#[derive(Default)]
pub struct Heights {
    /// The top of each card, and the end of the last.
    tops: Vec<f32>,
}

impl Heights {
    /// Cards of these heights, with a gap below each.
    pub fn new(heights: impl Iterator<Item = f32>, gap: f32) -> Self {
        let mut tops = vec![0.0];
        let mut top = 0.0;
        for height in heights {
            top += height + gap;
            tops.push(top);
        }
        Self { tops }
    }

    /// The height of all.
    pub fn total(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// The top of a card.
    pub fn top(&self, place: usize) -> f32 {
        self.tops.get(place).copied().unwrap_or(0.0)
    }

    /// The cards that lie between two heights.
    pub fn between(&self, from: f32, to: f32) -> Range<usize> {
        let cards = self.tops.len().saturating_sub(1);
        let first = self.tops.partition_point(|top| *top <= from).saturating_sub(1);
        let end = self.tops.partition_point(|top| *top < to);
        first.min(cards)..end.min(cards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_cards_between_two_heights_are_drawn() {
        let heights = Heights::new([10.0; 1000].into_iter(), 5.0);
        assert_eq!(heights.total(), 15_000.0);
        assert_eq!(heights.between(0.0, 30.0), 0..2);
        assert_eq!(heights.between(14.0, 31.0), 0..3);
        assert_eq!(heights.between(15.0, 30.0), 1..2);
        assert_eq!(heights.between(14_990.0, 20_000.0), 999..1000);
        assert_eq!(Heights::new(std::iter::empty(), 5.0).between(0.0, 100.0), 0..0);
    }
}
