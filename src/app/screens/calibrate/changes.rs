//! What the meeting does, as changes of the session. All of them are the facilitator's, who acts for the panel.

use crate::app::view::View;
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::Subject;
use crate::model::{Agreed, Cell, Mark, Outcome, PersonId, RaterId, Round, Session};

use super::case::{Case, Row};

/// Opens everybody's marks of a person.
pub(super) fn reveal(person: &PersonId) -> Change {
    Change::new(Actor::Facilitator, Gesture::Reveal, vec![Edit::Reveal { person: person.clone() }])
}

/// Settles a skill, or takes back what was settled. The reason that stood there stays with another score; without
/// agreement the views are recorded, without names.
pub(super) fn agree(view: &View<'_>, cell: &Cell, outcome: Option<Outcome>) -> Option<Change> {
    let session = view.session;
    let before = session.decisions.agreed.get(cell).cloned();
    let mut reason = before.as_ref().map_or_else(String::new, |agreed| agreed.reason.clone());
    if outcome == Some(Outcome::NoAgreement) && reason.is_empty() {
        let subject = Subject::new(session, view.readings.index(), &cell.0);
        let column = session.rubric.column(&cell.1);
        let views = subject.zip(column).map(|(subject, column)| subject.views_in_words(column));
        reason = views.filter(|views| !views.is_empty()).map_or_else(String::new, |views| format!("{views}."));
    }
    let after = outcome.map(|outcome| Agreed { outcome, reason });
    settled(cell, before, after)
}

/// Gives what was settled another reason.
pub(super) fn give_reason(session: &Session, cell: &Cell, reason: &str, goes_on: bool) -> Option<Change> {
    let before = session.decisions.agreed.get(cell).cloned()?;
    let after = Agreed { reason: reason.to_owned(), ..before.clone() };
    let mut change = settled(cell, Some(before), Some(after))?;
    change.continues = goes_on;
    Some(change)
}

fn settled((person, skill): &Cell, before: Option<Agreed>, after: Option<Agreed>) -> Option<Change> {
    if before == after {
        return None;
    }
    let edit = Edit::SetAgreed { person: person.clone(), skill: skill.clone(), before, after };
    Some(Change::new(Actor::Facilitator, Gesture::Agree, vec![edit]))
}

/// Accepts the skills at these places at the mean of their marks, in one step.
pub(super) fn accept(case: &Case, places: &[usize]) -> Option<Change> {
    let edit = |row: &Row| {
        let after = Agreed { outcome: Outcome::AsRated(row.case.mean()?), reason: String::new() };
        Some(Edit::SetAgreed {
            person: case.person.clone(),
            skill: row.case.skill.clone(),
            before: row.case.agreed.clone(),
            after: Some(after),
        })
    };
    let edits: Vec<Edit> = places.iter().filter_map(|place| edit(case.skills.get(*place)?)).collect();
    (!edits.is_empty()).then(|| Change::new(Actor::Facilitator, Gesture::Agree, edits))
}

/// A rater has another score now; without one, the blind one counts again. The blind score stays as it was.
pub(super) fn revise(session: &Session, rater: &RaterId, (person, skill): &Cell, score: Option<u8>) -> Option<Change> {
    let blind = session.mark(rater, person, skill, Round::Blind);
    let before = session.mark(rater, person, skill, Round::Revised);
    // Revised to what it was is not revised.
    let after = score.map(Mark::Score).filter(|after| Some(*after) != blind);
    if before == after {
        return None;
    }
    let cells = vec![(person.clone(), skill.clone(), before, after)];
    let edit = Edit::SetScores { rater: rater.clone(), round: Round::Revised, cells };
    Some(Change::new(Actor::Facilitator, Gesture::Rate, vec![edit]))
}
