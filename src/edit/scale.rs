//! Going over to another scale. The step that changes the scale carries every score over with it, each by what its point
//! became, in edits that name the score as it was given and as it is now: so the history keeps the originals, undo
//! brings them back, and no score is ever read on a scale that it was not given on.

use crate::model::{Agreed, EarlierScale, Mark, Outcome, PersonId, PreviousCycle, RaterId, Round, Session, SkillId};

use super::{Conflict, Edit, Step};

type Cells = Vec<(PersonId, SkillId, Option<Mark>, Option<Mark>)>;

/// Which way scores go in a step, and by which mapping.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScaleMove<'a> {
    /// For each point of the older scale, the point of the newer one.
    became: &'a [u8],
    /// Taken back: from the newer scale to the older one.
    back: bool,
}

impl Step {
    /// The move to another scale that the step makes, where it makes one.
    pub(super) fn scale_move(&self) -> Option<ScaleMove<'_>> {
        self.edits.iter().find_map(|edit| {
            let Edit::PutRubric { before, after } = edit else { return None };
            let (before, after) = (&before.scale.earlier, &after.scale.earlier);
            let (longer, shorter, back) =
                if after.len() > before.len() { (after, before, false) } else { (before, after, true) };
            let one_more = longer.len() == shorter.len() + 1 && longer.starts_with(shorter);
            longer.last().filter(|_| one_more).map(|last| ScaleMove { became: &last.became, back })
        })
    }
}

impl ScaleMove<'_> {
    /// Whether a score goes from here to there.
    fn fits(self, from: u8, to: u8) -> bool {
        let (older, newer) = if self.back { (to, from) } else { (from, to) };
        self.became.get(usize::from(older).wrapping_sub(1)) == Some(&newer)
    }
}

/// Refuses a step that moves to another scale and leaves a score behind, or takes one elsewhere than the mapping says.
pub(super) fn carries_every_score(step: &Step, session: &Session) -> Result<(), Conflict> {
    let changes_length = |edit: &Edit| match edit {
        Edit::PutRubric { before, after } => before.scale.earlier != after.scale.earlier,
        _ => false,
    };
    let Some(wanted) = step.scale_move() else {
        // Earlier scales are the memory of what became of the scores: nothing but such a move changes them.
        return match step.edits.iter().any(changes_length) && session.has_scores() {
            true => Err(Conflict::Rubric("it forgets the scales that scores were given on before".into())),
            false => Ok(()),
        };
    };
    let (mut marks, mut agreed) = (0, 0);
    for edit in &step.edits {
        match edit {
            Edit::SetScores { cells, .. } => {
                for (person, _, before, after) in cells {
                    let (Some(Mark::Score(from)), Some(Mark::Score(to))) = (*before, *after) else { continue };
                    if !wanted.fits(from, to) {
                        let name = session.name(person);
                        let words = format!("a score of {name} would become something else than its point says");
                        return Err(Conflict::Rubric(words));
                    }
                    marks += 1;
                }
            }
            Edit::SetAgreed { before: Some(before), after: Some(_), .. } if is_number(before) => agreed += 1,
            _ => {}
        }
    }
    if marks == session.scores_given()
        && agreed == session.decisions.agreed.values().filter(|one| is_number(one)).count()
    {
        return Ok(());
    }
    let words = match wanted.back {
        true => "scores were given or agreed on the new scale since, which the old one can't hold",
        false => "scores were given or agreed since that it does not carry over",
    };
    Err(Conflict::Rubric(words.into()))
}

fn is_number(agreed: &Agreed) -> bool {
    !matches!(agreed.outcome, Outcome::NoAgreement)
}

/// The edits that carry every score of the session over, for points that became others.
pub(super) fn carry(session: &Session, became: &[u8]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (rater, _) in session.ratings.sheets() {
        for round in [Round::Blind, Round::Revised] {
            let cells = carried_cells(session, rater, round, became);
            if !cells.is_empty() {
                edits.push(Edit::SetScores { rater: rater.clone(), round, cells });
            }
        }
    }
    for ((person, skill), agreed) in session.decisions.agreed.iter().filter(|(_, agreed)| is_number(agreed)) {
        let outcome = match agreed.outcome {
            Outcome::Score(score) => Outcome::Score(carried(score, became)),
            Outcome::AsRated(mean) => Outcome::AsRated(carried_mean(mean, became)),
            Outcome::NoAgreement => Outcome::NoAgreement,
        };
        edits.push(Edit::SetAgreed {
            person: person.clone(),
            skill: skill.clone(),
            before: Some(agreed.clone()),
            after: Some(Agreed { outcome, reason: agreed.reason.clone() }),
        });
    }
    if let Some(previous) = &session.previous {
        let after = Some(std::sync::Arc::new(carried_previous(previous, became)));
        edits.push(Edit::PutPrevious { before: Some(previous.clone()), after });
    }
    edits
}

fn carried_cells(session: &Session, rater: &RaterId, round: Round, became: &[u8]) -> Cells {
    let Some(sheet) = session.ratings.sheet(rater) else { return Cells::new() };
    let mut cells = Cells::new();
    let mut push = |person: &PersonId, skill: &SkillId, score: u8| {
        let after = Mark::Score(carried(score, became));
        cells.push((person.clone(), skill.clone(), Some(Mark::Score(score)), Some(after)));
    };
    match round {
        Round::Blind => {
            for (row, person) in session.people.iter().enumerate() {
                for (skill, byte) in session.rubric.skills.iter().zip(sheet.row(row)) {
                    if is_score(*byte) {
                        push(&person.id, &skill.id, *byte);
                    }
                }
            }
        }
        Round::Revised => {
            for ((person, skill), mark) in sheet.revised() {
                mark.score().into_iter().for_each(|score| push(person, skill, score));
            }
        }
    }
    cells
}

fn carried_previous(previous: &PreviousCycle, became: &[u8]) -> PreviousCycle {
    let mut after = previous.clone();
    for person in &mut after.people {
        let scores = person.scores.values_mut().chain(person.tiers.values_mut());
        scores.for_each(|score| *score = carried_mean(*score, became));
    }
    after
}

fn carried(score: u8, became: &[u8]) -> u8 {
    became.get(usize::from(score).wrapping_sub(1)).copied().unwrap_or(score)
}

/// A mean, or any other score between two points, on the new scale: between what the two points became, as far from
/// each as before.
pub fn carried_mean(mean: f64, became: &[u8]) -> f64 {
    let place = (mean - 1.0).clamp(0.0, became.len().saturating_sub(1) as f64);
    let low = place.floor() as usize;
    let Some(from) = became.get(low).map(|point| f64::from(*point)) else { return mean };
    let to = became.get(low + 1).map_or(from, |point| f64::from(*point));
    from + (to - from) * (place - low as f64)
}

/// What is proposed for each point of an old scale: the point of the new one that has its name, else the one that lies
/// as far up, the lower of two.
pub fn proposed_points(old: &[crate::model::ScalePoint], new: &[crate::model::ScalePoint]) -> Vec<u8> {
    let named = |name: &str| new.iter().position(|point| point.name.trim().eq_ignore_ascii_case(name.trim()));
    let by_name: Option<Vec<usize>> = old.iter().map(|point| named(&point.name)).collect();
    // Names are taken only where all are found again and in order, else points would jump over each other.
    if let Some(places) = by_name.filter(|places| places.windows(2).all(|pair| pair[0] < pair[1])) {
        return places.into_iter().map(|place| place as u8 + 1).collect();
    }
    let span = |points: usize| points.saturating_sub(1).max(1) as f64;
    let place = |old_place: usize| old_place as f64 * span(new.len()) / span(old.len());
    (0..old.len()).map(|old_place| (place(old_place) - 0.001).round().max(0.0) as u8 + 1).collect()
}

/// The scale's memory with one more scale in it.
pub(super) fn remembered(session: &Session, became: &[u8]) -> Vec<EarlierScale> {
    let rubric = &session.rubric;
    let given_up =
        EarlierScale { edition: rubric.edition, points: rubric.scale.points.clone(), became: became.to_vec() };
    rubric.scale.earlier.iter().cloned().chain([given_up]).collect()
}

fn is_score(byte: u8) -> bool {
    byte != 0 && byte != 255
}

impl Session {
    /// How many scores raters gave, blind and revised.
    pub(super) fn scores_given(&self) -> usize {
        let of_sheet = |sheet: &crate::model::Sheet| {
            let blind = (0..self.people.len()).flat_map(|row| sheet.row(row)).filter(|byte| is_score(**byte)).count();
            blind + sheet.revised().values().filter(|mark| mark.score().is_some()).count()
        };
        self.ratings.sheets().map(|(_, sheet)| of_sheet(sheet)).sum()
    }

    /// Whether any score was given or agreed: then another scale needs a mapping.
    pub fn has_scores(&self) -> bool {
        self.scores_given() > 0 || self.decisions.agreed.values().any(is_number)
    }

    /// A score that a scale up to `top` can't hold.
    pub(super) fn score_above(&self, top: u8) -> Option<u8> {
        let off = |byte: &u8| is_score(*byte) && *byte > top;
        self.ratings.sheets().find_map(|(_, sheet)| {
            let blind = (0..self.people.len()).flat_map(|row| sheet.row(row)).copied();
            let revised = sheet.revised().values().filter_map(|mark| mark.score());
            blind.chain(revised).find(off)
        })
    }
}
