//! Rosters as somebody meets them: real exports, and small files with one trouble each.

use std::path::Path;

use jiff::civil::date;
use plumbline::exchange::roster::{
    DateOrder, Field, ManagerLink, Reading, Roster, RosterError, Severity, TitleWords, Workbook, read_tables,
    title_level,
};

/// The bytes of a real export; none, with a sentence, where the files are not at hand.
fn real(name: &str) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/rosters");
    let bytes = std::fs::read(folder.join(name)).ok();
    if bytes.is_none() {
        println!("Skipped: the real roster {name} is not here.");
    }
    bytes
}

fn open(bytes: &[u8], name: &str) -> (Workbook, Reading, Roster) {
    let workbook = read_tables(bytes, name).expect("the file is a table");
    let sheet = &workbook.sheets[workbook.best_sheet()];
    let reading = Reading::propose(sheet);
    let roster = Roster::read(sheet, &reading).expect("the table is a roster");
    (workbook, reading, roster)
}

fn open_text(text: &str) -> Roster {
    open(text.as_bytes(), "staff.csv").2
}

fn refusal(bytes: &[u8], name: &str) -> RosterError {
    let workbook = match read_tables(bytes, name) {
        Ok(workbook) => workbook,
        Err(error) => return error,
    };
    let sheet = &workbook.sheets[workbook.best_sheet()];
    Roster::read(sheet, &Reading::propose(sheet)).expect_err("this is refused")
}

/// The columns that are read as more than an attribute: "Worker → FullName".
fn columns(roster: &Roster) -> Vec<String> {
    let kept = roster.columns.iter().filter(|column| !matches!(column.field, Field::Attribute | Field::Ignore));
    kept.map(|column| format!("{} → {:?}", column.header, column.field)).collect()
}

fn names(roster: &Roster) -> Vec<&str> {
    roster.rows.iter().map(|row| row.name.as_str()).collect()
}

fn messages(roster: &Roster, severity: Severity) -> Vec<String> {
    let found = roster.problems.iter().filter(|problem| problem.severity == severity);
    found.map(|problem| format!("{}: {}", problem.line.unwrap_or(0), problem.message)).collect()
}

#[test]
fn real_workday_export() {
    let Some(bytes) = real("workday_people_list.xlsx") else { return };
    let (workbook, _, roster) = open(&bytes, "workday_people_list.xlsx");
    assert_eq!(workbook.description, "Excel workbook, 2 sheets");
    assert_eq!(workbook.sheets[workbook.best_sheet()].name(), "People");
    assert_eq!(
        columns(&roster),
        [
            "Employee ID → EmployeeId",
            "Worker → FullName",
            "Business Title → Title",
            "Job Level - Primary Position → Level",
            "Hire Date → HireDate",
            "2024 Completed Performance Rating → EarlierRating",
            "Worker's Manager → Manager",
        ]
    );
    assert_eq!(roster.rows.len(), 92);
    assert_eq!(roster.people().count(), 92);
    let first = &roster.rows[0];
    assert_eq!((first.line, first.employee_id.as_str(), first.name.as_str()), (2, "103175", "Charlie Anderson"));
    assert_eq!(first.hired, Some(date(2022, 3, 14)));
    assert_eq!(first.manager, ManagerLink::Outside("Ivan Anderson".to_owned()));
    assert_eq!(roster.rows[1].earlier_rating, "", "a missing rating is missing");
    assert_eq!(roster.outside_managers.len(), 19);
    assert_eq!(roster.outside_managers.iter().map(|manager| manager.people).sum::<usize>(), 92);
    assert_eq!(roster.count(Severity::Error) + roster.count(Severity::Warning), 0, "{:?}", roster.problems);
}

#[test]
fn real_workday_titles_give_42_product_managers() {
    let Some(bytes) = real("workday_people_list.xlsx") else { return };
    let (_, _, roster) = open(&bytes, "workday_people_list.xlsx");
    let words = TitleWords::default();
    let levels: Vec<_> = roster.rows.iter().filter_map(|row| title_level(&row.title, &words)).collect();
    let count = |level| levels.iter().filter(|found| **found == level).count();
    assert_eq!(levels.len(), 42);
    assert_eq!((count("pm"), count("senior-pm"), count("principal-pm")), (8, 22, 12));
}

#[test]
fn real_core_export_with_turned_names_and_conflicting_ids() {
    let Some(bytes) = real("hr_core_310.csv") else { return };
    let (workbook, _, roster) = open(&bytes, "hr_core_310.csv");
    assert_eq!(workbook.description, "UTF-8, commas");
    assert_eq!(
        columns(&roster),
        [
            "Employee_Name → FullName",
            "EmpID → EmployeeId",
            "Position → Title",
            "State → Location",
            "DateofHire → HireDate",
            "EmploymentStatus → Status",
            "Department → Department",
            "ManagerName → Manager",
            "ManagerID → ManagerId",
            "PerformanceScore → EarlierRating",
        ]
    );
    assert_eq!(roster.people().count(), 310);
    let named = |name: &str| roster.rows.iter().position(|row| row.name == name).expect("the person has a row");
    let mia = &roster.rows[named("Mia Brown")];
    assert_eq!(mia.hired, Some(date(2008, 10, 27)));
    assert_eq!(roster.date_order.order, DateOrder::MonthFirst);
    assert_eq!(mia.manager, ManagerLink::Row(named("Brandon R LeBlanc")));
    let under_webster = roster.rows.iter().filter(|row| row.manager_text == "Webster Butler").collect::<Vec<_>>();
    assert_eq!(under_webster.len(), 21);
    assert!(under_webster.iter().all(|row| row.manager == ManagerLink::Row(named("Webster L Butler"))));
    assert_eq!(roster.rows[named("William LaRotonda")].department, "Admin Offices");
    let outside: Vec<_> = roster.outside_managers.iter().map(|manager| manager.name.as_str()).collect();
    assert_eq!(outside, ["Board of Directors"]);
    let warnings = messages(&roster, Severity::Warning);
    assert!(warnings.iter().any(|text| text.contains("“Webster Butler” has several ids: 39, 22")), "{warnings:?}");
    assert_eq!(roster.count(Severity::Error), 0);
    let private = ["DOB", "Sex", "PayRate", "RaceDesc", "MaritalDesc", "Zip"];
    for column in roster.columns.iter().filter(|column| private.contains(&column.header.as_str())) {
        assert_eq!(column.field, Field::Ignore, "{}", column.header);
    }
}

#[test]
fn real_german_export() {
    let Some(bytes) = real("mitarbeiter_de.csv") else { return };
    let (_, _, roster) = open(&bytes, "mitarbeiter_de.csv");
    assert_eq!(
        columns(&roster),
        ["PERS_NR → EmployeeId", "VORNAME → FirstName", "NACHNAME → LastName", "ABTEILUNG → Department"]
    );
    assert_eq!(roster.rows.len(), 12);
    assert_eq!(
        (roster.rows[0].name.as_str(), roster.rows[0].department.as_str()),
        ("Walter Breuer", "Geschäftsführung")
    );
    assert_eq!(roster.rows[11].department, "");
    assert!(roster.rows.iter().all(|row| row.hired.is_none() && row.attributes.is_empty()));
}

#[test]
fn real_german_dates_can_be_read_when_somebody_says_they_are_hire_dates() {
    let Some(bytes) = real("mitarbeiter_de.csv") else { return };
    let workbook = read_tables(&bytes, "mitarbeiter_de.csv").expect("the file is a roster");
    let sheet = &workbook.sheets[0];
    let mut reading = Reading::propose(sheet);
    reading.columns[4] = Field::HireDate;
    let roster = Roster::read(sheet, &reading).expect("the table is a roster");
    assert_eq!(roster.rows[0].hired, Some(date(1964, 3, 20)));
    assert_eq!(roster.date_order.order, DateOrder::DayFirst);
    assert!(roster.date_order.is_certain);
}

#[test]
fn real_export_without_names_is_refused_with_its_columns() {
    let Some(bytes) = real("empleados_no_names_es.csv") else { return };
    let sentence = refusal(&bytes, "empleados_no_names_es.csv").to_string();
    assert!(sentence.starts_with("There is no column with names in “empleados_no_names_es.csv”"), "{sentence}");
    assert!(sentence.contains("“ID”, “ANTIGUEDAD”, “EDAD”") && sentence.contains("“SUELDO”"), "{sentence}");
    let workbook = read_tables(&bytes, "empleados_no_names_es.csv").expect("the file is a roster");
    assert_eq!(workbook.description, "UTF-8, semicolons");
    let reading = Reading::propose(&workbook.sheets[0]);
    assert_eq!(reading.columns[0], Field::EmployeeId);
    assert_eq!(reading.columns[5], Field::Department);
    assert_eq!(reading.columns[8], Field::Title);
}

#[test]
fn real_edge_files() {
    if let Some(bytes) = real("edge_empty.xlsx") {
        let sentence = refusal(&bytes, "edge_empty.xlsx").to_string();
        assert!(
            sentence.starts_with("There are no people in sheet “Employee Data” of “edge_empty.xlsx”"),
            "{sentence}"
        );
    }
    if let Some(bytes) = real("edge_merged_cells.xlsx") {
        let (_, _, roster) = open(&bytes, "edge_merged_cells.xlsx");
        assert_eq!(names(&roster), ["Alice Smith", "Bob Jones"]);
        let note = ("Notes".to_owned(), "This note applies to multiple employees".to_owned());
        assert!(roster.rows.iter().all(|row| row.attributes.contains(&note)));
    }
    if let Some(bytes) = real("edge_missing_columns.xlsx") {
        let (_, _, roster) = open(&bytes, "edge_missing_columns.xlsx");
        assert_eq!(names(&roster), ["Minimal Employee", "Another Minimal"]);
        assert!(roster.rows.iter().all(|row| row.manager == ManagerLink::None && row.hired.is_none()));
    }
    if let Some(bytes) = real("edge_spaces.xlsx") {
        let (_, _, roster) = open(&bytes, "edge_spaces.xlsx");
        assert_eq!(names(&roster), ["Alice Smith", "Bob Jones", "Carol White", "David Brown"]);
        assert_eq!(roster.rows[2].title, "Lead Engineer");
        assert_eq!(roster.rows[0].level_text, "MT4");
        assert_eq!(roster.outside_managers[0].people, 4);
    }
    if let Some(bytes) = real("edge_unicode.xlsx") {
        let (_, _, roster) = open(&bytes, "edge_unicode.xlsx");
        let expected =
            ["张伟 (Zhang Wei)", "محمد علي", "José García", "Françoise Müller", "Emoji Test 😀🎉", "Søren Ødegård"];
        assert_eq!(names(&roster), expected);
        assert_eq!(roster.rows[0].title, "高级工程师");
    }
}

/// Prints how every real file is read: `cargo test --test roster -- --ignored --nocapture`.
#[test]
#[ignore = "prints a table for somebody to read"]
fn print_how_the_real_files_are_read() {
    for name in [
        "workday_people_list.xlsx",
        "hr_core_310.csv",
        "mitarbeiter_de.csv",
        "empleados_no_names_es.csv",
        "edge_empty.xlsx",
        "edge_merged_cells.xlsx",
        "edge_missing_columns.xlsx",
        "edge_spaces.xlsx",
        "edge_unicode.xlsx",
    ] {
        let Some(bytes) = real(name) else { continue };
        let workbook = read_tables(&bytes, name).expect("the file is a roster");
        let sheet = &workbook.sheets[workbook.best_sheet()];
        let reading = Reading::propose(sheet);
        println!("\n{name}: {}, sheet “{}”", workbook.description, sheet.name());
        let roster = match Roster::read(sheet, &reading) {
            Ok(roster) => roster,
            Err(error) => {
                println!("  refused: {error}");
                continue;
            }
        };
        for column in &roster.columns {
            println!("  {} → {:?} ({})", column.header, column.field, column.sample);
        }
        println!("  {} rows; {}", roster.rows.len(), roster.date_order.why);
        for problem in &roster.problems {
            println!("  {:?} {:?}: {}", problem.severity, problem.line, problem.message);
        }
    }
}

#[test]
fn encoding_and_separator_are_found_and_said() {
    let text = "Name;Abteilung\nJürgen Größe;Köln\n";
    let western: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    let (workbook, _, roster) = open(&western, "staff.csv");
    assert_eq!(workbook.description, "Windows-1252, semicolons");
    assert_eq!((names(&roster), roster.rows[0].department.as_str()), (vec!["Jürgen Größe"], "Köln"));
    let tabs = format!("\u{FEFF}{}", text.replace(';', "\t"));
    let wide: Vec<u8> = tabs.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (workbook, _, roster) = open(&wide, "staff.tsv");
    assert_eq!(workbook.description, "UTF-16, tabs");
    assert_eq!(names(&roster), ["Jürgen Größe"]);
}

#[test]
fn titles_above_and_totals_below_are_left_out_and_said_so() {
    let roster = open_text(
        "Team roster\nExported on 2026-01-31,,\n\nEmployee ID,Name,Title,Dept\n001,Ana Silva,PM,Core\n\
         002,Ben Okri,PM,Core\nEmployee ID,Name,Title,Dept\n003,Count Basie,PM,Core\nTotal,3,,\n,,,\nConfidential\n",
    );
    assert_eq!(names(&roster), ["Ana Silva", "Ben Okri", "Count Basie"]);
    assert_eq!(roster.rows[0].line, 5);
    let notes = messages(&roster, Severity::Note);
    assert_eq!(
        notes,
        [
            "0: What stands above the headers is left out: “Team roster”, “Exported on 2026-01-31”.",
            "7: “Employee ID” repeats the headers and is left out.",
            "9: “Total” stands below the people and is left out.",
            "11: “Confidential” stands below the people and is left out.",
        ]
    );
}

#[test]
fn ids_keep_their_zeros_and_one_id_twice_is_an_error_by_row() {
    let roster = open_text("ID,Name\n001,Ana Silva\n1,Ben Okri\n001,Cleo Ruiz\n,Dora Lind\n");
    let ids: Vec<_> = roster.rows.iter().map(|row| row.employee_id.as_str()).collect();
    assert_eq!(ids, ["001", "1", "001", ""]);
    assert_eq!(
        messages(&roster, Severity::Error),
        ["4: The employee id “001” is already Ana Silva’s, in line 2; this row cannot be taken in."]
    );
    assert_eq!(messages(&roster, Severity::Warning), ["5: Dora Lind has no employee id."]);
    assert_eq!(roster.people().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 5]);
}

#[test]
fn a_missing_name_is_an_error_and_the_same_name_is_two_people() {
    let roster = open_text("ID,Name,Email\n1,Ana Silva,a@x.org\n2,,b@x.org\n3,\"SILVA, Ana\",c@x.org\n");
    assert_eq!(messages(&roster, Severity::Error), ["3: The name is missing; this row cannot be taken in."]);
    assert_eq!(
        messages(&roster, Severity::Note),
        ["4: Ana SILVA is also in line 2, with another employee id: two people."]
    );
    assert_eq!(roster.people().count(), 2);
    let without_ids = open_text("Name,Title\nAna Silva,PM\nAna Silva,Director\n");
    assert_eq!(without_ids.count(Severity::Warning), 1);
    assert_eq!(without_ids.people().count(), 2);
}

#[test]
fn repeated_headers_are_told_apart() {
    let roster = open_text("Name,Title,Title,,Note,note\nAna Silva,20,PM,x,a,b\nBen Okri,19,Senior PM,,c,\n");
    assert_eq!(roster.rows[1].title, "Senior PM", "a column of codes is not the title");
    let attributes = roster.rows[0].attributes.iter().map(|(name, value)| format!("{name}={value}"));
    assert_eq!(attributes.collect::<Vec<_>>(), ["Title=20", "Column D=x", "Note=a", "note (2)=b"]);
}

#[test]
fn the_better_of_two_columns_is_taken() {
    let roster = open_text(
        "Employee #,Position,Job Title,Employee,Site,Department\n17,4711,Product Manager,Ana Silva,Porto,Core\n",
    );
    assert_eq!(
        columns(&roster),
        [
            "Employee # → EmployeeId",
            "Job Title → Title",
            "Employee → FullName",
            "Site → Location",
            "Department → Department",
        ]
    );
    let codes = open_text("Name,Position\nAna Silva,4711\nBen Okri,4712\n");
    assert_eq!(codes.rows[0].title, "");
    assert_eq!(codes.rows[0].attributes, [("Position".to_owned(), "4711".to_owned())]);
    let ids = open_text("Employee,Full Name\nE-17,Ana Silva\nE-18,Ben Okri\n");
    assert_eq!(columns(&ids), ["Full Name → FullName"]);
}

#[test]
fn name_columns_of_other_languages_are_understood() {
    assert_eq!(names(&open_text("Name;Vorname\nSilva;Ana\nOkri;Ben\n")), ["Ana Silva", "Ben Okri"]);
    assert_eq!(names(&open_text("Nombre;Puesto\nAna Silva;PM\nBen Okri;PM\n")), ["Ana Silva", "Ben Okri"]);
    assert_eq!(names(&open_text("Nom;Prénom\nSilva;Ana\n")), ["Ana Silva"]);
    assert_eq!(names(&open_text("Ana Silva\nBen Okri\nCleo Ruiz\n")), ["Ana Silva", "Ben Okri", "Cleo Ruiz"]);
}

#[test]
fn made_up_names_with_figures_are_names_and_ids_are_not() {
    assert_eq!(names(&open_text("Worker,Title\nPerson 1,PM\nPerson 2,PM\n")), ["Person 1", "Person 2"]);
    assert_eq!(names(&open_text("Name,Title\nP1,PM\nP2,PM\n")), ["P1", "P2"]);
    assert!(matches!(refusal(b"Employee,Title\nE-17,PM\nE-18,PM\n", "a.csv"), RosterError::NoNames { .. }));
    assert!(matches!(refusal(b"Name,Title\n17,PM\n18,PM\n", "a.csv"), RosterError::NoNames { .. }));
}

#[test]
fn managers_are_found_by_id_then_by_e_mail_then_by_name() {
    let roster = open_text(
        "ID,Name,Email,Manager,Manager ID,Manager email\n\
         007,Ana Silva,ana@x.org,,,\n\
         008,Ben Okri,ben@x.org,Ana Silva,007,\n\
         009,Cleo Ruiz,cleo@x.org,,,ANA@x.org\n\
         010,Dora Lind,dora@x.org,\"silva, ana\",,\n\
         011,Emil Noor,emil@x.org,Zoe Zed,,\n\
         012,Fay Wu,fay@x.org,Fay Wu,,\n",
    );
    let links: Vec<_> = roster.rows.iter().map(|row| row.manager.clone()).collect();
    let ana = ManagerLink::Row(0);
    let zoe = ManagerLink::Outside("Zoe Zed".to_owned());
    assert_eq!(links, [ManagerLink::None, ana.clone(), ana.clone(), ana, zoe, ManagerLink::None]);
    assert_eq!(roster.rows[2].manager_text, "ANA@x.org");
    assert_eq!(
        messages(&roster, Severity::Note),
        ["6: “Zoe Zed” manages 1 person and has no row here.", "7: Fay Wu is given as their own manager."]
    );
}

#[test]
fn a_manager_column_is_read_by_what_it_holds() {
    let by_id = open_text("ID,Name,Manager\nE1,Ana Silva,\nE2,Ben Okri,E1\n");
    assert_eq!(by_id.columns[2].field, Field::ManagerId);
    assert_eq!(by_id.rows[1].manager, ManagerLink::Row(0));
    let by_email = open_text("Name,Email,Reports To\nAna Silva,a@x.org,\nBen Okri,b@x.org,a@x.org\n");
    assert_eq!(by_email.columns[2].field, Field::ManagerEmail);
    assert_eq!(by_email.rows[1].manager, ManagerLink::Row(0));
    let by_name = open_text("Name,Manager ID\nAna Silva,\nBen Okri,\"Silva, Ana\"\n");
    assert_eq!(by_name.columns[1].field, Field::Manager);
    assert_eq!(by_name.rows[1].manager, ManagerLink::Row(0));
    let letters = open_text("User ID,Name,Supervisor\nasilva,Ana Silva,\nbokri,Ben Okri,asilva\n");
    assert_eq!(letters.columns[2].field, Field::ManagerId);
    assert_eq!(letters.rows[1].manager, ManagerLink::Row(0));
}

#[test]
fn initials_are_tolerated_only_where_one_person_remains() {
    let roster = open_text(
        "Name,Manager\nWebster L Butler,\nAna B Silva,\nAna C Silva,\nBen Okri,Webster Butler\n\
         Cleo Ruiz,Ana Silva\nDora Lind,Webster K. Butler\nEmil Noor,Ana B. Silva\n",
    );
    assert_eq!(roster.rows[3].manager, ManagerLink::Row(0));
    assert_eq!(roster.rows[4].manager, ManagerLink::Outside("Ana Silva".to_owned()));
    assert_eq!(roster.rows[5].manager, ManagerLink::Outside("Webster K. Butler".to_owned()));
    assert_eq!(roster.rows[6].manager, ManagerLink::Row(1));
    assert_eq!(
        messages(&roster, Severity::Warning),
        ["6: The manager “Ana Silva” could be one of several people; an employee id would tell."]
    );
}

#[test]
fn ids_of_managers_that_number_something_else_do_not_mislead() {
    let roster = open_text(
        "ID,Name,Manager,Manager ID\n1,Ana Silva,,\n2,Ben Okri,Ana Silva,3\n3,Cleo Ruiz,Ana Silva,3\n4,Dora Lind,Ben Okri,1\n",
    );
    let links: Vec<_> = roster.rows.iter().map(|row| row.manager.clone()).collect();
    assert_eq!(links, [ManagerLink::None, ManagerLink::Row(0), ManagerLink::Row(0), ManagerLink::Row(1)]);
    let trusted = open_text(
        "ID,Name,Manager,Manager ID\n1,Ana Silva,,\n2,Ben Okri,Ana Silva,1\n3,Cleo Ruiz,Ana Silva,1\n4,Dora Lind,Ana Silva,2\n",
    );
    assert_eq!(trusted.rows[3].manager, ManagerLink::Row(1));
    assert!(messages(&trusted, Severity::Warning)[1].contains("is “Ana Silva” by name but Ben Okri by id"));
}

#[test]
fn a_circle_of_managers_is_said_once() {
    let roster = open_text("Name,Manager\nAna Silva,Ben Okri\nBen Okri,Ana Silva\nCleo Ruiz,Ana Silva\n");
    assert_eq!(
        messages(&roster, Severity::Warning),
        ["2: These people manage each other in a circle: Ana Silva, Ben Okri."]
    );
}

#[test]
fn a_chain_of_managers_ends_at_the_lowest_that_is_filled() {
    let roster = open_text(
        "Worker,Management Chain - Level 01,Management Chain - Level 02,Management Chain - Level 03\n\
         Ana Silva,Zoe Zed,,\nBen Okri,Zoe Zed,Ana Silva,\nCleo Ruiz,Zoe Zed,Ana Silva,Ben Okri\n",
    );
    let managers: Vec<_> = roster.rows.iter().map(|row| row.manager_text.as_str()).collect();
    assert_eq!(managers, ["Zoe Zed", "Ana Silva", "Ben Okri"]);
}

#[test]
fn dates_are_decided_for_the_whole_file_and_can_be_turned() {
    let text = "Name,Hire Date\nAna Silva,03/04/2020\nBen Okri,\nCleo Ruiz,05/06/2021\nDora Lind,soon\n";
    let workbook = read_tables(text.as_bytes(), "staff.csv").expect("the file is a roster");
    let mut reading = Reading::propose(&workbook.sheets[0]);
    let guessed = Roster::read(&workbook.sheets[0], &reading).expect("the file is a roster");
    assert_eq!(guessed.rows[0].hired, Some(date(2020, 4, 3)));
    assert_eq!(guessed.rows[1].hired, None, "blank is blank");
    let warnings = messages(&guessed, Severity::Warning);
    assert!(warnings[0].starts_with("0: The day is taken to come first"), "{warnings:?}");
    assert_eq!(warnings[1], "5: The hire date “soon” cannot be read and is left blank.");
    reading.date_order = Some(DateOrder::MonthFirst);
    let turned = Roster::read(&workbook.sheets[0], &reading).expect("the file is a roster");
    assert_eq!(turned.rows[0].hired, Some(date(2020, 3, 4)));
    assert_eq!(turned.count(Severity::Warning), 1);
}

#[test]
fn a_corrected_column_is_read_again() {
    let text = "Who,What,When\nAna Silva,PM,x\n";
    let workbook = read_tables(text.as_bytes(), "staff.csv").expect("the file is a roster");
    let sheet = &workbook.sheets[0];
    let mut reading = Reading::propose_below(sheet, Some(0));
    reading.columns = vec![Field::FullName, Field::Title, Field::Ignore];
    let roster = Roster::read(sheet, &reading).expect("the table is a roster");
    assert_eq!((roster.rows[0].name.as_str(), roster.rows[0].title.as_str()), ("Ana Silva", "PM"));
    assert!(roster.rows[0].attributes.is_empty());
    reading.columns = vec![Field::Attribute; 3];
    assert!(matches!(Roster::read(sheet, &reading), Err(RosterError::NoNames { .. })));
    reading.columns.pop();
    assert!(matches!(Roster::read(sheet, &reading), Err(RosterError::OtherSheet { .. })));
}

#[test]
fn what_stands_for_nothing_is_nothing() {
    let roster = open_text(
        "Name,Manager,Rating,Hire Date,Region\nAna Silva,N/A,-,n/a,NA\nBen Okri,#N/A,none,,EMEA\nCleo Ruiz,Ana Silva,Strong,2020-01-02,NA\n",
    );
    assert_eq!(roster.rows[0].manager, ManagerLink::None);
    assert_eq!((roster.rows[0].earlier_rating.as_str(), roster.rows[0].location.as_str()), ("", "NA"));
    assert!(roster.outside_managers.is_empty());
    assert_eq!(messages(&roster, Severity::Warning), ["3: “Manager” holds #N/A, which is taken as blank."]);
}

#[test]
fn a_list_of_records_is_a_roster() {
    let text = "[(name: \"Silva, Ana\", employee_id: \"007\", title: \"PM\"), (name: \"Ben Okri\", manager: \"007\")]";
    let (workbook, _, roster) = open(text.as_bytes(), "people.ron");
    assert_eq!(workbook.description, "UTF-8, RON records");
    assert_eq!(names(&roster), ["Ana Silva", "Ben Okri"]);
    assert_eq!(roster.rows[1].manager, ManagerLink::Row(0));
    assert_eq!((roster.rows[1].line, roster.line_word), (2, "record"));
    assert!(matches!(refusal(b"[]", "people.ron"), RosterError::NoRows { .. }));
}
