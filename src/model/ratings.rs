//! Ratings: one sheet a rater, of one byte a person and skill. What few cells have (a note, a revised score, why a
//! skill was not observed) lies sparse beside the bytes, so that a sheet of ten thousand people stays small and is
//! cloned in no time while a worker still reads the old one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ids::{PersonId, RaterId, SkillId, TraitId};

/// What a rater answered for one skill of one person. No answer is the absence of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// A point of the scale, from 1.
    Score(u8),
    /// An answer too: differs both from a low score and from no answer.
    NotObserved(WhyNot),
}

impl Mark {
    /// The score, where it is one.
    pub fn score(self) -> Option<u8> {
        match self {
            Mark::Score(score) => Some(score),
            Mark::NotObserved(_) => None,
        }
    }
}

/// Why a skill was not observed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WhyNot {
    /// The rater could not see it.
    #[default]
    CouldNotSee,
    /// The person had no chance to show it: the company's task, not theirs.
    NoChanceYet,
}

/// How closely a rater worked with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Closeness {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Less than that.
    Rarely,
}

impl Closeness {
    /// All, from close to distant.
    pub const ALL: [Closeness; 4] = [Self::Daily, Self::Weekly, Self::Monthly, Self::Rarely];

    /// The word for it, in lower case.
    pub fn word(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Rarely => "rarely",
        }
    }
}

/// A rater's answer about a leadership trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TraitAnswer {
    /// Seen.
    Yes,
    /// Looked for, and not there yet.
    NotYet,
    /// Could not tell.
    NotSeen,
}

/// Which of a rater's two scores is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Round {
    /// Given before the reveal, never changed after it.
    Blind,
    /// The same rater's, after the reveal.
    Revised,
}

/// One person and one skill.
pub type Cell = (PersonId, SkillId);

const NO_ANSWER: u8 = 0;
const NOT_OBSERVED: u8 = 255;

/// All that one rater said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    columns: usize,
    /// People × skills, a row a person: 0 no answer, 255 not observed, else the score.
    bytes: Vec<u8>,
    /// Cells not observed for want of a chance; the others not observed could not be seen.
    no_chance: BTreeSet<Cell>,
    /// Scores given after the reveal.
    pub(crate) revised: BTreeMap<Cell, Mark>,
    /// Notes to a cell.
    pub(crate) notes: BTreeMap<Cell, String>,
    /// How closely the rater worked with a person.
    pub(crate) closeness: BTreeMap<PersonId, Closeness>,
    /// Answers about leadership traits.
    pub(crate) traits: BTreeMap<(PersonId, TraitId), TraitAnswer>,
}

impl Sheet {
    /// An empty sheet for so many people and skills.
    pub fn new(people: usize, skills: usize) -> Self {
        Self { columns: skills, bytes: vec![NO_ANSWER; people * skills], ..Self::default() }
    }

    /// The bytes of one person, a column a skill of the rubric: 0 no answer, 255 not observed, else the score.
    /// Empty where there is no such row.
    pub fn row(&self, row: usize) -> &[u8] {
        self.bytes.get(row * self.columns..(row + 1) * self.columns).unwrap_or_default()
    }

    /// The blind mark in a row and column. `cell` names the same place, for what lies beside the bytes.
    pub fn blind(&self, row: usize, column: usize, cell: &Cell) -> Option<Mark> {
        match *self.row(row).get(column)? {
            NO_ANSWER => None,
            NOT_OBSERVED if self.no_chance.contains(cell) => Some(Mark::NotObserved(WhyNot::NoChanceYet)),
            NOT_OBSERVED => Some(Mark::NotObserved(WhyNot::CouldNotSee)),
            score => Some(Mark::Score(score)),
        }
    }

    pub(crate) fn set_blind(&mut self, row: usize, column: usize, cell: &Cell, mark: Option<Mark>) {
        let Some(byte) = self.bytes.get_mut(row * self.columns + column) else { return };
        *byte = match mark {
            None => NO_ANSWER,
            Some(Mark::Score(score)) => score,
            Some(Mark::NotObserved(_)) => NOT_OBSERVED,
        };
        if mark == Some(Mark::NotObserved(WhyNot::NoChanceYet)) {
            self.no_chance.insert(cell.clone());
        } else {
            self.no_chance.remove(cell);
        }
    }

    /// Puts the bytes of one person in place, as [`Sheet::row`] has them; what was not observed could not be seen.
    pub(crate) fn set_row(&mut self, row: usize, bytes: &[u8]) {
        let range = row * self.columns..(row + 1) * self.columns;
        if let Some(place) = self.bytes.get_mut(range).filter(|place| place.len() == bytes.len()) {
            place.copy_from_slice(bytes);
        }
    }

    /// Scores given after the reveal, by cell.
    pub fn revised(&self) -> &BTreeMap<Cell, Mark> {
        &self.revised
    }

    /// Notes, by cell.
    pub fn notes(&self) -> &BTreeMap<Cell, String> {
        &self.notes
    }

    /// How closely the rater worked with people.
    pub fn closeness(&self) -> &BTreeMap<PersonId, Closeness> {
        &self.closeness
    }

    /// Answers about leadership traits.
    pub fn traits(&self) -> &BTreeMap<(PersonId, TraitId), TraitAnswer> {
        &self.traits
    }

    /// Whether nothing was answered.
    pub(crate) fn is_blank(&self) -> bool {
        self.revised.is_empty()
            && self.notes.is_empty()
            && self.closeness.is_empty()
            && self.traits.is_empty()
            && self.bytes.iter().all(|byte| *byte == NO_ANSWER)
    }

    pub(crate) fn insert_row(&mut self, row: usize) {
        let at = (row * self.columns).min(self.bytes.len());
        self.bytes.splice(at..at, std::iter::repeat_n(NO_ANSWER, self.columns));
    }

    pub(crate) fn remove_row(&mut self, row: usize) {
        let from = (row * self.columns).min(self.bytes.len());
        let to = (from + self.columns).min(self.bytes.len());
        self.bytes.drain(from..to);
    }

    /// Takes a person out of the sheet: their row, where they have one, and all that lies beside it.
    pub(crate) fn forget(&mut self, row: Option<usize>, person: &PersonId) {
        if let Some(row) = row {
            self.remove_row(row);
        }
        self.no_chance.retain(|(id, _)| id != person);
        self.revised.retain(|(id, _), _| id != person);
        self.notes.retain(|(id, _), _| id != person);
        self.closeness.retain(|id, _| id != person);
        self.traits.retain(|(id, _), _| id != person);
    }

    /// Moves the columns to the places of another rubric: `places[new]` is the old column, or none for a new skill.
    pub(crate) fn move_columns(&mut self, places: &[Option<usize>]) {
        let people = self.bytes.len().checked_div(self.columns).unwrap_or(0);
        let mut bytes = vec![NO_ANSWER; people * places.len()];
        for row in 0..people {
            for (new, old) in places.iter().enumerate() {
                if let Some(old) = old {
                    bytes[row * places.len() + new] = self.bytes[row * self.columns + old];
                }
            }
        }
        self.bytes = bytes;
        self.columns = places.len();
    }
}

/// The sheets of all raters. A rater without a sheet has not answered anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratings(pub(crate) BTreeMap<RaterId, Arc<Sheet>>);

impl Ratings {
    /// The sheet of a rater.
    pub fn sheet(&self, rater: &RaterId) -> Option<&Arc<Sheet>> {
        self.0.get(rater)
    }

    /// All sheets, in the order of the raters' ids.
    pub fn sheets(&self) -> impl Iterator<Item = (&RaterId, &Arc<Sheet>)> {
        self.0.iter()
    }
}
