//! What the Team screen does to a session, as changes to hand over. Each is one step.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::edit::{Actor, Change, Edit, Gesture, remove_people, remove_person, remove_rater};
use crate::insight::coverage::{RATERS_A_PERSON, listed};
use crate::model::{LevelId, Manager, Person, PersonId, Rater, RaterId, Session};
use crate::workspace::assign;

/// A change of the facilitator's.
pub(super) fn change(gesture: Gesture, edits: Vec<Edit>) -> Change {
    Change::new(Actor::Facilitator, gesture, edits)
}

/// A person changed; nothing where that changes nothing.
pub(super) fn edit_person(person: &Arc<Person>, set: impl FnOnce(&mut Person)) -> Option<Edit> {
    let mut after = (**person).clone();
    set(&mut after);
    let edit =
        Edit::PutPerson { id: person.id.clone(), before: Some(person.clone()), after: Some(Arc::new(after.clone())) };
    (after != **person).then_some(edit)
}

/// Somebody on the panel changed; nothing where that changes nothing.
pub(super) fn edit_rater(rater: &Arc<Rater>, set: impl FnOnce(&mut Rater)) -> Option<Edit> {
    let mut after = (**rater).clone();
    set(&mut after);
    let edit =
        Edit::PutRater { id: rater.id.clone(), before: Some(rater.clone()), after: Some(Arc::new(after.clone())) };
    (after != **rater).then_some(edit)
}

/// Whether a level is next to a person's own, so that it can be their target.
pub(super) fn can_be_target(session: &Session, person: &Person, target: &LevelId) -> bool {
    let own = person.level.as_ref().and_then(|level| session.rubric.level(level));
    own.is_some_and(|own| own.next.contains(target))
}

/// Gives people a level. A target that is not next to it goes.
pub(super) fn set_level<'a>(
    session: &Session,
    people: impl IntoIterator<Item = &'a PersonId>,
    level: Option<&LevelId>,
) -> Option<Change> {
    let people = people.into_iter().filter_map(|id| session.people.get(id));
    let edits: Vec<Edit> = people
        .filter_map(|person| {
            edit_person(person, |after| {
                after.level = level.cloned();
                after.target = after.target.take().filter(|target| can_be_target(session, after, target));
            })
        })
        .collect();
    (!edits.is_empty()).then(|| change(Gesture::EditPeople, edits))
}

/// Gives people a target, or none. Those whose level does not lead there stay as they are; returns how many.
pub(super) fn set_target<'a>(
    session: &Session,
    people: impl IntoIterator<Item = &'a PersonId>,
    target: Option<&LevelId>,
) -> (Option<Change>, usize) {
    let fits = |person: &&Arc<Person>| target.is_none_or(|target| can_be_target(session, person, target));
    let people = people.into_iter().filter_map(|id| session.people.get(id));
    let (fitting, others): (Vec<_>, Vec<_>) = people.partition(fits);
    let edits: Vec<Edit> =
        fitting.into_iter().filter_map(|person| edit_person(person, |after| after.target = target.cloned())).collect();
    ((!edits.is_empty()).then(|| change(Gesture::EditPeople, edits)), others.len())
}

/// Takes a person in. Their own manager is asked to rate them, where the manager is on the panel and rates.
pub(super) fn add_person(session: &Session, person: Person) -> Change {
    change(Gesture::AddPerson, joining(session, person))
}

fn joining(session: &Session, person: Person) -> Vec<Edit> {
    let id = person.id.clone();
    let own = match &person.manager {
        Manager::Panel(rater) => session.panel.get(rater).filter(|rater| rater.rates),
        _ => None,
    };
    let asked = own.and_then(|rater| {
        edit_rater(rater, |after| {
            after.rated_people.insert(id.clone());
        })
    });
    let put = Edit::PutPerson { id: id.clone(), before: None, after: Some(Arc::new(person)) };
    [Some(put), asked].into_iter().flatten().collect()
}

/// Takes somebody into the panel.
pub(super) fn add_rater(rater: Rater) -> Change {
    change(Gesture::AddRater, vec![joining_panel(rater)])
}

fn joining_panel(rater: Rater) -> Edit {
    Edit::PutRater { id: rater.id.clone(), before: None, after: Some(Arc::new(rater)) }
}

/// Moves a person to the panel: they are no longer rated, and those who report to them now report to the panel member.
pub(super) fn move_to_panel(session: &Session, person: &PersonId, rater: Rater) -> Change {
    let to = rater.id.clone();
    let mut edits = vec![joining_panel(rater)];
    edits.extend(remove_person(session, person).into_iter().map(|edit| match edit {
        Edit::PutPerson { id, before, after: Some(after) } => {
            let after = Some(Arc::new(Person { manager: Manager::Panel(to.clone()), ..(*after).clone() }));
            Edit::PutPerson { id, before, after }
        }
        other => other,
    }));
    change(Gesture::AddRater, edits)
}

/// Moves somebody from the panel to those who are rated; those who report to them still do.
pub(super) fn move_to_roster(session: &Session, rater: &RaterId, mut person: Person) -> Change {
    if person.manager == Manager::Panel(rater.clone()) {
        person.manager = Manager::Nobody;
    }
    let to = person.id.clone();
    let mut edits = joining(session, person);
    edits.extend(remove_rater(session, rater).into_iter().map(|edit| match edit {
        Edit::PutPerson { id, before, after: Some(after) } => {
            let after = Some(Arc::new(Person { manager: Manager::Person(to.clone()), ..(*after).clone() }));
            Edit::PutPerson { id, before, after }
        }
        other => other,
    }));
    change(Gesture::AddPerson, edits)
}

/// Removes people with all that is known of them.
pub(super) fn remove(session: &Session, people: &BTreeSet<PersonId>) -> Change {
    change(Gesture::RemovePeople, remove_people(session, people))
}

/// Removes somebody from the panel with all that they said.
pub(super) fn leave_panel(session: &Session, rater: &RaterId) -> Change {
    change(Gesture::RemoveRater, remove_rater(session, rater))
}

/// Asks a rater to rate a person, or no longer.
pub(super) fn toggle(session: &Session, rater: &RaterId, person: &PersonId) -> Option<Change> {
    let edit = edit_rater(session.panel.get(rater)?, |after| {
        if !after.rated_people.remove(person) {
            after.rated_people.insert(person.clone());
        }
    });
    edit.map(|edit| change(Gesture::Assign, vec![edit]))
}

/// Asks further raters, as [`assign`] proposes them, until everybody has as many as is advised. Who is asked already
/// stays. Nothing where nobody can be asked.
pub(super) fn propose(session: &Session) -> Option<Change> {
    let raters = session.raters();
    let proposed = assign(session);
    let mut asked: Vec<BTreeSet<PersonId>> = raters.iter().map(|rater| rater.rated_people.clone()).collect();
    for person in session.people.iter() {
        let aside = |rater: &Rater| session.is_recused(&rater.id, &person.id);
        let is_asked = |place: &usize| asked[*place].contains(&person.id) && !aside(raters[*place]);
        let missing = RATERS_A_PERSON.saturating_sub((0..raters.len()).filter(is_asked).count());
        let could = |place: &usize| {
            let rater = raters[*place];
            let is_proposed = proposed.get(&rater.id).is_some_and(|people| people.contains(&person.id));
            is_proposed && !aside(rater) && !asked[*place].contains(&person.id)
        };
        let mut further: Vec<usize> = (0..raters.len()).filter(could).collect();
        further.sort_by_key(|place| person.manager != Manager::Panel(raters[*place].id.clone()));
        for place in further.into_iter().take(missing) {
            asked[place].insert(person.id.clone());
        }
    }
    let pairs = raters.into_iter().zip(asked);
    let edits: Vec<Edit> =
        pairs.filter_map(|(rater, people)| edit_rater(rater, |after| after.rated_people = people)).collect();
    (!edits.is_empty()).then(|| change(Gesture::Assign, edits))
}

/// Asks nobody to rate anybody.
pub(super) fn ask_nobody(session: &Session) -> Option<Change> {
    let edits: Vec<Edit> =
        session.panel.iter().filter_map(|rater| edit_rater(rater, |after| after.rated_people.clear())).collect();
    (!edits.is_empty()).then(|| change(Gesture::Assign, edits))
}

/// Sets a rater aside for a person for a reason, or no longer.
pub(super) fn set_aside(
    session: &Session,
    rater: &RaterId,
    person: &PersonId,
    reason: Option<String>,
) -> Option<Change> {
    let before = session.decisions.recusals.get(&(person.clone(), rater.clone())).cloned();
    let edit = Edit::SetRecusal {
        rater: rater.clone(),
        person: person.clone(),
        before: before.clone(),
        after: reason.clone(),
    };
    (before != reason).then(|| change(Gesture::Recuse, vec![edit]))
}

/// What goes with people who are removed, in words such as "12 scores by 3 raters and 2 pieces of evidence"; nothing
/// where nothing was said about them.
pub(super) fn goes_with_people(session: &Session, people: &BTreeSet<PersonId>) -> Option<String> {
    let places: Vec<usize> = people.iter().filter_map(|id| session.people.place(id)).collect();
    let by_rater: Vec<usize> = session
        .ratings
        .sheets()
        .map(|(_, sheet)| places.iter().map(|place| answers(sheet.row(*place))).sum::<usize>())
        .filter(|answers| *answers > 0)
        .collect();
    let evidence = session.evidence.values().filter(|item| people.contains(&item.person)).count();
    let decisions = &session.decisions;
    let decided = decisions.agreed.keys().filter(|(id, _)| people.contains(id)).count()
        + decisions.placements.keys().filter(|id| people.contains(*id)).count();
    let scores = match by_rater.len() {
        0 => None,
        raters => Some(format!(
            "{} by {}",
            counted(by_rater.iter().sum(), "answer", "answers"),
            counted(raters, "rater", "raters")
        )),
    };
    words([scores, some(evidence, "piece of evidence", "pieces of evidence"), some(decided, "decision", "decisions")])
}

/// What goes with a panel member who is removed, in words; nothing where they have not said anything.
pub(super) fn goes_with_rater(session: &Session, rater: &RaterId) -> Option<String> {
    let sheet = session.ratings.sheet(rater);
    let given = sheet.map_or(0, |sheet| (0..session.people.len()).map(|place| answers(sheet.row(place))).sum());
    let evidence = session.evidence.values().filter(|item| item.author == *rater).count();
    words([some(given, "answer", "answers"), some(evidence, "piece of evidence", "pieces of evidence"), None])
}

fn answers(row: &[u8]) -> usize {
    row.iter().filter(|byte| **byte != 0).count()
}

fn some(number: usize, one: &str, many: &str) -> Option<String> {
    (number > 0).then(|| counted(number, one, many))
}

fn words(parts: [Option<String>; 3]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| listed(parts))
}

/// "1 person", "2 people".
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
