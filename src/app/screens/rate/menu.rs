//! The grid's menus: what can be done with a cell, how closely the rater works with somebody, and the way to a person.
//! Everything in them has its key as well.

use egui::{Popup, PopupCloseBehavior, PopupKind, Rect, Ui};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::widgets::{MenuItem, menu_line};
use crate::model::{Closeness, Mark, WhyNot};

use super::grid::{Wish, grid_id};
use super::keys::Press;
use super::paint::Scene;

/// A menu while it is open.
pub(super) struct Menu {
    kind: Kind,
    anchor: Rect,
    /// Frames that it has been shown; it takes the keyboard in the first ones.
    shown: u8,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cell,
    Closeness,
    Name,
}

impl Menu {
    /// The menu of the selected cell.
    pub fn cell(anchor: Rect) -> Self {
        Self { kind: Kind::Cell, anchor, shown: 0 }
    }

    /// How closely the rater works with the selected person.
    pub fn closeness(anchor: Rect) -> Self {
        Self { kind: Kind::Closeness, anchor, shown: 0 }
    }

    /// What can be done with the selected person.
    pub fn name(anchor: Rect) -> Self {
        Self { kind: Kind::Name, anchor, shown: 0 }
    }
}

/// Shows a menu; returns what was picked, and whether it stays open.
pub(super) fn show(ui: &mut Ui, menu: &mut Menu, scene: &Scene<'_>) -> (Option<Wish>, bool) {
    let mut open = true;
    let mut items = Items { wish: None, take_focus: menu.shown < 2 };
    let kind = menu.kind;
    Popup::new(grid_id().with("menu"), ui.ctx().clone(), menu.anchor, ui.layer_id())
        .kind(PopupKind::Menu)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .accessible_name("Cell")
        .gap(2.0)
        .open_bool(&mut open)
        .show(|ui| {
            ui.set_min_width(200.0);
            match kind {
                Kind::Cell => cell_items(ui, &mut items, scene),
                Kind::Closeness => closeness_items(ui, &mut items, scene),
                Kind::Name => name_items(ui, &mut items, scene),
            }
        });
    if menu.shown < 2 {
        menu.shown += 1;
        ui.ctx().request_repaint();
    }
    let open = open && items.wish.is_none();
    (items.wish, open)
}

/// The entries as they are put in.
struct Items {
    wish: Option<Wish>,
    take_focus: bool,
}

impl Items {
    fn add(&mut self, ui: &mut Ui, item: MenuItem<'_>, wish: impl FnOnce() -> Wish) {
        let response = ui.add(item);
        if std::mem::take(&mut self.take_focus) {
            response.request_focus();
        }
        if response.clicked() {
            self.wish = Some(wish());
        }
    }

    fn command(&mut self, ui: &mut Ui, icon: Icon, command: Command) {
        let keys = command.keys(ui.ctx()).unwrap_or_default();
        let item = MenuItem::new(command.label()).icon(icon).key(keys);
        self.add(ui, item, || Wish::Press(Press::Command(command)));
    }
}

fn cell_items(ui: &mut Ui, items: &mut Items, scene: &Scene<'_>) {
    let session = scene.seat.session;
    let at = scene.cursor.at;
    let (Some(person), Some(skill)) = (scene.rows.person(session, at.row), scene.rows.skill(session, at.column)) else {
        return;
    };
    let mark = scene.seat.shown_mark(&person.id, &skill.id);
    for (score, point) in (1..).zip(&session.rubric.scale.points) {
        let label = format!("{score}  {}", point.name);
        let item = MenuItem::new(label).checked(mark == Some(Mark::Score(score))).key(score.to_string());
        items.add(ui, item, || Wish::Answer(Mark::Score(score)));
    }
    menu_line(ui);
    let whys = [
        (WhyNot::CouldNotSee, "Not observed: could not see it", "0"),
        (WhyNot::NoChanceYet, "Not observed: no chance yet", "0 W"),
    ];
    for (why, label, key) in whys {
        let item = MenuItem::new(label).checked(mark == Some(Mark::NotObserved(why))).key(key);
        items.add(ui, item, || Wish::Answer(Mark::NotObserved(why)));
    }
    menu_line(ui);
    items.command(ui, Icon::Note, Command::Note);
    items.command(ui, Icon::Plus, Command::Evidence);
    items.command(ui, Icon::Close, Command::ClearCells);
}

fn closeness_items(ui: &mut Ui, items: &mut Items, scene: &Scene<'_>) {
    let Some(person) = scene.rows.person(scene.seat.session, scene.cursor.at.row) else { return };
    let said = scene.seat.closeness(&person.id);
    for closeness in Closeness::ALL {
        let item = MenuItem::new(sentence_case(closeness.word())).checked(said == Some(closeness));
        items.add(ui, item, || Wish::Closeness(person.id.clone(), Some(closeness)));
    }
    menu_line(ui);
    let item = MenuItem::new("Not said").checked(said.is_none());
    items.add(ui, item, || Wish::Closeness(person.id.clone(), None));
}

fn name_items(ui: &mut Ui, items: &mut Items, scene: &Scene<'_>) {
    let Some(person) = scene.rows.person(scene.seat.session, scene.cursor.at.row) else { return };
    let item = MenuItem::new(format!("Show {}", person.name)).icon(Icon::User);
    items.add(ui, item, || Wish::OpenPerson(person.id.clone()));
    items.command(ui, Icon::Plus, Command::Evidence);
}

/// A word with a capital first letter.
pub(super) fn sentence_case(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
