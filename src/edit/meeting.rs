//! Edits of how the meeting runs: attendance, the agenda by hand, who was discussed when, the warm-up, and what comes
//! after closing. They are a part of [`Edit`](super::Edit) of their own, as none of them changes a score or a decision.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{
    AgendaByHand, Amendment, AmendmentId, Appeal, AppealId, Attendance, CaseId, FollowUpWords, Meeting, MeetingPlan,
    PersonId, RaterId, Scale, Session, SkillId, Spell, WarmUpCase,
};

use super::apply::{expect, known_person, known_rater, put};
use super::{Conflict, Edit, Touched};

/// One change of how the meeting runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MeetingEdit {
    /// Length, opening, look back, and when it began.
    SetPlan {
        /// As it was.
        before: Box<MeetingPlan>,
        /// As it is to be.
        after: Box<MeetingPlan>,
    },
    /// Whether somebody is there.
    SetAttendance {
        /// Who.
        rater: RaterId,
        /// As it was.
        before: Option<Attendance>,
        /// As it is to be.
        after: Option<Attendance>,
    },
    /// What of the agenda is arranged by hand.
    SetAgenda {
        /// As it was.
        before: Box<AgendaByHand>,
        /// As it is to be.
        after: Box<AgendaByHand>,
    },
    /// When a person was discussed. Undo passes it over.
    SetDiscussed {
        /// Who.
        person: PersonId,
        /// As it was.
        before: Vec<Spell>,
        /// As it is to be.
        after: Vec<Spell>,
    },
    /// The people of the warm-up. A case that has marks stays.
    SetWarmUpCases {
        /// As they were.
        before: Vec<WarmUpCase>,
        /// As they are to be.
        after: Vec<WarmUpCase>,
    },
    /// Marks of one rater in the warm-up.
    SetWarmUpScores {
        /// Whose.
        rater: RaterId,
        /// Case, skill, before, after.
        cells: Vec<(CaseId, SkillId, Option<u8>, Option<u8>)>,
    },
    /// An amendment. What it changes stands in the same step.
    PutAmendment {
        /// Which.
        id: AmendmentId,
        /// As it was.
        before: Option<Box<Amendment>>,
        /// As it is to be.
        after: Option<Box<Amendment>>,
    },
    /// An appeal comes in, changes, or is decided.
    PutAppeal {
        /// Which.
        id: AppealId,
        /// As it was.
        before: Option<Box<Appeal>>,
        /// As it is to be.
        after: Option<Box<Appeal>>,
    },
    /// The words about a person that go out.
    SetFollowUp {
        /// About whom.
        person: PersonId,
        /// As they were.
        before: Option<Box<FollowUpWords>>,
        /// As they are to be.
        after: Option<Box<FollowUpWords>>,
    },
}

impl From<MeetingEdit> for Edit {
    fn from(edit: MeetingEdit) -> Self {
        Edit::Meeting(edit)
    }
}

impl MeetingEdit {
    /// The person whom it is about, where it is about one.
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Self::SetDiscussed { person, .. } | Self::SetFollowUp { person, .. } => Some(person),
            Self::PutAmendment { before, after, .. } => {
                after.as_ref().or(before.as_ref()).map(|amendment| &amendment.person)
            }
            Self::PutAppeal { before, after, .. } => after.as_ref().or(before.as_ref()).map(|appeal| &appeal.person),
            _ => None,
        }
    }

    /// Before and after change places.
    pub(super) fn swap(&mut self) {
        match self {
            Self::SetPlan { before, after } => std::mem::swap(before, after),
            Self::SetAttendance { before, after, .. } => std::mem::swap(before, after),
            Self::SetAgenda { before, after } => std::mem::swap(before, after),
            Self::SetDiscussed { before, after, .. } => std::mem::swap(before, after),
            Self::SetWarmUpCases { before, after } => std::mem::swap(before, after),
            Self::SetWarmUpScores { cells, .. } => {
                cells.iter_mut().for_each(|(_, _, before, after)| std::mem::swap(before, after));
                cells.reverse();
            }
            Self::PutAmendment { before, after, .. } => std::mem::swap(before, after),
            Self::PutAppeal { before, after, .. } => std::mem::swap(before, after),
            Self::SetFollowUp { before, after, .. } => std::mem::swap(before, after),
        }
    }

    pub(super) fn apply(&self, session: &mut Session, touched: &mut Touched) -> Result<(), Conflict> {
        match self {
            Self::SetPlan { before, after } => {
                expect(session.meeting.plan == **before, || "How long the meeting takes".into())?;
                meeting(session).plan = (**after).clone();
            }
            Self::SetAttendance { rater, before, after } => {
                known_rater(session, rater)?;
                let what = format!("Whether {} is there", session.rater_name(rater));
                put(&mut meeting(session).attendance, rater.clone(), before, after, what)?;
                touched.raters.insert(rater.clone());
            }
            Self::SetAgenda { before, after } => {
                expect(session.meeting.agenda == **before, || "The agenda".into())?;
                meeting(session).agenda = (**after).clone();
            }
            Self::SetDiscussed { person, before, after } => set_discussed(session, person, before, after)?,
            Self::SetWarmUpCases { before, after } => set_cases(session, before, after)?,
            Self::SetWarmUpScores { rater, cells } => {
                set_warm_up_scores(session, rater, cells)?;
                touched.raters.insert(rater.clone());
            }
            Self::PutAmendment { id, before, after } => {
                if let Some(amendment) = after {
                    known_person(session, &amendment.person)?;
                    said(&amendment.by, "An amendment names who decided it")?;
                    said(&amendment.why, "An amendment says why")?;
                }
                let what = "The amendment".into();
                put(&mut meeting(session).amendments, id.clone(), &plain(before), &plain(after), what)?;
            }
            Self::PutAppeal { id, before, after } => {
                if let Some(appeal) = after {
                    known_person(session, &appeal.person)?;
                    from_outside(session, appeal)?;
                }
                put(&mut meeting(session).appeals, id.clone(), &plain(before), &plain(after), "The appeal".into())?;
            }
            Self::SetFollowUp { person, before, after } => {
                known_person(session, person)?;
                let what = format!("The words about {}", session.name(person));
                put(&mut meeting(session).follow_up, person.clone(), &plain(before), &plain(after), what)?;
            }
        }
        Ok(())
    }
}

fn meeting(session: &mut Session) -> &mut Meeting {
    Arc::make_mut(&mut session.meeting)
}

fn plain<T: Clone>(entry: &Option<Box<T>>) -> Option<T> {
    entry.as_deref().cloned()
}

fn said(text: &str, else_say: &str) -> Result<(), Conflict> {
    if text.trim().is_empty() { Err(Conflict::Broken(format!("{else_say}; fill it in"))) } else { Ok(()) }
}

/// Whoever looks at an appeal did not sit on the panel that is appealed against.
fn from_outside(session: &Session, appeal: &Appeal) -> Result<(), Conflict> {
    said(&appeal.about, "An appeal says what it is about")?;
    said(&appeal.reviewer, "An appeal names who looks at it")?;
    let reviewer = appeal.reviewer.trim().to_lowercase();
    match session.panel.iter().find(|rater| rater.name.trim().to_lowercase() == reviewer) {
        Some(rater) => Err(Conflict::Broken(format!(
            "{} sat on the panel; an appeal is looked at by somebody from outside it",
            rater.name
        ))),
        None => Ok(()),
    }
}

fn set_discussed(session: &mut Session, person: &PersonId, before: &[Spell], after: &[Spell]) -> Result<(), Conflict> {
    known_person(session, person)?;
    let now = session.meeting.discussed.get(person).map_or(&[] as &[Spell], Vec::as_slice);
    expect(now == before, || format!("When {} was discussed", session.name(person)))?;
    let open = after.iter().rev().skip(1).any(|spell| spell.to.is_none());
    expect(!open, || format!("When {} was discussed", session.name(person)))?;
    let discussed = &mut meeting(session).discussed;
    if after.is_empty() {
        discussed.remove(person);
    } else {
        discussed.insert(person.clone(), after.to_vec());
    }
    Ok(())
}

fn set_cases(session: &mut Session, before: &[WarmUpCase], after: &[WarmUpCase]) -> Result<(), Conflict> {
    let warm_up = &session.meeting.warm_up;
    expect(warm_up.cases == before, || "The warm-up".into())?;
    let ids: BTreeSet<&CaseId> = after.iter().map(|case| &case.id).collect();
    if ids.len() < after.len() {
        return Err(Conflict::Broken("Two cases of the warm-up have the same id".into()));
    }
    let fits = |(id, skill): &(CaseId, SkillId)| after.iter().any(|case| case.id == *id && case.skills.contains(skill));
    if !warm_up.marks.values().flat_map(|marks| marks.keys()).all(fits) {
        return Err(Conflict::InUse("The warm-up".into()));
    }
    meeting(session).warm_up.cases = after.to_vec();
    Ok(())
}

fn set_warm_up_scores(
    session: &mut Session,
    rater: &RaterId,
    cells: &[(CaseId, SkillId, Option<u8>, Option<u8>)],
) -> Result<(), Conflict> {
    known_rater(session, rater)?;
    let warm_up = &session.meeting.warm_up;
    let mut seen = BTreeSet::new();
    for (id, skill, before, after) in cells {
        let changed = || "A score of the warm-up".to_owned();
        expect(seen.insert((id, skill)) && warm_up.mark(rater, id, skill) == *before, changed)?;
        if !warm_up.cases.iter().any(|case| case.id == *id && case.skills.contains(skill)) {
            return Err(Conflict::Unknown(format!("The case “{id}” of the warm-up")));
        }
        if let Some(score) = after.filter(|score| !(1..=Scale::MOST).contains(&usize::from(*score))) {
            return Err(Conflict::OffScale { score, top: session.rubric.scale.top() });
        }
    }
    let marks = &mut meeting(session).warm_up.marks;
    let own = marks.entry(rater.clone()).or_default();
    for (id, skill, _, after) in cells {
        let cell = (id.clone(), skill.clone());
        match after {
            Some(score) => own.insert(cell, *score),
            None => own.remove(&cell),
        };
    }
    if own.is_empty() {
        marks.remove(rater);
    }
    Ok(())
}

/// The edits that begin the discussion of a person at a moment, and end that of whoever was discussed until then.
/// Nothing where this person is under discussion already.
pub fn begin_discussion(session: &Session, person: &PersonId, at: Timestamp) -> Vec<Edit> {
    let meeting = &session.meeting;
    if meeting.under_discussion() == Some(person) {
        return Vec::new();
    }
    let mut edits = end_discussion(session, at);
    let before = meeting.discussed.get(person).cloned().unwrap_or_default();
    let mut after = before.clone();
    after.push(Spell { from: at, to: None });
    edits.push(MeetingEdit::SetDiscussed { person: person.clone(), before, after }.into());
    edits
}

/// The edits that end the discussion under way, if there is one.
pub fn end_discussion(session: &Session, at: Timestamp) -> Vec<Edit> {
    let open = |(person, spells): (&PersonId, &Vec<Spell>)| {
        let mut after = spells.clone();
        let last = after.last_mut().filter(|spell| spell.to.is_none())?;
        last.to = Some(at.max(last.from));
        Some(MeetingEdit::SetDiscussed { person: person.clone(), before: spells.clone(), after }.into())
    };
    session.meeting.discussed.iter().filter_map(open).collect()
}

/// The edits that take out what is noted about people who leave.
pub(super) fn forget_people(session: &Session, leaves: &dyn Fn(&PersonId) -> bool) -> Vec<Edit> {
    let meeting = &session.meeting;
    let mut edits: Vec<MeetingEdit> = Vec::new();
    for (person, spells) in meeting.discussed.iter().filter(|(id, _)| leaves(id)) {
        let (person, before) = (person.clone(), spells.clone());
        edits.push(MeetingEdit::SetDiscussed { person, before, after: Vec::new() });
    }
    for (person, words) in meeting.follow_up.iter().filter(|(id, _)| leaves(id)) {
        let before = Some(Box::new(words.clone()));
        edits.push(MeetingEdit::SetFollowUp { person: person.clone(), before, after: None });
    }
    for (id, amendment) in meeting.amendments.iter().filter(|(_, amendment)| leaves(&amendment.person)) {
        let before = Some(Box::new(amendment.clone()));
        edits.push(MeetingEdit::PutAmendment { id: id.clone(), before, after: None });
    }
    for (id, appeal) in meeting.appeals.iter().filter(|(_, appeal)| leaves(&appeal.person)) {
        let before = Some(Box::new(appeal.clone()));
        edits.push(MeetingEdit::PutAppeal { id: id.clone(), before, after: None });
    }
    let mut agenda = meeting.agenda.clone();
    agenda.order.retain(|id| !leaves(id));
    agenda.discuss.retain(|id| !leaves(id));
    if agenda != meeting.agenda {
        let before = Box::new(meeting.agenda.clone());
        edits.push(MeetingEdit::SetAgenda { before, after: Box::new(agenda) });
    }
    edits.into_iter().map(Edit::Meeting).collect()
}

/// The edits that take out what is noted about somebody who leaves the panel.
pub(super) fn forget_rater(session: &Session, rater: &RaterId) -> Vec<Edit> {
    let meeting = &session.meeting;
    let mut edits: Vec<Edit> = Vec::new();
    if let Some(attendance) = meeting.attendance.get(rater) {
        let before = Some(*attendance);
        edits.push(MeetingEdit::SetAttendance { rater: rater.clone(), before, after: None }.into());
    }
    if let Some(marks) = meeting.warm_up.marks.get(rater) {
        let cells = marks.iter().map(|((case, skill), score)| (case.clone(), skill.clone(), Some(*score), None));
        edits.push(MeetingEdit::SetWarmUpScores { rater: rater.clone(), cells: cells.collect() }.into());
    }
    edits
}
