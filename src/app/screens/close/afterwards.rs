//! After closing: amendments, and appeals with a reviewer from outside the panel.

use egui::Ui;

use crate::app::icons::Icon;
use crate::app::view::{Action, View};
use crate::app::widgets::{Button, Card, Chip, EmptyState, Hue, hairline, section_heading, text};
use crate::model::{Amendment, Appeal, AppealId, Phase, day_words};

use super::sheets::{Amend, DecideAppeal, RecordAppeal};

/// The part of the screen.
#[derive(Default)]
pub(super) struct Afterwards {
    over: Option<Over>,
}

enum Over {
    Amend(Box<Amend>),
    Appeal(Box<RecordAppeal>),
    Decide(Box<DecideAppeal>),
}

impl Afterwards {
    /// Shows the part.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>) {
        if view.session.about.phase != Phase::Close {
            let sentence = "Until the session is locked, decisions are simply changed where they were made. What changes \
                            afterwards is an amendment, and whoever does not agree can appeal.";
            let _ = EmptyState::new(Icon::Lock, "Amendments come after closing", sentence).show(ui);
            return;
        }
        self.appeals(ui, view);
        ui.add_space(12.0);
        self.amendments(ui, view);
    }

    fn appeals(&mut self, ui: &mut Ui, view: &View<'_>) {
        let mut appeals: Vec<(&AppealId, &Appeal)> = view.session.meeting.appeals.iter().collect();
        // Those that are open first, the newest of each first.
        appeals.sort_by(|a, b| (a.1.outcome.is_some(), b.1.date, a.0).cmp(&(b.1.outcome.is_some(), a.1.date, b.0)));
        Card::new().show(ui, |ui| {
            head(ui, "Appeals", "Record an appeal…", view, || self.over = Some(Over::Appeal(Box::default())));
            text::second(
                ui,
                "An appeal is looked at by somebody from outside the panel, and has a date and an outcome.",
            );
            for (id, appeal) in appeals {
                ui.add_space(8.0);
                hairline(ui);
                ui.add_space(4.0);
                if self::appeal(ui, view, appeal) {
                    self.over = Some(Over::Decide(Box::new(DecideAppeal::new(id.clone()))));
                }
            }
        });
    }

    fn amendments(&mut self, ui: &mut Ui, view: &View<'_>) {
        let mut amendments: Vec<&Amendment> = view.session.meeting.amendments.values().collect();
        amendments.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.person.cmp(&b.person)));
        Card::new().show(ui, |ui| {
            head(ui, "Amendments", "Amend a decision…", view, || self.over = Some(Over::Amend(Box::default())));
            if amendments.is_empty() {
                text::second(ui, "Nothing was changed since the session was closed.");
            }
            for amendment in amendments {
                ui.add_space(8.0);
                hairline(ui);
                ui.add_space(4.0);
                text::strong(ui, view.session.name(&amendment.person));
                text::body(ui, amendment.why.as_str());
                text::small(
                    ui,
                    format!("{}, {}. What changed stands in the log.", amendment.by, day_words(amendment.date)),
                );
            }
        });
    }

    /// Shows the sheet that is open.
    pub fn over(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(mut over) = self.over.take() else { return };
        let answer = match &mut over {
            Over::Amend(sheet) => sheet.show(ui, view),
            Over::Appeal(sheet) => sheet.show(ui, view),
            Over::Decide(sheet) => sheet.show(ui, view),
        };
        match answer {
            None => self.over = Some(over),
            Some(change) => actions.extend(change.map(Action::Change)),
        }
    }
}

fn head(ui: &mut Ui, title: &str, button: &str, view: &View<'_>, open: impl FnOnce()) {
    ui.horizontal(|ui| {
        section_heading(ui, title);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let can = view.read_only.is_none() && !view.session.people.is_empty();
            if ui.add_enabled(can, Button::secondary(button)).clicked() {
                open();
            }
        });
    });
}

/// One appeal; whether its outcome is to be recorded.
fn appeal(ui: &mut Ui, view: &View<'_>, appeal: &Appeal) -> bool {
    let mut decide = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        text::strong(ui, view.session.name(&appeal.person));
        let (words, hue) = match &appeal.outcome {
            None => ("Open", Hue::Watch),
            Some(outcome) if outcome.upheld => ("The decision stands", Hue::Neutral),
            Some(_) => ("The decision changes", Hue::Accent),
        };
        ui.add(Chip::new(words).hue(hue));
        if appeal.outcome.is_none() {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                decide = ui.add_enabled(view.read_only.is_none(), Button::secondary("Outcome…").small()).clicked();
            });
        }
    });
    text::body(ui, appeal.about.as_str());
    if let Some(outcome) = &appeal.outcome {
        text::second(ui, format!("{}: {}", day_words(outcome.date), outcome.words));
    }
    text::small(ui, format!("Came in on {}. Reviewer: {}.", day_words(appeal.date), appeal.reviewer));
    decide
}
