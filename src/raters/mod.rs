//! Are we using the same ruler? How raters behave, worked out from plain columns of (rater, person, skill, score):
//! agreement, severity, halo, spread, linkage, group checks. Nothing here knows sessions, files or screens, and nothing
//! is ever adjusted on its own. Each figure names the source of its formula; one that is undefined says why.

mod agreement;
mod analysis;
mod decisions;
mod diagnostics;
mod distributions;
mod figure;
mod groups;
mod linkage;
mod plausible;
mod settings;
mod severity;
mod sorted;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use agreement::{Agreement, Alpha, Gwet, Icc, PairAgreement, SkillAgreement};
pub use decisions::{GapsIcc, PanelSize, RatersNeeded, WithoutRater, probability_at_least};
pub use diagnostics::{Cell, CentralTendency, Drift, Halo, OwnReports, RaterReading, Restriction};
pub use figure::{Estimate, Figure, Interval, Undefined};
pub use groups::{Difference, GroupCheck, GroupReading, Member, Selection, TwoByTwo, wilson};
pub use linkage::{Linkage, Linked};
pub use plausible::plausible_scores;
pub use settings::Settings;
pub use severity::{Additive, Mixed, Severity, Spread};
pub use table::{RatingTable, Refused, Row, Scale};
pub use words::{Verdict, can_be_told_apart, interval_words, share_words, signed_words};

/// Everything that is read of a table of ratings. Raters, people, skills and tiers are places in the table's lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Ratings.
    pub ratings: usize,
    /// People rated.
    pub people: usize,
    /// Raters who scored somebody.
    pub raters: usize,
    /// Skills scored.
    pub skills: usize,
    /// The scores that occur, from low to high.
    pub categories: Vec<f64>,
    /// Who may be compared with whom.
    pub linkage: Linkage,
    /// How far raters agree.
    pub agreement: Agreement,
    /// Severity and comparison scores, where all are linked.
    pub severity: Figure<Severity>,
    /// Intraclass correlations that gaps do not harm.
    pub icc_with_gaps: Figure<GapsIcc>,
    /// Each rater left out in turn, by place.
    pub leave_one_out: Vec<WithoutRater>,
    /// Each rater's ways, by place.
    pub rater_readings: Vec<RaterReading>,
    /// Every cell with at least two ratings, by person and skill.
    pub cells: Vec<Cell>,
    /// Whether the panel's standard moved while rating.
    pub drift: Figure<Drift>,
    /// What more raters would bring.
    pub raters_needed: Figure<RatersNeeded>,
}
