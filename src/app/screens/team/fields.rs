//! Texts of the side panel read into people and panel members, with a sentence where they can't be.

use jiff::civil::Date;

use crate::model::{Leave, Manager, Person, PersonId, Rater, RaterId, Session};

use super::drafts::Field;

/// Sets a field of a person to a text.
///
/// # Errors
/// A sentence that says why it can't be.
pub(super) fn set_person(session: &Session, person: &mut Person, field: Field, text: &str) -> Result<(), String> {
    match field {
        Field::Name => person.name = a_name(text)?,
        Field::EmployeeId => {
            free_of_panel(session, text, "")?;
            person.employee_id = text.to_owned();
        }
        Field::Email => {
            free_of_panel(session, "", text)?;
            person.email = text.to_owned();
        }
        Field::Title => person.title = text.to_owned(),
        Field::Team => person.team = text.to_owned(),
        Field::Location => person.location = text.to_owned(),
        Field::Manager => person.manager = manager_of(session, text),
        Field::Hired => person.hired = a_day(text)?,
        Field::LevelSince => person.level_since = a_day(text)?,
        Field::LeaveFrom(place) => set_leave(person, place, a_day(text)?, true)?,
        Field::LeaveTo(place) => set_leave(person, place, a_day(text)?, false)?,
    }
    Ok(())
}

/// Sets a field of somebody on the panel to a text; a field that they don't have stays as it is.
///
/// # Errors
/// A sentence that says why it can't be.
pub(super) fn set_rater(session: &Session, rater: &mut Rater, field: Field, text: &str) -> Result<(), String> {
    match field {
        Field::Name => rater.name = a_name(text)?,
        Field::EmployeeId => {
            free_of_people(session, text, "")?;
            rater.employee_id = text.to_owned();
        }
        Field::Email => {
            free_of_people(session, "", text)?;
            rater.email = text.to_owned();
        }
        Field::Title => rater.title = text.to_owned(),
        _ => {}
    }
    Ok(())
}

fn a_name(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("Everybody needs a name.".into()) } else { Ok(text.to_owned()) }
}

/// A day, or none where the text is empty.
fn a_day(text: &str) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let unread = |_| format!("“{}” is not a day; write it as 2026-12-31.", shortened(text));
    text.parse().map(Some).map_err(unread)
}

fn shortened(text: &str) -> String {
    let start: String = text.chars().take(20).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}

fn set_leave(person: &mut Person, place: usize, day: Option<Date>, first: bool) -> Result<(), String> {
    let Some(leave) = person.leaves.get_mut(place) else {
        return match day.filter(|_| first) {
            Some(from) => {
                person.leaves.push(Leave { from, to: None });
                Ok(())
            }
            None => Err("First write the first day away.".into()),
        };
    };
    let mut after = *leave;
    match (first, day) {
        (true, None) => return Err("A time away needs its first day.".into()),
        (true, Some(from)) => after.from = from,
        (false, to) => after.to = to,
    }
    if after.to.is_some_and(|to| to < after.from) {
        return Err("This time away would end before it begins.".into());
    }
    *leave = after;
    Ok(())
}

/// Whom a name means: somebody on the panel, else the only person of that name, else somebody outside.
pub(super) fn manager_of(session: &Session, text: &str) -> Manager {
    if text.is_empty() {
        return Manager::Nobody;
    }
    let wanted = text.to_lowercase();
    if let Some(rater) = session.panel.iter().find(|rater| rater.name.to_lowercase() == wanted) {
        return Manager::Panel(rater.id.clone());
    }
    let mut people = session.people.iter().filter(|person| person.name.to_lowercase() == wanted);
    match (people.next(), people.next()) {
        (Some(person), None) => Manager::Person(person.id.clone()),
        _ => Manager::Outside(text.to_owned()),
    }
}

/// Somebody on the panel with this employee id or e-mail; empty texts mean nobody.
pub(super) fn on_panel(session: &Session, employee_id: &str, email: &str) -> Option<RaterId> {
    let is = |rater: &&std::sync::Arc<Rater>| same(&rater.employee_id, employee_id) || same_email(&rater.email, email);
    session.panel.iter().find(is).map(|rater| rater.id.clone())
}

/// A person with this employee id or e-mail; empty texts mean nobody.
pub(super) fn on_roster(session: &Session, employee_id: &str, email: &str) -> Option<PersonId> {
    let is =
        |person: &&std::sync::Arc<Person>| same(&person.employee_id, employee_id) || same_email(&person.email, email);
    session.people.iter().find(is).map(|person| person.id.clone())
}

fn same(one: &str, other: &str) -> bool {
    !other.trim().is_empty() && one.trim() == other.trim()
}

fn same_email(one: &str, other: &str) -> bool {
    !other.trim().is_empty() && one.trim().eq_ignore_ascii_case(other.trim())
}

fn free_of_panel(session: &Session, employee_id: &str, email: &str) -> Result<(), String> {
    let taken = |rater: RaterId| {
        format!("{} on the panel has this already; nobody on the panel is rated.", session.rater_name(&rater))
    };
    on_panel(session, employee_id, email).map_or(Ok(()), |rater| Err(taken(rater)))
}

fn free_of_people(session: &Session, employee_id: &str, email: &str) -> Result<(), String> {
    let taken = |person: PersonId| {
        format!("{} has this already and is rated; nobody on the panel is rated.", session.name(&person))
    };
    on_roster(session, employee_id, email).map_or(Ok(()), |person| Err(taken(person)))
}
