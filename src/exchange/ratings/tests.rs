//! What a user sees of exports: files that a person has read, what comes back, and what never leaves.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;

use crate::edit::{Actor, Change, Edit, Gesture, History, set_scores};
use crate::model::{Mark, Phase, Rater, RaterId, Round, Session, WhyNot};

use super::fixture::{self, person, rater};
use super::*;

fn facilitator() -> ExportOptions {
    ExportOptions::for_viewer(Viewer::Facilitator)
}

fn redacted() -> ExportOptions {
    ExportOptions { redact: true, ..facilitator() }
}

fn text_of(session: &Session, format: Format, options: &ExportOptions) -> String {
    String::from_utf8(export(session, &History::default(), format, options).unwrap()).unwrap()
}

/// Compares with a file of `tests/golden`. With `PLUMBLINE_WRITE_GOLDEN` set it writes the file instead, for a person
/// to read.
fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("PLUMBLINE_WRITE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(golden == text, "{name} is not what is exported now:\n{text}");
}

#[test]
fn the_text_formats_are_as_a_person_has_read_them() {
    let (session, _) = fixture::told();
    assert_golden("long.csv", &text_of(&session, Format::CsvLong, &facilitator()));
    assert_golden("wide.csv", &text_of(&session, Format::CsvWide, &facilitator()));
    assert_golden("session.ron", &text_of(&session, Format::Ron, &facilitator()));
    assert_golden("session.json", &text_of(&session, Format::Json, &facilitator()));
    assert_golden("redacted.long.csv", &text_of(&session, Format::CsvLong, &redacted()));
    assert_golden("redacted.wide.csv", &text_of(&session, Format::CsvWide, &redacted()));
    assert_golden("redacted.session.json", &text_of(&session, Format::Json, &redacted()));
}

fn workbook(session: &Session, history: &History, options: &ExportOptions) -> Xlsx<Cursor<Vec<u8>>> {
    let bytes = export(session, history, Format::Xlsx, options).unwrap();
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// All cells of all sheets as text, a line a row.
fn all_text(workbook: &mut Xlsx<Cursor<Vec<u8>>>) -> String {
    let mut text = String::new();
    for (name, range) in workbook.worksheets() {
        for row in range.rows() {
            let cells: Vec<String> = row.iter().map(Data::to_string).collect();
            text += &format!("{name}: {}\n", cells.join(" | "));
        }
    }
    text
}

#[test]
fn the_workbook_has_its_sheets_headers_dates_and_colours() {
    let (session, history) = fixture::told();
    let mut workbook = workbook(&session, &history, &facilitator());
    assert_eq!(workbook.sheet_names(), ["Summary", "Agreed", "Ratings", "Evidence", "Decisions", "Log"]);

    let ratings = workbook.worksheet_range("Ratings").unwrap();
    let header: Vec<String> = ratings.rows().next().unwrap().iter().map(Data::to_string).collect();
    assert_eq!(header, long::COLUMNS);
    let four = ratings.rows().position(|row| row[7] == Data::Float(4.0)).unwrap();
    let fill = workbook.worksheet_style("Ratings").unwrap().get((four as u32, 7)).unwrap().fill.clone().unwrap();
    assert!(
        format!("{fill:?}").contains("195, green: 224, blue: 204")
            || format!("{fill:?}").to_lowercase().contains("c3e0cc"),
        "{fill:?}"
    );

    let evidence = workbook.worksheet_range("Evidence").unwrap();
    assert!(matches!(evidence.get((1, 0)), Some(Data::DateTime(day)) if day.to_ymd_hms_milli().0 == 2026));
    let log = workbook.worksheet_range("Log").unwrap();
    assert!(log.rows().skip(1).all(|row| matches!(row[0], Data::DateTime(_))));

    let summary = workbook.worksheet_range("Summary").unwrap();
    assert_eq!(summary.get((0, 0)), Some(&Data::String("Product org".into())));
    let ana = summary.rows().find(|row| row[0] == Data::String("007".into())).unwrap();
    assert_eq!(ana[1], Data::String("Ana \"Nita\" Silva".into()));
    assert!(ana.contains(&Data::String("Parked".into())));
}

#[test]
fn the_log_tells_who_changed_what_and_why_as_far_as_it_is_open() {
    let (session, history) = fixture::told();
    let log = all_text(&mut workbook(&session, &history, &facilitator()));
    assert!(log.contains("| Greta Holm | Score | Ana \"Nita\" Silva | Customer insight |  | 4 |"), "{log}");
    assert!(log.contains("| @Ivan Ö. | Revised score | Ana \"Nita\" Silva | Customer insight |  | 3 |"));
    assert!(log.contains("| Facilitator | Agreed score | Ana \"Nita\" Silva | Customer insight |  | 4 | Ana showed"));
    let third = log.lines().filter(|line| line.starts_with("Log") && line.contains("张伟"));
    assert_eq!(third.count(), 0, "{log}");
    assert!(!log.contains("only seen once") && !log.contains("led the review"));
}

#[test]
fn scores_stay_in_until_the_meeting_and_the_refusal_says_what_to_do() {
    for phase in [Phase::Prepare, Phase::Rate] {
        let mut session = fixture::revealed();
        Arc::make_mut(&mut session.about).phase = phase;
        for format in Format::ALL {
            let refused = export(&session, &History::default(), format, &facilitator()).unwrap_err();
            assert!(refused.to_string().contains("Calibrate"), "{refused}");
        }
    }
    let mut session = fixture::session();
    Arc::make_mut(&mut session.decisions).revealed.clear();
    let refused = export(&session, &History::default(), Format::CsvLong, &facilitator()).unwrap_err();
    assert_eq!(refused, ExportError::NothingOpen);
    let only = ExportOptions { people: Chosen::Only(vec![person(3)]), ..facilitator() };
    assert_eq!(export(&fixture::session(), &History::default(), Format::Json, &only), Err(ExportError::NothingOpen));
}

#[test]
fn nothing_of_somebody_who_is_not_revealed_leaves() {
    let (session, history) = fixture::told();
    let long = text_of(&session, Format::CsvLong, &facilitator());
    assert!(long.contains("p1") && !long.contains("张伟"));
    let wide = text_of(&session, Format::CsvWide, &facilitator());
    let third = wide.lines().find(|line| line.contains("张伟")).unwrap();
    assert_eq!(third, "9,张伟,PM,,,,,,,,,,,,,");
    let json = text_of(&session, Format::Json, &facilitator());
    assert!(!json.contains("only seen once") && !json.contains("led the review"));
    let mut workbook = workbook(&session, &history, &facilitator());
    assert!(!all_text(&mut workbook).contains("only seen once"));
}

#[test]
fn a_rater_gets_their_own_ratings_at_any_time_and_nobody_elses() {
    let mut session = fixture::session();
    Arc::make_mut(&mut session.about).phase = Phase::Rate;
    Arc::make_mut(&mut session.decisions).revealed.clear();
    let options = ExportOptions::for_viewer(Viewer::Rater(rater(2)));
    let long = text_of(&session, Format::CsvLong, &options);
    assert!(long.contains("only seen once") && long.contains("r2") && !long.contains("r1"), "{long}");
    let json = text_of(&session, Format::Json, &options);
    assert!(!json.contains("Ana cut churn") && !json.contains("Parked") && json.contains("\"agreed\": []"), "{json}");
    let nobody = ExportOptions::for_viewer(Viewer::Rater("who".into()));
    assert!(matches!(export(&session, &History::default(), Format::Json, &nobody), Err(ExportError::Unknown(_))));
}

/// Everything in the session that tells who somebody is, or that somebody typed about them.
const TELLING: [&str; 24] = [
    "Ana",
    "Nita",
    "Silva",
    "Lin,",
    "Bo",
    "张伟",
    "Greta",
    "Holm",
    "Ivan",
    "ana@",
    "greta@",
    "007",
    "=1+1",
    "901",
    "902",
    "Payments",
    "Lisbon",
    "G7",
    "churn",
    "launch",
    "Brother",
    "example.org",
    "Nora",
    "dopted",
];

#[test]
fn no_name_and_no_typed_word_survives_redaction() {
    let (session, history) = fixture::told();
    let session = Session { decisions: fixture::revealed().decisions, ..session };
    for format in [Format::CsvLong, Format::CsvWide, Format::Ron, Format::Json] {
        let text = text_of(&session, format, &redacted());
        assert!(text.contains("Person "), "{text}");
        let left: Vec<_> = TELLING.iter().filter(|word| text.contains(**word)).collect();
        assert!(left.is_empty(), "{format:?} has {left:?}:\n{text}");
        assert!(!text.contains("\"p1\"") && !text.contains("a grain of salt") && !text.contains("Product org"));
    }
    let text = all_text(&mut workbook(&session, &history, &redacted()));
    let left: Vec<_> = TELLING.iter().filter(|word| text.contains(**word)).collect();
    assert!(left.is_empty(), "{left:?}:\n{text}");
    assert!(text.contains("Agreed score") && text.contains("Rater "));
}

#[test]
fn notes_raters_and_group_attributes_can_be_left_out() {
    let (session, history) = fixture::told();
    let everything = |options: &ExportOptions| {
        let texts = [Format::CsvLong, Format::CsvWide, Format::Json].map(|format| text_of(&session, format, options));
        texts.join("\n") + &all_text(&mut workbook(&session, &history, options))
    };
    let all = everything(&facilitator());
    assert!(all.contains("found the churn") && all.contains("@Ivan") && all.contains("Lisbon") && all.contains("G7"));
    let without_notes = everything(&ExportOptions { notes: false, ..facilitator() });
    assert!(!without_notes.contains("found the churn") && without_notes.contains("@Ivan"));
    let without_raters = everything(&ExportOptions { raters: false, ..facilitator() });
    assert!(!without_raters.contains("@Ivan") && !without_raters.contains("Brother of Bo"));
    assert!(without_raters.contains("Ana showed the churn study."));
    let without_groups = everything(&ExportOptions { attributes: false, ..facilitator() });
    assert!(!without_groups.contains("Lisbon") && !without_groups.contains("G7"));
}

#[test]
fn only_the_chosen_are_written() {
    let (session, history) = fixture::told();
    let options = ExportOptions { people: Chosen::Only(vec![person(2)]), ..facilitator() };
    let texts = [Format::CsvLong, Format::CsvWide, Format::Json].map(|format| text_of(&session, format, &options));
    let text = texts.join("\n") + &all_text(&mut workbook(&session, &history, &options));
    assert!(text.contains("-Lin, Bo") && !text.contains("Silva") && !text.contains("张伟"), "{text}");
    let unknown = ExportOptions { people: Chosen::Only(vec!["p9".into()]), ..facilitator() };
    let refused = export(&session, &History::default(), Format::Json, &unknown).unwrap_err();
    assert_eq!(refused.to_string(), "“p9” is not in this session; choose somebody who is");
}

#[test]
fn endings_tell_the_format() {
    for format in Format::ALL {
        assert_eq!(Format::of(Path::new(&format!("/tmp/Team.X.{}", format.ending().to_uppercase()))), Ok(format));
    }
    let refused = Format::of(Path::new("team.txt")).unwrap_err().to_string();
    assert!(refused.contains("team.txt") && refused.contains(".wide.csv"), "{refused}");
}

#[test]
fn an_export_opens_as_a_session_of_its_own() {
    let session = fixture::revealed();
    let fresh = || Fresh { session: "s2".into(), salt: "fresh".into() };
    for (format, notation) in [(Format::Json, Notation::Json), (Format::Ron, Notation::Ron)] {
        let opened = open_export(&text_of(&session, format, &facilitator()), notation, fresh()).unwrap();
        let panel = crate::model::Panel::new(session.panel.iter().map(|one| Rater { pin: None, ..(**one).clone() }));
        let expected = Session { id: "s2".into(), panel: Arc::new(panel), ..session.clone() };
        assert_eq!(opened, expected);
        let opened = open_export(&text_of(&session, format, &redacted()), notation, fresh()).unwrap();
        assert_eq!((opened.people.len(), opened.about.salt.as_str()), (3, "fresh"));
        let options = ExportOptions { raters: false, ..facilitator() };
        assert!(open_export(&text_of(&session, format, &options), notation, fresh()).is_ok());
    }
}

#[test]
fn what_came_after_closing_is_written_for_whoever_runs_the_session_about_those_who_are_revealed() {
    let session = fixture::revealed();
    let json = |options: &ExportOptions| text_of(&session, Format::Json, options);
    let all = json(&facilitator());
    assert!(all.contains("Nora Quist") && all.contains("Adopted by a second team") && all.contains("Ana is right."));
    let own = json(&ExportOptions { viewer: Viewer::Rater(rater(1)), ..facilitator() });
    assert!(!own.contains("Nora Quist") && !own.contains("Adopted by a second team"));
    let unnamed = json(&ExportOptions { raters: false, ..facilitator() });
    assert!(unnamed.contains("Adopted by a second team") && !unnamed.contains("\"by\": \"Greta"), "{unnamed}");
    let mut closed = session.clone();
    Arc::make_mut(&mut closed.decisions).revealed.remove(&person(1));
    assert!(!text_of(&closed, Format::Json, &facilitator()).contains("Nora Quist"));
}

#[test]
fn foreign_damaged_and_newer_exports_are_refused_with_the_place() {
    let fresh = || Fresh { session: "s2".into(), salt: String::new() };
    let refused = |text: &str| open_export(text, Notation::Json, fresh()).unwrap_err().join(" ");
    let json = text_of(&fixture::revealed(), Format::Json, &facilitator());
    assert!(refused(&json.replace("\"version\": 1", "\"version\": 2")).contains("use a newer program"));
    assert!(refused("{\"format\": \"else\", \"version\": 1}").contains("is no export of Plumbline"));
    assert!(refused(&json[..json.len() / 2]).starts_with("Line "), "{}", refused(&json[..json.len() / 2]));
    assert!(refused(&json.replace("\"score\": 4", "\"score\": 0")).contains("not on the scale"));
    assert!(refused(&json.replace("\"person\": \"p2\"", "\"person\": \"p9\"")).contains("not in the session"));
}

// ---- What comes back -------------------------------------------------------------------------------------------

/// The session before anybody rated, with the same people, panel and rubric.
fn cleared(session: &Session) -> Session {
    let mut cleared = fixture::empty();
    cleared.rubric = session.rubric.clone();
    cleared.people = session.people.clone();
    let open = |rater: &Arc<Rater>| Rater { submitted: None, ..(**rater).clone() };
    cleared.panel = Arc::new(crate::model::Panel::new(session.panel.iter().map(open)));
    cleared
}

fn take_in(session: &mut Session, incoming: &Incoming) {
    let change = Change::new(Actor::Facilitator, Gesture::ImportRatings, incoming.edits.clone());
    change.at("import".into(), fixture::minute(99)).apply(session).unwrap();
}

/// Marks and notes of everybody.
fn told(session: &Session) -> Vec<String> {
    let mut told = Vec::new();
    let all: Result<(), ()> = rows::each_rating(session, |row| {
        if let Some(rater) = row.rater {
            let (person, skill) = (&row.person.id, &row.skill.id);
            told.push(format!("{:?} {person} {skill} {:?} {:?} {:?}", rater.id, row.blind, row.revised, row.note));
        }
        Ok(())
    });
    all.unwrap();
    told
}

const GIVE_BACK: [Format; 4] = [Format::CsvLong, Format::Xlsx, Format::Ron, Format::Json];

fn assert_comes_back(session: &Session) {
    for format in GIVE_BACK {
        let bytes = export(session, &History::default(), format, &facilitator()).unwrap();
        let mut read = cleared(session);
        let incoming = read_ratings(&read, "file", &bytes).unwrap();
        assert_eq!(incoming.problems, [], "{format:?}");
        assert_eq!((incoming.changed, incoming.same), (0, 0), "{format:?}");
        take_in(&mut read, &incoming);
        assert_eq!(told(&read), told(session), "{format:?}");
        let again = read_ratings(&read, "file", &bytes).unwrap();
        assert_eq!((again.edits.len(), again.new, again.changed, again.same), (0, 0, 0, incoming.new), "{format:?}");
    }
}

#[test]
fn ratings_come_back_from_every_format_that_promises_it() {
    assert_comes_back(&fixture::revealed());
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[=+@\t\r\n'\",;-]{0,3}\\PC{0,8}[\n\"']?", "_x00[0-9A-F]{2}_", "[0-9]{1,4}", "[ \u{A0}]{0,2}\\w{0,4} ?"]
}

fn any_mark() -> impl Strategy<Value = Option<Mark>> {
    prop_oneof![
        Just(None),
        (1..=5_u8).prop_map(|score| Some(Mark::Score(score))),
        Just(Some(Mark::NotObserved(WhyNot::CouldNotSee))),
        Just(Some(Mark::NotObserved(WhyNot::NoChanceYet))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_ratings_come_back(
        names in proptest::collection::vec(any_text(), 5),
        cells in proptest::collection::vec((1..=3_u8, 1..=2_u8, 0..3_usize, any_mark(), any_mark(), any_text()), 0..12),
    ) {
        let mut session = fixture::empty();
        session.people = Arc::new(crate::model::People::new(session.people.iter().zip(&names).map(|(one, name)| {
            crate::model::Person { name: format!("x{name}"), employee_id: name.clone(), ..(**one).clone() }
        })));
        session.panel = Arc::new(crate::model::Panel::new(session.panel.iter().zip(&names[3..]).map(|(one, name)| {
            Rater { name: format!("x{name}"), ..(**one).clone() }
        })));
        for (about, by, skill, blind, revised, note) in cells {
            let (rater, cell) = (rater(by), (person(about), session.rubric.skills[skill].id.clone()));
            let before = session.ratings.sheet(&rater).and_then(|sheet| sheet.notes().get(&cell)).cloned();
            let mut edits: Vec<Edit> = Vec::new();
            edits.extend(set_scores(&session, &rater, Round::Blind, [(cell.clone(), blind)].into()));
            edits.extend(set_scores(&session, &rater, Round::Revised, [(cell.clone(), revised)].into()));
            let after = Some(note).filter(|note| !note.is_empty());
            edits.push(Edit::SetNote { rater, person: cell.0, skill: cell.1, before, after });
            let change = Change::new(Actor::Facilitator, Gesture::Rate, edits);
            change.at("s".into(), fixture::minute(1)).apply(&mut session).unwrap();
        }
        Arc::make_mut(&mut session.about).phase = Phase::Calibrate;
        session.decisions = Arc::new(crate::model::Decisions {
            revealed: (1..=3).map(|number| (person(number), fixture::minute(2))).collect(),
            ..Default::default()
        });
        assert_comes_back(&session);
    }

    #[test]
    fn damaged_files_give_a_sentence_and_never_a_panic(
        format in 0..GIVE_BACK.len(),
        cut in 0.0..1.0_f64,
        changes in proptest::collection::vec((0.0..1.0_f64, any::<u8>()), 0..6),
    ) {
        let session = fixture::revealed();
        let mut bytes = export(&session, &History::default(), GIVE_BACK[format], &facilitator()).unwrap();
        for (place, byte) in changes {
            let place = (place * bytes.len() as f64) as usize;
            bytes[place] = byte;
        }
        if cut < 0.5 {
            bytes.truncate((cut * 2.0 * bytes.len() as f64) as usize);
        }
        match read_ratings(&fixture::empty(), "ratings.csv", &bytes) {
            Ok(incoming) => prop_assert!(incoming.problems.iter().all(|problem| problem.sentence.ends_with('.'))),
            Err(sentence) => prop_assert!(sentence.to_string().contains("ratings.csv"), "{}", sentence),
        }
        let fresh = Fresh { session: "s2".into(), salt: String::new() };
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(opened) = open_export(&text, Notation::Json, fresh.clone()) {
            prop_assert!(opened.problems().is_empty());
        }
        if let Err(problems) = open_export(&text, Notation::Ron, fresh) {
            prop_assert!(!problems.is_empty());
        }
    }
}

fn read(session: &Session, text: &str) -> Incoming {
    read_ratings(session, "ratings.csv", text.as_bytes()).unwrap()
}

fn problems(session: &Session, text: &str) -> Vec<String> {
    read(session, text).problems.iter().map(ToString::to_string).collect()
}

fn mark(session: &Session, by: u8, about: u8, skill: &str) -> Option<Mark> {
    session.last_mark(&rater(by), &person(about), &skill.into())
}

#[test]
fn anybodys_table_is_read_by_id_e_mail_and_name() {
    let mut session = fixture::empty();
    let text = "Exported by somebody;;;\n\
                Subject;Manager;Item;Rating;Comment\n\
                ana@example.org;greta holm;Customer Insight;4;'=well\n\
                007;902;wins;n/o;\n\
                张伟;r2;trust;not observed;\n\
                BO LIN;GRETA@example.org;INSIGHT;5,0;\n";
    let incoming = read(&session, text);
    assert_eq!(incoming.problems, []);
    assert_eq!((incoming.new, incoming.changed, incoming.same), (4, 0, 0));
    take_in(&mut session, &incoming);
    assert_eq!(mark(&session, 1, 1, "insight"), Some(Mark::Score(4)));
    assert_eq!(mark(&session, 2, 1, "wins"), Some(Mark::NotObserved(WhyNot::CouldNotSee)));
    assert_eq!(mark(&session, 2, 3, "trust"), Some(Mark::NotObserved(WhyNot::CouldNotSee)));
    assert_eq!(mark(&session, 1, 2, "insight"), Some(Mark::Score(5)));
    let cell = (person(1), "insight".into());
    assert_eq!(session.ratings.sheet(&rater(1)).unwrap().notes()[&cell], "=well");
}

#[test]
fn blanks_never_erase_and_the_dry_run_counts() {
    let mut session = fixture::empty();
    let first = read(&session, "person,rater,skill,score,note\np1,r1,wins,3,kept\np1,r1,trust,2,\n");
    take_in(&mut session, &first);
    let incoming = read(&session, "person,rater,skill,score,note\np1,r1,wins,,\np1,r1,trust,4,\np1,r2,trust,4,\n");
    assert_eq!((incoming.new, incoming.changed, incoming.same), (1, 1, 0));
    take_in(&mut session, &incoming);
    assert_eq!(mark(&session, 1, 1, "wins"), Some(Mark::Score(3)));
    assert_eq!(mark(&session, 1, 1, "trust"), Some(Mark::Score(4)));
    assert_eq!(session.ratings.sheet(&rater(1)).unwrap().notes().len(), 1);
}

#[test]
fn what_can_not_be_taken_in_is_told_by_line() {
    let mut session = fixture::empty();
    let twin = crate::model::Person::named("p4".into(), "张伟");
    let people = session.people.iter().map(|one| (**one).clone()).chain([twin]);
    session.people = Arc::new(crate::model::People::new(people));
    let text = "person,rater,skill,score,not_observed\n\
                p1,r1,wins,6,\n\
                张伟,r1,wins,3,\n\
                p9,r9,charm,3,\n\
                p2,r1,wins,3,yes\n\
                p2,r1,trust,3,\n\
                p2,r1,trust,4,\n\
                p2,r1,insight,2.5,\n\
                ,r1,insight,2,\n";
    assert_eq!(
        problems(&session, text),
        [
            "Line 2: “6” is not on the scale, which goes from 1 to 5.",
            "Line 3: “张伟” is several of the people of this session; add a column with their ids.",
            "Line 4: “charm” is not among the skills of the rubric.",
            "Line 4: “p9” is not among the people of this session.",
            "Line 4: “r9” is not among the raters of this session.",
            "Line 5: It has the score 3 and says not observed; leave one of the two.",
            "Line 7: Greta Holm has another rating of -Lin, Bo on “trust” in line 6; leave only one of them.",
            "Line 8: “2.5” is between two points of the scale; a rating is a whole one.",
            "Line 9: The line does not say which of the people of this session it means.",
        ]
    );
}

#[test]
fn lines_are_counted_in_the_file_even_after_notes_of_several_lines() {
    let session = fixture::empty();
    let text = "person,rater,skill,score,note\np1,r1,wins,3,\"two\nlines\"\np1,r1,trust,9,\n";
    assert!(problems(&session, text)[0].starts_with("Line 4: "));
}

#[test]
fn after_the_reveal_scores_count_as_revised_and_old_files_change_nothing() {
    let mut session = fixture::revealed();
    let before = told(&session);
    let old = "person,rater,skill,score\np1,r2,insight,2\np1,r1,insight,4\n";
    let incoming = read(&session, old);
    assert_eq!((incoming.edits.len(), incoming.same), (0, 2));
    assert_eq!(told(&session), before);
    let incoming = read(&session, "person,rater,skill,score\np1,r1,insight,5\np1,r2,insight,3\n");
    assert_eq!((incoming.changed, incoming.same), (1, 1));
    take_in(&mut session, &incoming);
    assert_eq!(session.mark(&rater(1), &person(1), &"insight".into(), Round::Blind), Some(Mark::Score(4)));
    assert_eq!(mark(&session, 1, 1, "insight"), Some(Mark::Score(5)));
}

#[test]
fn sealed_scores_are_a_problem_by_line_and_the_rest_goes_in() {
    let mut session = fixture::empty();
    let seal = |one: &Arc<Rater>| {
        let submitted = (one.id == rater(1)).then(|| fixture::minute(5));
        Rater { submitted, ..(**one).clone() }
    };
    session.panel = Arc::new(crate::model::Panel::new(session.panel.iter().map(seal)));
    let incoming = read(&session, "person,rater,skill,score\np1,r1,wins,3\np1,r2,wins,3\n");
    assert_eq!(incoming.new, 1);
    assert_eq!(
        incoming.problems[0].to_string(),
        "Line 2: Greta Holm has submitted and sealed their scores; open their grid again, then repeat this."
    );
    take_in(&mut session, &incoming);
}

#[test]
fn a_table_without_ratings_says_what_it_needs() {
    let session = fixture::empty();
    let wide = text_of(&fixture::revealed(), Format::CsvWide, &facilitator());
    for text in [wide.as_str(), "", "hello", "person,skill,score\np1,wins,3\n"] {
        let refused = read_ratings(&session, "team.csv", text.as_bytes()).unwrap_err().to_string();
        assert!(refused.contains("“team.csv” has no ratings") && refused.contains("one row a rating"), "{refused}");
    }
}

#[test]
fn people_who_only_sit_in_the_meeting_do_not_rate() {
    let mut session = fixture::empty();
    let guest = Rater { rates: false, ..Rater::named(RaterId::new("r3"), "Guest") };
    session.panel = Arc::new(crate::model::Panel::new(session.panel.iter().map(|one| (**one).clone()).chain([guest])));
    let told = problems(&session, "person,rater,skill,score\np1,Guest,wins,3\n");
    assert_eq!(told, ["Line 2: “Guest” is not among the raters of this session."]);
}
