//! What a frame of the window costs with ten thousand people against sixty: only what is seen may be laid out.
//!
//! `cargo bench --bench frames` runs the whole window without a display: Rate, Team and Pyramid as they stand, while
//! scrolling, and while a rater scores. It prints CPU time of the median frame, laying out and tessellating, and the
//! ratios. Both windows take turns, so that a busy moment slows both.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, RawInput, Rect, pos2, vec2};
use plumbline::app::shell::{Begin, Shell};
use plumbline::model::{Panel, Person, Phase, Session};
use plumbline::storage::Preferences;
use plumbline::testing;
use plumbline::workspace::{Document, default_rubric};

/// A frame with the large team may cost so much more than one with the small team.
const BAR: f64 = 1.25;
/// One score set, and all that is read again at once.
const SCORE_BAR: f64 = 1.5;

/// Frames measured of each kind, and frames before them in which caches fill.
const MEASURED: usize = 240;
const WARM: usize = 30;

fn main() {
    let home = tempfile::tempdir().expect("a folder for the benchmark");
    let mut missed = Vec::new();
    let kinds: [(&str, Phase, Screen, Doing, f64); 8] = [
        ("Rate, standing still", Phase::Rate, Screen::Rate, Doing::Nothing, BAR),
        ("Rate, arrow down", Phase::Rate, Screen::Rate, Doing::ArrowDown, BAR),
        ("Rate, wheel", Phase::Rate, Screen::Rate, Doing::Wheel, BAR),
        ("Rate, a score by key", Phase::Rate, Screen::Rate, Doing::Score, SCORE_BAR),
        ("Pyramid, standing still", Phase::Calibrate, Screen::Pyramid, Doing::Nothing, BAR),
        ("Pyramid, pointer moving", Phase::Calibrate, Screen::Pyramid, Doing::Pointing, BAR),
        ("Team, wheel", Phase::Rate, Screen::Team, Doing::Wheel, BAR),
        ("Team, arrow down", Phase::Rate, Screen::Team, Doing::ArrowDown, BAR),
    ];
    for phase in [Phase::Rate, Phase::Calibrate] {
        let [small, large] = [60, 10_000].map(|people| saved(home.path(), people, phase));
        for (name, _, screen, doing, bar) in kinds.into_iter().filter(|kind| kind.1 == phase) {
            let [mut small, mut large] = [&small, &large].map(|path| Stage::new(home.path(), path, screen));
            let mut times = [Vec::new(), Vec::new()];
            for number in 0..WARM + MEASURED {
                for (stage, times) in [&mut small, &mut large].into_iter().zip(&mut times) {
                    let time = stage.frame(doing.events(number));
                    // What a frame has set going, as a tooltip or the way back of a wheel, is not measured with the next.
                    stage.frame(Vec::new());
                    if number >= WARM {
                        times.push(time);
                    }
                }
            }
            let [small, large] = times.map(median);
            let ratio = large.as_secs_f64() / small.as_secs_f64();
            println!("{name:<26} 60 people {small:>9.1?}   10,000 people {large:>9.1?}   ratio {ratio:.2} (bar {bar})");
            if ratio > bar {
                missed.push(name);
            }
        }
    }
    assert!(missed.is_empty(), "over the bar: {missed:?}");
}

/// A saved session with people of all levels, each rated by eight raters on 22 skills.
fn saved(home: &Path, people: usize, phase: Phase) -> std::path::PathBuf {
    let mut session = testing::rated_session(people, 8, 22);
    let rubric = default_rubric().expect("the default rubric can be read");
    let levels: Vec<_> = rubric.levels.iter().map(|level| (level.id.clone(), level.next.first().cloned())).collect();
    session.people = Arc::new(plumbline::model::People::new(session.people.iter().enumerate().map(|(at, person)| {
        // More people at the bottom of the pyramid than at its top, as everywhere.
        let (level, next) = &levels[[1, 1, 1, 2, 2, 4, 1, 2, 5, 0, 3, 6][at % 12]];
        let target = next.clone().filter(|_| at % 3 == 0);
        Person { level: Some(level.clone()), target, ..(**person).clone() }
    })));
    session.panel = Arc::new(Panel::new(session.panel.iter().map(|rater| {
        let mut rater = (**rater).clone();
        rater.submitted = (phase == Phase::Calibrate).then_some(testing::START);
        rater
    })));
    session.rubric = Arc::new(rubric);
    Arc::make_mut(&mut session.about).phase = phase;
    let path = home.join(format!("{people}-{}.plumbline", phase.word()));
    let (around, _) = testing::surroundings(home);
    let mut document = Document::create(renamed(session, people), around);
    document.save_as(&path).expect("a saved session");
    document.close().expect("a closed session");
    path
}

/// Two sessions that are open at once are two sessions.
fn renamed(mut session: Session, people: usize) -> Session {
    session.id = format!("bench-{people}-{}", session.about.phase.word()).as_str().into();
    session
}

#[derive(Clone, Copy, Debug)]
enum Screen {
    Rate,
    Pyramid,
    Team,
}

/// What somebody does in the measured frame.
#[derive(Clone, Copy, Debug)]
enum Doing {
    Nothing,
    ArrowDown,
    Wheel,
    Score,
    Pointing,
}

impl Doing {
    fn events(self, number: usize) -> Vec<Event> {
        match self {
            Self::Nothing => Vec::new(),
            // Sixty rows have an end.
            Self::ArrowDown if number % 100 < 50 => key(Key::ArrowDown),
            Self::ArrowDown => key(Key::ArrowUp),
            Self::Wheel => vec![
                Event::PointerMoved(pos2(600.0, 500.0)),
                Event::MouseWheel {
                    unit: MouseWheelUnit::Point,
                    delta: vec2(0.0, if number % 40 < 20 { -40.0 } else { 40.0 }),
                    phase: egui::TouchPhase::Move,
                    source: egui::MouseWheelSource::Wheel,
                    modifiers: Modifiers::NONE,
                },
            ],
            Self::Score => key([Key::Num2, Key::Num3, Key::Num4][number % 3]),
            Self::Pointing => vec![Event::PointerMoved(pos2(200.0 + (number % 60) as f32 * 10.0, 500.0))],
        }
    }
}

fn key(key: Key) -> Vec<Event> {
    let press = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    vec![press(true), press(false)]
}

/// A window with a session open.
struct Stage {
    context: egui::Context,
    shell: Option<Shell>,
    time: f64,
}

impl Stage {
    fn new(home: &Path, path: &Path, screen: Screen) -> Self {
        let (around, _) = testing::surroundings(home);
        let context = egui::Context::default();
        let shell = Shell::new(&context, around, Preferences::default(), Begin::Open(path.to_owned()));
        let mut stage = Self { context, shell: Some(shell), time: 0.0 };
        for _ in 0..4 {
            stage.frame(Vec::new());
        }
        match screen {
            Screen::Rate => stage.click(600.0, 186.0),
            Screen::Pyramid => {}
            Screen::Team => {
                let modifiers = Modifiers::COMMAND;
                let event = Event::Key { key: Key::Num1, physical_key: None, pressed: true, repeat: false, modifiers };
                stage.frame(vec![event]);
                stage.click(400.0, 300.0);
            }
        }
        stage
    }

    fn click(&mut self, x: f32, y: f32) {
        let at = pos2(x, y);
        let button = PointerButton::Primary;
        let press = |pressed| Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE };
        for events in [vec![Event::PointerMoved(at)], vec![press(true)], vec![press(false)], Vec::new(), Vec::new()] {
            self.frame(events);
        }
    }

    /// Draws a frame and says how much CPU time that took.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 0.05;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1440.0, 900.0))),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let start = CpuTime::now();
        let shell = &mut self.shell;
        let mut output = self.context.run_ui(input, |ui| {
            if let Some(shell) = shell {
                shell.ui(ui);
            }
        });
        std::hint::black_box(self.context.tessellate(output.shapes, output.pixels_per_point));
        let passed = start.passed();
        // Nobody takes the pictures of letters here; egui wants that said.
        output.textures_delta.clear();
        passed
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // The lock of the session goes with its document.
        self.shell = None;
    }
}

/// The time this thread has had on the CPU; the clock on the wall where the system does not tell.
struct CpuTime {
    on_cpu: Option<u64>,
    wall: Instant,
}

impl CpuTime {
    fn now() -> Self {
        Self { on_cpu: on_cpu(), wall: Instant::now() }
    }

    fn passed(&self) -> Duration {
        match (self.on_cpu, on_cpu()) {
            (Some(before), Some(now)) if now > before => Duration::from_nanos(now - before),
            _ => self.wall.elapsed(),
        }
    }
}

fn on_cpu() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
