//! The sizes and weights of the type, and the fonts that stand for them.

use egui::{FontFamily, FontId, RichText, Style, TextStyle};

use super::{Theme, fonts};

/// The sizes of the type, in points at a text scale of 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 10: under an icon, beside a bar.
    Tiny,
    /// 11: labels, chips, table heads.
    Label,
    /// 12: what explains the line above it.
    Small,
    /// 13: all ordinary text and controls.
    Body,
    /// 15: heads of sections and cards.
    Section,
    /// 22: the name of a screen or person.
    Title,
    /// 30: a figure that is the content of its card.
    Figure,
}

impl Size {
    /// In points, at a text scale of 1.
    pub const fn points(self) -> f32 {
        match self {
            Self::Tiny => 10.0,
            Self::Label => 11.0,
            Self::Small => 12.0,
            Self::Body => 13.0,
            Self::Section => 15.0,
            Self::Title => 22.0,
            Self::Figure => 30.0,
        }
    }
}

/// The weights of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// 400
    Regular,
    /// 500
    Medium,
    /// 600
    SemiBold,
}

impl Weight {
    /// The font family that holds this weight.
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::Medium => FontFamily::Name(fonts::medium()),
            Self::SemiBold => FontFamily::Name(fonts::semi_bold()),
        }
    }
}

impl Theme {
    /// The font of a size and weight, at this theme's text scale.
    pub fn font(&self, size: Size, weight: Weight) -> FontId {
        FontId::new(self.scaled(size.points()), weight.family())
    }

    /// `text` in a size and weight, in the ordinary text colour.
    pub fn rich(&self, size: Size, weight: Weight, text: impl Into<String>) -> RichText {
        // Large type looks loose at the spacing of small type.
        let tighter = match size {
            Size::Title | Size::Figure => -0.01 * self.scaled(size.points()),
            _ => 0.0,
        };
        RichText::new(text).font(self.font(size, weight)).extra_letter_spacing(tighter).color(self.text)
    }
}

/// The text scale that a style was made with.
pub(super) fn scale_of(style: &Style) -> f32 {
    style.text_styles.get(&TextStyle::Body).map_or(1.0, |font| font.size / Size::Body.points())
}
