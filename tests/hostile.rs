//! Hostile and damaged files: real files of every kind that the program reads, changed at random, are read as the
//! program reads them. Whatever comes of it (a session, or a sentence), it must come without a panic, in time, and
//! without more memory than the file calls for; what is taken in must hold together.
//!
//! `PLUMBLINE_MUTATIONS` says how many inputs a format gets; `cargo test` tries a few, `.ci/run` two thousand. Every
//! input is made from its number, so that one that failed can be made again with `PLUMBLINE_MUTATION`. What was found
//! once lies in tests/fixtures/hostile and is read by every run.

use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use plumbline::exchange::roster::{Reading, Roster, read_tables};
use plumbline::exchange::rubric::{RubricFile, read_rubric};
use plumbline::storage::{
    self, FileLayer, Folders, Growing, HistoryText, Passphrase, RealFiles, Replacing, Seal, look_for_unsaved,
};
use plumbline::testing::{self, Dice};
use plumbline::workspace::{DEFAULT_RUBRIC, Document};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// However small the file is, this much memory may be used: tables of the readers, a whole rubric.
const SMALL: usize = 8 * 1024 * 1024;

/// So many times the file at most.
const TIMES: usize = 10;

/// No input takes longer, also in a build that is not optimised.
const LONGEST: Duration = Duration::from_secs(5);

const PASSPHRASE: &str = "four words do well";

/// Memory is measured for the whole program: one test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How the program reads a file.
type Reader = Box<dyn Fn(&[u8])>;

/// A kind of file: real ones to change, and how the program reads one.
struct Kind {
    name: &'static str,
    seeds: Vec<Vec<u8>>,
    /// Pieces that the format has a meaning for.
    pieces: &'static [&'static str],
    read: Reader,
}

const RON: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\\",
    "None",
    "Some(",
    "/*",
    "//",
    "r#\"",
    "\u{0}",
    "1e999",
    "-1",
    "18446744073709551616",
    "0x",
    "'",
    "\n\n",
    "Rubric(",
    "Roster(about:",
    "Decisions(",
    "Done((",
    "Undone(",
    "format:2",
    "Plumbline(",
    "rows:{",
    "255",
    "(((((((((((((((((((((((((((((((",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "\"\\u{110000}\"",
    "2026-02-30",
    "9999999999-01-01",
];

const TABLE: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\u{feff}",
    "\u{0}",
    "=1+1",
    "Name",
    "Employee ID",
    "Manager",
    "31.12.1999",
    "2026-13-45",
    "99999999999999999999",
    "Total",
    "ß",
    "🙂",
    "\\",
    "''",
    "NaN",
    "<",
    "&",
    "]]>",
];

/// One change of a file, or several, as the dice fall.
fn mutated(kind: &Kind, number: u64) -> Vec<u8> {
    let mut dice = Dice::new(number.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x00c0_ffee);
    let mut bytes = kind.seeds[dice.below(kind.seeds.len())].clone();
    for _ in 0..1 + dice.below(4) {
        change(&mut bytes, kind, &mut dice);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, kind: &Kind, dice: &mut Dice) {
    if bytes.is_empty() {
        bytes.push(dice.below(256) as u8);
    }
    let place = dice.below(bytes.len());
    let end = (place + 1 + dice.below(64)).min(bytes.len());
    match dice.below(9) {
        0 => bytes[place] ^= 1 << dice.below(8),
        1 => bytes[place] = dice.below(256) as u8,
        2 => drop(bytes.drain(place..end)),
        3 => bytes.truncate(place),
        4 => {
            let piece = bytes[place..end].to_vec();
            let most = if dice.below(20) == 0 { 200 } else { 4 };
            let times = 1 + dice.below(most);
            bytes.splice(place..place, piece.repeat(times));
        }
        5 => {
            // A part of another file of the kind, or of this one.
            let other = &kind.seeds[dice.below(kind.seeds.len())];
            let from = dice.below(other.len());
            let to = (from + dice.below(2000)).min(other.len());
            bytes.splice(place..end, other[from..to].iter().copied());
        }
        6 | 7 => {
            let piece = kind.pieces[dice.below(kind.pieces.len())];
            bytes.splice(place..place, piece.bytes());
        }
        _ => bytes[place..end].iter_mut().for_each(|byte| *byte = 0),
    }
}

/// Reads one input and says what is wrong with how that went.
fn trouble(kind: &Kind, input: &[u8]) -> Option<String> {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let begun = Instant::now();
    let ended = catch_unwind(AssertUnwindSafe(|| (kind.read)(input)));
    let (took, memory) = (begun.elapsed(), MEMORY.peak_usage().saturating_sub(before));
    if let Err(panic) = ended {
        let words = panic.downcast_ref::<String>().cloned();
        let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
        return Some(format!("panicked: {}", words.unwrap_or_default()));
    }
    if took > LONGEST {
        // A machine that is busy with something else is no fault of the file: only twice is.
        let begun = Instant::now();
        (kind.read)(input);
        let again = begun.elapsed();
        if again > LONGEST {
            return Some(format!("took {took:?}, and again {again:?}"));
        }
    }
    let most = SMALL + TIMES * input.len();
    (memory > most).then(|| format!("used {memory} bytes for a file of {}", input.len()))
}

fn fixtures(kind: &Kind) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile").join(kind.name)
}

fn try_all(kind: &Kind) {
    let _alone = alone();
    std::panic::set_hook(Box::new(|_| {}));
    let mut problems = Vec::new();
    for fixture in RealFiles.list(&fixtures(kind)).expect("the fixtures") {
        let bytes = std::fs::read(&fixture).expect("a fixture");
        problems.extend(trouble(kind, &bytes).map(|problem| format!("{}: {problem}", fixture.display())));
    }
    let asked = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let numbers = match asked("PLUMBLINE_MUTATION") {
        Some(number) => number..number + 1,
        None => 0..asked("PLUMBLINE_MUTATIONS").unwrap_or(150),
    };
    let tried = numbers.end - numbers.start;
    for number in numbers {
        let input = mutated(kind, number);
        if let Some(problem) = trouble(kind, &input) {
            let kept = std::env::temp_dir().join(format!("plumbline-{}-{number}", kind.name));
            let _ = std::fs::write(&kept, &input);
            problems.push(format!("input {number}, kept as {}: {problem}", kept.display()));
        }
    }
    drop(std::panic::take_hook());
    assert!(problems.is_empty(), "{} of {tried} inputs:\n{}", problems.len(), problems.join("\n"));
    println!("{}: {tried} inputs from {} files", kind.name, kind.seeds.len());
}

/// One file in memory, whatever its path.
#[derive(Clone, Debug)]
struct OneFile(Arc<Vec<u8>>, &'static str);

impl FileLayer for OneFile {
    fn read(&self, path: &Path, at_most: u64) -> std::io::Result<Vec<u8>> {
        self.length(path)?;
        let mut bytes = Vec::with_capacity(self.0.len());
        self.0.as_slice().take(at_most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn length(&self, path: &Path) -> std::io::Result<u64> {
        let ours = path.to_string_lossy().ends_with(self.1);
        if ours { Ok(self.0.len() as u64) } else { Err(std::io::ErrorKind::NotFound.into()) }
    }

    fn replace(&self, _: &Path) -> std::io::Result<Box<dyn Replacing>> {
        Err(std::io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn grow(&self, _: &Path) -> std::io::Result<Box<dyn Growing>> {
        Err(std::io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn rename(&self, _: &Path, _: &Path) -> std::io::Result<()> {
        Ok(())
    }

    fn remove(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }

    fn list(&self, folder: &Path) -> std::io::Result<Vec<PathBuf>> {
        let ours = self.1.ends_with("journal") && folder.ends_with("journals");
        Ok(ours.then(|| folder.join(self.1)).into_iter().collect())
    }

    fn make_folder(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
}

/// A session file with a history, as the program writes it, and its journal.
fn session_and_journal(encrypted: bool) -> (Vec<u8>, Vec<u8>) {
    let home = tempfile::tempdir().expect("a folder");
    let (around, _) = testing::surroundings(home.path());
    let path = home.path().join("a.plumbline");
    let seal = encrypted.then(|| Arc::new(Seal::new(Passphrase::new(PASSPHRASE), 1)));
    let mut document = Document::create_at(&path, testing::rated_session(5, 3, 6), seal, around).expect("saved");
    let work = |document: &mut Document, from: u64| {
        for number in from..from + 60 {
            let change = testing::any_change(document.session(), &mut Dice::new(number), &format!("new{number}"));
            let _ = document.apply(change);
        }
    };
    work(&mut document, 0);
    document.save().expect("saved");
    work(&mut document, 1000);
    document.flush();
    let file = std::fs::read(&path).expect("the file");
    let journal = std::fs::read(home.path().join("state/journals/test-session.journal")).expect("the journal");
    (file, journal)
}

fn sample_file() -> Vec<u8> {
    let (session, _) = plumbline::workspace::sample().expect("the sample");
    storage::write(&session, &HistoryText::default()).expect("text").into_bytes()
}

/// Every file that the program reads is read like this one: load, then what opening does with it.
fn read_session(bytes: &[u8]) {
    let files = OneFile(Arc::new(bytes.to_vec()), "x.plumbline");
    let path = Path::new("x.plumbline");
    let _ = storage::read_header(&files, path);
    let loaded = match storage::load(&files, path) {
        Err(error) if error.fault == storage::OpenFault::Encrypted => {
            storage::load_sealed(&files, path, &Passphrase::new(PASSPHRASE), 1)
        }
        loaded => loaded,
    };
    match loaded {
        Ok(loaded) => {
            assert!(loaded.contents.session.problems().is_empty(), "an open session does not hold together");
            let _ = loaded.contents.history.parse();
        }
        Err(error) => assert_sentence(&error.to_string()),
    }
}

fn rescue(bytes: &[u8]) {
    let files = OneFile(Arc::new(bytes.to_vec()), "x.plumbline");
    if let Ok(salvaged) = storage::salvage(&files, Path::new("x.plumbline"), Some(&Passphrase::new(PASSPHRASE)), None) {
        assert!(salvaged.session.problems().is_empty(), "what was saved does not hold together");
    }
}

/// Words for a person: one line of text that ends as a sentence or in a path.
fn assert_sentence(words: &str) {
    let first = words.chars().next().unwrap_or(' ');
    assert!(first.is_uppercase() || !first.is_alphabetic(), "“{words}” does not begin as a sentence");
    assert!(words.len() < 2000, "a sentence of {} bytes", words.len());
}

#[test]
fn sessions() {
    let seeds = vec![session_and_journal(false).0, sample_file()];
    try_all(&Kind { name: "session", seeds, pieces: RON, read: Box::new(read_session) });
}

#[test]
fn encrypted_sessions() {
    let seeds = vec![session_and_journal(true).0];
    let pieces = &["-> scrypt ", "-> X25519 ", "--- ", "\n", "20", "age-encryption.org/v2\n", "\u{0}", "="];
    try_all(&Kind { name: "encrypted", seeds, pieces, read: Box::new(read_session) });
}

#[test]
fn damaged_sessions_to_rescue() {
    let seeds = vec![session_and_journal(false).0, session_and_journal(true).0, sample_file()];
    try_all(&Kind { name: "rescue", seeds, pieces: RON, read: Box::new(rescue) });
}

#[test]
fn journals() {
    let ((file, journal), (_, sealed)) = (session_and_journal(false), session_and_journal(true));
    let files = OneFile(Arc::new(file), "x.plumbline");
    let contents = storage::load(&files, Path::new("x.plumbline")).expect("a session").contents;
    let folders = Folders::under(Path::new("/nowhere"));
    let read = move |bytes: &[u8]| {
        let files = OneFile(Arc::new(bytes.to_vec()), "test-session.journal");
        let recovered = look_for_unsaved(&files, &folders, &contents.session, &contents.history, None);
        recovered.warnings.iter().for_each(|warning| assert_sentence(warning));
        if let Some(unsaved) = recovered.unsaved {
            let (mut session, mut history) = (contents.session.clone(), contents.history.parse());
            for entry in unsaved.entries {
                history.replay(&mut session, Arc::new(entry)).expect("what is offered fits");
            }
            assert!(session.problems().is_empty(), "what was recovered does not hold together");
        }
        let _ = storage::lost_sessions(&files, &folders);
    };
    let seeds = vec![journal, sealed];
    try_all(&Kind { name: "journal", seeds, pieces: RON, read: Box::new(read) });
}

fn read_roster(name: &'static str) -> Reader {
    Box::new(move |bytes| match read_tables(bytes, name) {
        Ok(workbook) => {
            for sheet in &workbook.sheets {
                let reading = Reading::propose(sheet);
                if let Ok(roster) = Roster::read(sheet, &reading) {
                    let _ = roster.people().count();
                }
            }
        }
        Err(error) => assert_sentence(&error.to_string()),
    })
}

const ROSTER: &str = "Product organisation\n\nEmployee ID;Name;Business Title;Worker's Manager;Hire Date;Team;Status\n\
    001;\"Raman, Priya\";Senior Product Manager;Chen Li;31.12.2019;Payments;Active\n\
    002;Chen  Li;Director of Product;;01.02.2018;\"Core \"\"One\"\"\";Active\n\
    003;Zoë Grün;Product Manager;001;15.06.21;Payments;On leave\n\
    003;Søren Østergård;VP Product;002;;;\nTotal;4;;;;;\n";

#[test]
fn rosters_csv() {
    let comma = ROSTER.replace(';', ",");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(ROSTER.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let team = include_bytes!("fixtures/team.csv").to_vec();
    let seeds = vec![ROSTER.as_bytes().to_vec(), comma.into_bytes(), utf16, team];
    try_all(&Kind { name: "csv", seeds, pieces: TABLE, read: read_roster("people.csv") });
}

/// A small workbook of people, as the program writes workbooks.
fn workbook() -> Vec<u8> {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("people.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in ROSTER.lines().skip(2).enumerate() {
        for (column, cell) in line.split(';').enumerate() {
            sheet.write_string(row as u32, column as u16, cell.trim_matches('"')).expect("a cell");
        }
    }
    sheet.write_formula(9, 0, "=SUM(A1:A3)").expect("a cell");
    sheet.merge_range(10, 0, 10, 3, "merged", &rust_xlsxwriter::Format::new()).expect("cells");
    book.save(&path).expect("saved");
    std::fs::read(&path).expect("the workbook")
}

/// The same package with one of its files changed, which changing the bytes of a compressed file never reaches.
fn changed_inside(package: &[u8], kind: &Kind, number: u64) -> Vec<u8> {
    let mut dice = Dice::new(number ^ 0x51de);
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let chosen = dice.below(archive.len());
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).expect("an entry");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        if place == chosen {
            (0..1 + dice.below(3)).for_each(|_| change(&mut bytes, kind, &mut dice));
        }
        let name = entry.name().expect("a name").into_owned();
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        out.write_all(&bytes).expect("its bytes");
    }
    out.finish().expect("a package").into_inner()
}

#[test]
fn rosters_xlsx() {
    let whole = workbook();
    let pieces = &[
        "<c r=\"XFD1048576\"><v>1</v></c>",
        "<row r=\"1048576\">",
        "<!ENTITY a \"aaaa\">",
        "&a;",
        "]]>",
        "<",
        ">",
        "\"",
        "r=\"A0\"",
        "t=\"s\"",
        "<v>99999999</v>",
        "count=\"4294967295\"",
        "<dimension ref=\"A1:XFD1048576\"/>",
        "\u{0}",
        "<mergeCell ref=\"A1:XFD1048576\"/>",
    ];
    let plain = Kind { name: "xlsx", seeds: vec![whole.clone()], pieces, read: read_roster("people.xlsx") };
    // Half of the seeds were changed inside already; the bytes around them are changed as those of any other file.
    let inside = (0..64).map(|number| changed_inside(&whole, &plain, number));
    let seeds = std::iter::once(whole.clone()).chain(inside).collect();
    let reading = read_roster("people.xlsx");
    let shape = Kind { name: "xlsx", seeds: vec![whole.clone()], pieces, read: Box::new(|_| ()) };
    let read = move |bytes: &[u8]| {
        reading(bytes);
        let number = bytes.iter().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
        reading(&changed_inside(&whole, &shape, number));
    };
    try_all(&Kind { name: "xlsx", seeds, pieces, read: Box::new(read) });
}

#[test]
fn rubrics() {
    let table = "Skill Name,Description,Awareness,Working,Practitioner,Expert\nDiscovery,Finds out,\"a, b\",c,d,e\n\
        Delivery,Ships,a,,c,d\n\n\"Two\nlines\",x,1,2,3,4\n";
    let long = "Role,Level,Skill,Statement\nPM,1,Discovery,does\nPM,2,Discovery,does more\nPM,1,Delivery,ships\n";
    let ron = Kind {
        name: "rubric",
        seeds: vec![DEFAULT_RUBRIC.as_bytes().to_vec(), table.into(), long.into()],
        pieces: RON,
        read: Box::new(|bytes| {
            for name in ["rubric.ron", "rubric.csv"] {
                match read_rubric(name, bytes) {
                    Ok(RubricFile::Whole(rubric)) => assert!(rubric.problems().is_empty(), "a rubric with problems"),
                    Ok(RubricFile::Draft(_)) => {}
                    Err(problems) => problems.iter().for_each(|problem| assert_sentence(problem)),
                }
            }
        }),
    };
    try_all(&ron);
}
