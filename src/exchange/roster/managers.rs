//! Who manages whom. Everybody is known first, then each row's manager is looked up by employee id,
//! by e-mail and by name. Whoever is not found is kept as text and listed: a manager need not have a
//! row.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::directory::{Directory, Found};
use super::names;
use super::people::RosterRow;
use super::problems::{Problems, Severity};

/// A row's manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManagerLink {
    /// The manager is in the roster, at this place of [`super::Roster::rows`].
    Row(usize),
    /// The manager is named but has no row, or could be one of several.
    Outside(String),
    /// No manager is given, or the person themselves is.
    None,
}

/// A manager without a row of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideManager {
    /// The name, or the id or e-mail address where only that is given.
    pub name: String,
    /// How many people they manage.
    pub people: usize,
}

/// What a row says about its manager, still as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct ManagerTexts {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) name: String,
}

impl ManagerTexts {
    /// The manager as shown: by name if there is one.
    pub(super) fn shown(&self) -> &str {
        let texts = [&self.name, &self.email, &self.id];
        texts.into_iter().find(|text| !text.is_empty()).map_or("", String::as_str)
    }
}

/// Looks every manager up, each way of naming one once.
pub(super) fn find_all(
    rows: &[RosterRow],
    texts: &[ManagerTexts],
    directory: &Directory<'_>,
    problems: &mut Problems,
) -> Vec<Found> {
    let ids_are_usable = check_ids(rows, texts, directory, problems);
    let mut known: HashMap<&ManagerTexts, Found> = HashMap::new();
    let look_up = |given| *known.entry(given).or_insert_with(|| look_up(given, directory, ids_are_usable));
    texts.iter().map(look_up).collect()
}

/// Gives every row its manager and lists the managers without a row, by name.
pub(super) fn link(
    rows: &mut [RosterRow],
    texts: &[ManagerTexts],
    found: &[Found],
    problems: &mut Problems,
) -> Vec<OutsideManager> {
    let mut outside: HashMap<String, (OutsideManager, usize)> = HashMap::new();
    for (index, (given, found)) in texts.iter().zip(found).enumerate() {
        let (line, shown) = (rows[index].line, given.shown());
        rows[index].manager = match *found {
            _ if shown.is_empty() => ManagerLink::None,
            Found::One(manager) if manager == index => {
                problems.note(line, format!("{} is given as their own manager.", rows[index].shown_name()));
                ManagerLink::None
            }
            Found::One(manager) => ManagerLink::Row(manager),
            Found::Several => {
                problems.warning(
                    line,
                    format!("The manager “{shown}” could be one of several people; an employee id would tell."),
                );
                ManagerLink::Outside(shown.to_owned())
            }
            Found::Nobody => {
                let first = || (OutsideManager { name: shown.to_owned(), people: 0 }, line);
                let (manager, _) = outside.entry(names::comparable(shown)).or_insert_with(first);
                manager.people += 1;
                ManagerLink::Outside(manager.name.clone())
            }
        };
    }
    warn_of_circles(rows, problems);
    for (manager, line) in outside.values() {
        let people = if manager.people == 1 { "1 person".to_owned() } else { format!("{} people", manager.people) };
        problems.note(*line, format!("“{}” manages {people} and has no row here.", manager.name));
    }
    let mut listed: Vec<OutsideManager> = outside.into_values().map(|(manager, _)| manager).collect();
    listed.sort_by(|a, b| a.name.cmp(&b.name));
    listed
}

fn look_up(given: &ManagerTexts, directory: &Directory<'_>, ids_are_usable: bool) -> Found {
    if ids_are_usable && let Some(index) = directory.with_id(&given.id) {
        return Found::One(index);
    }
    if !given.email.is_empty()
        && let Found::One(index) = directory.with_email(&given.email)
    {
        return Found::One(index);
    }
    if !given.name.is_empty() {
        return directory.with_text(&given.name);
    }
    let is_id_alone = given.email.is_empty() && !ids_are_usable;
    if is_id_alone { Found::Nobody } else { directory.with_text(given.shown()) }
}

/// Finds out whether the ids of managers are the ids of people. Some exports number managers on
/// their own; where ids and names are both given and mostly contradict each other, names count.
fn check_ids(rows: &[RosterRow], texts: &[ManagerTexts], directory: &Directory<'_>, problems: &mut Problems) -> bool {
    let (mut agree, mut contradict, mut unknown) = (0_usize, Vec::new(), 0_usize);
    let given = texts.iter().enumerate().filter(|(_, given)| !given.id.is_empty() && !given.name.is_empty());
    for (index, given) in given {
        match (directory.with_id(&given.id), directory.with_text(&given.name)) {
            (None, _) => unknown += 1,
            (Some(by_id), Found::One(by_name)) if by_id == by_name => agree += 1,
            (Some(by_id), Found::One(_) | Found::Nobody) => contradict.push((index, by_id)),
            (Some(_), Found::Several) => agree += 1,
        }
    }
    warn_of_changing_ids(rows, texts, problems);
    if agree == 0 && contradict.len() + unknown > 0 && (unknown > 0 || contradict.len() > 1) {
        problems.about_sheet(
            Severity::Note,
            "The ids of managers are not employee ids of this file, so managers are found by name.".to_owned(),
        );
        return false;
    }
    if contradict.len() > agree {
        problems.about_sheet(
            Severity::Warning,
            "The ids of managers mostly contradict their names, so managers are found by name.".to_owned(),
        );
        return false;
    }
    for (index, by_id) in contradict {
        let (line, name) = (rows[index].line, &texts[index].name);
        problems.warning(
            line,
            format!("The manager is “{name}” by name but {} by id; the id counts.", rows[by_id].shown_name()),
        );
    }
    true
}

/// One manager under several ids: said once a manager, where the second id first appears.
fn warn_of_changing_ids(rows: &[RosterRow], texts: &[ManagerTexts], problems: &mut Problems) {
    let mut ids: HashMap<String, Vec<&str>> = HashMap::new();
    let mut second: Vec<(usize, String)> = Vec::new();
    for (row, given) in rows.iter().zip(texts) {
        if given.id.is_empty() || given.name.is_empty() {
            continue;
        }
        let name = names::comparable(&given.name);
        match ids.entry(name.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(vec![&given.id]);
            }
            Entry::Occupied(mut entry) if !entry.get().contains(&given.id.as_str()) => {
                entry.get_mut().push(&given.id);
                if entry.get().len() == 2 {
                    second.push((row.line, name));
                }
            }
            Entry::Occupied(_) => {}
        }
    }
    for (line, name) in second {
        let ids = ids.get(&name).map_or_else(String::new, |ids| ids.join(", "));
        let given = rows.iter().zip(texts).find(|(row, _)| row.line == line);
        let shown = given.map_or("", |(_, texts)| texts.name.as_str());
        problems.warning(line, format!("The manager “{shown}” has several ids: {ids}."));
    }
}

/// People who manage each other, said once a circle, at its first row.
fn warn_of_circles(rows: &[RosterRow], problems: &mut Problems) {
    // 0 is not looked at yet; otherwise the number of the walk that came by.
    let mut walk_of = vec![0_usize; rows.len()];
    for start in 0..rows.len() {
        let walk = start + 1;
        let mut at = start;
        while walk_of[at] == 0 {
            walk_of[at] = walk;
            match rows[at].manager {
                ManagerLink::Row(manager) => at = manager,
                _ => break,
            }
        }
        if walk_of[at] != walk || !matches!(rows[at].manager, ManagerLink::Row(_)) {
            continue;
        }
        let mut names = vec![rows[at].shown_name()];
        let mut line = rows[at].line;
        let mut next = at;
        while let ManagerLink::Row(manager) = rows[next].manager
            && manager != at
        {
            next = manager;
            line = line.min(rows[next].line);
            names.push(rows[next].shown_name());
        }
        let shown = names.iter().take(4).copied().collect::<Vec<_>>().join(", ");
        problems.warning(line, format!("These people manage each other in a circle: {shown}."));
    }
}
