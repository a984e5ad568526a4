//! A person who was erased is nowhere any more, and everybody else is as they were.

use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::edit::{Entry, History, erased};
use crate::model::{Hold, Keeping, Phase, Rater};
use crate::storage::{Passphrase, RealFiles, Seal};
use crate::testing::{Dice, any_change};
use crate::workspace::NotErased;

fn note_about(about: usize, words: &str) -> Change {
    let (rater, skill) = (rater(1), skill(1));
    let edit =
        Edit::SetNote { rater: rater.clone(), person: person(about), skill, before: None, after: Some(words.into()) };
    Change::new(Actor::Rater(rater), Gesture::Note, vec![edit])
}

#[test]
fn nothing_of_an_erased_person_is_left_in_session_history_journal_and_versions() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, clock) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.apply(note_about(2, "Works well with PERSON 1, less with Person 10")).unwrap();
    document.apply(note_about(1, "Steady").because("Asked by person.1@example.com")).unwrap();
    document.save().unwrap();
    clock.pass(std::time::Duration::from_secs(60));
    document.apply(score(document.session(), 2, 3)).unwrap();
    document.flush();
    assert!(files_with(home.path(), "p00001").len() >= 3, "file, version and journal");
    assert_eq!(document.erase(&person(1)), Ok(1));
    document.flush();
    for words in ["p00001", "Person 1\"", "PERSON 1", "person.1@", "000001"] {
        assert_eq!(files_with(home.path(), words), Vec::<PathBuf>::new(), "{words}");
    }
    assert_eq!(document.session().people.len(), 3);
    let sheet = document.session().ratings.sheet(&rater(1)).unwrap();
    let note = &sheet.notes()[&(person(2), skill(1))];
    assert_eq!(note, "Works well with [erased], less with Person 10", "others keep their words");
    assert!(document.is_saved());
    document.close().unwrap();
    let opened = open(home.path());
    assert_eq!((opened.warnings, opened.recovery), (Vec::new(), None));
    assert_eq!(opened.document.session().people.len(), 3);
}

#[test]
fn of_an_erased_rater_the_name_is_nowhere_and_the_marks_stay() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, clock) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.apply(note_about(2, "As Rater 1 said to rater 1's team and to Rater 2")).unwrap();
    let before = document.session().panel.get(&rater(1)).unwrap().clone();
    let after = Rater { email: "r.one@example.com".into(), submitted: Some(clock.now()), ..(*before).clone() };
    let edit = Edit::PutRater { id: rater(1), before: Some(before), after: Some(Arc::new(after)) };
    document.apply(Change::new(Actor::Rater(rater(1)), Gesture::Submit, vec![edit])).unwrap();
    document.save().unwrap();
    clock.pass(std::time::Duration::from_secs(60));
    document.apply(rename(document.session(), "Work of Rater 1")).unwrap();
    document.flush();
    assert!(document.erase_rater(&rater(1)).unwrap() >= 2, "the note and the title named them");
    document.flush();
    for words in ["Rater 1", "rater 1", "r.one@"] {
        assert_eq!(files_with(home.path(), words), Vec::<PathBuf>::new(), "{words}");
    }
    let session = document.session();
    assert_eq!((session.rater_name(&rater(1)).as_str(), mark(&document, 1)), ("Former rater", Some(4)));
    assert_eq!(session.about.title, "Work of [erased]");
    assert!(session.panel.get(&rater(1)).unwrap().submitted.is_some(), "what they did stays");
    assert!(matches!(document.erase_rater(&rater(1)), Err(NotErased::Not(_))), "nothing is left to erase");
    document.erase_rater(&rater(2)).unwrap();
    assert_eq!(document.session().rater_name(&rater(2)), "Former rater 3", "“Rater 2” is nowhere either");
    document.undo(&Actor::Rater(rater(1))).unwrap();
    document.close().unwrap();
    let opened = open(home.path());
    assert_eq!((opened.warnings, opened.recovery), (Vec::new(), None));
    assert!(opened.document.session().problems().is_empty());
}

#[test]
fn undo_goes_on_after_an_erasure_and_brings_nobody_back() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    document.apply(note_about(2, "Kept")).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.erase(&person(1)).unwrap();
    assert_eq!(document.can_undo(&Actor::Facilitator), None, "an erasure can't be taken back");
    assert_eq!(document.can_undo(&Actor::Rater(rater(1))), Some("a note"));
    document.undo(&Actor::Rater(rater(1))).unwrap();
    assert!(document.session().ratings.sheet(&rater(1)).is_none());
    assert_eq!(document.can_undo(&Actor::Rater(rater(1))), None);
    let last = document.history().entries().iter().rev().find_map(|entry| match &**entry {
        Entry::Done(step) => Some(step.gesture),
        _ => None,
    });
    assert_eq!(last, Some(Gesture::Erase), "that it was done stands in the history");
}

#[test]
fn somebody_who_left_long_ago_can_be_erased_from_the_history() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    let edits = crate::edit::remove_person(document.session(), &person(3));
    document.apply(Change::new(Actor::Facilitator, Gesture::RemovePeople, edits)).unwrap();
    document.save().unwrap();
    assert!(!files_with(home.path(), "Person 3").is_empty());
    document.erase(&person(3)).unwrap();
    assert_eq!(files_with(home.path(), "Person 3"), Vec::<PathBuf>::new());
    assert!(matches!(document.erase(&person(3)), Err(NotErased::Not(_))), "there is nobody to erase any more");
}

#[test]
fn a_session_without_a_file_is_erased_from_its_journal() {
    let home = tempfile::tempdir().unwrap();
    let (around, _) = testing::surroundings(home.path());
    let mut document = Document::create(testing::session(4, 2, 3), around.clone());
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.flush();
    document.erase(&person(1)).unwrap();
    document.flush();
    assert_eq!(files_with(home.path(), "p00001"), Vec::<PathBuf>::new());
    let session = document.snapshot();
    drop(document);
    let lost = Document::lost_sessions(&around);
    let opened = Document::open_lost(&lost[0], around).unwrap();
    assert_eq!(*opened.document.session(), session);
}

#[test]
fn what_an_interrupted_erasure_left_behind_goes_at_the_next_opening() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, clock) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.flush();
    let journal = home.path().join("state/journals/test-session.journal");
    let (around, _) = testing::surroundings(home.path());
    let version = crate::storage::versions_of(&RealFiles, &around.folders, &document.session().id).remove(0).path;
    let left = (std::fs::read(&journal).unwrap(), std::fs::read(&version).unwrap());
    clock.pass(std::time::Duration::from_secs(60));
    document.erase(&person(1)).unwrap();
    document.close().unwrap();
    std::fs::write(&journal, left.0).unwrap();
    std::fs::write(&version, left.1).unwrap();
    let opened = open(home.path());
    assert_eq!((opened.warnings, opened.recovery), (Vec::new(), None));
    drop(opened.document);
    assert_eq!(files_with(home.path(), "p00001"), Vec::<PathBuf>::new());
}

#[test]
fn erasing_from_an_encrypted_session_keeps_it_encrypted() {
    let home = tempfile::tempdir().unwrap();
    let (around, _) = testing::surroundings(home.path());
    let path = home.path().join("a.plumbline");
    let passphrase = Passphrase::new("four words do well");
    let seal = Some(Arc::new(Seal::new(passphrase.clone(), 1)));
    let mut document = Document::create_at(&path, testing::session(4, 2, 3), seal, around.clone()).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.erase(&person(1)).unwrap();
    document.close().unwrap();
    assert_eq!(files_with(home.path(), "Person"), Vec::<PathBuf>::new());
    let opened = Document::open_encrypted(&path, &passphrase, around).unwrap();
    assert_eq!(opened.document.session().people.len(), 3);
}

#[test]
fn a_legal_hold_blocks_erasing_and_deleting_and_a_failed_save_changes_nothing() {
    use crate::testing::{Failing, FailingFiles};
    let home = tempfile::tempdir().unwrap();
    let (mut around, _) = testing::surroundings(home.path());
    let files = FailingFiles::default();
    around.files = Arc::new(files.clone());
    let path = home.path().join("a.plumbline");
    let mut document = Document::create_at(&path, testing::session(4, 2, 3), None, around).unwrap();
    let hold = Hold { reason: "Case 12".into(), since: testing::START };
    let keeping = Keeping { until: Some(date(2026, 6, 30)), hold: Some(hold) };
    document.keep_until(keeping.clone(), "Counsel asked").unwrap();
    let refused = document.erase(&person(1)).unwrap_err().to_string();
    assert!(refused.contains("legal hold") && refused.contains("Case 12"), "{refused}");
    let (document, refused) = document.delete().unwrap_err();
    assert!(refused.to_string().contains("legal hold"));
    let mut document = *document;
    document.keep_until(Keeping { hold: None, ..keeping }, "Lifted").unwrap();
    document.save().unwrap();
    let before = (document.snapshot(), document.history().clone());
    files.fail(Some(Failing::Begin(std::io::ErrorKind::PermissionDenied)));
    assert!(matches!(document.erase(&person(1)), Err(NotErased::Save(_))));
    assert_eq!((document.session(), document.history()), (&before.0, &before.1));
    files.fail(None);
    document.erase(&person(1)).unwrap();
    document.delete().map_err(|(_, error)| error).unwrap();
    assert!(!path.exists());
    assert_eq!(files_with(home.path(), "Person"), Vec::<PathBuf>::new());
}

/// So many cases in a quick run; PROPTEST_CASES asks for more.
fn cases(quick: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(quick), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(48))]

    /// Whatever happened: without the person, playing the rewritten history from the beginning leads to the same end.
    #[test]
    fn the_rewritten_history_leads_from_the_beginning_to_the_end(
        moves in prop::collection::vec(any::<u32>(), 1..40),
        who in 1usize..4,
    ) {
        let mut start = testing::rated_session(3, 2, 3);
        Arc::make_mut(&mut start.about).phase = Phase::Calibrate;
        let (mut session, mut history) = (start.clone(), History::default());
        for (number, seed) in moves.into_iter().enumerate() {
            let mut dice = Dice::new(u64::from(seed));
            let actors = [Actor::Facilitator, Actor::Rater(rater(1)), Actor::Rater(rater(2))];
            let actor = actors[dice.below(3)].clone();
            match dice.below(8) {
                0 => drop(history.undo(&mut session, &actor, testing::START)),
                1 => drop(history.redo(&mut session, &actor, testing::START)),
                _ => {
                    let change = any_change(&session, &mut dice, &format!("new{number}"));
                    let step = change.at(format!("s{number}").as_str().into(), testing::START);
                    if step.apply(&mut session).is_ok() {
                        history.record(step);
                    }
                }
            }
        }
        let (end, entries) = erased(&session, &history, &person(who));
        let (mut played, _) = erased(&start, &History::default(), &person(who));
        let mut rewritten = History::default();
        for entry in entries {
            let fits = rewritten.replay(&mut played, Arc::new(entry.clone()));
            prop_assert!(fits.is_ok(), "{entry:?}: {fits:?}");
        }
        prop_assert!(end.problems().is_empty(), "{:?}", end.problems());
        prop_assert!(played == end, "another end");
        prop_assert!(!end.people.contains(&person(who)));
    }
}
