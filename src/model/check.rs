//! The invariants of a session: what must hold after every edit and after every opening of a file.

use std::collections::BTreeSet;

use super::{Cell, Mark, Outcome, PersonId, RaterId, Session, SkillId};

impl Session {
    /// What is wrong with the session, in plain sentences; empty when every invariant holds. A file that breaks one was
    /// damaged or written by something else.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = self.rubric.problems();
        self.about_problems(&mut problems);
        self.roster_problems(&mut problems);
        self.panel_problems(&mut problems);
        self.sheet_problems(&mut problems);
        self.evidence_problems(&mut problems);
        self.decision_problems(&mut problems);
        self.meeting_problems(&mut problems);
        problems
    }

    /// The first thing that is wrong with the period, the roster or the panel.
    pub(crate) fn roster_problem(&self) -> Option<String> {
        let mut problems = Vec::new();
        self.about_problems(&mut problems);
        self.roster_problems(&mut problems);
        self.panel_problems(&mut problems);
        problems.into_iter().next()
    }

    fn about_problems(&self, problems: &mut Vec<String>) {
        if self.about.period.from > self.about.period.to {
            problems.push(format!("The review period ends on {} before it begins.", self.about.period.to));
        }
    }

    fn roster_problems(&self, problems: &mut Vec<String>) {
        for person in self.people.iter() {
            let name = &person.name;
            if name.trim().is_empty() {
                problems.push(format!("The person with the id “{}” has no name.", person.id));
            }
            for level in person.level.iter().chain(&person.target).filter(|id| self.rubric.level(id).is_none()) {
                problems.push(format!("{name} has the level “{level}”, which the rubric does not have."));
            }
            match &person.manager {
                super::Manager::Panel(id) if !self.panel.contains(id) => {
                    problems.push(format!("{name} reports to somebody who is not on the panel (“{id}”)."));
                }
                super::Manager::Person(id) if !self.people.contains(id) => {
                    problems.push(format!("{name} reports to somebody who is not in the session (“{id}”)."));
                }
                _ => {}
            }
        }
    }

    fn panel_problems(&self, problems: &mut Vec<String>) {
        let employees: BTreeSet<&str> =
            self.people.iter().map(|person| person.employee_id.as_str()).filter(|id| !id.is_empty()).collect();
        for rater in self.panel.iter() {
            let name = &rater.name;
            if name.trim().is_empty() {
                problems.push(format!("The panel member with the id “{}” has no name.", rater.id));
            }
            if employees.contains(rater.employee_id.as_str()) {
                problems.push(format!("{name} is on the panel and among the people rated; one of the two must go."));
            }
            if let Some(level) = rater.level.as_ref().filter(|id| self.rubric.level(id).is_none()) {
                problems.push(format!("{name} has the level “{level}”, which the rubric does not have."));
            }
            for person in rater.rated_people.iter().filter(|id| !self.people.contains(id)) {
                problems.push(format!("{name} is asked to rate somebody who is not in the session (“{person}”)."));
            }
        }
    }

    fn sheet_problems(&self, problems: &mut Vec<String>) {
        let (people, skills) = (self.people.len(), self.rubric.skills.len());
        for (rater, sheet) in self.ratings.sheets() {
            let Some(name) = self.panel.get(rater).map(|rater| &rater.name) else {
                problems.push(format!("There are ratings by somebody who is not on the panel (“{rater}”)."));
                continue;
            };
            let whole = (0..people).all(|row| sheet.row(row).len() == skills) && sheet.row(people).is_empty();
            if !whole {
                problems.push(format!("The sheet of {name} does not have {people} rows of {skills} columns."));
                continue;
            }
            let off_scale = |byte: &u8| *byte != 0 && *byte != 255 && !self.rubric.scale.holds(*byte);
            for row in 0..people {
                if let Some(byte) = sheet.row(row).iter().find(|byte| off_scale(byte)) {
                    problems.push(format!("A score of {byte} by {name} is not on the scale."));
                }
            }
            for (cell, mark) in sheet.revised() {
                if matches!(mark, Mark::Score(score) if !self.rubric.scale.holds(*score)) {
                    problems.push(format!("A revised score by {name} for {} is not on the scale.", self.name(&cell.0)));
                }
            }
            let cells = sheet.revised().keys().chain(sheet.notes().keys());
            cells.for_each(|cell| self.cell_problems(cell, name, problems));
            let people = sheet.closeness().keys().chain(sheet.traits().keys().map(|(person, _)| person));
            for person in people.filter(|id| !self.people.contains(id)) {
                problems.push(format!("{name} speaks of somebody who is not in the session (“{person}”)."));
            }
        }
    }

    fn cell_problems(&self, (person, skill): &Cell, by: &str, problems: &mut Vec<String>) {
        if !self.people.contains(person) {
            problems.push(format!("{by} speaks of somebody who is not in the session (“{person}”)."));
        }
        self.skill_known(skill, by, problems);
    }

    fn skill_known(&self, skill: &SkillId, by: &str, problems: &mut Vec<String>) {
        if self.rubric.column(skill).is_none() {
            problems.push(format!("{by} speaks of the skill “{skill}”, which the rubric does not have."));
        }
    }

    fn evidence_problems(&self, problems: &mut Vec<String>) {
        for (id, item) in self.evidence.iter() {
            let what = format!("Evidence “{id}”");
            if !self.people.contains(&item.person) {
                problems.push(format!("{what} is about somebody who is not in the session (“{}”).", item.person));
            }
            if !self.panel.contains(&item.author) {
                problems.push(format!("{what} is by somebody who is not on the panel (“{}”).", item.author));
            }
            item.skills.iter().for_each(|skill| self.skill_known(skill, &what, problems));
        }
    }

    fn decision_problems(&self, problems: &mut Vec<String>) {
        let decisions = &self.decisions;
        // Who was revealed stays known after they left, so that they are as open as before when undo brings them back.
        let mut people: Vec<&PersonId> = decisions.placements.keys().collect();
        people.extend(decisions.recusals.keys().map(|(person, _)| person));
        people.extend(decisions.traits.keys().map(|(person, _)| person));
        for person in people.into_iter().filter(|id| !self.people.contains(id)) {
            problems.push(format!("There is a decision about somebody who is not in the session (“{person}”)."));
        }
        for (_, rater) in decisions.recusals.keys().filter(|(_, id)| !self.panel.contains(id)) {
            problems.push(format!("Somebody who is not on the panel is set aside (“{rater}”)."));
        }
        for (cell, agreed) in &decisions.agreed {
            self.cell_problems(cell, "The panel", problems);
            let top = f64::from(self.rubric.scale.top());
            let on_scale = match agreed.outcome {
                Outcome::Score(score) => self.rubric.scale.holds(score),
                Outcome::AsRated(mean) => (1.0..=top).contains(&mean),
                Outcome::NoAgreement => true,
            };
            if !on_scale {
                problems.push(format!("An agreed score for {} is not on the scale.", self.name(&cell.0)));
            }
        }
    }

    fn meeting_problems(&self, problems: &mut Vec<String>) {
        let meeting = &self.meeting;
        let mut people: Vec<&PersonId> = meeting.discussed.keys().chain(meeting.follow_up.keys()).collect();
        people.extend(meeting.amendments.values().map(|amendment| &amendment.person));
        people.extend(meeting.appeals.values().map(|appeal| &appeal.person));
        for person in people.into_iter().filter(|id| !self.people.contains(id)) {
            problems.push(format!("The meeting speaks of somebody who is not in the session (“{person}”)."));
        }
        let raters = meeting.attendance.keys().chain(meeting.warm_up.marks.keys());
        for rater in raters.filter(|id| !self.panel.contains(id)) {
            problems.push(format!("Somebody who is not on the panel is in the meeting (“{rater}”)."));
        }
        for (person, spells) in &meeting.discussed {
            let ended = spells.iter().rev().skip(1).all(|spell| spell.to.is_some());
            if spells.is_empty() || !ended {
                problems.push(format!("It is not clear when {} was discussed.", self.name(person)));
            }
        }
        let cases = &meeting.warm_up.cases;
        let rated = |id, skill| cases.iter().any(|case| case.id == id && case.skills.contains(skill));
        for ((case, skill), score) in meeting.warm_up.marks.values().flatten() {
            // A later scale may have fewer points; the warm-up stays as it was given.
            if !rated(case.clone(), skill) || !(1..=super::Scale::MOST).contains(&usize::from(*score)) {
                problems.push(format!("The warm-up has a score of {score} for “{case}” that fits nothing."));
            }
        }
    }

    /// The name of a person, or their id where the session does not have them.
    pub fn name(&self, person: &PersonId) -> String {
        self.people.get(person).map_or_else(|| person.to_string(), |person| person.name.clone())
    }

    /// The name of somebody on the panel, or their id where the session does not have them.
    pub fn rater_name(&self, rater: &RaterId) -> String {
        self.panel.get(rater).map_or_else(|| rater.to_string(), |rater| rater.name.clone())
    }
}
