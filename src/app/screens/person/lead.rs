//! Where a click on a flag or a gate leads: to the skill whose marks are behind it, or to the evidence.

use std::collections::BTreeSet;

use egui::{Ui, vec2};

use super::reading::Reading;
use crate::app::icons::Icon;
use crate::app::view::View;
use crate::app::widgets::{Chip, Hue, text};
use crate::insight::points::count;
use crate::model::{EvidenceId, SkillId};

/// What is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// A skill, with its marks where they are open.
    Skill(SkillId),
    /// Pieces of evidence.
    Evidence(BTreeSet<EvidenceId>),
}

/// How many skills are offered before the others are counted.
const MOST: usize = 4;

/// Shows what is behind something as links: its skills, and its evidence as far as the viewer may see it. Nothing where
/// there is nothing behind it.
pub fn links(
    ui: &mut Ui,
    view: &View<'_>,
    reading: &Reading,
    skills: &[SkillId],
    evidence: &[EvidenceId],
) -> Option<Lead> {
    let rubric = &view.session.rubric;
    let listed = |skill: &&SkillId| reading.skills.iter().any(|read| read.skill == **skill);
    let skills: Vec<&SkillId> = skills.iter().filter(listed).collect();
    let seen = |id: &&EvidenceId| reading.evidence.iter().any(|item| item.id == **id);
    let evidence: BTreeSet<EvidenceId> = evidence.iter().filter(seen).cloned().collect();
    if skills.is_empty() && evidence.is_empty() {
        return None;
    }
    let mut lead = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        ui.spacing_mut().interact_size.y = 0.0;
        for id in skills.iter().take(MOST) {
            let Some(skill) = rubric.skill(id) else { continue };
            let hue = rubric.tier_place(&skill.tier).map_or(Hue::Neutral, Hue::Tier);
            let chip = Chip::new(skill.name.as_str()).hue(hue).icon(Icon::ArrowRight).clickable(false).outlined();
            if ui.add(chip).on_hover_text("Show this skill").clicked() {
                lead = Some(Lead::Skill((*id).clone()));
            }
        }
        if skills.len() > MOST {
            text::small(ui, format!("and {} more", skills.len() - MOST));
        }
        if !evidence.is_empty() {
            let words = count(evidence.len(), "piece of evidence", "pieces of evidence");
            let chip = Chip::new(words).icon(Icon::ArrowRight).clickable(false).outlined();
            if ui.add(chip).on_hover_text("Show the evidence behind it").clicked() {
                lead = Some(Lead::Evidence(evidence));
            }
        }
    });
    lead
}
