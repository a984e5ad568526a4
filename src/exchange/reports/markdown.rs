//! Reports as Markdown. What somebody typed is escaped where it would be read as a sign of the language, so that a name
//! with an asterisk stays a name.

use super::{Block, Report};

/// The report as Markdown.
pub fn markdown(report: &Report) -> String {
    let mut out = format!("# {}\n\n{}\n", escaped(&report.title), escaped(&report.subtitle));
    for block in &report.blocks {
        out.push('\n');
        write_block(&mut out, block);
    }
    if !report.foot.is_empty() {
        out.push_str(&format!("\n---\n\n{}\n", escaped(&report.foot)));
    }
    out
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Heading(words) => out.push_str(&format!("## {}\n", escaped(words))),
        Block::Subheading(words) => out.push_str(&format!("### {}\n", escaped(words))),
        Block::Paragraph(words) => out.push_str(&format!("{}\n", escaped(words))),
        Block::Points(points) => points.iter().for_each(|point| out.push_str(&format!("- {}\n", escaped(point)))),
        Block::Rows(rows) => {
            for (name, words) in rows {
                out.push_str(&format!("- **{}**: {}\n", escaped(name), escaped(words)));
            }
        }
        // From the top of the pyramid down, as it is drawn.
        Block::Pyramid(pyramid) => {
            for band in pyramid.bands.iter().rev() {
                let home = if band.home { ", home tier" } else { "" };
                out.push_str(&format!("- **{}**: {}{home}\n", escaped(&band.name), escaped(&band.words)));
            }
        }
        Block::NewPage => out.push_str("---\n"),
    }
}

/// The same text, read by Markdown as it stands: on one line, with its signs escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, word) in text.split_whitespace().enumerate() {
        if place > 0 {
            out.push(' ');
        }
        for (at, letter) in word.chars().enumerate() {
            let begins = place == 0 && at == 0;
            let sign = matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~');
            if sign || (begins && matches!(letter, '-' | '+' | '=' | '!')) {
                out.push('\\');
            }
            out.push(letter);
        }
    }
    out
}
