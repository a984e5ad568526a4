//! Who scores higher or lower than others on the same people, and how people stand once that is taken off. Two fits: an
//! additive one by least squares, exact and easy to explain, and a mixed model with honest standard errors. Raw means of
//! raters are neither: a manager of strong people looks lenient.

mod additive;
mod block;
mod minimum;
mod mixed;
mod positive;

pub use additive::Additive;
pub use mixed::{Mixed, Spread};

pub(super) use additive::means_without;

use super::figure::{Estimate, Figure, Undefined};
use super::linkage::Linkage;
use super::settings::Settings;
use super::sorted::Sorted;
use super::table::Row;
use mixed::{Model, Prior, effects_with};

/// Severity of raters and comparison scores of people. It exists only where all raters are linked.
#[derive(Clone, Debug, PartialEq)]
pub struct Severity {
    /// Person + rater + skill by least squares.
    pub additive: Figure<Additive>,
    /// The mixed model by plain restricted maximum likelihood, as `analyze` prints it.
    pub reml: Figure<Mixed>,
    /// The mixed model with a prior that keeps spreads off zero: for what is shown.
    pub shown: Figure<Mixed>,
    /// Whether so few people or raters are compared that the figures say little.
    pub too_little_data: bool,
    /// For each tier of the table and each rater, by place: how much higher the rater scores on its skills. The spreads
    /// are those of `shown`, as a tier by itself says too little about them.
    pub by_tier: Vec<Vec<Figure<Estimate>>>,
}

impl Severity {
    pub(super) fn new(sorted: &Sorted, linkage: &Linkage, settings: &Settings) -> Self {
        let (raters, skills) = (sorted.table.raters().len(), sorted.table.skills().len());
        let model = Model::new(&sorted.rows, raters, skills);
        let plain = model.fit(Prior::None, None);
        let plain = plain.as_ref().map_err(|why| *why);
        let shown = plain.and_then(|plain| model.fit(Prior::AwayFromZero, Some(plain)));
        let mixed = |prior, ratios| Mixed::of(&model, prior, ratios, &sorted.order);
        let shown = shown.and_then(|best| mixed(Prior::AwayFromZero, best.ratios));
        Self {
            additive: Additive::new(sorted),
            reml: plain.and_then(|best| mixed(Prior::None, best.ratios)),
            by_tier: (0..sorted.table.tiers().len()).map(|tier| of_tier(sorted, tier, &shown)).collect(),
            shown,
            too_little_data: raters < settings.raters_for_severity
                || linkage.people_rated_twice < settings.people_for_severity,
        }
    }
}

impl Severity {
    /// How much higher each rater scores, by place: by the mixed model, or by least squares where there is none.
    ///
    /// # Errors
    /// Why neither is defined.
    pub fn effects(&self) -> Figure<Vec<f64>> {
        let values = |raters: &[Estimate]| raters.iter().map(|rater| rater.value).collect();
        match (&self.shown, &self.additive) {
            (Ok(fit), _) => Ok(values(&fit.raters)),
            (Err(_), Ok(fit)) => Ok(values(&fit.raters)),
            (Err(_), Err(why)) => Err(*why),
        }
    }
}

/// The effects of the raters on the skills of one tier.
fn of_tier(sorted: &Sorted, tier: usize, shown: &Figure<Mixed>) -> Vec<Figure<Estimate>> {
    let (raters, skills) = (sorted.table.raters().len(), sorted.table.skills().len());
    let shown = match shown {
        Ok(shown) => shown,
        Err(why) => return vec![Err(*why); raters],
    };
    let in_tier = |row: &&Row| sorted.table.tier_of(row.skill) == Some(tier);
    let rows: Vec<Row> = sorted.rows.iter().filter(in_tier).copied().collect();
    let linkage = Linkage::of(rows.iter(), raters, sorted.table.people().len());
    let rated = |rater: usize| rows.iter().any(|row| row.rater == rater);
    let linked = linkage.groups.iter().filter(|group| group.iter().any(|rater| rated(*rater))).count();
    let effects = match linked {
        0 => Err(Undefined::NobodyElse),
        1 => effects_with(&rows, raters, skills, shown),
        parts => Err(Undefined::NotLinked { parts }),
    };
    let of = |rater: usize| match &effects {
        Ok(effects) if linkage.shared_people[rater] > 0 => Ok(effects[rater]),
        Ok(_) => Err(Undefined::NobodyElse),
        Err(why) => Err(*why),
    };
    (0..raters).map(of).collect()
}
