//! What leaves a meeting for people to read: its minutes, a manager's pack of talking points, a person's own page. Each
//! is made as a [`Report`] of plain blocks first, from nothing but what may leave; then it is written as Markdown or as
//! PDF, so that neither can show more than the other.

mod contents;
mod markdown;
mod pyramid;

pub use contents::{NotReady, minutes, pack, page};
pub use markdown::markdown;
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
}

impl ReportFormat {
    /// All, in the order in which they are offered.
    pub const ALL: [ReportFormat; 2] = [Self::Pdf, Self::Markdown];

    /// The ending of its files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Markdown => "md",
        }
    }

    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Markdown => "Markdown",
        }
    }
}

#[cfg(test)]
mod tests;
