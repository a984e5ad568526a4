//! Saving, and everything that can be in its way.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::*;
use crate::model::Phase;
use crate::storage::{RealFiles, SaveFault, read_header};
use crate::testing::{Failing, FailingFiles};
use crate::workspace::{Event, Surroundings, Tick};

/// Looks after the document until nothing is under way.
fn wait_for_save(document: &mut Document) -> Vec<Event> {
    let mut events = Vec::new();
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(20) {
        let Tick { events: more, .. } = document.tick();
        events.extend(more);
        if document.saving.is_none() {
            return events;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("the save did not end")
}

#[test]
fn a_saved_session_opens_with_everything_and_its_undo() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.apply(score(document.session(), 2, 2)).unwrap();
    document.undo(&Actor::Rater(rater(1))).unwrap();
    assert!(!document.is_saved());
    document.save().unwrap();
    assert!(document.is_saved() && document.saved_at() == Some(testing::START));
    let (session, history) = (document.snapshot(), document.history().clone());
    document.close().unwrap();

    let Opened { mut document, warnings, recovery, read_only, .. } = open(home.path());
    assert_eq!((warnings, recovery, read_only), (Vec::new(), None, None));
    assert_eq!((document.session(), document.history()), (&session, &history));
    assert_eq!(document.can_redo(&Actor::Rater(rater(1))), Some("rating"));
    document.redo(&Actor::Rater(rater(1))).unwrap();
    assert_eq!(mark(&document, 2), Some(2));
}

#[test]
fn the_header_tells_of_a_session_without_reading_it() {
    let home = tempfile::tempdir().unwrap();
    let (document, _) = saved_document(home.path());
    let header = read_header(&RealFiles, document.path().unwrap()).unwrap();
    assert_eq!((header.title.as_str(), header.people, header.panel, header.skills), ("Product org", 4, 2, 3));
    assert_eq!((header.period.name.as_str(), header.phase), ("H2 2025", Phase::Rate));
}

#[test]
fn the_file_is_rewritten_after_half_a_minute_of_rest_and_not_before() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, clock) = saved_document(home.path());
    assert_eq!(document.tick().again_in, None, "nothing to do, nothing to look after");
    document.apply(score(document.session(), 1, 4)).unwrap();
    assert_eq!(document.tick().again_in, Some(Duration::from_secs(1)), "whether it got into the journal");
    clock.pass(Duration::from_secs(20));
    document.apply(score(document.session(), 1, 5)).unwrap();
    clock.pass(Duration::from_secs(29));
    assert_eq!(document.tick().again_in, Some(Duration::from_secs(1)), "the last edit counts");
    assert!(document.saving.is_none());
    clock.pass(Duration::from_secs(1));
    document.tick();
    assert!(document.saving.is_some());
    assert_eq!(wait_for_save(&mut document), [Event::Saved]);
    assert!(document.is_saved());
    document.flush();
    assert_eq!(document.tick().again_in, None);
    document.close().unwrap();
    assert_eq!(mark(&open(home.path()).document, 1), Some(5));
}

#[test]
fn what_is_changed_while_a_save_runs_stays_unsaved() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, clock) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    clock.pass(Duration::from_secs(30));
    document.tick();
    document.apply(score(document.session(), 2, 1)).unwrap();
    assert_eq!(wait_for_save(&mut document), [Event::Saved]);
    assert!(!document.is_saved(), "the second score is not in the file");
    drop(document);
    let opened = open(home.path());
    assert_eq!(opened.recovery.map(|recovery| recovery.changes), Some(1));
    assert_eq!((mark(&opened.document, 1), mark(&opened.document, 2)), (Some(4), None));
}

#[test]
fn a_new_phase_is_saved_at_once() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    let edit = Edit::SetPhase { before: Phase::Rate, after: Phase::Calibrate };
    document.apply(Change::new(Actor::Facilitator, Gesture::Phase, vec![edit])).unwrap();
    document.tick();
    assert_eq!(wait_for_save(&mut document), [Event::Saved]);
    let header = read_header(&RealFiles, document.path().unwrap()).unwrap();
    assert_eq!(header.phase, Phase::Calibrate);
}

#[test]
fn a_session_without_a_file_asks_for_one() {
    let home = tempfile::tempdir().unwrap();
    let (around, clock) = testing::surroundings(home.path());
    let mut document = Document::create(testing::session(1, 1, 1), around);
    assert_eq!(document.save().unwrap_err().fault, SaveFault::NoFile);
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.flush();
    clock.pass(Duration::from_secs(60));
    assert_eq!(document.tick().again_in, None, "there is nowhere to save it by itself");
    assert!(!document.is_saved());
}

fn failing(folder: &Path) -> (Surroundings, FailingFiles) {
    let (mut around, _) = testing::surroundings(folder);
    let files = FailingFiles::default();
    around.files = Arc::new(files.clone());
    (around, files)
}

#[test]
fn when_saving_fails_the_old_file_is_whole_and_a_later_save_works() {
    use io::ErrorKind::*;
    let cases = [
        (Failing::Write(StorageFull, 100), "The disk is full, so nothing was saved; free some space"),
        (Failing::Write(QuotaExceeded, 0), "The disk is full, so nothing was saved; free some space"),
        (Failing::Begin(ReadOnlyFilesystem), "This disk can only be read, so nothing was saved; save to"),
        (Failing::Begin(PermissionDenied), "You may not write here, so nothing was saved; save to"),
        (Failing::Begin(NotFound), "The folder is gone, so nothing was saved; save to another folder"),
        (Failing::Commit(Other), "The file can't be written"),
    ];
    for (fault, sentence) in cases {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.plumbline");
        let (around, files) = failing(home.path());
        let mut document = Document::create(testing::session(4, 2, 3), around);
        document.save_as(&path).unwrap();
        let old = std::fs::read(&path).unwrap();
        document.apply(score(document.session(), 1, 4)).unwrap();
        files.fail(Some(fault));
        let message = document.save().unwrap_err().to_string();
        assert!(message.starts_with(sentence) && message.ends_with("a.plumbline"), "{fault:?}: {message}");
        assert_eq!(std::fs::read(&path).unwrap(), old, "{fault:?}");
        assert_eq!((mark(&document, 1), document.is_saved()), (Some(4), false), "{fault:?}");
        let names = std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let ours = ["state", "data", ".a.plumbline.open"];
        let left = names.filter(|name| !ours.iter().any(|own| name == own)).count();
        assert_eq!(left, 1, "{fault:?} left something behind");
        files.fail(None);
        document.save().unwrap();
        document.close().unwrap();
        assert_eq!(mark(&open(home.path()).document, 1), Some(4), "{fault:?}");
    }
}

#[test]
fn a_document_that_can_not_be_saved_does_not_close() {
    let home = tempfile::tempdir().unwrap();
    let (around, files) = failing(home.path());
    let mut document = Document::create(testing::session(4, 2, 3), around);
    document.save_as(&home.path().join("a.plumbline")).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    files.fail(Some(Failing::Write(io::ErrorKind::StorageFull, 0)));
    let stays = document.close().unwrap_err();
    assert_eq!(stays.error.fault, SaveFault::DiskFull);
    files.fail(None);
    stays.document.close().unwrap();
    assert_eq!(mark(&open(home.path()).document, 1), Some(4));
}

#[test]
fn an_autosave_that_fails_says_so_once_and_tries_again_after_the_next_change() {
    let home = tempfile::tempdir().unwrap();
    let (mut around, clock) = testing::surroundings(home.path());
    let files = FailingFiles::default();
    around.files = Arc::new(files.clone());
    let mut document = Document::create(testing::session(4, 2, 3), around);
    document.save_as(&home.path().join("a.plumbline")).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.flush();
    files.fail(Some(Failing::Begin(io::ErrorKind::PermissionDenied)));
    clock.pass(Duration::from_secs(30));
    document.tick();
    let events = wait_for_save(&mut document);
    assert!(matches!(&events[..], [Event::SaveFailed(error)] if error.fault == SaveFault::Forbidden), "{events:?}");
    clock.pass(Duration::from_secs(300));
    assert_eq!(document.tick().again_in, None, "no message every half minute");
    files.fail(None);
    document.apply(score(document.session(), 1, 5)).unwrap();
    clock.pass(Duration::from_secs(30));
    document.tick();
    assert_eq!(wait_for_save(&mut document), [Event::Saved]);
}

#[test]
fn a_file_changed_by_somebody_else_is_not_overwritten_unasked() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    let path = document.path().unwrap().to_owned();
    let theirs = std::fs::read_to_string(&path).unwrap().replace("Person 1", "Person X");
    std::fs::write(&path, &theirs).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    assert_eq!(document.save().unwrap_err().fault, SaveFault::ChangedUnderneath);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
    document.save_copy(&home.path().join("mine.plumbline")).unwrap();
    assert!(!document.is_saved(), "a copy elsewhere is not the file");
    document.save_over().unwrap();
    assert!(document.is_saved());
    document.apply(score(document.session(), 1, 5)).unwrap();
    document.save().unwrap();
}

#[test]
fn a_file_that_is_gone_is_written_anew() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    let path = document.path().unwrap().to_owned();
    std::fs::remove_file(&path).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.save().unwrap();
    assert!(path.exists());
}

#[cfg(unix)]
#[test]
fn everything_written_is_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.plumbline");
    std::fs::write(&path, "").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let (mut document, _) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.flush();
    let mut open_to_others = Vec::new();
    let mut folders = vec![home.path().to_owned()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            if mode & 0o077 != 0 {
                open_to_others.push((path.clone(), mode));
            }
            if path.is_dir() { folders.push(path) } else { files += 1 }
        }
    }
    assert_eq!(open_to_others, Vec::new());
    assert_eq!(files, 7, "session, note, journal, lock and who has it, version and its file");
}

#[cfg(unix)]
#[test]
fn saving_through_a_link_keeps_the_link() {
    let home = tempfile::tempdir().unwrap();
    let (document, _) = saved_document(home.path());
    document.close().unwrap();
    let link = home.path().join("link.plumbline");
    std::os::unix::fs::symlink(home.path().join("a.plumbline"), &link).unwrap();
    let (around, _) = testing::surroundings(home.path());
    let mut document = Document::open(&link, around).unwrap().document;
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.save().unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    document.close().unwrap();
    assert_eq!(mark(&open(home.path()).document, 1), Some(4));
}

#[test]
fn a_second_window_reads_only_and_says_who_has_the_session() {
    let home = tempfile::tempdir().unwrap();
    let (document, _) = saved_document(home.path());
    let mut second = open(home.path());
    let sentence = second.read_only.unwrap();
    assert!(sentence.starts_with("This session is open elsewhere ("), "{sentence}");
    assert!(sentence.contains("@") && sentence.contains("since 2026-01-01 00:00 UTC"), "{sentence}");
    let change = score(second.document.session(), 1, 4);
    let refused = second.document.apply(change).unwrap_err().to_string();
    assert!(refused.ends_with("so it can only be read. Save a copy to make changes in"), "{refused}");
    assert!(matches!(second.document.save().unwrap_err().fault, SaveFault::ReadOnly(_)));
    second.document.save_copy(&home.path().join("copy.plumbline")).unwrap();
    document.close().unwrap();
    drop(second.document);
    assert_eq!(open(home.path()).read_only, None, "the lock went with the first window");
}

#[test]
fn a_note_left_by_a_crash_locks_nobody_out() {
    let home = tempfile::tempdir().unwrap();
    let (document, _) = saved_document(home.path());
    document.close().unwrap();
    let note = home.path().join("state/locks/test-session.holder");
    std::fs::write(note, "(who:\"ghost@gone\",since:\"2020-01-01T00:00:00Z\")").unwrap();
    assert_eq!(open(home.path()).read_only, None);
}

/// What a person does in a while, saving now and then.
fn an_afternoon(document: &mut Document) -> Vec<crate::storage::SaveError> {
    let mut failed = Vec::new();
    for number in 0..24 {
        let change = score(document.session(), 1 + number % 3, 1 + (number % 5) as u8);
        let _ = document.apply(change);
        if number % 6 == 5 {
            failed.extend(document.save().err());
        }
        document.flush();
    }
    failed
}

#[test]
fn whichever_operation_fails_nothing_is_lost_and_saving_works_again() {
    use io::ErrorKind::*;
    let count = {
        let home = tempfile::tempdir().unwrap();
        let (around, files) = failing(home.path());
        let mut document = Document::create(testing::session(4, 2, 3), around);
        document.save_as(&home.path().join("a.plumbline")).unwrap();
        files.fail(None);
        assert_eq!(an_afternoon(&mut document), []);
        files.operations()
    };
    assert!(count > 50, "{count}");
    for kind in [StorageFull, PermissionDenied, Other] {
        for operation in (0..count).step_by(3) {
            let home = tempfile::tempdir().unwrap();
            let path = home.path().join("a.plumbline");
            let (around, files) = failing(home.path());
            let mut document = Document::create(testing::session(4, 2, 3), around.clone());
            document.save_as(&path).unwrap();
            files.fail(Some(Failing::From(kind, operation)));
            let failed = an_afternoon(&mut document);
            let now = document.snapshot();
            assert!(failed.iter().all(|error| error.to_string().contains("nothing was saved")), "{failed:?}");
            // The file is whole at any moment.
            crate::storage::load(&RealFiles, &path).unwrap();
            files.fail(None);
            document.save().unwrap();
            assert!(document.is_saved());
            drop(document);
            let opened = Document::open(&path, around).unwrap();
            assert!(*opened.document.session() == now, "{kind:?} from operation {operation} on");
            assert_eq!(opened.recovery, None);
        }
    }
}

#[test]
fn a_failed_sync_of_the_journal_is_told_and_made_good() {
    let home = tempfile::tempdir().unwrap();
    let (around, files) = failing(home.path());
    let mut document = Document::create(testing::session(4, 2, 3), around);
    document.save_as(&home.path().join("a.plumbline")).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.flush();
    files.fail(Some(Failing::Sync(io::ErrorKind::Other)));
    document.apply(score(document.session(), 2, 3)).unwrap();
    document.flush();
    // The whole journal is written anew, which needs no sync of the old one.
    drop(document);
    assert_eq!(open(home.path()).recovery.map(|recovery| recovery.changes), Some(2));
}

#[test]
fn short_writes_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (around, files) = failing(home.path());
    files.fail(Some(Failing::Short(7)));
    let mut document = Document::create(testing::session(4, 2, 3), around);
    document.save_as(&home.path().join("a.plumbline")).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    drop(document);
    let mut opened = open(home.path());
    opened.document.recover();
    assert_eq!(mark(&opened.document, 1), Some(4));
}

#[test]
fn a_journal_that_somebody_removed_is_written_anew() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.flush();
    std::fs::remove_dir_all(home.path().join("state/journals")).unwrap();
    document.apply(score(document.session(), 2, 3)).unwrap();
    drop(document);
    assert_eq!(open(home.path()).recovery.map(|recovery| recovery.changes), Some(2));
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = saved_document(home.path());
    let path = document.path().unwrap().to_owned();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o400)).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    assert_eq!(document.save().unwrap_err().fault, SaveFault::Forbidden);
    document.save_as(&home.path().join("b.plumbline")).unwrap();
}

#[test]
fn the_last_saves_are_kept_and_open_as_sessions_of_their_own() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, clock) = saved_document(home.path());
    for round in 1..=3 {
        clock.pass(Duration::from_secs(60));
        document.apply(score(document.session(), 1, round)).unwrap();
        document.save().unwrap();
    }
    let (around, _) = testing::surroundings(home.path());
    let versions = crate::storage::versions_of(&RealFiles, &around.folders, &document.session().id);
    assert_eq!(versions.len(), 4);
    let copy = home.path().join("copy.plumbline");
    crate::workspace::copy_session(&versions[1].path, None, &copy, &around).unwrap();
    // It can be open together with the session, and changed without touching it.
    let mut opened = Document::open(&copy, around).unwrap();
    assert_eq!((opened.read_only.as_deref(), mark(&opened.document, 1)), (None, Some(2)));
    opened.document.apply(score(opened.document.session(), 1, 5)).unwrap();
    opened.document.close().unwrap();
    assert_eq!(mark(&document, 1), Some(3));
}

#[test]
fn what_somebody_else_wrote_is_kept_when_it_is_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, clock) = saved_document(home.path());
    let path = document.path().unwrap().to_owned();
    let theirs = std::fs::read_to_string(&path).unwrap().replace("Person 1", "Person X");
    std::fs::write(&path, &theirs).unwrap();
    clock.pass(Duration::from_secs(1));
    document.save_over().unwrap();
    let (around, _) = testing::surroundings(home.path());
    let versions = crate::storage::versions_of(&RealFiles, &around.folders, &document.session().id);
    assert!(versions.iter().any(|version| std::fs::read_to_string(&version.path).unwrap() == theirs));
}

#[test]
fn a_note_of_another_machine_is_told_and_can_be_passed_over() {
    let home = tempfile::tempdir().unwrap();
    let (document, clock) = saved_document(home.path());
    document.close().unwrap();
    let note = home.path().join(".a.plumbline.open");
    assert!(!note.exists(), "our own note went with the document");
    let since = clock.now();
    std::fs::write(&note, format!("(who:\"bo@laptop\",since:\"{since}\",seen:\"{since}\")")).unwrap();
    let mut opened = open(home.path());
    let sentence = opened.read_only.unwrap();
    assert!(sentence.contains("bo@laptop since 2026-01-01 00:00 UTC") && opened.elsewhere, "{sentence}");
    assert!(opened.document.apply(score(opened.document.session(), 1, 4)).is_err());
    let (warnings, recovery) = opened.document.write_all_the_same();
    assert_eq!((warnings, recovery), (Vec::new(), None));
    opened.document.apply(score(opened.document.session(), 1, 4)).unwrap();
    opened.document.close().unwrap();
    assert!(!note.exists());
    assert_eq!(mark(&open(home.path()).document, 1), Some(4));
}
