//! Rubrics that go out: as RON, which is the whole of it, and in the wide form that companies have, one row a skill and a
//! column an anchor, as CSV or as a workbook. The wide form holds the skills; levels, gates and rules are in RON alone.

use rust_xlsxwriter::{Format, FormatAlign, Workbook};

use crate::exchange::ratings::guarded;
use crate::model::{Rubric, Skill};

/// UTF-16 units that a cell of a workbook can hold.
const LONGEST_TEXT: usize = 32_767;

/// The forms in which a rubric is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RubricFormat {
    /// All of it.
    Ron,
    /// The skills, wide.
    Csv,
    /// The skills, wide, as a workbook.
    Xlsx,
}

impl RubricFormat {
    /// All, the whole one first.
    pub const ALL: [RubricFormat; 3] = [Self::Ron, Self::Csv, Self::Xlsx];

    /// The ending of such files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Ron => "ron",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format that a file name asks for by its ending.
    pub fn of(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1.to_lowercase();
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }
}

/// A rubric as the bytes of a file. The scales that scores were given on before belong to a session and stay out.
///
/// # Errors
/// Why it can't be written in this format, in a sentence.
pub fn write_rubric(rubric: &Rubric, format: RubricFormat) -> Result<Vec<u8>, String> {
    match format {
        RubricFormat::Ron => ron_text(rubric).map(String::into_bytes),
        RubricFormat::Csv => csv_bytes(rubric),
        RubricFormat::Xlsx => workbook(rubric),
    }
}

fn ron_text(rubric: &Rubric) -> Result<String, String> {
    let mut rubric = rubric.clone();
    rubric.scale.earlier.clear();
    let pretty = ron::ser::PrettyConfig::new().struct_names(false).depth_limit(4).new_line("\n");
    ron::ser::to_string_pretty(&rubric, pretty)
        .map(|text| text + "\n")
        .map_err(|error| format!("The rubric can't be written: {error}."))
}

/// The headers: points carry their number, so that their order is known whatever they are called.
fn headers(rubric: &Rubric) -> Vec<String> {
    let fixed = ["Skill id", "Tier", "Skill name", "Short name", "Description", "Depth skill", "Retired"];
    let points = rubric.scale.points.iter().enumerate().map(|(place, point)| format!("{} · {}", place + 1, point.name));
    fixed.into_iter().map(str::to_owned).chain(points).collect()
}

fn row(rubric: &Rubric, skill: &Skill) -> Vec<String> {
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let tier = rubric.tier(&skill.tier).map_or_else(|| skill.tier.to_string(), |tier| tier.name.clone());
    let fixed = [
        skill.id.to_string(),
        tier,
        skill.name.clone(),
        skill.short_name.clone(),
        skill.description.clone(),
        yes(skill.depth),
        yes(skill.retired),
    ];
    fixed.into_iter().chain(skill.anchors.iter().cloned()).collect()
}

fn csv_bytes(rubric: &Rubric) -> Result<Vec<u8>, String> {
    let failed = |error: csv::Error| format!("The rubric can't be written as CSV: {error}.");
    let mut writer = csv::Writer::from_writer(Vec::new());
    let record = |cells: Vec<String>| cells.iter().map(|cell| guarded(cell).into_owned()).collect::<Vec<_>>();
    writer.write_record(record(headers(rubric))).map_err(failed)?;
    for skill in &rubric.skills {
        writer.write_record(record(row(rubric, skill))).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| format!("The rubric can't be written as CSV: {error}."))
}

fn workbook(rubric: &Rubric) -> Result<Vec<u8>, String> {
    let failed = |error: rust_xlsxwriter::XlsxError| format!("The rubric can't be written as a workbook: {error}.");
    let header = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Skills").map_err(failed)?;
    for (column, words) in headers(rubric).iter().enumerate() {
        let column = column as u16;
        sheet.write_string_with_format(0, column, words, &header).map_err(failed)?;
        let wide = if column > 6 {
            36.0
        } else if column == 4 {
            30.0
        } else {
            16.0
        };
        sheet.set_column_width(column, wide).map_err(failed)?;
    }
    for (line, skill) in rubric.skills.iter().enumerate() {
        for (column, words) in row(rubric, skill).iter().enumerate() {
            if words.encode_utf16().count() > LONGEST_TEXT {
                return Err(format!(
                    "A text of “{}” is longer than a cell of a workbook can hold; shorten it, or export as CSV or RON.",
                    skill.name
                ));
            }
            sheet
                .write_string_with_format(line as u32 + 1, column as u16, guarded(words).as_ref(), &text)
                .map_err(failed)?;
        }
    }
    sheet.set_freeze_panes(1, 3).map_err(failed)?;
    workbook.save_to_buffer().map_err(failed)
}
