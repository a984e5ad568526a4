//! What each report says. Reasons that the panel recorded stand in the minutes, which are the panel's own record, and in
//! nothing else.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::edit::History;
use crate::insight::clock::{clock_words, time_given};
use crate::insight::follow_up::{Words, problems, reports_of, words};
use crate::insight::look_back::look_back;
use crate::insight::open_questions::{QuestionKind, open_questions};
use crate::insight::visibility::{Viewer, may_export_scores};
use crate::insight::{Index, PersonReading};
use crate::model::{Attendance, Outcome, Person, PersonId, Placement, RaterId, Session, day_words};

use super::pyramid::Pyramid;
use super::{Block, Report};
use crate::exchange::ratings::outcome_words;

/// Why a report can't be handed out yet: about whom, and what stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotReady {
    /// About whom; none where it is about the report as a whole.
    pub person: Option<PersonId>,
    /// What stands in the way, in a sentence.
    pub sentence: String,
}

fn whole(sentence: String) -> Vec<NotReady> {
    vec![NotReady { person: None, sentence }]
}

/// A manager's pack: for each report the outcome, the pyramid and the talking points as the manager has worded them.
///
/// # Errors
/// What stands in the way of handing it out.
pub fn pack(session: &Session, index: &Index, manager: &RaterId) -> Result<Report, Vec<NotReady>> {
    may_export_scores(session, &Viewer::Facilitator).map_err(whole)?;
    let reports = reports_of(session, manager);
    if reports.is_empty() {
        return Err(whole(format!(
            "Nobody reports to {}; set managers on the Team screen.",
            session.rater_name(manager)
        )));
    }
    let mut blocks = Vec::new();
    let mut not_ready = Vec::new();
    for (place, person) in reports.into_iter().enumerate() {
        let text = words(session, index, &person.id, Words::TalkingPoints);
        let wrong = problems(session, &person.id, Words::TalkingPoints, &text).into_iter();
        not_ready.extend(wrong.map(|sentence| NotReady { person: Some(person.id.clone()), sentence }));
        if place > 0 {
            blocks.push(Block::NewPage);
        }
        blocks.push(Block::Heading(person.name.clone()));
        blocks.push(Block::Paragraph(standing(session, person)));
        blocks.extend(pyramid(session, index, &person.id));
        blocks.push(Block::Subheading("Talking points".into()));
        blocks.push(Block::Points(lines(&text)));
    }
    if !not_ready.is_empty() {
        return Err(not_ready);
    }
    Ok(Report {
        title: format!("Talking points for {}", session.rater_name(manager)),
        subtitle: about(session),
        foot: "For the manager only. Scores are the panel’s; what you say is yours.".into(),
        blocks,
    })
}

/// A person's own page: pyramid, and the words that their manager has looked through.
///
/// # Errors
/// What stands in the way of handing it out.
pub fn page(session: &Session, index: &Index, person: &PersonId) -> Result<Report, Vec<NotReady>> {
    may_export_scores(session, &Viewer::Facilitator).map_err(whole)?;
    let Some(entry) = session.people.get(person) else {
        return Err(whole("This person is not in the session any more; choose somebody else.".into()));
    };
    let text = words(session, index, person, Words::Page);
    let wrong = problems(session, person, Words::Page, &text);
    if !wrong.is_empty() {
        let not_ready = |sentence| NotReady { person: Some(person.clone()), sentence };
        return Err(wrong.into_iter().map(not_ready).collect());
    }
    let mut blocks = vec![Block::Paragraph(standing(session, entry))];
    blocks.extend(pyramid(session, index, person));
    blocks.extend(lines(&text).into_iter().map(Block::Paragraph));
    Ok(Report {
        title: entry.name.clone(),
        subtitle: session.about.period.name.clone(),
        foot: "Where a level asks for more, a dashed line shows how much. Ask your manager about anything here.".into(),
        blocks,
    })
}

/// The minutes: who was there, what was decided and why, what is open, how the time went.
///
/// # Errors
/// Why there can be none yet.
pub fn minutes(session: &Session, index: &Index, history: &History, now: Timestamp) -> Result<Report, Vec<NotReady>> {
    may_export_scores(session, &Viewer::Facilitator).map_err(whole)?;
    let mut blocks = vec![Block::Heading("Who was there".into()), Block::Rows(attendance(session))];
    let recusals = session.decisions.recusals.keys();
    let aside: Vec<String> = recusals
        .map(|(person, rater)| format!("{} was set aside for {}.", session.rater_name(rater), session.name(person)))
        .collect();
    if !aside.is_empty() {
        blocks.push(Block::Points(aside));
    }
    blocks.push(Block::Heading("What was decided".into()));
    let mut people: Vec<&Person> = session.people.iter().map(|person| &**person).collect();
    let rank = |person: &Person| person.level.as_ref().and_then(|level| session.rubric.rank(level));
    people.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.name.cmp(&b.name)));
    for person in people {
        blocks.push(Block::Subheading(person.name.clone()));
        blocks.push(Block::Points(decided(session, person)));
    }
    open(session, index, &mut blocks);
    let back = look_back(session, index, history);
    if let Some(drift) = back.drift {
        blocks.push(Block::Heading("Looking back".into()));
        blocks.push(Block::Paragraph(drift.words()));
        let early = back.early_cases.iter();
        blocks.push(Block::Points(
            early.map(|case| format!("{}: {}", session.name(&case.person), case.words())).collect(),
        ));
    }
    time(session, now, &mut blocks);
    afterwards(session, &mut blocks);
    Ok(Report {
        title: "Minutes".into(),
        subtitle: format!("{} · {}", about(session), day(now)),
        foot:
            "The panel’s own record. It holds reasons as they were recorded; managers put them into words of their own."
                .into(),
        blocks,
    })
}

fn about(session: &Session) -> String {
    format!("{} · {}", session.about.title, session.about.period.name)
}

fn day(at: Timestamp) -> String {
    day_words(at.to_zoned(TimeZone::system()).date())
}

fn standing(session: &Session, person: &Person) -> String {
    let target = person.target.as_ref().and_then(|target| session.rubric.level(target));
    let target = target.map_or_else(String::new, |target| format!(" · considered for {}", target.name));
    format!("{}{target}", session.standing(person))
}

fn pyramid(session: &Session, index: &Index, person: &PersonId) -> Option<Block> {
    let reading = PersonReading::new(session, index, person)?;
    Some(Block::Pyramid(Pyramid::of(session, &reading)))
}

/// Lines that say something, without the signs that somebody may have put in front of a point.
fn lines(text: &str) -> Vec<String> {
    let plain = text.lines().map(|line| line.trim().trim_start_matches(['-', '•', '*']).trim());
    plain.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn attendance(session: &Session) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = session
        .panel
        .iter()
        .map(|rater| {
            let there = match session.meeting.attendance.get(&rater.id) {
                Some(Attendance::Present) => "present",
                Some(Attendance::Absent) => "absent",
                None => "not noted",
            };
            let runs = if rater.facilitates { ", ran the meeting" } else { "" };
            (rater.name.clone(), format!("{there}{runs}"))
        })
        .collect();
    rows.sort();
    rows
}

fn decided(session: &Session, person: &Person) -> Vec<String> {
    let decisions = &session.decisions;
    let mut points = vec![match decisions.placements.get(&person.id) {
        Some(placement) => placed(session, person, placement),
        None => "Not placed.".into(),
    }];
    let as_rated = |outcome| matches!(outcome, Outcome::AsRated(_));
    let mut accepted = 0;
    for skill in &session.rubric.skills {
        let Some(agreed) = decisions.agreed.get(&(person.id.clone(), skill.id.clone())) else { continue };
        if as_rated(agreed.outcome) {
            accepted += 1;
            continue;
        }
        let reason = if agreed.reason.trim().is_empty() { String::new() } else { format!(" {}", agreed.reason.trim()) };
        points.push(format!("{}: {}.{reason}", skill.name, outcome_words(agreed.outcome)));
    }
    if accepted > 0 {
        let skills = if accepted == 1 { "One skill was".into() } else { format!("{accepted} skills were") };
        points.push(format!("{skills} accepted as rated."));
    }
    points
}

fn placed(session: &Session, person: &Person, placement: &Placement) -> String {
    let target = person.target.as_ref().and_then(|target| session.rubric.level(target));
    let target = target.map_or_else(String::new, |target| format!(" ({})", target.name));
    let mut words = format!("{}{target}.", placement.place.words());
    if !placement.reason.trim().is_empty() {
        words.push_str(&format!(" {}", placement.reason.trim()));
    }
    if let Some(until) = placement.until {
        words.push_str(&format!(" With {} until {}.", placement.owner, day_words(until)));
    }
    if let Some(step) = &placement.next_step {
        let by = step.by.map_or_else(String::new, |by| format!(", by {}", day_words(by)));
        words.push_str(&format!(" Next step: {} ({}{by}).", step.text.trim(), step.owner));
    }
    words
}

fn open(session: &Session, index: &Index, blocks: &mut Vec<Block>) {
    let open = open_questions(session, index);
    if open.is_empty() {
        return;
    }
    blocks.push(Block::Heading("What is open".into()));
    for kind in QuestionKind::ALL {
        let of_kind = open.iter().filter(|question| question.kind == kind);
        let points: Vec<String> =
            of_kind.map(|question| format!("{}: {}", session.name(&question.person), question.sentence)).collect();
        if !points.is_empty() {
            blocks.push(Block::Subheading(kind.words().into()));
            blocks.push(Block::Points(points));
        }
    }
}

fn time(session: &Session, now: Timestamp, blocks: &mut Vec<Block>) {
    let given = time_given(session, now);
    if given.people.is_empty() {
        return;
    }
    blocks.push(Block::Heading("How the time went".into()));
    let level = |level: &Option<_>| {
        let known = level.as_ref().and_then(|level| session.rubric.level(level));
        known.map_or_else(|| "Without a level".to_owned(), |level| level.plural.clone())
    };
    let mut rows: Vec<(String, String)> = Vec::new();
    for (name, share) in given
        .levels
        .iter()
        .map(|(id, share)| (level(id), share))
        .chain(given.managers.iter().map(|(manager, share)| (format!("Reports of {manager}"), share)))
    {
        let each = if share.discussed == 0 { String::new() } else { format!(", {} each", clock_words(share.each())) };
        rows.push((name, format!("{} of {} discussed{each}", share.discussed, share.people)));
    }
    blocks.push(Block::Rows(rows));
}

fn afterwards(session: &Session, blocks: &mut Vec<Block>) {
    let meeting = &session.meeting;
    let mut amendments: Vec<_> = meeting.amendments.values().collect();
    amendments.sort_by(|a, b| (a.date, &a.person).cmp(&(b.date, &b.person)));
    if !amendments.is_empty() {
        blocks.push(Block::Heading("Amendments".into()));
        let points = amendments
            .iter()
            .map(|one| format!("{}, {}, by {}: {}", session.name(&one.person), day_words(one.date), one.by, one.why));
        blocks.push(Block::Points(points.collect()));
    }
    let mut appeals: Vec<_> = meeting.appeals.values().collect();
    appeals.sort_by(|a, b| (a.date, &a.person).cmp(&(b.date, &b.person)));
    if !appeals.is_empty() {
        blocks.push(Block::Heading("Appeals".into()));
        let points = appeals.iter().map(|appeal| {
            let outcome = match &appeal.outcome {
                None => format!("with {}, open", appeal.reviewer),
                Some(outcome) if outcome.upheld => {
                    format!("the decision stands ({}, {}): {}", appeal.reviewer, day_words(outcome.date), outcome.words)
                }
                Some(outcome) => {
                    format!(
                        "the decision changes ({}, {}): {}",
                        appeal.reviewer,
                        day_words(outcome.date),
                        outcome.words
                    )
                }
            };
            format!("{}, {}: {} – {outcome}", session.name(&appeal.person), day_words(appeal.date), appeal.about)
        });
        blocks.push(Block::Points(points.collect()));
    }
}
