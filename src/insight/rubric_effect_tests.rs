//! What another rubric would change, on people whose readings are known.

use super::*;
use crate::edit::Edit;
use crate::insight::kit::Desk;
use crate::insight::rubric_changes;
use crate::model::{Phase, Rubric};

fn under(desk: &Desk, change: impl FnOnce(&mut Rubric)) -> Session {
    let mut then = Desk::new(&[]);
    then.session = desk.session.clone();
    then.rubric(change);
    then.session
}

fn between(now: &Session, then: &Session, viewer: &Viewer) -> RubricEffect {
    RubricEffect::between(now, then, viewer, &|| false).expect("somebody waits for it")
}

#[test]
fn nobody_waits_for_it_any_more() {
    let desk = desk();
    let asked = std::cell::Cell::new(0);
    let outdated = || {
        asked.set(asked.get() + 1);
        asked.get() > 2
    };
    assert_eq!(RubricEffect::between(&desk.session, &desk.session, &Viewer::Facilitator, &outdated), None);
    assert_eq!(asked.get(), 3, "it goes on to nobody");
}

/// Kim, a PM on the way to Senior PM, who is rated by two raters.
fn desk() -> Desk {
    let mut desk = Desk::new(&["ann", "bea"]);
    desk.person("kim", "pm", "senior-pm");
    for rater in ["ann", "bea"] {
        desk.put_rater(rater, |rater| {
            rater.rated_people.insert("kim".into());
        });
        desk.rate_tier(rater, "kim", "market", &[3, 3, 3, 3, 3]);
        desk.rate_tier(rater, "kim", "people", &[2, 2, 2, 2, 2]);
    }
    desk.two_occasions("kim", "customer-insight");
    desk
}

#[test]
fn a_higher_bar_says_whose_status_and_gates_change() {
    let desk = desk();
    let then = under(&desk, |rubric| {
        rubric.levels.iter_mut().filter(|level| level.id.as_str() == "senior-pm").for_each(|level| {
            level.bars.insert("market".into(), 3.75);
        });
    });
    let effect = between(&desk.session, &then, &Viewer::Facilitator);
    let readings = effect.readings.as_ref().expect("the facilitator reads it in Calibrate");
    assert_eq!(readings.people.len(), 1);
    let kim = &readings.people[0];
    assert_eq!(kim.opened, ["Next level shown"]);
    let (before, after) = kim.status.clone().expect("the status changes");
    assert!(before != after, "{before} {after}");
    assert_eq!(effect.cells_words(), "Raters are asked for the same cells as now.");
    assert!(desk.read("kim").open_gates().all(|gate| gate.name != "Next level shown"), "the session is untouched");
}

#[test]
fn cells_come_and_go_with_skills_and_answers_stay() {
    let desk = desk();
    let then = under(&desk, |rubric| {
        for skill in &mut rubric.skills {
            skill.retired |= skill.id.as_str() == "customer-insight";
        }
        let like = rubric.skills[1].clone();
        rubric.skills.push(crate::model::Skill { id: "new".into(), name: "New".into(), ..like });
    });
    let effect = between(&desk.session, &then, &Viewer::Facilitator);
    assert_eq!(effect.cells(), (2, 2));
    assert_eq!(effect.cells_words(), "Two cells come to be asked, two are no longer.");
    let readings = effect.readings.expect("open");
    assert_eq!((readings.set_aside, readings.counted), (2, 0));
}

#[test]
fn before_calibrate_it_says_no_more_than_which_cells_come_and_go() {
    let mut desk = desk();
    desk.phase(Phase::Rate);
    let then = under(&desk, |rubric| rubric.skills[0].retired = true);
    for viewer in [Viewer::Facilitator, Viewer::Rater("ann".into()), Viewer::Room] {
        let effect = between(&desk.session, &then, &viewer);
        assert_eq!(effect.readings, None, "{viewer:?}");
        assert_eq!(effect.cells(), (0, 2));
    }
    desk.phase(Phase::Calibrate);
    desk.put_rater("ann", |rater| rater.facilitates = true);
    let effect = between(&desk.session, &then, &Viewer::Facilitator);
    assert_eq!(effect.readings, None, "a facilitator who has not submitted is as blind as the others");
}

#[test]
fn a_flag_turned_off_is_no_longer_raised() {
    let mut desk = Desk::new(&["ann"]);
    desk.person("kim", "pm", "");
    desk.rate_tier("ann", "kim", "market", &[3, 3, 3, 3, 3]);
    desk.rate_tier("ann", "kim", "people", &[2, 2, 2, 2, 2]);
    let flag = flags::all().find(|flag| flag.slug == "only-one-rater").expect("there is such a flag");
    let name = flags::name(&desk.session.rubric, flag).to_owned();
    let then = under(&desk, |rubric| {
        rubric.rules.flags.entry(flag.slug.into()).or_default().off = true;
    });
    let effect = between(&desk.session, &then, &Viewer::Facilitator);
    let readings = effect.readings.expect("open");
    assert_eq!(readings.people[0].lowered, std::slice::from_ref(&name));
    assert_eq!(readings.people[0].words(), format!("No longer raises “{name}”."));
}

#[test]
fn every_change_has_its_words() {
    let before = crate::insight::kit::rubric();
    assert_eq!(rubric_changes(&before, &before), Vec::<String>::new());
    let mut after = before.clone();
    after.levels[4].bars.insert("people".into(), 3.25);
    after.skills[0].name = "Insight".into();
    after.skills[1].anchors[2] = "Another sentence".into();
    after.skills[2].retired = true;
    after.rules.at_the_bar = 0.5;
    after.traits.remove(0);
    let words = rubric_changes(&before, &after).join(" ");
    for part in [
        "the People bar is 3.25 instead of 3.",
        "“Customer insight” is called “Insight”.",
        "“Competition and domain” reads differently at 3.",
        "“Data judgement” retires; its ratings stay.",
        "0.5 instead of 0.25.",
        "is gone.",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let edit = Edit::PutRubric { before: before.into(), after: after.into() };
    assert!(edit.inverse().is_some());
}
