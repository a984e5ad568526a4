//! Taking somebody out of a session with all that hangs on them, as edits of one step, so that undo brings back the
//! person and every word about them.

use std::sync::Arc;

use crate::model::{Manager, Mark, PersonId, RaterId, Round, Session, SkillId};

use super::Edit;

type ScoreCells = Vec<(PersonId, SkillId, Option<Mark>, Option<Mark>)>;

/// The edits that remove a person with their ratings, notes, evidence and decisions. Nothing where there is no such
/// person.
pub fn remove_person(session: &Session, person: &PersonId) -> Vec<Edit> {
    let Some(entry) = session.people.get(person) else { return Vec::new() };
    let mut edits = Vec::new();
    for (rater, _) in session.ratings.sheets() {
        clear_sheet(session, rater, Some(person), &mut edits);
    }
    for (id, item) in session.evidence.iter().filter(|(_, item)| item.person == *person) {
        edits.push(Edit::PutEvidence { id: id.clone(), before: Some(Box::new(item.clone())), after: None });
    }
    clear_decisions(session, person, &mut edits);
    for ((_, rater), reason) in session.decisions.recusals.iter().filter(|((id, _), _)| id == person) {
        edits.push(recusal_gone(person, rater, reason));
    }
    for rater in session.panel.iter().filter(|rater| rater.rated_people.contains(person)) {
        let mut after = (**rater).clone();
        after.rated_people.remove(person);
        edits.push(Edit::PutRater { id: rater.id.clone(), before: Some(rater.clone()), after: Some(Arc::new(after)) });
    }
    for report in session.people.iter().filter(|other| other.manager == Manager::Person(person.clone())) {
        edits.push(reports_to_nobody_here(report, &entry.name));
    }
    // Somebody who reports to themselves was changed by the line before.
    let before = match edits.iter().rev().find_map(|edit| match edit {
        Edit::PutPerson { id, after, .. } if id == person => Some(after.clone()),
        _ => None,
    }) {
        Some(changed) => changed,
        None => Some(entry.clone()),
    };
    edits.push(Edit::PutPerson { id: person.clone(), before, after: None });
    edits
}

/// The edits that remove somebody from the panel with their ratings, notes and evidence. Nothing where there is no
/// such rater.
pub fn remove_rater(session: &Session, rater: &RaterId) -> Vec<Edit> {
    let Some(entry) = session.panel.get(rater) else { return Vec::new() };
    let mut edits = Vec::new();
    clear_sheet(session, rater, None, &mut edits);
    for (id, item) in session.evidence.iter().filter(|(_, item)| item.author == *rater) {
        edits.push(Edit::PutEvidence { id: id.clone(), before: Some(Box::new(item.clone())), after: None });
    }
    for ((person, _), reason) in session.decisions.recusals.iter().filter(|((_, id), _)| id == rater) {
        edits.push(recusal_gone(person, rater, reason));
    }
    for report in session.people.iter().filter(|person| person.manager == Manager::Panel(rater.clone())) {
        edits.push(reports_to_nobody_here(report, &entry.name));
    }
    edits.push(Edit::PutRater { id: rater.clone(), before: Some(entry.clone()), after: None });
    edits
}

/// Clears what a rater said of one person, or of everybody.
fn clear_sheet(session: &Session, rater: &RaterId, person: Option<&PersonId>, edits: &mut Vec<Edit>) {
    let Some(sheet) = session.ratings.sheet(rater) else { return };
    let meant = |id: &PersonId| person.is_none_or(|person| person == id);
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

fn clear_decisions(session: &Session, person: &PersonId, edits: &mut Vec<Edit>) {
    let decisions = &session.decisions;
    for ((id, skill), agreed) in decisions.agreed.iter().filter(|((id, _), _)| id == person) {
        let before = Some(agreed.clone());
        edits.push(Edit::SetAgreed { person: id.clone(), skill: skill.clone(), before, after: None });
    }
    for ((id, leadership_trait), agreed) in decisions.traits.iter().filter(|((id, _), _)| id == person) {
        edits.push(Edit::SetAgreedTrait {
            person: id.clone(),
            leadership_trait: leadership_trait.clone(),
            before: Some(agreed.clone()),
            after: None,
        });
    }
    if let Some(placement) = decisions.placements.get(person) {
        let before = Some(Box::new(placement.clone()));
        edits.push(Edit::SetPlacement { person: person.clone(), before, after: None });
    }
}

fn recusal_gone(person: &PersonId, rater: &RaterId, reason: &str) -> Edit {
    Edit::SetRecusal { rater: rater.clone(), person: person.clone(), before: Some(reason.to_owned()), after: None }
}

/// A manager who leaves stays known by name.
fn reports_to_nobody_here(report: &Arc<crate::model::Person>, manager: &str) -> Edit {
    let mut after = (**report).clone();
    after.manager = Manager::Outside(manager.to_owned());
    Edit::PutPerson { id: report.id.clone(), before: Some(report.clone()), after: Some(Arc::new(after)) }
}
