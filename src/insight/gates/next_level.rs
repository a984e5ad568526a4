//! Next level shown: every asked tier at the target's bar, and no asked skill of the target's home tier far under it.

use super::{Case, GateKind, GateReading, Shortfall};
use crate::insight::points::{bar_words, list, meets, score_words};

const NAME: &str = "Next level shown";

pub(super) fn read(case: &Case) -> GateReading {
    let demand = case.demand;
    if demand.bars().next().is_none() {
        let sentence = format!("{} has no bars.", case.level_name());
        return GateReading::not_asked(GateKind::NextLevel, NAME, sentence);
    }
    let mut shortfalls = Vec::new();
    for (place, tier, bar) in demand.bars() {
        match case.subject.tier_score(case.scores, place, tier).score {
            Some(score) if meets(score, bar) => {}
            Some(score) => shortfalls.push(case.tier_shortfall(place, bar - score)),
            None => shortfalls.push(Shortfall { one_step: false, ..case.tier_shortfall(place, f64::INFINITY) }),
        }
    }
    let mut sentence = format!("{}: {}.", case.level_name(), case.bars_in_words(demand));
    let weak = weak_skills(case);
    if !weak.is_empty() {
        let slack = bar_words(case.subject.session.rubric.rules.skill_slack);
        let names: Vec<String> = weak.iter().map(|weak| weak.words.clone()).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        sentence.push_str(&format!(" {} {verb} more than {slack} under the bar.", list(&names)));
        shortfalls.extend(weak.into_iter().map(|weak| weak.shortfall));
    }
    let rubric = &case.subject.session.rubric;
    let home = demand.tiers[demand.home].columns.iter().map(|column| rubric.skills[*column].id.clone());
    GateReading::asked(GateKind::NextLevel, NAME, sentence, shortfalls).on_skills(home)
}

struct Weak {
    words: String,
    shortfall: Shortfall,
}

/// The asked skills of the home tier that lie further under its bar than the rules allow.
fn weak_skills(case: &Case) -> Vec<Weak> {
    let rubric = &case.subject.session.rubric;
    let home = &case.demand.tiers[case.demand.home];
    let Some(bar) = home.bar else { return Vec::new() };
    let least = bar - rubric.rules.skill_slack;
    let scored = home.columns.iter().filter_map(|column| Some((&rubric.skills[*column], case.scores.value(*column)?)));
    scored
        .filter(|(_, score)| !meets(*score, least))
        .map(|(skill, score)| Weak {
            words: format!("{} ({})", skill.name, score_words(score)),
            shortfall: case.skill_shortfall(&skill.id, least - score),
        })
        .collect()
}
