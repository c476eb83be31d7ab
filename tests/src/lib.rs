//! What the acceptance tests stand on: where the project's files and programs are.
//!
//! Nothing here is part of what a user installs.

#[cfg(target_os = "linux")]
pub mod canary;
pub mod place;
pub mod sample;
pub mod vectors;
