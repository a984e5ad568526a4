//! Succession: for each level who is on the way there, which gates they hold and what they miss. It is for the
//! facilitator only; who may see it is for `visibility` to say.

use crate::model::{LevelId, PersonId, Session};

use super::effective::{Basis, Subject};
use super::readings::Readings;
use super::status::{Assessment, Grounds, Status};

/// One level, as succession looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelSuccession {
    /// The level.
    pub level: LevelId,
    /// How many seats are open, as the facilitator recorded it.
    pub open_seats: u32,
    /// How many people hold it.
    pub holders: usize,
    /// Who is on the way there: those with the level as their target, and those who show its skills without one. Those
    /// who read nearest first, then by name.
    pub candidates: Vec<PersonId>,
}

/// How near somebody reads, their name and who they are: the order of the candidates.
type Candidate<'a> = (usize, &'a str, &'a PersonId);

/// The levels from the top, those that one can come to.
pub fn succession(session: &Session, readings: &Readings) -> Vec<LevelSuccession> {
    let rubric = &session.rubric;
    let mut levels: Vec<(LevelSuccession, Vec<Candidate<'_>>)> = Vec::new();
    for level in rubric.levels.iter().rev().filter(|level| !level.entering) {
        let open_seats = session.decisions.open_seats.get(&level.id).copied().unwrap_or(0);
        let read = LevelSuccession { level: level.id.clone(), open_seats, holders: 0, candidates: Vec::new() };
        levels.push((read, Vec::new()));
    }
    for person in session.people.iter() {
        if let Some((level, _)) = levels.iter_mut().find(|(level, _)| Some(&level.level) == person.level.as_ref()) {
            level.holders += 1;
        }
        let Some(glance) = readings.glance(&person.id) else { continue };
        let (toward, rank) = match (&person.target, &glance.shows_next) {
            (Some(target), _) => (target, rank_of(glance.status)),
            (None, Some(shown)) => (&shown.level, usize::from(!shown.ready)),
            (None, None) => continue,
        };
        if let Some((_, candidates)) = levels.iter_mut().find(|(level, _)| level.level == *toward) {
            candidates.push((rank, &person.name, &person.id));
        }
    }
    let sorted = levels.into_iter().map(|(mut level, mut candidates)| {
        candidates.sort();
        level.candidates = candidates.into_iter().map(|(.., id)| id.clone()).collect();
        level
    });
    sorted.collect()
}

/// Those who read nearest come first.
fn rank_of(status: Status) -> usize {
    match status {
        Status::Ready => 0,
        Status::Nearly => 1,
        Status::Building => 2,
        Status::NotYet => 3,
        Status::HoldsLevelWell | Status::LevelNotYetEvidenced => 4,
        Status::TooEarly => 5,
        Status::NotEnoughSeen => 6,
    }
}

/// How somebody stands toward a level, whether or not it is their target: status and every gate. None where the session
/// has not the person or the level.
pub fn toward(session: &Session, readings: &Readings, person: &PersonId, level: &LevelId) -> Option<Assessment> {
    let subject = Subject::new(session, readings.index(), person)?;
    let demand = readings.index().demands.toward(&session.rubric, level, subject.person.level.as_ref())?;
    let scores = subject.effective();
    Some(subject.assess(Grounds { scores: &scores, basis: Basis::Effective, without: None }, Some(demand)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;
    use crate::insight::gates::GateState;
    use crate::insight::kit::Desk;

    #[test]
    fn a_level_has_its_seats_its_holders_and_who_is_on_the_way() {
        let mut desk = Desk::new(&["ann", "bea"]);
        desk.person("kim", "pm", "senior-pm");
        desk.person("lee", "pm", "senior-pm");
        desk.person("moe", "pm", "");
        desk.person("nan", "pm", "");
        desk.person("oki", "senior-pm", "");
        for (who, score) in [("kim", 2.0), ("lee", 4.0), ("moe", 4.0), ("nan", 2.6)] {
            desk.settle(who, "market", &[score; 5]);
            desk.settle(who, "people", &[score; 5]);
        }
        desk.two_occasions("lee", "customer-insight");
        let level = || "senior-pm".into();
        desk.edit(vec![Edit::SetOpenSeats { level: level(), before: None, after: Some(2) }]);
        let readings = Readings::new(&desk.session);
        let levels = succession(&desk.session, &readings);
        assert_eq!(levels[0].level.as_str(), "cpo", "from the top");
        assert!(levels.iter().all(|level| level.level.as_str() != "moving"), "nobody comes to the way in");
        let senior = levels.iter().find(|read| read.level == level()).expect("there is the level");
        assert_eq!((senior.open_seats, senior.holders), (2, 1));
        let candidates: Vec<&str> = senior.candidates.iter().map(PersonId::as_str).collect();
        assert_eq!(candidates, ["lee", "moe", "kim"], "nearest first; Moe shows the skills without a target");
        let moe = toward(&desk.session, &readings, &"moe".into(), &level()).expect("Moe is there");
        let open: Vec<&str> =
            moe.gates.iter().filter(|gate| gate.state == GateState::Open).map(|gate| gate.name.as_str()).collect();
        assert_eq!(open, ["Two occasions, 60 days apart"]);
    }

    #[test]
    fn seats_are_undone_like_anything_else() {
        let mut desk = Desk::new(&[]);
        let edit = Edit::SetOpenSeats { level: "vp".into(), before: None, after: Some(1) };
        let step = desk.step(vec![edit]);
        let before = desk.session.clone();
        step.apply(&mut desk.session).expect("it fits");
        assert_eq!(desk.session.decisions.open_seats.get("vp"), Some(&1));
        step.inverse().expect("it can be taken back").apply(&mut desk.session).expect("it fits");
        assert_eq!(desk.session, before);
        let unknown = desk.step(vec![Edit::SetOpenSeats { level: "king".into(), before: None, after: Some(1) }]);
        assert!(unknown.apply(&mut desk.session).is_err());
    }
}
