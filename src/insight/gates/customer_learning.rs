//! Customer learning: product work shown before the title. Items count when another team read them; they spread over
//! several quarters of the calendar, and one was acted on.

use std::collections::BTreeSet;

use super::{Case, GateKind, GateReading, Occasion, Shortfall};
use crate::insight::points::{capital, count};
use crate::model::{Evidence, EvidenceKind};

const NAME: &str = "Customer learning";

pub(super) fn read(case: &Case, needed: u32, quarters_needed: u32) -> GateReading {
    let (needed, quarters_needed) = (needed as usize, quarters_needed as usize);
    let team = &case.subject.person.team;
    let learned = || case.subject.evidence.iter().filter(|item| item.kind == EvidenceKind::CustomerLearning);
    let items: Vec<&&Evidence> = learned().filter(|item| is_read_elsewhere(item, team)).collect();
    let quarters: BTreeSet<(i16, i8)> =
        items.iter().map(|item| (item.date.year(), (item.date.month() - 1) / 3)).collect();
    let acted_on = items.iter().any(|item| item.acted_on);
    let sentence = format!(
        "{} read by another team of {needed} asked, over {} of {quarters_needed}, {}.",
        capital(&count(items.len(), "item", "items")),
        count(quarters.len(), "quarter", "quarters"),
        if acted_on { "one acted on" } else { "none acted on yet" },
    );
    // One more item can bring another quarter and be acted on at once.
    let missing = needed
        .saturating_sub(items.len())
        .max(quarters_needed.saturating_sub(quarters.len()))
        .max(usize::from(!acted_on));
    let short = (missing > 0).then(|| Shortfall::occasions(Occasion::CustomerLearning, missing));
    GateReading::asked(GateKind::CustomerLearning, NAME, sentence, short.into_iter().collect())
        .on_evidence(items.iter().map(|item| item.id.clone()))
}

/// Whether a team other than the person's own read it.
fn is_read_elsewhere(item: &Evidence, own_team: &str) -> bool {
    let reader = item.read_by.trim().to_lowercase();
    !reader.is_empty() && reader != own_team.trim().to_lowercase()
}
