//! Papers made from plain data: letters as PDF and DOCX, registers as PDF and CSV, labels as a sheet.
//!
//! Nothing here reads a file, a clock or the environment, and nothing is written: a paper is bytes in memory. The
//! templates are part of the program and can open no file; whatever a person or a stranger wrote reaches them as data
//! and is printed letter by letter, so that it is never markup. A PDF keeps to PDF/A-2a and PDF/UA-1 or is not made.

mod bundle;
mod docx;
mod error;
mod glyphs;
mod paper;
mod registers;
mod text;
mod typeset;

pub use bundle::Typesetter;
pub use docx::docx;
pub use error::ReportError;
pub use paper::{Column, Label, Labels, Letter, Made, Table};
pub use registers::{gift_register, thing_labels, thing_register};
pub use typeset::{Paper, pdf};
