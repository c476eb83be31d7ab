//! Feeds bytes to `casekeep_fuzz::header`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| casekeep_fuzz::memory::bounded(data, casekeep_fuzz::header::check));
