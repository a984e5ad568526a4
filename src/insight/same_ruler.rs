//! The blind scores of a session as a table of ratings, for the statistics about raters. Ids of the session stand in the
//! table's lists. Revised scores stay out (agreement after talking is no evidence), and so do raters set aside, retired
//! skills and cells that were not observed.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::edit::{Edit, Entry, History};
use crate::model::{Manager, PersonId, RaterId, Round, Session, SkillId};
use crate::raters::{RatingTable, Scale, Settings};

/// When blind scores were last set.
pub type ScoreTimes = BTreeMap<(RaterId, PersonId, SkillId), Timestamp>;

/// The byte of a sheet from which on a cell holds no score.
const NO_SCORE: u8 = 255;

/// When each blind score was last set, by the history.
pub fn score_times(history: &History) -> ScoreTimes {
    let mut times = ScoreTimes::new();
    for entry in history.entries() {
        let Entry::Done(step) = &**entry else { continue };
        for edit in &step.edits {
            if let Edit::SetScores { rater, round: Round::Blind, cells } = edit {
                for (person, skill, ..) in cells {
                    times.insert((rater.clone(), person.clone(), skill.clone()), step.at);
                }
            }
        }
    }
    times
}

/// The blind scores. With times, each has the moment when it was set.
pub fn rating_table(session: &Session, times: Option<&ScoreTimes>) -> RatingTable {
    let rubric = &session.rubric;
    let mut table = RatingTable::default();
    table.set_scale(Scale { low: 1.0, high: f64::from(rubric.scale.top()) });
    for tier in &rubric.tiers {
        for skill in rubric.live_skills().filter(|skill| skill.tier == tier.id) {
            table.set_tier(skill.id.as_str(), tier.id.as_str());
        }
    }
    for (rater, sheet) in session.ratings.sheets() {
        for (place, person) in session.people.iter().enumerate() {
            if session.is_recused(rater, &person.id) {
                continue;
            }
            let own_report = person.manager == Manager::Panel(rater.clone());
            for (skill, byte) in rubric.skills.iter().zip(sheet.row(place)) {
                if skill.retired || *byte == 0 || *byte == NO_SCORE {
                    continue;
                }
                let score = f64::from(*byte);
                // A sheet has one byte a person and skill, so that nothing is refused.
                if let Ok(row) = table.push(rater.as_str(), person.id.as_str(), skill.id.as_str(), score) {
                    row.own_report = own_report;
                    row.at = times.and_then(|times| {
                        let at = times.get(&(rater.clone(), person.id.clone(), skill.id.clone()))?;
                        Some(at.as_second() as f64)
                    });
                }
            }
        }
    }
    table
}

/// The cut-offs of a session: what is contested is for its rubric to say.
pub fn statistics_settings(session: &Session) -> Settings {
    Settings { contested_range: f64::from(session.rubric.rules.contested_range.max(1)), ..Settings::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::kit::Desk;
    use crate::model::{Mark, WhyNot};

    fn table(desk: &Desk) -> RatingTable {
        rating_table(&desk.session, None)
    }

    #[test]
    fn only_blind_scores_of_raters_who_are_not_set_aside_are_in_the_table() {
        let mut desk = Desk::new(&["ann", "bea", "cid"]);
        desk.person("kim", "pm", "senior-pm");
        desk.person("lou", "pm", "");
        for rater in ["ann", "bea", "cid"] {
            desk.rate(rater, "kim", "wins-in-market", 3);
        }
        desk.rate("ann", "lou", "people-sense", 2);
        let why = Some(Mark::NotObserved(WhyNot::CouldNotSee));
        desk.mark("bea", "lou", "people-sense", Round::Blind, why);
        desk.recuse("cid", "kim");
        desk.reveal("kim");
        desk.revise("ann", "kim", "wins-in-market", 5);
        let table = table(&desk);
        let rows: Vec<(&str, &str, &str, f64)> = table
            .rows()
            .iter()
            .map(|row| {
                (&*table.raters()[row.rater], &*table.people()[row.person], &*table.skills()[row.skill], row.score)
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("ann", "kim", "wins-in-market", 3.0),
                ("ann", "lou", "people-sense", 2.0),
                ("bea", "kim", "wins-in-market", 3.0)
            ]
        );
        assert_eq!(table.tiers(), ["market", "people", "strategy", "vision"]);
        assert_eq!(table.tier_of(table.skill("people-sense").expect("it was scored")), Some(1));
        assert_eq!(table.scale(), Some(Scale { low: 1.0, high: 5.0 }));
    }

    #[test]
    fn own_reports_are_those_whose_manager_sits_on_the_panel() {
        let mut desk = Desk::new(&["ann", "bea"]);
        desk.put_person("kim", |person| person.manager = Manager::Panel("ann".into()));
        desk.rate("ann", "kim", "wins-in-market", 3);
        desk.rate("bea", "kim", "wins-in-market", 3);
        let own: Vec<bool> = table(&desk).rows().iter().map(|row| row.own_report).collect();
        assert_eq!(own, [true, false]);
    }

    #[test]
    fn a_score_has_the_moment_when_it_was_last_set() {
        let mut desk = Desk::new(&["ann"]);
        desk.person("kim", "pm", "");
        let mut history = History::default();
        for (second, score) in [(100, 3), (200, 4)] {
            let (rater, cell) = ("ann".into(), ("kim".into(), "wins-in-market".into()));
            let before = desk.session.mark(&rater, &cell.0, &cell.1, Round::Blind);
            let cells = vec![(cell.0, cell.1, before, Some(Mark::Score(score)))];
            let mut step = desk.step(vec![Edit::SetScores { rater, round: Round::Blind, cells }]);
            step.at = Timestamp::from_second(second).expect("a moment");
            step.apply(&mut desk.session).expect("the step fits");
            history.record(step);
        }
        let table = rating_table(&desk.session, Some(&score_times(&history)));
        assert_eq!(table.rows()[0].at, Some(200.0));
        assert_eq!(rating_table(&desk.session, None).rows()[0].at, None);
    }
}
