//! The log of a session as rows: one row a change, oldest first, as far as the viewer may read it. Free text stays out
//! of it where names are hidden, and raters' notes where notes are left out.

use jiff::Timestamp;

use crate::edit::{Actor, Edit, Entry, History, Step};
use crate::insight::visibility::{Viewer, sees_edit, sees_step};
use crate::model::{
    Agreed, Mark, Outcome, Person, PersonId, Placement, RaterId, Round, Session, SkillId, TraitAnswer, TraitId,
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
#[derive(Default)]
struct Line<'a> {
    what: &'static str,
    person: Option<&'a PersonId>,
    skill: Option<&'a SkillId>,
    from: Value,
    to: Value,
    /// Who said so or is meant, where it is a rater.
    rater: Option<&'a RaterId>,
    /// A reason of its own.
    why: String,
    /// Whether it is a rater's note.
    is_note: bool,
}

/// One side of a change.
#[derive(Default)]
enum Value {
    #[default]
    Nothing,
    /// A score, a level, a place: tells nobody's name.
    Plain(String),
    /// Something that somebody typed.
    Typed(String),
}

impl<T: Into<String>> From<Option<T>> for Value {
    fn from(text: Option<T>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Typed(text.into()))
    }
}

fn plain(text: impl Into<String>) -> Value {
    Value::Plain(text.into())
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
        for edit in step.edits.iter().flat_map(single_cells) {
            let own = matches!(self.options.viewer, Viewer::Rater(_));
            if own || sees_edit(self.session, &self.options.viewer, &edit) {
                let lines = lines_of(self.session, &edit);
                rows.extend(lines.into_iter().filter_map(|line| self.row(line, step, at, actor, again)));
            }
        }
    }

    fn row(&self, line: Line<'_>, step: &Step, at: Timestamp, actor: &Actor, again: &str) -> Option<LogRow> {
        let ExportOptions { raters, notes, redact, .. } = *self.options;
        let about_somebody_else = line.person.is_some_and(|person| !self.outgoing.chosen.contains(person));
        if about_somebody_else || (line.rater.is_some() && !raters) || (line.is_note && !notes) {
            return None;
        }
        let typed = |value: Value| match value {
            Value::Plain(text) => text,
            Value::Typed(text) if !redact => text,
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

/// An edit of many cells as many edits of one, so that each cell is weighed by itself.
fn single_cells(edit: &Edit) -> Vec<Edit> {
    let Edit::SetScores { rater, round, cells } = edit else { return vec![edit.clone()] };
    let one = |cell: &(_, _, _, _)| Edit::SetScores { rater: rater.clone(), round: *round, cells: vec![cell.clone()] };
    cells.iter().map(one).collect()
}

fn skill_name(session: &Session, id: &SkillId) -> String {
    session.rubric.skill(id).map_or_else(|| id.to_string(), |skill| skill.name.clone())
}

fn lines_of<'a>(session: &Session, edit: &'a Edit) -> Vec<Line<'a>> {
    let none = Line::default();
    let line = match edit {
        Edit::SetAbout { before, after } => Line {
            what: "Title or period",
            from: Some(format!("{}, {}", before.title, before.period.name)).into(),
            to: Some(format!("{}, {}", after.title, after.period.name)).into(),
            ..none
        },
        Edit::SetPhase { before, after } => {
            Line { what: "Phase", from: plain(before.word()), to: plain(after.word()), ..none }
        }
        Edit::PutRubric { before, after } => Line {
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
            Line { what, rater: Some(id), to: name.into(), ..none }
        }
        Edit::SetScores { rater, round, cells } => {
            let Some((person, skill, before, after)) = cells.first() else { return Vec::new() };
            let what = if *round == Round::Blind { "Score" } else { "Revised score" };
            let words = |mark: &Option<Mark>| mark.map_or(Value::Nothing, |mark| plain(mark_words(mark)));
            let (from, to) = (words(before), words(after));
            Line { what, person: Some(person), skill: Some(skill), from, to, rater: Some(rater), ..none }
        }
        Edit::SetNote { rater, person, skill, before, after } => Line {
            what: "Note",
            person: Some(person),
            skill: Some(skill),
            from: before.clone().into(),
            to: after.clone().into(),
            rater: Some(rater),
            is_note: true,
            ..none
        },
        Edit::SetCloseness { rater, person, before, after } => Line {
            what: "How closely they work",
            person: Some(person),
            from: before.map_or(Value::Nothing, |one| plain(one.word())),
            to: after.map_or(Value::Nothing, |one| plain(one.word())),
            rater: Some(rater),
            ..none
        },
        Edit::SetTrait { rater, person, leadership_trait, before, after } => Line {
            what: "Trait",
            person: Some(person),
            from: trait_value(session, leadership_trait, before.map(answer_words)),
            to: trait_value(session, leadership_trait, after.map(answer_words)),
            rater: Some(rater),
            ..none
        },
        Edit::PutEvidence { before, after, .. } => {
            let Some(item) = after.as_deref().or(before.as_deref()) else { return Vec::new() };
            Line {
                what: "Evidence",
                person: Some(&item.person),
                from: before.as_ref().map(|item| item.text.clone()).into(),
                to: after.as_ref().map(|item| item.text.clone()).into(),
                rater: Some(&item.author),
                ..none
            }
        }
        Edit::SetRecusal { rater, person, before, after } => Line {
            what: if after.is_some() { "Set aside" } else { "Set aside no longer" },
            person: Some(person),
            to: Some(session.rater_name(rater)).into(),
            rater: Some(rater),
            why: after.clone().or_else(|| before.clone()).unwrap_or_default(),
            ..none
        },
        Edit::Reveal { person } => Line { what: "Reveal", person: Some(person), ..none },
        Edit::SetAgreed { person, skill, before, after } => Line {
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
            Line {
                what: "Agreed trait",
                person: Some(person),
                from: trait_value(session, leadership_trait, before.as_ref().map(|agreed| words(agreed.met))),
                to: trait_value(session, leadership_trait, after.as_ref().map(|agreed| words(agreed.met))),
                why: after.as_ref().map_or_else(String::new, |agreed| agreed.reason.clone()),
                ..none
            }
        }
        Edit::SetPlacement { person, before, after } => Line {
            what: "Placement",
            person: Some(person),
            from: place_value(before.as_deref()),
            to: place_value(after.as_deref()),
            why: after.as_ref().map_or_else(String::new, |placement| placement.reason.clone()),
            ..none
        },
        Edit::PutPrevious { after, .. } => {
            Line { what: "Previous cycle", to: after.as_ref().map(|previous| previous.title.clone()).into(), ..none }
        }
    };
    vec![line]
}

fn person_lines<'a>(
    session: &Session,
    id: &'a PersonId,
    before: Option<&Person>,
    after: Option<&Person>,
) -> Vec<Line<'a>> {
    let line = |what, from, to| Line { what, person: Some(id), from, to, ..Line::default() };
    let (Some(before), Some(after)) = (before, after) else {
        let what = if after.is_some() { "Person added" } else { "Person removed" };
        return vec![line(what, Value::Nothing, Value::Nothing)];
    };
    let level = |id: &Option<crate::model::LevelId>| {
        let name = |id| session.rubric.level(id).map_or_else(|| id.to_string(), |level| level.name.clone());
        id.as_ref().map_or(Value::Nothing, |id| plain(name(id)))
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
            (Value::Nothing, Value::Nothing)
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

fn trait_value(session: &Session, id: &TraitId, answer: Option<&str>) -> Value {
    let known = session.rubric.traits.iter().find(|one| one.id == *id);
    let name = known.map_or(id.as_str(), |one| &one.name);
    answer.map_or(Value::Nothing, |answer| plain(format!("{name}: {answer}")))
}

/// What was agreed, in words.
pub(super) fn outcome_words(outcome: Outcome) -> String {
    match outcome {
        Outcome::Score(score) => score.to_string(),
        Outcome::AsRated(mean) => format!("as rated, {}", super::standing::rounded(mean)),
        Outcome::NoAgreement => "no agreement".into(),
    }
}

fn agreed_value(agreed: Option<&Agreed>) -> Value {
    agreed.map_or(Value::Nothing, |agreed| plain(outcome_words(agreed.outcome)))
}

fn place_value(placement: Option<&Placement>) -> Value {
    plain(placement.map(|placement| placement.place).unwrap_or_default().words())
}
