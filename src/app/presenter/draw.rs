//! Drawing what the room is shown. It is given a [`Presented`] and nothing else, so it can show no more than is there.
//! All of it is to be read from the last row: few words, large type, the person's name first.

use egui::accesskit::Role;
use egui::{Align, Color32, Frame, Layout, Margin, Rect, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use crate::app::icons::Icon;
use crate::app::screens::person::summary::status_hue;
use crate::app::theme::{self, Size, Theme, Weight};
use crate::app::widgets::{
    AgreedBox, Card, Chip, Hue, PersonPyramid, ScoreStrip, StripMark, TierBand, line_of_text, paint_agreed, text,
};
use crate::insight::Status;
use crate::insight::gates::GateState;

use super::presented::{Agreed, Discussed, Opened, Presented, PresentedPerson, PresentedSkill};

/// The size, in points, at which the type is as designed; the room's type grows with its window.
const DESIGNED: egui::Vec2 = vec2(960.0, 540.0);

/// What goes on at this moment, beside what is presented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Everything is covered.
    pub black: bool,
    /// Light text on dark ground.
    pub dark: bool,
    /// The clock of the person, such as "3:12 / 5:00"; empty where none runs.
    pub clock: String,
    /// The seconds left of the silent read, while there is one.
    pub silent: Option<u32>,
}

/// Draws it all over the place that `ui` has.
pub fn show(ui: &mut Ui, presented: &Presented, moment: &Moment) {
    let room = ui.max_rect();
    if moment.black {
        return black(ui, room);
    }
    let base = if moment.dark { Theme::dark(1.0) } else { Theme::light(1.0) };
    let scale = (room.width() / DESIGNED.x).min(room.height() / DESIGNED.y);
    // In steps, so that dragging the window's edge does not make a new font for every pixel.
    let scale = ((scale * 10.0).floor() / 10.0).clamp(0.9, 3.2);
    theme::apply(ui, &Theme { text_scale: scale, ..base });
    let theme = Theme::of(ui);
    ui.painter().rect_filled(room, 0, theme.background);
    let builder = UiBuilder::new().max_rect(room.shrink(theme.scaled(20.0))).accessibility_role(Role::Main);
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme.scaled(8.0), theme.scaled(6.0));
        match &presented.person {
            None => nobody(ui, &theme, presented),
            Some(person) => shown(ui, &theme, presented, person, moment),
        }
    });
}

/// The way back from the room's view in the main window: a quiet button in its corner, for as long as the pointer moves
/// there. True when it was clicked.
pub fn way_back(ui: &mut Ui, moment: &Moment) -> bool {
    let room = ui.ctx().content_rect();
    let corner = Rect::from_min_size(room.right_bottom() - vec2(180.0, 60.0), vec2(180.0, 60.0));
    let near = ui.input(|input| input.pointer.hover_pos()).is_some_and(|at| corner.contains(at));
    let area = egui::Area::new(egui::Id::unique("back from the room"))
        .order(egui::Order::Foreground)
        .anchor(egui::Align2::RIGHT_BOTTOM, vec2(-12.0, -12.0));
    let shown = area.show(ui.ctx(), |ui| {
        // There for the keyboard and for screen readers at any time, in sight only where it is looked for.
        if !near {
            ui.set_opacity(if moment.black { 0.0 } else { 0.25 });
        }
        ui.add(crate::app::widgets::Button::secondary("Back to the meeting").key("Esc").small())
    });
    shown.inner.clicked()
}

/// Nothing at all, and what brings it back, in the quietest grey.
fn black(ui: &mut Ui, room: Rect) {
    ui.painter().rect_filled(room, 0, Color32::BLACK);
    let response = ui.interact(room, ui.scope_id().with("black"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "Black. B shows it again."));
    let theme = Theme::of(ui);
    let words = line_of_text(ui.painter(), "B", theme.font(Size::Tiny, Weight::Regular), Color32::from_gray(70), 40.0);
    ui.painter().galley(room.right_bottom() - words.size() - vec2(8.0, 6.0), words, Color32::from_gray(70));
}

fn nobody(ui: &mut Ui, theme: &Theme, presented: &Presented) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.36);
        Icon::Plumbline.show(ui, 36.0, theme.text_third);
        text::title(ui, presented.title.as_str());
        text::second(ui, "Calibration");
    });
}

fn shown(ui: &mut Ui, theme: &Theme, presented: &Presented, person: &PresentedPerson, moment: &Moment) {
    head(ui, theme, person, moment);
    ui.add_space(theme.scaled(8.0));
    let Some(open) = &person.open else { return before(ui, theme, person, moment) };
    let room = ui.available_rect_before_wrap();
    let gap = theme.scaled(16.0);
    let beside = room.width() > theme.scaled(640.0);
    if !beside {
        left(ui, theme, presented, person, open);
        return right(ui, theme, presented, open);
    }
    let left_width = (room.width() - gap) * 0.46;
    let left_room = Rect::from_min_size(room.min, vec2(left_width, room.height()));
    let right_room = Rect::from_min_max(pos2(left_room.right() + gap, room.top()), room.max);
    let column = |ui: &mut Ui, rect: Rect, content: &mut dyn FnMut(&mut Ui)| {
        let builder = UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min));
        ui.scope_builder(builder, |ui| {
            ui.set_clip_rect(rect.expand(4.0).intersect(ui.clip_rect()));
            content(ui);
        });
    };
    column(ui, left_room, &mut |ui| left(ui, theme, presented, person, open));
    column(ui, right_room, &mut |ui| right(ui, theme, presented, open));
}

fn head(ui: &mut Ui, theme: &Theme, person: &PresentedPerson, moment: &Moment) {
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if !moment.clock.is_empty() {
                Frame::new()
                    .fill(theme.surface)
                    .stroke(Stroke::new(1.0, theme.line))
                    .corner_radius(6)
                    .inner_margin(Margin::symmetric(10, 4))
                    .show(ui, |ui| ui.label(theme.rich(Size::Section, Weight::Medium, moment.clock.as_str())));
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = theme.scaled(2.0);
                text::truncated(ui, theme.rich(Size::Title, Weight::SemiBold, person.name.as_str()));
                let line = theme.rich(Size::Body, Weight::Regular, person.line.as_str());
                text::truncated(ui, line.color(theme.text_second));
            });
        });
    });
}

/// Before the reveal: what is asked, and time to read.
fn before(ui: &mut Ui, theme: &Theme, person: &PresentedPerson, moment: &Moment) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.18);
        match moment.silent {
            Some(left) => {
                text::second(ui, "Read in silence");
                let mut words = theme.rich(Size::Figure, Weight::SemiBold, clock_words(left));
                words = words.size(theme.scaled(64.0));
                ui.label(words);
            }
            None => {
                text::section(ui, "Marks open together");
                text::second(ui, "Nobody's marks are shown before everybody's are.");
            }
        }
        if !person.asks.is_empty() {
            ui.add_space(theme.scaled(20.0));
            text::label(ui, "What is asked");
            text::body(ui, person.asks.join("   ·   "));
        }
    });
}

/// "1:05".
pub fn clock_words(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn left(ui: &mut Ui, theme: &Theme, presented: &Presented, person: &PresentedPerson, open: &Opened) {
    Card::new().padding(padding(theme)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme.scaled(6.0);
        let bands: Vec<TierBand<'_>> = open
            .tiers
            .iter()
            .map(|tier| TierBand {
                name: &tier.name,
                score: tier.score,
                bar: tier.bar,
                home: tier.home,
                asked: tier.asked,
                note: &tier.note,
            })
            .collect();
        PersonPyramid::new(&person.name, &bands, presented.points).width(ui.available_width() * 0.52).show(ui);
        ui.add_space(theme.scaled(6.0));
        // Chips are lower than a control, and so are their rows.
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal_wrapped(|ui| {
            if let Some((status, words)) = &open.status {
                ui.add(Chip::new(words.as_str()).hue(status_hue(*status)));
                if matches!(status, Status::Ready | Status::Nearly) {
                    text::small(ui, "subject to role and budget");
                }
            }
            if !open.placed.is_empty() {
                ui.add(Chip::new(format!("Placed: {}", open.placed)).hue(Hue::Accent));
            }
        });
        if !open.why.is_empty() {
            text::body(ui, open.why.as_str());
        }
        if !open.hinge.is_empty() {
            text::second(ui, open.hinge.as_str());
        }
        gates(ui, &open.gates);
    });
    if !open.legend.is_empty() {
        ui.horizontal_wrapped(|ui| {
            for (letters, name) in &open.legend {
                text::small(ui, format!("{letters} {name}"));
            }
        });
    }
}

fn padding(theme: &Theme) -> i8 {
    theme.scaled(12.0).min(48.0) as i8
}

fn gates(ui: &mut Ui, gates: &[(String, GateState)]) {
    ui.horizontal_wrapped(|ui| {
        for (name, state) in gates {
            let chip = Chip::new(name.as_str());
            let chip = match state {
                GateState::Met => chip.hue(Hue::Good).icon(Icon::Check),
                GateState::Open => chip.hue(Hue::Watch).icon(Icon::Open).outlined(),
                GateState::NotAsked => continue,
            };
            let response = ui.add(chip);
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(state.word()));
        }
    });
}

fn right(ui: &mut Ui, theme: &Theme, presented: &Presented, open: &Opened) {
    ui.spacing_mut().item_spacing.y = 0.0;
    if open.skills.is_empty() {
        text::second(ui, "No skill is contested, and none decides.");
    } else {
        points(ui, theme, presented.points);
    }
    // The strips share the room with what is discussed, which needs as much as it did in the last frame.
    let measured = ui.scope_id().with("discussed");
    let discussed = ui.data(|data| data.get_temp::<f32>(measured)).unwrap_or(theme.scaled(150.0));
    let below = if open.discussed.is_some() { discussed + theme.scaled(34.0) } else { theme.scaled(30.0) };
    let each = (ui.available_height() - below) / open.skills.len().max(1) as f32;
    let height = each.clamp(theme.scaled(26.0), theme.scaled(42.0)).round();
    for skill in &open.skills {
        row(ui, theme, presented, skill, height);
    }
    ui.add_space(theme.scaled(6.0));
    if !open.others.is_empty() {
        text::small(ui, open.others.as_str());
        ui.add_space(theme.scaled(6.0));
    }
    if let Some(told) = &open.discussed {
        let height = ui.scope(|ui| discussion(ui, theme, told)).response.rect.height();
        if (height - discussed).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(measured, height));
            ui.ctx().request_repaint();
        }
    }
}

fn split(theme: &Theme, rect: Rect) -> (Rect, Rect, Rect) {
    let agreed = Rect::from_min_max(pos2(rect.right() - theme.scaled(44.0), rect.top()), rect.max);
    let strip_left = rect.left() + (rect.width() * 0.4).min(theme.scaled(180.0));
    let strip = Rect::from_min_max(pos2(strip_left, rect.top()), agreed.left_bottom());
    (Rect::from_min_max(rect.min, strip.left_bottom()), strip, agreed)
}

/// The points of the scale over the strips.
fn points(ui: &mut Ui, theme: &Theme, points: u8) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme.scaled(20.0)), Sense::hover());
    let (_, strip, agreed) = split(theme, rect);
    let painter = ui.painter();
    let label = |x: f32, words: &str| {
        let words = line_of_text(painter, words, theme.font(Size::Label, Weight::Regular), theme.text_third, 80.0);
        painter.galley(pos2(x, rect.center().y) - words.size() / 2.0, words, theme.text_third);
    };
    (1..=points).for_each(|point| label(ScoreStrip::place(strip, points, f32::from(point)), &point.to_string()));
    label(agreed.right() - theme.scaled(18.0), "Agreed");
}

fn row(ui: &mut Ui, theme: &Theme, presented: &Presented, skill: &PresentedSkill, height: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, spoken(skill)));
    let painter = ui.painter();
    if skill.here {
        painter.rect_filled(rect, 6, theme.accent.soft);
    }
    let (name_room, strip, agreed) = split(theme, rect.shrink2(vec2(theme.scaled(6.0), 0.0)));
    let width = name_room.width() - 6.0;
    let name = line_of_text(painter, &skill.name, theme.font(Size::Body, Weight::Medium), theme.text, width);
    let about = line_of_text(painter, &skill.about, theme.font(Size::Tiny, Weight::Regular), theme.text_second, width);
    let about_height = if skill.about.is_empty() { 0.0 } else { about.size().y };
    let top = rect.center().y - (name.size().y + about_height) / 2.0;
    let below = top + name.size().y;
    painter.galley(pos2(name_room.left(), top), name, theme.text);
    if about_height > 0.0 {
        painter.galley(pos2(name_room.left(), below), about, theme.text_second);
    }
    let marks: Vec<StripMark> = skill
        .marks
        .iter()
        .map(|mark| StripMark {
            score: mark.score,
            letters: mark.letters.clone(),
            filled: mark.own_manager,
            before: None,
        })
        .collect();
    let look = ScoreStrip {
        marks: &marks,
        tier: skill.tier,
        points: presented.points,
        bar: skill.bar,
        contested: presented.contested,
    };
    look.paint(painter, theme, strip);
    let boxed = match &skill.agreed {
        None => AgreedBox::Open,
        Some(Agreed::At(figure)) => AgreedBox::Settled(figure),
        Some(Agreed::NoAgreement) => AgreedBox::NoAgreement,
    };
    paint_agreed(painter, theme, agreed, boxed, false);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.line));
}

fn spoken(skill: &PresentedSkill) -> String {
    let mut parts = vec![skill.name.clone()];
    if !skill.about.is_empty() {
        parts.push(skill.about.clone());
    }
    let marks: Vec<String> =
        skill
            .marks
            .iter()
            .map(|mark| {
                if mark.letters.is_empty() {
                    mark.score.to_string()
                } else {
                    format!("{} {}", mark.letters, mark.score)
                }
            })
            .collect();
    if !marks.is_empty() {
        parts.push(format!("marks {}", marks.join(", ")));
    }
    match &skill.agreed {
        Some(Agreed::At(figure)) => parts.push(format!("agreed {figure}")),
        Some(Agreed::NoAgreement) => parts.push("no agreement".into()),
        None => {}
    }
    parts.join(", ")
}

fn discussion(ui: &mut Ui, theme: &Theme, discussed: &Discussed) {
    Card::raised().padding(padding(theme)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = theme.scaled(6.0);
        let tone = theme.tier(discussed.tier);
        ui.label(theme.rich(Size::Section, Weight::SemiBold, discussed.name.as_str()).color(tone.text));
        ui.columns(discussed.anchors.len().max(1), |columns| {
            for ((point, words, agreed), ui) in discussed.anchors.iter().zip(columns) {
                Card::new().padding(padding(theme) / 2).selected(*agreed).show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    text::strong(ui, point.to_string());
                    text::small(ui, words.as_str());
                });
            }
        });
        if !discussed.reason.is_empty() {
            text::body(ui, format!("Agreed because: {}", discussed.reason));
        }
        for (day, words) in &discussed.evidence {
            text::small(ui, format!("{day} · {words}"));
        }
        if discussed.more > 0 && discussed.evidence.is_empty() {
            let pieces = crate::insight::points::count(discussed.more, "piece of evidence", "pieces of evidence");
            text::small(ui, crate::insight::points::capital(&format!("{pieces}, told in the room.")));
        }
    });
}
