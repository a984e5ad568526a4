//! Opening the window.

use std::process::ExitCode;

use crate::storage::{Preferences, WindowPlace};
use crate::workspace::Surroundings;

use super::shell::{Begin, Shell};

/// The least size at which everything can be read and reached.
const LEAST_SIZE: [f32; 2] = [960.0, 600.0];

struct Program {
    shell: Shell,
    frames: FrameCount,
}

/// Counts the frames that are drawn, for tests and measures: one byte each in the file that PLUMBLINE_FRAMES names, so
/// that whoever watches from outside sees when the first is drawn, and whether an idle window draws. Otherwise it does
/// nothing.
struct FrameCount(Option<std::fs::File>);

impl FrameCount {
    fn asked_for() -> Self {
        let path = std::env::var_os("PLUMBLINE_FRAMES");
        Self(path.and_then(|path| std::fs::OpenOptions::new().create(true).append(true).open(path).ok()))
    }

    fn count(&mut self) {
        if let Some(file) = &mut self.0 {
            // A frame that could not be counted is no reason to stop drawing.
            let _ = std::io::Write::write_all(file, b".");
        }
    }
}

impl eframe::App for Program {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let seen = ui.input(|input| {
            let viewport = input.viewport();
            let size = viewport.inner_rect?.size();
            let corner = viewport.outer_rect.map(|rect| (rect.left(), rect.top()));
            Some((
                WindowPlace { corner, size: (size.x, size.y), maximized: viewport.maximized.unwrap_or(false) },
                viewport.close_requested(),
            ))
        });
        self.shell.ui(ui);
        self.frames.count();
        // Noted when the window is asked to close, so that no file is written while it is dragged about.
        if let Some((place, true)) = seen {
            self.shell.note_window(place);
        }
    }
}

/// Where the window was last time; on the first start, large enough for the meeting.
fn place(viewport: egui::ViewportBuilder, last: Option<WindowPlace>) -> egui::ViewportBuilder {
    let Some(last) = last else { return viewport.with_inner_size([1440.0, 900.0]) };
    let viewport = viewport.with_inner_size([last.size.0, last.size.1]).with_maximized(last.maximized);
    match last.corner {
        Some((x, y)) => viewport.with_position([x, y]),
        None => viewport,
    }
}

/// Opens the window and returns when it is closed.
pub fn run(begin: Begin) -> ExitCode {
    let around = Surroundings::of_user();
    let preferences = Preferences::load(&*around.files, &around.folders);
    let viewport = egui::ViewportBuilder::default()
        .with_title("Plumbline")
        .with_app_id("plumbline")
        .with_icon(super::window_icon::window_icon())
        .with_min_inner_size(LEAST_SIZE);
    let viewport = place(viewport, preferences.window());
    let options = eframe::NativeOptions {
        viewport,
        // Said out loud: the test harness turns on another renderer.
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    let made = eframe::run_native(
        "plumbline",
        options,
        Box::new(|creation| {
            Ok(Box::new(Program {
                shell: Shell::new(&creation.egui_ctx, around, preferences, begin),
                frames: FrameCount::asked_for(),
            }))
        }),
    );
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("The window can't be opened: {problem}. Is there a display?");
            ExitCode::FAILURE
        }
    }
}
