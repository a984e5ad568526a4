//! Opening the window.

use std::process::ExitCode;

use crate::workspace::Surroundings;

use super::shell::{Begin, Preferences, Shell};

/// The least size at which everything can be read and reached.
const LEAST_SIZE: [f32; 2] = [960.0, 600.0];

struct Program(Shell);

impl eframe::App for Program {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.0.ui(ui);
    }
}

/// Opens the window and returns when it is closed.
pub fn run(begin: Begin) -> ExitCode {
    let around = Surroundings::of_user();
    let preferences = Preferences::default();
    let viewport = egui::ViewportBuilder::default()
        .with_title("Plumbline")
        .with_app_id("plumbline")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size(LEAST_SIZE);
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
