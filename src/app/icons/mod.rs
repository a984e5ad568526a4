//! The icons: drawn, not set in type, so that they stay crisp at every size and take any colour.
//! Each is a few strokes on a square of 24 units, 2 units of which stay free at every edge.

mod shapes;

use egui::{Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, pos2, vec2};

use crate::app::theme::Theme;
use shapes::Piece;

/// The side of the square that icons are drawn on.
const UNITS: f32 = 24.0;

/// Strokes are this wide from 20 to 24 points, thinner below and thicker above.
const STROKE: f32 = 1.5;

/// Every icon of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// People side by side.
    Team,
    /// A grid of cells.
    Rate,
    /// A plumb line.
    Calibrate,
    /// The pyramid.
    Pyramid,
    /// Two chevrons over a line.
    Promote,
    /// Bars of different height.
    Raters,
    /// A clock.
    Log,
    /// A page with lines.
    Rubric,
    /// A house.
    Home,
    /// A magnifying glass.
    Search,
    /// More of it.
    Plus,
    /// Less of it.
    Minus,
    /// Done or met.
    Check,
    /// Shut or take away.
    Close,
    /// Upwards.
    ChevronUp,
    /// Downwards.
    ChevronDown,
    /// Back.
    ChevronLeft,
    /// Onwards.
    ChevronRight,
    /// Out of here, or above one's level.
    ArrowUpRight,
    /// Up.
    ArrowUp,
    /// Down.
    ArrowDown,
    /// Back to the last place.
    ArrowLeft,
    /// On to the next place.
    ArrowRight,
    /// A small filled triangle: a list opens here.
    Caret,
    /// Three dots.
    More,
    /// Take back.
    Undo,
    /// Do again.
    Redo,
    /// A folder.
    Folder,
    /// A file.
    File,
    /// Write to disk.
    Save,
    /// Out into a file.
    Export,
    /// In from a file.
    Import,
    /// Throw away.
    Trash,
    /// Change the words.
    Edit,
    /// A triangle with a bar: look out.
    Warning,
    /// A circle with an i.
    Info,
    /// A circle with a question mark.
    Help,
    /// Sealed.
    Lock,
    /// Open.
    Unlock,
    /// Seen.
    Eye,
    /// Hidden.
    EyeOff,
    /// Day.
    Sun,
    /// Night.
    Moon,
    /// One person.
    User,
    /// Some people.
    Users,
    /// Joined.
    Link,
    /// A month.
    Calendar,
    /// Fewer of them.
    Filter,
    /// A note.
    Note,
    /// A spike.
    Star,
    /// A screen on a stand.
    Present,
    /// Settings.
    Settings,
    /// Run the clock.
    Play,
    /// Hold the clock.
    Pause,
    /// Put aside for later.
    Park,
    /// Nothing yet: an open ring.
    Open,
    /// The mark of the program; the bob is always in the accent when drawn by [`Icon::paint_logo`].
    Plumbline,
}

impl Icon {
    /// Every icon, in the order of the enum.
    pub const ALL: [Self; 57] = [
        Self::Team,
        Self::Rate,
        Self::Calibrate,
        Self::Pyramid,
        Self::Promote,
        Self::Raters,
        Self::Log,
        Self::Rubric,
        Self::Home,
        Self::Search,
        Self::Plus,
        Self::Minus,
        Self::Check,
        Self::Close,
        Self::ChevronUp,
        Self::ChevronDown,
        Self::ChevronLeft,
        Self::ChevronRight,
        Self::ArrowUpRight,
        Self::ArrowUp,
        Self::ArrowDown,
        Self::ArrowLeft,
        Self::ArrowRight,
        Self::Caret,
        Self::More,
        Self::Undo,
        Self::Redo,
        Self::Folder,
        Self::File,
        Self::Save,
        Self::Export,
        Self::Import,
        Self::Trash,
        Self::Edit,
        Self::Warning,
        Self::Info,
        Self::Help,
        Self::Lock,
        Self::Unlock,
        Self::Eye,
        Self::EyeOff,
        Self::Sun,
        Self::Moon,
        Self::User,
        Self::Users,
        Self::Link,
        Self::Calendar,
        Self::Filter,
        Self::Note,
        Self::Star,
        Self::Present,
        Self::Settings,
        Self::Play,
        Self::Pause,
        Self::Park,
        Self::Open,
        Self::Plumbline,
    ];

    /// Paints the icon in the largest square in the middle of `rect`.
    ///
    /// ```ignore
    /// Icon::Check.paint(ui.painter(), rect, theme.good.colour);
    /// ```
    pub fn paint(self, painter: &Painter, rect: Rect, colour: Color32) {
        let canvas = Canvas::new(painter, rect);
        for piece in shapes::pieces(self) {
            canvas.draw(piece, colour);
        }
    }

    /// Paints the mark of the program: the line in `colour`, the bob in `bob`.
    pub fn paint_logo(painter: &Painter, rect: Rect, colour: Color32, bob: Color32) {
        let canvas = Canvas::new(painter, rect);
        for piece in shapes::pieces(Self::Plumbline) {
            let colour = if matches!(piece, Piece::Fill(_)) { bob } else { colour };
            canvas.draw(piece, colour);
        }
    }

    /// What of the mark lies at a point of its 24 units: the bob, the line, or nothing. For pictures that no painter
    /// draws.
    pub fn logo_part_at(at: Pos2) -> Option<bool> {
        let near = |a: &(f32, f32), b: &(f32, f32)| {
            let (a, along) = (pos2(a.0, a.1), vec2(b.0 - a.0, b.1 - a.1));
            let part = ((at - a).dot(along) / along.length_sq()).clamp(0.0, 1.0);
            (at - (a + along * part)).length() <= STROKE / 2.0 * UNITS / 20.0
        };
        let inside = |corners: &[(f32, f32)]| {
            let mut sides = corners.iter().zip(corners.iter().cycle().skip(1));
            sides.all(|(a, b)| vec2(b.0 - a.0, b.1 - a.1).rot90().dot(at - pos2(a.0, a.1)) <= 0.0)
        };
        let pieces = shapes::pieces(Self::Plumbline);
        let is_bob = pieces.iter().any(|piece| matches!(piece, Piece::Fill(corners) if inside(corners)));
        let is_line = || {
            let lines =
                pieces.iter().filter_map(|piece| if let Piece::Line(points) = piece { Some(points) } else { None });
            lines.flat_map(|points| points.windows(2)).any(|ends| near(&ends[0], &ends[1]))
        };
        if is_bob { Some(true) } else { is_line().then_some(false) }
    }

    /// Puts the icon into the flow of `ui`, `size` points high before text scaling. It is a
    /// picture beside words and stays silent for screen readers.
    pub fn show(self, ui: &mut Ui, size: f32, colour: Color32) -> Response {
        let side = Theme::of(ui).scaled(size).round();
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
        self.paint(ui.painter(), rect, colour);
        response
    }
}

/// A square on the screen that icons are drawn on, aligned to its pixels.
struct Canvas<'a> {
    painter: &'a Painter,
    origin: Pos2,
    scale: f32,
    width: f32,
}

impl<'a> Canvas<'a> {
    fn new(painter: &'a Painter, rect: Rect) -> Self {
        let pixels = painter.pixels_per_point();
        let snap = |value: f32| (value * pixels).round() / pixels;
        let side = snap(rect.width().min(rect.height()));
        let corner = rect.center() - Vec2::splat(side / 2.0);
        Self {
            painter,
            origin: pos2(snap(corner.x), snap(corner.y)),
            scale: side / UNITS,
            width: (STROKE * (side / 20.0).clamp(0.8, 1.0)).max(side / 16.0),
        }
    }

    fn at(&self, point: &(f32, f32)) -> Pos2 {
        self.origin + vec2(point.0, point.1) * self.scale
    }

    fn draw(&self, piece: &Piece, colour: Color32) {
        let stroke = Stroke::new(self.width, colour);
        match piece {
            Piece::Line(points) => {
                let points: Vec<Pos2> = points.iter().map(|point| self.at(point)).collect();
                self.line(points, stroke);
            }
            Piece::Outline(points) => {
                let mut points: Vec<Pos2> = points.iter().map(|point| self.at(point)).collect();
                self.joints(&points, colour);
                points.dedup();
                self.painter.add(Shape::closed_line(points, stroke));
            }
            Piece::Fill(points) => {
                let points = points.iter().map(|point| self.at(point)).collect();
                self.painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
            }
            Piece::Circle(centre, radius) => {
                self.painter.circle_stroke(self.at(centre), radius * self.scale, stroke);
            }
            Piece::Dot(centre, radius) => {
                self.painter.circle_filled(self.at(centre), radius * self.scale, colour);
            }
            Piece::Box(least, most, radius) => {
                let rect = Rect::from_min_max(self.at(least), self.at(most));
                self.painter.rect_stroke(rect, radius * self.scale, stroke, egui::StrokeKind::Middle);
            }
            Piece::Arc(centre, radius, from, to) => {
                let centre = self.at(centre);
                let steps = 20;
                let points = (0..=steps)
                    .map(|step| {
                        let part = step as f32 / steps as f32;
                        let angle = (from + (to - from) * part).to_radians();
                        centre + Vec2::angled(angle) * *radius * self.scale
                    })
                    .collect();
                self.line(points, stroke);
            }
        }
    }

    fn line(&self, points: Vec<Pos2>, stroke: Stroke) {
        self.joints(&points, stroke.color);
        self.painter.add(Shape::line(points, stroke));
    }

    /// egui's strokes have sharp corners and cut ends; a disc on each rounds them.
    fn joints(&self, points: &[Pos2], colour: Color32) {
        if points.len() > 8 {
            for end in [points.first(), points.last()].into_iter().flatten() {
                self.painter.circle_filled(*end, self.width / 2.0, colour);
            }
            return;
        }
        for point in points {
            self.painter.circle_filled(*point, self.width / 2.0, colour);
        }
    }
}
