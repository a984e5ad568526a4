//! How the meeting runs: its length, who is there, in which order people are heard and for how long; the warm-up on
//! people who do not exist; and what is amended, appealed and put into words after it was closed. None of it is a score,
//! and nothing that counts people or ratings reads it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::ids::{AmendmentId, AppealId, CaseId, LevelId, PersonId, RaterId, SkillId};

/// How the meeting runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Meeting {
    /// How long it is meant to take, and when it began.
    #[serde(skip_serializing_if = "MeetingPlan::is_default")]
    pub plan: MeetingPlan,
    /// Who is there; not known where absent from the map.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attendance: BTreeMap<RaterId, Attendance>,
    /// What of the agenda was arranged by hand.
    #[serde(skip_serializing_if = "AgendaByHand::is_blank")]
    pub agenda: AgendaByHand,
    /// When each person was discussed, oldest first; only the last spell can be open.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub discussed: BTreeMap<PersonId, Vec<Spell>>,
    /// The warm-up, on a sheet of its own.
    #[serde(skip_serializing_if = "WarmUp::is_blank")]
    pub warm_up: WarmUp,
    /// What was changed after the session was closed.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub amendments: BTreeMap<AmendmentId, Amendment>,
    /// What somebody asked to be looked at again.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub appeals: BTreeMap<AppealId, Appeal>,
    /// What managers made of the recorded reasons before anything went out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub follow_up: BTreeMap<PersonId, FollowUpWords>,
}

impl Meeting {
    /// Whether nothing was planned, noted or arranged.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Whether somebody was marked as absent.
    pub fn is_absent(&self, rater: &RaterId) -> bool {
        self.attendance.get(rater) == Some(&Attendance::Absent)
    }

    /// Whether anything is noted about a person. That they stand in an order by hand says nothing about them.
    pub fn speaks_of(&self, person: &PersonId) -> bool {
        self.discussed.contains_key(person)
            || self.follow_up.contains_key(person)
            || self.amendments.values().any(|amendment| amendment.person == *person)
            || self.appeals.values().any(|appeal| appeal.person == *person)
    }

    /// The person under discussion: the one whose last spell is open.
    pub fn under_discussion(&self) -> Option<&PersonId> {
        let open = |spells: &[Spell]| spells.last().is_some_and(|spell| spell.to.is_none());
        self.discussed.iter().find(|(_, spells)| open(spells)).map(|(person, _)| person)
    }
}

/// How long the meeting is meant to take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeetingPlan {
    /// The whole meeting, in minutes.
    pub minutes: u32,
    /// Purpose, attendance and the shape of the team, in minutes.
    pub opening_minutes: u32,
    /// Kept free at the end to look back, in minutes.
    pub look_back_minutes: u32,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub began: Option<Timestamp>,
}

impl Default for MeetingPlan {
    fn default() -> Self {
        Self { minutes: 90, opening_minutes: 15, look_back_minutes: 10, began: None }
    }
}

impl MeetingPlan {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether somebody is in the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Attendance {
    /// There.
    Present,
    /// Not there: whom they manage or alone have rated is better parked.
    Absent,
}

/// What of the agenda was arranged by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AgendaByHand {
    /// The order by hand; those who are not named follow in the order of the data.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<PersonId>,
    /// Agreed before the meeting by the data, and to be discussed all the same.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub discuss: BTreeSet<PersonId>,
}

impl AgendaByHand {
    /// Whether nothing was arranged by hand.
    pub fn is_blank(&self) -> bool {
        self.order.is_empty() && self.discuss.is_empty()
    }
}

/// A stretch of time in which a person was discussed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spell {
    /// When it began.
    pub from: Timestamp,
    /// When it ended; still going on where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
}

impl Spell {
    /// How long it lasted, up to now where it is still going on. Never negative, even where a clock was set back.
    pub fn lasted(&self, now: Timestamp) -> SignedDuration {
        self.to.unwrap_or(now).duration_since(self.from).max(SignedDuration::ZERO)
    }
}

/// The warm-up: people who do not exist, rated by everybody to see how standards differ. They are no people of the
/// session, and their marks lie on a sheet of their own, so that no count can include them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WarmUp {
    /// The people who do not exist, in the order in which they are rated.
    pub cases: Vec<WarmUpCase>,
    /// What each rater gave.
    pub marks: BTreeMap<RaterId, BTreeMap<(CaseId, SkillId), u8>>,
}

impl WarmUp {
    /// Whether there is no warm-up.
    pub fn is_blank(&self) -> bool {
        self.cases.is_empty() && self.marks.is_empty()
    }

    /// The score that a rater gave.
    pub fn mark(&self, rater: &RaterId, case: &CaseId, skill: &SkillId) -> Option<u8> {
        self.marks.get(rater)?.get(&(case.clone(), skill.clone())).copied()
    }

    /// Whether a rater has scored every skill of every case.
    pub fn is_complete(&self, rater: &RaterId) -> bool {
        let scored = |case: &WarmUpCase| case.skills.iter().all(|skill| self.mark(rater, &case.id, skill).is_some());
        self.cases.iter().all(scored)
    }
}

/// Somebody who does not exist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarmUpCase {
    /// Slug.
    pub id: CaseId,
    /// An invented name.
    pub name: String,
    /// The level that they are to be read at, where the rubric has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelId>,
    /// What is known of them, a sentence each.
    pub facts: Vec<String>,
    /// The skills that they are rated on.
    pub skills: Vec<SkillId>,
}

/// A change of a decision after the session was closed: date, who and why. What changed stands in the same step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// About whom.
    pub person: PersonId,
    /// The day on which it was decided.
    pub date: Date,
    /// Who decided it, by name.
    pub by: String,
    /// Why.
    pub why: String,
    /// The appeal that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appeal: Option<AppealId>,
}

/// Somebody asks that a decision about a person is looked at again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    /// About whom.
    pub person: PersonId,
    /// The day on which it came in.
    pub date: Date,
    /// What it says, in a sentence or two.
    pub about: String,
    /// Who looks at it: somebody from outside the panel, by name.
    pub reviewer: String,
    /// What came of it; open where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<AppealOutcome>,
}

/// What came of an appeal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppealOutcome {
    /// The day on which it was decided.
    pub date: Date,
    /// Whether the decision stands. Where it does not, what changes is an amendment.
    pub upheld: bool,
    /// Why, in words that the person may read.
    pub words: String,
}

/// The words about one person that go out, once somebody has edited them. Until then they are worked out from what was
/// recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FollowUpWords {
    /// Talking points for the manager, a line each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub talking_points: Option<String>,
    /// What stands on the person's own page, a paragraph a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}
