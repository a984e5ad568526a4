//! Another rubric for a session that was rated: nothing that was said may be lost, whatever the rubrics, the mappings and
//! the order of undo.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::edit::{Actor, Change, Conflict, Gesture, History, Step};
use crate::model::{Agreed, Mark, Outcome, PersonId, RaterId, Round, ScalePoint};
use crate::testing::{self, Dice, START};

/// Every mark there is, blind and revised.
fn marks(session: &Session) -> BTreeMap<(RaterId, PersonId, SkillId, bool), Mark> {
    let mut marks = BTreeMap::new();
    for (rater, sheet) in session.ratings.sheets() {
        for (row, person) in session.people.iter().enumerate() {
            for (column, skill) in session.rubric.skills.iter().enumerate() {
                let cell = (person.id.clone(), skill.id.clone());
                if let Some(mark) = sheet.blind(row, column, &cell) {
                    marks.insert((rater.clone(), cell.0, cell.1, false), mark);
                }
            }
        }
        for ((person, skill), mark) in sheet.revised() {
            marks.insert((rater.clone(), person.clone(), skill.clone(), true), *mark);
        }
    }
    marks
}

fn step(edits: Vec<Edit>, number: usize) -> Step {
    let id = format!("s{number}");
    Change::new(Actor::Facilitator, Gesture::Rubric, edits).at(id.as_str().into(), START)
}

fn named(points: usize) -> Vec<ScalePoint> {
    (1..=points).map(|point| ScalePoint { name: format!("P{point}"), meaning: String::new() }).collect()
}

/// The same rubric on a scale of so many points.
fn on_scale(rubric: &Rubric, points: usize) -> Rubric {
    let mut other = rubric.clone();
    other.scale.points = named(points);
    other.skills.iter_mut().for_each(|skill| skill.anchors.resize(points, String::new()));
    let top = points as f64;
    other.levels.iter_mut().flat_map(|level| level.bars.values_mut()).for_each(|bar| *bar = bar.min(top));
    other
}

/// A rated session with agreed scores, a reveal and a revised score.
fn worked(people: usize) -> Session {
    let mut session = testing::rated_session(people, 3, 6);
    let (person, skill) = (PersonId::new("p00001"), SkillId::new("skill-01"));
    session.about = Arc::new(crate::model::About { phase: crate::model::Phase::Calibrate, ..(*session.about).clone() });
    let edits = vec![
        Edit::Reveal { person: person.clone() },
        Edit::SetScores {
            rater: "r01".into(),
            round: Round::Revised,
            cells: vec![(person.clone(), skill.clone(), None, Some(Mark::Score(2)))],
        },
        Edit::SetAgreed {
            person: person.clone(),
            skill: skill.clone(),
            before: None,
            after: Some(Agreed { outcome: Outcome::AsRated(3.5), reason: "As rated.".into() }),
        },
        Edit::SetAgreed {
            person,
            skill: "skill-02".into(),
            before: None,
            after: Some(Agreed { outcome: Outcome::NoAgreement, reason: "Two views.".into() }),
        },
    ];
    step(edits, 0).apply(&mut session).expect("the steps fit");
    session
}

#[test]
fn a_longer_scale_takes_every_score_along_and_remembers_the_old_one() {
    let mut session = worked(4);
    let before = session.clone();
    let matched = RubricMatch {
        points: Some(vec![1, 3, 4, 5, 7]),
        ..RubricMatch::propose(&session, on_scale(&session.rubric, 7))
    };
    step(matched.edits(&session), 1).apply(&mut session).expect("it fits");
    assert_eq!(session.problems(), Vec::<String>::new());
    let became = [1, 3, 4, 5, 7];
    for (key, mark) in marks(&before) {
        let now = marks(&session)[&key];
        assert_eq!(now, mark.score().map_or(mark, |score| Mark::Score(became[usize::from(score) - 1])), "{key:?}");
    }
    let agreed = &session.decisions.agreed[&("p00001".into(), "skill-01".into())];
    assert_eq!(agreed.outcome, Outcome::AsRated(4.5));
    let earlier = &session.rubric.scale.earlier[0];
    assert_eq!((earlier.edition, earlier.points.len(), &*earlier.became), (1, 5, &became[..]));
    assert_eq!(session.rubric.edition, 2);
}

#[test]
fn a_shorter_scale_brings_every_original_back_by_undo() {
    let mut session = worked(4);
    let before = session.clone();
    let matched = RubricMatch {
        points: Some(vec![1, 1, 2, 3, 3]),
        ..RubricMatch::propose(&session, on_scale(&session.rubric, 3))
    };
    let taken = step(matched.edits(&session), 1);
    taken.apply(&mut session).expect("it fits");
    assert_eq!(session.problems(), Vec::<String>::new());
    assert!(marks(&session).values().filter_map(|mark| mark.score()).all(|score| score <= 3));
    taken.inverse().expect("it has a way back").apply(&mut session).expect("it fits");
    assert!(session == before, "undo brings every original back");
}

#[test]
fn a_scale_is_not_changed_under_scores_without_saying_what_becomes_of_them() {
    let mut session = worked(2);
    let rubric = on_scale(&session.rubric, 4);
    let put = Edit::PutRubric { before: session.rubric.clone(), after: Arc::new(rubric) };
    let refused = step(vec![put], 1).apply(&mut session.clone()).expect_err("scores would be lost");
    assert!(matches!(&refused, Conflict::Rubric(words) if words.contains("what becomes of each point")), "{refused}");
    // One cell that is left behind is one too many.
    let matched = RubricMatch {
        points: Some(vec![1, 2, 3, 3, 4]),
        ..RubricMatch::propose(&session, on_scale(&session.rubric, 4))
    };
    let mut edits = matched.edits(&session);
    let cells = edits.iter_mut().find_map(|edit| match edit {
        Edit::SetScores { cells, .. } => Some(cells),
        _ => None,
    });
    let left = cells.expect("scores are carried").pop().expect("there is one");
    let refused = step(edits.clone(), 1).apply(&mut session.clone()).expect_err("one is left behind");
    assert!(matches!(&refused, Conflict::Rubric(words) if words.contains("does not carry over")), "{refused}");
    // And so is one that goes elsewhere than its point.
    let cells = edits.iter_mut().find_map(|edit| match edit {
        Edit::SetScores { cells, .. } => Some(cells),
        _ => None,
    });
    let elsewhere = left.3.and_then(Mark::score).map(|score| Mark::Score(score % 4 + 1));
    cells.expect("scores are carried").push((left.0, left.1, left.2, elsewhere));
    let before = session.clone();
    let refused = step(edits, 1).apply(&mut session).expect_err("it goes elsewhere");
    assert!(matches!(&refused, Conflict::Rubric(words) if words.contains("than its point says")), "{refused}");
    assert!(session == before, "what is refused touches nothing");
}

#[test]
fn scores_given_on_the_new_scale_keep_the_old_one_from_coming_back() {
    let mut session = testing::session(2, 2, 4);
    let rate = |session: &Session, person: &str, score: u8| Edit::SetScores {
        rater: "r01".into(),
        round: Round::Blind,
        cells: vec![(
            person.into(),
            "skill-01".into(),
            session.mark(&"r01".into(), &person.into(), &"skill-01".into(), Round::Blind),
            Some(Mark::Score(score)),
        )],
    };
    step(vec![rate(&session, "p00001", 5)], 1).apply(&mut session).expect("it fits");
    let matched = RubricMatch {
        points: Some(vec![1, 2, 4, 6, 7]),
        ..RubricMatch::propose(&session, on_scale(&session.rubric, 7))
    };
    let taken = step(matched.edits(&session), 2);
    taken.apply(&mut session).expect("it fits");
    step(vec![rate(&session, "p00002", 3)], 3).apply(&mut session).expect("it fits");
    let refused = taken.inverse().expect("a way back").apply(&mut session.clone()).expect_err("a 3 of 7 is no 3 of 5");
    assert!(
        matches!(&refused, Conflict::Rubric(words) if words.contains("given or agreed on the new scale")),
        "{refused}"
    );
}

#[test]
fn skills_match_by_id_then_by_name_and_the_rest_retires_with_its_ratings() {
    let mut session = worked(3);
    let before = marks(&session);
    let mut other = (*session.rubric).clone();
    other.id = "other".into();
    // One skill keeps its id, one has another id and nearly its name, the others are gone.
    other.skills.truncate(3);
    other.skills[1].id = "s2-reworded".into();
    other.skills[1].name = "Skill 2, reworded".into();
    other.skills[2].id = "quite-new".into();
    other.skills[2].name = "Quantum juggling".into();
    other.levels[0].gates = vec![Gate::Floor { skill: "s2-reworded".into(), at_least: 2.0 }];
    let mut matched = RubricMatch::propose(&session, other);
    let becomes = |matched: &RubricMatch, id: &str| {
        let one = matched.skills.iter().find(|one| one.skill.as_str() == id).expect("it is asked about");
        one.becomes.as_ref().map(ToString::to_string)
    };
    assert_eq!(becomes(&matched, "skill-02").as_deref(), Some("s2-reworded"));
    assert!(matched.skills.iter().all(|one| one.in_use && one.skill.as_str() != "skill-01"));
    for one in matched.skills.iter_mut().filter(|one| one.skill.as_str() != "skill-02") {
        one.becomes = None;
    }
    step(matched.edits(&session), 1).apply(&mut session).expect("it fits");
    assert_eq!(session.problems(), Vec::<String>::new());
    assert!(marks(&session) == before, "every rating is there under its id");
    let rubric = &session.rubric;
    assert_eq!(rubric.skill(&"skill-02".into()).expect("it goes on").name, "Skill 2, reworded");
    assert_eq!(rubric.levels[0].gates, [Gate::Floor { skill: "skill-02".into(), at_least: 2.0 }]);
    let retired: Vec<&str> = rubric.skills.iter().filter(|one| one.retired).map(|one| one.id.as_str()).collect();
    assert_eq!(retired, ["skill-03", "skill-04", "skill-05", "skill-06"]);
}

#[test]
fn two_skills_never_become_one() {
    let session = worked(2);
    let mut other = (*session.rubric).clone();
    other.skills.iter_mut().for_each(|skill| skill.id = format!("x-{}", skill.id).as_str().into());
    let mut matched = RubricMatch::propose(&session, other);
    assert_eq!(matched.problems(&session), Vec::<String>::new());
    matched.skills[1].becomes = matched.skills[0].becomes.clone();
    assert!(matched.problems(&session)[0].contains("Two skills would become"), "{:?}", matched.problems(&session));
}

#[test]
fn levels_that_are_gone_take_their_people_to_others_and_back() {
    let mut session = testing::session(6, 1, 4);
    let before = session.clone();
    let mut other = (*session.rubric).clone();
    other.levels.remove(0);
    let mut matched = RubricMatch::propose(&session, other);
    assert_eq!(matched.levels, [LevelMatch { level: "pm".into(), people: 6, becomes: None }]);
    matched.levels[0].becomes = Some("director".into());
    let taken = step(matched.edits(&session), 1);
    taken.apply(&mut session).expect("it fits");
    assert_eq!(session.problems(), Vec::<String>::new());
    assert!(session.people.iter().all(|person| person.level == Some("director".into()) && person.target.is_none()));
    taken.inverse().expect("a way back").apply(&mut session).expect("it fits");
    assert!(session == before);
}

#[test]
fn points_are_proposed_by_name_and_by_place() {
    let five = named(5);
    let mut six = named(5);
    six.insert(2, ScalePoint { name: "Between".into(), meaning: String::new() });
    assert_eq!(scale::proposed_points(&five, &six), [1, 2, 4, 5, 6]);
    let plain = |points: usize| {
        (0..points).map(|at| ScalePoint { name: format!("{points}-{at}"), meaning: String::new() }).collect::<Vec<_>>()
    };
    assert_eq!(scale::proposed_points(&plain(3), &plain(7)), [1, 4, 7]);
    assert_eq!(scale::proposed_points(&plain(7), &plain(3)), [1, 1, 2, 2, 2, 3, 3]);
    assert_eq!(scale::proposed_points(&plain(5), &plain(4)), [1, 2, 2, 3, 4]);
    assert_eq!(scale::carried_mean(3.5, &[1, 3, 4, 5, 7]), 4.5);
    assert_eq!(scale::carried_mean(5.0, &[1, 3, 4, 5, 7]), 7.0);
}

#[test]
fn renaming_a_point_asks_nothing_and_another_scale_of_the_same_length_does() {
    let session = worked(2);
    let mut other = (*session.rubric).clone();
    other.scale.points[0].name = "Starting".into();
    assert_eq!(RubricMatch::propose(&session, other.clone()).points, None);
    other.scale.points = named(5);
    let matched = RubricMatch::propose(&session, other);
    assert_eq!(matched.points.as_deref(), Some(&[1, 2, 3, 4, 5][..]));
    let taken = step(matched.edits(&session), 1);
    let mut after = session.clone();
    taken.apply(&mut after).expect("it fits");
    assert!(marks(&after) == marks(&session));
    taken.inverse().expect("a way back").apply(&mut after).expect("it fits");
    assert!(after == session);
}

#[test]
fn likeness_is_of_letters_and_not_of_case() {
    assert_eq!(likeness("P&L and revenue", "p & l AND revenue"), 1.0);
    assert!(likeness("Influence without authority", "Influence w/o authority") > 0.7);
    assert!(likeness("Data judgement", "Board and investors") < 0.4);
    assert_eq!(likeness("", "x"), 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_rubrics_and_scales_come_every_original_is_in_the_history(seeds in prop::collection::vec(any::<u64>(), 1..8)) {
        let start = worked(3);
        let originals = marks(&start);
        let mut session = start.clone();
        let mut history = History::default();
        for (number, seed) in seeds.into_iter().enumerate() {
            let mut dice = Dice::new(seed);
            let points = 3 + dice.below(5);
            let mut other = on_scale(&session.rubric, points);
            match dice.below(4) {
                0 => { let at = dice.below(other.skills.len()); other.skills[at].id = format!("other-{number}").as_str().into(); }
                1 => { let at = dice.below(other.skills.len()); other.skills.remove(at); }
                2 => other.skills.reverse(),
                _ => {}
            }
            if other.live_skills().next().is_none() { continue; }
            let mut matched = RubricMatch::propose(&session, other);
            for place in matched.points.iter_mut().flatten() {
                *place = 1 + dice.below(points) as u8;
            }
            let before = session.clone();
            let taken = step(matched.edits(&session), number);
            match taken.apply(&mut session) {
                Ok(_) => drop(history.record(taken)),
                Err(_) => prop_assert!(session == before),
            }
            prop_assert_eq!(session.problems(), Vec::<String>::new());
            prop_assert_eq!(marks(&session).len(), originals.len(), "no rating is lost");
        }
        while history.undoable(&Actor::Facilitator).is_some() {
            history.undo(&mut session, &Actor::Facilitator, START).expect("it can be undone");
            prop_assert_eq!(session.problems(), Vec::<String>::new());
        }
        prop_assert!(session == start, "undo leads back to every original");
        while history.redoable(&Actor::Facilitator).is_some() {
            history.redo(&mut session, &Actor::Facilitator, START).expect("it can be redone");
        }
    }
}
