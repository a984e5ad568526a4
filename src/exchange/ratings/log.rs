//! The log of a session as rows: one row a change, oldest first, as far as the viewer may read it. Free text stays out
//! of it where names are hidden, and raters' notes where notes are left out.

use jiff::Timestamp;

use crate::edit::{Actor, Edit, Entry, Gesture, History, MeetingEdit, Step};
use crate::insight::visibility::{Viewer, sees_edit, sees_step};
use crate::model::{
    Agreed, Amendment, Appeal, AppealOutcome, Attendance, Mark, MeetingPlan, Outcome, Person, PersonId, Placement,
    RaterId, Round, Session, SkillId, TraitAnswer, TraitId,
};

use super::ExportOptions;
use super::marks::mark_words;
use super::outgoing::Outgoing;

/// One change.
#[derive(Default)]
pub(super) struct LogRow {
    pub at: Timestamp,
    pub who: String,
    pub what: String,
    pub person: String,
    pub skill: String,
    pub from: String,
    pub to: String,
    pub why: String,
}

/// The log, oldest first. `session` is the whole one.
pub(super) fn rows(session: &Session, history: &History, options: &ExportOptions, outgoing: &Outgoing) -> Vec<LogRow> {
    let writer = Writer { session, options, outgoing };
    let mut rows = Vec::new();
    for entry in history.entries() {
        match &**entry {
            Entry::Done(step) => writer.step(step, step.at, &step.actor, "", &mut rows),
            Entry::Undone { at, actor, step } => {
                if let Some(step) = history.step(step).and_then(Step::inverse) {
                    writer.step(&step, *at, actor, "Undo: ", &mut rows);
                }
            }
            Entry::Redone { at, actor, step } => {
                if let Some(step) = history.step(step) {
                    writer.step(step, *at, actor, "Redo: ", &mut rows);
                }
            }
        }
    }
    rows
}

/// What an edit says, before it is decided how much of it is written.
#[derive(Debug, Default)]
pub struct LogLine<'a> {
    /// What was changed.
    pub what: &'static str,
    /// About whom.
    pub person: Option<&'a PersonId>,
    /// On which skill.
    pub skill: Option<&'a SkillId>,
    /// As it was.
    pub from: LogValue,
    /// As it is.
    pub to: LogValue,
    /// Who said so or is meant, where it is a rater.
    pub rater: Option<&'a RaterId>,
    /// A reason of its own.
    pub why: String,
    /// Whether it is a rater's note.
    pub is_note: bool,
}

/// One side of a change.
#[derive(Debug, Default)]
pub enum LogValue {
    /// There was or is none.
    #[default]
    Nothing,
    /// A score, a level, a place: tells nobody's name.
    Plain(String),
    /// Something that somebody typed.
    Typed(String),
}

impl<T: Into<String>> From<Option<T>> for LogValue {
    fn from(text: Option<T>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Typed(text.into()))
    }
}

impl LogValue {
    /// The text of it; empty where there is none.
    pub fn text(&self) -> &str {
        match self {
            Self::Nothing => "",
            Self::Plain(text) | Self::Typed(text) => text,
        }
    }
}

fn plain(text: impl Into<String>) -> LogValue {
    LogValue::Plain(text.into())
}

struct Writer<'a> {
    session: &'a Session,
    options: &'a ExportOptions,
    outgoing: &'a Outgoing,
}

impl Writer<'_> {
    fn step(&self, step: &Step, at: Timestamp, actor: &Actor, again: &str, rows: &mut Vec<LogRow>) {
        if matches!(self.options.viewer, Viewer::Rater(_)) && !sees_step(self.session, &self.options.viewer, step) {
            return;
        }
        rows.extend(line_of_erasing(step).and_then(|line| self.row(line, step, at, actor, again)));
        for edit in step.edits.iter().flat_map(single_cells) {
            let own = matches!(self.options.viewer, Viewer::Rater(_));
            if own || sees_edit(self.session, &self.options.viewer, &edit) {
                let lines = lines_of(self.session, &edit);
                rows.extend(lines.into_iter().filter_map(|line| self.row(line, step, at, actor, again)));
            }
        }
    }

    fn row(&self, line: LogLine<'_>, step: &Step, at: Timestamp, actor: &Actor, again: &str) -> Option<LogRow> {
        let ExportOptions { raters, notes, redact, .. } = *self.options;
        let about_somebody_else = line.person.is_some_and(|person| !self.outgoing.chosen.contains(person));
        if about_somebody_else || (line.rater.is_some() && !raters) || (line.is_note && !notes) {
            return None;
        }
        let typed = |value: LogValue| match value {
            LogValue::Plain(text) => text,
            LogValue::Typed(text) if !redact => text,
            _ => String::new(),
        };
        let who = match actor {
            Actor::Facilitator => "Facilitator".into(),
            Actor::Rater(rater) => self.outgoing.rater_name(self.session, rater),
        };
        let why = [line.why, step.reason.clone()].into_iter().find(|why| !why.is_empty() && !redact);
        Some(LogRow {
            at,
            who,
            what: format!("{again}{}", line.what),
            person: line.person.map_or_else(String::new, |id| self.outgoing.person_name(self.session, id)),
            skill: line.skill.map_or_else(String::new, |id| skill_name(self.session, id)),
            from: typed(line.from),
            to: typed(line.to),
            why: why.unwrap_or_default(),
        })
    }
}

/// What a step says that erased somebody: that it was done, and nothing of whom. No edit is left of it.
pub fn line_of_erasing(step: &Step) -> Option<LogLine<'static>> {
    (step.gesture == Gesture::Erase).then(|| LogLine { what: "Erased somebody for good", ..LogLine::default() })
}

/// An edit of many cells as many edits of one, so that each cell is weighed by itself.
pub fn single_cells(edit: &Edit) -> Vec<Edit> {
    let Edit::SetScores { rater, round, cells } = edit else { return vec![edit.clone()] };
    let one = |cell: &(_, _, _, _)| Edit::SetScores { rater: rater.clone(), round: *round, cells: vec![cell.clone()] };
    cells.iter().map(one).collect()
}

fn skill_name(session: &Session, id: &SkillId) -> String {
    session.rubric.skill(id).map_or_else(|| id.to_string(), |skill| skill.name.clone())
}

/// What an edit says, line by line. Whether it may be read is for `visibility` to say.
pub fn lines_of<'a>(session: &Session, edit: &'a Edit) -> Vec<LogLine<'a>> {
    let none = LogLine::default();
    let line = match edit {
        Edit::SetAbout { before, after } => LogLine {
            what: "Title or period",
            from: Some(format!("{}, {}", before.title, before.period.name)).into(),
            to: Some(format!("{}, {}", after.title, after.period.name)).into(),
            ..none
        },
        Edit::SetPhase { before, after } => {
            LogLine { what: "Phase", from: plain(before.word()), to: plain(after.word()), ..none }
        }
        Edit::PutRubric { before, after } => LogLine {
            what: "Rubric",
            from: plain(format!("{}, edition {}", before.name, before.edition)),
            to: plain(format!("{}, edition {}", after.name, after.edition)),
            ..none
        },
        Edit::PutPerson { id, before, after } => return person_lines(session, id, before.as_deref(), after.as_deref()),
        Edit::PutRater { id, before, after } => {
            let what = match (before, after) {
                (None, _) => "Joined the panel",
                (_, None) => "Left the panel",
                (Some(before), Some(after)) if before.submitted.is_none() && after.submitted.is_some() => "Submitted",
                (Some(before), Some(after)) if before.submitted.is_some() && after.submitted.is_none() => {
                    "Opened again"
                }
                _ => "Panel member changed",
            };
            let name = after.as_ref().or(before.as_ref()).map(|rater| rater.name.clone());
            LogLine { what, rater: Some(id), to: name.into(), ..none }
        }
        Edit::SetScores { rater, round, cells } => {
            let Some((person, skill, before, after)) = cells.first() else { return Vec::new() };
            let what = if *round == Round::Blind { "Score" } else { "Revised score" };
            let words = |mark: &Option<Mark>| mark.map_or(LogValue::Nothing, |mark| plain(mark_words(mark)));
            let (from, to) = (words(before), words(after));
            LogLine { what, person: Some(person), skill: Some(skill), from, to, rater: Some(rater), ..none }
        }
        Edit::SetNote { rater, person, skill, before, after } => LogLine {
            what: "Note",
            person: Some(person),
            skill: Some(skill),
            from: before.clone().into(),
            to: after.clone().into(),
            rater: Some(rater),
            is_note: true,
            ..none
        },
        Edit::SetCloseness { rater, person, before, after } => LogLine {
            what: "How closely they work",
            person: Some(person),
            from: before.map_or(LogValue::Nothing, |one| plain(one.word())),
            to: after.map_or(LogValue::Nothing, |one| plain(one.word())),
            rater: Some(rater),
            ..none
        },
        Edit::SetTrait { rater, person, leadership_trait, before, after } => LogLine {
            what: "Trait",
            person: Some(person),
            from: trait_value(session, leadership_trait, before.map(answer_words)),
            to: trait_value(session, leadership_trait, after.map(answer_words)),
            rater: Some(rater),
            ..none
        },
        Edit::PutEvidence { before, after, .. } => {
            let Some(item) = after.as_deref().or(before.as_deref()) else { return Vec::new() };
            LogLine {
                what: "Evidence",
                person: Some(&item.person),
                from: before.as_ref().map(|item| item.text.clone()).into(),
                to: after.as_ref().map(|item| item.text.clone()).into(),
                rater: Some(&item.author),
                ..none
            }
        }
        Edit::SetRecusal { rater, person, before, after } => LogLine {
            what: if after.is_some() { "Set aside" } else { "Set aside no longer" },
            person: Some(person),
            to: Some(session.rater_name(rater)).into(),
            rater: Some(rater),
            why: after.clone().or_else(|| before.clone()).unwrap_or_default(),
            ..none
        },
        Edit::Reveal { person } => LogLine { what: "Reveal", person: Some(person), ..none },
        Edit::SetAgreed { person, skill, before, after } => LogLine {
            what: "Agreed score",
            person: Some(person),
            skill: Some(skill),
            from: agreed_value(before.as_ref()),
            to: agreed_value(after.as_ref()),
            why: after.as_ref().map_or_else(String::new, |agreed| agreed.reason.clone()),
            ..none
        },
        Edit::SetAgreedTrait { person, leadership_trait, before, after } => {
            let words = |met| if met { "met" } else { "not met" };
            LogLine {
                what: "Agreed trait",
                person: Some(person),
                from: trait_value(session, leadership_trait, before.as_ref().map(|agreed| words(agreed.met))),
                to: trait_value(session, leadership_trait, after.as_ref().map(|agreed| words(agreed.met))),
                why: after.as_ref().map_or_else(String::new, |agreed| agreed.reason.clone()),
                ..none
            }
        }
        Edit::SetPlacement { person, before, after } => LogLine {
            what: "Placement",
            person: Some(person),
            from: place_value(before.as_deref()),
            to: place_value(after.as_deref()),
            why: after.as_ref().map_or_else(String::new, |placement| placement.reason.clone()),
            ..none
        },
        Edit::SetOpenSeats { level, before, after } => {
            let name = session.rubric.level(level).map_or_else(|| level.to_string(), |level| level.name.clone());
            let seats = |seats: &Option<u32>| plain(format!("{name}: {}", seats.unwrap_or(0)));
            LogLine { what: "Open seats", from: seats(before), to: seats(after), ..none }
        }
        Edit::PutPrevious { after, .. } => {
            LogLine { what: "Previous cycle", to: after.as_ref().map(|previous| previous.title.clone()).into(), ..none }
        }
        Edit::Meeting(edit) => return meeting_lines(edit),
    };
    vec![line]
}

fn meeting_lines(edit: &MeetingEdit) -> Vec<LogLine<'_>> {
    let none = LogLine { person: edit.person(), ..LogLine::default() };
    let line = match edit {
        MeetingEdit::SetPlan { before, after } if before.began != after.began => {
            LogLine { what: "Meeting", to: plain(if after.began.is_some() { "begun" } else { "not begun" }), ..none }
        }
        MeetingEdit::SetPlan { before, after } => {
            let words =
                |plan: &MeetingPlan| format!("{} minutes, {} to look back", plan.minutes, plan.look_back_minutes);
            LogLine { what: "Length of the meeting", from: plain(words(before)), to: plain(words(after)), ..none }
        }
        MeetingEdit::SetAttendance { rater, before, after } => {
            let words = |one: &Option<Attendance>| {
                one.map_or(LogValue::Nothing, |one| {
                    plain(if one == Attendance::Present { "present" } else { "absent" })
                })
            };
            LogLine { what: "Attendance", from: words(before), to: words(after), rater: Some(rater), ..none }
        }
        MeetingEdit::SetAgenda { .. } => LogLine { what: "Agenda arranged", ..none },
        MeetingEdit::SetDiscussed { before, after, .. } => {
            let began = after.len() > before.len();
            LogLine { what: if began { "Discussion begun" } else { "Discussion ended" }, ..none }
        }
        MeetingEdit::SetWarmUpCases { after, .. } => {
            LogLine { what: "Warm-up", to: plain(if after.is_empty() { "none" } else { "set up" }), ..none }
        }
        MeetingEdit::SetWarmUpScores { rater, cells } => {
            let score = |score: &Option<u8>| score.map_or(LogValue::Nothing, |score| plain(score.to_string()));
            let lines = cells.iter().map(|(_, skill, before, after)| LogLine {
                what: "Warm-up score",
                skill: Some(skill),
                from: score(before),
                to: score(after),
                rater: Some(rater),
                ..LogLine::default()
            });
            return lines.collect();
        }
        MeetingEdit::PutAmendment { before, after, .. } => {
            let by = |one: &Option<Box<Amendment>>| one.as_ref().map(|one| format!("{}, {}", one.by, one.date));
            let why = after.as_ref().map_or_else(String::new, |amendment| amendment.why.clone());
            LogLine { what: "Amendment", from: by(before).into(), to: by(after).into(), why, ..none }
        }
        MeetingEdit::PutAppeal { before, after, .. } => {
            let state = |one: &Option<Box<Appeal>>| {
                one.as_ref().map_or(LogValue::Nothing, |one| plain(appeal_words(one.outcome.as_ref())))
            };
            let why = after.as_ref().map_or_else(String::new, |appeal| match &appeal.outcome {
                Some(outcome) => outcome.words.clone(),
                None => appeal.about.clone(),
            });
            LogLine { what: "Appeal", from: state(before), to: state(after), why, ..none }
        }
        MeetingEdit::SetFollowUp { .. } => LogLine { what: "Words for follow-up", ..none },
    };
    vec![line]
}

fn appeal_words(outcome: Option<&AppealOutcome>) -> &'static str {
    match outcome {
        None => "open",
        Some(outcome) if outcome.upheld => "the decision stands",
        Some(_) => "the decision changes",
    }
}

fn person_lines<'a>(
    session: &Session,
    id: &'a PersonId,
    before: Option<&Person>,
    after: Option<&Person>,
) -> Vec<LogLine<'a>> {
    let line = |what, from, to| LogLine { what, person: Some(id), from, to, ..LogLine::default() };
    let (Some(before), Some(after)) = (before, after) else {
        let what = if after.is_some() { "Person added" } else { "Person removed" };
        return vec![line(what, LogValue::Nothing, LogValue::Nothing)];
    };
    let level = |id: &Option<crate::model::LevelId>| {
        let name = |id| session.rubric.level(id).map_or_else(|| id.to_string(), |level| level.name.clone());
        id.as_ref().map_or(LogValue::Nothing, |id| plain(name(id)))
    };
    let mut lines = Vec::new();
    if before.level != after.level {
        lines.push(line("Level", level(&before.level), level(&after.level)));
    }
    if before.target != after.target {
        lines.push(line("Target", level(&before.target), level(&after.target)));
    }
    let rest = Person { level: after.level.clone(), target: after.target.clone(), ..before.clone() };
    if rest != *after {
        let (from, to) = if before.name == after.name {
            (LogValue::Nothing, LogValue::Nothing)
        } else {
            (Some(before.name.clone()).into(), Some(after.name.clone()).into())
        };
        lines.push(line("Person’s details", from, to));
    }
    lines
}

fn answer_words(answer: TraitAnswer) -> &'static str {
    match answer {
        TraitAnswer::Yes => "yes",
        TraitAnswer::NotYet => "not yet",
        TraitAnswer::NotSeen => "not seen",
    }
}

fn trait_value(session: &Session, id: &TraitId, answer: Option<&str>) -> LogValue {
    let known = session.rubric.traits.iter().find(|one| one.id == *id);
    let name = known.map_or(id.as_str(), |one| &one.name);
    answer.map_or(LogValue::Nothing, |answer| plain(format!("{name}: {answer}")))
}

/// What was agreed, in words.
pub fn outcome_words(outcome: Outcome) -> String {
    match outcome {
        Outcome::Score(score) => score.to_string(),
        Outcome::AsRated(mean) => format!("as rated, {}", super::standing::rounded(mean)),
        Outcome::NoAgreement => "no agreement".into(),
    }
}

fn agreed_value(agreed: Option<&Agreed>) -> LogValue {
    agreed.map_or(LogValue::Nothing, |agreed| plain(outcome_words(agreed.outcome)))
}

fn place_value(placement: Option<&Placement>) -> LogValue {
    plain(placement.map(|placement| placement.place).unwrap_or_default().words())
}
