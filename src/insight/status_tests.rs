use jiff::civil::date;

use super::*;
use crate::insight::PersonReading;
use crate::insight::kit::Desk;
use crate::model::{EvidenceKind, Leave, Outcome};

fn desk(level: &str, target: &str) -> Desk {
    let mut desk = Desk::new(&["ann", "bea", "cid"]);
    desk.person("kim", level, target);
    desk
}

fn gate<'a>(reading: &'a PersonReading, name: &str) -> &'a GateReading {
    reading.gates.iter().find(|gate| gate.name.starts_with(name)).expect("the gate is there")
}

fn open(reading: &PersonReading) -> Vec<&str> {
    reading.open_gates().map(|gate| gate.name.as_str()).collect()
}

fn scores(reading: &PersonReading) -> Vec<Option<f64>> {
    let round = |score: f64| (score * 100.0).round() / 100.0;
    reading.tiers.iter().map(|tier| tier.score.map(round)).collect()
}

/// Worked people: what a reader of the ratings should come to, with the default rubric.
mod worked {
    use super::*;

    #[test]
    fn a_strong_senior_pm_without_people_skills_is_building_toward_director() {
        let mut desk = desk("senior-pm", "director");
        desk.settle("kim", "market", &[5.0, 5.0, 4.0, 4.0, 4.0]);
        desk.settle("kim", "people", &[2.0, 3.0, 2.0, 1.0, 2.0]);
        desk.settle("kim", "strategy", &[2.0, 2.0, 2.0, 2.0, 2.0]);
        let reading = desk.read("kim");
        assert_eq!(scores(&reading), [Some(4.4), Some(2.0), Some(2.0), None]);
        assert_eq!(reading.status, Status::Building);
        assert_eq!(gate(&reading, "Own level held").sentence, "Senior PM: Market 4.4 of 3, People 2.0 of 2.");
        assert_eq!(
            gate(&reading, "Next level shown").sentence,
            "Director: Market 4.4 of 3.5, People 2.0 of 3, Strategy 2.0 of 2. \
             Coaching and hiring (1.0) is more than 1 under the bar."
        );
        assert_eq!(reading.shows_next, None);
    }

    #[test]
    fn a_director_without_business_is_building_toward_vp() {
        let mut desk = desk("director", "vp");
        desk.settle("kim", "market", &[4.0, 4.0, 4.0, 4.0, 3.0]);
        desk.settle("kim", "people", &[4.0, 4.0, 4.0, 3.0, 3.0]);
        desk.settle("kim", "strategy", &[4.0, 4.0, 4.0, 4.0, 3.0]);
        desk.settle("kim", "vision", &[3.0, 1.0, 2.0, 2.0, 3.0]);
        desk.two_occasions("kim", "diagnosis-and-choice");
        desk.evidence("ann", "kim", date(2026, 7, 1), EvidenceKind::Outcome, &[], |item| {
            item.horizon = Some("year".into());
            item.revisited = Some(date(2026, 12, 1));
        });
        let reading = desk.read("kim");
        assert_eq!(scores(&reading), [Some(3.8), Some(3.6), Some(3.8), Some(2.2)]);
        assert_eq!(open(&reading), ["Business head"]);
        assert_eq!(
            gate(&reading, "Business head").sentence,
            "VP: P&L and revenue drivers 1.0 of 3, Capital allocation 2.0 of 2."
        );
        assert_eq!(reading.status, Status::Building, "two points of P&L are more than one step");
        let shown = reading.shows_next.expect("the skills of a VP are shown");
        assert_eq!((shown.level.as_str(), shown.tier.as_str(), shown.ready), ("vp", "strategy", false));
    }

    #[test]
    fn an_engineer_with_customer_learning_is_ready_for_pm() {
        let mut desk = desk("moving", "pm");
        desk.put_person("kim", |person| person.team = "Billing".into());
        desk.settle("kim", "market", &[4.0, 2.0, 2.0, 2.4, 1.0]);
        desk.settle("kim", "people", &[3.0, 3.0, 2.0, 2.0, 2.5]);
        for (day, acted_on) in [(date(2026, 8, 10), false), (date(2026, 9, 20), true), (date(2026, 11, 15), false)] {
            desk.evidence("ann", "kim", day, EvidenceKind::CustomerLearning, &[], |item| {
                item.read_by = "Sales".into();
                item.acted_on = acted_on;
            });
        }
        let reading = desk.read("kim");
        assert_eq!(scores(&reading), [Some(2.6), Some(2.5), None, None]);
        assert_eq!(open(&reading), Vec::<&str>::new());
        assert_eq!(reading.status, Status::Ready);
        assert_eq!(reading.status.words_toward(&desk.session.rubric, Some(&"pm".into())), "Ready for PM");
        assert_eq!(gate(&reading, "Own level held").state, GateState::NotAsked);
        assert_eq!(gate(&reading, "Horizon").state, GateState::NotAsked);
    }

    /// The VP of the worked table, with all the evidence that a CPO needs.
    pub fn vp() -> Desk {
        let mut desk = desk("vp", "cpo");
        desk.settle("kim", "market", &[4.0, 4.0, 3.0, 4.0, 3.0]);
        desk.settle("kim", "people", &[4.0, 4.0, 3.0, 3.5, 3.0]);
        desk.settle("kim", "strategy", &[4.0, 5.0, 4.0, 4.0, 4.0]);
        desk.settle("kim", "vision", &[3.5, 4.0, 3.0, 2.0, 3.5, 5.0]);
        desk.two_occasions("kim", "long-range-vision");
        desk.evidence("ann", "kim", date(2026, 9, 1), EvidenceKind::Outcome, &["commercial-depth"], |_| {});
        desk.evidence("bea", "kim", date(2026, 9, 9), EvidenceKind::BusinessCase, &[], |item| {
            item.money_result = "Margin up two points".into();
        });
        desk.evidence("bea", "kim", date(2024, 9, 9), EvidenceKind::Outcome, &[], |item| {
            item.horizon = Some("years".into());
            item.revisited = Some(date(2026, 10, 1));
        });
        desk
    }

    #[test]
    fn a_vp_who_does_not_read_investors_models_is_nearly_ready_for_cpo() {
        let reading = vp().read("kim");
        assert_eq!(scores(&reading), [Some(3.6), Some(3.5), Some(4.2), Some(3.2)]);
        assert_eq!(open(&reading), ["Investment models"]);
        assert_eq!(reading.status, Status::Nearly);
        assert_eq!(reading.why, "One gate is open. Investment models stands at 2.0 and CPO asks for 3.");
    }

    #[test]
    fn a_principal_pm_is_not_asked_for_coaching_and_holds_the_level_well() {
        let mut desk = desk("principal-pm", "");
        desk.settle("kim", "market", &[5.0, 5.0, 5.0, 4.0, 4.0]);
        desk.settle("kim", "people", &[3.2, 3.2, 3.2, 1.0, 3.2]);
        desk.settle("kim", "strategy", &[4.0, 3.0, 3.0, 3.0, 4.0]);
        let reading = desk.read("kim");
        assert_eq!(scores(&reading), [Some(4.6), Some(3.2), Some(3.4), None]);
        assert_eq!((reading.status, reading.gates.len()), (Status::HoldsLevelWell, 0));
        assert_eq!(reading.why, "Market: 4.6 of 4. People: 3.2 of 2.5. Strategy: 3.4 of 2.5.");
    }

    #[test]
    fn a_pm_without_a_win_is_not_ready_for_senior_pm() {
        let mut desk = desk("pm", "senior-pm");
        desk.settle("kim", "market", &[5.0, 5.0, 5.0, 5.0, 1.0]);
        desk.settle("kim", "people", &[3.0, 3.0, 3.0, 3.0, 3.0]);
        desk.two_occasions("kim", "customer-insight");
        let reading = desk.read("kim");
        assert_eq!(scores(&reading)[0], Some(4.2));
        assert_eq!(reading.status, Status::Building);
        assert!(open(&reading).contains(&"Wins in market"));
    }
}

/// A Senior PM who meets every gate toward Director.
fn ready_for_director() -> Desk {
    let mut desk = desk("senior-pm", "director");
    desk.settle("kim", "market", &[4.0, 4.0, 4.0, 4.0, 4.0]);
    desk.settle("kim", "people", &[3.0, 3.0, 3.0, 3.0, 3.0]);
    desk.settle("kim", "strategy", &[2.0, 2.0, 2.0, 2.0, 2.0]);
    desk.two_occasions("kim", "honest-feedback");
    for one in ["platform", "customers", "ties"] {
        desk.agree_trait("kim", one, true);
    }
    desk
}

#[test]
fn exactly_at_every_bar_is_ready() {
    let mut desk = ready_for_director();
    assert_eq!(desk.read("kim").status, Status::Ready);
    assert!(desk.read("kim").shows_next.is_some_and(|shown| shown.ready));
    // 2.9999999 is 3 that went through a mean.
    desk.agree("kim", "honest-feedback", Outcome::AsRated(2.999_999_5));
    assert_eq!(desk.read("kim").status, Status::Ready);
}

#[test]
fn a_quarter_under_the_bar_is_for_the_panel_and_half_a_point_is_one_step() {
    let mut desk = ready_for_director();
    let lower = |desk: &mut Desk, by: f64| {
        for skill in ["people-sense", "cross-team-trust", "coaching-and-hiring", "honest-feedback"] {
            desk.agree("kim", skill, Outcome::AsRated(3.0 - by * 1.25));
        }
    };
    lower(&mut desk, 0.25);
    let reading = desk.read("kim");
    assert_eq!(reading.tiers[1].words(), "2.8 of 3, at the bar: the panel judges");
    assert!(gate(&reading, "Next level shown").sentence.contains("People 2.8 of 3 (at the bar: the panel judges)"));
    assert_eq!(reading.status, Status::Nearly);
    lower(&mut desk, 0.5);
    assert_eq!(desk.read("kim").status, Status::Nearly);
    lower(&mut desk, 0.52);
    assert_eq!(desk.read("kim").status, Status::Building);
}

#[test]
fn an_own_level_a_quarter_under_its_bar_is_held_and_further_under_is_not() {
    let mut desk = ready_for_director();
    let people = |desk: &mut Desk, score: f64| {
        desk.skills_of("people").iter().for_each(|skill| {
            desk.agree("kim", skill, Outcome::AsRated(score));
        });
        desk.read("kim")
    };
    let reading = people(&mut desk, 1.75);
    assert_eq!(gate(&reading, "Own level held").state, GateState::Met);
    assert_eq!(
        gate(&reading, "Own level held").sentence,
        "Senior PM: Market 4.0 of 3, People 1.8 of 2 (at the bar: the panel judges)."
    );
    assert_eq!(reading.status, Status::Building);
    let reading = people(&mut desk, 1.7);
    assert_eq!((gate(&reading, "Own level held").state, reading.status), (GateState::Open, Status::NotYet));
}

#[test]
fn two_gates_one_step_away_each_are_nearly_and_three_are_building() {
    let mut desk = ready_for_director();
    desk.edit(vec![crate::edit::Edit::SetAgreedTrait {
        person: "kim".into(),
        leadership_trait: "ties".into(),
        before: desk.session.decisions.traits.get(&("kim".into(), "ties".into())).cloned(),
        after: None,
    }]);
    assert_eq!((open(&desk.read("kim")), desk.read("kim").status), (vec!["Leadership traits"], Status::Nearly));
    for item in desk.session.evidence.values().skip(1).cloned().collect::<Vec<_>>() {
        let id = item.id.clone();
        desk.edit(vec![crate::edit::Edit::PutEvidence { id, before: Some(Box::new(item)), after: None }]);
    }
    let reading = desk.read("kim");
    assert_eq!(open(&reading), ["Two occasions, 60 days apart", "Leadership traits"]);
    assert_eq!(reading.status, Status::Nearly);
    desk.agree("kim", "people-sense", Outcome::Score(2));
    assert_eq!(desk.read("kim").status, Status::Building);
}

#[test]
fn two_missing_traits_are_not_one_step() {
    let mut desk = ready_for_director();
    for one in ["ties", "platform"] {
        let before = desk.session.decisions.traits.get(&("kim".into(), one.into())).cloned();
        let (person, leadership_trait) = ("kim".into(), one.into());
        desk.edit(vec![crate::edit::Edit::SetAgreedTrait { person, leadership_trait, before, after: None }]);
    }
    assert_eq!(desk.read("kim").status, Status::Building);
}

#[test]
fn one_cause_counts_once() {
    // Influence at 2 opens its floor, and with it the tier: raised to 3, both are met. Two traits would be the third
    // and fourth thing; one trait is the second.
    let mut desk = ready_for_director();
    desk.agree("kim", "influence-without-authority", Outcome::Score(2));
    let before = desk.session.decisions.traits.get(&("kim".into(), "ties".into())).cloned();
    let (person, leadership_trait) = ("kim".into(), "ties".into());
    desk.edit(vec![crate::edit::Edit::SetAgreedTrait { person, leadership_trait, before, after: None }]);
    let reading = desk.read("kim");
    assert_eq!(open(&reading), ["Next level shown", "Influence without authority", "Leadership traits"]);
    assert_eq!(reading.status, Status::Nearly);
    // With another skill short as well, the tier is a cause of its own.
    desk.agree("kim", "people-sense", Outcome::Score(2));
    assert_eq!(desk.read("kim").status, Status::Building);
}

#[test]
fn each_floor_of_a_business_head_counts_for_itself() {
    let mut desk = worked::vp();
    desk.agree("kim", "investment-models", Outcome::Score(3));
    assert_eq!(desk.read("kim").status, Status::Ready);
    desk.agree("kim", "profit-and-loss", Outcome::Score(3));
    desk.agree("kim", "capital-allocation", Outcome::Score(2));
    desk.agree("kim", "board-and-investors", Outcome::Score(4));
    let reading = desk.read("kim");
    assert_eq!((open(&reading), reading.status), (vec!["Business head"], Status::Nearly));
    desk.agree("kim", "capital-allocation", Outcome::Score(1));
    assert_eq!(desk.read("kim").status, Status::Building);
}

#[test]
fn too_little_seen_is_said() {
    let mut desk = desk("senior-pm", "director");
    assert_eq!(desk.read("kim").status, Status::NotEnoughSeen, "nobody rated");
    desk.settle("kim", "market", &[4.0, 4.0, 4.0, 4.0, 4.0]);
    desk.settle("kim", "people", &[3.0, 3.0, 3.0, 3.0, 3.0]);
    desk.settle("kim", "strategy", &[2.0, 2.0]);
    let reading = desk.read("kim");
    assert_eq!(reading.status, Status::NotEnoughSeen);
    assert_eq!(reading.why, "Strategy: Not enough seen: 2 of 5 skills.");
    desk.person("kim", "senior-pm", "");
    assert_eq!(desk.read("kim").status, Status::HoldsLevelWell, "strategy is not asked of a Senior PM");
    desk.person("kim", "", "");
    assert_eq!(desk.read("kim").status, Status::NotEnoughSeen);
    assert!(desk.read("kim").why.contains("No level is set"));
}

#[test]
fn everything_not_observed_is_not_enough_seen() {
    let mut desk = desk("pm", "");
    for skill in [desk.skills_of("market"), desk.skills_of("people")].concat() {
        let mark = crate::model::Mark::NotObserved(crate::model::WhyNot::CouldNotSee);
        desk.mark("ann", "kim", &skill, crate::model::Round::Blind, Some(mark));
    }
    let reading = desk.read("kim");
    assert_eq!(reading.status, Status::NotEnoughSeen);
    assert_eq!(reading.why, "Market: Not enough seen: 0 of 5 skills. People: Not enough seen: 0 of 5 skills.");
}

#[test]
fn a_level_is_in_doubt_by_two_raters_and_half_a_point() {
    let mut desk = desk("senior-pm", "");
    desk.rate_tier("ann", "kim", "people", &[3, 3, 3, 3, 3]);
    desk.rate_tier("ann", "kim", "market", &[2, 2, 3, 3, 2]);
    assert_eq!(desk.read("kim").status, Status::HoldsLevelWell, "one rater is not enough for a doubt");
    desk.rate_tier("bea", "kim", "market", &[3, 3, 3, 3, 3]);
    assert_eq!(desk.read("kim").status, Status::HoldsLevelWell);
    desk.rate_tier("bea", "kim", "market", &[2, 2, 3, 3, 3]);
    assert_eq!(desk.read("kim").status, Status::HoldsLevelWell, "2.5 by all, but 2.6 by one of the two");
    desk.rate("bea", "kim", "wins-in-market", 2);
    let reading = desk.read("kim");
    assert_eq!(reading.status, Status::LevelNotYetEvidenced);
    assert_eq!(reading.doubted, [TierId::from("market")]);
    assert_eq!(reading.why, "Market: 2.4 of 3.");
    desk.recuse("bea", "kim");
    assert_eq!(desk.read("kim").status, Status::HoldsLevelWell);
}

#[test]
fn exactly_half_a_point_under_is_a_doubt_and_an_agreed_score_lifts_it() {
    let mut desk = desk("senior-pm", "");
    for rater in ["ann", "bea"] {
        desk.rate_tier(rater, "kim", "people", &[1, 2, 2, 1, 0]);
        desk.rate_tier(rater, "kim", "market", &[3, 3, 3, 3, 3]);
    }
    assert_eq!(desk.read("kim").status, Status::LevelNotYetEvidenced);
    desk.agree("kim", "people-sense", Outcome::Score(2));
    assert_eq!(desk.read("kim").status, Status::HoldsLevelWell);
}

#[test]
fn new_at_the_level_or_back_from_leave_is_too_early() {
    let mut desk = ready_for_director();
    desk.put_person("kim", |person| person.level_since = Some(date(2026, 10, 2)));
    assert_eq!(desk.read("kim").status, Status::Ready, "ninety days are enough");
    desk.put_person("kim", |person| person.level_since = Some(date(2026, 10, 3)));
    let reading = desk.read("kim");
    assert_eq!((reading.status, reading.too_early), (Status::TooEarly, true));
    assert_eq!(reading.why, "Senior PM since 3 October 2026: under 90 days.");
    assert!(!reading.gates.is_empty(), "the gates are read all the same");

    let leave = |from, to| Leave { from, to };
    desk.put_person("kim", |person| {
        person.level_since = None;
        person.leaves = vec![leave(date(2026, 5, 1), Some(date(2026, 10, 2)))];
    });
    assert_eq!(desk.read("kim").status, Status::Ready);
    desk.put_person("kim", |person| person.leaves = vec![leave(date(2026, 5, 1), Some(date(2026, 10, 3)))]);
    assert_eq!(desk.read("kim").why, "Back from leave since 3 October 2026: under 90 days.");
    desk.put_person("kim", |person| person.leaves = vec![leave(date(2026, 12, 1), None)]);
    assert_eq!(desk.read("kim").why, "On leave since 1 December 2026.");
    desk.put_person("kim", |person| person.leaves = vec![leave(date(2027, 1, 1), None)]);
    assert_eq!(desk.read("kim").status, Status::Ready, "a leave to come changes nothing");
}

#[test]
fn without_a_target_the_next_levels_are_looked_at_and_the_status_stays_a_good_one() {
    let mut desk = ready_for_director();
    desk.person("kim", "senior-pm", "");
    let reading = desk.read("kim");
    assert_eq!((reading.status, reading.gates.len()), (Status::HoldsLevelWell, 0));
    let shown = reading.shows_next.expect("the skills of a Director are shown");
    assert_eq!((shown.level.as_str(), shown.ready), ("director", true));
}
