//! Pseudonyms for redacted exports: "Person 7K3F" and "Rater 2MX". They are made from the session's salt and the
//! opaque ids, so that two exports of one session can be laid side by side, and nobody without the session can tell who
//! is meant.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::model::{PersonId, RaterId, Session};

/// No vowels, so that no word comes out, and nothing that is easily taken for something else.
const LETTERS: &[u8; 27] = b"23456789BCDFGHJKMNPQRSTVWXZ";
/// Letters that a digest gives; far more than any two people have in common.
const LONGEST: usize = 24;
const SHORTEST_OF_PEOPLE: usize = 4;
const SHORTEST_OF_RATERS: usize = 3;

/// The pseudonyms of everybody in a session.
pub struct Pseudonyms {
    people: BTreeMap<PersonId, String>,
    raters: BTreeMap<RaterId, String>,
}

impl Pseudonyms {
    /// Makes them. They stay the same from export to export; only where two people's would be the same do both grow by
    /// a letter.
    pub fn of(session: &Session) -> Self {
        let salt = &session.about.salt;
        let people = session.people.iter().map(|person| person.id.clone());
        let raters = session.panel.iter().map(|rater| rater.id.clone());
        Self {
            people: unlike(people.map(|id| (letters(salt, "person", id.as_str()), id)), "Person", SHORTEST_OF_PEOPLE),
            raters: unlike(raters.map(|id| (letters(salt, "rater", id.as_str()), id)), "Rater", SHORTEST_OF_RATERS),
        }
    }

    /// The pseudonym of a person of the session.
    pub fn person(&self, id: &PersonId) -> Option<&str> {
        self.people.get(id).map(String::as_str)
    }

    /// The pseudonym of somebody on the panel.
    pub fn rater(&self, id: &RaterId) -> Option<&str> {
        self.raters.get(id).map(String::as_str)
    }
}

/// Gives each id as many letters as tell it from its neighbours in the alphabet.
fn unlike<Id: Ord>(coded: impl Iterator<Item = (String, Id)>, word: &str, shortest: usize) -> BTreeMap<Id, String> {
    let mut coded: Vec<_> = coded.collect();
    coded.sort();
    let shared: Vec<usize> = coded.windows(2).map(|pair| in_common(&pair[0].0, &pair[1].0)).collect();
    let needed = |place: usize| {
        let before = place.checked_sub(1).map_or(0, |before| shared[before]);
        let after = shared.get(place).copied().unwrap_or(0);
        (before.max(after) + 1).clamp(shortest, LONGEST)
    };
    let lengths: Vec<usize> = (0..coded.len()).map(needed).collect();
    coded.into_iter().zip(lengths).map(|((code, id), length)| (id, format!("{word} {}", &code[..length]))).collect()
}

fn in_common(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}

fn letters(salt: &str, kind: &str, id: &str) -> String {
    let mut digest = Sha256::new();
    for part in [salt, kind, id] {
        // Lengths keep "ab" + "c" apart from "a" + "bc".
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    let digest = digest.finalize();
    digest.iter().take(LONGEST).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}

#[cfg(test)]
mod tests {
    use crate::exchange::ratings::fixture;
    use crate::model::{People, Person};

    use super::*;

    #[test]
    fn pseudonyms_stay_and_depend_on_the_salt() {
        let session = fixture::session();
        let (first, again) = (Pseudonyms::of(&session), Pseudonyms::of(&session));
        let ana = fixture::person(1);
        assert_eq!(first.person(&ana), again.person(&ana));
        assert!(first.person(&ana).is_some_and(|text| text.starts_with("Person ") && text.len() == 11));
        let mut other = session.clone();
        std::sync::Arc::make_mut(&mut other.about).salt = "another".into();
        assert_ne!(first.person(&ana), Pseudonyms::of(&other).person(&ana));
    }

    #[test]
    fn ten_thousand_people_are_told_apart() {
        let mut session = fixture::session();
        let people = (0..10_000).map(|at| Person::named(format!("p{at}").as_str().into(), "X"));
        session.people = std::sync::Arc::new(People::new(people));
        let pseudonyms = Pseudonyms::of(&session);
        let unlike: std::collections::BTreeSet<&String> = pseudonyms.people.values().collect();
        assert_eq!(unlike.len(), 10_000);
        assert!(unlike.iter().all(|text| text.len() <= "Person ".len() + 9));
    }
}
