//! A session in the making: what a roster and a rubric propose, and what the user made of it. Levels are proposed from
//! titles, raters from the managers of those who are rated; each of these can be corrected before anything is taken
//! in. The three steps of the window and `plumbline new` both end in [`Draft::session`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::edit::Conflict;
use crate::exchange::roster::{ManagerLink, Roster, RosterRow, TitleWords, title_level};
use crate::insight::coverage::RATERS_A_PERSON;
use crate::model::{
    About, LevelId, Manager, Panel, People, Period, Person, PersonId, Phase, Rater, RaterId, Rubric, Session, SessionId,
};

/// A session in the making.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Title of the session.
    pub title: String,
    /// Months under review.
    pub period: Period,
    /// What people will be rated on.
    pub rubric: Arc<Rubric>,
    /// The rows of the roster that can be taken in, in its order.
    pub rows: Vec<DraftRow>,
    /// The panel.
    pub panel: Vec<DraftRater>,
}

/// One row of the roster, and what is to become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftRow {
    /// The row as it was read.
    pub row: RosterRow,
    /// The place in [`Draft::rows`] of the manager, where the manager has a row.
    pub manager: Option<usize>,
    /// Whether this person is rated. Panel members never are, whatever this says.
    pub rated: bool,
    /// The level proposed from the title, or chosen.
    pub level: Option<LevelId>,
}

/// Somebody on the panel.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftRater {
    /// The place in [`Draft::rows`] of the roster row, where there is one.
    pub row: Option<usize>,
    /// Full name.
    pub name: String,
    /// Title, as it is shown.
    pub title: String,
    /// E-mail address.
    pub email: String,
    /// The company's own id.
    pub employee_id: String,
    /// Whether they rate, or only sit in the meeting.
    pub rates: bool,
    /// Whether they run the meeting.
    pub facilitates: bool,
}

impl DraftRater {
    /// Somebody of whom no more than the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            row: None,
            name: name.into(),
            title: String::new(),
            email: String::new(),
            employee_id: String::new(),
            rates: true,
            facilitates: false,
        }
    }
}

impl Draft {
    /// What the roster proposes: everybody rated, levels by title, and as raters the managers of those whose title has
    /// a level.
    pub fn propose(roster: &Roster, rubric: Arc<Rubric>, words: &TitleWords, period: Period) -> Self {
        let mut places = BTreeMap::new();
        for (place, (index, _)) in roster.rows.iter().enumerate().filter(|(_, row)| row.can_be_taken_in).enumerate() {
            places.insert(index, place);
        }
        let rows = places.keys().map(|index| {
            let row = &roster.rows[*index];
            let manager = match row.manager {
                ManagerLink::Row(manager) => places.get(&manager).copied(),
                ManagerLink::Outside(_) | ManagerLink::None => None,
            };
            let level = level_of(row, &rubric, words);
            DraftRow { row: row.clone(), manager, rated: true, level }
        });
        let rows = rows.collect();
        let mut draft = Self { title: "Product org".into(), period, rubric, rows, panel: Vec::new() };
        draft.propose_panel();
        draft
    }

    /// Proposes the panel anew: whoever manages somebody rated whose title has a level; where no title has one, whoever
    /// manages somebody rated.
    pub fn propose_panel(&mut self) {
        let any_level = self.rows.iter().any(|row| row.rated && row.level.is_some());
        let leveled = |row: &&DraftRow| row.rated && (row.level.is_some() || !any_level);
        let managers: BTreeSet<usize> = self.rows.iter().filter(leveled).filter_map(|row| row.manager).collect();
        let mut outside: Vec<String> = self
            .rows
            .iter()
            .filter(leveled)
            .filter_map(|row| match &row.row.manager {
                ManagerLink::Outside(name) => Some(name.clone()),
                ManagerLink::Row(_) | ManagerLink::None => None,
            })
            .collect();
        outside.sort();
        outside.dedup();
        self.panel = managers.into_iter().map(|place| self.rater_of(place)).collect();
        self.panel.extend(outside.into_iter().map(DraftRater::named));
        self.panel.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// The panel member that a row would make.
    pub fn rater_of(&self, place: usize) -> DraftRater {
        let row = &self.rows[place].row;
        DraftRater {
            row: Some(place),
            name: row.name.clone(),
            title: row.title.clone(),
            email: row.email.clone(),
            employee_id: row.employee_id.clone(),
            rates: true,
            facilitates: false,
        }
    }

    /// Leaves out, in one go, everybody whose title has no level. Those marked as moving to product have one.
    pub fn leave_out_others(&mut self) {
        self.rows.iter_mut().for_each(|row| row.rated = row.level.is_some());
    }

    /// Another rubric: levels that it does not have are proposed anew from the titles.
    pub fn set_rubric(&mut self, rubric: Arc<Rubric>, words: &TitleWords) {
        for row in &mut self.rows {
            if row.level.as_ref().is_none_or(|level| rubric.level(level).is_none()) {
                row.level = level_of(&row.row, &rubric, words);
            }
        }
        self.rubric = rubric;
    }

    /// Whether the person in a row sits on the panel, and so is not rated.
    pub fn is_on_panel(&self, place: usize) -> bool {
        let row = &self.rows[place].row;
        self.panel.iter().any(|rater| {
            rater.row == Some(place)
                || (!rater.employee_id.is_empty() && rater.employee_id == row.employee_id)
                || (!rater.email.is_empty() && rater.email.eq_ignore_ascii_case(&row.email))
        })
    }

    /// The places of those who will be rated.
    pub fn rated(&self) -> Vec<usize> {
        (0..self.rows.len()).filter(|place| self.rows[*place].rated && !self.is_on_panel(*place)).collect()
    }

    /// The names of those who would be rated but sit on the panel.
    pub fn left_out_for_the_panel(&self) -> Vec<&str> {
        let on_panel = |place: &usize| self.rows[*place].rated && self.is_on_panel(*place);
        (0..self.rows.len()).filter(on_panel).map(|place| self.rows[place].row.name.as_str()).collect()
    }

    /// The session of this draft, in the phase Prepare. Every rater is asked to rate their own reports, and then those
    /// whom fewer than three rate, as [`assign`] says.
    ///
    /// # Errors
    /// When the rubric can't be used, in words.
    pub fn session(&self, now: Timestamp, new_id: &dyn Fn() -> String) -> Result<Session, Conflict> {
        if let Some(problem) = self.rubric.problems().into_iter().next() {
            return Err(Conflict::Rubric(problem));
        }
        let about = About {
            title: self.title.trim().to_owned(),
            period: self.period.clone(),
            phase: Phase::Prepare,
            created: now,
            salt: new_id(),
            keeping: Default::default(),
        };
        let mut session = Session::new(SessionId::new(new_id()), about, (*self.rubric).clone());
        let rater_ids: Vec<RaterId> = self.panel.iter().map(|_| RaterId::new(new_id())).collect();
        let person_ids: BTreeMap<usize, PersonId> =
            self.rated().into_iter().map(|place| (place, PersonId::new(new_id()))).collect();
        let manager = |row: &DraftRow| self.manager(row, &rater_ids, &person_ids);
        let people = person_ids.iter().map(|(place, id)| {
            let row = &self.rows[*place];
            person(id.clone(), row, manager(row))
        });
        session.people = Arc::new(People::new(people));
        let panel = self.panel.iter().zip(&rater_ids).map(|(rater, id)| self.rater(rater, id.clone()));
        session.panel = Arc::new(Panel::new(panel));
        let assigned = assign(&session);
        let panel = session.panel.iter().map(|rater| Rater {
            rated_people: assigned.get(&rater.id).cloned().unwrap_or_default(),
            ..(**rater).clone()
        });
        session.panel = Arc::new(Panel::new(panel));
        Ok(session)
    }

    fn manager(&self, row: &DraftRow, raters: &[RaterId], people: &BTreeMap<usize, PersonId>) -> Manager {
        let on_panel = |wanted: &dyn Fn(&DraftRater) -> bool| {
            self.panel.iter().position(wanted).map(|place| Manager::Panel(raters[place].clone()))
        };
        match (&row.row.manager, row.manager) {
            (_, Some(place)) => on_panel(&|rater| rater.row == Some(place))
                .or_else(|| people.get(&place).cloned().map(Manager::Person))
                .unwrap_or_else(|| Manager::Outside(self.rows[place].row.name.clone())),
            (ManagerLink::Outside(name), None) => on_panel(&|rater| rater.row.is_none() && rater.name == *name)
                .unwrap_or_else(|| Manager::Outside(name.clone())),
            _ if row.row.manager_text.is_empty() => Manager::Nobody,
            _ => Manager::Outside(row.row.manager_text.clone()),
        }
    }

    fn rater(&self, rater: &DraftRater, id: RaterId) -> Rater {
        let level = rater.row.and_then(|place| self.rows.get(place)).and_then(|row| row.level.clone());
        Rater {
            title: rater.title.clone(),
            email: rater.email.clone(),
            employee_id: rater.employee_id.clone(),
            level,
            rates: rater.rates,
            facilitates: rater.facilitates,
            ..Rater::named(id, rater.name.trim())
        }
    }
}

/// The person that a row makes.
pub(super) fn person(id: PersonId, row: &DraftRow, manager: Manager) -> Person {
    let RosterRow { name, employee_id, email, title, department, location, hired, attributes, .. } = &row.row;
    let mut attributes: BTreeMap<String, String> = attributes.iter().cloned().collect();
    for (attribute, value) in [("Status", &row.row.status), ("Earlier rating", &row.row.earlier_rating)] {
        if !value.is_empty() {
            attributes.insert(attribute.into(), value.clone());
        }
    }
    Person {
        employee_id: employee_id.clone(),
        email: email.clone(),
        title: title.clone(),
        level: row.level.clone(),
        team: department.clone(),
        location: location.clone(),
        manager,
        hired: *hired,
        attributes,
        ..Person::named(id, name.as_str())
    }
}

fn level_of(row: &RosterRow, rubric: &Rubric, words: &TitleWords) -> Option<LevelId> {
    let by_title = title_level(&row.title, words).map(LevelId::from);
    let named = |text: &str| {
        let text = text.trim();
        rubric.levels.iter().find(|level| !text.is_empty() && level.name.eq_ignore_ascii_case(text))
    };
    // A company's own rubric may name its levels just as its titles are.
    by_title
        .filter(|level| rubric.level(level).is_some())
        .or_else(|| named(&row.title).or_else(|| named(&row.level_text)).map(|level| level.id.clone()))
}

/// Who is to rate whom: everybody their own reports, then each person by those raters who know the same manager's or
/// team's people, until [`RATERS_A_PERSON`] rate them; of two the one with less to do. Nobody is asked to judge somebody
/// at or above their own level.
pub fn assign(session: &Session) -> BTreeMap<RaterId, BTreeSet<PersonId>> {
    let raters = session.raters();
    let mut assigned: BTreeMap<RaterId, BTreeSet<PersonId>> =
        raters.iter().map(|rater| (rater.id.clone(), BTreeSet::new())).collect();
    let rank = |level: Option<&LevelId>| level.and_then(|level| session.rubric.rank(level));
    let may_judge = |rater: &Rater, person: &Person| match (rank(rater.level.as_ref()), rank(person.level.as_ref())) {
        (Some(rater), Some(person)) => rater > person,
        _ => true,
    };
    let mut people: Vec<&Arc<Person>> = session.people.iter().collect();
    people.sort_by(|a, b| (&a.team, &a.name, &a.id).cmp(&(&b.team, &b.name, &b.id)));
    for person in &people {
        if let Manager::Panel(own) = &person.manager
            && let Some(rated) = assigned.get_mut(own)
        {
            rated.insert(person.id.clone());
        }
    }
    // Which teams a rater's own reports are in: those people they are most likely to have seen.
    let teams: BTreeMap<&RaterId, BTreeSet<&str>> = raters
        .iter()
        .map(|rater| {
            let own = people.iter().filter(|person| person.manager == Manager::Panel(rater.id.clone()));
            (&rater.id, own.map(|person| person.team.as_str()).collect())
        })
        .collect();
    for person in &people {
        let has = |assigned: &BTreeMap<RaterId, BTreeSet<PersonId>>, rater: &RaterId| {
            assigned.get(rater).is_some_and(|rated| rated.contains(&person.id))
        };
        let mut others: Vec<_> =
            raters.iter().filter(|rater| may_judge(rater, person) && !has(&assigned, &rater.id)).collect();
        others.sort_by_key(|rater| {
            let same_team = teams.get(&rater.id).is_some_and(|teams| teams.contains(person.team.as_str()));
            let load = assigned.get(&rater.id).map_or(0, BTreeSet::len);
            (!same_team, load, rater.name.clone())
        });
        let already = raters.iter().filter(|rater| has(&assigned, &rater.id)).count();
        for rater in others.into_iter().take(RATERS_A_PERSON.saturating_sub(already)) {
            if let Some(rated) = assigned.get_mut(&rater.id) {
                rated.insert(person.id.clone());
            }
        }
    }
    assigned
}

/// The review period that a new session begins with: the half-year that is ending or has just ended.
pub fn proposed_period(today: Date) -> Period {
    // In the first two months of a half-year the one before is under review.
    let early = matches!(today.month(), 1 | 2 | 7 | 8);
    let day = if early { today.saturating_sub(jiff::Span::new().months(2)) } else { today };
    Period::half_year_of(day)
}
