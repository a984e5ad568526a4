//! Killed at any moment, nothing is lost that was on the screen for a while. A child edits and saves by a script that
//! its seed decides, tells after every step what it has done, and is killed (SIGKILL) at a random moment. Then the
//! session is reopened and held against the same script, played without a crash.
//!
//! `PLUMBLINE_CRASHES` says how often; `cargo test` does it a few times, `.ci/run` two hundred times. A seed of a run
//! that failed is tried again with `PLUMBLINE_CRASH_SEED`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use plumbline::edit::Actor;
use plumbline::model::{Phase, Session};
use plumbline::storage::{Passphrase, Seal};
use plumbline::testing::{self, Dice};
use plumbline::workspace::{Document, Opened, Surroundings};

const HOME: &str = "PLUMBLINE_CRASH_HOME";
const SEED: &str = "PLUMBLINE_CRASH_SEED";
const PASSPHRASE: &str = "four words do well";

/// In a text of every session; no file of an encrypted one may hold it.
const PLANTED: &str = "Zanele Planted-Name";

/// What is shown on the screen for so long is safe.
const PROMISED: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain,
    Encrypted,
    /// Never saved: everything is in the journal.
    WithoutFile,
}

fn kind(seed: u64) -> Kind {
    match seed % 5 {
        0 | 1 => Kind::Plain,
        2 | 3 => Kind::Encrypted,
        _ => Kind::WithoutFile,
    }
}

fn start() -> Session {
    let mut session = testing::rated_session(4, 3, 4);
    let mut about = (*session.about).clone();
    about.phase = Phase::Calibrate;
    about.title = PLANTED.into();
    session.about = Arc::new(about);
    session
}

fn file(home: &Path) -> PathBuf {
    home.join("a.plumbline")
}

fn surroundings(home: &Path) -> Surroundings {
    testing::surroundings(home).0
}

/// One thing that somebody does, as the dice of the seed and the number of the step fall.
fn work(document: &mut Document, seed: u64, number: usize) -> bool {
    let mut dice = Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
    let session = document.snapshot();
    let actor = match session.panel.at(dice.below(session.panel.len() + 1)) {
        Some(rater) => Actor::Rater(rater.id.clone()),
        None => Actor::Facilitator,
    };
    match dice.below(10) {
        0 => document.undo(&actor).is_ok(),
        1 => document.redo(&actor).is_ok(),
        _ => document.apply(testing::any_change(&session, &mut dice, &format!("new{number}"))).is_ok(),
    }
}

/// The child: works until it is killed. It is started by the parent alone.
#[test]
#[ignore = "the parent starts it"]
fn child() {
    let Ok(home) = std::env::var(HOME) else { return };
    let (home, seed) = (PathBuf::from(home), seed_of_environment().expect("a seed"));
    let mut document = match kind(seed) {
        Kind::WithoutFile => Document::create(start(), surroundings(&home)),
        kind => {
            let seal = (kind == Kind::Encrypted).then(|| Arc::new(Seal::new(Passphrase::new(PASSPHRASE), 1)));
            Document::create_at(&file(&home), start(), seal, surroundings(&home)).expect("a session")
        }
    };
    document.flush();
    tell("ready", 0);
    let mut dice = Dice::new(seed ^ 0x5eed);
    for number in 1.. {
        work(&mut document, seed, number);
        tell("shown", number);
        match dice.below(12) {
            // A rest: what is on the screen now stays there for more than a second.
            0 if seed.is_multiple_of(10) => std::thread::sleep(PROMISED + Duration::from_millis(100)),
            1 | 2 => {
                document.flush();
                tell("safe", number);
            }
            3 if document.path().is_some() => {
                document.save().expect("saved");
                tell("safe", number);
            }
            4 => {
                // The same by a worker, as after a rest.
                if document.start_saving().is_ok() {
                    document.tick();
                }
            }
            _ => drop(document.tick()),
        }
    }
}

fn tell(what: &str, number: usize) {
    let mut out = std::io::stdout().lock();
    // Where the parent is gone there is nothing to tell.
    let _ = writeln!(out, "@{what} {number}").and_then(|()| out.flush());
}

fn seed_of_environment() -> Option<u64> {
    std::env::var(SEED).ok()?.parse().ok()
}

/// What a child told, and when.
#[derive(Default)]
struct Told {
    shown: BTreeMap<usize, Instant>,
    safe: usize,
    ready: bool,
}

struct Running {
    child: Child,
    told: Arc<Mutex<Told>>,
    reader: std::thread::JoinHandle<()>,
}

fn run_child(home: &Path, seed: u64) -> Running {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "child", "--ignored", "--nocapture", "--test-threads=1"])
        .env(HOME, home)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let out = BufReader::new(child.stdout.take().expect("its output"));
    let told = Arc::new(Mutex::new(Told::default()));
    let listener = told.clone();
    let reader = std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            // The harness writes lines of its own, and may begin one that the child ends.
            let Some((_, line)) = line.split_once('@') else { continue };
            let Some((what, number)) = line.split_once(' ') else { continue };
            let Ok(number) = number.parse::<usize>() else { continue };
            let mut told = listener.lock().expect("nobody panicked");
            match what {
                "shown" => drop(told.shown.insert(number, Instant::now())),
                "safe" => told.safe = told.safe.max(number),
                _ => told.ready = true,
            }
        }
    });
    Running { child, told, reader }
}

/// Kills a child of this seed at a random moment and looks at what is left.
fn crash(seed: u64) -> Result<(), String> {
    let home = tempfile::tempdir().expect("a folder");
    let mut running = run_child(home.path(), seed);
    let begun = Instant::now();
    while !running.told.lock().expect("nobody panicked").ready {
        if begun.elapsed() > Duration::from_secs(60) {
            return Err("the child did not start".into());
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let mut dice = Dice::new(seed);
    let most = if seed.is_multiple_of(10) { 3000 } else { 120 };
    std::thread::sleep(Duration::from_micros((dice.below(most * 1000)) as u64));
    let killed = Instant::now();
    running.child.kill().expect("killed");
    running.child.wait().expect("ended");
    running.reader.join().expect("read");
    let told = running.told.lock().expect("nobody panicked");
    let shown = told.shown.keys().last().copied().unwrap_or_default();
    let long = told.shown.iter().filter(|(_, at)| killed.duration_since(**at) > PROMISED);
    let safe = told.safe.max(long.map(|(number, _)| *number).max().unwrap_or_default());

    let mut document = reopen(home.path(), seed)?;
    if let Some(problem) = document.recover() {
        return Err(problem);
    }
    let problems = document.session().problems();
    if !problems.is_empty() {
        return Err(format!("the session does not hold together: {problems:?}"));
    }
    // The step that was being made when the child was killed may be there although it was never told.
    let states = played(seed, shown + 1);
    let found = (safe..=shown + 1).find(|number| states[*number] == *document.session());
    if found.is_none() {
        let earlier = (0..safe).rev().find(|number| states[*number] == *document.session());
        return Err(format!(
            "step {safe} was safe and {shown} shown, and what came back is {}",
            earlier.map_or("none of them".into(), |number| format!("step {number}"))
        ));
    }
    if kind(seed) == Kind::Encrypted {
        drop(document);
        let plain = plain_files(home.path());
        if !plain.is_empty() {
            return Err(format!("there is plain text in {plain:?}"));
        }
    }
    Ok(())
}

fn reopen(home: &Path, seed: u64) -> Result<Document, String> {
    let around = surroundings(home);
    let opened = match kind(seed) {
        Kind::Plain => Document::open(&file(home), around),
        Kind::Encrypted => Document::open_encrypted(&file(home), &Passphrase::new(PASSPHRASE), around),
        Kind::WithoutFile => {
            let lost = Document::lost_sessions(&around);
            let [lost] = &lost[..] else { return Err(format!("{} sessions are offered", lost.len())) };
            Document::open_lost(lost, around)
        }
    };
    let Opened { document, warnings, read_only, .. } = opened.map_err(|error| error.to_string())?;
    if !warnings.is_empty() || read_only.is_some() {
        return Err(format!("{warnings:?} {read_only:?}"));
    }
    Ok(document)
}

/// The states that the script of a seed leads through, from the beginning.
fn played(seed: u64, steps: usize) -> Vec<Session> {
    let home = tempfile::tempdir().expect("a folder");
    let mut document = Document::create(start(), surroundings(home.path()));
    let mut states = vec![document.snapshot()];
    for number in 1..=steps {
        work(&mut document, seed, number);
        states.push(document.snapshot());
    }
    document.discard();
    states
}

/// The files under a folder that hold the planted name.
fn plain_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(plain_files(&path));
        } else if holds(&std::fs::read(&path).expect("a file"), PLANTED.as_bytes()) {
            found.push(path);
        }
    }
    found
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

#[test]
fn killed_at_any_moment_everything_is_there_that_was_shown_for_a_second() {
    let asked = std::env::var("PLUMBLINE_CRASHES").ok().and_then(|number| number.parse().ok());
    let seeds: Vec<u64> = match seed_of_environment() {
        Some(seed) => vec![seed],
        None => (0..asked.unwrap_or(15)).collect(),
    };
    let failed: Vec<String> =
        seeds.iter().filter_map(|seed| crash(*seed).err().map(|error| format!("seed {seed}: {error}"))).collect();
    assert!(failed.is_empty(), "{} of {} crashes lost something:\n{}", failed.len(), seeds.len(), failed.join("\n"));
    println!("{} crashes, seeds 0 to {}: nothing lost", seeds.len(), seeds.len().saturating_sub(1));
}

/// The child of the next test: it works, and then something in it goes wrong.
#[test]
#[ignore = "the parent starts it"]
fn panicking_child() {
    let Ok(home) = std::env::var(HOME) else { return };
    plumbline::cli::keep_panics_quiet();
    let home = PathBuf::from(home);
    let seal = Some(Arc::new(Seal::new(Passphrase::new(PASSPHRASE), 1)));
    let mut document = Document::create_at(&file(&home), start(), seal, surroundings(&home)).expect("a session");
    for number in 1..=40 {
        work(&mut document, 7, number);
    }
    panic!("{PLANTED} has a 2 for P&L");
}

#[test]
fn a_panic_leaves_the_journal_whole_and_tells_nothing_but_its_place() {
    let home = tempfile::tempdir().expect("a folder");
    let ended = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "panicking_child", "--ignored", "--nocapture", "--test-threads=1"])
        .env(HOME, home.path())
        .output()
        .expect("the child runs");
    assert!(!ended.status.success());
    let told = String::from_utf8_lossy(&ended.stderr);
    assert!(told.contains("Plumbline stopped unexpectedly, at tests/crash.rs:"), "{told}");
    assert!(!told.contains("Planted") && !told.contains("P&L"), "{told}");
    let around = surroundings(home.path());
    let opened = Document::open_encrypted(&file(home.path()), &Passphrase::new(PASSPHRASE), around);
    let mut document = opened.expect("it opens").document;
    assert_eq!(document.recover(), None);
    assert!(played(7, 40)[40] == *document.session(), "not everything is there");
    drop(document);
    assert_eq!(plain_files(home.path()), Vec::<PathBuf>::new());
}

#[test]
fn the_search_for_plain_text_finds_it_in_a_plain_session() {
    let home = tempfile::tempdir().expect("a folder");
    let document = Document::create_at(&file(home.path()), start(), None, surroundings(home.path())).expect("saved");
    drop(document);
    assert_eq!(plain_files(home.path()).len(), 2, "the file and its earlier version");
}
