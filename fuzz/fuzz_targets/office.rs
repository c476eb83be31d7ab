//! Feeds bytes to `casekeep_fuzz::office`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| casekeep_fuzz::memory::bounded(data, casekeep_fuzz::office::check));
