//! What is still open before a session is closed: contested skills without a decision, reasons that are owed, people
//! without a placement, people who are parked. Closing with open questions is allowed; they are listed first, so that
//! nobody closes without knowing.

use crate::model::{PersonId, Place, Session, SkillId, day_words};

use super::agreement::placement_lacks;
use super::effective::Subject;
use super::index::Index;
use super::points::{capital, count, list};

/// Something that is still open about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    /// About whom.
    pub person: PersonId,
    /// What kind of question.
    pub kind: QuestionKind,
    /// The skill, where it is about one.
    pub skill: Option<SkillId>,
    /// What is open, in a sentence.
    pub sentence: String,
}

/// What kind of question is open, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionKind {
    /// A contested skill decides a gate, and the panel has settled nothing.
    Contested,
    /// A reason is owed.
    ReasonOwed,
    /// To be taken up again.
    Parked,
    /// No placement yet.
    Undecided,
}

impl QuestionKind {
    /// All, in their order.
    pub const ALL: [QuestionKind; 4] = [Self::Contested, Self::ReasonOwed, Self::Parked, Self::Undecided];

    /// The words for several of them.
    pub fn words(self) -> &'static str {
        match self {
            Self::Contested => "Contested without a decision",
            Self::ReasonOwed => "Reasons owed",
            Self::Parked => "Parked",
            Self::Undecided => "Not placed yet",
        }
    }
}

/// All that is open, by kind, then by the person's name.
pub fn open_questions(session: &Session, index: &Index) -> Vec<OpenQuestion> {
    let mut open = Vec::new();
    for person in session.people.iter() {
        if let Some(subject) = Subject::new(session, index, &person.id) {
            about(&subject, &mut open);
        }
    }
    open.sort_by_cached_key(|question| (question.kind, session.name(&question.person), question.person.clone()));
    open
}

fn about(subject: &Subject, open: &mut Vec<OpenQuestion>) {
    let rubric = &subject.session.rubric;
    let person = &subject.person.id;
    let name = |skill: &SkillId| rubric.skill(skill).map_or_else(|| skill.to_string(), |skill| skill.name.clone());
    let mut ask = |kind, skill: Option<SkillId>, sentence: String| {
        open.push(OpenQuestion { person: person.clone(), kind, skill, sentence });
    };
    let spreads = subject.spreads();
    let unsettled =
        spreads.iter().filter(|spread| spread.contested && spread.decides && subject.agreed(&spread.skill).is_none());
    if subject.session.is_revealed(person) {
        for spread in unsettled {
            let sentence = format!("{}: {} to {}, and nothing settled.", name(&spread.skill), spread.low, spread.high);
            ask(QuestionKind::Contested, Some(spread.skill.clone()), sentence);
        }
    } else {
        // Which skills, and by how much, opens with the reveal.
        let contested = unsettled.count();
        if contested > 0 {
            let skills = capital(&count(contested, "skill that decides is", "skills that decide are"));
            ask(QuestionKind::Contested, None, format!("{skills} contested, and the marks are not revealed yet."));
        }
    }
    for (skill, owed) in subject.reasons_missing() {
        let why: Vec<String> = owed.iter().map(|owed| owed.words().to_owned()).collect();
        let sentence = format!("{}: a reason is owed; {}.", name(&skill), list(&why));
        ask(QuestionKind::ReasonOwed, Some(skill), sentence);
    }
    let Some(placement) = subject.session.decisions.placements.get(person) else {
        return ask(QuestionKind::Undecided, None, "No placement yet.".into());
    };
    let lacks: Vec<String> = placement_lacks(placement).into_iter().map(str::to_owned).collect();
    match placement.place {
        Place::Undecided => ask(QuestionKind::Undecided, None, "No placement yet.".into()),
        Place::Parked if lacks.is_empty() => {
            let until = placement.until.map_or_else(String::new, |until| format!(" until {}", day_words(until)));
            ask(QuestionKind::Parked, None, format!("Parked with {}{until}: {}", placement.owner, placement.reason));
        }
        Place::Parked => ask(QuestionKind::Parked, None, format!("Parked without {}.", list(&lacks))),
        place if !lacks.is_empty() => {
            let sentence = format!("Placed as “{}” without {}.", place.words(), list(&lacks));
            ask(QuestionKind::ReasonOwed, None, sentence);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Edit;
    use crate::insight::kit::Desk;
    use crate::model::{Outcome, Placement};

    fn questions(desk: &Desk) -> Vec<(QuestionKind, String)> {
        let open = open_questions(&desk.session, &Index::new(&desk.session));
        open.into_iter().map(|question| (question.kind, question.sentence)).collect()
    }

    fn place(desk: &mut Desk, place: Place, reason: &str) {
        let before = desk.session.decisions.placements.get(&PersonId::from("kim")).cloned().map(Box::new);
        let placement = Placement { place, reason: reason.into(), ..Placement::default() };
        desk.edit(vec![Edit::SetPlacement { person: "kim".into(), before, after: Some(Box::new(placement)) }]);
    }

    #[test]
    fn what_is_contested_owed_parked_or_undecided_is_open() {
        let mut desk = Desk::new(&["ann", "bea"]);
        desk.person("kim", "pm", "senior-pm");
        for rater in ["ann", "bea"] {
            desk.rate_tier(rater, "kim", "market", &[4, 4, 4, 4, 4]);
            desk.rate_tier(rater, "kim", "people", &[3, 3, 3, 3, 3]);
        }
        assert_eq!(questions(&desk), [(QuestionKind::Undecided, "No placement yet.".into())]);
        desk.rate("ann", "kim", "wins-in-market", 1);
        let sealed = "One skill that decides is contested, and the marks are not revealed yet.".to_owned();
        assert_eq!(questions(&desk)[0], (QuestionKind::Contested, sealed));
        desk.edit(vec![Edit::Reveal { person: "kim".into() }]);
        let contested = (QuestionKind::Contested, "Wins in market: 1 to 4, and nothing settled.".to_owned());
        assert_eq!(questions(&desk)[0], contested);
        desk.agree("kim", "wins-in-market", Outcome::Score(4));
        place(&mut desk, Place::Nearly, "");
        let owed = "Placed as “Nearly” without a reason.".to_owned();
        assert_eq!(questions(&desk), [(QuestionKind::ReasonOwed, owed)]);
        place(&mut desk, Place::Parked, "Ann is away.");
        assert_eq!(questions(&desk), [(QuestionKind::Parked, "Parked without an owner and a date.".into())]);
        place(&mut desk, Place::Growing, "");
        assert_eq!(questions(&desk), []);
    }
}
