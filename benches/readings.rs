//! One score set, and all that is read again at once: the same in a team of sixty and of ten thousand.
//! `cargo bench --bench readings`

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::{Timestamp, civil::date};
use plumbline::edit::{Actor, Change, Edit, Gesture, Step};
use plumbline::insight::{Filter, Readings};
use plumbline::model::{
    About, Evidence, EvidenceKind, Mark, Period, Person, PersonId, Phase, Rater, RaterId, Round, Session,
};

const RATERS: usize = 8;

fn step(edits: Vec<Edit>) -> Step {
    Change::new(Actor::Facilitator, Gesture::Rate, edits).at("step".into(), Timestamp::UNIX_EPOCH)
}

fn person(number: usize) -> PersonId {
    PersonId::new(format!("person-{number:06}"))
}

fn rater(number: usize) -> RaterId {
    RaterId::new(format!("rater-{number}"))
}

/// A session of so many people, everybody rated by three of eight raters, with three pieces of evidence each.
fn session(people: usize) -> Session {
    let rubric: plumbline::model::Rubric =
        ron::from_str(include_str!("../assets/rubric.ron")).expect("the default rubric can be read");
    let levels: Vec<_> = rubric.levels.iter().map(|level| (level.id.clone(), level.next.first().cloned())).collect();
    let about = About {
        title: "Bench".into(),
        period: Period::half_year_of(date(2026, 12, 1)),
        phase: Phase::Calibrate,
        created: Timestamp::UNIX_EPOCH,
        salt: String::new(),
        keeping: Default::default(),
    };
    let mut session = Session::new("bench".into(), about, rubric);
    let mut edits = Vec::new();
    for number in 0..people {
        let id = person(number);
        let mut after = Person::named(id.clone(), format!("Person {number}"));
        let (level, next) = &levels[number % levels.len()];
        after.level = Some(level.clone());
        after.target = next.clone().filter(|_| number % 3 == 0);
        after.team = format!("Team {}", number % 40);
        edits.push(Edit::PutPerson { id, before: None, after: Some(Arc::new(after)) });
    }
    for number in 0..RATERS {
        let after = Rater::named(rater(number), format!("Rater {number}"));
        edits.push(Edit::PutRater { id: after.id.clone(), before: None, after: Some(Arc::new(after)) });
    }
    let skills: Vec<_> = session.rubric.skills.iter().map(|skill| skill.id.clone()).collect();
    for who in 0..RATERS {
        let rated = (0..people).filter(|number| (number + who) % RATERS < 3);
        let cells = rated.flat_map(|number| {
            let mark = move |at: usize| Some(Mark::Score(((number * 7 + at * 3 + who) % 5 + 1) as u8));
            skills.iter().enumerate().map(move |(at, skill)| (person(number), skill.clone(), None, mark(at)))
        });
        edits.push(Edit::SetScores { rater: rater(who), round: Round::Blind, cells: cells.collect() });
    }
    for number in 0..people * 3 {
        let (id, day) = (format!("evidence-{number}"), date(2026, 7 + (number % 6) as i8, 1));
        let (about, author) = (person(number / 3), rater(number % RATERS));
        let mut item = Evidence::plain(id.as_str().into(), about, author, day, EvidenceKind::Outcome, "It happened.");
        item.skills.push(skills[number % skills.len()].clone());
        edits.push(Edit::PutEvidence { id: item.id.clone(), before: None, after: Some(Box::new(item)) });
    }
    step(edits).apply(&mut session).expect("the session can be built");
    session
}

fn one_score(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("one score set");
    for people in [60, 10_000] {
        let mut session = session(people);
        let mut readings = Readings::new(&session);
        let skill = session.rubric.skills[2].id.clone();
        let mut turn = 0_usize;
        group.bench_function(format!("{people} people"), |bench| {
            bench.iter_batched(
                || {
                    turn += 1;
                    // The same sixty people in both teams, so that the same is read; spread over the whole roster.
                    person(turn % 60 * (people / 60))
                },
                |who| {
                    let by = rater(0);
                    let before = session.mark(&by, &who, &skill, Round::Blind);
                    let after = Some(Mark::Score(before.and_then(Mark::score).map_or(3, |score| score % 5 + 1)));
                    let edit = Edit::SetScores {
                        rater: by,
                        round: Round::Blind,
                        cells: vec![(who, skill.clone(), before, after)],
                    };
                    let touched = step(vec![edit]).apply(&mut session).expect("the score can be set");
                    readings.update(&session, &touched);
                    black_box(readings.team(&session, &Filter::default()));
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

fn everybody(bench: &mut Criterion) {
    let session = session(10_000);
    let mut group = bench.benchmark_group("everybody");
    group.sample_size(10);
    group.bench_function("10000 people", |bench| bench.iter(|| black_box(Readings::new(&session))));
    group.finish();
}

criterion_group!(benches, one_score, everybody);
criterion_main!(benches);
