//! The vault format: bytes to types and back, over `Read` and `Write`. `docs/format.md` is the contract.
//!
//! One frozen module per version of the format; the newest is re-exported here. Nothing in this crate opens a file,
//! reads a clock, the environment or the network, or prints. Random bytes come from the operating system.

mod error;
pub mod stamp;
pub mod v1;

pub use error::FormatError;
pub use v1::*;
