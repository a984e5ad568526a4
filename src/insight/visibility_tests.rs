use jiff::civil::date;

use super::*;
use crate::edit::{Change, Gesture};
use crate::insight::kit::{Desk, now};
use crate::model::{EvidenceKind, Mark, Round};

const PHASES: [Phase; 4] = Phase::ALL;

/// Kim is rated by Ann and Bea, who have submitted, by Cid, who has not, and by Dan, who is set aside for Kim. Fay sits
/// in the meeting and runs it.
fn desk(revealed: bool) -> Desk {
    let mut desk = Desk::new(&["ann", "bea", "cid", "dan", "fay"]);
    desk.put_rater("fay", |rater| {
        rater.rates = false;
        rater.facilitates = true;
    });
    desk.person("kim", "pm", "");
    for rater in ["ann", "bea", "cid", "dan"] {
        desk.rate(rater, "kim", "customer-insight", 3);
    }
    desk.evidence("ann", "kim", date(2026, 9, 1), EvidenceKind::Outcome, &[], |_| {});
    for rater in ["ann", "bea", "dan"] {
        desk.put_rater(rater, |rater| rater.submitted = Some(now()));
    }
    desk.recuse("dan", "kim");
    if revealed {
        desk.reveal("kim");
    }
    desk
}

fn viewers() -> [(&'static str, Viewer); 7] {
    [
        ("facilitator", Viewer::Facilitator),
        ("room", Viewer::Room),
        ("ann, whose it is", Viewer::Rater("ann".into())),
        ("bea, submitted", Viewer::Rater("bea".into())),
        ("cid, late", Viewer::Rater("cid".into())),
        ("dan, set aside", Viewer::Rater("dan".into())),
        ("fay, on the panel", Viewer::Rater("fay".into())),
    ]
}

/// What each viewer sees, in the order of `viewers()`: a letter a viewer, `+` sees, `-` does not. Rows: before and
/// after the reveal; columns: the phases.
type Table = [[&'static str; 4]; 2];

fn check(what: &str, table: Table, sees: impl Fn(&Session, &Viewer) -> bool) {
    for (revealed, row) in [false, true].into_iter().zip(table) {
        for (phase, expected) in PHASES.into_iter().zip(row) {
            let mut desk = desk(revealed);
            if phase != Phase::Calibrate {
                desk.phase(phase);
            }
            for ((name, viewer), expected) in viewers().into_iter().zip(expected.chars()) {
                let seen = sees(&desk.session, &viewer);
                assert_eq!(seen, expected == '+', "{what}: {name} in {phase:?}, revealed: {revealed}");
            }
        }
    }
}

#[test]
fn aggregates_open_with_calibrate_to_the_facilitator_and_the_room() {
    let table = [["-------", "-------", "++-----", "++-----"]; 2];
    check("aggregates", table, sees_aggregates);
    check("exports", [["-------", "-------", "+------", "+------"]; 2], |session, viewer| {
        may_export_scores(session, viewer).is_ok()
    });
}

#[test]
fn cells_open_to_all_at_once_by_the_reveal() {
    let table = [["-------", "-------", "-------", "-------"], ["-------", "-------", "++++--+", "++++--+"]];
    check("cells", table, |session, viewer| sees_cells_of(session, viewer, &"kim".into()));
}

#[test]
fn own_marks_are_always_seen_and_those_of_others_after_the_reveal() {
    let table = [["--+----", "--+----", "--+----", "--+----"], ["--+----", "--+----", "++++--+", "++++--+"]];
    check("marks", table, |session, viewer| sees_mark(session, viewer, &"ann".into(), &"kim".into()));
    check("evidence", table, |session, viewer| {
        session.evidence.values().all(|item| sees_evidence(session, viewer, item))
    });
}

#[test]
fn the_room_never_reads_notes() {
    let table = [["--+----", "--+----", "--+----", "--+----"], ["--+----", "--+----", "+-++--+", "+-++--+"]];
    check("notes", table, |session, viewer| sees_note(session, viewer, &"ann".into(), &"kim".into()));
}

#[test]
fn what_ratings_add_up_to_opens_to_the_facilitator_first() {
    let table = [["-------", "-------", "+------", "+------"], ["-------", "-------", "++++--+", "++++--+"]];
    check("reading", table, |session, viewer| sees_reading_of(session, viewer, &"kim".into()));
}

#[test]
fn severity_with_a_name_is_for_the_facilitator_and_the_rater() {
    let table = [["-------", "-------", "+-+----", "+-+----"]; 2];
    check("severity", table, |session, viewer| sees_severity_of(session, viewer, &"ann".into()));
    let late = [["-------", "-------", "+------", "+------"]; 2];
    check("severity of a late rater", late, |session, viewer| sees_severity_of(session, viewer, &"cid".into()));
    let succession = [["-------", "-------", "+------", "+------"]; 2];
    check("succession", succession, |session, viewer| viewer.sees_succession(session));
}

#[test]
fn a_facilitator_who_rates_is_blind_until_they_submit() {
    let mut desk = desk(true);
    desk.put_rater("fay", |rater| rater.rates = true);
    let (kim, ann) = (PersonId::from("kim"), RaterId::from("ann"));
    for viewer in [Viewer::Facilitator, Viewer::Room] {
        assert!(!sees_aggregates(&desk.session, &viewer));
        assert!(!sees_mark(&desk.session, &viewer, &ann, &kim));
        assert!(!sees_reading_of(&desk.session, &viewer, &kim));
    }
    let refused = may_export_scores(&desk.session, &Viewer::Facilitator).expect_err("it is refused");
    assert_eq!(
        refused,
        "Scores can't be exported yet: FAY runs the meeting and also rates, so they submit their own scores first."
    );
    assert!(may_reveal(&desk.session, &kim).expect_err("it is refused").starts_with("KIM can't be revealed yet: FAY"));

    desk.put_rater("fay", |rater| rater.submitted = Some(now()));
    assert!(sees_aggregates(&desk.session, &Viewer::Facilitator));
    assert!(sees_mark(&desk.session, &Viewer::Facilitator, &ann, &kim));
    assert_eq!(may_export_scores(&desk.session, &Viewer::Facilitator), Ok(()));
}

#[test]
fn refusals_say_what_to_do() {
    let mut desk = desk(false);
    assert_eq!(may_reveal(&desk.session, &"kim".into()), Ok(()));
    assert_eq!(
        may_export_scores(&desk.session, &Viewer::Room).expect_err("it is refused"),
        "Only the facilitator exports scores; ask whoever runs the session."
    );
    desk.phase(Phase::Rate);
    assert_eq!(
        may_export_scores(&desk.session, &Viewer::Facilitator).expect_err("it is refused"),
        "Scores can't be exported while raters are still rating alone; move the session to Calibrate first."
    );
    assert_eq!(
        may_reveal(&desk.session, &"kim".into()).expect_err("it is refused"),
        "KIM can't be revealed while raters are still rating alone; move the session to Calibrate first."
    );
    desk.phase(Phase::Close);
    assert!(may_reveal(&desk.session, &"kim".into()).expect_err("it is refused").contains("go back to Calibrate"));
    assert!(
        may_reveal(&desk.session, &"nobody".into())
            .expect_err("it is refused")
            .contains("choose somebody from the agenda")
    );
}

#[test]
fn in_the_log_a_rater_reads_their_own_steps_and_the_facilitator_no_score_before_the_reveal() {
    let scored = |revealed: bool, actor: Actor| {
        let desk = desk(revealed);
        let cells = vec![("kim".into(), "customer-insight".into(), None, Some(Mark::Score(3)))];
        let edit = Edit::SetScores { rater: "ann".into(), round: Round::Blind, cells };
        (desk.session, Change::new(actor, Gesture::Rate, vec![edit]).at("s".into(), now()))
    };
    let sees = |(session, step): &(Session, Step)| viewers().map(|(_, viewer)| sees_step(session, &viewer, step));
    let by_ann = Actor::Rater("ann".into());
    assert_eq!(sees(&scored(false, by_ann.clone())), [false, false, true, false, false, false, false]);
    assert_eq!(sees(&scored(true, by_ann)), [true, false, true, false, false, false, false]);
    // Marks that the facilitator took in from a file stay closed to them all the same.
    assert_eq!(sees(&scored(false, Actor::Facilitator)), [false; 7]);
}

#[test]
fn every_edit_of_a_rater_is_theirs_and_every_decision_the_facilitators() {
    let desk = desk(false);
    let session = &desk.session;
    let evidence = session.evidence.values().next().expect("there is one").clone();
    let note = Edit::SetNote {
        rater: "ann".into(),
        person: "kim".into(),
        skill: "data-judgement".into(),
        before: None,
        after: Some("Saw it.".into()),
    };
    let closeness = Edit::SetCloseness { rater: "ann".into(), person: "kim".into(), before: None, after: None };
    let item = Edit::PutEvidence { id: evidence.id.clone(), before: None, after: Some(Box::new(evidence)) };
    let of_ann = [note, closeness, item];
    let rater = session.panel.get(&"ann".into()).cloned();
    let submitted = Edit::PutRater { id: "ann".into(), before: rater.clone(), after: rater };
    let placed = Edit::SetPlacement { person: "kim".into(), before: None, after: None };
    let moved = Edit::SetPhase { before: Phase::Rate, after: Phase::Calibrate };
    let [facilitator, room, ann, bea, ..] = viewers().map(|(_, viewer)| viewer);
    for edit in &of_ann {
        assert!(sees_edit(session, &ann, edit));
        assert!(!sees_edit(session, &facilitator, edit) && !sees_edit(session, &bea, edit));
        assert!(!sees_edit(session, &room, edit));
    }
    assert!(sees_edit(session, &facilitator, &submitted) && sees_edit(session, &ann, &submitted));
    assert!(!sees_edit(session, &bea, &submitted));
    for edit in [&placed, &moved] {
        assert!(sees_edit(session, &facilitator, edit));
        assert!(!sees_edit(session, &ann, edit) && !sees_edit(session, &room, edit));
    }
    assert_eq!(Viewer::from(&Actor::Facilitator), facilitator);
    assert_eq!(Viewer::from(&Actor::Rater("ann".into())), ann);
    assert!(facilitator.reads_raters_names() && !room.reads_raters_names() && !ann.reads_raters_names());
}
