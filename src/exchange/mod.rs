//! Other people's files: rosters, rubrics and ratings that come in from HR systems and spreadsheets, and the ratings
//! files that go out. What comes in becomes plain data, or edits, that a person looks at before it is taken in. This
//! file holds what every such file needs: finding out how its bytes spell text, and comparing words that people wrote
//! in different ways.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

pub mod held;
pub mod mentions;
pub mod ratings;
pub mod reports;
pub mod roster;
pub mod rubric;

/// Bytes that are looked at to tell one encoding from another.
const DETECTED: usize = 1 << 20;

/// Text as it was found in a file.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// How the bytes spelled it, as a person would say it: "UTF-8", "Windows-1252".
    pub(crate) encoding: String,
    /// Characters that could not be read and stand as "�".
    pub(crate) unreadable: usize,
}

/// Reads bytes as text: by the byte order mark, else as UTF-8, else as UTF-16 where every other byte
/// is zero, else by what the bytes look like most. Every input gives some text.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    let plain = match std::str::from_utf8(bytes) {
        Ok(text) => return Decoded { text: Cow::Borrowed(text), encoding: spoken_name(UTF_8), unreadable: 0 },
        Err(error) => error.valid_up_to(),
    };
    if let Some(encoding) = unmarked_utf16(bytes) {
        return decode_as(encoding, bytes);
    }
    let damaged = decode_as(UTF_8, bytes);
    if is_damaged_utf8(&damaged) {
        return damaged;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let telling = &bytes[plain.saturating_sub(1024)..];
    detector.feed(&telling[..telling.len().min(DETECTED)], true);
    decode_as(detector.guess(None, Utf8Detection::Deny), bytes)
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, any_unreadable) = encoding.decode_without_bom_handling(bytes);
    let unreadable = if any_unreadable { text.matches('\u{FFFD}').count() } else { 0 };
    Decoded { text, encoding: spoken_name(encoding), unreadable }
}

/// UTF-8 in which a few bytes were lost, for example where the file was cut: other encodings
/// practically never form several whole UTF-8 characters by chance.
fn is_damaged_utf8(decoded: &Decoded<'_>) -> bool {
    let beyond_ascii = decoded.text.chars().filter(|c| !c.is_ascii()).count();
    let whole = beyond_ascii - decoded.unreadable;
    whole >= 2 && whole >= 4 * decoded.unreadable
}

fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = sample.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    if second * 10 > pairs * 4 && first * 20 < pairs {
        return Some(UTF_16LE);
    }
    (first * 10 > pairs * 4 && second * 20 < pairs).then_some(UTF_16BE)
}

fn spoken_name(encoding: &'static Encoding) -> String {
    match encoding.name() {
        "UTF-16LE" | "UTF-16BE" => "UTF-16".to_owned(),
        "macintosh" => "Mac Roman".to_owned(),
        name => match name.strip_prefix("windows-") {
            Some(page) => format!("Windows-{page}"),
            None => name.to_owned(),
        },
    }
}

/// The letters of a text with case and accents folded away, so that "Émilie" and "EMILIE" are the
/// same word.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !('\u{300}'..='\u{36F}').contains(c)).flat_map(char::to_lowercase).flat_map(plain_letters)
}

/// [`folded`] as a string, which most often is the text itself.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        return Cow::Owned(folded(text).collect());
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Borrowed(text)
}

fn plain_letters(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        // A lower-case dotted I leaves its dot behind as a mark of its own.
        '\u{300}'..='\u{36F}' => (None, None),
        'ß' => (Some('s'), Some('s')),
        'æ' => (Some('a'), Some('e')),
        'œ' => (Some('o'), Some('e')),
        'ø' => (Some('o'), None),
        'ł' => (Some('l'), None),
        'đ' => (Some('d'), None),
        'ı' => (Some('i'), None),
        other => (Some(nucleo_matcher::chars::normalize(other)), None),
    };
    first.into_iter().chain(second)
}

/// A name without what two ways of writing it differ in: case, accents, blanks, `-` and `_`.
pub(crate) fn same_name(name: &str) -> String {
    let words: String = folded(name).map(|letter| if matches!(letter, '_' | '-') { ' ' } else { letter }).collect();
    tidy(&words).into_owned()
}

/// A text with the blanks at its ends taken off and runs of blanks (also line ends and no-break
/// spaces) made one.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    if is_tidy_ascii(text) {
        return Cow::Borrowed(text);
    }
    let trimmed = text.trim_matches(is_blank);
    let mut blank_before = false;
    let untidy = trimmed.chars().any(|c| {
        let blank = is_blank(c);
        let found = blank && (blank_before || c != ' ');
        blank_before = blank;
        found
    });
    if !untidy {
        return Cow::Borrowed(trimmed);
    }
    let words = trimmed.split(is_blank).filter(|word| !word.is_empty());
    Cow::Owned(words.collect::<Vec<_>>().join(" "))
}

/// Whether a text is what most cells are: plain letters, with single blanks between them.
fn is_tidy_ascii(text: &str) -> bool {
    let mut before = b' ';
    let single = text.bytes().all(|byte| {
        let fits = byte > b' ' && byte < 0x7F || byte == b' ' && before != b' ';
        before = byte;
        fits
    });
    single && (before != b' ' || text.is_empty())
}

/// Whether a text holds nothing that shows.
pub(crate) fn is_blank_text(text: &str) -> bool {
    text.chars().all(is_blank)
}

/// Blanks, also those that do not show: control characters, zero-width spaces, byte order marks.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, String) {
        let decoded = decode(bytes);
        (decoded.text.into_owned(), decoded.encoding)
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn a_byte_order_mark_decides() {
        assert_eq!(read("\u{FEFF}Jürgen".as_bytes()), ("Jürgen".into(), "UTF-8".into()));
        for little in [true, false] {
            let bytes = utf16("\u{FEFF}Jürgen", little);
            assert_eq!(read(&bytes), ("Jürgen".into(), "UTF-16".into()));
        }
    }

    #[test]
    fn utf_16_is_seen_without_a_mark() {
        for little in [true, false] {
            // A lone half of a pair makes the bytes invalid UTF-8 as well.
            let bytes = utf16("Name;Abteilung\nJürgen Größe;EDV\n", little);
            assert_eq!(read(&bytes).1, "UTF-16");
        }
    }

    #[test]
    fn western_text_is_told_by_its_letters() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("Name;Ort\nJürgen Größe;Köln\n");
        assert_eq!(read(&bytes), ("Name;Ort\nJürgen Größe;Köln\n".into(), "Windows-1252".into()));
    }

    #[test]
    fn a_cut_utf_8_file_stays_utf_8() {
        let whole = "Zoë, Jürgen, Søren, Émilie, Łukasz, Ž".as_bytes();
        let decoded = decode(&whole[..whole.len() - 1]);
        assert_eq!((decoded.encoding.as_str(), decoded.unreadable), ("UTF-8", 1));
        assert!(decoded.text.starts_with("Zoë, Jürgen"));
    }

    #[test]
    fn words_fold_case_accents_and_ligatures() {
        let fold = |text: &str| folded(text).collect::<String>();
        assert_eq!(fold("ÉMILIE Ødegård Łukasz Straße"), "emilie odegard lukasz strasse");
        assert_eq!(fold("Emi\u{301}lie"), fold("Emílie"));
        assert_eq!(fold("İpek"), "ipek");
        assert_eq!(fold("张伟"), "张伟");
    }

    #[test]
    fn blanks_are_tidied() {
        assert_eq!(tidy("\n\n Carol \u{A0} White\t"), "Carol White");
        assert_eq!(tidy("Carol White"), "Carol White");
        assert_eq!(tidy(" \u{200B} "), "");
        assert_eq!((tidy("a  b"), tidy("a b "), tidy("")), ("a b".into(), "a b".into(), "".into()));
    }
}
