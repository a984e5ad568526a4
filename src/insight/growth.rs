//! Growth since the previous cycle, tier by tier and skill by skill. What was only carried over from that cycle has not
//! grown, and is left out.

use jiff::civil::Date;

use crate::model::{LevelId, Place, Session, SkillId, TierId};

use super::effective::Source;
use super::index::Index;
use super::reading::PersonReading;

/// How somebody has grown.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// Name of the period that it is read against, such as "H1 2026".
    pub since: String,
    /// The last day of that period.
    pub day: Date,
    /// The level then.
    pub level_before: Option<LevelId>,
    /// The placement then.
    pub place_before: Place,
    /// Tiers that have a score in both, bottom to top.
    pub tiers: Vec<Change<TierId>>,
    /// Skills that have a score in both, in column order.
    pub skills: Vec<Change<SkillId>>,
}

/// A score then and now, in points of the scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<T> {
    /// Of what.
    pub of: T,
    /// Then.
    pub before: f64,
    /// Now.
    pub now: f64,
}

impl<T> Change<T> {
    /// How much was gained; negative where it was lost.
    pub fn gain(&self) -> f64 {
        self.now - self.before
    }

    /// The gain as it is read: "+0.8", "−0.3", "0.0".
    pub fn words(&self) -> String {
        let tenths = (self.gain() * 10.0).round();
        let sign = if tenths > 0.0 {
            "+"
        } else if tenths < 0.0 {
            "−"
        } else {
            ""
        };
        format!("{sign}{:.1}", tenths.abs() / 10.0)
    }
}

/// How somebody has grown since the previous cycle; none where that is not known.
pub fn growth(session: &Session, index: &Index, reading: &PersonReading) -> Option<Growth> {
    let cycle = session.previous.as_ref()?;
    let before = index.previous_of(session, &reading.person)?;
    let tiers = reading.tiers.iter().filter(|tier| tier.carried_from.is_none()).filter_map(|tier| {
        Some(Change { of: tier.tier.clone(), before: *before.tiers.get(&tier.tier)?, now: tier.score? })
    });
    let scored = session.rubric.skills.iter().zip(reading.scores.columns());
    let skills = scored.filter_map(|(skill, score)| {
        let score = score.filter(|score| !matches!(score.source, Source::Carried(_)))?;
        Some(Change { of: skill.id.clone(), before: *before.scores.get(&skill.id)?, now: score.value })
    });
    Some(Growth {
        since: cycle.period.name.clone(),
        day: cycle.period.to,
        level_before: before.level.clone(),
        place_before: before.place,
        tiers: tiers.collect(),
        skills: skills.collect(),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::edit::Edit;
    use crate::insight::kit::Desk;
    use crate::model::{Period, PreviousCycle, PreviousPerson};

    #[test]
    fn growth_is_what_was_seen_now_against_what_was_agreed_then() {
        let mut desk = Desk::new(&["ann", "bea"]);
        desk.person("kim", "director", "");
        desk.settle("kim", "people", &[4.0, 4.0, 4.0, 3.0, 3.0]);
        let index = Index::new(&desk.session);
        assert_eq!(growth(&desk.session, &index, &desk.read("kim")), None);
        let past = PreviousPerson {
            person: "kim".into(),
            level: Some("senior-pm".into()),
            scores: [("people-sense", 3.0), ("data-judgement", 4.0)].map(|(skill, at)| (skill.into(), at)).into(),
            tiers: [("people", 2.8), ("market", 4.1)].map(|(tier, at)| (tier.into(), at)).into(),
            place: Place::Growing,
        };
        let period = Period::half_year_of(date(2026, 1, 1));
        let after = Some(Arc::new(PreviousCycle { title: "H1".into(), period, people: vec![past] }));
        desk.edit(vec![Edit::PutPrevious { before: None, after }]);
        let index = Index::new(&desk.session);
        let growth = growth(&desk.session, &index, &desk.read("kim")).expect("Kim was there");
        assert_eq!((growth.since.as_str(), growth.level_before), ("H1 2026", Some("senior-pm".into())));
        let tiers: Vec<(&str, String)> =
            growth.tiers.iter().map(|change| (change.of.as_str(), change.words())).collect();
        assert_eq!(tiers, [("people", "+0.8".into())], "market was carried over and has not grown");
        let skills: Vec<(&str, f64)> = growth.skills.iter().map(|change| (change.of.as_str(), change.gain())).collect();
        assert_eq!(skills, [("people-sense", 1.0)]);
    }

    #[test]
    fn a_loss_has_its_sign_and_a_hair_has_none() {
        let change = |before, now| Change { of: (), before, now }.words();
        assert_eq!(change(3.0, 2.7), "−0.3");
        assert_eq!(change(3.0, 2.97), "0.0");
        assert_eq!(change(3.0, 3.04), "0.0");
    }
}
