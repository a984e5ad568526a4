//! Whether a text names somebody. What was typed in the meeting or written as evidence may hold a name; the projector
//! shows such a text to nobody. A nickname or an initial can't be known: what is typed there is for the facilitator to
//! keep free of them, and the guide says so.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{Manager, Panel, People, PersonId, Session};

/// Names that are common words too: these are names only where they begin with a capital.
const WORDS: [&str; 22] = [
    "art", "best", "bill", "cook", "field", "frank", "grace", "hill", "hope", "king", "long", "mark", "may", "page",
    "park", "price", "rich", "rose", "short", "stone", "will", "young",
];

/// The words of all names in a session, kept until roster or panel change.
#[derive(Clone, Debug, Default)]
pub struct Names {
    people: Arc<People>,
    panel: Arc<Panel>,
    /// Of raters, of others on the panel, and of managers outside the session.
    of_panel: BTreeSet<String>,
    of_people: BTreeSet<String>,
    /// Names in scripts that don't part words, which are looked for anywhere.
    unparted: BTreeSet<String>,
}

impl Names {
    /// The names of a session.
    pub fn new(session: &Session) -> Self {
        let mut names = Self { people: session.people.clone(), panel: session.panel.clone(), ..Self::default() };
        for rater in session.panel.iter() {
            note(&rater.name, &mut names.of_panel, &mut names.unparted);
        }
        for person in session.people.iter() {
            note(&person.name, &mut names.of_people, &mut names.unparted);
            if let Manager::Outside(manager) = &person.manager {
                note(manager, &mut names.of_panel, &mut names.unparted);
            }
        }
        names
    }

    /// Whether they are still those of the session.
    pub fn are_of(&self, session: &Session) -> bool {
        Arc::ptr_eq(&self.people, &session.people) && Arc::ptr_eq(&self.panel, &session.panel)
    }

    /// Whether a text names somebody on the panel, or another person than the one it is about.
    pub fn are_in(&self, text: &str, about: &PersonId) -> bool {
        let (mut own, mut own_unparted) = (BTreeSet::new(), BTreeSet::new());
        if let Some(person) = self.people.get(about) {
            note(&person.name, &mut own, &mut own_unparted);
        }
        if self.unparted.iter().any(|name| !own_unparted.contains(name) && text.contains(name.as_str())) {
            return true;
        }
        parts(text).any(|word| {
            let small = word.to_lowercase();
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            let known = self.of_panel.contains(&small) || self.of_people.contains(&small) && !own.contains(&small);
            let weak = WORDS.contains(&small.as_str()) || small.chars().count() < 3;
            known && (capital || !weak)
        })
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Notes the words of a name. What is written small in it ("von", "de la") is no name by itself.
fn note(name: &str, words: &mut BTreeSet<String>, unparted: &mut BTreeSet<String>) {
    let has_case = |word: &str| word.chars().any(|letter| letter.is_lowercase() || letter.is_uppercase());
    let all_small = !name.chars().any(char::is_uppercase);
    for word in parts(name) {
        if !has_case(word) {
            // A script without capitals; most of them do not part words either.
            unparted.insert(word.to_owned());
        } else if all_small || word.chars().next().is_some_and(char::is_uppercase) {
            words.insert(word.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Person, Rater};
    use crate::testing;

    fn names() -> Names {
        let mut session = testing::session(0, 0, 2);
        let person = |id: &str, name: &str| Person::named(id.into(), name);
        let mut kim = person("kim", "Kim Young");
        kim.manager = Manager::Outside("Lena Vogt".into());
        session.people = Arc::new(People::new([kim, person("may", "May Al-Sayed"), person("yama", "山田 太郎")]));
        let rater = |id: &str, name: &str| Rater::named(id.into(), name);
        session.panel = Arc::new(Panel::new([
            rater("dana", "Dana Whitfield"),
            rater("jan", "Jan von der Heide"),
            rater("bo", "Bo Ek"),
        ]));
        Names::new(&session)
    }

    #[test]
    fn every_name_but_the_persons_own_is_found() {
        let names = names();
        let named = |text: &str| names.are_in(text, &"kim".into());
        for text in [
            "Dana heard it from sales.",
            "As dana's example shows",
            "Whitfield: no",
            "May did better",
            "with Al-Sayed",
            "Vogt disagrees",
            "Bo saw it",
            "heide was there",
            "山田さんより良い",
        ] {
            assert!(named(text), "{text}");
        }
        for text in ["Kim moved sales.", "Young product, but it may win", "von der Idee her", "nobody; bob", "ok", ""] {
            assert!(!named(text), "{text}");
        }
        assert!(names.are_in("Kim", &"may".into()), "to somebody else Kim is another person");
    }
}
