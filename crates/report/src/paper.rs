//! What a paper is made of: plain texts, and nothing that a template has to look up.

use crate::ReportError;
use crate::text::{Block, blocks};
use casekeep_model::Timestamp;
use casekeep_model::spelled::cell;
use serde::Serialize;

/// The most rows of a table that is set as PDF at once; a larger register is made as CSV.
pub const MOST_ROWS: usize = 10_000;
/// The most text of a letter, in bytes.
pub const MOST_TEXT: usize = 1 << 20;
/// The most labels of a sheet.
pub const MOST_LABELS: usize = 1000;

/// When a paper was made, as it stands on it and in the file.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    /// The day, in words of the person's zone: "23 November 2026".
    pub day: String,
    /// The instant, for the file's own date.
    #[serde(skip)]
    pub at: Timestamp,
}

/// A letter: its text, as it stands in the window.
///
/// An empty line ends a paragraph. A paragraph of one line that begins with `# ` is a heading, lines that begin with
/// `- ` are a list. Nothing else has a meaning.
#[derive(Debug, Clone)]
pub struct Letter {
    /// What the file calls itself.
    pub title: String,
    /// The text.
    pub text: String,
}

/// A column of a register.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// The heading.
    pub name: &'static str,
    /// Its part of the width.
    pub width: u32,
}

/// A register as a table; landscape, with the columns' names on every page.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// The heading.
    pub title: String,
    /// What stands under it.
    pub intro: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// When it was made.
    pub made: Made,
}

/// A label for a bag or an envelope.
#[derive(Debug, Clone, Serialize)]
pub struct Label {
    /// The short code, the same as in the register.
    pub code: String,
    /// What it is.
    pub what: String,
    /// Facts below it, a line each.
    pub facts: Vec<String>,
}

/// A sheet of labels, ten to a page.
#[derive(Debug, Clone, Serialize)]
pub struct Labels {
    /// What the file calls itself.
    pub title: String,
    /// The labels.
    pub labels: Vec<Label>,
    /// When it was made.
    pub made: Made,
}

impl Letter {
    /// Returns the paragraphs, headings and lists of the text.
    ///
    /// # Errors
    /// [`ReportError::TooLong`] over 1 MB.
    pub(crate) fn blocks(&self) -> Result<Vec<Block>, ReportError> {
        if self.text.len() > MOST_TEXT {
            return Err(ReportError::TooLong("1 MB of text"));
        }
        Ok(blocks(&self.text))
    }
}

impl Table {
    /// Returns the table as CSV (RFC 4180): a byte order mark, a line of names, a line for each row, no formulas.
    #[must_use]
    pub fn csv(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = &str>| cells.map(cell).collect::<Vec<_>>().join(",") + "\r\n";
        let mut sheet = "\u{feff}".to_owned();
        sheet.push_str(&line(&mut self.columns.iter().map(|column| column.name)));
        for row in &self.rows {
            sheet.push_str(&line(&mut row.iter().map(String::as_str)));
        }
        sheet
    }
}
