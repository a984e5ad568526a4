//! What counts as much and as enough. All of it can be configured; the defaults are statistics' conventions where there
//! are any, and said to be ours where not.

/// Cut-offs and the seed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// α from which agreement is reliable (Krippendorff 2004, *Content Analysis*, ch. 11: .800).
    pub reliable: f64,
    /// α from which agreement carries tentative conclusions (the same: .667).
    pub tentative: f64,
    /// People rated by two or more under whom only shares are told, no coefficient.
    pub people_for_alpha: usize,
    /// Ratings that a pair must share for a weighted κ.
    pub pair_ratings: usize,
    /// Raters under whom severity is "too little data".
    pub raters_for_severity: usize,
    /// People rated by two or more under whom it is.
    pub people_for_severity: usize,
    /// Severity from which a rater is marked, in points, when the interval leaves out 0.
    pub marked_severity: f64,
    /// Range of a cell's scores from which it is contested.
    pub contested_range: f64,
    /// The same once every rater's severity is taken off.
    pub contested_adjusted: f64,
    /// Ratio of a rater's spread to that of others on the same cells under which the range is restricted.
    pub restricted_ratio: f64,
    /// Ratings it takes to say so.
    pub restricted_ratings: usize,
    /// Share of a rater's scores on the middle of the scale, above that of others on the same cells, from which central
    /// tendency is asked about.
    pub central_excess: f64,
    /// Ratio of the spread across skills within a person to that of others, each as a share of the whole spread, under
    /// which halo is asked about.
    pub halo_ratio: f64,
    /// People shared with others it takes for halo, own reports and drift.
    pub shared_people: usize,
    /// The smallest group that is shown.
    pub group_size: usize,
    /// Draws of the bootstrap; 0 leaves its interval out.
    pub bootstrap: usize,
    /// Draws of the permutation test.
    pub permutations: usize,
    /// Seed of every draw: the same ratings give the same figures.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reliable: 0.800,
            tentative: 0.667,
            people_for_alpha: 10,
            pair_ratings: 20,
            raters_for_severity: 3,
            people_for_severity: 6,
            marked_severity: 0.5,
            contested_range: 2.0,
            contested_adjusted: 1.5,
            restricted_ratio: 0.6,
            restricted_ratings: 30,
            central_excess: 0.2,
            halo_ratio: 0.7,
            shared_people: 3,
            group_size: 5,
            bootstrap: 1_000,
            permutations: 9_999,
            seed: 20_261_231,
        }
    }
}
