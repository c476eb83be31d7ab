//! Why a paper could not be made.

use casekeep_model::{ErrorCode, Problem};

/// A paper that was not made; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The typesetter refused the template or the data. The detail names the template's line, never the person's text.
    #[error("the paper could not be set: {0}")]
    Typeset(String),
    /// The paper does not keep to PDF/A-2a and PDF/UA-1.
    #[error("the paper does not keep to the standard for archives and screen readers")]
    Standard,
    /// More rows or more text than a paper is made of at once.
    #[error("the paper would be too long: at most {0}")]
    TooLong(&'static str),
}

impl ReportError {
    /// Returns the error as the window shows it.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (code, hint) = match self {
            Self::Typeset(_) | Self::Standard => {
                (ErrorCode::Io, "What was saved is safe. Save the text as a Word file or as CSV instead.")
            }
            Self::TooLong(_) => (ErrorCode::BadInput, "Save it as CSV, or make it of fewer entries."),
        };
        Problem { code, message: format!("This paper was not made. {self}."), hint: hint.to_owned() }
    }
}
