//! The side panel beside the grid of who rates whom: whether scores can be compared, and the selected cell.

use egui::Ui;

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Button, checkbox, hairline, key_value, section_heading, text};
use crate::insight::coverage::RATERS_A_PERSON;
use crate::model::{PersonId, RaterId};

use super::facts::Facts;
use super::plan::{CellState, Plan, Wanted};

/// Shows the panel.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, facts: &Facts, plan: &Plan) -> Option<Wanted> {
    ui.spacing_mut().item_spacing.y = 10.0;
    section_heading(ui, "Coverage");
    coverage(ui, view, facts);
    ui.add_space(4.0);
    section_heading(ui, "Can scores be compared?");
    linkage(ui, view, facts);
    ui.add_space(4.0);
    hairline(ui);
    match plan.cursor() {
        None => {
            text::second(ui, "Select a cell to ask a rater, or to set one aside.");
            None
        }
        Some((person, rater)) => selected(ui, view, person, rater),
    }
}

fn coverage(ui: &mut Ui, view: &View<'_>, facts: &Facts) {
    let (people, covered) = (view.session.people.len(), facts.coverage.covered());
    let none = (0..people).filter(|place| facts.coverage.raters_of(*place) == 0).count();
    key_value(ui, "Rated by three or more", &format!("{covered} of {people}"));
    key_value(ui, "Rated by one or two", &(people - covered - none).to_string());
    key_value(ui, "Rated by nobody", &none.to_string());
    if covered < people {
        let advice = format!("{RATERS_A_PERSON} raters a person is the advice: with fewer, one view decides.");
        text::small(ui, advice);
    }
}

fn linkage(ui: &mut Ui, view: &View<'_>, facts: &Facts) {
    let linkage = &facts.coverage.linkage;
    let sentences = linkage.sentences(view.session);
    if sentences.is_empty() {
        text::second(ui, "Comparing raters takes two who rate the same people.");
    }
    let theme = Theme::of(ui);
    for (place, sentence) in sentences.iter().enumerate() {
        let warns = !(linkage.is_whole() && place == 0) || linkage.groups.is_empty();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let (icon, colour) = if warns { (Icon::Warning, theme.watch.text) } else { (Icon::Link, theme.good.text) };
            icon.show(ui, 14.0, colour);
            text::wrapped(ui, sentence.as_str());
        });
    }
}

fn selected(ui: &mut Ui, view: &View<'_>, person: &PersonId, rater: &RaterId) -> Option<Wanted> {
    let session = view.session;
    let (person, rater) = (session.people.get(person)?, session.panel.get(rater)?);
    let state = CellState::of(session, rater, person);
    super::person_form::head(ui, &format!("{} rates", rater.name), &person.name);
    let mut asked = state.asked;
    let mut wanted = None;
    if checkbox(ui, &mut asked, "Asked to rate").changed() {
        wanted = Some(Wanted::Toggle(rater.id.clone(), person.id.clone()));
    }
    if state.own_manager {
        text::small(ui, "The own manager.");
    }
    if state.upwards {
        let theme = Theme::of(ui);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            Icon::Warning.show(ui, 14.0, theme.watch.text);
            let words = format!("{} stands at or above this rater’s own level.", person.name);
            text::wrapped(ui, theme.rich(Size::Small, Weight::Regular, words).color(theme.text_second));
        });
    }
    let answered = session.progress(&rater.id, person).answered;
    if answered > 0 && !state.asked {
        text::small(ui, "What this rater has already answered stays in the session.");
    }
    let label = match session.decisions.recusals.get(&(person.id.clone(), rater.id.clone())) {
        Some(reason) => {
            text::small(ui, format!("Set aside: {reason}"));
            "No longer set aside"
        }
        None => "Set aside…",
    };
    if ui.add(Button::secondary(label).key("R").small()).clicked() {
        wanted = Some(Wanted::SetAside(rater.id.clone(), person.id.clone()));
    }
    wanted
}
