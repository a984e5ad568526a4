//! Lists that are one stop for Tab: the keyboard moves a cursor in them. Only the rows that are seen are laid out.

use egui::{
    Event, EventFilter, Id, Key, Modifiers, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo,
    accesskit::Role,
};

/// What a key means in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKey {
    /// Up or down by so many rows; the flag goes on with the selection.
    Move(isize, bool),
    /// Right or left by so many columns.
    Side(isize),
    /// Enter.
    Open,
    /// Delete.
    Remove,
    /// Space.
    Toggle,
    /// Ctrl A.
    All,
    /// A letter without modifiers.
    Letter(char),
    /// A digit without modifiers.
    Digit(usize),
}

/// The widget that has the keyboard for a list in `rect`. Call it before the rows, so that these get the clicks.
pub fn list(ui: &Ui, id: Id, rect: Rect, role: Role, name: &str) -> Response {
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(role, true, name));
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    response
}

/// The keys pressed in this frame, taken out of the input; `page` is how many rows a page has.
pub fn pressed(ui: &Ui, page: usize) -> Vec<ListKey> {
    let page = isize::try_from(page.max(2) - 1).unwrap_or(1);
    ui.input_mut(|input| {
        let mut keys = Vec::new();
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let meaning = meaning(*key, *modifiers, page);
            keys.extend(meaning);
            meaning.is_none()
        });
        keys
    })
}

fn meaning(key: Key, modifiers: Modifiers, page: isize) -> Option<ListKey> {
    if modifiers.command {
        return (key == Key::A).then_some(ListKey::All);
    }
    if modifiers.alt {
        return None;
    }
    let on = modifiers.shift;
    Some(match key {
        Key::ArrowUp => ListKey::Move(-1, on),
        Key::ArrowDown => ListKey::Move(1, on),
        Key::PageUp => ListKey::Move(-page, on),
        Key::PageDown => ListKey::Move(page, on),
        Key::Home => ListKey::Move(isize::MIN / 2, on),
        Key::End => ListKey::Move(isize::MAX / 2, on),
        Key::ArrowLeft => ListKey::Side(-1),
        Key::ArrowRight => ListKey::Side(1),
        Key::Enter => ListKey::Open,
        Key::Space => ListKey::Toggle,
        Key::Delete | Key::Backspace => ListKey::Remove,
        Key::R if !on => ListKey::Letter('r'),
        _ if !on && digit(key).is_some() => ListKey::Digit(digit(key)?),
        _ => return None,
    })
}

/// The digit of a key, whichever row it lies in.
fn digit(key: Key) -> Option<usize> {
    let digits =
        [Key::Num0, Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    digits.into_iter().position(|other| other == key)
}

/// The place that a move leads to from `from`, in a list of so many.
pub fn moved(from: Option<usize>, by: isize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let to = from.map_or(if by < 0 { last } else { 0 }, |from| {
        usize::try_from(isize::try_from(from).unwrap_or(0).saturating_add(by)).unwrap_or(0)
    });
    Some(to.min(last))
}

/// Shows rows of one height in a scroll area; `reveal` is brought into view. Returns how many fit.
pub fn rows(
    ui: &mut Ui,
    salt: &str,
    count: usize,
    height: f32,
    reveal: Option<usize>,
    mut row: impl FnMut(&mut Ui, usize),
) -> usize {
    let mut page = 0;
    ScrollArea::vertical().id_salt(salt).auto_shrink([false, true]).show_viewport(ui, |ui, viewport| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_height(height * count as f32);
        let (top, sides) = (ui.max_rect().top(), ui.max_rect().x_range());
        let at = |place: usize| top + place as f32 * height;
        if let Some(place) = reveal {
            let rect = Rect::from_x_y_ranges(sides, at(place)..=at(place + 1));
            ui.scroll_to_rect_animation(rect, None, egui::style::ScrollAnimation::none());
        }
        page = (viewport.height() / height) as usize;
        let first = (viewport.min.y / height).floor().max(0.0) as usize;
        let last = ((viewport.max.y / height).ceil().max(0.0) as usize).min(count);
        let seen = Rect::from_x_y_ranges(sides, at(first)..=at(last.max(first)));
        ui.scope_builder(UiBuilder::new().max_rect(seen), |ui| (first..last).for_each(|place| row(ui, place)));
    });
    page
}
