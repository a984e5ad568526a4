//! Opening the window.

use std::process::ExitCode;

use crate::storage::{Preferences, WindowPlace};
use crate::workspace::Surroundings;

use super::shell::{Begin, Shell};

/// The least size at which everything can be read and reached.
const LEAST_SIZE: [f32; 2] = [960.0, 600.0];

struct Program(Shell);

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
        self.0.ui(ui);
        // Noted when the window is asked to close, so that no file is written while it is dragged about.
        if let Some((place, true)) = seen {
            self.0.note_window(place);
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
        Box::new(|creation| Ok(Box::new(Program(Shell::new(&creation.egui_ctx, around, preferences, begin))))),
    );
    match made {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("The window can't be opened: {problem}. Is there a display?");
            ExitCode::FAILURE
        }
    }
}
