//! The warm-up: everybody first rates two product managers who do not exist. Then it shows, without names, how far the
//! standards lie apart. Nothing here is a rating of anybody, and nothing else reads it.

use egui::accesskit::Role;
use egui::{Align2, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, View};
use crate::app::widgets::{
    Answer, Banner, Button, Card, Chip, Hue, Segmented, hairline, page_title, section_heading, text,
};
use crate::edit::{Actor, Change, Gesture, MeetingEdit};
use crate::insight::points::{capital, count, list};
use crate::insight::visibility::sees_warm_up;
use crate::model::{Phase, Rater, RaterId, Session, Skill, WarmUpCase};
use crate::workspace::warm_up_cases;

/// The warm-up between frames.
#[derive(Default)]
pub(super) struct WarmUpPage {
    /// Raters who went on without it.
    skipped: Vec<RaterId>,
    /// Whether the comparison is looked at.
    pub comparing: bool,
}

impl WarmUpPage {
    /// Whether a rater has the warm-up in front of them.
    pub fn is_due(&self, session: &Session, rater: &Rater) -> bool {
        let warm_up = &session.meeting.warm_up;
        session.about.phase == Phase::Rate
            && !warm_up.cases.is_empty()
            && rater.submitted.is_none()
            && !warm_up.is_complete(&rater.id)
            && !self.skipped.contains(&rater.id)
    }

    /// Shows the people who do not exist to a rater.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, rater: &Rater, actions: &mut Vec<Action>) {
        column(ui, |ui| {
            let subtitle = "Two product managers who do not exist, to see how standards differ before anybody real is \
                            rated. It never counts, and is only ever shown without names.";
            page_title(ui, "Warm-up", subtitle);
            ui.add_space(12.0);
            for case in &view.session.meeting.warm_up.cases {
                Card::new().show(ui, |ui| case_card(ui, view, rater, case, actions));
                ui.add_space(12.0);
            }
            if ui.add(Button::quiet("Go on without the warm-up")).clicked() {
                self.skipped.push(rater.id.clone());
            }
        });
    }

    /// The card under the choice of raters: set it up, see who is through, look at the comparison.
    pub fn card(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let warm_up = &view.session.meeting.warm_up;
        if warm_up.cases.is_empty() && view.session.about.phase != Phase::Rate {
            return;
        }
        ui.add_space(8.0);
        Card::raised().show(ui, |ui| {
            section_heading(ui, "Warm-up");
            if warm_up.cases.is_empty() {
                let sentence = "Let everybody rate two product managers who do not exist first. It shows how standards \
                                differ, without names, and never counts.";
                text::second(ui, sentence);
                ui.add_space(8.0);
                if ui.add_enabled(view.read_only.is_none(), Button::secondary("Add the warm-up")).clicked() {
                    set_cases(view, warm_up_cases(&view.session.rubric), actions);
                }
                return;
            }
            let raters = view.session.raters();
            let through = raters.iter().filter(|rater| warm_up.is_complete(&rater.id)).count();
            text::second(ui, format!("{through} of {} are through.", count(raters.len(), "rater", "raters")));
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let open = sees_warm_up(view.session);
                let button = ui.add_enabled(open, Button::secondary("See how standards differ"));
                if button.on_disabled_hover_text("It opens once everybody is through.").clicked() {
                    self.comparing = true;
                }
                if warm_up.marks.is_empty() && ui.add(Button::quiet("Take it away")).clicked() {
                    set_cases(view, Vec::new(), actions);
                }
            });
        });
    }

    /// Shows how far the standards lie apart.
    pub fn compare(&mut self, ui: &mut Ui, view: &View<'_>) {
        if !sees_warm_up(view.session) {
            self.comparing = false;
            return;
        }
        column(ui, |ui| {
            if ui.add(Button::quiet("Back").icon(Icon::ChevronLeft)).clicked() {
                self.comparing = false;
            }
            let subtitle = "Everybody read the same facts. Where the marks lie apart, the standards do: talk about what \
                            each of you asked for.";
            page_title(ui, "How standards differ", subtitle);
            ui.add_space(12.0);
            let session = view.session;
            if session.meeting.warm_up.marks.len() < 3 {
                let few = "So few rated that leaving out the names hides nobody.";
                let _: Answer = Banner::new(Hue::Watch, few).show(ui);
                ui.add_space(8.0);
            }
            for case in &session.meeting.warm_up.cases {
                Card::new().show(ui, |ui| {
                    head(ui, session, case);
                    for skill in case.skills.iter().filter_map(|skill| session.rubric.skill(skill)) {
                        hairline(ui);
                        spread(ui, session, case, skill);
                    }
                });
                ui.add_space(12.0);
            }
        });
    }
}

fn set_cases(view: &View<'_>, after: Vec<WarmUpCase>, actions: &mut Vec<Action>) {
    let edit = MeetingEdit::SetWarmUpCases { before: view.session.meeting.warm_up.cases.clone(), after };
    actions.push(Action::Change(Change::new(Actor::Facilitator, Gesture::WarmUp, vec![edit.into()])));
}

/// A column in the middle of the screen that can be scrolled.
fn column(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt("warm-up").auto_shrink([false, false]).show(ui, |ui| {
        let width = Theme::of(ui).scaled(760.0).min(ui.available_width() - 48.0);
        ui.add_space(28.0);
        ui.horizontal(|ui| {
            ui.add_space((ui.available_width() - width) / 2.0);
            ui.vertical(|ui| {
                ui.set_width(width);
                content(ui);
            });
        });
        ui.add_space(28.0);
    });
}

fn head(ui: &mut Ui, session: &Session, case: &WarmUpCase) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        section_heading(ui, &case.name);
        if let Some(level) = case.level.as_ref().and_then(|level| session.rubric.level(level)) {
            ui.add(Chip::new(level.name.as_str()));
        }
        ui.add(Chip::new("Does not exist").outlined());
    });
    ui.add_space(4.0);
    for fact in &case.facts {
        text::body(ui, format!("•  {fact}"));
    }
    ui.add_space(8.0);
}

fn case_card(ui: &mut Ui, view: &View<'_>, rater: &Rater, case: &WarmUpCase, actions: &mut Vec<Action>) {
    let session = view.session;
    head(ui, session, case);
    let points: Vec<(Option<u8>, String)> =
        (1..=session.rubric.scale.top()).map(|score| (Some(score), score.to_string())).collect();
    let points: Vec<(Option<u8>, &str)> = points.iter().map(|(score, words)| (*score, words.as_str())).collect();
    for skill in case.skills.iter().filter_map(|skill| session.rubric.skill(skill)) {
        hairline(ui);
        ui.add_space(4.0);
        let before = session.meeting.warm_up.mark(&rater.id, &case.id, &skill.id);
        let mut score = before;
        ui.horizontal(|ui| {
            let room = Theme::of(ui).scaled(220.0);
            ui.allocate_ui(vec2(room, 0.0), |ui| {
                ui.set_width(room);
                text::medium(ui, skill.name.as_str()).on_hover_text(skill.description.as_str());
            });
            let name = format!("{}: {}", case.name, skill.name);
            ui.add_enabled_ui(view.read_only.is_none(), |ui| Segmented::new(&name).show(ui, &mut score, &points));
        });
        if let Some(anchor) = score.and_then(|score| skill.anchors.get(usize::from(score) - 1)) {
            text::hint(ui, anchor.as_str());
        }
        ui.add_space(4.0);
        if score != before {
            let cells = vec![(case.id.clone(), skill.id.clone(), before, score)];
            let edit = MeetingEdit::SetWarmUpScores { rater: rater.id.clone(), cells };
            let actor = Actor::Rater(rater.id.clone());
            actions.push(Action::Change(Change::new(actor, Gesture::WarmUp, vec![edit.into()])));
        }
    }
}

/// One skill: how many gave which point, nobody by name.
fn spread(ui: &mut Ui, session: &Session, case: &WarmUpCase, skill: &Skill) {
    let theme = Theme::of(ui);
    let marks = session.meeting.warm_up.marks.values();
    let cell = (case.id.clone(), skill.id.clone());
    let mut scores: Vec<u8> = marks.filter_map(|marks| marks.get(&cell).copied()).collect();
    scores.sort_unstable();
    let given: Vec<(u8, usize)> =
        scores.chunk_by(|a, b| a == b).filter_map(|same| Some((*same.first()?, same.len()))).collect();
    let words: Vec<String> =
        given.iter().map(|(score, raters)| format!("{} gave {score}", count(*raters, "rater", "raters"))).collect();
    let words = if words.is_empty() { "Nobody rated it".to_owned() } else { capital(&list(&words)) };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme.scaled(44.0)), Sense::hover());
    let said = format!("{}: {words}", skill.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, said.as_str()));
    let painter = ui.painter().with_clip_rect(rect);
    let middle = rect.center().y;
    let name_room = theme.scaled(220.0);
    let name_at = pos2(rect.left(), middle);
    painter.text(name_at, Align2::LEFT_CENTER, &skill.name, theme.font(Size::Body, Weight::Medium), theme.text);
    let top = session.rubric.scale.top();
    let strip = Rect::from_min_max(
        pos2(rect.left() + name_room, rect.top()),
        pos2(rect.right() - theme.scaled(40.0), rect.bottom()),
    );
    let x = |score: u8| {
        let part = f32::from(score.saturating_sub(1)) / f32::from(top.saturating_sub(1).max(1));
        strip.left() + theme.scaled(14.0) + part.min(1.0) * (strip.width() - theme.scaled(28.0))
    };
    for score in 1..=top {
        painter.vline(x(score), middle - 10.0..=middle + 10.0, Stroke::new(1.0, theme.line));
    }
    if let (Some((low, _)), Some((high, _))) = (given.first(), given.last())
        && low < high
    {
        let far = high - low >= session.rubric.rules.contested_range.max(1);
        let colour = if far { theme.bad.colour } else { theme.line_strong };
        painter.hline(x(*low)..=x(*high), middle, Stroke::new(2.0, colour));
    }
    for (score, raters) in given {
        let at = pos2(x(score), middle);
        painter.circle(at, theme.scaled(11.0), theme.surface, Stroke::new(1.5, theme.accent.colour));
        let figure = raters.to_string();
        painter.text(at, Align2::CENTER_CENTER, figure, theme.font(Size::Small, Weight::SemiBold), theme.text);
    }
    response.on_hover_text(words);
}
