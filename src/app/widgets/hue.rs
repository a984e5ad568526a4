//! What a colour says, for widgets that come in several: the theme turns it into colours.

use crate::app::theme::{Theme, Tone, mix};

/// What a colour says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hue {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Here, chosen, to do.
    Accent,
    /// Met, done, agreed.
    Good,
    /// Open, to look at.
    Watch,
    /// Contested, wrong, lost.
    Bad,
    /// The tier at a position, the bottom one being 0.
    Tier(usize),
}

impl Hue {
    /// Its colours in a theme.
    pub fn tone(self, theme: &Theme) -> Tone {
        match self {
            Self::Neutral => Tone {
                colour: theme.text_third,
                soft: mix(theme.background, theme.text, 0.05),
                text: theme.text_second,
                on: theme.surface,
            },
            Self::Accent => theme.accent,
            Self::Good => theme.good,
            Self::Watch => theme.watch,
            Self::Bad => theme.bad,
            Self::Tier(position) => theme.tier(position),
        }
    }
}
