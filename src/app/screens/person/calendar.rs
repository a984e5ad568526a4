//! The evidence calendar: the review period as a line with its months, evidence as dots in the colours of the tiers that
//! it speaks to. The list below says the same in words.

use egui::accesskit::Role;
use egui::{Rect, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2};
use jiff::civil::Date;

use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::View;
use crate::app::widgets::{Hue, line_of_text};
use crate::insight::points::{capital, count};
use crate::model::{Evidence, EvidenceId, Period, Session, day_words};

/// Shows the calendar of these pieces of evidence, which are sorted by date; the one that was clicked.
pub fn show(ui: &mut Ui, view: &View<'_>, evidence: &[Evidence]) -> Option<EvidenceId> {
    let theme = Theme::of(ui);
    let period = &view.session.about.period;
    let within = evidence.iter().filter(|item| (period.from..=period.to).contains(&item.date));
    let within: Vec<&Evidence> = within.collect();
    let size = vec2(ui.available_width(), theme.scaled(52.0).round());
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let session = view.session;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words(session, &within)));
    let inset = theme.scaled(6.0);
    let days = days_between(period.from, period.to).max(1) as f32;
    let place = |day: Date| {
        let part = days_between(period.from, day) as f32 / days;
        rect.left() + inset + (rect.width() - 2.0 * inset) * part.clamp(0.0, 1.0)
    };
    let line = rect.bottom() - theme.scaled(12.0);
    paint_months(ui, &theme, rect, line, period, &place);
    let radius = theme.scaled(5.0);
    let (mut before, mut lift, mut clicked) = (f32::NEG_INFINITY, 0.0, None);
    for item in within {
        let x = place(item.date);
        // Dots that would cover each other go up by one.
        lift = if x - before < radius * 1.6 { (lift + radius * 1.2) % (radius * 4.0) } else { 0.0 };
        before = x;
        let centre = pos2(x, line - lift);
        let colour = hue_of(session, item).tone(&theme).colour;
        ui.painter().circle(centre, radius, colour, Stroke::new(1.0, theme.surface));
        let square = Rect::from_center_size(centre, Vec2::splat(radius * 2.0));
        let dot = ui.interact(square, ui.scope_id().with(("dot", &item.id)), Sense::CLICK);
        if dot.hovered() {
            ui.painter().circle_stroke(centre, radius + 2.0, Stroke::new(1.5, theme.text));
        }
        if dot.clicked() {
            clicked = Some(item.id.clone());
        }
        dot.on_hover_text(in_words(session, item));
    }
    clicked
}

fn paint_months(ui: &Ui, theme: &Theme, rect: Rect, line: f32, period: &Period, place: &dyn Fn(Date) -> f32) {
    let painter = ui.painter();
    let mut free = rect.left();
    for month in months(period) {
        let x = place(month);
        let name = month.strftime("%b").to_string();
        let name = line_of_text(painter, &name, theme.font(Size::Small, Weight::Regular), theme.text_second, 60.0);
        painter.vline(x, line - 3.0..=line + 3.0, Stroke::new(1.0, theme.line_strong));
        // A long period has more months than names fit.
        if x >= free && x + name.size().x <= rect.right() {
            free = x + name.size().x + 8.0;
            painter.galley(pos2(x - 2.0, rect.top()), name, theme.text_second);
        }
    }
    painter.hline(rect.left()..=rect.right(), line, Stroke::new(2.0, theme.line));
}

/// The colour of the tier that a piece of evidence speaks to first.
pub fn hue_of(session: &Session, item: &Evidence) -> Hue {
    tier_of(session, item).map_or(Hue::Neutral, Hue::Tier)
}

/// The place of the tier that a piece of evidence speaks to first: by its skills, else by the room that it happened in.
pub fn tier_of(session: &Session, item: &Evidence) -> Option<usize> {
    let rubric = &session.rubric;
    let skill = item.skills.first().and_then(|skill| rubric.skill(skill)).map(|skill| &skill.tier);
    let room = || rubric.rooms.iter().find(|room| Some(&room.id) == item.room.as_ref()).map(|room| &room.tier);
    rubric.tier_place(skill.or_else(room)?)
}

/// "3 August 2026, Outcome, Market, seen by Dana Whitfield: Churn fell by a fifth."
fn in_words(session: &Session, item: &Evidence) -> String {
    let tier = tier_of(session, item).map(|tier| session.rubric.tiers[tier].name.as_str());
    let mut parts = vec![day_words(item.date), item.kind.words().to_owned()];
    parts.extend(tier.map(str::to_owned));
    parts.push(format!("seen by {}", session.rater_name(&item.author)));
    format!("{}: {}", parts.join(", "), item.text)
}

fn words(session: &Session, within: &[&Evidence]) -> String {
    let period = &session.about.period;
    let (from, to) = (period.from.strftime("%B"), period.to.strftime("%B %Y"));
    let number = capital(&count(within.len(), "piece of evidence", "pieces of evidence"));
    let lines: Vec<String> = within.iter().take(12).map(|item| in_words(session, item)).collect();
    format!("Evidence calendar. {number} from {from} to {to}. {}", lines.join(" ")).trim_end().to_owned()
}

fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// The first days of the months of a period, of the first five years at most.
fn months(period: &Period) -> impl Iterator<Item = Date> + '_ {
    let first = period.from.first_of_month();
    let all = (0..60).map_while(move |month| first.checked_add(jiff::Span::new().months(month)).ok());
    all.take_while(|day| *day <= period.to).map(|day| day.max(period.from))
}
