//! Wrong secrets: one bounded counter on this computer, and how long the next try waits. A hint, never evidence.
//!
//! From the fourth wrong secret on each waits twice as long, up to five minutes, over restarts too. The boot clock
//! decides where there is one, because nobody sets it; whatever the clocks do, no wait is longer than its own length
//! after this program next looked at it. Nothing is ever wiped. Words and further keys wait like the passphrase: they
//! cannot be guessed, and one rule is easier to trust than three.

use crate::error::{Result, VaultError};
use casekeep_model::{Clock, Timestamp};
use serde::{Deserialize, Serialize};

/// How many wrong secrets cost nothing but their own work.
const FREE: u32 = 3;
/// The first wait, in seconds.
const FIRST: u64 = 2;
/// The longest wait, in seconds.
const LONGEST: u64 = 300;

/// Wrong secrets since the last unlock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failed {
    pub count: u32,
    #[serde(default)]
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    /// The boot clock at the last one, in milliseconds, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot: Option<u64>,
}

impl Failed {
    /// Counts one more.
    pub fn count_one(&mut self, clock: &dyn Clock) {
        let now = clock.now();
        self.count = self.count.saturating_add(1);
        self.first = self.first.or(Some(now));
        self.last = Some(now);
        self.boot = clock.since_boot();
    }

    /// Returns how many seconds the next try has to wait; 0 when it need not.
    pub fn wait_seconds(&self, clock: &dyn Clock) -> u32 {
        let wait = wait_after(self.count) * 1000;
        let left = wait.saturating_sub(self.elapsed(clock).unwrap_or(0)).div_ceil(1000);
        u32::try_from(left).unwrap_or(u32::MAX)
    }

    /// Returns how many milliseconds passed at least since the last one; `None` when the clock was set back.
    fn elapsed(&self, clock: &dyn Clock) -> Option<u64> {
        match (self.boot, clock.since_boot()) {
            // A boot clock below the noted one was started since: what it shows passed at least.
            (Some(then), Some(now)) => Some(now.checked_sub(then).unwrap_or(now)),
            _ => self.last.and_then(|then| u64::try_from(clock.now().millis() - then.millis()).ok()),
        }
    }

    /// Begins the wait anew when the clock was set back, so that it ends; returns true when something changed.
    fn mend(&mut self, clock: &dyn Clock) -> bool {
        let set_back = self.count > FREE && self.elapsed(clock).is_none();
        if set_back {
            self.last = Some(clock.now());
            self.boot = clock.since_boot();
        }
        set_back
    }
}

/// Returns the wait after so many wrong secrets, in seconds.
fn wait_after(count: u32) -> u64 {
    match count.checked_sub(FREE + 1) {
        None => 0,
        Some(more) => FIRST.checked_shl(more.min(16)).unwrap_or(LONGEST).min(LONGEST),
    }
}

/// Refuses a try that comes too early; `save` keeps a wait that was begun anew.
///
/// # Errors
/// [`VaultError::TryLater`].
pub(crate) fn check_wait(failed: &mut Failed, clock: &dyn Clock, save: impl FnOnce(&Failed)) -> Result<()> {
    if failed.mend(clock) {
        save(failed);
    }
    match failed.wait_seconds(clock) {
        0 => Ok(()),
        seconds => Err(VaultError::TryLater { seconds }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Set {
        now: i64,
        boot: Option<u64>,
    }

    impl Clock for Set {
        fn now(&self) -> Timestamp {
            Timestamp::from_millis(self.now)
        }
        fn since_boot(&self) -> Option<u64> {
            self.boot
        }
        fn zone(&self) -> Option<String> {
            None
        }
    }

    fn failed(times: u32, clock: &Set) -> Failed {
        let mut failed = Failed::default();
        for _ in 0..times {
            failed.count_one(clock);
        }
        failed
    }

    #[test]
    fn waits_double_from_the_fourth_and_end_at_five_minutes() {
        let clock = Set { now: 1_000_000, boot: Some(5_000) };
        let waits: Vec<u32> = (0..14).map(|times| failed(times, &clock).wait_seconds(&clock)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        let most = Failed { count: u32::MAX, ..failed(1, &clock) };
        assert_eq!(most.wait_seconds(&clock), 300);
    }

    #[test]
    fn the_boot_clock_decides_and_the_wall_clock_is_not_asked() {
        let failed = failed(8, &Set { now: 1_000_000, boot: Some(50_000) });
        assert_eq!(failed.wait_seconds(&Set { now: i64::from(u32::MAX) * 1000, boot: Some(50_000) }), 32);
        assert_eq!(failed.wait_seconds(&Set { now: 0, boot: Some(60_500) }), 22);
        assert_eq!(failed.wait_seconds(&Set { now: 0, boot: Some(82_000) }), 0);
        // Started again since: only what passed from then on is sure.
        assert_eq!(failed.wait_seconds(&Set { now: 0, boot: Some(10_000) }), 22);
        assert_eq!(failed.wait_seconds(&Set { now: 0, boot: Some(40_000) }), 0);
    }

    #[test]
    fn a_wall_clock_that_was_set_never_locks_out_for_ever() {
        let mut failed = failed(8, &Set { now: 4_000_000_000_000, boot: None });
        let back = Set { now: 0, boot: None };
        let mut saved = 0;
        for _ in 0..2 {
            let refused = check_wait(&mut failed, &back, |_| saved += 1);
            assert!(matches!(refused, Err(VaultError::TryLater { seconds: 32 })));
        }
        assert_eq!(saved, 1);
        check_wait(&mut failed, &Set { now: 32_000, boot: None }, |_| saved += 1).expect("the wait is over");
        assert_eq!(saved, 1);
    }
}
