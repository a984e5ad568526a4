//! What somebody can do with the widgets: by mouse, by keyboard and through a screen reader.

use std::cell::Cell;

use egui::accesskit::{Invalid, Role, SortDirection, Toggled};
use egui::{Event, Key, Modifiers, PointerButton, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::app::icons::Icon;
use crate::app::theme::{self, ThemeChoice};

/// A window of 800 × 600 points in the light theme.
fn window<'a, State: 'a>(
    state: State,
    content: impl FnMut(&mut Ui, &mut State) + 'a,
) -> Harness<'a, State> {
    let mut harness = Harness::builder()
        .with_size(vec2(800.0, 600.0))
        .with_context_setup(|context| theme::install(context, ThemeChoice::Light, 1.0))
        .build_ui_state(content, state);
    harness.run();
    harness
}

fn press<State>(harness: &mut Harness<'_, State>, key: Key) {
    harness.key_press(key);
    harness.run();
}

#[test]
fn a_button_is_clicked_by_mouse_and_keyboard_and_not_while_off() {
    let mut harness = window((0, 0), |ui, (on, off): &mut (u32, u32)| {
        if ui
            .add(Button::primary("Submit and seal").key("Ctrl ⏎"))
            .clicked()
        {
            *on += 1;
        }
        if ui
            .add_enabled(false, Button::secondary("Present"))
            .clicked()
        {
            *off += 1;
        }
    });
    harness
        .get_by_role_and_label(Role::Button, "Submit and seal")
        .click();
    harness.run();
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::Space);
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().0, 3);
    let button = harness.get_by_label("Submit and seal");
    assert!(button.is_focused());
    assert_eq!(
        button.accesskit_node().data().keyboard_shortcut(),
        Some("Ctrl ⏎")
    );
    let off = harness.get_by_label("Present");
    assert!(off.accesskit_node().is_disabled());
    off.click();
    harness.run();
    assert_eq!(harness.state().1, 0);
}

#[test]
fn an_icon_button_is_called_by_its_name_and_says_it_on_hover() {
    let mut harness = window(false, |ui, on: &mut bool| {
        let button = IconButton::new(Icon::Eye, "Show marks")
            .key("M")
            .selected(*on);
        if ui.add(button).clicked() {
            *on = !*on;
        }
    });
    harness.get_by_label("Show marks").click();
    harness.run();
    assert!(*harness.state());
    let toggled = harness
        .get_by_label("Show marks")
        .accesskit_node()
        .toggled();
    assert_eq!(toggled, Some(Toggled::True));
    harness.get_by_label("Show marks").hover();
    harness.run_steps(60);
    assert!(harness.query_by_label("Show marks (M)").is_some());
}

#[test]
fn one_of_the_segments_is_taken() {
    let mut harness = window(0_usize, |ui, view: &mut usize| {
        segmented(
            ui,
            "View",
            view,
            &[(0, "By level"), (1, "By team"), (2, "Since H1")],
        );
    });
    let taken = |harness: &Harness<'_, usize>, label: &str| {
        harness
            .get_by_role_and_label(Role::RadioButton, label)
            .accesskit_node()
            .toggled()
            == Some(Toggled::True)
    };
    assert!(taken(&harness, "By level"));
    harness.get_by_label("Since H1").click();
    harness.run();
    assert!(taken(&harness, "Since H1") && !taken(&harness, "By level"));
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::ArrowRight);
    press(&mut harness, Key::Space);
    assert_eq!(*harness.state(), 1);
    harness.get_by_role_and_label(Role::RadioGroup, "View");
}

#[test]
fn a_score_that_is_taken_can_be_given_back() {
    let mut harness = window(None, |ui, score: &mut Option<u8>| {
        Segmented::new("Agreed score").solid().show_optional(
            ui,
            score,
            &[(1, "1"), (2, "2"), (3, "3")],
        );
    });
    harness.get_by_label("3").click();
    harness.run();
    assert_eq!(*harness.state(), Some(3));
    harness.get_by_label("3").click();
    harness.run();
    assert_eq!(*harness.state(), None);
}

#[test]
fn boxes_switches_and_radio_buttons_change_and_say_their_state() {
    let mut harness = window((false, true, 0), |ui, state: &mut (bool, bool, u8)| {
        checkbox(ui, &mut state.0, "Recused");
        switch(ui, &mut state.1, "Show names");
        radio(ui, &mut state.2, 0, "Customers");
        radio(ui, &mut state.2, 1, "Teams");
    });
    harness
        .get_by_role_and_label(Role::CheckBox, "Recused")
        .click();
    harness
        .get_by_role_and_label(Role::Switch, "Show names")
        .click();
    harness.run();
    harness
        .get_by_role_and_label(Role::RadioButton, "Teams")
        .click();
    harness.run();
    assert_eq!(*harness.state(), (true, false, 1));
    let toggled = |label| harness.get_by_label(label).accesskit_node().toggled();
    assert_eq!(toggled("Recused"), Some(Toggled::True));
    assert_eq!(toggled("Show names"), Some(Toggled::False));
    assert_eq!(toggled("Customers"), Some(Toggled::False));
}

#[test]
fn screens_phases_and_tabs_say_which_one_is_open() {
    let mut harness = window((0, 0), |ui, (screen, tab): &mut (usize, usize)| {
        for (place, name) in ["Team", "Rate"].into_iter().enumerate() {
            if nav_item(ui, Icon::Team, name, *screen == place).clicked() {
                *screen = place;
            }
        }
        phase_step(ui, "Prepare", Step::Done);
        tabs(ui, "About", tab, &[(0, "Gates"), (1, "Growth")]);
    });
    harness.get_by_role_and_label(Role::Tab, "Rate").click();
    harness.run();
    harness.get_by_role_and_label(Role::Tab, "Growth").click();
    harness.run();
    assert_eq!(*harness.state(), (1, 1));
    let selected = |label| harness.get_by_label(label).accesskit_node().is_selected();
    assert_eq!(selected("Rate"), Some(true));
    assert_eq!(selected("Team"), Some(false));
    assert_eq!(selected("Growth"), Some(true));
    let done = harness
        .get_by_label("Prepare")
        .accesskit_node()
        .description();
    assert_eq!(done.as_deref(), Some("Done"));
}

#[test]
fn a_field_takes_text_and_says_what_is_wrong() {
    let mut harness = window(String::new(), |ui, name: &mut String| {
        let error = name.is_empty().then_some("Write a name first.");
        TextField::new("Name", name)
            .hint("Amara Okafor")
            .error(error)
            .show(ui);
    });
    let field = harness.get_by_role_and_label(Role::TextInput, "Name");
    assert_eq!(field.accesskit_node().data().invalid(), Some(Invalid::True));
    assert_eq!(
        field.accesskit_node().description().as_deref(),
        Some("Write a name first.")
    );
    assert_eq!(field.accesskit_node().placeholder(), Some("Amara Okafor"));
    assert!(
        harness
            .query_by_role_and_label(Role::Label, "Write a name first.")
            .is_some()
    );
    field.click();
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, "Name")
        .type_text("Søren");
    harness.run();
    assert_eq!(harness.state(), "Søren");
    assert!(harness.query_by_label("Write a name first.").is_none());
    // Nothing blinks: the field keeps the keyboard and asks for no frame.
    assert!(
        harness
            .get_by_role_and_label(Role::TextInput, "Name")
            .is_focused()
    );
    harness.run_steps(3);
    assert!(!harness.ctx.has_requested_repaint());
}

#[test]
fn a_select_shows_its_choices_and_takes_one() {
    let options = [(0, "PM"), (1, "Senior PM"), (2, "Director")];
    let mut harness = window(0, |ui, level: &mut usize| {
        Select::new("Level").width(200.0).show(ui, level, &options);
    });
    let value = |harness: &Harness<'_, usize>| {
        harness
            .get_by_role_and_label(Role::ComboBox, "Level")
            .value()
    };
    assert_eq!(value(&harness).as_deref(), Some("PM"));
    harness
        .get_by_role_and_label(Role::ComboBox, "Level")
        .click();
    harness.run();
    harness
        .get_by_role_and_label(Role::ListBoxOption, "Director")
        .click();
    harness.run();
    assert_eq!(*harness.state(), 2);
    assert!(
        harness
            .query_by_role_and_label(Role::ListBoxOption, "PM")
            .is_none()
    );
    // By keyboard: open, down to the next entry, take it.
    harness
        .get_by_role_and_label(Role::ComboBox, "Level")
        .focus();
    harness.run();
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::ArrowDown);
    let on_an_option = harness
        .get_all_by_role(Role::ListBoxOption)
        .any(|option| option.is_focused());
    assert!(on_an_option);
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_role(Role::ListBoxOption).is_none());
}

#[test]
fn a_menu_opens_below_its_button_and_closes_on_a_choice() {
    let mut harness = window(0, |ui, undone: &mut u32| {
        let more = ui.add(IconButton::new(Icon::More, "More"));
        menu(&more, |ui| {
            if ui.add(MenuItem::new("Undo").key("Ctrl Z")).clicked() {
                *undone += 1;
            }
        });
    });
    harness.get_by_label("More").click();
    harness.run();
    harness
        .get_by_role_and_label(Role::MenuItem, "Undo")
        .click();
    harness.run();
    assert_eq!(*harness.state(), 1);
    assert!(harness.query_by_label("Undo").is_none());
}

#[derive(Default)]
struct WithSheet {
    open: bool,
    path: String,
    behind: u32,
}

fn sheet_window<'a>() -> Harness<'a, WithSheet> {
    window(WithSheet::default(), |ui, state: &mut WithSheet| {
        if ui.add(Button::secondary("Open…")).clicked() {
            state.open = true;
        }
        if ui.add(Button::secondary("Behind")).clicked() {
            state.behind += 1;
        }
        if !state.open {
            return;
        }
        let shown = Sheet::new("Open a session").show(ui.ctx(), |sheet| {
            sheet.body(|ui| {
                TextField::new("File", &mut state.path).show(ui);
            });
            sheet.footer(|ui| ui.add(Button::primary("Open")).clicked())
        });
        if shown.closed || shown.inner {
            state.open = false;
        }
    })
}

#[test]
fn a_sheet_starts_in_its_first_field_keeps_the_keyboard_and_closes_with_escape() {
    let mut harness = sheet_window();
    harness.get_by_label("Open…").click();
    harness.run();
    let dialog = harness.get_by_role_and_label(Role::Dialog, "Open a session");
    assert!(dialog.accesskit_node().data().is_modal());
    assert!(
        harness
            .get_by_role_and_label(Role::TextInput, "File")
            .is_focused()
    );
    for _ in 0..7 {
        press(&mut harness, Key::Tab);
        assert!(!harness.get_by_label("Behind").is_focused());
        assert!(!harness.get_by_label("Open…").is_focused());
    }
    harness.get_by_label("Behind").click();
    harness.run();
    assert_eq!(harness.state().behind, 0);
    press(&mut harness, Key::Escape);
    assert!(!harness.state().open);
    assert!(harness.query_by_role(Role::Dialog).is_none());
}

#[test]
fn a_sheet_is_typed_into_at_once_and_again_when_it_opens_anew() {
    let mut harness = sheet_window();
    for typed in ["h1", "h1h2"] {
        harness.get_by_label("Open…").click();
        harness.run();
        harness.event(Event::Text(typed[typed.len() - 2..].to_owned()));
        harness.run();
        assert_eq!(harness.state().path, typed);
        harness.get_by_label("Open").click();
        harness.run();
        assert!(!harness.state().open);
    }
}

#[test]
fn toasts_go_by_themselves_but_bad_news_stays() {
    let mut harness = window(
        (Toasts::default(), None),
        |ui, (toasts, taken): &mut (Toasts<&str>, Option<&str>)| {
            if let Some(action) = toasts.show(ui.ctx()) {
                *taken = Some(action);
            }
        },
    );
    harness.state_mut().0.say(Hue::Good, "Saved.");
    harness.state_mut().0.say(Hue::Bad, "The disk is full.");
    harness
        .state_mut()
        .0
        .offer(Hue::Neutral, "Moved to Nearly.", "Undo", "undo");
    harness.run_steps(3);
    assert!(
        harness
            .query_by_role_and_label(Role::Status, "Saved.")
            .is_some()
    );
    harness.get_by_role_and_label(Role::Button, "Undo").click();
    harness.run_steps(3);
    assert_eq!(harness.state().1, Some("undo"));
    assert!(
        harness
            .query_by_role_and_label(Role::Status, "Moved to Nearly.")
            .is_none()
    );
    let seconds = harness.ctx.time() + 7.0;
    harness.input_mut().time = Some(seconds);
    harness.run_steps(2);
    assert!(
        harness
            .query_by_role_and_label(Role::Status, "Saved.")
            .is_none()
    );
    assert!(
        harness
            .query_by_role_and_label(Role::Alert, "The disk is full.")
            .is_some()
    );
    harness.get_by_role_and_label(Role::Button, "Close").click();
    harness.run_steps(3);
    assert!(harness.query_by_role(Role::Alert).is_none());
}

#[test]
fn notices_say_what_to_do_and_do_it() {
    let mut harness = window(
        (Wanted::Nothing, Answer::None),
        |ui, state: &mut (Wanted, Answer)| {
            let empty = EmptyState::new(
                Icon::Team,
                "Nobody here yet",
                "A roster brings in the people.",
            );
            match empty.button("Import a roster…").show(ui) {
                Wanted::Nothing => {}
                wanted => state.0 = wanted,
            }
            match Banner::new(Hue::Watch, "Open on another machine.")
                .action("Open a copy")
                .show(ui)
            {
                Answer::None => {}
                answer => state.1 = answer,
            }
        },
    );
    harness.get_by_label("Import a roster…").click();
    harness.run();
    harness.get_by_label("Open a copy").click();
    harness.run();
    assert_eq!(*harness.state(), (Wanted::First, Answer::Action));
    harness.get_by_role_and_label(Role::Status, "Open on another machine.");
}

#[test]
fn a_table_sorts_by_its_heads_and_rows_are_chosen() {
    let mut harness = window(
        (true, None),
        |ui, (upwards, chosen): &mut (bool, Option<usize>)| {
            let columns = [
                Column::rest("Person", 100.0).sorted(Some(*upwards)),
                Column::fixed("Raters", 60.0).right(),
            ];
            let table = Table::new(ui, &columns);
            if table.head(ui) == Some(0) {
                *upwards = !*upwards;
            }
            for (place, name) in ["Amara", "Luis"].into_iter().enumerate() {
                let row = table.row(ui, *chosen == Some(place), |row| {
                    row.cell(|ui| {
                        text::truncated(ui, name);
                    });
                    row.cell(|ui| {
                        text::body(ui, "5");
                    });
                });
                if row.clicked() {
                    *chosen = Some(place);
                }
            }
        },
    );
    harness
        .get_by_role_and_label(Role::ColumnHeader, "Person")
        .click();
    harness.run();
    let direction = harness
        .get_by_role_and_label(Role::ColumnHeader, "Person")
        .accesskit_node()
        .sort_direction();
    assert_eq!(direction, Some(SortDirection::Descending));
    harness.get_by_value("Luis").click();
    harness.run();
    assert_eq!(harness.state().1, Some(1));
    assert_eq!(harness.get_all_by_role(Role::Cell).count(), 4);
}

#[test]
fn a_card_is_clicked_as_a_whole_while_its_buttons_keep_their_own() {
    let mut harness = window((0, 0), |ui, (card, inside): &mut (u32, u32)| {
        let shown = Card::new().show_clickable(ui, "Mei-Ling Chen", |ui| {
            text::body(ui, "One gate");
            if ui.add(Button::quiet("Open")).clicked() {
                *inside += 1;
            }
        });
        if shown.response.clicked() {
            *card += 1;
        }
    });
    harness.get_by_label("Open").click();
    harness.run();
    assert_eq!(*harness.state(), (0, 1));
    harness
        .get_by_role_and_label(Role::Button, "Mei-Ling Chen")
        .click_accesskit();
    harness.run();
    assert_eq!(*harness.state(), (1, 1));
}

#[test]
fn a_persons_pyramid_has_its_words() {
    let tiers = [
        TierBand {
            name: "Market",
            score: Some(4.3),
            bar: Some(3.5),
            asked: true,
            ..TierBand::default()
        },
        TierBand {
            name: "People",
            score: None,
            bar: Some(3.0),
            asked: true,
            home: true,
            ..TierBand::default()
        },
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
        let bands = [TeamBand {
            heading: "Market · PMs · 3",
            not_evidenced: 1,
            holds: 1,
            shows_next: 1,
        }];
        let person = |_: usize, place: usize| TeamPerson {
            initials: initials(names[place]),
            name: names[place],
            detail: String::new(),
        };
        if let Some(clicked) = TeamPyramid::new(&bands, &person).show(ui).1 {
            *opened = Some(clicked);
        }
    });
    harness
        .get_by_role_and_label(Role::Button, "Priya Raman, shows the next level")
        .click();
    harness.run();
    assert_eq!(*harness.state(), Some(Clicked::Person(0, 2)));
    press(&mut harness, Key::Tab);
    assert!(
        harness
            .get_by_label("Amara Okafor, level not yet evidenced")
            .is_focused()
    );
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
                .map(|(count, heading)| TeamBand {
                    heading,
                    not_evidenced: 0,
                    holds: *count,
                    shows_next: 0,
                })
                .collect();
            let person = |_: usize, _: usize| {
                asked.set(asked.get() + 1);
                TeamPerson {
                    name: "Somebody",
                    ..TeamPerson::default()
                }
            };
            asked.set(0);
            TeamPyramid::new(&bands, &person).height(560.0).show(ui);
        });
        assert!(
            asked.get() <= 200,
            "{people} people: {} asked for",
            asked.get()
        );
        let shapes = harness.output().shapes.len();
        assert!(shapes < 1_500, "{people} people: {shapes} shapes");
        if people == 10_000 {
            let dots = harness
                .get_all_by_role(Role::Button)
                .find_map(|band| band.accesskit_node().label());
            let dots = dots.expect("a band of dots is a button");
            assert!(dots.contains("10000 hold their level"), "{dots}");
            assert!(dots.contains("Each dot stands for"), "{dots}");
        }
    }
}

#[test]
fn a_name_of_five_hundred_letters_breaks_nothing() {
    let long = "Maximiliana ".repeat(42);
    let width = Cell::new(0.0_f32);
    let mut harness = Harness::builder()
        .with_size(vec2(260.0, 2_000.0))
        .with_context_setup(|context| theme::install(context, ThemeChoice::Dark, 2.0))
        .build_ui(|ui| {
            let inside = ui.scope(|ui| {
                ui.add(Button::secondary(&*long).icon(Icon::User).key("E"));
                ui.add(Chip::new(&*long).icon(Icon::Check));
                key_value(ui, &long, "3.2");
                bar_row(ui, &long, 2.0, 5.0, "2.0", Hue::Accent);
                let mut view = 0;
                segmented(ui, "View", &mut view, &[(0, &*long), (1, "Short")]);
                checkbox(ui, &mut true, &long);
                Select::new("Level").show(ui, &mut 0, &[(0, &*long)]);
                TextField::new("Name", &mut long.clone()).show(ui);
                search_button(ui, &long, "Ctrl K", 230.0);
                nav_item(ui, Icon::Team, &long, true);
                text::truncated(ui, &*long);
                Card::new().show(ui, |ui| text::truncated(ui, &*long));
                let _ = Banner::new(Hue::Bad, &long)
                    .action("Retry")
                    .closable()
                    .show(ui);
            });
            width.set(inside.response.rect.width());
        });
    harness.run();
    assert!(width.get() <= 261.0, "{}", width.get());
}

#[test]
fn a_cut_name_shows_whole_on_hover() {
    let long = "Amara Chukwuemeka Okafor-Whitfield of the Platform team";
    let mut harness = window((), |ui, ()| {
        ui.scope(|ui| {
            ui.set_max_width(120.0);
            ui.add(Button::secondary(long));
        });
    });
    harness.get_by_role_and_label(Role::Button, long).hover();
    harness.run_steps(60);
    assert!(harness.query_by_role_and_label(Role::Label, long).is_some());
}

#[test]
fn after_a_click_the_window_goes_still() {
    let mut harness = window(false, |ui, on: &mut bool| {
        switch(ui, on, "Show names");
        ui.add(Button::primary("Next"));
        TextField::new("Name", &mut String::new()).show(ui);
    });
    let at = harness.get_by_label("Next").rect().center();
    for pressed in [true, false] {
        harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    harness.run();
    harness.run_steps(2);
    assert!(!harness.ctx.has_requested_repaint());
}

/// How many corners of triangles a team's pyramid is drawn with, and how many people were asked
/// for: what a frame costs, whatever the machine.
fn cost_of_a_team(people: usize) -> (usize, usize) {
    let counts = [
        people * 24 / 35,
        people * 7 / 35,
        people * 3 / 35,
        people / 35,
    ];
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
            TeamPerson {
                name: "Amara Okafor",
                initials: "AO".to_owned(),
                ..TeamPerson::default()
            }
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
    assert!(
        thousands * 4 <= sixty * 5,
        "{thousands} corners, not {sixty}"
    );
    assert_eq!(asked, 0);
}
