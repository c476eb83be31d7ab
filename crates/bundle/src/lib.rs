//! The bundle that is handed over: written from a case's log, and checked with no vault on the machine.
//!
//! A bundle is a BagIt bag in a tar archive in an age envelope. [`write_bundle`] makes one in one pass with constant
//! memory however large the items are; [`verify_bundle`] reads one in one pass, writes nothing anywhere, and stops at
//! nothing it finds. `docs/format.md` section 9 is the contract. Keys, the vault's folder and its own log are not known
//! here: whoever calls brings them as a [`casekeep_format::BundleSource`], and records the hand-over.

pub mod archive;
pub mod bag;
mod check;
pub mod chronology;
mod envelope;
pub mod epochs;
mod error;
pub mod how_to;
pub mod layout;
pub mod listed;
pub mod papers;
pub mod plan;
pub mod proof;
pub mod reader;
mod recipients;
pub mod seals;
pub mod shown;
pub mod supplement;
pub mod text;
mod write;

pub use check::{BundleReport, SealShown, Signer, verify_bundle};
pub use envelope::OpenWith;
pub use error::BundleError;
pub use papers::Papers;
pub use recipients::{Recipients, To, parse_recipients};
pub use write::{BundleOutcome, Step, write_archive, write_bundle};
