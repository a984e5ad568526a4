//! Everybody in a roster by employee id, e-mail address and name, to find who is meant by a text.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::names;
use super::people::RosterRow;
use crate::exchange::fold;

/// Who a text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// This row.
    One(usize),
    /// More than one person fits.
    Several,
    /// No one fits.
    Nobody,
}

/// Rows that are alike in something; most often a single one.
#[derive(Debug)]
struct Alike {
    first: usize,
    others: Vec<usize>,
}

impl Alike {
    fn found(&self) -> Found {
        if self.others.is_empty() { Found::One(self.first) } else { Found::Several }
    }

    fn rows(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

#[derive(Debug, Default)]
struct Index(HashMap<String, Alike>);

impl Index {
    fn add(&mut self, key: String, row: usize) {
        match self.0.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(Alike { first: row, others: Vec::new() });
            }
            Entry::Occupied(mut entry) => entry.get_mut().others.push(row),
        }
    }

    fn find(&self, key: &str) -> Found {
        self.0.get(key).map_or(Found::Nobody, Alike::found)
    }
}

/// Everybody who can be taken in. What is seldom asked for is put together when it is.
pub(super) struct Directory<'a> {
    rows: &'a [RosterRow],
    by_id: HashMap<&'a str, usize>,
    by_name: Index,
    by_email: OnceCell<Index>,
    by_name_without_initials: OnceCell<Index>,
}

impl<'a> Directory<'a> {
    pub(super) fn of(rows: &'a [RosterRow]) -> Self {
        let mut by_id = HashMap::with_capacity(rows.len());
        let mut by_name = Index(HashMap::with_capacity(rows.len()));
        for (index, row) in able(rows) {
            if !row.employee_id.is_empty() {
                by_id.entry(row.employee_id.as_str()).or_insert(index);
            }
            by_name.add(names::comparable(&row.name), index);
        }
        Self { rows, by_id, by_name, by_email: OnceCell::new(), by_name_without_initials: OnceCell::new() }
    }

    /// Rows with the name of an earlier row, each with the first of that name, in no order.
    pub(super) fn namesakes(&self) -> impl Iterator<Item = (&'a RosterRow, &'a RosterRow)> {
        let rows = self.rows;
        let alike = self.by_name.0.values();
        alike.flat_map(move |alike| alike.others.iter().map(move |other| (&rows[*other], &rows[alike.first])))
    }

    pub(super) fn with_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub(super) fn with_email(&self, email: &str) -> Found {
        let by_email = self.by_email.get_or_init(|| {
            let mut by_email = Index::default();
            let with_email = able(self.rows).filter(|(_, row)| !row.email.is_empty());
            with_email.for_each(|(index, row)| by_email.add(fold(&row.email).into_owned(), index));
            by_email
        });
        by_email.find(&fold(email))
    }

    /// By the whole name; else with initials between the names left aside on one of the two sides,
    /// where that leaves exactly one person.
    fn with_name(&self, spoken: &str) -> Found {
        let name = names::comparable(spoken);
        match self.by_name.find(&name) {
            Found::Nobody => {}
            found => return found,
        }
        let by_short_name = self.by_name_without_initials.get_or_init(|| {
            let mut by_short_name = Index::default();
            for (name, alike) in &self.by_name.0 {
                let short = names::without_initials(name);
                alike.rows().for_each(|row| by_short_name.add(short.clone().into_owned(), row));
            }
            by_short_name
        });
        let short = names::without_initials(&name);
        if name == short { by_short_name.find(&name) } else { self.by_name.find(&short) }
    }

    /// By any text: an id, an e-mail address or a name, also "Ivan Petrov (1042)".
    pub(super) fn with_text(&self, text: &str) -> Found {
        if text.is_empty() {
            return Found::Nobody;
        }
        if let Some(index) = self.with_id(text) {
            return Found::One(index);
        }
        if text.contains('@') {
            return self.with_email(text);
        }
        match (self.with_name(text), names::split_remark(text)) {
            (Found::Nobody, Some((name, remark))) => match self.with_id(remark) {
                Some(index) => Found::One(index),
                None => self.with_name(&names::spoken(name)),
            },
            (found, _) => found,
        }
    }
}

fn able(rows: &[RosterRow]) -> impl Iterator<Item = (usize, &RosterRow)> {
    rows.iter().enumerate().filter(|(_, row)| row.can_be_taken_in)
}
