//! Taking somebody out of a session with all that hangs on them, as edits of one step, so that undo brings back the
//! person and every word about them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{Manager, Mark, Person, PersonId, RaterId, Round, Session, SkillId};

use super::Edit;

type ScoreCells = Vec<(PersonId, SkillId, Option<Mark>, Option<Mark>)>;

/// The edits that remove a person with their ratings, notes, evidence and decisions. Nothing where there is no such
/// person.
pub fn remove_person(session: &Session, person: &PersonId) -> Vec<Edit> {
    remove_people(session, &BTreeSet::from([person.clone()]))
}

/// The edits that remove several people with all that [`remove_person`] takes along. Those whom the session does not
/// have are passed over.
pub fn remove_people(session: &Session, people: &BTreeSet<PersonId>) -> Vec<Edit> {
    let leaving: Vec<&Arc<Person>> = people.iter().filter_map(|id| session.people.get(id)).collect();
    let leaves = |id: &PersonId| people.contains(id);
    let mut edits = Vec::new();
    if leaving.is_empty() {
        return edits;
    }
    for (rater, _) in session.ratings.sheets() {
        clear_sheet(session, rater, &leaves, &mut edits);
    }
    for (id, item) in session.evidence.iter().filter(|(_, item)| leaves(&item.person)) {
        edits.push(Edit::PutEvidence { id: id.clone(), before: Some(Box::new(item.clone())), after: None });
    }
    clear_decisions(session, &leaves, &mut edits);
    edits.extend(super::meeting::forget_people(session, &leaves));
    for ((person, rater), reason) in session.decisions.recusals.iter().filter(|((id, _), _)| leaves(id)) {
        edits.push(recusal_gone(person, rater, reason));
    }
    for rater in session.panel.iter().filter(|rater| rater.rated_people.iter().any(leaves)) {
        let mut after = (**rater).clone();
        after.rated_people.retain(|id| !leaves(id));
        edits.push(Edit::PutRater { id: rater.id.clone(), before: Some(rater.clone()), after: Some(Arc::new(after)) });
    }
    // Somebody who leaves may report to somebody who leaves, or to themselves: they are changed before they go.
    let mut changed: BTreeMap<&PersonId, Arc<Person>> = BTreeMap::new();
    for report in session.people.iter() {
        let Manager::Person(manager) = &report.manager else { continue };
        let Some(manager) = session.people.get(manager).filter(|manager| leaves(&manager.id)) else { continue };
        let after = reporting_outside(report, &manager.name);
        let (before, after) = (Some(report.clone()), changed.entry(&report.id).or_insert(after).clone());
        edits.push(Edit::PutPerson { id: report.id.clone(), before, after: Some(after) });
    }
    for person in leaving {
        let before = changed.get(&person.id).unwrap_or(person).clone();
        edits.push(Edit::PutPerson { id: person.id.clone(), before: Some(before), after: None });
    }
    edits
}

/// The edits that remove somebody from the panel with their ratings, notes and evidence. Nothing where there is no
/// such rater.
pub fn remove_rater(session: &Session, rater: &RaterId) -> Vec<Edit> {
    let Some(entry) = session.panel.get(rater) else { return Vec::new() };
    let mut edits = Vec::new();
    clear_sheet(session, rater, &|_| true, &mut edits);
    for (id, item) in session.evidence.iter().filter(|(_, item)| item.author == *rater) {
        edits.push(Edit::PutEvidence { id: id.clone(), before: Some(Box::new(item.clone())), after: None });
    }
    for ((person, _), reason) in session.decisions.recusals.iter().filter(|((_, id), _)| id == rater) {
        edits.push(recusal_gone(person, rater, reason));
    }
    edits.extend(super::meeting::forget_rater(session, &entry.id));
    for report in session.people.iter().filter(|person| person.manager == Manager::Panel(rater.clone())) {
        let after = Some(reporting_outside(report, &entry.name));
        edits.push(Edit::PutPerson { id: report.id.clone(), before: Some(report.clone()), after });
    }
    edits.push(Edit::PutRater { id: rater.clone(), before: Some(entry.clone()), after: None });
    edits
}

/// Clears what a rater said of the people who are meant.
fn clear_sheet(session: &Session, rater: &RaterId, meant: &dyn Fn(&PersonId) -> bool, edits: &mut Vec<Edit>) {
    let Some(sheet) = session.ratings.sheet(rater) else { return };
    let mut blind = ScoreCells::new();
    for (row, person) in session.people.iter().enumerate().filter(|(_, person)| meant(&person.id)) {
        for (column, skill) in session.rubric.skills.iter().enumerate() {
            let cell = (person.id.clone(), skill.id.clone());
            if let Some(mark) = sheet.blind(row, column, &cell) {
                blind.push((cell.0, cell.1, Some(mark), None));
            }
        }
    }
    let revised: ScoreCells = sheet
        .revised()
        .iter()
        .filter(|((id, _), _)| meant(id))
        .map(|((person, skill), mark)| (person.clone(), skill.clone(), Some(*mark), None))
        .collect();
    for (round, cells) in [(Round::Blind, blind), (Round::Revised, revised)] {
        if !cells.is_empty() {
            edits.push(Edit::SetScores { rater: rater.clone(), round, cells });
        }
    }
    for ((person, skill), note) in sheet.notes().iter().filter(|((id, _), _)| meant(id)) {
        let (person, skill) = (person.clone(), skill.clone());
        let before = Some(note.clone());
        edits.push(Edit::SetNote { rater: rater.clone(), person, skill, before, after: None });
    }
    for (person, closeness) in sheet.closeness().iter().filter(|(id, _)| meant(id)) {
        let before = Some(*closeness);
        edits.push(Edit::SetCloseness { rater: rater.clone(), person: person.clone(), before, after: None });
    }
    for ((person, leadership_trait), answer) in sheet.traits().iter().filter(|((id, _), _)| meant(id)) {
        edits.push(Edit::SetTrait {
            rater: rater.clone(),
            person: person.clone(),
            leadership_trait: leadership_trait.clone(),
            before: Some(*answer),
            after: None,
        });
    }
}

fn clear_decisions(session: &Session, meant: &dyn Fn(&PersonId) -> bool, edits: &mut Vec<Edit>) {
    let decisions = &session.decisions;
    for ((id, skill), agreed) in decisions.agreed.iter().filter(|((id, _), _)| meant(id)) {
        let before = Some(agreed.clone());
        edits.push(Edit::SetAgreed { person: id.clone(), skill: skill.clone(), before, after: None });
    }
    for ((id, leadership_trait), agreed) in decisions.traits.iter().filter(|((id, _), _)| meant(id)) {
        edits.push(Edit::SetAgreedTrait {
            person: id.clone(),
            leadership_trait: leadership_trait.clone(),
            before: Some(agreed.clone()),
            after: None,
        });
    }
    for (id, placement) in decisions.placements.iter().filter(|(id, _)| meant(id)) {
        let before = Some(Box::new(placement.clone()));
        edits.push(Edit::SetPlacement { person: id.clone(), before, after: None });
    }
}

fn recusal_gone(person: &PersonId, rater: &RaterId, reason: &str) -> Edit {
    Edit::SetRecusal { rater: rater.clone(), person: person.clone(), before: Some(reason.to_owned()), after: None }
}

/// A manager who leaves stays known by name.
fn reporting_outside(report: &Person, manager: &str) -> Arc<Person> {
    Arc::new(Person { manager: Manager::Outside(manager.to_owned()), ..report.clone() })
}
