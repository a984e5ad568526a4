//! The side panel on somebody on the panel: who they are, whether they rate, and how far they are.

use std::sync::Arc;

use egui::Ui;

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, View};
use crate::app::widgets::{Button, Hue, Progress, Segmented, Select, hairline, switch, text};
use crate::edit::{Gesture, MeetingEdit};
use crate::insight::agreement::park_advice;
use crate::insight::coverage::listed;
use crate::model::{Attendance, Rater};

use super::changes::{change, counted, edit_rater};
use super::drafts::{Drafts, Field, Looks};
use super::facts::Work;
use super::fields::set_rater;
use super::person_form::{flush, head, level_options};

/// What was asked for in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Nothing,
    Remove,
    /// Show whom they rate.
    ShowPlan,
}

/// Shows the panel; `focus` puts the keyboard into the first field.
pub(super) fn show(
    ui: &mut Ui,
    focus: bool,
    drafts: &mut Drafts,
    view: &View<'_>,
    (rater, work): (&Arc<Rater>, &Work),
    actions: &mut Vec<Action>,
) -> Wanted {
    if drafts.subject() != Some(rater.id.as_str()) {
        flush(drafts, view, actions);
    }
    drafts.about(rater.id.as_str());
    let role = if rater.rates { "Rates" } else { "Sits in the meeting" };
    head(ui, role, &rater.name);
    let fields = [
        (Field::Name, "Name", &rater.name),
        (Field::Title, "Title", &rater.title),
        (Field::Email, "E-mail", &rater.email),
        (Field::EmployeeId, "Employee id", &rater.employee_id),
    ];
    for (field, label, current) in fields {
        let looks = Looks { label, focus: focus && field == Field::Name, ..Looks::default() };
        text_field(ui, drafts, view, rater, field, looks, current, actions);
    }
    let mut level = rater.level.clone();
    if Select::new("Own level").show(ui, &mut level, &level_options(view, "Not in this rubric")).changed() {
        put(rater, |after| after.level = level, actions);
    }
    upwards(ui, view, work);
    ui.add_space(2.0);
    let mut rates = rater.rates;
    if switch(ui, &mut rates, "Rates people").changed() {
        put(rater, |after| after.rates = rates, actions);
    }
    if !rates {
        text::hint(ui, "Sits in the meeting without rating. What they rated before stays in the session.");
    }
    let mut facilitates = rater.facilitates;
    if switch(ui, &mut facilitates, "Runs the meeting").changed() {
        put(rater, |after| after.facilitates = facilitates, actions);
    }
    attendance(ui, view, rater, actions);
    let mut wanted = Wanted::Nothing;
    if rater.rates {
        ui.add_space(4.0);
        hairline(ui);
        far(ui, view, rater, work);
        if ui.add(Button::secondary("Show whom they rate").small()).clicked() {
            wanted = Wanted::ShowPlan;
        }
    }
    ui.add_space(8.0);
    if ui.add(Button::danger("Remove from the panel…").icon(Icon::Trash).key("Del")).clicked() {
        wanted = Wanted::Remove;
    }
    wanted
}

#[expect(clippy::too_many_arguments, reason = "one field of a form, called from one place")]
fn text_field(
    ui: &mut Ui,
    drafts: &mut Drafts,
    view: &View<'_>,
    rater: &Arc<Rater>,
    field: Field,
    looks: Looks<'_>,
    current: &str,
    actions: &mut Vec<Action>,
) {
    let session = view.session;
    let judge = |text: &str| set_rater(session, &mut (**rater).clone(), field, text);
    let (_, taken) = drafts.show(ui, field, looks, current, judge);
    if let Some(text) = taken {
        let edit = edit_rater(rater, |after| {
            // It was judged a moment ago.
            let _ = set_rater(session, after, field, &text);
        });
        drafts.hand_over(view, field, Gesture::EditPanel, edit, actions);
    }
}

/// Whether somebody is in the meeting, and who had better be parked where they are not.
fn attendance(ui: &mut Ui, view: &View<'_>, rater: &Arc<Rater>, actions: &mut Vec<Action>) {
    let before = view.session.meeting.attendance.get(&rater.id).copied();
    let mut after = before;
    text::label(ui, "In the meeting");
    let options = [(None, "Not noted"), (Some(Attendance::Present), "Present"), (Some(Attendance::Absent), "Absent")];
    Segmented::new("In the meeting").show(ui, &mut after, &options);
    if after != before {
        let edit = MeetingEdit::SetAttendance { rater: rater.id.clone(), before, after };
        actions.push(Action::Change(change(Gesture::Attendance, vec![edit.into()])));
    }
    if before == Some(Attendance::Absent) {
        let parked = view.session.people.iter().filter(|person| park_advice(view.session, person).is_some());
        let names: Vec<String> = parked.map(|person| person.name.clone()).collect();
        if !names.is_empty() {
            text::small(ui, format!("Better park {}: nobody else can speak for their marks.", listed(names)));
        }
    }
}

fn put(rater: &Arc<Rater>, set: impl FnOnce(&mut Rater), actions: &mut Vec<Action>) {
    let edit = edit_rater(rater, set);
    actions.extend(edit.map(|edit| Action::Change(change(Gesture::EditPanel, vec![edit]))));
}

fn upwards(ui: &mut Ui, view: &View<'_>, work: &Work) {
    if let Some(words) = upwards_words(view, work) {
        let theme = Theme::of(ui);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            Icon::Warning.show(ui, 14.0, theme.watch.text);
            text::wrapped(ui, theme.rich(Size::Small, Weight::Regular, words).color(theme.text_second));
        });
    }
}

/// Says whom a rater would judge at or above their own level.
pub(super) fn upwards_words(view: &View<'_>, work: &Work) -> Option<String> {
    let names: Vec<String> = work.upwards.iter().map(|person| view.session.name(person)).collect();
    let verb = if names.len() == 1 { "stands" } else { "stand" };
    (!names.is_empty()).then(|| format!("{} {verb} at or above this rater’s own level.", listed(names)))
}

fn far(ui: &mut Ui, view: &View<'_>, rater: &Rater, work: &Work) {
    let words = far_words(work);
    let part = if work.asked == 0 { 0.0 } else { work.complete as f32 / work.asked as f32 };
    Progress::new(part, &words).hue(Hue::Good).show(ui);
    if let Some(when) = rater.submitted {
        let zone = jiff::tz::TimeZone::system();
        text::small(ui, format!("Submitted and sealed on {}.", when.to_zoned(zone).strftime("%-d %B %Y")));
    }
    let aside = view.session.decisions.recusals.keys().filter(|(_, id)| *id == rater.id).count();
    if aside > 0 {
        text::small(ui, format!("Set aside for {}.", counted(aside, "person", "people")));
    }
}

/// How far a rater is, in people.
pub(super) fn far_words(work: &Work) -> String {
    if work.asked == 0 {
        return "Asked to rate nobody yet".into();
    }
    format!("{} of {} complete", work.complete, counted(work.asked, "person", "people"))
}
