//! The clock of the meeting. All of it is arithmetic on moments that are passed in: how much time is left, how much of
//! it is kept for the look back, what a person may be given, and what was given to whom.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::model::{LevelId, Manager, MeetingPlan, Person, PersonId, Session, Spell};

use super::agenda::{Agenda, ItemState};

/// No person is planned shorter than this, however late it is.
const SHORTEST: SignedDuration = SignedDuration::from_secs(60);
/// Planned times are whole multiples of this, so that the clock reads calmly.
const GRAIN: i64 = 15;

/// The meeting at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Clock<'a> {
    plan: &'a MeetingPlan,
    now: Timestamp,
}

impl<'a> Clock<'a> {
    /// The clock at a moment.
    pub fn at(plan: &'a MeetingPlan, now: Timestamp) -> Self {
        Self { plan, now }
    }

    /// How long the meeting has been going on; nothing before it began.
    pub fn elapsed(&self) -> SignedDuration {
        let since = |began| self.now.duration_since(began);
        self.plan.began.map_or(SignedDuration::ZERO, since).max(SignedDuration::ZERO)
    }

    /// What is left of the whole meeting; negative once it is over time.
    pub fn left(&self) -> SignedDuration {
        minutes(self.plan.minutes) - self.elapsed()
    }

    /// What is left for people: without the look back, and without what is left of the opening. Never negative.
    pub fn left_for_people(&self) -> SignedDuration {
        let opening = (minutes(self.plan.opening_minutes) - self.elapsed()).max(SignedDuration::ZERO);
        (self.left() - minutes(self.plan.look_back_minutes) - opening).max(SignedDuration::ZERO)
    }

    /// Whether only the time of the look back is left, or less.
    pub fn is_time_to_look_back(&self) -> bool {
        self.plan.began.is_some() && self.left() <= minutes(self.plan.look_back_minutes)
    }

    /// The share of the meeting that has passed, 0 to 1.
    pub fn share_used(&self) -> f32 {
        let whole = minutes(self.plan.minutes).as_secs_f32();
        if whole <= 0.0 { 1.0 } else { (self.elapsed().as_secs_f32() / whole).clamp(0.0, 1.0) }
    }

    /// "34 min left, 10 kept for the look back".
    pub fn words(&self) -> String {
        let kept = self.plan.look_back_minutes;
        let kept_words = if kept == 0 { String::new() } else { format!(", {kept} kept for the look back") };
        if self.plan.began.is_none() {
            return format!("{} min planned{kept_words}", self.plan.minutes);
        }
        // A minute that has begun is still there.
        let left = (self.left().as_secs() as f64 / 60.0).ceil() as i64;
        if left < 0 {
            format!("{} min over time", -left)
        } else if self.is_time_to_look_back() {
            format!("{left} min left: time to look back")
        } else {
            format!("{left} min left{kept_words}")
        }
    }

    /// What a person may be given if their discussion begins now: as long as it should be given, or, where the time left
    /// does not reach for everybody who is still to come, the same share of it as everybody. A minute at least.
    pub fn planned_for(&self, agenda: &Agenda, person: &PersonId) -> SignedDuration {
        let to_come = agenda.discussed().filter(|item| item.person == *person || item.state == ItemState::Waiting);
        let wished: i64 = to_come.map(|item| 60 * i64::from(item.minutes)).sum();
        let own = agenda.item(person).map_or(0, |item| 60 * i64::from(item.minutes));
        let left = self.left_for_people().as_secs();
        let planned = if wished <= left { own } else { own * left / wished.max(1) };
        SignedDuration::from_secs(planned / GRAIN * GRAIN).max(SHORTEST)
    }
}

fn minutes(minutes: u32) -> SignedDuration {
    SignedDuration::from_mins(i64::from(minutes))
}

/// How long somebody was discussed in all.
pub fn spent(spells: &[Spell], now: Timestamp) -> SignedDuration {
    spells.iter().map(|spell| spell.lasted(now)).fold(SignedDuration::ZERO, |sum, lasted| sum + lasted)
}

/// How long a person has been discussed in the spell that is still open, and in all.
pub fn on_person(session: &Session, person: &PersonId, now: Timestamp) -> (SignedDuration, SignedDuration) {
    let spells = session.meeting.discussed.get(person).map(Vec::as_slice).unwrap_or_default();
    let open = spells.last().filter(|spell| spell.to.is_none());
    (open.map_or(SignedDuration::ZERO, |spell| spell.lasted(now)), spent(spells, now))
}

/// "3:12"; a minus before what is over.
pub fn clock_words(time: SignedDuration) -> String {
    let seconds = time.as_secs();
    let sign = if seconds < 0 { "−" } else { "" };
    let seconds = seconds.abs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{sign}{hours}:{minutes:02}:{seconds:02}") } else { format!("{sign}{minutes}:{seconds:02}") }
}

/// How much time went to whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeGiven {
    /// Each person who was discussed, the longest first.
    pub people: Vec<(PersonId, SignedDuration)>,
    /// By level, from the most senior: how many were discussed, of how many, and how long.
    pub levels: Vec<(Option<LevelId>, Share)>,
    /// By manager, by name: the same.
    pub managers: Vec<(String, Share)>,
}

/// How many of a group were discussed, and how long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many belong to it.
    pub people: usize,
    /// How many of them were discussed.
    pub discussed: usize,
    /// How long in all.
    pub time: SignedDuration,
}

impl Share {
    /// The time for one person who was discussed.
    pub fn each(self) -> SignedDuration {
        let people = i32::try_from(self.discussed.max(1)).unwrap_or(i32::MAX);
        self.time / people
    }

    fn add(&mut self, time: Option<SignedDuration>) {
        self.people += 1;
        if let Some(time) = time {
            self.discussed += 1;
            self.time += time;
        }
    }
}

/// How much time went to whom, up to now.
pub fn time_given(session: &Session, now: Timestamp) -> TimeGiven {
    let mut given = TimeGiven::default();
    let mut levels: BTreeMap<Option<usize>, Share> = BTreeMap::new();
    let mut managers: BTreeMap<String, Share> = BTreeMap::new();
    for person in session.people.iter() {
        let time = session.meeting.discussed.get(&person.id).map(|spells| spent(spells, now));
        let rank = person.level.as_ref().and_then(|level| session.rubric.rank(level));
        levels.entry(rank).or_default().add(time);
        managers.entry(manager_name(session, person)).or_default().add(time);
        given.people.extend(time.map(|time| (person.id.clone(), time)));
    }
    given.people.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| session.name(&a.0).cmp(&session.name(&b.0))));
    let level =
        |rank: Option<usize>| rank.and_then(|rank| session.rubric.levels.get(rank)).map(|level| level.id.clone());
    given.levels = levels.into_iter().rev().map(|(rank, share)| (level(rank), share)).collect();
    given.managers = managers.into_iter().collect();
    given
}

/// The name of a person's manager; "No manager known" where there is none.
pub fn manager_name(session: &Session, person: &Person) -> String {
    match &person.manager {
        Manager::Nobody => "No manager known".into(),
        Manager::Panel(rater) => session.rater_name(rater),
        Manager::Person(id) => session.name(id),
        Manager::Outside(name) => name.clone(),
    }
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
