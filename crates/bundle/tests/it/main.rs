//! The bundle from outside: made from an invented case, checked, changed by strangers, opened by stock tools.
#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as expected")]
#![allow(missing_docs, reason = "test code")]

#[path = "../../../format/tests/authority/mod.rs"]
mod authority;
mod case;
mod flips;
mod key_changes;
mod page;
mod papers;
mod registers;
mod round_trip;
mod seals;
mod selection;
mod stock;
mod supplement;
mod tampered;
mod vectors;
