//! The meeting as the screen shows it: the agenda as lines, the clock, and the changes that begin and end discussions,
//! arrange the agenda and confirm who was agreed before. What each of them rests on is worked out in `insight`.

use std::sync::Arc;

use crate::app::view::View;
use crate::edit::{self, Actor, Change, Edit, Gesture, MeetingEdit, Touched};
use crate::insight::agenda::{Agenda, AgendaItem, Block, BlockKind, ItemState, Outlooks};
use crate::insight::clock::{self, Clock};
use crate::insight::visibility;
use crate::insight::{Index, Subject};
use crate::model::{MeetingPlan, Person, PersonId, Session};
use crate::workspace::{Job, Latest, Signal, Standing};

use super::agenda::{Entry, Line, State};
use super::person::Clock as PersonClock;

/// Up to so many people the outlooks are worked out at once; more are left to the worker.
const AT_ONCE: usize = 400;

/// Everybody's outlook, brought up to date by what steps touched.
#[derive(Default)]
pub(super) struct Known {
    outlooks: Option<Outlooks>,
    /// The session and revision that they are of.
    of: Option<(crate::model::SessionId, u64)>,
    /// What steps touched since, and the revision that the last of them led to.
    since: Option<(Touched, u64)>,
    latest: Latest<EverybodysOutlook>,
}

struct EverybodysOutlook(Session);

impl Job for EverybodysOutlook {
    type Key = (crate::model::SessionId, u64);
    type Answer = Outlooks;

    fn run(self, _: &Signal) -> Option<Outlooks> {
        let index = Index::new(&self.0);
        Some(Outlooks::new(&self.0, &index))
    }
}

impl Known {
    /// Notes what a step touched, and the revision that it led to.
    pub fn touched(&mut self, touched: &Touched, revision: u64) {
        let (mut all, before) = self.since.take().unwrap_or_default();
        let reached = if before == 0 { self.of.as_ref().map_or(0, |(_, revision)| *revision) } else { before };
        if reached + 1 != revision {
            // Something happened that nothing was said of.
            all.everything = true;
        }
        all.merge(touched.clone());
        self.since = Some((all, revision));
    }

    /// Everybody's outlook as of now; none while the worker is at it.
    pub fn get(&mut self, view: &View<'_>) -> Option<&Outlooks> {
        let (session, index) = (view.session, view.readings.index());
        let key = (session.id.clone(), view.revision);
        if self.of.as_ref() != Some(&key) {
            let same = self.of.as_ref().is_some_and(|(id, _)| *id == session.id);
            let since = self
                .since
                .take()
                .filter(|(touched, revision)| same && *revision == view.revision && !touched.everything);
            match (&mut self.outlooks, since) {
                (Some(outlooks), Some((touched, _))) => outlooks.update(session, index, &touched),
                _ if session.people.len() <= AT_ONCE => self.outlooks = Some(Outlooks::new(session, index)),
                _ => {
                    let shown =
                        self.latest.ask(&view.figures.worker, key.clone(), || EverybodysOutlook(session.clone()));
                    if shown.standing == Standing::Updating {
                        return None;
                    }
                    self.outlooks = shown.answer.map(|outlooks| Outlooks::clone(&outlooks));
                }
            }
            self.of = Some(key);
        }
        self.outlooks.as_ref()
    }
}

/// The agenda of one revision.
pub(super) struct Meeting {
    revision: u64,
    agenda: Agenda,
    /// As it is drawn.
    pub lines: Arc<Vec<Line>>,
}

/// What confirming everybody who was agreed before comes to.
#[derive(Debug, Default)]
pub(super) struct Confirmed {
    /// Opening their marks, and accepting them as rated.
    pub changes: Vec<Change>,
    /// How many people.
    pub people: usize,
}

impl Meeting {
    /// Arranges it.
    pub fn new(view: &View<'_>, outlooks: &Outlooks) -> Self {
        let agenda = Agenda::new(view.session, outlooks);
        let lines = agenda.blocks.iter().flat_map(|block| lines_of(view.session, block)).collect();
        Self { revision: view.revision, agenda, lines: Arc::new(lines) }
    }

    /// Whether it is still that of the session.
    pub fn is_fresh(&self, view: &View<'_>) -> bool {
        self.revision == view.revision
    }

    /// Who comes first: whoever is under discussion, else the next one who waits, else the first of all.
    pub fn first(&self, session: &Session) -> Option<PersonId> {
        let discussed = session.meeting.under_discussion().filter(|person| session.people.contains(person));
        let next = || self.agenda.next_after(None);
        let any = || self.agenda.items().next().map(|item| &item.person);
        discussed.or_else(next).or_else(any).cloned()
    }

    /// Who is next to be discussed after somebody: not yet decided, round from the beginning; then those who were agreed
    /// before and are not confirmed.
    pub fn next_open(&self, person: Option<&PersonId>) -> Option<PersonId> {
        let to_discuss = self.agenda.next_after(person).cloned();
        to_discuss.or_else(|| self.agenda.to_confirm().into_iter().find(|other| Some(other) != person))
    }

    /// Who stands so many places on, decided or not.
    pub fn neighbour(&self, person: Option<&PersonId>, by: isize) -> Option<PersonId> {
        let items: Vec<&AgendaItem> = self.agenda.items().collect();
        let here = items.iter().position(|item| Some(&item.person) == person)?;
        here.checked_add_signed(by).and_then(|there| items.get(there)).map(|item| item.person.clone())
    }

    /// Whether somebody was agreed before the meeting and is not to be discussed.
    pub fn is_agreed_before(&self, person: &PersonId) -> bool {
        let mut agreed = self.agenda.blocks.iter().filter(|block| block.kind == BlockKind::AgreedBefore);
        agreed.any(|block| block.items.iter().any(|item| item.person == *person))
    }

    /// The clock of somebody: how long already, of how long.
    pub fn clock_of(&self, view: &View<'_>, person: &PersonId) -> PersonClock {
        let meeting = &view.session.meeting;
        let spells = meeting.discussed.get(person).map(Vec::as_slice).unwrap_or_default();
        let open = spells.last().filter(|spell| spell.to.is_none());
        // What was planned when the discussion began stays while it goes on.
        let at = open.map_or(view.now, |spell| spell.from);
        let planned = Clock::at(&meeting.plan, at).planned_for(&self.agenda, person);
        PersonClock { spent: clock::spent(spells, view.now), planned, runs: open.is_some() }
    }

    /// The change that moves somebody on the agenda.
    pub fn moved(&self, view: &View<'_>, person: &PersonId, by: isize) -> Option<Change> {
        let after = self.agenda.moved(view.session, person, by)?;
        Some(arranged(view.session, after))
    }

    /// Who is to be confirmed and has a rater who has not handed in.
    pub fn late(&self, session: &Session) -> Vec<String> {
        let people = self.agenda.to_confirm();
        let people = people.iter().filter_map(|id| session.people.get(id));
        let mut late: Vec<String> = people.flat_map(|person| super::doing::late(session, person)).collect();
        late.sort();
        late.dedup();
        late
    }

    /// The changes that confirm everybody who was agreed before: their marks open, and every skill is accepted as rated.
    /// The second of the two can be undone.
    pub fn confirmed(&self, view: &View<'_>) -> Confirmed {
        let session = view.session;
        let people = self.agenda.to_confirm();
        let people: Vec<PersonId> =
            people.into_iter().filter(|person| visibility::may_reveal(session, person).is_ok()).collect();
        let closed = people.iter().filter(|person| !session.is_revealed(person));
        let reveals: Vec<Edit> = closed.map(|person| Edit::Reveal { person: person.clone() }).collect();
        let subjects = people.iter().filter_map(|person| Subject::new(session, view.readings.index(), person));
        let accepts: Vec<Edit> = subjects.flat_map(|subject| subject.accept_as_rated()).collect();
        let change =
            |gesture, edits: Vec<Edit>| (!edits.is_empty()).then(|| Change::new(Actor::Facilitator, gesture, edits));
        let changes = [change(Gesture::Reveal, reveals), change(Gesture::Agree, accepts)];
        Confirmed { changes: changes.into_iter().flatten().collect(), people: people.len() }
    }
}

fn lines_of(session: &Session, block: &Block) -> Vec<Line> {
    let (decided, all) = block.progress();
    let title = match block.kind {
        BlockKind::AgreedBefore => "Agreed before".to_owned(),
        _ => block.title(&session.rubric),
    };
    let words = match block.kind {
        BlockKind::Parked => format!("{title} · {all}"),
        _ if decided == 0 => format!("{title} · {all}"),
        _ => format!("{title} · {decided} of {all}"),
    };
    let confirms = block.kind == BlockKind::AgreedBefore && decided < all;
    let entries = block.items.iter().filter_map(|item| {
        let person = session.people.get(&item.person)?;
        Some(Line::Person(Entry {
            person: item.person.clone(),
            name: person.name.clone(),
            about: about(session, person, &block.kind, item),
            all: item.reasons.clone(),
            state: match item.state {
                ItemState::Waiting => State::Waiting,
                ItemState::Begun => State::Open,
                ItemState::Decided => State::Settled,
                ItemState::Parked => State::Parked,
            },
        }))
    });
    std::iter::once(Line::Head { words, confirms }).chain(entries).collect()
}

/// Why they stand there; where the block does not say the level, with it: "Director · Nothing contested decides".
fn about(session: &Session, person: &Person, kind: &BlockKind, item: &AgendaItem) -> String {
    let level = person.level.as_ref().and_then(|level| session.rubric.level(level));
    match level.filter(|_| !matches!(kind, BlockKind::Level(_))) {
        Some(level) => format!("{} · {}", level.name, item.reason),
        None => item.reason.clone(),
    }
}

/// "34 min left, 10 kept for the look back", and the share of the meeting that has passed.
pub(super) fn time(view: &View<'_>) -> (String, f32) {
    let clock = Clock::at(&view.session.meeting.plan, view.now);
    (clock.words(), clock.share_used())
}

/// When the next second of a clock is full; none where none runs.
pub(super) fn next_tick(view: &View<'_>) -> Option<std::time::Duration> {
    let meeting = &view.session.meeting;
    let spells = meeting.under_discussion().and_then(|person| meeting.discussed.get(person));
    let from = spells?.last()?.from;
    let into = view.now.duration_since(from).subsec_nanos().rem_euclid(1_000_000_000);
    Some(std::time::Duration::from_nanos(1_000_000_000 - u64::from(into.unsigned_abs())))
}

/// The changes that begin the discussion of somebody. The first one begins the meeting, whose opening is over by then.
pub(super) fn begin_discussion(view: &View<'_>, person: &PersonId) -> Vec<Change> {
    let session = view.session;
    let mut changes = Vec::new();
    let edits = edit::begin_discussion(session, person, view.now);
    if edits.is_empty() {
        return changes;
    }
    if session.meeting.plan.began.is_none() {
        let before = session.meeting.plan.clone();
        let after = MeetingPlan { began: Some(view.now), opening_minutes: 0, ..before.clone() };
        let edit = MeetingEdit::SetPlan { before: Box::new(before), after: Box::new(after) };
        changes.push(Change::new(Actor::Facilitator, Gesture::PlanMeeting, vec![edit.into()]));
    }
    changes.push(Change::new(Actor::Facilitator, Gesture::Discuss, edits));
    changes
}

/// The change that ends the discussion under way.
pub(super) fn end_discussion(view: &View<'_>) -> Option<Change> {
    let edits = edit::end_discussion(view.session, view.now);
    (!edits.is_empty()).then(|| Change::new(Actor::Facilitator, Gesture::Discuss, edits))
}

/// The change that has somebody discussed who was agreed before.
pub(super) fn discuss_all_the_same(session: &Session, person: &PersonId) -> Change {
    let mut after = session.meeting.agenda.clone();
    after.discuss.insert(person.clone());
    arranged(session, after)
}

fn arranged(session: &Session, after: crate::model::AgendaByHand) -> Change {
    let before = Box::new(session.meeting.agenda.clone());
    let edit = MeetingEdit::SetAgenda { before, after: Box::new(after) };
    Change::new(Actor::Facilitator, Gesture::Agenda, vec![edit.into()])
}
