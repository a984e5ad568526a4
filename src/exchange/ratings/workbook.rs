//! An Excel workbook for people: what the ratings add up to, what was agreed, every rating, the evidence, the decisions
//! and the log. Its sheet "Ratings" has the columns of the long CSV and can be read back. Texts are stored as texts, so
//! no spreadsheet runs them.

use jiff::{Timestamp, civil::Date};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::edit::History;
use crate::model::{Place, Session, Side};

use super::long::{self, Cell};
use super::outgoing::Outgoing;
use super::rows::{each_rating, people_by_name};
use super::standing::{basis_words, rounded};
use super::text::might_run;
use super::wide::{Groups, company_id, level_name};
use super::{ExportError, ExportOptions, log};

/// Rows that a sheet of a workbook can hold.
const MOST_ROWS: u32 = 1_048_576;
/// UTF-16 units that a cell can hold.
const LONGEST_TEXT: usize = 32_767;
/// Fills for scores from the lowest to the highest, for a scale of five points; other scales lie in between.
const SCORE_FILLS: [u32; 5] = [0xF3E9E4, 0xF4EFD9, 0xE3EEE0, 0xC3E0CC, 0x8FC7A6];
const HEADER_FILL: u32 = 0xF6F5F2;
const LINE: u32 = 0xD3CFC5;

pub(super) fn write(session: &Session, history: &History, options: &ExportOptions) -> Result<Vec<u8>, ExportError> {
    let outgoing = Outgoing::of(session, options)?;
    let looks = Looks::new(outgoing.session.rubric.scale.top());
    let sheets = [
        summary(&outgoing, options, &looks)?,
        agreed(&outgoing, &looks)?,
        ratings(&outgoing, &looks)?,
        evidence(&outgoing, &looks)?,
        decisions(&outgoing, &looks)?,
        log_sheet(log::rows(session, history, options, &outgoing), &looks)?,
    ];
    let mut workbook = Workbook::new();
    let about = &outgoing.session.about;
    // The session's own day: a clock would make two exports of one session differ.
    let created = moment(about.created)?;
    workbook.set_properties(&DocProperties::new().set_title(&about.title).set_creation_datetime(&created));
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer().map_err(failed)
}

fn failed(error: XlsxError) -> ExportError {
    ExportError::Failed(error.to_string())
}

/// What goes into a cell.
enum Value {
    Text(String),
    /// A score: coloured by where it lies on the scale.
    Score(f64),
    Day(Date),
    Moment(Timestamp),
    Blank,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<Date>> for Value {
    fn from(day: Option<Date>) -> Self {
        day.map_or(Self::Blank, Self::Day)
    }
}

impl From<Option<f64>> for Value {
    fn from(score: Option<f64>) -> Self {
        score.map_or(Self::Blank, Self::Score)
    }
}

/// The formats that cells share.
struct Looks {
    title: Format,
    header: Format,
    text: Format,
    /// For texts that look like a formula: Excel keeps them texts even when somebody edits the cell.
    guarded: Format,
    day: Format,
    moment: Format,
    /// By score from 1 to the top.
    scores: Vec<Format>,
}

impl Looks {
    fn new(top: u8) -> Self {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let dated = |code| Format::new().set_align(FormatAlign::Top).set_num_format(code);
        let score = |score: u8| {
            let fill = Color::RGB(score_fill(f64::from(score), top));
            Format::new().set_background_color(fill).set_num_format("0.##").set_align(FormatAlign::Top)
        };
        Self {
            title: Format::new().set_bold().set_font_size(15),
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_background_color(Color::RGB(HEADER_FILL))
                .set_border_bottom(rust_xlsxwriter::FormatBorder::Thin)
                .set_border_bottom_color(Color::RGB(LINE)),
            guarded: text.clone().set_quote_prefix(),
            text,
            day: dated("yyyy-mm-dd"),
            moment: dated("yyyy-mm-dd hh:mm"),
            scores: (1..=top).map(score).collect(),
        }
    }

    fn score(&self, score: f64) -> &Format {
        let place = (score.round().max(1.0) as usize - 1).min(self.scores.len().saturating_sub(1));
        self.scores.get(place).unwrap_or(&self.text)
    }
}

/// The fill of a score, between the two nearest of the five fills.
fn score_fill(score: f64, top: u8) -> u32 {
    let last = SCORE_FILLS.len() - 1;
    let place = (score - 1.0) / f64::from(top.max(2) - 1) * last as f64;
    let low = (place.floor().max(0.0) as usize).min(last);
    let (from, to) = (SCORE_FILLS[low], SCORE_FILLS[(low + 1).min(last)]);
    let part = place - low as f64;
    let mixed = [16, 8, 0].map(|shift| {
        let part_of = |fill: u32| f64::from((fill >> shift) & 0xFF);
        ((part_of(from) + (part_of(to) - part_of(from)) * part).round() as u32) << shift
    });
    mixed.into_iter().sum()
}

/// A table being written: frozen header, filters, columns as wide as what is in them.
struct Page<'a> {
    sheet: Worksheet,
    name: &'static str,
    looks: &'a Looks,
    header_row: u32,
    row: u32,
    widths: Vec<usize>,
}

impl<'a> Page<'a> {
    fn new(name: &'static str, header_row: u32, headers: &[String], looks: &'a Looks) -> Result<Self, ExportError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name).map_err(failed)?;
        for (column, header) in headers.iter().enumerate() {
            sheet.write_string_with_format(header_row, column as u16, header, &looks.header).map_err(failed)?;
        }
        let widths = headers.iter().map(|header| header.chars().count()).collect();
        Ok(Self { sheet, name, looks, header_row, row: header_row, widths })
    }

    fn put(&mut self, values: impl IntoIterator<Item = Value>) -> Result<(), ExportError> {
        self.row += 1;
        if self.row >= MOST_ROWS {
            return Err(ExportError::TooManyRows(self.name));
        }
        for (column, value) in values.into_iter().enumerate() {
            self.put_value(column, value)?;
        }
        Ok(())
    }

    fn put_value(&mut self, column: usize, value: Value) -> Result<(), ExportError> {
        let (row, at) = (self.row, column as u16);
        let width = match value {
            Value::Blank => 0,
            Value::Text(text) if text.is_empty() => 0,
            Value::Text(text) => {
                if text.encode_utf16().count() > LONGEST_TEXT {
                    return Err(ExportError::TooLong(format!(
                        "a text in row {} of the sheet “{}”",
                        row + 1,
                        self.name
                    )));
                }
                let look = if might_run(&text) { &self.looks.guarded } else { &self.looks.text };
                self.sheet.write_string_with_format(row, at, &text, look).map_err(failed)?;
                text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
            }
            Value::Score(score) => {
                let look = self.looks.score(score);
                self.sheet.write_number_with_format(row, at, score, look).map_err(failed)?;
                4
            }
            Value::Day(day) => {
                let look = &self.looks.day;
                match excel_day(day) {
                    Some(day) => self.sheet.write_datetime_with_format(row, at, &day, look).map_err(failed)?,
                    None => self.sheet.write_string(row, at, day.to_string()).map_err(failed)?,
                };
                10
            }
            Value::Moment(at_time) => {
                self.sheet.write_datetime_with_format(row, at, moment(at_time)?, &self.looks.moment).map_err(failed)?;
                16
            }
        };
        if let Some(widest) = self.widths.get_mut(column) {
            *widest = (*widest).max(width);
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Worksheet, ExportError> {
        for (column, width) in self.widths.iter().enumerate() {
            // Room for the filter's button; long texts wrap.
            let width = (*width as f64 + 3.0).clamp(8.0, 60.0);
            self.sheet.set_column_width(column as u16, width).map_err(failed)?;
        }
        let last = self.widths.len().saturating_sub(1) as u16;
        self.sheet.autofilter(self.header_row, 0, self.row, last).map_err(failed)?;
        self.sheet.set_freeze_panes(self.header_row + 1, 0).map_err(failed)?;
        Ok(self.sheet)
    }
}

/// A day as Excel counts it, which is not before 1900.
fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

fn moment(at: Timestamp) -> Result<ExcelDateTime, ExportError> {
    ExcelDateTime::from_timestamp(at.as_second()).map_err(failed)
}

fn headers(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn summary(outgoing: &Outgoing, options: &ExportOptions, looks: &Looks) -> Result<Worksheet, ExportError> {
    let session = &outgoing.session;
    let about = &session.about;
    let groups = Groups::of(outgoing, options);
    let mut columns = headers(&["Employee id", "Person", "Level", "Target"]);
    columns.extend(session.rubric.tiers.iter().map(|tier| tier.name.clone()));
    columns.extend(headers(&["Placement", "Revealed (UTC)"]));
    columns.extend(groups.headers());
    let mut page = Page::new("Summary", 4, &columns, looks)?;
    let period = format!("{}, {} to {}", about.period.name, about.period.from, about.period.to);
    page.sheet.write_string_with_format(0, 0, &about.title, &looks.title).map_err(failed)?;
    page.sheet.write_string(1, 0, period).map_err(failed)?;
    let people = people_by_name(session);
    let phase = format!("{} people, phase {}", people.len(), about.phase.word());
    page.sheet.write_string(2, 0, phase).map_err(failed)?;
    for person in people {
        let standing = outgoing.standings.get(&person.id);
        let mut row: Vec<Value> = vec![
            company_id(person, outgoing.redacted).into(),
            person.name.as_str().into(),
            level_name(session, person.level.as_ref()).into(),
            level_name(session, person.target.as_ref()).into(),
        ];
        for place in 0..session.rubric.tiers.len() {
            let tier = standing.and_then(|standing| standing.tiers.get(place));
            row.push(match tier {
                None => Value::Blank,
                Some(tier) if tier.score.is_none() && tier.bar().is_some() => "Not enough seen".into(),
                Some(tier) => tier.score.map(rounded).into(),
            });
        }
        let place = session.decisions.placements.get(&person.id).map_or(Place::Undecided, |placement| placement.place);
        row.push(standing.map_or(Value::Blank, |_| place.words().into()));
        row.push(session.decisions.revealed.get(&person.id).map_or(Value::Blank, |at| Value::Moment(*at)));
        row.extend(groups.cells(person).into_iter().map(Value::from));
        page.put(row)?;
    }
    page.finish()
}

fn agreed(outgoing: &Outgoing, looks: &Looks) -> Result<Worksheet, ExportError> {
    let session = &outgoing.session;
    let columns = headers(&["Person", "Level", "Tier", "Skill", "Score", "Rests on", "Reason"]);
    let mut page = Page::new("Agreed", 0, &columns, looks)?;
    for person in people_by_name(session) {
        let Some(standing) = outgoing.standings.get(&person.id) else { continue };
        for (skill, score) in session.rubric.skills.iter().zip(&standing.skills) {
            let basis = basis_words(session, person, &skill.id, *score);
            if basis.is_empty() {
                continue;
            }
            let agreed = session.decisions.agreed.get(&(person.id.clone(), skill.id.clone()));
            let tier = session.rubric.tier(&skill.tier).map_or("", |tier| &tier.name);
            page.put([
                person.name.as_str().into(),
                level_name(session, person.level.as_ref()).into(),
                tier.into(),
                skill.name.as_str().into(),
                score.map(|score| rounded(score.value)).into(),
                basis.into(),
                agreed.map_or("", |agreed| &agreed.reason).into(),
            ])?;
        }
    }
    page.finish()
}

fn ratings(outgoing: &Outgoing, looks: &Looks) -> Result<Worksheet, ExportError> {
    let mut page = Page::new("Ratings", 0, &headers(&long::COLUMNS), looks)?;
    each_rating(&outgoing.session, |row| {
        let cells = long::cells(&outgoing.session, &row);
        page.put(cells.into_iter().map(|cell| match cell {
            Cell::Typed(text) | Cell::Word(text) => text.into(),
            Cell::Number(number) => Value::Score(number),
            Cell::Blank => Value::Blank,
        }))
    })?;
    page.finish()
}

fn evidence(outgoing: &Outgoing, looks: &Looks) -> Result<Worksheet, ExportError> {
    let session = &outgoing.session;
    let rubric = &session.rubric;
    let columns = headers(&[
        "Date",
        "Person",
        "Kind",
        "What happened",
        "Skills",
        "Author",
        "Functions",
        "Side",
        "Horizon",
        "Revisited",
        "Money result",
        "Room",
        "What changed",
        "Read by",
        "Acted on",
        "Link",
    ]);
    let mut page = Page::new("Evidence", 0, &columns, looks)?;
    let mut items: Vec<_> = session.evidence.values().collect();
    items.sort_by_key(|item| (session.name(&item.person), item.date, item.id.clone()));
    for item in items {
        let skills = item.skills.iter().map(|id| rubric.skill(id).map_or(id.as_str(), |skill| &skill.name));
        let functions = item
            .functions
            .iter()
            .map(|id| rubric.functions.iter().find(|one| one.id == *id).map_or(id.as_str(), |one| &one.name));
        let side = match item.side {
            None => "",
            Some(Side::Customers) => "Customers",
            Some(Side::Teams) => "Teams",
        };
        let horizon = item.horizon.as_ref();
        let room = item.room.as_ref();
        page.put([
            Value::Day(item.date),
            session.name(&item.person).into(),
            item.kind.words().into(),
            item.text.as_str().into(),
            skills.collect::<Vec<_>>().join(", ").into(),
            session.rater_name(&item.author).into(),
            functions.collect::<Vec<_>>().join(", ").into(),
            side.into(),
            horizon.map_or("", |id| rubric.horizon(id).map_or(id.as_str(), |one| &one.name)).into(),
            item.revisited.into(),
            item.money_result.as_str().into(),
            room.map_or("", |id| rubric.rooms.iter().find(|one| one.id == *id).map_or(id.as_str(), |one| &one.name))
                .into(),
            item.changed.as_str().into(),
            item.read_by.as_str().into(),
            if item.acted_on { "yes" } else { "" }.into(),
            item.link.as_str().into(),
        ])?;
    }
    page.finish()
}

fn decisions(outgoing: &Outgoing, looks: &Looks) -> Result<Worksheet, ExportError> {
    let session = &outgoing.session;
    let columns = headers(&[
        "Person",
        "Decision",
        "What",
        "Reason",
        "Owner",
        "Until",
        "Next step",
        "Owner of the step",
        "By",
        "Words for the person",
    ]);
    let mut page = Page::new("Decisions", 0, &columns, looks)?;
    let decisions = &session.decisions;
    for person in people_by_name(session) {
        let name = || Value::from(person.name.as_str());
        if let Some(placement) = decisions.placements.get(&person.id) {
            let step = placement.next_step.as_ref();
            page.put([
                name(),
                "Placement".into(),
                placement.place.words().into(),
                placement.reason.as_str().into(),
                placement.owner.as_str().into(),
                placement.until.into(),
                step.map_or("", |step| &step.text).into(),
                step.map_or("", |step| &step.owner).into(),
                step.and_then(|step| step.by).into(),
                placement.words.as_str().into(),
            ])?;
        }
        for one in &session.rubric.traits {
            let Some(agreed) = decisions.traits.get(&(person.id.clone(), one.id.clone())) else { continue };
            let met = if agreed.met { "met" } else { "not met" };
            let what = format!("{}: {met}", one.name);
            page.put([name(), "Trait".into(), what.into(), agreed.reason.as_str().into()])?;
        }
        let recusals = decisions.recusals.iter().filter(|((id, _), _)| *id == person.id);
        for ((_, rater), reason) in recusals {
            page.put([name(), "Set aside".into(), session.rater_name(rater).into(), reason.as_str().into()])?;
        }
    }
    page.finish()
}

fn log_sheet(rows: Vec<log::LogRow>, looks: &Looks) -> Result<Worksheet, ExportError> {
    let columns = headers(&["When (UTC)", "Who", "What", "Person", "Skill", "From", "To", "Why"]);
    let mut page = Page::new("Log", 0, &columns, looks)?;
    for row in rows {
        let texts = [row.who, row.what, row.person, row.skill, row.from, row.to, row.why];
        page.put(std::iter::once(Value::Moment(row.at)).chain(texts.into_iter().map(Value::from)))?;
    }
    page.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_coloured_as_on_screen_on_every_scale() {
        for (score, fill) in SCORE_FILLS.into_iter().enumerate() {
            assert_eq!(score_fill(score as f64 + 1.0, 5), fill);
        }
        assert_eq!(score_fill(1.0, 3), SCORE_FILLS[0]);
        assert_eq!(score_fill(2.0, 3), SCORE_FILLS[2]);
        assert_eq!(score_fill(3.0, 3), SCORE_FILLS[4]);
        assert_eq!(score_fill(7.0, 7), SCORE_FILLS[4]);
    }

    #[test]
    fn days_before_excel_begins_are_no_dates() {
        assert!(excel_day(Date::constant(2026, 7, 1)).is_some());
        assert!(excel_day(Date::constant(1850, 7, 1)).is_none());
    }
}
