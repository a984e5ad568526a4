//! Who sits at the grid, and what they may still change for whom: blind scores until they are sealed or their person is
//! revealed, revised scores after the reveal, nothing in a closed session.

use std::sync::Arc;

use crate::model::{
    Closeness, LeadershipTrait, Mark, Person, PersonId, Phase, Rater, Round, Session, SkillId, TraitAnswer,
};

/// The acting rater in their session. Everything that the screen shows of ratings comes through here, so that no other
/// rater's sheet is ever looked at.
#[derive(Clone, Copy)]
pub(in crate::app::screens) struct Seat<'a> {
    pub session: &'a Session,
    pub rater: &'a Arc<Rater>,
    /// Why nothing can be changed, where the whole session is only read.
    pub read_only: Option<&'a str>,
}

/// What the rater may do with a person's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::screens) enum Access {
    /// Score, in this round.
    Open(Round),
    /// Look only.
    Closed(Closed),
}

/// Why a row can't be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::screens) enum Closed {
    /// The session is only read.
    ReadOnly,
    /// Rating has not begun.
    NotYet,
    /// The rater has submitted.
    Submitted,
    /// The rater came late and only comments.
    OnlyComments,
    /// The rater was set aside for the person.
    SetAside,
    /// The session is closed.
    Over,
}

impl<'a> Seat<'a> {
    /// What may be done with a person's row.
    pub fn access(&self, person: &PersonId) -> Access {
        let closed = |why| Access::Closed(why);
        if self.read_only.is_some() {
            return closed(Closed::ReadOnly);
        }
        match self.session.about.phase {
            Phase::Prepare => closed(Closed::NotYet),
            Phase::Close => closed(Closed::Over),
            _ if self.session.is_recused(&self.rater.id, person) => closed(Closed::SetAside),
            _ if self.rater.comments_only => closed(Closed::OnlyComments),
            _ if self.session.is_revealed(person) => Access::Open(Round::Revised),
            _ if self.rater.submitted.is_some() => closed(Closed::Submitted),
            Phase::Rate | Phase::Calibrate => Access::Open(Round::Blind),
        }
    }

    /// Why a person's row can't be changed, in a sentence.
    pub fn why_closed(&self, closed: Closed, person: &PersonId) -> String {
        match closed {
            Closed::ReadOnly => self.read_only.unwrap_or("This session can only be read.").to_owned(),
            Closed::NotYet => "Rating has not begun: the session is in Prepare.".into(),
            Closed::Submitted => "You have submitted. Reopen your grid to change an answer.".into(),
            Closed::OnlyComments => "You only comment. Rate after all to give scores.".into(),
            Closed::SetAside => {
                format!("You are set aside for {}: nothing is asked of you.", self.session.name(person))
            }
            Closed::Over => "The session is closed. Changes now are amendments by the facilitator.".into(),
        }
    }

    /// Whether evidence can be recorded: also after submitting, as it is no score.
    pub fn may_record_evidence(&self) -> bool {
        self.read_only.is_none() && matches!(self.session.about.phase, Phase::Rate | Phase::Calibrate)
    }

    /// Whether the grid can be submitted.
    pub fn may_submit(&self) -> bool {
        self.may_record_evidence() && self.rater.submitted.is_none() && !self.rater.comments_only
    }

    /// Whether the rater came late and can choose only to comment: nothing was handed in, and the meeting has begun.
    pub fn may_only_comment(&self) -> bool {
        self.may_submit() && !self.rater.facilitates && self.session.about.phase == Phase::Calibrate
    }

    /// Whether what was submitted can be opened again: as long as somebody's row is still blind.
    pub fn may_reopen(&self) -> bool {
        let all_revealed = || {
            let mut people = self.session.people.iter().filter(|person| self.rates(&person.id));
            people.all(|person| self.session.is_revealed(&person.id))
        };
        let open = match self.session.about.phase {
            Phase::Rate => true,
            Phase::Calibrate => !all_revealed(),
            Phase::Prepare | Phase::Close => false,
        };
        open && self.read_only.is_none() && self.rater.submitted.is_some()
    }

    /// Whether the rater is asked to rate a person. Where nobody was assigned to any rater yet, all rate everybody.
    pub fn rates(&self, person: &PersonId) -> bool {
        let nothing_planned = || self.session.panel.iter().all(|rater| rater.rated_people.is_empty());
        self.rater.rated_people.contains(person) || (self.rater.rated_people.is_empty() && nothing_planned())
    }

    /// The mark that a cell shows: the revised one where the person is revealed and there is one, else the blind one.
    pub fn shown_mark(&self, person: &PersonId, skill: &SkillId) -> Option<Mark> {
        if self.session.is_revealed(person) {
            self.session.last_mark(&self.rater.id, person, skill)
        } else {
            self.session.mark(&self.rater.id, person, skill, Round::Blind)
        }
    }

    /// The rater's note to a cell; empty where there is none.
    pub fn note(&self, person: &PersonId, skill: &SkillId) -> &'a str {
        let sheet = self.session.ratings.sheet(&self.rater.id);
        let note = sheet.and_then(|sheet| sheet.notes().get(&(person.clone(), skill.clone())));
        note.map_or("", String::as_str)
    }

    /// How closely the rater works with a person, as far as they said.
    pub fn closeness(&self, person: &PersonId) -> Option<Closeness> {
        self.session.ratings.sheet(&self.rater.id)?.closeness().get(person).copied()
    }

    /// The rater's answer about a trait.
    pub fn trait_answer(&self, person: &PersonId, leadership_trait: &LeadershipTrait) -> Option<TraitAnswer> {
        let key = (person.clone(), leadership_trait.id.clone());
        self.session.ratings.sheet(&self.rater.id)?.traits().get(&key).copied()
    }

    /// Whether a person's level or target asks the leadership traits.
    pub fn asks_traits(&self, person: &Person) -> bool {
        let rubric = &self.session.rubric;
        let levels = person.level.iter().chain(&person.target).filter_map(|id| rubric.level(id));
        let gates = levels.flat_map(|level| {
            let entry = person.level.as_ref().and_then(|from| level.from.get(from));
            level.gates.iter().chain(entry.into_iter().flat_map(|entry| &entry.gates))
        });
        gates.into_iter().any(|gate| matches!(gate, crate::model::Gate::Traits))
    }

    /// A person's level in a word or two; the title where there is none, and the way in for somebody who is not a
    /// product manager yet.
    pub fn level_words(&self, person: &Person) -> String {
        let rubric = &self.session.rubric;
        let Some(level) = person.level.as_ref().and_then(|id| rubric.level(id)) else {
            return if person.title.is_empty() { "No level".into() } else { person.title.clone() };
        };
        match person.target.as_ref().and_then(|id| rubric.level(id)) {
            Some(target) if level.entering => {
                // What they do today, without the department that titles like to add.
                let today = person.title.split(',').next().unwrap_or_default().trim();
                format!("{} → {}", if today.is_empty() { &level.name } else { today }, target.name)
            }
            _ => level.name.clone(),
        }
    }
}

/// A mark in words, as a screen reader says it.
pub(super) fn mark_words(seat: &Seat<'_>, mark: Option<Mark>) -> String {
    use crate::model::WhyNot;
    match mark {
        None => "no answer".into(),
        Some(Mark::NotObserved(WhyNot::CouldNotSee)) => "not observed".into(),
        Some(Mark::NotObserved(WhyNot::NoChanceYet)) => "not observed, no chance yet".into(),
        Some(Mark::Score(score)) => match seat.session.rubric.scale.points.get(usize::from(score).saturating_sub(1)) {
            Some(point) if !point.name.is_empty() => format!("{score}, {}", point.name),
            _ => score.to_string(),
        },
    }
}
