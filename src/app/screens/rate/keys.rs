//! What keys mean in the grid. They are taken out of the frame's input in their order and handed back as plain words.

use egui::{Event, Key, Modifiers};

use crate::app::command::{Command, Scope};
use crate::app::digits;

use super::cursor::Move;

/// Something that was asked of the grid by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// Move the cursor; with `extend` the block follows.
    Move { to: Move, extend: bool },
    /// On to the next asked cell.
    Next,
    /// Back to the asked cell before.
    Previous,
    /// Score and move on.
    Score(u8),
    /// Not observed, and move on.
    NotObserved,
    /// A command of the grid.
    Command(Command),
    /// Copy the block.
    Copy,
    /// Copy the block and clear it.
    Cut,
    /// Paste a block.
    Paste(String),
    /// Select everything.
    SelectAll,
    /// Open the menu of the cell.
    Menu,
    /// Drop the block.
    Escape,
    /// Leave the grid for the side panel.
    Leave,
}

/// Takes what is meant for the grid out of the input. After a press that puts the keyboard elsewhere the rest is left
/// where it is, for whatever has the keyboard then.
pub(super) fn take(input: &mut egui::InputState) -> Vec<Press> {
    let mut presses = Vec::new();
    let mut at = 0;
    while at < input.events.len() {
        let (press, used) = read(&input.events[at..]);
        if used == 0 {
            at += 1;
            continue;
        }
        input.events.drain(at..at + used);
        let leaves = press.as_ref().is_some_and(goes_elsewhere);
        presses.extend(press);
        if leaves {
            break;
        }
    }
    presses
}

/// Whether the keyboard is somewhere else after a press.
fn goes_elsewhere(press: &Press) -> bool {
    matches!(press, Press::Command(Command::Note | Command::Evidence) | Press::Menu | Press::Leave)
}

/// What the first event means, and how many events belong to it; 0 where it is not for the grid.
fn read(events: &[Event]) -> (Option<Press>, usize) {
    match &events[0] {
        Event::Copy => (Some(Press::Copy), 1),
        Event::Cut => (Some(Press::Cut), 1),
        Event::Paste(text) => (Some(Press::Paste(text.clone())), 1),
        Event::Text(text) => (digits::of_text(text).map(digit), 1),
        Event::Key { key, physical_key, pressed: true, repeat, modifiers } => {
            let text = digits::text_after(events);
            let used = 1 + usize::from(text.is_some());
            if let Some(number) = digits::of_key(*key, *physical_key, *modifiers, text) {
                // A key that is held down scores once.
                return ((!repeat).then(|| digit(number)), used);
            }
            match meaning(*key, *modifiers) {
                Some(press) => (Some(press), used),
                None => (None, 0),
            }
        }
        _ => (None, 0),
    }
}

fn digit(number: u8) -> Press {
    if number == 0 { Press::NotObserved } else { Press::Score(number) }
}

fn meaning(key: Key, modifiers: Modifiers) -> Option<Press> {
    if let Some(command) = grid_command(key, modifiers) {
        return Some(Press::Command(command));
    }
    if modifiers.alt {
        return None;
    }
    let moves = |to| Some(Press::Move { to, extend: modifiers.shift });
    match (key, modifiers.command, modifiers.shift) {
        (Key::ArrowLeft, false, _) => moves(Move::Left),
        (Key::ArrowRight, false, _) => moves(Move::Right),
        (Key::ArrowUp, false, _) => moves(Move::Up),
        (Key::ArrowDown, false, _) => moves(Move::Down),
        (Key::ArrowLeft, true, _) | (Key::Home, false, _) => moves(Move::RowStart),
        (Key::ArrowRight, true, _) | (Key::End, false, _) => moves(Move::RowEnd),
        (Key::ArrowUp, true, _) => moves(Move::Top),
        (Key::ArrowDown, true, _) => moves(Move::Bottom),
        (Key::Home, true, _) => moves(Move::First),
        (Key::End, true, _) => moves(Move::Last),
        (Key::PageUp, false, _) => moves(Move::PageUp),
        (Key::PageDown, false, _) => moves(Move::PageDown),
        (Key::Tab, false, false) => Some(Press::Next),
        (Key::Tab, false, true) => Some(Press::Previous),
        (Key::Enter, false, false) => Some(Press::Move { to: Move::Down, extend: false }),
        (Key::Enter, false, true) => Some(Press::Move { to: Move::Up, extend: false }),
        (Key::Escape, false, false) => Some(Press::Escape),
        (Key::F6, false, false) => Some(Press::Leave),
        (Key::Menu, false, _) | (Key::F10, false, true) => Some(Press::Menu),
        (Key::A, true, false) => Some(Press::SelectAll),
        _ => None,
    }
}

fn grid_command(key: Key, modifiers: Modifiers) -> Option<Command> {
    let fits = |command: &Command| {
        let mut shortcuts = command.shortcuts().into_iter();
        shortcuts.any(|shortcut| shortcut.logical_key == key && modifiers.matches_exact(shortcut.modifiers))
    };
    Command::ALL.iter().copied().filter(|command| command.scope() == Scope::Grid).find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key, physical: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: Some(physical), pressed: true, repeat: false, modifiers }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.into())
    }

    fn presses(events: Vec<Event>) -> (Vec<Press>, usize) {
        let mut input = egui::InputState::default();
        input.events = events;
        let presses = take(&mut input);
        (presses, input.events.len())
    }

    fn read_all(events: Vec<Event>) -> Vec<Press> {
        presses(events).0
    }

    #[test]
    fn a_digit_scores_once_on_every_keyboard() {
        let none = Modifiers::NONE;
        let three = vec![Press::Score(3)];
        assert_eq!(read_all(vec![key(Key::Num3, Key::Num3, none), text("3")]), three, "a plain keyboard");
        assert_eq!(read_all(vec![text("3")]), three, "text alone, as an input method sends it");
        assert_eq!(read_all(vec![key(Key::Num3, Key::Num3, none)]), three, "a key without text");
        assert_eq!(read_all(vec![key(Key::Quote, Key::Num3, none), text("\"")]), three, "the upper row of AZERTY");
        assert_eq!(read_all(vec![key(Key::Num3, Key::Num3, none), text("٣")]), three, "Arabic digits");
        assert_eq!(read_all(vec![key(Key::Num3, Key::Num3, Modifiers::SHIFT), text("3")]), three, "Shift on AZERTY");
        assert_eq!(read_all(vec![key(Key::Num0, Key::Num0, none), text("0")]), [Press::NotObserved]);
    }

    #[test]
    fn what_is_no_digit_does_not_score() {
        let none = Modifiers::NONE;
        let end = vec![Press::Move { to: Move::RowEnd, extend: false }];
        assert_eq!(read_all(vec![key(Key::End, Key::Num1, none)]), end, "a number pad without Num Lock");
        assert_eq!(read_all(vec![key(Key::Exclamationmark, Key::Num1, Modifiers::SHIFT), text("!")]), []);
        assert_eq!(read_all(vec![key(Key::Num1, Key::Num1, Modifiers::COMMAND)]), [], "a shortcut of the window");
        assert_eq!(read_all(vec![text("x"), text("½"), text("12")]), []);
        let held = Event::Key { key: Key::Num3, physical_key: None, pressed: true, repeat: true, modifiers: none };
        assert_eq!(read_all(vec![held, text("3")]), [], "a key held down");
    }

    #[test]
    fn what_follows_a_note_is_left_for_the_note() {
        let none = Modifiers::NONE;
        let (presses, left) =
            presses(vec![key(Key::Num2, Key::Num2, none), text("2"), key(Key::N, Key::N, none), text("n"), text("3")]);
        assert_eq!(presses, [Press::Score(2), Press::Command(Command::Note)]);
        assert_eq!(left, 1, "the 3 is text now");
    }

    #[test]
    fn letters_with_control_are_not_the_grids() {
        let (found, left) =
            presses(vec![key(Key::Z, Key::Z, Modifiers::COMMAND), key(Key::N, Key::N, Modifiers::COMMAND)]);
        assert_eq!((found, left), (vec![], 2));
        assert_eq!(read_all(vec![key(Key::A, Key::A, Modifiers::COMMAND)]), [Press::SelectAll]);
        assert_eq!(read_all(vec![key(Key::A, Key::A, Modifiers::NONE)]), [Press::Command(Command::RateAnyway)]);
    }
}
