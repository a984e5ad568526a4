//! Buttons, choices, fields, menus and what they do with long words.

use std::cell::Cell;

use egui::accesskit::{Invalid, Role, Toggled};
use egui::{Event, Key, Modifiers, PointerButton, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::super::*;
use super::{press, window};
use crate::app::icons::Icon;
use crate::app::theme::{self, ThemeChoice};

#[test]
fn a_button_is_clicked_by_mouse_and_keyboard_and_not_while_off() {
    let mut harness = window((0, 0), |ui, (on, off): &mut (u32, u32)| {
        if ui.add(Button::primary("Submit and seal").key("Ctrl ⏎")).clicked() {
            *on += 1;
        }
        if ui.add_enabled(false, Button::secondary("Present")).clicked() {
            *off += 1;
        }
    });
    harness.get_by_role_and_label(Role::Button, "Submit and seal").click();
    harness.run();
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::Space);
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().0, 3);
    let button = harness.get_by_label("Submit and seal");
    assert!(button.is_focused());
    assert_eq!(button.accesskit_node().data().keyboard_shortcut(), Some("Ctrl ⏎"));
    let off = harness.get_by_label("Present");
    assert!(off.accesskit_node().is_disabled());
    off.click();
    harness.run();
    assert_eq!(harness.state().1, 0);
}

#[test]
fn an_icon_button_is_called_by_its_name_and_says_it_on_hover() {
    let mut harness = window(false, |ui, on: &mut bool| {
        let button = IconButton::new(Icon::Eye, "Show marks").key("M").selected(*on);
        if ui.add(button).clicked() {
            *on = !*on;
        }
    });
    harness.get_by_label("Show marks").click();
    harness.run();
    assert!(*harness.state());
    let toggled = harness.get_by_label("Show marks").accesskit_node().toggled();
    assert_eq!(toggled, Some(Toggled::True));
    harness.get_by_label("Show marks").hover();
    harness.run_steps(60);
    assert!(harness.query_by_label("Show marks (M)").is_some());
}

#[test]
fn one_of_the_segments_is_taken() {
    let mut harness = window(0_usize, |ui, view: &mut usize| {
        segmented(ui, "View", view, &[(0, "By level"), (1, "By team"), (2, "Since H1")]);
    });
    let taken = |harness: &Harness<'_, usize>, label: &str| {
        harness.get_by_role_and_label(Role::RadioButton, label).accesskit_node().toggled() == Some(Toggled::True)
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
        Segmented::new("Agreed score").solid().show_optional(ui, score, &[(1, "1"), (2, "2"), (3, "3")]);
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
    harness.get_by_role_and_label(Role::CheckBox, "Recused").click();
    harness.get_by_role_and_label(Role::Switch, "Show names").click();
    harness.run();
    harness.get_by_role_and_label(Role::RadioButton, "Teams").click();
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
    let done = harness.get_by_label("Prepare").accesskit_node().description();
    assert_eq!(done.as_deref(), Some("Done"));
}

#[test]
fn a_field_takes_text_and_says_what_is_wrong() {
    let mut harness = window(String::new(), |ui, name: &mut String| {
        let error = name.is_empty().then_some("Write a name first.");
        TextField::new("Name", name).hint("Amara Okafor").error(error).show(ui);
    });
    let field = harness.get_by_role_and_label(Role::TextInput, "Name");
    assert_eq!(field.accesskit_node().data().invalid(), Some(Invalid::True));
    assert_eq!(field.accesskit_node().description().as_deref(), Some("Write a name first."));
    assert_eq!(field.accesskit_node().placeholder(), Some("Amara Okafor"));
    assert!(harness.query_by_role_and_label(Role::Label, "Write a name first.").is_some());
    field.click();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Name").type_text("Søren");
    harness.run();
    assert_eq!(harness.state(), "Søren");
    assert!(harness.query_by_label("Write a name first.").is_none());
    // Nothing blinks: the field keeps the keyboard and asks for no frame.
    assert!(harness.get_by_role_and_label(Role::TextInput, "Name").is_focused());
    harness.run_steps(3);
    assert!(!harness.ctx.has_requested_repaint());
}

#[test]
fn a_select_shows_its_choices_and_takes_one() {
    let options = [(0, "PM"), (1, "Senior PM"), (2, "Director")];
    let mut harness = window(0, |ui, level: &mut usize| {
        Select::new("Level").width(200.0).show(ui, level, &options);
    });
    let value = |harness: &Harness<'_, usize>| harness.get_by_role_and_label(Role::ComboBox, "Level").value();
    assert_eq!(value(&harness).as_deref(), Some("PM"));
    harness.get_by_role_and_label(Role::ComboBox, "Level").click();
    harness.run();
    harness.get_by_role_and_label(Role::ListBoxOption, "Director").click();
    harness.run();
    assert_eq!(*harness.state(), 2);
    assert!(harness.query_by_role_and_label(Role::ListBoxOption, "PM").is_none());
    // By keyboard: open, down to the next entry, take it.
    harness.get_by_role_and_label(Role::ComboBox, "Level").focus();
    harness.run();
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::ArrowDown);
    let on_an_option = harness.get_all_by_role(Role::ListBoxOption).any(|option| option.is_focused());
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
    harness.get_by_role_and_label(Role::MenuItem, "Undo").click();
    harness.run();
    assert_eq!(*harness.state(), 1);
    assert!(harness.query_by_label("Undo").is_none());
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
                let _ = Banner::new(Hue::Bad, &long).action("Retry").closable().show(ui);
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
