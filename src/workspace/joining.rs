//! A roster taken into a session that is there already: who is new joins it, who is in it stays as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::edit::{Actor, Change, Edit, Gesture};
use crate::model::{Manager, PersonId, Rater, RaterId, Session};

use super::draft::{Draft, DraftRow, person};

/// What taking a roster in would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Joining {
    /// Whoever is new joins, in one step; nothing where nobody is.
    pub change: Option<Change>,
    /// How many are new.
    pub new: usize,
    /// How many are in the session already, rated or on its panel.
    pub known: usize,
}

/// Whom a row of the roster already is in the session.
enum Known {
    Panel(RaterId),
    Person(PersonId),
}

impl Draft {
    /// The chosen rows as people who join a session. Rows are known by employee id, else by e-mail, and where a row has
    /// neither by name: known people stay as they are, and nobody on the panel becomes somebody rated. A new person is
    /// asked of their own manager, where that is a rater with people assigned already.
    pub fn join(&self, session: &Session, new_id: &dyn Fn() -> String) -> Joining {
        let known: Vec<Option<Known>> = self.rows.iter().map(|row| known(session, row)).collect();
        let chosen = || (0..self.rows.len()).filter(|place| self.rows[*place].rated);
        let ids: BTreeMap<usize, PersonId> =
            chosen().filter(|place| known[*place].is_none()).map(|place| (place, PersonId::new(new_id()))).collect();
        let mut edits = Vec::new();
        let mut asked: BTreeMap<RaterId, BTreeSet<PersonId>> = BTreeMap::new();
        for (place, id) in &ids {
            let row = &self.rows[*place];
            let manager = manager(session, self, row, &known, &ids);
            if let Manager::Panel(rater) = &manager {
                asked.entry(rater.clone()).or_default().insert(id.clone());
            }
            let after = Some(Arc::new(person(id.clone(), row, manager)));
            edits.push(Edit::PutPerson { id: id.clone(), before: None, after });
        }
        edits.extend(asked.into_iter().filter_map(|(rater, people)| ask(session.panel.get(&rater)?, people)));
        let new = ids.len();
        let change = (new > 0).then(|| Change::new(Actor::Facilitator, Gesture::ImportRoster, edits));
        Joining { change, new, known: chosen().count() - new }
    }
}

fn ask(rater: &Arc<Rater>, people: BTreeSet<PersonId>) -> Option<Edit> {
    if !rater.rates || rater.rated_people.is_empty() {
        return None;
    }
    let mut after = (**rater).clone();
    after.rated_people.extend(people);
    Some(Edit::PutRater { id: rater.id.clone(), before: Some(Arc::clone(rater)), after: Some(Arc::new(after)) })
}

fn known(session: &Session, row: &DraftRow) -> Option<Known> {
    let row = &row.row;
    let same = |employee_id: &str, email: &str, name: &str| {
        if !row.employee_id.is_empty() && !employee_id.is_empty() {
            return row.employee_id == employee_id;
        }
        if !row.email.is_empty() && !email.is_empty() {
            return row.email.eq_ignore_ascii_case(email);
        }
        row.name == name
    };
    let rater = session.panel.iter().find(|rater| same(&rater.employee_id, &rater.email, &rater.name));
    let person = || session.people.iter().find(|person| same(&person.employee_id, &person.email, &person.name));
    rater
        .map(|rater| Known::Panel(rater.id.clone()))
        .or_else(|| person().map(|person| Known::Person(person.id.clone())))
}

fn manager(
    session: &Session,
    draft: &Draft,
    row: &DraftRow,
    known: &[Option<Known>],
    ids: &BTreeMap<usize, PersonId>,
) -> Manager {
    if let Some(place) = row.manager {
        return match (&known[place], ids.get(&place)) {
            (Some(Known::Panel(rater)), _) => Manager::Panel(rater.clone()),
            (Some(Known::Person(person)), _) => Manager::Person(person.clone()),
            (None, Some(person)) => Manager::Person(person.clone()),
            (None, None) => Manager::Outside(draft.rows[place].row.name.clone()),
        };
    }
    let text = row.row.manager_text.trim();
    if text.is_empty() {
        return Manager::Nobody;
    }
    let on_panel = session.panel.iter().find(|rater| rater.name == text).map(|rater| Manager::Panel(rater.id.clone()));
    on_panel.unwrap_or_else(|| Manager::Outside(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::roster::{Reading, Roster, TitleWords, read_tables};
    use crate::testing;

    fn draft(session: &Session, text: &str) -> Draft {
        let workbook = read_tables(text.as_bytes(), "people.csv").unwrap();
        let sheet = &workbook.sheets[workbook.best_sheet()];
        let roster = Roster::read(sheet, &Reading::propose(sheet)).unwrap();
        let period = session.about.period.clone();
        Draft::propose(&roster, Arc::clone(&session.rubric), &TitleWords::default(), period)
    }

    #[test]
    fn who_is_new_joins_in_one_step_and_who_is_known_stays() {
        let mut session = testing::session(3, 2, 3);
        let before = session.clone();
        let text = "Employee ID,Name,Title,Manager\n000001,Somebody Renamed,PM,\n901,Ada Ember,PM,Rater 2\n\
                    902,Ben Frost,PM,Ada Ember\n903,Cem Gold,PM,Tess Moor\n904,Rater 1,PM,\n";
        let joining = draft(&session, text).join(&session, &{
            let count = std::cell::Cell::new(0);
            move || {
                count.set(count.get() + 1);
                format!("new{}", count.get())
            }
        });
        assert_eq!((joining.new, joining.known), (3, 2), "one is rated already, one sits on the panel");
        let change = joining.change.expect("somebody is new");
        assert_eq!(change.gesture, Gesture::ImportRoster);
        change.at("step".into(), testing::START).apply(&mut session).unwrap();
        assert!(session.problems().is_empty(), "{:?}", session.problems());
        let named = |name: &str| session.people.iter().find(|person| person.name == name).cloned();
        let (ada, ben, cem) = (named("Ada Ember").unwrap(), named("Ben Frost").unwrap(), named("Cem Gold").unwrap());
        assert_eq!(ada.manager, Manager::Panel("r02".into()));
        assert_eq!(ben.manager, Manager::Person(ada.id.clone()));
        assert_eq!(cem.manager, Manager::Outside("Tess Moor".into()));
        assert!(session.panel.get(&"r02".into()).unwrap().rated_people.contains(&ada.id), "asked of the own manager");
        assert_eq!(session.people.get(&"p00001".into()), before.people.get(&"p00001".into()));
    }

    #[test]
    fn a_roster_in_which_everybody_is_known_changes_nothing() {
        let session = testing::session(2, 1, 3);
        let joining = draft(&session, "Employee ID,Name\n000001,A\n000002,B\n").join(&session, &String::new);
        assert_eq!((joining.change, joining.new, joining.known), (None, 0, 2));
    }
}
