//! Flags that are read from evidence: scores without any, documents without outcomes, bunched or one-sided evidence,
//! and usefulness in rooms above the own level. Reasons count and name rooms and dates; they never quote.

use super::{Figures, Flag, Found, Ground, Tone};
use crate::insight::effective::Source;
use crate::insight::gates::days_between;
use crate::insight::points::{capital, count, list, meets};
use crate::model::{Evidence, EvidenceId, EvidenceKind, Side, SkillId, day_words};

pub(super) const FLAGS: &[Flag] = &[
    Flag {
        slug: "high-without-evidence",
        name: "High score without evidence",
        meaning: "An asked skill scores at least so high, and nothing in evidence speaks to it but documents or attendance.",
        tone: Tone::Watch,
        figures: Figures { points: 4.0, ..Figures::NONE },
        find: high_without_evidence,
    },
    Flag {
        slug: "documents-no-outcome",
        name: "Documents but no outcome",
        meaning: "At least so many documents are in evidence, and no outcome or business case with its money result.",
        tone: Tone::Watch,
        figures: Figures { count: 2, ..Figures::NONE },
        find: documents_no_outcome,
    },
    Flag {
        slug: "bunched-at-the-end",
        name: "Evidence bunched at the end",
        meaning: "Of at least so many items of the period, such a share lies in its last days.",
        tone: Tone::Watch,
        figures: Figures { count: 3, days: 31, share: 0.75, points: 0.0 },
        find: bunched_at_the_end,
    },
    Flag {
        slug: "useful-in-the-room-above",
        name: "Already useful in the room above",
        meaning: "In at least so many rooms above the own level's home, something changed because the person was there.",
        tone: Tone::Good,
        figures: Figures { count: 1, ..Figures::NONE },
        find: useful_in_the_room_above,
    },
    Flag {
        slug: "one-sided-people-sense",
        name: "One-sided people sense",
        meaning: "At least so many items show people sense, all on one side: customers, or teams.",
        tone: Tone::Plain,
        figures: Figures { count: 3, ..Figures::NONE },
        find: one_sided_people_sense,
    },
];

fn ids<'a>(items: impl IntoIterator<Item = &'a Evidence>) -> Vec<EvidenceId> {
    items.into_iter().map(|item| item.id.clone()).collect()
}

fn high_without_evidence(ground: &Ground, figures: &Figures) -> Option<Found> {
    // What was carried over rests on the evidence of its own time.
    let now = |column| ground.reading.scores.at(column).filter(|at| !matches!(at.source, Source::Carried(_)));
    let high = |column: &usize| now(*column).is_some_and(|at| meets(at.value, figures.points));
    let shows = |item: &&&Evidence| match item.kind {
        EvidenceKind::Document => false,
        EvidenceKind::Room => !item.changed.trim().is_empty(),
        _ => true,
    };
    let spoken_to =
        |skill: &SkillId| ground.subject.evidence.iter().filter(shows).any(|item| item.skills.contains(skill));
    let skills = ground.asked().filter(high).map(|column| ground.rubric().skills[column].id.clone());
    let skills: Vec<SkillId> = skills.filter(|skill| !spoken_to(skill)).collect();
    if skills.is_empty() {
        return None;
    }
    let reason = format!("Scored high, with nothing in evidence: {}.", list(&ground.skill_names(&skills)));
    Some(Found { skills, ..Found::because(reason) })
}

fn documents_no_outcome(ground: &Ground, figures: &Figures) -> Option<Found> {
    let evidence = &ground.subject.evidence;
    let documents = evidence.iter().copied().filter(|item| item.kind == EvidenceKind::Document);
    let documents: Vec<&Evidence> = documents.collect();
    let came_of_it = |item: &&Evidence| match item.kind {
        EvidenceKind::Outcome => true,
        EvidenceKind::BusinessCase => !item.money_result.trim().is_empty(),
        _ => false,
    };
    if documents.len() < figures.count.max(1) || evidence.iter().any(came_of_it) {
        return None;
    }
    let documents_in_words = capital(&count(documents.len(), "document", "documents"));
    let reason = format!("{documents_in_words}, and no outcome yet.");
    Some(Found { evidence: ids(documents), ..Found::because(reason) })
}

fn bunched_at_the_end(ground: &Ground, figures: &Figures) -> Option<Found> {
    let period = &ground.session().about.period;
    let days = i32::try_from(figures.days).unwrap_or(i32::MAX);
    // In a period hardly longer than its own end, everything lies at the end.
    if i64::from(days_between(period.from, period.to)) < 2 * i64::from(days) {
        return None;
    }
    let of_period: Vec<&Evidence> =
        ground.subject.evidence.iter().copied().filter(|item| item.date >= period.from).collect();
    let late: Vec<&Evidence> =
        of_period.iter().copied().filter(|item| days_between(item.date, period.to) < days).collect();
    let share = late.len() as f64 / of_period.len().max(1) as f64;
    if of_period.len() < figures.count.max(1) || !meets(share, figures.share) {
        return None;
    }
    let (some, many) = (late.len(), of_period.len());
    let reason = format!("{some} of {many} items lie in the last {days} days.");
    Some(Found { evidence: ids(late), ..Found::because(reason) })
}

fn useful_in_the_room_above(ground: &Ground, figures: &Figures) -> Option<Found> {
    let (rubric, own) = (ground.rubric(), ground.subject.own?);
    let room_of = |item: &Evidence| rubric.rooms.iter().find(|room| Some(&room.id) == item.room.as_ref());
    let is_above = |item: &Evidence| {
        let place = room_of(item).and_then(|room| rubric.tier_place(&room.tier));
        place.is_some_and(|place| place > own.home) && !item.changed.trim().is_empty()
    };
    let useful: Vec<&Evidence> = ground.subject.evidence.iter().copied().filter(|item| is_above(item)).collect();
    if useful.len() < figures.count.max(1) {
        return None;
    }
    let rooms = useful.iter().filter_map(|item| Some(format!("{} on {}", room_of(item)?.name, day_words(item.date))));
    let rooms: Vec<String> = rooms.collect();
    let reason = format!("Something changed because they were there: {}.", list(&rooms));
    Some(Found { evidence: ids(useful), ..Found::because(reason) })
}

fn one_sided_people_sense(ground: &Ground, figures: &Figures) -> Option<Found> {
    let sided: Vec<&Evidence> = ground.subject.evidence.iter().copied().filter(|item| item.side.is_some()).collect();
    let first = sided.first()?.side?;
    if sided.len() < figures.count.max(1) || sided.iter().any(|item| item.side != Some(first)) {
        return None;
    }
    let (shown, missing) = match first {
        Side::Customers => ("customers", "teams"),
        Side::Teams => ("teams", "customers"),
    };
    let items = capital(&count(sided.len(), "item", "items"));
    let reason = format!("{items} on {shown}, none on {missing}.");
    Some(Found { evidence: ids(sided), ..Found::because(reason) })
}
