//! Takes everything away from this process that a decoder does not need, and the few other calls to the system that have
//! no safe form in the standard library. All unsafe code of the crate is here.
//!
//! After [`confine`] the process can read and write the pipes it has, take memory within its limit, and end. Three layers
//! hold independently: limits of the kernel (memory, processor time, no files, no core dump), Landlock without a single
//! rule (no file, no network, no signal to others), and a seccomp allow list (no other call at all). Seccomp is required;
//! Landlock is used as far as the kernel has it, since a kernel without it still refuses the same calls through seccomp.
//!
//! The allow list holds `rt_sigaction`, `getpid`, `gettid` and `tgkill` for the process's own abort: without them a
//! failed allocation cannot end the process and spins until its processor time is used up.

#![allow(unsafe_code)]

use crate::job::Allowance;
use casekeep_model::limits;
use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
use libc::{c_int, c_ulong};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::process::Child;
use std::time::{Duration, Instant};

/// Why a process could not be confined; it must not touch hostile bytes then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfineError {
    /// The kernel refused to set an attribute or a limit of the process, or to close its files.
    #[error("the kernel refused to limit this process: {0}")]
    Limit(#[from] io::Error),
    /// The kernel refused the list of allowed calls, or has no such lists.
    #[error("the kernel refused the list of allowed calls: {0}")]
    Seccomp(String),
}

/// How far Landlock holds beside seccomp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landlock {
    /// All of it.
    Full,
    /// What this older kernel has of it.
    Partial,
    /// This kernel does not have it.
    Absent,
}

/// What the kernel holds a confined process to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of address space beside the program's own.
    pub memory: u64,
    /// Seconds of processor time.
    pub cpu_seconds: u64,
}

impl Limits {
    pub(crate) fn of(allowance: Allowance) -> Self {
        Self { memory: allowance.memory, cpu_seconds: allowance.cpu_seconds }
    }

    /// Returns the arguments that tell a started decoder its limits.
    pub(crate) fn to_arguments(self) -> [String; 2] {
        [self.memory.to_string(), self.cpu_seconds.to_string()]
    }

    /// Reads what [`Limits::to_arguments`] wrote.
    pub(crate) fn from_arguments(arguments: impl Iterator<Item = OsString>) -> Option<Self> {
        let mut numbers = arguments.map(|argument| argument.to_str()?.parse::<u64>().ok());
        Some(Self { memory: numbers.next()??, cpu_seconds: numbers.next()?? })
    }
}

/// Confines the whole process for good; every file but the three standard ones is closed.
///
/// # Errors
/// [`ConfineError`]; the process may be confined in part then, and should end.
pub fn confine(limits: Limits) -> Result<Landlock, ConfineError> {
    let own = own_address_space();
    set_process(libc::PR_SET_PDEATHSIG, libc::SIGKILL as c_ulong)?;
    set_process(libc::PR_SET_DUMPABLE, 0)?;
    set_process(libc::PR_SET_NO_NEW_PRIVS, 1)?;
    close_files_from(3)?;
    let landlock = restrict_with_landlock();
    for (limit, most) in [
        (libc::RLIMIT_AS, own.saturating_add(limits.memory)),
        (libc::RLIMIT_CPU, limits.cpu_seconds),
        (libc::RLIMIT_FSIZE, 0),
        (libc::RLIMIT_CORE, 0),
        (libc::RLIMIT_NOFILE, 3),
    ] {
        set_limit(limit, most)?;
    }
    restrict_with_seccomp()?;
    Ok(landlock)
}

/// Holds a program of somebody else, which this process is about to become, to limits of the kernel: it can write to no
/// file, and leave no dump.
pub(crate) fn hold_program() -> Result<(), ConfineError> {
    set_process(libc::PR_SET_PDEATHSIG, libc::SIGKILL as c_ulong)?;
    set_process(libc::PR_SET_NO_NEW_PRIVS, 1)?;
    close_files_from(3)?;
    for (limit, most) in [
        (libc::RLIMIT_AS, limits::READER_MEMORY),
        (libc::RLIMIT_CPU, limits::READER_CPU_SECONDS),
        (libc::RLIMIT_FSIZE, 0),
        (libc::RLIMIT_CORE, 0),
        (libc::RLIMIT_NOFILE, 64),
    ] {
        set_limit(limit, most)?;
    }
    Ok(())
}

/// Ends the process at once, running nothing that libraries asked to have run at its end.
pub(crate) fn leave(status: u8) -> ! {
    // SAFETY: `_exit` takes any status, touches no memory of ours and does not return.
    unsafe { libc::_exit(c_int::from(status)) }
}

/// Returns how many bytes of address space the program itself takes: a windowed program maps many libraries, and the
/// limit counts them.
fn own_address_space() -> u64 {
    const WHERE_NOT_KNOWN: u64 = 512 << 20;
    let size = |status: String| -> Option<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix("VmSize:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
    };
    std::fs::read_to_string("/proc/self/status").ok().and_then(size).unwrap_or(WHERE_NOT_KNOWN)
}

fn set_process(attribute: c_int, value: c_ulong) -> io::Result<()> {
    let zero: c_ulong = 0;
    // SAFETY: the three attributes this is called with take one integer each and no pointer; the unused arguments are 0
    // as the kernel requires for PR_SET_NO_NEW_PRIVS.
    checked(unsafe { libc::prctl(attribute, value, zero, zero, zero) })
}

fn set_limit(resource: libc::__rlimit_resource_t, most: u64) -> io::Result<()> {
    let limit = libc::rlimit { rlim_cur: most, rlim_max: most };
    // SAFETY: the pointer is to a whole `rlimit` that outlives the call, which only reads it.
    checked(unsafe { libc::setrlimit(resource, &limit) })
}

fn close_files_from(first: u32) -> io::Result<()> {
    // SAFETY: takes three integers. No object of this process owns a descriptor from `first` on: the process has just
    // started and was handed only the standard three on purpose, so nothing is used after it is closed.
    let closed = unsafe { libc::syscall(libc::SYS_close_range, first, u32::MAX, 0_u32) };
    if closed == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

fn checked(result: c_int) -> io::Result<()> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Forbids every file, network and signal access that this kernel's Landlock knows; best effort.
fn restrict_with_landlock() -> Landlock {
    let abi = ABI::V6;
    let restricted = Ruleset::default()
        .handle_access(AccessFs::from_all(abi))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(abi)))
        .and_then(|rules| rules.scope(Scope::from_all(abi)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self);
    match restricted.map(|status| status.ruleset) {
        Ok(RulesetStatus::FullyEnforced) => Landlock::Full,
        Ok(RulesetStatus::PartiallyEnforced) => Landlock::Partial,
        Ok(_) | Err(_) => Landlock::Absent,
    }
}

/// Allows the calls that decoding needs, on every thread, and refuses all others with EPERM.
fn restrict_with_seccomp() -> Result<(), ConfineError> {
    let refuse = SeccompAction::Errno(libc::EPERM as u32);
    let arch = std::env::consts::ARCH.try_into().map_err(seccomp_error)?;
    let filter = SeccompFilter::new(allowed_calls()?, refuse, SeccompAction::Allow, arch).map_err(seccomp_error)?;
    let program: BpfProgram = filter.try_into().map_err(seccomp_error)?;
    seccompiler::apply_filter_all_threads(&program).map_err(seccomp_error)
}

fn seccomp_error(error: impl std::fmt::Display) -> ConfineError {
    ConfineError::Seccomp(error.to_string())
}

/// Calls that are allowed whatever their arguments.
const ALLOWED: [i64; 22] = [
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    libc::SYS_futex,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
];

fn allowed_calls() -> Result<BTreeMap<i64, Vec<SeccompRule>>, ConfineError> {
    let mut calls: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let no_code = || argument(2, SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64), 0);
    calls.insert(libc::SYS_mmap, vec![rule(vec![no_code()?])?]);
    calls.insert(libc::SYS_mprotect, vec![rule(vec![no_code()?])?]);
    let own = argument(0, SeccompCmpOp::Eq, u64::from(std::process::id()))?;
    let abort = argument(2, SeccompCmpOp::Eq, libc::SIGABRT as u64)?;
    calls.insert(libc::SYS_tgkill, vec![rule(vec![own, abort])?]);
    Ok(calls)
}

fn argument(index: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompCondition, ConfineError> {
    SeccompCondition::new(index, SeccompCmpArgLen::Dword, operator, value).map_err(seccomp_error)
}

fn rule(conditions: Vec<SeccompCondition>) -> Result<SeccompRule, ConfineError> {
    SeccompRule::new(conditions).map_err(seccomp_error)
}

/// Makes reads and writes of a pipe return at once where they would wait.
pub(crate) fn never_wait_on(pipe: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: the descriptor is open for as long as it is borrowed; F_GETFL takes no further argument and F_SETFL an
    // integer, and neither touches memory of this process.
    let flags = unsafe { libc::fcntl(pipe.as_raw_fd(), libc::F_GETFL) };
    checked(flags)?;
    // SAFETY: as above.
    checked(unsafe { libc::fcntl(pipe.as_raw_fd(), libc::F_SETFL, flags | libc::O_NONBLOCK) })
}

/// Which of two pipes can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ready {
    pub(crate) to_write: bool,
    pub(crate) to_read: bool,
}

/// Waits until one of the pipes can go on, at most this long; both are not ready when the time is over.
pub(crate) fn wait_for(write: Option<BorrowedFd<'_>>, read: BorrowedFd<'_>, most: Duration) -> io::Result<Ready> {
    // A negative descriptor is skipped by poll.
    let entry = |fd: c_int, events| libc::pollfd { fd, events, revents: 0 };
    let mut pipes =
        [entry(write.map_or(-1, |pipe| pipe.as_raw_fd()), libc::POLLOUT), entry(read.as_raw_fd(), libc::POLLIN)];
    // Rounded up, so that a wait of less than a millisecond is not a busy loop.
    let timeout = c_int::try_from(most.as_millis() + 1).unwrap_or(c_int::MAX);
    // SAFETY: the pointer is to an array of exactly the two entries that are passed as the count, which the call reads
    // and writes; the descriptors are open for as long as they are borrowed.
    let found = unsafe { libc::poll(pipes.as_mut_ptr(), pipes.len() as libc::nfds_t, timeout) };
    match checked(found) {
        Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
        // Interrupted: neither is ready, and the caller looks at the clock again.
        Err(_) => return Ok(Ready { to_write: false, to_read: false }),
        Ok(()) => {}
    }
    // An error or hang-up shows in the next read or write.
    Ok(Ready { to_write: pipes[0].revents != 0, to_read: pipes[1].revents != 0 })
}

/// Waits until a process that was started here has ended, at most this long; returns whether it has. It is not reaped.
pub(crate) fn wait_for_end(child: &Child, most: Duration) -> io::Result<bool> {
    let flags = 0_u32;
    // SAFETY: takes two integers; the process has not been reaped, so the number is still its own.
    let opened = unsafe { libc::syscall(libc::SYS_pidfd_open, child.id(), flags) };
    let descriptor = c_int::try_from(opened).ok().filter(|number| *number >= 0).ok_or_else(io::Error::last_os_error)?;
    // SAFETY: the call above has just opened it, and nothing else owns it.
    let handle = unsafe { OwnedFd::from_raw_fd(descriptor) };
    let deadline = Instant::now() + most;
    while let Some(left) = deadline.checked_duration_since(Instant::now()) {
        if wait_for(None, handle.as_fd(), left)?.to_read {
            return Ok(true);
        }
    }
    Ok(false)
}
