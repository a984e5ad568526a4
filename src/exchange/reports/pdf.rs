//! Reports as PDF: A4, the window's own typeface embedded as it is shipped, pyramids drawn. Text is measured with the
//! typeface's own widths, so that lines break where they end; a head never stands alone at the foot of a page.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};

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
    bytes: &'static [u8],
    font: FontRef<'a>,
    widths: GlyphMetrics<'a>,
}

impl Type<'_> {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let widths = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        Some(Self { bytes, font, widths })
    }

    /// The glyph of a letter; none where the typeface does not have it.
    fn glyph(&self, letter: char) -> Option<u16> {
        u16::try_from(self.font.charmap().map(letter)?.to_u32()).ok()
    }

    /// What is drawn for a letter: itself, or where the typeface does not have it a box, so that nobody's name is
    /// blank.
    fn drawn(&self, letter: char) -> (u16, char) {
        let mut all = [letter, '\u{25a1}', '?'].into_iter();
        all.find_map(|letter| Some((self.glyph(letter)?, letter))).unwrap_or((0, char::REPLACEMENT_CHARACTER))
    }

    /// How wide a letter is at a size of 1.
    fn advance(&self, letter: char) -> f32 {
        let (glyph, _) = self.drawn(letter);
        self.widths.advance_width(u32::from(glyph).into()).unwrap_or(0.5)
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum::<f32>() * size
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
        let mut pieces = Vec::new();
        let (mut piece, mut width) = (String::new(), 0.0);
        for letter in word.chars() {
            let more = self.advance(letter) * size;
            if !piece.is_empty() && width + more > room {
                pieces.push(std::mem::take(&mut piece));
                width = 0.0;
            }
            piece.push(letter);
            width += more;
        }
        pieces.push(piece);
        pieces
    }

    fn knows(&self, letter: char) -> bool {
        letter.is_whitespace() || self.glyph(letter).is_some()
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
/// A sentence, when the typeface can't be read.
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
    let count = pages.len();
    let mut used = [Used::new(), Used::new()];
    let drawn = pages.into_iter().enumerate().map(|(number, drawn)| {
        let mut pen = Pen { content: Content::new(), regular: &regular, bold: &bold, used: &mut used };
        drawn.into_iter().for_each(|drawn| pen.draw(drawn));
        pen.foot(&report.foot, number + 1, count);
        pen.content.finish().into_vec()
    });
    let drawn: Vec<Vec<u8>> = drawn.collect();
    Ok(bound(report, &drawn, [&regular, &bold], &used))
}

/// The glyphs that were used of a weight: how wide, and for which letter.
type Used = BTreeMap<u16, (f32, char)>;

const FONTS: [(&[u8], &[u8]); 2] = [(b"R", b"PlumblineSans-Regular"), (b"B", b"PlumblineSans-SemiBold")];
const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The file of these pages.
fn bound(report: &Report, pages: &[Vec<u8>], types: [&Type; 2], used: &[Used; 2]) -> Vec<u8> {
    let mut next = 0;
    let mut id = || {
        next += 1;
        Ref::new(next)
    };
    let (catalog, tree, info) = (id(), id(), id());
    let fonts = [(); 2].map(|()| FontIds { font: id(), cid: id(), descriptor: id(), file: id(), letters: id() });
    let page_ids: Vec<(Ref, Ref)> = pages.iter().map(|_| (id(), id())).collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).lang(TextStr("en"));
    pdf.document_info(info).title(TextStr(&report.title)).creator(TextStr("Plumbline"));
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(page_ids.iter().map(|(page, _)| *page)).count(count);
    for ((page, content), drawn) in page_ids.iter().zip(pages) {
        let mut written = pdf.page(*page);
        written.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).parent(tree).contents(*content);
        let mut resources = written.resources();
        let mut named = resources.fonts();
        for ((name, _), ids) in FONTS.iter().zip(&fonts) {
            named.pair(Name(name), ids.font);
        }
        named.finish();
        resources.finish();
        written.finish();
        pdf.stream(*content, &packed(drawn)).filter(Filter::FlateDecode);
    }
    for (((_, name), ids), (set, used)) in FONTS.iter().zip(&fonts).zip(types.into_iter().zip(used)) {
        embed(&mut pdf, Name(name), ids, set, used);
    }
    pdf.finish()
}

struct FontIds {
    font: Ref,
    cid: Ref,
    descriptor: Ref,
    file: Ref,
    letters: Ref,
}

/// Embeds a weight whole: it is the program's own, and small enough.
fn embed(pdf: &mut Pdf, name: Name, ids: &FontIds, set: &Type, used: &Used) {
    pdf.type0_font(ids.font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(ids.cid)
        .to_unicode(ids.letters);
    let mut cid = pdf.cid_font(ids.cid);
    cid.subtype(CidFontType::Type0).base_font(name).system_info(IDENTITY).font_descriptor(ids.descriptor);
    cid.default_width(500.0);
    let mut widths = cid.widths();
    for (glyph, (width, _)) in used {
        widths.consecutive(*glyph, [width * 1000.0]);
    }
    widths.finish();
    cid.finish();
    let metrics = set.font.metrics(Size::new(1000.0), LocationRef::default());
    let bounds = metrics.bounds.unwrap_or_default();
    pdf.font_descriptor(ids.descriptor)
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max))
        .italic_angle(0.0)
        .ascent(metrics.ascent)
        .descent(metrics.descent)
        .cap_height(metrics.cap_height.unwrap_or(700.0))
        .stem_v(90.0)
        .font_file3(ids.file);
    pdf.stream(ids.file, &packed(set.bytes)).filter(Filter::FlateDecode).pair(Name(b"Subtype"), Name(b"OpenType"));
    let mut letters = UnicodeCmap::<u16>::new(Name(b"Letters"), IDENTITY);
    used.iter().for_each(|(glyph, (_, letter))| letters.pair(*glyph, *letter));
    pdf.cmap(ids.letters, &letters.finish());
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let packed = packer.write_all(bytes).and_then(|()| packer.finish());
    packed.unwrap_or_default()
}

/// The letters of a report that the typeface does not have: they would stand as boxes in the PDF.
pub fn missing_letters(report: &Report) -> Vec<char> {
    let Some(regular) = Type::new(REGULAR) else { return Vec::new() };
    let mut letters: Vec<char> = super::markdown(report).chars().filter(|letter| !regular.knows(*letter)).collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// Draws one page. Places are measured from the upper left corner, as in the window.
struct Pen<'a> {
    content: Content,
    regular: &'a Type<'a>,
    bold: &'a Type<'a>,
    used: &'a mut [Used; 2],
}

fn part(colour: u8) -> f32 {
    f32::from(colour) / 255.0
}

impl Pen<'_> {
    fn draw(&mut self, drawn: Drawn) {
        match drawn {
            Drawn::Text { x, y, size, bold, colour, text } => self.text(x, y, size, bold, colour, &text),
            Drawn::Dot { x, y } => self.dot(x, y),
            Drawn::Rule { y } => self.rule(y),
            Drawn::Pyramid { y, pyramid } => self.pyramid(y, &pyramid),
        }
    }

    fn fill(&mut self, [r, g, b]: [u8; 3]) {
        self.content.set_fill_rgb(part(r), part(g), part(b));
    }

    fn stroke(&mut self, [r, g, b]: [u8; 3], width: f32, dash: &[f32]) {
        self.content.set_stroke_rgb(part(r), part(g), part(b)).set_line_width(width);
        self.content.set_dash_pattern(dash.iter().copied(), 0.0);
    }

    fn text(&mut self, x: f32, y: f32, size: f32, bold: bool, colour: [u8; 3], text: &str) {
        let at = usize::from(bold);
        let set = if bold { self.bold } else { self.regular };
        let mut glyphs = Vec::with_capacity(2 * text.len());
        for letter in text.chars() {
            let (glyph, drawn) = set.drawn(letter);
            self.used[at].entry(glyph).or_insert((set.advance(letter), drawn));
            glyphs.extend(glyph.to_be_bytes());
        }
        self.fill(colour);
        // From the top of the line to its base.
        let base = PAGE.1 - (y + size * 1.05);
        self.content.begin_text().set_font(Name(FONTS[at].0), size).next_line(x, base).show(Str(&glyphs)).end_text();
    }

    fn path(&mut self, points: &[(f32, f32)]) {
        for (at, (x, y)) in points.iter().enumerate() {
            if at == 0 {
                self.content.move_to(*x, PAGE.1 - y);
            } else {
                self.content.line_to(*x, PAGE.1 - y);
            }
        }
    }

    fn filled(&mut self, points: &[(f32, f32)], colour: [u8; 3]) {
        self.fill(colour);
        self.path(points);
        self.content.close_path().fill_nonzero();
    }

    fn dot(&mut self, x: f32, y: f32) {
        self.filled(&[(x, y - 1.4), (x + 1.4, y), (x, y + 1.4), (x - 1.4, y)], SECOND);
    }

    fn rule(&mut self, y: f32) {
        self.stroke(LINE, 0.5, &[]);
        self.path(&[(MARGIN, y), (MARGIN + WIDTH, y)]);
        self.content.stroke();
    }

    fn pyramid(&mut self, top: f32, pyramid: &Pyramid) {
        let height = PYRAMID_BASE * HEIGHT;
        let place = |(x, y): (f32, f32)| (MARGIN + x, top + height - y);
        for (at, band) in pyramid.bands.iter().enumerate() {
            let corners = pyramid.corners(at, PYRAMID_BASE);
            let (full, soft) = COLOURS[at % COLOURS.len()];
            self.filled(&corners.map(place), soft);
            if let Some(filled) = band.filled {
                let [low, high] = across(corners, filled);
                self.filled(&[corners[0], low, high, corners[3]].map(place), full);
            }
            if band.home {
                self.stroke(INK, 1.0, &[]);
                self.path(&corners.map(place));
                self.content.close_and_stroke();
            }
            if let Some(bar) = band.bar {
                self.stroke(INK, 1.0, &[2.5, 1.8]);
                self.path(&across(corners, bar).map(place));
                self.content.stroke();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_the_typeface_lacks_is_drawn_as_something() {
        for bytes in [REGULAR, SEMI_BOLD] {
            let set = Type::new(bytes).unwrap();
            assert_eq!(set.drawn('Ż').1, 'Ż');
            for letter in ['张', 'م', '김'] {
                let (glyph, drawn) = set.drawn(letter);
                assert!(glyph != 0 && drawn != letter && set.advance(letter) > 0.0, "{letter} is drawn as {drawn}");
            }
        }
    }
}
