//! Long work that the person can stop, and how often it says how far it is.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The least time between two reports of progress.
const REPORT_EVERY: Duration = Duration::from_millis(100);

/// The long work that is under way.
#[derive(Debug, Default)]
pub struct Jobs(Mutex<Vec<Arc<AtomicBool>>>);

/// One piece of long work; it is over when this is dropped.
#[derive(Debug)]
pub struct Job {
    stop: Arc<AtomicBool>,
    jobs: Arc<Jobs>,
}

impl Jobs {
    /// Begins a piece of work.
    pub fn begin(self: &Arc<Self>) -> Job {
        let stop = Arc::new(AtomicBool::new(false));
        self.running().push(Arc::clone(&stop));
        Job { stop, jobs: Arc::clone(self) }
    }

    /// Asks all work to stop; it does so at its next step.
    pub fn cancel(&self) {
        for stop in self.running().iter() {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Returns true while any work is under way.
    pub fn is_working(&self) -> bool {
        !self.running().is_empty()
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Vec<Arc<AtomicBool>>> {
        // The list is whole at every point where a thread could panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    /// Says whether to go on.
    pub fn flow(&self) -> ControlFlow<()> {
        if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.jobs.running().retain(|stop| !Arc::ptr_eq(stop, &self.stop));
    }
}

/// Lets a report through at most every tenth of a second.
#[derive(Debug, Default)]
pub struct Pace(Option<Instant>);

impl Pace {
    /// Returns true when a report is due at `now`, and counts it.
    pub fn is_due(&mut self, now: Instant) -> bool {
        let due = self.0.is_none_or(|last| now.duration_since(last) >= REPORT_EVERY);
        if due {
            self.0 = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stopping_reaches_the_work_that_is_under_way_and_no_later_work() {
        let jobs = Arc::new(Jobs::default());
        let first = jobs.begin();
        assert!(jobs.is_working() && first.flow().is_continue());
        jobs.cancel();
        let second = jobs.begin();
        assert!(first.flow().is_break() && second.flow().is_continue());
        drop(first);
        assert!(jobs.is_working());
        drop(second);
        assert!(!jobs.is_working());
    }

    #[test]
    fn reports_are_spaced() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let due: Vec<bool> = [0, 50, 99, 100, 150, 201].map(|ms| pace.is_due(start + Duration::from_millis(ms))).into();
        assert_eq!(due, [true, false, false, true, false, true]);
    }
}
