//! A frame of the Pyramid and of the Raters screen, with the worker idle and with statistics under way on it: the
//! window must not be slower for them. `cargo bench --bench beside`

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, RawInput, Rect, Ui, pos2, vec2};
use plumbline::app::figures::Figures;
use plumbline::app::screens::{pyramid::PyramidScreen, raters::RatersScreen};
use plumbline::app::theme::{self, ThemeChoice};
use plumbline::app::view::View;
use plumbline::insight::Readings;
use plumbline::model::{About, Phase, Rater, Session};
use plumbline::testing::{START, rated_session};
use plumbline::workspace::{Job, Latest, RulerJob, Signal, Worker};

/// A panel whose statistics keep the worker busy from the first frame to the last.
const BUSY: (usize, usize, usize) = (300, 8, 20);

fn calibrated(people: usize, raters: usize, skills: usize) -> Session {
    let mut session = rated_session(people, raters, skills);
    session.about = Arc::new(About { phase: Phase::Calibrate, ..(*session.about).clone() });
    let panel = session.panel.iter().map(|rater| Rater { submitted: Some(START), ..(**rater).clone() });
    session.panel = Arc::new(plumbline::model::Panel::new(panel.collect::<Vec<_>>()));
    session
}

/// The statistics of a panel, over and over until they are outdated.
struct Again(Session, Arc<AtomicBool>);

impl Job for Again {
    type Key = ();
    type Answer = ();

    fn run(self, signal: &Signal) -> Option<()> {
        while !signal.is_outdated() {
            black_box(RulerJob(self.0.clone()).run(signal));
            self.1.store(true, Ordering::Relaxed);
        }
        None
    }
}

fn frames(bench: &mut Criterion) {
    let session = calibrated(60, 10, 22);
    let readings = Readings::new(&session);
    let busy = calibrated(BUSY.0, BUSY.1, BUSY.2);
    for is_busy in [false, true] {
        let (worker, latest) = (Worker::start(|| ()), Latest::<Again>::default());
        let begun = Arc::new(AtomicBool::new(false));
        if is_busy {
            latest.ask(&worker, (), || Again(busy.clone(), begun.clone()));
            while !begun.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
        }
        let words = if is_busy { "statistics under way" } else { "worker idle" };
        let mut group = bench.benchmark_group(words);
        let (mut pyramid, mut raters) = (PyramidScreen::default(), RatersScreen::default());
        group.bench_function("Pyramid", |bench| {
            frame(bench, &session, &readings, |ui, view| pyramid.show(ui, view, &mut Vec::new()));
        });
        group.bench_function("Raters", |bench| {
            frame(bench, &session, &readings, |ui, view| raters.show(ui, view, &mut Vec::new()));
        });
        group.finish();
    }
}

fn frame(
    bench: &mut criterion::Bencher<'_>,
    session: &Session,
    readings: &Readings,
    mut show: impl FnMut(&mut Ui, &View<'_>),
) {
    let context = Context::default();
    theme::install(&context, ThemeChoice::Light, 1.0);
    let figures = Figures::default();
    let new_id = || "new".to_owned();
    let view = View {
        session,
        readings,
        figures: &figures,
        acting: None,
        revision: 0,
        read_only: None,
        now: START,
        new_id: &new_id,
    };
    let size = Rect::from_min_size(pos2(0.0, 0.0), vec2(1440.0, 900.0));
    let mut draw = || {
        let input = RawInput { screen_rect: Some(size), ..RawInput::default() };
        let mut output = context.run_ui(input, |ui| show(ui, &view));
        // Nobody uploads them.
        output.textures_delta.clear();
        output
    };
    // The first frames lay out type and wait for the first figures.
    (0..5).for_each(|_| drop(draw()));
    bench.iter(|| black_box(draw()));
}

criterion_group!(benches, frames);
criterion_main!(benches);
