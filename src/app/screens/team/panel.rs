//! The table of the panel: who rates or sits in the meeting, whom they are asked to rate, and how far they are. Counts of
//! people are all that is said of anybody's rating.

use egui::accesskit::Role;
use egui::{Id, Ui};

use crate::app::icons::Icon;
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Chip, Column, Hue, Progress, Table, focus_ring_inside, table_frame, text};
use crate::model::{Attendance, Rater, RaterId};

use super::facts::{Facts, Work};
use super::filter::level_name;
use super::keys::{self, ListKey};
use super::people::Wanted;
use super::rater_form::{far_words, upwards_words};

/// The table of the panel.
#[derive(Default)]
pub(super) struct PanelTable {
    pub selected: Option<RaterId>,
    reveal: bool,
    /// Take the keyboard.
    pub focus: bool,
    page: usize,
}

impl PanelTable {
    /// Selects somebody and shows their row.
    pub fn select(&mut self, rater: RaterId) {
        self.selected = Some(rater);
        self.reveal = true;
    }

    /// Forgets who is not there any more.
    pub fn keep(&mut self, view: &View<'_>) {
        self.selected = self.selected.take().filter(|id| view.session.panel.contains(id));
    }

    /// Shows the table in all the room there is.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, facts: &mut Facts) -> Option<Wanted> {
        let theme = Theme::of(ui);
        let mut panel: Vec<&Rater> = view.session.panel.iter().map(|rater| &**rater).collect();
        panel.sort_by(|a, b| (!a.rates, a.name.to_lowercase(), &a.id).cmp(&(!b.rates, b.name.to_lowercase(), &b.id)));
        let whole =
            keys::list(ui, Id::unique("team panel"), ui.available_rect_before_wrap(), Role::Table, "Panel members");
        whole.ctx.accesskit_node_builder(whole.id, |node| node.set_row_count(panel.len() + 1));
        if std::mem::take(&mut self.focus) {
            whole.request_focus();
        }
        let wanted = if whole.has_focus() { self.keys(ui, &panel) } else { None };
        let frame = table_frame(&theme);
        let shown = frame.show(ui, |ui| self.table(ui, view, facts, &panel));
        focus_ring_inside(ui, &whole, shown.response.rect, f32::from(CARD_RADIUS));
        if shown.inner {
            whole.request_focus();
        }
        wanted
    }

    fn table(&mut self, ui: &mut Ui, view: &View<'_>, facts: &mut Facts, panel: &[&Rater]) -> bool {
        ui.spacing_mut().item_spacing.y = 0.0;
        let columns = [
            Column::rest("Name", 130.0),
            Column::fixed("Level", 110.0),
            Column::fixed("Asked to rate", 96.0).right(),
            Column::rest("How far", 170.0),
            Column::rest("", 110.0),
        ];
        let table = Table::new(ui, &columns).one_stop();
        table.head(ui);
        let height = table.row_height(ui);
        let place = |id: &RaterId| panel.iter().position(|rater| rater.id == *id);
        let reveal = std::mem::take(&mut self.reveal).then(|| self.selected.as_ref().and_then(place)).flatten();
        let work = facts.work(view.session);
        let none = Work::default();
        let mut clicked = None;
        self.page = keys::rows(ui, "panel", panel.len(), height, reveal, |ui, row| {
            let rater = panel[row];
            let work = work.get(&rater.id).unwrap_or(&none);
            let selected = self.selected.as_ref() == Some(&rater.id);
            let response = ui.push_id(rater.id.as_str(), |ui| {
                table.row(ui, selected, |cells| {
                    cells.cell(|ui| name(ui, rater));
                    cells.cell(|ui| level(ui, view, rater));
                    cells.cell(|ui| asked(ui, rater, work));
                    cells.cell(|ui| far(ui, rater, work));
                    cells.cell(|ui| state(ui, view, rater, work));
                })
            });
            let response = response.inner;
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_label(rater.name.as_str());
                node.set_row_index(row + 1);
            });
            if response.clicked() {
                clicked = Some(rater.id.clone());
            }
        });
        let some = clicked.is_some();
        self.selected = clicked.or(self.selected.take());
        some
    }

    fn keys(&mut self, ui: &Ui, panel: &[&Rater]) -> Option<Wanted> {
        let mut wanted = None;
        for key in keys::pressed(ui, self.page) {
            let place = self.selected.as_ref().and_then(|id| panel.iter().position(|rater| rater.id == *id));
            match key {
                ListKey::Move(by, _) => {
                    if let Some(to) = keys::moved(place, by, panel.len()) {
                        self.select(panel[to].id.clone());
                    }
                }
                ListKey::Open if place.is_some() => wanted = Some(Wanted::Edit),
                ListKey::Remove if place.is_some() => wanted = Some(Wanted::Remove),
                _ => {}
            }
        }
        wanted
    }
}

fn name(ui: &mut Ui, rater: &Rater) {
    let theme = Theme::of(ui);
    text::truncated(ui, theme.rich(Size::Body, Weight::SemiBold, rater.name.as_str()));
}

fn level(ui: &mut Ui, view: &View<'_>, rater: &Rater) {
    let theme = Theme::of(ui);
    match level_name(view.session, &rater.level) {
        "" => {
            text::truncated(ui, theme.rich(Size::Body, Weight::Regular, rater.title.as_str()).color(theme.text_second))
        }
        level => text::truncated(ui, level),
    };
}

fn asked(ui: &mut Ui, rater: &Rater, work: &Work) {
    let theme = Theme::of(ui);
    if rater.rates {
        let words = if work.asked == 1 { "1 person".to_owned() } else { format!("{} people", work.asked) };
        text::truncated(ui, words);
    } else {
        text::truncated(ui, theme.rich(Size::Body, Weight::Regular, "–").color(theme.text_third));
    }
}

fn far(ui: &mut Ui, rater: &Rater, work: &Work) {
    if !rater.rates {
        text::truncated(ui, "Sits in the meeting");
        return;
    }
    let theme = Theme::of(ui);
    let words = far_words(work);
    ui.spacing_mut().item_spacing.x = 8.0;
    if work.asked > 0 {
        let part = work.complete as f32 / work.asked as f32;
        Progress::new(part, &words).hue(Hue::Good).bar_only().width(theme.scaled(48.0)).show(ui);
    }
    text::truncated(ui, theme.rich(Size::Small, Weight::Regular, words.as_str()).color(theme.text_second));
}

fn state(ui: &mut Ui, view: &View<'_>, rater: &Rater, work: &Work) {
    ui.spacing_mut().item_spacing.x = 6.0;
    if rater.rates
        && let Some(words) = upwards_words(view, work)
    {
        ui.add(Chip::new("Level").hue(Hue::Watch).icon(Icon::Warning)).on_hover_text(words);
    }
    match view.session.meeting.attendance.get(&rater.id) {
        Some(Attendance::Absent) => drop(ui.add(Chip::new("Absent").hue(Hue::Bad))),
        Some(Attendance::Present) => drop(ui.add(Chip::new("Present").hue(Hue::Good).icon(Icon::Check))),
        None => {}
    }
    if rater.comments_only {
        ui.add(Chip::new("Only comments").hue(Hue::Watch));
    }
    if rater.submitted.is_some() {
        ui.add(Chip::new("Submitted").hue(Hue::Good).icon(Icon::Lock));
    }
    if rater.facilitates {
        ui.add(Chip::new("Runs the meeting").hue(Hue::Neutral));
    }
}
