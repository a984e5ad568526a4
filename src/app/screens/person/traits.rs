//! The leadership traits: who answered what, once it is open, and whether the panel agrees.

use egui::{Key, Modifiers, Ui};

use super::reading::{Reading, TraitReading};
use crate::app::view::{Action, View};
use crate::app::widgets::{Button, Card, Segmented, TextField, section_heading, text};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::points::list;
use crate::insight::visibility::Viewer;
use crate::model::{AgreedTrait, PersonId, Phase, TraitAnswer, TraitId};

/// An agreement on a trait that is being written.
struct Draft {
    leadership_trait: TraitId,
    met: bool,
    reason: String,
    fresh: bool,
}

/// The card.
#[derive(Default)]
pub struct TraitsCard {
    draft: Option<Draft>,
}

impl TraitsCard {
    /// Shows the traits; nothing where none is asked, or the answers are not open.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        person: &PersonId,
        reading: &Reading,
        actions: &mut Vec<Action>,
    ) {
        if reading.traits.is_empty() {
            return;
        }
        Card::new().show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            section_heading(ui, "Ready to lead?");
            for one in &reading.traits {
                ui.add_space(2.0);
                self.one(ui, view, person, one, reading.viewer != Viewer::Room, actions);
            }
        });
    }

    fn one(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        person: &PersonId,
        read: &TraitReading,
        names: bool,
        actions: &mut Vec<Action>,
    ) {
        text::strong(ui, read.name.as_str());
        text::small(ui, answers_in_words(read, names));
        let key = (person.clone(), read.leadership_trait.clone());
        let agreed = view.session.decisions.traits.get(&key);
        if may_agree(view) {
            let before = agreed.map(|agreed| agreed.met);
            let drafted = self.draft.as_ref().filter(|draft| draft.leadership_trait == read.leadership_trait);
            let mut met = drafted.map(|draft| draft.met).or(before);
            let options = [(true, "The panel agrees"), (false, "Not yet, as agreed")];
            let name = format!("{}, agreed", read.name);
            if Segmented::new(&name).show_optional(ui, &mut met, &options).changed() {
                self.choose(view, key.clone(), met, actions);
            }
            self.write(ui, view, &key, actions);
        } else if let Some(agreed) = agreed {
            text::body(ui, if agreed.met { "The panel agrees." } else { "Not yet, as the panel agreed." });
        }
        if let Some(agreed) = agreed.filter(|agreed| !agreed.reason.is_empty()) {
            text::second(ui, agreed.reason.as_str());
        }
    }

    fn choose(&mut self, view: &View<'_>, key: (PersonId, TraitId), met: Option<bool>, actions: &mut Vec<Action>) {
        self.draft = None;
        match met {
            Some(met) => {
                let leadership_trait = key.1;
                self.draft = Some(Draft { leadership_trait, met, reason: String::new(), fresh: true });
            }
            None => actions.push(agree(view, key, None)),
        }
    }

    /// The reason, while an agreement is written.
    fn write(&mut self, ui: &mut Ui, view: &View<'_>, key: &(PersonId, TraitId), actions: &mut Vec<Action>) {
        let Some(draft) = self.draft.as_mut().filter(|draft| draft.leadership_trait == key.1) else { return };
        let mut record = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let mut cancel = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        TextField::new("What the panel saw", &mut draft.reason)
            .hint("An example, in a sentence")
            .focus(std::mem::take(&mut draft.fresh))
            .show(ui);
        ui.horizontal(|ui| {
            record |= ui.add(Button::primary("Record agreement").key("Ctrl Enter")).clicked();
            cancel |= ui.add(Button::secondary("Cancel")).clicked();
        });
        if record {
            let after = AgreedTrait { met: draft.met, reason: draft.reason.trim().to_owned() };
            actions.push(agree(view, key.clone(), Some(after)));
        }
        if record || cancel {
            self.draft = None;
        }
    }
}

fn may_agree(view: &View<'_>) -> bool {
    view.read_only.is_none() && view.viewer() == Viewer::Facilitator && view.session.about.phase == Phase::Calibrate
}

fn agree(view: &View<'_>, key: (PersonId, TraitId), after: Option<AgreedTrait>) -> Action {
    let before = view.session.decisions.traits.get(&key).cloned();
    let reason = after.as_ref().map(|after| after.reason.clone()).unwrap_or_default();
    let edit = Edit::SetAgreedTrait { person: key.0, leadership_trait: key.1, before, after };
    Action::Change(Change::new(Actor::Facilitator, Gesture::Agree, vec![edit]).because(reason))
}

/// "Yes: Dana Whitfield. Not yet: Keiko Tanaka.", or counts where names are not read.
fn answers_in_words(read: &TraitReading, names: bool) -> String {
    let groups = [(TraitAnswer::Yes, "Yes"), (TraitAnswer::NotYet, "Not yet"), (TraitAnswer::NotSeen, "Not seen")];
    let said = groups.into_iter().filter_map(|(answer, word)| {
        let who = read.answers.iter().filter(|(_, given)| *given == answer);
        let who: Vec<String> = who.map(|(rater, _)| rater.clone()).collect();
        let words = if names { list(&who) } else { who.len().to_string() };
        (!who.is_empty()).then(|| format!("{word}: {words}."))
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { "Nobody has answered.".to_owned() } else { said.join(" ") }
}
