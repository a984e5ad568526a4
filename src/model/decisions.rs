//! What the panel decided: reveals, recusals, agreed scores and traits, placements; and the summary of an earlier
//! session that growth is read against.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::ids::{LevelId, PersonId, RaterId, SkillId, TierId, TraitId};
use super::ratings::Cell;

/// Everything that the panel decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decisions {
    /// When a person's cells were opened to all. It can't be undone.
    pub revealed: BTreeMap<PersonId, Timestamp>,
    /// Raters set aside for a person, with the reason.
    pub recusals: BTreeMap<(PersonId, RaterId), String>,
    /// What was settled for a person's skill.
    pub agreed: BTreeMap<Cell, Agreed>,
    /// Whether the panel agrees that a person shows a trait.
    pub traits: BTreeMap<(PersonId, TraitId), AgreedTrait>,
    /// Where a person was placed; undecided where absent.
    pub placements: BTreeMap<PersonId, Placement>,
    /// How many seats are open at a level; none where absent.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub open_seats: BTreeMap<LevelId, u32>,
}

/// What the panel settled for a person's skill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    /// The score, or that there is none.
    pub outcome: Outcome,
    /// Why; empty where no reason was owed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// The outcome of the discussion of one skill.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// Agreed on a point of the scale.
    Score(u8),
    /// Accepted as rated, at the mean of the marks of that moment.
    AsRated(f64),
    /// No agreement: the views are in the reason, and the marks go on counting.
    NoAgreement,
}

/// Whether the panel agrees that a person shows a trait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreedTrait {
    /// Met or not.
    pub met: bool,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Where the panel placed a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// The place on the board.
    pub place: Place,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who takes it up again, for somebody parked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Until when, for somebody parked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// What happens next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
    /// Words for the person.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The places on the board.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    /// Nothing decided yet.
    #[default]
    Undecided,
    /// Growing in level: a good outcome.
    Growing,
    /// Nearly at the target.
    Nearly,
    /// Recommended, always subject to role and budget.
    Recommend,
    /// Taken up again later.
    Parked,
}

impl Place {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Undecided => "Undecided",
            Self::Growing => "Growing in level",
            Self::Nearly => "Nearly",
            Self::Recommend => "Recommend",
            Self::Parked => "Parked",
        }
    }
}

/// What happens next for a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextStep {
    /// What is to be done.
    pub text: String,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
}

/// What an earlier session said, embedded so that this one opens the same without it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviousCycle {
    /// Title of that session.
    pub title: String,
    /// Its review period.
    pub period: super::Period,
    /// Its people.
    pub people: Vec<PreviousPerson>,
}

/// What an earlier session said about one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviousPerson {
    /// The person of this session.
    pub person: PersonId,
    /// Their level then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// Their agreed scores.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scores: BTreeMap<SkillId, f64>,
    /// Their tier scores.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tiers: BTreeMap<TierId, f64>,
    /// Where they were placed.
    #[serde(default)]
    pub place: Place,
}
