//! What is still open, kind by kind, with the person to go to.

use egui::{Align, Layout, Rect, Sense, Stroke, Ui, UiBuilder, pos2, vec2};

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Button, Card, EmptyState, Hue, badge, section_heading, text};
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
            rows(ui, view, &of_kind, actions);
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

/// Only the rows in sight are laid out: a large session has thousands.
fn rows(ui: &mut Ui, view: &View<'_>, questions: &[&OpenQuestion], actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let height = theme.scaled(44.0).round();
    let size = vec2(ui.available_width(), height * questions.len() as f32);
    let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
    let seen = ui.clip_rect();
    let first = ((seen.top() - whole.top()) / height).floor().max(0.0) as usize;
    let end = ((seen.bottom() - whole.top()) / height).ceil().max(0.0) as usize;
    for (place, question) in questions.iter().enumerate().take(end).skip(first) {
        let top = whole.top() + height * place as f32;
        let rect = Rect::from_min_size(pos2(whole.left(), top), vec2(whole.width(), height));
        if place > 0 {
            ui.painter().hline(rect.x_range(), top, Stroke::new(1.0, theme.line));
        }
        let builder = UiBuilder::new().max_rect(rect).id_salt(place).layout(Layout::left_to_right(Align::Center));
        row(&mut ui.new_child(builder), view, question, actions);
    }
}

fn row(ui: &mut Ui, view: &View<'_>, question: &OpenQuestion, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.x = 10.0;
    let name = view.session.name(&question.person);
    let button = Button::quiet(name.as_str()).small().tooltip("Open this person");
    // The sentences begin below each other, however long the names are.
    let column = theme.scaled(190.0).min(ui.available_width() * 0.4);
    let clicked = ui.scope(|ui| {
        ui.set_min_width(column);
        ui.add(button).clicked()
    });
    if clicked.inner {
        actions.push(Action::Go(Screen::Person(question.person.clone())));
    }
    let sentence = theme.rich(Size::Body, Weight::Regular, question.sentence.as_str()).color(theme.text_second);
    text::truncated(ui, sentence);
}
