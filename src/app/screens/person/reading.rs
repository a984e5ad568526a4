//! All that the screen shows of one person, gathered once for a revision and a viewer. What the viewer may not see is
//! left out here, so that nothing that draws has to ask.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::view::View;
use crate::app::widgets::{StripMark, mark_letters};
use crate::insight::flags::{self, RaisedFlag};
use crate::insight::suppose::{Difference, Supposed, difference};
use crate::insight::visibility::{self, Viewer};
use crate::insight::{EffectiveScore, Growth, PersonReading, Status, Subject, growth};
use crate::model::{
    Evidence, LeadershipTrait, Manager, Mark, Person, PersonId, RaterId, Round, Session, SkillId, TraitAnswer, TraitId,
    WhyNot,
};

use super::placement::manager_name;

/// What is shown of one person.
pub struct Reading {
    /// The revision that it was read at.
    pub revision: u64,
    /// Through whose eyes.
    pub viewer: Viewer,
    /// The scores that are supposed in the sandbox; empty outside it.
    pub supposed: Supposed,
    /// What the supposed scores would change; none outside the sandbox.
    pub difference: Option<Difference>,
    /// Tiers, gates and status; as they would be, in the sandbox.
    pub person: PersonReading,
    /// "Director · Platform · reports to Dana Whitfield · target VP · rated by 5".
    pub standing: String,
    /// Whether the cells are open to the viewer.
    pub open: bool,
    /// The skills that are asked or scored, in column order.
    pub skills: Vec<SkillReading>,
    /// What to look at before anything is decided.
    pub flags: Vec<RaisedFlag>,
    /// Whether the status is the same whichever rater is left out, in words without names.
    pub robust: String,
    /// The status with each rater left out, by their names; empty for everybody but the facilitator.
    pub left_out: Vec<(String, Status)>,
    /// How the person has grown.
    pub growth: Option<Growth>,
    /// The evidence that the viewer may see, by date.
    pub evidence: Vec<Evidence>,
    /// What each rater answered about the leadership traits, where these are asked and open.
    pub traits: Vec<TraitReading>,
}

/// One leadership trait of the person.
pub struct TraitReading {
    /// Which.
    pub leadership_trait: TraitId,
    /// Its name.
    pub name: String,
    /// Who answered what, by name.
    pub answers: Vec<(String, TraitAnswer)>,
}

/// One skill of the person.
pub struct SkillReading {
    /// Which.
    pub skill: SkillId,
    /// Place of its tier.
    pub tier: usize,
    /// Whether it is asked of the person.
    pub asked: bool,
    /// The score that counts; none where there is none, or where it may not be seen yet.
    pub score: Option<EffectiveScore>,
    /// The marks that count, own manager first, then by name; empty before the reveal.
    pub marks: Vec<MarkReading>,
    /// The same as they are drawn.
    pub strip: Vec<StripMark>,
    /// How many could not see it.
    pub could_not_see: usize,
    /// How many say that there was no chance yet.
    pub no_chance_yet: usize,
}

/// One rater's mark.
pub struct MarkReading {
    /// Who.
    pub rater: String,
    /// The mark that counts.
    pub score: u8,
    /// The blind mark, where it was another one.
    pub before: Option<u8>,
    /// Whether the person reports to this rater.
    pub own_manager: bool,
    /// The rater's note; empty where there is none.
    pub note: String,
}

impl Reading {
    /// Gathers it; none where the session does not have the person. Whether the viewer may see anything of it at all is
    /// for the caller to ask first.
    pub fn new(view: &View<'_>, id: &PersonId) -> Option<Self> {
        Self::supposing(view, id, Supposed::new(), false)
    }

    /// The same with certain scores supposed to be agreed, where the sandbox is open.
    pub fn supposing(view: &View<'_>, id: &PersonId, supposed: Supposed, sandbox: bool) -> Option<Self> {
        let (session, readings, viewer) = (view.session, view.readings, view.viewer());
        let subject = Subject::new(session, readings.index(), id)?;
        let now = PersonReading::of(&subject, subject.effective());
        let open = visibility::sees_cells_of(session, &viewer, id);
        // The scores as they are: what is tried in the sandbox stands beside them.
        let skills = skills(&subject, &now, open);
        let (person, difference) = if sandbox {
            let then = PersonReading::of(&subject, subject.supposing(&supposed));
            let difference = difference(&now, &then);
            (then, Some(difference))
        } else {
            (now, None)
        };
        let robustness = subject.robustness();
        let evidence = readings.index().evidence_of(session, id).into_iter();
        let left_out = robustness.left_out.iter().filter(|_| viewer.reads_raters_names());
        Some(Self {
            revision: view.revision,
            standing: standing(session, subject.person, robustness.raters),
            open,
            skills,
            flags: flags::raised(&subject, &person, &robustness)
                .into_iter()
                .map(|flag| for_viewer(flag, &viewer, open))
                .collect(),
            robust: robustness.room_words(&session.rubric),
            left_out: left_out.map(|(rater, status)| (session.rater_name(rater), *status)).collect(),
            growth: growth(session, readings.index(), &person),
            evidence: evidence.filter(|item| visibility::sees_evidence(session, &viewer, item)).cloned().collect(),
            traits: if open { traits(&subject) } else { Vec::new() },
            person: if open { person } else { person.before_the_reveal() },
            viewer,
            supposed,
            difference,
        })
    }
}

/// A flag as a viewer reads it: who is behind it is for the facilitator only, and marks open with the reveal.
fn for_viewer(flag: RaisedFlag, viewer: &Viewer, open: bool) -> RaisedFlag {
    let mut flag = if open { flag } else { flag.before_the_reveal() };
    if !viewer.reads_raters_names() {
        flag.for_facilitator.clear();
    }
    flag
}

/// What was answered about the traits, where a level on the person's way asks them.
fn traits(subject: &Subject<'_>) -> Vec<TraitReading> {
    let session = subject.session;
    if !subject.asks_traits() {
        return Vec::new();
    }
    let read = |one: &LeadershipTrait| {
        let key = (subject.person.id.clone(), one.id.clone());
        let answers = subject.views.iter().filter_map(|view| {
            let answer = view.sheet.traits().get(&key)?;
            Some((session.rater_name(view.rater), *answer))
        });
        let mut answers: Vec<(String, TraitAnswer)> = answers.collect();
        answers.sort();
        TraitReading { leadership_trait: one.id.clone(), name: one.name.clone(), answers }
    };
    session.rubric.traits.iter().map(read).collect()
}

/// Level, team, manager, target and how many rated, as far as they are known.
fn standing(session: &Session, person: &Person, raters: usize) -> String {
    let manager = Some(manager_name(session, person)).filter(|name| !name.is_empty());
    let target = person.target.as_ref().and_then(|target| session.rubric.level(target));
    let parts = [
        Some(session.standing(person)),
        manager.map(|manager| format!("reports to {manager}")),
        Some(target.map_or_else(|| "no target".to_owned(), |target| format!("target {}", target.name))),
        Some(if raters == 0 { "rated by nobody".to_owned() } else { format!("rated by {raters}") }),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn skills(subject: &Subject<'_>, reading: &PersonReading, open: bool) -> Vec<SkillReading> {
    let rubric = &subject.session.rubric;
    let mut skills = Vec::new();
    for (column, skill) in rubric.skills.iter().enumerate() {
        let Some(tier) = rubric.tier_place(&skill.tier) else { continue };
        let asked = subject.asks(column);
        // One rater's mark would be read off the mean: before the reveal only what the panel settled is shown.
        let score = reading.scores.at(column).filter(|score| open || score.source.is_settled());
        if skill.retired || !asked && score.is_none() {
            continue;
        }
        let mut read = SkillReading {
            skill: skill.id.clone(),
            tier,
            asked,
            score,
            marks: Vec::new(),
            strip: Vec::new(),
            could_not_see: 0,
            no_chance_yet: 0,
        };
        if open {
            read_marks(subject, &mut read);
        }
        skills.push(read);
    }
    draw_marks(&mut skills);
    skills
}

/// Makes of the marks what a strip is drawn from: one rater has the same letters on every skill.
fn draw_marks(skills: &mut [SkillReading]) {
    let raters: BTreeSet<&str> = skills.iter().flat_map(|skill| &skill.marks).map(|mark| mark.rater.as_str()).collect();
    let raters: Vec<&str> = raters.into_iter().collect();
    let letters: BTreeMap<String, String> =
        raters.iter().map(|rater| (*rater).to_owned()).zip(mark_letters(&raters)).collect();
    for skill in skills {
        let drawn = skill.marks.iter().map(|mark| StripMark {
            score: mark.score,
            letters: letters.get(&mark.rater).cloned().unwrap_or_default(),
            filled: mark.own_manager,
            before: mark.before,
        });
        skill.strip = drawn.collect();
    }
}

fn read_marks(subject: &Subject<'_>, read: &mut SkillReading) {
    let (session, person) = (subject.session, subject.person);
    for view in &subject.views {
        match session.last_mark(view.rater, &person.id, &read.skill) {
            None => {}
            Some(Mark::NotObserved(WhyNot::CouldNotSee)) => read.could_not_see += 1,
            Some(Mark::NotObserved(WhyNot::NoChanceYet)) => read.no_chance_yet += 1,
            Some(Mark::Score(score)) => {
                let blind = session.mark(view.rater, &person.id, &read.skill, Round::Blind).and_then(Mark::score);
                let cell = (person.id.clone(), read.skill.clone());
                read.marks.push(MarkReading {
                    rater: session.rater_name(view.rater),
                    score,
                    before: blind.filter(|blind| *blind != score),
                    own_manager: is_own_manager(person, view.rater),
                    note: view.sheet.notes().get(&cell).cloned().unwrap_or_default(),
                });
            }
        }
    }
    read.marks.sort_by(|a, b| (!a.own_manager, &a.rater).cmp(&(!b.own_manager, &b.rater)));
}

fn is_own_manager(person: &Person, rater: &RaterId) -> bool {
    matches!(&person.manager, Manager::Panel(manager) if manager == rater)
}
