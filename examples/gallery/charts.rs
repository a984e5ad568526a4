//! The pictures that are Plumbline's own.

use egui::{Sense, Ui, vec2};
use plumbline::app::theme::Theme;
use plumbline::app::widgets::{
    self, Clicked, IntervalDot, IntervalDots, PersonPyramid, ScaleUse, ScaleUses, Score, ScoreCell, TeamBand,
    TeamPerson, TeamPyramid, TierBand, text,
};

use super::Gallery;

const NAMES: [&str; 4] = ["Market", "People", "Strategy", "Business vision"];

fn tiers(scores: [Option<f32>; 4], bars: [Option<f32>; 4], home: usize) -> Vec<TierBand<'static>> {
    (0..4)
        .map(|tier| TierBand {
            name: NAMES[tier],
            score: scores[tier],
            bar: bars[tier],
            home: tier == home,
            asked: bars[tier].is_some(),
            note: if tier == home { "next level" } else { "" },
        })
        .collect()
}

impl Gallery {
    pub fn person_pyramids(&mut self, ui: &mut Ui) {
        let bars = [Some(3.5), Some(3.5), Some(3.0), None];
        let amara = tiers([Some(4.3), Some(4.1), Some(3.6), Some(2.3)], bars, 2);
        let unseen = tiers([Some(1.0), None, Some(5.0), None], bars, 0);
        ui.scope(|ui| {
            ui.set_max_width(520.0);
            PersonPyramid::new("Amara Okafor", &amara, 5).width(310.0).show(ui);
        });
        ui.horizontal(|ui| {
            for people in [&amara, &unseen] {
                PersonPyramid::new("Amara Okafor", people, 5).show_small(ui);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    text::strong(ui, "Amara Okafor");
                    text::small(ui, "Director · Hinges on one skill");
                });
                ui.add_space(16.0);
            }
        });
        ui.horizontal_top(|ui| {
            for count in [1, 2, 3, 6] {
                let many: Vec<TierBand<'_>> = (0..count)
                    .map(|tier| TierBand {
                        name: "Tier",
                        score: Some(4.5 - tier as f32 * 0.6),
                        bar: Some(3.0),
                        home: tier == 1,
                        asked: true,
                        note: "",
                    })
                    .collect();
                ui.vertical(|ui| {
                    ui.set_width(260.0);
                    PersonPyramid::new("Somebody", &many, 5).width(120.0).show(ui);
                });
            }
        });
    }

    pub fn score_cells(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        for points in [5, 3, 7] {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 3.0;
                let mut scores: Vec<Score> = (1..=points).map(Score::Given).collect();
                scores.extend([Score::NotObserved, Score::Empty, Score::NotAsked]);
                for (place, score) in scores.into_iter().enumerate() {
                    let (rect, response) = ui.allocate_exact_size(vec2(32.0, 38.0), Sense::hover());
                    let cell = ScoreCell {
                        score,
                        points,
                        note: place == 2,
                        selected: score == Score::Empty,
                        hovered: response.hovered(),
                    };
                    widgets::paint_score_cell(ui.painter(), &theme, rect, &cell);
                }
            });
        }
    }

    pub fn interval_dots(&mut self, ui: &mut Ui) {
        let rows = [("Ines", 0.42_f32, 0.2_f32), ("Keiko", 0.11, 0.2), ("Dana", -0.13, 0.24), ("Marcus", -0.61, 0.2)];
        let dots = rows.map(|(name, value, margin)| IntervalDot {
            name,
            value,
            interval: Some((value - margin, value + margin)),
            figure: if value > 0.0 { "higher" } else { "lower" },
            marked: value < -0.5,
            words: name,
        });
        let shares = [[0.05, 0.2, 0.45, 0.25, 0.05], [0.0, 0.1, 0.3, 0.4, 0.2]];
        let groups = [0, 1].map(|at| ScaleUse { name: rows[at].0, shares: &shares[at], words: rows[at].0 });
        ui.columns(2, |columns| {
            IntervalDots::new(&dots, 0.5).selected(Some(3)).show(&mut columns[0]);
            ScaleUses::new(&groups).show(&mut columns[1]);
        });
    }

    pub fn team_pyramid(&mut self, ui: &mut Ui) {
        // As many people as asked for, spread as in the design's team of 35.
        let counts: Vec<usize> = [24, 7, 3, 1].map(|share| (share * self.people).div_ceil(35)).to_vec();
        let titles = [
            "Market · PMs and Senior PMs",
            "People · Directors and Principals",
            "Strategy · VPs",
            "Business vision · CPO",
        ];
        let headings: Vec<String> =
            counts.iter().zip(titles).map(|(count, title)| format!("{title} · {count}")).collect();
        let bands: Vec<TeamBand<'_>> = counts
            .iter()
            .zip(&headings)
            .map(|(count, heading)| {
                let shows_next = if *count > 1 { count / 4 } else { 0 };
                let not_evidenced = if *count > 1 { count.div_ceil(24) } else { 0 };
                TeamBand { heading, not_evidenced, holds: count - shows_next - not_evidenced, shows_next }
            })
            .collect();
        let names = [
            "Amara Okafor",
            "Søren Østergård",
            "Elena Petrova",
            "Luis Ferreira",
            "Mei-Ling Chen",
            "Tomás Ibáñez",
            "Hannah Weiss",
        ];
        let person = |band: usize, place: usize| TeamPerson {
            initials: widgets::initials(names[(band * 3 + place) % names.len()]),
            name: names[(band * 3 + place) % names.len()],
            detail: "Senior PM · Payments".to_owned(),
        };
        ui.scope(|ui| {
            ui.set_max_width(860.0);
            let (_, clicked) = TeamPyramid::new(&bands, &person).selected(self.selected_person).show(ui);
            if let Some(Clicked::Person(band, place)) = clicked {
                self.selected_person = Some((band, place));
            }
        });
    }
}
