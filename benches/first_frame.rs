//! How long the window takes to its first frame with a session of sixty people, against an empty window of the same
//! renderer: what Plumbline itself adds.
//!
//! `cargo bench --bench first_frame` starts both programs in turn, on the display there is or on one of its own (Xvfb).

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use plumbline::testing;
use plumbline::workspace::Document;

/// The window with a session may take so much longer than an empty one.
const BAR: f64 = 1.2;
const ROUNDS: usize = 15;

fn main() {
    if std::env::args().any(|argument| argument == "--empty") {
        return empty_window();
    }
    let home = tempfile::tempdir().expect("a folder for the benchmark");
    let Some(display) = Display::find() else {
        return println!("There is no display and no Xvfb: nothing was measured.");
    };
    let session = saved(home.path());
    let own = std::env::current_exe().expect("this program has a path");
    let run = |program: &Path, argument: &str| first_frame(home.path(), &display, program, argument);
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        times[0].push(run(&own, "--empty"));
        times[1].push(run(Path::new(env!("CARGO_BIN_EXE_plumbline")), &session.display().to_string()));
    }
    let [empty, full] = times.map(|mut times| {
        times.sort();
        times[ROUNDS / 2]
    });
    let ratio = full.as_secs_f64() / empty.as_secs_f64();
    println!("To the first frame: empty window {empty:.0?}, 60 people {full:.0?}, ratio {ratio:.2} (bar {BAR})");
    assert!(ratio <= BAR, "over the bar: {ratio:.2}");
}

/// The least that eframe can do: a window that draws nothing.
fn empty_window() {
    struct Empty;
    impl eframe::App for Empty {
        fn ui(&mut self, _: &mut egui::Ui, _: &mut eframe::Frame) {
            if let Some(path) = std::env::var_os("PLUMBLINE_FRAMES") {
                std::fs::write(path, ".").expect("the frame can be counted");
            }
        }
    }
    let viewport = egui::ViewportBuilder::default().with_inner_size([1440.0, 900.0]);
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    eframe::run_native("empty", options, Box::new(|_| Ok(Box::new(Empty)))).expect("a window");
}

fn saved(home: &Path) -> PathBuf {
    let path = home.join("session.plumbline");
    let (around, _) = testing::surroundings(home);
    let mut document = Document::create(testing::rated_session(60, 8, 22), around);
    document.save_as(&path).expect("a saved session");
    document.close().expect("a closed session");
    path
}

fn first_frame(home: &Path, display: &Display, program: &Path, argument: &str) -> Duration {
    let frames = home.join("frames");
    let _ = std::fs::remove_file(&frames);
    let mut command = Command::new(program);
    command.arg(argument).env("PLUMBLINE_FRAMES", &frames).env("HOME", home).env("XDG_RUNTIME_DIR", home);
    command.env("DISPLAY", &display.name).env_remove("WAYLAND_DISPLAY").stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut started = command.spawn().expect("the program starts");
    let drawn = || std::fs::metadata(&frames).is_ok_and(|about| about.len() > 0);
    while !drawn() {
        assert!(start.elapsed() < Duration::from_secs(30), "no frame in thirty seconds");
        std::thread::sleep(Duration::from_micros(500));
    }
    let time = start.elapsed();
    let _ = started.kill();
    let _ = started.wait();
    time
}

/// A display to draw on.
struct Display {
    name: String,
    own: Option<Child>,
}

impl Display {
    fn find() -> Option<Self> {
        if let Ok(name) = std::env::var("DISPLAY") {
            return Some(Self { name, own: None });
        }
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"]);
        let mut own = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        let mut number = String::new();
        let mut told = std::io::BufReader::new(own.stdout.take()?);
        std::io::BufRead::read_line(&mut told, &mut number).ok()?;
        Some(Self { name: format!(":{}", number.trim()), own: Some(own) })
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Some(own) = &mut self.own {
            let _ = own.kill();
            let _ = own.wait();
        }
    }
}
