//! Text in the sizes and weights of the design: each function puts one label into the flow.

use egui::{Color32, Label, Response, RichText, Ui};

use crate::app::theme::{Size, Theme, Weight};

/// The name of a screen or a person: 22, semi-bold.
pub fn title(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Title, Weight::SemiBold, text, |theme| theme.text)
}

/// The head of a section or card: 15, semi-bold.
pub fn section(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Section, Weight::SemiBold, text, |theme| theme.text)
}

/// A figure that is the content of its card: 30, semi-bold.
pub fn figure(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Figure, Weight::SemiBold, text, |theme| theme.text)
}

/// Ordinary text: 13.
pub fn body(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Body, Weight::Regular, text, |theme| theme.text)
}

/// Ordinary text with more weight: 13, medium.
pub fn medium(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Body, Weight::Medium, text, |theme| theme.text)
}

/// A name, or the words that matter: 13, semi-bold.
pub fn strong(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Body, Weight::SemiBold, text, |theme| theme.text)
}

/// Text that explains: 13, in the second colour.
pub fn second(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Body, Weight::Regular, text, |theme| theme.text_second)
}

/// What explains the line above it: 12, in the second colour.
pub fn small(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Small, Weight::Regular, text, |theme| theme.text_second)
}

/// A label over a field or a group: 11, medium, in the third colour.
pub fn label(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Label, Weight::Medium, text, |theme| theme.text_third)
}

/// A hint: 12, in the third colour.
pub fn hint(ui: &mut Ui, text: impl Into<String>) -> Response {
    say(ui, Size::Small, Weight::Regular, text, |theme| theme.text_third)
}

/// Ordinary text on one line, cut with "…" where there is no room; the whole shows on hover.
pub fn truncated(ui: &mut Ui, text: impl Into<RichText>) -> Response {
    ui.add(Label::new(text.into()).truncate())
}

/// Text that stays in the room there is, line by line, beside an icon or whatever else a row begins with: words in a row
/// run on otherwise, and push out of shape what they stand in.
pub fn wrapped(ui: &mut Ui, text: impl Into<RichText>) -> Response {
    ui.add(Label::new(text.into()).wrap())
}

fn say(
    ui: &mut Ui,
    size: Size,
    weight: Weight,
    text: impl Into<String>,
    colour: impl Fn(&Theme) -> Color32,
) -> Response {
    let theme = Theme::of(ui);
    let text = theme.rich(size, weight, text).color(colour(&theme));
    ui.label(text)
}
