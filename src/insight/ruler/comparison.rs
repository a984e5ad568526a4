//! Comparison scores: a person's tier scores with the raters' severity taken out, tier by tier and never as one number
//! for a person. They stand beside the raw ones, with their interval, and nothing is decided by them.

use std::collections::BTreeMap;

use crate::insight::effective::{Basis, Source, Subject};
use crate::insight::index::Index;
use crate::insight::points::count;
use crate::insight::same_ruler::rating_table;
use crate::insight::status::Grounds;
use crate::model::{LevelId, PersonId, RaterId, Session};
use crate::raters::{Analysis, Mixed, RatingTable, Settings, Undefined};

use super::{Likely, Ruler};

/// Comparison scores, tier by tier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Bottom to top: who has one, or why nobody has.
    tiers: Vec<Result<BTreeMap<PersonId, ComparisonScore>, TooLittle>>,
}

/// Why a tier has no comparison scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLittle {
    /// They are undefined.
    Undefined(Undefined),
    /// So few people or raters are compared that they would say little.
    Data,
}

/// One comparison score.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonScore {
    /// The score, in points of the scale.
    pub score: Likely,
    /// The mean of the marks as they are.
    pub raw: f64,
    /// "3.4, likely 3.0–3.8 (raw 3.1; both raters score low)".
    pub words: String,
}

impl Comparison {
    /// Works them out; nothing once `outdated` says that nobody waits for them any more.
    pub(super) fn new(
        session: &Session,
        index: &Index,
        settings: &Settings,
        outdated: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let table = rating_table(session, None);
        // The interval of the agreement is not looked at here.
        let settings = Settings { bootstrap: 0, ..*settings };
        let mut tiers = Vec::new();
        for columns in &index.tier_columns {
            if outdated() {
                return None;
            }
            tiers.push(of_tier(session, index, &only(session, &table, columns), columns, &settings));
        }
        Some(Self { tiers })
    }

    /// The score of a person in the tier at a place.
    pub fn of(&self, person: &PersonId, tier: usize) -> Option<&ComparisonScore> {
        self.tiers.get(tier)?.as_ref().ok()?.get(person)
    }

    /// Why no tier has any.
    fn why_none(&self) -> Option<TooLittle> {
        let mut reasons = self.tiers.iter().map(|tier| tier.as_ref().err().copied());
        let first = reasons.next()??;
        reasons.all(|reason| reason.is_some()).then_some(first)
    }
}

/// The ratings of some columns.
fn only(session: &Session, table: &RatingTable, columns: &[usize]) -> RatingTable {
    let wanted: Vec<bool> = table
        .skills()
        .iter()
        .map(|skill| session.rubric.column(&skill.as_str().into()).is_some_and(|column| columns.contains(&column)))
        .collect();
    let mut part = RatingTable::default();
    if let Some(scale) = table.scale() {
        part.set_scale(scale);
    }
    for row in table.rows().iter().filter(|row| wanted[row.skill]) {
        let names = (&table.raters()[row.rater], &table.people()[row.person], &table.skills()[row.skill]);
        // What the whole table took, its part takes too.
        let _ = part.push(names.0, names.1, names.2, row.score);
    }
    part
}

fn of_tier(
    session: &Session,
    index: &Index,
    table: &RatingTable,
    columns: &[usize],
    settings: &Settings,
) -> Result<BTreeMap<PersonId, ComparisonScore>, TooLittle> {
    let analysis = Analysis::new(table, settings);
    let severity = analysis.severity.as_ref().map_err(|why| TooLittle::Undefined(*why))?;
    let fit = severity.shown.as_ref().map_err(|why| TooLittle::Undefined(*why))?;
    if severity.too_little_data {
        return Err(TooLittle::Data);
    }
    let scored = table.people().iter().enumerate().filter_map(|(place, id)| {
        let id = PersonId::new(id);
        let subject = Subject::new(session, index, &id)?;
        let score = score_of(&subject, table, fit, place, columns)?;
        Some((id, score))
    });
    Ok(scored.collect())
}

fn score_of(
    subject: &Subject<'_>,
    table: &RatingTable,
    fit: &Mixed,
    place: usize,
    columns: &[usize],
) -> Option<ComparisonScore> {
    let blind = subject.blind(None);
    let marks = columns.iter().filter_map(|column| blind.at(*column));
    let marks: Vec<f64> =
        marks.filter(|score| matches!(score.source, Source::Marks(_))).map(|score| score.value).collect();
    let raw = marks.iter().sum::<f64>() / marks.len() as f64;
    let scored = |view: &&crate::insight::View| columns.iter().any(|at| view.score(*at, Basis::Blind).is_some());
    let raters: Vec<usize> =
        subject.views.iter().filter(scored).filter_map(|view| table.rater(view.rater.as_str())).collect();
    let score = Likely { value: fit.people.get(place)?.value, interval: fit.person_interval(place)? };
    raw.is_finite().then(|| ComparisonScore { score, raw, words: fit.comparison_words(place, raw, &raters) })
}

/// Whether a person's status by blind marks would read differently with the raters' severity taken out of each mark.
pub(super) fn changes_status(subject: &Subject<'_>, severity: &dyn Fn(&RaterId) -> f64) -> bool {
    let status = |scores| {
        let grounds = Grounds { scores, basis: Basis::Blind, without: None };
        subject.assess(grounds, subject.target).status
    };
    status(&subject.blind(None)) != status(&subject.blind_less(severity))
}

impl Ruler {
    /// The place of the tier in which somebody is at home; none without a level.
    pub fn home_of(&self, session: &Session, person: &PersonId) -> Option<usize> {
        home(session, session.people.get(person)?.level.as_ref()?)
    }

    /// Why somebody has no comparison score, in a sentence.
    pub fn why_no_comparison(&self) -> String {
        match self.comparison.why_none() {
            Some(TooLittle::Undefined(why)) => format!("Nobody can be compared: {why}."),
            Some(TooLittle::Data) => "Too little data: so few people are scored by several managers that comparison \
                                      scores would say little."
                .into(),
            None => "Too little data to compare this person with others.".into(),
        }
    }

    /// How many at the same level cannot be told apart from somebody in the tier in which they are at home.
    pub fn apart_words(&self, session: &Session, person: &PersonId) -> Option<String> {
        let level = session.people.get(person)?.level.as_ref()?;
        let tier = home(session, level)?;
        let own = self.comparison.of(person, tier)?.score.interval;
        let others = session.people.iter().filter(|other| other.level.as_ref() == Some(level) && other.id != *person);
        let others: Vec<_> = others.filter_map(|other| self.comparison.of(&other.id, tier)).collect();
        let alike = others.iter().filter(|other| other.score.interval.overlaps(own)).count();
        let name = &session.rubric.tiers[tier].name;
        match (others.len(), alike) {
            (0, _) => None,
            (1, 1) => Some(format!("In {name}, the one other at this level cannot be told apart from them.")),
            (1, 0) => Some(format!("In {name}, the one other at this level can be told apart from them.")),
            (of, alike) if of == alike => {
                Some(format!("In {name}, all {of} others at this level cannot be told apart from them."))
            }
            (of, alike) => {
                let alike = count(alike, "", "");
                Some(format!(
                    "In {name}, {} of the {of} others at this level cannot be told apart from them.",
                    if alike.trim() == "no" { "none" } else { alike.trim() }
                ))
            }
        }
    }
}

fn home(session: &Session, level: &LevelId) -> Option<usize> {
    session.rubric.tier_place(&session.rubric.level(level)?.home)
}
