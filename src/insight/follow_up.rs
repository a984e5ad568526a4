//! What managers take along from the meeting: talking points for each of their reports, and the words on a person's own
//! page. Both are drafted from what was recorded and then edited by the manager; what the panel wrote down as a reason
//! never leaves as it is, and the person's page names neither other people nor raters. Nothing goes out before it was
//! looked through: [`problems`] says what still stands in the way.

use crate::model::{Manager, Outcome, Person, PersonId, Place, RaterId, Session, SkillId, day_words};

use super::effective::Subject;
use super::index::Index;
use super::points::{bar_words, list, score_words};
use super::reading::PersonReading;

/// Where fewer have rated, leaving out their names hides nobody.
pub const FEW_RATERS: usize = 3;

/// What stands in a draft where the manager is to say something in their own words.
pub const TO_SAY: &str = "[say why, in your own words]";

/// A reason of this many letters or more is recognised when it stands in a text.
const TELLING: usize = 12;

/// Something that the panel recorded, beside the draft for whoever words it. It never leaves by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// What it is about: a skill, or the placement.
    pub about: String,
    /// What was recorded.
    pub reason: String,
}

/// The people who report to somebody on the panel, by name.
pub fn reports_of<'a>(session: &'a Session, manager: &RaterId) -> Vec<&'a Person> {
    let reports = |person: &&Person| person.manager == Manager::Panel(manager.clone());
    let mut people: Vec<&Person> = session.people.iter().map(|person| &**person).filter(reports).collect();
    people.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
    people
}

/// Those on the panel to whom somebody reports, by name.
pub fn managers(session: &Session) -> Vec<RaterId> {
    let mut managers: Vec<RaterId> = session.panel.iter().map(|rater| rater.id.clone()).collect();
    managers.retain(|manager| !reports_of(session, manager).is_empty());
    managers.sort_by_cached_key(|manager| session.rater_name(manager));
    managers
}

/// What the panel recorded about a person: the reasons of agreed scores in column order, then that of the placement.
pub fn recorded(session: &Session, person: &PersonId) -> Vec<Recorded> {
    let decisions = &session.decisions;
    let skills = session.rubric.skills.iter().filter_map(|skill| {
        let agreed = decisions.agreed.get(&(person.clone(), skill.id.clone()))?;
        Some(Recorded { about: skill.name.clone(), reason: agreed.reason.trim().to_owned() })
    });
    let placement = decisions.placements.get(person);
    let placement =
        placement.map(|placement| Recorded { about: "Placement".into(), reason: placement.reason.trim().to_owned() });
    skills.chain(placement).filter(|one| !one.reason.is_empty()).collect()
}

/// The draft of a manager's talking points about one report, a line each.
pub fn talking_points(session: &Session, index: &Index, person: &PersonId) -> Vec<String> {
    let Some(subject) = Subject::new(session, index, person) else { return Vec::new() };
    let reading = PersonReading::of(&subject, subject.effective());
    let mut lines = vec![outcome(&subject, Voice::About)];
    lines.extend(strengths(&subject, &reading));
    lines.extend(differences(&subject));
    lines.extend(open_gates(&reading));
    lines.extend(next_step(&subject));
    lines
}

/// The draft of a person's own page, a paragraph a line: no other people, no raters' names, no marks.
pub fn page(session: &Session, index: &Index, person: &PersonId) -> Vec<String> {
    let Some(subject) = Subject::new(session, index, person) else { return Vec::new() };
    let reading = PersonReading::of(&subject, subject.effective());
    let mut lines = vec![outcome(&subject, Voice::To)];
    lines.extend(strong_anchors(&subject, &reading));
    lines.extend(open_gates(&reading));
    lines.extend(next_step_without_names(&subject));
    if let Some(placement) = session.decisions.placements.get(person).filter(|one| !one.words.trim().is_empty()) {
        lines.push(placement.words.trim().to_owned());
    }
    lines
}

/// Who is spoken to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// About the person, to their manager.
    About,
    /// To the person.
    To,
}

fn outcome(subject: &Subject, voice: Voice) -> String {
    let (session, person) = (subject.session, subject.person);
    let level = |id: &Option<_>| id.as_ref().and_then(|id| session.rubric.level(id)).map(|level| level.name.clone());
    let placement = session.decisions.placements.get(&person.id);
    let target = level(&person.target).unwrap_or_else(|| "the next level".into());
    let own = level(&person.level).map_or_else(|| "in level".to_owned(), |own| format!("as {own}"));
    let outcome = match placement.map(|placement| placement.place).unwrap_or_default() {
        Place::Undecided => "nothing was decided yet.".to_owned(),
        Place::Growing => format!("growing {own}, which is a good outcome."),
        Place::Nearly => format!("nearly at {target}."),
        Place::Recommend => format!("recommended for {target}, subject to role and budget."),
        Place::Parked => {
            let until = placement.and_then(|placement| placement.until);
            let until = until.map_or_else(String::new, |until| format!(" by {}", day_words(until)));
            format!("not decided yet; the panel takes it up again{until}.")
        }
    };
    match voice {
        Voice::About => format!("Outcome: {outcome}"),
        Voice::To => format!("Where you stand: {outcome}"),
    }
}

/// The best of the asked skills, three at most, that reach the scale's upper half.
fn best(subject: &Subject, reading: &PersonReading) -> Vec<(usize, f64)> {
    let columns = 0..subject.session.rubric.skills.len();
    let middle = f64::from(subject.session.rubric.scale.top() + 1) / 2.0;
    let scored = columns.filter(|column| subject.asks(*column));
    let mut scored: Vec<(usize, f64)> = scored
        .filter_map(|column| Some((column, reading.scores.value(column)?)))
        .filter(|(_, at)| *at > middle)
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored.truncate(3);
    scored
}

fn strengths(subject: &Subject, reading: &PersonReading) -> Option<String> {
    let rubric = &subject.session.rubric;
    let named = best(subject, reading).into_iter();
    let named: Vec<String> =
        named.map(|(column, at)| format!("{} ({})", rubric.skills[column].name, score_words(at))).collect();
    (!named.is_empty()).then(|| format!("Strongest: {}.", list(&named)))
}

/// What the strongest skills look like, in the words of the rubric.
fn strong_anchors(subject: &Subject, reading: &PersonReading) -> Vec<String> {
    let rubric = &subject.session.rubric;
    let words = |(column, at): (usize, f64)| {
        let skill = &rubric.skills[column];
        // The point that is reached, not the one that is nearly.
        let anchor = skill.anchors.get((at + 1e-6).floor() as usize - 1).map(|anchor| anchor.trim());
        match anchor.filter(|anchor| !anchor.is_empty()) {
            Some(anchor) => format!("A strength: {}. {anchor}", skill.name),
            None => format!("A strength: {}.", skill.name),
        }
    };
    best(subject, reading).into_iter().map(words).collect()
}

/// Where the panel settled on something else than what the own manager gave.
fn differences(subject: &Subject) -> Vec<String> {
    let skills = subject.session.rubric.skills.iter().enumerate();
    let differs = skills.filter_map(|(column, skill)| {
        let own = subject.manager_score(column)?;
        let name = &skill.name;
        match subject.agreed(&skill.id)?.outcome {
            Outcome::Score(score) if score != own => {
                Some(format!("{name}: you gave {own}, the panel agreed on {score}, because {TO_SAY}."))
            }
            Outcome::AsRated(mean) if (mean - f64::from(own)).abs() >= 0.5 => Some(format!(
                "{name}: you gave {own}; it was accepted as rated by all, at {}.",
                bar_words((mean * 10.0).round() / 10.0)
            )),
            Outcome::NoAgreement => Some(format!("{name}: you gave {own}; the panel did not agree, because {TO_SAY}.")),
            _ => None,
        }
    });
    differs.collect()
}

fn open_gates(reading: &PersonReading) -> Vec<String> {
    reading.open_gates().map(|gate| format!("Still open: {}", gate.words())).collect()
}

fn next_step(subject: &Subject) -> Option<String> {
    let step = subject.session.decisions.placements.get(&subject.person.id)?.next_step.as_ref()?;
    let owner = Some(step.owner.trim()).filter(|owner| !owner.is_empty()).map(str::to_owned);
    let more: Vec<String> = owner.into_iter().chain(step.by.map(|by| format!("by {}", day_words(by)))).collect();
    let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
    Some(format!("Next step: {}{more}", step.text.trim()))
}

fn next_step_without_names(subject: &Subject) -> Option<String> {
    let step = subject.session.decisions.placements.get(&subject.person.id)?.next_step.as_ref()?;
    let by = step.by.map_or_else(String::new, |by| format!(" (by {})", day_words(by)));
    Some(format!("Next step: {}{by}", step.text.trim()))
}

/// Which words are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Words {
    /// Talking points for the manager.
    TalkingPoints,
    /// The person's own page.
    Page,
}

/// The words as they would go out: what the manager made of them, else the draft.
pub fn words(session: &Session, index: &Index, person: &PersonId, which: Words) -> String {
    let edited = session.meeting.follow_up.get(person);
    let edited = edited.and_then(|edited| match which {
        Words::TalkingPoints => edited.talking_points.clone(),
        Words::Page => edited.page.clone(),
    });
    edited.unwrap_or_else(|| match which {
        Words::TalkingPoints => talking_points(session, index, person).join("\n"),
        Words::Page => page(session, index, person).join("\n"),
    })
}

/// What stands in the way of handing these words out, as sentences; empty when they can go.
pub fn problems(session: &Session, person: &PersonId, which: Words, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let folded = folded(text);
    if text.contains(TO_SAY) {
        problems.push(format!("It still says “{TO_SAY}”."));
    }
    for one in recorded(session, person) {
        let reason = self::folded(&one.reason);
        if reason.chars().count() >= TELLING && folded.contains(&reason) {
            problems.push(format!(
                "What the panel recorded on {} stands there word for word: put it into words for {}.",
                one.about,
                session.name(person)
            ));
        }
    }
    if which == Words::Page {
        problems.extend(named_in(session, person, text).into_iter().map(|name| format!("It names {name}.")));
    }
    problems
}

/// Names of other people and of the panel that stand in a text, by name.
fn named_in(session: &Session, person: &PersonId, text: &str) -> Vec<String> {
    let folded = folded(text);
    let others = session.people.iter().filter(|other| other.id != *person).map(|other| &other.name);
    let own = session.people.get(person).map(|person| self::folded(&person.name)).unwrap_or_default();
    let names = others.chain(session.panel.iter().map(|rater| &rater.name));
    let stands = |name: &&String| {
        let name = self::folded(name);
        !name.is_empty() && !stands_in(&own, &name) && stands_in(&folded, &name)
    };
    let mut named: Vec<String> = names.filter(stands).cloned().collect();
    named.sort();
    named.dedup();
    named
}

/// Whether a name stands in a text as words of their own: "Cid" is not named by "decides".
fn stands_in(text: &str, name: &str) -> bool {
    let inside = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(name)
        .any(|(at, _)| !inside(text[..at].chars().next_back()) && !inside(text[at + name.len()..].chars().next()))
}

/// Letters in lower case with single blanks, so that a line break or a capital hides nothing.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What whoever hands out a person's page should know: that so few rated that leaving out their names hides nobody.
pub fn few_raters(session: &Session, index: &Index, person: &PersonId) -> Option<String> {
    let subject = Subject::new(session, index, person)?;
    let raters = subject.robustness().raters;
    let who = match raters {
        0 => return None,
        1 => "One person rated".to_owned(),
        two if two < FEW_RATERS => "Only two people rated".to_owned(),
        _ => return None,
    };
    Some(format!("{who}: leaving out the names hides nobody. Talk to whoever rated before this goes out."))
}

/// The skills in which the panel settled on another score than the own manager gave: skill, given, agreed.
pub fn changed_scores(session: &Session, index: &Index, person: &PersonId) -> Vec<(SkillId, u8, u8)> {
    let Some(subject) = Subject::new(session, index, person) else { return Vec::new() };
    let skills = session.rubric.skills.iter().enumerate();
    let changed = skills.filter_map(|(column, skill)| {
        let own = subject.manager_score(column)?;
        match subject.agreed(&skill.id)?.outcome {
            Outcome::Score(score) if score != own => Some((skill.id.clone(), own, score)),
            _ => None,
        }
    });
    changed.collect()
}

#[cfg(test)]
#[path = "follow_up_tests.rs"]
mod tests;
