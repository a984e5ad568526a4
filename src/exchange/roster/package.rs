//! The archive around an XLSX workbook, looked at before the workbook is read. Everything that could
//! make a reader take memory without end is found here: parts that unfold to many times their size,
//! a text longer than any cell, a count of texts that the file cannot hold.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

/// How often its own size a workbook may unfold to. Ordinary ones stay under 20.
const MOST_UNFOLDING: u64 = 50;
/// What any workbook may unfold to, however small its file.
const ALWAYS_ALLOWED: u64 = 8 << 20;
/// What no workbook may unfold to, however large its file.
const NEVER_ALLOWED: u64 = 2 << 30;
/// How often its own size the texts of a workbook may take, and what they may always take.
const MOST_TEXTS: u64 = 12;
const TEXTS_ALWAYS_ALLOWED: u64 = 16 << 20;
/// Memory that a reader needs for each text besides its letters.
const BYTES_PER_TEXT: u64 = 32;
/// Longest stretch without markup. A cell holds at most 32,767 characters.
const LONGEST_TEXT: usize = 512 << 10;

const CHUNK: usize = 64 << 10;
/// Bytes of the last chunk that are looked at again, so that nothing hides on a border.
const OVERLAP: usize = 64;

/// Why an archive is not read as a workbook.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PackageFault {
    /// It cannot be read as an archive, or a part of it is broken.
    Damaged,
    /// A part asks for a password.
    Locked,
    /// It unfolds to far more than its size.
    Bomb,
    /// It is an archive of another kind, named here.
    Other(&'static str),
}

/// What the reader of the workbook wants to know beforehand.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PackageFacts {
    /// Whether any sheet has merged cells; to find them costs a second reading of the sheet.
    pub(super) has_merged_cells: bool,
}

/// Unfolds every part once without keeping it.
pub(super) fn inspect(bytes: &[u8]) -> Result<PackageFacts, PackageFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(fault)?;
    check_kind(&archive)?;
    let file = bytes.len() as u64;
    let mut left = (file * MOST_UNFOLDING).clamp(ALWAYS_ALLOWED, NEVER_ALLOWED);
    let mut texts_left = (file * MOST_TEXTS).max(TEXTS_ALWAYS_ALLOWED);
    let mut has_merged_cells = false;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(fault)?;
        let name = part.name().map_err(fault)?.to_ascii_lowercase();
        if part.size() > left {
            return Err(PackageFault::Bomb);
        }
        let mut scan = PartScan::new(&name, part.size());
        let mut chunk = vec![0; OVERLAP + CHUNK];
        let mut filled = 0;
        loop {
            let read = part.read(&mut chunk[filled..]).map_err(|_| PackageFault::Damaged)?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read as u64).ok_or(PackageFault::Bomb)?;
            scan.look_at(&chunk[..filled + read], filled)?;
            let kept = (filled + read).min(OVERLAP);
            chunk.copy_within(filled + read - kept..filled + read, 0);
            filled = kept;
        }
        has_merged_cells |= scan.has_merged_cells;
        texts_left = texts_left.checked_sub(scan.memory_for_texts).ok_or(PackageFault::Bomb)?;
    }
    Ok(PackageFacts { has_merged_cells })
}

fn fault(error: ZipError) -> PackageFault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => PackageFault::Locked,
        _ => PackageFault::Damaged,
    }
}

fn check_kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), PackageFault> {
    let names = || archive.file_names().flatten().map(|name| name.to_ascii_lowercase());
    let has = |wanted: &str| names().any(|name| name.replace('\\', "/").ends_with(wanted));
    let starts = |wanted: &str| names().any(|name| name.starts_with(wanted));
    if has("workbook.xml") {
        return Ok(());
    }
    Err(PackageFault::Other(match () {
        () if has("workbook.bin") => "an Excel binary workbook (XLSB)",
        () if starts("word/") => "a Word document",
        () if starts("ppt/") => "a presentation",
        () if has("content.xml") => "an OpenDocument file (ODS)",
        () if has(".iwa") => "a Numbers document",
        () => "a zip archive without a workbook in it",
    }))
}

/// Looks through one part chunk by chunk.
struct PartScan {
    is_sheet_like: bool,
    size: u64,
    without_markup: usize,
    has_merged_cells: bool,
    memory_for_texts: u64,
}

impl PartScan {
    fn new(name: &str, size: u64) -> Self {
        let pictures = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tiff", ".emf", ".wmf", ".bin"];
        let is_sheet_like = !pictures.iter().any(|ending| name.ends_with(ending));
        let is_texts = name.ends_with("sharedstrings.xml");
        Self {
            is_sheet_like,
            size,
            without_markup: 0,
            has_merged_cells: false,
            memory_for_texts: if is_texts { size } else { 0 },
        }
    }

    /// `seen` bytes at the front were part of the chunk before.
    fn look_at(&mut self, chunk: &[u8], seen: usize) -> Result<(), PackageFault> {
        if !self.is_sheet_like {
            return Ok(());
        }
        self.measure_text(&chunk[seen..])?;
        self.has_merged_cells |= memmem::find(chunk, b"mergeCell ").is_some();
        let texts = memmem::find_iter(chunk, b"<si").filter(|at| at + 3 > seen).count() as u64;
        self.memory_for_texts += texts * BYTES_PER_TEXT;
        for at in memmem::find_iter(chunk, b"uniqueCount") {
            self.check_count(&chunk[at + b"uniqueCount".len()..])?;
        }
        Ok(())
    }

    fn measure_text(&mut self, fresh: &[u8]) -> Result<(), PackageFault> {
        let (longest, rest) = match (memchr::memchr(b'<', fresh), memchr::memrchr(b'<', fresh)) {
            (Some(first), Some(last)) => (self.without_markup + first, fresh.len() - last),
            _ => (self.without_markup + fresh.len(), self.without_markup + fresh.len()),
        };
        self.without_markup = rest;
        if longest > LONGEST_TEXT { Err(PackageFault::Bomb) } else { Ok(()) }
    }

    /// A reader makes room for as many texts as this attribute says, before it has seen one. Each
    /// takes five bytes or more in the part. The attribute stands in the part's first bytes, so a
    /// chunk never cuts it in an honest file.
    fn check_count(&self, after_name: &[u8]) -> Result<(), PackageFault> {
        let Ok(text) = std::str::from_utf8(&after_name[..after_name.len().min(OVERLAP)]) else {
            return Ok(());
        };
        let Some(value) = text.trim_start().strip_prefix('=') else { return Ok(()) };
        let digits = value.trim_start().trim_start_matches(['"', '\'']);
        let digits = digits.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        match digits.parse::<u64>() {
            Ok(count) if count <= self.size / 5 + 1 => Ok(()),
            Err(_) if digits.is_empty() => Ok(()),
            _ => Err(PackageFault::Damaged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, content) in parts {
            writer.start_file(*name, options).expect("an archive can be written");
            writer.write_all(content).expect("an archive can be written");
        }
        writer.finish().expect("an archive can be written").into_inner()
    }

    fn workbook_with(name: &str, content: &[u8]) -> Result<PackageFacts, PackageFault> {
        inspect(&archive(&[("xl/workbook.xml", b"<workbook/>"), (name, content)]))
    }

    #[test]
    fn a_part_that_unfolds_without_end_is_refused() {
        let bomb = "<c><v>1</v></c>".repeat(2 << 20);
        assert_eq!(workbook_with("xl/worksheets/sheet1.xml", bomb.as_bytes()), Err(PackageFault::Bomb));
    }

    #[test]
    fn a_size_that_lies_does_not_help_a_bomb() {
        let mut bytes = archive(&[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/worksheets/sheet1.xml", "<c><v>1</v></c>".repeat(2 << 20).as_bytes()),
        ]);
        let real = (15_u32 * (2 << 20)).to_le_bytes();
        for at in memmem::find_iter(&bytes.clone(), &real) {
            bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
        assert_eq!(inspect(&bytes), Err(PackageFault::Damaged));
    }

    #[test]
    fn a_text_longer_than_a_cell_is_refused() {
        let text = format!("<t>{}</t>", "a".repeat(1 << 20));
        assert_eq!(workbook_with("xl/sharedStrings.xml", text.as_bytes()), Err(PackageFault::Bomb));
    }

    #[test]
    fn more_texts_than_a_file_can_mean_are_refused() {
        let texts = "<si/>".repeat(1 << 20);
        assert_eq!(workbook_with("xl/sharedStrings.xml", texts.as_bytes()), Err(PackageFault::Bomb));
    }

    #[test]
    fn a_count_of_texts_that_cannot_be_is_damage() {
        for count in ["uniqueCount=\"99999999999\"", "uniqueCount = '123456789012345678901234'"] {
            let part = format!("<sst {count}><si><t>a</t></si></sst>");
            let found = workbook_with("xl/sharedStrings.xml", part.as_bytes());
            assert_eq!(found, Err(PackageFault::Damaged));
        }
        let honest = b"<sst uniqueCount=\"1\"><si><t>a</t></si></sst>";
        assert_eq!(workbook_with("xl/sharedStrings.xml", honest), Ok(PackageFacts { has_merged_cells: false }));
    }

    #[test]
    fn merged_cells_are_seen_wherever_a_chunk_ends() {
        for before in (CHUNK - 40)..(CHUNK + 40) {
            let sheet = format!("<a>{}</a><mergeCell ref=\"A1:A2\"/>", "x".repeat(before));
            let found = workbook_with("xl/worksheets/sheet1.xml", sheet.as_bytes());
            assert_eq!(found, Ok(PackageFacts { has_merged_cells: true }), "{before}");
        }
    }

    #[test]
    fn other_archives_are_named() {
        let ods = archive(&[("mimetype", b""), ("content.xml", b"<a/>")]);
        assert_eq!(inspect(&ods), Err(PackageFault::Other("an OpenDocument file (ODS)")));
        assert_eq!(inspect(b"PK\x03\x04 and then nothing"), Err(PackageFault::Damaged));
    }
}
