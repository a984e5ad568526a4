//! Home: begin a session, open one, or try everything on the sample.

use std::path::PathBuf;

use egui::{Align, Layout, ScrollArea, Sense, Ui, vec2};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::Action;
use crate::app::widgets::{Button, Card, IconButton, focus_ring, text};

/// A session that was open before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentSession {
    /// Title and period, or the name of the file where the session is encrypted; no names of people.
    pub title: String,
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// When it was last open, in words.
    pub opened: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether there was no such file when Home was last gone to.
    pub missing: bool,
}

/// A session that was never saved and whose program ended without closing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostRow {
    /// Its title.
    pub title: String,
    /// How many people, and when it was last changed, in words.
    pub about: String,
    /// Its journal.
    pub journal: PathBuf,
}

/// Shows the screen.
pub fn show(ui: &mut Ui, recents: &[RecentSession], lost: &[LostRow], actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = theme.scaled(720.0).min(ui.available_width() - 48.0);
        ui.add_space((ui.available_height() * 0.12).clamp(24.0, 120.0));
        ui.vertical_centered(|ui| {
            ui.set_max_width(width);
            ui.spacing_mut().item_spacing.y = 8.0;
            heading(ui, &theme);
            ui.add_space(24.0);
            ways_in(ui, width, actions);
            ui.add_space(28.0);
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                lost_list(ui, lost, actions);
                recent_list(ui, recents, actions);
            });
        });
    });
}

fn heading(ui: &mut Ui, theme: &Theme) {
    let side = theme.scaled(44.0).round();
    let (at, _) = ui.allocate_exact_size(egui::Vec2::splat(side), Sense::hover());
    Icon::paint_logo(ui.painter(), at, theme.text, theme.accent.colour);
    text::title(ui, "Plumbline");
    text::second(ui, "Managers rate alone, then agree how product managers stand, and why.");
}

fn ways_in(ui: &mut Ui, width: f32, actions: &mut Vec<Action>) {
    let gap = 12.0;
    let each = ((width - 2.0 * gap) / 3.0).floor();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for (icon, command, title) in [
            (Icon::Plus, Command::NewSession, "New session"),
            (Icon::Folder, Command::Open, "Open a session"),
            (Icon::Pyramid, Command::OpenSample, "Look at the sample"),
        ] {
            ui.allocate_ui_with_layout(vec2(each, 0.0), Layout::top_down(Align::Min), |ui| {
                let card = Card::new().padding(16).show_clickable(ui, title, |ui| way_in(ui, icon, command, title));
                if card.response.clicked() {
                    actions.push(Action::Command(command));
                }
            });
        }
    });
}

fn way_in(ui: &mut Ui, icon: Icon, command: Command, title: &str) {
    let theme = Theme::of(ui);
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        // All three are as high as the tallest.
        ui.set_min_height(theme.scaled(92.0));
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal(|ui| {
            let (at, _) = ui.allocate_exact_size(egui::Vec2::splat(theme.scaled(20.0)), Sense::hover());
            icon.paint(ui.painter(), at, theme.accent.text);
            if let Some(keys) = command.keys(ui.ctx()) {
                let keys = theme.rich(Size::Label, Weight::Regular, keys).color(theme.text_third);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.add(egui::Label::new(keys).selectable(false));
                });
            }
        });
        ui.add_space(8.0);
        ui.add(egui::Label::new(theme.rich(Size::Body, Weight::SemiBold, title)).selectable(false));
        let about = theme.rich(Size::Small, Weight::Regular, command.tooltip()).color(theme.text_second);
        ui.add(egui::Label::new(about).selectable(false));
    });
}

/// What is in journals only, offered before everything else.
fn lost_list(ui: &mut Ui, lost: &[LostRow], actions: &mut Vec<Action>) {
    if lost.is_empty() {
        return;
    }
    text::section(ui, "Never saved");
    text::second(ui, "The program ended before these sessions had a file. Nothing of them is lost.");
    for row in lost {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            text::medium(ui, row.title.as_str());
            text::hint(ui, row.about.as_str());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add(Button::secondary("Bring it back").small()).clicked() {
                    actions.push(Action::BringBack(row.journal.clone()));
                }
            });
        });
    }
    ui.add_space(20.0);
}

fn recent_list(ui: &mut Ui, recents: &[RecentSession], actions: &mut Vec<Action>) {
    text::section(ui, "Recent sessions");
    ui.add_space(4.0);
    if recents.is_empty() {
        text::second(ui, "Sessions that you open appear here. You can also drop a session or a roster on this window.");
    }
    for recent in recents {
        actions.extend(recent_row(ui, recent));
    }
}

/// One recent session: a click opens it, the cross at its end takes it off the list.
fn recent_row(ui: &mut Ui, recent: &RecentSession) -> Option<Action> {
    let theme = Theme::of(ui);
    let place = recent.path.display().to_string();
    let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme.scaled(48.0)), Sense::hover());
    let end = theme.scaled(40.0);
    let rect = whole.with_max_x(whole.right() - end);
    let response = ui.interact(rect, ui.scope_id().with(("recent", &recent.path)), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &recent.title));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description(if recent.missing { format!("Not found: {place}") } else { place.clone() });
    });
    if response.hovered() {
        ui.painter().rect_filled(rect, 6, theme.accent.soft);
    }
    focus_ring(ui, &response, rect, 6.0);
    let line = |words: &str, size, weight, colour, width| {
        let mut job = egui::text::LayoutJob::simple_singleline(words.to_owned(), theme.font(size, weight), colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width(width);
        ui.painter().layout_job(job)
    };
    let opened = match recent.encrypted {
        true => format!("Encrypted · {}", recent.opened),
        false => recent.opened.clone(),
    };
    let (when, colour) =
        if recent.missing { ("Not found", theme.watch.text) } else { (opened.as_str(), theme.text_second) };
    let when = line(when, Size::Small, Weight::Regular, colour, rect.width());
    let room = rect.width() - when.size().x - 40.0;
    let title = line(&recent.title, Size::Body, Weight::Medium, theme.text, room);
    let path = line(&place, Size::Small, Weight::Regular, theme.text_second, room);
    let left = rect.left_center() + vec2(12.0, 0.0);
    ui.painter().galley(left - vec2(0.0, title.size().y + 1.0), title, theme.text);
    ui.painter().galley(left + vec2(0.0, 1.0), path, theme.text);
    ui.painter().galley(rect.right_center() - vec2(when.size().x + 12.0, when.size().y / 2.0), when, theme.text);
    let below = whole.bottom() - 0.5;
    ui.painter().hline(whole.x_range(), below, egui::Stroke::new(1.0, theme.line));
    let opened = response.on_hover_text(place).clicked().then(|| Action::OpenFile(recent.path.clone()));
    let at = egui::Rect::from_center_size(
        egui::pos2(whole.right() - end / 2.0, whole.center().y),
        egui::Vec2::splat(theme.control_height()),
    );
    let name = format!("Take {} off the list", recent.title);
    let taken_off = ui.put(at, IconButton::new(Icon::Close, name).small()).clicked();
    opened.or(taken_off.then(|| Action::ForgetRecent(recent.path.clone())))
}
