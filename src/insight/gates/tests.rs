use jiff::civil::date;

use super::*;
use crate::insight::kit::Desk;
use crate::model::{EvidenceKind, Leave, TraitAnswer};

fn desk(level: &str, target: &str) -> Desk {
    let mut desk = Desk::new(&["ann", "bea", "cid"]);
    desk.person("kim", level, target);
    desk
}

fn gate(desk: &Desk, kind: GateKind) -> GateReading {
    desk.read("kim").gates.into_iter().find(|gate| gate.kind == kind).expect("the gate is there")
}

/// State, sentence, and whether what is missing is one step.
fn read(desk: &Desk, kind: GateKind) -> (GateState, String, Vec<bool>) {
    let gate = gate(desk, kind);
    (gate.state, gate.sentence, gate.shortfalls.iter().map(|short| short.one_step).collect())
}

#[test]
fn a_floor_is_met_open_by_a_step_open_by_more_or_not_scored() {
    let mut desk = desk("pm", "senior-pm");
    let kind = || GateKind::Floor("wins-in-market".into());
    assert_eq!(
        read(&desk, kind()),
        (GateState::Open, "Wins in market was not scored and Senior PM asks for 3.".into(), vec![false])
    );
    for (score, state, one_step) in
        [(1, GateState::Open, vec![false]), (2, GateState::Open, vec![true]), (3, GateState::Met, vec![])]
    {
        desk.rate("ann", "kim", "wins-in-market", score);
        let sentence = format!("Wins in market stands at {score}.0 and Senior PM asks for 3.");
        assert_eq!(read(&desk, kind()), (state, sentence, one_step));
    }
    desk.rubric(|rubric| {
        let level = rubric.levels.iter_mut().find(|level| level.id.as_str() == "senior-pm").expect("the level");
        level.not_asked.insert("wins-in-market".into());
    });
    assert_eq!(read(&desk, kind()).0, GateState::NotAsked);
}

#[test]
fn occasions_need_two_days_sixty_days_apart_within_the_period() {
    let mut desk = desk("senior-pm", "director");
    let outcome = |desk: &mut Desk, day| {
        desk.evidence("ann", "kim", day, EvidenceKind::Outcome, &["people-sense"], |_| {});
    };
    assert_eq!(
        read(&desk, GateKind::Occasions),
        (GateState::Open, "People: no dated evidence in the period; 2 asked.".into(), vec![false])
    );
    outcome(&mut desk, date(2026, 6, 30));
    outcome(&mut desk, date(2027, 1, 1));
    assert_eq!(gate(&desk, GateKind::Occasions).shortfalls[0].missing, 2.0, "outside the period");
    outcome(&mut desk, date(2026, 9, 1));
    outcome(&mut desk, date(2026, 9, 1));
    assert_eq!(
        read(&desk, GateKind::Occasions),
        (GateState::Open, "People: seen once, on 1 September 2026; 2 asked.".into(), vec![true])
    );
    outcome(&mut desk, date(2026, 10, 30));
    assert_eq!(
        read(&desk, GateKind::Occasions),
        (
            GateState::Open,
            "People: 1 September 2026 and 30 October 2026 are 59 days apart, 60 are asked.".into(),
            vec![true]
        )
    );
    outcome(&mut desk, date(2026, 10, 31));
    let (state, sentence, _) = read(&desk, GateKind::Occasions);
    assert_eq!(
        (state, sentence.as_str()),
        (GateState::Met, "People: 1 September 2026 to 31 October 2026, four items.")
    );
    assert_eq!(gate(&desk, GateKind::Occasions).evidence.len(), 4);
}

#[test]
fn a_leave_opens_the_window_for_occasions() {
    let mut desk = desk("senior-pm", "director");
    for day in [date(2026, 6, 1), date(2026, 8, 1)] {
        desk.evidence("ann", "kim", day, EvidenceKind::Outcome, &["people-sense"], |_| {});
    }
    assert_eq!(gate(&desk, GateKind::Occasions).state, GateState::Open);
    let leave = |to| vec![Leave { from: date(2026, 5, 1), to: Some(to) }];
    desk.put_person("kim", |person| person.leaves = leave(date(2026, 7, 29)));
    assert_eq!(gate(&desk, GateKind::Occasions).state, GateState::Open, "29 days open the window from 2 June");
    desk.put_person("kim", |person| person.leaves = leave(date(2026, 7, 30)));
    assert_eq!(gate(&desk, GateKind::Occasions).state, GateState::Met);
}

#[test]
fn a_document_and_attendance_are_no_occasions_but_being_useful_in_a_room_is() {
    let mut desk = desk("senior-pm", "director");
    let days = [date(2026, 8, 1), date(2026, 11, 1)];
    for day in days {
        desk.evidence("ann", "kim", day, EvidenceKind::Document, &["people-sense"], |_| {});
        desk.evidence("ann", "kim", day, EvidenceKind::Room, &["people-sense"], |item| {
            item.room = Some("launch-review".into());
        });
        desk.evidence("ann", "kim", day, EvidenceKind::Outcome, &["data-judgement"], |_| {});
    }
    assert_eq!(gate(&desk, GateKind::Occasions).evidence.len(), 0);
    for day in days {
        desk.evidence("ann", "kim", day, EvidenceKind::Room, &[], |item| {
            item.room = Some("launch-review".into());
            item.changed = "The launch went on.".into();
        });
    }
    assert_eq!(gate(&desk, GateKind::Occasions).state, GateState::Met);
}

#[test]
fn a_trait_is_met_by_the_panel_or_by_two_raters_with_evidence() {
    let mut desk = desk("senior-pm", "director");
    desk.agree_trait("kim", "platform", true);
    desk.agree_trait("kim", "customers", false);
    for rater in ["ann", "bea"] {
        desk.answer_trait(rater, "kim", "customers", TraitAnswer::Yes);
        desk.answer_trait(rater, "kim", "ties", TraitAnswer::Yes);
    }
    desk.answer_trait("cid", "kim", "ties", TraitAnswer::NotYet);
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::CrossTeam, &[], |_| {});
    let (state, sentence, steps) = read(&desk, GateKind::Traits);
    assert_eq!((state, steps), (GateState::Open, vec![true, true]));
    assert_eq!(
        sentence,
        "Sees the whole platform: agreed; In front of customers: not yet, as the panel agreed; \
         Ties across teams: 1 of 2 raters."
    );
    desk.evidence("bea", "kim", date(2026, 8, 1), EvidenceKind::CrossTeam, &[], |_| {});
    assert!(read(&desk, GateKind::Traits).1.contains("Ties across teams: seen by enough raters"));
    desk.recuse("bea", "kim");
    assert!(read(&desk, GateKind::Traits).1.contains("Ties across teams: 1 of 2 raters"));
}

#[test]
fn a_longer_horizon_asks_for_a_bet_that_was_looked_at_again() {
    let mut desk = desk("director", "vp");
    let (state, sentence, steps) = read(&desk, GateKind::Horizon);
    assert_eq!((state, steps), (GateState::Open, vec![true]));
    assert_eq!(sentence, "No bet that far ahead is in evidence; VP asks for one.");
    let bet = |desk: &mut Desk, horizon: &str, revisited| {
        desk.evidence("ann", "kim", date(2026, 7, 1), EvidenceKind::Outcome, &[], |item| {
            item.horizon = Some(horizon.into());
            item.revisited = revisited;
        });
    };
    bet(&mut desk, "quarter", Some(date(2026, 9, 1)));
    bet(&mut desk, "year", None);
    assert_eq!(read(&desk, GateKind::Horizon).1, "The bet of 1 July 2026 has not been looked at again yet.");
    bet(&mut desk, "years", Some(date(2026, 12, 1)));
    assert_eq!(gate(&desk, GateKind::Horizon).state, GateState::Met);
    assert_eq!(gate(&desk, GateKind::Horizon).name, "Horizon: year");
    desk.person("kim", "senior-pm", "director");
    assert_eq!(gate(&desk, GateKind::Horizon).state, GateState::NotAsked);
}

#[test]
fn a_business_head_needs_every_floor_and_a_case_with_money() {
    let mut desk = desk("vp", "cpo");
    for (skill, score) in [("profit-and-loss", 4), ("capital-allocation", 3)] {
        desk.rate("ann", "kim", skill, score);
    }
    let words = "CPO: P&L and revenue drivers 4.0 of 4, Capital allocation 3.0 of 3, ";
    let (state, sentence, steps) = read(&desk, GateKind::BusinessHead);
    assert_eq!((state, sentence, steps), (GateState::Open, format!("{words}no business case yet."), vec![true]));
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::BusinessCase, &[], |_| {});
    assert!(read(&desk, GateKind::BusinessHead).1.ends_with("a business case, without its money result."));
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::BusinessCase, &[], |item| {
        item.money_result = "Margin up".into();
    });
    assert_eq!(gate(&desk, GateKind::BusinessHead).state, GateState::Met);
    desk.rate("ann", "kim", "capital-allocation", 2);
    assert_eq!(gate(&desk, GateKind::BusinessHead).state, GateState::Open, "a five elsewhere buys no floor");
}

#[test]
fn depth_needs_a_four_and_an_outcome_in_the_same_skill() {
    let mut desk = desk("vp", "cpo");
    assert_eq!(read(&desk, GateKind::Depth).2, [false, true]);
    desk.rate("ann", "kim", "commercial-depth", 5);
    desk.rate("ann", "kim", "technical-depth", 3);
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Outcome, &["technical-depth"], |_| {});
    desk.evidence("ann", "kim", date(2026, 8, 1), EvidenceKind::Document, &["commercial-depth"], |_| {});
    let (state, sentence, steps) = read(&desk, GateKind::Depth);
    assert_eq!((state, steps), (GateState::Open, vec![true]));
    assert_eq!(
        sentence,
        "CPO: Commercial depth 5.0 of 4 without an outcome and Technical depth 3.0 of 4 with an outcome (one is enough)."
    );
    desk.rate("ann", "kim", "technical-depth", 4);
    assert_eq!(gate(&desk, GateKind::Depth).state, GateState::Met);
    assert_eq!(gate(&desk, GateKind::Depth).sentence, "CPO: Technical depth 4.0 of 4 with an outcome.");
}

#[test]
fn customer_learning_counts_when_another_team_read_it() {
    let mut desk = desk("moving", "pm");
    desk.put_person("kim", |person| person.team = "Billing".into());
    let learn = |desk: &mut Desk, day, read_by: &str, acted_on| {
        desk.evidence("ann", "kim", day, EvidenceKind::CustomerLearning, &[], |item| {
            item.read_by = read_by.into();
            item.acted_on = acted_on;
        });
    };
    learn(&mut desk, date(2026, 7, 5), "billing", true);
    learn(&mut desk, date(2026, 7, 6), "", true);
    assert_eq!(
        read(&desk, GateKind::CustomerLearning),
        (
            GateState::Open,
            "No items read by another team of 3 asked, over no quarters of 2, none acted on yet.".into(),
            vec![false]
        )
    );
    learn(&mut desk, date(2026, 8, 1), "Sales", false);
    learn(&mut desk, date(2026, 9, 30), "Sales", false);
    assert_eq!(
        read(&desk, GateKind::CustomerLearning).2,
        [true],
        "one more, in another quarter and acted on, would be enough"
    );
    learn(&mut desk, date(2026, 9, 30), "Sales", true);
    assert_eq!(
        read(&desk, GateKind::CustomerLearning).1,
        "Three items read by another team of 3 asked, over one quarter of 2, one acted on."
    );
    learn(&mut desk, date(2026, 10, 1), "Sales", false);
    assert_eq!(gate(&desk, GateKind::CustomerLearning).state, GateState::Met);
}

#[test]
fn gates_stand_in_the_order_in_which_they_are_read_and_none_without_a_target() {
    let desk = desk("vp", "cpo");
    let names: Vec<String> = desk.read("kim").gates.into_iter().map(|gate| gate.name).collect();
    assert_eq!(
        names,
        [
            "Own level held",
            "Next level shown",
            "Two occasions, 60 days apart",
            "Business head",
            "Investment models",
            "Depth",
            "Horizon: 3–5 years"
        ]
    );
    let mut desk = desk;
    desk.person("kim", "vp", "");
    assert!(desk.read("kim").gates.is_empty());
}
