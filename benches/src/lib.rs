//! What the benches share: files to add, vaults of any size, and a meter for time, processor time and memory.
//!
//! Nothing here asserts a speed: figures are printed, and people judge them. Linux only where `/proc` is read.

#![allow(clippy::print_stdout, reason = "a bench talks to a terminal")]

pub mod fill;
pub mod meter;
pub mod place;
pub mod sources;
