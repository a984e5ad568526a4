//! The cards with a figure: agreement, contested scores, what rests on one rater; and, below the charts, who can be
//! compared, whether the standard drifted in the meeting, and what one more rater would bring. A figure that has
//! somebody behind it can be clicked by whoever runs the meeting.

use egui::accesskit::Role;
use egui::{Sense, Ui, UiBuilder, WidgetInfo};

use super::columns;
use crate::app::command::Command;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, View};
use crate::app::widgets::{Card, focus_ring, section_heading, signed, switch, text};
use crate::insight::points::{capital, count};
use crate::insight::ruler::Ruler;

/// A figure that has somebody or something behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Agreement, pair by pair.
    Agreement,
    /// Contested scores, person by person.
    Contested,
    /// People whose status would read differently without one rater.
    Resting,
    /// The people of the meeting in their order.
    Drift,
}

/// What one card says.
struct Said {
    name: &'static str,
    figure: String,
    sentence: String,
    below: Option<String>,
    leads_to: Option<Figure>,
}

/// Shows the three cards at the top; says which was clicked. `named` is for whoever runs the meeting alone: in front of
/// the room nothing leads to people.
pub fn show(ui: &mut Ui, ruler: &Ruler, named: bool) -> Option<Figure> {
    let said = [agreement(ruler), contested(ruler), resting(ruler)];
    let mut clicked = None;
    columns::cards(ui, "figures", said.len(), 220.0, |ui, place| {
        if card(ui, &said[place], named) {
            clicked = said[place].leads_to;
        }
    });
    clicked
}

fn agreement(ruler: &Ruler) -> Said {
    let leads_to = (!ruler.analysis.agreement.pairwise.is_empty()).then_some(Figure::Agreement);
    Said {
        name: "Agreement",
        figure: ruler.agreement_figure(),
        sentence: ruler.agreement_sentence(),
        below: ruler.agreement_interval(),
        leads_to,
    }
}

fn contested(ruler: &Ruler) -> Said {
    let contested = &ruler.contested;
    let deciding = capital(&count(contested.deciding, "of them decides", "of them decide"));
    let points = count(ruler.settings.contested_range as usize, "point", "points");
    let skills = if contested.compared == 1 { "skill differs" } else { "skills differ" };
    let sentence = match (contested.compared, contested.contested) {
        (0, _) => "No skill of anybody is scored by two managers yet.".into(),
        (compared, 0) => format!("of {compared} {skills} by {points} or more."),
        (compared, _) => format!("of {compared} {skills} by {points} or more. {deciding} something."),
    };
    let leads_to = (contested.contested > 0).then_some(Figure::Contested);
    Said { name: "Contested scores", figure: contested.contested.to_string(), sentence, below: None, leads_to }
}

fn resting(ruler: &Ruler) -> Said {
    let number = ruler.resting.len();
    let sentence = match number {
        0 => "No status would read differently without one manager’s scores.",
        1 => "person’s status would read differently without one manager’s scores.",
        _ => "people’s status would read differently without one manager’s scores.",
    };
    let leads_to = (number > 0).then_some(Figure::Resting);
    Said { name: "Resting on one rater", figure: number.to_string(), sentence: sentence.into(), below: None, leads_to }
}

/// Shows what one card says; whether it was clicked.
fn card(ui: &mut Ui, said: &Said, named: bool) -> bool {
    let theme = Theme::of(ui);
    let leads = named && said.leads_to.is_some();
    let sense = if leads { Sense::click() } else { Sense::hover() };
    let shown = ui.scope_builder(UiBuilder::new().sense(sense), |ui| {
        let hovered = leads && ui.response().hovered();
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        quiet(ui, &theme, Size::Small, Weight::Regular, said.name, theme.text_second);
        let colour = if hovered { theme.accent.text } else { theme.text };
        quiet(ui, &theme, Size::Figure, Weight::SemiBold, &said.figure, colour);
        if let Some(below) = &said.below {
            quiet(ui, &theme, Size::Small, Weight::Medium, below, theme.text_second);
        }
        quiet(ui, &theme, Size::Small, Weight::Regular, &said.sentence, theme.text_second);
    });
    let response = shown.response;
    let role = if leads { Role::Button } else { Role::Label };
    let parts = [Some(format!("{}: {}", said.name, said.figure)), said.below.clone(), Some(said.sentence.clone())];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(". ");
    response.widget_info(|| WidgetInfo::labeled(role, true, words.as_str()));
    focus_ring(ui, &response, response.rect.expand(4.0), 6.0);
    let clicked = leads && response.clicked();
    if leads {
        response.on_hover_text("Show what is behind it");
    }
    clicked
}

/// A label that is no stop for the pointer: the whole card is.
fn quiet(ui: &mut Ui, theme: &Theme, size: Size, weight: Weight, words: &str, colour: egui::Color32) {
    ui.add(egui::Label::new(theme.rich(size, weight, words).color(colour)).wrap().selectable(false));
}

/// Shows who can be compared, and has comparison scores shown where tiers are.
pub fn compared(ui: &mut Ui, view: &View<'_>, ruler: &Ruler, named: bool, actions: &mut Vec<Action>) {
    Card::new().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        section_heading(ui, "Who can be compared");
        for sentence in ruler.linked.sentences(view.session, named) {
            text::second(ui, sentence);
        }
        if !named || ruler.why_no_severity().is_some() || ruler.too_little_data() {
            return;
        }
        ui.add_space(6.0);
        let mut on = view.figures.is_comparing();
        if switch(ui, &mut on, "Comparison scores beside the raw ones").changed() {
            actions.push(Action::Command(Command::Comparison));
        }
        let statuses = capital(&count(ruler.changed(), "status", "statuses"));
        text::small(
            ui,
            format!(
                "Wherever tiers show, with their intervals: a view for you, in no file. {statuses} would read differently \
                 on them. Nothing is adjusted."
            ),
        );
    });
}

/// Shows whether the standard drifted, and what one more rater would bring.
pub fn more(ui: &mut Ui, ruler: &Ruler, named: bool) -> Option<Figure> {
    let mut clicked = None;
    columns::cards(ui, "more", 2, 260.0, |ui, place| {
        ui.spacing_mut().item_spacing.y = 4.0;
        match place {
            0 => {
                if drift(ui, ruler, named) {
                    clicked = Some(Figure::Drift);
                }
            }
            _ => {
                section_heading(ui, "How many raters");
                for sentence in ruler.needed_sentences() {
                    text::second(ui, sentence);
                }
            }
        }
    });
    clicked
}

fn drift(ui: &mut Ui, ruler: &Ruler, named: bool) -> bool {
    section_heading(ui, "Over the meeting");
    let people = ruler.drift.people.len();
    match ruler.drift.halves() {
        None if people == 0 => {
            text::second(
                ui,
                "Once scores are agreed, this says whether the standard moved in the course of the meeting.",
            );
        }
        None => {
            let so_far = capital(&count(people, "person", "people"));
            text::second(ui, format!("{so_far} with agreed scores so far: too few to say whether the standard moved."));
        }
        Some((first, second)) => {
            let (first, second) = (signed(first, 1), signed(second, 1));
            text::second(
                ui,
                format!(
                    "What was agreed lies {first} from the raters’ own scores in the first half of the people and \
                     {second} in the second. Look back at the first ones if the two differ."
                ),
            );
        }
    }
    if !named || people == 0 {
        return false;
    }
    ui.add_space(4.0);
    ui.add(crate::app::widgets::Button::secondary("In the order of the meeting").small()).clicked()
}
