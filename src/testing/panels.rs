//! Panels whose raters' true severity is known, to hold the statistics against.

use crate::raters::{RatingTable, Scale};

/// How a panel is made up.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    /// How many raters.
    pub raters: usize,
    /// How many people.
    pub people: usize,
    /// How many skills.
    pub skills: usize,
    /// How many raters score each person.
    pub raters_a_person: usize,
    /// Share of cells not observed.
    pub gaps: f64,
    /// Standard deviation of severity.
    pub severity: f64,
    /// Standard deviation of a rater's view of one person.
    pub view: f64,
}

impl Panel {
    /// Eight raters, thirty people, sixteen skills, three raters a person.
    pub const USUAL: Self =
        Self { raters: 8, people: 30, skills: 16, raters_a_person: 3, gaps: 0.0, severity: 0.4, view: 0.3 };

    /// Scores from 1 to 5, and how much higher each rater truly scores, in the order of the table's raters. People
    /// differ by 0.6, profiles by 0.3, and what is left by 0.5. `whole` rounds scores to points.
    pub fn draw(self, seed: u64, whole: bool) -> (RatingTable, Vec<f64>) {
        let mut random = Normals(fastrand::Rng::with_seed(seed));
        let severity: Vec<f64> = (0..self.raters).map(|_| self.severity * random.next()).collect();
        let skills: Vec<f64> = (0..self.skills).map(|_| 0.3 * random.next()).collect();
        let mut table = RatingTable::default();
        if whole {
            table.set_scale(Scale { low: 1.0, high: 5.0 });
        }
        for person in 0..self.people {
            let strength = 3.0 + 0.6 * random.next();
            let profile: Vec<f64> = skills.iter().map(|skill| skill + 0.3 * random.next()).collect();
            let mut raters: Vec<usize> = (0..self.raters).collect();
            random.0.shuffle(&mut raters);
            for rater in raters.into_iter().take(self.raters_a_person) {
                let view = self.view * random.next();
                for (skill, standing) in profile.iter().enumerate() {
                    let score = strength + standing + severity[rater] + view + 0.5 * random.next();
                    if random.0.f64() < self.gaps {
                        continue;
                    }
                    let score = if whole { score.round().clamp(1.0, 5.0) } else { score };
                    let ids = (format!("M{rater:02}"), format!("P{person:04}"), format!("K{skill:02}"));
                    table.push(&ids.0, &ids.1, &ids.2, score).expect("each cell is scored once");
                }
            }
        }
        let place = |id: &String| id[1..].parse::<usize>().expect("M and a number");
        let truth = table.raters().iter().map(|id| severity[place(id)]).collect();
        (table, truth)
    }
}

/// Standard normal numbers (Box and Muller 1958).
struct Normals(fastrand::Rng);

impl Normals {
    fn next(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.0.f64()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.0.f64()).cos()
    }
}
