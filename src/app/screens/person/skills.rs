//! The skills of the person, tier by tier from the top: the score that counts, and once they are revealed everybody's
//! marks. A click on a skill shows who said what, with the notes and the anchor.

use egui::accesskit::Role;
use egui::{Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::reading::{MarkReading, Reading, SkillReading};
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{ScoreStrip, focus_ring_inside, hairline, line_of_text, section_heading, text};
use crate::insight::points::{bar_words, score_words};
use crate::insight::visibility::Viewer;
use crate::insight::{EffectiveScore, Source};
use crate::model::{SkillId, day_words};

/// Which skill is open, or was led to.
#[derive(Default)]
pub struct Opened {
    skill: Option<SkillId>,
    /// Whether it is to be brought into view.
    bring: bool,
}

impl Opened {
    /// Opens a skill and brings it into view.
    pub fn lead_to(&mut self, skill: SkillId) {
        *self = Self { skill: Some(skill), bring: true };
    }
}

/// What every row is drawn with.
struct Rows<'a> {
    view: &'a View<'a>,
    reading: &'a Reading,
    theme: &'a Theme,
    /// The width of the strip; nothing before the reveal.
    strip: f32,
    /// The width of the score.
    score: f32,
    /// Whether any score is shown.
    scored: bool,
}

/// Shows the skills; `opened` says whose marks are spelt out.
pub fn show(ui: &mut Ui, view: &View<'_>, reading: &Reading, opened: &mut Opened) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    section_heading(ui, "Skills");
    ui.add_space(3.0);
    text::small(
        ui,
        if reading.open {
            "Filled: own manager. Broken line: the tier's bar. A click on a skill shows who said what."
        } else {
            "What is asked. Scores, marks and notes open with the reveal."
        },
    );
    if reading.skills.is_empty() {
        ui.add_space(8.0);
        text::second(ui, "Nothing is asked and nothing is scored. A level, set on Team, says what to ask.");
        return;
    }
    let strip = if reading.open { theme.scaled(196.0).min(ui.available_width() * 0.45) } else { 0.0 };
    let scored = reading.open || reading.skills.iter().any(|skill| skill.score.is_some());
    let score = if scored { theme.scaled(46.0) } else { 0.0 };
    let rows = Rows { view, reading, theme: &theme, strip, score, scored };
    for tier in (0..view.session.rubric.tiers.len()).rev() {
        let mut skills = reading.skills.iter().filter(|skill| skill.tier == tier).peekable();
        if skills.peek().is_some() {
            ui.add_space(12.0);
            rows.head(ui, tier);
            skills.for_each(|skill| rows.row(ui, skill, opened));
        }
    }
}

impl Rows<'_> {
    fn split(&self, row: Rect) -> (Rect, Rect, Rect) {
        let score = Rect::from_min_max(pos2(row.right() - self.score, row.top()), row.max);
        let strip = Rect::from_min_max(pos2(score.left() - self.strip, row.top()), score.left_bottom());
        (Rect::from_min_max(row.min, strip.left_bottom()), strip, score)
    }

    /// The tier's name over its skills, and the points of the scale over the strips.
    fn head(&self, ui: &mut Ui, tier: usize) {
        let theme = self.theme;
        let size = vec2(ui.available_width(), theme.scaled(24.0).round());
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let (name_room, strip_room, score_room) = self.split(rect);
        let name = &self.view.session.rubric.tiers[tier].name;
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, name.as_str()));
        let painter = ui.painter();
        let colour = theme.tier(tier).text;
        let words = line_of_text(painter, name, theme.font(Size::Body, Weight::SemiBold), colour, name_room.width());
        painter.galley(pos2(rect.left(), rect.center().y - words.size().y / 2.0), words, colour);
        let label = |x: f32, words: &str| {
            let font = theme.font(Size::Label, Weight::Regular);
            let words = line_of_text(painter, words, font, theme.text_third, f32::INFINITY);
            painter.galley(pos2(x, rect.center().y) - words.size() / 2.0, words, theme.text_third);
        };
        if self.scored {
            label(score_room.right() - theme.scaled(16.0), "Score");
        }
        if self.strip > 0.0 {
            let points = self.view.session.rubric.scale.top();
            (1..=points)
                .for_each(|point| label(ScoreStrip::place(strip_room, points, f32::from(point)), &point.to_string()));
        }
        painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.line));
    }

    fn row(&self, ui: &mut Ui, skill: &SkillReading, opened: &mut Opened) {
        let theme = self.theme;
        let open = self.reading.open;
        let sense = if open { Sense::click() } else { Sense::hover() };
        let size = vec2(ui.available_width(), theme.scaled(if open { 40.0 } else { 32.0 }).round());
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let led_to = opened.skill.as_ref() == Some(&skill.skill);
        let is_open = open && led_to;
        if led_to && std::mem::take(&mut opened.bring) {
            response.scroll_to_me(Some(egui::Align::Center));
        }
        let name = self.view.session.rubric.skill(&skill.skill).map_or("", |skill| skill.name.as_str());
        let below = below(skill, open);
        response.widget_info(|| WidgetInfo {
            selected: open.then_some(is_open),
            ..WidgetInfo::labeled(if open { Role::Button } else { Role::ListItem }, true, spoken(name, skill, &below))
        });
        if led_to || open && response.hovered() {
            let fill = if led_to { theme.accent.soft } else { theme.text.gamma_multiply(0.03) };
            ui.painter().rect_filled(rect.expand2(vec2(8.0, 0.0)), 0, fill);
        }
        let (name_room, strip_room, score_room) = self.split(rect);
        let cut = self.words(ui, name_room, name, &below);
        if self.strip > 0.0 {
            self.strip(ui, strip_room, skill);
        }
        if self.scored {
            self.score(ui, score_room, skill.score);
        }
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.line));
        focus_ring_inside(ui, &response, rect.expand2(vec2(4.0, 0.0)), 4.0);
        if response.clicked() {
            opened.skill = (!is_open).then(|| skill.skill.clone());
        }
        whole_on_hover(response, cut, name, &below);
        if is_open {
            self.who_said_what(ui, skill);
        }
    }

    /// Name, and below it what the score rests on; whether either was cut.
    fn words(&self, ui: &Ui, room: Rect, name: &str, below: &str) -> bool {
        let (theme, painter) = (self.theme, ui.painter());
        let width = room.width() - 8.0;
        let title = line_of_text(painter, name, theme.font(Size::Body, Weight::Medium), theme.text, width);
        let cut = title.elided;
        if below.is_empty() {
            painter.galley(pos2(room.left(), room.center().y - title.size().y / 2.0), title, theme.text);
            return cut;
        }
        let font = theme.font(Size::Label, Weight::Regular);
        let detail = line_of_text(painter, below, font, theme.text_second, width);
        let cut = cut || detail.elided;
        let top = room.center().y - (title.size().y + detail.size().y) / 2.0;
        let below = top + title.size().y;
        painter.galley(pos2(room.left(), top), title, theme.text);
        painter.galley(pos2(room.left(), below), detail, theme.text_second);
        cut
    }

    fn strip(&self, ui: &Ui, room: Rect, skill: &SkillReading) {
        let rubric = &self.view.session.rubric;
        let bar = self.reading.person.tiers.get(skill.tier).and_then(|tier| tier.bar()).filter(|_| skill.asked);
        let strip = ScoreStrip {
            marks: &skill.strip,
            tier: skill.tier,
            points: rubric.scale.top(),
            bar: bar.map(|bar| bar as f32),
            contested: rubric.rules.contested_range,
        };
        strip.paint(ui.painter(), self.theme, room);
    }

    /// The score at the right: on dark ground where the panel settled it.
    fn score(&self, ui: &Ui, room: Rect, score: Option<EffectiveScore>) {
        let (theme, painter) = (self.theme, ui.painter());
        let side = vec2(theme.scaled(32.0), theme.scaled(24.0)).round();
        let square = Rect::from_center_size(pos2(room.right() - side.x / 2.0, room.center().y), side);
        let settled = score.is_some_and(|score| score.source.is_settled());
        let ink = match score {
            Some(_) if settled => theme.surface,
            Some(_) => theme.text,
            None => theme.text_third,
        };
        if settled {
            painter.rect_filled(square, 5, theme.text);
        } else if score.is_some() {
            painter.rect_stroke(square, 5, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
        }
        let words = score.map_or_else(|| "–".to_owned(), figure);
        let words = line_of_text(painter, &words, theme.font(Size::Body, Weight::SemiBold), ink, f32::INFINITY);
        painter.galley(square.center() - words.size() / 2.0, words, ink);
    }

    /// Each mark with its note, and what the score stands for.
    fn who_said_what(&self, ui: &mut Ui, skill: &SkillReading) {
        // The room reads neither names nor notes: a note is recognised by its words.
        let names = self.reading.viewer != Viewer::Room;
        ui.add_space(8.0);
        ui.spacing_mut().item_spacing.y = 5.0;
        skill.marks.iter().for_each(|mark| self.mark(ui, mark, names));
        if let Some((point, anchor)) = self.anchor(skill) {
            text::small(ui, format!("{point} reads: {anchor}"));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(10.0);
        hairline(ui);
    }

    fn mark(&self, ui: &mut Ui, mark: &MarkReading, names: bool) {
        let theme = self.theme;
        let mut head = format!("{} · {}", if names { mark.rater.as_str() } else { "A rater" }, mark.score);
        if mark.own_manager {
            head.push_str(" · own manager");
        }
        if let Some(before) = mark.before {
            head.push_str(&format!(" · {before} before the reveal"));
        }
        let mut job = egui::text::LayoutJob::default();
        let part = |weight| egui::text::TextFormat::simple(theme.font(Size::Body, weight), theme.text);
        job.append(&head, 0.0, part(Weight::SemiBold));
        if names && !mark.note.is_empty() {
            job.append(&format!("  “{}”", mark.note), 0.0, part(Weight::Regular));
        }
        ui.add(egui::Label::new(job).wrap());
    }

    /// The point of the scale nearest to the score, with its anchor.
    fn anchor(&self, skill: &SkillReading) -> Option<(usize, &str)> {
        let point = (skill.score?.value.round() as usize).max(1);
        let anchors = &self.view.session.rubric.skill(&skill.skill)?.anchors;
        Some((point, anchors.get(point - 1)?.as_str())).filter(|(_, anchor)| !anchor.is_empty())
    }
}

fn whole_on_hover(response: Response, cut: bool, name: &str, below: &str) {
    if cut {
        response.on_hover_text(format!("{name}\n{below}"));
    }
}

/// A settled point of the scale is whole; everything else is a mean.
fn figure(score: EffectiveScore) -> String {
    if score.source == Source::Agreed { bar_words(score.value) } else { score_words(score.value) }
}

/// What the score rests on: "agreed · 5 marks · 1 could not see it".
fn below(skill: &SkillReading, open: bool) -> String {
    let mut parts = Vec::new();
    match skill.score.map(|score| score.source) {
        Some(Source::Agreed) => parts.push("agreed".to_owned()),
        Some(Source::AsRated) => parts.push("accepted as rated".to_owned()),
        Some(Source::Carried(day)) => parts.push(format!("carried over from {}", day_words(day))),
        Some(Source::Marks(_)) | None => {}
    }
    if open {
        let marks = skill.marks.len();
        parts.push(if marks == 1 { "1 mark".to_owned() } else { format!("{marks} marks") });
        for (number, words) in [(skill.could_not_see, "could not see it"), (skill.no_chance_yet, "no chance yet")] {
            if number > 0 {
                parts.push(format!("{number} {words}"));
            }
        }
    }
    if !skill.asked {
        parts.push("not asked".to_owned());
    }
    parts.join(" · ")
}

fn spoken(name: &str, skill: &SkillReading, below: &str) -> String {
    let score = skill.score.map(|score| format!("score {}", figure(score)));
    let marks: Vec<String> = skill.marks.iter().map(|mark| mark.score.to_string()).collect();
    let marks = (!marks.is_empty()).then(|| format!("marks {}", marks.join(", ")));
    let parts = [Some(name.to_owned()), score, Some(below.to_owned()).filter(|below| !below.is_empty()), marks];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
