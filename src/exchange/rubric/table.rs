//! Tables of skills: finding out which column is what, and reading the wide and the long form.

use std::collections::BTreeMap;

use crate::exchange::roster::{Sheet, Workbook};
use crate::exchange::tidy;
use crate::model::Scale;

use super::draft::{DraftLevel, DraftSkill, RubricDraft, word};

/// Rows at the top of a table in which its header is looked for.
const ROWS_ABOVE: usize = 20;

/// Words that name points of a scale, from the lowest to the highest. Words in one group mean about the same.
const POINT_WORDS: [&[&str]; 7] = [
    &["novice", "none", "unaware", "beginner", "notyet"],
    &["awareness", "aware", "emerging", "foundation", "foundational", "basic", "entry", "learning", "junior"],
    &["developing", "working", "intermediate", "growing"],
    &["competent", "proficient", "practitioner", "solid", "independent"],
    &["advanced", "strong", "skilled", "experienced", "senior"],
    &["expert", "leading", "exceptional", "outstanding", "rolemodel"],
    &["master", "mastery", "setsthebar", "worldclass"],
];

/// Where the columns of a table are.
#[derive(Default)]
struct Columns {
    name: Option<usize>,
    description: Option<usize>,
    tier: Option<usize>,
    /// The long form: the point and what it looks like.
    point: Option<usize>,
    anchor: Option<usize>,
    level: Option<usize>,
    /// The wide form: a column for each point, as in the file.
    points: Vec<usize>,
    left_out: Vec<usize>,
}

impl Columns {
    fn of(sheet: &Sheet, row: usize) -> Self {
        let mut columns = Self::default();
        for (column, header) in sheet.row(row).enumerate() {
            let key = word(header);
            if let Some(place) = columns.place_of(&key)
                && place.is_none()
            {
                *place = Some(column);
            } else if point_rank(&key).is_some() {
                columns.points.push(column);
            } else if !key.is_empty() {
                columns.left_out.push(column);
            }
        }
        columns
    }

    fn place_of(&mut self, key: &str) -> Option<&mut Option<usize>> {
        Some(match key {
            "skillname" | "skill" | "competency" | "competence" | "capability" | "criterion" | "name" => &mut self.name,
            "skilldescription" | "description" | "competencydescription" | "definition" | "whatitis" => {
                &mut self.description
            }
            "tier" | "category" | "group" | "pillar" | "theme" | "skillcategory" => &mut self.tier,
            "skilllevel" | "point" | "proficiency" | "proficiencylevel" | "scorepoint" => &mut self.point,
            "skillleveldescription" | "anchor" | "behaviour" | "behavior" | "expectation" | "leveldescription" => {
                &mut self.anchor
            }
            "rolelevel" | "level" | "grade" | "role" | "joblevel" if key != "role" => &mut self.level,
            _ => return None,
        })
    }

    fn is_long(&self) -> bool {
        self.name.is_some() && self.point.is_some() && self.anchor.is_some()
    }

    fn is_wide(&self) -> bool {
        self.name.is_some() && self.points.len() >= 2
    }
}

/// The place of a word or number among the points of a scale; less is lower.
fn point_rank(key: &str) -> Option<usize> {
    let digits = key.trim_start_matches("level").trim_start_matches("point").trim_start_matches('l');
    if let Ok(number) = digits.parse::<usize>() {
        return (number <= 10).then_some(number);
    }
    POINT_WORDS.iter().position(|words| words.contains(&key))
}

/// Reads the first sheet that looks like a rubric.
pub(super) fn read(file: &str, workbook: &Workbook) -> Result<RubricDraft, String> {
    for sheet in &workbook.sheets {
        for row in 0..sheet.rows().min(ROWS_ABOVE) {
            let columns = Columns::of(sheet, row);
            let mut draft = if columns.is_long() {
                long_form(sheet, row, &columns)
            } else if columns.is_wide() {
                wide_form(sheet, row, &columns)
            } else {
                continue;
            };
            draft.name = name_of(file);
            draft.notes.splice(0..0, sheet.notes().iter().cloned());
            return check(draft, sheet);
        }
    }
    Err(format!(
        "“{file}” has no skills with anchors: it needs a column “Skill name” and a column for each point of the scale, \
         or one row a skill and level with “Skill level” and “Skill level description”."
    ))
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

/// A cell as prose: blanks at its ends and at the ends of its lines taken off, line ends kept.
fn prose(text: &str) -> String {
    text.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn cell(sheet: &Sheet, row: usize, column: Option<usize>) -> &str {
    column.map_or("", |column| sheet.cell(row, column))
}

fn wide_form(sheet: &Sheet, header: usize, columns: &Columns) -> RubricDraft {
    let mut draft = RubricDraft::default();
    let mut points = columns.points.clone();
    let rank = |column: &usize| point_rank(&word(sheet.cell(header, *column)));
    if points.len() > 1 && points.windows(2).all(|pair| rank(&pair[0]) > rank(&pair[1])) {
        points.reverse();
        draft.notes.push("The anchors stand from the highest point to the lowest; they were turned round.".into());
    }
    draft.points = points.iter().map(|column| tidy(sheet.cell(header, *column)).into_owned()).collect();
    note_left_out(sheet, header, columns, &mut draft);
    for row in header + 1..sheet.rows() {
        let name = tidy(cell(sheet, row, columns.name)).into_owned();
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
        draft.skills.push(DraftSkill {
            line,
            name,
            description: prose(cell(sheet, row, columns.description)),
            anchors: points.iter().map(|column| prose(sheet.cell(row, *column))).collect(),
            tier_text: tidy(cell(sheet, row, columns.tier)).into_owned(),
            taken: true,
            ..DraftSkill::default()
        });
    }
    draft
}

fn note_left_out(sheet: &Sheet, header: usize, columns: &Columns, draft: &mut RubricDraft) {
    for column in &columns.left_out {
        let header = tidy(sheet.cell(header, *column)).into_owned();
        draft.notes.push(format!("The column “{header}” was left out."));
    }
}

fn long_form(sheet: &Sheet, header: usize, columns: &Columns) -> RubricDraft {
    let mut draft = RubricDraft::default();
    note_left_out(sheet, header, columns, &mut draft);
    let rows: Vec<usize> = (header + 1..sheet.rows()).collect();
    let point_of = |row: usize| tidy(cell(sheet, row, columns.point)).into_owned();
    draft.points = points_in_order(rows.iter().map(|row| point_of(*row)), &mut draft.notes);
    let places: BTreeMap<String, usize> =
        draft.points.iter().enumerate().map(|(place, point)| (word(point), place)).collect();
    let mut skills: BTreeMap<String, usize> = BTreeMap::new();
    let mut levels: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let name = tidy(cell(sheet, row, columns.name)).into_owned();
        let (word_of_line, line) = (sheet.line_word(), sheet.line(row));
        let point = places.get(&word(&point_of(row)));
        let (false, Some(point)) = (name.is_empty(), point) else {
            draft
                .notes
                .push(format!("The {word_of_line} {line} has no skill name or no skill level and was left out."));
            continue;
        };
        let at = *skills.entry(word(&name)).or_insert_with(|| {
            draft.skills.push(DraftSkill {
                line,
                name,
                description: prose(cell(sheet, row, columns.description)),
                anchors: vec![String::new(); draft.points.len()],
                tier_text: tidy(cell(sheet, row, columns.tier)).into_owned(),
                taken: true,
                ..DraftSkill::default()
            });
            draft.skills.len() - 1
        });
        let text = prose(cell(sheet, row, columns.anchor));
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
        let level = tidy(cell(sheet, row, columns.level)).into_owned();
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
    if points.iter().all(|point| point_rank(&word(point)).is_some()) {
        points.sort_by_key(|point| point_rank(&word(point)));
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
