//! The rooms of ARCHITECTURE.md: each uses only those above it, and `raters` none at all. Read from the sources, so that
//! a use across rooms is seen whatever features are on. What only tests use is left out.

use std::fs;
use std::path::{Path, PathBuf};

/// From the top down.
const ROOMS: [&str; 9] = ["model", "raters", "edit", "insight", "storage", "exchange", "workspace", "cli", "app"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Modules that are compiled for tests alone.
fn is_for_tests(path: &Path) -> bool {
    let name = |part: &str| part == "tests" || part == "kit" || part == "fixture" || part.ends_with("_tests");
    path.iter().any(|part| name(part.to_string_lossy().trim_end_matches(".rs")))
}

/// The text of a source up to its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source can be read");
    let tests = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text[..tests].lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The rooms that a text names after `crate::`.
fn named(text: &str) -> Vec<&'static str> {
    let after = text.split("crate::").skip(1);
    let word =
        |rest: &str| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned();
    let single = after.clone().map(word);
    let listed = after.filter_map(|rest| Some(rest.strip_prefix('{')?.split_once("};")?.0));
    let listed = listed.flat_map(|list| list.split(',').map(|part| word(part.trim())).collect::<Vec<_>>());
    let names: Vec<String> = single.chain(listed).collect();
    ROOMS.into_iter().filter(|room| names.iter().any(|name| name == room)).collect()
}

#[test]
fn a_room_uses_only_those_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (height, room) in ROOMS.iter().enumerate() {
        let mut files = Vec::new();
        sources(&root.join(room), &mut files);
        assert!(!files.is_empty(), "{room} is empty");
        for path in files.iter().filter(|path| !is_for_tests(path)) {
            let text = code(path);
            let used = named(&text).into_iter().filter(|used| used != room);
            let below = |used: &&str| *room == "raters" || ROOMS.iter().position(|of| of == used) > Some(height);
            wrong.extend(used.filter(below).map(|used| format!("{} uses {used}", path.display())));
            for library in ["egui", "eframe", "rfd"] {
                if *room != "app" && text.contains(&format!("{library}::")) {
                    wrong.push(format!("{} uses {library}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn uses_are_seen_however_they_are_written() {
    assert_eq!(named("use crate::model::Session;"), ["model"]);
    assert_eq!(named("use crate::{edit::Edit, insight};"), ["edit", "insight"]);
    assert_eq!(named("fn f(x: &crate::app::View) {}"), ["app"]);
    assert!(named("use super::model;").is_empty());
}
