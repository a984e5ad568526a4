use std::sync::Arc;

use super::*;
use crate::model::{Mark, Phase};
use crate::testing::{START, rated_session, session};
use crate::workspace::sample;

fn never() -> impl Fn() -> bool {
    || false
}

fn ruler(session: &Session) -> Ruler {
    Ruler::new(session, &never()).expect("it is waited for")
}

/// The sample session as it is opened.
fn sample_session() -> Session {
    let (mut session, steps) = sample().expect("the sample can be read");
    steps.iter().for_each(|step| {
        step.apply(&mut session).expect("the step fits");
    });
    session
}

fn likely(value: f64, low: f64, high: f64) -> Likely {
    Likely { value, interval: Interval { low, high } }
}

#[test]
fn an_interval_is_said_from_the_nearer_end_and_with_its_sides() {
    assert_eq!(likely(-0.6, -0.8, -0.4).words(), "likely between 0.4 and 0.8 lower");
    assert_eq!(likely(0.5, 0.2, 0.8).words(), "likely between 0.2 and 0.8 higher");
    assert_eq!(likely(0.1, -0.2, 0.4).words(), "likely between 0.2 lower and 0.4 higher");
    assert_eq!(difference_words(-0.04), "the same");
}

#[test]
fn nothing_is_given_once_nobody_waits() {
    assert!(Ruler::new(&rated_session(6, 3, 4), &|| true).is_none());
}

#[test]
fn empty_sessions_and_single_raters_have_no_severity_and_say_why() {
    for (people, raters) in [(0, 0), (5, 0), (0, 3), (5, 1)] {
        let read = ruler(&rated_session(people, raters, 4));
        assert!(read.why_no_severity().is_some(), "{people} people, {raters} raters");
        assert!(read.raters.iter().all(|rater| rater.severity.is_none()));
        assert!(!read.agreement_sentence().contains("NaN") && !read.needed_sentences().is_empty());
    }
    assert_eq!(ruler(&session(5, 3, 4)).scores, 0);
}

#[test]
fn three_raters_and_five_people_are_too_little_data_and_nobody_is_marked() {
    let read = ruler(&rated_session(5, 3, 6));
    assert!(read.too_little_data());
    for rater in &read.raters {
        assert_eq!((rater.heading().as_str(), rater.is_marked, rater.would_change), ("Too little data", false, None));
        assert!(!rater.rests_on("Ann").contains("likely"), "{}", rater.rests_on("Ann"));
    }
    assert_eq!(read.changed(), 0);
    assert!(read.why_no_comparison().starts_with("Too little data"));
}

#[test]
fn scales_of_three_and_seven_count_all_their_points() {
    for points in [3_usize, 7] {
        let mut session = rated_session(12, 4, 6);
        let mut rubric = (*session.rubric).clone();
        let point =
            |number: usize| crate::model::ScalePoint { name: format!("Point {number}"), meaning: String::new() };
        rubric.scale.points = (1..=points).map(point).collect();
        session.rubric = Arc::new(rubric);
        let read = ruler(&session);
        assert!(read.raters.iter().all(|rater| rater.counts.len() == points));
    }
}

#[test]
fn comparison_scores_stand_tier_by_tier_and_move_against_the_raters_severity() {
    let session = sample_session();
    let read = ruler(&session);
    let marcus = read.raters.iter().find(|rater| session.rater_name(&rater.rater).starts_with("Marcus"));
    assert!(marcus.and_then(|rater| rater.severity).is_some_and(|severity| severity.value < -0.4));
    let amara = session.people.iter().find(|person| person.name == "Amara Okafor").expect("she is there");
    for tier in 0..session.rubric.tiers.len() {
        let score = read.comparison.of(&amara.id, tier).expect("all her tiers were scored");
        let Interval { low, high } = score.score.interval;
        assert!(low < score.score.value && score.score.value < high);
        assert!(
            score.words.contains("likely") && score.words.contains(&format!("(raw {:.1}", score.raw)),
            "{}",
            score.words
        );
    }
    let words = read.apart_words(&session, &amara.id).expect("there are other directors");
    assert!(words.contains("cannot be told apart"), "{words}");
}

#[test]
fn a_severe_rater_taken_out_changes_a_status_that_hangs_on_them() {
    let session = sample_session();
    let read = ruler(&session);
    let marcus =
        read.raters.iter().find(|rater| session.rater_name(&rater.rater).starts_with("Marcus")).expect("he rates");
    let (people, changed) = marcus.would_change.expect("there is enough");
    assert!(changed > 0 && changed <= people && changed <= read.changed());
    let words = marcus.would_change_words().expect("there is enough");
    assert!(session.people.iter().all(|person| !words.contains(&person.name)), "never who: {words}");
}

#[test]
fn drift_waits_for_agreed_scores_and_reads_both_halves() {
    let mut session = rated_session(8, 3, 4);
    session.about = Arc::new(crate::model::About { phase: Phase::Calibrate, ..(*session.about).clone() });
    assert_eq!(ruler(&session).drift, Drift::default());
    let mut decisions = (*session.decisions).clone();
    let people: Vec<PersonId> = session.people.iter().map(|person| person.id.clone()).collect();
    for (place, person) in people.iter().enumerate() {
        let at = START + std::time::Duration::from_secs(60 * place as u64);
        decisions.revealed.insert(person.clone(), at);
        for rater in session.panel.iter() {
            let sheet = Arc::make_mut(session.ratings.0.get_mut(&rater.id).expect("they rated"));
            let cell = (person.clone(), session.rubric.skills[0].id.clone());
            sheet.set_blind(place, 0, &cell, Some(Mark::Score(3)));
        }
        let outcome = crate::model::Outcome::Score(if place < 4 { 3 } else { 4 });
        let agreed = crate::model::Agreed { outcome, reason: String::new() };
        decisions.agreed.insert((person.clone(), session.rubric.skills[0].id.clone()), agreed);
    }
    session.decisions = Arc::new(decisions);
    let drift = ruler(&session).drift;
    assert_eq!(drift.people.iter().map(|point| point.person.clone()).collect::<Vec<_>>(), people);
    assert_eq!(drift.halves(), Some((0.0, 1.0)));
}

#[test]
fn an_order_for_the_room_is_the_same_for_a_session_and_no_other() {
    let mut session = rated_session(4, 8, 4);
    let order = |session: &Session| -> Vec<RaterId> {
        ruler(session).shuffled(session).into_iter().map(|rater| rater.rater.clone()).collect()
    };
    let first = order(&session);
    assert_eq!(order(&session), first);
    session.about = Arc::new(crate::model::About { salt: "another".into(), ..(*session.about).clone() });
    assert_ne!(order(&session), first);
}

#[test]
fn group_checks_count_first_hide_small_groups_and_never_blame() {
    let mut session = rated_session(30, 4, 6);
    let people = session.people.iter().map(|person| {
        let number: usize = person.employee_id.parse().expect("a number");
        crate::model::Person {
            team: if number <= 3 { "Tiny".into() } else { format!("Team {}", number % 2) },
            ..(**person).clone()
        }
    });
    session.people = Arc::new(crate::model::People::new(people.collect::<Vec<_>>()));
    let question = Attribute::Team.question(&session);
    let read = GroupsRead::new(&session, &question, &never()).expect("it is waited for");
    assert_eq!(read.groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["Team 0", "Team 1"]);
    assert!(read.coverage_sentence().contains("fewer than five people"), "{}", read.coverage_sentence());
    assert!(read.selection_sentences()[0].starts_with("Nobody is placed yet"));
    let mut decisions = (*session.decisions).clone();
    for (place, person) in session.people.iter().enumerate() {
        let place = if place % 7 == 0 { crate::model::Place::Recommend } else { crate::model::Place::Growing };
        let placement = crate::model::Placement { place, ..crate::model::Placement::default() };
        decisions.placements.insert(person.id.clone(), placement);
    }
    session.decisions = Arc::new(decisions);
    let read = GroupsRead::new(&session, &question, &never()).expect("it is waited for");
    let words = [read.selection_sentences(), read.score_sentences()].concat();
    assert!(words[0].contains(" recommended, ") && words[0].contains("Fisher’s exact p"), "{words:?}");
    assert!(words.iter().any(|sentence| sentence.contains("too few people to tell")), "{words:?}");
    assert!(!words.iter().any(|sentence| sentence.contains("Tiny") || sentence.contains("significant")), "{words:?}");
}

/// Everybody rated by three of forty.
#[test]
fn a_panel_of_forty_is_read() {
    let mut session = rated_session(40, 40, 2);
    for (number, sheet) in session.ratings.0.values_mut().enumerate() {
        let sheet = Arc::make_mut(sheet);
        (0..40).filter(|row| (row + 40 - number) % 40 >= 3).for_each(|row| sheet.set_row(row, &[0, 0]));
    }
    let read = ruler(&session);
    assert_eq!((read.raters.len(), read.by_severity().len()), (40, 40));
}
