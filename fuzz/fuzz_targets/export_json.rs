//! Feeds bytes to `casekeep_fuzz::exports`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| casekeep_fuzz::exports::check(data));
