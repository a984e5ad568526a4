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

/// Scores of everybody by everybody: `score(rater, person, skill)`, none where it says none.
fn panel(
    raters: usize,
    people: usize,
    skills: usize,
    score: impl Fn(usize, usize, usize) -> Option<f64>,
) -> RatingTable {
    let mut rows = Vec::new();
    for person in 0..people {
        for rater in 0..raters {
            for skill in 0..skills {
                if let Some(score) = score(rater, person, skill) {
                    rows.push((format!("R{rater:02}"), format!("P{person:03}"), format!("K{skill:02}"), score));
                }
            }
        }
    }
    table(rows)
}

/// A number from 0 to 1 that looks drawn.
fn noise(rater: usize, person: usize, skill: usize) -> f64 {
    fastrand::Rng::with_seed((rater * 1_000_003 + person * 1_009 + skill) as u64).f64()
}

fn point(raters_effect: f64, person: usize, rater: usize, skill: usize, low: f64, high: f64) -> f64 {
    let middle = f64::midpoint(low, high) + (person % 4) as f64 / 2.0 - 0.75 + raters_effect;
    (middle + 2.0 * noise(rater, person, skill) - 1.0).round().clamp(low, high)
}

/// Every number of an analysis is finite: what is undefined says so in words.
fn assert_finite(analysis: &Analysis) {
    let text = format!("{analysis:?}");
    for word in ["NaN", "inf", "-inf"] {
        assert!(!text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|part| part == word), "{word} in {text}");
    }
}

#[test]
fn without_ratings_everything_is_undefined_and_says_why() {
    let read = read(&RatingTable::default());
    assert_eq!(read.severity, Err(Undefined::NoRatings));
    assert_eq!(read.agreement.alpha.ordinal, Err(Undefined::NoRatings));
    assert_eq!(read.agreement.icc, Err(Undefined::NoRatings));
    assert_eq!((read.linkage.components(), read.cells.len(), read.rater_readings.len()), (0, 0, 0));
    assert_eq!(read.agreement.words(&Settings::default()), "Agreement can't be told: nobody has scored anything yet.");
}

#[test]
fn one_rater_alone_is_compared_with_nobody() {
    let read = read(&panel(1, 6, 4, |rater, person, skill| Some(point(0.0, person, rater, skill, 1.0, 5.0))));
    assert_eq!(read.severity, Err(Undefined::OneRater));
    assert_eq!(read.agreement.alpha.nominal, Err(Undefined::OneRater));
    assert_eq!(read.agreement.gwet.ac1, Err(Undefined::OneRater));
    assert_eq!(read.agreement.exact, Err(Undefined::OneRater));
    assert_eq!(read.leave_one_out[0].people, Err(Undefined::NoRatings));
    assert_eq!(read.rater_readings[0].restriction, Err(Undefined::NobodyElse));
    assert_eq!(read.linkage.components(), 1);
    assert_finite(&read);
}

#[test]
fn where_all_scores_are_the_same_coefficients_are_undefined_and_never_one() {
    let read = read(&panel(3, 5, 4, |_, _, _| Some(4.0)));
    let agreement = &read.agreement;
    assert_eq!((agreement.exact, agreement.within_one), (Ok(1.0), Ok(1.0)));
    for figure in [agreement.alpha.nominal, agreement.alpha.ordinal, agreement.alpha.interval, agreement.gwet.ac1] {
        assert_eq!(figure, Err(Undefined::NoVariation));
    }
    let severity = read.severity.as_ref().expect("all are linked");
    assert_eq!(severity.reml, Err(Undefined::NoVariation));
    let additive = severity.additive.as_ref().expect("least squares can do it");
    assert_eq!((additive.grand_mean, additive.raters[0].value), (4.0, 0.0));
    assert_eq!(agreement.icc.expect("complete").two_single, Err(Undefined::NoVariation));
    assert_finite(&read);
}

#[test]
fn raters_who_share_nobody_get_no_severity() {
    // Two raters on the first three people, two others on the rest.
    let together = |rater: usize, person: usize| (rater < 2) == (person < 3);
    let read = read(&panel(4, 6, 5, |rater, person, skill| {
        together(rater, person).then(|| point(0.0, person, rater, skill, 1.0, 5.0))
    }));
    assert_eq!(read.linkage.groups, [vec![0, 1], vec![2, 3]]);
    assert_eq!(read.severity, Err(Undefined::NotLinked { parts: 2 }));
    assert!(read.agreement.alpha.ordinal.is_ok(), "agreement compares only who shares people");
    assert!(matches!(read.rater_readings[0].own_reports, Err(Undefined::NotLinked { parts: 2 })));
    assert_finite(&read);
}

#[test]
fn a_single_bridge_is_a_weak_link_with_a_wide_severity() {
    // Everybody has one rater, but for the last person, whom all three rated.
    let read = read(&panel(3, 10, 5, |rater, person, skill| {
        (person == 9 || person % 3 == rater).then(|| point(0.0, person, rater, skill, 1.0, 5.0))
    }));
    assert_eq!(read.linkage.components(), 1);
    assert!(read.linkage.weak.contains(&Linked::Person(9)));
    assert_eq!(read.linkage.people_rated_twice, 1);
    let severity = read.severity.as_ref().expect("linked");
    assert!(severity.too_little_data);
    let fit = severity.shown.as_ref().expect("enough scores");
    assert_eq!(fit.degrees_of_freedom, 1.0);
    let interval = fit.rater_interval(0).expect("an interval");
    assert!(interval.high - interval.low > 2.0, "{interval:?}");
    assert!(!severity.is_marked(0, &Settings::default()));
    assert_finite(&read);
}

#[test]
fn a_rater_who_gives_one_score_to_all_is_restricted_and_not_undefined() {
    let read = read(&panel(4, 12, 6, |rater, person, skill| {
        Some(if rater == 3 { 3.0 } else { point(0.0, person, rater, skill, 1.0, 5.0) })
    }));
    let constant = &read.rater_readings[3];
    let restriction = constant.restriction.expect("others scored the same");
    assert!(restriction.restricted && restriction.ratio == 0.0 && restriction.points_used == 1, "{restriction:?}");
    assert!(constant.central_tendency.expect("others too").suspected);
    assert_eq!(constant.sd, Ok(0.0));
    let halo = constant.halo.expect("twelve shared people");
    assert!(halo.ratio == 0.0 && !halo.suspected, "who uses one point has no profiles to be even: {halo:?}");
    assert!(!read.rater_readings[0].restriction.expect("others too").restricted);
    assert_finite(&read);
}

#[test]
fn the_two_of_a_pair_of_raters_lie_as_far_from_the_middle() {
    let read = read(&panel(2, 8, 5, |rater, person, skill| {
        Some(point(if rater == 0 { 0.5 } else { -0.5 }, person, rater, skill, 1.0, 5.0))
    }));
    let severity = read.severity.as_ref().expect("linked");
    let additive = severity.additive.as_ref().expect("enough scores");
    close(Ok(additive.raters[0].value + additive.raters[1].value), 0.0, 1e-9);
    let fit = severity.shown.as_ref().expect("enough scores");
    close(Ok(fit.raters[0].value + fit.raters[1].value), 0.0, 1e-6);
    assert!(fit.raters[0].value > 0.2, "{:?}", fit.raters[0]);
    assert!(severity.too_little_data, "two raters can't say who is off");
    assert_eq!(read.leave_one_out[0].people, Err(Undefined::OneRater));
    assert_finite(&read);
}

#[test]
fn scales_of_three_and_seven_points_and_odd_numbers_are_read_alike() {
    let of = |low: f64, high: f64| {
        move |rater: usize, person: usize, skill: usize| Some(point(0.0, person, rater, skill, low, high))
    };
    for table in [panel(4, 9, 5, of(1.0, 3.0)), panel(4, 9, 5, of(1.0, 7.0)), panel(4, 9, 5, of(-3.0, 3.0))] {
        assert_finite(&read(&table));
    }
    // Twice as wide and shifted: what is a ratio stays, what is in points doubles.
    let plain = read(&panel(4, 9, 5, of(1.0, 5.0)));
    let wide = read(&panel(4, 9, 5, |rater, person, skill| {
        of(1.0, 5.0)(rater, person, skill).map(|score| 2.0 * score - 100.5)
    }));
    let (a, b) = (plain.agreement.alpha, wide.agreement.alpha);
    close(b.ordinal, a.ordinal.expect("defined"), 1e-12);
    close(b.interval, a.interval.expect("defined"), 1e-9);
    close(wide.agreement.gwet.quadratic, plain.agreement.gwet.quadratic.expect("defined"), 1e-9);
    let fit = |read: &Analysis| read.severity.clone().expect("linked").reml.expect("enough scores");
    let (a, b) = (fit(&plain), fit(&wide));
    close(Ok(b.sd.residual), 2.0 * a.sd.residual, 1e-5);
    close(Ok(b.raters[1].value), 2.0 * a.raters[1].value, 1e-4);
    close(Ok(b.people[3].value), 2.0 * a.people[3].value - 100.5, 1e-4);
    assert_finite(&wide);
}

#[test]
fn a_person_rated_once_has_a_wider_comparison_score() {
    let read = read(&panel(3, 12, 6, |rater, person, skill| {
        (person != 5 || rater == 1).then(|| point(0.0, person, rater, skill, 1.0, 5.0))
    }));
    let fit = read.severity.as_ref().expect("linked").shown.as_ref().expect("enough scores");
    let se = |person: usize| fit.people[person].se.expect("defined");
    assert!(se(5) > 1.1 * se(4), "{} and {}", se(5), se(4));
    let without = read.leave_one_out[1].people.as_ref().expect("two are left");
    assert_eq!(without[5], Err(Undefined::NobodyElse));
    assert!(without[4].is_ok());
}

#[test]
fn profiles_that_no_two_raters_saw_are_not_told_from_the_rest() {
    // Each rater scores skills of their own: people are shared, cells are not.
    let read = read(&panel(3, 8, 6, |rater, person, skill| {
        (skill % 3 == rater).then(|| point(0.0, person, rater, skill, 1.0, 5.0))
    }));
    assert_eq!(read.agreement.alpha.ordinal, Err(Undefined::NothingShared));
    let severity = read.severity.as_ref().expect("linked through people");
    assert_eq!(severity.additive, Err(Undefined::NotSeparable), "a hard skill looks like a strict rater");
    assert_finite(&read);
}

#[test]
fn raters_who_agree_to_the_point_leave_no_residual() {
    let read = read(&panel(3, 8, 4, |_, person, skill| Some(((person * 3 + skill * 7) % 5) as f64)));
    let severity = read.severity.as_ref().expect("linked");
    assert_eq!(severity.reml, Err(Undefined::NothingUnexplained));
    close(Ok(severity.additive.as_ref().expect("defined").raters[0].value), 0.0, 1e-12);
    close(read.agreement.alpha.ordinal, 1.0, 1e-12);
    assert_eq!(severity.effects().expect("by least squares").len(), 3);
    assert_finite(&read);
}

#[test]
fn forty_raters_and_twenty_thousand_cells_are_read() {
    let read = read(&panel(40, 60, 24, |rater, person, skill| {
        let rates = (person + rater) % 3 == 0 && noise(rater, person, skill) > 0.05;
        rates.then(|| point((rater % 5) as f64 / 5.0 - 0.4, person, rater, skill, 1.0, 5.0))
    }));
    assert!(read.ratings > 17_000, "{}", read.ratings);
    assert_eq!(read.linkage.components(), 3, "a third of the raters rate a third of the people");
    assert_finite(&read);
}

#[test]
fn rows_may_come_in_any_order() {
    let forward = panel(4, 10, 5, |rater, person, skill| {
        ((rater + person) % 4 != 0).then(|| point(0.0, person, rater, skill, 1.0, 5.0))
    });
    let mut rows: Vec<_> = forward.rows().to_vec();
    rows.reverse();
    let backward = table(rows.iter().map(|row| {
        let id = |list: &[String], place: usize| list[place].clone();
        (id(forward.raters(), row.rater), id(forward.people(), row.person), id(forward.skills(), row.skill), row.score)
    }));
    let (one, other) = (read(&forward), read(&backward));
    let alpha = one.agreement.alpha.ordinal.expect("defined");
    close(other.agreement.alpha.ordinal, alpha, 1e-12);
    let fit = |read: &Analysis| read.severity.clone().expect("linked").reml.expect("enough scores");
    let (a, b) = (fit(&one), fit(&other));
    close(Ok(b.reml_criterion), a.reml_criterion, 1e-6);
    for (place, id) in forward.raters().iter().enumerate() {
        let there = backward.rater(id).expect("the same raters");
        close(Ok(b.raters[there].value), a.raters[place].value, 1e-5);
        assert_eq!(other.linkage.shared_people[there], one.linkage.shared_people[place]);
    }
    assert_eq!(b.fitted.len(), rows.len());
    close(Ok(b.fitted[0]), a.fitted[rows.len() - 1], 1e-5);
}

#[test]
fn the_same_table_gives_the_same_figures() {
    let table = panel(4, 12, 5, |rater, person, skill| Some(point(0.0, person, rater, skill, 1.0, 5.0)));
    assert_eq!(read(&table), read(&table));
}

#[test]
fn own_reports_scored_higher_are_seen_beside_the_rest() {
    let mut table = RatingTable::default();
    for (rater, person, skill) in every(3, 12, 5) {
        let own = person % 3 == rater;
        let score = point(0.0, person, rater, skill, 1.0, 5.0) + if own { 1.0 } else { 0.0 };
        let ids = (format!("R{rater}"), format!("P{person}"), format!("K{skill}"));
        table.push(&ids.0, &ids.1, &ids.2, score).expect("each cell once").own_report = own;
    }
    let own = read(&table).rater_readings[1].own_reports.expect("four own reports");
    assert_eq!((own.own_people, own.other_people), (4, 8));
    assert!(own.difference > 0.8 && own.difference < 2.0, "{own:?}");
    assert!(!own.interval.expect("several on either side").holds(0.0), "{own:?}");
    assert!(own.words().starts_with("Own reports are scored about"), "{}", own.words());
}

fn every(raters: usize, people: usize, skills: usize) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..people)
        .flat_map(move |person| (0..raters).flat_map(move |rater| (0..skills).map(move |skill| (rater, person, skill))))
}

#[test]
fn a_standard_that_moves_while_rating_is_seen() {
    let mut table = RatingTable::default();
    for (rater, person, skill) in every(3, 20, 5) {
        // The first rater grows kinder by one point over the meeting; the others score in the same order.
        let moved = if rater == 0 { person as f64 / 19.0 } else { 0.0 };
        let ids = (format!("R{rater}"), format!("P{person}"), format!("K{skill}"));
        let score = 3.0 + noise(rater, person, skill) + moved;
        table.push(&ids.0, &ids.1, &ids.2, score).expect("each cell once").at = Some(60.0 * person as f64);
    }
    let read = read(&table);
    let drift = read.rater_readings[0].drift.expect("twenty shared people");
    assert!((drift.change.value - 1.0).abs() < 0.3, "{drift:?}");
    assert!(!drift.interval.expect("enough people").holds(0.0));
    let still = read.rater_readings[1].drift.expect("twenty shared people");
    assert!(still.change.value < 0.0, "beside one who grows kinder, the others seem to grow stricter: {still:?}");
}

#[test]
fn one_impression_that_colours_all_skills_is_asked_about() {
    let read = read(&panel(4, 14, 8, |rater, person, skill| {
        let strength = 3.0 + (noise(9, person, 0) - 0.5) * 2.0;
        let profile = (noise(8, person, skill) - 0.5) * 2.0;
        let rest = (noise(rater, person, skill) - 0.5) * if rater == 2 { 0.4 } else { 1.0 };
        Some(strength + rest + if rater == 2 { 0.1 } else { 1.0 } * profile)
    }));
    for (rater, reading) in read.rater_readings.iter().enumerate() {
        let halo = reading.halo.expect("fourteen shared people");
        assert_eq!(halo.suspected, rater == 2, "{rater}: {halo:?}");
        assert_eq!(halo.words().ends_with('?'), rater == 2, "it is a question");
    }
    let halo = read.rater_readings[2].halo.expect("fourteen shared people");
    assert!(halo.correlation.expect("enough people") > halo.others_correlation.expect("enough people") + 0.2);
}

#[test]
fn times_that_are_not_known_leave_drift_undefined() {
    let read = read(&panel(3, 6, 3, |rater, person, skill| Some(point(0.0, person, rater, skill, 1.0, 5.0))));
    assert_eq!(read.drift, Err(Undefined::NoTimes));
    assert_eq!(read.rater_readings[0].drift, Err(Undefined::NoTimes));
    assert_eq!(read.rater_readings[0].own_reports, Err(Undefined::NoOwnReports));
}

#[test]
fn cells_are_contested_from_two_points_or_when_severity_hides_the_distance() {
    let mut table = panel(3, 10, 4, |rater, person, skill| {
        Some(if rater == 0 { 4.0 } else { 3.0 } + ((person + skill) % 2) as f64)
    });
    // The kind rater is a point below the others for once: one point apart, three once severity is taken off.
    for (rater, score) in [("R00", 3.0), ("R01", 4.0), ("R02", 4.0)] {
        table.push(rater, "P000", "extra", score).expect("a new skill");
    }
    for (rater, score) in [("R00", 5.0), ("R01", 3.0)] {
        table.push(rater, "P001", "extra", score).expect("a new skill");
    }
    let read = read(&table);
    let skill = table.skill("extra").expect("it is there");
    let cell = |person| read.cells.iter().find(|cell| (cell.person, cell.skill) == (person, skill)).expect("shared");
    assert!(cell(0).contested && cell(0).high - cell(0).low == 1.0, "{:?}", cell(0));
    assert!(cell(0).adjusted_range.expect("linked") > 1.5);
    assert!(cell(1).contested && cell(1).high - cell(1).low == 2.0, "{:?}", cell(1));
    assert!(read.cells.iter().filter(|cell| cell.skill != skill).all(|cell| !cell.contested));
}

/// James, Demaree and Wolf 1984: on five points the variance of no agreement is 2.
#[test]
fn within_group_agreement_is_against_scores_drawn_evenly() {
    let mut table = RatingTable::default();
    table.set_scale(Scale { low: 1.0, high: 5.0 });
    for (rater, person, score) in [("A", "P", 3.0), ("B", "P", 4.0), ("A", "Q", 1.0), ("B", "Q", 5.0)] {
        table.push(rater, person, "K", score).expect("each cell once");
    }
    let cells = read(&table).cells;
    close(cells[0].within_group_agreement, 0.75, 1e-12);
    close(cells[1].within_group_agreement, -3.0, 1e-12);
}

#[test]
fn articulation_points_are_weak_links() {
    // R0 and R1 share P0 and P1; R2 hangs on by P2, which R1 rated too.
    let edges = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2)];
    let table = table(edges.iter().map(|(rater, person)| (format!("R{rater}"), format!("P{person}"), "K".into(), 3.0)));
    let linkage = Linkage::new(&table);
    assert_eq!(linkage.components(), 1);
    assert_eq!(linkage.weak, [Linked::Rater(1), Linked::Person(2)]);
    assert_eq!(linkage.shared_people, [2, 3, 1]);
}

#[test]
fn severity_by_tier_says_where_it_comes_from() {
    let mut table = panel(4, 14, 8, |rater, person, skill| {
        let strict = if rater == 0 && skill < 4 { -1.0 } else { 0.0 };
        Some(3.0 + strict + noise(rater, person, skill) + (person % 3) as f64 / 2.0)
    });
    for skill in 0..8 {
        table.set_tier(&format!("K{skill:02}"), if skill < 4 { "market" } else { "people" });
    }
    let severity = read(&table).severity.expect("linked");
    let of = |tier: usize| severity.by_tier[tier][0].expect("linked in the tier").value;
    assert!(of(0) < -0.5 && of(1).abs() < 0.3, "{} and {}", of(0), of(1));
    let words = severity.rater_words(0);
    assert!(words.starts_with("On the same people, scores about 0."), "{words}");
    assert!(words.contains("lower than the group"), "{words}");
}

#[test]
fn more_raters_narrow_the_interval() {
    let read = read(&panel(4, 14, 6, |rater, person, skill| Some(point(0.0, person, rater, skill, 1.0, 5.0))));
    let needed = read.raters_needed.expect("linked");
    let margins: Vec<f64> = needed.panels.iter().map(|panel| panel.margin).collect();
    assert!(margins.windows(2).all(|pair| pair[1] < pair[0]), "{margins:?}");
    close(Ok(needed.margin(4).expect("looked at")), needed.margin(1).expect("looked at") / 2.0, 1e-12);
    let below = |panel: &PanelSize| panel.dependability.expect("defined") <= panel.generalizability.expect("defined");
    assert!(needed.panels.iter().all(below));
}

#[test]
fn the_chance_of_reaching_a_bar_is_the_normal_one() {
    let score = Estimate::new(3.4, 0.2);
    close(probability_at_least(score, 3.4, None), 0.5, 1e-12);
    // R: pnorm(2), pt(2, 3).
    close(probability_at_least(score, 3.0, None), 0.977_249_868_1, 1e-9);
    close(probability_at_least(score, 3.0, Some(3.0)), 0.930_337_015_7, 1e-8);
    let unsure = Estimate { value: 3.4, se: Err(Undefined::NothingLeftOver) };
    assert_eq!(probability_at_least(unsure, 3.0, None), Err(Undefined::NothingLeftOver));
}

#[test]
fn plausible_scores_lie_on_the_scale_about_what_is_expected() {
    let mut table = panel(4, 14, 6, |rater, person, skill| Some(point(0.0, person, rater, skill, 1.0, 5.0)));
    table.set_scale(Scale { low: 1.0, high: 5.0 });
    let fit = read(&table).severity.expect("linked").shown.expect("enough scores");
    let mut sums = vec![0.0; table.rows().len()];
    let mut first = Vec::new();
    plausible_scores(&table, &fit, 7, 400, |scores| {
        assert!(scores.iter().all(|score| (1.0..=5.0).contains(score) && score.fract() == 0.0));
        if first.is_empty() {
            first = scores.to_vec();
        }
        sums.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score);
    });
    let away = sums.iter().zip(&fit.fitted).filter(|(_, fitted)| (2.0..=4.0).contains(*fitted));
    assert!(away.into_iter().all(|(sum, fitted)| (sum / 400.0 - fitted).abs() < 0.3));
    let mut again = Vec::new();
    plausible_scores(&table, &fit, 7, 1, |scores| again = scores.to_vec());
    assert_eq!(again, first);
}

#[test]
fn words_never_blame_and_say_what_is_not_sure() {
    let settings = Settings::default();
    let read = read(&panel(4, 12, 6, |rater, person, skill| {
        Some(point(if rater == 0 { -1.0 } else { 0.3 }, person, rater, skill, 1.0, 5.0))
    }));
    let agreement = read.agreement.words(&settings);
    assert!(agreement.starts_with("Managers gave the same score "), "{agreement}");
    assert!(agreement.contains("Overall agreement 0."), "{agreement}");
    let severity = read.severity.as_ref().expect("linked");
    assert!(severity.is_marked(0, &settings) && !severity.is_marked(1, &settings));
    let words = severity.rater_words(0);
    assert!(words.contains("lower than the group") && !words.contains("harsh"), "{words}");
    let fit = severity.shown.as_ref().expect("enough scores");
    let comparison = fit.comparison_words(2, 3.1, &[0]);
    assert!(comparison.contains("(raw 3.1; the rater scores low)"), "{comparison}");
    let few = Settings { people_for_alpha: 13, ..settings };
    assert!(read.agreement.words(&few).ends_with("Too few people rated twice (12) for an overall figure."));
    assert_eq!(interval_words(Interval { low: -0.24, high: 0.31 }), "−0.2 to +0.3");
}
