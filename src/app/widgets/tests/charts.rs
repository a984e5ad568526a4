//! The pyramids: their words, their shape with any number of people, and what a frame costs.

use std::cell::Cell;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::super::*;
use super::{press, window};

#[test]
fn a_persons_pyramid_has_its_words() {
    let tiers = [
        TierBand { name: "Market", score: Some(4.3), bar: Some(3.5), asked: true, ..TierBand::default() },
        TierBand { name: "People", score: None, bar: Some(3.0), asked: true, home: true, ..TierBand::default() },
    ];
    let harness = window((), |ui, ()| {
        PersonPyramid::new("Amara Okafor", &tiers, 5).show_small(ui);
    });
    harness.get_by_role_and_label(
        Role::Image,
        "Amara Okafor. Market: 4.3 of 3.5; People: Not enough seen, asks 3.0, home tier",
    );
}

#[test]
fn pyramids_of_one_to_six_tiers_on_any_scale_are_drawn() {
    for count in 0..=6 {
        for points in [3, 5, 7] {
            let tiers: Vec<TierBand<'_>> = (0..count)
                .map(|tier| TierBand {
                    name: "Tier",
                    score: Some(f32::from(points) + 1.0),
                    bar: Some(0.0),
                    home: tier == 0,
                    asked: true,
                    note: "",
                })
                .collect();
            let _ = window((), |ui, ()| {
                PersonPyramid::new("Anybody", &tiers, points).show(ui);
                PersonPyramid::new("Anybody", &tiers, points).show_small(ui);
            });
        }
    }
}

fn team(people: usize) -> [usize; 4] {
    [people, people / 4, people / 10, people.min(1)]
}

#[test]
fn somebody_in_the_team_is_found_by_name_and_opened_by_keyboard() {
    let names = ["Amara Okafor", "Søren Østergård", "Priya Raman"];
    let mut harness = window(None, |ui, opened: &mut Option<Clicked>| {
        let bands = [TeamBand { heading: "Market · PMs · 3", not_evidenced: 1, holds: 1, shows_next: 1 }];
        let person = |_: usize, place: usize| TeamPerson {
            initials: initials(names[place]),
            name: names[place],
            detail: String::new(),
        };
        if let Some(clicked) = TeamPyramid::new(&bands, &person).show(ui).1 {
            *opened = Some(clicked);
        }
    });
    harness.get_by_role_and_label(Role::Button, "Priya Raman, shows the next level").click();
    harness.run();
    assert_eq!(*harness.state(), Some(Clicked::Person(0, 2)));
    press(&mut harness, Key::Tab);
    assert!(harness.get_by_label("Amara Okafor, level not yet evidenced").is_focused());
    press(&mut harness, Key::Enter);
    assert_eq!(*harness.state(), Some(Clicked::Person(0, 0)));
}

#[test]
fn only_people_who_are_drawn_are_asked_for() {
    for people in [0, 1, 35, 300, 10_000] {
        let asked = Cell::new(0_usize);
        let counts = team(people);
        let headings = counts.map(|count| format!("Tier · {count}"));
        let harness = window((), |ui, ()| {
            let bands: Vec<TeamBand<'_>> = counts
                .iter()
                .zip(&headings)
                .map(|(count, heading)| TeamBand { heading, not_evidenced: 0, holds: *count, shows_next: 0 })
                .collect();
            let person = |_: usize, _: usize| {
                asked.set(asked.get() + 1);
                TeamPerson { name: "Somebody", ..TeamPerson::default() }
            };
            asked.set(0);
            TeamPyramid::new(&bands, &person).height(560.0).show(ui);
        });
        assert!(asked.get() <= 200, "{people} people: {} asked for", asked.get());
        let shapes = harness.output().shapes.len();
        assert!(shapes < 1_500, "{people} people: {shapes} shapes");
        if people == 10_000 {
            let dots = harness.get_all_by_role(Role::Button).find_map(|band| band.accesskit_node().label());
            let dots = dots.expect("a band of dots is a button");
            assert!(dots.contains("10000 stand at their level"), "{dots}");
            assert!(dots.contains("Each dot stands for"), "{dots}");
        }
    }
}

/// How many corners of triangles a team's pyramid is drawn with, and how many people were asked
/// for: what a frame costs, whatever the machine.
fn cost_of_a_team(people: usize) -> (usize, usize) {
    let counts = [people * 24 / 35, people * 7 / 35, people * 3 / 35, people / 35];
    let asked = Cell::new(0);
    let harness = window((), |ui, ()| {
        let bands = counts.map(|count| TeamBand {
            heading: "Tier",
            not_evidenced: count / 20,
            holds: count - count / 20 - count / 4,
            shows_next: count / 4,
        });
        let person = |_: usize, _: usize| {
            asked.set(asked.get() + 1);
            TeamPerson { name: "Amara Okafor", initials: "AO".to_owned(), ..TeamPerson::default() }
        };
        asked.set(0);
        TeamPyramid::new(&bands, &person).height(560.0).show(ui);
    });
    let shapes = harness.output().shapes.clone();
    let corners = harness
        .ctx
        .tessellate(shapes, 1.0)
        .iter()
        .map(|part| match &part.primitive {
            egui::epaint::Primitive::Mesh(mesh) => mesh.vertices.len(),
            egui::epaint::Primitive::Callback(_) => 0,
        })
        .sum();
    (corners, asked.get())
}

#[test]
fn a_team_of_ten_thousand_costs_no_more_to_draw_than_one_of_sixty() {
    let (sixty, _) = cost_of_a_team(60);
    let (thousands, asked) = cost_of_a_team(10_000);
    assert!(thousands * 4 <= sixty * 5, "{thousands} corners, not {sixty}");
    assert_eq!(asked, 0);
}

#[test]
fn an_interval_dot_says_its_words_and_is_chosen_by_mouse_and_keyboard() {
    let rows = ["Ines", "Marcus"].map(|name| (name, format!("{name} in words")));
    let mut harness = window(None, move |ui, chosen: &mut Option<usize>| {
        let dots: Vec<IntervalDot<'_>> = rows
            .iter()
            .enumerate()
            .map(|(place, (name, words))| IntervalDot {
                name,
                value: 0.4 - place as f32,
                interval: Some((0.2 - place as f32, 0.6 - place as f32)),
                figure: "+0.40",
                marked: place == 1,
                words,
            })
            .collect();
        if let Some(clicked) = IntervalDots::new(&dots, 0.5).selected(*chosen).show(ui) {
            *chosen = Some(clicked);
        }
    });
    harness.get_by_role_and_label(Role::Button, "Marcus in words").click();
    harness.run();
    assert_eq!(*harness.state(), Some(1));
    press(&mut harness, Key::Tab);
    assert!(harness.get_by_label("Ines in words").is_focused());
    press(&mut harness, Key::Enter);
    assert_eq!(*harness.state(), Some(0));
}

#[test]
fn intervals_without_an_end_and_forty_rows_are_drawn() {
    for count in [0, 1, 2, 40] {
        let odd = [f32::INFINITY, 0.3, 40.0];
        let rows: Vec<IntervalDot<'_>> = (0..count)
            .map(|place| IntervalDot {
                name: "Somebody with a very long name indeed, and a second one",
                value: 0.1,
                interval: (place % 2 == 0).then_some((-odd[place % 3], odd[place % 3])),
                figure: "+0.10",
                marked: false,
                words: "words",
            })
            .collect();
        let harness = window((), |ui, ()| {
            assert_eq!(IntervalDots::new(&rows, 0.5).quiet().show(ui), None);
        });
        assert_eq!(harness.query_all_by_label("words").count(), count);
    }
}

#[test]
fn the_use_of_a_scale_is_said_and_can_be_chosen() {
    let mut harness = window(None, |ui, chosen: &mut Option<usize>| {
        let groups: Vec<ScaleUse<'_>> = (0..40)
            .map(|place| ScaleUse {
                name: if place == 7 { "Keiko" } else { "Somebody" },
                shares: &[0.0, 0.2, 0.5, 0.2, 0.1],
                words: if place == 7 { "Keiko in words" } else { "Somebody in words" },
            })
            .collect();
        if let Some(clicked) = ScaleUses::new(&groups).selected(*chosen).show(ui) {
            *chosen = Some(clicked);
        }
    });
    harness.get_by_role_and_label(Role::Button, "Keiko in words").click();
    harness.run();
    assert_eq!(*harness.state(), Some(7));
}
