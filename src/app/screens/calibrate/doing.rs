//! What keys, buttons and commands do in the meeting.

use egui::Ui;

use crate::app::command::Command;
use crate::app::screens::person::placement as placing;
use crate::app::sheets::question::Question;
use crate::app::view::{Action, View};
use crate::edit::Change;
use crate::insight::agreement::placement_lacks;
use crate::insight::points::{capital, count, list};
use crate::insight::{Subject, visibility};
use crate::model::{Cell, Outcome, Person, PersonId, Place, Placement, RaterId, Session};

use super::keys::{self, Keyboard, Press};
use super::placement::{self, Placed};
use super::typing::Typed;
use super::{CalibrateScreen, Focus, Missing, Opens, SILENT_READ, changes, discussion, meeting};

impl CalibrateScreen {
    /// Takes the keys of this frame. What changes the session ends the frame's keys: the next one is read against what
    /// it changed.
    pub(super) fn take_keys(&mut self, ui: &Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        if std::mem::take(&mut self.release) && self.focus.is_none() {
            ui.memory_mut(|memory| {
                if let Some(field) = memory.focused() {
                    memory.surrender_focus(field);
                }
            });
        }
        // The field that is to have the keyboard has it before anything of this frame is read, so that what is typed
        // quickly after a score is text.
        let field = self.focus.map(|focus| match focus {
            Focus::Reason => discussion::reason_id(),
            Focus::Placement => placement::reason_id(),
        });
        if let Some(field) = field {
            ui.memory_mut(|memory| memory.request_focus(field));
        }
        if !self.covered && self.question.is_none() && !egui::Popup::is_any_open(ui.ctx()) {
            let keyboard = if field.is_some() { Keyboard::Text } else { keyboard(ui) };
            let pressed = ui.ctx().input_mut(|input| keys::take(&mut input.events, keyboard));
            self.presses.extend(pressed);
        }
        let mut presses = std::mem::take(&mut self.presses).into_iter();
        for press in presses.by_ref() {
            let before = actions.len();
            self.press(ui, view, press, actions);
            if actions.len() > before || self.case.is_none() {
                break;
            }
        }
        self.presses.extend(presses);
        if !self.presses.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    fn press(&mut self, ui: &Ui, view: &View<'_>, press: Press, actions: &mut Vec<Action>) {
        match press {
            Press::Skill(by) => self.step_skill(by),
            Press::Score(score) => self.score(view, score, actions),
            Press::Command(command) => self.command(ui, view, command, actions),
        }
    }

    fn command(&mut self, ui: &Ui, view: &View<'_>, command: Command, actions: &mut Vec<Action>) {
        match command {
            Command::SilentRead => self.silent_read(ui, view, actions),
            Command::Reveal => self.reveal(view, actions),
            Command::AcceptRest => self.accept_rest(view, actions),
            Command::NoAgreement => self.no_agreement(view, actions),
            Command::AgreeAndNext => self.go_on(view, actions),
            Command::NextCase => self.next_case(view, 1, actions),
            Command::PreviousCase => self.next_case(view, -1, actions),
            Command::PlaceUndecided => self.place(view, Place::Undecided, actions),
            Command::PlaceGrowing => self.place(view, Place::Growing, actions),
            Command::PlaceNearly => self.place(view, Place::Nearly, actions),
            Command::PlaceRecommend => self.place(view, Place::Recommend, actions),
            Command::Park => self.place(view, Place::Parked, actions),
            Command::Clock => self.turn_clock(view, actions),
            Command::Earlier => self.move_case(view, None, -1, actions),
            Command::Later => self.move_case(view, None, 1, actions),
            _ => {}
        }
    }

    /// Whether something can be decided now: the person is open, and the session not only read.
    pub(super) fn usable(&self, view: &View<'_>) -> bool {
        view.read_only.is_none()
            && view.session.about.phase == crate::model::Phase::Calibrate
            && self.case.as_ref().is_some_and(|case| case.open)
    }

    pub(super) fn cell(&self) -> Option<Cell> {
        Some((self.person.clone()?, self.skill.clone()?))
    }

    fn step_skill(&mut self, by: isize) {
        let Some(case) = &self.case else { return };
        let shown = if self.folded_open { case.skills.len() } else { case.leading };
        let here = self.skill.as_ref().and_then(|skill| case.skills.iter().position(|row| row.case.skill == *skill));
        let there = match here {
            None => 0,
            Some(here) => here.saturating_add_signed(by).min(shown.max(here + 1) - 1),
        };
        let Some(row) = case.skills.get(there) else { return };
        self.skill = Some(row.case.skill.clone());
        (self.missing, self.all_evidence, self.follow) = (None, false, true);
    }

    /// Agrees on a score; the keyboard goes to the reason where one is owed, else the next contested skill is selected.
    pub(super) fn score(&mut self, view: &View<'_>, score: u8, actions: &mut Vec<Action>) {
        let session = view.session;
        if !session.rubric.scale.holds(score) || !self.agree(view, Some(Outcome::Score(score)), actions) {
            return;
        }
        let Some(cell) = self.cell() else { return };
        let subject = Subject::new(session, view.readings.index(), &cell.0);
        let owed = subject.is_some_and(|subject| !subject.reasons_owed(&cell.1, Outcome::Score(score)).is_empty());
        let given = session.decisions.agreed.get(&cell).is_some_and(|agreed| !agreed.reason.is_empty());
        if owed && !given {
            self.focus = Some(Focus::Reason);
        } else {
            self.select_next_open();
        }
    }

    /// Settles the selected skill. False where that can't be.
    pub(super) fn agree(&mut self, view: &View<'_>, outcome: Option<Outcome>, actions: &mut Vec<Action>) -> bool {
        if !self.usable(view) {
            self.say_why_not(view, actions);
            return false;
        }
        let Some(cell) = self.cell() else { return false };
        let Some(row) = self.case.as_ref().and_then(|case| case.row(&cell.1)) else { return false };
        if row.case.rests_on_own_manager() && matches!(outcome, Some(Outcome::Score(_))) {
            let name = row.name.clone();
            actions.push(Action::Warn(format!(
                "Only the own manager scored {name}, and can't settle it alone: enter a second view, or record no agreement."
            )));
            return false;
        }
        self.missing = None;
        if let Some(typed) = self.reason.take() {
            self.typed_reason(view, typed, actions);
        }
        match changes::agree(view, &cell, outcome) {
            Some(change) if actions.is_empty() => actions.push(Action::Change(change)),
            // A reason is on its way: the score follows it in the next frame.
            Some(_) => {
                if let Some(Outcome::Score(score)) = outcome {
                    self.presses.insert(0, Press::Score(score));
                    return false;
                }
            }
            None => {}
        }
        true
    }

    fn select_next_open(&mut self) {
        let Some(case) = &self.case else { return };
        let here = self.skill.as_ref().and_then(|skill| case.skills.iter().position(|row| row.case.skill == *skill));
        if let Some(next) = case.next_open(here).filter(|next| Some(*next) != here) {
            self.skill = Some(case.skills[next].case.skill.clone());
            self.follow = true;
            self.all_evidence = false;
        }
    }

    fn no_agreement(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        // The views are recorded with it; more can be said.
        if self.agree(view, Some(Outcome::NoAgreement), actions) {
            self.focus = Some(Focus::Reason);
        }
    }

    pub(super) fn accept_rest(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        if !self.usable(view) {
            return self.say_why_not(view, actions);
        }
        let Some(case) = &self.case else { return };
        if case.own_manager_alone {
            let words = "Only the own manager has scored, and can't settle it alone: enter a second view, or park.";
            return actions.push(Action::Warn(words.into()));
        }
        let rest = case.rest();
        actions.extend(changes::accept(case, &rest.places).map(Action::Change));
    }

    /// Says why nothing can be decided, where somebody tried by key.
    fn say_why_not(&self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(case) = &self.case else { return };
        let words = match view.read_only {
            Some(why) => why.to_owned(),
            None if !case.open => "The marks are still closed: V opens them.".to_owned(),
            None => "The session is closed; a change now is an amendment.".to_owned(),
        };
        actions.push(Action::Warn(words));
    }

    pub(super) fn typed_reason(&mut self, view: &View<'_>, typed: Typed<Cell>, actions: &mut Vec<Action>) {
        if !typed.text.is_empty() && self.missing == Some(Missing::Reason) {
            self.missing = None;
        }
        let change = changes::give_reason(view.session, &typed.key, &typed.text, typed.goes_on);
        actions.extend(change.map(Action::Change));
    }

    pub(super) fn revise(&mut self, view: &View<'_>, rater: &RaterId, score: Option<u8>, actions: &mut Vec<Action>) {
        let Some(cell) = self.cell() else { return };
        actions.extend(changes::revise(view.session, rater, &cell, score).map(Action::Change));
    }

    /// Places the person; the keyboard goes to the reason where one is owed. Before the reveal somebody can be parked.
    fn place(&mut self, view: &View<'_>, place: Place, actions: &mut Vec<Action>) {
        let parks = view.read_only.is_none() && matches!(place, Place::Parked | Place::Undecided);
        if !self.usable(view) && !parks {
            return self.say_why_not(view, actions);
        }
        let Some(person) = self.person.clone() else { return };
        match self.placement.place(view, &person, place) {
            Some(placed) => self.placed(view, placed, actions),
            None if !still_owed(view, &person).is_empty() => self.focus = Some(Focus::Placement),
            None => {}
        }
    }

    /// Records a placement, or what was typed about it.
    pub(super) fn placed(&mut self, view: &View<'_>, placed: Placed, actions: &mut Vec<Action>) {
        let Placed { person, placement, goes_on } = placed;
        let before = view.session.decisions.placements.get(&person);
        if before == placement.as_ref() {
            return;
        }
        let place = |placement: Option<&Placement>| placement.map(|placement| placement.place);
        let lacks = placement.as_ref().map(placement_lacks).unwrap_or_default();
        if place(before) != place(placement.as_ref()) {
            self.missing = None;
            self.focus = (!lacks.is_empty()).then_some(Focus::Placement);
        } else if lacks.is_empty() {
            self.missing = self.missing.filter(|missing| *missing != Missing::Owed);
        }
        let change = placing::place(view.session, &person, placement);
        actions.push(Action::Change(Change { continues: goes_on, ..change }));
    }

    /// On to whatever is to be decided next: a contested skill, a reason that is owed, the placement, the next person.
    pub(super) fn go_on(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        if let Some(typed) = self.reason.take() {
            self.typed_reason(view, typed, actions);
        }
        if let Some(placed) = self.placement.take(view) {
            self.placed(view, placed, actions);
        }
        if !actions.is_empty() {
            // What was typed is taken in first.
            self.presses.insert(0, Press::Command(Command::AgreeAndNext));
            return;
        }
        let Some(case) = &self.case else { return };
        if !case.open {
            return actions
                .push(Action::Warn("The marks are still closed: V opens them, Page Down goes on without.".into()));
        }
        let here = self.skill.as_ref().and_then(|skill| case.skills.iter().position(|row| row.case.skill == *skill));
        let owes = |place: &usize| case.skills[*place].owes;
        if here.as_ref().is_some_and(owes) {
            (self.missing, self.focus) = (Some(Missing::Reason), Some(Focus::Reason));
            return;
        }
        if let Some(next) = case.next_open(here).filter(|next| Some(*next) != here) {
            self.skill = Some(case.skills[next].case.skill.clone());
            (self.missing, self.all_evidence, self.follow, self.release) = (None, false, true, true);
            return;
        }
        if let Some(owing) = (0..case.skills.len()).find(owes) {
            self.skill = Some(case.skills[owing].case.skill.clone());
            (self.missing, self.focus) = (Some(Missing::Reason), Some(Focus::Reason));
            return;
        }
        if let Some(open) = case.next_open(None)
            && !matches!(self.missing, Some(Missing::Skill | Missing::Place | Missing::Owed))
        {
            self.skill = Some(case.skills[open].case.skill.clone());
            (self.missing, self.follow, self.release) = (Some(Missing::Skill), true, true);
            return;
        }
        let place =
            view.session.decisions.placements.get(&case.person).map_or(Place::Undecided, |placement| placement.place);
        if place == Place::Undecided && self.missing != Some(Missing::Place) && self.usable(view) {
            (self.missing, self.release) = (Some(Missing::Place), true);
            return;
        }
        if !still_owed(view, &case.person).is_empty() && self.missing != Some(Missing::Owed) {
            (self.missing, self.focus) = (Some(Missing::Owed), Some(Focus::Placement));
            return;
        }
        self.next_open_case(view, actions);
    }

    /// The next one who is not decided yet, round from the beginning.
    fn next_open_case(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(meeting) = &self.meeting else { return };
        match meeting.next_open(self.person.as_ref()) {
            Some(next) => self.select(view, next, actions),
            None => {
                self.release = true;
                actions.extend(meeting::end_discussion(view).map(Action::Change));
                actions.push(Action::Tell("Everybody on the agenda is decided or parked.".into()));
            }
        }
    }

    /// Somebody else on the agenda, decided or not: the next one, or the one before.
    pub(super) fn next_case(&mut self, view: &View<'_>, by: isize, actions: &mut Vec<Action>) {
        let next = self.meeting.as_ref().and_then(|meeting| meeting.neighbour(self.person.as_ref(), by));
        if let Some(next) = next {
            self.select(view, next, actions);
        }
    }

    /// Takes up somebody, and ends the discussion of whoever was taken up before.
    pub(super) fn select(&mut self, view: &View<'_>, person: PersonId, actions: &mut Vec<Action>) {
        if self.person.as_ref() == Some(&person) {
            self.agenda_over = false;
            return;
        }
        self.finish(view, actions);
        actions.extend(meeting::end_discussion(view).map(Action::Change));
        self.turn_to(person);
        self.scroll = true;
    }

    /// A minute to read; again ends it.
    pub(super) fn silent_read(&mut self, ui: &Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(case) = &self.case else { return };
        if case.open {
            return;
        }
        let now = ui.input(|input| input.time);
        self.silent_until = if self.silent_until.is_some() { None } else { Some(now + SILENT_READ) };
        if self.silent_until.is_some() {
            actions.extend(meeting::begin_discussion(view, &case.person).into_iter().map(Action::Change));
        }
    }

    /// Opens the marks; asks first where a rater has not handed in.
    pub(super) fn reveal(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(person) = self.person.as_ref().and_then(|id| view.session.people.get(id)) else { return };
        if view.session.is_revealed(&person.id) {
            return;
        }
        if let Some(why) = self.refused(view) {
            return actions.push(Action::Warn(why));
        }
        let late = late(view.session, person);
        if late.is_empty() {
            return self.reveal_now(view, actions);
        }
        self.question = Some(reveal_question(person, &late));
    }

    /// Why the marks can't be opened now.
    pub(super) fn refused(&self, view: &View<'_>) -> Option<String> {
        let person = self.person.as_ref()?;
        visibility::may_reveal(view.session, person).err().or(view.read_only.map(str::to_owned))
    }

    pub(super) fn reveal_now(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(person) = &self.person else { return };
        if self.refused(view).is_some() {
            return;
        }
        self.silent_until = None;
        self.skill = None;
        actions.extend(meeting::begin_discussion(view, person).into_iter().map(Action::Change));
        actions.push(Action::Change(changes::reveal(person)));
    }

    fn turn_clock(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(person) = &self.person else { return };
        if view.read_only.is_some() {
            return;
        }
        if view.session.meeting.under_discussion() == Some(person) {
            actions.extend(meeting::end_discussion(view).map(Action::Change));
        } else {
            actions.extend(meeting::begin_discussion(view, person).into_iter().map(Action::Change));
        }
    }

    /// Moves somebody on the agenda, within their block.
    pub(super) fn move_case(
        &mut self,
        view: &View<'_>,
        person: Option<&PersonId>,
        by: isize,
        actions: &mut Vec<Action>,
    ) {
        let (Some(meeting), Some(person)) = (&self.meeting, person.or(self.person.as_ref())) else { return };
        if view.read_only.is_none() {
            actions.extend(meeting.moved(view, person, by).map(Action::Change));
            self.scroll = true;
        }
    }

    /// Has somebody discussed who was agreed before the meeting.
    pub(super) fn discuss_all_the_same(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(person) = self.person.as_ref().filter(|_| view.read_only.is_none()) else { return };
        actions.push(Action::Change(meeting::discuss_all_the_same(view.session, person)));
        self.scroll = true;
    }

    /// Confirms those who were agreed before the meeting; asks first where a rater has not handed in.
    pub(super) fn confirm_all(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(meeting) = &self.meeting else { return };
        let late = meeting.late(view.session);
        if late.is_empty() {
            return self.confirm_now(view, actions);
        }
        self.question = Some(Question {
            title: "Confirm all who were agreed before?".into(),
            sentence: late_words("them", &late),
            answers: vec![("Reveal and confirm".into(), Opens::AgreedBefore)],
        });
    }

    pub(super) fn confirm_now(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(meeting) = self.meeting.as_ref().filter(|_| view.read_only.is_none()) else { return };
        let confirmed = meeting.confirmed(view);
        actions.extend(confirmed.changes.into_iter().map(Action::Change));
        if confirmed.people > 0 {
            let people = capital(&count(confirmed.people, "person", "people"));
            actions.push(Action::Tell(format!("{people} confirmed as rated. Placing them is still open.")));
        }
    }
}

/// What the placement of a person still owes.
pub(super) fn still_owed(view: &View<'_>, person: &PersonId) -> Vec<&'static str> {
    view.session.decisions.placements.get(person).map(placement_lacks).unwrap_or_default()
}

/// The raters of a person who have not handed in.
pub(super) fn late(session: &Session, person: &Person) -> Vec<String> {
    let late = session.raters().into_iter().filter(|rater| {
        let asked = rater.rated_people.contains(&person.id) && !session.is_recused(&rater.id, &person.id);
        asked && rater.submitted.is_none() && !rater.comments_only
    });
    late.map(|rater| rater.name.clone()).collect()
}

fn reveal_question(person: &Person, late: &[String]) -> Question<Opens> {
    Question {
        title: format!("Reveal {}'s scores?", person.name),
        sentence: late_words(&person.name, late),
        answers: vec![("Reveal scores".into(), Opens::Person)],
    }
}

fn late_words(whom: &str, late: &[String]) -> String {
    let raters = capital(&count(late.len(), "rater has", "raters have"));
    format!(
        "{raters} not handed in yet: {}. What they say of {whom} after the reveal counts as revised. This can't be \
         undone.",
        list(late)
    )
}

/// Where the keyboard is.
fn keyboard(ui: &Ui) -> Keyboard {
    if ui.ctx().text_edit_focused() {
        return Keyboard::Text;
    }
    match ui.memory(|memory| memory.focused()) {
        None => Keyboard::Free,
        Some(_) => Keyboard::Control,
    }
}
