//! Changes of every kind, as the dice fall: what property tests drive a session with. Not all of them are allowed where
//! they come up; a test that gets one refused goes on with the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;

use crate::edit::{self, Actor, Change, Edit, Gesture, MeetingEdit, RubricMatch};
use crate::model::{
    Agreed, AgreedTrait, Amendment, AmendmentId, Appeal, AppealId, AppealOutcome, Attendance, CaseId, Closeness,
    Evidence, EvidenceId, EvidenceKind, FollowUpWords, LevelId, Manager, Mark, NextStep, Outcome, Person, PersonId,
    Phase, Place, Placement, PreviousCycle, PreviousPerson, Rater, RaterId, Round, Rubric, ScalePoint, Session, Skill,
    SkillId, TraitAnswer, TraitId, WarmUpCase, WhyNot,
};

use super::{Dice, START};

/// Texts that a file has to bring back letter by letter.
const TEXTS: [&str; 8] = [
    "Closed the renewal",
    "",
    "“quoted” and \"quoted\" and \\ and '",
    "two\nlines\tand\r\na tab",
    "Ωmega Ünïcode 名前 שם",
    "👩🏽‍💻 e\u{301} \u{0} \u{7f} \u{200f}",
    "(looks: \"like RON\", [1, 2]) // comment",
    "=1+1",
];

/// A change as the dice fall. `id` is for whatever is new.
pub fn any_change(session: &Session, dice: &mut Dice, id: &str) -> Change {
    let mut change = made(session, dice, id);
    change.reason = format!("Because {}", dice.below(100));
    change.continues = dice.below(4) == 0;
    change
}

fn made(session: &Session, dice: &mut Dice, id: &str) -> Change {
    let facilitator = |gesture, edits| Change::new(Actor::Facilitator, gesture, edits);
    match dice.below(33) {
        0 => facilitator(Gesture::Describe, describe(session, dice)),
        1 => facilitator(Gesture::Phase, move_phase(session, dice)),
        2 => facilitator(Gesture::Rubric, change_rubric(session, dice, id)),
        3 => facilitator(Gesture::AddPerson, put_person(session, &PersonId::new(id), dice)),
        4 => {
            let edits = any_person(session, dice).map(|person| put_person(session, &person, dice));
            facilitator(Gesture::EditPeople, edits.unwrap_or_default())
        }
        5 => {
            let edits = any_person(session, dice).map(|person| edit::remove_person(session, &person));
            facilitator(Gesture::RemovePeople, edits.unwrap_or_default())
        }
        6 => facilitator(Gesture::AddRater, put_rater(session, &RaterId::new(id), dice)),
        7 => {
            let edits = any_rater(session, dice).map(|rater| put_rater(session, &rater, dice));
            facilitator(Gesture::EditPanel, edits.unwrap_or_default())
        }
        8 => {
            let edits = any_rater(session, dice).map(|rater| edit::remove_rater(session, &rater));
            facilitator(Gesture::RemoveRater, edits.unwrap_or_default())
        }
        9 => facilitator(Gesture::Previous, put_previous(session, dice)),
        28 => facilitator(Gesture::Seats, set_open_seats(session, dice)),
        10 => about_person(session, dice, recuse),
        11 => about_person(session, dice, |_, person, _| (Gesture::Reveal, vec![Edit::Reveal { person }])),
        12 | 13 => about_person(session, dice, agree),
        14 => about_person(session, dice, agree_trait),
        15 => about_person(session, dice, place),
        16 | 17 => by_rater(session, dice, |session, rater, dice| evidence(session, rater, dice, id)),
        18 => by_rater(session, dice, note),
        19 => by_rater(session, dice, closeness),
        20 => by_rater(session, dice, answer_trait),
        21 => by_rater(session, dice, |session, rater, dice| rate(session, rater, dice, Round::Revised)),
        22 => by_rater(session, dice, warm_up),
        23 => facilitator(Gesture::WarmUp, warm_up_cases(session, dice)),
        24 => facilitator(Gesture::Agenda, arrange(session, dice)),
        25 => facilitator(Gesture::PlanMeeting, plan_meeting(session, dice)),
        26 => about_person(session, dice, discuss),
        27 => about_person(session, dice, |session, person, dice| after_closing(session, person, dice, id)),
        _ => by_rater(session, dice, |session, rater, dice| rate(session, rater, dice, Round::Blind)),
    }
}

fn text(dice: &mut Dice) -> String {
    TEXTS[dice.below(TEXTS.len())].to_owned()
}

/// Some text or none.
fn maybe_text(dice: &mut Dice) -> Option<String> {
    (dice.below(3) > 0).then(|| text(dice))
}

fn any_person(session: &Session, dice: &mut Dice) -> Option<PersonId> {
    session.people.at(dice.below(session.people.len())).map(|person| person.id.clone())
}

fn any_rater(session: &Session, dice: &mut Dice) -> Option<RaterId> {
    session.panel.at(dice.below(session.panel.len())).map(|rater| rater.id.clone())
}

fn any_skill(session: &Session, dice: &mut Dice) -> SkillId {
    session.rubric.skills[dice.below(session.rubric.skills.len())].id.clone()
}

fn by_rater(
    session: &Session,
    dice: &mut Dice,
    edits: impl Fn(&Session, RaterId, &mut Dice) -> (Gesture, Vec<Edit>),
) -> Change {
    let Some(rater) = any_rater(session, dice) else {
        return Change::new(Actor::Facilitator, Gesture::Rate, Vec::new());
    };
    let (gesture, edits) = edits(session, rater.clone(), dice);
    Change::new(Actor::Rater(rater), gesture, edits)
}

fn about_person(
    session: &Session,
    dice: &mut Dice,
    edits: impl Fn(&Session, PersonId, &mut Dice) -> (Gesture, Vec<Edit>),
) -> Change {
    let Some(person) = any_person(session, dice) else {
        return Change::new(Actor::Facilitator, Gesture::Agree, Vec::new());
    };
    let (gesture, edits) = edits(session, person, dice);
    Change::new(Actor::Facilitator, gesture, edits)
}

fn describe(session: &Session, dice: &mut Dice) -> Vec<Edit> {
    let before = Box::new((*session.about).clone());
    let mut after = before.clone();
    after.title = text(dice);
    after.period.from = date(2025, 1 + dice.below(12) as i8, 1);
    vec![Edit::SetAbout { before, after }]
}

fn move_phase(session: &Session, dice: &mut Dice) -> Vec<Edit> {
    vec![Edit::SetPhase { before: session.about.phase, after: Phase::ALL[dice.below(4)] }]
}

fn change_rubric(session: &Session, dice: &mut Dice, id: &str) -> Vec<Edit> {
    let before = session.rubric.clone();
    let mut after = (*before).clone();
    after.edition += 1;
    let column = dice.below(after.skills.len());
    match dice.below(7) {
        5 => return another_scale(session, after, dice),
        6 => {
            after.skills[column].id = SkillId::new(id);
            return RubricMatch::propose(session, after).edits(session);
        }
        0 => after.skills[column].retired = !after.skills[column].retired,
        1 => after.skills.swap(0, column),
        2 => {
            after.skills.remove(column);
        }
        3 => after.skills[column].anchors[0] = text(dice),
        _ => {
            let skill = Skill { id: SkillId::new(id), ..after.skills[column].clone() };
            after.skills.insert(column, skill);
        }
    }
    vec![Edit::PutRubric { before, after: Arc::new(after) }]
}

/// A scale of another length, with some mapping of its points.
fn another_scale(session: &Session, mut after: Rubric, dice: &mut Dice) -> Vec<Edit> {
    let points = 3 + dice.below(5);
    after.scale.points.resize(points, ScalePoint { name: text(dice), meaning: text(dice) });
    after.skills.iter_mut().for_each(|skill| skill.anchors.resize(points, String::new()));
    let top = points as f64;
    after.levels.iter_mut().flat_map(|level| level.bars.values_mut()).for_each(|bar| *bar = bar.min(top));
    let mut matched = RubricMatch::propose(session, after);
    for point in matched.points.iter_mut().flatten() {
        *point = 1 + dice.below(points) as u8;
    }
    matched.edits(session)
}

fn put_person(session: &Session, id: &PersonId, dice: &mut Dice) -> Vec<Edit> {
    let before = session.people.get(id).cloned();
    let mut after = before.as_deref().cloned().unwrap_or_else(|| Person::named(id.clone(), format!("Person {id}")));
    match dice.below(4) {
        0 => after.name = text(dice),
        1 => after.title = text(dice),
        2 => after.target = (dice.below(2) == 0).then(|| LevelId::new("director")),
        _ => {
            after.manager = match dice.below(3) {
                0 => any_person(session, dice).map_or(Manager::Nobody, Manager::Person),
                1 => any_rater(session, dice).map_or(Manager::Nobody, Manager::Panel),
                _ => Manager::Outside(text(dice)),
            };
        }
    }
    vec![Edit::PutPerson { id: id.clone(), before, after: Some(Arc::new(after)) }]
}

fn put_rater(session: &Session, id: &RaterId, dice: &mut Dice) -> Vec<Edit> {
    let before = session.panel.get(id).cloned();
    let mut after = before.as_deref().cloned().unwrap_or_else(|| Rater::named(id.clone(), format!("Rater {id}")));
    match dice.below(3) {
        0 => after.submitted = if after.submitted.is_some() { None } else { Some(START) },
        1 if dice.below(4) == 0 => after.comments_only = !after.comments_only,
        1 => after.rated_people.extend(any_person(session, dice)),
        _ => after.title = text(dice),
    }
    vec![Edit::PutRater { id: id.clone(), before, after: Some(Arc::new(after)) }]
}

fn put_previous(session: &Session, dice: &mut Dice) -> Vec<Edit> {
    let people = any_person(session, dice).map(|person| PreviousPerson {
        person,
        level: Some("pm".into()),
        scores: BTreeMap::from([(any_skill(session, dice), 3.0 + dice.below(10) as f64 / 7.0)]),
        tiers: BTreeMap::from([("market".into(), 2.5)]),
        place: Place::Growing,
    });
    let after =
        PreviousCycle { title: text(dice), period: session.about.period.clone(), people: people.into_iter().collect() };
    let after = (dice.below(3) > 0).then(|| Arc::new(after));
    vec![Edit::PutPrevious { before: session.previous.clone(), after }]
}

fn recuse(session: &Session, person: PersonId, dice: &mut Dice) -> (Gesture, Vec<Edit>) {
    let edit = any_rater(session, dice).map(|rater| {
        let before = session.decisions.recusals.get(&(person.clone(), rater.clone())).cloned();
        Edit::SetRecusal { rater, person, before, after: maybe_text(dice) }
    });
    (Gesture::Recuse, edit.into_iter().collect())
}

fn agree(session: &Session, person: PersonId, dice: &mut Dice) -> (Gesture, Vec<Edit>) {
    let skill = any_skill(session, dice);
    let before = session.decisions.agreed.get(&(person.clone(), skill.clone())).cloned();
    let outcome = match dice.below(4) {
        0 => Outcome::NoAgreement,
        1 => Outcome::AsRated(1.0 + dice.below(40) as f64 / 11.0),
        _ => Outcome::Score(dice.below(7) as u8),
    };
    let after = (dice.below(5) > 0).then(|| Agreed { outcome, reason: text(dice) });
    (Gesture::Agree, vec![Edit::SetAgreed { person, skill, before, after }])
}

fn agree_trait(session: &Session, person: PersonId, dice: &mut Dice) -> (Gesture, Vec<Edit>) {
    let leadership_trait = TraitId::new("ties");
    let before = session.decisions.traits.get(&(person.clone(), leadership_trait.clone())).cloned();
    let after = (dice.below(4) > 0).then(|| AgreedTrait { met: dice.below(2) == 0, reason: text(dice) });
    (Gesture::Agree, vec![Edit::SetAgreedTrait { person, leadership_trait, before, after }])
}

fn place(session: &Session, person: PersonId, dice: &mut Dice) -> (Gesture, Vec<Edit>) {
    let before = session.decisions.placements.get(&person).cloned().map(Box::new);
    let next_step = maybe_text(dice).map(|text| NextStep { text, owner: String::new(), by: Some(date(2026, 3, 1)) });
    let placement = Placement {
        place: [Place::Growing, Place::Nearly, Place::Recommend, Place::Parked][dice.below(4)],
        reason: text(dice),
        owner: text(dice),
        until: None,
        next_step,
        words: text(dice),
    };
    let after = (dice.below(4) > 0).then(|| Box::new(placement));
    (Gesture::Place, vec![Edit::SetPlacement { person, before, after }])
}

fn set_open_seats(session: &Session, dice: &mut Dice) -> Vec<Edit> {
    let level = session.rubric.levels[dice.below(session.rubric.levels.len())].id.clone();
    let before = session.decisions.open_seats.get(&level).copied();
    let after = (dice.below(3) > 0).then(|| 1 + dice.below(4) as u32);
    vec![Edit::SetOpenSeats { level, before, after }]
}

fn evidence(session: &Session, rater: RaterId, dice: &mut Dice, id: &str) -> (Gesture, Vec<Edit>) {
    let own: Vec<_> = session.evidence.values().filter(|item| item.author == rater).collect();
    if let Some(item) = own.get(dice.below(own.len() * 2)) {
        let mut after = Box::new((*item).clone());
        after.text = text(dice);
        let after = (dice.below(2) == 0).then_some(after);
        return (
            Gesture::Evidence,
            vec![Edit::PutEvidence { id: item.id.clone(), before: Some(Box::new((*item).clone())), after }],
        );
    }
    let Some(person) = any_person(session, dice) else { return (Gesture::Evidence, Vec::new()) };
    let kind = EvidenceKind::ALL[dice.below(8)];
    let id = EvidenceId::new(id);
    let mut item = Evidence::plain(id.clone(), person, rater, date(2025, 8, 1), kind, text(dice));
    item.skills = vec![any_skill(session, dice)];
    (Gesture::Evidence, vec![Edit::PutEvidence { id, before: None, after: Some(Box::new(item)) }])
}

fn note(session: &Session, rater: RaterId, dice: &mut Dice) -> (Gesture, Vec<Edit>) {
    let Some(person) = any_person(session, dice) else { return (Gesture::Note, Vec::new()) };
    let skill = any_skill(session, dice);
    let cell = (person.clone(), skill.clone());
    let before = session.ratings.sheet(&rater).and_then(|sheet| sheet.notes().get(&cell)).cloned();
    (Gesture::Note, vec![Edit::SetNote { rater, person, skill, before, after: maybe_text(dice) }])
}

fn closeness(session: &Session, rater: RaterId, dice: &mut Dice) -> (Gesture, Vec<Edit>) {
    let Some(person) = any_person(session, dice) else { return (Gesture::Closeness, Vec::new()) };
    let before = session.ratings.sheet(&rater).and_then(|sheet| sheet.closeness().get(&person)).copied();
    let after = Closeness::ALL.get(dice.below(5)).copied();
    (Gesture::Closeness, vec![Edit::SetCloseness { rater, person, before, after }])
}

fn answer_trait(session: &Session, rater: RaterId, dice: &mut Dice) -> (Gesture, Vec<Edit>) {
    let Some(person) = any_person(session, dice) else { return (Gesture::Trait, Vec::new()) };
    let leadership_trait = TraitId::new("ties");
    let key = (person.clone(), leadership_trait.clone());
    let before = session.ratings.sheet(&rater).and_then(|sheet| sheet.traits().get(&key)).copied();
    let after = [TraitAnswer::Yes, TraitAnswer::NotYet, TraitAnswer::NotSeen].get(dice.below(4)).copied();
    (Gesture::Trait, vec![Edit::SetTrait { rater, person, leadership_trait, before, after }])
}

fn warm_up_cases(session: &Session, dice: &mut Dice) -> Vec<Edit> {
    let before = session.meeting.warm_up.cases.clone();
    let case = |number: usize| WarmUpCase {
        id: CaseId::new(format!("case-{number}")),
        name: format!("Case {number}"),
        level: None,
        facts: vec!["Something happened.".into()],
        skills: session.rubric.skills.iter().take(2).map(|skill| skill.id.clone()).collect(),
    };
    let after = (0..dice.below(3)).map(case).collect();
    vec![MeetingEdit::SetWarmUpCases { before, after }.into()]
}

fn warm_up(session: &Session, rater: RaterId, dice: &mut Dice) -> (Gesture, Vec<Edit>) {
    let warm_up = &session.meeting.warm_up;
    let cells = warm_up.cases.iter().filter_map(|case| {
        let skill = case.skills.first()?.clone();
        let before = warm_up.mark(&rater, &case.id, &skill);
        let after = (dice.below(4) > 0).then(|| dice.below(6) as u8);
        Some((case.id.clone(), skill, before, after))
    });
    let cells: Vec<_> = cells.collect();
    let edit = (!cells.is_empty()).then(|| MeetingEdit::SetWarmUpScores { rater, cells }.into());
    (Gesture::WarmUp, edit.into_iter().collect())
}

fn arrange(session: &Session, dice: &mut Dice) -> Vec<Edit> {
    let before = Box::new(session.meeting.agenda.clone());
    let mut after = before.clone();
    after.order = (0..dice.below(4)).filter_map(|_| any_person(session, dice)).collect();
    after.discuss = any_person(session, dice).into_iter().collect();
    vec![MeetingEdit::SetAgenda { before, after }.into()]
}

fn plan_meeting(session: &Session, dice: &mut Dice) -> Vec<Edit> {
    let attendance = any_rater(session, dice).map(|rater| {
        let before = session.meeting.attendance.get(&rater).copied();
        let after = [Attendance::Present, Attendance::Absent].get(dice.below(3)).copied();
        MeetingEdit::SetAttendance { rater, before, after }.into()
    });
    let before = Box::new(session.meeting.plan.clone());
    let mut after = before.clone();
    after.minutes = dice.below(200) as u32;
    after.began = (dice.below(2) == 0).then_some(START);
    attendance.into_iter().chain([MeetingEdit::SetPlan { before, after }.into()]).collect()
}

fn discuss(session: &Session, person: PersonId, dice: &mut Dice) -> (Gesture, Vec<Edit>) {
    let edits = match dice.below(2) {
        0 => edit::begin_discussion(session, &person, START),
        _ => edit::end_discussion(session, START),
    };
    (Gesture::Discuss, edits)
}

fn after_closing(session: &Session, person: PersonId, dice: &mut Dice, id: &str) -> (Gesture, Vec<Edit>) {
    let date = date(2026, 2, 1);
    if dice.below(3) == 0 {
        let before = session.meeting.follow_up.get(&person).cloned().map(Box::new);
        let words = FollowUpWords { talking_points: maybe_text(dice), page: maybe_text(dice) };
        let after = (dice.below(4) > 0).then(|| Box::new(words));
        return (Gesture::FollowUp, vec![MeetingEdit::SetFollowUp { person, before, after }.into()]);
    }
    if dice.below(2) == 0 {
        let amendment = Amendment { person, date, by: text(dice), why: text(dice), appeal: None };
        let id = AmendmentId::new(id);
        let edit = MeetingEdit::PutAmendment { id, before: None, after: Some(Box::new(amendment)) };
        return (Gesture::Amend, vec![edit.into()]);
    }
    let outcome = (dice.below(2) == 0).then(|| AppealOutcome { date, upheld: dice.below(2) == 0, words: text(dice) });
    let appeal = Appeal { person, date, about: text(dice), reviewer: text(dice), outcome };
    let edit = MeetingEdit::PutAppeal { id: AppealId::new(id), before: None, after: Some(Box::new(appeal)) };
    (Gesture::Appeal, vec![edit.into()])
}

fn rate(session: &Session, rater: RaterId, dice: &mut Dice, round: Round) -> (Gesture, Vec<Edit>) {
    let cell = |dice: &mut Dice| {
        let person = any_person(session, dice)?;
        let mark = match dice.below(9) {
            0 => None,
            1 => Some(Mark::NotObserved(WhyNot::CouldNotSee)),
            2 => Some(Mark::NotObserved(WhyNot::NoChanceYet)),
            // Once in a while a score that the scale does not have.
            score => Some(Mark::Score(score as u8 - 2)),
        };
        Some(((person, any_skill(session, dice)), mark))
    };
    let marks = (0..1 + dice.below(6)).filter_map(|_| cell(dice)).collect();
    (Gesture::Rate, edit::set_scores(session, &rater, round, marks).into_iter().collect())
}
