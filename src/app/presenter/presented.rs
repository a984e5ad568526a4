//! What the room is shown: gathered from the session for the projector alone, with nothing in it that is not for
//! everybody's eyes. Only the person under discussion; no other name; marks without raters' names unless the
//! facilitator shows them; no text that names somebody; nothing of what was rated before the reveal. What is drawn
//! from it can't show more than is here.

use crate::insight::gates::GateState;
use crate::insight::points::{bar_words, count, score_beside, score_words};
use crate::insight::visibility::{self, Viewer};
use crate::insight::{CaseSkill, Index, PersonReading, Standing, Status, Subject, TierReading};
use crate::model::{Outcome, Person, PersonId, Place, Session, SkillId};

use super::names::Names;

/// How many pieces of evidence are shown with a skill.
const EVIDENCE: usize = 3;

/// What is asked to be shown.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The session.
    pub session: &'a Session,
    /// Its look-ups.
    pub index: &'a Index,
    /// Its names.
    pub names: &'a Names,
    /// Who is talked about.
    pub person: Option<&'a PersonId>,
    /// The skill that is talked about.
    pub skill: Option<&'a SkillId>,
    /// Whether the facilitator shows the raters' names.
    pub names_shown: bool,
}

/// What the room is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Presented {
    /// Title and period of the session.
    pub title: String,
    /// Points of the scale.
    pub points: u8,
    /// From how many points between the ends a skill is contested.
    pub contested: u8,
    /// Who is talked about.
    pub person: Option<PresentedPerson>,
}

/// The person under discussion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PresentedPerson {
    /// Name.
    pub name: String,
    /// "Director · Platform · target VP".
    pub line: String,
    /// What the level that is looked at asks, from the rubric: "Strategy 3". Shown before the reveal.
    pub asks: Vec<String>,
    /// What opens with the reveal.
    pub open: Option<Opened>,
}

/// What is open from the reveal on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    /// The pyramid, bottom to top.
    pub tiers: Vec<PresentedTier>,
    /// The status in words, and which.
    pub status: Option<(Status, String)>,
    /// What it rests on.
    pub why: String,
    /// Which skill it hinges on.
    pub hinge: String,
    /// The gates: name, and whether it is met.
    pub gates: Vec<(String, GateState)>,
    /// The skills that are talked about.
    pub skills: Vec<PresentedSkill>,
    /// "17 other skills, 12 settled".
    pub others: String,
    /// The skill under discussion.
    pub discussed: Option<Discussed>,
    /// Where the person was placed, once they are.
    pub placed: String,
    /// The raters whose marks are shown, where their names are: letters and name.
    pub legend: Vec<(String, String)>,
}

/// One tier of the pyramid.
#[derive(Clone, Debug, PartialEq)]
pub struct PresentedTier {
    /// Name.
    pub name: String,
    /// Its score, as it may be written beside the bar.
    pub score: Option<f32>,
    /// The bar.
    pub bar: Option<f32>,
    /// Whether the level that is looked at is at home here.
    pub home: bool,
    /// Whether it is asked.
    pub asked: bool,
    /// What else there is to say.
    pub note: String,
}

/// One skill on its strip.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PresentedSkill {
    /// Name.
    pub name: String,
    /// Place of its tier.
    pub tier: usize,
    /// The bar.
    pub bar: Option<f32>,
    /// The marks, from low to high: letters only where names are shown, and the own manager told apart only there.
    pub marks: Vec<PresentedMark>,
    /// What stands beside its name: "contested", "one view".
    pub about: String,
    /// What was agreed: the figure, or that there is no agreement.
    pub agreed: Option<Agreed>,
    /// Whether it is under discussion.
    pub here: bool,
}

/// One mark on a strip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresentedMark {
    /// The score.
    pub score: u8,
    /// Whose, where names are shown.
    pub letters: String,
    /// The own manager's, where names are shown.
    pub own_manager: bool,
}

/// What was agreed.
#[derive(Clone, Debug, PartialEq)]
pub enum Agreed {
    /// At this figure.
    At(String),
    /// Nothing: the views are recorded.
    NoAgreement,
}

/// The skill under discussion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Discussed {
    /// Name.
    pub name: String,
    /// Place of its tier.
    pub tier: usize,
    /// Anchors: point of the scale, its words, and whether it was agreed.
    pub anchors: Vec<(u8, String, bool)>,
    /// The reason that was recorded, where it names nobody.
    pub reason: String,
    /// Evidence that speaks to it, where it names nobody: day and words.
    pub evidence: Vec<(String, String)>,
    /// How many pieces are left out.
    pub more: usize,
}

impl Presented {
    /// Gathers what the room is shown.
    pub fn new(wanted: &Wanted<'_>) -> Self {
        let Wanted { session, .. } = *wanted;
        let rubric = &session.rubric;
        let about = &session.about;
        Self {
            title: format!("{} · {}", about.title, about.period.name),
            points: rubric.scale.top(),
            contested: rubric.rules.contested_range,
            person: wanted.person.and_then(|person| PresentedPerson::new(wanted, person)),
        }
    }
}

impl PresentedPerson {
    fn new(wanted: &Wanted<'_>, id: &PersonId) -> Option<Self> {
        let session = wanted.session;
        let person = session.people.get(id)?;
        let open = visibility::sees_reading_of(session, &Viewer::Room, id);
        Some(Self {
            name: person.name.clone(),
            line: line(wanted, person),
            asks: asks(session, person),
            open: if open { Opened::new(wanted, id) } else { None },
        })
    }
}

/// Level, team and target; a team that is called like somebody is left out.
fn line(wanted: &Wanted<'_>, person: &Person) -> String {
    let rubric = &wanted.session.rubric;
    let level = person.level.as_ref().and_then(|id| rubric.level(id)).map(|level| level.name.clone());
    let team = (!wanted.names.are_in(&person.team, &person.id)).then(|| person.team.clone());
    let target = person.target.as_ref().and_then(|id| rubric.level(id));
    let target = target.map_or_else(|| "growing in level".to_owned(), |level| format!("target {}", level.name));
    let parts = [level, team, Some(target)].into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

/// The bars of the target, or of the own level without one, from the top: what the rubric says to everybody.
fn asks(session: &Session, person: &Person) -> Vec<String> {
    let rubric = &session.rubric;
    let level = person.target.as_ref().or(person.level.as_ref()).and_then(|id| rubric.level(id));
    let Some(level) = level else { return Vec::new() };
    let bars = rubric.tiers.iter().rev();
    bars.filter_map(|tier| Some(format!("{} {}", tier.name, bar_words(*level.bars.get(&tier.id)?)))).collect()
}

impl Opened {
    fn new(wanted: &Wanted<'_>, id: &PersonId) -> Option<Self> {
        let Wanted { session, index, .. } = *wanted;
        let rubric = &session.rubric;
        let subject = Subject::new(session, index, id)?;
        let reading = PersonReading::of(&subject, subject.effective());
        let quiet = |words: String| if wanted.names.are_in(&words, id) { String::new() } else { words };
        let skills = subject.case_skills();
        let place = session.decisions.placements.get(id).map(|placement| placement.place);
        let placed = place.filter(|place| *place != Place::Undecided).map_or_else(String::new, |place| {
            let target = subject.person.target.as_ref().and_then(|target| rubric.level(target));
            match (place, target) {
                (Place::Nearly | Place::Recommend, Some(level)) => format!("{} for {}", place.words(), level.name),
                _ => place.words().to_owned(),
            }
        });
        let talked_about = |skill: &&CaseSkill| skill.leads() || Some(&skill.skill) == wanted.skill;
        let letters = Letters::new(wanted, &skills);
        Some(Self {
            tiers: reading.tiers.iter().map(|tier| presented_tier(&subject, tier)).collect(),
            status: Some((reading.status, reading.status.words_toward(rubric, subject.person.target.as_ref()))),
            why: quiet(reading.why.clone()),
            hinge: quiet(subject.robustness().room_words(rubric)),
            gates: reading.gates.iter().map(|gate| (gate.name.clone(), gate.state)).collect(),
            others: others(skills.iter().filter(|skill| !talked_about(skill))),
            discussed: skills
                .iter()
                .find(|skill| Some(&skill.skill) == wanted.skill)
                .map(|skill| discussed(wanted, &subject, skill)),
            skills: skills.iter().filter(talked_about).map(|skill| presented_skill(wanted, &letters, skill)).collect(),
            legend: letters.legend(),
            placed,
        })
    }
}

fn presented_tier(subject: &Subject<'_>, tier: &TierReading) -> PresentedTier {
    let rubric = &subject.session.rubric;
    let bar = tier.bar();
    let home = if subject.target.is_some() { tier.home_of_target } else { tier.home_of_own };
    let note = match Standing::of(tier.score, bar, rubric.rules.at_the_bar) {
        Standing::NotEnoughSeen => format!("{} of {} skills", tier.seen, tier.asked),
        Standing::AtTheBar => "at the bar: the panel judges".into(),
        _ if tier.home_of_target && !tier.home_of_own => "next level".into(),
        _ => String::new(),
    };
    PresentedTier {
        name: rubric.tier(&tier.tier).map_or_else(String::new, |tier| tier.name.clone()),
        // As it may be written beside the bar: one that misses it never rounds up to it.
        score: tier.score.map(|score| match bar {
            Some(bar) => score_beside(score, bar).parse().unwrap_or(score as f32),
            None => score as f32,
        }),
        bar: bar.map(|bar| bar as f32),
        home,
        asked: bar.is_some() || home,
        note,
    }
}

/// The letters of the raters whose marks are shown; none where names are not.
struct Letters(Vec<(crate::model::RaterId, String, String)>);

impl Letters {
    fn new(wanted: &Wanted<'_>, skills: &[CaseSkill]) -> Self {
        if !wanted.names_shown {
            return Self(Vec::new());
        }
        let mut raters: Vec<_> = skills.iter().flat_map(|skill| &skill.marks).map(|mark| mark.rater.clone()).collect();
        raters.sort();
        raters.dedup();
        let mut named: Vec<_> = raters.into_iter().map(|rater| (wanted.session.rater_name(&rater), rater)).collect();
        named.sort();
        let names: Vec<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
        let letters = crate::app::widgets::mark_letters(&names);
        Self(named.into_iter().zip(letters).map(|((name, rater), letters)| (rater, letters, name)).collect())
    }

    fn of(&self, rater: &crate::model::RaterId) -> String {
        self.0.iter().find(|(id, ..)| id == rater).map_or_else(String::new, |(_, letters, _)| letters.clone())
    }

    fn legend(self) -> Vec<(String, String)> {
        self.0.into_iter().map(|(_, letters, name)| (letters, name)).collect()
    }
}

fn presented_skill(wanted: &Wanted<'_>, letters: &Letters, skill: &CaseSkill) -> PresentedSkill {
    let rubric = &wanted.session.rubric;
    // One mark without a name is that of whoever rated: it is said that there is one view, and not which.
    let lone = skill.marks.len() == 1 && !wanted.names_shown;
    let mut marks: Vec<PresentedMark> = skill
        .marks
        .iter()
        .filter(|_| !lone)
        .map(|mark| PresentedMark {
            score: mark.score,
            letters: letters.of(&mark.rater),
            own_manager: wanted.names_shown && mark.own_manager,
        })
        .collect();
    if !wanted.names_shown {
        marks.sort_by_key(|mark| mark.score);
    }
    let mut about = Vec::new();
    if skill.contested {
        about.push("contested");
    }
    if skill.turns {
        about.push("decides a gate");
    }
    match skill.marks.len() {
        0 => about.push("nobody has seen it"),
        1 => about.push("one view"),
        _ => {}
    }
    PresentedSkill {
        name: rubric.skill(&skill.skill).map_or_else(String::new, |skill| skill.name.clone()),
        tier: rubric.tier_place(&skill.tier).unwrap_or_default(),
        bar: skill.bar.map(|bar| bar as f32),
        marks,
        about: about.join(" · "),
        agreed: skill.agreed.as_ref().map(|agreed| agreed_words(agreed.outcome)),
        here: Some(&skill.skill) == wanted.skill,
    }
}

fn agreed_words(outcome: Outcome) -> Agreed {
    match outcome {
        Outcome::Score(score) => Agreed::At(score.to_string()),
        Outcome::AsRated(mean) => Agreed::At(score_words(mean)),
        Outcome::NoAgreement => Agreed::NoAgreement,
    }
}

fn others<'a>(skills: impl Iterator<Item = &'a CaseSkill>) -> String {
    let (mut all, mut settled) = (0, 0);
    for skill in skills {
        all += 1;
        settled += usize::from(skill.agreed.is_some());
    }
    match (all, settled) {
        (0, _) => String::new(),
        (all, 0) => crate::insight::points::capital(&count(all, "other skill", "other skills")),
        (all, settled) if all == settled => {
            format!(
                "{}, accepted as rated",
                crate::insight::points::capital(&count(all, "other skill", "other skills"))
            )
        }
        (all, settled) => {
            let words = crate::insight::points::capital(&count(all, "other skill", "other skills"));
            format!("{words}, {settled} settled")
        }
    }
}

fn discussed(wanted: &Wanted<'_>, subject: &Subject<'_>, case: &CaseSkill) -> Discussed {
    let session = wanted.session;
    let id = &subject.person.id;
    let Some(skill) = session.rubric.skill(&case.skill) else { return Discussed::default() };
    let agreed = case.agreed.as_ref();
    let chosen = agreed.and_then(|agreed| match agreed.outcome {
        Outcome::Score(score) => Some(score),
        _ => None,
    });
    let points = crate::app::anchors::to_show(session.rubric.scale.top(), chosen, case.range(), case.bar);
    let words = |point: u8| crate::app::anchors::words(&session.rubric, skill, point);
    let reason = agreed.map_or("", |agreed| agreed.reason.as_str());
    let reason = if wanted.names.are_in(reason, id) { "" } else { reason };
    let about: Vec<_> = subject
        .evidence
        .iter()
        .filter(|item| item.skills.contains(&case.skill))
        .filter(|item| visibility::sees_evidence(session, &Viewer::Room, item))
        .collect();
    let shown = about.iter().rev().filter(|item| !wanted.names.are_in(&item.text, id)).take(EVIDENCE);
    let evidence: Vec<(String, String)> =
        shown.map(|item| (item.date.strftime("%-d %b").to_string(), item.text.clone())).collect();
    Discussed {
        name: skill.name.clone(),
        tier: session.rubric.tier_place(&skill.tier).unwrap_or_default(),
        anchors: points.into_iter().map(|point| (point, words(point), chosen == Some(point))).collect(),
        reason: reason.to_owned(),
        more: about.len() - evidence.len(),
        evidence,
    }
}
