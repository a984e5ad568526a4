//! Who rates: the choice of a rater, the PIN that may guard their grid, and the sheet that covers everything while the
//! laptop changes hands. Of each rater it shows how far they are, and no answer.

use std::sync::Arc;

use egui::{Align, Id, Layout, ScrollArea, Ui};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::screens::dates;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{
    Button, Card, Chip, EmptyState, Hue, Progress, Sheet, TextField, TokenLook, Wanted, page_title, text, token,
};
use crate::model::{Rater, RaterId};

use super::rows::{Totals, totals_of};
use super::seat::Seat;
use super::warm_up::WarmUpPage;

/// Choosing who rates.
#[derive(Default)]
pub(super) struct Seating {
    /// The laptop changes hands: nothing is shown until the next rater says so.
    handing_over: bool,
    asking: Option<PinQuestion>,
    /// How far each rater is, for a revision.
    totals: Option<(u64, Vec<(RaterId, Totals)>)>,
}

struct PinQuestion {
    rater: RaterId,
    typed: String,
    wrong: bool,
}

impl Seating {
    /// Covers the screen until the next rater is ready.
    pub fn hand_over(&mut self) {
        self.handing_over = true;
        self.asking = None;
    }

    /// Shows the hand-over or the choice.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, warm_up: &mut WarmUpPage, actions: &mut Vec<Action>) {
        if view.session.raters().is_empty() {
            return nobody_rates(ui, actions);
        }
        if self.handing_over {
            return self.cover(ui);
        }
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            let width = Theme::of(ui).scaled(720.0).min(ui.available_width() - 48.0);
            ui.add_space(40.0);
            ui.horizontal(|ui| {
                ui.add_space((ui.available_width() - width) / 2.0);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    self.choice(ui, view, actions);
                    warm_up.card(ui, view, actions);
                });
            });
            ui.add_space(40.0);
        });
        self.ask_pin(ui, view, actions);
    }

    fn cover(&mut self, ui: &mut Ui) {
        ui.add_space((ui.available_height() * 0.2).round());
        let title = "Hand the laptop to the next rater";
        let sentence = "Nothing that anybody entered is shown now.";
        let shown = EmptyState::new(Icon::Lock, title, sentence).button("Choose who rates").show(ui);
        let entered = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
        if shown == Wanted::First || entered {
            self.handing_over = false;
        }
    }

    fn choice(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        page_title(ui, "Who is rating?", "Each rater sees their own grid and nobody else's.");
        ui.add_space(12.0);
        let totals = self.totals(view);
        for (id, totals) in totals {
            let Some(rater) = view.session.panel.get(&id) else { continue };
            if rater_card(ui, rater, &totals) {
                self.choose(rater, actions);
            }
        }
    }

    fn totals(&mut self, view: &View<'_>) -> Vec<(RaterId, Totals)> {
        if let Some((revision, totals)) = &self.totals
            && *revision == view.revision
        {
            return totals.clone();
        }
        let of = |rater: &Arc<Rater>| totals_of(&Seat { session: view.session, rater, read_only: view.read_only });
        let totals: Vec<_> = view.session.raters().iter().map(|rater| (rater.id.clone(), of(rater))).collect();
        self.totals = Some((view.revision, totals.clone()));
        totals
    }

    fn choose(&mut self, rater: &Rater, actions: &mut Vec<Action>) {
        match rater.pin {
            None => actions.push(Action::SitDown(Some(rater.id.clone()))),
            Some(_) => {
                self.asking = Some(PinQuestion { rater: rater.id.clone(), typed: String::new(), wrong: false });
            }
        }
    }

    fn ask_pin(&mut self, ui: &Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(question) = &mut self.asking else { return };
        let Some(rater) = view.session.panel.get(&question.rater) else {
            self.asking = None;
            return;
        };
        let entered = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
        let title = format!("PIN of {}", rater.name);
        let shown = Sheet::new(&title).id(Id::unique("rate pin")).width(360.0).show(ui.ctx(), |sheet| {
            sheet.body(|ui| {
                let error = question.wrong.then_some("That is not the PIN. Try again.");
                let field = TextField::new("PIN", &mut question.typed).secret().error(error);
                if field.id(Id::unique("rate pin field")).show(ui).changed() {
                    question.wrong = false;
                }
            });
            sheet.footer(|ui| {
                let open = ui.add(Button::primary("Open my grid")).clicked();
                (open, ui.add(Button::secondary("Cancel")).clicked())
            })
        });
        let (open, cancelled) = shown.inner;
        if shown.closed || cancelled {
            self.asking = None;
        } else if open || entered {
            if rater.pin.as_ref().is_none_or(|pin| pin.opens(&question.typed)) {
                actions.push(Action::SitDown(Some(rater.id.clone())));
                self.asking = None;
            } else {
                question.wrong = true;
                question.typed.clear();
            }
        }
    }
}

fn nobody_rates(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space((ui.available_height() * 0.15).round());
    let title = "Nobody rates yet";
    let sentence = "Add the managers who rate to the panel. Each then has a grid of their own here.";
    let shown = EmptyState::new(Icon::Raters, title, sentence)
        .button(Command::AddRater.label())
        .second_button("Show the team")
        .show(ui);
    match shown {
        Wanted::First => actions.push(Action::Command(Command::AddRater)),
        Wanted::Second => actions.push(Action::Go(Screen::Team)),
        Wanted::Nothing => {}
    }
}

/// One rater, with how far they are. Returns whether they were chosen.
fn rater_card(ui: &mut Ui, rater: &Rater, totals: &Totals) -> bool {
    let (state, hue) = state(rater, totals);
    let people = match totals.people {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    };
    let spoken = format!("{}, {people}, {}, {state}", rater.name, totals.words());
    let card = Card::new().padding(14).show_clickable(ui, &spoken, |ui| {
        let theme = Theme::of(ui);
        ui.horizontal(|ui| {
            token(ui, &rater.name, 36.0, TokenLook::Ring(theme.accent));
            ui.add_space(4.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                Icon::ChevronRight.show(ui, 16.0, theme.text_third);
                // As wide for everybody, so that the bars stand below each other.
                let room = egui::vec2(theme.scaled(190.0), theme.control_height());
                ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
                    ui.set_min_size(room);
                    ui.add(Chip::new(state.as_str()).hue(hue));
                    if rater.pin.is_some() {
                        Icon::Lock.show(ui, 14.0, theme.text_third).on_hover_text("Guarded by a PIN");
                    }
                });
                ui.add_space(8.0);
                ui.scope(|ui| {
                    ui.set_width(theme.scaled(150.0));
                    ui.vertical(|ui| {
                        let part = totals.answers.answered as f32 / totals.answers.asked.max(1) as f32;
                        Progress::new(part, &totals.words()).hue(Hue::Good).show(ui);
                    });
                });
                ui.add_space(8.0);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        text::truncated(ui, theme.rich(Size::Section, Weight::SemiBold, rater.name.as_str()));
                        let line = [rater.title.as_str(), people.as_str()];
                        let line = line.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
                        let small = theme.rich(Size::Small, Weight::Regular, line);
                        text::truncated(ui, small.color(theme.text_second));
                    });
                });
            });
        });
    });
    card.response.clicked()
}

fn state(rater: &Rater, totals: &Totals) -> (String, Hue) {
    match rater.submitted {
        Some(at) => (format!("Submitted {}", dates::moment_words(at)), Hue::Good),
        None if totals.answers.answered == 0 => ("Not begun".into(), Hue::Neutral),
        None if totals.complete == totals.people => ("Complete, not submitted".into(), Hue::Watch),
        None => ("Under way".into(), Hue::Accent),
    }
}
