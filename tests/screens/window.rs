//! The whole window, as it is started: the shell with its screens and sheets, a home folder of its own, and a clock that
//! stands still.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use plumbline::app::shell::{Begin, Shell};
use plumbline::app::theme::{self, ThemeChoice};
use plumbline::model::{PersonId, RaterId, Round, Session, SkillId};
use plumbline::storage::{Preferences, RealFiles};
use plumbline::testing;
use plumbline::workspace::{Document, Surroundings};
use tempfile::TempDir;

use super::desk::everything_said;

/// What the harness keeps between frames.
pub struct Whole {
    around: Surroundings,
    begin: Option<Begin>,
    shell: Option<Shell>,
}

impl Whole {
    fn show(&mut self, ui: &mut egui::Ui) {
        if let Some(begin) = self.begin.take() {
            let preferences = Preferences::load(&*self.around.files, &self.around.folders);
            self.shell = Some(Shell::new(ui.ctx(), self.around.clone(), preferences, begin));
        }
        if let Some(shell) = &mut self.shell {
            shell.ui(ui);
        }
    }
}

/// A window and the home folder of whoever sits at it.
pub struct Window {
    pub harness: Harness<'static, Whole>,
    pub home: TempDir,
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

impl Window {
    /// A window that begins so, with nothing remembered.
    pub fn new(begin: Begin) -> Self {
        Self::at(tempfile::tempdir().expect("a home folder"), begin)
    }

    /// A window in a home folder where something may have been before.
    pub fn at(home: TempDir, begin: Begin) -> Self {
        let (around, _) = testing::surroundings(home.path());
        let whole = Whole { around, begin: Some(begin), shell: None };
        let mut harness = Harness::builder()
            .with_size(egui::vec2(1440.0, 900.0))
            // Rosters have names in scripts that the shipped font has not; the program asks the system's fonts there.
            .allow_missing_glyphs()
            .with_max_steps(20)
            .with_context_setup(|context| theme::install(context, ThemeChoice::Light, 1.0))
            .build_ui_state(|ui, whole: &mut Whole| whole.show(ui), whole);
        harness.run();
        Self { harness, home }
    }

    /// A window with this session open, saved in the home folder.
    pub fn open(session: Session) -> Self {
        let home = tempfile::tempdir().expect("a home folder");
        let path = home.path().join("session.plumbline");
        let (around, _) = testing::surroundings(home.path());
        let mut document = Document::create(session, around);
        document.save_as(&path).expect("a saved session");
        document.close().expect("a closed session");
        Self::at(home, Begin::Open(path))
    }

    /// The same home after the window is gone, in a new window.
    pub fn start_again(self, begin: Begin) -> Self {
        let Self { harness, home, .. } = self;
        drop(harness);
        Self::at(home, begin)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("a file");
        path
    }

    pub fn run(&mut self) {
        self.harness.run();
    }

    fn shell(&self) -> &Shell {
        self.harness.state().shell.as_ref().expect("the shell is there after the first frame")
    }

    pub fn session(&self) -> &Session {
        self.shell().session().expect("a session is open")
    }

    pub fn has_session(&self) -> bool {
        self.shell().session().is_some()
    }

    pub fn title(&self) -> &str {
        self.shell().title()
    }

    pub fn is_leaving(&self) -> bool {
        self.shell().is_leaving()
    }

    /// What the file of the open session holds.
    pub fn on_disk(&self, name: &str) -> Session {
        plumbline::storage::load(&RealFiles, &self.path(name)).expect("a session file").contents.session
    }

    /// Clicks what is called so.
    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.run();
    }

    pub fn click_part(&mut self, label: &str) {
        self.harness.get_by_label_contains(label).click();
        self.run();
    }

    pub fn click_role(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click();
        self.run();
    }

    /// Clicks twice at one place, as fast as people do.
    pub fn double_click(&mut self, label: &str) {
        // Below the middle of a recent session stands, once it is open, a rater to choose.
        let at = self.harness.get_by_role_and_label(Role::Button, label).rect().center();
        for pressed in [true, false, true, false] {
            let button = egui::PointerButton::Primary;
            let events = [
                egui::Event::PointerMoved(at),
                egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE },
            ];
            self.harness.input_mut().events.extend(events);
            let time = self.harness.ctx.input(|input| input.time) + 0.05;
            self.harness.input_mut().time = Some(time);
            self.harness.step();
        }
        self.run();
    }

    /// Chooses in a list that folds out.
    pub fn choose(&mut self, select: &str, entry: &str) {
        self.click_role(Role::ComboBox, select);
        // A long list scrolls.
        self.harness.get_by_role_and_label(Role::ListBoxOption, entry).scroll_to_me();
        self.run();
        self.click_role(Role::ListBoxOption, entry);
    }

    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.run();
    }

    pub fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.run();
    }

    pub fn ctrl(&mut self, key: Key) {
        self.keys(Modifiers::COMMAND, key);
    }

    /// Types digits and letters as a keyboard does: each a key, and the text it makes.
    pub fn type_keys(&mut self, text: &str) {
        for letter in text.chars() {
            if let Some(key) = Key::from_name(&letter.to_uppercase().to_string()) {
                let press = |pressed| egui::Event::Key {
                    key,
                    physical_key: Some(key),
                    pressed,
                    repeat: false,
                    modifiers: Modifiers::NONE,
                };
                // In one frame, as they come from the keyboard: a letter is the text of its key.
                self.harness.input_mut().events.extend([press(true), egui::Event::Text(letter.into()), press(false)]);
            } else {
                self.harness.input_mut().events.push(egui::Event::Text(letter.into()));
            }
            self.run();
        }
    }

    /// Writes into a field in place of what it holds.
    pub fn write(&mut self, field: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, field).focus();
        self.run();
        self.ctrl(Key::A);
        self.harness.get_by_role_and_label(Role::TextInput, field).type_text(text);
        self.run();
    }

    pub fn paste(&mut self, text: &str) {
        self.harness.event(egui::Event::Paste(text.into()));
        self.run();
    }

    pub fn drop_file(&mut self, path: &Path) {
        self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
        self.harness.step();
        self.harness.input_mut().dropped_files.clear();
        self.run();
    }

    /// A file is held over the window, or no longer.
    pub fn hover_file(&mut self, path: Option<&Path>) {
        let hovered = path.map(|path| egui::HoveredFile { path: Some(path.to_owned()), ..Default::default() });
        self.harness.input_mut().hovered_files = hovered.into_iter().collect();
        // While something hovers egui draws on and on.
        self.harness.run_steps(4);
    }

    /// The close button of the window.
    pub fn ask_to_close(&mut self) {
        let viewport = self.harness.input_mut().viewports.get_mut(&ViewportId::ROOT).expect("the window");
        viewport.events.push(egui::ViewportEvent::Close);
        self.run();
    }

    /// Chooses a file in the sheet that asks for one.
    pub fn give_path(&mut self, path: &Path, button: &str) {
        self.write("File", &path.display().to_string());
        // A first save asks for a passphrase; tests of it stand by themselves.
        if self.has(Role::RadioButton, "Plain") {
            self.click_role(Role::RadioButton, "Plain");
        }
        self.click_role(Role::Button, button);
    }

    /// Everything that a screen reader could say.
    pub fn everything_said(&self) -> Vec<String> {
        everything_said(&self.harness)
    }

    pub fn says(&self, words: &str) -> bool {
        self.everything_said().iter().any(|said| said.contains(words))
    }

    #[track_caller]
    pub fn assert_says(&self, words: &str) {
        assert!(self.says(words), "“{words}” is not said: {:#?}", self.everything_said());
    }

    #[track_caller]
    pub fn assert_silent(&self, words: &str) {
        let said: Vec<_> = self.everything_said().into_iter().filter(|said| said.contains(words)).collect();
        assert!(said.is_empty(), "“{words}” is said: {said:?}");
    }

    /// Waits for what a thread finds out.
    #[track_caller]
    pub fn wait_for(&mut self, words: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.says(words) {
            assert!(Instant::now() < end, "“{words}” is not said: {:#?}", self.everything_said());
            std::thread::sleep(Duration::from_millis(5));
            self.run();
        }
    }

    /// Whether something of this role and name is there.
    pub fn has(&self, role: Role, label: &str) -> bool {
        self.harness.query_by_role_and_label(role, label).is_some()
    }

    /// Whether it can be used.
    pub fn is_enabled(&self, role: Role, label: &str) -> bool {
        !self.harness.get_by_role_and_label(role, label).accesskit_node().is_disabled()
    }

    /// Where a node of this name begins, in points from the top of the window.
    pub fn top_of(&self, label: &str) -> f32 {
        self.harness.get_by_label(label).rect().top()
    }

    /// What a node of this name says besides its name.
    pub fn value_of(&self, role: Role, label: &str) -> String {
        let node = self.harness.get_by_role_and_label(role, label);
        node.accesskit_node().value().unwrap_or_default()
    }

    /// The mark in a cell, as a figure: 0 for not observed, nothing for no answer.
    pub fn mark(&self, rater: &str, person: &str, skill: usize) -> Option<u8> {
        let (rater, person) = (RaterId::new(rater), PersonId::new(person));
        let skill = SkillId::new(format!("skill-{skill:02}"));
        let mark = self.session().mark(&rater, &person, &skill, Round::Blind)?;
        Some(mark.score().unwrap_or(0))
    }
}
