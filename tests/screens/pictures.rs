//! Pixel snapshots of the main screens: few, of screens that seldom change, drawn by the software renderer of Mesa.
//! `.ci/run` compares them; after a wanted change `UPDATE_SNAPSHOTS=1 cargo test --features snapshots --test screens
//! pictures::` writes them anew, and somebody looks at them before they are committed.

use std::path::PathBuf;

use egui::Vec2;
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};
use plumbline::app::screens::home::{self, RecentSession};
use plumbline::app::screens::new_session::NewSessionScreen;
use plumbline::app::theme::{self, Theme, ThemeChoice};
use plumbline::model::Phase;
use plumbline::testing::START;

use super::desk::{Desk, Shown, in_phase, rater_of, sample_session};

/// How much may differ. Other versions of Mesa put edges of letters a shade lighter or darker: that is below
/// `threshold` for nearly all pixels. A line that moved by one pixel is hundreds of pixels, and fails.
fn tolerance() -> SnapshotOptions {
    SnapshotOptions::new().threshold(1.5).max_failed_pixels(120).output_path("tests/snapshots")
}

fn picture(name: &str, choice: ThemeChoice, size: Vec2, mut draw: impl FnMut(&mut egui::Ui)) -> SnapshotResults {
    // The harness has a say in which look is shown, too.
    let look = if choice == ThemeChoice::Dark { egui::Theme::Dark } else { egui::Theme::Light };
    let harness = Harness::builder().with_size(size).with_theme(look).wgpu();
    let mut harness = harness.with_context_setup(move |context| theme::install(context, choice, 1.0)).build_ui(|ui| {
        let background = Theme::of(ui).background;
        egui::CentralPanel::default().frame(egui::Frame::new().fill(background)).show(ui, &mut draw);
    });
    harness.run();
    harness.snapshot_options(name, &tolerance());
    harness.take_snapshot_results()
}

/// A screen of a session, as the shell shows it, without the bar and the rail around it.
fn of_session(name: &str, choice: ThemeChoice, mut desk: Desk) -> SnapshotResults {
    picture(name, choice, egui::vec2(1386.0, 852.0), |ui| desk.show(ui))
}

#[test]
fn home() {
    let recent = |title: &str, opened: &str, missing| RecentSession {
        title: title.into(),
        opened: opened.into(),
        path: PathBuf::from("/home/somebody/Calibration").join(title).with_extension("plumbline"),
        missing,
        encrypted: false,
    };
    let recents = [
        recent("Product org · H2 2026", "26 November 2026", false),
        recent("Product org · H1 2026", "3 June 2026", true),
    ];
    let mut results = SnapshotResults::new();
    for (name, choice) in [("home", ThemeChoice::Light), ("home-dark", ThemeChoice::Dark)] {
        let size = egui::vec2(1280.0, 672.0);
        results.extend(picture(name, choice, size, |ui| home::show(ui, &recents, &[], &mut Vec::new())));
    }
}

#[test]
fn the_first_step_of_a_new_session() {
    let mut screen = NewSessionScreen::default();
    drop(picture("new-session", ThemeChoice::Light, egui::vec2(1280.0, 672.0), |ui| {
        screen.show(ui, None, START, &|| "new".to_owned(), &mut Vec::new());
    }));
}

#[test]
fn rate() {
    let session = in_phase(sample_session(), Phase::Rate);
    let mut results = SnapshotResults::new();
    for (name, choice) in [("rate", ThemeChoice::Light), ("rate-dark", ThemeChoice::Dark)] {
        let mut desk = Desk::new(session.clone(), Shown::Rate(Default::default()));
        desk.acting = Some(rater_of(&session, "Dana Whitfield"));
        results.extend(of_session(name, choice, desk));
    }
}

#[test]
fn team() {
    let desk = Desk::new(sample_session(), Shown::Team(Default::default()));
    drop(of_session("team", ThemeChoice::Light, desk));
}

#[test]
fn pyramid() {
    let mut results = SnapshotResults::new();
    for (name, choice) in [("pyramid", ThemeChoice::Light), ("pyramid-dark", ThemeChoice::Dark)] {
        results.extend(of_session(name, choice, Desk::pyramid(sample_session())));
    }
}
