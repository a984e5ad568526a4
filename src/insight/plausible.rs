//! In how many plausible re-ratings would the status stay? The same raters might as well have scored a little
//! differently; each draw gives everybody's blind marks as they might have come out, by the model of how raters rate, and
//! the status is worked out again from them.

use crate::model::{PersonId, Session};
use crate::raters::{Analysis, Mixed, RatingTable, plausible_scores};

use super::effective::{Basis, Subject};
use super::index::Index;
use super::same_ruler::{rating_table, statistics_settings};
use super::status::{Grounds, Status};

/// How many draws are made.
pub const DRAWS: usize = 1000;

/// What the draws begin with, so that the same session gives the same share.
const SEED: u64 = 2_026;

/// The blind marks of a session, and the model of how they came about.
#[derive(Clone, Debug)]
pub struct Fitted {
    table: RatingTable,
    fit: Mixed,
}

impl Fitted {
    /// Fits the model; none where the ratings are too few, or not linked, for one.
    pub fn new(session: &Session) -> Option<Self> {
        let table = rating_table(session, None);
        let fit = Analysis::new(&table, &statistics_settings(session)).severity.ok()?.shown.ok()?;
        Some(Self { table, fit })
    }

    /// In how many of the draws a person has the status that they have by the blind marks; none where nobody scored
    /// them.
    pub fn plausible(&self, session: &Session, index: &Index, person: &PersonId) -> Option<Plausible> {
        let subject = Subject::new(session, index, person)?;
        let place = self.table.person(person.as_str())?;
        let columns: Vec<Option<usize>> =
            self.table.skills().iter().map(|skill| session.rubric.column(&skill.as_str().into())).collect();
        let view_of = |rater: usize| {
            let id = self.table.raters()[rater].as_str();
            subject.views.iter().position(|view| view.rater.as_str() == id)
        };
        let rows = self.table.rows().iter().enumerate().filter(|(_, row)| row.person == place);
        let cells: Vec<(usize, usize, usize)> =
            rows.filter_map(|(at, row)| Some((at, view_of(row.rater)?, columns[row.skill]?))).collect();
        let status = by_blind_marks(&subject);
        let mut marks = subject.blind_marks();
        let mut same = 0;
        plausible_scores(&self.table, &self.fit, SEED, DRAWS, |scores| {
            for (at, view, column) in &cells {
                marks[*view][*column] = scores[*at].round() as u8;
            }
            same += usize::from(by_blind_marks(&subject.remarked(&marks)) == status);
        });
        Some(Plausible { same, draws: DRAWS })
    }
}

fn by_blind_marks(subject: &Subject) -> Status {
    let scores = subject.blind(None);
    subject.assess(Grounds { scores: &scores, basis: Basis::Blind, without: None }, subject.target).status
}

/// In how many plausible re-ratings a status stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plausible {
    /// In so many it is the same.
    pub same: usize,
    /// Of so many.
    pub draws: usize,
}

impl Plausible {
    /// The share, 0 to 1.
    pub fn share(self) -> f64 {
        self.same as f64 / self.draws.max(1) as f64
    }

    /// "The status stays in 87 % of 1,000 plausible re-ratings."
    pub fn words(self) -> String {
        let percent = (self.share() * 100.0).round();
        // What is not quite all or none is not said to be.
        let percent = match percent as u32 {
            100 if self.same < self.draws => "over 99".to_owned(),
            0 if self.same > 0 => "under 1".to_owned(),
            percent => percent.to_string(),
        };
        format!("The status stays in {percent} % of {} plausible re-ratings.", thousands(self.draws))
    }
}

fn thousands(number: usize) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::kit::Desk;

    /// Eight PMs rated by three raters who differ a little; the first of them stands right at a bar, the last far over.
    fn desk() -> Desk {
        let mut desk = Desk::new(&["ann", "bea", "cid"]);
        for number in 0..8_u8 {
            let who = format!("p{number}");
            desk.person(&who, "pm", "");
            for (at, rater) in ["ann", "bea", "cid"].into_iter().enumerate() {
                let base = 2 + number / 3;
                let mark =
                    |skill: usize| (base + u8::from((skill + at + usize::from(number)).is_multiple_of(3))).min(5);
                desk.rate_tier(rater, &who, "market", &[mark(0), mark(1), mark(2), mark(3), mark(4)]);
                desk.rate_tier(rater, &who, "people", &[mark(1), mark(2), mark(3), mark(4), mark(0)]);
            }
        }
        desk
    }

    fn plausible(desk: &Desk, who: &str) -> Option<Plausible> {
        let index = Index::new(&desk.session);
        Fitted::new(&desk.session)?.plausible(&desk.session, &index, &who.into())
    }

    #[test]
    fn a_status_far_from_every_bar_stays_and_one_at_a_bar_may_turn() {
        let desk = desk();
        let (near, far) = (plausible(&desk, "p0").expect("scored"), plausible(&desk, "p7").expect("scored"));
        assert_eq!(far, Plausible { same: DRAWS, draws: DRAWS });
        assert!(near.same < DRAWS && near.same > 0, "{near:?}");
        assert_eq!(plausible(&desk, "p0"), Some(near), "the same session gives the same share");
    }

    #[test]
    fn agreed_scores_change_nothing_as_talking_is_no_evidence() {
        let mut desk = desk();
        let before = plausible(&desk, "p0");
        desk.agree("p0", "wins-in-market", crate::model::Outcome::Score(5));
        assert_eq!(plausible(&desk, "p0"), before);
    }

    #[test]
    fn one_rater_or_nobody_gives_no_share() {
        let mut desk = Desk::new(&["ann"]);
        desk.person("kim", "pm", "");
        assert_eq!(plausible(&desk, "kim"), None);
        desk.rate_tier("ann", "kim", "market", &[3, 3, 3, 3, 3]);
        assert_eq!(plausible(&desk, "kim"), None);
    }

    #[test]
    fn what_is_not_quite_all_is_not_said_to_be() {
        let words = |same| Plausible { same, draws: 1000 }.words();
        assert_eq!(words(870), "The status stays in 87 % of 1,000 plausible re-ratings.");
        assert!(words(999).contains("over 99 %") && words(1000).contains("in 100 %") && words(1).contains("under 1 %"));
    }
}
