//! Taking a person out of the text of a session: what `edit` leaves of a session and its history may still name them, in
//! a note about somebody else, in a reason, in a title. Every text but the rubric's is looked through, and what names
//! the person becomes "[erased]". In the end nothing of them may be left; a session of which that can't be said is not
//! erased by halves, it is left as it was.

use std::collections::BTreeSet;

use crate::edit::{self, ERASED, Entry, History, Traces};
use crate::model::{PersonId, RaterId, Session};

use super::history_text::HistoryText;
use super::session_file;

/// Names and marks of fewer bytes than this are not looked for within longer texts: they would be found everywhere. Two
/// letters of a script that has thousands are more than that.
const SHORTEST: usize = 4;

/// Scripts from here on are written without blanks between words.
const NO_BLANKS: char = '\u{2e80}';

/// A session and its history without a person.
#[derive(Clone, Debug)]
pub(crate) struct Erased {
    /// The session.
    pub(crate) session: Session,
    /// Its history.
    pub(crate) history: HistoryText,
    /// How many texts of others named the person.
    pub(crate) texts: usize,
}

/// Takes a person out of a session and its history.
///
/// # Errors
/// When neither knows the person, or something of them would be left, as a sentence.
pub(crate) fn erase(session: &Session, history: &History, person: &PersonId) -> Result<Erased, String> {
    let unknown = || "This person is not in the session, nor in its history; nothing was erased.".to_owned();
    let traces = edit::traces_of(session, history, person).ok_or_else(unknown)?;
    let (session, entries) = edit::erased(session, history, person);
    without(&traces, &session, &entries, Some(person.as_str()))
}

/// Takes the name of somebody on the panel out of a session and its history; what they rated stays under another.
///
/// # Errors
/// As those of [`erase`].
pub(crate) fn erase_rater(session: &Session, history: &History, rater: &RaterId) -> Result<Erased, String> {
    let unknown = || "Nobody of that name is on the panel, nor was; nothing was erased.".to_owned();
    let traces = edit::traces_of_rater(session, history, rater).ok_or_else(unknown)?;
    let (session, entries) = edit::rater_erased(session, history, rater);
    without(&traces, &session, &entries, None)
}

/// What `edit` left of a session and its history, with every text that still names somebody replaced. Their `id` must
/// be nowhere in it either, where one is given.
fn without(traces: &Traces, session: &Session, entries: &[Entry], id: Option<&str>) -> Result<Erased, String> {
    let failed = |why: &str| format!("Nothing was erased, because {why}.");
    let mut lines = HistoryText::default();
    for entry in entries {
        lines.push(entry).map_err(|error| failed(&error.to_string()))?;
    }
    let text = session_file::write(session, &lines).map_err(|error| failed(&error.to_string()))?;
    // The rubric comes from elsewhere and speaks of nobody.
    let from = text.find("\n\nRoster(").unwrap_or(0);
    let needles = Needles::of(traces);
    let (clean, texts) = scrubbed(&text[from..], &needles);
    let whole = format!("{}{clean}", &text[..from]);
    let contents = session_file::read(whole.into_bytes()).map_err(|fault| failed(&lower(&fault.to_string())))?;
    // The header counts lines; what they say is another matter now.
    let mut history = HistoryText::default();
    for line in contents.history.lines() {
        history.push_line(line);
    }
    let left = session_file::write(&contents.session, &history).map_err(|error| failed(&error.to_string()))?;
    let left = &left[left.find("\n\nRoster(").unwrap_or(0)..];
    let names_left = scrubbed(left, &needles).1 > 0;
    if names_left || literals(left).any(|place| Some(&left[place]) == id) {
        return Err(failed("something of them would be left; please report this"));
    }
    Ok(Erased { session: contents.session, history, texts })
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// What is looked for, as it stands in a file.
struct Needles(Vec<Needle>);

struct Needle {
    text: String,
    /// A name of several words is found in any case; a single word could be an ordinary one.
    any_case: bool,
}

impl Needles {
    fn of(traces: &Traces) -> Self {
        let mut needles = Vec::new();
        for name in &traces.names {
            let words: Vec<&str> = name.split_whitespace().collect();
            needles.push(Needle::of(name, words.len() > 1));
            if let [first @ .., last] = words.as_slice()
                && !first.is_empty()
            {
                needles.push(Needle::of(&format!("{last}, {}", first.join(" ")), true));
                needles.push(Needle::of(&words.join(" "), true));
            }
        }
        needles.extend(traces.marks.iter().map(|mark| Needle::of(mark, true)));
        // What is part of the replacement would be replaced for ever.
        needles.retain(|needle| needle.text.len() >= SHORTEST && needle.find(ERASED).is_none());
        // The longer first: what is part of another is found as the other.
        needles.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then_with(|| a.text.cmp(&b.text)));
        Self(needles)
    }
}

/// A text in which somebody else stands for a name, in any case and where it is a word of its own. Names too short to
/// be told from other words stay.
pub fn with_name_replaced(text: &str, name: &str, with: &str) -> String {
    let needle = Needle { text: name.to_owned(), any_case: name.contains(' ') };
    let mut text = text.to_owned();
    if name.len() < SHORTEST || needle.find(with).is_some() {
        return text;
    }
    while let Some((start, end)) = needle.find(&text) {
        text.replace_range(start..end, with);
    }
    text
}

impl Needle {
    fn of(text: &str, any_case: bool) -> Self {
        // As a text is written in a file, without its quotes.
        let written = ron::ser::to_string(text).unwrap_or_default();
        let inside = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
        Self { text: inside.to_owned(), any_case }
    }

    /// Where it begins and ends in a text, as a word of its own.
    fn find(&self, text: &str) -> Option<(usize, usize)> {
        let mut from = 0;
        while let Some((start, end)) = self.next(text, from) {
            let before = text[..start].chars().next_back();
            let after = text[end..].chars().next();
            let alone = |letter: Option<char>, edge: Option<char>| {
                edge.is_some_and(|edge| edge >= NO_BLANKS) || !letter.is_some_and(char::is_alphanumeric)
            };
            if alone(before, self.text.chars().next()) && alone(after, self.text.chars().next_back()) {
                return Some((start, end));
            }
            from = start + text[start..].chars().next().map_or(1, char::len_utf8);
        }
        None
    }

    fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        if !self.any_case {
            return text.get(from..)?.find(&self.text).map(|at| (from + at, from + at + self.text.len()));
        }
        text.get(from..)?.char_indices().find_map(|(at, _)| {
            let start = from + at;
            same_beginning(&text[start..], &self.text).map(|length| (start, start + length))
        })
    }
}

/// How long the beginning of a text is that reads like another, whatever the case.
fn same_beginning(text: &str, other: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for wanted in other.chars() {
        let (_, letter) = letters.next()?;
        if letter != wanted && !letter.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(letters.next().map_or(text.len(), |(at, _)| at))
}

/// The text with what names the person replaced, and in how many different texts that was: a note stands in the session
/// and in its history.
fn scrubbed(text: &str, needles: &Needles) -> (String, usize) {
    let mut clean = String::with_capacity(text.len());
    let (mut copied, mut found) = (0, BTreeSet::new());
    for place in literals(text) {
        let mut literal = text[place.clone()].to_owned();
        let mut named = false;
        for needle in &needles.0 {
            while let Some((start, end)) = needle.find(&literal) {
                literal.replace_range(start..end, ERASED);
                named = true;
            }
        }
        if named {
            clean.push_str(&text[copied..place.start]);
            clean.push_str(&literal);
            found.insert(&text[place.clone()]);
            copied = place.end;
        }
    }
    clean.push_str(&text[copied..]);
    (clean, found.len())
}

/// The insides of the texts in quotes, in RON as this program writes it.
fn literals(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes.get(at..)?.iter().position(|byte| *byte == b'"')? + 1;
        let mut end = start;
        while *bytes.get(end)? != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        at = end + 1;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traces(names: &[&str], marks: &[&str]) -> Traces {
        Traces {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            marks: marks.iter().map(|mark| (*mark).to_owned()).collect(),
        }
    }

    fn clean(text: &str, traces: &Traces) -> (String, usize) {
        scrubbed(text, &Needles::of(traces))
    }

    #[test]
    fn names_are_found_in_any_case_and_order_as_words_of_their_own() {
        let zoe = traces(&["Zoë  Grün"], &["zoe@example.com", "00917"]);
        let (text, found) = clean(
            r#"(a:"with ZOË GRÜN and Grün, Zoë",b:"Zoë Grünwald",c:"Zoe Grun",d:"to zoe@example.com (00917)",e:"100917")"#,
            &zoe,
        );
        assert_eq!(
            text,
            r#"(a:"with [erased] and [erased]",b:"Zoë Grünwald",c:"Zoe Grun",d:"to [erased] ([erased])",e:"100917")"#
        );
        assert_eq!(found, 2);
    }

    #[test]
    fn what_is_no_text_is_never_touched() {
        let (text, found) = clean(r#"(Done:(Done,"Done and \"Done\"","done"))"#, &traces(&["Done"], &[]));
        assert_eq!((text.as_str(), found), (r#"(Done:(Done,"[erased] and \"[erased]\"","done"))"#, 1));
    }

    #[test]
    fn quotes_in_a_name_end_nothing() {
        let odd = r#"Jo "the \ pen" Ray"#;
        let text = format!("({},1)", ron::ser::to_string(&format!("about {odd}")).unwrap());
        assert_eq!(clean(&text, &traces(&[odd], &[])).0, r#"("about [erased]",1)"#);
    }

    #[test]
    fn names_are_found_where_words_have_no_blanks_between_them() {
        assert_eq!(clean(r#"("和张伟一起")"#, &traces(&["张伟"], &[])).0, r#"("和[erased]一起")"#);
    }

    #[test]
    fn a_short_name_is_not_torn_out_of_other_words() {
        let text = r#"("Bo went to Boston, Bo","bo")"#;
        assert_eq!(clean(text, &traces(&["Bo"], &["7"])), (text.to_owned(), 0));
    }
}
