//! What the system says about the place where a folder lies: which disk, how much room, who else may enter.
//!
//! Nothing here is a promise: it serves warnings and early refusals, and every act still checks its own result.

use std::io;
use std::path::Path;

/// What the system says about a folder's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The file system that it is on: the same number for folders on one.
    pub device: u64,
    /// How many bytes this account may still write there.
    pub free: u64,
    /// The least that a file takes there, in bytes.
    pub cluster: u64,
    /// True on FAT: no file of 4 GiB or more, and no journal.
    pub fat: bool,
    /// False when this account cannot write there.
    pub writable: bool,
    /// What other accounts on this computer may do in the folder, given that they can get to it.
    pub others: Others,
}

/// What other accounts may do in a folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Others {
    /// See which names are in it.
    pub list: bool,
    /// Go through it to what is inside.
    pub enter: bool,
    /// Add, rename and remove what is in it, that of this account too.
    pub change: bool,
    /// Anything at all, because the folder belongs to another person's account.
    pub own: bool,
}

/// Asks the system about a folder.
///
/// # Errors
/// What the system says; `Unsupported` on systems where this is not known.
#[cfg(target_os = "linux")]
pub(crate) fn place_of(folder: &Path) -> io::Result<Place> {
    use rustix::fs::{Access, AtFlags, CWD, accessat, stat, statfs, statvfs};
    const MSDOS: u64 = 0x4d44;
    let (facts, room) = (stat(folder)?, statvfs(folder)?);
    let kind = u64::try_from(statfs(folder)?.f_type).unwrap_or_default();
    let may_write = Access::WRITE_OK | Access::EXEC_OK;
    let writable = match accessat(CWD, folder, may_write, AtFlags::EACCESS) {
        Ok(()) => true,
        Err(rustix::io::Errno::ACCESS | rustix::io::Errno::ROFS | rustix::io::Errno::PERM) => false,
        Err(error) => return Err(error.into()),
    };
    Ok(Place {
        device: facts.st_dev,
        free: room.f_bavail.saturating_mul(room.f_frsize),
        cluster: room.f_frsize.max(1),
        fat: kind == MSDOS,
        writable,
        others: others_of(facts.st_mode, facts.st_uid, facts.st_gid, rustix::process::geteuid().as_raw()),
    })
}

/// Asks the system about a folder.
///
/// # Errors
/// `Unsupported`: this is not known here yet.
#[cfg(not(target_os = "linux"))]
pub(crate) fn place_of(_: &Path) -> io::Result<Place> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Reads permission bits. A group of the same number as its account is that account's own, as most systems make them.
#[cfg(target_os = "linux")]
fn others_of(mode: u32, owner: u32, group: u32, me: u32) -> Others {
    let bits = mode & 0o7 | if group == owner { 0 } else { mode >> 3 & 0o7 };
    let sticky = mode & 0o1000 != 0;
    Others {
        list: bits & 0o4 != 0,
        enter: bits & 0o1 != 0,
        change: bits & 0o3 == 0o3 && !sticky,
        own: owner != me && owner != 0,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn permission_bits_say_what_others_may_do() {
        let may = |mode, group, owner| others_of(mode, owner, group, 1000);
        assert_eq!(may(0o700, 1000, 1000), Others::default());
        assert_eq!(may(0o750, 1000, 1000), Others::default(), "one's own group is nobody else");
        assert!(may(0o750, 27, 1000).list && may(0o750, 27, 1000).enter);
        assert_eq!(may(0o755, 1000, 1000), Others { list: true, enter: true, ..Others::default() });
        assert!(may(0o777, 1000, 1000).change && !may(0o1777, 1000, 1000).change);
        assert!(may(0o700, 1000, 1001).own && !may(0o755, 0, 0).own);
    }
}
