//! The people of the warm-up, who do not exist, as they come with the program, fitted to a session's rubric.

use crate::model::{Rubric, SkillId, WarmUpCase};

static CASES: &str = include_str!("../../assets/warm_up.ron");

/// How many skills stand in for those that a rubric does not have.
const SKILLS: usize = 4;

/// The cases for a rubric. Where it has none of their skills, the first of the lowest product level's home tier take
/// their place.
pub fn warm_up_cases(rubric: &Rubric) -> Vec<WarmUpCase> {
    let shipped: Vec<WarmUpCase> = ron::from_str(CASES).unwrap_or_default();
    shipped.into_iter().map(|case| fitted(rubric, case)).collect()
}

fn fitted(rubric: &Rubric, mut case: WarmUpCase) -> WarmUpCase {
    let known = |skill: &SkillId| rubric.skill(skill).is_some_and(|skill| !skill.retired);
    case.skills.retain(known);
    case.level = case.level.filter(|level| rubric.level(level).is_some());
    if case.skills.is_empty() {
        let lowest = rubric.levels.iter().find(|level| !level.entering).or(rubric.levels.first());
        let skills = rubric.skills.iter().filter(|skill| !skill.retired && !skill.depth);
        let at_home = skills.filter(|skill| lowest.is_some_and(|level| level.home == skill.tier));
        case.skills = at_home.take(SKILLS).map(|skill| skill.id.clone()).collect();
    }
    case
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use crate::workspace::default_rubric;

    #[test]
    fn two_people_who_do_not_exist_fit_the_default_rubric() {
        let rubric = default_rubric().expect("the default rubric can be read");
        let cases = warm_up_cases(&rubric);
        assert_eq!(cases.len(), 2);
        for case in &cases {
            assert!(case.level.is_some() && case.facts.len() >= 3);
            assert_eq!(case.skills.len(), 5, "every skill is known: {:?}", case.skills);
        }
    }

    #[test]
    fn another_rubric_lends_its_own_skills() {
        let cases = warm_up_cases(&testing::rubric(6));
        assert!(
            cases.iter().all(|case| !case.skills.is_empty() && case.level.is_some() == (case.id.as_str() == "robin"))
        );
    }
}
