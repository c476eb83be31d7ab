//! The text of a letter as paragraphs, headings and lists; the same for every kind of file.

use serde::Serialize;

/// A piece of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "lines", rename_all = "snake_case")]
pub(crate) enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph, line by line.
    Paragraph(Vec<String>),
    /// A list, entry by entry.
    List(Vec<String>),
}

/// Splits a text; see [`crate::Letter`] for what has a meaning.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut blocks = Vec::new();
    for paragraph in text.split("\n\n") {
        let lines: Vec<&str> = paragraph.lines().map(str::trim_end).collect();
        match lines.as_slice() {
            [only] if only.starts_with("# ") => blocks.push(Block::Heading(only[2..].to_owned())),
            lines => add_runs(lines, &mut blocks),
        }
    }
    blocks
}

/// Adds the runs of lines that are a list or a paragraph.
fn add_runs(lines: &[&str], blocks: &mut Vec<Block>) {
    let is_entry = |line: &&str| line.starts_with("- ");
    for run in lines.chunk_by(|a, b| is_entry(a) == is_entry(b)) {
        let is_list = run.first().is_some_and(is_entry);
        let taken = run.iter().map(|line| if is_list { line[2..].to_owned() } else { (*line).to_owned() });
        if run.iter().any(|line| !line.trim().is_empty()) {
            blocks.push(if is_list { Block::List(taken.collect()) } else { Block::Paragraph(taken.collect()) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_headings_and_lists_are_all_that_has_a_meaning() {
        let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            blocks("22 November 2026\r\n\r\n# Report\r\n\r\nThis includes:\n- one  \n- two\nand *more* $x$\n\n\n\n"),
            [
                Block::Paragraph(owned(&["22 November 2026"])),
                Block::Heading("Report".to_owned()),
                Block::Paragraph(owned(&["This includes:"])),
                Block::List(owned(&["one", "two"])),
                Block::Paragraph(owned(&["and *more* $x$"])),
            ]
        );
        assert_eq!(blocks(""), []);
        assert_eq!(blocks("-5\n#5"), [Block::Paragraph(owned(&["-5", "#5"]))]);
    }
}
