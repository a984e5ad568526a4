//! The rows of the long form: all that one rater said about one skill of one person. Every format that keeps ratings
//! goes through these rows, so that none of them can forget a note or a revised score.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Agreed, Cell, Mark, Person, PersonId, Rater, Round, Session, Skill};

/// One line of the long form.
pub struct RatingRow<'a> {
    /// Who is rated.
    pub person: &'a Person,
    /// On what.
    pub skill: &'a Skill,
    /// By whom; nobody where the panel agreed on something that no rater rated.
    pub rater: Option<&'a Rater>,
    /// The blind score.
    pub blind: Option<Mark>,
    /// The score after the reveal.
    pub revised: Option<Mark>,
    /// The rater's note; empty where there is none.
    pub note: &'a str,
    /// What the panel settled for the person's skill.
    pub agreed: Option<&'a Agreed>,
}

/// The people of a session by name.
pub fn people_by_name(session: &Session) -> Vec<&Arc<Person>> {
    let mut people: Vec<_> = session.people.iter().collect();
    people.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    people
}

/// The panel by name, with those who do not rate.
pub fn panel_by_name(session: &Session) -> Vec<&Arc<Rater>> {
    let mut panel: Vec<_> = session.panel.iter().collect();
    panel.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    panel
}

/// Calls `each` with every row: people by name, skills in the rubric's order, raters by name. `stop` on the first
/// error.
///
/// # Errors
/// Whatever `each` returns.
pub fn each_rating<E>(session: &Session, mut each: impl FnMut(RatingRow<'_>) -> Result<(), E>) -> Result<(), E> {
    let panel = panel_by_name(session);
    for person in people_by_name(session) {
        let beside = said_beside_the_bytes(session, &person.id);
        for skill in &session.rubric.skills {
            let cell = (person.id.clone(), skill.id.clone());
            let agreed = session.decisions.agreed.get(&cell);
            let mut rated = false;
            for rater in &panel {
                let blind = session.mark(&rater.id, &person.id, &skill.id, Round::Blind);
                let (revised, note) = beside.get(&(&rater.id, &skill.id)).copied().unwrap_or_default();
                if blind.is_none() && revised.is_none() && note.is_empty() {
                    continue;
                }
                rated = true;
                each(RatingRow { person, skill, rater: Some(rater), blind, revised, note, agreed })?;
            }
            if !rated && agreed.is_some() {
                each(RatingRow { person, skill, rater: None, blind: None, revised: None, note: "", agreed })?;
            }
        }
    }
    Ok(())
}

type Beside<'a> = BTreeMap<(&'a crate::model::RaterId, &'a crate::model::SkillId), (Option<Mark>, &'a str)>;

/// Revised scores and notes of one person, which are few: looked up once a person, not once a cell.
fn said_beside_the_bytes<'a>(session: &'a Session, person: &PersonId) -> Beside<'a> {
    let first: Cell = (person.clone(), "".into());
    let mut beside = Beside::new();
    for (rater, sheet) in session.ratings.sheets() {
        let of_person = |cell: &Cell| cell.0 == *person;
        for (cell, mark) in sheet.revised().range(first.clone()..).take_while(|(cell, _)| of_person(cell)) {
            beside.entry((rater, &cell.1)).or_default().0 = Some(*mark);
        }
        for (cell, note) in sheet.notes().range(first.clone()..).take_while(|(cell, _)| of_person(cell)) {
            beside.entry((rater, &cell.1)).or_default().1 = note;
        }
    }
    beside
}
