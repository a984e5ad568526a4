//! What a user sees of rubric files: those that companies publish, and broken ones.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::model::{Level, ScalePoint};

const DEFAULT: &str = include_str!("../../../assets/rubric.ron");

fn default_rubric() -> Rubric {
    ron::from_str(DEFAULT).unwrap()
}

fn draft(file: &str, text: &str) -> RubricDraft {
    match read_rubric(file, text.as_bytes()).unwrap() {
        RubricFile::Draft(draft) => draft,
        RubricFile::Whole(rubric) => panic!("{rubric:?}"),
    }
}

fn refused(file: &str, text: &str) -> String {
    read_rubric(file, text.as_bytes()).unwrap_err().join(" ")
}

const WIDE: &str = "Skill Name,Description,Tier,Awareness,Working,Practitioner,Expert,Roles\n\
    Customer insight,Knows customers,Market,\"You can:\n- listen\",asks,,leads,PM\n\
    Telling stories,Tells them,people,a,b,c,d,PM\n\
    customer INSIGHT,again,Market,a,b,c,d,PM\n\
    ,no name,Market,a,b,c,d,PM\n";

#[test]
fn the_wide_form_keeps_blank_anchors_and_lists_them() {
    let mut draft = draft("our_skills.csv", WIDE);
    assert_eq!((draft.name.as_str(), draft.skills.len()), ("our skills", 2));
    assert_eq!(draft.points, ["Awareness", "Working", "Practitioner", "Expert"]);
    assert_eq!(draft.skills[0].anchors, ["You can:\n- listen", "asks", "", "leads"]);
    assert_eq!(draft.blank_anchors(), [BlankAnchor { skill: "Customer insight".into(), point: "Practitioner".into() }]);
    assert_eq!(
        draft.notes,
        [
            "The column “Roles” was left out.",
            "“customer INSIGHT” stands in line 2 and again in line 5; the first was kept.",
            "The line 6 has no skill name and was left out.",
        ]
    );
    assert_eq!(draft.assign_by_name(&default_rubric().tiers), 0);
    assert_eq!(draft.skills[1].tier, Some("people".into()));
}

#[test]
fn a_draft_becomes_a_rubric_once_every_skill_has_a_tier() {
    let base = default_rubric();
    let mut draft = draft("our_skills.csv", WIDE);
    let missing = draft.finish(&base).unwrap_err().join(" ");
    assert!(missing.contains("“Customer insight”, “Telling stories”") && missing.contains("leave it out"), "{missing}");
    draft.assign_by_name(&base.tiers);
    draft.skills[1].levels = Some(["director".into()].into());
    let finished = draft.finish(&base).unwrap();
    let rubric = &finished.rubric;
    assert_eq!(rubric.scale.top(), 4);
    // The same name is the same skill, so that its ratings go on.
    let same = base.skills.iter().find(|skill| skill.name == "Customer insight").unwrap();
    assert_eq!(rubric.skills[0].id, same.id);
    assert!(finished.notes[0].contains("scale of 5 points to one of 4"), "{:?}", finished.notes);
    assert!(finished.notes.iter().any(|note| note.contains("A gate of") && note.contains("was left out")));
    let stories = &rubric.skills[1].id;
    let asks = |level: &Level| !level.not_asked.contains(stories);
    let asking: Vec<&str> = rubric.levels.iter().filter(|level| asks(level)).map(|level| level.id.as_str()).collect();
    assert_eq!(asking, ["director"]);
    assert!(rubric.levels.iter().flat_map(|level| level.bars.values()).all(|bar| (1.0..=4.0).contains(bar)));
}

const LONG: &str = "Role Level,Skill Name,Skill Level,Skill Level Description\n\
    Head,Vision,Expert,sets it\n\
    Head,Delivery,Working,ships with help\n\
    Junior,Delivery,Awareness,watches\n\
    Senior,Delivery,Working,ships with help\n\
    Senior,Vision,Working,sees it\n\
    Senior,Vision,Working,sees it differently\n";

#[test]
fn the_long_form_orders_points_and_levels_and_makes_bars_of_what_levels_ask() {
    let mut draft = draft("ladder.csv", LONG);
    assert_eq!(draft.points, ["Awareness", "Working", "Expert"]);
    let names: Vec<&str> = draft.levels.iter().map(|level| level.name.as_str()).collect();
    assert_eq!(names, ["Junior", "Senior", "Head"]);
    assert_eq!(draft.skills[1].anchors, ["watches", "ships with help", ""]);
    assert!(draft.notes.iter().any(|note| note.contains("line 7 has another text for “Vision” at Working")));
    draft.skills[0].tier = Some("vision".into());
    draft.skills[1].tier = Some("market".into());
    draft.levels[2].home = Some("vision".into());
    let finished = draft.finish(&default_rubric()).unwrap();
    let head = finished.rubric.level(&"head".into()).unwrap();
    assert_eq!(head.bars, [("market".into(), 2.0), ("vision".into(), 3.0)].into());
    let junior = finished.rubric.level(&"junior".into()).unwrap();
    assert_eq!((junior.next.clone(), junior.not_asked.len()), (vec!["senior".into()], 1));
    assert!(finished.notes[0].contains("Junior, Senior; look at them"), "{:?}", finished.notes);
}

#[test]
fn points_can_be_put_in_another_order() {
    let mut draft = draft("ladder.csv", &LONG.replace("Expert", "Wizard"));
    assert_eq!(draft.points, ["Wizard", "Working", "Awareness"]);
    assert!(draft.notes.iter().any(|note| note.contains("check it")));
    draft.move_point(0, 2);
    assert_eq!(draft.points, ["Working", "Awareness", "Wizard"]);
    draft.move_point(0, 1);
    let head = draft.levels.iter().find(|level| level.name == "Head").unwrap();
    assert_eq!(head.asks[&0], 3);
    assert_eq!(draft.skills[1].anchors, ["watches", "ships with help", ""]);
}

#[test]
fn anchors_from_high_to_low_are_turned_round() {
    let draft = draft("a.csv", "Skill;Expert;Working;Awareness\nX;c;b;a\n");
    assert_eq!(
        (draft.points.join(" "), draft.skills[0].anchors.join(" ")),
        ("Awareness Working Expert".into(), "a b c".into())
    );
}

#[test]
fn a_rubric_in_ron_is_taken_as_it_is_or_refused_by_line() {
    assert_eq!(read_rubric("r.ron", DEFAULT.as_bytes()), Ok(RubricFile::Whole(Box::new(default_rubric()))));
    let cut = refused("r.ron", &DEFAULT[..DEFAULT.len() / 2]);
    assert!(cut.starts_with("“r.ron”, line ") && cut.contains("mend the rubric there"), "{cut}");
    let home = default_rubric().levels[1].home.to_string();
    let wrong = refused("r.ron", &DEFAULT.replacen(&format!("home: \"{home}\""), "home: \"attic\"", 1));
    assert!(wrong.contains("the unknown home tier “attic”") && wrong.contains("“r.ron”"), "{wrong}");
}

#[test]
fn what_is_no_rubric_is_refused_with_what_to_do() {
    assert!(refused("a.md", "---\ntitle: x\n").contains("a Markdown document"));
    assert!(refused("a.txt", "---\ntitle: x\n").contains("a YAML document"));
    assert!(refused("a.csv", "Name,Title\nAna,PM\n").contains("it needs a column “Skill name”"));
    assert!(
        refused("a.csv", "Skill,Working,Expert\nX,a,b\n").contains("has 2 points (Working, Expert); it needs 3 to 7")
    );
    assert!(refused("a.csv", "Skill,Awareness,Working,Expert\n").contains("no skills in “a.csv”"));
    assert!(refused("a.csv", "").contains("“a.csv” is empty"));
}

fn published(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/rubrics").join(name);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        println!("skipped: {name} is not here");
    }
    bytes
}

#[test]
fn published_rubrics_become_drafts() {
    let Some(bytes) = published("govuk_skills.csv") else { return };
    let Ok(RubricFile::Draft(draft)) = read_rubric("govuk_skills.csv", &bytes) else { panic!("no draft") };
    assert_eq!((draft.skills.len(), draft.blank_anchors().len()), (188, 88));
    assert_eq!(draft.points, ["Awareness", "Working", "Practitioner", "Expert"]);
    assert!(draft.skills[0].anchors[0].starts_with("You can:\n- understand accessibility"));

    let Some(bytes) = published("govuk_product_manager.csv") else { return };
    let Ok(RubricFile::Draft(mut draft)) = read_rubric("govuk_product_manager.csv", &bytes) else { panic!("no draft") };
    assert_eq!((draft.skills.len(), draft.levels.len()), (9, 5));
    let names: Vec<&str> = draft.levels.iter().map(|level| level.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Associate product manager",
            "Product manager",
            "Senior product manager",
            "Lead product manager",
            "Head of product"
        ]
    );
    let base = default_rubric();
    draft.skills.iter_mut().for_each(|skill| skill.tier = Some("market".into()));
    let finished = draft.finish(&base).unwrap();
    assert_eq!(finished.rubric.levels[4].bars["market"], 4.0);

    let Some(bytes) = published("monzo_product.md") else { return };
    let refused = read_rubric("monzo_product.md", &bytes).unwrap_err().join(" ");
    assert!(refused.contains("is a Markdown document"), "{refused}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn damaged_files_give_sentences_and_never_a_panic(
        which in 0..3_usize,
        cut in 0.0..1.0_f64,
        changes in proptest::collection::vec((0.0..1.0_f64, any::<u8>()), 0..6),
    ) {
        let mut bytes = [WIDE, LONG, DEFAULT][which].as_bytes().to_vec();
        bytes.truncate((cut * bytes.len() as f64) as usize);
        for (place, byte) in changes {
            let place = (place * bytes.len() as f64) as usize;
            bytes.get_mut(place).into_iter().for_each(|old| *old = byte);
        }
        match read_rubric("r.csv", &bytes) {
            Ok(RubricFile::Draft(draft)) => {
                prop_assert!(draft.skills.iter().all(|skill| skill.anchors.len() == draft.points.len()));
            }
            Ok(RubricFile::Whole(rubric)) => prop_assert!(rubric.problems().is_empty()),
            Err(problems) => prop_assert!(problems.iter().all(|problem| problem.contains("r.csv")), "{:?}", problems),
        }
    }
}

fn reread(rubric: &Rubric, format: RubricFormat, base: &Rubric) -> Rubric {
    let name = format!("{}.{}", rubric.name, format.ending());
    let bytes = write_rubric(rubric, format).unwrap();
    match read_rubric(&name, &bytes).unwrap() {
        RubricFile::Whole(rubric) => *rubric,
        RubricFile::Draft(mut draft) => {
            assert_eq!(draft.notes, Vec::<String>::new(), "{format:?}");
            draft.assign_by_name(&base.tiers);
            let finished = draft.finish(base).unwrap();
            assert_eq!(finished.notes, Vec::<String>::new(), "{format:?}");
            finished.rubric
        }
    }
}

#[test]
fn what_is_exported_reads_back_the_same_in_every_form() {
    let mut rubric = default_rubric();
    rubric.skills[3].retired = true;
    rubric.skills[4].anchors[1] = "- a list\n- of two things".into();
    rubric.skills[5].anchors[0] = "=SUM(A1)".into();
    rubric.skills[6].anchors[2] = String::new();
    rubric.skills[7].short_name = "Short".into();
    rubric.skills[8].name = "Renamed since".into();
    for format in RubricFormat::ALL {
        assert!(reread(&rubric, format, &rubric) == rubric, "{format:?}");
    }
    // What a spreadsheet would run is held back in the file itself.
    let csv = String::from_utf8(write_rubric(&rubric, RubricFormat::Csv).unwrap()).unwrap();
    assert!(csv.contains(",'=SUM(A1)") && !csv.contains(",=SUM"), "a formula is written");
    assert!(
        csv.lines().next().unwrap().ends_with("1 · Emerging,2 · Developing,3 · Proficient,4 · Strong,5 · Sets the bar")
    );
}

#[test]
fn points_of_any_name_come_back_in_their_order() {
    for points in [3, 4, 6, 7] {
        let mut rubric = default_rubric();
        let names = ["Wizard", "Expert", "12", "Level up", "Working", "Ω", "Guru"];
        rubric.scale.points =
            names[..points].iter().map(|name| ScalePoint { name: (*name).into(), meaning: "m".into() }).collect();
        for skill in &mut rubric.skills {
            let more = format!("More of {}", skill.name);
            skill.anchors.resize(points, more);
        }
        for bar in rubric.levels.iter_mut().flat_map(|level| level.bars.values_mut()) {
            *bar = bar.min(points as f64);
        }
        for format in [RubricFormat::Csv, RubricFormat::Xlsx] {
            assert!(reread(&rubric, format, &rubric) == rubric, "{points} {format:?}");
        }
    }
}

#[test]
fn a_column_can_be_read_as_something_else() {
    let text = "Fähigkeit,Stufe A,Stufe B,Stufe C\nZuhören,hört,fragt,versteht\n";
    let OpenedRubric::Table(mut table) = open_rubric("kompetenzen.csv", text.as_bytes()).unwrap() else {
        panic!("no table")
    };
    assert!(table.draft().clone().unwrap_err().contains("needs a column “Skill name”"));
    let mut reading = table.reading().clone();
    reading.set(0, RubricField::Name);
    (1..4).for_each(|column| reading.set(column, RubricField::PointAnchor));
    table.correct(reading);
    let draft = table.draft().clone().unwrap();
    assert_eq!(
        (draft.points.join(" "), draft.skills[0].anchors.join(" ")),
        ("Stufe A Stufe B Stufe C".into(), "hört fragt versteht".into())
    );
    // What can be only one column is no longer the other one, and what was assigned stays.
    table.draft_mut().unwrap().skills[0].tier = Some("market".into());
    let mut reading = table.reading().clone();
    reading.set(3, RubricField::Description);
    table.correct(reading);
    assert!(table.draft().clone().unwrap_err().contains("has 2 points"));
    let mut reading = table.reading().clone();
    reading.set(3, RubricField::PointAnchor);
    table.correct(reading.clone());
    reading.set(1, RubricField::Name);
    assert_eq!(reading.columns[0], RubricField::Ignore);
}

#[test]
fn headers_with_numbers_name_points() {
    let draft = draft("a.csv", "Skill,L1 - Novice,Level 2: Working,3,360 feedback\nX,a,b,c,d\n");
    assert_eq!(draft.points, ["Novice", "Working", "3"]);
    assert!(draft.notes.iter().any(|note| note.contains("“360 feedback” was left out")), "{:?}", draft.notes);
}

#[test]
fn groups_of_the_file_can_become_the_tiers() {
    let text = "Skill,Pillar,Awareness,Working,Expert\nA,Discovery,1,2,3\nB,Delivery,1,2,3\nC,discovery,1,2,3\n";
    let base = default_rubric();
    let mut draft = draft("pillars.csv", text);
    assert_eq!(draft.groups(), ["Discovery", "Delivery"]);
    assert_eq!(draft.assign_by_name(&base.tiers), 3);
    draft.take_groups(&base);
    let rubric = draft.finish(&base).unwrap().rubric;
    assert_eq!(rubric.problems(), Vec::<String>::new());
    let tiers: Vec<&str> = rubric.tiers.iter().map(|tier| tier.name.as_str()).collect();
    assert_eq!(tiers, ["Discovery", "Delivery"]);
    assert_eq!(rubric.skills[2].tier, rubric.tiers[0].id);
    assert_eq!(rubric.levels.last().unwrap().home, rubric.tiers[1].id);
    draft.leave_groups(&base);
    assert!(draft.tiers.is_none() && draft.skills.iter().all(|skill| skill.tier.is_none()));
}

#[test]
fn hostile_tables_are_refused_or_read_within_bounds() {
    let wide =
        format!("Skill,{}\nX,{}\n", (1..=9).map(|n| n.to_string()).collect::<Vec<_>>().join(","), "a,".repeat(9));
    assert!(refused("wide.csv", &wide).contains("has 9 points"));
    let many = format!("Skill,Awareness,Working,Expert\n{}", "X,a,b,c\n".repeat(20_000));
    assert_eq!(draft("many.csv", &many).skills.len(), 1);
    assert!(read_rubric("zip.xlsx", b"PK\x03\x04nonsense").unwrap_err()[0].contains("zip.xlsx"));
    let deep = format!("({}", "levels: [(".repeat(20_000));
    assert!(read_rubric("deep.ron", deep.as_bytes()).unwrap_err()[0].contains("deep.ron"));
    let huge = "Skill,Awareness,Working,Expert\n".to_owned() + &"x".repeat(2_000_000) + ",a,b,c\n";
    assert_eq!(draft("huge.csv", &huge).skills.len(), 1);
}
