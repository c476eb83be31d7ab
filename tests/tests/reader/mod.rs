//! The second reader (`tests/reader`): a Python program that was written from `docs/format.md` alone, held against
//! Casekeep. Where the two differ, one of them or the page has a fault.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests; the times are shown, not asserted")]

mod agreement;
mod bundles;
mod changing;
mod large;
mod old_vaults;
pub mod program;
mod seals;
