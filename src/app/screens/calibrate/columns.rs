//! The three columns and what was done in them. The agenda folds away where all three don't fit.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Rect, ScrollArea, Stroke, Ui, vec2};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Answer, Banner, EmptyState, Hue, Wanted, text};
use crate::insight::agreement::park_advice;
use crate::model::{Phase, Place};

use super::discussion::{self, Discussion};
use super::placement;
use super::skills::{Asked, List};
use super::{CalibrateScreen, Focus, Missing, agenda, doing, meeting, person};

/// Widths in points before text scaling.
const AGENDA: f32 = 264.0;
const NARROW_AGENDA: f32 = 234.0;
/// From this width on the agenda has its full one.
const ROOMY: f32 = 1300.0;
const LEAST_MIDDLE: f32 = 500.0;
const LEAST_RIGHT: f32 = 430.0;
const MOST_RIGHT: f32 = 512.0;

impl CalibrateScreen {
    pub(super) fn columns(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        if view.session.people.is_empty() {
            // Nobody stands on an agenda: what to do is said once, over the whole place.
            return no_people(ui, actions);
        }
        let theme = Theme::of(ui);
        let room = ui.available_width();
        let folded = room < theme.scaled(NARROW_AGENDA + LEAST_MIDDLE + LEAST_RIGHT);
        let whole = ui.available_rect_before_wrap();
        let agenda = if room < theme.scaled(ROOMY) { NARROW_AGENDA } else { AGENDA };
        if !folded {
            self.agenda_over = false;
            let frame =
                Frame::new().fill(theme.raised).inner_margin(Margin { left: 14, right: 14, top: 14, bottom: 0 });
            let panel = Panel::left("agenda").exact_size(theme.scaled(agenda)).resizable(false);
            let shown =
                panel.show_separator_line(false).frame(frame).show(ui, |ui| self.agenda(ui, view, false, actions));
            let rect = shown.response.rect;
            ui.painter().vline(rect.right(), rect.y_range(), Stroke::new(1.0, theme.line));
        }
        if self.case.is_none() {
            self.gather(view);
        }
        if self.case.is_none() {
            return nobody_chosen(ui);
        }
        let left = ui.available_width();
        let width = (left * 0.46).clamp(theme.scaled(LEAST_RIGHT), theme.scaled(MOST_RIGHT)).min(left * 0.6);
        let frame = Frame::new().fill(theme.surface).inner_margin(Margin { left: 18, right: 18, top: 14, bottom: 10 });
        let panel = Panel::right("skills that decide").exact_size(width).resizable(false).show_separator_line(false);
        let shown = panel.frame(frame).show(ui, |ui| self.right(ui, view, actions));
        let rect = shown.response.rect;
        ui.painter().vline(rect.left(), rect.y_range(), Stroke::new(1.0, theme.line));
        CentralPanel::default().frame(Frame::new()).show(ui, |ui| self.middle(ui, view, folded, actions));
        if folded && self.agenda_over {
            self.agenda_over_all(ui, view, whole, actions);
        }
    }

    fn agenda(&mut self, ui: &mut Ui, view: &View<'_>, over: bool, actions: &mut Vec<Action>) {
        let (time, part) = meeting::time(view);
        let lines = self.meeting.as_ref().map(|meeting| meeting.lines.clone()).unwrap_or_default();
        let column = agenda::Column {
            view,
            lines: &lines,
            working: self.meeting.is_none(),
            selected: self.person.as_ref(),
            time: &time,
            part,
            usable: view.read_only.is_none() && view.session.about.phase == Phase::Calibrate,
            over,
            reveal: std::mem::take(&mut self.scroll),
        };
        let did = column.show(ui);
        match did {
            None => {}
            Some(agenda::Did::Select(person)) => self.select(view, person, actions),
            Some(agenda::Did::ConfirmAll) => self.confirm_all(view, actions),
            Some(agenda::Did::Move(person, by)) => self.move_case(view, Some(&person), by, actions),
            Some(agenda::Did::Hide) => self.agenda_over = false,
        }
    }

    /// The agenda over the other columns; a click beside it, or Escape, folds it away again.
    fn agenda_over_all(&mut self, ui: &mut Ui, view: &View<'_>, whole: Rect, actions: &mut Vec<Action>) {
        let theme = Theme::of(ui);
        let width = theme.scaled(AGENDA).min(whole.width() - 40.0);
        let rect = Rect::from_min_size(whole.min, vec2(width, whole.height()));
        let id = egui::Id::unique("agenda over all");
        let area = egui::Area::new(id).order(egui::Order::Foreground).fixed_pos(rect.min).constrain(false);
        let shown = area.show(ui.ctx(), |ui| {
            let frame = Frame::new()
                .fill(theme.raised)
                .stroke(Stroke::new(1.0, theme.line_strong))
                .inner_margin(Margin { left: 14, right: 14, top: 14, bottom: 0 });
            frame.show(ui, |ui| {
                ui.set_width(rect.width() - 30.0);
                ui.set_height(rect.height() - 16.0);
                self.agenda(ui, view, true, actions);
            });
        });
        let escaped = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        if escaped || shown.response.clicked_elsewhere() {
            self.agenda_over = false;
        }
    }

    fn middle(&mut self, ui: &mut Ui, view: &View<'_>, folded: bool, actions: &mut Vec<Action>) {
        let Some(id) = self.person.clone() else { return };
        let (Some(person), Some(reading)) = (view.session.people.get(&id), self.reading.take()) else { return };
        let clock = self.meeting.as_ref().map(|meeting| meeting.clock_of(view, &id)).unwrap_or_default();
        let place_room = Frame::new().inner_margin(Margin { left: 20, right: 20, top: 10, bottom: 12 });
        let theme = Theme::of(ui);
        let placing = Panel::bottom("placement").resizable(false).show_separator_line(false);
        let shown = placing.frame(place_room.fill(theme.surface)).show(ui, |ui| {
            self.placement(ui, view, actions);
            ui.min_rect().height()
        });
        let rect = shown.response.rect;
        if (shown.inner - self.placement_height).abs() > 0.5 {
            // A panel takes the height that its content had in the frame before: the next one shows all of it.
            self.placement_height = shown.inner;
            ui.ctx().request_repaint();
        }
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.line));
        let frame = Frame::new().inner_margin(Margin { left: 20, right: 10, top: 14, bottom: 0 });
        let mut lead = None;
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 10.0;
            let head = person::Head { person, standing: &reading.standing, clock: &clock, folded };
            let mut did = ui.scope(|ui| {
                ui.set_max_width(ui.available_width() - 10.0);
                head.show(ui)
            });
            ScrollArea::vertical().id_salt(("about", id.as_str())).auto_shrink(false).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - 10.0);
                ui.spacing_mut().item_spacing.y = 12.0;
                did.inner = self.advice(ui, view, person).or(did.inner);
                if !reading.open {
                    did.inner = self.closed(ui, view, person).or(did.inner);
                }
                let hinges = self.case.as_ref().map_or("", |case| case.hinges_on.as_str());
                let benchmark = self.benchmark.as_ref();
                lead = person::cards(ui, view, person, &reading, hinges, benchmark, &mut self.choice);
                ui.add_space(8.0);
            });
            match did.inner {
                None => {}
                Some(person::Did::SilentRead) => self.silent_read(ui, view, actions),
                Some(person::Did::Reveal) => self.reveal(view, actions),
                Some(person::Did::Clock) => self.perform(Command::Clock),
                Some(person::Did::Park) => self.perform(Command::Park),
                Some(person::Did::Discuss) => self.discuss_all_the_same(view, actions),
                Some(person::Did::Agenda) => self.agenda_over = !self.agenda_over,
                Some(person::Did::Person) => actions.push(Action::Go(Screen::Person(id.clone()))),
            }
        });
        self.reading = Some(reading);
        if let Some(skill) = lead {
            // A skill that does not lead is among the others, which are folded away.
            let rest = self.case.as_ref().map(|case| &case.skills[case.leading..]);
            self.folded_open |= rest.is_some_and(|rest| rest.iter().any(|row| row.case.skill == skill));
            self.skill = Some(skill);
            self.follow = true;
        }
    }

    /// What speaks against discussing the person now.
    fn advice(&self, ui: &mut Ui, view: &View<'_>, person: &crate::model::Person) -> Option<person::Did> {
        let place = view.session.decisions.placements.get(&person.id).map(|placement| placement.place);
        if place.is_none() || place == Some(Place::Undecided) {
            if let Some(advice) = park_advice(view.session, person) {
                let words = advice.words(view.session);
                let answer = Banner::new(Hue::Watch, &words).action("Park").show(ui);
                return (answer == Answer::Action).then_some(person::Did::Park);
            }
            if self.case.as_ref().is_some_and(|case| case.open && case.own_manager_alone) {
                let words = "Only the own manager has scored: enter a second view, or park.";
                let answer = Banner::new(Hue::Watch, words).action("Park").show(ui);
                return (answer == Answer::Action).then_some(person::Did::Park);
            }
        }
        if self.meeting.as_ref().is_some_and(|meeting| meeting.is_agreed_before(&person.id)) {
            let words = "Agreed before the meeting: nothing contested decides, whichever rater is left out.";
            let answer = Banner::new(Hue::Good, words).action("Discuss all the same").show(ui);
            return (answer == Answer::Action).then_some(person::Did::Discuss);
        }
        None
    }

    fn closed(&self, ui: &mut Ui, view: &View<'_>, person: &crate::model::Person) -> Option<person::Did> {
        let now = ui.input(|input| input.time);
        let refused = self.refused(view);
        let waiting = discussion::waiting_words(&doing::late(view.session, person));
        let closed = person::Closed { silent: self.silent(now), refused: refused.as_deref(), waiting: &waiting };
        closed.show(ui)
    }

    fn placement(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(id) = self.person.clone() else { return };
        let place = view.session.decisions.placements.get(&id).map(|placement| placement.place);
        let owed = doing::still_owed(view, &id);
        let missing = self.missing;
        if missing == Some(Missing::Place) {
            let words = "Still undecided: place, or go on once more and leave it undecided.";
            Banner::new(Hue::Watch, words).show(ui);
            ui.add_space(4.0);
        }
        let shown = placement::Shown {
            view,
            person: &id,
            owed: &owed,
            missing: missing == Some(Missing::Owed),
            usable: view.read_only.is_none() && view.session.about.phase == Phase::Calibrate,
            open: self.case.as_ref().is_some_and(|case| case.open),
            focus: self.focus == Some(Focus::Placement),
        };
        let had_focus = shown.focus;
        let placed = self.placement.show(ui, &shown);
        if had_focus && place.is_some() {
            self.focus = None;
        }
        for placed in placed {
            self.placed(view, placed, actions);
        }
    }

    fn right(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(case) = self.case.take() else { return };
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = 0.0;
        let usable = view.read_only.is_none() && view.session.about.phase == Phase::Calibrate && case.open;
        let list = List { view, case: &case, selected: self.skill.as_ref(), folded_open: self.folded_open, usable };
        let rest = case.rest();
        let mut asked = None;
        let mut did = Vec::new();
        let head = theme.scaled(48.0);
        let room = ui.available_height() - head;
        let shown = if self.folded_open { case.skills.len() } else { case.leading };
        // The rows share the height with the card of the skill under discussion, which is what is talked about.
        let each =
            ((room - theme.scaled(330.0)) / shown.max(1) as f32).clamp(theme.scaled(34.0), theme.scaled(47.0)).round();
        let most = (room * 0.56).max(each * 2.5);
        // The bar of what scrolls must not lie over what was agreed; the head stands over the same columns.
        let width = ui.available_width() - if each * shown as f32 > most { 10.0 } else { 0.0 };
        let scroll = ScrollArea::vertical()
            .id_salt(("skills", case.person.as_str()))
            .max_height(most)
            .auto_shrink([false, true]);
        ui.scope(|ui| {
            ui.set_max_width(width);
            list.head(ui);
        });
        scroll.show(ui, |ui| {
            ui.set_max_width(width);
            asked = list.rows(ui, each, std::mem::take(&mut self.follow));
        });
        asked = list.rest(ui, &rest).or(asked);
        ui.add_space(10.0);
        let row = self.skill.as_ref().and_then(|skill| case.row(skill));
        if let Some(row) = row {
            let next = self.next_words(view, &case);
            let card = Discussion {
                view,
                case: &case,
                row,
                owed: row.owed,
                missing: self.missing == Some(Missing::Reason),
                left_open: (self.missing == Some(Missing::Skill))
                    .then_some("Still contested: agree, record no agreement, or go on once more and leave it open."),
                usable,
                next,
                all_evidence: self.all_evidence,
                focus_reason: self.focus == Some(Focus::Reason) && row.case.agreed.is_some(),
            };
            if card.focus_reason {
                self.focus = None;
            }
            did = card.show(ui, &mut self.reason);
        } else if case.open && !case.skills.is_empty() {
            self.nothing_selected(ui, view, &case, &mut did);
        }
        self.case = Some(case);
        match asked {
            None => {}
            Some(Asked::Select(skill)) => {
                self.skill = Some(skill);
                (self.missing, self.all_evidence) = (None, false);
            }
            Some(Asked::AcceptRest) => self.accept_rest(view, actions),
            Some(Asked::Fold) => self.folded_open = !self.folded_open,
        }
        for did in did {
            self.did(view, did, actions);
        }
    }

    /// Nothing is contested and nothing decides: on, as soon as the rest is accepted.
    fn nothing_selected(&self, ui: &mut Ui, view: &View<'_>, case: &super::case::Case, did: &mut Vec<discussion::Did>) {
        let key = discussion::enter_key(ui);
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let label = self.next_words(view, case);
            if ui.add(crate::app::widgets::Button::primary(label).key(key)).clicked() {
                did.push(discussion::Did::Next);
            }
        });
    }

    fn did(&mut self, view: &View<'_>, did: discussion::Did, actions: &mut Vec<Action>) {
        match did {
            discussion::Did::Score(score) => self.score(view, score, actions),
            discussion::Did::Clear => {
                self.agree(view, None, actions);
            }
            discussion::Did::NoAgreement => self.perform(Command::NoAgreement),
            discussion::Did::Reason(typed) => self.typed_reason(view, typed, actions),
            discussion::Did::Revise(rater, score) => self.revise(view, &rater, score, actions),
            discussion::Did::Next => self.go_on(view, actions),
            discussion::Did::AllEvidence => self.all_evidence = !self.all_evidence,
        }
    }

    /// What the button that goes on says.
    fn next_words(&self, view: &View<'_>, case: &super::case::Case) -> &'static str {
        let here = self.skill.as_ref().and_then(|skill| case.skills.iter().position(|row| row.case.skill == *skill));
        let agreed = here.is_some_and(|here| case.skills[here].case.agreed.is_some());
        let other = case.next_open(here).is_some_and(|next| Some(next) != here);
        let placed = view.session.decisions.placements.get(&case.person);
        let placed = placed.is_some_and(|placement| placement.place != Place::Undecided);
        match (other, agreed, placed) {
            (true, true, _) => "Agree and next",
            (true, false, _) => "Next skill",
            (false, _, true) if case.next_open(None).is_none() => "Next person",
            (false, _, _) => "Go on",
        }
    }
}

fn no_people(ui: &mut Ui, actions: &mut Vec<Action>) {
    CentralPanel::default().frame(Frame::new()).show(ui, |ui| {
        ui.add_space((ui.available_height() * 0.16).max(8.0));
        let sentence = "Calibrate shows who is discussed, with everybody's marks. A roster brings in the people.";
        let state = EmptyState::new(Icon::Calibrate, "Nobody to discuss yet", sentence);
        if state.button("Go to Team").show(ui) == Wanted::First {
            actions.push(Action::Command(Command::GoTeam));
        }
    });
}

fn nobody_chosen(ui: &mut Ui) {
    ui.add_space((ui.available_height() * 0.16).max(8.0));
    ui.vertical_centered(|ui| text::second(ui, "Choose somebody on the agenda."));
}
