//! What if: a sandbox in which skills can be given other scores, to see what that would change in tiers, gates and
//! status. The session stays as it is until what was tried is taken, which records agreed scores with their reason.

use egui::{Align, Context, Key, Layout, Modifiers, Ui, vec2};

use super::reading::{Reading, SkillReading};
use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, View};
use crate::app::widgets::{
    Button, Card, Hue, Segmented, Sheet, TextField, hairline, icon_badge, section_heading, text,
};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::Status;
use crate::insight::gates::GateState;
use crate::insight::points::score_words;
use crate::insight::suppose::{Difference, Supposed};
use crate::insight::visibility::Viewer;
use crate::model::{Agreed, Outcome, Person, PersonId, Phase, Session, SkillId};

/// The sandbox, while it is open.
#[derive(Default)]
pub struct Sandbox {
    /// The scores that are tried.
    pub supposed: Supposed,
    taking: Option<Taking>,
}

/// Taking what was tried: the reason that it owes.
struct Taking {
    reason: String,
    tried: bool,
    fresh: bool,
}

/// Whether what was tried can be taken now.
///
/// # Errors
/// Why not, and what to do about it, in a sentence.
pub fn may_take(view: &View<'_>) -> Result<(), String> {
    if let Some(why) = view.read_only {
        return Err(why.to_owned());
    }
    if view.viewer() != Viewer::Facilitator {
        return Err("Agreed scores are recorded by whoever runs the meeting.".into());
    }
    match view.session.about.phase {
        Phase::Calibrate => Ok(()),
        Phase::Close => Err("The session is closed; go back to Calibrate to agree on scores.".into()),
        Phase::Prepare | Phase::Rate => Err("Scores are agreed in the meeting; go on to Calibrate first.".into()),
    }
}

impl Sandbox {
    /// Whether the reason is being written.
    pub fn is_writing(&self) -> bool {
        self.taking.is_some()
    }

    /// Shows the skills with the scores to try, in place of the marks.
    pub fn panel(&mut self, ui: &mut Ui, view: &View<'_>, reading: &Reading) {
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = 0.0;
        section_heading(ui, "What if");
        ui.add_space(3.0);
        text::small(ui, "Try other scores. Nothing is recorded until you take them.");
        let points = view.session.rubric.scale.top();
        let figures: Vec<String> = (1..=points).map(|point| point.to_string()).collect();
        for tier in (0..view.session.rubric.tiers.len()).rev() {
            let mut skills = reading.skills.iter().filter(|skill| skill.tier == tier && skill.asked).peekable();
            if skills.peek().is_none() {
                continue;
            }
            ui.add_space(12.0);
            let name = view.session.rubric.tiers[tier].name.as_str();
            ui.label(theme.rich(Size::Body, Weight::SemiBold, name).color(theme.tier(tier).text));
            ui.add_space(4.0);
            for skill in skills {
                self.row(ui, view, skill, &figures);
            }
        }
    }

    fn row(&mut self, ui: &mut Ui, view: &View<'_>, skill: &SkillReading, figures: &[String]) {
        let theme = Theme::of(ui);
        let name = view.session.rubric.skill(&skill.skill).map_or("", |skill| skill.name.as_str());
        let options: Vec<(u8, &str)> = (1..).zip(figures.iter().map(String::as_str)).collect();
        let width = theme.scaled(26.0) * figures.len() as f32;
        let size = vec2(ui.available_width(), theme.scaled(38.0));
        hairline(ui);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            let mut tried = self.supposed.get(&skill.skill).copied();
            ui.allocate_ui_with_layout(vec2(width, theme.control_height()), Layout::top_down(Align::Min), |ui| {
                let choice = Segmented::new(name).solid().segment_width(26.0);
                if choice.show_optional(ui, &mut tried, &options).changed() {
                    match tried {
                        Some(score) => self.supposed.insert(skill.skill.clone(), score),
                        None => self.supposed.remove(&skill.skill),
                    };
                }
            });
            let now = skill.score.map_or_else(|| "–".to_owned(), |score| score_words(score.value));
            ui.add_space(4.0);
            text::small(ui, now);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                text::truncated(ui, theme.rich(Size::Body, Weight::Medium, name));
            });
        });
    }

    /// Shows what the tried scores would change, and the ways on. Whether the sandbox is to be left.
    pub fn result(&mut self, ui: &mut Ui, view: &View<'_>, person: &Person, reading: &Reading) -> bool {
        let mut leave = false;
        Card::new().selected(true).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            section_heading(ui, &title(view.session, &self.supposed));
            match &reading.difference {
                _ if self.supposed.is_empty() => {
                    text::second(ui, "Choose a score for a skill. Tiers, gates and status here follow at once.");
                }
                Some(difference) if difference.is_nothing() => {
                    text::second(ui, "Nothing would change: tiers, gates and status stay as they are.");
                }
                Some(difference) => changes(ui, view, person, difference),
                None => {}
            }
            leave = self.buttons(ui, view);
        });
        leave
    }

    fn buttons(&mut self, ui: &mut Ui, view: &View<'_>) -> bool {
        let mut leave = false;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            let refused = may_take(view).err();
            let take = Button::primary("Take as agreed…");
            let take = match &refused {
                Some(why) => take.tooltip(why.as_str()),
                None => take.tooltip("Record these as agreed scores, with the reason"),
            };
            if ui.add_enabled(refused.is_none() && !self.supposed.is_empty(), take).clicked() {
                self.taking = Some(Taking { reason: String::new(), tried: false, fresh: true });
            }
            let again = Button::secondary("Start again");
            if ui.add_enabled(!self.supposed.is_empty(), again).clicked() {
                self.supposed.clear();
            }
            leave = ui.add(Button::quiet("Leave the sandbox").key("Esc")).clicked();
        });
        leave
    }

    /// Shows the sheet that asks for the reason; whether what was tried was taken.
    pub fn ask(&mut self, context: &Context, view: &View<'_>, person: &PersonId, actions: &mut Vec<Action>) -> bool {
        let Some(taking) = &mut self.taking else { return false };
        let mut record = context.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let title = "Take these as agreed scores?";
        let shown = Sheet::new(title).width(480.0).show(context, |sheet| {
            sheet.body(|ui| {
                for (skill, score) in &self.supposed {
                    let name = view.session.rubric.skill(skill).map_or("", |skill| skill.name.as_str());
                    text::body(ui, format!("{name}: {score}"));
                }
                let missing = taking.tried && taking.reason.trim().is_empty();
                TextField::new("Why?", &mut taking.reason)
                    .hint("What the panel saw, in a sentence or two")
                    .lines(2)
                    .error(missing.then_some("An agreed score that changes what is read owes its reason."))
                    .focus(std::mem::take(&mut taking.fresh))
                    .show(ui);
            });
            sheet.footer(|ui| {
                record |= ui.add(Button::primary("Record as agreed").key("Ctrl Enter")).clicked();
                ui.add(Button::secondary("Cancel")).clicked()
            })
        });
        if shown.closed || shown.inner {
            self.taking = None;
            return false;
        }
        if !record {
            return false;
        }
        taking.tried = true;
        let reason = taking.reason.trim().to_owned();
        if reason.is_empty() || may_take(view).is_err() {
            context.request_repaint();
            return false;
        }
        actions.push(Action::Change(agreed(view.session, person, &self.supposed, &reason)));
        self.taking = None;
        true
    }
}

/// The change that agrees on these scores.
fn agreed(session: &Session, person: &PersonId, supposed: &Supposed, reason: &str) -> Change {
    let edit = |(skill, score): (&SkillId, &u8)| {
        let before = session.decisions.agreed.get(&(person.clone(), skill.clone())).cloned();
        let after = Some(Agreed { outcome: Outcome::Score(*score), reason: reason.to_owned() });
        Edit::SetAgreed { person: person.clone(), skill: skill.clone(), before, after }
    };
    Change::new(Actor::Facilitator, Gesture::Agree, supposed.iter().map(edit).collect()).because(reason)
}

/// "If P&L and revenue drivers were 3": what is tried, as long as it is short.
fn title(session: &Session, supposed: &Supposed) -> String {
    let mut skills = supposed.iter();
    let name = |skill| session.rubric.skill(skill).map_or("A skill", |skill| skill.name.as_str());
    match (skills.next(), skills.next()) {
        (None, _) => "What if?".into(),
        (Some((skill, score)), None) => format!("If {} were {score}", name(skill)),
        _ => format!("If these {} skills were other", supposed.len()),
    }
}

fn changes(ui: &mut Ui, view: &View<'_>, person: &Person, difference: &Difference) {
    let rubric = &view.session.rubric;
    if let Some((before, after)) = difference.status {
        let words = |status: Status| status.words_toward(rubric, person.target.as_ref());
        line(ui, Icon::ArrowRight, Hue::Accent, &format!("{} instead of {}", words(after), words(before)), "");
    }
    for gate in &difference.gates {
        let (icon, hue) =
            if gate.after == GateState::Met { (Icon::Check, Hue::Good) } else { (Icon::Open, Hue::Watch) };
        let words = format!("{}: {} instead of {}", gate.name, gate.after.word(), gate.before.word());
        line(ui, icon, hue, &words, &gate.sentence);
    }
    for shift in difference.tiers.iter().rev() {
        let name = rubric.tier(&shift.tier).map_or("", |tier| tier.name.as_str());
        let score = |score: Option<f64>| score.map_or_else(|| "not enough seen".to_owned(), score_words);
        let hue = rubric.tier_place(&shift.tier).map_or(Hue::Neutral, Hue::Tier);
        let icon = if shift.after > shift.before { Icon::ArrowUp } else { Icon::ArrowDown };
        line(ui, icon, hue, &format!("{name}: {} instead of {}", score(shift.after), score(shift.before)), "");
    }
}

fn line(ui: &mut Ui, icon: Icon, hue: Hue, words: &str, below: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        icon_badge(ui, icon, hue);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add_space(3.0);
            text::strong(ui, words);
            if !below.is_empty() {
                text::small(ui, below);
            }
        });
    });
}
