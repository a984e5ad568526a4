//! Evidence: dated facts about people, each with its author.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ids::{EvidenceId, FunctionId, HorizonId, PersonId, RaterId, RoomId, SkillId};

/// A dated, one-sentence fact about a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Opaque, random, and never shown.
    pub id: EvidenceId,
    /// Whom it is about.
    pub person: PersonId,
    /// Who wrote it. Before the reveal only the author sees it.
    pub author: RaterId,
    /// The day it happened.
    pub date: Date,
    /// What kind of fact it is.
    pub kind: EvidenceKind,
    /// What happened, in a sentence.
    pub text: String,
    /// The skills that it speaks to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
    /// The functions that were moved without a reporting line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub functions: Vec<FunctionId>,
    /// Which side of people sense it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// How far ahead the bet was placed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<HorizonId>,
    /// When the bet was looked at again; a bet that nobody revisited proves no horizon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revisited: Option<Date>,
    /// The result in money, for a business case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub money_result: String,
    /// The room it happened in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// What changed because the person was there; attendance alone counts nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub changed: String,
    /// The other team that read it, for customer learning.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub read_by: String,
    /// Whether somebody acted on it, for customer learning.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub acted_on: bool,
    /// Where more can be read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub link: String,
}

impl Evidence {
    /// Evidence of which no more than these is known.
    pub fn plain(
        id: EvidenceId,
        person: PersonId,
        author: RaterId,
        date: Date,
        kind: EvidenceKind,
        text: impl Into<String>,
    ) -> Self {
        Self {
            id,
            person,
            author,
            date,
            kind,
            text: text.into(),
            skills: Vec::new(),
            functions: Vec::new(),
            side: None,
            horizon: None,
            revisited: None,
            money_result: String::new(),
            room: None,
            changed: String::new(),
            read_by: String::new(),
            acted_on: false,
            link: String::new(),
        }
    }
}

/// What kind of fact a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum EvidenceKind {
    /// Something came of it.
    Outcome,
    /// In front of customers.
    Customer,
    /// Across teams.
    CrossTeam,
    /// A business case, with its money result.
    BusinessCase,
    /// Hiring, coaching, feedback.
    People,
    /// Something learned about customers that others could read.
    CustomerLearning,
    /// Useful in a room.
    Room,
    /// Something written: no outcome by itself.
    Document,
}

impl EvidenceKind {
    /// All, in the order in which they are offered.
    pub const ALL: [EvidenceKind; 8] = [
        Self::Outcome,
        Self::Customer,
        Self::CrossTeam,
        Self::BusinessCase,
        Self::People,
        Self::CustomerLearning,
        Self::Room,
        Self::Document,
    ];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Outcome => "Outcome",
            Self::Customer => "Customer",
            Self::CrossTeam => "Cross-team",
            Self::BusinessCase => "Business case",
            Self::People => "People",
            Self::CustomerLearning => "Customer learning",
            Self::Room => "Room",
            Self::Document => "Document",
        }
    }
}

/// The two sides of people sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// Customers' behaviour, outside.
    Customers,
    /// Teams' behaviour, inside.
    Teams,
}
