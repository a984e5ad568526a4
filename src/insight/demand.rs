//! What a level asks of somebody who holds it, or who comes to it from another level, worked out once for each pair of
//! levels: which skills, which bars, which gates. Reading a person then looks it up.

use crate::model::{Gate, Level, LevelId, Rubric, SkillId};

/// What a level asks.
#[derive(Clone, Debug)]
pub struct Demand {
    /// The level.
    pub level: LevelId,
    /// Place of the level's home tier.
    pub home: usize,
    /// Which skills are asked, a flag a column.
    pub asked: Vec<bool>,
    /// What is asked of each tier, bottom to top.
    pub tiers: Vec<TierDemand>,
    /// What is asked besides the bars: the level's own gates, then those of the way in.
    pub gates: Vec<Gate>,
}

/// What a level asks of one tier.
#[derive(Clone, Debug, Default)]
pub struct TierDemand {
    /// The bar; none where the tier is not asked.
    pub bar: Option<f64>,
    /// The columns that the tier's score is the mean of: asked, and no depth skills. Empty where nothing is asked.
    pub columns: Vec<usize>,
}

impl Demand {
    fn new(rubric: &Rubric, level: &Level, from: Option<&LevelId>) -> Self {
        let asked = rubric.asked_by(level, from);
        let tiers = rubric.tiers.iter().map(|tier| {
            let bar = level.bars.get(&tier.id).copied();
            // A level without any bar is still rated in its home tier.
            let talked_about = bar.is_some() || (level.bars.is_empty() && level.home == tier.id);
            let columns = rubric
                .skills
                .iter()
                .enumerate()
                .filter(|(column, skill)| talked_about && asked[*column] && skill.tier == tier.id && !skill.depth);
            let columns: Vec<usize> = columns.map(|(column, _)| column).collect();
            TierDemand { bar: bar.filter(|_| !columns.is_empty()), columns }
        });
        let entry = from.and_then(|from| level.from.get(from));
        Self {
            level: level.id.clone(),
            home: rubric.tier_place(&level.home).unwrap_or_default(),
            tiers: tiers.collect(),
            gates: level.gates.iter().chain(entry.iter().flat_map(|entry| &entry.gates)).cloned().collect(),
            asked,
        }
    }

    /// Whether a skill is asked.
    pub fn asks(&self, rubric: &Rubric, skill: &SkillId) -> bool {
        rubric.column(skill).is_some_and(|column| self.asked[column])
    }

    /// The tiers that have a bar: place, what is asked, and the bar.
    pub fn bars(&self) -> impl DoubleEndedIterator<Item = (usize, &TierDemand, f64)> {
        self.tiers.iter().enumerate().filter_map(|(place, tier)| Some((place, tier, tier.bar?)))
    }
}

/// What every level asks, for every level that one may come from.
#[derive(Clone, Debug, Default)]
pub struct Demands {
    /// By rank of the level, then by rank of the level that one comes from; the last is for those who hold it or come
    /// from nowhere.
    table: Vec<Vec<Demand>>,
}

impl Demands {
    /// The demands of a rubric.
    pub fn new(rubric: &Rubric) -> Self {
        let row = |level: &Level| {
            let from = rubric.levels.iter().map(|from| Some(&from.id)).chain([None]);
            from.map(|from| Demand::new(rubric, level, from)).collect()
        };
        Self { table: rubric.levels.iter().map(row).collect() }
    }

    /// What a level asks of those who hold it.
    pub fn own(&self, rubric: &Rubric, level: &LevelId) -> Option<&Demand> {
        self.table.get(rubric.rank(level)?)?.last()
    }

    /// What a level asks of those who come to it from another level, or from none.
    pub fn toward(&self, rubric: &Rubric, level: &LevelId, from: Option<&LevelId>) -> Option<&Demand> {
        let row = self.table.get(rubric.rank(level)?)?;
        match from.and_then(|from| rubric.rank(from)) {
            Some(rank) => row.get(rank),
            None => row.last(),
        }
    }
}
