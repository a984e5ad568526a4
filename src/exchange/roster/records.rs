//! Rosters in RON: a list of people records, `[(name: "Ana Silva", employee_id: "007"), …]`, as a
//! table whose headers are the names of the fields. The records go straight into the table, one by
//! one, so that a large file is never held as a tree.

use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::RosterError;
use super::table::{Allowance, MOST_COLUMNS, SheetBuilder, Workbook};
use crate::exchange::decode;

/// Whether bytes that are no archive begin like a list of records.
pub(super) fn looks_like_records(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let Some(inside) = text.strip_prefix(b"[") else { return false };
    matches!(inside.trim_ascii_start().first(), Some(b'(' | b'{' | b']'))
}

/// Reads a list of records as one sheet.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Workbook, RosterError> {
    let decoded = decode(bytes);
    let mut people = PeopleRecords {
        builder: SheetBuilder::new(file, file, "record"),
        allowance: Allowance::for_file(bytes.len()),
        columns: HashMap::new(),
        headers: Vec::new(),
        records: 0,
        left_out: false,
        unfolds: false,
    };
    let read = read_list(&decoded.text, &mut people);
    if people.unfolds {
        return Err(RosterError::Unfolds { file: file.to_owned() });
    }
    if let Err(fault) = read
        && !people.left_out
    {
        let ron::error::Position { line, col } = fault.span.start;
        let fault = match fault.code {
            ron::Error::ExceededRecursionLimit => "the values are nested too deeply".to_owned(),
            fault => fault.to_string(),
        };
        return Err(RosterError::BadRecords { line, column: col, fault, file: file.to_owned() });
    }
    let unfolds = |_| RosterError::Unfolds { file: file.to_owned() };
    for (column, header) in people.headers.iter().enumerate() {
        people.builder.put(column, header);
    }
    people.builder.end_row_in_front(&mut people.allowance).map_err(unfolds)?;
    let sheet = people.builder.finish(people.left_out);
    let description = format!("{}, RON records", decoded.encoding);
    Ok(Workbook { description, sheets: vec![sheet], notes: Vec::new() })
}

fn read_list(text: &str, people: &mut PeopleRecords) -> Result<(), ron::error::SpannedError> {
    let mut deserializer = ron::Deserializer::from_str(text)?;
    let list = List(people).deserialize(&mut deserializer);
    list.and_then(|()| deserializer.end()).map_err(|code| deserializer.span_error(code))
}

struct PeopleRecords {
    builder: SheetBuilder,
    allowance: Allowance,
    columns: HashMap<String, usize>,
    headers: Vec<String>,
    records: usize,
    left_out: bool,
    unfolds: bool,
}

impl PeopleRecords {
    fn column(&mut self, header: String) -> usize {
        if let Some(column) = self.columns.get(&header) {
            return *column;
        }
        let column = self.headers.len();
        if column < MOST_COLUMNS {
            self.headers.push(header.clone());
            self.columns.insert(header, column);
        }
        column
    }
}

struct List<'a>(&'a mut PeopleRecords);

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("a list of people records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Record(self.0))?.is_some() {}
        Ok(())
    }
}

struct Record<'a>(&'a mut PeopleRecords);

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Record<'_> {
    type Value = ();

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("a record with named fields, such as (name: \"Ana Silva\")")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let people = self.0;
        while let Some(header) = fields.next_key::<String>()? {
            let text = fields.next_value_seed(CellText)?;
            let column = people.column(header);
            people.builder.put(column, &text);
        }
        people.records += 1;
        if people.builder.is_full() {
            people.left_out = true;
            return Err(A::Error::custom("more records than are read"));
        }
        let records = people.records;
        people.builder.end_row(records, &mut people.allowance).map_err(|_| {
            people.unfolds = true;
            A::Error::custom("the file unfolds to many times its size")
        })
    }
}

/// A field's value as the text of a cell.
struct CellText;

impl<'de> DeserializeSeed<'de> for CellText {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CellText {
    type Value = String;

    fn expecting(&self, words: &mut fmt::Formatter<'_>) -> fmt::Result {
        words.write_str("text, a number or a list of them")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_char<E: Error>(self, letter: char) -> Result<String, E> {
        Ok(letter.to_string())
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<String, E> {
        Ok(if yes { "TRUE" } else { "FALSE" }.to_owned())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_unit<E: Error>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_none<E: Error>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<String, D::Error> {
        value.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<String, A::Error> {
        let mut text = String::new();
        while let Some(item) = list.next_element_seed(CellText)? {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(&item);
        }
        Ok(text)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<String, A::Error> {
        let mut text = String::new();
        while let Some(name) = fields.next_key::<String>()? {
            let value = fields.next_value_seed(CellText)?;
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(&name);
            text.push_str(": ");
            text.push_str(&value);
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let workbook = read(text.as_bytes(), "people.ron").expect("the records can be read");
        let sheet = &workbook.sheets[0];
        (0..sheet.rows()).map(|row| sheet.row(row).map(str::to_owned).collect()).collect()
    }

    #[test]
    fn fields_become_columns_in_the_order_they_are_met() {
        let found = rows(
            "[ // the team\n (name: \"Ana Silva\", employee_id: \"007\"),\n\
             Person(name: \"Ben\", grade: 3, remote: true, skills: [\"a\", \"b\"], left: None, email: Some(\"b@x.org\")),\n]",
        );
        assert_eq!(found[0], ["name", "employee_id", "grade", "remote", "skills", "left", "email"]);
        assert_eq!(found[1], ["Ana Silva", "007"]);
        assert_eq!(found[2], ["Ben", "", "3", "TRUE", "a; b", "", "b@x.org"]);
    }

    #[test]
    fn records_written_by_other_programs_are_read_as_well() {
        let found = rows("[{\"name\": \"Ana\", \"id\": \"007\", \"address\": {\"city\": \"Porto\"}}]");
        assert_eq!(found, [vec!["name", "id", "address"], vec!["Ana", "007", "city: Porto"]]);
    }

    #[test]
    fn a_fault_is_named_with_its_place() {
        let error = read(b"[\n (name: \"Ana\"),\n (name \"Ben\"),\n]", "people.ron").expect_err("this is refused");
        let sentence = error.to_string();
        assert!(sentence.contains("line 3"), "{sentence}");
        assert!(sentence.ends_with(": people.ron"), "{sentence}");
        let error = read(b"(version: 1)", "people.ron").expect_err("this is refused").to_string();
        assert!(error.contains("list of people"), "{error}");
        assert!(read(b"[(name: \"Ana\")", "people.ron").is_err());
        assert!(read("[".repeat(100_000).as_bytes(), "people.ron").is_err());
    }

    #[test]
    fn lists_of_records_are_told_from_text() {
        assert!(looks_like_records(b" [\n  (name: 1)]"));
        assert!(looks_like_records(b"[{\"name\": 1}]"));
        assert!(!looks_like_records(b"[Name],[Title]\nAna,PM"));
    }
}
