//! `plumbline analyze`: how raters rate, of a session or of any ratings file.

mod figures;
mod people;
mod text;

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use serde_json::Value;

use crate::exchange::ratings::read_rating_table;
use crate::insight::visibility::{Viewer, may_read_statistics};
use crate::insight::{rating_table, score_times, statistics_settings};
use crate::raters::{Analysis, RatingTable, Settings};

use super::access::Access;
use super::{Done, Failure, file_name, read_file, say};

/// Say how raters rate: agreement, severity, who can be compared, and each rater's ways.
///
/// Of a session, scores given before the reveal are read, of raters who are not set aside; it must stand in Calibrate or
/// later. A ratings file is CSV with a header and one row a rating: person (or subject), rater, skill (or item), score;
/// scores are any numbers. JSON has every figure, null where one is undefined; of a session it adds the people.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source").required(true).args(["session", "ratings"]))]
pub(super) struct Analyze {
    /// The session
    session: Option<PathBuf>,
    /// A file of ratings instead
    #[arg(long, value_name = "FILE")]
    ratings: Option<PathBuf>,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    access: Access,
}

/// How it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// What is analysed, with what its ids stand for.
struct Source {
    table: RatingTable,
    settings: Settings,
    names: Names,
    /// The people of a session, as JSON.
    people: Option<Value>,
}

/// What ids stand for; an id without a name stands for itself.
#[derive(Default)]
struct Names(std::collections::HashMap<String, String>);

impl Names {
    fn of<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, String::as_str)
    }
}

impl Analyze {
    pub(super) fn run(self) -> Done {
        let source = match (&self.session, &self.ratings) {
            (Some(session), _) => of_session(session, &self.access, self.format)?,
            (None, Some(ratings)) => of_ratings(ratings)?,
            (None, None) => return Err(Failure::usage("Give a session, or a file after --ratings.")),
        };
        let analysis = Analysis::new(&source.table, &source.settings);
        match self.format {
            Format::Text => say(&text::report(&source, &analysis)),
            Format::Json => {
                let mut figures = figures::of(&source.table, &analysis);
                if let (Some(figures), Some(people)) = (figures.as_object_mut(), source.people) {
                    figures.insert("people".into(), people);
                }
                let words = serde_json::to_string_pretty(&figures).map_err(Failure::input)?;
                say(&words);
            }
        }
        Ok(())
    }
}

fn of_ratings(path: &std::path::Path) -> Result<Source, Failure> {
    let bytes = read_file(path)?;
    let table = read_rating_table(&file_name(path), &bytes).map_err(Failure::inputs)?;
    Ok(Source { table, settings: Settings::default(), names: Names::default(), people: None })
}

fn of_session(path: &std::path::Path, access: &Access, format: Format) -> Result<Source, Failure> {
    let contents = access.load(path)?.contents;
    contents.warnings.iter().for_each(|warning| super::complain(warning));
    let session = &contents.session;
    may_read_statistics(session, &Viewer::Facilitator)
        .map_err(|sentence| Failure::input(format!("{sentence} {}", path.display())))?;
    let people = session.people.iter().map(|person| (person.id.to_string(), person.name.clone()));
    let raters = session.panel.iter().map(|rater| (rater.id.to_string(), rater.name.clone()));
    let skills = session.rubric.skills.iter().map(|skill| (skill.id.to_string(), skill.name.clone()));
    let tiers = session.rubric.tiers.iter().map(|tier| (tier.id.to_string(), tier.name.clone()));
    Ok(Source {
        table: rating_table(session, Some(&score_times(&contents.history.parse()))),
        settings: statistics_settings(session),
        names: Names(tiers.chain(skills).chain(raters).chain(people).collect()),
        people: (format == Format::Json).then(|| people::of(session)),
    })
}
