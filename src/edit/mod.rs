//! The only way a session changes. An [`Edit`] changes one entity and carries what was there before and what comes
//! after; a [`Step`] is one gesture of one actor, made of edits; the [`History`] is the append-only list of steps and of
//! what was undone. The same edits serve undo, the journal, the log and merging.

mod apply;
mod erasing;
mod history;
mod meeting;
mod removal;
mod rubric;
mod scale;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{
    About, Agreed, AgreedTrait, Closeness, Evidence, EvidenceId, LevelId, Mark, Person, PersonId, Phase, Placement,
    PreviousCycle, Rater, RaterId, Round, Rubric, SkillId, StepId, TraitAnswer, TraitId,
};

pub use apply::{Conflict, Touched};
pub use erasing::{ERASED, Traces, concerns, erased, rater_erased, traces_of, traces_of_rater};
pub use history::{Entry, History, UndoError};
pub use meeting::{MeetingEdit, begin_discussion, end_discussion};
pub use removal::{remove_people, remove_person, remove_rater};
pub use rubric::{LevelMatch, RubricMatch, SkillMatch, change_rubric, likeness};
pub use scale::{carried_mean, proposed_points};

/// One change of one entity. `before` must match what the session holds, else the edit is refused: that is how two
/// people's changes to the same thing are noticed. Edits are part of the file format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Edit {
    /// Title and period. The phase has an edit of its own.
    SetAbout {
        /// As it was.
        before: Box<About>,
        /// As it is to be.
        after: Box<About>,
    },
    /// The phase.
    SetPhase {
        /// As it was.
        before: Phase,
        /// As it is to be.
        after: Phase,
    },
    /// The rubric. Skills that have ratings stay in it, retired.
    PutRubric {
        /// As it was.
        before: Arc<Rubric>,
        /// As it is to be.
        after: Arc<Rubric>,
    },
    /// A person joins, changes or leaves. Somebody who leaves has no ratings, evidence or decisions any more.
    PutPerson {
        /// Who.
        id: PersonId,
        /// As they were.
        before: Option<Arc<Person>>,
        /// As they are to be.
        after: Option<Arc<Person>>,
    },
    /// Somebody joins the panel, changes or leaves it. Somebody who leaves has no ratings or evidence any more.
    PutRater {
        /// Who.
        id: RaterId,
        /// As they were.
        before: Option<Arc<Rater>>,
        /// As they are to be.
        after: Option<Arc<Rater>>,
    },
    /// Marks of one rater.
    SetScores {
        /// Whose.
        rater: RaterId,
        /// Blind or revised.
        round: Round,
        /// Person, skill, before, after.
        cells: Vec<(PersonId, SkillId, Option<Mark>, Option<Mark>)>,
    },
    /// A rater's note to a cell.
    SetNote {
        /// Whose.
        rater: RaterId,
        /// About whom.
        person: PersonId,
        /// On which skill.
        skill: SkillId,
        /// As it was.
        before: Option<String>,
        /// As it is to be.
        after: Option<String>,
    },
    /// How closely a rater works with a person.
    SetCloseness {
        /// Who.
        rater: RaterId,
        /// With whom.
        person: PersonId,
        /// As it was.
        before: Option<Closeness>,
        /// As it is to be.
        after: Option<Closeness>,
    },
    /// A rater's answer about a trait.
    SetTrait {
        /// Whose.
        rater: RaterId,
        /// About whom.
        person: PersonId,
        /// Which trait.
        leadership_trait: TraitId,
        /// As it was.
        before: Option<TraitAnswer>,
        /// As it is to be.
        after: Option<TraitAnswer>,
    },
    /// A piece of evidence comes, changes or goes.
    PutEvidence {
        /// Which.
        id: EvidenceId,
        /// As it was.
        before: Option<Box<Evidence>>,
        /// As it is to be.
        after: Option<Box<Evidence>>,
    },
    /// A rater is set aside for a person, with the reason, or no longer.
    SetRecusal {
        /// Who.
        rater: RaterId,
        /// For whom.
        person: PersonId,
        /// The reason before.
        before: Option<String>,
        /// The reason to be.
        after: Option<String>,
    },
    /// A person's cells open to all, once and for good.
    Reveal {
        /// Whose.
        person: PersonId,
    },
    /// What the panel settled for a person's skill.
    SetAgreed {
        /// Whose.
        person: PersonId,
        /// Which skill.
        skill: SkillId,
        /// As it was.
        before: Option<Agreed>,
        /// As it is to be.
        after: Option<Agreed>,
    },
    /// Whether the panel agrees on a trait.
    SetAgreedTrait {
        /// Whose.
        person: PersonId,
        /// Which trait.
        leadership_trait: TraitId,
        /// As it was.
        before: Option<AgreedTrait>,
        /// As it is to be.
        after: Option<AgreedTrait>,
    },
    /// Where a person is placed.
    SetPlacement {
        /// Who.
        person: PersonId,
        /// As it was.
        before: Option<Box<Placement>>,
        /// As it is to be.
        after: Option<Box<Placement>>,
    },
    /// How many seats are open at a level.
    SetOpenSeats {
        /// Which level.
        level: LevelId,
        /// As many as there were.
        before: Option<u32>,
        /// As many as there are; none where nobody is looked for.
        after: Option<u32>,
    },
    /// What an earlier session said.
    PutPrevious {
        /// As it was.
        before: Option<Arc<PreviousCycle>>,
        /// As it is to be.
        after: Option<Arc<PreviousCycle>>,
    },
    /// How the meeting runs.
    Meeting(MeetingEdit),
}

/// Who made a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Actor {
    /// Whoever runs the session.
    Facilitator,
    /// Somebody at their own grid.
    Rater(RaterId),
}

/// What the user did. It names a step in the log and in "Undo …".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Gesture {
    /// Title or period.
    Describe,
    /// Moved to another phase.
    Phase,
    /// Took in a roster.
    ImportRoster,
    /// Added a person.
    AddPerson,
    /// Changed people.
    EditPeople,
    /// Removed people.
    RemovePeople,
    /// Added somebody to the panel.
    AddRater,
    /// Changed the panel.
    EditPanel,
    /// Removed somebody from the panel.
    RemoveRater,
    /// Changed who rates whom.
    Assign,
    /// Set scores.
    Rate,
    /// Pasted scores.
    Paste,
    /// Cleared scores.
    Clear,
    /// Took in scores from a file.
    ImportRatings,
    /// Wrote a note.
    Note,
    /// Said how closely they work together.
    Closeness,
    /// Answered a trait.
    Trait,
    /// Recorded or changed evidence.
    Evidence,
    /// Removed evidence.
    RemoveEvidence,
    /// Submitted and sealed.
    Submit,
    /// Opened what was sealed.
    Unseal,
    /// Came late and only comments, or rates after all.
    OnlyComment,
    /// Set a rater aside.
    Recuse,
    /// Opened a person's cells to all.
    Reveal,
    /// Agreed on scores.
    Agree,
    /// Placed somebody.
    Place,
    /// Said how many seats are open.
    Seats,
    /// Changed the rubric.
    Rubric,
    /// Took in an earlier session.
    Previous,
    /// Set how long the meeting takes, or began it.
    PlanMeeting,
    /// Noted who is there.
    Attendance,
    /// Arranged the agenda.
    Agenda,
    /// Began or ended the discussion of a person.
    Discuss,
    /// Set up the warm-up, or rated in it.
    WarmUp,
    /// Changed a decision after closing.
    Amend,
    /// Took in an appeal or its outcome.
    Appeal,
    /// Edited the words that go out.
    FollowUp,
    /// Said how long the session is kept.
    Keep,
    /// Erased a person for good. The step says that it was done and nothing of whom.
    Erase,
}

impl Gesture {
    /// What was done, as it reads after "Undo": "rating", "adding a person".
    pub fn words(self) -> &'static str {
        match self {
            Self::Describe => "renaming the session",
            Self::Phase => "changing the phase",
            Self::ImportRoster => "taking in the roster",
            Self::AddPerson => "adding a person",
            Self::EditPeople => "editing people",
            Self::RemovePeople => "removing people",
            Self::AddRater => "adding to the panel",
            Self::EditPanel => "editing the panel",
            Self::RemoveRater => "removing from the panel",
            Self::Assign => "changing who rates whom",
            Self::Rate => "rating",
            Self::Paste => "pasting scores",
            Self::Clear => "clearing scores",
            Self::ImportRatings => "taking in ratings",
            Self::Note => "a note",
            Self::Closeness => "how closely you work",
            Self::Trait => "answering a trait",
            Self::Evidence => "evidence",
            Self::RemoveEvidence => "removing evidence",
            Self::Submit => "submitting",
            Self::Unseal => "opening what was sealed",
            Self::OnlyComment => "only commenting",
            Self::Recuse => "setting a rater aside",
            Self::Reveal => "a reveal",
            Self::Agree => "agreeing on scores",
            Self::Place => "a placement",
            Self::Seats => "the open seats",
            Self::Rubric => "changing the rubric",
            Self::Previous => "the previous cycle",
            Self::PlanMeeting => "planning the meeting",
            Self::Attendance => "attendance",
            Self::Agenda => "arranging the agenda",
            Self::Discuss => "a discussion",
            Self::WarmUp => "the warm-up",
            Self::Amend => "an amendment",
            Self::Appeal => "an appeal",
            Self::FollowUp => "editing words for follow-up",
            Self::Keep => "how long it is kept",
            Self::Erase => "erasing a person",
        }
    }
}

/// A step that has not been made yet: what a screen hands over. Its id and time come from whoever applies it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Who makes it.
    pub actor: Actor,
    /// What they did.
    pub gesture: Gesture,
    /// Why, where they said so.
    pub reason: String,
    /// Goes on with the actor's last step, as typing does after a rest: one undo takes back both.
    pub continues: bool,
    /// The edits, applied in this order and all or none.
    pub edits: Vec<Edit>,
}

impl Change {
    /// A change without a reason.
    pub fn new(actor: Actor, gesture: Gesture, edits: Vec<Edit>) -> Self {
        Self { actor, gesture, reason: String::new(), continues: false, edits }
    }

    /// The same, with a reason.
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    /// The step of this id and time.
    pub fn at(self, id: StepId, at: Timestamp) -> Step {
        let Self { actor, gesture, reason, continues, edits } = self;
        Step { id, at, actor, gesture, reason, continues, edits }
    }
}

/// One gesture, one step, one undo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Opaque and random.
    pub id: StepId,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub actor: Actor,
    /// What they did.
    pub gesture: Gesture,
    /// Why, where they said so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Goes on with the actor's last step: one undo takes back both.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub continues: bool,
    /// The edits, in the order in which they were applied.
    pub edits: Vec<Edit>,
}

impl Step {
    /// Whether the step opened somebody's cells, which can't be undone.
    pub fn reveals(&self) -> bool {
        self.edits.iter().any(|edit| matches!(edit, Edit::Reveal { .. }))
    }

    /// Whether the step only notes when somebody was discussed. Time that has passed is nothing to undo: undo takes back
    /// what was decided in it.
    pub fn only_tells_time(&self) -> bool {
        let tells_time = |edit: &Edit| matches!(edit, Edit::Meeting(MeetingEdit::SetDiscussed { .. }));
        self.edits.iter().all(tells_time)
    }

    /// Whether the step can be taken back: a reveal, an erasure and time that has passed are not.
    pub fn can_be_undone(&self) -> bool {
        !self.reveals() && !self.only_tells_time() && self.gesture != Gesture::Erase
    }
}

/// Marks of one rater as one edit; cells that do not change are left out.
pub fn set_scores(
    session: &crate::model::Session,
    rater: &RaterId,
    round: Round,
    marks: BTreeMap<(PersonId, SkillId), Option<Mark>>,
) -> Option<Edit> {
    let cells: Vec<_> = marks
        .into_iter()
        .filter_map(|((person, skill), after)| {
            let before = session.mark(rater, &person, &skill, round);
            (before != after).then_some((person, skill, before, after))
        })
        .collect();
    (!cells.is_empty()).then(|| Edit::SetScores { rater: rater.clone(), round, cells })
}
