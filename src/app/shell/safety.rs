//! What keeps the session safe, as the window asks for it: passphrases, the lock, earlier versions, damaged files, a file
//! that somebody else changed, keeping and erasing.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::app::sheets::file_sheet::{FileSheet, Purpose, file_name};
use crate::app::sheets::keeping::{KeepingSheet, Wish};
use crate::app::sheets::passphrase::{Found, PassphraseSheet, Wanted};
use crate::app::sheets::previous::PreviousSheet;
use crate::app::sheets::protect::{ProtectSheet, Protected};
use crate::app::sheets::question::Question;
use crate::app::sheets::sentence;
use crate::app::sheets::versions::VersionsSheet;
use crate::app::view::Screen;
use crate::app::widgets::Hue;
use crate::exchange::held::{HeldFormat, held_about};
use crate::exchange::mentions::{Mentions, named_in_part};
use crate::insight::Readings;
use crate::insight::points::{capital, count};
use crate::model::{Keeping, PersonId, RaterId, Session};
use crate::storage::{self, OpenError, OpenFault, SaveError, SaveFault, Version};
use crate::workspace::{Document, NotErased, Rescue, copy_session};

use super::leaving::Leaving;
use super::over::{FileUse, Over};
use super::{Shell, files};

/// What is to become of a file that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// See what can be saved.
    Rescue(PathBuf),
    /// Look at earlier versions.
    Versions(PathBuf),
}

/// What is to become of a file that somebody else changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Save this one beside it.
    KeepBoth,
    /// Overwrite it; what they wrote becomes an earlier version.
    Overwrite,
}

/// How to go on with a session that somebody else has open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Only look at it.
    Read,
    /// Work on a copy.
    Copy,
    /// Work on it all the same.
    Write,
}

/// What is erased once that is certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erasing {
    /// One person.
    Person(PersonId),
    /// The name of somebody on the panel.
    Rater(RaterId),
    /// The session.
    Session,
}

impl Shell {
    /// Says why a session can't be opened, with what helps.
    pub(super) fn can_not_open(&mut self, problem: &OpenError) {
        if problem.fault == OpenFault::Encrypted {
            let sheet = PassphraseSheet::new(&problem.path, Wanted::Open);
            self.over = Some(Over::Passphrase(Box::new(sheet)));
            return;
        }
        let versions = storage::versions_of_file(&*self.around.files, &self.around.folders, &problem.path);
        if problem.fault == OpenFault::Missing && !versions.is_empty() {
            let command = crate::app::command::Command::Versions;
            return self.toasts.offer(Hue::Bad, problem.to_string(), "Earlier versions…", command);
        }
        let mut answers = Vec::new();
        if storage::can_be_salvaged(&problem.fault) {
            answers.push(("See what can be saved…".into(), Damage::Rescue(problem.path.clone())));
        }
        if !versions.is_empty() {
            answers.push(("Earlier versions…".into(), Damage::Versions(problem.path.clone())));
        }
        if answers.is_empty() {
            return self.toasts.say(Hue::Bad, problem.to_string());
        }
        let title = "The session can't be opened".to_owned();
        self.over = Some(Over::Damage(Question { title, sentence: problem.to_string(), answers }));
    }

    pub(super) fn answer_damage(&mut self, damage: Damage) {
        match damage {
            Damage::Rescue(path) if storage::is_encrypted(&*self.around.files, &path) => {
                let sheet = PassphraseSheet::new(&path, Wanted::Rescue);
                self.over = Some(Over::Passphrase(Box::new(sheet)));
            }
            Damage::Rescue(path) => {
                let rescue = Rescue::look_at(&path, None, &self.around);
                self.offer_rescue(rescue);
            }
            Damage::Versions(path) => {
                let versions = storage::versions_of_file(&*self.around.files, &self.around.folders, &path);
                let title = None;
                let group = storage::Versions { file: path, title, versions };
                self.over = Some(Over::Versions(Box::new(VersionsSheet::new(vec![group]))));
            }
        }
    }

    fn offer_rescue(&mut self, rescue: Result<Rescue, OpenError>) {
        match rescue {
            Err(problem) => self.toasts.say(Hue::Bad, problem.to_string()),
            Ok(rescue) => {
                let people =
                    if rescue.people() == 1 { "One person".into() } else { format!("{} people", rescue.people()) };
                let lost = if rescue.lost().is_empty() { "Nothing is lost.".into() } else { rescue.lost().join(" ") };
                let sentence = format!(
                    "{people} and what is said about them can be saved to a session of its own. {lost} The damaged file \
                     stays as it is."
                );
                self.rescue = Some(rescue);
                let answers = vec![("Save it…".into(), ())];
                let title = "What can be saved".to_owned();
                self.over = Some(Over::Rescue(Question { title, sentence, answers }));
            }
        }
    }

    pub(super) fn ask_where_to_rescue(&mut self) {
        let purpose = files::save_copy("Rescued session");
        self.over = Some(Over::File(Box::new(FileSheet::new(purpose, &self.folder(), Vec::new())), FileUse::Rescue));
    }

    pub(super) fn write_rescue(&mut self, context: &egui::Context, path: PathBuf) -> Result<(), String> {
        let rescue = self.rescue.take().ok_or("There is nothing to save any more; open the file again.")?;
        rescue.clone().write_to(&path, &self.around).map_err(|problem| {
            self.rescue = Some(rescue);
            problem.to_string()
        })?;
        self.leave(context, Leaving::Open(path));
        Ok(())
    }

    /// What a worker found behind a passphrase.
    pub(super) fn take_found(&mut self, context: &egui::Context, found: Found) {
        match found {
            Found::Opened(opened) => match *opened {
                Ok(opened) => self.show_opened(opened),
                Err(problem) => self.can_not_open(&problem),
            },
            Found::Rescue(rescue) => self.offer_rescue(*rescue),
            Found::Copied(path, Ok(())) => self.leave(context, Leaving::Open(path)),
            Found::Copied(_, Err(problem)) => self.toasts.say(Hue::Bad, problem.to_string()),
            Found::Previous(earlier) => match self.previous_sheet(*earlier) {
                Ok(sheet) => self.over = Some(Over::Previous(Box::new(sheet))),
                Err(problem) => self.toasts.say(Hue::Bad, problem),
            },
        }
    }

    /// What an encrypted session said of the last cycle, to be looked at.
    fn previous_sheet(&self, earlier: Result<Session, OpenError>) -> Result<PreviousSheet, String> {
        let open = self.open.as_ref().ok_or("No session is open.")?;
        let earlier = earlier.map_err(|problem| problem.to_string())?;
        PreviousSheet::of(open.document.session(), &earlier, open.document.seal().is_none())
    }

    pub(super) fn ask_protection(&mut self) {
        let Some(open) = &self.open else { return };
        if open.document.path().is_none() {
            return self.ask_where_to_save();
        }
        if let Some(why) = open.document.read_only() {
            return self.toasts.say(Hue::Watch, why.to_owned());
        }
        let sheet = ProtectSheet::new(open.document.seal().is_some(), self.preferences.lock_after());
        self.over = Some(Over::Protect(Box::new(sheet)));
    }

    pub(super) fn set_lock_after(&mut self, minutes: u32) {
        if minutes != self.preferences.lock_after() {
            self.preferences.set_lock_after(minutes);
            self.remember();
        }
    }

    pub(super) fn protect(&mut self, protected: Protected) {
        let Some(open) = &mut self.open else { return };
        let Some(path) = open.document.path().map(Path::to_owned) else { return };
        let (seal, done) = match protected {
            Protected::With(seal) => (Some(seal), "The session is encrypted, with its journal and earlier versions."),
            Protected::Plain => (None, "The session is plain now."),
        };
        match open.document.save_protected(&path, seal) {
            Ok(()) => self.toasts.say(Hue::Good, done),
            Err(problem) => return self.save_failed(&problem),
        }
        self.note_recent();
    }

    pub(super) fn lock_now(&mut self) {
        match self.open.as_ref().map(|open| open.document.seal().is_some()) {
            Some(true) => self.guard.lock(),
            Some(false) => {
                self.toasts
                    .say(Hue::Watch, "A plain session can't be locked: it has no passphrase. Give it one first.");
            }
            None => {}
        }
    }

    pub(super) fn show_versions(&mut self) {
        let (files, folders) = (&*self.around.files, &self.around.folders);
        let groups = match &self.open {
            Some(open) => {
                let versions = storage::versions_of(files, folders, &open.document.session().id);
                let file = open.document.path().map(Path::to_owned).unwrap_or_default();
                vec![storage::Versions { file, title: Some(open.document.title().to_owned()), versions }]
            }
            None => storage::all_versions(files, folders),
        };
        self.over = Some(Over::Versions(Box::new(VersionsSheet::new(groups))));
    }

    pub(super) fn ask_where_to_copy(&mut self, version: &Version) {
        let title = match &self.open {
            Some(open) if open.document.seal().is_none() => open.document.title().to_owned(),
            _ => "Session".to_owned(),
        };
        let day = version.saved.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H.%M");
        self.ask_copy_of(version.path.clone(), &format!("{title} of {day}"));
    }

    /// Asks where a copy of a session file is to go.
    pub(super) fn ask_copy_of(&mut self, from: PathBuf, name: &str) {
        self.copied = Some(from);
        let purpose = files::save_copy(name);
        self.over = Some(Over::File(Box::new(FileSheet::new(purpose, &self.folder(), Vec::new())), FileUse::Copy));
    }

    pub(super) fn write_copy(&mut self, context: &egui::Context, to: PathBuf) -> Result<(), String> {
        let from = self.copied.clone().ok_or("There is nothing to copy any more; choose it again.")?;
        if storage::is_encrypted(&*self.around.files, &from) {
            let sheet = PassphraseSheet::new(&from, Wanted::CopyTo(to));
            self.over = Some(Over::Passphrase(Box::new(sheet)));
            return Ok(());
        }
        copy_session(&from, None, &to, &self.around).map_err(|problem| problem.to_string())?;
        self.leave(context, Leaving::Open(to));
        Ok(())
    }

    /// Says what is in the way of saving, with what helps.
    pub(super) fn save_failed(&mut self, problem: &SaveError) {
        if problem.fault != SaveFault::ChangedUnderneath {
            let command = crate::app::command::Command::SaveAs;
            return self.toasts.offer(Hue::Bad, problem.to_string(), "Save elsewhere…", command);
        }
        let sentence =
            "Somebody else changed the file since you opened it, as on another laptop over a synced folder. \
                        Neither version is lost: save yours beside theirs, or put yours in its place and theirs among \
                        the earlier versions."
                .to_owned();
        let answers =
            vec![("Keep both…".into(), Changed::KeepBoth), ("Put mine in its place".into(), Changed::Overwrite)];
        let title = "The file was changed by somebody else".to_owned();
        self.over = Some(Over::Changed(Question { title, sentence, answers }));
    }

    pub(super) fn answer_changed(&mut self, answer: Changed) {
        let Some(open) = &mut self.open else { return };
        match answer {
            Changed::KeepBoth => {
                let stem = open.document.path().and_then(Path::file_stem).unwrap_or_default();
                let name = format!("{} (mine)", stem.to_string_lossy());
                let purpose = files::save_session(&name);
                self.over =
                    Some(Over::File(Box::new(FileSheet::new(purpose, &self.folder(), Vec::new())), FileUse::Save));
            }
            Changed::Overwrite => match open.document.save_over() {
                Ok(()) => self.toasts.say(Hue::Good, "Saved; theirs is among the earlier versions."),
                Err(problem) => self.save_failed(&problem),
            },
        }
    }

    pub(super) fn answer_elsewhere(&mut self, answer: Elsewhere) {
        let Some(open) = &mut self.open else { return };
        match answer {
            Elsewhere::Read => {}
            Elsewhere::Copy => {
                let Some(path) = open.document.path().map(Path::to_owned) else { return };
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                self.ask_copy_of(path, &format!("{stem} copy"));
            }
            Elsewhere::Write => {
                let (warnings, recovery) = open.document.write_all_the_same();
                open.read_only = open.document.read_only().map(str::to_owned);
                for warning in warnings {
                    self.toasts.say(Hue::Watch, warning);
                }
                if let Some(recovery) = recovery {
                    self.over = Some(Over::Recovery(super::perform::recovery_question(&recovery)));
                }
            }
        }
    }

    /// Brings back a session that was never saved.
    pub(super) fn open_lost(&mut self, journal: &Path) {
        let lost = Document::lost_sessions(&self.around);
        let Some(lost) = lost.into_iter().find(|lost| lost.journal == journal) else { return };
        match Document::open_lost(&lost, self.around.clone()) {
            Ok(opened) => self.show_opened(opened),
            Err(problem) => self.toasts.say(Hue::Bad, problem.to_string()),
        }
        self.look_for_lost();
    }

    pub(super) fn look_for_lost(&mut self) {
        let zone = TimeZone::system();
        self.lost = Document::lost_sessions(&self.around)
            .into_iter()
            .map(|lost| crate::app::screens::home::LostRow {
                title: lost.title,
                about: format!(
                    "{}, last changed {}",
                    if lost.people == 1 { "One person".into() } else { format!("{} people", lost.people) },
                    lost.last.to_zoned(zone.clone()).strftime("%-d %B %Y at %H:%M")
                ),
                journal: lost.journal,
            })
            .collect();
    }

    pub(super) fn ask_keeping(&mut self) {
        let Some(open) = &self.open else { return };
        let sheet = KeepingSheet::new(open.document.session(), (self.around.now)());
        self.over = Some(Over::Keeping(Box::new(sheet)));
    }

    pub(super) fn grant(&mut self, wish: Wish) {
        match wish {
            Wish::Keep(keeping) => self.keep_session(keeping),
            Wish::Held(person) => {
                let Some(session) = self.session() else { return };
                let name = format!("Held about {}", session.name(&person));
                self.held = Some(person);
                let purpose = Purpose {
                    title: "Everything held about one person",
                    verb: "Write",
                    kinds: "Text or JSON",
                    endings: &["md", "json"],
                    writes: Some(format!("{}.md", file_name(&name))),
                };
                let mut sheet = FileSheet::new(purpose, &self.folder(), Vec::new());
                if self.open.as_ref().is_some_and(|open| open.document.seal().is_some()) {
                    sheet.warn_unencrypted();
                }
                self.over = Some(Over::File(Box::new(sheet), FileUse::Held));
            }
            Wish::Erase(person) => {
                let Some(open) = &self.open else { return };
                let (session, history) = (open.document.session(), open.document.history());
                let question = Question {
                    title: format!("Erase {} for good?", session.name(&person)),
                    sentence: format!(
                        "Their entry, ratings, notes, evidence and decisions go from the session and its whole \
                         history; texts about others that name them will say “[erased]”. {FOR_GOOD}{}",
                        in_part_words(&named_in_part(session, history, &person))
                    ),
                    answers: vec![("Erase for good".into(), Erasing::Person(person))],
                };
                self.over = Some(Over::Erasing(question));
            }
            Wish::EraseRater(rater) => {
                let Some(session) = self.session() else { return };
                let question = Question {
                    title: format!("Erase the name of {} for good?", session.rater_name(&rater)),
                    sentence: format!(
                        "Their name, e-mail address and company id go from the panel and the whole history; texts \
                         that name them will say “[erased]”. What they rated stays under “Former rater”, as decisions \
                         about others rest on it. {FOR_GOOD}"
                    ),
                    answers: vec![("Erase for good".into(), Erasing::Rater(rater))],
                };
                self.over = Some(Over::Erasing(question));
            }
            Wish::Delete => {
                let Some(session) = self.session() else { return };
                let question = Question {
                    title: format!("Delete “{}” for good?", session.about.title),
                    sentence: "The file, its journal and its earlier versions are deleted. Nobody can take it back. \
                               Exports and copies elsewhere are yours to find."
                        .into(),
                    answers: vec![("Delete for good".into(), Erasing::Session)],
                };
                self.over = Some(Over::Erasing(question));
            }
        }
    }

    fn keep_session(&mut self, keeping: Keeping) {
        let Some(open) = &mut self.open else { return };
        match open.document.keep_until(keeping, "How long the session is kept") {
            Ok(touched) => {
                open.refresh(&touched);
                self.toasts.say(Hue::Good, "Noted.");
            }
            Err(refused) => self.toasts.say(Hue::Bad, sentence(&refused.to_string())),
        }
    }

    /// Writes everything that is held about the person who was chosen.
    pub(super) fn write_held(&mut self, path: &Path) -> Result<(), String> {
        let open = self.open.as_ref().ok_or("No session is open.")?;
        let person = self.held.as_ref().ok_or("Choose a person first.")?;
        let format = HeldFormat::of(&path.to_string_lossy());
        let held = held_about(open.document.session(), open.document.history(), person, format)?;
        storage::write_file(&*self.around.files, path, held.as_bytes()).map_err(|problem| problem.to_string())?;
        self.toasts.say(Hue::Good, format!("Written to {}.", path.display()));
        Ok(())
    }

    pub(super) fn erase(&mut self, erasing: Erasing) {
        let Some(open) = &mut self.open else { return };
        match erasing {
            Erasing::Person(person) => {
                let erased = open.document.erase(&person);
                self.after_erasing(erased);
            }
            Erasing::Rater(rater) => {
                let erased = open.document.erase_rater(&rater);
                self.after_erasing(erased);
            }
            Erasing::Session => {
                let path = open.document.path().map(Path::to_owned);
                let Some(open) = self.open.take() else { return };
                match open.document.delete() {
                    Ok(()) => {
                        if let Some(path) = path {
                            self.preferences.forget_recent(&path);
                            self.remember();
                            self.remember_recents();
                        }
                        self.close_document();
                        self.toasts.say(Hue::Good, "Deleted for good.");
                    }
                    Err((document, problem)) => {
                        if matches!(problem, NotErased::Left { .. }) {
                            document.discard();
                            self.close_document();
                        } else {
                            let open = self.open_document(*document);
                            self.show(open);
                        }
                        self.toasts.say(Hue::Bad, sentence(&problem.to_string()));
                    }
                }
            }
        }
    }

    fn after_erasing(&mut self, erased: Result<usize, NotErased>) {
        let Some(open) = &mut self.open else { return };
        open.readings = Readings::new(open.document.session());
        // Whatever was shown may have been about them.
        self.forget_screens();
        self.visited.clear();
        self.screen = Screen::Team;
        match erased {
            Ok(0) => self.toasts.say(Hue::Good, "Erased for good."),
            Ok(1) => self.toasts.say(Hue::Good, "Erased for good. One text that named them says “[erased]” now."),
            Ok(texts) => {
                let words = format!("Erased for good. {texts} texts that named them say “[erased]” now.");
                self.toasts.say(Hue::Good, words);
            }
            Err(problem) => self.toasts.say(Hue::Bad, sentence(&problem.to_string())),
        }
    }

    /// Says that a session is due, when it is opened.
    pub(super) fn remind_of_keeping(&mut self) {
        let Some(session) = self.session() else { return };
        let today = (self.around.now)().to_zoned(TimeZone::system()).date();
        if let Some(until) = session.about.keeping.until.filter(|_| session.about.keeping.is_due(today)) {
            let words = format!(
                "This session was to be kept until {}. Delete it, or say how long it is still needed.",
                until.strftime("%-d %B %Y")
            );
            let command = crate::app::command::Command::Keeping;
            self.toasts.offer(Hue::Watch, words, "Keeping and erasing…", command);
        }
    }
}

/// What goes with whoever is erased, and what does not.
const FOR_GOOD: &str = "The journal and the earlier versions of this session go with them. Nobody can take it back. \
                        Exports and copies elsewhere are yours to find.";

/// How many texts are shown before somebody is erased.
const SHOWN: usize = 4;
/// So many letters of each.
const LETTERS: usize = 110;

/// Texts that name somebody by a part of their name alone, to be looked at before they are erased; empty without any.
fn in_part_words(found: &Mentions) -> String {
    if found.count() == 0 {
        return String::new();
    }
    let texts = capital(&count(found.count(), "text about others has", "texts about others have"));
    let mut words = format!("\n\n{texts} a part of the name alone and will stay. Look at them first:");
    for (place, text) in found.open.iter().take(SHOWN) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = text.chars().take(LETTERS).collect();
        let more = if cut.len() < text.len() { "…" } else { "" };
        words.push_str(&format!("\n{place}: “{cut}{more}”"));
    }
    let more = found.open.len().saturating_sub(SHOWN);
    if more > 0 {
        words.push_str(&format!("\nAnd {}.", count(more, "more", "more")));
    }
    if found.closed > 0 {
        words.push_str(&format!(
            "\n{} not open before the reveal.",
            capital(&count(found.closed, "of them is", "of them are"))
        ));
    }
    words
}
