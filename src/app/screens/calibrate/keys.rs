//! What keys mean in the meeting. While a text is typed all letters, digits and Enter are text, and only the keys that
//! make none are taken.

use egui::{Event, Key, Modifiers};

use crate::app::command::{Command, Scope};
use crate::app::digits;

/// Something that was asked for by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Press {
    /// Agree on this score for the selected skill.
    Score(u8),
    /// Select the skill so many places on.
    Skill(isize),
    /// Do what a command of the meeting says.
    Command(Command),
}

/// Where the keyboard is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyboard {
    /// In a text.
    Text,
    /// On a control that arrows lead away from.
    Control,
    /// On no control, or on a skill's row.
    Free,
}

/// Takes what is meant for the meeting out of the input.
pub(super) fn take(events: &mut Vec<Event>, keyboard: Keyboard) -> Vec<Press> {
    let mut presses = Vec::new();
    let mut at = 0;
    while at < events.len() {
        match read(&events[at..], keyboard) {
            None => at += 1,
            Some((press, used)) => {
                events.drain(at..at + used);
                presses.extend(press);
            }
        }
    }
    presses
}

/// What the first event means, and how many events belong to it.
fn read(events: &[Event], keyboard: Keyboard) -> Option<(Option<Press>, usize)> {
    let typing = keyboard == Keyboard::Text;
    if !typing && let Some((digit, used)) = digits::first(events) {
        // A key that is held down scores once; there is no score 0.
        let held = matches!(events[0], Event::Key { repeat: true, .. });
        return Some(((!held && digit > 0).then_some(Press::Score(digit)), used));
    }
    let Event::Key { key, pressed: true, modifiers, repeat, .. } = &events[0] else { return None };
    let makes_text = digits::text_after(events).is_some();
    let used = 1 + usize::from(makes_text);
    if let Some(command) = command(*key, *modifiers)
        && !(typing && is_text(*modifiers, *key))
    {
        return Some(((!repeat || moves(command)).then_some(Press::Command(command)), used));
    }
    let by = match (key, *modifiers) {
        (Key::ArrowUp, Modifiers::NONE) => -1,
        (Key::ArrowDown, Modifiers::NONE) => 1,
        _ => return None,
    };
    (keyboard == Keyboard::Free).then_some((Some(Press::Skill(by)), used))
}

/// Whether a key belongs to a text that is being typed.
fn is_text(modifiers: Modifiers, key: Key) -> bool {
    let plain = !modifiers.command && !modifiers.ctrl && !modifiers.alt;
    plain && !matches!(key, Key::F1 | Key::F2 | Key::F3 | Key::F4 | Key::F5 | Key::F6 | Key::F7 | Key::F8 | Key::F9)
}

/// Whether holding the key down goes on and on.
fn moves(command: Command) -> bool {
    matches!(command, Command::NextCase | Command::PreviousCase | Command::Earlier | Command::Later)
}

fn command(key: Key, modifiers: Modifiers) -> Option<Command> {
    let fits = |command: &Command| {
        let mut shortcuts = command.shortcuts().into_iter();
        shortcuts.any(|shortcut| shortcut.logical_key == key && modifiers.matches_exact(shortcut.modifiers))
    };
    Command::ALL.iter().copied().filter(|command| command.scope() == Scope::Meeting).find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: Some(key), pressed: true, repeat: false, modifiers }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.into())
    }

    fn read_all(mut events: Vec<Event>, keyboard: Keyboard) -> (Vec<Press>, usize) {
        let presses = take(&mut events, keyboard);
        (presses, events.len())
    }

    #[test]
    fn digits_score_and_letters_command_where_nothing_is_typed() {
        let events = vec![
            key(Key::Num4, Modifiers::NONE),
            text("4"),
            key(Key::A, Modifiers::NONE),
            text("a"),
            key(Key::ArrowDown, Modifiers::NONE),
            key(Key::Enter, Modifiers::COMMAND),
        ];
        let (presses, left) = read_all(events, Keyboard::Free);
        let expected = [
            Press::Score(4),
            Press::Command(Command::AcceptRest),
            Press::Skill(1),
            Press::Command(Command::AgreeAndNext),
        ];
        assert_eq!((presses.as_slice(), left), (expected.as_slice(), 0));
    }

    #[test]
    fn a_text_keeps_its_letters_its_digits_and_its_enter() {
        let events = vec![
            key(Key::Num4, Modifiers::NONE),
            text("4"),
            key(Key::A, Modifiers::NONE),
            text("a"),
            key(Key::Enter, Modifiers::NONE),
            key(Key::ArrowDown, Modifiers::NONE),
            key(Key::PageDown, Modifiers::NONE),
        ];
        assert_eq!(read_all(events, Keyboard::Text), (vec![], 7));
        let events = vec![key(Key::Enter, Modifiers::COMMAND)];
        assert_eq!(read_all(events, Keyboard::Text), (vec![Press::Command(Command::AgreeAndNext)], 0));
    }

    #[test]
    fn arrows_are_left_to_a_control_that_has_the_keyboard() {
        let events = vec![key(Key::ArrowDown, Modifiers::NONE)];
        assert_eq!(read_all(events, Keyboard::Control), (vec![], 1));
    }

    #[test]
    fn a_key_held_down_scores_once_and_nothing_scores_nothing() {
        let held =
            Event::Key { key: Key::Num4, physical_key: None, pressed: true, repeat: true, modifiers: Modifiers::NONE };
        assert_eq!(read_all(vec![held, text("4")], Keyboard::Free), (vec![], 0));
        assert_eq!(read_all(vec![key(Key::Num0, Modifiers::NONE), text("0")], Keyboard::Free), (vec![], 0));
    }
}
