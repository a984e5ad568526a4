//! A disk that is really full: a small tmpfs, where one can be mounted. Where it can't, as without the rights to, the
//! test says so and passes; `src/testing/files.rs` plays the same everywhere.

use std::path::Path;
use std::process::Command;

use plumbline::model::Phase;
use plumbline::storage::SaveFault;
use plumbline::testing::{self, Dice};
use plumbline::workspace::{Document, Event};

struct Mounted<'a>(&'a Path);

impl<'a> Mounted<'a> {
    fn at(place: &'a Path, kilobytes: usize) -> Option<Self> {
        let size = format!("size={kilobytes}k,mode=0700");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place).output();
        mount.is_ok_and(|done| done.status.success()).then_some(Self(place))
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).output();
    }
}

#[test]
fn on_a_full_disk_nothing_is_lost_and_a_later_save_works() {
    let home = tempfile::tempdir().expect("a folder");
    let disk = home.path().join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let Some(mounted) = Mounted::at(&disk, 256) else {
        return println!("skipped: no tmpfs can be mounted here");
    };
    let mut session = testing::rated_session(40, 3, 8);
    std::sync::Arc::make_mut(&mut session.about).phase = Phase::Calibrate;
    // Everything is on the small disk: the session, its journal, its versions.
    let (around, _) = testing::surroundings(&disk);
    let path = disk.join("a.plumbline");
    let mut document = Document::create_at(&path, session, None, around.clone()).expect("saved");
    document.flush();
    let filler = disk.join("filler");
    let mut whole = std::fs::read(&path).expect("the session");

    // Fill the disk to the last byte.
    let mut size = 256 * 1024;
    while size > 0 {
        let mut bytes = std::fs::read(&filler).unwrap_or_default();
        bytes.resize(bytes.len() + size, 0);
        if std::fs::write(&filler, &bytes).is_err() {
            bytes.truncate(bytes.len() - size);
            let _ = std::fs::write(&filler, &bytes);
            size /= 2;
        }
    }

    let mut dice = Dice::new(5);
    for number in 0..30 {
        let change = testing::any_change(document.session(), &mut dice, &format!("new{number}"));
        let _ = document.apply(change);
    }
    document.flush();
    let told = document.tick().events;
    assert!(
        told.iter().any(|event| matches!(event, Event::Unprotected(words) if words.contains("is full"))),
        "{told:?}"
    );
    let error = document.save().expect_err("there is no room");
    assert_eq!(error.fault, SaveFault::DiskFull);
    assert_eq!(std::fs::read(&path).expect("the session"), whole, "the old file is whole");

    std::fs::remove_file(&filler).expect("removed");
    let now = document.snapshot();
    document.save().expect("there is room again");
    drop(document);
    whole.clear();
    let opened = Document::open(&path, around).expect("it opens");
    assert!(*opened.document.session() == now && opened.recovery.is_none());
    drop(opened);
    drop(mounted);
}
