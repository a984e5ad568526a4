//! The roster and the panel: who is rated, and who rates.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::ids::{LevelId, PersonId, RaterId};

/// Somebody being rated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Opaque, random, and never shown.
    pub id: PersonId,
    /// Full name, given name first where the culture has it so.
    pub name: String,
    /// The company's own id: opaque text, in which "001" stays "001".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub employee_id: String,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Title as the roster has it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Level in the rubric; nothing is asked of somebody without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// The next level this person is considered for; none is the default: growing in level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<LevelId>,
    /// Team or department.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub team: String,
    /// Place of work.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// Who the person reports to.
    #[serde(default, skip_serializing_if = "Manager::is_nobody")]
    pub manager: Manager,
    /// First day in the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hired: Option<Date>,
    /// First day at the present level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_since: Option<Date>,
    /// Times away that are long enough to matter; they extend the window for evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaves: Vec<Leave>,
    /// Anything else that the roster had and the user chose to keep, such as an earlier rating.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

impl Person {
    /// A person of whom no more than the name is known.
    pub fn named(id: PersonId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            employee_id: String::new(),
            email: String::new(),
            title: String::new(),
            level: None,
            target: None,
            team: String::new(),
            location: String::new(),
            manager: Manager::default(),
            hired: None,
            level_since: None,
            leaves: Vec::new(),
            attributes: BTreeMap::new(),
        }
    }
}

/// Whom somebody reports to: a member of the panel, another person, or a name that nobody here has.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Manager {
    /// Not known.
    #[default]
    Nobody,
    /// Somebody on the panel.
    Panel(RaterId),
    /// Another person of the session.
    Person(PersonId),
    /// Somebody outside the session, as the roster wrote it.
    Outside(String),
}

impl Manager {
    /// Whether no manager is known.
    pub fn is_nobody(&self) -> bool {
        *self == Self::Nobody
    }
}

/// A time away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// First day away.
    pub from: Date,
    /// Last day away; still away where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// Somebody on the panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rater {
    /// Opaque, random, and never shown.
    pub id: RaterId,
    /// Full name.
    pub name: String,
    /// The company's own id: opaque text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub employee_id: String,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Title, as it is shown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Own level, where it is in the rubric: judging somebody at or above it is warned of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// Whether they rate; somebody who only sits in the meeting does not.
    pub rates: bool,
    /// Whether they run the meeting.
    #[serde(default, skip_serializing_if = "is_false")]
    pub facilitates: bool,
    /// Whom they are asked to rate.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub rated_people: BTreeSet<PersonId>,
    /// When they submitted; their blind scores are sealed from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Timestamp>,
    /// Came too late to rate and only comments: their grid is closed, and they see what is revealed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub comments_only: bool,
    /// Guards their grid on a shared laptop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Pin>,
}

impl Rater {
    /// Somebody of this name who rates.
    pub fn named(id: RaterId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            employee_id: String::new(),
            email: String::new(),
            title: String::new(),
            level: None,
            rates: true,
            facilitates: false,
            rated_people: BTreeSet::new(),
            submitted: None,
            comments_only: false,
            pin: None,
        }
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// A salted digest of a PIN. It keeps a colleague from looking, not an expert with the file: that is what an
/// encrypted session is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Random text mixed into the digest.
    pub salt: String,
    /// The digest, in hexadecimal.
    pub digest: String,
}

macro_rules! rows {
    ($(#[$doc:meta])* $rows:ident, $row:ident, $id:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $rows(Vec<Arc<$row>>);

        impl $rows {
            /// Rows in any order; of two with one id the later one wins.
            pub fn new(rows: impl IntoIterator<Item = $row>) -> Self {
                let rows: BTreeMap<$id, Arc<$row>> =
                    rows.into_iter().map(|row| (row.id.clone(), Arc::new(row))).collect();
                Self(rows.into_values().collect())
            }

            /// How many.
            pub fn len(&self) -> usize {
                self.0.len()
            }

            /// Whether there are none.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// All, in the order of their ids: stable, but nothing to show.
            pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<$row>> + DoubleEndedIterator + Clone {
                self.0.iter()
            }

            /// The row of this id, and its place.
            pub fn place(&self, id: &$id) -> Option<usize> {
                self.0.binary_search_by(|row| row.id.cmp(id)).ok()
            }

            /// The one at a place.
            pub fn at(&self, place: usize) -> Option<&Arc<$row>> {
                self.0.get(place)
            }

            /// The one of this id.
            pub fn get(&self, id: &$id) -> Option<&Arc<$row>> {
                self.place(id).map(|place| &self.0[place])
            }

            /// Whether one of this id is here.
            pub fn contains(&self, id: &$id) -> bool {
                self.place(id).is_some()
            }

            /// Takes one in, in place of the one with the same id. Returns its place and whether it is new.
            pub(crate) fn put(&mut self, row: Arc<$row>) -> (usize, bool) {
                match self.0.binary_search_by(|other| other.id.cmp(&row.id)) {
                    Ok(place) => {
                        self.0[place] = row;
                        (place, false)
                    }
                    Err(place) => {
                        self.0.insert(place, row);
                        (place, true)
                    }
                }
            }

            /// Takes one out; returns the place where it was.
            pub(crate) fn remove(&mut self, id: &$id) -> Option<usize> {
                let place = self.place(id)?;
                self.0.remove(place);
                Some(place)
            }
        }
    };
}

rows!(
    /// The people of a session, in the order of their ids. A person's place is their row in every rater's sheet; it
    /// changes when somebody joins or leaves, so it is never stored.
    People,
    Person,
    PersonId
);
rows!(
    /// The panel of a session, in the order of their ids.
    Panel,
    Rater,
    RaterId
);
