//! Many skills at once: which rows are selected, which are shown, and what is done with them.

use std::collections::BTreeSet;

use crate::app::list as keys;
use crate::exchange::rubric::{DraftSkill, RubricDraft};
use crate::model::TierId;

/// Which skills of a file are shown and selected, by their place in the draft.
#[derive(Default)]
pub(super) struct Assigning {
    /// What the names must hold; empty for all.
    pub words: String,
    /// Only skills that are kept and have no tier yet.
    pub without_tier: bool,
    pub selected: BTreeSet<usize>,
    pub cursor: Option<usize>,
    anchor: Option<usize>,
}

impl Assigning {
    /// The places of the skills that are shown.
    pub fn shown(&self, draft: &RubricDraft) -> Vec<usize> {
        let words = self.words.trim().to_lowercase();
        let fits = |skill: &DraftSkill| {
            let named = words.is_empty()
                || skill.name.to_lowercase().contains(&words)
                || skill.tier_text.to_lowercase().contains(&words);
            named && (!self.without_tier || skill.taken && skill.tier.is_none())
        };
        draft.skills.iter().enumerate().filter(|(_, skill)| fits(skill)).map(|(place, _)| place).collect()
    }

    /// The skill that the anchors are shown of: the one under the cursor, else the first selected.
    pub fn current(&self) -> Option<usize> {
        self.cursor.or_else(|| self.selected.first().copied())
    }

    /// A click on a row, or Space: alone, going on to it, or adding it.
    pub fn point(&mut self, place: usize, shown: &[usize], shift: bool, command: bool) {
        if shift {
            self.cursor = Some(place);
            self.select_to_cursor(shown);
            return;
        }
        if !command {
            self.selected.clear();
        }
        if !self.selected.remove(&place) {
            self.selected.insert(place);
        }
        (self.cursor, self.anchor) = (Some(place), Some(place));
    }

    /// Up or down by so many rows.
    pub fn step(&mut self, by: isize, on: bool, shown: &[usize]) {
        let here = self.cursor.and_then(|cursor| shown.iter().position(|place| *place == cursor));
        let Some(to) = keys::moved(here, by, shown.len()).and_then(|to| shown.get(to).copied()) else { return };
        if on {
            self.cursor = Some(to);
            self.select_to_cursor(shown);
        } else {
            self.selected = BTreeSet::from([to]);
            (self.cursor, self.anchor) = (Some(to), Some(to));
        }
    }

    fn select_to_cursor(&mut self, shown: &[usize]) {
        let place = |one: Option<usize>| one.and_then(|one| shown.iter().position(|place| *place == one));
        let Some(to) = place(self.cursor) else { return };
        let from = place(self.anchor).unwrap_or(to);
        self.selected = shown[from.min(to)..=from.max(to)].iter().copied().collect();
        self.anchor = shown.get(from).copied();
    }

    /// Gives the selected skills a tier, or none. A skill that gets one is kept.
    pub fn assign(&self, draft: &mut RubricDraft, tier: Option<&TierId>) {
        for place in &self.selected {
            if let Some(skill) = draft.skills.get_mut(*place) {
                skill.tier = tier.cloned();
                skill.taken |= tier.is_some();
            }
        }
    }

    /// Keeps the selected skills, or leaves them out.
    pub fn keep(&self, draft: &mut RubricDraft, kept: bool) {
        for place in &self.selected {
            if let Some(skill) = draft.skills.get_mut(*place) {
                skill.taken = kept;
            }
        }
    }

    /// Whether all that is selected is kept.
    pub fn all_kept(&self, draft: &RubricDraft) -> bool {
        self.selected.iter().filter_map(|place| draft.skills.get(*place)).all(|skill| skill.taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> RubricDraft {
        let skill = |name: &str| DraftSkill { name: name.into(), taken: true, ..DraftSkill::default() };
        RubricDraft { skills: ["Alpha", "Beta", "Gamma", "Delta"].map(skill).into(), ..RubricDraft::default() }
    }

    #[test]
    fn a_range_goes_on_among_the_rows_that_are_shown() {
        let mut draft = draft();
        let mut assigning = Assigning { words: "a".into(), ..Assigning::default() };
        let shown = assigning.shown(&draft);
        assert_eq!(shown, [0, 1, 2, 3]);
        assigning.point(1, &shown, false, false);
        assigning.point(3, &shown, true, false);
        assert_eq!(assigning.selected, BTreeSet::from([1, 2, 3]));
        assigning.point(2, &shown, false, true);
        assert_eq!(assigning.selected, BTreeSet::from([1, 3]));
        assigning.assign(&mut draft, Some(&"market".into()));
        assigning.without_tier = true;
        assert_eq!(assigning.shown(&draft), [0, 2]);
    }

    #[test]
    fn arrows_move_and_shift_goes_on() {
        let draft = draft();
        let mut assigning = Assigning::default();
        let shown = assigning.shown(&draft);
        assigning.step(1, false, &shown);
        assigning.step(1, true, &shown);
        assigning.step(1, true, &shown);
        assert_eq!(assigning.selected, BTreeSet::from([0, 1, 2]));
        assert_eq!(assigning.current(), Some(2));
        assigning.step(1, false, &shown);
        assert_eq!(assigning.selected, BTreeSet::from([3]));
    }

    #[test]
    fn what_is_left_out_comes_back_with_a_tier() {
        let mut draft = draft();
        let mut assigning = Assigning::default();
        assigning.selected.insert(0);
        assigning.keep(&mut draft, false);
        assert!(!draft.skills[0].taken && !assigning.all_kept(&draft));
        assigning.assign(&mut draft, Some(&"people".into()));
        assert!(draft.skills[0].taken && draft.skills[1].tier.is_none());
    }
}
