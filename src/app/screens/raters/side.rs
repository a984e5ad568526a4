//! The panel at the right: all about the selected rater, in words; and while nobody is selected, what is worth a look.
//! It is for whoever runs the meeting. Which cells stand behind it shows only for people who are revealed.

use egui::accesskit::Role;
use egui::{Sense, Ui, WidgetInfo, vec2};

use super::behind;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Chip, Hue, focus_ring_inside, key_value, line_of_text, section_heading, signed, text};
use crate::insight::points::count;
use crate::insight::ruler::{RaterPicture, Ruler};
use crate::insight::visibility;
use crate::model::{RaterId, Session};

/// How many of the people whom a rater shares are listed before the rest is counted.
const MOST_SHARED: usize = 12;
/// How many of the cells that lie furthest from the others are listed.
const MOST_CELLS: usize = 6;

/// Shows the panel.
pub fn show(ui: &mut Ui, view: &View<'_>, ruler: &Ruler, selected: &mut Option<RaterId>, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    let found = selected.as_ref().and_then(|rater| ruler.rater(rater));
    match found {
        Some(rater) => about(ui, view, rater, actions),
        None => overview(ui, view.session, ruler, selected),
    }
}

/// Nobody is selected: what is worth a look, rater by rater.
fn overview(ui: &mut Ui, session: &Session, ruler: &Ruler, selected: &mut Option<RaterId>) {
    section_heading(ui, "Worth a look");
    text::second(
        ui,
        "Signs, not verdicts: each has more than one explanation. Select a manager to see what it rests on.",
    );
    ui.add_space(8.0);
    let mut any = false;
    for rater in ruler.by_name(session) {
        let signs = rater.worth_a_look();
        if signs.is_empty() {
            continue;
        }
        any = true;
        if entry(ui, &session.rater_name(&rater.rater), &signs.join(" · ")) {
            *selected = Some(rater.rater.clone());
        }
    }
    if !any {
        text::second(ui, "Nothing stands out.");
    }
}

/// A name with a line below, to be clicked.
fn entry(ui: &mut Ui, name: &str, below: &str) -> bool {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let name_line = line_of_text(ui.painter(), name, theme.font(Size::Body, Weight::SemiBold), theme.text, width - 8.0);
    let below_font = theme.font(Size::Small, Weight::Regular);
    let below_lines = ui.painter().layout(below.to_owned(), below_font, theme.text_second, width - 8.0);
    let height = name_line.size().y + below_lines.size().y + 14.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}: {below}")));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 6, theme.accent.soft);
    }
    let corner = rect.left_top() + vec2(0.0, 6.0);
    let second = corner + vec2(0.0, name_line.size().y + 1.0);
    ui.painter().galley(corner, name_line, theme.text);
    ui.painter().galley(second, below_lines, theme.text_second);
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, theme.line));
    focus_ring_inside(ui, &response, rect.expand2(vec2(6.0, 0.0)), 6.0);
    response.clicked()
}

fn about(ui: &mut Ui, view: &View<'_>, rater: &RaterPicture, actions: &mut Vec<Action>) {
    let session = view.session;
    let name = session.rater_name(&rater.rater);
    section_heading(ui, &name);
    severity_chip(ui, rater);
    ui.add_space(2.0);
    text::second(ui, rater.rests_on(&name));
    if let Some(plain) = rater.plain_words() {
        text::small(ui, plain);
    }
    if let Some(words) = rater.would_change_words() {
        label(ui, "What it would change");
        text::second(ui, words);
    }
    label(ui, "Other signs");
    other_signs(ui, rater);
    by_tier(ui, session, rater);
    shared(ui, view, rater, actions);
    cells(ui, view, rater, actions);
}

/// "Scores about 0.6 lower", coloured only where it is worth a mark.
pub fn severity_chip(ui: &mut Ui, rater: &RaterPicture) {
    let hue = if rater.is_marked { Hue::Watch } else { Hue::Neutral };
    ui.add(Chip::new(rater.heading()).hue(hue));
}

/// The other signs in plain words.
pub fn other_signs(ui: &mut Ui, rater: &RaterPicture) {
    for sentence in rater.other_signs() {
        text::second(ui, sentence);
    }
}

/// A label over the next group.
pub fn label(ui: &mut Ui, words: &str) {
    ui.add_space(12.0);
    let theme = Theme::of(ui);
    let shown = ui.label(theme.rich(Size::Label, Weight::SemiBold, words).color(theme.text_second));
    ui.ctx().accesskit_node_builder(shown.id, |node| {
        node.set_role(Role::Heading);
        node.set_level(3);
        node.set_label(words);
    });
}

/// The severity by tier, from the top.
pub fn by_tier(ui: &mut Ui, session: &Session, rater: &RaterPicture) {
    let known: Vec<_> = rater.by_tier.iter().rev().filter_map(|(tier, effect)| Some((tier, (*effect)?))).collect();
    if known.is_empty() {
        return;
    }
    label(ui, "By tier");
    for (tier, effect) in known {
        let name = session.rubric.tier(tier).map_or("", |tier| tier.name.as_str());
        key_value(ui, name, &signed(effect.value, 1)).on_hover_text(format!("{name}: {}", effect.words()));
    }
}

/// The people who were also rated by others.
fn shared(ui: &mut Ui, view: &View<'_>, rater: &RaterPicture, actions: &mut Vec<Action>) {
    if rater.shared.is_empty() {
        return;
    }
    label(ui, "Also rated by others");
    for person in rater.shared.iter().take(MOST_SHARED) {
        let Some(found) = view.session.people.get(person) else { continue };
        if behind::row(ui, &found.name, &view.session.standing(found)) {
            actions.push(Action::Go(Screen::Person(person.clone())));
        }
    }
    let rest = rater.shared.len().saturating_sub(MOST_SHARED);
    if rest > 0 {
        text::hint(ui, format!("and {}", count(rest, "other", "others")));
    }
}

/// The revealed cells on which the rater lies furthest from the others.
fn cells(ui: &mut Ui, view: &View<'_>, rater: &RaterPicture, actions: &mut Vec<Action>) {
    if rater.shared.is_empty() {
        return;
    }
    label(ui, "Furthest from the others");
    let (session, viewer) = (view.session, view.viewer());
    let open = rater.far_cells.iter().filter(|cell| visibility::sees_cells_of(session, &viewer, &cell.person));
    let mut any = false;
    for cell in open.take(MOST_CELLS) {
        any = true;
        let others = format!("{} against {:.1} by others", cell.score, cell.others);
        if behind::row(ui, &format!("{} · {}", session.name(&cell.person), cell.skill), &others) {
            actions.push(Action::Go(Screen::Person(cell.person.clone())));
        }
    }
    if !any {
        text::hint(ui, "Cells that lie a point or more from the others show here once people are revealed.");
    }
}
