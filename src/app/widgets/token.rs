//! People as tokens: their initials in a ring.

use egui::accesskit::Role;
use egui::{Color32, Painter, Pos2, Response, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};

use super::look::line_of_text;
use crate::app::theme::{Size, Theme, Tone, Weight};

/// How a token is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TokenLook {
    /// Initials in a ring of this colour.
    Ring(Tone),
    /// Filled with this colour.
    Filled(Tone),
    /// A broken ring of this colour, the initials paler.
    Dashed(Tone),
}

/// The initials of a name, two at most: the first letters of its first and last word.
///
/// ```ignore
/// assert_eq!(initials("Søren Østergård"), "SØ");
/// ```
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// Paints a token of `diameter` points. Initials are left out where they could not be read.
pub fn paint_token(painter: &Painter, theme: &Theme, centre: Pos2, diameter: f32, initials: &str, look: TokenLook) {
    let radius = diameter / 2.0;
    let width = if diameter < 24.0 { 1.5 } else { 2.0 };
    let text = match look {
        TokenLook::Ring(tone) => {
            painter.circle(centre, radius - width / 2.0, theme.surface, Stroke::new(width, tone.colour));
            theme.text
        }
        TokenLook::Filled(tone) => {
            painter.circle_filled(centre, radius, tone.colour);
            tone.on
        }
        TokenLook::Dashed(tone) => {
            painter.circle_filled(centre, radius, theme.surface);
            dashed_ring(painter, centre, radius - width / 2.0, Stroke::new(width, tone.colour));
            theme.text_second
        }
    };
    if diameter < 18.0 {
        return;
    }
    let mut font = theme.font(Size::Label, Weight::SemiBold);
    font.size = font.size.min(diameter * 0.36);
    let words = line_of_text(painter, initials, font, text, diameter - 2.0 * width);
    painter.galley(centre - words.size() / 2.0, words, text);
}

fn dashed_ring(painter: &Painter, centre: Pos2, radius: f32, stroke: Stroke) {
    let around = std::f32::consts::TAU;
    let dashes = (around * radius / 7.0).round().max(6.0);
    for dash in 0..dashes as usize {
        let from = dash as f32 / dashes * around;
        let to = from + around / dashes * 0.6;
        let points =
            (0..=4).map(|step| centre + Vec2::angled(egui::lerp(from..=to, step as f32 / 4.0)) * radius).collect();
        painter.add(Shape::line(points, stroke));
    }
}

/// A token in the flow of a line that screen readers call `name`:
/// `token(ui, "Dana Whitfield", 24.0, TokenLook::Ring(theme.tier(1)))`.
pub fn token(ui: &mut Ui, name: &str, diameter: f32, look: TokenLook) -> Response {
    let theme = Theme::of(ui);
    let diameter = theme.scaled(diameter).round();
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(diameter), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    paint_token(ui.painter(), &theme, rect.center(), diameter, &initials(name), look);
    response.on_hover_text(name)
}

/// A ring in the accent around a token that has the keyboard or is chosen.
pub(super) fn paint_token_ring(painter: &Painter, centre: Pos2, diameter: f32, colour: Color32) {
    painter.circle_stroke(centre, diameter / 2.0 + 2.5, Stroke::new(2.0, colour));
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_of_the_first_and_last_word_in_any_script() {
        assert_eq!(initials("Amara Okafor"), "AO");
        assert_eq!(initials("Fatima Al-Sayed"), "FA");
        assert_eq!(initials("Ana de la Cruz"), "AC");
        assert_eq!(initials("søren østergård"), "SØ");
        assert_eq!(initials("Наталья"), "Н");
        assert_eq!(initials("山田 太郎"), "山太");
        assert_eq!(initials("(new hire) "), "NH");
        assert_eq!(initials("  "), "");
    }
}
