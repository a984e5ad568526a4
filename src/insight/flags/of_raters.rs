//! Flags that are read from how the raters' marks lie: contested where it decides, hinging on one rater, resting on one.

use super::{Figures, Flag, Found, Ground, Tone};
use crate::insight::effective::Basis;
use crate::insight::points::{capital, count, list};
use crate::model::SkillId;

/// The flag whose reason holds marks of raters.
pub(super) const CONTESTED: &str = "contested-and-decides";

pub(super) const FLAGS: &[Flag] = &[
    Flag {
        slug: CONTESTED,
        name: "A contested skill decides",
        meaning: "Raters differ on a skill, and a gate or the status turns on it.",
        tone: Tone::Risk,
        figures: Figures::NONE,
        find: contested_and_decides,
    },
    Flag {
        slug: "hinges-on-one-rater",
        name: "Hinges on one view",
        meaning: "The status would be another with one rater left out. The room reads the skill, not the rater.",
        tone: Tone::Watch,
        figures: Figures::NONE,
        find: hinges_on_one_rater,
    },
    Flag {
        slug: "only-one-rater",
        name: "Only one rater",
        meaning: "Everything that was scored comes from one rater.",
        tone: Tone::Watch,
        figures: Figures::NONE,
        find: only_one_rater,
    },
];

fn contested_and_decides(ground: &Ground, _: &Figures) -> Option<Found> {
    let spreads = ground.subject.spreads();
    let deciding: Vec<_> = spreads.iter().filter(|spread| spread.contested && spread.decides).collect();
    let skills: Vec<SkillId> = deciding.iter().map(|spread| spread.skill.clone()).collect();
    if skills.is_empty() {
        return None;
    }
    let marks = deciding
        .iter()
        .map(|spread| format!("{} ({} to {})", ground.skill_name(&spread.skill), spread.low, spread.high));
    let reason = format!("Raters differ where it decides: {}.", list(&marks.collect::<Vec<_>>()));
    Some(Found { skills, ..Found::because(reason) })
}

fn hinges_on_one_rater(ground: &Ground, _: &Figures) -> Option<Found> {
    let robustness = ground.robustness;
    if robustness.hinges.is_empty() {
        return None;
    }
    Some(Found {
        reason: robustness.room_words(ground.rubric()),
        for_facilitator: robustness.facilitator_words(ground.session()),
        skills: robustness.skills(),
        ..Found::default()
    })
}

fn only_one_rater(ground: &Ground, _: &Figures) -> Option<Found> {
    let columns = 0..ground.rubric().skills.len();
    let scored = |column: usize, view: &crate::insight::View| view.score(column, Basis::Effective).is_some();
    let heard = ground.subject.views.iter().filter(|view| columns.clone().any(|column| scored(column, view)));
    let raters: Vec<_> = heard.collect();
    let [only] = raters[..] else { return None };
    let skills = columns.filter(|column| scored(*column, only));
    let skills: Vec<SkillId> = skills.map(|column| ground.rubric().skills[column].id.clone()).collect();
    let many = capital(&count(skills.len(), "score comes", "scores come"));
    Some(Found {
        for_facilitator: format!("Rated by {}.", ground.session().rater_name(only.rater)),
        skills,
        ..Found::because(format!("{many} from one rater: ask for a second view, or park."))
    })
}
