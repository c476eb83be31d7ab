//! Papers that a window asks for: letters, registers, labels.

use serde::{Deserialize, Serialize};

word_enum! {
    /// What kind of file a paper is.
    PaperForm {
        /// PDF, for archives and screen readers.
        Pdf = "pdf", "PDF";
        /// A word processor's file.
        Docx = "docx", "Word file";
        /// A table as text.
        Csv = "csv", "CSV";
    }
}

word_enum! {
    /// A register that is made as a paper.
    PaperRegister {
        /// Gifts.
        Gift = "gift", "Gift register";
        /// Physical things.
        Thing = "thing", "Physical items";
    }
}

/// A paper to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "paper", rename_all = "snake_case", deny_unknown_fields)]
pub enum PaperAsked {
    /// A letter, with the text as it stands in the window; as PDF or DOCX.
    Letter {
        /// What it is.
        title: String,
        /// Its text.
        text: String,
        /// As which file.
        form: PaperForm,
    },
    /// A register; as PDF or CSV.
    Register {
        /// Which.
        register: PaperRegister,
        /// As which file.
        form: PaperForm,
    },
    /// Labels for the physical things, as PDF.
    Labels,
}
