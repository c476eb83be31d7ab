//! A paper of a bundle: what stands on it, as plain texts in their order. How it looks is the typesetter's affair.
//!
//! Whoever writes bundles is handed a typesetter ([`SetPaper`]) as the engine is handed a decoder: what papers say is
//! worked out where bundles are, and nothing that sets type has to be linked to check one.

use crate::Timestamp;
use serde::Serialize;

/// A paper of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundlePaper {
    /// What it is called, on it and in the file.
    pub title: String,
    /// Of which bundle it is, at the foot of every page.
    pub bundle: String,
    /// True where every page has a line to sign and date by hand.
    pub signed: bool,
    /// When it was made, for the file's own date.
    #[serde(skip)]
    pub made: Timestamp,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// How a line looks; it never changes what a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// As most text.
    Plain,
    /// The first words of a paper, larger.
    Lead,
    /// What the eye is to find first.
    Strong,
    /// Somebody's exact words.
    Words,
    /// What stands beside the matter: recorded times, marks.
    Small,
    /// What nobody may overlook, in a frame.
    Framed,
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// How it looks.
    pub look: Look,
    /// What it says.
    pub text: String,
}

impl Line {
    /// Returns a line.
    pub fn new(look: Look, text: impl Into<String>) -> Self {
        Self { look, text: text.into() }
    }
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperColumn {
    /// The heading.
    pub name: &'static str,
    /// Its part of the width.
    pub width: u32,
}

/// A row of a table; it has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperRow {
    /// True for a turning point, which stands out.
    pub strong: bool,
    /// The cells, each some lines.
    pub cells: Vec<Vec<Line>>,
}

/// A label and what is said under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// What is said.
    pub text: String,
}

/// A number that stands large, with what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The number, or a day.
    pub figure: String,
    /// What it counts.
    pub label: String,
}

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// How many.
    pub n: u32,
    /// What stands under it; empty under most.
    pub label: String,
    /// True where a turning point lies in it.
    pub turn: bool,
}

/// A chart of counts over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// What is counted.
    pub caption: String,
    /// The same in words, for whoever does not see it.
    pub alt: String,
    /// The bars, oldest first.
    pub bars: Vec<Bar>,
    /// The largest count, from 1.
    pub most: u32,
}

/// A piece of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading within the paper.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Line(Line),
    /// A list.
    List {
        /// Its entries.
        lines: Vec<String>,
    },
    /// Labels and what is said under each.
    Facts {
        /// In their order.
        facts: Vec<Fact>,
    },
    /// Large numbers beside each other.
    Figures {
        /// In their order.
        figures: Vec<Figure>,
    },
    /// A chart.
    Chart(Chart),
    /// A table, with the columns' names on every page.
    Table {
        /// The columns.
        columns: Vec<PaperColumn>,
        /// The rows.
        rows: Vec<PaperRow>,
    },
    /// An entry of the log.
    Entry {
        /// What it is.
        heading: String,
        /// When, at the other side of the line.
        when: String,
        /// True for a turning point.
        strong: bool,
        /// What it says.
        blocks: Vec<Block>,
    },
}

/// Why a paper could not be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PaperError(pub String);

/// Sets papers as PDF, for archives and screen readers; the same paper gives the same bytes.
pub trait SetPaper: Send + Sync {
    /// Returns the paper as a file.
    ///
    /// # Errors
    /// [`PaperError`] when it cannot be set. It never quotes the paper.
    fn set(&self, paper: &BundlePaper) -> Result<Vec<u8>, PaperError>;
}

/// The initials of the person who produces the items, for proposed exhibit references: one to six letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initials(String);

/// Initials that are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("initials are one to six letters, such as AB")]
pub struct InitialsError;

impl Initials {
    /// Reads initials as people write them: `AB`, `a.b.`, `A B`.
    ///
    /// # Errors
    /// [`InitialsError`] when they are not one to six letters.
    pub fn parse(text: &str) -> Result<Self, InitialsError> {
        let letters: String =
            text.chars().filter(|c| !matches!(c, '.' | ' ' | '-')).flat_map(char::to_uppercase).collect();
        let fit = (1..=6).contains(&letters.chars().count()) && letters.chars().all(char::is_alphabetic);
        if fit { Ok(Self(letters)) } else { Err(InitialsError) }
    }

    /// Returns the letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the reference that is proposed for an item: `AB/12`. The number is the item's own, which is never used
    /// again, so that a later bundle proposes the same.
    #[must_use]
    pub fn reference(&self, label: &str) -> String {
        format!("{}/{label}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_letters_and_nothing_else() {
        for (text, initials) in [("AB", "AB"), ("a.b.", "AB"), (" jj s", "JJS"), ("Ż", "Ż")] {
            assert_eq!(Initials::parse(text).as_ref().map(Initials::as_str), Ok(initials));
        }
        for bad in ["", " ", "A1", "ABCDEFG", "=A", "A/B", "A\u{202e}"] {
            assert_eq!(Initials::parse(bad), Err(InitialsError), "{bad:?}");
        }
        assert_eq!(Initials::parse("AB").map(|initials| initials.reference("12b")), Ok("AB/12b".to_owned()));
    }
}
