//! The sample case: an invented log with its files, for tests, pictures of the window, and whoever wants to look around.
//!
//! What happened is data in `tests/sample/case.json`. The files are drawn and written from it, the same bytes on every
//! run ([`write_files`]); [`make_vault`] types it all into the command line, as a person would. Recorded times are this
//! computer's, so every entry of the sample says honestly how long after the event it was written.
//!
//! Everyone and everything in it is invented; the telephone numbers are from the ranges that are kept for drama.

mod canvas;
mod case;
mod driver;
mod exif;
mod files;
mod letter;
mod phone;
mod screen;
mod table;
mod typeface;

pub use case::{Add, Amended, Contact, SampleCase};
pub use driver::{SampleError, SampleVault, make_vault};
pub use files::write_files;
