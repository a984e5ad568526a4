//! Writing something for people to read: minutes, a manager's pack, a person's page. What it says is made before the
//! sheet opens, so that what stands in the way is said at once.

use std::path::{Path, PathBuf};

use egui::Ui;
use jiff::Timestamp;

use crate::app::view::ReportKind;
use crate::app::widgets::{Banner, Hue, Select, text};
use crate::edit::History;
use crate::exchange::reports::{NotReady, Report, ReportFormat, minutes, missing_letters, pack, page};
use crate::insight::Index;
use crate::insight::follow_up::few_raters;
use crate::model::Session;
use crate::storage::{RealFiles, write_file};

use super::file_sheet::{Answer, FileSheet, Purpose, file_name};

/// The sheet while it is open.
pub struct ReportSheet {
    file: FileSheet,
    report: Report,
    format: ReportFormat,
    /// What whoever hands it out should know.
    warning: Option<String>,
    /// Whether a name has letters that the PDF's typeface lacks.
    odd_letters: bool,
    /// Whether it can be a picture: a person's page, whose pyramid stands for itself.
    pictures: bool,
}

impl ReportSheet {
    /// A sheet for a report, beginning in a folder.
    ///
    /// # Errors
    /// What stands in the way of writing it, in a sentence or two.
    pub fn new(
        session: &Session,
        index: &Index,
        history: &History,
        now: Timestamp,
        kind: &ReportKind,
        folder: &Path,
    ) -> Result<Self, String> {
        let (made, title) = match kind {
            ReportKind::Minutes => (minutes(session, index, history, now), "Write the minutes"),
            ReportKind::Pack(manager) => (pack(session, index, manager), "Write a manager’s pack"),
            ReportKind::Page(person) => (page(session, index, person), "Write a person’s page"),
        };
        let report = made.map_err(|not_ready| in_words(session, &not_ready))?;
        let warning = match kind {
            ReportKind::Page(person) => few_raters(session, index, person),
            _ => None,
        };
        let format = ReportFormat::ALL[0];
        let about = &session.about;
        let name = file_name(&format!("{} {} {}", report.title, about.title, about.period.name));
        let purpose = Purpose {
            title,
            verb: "Write",
            kinds: "Pages",
            endings: &["pdf", "md", "svg"],
            writes: Some(format!("{name}.{}", format.ending())),
        };
        let odd_letters = !missing_letters(&report).is_empty();
        let pictures = matches!(kind, ReportKind::Page(_));
        Ok(Self { file: FileSheet::new(purpose, folder, Vec::new()), report, format, warning, odd_letters, pictures })
    }

    /// Warns that the file will not be encrypted although the session is.
    pub fn warn_unencrypted(&mut self) {
        self.file.warn_unencrypted();
    }

    /// Shows the sheet: `Some(None)` where it was closed, else the file that was written.
    pub fn show(&mut self, ui: &mut Ui) -> Option<Option<PathBuf>> {
        let Self { file, format, warning, odd_letters, pictures, .. } = self;
        let answer = file.show(ui, |ui, file| {
            let before = *format;
            let offered = ReportFormat::ALL.into_iter().filter(|format| *pictures || *format != ReportFormat::Svg);
            let formats: Vec<(ReportFormat, &str)> = offered.map(|format| (format, format.words())).collect();
            Select::new("Format").show(ui, format, &formats);
            if before != *format {
                file.set_ending(&format!(".{}", before.ending()), &format!(".{}", format.ending()));
            }
            if let Some(warning) = warning {
                let _ = Banner::new(Hue::Bad, warning).show(ui);
            }
            if *odd_letters && *format == ReportFormat::Pdf {
                text::hint(ui, "Some names have letters that the PDF’s typeface lacks; Markdown shows them all.");
            }
        });
        match answer {
            Answer::Waiting => None,
            Answer::Cancelled => Some(None),
            Answer::Chosen(path) => {
                let written = self
                    .report
                    .write(self.format)
                    .and_then(|bytes| write_file(&RealFiles, &path, &bytes).map_err(|problem| problem.to_string()));
                match written {
                    Ok(()) => Some(Some(path)),
                    Err(problem) => {
                        self.file.refuse(problem);
                        None
                    }
                }
            }
        }
    }
}

/// The first two things that stand in the way, and how many more there are.
fn in_words(session: &Session, not_ready: &[NotReady]) -> String {
    let words = |one: &NotReady| match &one.person {
        Some(person) => format!("{}: {}", session.name(person), one.sentence),
        None => one.sentence.clone(),
    };
    let mut sentences: Vec<String> = not_ready.iter().take(2).map(words).collect();
    if not_ready.len() > 2 {
        sentences.push(format!("And {} more.", not_ready.len() - 2));
    }
    sentences.join(" ")
}
