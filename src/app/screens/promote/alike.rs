//! Look-alikes: people with nearly the same profile who were placed differently, as pairs to hold side by side.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Button, Card, EmptyState, text};
use crate::insight::look_alikes::{LookAlikes, look_alikes};
use crate::insight::points::score_words;

/// What is kept between frames.
#[derive(Default)]
pub struct Alike {
    pairs: Option<(u64, Vec<LookAlikes>)>,
}

impl Alike {
    /// Shows the pairs, the nearest first.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let kept = self.pairs.take().filter(|(revision, _)| *revision == view.revision);
        let (revision, pairs) = kept.unwrap_or_else(|| (view.revision, look_alikes(view.session, view.readings)));
        if pairs.is_empty() {
            ui.add_space((ui.available_height() * 0.12).max(8.0));
            let sentence = "Nobody of one level and target, with nearly the same profile, is placed differently. \
                            Look again when placements are recorded.";
            let _ = EmptyState::new(Icon::Users, "No look-alikes placed differently", sentence).show(ui);
        } else {
            text::second(ui, "The same profile, another placement: was the same judged the same?");
            ui.add_space(6.0);
            let height = Theme::of(ui).scaled(76.0).round();
            ui.spacing_mut().item_spacing.y = 8.0;
            ScrollArea::vertical().id_salt("look-alikes").auto_shrink(false).show_rows(
                ui,
                height,
                pairs.len(),
                |ui, shown| pairs[shown].iter().for_each(|pair| row(ui, view, pair, height, actions)),
            );
        }
        self.pairs = Some((revision, pairs));
    }
}

fn row(ui: &mut Ui, view: &View<'_>, pair: &LookAlikes, height: f32, actions: &mut Vec<Action>) {
    let session = view.session;
    let width = (ui.available_width() - 10.0).min(Theme::of(ui).scaled(860.0));
    ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
        Card::new().padding(12).show(ui, |ui| {
            let inner = vec2(ui.available_width(), height - 24.0);
            ui.allocate_ui_with_layout(inner, Layout::right_to_left(Align::Center), |ui| {
                let names = pair.people.iter().map(|id| session.name(id)).collect::<Vec<_>>();
                let button = Button::secondary("Side by side").tooltip(format!("Compare {}", names.join(" and ")));
                if ui.add(button).clicked() {
                    actions.push(Action::Go(Screen::Compare(pair.people.to_vec())));
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 3.0;
                    text::strong(ui, names.join(" and "));
                    text::small(ui, words(view, pair, &names));
                });
            });
        });
    });
}

/// "PM · to Senior PM. Emil Hansen: Recommend, Ruth Oduya: Growing in level, in H1 2026. Skills 0.3 apart on average."
fn words(view: &View<'_>, pair: &LookAlikes, names: &[String]) -> String {
    let rubric = &view.session.rubric;
    let level = |id: Option<&crate::model::LevelId>| id.and_then(|id| rubric.level(id)).map(|level| level.name.clone());
    let person = view.session.people.get(&pair.people[0]);
    let own = person.and_then(|person| level(person.level.as_ref())).unwrap_or_default();
    let target = person.and_then(|person| level(person.target.as_ref()));
    let way = target.map_or(own.clone(), |target| format!("{own} to {target}"));
    let placed = names.iter().zip(pair.places).map(|(name, place)| format!("{name}: {}", place.words()));
    let placed = placed.collect::<Vec<_>>().join(", ");
    let then = pair.placed_in.as_ref().map(|period| format!(", in {period}")).unwrap_or_default();
    format!("{way}. {placed}{then}. Skills {} apart on average.", score_words(pair.apart))
}
