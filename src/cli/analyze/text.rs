//! The figures as a report that reads well without knowing statistics.

use crate::insight::points::list;
use crate::raters::{Analysis, Figure, Linked, RaterReading, Severity};

use super::Source;

/// So many contested scores are listed.
const CONTESTED: usize = 20;

/// The whole report, a section after the other.
pub(super) fn report(source: &Source, analysis: &Analysis) -> String {
    let mut sections = vec![opening(analysis), comparing(source, analysis)];
    sections.push(section("Agreement", vec![analysis.agreement.words(&source.settings)]));
    sections.push(contested(source, analysis));
    sections.push(severity(source, analysis));
    sections.push(comparison(source, analysis));
    sections.push(raters(source, analysis));
    sections.push(more_raters(analysis));
    sections.retain(|section| !section.is_empty());
    sections.join("\n\n")
}

fn section(title: &str, lines: Vec<String>) -> String {
    if lines.is_empty() { String::new() } else { format!("{title}\n{}", lines.join("\n")) }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    super::super::counted(number, one, many)
}

fn opening(analysis: &Analysis) -> String {
    format!(
        "{}: {} of {} on {}. Nothing here is adjusted; it is for the panel to talk about.",
        counted(analysis.ratings, "score", "scores"),
        counted(analysis.raters, "rater", "raters"),
        counted(analysis.people, "person", "people"),
        counted(analysis.skills, "skill", "skills"),
    )
}

/// Who can be compared with whom.
fn comparing(source: &Source, analysis: &Analysis) -> String {
    let (table, linkage) = (&source.table, &analysis.linkage);
    let rater = |place: &usize| source.names.of(&table.raters()[*place]).to_owned();
    let mut lines = Vec::new();
    match linkage.components() {
        0 => lines.push("Nobody has scored anything yet.".into()),
        1 if analysis.raters == 1 => {
            lines.push("Only one rater has scored, so there is nobody to compare with.".into())
        }
        1 => {
            lines.push("All raters are linked through people whom they share.".into());
            let weakest = linkage.shared_people.iter().enumerate().min_by_key(|(_, shared)| **shared);
            if let Some((place, shared)) = weakest {
                let people = counted(*shared, "shared person", "shared people");
                lines.push(format!("The weakest link is {}: {people}.", rater(&place)));
            }
        }
        parts => {
            lines.push(format!("The raters fall into {parts} groups that share nobody; they are not compared:"));
            for group in &linkage.groups {
                lines.push(format!("  {}", list(&group.iter().map(rater).collect::<Vec<_>>())));
            }
        }
    }
    let weak: Vec<String> = linkage
        .weak
        .iter()
        .map(|weak| match weak {
            Linked::Rater(place) => rater(place),
            Linked::Person(place) => source.names.of(&table.people()[*place]).to_owned(),
        })
        .collect();
    if analysis.raters > 1 && !weak.is_empty() {
        let names = list(&weak);
        lines.push(format!("Weakly linked: without {names}, if only one of them, some would be compared with nobody."));
    }
    section("Who can be compared", lines)
}

fn contested(source: &Source, analysis: &Analysis) -> String {
    let contested: Vec<_> = analysis.cells.iter().filter(|cell| cell.contested).collect();
    if analysis.cells.is_empty() {
        return String::new();
    }
    let mut lines = vec![format!("{} of {} skills scored twice or more.", contested.len(), analysis.cells.len())];
    for cell in contested.iter().take(CONTESTED) {
        let person = source.names.of(&source.table.people()[cell.person]);
        let skill = source.names.of(&source.table.skills()[cell.skill]);
        lines.push(format!("  {person}, {skill}: {} to {}", cell.low, cell.high));
    }
    if contested.len() > CONTESTED {
        lines.push(format!("  and {} more", contested.len() - CONTESTED));
    }
    section("Contested scores", lines)
}

fn severity(source: &Source, analysis: &Analysis) -> String {
    let lines = match &analysis.severity {
        Err(why) => vec![format!("Not told: {why}.")],
        Ok(severity) => by_name(source, source.table.raters(), |rater| severity.rater_words(rater)),
    };
    section("Severity, on the same people", lines)
}

/// "Name: words", by name.
fn by_name(source: &Source, ids: &[String], words: impl Fn(usize) -> String) -> Vec<String> {
    let mut lines: Vec<(String, String)> = ids
        .iter()
        .enumerate()
        .map(|(place, id)| (source.names.of(id).to_owned(), words(place)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    lines.sort();
    lines.into_iter().map(|(name, words)| format!("  {name}: {words}")).collect()
}

fn comparison(source: &Source, analysis: &Analysis) -> String {
    let Ok(Severity { shown: Ok(fit), .. }) = &analysis.severity else { return String::new() };
    let table = &source.table;
    let (mut sums, mut counts) = (vec![0.0; table.people().len()], vec![0.0; table.people().len()]);
    let mut raters = vec![Vec::new(); table.people().len()];
    for row in table.rows() {
        sums[row.person] += row.score;
        counts[row.person] += 1.0;
        if !raters[row.person].contains(&row.rater) {
            raters[row.person].push(row.rater);
        }
    }
    let words = |person: usize| fit.comparison_words(person, sums[person] / counts[person], &raters[person]);
    let mut lines = vec![
        "All skills of this session together, for comparing raters. People whose ranges overlap can't be told apart."
            .to_owned(),
    ];
    lines.extend(by_name(source, table.people(), words));
    section("Comparison scores", lines)
}

fn raters(source: &Source, analysis: &Analysis) -> String {
    let points = source.table.scale().map_or(0, |scale| (scale.high - scale.low).round() as usize + 1);
    let words = |rater: usize| signs(&analysis.rater_readings[rater], points);
    section("Each rater's ways", by_name(source, source.table.raters(), words))
}

fn signs(reading: &RaterReading, points: usize) -> String {
    let scores = counted(reading.ratings, "score", "scores");
    let shared = counted(reading.shared_people, "person", "people");
    let mut signs = vec![format!("{scores}, on {shared} also rated by others.")];
    let mut tell = |words: Figure<String>| signs.extend(words.ok());
    tell(reading.restriction.map(|restriction| restriction.words(points)));
    if let Ok(Some(words)) = reading.central_tendency.map(|central| central.words()) {
        tell(Ok(words));
    }
    tell(reading.halo.map(|halo| halo.words()));
    tell(reading.own_reports.map(|own| own.words()));
    tell(reading.drift.map(|drift| drift.words()));
    signs.join(" ")
}

fn more_raters(analysis: &Analysis) -> String {
    let Ok(needed) = &analysis.raters_needed else { return String::new() };
    let line = |raters: usize| {
        let margin = needed.margin(raters)?;
        let raters = counted(raters, "rater", "raters");
        Some(format!("  {raters} a person: a comparison score within ±{margin:.2}"))
    };
    section("What more raters would bring", (1..=5).filter_map(line).collect())
}
