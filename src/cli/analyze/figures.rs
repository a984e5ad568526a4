//! The figures as JSON. Its layout is documented in docs/analyze.md; a figure that is undefined is null.

use serde_json::{Map, Value, json};

use crate::raters::{
    Additive, Agreement, Analysis, Drift, Estimate, Figure, GapsIcc, Icc, Interval, Linked, Mixed, RaterReading,
    RatingTable, Severity,
};

/// Everything that is read of a table.
pub(super) fn of(table: &RatingTable, analysis: &Analysis) -> Value {
    json!({
        "n_ratings": analysis.ratings,
        "n_people": analysis.people,
        "n_raters": analysis.raters,
        "n_skills": analysis.skills,
        "linkage": linkage(table, analysis),
        "agreement": agreement(table, analysis),
        "severity": either(&analysis.severity, |of| severity(table, of)),
        "leave_one_out": leave_one_out(table, analysis),
        "raters": by_id(table.raters(), &analysis.rater_readings, |reading| rater(analysis, reading)),
        "contested": contested(table, analysis),
        "drift": either(&analysis.drift, drift),
        "raters_needed": either(&analysis.raters_needed, |needed| needed.panels.iter().map(|panel| json!({
            "raters": panel.raters,
            "margin": panel.margin,
            "generalizability": number(panel.generalizability),
            "dependability": number(panel.dependability),
        })).collect()),
    })
}

/// A number, or null.
fn number(figure: Figure) -> Value {
    figure.map_or(Value::Null, Value::from)
}

fn either<T>(figure: &Figure<T>, read: impl FnOnce(&T) -> Value) -> Value {
    figure.as_ref().map_or(Value::Null, read)
}

fn interval(figure: &Figure<Interval>) -> Value {
    either(figure, |interval| json!([interval.low, interval.high]))
}

/// An object of what belongs to each id, by id.
fn by_id<T>(ids: &[String], values: &[T], read: impl Fn(&T) -> Value) -> Value {
    let mut entries: Vec<(&String, &T)> = ids.iter().zip(values).collect();
    entries.sort_by_key(|(id, _)| *id);
    Value::Object(entries.into_iter().map(|(id, value)| (id.clone(), read(value))).collect())
}

fn sorted<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    let mut ids: Vec<&String> = ids.collect();
    ids.sort();
    ids
}

fn linkage(table: &RatingTable, analysis: &Analysis) -> Value {
    let linkage = &analysis.linkage;
    let weak = linkage.weak.iter().map(|weak| match weak {
        Linked::Rater(rater) => &table.raters()[*rater],
        Linked::Person(person) => &table.people()[*person],
    });
    let groups: Vec<_> =
        linkage.groups.iter().map(|group| sorted(group.iter().map(|rater| &table.raters()[*rater]))).collect();
    json!({
        "components": linkage.components(),
        "weak": weak.collect::<Vec<_>>(),
        "groups": groups,
        "people_rated_twice": linkage.people_rated_twice,
        "shared_people": by_id(table.raters(), &linkage.shared_people, |people| json!(people)),
    })
}

fn agreement(table: &RatingTable, analysis: &Analysis) -> Value {
    let Agreement { alpha, gwet, .. } = &analysis.agreement;
    let agreement = &analysis.agreement;
    let by_skill = by_id(table.skills(), &agreement.by_skill, |skill| {
        json!({
            "krippendorff_alpha_ordinal": number(skill.alpha_ordinal),
            "units": skill.units,
            "exact": number(skill.exact),
            "within_one": number(skill.within_one),
        })
    });
    json!({
        "units": agreement.units,
        "pairs": agreement.pairs,
        "people": agreement.people,
        "exact": number(agreement.exact),
        "within_one": number(agreement.within_one),
        "krippendorff_alpha": {
            "nominal": number(alpha.nominal),
            "ordinal": number(alpha.ordinal),
            "interval": number(alpha.interval),
            "ordinal_interval95": interval(&alpha.ordinal_interval),
        },
        "gwet_ac1": number(gwet.ac1),
        "gwet_ac2": {
            "linear": number(gwet.linear),
            "quadratic": number(gwet.quadratic),
            "ordinal": number(gwet.ordinal),
        },
        "by_skill": by_skill,
        "pairwise": pairwise(table, agreement),
        "icc": icc(&agreement.icc),
        "icc_with_gaps": either(&analysis.icc_with_gaps, icc_with_gaps),
    })
}

/// Each pair under both names, the first in order first.
fn pairwise(table: &RatingTable, agreement: &Agreement) -> Value {
    let mut pairs: Vec<(String, Value)> = Vec::new();
    for pair in &agreement.pairwise {
        let (one, other) = (&table.raters()[pair.raters.0], &table.raters()[pair.raters.1]);
        let (first, second, sign) = if one <= other { (one, other, 1.0) } else { (other, one, -1.0) };
        let figures = json!({
            "n": pair.cells,
            "people": pair.people,
            "exact": pair.exact,
            "within_one": pair.within_one,
            "mean_difference": sign * pair.mean_difference,
            "quadratic_weighted_kappa": number(pair.kappa),
        });
        pairs.push((format!("{first}|{second}"), figures));
    }
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Object(pairs.into_iter().collect())
}

fn icc(icc: &Figure<Icc>) -> Value {
    let form = |of: fn(&Icc) -> Figure| icc.as_ref().map_or(Value::Null, |icc| number(of(icc)));
    json!({
        "ICC(1,1)": form(|icc| icc.one_single),
        "ICC(2,1)": form(|icc| icc.two_single),
        "ICC(3,1)": form(|icc| icc.three_single),
        "ICC(1,k)": form(|icc| icc.one_average),
        "ICC(2,k)": form(|icc| icc.two_average),
        "ICC(3,k)": form(|icc| icc.three_average),
    })
}

fn icc_with_gaps(icc: &GapsIcc) -> Value {
    json!({
        "raters": icc.raters,
        "agreement_single": number(icc.agreement_single),
        "agreement_average": number(icc.agreement_average),
        "consistency_single": number(icc.consistency_single),
        "consistency_average": number(icc.consistency_average),
    })
}

fn severity(table: &RatingTable, severity: &Severity) -> Value {
    json!({
        "additive": either(&severity.additive, |fit| additive(table, fit)),
        "mixed": either(&severity.reml, |fit| mixed(table, fit)),
        "shown": either(&severity.shown, |fit| mixed(table, fit)),
        "too_little_data": severity.too_little_data,
        "by_tier": by_id(table.tiers(), &severity.by_tier, |raters| {
            by_id(table.raters(), raters, |effect| either(effect, |effect| estimate("effect", effect)))
        }),
    })
}

fn estimate(name: &str, estimate: &Estimate) -> Value {
    let mut entries = Map::new();
    entries.insert(name.into(), estimate.value.into());
    entries.insert("se".into(), number(estimate.se));
    Value::Object(entries)
}

fn additive(table: &RatingTable, fit: &Additive) -> Value {
    json!({
        "grand_mean": fit.grand_mean,
        "sigma": number(fit.sigma),
        "df": fit.degrees_of_freedom,
        "raters": by_id(table.raters(), &fit.raters, |effect| estimate("effect", effect)),
        "people": by_id(table.people(), &fit.people, |mean| estimate("mean", mean)),
        "skills": by_id(table.skills(), &fit.skills, |effect| estimate("effect", effect)),
    })
}

fn mixed(table: &RatingTable, fit: &Mixed) -> Value {
    json!({
        "reml_criterion": fit.reml_criterion,
        "mu": fit.mu.value,
        "mu_se": number(fit.mu.se),
        "sd": {
            "person": fit.sd.person,
            "rater": fit.sd.rater,
            "person_rater": number(fit.sd.person_rater),
            "person_skill": number(fit.sd.person_skill),
            "residual": fit.sd.residual,
        },
        "standard_errors_95": fit.standard_errors,
        "raters": by_id(table.raters(), &fit.raters, |effect| estimate("effect", effect)),
        "people": by_id(table.people(), &fit.people, |score| estimate("comparison", score)),
        "skills": by_id(table.skills(), &fit.skills, |effect| estimate("effect", effect)),
    })
}

fn leave_one_out(table: &RatingTable, analysis: &Analysis) -> Value {
    by_id(table.raters(), &analysis.leave_one_out, |without| {
        either(&without.people, |people| by_id(table.people(), people, |mean| number(*mean)))
    })
}

fn rater(analysis: &Analysis, reading: &RaterReading) -> Value {
    let counts = analysis.categories.iter().zip(&reading.counts);
    let counts: Map<String, Value> =
        counts.map(|(category, count)| (category.to_string(), Value::from(*count))).collect();
    json!({
        "n": reading.ratings,
        "people": reading.people,
        "shared_people": reading.shared_people,
        "mean": reading.mean,
        "sd": number(reading.sd),
        "counts": counts,
        "halo": either(&reading.halo, |halo| json!({
            "people": halo.people,
            "spread": halo.spread,
            "others_spread": halo.others_spread,
            "ratio": halo.ratio,
            "relative_ratio": number(halo.relative_ratio),
            "correlation": number(halo.correlation),
            "others_correlation": number(halo.others_correlation),
            "suspected": halo.suspected,
        })),
        "restriction": either(&reading.restriction, |restriction| json!({
            "sd": restriction.sd,
            "others_sd": restriction.others_sd,
            "ratio": restriction.ratio,
            "points_used": restriction.points_used,
            "restricted": restriction.restricted,
        })),
        "central_tendency": either(&reading.central_tendency, |central| json!({
            "share": central.share,
            "others_share": central.others_share,
            "suspected": central.suspected,
        })),
        "own_reports": either(&reading.own_reports, |own| json!({
            "own_people": own.own_people,
            "other_people": own.other_people,
            "own": own.own,
            "rest": own.rest,
            "difference": own.difference,
            "interval95": interval(&own.interval),
        })),
        "drift": either(&reading.drift, drift),
    })
}

fn drift(drift: &Drift) -> Value {
    json!({
        "people": drift.people,
        "change": drift.change.value,
        "se": number(drift.change.se),
        "interval95": interval(&drift.interval),
    })
}

fn contested(table: &RatingTable, analysis: &Analysis) -> Value {
    let contested = analysis.cells.iter().filter(|cell| cell.contested).map(|cell| {
        json!({
            "person": table.people()[cell.person],
            "skill": table.skills()[cell.skill],
            "n": cell.ratings,
            "low": cell.low,
            "high": cell.high,
            "adjusted_range": number(cell.adjusted_range),
            "r_wg": number(cell.within_group_agreement),
        })
    });
    contested.collect()
}
