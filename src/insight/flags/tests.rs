use std::collections::BTreeSet;

use jiff::civil::date;

use super::*;
use crate::insight::Index;
use crate::insight::kit::Desk;
use crate::model::{EvidenceKind, Mark, Round, Side, WhyNot};

fn desk(level: &str, target: &str) -> Desk {
    let mut desk = Desk::new(&["ann", "bea", "cid"]);
    desk.person("kim", level, target);
    desk
}

fn flags(desk: &Desk) -> Vec<RaisedFlag> {
    let index = Index::new(&desk.session);
    let subject = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there");
    let reading = PersonReading::of(&subject, subject.effective());
    raised(&subject, &reading, &subject.robustness())
}

fn flag(desk: &Desk, slug: &str) -> Option<RaisedFlag> {
    assert!(all().any(|flag| flag.slug == slug), "{slug} is no flag");
    flags(desk).into_iter().find(|flag| flag.slug == slug)
}

fn reason(desk: &Desk, slug: &str) -> Option<String> {
    flag(desk, slug).map(|flag| flag.reason)
}

fn rule(desk: &mut Desk, slug: &str, rule: FlagRule) {
    desk.rubric(|rubric| {
        rubric.rules.flags.insert(slug.into(), rule);
    });
}

#[test]
fn there_are_thirteen_and_each_says_what_it_means() {
    let slugs: BTreeSet<&str> = all().map(|flag| flag.slug).collect();
    assert_eq!((all().count(), slugs.len()), (13, 13));
    assert!(all().all(|flag| flag.meaning.ends_with('.') && !flag.name.ends_with('.')));
}

#[test]
fn every_flag_is_defined_in_the_default_rubric_as_it_comes() {
    let rubric = crate::insight::kit::rubric();
    assert_eq!(rubric.rules.flags.len(), 13);
    for flag in all() {
        let rule = rubric.rules.flags.get(flag.slug).unwrap_or_else(|| panic!("{} is not defined", flag.slug));
        assert_eq!((rule.name.as_str(), rule.meaning.as_str()), (flag.name, flag.meaning));
        assert_eq!((figures(&rubric, flag), rule.off), (Some(flag.figures), false), "{}", flag.slug);
    }
}

#[test]
fn a_company_words_a_flag_in_its_own_way() {
    let mut desk = desk("pm", "");
    rule(&mut desk, "not-enough-seen", FlagRule { name: "Too little to go by".into(), ..FlagRule::default() });
    assert_eq!(flag(&desk, "not-enough-seen").expect("it is raised").name, "Too little to go by");
    let not_enough = all().find(|flag| flag.slug == "not-enough-seen").expect("there is the flag");
    assert_eq!(meaning(&desk.session.rubric, not_enough), not_enough.meaning);
}

#[test]
fn nobody_rated_raises_no_more_than_not_enough_seen() {
    let slugs: Vec<&str> = flags(&desk("pm", "")).iter().map(|flag| flag.slug).collect();
    assert_eq!(slugs, ["not-enough-seen"]);
}

#[test]
fn strategy_ahead_of_its_base() {
    let slug = "ahead-of-its-base";
    let mut desk = desk("senior-pm", "");
    desk.settle("kim", "market", &[2.5, 2.5, 3.0, 3.0, 3.0]);
    desk.settle("kim", "strategy", &[4.0, 3.5, 4.0, 4.0, 3.5]);
    assert_eq!(reason(&desk, slug).as_deref(), Some("Strategy stands at 3.8, Market only at 2.8 of 3."));
    rule(&mut desk, slug, FlagRule { points: Some(1.1), ..FlagRule::default() });
    assert_eq!(reason(&desk, slug), None);
    rule(&mut desk, slug, FlagRule::default());
    assert!(flag(&desk, slug).is_some());
    rule(&mut desk, slug, FlagRule { off: true, ..FlagRule::default() });
    assert_eq!(reason(&desk, slug), None);
    rule(&mut desk, slug, FlagRule::default());
    desk.settle("kim", "market", &[3.0, 3.0, 3.0, 3.0, 3.0]);
    desk.settle("kim", "strategy", &[5.0, 5.0, 5.0, 5.0, 5.0]);
    assert_eq!(reason(&desk, slug), None, "market is at its bar: the base is there");
}

#[test]
fn a_high_score_without_evidence_names_the_skill() {
    let slug = "high-without-evidence";
    let mut desk = desk("pm", "");
    desk.settle("kim", "market", &[4.0, 3.9, 5.0, 3.0, 3.0]);
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Outcome, &["customer-insight"], |_| {});
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Document, &["data-judgement"], |_| {});
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Room, &["data-judgement"], |_| {});
    let raised = flag(&desk, slug).expect("it is raised");
    assert_eq!(raised.reason, "Scored high, with nothing in evidence: Data judgement.");
    assert_eq!(raised.skills, ["data-judgement".into()]);
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Outcome, &["data-judgement"], |_| {});
    assert_eq!(reason(&desk, slug), None);
}

#[test]
fn documents_without_an_outcome() {
    let slug = "documents-no-outcome";
    let mut desk = desk("pm", "");
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Document, &[], |_| {});
    assert_eq!(reason(&desk, slug), None);
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Document, &[], |_| {});
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::BusinessCase, &[], |_| {});
    let raised = flag(&desk, slug).expect("it is raised");
    assert_eq!((raised.reason.as_str(), raised.evidence.len()), ("Two documents, and no outcome yet.", 2));
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Outcome, &[], |_| {});
    assert_eq!(reason(&desk, slug), None);
}

#[test]
fn evidence_bunched_at_the_end_of_the_period() {
    let slug = "bunched-at-the-end";
    let mut desk = desk("pm", "");
    let add = |desk: &mut Desk, day| {
        desk.evidence("ann", "kim", day, EvidenceKind::Outcome, &[], |_| {});
    };
    add(&mut desk, date(2026, 12, 1));
    add(&mut desk, date(2026, 12, 31));
    add(&mut desk, date(2026, 3, 1));
    assert_eq!(reason(&desk, slug), None, "two items of the period say nothing");
    add(&mut desk, date(2026, 12, 10));
    assert_eq!(reason(&desk, slug).as_deref(), Some("3 of 3 items lie in the last 31 days."));
    add(&mut desk, date(2026, 11, 30));
    assert_eq!(flag(&desk, slug).map(|flag| flag.evidence.len()), Some(3), "three of four are three quarters");
    add(&mut desk, date(2026, 8, 1));
    assert_eq!(reason(&desk, slug), None);
}

#[test]
fn a_level_not_yet_evidenced_says_what_is_missing() {
    let mut desk = desk("senior-pm", "director");
    for rater in ["ann", "bea"] {
        desk.rate_tier(rater, "kim", "market", &[2, 2, 2, 2, 2]);
        desk.rate_tier(rater, "kim", "people", &[2, 2, 2, 2, 2]);
    }
    let reason = reason(&desk, "level-not-evidenced");
    assert_eq!(reason.as_deref(), Some("Senior PM asks more than is seen: Market 2.0 of 3."));
}

#[test]
fn a_contested_skill_that_decides_and_one_that_does_not() {
    let slug = "contested-and-decides";
    let mut desk = desk("pm", "senior-pm");
    for rater in ["ann", "bea"] {
        desk.rate_tier(rater, "kim", "market", &[4, 4, 4, 4, 3]);
        desk.rate_tier(rater, "kim", "people", &[3, 3, 3, 3, 3]);
    }
    desk.rate("ann", "kim", "people-sense", 1);
    assert_eq!(reason(&desk, slug), None, "no gate looks at people sense, and its tier stays over its bar");
    desk.rate("ann", "kim", "data-judgement", 2);
    assert_eq!(
        reason(&desk, slug).as_deref(),
        Some("Raters differ where it decides: Data judgement (2 to 4)."),
        "it is of the target's home tier"
    );
    desk.rate("ann", "kim", "wins-in-market", 1);
    assert_eq!(
        reason(&desk, slug).as_deref(),
        Some("Raters differ where it decides: Data judgement (2 to 4) and Wins in market (1 to 3).")
    );
}

#[test]
fn what_hinges_on_one_rater_names_them_to_the_facilitator_alone() {
    let slug = "hinges-on-one-rater";
    let mut desk = desk("pm", "senior-pm");
    for rater in ["ann", "bea", "cid"] {
        desk.rate_tier(rater, "kim", "market", &[4, 4, 4, 4, 3]);
        desk.rate_tier(rater, "kim", "people", &[3, 3, 3, 3, 3]);
    }
    desk.two_occasions("kim", "customer-insight");
    assert_eq!(reason(&desk, slug), None);
    desk.rate("cid", "kim", "wins-in-market", 1);
    let raised = flag(&desk, slug).expect("it is raised");
    assert_eq!(raised.reason, "Hinges on Wins in market: hear both examples.");
    assert_eq!(raised.for_facilitator, "Without CID it reads “Ready”.");
}

#[test]
fn only_one_rater() {
    let slug = "only-one-rater";
    let mut desk = desk("pm", "");
    desk.rate("ann", "kim", "data-judgement", 3);
    desk.mark("bea", "kim", "data-judgement", Round::Blind, Some(Mark::NotObserved(WhyNot::CouldNotSee)));
    let raised = flag(&desk, slug).expect("it is raised");
    assert_eq!(raised.reason, "One score comes from one rater: ask for a second view, or park.");
    assert_eq!(raised.for_facilitator, "Rated by ANN.");
    desk.rate("bea", "kim", "wins-in-market", 3);
    assert_eq!(reason(&desk, slug), None);
    desk.recuse("bea", "kim");
    assert!(flag(&desk, slug).is_some());
}

#[test]
fn not_enough_seen_names_the_skills() {
    let mut desk = desk("pm", "");
    desk.settle("kim", "people", &[2.0, 2.0, 2.0, 2.0, 2.0]);
    desk.settle("kim", "market", &[2.0, 2.0]);
    let raised = flag(&desk, "not-enough-seen").expect("it is raised");
    assert_eq!(raised.reason, "Scored so far: Market 2 of 5 skills; a tier is shown from 60 %.");
    assert_eq!(raised.skills.len(), 3);
    desk.settle("kim", "market", &[2.0, 2.0, 2.0]);
    assert_eq!(flag(&desk, "not-enough-seen"), None);
}

#[test]
fn already_useful_in_the_room_above() {
    let slug = "useful-in-the-room-above";
    let mut desk = desk("director", "");
    let room = |desk: &mut Desk, room: &str, changed: &str| {
        desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Room, &[], |item| {
            item.room = Some(room.into());
            item.changed = changed.into();
        });
    };
    room(&mut desk, "portfolio-review", "");
    room(&mut desk, "launch-review", "The launch went on.");
    assert_eq!(reason(&desk, slug), None, "attendance counts nothing, and the own room is not above");
    room(&mut desk, "portfolio-review", "The billing bet was stopped.");
    let raised = flag(&desk, slug).expect("it is raised");
    assert_eq!(raised.reason, "Something changed because they were there: Portfolio review on 1 August 2026.");
    assert_eq!(raised.tone, Tone::Good);
    assert!(!raised.reason.contains("billing"), "evidence is not quoted before it may be read");
}

#[test]
fn a_vp_under_a_business_floor_is_a_risk() {
    let slug = "business-risk";
    let mut desk = desk("vp", "");
    desk.settle("kim", "vision", &[0.0, 2.9, 2.0]);
    let raised = flag(&desk, slug).expect("it is raised");
    assert_eq!(raised.reason, "A VP carries a business: P&L and revenue drivers 2.9 of 3.");
    assert_eq!((raised.tone, raised.skills), (Tone::Risk, vec!["profit-and-loss".into()]));
    desk.settle("kim", "vision", &[0.0, 3.0, 2.0]);
    assert_eq!(reason(&desk, slug), None);
    desk.person("kim", "cpo", "");
    let expected = "A CPO carries a business: P&L and revenue drivers 3.0 of 4 and Capital allocation 2.0 of 3.";
    assert_eq!(reason(&desk, slug).as_deref(), Some(expected));
    desk.person("kim", "director", "");
    assert_eq!(reason(&desk, slug), None);
}

#[test]
fn one_sided_people_sense() {
    let slug = "one-sided-people-sense";
    let mut desk = desk("pm", "");
    let side = |desk: &mut Desk, side| {
        desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::People, &[], |item| item.side = Some(side));
    };
    side(&mut desk, Side::Customers);
    assert_eq!(reason(&desk, slug), None);
    side(&mut desk, Side::Customers);
    assert_eq!(reason(&desk, slug), None, "two items may be chance");
    side(&mut desk, Side::Customers);
    assert_eq!(reason(&desk, slug).as_deref(), Some("Three items on customers, none on teams."));
    side(&mut desk, Side::Teams);
    assert_eq!(reason(&desk, slug), None);
}

#[test]
fn no_chance_yet_takes_several_raters() {
    let slug = "no-chance-yet";
    let mut desk = desk("pm", "");
    let mark = |desk: &mut Desk, rater: &str, why| {
        desk.mark(rater, "kim", "wins-in-market", Round::Blind, Some(Mark::NotObserved(why)));
    };
    mark(&mut desk, "ann", WhyNot::NoChanceYet);
    mark(&mut desk, "bea", WhyNot::CouldNotSee);
    assert_eq!(reason(&desk, slug), None);
    mark(&mut desk, "bea", WhyNot::NoChanceYet);
    let expected = "No chance to show Wins in market: the company's task.";
    assert_eq!(reason(&desk, slug).as_deref(), Some(expected));
}

#[test]
fn a_rubric_that_misspells_a_flag_is_told() {
    let mut desk = desk("pm", "");
    assert_eq!(unknown(&desk.session.rubric), Vec::<String>::new());
    rule(&mut desk, "buisness-risk", FlagRule::default());
    assert_eq!(unknown(&desk.session.rubric), ["buisness-risk"]);
    let text = ron::to_string(&*desk.session.rubric).expect("it can be written");
    assert_eq!(ron::from_str::<Rubric>(&text).as_ref(), Ok(&*desk.session.rubric));
}
