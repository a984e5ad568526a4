//! Erasing a person for good: out of the session and out of its history, as if they had never been in it. The history is
//! rewritten, which nothing else ever does; what is left of it holds together, so that undo goes on working and brings
//! back nothing of them. Somebody on the panel is not rated, they rate: what others were given stays as it is, under a
//! name that says nothing. Free text of others that names them is the business of `storage`, which sees all text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{
    AgendaByHand, Amendment, Appeal, Decisions, Evidence, Manager, Meeting, Panel, People, Person, PersonId,
    PreviousCycle, Rater, RaterId, Ratings, Session, Sheet,
};

use super::{Edit, Entry, History, MeetingEdit, Step};

/// What stands where somebody was named who was erased.
pub const ERASED: &str = "[erased]";

/// What somebody on the panel is called who was erased.
const FORMER_RATER: &str = "Former rater";

/// Under what somebody is known in a session and its history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// Every name they had, the present one first.
    pub names: Vec<String>,
    /// Their e-mail addresses and the company's ids for them.
    pub marks: BTreeSet<String>,
}

impl Traces {
    fn take(&mut self, name: &String, marks: [&String; 2]) {
        if !self.names.contains(name) {
            self.names.push(name.clone());
        }
        self.marks.extend(marks.into_iter().filter(|mark| !mark.is_empty()).cloned());
    }

    /// Nothing where nobody was known under a name.
    fn of_somebody(self) -> Option<Self> {
        (!self.names.is_empty()).then_some(self)
    }
}

/// Under what a person is known, in the session or only in its history; nothing where neither knows them.
pub fn traces_of(session: &Session, history: &History, person: &PersonId) -> Option<Traces> {
    let put = edits_from_the_last(history).filter_map(|edit| match edit {
        Edit::PutPerson { id, before, after } if id == person => Some(after.iter().chain(before)),
        _ => None,
    });
    let mut traces = Traces::default();
    let known = session.people.get(person).into_iter().chain(put.flatten());
    known.for_each(|known| traces.take(&known.name, [&known.email, &known.employee_id]));
    traces.of_somebody()
}

/// Under what somebody on the panel is known, in the session or only in its history; nothing where neither knows them,
/// or they were erased already.
pub fn traces_of_rater(session: &Session, history: &History, rater: &RaterId) -> Option<Traces> {
    let put = edits_from_the_last(history).filter_map(|edit| match edit {
        Edit::PutRater { id, before, after } if id == rater => Some(after.iter().chain(before)),
        _ => None,
    });
    let mut traces = Traces::default();
    let known = session.panel.get(rater).into_iter().chain(put.flatten());
    known.for_each(|known| traces.take(&known.name, [&known.email, &known.employee_id]));
    // The name that an erased one has instead tells nothing.
    traces.names.retain(|name| !name.starts_with(FORMER_RATER));
    traces.of_somebody()
}

/// The edits of all steps, those of the last step first.
fn edits_from_the_last(history: &History) -> impl Iterator<Item = &Edit> {
    history.entries().iter().rev().filter_map(|entry| done(entry)).flat_map(|step| &step.edits)
}

fn done(entry: &Entry) -> Option<&Step> {
    match entry {
        Entry::Done(step) => Some(step),
        Entry::Undone { .. } | Entry::Redone { .. } => None,
    }
}

/// The session and its history without a person. Texts that name them are left as they are.
pub fn erased(session: &Session, history: &History, person: &PersonId) -> (Session, Vec<Entry>) {
    let names = traces_of(session, history, person).unwrap_or_default().names;
    let erasing = Erasing { person, names: &names };
    (erasing.session(session), rewritten(history, |edit| erasing.edit(edit)))
}

/// The session and its history with somebody on the panel under a name that says nothing. Their marks stay, as what was
/// decided about others rests on them. Texts that name them are left as they are.
pub fn rater_erased(session: &Session, history: &History, rater: &RaterId) -> (Session, Vec<Entry>) {
    let name = name_of_former(session, history, rater);
    let nameless = |known: &Arc<Rater>| match known.id == *rater {
        true => Arc::new(Rater {
            name: name.clone(),
            employee_id: String::new(),
            email: String::new(),
            title: String::new(),
            pin: None,
            ..Rater::clone(known)
        }),
        false => known.clone(),
    };
    let panel = Panel::new(session.panel.iter().map(|known| Rater::clone(&nameless(known))));
    let entries = rewritten(history, |edit| match edit {
        Edit::PutRater { id, before, after } if id == rater => {
            let (before, after) = differing(before.as_ref().map(nameless), after.as_ref().map(nameless))?;
            Some(Edit::PutRater { id: id.clone(), before, after })
        }
        other => Some(other.clone()),
    });
    (Session { panel: Arc::new(panel), ..session.clone() }, entries)
}

/// A name that nobody on the panel has, and that does not hold the one that is to go.
fn name_of_former(session: &Session, history: &History, rater: &RaterId) -> String {
    let taken = |name: &String| session.panel.iter().any(|known| known.id != *rater && known.name == *name);
    let names = traces_of_rater(session, history, rater).unwrap_or_default().names;
    let tells = |name: &String| names.iter().any(|gone| name.to_lowercase().contains(&gone.to_lowercase()));
    let more = (2..1000).map(|number| format!("{FORMER_RATER} {number}"));
    let mut all = std::iter::once(FORMER_RATER.to_owned()).chain(more);
    all.find(|name| !taken(name) && !tells(name)).unwrap_or_else(|| ERASED.into())
}

/// A history of what `keep` leaves of each edit.
fn rewritten(history: &History, keep: impl Fn(&Edit) -> Option<Edit>) -> Vec<Entry> {
    let mut gone = BTreeSet::new();
    // The last step of each actor that is still there, for those that go on from it.
    let mut broken = BTreeMap::new();
    let mut entries = Vec::new();
    for entry in history.entries() {
        match &**entry {
            Entry::Done(step) => {
                let edits: Vec<Edit> = step.edits.iter().filter_map(&keep).collect();
                if edits.is_empty() && !step.edits.is_empty() {
                    gone.insert(step.id.clone());
                    // What goes on from a step that began something else now begins by itself.
                    *broken.entry(step.actor.clone()).or_insert(false) |= !step.continues;
                    continue;
                }
                let begins = broken.remove(&step.actor).unwrap_or(false);
                entries.push(Entry::Done(Step { edits, continues: step.continues && !begins, ..step.clone() }));
            }
            Entry::Undone { step, .. } | Entry::Redone { step, .. } => {
                if !gone.contains(step) {
                    entries.push(Entry::clone(entry));
                }
            }
        }
    }
    entries
}

/// Whether an edit says something of a person.
pub fn concerns(edit: &Edit, person: &PersonId) -> bool {
    Erasing { person, names: &[] }.edit(edit).as_ref() != Some(edit)
}

struct Erasing<'a> {
    person: &'a PersonId,
    names: &'a [String],
}

impl Erasing<'_> {
    fn is(&self, person: &PersonId) -> bool {
        person == self.person
    }

    fn session(&self, session: &Session) -> Session {
        let people: Vec<Arc<Person>> = session.people.iter().filter_map(|person| self.person(person)).collect();
        let panel = session.panel.iter().map(|rater| Rater::clone(&self.rater(rater)));
        let evidence = session.evidence.iter().filter(|(_, item)| !self.is(&item.person));
        Session {
            id: session.id.clone(),
            about: session.about.clone(),
            rubric: session.rubric.clone(),
            people: Arc::new(People::new(people.iter().map(|person| Person::clone(person)))),
            panel: Arc::new(Panel::new(panel)),
            ratings: self.ratings(session),
            evidence: Arc::new(evidence.map(|(id, item)| (id.clone(), item.clone())).collect()),
            decisions: Arc::new(self.decisions(&session.decisions)),
            previous: session.previous.as_ref().map(|previous| self.previous(previous)),
            meeting: Arc::new(self.meeting(&session.meeting)),
        }
    }

    fn ratings(&self, session: &Session) -> Ratings {
        let row = session.people.place(self.person);
        let mut ratings = Ratings::default();
        for (rater, sheet) in session.ratings.sheets() {
            let mut sheet = Sheet::clone(sheet);
            sheet.forget(row, self.person);
            if !sheet.is_blank() {
                ratings.0.insert(rater.clone(), Arc::new(sheet));
            }
        }
        ratings
    }

    fn decisions(&self, decisions: &Decisions) -> Decisions {
        let mut decisions = decisions.clone();
        decisions.revealed.retain(|id, _| !self.is(id));
        decisions.recusals.retain(|(id, _), _| !self.is(id));
        decisions.agreed.retain(|(id, _), _| !self.is(id));
        decisions.traits.retain(|(id, _), _| !self.is(id));
        decisions.placements.retain(|id, _| !self.is(id));
        decisions
    }

    fn meeting(&self, meeting: &Meeting) -> Meeting {
        let mut meeting = meeting.clone();
        meeting.agenda = self.agenda(&meeting.agenda);
        meeting.discussed.retain(|id, _| !self.is(id));
        meeting.follow_up.retain(|id, _| !self.is(id));
        meeting.amendments.retain(|_, amendment| !self.is(&amendment.person));
        meeting.appeals.retain(|_, appeal| !self.is(&appeal.person));
        meeting
    }

    fn agenda(&self, agenda: &AgendaByHand) -> AgendaByHand {
        let mut agenda = agenda.clone();
        agenda.order.retain(|id| !self.is(id));
        agenda.discuss.retain(|id| !self.is(id));
        agenda
    }

    fn previous(&self, previous: &Arc<PreviousCycle>) -> Arc<PreviousCycle> {
        let mut previous = PreviousCycle::clone(previous);
        previous.people.retain(|known| !self.is(&known.person));
        Arc::new(previous)
    }

    /// Somebody else as they are; their manager is no longer named where it was the one who is erased.
    fn person(&self, known: &Arc<Person>) -> Option<Arc<Person>> {
        if self.is(&known.id) {
            return None;
        }
        let reports = match &known.manager {
            Manager::Person(id) => self.is(id),
            Manager::Outside(name) => self.names.contains(name),
            Manager::Nobody | Manager::Panel(_) => false,
        };
        if !reports {
            return Some(known.clone());
        }
        Some(Arc::new(Person { manager: Manager::Outside(ERASED.into()), ..Person::clone(known) }))
    }

    fn rater(&self, rater: &Arc<Rater>) -> Arc<Rater> {
        if !rater.rated_people.contains(self.person) {
            return rater.clone();
        }
        let mut rater = Rater::clone(rater);
        rater.rated_people.remove(self.person);
        Arc::new(rater)
    }

    fn evidence(&self, item: Option<&Evidence>) -> Option<Box<Evidence>> {
        item.filter(|item| !self.is(&item.person)).cloned().map(Box::new)
    }

    /// What is left of an edit; nothing where it was about the person alone, or changes nothing any more.
    fn edit(&self, edit: &Edit) -> Option<Edit> {
        Some(match edit {
            Edit::SetAbout { .. } | Edit::SetPhase { .. } | Edit::PutRubric { .. } | Edit::SetOpenSeats { .. } => {
                edit.clone()
            }
            Edit::PutPerson { id, before, after } => {
                if self.is(id) {
                    return None;
                }
                let without = |known: &Option<Arc<Person>>| known.as_ref().and_then(|known| self.person(known));
                let (before, after) = differing(without(before), without(after))?;
                Edit::PutPerson { id: id.clone(), before, after }
            }
            Edit::PutRater { id, before, after } => {
                let without = |known: &Option<Arc<Rater>>| known.as_ref().map(|known| self.rater(known));
                let (before, after) = differing(without(before), without(after))?;
                Edit::PutRater { id: id.clone(), before, after }
            }
            Edit::SetScores { rater, round, cells } => {
                let cells: Vec<_> = cells.iter().filter(|(person, ..)| !self.is(person)).cloned().collect();
                if cells.is_empty() {
                    return None;
                }
                Edit::SetScores { rater: rater.clone(), round: *round, cells }
            }
            Edit::PutEvidence { id, before, after } => {
                let (before, after) = (self.evidence(before.as_deref()), self.evidence(after.as_deref()));
                let (before, after) = differing(before, after)?;
                Edit::PutEvidence { id: id.clone(), before, after }
            }
            Edit::PutPrevious { before, after } => {
                let without = |cycle: &Option<Arc<PreviousCycle>>| cycle.as_ref().map(|cycle| self.previous(cycle));
                let (before, after) = differing(without(before), without(after))?;
                Edit::PutPrevious { before, after }
            }
            Edit::Meeting(edit) => Edit::Meeting(self.meeting_edit(edit)?),
            Edit::SetNote { person, .. }
            | Edit::SetCloseness { person, .. }
            | Edit::SetTrait { person, .. }
            | Edit::SetRecusal { person, .. }
            | Edit::Reveal { person }
            | Edit::SetAgreed { person, .. }
            | Edit::SetAgreedTrait { person, .. }
            | Edit::SetPlacement { person, .. } => {
                if self.is(person) {
                    return None;
                }
                edit.clone()
            }
        })
    }
}

impl Erasing<'_> {
    fn meeting_edit(&self, edit: &MeetingEdit) -> Option<MeetingEdit> {
        Some(match edit {
            MeetingEdit::SetAgenda { before, after } => {
                let (before, after) = (self.agenda(before), self.agenda(after));
                if before == after {
                    return None;
                }
                MeetingEdit::SetAgenda { before: Box::new(before), after: Box::new(after) }
            }
            MeetingEdit::PutAmendment { id, before, after } => {
                let without = |known: &Option<Box<Amendment>>| known.clone().filter(|known| !self.is(&known.person));
                let (before, after) = differing(without(before), without(after))?;
                MeetingEdit::PutAmendment { id: id.clone(), before, after }
            }
            MeetingEdit::PutAppeal { id, before, after } => {
                let without = |known: &Option<Box<Appeal>>| known.clone().filter(|known| !self.is(&known.person));
                let (before, after) = differing(without(before), without(after))?;
                MeetingEdit::PutAppeal { id: id.clone(), before, after }
            }
            MeetingEdit::SetDiscussed { person, .. } | MeetingEdit::SetFollowUp { person, .. } => {
                if self.is(person) {
                    return None;
                }
                edit.clone()
            }
            MeetingEdit::SetPlan { .. }
            | MeetingEdit::SetAttendance { .. }
            | MeetingEdit::SetWarmUpCases { .. }
            | MeetingEdit::SetWarmUpScores { .. } => edit.clone(),
        })
    }
}

fn differing<T: PartialEq>(before: Option<T>, after: Option<T>) -> Option<(Option<T>, Option<T>)> {
    (before != after).then_some((before, after))
}
