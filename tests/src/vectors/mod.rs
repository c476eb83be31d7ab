//! The vectors of the vault format: a whole vault as files, and small descriptions of what an attacker, a crash or
//! another program does to it, with what must be found.
//!
//! `make_vectors` (an example of this package) wrote them once; the keys in them are random and worth nothing. The tests
//! read them as another implementation would: from the files alone.

pub mod base;
pub mod bundle;
pub mod forge;
pub mod vector;

use std::path::PathBuf;

/// Returns the folder of the committed vectors.
#[must_use]
pub fn folder() -> PathBuf {
    crate::place::root().join("tests/vectors")
}
