//! Applying steps. A step is applied as a whole or not at all: when one of its edits does not fit, those before it are
//! taken back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Agreed, EvidenceId, Mark, Outcome, PersonId, RaterId, Round, Rubric, Session, Sheet, SkillId};

use super::{Edit, Step};

/// Why a step does not fit the session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// Something else changed the same thing.
    #[error("{0} has changed since; look at it again and repeat the change")]
    Changed(String),
    /// Blind scores of somebody whose cells are open.
    #[error("the scores of {0} were revealed, and blind scores never change after that; enter a revised score")]
    Revealed(String),
    /// Scores of somebody who submitted.
    #[error("{0} has submitted and sealed their scores; reopen their grid first")]
    Sealed(String),
    /// Scores of somebody who only comments.
    #[error("{0} came late and only comments; let them rate again first")]
    OnlyComments(String),
    /// A score that the scale does not have.
    #[error("{score} is not on the scale, which goes from 1 to {top}")]
    OffScale {
        /// The score.
        score: u8,
        /// The highest score.
        top: u8,
    },
    /// Something that the session does not have.
    #[error("{0} is not in this session")]
    Unknown(String),
    /// Somebody who still has ratings, evidence or decisions.
    #[error("{0} still has ratings, evidence or decisions; these must be removed in the same step")]
    InUse(String),
    /// A name that is missing, or somebody who points to somebody who is not there.
    #[error("{0}")]
    Broken(String),
    /// A rubric that can't be used, or that lost a skill with its ratings.
    #[error("the rubric can't be used: {0}")]
    Rubric(String),
}

/// What a step changed, so that only what depends on it is worked out again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// People whose scores, evidence, decisions or own fields changed.
    pub people: BTreeSet<PersonId>,
    /// Raters whose sheet or own fields changed.
    pub raters: BTreeSet<RaterId>,
    /// Evidence that came, changed or went.
    pub evidence: BTreeSet<EvidenceId>,
    /// Whether who is there changed, so that lists and rows are no longer what they were.
    pub rows: bool,
    /// Whether everything must be worked out again: another rubric, period or phase.
    pub everything: bool,
}

impl Touched {
    /// Adds what another step changed.
    pub fn merge(&mut self, other: Self) {
        self.people.extend(other.people);
        self.raters.extend(other.raters);
        self.evidence.extend(other.evidence);
        self.rows |= other.rows;
        self.everything |= other.everything;
    }
}

impl Step {
    /// Applies the step as a whole, or leaves the session as it was.
    ///
    /// # Errors
    /// When an edit's `before` is not what the session holds, or the edit would break an invariant.
    pub fn apply(&self, session: &mut Session) -> Result<Touched, Conflict> {
        super::scale::carries_every_score(self, session)?;
        let mut touched = Touched::default();
        let reveals = self.reveals();
        let revealed_before = if reveals { session.decisions.revealed.clone() } else { BTreeMap::new() };
        for (done, edit) in self.edits.iter().enumerate() {
            let result = self.allows(edit, session).and_then(|()| edit.apply(self, session, &mut touched));
            if let Err(conflict) = result {
                self.take_back(done, &revealed_before, session);
                return Err(conflict);
            }
        }
        if let Some(problem) = self.leaves_problem(session) {
            self.take_back(self.edits.len(), &revealed_before, session);
            return Err(Conflict::Broken(problem));
        }
        Ok(touched)
    }

    /// Takes back the first so many edits, which were applied a moment ago.
    fn take_back(&self, done: usize, revealed: &BTreeMap<PersonId, Timestamp>, session: &mut Session) {
        for edit in self.edits[..done].iter().rev() {
            match edit.inverse() {
                // What was applied a moment ago can be taken back; there is nothing else to do if it can't.
                Some(inverse) => drop(inverse.apply(self, session, &mut Touched::default())),
                None => Arc::make_mut(&mut session.decisions).revealed.clone_from(revealed),
            }
        }
    }

    /// What no longer holds together when all edits are applied. Who reports to whom and who rates whom may point
    /// forward within a step, so it is looked at only in the end.
    fn leaves_problem(&self, session: &Session) -> Option<String> {
        let moves = |edit: &Edit| {
            matches!(
                edit,
                Edit::PutPerson { .. } | Edit::PutRater { .. } | Edit::SetAbout { .. } | Edit::PutRubric { .. }
            )
        };
        self.edits.iter().any(moves).then(|| session.roster_problem()).flatten()
    }

    /// The step that takes this one back, with the same id, actor and gesture; `None` for a reveal.
    pub fn inverse(&self) -> Option<Step> {
        let edits = self.edits.iter().rev().map(Edit::inverse).collect::<Option<Vec<_>>>()?;
        Some(Step { edits, ..self.clone() })
    }

    /// Blind scores are closed once they were submitted, or once their person was revealed; only somebody who joins or
    /// leaves in the same step takes theirs along.
    fn allows(&self, edit: &Edit, session: &Session) -> Result<(), Conflict> {
        let Edit::SetScores { rater, round, cells } = edit else { return Ok(()) };
        // Scores go over to another scale with everybody else's, sealed and revealed ones too.
        if self.moves_rater(rater) || self.scale_move().is_some() {
            return Ok(());
        }
        let comments_only = session.panel.get(rater).is_some_and(|rater| rater.comments_only);
        if comments_only && cells.iter().any(|(person, ..)| !self.moves_person(person)) {
            return Err(Conflict::OnlyComments(session.rater_name(rater)));
        }
        if *round == Round::Revised {
            return Ok(());
        }
        let sealed = session.panel.get(rater).is_some_and(|rater| rater.submitted.is_some());
        for (person, ..) in cells.iter().filter(|(person, ..)| !self.moves_person(person)) {
            if sealed {
                return Err(Conflict::Sealed(session.rater_name(rater)));
            }
            if session.is_revealed(person) {
                return Err(Conflict::Revealed(session.name(person)));
            }
        }
        Ok(())
    }

    fn moves_person(&self, person: &PersonId) -> bool {
        self.edits.iter().any(|edit| {
            matches!(edit, Edit::PutPerson { id, before, after } if id == person && before.is_some() != after.is_some())
        })
    }

    fn moves_rater(&self, rater: &RaterId) -> bool {
        self.edits.iter().any(|edit| {
            matches!(edit, Edit::PutRater { id, before, after } if id == rater && before.is_some() != after.is_some())
        })
    }
}

impl Edit {
    /// The edit that takes this one back: before and after change places. `None` for a reveal.
    pub fn inverse(&self) -> Option<Edit> {
        let mut edit = self.clone();
        match &mut edit {
            Edit::Reveal { .. } => return None,
            Edit::SetAbout { before, after } => std::mem::swap(before, after),
            Edit::SetPhase { before, after } => std::mem::swap(before, after),
            Edit::PutRubric { before, after } => std::mem::swap(before, after),
            Edit::PutPerson { before, after, .. } => std::mem::swap(before, after),
            Edit::PutRater { before, after, .. } => std::mem::swap(before, after),
            Edit::SetScores { cells, .. } => {
                cells.iter_mut().for_each(|(_, _, before, after)| std::mem::swap(before, after));
                // Should a cell stand in there twice, its changes are taken back from the last to the first.
                cells.reverse();
            }
            Edit::SetNote { before, after, .. } | Edit::SetRecusal { before, after, .. } => {
                std::mem::swap(before, after);
            }
            Edit::SetCloseness { before, after, .. } => std::mem::swap(before, after),
            Edit::SetTrait { before, after, .. } => std::mem::swap(before, after),
            Edit::PutEvidence { before, after, .. } => std::mem::swap(before, after),
            Edit::SetAgreed { before, after, .. } => std::mem::swap(before, after),
            Edit::SetAgreedTrait { before, after, .. } => std::mem::swap(before, after),
            Edit::SetPlacement { before, after, .. } => std::mem::swap(before, after),
            Edit::SetOpenSeats { before, after, .. } => std::mem::swap(before, after),
            Edit::PutPrevious { before, after } => std::mem::swap(before, after),
            Edit::Meeting(meeting) => meeting.swap(),
        }
        Some(edit)
    }

    fn apply(&self, step: &Step, session: &mut Session, touched: &mut Touched) -> Result<(), Conflict> {
        match self {
            Edit::SetAbout { before, after } => {
                expect(*session.about == **before, || "The title or period".into())?;
                session.about = Arc::new((**after).clone());
                touched.everything = true;
            }
            Edit::SetPhase { before, after } => {
                expect(session.about.phase == *before, || "The phase".into())?;
                Arc::make_mut(&mut session.about).phase = *after;
                touched.everything = true;
            }
            Edit::PutRubric { before, after } => {
                expect(session.rubric == *before, || "The rubric".into())?;
                put_rubric(session, after)?;
                touched.everything = true;
            }
            Edit::PutPerson { id, before, after } => {
                expect(session.people.get(id) == before.as_ref(), || session.name(id))?;
                named(after.as_ref().is_none_or(|person| person.id == *id), id)?;
                if after.is_none() && session.has_traces_of(id) {
                    return Err(Conflict::InUse(session.name(id)));
                }
                match after {
                    Some(person) => {
                        let (row, new) = Arc::make_mut(&mut session.people).put(person.clone());
                        if new {
                            each_sheet(session, |sheet| sheet.insert_row(row));
                        }
                        touched.rows |= new;
                    }
                    None => {
                        if let Some(row) = Arc::make_mut(&mut session.people).remove(id) {
                            each_sheet(session, |sheet| sheet.remove_row(row));
                        }
                        touched.rows = true;
                    }
                }
                touched.people.insert(id.clone());
            }
            Edit::PutRater { id, before, after } => {
                expect(session.panel.get(id) == before.as_ref(), || session.rater_name(id))?;
                named(after.as_ref().is_none_or(|rater| rater.id == *id), id)?;
                match after {
                    Some(rater) => {
                        Arc::make_mut(&mut session.panel).put(rater.clone());
                    }
                    None => {
                        if session.has_traces_of_rater(id) {
                            return Err(Conflict::InUse(session.rater_name(id)));
                        }
                        Arc::make_mut(&mut session.panel).remove(id);
                    }
                }
                touched.rows |= before.is_some() != after.is_some();
                touched.raters.insert(id.clone());
            }
            Edit::SetScores { rater, round, cells } => {
                set_scores(session, rater, *round, cells, touched)?;
            }
            Edit::SetNote { rater, person, skill, before, after } => {
                known_person(session, person)?;
                known_skill(session, skill)?;
                let what = format!("The note on {}", session.name(person));
                let cell = (person.clone(), skill.clone());
                change_sheet(session, rater, |sheet| put(&mut sheet.notes, cell, before, after, what))?;
                touched.people.insert(person.clone());
                touched.raters.insert(rater.clone());
            }
            Edit::SetCloseness { rater, person, before, after } => {
                known_person(session, person)?;
                let what = format!("How closely somebody works with {}", session.name(person));
                let key = person.clone();
                change_sheet(session, rater, |sheet| put(&mut sheet.closeness, key, before, after, what))?;
                touched.people.insert(person.clone());
                touched.raters.insert(rater.clone());
            }
            Edit::SetTrait { rater, person, leadership_trait, before, after } => {
                known_person(session, person)?;
                let what = format!("A trait of {}", session.name(person));
                let key = (person.clone(), leadership_trait.clone());
                change_sheet(session, rater, |sheet| put(&mut sheet.traits, key, before, after, what))?;
                touched.people.insert(person.clone());
                touched.raters.insert(rater.clone());
            }
            Edit::PutEvidence { id, before, after } => {
                touched.evidence.insert(id.clone());
                for item in before.iter().chain(after) {
                    touched.people.insert(item.person.clone());
                    touched.raters.insert(item.author.clone());
                }
                if let Some(item) = after {
                    named(item.id == *id, id)?;
                    known_person(session, &item.person)?;
                    known_rater(session, &item.author)?;
                    item.skills.iter().try_for_each(|skill| known_skill(session, skill))?;
                }
                let plain = |item: &Option<Box<_>>| item.as_deref().cloned();
                let evidence = Arc::make_mut(&mut session.evidence);
                put(evidence, id.clone(), &plain(before), &plain(after), "The evidence".into())?;
            }
            Edit::SetRecusal { rater, person, before, after } => {
                known_person(session, person)?;
                known_rater(session, rater)?;
                let what = format!("Who is set aside for {}", session.name(person));
                let recusals = &mut Arc::make_mut(&mut session.decisions).recusals;
                put(recusals, (person.clone(), rater.clone()), before, after, what)?;
                touched.people.insert(person.clone());
                touched.raters.insert(rater.clone());
            }
            Edit::Reveal { person } => {
                known_person(session, person)?;
                Arc::make_mut(&mut session.decisions).revealed.entry(person.clone()).or_insert(step.at);
                touched.people.insert(person.clone());
            }
            Edit::SetAgreed { person, skill, before, after } => {
                known_person(session, person)?;
                known_skill(session, skill)?;
                if let Some(agreed) = after {
                    on_scale(session, agreed)?;
                }
                let what = format!("An agreed score of {}", session.name(person));
                let agreed = &mut Arc::make_mut(&mut session.decisions).agreed;
                put(agreed, (person.clone(), skill.clone()), before, after, what)?;
                touched.people.insert(person.clone());
            }
            Edit::SetAgreedTrait { person, leadership_trait, before, after } => {
                known_person(session, person)?;
                let what = format!("An agreed trait of {}", session.name(person));
                let traits = &mut Arc::make_mut(&mut session.decisions).traits;
                put(traits, (person.clone(), leadership_trait.clone()), before, after, what)?;
                touched.people.insert(person.clone());
            }
            Edit::SetPlacement { person, before, after } => {
                known_person(session, person)?;
                let what = format!("The placement of {}", session.name(person));
                let plain = |place: &Option<Box<_>>| place.as_deref().cloned();
                let placements = &mut Arc::make_mut(&mut session.decisions).placements;
                put(placements, person.clone(), &plain(before), &plain(after), what)?;
                touched.people.insert(person.clone());
            }
            Edit::SetOpenSeats { level, before, after } => {
                if after.is_some() && session.rubric.level(level).is_none() {
                    return Err(Conflict::Unknown(format!("The level “{level}”")));
                }
                let seats = &mut Arc::make_mut(&mut session.decisions).open_seats;
                put(seats, level.clone(), before, after, "The open seats".into())?;
            }
            Edit::PutPrevious { before, after } => {
                expect(session.previous == *before, || "The previous cycle".into())?;
                session.previous.clone_from(after);
                touched.everything = true;
            }
            Edit::Meeting(meeting) => meeting.apply(session, touched)?,
        }
        Ok(())
    }
}

pub(super) fn expect(holds: bool, what: impl FnOnce() -> String) -> Result<(), Conflict> {
    if holds { Ok(()) } else { Err(Conflict::Changed(what())) }
}

/// Replaces the value of a key, where it is what it should be.
pub(super) fn put<K: Ord, V: Clone + PartialEq>(
    map: &mut BTreeMap<K, V>,
    key: K,
    before: &Option<V>,
    after: &Option<V>,
    what: String,
) -> Result<(), Conflict> {
    expect(map.get(&key) == before.as_ref(), || what)?;
    match after {
        Some(value) => map.insert(key, value.clone()),
        None => map.remove(&key),
    };
    Ok(())
}

pub(super) fn known_person(session: &Session, person: &PersonId) -> Result<(), Conflict> {
    if session.people.contains(person) { Ok(()) } else { Err(Conflict::Unknown(format!("The person “{person}”"))) }
}

pub(super) fn known_rater(session: &Session, rater: &RaterId) -> Result<(), Conflict> {
    if session.panel.contains(rater) { Ok(()) } else { Err(Conflict::Unknown(format!("The rater “{rater}”"))) }
}

fn known_skill(session: &Session, skill: &SkillId) -> Result<(), Conflict> {
    if session.rubric.column(skill).is_some() {
        Ok(())
    } else {
        Err(Conflict::Unknown(format!("The skill “{skill}”")))
    }
}

fn each_sheet(session: &mut Session, change: impl Fn(&mut Sheet)) {
    session.ratings.0.values_mut().for_each(|sheet| change(Arc::make_mut(sheet)));
}

/// Changes the sheet of a rater. It is made when the first answer comes and goes with the last one, so that undoing
/// everything leaves nothing behind.
fn change_sheet(
    session: &mut Session,
    rater: &RaterId,
    change: impl FnOnce(&mut Sheet) -> Result<(), Conflict>,
) -> Result<(), Conflict> {
    known_rater(session, rater)?;
    let (people, skills) = (session.people.len(), session.rubric.skills.len());
    let sheet = session.ratings.0.entry(rater.clone()).or_insert_with(|| Arc::new(Sheet::new(people, skills)));
    let result = change(Arc::make_mut(sheet));
    if sheet.is_blank() {
        session.ratings.0.remove(rater);
    }
    result
}

/// What is put in place must carry the id of its place.
pub(super) fn named(same: bool, id: &impl std::fmt::Display) -> Result<(), Conflict> {
    if same { Ok(()) } else { Err(Conflict::Unknown(format!("What is to stand under the id “{id}”"))) }
}

fn on_scale(session: &Session, agreed: &Agreed) -> Result<(), Conflict> {
    let top = session.rubric.scale.top();
    match agreed.outcome {
        Outcome::Score(score) if !session.rubric.scale.holds(score) => Err(Conflict::OffScale { score, top }),
        Outcome::AsRated(mean) if !(1.0..=f64::from(top)).contains(&mean) => {
            Err(Conflict::Broken(format!("The mean {mean} is not on the scale, which goes from 1 to {top}")))
        }
        _ => Ok(()),
    }
}

fn set_scores(
    session: &mut Session,
    rater: &RaterId,
    round: Round,
    cells: &[(PersonId, SkillId, Option<Mark>, Option<Mark>)],
    touched: &mut Touched,
) -> Result<(), Conflict> {
    let top = session.rubric.scale.top();
    let mut seen = BTreeSet::new();
    let mut places = Vec::with_capacity(cells.len());
    for (person, skill, before, after) in cells {
        let row = session.people.place(person).ok_or_else(|| Conflict::Unknown(format!("The person “{person}”")))?;
        let column = session.rubric.column(skill).ok_or_else(|| Conflict::Unknown(format!("The skill “{skill}”")))?;
        if let Some(Mark::Score(score)) = *after
            && !session.rubric.scale.holds(score)
        {
            return Err(Conflict::OffScale { score, top });
        }
        // The same cell twice in one edit would hide the mark in between from the log.
        let changed = || format!("A score of {}", session.name(person));
        expect(seen.insert((row, column)), changed)?;
        expect(session.mark(rater, person, skill, round) == *before, changed)?;
        places.push((row, column));
    }
    change_sheet(session, rater, |sheet| {
        for ((person, skill, _, after), (row, column)) in cells.iter().zip(places) {
            let cell = (person.clone(), skill.clone());
            match (round, after) {
                (Round::Blind, mark) => sheet.set_blind(row, column, &cell, *mark),
                (Round::Revised, Some(mark)) => {
                    sheet.revised.insert(cell, *mark);
                }
                (Round::Revised, None) => {
                    sheet.revised.remove(&cell);
                }
            }
        }
        Ok(())
    })?;
    touched.people.extend(cells.iter().map(|(person, ..)| person.clone()));
    touched.raters.insert(rater.clone());
    Ok(())
}

/// Puts another rubric in place and moves every sheet's columns to where the skills are now.
fn put_rubric(session: &mut Session, after: &Arc<Rubric>) -> Result<(), Conflict> {
    if let Some(problem) = after.problems().into_iter().next() {
        return Err(Conflict::Rubric(problem));
    }
    for skill in session.rubric.skills.iter().filter(|skill| after.column(&skill.id).is_none()) {
        if session.has_traces_of_skill(&skill.id) {
            let name = &skill.name;
            return Err(Conflict::Rubric(format!("“{name}” has ratings; retire it instead of removing it")));
        }
    }
    let moves = after.scale.earlier.len() != session.rubric.scale.earlier.len();
    if !moves && session.has_scores() && after.scale.points.len() != session.rubric.scale.points.len() {
        let words =
            "its scale has another number of points than the scores already given; say what becomes of each point";
        return Err(Conflict::Rubric(words.into()));
    }
    if let Some(score) = session.score_above(after.scale.top()) {
        return Err(Conflict::OffScale { score, top: after.scale.top() });
    }
    let places: Vec<_> = after.skills.iter().map(|skill| session.rubric.column(&skill.id)).collect();
    each_sheet(session, |sheet| sheet.move_columns(&places));
    session.rubric = after.clone();
    Ok(())
}

impl Session {
    /// Whether anything is left of a person besides their own entry. That they were revealed stays known, so that
    /// somebody who comes back by undo is as open as before.
    fn has_traces_of(&self, person: &PersonId) -> bool {
        let row = self.people.place(person);
        let in_sheet = |sheet: &Sheet| {
            row.is_some_and(|row| sheet.row(row).iter().any(|byte| *byte != 0))
                || sheet.revised.keys().chain(sheet.notes.keys()).any(|(id, _)| id == person)
                || sheet.closeness.contains_key(person)
                || sheet.traits.keys().any(|(id, _)| id == person)
        };
        let decisions = &self.decisions;
        self.ratings.0.values().any(|sheet| in_sheet(sheet))
            || self.evidence.values().any(|item| item.person == *person)
            || decisions.agreed.keys().any(|(id, _)| id == person)
            || decisions.traits.keys().any(|(id, _)| id == person)
            || decisions.recusals.keys().any(|(id, _)| id == person)
            || decisions.placements.contains_key(person)
            || self.meeting.speaks_of(person)
    }

    fn has_traces_of_rater(&self, rater: &RaterId) -> bool {
        self.ratings.sheet(rater).is_some_and(|sheet| !sheet.is_blank())
            || self.evidence.values().any(|item| item.author == *rater)
            || self.decisions.recusals.keys().any(|(_, id)| id == rater)
            || self.meeting.attendance.contains_key(rater)
            || self.meeting.warm_up.marks.contains_key(rater)
    }

    /// Whether anything hangs on a skill: an answer, a note, evidence or a decision. Such a skill can only retire.
    pub fn has_traces_of_skill(&self, skill: &SkillId) -> bool {
        let Some(column) = self.rubric.column(skill) else { return false };
        let in_sheet = |sheet: &Sheet| {
            (0..self.people.len()).any(|row| sheet.row(row).get(column).is_some_and(|byte| *byte != 0))
                || sheet.revised.keys().chain(sheet.notes.keys()).any(|(_, id)| id == skill)
        };
        self.ratings.0.values().any(|sheet| in_sheet(sheet))
            || self.evidence.values().any(|item| item.skills.contains(skill))
            || self.decisions.agreed.keys().any(|(_, id)| id == skill)
    }
}
