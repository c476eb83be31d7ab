//! Why a machine read no words in a picture, and what the window shows of the program that does.

use crate::{ErrorCode, Problem};
use serde::{Deserialize, Serialize};

/// Why no words were read; the item itself is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadingError {
    /// The program that reads is not on this computer.
    #[error("tesseract is not on this computer")]
    Absent,
    /// It does not read this language here.
    #[error("tesseract does not read “{0}” here")]
    NoLanguage(String),
    /// It found no words.
    #[error("no words were found")]
    Nothing,
    /// It could not be started, took too long, or ended without an answer.
    #[error("tesseract ended without an answer")]
    Stopped,
}

impl ReadingError {
    /// Returns what a person is told.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (message, hint) = match self {
            Self::Absent => (
                "The program that reads words in pictures, tesseract, is not on this computer.".to_owned(),
                HOW_TO_INSTALL,
            ),
            Self::NoLanguage(language) => (
                format!("Tesseract has no data for “{language}” on this computer."),
                "Choose another language, or install the package tesseract-ocr- with that name at its end.",
            ),
            Self::Nothing => (
                "No words were found in this picture.".to_owned(),
                "Nothing was saved. Write down yourself what it says.",
            ),
            Self::Stopped => (
                "Reading the picture took too much time or memory and was stopped.".to_owned(),
                "Nothing was saved, and the item is as it was. Write down yourself what it says.",
            ),
        };
        Problem::new(ErrorCode::NoPreview, message, hint)
    }
}

/// How the program comes onto a computer.
const HOW_TO_INSTALL: &str = "On Debian and Ubuntu: sudo apt install tesseract-ocr. On Fedora: sudo dnf install tesseract. It works without a network, and Casekeep works without it.";

/// The program that reads words in pictures, as it is on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TextReaderView {
    /// What it calls itself; `None` when it is not there.
    pub program: Option<String>,
    /// The languages that it reads, by its own short names.
    pub languages: Vec<String>,
    /// The language that is read where none is asked for.
    pub usual: String,
    /// How it comes onto this computer.
    pub install: String,
}

impl TextReaderView {
    /// Returns the view of a computer without it.
    #[must_use]
    pub fn absent() -> Self {
        Self { program: None, languages: Vec::new(), usual: String::new(), install: HOW_TO_INSTALL.to_owned() }
    }
}
