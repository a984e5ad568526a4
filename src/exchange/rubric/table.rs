//! Tables of skills: finding out which column is what, and reading the wide and the long form.

use std::collections::BTreeMap;

use crate::exchange::ratings::unguarded;
use crate::exchange::roster::{Sheet, Workbook};
use crate::exchange::tidy;
use crate::model::Scale;

use super::draft::{DraftLevel, DraftSkill, RubricDraft, word};
use super::reading::{RubricField, RubricReading, point_name, point_rank};

/// From how many anchors on a text that they share is told.
const REPEATED: usize = 10;

/// A table of skills as it was found in a file, how it is read, and what comes of that. Correct the reading, and it is read
/// again.
#[derive(Clone, Debug)]
pub struct RubricTable {
    file: String,
    workbook: Workbook,
    reading: RubricReading,
    draft: Result<RubricDraft, String>,
}

impl RubricTable {
    /// A table as its headers propose to read it.
    pub(super) fn new(file: &str, workbook: Workbook) -> Self {
        let reading = RubricReading::best(&workbook);
        let draft = read(file, &workbook, &reading);
        Self { file: file.to_owned(), workbook, reading, draft }
    }

    /// The tables of the file.
    pub fn workbook(&self) -> &Workbook {
        &self.workbook
    }

    /// How it is read.
    pub fn reading(&self) -> &RubricReading {
        &self.reading
    }

    /// The skills, or why there are none, in a sentence.
    pub fn draft(&self) -> &Result<RubricDraft, String> {
        &self.draft
    }

    /// The skills, to assign them; what was assigned is forgotten when the table is read in another way.
    pub fn draft_mut(&mut self) -> Option<&mut RubricDraft> {
        self.draft.as_mut().ok()
    }

    /// Reads the table in a corrected way. Skills that it still has keep what was assigned to them.
    pub fn correct(&mut self, reading: RubricReading) {
        let before = std::mem::replace(&mut self.draft, read(&self.file, &self.workbook, &reading));
        self.reading = reading;
        let (Ok(before), Ok(draft)) = (before, &mut self.draft) else { return };
        for skill in &mut draft.skills {
            if let Some(known) = before.skills.iter().find(|known| known.name == skill.name) {
                (skill.taken, skill.tier, skill.levels) = (known.taken, known.tier.clone(), known.levels.clone());
            }
        }
    }
}

fn read(file: &str, workbook: &Workbook, reading: &RubricReading) -> Result<RubricDraft, String> {
    let missing = || {
        format!(
            "“{file}” has no skills with anchors: it needs a column “Skill name” and a column for each point of the \
             scale, or one row a skill and level with “Skill level” and “Skill level description”."
        )
    };
    let sheet = workbook.sheets.get(reading.sheet).filter(|_| reading.is_whole()).ok_or_else(missing)?;
    let mut draft = if reading.is_long() { long_form(sheet, reading) } else { wide_form(sheet, reading) };
    draft.name = name_of(file);
    draft.notes.splice(0..0, sheet.notes().iter().cloned());
    note_repeated(&mut draft);
    check(draft, sheet)
}

fn check(draft: RubricDraft, sheet: &Sheet) -> Result<RubricDraft, String> {
    let points = draft.points.len();
    if draft.skills.is_empty() {
        return Err(format!("There are no skills in {}; add a row for each.", sheet.place()));
    }
    if !(Scale::FEWEST..=Scale::MOST).contains(&points) {
        return Err(format!(
            "The scale in {} has {points} points ({}); it needs {} to {}.",
            sheet.place(),
            draft.points.join(", "),
            Scale::FEWEST,
            Scale::MOST
        ));
    }
    Ok(draft)
}

/// "govuk_skills.csv" as "govuk skills".
fn name_of(file: &str) -> String {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    tidy(&stem.replace(['_', '-'], " ")).into_owned()
}

/// A cell as prose: blanks at its ends and at the ends of its lines taken off, line ends kept, and the sign that keeps
/// spreadsheets from running it.
fn prose(text: &str) -> String {
    unguarded(text.trim()).trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn cell(sheet: &Sheet, row: usize, column: Option<usize>) -> &str {
    column.map_or("", |column| sheet.cell(row, column))
}

/// What a column that only Plumbline writes says of a skill.
fn is_yes(text: &str) -> bool {
    matches!(word(text).as_str(), "yes" | "y" | "true" | "1" | "x")
}

fn name_in(sheet: &Sheet, row: usize, reading: &RubricReading) -> String {
    tidy(unguarded(cell(sheet, row, reading.column(RubricField::Name)).trim())).into_owned()
}

/// What a row says of a skill besides its anchors.
fn skill_in(sheet: &Sheet, row: usize, reading: &RubricReading, name: String, anchors: Vec<String>) -> DraftSkill {
    let at = |field| cell(sheet, row, reading.column(field));
    let depth = at(RubricField::Depth);
    DraftSkill {
        line: sheet.line(row),
        name,
        id: tidy(at(RubricField::Id)).into_owned(),
        short_name: tidy(unguarded(at(RubricField::ShortName).trim())).into_owned(),
        description: prose(at(RubricField::Description)),
        anchors,
        tier_text: tidy(at(RubricField::Tier)).into_owned(),
        depth: (!depth.trim().is_empty()).then(|| is_yes(depth)),
        retired: is_yes(at(RubricField::Retired)),
        taken: true,
        ..DraftSkill::default()
    }
}

fn wide_form(sheet: &Sheet, reading: &RubricReading) -> RubricDraft {
    let header = reading.header_row;
    let mut draft = RubricDraft::default();
    let mut points = reading.all(RubricField::PointAnchor);
    let rank = |column: &usize| point_rank(sheet.cell(header, *column));
    let ranked = points.iter().all(|column| rank(column).is_some());
    if ranked && points.len() > 1 && points.windows(2).all(|pair| rank(&pair[0]) > rank(&pair[1])) {
        points.reverse();
        draft.notes.push("The anchors stand from the highest point to the lowest; they were turned round.".into());
    }
    draft.points = points.iter().map(|column| point_name(sheet.cell(header, *column))).collect();
    note_left_out(sheet, reading, &mut draft);
    for row in header + 1..sheet.rows() {
        let name = name_in(sheet, row, reading);
        let (word_of_line, line) = (sheet.line_word(), sheet.line(row));
        if name.is_empty() {
            draft.notes.push(format!("The {word_of_line} {line} has no skill name and was left out."));
            continue;
        }
        if let Some(first) = draft.skills.iter().find(|skill| word(&skill.name) == word(&name)) {
            let first = first.line;
            draft.notes.push(format!(
                "“{name}” stands in {word_of_line} {first} and again in {word_of_line} {line}; the first was kept."
            ));
            continue;
        }
        let anchors = points.iter().map(|column| prose(sheet.cell(row, *column))).collect();
        draft.skills.push(skill_in(sheet, row, reading, name, anchors));
    }
    draft
}

fn note_left_out(sheet: &Sheet, reading: &RubricReading, draft: &mut RubricDraft) {
    let headers =
        reading.all(RubricField::Ignore).into_iter().map(|column| tidy(sheet.cell(reading.header_row, column)));
    for header in headers.filter(|header| !header.is_empty()) {
        draft.notes.push(format!("The column “{header}” was left out."));
    }
}

/// A text that many anchors share is mostly a word for "not written yet". It is kept, and somebody should know.
fn note_repeated(draft: &mut RubricDraft) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for anchor in draft.skills.iter().flat_map(|skill| &skill.anchors).filter(|anchor| !anchor.is_empty()) {
        *counts.entry(anchor).or_default() += 1;
    }
    let repeated = counts.into_iter().filter(|(_, count)| *count >= REPEATED);
    let notes: Vec<String> = repeated
        .map(|(text, count)| {
            let start: String = text.chars().take(80).collect();
            format!("“{start}” stands in {count} anchors and was kept; is it a word for “not written yet”?")
        })
        .collect();
    draft.notes.extend(notes);
}

fn long_form(sheet: &Sheet, reading: &RubricReading) -> RubricDraft {
    let mut draft = RubricDraft::default();
    note_left_out(sheet, reading, &mut draft);
    let rows: Vec<usize> = (reading.header_row + 1..sheet.rows()).collect();
    let point_of = |row: usize| tidy(cell(sheet, row, reading.column(RubricField::Point))).into_owned();
    draft.points = points_in_order(rows.iter().map(|row| point_of(*row)), &mut draft.notes);
    let places: BTreeMap<String, usize> =
        draft.points.iter().enumerate().map(|(place, point)| (word(point), place)).collect();
    let mut skills: BTreeMap<String, usize> = BTreeMap::new();
    let mut levels: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let name = name_in(sheet, row, reading);
        let (word_of_line, line) = (sheet.line_word(), sheet.line(row));
        let point = places.get(&word(&point_of(row)));
        let (false, Some(point)) = (name.is_empty(), point) else {
            draft
                .notes
                .push(format!("The {word_of_line} {line} has no skill name or no skill level and was left out."));
            continue;
        };
        let at = *skills.entry(word(&name)).or_insert_with(|| {
            let anchors = vec![String::new(); draft.points.len()];
            draft.skills.push(skill_in(sheet, row, reading, name, anchors));
            draft.skills.len() - 1
        });
        let text = prose(cell(sheet, row, reading.column(RubricField::Anchor)));
        let skill = &mut draft.skills[at];
        let anchor = &mut skill.anchors[*point];
        if anchor.is_empty() {
            *anchor = text;
        } else if !text.is_empty() && *anchor != text {
            draft.notes.push(format!(
                "The {word_of_line} {line} has another text for “{}” at {}; the first was kept.",
                skill.name, draft.points[*point]
            ));
        }
        let level = tidy(cell(sheet, row, reading.column(RubricField::Level))).into_owned();
        if !level.is_empty() {
            let place = *levels.entry(word(&level)).or_insert_with(|| {
                draft.levels.push(DraftLevel { name: level, ..DraftLevel::default() });
                draft.levels.len() - 1
            });
            draft.levels[place].asks.insert(at, *point as u8 + 1);
        }
    }
    order_levels(&mut draft);
    draft
}

/// The points that rows name, lowest first where their words tell.
fn points_in_order(named: impl Iterator<Item = String>, notes: &mut Vec<String>) -> Vec<String> {
    let mut points: Vec<String> = Vec::new();
    for point in named.filter(|point| !point.is_empty()) {
        if !points.iter().any(|known| word(known) == word(&point)) {
            points.push(point);
        }
    }
    if points.iter().all(|point| point_rank(point).is_some()) {
        points.sort_by_key(|point| point_rank(point));
    } else {
        notes.push(format!("The points stand in the order of the file ({}); check it.", points.join(", ")));
    }
    points
}

/// Levels stand in files in any order, often by name: who asks more is taken for more senior.
fn order_levels(draft: &mut RubricDraft) {
    let mean = |level: &DraftLevel| {
        let sum: f64 = level.asks.values().map(|score| f64::from(*score)).sum();
        sum / level.asks.len().max(1) as f64
    };
    draft.levels.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
    if draft.levels.len() > 1 {
        let names: Vec<&str> = draft.levels.iter().map(|level| level.name.as_str()).collect();
        draft.notes.push(format!("The levels were put in order by what they ask: {}.", names.join(", ")));
    }
}
