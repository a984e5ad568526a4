//! A small session to test with: three people, two raters, names and notes of the kind that break files.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;

use crate::edit::{Actor, Change, Edit, Gesture, History, MeetingEdit, set_scores};
use crate::model::{
    About, Agreed, Amendment, Appeal, AppealOutcome, Closeness, Evidence, EvidenceKind, Manager, Mark, Outcome, Period,
    Person, PersonId, Phase, Pin, Place, Placement, Rater, RaterId, Round, Rubric, Session, TraitAnswer, WhyNot,
};

const RUBRIC: &str = r#"(
    id: "small", name: "Small rubric", edition: 1,
    scale: (points: [(name: "One"), (name: "Two"), (name: "Three"), (name: "Four"), (name: "Five")]),
    horizons: [(id: "quarter", name: "Quarter", months: 3)],
    tiers: [
        (id: "market", name: "Market", horizon: "quarter"),
        (id: "people", name: "People", horizon: "quarter"),
    ],
    skills: [
        (id: "insight", tier: "market", name: "Customer insight", short_name: "Insight", description: "Knows customers.",
            anchors: ["a", "b", "c", "d", "e"]),
        (id: "wins", tier: "market", name: "Wins in market", description: "Wins.", anchors: ["a", "b", "c", "d", "e"]),
        (id: "trust", tier: "people", name: "Cross-team trust", description: "Trust.",
            anchors: ["a", "b", "c", "d", "e"]),
    ],
    levels: [
        (id: "pm", name: "PM", plural: "PMs", home: "market", horizon: "quarter", next: ["senior"],
            bars: {"market": 2.5}),
        (id: "senior", name: "Senior PM", plural: "Senior PMs", home: "market", horizon: "quarter",
            bars: {"market": 3.0, "people": 2.0}),
    ],
    traits: [(id: "connects", name: "Connects the parts", question: "Do they?")],
)"#;

/// The person of this number, from 1 to 3.
pub fn person(number: u8) -> PersonId {
    PersonId::new(format!("p{number}"))
}

/// The rater of this number, 1 or 2.
pub fn rater(number: u8) -> RaterId {
    RaterId::new(format!("r{number}"))
}

pub fn rubric() -> Rubric {
    ron::from_str(RUBRIC).expect("the small rubric can be read")
}

/// A moment, so many minutes into the session.
pub fn minute(minute: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + 60 * minute).expect("a moment")
}

/// People and raters, nothing rated; in Rate.
pub fn empty() -> Session {
    let about = About {
        title: "Product org".into(),
        period: Period { name: "H2 2026".into(), from: date(2026, 7, 1), to: date(2026, 12, 31) },
        phase: Phase::Rate,
        created: minute(0),
        salt: "a grain of salt".into(),
        keeping: Default::default(),
    };
    let mut session = Session::new("s1".into(), about, rubric());
    let person = |number, name: &str, employee_id: &str, level: &str| Person {
        employee_id: employee_id.into(),
        level: Some(level.into()),
        manager: Manager::Panel(rater(1)),
        ..Person::named(person(number), name)
    };
    session.people = Arc::new(crate::model::People::new([
        Person {
            email: "ana@example.org".into(),
            title: "Product Manager Payments".into(),
            target: Some("senior".into()),
            team: "Payments".into(),
            location: "Lisbon".into(),
            attributes: [("Grade".to_owned(), "G7".to_owned())].into(),
            ..person(1, "Ana \"Nita\" Silva", "007", "pm")
        },
        person(2, "-Lin, Bo", "=1+1", "senior"),
        person(3, "张伟", "9", "pm"),
    ]));
    let rater = |number, name: &str| Rater {
        employee_id: format!("90{number}"),
        rated_people: (1..=3).map(self::person).collect(),
        ..Rater::named(rater(number), name)
    };
    let pin = Some(Pin { salt: "pin salt".into(), digest: "d1".into() });
    session.panel = Arc::new(crate::model::Panel::new([
        Rater { pin, email: "greta@example.org".into(), ..rater(1, "Greta Holm") },
        rater(2, "@Ivan Ö."),
    ]));
    session
}

/// Everything that a session can hold, in Calibrate; the first two people are revealed.
pub fn told() -> (Session, History) {
    let mut session = empty();
    let mut history = History::default();
    let mut at = 0;
    let mut step = |session: &mut Session, actor: Actor, gesture, edits: Vec<Edit>| {
        at += 1;
        let step = Change::new(actor, gesture, edits).at(format!("step-{at}").as_str().into(), minute(at));
        step.apply(session).expect("the step fits");
        history.record(step);
    };
    let score = |score| Some(Mark::Score(score));
    let greta = [(1, "insight", score(4)), (1, "wins", score(3)), (2, "insight", score(5)), (3, "insight", score(2))];
    let ivan = [
        (1, "insight", score(2)),
        (1, "wins", Some(Mark::NotObserved(WhyNot::CouldNotSee))),
        (1, "trust", Some(Mark::NotObserved(WhyNot::NoChanceYet))),
        (2, "insight", score(5)),
        (3, "insight", score(3)),
    ];
    for (number, marks) in [(1, greta.to_vec()), (2, ivan.to_vec())] {
        let marks = marks.into_iter().map(|(who, skill, mark)| ((person(who), skill.into()), mark)).collect();
        let edits = set_scores(&session, &rater(number), Round::Blind, marks);
        step(&mut session, Actor::Rater(rater(number)), Gesture::Rate, edits.into_iter().collect());
    }
    let said = vec![
        note(1, 1, "insight", "=HYPERLINK(\"http://x\")\nfound the churn, \"fast\""),
        note(2, 3, "insight", "only seen once"),
        Edit::SetCloseness { rater: rater(1), person: person(1), before: None, after: Some(Closeness::Weekly) },
        Edit::SetTrait {
            rater: rater(1),
            person: person(1),
            leadership_trait: "connects".into(),
            before: None,
            after: Some(TraitAnswer::Yes),
        },
        evidence("e1", 1, "Ana cut churn by a third."),
        evidence("e2", 3, "张伟 led the review."),
    ];
    step(&mut session, Actor::Rater(rater(1)), Gesture::Note, said);
    let phase = Edit::SetPhase { before: Phase::Rate, after: Phase::Calibrate };
    step(&mut session, Actor::Facilitator, Gesture::Phase, vec![phase]);
    for number in [1, 2] {
        let reveal = vec![Edit::Reveal { person: person(number) }];
        step(&mut session, Actor::Facilitator, Gesture::Reveal, reveal);
    }
    let revised = [((person(1), "insight".into()), score(3))].into();
    let revised = set_scores(&session, &rater(2), Round::Revised, revised).into_iter().collect();
    step(&mut session, Actor::Rater(rater(2)), Gesture::Rate, revised);
    let decided = vec![
        agreed(1, "insight", Outcome::Score(4), "Ana showed the churn study."),
        agreed(1, "wins", Outcome::NoAgreement, "Greta 3, Ivan could not see."),
        agreed(2, "insight", Outcome::AsRated(5.0), ""),
        Edit::SetPlacement {
            person: person(1),
            before: None,
            after: Some(Box::new(Placement {
                place: Place::Parked,
                reason: "Wait for the launch.".into(),
                owner: "Greta Holm".into(),
                until: Some(date(2027, 2, 1)),
                next_step: None,
                words: "Good half-year, Ana.".into(),
            })),
        },
        Edit::SetRecusal { rater: rater(2), person: person(2), before: None, after: Some("Brother of Bo".into()) },
    ];
    step(&mut session, Actor::Facilitator, Gesture::Agree, decided);
    step(&mut session, Actor::Facilitator, Gesture::Appeal, vec![Edit::Meeting(appeal())]);
    step(&mut session, Actor::Facilitator, Gesture::Amend, vec![Edit::Meeting(amendment())]);
    (session, history)
}

/// The session of [`told`].
pub fn session() -> Session {
    told().0
}

/// The same session with everybody revealed.
pub fn revealed() -> Session {
    let mut session = session();
    let decisions = Arc::make_mut(&mut session.decisions);
    decisions.revealed.insert(person(3), minute(30));
    session
}

fn appeal() -> MeetingEdit {
    let outcome = AppealOutcome { date: date(2027, 1, 20), upheld: false, words: "Ana is right.".into() };
    let appeal = Appeal {
        person: person(1),
        date: date(2027, 1, 12),
        about: "Ana says that the study was adopted.".into(),
        reviewer: "Nora Quist".into(),
        outcome: Some(outcome),
    };
    MeetingEdit::PutAppeal { id: "appeal-1".into(), before: None, after: Some(Box::new(appeal)) }
}

fn amendment() -> MeetingEdit {
    let amendment = Amendment {
        person: person(1),
        date: date(2027, 1, 20),
        by: "Greta Holm".into(),
        why: "Adopted by a second team, says Ana.".into(),
        appeal: Some("appeal-1".into()),
    };
    MeetingEdit::PutAmendment { id: "amendment-1".into(), before: None, after: Some(Box::new(amendment)) }
}

fn note(by: u8, about: u8, skill: &str, text: &str) -> Edit {
    Edit::SetNote {
        rater: rater(by),
        person: person(about),
        skill: skill.into(),
        before: None,
        after: Some(text.into()),
    }
}

fn evidence(id: &str, about: u8, text: &str) -> Edit {
    let item = Evidence {
        skills: vec!["insight".into()],
        link: "https://example.org/ana".into(),
        ..Evidence::plain(id.into(), person(about), rater(1), date(2026, 9, 3), EvidenceKind::Outcome, text)
    };
    Edit::PutEvidence { id: id.into(), before: None, after: Some(Box::new(item)) }
}

fn agreed(about: u8, skill: &str, outcome: Outcome, reason: &str) -> Edit {
    let after = Some(Agreed { outcome, reason: reason.into() });
    Edit::SetAgreed { person: person(about), skill: skill.into(), before: None, after }
}
