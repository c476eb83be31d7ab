//! Waiting for a condition, never for a time.

use std::time::{Duration, Instant};

/// How long anything that a person would wait for may take on a busy machine.
pub const LIMIT: Duration = Duration::from_secs(40);

/// Asks again and again until there is an answer.
///
/// # Panics
/// When there is none after [`LIMIT`]; `what` says what was waited for.
pub fn until<T>(what: &str, ask: impl FnMut() -> Option<T>) -> T {
    within(LIMIT, ask).unwrap_or_else(|| panic!("{what}: not after {} seconds", LIMIT.as_secs()))
}

/// Asks again and again until there is an answer or the time is over.
pub fn within<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if begun.elapsed() > limit {
            return None;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
}
