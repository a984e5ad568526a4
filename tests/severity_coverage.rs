//! Do the intervals of severity hold what they promise? In simulated panels whose severity is known, 95 % intervals should
//! hold the truth in 90 to 98 of a hundred cases, and those that forget that a manager's view colours all skills of a
//! person should not. Run by hand:
//! `cargo test --profile bench --no-default-features --test severity_coverage -- --ignored --nocapture`

use plumbline::raters::{Analysis, Figure, Mixed, Settings};
use plumbline::testing::panels::Panel;

const PANELS: u64 = 400;

/// The share of intervals that hold the truth. Severity is against the panel at hand, as raters are compared with each
/// other: the truth is what it is beside the panel's mean.
fn coverage(panel: Panel, whole: bool, fit: fn(&Analysis) -> Figure<&Mixed>) -> f64 {
    let settings = Settings { bootstrap: 0, ..Settings::default() };
    let (mut held, mut all) = (0.0, 0.0);
    for seed in 0..PANELS {
        let (table, truth) = panel.draw(seed, whole);
        let analysis = Analysis::new(&table, &settings);
        let Ok(fit) = fit(&analysis) else { continue };
        for (rater, truth) in truth.iter().enumerate() {
            let interval = fit.rater_interval(rater).expect("every rater has one");
            held += f64::from(u8::from(interval.holds(*truth)));
            all += 1.0;
        }
    }
    held / all
}

fn shown(analysis: &Analysis) -> Figure<&Mixed> {
    let severity = analysis.severity.as_ref().map_err(|why| *why)?;
    severity.shown.as_ref().map_err(|why| *why)
}

fn reml(analysis: &Analysis) -> Figure<&Mixed> {
    let severity = analysis.severity.as_ref().map_err(|why| *why)?;
    severity.reml.as_ref().map_err(|why| *why)
}

#[test]
#[ignore = "minutes; run it by hand"]
fn intervals_of_severity_hold_the_truth() {
    let mut wrong = Vec::new();
    for view in [0.0, 0.3, 0.5] {
        for raters in [4, 8, 12] {
            let panel = Panel { view, raters, ..Panel::USUAL };
            for (whole, kind) in [(false, "as they come"), (true, "whole points")] {
                let (shown, reml) = (coverage(panel, whole, shown), coverage(panel, whole, reml));
                println!(
                    "{raters} raters, views {view} apart, scores {kind}: shown {:.1} %, plain REML {:.1} %",
                    shown * 100.0,
                    reml * 100.0
                );
                let promised = view == 0.3 && raters == 8;
                if promised && [shown, reml].iter().any(|share| !(0.90..=0.98).contains(share)) {
                    wrong.push((view, raters, whole, shown, reml));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "outside 90 to 98 %: {wrong:?}");
}
