//! Every key on one sheet, made from the list of commands and the grid's own keys.

use egui::Ui;

use crate::app::command::{Command, Scope};
use crate::app::widgets::{Button, keycap, text};

use super::{foot, sheet};

/// Keys that move and rate in the grid, besides the commands.
const GRID_KEYS: [(&str, &str); 6] = [
    ("Arrows, Tab, Enter", "Move"),
    ("1 to 7", "Rate and move on"),
    ("0", "Not observed"),
    ("Shift + arrows", "Select a block"),
    ("Ctrl C, Ctrl V", "Copy and paste a block"),
    ("Home, End, Page up, Page down", "To the ends"),
];

/// Keys on a person.
const PERSON_KEYS: [(&str, &str); 4] = [
    ("Alt Up, Alt Down", "Previous and next person"),
    ("E", "Add evidence"),
    ("W", "What if"),
    ("Ctrl Enter", "Record what is written"),
];

/// Keys on the board of placements.
const BOARD_KEYS: [(&str, &str); 4] = [
    ("Arrows", "From card to card"),
    ("Shift + arrows", "Move a card"),
    ("1 to 5", "Put it into a column"),
    ("Enter", "Open the person"),
];
/// Keys of the meeting, besides its commands.
const MEETING_KEYS: [(&str, &str); 2] = [("1 to 7", "Agree on a score"), ("Up, Down", "Between skills")];

/// Shows the sheet; true when it is to be closed.
pub fn show(ui: &mut Ui) -> bool {
    let (done, close) = sheet(ui, "Keyboard shortcuts", 940.0, |ui| {
        let room = (ui.ctx().content_rect().height() - 240.0).max(160.0);
        egui::ScrollArea::vertical().max_height(room).show(ui, |ui| {
            ui.columns(4, |columns| {
                group(&mut columns[0], "Anywhere", |command| command.scope() == Scope::Anywhere);
                group(&mut columns[1], "With a session open", |command| command.scope() == Scope::Session);
                group(&mut columns[2], "In the rating grid", |command| command.scope() == Scope::Grid);
                for (keys, words) in GRID_KEYS {
                    row(&mut columns[2], words, keys);
                }
                more(&mut columns[0], "On a person", &PERSON_KEYS);
                more(&mut columns[0], "On the board", &BOARD_KEYS);
                group(&mut columns[3], "In the meeting", |command| command.scope() == Scope::Meeting);
                for (keys, words) in MEETING_KEYS {
                    row(&mut columns[3], words, keys);
                }
            });
        });
        foot(ui, |ui| ui.add(Button::primary("Close")).clicked())
    });
    done || close
}

fn group(ui: &mut Ui, name: &str, belongs: impl Fn(&Command) -> bool) {
    ui.spacing_mut().item_spacing.y = 6.0;
    text::label(ui, name);
    for command in Command::ALL.iter().copied().filter(belongs) {
        if let Some(keys) = command.keys(ui.ctx()) {
            row(ui, command.label().trim_end_matches('…'), &keys);
        }
    }
}

fn more(ui: &mut Ui, name: &str, keys: &[(&str, &str)]) {
    ui.add_space(8.0);
    text::label(ui, name);
    keys.iter().for_each(|(keys, words)| row(ui, words, keys));
}

fn row(ui: &mut Ui, words: &str, keys: &str) {
    ui.horizontal_wrapped(|ui| {
        text::body(ui, words);
        keycap(ui, keys);
    });
}
