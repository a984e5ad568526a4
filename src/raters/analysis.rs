//! The whole analysis in one go.

use super::agreement::Agreement;
use super::decisions::{GapsIcc, RatersNeeded, WithoutRater};
use super::diagnostics::{Differences, cells, panel_drift, read_raters};
use super::figure::{Figure, Undefined};
use super::linkage::Linkage;
use super::severity::{Severity, means_without};
use super::sorted::Sorted;
use super::{Analysis, RatingTable, Settings};

impl Analysis {
    /// Works out everything. The same table and settings give the same figures, to the last digit.
    pub fn new(table: &RatingTable, settings: &Settings) -> Self {
        let sorted = Sorted::new(table);
        let linkage = Linkage::new(table);
        let severity = comparable(table, &linkage).map(|()| Severity::new(&sorted, &linkage, settings));
        let shown = || severity.as_ref().map_err(|why| *why).and_then(|of| of.shown.as_ref().map_err(|why| *why));
        let effects = severity.as_ref().map_err(|why| *why).and_then(Severity::effects);
        let differences = effects.as_ref().map_err(|why| *why).map(|effects| Differences::new(&sorted, effects));
        let differences = differences.as_ref().map_err(|why| *why);
        Self {
            ratings: table.rows().len(),
            people: table.people().len(),
            raters: table.raters().len(),
            skills: table.skills().len(),
            categories: sorted.categories.clone(),
            agreement: Agreement::new(&sorted, settings),
            icc_with_gaps: shown().map(|fit| GapsIcc::new(&sorted, fit)),
            leave_one_out: (0..table.raters().len()).map(|rater| without(&sorted, rater)).collect(),
            rater_readings: read_raters(&sorted, &linkage, differences, settings),
            cells: cells(&sorted, effects.as_deref().map_err(|why| *why), settings),
            drift: differences.and_then(|differences| panel_drift(differences, settings)),
            raters_needed: shown().map(|fit| RatersNeeded::new(&sorted, fit)),
            severity,
            linkage,
        }
    }
}

/// Whether severity can be told from strength at all.
fn comparable(table: &RatingTable, linkage: &Linkage) -> Figure<()> {
    match (table.raters().len(), linkage.components()) {
        (0, _) => Err(Undefined::NoRatings),
        (1, _) => Err(Undefined::OneRater),
        (_, 1) => Ok(()),
        (_, parts) => Err(Undefined::NotLinked { parts }),
    }
}

fn without(sorted: &Sorted, rater: usize) -> WithoutRater {
    let of = |mean: Option<f64>| mean.ok_or(Undefined::NobodyElse);
    WithoutRater { people: means_without(sorted, rater).map(|people| people.into_iter().map(of).collect()) }
}
