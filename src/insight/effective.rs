//! The score that counts for a skill. Effective scores feed tiers and gates: the agreed score, else the mean of the
//! raters' last marks. Blind scores alone feed robustness and what is contested. Raters who are set aside are left out
//! of both; not observed and missing are left out, never read as a number.

use jiff::civil::Date;

use crate::model::{Evidence, Mark, Outcome, Person, PersonId, RaterId, Session, Sheet, SkillId};

use super::demand::Demand;
use super::index::Index;
use super::points::TOLERANCE;

/// The score that counts for one skill of one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectiveScore {
    /// In points of the scale.
    pub value: f64,
    /// What it rests on.
    pub source: Source,
}

/// What an effective score rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Settled by the panel, on a point of the scale.
    Agreed,
    /// Accepted by the panel as rated.
    AsRated,
    /// The mean of so many raters' marks.
    Marks(usize),
    /// The last agreed score of an earlier session, of this day.
    Carried(Date),
}

impl Source {
    /// Whether the panel has settled it in this session.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Agreed | Self::AsRated)
    }
}

/// Scores of one person, a place a column of the rubric.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    columns: Vec<Option<EffectiveScore>>,
    /// Tiers of which an earlier session is known by the tier score alone: place, score, day.
    tiers: Vec<(usize, f64, Date)>,
}

impl Scores {
    /// The score in a column.
    pub fn at(&self, column: usize) -> Option<EffectiveScore> {
        self.columns.get(column).copied().flatten()
    }

    /// The value in a column, in points of the scale.
    pub fn value(&self, column: usize) -> Option<f64> {
        self.at(column).map(|score| score.value)
    }

    /// All, in column order.
    pub fn columns(&self) -> &[Option<EffectiveScore>] {
        &self.columns
    }

    /// The same with another value in one column: what would be if.
    pub fn with(&self, column: usize, value: Option<f64>) -> Self {
        let mut scores = self.clone();
        if let Some(score) = scores.columns.get_mut(column) {
            *score = value.map(|value| EffectiveScore { value, source: Source::Marks(1) });
        }
        scores
    }

    /// The same with these values agreed for some columns: what would be if the panel settled on them.
    pub fn settled(&self, values: impl IntoIterator<Item = (usize, f64)>) -> Self {
        let mut scores = self.clone();
        for (column, value) in values {
            if let Some(score) = scores.columns.get_mut(column) {
                *score = Some(EffectiveScore { value, source: Source::Agreed });
            }
        }
        scores
    }

    /// The tier score that an earlier session left, where this one has none: score and day.
    pub(super) fn carried_tier(&self, place: usize) -> Option<(f64, Date)> {
        self.tiers.iter().find(|(tier, ..)| *tier == place).map(|(_, score, day)| (*score, *day))
    }
}

/// Which of a rater's two marks is meant: the last one, or the blind one alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Effective scores: what was agreed, else the last marks.
    Effective,
    /// Blind marks alone.
    Blind,
}

/// What one rater answered about the person.
#[derive(Clone, Debug)]
pub struct View<'a> {
    /// Who.
    pub rater: &'a RaterId,
    /// The rater's sheet.
    pub sheet: &'a Sheet,
    blind: &'a [u8],
    revised: Vec<(usize, Option<u8>)>,
}

impl View<'_> {
    /// The score in a column; none for not observed and for no answer.
    pub fn score(&self, column: usize, basis: Basis) -> Option<u8> {
        if basis == Basis::Effective
            && let Some((_, revised)) = self.revised.iter().find(|(other, _)| *other == column)
        {
            return *revised;
        }
        self.blind.get(column).copied().filter(|byte| !matches!(byte, 0 | 255))
    }
}

/// Everything that is read about one person, gathered once.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// The session.
    pub session: &'a Session,
    /// Its look-ups.
    pub index: &'a Index,
    /// The person.
    pub person: &'a Person,
    /// What the person's own level asks.
    pub own: Option<&'a Demand>,
    /// What the person's target asks of them.
    pub target: Option<&'a Demand>,
    /// What each rater answered, less those who are set aside; in the order of their ids.
    pub views: Vec<View<'a>>,
    /// Evidence up to today, by date.
    pub evidence: Vec<&'a Evidence>,
}

impl<'a> Subject<'a> {
    /// What there is to read about a person.
    pub fn new(session: &'a Session, index: &'a Index, id: &PersonId) -> Option<Self> {
        let row = session.people.place(id)?;
        let person: &Person = session.people.at(row)?;
        let own = person.level.as_ref().and_then(|level| index.demands.own(&session.rubric, level));
        let target = person.target.as_ref();
        let target = target.and_then(|target| index.demands.toward(&session.rubric, target, person.level.as_ref()));
        let heard = session.ratings.sheets().filter(|(rater, _)| !session.is_recused(rater, id));
        let views = heard.map(|(rater, sheet)| View {
            rater,
            sheet,
            blind: sheet.row(row),
            revised: revised_of(session, sheet, id),
        });
        let mut evidence = index.evidence_of(session, id);
        evidence.retain(|item| item.date <= session.about.period.to);
        Some(Self { session, index, person, own, target, views: views.collect(), evidence })
    }

    /// The bytes of every view's blind marks, in the order of the views.
    pub(super) fn blind_marks(&self) -> Vec<Vec<u8>> {
        self.views.iter().map(|view| view.blind.to_vec()).collect()
    }

    /// The same person with other blind marks: so many bytes a view, in the order of the views.
    pub(super) fn remarked<'b>(&self, marks: &'b [Vec<u8>]) -> Subject<'b>
    where
        'a: 'b,
    {
        let views = self.views.iter().zip(marks);
        let views =
            views.map(|(view, blind)| View { rater: view.rater, sheet: view.sheet, blind, revised: Vec::new() });
        Subject {
            session: self.session,
            index: self.index,
            person: self.person,
            own: self.own,
            target: self.target,
            views: views.collect(),
            evidence: self.evidence.clone(),
        }
    }

    /// "Today": the end of the period.
    pub fn today(&self) -> Date {
        self.session.about.period.to
    }

    /// Whether a skill is asked by the own level or the target. For somebody who is not a product manager yet, the way
    /// in counts where there is one.
    pub fn asks(&self, column: usize) -> bool {
        let entering = self.target.is_some() && self.is_entering();
        let asked = |demand: &Demand| demand.asked.get(column).copied().unwrap_or(false);
        self.target.is_some_and(asked) || (!entering && self.own.is_some_and(asked))
    }

    /// Whether the person is not a product manager yet.
    pub fn is_entering(&self) -> bool {
        self.own.and_then(|own| self.session.rubric.level(&own.level)).is_some_and(|level| level.entering)
    }

    /// The effective scores: agreed, else the mean of the last marks; lower tiers not seen carry their last agreed
    /// scores.
    pub fn effective(&self) -> Scores {
        let mut scores = self.means(Basis::Effective, None);
        let no_skill = SkillId::new("");
        let first = (self.person.id.clone(), no_skill);
        let agreed = self.session.decisions.agreed.range(first..);
        for ((_, skill), agreed) in agreed.take_while(|((person, _), _)| *person == self.person.id) {
            let settled = match agreed.outcome {
                Outcome::Score(score) => (f64::from(score), Source::Agreed),
                Outcome::AsRated(mean) => (mean, Source::AsRated),
                Outcome::NoAgreement => continue,
            };
            if let Some(column) = self.session.rubric.column(skill) {
                scores.columns[column] = Some(EffectiveScore { value: settled.0, source: settled.1 });
            }
        }
        self.carry_over(&mut scores);
        scores
    }

    /// The means of the blind marks, with one rater left out or none.
    pub fn blind(&self, without: Option<&RaterId>) -> Scores {
        let mut scores = self.means(Basis::Blind, without);
        self.carry_over(&mut scores);
        scores
    }

    /// The means of the blind marks once so much is taken off each rater's.
    pub fn blind_less(&self, less: &dyn Fn(&RaterId) -> f64) -> Scores {
        let views: Vec<(&View, f64)> = self.views.iter().map(|view| (view, less(view.rater))).collect();
        let columns = (0..self.session.rubric.skills.len()).map(|column| {
            let marks =
                views.iter().filter_map(|(view, less)| Some(f64::from(view.score(column, Basis::Blind)?) - less));
            let (sum, raters) = marks.fold((0.0, 0), |(sum, raters), mark| (sum + mark, raters + 1));
            (raters > 0).then(|| EffectiveScore { value: sum / raters as f64, source: Source::Marks(raters) })
        });
        let mut scores = Scores { columns: columns.collect(), tiers: Vec::new() };
        self.carry_over(&mut scores);
        scores
    }

    fn means(&self, basis: Basis, without: Option<&RaterId>) -> Scores {
        let columns = (0..self.session.rubric.skills.len()).map(|column| {
            let views = self.views.iter().filter(|view| Some(view.rater) != without);
            let (sum, raters) = views
                .filter_map(|view| view.score(column, basis))
                .fold((0.0, 0), |(sum, raters), score| (sum + f64::from(score), raters + 1));
            (raters > 0).then(|| EffectiveScore { value: sum / raters as f64, source: Source::Marks(raters) })
        });
        Scores { columns: columns.collect(), tiers: Vec::new() }
    }

    /// A tier below the own level's home that was not seen enough this period takes the last agreed scores for what is
    /// missing.
    fn carry_over(&self, scores: &mut Scores) {
        let (Some(own), Some(previous)) = (self.own, self.index.previous_of(self.session, &self.person.id)) else {
            return;
        };
        let Some(day) = self.session.previous.as_ref().map(|previous| previous.period.to) else { return };
        let rubric = &self.session.rubric;
        for place in 0..own.home {
            let asked = [Some(own), self.target].into_iter().flatten().map(|demand| &demand.tiers[place]);
            let Some(columns) = asked.map(|tier| &tier.columns).find(|columns| !columns.is_empty()) else { continue };
            let seen = |scores: &Scores| columns.iter().filter(|column| scores.value(**column).is_some()).count();
            if self.is_enough(seen(scores), columns.len()) {
                continue;
            }
            for column in &self.index.tier_columns[place] {
                let Some(value) = previous.scores.get(&rubric.skills[*column].id) else { continue };
                scores.columns[*column].get_or_insert(EffectiveScore { value: *value, source: Source::Carried(day) });
            }
            if let Some(score) = previous.tiers.get(&rubric.tiers[place].id)
                && !self.is_enough(seen(scores), columns.len())
            {
                scores.tiers.push((place, *score, day));
            }
        }
    }

    /// Whether so many of a tier's asked skills are enough to show its score.
    pub fn is_enough(&self, seen: usize, asked: usize) -> bool {
        seen > 0 && seen as f64 >= self.session.rubric.rules.enough_seen * asked as f64 - TOLERANCE
    }
}

fn revised_of(session: &Session, sheet: &Sheet, person: &PersonId) -> Vec<(usize, Option<u8>)> {
    if sheet.revised().is_empty() {
        return Vec::new();
    }
    let first = (person.clone(), SkillId::new(""));
    let cells = sheet.revised().range(first..).take_while(|((other, _), _)| other == person);
    cells.filter_map(|((_, skill), mark)| Some((session.rubric.column(skill)?, Mark::score(*mark)))).collect()
}

#[cfg(test)]
#[path = "effective_tests.rs"]
mod tests;
