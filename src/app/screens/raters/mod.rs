//! The Raters screen: are we using the same ruler? Whoever runs the meeting sees it with names and can look at the
//! people behind every figure; the room sees it without names; a rater at the laptop sees their own picture and nobody
//! else's. All figures come from scores given before the reveal, nothing is adjusted, and while they are worked out
//! anew the last ones stay.

mod behind;
mod cards;
mod columns;
mod group_file;
mod groups;
mod own;
mod severity;
mod side;

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, ScrollArea, Sense, Ui, UiBuilder, vec2};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::view::{Action, View};
use crate::app::widgets::{Answer, Banner, EmptyState, Hue, Segmented, Wanted, page_title, panel, text};
use crate::insight::ruler::Ruler;
use crate::insight::visibility::{self, Viewer};
use crate::model::{Phase, RaterId, Session};
use crate::workspace::Standing;

use super::waiting;
use behind::Behind;
use groups::Groups;

/// Which view the facilitator looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Look {
    /// With names.
    #[default]
    Facilitator,
    /// For the room, without.
    Room,
    /// Group checks, after the meeting.
    Groups,
}

/// The Raters screen.
#[derive(Default)]
pub struct RatersScreen {
    look: Look,
    /// The rater whose side panel is shown.
    selected: Option<RaterId>,
    /// The people behind a figure, over the screen.
    behind: Option<Behind>,
    groups: Groups,
}

/// Who may see what of this screen now.
enum Access {
    /// Nothing yet, or nothing of it is for whoever sits there.
    Closed,
    /// A rater who has not handed in: their picture comes when they have.
    NotYet(RaterId),
    /// A rater: their own picture.
    Own(RaterId),
    /// Whoever runs the meeting.
    Open,
}

fn access(view: &View<'_>) -> Access {
    let (session, viewer) = (view.session, view.viewer());
    match &viewer {
        _ if visibility::sees_aggregates(session, &viewer) => Access::Open,
        Viewer::Rater(rater) if visibility::sees_severity_of(session, &viewer, rater) => Access::Own(rater.clone()),
        Viewer::Rater(rater) if session.about.phase >= Phase::Calibrate => Access::NotYet(rater.clone()),
        _ => Access::Closed,
    }
}

impl RatersScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        match access(view) {
            Access::Closed => {
                self.forget();
                if view.session.about.phase < Phase::Calibrate {
                    view.figures.forget();
                }
                waiting::show(ui, view, "The raters’ picture", None, actions);
            }
            Access::NotYet(rater) => {
                self.forget();
                not_yet(ui, view.session, &rater, actions);
            }
            Access::Own(rater) => {
                self.forget();
                self.own(ui, view, &rater);
            }
            Access::Open => self.open(ui, view, actions),
        }
    }

    /// Nobody here may look at what was shown before: nothing of it stays.
    fn forget(&mut self) {
        self.behind = None;
        self.selected = None;
        self.groups.forget();
    }

    fn own(&mut self, ui: &mut Ui, view: &View<'_>, rater: &RaterId) {
        let shown = view.figures.ruler(view);
        let frame = Frame::new().inner_margin(MARGIN);
        CentralPanel::default().frame(frame).show(ui, |ui| {
            let Some(ruler) = shown.answer else { return nothing_yet(ui, shown.standing) };
            own::show(ui, view, &ruler, rater, shown.standing);
        });
    }

    fn open(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        if view.session.about.phase != Phase::Close && self.look == Look::Groups {
            self.look = Look::Facilitator;
        }
        let shown = view.figures.ruler(view);
        let (answer, standing) = (shown.answer, shown.standing);
        if let (Some(ruler), Look::Facilitator) = (&answer, self.look)
            && !ruler.raters.is_empty()
        {
            self.side(ui, view, ruler, actions);
        }
        let frame = Frame::new().inner_margin(MARGIN);
        CentralPanel::default().frame(frame).show(ui, |ui| {
            self.title(ui, view, answer.as_deref(), standing);
            ui.add_space(14.0);
            match &answer {
                None => nothing_yet(ui, standing),
                Some(ruler) => self.content(ui, view, ruler, standing, actions),
            }
        });
        if let Some(behind) = &mut self.behind
            && !behind.show(ui, actions)
        {
            self.behind = None;
        }
    }

    fn title(&mut self, ui: &mut Ui, view: &View<'_>, ruler: Option<&Ruler>, standing: Standing) {
        let theme = Theme::of(ui);
        let mut looks = vec![(Look::Facilitator, "Facilitator"), (Look::Room, "For the room, unnamed")];
        if view.session.about.phase == Phase::Close {
            looks.push((Look::Groups, "Group checks"));
        }
        let (title, subtitle) = match (self.look, ruler) {
            (Look::Groups, _) => (GROUPS_TITLE, GROUPS_SUBTITLE.to_owned()),
            (_, Some(ruler)) => (TITLE, ruler.rests_on()),
            (_, None) => (TITLE, String::new()),
        };
        let before = self.look;
        let wide = ui.available_width() > theme.scaled(700.0);
        if wide {
            let size = vec2(ui.available_width(), theme.control_height());
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            let mut row = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
            page_title(&mut row, title, "");
            row.with_layout(Layout::right_to_left(Align::Center), |ui| {
                Segmented::new("View").show(ui, &mut self.look, &looks);
            });
        } else {
            page_title(ui, title, "");
            ui.add_space(4.0);
            Segmented::new("View").show(ui, &mut self.look, &looks);
        }
        if self.look != before {
            self.behind = None;
        }
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            text::second(ui, subtitle);
            if ruler.is_some() {
                being_updated(ui, standing);
            }
        });
    }

    fn content(&mut self, ui: &mut Ui, view: &View<'_>, ruler: &Ruler, standing: Standing, actions: &mut Vec<Action>) {
        if standing == Standing::Failed {
            broke_off(ui);
            ui.add_space(12.0);
        }
        if self.look == Look::Groups {
            return scrolled(ui, |ui| self.groups.show(ui, view, actions));
        }
        if let Some(wanted) = nothing_to_compare(ui, view.session, ruler) {
            actions.push(wanted);
        }
        if ruler.scores == 0 {
            return;
        }
        let named = self.look == Look::Facilitator;
        scrolled(ui, |ui| {
            ui.spacing_mut().item_spacing.y = columns::GAP;
            if let Some(figure) = cards::show(ui, ruler, named) {
                self.behind = Behind::new(view, ruler, figure);
            }
            // In front of the room nobody stands out: whom the facilitator looked at is nobody else's business.
            let selected = self.selected.as_ref().filter(|_| named);
            if let Some(rater) = severity::show(ui, view.session, ruler, named, selected) {
                self.selected = (self.selected.as_ref() != Some(&rater)).then_some(rater);
            }
            cards::compared(ui, view, ruler, named, actions);
            if let Some(figure) = cards::more(ui, ruler, named) {
                self.behind = Behind::new(view, ruler, figure);
            }
            ui.add_space(4.0);
        });
    }

    fn side(&mut self, ui: &mut Ui, view: &View<'_>, ruler: &Ruler, actions: &mut Vec<Action>) {
        let theme = Theme::of(ui);
        if ui.available_width() < theme.scaled(760.0) {
            return;
        }
        let width = theme.scaled(306.0).min(ui.available_width() * 0.34);
        let side = Panel::right("about the rater").exact_size(width).resizable(false).show_separator_line(false);
        let shown = side.frame(panel(&theme)).show(ui, |ui| {
            ScrollArea::vertical().id_salt("about the rater").auto_shrink(false).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - 8.0);
                side::show(ui, view, ruler, &mut self.selected, actions);
            });
        });
        let rect = shown.response.rect;
        ui.painter().vline(rect.left(), rect.y_range(), egui::Stroke::new(1.0, theme.line));
    }
}

const MARGIN: Margin = Margin { left: 24, right: 20, top: 20, bottom: 0 };
const TITLE: &str = "Are we using the same ruler?";
const GROUPS_TITLE: &str = "Group checks";
const GROUPS_SUBTITLE: &str =
    "For after the meeting. They support a decision to look closer, and are not legal advice.";

fn scrolled(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 8.0);
        content(ui);
    });
}

/// Says quietly that fresher figures are on their way.
fn being_updated(ui: &mut Ui, standing: Standing) {
    if standing == Standing::Updating {
        let shown = text::hint(ui, "updating…");
        ui.ctx().accesskit_node_builder(shown.id, |node| {
            node.set_role(egui::accesskit::Role::Status);
            node.set_label("updating…");
        });
    }
}

fn broke_off(ui: &mut Ui) {
    let sentence = "The figures could not be worked out again; those shown are from before the last change. They are \
                    tried again with the next one.";
    let _: Answer = Banner::new(Hue::Watch, sentence).show(ui);
}

/// Before the first figures are there.
fn nothing_yet(ui: &mut Ui, standing: Standing) {
    if standing == Standing::Failed {
        let sentence = "The figures could not be worked out. They are tried again with the next change; the ratings \
                        themselves are safe.";
        let _: Answer = Banner::new(Hue::Watch, sentence).show(ui);
        return;
    }
    ui.add_space((ui.available_height() * 0.2).max(8.0));
    ui.vertical_centered(|ui| text::second(ui, "Working out how the panel rates…"));
}

/// A rater in the meeting who has not handed in.
fn not_yet(ui: &mut Ui, session: &Session, rater: &RaterId, actions: &mut Vec<Action>) {
    ui.add_space((ui.available_height() * 0.16).max(8.0));
    let title = format!("{}, your picture comes when you have submitted", session.rater_name(rater));
    let sentence = "It shows how your scores lie to the others’ on the same people, and only you see it. Until then it \
                    could lead you.";
    let state =
        EmptyState::new(Icon::Lock, &title, sentence).button("Go to Rate").second_button("Hand the laptop back");
    match state.show(ui) {
        Wanted::First => actions.push(Action::Command(Command::GoRate)),
        Wanted::Second => actions.push(Action::SitDown(None)),
        Wanted::Nothing => {}
    }
}

/// What to do where there is nobody to compare.
fn nothing_to_compare(ui: &mut Ui, session: &Session, ruler: &Ruler) -> Option<Action> {
    if ruler.scores == 0 {
        ui.add_space((ui.available_height() * 0.16).max(8.0));
        let (title, sentence, button, command) = if session.people.is_empty() {
            let sentence = "Bring in a roster and a panel first; the ruler is read from what raters score.";
            ("Nobody is here yet", sentence, "Go to Team", Command::GoTeam)
        } else {
            let sentence = "The ruler is read from scores given before the reveal. Go back to Rate, or let late raters \
                            hand in on the Rate screen.";
            ("Nobody has scored yet", sentence, "Go to Rate", Command::GoRate)
        };
        let state = EmptyState::new(Icon::Raters, title, sentence).button(button);
        return (state.show(ui) == Wanted::First).then_some(Action::Command(command));
    }
    let sentence = match ruler.raters.len() {
        1 => "One manager has scored. A second one on the same people shows whether both use the same ruler.",
        _ if ruler.linked.people_rated_twice == 0 => {
            "No two managers have scored the same person. Have some people rated by two or more of them."
        }
        _ => return None,
    };
    let asked = Banner::new(Hue::Accent, sentence).action("Plan who rates whom").show(ui) == Answer::Action;
    ui.add_space(12.0);
    asked.then_some(Action::Command(Command::GoTeam))
}
