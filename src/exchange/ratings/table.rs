//! Anybody's long-form ratings as a table for the statistics about raters: no session, any names, any numbers.

use std::collections::HashMap;

use crate::exchange::{decode, is_blank_text};
use crate::raters::{RatingTable, Refused};

use super::incoming::Named;
use super::marks::{parse_flag, shortened};
use super::reading::{Columns, NameColumns, ROWS_ABOVE, find_columns, records};
use super::text::unguarded;

/// As many problems as are told one by one.
const TOLD: usize = 20;

/// What stands for "no score".
const NO_SCORE: [&str; 7] = ["na", "n/a", "nan", "null", "n/o", "not observed", "."];

/// Reads ratings in long form: columns for person (or subject), rater, skill (or item) and score, one row a rating.
/// Scores are any numbers; a blank one is no rating. `file` is the file's name, for sentences.
///
/// # Errors
/// What is wrong, a sentence each, with the line. Then nothing is taken in.
pub fn read_rating_table(file: &str, bytes: &[u8]) -> Result<RatingTable, Vec<String>> {
    if bytes.starts_with(b"PK") {
        return Err(vec![format!("“{file}” is a workbook; save its sheet of ratings as CSV and give that.")]);
    }
    let decoded = decode(bytes);
    let header_with =
        |separator| find_columns(records(&decoded.text, separator).take(ROWS_ABOVE)).map(|header| (separator, header));
    let found = [b',', b';', b'\t', b'|'].into_iter().find_map(header_with);
    let Some((separator, (header, columns))) = found else {
        return Err(vec![format!(
            "“{file}” needs a header with columns for the person (or subject), the rater, the skill (or item) and the \
             score, and below it one row a rating."
        )]);
    };
    let mut reader = Reader { columns: &columns, table: RatingTable::default(), lines: HashMap::new(), separator };
    let mut problems = Vec::new();
    for (line, record) in records(&decoded.text, separator).skip(header + 1) {
        let cell = |column: usize| unguarded(record.get(column).unwrap_or_default());
        if let Err(problem) = reader.take(line, &record, cell) {
            problems.push(format!("{file}: line {line}: {problem}."));
        }
    }
    if problems.len() > TOLD {
        let more = problems.len() - TOLD;
        problems.truncate(TOLD);
        problems.push(format!("{file}: {more} more lines can't be read either."));
    }
    if problems.is_empty() { Ok(reader.table) } else { Err(problems) }
}

struct Reader<'a> {
    columns: &'a Columns,
    table: RatingTable,
    /// Where each rating stands: rater, person, skill.
    lines: HashMap<(String, String, String), usize>,
    separator: u8,
}

impl Reader<'_> {
    fn take<'c>(
        &mut self,
        line: usize,
        record: &csv::StringRecord,
        cell: impl Fn(usize) -> &'c str,
    ) -> Result<(), String> {
        if record.iter().all(is_blank_text) {
            return Ok(());
        }
        let text = |column: Option<usize>| column.map_or("", &cell).trim();
        let score = text(self.columns.score);
        let cut_off = self.columns.score.is_some_and(|column| column >= record.len());
        let blank = score.is_empty() || NO_SCORE.contains(&score.to_lowercase().as_str());
        if !cut_off && (blank || parse_flag(text(self.columns.not_observed))?.is_some()) {
            return Ok(());
        }
        let rater = name(&self.columns.rater, &cell, "rater")?;
        let person = name(&self.columns.person, &cell, "person")?;
        let skill = name(&self.columns.skill, &cell, "skill")?;
        if cut_off {
            return Err("it ends before its score".into());
        }
        let score = self.number(score)?;
        match self.table.push(&rater, &person, &skill, score) {
            Ok(_) => {}
            Err(Refused::NotFinite) => return Err("the score is too large to be worked with".into()),
            Err(Refused::Twice) => {
                let first = self.lines.get(&(rater.clone(), person.clone(), skill.clone())).copied();
                let first = first.map_or_else(String::new, |first| format!(", on line {first}"));
                return Err(format!(
                    "“{}” scored “{}” of “{}” before{first}; keep one of the two",
                    shortened(&rater),
                    shortened(&skill),
                    shortened(&person)
                ));
            }
        }
        self.lines.insert((rater, person, skill), line);
        Ok(())
    }

    /// A number with a point, or with a comma where commas don't separate columns.
    fn number(&self, text: &str) -> Result<f64, String> {
        let plain = if self.separator == b',' { text.to_owned() } else { text.replace(',', ".") };
        let number = plain.parse::<f64>().ok().filter(|number| number.is_finite());
        // Beyond this, differences between points would be lost to rounding.
        match number {
            Some(number) if number.abs() <= 1e9 => Ok(number),
            Some(_) => Err(format!("the score “{}” is too large to be worked with", shortened(text))),
            None => Err(format!("the score “{}” is not a number", shortened(text))),
        }
    }
}

/// Who or what a row is about: by id, else e-mail, else name.
fn name<'c>(columns: &NameColumns, cell: &impl Fn(usize) -> &'c str, what: &str) -> Result<String, String> {
    let Named { id, email, name } = columns.named(cell);
    let said = [id, email, name].into_iter().map(str::trim).find(|text| !is_blank_text(text));
    match said {
        None => Err(format!("it names no {what}")),
        Some(text) if text.contains(['\n', '\r']) => {
            Err(format!("the {what} goes over several lines; a quotation mark may not have been closed"))
        }
        Some(text) => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<RatingTable, Vec<String>> {
        read_rating_table("r.csv", text.as_bytes())
    }

    fn problems(text: &str) -> Vec<String> {
        read(text).expect_err("it can't be read")
    }

    #[test]
    fn headers_may_say_subject_and_item_and_scores_are_any_numbers() {
        let table =
            read("subject,rater,item,score\nP1,M1,K1,4\nP1,M2,K1,-2.5\n\nP1,M2,K2,\nP1,M2,K3,NA\n").expect("fine");
        let scores: Vec<f64> = table.rows().iter().map(|row| row.score).collect();
        assert_eq!(scores, [4.0, -2.5]);
        assert_eq!((table.people(), table.raters()), (&["P1".to_string()][..], &["M1".into(), "M2".into()][..]));
        assert_eq!(table.skills(), ["K1"], "a skill that nobody scored is not there");
        let table = read("\u{FEFF}Score;Skill;Rater;Person\n3,5;K1;Ana;Bo\n").expect("fine");
        assert_eq!(table.rows()[0].score, 3.5);
        assert!(read("person,rater,skill,score\n").expect("no rows are fine").rows().is_empty());
    }

    #[test]
    fn not_observed_is_no_score() {
        let table =
            read("person,rater,skill,score,not_observed\nP1,M1,K1,,could not see\nP1,M1,K2,3,\n").expect("fine");
        assert_eq!(table.rows().len(), 1);
    }

    /// As our own export has what was agreed of a skill that nobody scored.
    #[test]
    fn a_row_without_a_score_need_not_name_a_rater() {
        assert!(read("person,rater,skill,score\nP1,,K1,\n").expect("fine").rows().is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        assert_eq!(
            problems("subject,rater,item,score\nP1,M1,K1,good\n"),
            ["r.csv: line 2: the score “good” is not a number."]
        );
        assert_eq!(problems("subject,rater,item,score\n,M1,K1,3\n"), ["r.csv: line 2: it names no person."]);
        assert_eq!(problems("subject,rater,item,score\nP1,M1\n"), ["r.csv: line 2: it names no skill."]);
        assert_eq!(problems("subject,rater,item,score\nP1,M1,K1\n"), ["r.csv: line 2: it ends before its score."]);
        assert_eq!(
            problems("subject,rater,item,score\nP1,M1,K1,3\nP2,M1,K1,3\nP1,M1,K1,4\n"),
            ["r.csv: line 4: “M1” scored “K1” of “P1” before, on line 2; keep one of the two."]
        );
        assert_eq!(
            problems("subject,rater,item,score\n\"P1,M1,K1,3\nP1,M2,K1,4\n"),
            ["r.csv: line 2: it names no rater."]
        );
        assert!(problems("subject,rater,item,score\nP1,M1,K1,inf\n")[0].contains("not a number"));
        assert!(problems("subject,rater,item,score\nP1,M1,K1,1e300\n")[0].contains("too large"));
    }

    #[test]
    fn a_file_that_is_no_table_of_ratings_says_what_it_takes() {
        for text in ["", "hello", "{\"a\": 1}", "person,score\nP1,3\n"] {
            assert!(problems(text)[0].contains("needs a header"), "{text}");
        }
        assert!(read_rating_table("r.xlsx", b"PK\x03\x04").expect_err("no CSV")[0].contains("as CSV"));
    }

    #[test]
    fn many_problems_are_counted() {
        let rows: String = (0..50).map(|row| format!("P{row},M1,K1,x\n")).collect();
        let problems = problems(&format!("person,rater,skill,score\n{rows}"));
        assert_eq!(problems.len(), 21);
        assert_eq!(problems[20], "r.csv: 30 more lines can't be read either.");
    }
}
