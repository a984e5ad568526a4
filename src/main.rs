//! The program `plumbline`.

use std::process::ExitCode;

#[cfg(feature = "window")]
fn open_window(start: plumbline::cli::Start) -> ExitCode {
    use plumbline::app::shell::Begin;
    use plumbline::cli::Start;

    plumbline::app::run(match start {
        Start::Home => Begin::Home,
        Start::Open(session) => Begin::Open(session),
        Start::Sample => Begin::Sample,
    })
}

fn main() -> ExitCode {
    plumbline::cli::keep_panics_quiet();
    #[cfg(feature = "window")]
    let window: Option<&dyn Fn(plumbline::cli::Start) -> ExitCode> = Some(&open_window);
    #[cfg(not(feature = "window"))]
    let window = None;
    plumbline::cli::run(std::env::args_os(), window)
}
