use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::insight::kit::Desk;
use crate::insight::team::{Mean, TokenState};
use crate::model::{EvidenceKind, Mark, Outcome, Phase, Round, WhyNot};

/// Three Senior PMs, one of whom shows Director; a Director in doubt; a PM whom nobody rated; somebody without a level.
fn team() -> Desk {
    let mut desk = Desk::new(&["ann", "bea"]);
    for (id, team, level) in [
        ("ada", "Billing", "senior-pm"),
        ("ben", "Billing", "senior-pm"),
        ("cleo", "Search", "senior-pm"),
        ("dov", "Search", "director"),
        ("eve", "Search", "pm"),
        ("fin", "", ""),
    ] {
        desk.person(id, level, "");
        desk.put_person(id, |person| person.team = team.into());
    }
    for id in ["ada", "ben", "cleo", "dov"] {
        desk.settle(id, "market", &[4.0; 5]);
        desk.settle(id, "people", &[2.0; 5]);
    }
    desk.settle("ada", "people", &[3.0; 5]);
    desk.settle("ada", "strategy", &[2.0; 5]);
    desk.settle("dov", "strategy", &[3.0; 5]);
    desk
}

fn tokens(desk: &Desk, filter: &Filter) -> Vec<Vec<(String, TokenState)>> {
    let tiers = Readings::new(&desk.session).tokens(&desk.session, filter);
    let plain = |token: Token| (token.person.to_string(), token.state);
    tiers.into_iter().map(|tier| tier.into_iter().map(plain).collect()).collect()
}

#[test]
fn everybody_stands_in_the_home_tier_of_their_level() {
    let desk = team();
    let all = tokens(&desk, &Filter::default());
    let at = |id: &str, state| (id.to_owned(), state);
    assert_eq!(
        all[0],
        [
            at("ben", TokenState::Plain),
            at("cleo", TokenState::Plain),
            at("eve", TokenState::Plain),
            at("ada", TokenState::ShowsNext)
        ]
    );
    assert_eq!(all[1], [at("dov", TokenState::NotEvidenced)]);
    assert!(all[2].is_empty() && all[3].is_empty());
    let billing = Filter { team: Some("Billing".into()), level: None };
    assert_eq!(tokens(&desk, &billing)[0], [at("ben", TokenState::Plain), at("ada", TokenState::ShowsNext)]);
    let directors = Filter { team: None, level: Some("director".into()) };
    assert_eq!(tokens(&desk, &directors).iter().map(Vec::len).sum::<usize>(), 1);
}

#[test]
fn the_pyramid_counts_who_shows_the_next_level_and_whose_is_not_evidenced() {
    let mut desk = team();
    let read = |desk: &Desk| Readings::new(&desk.session).team(&desk.session, &Filter::default());
    let reading = read(&desk);
    assert_eq!((reading.people, reading.without_level), (6, 1));
    let crowds: Vec<(usize, usize, usize)> =
        reading.tiers.iter().map(|crowd| (crowd.people, crowd.shows_next, crowd.not_evidenced)).collect();
    assert_eq!(crowds, [(4, 1, 0), (1, 0, 1), (0, 0, 0), (0, 0, 0)]);
    assert_eq!(reading.tiers[0].levels, ["pm".into(), "senior-pm".into()]);
    assert_eq!(
        reading.sentences()[..2],
        [
            (1, "shows the next level's skills".to_owned(), "0 ready, 1 with a gate open".to_owned()),
            (1, "at a level not yet evidenced".to_owned(), "1 by what was seen, 0 new in level or back".to_owned()),
        ]
    );
    desk.put_person("dov", |person| person.level_since = Some(date(2026, 12, 1)));
    desk.two_occasions("ada", "people-sense");
    for one in ["platform", "customers", "ties"] {
        desk.agree_trait("ada", one, true);
    }
    let reading = read(&desk);
    assert_eq!((reading.shows_next, reading.ready, reading.not_evidenced, reading.new_in_level), (1, 1, 1, 1));
    assert_eq!(
        reading.words(&desk.session.rubric),
        "Business vision: no people, 0 showing the next level, 0 at a level not yet evidenced. \
         Strategy: no people, 0 showing the next level, 0 at a level not yet evidenced. \
         People: one person, 0 showing the next level, 1 at a level not yet evidenced. \
         Market: four people, 1 showing the next level, 0 at a level not yet evidenced."
    );
}

#[test]
fn strength_and_thinnest_skills_come_with_how_many_people() {
    let mut desk = team();
    desk.agree("ben", "coaching-and-hiring", Outcome::Score(1));
    desk.rate("ann", "ben", "profit-and-loss", 1);
    let reading = Readings::new(&desk.session).team(&desk.session, &Filter::default());
    assert_eq!(reading.tiers[0].strength, Some(Mean { mean: 4.0, people: 4 }));
    assert_eq!(reading.tiers[1].strength, Some(Mean { mean: 2.2, people: 4 }));
    assert_eq!(reading.tiers[2].strength, Some(Mean { mean: 2.5, people: 2 }));
    assert_eq!(reading.tiers[3].strength, Some(Mean { mean: 1.0, people: 1 }));
    assert_eq!(reading.thinnest[0], ("coaching-and-hiring".into(), Mean { mean: 2.0, people: 4 }));
    assert!(reading.thinnest.iter().all(|(skill, _)| skill.as_str() != "profit-and-loss"), "one person is too few");
}

#[test]
fn skills_that_rest_on_one_rater_are_counted_where_they_are_asked() {
    let mut desk = team();
    let read = |desk: &Desk| Readings::new(&desk.session).team(&desk.session, &Filter::default()).on_one_rater;
    assert_eq!(read(&desk), 0, "what the panel settled rests on the panel");
    desk.rate("ann", "eve", "data-judgement", 3);
    desk.rate("ann", "eve", "profit-and-loss", 3);
    assert_eq!(read(&desk), 1);
    desk.rate("bea", "eve", "data-judgement", 3);
    assert_eq!(read(&desk), 0);
}

#[test]
fn teams_are_listed_by_name_and_vanish_with_their_last_member() {
    let mut desk = team();
    let mut readings = Readings::new(&desk.session);
    assert_eq!(readings.teams(), ["Billing", "Search"]);
    for id in ["ada", "ben"] {
        let touched = desk.put_person(id, |person| person.team = "Search".into());
        readings.update(&desk.session, &touched);
    }
    assert_eq!((readings.teams(), readings.edition()), (vec!["Search".to_owned()], 2));
}

/// Everything that is kept, in a form that can be compared.
fn kept(readings: &Readings) -> impl PartialEq + std::fmt::Debug {
    (readings.people.clone(), readings.groups.clone(), readings.levels.clone())
}

const PEOPLE: [&str; 3] = ["kim", "lee", "max"];
const RATERS: [&str; 2] = ["ann", "bea"];
const LEVELS: [&str; 4] = ["", "pm", "senior-pm", "director"];
const SKILLS: [&str; 4] = ["customer-insight", "wins-in-market", "people-sense", "profit-and-loss"];

/// One random change to the session; what it touched.
fn change(desk: &mut Desk, (kind, person, other, value): (u8, usize, usize, u8)) -> Touched {
    let (who, rater) = (PEOPLE[person % 3], RATERS[other % 2]);
    let (skill, level) = (SKILLS[other % 4], LEVELS[other % 4]);
    let score = value % 5 + 1;
    match kind % 12 {
        0 => desk.person(who, level, LEVELS[usize::from(value) % 4]),
        1 => desk.put_person(who, |person| person.team = ["", "Billing"][other % 2].into()),
        2 => desk.mark(rater, who, skill, Round::Blind, Some(Mark::NotObserved(WhyNot::NoChanceYet))),
        3 => desk.revise(rater, who, skill, score),
        4 => desk.agree(who, skill, Outcome::AsRated((f64::from(score) - 0.3).max(1.0))),
        5 if !desk.session.is_recused(&rater.into(), &who.into()) => desk.recuse(rater, who),
        6 => desk.evidence(rater, who, date(2026, 8, 1 + score as i8), EvidenceKind::Outcome, &[skill], |_| {}),
        7 => match desk.session.evidence.values().next().cloned() {
            Some(item) => {
                let mut after = item.clone();
                after.person = who.into();
                desk.edit(vec![crate::edit::Edit::PutEvidence {
                    id: item.id.clone(),
                    before: Some(Box::new(item)),
                    after: Some(Box::new(after)),
                }])
            }
            None => Touched::default(),
        },
        8 => {
            let edits = crate::edit::remove_person(&desk.session, &who.into());
            let touched = desk.edit(edits);
            desk.person(who, level, "");
            touched
        }
        9 => desk.phase(if desk.session.about.phase == Phase::Rate { Phase::Calibrate } else { Phase::Rate }),
        _ => {
            let skills = desk.skills_of(["market", "people", "strategy", "vision"][other % 4]);
            desk.rate(rater, who, &skills[usize::from(value) % skills.len()].clone(), score)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_after_any_changes_is_what_reading_everybody_gives(
        changes in prop::collection::vec((any::<u8>(), 0..3usize, 0..4usize, any::<u8>()), 1..60)
    ) {
        let mut desk = Desk::new(&RATERS);
        for who in PEOPLE {
            desk.person(who, "pm", "senior-pm");
        }
        let mut readings = Readings::new(&desk.session);
        for one in changes {
            let mut touched = change(&mut desk, one);
            // Somebody who was removed and added again in the same breath is touched by both.
            touched.people.extend(PEOPLE.iter().filter(|_| touched.rows).map(|who| (*who).into()));
            readings.update(&desk.session, &touched);
            prop_assert_eq!(desk.session.problems(), Vec::<String>::new());
        }
        let fresh = Readings::new(&desk.session);
        prop_assert!(kept(&readings) == kept(&fresh));
        let all = Filter::default();
        prop_assert_eq!(readings.team(&desk.session, &all), fresh.team(&desk.session, &all));
        prop_assert_eq!(readings.tokens(&desk.session, &all), fresh.tokens(&desk.session, &all));
    }
}
