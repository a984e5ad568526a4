//! `plumbline held` and `plumbline erase`: what a session holds about one person, and erasing them.

use std::path::PathBuf;

use clap::Args;

use crate::exchange::held::{HeldFormat, held_about};
use crate::exchange::ratings::{find_person, find_rater};
use crate::storage::{RealFiles, write_file};

use super::access::{Access, Unencrypted};
use super::session::open_to_change;
use super::{Done, Failure, counted, file_name, say};

/// Write everything that a session holds about one person, with others masked.
///
/// What raters said is in it once the person was revealed. A name that ends in .json gives JSON, any other Markdown.
#[derive(Debug, Args)]
pub(super) struct Held {
    /// The session
    session: PathBuf,
    /// The person, by id, e-mail or name
    #[arg(long, value_name = "PERSON")]
    person: String,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    unencrypted: Unencrypted,
    #[command(flatten)]
    access: Access,
}

impl Held {
    pub(super) fn run(self) -> Done {
        let loaded = self.access.load(&self.session)?;
        self.unencrypted.allows(&loaded, &self.to)?;
        let contents = loaded.contents;
        let person = find_person(&contents.session, &self.person).map_err(Failure::input)?;
        let format = HeldFormat::of(&file_name(&self.to));
        let held = held_about(&contents.session, &contents.history.parse(), &person, format).map_err(Failure::input)?;
        write_file(&RealFiles, &self.to, held.as_bytes()).map_err(Failure::input)?;
        say(&format!("What is held about {}: {}", contents.session.name(&person), self.to.display()));
        Ok(())
    }
}

/// Erase a person for good: from the session, its history, its journal and its earlier versions.
///
/// Of somebody on the panel the name goes; what they rated stays, as decisions about others rest on it. It can't be
/// undone. Earlier versions are removed. Files that were exported, and copies of the session, are not the
/// program's to find. A legal hold blocks it.
#[derive(Debug, Args)]
pub(super) struct Erase {
    /// The session
    session: PathBuf,
    /// The person, by id, e-mail or name
    #[arg(long, value_name = "PERSON", required_unless_present = "rater")]
    person: Option<String>,
    /// Somebody on the panel instead, by id, e-mail or name
    #[arg(long, value_name = "RATER", conflicts_with = "person")]
    rater: Option<String>,
    /// Say that it is meant
    #[arg(long)]
    for_good: bool,
    #[command(flatten)]
    access: Access,
}

impl Erase {
    pub(super) fn run(self) -> Done {
        if !self.for_good {
            return Err(Failure::usage("Erasing can't be undone. Add --for-good to say that it is meant."));
        }
        let mut document = open_to_change(&self.session, &self.access)?;
        let (texts, whom) = match (&self.person, &self.rater) {
            (Some(person), _) => {
                let person = find_person(document.session(), person).map_err(Failure::input)?;
                (document.erase(&person).map_err(Failure::input)?, "One person")
            }
            (None, rater) => {
                let rater = find_rater(document.session(), rater.as_deref().unwrap_or_default());
                let rater = rater.map_err(Failure::input)?;
                (document.erase_rater(&rater).map_err(Failure::input)?, "The name of one rater")
            }
        };
        document.close().map_err(|not_closed| Failure::input(not_closed.error))?;
        let texts = match texts {
            0 => "no text about others named them".to_owned(),
            texts => format!(
                "{} that named them now {} “[erased]”",
                counted(texts, "text", "texts"),
                if texts == 1 { "says" } else { "say" }
            ),
        };
        say(&format!("{whom} erased for good; {texts}: {}", self.session.display()));
        Ok(())
    }
}
