//! The program `plumbline`.

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(feature = "window")]
    {
        let begin = match std::env::args().nth(1) {
            Some(path) => plumbline::app::shell::Begin::Open(path.into()),
            None => plumbline::app::shell::Begin::Home,
        };
        plumbline::app::run(begin)
    }
    #[cfg(not(feature = "window"))]
    ExitCode::FAILURE
}
