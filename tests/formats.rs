//! Files of every format version open for ever. `tests/formats` holds one or more files of each, as the program of that
//! time wrote them; they are never written again. A new version adds files, and changes none.

use std::path::{Path, PathBuf};

use plumbline::edit::{Actor, Entry};
use plumbline::model::{Phase, Session};
use plumbline::storage::{Loaded, Passphrase, RealFiles, load, load_sealed};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

fn files() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(corpus()).expect("the corpus");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "plumbline"));
    files.sort();
    files
}

fn open(path: &Path) -> Loaded {
    let encrypted = path.to_string_lossy().contains("encrypted");
    let loaded = match encrypted {
        true => load_sealed(&RealFiles, path, &Passphrase::new("four words do well"), 1),
        false => load(&RealFiles, path),
    };
    loaded.unwrap_or_else(|error| panic!("{error}"))
}

/// What stands in every file of format 1, whatever the program makes of it later.
fn holds_what_it_held(session: &Session) {
    assert_eq!(session.about.title, "Product org");
    assert_eq!(session.about.period.name, "H2 2026");
    assert_eq!(session.about.phase, Phase::Calibrate);
    assert_eq!(session.people.len(), 3);
    let ada = session.people.iter().find(|person| person.name == "Ada Ember").expect("Ada is there");
    assert_eq!(ada.employee_id, "001");
    let rater = session.panel.iter().find(|rater| rater.name == "Max Field").expect("Max is there");
    let sheet = session.ratings.sheet(&rater.id).expect("he rated");
    assert_eq!(sheet.notes().values().collect::<Vec<_>>(), ["Closed the renewal, “alone”"]);
    let scored = session.rubric.skills.iter().filter_map(|skill| session.last_mark(&rater.id, &ada.id, &skill.id));
    assert_eq!(scored.count(), 3);
    assert!(session.is_revealed(&ada.id));
}

#[test]
fn every_file_of_every_format_opens_with_all_that_it_held() {
    let files = files();
    assert!(files.len() >= 2, "the corpus is there: {files:?}");
    for path in files {
        let Loaded { contents, .. } = open(&path);
        assert_eq!(contents.warnings, Vec::<String>::new(), "{}", path.display());
        assert!(contents.session.problems().is_empty(), "{}", path.display());
        holds_what_it_held(&contents.session);
        let (mut session, mut history) = (contents.session, contents.history.parse());
        assert_eq!(history.entries().len(), contents.history.entries(), "every step can be read");
        assert!(history.entries().iter().any(|entry| matches!(&**entry, Entry::Done(_))));
        // Undo reaches back into what an old program wrote.
        let undone = history.undo(&mut session, &Actor::Facilitator, jiff::Timestamp::UNIX_EPOCH);
        assert!(undone.is_ok(), "{}: {undone:?}", path.display());
    }
}
