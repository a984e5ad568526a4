//! Reports as PDF: A4, the window's own typeface, pyramids drawn. Text is shaped once, so that lines break where they
//! end; a head never stands alone at the foot of a page.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};

use super::pyramid::{COLOURS, HEIGHT, Pyramid, across};
use super::{Block, Report};

static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/PlumblineSans-Regular.otf");
static SEMI_BOLD: &[u8] = include_bytes!("../../../assets/fonts/PlumblineSans-SemiBold.otf");

/// A4, in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 62.0;
/// Where the last line of a page may stand.
const FOOT: f32 = PAGE.1 - 72.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;

const INK: [u8; 3] = [0x1d, 0x1c, 0x19];
const SECOND: [u8; 3] = [0x66, 0x62, 0x5a];
const LINE: [u8; 3] = [0xd3, 0xcf, 0xc5];

/// A weight of the typeface.
struct Type<'a> {
    font: Font,
    face: Face<'a>,
}

impl<'a> Type<'a> {
    fn new(bytes: &'static [u8]) -> Option<Type<'a>> {
        Some(Self { font: Font::new(bytes.into(), 0)?, face: Face::from_slice(bytes, 0)? })
    }

    /// A text as glyphs, and how wide it is at a size of 1.
    fn shaped(&self, text: &str) -> (Vec<KrillaGlyph>, f32) {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        // The page is laid out from left to right; a name in another direction is still shown whole.
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(&self.face, &[], buffer);
        let unit = self.face.units_per_em() as f32;
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let mut width = 0.0;
        let glyphs = infos.iter().zip(positions).enumerate().map(|(at, (info, position))| {
            let start = info.cluster as usize;
            let later = infos[at + 1..].iter().map(|info| info.cluster as usize).find(|cluster| *cluster > start);
            let advance = position.x_advance as f32 / unit;
            width += advance;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                advance,
                position.x_offset as f32 / unit,
                position.y_offset as f32 / unit,
                position.y_advance as f32 / unit,
                start..later.unwrap_or(text.len()),
                None,
            )
        });
        let glyphs = glyphs.collect();
        (glyphs, width)
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        self.shaped(text).1 * size
    }

    /// The lines of a text that is at most so wide. A word that is longer than a line is broken.
    fn lines(&self, text: &str, size: f32, room: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            for piece in self.pieces(word, size, room) {
                let longer = if line.is_empty() { piece.clone() } else { format!("{line} {piece}") };
                if !line.is_empty() && self.width(&longer, size) > room {
                    lines.push(std::mem::replace(&mut line, piece));
                } else {
                    line = longer;
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    fn pieces(&self, word: &str, size: f32, room: f32) -> Vec<String> {
        if self.width(word, size) <= room {
            return vec![word.to_owned()];
        }
        let mut pieces = vec![String::new()];
        for letter in word.chars() {
            let last = pieces.last_mut().expect("there is always one");
            let mut longer = last.clone();
            longer.push(letter);
            if !last.is_empty() && self.width(&longer, size) > room {
                pieces.push(letter.to_string());
            } else {
                *last = longer;
            }
        }
        pieces
    }

    fn knows(&self, letter: char) -> bool {
        letter.is_whitespace() || self.face.glyph_index(letter).is_some()
    }
}

/// Something on a page, with the place of its upper left corner.
enum Drawn {
    Text { x: f32, y: f32, size: f32, bold: bool, colour: [u8; 3], text: String },
    Dot { x: f32, y: f32 },
    Rule { y: f32 },
    Pyramid { y: f32, pyramid: Pyramid },
}

/// The report laid out, page by page.
struct Setter<'a> {
    regular: &'a Type<'a>,
    bold: &'a Type<'a>,
    pages: Vec<Vec<Drawn>>,
    y: f32,
}

const PYRAMID_BASE: f32 = 250.0;

impl Setter<'_> {
    fn room_for(&mut self, height: f32) {
        if self.y + height > FOOT && self.y > MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    fn draw(&mut self, drawn: Drawn) {
        if let Some(page) = self.pages.last_mut() {
            page.push(drawn);
        }
    }

    /// Sets a text, line by line, from `indent`; returns nothing and moves on.
    fn text(&mut self, text: &str, size: f32, bold: bool, colour: [u8; 3], indent: f32) {
        let set = if bold { self.bold } else { self.regular };
        let leading = (size * 1.45).round();
        for line in set.lines(text, size, WIDTH - indent) {
            self.room_for(leading);
            let (x, y) = (MARGIN + indent, self.y);
            self.draw(Drawn::Text { x, y, size, bold, colour, text: line });
            self.y += leading;
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(words) => {
                self.y += if self.y > MARGIN { 18.0 } else { 0.0 };
                // A head and a line or two below it.
                self.room_for(70.0);
                self.text(words, 14.0, true, INK, 0.0);
                self.y += 2.0;
            }
            Block::Subheading(words) => {
                self.y += 8.0;
                self.room_for(48.0);
                self.text(words, 10.5, true, INK, 0.0);
                self.y += 1.0;
            }
            Block::Paragraph(words) => {
                self.text(words, 10.0, false, INK, 0.0);
                self.y += 5.0;
            }
            Block::Points(points) => {
                for point in points {
                    self.room_for(15.0);
                    let (x, y) = (MARGIN + 3.0, self.y + 7.5);
                    self.draw(Drawn::Dot { x, y });
                    self.text(point, 10.0, false, INK, 14.0);
                    self.y += 3.0;
                }
                self.y += 2.0;
            }
            Block::Rows(rows) => rows.iter().for_each(|(name, words)| self.row(name, words)),
            Block::Pyramid(pyramid) => {
                let height = PYRAMID_BASE * HEIGHT;
                self.room_for(height + 20.0);
                self.y += 8.0;
                let y = self.y;
                self.draw(Drawn::Pyramid { y, pyramid: pyramid.clone() });
                self.y += height + 14.0;
            }
            Block::NewPage => {
                self.pages.push(Vec::new());
                self.y = MARGIN;
            }
        }
    }

    fn row(&mut self, name: &str, words: &str) {
        const NAME: f32 = 190.0;
        let names = self.regular.lines(name, 10.0, NAME - 12.0);
        let values = self.regular.lines(words, 10.0, WIDTH - NAME);
        let height = 15.0 * names.len().max(values.len()).max(1) as f32 + 5.0;
        self.room_for(height);
        for (lines, x, colour) in [(names, MARGIN, INK), (values, MARGIN + NAME, SECOND)] {
            for (at, text) in lines.into_iter().enumerate() {
                let y = self.y + 15.0 * at as f32;
                self.draw(Drawn::Text { x, y, size: 10.0, bold: false, colour, text });
            }
        }
        self.y += height;
        let y = self.y - 3.0;
        self.draw(Drawn::Rule { y });
    }
}

/// The report as PDF.
///
/// # Errors
/// A sentence, when the page could not be made.
pub fn pdf(report: &Report) -> Result<Vec<u8>, String> {
    let broken = || "The typeface of the program can't be read; install the program again.".to_owned();
    let regular = Type::new(REGULAR).ok_or_else(broken)?;
    let bold = Type::new(SEMI_BOLD).ok_or_else(broken)?;
    let mut setter = Setter { regular: &regular, bold: &bold, pages: vec![Vec::new()], y: MARGIN };
    setter.text(&report.title, 20.0, true, INK, 0.0);
    setter.text(&report.subtitle, 10.0, false, SECOND, 0.0);
    setter.y += 8.0;
    report.blocks.iter().for_each(|block| setter.block(block));
    let pages = setter.pages;
    let mut document = krilla::Document::new();
    document.set_metadata(Metadata::new().title(report.title.clone()).creator("Plumbline".into()));
    let count = pages.len();
    for (number, drawn) in pages.into_iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(broken)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let mut pen = Pen { surface: &mut surface, regular: &regular, bold: &bold };
        drawn.into_iter().for_each(|drawn| pen.draw(drawn));
        pen.foot(&report.foot, number + 1, count);
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|problem| format!("The PDF could not be made ({problem:?}); write Markdown instead."))
}

/// The letters of a report that the typeface does not have: they would stand as boxes in the PDF.
pub fn missing_letters(report: &Report) -> Vec<char> {
    let Some(regular) = Type::new(REGULAR) else { return Vec::new() };
    let mut letters: Vec<char> =
        super::markdown(report).chars().filter(|letter| !regular.knows(*letter)).collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

struct Pen<'a, 'b> {
    surface: &'a mut Surface<'b>,
    regular: &'a Type<'a>,
    bold: &'a Type<'a>,
}

fn fill([r, g, b]: [u8; 3]) -> Option<Fill> {
    Some(Fill { paint: rgb::Color::new(r, g, b).into(), opacity: NormalizedF32::ONE, rule: Default::default() })
}

fn stroke([r, g, b]: [u8; 3], width: f32, dash: Option<StrokeDash>) -> Option<Stroke> {
    Some(Stroke { paint: rgb::Color::new(r, g, b).into(), width, dash, ..Stroke::default() })
}

impl Pen<'_, '_> {
    fn draw(&mut self, drawn: Drawn) {
        match drawn {
            Drawn::Text { x, y, size, bold, colour, text } => self.text(x, y, size, bold, colour, &text),
            Drawn::Dot { x, y } => self.dot(x, y),
            Drawn::Rule { y } => self.rule(y),
            Drawn::Pyramid { y, pyramid } => self.pyramid(y, &pyramid),
        }
    }

    fn text(&mut self, x: f32, y: f32, size: f32, bold: bool, colour: [u8; 3], text: &str) {
        let set = if bold { self.bold } else { self.regular };
        let (glyphs, _) = set.shaped(text);
        self.surface.set_stroke(None);
        self.surface.set_fill(fill(colour));
        // From the top of the line to its base.
        let start = Point::from_xy(x, y + size * 1.05);
        self.surface.draw_glyphs(start, &glyphs, set.font.clone(), text, size, false);
    }

    fn shape(&mut self, points: &[(f32, f32)], close: bool) {
        let mut path = PathBuilder::new();
        for (at, (x, y)) in points.iter().enumerate() {
            if at == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
        }
        if close {
            path.close();
        }
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }

    fn dot(&mut self, x: f32, y: f32) {
        self.surface.set_stroke(None);
        self.surface.set_fill(fill(SECOND));
        self.shape(&[(x, y - 1.3), (x + 1.3, y), (x, y + 1.3), (x - 1.3, y)], true);
    }

    fn rule(&mut self, y: f32) {
        self.surface.set_fill(None);
        self.surface.set_stroke(stroke(LINE, 0.5, None));
        self.shape(&[(MARGIN, y), (MARGIN + WIDTH, y)], false);
    }

    fn pyramid(&mut self, top: f32, pyramid: &Pyramid) {
        let height = PYRAMID_BASE * HEIGHT;
        let place = |(x, y): (f32, f32)| (MARGIN + x, top + height - y);
        for (at, band) in pyramid.bands.iter().enumerate() {
            let corners = pyramid.corners(at, PYRAMID_BASE);
            let (full, soft) = COLOURS[at % COLOURS.len()];
            self.surface.set_stroke(None);
            self.surface.set_fill(fill(soft));
            self.shape(&corners.map(place), true);
            if let Some(part) = band.filled {
                let [low, high] = across(corners, part);
                self.surface.set_fill(fill(full));
                self.shape(&[corners[0], low, high, corners[3]].map(place), true);
            }
            self.surface.set_fill(None);
            if band.home {
                self.surface.set_stroke(stroke(INK, 1.0, None));
                self.shape(&corners.map(place), true);
            }
            if let Some(part) = band.bar {
                let dash = StrokeDash { array: vec![2.5, 1.8], offset: 0.0 };
                self.surface.set_stroke(stroke(INK, 1.0, Some(dash)));
                self.shape(&across(corners, part).map(place), false);
            }
            let middle = top + height - (corners[0].1 + corners[2].1) / 2.0;
            let x = MARGIN + PYRAMID_BASE + 14.0;
            self.text(x, middle - 13.0, 10.0, true, full.map(|part| (f32::from(part) * 0.82) as u8), &band.name);
            self.text(x, middle + 1.0, 9.5, false, SECOND, &band.words);
        }
    }

    fn foot(&mut self, words: &str, number: usize, count: usize) {
        self.rule(FOOT + 16.0);
        let pages = format!("{number} of {count}");
        let width = self.regular.width(&pages, 8.0);
        let line = self.regular.lines(words, 8.0, WIDTH - width - 20.0).into_iter().next().unwrap_or_default();
        self.text(MARGIN, FOOT + 24.0, 8.0, false, SECOND, &line);
        self.text(MARGIN + WIDTH - width, FOOT + 24.0, 8.0, false, SECOND, &pages);
    }
}
