//! A person's evidence on a calendar of the review period, and in a list; before the reveal only what the viewer wrote.

use egui::{Sense, Ui, vec2};
use jiff::civil::Date;

use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{section_heading, text};
use crate::insight::visibility::sees_evidence;
use crate::model::{Evidence, Period, Person, Session};

use super::open;

/// Shows calendar and list.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, person: &Person) {
    section_heading(ui, "Evidence");
    let all = view.readings.index().evidence_of(view.session, &person.id);
    let seen: Vec<&Evidence> =
        all.into_iter().filter(|item| sees_evidence(view.session, &view.viewer(), item)).collect();
    if seen.is_empty() {
        let words = if open(view, person) {
            "Nothing was recorded about this person. Raters add evidence on the Rate screen."
        } else {
            "Opens with the reveal."
        };
        text::second(ui, words);
        return;
    }
    ui.add_space(8.0);
    calendar(ui, view.session, &seen);
    ui.add_space(8.0);
    for item in seen {
        row(ui, view.session, item);
    }
}

/// The tier that a piece of evidence speaks to: that of its first skill.
fn tier_of(session: &Session, item: &Evidence) -> Option<usize> {
    let skill = session.rubric.skill(item.skills.first()?)?;
    session.rubric.tier_place(&skill.tier)
}

/// How far into the period a day lies, 0 to 1; days outside it lie at its ends.
fn share(period: &Period, day: Date) -> f32 {
    let days = |from: Date, to: Date| f64::from(from.until(to).map_or(0, |span| span.get_days()));
    let length = days(period.from, period.to).max(1.0);
    (days(period.from, day) / length).clamp(0.0, 1.0) as f32
}

fn calendar(ui: &mut Ui, session: &Session, seen: &[&Evidence]) {
    let theme = Theme::of(ui);
    let period = &session.about.period;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme.scaled(44.0)), Sense::hover());
    let words = format!("{} pieces of evidence from {} to {}", seen.len(), period.from, period.to);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, &words));
    let painter = ui.painter();
    let line = rect.shrink2(vec2(8.0, 0.0));
    let y = rect.bottom() - theme.scaled(12.0);
    painter.hline(line.x_range(), y, egui::Stroke::new(2.0, theme.line));
    let mut month = Date::new(period.from.year(), period.from.month(), 1).unwrap_or(period.from);
    let months = period.from.until((jiff::Unit::Month, period.to)).map_or(6, |span| span.get_months()) + 1;
    let every = (months / 8 + 1).max(1);
    while month <= period.to {
        let x = egui::lerp(line.x_range(), share(period, month));
        let name = month.strftime("%b").to_string();
        let font = theme.font(Size::Label, Weight::Regular);
        painter.text(egui::pos2(x, rect.top()), egui::Align2::LEFT_TOP, name, font, theme.text_second);
        month = month.saturating_add(jiff::Span::new().months(every));
    }
    for item in seen {
        let x = egui::lerp(line.x_range(), share(period, item.date));
        let colour = tier_of(session, item).map_or(theme.text_third, |place| theme.tier(place).colour);
        painter.circle(egui::pos2(x, y), theme.scaled(5.0), colour, egui::Stroke::new(1.0, theme.surface));
    }
}

fn row(ui: &mut Ui, session: &Session, item: &Evidence) {
    let theme = Theme::of(ui);
    ui.add_space(6.0);
    let shown = ui.horizontal_top(|ui| {
        ui.add_space(10.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let day = item.date.strftime("%-d %b %Y");
            let head = format!("{}, {day} · {}", item.kind.words(), session.rater_name(&item.author));
            ui.label(theme.rich(Size::Small, Weight::SemiBold, head));
            ui.add(egui::Label::new(theme.rich(Size::Body, Weight::Regular, &item.text)).wrap());
            for (word, value) in
                [("Changed", &item.changed), ("Result", &item.money_result), ("Read by", &item.read_by)]
            {
                if !value.is_empty() {
                    text::small(ui, format!("{word}: {value}"));
                }
            }
        });
    });
    let rect = shown.response.rect;
    let colour = tier_of(session, item).map_or(theme.line_strong, |place| theme.tier(place).colour);
    let bar = egui::Rect::from_min_max(rect.left_top(), egui::pos2(rect.left() + 3.0, rect.bottom()));
    ui.painter().rect_filled(bar, 2, colour);
}
