//! A whole session for other programs, as RON or JSON: the same fields in both. It is no session file: it has no
//! history and no PINs, and its schema is frozen by its `version`. Names are kept with their ids, lists are sorted.
//!
//! | Field | What it holds |
//! |---|---|
//! | `format`, `version` | `"plumbline export"` and 1 |
//! | `session` | the id of the session it was written from |
//! | `redacted` | whether names were replaced by pseudonyms |
//! | `title`, `period`, `phase`, `created` | as in the session |
//! | `salt` | what pseudonyms are made with; empty when redacted |
//! | `rubric` | the whole rubric, as in a rubric file |
//! | `people`, `panel` | roster and panel, by id |
//! | `ratings` | one entry a rater, person and skill: `score` or `not_observed`, `revised_score` or `revised_not_observed`, `note` |
//! | `closeness`, `trait_answers` | how closely raters work with people; what they answered about leadership traits |
//! | `evidence` | dated facts |
//! | `revealed`, `recusals`, `agreed`, `agreed_traits`, `placements`, `open_seats` | what the panel did and decided |
//! | `appeals`, `amendments` | what was asked to be looked at again, and what was changed after closing, by id |
//! | `previous` | the summary of an earlier session, where there is one |
//!
//! Scores are points of the scale from 1; days are `YYYY-MM-DD`, times are UTC.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{
    About, Agreed, AgreedTrait, Amendment, AmendmentId, Appeal, AppealId, Closeness, Decisions, Evidence, Keeping,
    LevelId, Mark, Meeting, Panel, People, Period, PersonId, Phase, Placement, PreviousCycle, Rater, RaterId, Ratings,
    Rubric, Session, SessionId, Sheet, SkillId, TraitAnswer, TraitId, WhyNot,
};

use super::rows::each_rating;

const FORMAT: &str = "plumbline export";
const VERSION: u32 = 1;
/// Cells that the sheets of any export may take. A small file that names many people, skills and raters could ask for
/// more memory than there is; a larger one may take as many as it has bytes.
const MOST_CELLS: usize = 64 << 20;

/// The first two fields, which say whether the rest can be read.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    format: String,
    version: u32,
    session: SessionId,
    redacted: bool,
    title: String,
    period: Period,
    phase: Phase,
    created: Timestamp,
    #[serde(default)]
    salt: String,
    rubric: Rubric,
    people: People,
    panel: Panel,
    ratings: Vec<Rating>,
    closeness: Vec<ClosenessOf>,
    trait_answers: Vec<TraitAnswerOf>,
    evidence: Vec<Evidence>,
    revealed: BTreeMap<PersonId, Timestamp>,
    recusals: Vec<Recusal>,
    agreed: Vec<AgreedOf>,
    agreed_traits: Vec<AgreedTraitOf>,
    placements: BTreeMap<PersonId, Placement>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    open_seats: BTreeMap<LevelId, u32>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    appeals: BTreeMap<AppealId, Appeal>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    amendments: BTreeMap<AmendmentId, Amendment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous: Option<PreviousCycle>,
}

/// All that one rater said about one skill of one person.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    pub rater: RaterId,
    pub person: PersonId,
    pub skill: SkillId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not_observed: Option<WhyNot>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revised_score: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revised_not_observed: Option<WhyNot>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Rating {
    /// The blind mark; a score goes before not observed.
    pub fn blind(&self) -> Option<Mark> {
        self.score.map(Mark::Score).or(self.not_observed.map(Mark::NotObserved))
    }

    /// The mark after the reveal.
    pub fn revised(&self) -> Option<Mark> {
        self.revised_score.map(Mark::Score).or(self.revised_not_observed.map(Mark::NotObserved))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClosenessOf {
    rater: RaterId,
    person: PersonId,
    closeness: Closeness,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TraitAnswerOf {
    rater: RaterId,
    person: PersonId,
    leadership_trait: TraitId,
    answer: TraitAnswer,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recusal {
    person: PersonId,
    rater: RaterId,
    reason: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgreedOf {
    person: PersonId,
    skill: SkillId,
    agreed: Agreed,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgreedTraitOf {
    person: PersonId,
    leadership_trait: TraitId,
    agreed: AgreedTrait,
}

/// The two spellings of a whole session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Rusty Object Notation.
    Ron,
    /// JSON.
    Json,
}

/// Writes a session that holds nothing but what may be written.
pub fn write(session: &Session, redacted: bool, notation: Notation) -> Result<Vec<u8>, String> {
    let whole = Whole::of(session, redacted);
    let text = match notation {
        Notation::Json => serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())?,
        Notation::Ron => {
            let pretty = ron::ser::PrettyConfig::new().struct_names(false).depth_limit(4).new_line("\n");
            ron::ser::to_string_pretty(&whole, pretty).map_err(|error| error.to_string())?
        }
    };
    Ok((text + "\n").into_bytes())
}

/// The ids and random text that a session opened from an export is given, as it becomes a session of its own.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// The new session's id: journal and lock are found by it, so the exported session's can't be used again.
    pub session: SessionId,
    /// The salt, where the export has none.
    pub salt: String,
}

/// Whether a text is an export, of whatever version.
pub fn is_export(text: &str, notation: Notation) -> bool {
    read::<Head>(text, notation).map_or_else(|_| text.contains(FORMAT), |head| head.format == FORMAT)
}

/// Opens an export as a session of its own.
///
/// # Errors
/// A sentence per problem: no export, another version, damaged (with line and column), or a session that breaks an
/// invariant.
pub fn open(text: &str, notation: Notation, fresh: Fresh) -> Result<Session, Vec<String>> {
    let whole = parse(text, notation).map_err(|problem| vec![problem])?;
    if whole.cells() > MOST_CELLS.max(text.len()) {
        return Err(vec![
            "The export has far more people, skills and raters than ratings; it was not written by this \
                         program."
                .into(),
        ]);
    }
    let session = whole.into_session(fresh);
    let problems = session.problems();
    if problems.is_empty() { Ok(session) } else { Err(problems) }
}

/// The ratings of an export.
pub fn ratings(text: &str, notation: Notation) -> Result<Vec<Rating>, String> {
    parse(text, notation).map(|whole| whole.ratings)
}

fn parse(text: &str, notation: Notation) -> Result<Whole, String> {
    let head: Head = read(text, notation)?;
    if head.format != FORMAT {
        return Err(format!(
            "This is no export of Plumbline: its format is “{}”.",
            super::marks::shortened(&head.format)
        ));
    }
    if head.version != VERSION {
        return Err(format!(
            "The export has version {}, and this program reads version {VERSION}; use a newer program.",
            head.version
        ));
    }
    read(text, notation)
}

fn read<T: for<'de> Deserialize<'de>>(text: &str, notation: Notation) -> Result<T, String> {
    match notation {
        Notation::Json => serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let whole = error.to_string();
            let said = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(said, _)| said);
            format!("Line {line}, column {column}: {said}; write the file again, it may have been cut.")
        }),
        Notation::Ron => ron::from_str(text).map_err(|error| {
            let start = error.span.start;
            let said = error.code;
            format!("Line {}, column {}: {said}; write the file again, it may have been cut.", start.line, start.col)
        }),
    }
}

impl Whole {
    fn of(session: &Session, redacted: bool) -> Self {
        let mut ratings = Vec::new();
        let all: Result<(), std::convert::Infallible> = each_rating(session, |row| {
            let Some(rater) = row.rater else { return Ok(()) };
            let (score, not_observed) = parts(row.blind);
            let (revised_score, revised_not_observed) = parts(row.revised);
            ratings.push(Rating {
                rater: rater.id.clone(),
                person: row.person.id.clone(),
                skill: row.skill.id.clone(),
                score,
                not_observed,
                revised_score,
                revised_not_observed,
                note: row.note.to_owned(),
            });
            Ok(())
        });
        let Ok(()) = all;
        let about = &session.about;
        let decisions = &session.decisions;
        Self {
            format: FORMAT.into(),
            version: VERSION,
            session: session.id.clone(),
            redacted,
            title: about.title.clone(),
            period: about.period.clone(),
            phase: about.phase,
            created: about.created,
            salt: if redacted { String::new() } else { about.salt.clone() },
            rubric: (*session.rubric).clone(),
            people: (*session.people).clone(),
            panel: Panel::new(session.panel.iter().map(|rater| Rater { pin: None, ..(**rater).clone() })),
            ratings,
            closeness: closeness_of(session),
            trait_answers: trait_answers_of(session),
            evidence: session.evidence.values().cloned().collect(),
            revealed: decisions.revealed.clone(),
            recusals: decisions
                .recusals
                .iter()
                .map(|((person, rater), reason)| Recusal {
                    person: person.clone(),
                    rater: rater.clone(),
                    reason: reason.clone(),
                })
                .collect(),
            agreed: decisions
                .agreed
                .iter()
                .map(|((person, skill), agreed)| AgreedOf {
                    person: person.clone(),
                    skill: skill.clone(),
                    agreed: agreed.clone(),
                })
                .collect(),
            agreed_traits: decisions
                .traits
                .iter()
                .map(|((person, leadership_trait), agreed)| AgreedTraitOf {
                    person: person.clone(),
                    leadership_trait: leadership_trait.clone(),
                    agreed: agreed.clone(),
                })
                .collect(),
            placements: decisions.placements.clone(),
            open_seats: decisions.open_seats.clone(),
            appeals: session.meeting.appeals.clone(),
            amendments: session.meeting.amendments.clone(),
            previous: session.previous.as_deref().cloned(),
        }
    }

    /// How many cells the sheets of all who rate will have.
    fn cells(&self) -> usize {
        let by_rating = self.ratings.iter().map(|one| &one.rater);
        let raters: std::collections::BTreeSet<_> = by_rating
            .chain(self.closeness.iter().map(|one| &one.rater))
            .chain(self.trait_answers.iter().map(|one| &one.rater))
            .collect();
        self.people.len().saturating_mul(self.rubric.skills.len()).saturating_mul(raters.len())
    }

    fn into_session(self, fresh: Fresh) -> Session {
        let salt = if self.salt.is_empty() { fresh.salt } else { self.salt };
        let about = About {
            title: self.title,
            period: self.period,
            phase: self.phase,
            created: self.created,
            salt,
            keeping: Keeping::default(),
        };
        // Sorted again: who wrote the file may not have.
        let people = People::new(self.people.iter().map(|person| (**person).clone()));
        let panel = Panel::new(self.panel.iter().map(|rater| (**rater).clone()));
        let mut sheets = Sheets::new(&people, &self.rubric);
        for rating in self.ratings {
            let (blind, revised) = (rating.blind(), rating.revised());
            sheets.put(&rating.rater, rating.person, rating.skill, blind, revised, rating.note);
        }
        for ClosenessOf { rater, person, closeness } in self.closeness {
            sheets.of(&rater).closeness.insert(person, closeness);
        }
        for TraitAnswerOf { rater, person, leadership_trait, answer } in self.trait_answers {
            sheets.of(&rater).traits.insert((person, leadership_trait), answer);
        }
        let ratings = sheets.finish();
        let decisions = Decisions {
            revealed: self.revealed,
            recusals: self.recusals.into_iter().map(|one| ((one.person, one.rater), one.reason)).collect(),
            agreed: self.agreed.into_iter().map(|one| ((one.person, one.skill), one.agreed)).collect(),
            traits: self
                .agreed_traits
                .into_iter()
                .map(|one| ((one.person, one.leadership_trait), one.agreed))
                .collect(),
            placements: self.placements,
            open_seats: self.open_seats,
        };
        let meeting = Meeting { appeals: self.appeals, amendments: self.amendments, ..Meeting::default() };
        Session {
            id: fresh.session,
            about: Arc::new(about),
            rubric: Arc::new(self.rubric),
            people: Arc::new(people),
            panel: Arc::new(panel),
            ratings,
            evidence: Arc::new(self.evidence.into_iter().map(|item| (item.id.clone(), item)).collect()),
            decisions: Arc::new(decisions),
            previous: self.previous.map(Arc::new),
            meeting: Arc::new(meeting),
        }
    }
}

/// Sheets being filled cell by cell.
pub struct Sheets<'a> {
    people: &'a People,
    columns: BTreeMap<SkillId, usize>,
    sheets: BTreeMap<RaterId, Sheet>,
}

impl<'a> Sheets<'a> {
    /// Empty sheets for these people and skills.
    pub fn new(people: &'a People, rubric: &Rubric) -> Self {
        let columns = rubric.skills.iter().enumerate().map(|(column, skill)| (skill.id.clone(), column)).collect();
        Self { people, columns, sheets: BTreeMap::new() }
    }

    /// The sheet of a rater.
    pub fn of(&mut self, rater: &RaterId) -> &mut Sheet {
        if !self.sheets.contains_key(rater) {
            self.sheets.insert(rater.clone(), Sheet::new(self.people.len(), self.columns.len()));
        }
        self.sheets.entry(rater.clone()).or_default()
    }

    /// Puts all that a rater said about a cell. A blind score of somebody or something unknown, or one that no byte of
    /// a sheet can hold, has no place; it is kept as a revised one, so that the check of the session finds it.
    pub fn put(
        &mut self,
        rater: &RaterId,
        person: PersonId,
        skill: SkillId,
        blind: Option<Mark>,
        revised: Option<Mark>,
        note: String,
    ) {
        let place = self.people.place(&person).zip(self.columns.get(&skill).copied());
        let sheet = self.of(rater);
        let cell = (person, skill);
        let fits = !matches!(blind, Some(Mark::Score(0 | u8::MAX)));
        match place {
            Some((row, column)) if fits => sheet.set_blind(row, column, &cell, blind),
            _ => sheet.revised.extend(blind.map(|mark| (cell.clone(), mark))),
        }
        sheet.revised.extend(revised.map(|mark| (cell.clone(), mark)));
        if !note.is_empty() {
            sheet.notes.insert(cell, note);
        }
    }

    /// The ratings.
    pub fn finish(self) -> Ratings {
        Ratings(self.sheets.into_iter().map(|(rater, sheet)| (rater, Arc::new(sheet))).collect())
    }
}

fn parts(mark: Option<Mark>) -> (Option<u8>, Option<WhyNot>) {
    match mark {
        Some(Mark::Score(score)) => (Some(score), None),
        Some(Mark::NotObserved(why)) => (None, Some(why)),
        None => (None, None),
    }
}

fn closeness_of(session: &Session) -> Vec<ClosenessOf> {
    let of = |(rater, sheet): (&RaterId, &Arc<Sheet>)| {
        let all = sheet.closeness().iter();
        all.map(|(person, closeness)| ClosenessOf {
            rater: rater.clone(),
            person: person.clone(),
            closeness: *closeness,
        })
        .collect::<Vec<_>>()
    };
    session.ratings.sheets().flat_map(of).collect()
}

fn trait_answers_of(session: &Session) -> Vec<TraitAnswerOf> {
    let of = |(rater, sheet): (&RaterId, &Arc<Sheet>)| {
        let all = sheet.traits().iter();
        all.map(|((person, leadership_trait), answer)| TraitAnswerOf {
            rater: rater.clone(),
            person: person.clone(),
            leadership_trait: leadership_trait.clone(),
            answer: *answer,
        })
        .collect::<Vec<_>>()
    };
    session.ratings.sheets().flat_map(of).collect()
}
