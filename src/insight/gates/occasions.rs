//! Occasions: the target's home tier was shown more than once, and some time apart, so that one good month is not read
//! as a level. Evidence of the period counts; a leave opens the window by as long as it took. A document alone is no
//! occasion, nor is having sat in a room.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Case, GateKind, GateReading, Occasion, Shortfall, days_between};
use crate::insight::effective::Subject;
use crate::insight::points::count;
use crate::model::{Evidence, EvidenceKind, Gate, day_words};

pub(super) fn read(case: &Case) -> GateReading {
    let rubric = &case.subject.session.rubric;
    let (needed, days) = (rubric.rules.occasions as usize, rubric.rules.occasion_days);
    let name = if needed > 1 { format!("{}, {days} days apart", capital_count(needed)) } else { capital_count(needed) };
    if needed == 0 {
        return GateReading::not_asked(GateKind::Occasions, "Occasions", "The rubric asks for none.");
    }
    let tier = &rubric.tiers[case.demand.home];
    let opens = window_opens(case.subject);
    let items: Vec<&Evidence> =
        case.subject.evidence.iter().copied().filter(|item| item.date >= opens && is_occasion(case, item)).collect();
    let mut dates: Vec<Date> = items.iter().map(|item| item.date).collect();
    dates.dedup();
    let apart = match (dates.first(), dates.last()) {
        (Some(first), Some(last)) => days_between(*first, *last),
        _ => 0,
    };
    let too_close = needed > 1 && i64::from(apart) < i64::from(days);
    let missing = needed.saturating_sub(dates.len()).max(usize::from(too_close));
    let seen = count(items.len(), "item", "items");
    let words = |date: Option<&Date>| date.map(|date| day_words(*date));
    let sentence = match (words(dates.first()), words(dates.last())) {
        (Some(first), Some(last)) if dates.len() > 1 && too_close => {
            format!("{}: {first} and {last} are {apart} days apart, {days} are asked.", tier.name)
        }
        (Some(first), Some(last)) if dates.len() > 1 => format!("{}: {first} to {last}, {seen}.", tier.name),
        (Some(only), _) => format!("{}: seen once, on {only}; {needed} asked.", tier.name),
        _ => format!("{}: no dated evidence in the period; {needed} asked.", tier.name),
    };
    let short = (missing > 0).then(|| Shortfall::occasions(Occasion::HomeTier, missing));
    GateReading::asked(GateKind::Occasions, name, sentence, short.into_iter().collect())
        .on_evidence(items.iter().map(|item| item.id.clone()))
}

fn capital_count(needed: usize) -> String {
    crate::insight::points::capital(&count(needed, "occasion", "occasions"))
}

/// The first day of which evidence counts: the period's, earlier by the days of leave within it.
fn window_opens(subject: &Subject) -> Date {
    let period = &subject.session.about.period;
    let away: i32 = subject
        .person
        .leaves
        .iter()
        .map(|leave| {
            let from = leave.from.max(period.from);
            let to = leave.to.unwrap_or(period.to).min(period.to);
            (days_between(from, to) + 1).max(0)
        })
        .sum();
    period.from.saturating_sub(away.days())
}

fn is_occasion(case: &Case, item: &Evidence) -> bool {
    let rubric = &case.subject.session.rubric;
    let home = &rubric.tiers[case.demand.home].id;
    if item.kind == EvidenceKind::Document || (item.kind == EvidenceKind::Room && item.changed.trim().is_empty()) {
        return false;
    }
    let speaks_to_home = item.skills.iter().filter_map(|skill| rubric.skill(skill)).any(|skill| skill.tier == *home);
    let in_room_of_home = rubric.rooms.iter().any(|room| Some(&room.id) == item.room.as_ref() && room.tier == *home);
    // Where customer learning is the way in, it is what the home tier is shown by.
    let way_in = item.kind == EvidenceKind::CustomerLearning
        && case.demand.gates.iter().any(|gate| matches!(gate, Gate::CustomerLearning { .. }));
    speaks_to_home || in_room_of_home || way_in
}
