//! CSV, one row a person, for HR systems: the score that counts for each skill and what it rests on, tier scores and the
//! placement. It has no marks, so it can't give ratings back. Cells of people who are not revealed are blank.

use std::collections::BTreeSet;

use crate::insight::TierReading;
use crate::model::{LevelId, Person, Session, Skill};

use super::long::{MARK, failed};
use super::outgoing::Outgoing;
use super::rows::people_by_name;
use super::standing::{basis_words, rounded};
use super::text::guarded;
use super::{ExportError, ExportOptions};

pub(super) fn write(session: &Session, options: &ExportOptions) -> Result<Vec<u8>, ExportError> {
    let outgoing = Outgoing::of(session, options)?;
    let session = &outgoing.session;
    let skills: Vec<(usize, &Skill)> =
        session.rubric.skills.iter().enumerate().filter(|(_, skill)| !skill.retired).collect();
    let groups = Groups::of(&outgoing, options);
    let mut writer = csv::Writer::from_writer(MARK.to_vec());
    let mut header: Vec<String> = ["id", "name", "level", "target"].map(String::from).into();
    header.extend(skills.iter().flat_map(|(_, skill)| [skill.name.clone(), format!("{} rests on", skill.name)]));
    header.extend(session.rubric.tiers.iter().map(|tier| format!("Tier {}", tier.name)));
    header.push("placement".into());
    header.extend(groups.headers());
    writer.write_record(header.iter().map(|text| guarded(text).into_owned())).map_err(failed)?;
    for person in people_by_name(session) {
        let mut row = vec![
            company_id(person, outgoing.redacted).to_owned(),
            person.name.clone(),
            level_name(session, person.level.as_ref()),
            level_name(session, person.target.as_ref()),
        ];
        let standing = outgoing.standings.get(&person.id);
        for (column, skill) in &skills {
            let score = standing.and_then(|standing| standing.skills.get(*column).copied().flatten());
            row.push(score.map_or_else(String::new, |score| rounded(score.value).to_string()));
            row.push(basis_words(session, person, &skill.id, score));
        }
        for place in 0..session.rubric.tiers.len() {
            let tier = standing.and_then(|standing| standing.tiers.get(place));
            row.push(tier.map_or_else(String::new, tier_words));
        }
        let placement = session.decisions.placements.get(&person.id).map(|placement| placement.place);
        row.push(standing.map_or_else(String::new, |_| placement.unwrap_or_default().words().to_owned()));
        row.extend(groups.cells(person));
        writer.write_record(row.iter().map(|text| guarded(text).into_owned())).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| ExportError::Failed(error.to_string()))
}

/// The company's own id of a person; their pseudonym where names are hidden.
pub(super) fn company_id(person: &Person, redacted: bool) -> &str {
    if redacted { person.id.as_str() } else { &person.employee_id }
}

/// The name of a level.
pub(super) fn level_name(session: &Session, level: Option<&LevelId>) -> String {
    level.map_or_else(String::new, |id| session.rubric.level(id).map_or(id.as_str(), |level| &level.name).to_owned())
}

fn tier_words(tier: &TierReading) -> String {
    match (tier.score, tier.bar()) {
        (Some(score), _) => rounded(score).to_string(),
        (None, Some(_)) => "not enough seen".into(),
        (None, None) => String::new(),
    }
}

/// What tells groups apart, in columns at the end.
pub(super) struct Groups {
    shown: bool,
    attributes: BTreeSet<String>,
}

impl Groups {
    pub(super) fn of(outgoing: &Outgoing, options: &ExportOptions) -> Self {
        let people = outgoing.session.people.iter();
        let attributes = people.flat_map(|person| person.attributes.keys().cloned()).collect();
        Self { shown: options.attributes && !outgoing.redacted, attributes }
    }

    pub(super) fn headers(&self) -> Vec<String> {
        if !self.shown {
            return Vec::new();
        }
        ["team", "location"].into_iter().map(String::from).chain(self.attributes.iter().cloned()).collect()
    }

    pub(super) fn cells(&self, person: &Person) -> Vec<String> {
        if !self.shown {
            return Vec::new();
        }
        let attribute = |name: &String| person.attributes.get(name).cloned().unwrap_or_default();
        [person.team.clone(), person.location.clone()]
            .into_iter()
            .chain(self.attributes.iter().map(attribute))
            .collect()
    }
}
