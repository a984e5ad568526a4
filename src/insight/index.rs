//! What is looked up again and again while people are read: what the levels ask, whose evidence is whose, and where
//! somebody stands in the previous cycle. Kept up to date by what a step touched, so that reading one person costs the
//! same whether there are sixty or ten thousand.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::Touched;
use crate::model::{Evidence, EvidenceId, PersonId, PreviousPerson, Session};

use super::demand::Demands;

/// Look-ups over one session.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(super) demands: Demands,
    /// The columns of each tier that have neither retired nor are depth skills, bottom to top.
    pub(super) tier_columns: Vec<Vec<usize>>,
    evidence: BTreeMap<PersonId, BTreeSet<EvidenceId>>,
    about: BTreeMap<EvidenceId, PersonId>,
    previous: BTreeMap<PersonId, usize>,
}

impl Index {
    /// The look-ups of a session.
    pub fn new(session: &Session) -> Self {
        let rubric = &session.rubric;
        let columns_of = |tier: &_| {
            let skills = rubric.skills.iter().enumerate();
            skills
                .filter(|(_, skill)| skill.tier == *tier && !skill.retired && !skill.depth)
                .map(|(at, _)| at)
                .collect()
        };
        let mut index = Self {
            demands: Demands::new(rubric),
            tier_columns: rubric.tiers.iter().map(|tier| columns_of(&tier.id)).collect(),
            ..Self::default()
        };
        session.evidence.values().for_each(|item| index.file(item));
        if let Some(previous) = &session.previous {
            index.previous =
                previous.people.iter().enumerate().map(|(place, person)| (person.person.clone(), place)).collect();
        }
        index
    }

    /// Brings the look-ups up to date with a session after a step.
    pub fn update(&mut self, session: &Session, touched: &Touched) {
        if touched.everything {
            *self = Self::new(session);
            return;
        }
        for id in &touched.evidence {
            if let Some(person) = self.about.remove(id)
                && let Some(items) = self.evidence.get_mut(&person)
            {
                items.remove(id);
            }
            if let Some(item) = session.evidence.get(id) {
                self.file(item);
            }
        }
    }

    fn file(&mut self, item: &Evidence) {
        self.evidence.entry(item.person.clone()).or_default().insert(item.id.clone());
        self.about.insert(item.id.clone(), item.person.clone());
    }

    /// All evidence about a person, by date.
    pub fn evidence_of<'a>(&self, session: &'a Session, person: &PersonId) -> Vec<&'a Evidence> {
        let ids = self.evidence.get(person).into_iter().flatten();
        let mut items: Vec<&Evidence> = ids.filter_map(|id| session.evidence.get(id)).collect();
        items.sort_by(|a, b| a.date.cmp(&b.date).then_with(|| a.id.cmp(&b.id)));
        items
    }

    /// What the previous cycle said of a person.
    pub fn previous_of<'a>(&self, session: &'a Session, person: &PersonId) -> Option<&'a PreviousPerson> {
        session.previous.as_ref()?.people.get(*self.previous.get(person)?)
    }
}
