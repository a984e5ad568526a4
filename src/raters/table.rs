//! The ratings as plain columns: who scored whom on which skill, and how. Raters, people and skills are places in lists
//! of ids; whoever fills the table knows what the ids stand for.

use std::collections::{HashMap, HashSet};

/// One rating.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Place of the rater in [`RatingTable::raters`].
    pub rater: usize,
    /// Place of the person in [`RatingTable::people`].
    pub person: usize,
    /// Place of the skill in [`RatingTable::skills`].
    pub skill: usize,
    /// The score: any finite number.
    pub score: f64,
    /// When it was given, in seconds from any moment that all rows share.
    pub at: Option<f64>,
    /// Whether the person reports to the rater.
    pub own_report: bool,
}

/// The ends of a scale, where they are known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Lowest point.
    pub low: f64,
    /// Highest point; points lie one apart.
    pub high: f64,
}

/// Why a rating was not taken into the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The score is infinite or not a number.
    #[error("the score is not a finite number")]
    NotFinite,
    /// The same rater scored the same skill of the same person before.
    #[error("this rater scored this skill of this person before")]
    Twice,
}

/// All ratings: at most one of a rater for a skill of a person. It holds only raters, people and skills that occur.
#[derive(Clone, Debug, Default)]
pub struct RatingTable {
    raters: Names,
    people: Names,
    skills: Names,
    rows: Vec<Row>,
    taken: HashSet<(usize, usize, usize)>,
    tiers: Names,
    tier_of: HashMap<String, usize>,
    scale: Option<Scale>,
}

/// Ids and their places.
#[derive(Clone, Debug, Default)]
struct Names {
    list: Vec<String>,
    places: HashMap<String, usize>,
}

impl Names {
    fn place(&mut self, id: &str) -> usize {
        if let Some(place) = self.places.get(id) {
            return *place;
        }
        self.places.insert(id.into(), self.list.len());
        self.list.push(id.into());
        self.list.len() - 1
    }
}

impl RatingTable {
    /// Takes in a rating and hands it back, so that time and own report can be set.
    ///
    /// # Errors
    /// When the score is no finite number, or the rater scored the same before.
    pub fn push(&mut self, rater: &str, person: &str, skill: &str, score: f64) -> Result<&mut Row, Refused> {
        if !score.is_finite() {
            return Err(Refused::NotFinite);
        }
        let (rater, person, skill) = (self.raters.place(rater), self.people.place(person), self.skills.place(skill));
        if !self.taken.insert((rater, person, skill)) {
            return Err(Refused::Twice);
        }
        let at = self.rows.len();
        self.rows.push(Row { rater, person, skill, score, at: None, own_report: false });
        Ok(&mut self.rows[at])
    }

    /// Says which tier a skill belongs to, so that severity can be told by tier. The tiers keep the order in which they
    /// were first named.
    pub fn set_tier(&mut self, skill: &str, tier: &str) {
        let tier = self.tiers.place(tier);
        self.tier_of.insert(skill.into(), tier);
    }

    /// Says between which points scores can lie; without it, between the lowest and the highest that occur.
    pub fn set_scale(&mut self, scale: Scale) {
        self.scale = Some(scale);
    }

    /// Ids of the raters, in the order of their places.
    pub fn raters(&self) -> &[String] {
        &self.raters.list
    }

    /// Ids of the people, in the order of their places.
    pub fn people(&self) -> &[String] {
        &self.people.list
    }

    /// Ids of the skills, in the order of their places.
    pub fn skills(&self) -> &[String] {
        &self.skills.list
    }

    /// Ids of the tiers; empty where none was named.
    pub fn tiers(&self) -> &[String] {
        &self.tiers.list
    }

    /// The place of a rater.
    pub fn rater(&self, id: &str) -> Option<usize> {
        self.raters.places.get(id).copied()
    }

    /// The place of a person.
    pub fn person(&self, id: &str) -> Option<usize> {
        self.people.places.get(id).copied()
    }

    /// The place of a skill.
    pub fn skill(&self, id: &str) -> Option<usize> {
        self.skills.places.get(id).copied()
    }

    /// The tier of a skill, as a place in [`RatingTable::tiers`].
    pub fn tier_of(&self, skill: usize) -> Option<usize> {
        self.tier_of.get(self.skills.list.get(skill)?).copied()
    }

    /// All ratings, in the order in which they were taken in.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The ends of the scale: as given, else the lowest and the highest score.
    pub fn scale(&self) -> Option<Scale> {
        let first = self.rows.first()?.score;
        let ends = self.rows.iter().fold(Scale { low: first, high: first }, |ends, row| Scale {
            low: ends.low.min(row.score),
            high: ends.high.max(row.score),
        });
        Some(self.scale.unwrap_or(ends))
    }
}
