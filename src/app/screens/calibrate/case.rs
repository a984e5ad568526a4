//! All that the screen shows of the person under discussion, gathered once for a revision and a viewer. What the viewer
//! may not see is left out here, so that nothing that draws has to ask.

use crate::app::view::View;
use crate::app::widgets::{StripMark, mark_letters};
use crate::insight::agreement::speaking_order;
use crate::insight::points::count;
use crate::insight::visibility::{self, Viewer};
use crate::insight::{Before, CaseSkill, Subject};
use crate::model::{Evidence, PersonId, RaterId, Session, SkillId};

/// What is shown of the person under discussion.
pub(super) struct Case {
    /// The revision that it was gathered at.
    pub revision: u64,
    /// Through whose eyes.
    pub viewer: Viewer,
    /// Who.
    pub person: PersonId,
    /// Whether the cells are open to the viewer.
    pub open: bool,
    /// What the skills at the top are about: "Skills that decide VP".
    pub heading: String,
    /// The asked skills: those that lead first, then the rest.
    pub skills: Vec<Row>,
    /// How many lead.
    pub leading: usize,
    /// Whether the own manager alone has scored the person.
    pub own_manager_alone: bool,
    /// Who it hinges on, where it does: for the facilitator alone.
    pub hinges_on: String,
    /// The evidence that the viewer may see, by date.
    pub evidence: Vec<Evidence>,
}

/// One skill with its marks.
pub(super) struct Row {
    /// The skill; its marks are empty before the reveal.
    pub case: CaseSkill,
    /// Its name.
    pub name: String,
    /// Place of its tier.
    pub tier: usize,
    /// The marks as they are drawn.
    pub strip: Vec<StripMark>,
    /// Whose each mark is, and what they wrote: name, short name, note.
    pub said: Vec<Said>,
    /// Pieces of evidence that speak to it and may be seen.
    pub evidence: usize,
    /// Places of the marks in the order in which their raters speak.
    pub turns: Vec<usize>,
    /// Whether the rater of each mark is absent.
    pub absent: Vec<bool>,
    /// Why a reason is owed for what was settled; none where none is.
    pub owed: Option<&'static str>,
    /// Whether one is owed and not given yet.
    pub owes: bool,
}

/// One rater's words.
pub(super) struct Said {
    /// Full name.
    pub name: String,
    /// First name, where no other rater here has it.
    pub short: String,
    /// The note; empty where there is none.
    pub note: String,
}

impl Case {
    /// Gathers it; none where the session does not have the person, or the viewer may see nothing of them.
    pub fn new(view: &View<'_>, id: &PersonId) -> Option<Self> {
        let (session, viewer) = (view.session, view.viewer());
        let index = view.readings.index();
        if !visibility::sees_reading_of(session, &viewer, id) {
            return None;
        }
        let subject = Subject::new(session, index, id)?;
        let open = visibility::sees_cells_of(session, &viewer, id);
        let evidence = index.evidence_of(session, id).into_iter();
        let evidence: Vec<Evidence> =
            evidence.filter(|item| visibility::sees_evidence(session, &viewer, item)).cloned().collect();
        let mut skills = subject.case_skills();
        if !open {
            skills.iter_mut().for_each(close);
        }
        let leading = skills.iter().filter(|skill| skill.leads()).count();
        let names = Names::new(session, &skills);
        let scored = || skills.iter().filter(|skill| !skill.marks.is_empty());
        let own_manager_alone = scored().next().is_some() && scored().all(CaseSkill::rests_on_own_manager);
        let order = speaking_order(session, subject.person);
        let rows = skills.into_iter().map(|skill| Row::new(&subject, skill, &names, &evidence, &order)).collect();
        let robustness = subject.robustness();
        let facilitator = viewer == Viewer::Facilitator;
        Some(Self {
            revision: view.revision,
            person: id.clone(),
            open,
            heading: heading(session, &subject),
            skills: rows,
            leading,
            own_manager_alone,
            hinges_on: if facilitator { robustness.facilitator_words(session) } else { String::new() },
            evidence,
            viewer,
        })
    }

    /// Whether it is still what it was gathered from.
    pub fn is_fresh(&self, view: &View<'_>, id: &PersonId) -> bool {
        self.revision == view.revision && self.person == *id && self.viewer == view.viewer()
    }

    /// The row of a skill.
    pub fn row(&self, skill: &SkillId) -> Option<&Row> {
        self.skills.iter().find(|row| row.case.skill == *skill)
    }

    /// What the accept-the-rest key takes now, and what it is called: first the skills that don't lead, then those that
    /// do and are not contested where they decide.
    pub fn rest(&self) -> Rest {
        let unsettled = |place: &usize| {
            let case = &self.skills[*place].case;
            case.agreed.is_none() && !case.marks.is_empty() && !self.own_manager_alone
        };
        let others: Vec<usize> = (self.leading..self.skills.len()).filter(unsettled).collect();
        if !others.is_empty() {
            let words = match others.len() {
                1 => "one other skill, not contested, decides nothing".to_owned(),
                more => format!("{}, none contested, none decides", count(more, "other skill", "other skills")),
            };
            return Rest { places: others, words };
        }
        let quiet = |place: &usize| {
            let case = &self.skills[*place].case;
            !(case.rests_on_own_manager() || case.contested && case.decides)
        };
        let quiet: Vec<usize> = (0..self.leading).filter(unsettled).filter(quiet).collect();
        let words = match quiet.len() {
            0 => String::new(),
            1 => "one more, not contested where it decides".to_owned(),
            more => format!("{more} more, none contested where it decides"),
        };
        Rest { places: quiet, words }
    }

    /// The next skill, after a place, that leads and is not settled; round from the top again.
    pub fn next_open(&self, after: Option<usize>) -> Option<usize> {
        let from = after.map_or(0, |after| after + 1);
        let open = |place: &usize| {
            let case = &self.skills[*place].case;
            case.agreed.is_none() && case.contested && case.decides
        };
        (from..self.leading).chain(0..from.min(self.leading)).find(open)
    }
}

/// What is accepted as rated in one go.
pub(super) struct Rest {
    /// Places of the skills.
    pub places: Vec<usize>,
    /// "17 other skills, none contested, none decides".
    pub words: String,
}

/// Before the reveal nothing of the cells is kept, not even how many there are.
fn close(skill: &mut CaseSkill) {
    skill.marks.clear();
    (skill.could_not_see, skill.no_chance_yet) = (0, 0);
}

fn heading(session: &Session, subject: &Subject<'_>) -> String {
    let level = |id| session.rubric.level(id).map(|level| level.name.as_str());
    match (subject.person.target.as_ref().and_then(level), subject.person.level.as_ref().and_then(level)) {
        (Some(target), _) => format!("Skills that decide {target}"),
        (None, Some(own)) => format!("Skills of a {own}"),
        (None, None) => "Skills".to_owned(),
    }
}

/// The names of the raters of a person.
struct Names(Vec<(RaterId, Said, String)>);

impl Names {
    fn new(session: &Session, skills: &[CaseSkill]) -> Self {
        let mut raters: Vec<_> = skills.iter().flat_map(|skill| &skill.marks).map(|mark| mark.rater.clone()).collect();
        raters.sort();
        raters.dedup();
        let names: Vec<String> = raters.iter().map(|rater| session.rater_name(rater)).collect();
        let letters = mark_letters(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let first = |name: &str| name.split_whitespace().next().unwrap_or(name).to_owned();
        let short = |name: &String| {
            let mine = first(name);
            let alike = names.iter().filter(|other| first(other) == mine).count();
            if alike > 1 { name.clone() } else { mine }
        };
        let said = names.iter().map(|name| Said { name: name.clone(), short: short(name), note: String::new() });
        let said: Vec<Said> = said.collect();
        Self(raters.into_iter().zip(said).zip(letters).map(|((rater, said), letters)| (rater, said, letters)).collect())
    }

    fn of(&self, rater: &RaterId) -> (String, String, String) {
        let found = self.0.iter().find(|(id, ..)| id == rater);
        found.map_or_else(Default::default, |(_, said, letters)| {
            (said.name.clone(), said.short.clone(), letters.clone())
        })
    }
}

impl Row {
    fn new(subject: &Subject<'_>, case: CaseSkill, names: &Names, evidence: &[Evidence], order: &[RaterId]) -> Self {
        let session = subject.session;
        let rubric = &session.rubric;
        let cell = (subject.person.id.clone(), case.skill.clone());
        let note = |rater| session.ratings.sheet(rater).and_then(|sheet| sheet.notes().get(&cell)).cloned();
        let (mut strip, mut said) = (Vec::new(), Vec::new());
        for mark in &case.marks {
            let (name, short, letters) = names.of(&mark.rater);
            let before = match mark.before {
                Some(Before::Score(before)) => Some(before),
                _ => None,
            };
            strip.push(StripMark { score: mark.score, letters, filled: mark.own_manager, before });
            said.push(Said { name, short, note: note(&mark.rater).unwrap_or_default() });
        }
        let reasons = case.agreed.as_ref().map(|agreed| subject.reasons_owed(&case.skill, agreed.outcome));
        let owed = reasons.and_then(|owed| owed.first().map(|owed| owed.words()));
        let given = case.agreed.as_ref().is_some_and(|agreed| !agreed.reason.trim().is_empty());
        Self {
            owes: owed.is_some() && !given,
            owed,
            turns: case.speaking_order(order),
            absent: case.marks.iter().map(|mark| session.meeting.is_absent(&mark.rater)).collect(),
            name: rubric.skill(&case.skill).map_or_else(String::new, |skill| skill.name.clone()),
            tier: rubric.tier_place(&case.tier).unwrap_or_default(),
            evidence: evidence.iter().filter(|item| item.skills.contains(&case.skill)).count(),
            strip,
            said,
            case,
        }
    }
}
