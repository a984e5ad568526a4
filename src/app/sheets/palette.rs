//! The palette: people, skills, screens and actions by name, in the order of how well they match.

use egui::{Key, ScrollArea, TextEdit, Ui};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::app::command::{Command, Scope};
use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::text;
use crate::model::{PersonId, Phase, Session, SkillId};

use super::sheet;

/// How many hits are shown.
const MOST_HITS: usize = 12;

/// What was picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// An action or screen.
    Command(Command),
    /// A person.
    Person(PersonId),
    /// A skill, to go to in the grid.
    Skill(SkillId),
}

struct Hit {
    name: String,
    about: String,
    pick: Pick,
}

/// The palette while it is open.
pub struct Palette {
    typed: String,
    searched: Option<String>,
    hits: Vec<Hit>,
    selected: usize,
    matcher: Matcher,
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            typed: String::new(),
            searched: None,
            hits: Vec::new(),
            selected: 0,
            matcher: Matcher::new(Config::DEFAULT),
        }
    }
}

impl Palette {
    /// Shows the palette; `Some(None)` where it was closed.
    pub fn show(&mut self, ui: &mut Ui, session: Option<&Session>) -> Option<Option<Pick>> {
        if self.searched.as_deref() != Some(&self.typed) {
            self.search(ui.ctx(), session);
        }
        let keys = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(egui::Modifiers::NONE, key);
            (pressed(Key::ArrowDown), pressed(Key::ArrowUp), pressed(Key::Enter))
        });
        let last = self.hits.len().saturating_sub(1);
        self.selected = match keys {
            (true, ..) => (self.selected + 1).min(last),
            (_, true, _) => self.selected.saturating_sub(1),
            _ => self.selected,
        };
        let entered = keys.2.then(|| self.hits.get(self.selected).map(|hit| hit.pick.clone())).flatten();
        let (clicked, close) = sheet(ui, "Find a person or action", 560.0, |ui| self.content(ui));
        match entered.or(clicked) {
            Some(pick) => Some(Some(pick)),
            None => close.then_some(None),
        }
    }

    fn content(&mut self, ui: &mut Ui) -> Option<Pick> {
        let field = TextEdit::singleline(&mut self.typed)
            .hint_text("A name, a skill, or what you want to do")
            .desired_width(f32::INFINITY)
            .margin(egui::vec2(10.0, 8.0));
        let shown = ui.add(field);
        shown.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::SearchInput, true, "Find"));
        shown.request_focus();
        let height = Theme::of(ui).scaled(36.0) * MOST_HITS as f32;
        let room = (ui.ctx().content_rect().height() - 240.0).clamp(120.0, height);
        let mut picked = None;
        ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if self.hits.is_empty() {
                text::second(ui, "Nothing is called that.");
            }
            for (place, hit) in self.hits.iter().enumerate() {
                if row(ui, hit, place == self.selected).clicked() {
                    picked = Some(hit.pick.clone());
                }
            }
        });
        picked
    }

    fn search(&mut self, context: &egui::Context, session: Option<&Session>) {
        self.searched = Some(self.typed.clone());
        self.selected = 0;
        let pattern = Pattern::parse(&self.typed, CaseMatching::Ignore, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, Hit)> = Vec::new();
        let mut consider = |matcher: &mut Matcher, name: &str, about: &dyn Fn() -> String, pick: &dyn Fn() -> Pick| {
            if let Some(score) = pattern.score(Utf32Str::new(name, &mut buffer), matcher) {
                scored.push((score, Hit { name: name.to_owned(), about: about(), pick: pick() }));
            }
        };
        let usable = |command: &Command| match command.scope() {
            Scope::Anywhere => *command != Command::Palette,
            Scope::Session => session.is_some(),
            Scope::Grid => false,
            Scope::Meeting => session.is_some_and(|session| session.about.phase == Phase::Calibrate),
        };
        for command in Command::ALL.iter().copied().filter(usable) {
            let keys = || command.keys(context).unwrap_or_default();
            consider(&mut self.matcher, command.label(), &keys, &|| Pick::Command(command));
        }
        if let Some(session) = session {
            for person in session.people.iter() {
                let about = || session.standing(person);
                consider(&mut self.matcher, &person.name, &about, &|| Pick::Person(person.id.clone()));
            }
            for skill in session.rubric.live_skills() {
                let about = || session.rubric.tier(&skill.tier).map(|tier| tier.name.clone()).unwrap_or_default();
                consider(&mut self.matcher, &skill.name, &about, &|| Pick::Skill(skill.id.clone()));
            }
        }
        scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
        scored.truncate(50);
        self.hits = scored.into_iter().map(|(_, hit)| hit).collect();
    }
}

fn row(ui: &mut Ui, hit: &Hit, selected: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let size = egui::vec2(ui.available_width(), theme.scaled(36.0));
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
    let name = format!("{}, {}", hit.name, hit.about);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::accesskit::Role::ListBoxOption, true, selected, name.trim_end_matches(", "))
    });
    if selected || response.hovered() {
        ui.painter().rect_filled(rect, 6, theme.accent.soft);
    }
    if selected {
        response.scroll_to_me(None);
    }
    let font = theme.font(Size::Body, Weight::Medium);
    let about =
        ui.painter().layout_no_wrap(hit.about.clone(), theme.font(Size::Small, Weight::Regular), theme.text_second);
    let mut job = egui::text::LayoutJob::simple_singleline(hit.name.clone(), font, theme.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - about.size().x - 40.0);
    let name = ui.painter().layout_job(job);
    ui.painter().galley(rect.left_center() + egui::vec2(12.0, -name.size().y / 2.0), name, theme.text);
    let at = rect.right_center() - egui::vec2(about.size().x + 12.0, about.size().y / 2.0);
    ui.painter().galley(at, about, theme.text_second);
    response
}
