//! Look-alikes: people of one level and target with nearly the same profile, who were placed differently. It is a
//! question for the panel, whether the same was judged the same; it says of nobody that they were judged wrongly.

use std::collections::BTreeMap;

use crate::model::{LevelId, PersonId, Place, Session};

use super::points::meets;
use super::readings::Readings;
use super::team::Glance;

/// How many pairs are kept; the nearest.
const MOST: usize = 500;

/// Two people who look alike and were placed differently.
#[derive(Clone, Debug, PartialEq)]
pub struct LookAlikes {
    /// The two, by name.
    pub people: [PersonId; 2],
    /// Where each was placed.
    pub places: [Place; 2],
    /// The period of an earlier session, where the placements are its: while nobody of the two is placed in this one.
    pub placed_in: Option<String>,
    /// The mean difference between their skills, in points of the scale.
    pub apart: f64,
}

/// Somebody who may look like another.
struct Profile<'a> {
    id: &'a PersonId,
    name: &'a str,
    glance: &'a Glance,
    /// The scores of the tiers that have a bar, bottom to top.
    tiers: Vec<f64>,
}

/// All pairs, the nearest first.
pub fn look_alikes(session: &Session, readings: &Readings) -> Vec<LookAlikes> {
    let mut groups: BTreeMap<(Option<&LevelId>, Option<&LevelId>), Vec<Profile>> = BTreeMap::new();
    for person in session.people.iter() {
        if let Some(profile) = profile(readings, &person.id, &person.name) {
            groups.entry((person.level.as_ref(), person.target.as_ref())).or_default().push(profile);
        }
    }
    let mut pairs = Vec::new();
    for mut group in groups.into_values() {
        // Sorted by the lowest tier, those who may look like somebody stand close by.
        group.sort_by(|a, b| a.tiers.first().partial_cmp(&b.tiers.first()).unwrap_or(std::cmp::Ordering::Equal));
        for (place, one) in group.iter().enumerate() {
            let near = |other: &&Profile| other.tiers[0] - one.tiers[0] <= session.rubric.rules.look_alike + 1e-6;
            let others = group[place + 1..].iter().take_while(near);
            pairs.extend(others.filter_map(|other| pair(session, one, other)));
            if pairs.len() > 4 * MOST {
                nearest_first(&mut pairs);
            }
        }
    }
    nearest_first(&mut pairs);
    pairs
}

/// The pairs that somebody is in, the nearest first.
pub fn look_alikes_of(session: &Session, readings: &Readings, person: &PersonId) -> Vec<LookAlikes> {
    let Some(who) = session.people.get(person) else { return Vec::new() };
    let Some(one) = profile(readings, &who.id, &who.name) else { return Vec::new() };
    let same = session
        .people
        .iter()
        .filter(|other| other.id != who.id && other.level == who.level && other.target == who.target);
    let others = same.filter_map(|other| profile(readings, &other.id, &other.name));
    let mut pairs: Vec<LookAlikes> = others.filter_map(|other| pair(session, &one, &other)).collect();
    nearest_first(&mut pairs);
    pairs
}

fn nearest_first(pairs: &mut Vec<LookAlikes>) {
    pairs.sort_by(|a, b| a.apart.total_cmp(&b.apart).then_with(|| a.people.cmp(&b.people)));
    pairs.truncate(MOST);
}

/// What somebody looks like; none where a tier that is asked was not seen enough, or none is asked.
fn profile<'a>(readings: &'a Readings, id: &'a PersonId, name: &'a str) -> Option<Profile<'a>> {
    let glance = readings.glance(id)?;
    let asked = glance.tiers.iter().filter(|tier| tier.bar().is_some());
    let tiers = asked.map(|tier| tier.score).collect::<Option<Vec<f64>>>()?;
    (!tiers.is_empty()).then_some(Profile { id, name, glance, tiers })
}

fn pair(session: &Session, one: &Profile, other: &Profile) -> Option<LookAlikes> {
    let slack = session.rubric.rules.look_alike;
    let alike = one.tiers.iter().zip(&other.tiers).all(|(a, b)| meets(slack, (a - b).abs()));
    if !alike {
        return None;
    }
    let [one, other] = if (other.name, other.id) < (one.name, one.id) { [other, one] } else { [one, other] };
    let (places, placed_in) = different_places(session, one.id, other.id)?;
    // The tiers may agree while the skills in them do not.
    let apart = apart(one.glance, other.glance, session.rubric.skills.len())?;
    meets(2.0 * slack, apart).then(|| LookAlikes {
        people: [one.id.clone(), other.id.clone()],
        places,
        placed_in,
        apart,
    })
}

/// Where two people were placed, if differently; and in which earlier period, where neither is placed in this one.
fn different_places(session: &Session, one: &PersonId, other: &PersonId) -> Option<([Place; 2], Option<String>)> {
    let now = |id| session.decisions.placements.get(id).map(|placement| placement.place).unwrap_or_default();
    let places = [now(one), now(other)];
    let differ = |places: [Place; 2]| places[0] != places[1] && !places.contains(&Place::Undecided);
    if differ(places) {
        return Some((places, None));
    }
    if places != [Place::Undecided; 2] {
        return None;
    }
    let previous = session.previous.as_ref()?;
    let then = |id: &PersonId| previous.people.iter().find(|past| past.person == *id).map(|past| past.place);
    let places = [then(one)?, then(other)?];
    differ(places).then(|| (places, Some(previous.period.name.clone())))
}

/// The mean difference over the skills that both were scored on.
fn apart(one: &Glance, other: &Glance, skills: usize) -> Option<f64> {
    let both = (0..skills).filter_map(|column| Some((one.value(column)? - other.value(column)?).abs()));
    let (sum, count) = both.fold((0.0, 0), |(sum, count), apart| (sum + apart, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;
    use crate::insight::kit::Desk;
    use crate::model::Placement;

    /// Two PMs who look alike, and one who does not.
    fn desk() -> Desk {
        let mut desk = Desk::new(&["ann", "bea"]);
        for (who, market) in [("kim", 3.0), ("lee", 3.2), ("moe", 4.0)] {
            desk.person(who, "pm", "");
            desk.settle(who, "market", &[market; 5]);
            desk.settle(who, "people", &[3.0; 5]);
        }
        desk
    }

    fn place(desk: &mut Desk, who: &str, place: Place) {
        let before = desk.session.decisions.placements.get(who).cloned().map(Box::new);
        let after = Placement { place, reason: "So.".into(), ..Placement::default() };
        desk.edit(vec![Edit::SetPlacement { person: who.into(), before, after: Some(Box::new(after)) }]);
    }

    fn pairs(desk: &Desk) -> Vec<LookAlikes> {
        look_alikes(&desk.session, &Readings::new(&desk.session))
    }

    #[test]
    fn nearly_the_same_profile_placed_differently_is_a_pair() {
        let mut desk = desk();
        assert_eq!(pairs(&desk), [], "nobody is placed yet");
        place(&mut desk, "kim", Place::Growing);
        place(&mut desk, "moe", Place::Nearly);
        assert_eq!(pairs(&desk), [], "Moe is stronger");
        place(&mut desk, "lee", Place::Growing);
        assert_eq!(pairs(&desk), [], "the same was placed the same");
        place(&mut desk, "lee", Place::Nearly);
        let found = pairs(&desk);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].people, ["kim".into(), "lee".into()]);
        assert_eq!((found[0].places, found[0].placed_in.clone()), ([Place::Growing, Place::Nearly], None));
        let readings = Readings::new(&desk.session);
        assert_eq!(look_alikes_of(&desk.session, &readings, &"lee".into()), found);
        assert_eq!(look_alikes_of(&desk.session, &readings, &"moe".into()), []);
    }

    #[test]
    fn the_same_tiers_of_other_skills_or_another_level_are_no_look_alikes() {
        let mut desk = desk();
        place(&mut desk, "kim", Place::Growing);
        place(&mut desk, "lee", Place::Nearly);
        desk.person("lee", "pm", "senior-pm");
        assert_eq!(pairs(&desk), [], "one of the two is on the way");
        desk.person("lee", "pm", "");
        assert_eq!(pairs(&desk).len(), 1);
        for (skill, score) in [("customer-insight", 5.0), ("data-judgement", 1.2), ("wins-in-market", 1.2)] {
            desk.agree("lee", skill, crate::model::Outcome::AsRated(score));
        }
        for (skill, score) in [("competition-and-domain", 5.0), ("delivery-and-quality", 3.6)] {
            desk.agree("lee", skill, crate::model::Outcome::AsRated(score));
        }
        assert_eq!(pairs(&desk), [], "the mean of the tier is the same, the skills are not");
    }
}
