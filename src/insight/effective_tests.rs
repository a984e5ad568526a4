use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;

use super::*;
use crate::insight::kit::Desk;
use crate::model::{Period, Place, PreviousCycle, PreviousPerson, Round, WhyNot};

const SKILL: &str = "data-judgement";

fn desk() -> Desk {
    let mut desk = Desk::new(&["ann", "bea", "cid"]);
    desk.person("kim", "senior-pm", "");
    desk
}

fn effective(desk: &Desk, skill: &str) -> Option<EffectiveScore> {
    let index = Index::new(&desk.session);
    let subject = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there");
    subject.effective().at(desk.column(skill))
}

fn marks(value: f64, raters: usize) -> Option<EffectiveScore> {
    Some(EffectiveScore { value, source: Source::Marks(raters) })
}

#[test]
fn without_agreement_it_is_the_mean_of_the_last_marks() {
    let mut desk = desk();
    assert_eq!(effective(&desk, SKILL), None);
    desk.rate("ann", "kim", SKILL, 2);
    desk.rate("bea", "kim", SKILL, 4);
    assert_eq!(effective(&desk, SKILL), marks(3.0, 2));
    desk.revise("ann", "kim", SKILL, 4);
    assert_eq!(effective(&desk, SKILL), marks(4.0, 2));
}

#[test]
fn not_observed_and_missing_are_left_out() {
    let mut desk = desk();
    desk.rate("ann", "kim", SKILL, 4);
    desk.mark("bea", "kim", SKILL, Round::Blind, Some(Mark::NotObserved(WhyNot::CouldNotSee)));
    desk.mark("cid", "kim", SKILL, Round::Blind, Some(Mark::NotObserved(WhyNot::NoChanceYet)));
    assert_eq!(effective(&desk, SKILL), marks(4.0, 1));
    desk.mark("ann", "kim", SKILL, Round::Revised, Some(Mark::NotObserved(WhyNot::CouldNotSee)));
    assert_eq!(effective(&desk, SKILL), None);
}

#[test]
fn what_the_panel_settled_counts_before_the_marks() {
    let mut desk = desk();
    desk.rate("ann", "kim", SKILL, 2);
    desk.rate("bea", "kim", SKILL, 3);
    desk.agree("kim", SKILL, Outcome::Score(4));
    assert_eq!(effective(&desk, SKILL), Some(EffectiveScore { value: 4.0, source: Source::Agreed }));
    desk.agree("kim", SKILL, Outcome::AsRated(2.25));
    assert_eq!(effective(&desk, SKILL), Some(EffectiveScore { value: 2.25, source: Source::AsRated }));
    desk.agree("kim", SKILL, Outcome::NoAgreement);
    assert_eq!(effective(&desk, SKILL), marks(2.5, 2));
}

#[test]
fn a_rater_who_is_set_aside_does_not_count() {
    let mut desk = desk();
    desk.rate("ann", "kim", SKILL, 1);
    desk.rate("bea", "kim", SKILL, 4);
    desk.recuse("ann", "kim");
    assert_eq!(effective(&desk, SKILL), marks(4.0, 1));
    desk.recuse("bea", "kim");
    assert_eq!(effective(&desk, SKILL), None);
}

#[test]
fn blind_scores_know_neither_revisions_nor_decisions() {
    let mut desk = desk();
    desk.rate("ann", "kim", SKILL, 2);
    desk.rate("bea", "kim", SKILL, 4);
    desk.revise("ann", "kim", SKILL, 5);
    desk.revise("cid", "kim", SKILL, 5);
    desk.agree("kim", SKILL, Outcome::Score(1));
    let index = Index::new(&desk.session);
    let subject = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there");
    let column = desk.column(SKILL);
    assert_eq!(subject.blind(None).at(column), marks(3.0, 2));
    assert_eq!(subject.blind(Some(&"ann".into())).at(column), marks(4.0, 1));
}

/// Kim as a Director whose market skills nobody saw this period, with these agreed scores in the last one.
fn director_with_past(scores: &[(&str, f64)], tiers: &[(&str, f64)]) -> Desk {
    let mut desk = desk();
    desk.person("kim", "director", "");
    desk.rate_tier("ann", "kim", "people", &[3, 3, 3, 3, 3]);
    let past = PreviousPerson {
        person: "kim".into(),
        level: Some("director".into()),
        scores: scores.iter().map(|(skill, score)| ((*skill).into(), *score)).collect(),
        tiers: tiers.iter().map(|(tier, score)| ((*tier).into(), *score)).collect(),
        place: Place::Growing,
    };
    let cycle = PreviousCycle {
        title: "Product org".into(),
        period: Period::half_year_of(date(2026, 3, 1)),
        people: vec![PreviousPerson { person: "lee".into(), scores: BTreeMap::new(), ..past.clone() }, past],
    };
    desk.edit(vec![crate::edit::Edit::PutPrevious { before: None, after: Some(Arc::new(cycle)) }]);
    desk
}

#[test]
fn a_lower_tier_not_seen_this_period_carries_its_last_agreed_scores() {
    let past = [("customer-insight", 4.0), ("data-judgement", 3.0), ("wins-in-market", 3.5), ("people-sense", 5.0)];
    let mut desk = director_with_past(&past, &[]);
    let carried = |value| Some(EffectiveScore { value, source: Source::Carried(date(2026, 6, 30)) });
    assert_eq!(effective(&desk, "customer-insight"), carried(4.0));
    assert_eq!(effective(&desk, "wins-in-market"), carried(3.5));
    assert_eq!(effective(&desk, "delivery-and-quality"), None);
    assert_eq!(effective(&desk, "people-sense"), marks(3.0, 1), "the own level is seen now or not at all");

    desk.rate("ann", "kim", "data-judgement", 5);
    assert_eq!(effective(&desk, "data-judgement"), marks(5.0, 1), "what was seen now counts now");
    desk.rate_tier("bea", "kim", "market", &[4, 4, 4, 0, 0]);
    assert_eq!(effective(&desk, "wins-in-market"), None, "three of five are enough: nothing is carried over");
}

#[test]
fn a_tier_score_is_carried_where_no_more_is_known() {
    let desk = director_with_past(&[], &[("market", 3.75), ("people", 1.0)]);
    let index = Index::new(&desk.session);
    let subject = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there");
    let tiers = subject.tiers(&subject.effective());
    assert_eq!(tiers[0].score, Some(3.75));
    assert_eq!(tiers[0].carried_from, Some(date(2026, 6, 30)));
    assert_eq!(tiers[0].words(), "3.8 of 3.5, carried over from 30 June 2026");
    assert_eq!((tiers[1].score, tiers[1].carried_from), (Some(3.0), None));
}
