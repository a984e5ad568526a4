//! A benchmark for the person under discussion: somebody else of the same level whom the panel has settled already, not
//! named; where nobody is settled yet, the middle of the level. It is laid beside a person to keep the ruler the same,
//! and moves nothing.

use crate::model::{PersonId, Place, Session, TierId};

use super::readings::Readings;
use super::team::Glance;

/// Fewer others than this make no middle: it would be somebody's own score.
const ENOUGH_OTHERS: usize = 4;

/// What a person is laid beside.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// Tier scores, bottom to top; tiers without one are left out.
    pub tiers: Vec<(TierId, f64)>,
    /// What it is.
    pub of: BenchmarkOf,
}

/// What a benchmark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BenchmarkOf {
    /// Somebody of the same level, placed so.
    Settled(Place),
    /// The middle (median) of so many others of the level.
    Middle(usize),
}

/// The benchmark of a person; none where the level is not set or too few others have it.
pub fn benchmark(session: &Session, readings: &Readings, id: &PersonId) -> Option<Benchmark> {
    let level = session.people.get(id)?.level.as_ref()?;
    let others = session.people.iter().filter(|person| person.id != *id && person.level.as_ref() == Some(level));
    let others: Vec<(&PersonId, &Glance)> =
        others.filter_map(|person| Some((&person.id, readings.glance(&person.id)?))).collect();
    let settled = others.iter().filter_map(|(other, glance)| {
        let revealed = session.decisions.revealed.get(*other)?;
        let place = session.decisions.placements.get(*other)?.place;
        (!matches!(place, Place::Undecided | Place::Parked)).then_some((*revealed, *other, *glance, place))
    });
    // The first one settled set the ruler.
    if let Some((.., glance, place)) = settled.min_by_key(|(revealed, other, ..)| (*revealed, *other)) {
        let tiers = glance.tiers.iter().filter_map(|tier| Some((tier.tier.clone(), tier.score?)));
        return Some(Benchmark { tiers: tiers.collect(), of: BenchmarkOf::Settled(place) });
    }
    if others.len() < ENOUGH_OTHERS {
        return None;
    }
    let middle = |place: usize| {
        let scores = others.iter().filter_map(|(_, glance)| glance.tiers.get(place)?.score);
        let mut scores: Vec<f64> = scores.collect();
        scores.sort_by(f64::total_cmp);
        let half = scores.len() / 2;
        match scores.len() {
            few if few < ENOUGH_OTHERS => None,
            even if even % 2 == 0 => Some((scores[half - 1] + scores[half]) / 2.0),
            _ => Some(scores[half]),
        }
    };
    let tiers = session.rubric.tiers.iter().enumerate();
    let tiers: Vec<_> = tiers.filter_map(|(place, tier)| Some((tier.id.clone(), middle(place)?))).collect();
    (!tiers.is_empty()).then_some(Benchmark { tiers, of: BenchmarkOf::Middle(others.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;
    use crate::insight::kit::Desk;
    use crate::model::Placement;

    fn of_kim(desk: &Desk) -> Option<Benchmark> {
        benchmark(&desk.session, &Readings::new(&desk.session), &"kim".into())
    }

    /// Kim and so many other PMs; the market scores of the others go up from 2.
    fn level_of(others: usize) -> Desk {
        let mut desk = Desk::new(&["ann"]);
        desk.person("kim", "pm", "");
        for other in 0..others {
            let id = format!("other-{other}");
            desk.person(&id, "pm", "");
            desk.rate_tier("ann", &id, "market", &[2 + other.min(3) as u8; 5]);
        }
        desk
    }

    #[test]
    fn too_few_others_make_no_benchmark() {
        assert_eq!(of_kim(&level_of(3)), None);
        let middle = of_kim(&level_of(4)).expect("four are enough");
        assert_eq!((middle.of, middle.tiers), (BenchmarkOf::Middle(4), vec![("market".into(), 3.5)]));
    }

    #[test]
    fn the_first_one_settled_is_the_ruler() {
        let mut desk = level_of(4);
        let placed = |place| Some(Box::new(Placement { place, ..Placement::default() }));
        for (other, place) in [("other-0", Place::Parked), ("other-1", Place::Growing)] {
            desk.edit(vec![Edit::Reveal { person: other.into() }]);
            desk.edit(vec![Edit::SetPlacement { person: other.into(), before: None, after: placed(place) }]);
        }
        let ruler = of_kim(&desk).expect("one is settled");
        assert_eq!((ruler.of, ruler.tiers), (BenchmarkOf::Settled(Place::Growing), vec![("market".into(), 3.0)]));
    }
}
