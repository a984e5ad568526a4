//! A team in its pyramid: everybody stands in the tier of their title. Filled with the next tier's
//! colour and under an arrow: shows the next level. Dashed: the current level is not yet evidenced.
//!
//! The caller says how many people a band has of each kind and is asked for a person only where
//! one is drawn, so a team of ten thousand costs no more than one of sixty.

mod layout;

use egui::accesskit::Role;
use egui::{
    Color32, Id, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::look::line_of_text;
use super::text;
use super::token::{TokenLook, paint_token, paint_token_ring};
use crate::app::theme::{Size, Theme, Weight};
use layout::{Band, Crowd, Places};

/// One band of a team's pyramid, and how many stand in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TeamBand<'a> {
    /// Its heading, e.g. "Strategy · VPs · 3".
    pub heading: &'a str,
    /// How many are at a level that is not yet evidenced: the first of its people.
    pub not_evidenced: usize,
    /// How many hold their level: the next of its people.
    pub holds: usize,
    /// How many show the next level: the last of its people.
    pub shows_next: usize,
}

impl TeamBand<'_> {
    fn people(&self) -> usize {
        self.not_evidenced + self.holds + self.shows_next
    }

    fn kind(&self, person: usize) -> Kind {
        if person < self.not_evidenced {
            Kind::NotEvidenced
        } else if person < self.not_evidenced + self.holds {
            Kind::Holds
        } else {
            Kind::ShowsNext
        }
    }

    /// "9,214 stand at their level, 512 show the next one, 274 are not yet evidenced".
    fn words(&self) -> String {
        format!(
            "{} stand at their level, {} show the next one, {} are not yet evidenced",
            self.holds, self.shows_next, self.not_evidenced
        )
    }
}

/// What a team's pyramid says about one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TeamPerson<'a> {
    /// Two letters; see [`super::initials`].
    pub initials: String,
    /// The whole name.
    pub name: &'a str,
    /// A line on the hover card, e.g. "Senior PM · Payments".
    pub detail: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    NotEvidenced,
    Holds,
    ShowsNext,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::NotEvidenced => "level not yet evidenced",
            Self::Holds => "stands at the level",
            Self::ShowsNext => "shows the next level",
        }
    }
}

/// What somebody clicked in a team's pyramid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clicked {
    /// A person: the band and the person's place in it.
    Person(usize, usize),
    /// The dots of a band with more people than tokens fit.
    Band(usize),
}

/// A team's pyramid.
///
/// ```ignore
/// let person = |band, place| TeamPerson { initials: initials(names[band][place]), name: names[band][place], ..Default::default() };
/// if let Some(Clicked::Person(band, place)) = TeamPyramid::new(&bands, &person).show(ui).1 { … }
/// ```
#[must_use = "call show"]
pub struct TeamPyramid<'a> {
    bands: &'a [TeamBand<'a>],
    person: &'a dyn Fn(usize, usize) -> TeamPerson<'a>,
    height: f32,
    selected: Option<(usize, usize)>,
}

impl<'a> TeamPyramid<'a> {
    /// `bands` from the bottom up; `person` tells about the one at a place of a band.
    pub fn new(bands: &'a [TeamBand<'a>], person: &'a dyn Fn(usize, usize) -> TeamPerson<'a>) -> Self {
        Self { bands, person, height: 640.0, selected: None }
    }

    /// How high it may be, in points; never so low that a band has no room for a row.
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// Marks one person, by band and place.
    pub fn selected(mut self, selected: Option<(usize, usize)>) -> Self {
        self.selected = selected;
        self
    }

    /// Shows it as wide as there is room, and says what was clicked.
    pub fn show(self, ui: &mut Ui) -> (Response, Option<Clicked>) {
        let theme = Theme::of(ui);
        let least = self.bands.len() as f32 * theme.scaled(88.0);
        let size = vec2(ui.available_width().max(200.0), self.height.max(least));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let builder =
            UiBuilder::new().max_rect(rect).accessibility_role(Role::Group).accessibility_label("Team pyramid");
        let mut inside = ui.new_child(builder);
        let clicked = self.paint(&mut inside, &theme, rect);
        (response, clicked)
    }

    fn paint(&self, ui: &mut Ui, theme: &Theme, rect: Rect) -> Option<Clicked> {
        let heading_font = theme.font(Size::Body, Weight::SemiBold);
        let heading_height = theme.scaled(30.0);
        let top_heading = self.bands.last().map_or(0.0, |band| {
            line_of_text(ui.painter(), band.heading, heading_font.clone(), theme.text, f32::INFINITY).size().x
        });
        let shape = layout::bands(rect, self.bands.len(), top_heading + 28.0);
        let mut clicked = None;
        for (tier, (band, area)) in self.bands.iter().zip(&shape).enumerate() {
            if !ui.is_rect_visible(area.rect) {
                continue;
            }
            let tone = theme.tier(tier);
            let corners = area.corners().to_vec();
            ui.painter().add(Shape::convex_polygon(corners, tone.soft, Stroke::NONE));
            self.heading(ui, theme, tier, area, heading_height);
            let places = Places::new(*area, band.people(), heading_height, theme.text_scale.min(1.5));
            let found = match places.crowd {
                Crowd::Tokens { diameter, .. } => self.tokens(ui, theme, tier, &places, diameter),
                Crowd::Dots { diameter, people_per_dot, .. } => {
                    self.dots(ui, theme, tier, &places, (diameter, people_per_dot))
                }
            };
            clicked = clicked.or(found);
        }
        clicked
    }

    fn heading(&self, ui: &mut Ui, theme: &Theme, tier: usize, area: &Band, height: f32) {
        let text = self.bands[tier].heading;
        let colour = theme.tier(tier).text;
        let middle = pos2(area.rect.center().x, area.rect.top() + height / 2.0 + 2.0);
        let font = theme.font(Size::Body, Weight::SemiBold);
        let words = line_of_text(ui.painter(), text, font, colour, area.room(area.rect.top() + 4.0));
        let place = Rect::from_center_size(middle, words.size());
        ui.painter().galley(place.min, words.clone(), colour);
        let response = ui.interact(place, ui.scope_id().with(("heading", tier)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
        super::look::whole_on_hover(response, &words, text);
    }

    fn look(&self, theme: &Theme, tier: usize, kind: Kind) -> TokenLook {
        match kind {
            Kind::NotEvidenced => TokenLook::Dashed(theme.tier(tier)),
            Kind::Holds => TokenLook::Ring(theme.tier(tier)),
            Kind::ShowsNext => TokenLook::Filled(theme.tier(self.next(tier))),
        }
    }

    /// The tier above, or the top one itself.
    fn next(&self, tier: usize) -> usize {
        (tier + 1).min(self.bands.len().saturating_sub(1))
    }

    fn tokens(&self, ui: &mut Ui, theme: &Theme, tier: usize, places: &Places, diameter: f32) -> Option<Clicked> {
        let mut clicked = None;
        for place in 0..places.marks() {
            let kind = self.bands[tier].kind(place);
            let person = (self.person)(tier, place);
            let centre = places.centre(place);
            let square = Rect::from_center_size(centre, Vec2::splat(diameter));
            let id: Id = ui.scope_id().with((tier, place));
            let response = ui.interact(square, id, Sense::click());
            let enabled = ui.is_enabled();
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Button, enabled, format!("{}, {}", person.name, kind.words()))
            });
            let painter = ui.painter();
            paint_token(painter, theme, centre, diameter, &person.initials, self.look(theme, tier, kind));
            if kind == Kind::ShowsNext {
                arrow(painter, centre, diameter, theme.tier(self.next(tier)).colour);
            }
            if response.has_focus() || self.selected == Some((tier, place)) {
                paint_token_ring(painter, centre, diameter, theme.accent.colour);
            } else if response.hovered() {
                paint_token_ring(painter, centre, diameter, theme.line_strong);
            }
            if response.clicked() {
                clicked = Some(Clicked::Person(tier, place));
            }
            response.on_hover_ui(|ui| hover_card(ui, &person, kind));
        }
        clicked
    }

    fn dots(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        tier: usize,
        places: &Places,
        (diameter, people_per_dot): (f32, usize),
    ) -> Option<Clicked> {
        let band = &self.bands[tier];
        let response = ui.interact(places.area(), ui.scope_id().with(("dots", tier)), Sense::click());
        let enabled = ui.is_enabled();
        let words = if people_per_dot > 1 {
            format!("{}. Each dot stands for {people_per_dot} people.", band.words())
        } else {
            format!("{}.", band.words())
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, format!("{}: {words}", band.heading)));
        let painter = ui.painter();
        for dot in 0..places.marks() {
            // A dot for several people takes the look of the one in their middle.
            let person = (dot * people_per_dot + people_per_dot / 2).min(band.people() - 1);
            paint_dot(painter, theme, places.centre(dot), diameter, self.look(theme, tier, band.kind(person)));
        }
        if people_per_dot > 1 {
            dot_legend(ui.painter(), theme, tier, places.area(), people_per_dot);
        }
        super::look::focus_ring(ui, &response, places.area(), 6.0);
        let clicked = response.clicked().then_some(Clicked::Band(tier));
        response.on_hover_text(words);
        clicked
    }
}

/// Discs only: egui draws them from its texture, while a stroked ring has to be built of triangles.
fn paint_dot(painter: &Painter, theme: &Theme, centre: Pos2, diameter: f32, look: TokenLook) {
    let radius = diameter / 2.0;
    match look {
        TokenLook::Ring(tone) => {
            let width = if diameter < 10.0 { 1.0 } else { 1.5 };
            painter.circle_filled(centre, radius, tone.colour);
            painter.circle_filled(centre, radius - width, theme.surface);
        }
        TokenLook::Filled(tone) => {
            painter.circle_filled(centre, radius, tone.colour);
        }
        TokenLook::Dashed(tone) => {
            painter.circle_filled(centre, radius / 2.0, tone.colour);
        }
    }
}

/// Says below the dots how many people one stands for.
fn dot_legend(painter: &Painter, theme: &Theme, tier: usize, dots: Rect, people_per_dot: usize) {
    let words = format!("Each dot is {people_per_dot} people");
    let font = theme.font(Size::Tiny, Weight::Regular);
    let colour = theme.tier(tier).text;
    let galley = line_of_text(painter, &words, font, colour, f32::INFINITY);
    let at = pos2(dots.center().x - galley.size().x / 2.0, dots.bottom() + 1.0);
    painter.galley(at, galley, colour);
}

/// The small chevron above somebody who shows the next level.
fn arrow(painter: &Painter, centre: Pos2, diameter: f32, colour: Color32) {
    let half = (diameter * 0.12).max(3.0);
    let tip = pos2(centre.x, centre.y - diameter / 2.0 - half - 4.0);
    let points = vec![tip + vec2(-half, half), tip, tip + vec2(half, half)];
    painter.add(Shape::line(points, Stroke::new(2.0, colour)));
}

fn hover_card(ui: &mut Ui, person: &TeamPerson<'_>, kind: Kind) {
    ui.set_max_width(280.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    text::strong(ui, person.name);
    if !person.detail.is_empty() {
        text::small(ui, person.detail.as_str());
    }
    let mut words = kind.words().to_owned();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text::small(ui, words);
}
