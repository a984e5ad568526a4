//! The two charts: severity with its intervals, and how often each rater used each point of the scale. In front of the
//! room neither has names or colours, and each is in an order that gives nobody away.

use egui::Ui;

use super::columns;
use crate::app::widgets::{IntervalDot, IntervalDots, ScaleUse, ScaleUses, section_heading, signed, text};
use crate::insight::coverage::listed;
use crate::insight::ruler::Ruler;
use crate::model::{RaterId, Session};

/// How many raters a chart without names needs: with fewer everybody knows who the other is.
pub const ENOUGH_FOR_THE_ROOM: usize = 3;

/// Shows both charts; says which rater was clicked.
pub fn show(ui: &mut Ui, session: &Session, ruler: &Ruler, named: bool, selected: Option<&RaterId>) -> Option<RaterId> {
    if !named && ruler.raters.len() < ENOUGH_FOR_THE_ROOM {
        columns::cards(ui, "unnamed", 1, 0.0, |ui, _| {
            section_heading(ui, "Severity and use of the scale");
            text::second(
                ui,
                "With fewer than three managers everybody can tell who is who, so nothing of it is shown in the room. \
                 Each sees their own picture at the laptop.",
            );
        });
        return None;
    }
    let mut clicked = None;
    columns::cards(ui, "charts", 2, 300.0, |ui, place| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let picked = match place {
            0 => severity(ui, session, ruler, named, selected),
            _ => use_of_scale(ui, session, ruler, named, selected),
        };
        clicked = clicked.take().or(picked);
    });
    clicked
}

fn severity(ui: &mut Ui, session: &Session, ruler: &Ruler, named: bool, selected: Option<&RaterId>) -> Option<RaterId> {
    section_heading(ui, "Severity");
    text::small(
        ui,
        "Points each manager sits above or below the others on the same people, with its interval. Inside the band \
         nothing is marked.",
    );
    ui.add_space(8.0);
    if let Some(why) = ruler.why_no_severity() {
        text::second(ui, format!("Nobody can be compared: {why}."));
        return None;
    }
    if ruler.too_little_data() {
        text::second(ui, "Too little data: it takes three managers and six people scored by two of them.");
        return None;
    }
    let known = ruler.by_severity();
    let rows: Vec<(String, String, String)> = known
        .iter()
        .map(|rater| {
            let name = if named { session.rater_name(&rater.rater) } else { String::new() };
            let figure = rater.severity.map_or_else(String::new, |severity| signed(severity.value, 2));
            let words = ruler.severity_sentence(&name, rater);
            (name, figure, words)
        })
        .collect();
    let dots: Vec<IntervalDot<'_>> = known
        .iter()
        .zip(&rows)
        .filter_map(|(rater, (name, figure, words))| {
            let severity = rater.severity?;
            Some(IntervalDot {
                name,
                value: severity.value as f32,
                interval: Some((severity.interval.low as f32, severity.interval.high as f32)),
                figure,
                // Nothing on the projector reads as one rater's fault.
                marked: named && rater.is_marked,
                words,
            })
        })
        .collect();
    let place = known.iter().position(|rater| Some(&rater.rater) == selected);
    let chart = IntervalDots::new(&dots, ruler.settings.marked_severity as f32).selected(place);
    let clicked = if named { chart.show(ui) } else { chart.quiet().show(ui) };
    not_compared(ui, session, ruler, named);
    clicked.map(|place| known[place].rater.clone())
}

/// Says whose severity is not known.
fn not_compared(ui: &mut Ui, session: &Session, ruler: &Ruler, named: bool) {
    let missing: Vec<String> = ruler
        .by_name(session)
        .into_iter()
        .filter(|rater| rater.severity.is_none())
        .map(|rater| session.rater_name(&rater.rater))
        .collect();
    if missing.is_empty() {
        return;
    }
    ui.add_space(4.0);
    if named {
        text::small(ui, format!("Not compared, as they share nobody with others: {}.", listed(missing)));
    } else {
        text::small(ui, "Not everybody is compared: some share nobody with others.");
    }
}

fn use_of_scale(
    ui: &mut Ui,
    session: &Session,
    ruler: &Ruler,
    named: bool,
    selected: Option<&RaterId>,
) -> Option<RaterId> {
    section_heading(ui, "Use of the scale");
    text::small(ui, "How often each manager used each score. Teams differ, so this is not leniency.");
    ui.add_space(8.0);
    let raters = if named { ruler.by_name(session) } else { ruler.shuffled(session) };
    let groups: Vec<(String, Vec<f32>, String)> = raters
        .iter()
        .map(|rater| {
            let name = if named { session.rater_name(&rater.rater) } else { String::new() };
            let who = if named { name.as_str() } else { "One manager" };
            let words = format!("{who} scored {}.", rater.shares_words());
            (name, rater.shares(), words)
        })
        .collect();
    let names = short_names(&groups.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>());
    let groups: Vec<ScaleUse<'_>> =
        groups.iter().zip(&names).map(|((_, shares, words), name)| ScaleUse { name, shares, words }).collect();
    let chart = ScaleUses::new(&groups).selected(raters.iter().position(|rater| Some(&rater.rater) == selected));
    let clicked = if named { chart.show(ui) } else { chart.quiet().show(ui) };
    clicked.map(|place| raters[place].rater.clone())
}

/// The first word of each name, or all of it where several begin with the same one.
fn short_names<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let first = |name: &'a str| name.split_whitespace().next().unwrap_or(name);
    let alone = |name: &&'a str| names.iter().filter(|other| first(other) == first(name)).count() == 1;
    names.iter().map(|name| if alone(name) { first(name) } else { *name }).collect()
}

#[cfg(test)]
mod tests {
    use super::short_names;

    #[test]
    fn first_names_are_enough_unless_two_share_one() {
        assert_eq!(
            short_names(&["Dana Whitfield", "Ravi Menon", "Dana Scully"]),
            ["Dana Whitfield", "Ravi", "Dana Scully"]
        );
        assert_eq!(short_names(&["", "田中"]), ["", "田中"]);
    }
}
