//! Sessions to test with, and surroundings that touch nobody's home. Only tests and benches see this module.

mod changes;
mod files;
pub mod panels;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{Timestamp, civil::date};

use crate::model::{
    About, Horizon, LeadershipTrait, Level, LevelId, Manager, Mark, Panel, People, Period, Person, PersonId, Phase,
    Rater, RaterId, Rubric, Rules, Scale, ScalePoint, Session, SessionId, Sheet, Skill, SkillId, Tier, TierId, WhyNot,
};
use crate::storage::Folders;
use crate::workspace::Surroundings;

pub use changes::any_change;
pub use files::{Failing, FailingFiles, ForgetfulFiles};

/// The moment at which every test begins.
pub const START: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// A clock that stands still until it is told otherwise.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<Timestamp>>);

impl Default for Clock {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(START)))
    }
}

impl Clock {
    /// What it shows.
    pub fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves it on.
    pub fn pass(&self, time: Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += time;
    }
}

/// Surroundings with real files under one folder, a clock that stands still, and ids that count up.
pub fn surroundings(folder: &Path) -> (Surroundings, Clock) {
    let clock = Clock::default();
    let shown = clock.clone();
    // Never the same id twice, also when a session is opened again.
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let new_id = || format!("id{:06}", COUNT.fetch_add(1, Ordering::Relaxed));
    let mut around = Surroundings::new(Folders::under(folder), Arc::new(move || shown.now()), Arc::new(new_id));
    around.work = 1;
    (around, clock)
}

/// Numbers that look random and are the same in every run.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as this seed says.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // SplitMix64: every seed is as good as any other, also the small ones that a failing test is reduced to.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 8) as usize % end.max(1)
    }
}

/// A rubric of two tiers with so many skills (`skill-01` …), two levels (`pm`, `director`), a five-point scale and one
/// trait (`ties`).
pub fn rubric(skills: usize) -> Rubric {
    let skill = |number: usize| Skill {
        id: SkillId::new(format!("skill-{number:02}")),
        tier: TierId::new(if number * 2 <= skills.max(2) { "market" } else { "people" }),
        name: format!("Skill {number}"),
        short_name: String::new(),
        description: format!("What skill {number} is about."),
        anchors: (1..=5).map(|point| format!("Skill {number} as it is seen at point {point}.")).collect(),
        depth: false,
        retired: false,
    };
    let tier = |id: &str, name: &str, horizon: &str| Tier {
        id: id.into(),
        name: name.into(),
        horizon: horizon.into(),
        description: String::new(),
    };
    let horizon = |id: &str, name: &str, months: u32| Horizon { id: id.into(), name: name.into(), months };
    let level = |id: &str, name: &str, home: &str, bars: &[(&str, f64)], next: &[&str]| Level {
        id: id.into(),
        name: name.into(),
        plural: format!("{name}s"),
        home: home.into(),
        horizon: "quarter".into(),
        next: next.iter().map(LevelId::new).collect(),
        bars: bars.iter().map(|(tier, bar)| (TierId::new(tier), *bar)).collect(),
        not_asked: Default::default(),
        gates: Vec::new(),
        from: Default::default(),
        carries_business: false,
        entering: false,
    };
    let point = |name: &str| ScalePoint { name: name.into(), meaning: String::new() };
    Rubric {
        id: "test".into(),
        name: "Test rubric".into(),
        edition: 1,
        description: String::new(),
        scale: Scale::of(["Emerging", "Developing", "Proficient", "Strong", "Sets the bar"].map(point)),
        horizons: vec![horizon("quarter", "Quarter", 3), horizon("year", "Year", 12)],
        tiers: vec![tier("market", "Market", "quarter"), tier("people", "People", "year")],
        skills: (1..=skills).map(skill).collect(),
        levels: vec![
            level("pm", "PM", "market", &[("market", 2.5)], &["director"]),
            level("director", "Director", "people", &[("market", 3.5), ("people", 3.0)], &[]),
        ],
        traits: vec![LeadershipTrait {
            id: "ties".into(),
            name: "Ties across teams".into(),
            question: "Builds ties across teams unasked?".into(),
            yes_looks_like: String::new(),
        }],
        rooms: Vec::new(),
        functions: Vec::new(),
        rules: Rules::default(),
    }
}

/// A session in Rate with so many people (`p00001` …, "Person 1" …), raters (`r01` …, "Rater 1" …) and skills. Nobody
/// has rated yet; everybody is asked to rate everybody, and person n reports to rater n, round and round.
pub fn session(people: usize, raters: usize, skills: usize) -> Session {
    let about = About {
        title: "Product org".into(),
        period: Period::half_year_of(date(2025, 12, 31)),
        phase: Phase::Rate,
        created: START,
        salt: "salt".into(),
        keeping: Default::default(),
    };
    let mut session = Session::new(SessionId::new("test-session"), about, rubric(skills));
    let person_id = |number: usize| PersonId::new(format!("p{number:05}"));
    let rater_id = |number: usize| RaterId::new(format!("r{number:02}"));
    let person = |number: usize| {
        let mut person = Person::named(person_id(number), format!("Person {number}"));
        person.employee_id = format!("{number:06}");
        person.email = format!("person.{number}@example.com");
        person.title = "Product manager".into();
        person.level = Some("pm".into());
        person.target = number.is_multiple_of(3).then(|| "director".into());
        person.team = format!("Team {}", number % 12);
        person.manager = if raters == 0 { Manager::Nobody } else { Manager::Panel(rater_id(number % raters + 1)) };
        person.hired = Some(date(2020, 1, 15));
        person.level_since = Some(date(2023, 7, 1));
        person
    };
    session.people = Arc::new(People::new((1..=people).map(person)));
    session.panel = Arc::new(Panel::new((1..=raters).map(|number| {
        let mut rater = Rater::named(rater_id(number), format!("Rater {number}"));
        rater.rated_people = (1..=people).map(person_id).collect();
        rater.facilitates = number == 1;
        rater
    })));
    session
}

/// The same with every cell answered: mostly scores, here and there not observed or no chance yet.
pub fn rated_session(people: usize, raters: usize, skills: usize) -> Session {
    let mut session = session(people, raters, skills);
    let mut dice = Dice::new(1);
    for rater in session.panel.iter().map(|rater| rater.id.clone()).collect::<Vec<_>>() {
        let mut sheet = Sheet::new(people, skills);
        for (row, person) in session.people.iter().enumerate() {
            for (column, skill) in session.rubric.skills.iter().enumerate() {
                let mark = match dice.below(24) {
                    0 => Mark::NotObserved(WhyNot::CouldNotSee),
                    1 => Mark::NotObserved(WhyNot::NoChanceYet),
                    score => Mark::Score(1 + (score % 5) as u8),
                };
                sheet.set_blind(row, column, &(person.id.clone(), skill.id.clone()), Some(mark));
            }
        }
        session.ratings.0.insert(rater, Arc::new(sheet));
    }
    session
}
