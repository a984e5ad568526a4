//! The bar along the top: the menu behind the mark, what is open, the phases, whether it is saved, and the box that
//! finds things. And the rail of screens at the left.

use egui::{Align, Frame, Layout, Margin, Panel, Ui};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen};
use crate::app::widgets::{
    Button, IconButton, MenuItem, RAIL_WIDTH, Step, menu, menu_line, nav_item, phase_step, search_button, text,
};
use crate::model::{Phase, Session};

/// What the bar says about the open session.
pub struct Opened<'a> {
    /// The session.
    pub session: &'a Session,
    /// "Saved", "Not saved yet" and the like.
    pub saved: &'a str,
    /// Whether there is a step to take back or to do again, and what it was.
    pub undo: Option<&'a str>,
    /// What would be done again.
    pub redo: Option<&'a str>,
    /// Whether the room has a window of its own, and whether it is covered.
    pub presents: Option<bool>,
}

/// Draws the bar.
pub fn top_bar(ui: &mut Ui, opened: Option<&Opened<'_>>, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let frame = Frame::new().fill(theme.surface).inner_margin(Margin::symmetric(16, 0));
    let height = theme.scaled(47.0).round();
    let panel = Panel::top("top bar").exact_size(height).resizable(false).frame(frame).show_separator_line(false);
    let shown = panel.show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            mark(ui, opened, actions);
            if let Some(opened) = opened {
                about(ui, opened.session, actions);
                phases(ui, opened.session.about.phase, actions);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| right(ui, opened, actions));
        });
    });
    let rect = shown.response.rect;
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, theme.line));
}

/// The mark and the name; a click opens the menu.
fn mark(ui: &mut Ui, opened: Option<&Opened<'_>>, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let name = theme.rich(Size::Body, Weight::SemiBold, "Plumbline");
    let shown = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let side = theme.scaled(18.0).round();
        let (at, _) = ui.allocate_exact_size(egui::Vec2::splat(side), egui::Sense::hover());
        Icon::paint_logo(ui.painter(), at, theme.text, theme.accent.colour);
        ui.add(egui::Label::new(name).selectable(false));
        let (at, _) = ui.allocate_exact_size(egui::Vec2::splat(theme.scaled(12.0)), egui::Sense::hover());
        Icon::ChevronDown.paint(ui.painter(), at, theme.text_third);
    });
    let button = ui.interact(shown.response.rect.expand(4.0), egui::Id::unique("main menu"), egui::Sense::click());
    button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, "Menu"));
    crate::app::widgets::focus_ring(ui, &button, button.rect, 6.0);
    menu(&button, |ui| main_menu(ui, opened, actions));
}

fn main_menu(ui: &mut Ui, opened: Option<&Opened<'_>>, actions: &mut Vec<Action>) {
    let entry = |ui: &mut Ui, command: Command, label: &str, enabled: bool, actions: &mut Vec<Action>| {
        let keys = command.keys(ui.ctx());
        let item = MenuItem::new(label);
        let item = match keys {
            Some(keys) => item.key(keys),
            None => item,
        };
        if ui.add_enabled(enabled, item).on_hover_text(command.tooltip()).clicked() {
            actions.push(Action::Command(command));
        }
    };
    let open = opened.is_some();
    for command in [Command::NewSession, Command::Open, Command::OpenSample] {
        entry(ui, command, command.label(), true, actions);
    }
    menu_line(ui);
    for command in [
        Command::Save,
        Command::SaveAs,
        Command::Describe,
        Command::ImportRatings,
        Command::Export,
        Command::CloseSession,
    ] {
        entry(ui, command, command.label(), open, actions);
    }
    menu_line(ui);
    for (command, step) in
        [(Command::Undo, opened.and_then(|opened| opened.undo)), (Command::Redo, opened.and_then(|opened| opened.redo))]
    {
        let label = step.map_or_else(|| command.label().to_owned(), |step| format!("{} {step}", command.label()));
        entry(ui, command, &label, step.is_some(), actions);
    }
    menu_line(ui);
    for command in [
        Command::ThemeLight,
        Command::ThemeDark,
        Command::ThemeSystem,
        Command::TextLarger,
        Command::TextSmaller,
        Command::TextReset,
    ] {
        entry(ui, command, command.label(), true, actions);
    }
    menu_line(ui);
    entry(ui, Command::Shortcuts, Command::Shortcuts.label(), true, actions);
    entry(ui, Command::Quit, Command::Quit.label(), true, actions);
}

/// Title and period; a click changes them.
fn about(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let about = &session.about;
    let words = format!("{} · {}", about.title, about.period.name);
    let words = theme.rich(Size::Body, Weight::Regular, words).color(theme.text_second);
    let width = theme.scaled(220.0).min(ui.available_width());
    ui.add_space(4.0);
    let label = egui::Label::new(words).truncate().sense(egui::Sense::click());
    let shown = ui.scope(|ui| {
        ui.set_max_width(width);
        ui.add(label)
    });
    if shown.inner.on_hover_text(Command::Describe.tooltip()).clicked() {
        actions.push(Action::Command(Command::Describe));
    }
    ui.add_space(16.0);
}

fn phases(ui: &mut Ui, here: Phase, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.x = 4.0;
    for phase in Phase::ALL {
        let step = match phase.cmp(&here) {
            std::cmp::Ordering::Less => Step::Done,
            std::cmp::Ordering::Equal => Step::Here,
            std::cmp::Ordering::Greater => Step::Ahead,
        };
        if phase_step(ui, phase.word(), step).clicked() && phase != here {
            actions.push(Action::GoToPhase(phase));
        }
    }
}

fn right(ui: &mut Ui, opened: Option<&Opened<'_>>, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.x = 8.0;
    if let Some(opened) = opened.filter(|opened| opened.session.about.phase >= Phase::Calibrate) {
        present_button(ui, opened.presents, actions);
    }
    let keys = Command::Palette.keys(ui.ctx()).unwrap_or_default();
    if search_button(ui, "Find a person or action", &keys, 230.0).clicked() {
        actions.push(Action::Command(Command::Palette));
    }
    let Some(opened) = opened else { return };
    for (command, icon, step) in [(Command::Redo, Icon::Redo, opened.redo), (Command::Undo, Icon::Undo, opened.undo)] {
        let name = step.map_or_else(|| command.label().to_owned(), |step| format!("{} {step}", command.label()));
        let button = IconButton::new(icon, name).key(command.keys(ui.ctx()).unwrap_or_default());
        if ui.add_enabled(step.is_some(), button).clicked() {
            actions.push(Action::Command(command));
        }
    }
    text::hint(ui, opened.saved);
}

/// What the room sees: a second window, this one, black, names.
fn present_button(ui: &mut Ui, presents: Option<bool>, actions: &mut Vec<Action>) {
    let label = match presents {
        None => "Present",
        Some(false) => "Presenting",
        Some(true) => "Black",
    };
    let button = Button::secondary(label).opens();
    let button = if presents == Some(true) { button.icon(Icon::EyeOff) } else { button.icon(Icon::Present) };
    let response = ui.add(button);
    menu(&response, |ui| {
        let entry = |ui: &mut Ui, command: Command, label: &str, checked: bool, actions: &mut Vec<Action>| {
            let item = MenuItem::new(label);
            let item = if checked { item.checked(true) } else { item };
            let item = match command.keys(ui.ctx()) {
                Some(keys) => item.key(keys),
                None => item,
            };
            if ui.add(item).on_hover_text(command.tooltip()).clicked() {
                actions.push(Action::Command(command));
            }
        };
        let window = if presents.is_some() { "Close the second window" } else { "In a second window" };
        entry(ui, Command::Present, window, false, actions);
        entry(ui, Command::PresentHere, "In this window", false, actions);
        if let Some(black) = presents {
            menu_line(ui);
            entry(ui, Command::Black, if black { "Show again" } else { "Black" }, false, actions);
            entry(ui, Command::ShowNames, "Show or hide raters' names", false, actions);
        }
    });
}

/// Draws the rail of screens.
pub fn rail(ui: &mut Ui, screen: &Screen, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let frame = Frame::new().fill(theme.surface).inner_margin(Margin { left: 6, right: 5, top: 10, bottom: 6 });
    let width = theme.scaled(RAIL_WIDTH - 8.0);
    let panel = Panel::left("rail").exact_size(width).resizable(false).frame(frame).show_separator_line(false);
    let shown = panel.show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for (icon, command, place) in [
            (Icon::Team, Command::GoTeam, Screen::Team),
            (Icon::Rate, Command::GoRate, Screen::Rate),
            (Icon::Calibrate, Command::GoCalibrate, Screen::Calibrate),
            (Icon::Pyramid, Command::GoPyramid, Screen::Pyramid),
            (Icon::Promote, Command::GoPromote, Screen::Promote),
        ] {
            let here = *screen == place
                || (matches!(screen, Screen::Person(_)) && place == Screen::Pyramid)
                || (matches!(screen, Screen::Compare(_)) && place == Screen::Promote);
            let keys = command.keys(ui.ctx()).unwrap_or_default();
            let hover = format!("{} ({keys})", command.tooltip());
            if nav_item(ui, icon, command.label(), here).on_hover_text(hover).clicked() {
                actions.push(Action::Command(command));
            }
        }
    });
    let rect = shown.response.rect;
    ui.painter().vline(rect.right(), rect.y_range(), egui::Stroke::new(1.0, theme.line));
}
