//! The colours as the theme files write them. A file names a few colours in its palette and then
//! says, token by token, what each is for; a token takes a palette name or a colour of its own.

use std::collections::BTreeMap;

use egui::Color32;
use serde::Deserialize;

use super::{Theme, Tone, contrast};

/// A theme file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tokens {
    dark: bool,
    palette: BTreeMap<String, String>,
    background: String,
    surface: String,
    raised: String,
    line: String,
    line_strong: String,
    text: String,
    text_second: String,
    text_third: String,
    accent: TonePair,
    good: TonePair,
    watch: TonePair,
    bad: TonePair,
    tiers: Vec<TonePair>,
    scores: [String; 5],
    scrim: Scrim,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TonePair {
    colour: String,
    soft: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scrim {
    colour: String,
    opacity: f32,
}

/// Reads a theme file.
///
/// # Errors
/// A sentence that names the token, when the file is not RON, a token is missing, or a colour is
/// neither in the palette nor written as `#RRGGBB`.
pub fn read(source: &str) -> Result<Theme, String> {
    let tokens: Tokens = ron::from_str(source).map_err(|error| format!("The theme cannot be read: {error}."))?;
    let colour = |token: &str| tokens.colour(token);
    let background = colour(&tokens.background)?;
    let surface = colour(&tokens.surface)?;
    let raised = colour(&tokens.raised)?;
    let accent_soft = colour(&tokens.accent.soft)?;
    let grounds = [background, surface, raised, accent_soft];
    let words = |token: &str| Ok::<_, String>(contrast::readable(colour(token)?, &grounds));
    let tone = |pair: &TonePair| tokens.tone(pair, &grounds);
    let mut scores = [Color32::BLACK; 5];
    for (score, token) in scores.iter_mut().zip(&tokens.scores) {
        *score = colour(token)?;
    }
    let scrim = colour(&tokens.scrim.colour)?;
    Ok(Theme {
        dark: tokens.dark,
        text_scale: 1.0,
        background,
        surface,
        raised,
        line: colour(&tokens.line)?,
        line_strong: colour(&tokens.line_strong)?,
        text: words(&tokens.text)?,
        text_second: words(&tokens.text_second)?,
        text_third: words(&tokens.text_third)?,
        accent: tone(&tokens.accent)?,
        good: tone(&tokens.good)?,
        watch: tone(&tokens.watch)?,
        bad: tone(&tokens.bad)?,
        tiers: tokens.tiers.iter().map(tone).collect::<Result<_, _>>()?,
        scores,
        scrim: scrim.gamma_multiply(tokens.scrim.opacity),
    })
}

impl Tokens {
    fn colour(&self, token: &str) -> Result<Color32, String> {
        let written = self.palette.get(token).map_or(token, String::as_str);
        Color32::from_hex(written)
            .map_err(|_| format!("The theme's colour \"{token}\" is neither in its palette nor like #1D1C19."))
    }

    fn tone(&self, pair: &TonePair, grounds: &[Color32]) -> Result<Tone, String> {
        let colour = self.colour(&pair.colour)?;
        let soft = self.colour(&pair.soft)?;
        Ok(Tone::new(colour, soft, grounds))
    }
}
