//! What is there again after a crash.

use std::io;
use std::sync::Arc;

use super::*;
use crate::storage::{RealFiles, read_header};
use crate::testing::{Failing, FailingFiles};
use crate::workspace::{Event, Refused};

fn journal(folder: &Path) -> PathBuf {
    folder.join("state/journals/test-session.journal")
}

#[test]
fn unsaved_changes_are_offered_and_the_file_waits_for_the_answer() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, clock) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    clock.pass(std::time::Duration::from_secs(7));
    document.apply(score(document.session(), 2, 2)).unwrap();
    document.undo(&Actor::Rater(rater(1))).unwrap();
    let (session, history) = (document.snapshot(), document.history().clone());
    drop(document);
    let file = std::fs::read(home.path().join("a.plumbline")).unwrap();

    let Opened { mut document, recovery, warnings, .. } = open(home.path());
    assert_eq!(warnings, Vec::<String>::new());
    let recovery = recovery.unwrap();
    assert_eq!((recovery.changes, recovery.last), (3, Some(clock.now())));
    assert_eq!(document.apply(score(document.session(), 1, 1)), Err(Refused::RecoveryPending));
    drop(document);

    // Nobody answered; the question comes again.
    let Opened { mut document, recovery, .. } = open(home.path());
    assert_eq!(recovery.unwrap().changes, 3);
    assert_eq!(document.recover(), None);
    assert_eq!((document.session(), document.history()), (&session, &history));
    assert!(!document.is_saved());
    assert_eq!(std::fs::read(home.path().join("a.plumbline")).unwrap(), file);
    document.apply(score(document.session(), 3, 5)).unwrap();
    drop(document);

    // What was recovered and not saved is not lost by a second crash.
    let Opened { mut document, recovery, .. } = open(home.path());
    assert_eq!(recovery.unwrap().changes, 4);
    document.recover();
    assert_eq!(mark(&document, 3), Some(5));
    document.close().unwrap();
    assert!(!journal(home.path()).exists(), "everything is in the file");
    assert_eq!(open(home.path()).recovery, None);
}

#[test]
fn changes_that_are_left_out_are_gone() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    drop(document);
    let mut document = open(home.path()).document;
    document.leave_out_unsaved();
    assert_eq!(mark(&document, 1), None);
    document.apply(score(document.session(), 2, 2)).unwrap();
    document.close().unwrap();
    let opened = open(home.path());
    assert_eq!(opened.recovery, None);
    assert_eq!((mark(&opened.document, 1), mark(&opened.document, 2)), (None, Some(2)));
}

#[test]
fn a_crash_right_after_saving_offers_nothing_twice() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.apply(score(document.session(), 2, 3)).unwrap();
    document.flush();
    let left_behind = std::fs::read(journal(home.path())).unwrap();
    document.save().unwrap();
    document.apply(score(document.session(), 3, 2)).unwrap();
    drop(document);
    let offered = |home: &Path| open(home).recovery.map(|recovery| recovery.changes);
    assert_eq!(offered(home.path()), Some(1));
    // As if the program had ended between the save and the clearing of the journal.
    std::fs::write(journal(home.path()), left_behind).unwrap();
    assert_eq!(offered(home.path()), None);
}

#[test]
fn a_torn_end_of_the_journal_costs_the_last_change_only() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    for on in 1..=3 {
        document.apply(score(document.session(), on, 4)).unwrap();
    }
    drop(document);
    let whole = std::fs::read(journal(home.path())).unwrap();
    let mut counts = Vec::new();
    for end in 0..=whole.len() {
        let mut torn = whole[..end].to_vec();
        if end % 2 == 0 {
            // Some file systems leave noughts where something was to be written.
            torn.resize(whole.len(), 0);
        }
        std::fs::write(journal(home.path()), torn).unwrap();
        counts.push(open(home.path()).recovery.map_or(0, |recovery| recovery.changes));
    }
    assert!(counts.is_sorted(), "more of the journal never gives less back");
    counts.dedup();
    assert_eq!(counts, [0, 1, 2, 3]);
}

#[test]
fn changes_to_another_version_of_the_file_are_put_aside_until_it_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.plumbline");
    let (mut document, _) = saved_document(home.path());
    let first = std::fs::read(&path).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.save().unwrap();
    let second = std::fs::read(&path).unwrap();
    document.apply(score(document.session(), 1, 5)).unwrap();
    drop(document);

    std::fs::write(&path, first).unwrap();
    let opened = open(home.path());
    assert_eq!(opened.recovery, None);
    assert!(opened.warnings[0].starts_with("Unsaved changes of this session belong to another version"));
    drop(opened);
    assert_eq!(open(home.path()).warnings, Vec::<String>::new(), "it is said once");

    std::fs::write(&path, second).unwrap();
    let mut opened = open(home.path());
    assert_eq!(opened.recovery.map(|recovery| recovery.changes), Some(1));
    opened.document.recover();
    assert_eq!(mark(&opened.document, 1), Some(5));
}

#[test]
fn changes_fit_a_file_that_somebody_else_took_further() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    drop(document);
    // Another laptop saved a change to something else in the meantime; it has its own state folder.
    let elsewhere = tempfile::tempdir().unwrap();
    let (around, _) = testing::surroundings(elsewhere.path());
    let mut theirs = Document::open(&home.path().join("a.plumbline"), around).unwrap().document;
    theirs.apply(rename(theirs.session(), "Their title")).unwrap();
    theirs.close().unwrap();
    let mut opened = open(home.path());
    assert_eq!(opened.recovery.map(|recovery| recovery.changes), Some(1));
    opened.document.recover();
    assert_eq!((mark(&opened.document, 1), opened.document.title()), (Some(4), "Their title"));
}

#[test]
fn a_session_that_was_never_saved_comes_back_whole() {
    let home = tempfile::tempdir().unwrap();
    let (around, clock) = testing::surroundings(home.path());
    let mut document = Document::create(testing::session(4, 2, 3), around.clone());
    document.flush();
    assert_eq!(Document::lost_sessions(&around), [], "a session that is open is not lost");
    document.apply(score(document.session(), 1, 4)).unwrap();
    clock.pass(std::time::Duration::from_secs(5));
    document.apply(score(document.session(), 2, 2)).unwrap();
    let (session, history) = (document.snapshot(), document.history().clone());
    drop(document);

    let lost = Document::lost_sessions(&around);
    assert_eq!(lost.len(), 1);
    assert_eq!((lost[0].title.as_str(), lost[0].people, lost[0].last), ("Product org", 4, clock.now()));
    let mut opened = Document::open_lost(&lost[0], around.clone()).unwrap();
    assert_eq!(opened.warnings, Vec::<String>::new());
    assert_eq!((opened.document.session(), opened.document.history()), (&session, &history));
    assert!(!opened.document.is_saved() && opened.document.path().is_none());
    opened.document.apply(score(opened.document.session(), 3, 3)).unwrap();
    drop(opened);

    let lost = Document::lost_sessions(&around);
    let mut document = Document::open_lost(&lost[0], around.clone()).unwrap().document;
    assert_eq!(mark(&document, 3), Some(3));
    document.save_as(&home.path().join("a.plumbline")).unwrap();
    document.close().unwrap();
    assert_eq!(Document::lost_sessions(&around), []);
    assert_eq!(mark(&open(home.path()).document, 3), Some(3));
}

#[test]
fn a_discarded_session_leaves_no_journal() {
    let home = tempfile::tempdir().unwrap();
    let (around, _) = testing::surroundings(home.path());
    let mut document = Document::create(testing::session(4, 2, 3), around.clone());
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.discard();
    assert_eq!(Document::lost_sessions(&around), []);
    assert!(!journal(home.path()).exists());
}

#[test]
fn a_journal_that_can_not_be_written_says_so_and_catches_up() {
    let home = tempfile::tempdir().unwrap();
    let (mut around, _) = testing::surroundings(home.path());
    let files = FailingFiles::default();
    around.files = Arc::new(files.clone());
    let mut document = Document::create(testing::session(4, 2, 3), around);
    document.save_as(&home.path().join("a.plumbline")).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.flush();
    // The next record gets there in part only.
    files.fail(Some(Failing::Write(io::ErrorKind::StorageFull, 20)));
    document.apply(score(document.session(), 2, 3)).unwrap();
    document.flush();
    let events = document.tick().events;
    let sentence =
        "Changes are not safe from a crash just now: the disk with the user's folders is full. Save the session";
    assert_eq!(events, [Event::Unprotected(sentence.into())]);
    document.apply(score(document.session(), 3, 2)).unwrap();
    document.flush();
    assert_eq!(document.tick().events, [], "it is said once");
    files.fail(None);
    document.flush();
    drop(document);
    assert_eq!(open(home.path()).recovery.map(|recovery| recovery.changes), Some(3));
}

#[test]
fn a_hostile_session_id_leads_nowhere() {
    let home = tempfile::tempdir().unwrap();
    let (around, _) = testing::surroundings(home.path());
    let mut session = testing::session(4, 2, 3);
    session.id = crate::model::SessionId::new("../../../elsewhere/and\\away");
    let mut document = Document::create(session, around);
    document.save_as(&home.path().join("a.plumbline")).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    drop(document);
    let names = std::fs::read_dir(home.path().join("state/journals")).unwrap();
    assert_eq!(names.count(), 1, "the journal is where journals are");
    assert_eq!(open(home.path()).recovery.map(|recovery| recovery.changes), Some(1));
    assert!(read_header(&RealFiles, &home.path().join("a.plumbline")).is_ok());
}

#[test]
fn the_sample_is_nothing_to_lose_until_it_is_changed_and_then_comes_back_whole() {
    let home = tempfile::tempdir().unwrap();
    let (around, _) = testing::surroundings(home.path());
    let document = Document::sample(around.clone()).unwrap();
    let people = document.session().people.len();
    document.flush();
    drop(document);
    assert!(Document::lost_sessions(&around).is_empty(), "it was only looked at");

    let mut document = Document::sample(around.clone()).unwrap();
    document.apply(rename(document.session(), "Ours")).unwrap();
    document.undo(&Actor::Facilitator).unwrap();
    document.apply(rename(document.session(), "Ours after all")).unwrap();
    document.flush();
    let (before, entries) = (document.snapshot(), document.history().entries().len());
    drop(document);
    let lost = Document::lost_sessions(&around);
    assert_eq!(lost.iter().map(|one| one.people).collect::<Vec<_>>(), [people]);
    let opened = Document::open_lost(&lost[0], around.clone()).unwrap();
    assert_eq!((opened.document.session(), opened.document.history().entries().len()), (&before, entries));
    drop(opened);

    let mut document = Document::sample(around.clone()).unwrap();
    let path = home.path().join("sample.plumbline");
    document.save_as(&path).unwrap();
    document.apply(rename(document.session(), "Saved first")).unwrap();
    document.flush();
    let before = document.snapshot();
    drop(document);
    let mut opened = Document::open(&path, around).unwrap();
    assert!(opened.recovery.is_some());
    opened.document.recover();
    assert_eq!(*opened.document.session(), before);
}
