//! `plumbline analyze` as somebody uses it, on ratings files and on sessions.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Arc;

use plumbline::insight::{Index, PersonReading, Subject, rating_table};
use plumbline::model::{Phase, Session};
use plumbline::workspace::Document;
use serde_json::Value;
use tempfile::TempDir;

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).expect("the file is written");
        path
    }

    fn analyze(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_plumbline"))
            .arg("analyze")
            .args(arguments)
            .current_dir(self.0.path())
            .env("HOME", self.0.path().join("home"))
            .output()
            .expect("the program runs")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.analyze(&[arguments, &["--format", "json"]].concat());
        assert!(output.status.success(), "{}", complaint(&output));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    fn text(&self, arguments: &[&str]) -> String {
        let output = self.analyze(arguments);
        assert!(output.status.success(), "{}", complaint(&output));
        String::from_utf8(output.stdout).expect("text")
    }
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Twelve people scored on five skills by three raters, the third of whom scores lower.
fn ratings() -> String {
    let mut rows = String::from("subject,rater,item,score\n");
    for person in 0..12 {
        for (rater, lower) in [("Ana", 0), ("Bo", 0), ("Cy", 1)] {
            for skill in 0..5 {
                let score = 3 + (person * 7 + skill * 3) % 3 - lower + (person + skill + rater.len()) % 2;
                rows.push_str(&format!("P{person:02},{rater},K{skill},{score}\n"));
            }
        }
    }
    rows
}

#[test]
fn a_ratings_file_gives_the_figures_that_are_documented() {
    let desk = Desk::new();
    desk.write("r.csv", &ratings());
    let json = desk.json(&["--ratings", "r.csv"]);
    assert_eq!((&json["n_ratings"], &json["n_people"], &json["n_raters"]), (&180.into(), &12.into(), &3.into()));
    assert_eq!(json["linkage"]["components"], 1);
    assert_eq!(json["linkage"]["groups"][0], serde_json::json!(["Ana", "Bo", "Cy"]));
    let pair = &json["agreement"]["pairwise"]["Ana|Cy"];
    assert!(pair["mean_difference"].as_f64().expect("a number") > 0.5, "{pair}");
    let additive = &json["severity"]["additive"]["raters"]["Cy"];
    assert!(additive["effect"].as_f64().expect("a number") < -0.4, "{additive}");
    for path in [
        "/agreement/krippendorff_alpha/ordinal_interval95/0",
        "/agreement/icc/ICC(2,k)",
        "/severity/mixed/reml_criterion",
        "/severity/mixed/people/P03/comparison",
        "/severity/mixed/sd/person_skill",
        "/leave_one_out/Ana/P00",
        "/raters/Cy/halo/ratio",
        "/raters/Cy/restriction/ratio",
    ] {
        assert!(json.pointer(path).is_some_and(Value::is_number), "{path} is {:?}", json.pointer(path));
    }
    assert!(json["raters"]["Ana"]["own_reports"].is_null());
    assert!(json.get("people").is_none(), "a ratings file has no people to read");
}

/// Every name that docs/analyze.md gives is printed for a session, but for drift, as the sample does not say when scores
/// were given.
#[test]
fn the_document_names_what_is_printed() {
    let desk = Desk::new();
    sample(&desk, Phase::Calibrate);
    let printed = desk.text(&["sample.plumbline", "--format", "json"]);
    let document = include_str!("../docs/analyze.md");
    let blocks: Vec<&str> = document.split("```").skip(1).step_by(2).collect();
    let names = blocks.iter().flat_map(|block| block.split('"').skip(1).step_by(2));
    for name in names.filter(|name| !["A|B", "met", "open", "not asked", "change"].contains(name)) {
        assert!(printed.contains(&format!("\"{name}\":")), "{name} is not printed");
    }
}

#[test]
fn the_report_reads_without_statistics() {
    let desk = Desk::new();
    desk.write("r.csv", &ratings());
    let report = desk.text(&["--ratings", "r.csv"]);
    for words in [
        "180 scores: 3 raters of 12 people on 5 skills.",
        "All raters are linked through people whom they share.",
        "Managers gave the same score",
        "Overall agreement",
        "Cy: On the same people, scores about",
        "lower than the group",
        "Skills vary within a person as they do for others.",
        "2 raters a person: a comparison score within ±",
    ] {
        assert!(report.contains(words), "“{words}” is not in:\n{report}");
    }
}

#[test]
fn a_file_that_says_nothing_is_answered_with_nulls_and_words() {
    let desk = Desk::new();
    desk.write("none.csv", "subject,rater,item,score\n");
    let json = desk.json(&["--ratings", "none.csv"]);
    assert_eq!(json["n_ratings"], 0);
    assert!(json["severity"].is_null() && json["agreement"]["exact"].is_null());
    assert!(desk.text(&["--ratings", "none.csv"]).contains("Nobody has scored anything yet."));
    desk.write("one.csv", "subject,rater,item,score\nP1,Ana,K1,3\nP2,Ana,K1,4\n");
    let json = desk.json(&["--ratings", "one.csv"]);
    assert!(json["severity"].is_null() && json["agreement"]["icc"]["ICC(1,1)"].is_null());
    let report = desk.text(&["--ratings", "one.csv"]);
    assert!(report.contains("only one rater has scored"), "{report}");
}

#[test]
fn what_can_not_be_read_is_refused_with_its_line() {
    let desk = Desk::new();
    desk.write("bad.csv", "subject,rater,item,score\nP1,Ana,K1,3\nP1,Bo,K1,three\n");
    let output = desk.analyze(&["--ratings", "bad.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(complaint(&output), "bad.csv: line 3: the score “three” is not a number.\n");
    assert!(output.stdout.is_empty());
    let output = desk.analyze(&["--ratings", "nowhere.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaint(&output).contains("There is no such file"), "{}", complaint(&output));
    assert_eq!(desk.analyze(&[]).status.code(), Some(2));
    assert_eq!(desk.analyze(&["s.plumbline", "--ratings", "bad.csv"]).status.code(), Some(2));
}

/// The sample session as a file, in a phase.
fn sample(desk: &Desk, phase: Phase) -> Session {
    let (mut session, steps) = plumbline::workspace::sample().expect("the sample can be built");
    for step in &steps {
        step.apply(&mut session).expect("the steps fit");
    }
    Arc::make_mut(&mut session.about).phase = phase;
    let (around, _) = plumbline::testing::surroundings(desk.0.path());
    let mut document = Document::create(session.clone(), around);
    document.save_as(&desk.0.path().join("sample.plumbline")).expect("it is saved");
    document.close().expect("it is closed");
    session
}

#[test]
fn a_session_adds_its_people_and_what_their_status_rests_on() {
    let desk = Desk::new();
    let session = sample(&desk, Phase::Calibrate);
    let json = desk.json(&["sample.plumbline"]);
    let index = Index::new(&session);
    let people = json["people"].as_object().expect("people");
    assert_eq!(people.len(), session.people.len());
    for person in session.people.iter() {
        let read = PersonReading::new(&session, &index, &person.id).expect("everybody is read");
        let printed = &people[person.id.as_str()];
        assert_eq!(printed["name"], person.name);
        assert_eq!(printed["status"], read.status.words());
        assert_eq!(printed["gates"].as_array().expect("gates").len(), read.gates.len());
        assert_eq!(printed["tiers"].as_object().expect("tiers").len(), session.rubric.tiers.len());
        let robust = Subject::new(&session, &index, &person.id).expect("everybody is read").robustness();
        let without = printed["robustness"]["without"].as_object().expect("raters");
        assert_eq!(without.len(), robust.raters);
        let hinges = without.values().filter(|status| **status != printed["robustness"]["status"]);
        assert_eq!(hinges.count(), if robust.raters > 1 { robust.hinges.len() } else { robust.raters }, "{printed}");
    }
    assert!(json["severity"]["by_tier"]["market"].is_object());
    let own = json["raters"].as_object().expect("raters").values().filter(|rater| rater["own_reports"].is_object());
    assert!(own.count() > 0, "the sample's raters have reports");
    let report = desk.text(&["sample.plumbline"]);
    let rater = session.raters()[0].name.clone();
    assert!(report.contains(&format!("{rater}: On the same people, scores")), "{report}");
    assert!(!report.contains(session.raters()[0].id.as_str()), "ids mean nothing to people");
}

/// Blind scores alone: what was revised after the reveal changes nothing.
#[test]
fn revised_scores_and_raters_set_aside_stay_out() {
    let desk = Desk::new();
    let session = sample(&desk, Phase::Calibrate);
    let table = rating_table(&session, None);
    let json = desk.json(&["sample.plumbline"]);
    assert_eq!(json["n_ratings"], table.rows().len());
    // As assets/sample/README.md has it.
    assert_eq!(json["n_ratings"], 1_480);
    let share = |name: &str| (json["agreement"][name].as_f64().expect("a share") * 100.0).round();
    assert_eq!((share("exact"), share("within_one")), (42.0, 94.0));
    assert_eq!(json["agreement"]["units"], 445);
    assert!(
        json["linkage"]["weak"].as_array().is_some_and(|weak| weak.len() == 1),
        "Oliver alone: {}",
        json["linkage"]
    );
    for (person, rater) in session.decisions.recusals.keys() {
        let aside = |row: &plumbline::raters::Row| {
            table.raters()[row.rater] == rater.as_str() && table.people()[row.person] == person.as_str()
        };
        assert!(!table.rows().iter().any(aside));
    }
}

#[test]
fn before_calibrate_nothing_is_told() {
    let desk = Desk::new();
    for phase in [Phase::Prepare, Phase::Rate] {
        sample(&desk, phase);
        for format in ["text", "json"] {
            let output = desk.analyze(&["sample.plumbline", "--format", format]);
            assert_eq!(output.status.code(), Some(1));
            assert!(output.stdout.is_empty());
            let complaint = complaint(&output);
            let words =
                "How raters rate can't be read while raters are still rating alone; move the session to Calibrate";
            assert!(complaint.starts_with(words), "{complaint}");
        }
        fs::remove_file(desk.0.path().join("sample.plumbline")).expect("it is there");
    }
}
