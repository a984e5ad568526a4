//! Which digit a key stands for. It is read from the text that the key makes, and where that is no digit from the key's
//! place on the keyboard, so that the upper row scores on every layout; a key that moves (a number pad without Num
//! Lock) is no digit.

use egui::{Event, Key, Modifiers};

/// The digit that the first of these events stands for, and how many events belong to it.
///
/// ```ignore
/// while let Some((digit, used)) = digits::first(&input.events[at..]) { … }
/// ```
pub fn first(events: &[Event]) -> Option<(u8, usize)> {
    match events.first()? {
        Event::Text(text) => Some((of_text(text)?, 1)),
        Event::Key { key, physical_key, pressed: true, modifiers, .. } => {
            let text = text_after(events);
            Some((of_key(*key, *physical_key, *modifiers, text)?, 1 + usize::from(text.is_some())))
        }
        _ => None,
    }
}

/// The text that the first event, a key, makes.
pub fn text_after(events: &[Event]) -> Option<&str> {
    match events.get(1) {
        Some(Event::Text(text)) => Some(text),
        _ => None,
    }
}

/// The digit that a text is.
pub fn of_text(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [byte @ b'0'..=b'9'] => Some(byte - b'0'),
        _ => None,
    }
}

/// The digit that a key with the text that it makes stands for.
pub fn of_key(key: Key, physical: Option<Key>, modifiers: Modifiers, text: Option<&str>) -> Option<u8> {
    if modifiers.ctrl || modifiers.command || modifiers.mac_cmd {
        return None;
    }
    if let Some(number) = text.and_then(of_text) {
        return Some(number);
    }
    if modifiers.any() {
        return None;
    }
    match text {
        Some(_) => physical.and_then(number_key),
        None => number_key(key),
    }
}

fn number_key(key: Key) -> Option<u8> {
    const NUMBERS: [Key; 10] =
        [Key::Num0, Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    NUMBERS.iter().position(|number| *number == key).map(|number| number as u8)
}
