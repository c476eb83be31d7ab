//! Takes away from a program of somebody else, before it starts, whatever it does not need to read a picture.
//!
//! It can read the system's programs, libraries and language data, its pipes, and take memory within its limit. It can
//! write to no file, make no connection, and look at no other process. As with the decoder, seccomp is required and
//! Landlock is used as far as the kernel has it: without it the program could read files, and still tell nobody.

use crate::confine::{ConfineError, hold_program};
use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, Scope, path_beneath_rules};
use libc::c_long;
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
use std::collections::BTreeMap;

/// What it may read: where distributions put programs, libraries and data.
const READABLE: [&str; 5] = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache"];

/// Calls by which it could reach something else: the network, other processes, the kernel's own state.
const REFUSED: [c_long; 31] = [
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_io_uring_setup,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_memfd_create,
    libc::SYS_shmget,
    libc::SYS_msgget,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_add_key,
    libc::SYS_keyctl,
    libc::SYS_kill,
];

/// Confines this process for good, so that the program that it becomes is confined from its first instruction.
///
/// # Errors
/// [`ConfineError`]; the process should end then.
pub fn confine_program() -> Result<(), ConfineError> {
    hold_program()?;
    // Best effort, as for the decoder; seccomp holds in any case.
    let _ = restrict_files();
    let refused: BTreeMap<i64, Vec<seccompiler::SeccompRule>> =
        REFUSED.iter().map(|call| (*call, Vec::new())).collect();
    let arch = std::env::consts::ARCH.try_into().map_err(seccomp_error)?;
    let refuse = SeccompAction::Errno(libc::EPERM as u32);
    let filter = SeccompFilter::new(refused, SeccompAction::Allow, refuse, arch).map_err(seccomp_error)?;
    let program: BpfProgram = filter.try_into().map_err(seccomp_error)?;
    seccompiler::apply_filter(&program).map_err(seccomp_error)
}

fn restrict_files() -> Result<(), landlock::RulesetError> {
    let abi = ABI::V6;
    Ruleset::default()
        .handle_access(AccessFs::from_all(abi))?
        .handle_access(AccessNet::from_all(abi))?
        .scope(Scope::from_all(abi))?
        .create()?
        .add_rules(path_beneath_rules(READABLE, AccessFs::from_read(abi)))?
        .restrict_self()?;
    Ok(())
}

fn seccomp_error(error: impl std::fmt::Display) -> ConfineError {
    ConfineError::Seccomp(error.to_string())
}
