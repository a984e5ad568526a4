//! The picture of one rater: severity and what it rests on, the use of the scale, and the other signs.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Mark, PersonId, RaterId, Round, Session, TierId};
use crate::raters::{Analysis, Estimate, Figure, RaterReading, RatingTable, Settings, Severity};

use super::Likely;

/// How many cells that lie far from the others are kept for each rater.
const MOST_FAR_CELLS: usize = 20;

/// How one rater rates.
#[derive(Clone, Debug, PartialEq)]
pub struct RaterPicture {
    /// Who.
    pub rater: RaterId,
    /// Blind scores that count.
    pub scores: usize,
    /// People whom somebody else scored too, by name.
    pub shared: Vec<PersonId>,
    /// How much higher the rater scores than the others on the same people; none where nobody can be compared, or where
    /// they share nobody.
    pub severity: Option<Likely>,
    /// Whether the severity is worth a mark: large enough, and its interval leaves out no difference.
    pub is_marked: bool,
    /// Whether there is too little to lean on the severity.
    pub too_little_data: bool,
    /// The severity by least squares, which is exact and easy to explain.
    pub plain: Option<f64>,
    /// The severity by tier, bottom to top; none where too little is shared there.
    pub by_tier: Vec<(TierId, Option<Likely>)>,
    /// How often each point of the scale was given, lowest first.
    pub counts: Vec<usize>,
    /// What else is read of them.
    pub reading: RaterReading,
    /// People whom they scored, and how many of their statuses would read differently on comparison scores; none where
    /// there is too little to work them out.
    pub would_change: Option<(usize, usize)>,
    /// Revealed cells on which they lie a point or more from the mean of the others, the furthest first.
    pub far_cells: Vec<FarCell>,
}

/// A revealed cell of a rater beside those of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct FarCell {
    /// Whom it is about.
    pub person: PersonId,
    /// The skill's name.
    pub skill: String,
    /// The rater's blind score.
    pub score: u8,
    /// The mean of the others' blind scores.
    pub others: f64,
}

impl RaterPicture {
    /// The share of each point of the scale, 0 to 1, lowest point first.
    pub fn shares(&self) -> Vec<f32> {
        let all = self.counts.iter().sum::<usize>().max(1) as f32;
        self.counts.iter().map(|count| *count as f32 / all).collect()
    }
}

/// The pictures of all raters of a table, in the order of their ids.
pub(super) fn pictures(
    session: &Session,
    table: &RatingTable,
    analysis: &Analysis,
    settings: &Settings,
    changed: &BTreeSet<PersonId>,
) -> Vec<RaterPicture> {
    let mut raters_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for row in table.rows() {
        raters_of.entry(row.person).or_default().insert(row.rater);
    }
    let severity = analysis.severity.as_ref().ok();
    let pictures = table.raters().iter().zip(&analysis.rater_readings).enumerate().map(|(place, (id, reading))| {
        let scored = raters_of.iter().filter(|(_, raters)| raters.contains(&place));
        let scored: Vec<(PersonId, usize)> =
            scored.map(|(person, raters)| (PersonId::new(&table.people()[*person]), raters.len())).collect();
        let mut shared: Vec<PersonId> =
            scored.iter().filter(|(_, raters)| *raters > 1).map(|(person, _)| person.clone()).collect();
        shared.sort_by_key(|person| session.name(person));
        let rater = RaterId::new(id);
        let of = severity.filter(|_| !shared.is_empty());
        let too_little_data = severity.is_none_or(|severity| severity.too_little_data);
        RaterPicture {
            scores: reading.ratings,
            severity: of.and_then(|severity| severity_of(severity, place)),
            is_marked: of.is_some_and(|severity| severity.is_marked(place, settings)),
            plain: of.and_then(|severity| Some(severity.additive.as_ref().ok()?.raters.get(place)?.value)),
            by_tier: by_tier(session, table, of, place),
            counts: counts(session, table, place),
            reading: reading.clone(),
            would_change: (!too_little_data)
                .then(|| (scored.len(), scored.iter().filter(|(person, _)| changed.contains(person)).count())),
            far_cells: far_cells(session, &rater),
            shared,
            too_little_data,
            rater,
        }
    });
    let mut pictures: Vec<RaterPicture> = pictures.collect();
    pictures.sort_by(|a, b| a.rater.cmp(&b.rater));
    pictures
}

fn severity_of(severity: &Severity, place: usize) -> Option<Likely> {
    let fit = severity.shown.as_ref().ok()?;
    Some(Likely { value: fit.raters.get(place)?.value, interval: fit.rater_interval(place)? })
}

fn by_tier(
    session: &Session,
    table: &RatingTable,
    severity: Option<&Severity>,
    place: usize,
) -> Vec<(TierId, Option<Likely>)> {
    let effect = |tier: &TierId| {
        let severity = severity?;
        let standard_errors = severity.shown.as_ref().ok()?.standard_errors;
        let tier = table.tiers().iter().position(|id| id == tier.as_str())?;
        let effect: &Figure<Estimate> = severity.by_tier.get(tier)?.get(place)?;
        let effect = effect.as_ref().ok()?;
        Some(Likely { value: effect.value, interval: effect.interval(standard_errors).ok()? })
    };
    session.rubric.tiers.iter().map(|tier| (tier.id.clone(), effect(&tier.id))).collect()
}

/// How often a rater gave each point of the session's scale, also those that nobody gave.
fn counts(session: &Session, table: &RatingTable, place: usize) -> Vec<usize> {
    let mut counts = vec![0; usize::from(session.rubric.scale.top())];
    for row in table.rows().iter().filter(|row| row.rater == place) {
        if let Some(count) = counts.get_mut((row.score as usize).wrapping_sub(1)) {
            *count += 1;
        }
    }
    counts
}

fn far_cells(session: &Session, rater: &RaterId) -> Vec<FarCell> {
    let mut cells = Vec::new();
    for person in session.decisions.revealed.keys().filter(|person| !session.is_recused(rater, person)) {
        let raters = session.ratings.sheets().map(|(id, _)| id);
        let others: Vec<&RaterId> = raters.filter(|id| *id != rater && !session.is_recused(id, person)).collect();
        for skill in session.rubric.live_skills() {
            let score = |rater: &RaterId| session.mark(rater, person, &skill.id, Round::Blind).and_then(Mark::score);
            let Some(own) = score(rater) else { continue };
            let others: Vec<f64> = others.iter().filter_map(|id| score(id)).map(f64::from).collect();
            let mean = others.iter().sum::<f64>() / others.len() as f64;
            // Of no others there is no mean, and nothing is far from it.
            if (f64::from(own) - mean).abs() >= 1.0 {
                cells.push(FarCell { person: person.clone(), skill: skill.name.clone(), score: own, others: mean });
            }
        }
    }
    let distance = |cell: &FarCell| (f64::from(cell.score) - cell.others).abs();
    cells.sort_by(|a, b| distance(b).total_cmp(&distance(a)));
    cells.truncate(MOST_FAR_CELLS);
    cells
}
