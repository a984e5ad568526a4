//! The rows and columns of the grid: who is asked of this rater, in which order, and which cells are asked. They are
//! worked out when the roster, the rubric or the panel changes and not with every score, so that a grid of ten thousand
//! people costs a frame no more than one of sixty.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use crate::model::{
    LevelId, Panel, People, Person, PersonId, Progress, RaterId, Rubric, Session, SessionId, Sheet, Skill, SkillId,
};

use super::seat::Seat;

/// One person's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    /// The person's place in the roster, which is their row in the sheet.
    place: u32,
    /// Which of the masks says what is asked.
    mask: u16,
}

/// One skill's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// The skill's place in the rubric, which is its column in the sheet.
    pub place: usize,
    /// The place of its tier.
    pub tier: usize,
}

/// How far a rater is with all people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    /// People of whom something is asked.
    pub people: usize,
    /// Those of them with all answers.
    pub complete: usize,
    /// Answers given and asked.
    pub answers: Progress,
}

impl Totals {
    fn add(&mut self, progress: Progress) {
        if progress.asked == 0 {
            return;
        }
        self.people += 1;
        self.complete += usize::from(progress.is_complete());
        self.answers += progress;
    }

    /// Such as "11 of 15 people complete".
    pub fn words(&self) -> String {
        let people = if self.people == 1 { "person" } else { "people" };
        format!("{} of {} {people} complete", self.complete, self.people)
    }
}

/// The rows that are shown, and what they rest on.
#[derive(Default)]
pub(super) struct Rows {
    made_for: Option<MadeFor>,
    filter: String,
    all: Vec<Row>,
    /// Places in `all`.
    shown: Vec<u32>,
    masks: Vec<Vec<bool>>,
    columns: Vec<Column>,
    /// Counts up with every rebuild.
    pub edition: u64,
    totals: Option<(u64, Totals)>,
}

/// What rows were made from. The weak pointers keep the allocations from being used again, so that equal addresses mean
/// the same data, and they never make an edit copy more than it would.
struct MadeFor {
    session: SessionId,
    rater: RaterId,
    people: Weak<People>,
    panel: Weak<Panel>,
    rubric: Weak<Rubric>,
}

impl MadeFor {
    fn of(seat: &Seat<'_>) -> Self {
        Self {
            session: seat.session.id.clone(),
            rater: seat.rater.id.clone(),
            people: Arc::downgrade(&seat.session.people),
            panel: Arc::downgrade(&seat.session.panel),
            rubric: Arc::downgrade(&seat.session.rubric),
        }
    }

    fn still_holds(&self, seat: &Seat<'_>) -> bool {
        self.session == seat.session.id
            && self.rater == seat.rater.id
            && std::ptr::eq(self.people.as_ptr(), Arc::as_ptr(&seat.session.people))
            && std::ptr::eq(self.panel.as_ptr(), Arc::as_ptr(&seat.session.panel))
            && std::ptr::eq(self.rubric.as_ptr(), Arc::as_ptr(&seat.session.rubric))
    }
}

impl Rows {
    /// Makes the rows anew where something they rest on has changed. Returns whether they were.
    pub fn update(&mut self, seat: &Seat<'_>, filter: &str) -> bool {
        let kept = self.made_for.as_ref().is_some_and(|made_for| made_for.still_holds(seat));
        if !kept {
            self.make(seat);
        }
        if !kept || self.filter != filter {
            filter.clone_into(&mut self.filter);
            self.find(seat);
            self.edition += 1;
            return true;
        }
        false
    }

    fn make(&mut self, seat: &Seat<'_>) {
        let rubric = &seat.session.rubric;
        self.columns = columns(rubric);
        let mut masks = Masks::new(rubric, &self.columns);
        let mut rows: Vec<(Row, &Arc<Person>)> = seat
            .session
            .people
            .iter()
            .enumerate()
            .filter(|(_, person)| seat.rates(&person.id))
            .map(|(place, person)| (Row { place: place as u32, mask: masks.of(person) }, person))
            .collect();
        // The most senior first, those without a level last; then by name.
        let rank = |person: &Person| person.level.as_ref().and_then(|id| rubric.rank(id));
        rows.sort_by_cached_key(|(_, person)| (Reverse(rank(person)), person.name.to_lowercase(), person.id.clone()));
        self.all = rows.into_iter().map(|(row, _)| row).collect();
        self.masks = masks.made;
        self.totals = None;
        self.made_for = Some(MadeFor::of(seat));
    }

    fn find(&mut self, seat: &Seat<'_>) {
        let wanted = self.filter.trim().to_lowercase();
        let fits = |row: &Row| {
            let Some(person) = seat.session.people.at(row.place as usize) else { return false };
            let has = |text: &str| text.to_lowercase().contains(&wanted);
            has(&person.name) || has(&person.team) || has(&seat.level_words(person))
        };
        let all = self.all.iter().enumerate();
        self.shown = all.filter(|(_, row)| wanted.is_empty() || fits(row)).map(|(at, _)| at as u32).collect();
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether anybody is there to be rated, shown or not.
    pub fn is_anybody_there(&self) -> bool {
        !self.all.is_empty()
    }

    /// The columns, tier by tier.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn row(&self, row: usize) -> Option<Row> {
        self.all.get(*self.shown.get(row)? as usize).copied()
    }

    /// Who stands in a row.
    pub fn person<'a>(&self, session: &'a Session, row: usize) -> Option<&'a Arc<Person>> {
        session.people.at(self.row(row)?.place as usize)
    }

    /// The skill of a column.
    pub fn skill<'a>(&self, session: &'a Session, column: usize) -> Option<&'a Skill> {
        session.rubric.skills.get(self.columns.get(column)?.place)
    }

    /// Which columns are asked in a row.
    pub fn asked(&self, row: usize) -> &[bool] {
        self.row(row).and_then(|row| self.masks.get(usize::from(row.mask))).map_or(&[], Vec::as_slice)
    }

    /// A person's row among those shown.
    pub fn row_of(&self, session: &Session, person: &PersonId) -> Option<usize> {
        let place = session.people.place(person)? as u32;
        self.shown.iter().position(|at| self.all.get(*at as usize).is_some_and(|row| row.place == place))
    }

    /// A skill's column.
    pub fn column_of(&self, session: &Session, skill: &SkillId) -> Option<usize> {
        let place = session.rubric.column(skill)?;
        self.columns.iter().position(|column| column.place == place)
    }

    /// How far the rater is with the person in a row.
    pub fn progress(&self, sheet: Option<&Arc<Sheet>>, row: usize) -> Progress {
        self.row(row).map_or_else(Progress::default, |row| self.progress_of(sheet, row))
    }

    fn progress_of(&self, sheet: Option<&Arc<Sheet>>, row: Row) -> Progress {
        let mask = &self.masks[usize::from(row.mask)];
        let bytes = sheet.map_or(&[][..], |sheet| sheet.row(row.place as usize));
        progress(mask, &self.columns, bytes)
    }

    /// How far the rater is with everybody, whether shown or not; those they are set aside for are left out. Worked
    /// out once a revision.
    pub fn totals(&mut self, seat: &Seat<'_>, revision: u64) -> Totals {
        if let Some((at, totals)) = self.totals
            && at == revision
        {
            return totals;
        }
        let sheet = seat.session.ratings.sheet(&seat.rater.id);
        let mut totals = Totals::default();
        for row in &self.all {
            totals.add(self.progress_of(sheet, *row));
        }
        for person in set_aside(seat) {
            if let Some(place) = seat.session.people.place(person)
                && let Some(row) = self.all.iter().find(|row| row.place as usize == place)
            {
                totals = without(totals, self.progress_of(sheet, *row));
            }
        }
        self.totals = Some((revision, totals));
        totals
    }

    /// People with something left unanswered, in the order of the grid: name, answers missing. At most `most` of them.
    pub fn unanswered<'a>(&self, seat: &Seat<'a>, most: usize) -> Vec<(&'a str, usize)> {
        let sheet = seat.session.ratings.sheet(&seat.rater.id);
        let rows = self.all.iter().filter_map(|row| {
            let person = seat.session.people.at(row.place as usize)?;
            let progress = self.progress_of(sheet, *row);
            let open = !progress.is_complete() && !seat.session.is_recused(&seat.rater.id, &person.id);
            open.then(|| (person.name.as_str(), progress.asked - progress.answered))
        });
        rows.take(most).collect()
    }
}

/// How far a rater is, for the list of those who can sit down: nothing is sorted for it.
pub(super) fn totals_of(seat: &Seat<'_>) -> Totals {
    let columns = columns(&seat.session.rubric);
    let mut masks = Masks::new(&seat.session.rubric, &columns);
    let sheet = seat.session.ratings.sheet(&seat.rater.id);
    let mut totals = Totals::default();
    for (place, person) in seat.session.people.iter().enumerate() {
        if seat.rates(&person.id) && !seat.session.is_recused(&seat.rater.id, &person.id) {
            let mask = usize::from(masks.of(person));
            let bytes = sheet.map_or(&[][..], |sheet| sheet.row(place));
            totals.add(progress(&masks.made[mask], &columns, bytes));
        }
    }
    totals
}

fn progress(mask: &[bool], columns: &[Column], bytes: &[u8]) -> Progress {
    let mut progress = Progress::default();
    for (asked, column) in mask.iter().zip(columns) {
        let answered = bytes.get(column.place).is_some_and(|byte| *byte != 0);
        progress.asked += usize::from(*asked);
        progress.answered += usize::from(*asked && answered);
    }
    progress
}

fn without(mut totals: Totals, progress: Progress) -> Totals {
    if progress.asked > 0 {
        totals.people -= 1;
        totals.complete -= usize::from(progress.is_complete());
        totals.answers.asked -= progress.asked;
        totals.answers.answered -= progress.answered;
    }
    totals
}

/// The people that a rater is set aside for.
fn set_aside<'a>(seat: &Seat<'a>) -> impl Iterator<Item = &'a PersonId> {
    let rater = &seat.rater.id;
    let recusals = seat.session.decisions.recusals.keys();
    recusals.filter(move |(_, other)| other == rater).map(|(person, _)| person)
}

/// The skills in use, tier by tier from the bottom of the pyramid.
fn columns(rubric: &Rubric) -> Vec<Column> {
    let live = rubric.skills.iter().enumerate().filter(|(_, skill)| !skill.retired);
    let mut columns: Vec<Column> =
        live.map(|(place, skill)| Column { place, tier: rubric.tier_place(&skill.tier).unwrap_or(0) }).collect();
    columns.sort_by_key(|column| column.tier);
    columns
}

/// Which columns are asked, once for every pair of level and target.
struct Masks<'a> {
    rubric: &'a Rubric,
    columns: &'a [Column],
    of_pair: BTreeMap<(Option<LevelId>, Option<LevelId>), u16>,
    made: Vec<Vec<bool>>,
}

impl<'a> Masks<'a> {
    fn new(rubric: &'a Rubric, columns: &'a [Column]) -> Self {
        Self { rubric, columns, of_pair: BTreeMap::new(), made: Vec::new() }
    }

    fn of(&mut self, person: &Person) -> u16 {
        let pair = (person.level.clone(), person.target.clone());
        if let Some(mask) = self.of_pair.get(&pair) {
            return *mask;
        }
        let asked = self.rubric.asked_of(pair.0.as_ref(), pair.1.as_ref());
        let mask = self.columns.iter().map(|column| asked.get(column.place).copied().unwrap_or(false)).collect();
        // There are far fewer pairs of levels than 65,536.
        let place = u16::try_from(self.made.len()).unwrap_or(u16::MAX);
        self.made.push(mask);
        self.of_pair.insert(pair, place);
        place
    }
}
