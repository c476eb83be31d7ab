//! A decoder for this crate's tests that misbehaves when it is started under a telling name.
//!
//! Started under any other name it is an honest decoder. It belongs to no program that is handed out.

#![allow(unsafe_code, clippy::print_stdout)]

#[cfg(target_os = "linux")]
mod linux;

fn main() {
    #[cfg(target_os = "linux")]
    linux::misbehave_if_told();
    casekeep_media::run_if_child();
}
