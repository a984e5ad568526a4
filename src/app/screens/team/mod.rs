//! The Team screen: the roster, the panel, and who rates whom. Everything can be changed at any time, also after rating
//! began; only a closed session and one opened for reading stay as they are.

mod add;
mod changes;
mod drafts;
mod facts;
mod fields;
mod filter;
mod over;
mod panel;
mod people;
mod person_form;
mod plan;
mod plan_paint;
mod plan_side;
mod rater_form;
mod several_form;
#[cfg(test)]
mod tests;

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, ScrollArea, Ui};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::list as keys;
use crate::app::theme::Theme;
use crate::app::view::{Action, View};
use crate::app::widgets::{Banner, Button, EmptyState, Hue, Wanted as Pressed, keycap, page_title, tabs, text};
use crate::insight::coverage::RATERS_A_PERSON;
use crate::model::{PersonId, Phase, RaterId};

use changes::{ask_nobody, counted, propose, set_aside, toggle};
use drafts::Drafts;
use facts::{Facts, Work};
use over::{Came, Over, SetAside};
use panel::PanelTable;
use people::{PeopleTable, Wanted};
use person_form::{PersonForm, flush, nobody};
use plan::Plan;

/// The parts of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    People,
    Panel,
    Plan,
}

/// The Team screen.
#[derive(Default)]
pub struct TeamScreen {
    tab: Tab,
    facts: Facts,
    people: PeopleTable,
    panel: PanelTable,
    plan: Plan,
    drafts: Drafts,
    person_form: PersonForm,
    focus_rater: bool,
    over: Option<Over>,
    /// A command that waits for the next frame.
    command: Option<Command>,
}

impl TeamScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        self.facts.refresh(view);
        self.people.keep(view);
        self.panel.keep(view);
        self.plan.keep(view);
        let locked = locked(view);
        match self.command.take() {
            Some(command) if locked.is_none() => self.open_sheet(command),
            Some(_) => actions.extend(locked.clone().map(Action::Tell)),
            None => {}
        }
        if self.has_side(view) {
            self.side(ui, view, locked.is_some(), actions);
        }
        let theme = Theme::of(ui);
        let frame =
            Frame::new().fill(theme.background).inner_margin(Margin { left: 20, right: 20, top: 18, bottom: 12 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            self.title(ui, view, locked.is_some());
            ui.add_space(6.0);
            if let Some(locked) = &locked {
                let _ = Banner::new(Hue::Watch, locked).show(ui);
                ui.add_space(6.0);
            }
            let names = [(Tab::People, "People"), (Tab::Panel, "Panel"), (Tab::Plan, "Who rates whom")];
            tabs(ui, "Parts of the team", &mut self.tab, &names);
            ui.add_space(10.0);
            match self.tab {
                Tab::People => self.people_tab(ui, view, locked.is_some(), actions),
                Tab::Panel => self.panel_tab(ui, view, locked.is_some(), actions),
                Tab::Plan => self.plan_tab(ui, view, locked.is_some(), actions),
            }
        });
        self.show_over(ui, view, actions);
    }

    /// Does what a command says, on this screen.
    pub fn perform(&mut self, command: Command) {
        self.command = Some(command);
    }

    fn open_sheet(&mut self, command: Command) {
        match command {
            Command::AddPerson => {
                self.tab = Tab::People;
                self.over = Some(Over::AddPerson(Box::default()));
            }
            Command::AddRater => {
                self.tab = Tab::Panel;
                self.over = Some(Over::AddRater(Box::default()));
            }
            _ => {}
        }
    }

    fn title(&mut self, ui: &mut Ui, view: &View<'_>, locked: bool) {
        let session = view.session;
        let raters = session.panel.iter().filter(|rater| rater.rates).count();
        let people = counted(session.people.len(), "person", "people");
        let mut subtitle = format!("{people}, {}", counted(raters, "rater", "raters"));
        if !session.people.is_empty() {
            subtitle = format!("{subtitle} · {} rated by three or more", self.facts.coverage.covered());
        }
        let mut command = None;
        ui.horizontal_top(|ui| {
            ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                for (wanted, primary) in [(Command::AddPerson, true), (Command::AddRater, false)] {
                    let label = wanted.label();
                    let button = if primary { Button::primary(label) } else { Button::secondary(label) };
                    let keys = wanted.keys(ui.ctx()).unwrap_or_default();
                    let hint = format!("{} ({keys})", wanted.tooltip());
                    if ui.add_enabled(!locked, button).on_hover_text(hint).clicked() {
                        command = Some(wanted);
                    }
                }
                ui.with_layout(Layout::top_down(Align::LEFT), |ui| page_title(ui, "The team", &subtitle));
            });
        });
        if let Some(command) = command {
            self.open_sheet(command);
        }
    }

    fn has_side(&self, view: &View<'_>) -> bool {
        let session = view.session;
        match self.tab {
            Tab::People => !session.people.is_empty(),
            Tab::Panel => !session.panel.is_empty(),
            Tab::Plan => !session.people.is_empty() && session.panel.iter().any(|rater| rater.rates),
        }
    }

    fn side(&mut self, ui: &mut Ui, view: &View<'_>, locked: bool, actions: &mut Vec<Action>) {
        let theme = Theme::of(ui);
        let width = theme.scaled(300.0).min(ui.available_width() * 0.38).round();
        let frame = Frame::new().fill(theme.surface).inner_margin(Margin { left: 18, right: 8, top: 18, bottom: 0 });
        let panel =
            Panel::right("team side").exact_size(width).resizable(false).frame(frame).show_separator_line(false);
        let typed_before = std::mem::take(&mut self.drafts.typing);
        let shown = panel.show(ui, |ui| {
            ScrollArea::vertical().id_salt(("team side", self.tab as u8)).auto_shrink(false).show(ui, |ui| {
                // The bar floats over the margin.
                ui.set_max_width(ui.available_width() - 12.0);
                ui.add_enabled_ui(!locked, |ui| match self.tab {
                    Tab::People => self.people_side(ui, view, actions),
                    Tab::Panel => self.panel_side(ui, view, actions),
                    Tab::Plan => self.plan_side(ui, view, actions),
                });
                ui.add_space(16.0);
            });
        });
        let rect = shown.response.rect;
        ui.painter().vline(rect.left(), rect.y_range(), egui::Stroke::new(1.0, theme.line));
        let left = typed_before && !self.drafts.typing && ui.memory(|memory| memory.focused().is_none());
        if left && ui.input(|input| input.key_pressed(egui::Key::Escape) || input.key_pressed(egui::Key::Enter)) {
            // Escape and Enter lead back to the table that one came from.
            self.people.focus = self.tab == Tab::People;
            self.panel.focus = self.tab == Tab::Panel;
        }
    }

    fn people_side(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let selected = &self.people.selected;
        let remove = match (selected.len(), selected.first().and_then(|id| view.session.people.get(id))) {
            (1, Some(person)) => self.person_form.show(ui, &mut self.drafts, view, person, actions),
            (0, _) => {
                flush(&mut self.drafts, view, actions);
                nobody(ui, "Nobody selected", "Select somebody to see and change what the roster says of them.");
                false
            }
            _ => {
                flush(&mut self.drafts, view, actions);
                several_form::show(ui, view, selected, actions)
            }
        };
        if remove {
            self.remove_people(view, actions);
        }
    }

    fn panel_side(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(rater) = self.panel.selected.as_ref().and_then(|id| view.session.panel.get(id)) else {
            flush(&mut self.drafts, view, actions);
            return nobody(ui, "Nobody selected", "Select somebody on the panel to see and change who they are.");
        };
        let none = Work::default();
        let work = self.facts.work(view.session).get(&rater.id).unwrap_or(&none);
        let focus = std::mem::take(&mut self.focus_rater);
        match rater_form::show(ui, focus, &mut self.drafts, view, (rater, work), actions) {
            rater_form::Wanted::Nothing => {}
            rater_form::Wanted::Remove => self.remove_rater(view, rater.id.clone(), actions),
            rater_form::Wanted::ShowPlan => {
                self.tab = Tab::Plan;
                self.plan.select_rater(view.session, &rater.id);
                self.plan.focus = true;
            }
        }
    }

    fn plan_side(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        flush(&mut self.drafts, view, actions);
        if let Some(wanted) = plan_side::show(ui, view, &self.facts, &self.plan) {
            self.change_plan(view, wanted, actions);
        }
    }

    fn people_tab(&mut self, ui: &mut Ui, view: &View<'_>, locked: bool, actions: &mut Vec<Action>) {
        if view.session.people.is_empty() {
            return self.no_people(ui, locked, actions);
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
            self.people.filter.show(ui, view.session, &self.facts);
        });
        ui.add_space(8.0);
        match self.people.show(ui, view, &self.facts) {
            Some(Wanted::Edit) => self.person_form.focus = true,
            Some(Wanted::Remove) if !locked => self.remove_people(view, actions),
            _ => {}
        }
    }

    fn no_people(&mut self, ui: &mut Ui, locked: bool, actions: &mut Vec<Action>) {
        let sentence =
            "A roster brings in the people to be rated with their levels, teams and managers. Or add them one by one.";
        let mut state = EmptyState::new(Icon::Users, "Nobody to rate yet", sentence);
        if !locked {
            state = state.button("Import a roster…").second_button("Add a person…");
        }
        match state.show(ui) {
            Pressed::First => actions.push(Action::Command(Command::ImportRoster)),
            Pressed::Second => self.open_sheet(Command::AddPerson),
            Pressed::Nothing => {}
        }
    }

    fn panel_tab(&mut self, ui: &mut Ui, view: &View<'_>, locked: bool, actions: &mut Vec<Action>) {
        if view.session.panel.is_empty() {
            return self.no_raters(ui, locked);
        }
        match self.panel.show(ui, view, &mut self.facts) {
            Some(Wanted::Edit) => self.focus_rater = true,
            Some(Wanted::Remove) if !locked => {
                if let Some(rater) = self.panel.selected.clone() {
                    self.remove_rater(view, rater, actions);
                }
            }
            _ => {}
        }
    }

    fn no_raters(&mut self, ui: &mut Ui, locked: bool) {
        let sentence = "The panel are the managers who rate, and whoever sits in the meeting with them.";
        let mut state = EmptyState::new(Icon::Raters, "Nobody on the panel yet", sentence);
        if !locked {
            state = state.button("Add to the panel…");
        }
        if state.show(ui) == Pressed::First {
            self.open_sheet(Command::AddRater);
        }
    }

    fn plan_tab(&mut self, ui: &mut Ui, view: &View<'_>, locked: bool, actions: &mut Vec<Action>) {
        if view.session.people.is_empty() {
            return self.no_people(ui, locked, actions);
        }
        if !view.session.panel.iter().any(|rater| rater.rates) {
            return self.no_raters(ui, locked);
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
            self.plan.filter.show(ui, view.session, &self.facts);
            ui.add_enabled_ui(!locked, |ui| self.plan_buttons(ui, view, actions));
        });
        ui.add_space(4.0);
        if self.plan.prepare(view, &self.facts) == 0 {
            let state =
                EmptyState::new(Icon::Filter, "Nobody fits the filter", "Other words, another level or team may.");
            if state.button("Show everybody").show(ui) == Pressed::First {
                self.plan.filter = filter::Filter::default();
            }
            return;
        }
        let legend = Theme::of(ui).scaled(26.0);
        let room = egui::vec2(ui.available_width(), ui.available_height() - legend);
        let wanted = ui.allocate_ui(room, |ui| self.plan.show(ui, view, &self.facts, locked)).inner;
        legend_row(ui);
        for wanted in wanted {
            self.change_plan(view, wanted, actions);
        }
    }

    fn plan_buttons(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let hint = format!("Asks further raters until {RATERS_A_PERSON} rate each person, the own manager first");
        if ui.add(Button::secondary("Propose")).on_hover_text(hint).clicked() {
            match propose(view.session) {
                Some(change) => actions.push(Action::Change(change)),
                None if self.facts.coverage.covered() == view.session.people.len() => {
                    actions.push(Action::Tell(format!("Everybody is rated by {RATERS_A_PERSON} already.")));
                }
                None => actions.push(Action::Tell("There is nobody left to ask: add raters to the panel.".into())),
            }
        }
        if ui.add(Button::quiet("Clear")).on_hover_text("Asks nobody to rate anybody").clicked()
            && let Some(change) = ask_nobody(view.session)
        {
            actions.push(Action::Change(change));
            actions.push(Action::Tell("Nobody is asked to rate anybody now. Undo brings it back.".into()));
        }
    }

    fn change_plan(&mut self, view: &View<'_>, wanted: plan::Wanted, actions: &mut Vec<Action>) {
        let session = view.session;
        match wanted {
            plan::Wanted::Toggle(rater, person) if session.is_recused(&rater, &person) => {
                actions.push(Action::Tell("This rater is set aside for this person. R takes that back.".into()));
            }
            plan::Wanted::Toggle(rater, person) => {
                actions.extend(toggle(session, &rater, &person).map(Action::Change));
            }
            plan::Wanted::SetAside(rater, person) if session.is_recused(&rater, &person) => {
                actions.extend(set_aside(session, &rater, &person, None).map(Action::Change));
            }
            plan::Wanted::SetAside(rater, person) => self.over = Some(Over::SetAside(SetAside::new(rater, person))),
        }
    }

    fn remove_people(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let asked = Over::before_people_go(view.session, self.people.selected.clone());
        self.go_or_ask(asked, actions);
    }

    fn remove_rater(&mut self, view: &View<'_>, rater: RaterId, actions: &mut Vec<Action>) {
        self.go_or_ask(Over::before_rater_goes(view.session, rater), actions);
    }

    fn go_or_ask(&mut self, asked: Result<(crate::edit::Change, String), Over>, actions: &mut Vec<Action>) {
        match asked {
            Ok((change, words)) => actions.extend([Action::Change(change), Action::Tell(words)]),
            Err(over) => self.over = Some(over),
        }
    }

    fn show_over(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(mut over) = self.over.take() else { return };
        match over.show(ui, view) {
            Came::Nothing => self.over = Some(over),
            Came::Closed => self.take_keyboard(),
            Came::Change(change, words) => {
                actions.push(Action::Change(change));
                actions.extend(words.map(Action::Tell));
                self.take_keyboard();
            }
            Came::Person(change, person) => self.take_person(change, person, actions),
            Came::Rater(change, rater) => {
                actions.push(Action::Change(change));
                self.panel.select(rater);
                self.take_keyboard();
            }
        }
    }

    fn take_person(&mut self, change: crate::edit::Change, person: PersonId, actions: &mut Vec<Action>) {
        actions.push(Action::Change(change));
        self.people.select(person);
        self.take_keyboard();
    }

    /// After a sheet the keyboard is where the work goes on.
    fn take_keyboard(&mut self) {
        match self.tab {
            Tab::People => self.people.focus = true,
            Tab::Panel => self.panel.focus = true,
            Tab::Plan => self.plan.focus = true,
        }
    }
}

/// Why nothing can be changed, as a sentence.
fn locked(view: &View<'_>) -> Option<String> {
    if let Some(reason) = view.read_only {
        return Some(reason.to_owned());
    }
    let closed = view.session.about.phase == Phase::Close;
    closed.then(|| "The session is closed: the team stays as it was. Going back a phase opens it again.".to_owned())
}

/// What the signs in the grid mean, and its keys.
fn legend_row(ui: &mut Ui) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let signs = [
            (Icon::Check, theme.accent.text, "asked to rate"),
            (Icon::Close, theme.bad.text, "set aside"),
            (Icon::Warning, theme.watch.text, "at or above the rater’s level"),
        ];
        for (icon, colour, words) in signs {
            icon.show(ui, 12.0, colour);
            text::small(ui, words);
            ui.add_space(8.0);
        }
        crate::app::widgets::dot(ui, theme.text);
        text::small(ui, "own manager");
        if ui.available_width() > theme.scaled(240.0) {
            ui.add_space(12.0);
            keycap(ui, "Space");
            text::small(ui, "ask or not");
            ui.add_space(4.0);
            keycap(ui, "R");
            text::small(ui, "set aside");
        }
    });
}
