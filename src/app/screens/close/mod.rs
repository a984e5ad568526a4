//! The Close screen: what is still open before the session is locked, looking back over the meeting, what managers take
//! along, and, once it is locked, amendments and appeals.

mod afterwards;
mod follow_up;
mod look_back;
mod open;
mod sheets;

use egui::{Align, CentralPanel, Frame, Layout, Margin, ScrollArea, Ui};

use crate::app::theme::Theme;
use crate::app::view::{Action, View};
use crate::app::widgets::{Button, page_title, tabs};
use crate::edit::History;
use crate::insight::look_alikes::{LookAlikes, look_alikes};
use crate::insight::look_back::{LookBack, look_back as look_back_over};
use crate::insight::open_questions::{OpenQuestion, open_questions};
use crate::insight::visibility::sees_aggregates;
use crate::model::Phase;

use super::waiting;
use afterwards::Afterwards;
use follow_up::FollowUp;

/// What the screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Open,
    LookBack,
    FollowUp,
    Afterwards,
}

/// The Close screen.
#[derive(Default)]
pub struct CloseScreen {
    tab: Tab,
    worked: Option<Worked>,
    follow_up: FollowUp,
    afterwards: Afterwards,
}

/// What is worked out for one revision.
struct Worked {
    revision: u64,
    open: Vec<OpenQuestion>,
    /// Worked out when it is looked at.
    looked_back: Option<(LookBack, Vec<LookAlikes>)>,
}

impl CloseScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, history: &History, actions: &mut Vec<Action>) {
        if !sees_aggregates(view.session, &view.viewer()) {
            self.worked = None;
            self.follow_up = FollowUp::default();
            return waiting::show(ui, view, "Closing", None, actions);
        }
        let mut worked = match self.worked.take().filter(|worked| worked.revision == view.revision) {
            Some(worked) => worked,
            None => Worked {
                revision: view.revision,
                open: open_questions(view.session, view.readings.index()),
                looked_back: None,
            },
        };
        let frame = Frame::new().inner_margin(Margin { left: 28, right: 28, top: 20, bottom: 24 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            head(ui, view, &worked, actions);
            ui.add_space(8.0);
            let open = format!("Open questions ({})", worked.open.len());
            let later = match view.session.meeting.appeals.values().filter(|one| one.outcome.is_none()).count() {
                0 => "Amendments and appeals".to_owned(),
                some => format!("Amendments and appeals ({some} open)"),
            };
            let options = [
                (Tab::Open, open.as_str()),
                (Tab::LookBack, "Look back"),
                (Tab::FollowUp, "Follow-up"),
                (Tab::Afterwards, later.as_str()),
            ];
            let before = self.tab;
            tabs(ui, "Parts of closing", &mut self.tab, &options);
            if before == Tab::FollowUp && self.tab != before {
                self.follow_up.finish(view, actions);
            }
            ui.add_space(12.0);
            let scroll = ScrollArea::vertical().id_salt(("close", self.tab as u8)).auto_shrink([false, false]);
            scroll.show(ui, |ui| match self.tab {
                Tab::Open => open::show(ui, view, &worked.open, actions),
                Tab::LookBack => {
                    let (back, alike) = worked.looked_back.get_or_insert_with(|| {
                        let back = look_back_over(view.session, view.readings.index(), history);
                        (back, look_alikes(view.session, view.readings))
                    });
                    look_back::show(ui, view, back, alike, actions);
                }
                Tab::FollowUp => self.follow_up.show(ui, view, actions),
                Tab::Afterwards => self.afterwards.show(ui, view),
            });
        });
        self.worked = Some(worked);
        self.afterwards.over(ui, view, actions);
    }

    /// Makes a step of what is still being typed: before the screen is left.
    pub fn finish(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        self.follow_up.finish(view, actions);
    }
}

fn head(ui: &mut Ui, view: &View<'_>, worked: &Worked, actions: &mut Vec<Action>) {
    let closed = view.session.about.phase == Phase::Close;
    let subtitle = if closed {
        "The session is locked. What changes now is an amendment, with its date, who decided it and why."
    } else if worked.open.is_empty() {
        "Nothing is open. Look back, then lock the session."
    } else {
        "What is still open comes first. Closing with open questions is possible; they stay listed."
    };
    ui.horizontal_top(|ui| {
        let width = ui.available_width() - Theme::of(ui).scaled(200.0);
        ui.scope(|ui| {
            ui.set_max_width(width);
            page_title(ui, "Close", subtitle);
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let (button, phase) = if closed {
                (Button::secondary("Back to Calibrate…"), Phase::Calibrate)
            } else {
                (Button::primary("Lock the session…"), Phase::Close)
            };
            if ui.add_enabled(view.read_only.is_none(), button).clicked() {
                actions.push(Action::GoToPhase(phase));
            }
        });
    });
}
