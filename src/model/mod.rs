//! What a session is: its roster, panel, rubric, ratings, evidence and decisions, as plain data. Every part sits in an
//! `Arc`, so that a worker can hold a snapshot for nothing and an edit clones only the part that it changes. Nothing
//! here reads a file or a clock, and nothing outside `edit` changes a session.

mod check;
mod decisions;
mod evidence;
mod ids;
mod keeping;
mod meeting;
mod people;
mod pin;
mod ratings;
mod rubric;

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use decisions::*;
pub use evidence::*;
pub use ids::*;
pub use keeping::*;
pub use meeting::*;
pub use people::*;
pub use ratings::*;
pub use rubric::*;

use std::collections::BTreeMap;

/// One calibration of one panel, with all that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Opaque and random, for ever.
    pub id: SessionId,
    /// Title, period, phase.
    pub about: Arc<About>,
    /// What people are rated on.
    pub rubric: Arc<Rubric>,
    /// Who is rated.
    pub people: Arc<People>,
    /// Who sits in the meeting.
    pub panel: Arc<Panel>,
    /// Who said what.
    pub ratings: Ratings,
    /// Dated facts.
    pub evidence: Arc<BTreeMap<EvidenceId, Evidence>>,
    /// What the panel decided.
    pub decisions: Arc<Decisions>,
    /// What the last session said.
    pub previous: Option<Arc<PreviousCycle>>,
    /// How the meeting runs.
    pub meeting: Arc<Meeting>,
}

/// What a session is called and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Title, such as "Product org".
    pub title: String,
    /// The months under review.
    pub period: Period,
    /// Where the session stands.
    pub phase: Phase,
    /// When it was made.
    pub created: Timestamp,
    /// Random text that pseudonyms are made with, so that they stay the same from export to export.
    pub salt: String,
    /// How long it is kept, and whether it must be.
    #[serde(default, skip_serializing_if = "Keeping::is_open")]
    pub keeping: Keeping,
}

/// The months under review. "Today", for all that is worked out, is their end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Name, such as "H2 2026".
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Period {
    /// The half-year that a day lies in.
    pub fn half_year_of(day: Date) -> Self {
        let year = day.year();
        let (name, from, to) = if day.month() <= 6 {
            ("H1", Date::constant(year, 1, 1), Date::constant(year, 6, 30))
        } else {
            ("H2", Date::constant(year, 7, 1), Date::constant(year, 12, 31))
        };
        Self { name: format!("{name} {year}"), from, to }
    }
}

/// A day as people read it everywhere in the program and in what it writes for them: "3 August 2026". Tables that other
/// programs read have it as 2026-08-03.
pub fn day_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The four phases of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// Roster, rubric and panel are put together.
    Prepare,
    /// Each rater rates alone.
    Rate,
    /// The meeting.
    Calibrate,
    /// Locked; later changes are amendments.
    Close,
}

impl Phase {
    /// All, in their order.
    pub const ALL: [Phase; 4] = [Self::Prepare, Self::Rate, Self::Calibrate, Self::Close];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Prepare => "Prepare",
            Self::Rate => "Rate",
            Self::Calibrate => "Calibrate",
            Self::Close => "Close",
        }
    }
}

impl Session {
    /// A session without people.
    pub fn new(id: SessionId, about: About, rubric: Rubric) -> Self {
        Self {
            id,
            about: Arc::new(about),
            rubric: Arc::new(rubric),
            people: Arc::default(),
            panel: Arc::default(),
            ratings: Ratings::default(),
            evidence: Arc::default(),
            decisions: Arc::default(),
            previous: None,
            meeting: Arc::default(),
        }
    }

    /// The mark that a rater gave, blind or revised.
    pub fn mark(&self, rater: &RaterId, person: &PersonId, skill: &SkillId, round: Round) -> Option<Mark> {
        let sheet = self.ratings.sheet(rater)?;
        let cell = (person.clone(), skill.clone());
        match round {
            Round::Revised => sheet.revised.get(&cell).copied(),
            Round::Blind => sheet.blind(self.people.place(person)?, self.rubric.column(skill)?, &cell),
        }
    }

    /// The mark that counts: the revised one where there is one, else the blind one.
    pub fn last_mark(&self, rater: &RaterId, person: &PersonId, skill: &SkillId) -> Option<Mark> {
        self.mark(rater, person, skill, Round::Revised).or_else(|| self.mark(rater, person, skill, Round::Blind))
    }

    /// Which columns are asked of a person by their own level and target, one flag a skill.
    pub fn asked_of(&self, person: &Person) -> Vec<bool> {
        self.rubric.asked_of(person.level.as_ref(), person.target.as_ref())
    }

    /// Whether a rater is set aside for a person.
    pub fn is_recused(&self, rater: &RaterId, person: &PersonId) -> bool {
        self.decisions.recusals.contains_key(&(person.clone(), rater.clone()))
    }

    /// Whether a person's cells are open to all.
    pub fn is_revealed(&self, person: &PersonId) -> bool {
        self.decisions.revealed.contains_key(person)
    }

    /// Those on the panel who rate, by name.
    pub fn raters(&self) -> Vec<&Arc<Rater>> {
        let mut raters: Vec<_> = self.panel.iter().filter(|rater| rater.rates).collect();
        raters.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        raters
    }

    /// Level and team of a person in a few words, such as "Senior PM · Payments"; the title where there is no level.
    pub fn standing(&self, person: &Person) -> String {
        let level = person.level.as_ref().and_then(|id| self.rubric.level(id)).map(|level| level.name.as_str());
        let parts = [level.unwrap_or(&person.title), &person.team];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// How far a rater is with a person: answered and asked cells. Scores that were not asked do not count.
    pub fn progress(&self, rater: &RaterId, person: &Person) -> Progress {
        let asked = self.asked_of(person);
        let sheet = self.ratings.sheet(rater);
        let row = self.people.place(&person.id).and_then(|row| sheet.map(|sheet| sheet.row(row))).unwrap_or_default();
        let answered = asked.iter().zip(row).filter(|(asked, byte)| **asked && **byte != 0).count();
        Progress { answered, asked: asked.iter().filter(|asked| **asked).count() }
    }
}

/// How far a rater is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Cells with an answer; not observed is one.
    pub answered: usize,
    /// Cells that are asked.
    pub asked: usize,
}

impl Progress {
    /// Whether all that is asked has an answer.
    pub fn is_complete(self) -> bool {
        self.answered >= self.asked
    }
}

impl std::ops::AddAssign for Progress {
    fn add_assign(&mut self, other: Self) {
        self.answered += other.answered;
        self.asked += other.asked;
    }
}
