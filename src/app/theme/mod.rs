//! How Plumbline looks: its colours, type and measures in one plain [`Theme`], read from the
//! theme files and reachable from anything that draws. Screens and widgets take every colour and
//! size from here, so that light, dark and the projector's larger type need no word from them.

mod contrast;
mod fonts;
mod style;
mod text_styles;
mod tokens;

use std::sync::{Arc, LazyLock};

use egui::{Color32, Context, Id, Ui};

pub use crate::storage::ThemeChoice;
pub use contrast::{AA, contrast, mix, readable, text_on};
pub use text_styles::{Size, Weight};

/// Every margin and gap is a multiple of this.
pub const GRID: f32 = 4.0;
/// Corners of buttons, fields and other controls.
pub const CONTROL_RADIUS: u8 = 6;
/// Corners of cards, sheets and menus.
pub const CARD_RADIUS: u8 = 10;
/// The height of a button or field at ordinary text size.
pub const CONTROL_HEIGHT: f32 = 28.0;

/// One colour in the four parts it plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    /// The colour itself: areas, bars, dots, rings, icons.
    pub colour: Color32,
    /// Its quiet twin, a ground to write on.
    pub soft: Color32,
    /// Its shade that reads as text on every ground of the theme, its own soft twin included.
    pub text: Color32,
    /// Text on an area filled with `colour`.
    pub on: Color32,
}

impl Tone {
    fn new(colour: Color32, soft: Color32, grounds: &[Color32]) -> Self {
        let mut all_grounds = grounds.to_vec();
        all_grounds.push(soft);
        Self { colour, soft, text: readable(colour, &all_grounds), on: text_on(colour) }
    }
}

/// All colours of one look, and the size of its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Light text on dark grounds.
    pub dark: bool,
    /// How much larger than designed the type is: 1 on a laptop, more on a projector.
    pub text_scale: f32,
    /// Behind everything.
    pub background: Color32,
    /// Cards, side panels, fields, the top bar.
    pub surface: Color32,
    /// Between the two: panels beside the content, cards in a card.
    pub raised: Color32,
    /// Hairlines: card borders, rows of a table.
    pub line: Color32,
    /// Borders of buttons and fields.
    pub line_strong: Color32,
    /// Text.
    pub text: Color32,
    /// Text that explains.
    pub text_second: Color32,
    /// Labels, hints and what is not asked.
    pub text_third: Color32,
    /// The one colour that means "here" and "do this".
    pub accent: Tone,
    /// Met, done, agreed.
    pub good: Tone,
    /// Open, to look at.
    pub watch: Tone,
    /// Contested, wrong, lost.
    pub bad: Tone,
    /// Tier colours, bottom tier first; use [`Theme::tier`].
    pub tiers: Vec<Tone>,
    /// Fills of a five-point scale; use [`Theme::score_fill`].
    pub scores: [Color32; 5],
    /// Laid over the window behind a sheet.
    pub scrim: Color32,
}

static LIGHT: LazyLock<Theme> = LazyLock::new(|| shipped(include_str!("../../../assets/themes/light.ron")));
static DARK: LazyLock<Theme> = LazyLock::new(|| shipped(include_str!("../../../assets/themes/dark.ron")));

/// The themes are compiled in and a test reads both, so this never meets a bad one.
#[allow(clippy::panic)]
fn shipped(source: &str) -> Theme {
    tokens::read(source).unwrap_or_else(|error| panic!("{error}"))
}

/// The themes made so far in this window, one for each look and text size in use.
#[derive(Clone, Default)]
struct Themes(Arc<Vec<Arc<Theme>>>);

impl Theme {
    /// The light theme with its type scaled by `text_scale`.
    pub fn light(text_scale: f32) -> Self {
        Self { text_scale, ..LIGHT.clone() }
    }

    /// The dark theme with its type scaled by `text_scale`.
    pub fn dark(text_scale: f32) -> Self {
        Self { text_scale, ..DARK.clone() }
    }

    /// The theme that `ui` is drawn in, its text size included.
    pub fn of(ui: &Ui) -> Arc<Self> {
        Self::find(ui.ctx(), ui.visuals().dark_mode, text_styles::scale_of(ui.style()))
    }

    /// The theme of the window, for what is drawn outside any `Ui`.
    pub fn of_context(context: &Context) -> Arc<Self> {
        let style = context.global_style();
        Self::find(context, style.visuals.dark_mode, text_styles::scale_of(&style))
    }

    fn find(context: &Context, dark: bool, text_scale: f32) -> Arc<Self> {
        context.data_mut(|data| {
            let themes: &mut Themes = data.get_temp_mut_or_default(Id::NULL);
            let fits = |theme: &&Arc<Self>| theme.dark == dark && (theme.text_scale - text_scale).abs() < 0.001;
            if let Some(theme) = themes.0.iter().find(fits) {
                return Arc::clone(theme);
            }
            let theme = Arc::new(if dark { Self::dark(text_scale) } else { Self::light(text_scale) });
            Arc::make_mut(&mut themes.0).push(Arc::clone(&theme));
            theme
        })
    }

    /// The colour of the tier at `position`, the bottom tier being 0. Rubrics with more tiers than
    /// the theme has colours go round, each round a shade further from the ground.
    pub fn tier(&self, position: usize) -> Tone {
        let tone = self.tiers[position % self.tiers.len()];
        let round = position / self.tiers.len();
        if round == 0 {
            return tone;
        }
        let part = 0.3 * (round as f32).min(2.0);
        let colour = mix(tone.colour, self.text, part);
        let soft = mix(tone.soft, tone.colour, 0.15 * (round as f32).min(2.0));
        Tone::new(colour, soft, &[self.background, self.surface, self.raised, self.accent.soft])
    }

    /// The fill of a cell that holds `score` on a scale of 1 to `points`: the five colours of the
    /// theme, or colours between them on other scales. Scores outside the scale take its ends.
    pub fn score_fill(&self, score: f32, points: u8) -> Color32 {
        let span = f32::from(points.max(2) - 1);
        let place = ((score - 1.0) / span).clamp(0.0, 1.0) * 4.0;
        let below = (place.floor() as usize).min(3);
        mix(self.scores[below], self.scores[below + 1], place - below as f32)
    }

    /// The text that goes on [`Theme::score_fill`].
    pub fn score_text(&self, score: f32, points: u8) -> Color32 {
        readable(self.text, &[self.score_fill(score, points)])
    }

    /// `size` in points at this theme's text size.
    pub fn scaled(&self, size: f32) -> f32 {
        size * self.text_scale
    }

    /// The least height of a control: grows with the type.
    pub fn control_height(&self) -> f32 {
        self.scaled(CONTROL_HEIGHT).round()
    }
}

/// Gives the window its fonts and looks; call it once at the start and again when the choice or
/// the text size changes. `text_scale` is 1 for type as designed, 1.5 or so for a projector, 2 at
/// most useful.
///
/// ```ignore
/// theme::install(&creation_context.egui_ctx, ThemeChoice::System, 1.0);
/// ```
pub fn install(context: &Context, choice: ThemeChoice, text_scale: f32) {
    fonts::install(context);
    context.set_style_of(egui::Theme::Light, style::style(&Theme::light(text_scale)));
    context.set_style_of(egui::Theme::Dark, style::style(&Theme::dark(text_scale)));
    context.options_mut(|options| {
        options.fallback_theme = egui::Theme::Light;
        options.zoom_with_keyboard = false;
    });
    context.set_theme(match choice {
        ThemeChoice::Light => egui::ThemePreference::Light,
        ThemeChoice::Dark => egui::ThemePreference::Dark,
        ThemeChoice::System => egui::ThemePreference::System,
    });
}

/// Draws what follows in `ui` in `theme`, whatever the window is in: for the projector's larger
/// type and for samples.
///
/// ```ignore
/// theme::apply(ui, &Theme::dark(1.6));
/// ```
pub fn apply(ui: &mut Ui, theme: &Theme) {
    ui.set_style(style::style(theme));
}

#[cfg(test)]
mod tests;
