//! Group checks, for after the meeting: what people are told apart by, and what the checks of [`raters`](crate::raters)
//! say in words. Counts come first; a difference that chance could make reads "too few people to tell"; and nothing is a
//! reason to change one person's placement. Decision support, not legal advice.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::insight::points::{capital, count};
use crate::insight::same_ruler::{rating_table, statistics_settings};
use crate::model::{Person, PersonId, Place, Session};
use crate::raters::{
    Analysis, Difference, GroupCheck, GroupReading, Interval, Member, Selection, Settings, interval_words, share_words,
};

use super::difference_words;

/// A p-value from which on a difference may be chance.
const MAY_BE_CHANCE: f64 = 0.05;
/// The ratio of shares that 29 CFR 1607.4D names.
const FOUR_FIFTHS: f64 = 0.8;

/// Something that a session knows of its people and that tells groups of them apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// Team or department.
    Team,
    /// Place of work.
    Location,
    /// Years in the company at the end of the period, in bands.
    Tenure,
    /// A column of the roster that was kept.
    Kept(String),
}

impl Attribute {
    /// Those that tell at least two groups of a session's people apart, each of several people or fewer groups than
    /// people.
    pub fn of(session: &Session) -> Vec<Self> {
        let kept: BTreeSet<&String> = session.people.iter().flat_map(|person| person.attributes.keys()).collect();
        let all = [Self::Team, Self::Location, Self::Tenure].into_iter();
        let all = all.chain(kept.into_iter().map(|name| Self::Kept(name.clone())));
        all.filter(|attribute| {
            let groups = attribute.groups(session);
            let names: BTreeSet<&String> = groups.values().collect();
            names.len() > 1 && names.len() < groups.len()
        })
        .collect()
    }

    /// What it is called.
    pub fn name(&self) -> String {
        match self {
            Self::Team => "Team".into(),
            Self::Location => "Location".into(),
            Self::Tenure => "Time in the company".into(),
            Self::Kept(name) => name.clone(),
        }
    }

    /// The groups it makes, asked about.
    pub fn question(&self, session: &Session) -> GroupQuestion {
        GroupQuestion { attribute: self.name(), groups: self.groups(session) }
    }

    fn groups(&self, session: &Session) -> BTreeMap<PersonId, String> {
        let value = |person: &Person| match self {
            Self::Team => person.team.trim().to_owned(),
            Self::Location => person.location.trim().to_owned(),
            Self::Tenure => person.hired.map_or_else(String::new, |day| tenure(day, session.about.period.to).into()),
            Self::Kept(name) => person.attributes.get(name).map_or_else(String::new, |value| value.trim().to_owned()),
        };
        let people = session.people.iter().map(|person| (person.id.clone(), value(person)));
        people.filter(|(_, group)| !group.is_empty()).collect()
    }
}

fn tenure(hired: Date, today: Date) -> &'static str {
    let birthday_passed = (today.month(), today.day()) >= (hired.month(), hired.day());
    match today.year() - hired.year() - i16::from(!birthday_passed) {
        ..1 => "Under 1 year",
        1..3 => "1 to 3 years",
        3..6 => "3 to 6 years",
        _ => "6 years and more",
    }
}

/// What is asked: which groups people belong to. Who belongs to none is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupQuestion {
    /// What they are told apart by.
    pub attribute: String,
    /// Who belongs where.
    pub groups: BTreeMap<PersonId, String>,
}

/// What a check came to.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupsRead {
    /// What people are told apart by.
    pub attribute: String,
    /// The groups that are large enough to show, by name.
    pub groups: Vec<GroupReading>,
    /// How many groups are too small.
    hidden: usize,
    /// People in a group, and people in all.
    people: (usize, usize),
    /// People who are placed.
    placed: usize,
    /// Whether people can be compared.
    compared: bool,
    settings: Settings,
}

impl GroupsRead {
    /// Holds groups against everybody else; nothing once `outdated` says that nobody waits for it any more.
    pub fn new(session: &Session, question: &GroupQuestion, outdated: &dyn Fn() -> bool) -> Option<Self> {
        let settings = statistics_settings(session);
        let table = rating_table(session, None);
        // The interval of the agreement is not looked at here.
        let analysis = Analysis::new(&table, &Settings { bootstrap: 0, ..settings });
        if outdated() {
            return None;
        }
        let severity = analysis.severity.as_ref().ok().filter(|severity| !severity.too_little_data);
        let fit = severity.and_then(|severity| severity.shown.as_ref().ok());
        let member = |(person, group): (&PersonId, &String)| Member {
            group: group.clone(),
            score: fit.and_then(|fit| Some(fit.people.get(table.person(person.as_str())?)?.value)),
            selected: recommended(session, person),
        };
        let members: Vec<Member> = question.groups.iter().map(member).collect();
        let check = GroupCheck::new(&members, &settings);
        let (groups, hidden): (Vec<_>, Vec<_>) = check.groups.into_iter().partition(|group| group.people.is_ok());
        Some(Self {
            attribute: question.attribute.clone(),
            hidden: hidden.len(),
            people: (members.len(), session.people.len()),
            placed: members.iter().filter(|member| member.selected.is_some()).count(),
            compared: fit.is_some(),
            groups,
            settings,
        })
    }

    /// How many people the check covers, and what it hides.
    pub fn coverage_sentence(&self) -> String {
        let (with, all) = self.people;
        let mut sentence = format!("{with} of {all} people belong to a group.");
        if self.hidden > 0 {
            let groups = count(self.hidden, "group has", "groups have");
            let least = spelt(self.settings.group_size);
            sentence.push_str(&format!(" {} fewer than {least} people and stay hidden.", capital(&groups)));
        }
        if self.groups.is_empty() {
            sentence.push_str(" No group is large enough to show.");
        }
        sentence
    }

    /// Who was recommended, group by group: counts first.
    pub fn selection_sentences(&self) -> Vec<String> {
        if self.placed == 0 {
            return vec!["Nobody is placed yet; this compares how many of each group are recommended.".into()];
        }
        let read = self.groups.iter().filter_map(|group| Some((group.name.as_str(), group.selection.ok()?)));
        let sentences: Vec<String> = read.map(|(name, selection)| selection_words(name, &selection)).collect();
        if sentences.is_empty() {
            return vec!["Too few people are placed to hold any group against everybody else.".into()];
        }
        sentences
    }

    /// How comparison scores lie, group by group.
    pub fn score_sentences(&self) -> Vec<String> {
        if !self.compared {
            return vec![
                "Managers can’t be compared here, so there are no comparison scores to hold groups against.".into(),
            ];
        }
        let read = self.groups.iter().filter_map(|group| Some((group.name.as_str(), group.difference.ok()?)));
        let sentences: Vec<String> = read.map(|(name, difference)| score_words(name, &difference)).collect();
        if sentences.is_empty() {
            return vec!["No group is large enough to hold against everybody else.".into()];
        }
        sentences
    }
}

/// Whether the panel recommended somebody; none where nothing is decided yet.
fn recommended(session: &Session, person: &PersonId) -> Option<bool> {
    match session.decisions.placements.get(person).map(|placement| placement.place) {
        None | Some(Place::Undecided) => None,
        Some(place) => Some(place == Place::Recommend),
    }
}

/// The share recommended of a group with its likely range: "25 % (7–59 %)".
pub(super) fn share_with_interval(selected: u64, of: u64, interval: Interval) -> String {
    let share = share_words(selected as f64 / of.max(1) as f64);
    format!("{share} ({:.0}–{:.0} %)", 100.0 * interval.low, 100.0 * interval.high)
}

fn selection_words(name: &str, selection: &Selection) -> String {
    let of = |group: (u64, u64)| (group.0, group.0 + group.1);
    let ((inside, size), (outside, others)) = (of(selection.table.first), of(selection.table.second));
    let mut words = format!(
        "{name}: {inside} of {size} recommended, {}; everybody else {outside} of {others}, {}.",
        share_with_interval(inside, size, selection.intervals.0),
        share_with_interval(outside, others, selection.intervals.1),
    );
    match selection.impact_ratio {
        Ok(ratio) => {
            let under = if ratio < FOUR_FIFTHS { ", under four fifths" } else { "" };
            words.push_str(&format!(" The lower share is {} of the higher{under}.", share_words(ratio)));
        }
        Err(_) => words.push_str(" Nobody is recommended, so shares can’t be compared."),
    }
    let (fisher, mid_p) = (selection.fisher, selection.mid_p);
    let verdict = if mid_p < MAY_BE_CHANCE { "look closer" } else { "too few people to tell" };
    words.push_str(&format!(" Fisher’s exact p {fisher:.2}, mid-P {mid_p:.2}: {verdict}."));
    if selection.fragile {
        words.push_str(" Fragile: rests on one person; never a reason to change a placement.");
    }
    words
}

fn score_words(name: &str, difference: &Difference) -> String {
    let likely =
        difference.interval.map_or_else(|_| String::new(), |interval| format!(" ({})", interval_words(interval)));
    let verdict = if difference.p < MAY_BE_CHANCE { "look closer" } else { "too few people to tell" };
    let side = match difference_words(difference.value) {
        same if same == "the same" => "like everybody else".to_owned(),
        other => format!("{other} than everybody else"),
    };
    format!(
        "{name}, {} against {}: {side}{likely}; chance alone would do as much in {} of draws: {verdict}.",
        difference.people.0,
        difference.people.1,
        share_words(difference.p)
    )
}

fn spelt(number: usize) -> String {
    count(number, "", "").trim().to_owned()
}

impl GroupReading {
    /// How many were recommended, once enough are placed.
    pub fn recommended(&self) -> Option<u64> {
        self.selection.ok().map(|selection| selection.table.first.0)
    }

    /// The share recommended with its likely range; "–" before enough are placed.
    pub fn share_words(&self) -> String {
        self.selection.map_or_else(
            |_| "–".into(),
            |selection| {
                let (selected, not) = selection.table.first;
                share_with_interval(selected, selected + not, selection.intervals.0)
            },
        )
    }
}
