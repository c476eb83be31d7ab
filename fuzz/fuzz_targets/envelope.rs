//! Feeds bytes to `casekeep_fuzz::envelope`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| casekeep_fuzz::memory::bounded(data, casekeep_fuzz::envelope::check));
