//! What the columns of a table of skills mean. A reading is proposed from the headers, shown, and can be corrected column
//! by column before anything is made of the table.

use crate::exchange::roster::{Sheet, Workbook};
use crate::exchange::tidy;

use super::draft::word;

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

/// What a column of a table of skills is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RubricField {
    /// The name of the skill.
    Name,
    /// A shorter name for narrow columns.
    ShortName,
    /// The skill's slug, as Plumbline writes it.
    Id,
    /// What the skill is.
    Description,
    /// The tier, or a group of skills that may become one.
    Tier,
    /// What the skill looks like at the point that the header names: one such column for each point.
    PointAnchor,
    /// The name of a point, in a table with a row for each skill and point.
    Point,
    /// What the skill looks like at the point of the row.
    Anchor,
    /// The level that asks the skill at the point of the row.
    Level,
    /// Whether the skill counts only in its gate.
    Depth,
    /// Whether the skill is retired.
    Retired,
    /// Left out.
    Ignore,
}

impl RubricField {
    /// All, in the order in which they are offered.
    pub const ALL: [RubricField; 12] = [
        Self::Name,
        Self::Description,
        Self::Tier,
        Self::PointAnchor,
        Self::Point,
        Self::Anchor,
        Self::Level,
        Self::ShortName,
        Self::Id,
        Self::Depth,
        Self::Retired,
        Self::Ignore,
    ];

    /// The words for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Skill",
            Self::ShortName => "Short name",
            Self::Id => "Skill id",
            Self::Description => "Description",
            Self::Tier => "Tier or group",
            Self::PointAnchor => "Anchor of this point",
            Self::Point => "Point, by row",
            Self::Anchor => "Anchor, by row",
            Self::Level => "Level, by row",
            Self::Depth => "Depth skill",
            Self::Retired => "Retired",
            Self::Ignore => "Left out",
        }
    }

    /// Whether only one column can be it.
    fn is_single(self) -> bool {
        !matches!(self, Self::PointAnchor | Self::Ignore)
    }

    fn of(header: &str) -> Self {
        match word(header).as_str() {
            "skillname" | "skill" | "competency" | "competence" | "capability" | "criterion" | "name" => Self::Name,
            "shortname" => Self::ShortName,
            "skillid" => Self::Id,
            "skilldescription" | "description" | "competencydescription" | "definition" | "whatitis" => {
                Self::Description
            }
            "tier" | "category" | "group" | "pillar" | "theme" | "skillcategory" => Self::Tier,
            "skilllevel" | "point" | "proficiency" | "proficiencylevel" | "scorepoint" => Self::Point,
            "skillleveldescription" | "anchor" | "behaviour" | "behavior" | "expectation" | "leveldescription" => {
                Self::Anchor
            }
            "rolelevel" | "level" | "grade" | "joblevel" => Self::Level,
            "depthskill" | "depth" => Self::Depth,
            "retired" => Self::Retired,
            _ if point_rank(header).is_some() => Self::PointAnchor,
            _ => Self::Ignore,
        }
    }
}

/// How a table of skills is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricReading {
    /// The place of the sheet in its workbook.
    pub sheet: usize,
    /// The row with the headers, counted from 0 among those that hold anything.
    pub header_row: usize,
    /// What each column is read as.
    pub columns: Vec<RubricField>,
}

impl RubricReading {
    /// The reading that a workbook proposes: the first sheet and row whose headers make a table of skills, else the
    /// first row of the first sheet.
    pub fn best(workbook: &Workbook) -> Self {
        let all =
            workbook.sheets.iter().enumerate().flat_map(|(place, sheet)| {
                (0..sheet.rows().min(ROWS_ABOVE)).map(move |row| Self::of(place, sheet, row))
            });
        all.into_iter().find(Self::is_whole).unwrap_or_else(|| {
            let named = workbook.sheets.iter().enumerate().map(|(place, sheet)| Self::of(place, sheet, 0));
            named.max_by_key(|reading| reading.has(RubricField::Name)).unwrap_or(Self {
                sheet: 0,
                header_row: 0,
                columns: Vec::new(),
            })
        })
    }

    /// The reading that a certain row of headers proposes.
    pub fn of(place: usize, sheet: &Sheet, header_row: usize) -> Self {
        let mut columns: Vec<RubricField> = Vec::new();
        for column in 0..sheet.columns() {
            let field = RubricField::of(sheet.cell(header_row, column));
            let again = field.is_single() && columns.contains(&field);
            columns.push(if again { RubricField::Ignore } else { field });
        }
        Self { sheet: place, header_row, columns }
    }

    /// Reads a column as something else. Whatever can be only one column no longer is another one.
    pub fn set(&mut self, column: usize, field: RubricField) {
        if field.is_single() {
            self.columns.iter_mut().filter(|other| **other == field).for_each(|other| *other = RubricField::Ignore);
        }
        if let Some(place) = self.columns.get_mut(column) {
            *place = field;
        }
    }

    /// Whether some column is read as this.
    pub fn has(&self, field: RubricField) -> bool {
        self.columns.contains(&field)
    }

    /// Whether a row stands for a skill at one point.
    pub fn is_long(&self) -> bool {
        [RubricField::Name, RubricField::Point, RubricField::Anchor].into_iter().all(|field| self.has(field))
    }

    /// Whether there are skills and anchors, in the one form or the other.
    pub fn is_whole(&self) -> bool {
        self.is_long() || self.has(RubricField::Name) && self.all(RubricField::PointAnchor).len() >= 2
    }

    /// The column that is read as this.
    pub(super) fn column(&self, field: RubricField) -> Option<usize> {
        self.columns.iter().position(|other| *other == field)
    }

    /// The columns that are read as this, as they stand in the file.
    pub(super) fn all(&self, field: RubricField) -> Vec<usize> {
        (0..self.columns.len()).filter(|column| self.columns[*column] == field).collect()
    }
}

/// The place of a word or number among the points of a scale; less is lower.
pub(super) fn point_rank(header: &str) -> Option<usize> {
    if let Some((number, _)) = numbered(header) {
        return Some(number);
    }
    let key = word(header);
    POINT_WORDS.iter().position(|words| words.contains(&key.as_str()))
}

/// The number that a header begins with, and what follows it: "1 · Emerging", "Level 2: Working", "L3", "4".
fn numbered(header: &str) -> Option<(usize, &str)> {
    let header = header.trim();
    let lower = header.to_ascii_lowercase();
    let prefix =
        ["level", "point", "score", "l"].into_iter().find(|prefix| lower.starts_with(prefix)).map_or(0, str::len);
    let rest = header.get(prefix..)?.trim_start();
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let number: usize = rest.get(..digits)?.parse().ok()?;
    let after = &rest[digits..];
    let name = after.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let apart = after.is_empty() || name.len() < after.len();
    (number <= 10 && apart).then_some((number, name))
}

/// The name of a point: without its number where a name follows it.
pub(super) fn point_name(header: &str) -> String {
    let name = numbered(header).map(|(_, name)| name).filter(|name| !name.trim().is_empty()).unwrap_or(header);
    tidy(name).into_owned()
}
