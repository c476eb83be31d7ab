//! The words of the parts of office documents, put together up to what is shown.

use crate::xml::{Event, Xml, attribute};
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;

/// The most strings that cells of a table share.
const SHARED: usize = 1 << 20;
/// The most spaces that one mark of OpenDocument stands for.
const SPACES: usize = 64;

/// What the words are put together in, up to what is shown.
#[derive(Default)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) more: bool,
}

impl Words {
    pub(super) fn push(&mut self, text: &str) {
        let room = limits::OFFICE_TEXT.saturating_sub(self.text.len());
        if text.len() <= room {
            self.text.push_str(text);
        } else {
            self.text.push_str(text.get(..text.floor_char_boundary(room)).unwrap_or_default());
            self.more = true;
        }
    }

    /// Ends a line, unless it was just ended twice: empty paragraphs are no news.
    pub(super) fn end_line(&mut self) {
        if !self.text.ends_with("\n\n") && !self.text.is_empty() {
            self.push("\n");
        }
    }

    pub(super) fn line(&mut self, text: &str) {
        self.push(text);
        self.push("\n");
    }

    pub(super) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.push("\n");
        }
        self.line(&format!("[{text}]"));
    }
}

/// Reads paragraphs of text documents and slides.
pub(super) fn paragraphs(xml: &mut Xml<'_>, words: &mut Words) -> Result<(), PreviewError> {
    let mut in_text = false;
    while let Some(event) = xml.next_event()? {
        match event {
            // What was taken out of the text while changes were tracked stays out; so does what draws it a second time.
            // How a paragraph looks has tabs too, which are no letters.
            Event::Begin { name: "del" | "moveFrom" | "Fallback" | "pPr" | "rPr", .. } => xml.skip()?,
            Event::Begin { name: "t" | "text", .. } => in_text = true,
            Event::End { name: "t" | "text" } => in_text = false,
            Event::Begin { name: "tab", .. } => words.push("\t"),
            Event::Begin { name: "br" | "cr", .. } => words.push("\n"),
            Event::End { name: "p" | "cm" } => words.end_line(),
            Event::Text(text) if in_text => words.push(&text),
            _ => {}
        }
        if words.more {
            break;
        }
    }
    Ok(())
}

/// Reads the strings that cells share.
pub(super) fn strings(xml: &mut Xml<'_>, shared: &mut Vec<String>) -> Result<(), PreviewError> {
    let (mut in_text, mut now) = (false, String::new());
    while let Some(event) = xml.next_event()? {
        match event {
            // How a word is spoken is no part of the cell.
            Event::Begin { name: "rPh", .. } => xml.skip()?,
            Event::Begin { name: "t", .. } => in_text = true,
            Event::End { name: "t" } => in_text = false,
            Event::End { name: "si" } if shared.len() == SHARED => return Err(PreviewError::TooLarge),
            Event::End { name: "si" } => shared.push(std::mem::take(&mut now)),
            Event::Text(text) if in_text => now.push_str(&text),
            _ => {}
        }
    }
    Ok(())
}

/// Reads the rows of a sheet: the words of its cells, with a tab between them.
pub(super) fn rows(xml: &mut Xml<'_>, shared: &[String], words: &mut Words) -> Result<(), PreviewError> {
    let (mut in_value, mut is_shared, mut cell, mut cells) = (false, false, String::new(), 0_u32);
    while let Some(event) = xml.next_event()? {
        match event {
            Event::Begin { name: "row", .. } => cells = 0,
            Event::Begin { name: "c", attributes } => {
                is_shared = attribute(attributes, "t").as_deref() == Some("s");
                cell.clear();
            }
            Event::Begin { name: "v" | "t", .. } => in_value = true,
            Event::End { name: "v" | "t" } => in_value = false,
            Event::Text(text) if in_value => cell.push_str(&text),
            Event::End { name: "c" } => {
                let place: Option<usize> = cell.trim().parse().ok().filter(|_| is_shared);
                let said =
                    if is_shared { place.and_then(|at| shared.get(at)).map(String::as_str) } else { Some(&*cell) };
                if cells > 0 {
                    words.push("\t");
                }
                words.push(said.unwrap_or_default());
                cells += 1;
            }
            Event::End { name: "row" } if cells > 0 => words.end_line(),
            _ => {}
        }
        if words.more {
            break;
        }
    }
    Ok(())
}

/// Reads the content of an OpenDocument file of any kind.
pub(super) fn open_document(xml: &mut Xml<'_>, words: &mut Words) -> Result<(), PreviewError> {
    let (mut paragraphs, mut cells) = (0_u32, 0_u32);
    while let Some(event) = xml.next_event()? {
        match event {
            Event::Begin { name: "tracked-changes", .. } => xml.skip()?,
            Event::Begin { name: "p" | "h", .. } => paragraphs += 1,
            Event::End { name: "p" | "h" } => {
                paragraphs = paragraphs.saturating_sub(1);
                if cells == 0 { words.end_line() } else { words.push(" ") }
            }
            Event::Begin { name: "table-cell", .. } => cells += 1,
            Event::End { name: "table-cell" } => {
                cells = cells.saturating_sub(1);
                words.push("\t");
            }
            Event::End { name: "table-row" } => {
                let kept = words.text.trim_end_matches(['\t', ' ']).len();
                words.text.truncate(kept);
                words.end_line();
            }
            Event::Begin { name: "tab", .. } => words.push("\t"),
            Event::Begin { name: "line-break", .. } => words.push("\n"),
            Event::Begin { name: "s", attributes } if paragraphs > 0 => {
                let many = attribute(attributes, "c").and_then(|many| many.parse().ok()).unwrap_or(1);
                words.push(&" ".repeat(SPACES.min(many)));
            }
            Event::Text(text) if paragraphs > 0 => words.push(&text),
            _ => {}
        }
        if words.more {
            break;
        }
    }
    Ok(())
}
