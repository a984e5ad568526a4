//! The agenda: whom the meeting hears, in which order, and why. Blocks by level, each opened by a clear case that sets
//! the ruler; within a block first those of whom a discussion could change most. Who needs no discussion is agreed
//! before the meeting: no skill that decides a gate is contested, and the status is robust. It rests on blind marks
//! alone, so that what is agreed on one person moves nobody else, and talking does not unmake what was contested.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::Touched;
use crate::model::{AgendaByHand, LevelId, PersonId, Place, Rubric, Session, SkillId, day_words};

use super::effective::Subject;
use super::flags;
use super::index::Index;
use super::points::{capital, count};
use super::reading::PersonReading;
use super::robust::Robustness;
use super::status::Status;

/// What a discussion of one person could change, by blind marks alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// What the blind marks read.
    pub status: Status,
    /// Whether it is the same whichever rater is left out, and what it hinges on.
    pub robustness: Robustness,
    /// Contested skills that decide a gate or turn the status, in column order.
    pub contested: Vec<SkillId>,
    /// Contested skills that decide nothing.
    pub also_contested: usize,
    /// How far the marks lie apart on average over the asked skills, in points of the scale.
    pub range: f64,
    /// What else the panel should know, in a few words each, such as "Evidence all from one month".
    pub remarks: Vec<String>,
}

impl Outlook {
    /// Reads one person.
    pub fn of(subject: &Subject) -> Self {
        let spreads = subject.spreads();
        let robustness = subject.robustness();
        let decides = spreads.iter().filter(|spread| spread.contested && spread.decides);
        let apart: f64 = spreads.iter().map(|spread| f64::from(spread.high - spread.low)).sum();
        Self {
            status: robustness.status,
            contested: decides.map(|spread| spread.skill.clone()).collect(),
            also_contested: spreads.iter().filter(|spread| spread.contested && !spread.decides).count(),
            range: apart / spreads.len().max(1) as f64,
            remarks: remarks(subject, &robustness),
            robustness,
        }
    }

    /// Whether no skill that decides a gate is contested, and the status is robust.
    pub fn is_agreed(&self) -> bool {
        self.contested.is_empty() && self.robustness.is_robust()
    }

    /// Whether it can set the ruler: agreed, and enough seen to say something.
    pub fn is_clear_case(&self) -> bool {
        self.is_agreed() && !matches!(self.status, Status::NotEnoughSeen | Status::TooEarly)
    }

    /// How many minutes a discussion should be given: two, and one more for everything that it could settle, up to
    /// five.
    pub fn minutes(&self) -> u32 {
        let more = self.contested.len() + usize::from(!self.robustness.is_robust());
        2 + u32::try_from(more.min(3)).unwrap_or(3)
    }

    /// Why a discussion is worth its time, in a few words each, the weightiest first; for the room, so that no rater can
    /// be told from them.
    pub fn reasons(&self, rubric: &Rubric) -> Vec<String> {
        let mut reasons = Vec::new();
        reasons.extend(self.hinges(rubric));
        if !self.contested.is_empty() {
            reasons.push(capital(&count(self.contested.len(), "skill contested", "skills contested")));
        }
        reasons.extend(self.remarks.iter().cloned());
        if self.also_contested > 0 {
            let skills = count(self.also_contested, "contested skill", "contested skills");
            reasons.push(format!("{} that decide nothing", capital(&skills)));
        }
        if reasons.is_empty() {
            reasons.push("Nothing contested decides".into());
        }
        reasons
    }

    fn hinges(&self, rubric: &Rubric) -> Option<String> {
        match self.robustness.raters {
            0 => return Some("Nobody has scored yet".into()),
            1 => return Some("Rests on one view".into()),
            _ if self.robustness.hinges.is_empty() => return None,
            _ => {}
        }
        let skills = self.robustness.skills().len();
        if skills > 0 {
            return Some(format!("Hinges on {}", count(skills, "skill", "skills")));
        }
        let mut tiers = self.robustness.hinges.iter().flat_map(|hinge| &hinge.tiers);
        let tier = tiers.next().and_then(|tier| rubric.tier(tier));
        Some(tier.map_or_else(|| "Hinges on the traits".into(), |tier| format!("Hinges on {}", lower(&tier.name))))
    }

    /// How much a discussion could change; more first.
    fn weight(&self) -> (usize, bool, usize, usize) {
        let hinges = self.robustness.hinges.len() + usize::from(self.robustness.raters < 2);
        (self.contested.len(), !self.robustness.is_robust(), hinges, self.also_contested)
    }
}

fn lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What flags say besides, read from blind marks. Those that only say again what the marks say are left out.
fn remarks(subject: &Subject, robustness: &Robustness) -> Vec<String> {
    let mut remarks = Vec::new();
    let before = subject.index.previous_of(subject.session, &subject.person.id);
    if before.is_some_and(|before| before.place == Place::Nearly) {
        remarks.push("Nearly there last cycle".into());
    }
    if let Some(words) = one_month(subject) {
        remarks.push(words);
    }
    let reading = PersonReading::of(subject, subject.blind(None));
    let said = ["contested-and-decides", "hinges-on-one-rater", "only-one-rater"];
    let raised = flags::raised(subject, &reading, robustness);
    let telling = |flag: &&flags::RaisedFlag| {
        !said.contains(&flag.slug) && matches!(flag.tone, flags::Tone::Watch | flags::Tone::Risk)
    };
    remarks.extend(raised.iter().filter(telling).map(|flag| flag.name.to_owned()));
    remarks
}

/// Whether all evidence of the period lies in one month, of two items or more.
pub fn one_month(subject: &Subject) -> Option<String> {
    let from = subject.session.about.period.from;
    let items: Vec<_> = subject.evidence.iter().filter(|item| item.date >= from).collect();
    let months: BTreeSet<_> = items.iter().map(|item| (item.date.year(), item.date.month())).collect();
    (items.len() > 1 && months.len() == 1).then(|| "Evidence all from one month".into())
}

/// Everybody's outlook, kept while a session is in the meeting; one change reads again only whom it touched.
#[derive(Clone, Debug, Default)]
pub struct Outlooks {
    people: BTreeMap<PersonId, Outlook>,
}

impl Outlooks {
    /// Reads everybody.
    pub fn new(session: &Session, index: &Index) -> Self {
        let mut outlooks = Self::default();
        session.people.iter().for_each(|person| outlooks.read(session, index, &person.id));
        outlooks
    }

    /// Reads again whom a step touched.
    pub fn update(&mut self, session: &Session, index: &Index, touched: &Touched) {
        if touched.everything {
            *self = Self::new(session, index);
            return;
        }
        touched.people.iter().for_each(|person| self.read(session, index, person));
    }

    /// The outlook of a person.
    pub fn get(&self, person: &PersonId) -> Option<&Outlook> {
        self.people.get(person)
    }

    fn read(&mut self, session: &Session, index: &Index, id: &PersonId) {
        match Subject::new(session, index, id) {
            Some(subject) => self.people.insert(id.clone(), Outlook::of(&subject)),
            None => self.people.remove(id),
        };
    }
}

/// The order of the meeting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agenda {
    /// Levels from the most senior to the most junior, then those agreed before, then those parked. None is empty.
    pub blocks: Vec<Block>,
}

/// People who are heard one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What they have in common.
    pub kind: BlockKind,
    /// In order.
    pub items: Vec<AgendaItem>,
}

/// What the people of a block have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A level; none for those without one.
    Level(Option<LevelId>),
    /// Agreed before the meeting.
    AgreedBefore,
    /// Parked: they come back at the end.
    Parked,
}

/// A place on the agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct AgendaItem {
    /// Who.
    pub person: PersonId,
    /// Why they stand there, in a few words: the weightiest reason.
    pub reason: String,
    /// All the reasons, for whoever wants to know more.
    pub reasons: Vec<String>,
    /// Whether it opens its block and sets the ruler.
    pub opens: bool,
    /// How many minutes a discussion should be given.
    pub minutes: u32,
    /// How far they are.
    pub state: ItemState,
}

/// How far a person is in the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemState {
    /// Not yet heard.
    Waiting,
    /// Under discussion, or left before anything was decided.
    Begun,
    /// Placed, or accepted as rated.
    Decided,
    /// To be taken up again.
    Parked,
}

impl Block {
    /// How many are decided, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.items.iter().filter(|item| item.state == ItemState::Decided).count(), self.items.len())
    }

    /// What it is called: "Directors", "Agreed before the meeting".
    pub fn title(&self, rubric: &Rubric) -> String {
        match &self.kind {
            BlockKind::Level(Some(level)) => {
                rubric.level(level).map_or_else(|| level.to_string(), |level| level.plural.clone())
            }
            BlockKind::Level(None) => "Without a level".into(),
            BlockKind::AgreedBefore => "Agreed before the meeting".into(),
            BlockKind::Parked => "Parked".into(),
        }
    }
}

impl Agenda {
    /// Arranges everybody by what is known of them and by what was arranged by hand.
    pub fn new(session: &Session, outlooks: &Outlooks) -> Self {
        let by_hand = &session.meeting.agenda;
        let mut levels: BTreeMap<Option<usize>, Vec<Candidate>> = BTreeMap::new();
        let mut parked = Vec::new();
        for person in session.people.iter() {
            let Some(outlook) = outlooks.get(&person.id) else { continue };
            let state = state_of(session, &person.id, outlook, by_hand);
            let candidate = Candidate { person: &person.id, name: &person.name, outlook, state };
            if state == ItemState::Parked {
                parked.push(candidate);
                continue;
            }
            let rank = person.level.as_ref().and_then(|level| session.rubric.rank(level));
            levels.entry(rank).or_default().push(candidate);
        }
        let place: BTreeMap<&PersonId, usize> = by_hand.order.iter().enumerate().map(|(at, id)| (id, at)).collect();
        let mut agreed = Vec::new();
        let mut blocks = Vec::new();
        // From the most senior level down; those without a level, which sort first, come last.
        for (rank, candidates) in levels.into_iter().rev() {
            let (block, before) = level_block(session, rank, candidates, by_hand, &place);
            agreed.extend(before);
            blocks.extend(block);
        }
        // A block stands where the first of its people was put.
        blocks.sort_by_key(|block| {
            block.items.iter().filter_map(|item| place.get(&item.person)).min().copied().unwrap_or(usize::MAX)
        });
        let mut agenda = Self { blocks };
        agenda.push(session, BlockKind::AgreedBefore, agreed);
        parked.sort_by_key(|candidate| (place_of(&place, candidate), candidate.name));
        agenda.push(session, BlockKind::Parked, parked);
        agenda
    }

    fn push(&mut self, session: &Session, kind: BlockKind, candidates: Vec<Candidate>) {
        if !candidates.is_empty() {
            let items = candidates.iter().map(|candidate| candidate.item(session, false)).collect();
            self.blocks.push(Block { kind, items });
        }
    }

    /// All places, in order.
    pub fn items(&self) -> impl Iterator<Item = &AgendaItem> {
        self.blocks.iter().flat_map(|block| &block.items)
    }

    /// The place of a person.
    pub fn item(&self, person: &PersonId) -> Option<&AgendaItem> {
        self.items().find(|item| item.person == *person)
    }

    /// Those who are to be discussed, in order: all but those agreed before.
    pub fn discussed(&self) -> impl Iterator<Item = &AgendaItem> {
        let talked = self.blocks.iter().filter(|block| block.kind != BlockKind::AgreedBefore);
        talked.flat_map(|block| &block.items)
    }

    /// Those who were agreed before the meeting and are not confirmed yet.
    pub fn to_confirm(&self) -> Vec<PersonId> {
        let agreed = self.blocks.iter().filter(|block| block.kind == BlockKind::AgreedBefore);
        let open = agreed.flat_map(|block| &block.items).filter(|item| item.state != ItemState::Decided);
        open.map(|item| item.person.clone()).collect()
    }

    /// Who comes after a person: the next of those to be discussed who is not decided, going on from the beginning when
    /// the end is reached. None when nobody is left.
    pub fn next_after(&self, person: Option<&PersonId>) -> Option<&PersonId> {
        let items: Vec<&AgendaItem> = self.discussed().collect();
        let here = person.and_then(|person| items.iter().position(|item| item.person == *person));
        let start = here.map_or(0, |here| here + 1);
        let (before, after) = items.split_at(start.min(items.len()));
        let open = |item: &&&AgendaItem| item.state != ItemState::Decided && Some(&item.person) != person;
        after.iter().chain(before).find(open).map(|item| &item.person)
    }

    /// Who stands before a person on the agenda.
    pub fn before(&self, person: &PersonId) -> Option<&PersonId> {
        let items: Vec<&AgendaItem> = self.items().collect();
        let here = items.iter().position(|item| item.person == *person)?;
        here.checked_sub(1).map(|before| &items[before].person)
    }

    /// The arrangement by hand in which a person stands so many places further down in their block (negative: up).
    /// Everybody else stays where they are. None where there is no such place.
    pub fn moved(&self, session: &Session, person: &PersonId, by: isize) -> Option<AgendaByHand> {
        let block = self.blocks.iter().find(|block| block.items.iter().any(|item| item.person == *person))?;
        let here = block.items.iter().position(|item| item.person == *person)?;
        let there = here.checked_add_signed(by).filter(|there| *there < block.items.len() && *there != here)?;
        let mut people: Vec<PersonId> = block.items.iter().map(|item| item.person.clone()).collect();
        let moved = people.remove(here);
        people.insert(there, moved);
        let order = self.blocks.iter().flat_map(|other| {
            if std::ptr::eq(other, block) {
                people.clone()
            } else {
                other.items.iter().map(|item| item.person.clone()).collect()
            }
        });
        Some(AgendaByHand { order: order.collect(), ..session.meeting.agenda.clone() })
    }

    /// The arrangement by hand in which a block stands so many places further down (negative: up) among the levels.
    pub fn moved_block(&self, session: &Session, block: usize, by: isize) -> Option<AgendaByHand> {
        let levels = self.blocks.iter().take_while(|block| matches!(block.kind, BlockKind::Level(_))).count();
        let there =
            block.checked_add_signed(by).filter(|there| *there < levels && block < levels && *there != block)?;
        let mut blocks: Vec<&Block> = self.blocks.iter().collect();
        let moved = blocks.remove(block);
        blocks.insert(there, moved);
        let order = blocks.into_iter().flat_map(|block| &block.items).map(|item| item.person.clone()).collect();
        Some(AgendaByHand { order, ..session.meeting.agenda.clone() })
    }
}

/// Somebody with what decides their place.
struct Candidate<'a> {
    person: &'a PersonId,
    name: &'a str,
    outlook: &'a Outlook,
    state: ItemState,
}

impl Candidate<'_> {
    fn item(&self, session: &Session, opens: bool) -> AgendaItem {
        let mut reasons = self.outlook.reasons(&session.rubric);
        if opens {
            let words = if self.outlook.is_clear_case() {
                "Opens the block: a clear case"
            } else {
                "Opens the block: the clearest case"
            };
            reasons.insert(0, words.into());
        }
        if self.state == ItemState::Parked
            && let Some(placement) = session.decisions.placements.get(self.person)
        {
            reasons.insert(0, parked_words(placement));
        }
        AgendaItem {
            person: self.person.clone(),
            reason: reasons.first().cloned().unwrap_or_default(),
            reasons,
            opens,
            minutes: self.outlook.minutes(),
            state: self.state,
        }
    }
}

fn parked_words(placement: &crate::model::Placement) -> String {
    match (placement.owner.trim(), placement.until.map(day_words)) {
        ("", None) => "Parked, without owner or date".into(),
        (owner, None) => format!("Parked with {owner}, without a date"),
        ("", Some(until)) => format!("Parked until {until}, without owner"),
        (owner, Some(until)) => format!("Parked with {owner} until {until}"),
    }
}

/// The block of one level, and those of it who were agreed before the meeting.
fn level_block<'a>(
    session: &Session,
    rank: Option<usize>,
    candidates: Vec<Candidate<'a>>,
    by_hand: &AgendaByHand,
    place: &BTreeMap<&PersonId, usize>,
) -> (Option<Block>, Vec<Candidate<'a>>) {
    let settled = |candidate: &Candidate| candidate.outlook.is_agreed() && !by_hand.discuss.contains(candidate.person);
    let (mut agreed, mut talked): (Vec<_>, Vec<_>) = candidates.into_iter().partition(settled);
    agreed.sort_by_key(|candidate| (place_of(place, candidate), candidate.name));
    if talked.is_empty() {
        return (None, agreed);
    }
    let clearest = |candidates: &[Candidate]| {
        let clear = candidates.iter().enumerate().filter(|(_, candidate)| candidate.outlook.is_clear_case());
        let first = clear.min_by(|(_, a), (_, b)| {
            let raters = b.outlook.robustness.raters.cmp(&a.outlook.robustness.raters);
            a.outlook.range.total_cmp(&b.outlook.range).then(raters).then_with(|| a.name.cmp(b.name))
        });
        first.map(|(at, _)| at)
    };
    let opener = match clearest(&agreed) {
        Some(at) => {
            let opener = agreed.remove(at);
            let person = opener.person.clone();
            talked.push(opener);
            Some(person)
        }
        None => {
            // Nobody is clear: whoever is nearest to it. One alone opens nothing.
            let nearest = talked.iter().min_by_key(|candidate| (candidate.outlook.weight(), candidate.name));
            nearest.filter(|_| talked.len() > 1).map(|candidate| candidate.person.clone())
        }
    };
    let opens = |candidate: &Candidate| opener.as_ref() == Some(candidate.person);
    talked.sort_by(|a, b| {
        let hand = place_of(place, a).cmp(&place_of(place, b));
        let opening = opens(b).cmp(&opens(a));
        let weight = b.outlook.weight().cmp(&a.outlook.weight());
        hand.then(opening).then(weight).then_with(|| a.name.cmp(b.name))
    });
    let level = rank.and_then(|rank| session.rubric.levels.get(rank)).map(|level| level.id.clone());
    let items = talked.iter().map(|candidate| candidate.item(session, opens(candidate))).collect();
    (Some(Block { kind: BlockKind::Level(level), items }), agreed)
}

/// Where somebody stands by hand; those who were not put anywhere come last.
fn place_of(place: &BTreeMap<&PersonId, usize>, candidate: &Candidate) -> usize {
    place.get(candidate.person).copied().unwrap_or(usize::MAX)
}

fn state_of(session: &Session, person: &PersonId, outlook: &Outlook, by_hand: &AgendaByHand) -> ItemState {
    let placement = session.decisions.placements.get(person).map(|placement| placement.place).unwrap_or_default();
    match placement {
        Place::Parked => return ItemState::Parked,
        Place::Growing | Place::Nearly | Place::Recommend => return ItemState::Decided,
        Place::Undecided => {}
    }
    let agreed_before = outlook.is_agreed() && !by_hand.discuss.contains(person);
    if agreed_before && is_settled(session, person) {
        return ItemState::Decided;
    }
    if session.meeting.discussed.contains_key(person) { ItemState::Begun } else { ItemState::Waiting }
}

/// Whether every asked skill that somebody scored was settled by the panel, and there is at least one.
pub fn is_settled(session: &Session, person: &PersonId) -> bool {
    let Some(entry) = session.people.get(person) else { return false };
    let Some(row) = session.people.place(person) else { return false };
    let asked = session.asked_of(entry);
    let scored = |column: usize| {
        let heard = session.ratings.sheets().filter(|(rater, _)| !session.is_recused(rater, person));
        heard.into_iter().any(|(_, sheet)| sheet.row(row).get(column).is_some_and(|byte| !matches!(byte, 0 | 255)))
    };
    let mut any = false;
    for (column, skill) in session.rubric.skills.iter().enumerate().filter(|(column, _)| asked[*column]) {
        if !scored(column) {
            continue;
        }
        any = true;
        if !session.decisions.agreed.contains_key(&(person.clone(), skill.id.clone())) {
            return false;
        }
    }
    any
}

#[cfg(test)]
#[path = "agenda_tests.rs"]
mod tests;
