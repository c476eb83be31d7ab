//! What the acceptance tests stand on: where the project's files and programs are.
//!
//! Nothing here is part of what a user installs.

pub mod place;
pub mod sample;
pub mod vectors;
