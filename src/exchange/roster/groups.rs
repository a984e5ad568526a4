//! Attributes of people for a group check, from a file beside the session: matched to its people by employee id, e-mail
//! or name. What such files hold is often the most private there is, so nothing of it becomes part of the session; it
//! lives as long as the check is looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use thiserror::Error;

use super::headers::Field;
use super::reading::{Reading, header_labels};
use super::table::Sheet;
use super::{RosterError, names, read_tables};
use crate::exchange::{fold, is_blank_text, tidy};
use crate::model::{PersonId, Session};

/// Groups in one column beyond which it does not tell groups apart.
const MOST_GROUPS: usize = 30;

/// What a file says about the people of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFile {
    /// The columns that tell groups apart, in the order of the file.
    pub columns: Vec<GroupColumn>,
    /// How many people of the session have a row.
    pub matched: usize,
    /// Rows that belong to nobody of the session, or could be several people's: what they are called, in the order of
    /// the file.
    pub unmatched: Vec<String>,
}

/// One column of such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupColumn {
    /// Its header.
    pub name: String,
    /// What it says of whom; people with a blank cell are left out.
    pub groups: BTreeMap<PersonId, String>,
}

/// Why nothing was taken from a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GroupFileError {
    /// It can't be read as a table.
    #[error(transparent)]
    Unreadable(#[from] RosterError),
    /// No column says who a row is about.
    #[error(
        "No column of {place} says who a row is about. Add a column of employee ids, e-mail addresses or names, and read it again."
    )]
    NobodyNamed {
        /// The sheet and the file.
        place: String,
    },
    /// No row belongs to somebody of the session.
    #[error(
        "No row of {place} belongs to somebody in this session. Check that its ids, e-mail addresses or names are those of the roster."
    )]
    NobodyKnown {
        /// The sheet and the file.
        place: String,
    },
    /// No column tells groups apart.
    #[error(
        "No column of {place} tells groups apart: besides who a row is about, a column with the same value for several people is needed."
    )]
    NoGroups {
        /// The sheet and the file.
        place: String,
    },
}

/// Reads attributes of a session's people from a CSV, TSV, XLSX or RON file. `file_name` is used in sentences.
///
/// # Errors
/// A sentence for the screen when the file can't be read, names nobody, or tells no groups apart.
pub fn read_groups(session: &Session, bytes: &[u8], file_name: &str) -> Result<GroupFile, GroupFileError> {
    let workbook = read_tables(bytes, file_name)?;
    let Some(sheet) = workbook.sheets.get(workbook.best_sheet()) else {
        return Err(RosterError::NoRows { place: file_name.to_owned() }.into());
    };
    let reading = Reading::propose(sheet);
    let keys = Keys::new(session);
    let who = Who::new(&reading);
    if who.is_empty() {
        return Err(GroupFileError::NobodyNamed { place: sheet.place() });
    }
    let (rows, unmatched) = match_rows(sheet, &reading, &keys, &who);
    if rows.is_empty() {
        return Err(GroupFileError::NobodyKnown { place: sheet.place() });
    }
    let labels = header_labels(sheet, reading.header_row);
    let columns = (0..sheet.columns()).filter(|column| !who.uses(*column)).filter_map(|column| {
        let value = |row: usize| tidy(sheet.cell(row, column)).into_owned();
        let groups: BTreeMap<PersonId, String> = rows
            .iter()
            .map(|(person, row)| (person.clone(), value(*row)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let distinct: BTreeSet<&String> = groups.values().collect();
        let tells_apart = (2..=MOST_GROUPS).contains(&distinct.len()) && distinct.len() < groups.len();
        tells_apart.then(|| GroupColumn { name: labels[column].clone(), groups })
    });
    let columns: Vec<GroupColumn> = columns.collect();
    if columns.is_empty() {
        return Err(GroupFileError::NoGroups { place: sheet.place() });
    }
    Ok(GroupFile { columns, matched: rows.len(), unmatched })
}

/// The row of each person of the session, and what the other rows are called. Somebody's first row counts.
fn match_rows(sheet: &Sheet, reading: &Reading, keys: &Keys, who: &Who) -> (BTreeMap<PersonId, usize>, Vec<String>) {
    let (mut rows, mut unmatched) = (BTreeMap::new(), Vec::new());
    for row in reading.first_row()..sheet.rows() {
        if sheet.row(row).all(is_blank_text) {
            continue;
        }
        match who.find(sheet, row, keys) {
            Some(person) => {
                rows.entry(person).or_insert(row);
            }
            None => unmatched.push(who.called(sheet, row)),
        }
    }
    (rows, unmatched)
}

/// The people of a session by what a file may know them by. What two share finds neither.
struct Keys {
    ids: HashMap<String, Option<PersonId>>,
    emails: HashMap<String, Option<PersonId>>,
    names: HashMap<String, Option<PersonId>>,
}

impl Keys {
    fn new(session: &Session) -> Self {
        let by = |key: &dyn Fn(&crate::model::Person) -> String| {
            let mut found: HashMap<String, Option<PersonId>> = HashMap::new();
            for person in session.people.iter() {
                let key = key(person);
                if !key.is_empty() {
                    found.entry(key).and_modify(|other| *other = None).or_insert_with(|| Some(person.id.clone()));
                }
            }
            found
        };
        Self {
            ids: by(&|person| person.employee_id.trim().to_owned()),
            emails: by(&|person| fold(person.email.trim()).into_owned()),
            names: by(&|person| names::comparable(&person.name)),
        }
    }
}

/// The columns that say who a row is about.
struct Who {
    ids: Vec<usize>,
    emails: Vec<usize>,
    names: Vec<usize>,
    first_names: Vec<usize>,
    last_names: Vec<usize>,
}

impl Who {
    fn new(reading: &Reading) -> Self {
        Self {
            ids: reading.columns_of(Field::EmployeeId),
            emails: reading.columns_of(Field::Email),
            names: reading.columns_of(Field::FullName),
            first_names: reading.columns_of(Field::FirstName),
            last_names: reading.columns_of(Field::LastName),
        }
    }

    fn all(&self) -> impl Iterator<Item = &usize> {
        [&self.ids, &self.emails, &self.names, &self.first_names, &self.last_names].into_iter().flatten()
    }

    fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    fn uses(&self, column: usize) -> bool {
        self.all().any(|other| *other == column)
    }

    fn find(&self, sheet: &Sheet, row: usize, keys: &Keys) -> Option<PersonId> {
        let cells = |columns: &[usize]| {
            columns.iter().map(|column| tidy(sheet.cell(row, *column)).into_owned()).find(|cell| !cell.is_empty())
        };
        let by = |keys: &HashMap<String, Option<PersonId>>, key: String| keys.get(&key).cloned().flatten();
        let by_id = cells(&self.ids).and_then(|id| by(&keys.ids, id));
        let by_email = || cells(&self.emails).and_then(|email| by(&keys.emails, fold(&email).into_owned()));
        let by_name = || by(&keys.names, names::comparable(&self.name(sheet, row)));
        by_id.or_else(by_email).or_else(by_name)
    }

    fn name(&self, sheet: &Sheet, row: usize) -> String {
        let of =
            |columns: &[usize]| columns.iter().map(|column| sheet.cell(row, *column)).find(|cell| !is_blank_text(cell));
        match of(&self.names) {
            Some(name) => names::spoken(name),
            None => {
                let parts = [of(&self.first_names), of(&self.last_names)];
                tidy(&parts.into_iter().flatten().collect::<Vec<_>>().join(" ")).into_owned()
            }
        }
    }

    /// What a row is called in a sentence: its name, else its line.
    fn called(&self, sheet: &Sheet, row: usize) -> String {
        match self.name(sheet, row) {
            name if name.is_empty() => format!("{} {}", sheet.line_word(), sheet.line(row)),
            name => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::session;

    fn read(text: &str) -> Result<GroupFile, GroupFileError> {
        read_groups(&session(6, 2, 4), text.as_bytes(), "groups.csv")
    }

    fn column<'a>(file: &'a GroupFile, name: &str) -> Vec<(&'a str, &'a str)> {
        let column = file.columns.iter().find(|column| column.name == name).expect("the column is there");
        column.groups.iter().map(|(person, group)| (person.as_str(), group.as_str())).collect()
    }

    #[test]
    fn people_are_found_by_id_by_mail_and_by_name() {
        let file = read(
            "Employee ID,Email,Name,Contract\n000001,,,full time\n,PERSON.2@example.com,,full time\n,,\"3, Person\",part time\n\
             000099,,Somebody else,part time\n",
        )
        .expect("it can be read");
        assert_eq!(
            column(&file, "Contract"),
            [("p00001", "full time"), ("p00002", "full time"), ("p00003", "part time")]
        );
        assert_eq!((file.matched, file.unmatched), (3, vec!["Somebody else".to_owned()]));
    }

    #[test]
    fn an_id_keeps_its_leading_zeros_and_finds_nobody_without_them() {
        let refused = read("Employee ID,Contract\n1,full time\n2,part time\n3,part time\n").expect_err("nobody");
        assert!(refused.to_string().contains("belongs to somebody in this session"), "{refused}");
    }

    #[test]
    fn columns_in_which_everybody_differs_or_nobody_does_tell_no_groups_apart() {
        let file = read(
            "Email,Desk,Country,Gender\nperson.1@example.com,1,SE,f\nperson.2@example.com,2,SE,m\nperson.3@example.com,3,SE,f\n",
        )
        .expect("it can be read");
        assert_eq!(file.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["Gender"]);
        let refused = read("Email,Desk\nperson.1@example.com,1\nperson.2@example.com,2\n").expect_err("no groups");
        assert!(refused.to_string().contains("tells groups apart"), "{refused}");
    }

    #[test]
    fn two_people_of_one_name_are_found_by_neither() {
        let mut session = session(3, 1, 4);
        let namesakes =
            session.people.iter().map(|person| crate::model::Person { name: "Kim Lee".into(), ..(**person).clone() });
        session.people = std::sync::Arc::new(crate::model::People::new(namesakes));
        let text = "Name,Contract\nKim Lee,full time\nKim Lee,part time\n";
        assert!(read_groups(&session, text.as_bytes(), "groups.csv").is_err());
    }

    #[test]
    fn damaged_and_other_files_are_refused_in_words() {
        for (bytes, words) in [
            (&b""[..], "empty"),
            (b"%PDF-1.7", "PDF"),
            (b"PK\x03\x04 cut", "damaged"),
            (b"Team,Office\nA,B\nC,D\n", "says who a row is about"),
        ] {
            let refused = read_groups(&session(6, 2, 4), bytes, "groups.csv").expect_err("refused").to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }
}
