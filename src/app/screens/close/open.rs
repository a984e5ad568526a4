//! What is still open, kind by kind, with the person to go to.

use egui::Ui;

use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Button, Card, EmptyState, Hue, badge, hairline, section_heading, text};
use crate::insight::open_questions::{OpenQuestion, QuestionKind};

/// Shows the list.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, open: &[OpenQuestion], actions: &mut Vec<Action>) {
    if open.is_empty() {
        let sentence = "Every contested skill that decides is settled, every reason that is owed is there, and \
                        everybody has a placement.";
        let _ = EmptyState::new(Icon::Check, "Nothing is open", sentence).show(ui);
        return;
    }
    for kind in QuestionKind::ALL {
        let of_kind: Vec<&OpenQuestion> = open.iter().filter(|question| question.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        Card::new().show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                section_heading(ui, kind.words());
                badge(ui, &of_kind.len().to_string(), hue(kind));
            });
            ui.add_space(6.0);
            for (place, question) in of_kind.into_iter().enumerate() {
                if place > 0 {
                    hairline(ui);
                }
                row(ui, view, question, actions);
            }
        });
        ui.add_space(12.0);
    }
}

fn hue(kind: QuestionKind) -> Hue {
    match kind {
        QuestionKind::Contested | QuestionKind::ReasonOwed => Hue::Bad,
        QuestionKind::Parked => Hue::Watch,
        QuestionKind::Undecided => Hue::Neutral,
    }
}

fn row(ui: &mut Ui, view: &View<'_>, question: &OpenQuestion, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        let name = view.session.name(&question.person);
        let button = Button::quiet(name.as_str()).small().tooltip("Open this person");
        // The sentences begin below each other, however long the names are.
        let column = Theme::of(ui).scaled(190.0).min(ui.available_width() * 0.4);
        let clicked = ui.scope(|ui| {
            ui.set_min_width(column);
            ui.add(button).clicked()
        });
        if clicked.inner {
            actions.push(Action::Go(Screen::Person(question.person.clone())));
        }
        text::second(ui, question.sentence.as_str());
    });
}
