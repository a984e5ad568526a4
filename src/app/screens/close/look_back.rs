//! Looking back: whether the standard moved, who could be looked at again, and how the time went.

use egui::Ui;

use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Button, Card, Chip, Hue, key_value, section_heading, text};
use crate::insight::clock::{Clock, clock_words, time_given};
use crate::insight::look_alikes::LookAlikes;
use crate::insight::look_back::LookBack;
use crate::model::PersonId;

/// Shows the part.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, back: &LookBack, alike: &[LookAlikes], actions: &mut Vec<Action>) {
    Card::new().show(ui, |ui| standard(ui, view, back, actions));
    ui.add_space(12.0);
    Card::new().show(ui, |ui| one_month(ui, view, back, actions));
    ui.add_space(12.0);
    Card::new().show(ui, |ui| look_alikes(ui, view, alike, actions));
    ui.add_space(12.0);
    Card::new().show(ui, |ui| time(ui, view));
}

fn look_alikes(ui: &mut Ui, view: &View<'_>, alike: &[LookAlikes], actions: &mut Vec<Action>) {
    section_heading(ui, "Look-alikes with different outcomes?");
    ui.add_space(4.0);
    // What an earlier session decided is not this meeting's.
    let alike: Vec<&LookAlikes> = alike.iter().filter(|pair| pair.placed_in.is_none()).take(12).collect();
    if alike.is_empty() {
        text::second(ui, "No two people with nearly the same profile were placed differently.");
        return;
    }
    for pair in alike {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let [one, other] = &pair.people;
            let names = format!("{} and {}", view.session.name(one), view.session.name(other));
            if ui.add(Button::quiet(names).small().tooltip("Hold them side by side")).clicked() {
                actions.push(Action::Go(Screen::Compare(pair.people.to_vec())));
            }
            let [one, other] = pair.places.map(|place| place.words().to_lowercase());
            text::second(ui, format!("{one} and {other}, {:.1} points apart on average.", pair.apart));
        });
    }
}

fn standard(ui: &mut Ui, view: &View<'_>, back: &LookBack, actions: &mut Vec<Action>) {
    section_heading(ui, "Did the standard move?");
    ui.add_space(4.0);
    let Some(drift) = &back.drift else {
        let sentence =
            "Too few scores were agreed one by one to say. What was accepted as rated tells nothing about it.";
        text::second(ui, sentence);
        return;
    };
    let (words, hue) = if drift.is_notable() { ("It moved", Hue::Watch) } else { ("It held", Hue::Good) };
    ui.add(Chip::new(words).hue(hue));
    text::body(ui, drift.words());
    let rests = format!(
        "It rests on {} agreed scores of the first half and {} of the second.",
        drift.early_scores, drift.late_scores
    );
    text::hint(ui, rests);
    if back.early_cases.is_empty() {
        return;
    }
    ui.add_space(8.0);
    text::label(ui, "Early cases worth a second look");
    for case in &back.early_cases {
        person_row(ui, view, &case.person, &case.words(), actions);
    }
}

fn one_month(ui: &mut Ui, view: &View<'_>, back: &LookBack, actions: &mut Vec<Action>) {
    section_heading(ui, "Judged on one month only?");
    ui.add_space(4.0);
    if back.one_month.is_empty() {
        text::second(ui, "Nobody: wherever there are two pieces of evidence or more, they come from several months.");
        return;
    }
    text::second(ui, "All evidence about these people lies in one month of the period.");
    for person in &back.one_month {
        person_row(
            ui,
            view,
            person,
            &view.session.people.get(person).map_or_else(String::new, |one| view.session.standing(one)),
            actions,
        );
    }
}

fn person_row(ui: &mut Ui, view: &View<'_>, person: &PersonId, words: &str, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if ui.add(Button::quiet(view.session.name(person)).small().tooltip("Open this person")).clicked() {
            actions.push(Action::Go(Screen::Person(person.clone())));
        }
        text::second(ui, words);
    });
}

fn time(ui: &mut Ui, view: &View<'_>) {
    section_heading(ui, "How the time went");
    ui.add_space(4.0);
    let plan = &view.session.meeting.plan;
    text::second(ui, Clock::at(plan, view.now).words());
    let given = time_given(view.session, view.now);
    if given.people.is_empty() {
        text::second(ui, "Nobody was discussed with the clock running.");
        return;
    }
    let session = view.session;
    let share = |share: &crate::insight::clock::Share| match share.discussed {
        0 => format!("0 of {} discussed", share.people),
        some => format!("{some} of {} discussed, {} each", share.people, clock_words(share.each())),
    };
    ui.add_space(6.0);
    text::label(ui, "By level");
    for (level, of_level) in &given.levels {
        let name = level.as_ref().and_then(|level| session.rubric.level(level));
        key_value(ui, name.map_or("Without a level", |level| level.plural.as_str()), &share(of_level));
    }
    ui.add_space(8.0);
    text::label(ui, "By manager");
    for (manager, of_manager) in &given.managers {
        key_value(ui, manager, &share(of_manager));
    }
    ui.add_space(8.0);
    text::label(ui, "Longest");
    for (person, time) in given.people.iter().take(8) {
        key_value(ui, &session.name(person), &clock_words(*time));
    }
}
