//! Keys in memory: out of swap and out of dumps, as far as the system allows.
//!
//! The long-lived secrets of a vault lie side by side, and their pages are locked while it is unlocked. What a step makes
//! for a moment (a file key, an opened segment) is wiped but not locked: locking everything would need rights that an
//! ordinary account does not have. None of this helps against whoever can read memory (threat model T2) or against
//! hibernation.

use casekeep_format::Epoch;
use region::LockGuard;

/// Pages that stay in memory until this is dropped; where the system refuses, nothing.
pub(crate) struct KeptInMemory {
    _pages: Option<LockGuard>,
}

/// Keeps the secrets of epochs out of swap.
pub(crate) fn keep_in_memory(epochs: &[Epoch]) -> KeptInMemory {
    KeptInMemory { _pages: region::lock(epochs.as_ptr(), size_of_val(epochs)).ok() }
}

/// Keeps the system from writing this process's memory, or that of the processes it starts, to disk after a crash.
pub fn leave_no_dump() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
        // Where either is refused the other still holds; neither is a reason not to start.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_format::IdentityFile;

    #[test]
    #[cfg(target_os = "linux")]
    fn the_pages_of_keys_are_locked_where_the_system_allows() {
        // The system counts for the whole process, in which other tests lock pages too: this one gets a process.
        const ALONE: &str = "CASEKEEP_TEST_ALONE";
        if std::env::var_os(ALONE).is_none() {
            let name = "protect::tests::the_pages_of_keys_are_locked_where_the_system_allows";
            let program = std::env::current_exe().expect("a test knows its own program");
            let output = std::process::Command::new(program).args(["--exact", name]).env(ALONE, "1").output();
            let output = output.expect("a test can start its own program");
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success() && said.contains("1 passed"), "{said}");
            return;
        }
        let locked = || {
            let status = std::fs::read_to_string("/proc/self/status").expect("a process reads its own status");
            let line = status.lines().find_map(|line| line.strip_prefix("VmLck:")).expect("Linux counts locked pages");
            line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number")
        };
        let identity = IdentityFile::generate();
        let kept = keep_in_memory(identity.epochs());
        assert_eq!(kept._pages.is_some(), locked() > 0);
        drop(kept);
        assert_eq!(locked(), 0);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn no_dump_is_left() {
        leave_no_dump();
        let limit = rustix::process::getrlimit(rustix::process::Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
        let dumpable = rustix::process::dumpable_behavior().expect("Linux tells");
        assert_eq!(dumpable, rustix::process::DumpableBehavior::NotDumpable);
    }
}
