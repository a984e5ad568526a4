//! The grid for screen readers: its rows, heads and cells as children of the one widget, only those that can be seen.
//! Nothing is made of it where no screen reader listens.

use egui::accesskit::{Action, Node, Role, SortDirection};
use egui::{Id, Rect, Response, Sense, Ui, UiBuilder};

use crate::app::widgets::Score;
use crate::model::{Closeness, Mark};

use super::cursor::Spot;
use super::grid::{Wish, grid_id};
use super::measures::Placed;
use super::paint::{RowContent, Scene};
use super::seat::mark_words;

/// Says the rows, heads and cells that can be seen; returns what was asked of them.
pub(super) fn cells(ui: &mut Ui, grid: &Response, scene: &Scene<'_>, placed: &Placed) -> Vec<Wish> {
    let mut wishes = Vec::new();
    let listening = ui.ctx().accesskit_node_builder(grid.id, |_| ()).is_some();
    if !listening {
        return wishes;
    }
    let asked = requests(ui);
    heads(ui, scene, placed);
    let columns = placed.visible_columns();
    for row in placed.visible_rows() {
        let Some(content) = scene.row(row) else { continue };
        let rect = Rect::from_x_y_ranges(placed.area.x_range(), placed.name(row).y_range()).intersect(placed.area);
        let id = row_id(scene, &content);
        let inside = child(ui, id, rect, Role::Row, grid.id);
        ui.ctx().accesskit_node_builder(id, |node| node.set_row_index(row + 1));
        let name = placed.name(row).intersect(placed.names());
        speak(&inside, id.with("head"), name, |node| row_head(node, scene, &content));
        for column in columns.clone() {
            let spot = Spot::new(row, column);
            let cell_id = id.with(("cell", column));
            let rect = placed.cell(spot).intersect(placed.body());
            speak(&inside, cell_id, rect, |node| cell(node, scene, &content, spot));
            if asked.contains(&cell_id.accesskit_id()) {
                wishes.push(Wish::Select { spot, extend: false });
                grid.request_focus();
            }
            if scene.cursor.at == spot {
                ui.ctx().accesskit_node_builder(grid.id, |node| node.set_active_descendant(cell_id.accesskit_id()));
            }
        }
    }
    wishes
}

/// The nodes that a screen reader clicked or moved to.
fn requests(ui: &Ui) -> Vec<egui::accesskit::NodeId> {
    ui.input(|input| {
        let requests = input.events.iter().filter_map(|event| match event {
            egui::Event::AccessKitActionRequest(request) if matches!(request.action, Action::Click | Action::Focus) => {
                Some(request.target_node)
            }
            _ => None,
        });
        requests.collect()
    })
}

fn heads(ui: &mut Ui, scene: &Scene<'_>, placed: &Placed) {
    let id = grid_id().with("heads");
    let rect = Rect::from_min_max(placed.area.min, egui::pos2(placed.area.right(), placed.body().top()));
    let inside = child(ui, id, rect, Role::Row, grid_id());
    ui.ctx().accesskit_node_builder(id, |node| node.set_row_index(0));
    for column in placed.visible_columns() {
        let Some(skill) = scene.rows.skill(scene.seat.session, column) else { continue };
        let rect = placed.column(column).intersect(placed.heads());
        speak(&inside, id.with(column), rect, |node| {
            node.set_role(Role::ColumnHeader);
            node.set_label(skill.name.as_str());
            node.set_description(skill.description.as_str());
            node.set_column_index(column + 1);
            node.set_sort_direction(SortDirection::Other);
        });
    }
}

fn row_id(_: &Scene<'_>, content: &RowContent<'_>) -> Id {
    grid_id().with(("row", content.person.id.as_str()))
}

fn row_head(node: &mut Node, scene: &Scene<'_>, content: &RowContent<'_>) {
    node.set_role(Role::RowHeader);
    node.set_label(content.person.name.as_str());
    let closeness = match content.closeness {
        _ if content.set_aside => "you are set aside",
        Some(Closeness::Daily) => "you work together daily",
        Some(Closeness::Weekly) => "you work together weekly",
        Some(Closeness::Monthly) => "you work together monthly",
        Some(Closeness::Rarely) => "you rarely work together",
        None => "not said how closely you work",
    };
    let level = scene.seat.level_words(content.person);
    let progress = content.progress;
    let revealed = if content.revealed { ", revealed" } else { "" };
    node.set_value(format!("{level}, {closeness}, {} of {} answered{revealed}", progress.answered, progress.asked));
}

fn cell(node: &mut Node, scene: &Scene<'_>, content: &RowContent<'_>, spot: Spot) {
    let Some(skill) = scene.rows.skill(scene.seat.session, spot.column) else { return };
    let place = scene.rows.columns()[spot.column].place;
    node.set_role(Role::Cell);
    node.set_label(format!("{}, {}", skill.name, content.person.name));
    node.set_value(cell_words(scene, content, spot));
    node.set_column_index(spot.column + 1);
    node.set_row_index(spot.row + 1);
    node.set_selected(scene.cursor.at == spot);
    node.add_action(Action::Click);
    if content.has_note(place) {
        node.set_description(scene.seat.note(&content.person.id, &skill.id));
    }
}

fn cell_words(scene: &Scene<'_>, content: &RowContent<'_>, spot: Spot) -> String {
    let Some(skill) = scene.rows.skill(scene.seat.session, spot.column) else { return String::new() };
    let mark = scene.seat.shown_mark(&content.person.id, &skill.id);
    if mark.is_none() && scene.score(content, spot.column) == Score::NotAsked {
        return "not asked".into();
    }
    let words = mark_words(&scene.seat, mark);
    match blind_before(scene, content, spot) {
        Some(blind) => format!("{words}, revised; blind {}", mark_words(&scene.seat, blind)),
        None => words,
    }
}

/// The blind mark under a revised one.
fn blind_before(scene: &Scene<'_>, content: &RowContent<'_>, spot: Spot) -> Option<Option<Mark>> {
    use crate::model::Round;
    let session = scene.seat.session;
    let skill = scene.rows.skill(session, spot.column)?;
    let mark = |round| session.mark(&scene.seat.rater.id, &content.person.id, &skill.id, round);
    (content.revealed && mark(Round::Revised).is_some()).then(|| mark(Round::Blind))
}

/// What a hover says of a cell; nothing where the cell shows it all.
pub(super) fn cell_hint(scene: &Scene<'_>, spot: Spot) -> Option<String> {
    let content = scene.row(spot.row)?;
    let skill = scene.rows.skill(scene.seat.session, spot.column)?;
    let score = scene.score(&content, spot.column);
    if score == Score::NotAsked {
        let name = &content.person.name;
        return Some(match content.set_aside {
            true => format!("You are set aside for {name}."),
            false => format!("{} is not asked of {name}. Press A to rate it all the same.", skill.name),
        });
    }
    let note = scene.seat.note(&content.person.id, &skill.id);
    let more = score == Score::NotObserved || blind_before(scene, &content, spot).is_some();
    let words = more.then(|| super::menu::sentence_case(&cell_words(scene, &content, spot)));
    let lines = [words, Some(note.to_owned()).filter(|note| !note.is_empty())];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn child(ui: &mut Ui, id: Id, rect: Rect, role: Role, parent: Id) -> Ui {
    let builder = UiBuilder::new().scope_id(id).max_rect(rect).accessibility_parent(parent).accessibility_role(role);
    let mut child = ui.new_child(builder);
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    child
}

fn speak(row: &Ui, id: Id, rect: Rect, write: impl FnOnce(&mut Node)) {
    row.interact(rect, id, Sense::hover());
    row.ctx().accesskit_node_builder(id, |node| {
        node.set_bounds(egui::accesskit::Rect {
            x0: rect.min.x.into(),
            y0: rect.min.y.into(),
            x1: rect.max.x.into(),
            y1: rect.max.y.into(),
        });
        write(node);
    });
}
