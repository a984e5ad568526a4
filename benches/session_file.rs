//! How long opening and saving a session takes, and how much memory opening needs.
//!
//! `cargo bench --bench session_file` measures 60 people × 22 skills × 8 raters and 10,000 people
//! × 22 skills × 8 raters, and then prints the memory that opening the large one took, as a multiple of its file (on
//! Linux). Each file has a history: every rater's scores as one step a person.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use criterion::Criterion;
use plumbline::edit::{Actor, Change, Edit, Gesture, set_scores};
use plumbline::model::{Round, Session};
use plumbline::storage::{RealFiles, load, read_header};
use plumbline::testing;
use plumbline::workspace::Document;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match &arguments[1..] {
        [mode, path, ..] if mode == "--open" => return open_and_print_memory(Path::new(path)),
        [mode, ..] if mode == "--nothing" => return print_memory(),
        _ => {}
    }
    let home = tempfile::tempdir().expect("a folder for the benchmark");
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    for people in [60, 10_000] {
        let path = saved(home.path(), people);
        measure(&mut criterion, home.path(), &path, people);
    }
    criterion.final_summary();
    report_memory(&home.path().join("10000.plumbline"));
}

/// A saved session in which everybody rated everybody, with the steps that led there.
fn saved(home: &Path, people: usize) -> PathBuf {
    let rated = testing::rated_session(people, 8, 22);
    let (around, _) = testing::surroundings(home);
    let mut document = Document::create(testing::session(people, 8, 22), around);
    for rater in rated.panel.iter() {
        for person in rated.people.iter() {
            let skills = rated.rubric.skills.iter().map(|skill| &skill.id);
            let mark = |skill| rated.mark(&rater.id, &person.id, skill, Round::Blind);
            let marks = skills.map(|skill| ((person.id.clone(), skill.clone()), mark(skill))).collect();
            let edit = set_scores(document.session(), &rater.id, Round::Blind, marks);
            let change = Change::new(Actor::Rater(rater.id.clone()), Gesture::Rate, edit.into_iter().collect());
            document.apply(change).expect("a score that fits");
        }
    }
    let path = home.join(format!("{people}.plumbline"));
    document.save_as(&path).expect("a saved session");
    document.close().expect("a closed session");
    path
}

fn measure(criterion: &mut Criterion, home: &Path, path: &Path, people: usize) {
    let (around, _) = testing::surroundings(home);
    let mut group = criterion.benchmark_group(format!("{people} people"));
    group.bench_function("read the header", |bench| {
        bench.iter(|| read_header(&RealFiles, path).expect("a header"));
    });
    group.bench_function("open", |bench| {
        bench.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    let start = Instant::now();
                    let opened = Document::open(path, around.clone()).expect("a session");
                    let time = start.elapsed();
                    drop(opened);
                    time
                })
                .sum()
        });
    });
    let mut document = Document::open(path, around.clone()).expect("a session").document;
    // Somebody who saves has had it open for longer than its history takes to be read beside the work.
    document.history();
    group.bench_function("save", |bench| {
        bench.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    document.apply(rename(document.session())).expect("a new title");
                    let start = Instant::now();
                    document.save().expect("a saved session");
                    start.elapsed()
                })
                .sum()
        });
    });
    group.finish();
    document.close().expect("a closed session");
}

fn rename(session: &Session) -> Change {
    let before = Box::new((*session.about).clone());
    let mut after = before.clone();
    after.title = if before.title == "One" { "Two".into() } else { "One".into() };
    Change::new(Actor::Facilitator, Gesture::Describe, vec![Edit::SetAbout { before, after }])
}

/// The most memory that the process has had, in bytes; none where the system does not tell.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

fn print_memory() {
    println!("{}", peak_memory().unwrap_or_default());
}

fn open_and_print_memory(path: &Path) {
    let loaded = load(&RealFiles, path).expect("a session");
    print_memory();
    drop(loaded);
}

/// What opening a file takes beyond what a process has anyway, in a process of its own.
fn report_memory(path: &Path) {
    let run = |arguments: &[&std::ffi::OsStr]| -> Option<u64> {
        let output = Command::new(std::env::current_exe().ok()?).args(arguments).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    };
    let length = std::fs::metadata(path).map_or(1, |about| about.len());
    let (Some(nothing), Some(open)) = (run(&["--nothing".as_ref()]), run(&["--open".as_ref(), path.as_os_str()]))
    else {
        return;
    };
    let taken = open.saturating_sub(nothing);
    println!(
        "Opening a file of {:.1} MB takes {:.1} MB of memory at its highest: {:.2} times the file.",
        length as f64 / 1e6,
        taken as f64 / 1e6,
        taken as f64 / length as f64
    );
}
