//! All that is read about one person at once: scores, tiers, gates, status, and how they stand in the team's pyramid.
//! The reading of one person depends on nobody else's.

use crate::model::{LevelId, PersonId, Session, SkillId, TierId};

use super::effective::{Basis, Scores, Source, Subject};
use super::gates::{GateReading, GateState, LATER, shows_level};
use super::index::Index;
use super::points::{capital, count, list};
use super::status::{Grounds, Status};
use super::tiers::TierReading;

/// What the ratings say about one person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonReading {
    /// Who.
    pub person: PersonId,
    /// Effective scores, a place a column.
    pub scores: Scores,
    /// The pyramid, bottom to top.
    pub tiers: Vec<TierReading>,
    /// The gates toward the target; empty without one.
    pub gates: Vec<GateReading>,
    /// What the gates come to.
    pub status: Status,
    /// Why, in a sentence or two.
    pub why: String,
    /// The next level whose skills are shown: the target, or without one the first such of the level's next levels.
    pub shows_next: Option<ShownLevel>,
    /// Tiers well under a bar of the own level, by enough raters; the level is not yet evidenced where there is one.
    pub doubted: Vec<TierId>,
    /// Whether the person is new at the level, away, or just back.
    pub too_early: bool,
    /// Asked skills whose score rests on one rater, and on no decision.
    pub on_one_rater: Vec<SkillId>,
}

/// A next level whose skills somebody shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownLevel {
    /// The level.
    pub level: LevelId,
    /// Its home tier.
    pub tier: TierId,
    /// Whether every gate toward it is met.
    pub ready: bool,
}

impl PersonReading {
    /// Reads a person; none where the session does not have them.
    pub fn new(session: &Session, index: &Index, person: &PersonId) -> Option<Self> {
        let subject = Subject::new(session, index, person)?;
        let scores = subject.effective();
        Some(Self::of(&subject, scores))
    }

    /// Reads a person with certain scores: their effective ones, or what would be if.
    pub fn of(subject: &Subject, scores: Scores) -> Self {
        let grounds = Grounds { scores: &scores, basis: Basis::Effective, without: None };
        let assessment = subject.assess(grounds, subject.target);
        Self {
            person: subject.person.id.clone(),
            tiers: subject.tiers(&scores),
            status: assessment.status,
            why: why(subject, grounds, assessment.status, &assessment.gates, &assessment.doubted),
            shows_next: shows_next(subject, grounds),
            gates: assessment.gates,
            doubted: assessment.doubted,
            too_early: subject.too_early().is_some(),
            on_one_rater: on_one_rater(subject, &scores),
            scores,
        }
    }

    /// The reading as the facilitator has it before the person's reveal: tiers, and how each gate stands, without what
    /// the gates rest on. Every place that shows it to somebody who may not see the cells yet asks for it here.
    pub fn before_the_reveal(mut self) -> Self {
        if matches!(self.status, Status::Nearly | Status::Building | Status::NotYet) {
            let open: Vec<String> = self.open_gates().map(|gate| gate.name.clone()).collect();
            self.why =
                format!("{}: {}. {LATER}", capital(&count(open.len(), "gate is open", "gates are open")), list(&open));
        }
        self.gates = self.gates.into_iter().map(GateReading::before_the_reveal).collect();
        self
    }

    /// The gates that are open.
    pub fn open_gates(&self) -> impl Iterator<Item = &GateReading> {
        self.gates.iter().filter(|gate| gate.state == GateState::Open)
    }
}

/// The next level that is shown, judged against the target or, without one, against the level's next levels.
fn shows_next(subject: &Subject, grounds: Grounds) -> Option<ShownLevel> {
    let rubric = &subject.session.rubric;
    let own = subject.person.level.as_ref();
    let next = own.and_then(|own| rubric.level(own)).map(|own| own.next.as_slice()).unwrap_or_default();
    let levels = subject.person.target.as_ref().map_or(next, std::slice::from_ref);
    let mut demands = levels.iter().filter_map(|level| subject.index.demands.toward(rubric, level, own));
    let shown = demands.find(|demand| shows_level(&subject.case(grounds, demand)))?;
    Some(ShownLevel {
        level: shown.level.clone(),
        tier: rubric.tiers[shown.home].id.clone(),
        ready: subject.assess(grounds, Some(shown)).status == Status::Ready,
    })
}

fn on_one_rater(subject: &Subject, scores: &Scores) -> Vec<SkillId> {
    let skills = subject.session.rubric.skills.iter().enumerate();
    let lone = |column| scores.at(column).is_some_and(|score| score.source == Source::Marks(1));
    skills.filter(|(column, _)| subject.asks(*column) && lone(*column)).map(|(_, skill)| skill.id.clone()).collect()
}

fn why(subject: &Subject, grounds: Grounds, status: Status, gates: &[GateReading], doubted: &[TierId]) -> String {
    let rubric = &subject.session.rubric;
    let tier_words = |wanted: &[TierId]| {
        let tiers = subject.tiers(grounds.scores);
        let wanted = tiers.iter().filter(|tier| wanted.contains(&tier.tier));
        let named = wanted.filter_map(|tier| Some((rubric.tier(&tier.tier)?.name.as_str(), tier)));
        named.map(|(name, tier)| format!("{name}: {}.", tier.words())).collect::<Vec<_>>().join(" ")
    };
    match status {
        Status::TooEarly => subject.too_early().unwrap_or_default(),
        Status::NotEnoughSeen if subject.own.is_none() && subject.target.is_none() => {
            "No level is set, so nothing is asked; give one on the Team screen.".into()
        }
        Status::NotEnoughSeen => tier_words(&subject.unseen(grounds.scores, subject.target)),
        Status::Ready => "Every gate is met.".into(),
        Status::Nearly | Status::Building | Status::NotYet => {
            let open: Vec<&GateReading> = gates.iter().filter(|gate| gate.state == GateState::Open).collect();
            let how_many = capital(&count(open.len(), "gate is open", "gates are open"));
            let sentences: Vec<String> = open.iter().map(|gate| gate.words()).collect();
            format!("{how_many}. {}", sentences.join(" "))
        }
        Status::HoldsLevelWell => {
            let bars = subject.own.into_iter().flat_map(|own| own.bars());
            let asked: Vec<TierId> = bars.map(|(place, ..)| rubric.tiers[place].id.clone()).collect();
            tier_words(&asked)
        }
        Status::LevelNotYetEvidenced => tier_words(doubted),
    }
}
