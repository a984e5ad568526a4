//! Traits that show readiness to lead, rooms where decisions are made, and functions that are moved without authority.

use egui::Ui;

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{Button, Card, IconButton, Select, TextField, ended_with_enter, section_heading, text};
use crate::exchange::rubric::slug;
use crate::model::{Function, FunctionId, LeadershipTrait, Room, RoomId, Rubric, Session, TierId, TraitId};

use super::desk::Desk;

/// Names being typed for what is to be added.
#[derive(Default)]
pub(super) struct Adding {
    pub skill: String,
    pub skill_tier: Option<TierId>,
    pub level: String,
    pub tier: String,
    pub horizon: String,
    leadership_trait: String,
    room: String,
    function: String,
}

/// A field for the name of something new, and its button; the name when it is to be added.
pub(super) fn entry(ui: &mut Ui, label: &str, hint: &str, name: &mut String) -> Option<String> {
    ui.horizontal(|ui| {
        let width = Theme::of(ui).scaled(220.0);
        let field = TextField::new(label, name).label_hidden().hint(hint).width(width).show(ui);
        let entered = ended_with_enter(ui, &field);
        let wanted = name.trim().to_owned();
        let added =
            ui.push_id(label, |ui| ui.add_enabled(!wanted.is_empty(), Button::secondary("Add")).clicked()).inner;
        (!wanted.is_empty() && (added || entered)).then(|| {
            name.clear();
            wanted
        })
    })
    .inner
}

/// Shows all of it.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, session: &Session, editing: bool, adding: &mut Adding) {
    ui.spacing_mut().item_spacing.y = 12.0;
    Card::new().show(ui, |ui| traits(ui, desk, editing, adding));
    Card::new().show(ui, |ui| rooms(ui, desk, session, editing, adding));
    Card::new().show(ui, |ui| functions(ui, desk, session, editing, adding));
}

fn traits(ui: &mut Ui, desk: &mut Desk, editing: bool, adding: &mut Adding) {
    section_heading(ui, "Leadership traits");
    text::hint(ui, "Raters answer yes, not yet or not seen.");
    ui.spacing_mut().item_spacing.y = 6.0;
    let mut gone = None;
    for (place, one) in desk.rubric.traits.iter_mut().enumerate() {
        ui.push_id(one.id.as_str().to_owned(), |ui| {
            ui.add_space(if editing && place > 0 { 12.0 } else { 4.0 });
            if !editing {
                text::strong(ui, &one.name);
                text::body(ui, &one.question);
                if !one.yes_looks_like.is_empty() {
                    text::second(ui, format!("A yes looks like this: {}", one.yes_looks_like));
                }
                return;
            }
            ui.horizontal(|ui| {
                let name = format!("Name of trait {}", place + 1);
                TextField::new(&name, &mut one.name).label_hidden().width(Theme::of(ui).scaled(220.0)).show(ui);
                let hint = "Answers that were given stay in the session, and are back when the trait is";
                let remove = IconButton::new(Icon::Trash, format!("Remove {}", one.name)).small();
                if ui.add(remove).on_hover_text(hint).clicked() {
                    gone = Some(place);
                }
            });
            TextField::new("Question", &mut one.question).show(ui);
            TextField::new("A yes looks like", &mut one.yes_looks_like).show(ui);
        });
    }
    if let Some(place) = gone {
        desk.rubric.traits.remove(place);
    }
    if editing && let Some(name) = entry(ui, "Name of the new trait", "Another trait", &mut adding.leadership_trait) {
        // A trait that was taken out and comes back under its name is the same one, with its answers.
        let back = desk
            .base()
            .traits
            .iter()
            .find(|one| one.name == name && desk.rubric.traits.iter().all(|other| other.id != one.id));
        let new = || {
            let known = desk.rubric.traits.iter().chain(&desk.base().traits);
            let id = TraitId::new(slug(&name, &mut known.map(|one| one.id.to_string()).collect()));
            LeadershipTrait { id, name: name.clone(), question: format!("{name}?"), yes_looks_like: String::new() }
        };
        let one = back.cloned().unwrap_or_else(new);
        desk.rubric.traits.push(one);
    }
}

fn rooms(ui: &mut Ui, desk: &mut Desk, session: &Session, editing: bool, adding: &mut Adding) {
    let theme = Theme::of(ui);
    section_heading(ui, "Rooms");
    text::hint(ui, "Where decisions are made, from the nearest to the furthest.");
    ui.spacing_mut().item_spacing.y = 6.0;
    let tiers: Vec<(TierId, String)> =
        desk.rubric.tiers.iter().map(|tier| (tier.id.clone(), tier.name.clone())).collect();
    let mut gone = None;
    for (place, room) in desk.rubric.rooms.iter_mut().enumerate() {
        ui.push_id(room.id.as_str().to_owned(), |ui| {
            ui.add_space(2.0);
            if !editing {
                let tier = tiers.iter().position(|(id, _)| *id == room.tier).unwrap_or_default();
                ui.horizontal(|ui| {
                    text::strong(ui, &room.name);
                    let tier_name = tiers.get(tier).map_or("", |(_, name)| name);
                    ui.label(theme.rich(Size::Small, Weight::Medium, tier_name).color(theme.tier(tier).text));
                });
                text::second(ui, &room.useful);
                return;
            }
            let used = session.evidence.values().any(|item| item.room.as_ref() == Some(&room.id));
            ui.horizontal(|ui| {
                let name = format!("Name of room {}", place + 1);
                TextField::new(&name, &mut room.name).label_hidden().width(theme.scaled(180.0)).show(ui);
                let select = format!("Tier of room {}", place + 1);
                Select::new(&select).label_hidden().width(theme.scaled(140.0)).show(ui, &mut room.tier, &tiers);
                let useful = format!("Being useful in room {}", place + 1);
                let width = (ui.available_width() - theme.scaled(40.0)).max(theme.scaled(140.0));
                TextField::new(&useful, &mut room.useful)
                    .label_hidden()
                    .hint("What being useful there looks like")
                    .width(width)
                    .show(ui);
                let remove = IconButton::new(Icon::Trash, format!("Remove {}", room.name)).small();
                if ui.add_enabled(!used, remove).on_disabled_hover_text("Evidence names it, so it stays").clicked() {
                    gone = Some(place);
                }
            });
        });
    }
    if let Some(place) = gone {
        desk.rubric.rooms.remove(place);
    }
    if editing && let Some(name) = entry(ui, "Name of the new room", "Another room", &mut adding.room) {
        let known = desk.rubric.rooms.iter().chain(&desk.base().rooms);
        let id = RoomId::new(slug(&name, &mut known.map(|room| room.id.to_string()).collect()));
        if let Some((tier, _)) = tiers.last() {
            desk.rubric.rooms.push(Room { id, name, tier: tier.clone(), useful: String::new() });
        }
    }
}

fn functions(ui: &mut Ui, desk: &mut Desk, session: &Session, editing: bool, adding: &mut Adding) {
    section_heading(ui, "Functions");
    text::hint(ui, "Whom a product leader moves without a reporting line.");
    ui.spacing_mut().item_spacing.y = 6.0;
    if !editing {
        text::body(ui, names_of(&desk.rubric));
        return;
    }
    let mut gone = None;
    for (place, function) in desk.rubric.functions.iter_mut().enumerate() {
        let used = session.evidence.values().any(|item| item.functions.contains(&function.id));
        ui.horizontal(|ui| {
            let name = format!("Name of function {}", place + 1);
            TextField::new(&name, &mut function.name).label_hidden().width(Theme::of(ui).scaled(220.0)).show(ui);
            let remove = IconButton::new(Icon::Trash, format!("Remove {}", function.name)).small();
            if ui.add_enabled(!used, remove).on_disabled_hover_text("Evidence names it, so it stays").clicked() {
                gone = Some(place);
            }
        });
    }
    if let Some(place) = gone {
        desk.rubric.functions.remove(place);
    }
    if let Some(name) = entry(ui, "Name of the new function", "Another function", &mut adding.function) {
        let known = desk.rubric.functions.iter().chain(&desk.base().functions);
        let id = FunctionId::new(slug(&name, &mut known.map(|one| one.id.to_string()).collect()));
        desk.rubric.functions.push(Function { id, name });
    }
}

fn names_of(rubric: &Rubric) -> String {
    let names: Vec<&str> = rubric.functions.iter().map(|function| function.name.as_str()).collect();
    if names.is_empty() { "None.".into() } else { names.join(" · ") }
}
