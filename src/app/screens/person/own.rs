//! What the rater who sits at the laptop says of the person: their own evidence, the traits, and how closely they work
//! together. Nothing here is of any other rater, so that it can stand on the screen before the reveal.

use egui::Ui;

use super::evidence::{self, Wish};
use crate::app::screens::rate::answers::{Answers, Pending};
use crate::app::screens::rate::seat::{Access, Seat};
use crate::app::view::{Action, View};
use crate::app::widgets::{Card, Segmented, hairline, section_heading, text};
use crate::model::{Closeness, Evidence, Person, TraitAnswer};

/// Shows it, where a rater sits at the laptop. With `list` their own evidence is listed too.
pub fn show(ui: &mut Ui, view: &View<'_>, person: &Person, list: bool, actions: &mut Vec<Action>) -> Option<Wish> {
    let rater = view.session.panel.get(view.acting?)?;
    let seat = Seat { session: view.session, rater, read_only: view.read_only };
    let mut wish = None;
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        if list {
            wish = evidence::head(ui, view, "Your evidence");
            let found = own_evidence(ui, view, person);
            wish = wish.take().or(found);
            hairline(ui);
        }
        if rater.rates {
            answers(ui, seat, person, actions);
        }
    });
    wish
}

fn own_evidence(ui: &mut Ui, view: &View<'_>, person: &Person) -> Option<Wish> {
    let own = view.readings.index().evidence_of(view.session, &person.id).into_iter();
    let own: Vec<&Evidence> = own.filter(|item| Some(&item.author) == view.acting).collect();
    if own.is_empty() {
        text::second(ui, "You have recorded none yet. Others see it once the person is revealed.");
    }
    let mut wish = None;
    for item in own.into_iter().rev() {
        let found = ui.scope(|ui| evidence::piece(ui, view, item)).inner;
        wish = wish.take().or(found);
    }
    wish
}

fn answers(ui: &mut Ui, seat: Seat<'_>, person: &Person, actions: &mut Vec<Action>) {
    let access = seat.access(&person.id);
    let open = matches!(access, Access::Open(_));
    let mut pending = Pending::default();
    let mut answers = Answers { seat, pending: &mut pending, actions };
    section_heading(ui, "Your view");
    if let Access::Closed(closed) = access {
        text::hint(ui, seat.why_closed(closed, &person.id));
    }
    text::label(ui, format!("How closely you work with {}", person.name));
    let before = seat.closeness(&person.id);
    let mut said = before;
    let words = [
        (Closeness::Daily, "Daily"),
        (Closeness::Weekly, "Weekly"),
        (Closeness::Monthly, "Monthly"),
        (Closeness::Rarely, "Rarely"),
    ];
    ui.add_enabled_ui(open, |ui| Segmented::new("How closely you work").show_optional(ui, &mut said, &words));
    let mut refused = None;
    if said != before {
        refused = answers.set_closeness(&person.id, said, false).err();
    }
    if seat.asks_traits(person) {
        for one in &seat.session.rubric.traits {
            let asked = text::label(ui, one.question.as_str());
            if !one.yes_looks_like.is_empty() {
                asked.on_hover_text(&one.yes_looks_like);
            }
            let before = seat.trait_answer(&person.id, one);
            let mut said = before;
            let options =
                [(TraitAnswer::Yes, "Yes"), (TraitAnswer::NotYet, "Not yet"), (TraitAnswer::NotSeen, "Not seen")];
            ui.add_enabled_ui(open, |ui| Segmented::new(&one.name).show_optional(ui, &mut said, &options));
            if said != before {
                refused = answers.set_trait(&person.id, one, said).err();
            }
        }
    }
    if let Some(why) = refused {
        actions.push(Action::Warn(why));
    }
}
