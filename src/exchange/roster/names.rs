//! Names as people write them: turned from "Last, First", tidied, and made comparable without
//! mistaking two people for one.

use std::borrow::Cow;

use crate::exchange::{fold, folded, tidy};

/// What may follow a name after a comma without being a first name.
const SUFFIXES: [&str; 12] = ["jr", "sr", "ii", "iii", "iv", "phd", "mba", "esq", "cpa", "pmp", "msc", "bsc"];
/// The same, but only after two names: by themselves they are an initial or a first name.
const SUFFIXES_OF_WHOLE_NAMES: [&str; 2] = ["v", "md"];

/// A name as it is spoken: blanks tidied, "Last, First" turned, a suffix kept at its end.
pub(super) fn spoken(name: &str) -> String {
    let tidied = tidy(name);
    if !tidied.contains(',') {
        return tidied.into_owned();
    }
    let parts: Vec<&str> = tidied.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [] => String::new(),
        [whole] => whole.to_owned(),
        [name, suffix] if follows_name(name, suffix) => format!("{name} {suffix}"),
        [last, first] => turn(last, first, ""),
        [last, middle, end] if is_suffix(middle) => turn(last, end, middle),
        [last, first, suffix] if is_suffix(suffix) => turn(last, first, suffix),
        _ => tidied.into_owned(),
    }
}

/// "Smith Jr" and "John (Contractor)" keep what stands behind the name behind it.
fn turn(last: &str, first: &str, suffix: &str) -> String {
    let (last, last_suffix) = match last.rsplit_once(' ') {
        Some((name, end)) if is_suffix(end) => (name, end),
        _ => (last, ""),
    };
    let (first, remark) = match first.find('(') {
        Some(at) if first.ends_with(')') && at > 0 => (first[..at].trim_end(), &first[at..]),
        _ => (first, ""),
    };
    let parts = [first, last, last_suffix, suffix, remark];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn follows_name(name: &str, suffix: &str) -> bool {
    let is_rare = SUFFIXES_OF_WHOLE_NAMES.contains(&plain(suffix).as_str());
    is_suffix(suffix) || (is_rare && name.contains(' '))
}

fn is_suffix(text: &str) -> bool {
    SUFFIXES.contains(&plain(text).as_str())
}

fn plain(text: &str) -> String {
    folded(text).filter(|c| c.is_alphanumeric()).collect()
}

/// A name reduced to what two ways of writing it have in common: case, accents, points and
/// apostrophes folded away, hyphens alike.
pub(super) fn comparable(spoken_name: &str) -> String {
    let folded = fold(spoken_name);
    if folded.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-')) {
        return folded.into_owned();
    }
    let mut key = String::with_capacity(folded.len());
    for letter in folded.chars() {
        match letter {
            '.' | '\'' | '’' | '‘' | '`' | '´' | ',' => {}
            '‐' | '‑' | '–' => key.push('-'),
            _ if letter.is_whitespace() => {
                if !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
            }
            _ => key.push(letter),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// A comparable name without the single letters between its first and its last word.
pub(super) fn without_initials(comparable: &str) -> Cow<'_, str> {
    let is_initial = |word: &str| word.chars().nth(1).is_none();
    if !comparable.split(' ').any(is_initial) {
        return Cow::Borrowed(comparable);
    }
    let words: Vec<&str> = comparable.split(' ').collect();
    let last = words.len().saturating_sub(1);
    let kept = words.iter().enumerate().filter(|(at, word)| *at == 0 || *at == last || !is_initial(word));
    kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ").into()
}

/// The text before a remark in round brackets at the end, and the remark: "Ivan Petrov (1042)".
pub(super) fn split_remark(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_end().strip_suffix(')')?;
    let (name, remark) = inner.rsplit_once('(')?;
    let (name, remark) = (name.trim(), remark.trim());
    (!name.is_empty() && !remark.is_empty()).then_some((name, remark))
}

/// Whether a cell could be the name of a person, by its look alone.
pub(super) fn looks_like_name(text: &str) -> bool {
    let text = tidy(text);
    let words = text.split([' ', ',']).filter(|word| !word.is_empty()).count();
    let strange = |c: char| c.is_ascii_digit() || "@/:;_#=+*&<>|".contains(c);
    (2..=6).contains(&words) && text.len() <= 100 && !text.contains(strange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_first_is_turned() {
        for (written, expected) in [
            ("Brown, Mia", "Mia Brown"),
            ("LaRotonda, William  ", "William LaRotonda"),
            ("Stanford,Barbara  M", "Barbara M Stanford"),
            ("Crimmings,   Jean", "Jean Crimmings"),
            ("van der Berg, Anna", "Anna van der Berg"),
            ("Jeremy Prater", "Jeremy Prater"),
            ("  Bob\u{A0}Jones\t", "Bob Jones"),
            (",", ""),
        ] {
            assert_eq!(spoken(written), expected);
        }
    }

    #[test]
    fn suffixes_and_remarks_stay_behind_the_name() {
        for (written, expected) in [
            ("King, Martin, Jr.", "Martin King Jr."),
            ("King Jr., Martin", "Martin King Jr."),
            ("King, Jr., Martin", "Martin King Jr."),
            ("Martin King, Jr.", "Martin King Jr."),
            ("Thurston Howell, III", "Thurston Howell III"),
            ("Ana Silva, PhD", "Ana Silva PhD"),
            ("Ana Silva, M.D.", "Ana Silva M.D."),
            ("Rahman, Md", "Md Rahman"),
            ("Kim, Jun", "Jun Kim"),
            ("Zhang, Wei (张伟)", "Wei Zhang (张伟)"),
            ("张伟 (Zhang Wei)", "张伟 (Zhang Wei)"),
        ] {
            assert_eq!(spoken(written), expected);
        }
    }

    #[test]
    fn names_compare_folded_but_people_stay_apart() {
        let same = |a: &str, b: &str| comparable(&spoken(a)) == comparable(&spoken(b));
        assert!(same("LeBlanc, Brandon  R", "Brandon R. LeBlanc"));
        assert!(same("O'hare, Lynn", "lynn O’Hare"));
        assert!(same("José García", "JOSE GARCIA"));
        assert!(!same("John Smith", "John Smith Jr."));
        assert!(!same("Anna Berg", "Anna Bergmann"));
    }

    #[test]
    fn initials_between_the_names_can_be_dropped() {
        assert_eq!(without_initials("webster l butler"), "webster butler");
        assert_eq!(without_initials("j q smith jr"), "j smith jr");
        assert_eq!(without_initials("x y"), "x y");
        assert_eq!(without_initials(""), "");
    }

    #[test]
    fn a_remark_is_split_off() {
        assert_eq!(split_remark("Ivan Petrov (1042)"), Some(("Ivan Petrov", "1042")));
        assert_eq!(split_remark("Ivan Petrov"), None);
        assert_eq!(split_remark("(1042)"), None);
    }
}
