//! Who is linked to whom through the people whom they scored, in the session's ids.

use crate::model::{PersonId, RaterId, Session};
use crate::raters::{self, RatingTable};

/// Who is linked to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// The groups of raters that share nobody, the largest first; one where all can be compared.
    pub groups: Vec<Vec<RaterId>>,
    /// Raters without whom somebody would be linked to nobody else.
    pub weak_raters: Vec<RaterId>,
    /// People without whom it would be so.
    pub weak_people: Vec<PersonId>,
    /// The rater who shares fewest people with others, and how many; none where nobody shares any.
    pub weakest: Option<(RaterId, usize)>,
    /// Those who rate and have not scored anybody, by name.
    pub idle: Vec<RaterId>,
    /// People scored by two raters or more.
    pub people_rated_twice: usize,
}

impl Linked {
    pub(super) fn new(session: &Session, table: &RatingTable, linkage: &raters::Linkage) -> Self {
        let rater = |place: usize| RaterId::new(&table.raters()[place]);
        let name = |id: &RaterId| session.rater_name(id);
        let mut groups: Vec<Vec<RaterId>> =
            linkage.groups.iter().map(|group| group.iter().map(|place| rater(*place)).collect()).collect();
        groups.iter_mut().for_each(|group: &mut Vec<RaterId>| group.sort_by_key(name));
        let mut linked = Self { groups, people_rated_twice: linkage.people_rated_twice, ..Self::default() };
        for weak in &linkage.weak {
            match weak {
                raters::Linked::Rater(place) => linked.weak_raters.push(rater(*place)),
                raters::Linked::Person(place) => linked.weak_people.push(PersonId::new(&table.people()[*place])),
            }
        }
        linked.weak_raters.sort_by_key(name);
        linked.weak_people.sort_by_key(|person| session.name(person));
        let shared = linkage.shared_people.iter().enumerate();
        let weakest = shared.min_by_key(|(place, shared)| (**shared, name(&rater(*place))));
        linked.weakest = weakest.filter(|_| table.raters().len() > 1).map(|(place, shared)| (rater(place), *shared));
        let idle = session.raters().into_iter().filter(|rater| table.rater(rater.id.as_str()).is_none());
        linked.idle = idle.map(|rater| rater.id.clone()).collect();
        linked
    }
}
