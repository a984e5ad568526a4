//! `plumbline check`: what is wrong with a file, whatever kind it is.

use std::path::PathBuf;

use clap::Args;

use crate::exchange::decode;
use crate::exchange::ratings::{Fresh, is_export, notation_of, open_export};
use crate::exchange::roster::{Reading, Roster, Severity, read_tables};
use crate::exchange::rubric::{RubricDraft, RubricFile, read_rubric};
use crate::storage::{OpenFault, RealFiles, WORK, load, load_sealed};
use crate::workspace::default_rubric;

use super::access::Access;
use super::{Done, Failure, counted, file_name, read_file, say};

/// Say what is wrong with a session, an export, a rubric or a roster.
///
/// What the file is shows in its content. The exit code is 1 if anything is wrong.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The file
    file: PathBuf,
    #[command(flatten)]
    access: Access,
}

impl Check {
    pub(super) fn run(self) -> Done {
        let bytes = read_file(&self.file)?;
        let loaded = match self.access.passphrase(&self.file)? {
            Some(passphrase) => load_sealed(&RealFiles, &self.file, &passphrase, WORK),
            None => load(&RealFiles, &self.file),
        };
        match loaded {
            Ok(loaded) => {
                let people = counted(loaded.contents.session.people.len(), "person", "people");
                return verdict(&format!("A session of {people}"), loaded.contents.warnings);
            }
            Err(error) if !matches!(error.fault, OpenFault::Foreign | OpenFault::NotText { .. }) => {
                return Err(Failure::input(error));
            }
            Err(_) => {}
        }
        let name = file_name(&self.file);
        let text = decode(&bytes).text;
        if let Some(notation) = notation_of(&text).filter(|notation| is_export(&text, *notation)) {
            let fresh = Fresh { session: "check".into(), salt: String::new() };
            let problems = open_export(&text, notation, fresh).err().unwrap_or_default();
            let located = problems.into_iter().map(|problem| format!("“{name}”: {problem}"));
            return verdict("An export", located.collect());
        }
        match read_rubric(&name, &bytes) {
            Ok(RubricFile::Whole(rubric)) => {
                let skills = counted(rubric.live_skills().count(), "skill", "skills");
                verdict(&format!("The rubric “{}” with {skills}", rubric.name), Vec::new())
            }
            Ok(RubricFile::Draft(draft)) => table_of_skills(&name, &draft),
            Err(problems) if looks_like_rubric(&name, &text) => Err(Failure::inputs(problems)),
            Err(_) => roster(&name, &bytes),
        }
    }
}

/// Whether a file that is no rubric was meant to be one rather than a roster.
fn looks_like_rubric(name: &str, text: &str) -> bool {
    let start = text.trim_start();
    let list_of_people = start.starts_with('[');
    let tabular = !list_of_people && (name.to_lowercase().ends_with(".ron") || start.starts_with('('));
    let document = [".md", ".yaml", ".yml", ".json"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    tabular || document
}

/// Says what a file is when nothing is wrong with it, else what is.
fn verdict(kind: &str, problems: Vec<String>) -> Done {
    if !problems.is_empty() {
        return Err(Failure::inputs(problems));
    }
    say(&format!("{kind}; nothing is wrong with it."));
    Ok(())
}

fn table_of_skills(name: &str, draft: &RubricDraft) -> Done {
    draft.notes.iter().for_each(|note| say(&format!("“{name}”: {note}")));
    let blanks = draft.blank_anchors();
    let told = blanks.iter().map(|blank| format!("“{name}”: “{}” has no anchor for {}.", blank.skill, blank.point));
    say(&format!("“{name}”: {}", what_is_missing(draft)));
    let skills = counted(draft.skills.len(), "skill", "skills");
    verdict(&format!("A table of {skills} on the scale {}", draft.points.join(", ")), told.collect())
}

/// What a table of skills still needs before it is a rubric, and where that is said.
fn what_is_missing(draft: &RubricDraft) -> String {
    let Ok(default) = default_rubric() else { return String::new() };
    let without = draft.clone().assign_by_name(&default.tiers);
    let levels = match draft.levels.len() {
        0 => "it has no levels of its own, so those of the default rubric are carried over".to_owned(),
        levels => format!("each of its {levels} levels needs a home tier"),
    };
    let tiers = match without {
        0 => "every skill names a tier".to_owned(),
        without => format!("{} a tier", counted(without, "skill needs", "skills need")),
    };
    format!(
        "Before it is a rubric, {tiers}; {levels}. Say so in the window, under “Load another…” on the Rubric screen."
    )
}

fn roster(name: &str, bytes: &[u8]) -> Done {
    let workbook = read_tables(bytes, name).map_err(Failure::input)?;
    let sheet = &workbook.sheets[workbook.best_sheet()];
    let roster = Roster::read(sheet, &Reading::propose(sheet)).map_err(Failure::input)?;
    let mut problems = workbook.notes.clone();
    for problem in &roster.problems {
        let line = problem.line.map_or_else(String::new, |line| format!(", {} {line}", roster.line_word));
        let sentence = format!("“{name}”{line}: {}", problem.message);
        if problem.severity == Severity::Note {
            say(&sentence);
        } else {
            problems.push(sentence);
        }
    }
    verdict(&format!("A roster of {}", counted(roster.people().count(), "person", "people")), problems)
}
