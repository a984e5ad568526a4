//! Format 1. The values that the file is made of, as they were when the format was frozen. Rubric, people, panel,
//! evidence, decisions, the previous cycle and the entries of the history are written as `model` and `edit` have them;
//! when one of those changes its shape, what it was moves here and is converted on reading.
//!
//! A rater's sheet has one line a person, in the order of the roster, and one letter a skill, in the order of the
//! rubric: a digit for a score, `n` not observed, `c` no chance yet, `.` no answer. Every person has their line, so
//! that a file can't ask for more memory than it is long.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use ron::ser::PrettyConfig;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::model::{
    About, Cell, Closeness, Decisions, Evidence, EvidenceId, Mark, Meeting, Panel, People, Person, PersonId,
    PreviousCycle, Rater, RaterId, Ratings, Rubric, Session, Sheet, TraitAnswer, TraitId, WhyNot,
};

use super::faults::OpenFault;
use super::history_text::HistoryText;
use super::sealing::JournalKey;
use super::session_file::{Header, Reader};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Roster {
    about: About,
    people: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(rename = "Rating", deny_unknown_fields)]
struct RaterSheet<'a> {
    rater: RaterId,
    #[serde(borrow)]
    rows: Rows<'a>,
    #[serde(default)]
    revised: BTreeMap<Cell, Mark>,
    #[serde(default)]
    notes: BTreeMap<Cell, String>,
    #[serde(default)]
    closeness: BTreeMap<PersonId, Closeness>,
    #[serde(default)]
    traits: BTreeMap<(PersonId, TraitId), TraitAnswer>,
}

/// Person and marks, line by line.
struct Rows<'a>(Vec<(Text<'a>, Text<'a>)>);

#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Rows<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RowsVisitor;
        impl<'de> Visitor<'de> for RowsVisitor {
            type Value = Rows<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one line of marks a person")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = map.next_entry()? {
                    rows.push(row);
                }
                Ok(Rows(rows))
            }
        }
        deserializer.deserialize_map(RowsVisitor)
    }
}

/// Reads everything up to the history.
pub(crate) fn read(reader: &mut Reader<'_>) -> Result<(Session, Header), OpenFault> {
    let header: Header = reader.next("the header")?;
    let rubric: Rubric = reader.next("the rubric")?;
    let Roster { about, people } = reader.next("the roster")?;
    let mut session = Session::new(header.session.clone(), about, rubric);
    session.people = Arc::new(once_each("people", people, People::new, People::len)?);
    let panel: Vec<Rater> = reader.next("the panel")?;
    session.panel = Arc::new(once_each("panel members", panel, Panel::new, Panel::len)?);
    session.ratings = ratings(reader, &session)?;
    let evidence: Vec<Evidence> = reader.next("the evidence")?;
    let by_id = |items: Vec<Evidence>| items.into_iter().map(|item| (item.id.clone(), item)).collect();
    session.evidence = Arc::new(once_each("pieces of evidence", evidence, by_id, BTreeMap::<EvidenceId, _>::len)?);
    session.decisions = Arc::new(reader.next::<Decisions>("the decisions")?);
    session.previous = reader.next::<Option<Arc<PreviousCycle>>>("the previous cycle")?;
    // Files in which nothing was noted about the meeting, and older ones, go straight on with the history.
    if reader.comes("Meeting(") {
        session.meeting = Arc::new(reader.next::<Meeting>("the meeting")?);
    }
    Ok((session, header))
}

/// Of two things with one id the second would silently take the place of the first.
fn once_each<T, C>(
    what: &str,
    rows: Vec<T>,
    collect: impl Fn(Vec<T>) -> C,
    len: impl Fn(&C) -> usize,
) -> Result<C, OpenFault> {
    let expected = rows.len();
    let collected = collect(rows);
    if len(&collected) == expected {
        return Ok(collected);
    }
    Err(OpenFault::Broken { problem: format!("Two {what} have the same id.") })
}

fn ratings(reader: &mut Reader<'_>, session: &Session) -> Result<Ratings, OpenFault> {
    let sheets: Vec<RaterSheet<'_>> = reader.next("the ratings")?;
    let mut ratings = Ratings::default();
    for raw in sheets {
        let rater = raw.rater.clone();
        let name = session.rater_name(&rater);
        let sheet = sheet(raw, session).map_err(|(line, what)| match line {
            Some(text) => {
                let line = reader.line_of(&text);
                OpenFault::Damaged { part: "the ratings", line, what: format!("{what} of {name}") }
            }
            None => OpenFault::Broken { problem: format!("{what} of {name}.") },
        })?;
        if ratings.0.insert(rater, Arc::new(sheet)).is_some() {
            return Err(OpenFault::Broken { problem: format!("There are two sheets of {name}.") });
        }
    }
    Ok(ratings)
}

type Misfit<'a> = (Option<Cow<'a, str>>, &'static str);

fn sheet<'a>(raw: RaterSheet<'a>, session: &Session) -> Result<Sheet, Misfit<'a>> {
    let RaterSheet { rows: Rows(rows), revised, notes, closeness, traits, .. } = raw;
    let (people, skills) = (&session.people, &session.rubric.skills);
    if rows.len() != people.len() {
        return Err((None, "Not everybody has a line on the sheet"));
    }
    let mut sheet = Sheet::new(people.len(), skills.len());
    let mut bytes = vec![0; skills.len()];
    for ((row, person), (Text(id), Text(marks))) in people.iter().enumerate().zip(rows) {
        if person.id.as_str() != id {
            return Err((Some(id), "the lines are not in the order of the roster on the sheet"));
        }
        if marks.len() != skills.len() {
            return Err((Some(marks), "there is not one letter a skill on the sheet"));
        }
        for (byte, letter) in bytes.iter_mut().zip(marks.bytes()) {
            *byte = match letter {
                b'.' => 0,
                b'1'..=b'9' => letter - b'0',
                b'n' | b'c' => 255,
                _ => return Err((Some(marks), "there is an unknown letter on the sheet")),
            };
        }
        sheet.set_row(row, &bytes);
        for (column, _) in marks.bytes().enumerate().filter(|(_, letter)| *letter == b'c') {
            let cell = (person.id.clone(), skills[column].id.clone());
            sheet.set_blind(row, column, &cell, Some(Mark::NotObserved(WhyNot::NoChanceYet)));
        }
    }
    (sheet.revised, sheet.notes, sheet.closeness, sheet.traits) = (revised, notes, closeness, traits);
    Ok(sheet)
}

/// Writes a whole file.
pub(crate) fn write(session: &Session, history: &HistoryText, key: Option<JournalKey>) -> Result<String, ron::Error> {
    let cells = session.people.len() * session.ratings.sheets().count();
    let mut out = String::with_capacity(
        4096 + 256 * session.people.len() + cells * (24 + session.rubric.skills.len()) + history.text().len(),
    );
    out.push_str("Plumbline");
    value(&mut out, &Header { key, ..Header::of(session, history) })?;
    out.push_str("\n\nRubric");
    ron::ser::to_writer_pretty(&mut out, &*session.rubric, rows_inline())?;
    out.push_str("\n\nRoster(about:");
    value(&mut out, &*session.about)?;
    out.push_str(",people:");
    list(&mut out, session.people.iter().map(|person| &**person))?;
    out.push_str(")\n\n");
    list(&mut out, session.panel.iter().map(|rater| &**rater))?;
    out.push_str("\n\n");
    write_ratings(&mut out, session)?;
    out.push_str("\n\n");
    list(&mut out, session.evidence.values())?;
    out.push_str("\n\nDecisions");
    ron::ser::to_writer_pretty(&mut out, &*session.decisions, rows_inline())?;
    out.push_str("\n\n");
    value(&mut out, &session.previous)?;
    out.push_str("\n\n");
    if !session.meeting.is_blank() {
        out.push_str("Meeting");
        ron::ser::to_writer_pretty(&mut out, &*session.meeting, rows_inline())?;
        out.push_str("\n\n");
    }
    out.push_str(history.text());
    Ok(out)
}

/// Fields and rows on lines of their own, what is in a row beside each other.
fn rows_inline() -> PrettyConfig {
    PrettyConfig::new().depth_limit(2).indentor(" ").new_line("\n")
}

fn value<T: Serialize + ?Sized>(out: &mut String, value: &T) -> Result<(), ron::Error> {
    ron::ser::to_writer(out, value)
}

/// A list with one thing a line.
fn list<'a, T: Serialize + 'a>(out: &mut String, rows: impl Iterator<Item = &'a T>) -> Result<(), ron::Error> {
    out.push_str("[\n");
    for row in rows {
        value(out, row)?;
        out.push_str(",\n");
    }
    out.push(']');
    Ok(())
}

fn write_ratings(out: &mut String, session: &Session) -> Result<(), ron::Error> {
    out.push_str("[\n");
    for (rater, sheet) in session.ratings.sheets() {
        out.push_str("(rater:");
        value(out, rater)?;
        out.push_str(",rows:{\n");
        for (row, person) in session.people.iter().enumerate() {
            value(out, &person.id)?;
            out.push_str(":\"");
            write_row(out, session, sheet, row, &person.id);
            out.push_str("\",\n");
        }
        out.push('}');
        write_map(out, "revised", sheet.revised())?;
        write_map(out, "notes", sheet.notes())?;
        write_map(out, "closeness", sheet.closeness())?;
        write_map(out, "traits", sheet.traits())?;
        out.push_str("),\n");
    }
    out.push(']');
    Ok(())
}

fn write_row(out: &mut String, session: &Session, sheet: &Sheet, row: usize, person: &PersonId) {
    for (column, byte) in sheet.row(row).iter().enumerate() {
        out.push(match byte {
            0 => '.',
            1..=9 => char::from(b'0' + byte),
            _ => {
                let cell = (person.clone(), session.rubric.skills[column].id.clone());
                match sheet.blind(row, column, &cell) {
                    Some(Mark::NotObserved(WhyNot::NoChanceYet)) => 'c',
                    _ => 'n',
                }
            }
        });
    }
}

/// What lies beside the marks, one a line; nothing where there is none.
fn write_map<K: Serialize, V: Serialize>(out: &mut String, name: &str, map: &BTreeMap<K, V>) -> Result<(), ron::Error> {
    if map.is_empty() {
        return Ok(());
    }
    out.push(',');
    out.push_str(name);
    out.push_str(":{\n");
    for (key, entry) in map {
        value(out, key)?;
        out.push(':');
        value(out, entry)?;
        out.push_str(",\n");
    }
    out.push('}');
    Ok(())
}
