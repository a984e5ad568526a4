//! The previous cycle: what an earlier session's file says of the people of this one. They are matched by their ids; who
//! has the same name only is asked about, as two people can share one and one person can change theirs.

use std::collections::BTreeSet;

use crate::insight::{Index, PersonReading, Subject};
use crate::model::{Outcome, Period, Person, PersonId, Place, PreviousCycle, PreviousPerson, Session};

/// An earlier session beside this one.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviousDraft {
    /// Its title.
    pub title: String,
    /// Its review period.
    pub period: Period,
    /// Its people, by name.
    pub people: Vec<Earlier>,
}

/// Somebody of the earlier session.
#[derive(Clone, Debug, PartialEq)]
pub struct Earlier {
    /// As they were called then.
    pub name: String,
    /// Where they were placed then.
    pub place: Place,
    /// Who they are now.
    pub now: Match,
    summary: PreviousPerson,
}

/// Who somebody of an earlier session is in this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// The same id, employee id or e-mail.
    Certain(PersonId),
    /// The same name: to be asked.
    ByName(PersonId),
    /// Nobody, or several people of that name.
    Nobody,
}

impl PreviousDraft {
    /// Lays an earlier session beside this one.
    ///
    /// # Errors
    /// Why it can't be the previous cycle, in a sentence.
    pub fn new(now: &Session, earlier: &Session) -> Result<Self, String> {
        if earlier.id == now.id {
            return Err("This is the session that is open; choose the file of the last one.".into());
        }
        if earlier.about.period.to >= now.about.period.to {
            return Err(format!(
                "“{}” ends on {}, which is not before this session’s period; choose the file of the last one.",
                earlier.about.title, earlier.about.period.to
            ));
        }
        let index = Index::new(earlier);
        let mut people: Vec<Earlier> =
            earlier.people.iter().filter_map(|person| self::earlier(now, earlier, &index, person)).collect();
        people.sort_by(|a, b| a.name.cmp(&b.name));
        once_each(&mut people);
        Ok(Self { title: earlier.about.title.clone(), period: earlier.about.period.clone(), people })
    }

    /// How many are matched for certain.
    pub fn certain(&self) -> usize {
        self.people.iter().filter(|one| matches!(one.now, Match::Certain(_))).count()
    }

    /// The summary to take in: those matched for certain, and those of the same name who were said to be the same.
    pub fn cycle(&self, same: &BTreeSet<PersonId>) -> PreviousCycle {
        let people = self.people.iter().filter_map(|one| match &one.now {
            Match::Certain(person) => Some((person, one)),
            Match::ByName(person) if same.contains(person) => Some((person, one)),
            _ => None,
        });
        let mut people: Vec<PreviousPerson> =
            people.map(|(person, one)| PreviousPerson { person: person.clone(), ..one.summary.clone() }).collect();
        people.sort_by(|a, b| a.person.cmp(&b.person));
        PreviousCycle { title: self.title.clone(), period: self.period.clone(), people }
    }
}

fn earlier(now: &Session, then: &Session, index: &Index, person: &Person) -> Option<Earlier> {
    let subject = Subject::new(then, index, &person.id)?;
    let reading = PersonReading::of(&subject, subject.effective());
    let first = (person.id.clone(), crate::model::SkillId::new(""));
    let agreed = then.decisions.agreed.range(first..).take_while(|((id, _), _)| *id == person.id);
    let scores = agreed.filter_map(|((_, skill), agreed)| {
        let score = match agreed.outcome {
            Outcome::Score(score) => f64::from(score),
            Outcome::AsRated(mean) => mean,
            Outcome::NoAgreement => return None,
        };
        now.rubric.skill(skill).map(|skill| (skill.id.clone(), score))
    });
    let tiers = reading.tiers.iter().filter(|tier| tier.carried_from.is_none());
    let tiers = tiers.filter_map(|tier| Some((now.rubric.tier(&tier.tier)?.id.clone(), tier.score?)));
    let place = then.decisions.placements.get(&person.id).map(|placement| placement.place).unwrap_or_default();
    let summary = PreviousPerson {
        person: person.id.clone(),
        level: person.level.clone().filter(|level| now.rubric.level(level).is_some()),
        scores: scores.collect(),
        tiers: tiers.collect(),
        place,
    };
    Some(Earlier { name: person.name.clone(), place, now: matched(now, person), summary })
}

fn matched(now: &Session, then: &Person) -> Match {
    let same = |a: &str, b: &str| !a.trim().is_empty() && a.trim().eq_ignore_ascii_case(b.trim());
    if now.people.contains(&then.id) {
        return Match::Certain(then.id.clone());
    }
    let by_id = |person: &&std::sync::Arc<Person>| {
        same(&person.employee_id, &then.employee_id) || same(&person.email, &then.email)
    };
    if let Some(person) = now.people.iter().find(by_id) {
        return Match::Certain(person.id.clone());
    }
    let folded = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut named = now.people.iter().filter(|person| folded(&person.name) == folded(&then.name));
    match (named.next(), named.next()) {
        (Some(person), None) => Match::ByName(person.id.clone()),
        _ => Match::Nobody,
    }
}

/// Two people of then can't be one of now: who is matched for certain goes first, and of two of one name nobody is.
fn once_each(people: &mut [Earlier]) {
    let mut certain = BTreeSet::new();
    for one in people.iter_mut() {
        if let Match::Certain(person) = &one.now
            && !certain.insert(person.clone())
        {
            one.now = Match::Nobody;
        }
    }
    let mut seen = BTreeSet::new();
    let mut twice = BTreeSet::new();
    for one in people.iter() {
        if let Match::ByName(person) = &one.now
            && !seen.insert(person.clone())
        {
            twice.insert(person.clone());
        }
    }
    for one in people {
        if let Match::ByName(person) = &one.now
            && (certain.contains(person) || twice.contains(person))
        {
            one.now = Match::Nobody;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::model::{Agreed, PersonId, SessionId};
    use crate::testing;

    /// An earlier session of the same people under other ids; person 1 keeps their employee id, person 2 their name.
    fn earlier() -> Session {
        let mut then = testing::rated_session(3, 2, 4);
        then.id = SessionId::new("earlier");
        let about = Arc::make_mut(&mut then.about);
        about.title = "H1".into();
        about.period = Period { name: "H1".into(), from: date(2025, 1, 1), to: date(2025, 6, 30) };
        let renamed = then.people.iter().enumerate().map(|(at, person)| {
            let mut person = (**person).clone();
            person.id = PersonId::new(format!("old{at}"));
            person.employee_id = if at == 0 { "E1".into() } else { String::new() };
            person.email = String::new();
            person.name = if at == 2 { "Somebody Else".into() } else { person.name };
            person
        });
        then.people = Arc::new(crate::model::People::new(renamed.collect::<Vec<_>>()));
        let skill = then.rubric.skills[0].id.clone();
        let agreed = Agreed { outcome: Outcome::Score(4), reason: String::new() };
        Arc::make_mut(&mut then.decisions).agreed.insert(("old0".into(), skill), agreed);
        then
    }

    fn now() -> Session {
        let mut now = testing::rated_session(3, 2, 4);
        let mut people: Vec<Person> = now.people.iter().map(|person| (**person).clone()).collect();
        people.iter_mut().for_each(|person| person.email = String::new());
        people[0].employee_id = "e1".into();
        people[0].name = "Married Name".into();
        now.people = Arc::new(crate::model::People::new(people));
        now
    }

    #[test]
    fn people_are_matched_by_id_and_asked_about_by_name() {
        let (now, then) = (now(), earlier());
        let draft = PreviousDraft::new(&now, &then).expect("it is earlier");
        let ids: Vec<PersonId> = now.people.iter().map(|person| person.id.clone()).collect();
        let of =
            |id: &str| draft.people.iter().find(|one| one.summary.person == PersonId::from(id)).map(|one| &one.now);
        assert_eq!(of("old0"), Some(&Match::Certain(ids[0].clone())));
        assert_eq!(of("old1"), Some(&Match::ByName(ids[1].clone())));
        assert_eq!(of("old2"), Some(&Match::Nobody));
        assert_eq!(draft.certain(), 1);
        assert_eq!(draft.cycle(&BTreeSet::new()).people.len(), 1);
        let cycle = draft.cycle(&BTreeSet::from([ids[1].clone()]));
        assert_eq!(cycle.people.iter().map(|one| one.person.clone()).collect::<Vec<_>>(), ids[..2]);
        assert_eq!(cycle.people[0].scores.values().copied().collect::<Vec<_>>(), [4.0]);
    }

    #[test]
    fn neither_this_session_nor_a_later_one_is_the_previous_cycle() {
        let now = now();
        assert!(PreviousDraft::new(&now, &now).expect_err("it is this one").contains("session that is open"));
        let mut then = earlier();
        Arc::make_mut(&mut then.about).period.to = date(2030, 1, 1);
        assert!(PreviousDraft::new(&now, &then).expect_err("it is later").contains("not before"));
    }
}
