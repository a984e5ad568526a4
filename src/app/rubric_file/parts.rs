//! A rubric at a glance, in words and tier by tier: what a new session shows of it, and what a file holds.

use egui::{RichText, Ui};

use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{Card, text};
use crate::exchange::rubric::RubricDraft;
use crate::insight::points::bar_words;
use crate::model::{Level, Rubric};

/// A number and what it counts.
pub(super) fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// What a rubric has, in a line.
pub(super) fn summary(rubric: &Rubric) -> String {
    format!(
        "{} in {}, {}, a scale of {} points.",
        counted(rubric.live_skills().count(), "skill", "skills"),
        counted(rubric.tiers.len(), "tier", "tiers"),
        counted(rubric.levels.len(), "level", "levels"),
        rubric.scale.top()
    )
}

/// What a table of skills has, and what it still lacks.
pub(super) fn draft_summary(draft: &RubricDraft) -> String {
    let kept = draft.skills.iter().filter(|skill| skill.taken);
    let without = kept.clone().filter(|skill| skill.tier.is_none()).count();
    let all = draft.skills.len();
    let kept = kept.count();
    let kept = if kept == all { counted(all, "skill", "skills") } else { format!("{kept} of {all} skills kept") };
    let levels = match draft.levels.len() {
        0 => "no levels of its own".to_owned(),
        levels => counted(levels, "level", "levels"),
    };
    let missing = match without {
        0 => "Every kept skill has a tier.".to_owned(),
        1 => "1 still needs a tier.".to_owned(),
        more => format!("{more} still need a tier."),
    };
    format!("{kept}, {} points, {levels}. {missing}", draft.points.len())
}

/// Tiers from the top of the pyramid, with their skills and levels.
pub fn overview(ui: &mut Ui, rubric: &Rubric) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.y = 12.0;
    for (place, tier) in rubric.tiers.iter().enumerate().rev() {
        Card::new().padding(16).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            let horizon = rubric.horizon(&tier.horizon).map_or("", |horizon| horizon.name.as_str());
            let title = RichText::new(&tier.name).color(theme.tier(place).text);
            ui.horizontal(|ui| {
                ui.label(title.font(theme.font(Size::Section, Weight::SemiBold)));
                text::second(ui, horizon);
            });
            if !tier.description.is_empty() {
                text::second(ui, &tier.description);
            }
            let skills: Vec<&str> =
                rubric.live_skills().filter(|skill| skill.tier == tier.id).map(|skill| skill.name.as_str()).collect();
            if skills.is_empty() {
                text::hint(ui, "No skill yet");
            } else {
                text::body(ui, skills.join(" · "));
            }
            for level in rubric.levels.iter().filter(|level| level.home == tier.id) {
                text::small(ui, asks(rubric, level));
            }
        });
    }
}

/// What a level asks, in a line: "Director: Market 3.5, People 3, Strategy 2".
pub(super) fn asks(rubric: &Rubric, level: &Level) -> String {
    let bars: Vec<String> = rubric
        .tiers
        .iter()
        .filter_map(|tier| level.bars.get(&tier.id).map(|bar| format!("{} {}", tier.name, bar_words(*bar))))
        .collect();
    if bars.is_empty() {
        format!("{}: nothing asked yet", level.name)
    } else {
        format!("{}: {}", level.name, bars.join(", "))
    }
}
