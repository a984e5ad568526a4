//! The side panel while several people are selected: what can be set for all of them in one step.

use std::collections::BTreeSet;

use egui::Ui;

use crate::app::icons::Icon;
use crate::app::view::{Action, View};
use crate::app::widgets::{Button, Select, text};
use crate::model::{LevelId, PersonId};

use super::changes::{counted, set_level, set_target};
use super::person_form::{head, level_options};

/// Shows the panel; returns whether the people are to be removed.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, selected: &BTreeSet<PersonId>, actions: &mut Vec<Action>) -> bool {
    head(ui, "Selected", &counted(selected.len(), "person", "people"));
    text::second(ui, "What you choose here is set for all of them, in one step.");
    level(ui, view, selected, actions);
    target(ui, view, selected, actions);
    ui.add_space(8.0);
    ui.add(Button::danger(format!("Remove {}…", selected.len())).icon(Icon::Trash).key("Del")).clicked()
}

/// What all have in common; nothing where they differ.
fn common(
    view: &View<'_>,
    selected: &BTreeSet<PersonId>,
    of: impl Fn(&crate::model::Person) -> Option<LevelId>,
) -> Option<Option<LevelId>> {
    let mut all = selected.iter().filter_map(|id| view.session.people.get(id)).map(|person| of(person));
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

fn level(ui: &mut Ui, view: &View<'_>, selected: &BTreeSet<PersonId>, actions: &mut Vec<Action>) {
    let options: Vec<_> =
        level_options(view, "No level yet").into_iter().map(|(level, name)| (Some(level), name)).collect();
    let mut level = common(view, selected, |person| person.level.clone());
    let shown = Select::new("Level").placeholder("They differ").show(ui, &mut level, &options);
    if let Some(level) = level.filter(|_| shown.changed()) {
        actions.extend(set_level(view.session, selected, level.as_ref()).map(Action::Change));
    }
}

fn target(ui: &mut Ui, view: &View<'_>, selected: &BTreeSet<PersonId>, actions: &mut Vec<Action>) {
    let session = view.session;
    let mut options = vec![(Some(None), "None: growing in level".to_owned())];
    let own: BTreeSet<_> =
        selected.iter().filter_map(|id| session.people.get(id)).filter_map(|person| person.level.as_ref()).collect();
    let leads_to = |target: &LevelId| {
        own.iter().any(|level| session.rubric.level(level).is_some_and(|level| level.next.contains(target)))
    };
    let next = session.rubric.levels.iter().filter(|level| leads_to(&level.id));
    options.extend(next.map(|level| (Some(Some(level.id.clone())), level.name.clone())));
    let mut target = common(view, selected, |person| person.target.clone());
    let shown = Select::new("Target").placeholder("They differ").show(ui, &mut target, &options);
    let Some(target) = target.filter(|_| shown.changed()) else { return };
    let (change, others) = set_target(session, selected, target.as_ref());
    actions.extend(change.map(Action::Change));
    if others > 0 {
        let verb = if others == 1 { "stays" } else { "stay" };
        let words = counted(others, "person", "people");
        actions.push(Action::Tell(format!("{words} {verb} as they were: their level does not lead there.")));
    }
}
