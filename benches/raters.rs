//! The whole statistics about raters, each rater left out in turn included.
//!
//! `cargo bench --no-default-features --bench raters` measures 10 raters × 60 people × 24 skills, everybody scored by
//! everybody and with gaps, and 8 × 1,000 × 20 with three raters a person and gaps; and then prints the memory that the
//! large one took (on Linux). All of it runs on one core.

use std::hint::black_box;
use std::process::Command;

use criterion::Criterion;
use plumbline::raters::{Analysis, RatingTable, Settings};
use plumbline::testing::panels::Panel;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("--table") => return memory_with(|_| {}),
        Some("--analysis") => return memory_with(|table| drop(black_box(Analysis::new(table, &Settings::default())))),
        _ => {}
    }
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let panel = Panel { raters: 10, people: 60, skills: 24, raters_a_person: 10, ..Panel::USUAL };
    measure(&mut criterion, "10 raters, 60 people, 24 skills", panel);
    measure(&mut criterion, "the same with gaps", Panel { gaps: 0.03, ..panel });
    measure(&mut criterion, "the same with gaps, 4 raters a person", Panel { gaps: 0.03, raters_a_person: 4, ..panel });
    measure(&mut criterion, "8 raters, 1000 people, 20 skills, gaps", large());
    criterion.final_summary();
    report_memory();
}

/// About 58,800 ratings.
fn large() -> Panel {
    Panel { raters: 8, people: 1_000, skills: 20, raters_a_person: 3, gaps: 0.02, ..Panel::USUAL }
}

fn measure(criterion: &mut Criterion, name: &str, panel: Panel) {
    let (table, _) = panel.draw(1, true);
    let name = format!("{name}: {} ratings", table.rows().len());
    criterion.bench_function(&name, |bench| bench.iter(|| black_box(Analysis::new(&table, &Settings::default()))));
}

/// Does something with the large table in a process of its own, and prints how much memory it had at most, in kilobytes.
fn memory_with(work: impl FnOnce(&RatingTable)) {
    let (table, _) = large().draw(1, true);
    work(&table);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    println!("{}", line.trim().trim_end_matches(" kB"));
}

fn report_memory() {
    let program = std::env::current_exe().expect("this program");
    let most = |mode: &str| -> Option<f64> {
        let output = Command::new(&program).arg(mode).output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse().ok()
    };
    match (most("--table"), most("--analysis")) {
        (Some(table), Some(analysis)) => {
            println!(
                "memory: {:.1} MB for the ratings, {:.1} MB more to analyse them",
                table / 1e3,
                (analysis - table) / 1e3
            )
        }
        _ => println!("memory is measured on Linux only"),
    }
}
