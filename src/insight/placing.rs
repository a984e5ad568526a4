//! What the ratings suggest for a placement, where a decision departs from it, and what a placement owes. The program
//! suggests and never decides: nothing here places anybody.

use crate::model::{LevelId, Place, Placement, Rubric};

use super::status::Status;

/// What a placement still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owed {
    /// Why; every placement but growing in level owes it.
    Reason,
    /// Who takes somebody parked up again.
    Owner,
    /// Until when somebody is parked.
    Until,
    /// Who sees to the next step.
    StepOwner,
    /// By when the next step is done.
    StepDate,
}

/// The place that the ratings suggest; none where they are too few, or it is too early, to suggest any.
pub fn suggested(status: Status) -> Option<Place> {
    match status {
        Status::Ready => Some(Place::Recommend),
        Status::Nearly => Some(Place::Nearly),
        Status::Building | Status::NotYet | Status::HoldsLevelWell | Status::LevelNotYetEvidenced => {
            Some(Place::Growing)
        }
        Status::NotEnoughSeen | Status::TooEarly => None,
    }
}

/// Whether a decision departs from what the ratings read. Undecided and parked are no answer yet, and depart from
/// nothing; recommending somebody of whom too little is known does.
pub fn departs(status: Status, place: Place) -> bool {
    match place {
        Place::Undecided | Place::Parked => false,
        Place::Growing => matches!(status, Status::Ready | Status::Nearly),
        Place::Nearly | Place::Recommend => suggested(status) != Some(place),
    }
}

/// What the ratings read, as it stands beside a card: "ratings read nearly".
pub fn ratings_read(status: Status) -> &'static str {
    match status {
        Status::Ready => "ratings read ready",
        Status::Nearly => "ratings read nearly",
        Status::Building => "ratings read building",
        Status::NotYet => "ratings read not yet",
        Status::HoldsLevelWell => "ratings read holds level",
        Status::LevelNotYetEvidenced => "ratings read level in doubt",
        Status::NotEnoughSeen => "ratings read not enough seen",
        Status::TooEarly => "ratings read too early",
    }
}

/// Whether a place owes a reason.
pub fn owes_reason(place: Place) -> bool {
    !matches!(place, Place::Undecided | Place::Growing)
}

/// What a placement still lacks, in the order in which it is asked.
pub fn owed(placement: &Placement) -> Vec<Owed> {
    let is_blank = |text: &str| text.trim().is_empty();
    let parked = placement.place == Place::Parked;
    let step = placement.next_step.as_ref();
    let lacks = [
        (Owed::Reason, owes_reason(placement.place) && is_blank(&placement.reason)),
        (Owed::Owner, parked && is_blank(&placement.owner)),
        (Owed::Until, parked && placement.until.is_none()),
        (Owed::StepOwner, step.is_some_and(|step| is_blank(&step.owner))),
        (Owed::StepDate, step.is_some_and(|step| step.by.is_none())),
    ];
    lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(owed, _)| owed).collect()
}

/// A place in words, with the level that somebody is recommended for: "Recommend for VP".
pub fn place_words(rubric: &Rubric, place: Place, target: Option<&LevelId>) -> String {
    match (place, target.and_then(|target| rubric.level(target))) {
        (Place::Recommend, Some(level)) => format!("Recommend for {}", level.name),
        _ => place.words().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::NextStep;

    fn placement(place: Place) -> Placement {
        Placement { place, ..Placement::default() }
    }

    #[test]
    fn a_decision_departs_where_the_ratings_read_something_else() {
        assert!(departs(Status::Nearly, Place::Recommend));
        assert!(departs(Status::TooEarly, Place::Recommend));
        assert!(departs(Status::Ready, Place::Growing));
        assert!(departs(Status::HoldsLevelWell, Place::Nearly));
        assert!(!departs(Status::Ready, Place::Recommend));
        assert!(!departs(Status::Building, Place::Growing));
        assert!(!departs(Status::LevelNotYetEvidenced, Place::Growing));
        for status in [Status::Ready, Status::NotYet, Status::NotEnoughSeen] {
            assert!(!departs(status, Place::Undecided) && !departs(status, Place::Parked));
        }
    }

    #[test]
    fn only_growing_in_level_owes_no_reason_and_parked_owes_owner_and_day() {
        assert_eq!(owed(&placement(Place::Growing)), []);
        assert_eq!(owed(&placement(Place::Nearly)), [Owed::Reason]);
        assert_eq!(owed(&placement(Place::Recommend)), [Owed::Reason]);
        assert_eq!(owed(&placement(Place::Parked)), [Owed::Reason, Owed::Owner, Owed::Until]);
        let parked = Placement {
            reason: "Manager away.".into(),
            owner: "Dana".into(),
            until: Some(date(2027, 1, 15)),
            ..placement(Place::Parked)
        };
        assert_eq!(owed(&parked), []);
        assert_eq!(owed(&Placement { reason: "  ".into(), ..parked }), [Owed::Reason]);
    }

    #[test]
    fn a_next_step_owes_who_and_by_when() {
        let step = |owner: &str, by| Some(NextStep { text: "Lead the review.".into(), owner: owner.into(), by });
        let with = |next_step| owed(&Placement { next_step, ..placement(Place::Growing) });
        assert_eq!(with(step("", None)), [Owed::StepOwner, Owed::StepDate]);
        assert_eq!(with(step("Dana", Some(date(2027, 3, 31)))), []);
    }

    #[test]
    fn nobody_of_whom_too_little_is_known_is_suggested_for_anything() {
        assert_eq!(suggested(Status::NotEnoughSeen), None);
        assert_eq!(suggested(Status::TooEarly), None);
        assert_eq!(suggested(Status::Ready), Some(Place::Recommend));
    }
}
