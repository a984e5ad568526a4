//! Sheets, toasts, notices, tables and cards.

use egui::accesskit::{Role, SortDirection};
use egui::{Event, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::super::*;
use super::{press, window};
use crate::app::icons::Icon;

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
    assert!(harness.get_by_role_and_label(Role::TextInput, "File").is_focused());
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
    let mut harness = window((Toasts::default(), None), |ui, (toasts, taken): &mut (Toasts<&str>, Option<&str>)| {
        if let Some(action) = toasts.show(ui.ctx()) {
            *taken = Some(action);
        }
    });
    harness.state_mut().0.say(Hue::Good, "Saved.");
    harness.state_mut().0.say(Hue::Bad, "The disk is full.");
    harness.state_mut().0.offer(Hue::Neutral, "Moved to Nearly.", "Undo", "undo");
    harness.run_steps(3);
    assert!(harness.query_by_role_and_label(Role::Status, "Saved.").is_some());
    harness.get_by_role_and_label(Role::Button, "Undo").click();
    harness.run_steps(3);
    assert_eq!(harness.state().1, Some("undo"));
    assert!(harness.query_by_role_and_label(Role::Status, "Moved to Nearly.").is_none());
    let seconds = harness.ctx.time() + 7.0;
    harness.input_mut().time = Some(seconds);
    harness.run_steps(2);
    assert!(harness.query_by_role_and_label(Role::Status, "Saved.").is_none());
    assert!(harness.query_by_role_and_label(Role::Alert, "The disk is full.").is_some());
    harness.get_by_role_and_label(Role::Button, "Close").click();
    harness.run_steps(3);
    assert!(harness.query_by_role(Role::Alert).is_none());
}

#[test]
fn notices_say_what_to_do_and_do_it() {
    let mut harness = window((Wanted::Nothing, Answer::None), |ui, state: &mut (Wanted, Answer)| {
        let empty = EmptyState::new(Icon::Team, "Nobody here yet", "A roster brings in the people.");
        match empty.button("Import a roster…").show(ui) {
            Wanted::Nothing => {}
            wanted => state.0 = wanted,
        }
        match Banner::new(Hue::Watch, "Open on another machine.").action("Open a copy").show(ui) {
            Answer::None => {}
            answer => state.1 = answer,
        }
    });
    harness.get_by_label("Import a roster…").click();
    harness.run();
    harness.get_by_label("Open a copy").click();
    harness.run();
    assert_eq!(*harness.state(), (Wanted::First, Answer::Action));
    harness.get_by_role_and_label(Role::Status, "Open on another machine.");
}

#[test]
fn a_table_sorts_by_its_heads_and_rows_are_chosen() {
    let mut harness = window((true, None), |ui, (upwards, chosen): &mut (bool, Option<usize>)| {
        let columns = [Column::rest("Person", 100.0).sorted(Some(*upwards)), Column::fixed("Raters", 60.0).right()];
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
    });
    harness.get_by_role_and_label(Role::ColumnHeader, "Person").click();
    harness.run();
    let direction = harness.get_by_role_and_label(Role::ColumnHeader, "Person").accesskit_node().sort_direction();
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
    harness.get_by_role_and_label(Role::Button, "Mei-Ling Chen").click_accesskit();
    harness.run();
    assert_eq!(*harness.state(), (1, 1));
}
