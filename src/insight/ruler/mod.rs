//! Are we using the same ruler? What the blind scores say about how the panel rates, read against its session:
//! agreement, severity, use of the scale, who can be compared; what hangs on it for people; and comparison scores beside
//! the raw ones. The statistics are those of [`raters`](crate::raters). Nothing of it adjusts anything, and all of it
//! takes long enough to be worked out beside the window.

mod comparison;
mod drift;
mod groups;
mod hanging;
mod linkage;
mod picture;
mod words;

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::model::{PersonId, RaterId, Session};
use crate::raters::{Analysis, Interval, Settings, Undefined};

use super::effective::Subject;
use super::index::Index;
use super::same_ruler::{rating_table, statistics_settings};

pub use comparison::{Comparison, ComparisonScore};
pub use drift::{Drift, DriftPoint, ENOUGH_A_HALF};
pub use groups::{Attribute, GroupQuestion, GroupsRead};
pub use hanging::{Contested, ContestedPerson, Resting};
pub use linkage::Linked;
pub use picture::{FarCell, RaterPicture};
pub use words::difference_words;

/// A figure with its 95 % interval, in points of the scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likely {
    /// The figure.
    pub value: f64,
    /// Where it is likely to lie.
    pub interval: Interval,
}

/// How the panel of a session rates.
#[derive(Clone, Debug)]
pub struct Ruler {
    /// What counts as much and as enough.
    pub settings: Settings,
    /// Blind scores that count.
    pub scores: usize,
    /// The statistics, by places of [`Ruler::raters`].
    pub analysis: Analysis,
    /// Those who scored somebody, in the order of their ids.
    pub raters: Vec<RaterPicture>,
    /// Who is linked to whom.
    pub linked: Linked,
    /// Skills on which raters lie far apart.
    pub contested: Contested,
    /// People whose status would read differently without one rater; in the order of their ids.
    pub resting: Vec<Resting>,
    /// Whether the standard moved in the course of the meeting.
    pub drift: Drift,
    /// Tier scores with the raters' severity taken out.
    pub comparison: Comparison,
    /// People whose status would read differently on comparison scores.
    changed: BTreeSet<PersonId>,
}

impl Ruler {
    /// Reads how a panel rates; nothing once `outdated` says that nobody waits for it any more.
    pub fn new(session: &Session, outdated: &dyn Fn() -> bool) -> Option<Self> {
        let settings = statistics_settings(session);
        let table = rating_table(session, None);
        let analysis = Analysis::new(&table, &settings);
        let index = Index::new(session);
        let effects = effects_of(&analysis, table.raters());
        let shift = |rater: &RaterId| {
            let place = effects.as_ref()?.binary_search_by(|(id, _)| id.as_str().cmp(rater.as_str())).ok()?;
            Some(effects.as_ref()?[place].1)
        };
        let (mut contested, mut resting) = (Contested::default(), Vec::new());
        let (mut drift, mut changed) = (Drift::default(), BTreeSet::new());
        for person in session.people.iter() {
            if outdated() {
                return None;
            }
            let Some(subject) = Subject::new(session, &index, &person.id) else { continue };
            contested.add(&subject);
            resting.extend(Resting::of(&subject));
            drift.add(session, &subject);
            if effects.is_some() && comparison::changes_status(&subject, &|rater| shift(rater).unwrap_or(0.0)) {
                changed.insert(person.id.clone());
            }
        }
        contested.sort();
        drift.sort();
        let comparison = Comparison::new(session, &index, &settings, outdated)?;
        Some(Self {
            raters: picture::pictures(session, &table, &analysis, &settings, &changed),
            linked: Linked::new(session, &table, &analysis.linkage),
            scores: table.rows().len(),
            settings,
            analysis,
            contested,
            resting,
            drift,
            comparison,
            changed,
        })
    }

    /// The picture of a rater; none where they have not scored anybody.
    pub fn rater(&self, rater: &RaterId) -> Option<&RaterPicture> {
        self.raters.iter().find(|picture| picture.rater == *rater)
    }

    /// Those who scored somebody, by name.
    pub fn by_name(&self, session: &Session) -> Vec<&RaterPicture> {
        let mut raters: Vec<&RaterPicture> = self.raters.iter().collect();
        raters.sort_by_key(|rater| session.rater_name(&rater.rater));
        raters
    }

    /// Those whose severity is known, from who scores highest to who scores lowest.
    pub fn by_severity(&self) -> Vec<&RaterPicture> {
        let value = |rater: &RaterPicture| rater.severity.map_or(f64::NEG_INFINITY, |severity| severity.value);
        let mut raters: Vec<&RaterPicture> = self.raters.iter().filter(|rater| rater.severity.is_some()).collect();
        raters.sort_by(|a, b| value(b).total_cmp(&value(a)));
        raters
    }

    /// Those who scored somebody, in an order that gives nobody away and stays the same for a session.
    pub fn shuffled(&self, session: &Session) -> Vec<&RaterPicture> {
        let mut raters: Vec<&RaterPicture> = self.raters.iter().collect();
        raters.sort_by_cached_key(|rater| {
            let mut digest = Sha256::new();
            digest.update(session.about.salt.as_bytes());
            digest.update(b" the order in front of the room ");
            digest.update(rater.rater.as_str().as_bytes());
            digest.finalize().to_vec()
        });
        raters
    }

    /// Why nobody's severity is known; none where somebody's is.
    pub fn why_no_severity(&self) -> Option<Undefined> {
        match &self.analysis.severity {
            Err(why) => Some(*why),
            Ok(severity) => severity.shown.as_ref().err().copied(),
        }
    }

    /// Whether there is too little to lean on any severity.
    pub fn too_little_data(&self) -> bool {
        self.analysis.severity.as_ref().is_ok_and(|severity| severity.too_little_data)
    }

    /// How many statuses would read differently on comparison scores.
    pub fn changed(&self) -> usize {
        self.changed.len()
    }
}

/// The severity of each rater of a table, in the order of their ids; none where there is too little to take it out.
fn effects_of(analysis: &Analysis, raters: &[String]) -> Option<Vec<(String, f64)>> {
    let severity = analysis.severity.as_ref().ok().filter(|severity| !severity.too_little_data)?;
    let effects = severity.effects().ok()?;
    let mut effects: Vec<(String, f64)> = raters.iter().cloned().zip(effects).collect();
    effects.sort_by(|a, b| a.0.cmp(&b.0));
    Some(effects)
}

#[cfg(test)]
mod tests;
