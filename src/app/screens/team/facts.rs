//! What the Team screen works out from the session once for every revision: coverage, the teams there are, the words
//! that a filter looks through, and how far each rater is. Frames only read it.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::view::View;
use crate::insight::coverage::{Coverage, judges_upwards};
use crate::model::{LevelId, PersonId, RaterId, Session, SessionId};

/// What is worked out once for every revision.
#[derive(Default)]
pub(super) struct Facts {
    of: Option<(SessionId, u64)>,
    pub coverage: Coverage,
    /// The teams that people are in, sorted.
    pub teams: Vec<String>,
    /// What a filter looks through, by a person's place, in lower case.
    pub words: Vec<String>,
    work: BTreeMap<RaterId, Work>,
    work_of: Option<(SessionId, u64)>,
}

/// What a rater has to do, and how far they are. No score is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Work {
    /// How many people they are asked to rate.
    pub asked: usize,
    /// For how many of them all that is asked is answered.
    pub complete: usize,
    /// Those of them who stand at or above the rater's own level, by name.
    pub upwards: Vec<PersonId>,
}

impl Facts {
    /// Works out everything anew where the session has changed.
    pub fn refresh(&mut self, view: &View<'_>) {
        let now = Some((view.session.id.clone(), view.revision));
        if self.of == now {
            return;
        }
        self.of = now;
        let session = view.session;
        self.coverage = Coverage::of(session);
        let teams: BTreeSet<&str> = session.people.iter().map(|person| person.team.as_str()).collect();
        self.teams = teams.into_iter().filter(|team| !team.is_empty()).map(str::to_owned).collect();
        self.words = session
            .people
            .iter()
            .map(|person| {
                let parts = [&person.name, &person.title, &person.team, &person.email, &person.employee_id];
                parts.map(|part| part.to_lowercase()).join("\n")
            })
            .collect();
    }

    /// What each rater has to do; worked out when it is first asked for.
    pub fn work(&mut self, session: &Session) -> &BTreeMap<RaterId, Work> {
        if self.work_of != self.of || self.work_of.is_none() {
            self.work_of = self.of.clone();
            self.work = work(session);
        }
        &self.work
    }
}

fn work(session: &Session) -> BTreeMap<RaterId, Work> {
    let mut asked_of: BTreeMap<(Option<LevelId>, Option<LevelId>), Vec<bool>> = BTreeMap::new();
    let mut all = BTreeMap::new();
    for rater in session.panel.iter() {
        let sheet = session.ratings.sheet(&rater.id);
        let mut work = Work::default();
        for id in rater.rated_people.iter().filter(|person| !session.is_recused(&rater.id, person)) {
            let Some(place) = session.people.place(id) else { continue };
            let Some(person) = session.people.at(place) else { continue };
            let levels = (person.level.clone(), person.target.clone());
            let asked = asked_of.entry(levels).or_insert_with(|| session.asked_of(person));
            let row = sheet.map(|sheet| sheet.row(place)).unwrap_or_default();
            let open =
                asked.iter().enumerate().any(|(column, asked)| *asked && row.get(column).is_none_or(|byte| *byte == 0));
            work.asked += 1;
            work.complete += usize::from(!open && asked.contains(&true));
            if judges_upwards(session, rater, person) {
                work.upwards.push(id.clone());
            }
        }
        work.upwards.sort_by_key(|id| session.name(id));
        all.insert(rater.id.clone(), work);
    }
    all
}
