//! The decoder as its callers see it: real files through a real confined process.

#![cfg(target_os = "linux")]

mod alike;
mod archives;
mod bad_input;
mod confinement;
mod documents;
mod files;
mod formats;
mod hostile;
mod mails;
mod messages;
mod redaction;

use casekeep_media::Inspector;

/// Returns an inspector whose decoder is the honest stand-in.
fn inspector() -> Inspector {
    Inspector::with_program(env!("CARGO_BIN_EXE_decode-trial"))
}
