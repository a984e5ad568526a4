//! The command line: the same work as the window, for scripts and for those who like it. Every command reads its files
//! whole before it writes anything, and what it writes is there as a whole or not at all. What went well is said on
//! standard output; what is wrong, on standard error, one sentence a line. The exit code is 1 for bad input and 2 for
//! wrong usage.

mod access;
mod analyze;
mod check;
mod export;
mod new;
mod passphrase;
mod person;
mod rate;
mod rescue;
mod reveal;
mod session;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::storage::{FileLayer, OpenFault, RealFiles};

/// What the window opens with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Nothing in particular.
    Home,
    /// This session.
    Open(PathBuf),
    /// The sample session.
    Sample,
}

/// Calibrate how product managers stand. Without a command, the window opens.
#[derive(Debug, Parser)]
#[command(name = "plumbline", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    /// The session to open in the window
    session: Option<PathBuf>,
    /// Open the sample session
    #[arg(long, conflicts_with = "session")]
    sample: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Check(check::Check),
    Rate(rate::Rate),
    Reveal(reveal::Reveal),
    Analyze(analyze::Analyze),
    Export(export::Export),
    Passphrase(passphrase::ChangePassphrase),
    Rescue(rescue::RescueFile),
    Held(person::Held),
    Erase(person::Erase),
}

/// Does what the arguments say. `window` opens the window; without one, the program says so.
pub fn run(arguments: impl IntoIterator<Item = OsString>, window: Option<&dyn Fn(Start) -> ExitCode>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are asked for: they go to standard output and are no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match (arguments.command, arguments.session, arguments.sample) {
        (Some(Command::New(new)), ..) => new.run(),
        (Some(Command::Check(check)), ..) => check.run(),
        (Some(Command::Rate(rate)), ..) => rate.run(),
        (Some(Command::Reveal(reveal)), ..) => reveal.run(),
        (Some(Command::Analyze(analyze)), ..) => analyze.run(),
        (Some(Command::Export(export)), ..) => export.run(),
        (Some(Command::Passphrase(passphrase)), ..) => passphrase.run(),
        (Some(Command::Rescue(rescue)), ..) => rescue.run(),
        (Some(Command::Held(held)), ..) => held.run(),
        (Some(Command::Erase(erase)), ..) => erase.run(),
        (None, Some(session), _) => return open(Start::Open(session), window),
        (None, None, true) => return open(Start::Sample, window),
        (None, None, false) => return open(Start::Home, window),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.sentences.iter().for_each(|sentence| complain(sentence));
            ExitCode::from(failure.code)
        }
    }
}

/// Has a panic told by its place alone: its words could hold a name or a score. The program unwinds, so that the journal
/// still writes what it was given.
pub fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), |place| place.to_string());
        complain(&format!(
            "Plumbline stopped unexpectedly, at {place}. What was entered is in the journal and is offered at the next \
             start."
        ));
    }));
}

fn open(start: Start, window: Option<&dyn Fn(Start) -> ExitCode>) -> ExitCode {
    match window {
        Some(window) => window(start),
        None => {
            complain("This build has no window; see plumbline --help for what it can do without one.");
            ExitCode::from(2)
        }
    }
}

/// Why a command was not carried out.
#[derive(Debug)]
struct Failure {
    sentences: Vec<String>,
    code: u8,
}

impl Failure {
    /// Something is wrong with what was given.
    fn input(sentence: impl ToString) -> Self {
        Self { sentences: vec![sentence.to_string()], code: 1 }
    }

    /// Several things are.
    fn inputs(sentences: Vec<String>) -> Self {
        Self { sentences, code: 1 }
    }

    /// The command was not meant this way.
    fn usage(sentence: impl ToString) -> Self {
        Self { sentences: vec![sentence.to_string()], code: 2 }
    }
}

type Done = Result<(), Failure>;

/// Says something on standard output. A reader that has gone away is no failure.
fn say(sentence: &str) {
    let _ = writeln!(std::io::stdout(), "{sentence}");
}

/// Says what is wrong, on standard error.
fn complain(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "{sentence}");
}

/// The bytes of a file.
fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    RealFiles.read(path, u64::MAX).map_err(|error| match OpenFault::from(error) {
        OpenFault::Missing => Failure::input(format!("There is no such file: {}", path.display())),
        OpenFault::NotAFile => Failure::input(format!("This is not a file: {}", path.display())),
        fault => Failure::input(fault.at(path)),
    })
}

/// The name of a file, for sentences.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// "1 person", "3 people".
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
