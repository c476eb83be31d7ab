//! The file system as the engine uses it: write-once files, durable renames, sorted listings.
//!
//! Every write is a temporary file, an fsync, a rename that never replaces, and (by the caller, once a batch) an fsync of
//! the folder. A failed fsync is never tried again on the same file (`docs/format.md` section 7).

use crate::error::{At, Result, VaultError};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Reads a whole file of at most `limit` bytes.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let file = open(path).at("reading", path)?;
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).at("reading", path)?;
    if bytes.len() as u64 > limit {
        return Err(VaultError::Io {
            doing: "reading",
            path: path.to_owned(),
            source: io::ErrorKind::FileTooLarge.into(),
        });
    }
    Ok(bytes)
}

/// Opens an ordinary file: not a link, and never waiting as a pipe can.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        let flags = (rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW).bits();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not an ordinary file"))
    }
}

/// Returns true for an error that says what lies there, and not that the disk or the system refused.
pub(crate) fn is_no_such_file(error: &io::Error) -> bool {
    #[cfg(unix)]
    if rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::LOOP) {
        return true;
    }
    use io::ErrorKind as K;
    matches!(error.kind(), K::InvalidInput | K::FileTooLarge | K::IsADirectory | K::NotADirectory | K::NotFound)
}

/// Reads a whole file of at most `limit` bytes, or `None` when there is none.
pub(crate) fn read_if_there(path: &Path, limit: u64) -> Result<Option<Vec<u8>>> {
    match read(path, limit) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(VaultError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the names in a folder in order; what is absent or no folder has none. Names that are not UTF-8 come with U+FFFD.
pub(crate) fn list(folder: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(error).at("reading", folder),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.at("reading", folder)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Makes a folder that only this account may enter; one that is there already is fine.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        result => result.at("making", folder),
    }
}

/// Makes a folder and all above it that are missing.
pub(crate) fn make_folders(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent().filter(|p| !p.as_os_str().is_empty()) {
        make_folders(parent)?;
    }
    make_folder(folder)
}

/// Creates a file that must not exist, readable by this account only.
pub(crate) fn create(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).at("writing", path)
}

/// Makes a folder's entries durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder).and_then(|f| f.sync_all()).at("writing", folder)?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Renames a file without ever replacing one; when the target is there with the same bytes, the source is removed.
pub(crate) fn rename_new(from: &Path, to: &Path) -> Result<()> {
    match rename_without_replace(from, to) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && same_bytes(from, to)? => {
            fs::remove_file(from).at("removing", from)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(VaultError::AlreadyExists(to.to_owned())),
        Err(error) => Err(error).at("writing", to),
    }
}

#[cfg(target_os = "linux")]
fn rename_without_replace(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems (FAT over FUSE, some network ones) know no flags.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => {
            rename_by_link(from, to)
        }
        result => Ok(result?),
    }
}

#[cfg(not(target_os = "linux"))]
fn rename_without_replace(from: &Path, to: &Path) -> io::Result<()> {
    rename_by_link(from, to)
}

fn rename_by_link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // No hard links here: one process per vault holds the lock, so looking first is enough.
        Err(_) if to.exists() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}

fn same_bytes(a: &Path, b: &Path) -> Result<bool> {
    let hash = |path: &Path| -> Result<blake3::Hash> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(path).at("reading", path)?).at("reading", path)?;
        Ok(hasher.finalize())
    };
    Ok(hash(a)? == hash(b)?)
}

/// Writes a write-once file under a temporary name, makes it durable, and gives it its name; the folder is not yet
/// made durable.
pub(crate) fn write_new(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<()> {
    let written = create(temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()).at("writing", temporary));
    let result = written.and_then(|()| rename_new(temporary, path));
    if result.is_err() {
        remove_quietly(temporary);
    }
    result
}

/// Replaces a small file of the application's state; `durable` also makes it survive a power cut.
pub(crate) fn replace(path: &Path, bytes: &[u8], durable: bool) -> Result<()> {
    let temporary = sibling(path, "new");
    remove_quietly(&temporary);
    let mut file = create(&temporary)?;
    let written = file.write_all(bytes).and_then(|()| if durable { file.sync_all() } else { Ok(()) });
    let result = written.and_then(|()| fs::rename(&temporary, path)).at("writing", path);
    if result.is_err() {
        remove_quietly(&temporary);
    } else if durable && let Some(folder) = path.parent() {
        sync_folder(folder)?;
    }
    result
}

/// Replaces a file durably, by way of a temporary name in the same folder.
pub(crate) fn replace_by(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = create(temporary)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let result = written.and_then(|()| fs::rename(temporary, path)).at("writing", path);
    if result.is_err() {
        remove_quietly(temporary);
    }
    result.and_then(|()| path.parent().map_or(Ok(()), sync_folder))
}

/// Returns the path with a suffix added to its name.
pub(crate) fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    path.with_file_name(name)
}

/// Removes a leftover of our own; that it stays is not worth an error.
pub(crate) fn remove_quietly(path: &Path) {
    let _ = fs::remove_file(path);
}
