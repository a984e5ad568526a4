//! Who is asked to rate whom, counted: how many raters each person has, how much each rater has to do, and whether the
//! raters hang together. Raters who share nobody, not even by way of others, can't be compared: nothing says which of
//! them is the stricter. All of it is known before anybody has rated, so that it can be put right in time.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Person, Rater, RaterId, Session};

/// How many raters a person should have.
pub const RATERS_A_PERSON: usize = 3;

/// Who is asked to rate whom, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many rate each person, in the order of [`Session::people`]; those set aside are left out.
    counts: Vec<usize>,
    /// How many people each rater is asked to rate, those whom they are set aside for left out.
    load: BTreeMap<RaterId, usize>,
    /// How the raters hang together.
    pub linkage: Linkage,
}

/// How raters hang together through the people whom they share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linkage {
    /// Groups of raters who share people with each other and nobody with the other groups; by name.
    pub groups: Vec<Vec<RaterId>>,
    /// Raters who are asked to rate nobody, by name.
    pub idle: Vec<RaterId>,
    /// The rater who shares fewest people with others, and how many; the first by name of several.
    pub weakest: Option<(RaterId, usize)>,
}

impl Coverage {
    /// Counts who is asked to rate whom.
    pub fn of(session: &Session) -> Self {
        let raters = session.raters();
        let mut raters_of: Vec<Vec<usize>> = vec![Vec::new(); session.people.len()];
        for (number, rater) in raters.iter().enumerate() {
            for person in rater.rated_people.iter().filter(|person| !session.is_recused(&rater.id, person)) {
                if let Some(place) = session.people.place(person) {
                    raters_of[place].push(number);
                }
            }
        }
        let mut load = vec![0; raters.len()];
        raters_of.iter().flatten().for_each(|rater| load[*rater] += 1);
        Self {
            counts: raters_of.iter().map(Vec::len).collect(),
            linkage: Linkage::of(&raters, &raters_of, &load),
            load: raters.iter().map(|rater| rater.id.clone()).zip(load).collect(),
        }
    }

    /// How many rate the person at a place of [`Session::people`].
    pub fn raters_of(&self, place: usize) -> usize {
        self.counts.get(place).copied().unwrap_or(0)
    }

    /// How many people a rater is asked to rate.
    pub fn load(&self, rater: &RaterId) -> usize {
        self.load.get(rater).copied().unwrap_or(0)
    }

    /// How many people have as many raters as is advised.
    pub fn covered(&self) -> usize {
        self.counts.iter().filter(|count| **count >= RATERS_A_PERSON).count()
    }
}

impl Linkage {
    fn of(raters: &[&Arc<Rater>], raters_of: &[Vec<usize>], load: &[usize]) -> Self {
        let mut group: Vec<usize> = (0..raters.len()).collect();
        let mut shared = vec![0; raters.len()];
        for of_person in raters_of.iter().filter(|of_person| of_person.len() > 1) {
            let first = root(&group, of_person[0]);
            for rater in of_person {
                shared[*rater] += 1;
                let other = root(&group, *rater);
                group[other] = first;
            }
        }
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for rater in (0..raters.len()).filter(|rater| load[*rater] > 0) {
            groups.entry(root(&group, rater)).or_default().push(rater);
        }
        let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
        groups.sort();
        let id = |rater: usize| raters[rater].id.clone();
        let weakest = groups.iter().flatten().copied().min_by_key(|rater| (shared[*rater], *rater));
        Self {
            idle: (0..raters.len()).filter(|rater| load[*rater] == 0).map(id).collect(),
            weakest: weakest.filter(|_| raters.len() > 1).map(|rater| (id(rater), shared[rater])),
            groups: groups.into_iter().map(|group| group.into_iter().map(id).collect()).collect(),
        }
    }

    /// Whether everybody's scores can be compared.
    pub fn is_whole(&self) -> bool {
        self.groups.len() < 2
    }

    /// The same in plain sentences.
    pub fn sentences(&self, session: &Session) -> Vec<String> {
        let names = |raters: &[RaterId]| listed(raters.iter().map(|rater| session.rater_name(rater)).collect());
        let mut sentences = Vec::new();
        match self.groups.as_slice() {
            [] => {}
            [_] => sentences.extend(self.whole_sentence(session)),
            [one, other] => {
                let verb = if one.len() == 1 { "shares" } else { "share" };
                sentences.push(format!(
                    "{} {verb} nobody with {}: their scores can’t be compared.",
                    names(one),
                    names(other)
                ));
            }
            groups => {
                let parts: Vec<String> = groups.iter().map(|group| names(group)).collect();
                sentences.push(format!(
                    "The raters fall into {} groups that share nobody, so scores can’t be compared between them: {}.",
                    groups.len(),
                    parts.join("; ")
                ));
            }
        }
        if !self.idle.is_empty() {
            let verb = if self.idle.len() == 1 { "is" } else { "are" };
            sentences.push(format!("{} {verb} asked to rate nobody.", names(&self.idle)));
        }
        sentences
    }

    fn whole_sentence(&self, session: &Session) -> Option<String> {
        let (weakest, shared) = self.weakest.as_ref()?;
        let raters = self.groups.first().map_or(0, Vec::len);
        if raters < 2 {
            return None;
        }
        let people = if *shared == 1 { "1 shared person".to_owned() } else { format!("{shared} shared people") };
        let all = if raters == 2 { "Both".to_owned() } else { format!("All {raters}") };
        let name = session.rater_name(weakest);
        Some(format!("{all} raters are linked through shared people. The weakest link is {name}: {people}."))
    }
}

/// The rater who stands for a group.
fn root(group: &[usize], mut rater: usize) -> usize {
    while group[rater] != rater {
        rater = group[rater];
    }
    rater
}

/// Names as one reads them out: "Dana", "Dana and Ravi", "Dana, Ravi and Ines", and from six on "… and 4 others".
pub fn listed(mut names: Vec<String>) -> String {
    if names.len() > 6 {
        let others = names.len() - 5;
        names.truncate(5);
        return format!("{} and {others} others", names.join(", "));
    }
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}

/// Whether a rater would judge somebody at or above their own level. Not where one of the two has no level.
pub fn judges_upwards(session: &Session, rater: &Rater, person: &Person) -> bool {
    let rank = |level: &Option<_>| level.as_ref().and_then(|level| session.rubric.rank(level));
    matches!((rank(&rater.level), rank(&person.level)), (Some(rater), Some(person)) if person >= rater)
}
