//! Whatever is done in whatever order, the session holds together, undo leads back to its beginning, and a file or a
//! journal gives back what was there.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::edit::{Entry, History, MeetingEdit};
use crate::storage::{RealFiles, load};
use crate::testing::{Dice, ForgetfulFiles, any_change};

/// A small session in Calibrate, where most changes are allowed.
fn start() -> Session {
    let mut session = testing::rated_session(3, 2, 3);
    Arc::make_mut(&mut session.about).phase = crate::model::Phase::Calibrate;
    session
}

fn any_actor(session: &Session, dice: &mut Dice) -> Actor {
    match session.panel.at(dice.below(session.panel.len() + 1)) {
        Some(rater) => Actor::Rater(rater.id.clone()),
        None => Actor::Facilitator,
    }
}

/// One thing that somebody does. Whether it was allowed is no matter.
fn work(document: &mut Document, dice: &mut Dice, id: &str) {
    match dice.below(10) {
        0 | 1 => drop(document.undo(&any_actor(&document.snapshot(), dice))),
        2 => drop(document.redo(&any_actor(&document.snapshot(), dice))),
        _ => drop(document.apply(any_change(&document.snapshot(), dice, id))),
    }
}

/// The whole of a session is too long to print.
fn assert_same(document: &Document, session: &Session, history: &History) {
    let last = history.entries().last();
    assert!(document.session() == session, "another session after {last:?}");
    assert!(document.history() == history, "another history after {last:?}");
}

fn reopened(document: Document, folder: &Path) -> Document {
    let (session, history) = (document.snapshot(), document.history().clone());
    document.close().unwrap();
    let opened = open(folder);
    assert_eq!((opened.warnings, opened.recovery), (Vec::new(), None));
    assert_same(&opened.document, &session, &history);
    opened.document
}

fn after_a_crash(document: Document, folder: &Path) -> Document {
    let (session, history) = (document.snapshot(), document.history().clone());
    drop(document);
    let mut document = open(folder).document;
    assert_eq!(document.recover(), None);
    assert_same(&document, &session, &history);
    document
}

/// The actor of the last step that can be undone.
fn last_undoable(session: &Session, history: &History) -> Option<Actor> {
    let raters = session.panel.iter().map(|rater| rater.id.clone());
    let gone = history.entries().iter().map(|entry| entry.actor().clone());
    let actors = raters.map(Actor::Rater).chain(gone).chain([Actor::Facilitator]);
    let place = |actor: &Actor| {
        let step = history.undoable(actor)?;
        history.entries().iter().position(|entry| matches!(&**entry, Entry::Done(done) if done.id == step.id))
    };
    actors.filter_map(|actor| Some((place(&actor)?, actor))).max().map(|(_, actor)| actor)
}

/// The actor of the first step that can be redone.
fn first_redoable(history: &History) -> Option<Actor> {
    let actors = history.entries().iter().map(|entry| entry.actor().clone());
    let place = |actor: &Actor| {
        let step = history.redoable(actor)?;
        history.entries().iter().position(|entry| matches!(&**entry, Entry::Done(done) if done.id == step.id))
    };
    actors.filter_map(|actor| Some((place(&actor)?, actor))).min().map(|(_, actor)| actor)
}

/// The name of an edit's variant, as files have it; of one about the meeting the name within.
fn kind(edit: &Edit) -> String {
    let text = ron::to_string(edit).unwrap();
    text.split('(').find(|name| *name != "Meeting").unwrap_or_default().to_owned()
}

/// All variants there are: what serde expects where it meets one that is not.
fn all_kinds() -> BTreeSet<String> {
    fn expected<T: serde::de::DeserializeOwned + std::fmt::Debug>() -> Vec<String> {
        let refusal = serde_json::from_str::<T>("\"NoSuchEdit\"").unwrap_err().to_string();
        let (_, expected) = refusal.split_once("expected one of").unwrap();
        expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }
    let all = expected::<Edit>().into_iter().filter(|name| name != "Meeting");
    all.chain(expected::<MeetingEdit>()).collect()
}

/// The tests below would say nothing about an edit that never comes up.
#[test]
fn every_kind_of_edit_comes_up_and_can_be_made() {
    let mut made = BTreeSet::new();
    let mut session = start();
    for seed in 0..6_000 {
        let change = any_change(&session, &mut Dice::new(seed), &format!("new{seed}"));
        let kinds: Vec<_> = change.edits.iter().map(kind).collect();
        if change.at("step".into(), testing::START).apply(&mut session).is_ok() {
            made.extend(kinds);
        }
        if seed % 60 == 0 {
            session = start();
        }
    }
    assert_eq!(made, all_kinds(), "left: what any_change makes; right: all there are");
}

/// So many cases in a quick run; PROPTEST_CASES asks for more.
fn cases(quick: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(quick), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn a_session_holds_together_through_work_saving_reopening_and_crashes(
        moves in prop::collection::vec(any::<u32>(), 1..40)
    ) {
        let home = tempfile::tempdir().unwrap();
        let (around, _) = testing::surroundings(home.path());
        let mut document = Document::create(start(), around);
        document.save_as(&home.path().join("a.plumbline")).unwrap();
        for (number, seed) in moves.into_iter().enumerate() {
            let mut dice = Dice::new(u64::from(seed));
            match dice.below(12) {
                0 => document.save().unwrap(),
                1 => document = reopened(document, home.path()),
                2 => document = after_a_crash(document, home.path()),
                _ => work(&mut document, &mut dice, &format!("new{number}")),
            }
            let problems = document.session().problems();
            prop_assert!(problems.is_empty(), "after {:?}: {problems:?}", document.history().entries().last());
        }
        document.save().unwrap();
        let loaded = load(&RealFiles, document.path().unwrap()).unwrap().contents;
        assert_same(&document, &loaded.session, &loaded.history.parse());
        drop(reopened(document, home.path()));
    }

    #[test]
    fn undoing_everything_gives_the_beginning_back_and_redoing_it_the_end(
        moves in prop::collection::vec(any::<u32>(), 1..40)
    ) {
        let mut session = start();
        let mut history = History::default();
        for (number, seed) in moves.into_iter().enumerate() {
            let change = any_change(&session, &mut Dice::new(u64::from(seed)), &format!("new{number}"));
            let mut step = change.at(format!("s{number}").as_str().into(), testing::START);
            // Neither a reveal nor the time that a discussion took can be undone, so nothing before them leads back.
            if step.reveals() || step.only_tells_time() {
                continue;
            }
            let before = session.clone();
            step.continues = false;
            match step.apply(&mut session) {
                Ok(_) => drop(history.record(step)),
                Err(_) => prop_assert!(session == before, "what is refused touches nothing"),
            }
        }
        let end = session.clone();
        while let Some(actor) = last_undoable(&session, &history) {
            history.undo(&mut session, &actor, testing::START).unwrap();
            let problems = session.problems();
            prop_assert!(problems.is_empty(), "{problems:?}");
        }
        prop_assert!(session == start(), "undo does not lead back");
        while let Some(actor) = first_redoable(&history) {
            history.redo(&mut session, &actor, testing::START).unwrap();
        }
        prop_assert!(session == end, "redo does not lead to the end");
    }

    #[test]
    fn after_a_power_cut_at_any_moment_nothing_is_lost_that_was_there_for_a_while(
        moves in prop::collection::vec(any::<u32>(), 1..25),
        operations in 0usize..120,
        chance in any::<u64>(),
    ) {
        let home = tempfile::tempdir().unwrap();
        let (mut around, _) = testing::surroundings(home.path());
        let files = ForgetfulFiles::default();
        around.files = Arc::new(files.clone());
        let path = home.path().join("a.plumbline");
        let mut document = Document::create(start(), around.clone());
        document.save_as(&path).unwrap();
        document.flush();
        files.power_goes_after(operations);
        // Every state that the screen showed, and the last one that was there for a second.
        let mut shown = vec![document.snapshot()];
        let mut safe = 0;
        for (number, seed) in moves.into_iter().enumerate() {
            let mut dice = Dice::new(u64::from(seed));
            match dice.below(8) {
                0 => drop(document.save()),
                1 => document.flush(),
                _ => work(&mut document, &mut dice, &format!("new{number}")),
            }
            if shown.last() != Some(document.session()) {
                shown.push(document.snapshot());
            }
            document.flush();
            if files.has_power() {
                safe = shown.len() - 1;
            }
        }
        drop(document);
        files.start_again(&mut Dice::new(chance));
        let mut opened = Document::open(&path, around).unwrap();
        prop_assert_eq!(&opened.warnings, &Vec::<String>::new());
        opened.document.recover();
        let found = shown[safe..].iter().any(|state| state == opened.document.session());
        prop_assert!(found, "what is there now was not shown at or after the last moment of rest");
    }
}
