//! What leaves a meeting for people to read: its minutes, a manager's pack of talking points, a person's own page. Each
//! is made as a [`Report`] of plain blocks first, from nothing but what may leave; then it is written as Markdown or as
//! PDF, so that neither can show more than the other.

use std::path::Path;

mod contents;
mod markdown;
mod pdf;
mod pyramid;

pub use contents::{NotReady, minutes, pack, page};
pub use markdown::markdown;
pub use pdf::{missing_letters, pdf};
pub use pyramid::{Band, Pyramid, svg};

/// Something to read, page after page.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What it is.
    pub title: String,
    /// About what, when, for whom.
    pub subtitle: String,
    /// What stands at the foot of every page.
    pub foot: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The head of a part. It never stands alone at the foot of a page.
    Heading(String),
    /// The head of a smaller part.
    Subheading(String),
    /// A paragraph.
    Paragraph(String),
    /// Points, one below the other.
    Points(Vec<String>),
    /// Names with what belongs to them.
    Rows(Vec<(String, String)>),
    /// A person's pyramid.
    Pyramid(Pyramid),
    /// What follows begins on a page of its own.
    NewPage,
}

/// The formats that reports are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// Pages to hand to somebody.
    Pdf,
    /// Text to paste.
    Markdown,
    /// The pyramid alone, as a picture; only a person's page has one.
    Svg,
}

impl ReportFormat {
    /// All, in the order in which they are offered.
    pub const ALL: [ReportFormat; 3] = [Self::Pdf, Self::Markdown, Self::Svg];

    /// The format that the ending of a file asks for.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// The ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Markdown => "md",
            Self::Svg => "svg",
        }
    }

    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Markdown => "Markdown",
            Self::Svg => "Picture of the pyramid (SVG)",
        }
    }
}

impl Report {
    /// The pyramid in it; the first where there are several.
    pub fn pyramid(&self) -> Option<&Pyramid> {
        self.blocks.iter().find_map(|block| if let Block::Pyramid(pyramid) = block { Some(pyramid) } else { None })
    }

    /// The bytes of its file.
    ///
    /// # Errors
    /// A sentence, when it can't be written so.
    pub fn write(&self, format: ReportFormat) -> Result<Vec<u8>, String> {
        match format {
            ReportFormat::Pdf => pdf(self),
            ReportFormat::Markdown => Ok(markdown(self).into_bytes()),
            ReportFormat::Svg => {
                let none = || "There is no pyramid in it; choose PDF or Markdown.".to_owned();
                self.pyramid().map(|pyramid| svg(pyramid).into_bytes()).ok_or_else(none)
            }
        }
    }
}

#[cfg(test)]
mod tests;
