//! What a column may mean, and the headers that say so. The headers are data
//! (`assets/roster_headers.ron`), compiled in.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::exchange::folded;

/// What a column of a roster is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Field {
    /// The company's id of the person, kept as text.
    EmployeeId,
    /// The whole name, also as "Last, First".
    FullName,
    /// The given name.
    FirstName,
    /// The family name.
    LastName,
    /// The person's e-mail address.
    Email,
    /// The job title.
    Title,
    /// The company's own grade or level.
    Level,
    /// The manager, by name.
    Manager,
    /// The manager, by employee id.
    ManagerId,
    /// The manager, by e-mail address.
    ManagerEmail,
    /// Department, team or division.
    Department,
    /// Place of work.
    Location,
    /// The day the person joined.
    HireDate,
    /// Employed, on leave, left.
    Status,
    /// A rating from an earlier review.
    EarlierRating,
    /// Kept with the person under the column's header.
    Attribute,
    /// Not taken in.
    Ignore,
}

impl Field {
    /// All fields, in the order in which a menu lists them.
    pub const ALL: [Self; 17] = [
        Self::EmployeeId,
        Self::FullName,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::Title,
        Self::Level,
        Self::Manager,
        Self::ManagerId,
        Self::ManagerEmail,
        Self::Department,
        Self::Location,
        Self::HireDate,
        Self::Status,
        Self::EarlierRating,
        Self::Attribute,
        Self::Ignore,
    ];

    /// The field in words for the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::EmployeeId => "Employee id",
            Self::FullName => "Full name",
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::Email => "E-mail",
            Self::Title => "Title",
            Self::Level => "Level",
            Self::Manager => "Manager",
            Self::ManagerId => "Manager’s employee id",
            Self::ManagerEmail => "Manager’s e-mail",
            Self::Department => "Department",
            Self::Location => "Location",
            Self::HireDate => "Hire date",
            Self::Status => "Status",
            Self::EarlierRating => "Earlier rating",
            Self::Attribute => "Keep as attribute",
            Self::Ignore => "Leave out",
        }
    }
}

/// One way to read a header. Less is better: first the place in the list, then, for headers with a
/// number in them, the higher number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HeaderMatch {
    pub(super) rank: usize,
    pub(super) number: std::cmp::Reverse<u32>,
    pub(super) field: Field,
    /// Whether the header is one of a numbered row of columns.
    pub(super) numbered: bool,
}

#[derive(Deserialize)]
struct FieldHeaders {
    field: Field,
    headers: Vec<String>,
}

type HeaderTable = HashMap<String, Vec<(usize, Field)>>;

fn table() -> &'static HeaderTable {
    static TABLE: OnceLock<HeaderTable> = OnceLock::new();
    TABLE.get_or_init(|| {
        let listed = include_str!("../../../assets/roster_headers.ron");
        // A test reads the list, so it is never the empty one here.
        let fields: Vec<FieldHeaders> = ron::from_str(listed).unwrap_or_default();
        let mut table = HeaderTable::new();
        for entry in fields {
            for (rank, header) in entry.headers.iter().enumerate() {
                table.entry(key(header, true)).or_default().push((rank, entry.field));
            }
        }
        table
    })
}

/// A header reduced to its letters and digits.
fn key(header: &str, keep_star: bool) -> String {
    let mut key = String::with_capacity(header.len());
    for letter in folded(header) {
        match letter {
            '#' | '№' => key.push_str("number"),
            '*' if keep_star => key.push('*'),
            _ if letter.is_alphanumeric() => key.push(letter),
            _ => {}
        }
    }
    key
}

/// All ways to read a header; none where it is unknown.
pub(super) fn matches(header: &str) -> Vec<HeaderMatch> {
    if header.len() > 200 {
        return Vec::new();
    }
    let found = look_up(&key(header, false));
    if found.is_empty() && header.contains('(') {
        return look_up(&key(&without_brackets(header), false));
    }
    found
}

fn look_up(key: &str) -> Vec<HeaderMatch> {
    if let Some(found) = table().get(key) {
        return found.iter().map(|(rank, field)| header_match(*rank, *field, None)).collect();
    }
    let Some((pattern, number)) = pattern(key) else { return Vec::new() };
    let found = table().get(&pattern).map_or(&[][..], Vec::as_slice);
    found.iter().map(|(rank, field)| header_match(*rank, *field, Some(number))).collect()
}

fn header_match(rank: usize, field: Field, number: Option<u32>) -> HeaderMatch {
    let numbered = number.is_some();
    HeaderMatch { rank, number: std::cmp::Reverse(number.unwrap_or(0)), field, numbered }
}

/// The key with its only number replaced by "*", and that number.
fn pattern(key: &str) -> Option<(String, u32)> {
    let start = key.find(|c: char| c.is_ascii_digit())?;
    let length = key[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(key.len() - start);
    let number = key[start..start + length].parse().ok()?;
    Some((format!("{}*{}", &key[..start], &key[start + length..]), number))
}

fn without_brackets(header: &str) -> String {
    let mut depth = 0_usize;
    let outside = header.chars().filter(|c| {
        let before = depth;
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before == 0 && depth == 0
    });
    outside.collect()
}

/// How many different fields the cells of a row name, were it the header row.
pub(super) fn known_among<'a>(cells: impl Iterator<Item = &'a str>) -> usize {
    let mut fields: Vec<Field> = Vec::new();
    for cell in cells {
        let best = matches(cell).into_iter().min();
        fields.extend(best.map(|found| found.field));
    }
    // A numbered row of ratings or of managers is one field, private columns are one each.
    let private = fields.iter().filter(|field| **field == Field::Ignore).count();
    fields.retain(|field| *field != Field::Ignore);
    fields.sort_unstable();
    fields.dedup();
    fields.len() + private.min(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field_of(header: &str) -> Option<Field> {
        matches(header).into_iter().min().map(|found| found.field)
    }

    #[test]
    fn every_field_but_the_manager_kinds_has_headers() {
        let listed: Vec<FieldHeaders> =
            ron::from_str(include_str!("../../../assets/roster_headers.ron")).expect("the list of headers can be read");
        let derived = [Field::ManagerId, Field::ManagerEmail, Field::Attribute];
        for field in Field::ALL.iter().filter(|field| !derived.contains(field)) {
            assert!(listed.iter().any(|entry| entry.field == *field), "{field:?}");
        }
    }

    #[test]
    fn headers_match_however_they_are_written() {
        for header in ["Employee ID", "employee_id", "EmployeeId", " EMPLOYEE-ID ", "employee id"] {
            assert_eq!(field_of(header), Some(Field::EmployeeId), "{header}");
        }
        assert_eq!(field_of("Hire Date (MM/DD/YYYY)"), Some(Field::HireDate));
        assert_eq!(field_of("Name*"), Some(Field::FullName));
        assert_eq!(field_of("PRENOM"), Some(Field::FirstName));
        assert_eq!(field_of("Worker’s Manager"), Some(Field::Manager));
        assert_eq!(field_of("Development Focus"), None);
        assert_eq!(field_of(""), None);
    }

    #[test]
    fn employee_number_is_an_id_and_never_a_name() {
        for header in ["Employee #", "Employee№", "EMPLOYEE NUMBER"] {
            assert_eq!(field_of(header), Some(Field::EmployeeId), "{header}");
        }
        assert_eq!(field_of("Employee"), Some(Field::FullName));
    }

    #[test]
    fn of_numbered_headers_the_latest_and_the_deepest_come_first() {
        let best = |a: &str, b: &str| matches(a).into_iter().min() < matches(b).into_iter().min();
        assert!(best("2024 Completed Performance Rating", "2023 Completed Performance Rating"));
        assert!(best("Management Chain - Level 06", "Management Chain - Level 04"));
        assert!(best("Worker's Manager", "Management Chain - Level 06"));
    }

    #[test]
    fn every_header_of_the_design_is_known() {
        let seen = "External user ID|Empl ID|Associate ID|Person ID External|USERID|EmployeeNum|\
            employee_id_in_company|Badge id|personID|Personalnummer|Worker|Associate|Payroll Name|\
            Employee_Name|surname|given_name|family_name|FName|LName|Prénom|Nom|Nombre|Apellido|\
            Work Contact: Work Email|e_mail|Job Profile|Position Description|Job Title Description|\
            Job Name|Position Name|Job Role|Poste|Puesto|JOBLEVEL|Position/Level|Management Level|\
            Supervisor email|Reports To Email|supervisorId|Reporting Manager|Reporting to|ManagerName|\
            Management Chain - Level 04|Supervisory Organization|Cost Center|Home Department|Abteilung|\
            Bereich|Service|Area|Work State|Region|Ort|Original Hire|Started At|hired_on|Date joining|\
            DateofHire|Date of Hire|Eintritt|Date d'entrée|Active Status|Assignment Status|\
            Position Status|2023 Completed Performance Rating|rating|overall_rating|PerformanceScore|\
            Legal / Preferred First Name";
        for header in seen.split('|') {
            assert!(field_of(header).is_some(), "{header}");
        }
    }
}
