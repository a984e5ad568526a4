//! Published cases, with their sources, and the edges.

use super::*;

/// A table of ratings written as "rater person skill score" lines.
fn table(rows: impl IntoIterator<Item = (String, String, String, f64)>) -> RatingTable {
    let mut table = RatingTable::default();
    for (rater, person, skill, score) in rows {
        table.push(&rater, &person, &skill, score).expect("each cell once");
    }
    table
}

/// One skill: a row of scores a person, a column a rater; NaN where there is none.
fn grid(scores: &[&[f64]]) -> RatingTable {
    let mut rows = Vec::new();
    for (person, scores) in scores.iter().enumerate() {
        for (rater, score) in scores.iter().enumerate().filter(|(_, score)| !score.is_nan()) {
            rows.push((format!("R{rater}"), format!("P{person}"), "overall".to_string(), *score));
        }
    }
    table(rows)
}

fn read(table: &RatingTable) -> Analysis {
    Analysis::new(table, &Settings::default())
}

fn close(one: Figure, other: f64, tolerance: f64) {
    let one = one.expect("it is defined");
    assert!((one - other).abs() < tolerance, "{one} is not {other}");
}

const NONE: f64 = f64::NAN;

/// Shrout and Fleiss 1979, tables 2 to 4: six people, four judges.
const SHROUT_FLEISS: [&[f64]; 6] = [
    &[9.0, 2.0, 5.0, 8.0],
    &[6.0, 1.0, 3.0, 2.0],
    &[8.0, 4.0, 6.0, 8.0],
    &[7.0, 1.0, 2.0, 6.0],
    &[10.0, 5.0, 6.0, 9.0],
    &[6.0, 2.0, 4.0, 7.0],
];

#[test]
fn shrout_and_fleiss_have_the_six_intraclass_correlations() {
    let icc = read(&grid(&SHROUT_FLEISS)).agreement.icc.expect("everybody was scored by everybody");
    for (form, published) in [
        (icc.one_single, 0.17),
        (icc.two_single, 0.29),
        (icc.three_single, 0.71),
        (icc.one_average, 0.44),
        (icc.two_average, 0.62),
        (icc.three_average, 0.91),
    ] {
        close(form, published, 0.005);
    }
    for (square, published) in
        [(icc.between_people, 11.24), (icc.within_people, 6.26), (icc.between_raters, 32.49), (icc.residual, 1.02)]
    {
        close(Ok(square), published, 0.005);
    }
}

/// In a complete panel, variance components and mean squares say the same (McGraw and Wong 1996).
#[test]
fn intraclass_correlations_by_variance_components_are_those_of_a_complete_panel() {
    let read = read(&grid(&SHROUT_FLEISS));
    let icc = read.agreement.icc.expect("complete");
    let reml = read.severity.expect("linked").reml.expect("enough scores");
    let (people, raters, rest) = (reml.sd.person.powi(2), reml.sd.rater.powi(2), reml.sd.residual.powi(2));
    // lme4 1.1-31: score ~ 1 + (1|person) + (1|rater).
    close(Ok(people), 2.555_555, 1e-4);
    close(Ok(raters), 5.244_444, 1e-4);
    close(Ok(rest), 1.019_444, 1e-4);
    close(Ok(reml.reml_criterion), 91.278_667, 1e-5);
    close(icc.two_single, people / (people + raters + rest), 1e-5);
    close(icc.three_single, people / (people + rest), 1e-5);
    assert_eq!(reml.sd.person_rater, Err(Undefined::NotSeparable));
    assert_eq!(reml.sd.person_skill, Err(Undefined::NotSeparable));
}

/// Krippendorff 2011, example C/D: four observers, twelve units, gaps; the last unit has one value.
const KRIPPENDORFF: [&[f64]; 12] = [
    &[1.0, 1.0, NONE, 1.0],
    &[2.0, 2.0, 3.0, 2.0],
    &[3.0, 3.0, 3.0, 3.0],
    &[3.0, 3.0, 3.0, 3.0],
    &[2.0, 2.0, 2.0, 2.0],
    &[1.0, 2.0, 3.0, 4.0],
    &[4.0, 4.0, 4.0, 4.0],
    &[1.0, 1.0, 2.0, 1.0],
    &[2.0, 2.0, 2.0, 2.0],
    &[NONE, 5.0, 5.0, 5.0],
    &[NONE, NONE, 1.0, 1.0],
    &[NONE, NONE, 3.0, NONE],
];

#[test]
fn krippendorffs_example_has_his_alphas() {
    let agreement = read(&grid(&KRIPPENDORFF)).agreement;
    close(agreement.alpha.nominal, 0.743, 5e-4);
    close(agreement.alpha.ordinal, 0.815, 5e-4);
    close(agreement.alpha.interval, 0.849, 5e-4);
    assert_eq!(agreement.units, 11, "a unit with one value says nothing about agreement");
    let interval = agreement.alpha.ordinal_interval.expect("eleven people");
    assert!(interval.holds(0.815) && interval.low < 0.75 && interval.high > 0.87, "{interval:?}");
}

/// Gwet's four raters (R irrCAC, `cac.raw4raters`), which are the same scores: AC1 and AC2 as irrCAC 1.0 has them.
#[test]
fn gwets_example_has_his_coefficients() {
    let gwet = read(&grid(&KRIPPENDORFF)).agreement.gwet;
    close(gwet.ac1, 0.775_44, 5e-6);
    close(gwet.linear, 0.858_74, 5e-6);
    close(gwet.quadratic, 0.914, 5e-6);
    close(gwet.ordinal, 0.898_94, 5e-6);
}
