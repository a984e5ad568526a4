//! What somebody at work sees of a document: changes, undo, saving, crashes, a second window.

mod crashes;
mod encryption;
mod erasing;
mod meeting;
mod random;
mod saving;
mod work;

use std::path::{Path, PathBuf};

use crate::edit::{Actor, Change, Edit, Gesture, set_scores};
use crate::model::{Mark, PersonId, RaterId, Round, Session, SkillId};
use crate::testing;

use super::{Document, Opened};

fn rater(number: usize) -> RaterId {
    RaterId::new(format!("r{number:02}"))
}

fn person(number: usize) -> PersonId {
    PersonId::new(format!("p{number:05}"))
}

fn skill(number: usize) -> SkillId {
    SkillId::new(format!("skill-{number:02}"))
}

/// Rater 1 scores person 1 on one skill.
fn score(session: &Session, on: usize, score: u8) -> Change {
    let marks = [((person(1), skill(on)), Some(Mark::Score(score)))].into();
    let edit = set_scores(session, &rater(1), Round::Blind, marks);
    Change::new(Actor::Rater(rater(1)), Gesture::Rate, edit.into_iter().collect())
}

fn mark(document: &Document, on: usize) -> Option<u8> {
    document.session().last_mark(&rater(1), &person(1), &skill(on)).and_then(Mark::score)
}

fn rename(session: &Session, title: &str) -> Change {
    let before = Box::new((*session.about).clone());
    let mut after = before.clone();
    after.title = title.into();
    Change::new(Actor::Facilitator, Gesture::Describe, vec![Edit::SetAbout { before, after }])
}

/// A saved session of four people, two raters and three skills.
fn saved_document(folder: &Path) -> (Document, testing::Clock) {
    let (around, clock) = testing::surroundings(folder);
    let mut document = Document::create(testing::session(4, 2, 3), around);
    document.save_as(&folder.join("a.plumbline")).unwrap();
    (document, clock)
}

fn open(folder: &Path) -> Opened {
    let (around, _) = testing::surroundings(folder);
    Document::open(&folder.join("a.plumbline"), around).unwrap()
}

/// The files under a folder that hold some words.
fn files_with(folder: &Path, words: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, words));
        } else if std::fs::read(&path).unwrap().windows(words.len()).any(|part| part == words.as_bytes()) {
            found.push(path);
        }
    }
    found
}
