//! When the vault locks by itself: a state machine that is told the time and never looks at a clock.
//!
//! It does not lock anything; it says when to. Work that the person started holds it off: adding 500 files is not
//! stopped because nobody touched the keyboard, and the full time counts again when the work is done.

use casekeep_model::window::LockReason;

/// How long before locking the person is told, in seconds.
pub const WARNING_SECONDS: u64 = 30;

/// A difference between two clocks, over one tick, that only sleep explains; in milliseconds.
const SLEPT: u64 = 5_000;

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Wait,
    /// Say that the vault locks in this many seconds.
    Warn(u64),
    /// Lock.
    Lock(LockReason),
}

/// The two clocks at one instant, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instants {
    /// Runs only while the computer is awake.
    pub awake: u64,
    /// Runs through sleep too, where there is such a clock.
    pub boot: Option<u64>,
}

/// Counts the time since somebody did something.
#[derive(Debug)]
pub struct IdleTimer {
    limit: u64,
    last: u64,
    seen: Instants,
    warned: bool,
}

impl IdleTimer {
    /// Starts at `now`, to lock after `limit` milliseconds.
    pub fn new(limit: u64, now: Instants) -> Self {
        Self { limit, last: now.awake, seen: now, warned: false }
    }

    /// Changes the limit, in milliseconds; the time that has passed stays counted.
    pub fn set_limit(&mut self, limit: u64) {
        self.limit = limit;
        self.warned = false;
    }

    /// Returns how long nobody was there at `now`, in milliseconds.
    pub fn idle(&self, now: Instants) -> u64 {
        now.awake.saturating_sub(self.last)
    }

    /// Notes that somebody is there.
    pub fn touch(&mut self, now: Instants) {
        self.last = now.awake;
        self.warned = false;
    }

    /// Says what is to be done at `now`; `working` while work that the person started is under way.
    pub fn tick(&mut self, now: Instants, working: bool) -> Step {
        let slept = slept(self.seen, now);
        self.seen = now;
        if slept {
            return Step::Lock(LockReason::Sleep);
        }
        if working {
            self.touch(now);
            return Step::Wait;
        }
        let idle = self.idle(now);
        if idle >= self.limit {
            return Step::Lock(LockReason::Idle);
        }
        let left = (self.limit - idle).div_ceil(1000);
        if left > WARNING_SECONDS || self.warned {
            return Step::Wait;
        }
        self.warned = true;
        Step::Warn(left)
    }
}

fn slept(before: Instants, now: Instants) -> bool {
    let awake = now.awake.saturating_sub(before.awake);
    match (before.boot, now.boot) {
        (Some(before), Some(now)) => now.saturating_sub(before) > awake + SLEPT,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTES: u64 = 60_000;

    fn at(millis: u64) -> Instants {
        Instants { awake: millis, boot: Some(millis + 90_000) }
    }

    #[test]
    fn warns_once_half_a_minute_before_and_then_locks() {
        let mut timer = IdleTimer::new(5 * MINUTES, at(0));
        assert_eq!(timer.tick(at(4 * MINUTES), false), Step::Wait);
        assert_eq!(timer.tick(at(5 * MINUTES - 30_000), false), Step::Warn(30));
        assert_eq!(timer.tick(at(5 * MINUTES - 29_000), false), Step::Wait);
        assert_eq!(timer.tick(at(5 * MINUTES - 1), false), Step::Wait);
        assert_eq!(timer.tick(at(5 * MINUTES), false), Step::Lock(LockReason::Idle));
    }

    #[test]
    fn somebody_there_starts_the_count_and_the_warning_again() {
        let mut timer = IdleTimer::new(MINUTES, at(0));
        assert_eq!(timer.tick(at(31_000), false), Step::Warn(29));
        timer.touch(at(32_000));
        assert_eq!(timer.tick(at(61_000), false), Step::Wait);
        assert_eq!(timer.tick(at(62_000), false), Step::Warn(30));
        assert_eq!(timer.tick(at(92_000), false), Step::Lock(LockReason::Idle));
    }

    #[test]
    fn work_holds_it_off_and_the_full_time_counts_after() {
        let mut timer = IdleTimer::new(MINUTES, at(0));
        assert_eq!(timer.tick(at(10 * MINUTES), true), Step::Wait);
        assert_eq!(timer.tick(at(10 * MINUTES + 59_000), false), Step::Warn(1));
        assert_eq!(timer.tick(at(11 * MINUTES), false), Step::Lock(LockReason::Idle));
    }

    #[test]
    fn sleep_locks_whatever_is_under_way() {
        let mut timer = IdleTimer::new(5 * MINUTES, at(0));
        assert_eq!(timer.tick(at(1_000), false), Step::Wait);
        let woken = Instants { awake: 2_000, boot: Some(90_000 + 8 * 60 * MINUTES) };
        assert_eq!(timer.tick(woken, true), Step::Lock(LockReason::Sleep));
        let after = Instants { awake: 3_000, boot: woken.boot.map(|boot| boot + 1_000) };
        assert_eq!(timer.tick(after, false), Step::Wait);
    }

    #[test]
    fn the_time_without_anybody_is_counted_from_the_last_touch() {
        let mut timer = IdleTimer::new(5 * MINUTES, at(0));
        assert_eq!(timer.idle(at(20_000)), 20_000);
        timer.touch(at(20_000));
        assert_eq!(timer.idle(at(21_000)), 1_000);
    }

    #[test]
    fn a_tick_that_comes_late_is_not_sleep() {
        let mut timer = IdleTimer::new(5 * MINUTES, at(0));
        assert_eq!(timer.tick(at(2 * MINUTES), false), Step::Wait);
        let mut without = IdleTimer::new(5 * MINUTES, Instants { awake: 0, boot: None });
        assert_eq!(without.tick(Instants { awake: 1_000, boot: None }, false), Step::Wait);
    }

    #[test]
    fn a_shorter_limit_counts_from_the_last_touch() {
        let mut timer = IdleTimer::new(30 * MINUTES, at(0));
        timer.set_limit(MINUTES);
        assert_eq!(timer.tick(at(2 * MINUTES), false), Step::Lock(LockReason::Idle));
    }
}
