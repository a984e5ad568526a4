//! An encrypted session: nothing of it lies plain anywhere, and only its passphrase opens it.

use std::sync::Arc;

use super::*;
use crate::storage::{OpenFault, Passphrase, RealFiles, Seal};
use crate::workspace::{Document, copy_session};

/// A text that only the session holds.
const PLANTED: &str = "Zanele Planted-Name";

fn passphrase() -> Passphrase {
    Passphrase::new("four words do well")
}

fn seal() -> Option<Arc<Seal>> {
    Some(Arc::new(Seal::new(passphrase(), 1)))
}

fn encrypted_document(folder: &Path) -> (Document, testing::Clock) {
    let (around, clock) = testing::surroundings(folder);
    let mut session = testing::session(4, 2, 3);
    Arc::make_mut(&mut session.about).title = PLANTED.into();
    let document = Document::create_at(&folder.join("a.plumbline"), session, seal(), around).unwrap();
    (document, clock)
}

fn open_with(folder: &Path, passphrase: &Passphrase) -> Result<Opened, OpenFault> {
    let (around, _) = testing::surroundings(folder);
    Document::open_encrypted(&folder.join("a.plumbline"), passphrase, around).map_err(|error| error.fault)
}

fn note(document: &Document, words: &str) -> Change {
    let (rater, person, skill) = (rater(1), person(1), skill(1));
    let before = document.session().ratings.sheet(&rater);
    let before = before.and_then(|sheet| sheet.notes().get(&(person.clone(), skill.clone())).cloned());
    let edit = Edit::SetNote { rater: rater.clone(), person, skill, before, after: Some(words.into()) };
    Change::new(Actor::Rater(rater), Gesture::Note, vec![edit])
}

#[test]
fn an_encrypted_session_comes_back_with_its_undo_and_lies_plain_nowhere() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = encrypted_document(home.path());
    document.apply(note(&document, PLANTED)).unwrap();
    document.save().unwrap();
    document.apply(note(&document, &format!("Again {PLANTED}"))).unwrap();
    document.flush();
    assert_eq!(files_with(home.path(), "Planted"), Vec::<PathBuf>::new());
    let (session, history) = (document.snapshot(), document.history().clone());
    drop(document);
    let mut opened = open_with(home.path(), &passphrase()).unwrap();
    assert_eq!(opened.recovery.map(|recovery| recovery.changes), Some(1), "the journal is read with the file's key");
    assert_eq!(opened.document.recover(), None);
    assert_eq!((opened.document.session(), opened.document.history()), (&session, &history));
    opened.document.close().unwrap();
    assert_eq!(files_with(home.path(), "Planted"), Vec::<PathBuf>::new());
}

#[test]
fn another_passphrase_or_none_says_so() {
    let home = tempfile::tempdir().unwrap();
    let (document, _) = encrypted_document(home.path());
    document.close().unwrap();
    let wrong = open_with(home.path(), &Passphrase::new("three words do well")).unwrap_err();
    assert_eq!(wrong, OpenFault::WrongPassphrase);
    assert!(wrong.to_string().starts_with("That is not the passphrase of this file"));
    let (around, _) = testing::surroundings(home.path());
    let none = Document::open(&home.path().join("a.plumbline"), around).unwrap_err();
    assert_eq!(none.fault, OpenFault::Encrypted);
}

#[test]
fn a_changed_byte_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    let (document, _) = encrypted_document(home.path());
    let path = document.path().unwrap().to_owned();
    document.close().unwrap();
    let whole = std::fs::read(&path).unwrap();
    let mut changed = whole.clone();
    *changed.last_mut().unwrap() ^= 1;
    std::fs::write(&path, changed).unwrap();
    assert_eq!(open_with(home.path(), &passphrase()).unwrap_err(), OpenFault::Tampered);
    std::fs::write(&path, whole).unwrap();
    assert!(open_with(home.path(), &passphrase()).is_ok());
}

#[test]
fn encrypting_a_plain_session_takes_its_plain_traces_along() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, clock) = saved_document(home.path());
    document.apply(rename(document.session(), PLANTED)).unwrap();
    document.save().unwrap();
    clock.pass(std::time::Duration::from_secs(9));
    document.apply(note(&document, PLANTED)).unwrap();
    document.flush();
    assert!(files_with(home.path(), "Planted").len() >= 3, "file, version and journal");
    // A journal of another version was put aside, plain.
    let aside = home.path().join("state/journals/test-session.2.journal");
    std::fs::copy(home.path().join("state/journals/test-session.journal"), &aside).unwrap();
    let path = document.path().unwrap().to_owned();
    document.save_protected(&path, seal()).unwrap();
    document.apply(note(&document, "More")).unwrap();
    document.flush();
    assert_eq!(files_with(home.path(), "Planted"), Vec::<PathBuf>::new());
    assert!(aside.exists(), "what was put aside is encrypted, not lost");
    drop(document);
    let opened = open_with(home.path(), &passphrase()).unwrap();
    assert_eq!(opened.document.title(), PLANTED);
}

#[test]
fn a_new_passphrase_opens_the_session_and_the_old_one_opens_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = encrypted_document(home.path());
    let path = document.path().unwrap().to_owned();
    let new = Passphrase::new("another four good words");
    document.save_protected(&path, Some(Arc::new(Seal::new(new.clone(), 1)))).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    drop(document);
    assert_eq!(open_with(home.path(), &passphrase()).unwrap_err(), OpenFault::WrongPassphrase);
    let opened = open_with(home.path(), &new).unwrap();
    assert_eq!(opened.recovery.map(|recovery| recovery.changes), Some(1));
    let id = opened.document.session().id.clone();
    drop(opened.document);
    let (around, _) = testing::surroundings(home.path());
    for version in crate::storage::versions_of(&RealFiles, &around.folders, &id) {
        let copy = home.path().join("copy.plumbline");
        assert!(copy_session(&version.path, Some(&passphrase()), &copy, &around).is_err(), "{version:?}");
        copy_session(&version.path, Some(&new), &copy, &around).unwrap();
        assert!(crate::storage::is_encrypted(&RealFiles, &copy), "a copy is as encrypted as what it was made of");
    }
}

#[test]
fn removing_the_passphrase_leaves_a_plain_session() {
    let home = tempfile::tempdir().unwrap();
    let (mut document, _) = encrypted_document(home.path());
    let path = document.path().unwrap().to_owned();
    document.save_protected(&path, None).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    drop(document);
    let mut opened = open(home.path());
    opened.document.recover();
    assert_eq!((opened.document.title(), mark(&opened.document, 1)), (PLANTED, Some(4)));
    assert!(opened.document.seal().is_none());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("AGE-SECRET-KEY"), "the key went with the passphrase");
}

#[test]
fn a_failed_encryption_changes_nothing() {
    use crate::testing::{Failing, FailingFiles};
    let home = tempfile::tempdir().unwrap();
    let (mut around, _) = testing::surroundings(home.path());
    let files = FailingFiles::default();
    around.files = Arc::new(files.clone());
    let path = home.path().join("a.plumbline");
    let mut document = Document::create_at(&path, testing::session(4, 2, 3), None, around).unwrap();
    document.apply(score(document.session(), 1, 4)).unwrap();
    files.fail(Some(Failing::Write(std::io::ErrorKind::StorageFull, 10)));
    document.save_protected(&path, seal()).unwrap_err();
    files.fail(None);
    assert!(document.seal().is_none());
    drop(document);
    assert_eq!(open(home.path()).recovery.map(|recovery| recovery.changes), Some(1), "still plain, nothing lost");
}

#[test]
fn what_age_encrypts_opens_too() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.plumbline");
    let text = crate::storage::write(&testing::session(4, 2, 3), &Default::default()).unwrap();
    // As `age --passphrase` does, without a key for the journal inside.
    std::fs::write(&path, Seal::new(passphrase(), 1).seal(text.as_bytes()).unwrap()).unwrap();
    let mut document = open_with(home.path(), &passphrase()).unwrap().document;
    document.apply(score(document.session(), 1, 4)).unwrap();
    document.close().unwrap();
    let opened = open_with(home.path(), &passphrase()).unwrap();
    assert_eq!(mark(&opened.document, 1), Some(4));
}
