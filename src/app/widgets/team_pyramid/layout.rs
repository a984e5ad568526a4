//! Where everything stands in a team's pyramid: pure geometry, so that the shape can be tested
//! without a window. A band shows its people as tokens as large as fit; where even the smallest
//! don't, as dots, each of which may stand for several people.

use egui::{Pos2, Rect, pos2};

/// The diameters of tokens that are tried, largest first, in points before text scaling.
const DIAMETERS: [f32; 4] = [40.0, 34.0, 28.0, 22.0];

/// The diameters of dots that are tried, largest first, in points.
const DOTS: [f32; 4] = [16.0, 12.0, 9.0, 7.0];

/// From one dot to the next, in diameters.
const DOT_PITCH: f32 = 1.45;

/// At most this many dots are drawn in a band: beyond it each stands for more people.
const MOST_DOTS: usize = 240;

/// One band of the pyramid: a trapezoid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    /// The rectangle around it.
    pub rect: Rect,
    /// Half its width at its top.
    pub top_half: f32,
}

impl Band {
    /// Half the width at a height within the band.
    fn half(&self, y: f32) -> f32 {
        let part = ((y - self.rect.top()) / self.rect.height()).clamp(0.0, 1.0);
        self.top_half + (self.rect.width() / 2.0 - self.top_half) * part
    }

    /// Top left, top right, bottom right, bottom left.
    pub fn corners(&self) -> [Pos2; 4] {
        let middle = self.rect.center().x;
        [
            pos2(middle - self.top_half, self.rect.top()),
            pos2(middle + self.top_half, self.rect.top()),
            self.rect.right_bottom(),
            self.rect.left_bottom(),
        ]
    }

    /// The width that text has at a height.
    pub fn room(&self, y: f32) -> f32 {
        2.0 * self.half(y) - 12.0
    }
}

/// The bands of a pyramid of `count` tiers in `rect`, the bottom one first. Its top is at least
/// `least_top` points wide, so that the heading of the top band can be read.
pub(super) fn bands(rect: Rect, count: usize, least_top: f32) -> Vec<Band> {
    let number = count.max(1) as f32;
    let gap = 6.0;
    let height = ((rect.height() - gap * (number - 1.0)) / number).max(1.0).floor();
    let top = (rect.width() * 0.2).max(least_top).min(rect.width() * 0.7) / 2.0;
    let base = rect.width() / 2.0;
    let total = number * (height + gap) - gap;
    let half = |y: f32| top + (base - top) * (y / total);
    (0..count)
        .map(|tier| {
            let bottom = total - tier as f32 * (height + gap);
            let middle = rect.center().x;
            Band {
                rect: Rect::from_min_max(
                    pos2(middle - half(bottom), rect.top() + bottom - height),
                    pos2(middle + half(bottom), rect.top() + bottom),
                ),
                top_half: half(bottom - height),
            }
        })
        .collect()
}

/// How the people of a band are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Crowd {
    /// Each as a token, in rows.
    Tokens {
        /// How large a token is.
        diameter: f32,
        /// How many stand in a full row.
        per_row: usize,
    },
    /// As dots, in rows.
    Dots {
        /// How large a dot is.
        diameter: f32,
        /// How many stand in a full row.
        per_row: usize,
        /// How many people one stands for; the last dot may stand for fewer.
        people_per_dot: usize,
    },
}

/// How many dots of a diameter fit into a row and into a band, with some room left below them.
fn dots_that_fit(band: Band, heading: f32, below: f32, diameter: f32) -> (usize, usize) {
    let pitch = diameter * DOT_PITCH;
    let height = band.rect.height() - heading - below;
    let width = 2.0 * band.half(band.rect.top() + heading) - 24.0;
    let rows = ((height / pitch).floor() as usize).max(1);
    let per_row = ((width / pitch).floor() as usize).max(1);
    (per_row, (rows * per_row).min(MOST_DOTS))
}

/// The places of a band's people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    band: Band,
    pub crowd: Crowd,
    marks: usize,
    pitch: (f32, f32),
    /// The height of the middle of the first row.
    first_row: f32,
}

impl Places {
    /// Finds the largest tokens with which `people` fit into the band below its heading of
    /// `heading` points; dots where none do.
    pub fn new(band: Band, people: usize, heading: f32, scale: f32) -> Self {
        DIAMETERS
            .iter()
            .find_map(|diameter| Self::tokens(band, people, heading, diameter * scale))
            .unwrap_or_else(|| Self::dots(band, people, heading))
    }

    fn tokens(band: Band, people: usize, heading: f32, diameter: f32) -> Option<Self> {
        // The arrow of somebody who shows the next level stands above the token.
        let pitch = (diameter + 7.0, diameter * 1.18 + 9.0);
        let room = band.rect.height() - heading - 4.0;
        let most_rows = (room / pitch.1).floor() as usize;
        (1..=most_rows).find_map(|rows| {
            let per_row = people.div_ceil(rows).max(1);
            let places = Self::centred(band, heading, pitch, rows, Crowd::Tokens { diameter, per_row }, people);
            // The first row is the narrowest.
            let width = 2.0 * band.half(places.first_row - diameter / 2.0) - 20.0;
            (per_row as f32 * pitch.0 <= width).then_some(places)
        })
    }

    /// The largest dots that give everybody one of their own; else the smallest, each for several.
    fn dots(band: Band, people: usize, heading: f32) -> Self {
        let largest = |wanted: usize, below: f32| {
            let fits = |diameter: &f32| dots_that_fit(band, heading, below, *diameter).1 >= wanted;
            DOTS.into_iter().find(fits)
        };
        let smallest = DOTS[DOTS.len() - 1];
        let (diameter, below) = match largest(people, 10.0) {
            Some(diameter) => (diameter, 10.0),
            // Room below for the words on what a dot stands for.
            None => (largest(MOST_DOTS, 26.0).unwrap_or(smallest), 26.0),
        };
        let (most_per_row, most) = dots_that_fit(band, heading, below, diameter);
        let people_per_dot = people.div_ceil(most).max(1);
        let dots = people.div_ceil(people_per_dot);
        let rows = dots.div_ceil(most_per_row).max(1);
        let per_row = dots.div_ceil(rows).max(1);
        let pitch = diameter * DOT_PITCH;
        let crowd = Crowd::Dots { diameter, per_row, people_per_dot };
        Self::centred(band, heading, (pitch, pitch), rows, crowd, dots)
    }

    fn centred(band: Band, heading: f32, pitch: (f32, f32), rows: usize, crowd: Crowd, marks: usize) -> Self {
        let room = band.rect.height() - heading;
        let block = rows as f32 * pitch.1;
        // Sits a little above the middle of what is left, as the eye expects.
        let top = band.rect.top() + heading + ((room - block) * 0.4).max(0.0);
        Self { band, crowd, marks, pitch, first_row: top + pitch.1 / 2.0 + 2.0 }
    }

    /// How many tokens or dots there are.
    pub fn marks(&self) -> usize {
        self.marks
    }

    fn per_row(&self) -> usize {
        match self.crowd {
            Crowd::Tokens { per_row, .. } | Crowd::Dots { per_row, .. } => per_row,
        }
    }

    /// The middle of a token or dot.
    pub fn centre(&self, mark: usize) -> Pos2 {
        let per_row = self.per_row();
        let row = mark / per_row;
        let in_row = (self.marks - row * per_row).min(per_row);
        let column = (mark % per_row) as f32;
        // Rows of tokens that are not full stand in the middle, dots line up.
        let across = match self.crowd {
            Crowd::Tokens { .. } => in_row,
            Crowd::Dots { .. } => per_row.min(self.marks),
        };
        let left = self.band.rect.center().x - (across as f32 - 1.0) * self.pitch.0 / 2.0;
        pos2(left + column * self.pitch.0, self.first_row + row as f32 * self.pitch.1)
    }

    /// The rectangle around all tokens or dots.
    pub fn area(&self) -> Rect {
        let mut area = Rect::NOTHING;
        for mark in [0, self.per_row().min(self.marks).saturating_sub(1), self.marks.saturating_sub(1)] {
            area.extend_with(self.centre(mark));
        }
        area.expand(self.pitch.0 / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::vec2;

    const HEADING: f32 = 28.0;

    fn shape(width: f32, height: f32, tiers: usize) -> Vec<Band> {
        bands(Rect::from_min_size(Pos2::ZERO, vec2(width, height)), tiers, 150.0)
    }

    #[test]
    fn bands_stand_on_each_other_and_narrow_in_a_straight_line() {
        for tiers in 1..=6 {
            let shape = shape(860.0, 640.0, tiers);
            assert_eq!(shape.len(), tiers);
            for pair in shape.windows(2) {
                assert!(pair[1].rect.bottom() < pair[0].rect.top());
                assert!(pair[1].rect.width() / 2.0 < pair[0].top_half);
            }
            assert!((shape[0].rect.width() - 860.0).abs() < 0.01);
        }
    }

    #[test]
    fn everybody_has_a_place_inside_the_band_and_apart_from_the_others() {
        for people in [0, 1, 2, 7, 24, 35, 61, 120, 300, 2_000, 10_000] {
            for (tier, band) in shape(860.0, 640.0, 4).into_iter().enumerate() {
                let places = Places::new(band, people, HEADING, 1.0);
                let (reach, shown) = match places.crowd {
                    Crowd::Tokens { diameter, .. } => (diameter / 2.0, places.marks()),
                    Crowd::Dots { diameter, people_per_dot, .. } => (diameter / 2.0, places.marks() * people_per_dot),
                };
                assert!(shown >= people, "{people} in tier {tier}: {places:?}");
                assert!(places.marks() <= people.max(MOST_DOTS));
                for mark in 0..places.marks() {
                    let centre = places.centre(mark);
                    let half = band.half(centre.y - reach);
                    assert!((centre.x - band.rect.center().x).abs() + reach <= half, "{people} in tier {tier}: {mark}");
                    assert!(centre.y - reach >= band.rect.top() + HEADING - 2.0, "{people} in tier {tier}: {mark}");
                    assert!(centre.y + reach <= band.rect.bottom(), "{people} in tier {tier}: {mark}");
                }
                if places.marks() > 1 {
                    let apart = places.centre(0).distance(places.centre(1));
                    assert!(apart >= 2.0 * reach);
                }
            }
        }
    }

    #[test]
    fn the_team_of_the_design_has_full_size_tokens_in_two_rows_of_twelve() {
        let shape = shape(860.0, 640.0, 4);
        let places = Places::new(shape[0], 24, HEADING, 1.0);
        assert_eq!(places.crowd, Crowd::Tokens { diameter: 40.0, per_row: 12 });
    }

    #[test]
    fn tokens_shrink_before_they_become_dots() {
        let band = shape(860.0, 640.0, 4)[0];
        let diameter = |people| match Places::new(band, people, HEADING, 1.0).crowd {
            Crowd::Tokens { diameter, .. } => diameter,
            Crowd::Dots { .. } => 0.0,
        };
        assert!(diameter(24) > diameter(60));
        assert!(diameter(60) > 0.0);
        assert_eq!(diameter(300), 0.0);
    }

    #[test]
    fn however_many_people_only_so_many_dots_are_drawn() {
        let band = shape(860.0, 640.0, 4)[0];
        let places = Places::new(band, 10_000, HEADING, 1.0);
        assert!(places.marks() <= MOST_DOTS);
        let Crowd::Dots { people_per_dot, .. } = places.crowd else {
            panic!("ten thousand people as tokens");
        };
        assert!(people_per_dot > 1);
    }
}
