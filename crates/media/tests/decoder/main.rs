//! The decoder as its callers see it: real files through a real confined process.

#![cfg(target_os = "linux")]

mod confinement;
mod files;
mod formats;
mod hostile;

use casekeep_media::Inspector;

/// Returns an inspector whose decoder is the honest stand-in.
fn inspector() -> Inspector {
    Inspector::with_program(env!("CARGO_BIN_EXE_decode-trial"))
}
