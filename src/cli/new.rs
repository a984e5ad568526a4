//! `plumbline new`: a session from a roster and a rubric.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::exchange::roster::{ManagerLink, Reading, Roster, RosterRow, Severity, TitleWords, read_tables};
use crate::exchange::rubric::{RubricFile, read_rubric};
use crate::exchange::same_name;
use crate::model::Rubric;
use crate::storage::Seal;
use crate::workspace::{Document, Draft, DraftRater, Surroundings, default_rubric, proposed_period};

use super::access::Access;
use super::{Done, Failure, complain, counted, file_name, read_file, say};

/// Make a session from a roster.
///
/// Levels are proposed from titles. Raters are those in the raters file, else the managers of those whose title has a
/// level, else the managers of everybody. Each rater is asked to rate their own reports and then those whom fewer than
/// three rate. Who is on the panel is not rated in this session, and it says so. Correct all of it in the window.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The roster: CSV, TSV, XLSX or RON
    #[arg(long, value_name = "FILE")]
    roster: PathBuf,
    /// The rubric: RON, or a table whose skills all name a tier of the default rubric; the default rubric otherwise
    #[arg(long, value_name = "FILE")]
    rubric: Option<PathBuf>,
    /// The raters: a list like a roster
    #[arg(long, value_name = "FILE")]
    raters: Option<PathBuf>,
    /// Who is rated: every row, or those whose title maps to a level
    #[arg(long, value_enum, default_value = "all")]
    people: Who,
    /// The session file to write, which must not be there yet
    #[arg(long, value_name = "SESSION")]
    out: PathBuf,
    #[command(flatten)]
    access: Access,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Who {
    /// Every row
    All,
    /// Those whose title maps to a level
    Pm,
}

impl New {
    pub(super) fn run(self) -> Done {
        if self.out.exists() {
            return Err(Failure::input(format!(
                "There is a file of this name already; choose another name: {}",
                self.out.display()
            )));
        }
        let passphrase = self.access.of_new()?;
        let rubric = self.rubric()?;
        let roster = read_roster(&self.roster)?;
        let raters = self.raters.as_deref().map(read_roster).transpose()?;
        let around = Surroundings::of_user();
        let now = (around.now)();
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let mut draft = Draft::propose(&roster, Arc::new(rubric), &TitleWords::default(), proposed_period(today));
        if self.people == Who::Pm {
            draft.leave_out_others();
        }
        match raters {
            Some(raters) => draft.panel = panel_of(&draft, &raters),
            None if draft.panel.is_empty() => draft.panel = managers_of_everybody(&draft),
            None => {}
        }
        if draft.rated().is_empty() {
            return Err(Failure::input(format!(
                "Nobody is left to rate: no title in the roster maps to a level, or all are on the panel; use --people \
                 all, or name the raters with --raters: {}",
                self.roster.display()
            )));
        }
        let on_panel = draft.left_out_for_the_panel().join(", ");
        let session = draft.session(now, &*around.new_id).map_err(|conflict| Failure::input(format!("{conflict}.")))?;
        let summary = format!(
            "{}, {}, {}: {}",
            counted(session.people.len(), "person", "people"),
            counted(session.raters().len(), "rater", "raters"),
            session.about.period.name,
            self.out.display()
        );
        let seal = passphrase.map(|passphrase| Arc::new(Seal::new(passphrase, around.work)));
        let document = Document::create_at(&self.out, session, seal, around).map_err(Failure::input)?;
        document.close().map_err(|not_closed| Failure::input(not_closed.error))?;
        if !on_panel.is_empty() {
            say(&format!("On the panel, and so not rated in this session: {on_panel}."));
        }
        say(&summary);
        Ok(())
    }

    fn rubric(&self) -> Result<Rubric, Failure> {
        let default = default_rubric().map_err(Failure::input)?;
        let Some(path) = &self.rubric else { return Ok(default) };
        let name = file_name(path);
        let mut draft = match read_rubric(&name, &read_file(path)?).map_err(Failure::inputs)? {
            RubricFile::Whole(rubric) => return Ok(*rubric),
            RubricFile::Draft(draft) => draft,
        };
        draft.assign_by_name(&default.tiers);
        let finished = draft.finish(&default).map_err(|problems| {
            let located = problems.into_iter().map(|problem| {
                format!("“{name}”: {problem} Load it in the window, or give the table a column “Tier”.")
            });
            Failure::inputs(located.collect())
        })?;
        draft.notes.iter().chain(&finished.notes).for_each(|note| complain(&format!("“{name}”: {note}")));
        Ok(finished.rubric)
    }
}

/// Reads a roster as it is proposed. Rows that can't be taken in are told on standard error.
fn read_roster(path: &Path) -> Result<Roster, Failure> {
    let name = file_name(path);
    let workbook = read_tables(&read_file(path)?, &name).map_err(Failure::input)?;
    let sheet = &workbook.sheets[workbook.best_sheet()];
    let roster = Roster::read(sheet, &Reading::propose(sheet)).map_err(Failure::input)?;
    for problem in roster.problems.iter().filter(|problem| problem.severity == Severity::Error) {
        let line = problem.line.map_or_else(String::new, |line| format!(", {} {line}", roster.line_word));
        complain(&format!("“{name}”{line}: {}", problem.message));
    }
    Ok(roster)
}

/// The panel that a list of raters makes: whoever of them has a row in the roster is found there.
fn panel_of(draft: &Draft, raters: &Roster) -> Vec<DraftRater> {
    let rater = |row: &RosterRow| match place_of(draft, row) {
        Some(place) => draft.rater_of(place),
        None => DraftRater {
            title: row.title.clone(),
            email: row.email.clone(),
            employee_id: row.employee_id.clone(),
            ..DraftRater::named(row.name.clone())
        },
    };
    raters.people().map(rater).collect()
}

/// The managers of all who are rated, whatever their titles.
fn managers_of_everybody(draft: &Draft) -> Vec<DraftRater> {
    let rated = || draft.rows.iter().filter(|row| row.rated);
    let inside: BTreeSet<usize> = rated().filter_map(|row| row.manager).collect();
    let outside: BTreeSet<&String> = rated()
        .filter_map(|row| match &row.row.manager {
            ManagerLink::Outside(name) => Some(name),
            ManagerLink::Row(_) | ManagerLink::None => None,
        })
        .collect();
    let inside = inside.into_iter().map(|place| draft.rater_of(place));
    inside.chain(outside.into_iter().map(DraftRater::named)).collect()
}

/// The row of the roster that a rater is in: by id, else by e-mail address, else by a name that only one person has.
fn place_of(draft: &Draft, rater: &RosterRow) -> Option<usize> {
    let only = |same: &dyn Fn(&RosterRow) -> bool| {
        let mut places = draft.rows.iter().enumerate().filter(|(_, row)| same(&row.row)).map(|(place, _)| place);
        places.next().filter(|_| places.next().is_none())
    };
    only(&|row| !rater.employee_id.is_empty() && row.employee_id == rater.employee_id)
        .or_else(|| only(&|row| !rater.email.is_empty() && row.email.eq_ignore_ascii_case(&rater.email)))
        .or_else(|| only(&|row| same_name(&row.name) == same_name(&rater.name)))
}
