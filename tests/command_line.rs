//! The command line as somebody uses it: the program is run, and what it says, writes and leaves behind is looked at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder to work in, with a home of its own.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).expect("the file is written");
        self.path(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// Runs the program in the folder; the arguments are parted at blanks.
    fn run(&self, arguments: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_plumbline"))
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .env("HOME", self.path("home"))
            .env("XDG_STATE_HOME", self.path("home/state"))
            .env("XDG_CONFIG_HOME", self.path("home/config"))
            .env("XDG_DATA_HOME", self.path("home/data"))
            .output()
            .expect("the program runs")
    }

    /// Runs the program, which must do it; returns what it says.
    fn done(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments}: {}", complaint(&output));
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs the program, which must refuse with this exit code; returns what it complains of.
    fn refused(&self, arguments: &str, code: i32) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments}: {}", complaint(&output));
        complaint(&output)
    }

    /// Everything in the folder but the home.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| name != "home").collect();
        names.sort();
        names
    }
}

fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    path.to_string_lossy().into_owned()
}

fn shared(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !path.exists() {
        println!("skipped: {name} is not here");
        return None;
    }
    Some(path.to_string_lossy().into_owned())
}

/// A desk with the session team.plumbline of the small team.
fn desk_with_session() -> Desk {
    let desk = Desk::new();
    desk.done(&format!("new --roster {} --people pm --out team.plumbline", fixture("team.csv")));
    desk
}

fn ratings() -> String {
    format!("rate team.plumbline --from {}", fixture("ratings.csv"))
}

#[test]
fn from_a_roster_to_an_export() {
    let desk = Desk::new();
    let said = desk.done(&format!("new --roster {} --people pm --out team.plumbline", fixture("team.csv")));
    assert!(said.contains("On the panel, and so not rated in this session: Greta Holm, Ivan Öberg."), "{said}");
    assert!(said.contains("3 people, 3 raters"), "{said}");
    assert!(desk.done("check team.plumbline").contains("A session of 3 people; nothing is wrong with it."));

    assert_eq!(desk.done(&ratings()), "5 ratings: 5 new, 0 changed, 0 the same.\n");
    assert_eq!(desk.done(&ratings()), "5 ratings: 0 new, 0 changed, 5 the same.\n");

    let refused = desk.refused("export team.plumbline --to team.csv", 1);
    assert!(refused.contains("Calibrate") && refused.contains("plumbline reveal"), "{refused}");
    assert_eq!(desk.files(), ["team.plumbline"]);

    assert_eq!(desk.done("reveal team.plumbline"), "3 people revealed.\n");
    assert_eq!(desk.done("reveal team.plumbline"), "0 people revealed.\n");
    for name in ["team.csv", "team.wide.csv", "team.xlsx", "team.ron", "team.json"] {
        desk.done(&format!("export team.plumbline --to {name}"));
    }
    let long = desk.text("team.csv");
    assert!(long.contains("Customer insight,4,,\"Found the churn, \"\"fast\"\"\""), "{long}");
    assert!(long.contains(",could not see,'=never worked with her,"), "{long}");
    assert!(
        desk.text("team.wide.csv").contains("\n003,Ana Silva,PM,,3,mean of 2 marks,"),
        "{}",
        desk.text("team.wide.csv")
    );
    assert!(desk.done("check team.json").contains("An export; nothing is wrong with it."));

    // What was written gives the same ratings back.
    for name in ["team.csv", "team.xlsx", "team.ron", "team.json"] {
        assert_eq!(
            desk.done(&format!("rate team.plumbline --from {name}")),
            "5 ratings: 0 new, 0 changed, 5 the same.\n"
        );
    }
}

#[test]
fn exports_can_be_redacted_narrowed_and_thinned() {
    let desk = desk_with_session();
    desk.done(&ratings());
    desk.done("reveal team.plumbline");
    desk.done("export team.plumbline --to redacted.json --redact");
    let redacted = desk.text("redacted.json");
    for name in ["Silva", "Holm", "example.org", "\"003\"", "Payments", "Found the"] {
        assert!(!redacted.contains(name), "{name}");
    }
    assert!(redacted.contains("\"Person "));
    desk.done("export team.plumbline --to again.json --redact");
    assert_eq!(redacted, desk.text("again.json"));

    desk.done("export team.plumbline --to one.csv --only ana@example.org --without notes");
    let one = desk.text("one.csv");
    assert!(one.contains("Ana Silva") && !one.contains("Bo Lin") && !one.contains("churn"), "{one}");
    let refused = desk.refused("export team.plumbline --to two.csv --only Nobody", 1);
    assert_eq!(refused, "“Nobody” is not among the people of this session.\n");
}

#[test]
fn minutes_and_a_persons_page_are_written_to_be_read() {
    let desk = desk_with_session();
    desk.done(&ratings());
    let refused = desk.refused("export team.plumbline --to minutes.md", 1);
    assert!(refused.contains("Calibrate"), "{refused}");
    desk.done("reveal team.plumbline");
    desk.done("export team.plumbline --to minutes.md");
    let minutes = desk.text("minutes.md");
    assert!(minutes.starts_with("# Minutes\n") && minutes.contains("### Ana Silva"), "{minutes}");
    desk.done("export team.plumbline --to ana.md --only ana@example.org");
    let page = desk.text("ana.md");
    assert!(page.starts_with("# Ana Silva\n"), "{page}");
    for other in ["Bo Lin", "Greta Holm", "Ivan Öberg", "churn"] {
        assert!(!page.contains(other), "{other} stands on the page of Ana");
    }
    desk.done("export team.plumbline --to ana.pdf --only ana@example.org");
    desk.done("export team.plumbline --to ana.svg --only ana@example.org");
    assert!(desk.text("ana.svg").contains("<title>Ana Silva</title>"));
    assert!(desk.refused("export team.plumbline --to minutes.svg", 1).contains("no pyramid"));
}

#[test]
fn a_rater_may_take_their_own_ratings_along_before_the_reveal() {
    let desk = desk_with_session();
    desk.done(&ratings());
    desk.done("export team.plumbline --to own.csv --as ivan@example.org");
    let own = desk.text("own.csv");
    assert!(own.contains("Ivan Öberg") && !own.contains("Greta Holm") && !own.contains("churn"), "{own}");
}

#[test]
fn scores_given_after_the_reveal_count_as_revised() {
    let desk = desk_with_session();
    desk.done(&ratings());
    desk.done("reveal team.plumbline");
    desk.write("late.csv", "person,rater,skill,score\n003,001,Customer insight,3\n");
    assert_eq!(desk.done("rate team.plumbline --from late.csv"), "1 rating: 0 new, 1 changed, 0 the same.\n");
    desk.done("export team.plumbline --to team.csv");
    assert!(desk.text("team.csv").contains("Customer insight,4,,\"Found the churn, \"\"fast\"\"\",3,"));
}

#[test]
fn a_line_that_can_not_be_taken_in_stops_the_whole_file() {
    let desk = desk_with_session();
    let before = desk.text("team.plumbline");
    desk.write("bad.csv", "person,rater,skill,score\n003,001,Customer insight,3\n003,001,Delivery and quality,9\n");
    let refused = desk.refused("rate team.plumbline --from bad.csv", 1);
    assert_eq!(refused, "bad.csv: Line 3: “9” is not on the scale, which goes from 1 to 5.\n");
    assert_eq!(desk.text("team.plumbline"), before);
}

#[test]
fn bad_input_and_wrong_usage_differ_in_the_exit_code() {
    let desk = desk_with_session();
    assert!(desk.refused("check nowhere.csv", 1).starts_with("There is no such file: "));
    assert!(desk.refused("rate nowhere.plumbline --from nowhere.csv", 1).contains("nowhere.csv"));
    assert!(desk.refused("export team.plumbline --to team.txt", 2).contains(".wide.csv"));
    assert!(desk.refused("export team.plumbline", 2).contains("--to"));
    assert!(desk.refused("export team.plumbline --to a.csv --fly", 2).contains("--fly"));
    let refused = desk.refused(&format!("new --roster {} --out team.plumbline", fixture("team.csv")), 1);
    assert!(refused.contains("There is a file of this name already"), "{refused}");
    let roster = desk.write("no_names.csv", "Id,Place\n1,Lisbon\n2,Porto\n");
    let refused = desk.refused(&format!("new --roster {} --out other.plumbline", roster.display()), 1);
    assert!(refused.contains("There is no column with names"), "{refused}");
    assert_eq!(desk.files(), ["no_names.csv", "team.plumbline"]);
}

#[cfg(unix)]
#[test]
fn what_is_written_is_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk_with_session();
    desk.done(&ratings());
    desk.done("reveal team.plumbline");
    desk.done("export team.plumbline --to team.csv");
    for name in ["team.plumbline", "team.csv"] {
        let mode = fs::metadata(desk.path(name)).expect("the file is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn raters_and_a_rubric_of_ones_own() {
    let desk = Desk::new();
    desk.write("raters.csv", "Name,Email\nIvan Öberg,\nRosa Blum,rosa@example.org\n");
    desk.write(
        "skills.csv",
        "Skill,Tier,Awareness,Working,Practitioner,Expert\nListening,Market,a,b,c,d\nDeciding,People,a,b,,d\n",
    );
    let output = desk.run(&format!(
        "new --roster {} --rubric skills.csv --raters raters.csv --out team.plumbline",
        fixture("team.csv")
    ));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("not rated in this session: Ivan Öberg.") && said.contains("5 people, 2 raters"), "{said}");
    assert!(complaint(&output).contains("scale of 5 points to one of 4"), "{}", complaint(&output));
    let refused = desk.refused("check skills.csv", 1);
    assert_eq!(refused, "“skills.csv”: “Deciding” has no anchor for Practitioner.\n");
    desk.write("skills.csv", "Skill,Awareness,Working,Expert\nListening,a,b,c\n");
    let refused =
        desk.refused(&format!("new --roster {} --rubric skills.csv --out b.plumbline", fixture("team.csv")), 1);
    assert!(refused.contains("“Listening”") && refused.contains("a column “Tier”"), "{refused}");
}

#[test]
fn check_tells_what_is_wrong_with_a_roster_and_a_rubric() {
    let desk = Desk::new();
    desk.write("twice.csv", "Employee ID,Name\n7,Ana Silva\n7,Bo Lin\n");
    let refused = desk.refused("check twice.csv", 1);
    assert!(refused.contains("“twice.csv”, line "), "{refused}");
    desk.write("rubric.ron", "(id: \"x\", name: 5)");
    let refused = desk.refused("check rubric.ron", 1);
    assert!(refused.starts_with("“rubric.ron”, line 1, column "), "{refused}");
    let whole = desk.write("team.ron", include_str!("../assets/rubric.ron"));
    assert!(desk.done(&format!("check {}", whole.display())).contains("The rubric “"));
}

#[cfg(not(feature = "window"))]
#[test]
fn a_build_without_a_window_says_so() {
    let desk = Desk::new();
    for arguments in ["", "--sample", "team.plumbline"] {
        assert!(desk.refused(arguments, 2).starts_with("This build has no window"));
    }
}

#[test]
fn real_rosters_become_sessions() {
    for (name, who) in [
        ("rosters/workday_people_list.xlsx", "pm"),
        ("rosters/workday_people_list.xlsx", "all"),
        ("rosters/hr_core_310.csv", "all"),
        ("rosters/mitarbeiter_de.csv", "all"),
    ] {
        let Some(roster) = shared(name) else { return };
        let desk = Desk::new();
        let said = desk.done(&format!("new --roster {roster} --people {who} --out team.plumbline"));
        assert!(said.contains("people, ") && said.contains(" rater"), "{said}");
        assert!(desk.done("check team.plumbline").contains("nothing is wrong with it"));
    }
    let Some(roster) = shared("rosters/empleados_no_names_es.csv") else { return };
    let desk = Desk::new();
    let refused = desk.refused(&format!("new --roster {roster} --out team.plumbline"), 1);
    assert!(refused.contains("There is no column with names"), "{refused}");
    assert!(desk.files().is_empty());
}

/// A session of three people in the folder, encrypted with the passphrase in the file `key`.
fn encrypted(desk: &Desk) {
    desk.write("key", "four words do well\n");
    desk.done(&format!("new --roster {} --people pm --out a.plumbline --passphrase-file key", fixture("team.csv")));
}

#[test]
fn an_encrypted_session_opens_with_its_passphrase_alone() {
    let desk = Desk::new();
    encrypted(&desk);
    let bytes = fs::read(desk.path("a.plumbline")).expect("the session");
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(desk.done("check a.plumbline --passphrase-file key").contains("nothing is wrong with it"));
    desk.write("wrong", "three words do well");
    let wrong = desk.refused("check a.plumbline --passphrase-file wrong", 1);
    assert!(wrong.starts_with("That is not the passphrase of this file; try again"), "{wrong}");
    let nobody = desk.refused("check a.plumbline", 1);
    assert!(nobody.contains("give it with --passphrase-file"), "{nobody}");
    desk.write("empty", "\n");
    assert!(desk.refused("check a.plumbline --passphrase-file empty", 1).contains("no passphrase in the first line"));
    assert!(desk.refused("check a.plumbline --passphrase-file nowhere", 1).contains("There is no such file"));
}

#[test]
fn a_passphrase_is_given_changed_and_removed() {
    let desk = Desk::new();
    desk.done(&format!("new --roster {} --people pm --out a.plumbline", fixture("team.csv")));
    desk.write("key", "four words do well");
    desk.write("short", "secret");
    let weak = desk.refused("passphrase a.plumbline --new-passphrase-file short", 1);
    assert!(weak.contains("at least 8 characters"), "{weak}");
    desk.done("passphrase a.plumbline --new-passphrase-file key");
    let versions = desk.path("home/data/plumbline/versions");
    for folder in fs::read_dir(versions).expect("versions") {
        for version in fs::read_dir(folder.expect("a folder").path()).expect("versions") {
            let path = version.expect("a version").path();
            let plain = path.extension().is_some_and(|ending| ending == "plumbline")
                && !fs::read(&path).expect("a version").starts_with(b"age-encryption.org/");
            assert!(!plain, "a plain version is left");
        }
    }
    assert!(desk.refused("passphrase a.plumbline --remove", 1).contains("give it with --passphrase-file"));
    desk.done("passphrase a.plumbline --remove --passphrase-file key");
    assert!(desk.text("a.plumbline").starts_with("Plumbline("));
    assert!(desk.refused("passphrase a.plumbline --remove", 1).contains("is not encrypted"));
}

#[test]
fn a_plain_export_of_an_encrypted_session_warns_first() {
    let desk = Desk::new();
    encrypted(&desk);
    desk.done("reveal a.plumbline --passphrase-file key");
    let warned = desk.refused("export a.plumbline --to out.csv --passphrase-file key", 2);
    assert!(warned.contains("Add --unencrypted to write it all the same"), "{warned}");
    assert!(!desk.path("out.csv").exists());
    desk.done("export a.plumbline --to out.csv --unencrypted --passphrase-file key");
    assert!(desk.path("out.csv").exists());
}

#[test]
fn a_person_is_erased_for_good_and_held_data_name_nobody_else() {
    let desk = Desk::new();
    desk.done(&format!("new --roster {} --people pm --out a.plumbline", fixture("team.csv")));
    let session = desk.text("a.plumbline");
    let name = |at: usize| {
        let roster = &session[session.find("\n\nRoster(").expect("a roster")..];
        roster.split("name:\"").nth(at + 1).and_then(|rest| rest.split('"').next()).expect("a name").to_owned()
    };
    // The period has a name too; people come after it.
    let (one, other) = (name(1), name(2));
    fs::write(desk.path("who"), &one).expect("written");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_plumbline"))
            .args(arguments)
            .current_dir(desk.0.path())
            .env("HOME", desk.path("home"))
            .env("XDG_STATE_HOME", desk.path("home/state"))
            .env("XDG_CONFIG_HOME", desk.path("home/config"))
            .env("XDG_DATA_HOME", desk.path("home/data"))
            .output();
        output.expect("the program runs")
    };
    let held = run(&["held", "a.plumbline", "--person", &one, "--to", "held.md"]);
    assert!(held.status.success(), "{}", complaint(&held));
    let text = desk.text("held.md");
    assert!(text.contains(&one) && !text.contains(&other), "{text}");
    let meant = run(&["erase", "a.plumbline", "--person", &one]);
    assert_eq!(meant.status.code(), Some(2), "{}", complaint(&meant));
    let erased = run(&["erase", "a.plumbline", "--person", &one, "--for-good"]);
    assert!(erased.status.success(), "{}", complaint(&erased));
    assert!(!desk.text("a.plumbline").contains(&one) && desk.text("a.plumbline").contains(&other));
    desk.done("check a.plumbline");
    desk.write("raters.csv", "Name,Title\nMax Field,General Manager\nMia Gray,General Manager\n");
    desk.done(&format!("new --roster {} --people pm --raters raters.csv --out b.plumbline", fixture("team.csv")));
    let both = run(&["erase", "b.plumbline", "--person", &other, "--rater", "Mia Gray", "--for-good"]);
    assert_eq!(both.status.code(), Some(2), "one at a time: {}", complaint(&both));
    let erased = run(&["erase", "b.plumbline", "--rater", "Mia Gray", "--for-good"]);
    assert!(erased.status.success(), "{}", complaint(&erased));
    let text = desk.text("b.plumbline");
    assert!(!text.contains("Mia Gray") && text.contains("Former rater") && text.contains("Max Field"));
    desk.done("check b.plumbline");
}

#[test]
fn what_a_damaged_session_still_holds_is_saved_to_a_copy() {
    let desk = Desk::new();
    desk.done(&format!("new --roster {} --people pm --out a.plumbline", fixture("team.csv")));
    let whole = desk.text("a.plumbline");
    let place = whole.find("\n\nDecisions").expect("decisions");
    desk.write("cut.plumbline", &whole[..place]);
    let why = desk.refused("check cut.plumbline", 1);
    assert!(why.contains("cut off in"), "{why}");
    let lost = desk.run("rescue cut.plumbline --out saved.plumbline");
    assert!(lost.status.success() && complaint(&lost).contains("The decisions can't be read."), "{}", complaint(&lost));
    desk.done("check saved.plumbline");
    assert_eq!(desk.text("cut.plumbline"), whole[..place], "the damaged file is left as it is");
    desk.write("other.txt", "Something else");
    assert!(desk.refused("rescue other.txt --out x.plumbline", 1).contains("rubric"));
}
