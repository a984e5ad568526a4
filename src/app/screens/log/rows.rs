//! The lines of the log: which of the history the viewer may read, and which of it the filters leave. A line is kept as
//! the places where it stands, and its words are made when it is seen, so that a long history costs no more than a short
//! one.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::edit::{Actor, Edit, Entry, History, Step};
use crate::exchange::ratings::{LogLine, line_of_erasing, lines_of, single_cells};
use crate::insight::visibility::{Viewer, sees_edit, sees_step};
use crate::model::{PersonId, RaterId, Session};

/// What a line is about, for the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Scores,
    Words,
    Decisions,
    Meeting,
    People,
    Session,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Self::Scores, Self::Words, Self::Decisions, Self::Meeting, Self::People, Self::Session];

    pub fn words(self) -> &'static str {
        match self {
            Self::Scores => "Scores",
            Self::Words => "Notes and evidence",
            Self::Decisions => "Decisions and reveals",
            Self::Meeting => "The meeting",
            Self::People => "People and panel",
            Self::Session => "Phase, rubric, period",
        }
    }

    fn of(edit: &Edit) -> Self {
        match edit {
            Edit::SetScores { .. } => Self::Scores,
            Edit::SetNote { .. } | Edit::SetCloseness { .. } | Edit::SetTrait { .. } | Edit::PutEvidence { .. } => {
                Self::Words
            }
            Edit::Reveal { .. } | Edit::SetAgreed { .. } | Edit::SetAgreedTrait { .. } | Edit::SetPlacement { .. } => {
                Self::Decisions
            }
            Edit::Meeting(_) => Self::Meeting,
            Edit::PutPerson { .. } | Edit::PutRater { .. } | Edit::SetRecusal { .. } => Self::People,
            _ => Self::Session,
        }
    }
}

/// Which lines are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub person: Option<PersonId>,
    /// Whose step it was, or whom it was about.
    pub rater: Option<RaterId>,
    pub kind: Option<Kind>,
}

impl Filter {
    /// Whether an erasure is shown: it is about nobody any more.
    fn takes_erasing(&self) -> bool {
        self.person.is_none() && self.rater.is_none() && self.kind.is_none_or(|kind| kind == Kind::People)
    }
}

/// Where a line stands: an entry of the history, an edit of its step, and a line of that edit. Of an erasure no edit is
/// left; it has one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    entry: usize,
    edit: usize,
    line: usize,
}

/// A line as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub when: String,
    pub who: String,
    pub what: String,
    pub about: String,
    pub from: String,
    pub to: String,
    pub why: String,
}

impl Line {
    /// The whole line as a sentence, for screen readers and on hover.
    pub fn sentence(&self) -> String {
        let change = match (self.from.is_empty(), self.to.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!(": {}", self.to),
            (false, true) => format!(": {}, taken away", self.from),
            (false, false) => format!(": from {} to {}", self.from, self.to),
        };
        let about = if self.about.is_empty() { String::new() } else { format!(", {}", self.about) };
        let why = if self.why.is_empty() { String::new() } else { format!(". {}", self.why) };
        format!("{}, {}: {}{about}{change}{why}", self.when, self.who, self.what)
    }
}

/// The edits of an entry as it worked: those of an undone step the other way round.
fn edits_of(history: &History, entry: &Entry) -> Option<(Step, &'static str)> {
    match entry {
        Entry::Done(step) => Some((step.clone(), "")),
        Entry::Undone { step, .. } => Some((history.step(step)?.inverse()?, "Undo: ")),
        Entry::Redone { step, .. } => Some((history.step(step)?.clone(), "Redo: ")),
    }
}

/// The edits of a step, many cells as many edits of one, so that each is weighed by itself.
fn cells_of(step: &Step) -> impl Iterator<Item = Edit> + '_ {
    step.edits.iter().flat_map(single_cells)
}

/// The lines that this viewer may read and the filter leaves, newest first.
pub(super) fn spots(session: &Session, history: &History, viewer: &Viewer, filter: &Filter) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (place, entry) in history.entries().iter().enumerate() {
        let Some((step, _)) = edits_of(history, entry) else { continue };
        let own = matches!(viewer, Viewer::Rater(_));
        if own && !sees_step(session, viewer, &step) {
            continue;
        }
        if !own && line_of_erasing(&step).is_some() && filter.takes_erasing() {
            spots.push(Spot { entry: place, edit: 0, line: 0 });
        }
        let by = filter.rater.as_ref().is_some_and(|rater| *entry.actor() == Actor::Rater(rater.clone()));
        for (at, edit) in cells_of(&step).enumerate() {
            if filter.kind.is_some_and(|kind| kind != Kind::of(&edit)) || !(own || sees_edit(session, viewer, &edit)) {
                continue;
            }
            for (number, line) in lines_of(session, &edit).iter().enumerate() {
                let about = filter.person.as_ref().is_none_or(|person| line.person == Some(person));
                let rated = filter.rater.is_none() || by || line.rater == filter.rater.as_ref();
                if about && rated {
                    spots.push(Spot { entry: place, edit: at, line: number });
                }
            }
        }
    }
    spots.reverse();
    spots
}

/// The words of a line.
pub(super) fn line(session: &Session, history: &History, spot: Spot) -> Option<Line> {
    let entry = history.entries().get(spot.entry)?;
    let (step, again) = edits_of(history, entry)?;
    if let Some(line) = line_of_erasing(&step) {
        return Some(in_words(session, entry, &step, again, line));
    }
    let edit = cells_of(&step).nth(spot.edit)?;
    let line = lines_of(session, &edit).into_iter().nth(spot.line)?;
    Some(in_words(session, entry, &step, again, line))
}

fn in_words(session: &Session, entry: &Entry, step: &Step, again: &str, line: LogLine<'_>) -> Line {
    let who = match entry.actor() {
        Actor::Facilitator => "Facilitator".into(),
        Actor::Rater(rater) => session.rater_name(rater),
    };
    let skill =
        line.skill.map(|id| session.rubric.skill(id).map_or_else(|| id.to_string(), |skill| skill.name.clone()));
    let somebody = line.person.map(|person| session.name(person));
    // Whom a change is about where it is no person: somebody on the panel.
    let rater = line.rater.filter(|_| somebody.is_none()).map(|rater| session.rater_name(rater));
    // Who joined or handed in stands in the line already.
    let to = one_line(line.to.text());
    let to = if rater.as_ref() == Some(&to) { String::new() } else { to };
    let about: Vec<String> = somebody.or(rater).into_iter().chain(skill).collect();
    let why = if line.why.trim().is_empty() { step.reason.clone() } else { line.why };
    Line {
        when: moment(entry.at()),
        who,
        what: format!("{again}{}", line.what),
        about: about.join(" · "),
        from: one_line(line.from.text()),
        to,
        why: one_line(&why),
    }
}

fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%-d %b %Y, %H:%M").to_string()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
