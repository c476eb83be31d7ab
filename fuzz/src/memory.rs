//! How much memory an input may make its reader ask for.

use cap::Cap;
use std::alloc::System;
use std::panic;
use std::sync::Once;

#[global_allocator]
static HEAP: Cap<System> = Cap::new(System, usize::MAX);

/// What any reader may take beside what its input is worth: fixed buffers and tables.
const FIXED: usize = 4 << 20;
/// How many bytes one byte of input may cost: a JSON value of two characters takes 32, in a list that may be half empty.
const FOR_EACH_BYTE: usize = 96;

/// Runs a check; a request for memory far beyond the size of the input ends the program, and so is found.
///
/// # Panics
/// When the allocator refuses the limit, which it does only if more is in use already.
pub fn bounded<T>(data: &[u8], work: impl FnOnce(&[u8]) -> T) -> T {
    static LIFT: Once = Once::new();
    LIFT.call_once(lift_when_failing);
    let most = HEAP.allocated() + FIXED + FOR_EACH_BYTE * data.len();
    HEAP.set_limit(most).expect("the limit is above what is in use");
    let result = work(data);
    HEAP.set_limit(usize::MAX).expect("any use is below the highest limit");
    result
}

/// A report of what failed takes more memory than any input may.
fn lift_when_failing() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |what| {
        HEAP.set_limit(usize::MAX).expect("any use is below the highest limit");
        report(what);
    }));
}
