//! What stands on a screen while what it shows is still closed: why, until when, and the button that leads on. Nothing
//! of what is closed is worked out for it.

use egui::{Frame, Ui};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::view::{Action, View};
use crate::app::widgets::{EmptyState, Wanted};
use crate::insight::visibility::Viewer;
use crate::model::{Person, Phase};

/// Shows why `what` ("The pyramid", "Amara's pyramid") waits. `person` where it is about one.
pub fn show(ui: &mut Ui, view: &View<'_>, what: &str, person: Option<&Person>, actions: &mut Vec<Action>) {
    // In something that scrolls there is room without end, and nothing to stand in the middle of.
    let room = Some(ui.available_height()).filter(|room| room.is_finite()).unwrap_or_default();
    Frame::new().inner_margin(24).show(ui, |ui| {
        ui.add_space((room * 0.16).max(8.0));
        match view.session.about.phase {
            Phase::Prepare => prepare(ui, what, actions),
            Phase::Rate => rate(ui, what, actions),
            Phase::Calibrate | Phase::Close => calibrate(ui, view, what, person, actions),
        }
    });
}

fn prepare(ui: &mut Ui, what: &str, actions: &mut Vec<Action>) {
    let title = format!("{what} comes with Calibrate");
    let sentence = "Set up the team, then let each rater rate alone; what their scores come to \
                    opens when the session moves to Calibrate.";
    let state = EmptyState::new(Icon::Lock, &title, sentence).button("Go on to Rate…").second_button("Go to Team");
    match state.show(ui) {
        Wanted::First => actions.push(Action::Command(Command::NextPhase)),
        Wanted::Second => actions.push(Action::Command(Command::GoTeam)),
        Wanted::Nothing => {}
    }
}

fn rate(ui: &mut Ui, what: &str, actions: &mut Vec<Action>) {
    let title = format!("{what} waits until everybody has rated");
    let sentence = "Each rater rates alone, so that no score leans on another. What the scores come to opens when the \
                    session moves to Calibrate.";
    let state = EmptyState::new(Icon::Lock, &title, sentence).button("Go to Rate").second_button("Go on to Calibrate…");
    match state.show(ui) {
        Wanted::First => actions.push(Action::Command(Command::GoRate)),
        Wanted::Second => actions.push(Action::Command(Command::NextPhase)),
        Wanted::Nothing => {}
    }
}

fn calibrate(ui: &mut Ui, view: &View<'_>, what: &str, person: Option<&Person>, actions: &mut Vec<Action>) {
    if let Viewer::Rater(rater) = view.viewer() {
        return seated(ui, &view.session.rater_name(&rater), what, person, actions);
    }
    let late = view.session.panel.iter().find(|rater| rater.facilitates && rater.rates && rater.submitted.is_none());
    let name = late.map_or("Whoever runs the meeting", |rater| rater.name.as_str());
    let title = format!("{what} waits for {name}");
    let sentence = format!(
        "{name} runs the meeting and also rates, and so is as blind as the others until they have submitted their own \
         scores."
    );
    if EmptyState::new(Icon::Lock, &title, &sentence).button("Go to Rate").show(ui) == Wanted::First {
        actions.push(Action::Command(Command::GoRate));
    }
}

/// A rater sits at the laptop, and this is not for them, or not yet.
fn seated(ui: &mut Ui, rater: &str, what: &str, person: Option<&Person>, actions: &mut Vec<Action>) {
    let (title, sentence) = match person {
        Some(person) => (
            format!("{what} opens with the reveal"),
            format!("{rater} is at the laptop, and sees what is said of {} once they are revealed.", person.name),
        ),
        None => (
            format!("{what} is for whoever runs the meeting"),
            format!("{rater} is at the laptop, and sees their own cells on the Rate screen."),
        ),
    };
    let state =
        EmptyState::new(Icon::Lock, &title, &sentence).button("Go to Rate").second_button("Hand the laptop back");
    match state.show(ui) {
        Wanted::First => actions.push(Action::Command(Command::GoRate)),
        Wanted::Second => actions.push(Action::SitDown(None)),
        Wanted::Nothing => {}
    }
}
