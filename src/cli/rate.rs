//! `plumbline rate`: ratings from a file, as one step.

use std::path::PathBuf;

use clap::Args;

use crate::edit::{Actor, Change, Gesture};
use crate::exchange::ratings::read_ratings;

use super::access::Access;
use super::session::{open_to_change, save};
use super::{Done, Failure, counted, file_name, read_file, say};

/// Take in ratings from a file, one row a rating.
///
/// Reads long CSV (columns person, rater, skill and score; also not_observed, note, revised_score), an exported workbook,
/// RON or JSON. People, raters and skills are found by id, then e-mail, then name. Blanks never erase; after a person's
/// reveal, scores count as revised. When anything can't be taken in, nothing is.
#[derive(Debug, Args)]
pub(super) struct Rate {
    /// The session
    session: PathBuf,
    /// The file of ratings
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    access: Access,
}

impl Rate {
    pub(super) fn run(self) -> Done {
        let bytes = read_file(&self.from)?;
        let mut document = open_to_change(&self.session, &self.access)?;
        let name = file_name(&self.from);
        let incoming = read_ratings(document.session(), &name, &bytes).map_err(Failure::input)?;
        if !incoming.problems.is_empty() {
            let sentences = incoming.problems.iter().map(|problem| format!("{name}: {problem}")).collect();
            return Err(Failure::inputs(sentences));
        }
        let counts = format!("{} new, {} changed, {} the same", incoming.new, incoming.changed, incoming.same);
        if !incoming.edits.is_empty() {
            let change = Change::new(Actor::Facilitator, Gesture::ImportRatings, incoming.edits);
            document.apply(change).map_err(|refused| Failure::input(format!("{refused}.")))?;
        }
        save(document)?;
        let all = incoming.new + incoming.changed + incoming.same;
        say(&format!("{}: {counts}.", counted(all, "rating", "ratings")));
        Ok(())
    }
}
