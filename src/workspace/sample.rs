//! The sample session: a made-up organisation with every situation planted that Plumbline speaks of. It is made from
//! the tables in `assets/sample/`, whose README says which person shows what, in the steps in which such a session
//! comes about: roster, panel, rating, handing in, and the meeting up to its first case.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::edit::{Actor, Change, Edit, Gesture, Step};
use crate::model::{
    About, Closeness, Evidence, EvidenceId, EvidenceKind, FunctionId, HorizonId, Leave, LevelId, Manager, Mark, Period,
    Person, PersonId, Phase, Place, PreviousCycle, PreviousPerson, Rater, RaterId, RoomId, Round, Rubric, Session,
    SessionId, Side, SkillId, StepId, TierId, TraitAnswer, TraitId, WhyNot,
};

const PANEL: &str = include_str!("../../assets/sample/panel.csv");
const PEOPLE: &str = include_str!("../../assets/sample/people.csv");
const MARKS: &str = include_str!("../../assets/sample/marks.csv");
const NOTES: &str = include_str!("../../assets/sample/notes.csv");
const RECUSALS: &str = include_str!("../../assets/sample/recusals.csv");
const EVIDENCE: &str = include_str!("../../assets/sample/evidence.csv");
const EARLIER: &str = include_str!("../../assets/sample/earlier.csv");

/// The default rubric, as it is shipped.
pub const DEFAULT_RUBRIC: &str = include_str!("../../assets/rubric.ron");

/// The case that opens the meeting: clear, uncontested, and so the ruler for the others.
const FIRST_CASE: &str = "EP";

/// The default rubric.
///
/// # Errors
/// When the shipped text can't be read, which a test rules out.
pub fn default_rubric() -> Result<Rubric, String> {
    ron::from_str(DEFAULT_RUBRIC).map_err(|error| format!("The default rubric can't be read: {error}."))
}

/// The sample before its first step, and its steps.
///
/// # Errors
/// When the shipped tables can't be read, which a test rules out.
pub fn sample() -> Result<(Session, Vec<Step>), String> {
    let rubric = default_rubric()?;
    let mut making = Making::new(rubric.clone())?;
    making.panel()?;
    making.people()?;
    making.earlier()?;
    making.recusals()?;
    making.phase(Phase::Prepare, Phase::Rate);
    making.ratings()?;
    making.hand_in();
    making.phase(Phase::Rate, Phase::Calibrate);
    making.reveal_first();
    Ok((making.start, making.steps))
}

#[derive(Deserialize)]
struct PanelRow {
    key: String,
    name: String,
    title: String,
    rates: String,
    facilitates: String,
    submitted: Option<Timestamp>,
}

#[derive(Deserialize)]
struct PersonRow {
    key: String,
    name: String,
    employee_id: String,
    title: String,
    level: String,
    target: String,
    team: String,
    manager: String,
    location: String,
    hired: Option<Date>,
    level_since: Option<Date>,
    leave_from: Option<Date>,
    leave_to: Option<Date>,
}

#[derive(Deserialize)]
struct MarkRow {
    person: String,
    rater: String,
    closeness: String,
    market: String,
    people: String,
    strategy: String,
    vision: String,
    platform: String,
    customers: String,
    ties: String,
}

#[derive(Deserialize)]
struct NoteRow {
    person: String,
    rater: String,
    skill: String,
    note: String,
}

#[derive(Deserialize)]
struct RecusalRow {
    person: String,
    rater: String,
    reason: String,
}

#[derive(Deserialize)]
struct EvidenceRow {
    person: String,
    author: String,
    date: Date,
    kind: String,
    skills: String,
    functions: String,
    side: String,
    horizon: String,
    revisited: Option<Date>,
    money_result: String,
    room: String,
    changed: String,
    read_by: String,
    acted_on: String,
    link: String,
    text: String,
}

#[derive(Deserialize)]
struct EarlierRow {
    person: String,
    level: String,
    placement: String,
    market: String,
    people: String,
    strategy: String,
    vision: String,
}

/// Reads a table; numbers its lines in what it says of them.
fn table<T: DeserializeOwned>(name: &str, text: &str) -> Result<Vec<T>, String> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<Vec<T>, _>>()
        .map_err(|error| format!("The sample's {name} can't be read: {error}."))
}

fn person_id(key: &str) -> PersonId {
    PersonId::new(format!("person-{}", key.to_lowercase()))
}

fn rater_id(key: &str) -> RaterId {
    RaterId::new(format!("rater-{}", key.to_lowercase()))
}

/// The session in the making.
struct Making {
    start: Session,
    steps: Vec<Step>,
    now: Timestamp,
    panel: BTreeMap<String, Rater>,
    /// The columns of each tier, in the order of the tables.
    columns: Vec<Vec<SkillId>>,
    answered: Vec<MarkRow>,
}

impl Making {
    fn new(rubric: Rubric) -> Result<Self, String> {
        let instant = |text: &str| text.parse::<Timestamp>().map_err(|error| error.to_string());
        let about = About {
            title: "Product org".into(),
            period: Period::half_year_of(Date::constant(2026, 12, 31)),
            phase: Phase::Prepare,
            created: instant("2026-12-14T09:00:00Z")?,
            salt: "larkfield".into(),
            keeping: Default::default(),
        };
        let of_tier = |tier: &crate::model::Tier| {
            rubric.skills.iter().filter(|skill| skill.tier == tier.id).map(|skill| skill.id.clone()).collect()
        };
        Ok(Self {
            columns: rubric.tiers.iter().map(of_tier).collect(),
            now: about.created,
            start: Session::new(SessionId::new("sample"), about, rubric),
            steps: Vec::new(),
            panel: BTreeMap::new(),
            answered: table("marks.csv", MARKS)?,
        })
    }

    /// Adds a step, a minute after the last.
    fn step(&mut self, actor: Actor, gesture: Gesture, edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        self.now += SignedDuration::from_secs(60);
        let id = StepId::new(format!("step-{:03}", self.steps.len() + 1));
        self.steps.push(Change::new(actor, gesture, edits).at(id, self.now));
    }

    fn phase(&mut self, before: Phase, after: Phase) {
        self.step(Actor::Facilitator, Gesture::Phase, vec![Edit::SetPhase { before, after }]);
    }

    fn panel(&mut self) -> Result<(), String> {
        let mut edits = Vec::new();
        for row in table::<PanelRow>("panel.csv", PANEL)? {
            let asked = self.answered.iter().filter(|mark| mark.rater == row.key);
            let rater = Rater {
                title: row.title,
                rates: row.rates == "yes",
                facilitates: row.facilitates == "yes",
                rated_people: asked.map(|mark| person_id(&mark.person)).collect(),
                submitted: row.submitted,
                ..Rater::named(rater_id(&row.key), row.name)
            };
            // People come after the panel, as they report to it; who rates whom is said after both.
            let first = Rater { rated_people: BTreeSet::new(), submitted: None, ..rater.clone() };
            let after = Some(Arc::new(first));
            edits.push(Edit::PutRater { id: rater.id.clone(), before: None, after });
            self.panel.insert(row.key, rater);
        }
        self.step(Actor::Facilitator, Gesture::AddRater, edits);
        Ok(())
    }

    fn people(&mut self) -> Result<(), String> {
        let rows = table::<PersonRow>("people.csv", PEOPLE)?;
        let keys: BTreeSet<String> = rows.iter().map(|row| row.key.clone()).collect();
        let level = |text: &str| (!text.is_empty()).then(|| LevelId::from(text));
        let manager = |text: &str| match text {
            "" => Manager::Nobody,
            key if self.panel.contains_key(key) => Manager::Panel(rater_id(key)),
            key if keys.contains(key) => Manager::Person(person_id(key)),
            name => Manager::Outside(name.to_owned()),
        };
        let people = rows.iter().map(|row| {
            let leave = row.leave_from.map(|from| Leave { from, to: row.leave_to });
            Arc::new(Person {
                employee_id: row.employee_id.clone(),
                title: row.title.clone(),
                level: level(&row.level),
                target: level(&row.target),
                team: row.team.clone(),
                location: row.location.clone(),
                manager: manager(&row.manager),
                hired: row.hired,
                level_since: row.level_since,
                leaves: leave.into_iter().collect(),
                ..Person::named(person_id(&row.key), row.name.as_str())
            })
        });
        let edits = people.map(|person| Edit::PutPerson { id: person.id.clone(), before: None, after: Some(person) });
        let edits = edits.collect();
        self.step(Actor::Facilitator, Gesture::ImportRoster, edits);
        let assigned = self.panel.values().filter(|rater| rater.rates).map(|rater| {
            let before = Rater { rated_people: BTreeSet::new(), submitted: None, ..rater.clone() };
            let after = Rater { submitted: None, ..rater.clone() };
            let id = rater.id.clone();
            Edit::PutRater { id, before: Some(Arc::new(before)), after: Some(Arc::new(after)) }
        });
        let assigned = assigned.collect();
        self.step(Actor::Facilitator, Gesture::Assign, assigned);
        Ok(())
    }

    fn earlier(&mut self) -> Result<(), String> {
        let mut people = Vec::new();
        for row in table::<EarlierRow>("earlier.csv", EARLIER)? {
            let mut scores = BTreeMap::new();
            for (skills, marks) in self.columns.iter().zip([&row.market, &row.people, &row.strategy, &row.vision]) {
                for (skill, letter) in skills.iter().zip(marks.chars()) {
                    if let Some(score) = letter.to_digit(10) {
                        scores.insert(skill.clone(), f64::from(score));
                    }
                }
            }
            let place = match row.placement.as_str() {
                "growing" => Place::Growing,
                "nearly" => Place::Nearly,
                "recommend" => Place::Recommend,
                _ => Place::Undecided,
            };
            let tiers = self.tier_means(&scores);
            let level = Some(LevelId::from(row.level.as_str()));
            people.push(PreviousPerson { person: person_id(&row.person), level, scores, tiers, place });
        }
        let period = Period::half_year_of(Date::constant(2026, 6, 30));
        let after = Some(Arc::new(PreviousCycle { title: "Product org".into(), period, people }));
        self.step(Actor::Facilitator, Gesture::Previous, vec![Edit::PutPrevious { before: None, after }]);
        Ok(())
    }

    /// The mean of each tier's scores, depth skills left out.
    fn tier_means(&self, scores: &BTreeMap<SkillId, f64>) -> BTreeMap<TierId, f64> {
        let rubric = &self.start.rubric;
        let mean = |tier: &TierId| {
            let of_tier = rubric.skills.iter().filter(|skill| skill.tier == *tier && !skill.depth);
            let scores: Vec<f64> = of_tier.filter_map(|skill| scores.get(&skill.id).copied()).collect();
            (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
        };
        rubric.tiers.iter().filter_map(|tier| Some((tier.id.clone(), mean(&tier.id)?))).collect()
    }

    fn recusals(&mut self) -> Result<(), String> {
        for row in table::<RecusalRow>("recusals.csv", RECUSALS)? {
            let (rater, person) = (rater_id(&row.rater), person_id(&row.person));
            let edit = Edit::SetRecusal { rater, person, before: None, after: Some(row.reason) };
            self.step(Actor::Facilitator, Gesture::Recuse, vec![edit]);
        }
        Ok(())
    }

    fn ratings(&mut self) -> Result<(), String> {
        let notes = table::<NoteRow>("notes.csv", NOTES)?;
        let mut evidence: BTreeMap<(String, String), Vec<Evidence>> = BTreeMap::new();
        for (place, row) in table::<EvidenceRow>("evidence.csv", EVIDENCE)?.into_iter().enumerate() {
            let key = (row.author.clone(), row.person.clone());
            evidence.entry(key).or_default().push(self.item(place, row)?);
        }
        let mut answered = std::mem::take(&mut self.answered);
        answered.sort_by(|a, b| a.rater.cmp(&b.rater));
        for row in &answered {
            let actor = Actor::Rater(rater_id(&row.rater));
            let scores = self.scores(row)?;
            self.step(actor.clone(), Gesture::Rate, scores.into_iter().collect());
            self.step(actor.clone(), Gesture::Closeness, closeness(row)?);
            self.step(actor.clone(), Gesture::Trait, traits(row));
            for note in notes.iter().filter(|note| note.rater == row.rater && note.person == row.person) {
                let (rater, person) = (rater_id(&row.rater), person_id(&row.person));
                let (skill, after) = (SkillId::from(note.skill.as_str()), Some(note.note.clone()));
                let edit = Edit::SetNote { rater, person, skill, before: None, after };
                self.step(actor.clone(), Gesture::Note, vec![edit]);
            }
            for item in evidence.remove(&(row.rater.clone(), row.person.clone())).unwrap_or_default() {
                let edit = Edit::PutEvidence { id: item.id.clone(), before: None, after: Some(Box::new(item)) };
                self.step(actor.clone(), Gesture::Evidence, vec![edit]);
            }
        }
        match evidence.into_keys().next() {
            None => Ok(()),
            Some((author, person)) => Err(format!("The sample has evidence by {author}, who does not rate {person}.")),
        }
    }

    fn scores(&self, row: &MarkRow) -> Result<Option<Edit>, String> {
        let (rater, person) = (rater_id(&row.rater), person_id(&row.person));
        let mut cells = Vec::new();
        for (skills, marks) in self.columns.iter().zip([&row.market, &row.people, &row.strategy, &row.vision]) {
            if marks.chars().count() != skills.len() {
                return Err(format!("The sample's marks of {} by {} have a wrong length.", row.person, row.rater));
            }
            for (skill, letter) in skills.iter().zip(marks.chars()) {
                let mark = match letter {
                    '.' => continue,
                    '-' => Mark::NotObserved(WhyNot::CouldNotSee),
                    '~' => Mark::NotObserved(WhyNot::NoChanceYet),
                    digit => {
                        let score = digit.to_digit(10).and_then(|score| u8::try_from(score).ok());
                        Mark::Score(score.ok_or_else(|| format!("“{digit}” in the sample's marks is no mark."))?)
                    }
                };
                cells.push((person.clone(), skill.clone(), None, Some(mark)));
            }
        }
        Ok((!cells.is_empty()).then_some(Edit::SetScores { rater, round: Round::Blind, cells }))
    }

    fn item(&self, place: usize, row: EvidenceRow) -> Result<Evidence, String> {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let kind = match row.kind.as_str() {
            "outcome" => EvidenceKind::Outcome,
            "customer" => EvidenceKind::Customer,
            "cross-team" => EvidenceKind::CrossTeam,
            "business-case" => EvidenceKind::BusinessCase,
            "people" => EvidenceKind::People,
            "customer-learning" => EvidenceKind::CustomerLearning,
            "room" => EvidenceKind::Room,
            "document" => EvidenceKind::Document,
            other => return Err(format!("“{other}” in the sample's evidence is no kind.")),
        };
        let side = match row.side.as_str() {
            "customers" => Some(Side::Customers),
            "teams" => Some(Side::Teams),
            _ => None,
        };
        Ok(Evidence {
            skills: words(&row.skills).iter().map(SkillId::new).collect(),
            functions: words(&row.functions).iter().map(FunctionId::new).collect(),
            side,
            horizon: (!row.horizon.is_empty()).then(|| HorizonId::from(row.horizon.as_str())),
            revisited: row.revisited,
            money_result: row.money_result,
            room: (!row.room.is_empty()).then(|| RoomId::from(row.room.as_str())),
            changed: row.changed,
            read_by: row.read_by,
            acted_on: row.acted_on == "yes",
            link: row.link,
            ..Evidence::plain(
                EvidenceId::new(format!("evidence-{:03}", place + 1)),
                person_id(&row.person),
                rater_id(&row.author),
                row.date,
                kind,
                row.text,
            )
        })
    }

    fn hand_in(&mut self) {
        for rater in self.panel.clone().into_values().filter(|rater| rater.submitted.is_some()) {
            let before = Rater { submitted: None, ..rater.clone() };
            let id = rater.id.clone();
            let actor = Actor::Rater(id.clone());
            let edit = Edit::PutRater { id, before: Some(Arc::new(before)), after: Some(Arc::new(rater)) };
            self.step(actor, Gesture::Submit, vec![edit]);
        }
    }

    fn reveal_first(&mut self) {
        let reveal = Edit::Reveal { person: person_id(FIRST_CASE) };
        self.step(Actor::Facilitator, Gesture::Reveal, vec![reveal]);
    }
}

fn closeness(row: &MarkRow) -> Result<Vec<Edit>, String> {
    if row.closeness.is_empty() {
        return Ok(Vec::new());
    }
    let found = Closeness::ALL.into_iter().find(|closeness| closeness.word() == row.closeness);
    let after = Some(found.ok_or_else(|| format!("“{}” in the sample is no closeness.", row.closeness))?);
    let (rater, person) = (rater_id(&row.rater), person_id(&row.person));
    Ok(vec![Edit::SetCloseness { rater, person, before: None, after }])
}

fn traits(row: &MarkRow) -> Vec<Edit> {
    let answers = [("platform", &row.platform), ("customers", &row.customers), ("ties", &row.ties)];
    let answer = |text: &str| match text {
        "yes" => Some(TraitAnswer::Yes),
        "not yet" => Some(TraitAnswer::NotYet),
        "not seen" => Some(TraitAnswer::NotSeen),
        _ => None,
    };
    answers
        .into_iter()
        .filter_map(|(name, text)| {
            let after = Some(answer(text)?);
            let (rater, person) = (rater_id(&row.rater), person_id(&row.person));
            Some(Edit::SetTrait { rater, person, leadership_trait: TraitId::from(name), before: None, after })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_the_sample_applies_and_leaves_nothing_wrong() {
        let (mut session, steps) = sample().expect("readable");
        for step in &steps {
            step.apply(&mut session).unwrap_or_else(|conflict| panic!("{}: {conflict}", step.id));
        }
        assert_eq!(session.problems(), Vec::<String>::new());
        assert_eq!(session.people.len(), 35);
        assert_eq!(session.raters().len(), 6);
        assert_eq!(session.about.phase, Phase::Calibrate);
        assert_eq!(session.evidence.len(), EVIDENCE.lines().count() - 1);
        let late: Vec<_> = session.raters().into_iter().filter(|rater| rater.submitted.is_none()).collect();
        let late: Vec<_> = late.iter().map(|rater| rater.name.as_str()).collect();
        assert_eq!(late, ["Dana Whitfield", "Ravi Menon"]);
    }
}
