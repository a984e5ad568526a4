//! Choosing a file, to open or to write: a path field, the recent files, the folder around the path, and "Browse…" for
//! the desktop's own dialog. The sheet works wholly by itself, since on many machines there is no dialog to browse with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{ScrollArea, TextEdit, Ui};

use crate::app::icons::Icon;
use crate::app::theme::{Theme, Weight};
use crate::app::widgets::{Button, checkbox, ended_with_enter, problem, text};
use crate::storage::Seal;

use super::places::{self, Awaited, Entry};
use super::protect::Protection;
use super::{foot, sheet};

/// What the file is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// Title of the sheet, such as "Open a session".
    pub title: &'static str,
    /// What the button says, such as "Open".
    pub verb: &'static str,
    /// What the files are called in the desktop's dialog, such as "Plumbline session".
    pub kinds: &'static str,
    /// Endings without the dot, the usual one first.
    pub endings: &'static [&'static str],
    /// Whether a file is written, under this name unless another one is typed.
    pub writes: Option<String>,
}

/// What came of the sheet in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Waiting,
    /// It was closed.
    Cancelled,
    /// A file was chosen; one that is there already may be replaced.
    Chosen(PathBuf),
}

/// A recent file, as it is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub path: PathBuf,
}

/// The sheet while it is open.
pub struct FileSheet {
    purpose: Purpose,
    typed: String,
    recents: Vec<Recent>,
    listed: Option<PathBuf>,
    listing: Option<Awaited<Result<Vec<Entry>, String>>>,
    entries: Result<Vec<Entry>, String>,
    browsing: Option<Awaited<Option<PathBuf>>>,
    problem: Option<String>,
    replaces: Option<PathBuf>,
    /// How a session is protected that is saved for the first time.
    protection: Option<Protection>,
    /// Whether the user knows that an encrypted session leaves its protection in this file; asked only where it does.
    leaves_protection: Option<bool>,
    shown_before: bool,
}

impl FileSheet {
    /// A sheet that begins in a folder.
    pub fn new(purpose: Purpose, folder: &Path, recents: Vec<Recent>) -> Self {
        let start = folder.join(purpose.writes.as_deref().unwrap_or_default());
        Self {
            purpose,
            typed: start.display().to_string(),
            recents,
            listed: None,
            listing: None,
            entries: Ok(Vec::new()),
            browsing: None,
            problem: None,
            replaces: None,
            protection: None,
            leaves_protection: None,
            shown_before: false,
        }
    }

    /// Warns that the file will not be encrypted although the session is; it is written once that was ticked.
    pub fn warn_unencrypted(&mut self) {
        self.leaves_protection = Some(false);
    }

    /// Asks for a passphrase too.
    pub fn ask_protection(&mut self) {
        self.protection = Some(Protection::new(true));
    }

    /// What encrypts the file that is written, where a passphrase was asked for and given.
    ///
    /// # Errors
    /// When the passphrase will not do, as a sentence.
    pub fn seal(&mut self, work: u8) -> Result<Option<Arc<Seal>>, String> {
        let Some(protection) = &mut self.protection else { return Ok(None) };
        let chosen = protection.chosen();
        // The sheet says it, below the fields.
        protection.say_nothing();
        let chosen = chosen?;
        Ok(chosen.map(|passphrase| Arc::new(Seal::new(passphrase, work))))
    }

    /// Says why the chosen file would not do; the sheet stays for another one.
    pub fn refuse(&mut self, problem: impl Into<String>) {
        self.problem = Some(problem.into());
    }

    /// Gives the name another ending, when another format was chosen.
    pub fn set_ending(&mut self, from: &str, to: &str) {
        if let Some(stem) = self.typed.strip_suffix(from) {
            self.typed = format!("{stem}{to}");
        }
    }

    /// Shows the sheet. `extra` is drawn under the path, for what else is to be chosen.
    pub fn show(&mut self, ui: &mut Ui, extra: impl FnOnce(&mut Ui, &mut Self)) -> Answer {
        self.look_around(ui.ctx());
        let title = self.purpose.title;
        let (answer, close) = sheet(ui, title, 620.0, |ui| {
            let mut chosen = self.path_field(ui);
            extra(ui, self);
            if let Some(protection) = &mut self.protection {
                protection.show(ui, false);
            }
            if let Some(knows) = &mut self.leaves_protection {
                let theme = Theme::of(ui);
                problem(ui, &theme, "The session is encrypted; this file will not be. Whoever gets it can read it.");
                checkbox(ui, knows, "Write it unencrypted");
            }
            self.say(ui);
            chosen = self.places(ui).or(chosen);
            let pressed = self.buttons(ui);
            chosen.map_or(pressed, |path| self.choose(path))
        });
        if close && answer == Answer::Waiting { Answer::Cancelled } else { answer }
    }

    /// Picks up what the threads found, and looks into another folder when the path leads there.
    fn look_around(&mut self, context: &egui::Context) {
        if let Some(answer) = self.browsing.as_ref().and_then(Awaited::take) {
            self.browsing = None;
            if let Ok(Some(path)) = answer {
                self.typed = path.display().to_string();
            } else {
                self.problem =
                    Some("Nothing came from the desktop's dialog; type the path or pick a file below.".into());
            }
        }
        if let Some(answer) = self.listing.as_ref().and_then(Awaited::take) {
            self.listing = None;
            self.entries = answer.unwrap_or_else(|()| Err("The folder can't be read.".into()));
        }
        let folder = self.folder();
        if self.listing.is_none() && self.listed.as_ref() != Some(&folder) {
            self.listed = Some(folder.clone());
            let endings = self.purpose.endings;
            self.listing = Some(Awaited::start(context, move || places::list(&folder, endings)));
        }
    }

    fn path(&self) -> PathBuf {
        places::typed_path(&self.typed)
    }

    fn folder(&self) -> PathBuf {
        let path = self.path();
        if self.typed.trim_end().ends_with(['/', '\\']) {
            return path;
        }
        path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
    }

    fn path_field(&mut self, ui: &mut Ui) -> Option<PathBuf> {
        let mut entered = false;
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let label = text::label(ui, "File");
            let height = Theme::of(ui).control_height();
            let row = egui::Layout::right_to_left(egui::Align::Center);
            // From the right, so that the button ends where everything in the sheet ends; for the keyboard the field
            // comes first all the same, as it has it from the beginning.
            ui.allocate_ui_with_layout(egui::vec2(ui.available_width(), height), row, |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let browse = Button::secondary("Browse…");
                if ui.add_enabled(self.browsing.is_none(), browse).clicked() {
                    self.browse(ui.ctx());
                }
                let margin = egui::Margin::symmetric(8, 6);
                let width = ui.available_width();
                let field = TextEdit::singleline(&mut self.typed).desired_width(width).margin(margin);
                let shown = ui.add(field).labelled_by(label.id);
                if !self.shown_before {
                    self.shown_before = true;
                    shown.request_focus();
                    select_name(ui.ctx(), shown.id, &self.typed);
                }
                if shown.changed() {
                    self.problem = None;
                    self.replaces = None;
                }
                entered = ended_with_enter(ui, &shown);
            });
        });
        entered.then(|| self.path())
    }

    fn browse(&mut self, context: &egui::Context) {
        let Purpose { title, kinds, endings, writes, .. } = &self.purpose;
        let name = writes.as_deref();
        self.browsing = Some(places::browse(context, title, &self.folder(), name, kinds, endings));
    }

    fn say(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        if let Some(path) = &self.replaces {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let words = format!("“{name}” is there already. Press {} again to replace it.", self.purpose.verb);
            ui.label(egui::RichText::new(words).color(theme.watch.text));
        } else if let Some(problem) = &self.problem {
            ui.label(egui::RichText::new(problem).color(theme.bad.text));
        }
    }

    /// Recent files and the folder's entries, in a box of fixed height so that nothing jumps.
    fn places(&mut self, ui: &mut Ui) -> Option<PathBuf> {
        let mut chosen = None;
        let taken = if self.protection.is_some() { 540.0 } else { 420.0 };
        let room = (ui.ctx().content_rect().height() - taken).clamp(120.0, 260.0);
        ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            if self.purpose.writes.is_none() && !self.recents.is_empty() {
                text::label(ui, "Recent");
                for recent in &self.recents {
                    let place = recent.path.display().to_string();
                    if row(ui, Icon::Log, &recent.title, &place).clicked() {
                        chosen = Some(recent.path.clone());
                    }
                }
                ui.add_space(8.0);
            }
            text::label(ui, "In this folder");
            let up = self.folder().parent().map(Path::to_owned);
            if let Some(up) = up.filter(|up| !up.as_os_str().is_empty())
                && row(ui, Icon::ArrowUp, "Up one folder", "").clicked()
            {
                self.enter(&up);
            }
            match &self.entries {
                Err(problem) => drop(text::hint(ui, problem)),
                Ok(entries) if entries.iter().all(|entry| !entry.is_file) => {
                    let wanted = self.purpose.endings.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>();
                    text::hint(ui, format!("No file here ends in {}.", wanted.join(", ")));
                }
                Ok(_) => {}
            }
            for entry in self.entries.clone().unwrap_or_default() {
                let icon = if entry.is_file { Icon::File } else { Icon::Folder };
                let shown = row(ui, icon, &entry.name, "");
                if shown.clicked() && !entry.is_file {
                    self.enter(&entry.path);
                } else if shown.double_clicked() {
                    chosen = Some(entry.path);
                } else if shown.clicked() {
                    self.typed = entry.path.display().to_string();
                    self.replaces = None;
                    self.problem = None;
                }
            }
        });
        chosen
    }

    fn enter(&mut self, folder: &Path) {
        let name = match &self.purpose.writes {
            Some(name) => self.path().file_name().map_or_else(|| name.clone(), |name| name.to_string_lossy().into()),
            None => String::new(),
        };
        self.typed = folder.join(name).display().to_string();
        self.replaces = None;
        self.problem = None;
    }

    fn buttons(&mut self, ui: &mut Ui) -> Answer {
        foot(ui, |ui| {
            let verb = if self.replaces.is_some() { "Replace" } else { self.purpose.verb };
            let mut answer = Answer::Waiting;
            if ui.add(Button::primary(verb)).clicked() {
                answer = self.choose(self.path());
            }
            if ui.add(Button::quiet("Cancel")).clicked() {
                answer = Answer::Cancelled;
            }
            answer
        })
    }

    /// Takes a path that was typed or picked, or says why it will not do.
    fn choose(&mut self, path: PathBuf) -> Answer {
        self.typed = path.display().to_string();
        if path.is_dir() {
            if self.purpose.writes.is_some() {
                self.problem = Some("That is a folder; add the name of a file.".into());
            } else {
                self.enter(&path.join(""));
            }
            return Answer::Waiting;
        }
        if self.purpose.writes.is_none() {
            if path.is_file() {
                return Answer::Chosen(path);
            }
            self.problem = Some("There is no such file. Check the path, or pick one below.".into());
            return Answer::Waiting;
        }
        if self.leaves_protection == Some(false) {
            self.problem = Some("Tick “Write it unencrypted” first, or cancel.".into());
            return Answer::Waiting;
        }
        let path = self.with_ending(path);
        if path.exists() && self.replaces.as_ref() != Some(&path) {
            self.replaces = Some(path);
            return Answer::Waiting;
        }
        Answer::Chosen(path)
    }

    fn with_ending(&self, path: PathBuf) -> PathBuf {
        match self.purpose.endings.first() {
            Some(ending) if path.extension().is_none() => path.with_extension(ending),
            _ => path,
        }
    }
}

/// A title as a file name: what file systems refuse becomes a dash.
pub fn file_name(title: &str) -> String {
    let name: String = title
        .chars()
        .map(|letter| if letter.is_control() || "/\\:*?\"<>|".contains(letter) { '-' } else { letter })
        .collect();
    let name = name.trim().trim_matches('.');
    if name.is_empty() { "Session".into() } else { name.chars().take(80).collect() }
}

/// Puts the cursor at the end with the file's name selected, so that typing replaces the name and keeps the folder.
fn select_name(context: &egui::Context, field: egui::Id, typed: &str) {
    let name = typed.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let stem = typed.rfind('.').filter(|at| *at > name).unwrap_or(typed.len());
    let place = |byte: usize| egui::text::CCursor::new(typed[..byte].chars().count());
    let mut state = TextEdit::load_state(context, field).unwrap_or_default();
    let range = egui::text_selection::CCursorRange::two(place(name), place(stem));
    state.cursor.set_char_range(Some(range));
    state.store(context, field);
}

/// One line of a list of places.
fn row(ui: &mut Ui, icon: Icon, name: &str, place: &str) -> egui::Response {
    let theme = Theme::of(ui);
    let height = theme.control_height();
    let size = egui::vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6, theme.accent.soft);
    }
    let side = theme.scaled(16.0);
    let at = egui::Rect::from_center_size(rect.left_center() + egui::vec2(16.0, 0.0), egui::Vec2::splat(side));
    icon.paint(ui.painter(), at, theme.text_third);
    let mut words = egui::text::LayoutJob::default();
    let format = |weight, colour| egui::TextFormat {
        font_id: theme.font(crate::app::theme::Size::Body, weight),
        color: colour,
        ..Default::default()
    };
    words.append(name, 0.0, format(Weight::Regular, theme.text));
    if !place.is_empty() {
        words.append(place, 12.0, format(Weight::Regular, theme.text_third));
    }
    words.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 44.0);
    let galley = ui.painter().layout_job(words);
    ui.painter().galley(rect.left_center() + egui::vec2(34.0, -galley.size().y / 2.0), galley, theme.text);
    response.on_hover_text(if place.is_empty() { name.to_owned() } else { place.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_make_file_names_that_every_system_takes() {
        assert_eq!(file_name("Product org · H2 2026"), "Product org · H2 2026");
        assert_eq!(file_name("A/B: what?"), "A-B- what-");
        assert_eq!(file_name(" .. "), "Session");
    }
}
