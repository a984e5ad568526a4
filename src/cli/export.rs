//! `plumbline export`: ratings files for spreadsheets and other systems.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use crate::edit::History;
use crate::exchange::ratings::{Chosen, ExportError, ExportOptions, Format, Viewer, export, find_person, find_rater};
use crate::exchange::reports::{ReportFormat, minutes, page};
use crate::insight::Index;
use crate::insight::points::capital;
use crate::model::Session;
use crate::storage::{Contents, RealFiles, write_file};

use super::access::{Access, Unencrypted};
use super::{Done, Failure, counted, say};

/// Write scores and decisions to a file; the ending tells the format.
///
/// .csv has one row a rating, .wide.csv one row a person (for HR systems; it can't give ratings back), .xlsx is a workbook,
/// .ron and .json hold the whole session. Only people whose scores were revealed are written. In CSV, a text that a
/// spreadsheet might run as a formula gets an apostrophe in front, which is taken off when the file is read back.
///
/// .md and .pdf are for people to read: the minutes of the meeting or, with --only, one person's own page; .svg is their
/// pyramid.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The session
    session: PathBuf,
    /// The file to write: .csv, .wide.csv, .xlsx, .ron or .json; .md, .pdf or .svg to read
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Pseudonyms instead of names, and nothing that somebody typed
    #[arg(long)]
    redact: bool,
    /// Only this person, by id, e-mail or name; may be given more than once
    #[arg(long, value_name = "PERSON")]
    only: Vec<String>,
    /// As this rater sees it: their own ratings at any time, the others' once revealed
    #[arg(long = "as", value_name = "RATER")]
    rater: Option<String>,
    /// Leave something out
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    without: Vec<Part>,
    /// Take in something that is left out unless it is chosen
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    with: Vec<Extra>,
    #[command(flatten)]
    unencrypted: Unencrypted,
    #[command(flatten)]
    access: Access,
}

/// What can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Raters' notes
    Notes,
    /// Raters, and with them who gave which mark
    Raters,
}

/// What is left out unless it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Extra {
    /// Team, place of work and other attributes that tell groups apart
    Groups,
}

impl Export {
    pub(super) fn run(self) -> Done {
        if let Some(format) = ReportFormat::of(&self.to) {
            return self.report(format);
        }
        let format = Format::of(&self.to).map_err(|error| Failure::usage(sentence(&error)))?;
        let contents = self.contents()?;
        let session = &contents.session;
        if is_same_file(&self.session, &self.to) {
            return Err(Failure::usage("The export would replace the session itself; choose another name."));
        }
        let options = self.options(session)?;
        // Only a workbook has a log; the others need not wait for a long history.
        let history = match format {
            Format::Xlsx => contents.history.parse(),
            _ => History::default(),
        };
        let bytes = export(session, &history, format, &options).map_err(|error| self.refused(&error))?;
        write_file(&RealFiles, &self.to, &bytes).map_err(Failure::input)?;
        let people = match &options.people {
            Chosen::All => session.people.len(),
            Chosen::Only(people) => people.len(),
        };
        say(&format!("{}, {}: {}", format.words(), counted(people, "person", "people"), self.to.display()));
        Ok(())
    }

    /// What is in the session; one that is encrypted leaves its protection only where that is asked for.
    fn contents(&self) -> Result<Contents, Failure> {
        let loaded = self.access.load(&self.session)?;
        self.unencrypted.allows(&loaded, &self.to)?;
        Ok(loaded.contents)
    }

    /// Something to read: the minutes or, with one person, their own page.
    fn report(&self, format: ReportFormat) -> Done {
        let contents = self.contents()?;
        let session = &contents.session;
        let index = Index::new(session);
        let made = match &self.only[..] {
            [] => minutes(session, &index, &contents.history.parse(), Timestamp::now()),
            [person] => page(session, &index, &find_person(session, person).map_err(Failure::input)?),
            _ => {
                return Err(Failure::usage(
                    "A page is about one person; give --only once, or leave it out for minutes.",
                ));
            }
        };
        let report = made.map_err(|wrong| {
            Failure::input(wrong.iter().map(|one| one.sentence.as_str()).collect::<Vec<_>>().join(" "))
        })?;
        let bytes = report.write(format).map_err(Failure::input)?;
        write_file(&RealFiles, &self.to, &bytes).map_err(Failure::input)?;
        say(&format!("{}, {}: {}", report.title, format.words(), self.to.display()));
        Ok(())
    }

    fn options(&self, session: &Session) -> Result<ExportOptions, Failure> {
        let viewer = match &self.rater {
            None => Viewer::Facilitator,
            Some(rater) => Viewer::Rater(find_rater(session, rater).map_err(Failure::input)?),
        };
        let only: Result<Vec<_>, String> = self.only.iter().map(|person| find_person(session, person)).collect();
        let only = only.map_err(Failure::input)?;
        let keeps = |part| !self.without.contains(&part);
        Ok(ExportOptions {
            people: if self.only.is_empty() { Chosen::All } else { Chosen::Only(only) },
            redact: self.redact,
            notes: keeps(Part::Notes),
            raters: keeps(Part::Raters),
            attributes: self.with.contains(&Extra::Groups),
            viewer,
        })
    }

    fn refused(&self, error: &ExportError) -> Failure {
        match error {
            ExportError::NotYet(_) | ExportError::NothingOpen => Failure::input(format!(
                "{} From here, plumbline reveal opens everybody’s scores for good: {}",
                sentence(error),
                self.session.display()
            )),
            _ => Failure::input(sentence(error)),
        }
    }
}

fn sentence(error: &ExportError) -> String {
    let words = capital(&error.to_string());
    if words.ends_with('.') { words } else { format!("{words}.") }
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
