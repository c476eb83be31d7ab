//! What the engine may know about time; passed in, never read from inside.

use crate::Timestamp;

/// A source of the present time.
pub trait Clock: Send + Sync {
    /// Returns the wall clock's time.
    fn now(&self) -> Timestamp;

    /// Returns milliseconds since this computer started, which nobody can set; `None` where there is no such clock.
    fn since_boot(&self) -> Option<u64>;

    /// Returns the IANA name of this computer's time zone, where it is known.
    fn zone(&self) -> Option<String>;

    /// Returns a name for the time since this computer started, another one after each start; `None` where there is none.
    fn run(&self) -> Option<String> {
        None
    }
}
